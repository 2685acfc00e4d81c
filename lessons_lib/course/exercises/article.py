"""The exercises of the lesson on reading the article."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake
from lessons_lib.evidence.article import base_rate, percent_with, sleeping_on_the_back


def flagged_and_well() -> float:
    """The least share of people with a warning sign who are not seriously ill, in percent."""
    from lessons_lib.evidence.article import base_rate

    # At worst for the signs' good name, all who are seriously ill have one.
    rate = base_rate(both=11)
    return 100 * (rate.flagged - rate.serious) / rate.flagged


def from_odds(on_the_side: int = 30) -> float:
    """People with back pain among those who sleep on the back, of 100."""
    odds_on_the_side = on_the_side / (100 - on_the_side)
    odds_on_the_back = 1.9 * odds_on_the_side
    return 100 * odds_on_the_back / (1 + odds_on_the_back)


def four_times() -> float:
    """The lower end of the interval, if four times as many people gave the same ratio."""
    import math

    # The square root of four is two: half the distance, and half of a factor is its root.
    return 1.9 / math.sqrt(1.9 / 0.43)


_RATIO = sleeping_on_the_back()


def _from_odds_by_hand(on_the_side: int) -> str:
    before = on_the_side / (100 - on_the_side)
    odds = _RATIO.value * before
    return (
        f"{on_the_side} / {100 - on_the_side} = {before:.3f}; × {_RATIO.value:g} = {odds:.3f}; "
        f"{odds:.3f} / {1 + odds:.3f} = {odds / (1 + odds):.3f}, which is "
        f"{from_odds(on_the_side):.1f} of 100."
    )


def _why_from_odds(on_the_side: int) -> str:
    before = on_the_side / (100 - on_the_side)
    found = from_odds(on_the_side)
    return (
        f"The odds are {on_the_side} to {100 - on_the_side}, or {before:.2f}; {_RATIO.value:g} "
        f"times that is {_RATIO.value * before:.2f}, which are {found:.0f} of 100. The risk is "
        f"{found / on_the_side:.1f} times as large, not {_RATIO.value:g} times: the more common "
        "something is, the further odds and risk lie apart."
    )


EXERCISES = (
    Exercise(
        id="01-flagged-well",
        objective="01c",
        title="With a sign, and well",
        working="942 − 11 = 931; 931 / 942 = 0.988, which is 98.8 %.",
        hint="In the worst case all 11 are among the 942.",
        prompt=(
            "Of 1,172 people with new back pain 942 had a warning sign, and 11 in all a serious "
            "disease. At least how many percent of those with a sign had no serious disease? One "
            "decimal."
        ),
        unit="%",
        solve=flagged_and_well,
        why=(
            "At most all 11 are among the 942, so at least 931 of 942 are not: 98.8 %. This holds "
            "whatever the overlap, which is why it may be said although nobody told us."
        ),
        tolerance=0.001,
        mistakes=(
            Mistake(
                lambda: 100 * base_rate(11).serious / base_rate(11).flagged,
                "That is the largest share that can be seriously ill. Asked is the rest.",
            ),
            Mistake(
                lambda: 100 * (1 - base_rate(11).serious / base_rate(11).people),
                "That is the share among all people. Divide by those with a sign.",
            ),
            Mistake(
                lambda: 100 * base_rate(11).flagged / base_rate(11).people,
                "That is how many have a sign. Among these, how many are not seriously ill?",
            ),
        ),
    ),
    Exercise(
        id="01-from-odds",
        objective="01e",
        title="From odds to people",
        working=_from_odds_by_hand,
        hint=lambda on_the_side: (
            f"Odds are {on_the_side} / {100 - on_the_side}. Multiply. Then odds of, say, 0.5 are "
            "0.5 to 1, so 0.5 of 1.5."
        ),
        prompt=(
            "Suppose {on_the_side} of 100 people who sleep on the side or front have back pain, "
            "and the odds ratio for sleeping on the back is 1.9, taken as if it were certain. How "
            "many of 100 who sleep on the back have it?"
        ),
        unit="of 100",
        solve=from_odds,
        why=_why_from_odds,
        tolerance=0.02,
        mistakes=(
            Mistake(
                lambda on_the_side: on_the_side * _RATIO.value,
                lambda on_the_side: (
                    f"That takes the odds ratio for a ratio of risks. Turn {on_the_side} of 100 "
                    f"into odds first: {on_the_side} with it to {100 - on_the_side} without."
                ),
            ),
            Mistake(
                lambda on_the_side: _RATIO.value * on_the_side / (100 - on_the_side),
                "These are the odds. Turn them back into people: odds / (1 + odds), of 100.",
            ),
            Mistake(
                lambda on_the_side: percent_with(_RATIO.value, on_the_side) / 100,
                "As a share that is right. Give it as people out of 100.",
            ),
        ),
        numbers={"on_the_side": (10, 15, 20, 25, 30, 40)},
    ),
    Exercise(
        id="01-larger",
        objective="01e",
        title="Four times as large",
        working="1.9 / 0.43 = 4.42; √4.42 = 2.10; 1.9 / 2.10 = 0.904.",
        hint=(
            "Four times as many people halve the distance, and on this axis half a distance is the"
            " square root of a factor. From 1.9 down to 0.43 the factor is 1.9 / 0.43."
        ),
        prompt=(
            "A study four times as large finds the same odds ratio, 1.9. Where does its interval "
            "begin? Two decimals. The first study's began at 0.43."
        ),
        unit="ratio",
        solve=four_times,
        why=(
            "Four times as many people halve the distance on the axis of factors: from 1.9 to 0.43 "
            "it is a factor of 4.4, and its root is 2.1. The interval begins at 1.9 / 2.1 = 0.90 "
            "and still holds 1."
        ),
        tolerance=0.02,
        mistakes=(
            Mistake(
                lambda: _RATIO.value * (_RATIO.low / _RATIO.value) ** (1 / 4),
                "That would take sixteen times as many people: distances shrink by the square "
                "root of how much larger a study is.",
            ),
            Mistake(
                lambda: (_RATIO.low + _RATIO.value) / 2,
                "That halves the distance on an ordinary ruler. Here halve the factor: take the "
                "root of 1.9 / 0.43.",
            ),
        ),
    ),
)
