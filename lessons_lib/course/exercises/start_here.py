"""The exercises of the first lesson."""

import math

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def evening_walk() -> float:
    """The way of half an hour, in metres."""
    minutes, steps_a_minute, step_length_m = 30, 100, 0.6
    return minutes * steps_a_minute * step_length_m


def radians() -> float:
    """An angle of 10 degrees, in radians."""
    import math

    angle_deg = 10
    return angle_deg * math.pi / 180


EXERCISES = (
    Exercise(
        id="00-evening-walk",
        objective="00c",
        title="An evening walk",
        prompt=(
            "You walk for 30 minutes, at 100 steps a minute, in steps of 0.6 m. How many metres "
            "is that?"
        ),
        unit="m",
        solve=evening_walk,
        working="30 × 100 = 3,000 steps; 3,000 × 0.6 m = 1800 m.",
        why=(
            "Minutes times steps a minute are steps, and steps times the length of one are metres. "
            "The course computes like this: small sums with their units, that you can check."
        ),
        hint="First the steps: how many are there in 30 minutes?",
        mistakes=(
            Mistake(3000, "Those are the steps. Each is 0.6 m long: multiply once more."),
            Mistake(60, "That is the way of one minute. You walk for 30 of them."),
            Mistake(18, "That leaves out the 100 steps a minute."),
            Mistake(5000, "You divided by the length of a step. Multiply: a step is 0.6 m."),
        ),
    ),
    Exercise(
        id="00-radians",
        objective="00c",
        title="Degrees and radians",
        working="10 × π / 180 = 10 × 3.1416 / 180 = 0.175.",
        hint="Half a turn, 180°, is π radians, and π is about 3.1416. So one degree is π / 180.",
        prompt="Computers count angles in radians. How many radians are 10°? Give three digits.",
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
