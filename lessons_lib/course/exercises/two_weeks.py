"""The exercises of the lesson on two weeks."""

import numpy as np

from lessons_lib.course.exercises.exercise import Exercise, Mistake
from lessons_lib.evidence.single_case import SPREADS_OF_95, diaries, falling
from lessons_lib.tracker.review import outcomes


def detectable() -> float:
    """The smallest detectable change between two single ratings, in points."""
    import math

    from lessons_lib.evidence.single_case import SPREADS_OF_95

    error_of_one_rating = 1.02
    error_of_a_difference = math.sqrt(2) * error_of_one_rating
    return SPREADS_OF_95 * error_of_a_difference


def false_alarm() -> float:
    """Of 100 diaries that can be compared, how many are called improved by chance."""
    from lessons_lib.evidence.single_case import diaries, falling
    from lessons_lib.tracker.review import outcomes

    nothing_changes = falling(5, 0, days=14)
    said = outcomes(diaries(nothing_changes, 2, alike=0.4, missing_percent=15, people=20_000))
    improved = (said == "improved").sum()
    compared = (said != "not enough data").sum()
    return float(100 * improved / compared)


def _said() -> dict[str, int]:
    nothing_changes = falling(5, 0, days=14)
    said = outcomes(diaries(nothing_changes, 2, alike=0.4, missing_percent=15, people=20_000))
    words, counts = np.unique(said, return_counts=True)
    return dict(zip(words.tolist(), counts.tolist(), strict=True))


def _drawn() -> dict[str, str]:
    said = _said()
    return {
        "diaries drawn": f"{sum(said.values())}",
        "too few ratings": f"{said['not enough data']}",
        "called improved": f"{said['improved']}",
    }


def _false_alarm_by_hand() -> str:
    said = _said()
    all_, few = sum(said.values()), said["not enough data"]
    return (
        f"{all_} − {few} = {all_ - few} can be compared; {said['improved']} / {all_ - few} = "
        f"{said['improved'] / (all_ - few):.3f}, which is {false_alarm():.1f} %."
    )


def _of_all() -> float:
    nothing_changes = falling(5, 0, days=14)
    said = outcomes(diaries(nothing_changes, 2, alike=0.4, missing_percent=15, people=20_000))
    return float(100 * (said == "improved").mean())


EXERCISES = (
    Exercise(
        id="08-detectable",
        objective="08d",
        title="The smallest detectable change",
        working="1.02 × √2 = 1.44; × 1.96 = 2.83 points.",
        hint=(
            "Two ratings are off by √2 times as much as one, and 1.96 times this covers 95 of 100."
            " You can type the root as √2."
        ),
        prompt=(
            "A study of people in physiotherapy found that one pain rating is off by 1.02 points "
            "(standard error of measurement). What is the smallest detectable change between two "
            "such ratings of one person, in points of 0 to 10?"
        ),
        unit="points",
        tolerance=0.02,
        solve=detectable,
        why=(
            "Both ratings are off, so their difference is off by √2 times as much, and "
            f"{SPREADS_OF_95} of that covers 95 of 100. The study itself speaks of 2 points, which "
            f"is {SPREADS_OF_95} times 1.02 without the √2. Both numbers are in use, so always "
            "look how one was computed."
        ),
        mistakes=(
            Mistake(
                lambda: SPREADS_OF_95 * 1.02,
                "That is how far one rating may be off; the study's own 2 points seem to be this. "
                "A change has two ratings, and both are off: multiply by the root of 2.",
            ),
            Mistake(
                lambda: SPREADS_OF_95 * 2 * 1.02,
                "Errors of two ratings do not simply add up, since they rarely go the same way. "
                "Multiply by the root of 2.",
            ),
            Mistake(
                lambda: 2**0.5 * 1.02,
                "That is the standard error of the difference. Multiply by "
                f"{SPREADS_OF_95} to cover 95 of 100 differences.",
            ),
        ),
    ),
    Exercise(
        id="08-false-alarm",
        objective="08e",
        title="Another swing",
        working=_false_alarm_by_hand,
        hint="Divide by the diaries that can be compared, not by all.",
        given=_drawn,
        prompt=(
            "Nothing changes in two weeks, and ratings swing by 2 points from day to day. Of 100 "
            "diaries with enough ratings, how many does the tracker's rule call improved? Answer "
            "in percent; what became of 20,000 invented diaries is listed."
        ),
        unit="%",
        tolerance=0.05,
        solve=false_alarm,
        why=(
            "About one in six or seven, beside one in eleven with a swing of 1.5. The more your "
            "ratings swing, the less a review of two weeks can say. That is why the tracker shows "
            "your own swing beside its answer."
        ),
        mistakes=(
            Mistake(
                _of_all,
                "That is of all diaries. One in five of them has too few ratings; divide by the "
                "others only.",
            ),
        ),
    ),
)
