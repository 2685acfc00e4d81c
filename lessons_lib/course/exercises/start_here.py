"""The exercise of the first lesson."""

import math

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def radians() -> float:
    """An angle of 10 degrees, in radians."""
    import math

    angle_deg = 10
    return angle_deg * math.pi / 180


EXERCISES = (
    Exercise(
        id="00-radians",
        objective="00c",
        prompt="How many radians are 10 degrees? Three digits are enough.",
        unit="rad",
        solve=radians,
        why=(
            "Half a turn is 180 degrees and π radians, so one degree is π/180 radians. The course "
            "shows degrees, which people can picture, and computes in radians, because only then "
            "is an arc its radius times its angle."
        ),
        mistakes=(
            Mistake(
                lambda: 10 * 180 / math.pi,
                "You multiplied by 180/π, which turns radians into degrees. Use π/180.",
            ),
            Mistake(
                lambda: 10 / 360,
                "That is the part of a whole turn. One step is left: a whole turn is 2π radians.",
            ),
            Mistake(lambda: 10 / 180, "Nearly there: half a turn is π radians, not 1."),
        ),
    ),
)
