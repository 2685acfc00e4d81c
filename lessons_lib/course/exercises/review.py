"""The exercises of the lesson on the review."""

from collections.abc import Sequence

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def change() -> float:
    """By how many points the mean of the third invented person fell."""
    import numpy as np

    from lessons_lib.apps.review import ratings

    pain = np.array(ratings(3), dtype=float)  # None becomes NaN: not answered
    start, end = np.nanmean(pain[:4]), np.nanmean(pain[10:])
    return float(start - end)


def needed(start: float = 8) -> float:
    """How far a mean has to fall to be called improved, in points."""
    from lessons_lib.tracker.review import rule

    by_points = rule().improved_drop_points
    by_percent = rule().improved_drop_percent / 100 * start
    return max(by_points, by_percent)


def chance() -> float:
    """Of 100 unchanged diaries that swing like the sixth person's, how many look improved."""
    from lessons_lib.apps.review import ratings
    from lessons_lib.evidence.single_case import diaries, falling, swing_of_steps
    from lessons_lib.tracker.diary import pain_swing
    from lessons_lib.tracker.review import outcomes

    step = pain_swing(ratings(6)) or 0.0  # None where fewer than two days were rated
    swing = swing_of_steps(step, alike=0.4)
    said = outcomes(diaries(falling(5, 0, days=14), swing, alike=0.4, people=20_000))
    return float(100 * (said == "improved").mean())


def _window(days: slice) -> Sequence[int | None]:
    from lessons_lib.apps.review import ratings

    return ratings(3)[days]


def _ratings_given() -> dict[str, str]:
    def said(days: slice) -> str:
        return ", ".join("not answered" if one is None else str(one) for one in _window(days))

    return {"days 1 to 4": said(slice(4)), "days 11 to 14": said(slice(10, None))}


def _change_by_hand() -> str:
    def mean(days: slice) -> str:
        held = [one for one in _window(days) if one is not None]
        total = " + ".join(map(str, held))
        return f"({total}) / {len(held)} = {sum(held) / len(held):.2f}"

    return f"{mean(slice(4))}; {mean(slice(10, None))}. The difference is {change():.2f} points."


def _drawn() -> dict[str, str]:
    return {
        "diaries drawn with that swing": f"{_PEOPLE}",
        "called improved": f"{chance() / 100 * _PEOPLE:.0f}",
    }


_PEOPLE = 20_000


def _chance_by_hand() -> str:
    return (
        f"{chance() / 100 * _PEOPLE:.0f} / {_PEOPLE} = {chance() / 100:.3f}: {chance():.1f} of 100."
    )


def _single_days() -> float:
    from lessons_lib.apps.review import ratings

    first, *_, last = (one for one in ratings(3) if one is not None)
    return float(first - last)


def _percent() -> float:
    import numpy as np

    from lessons_lib.apps.review import ratings

    return 100 * change() / float(np.nanmean(np.array(ratings(3)[:4], dtype=float)))


def _as_nought() -> float:
    from lessons_lib.apps.review import ratings

    pain = [one or 0 for one in ratings(3)]
    return sum(pain[:4]) / 4 - sum(pain[10:]) / 4


EXERCISES = (
    Exercise(
        id="10-change",
        objective="10b",
        title="The rule by hand",
        working=_change_by_hand,
        hint="Leave out what is not answered: it counts neither above nor below the line.",
        given=_ratings_given,
        prompt=(
            "The list has the third invented person's ratings of the back. By how many points is "
            "the mean of days 11 to 14 below that of days 1 to 4?"
        ),
        unit="points",
        tolerance=0.021,
        solve=change,
        why=(
            "From 6.33 to 4.67: 1.67 points less, which is 26 % of the start. The rule wants 2 "
            "points and 30 %, so it says small change. Days that were not answered are left out; "
            "they are not 0."
        ),
        mistakes=(
            Mistake(_single_days, "That is the first day less the last. Take means of four days."),
            Mistake(_percent, "That is in percent of the start. Give points."),
            Mistake(_as_nought, "None is not 0: leave the day out of its mean."),
        ),
    ),
    Exercise(
        id="10-needed",
        objective="10b",
        title="How far is far enough?",
        working=lambda start: (
            f"30 % of {start:g} = {needed(start):g}, which is more than the 2 points, and both are "
            f"needed: {needed(start):g} points."
        ),
        hint="The rule asks for 2 points and for 30 %.",
        prompt=(
            "Somebody's mean on days 1 to 4 is {start:g}. By how many points at least does it have "
            "to be lower on days 11 to 14 for the rule to say improved?"
        ),
        unit="points",
        tolerance=0.005,
        solve=needed,
        why=lambda start: (
            f"2 points would be enough, but so much has to be 30 % as well, and 30 % of {start:g} "
            f"is {needed(start):g}. Below a start of 6.7 the 2 points are the harder of the two, "
            "above it the 30 %."
        ),
        mistakes=(
            Mistake(
                2.0,
                lambda start: (
                    f"That is enough in points, but it is {100 * 2 / start:.0f} % of {start:g}. "
                    "Both are needed."
                ),
            ),
            Mistake(
                lambda start: start - needed(start),
                "That is where it has to be at the end. Give the drop.",
            ),
        ),
        numbers={"start": (7.5, 8, 8.5, 9, 9.5)},
    ),
    Exercise(
        id="10-chance",
        objective="10a",
        title="Jumpy days",
        working=_chance_by_hand,
        hint="How many is that of 100?",
        given=_drawn,
        prompt=(
            "The sixth invented person's ratings move more from one to the next. If true pain had "
            "stayed at 5 and days swung like theirs (neighbours alike by 0.4, every day answered), "
            "in how many of 100 diaries would the rule say improved?"
        ),
        unit="of 100",
        tolerance=0.05,
        solve=chance,
        why=(
            "About 15 of 100, against 4 for the first person, whose ratings are steadier. Who "
            "swings more needs a larger fall, or more days, before a change can be told from "
            "chance."
        ),
        mistakes=(Mistake(lambda: chance() / 100, "That is a share. Of 100 diaries, how many?"),),
    ),
)
