"""The exercises of the first lesson."""

import math

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def evening_walk(minutes: int = 30, steps_a_minute: int = 100, step_length_m: float = 0.6) -> float:
    """The way of a walk, in metres."""
    return minutes * steps_a_minute * step_length_m


def radians(angle_deg: int = 10) -> float:
    """An angle in degrees, in radians."""
    import math

    return angle_deg * math.pi / 180


EXERCISES = (
    Exercise(
        id="00-evening-walk",
        objective="00c",
        title="An evening walk",
        prompt=(
            "You walk for {minutes} minutes, at {steps_a_minute} steps a minute, in steps of "
            "{step_length_m} m. How many metres is that?"
        ),
        unit="m",
        solve=evening_walk,
        working=lambda minutes, steps_a_minute, step_length_m: (
            f"{minutes} × {steps_a_minute} = {minutes * steps_a_minute:,} steps; "
            f"{minutes * steps_a_minute:,} × {step_length_m} m = "
            f"{minutes * steps_a_minute * step_length_m:.0f} m."
        ),
        why=(
            "Minutes times steps a minute are steps, and steps times the length of one are metres. "
            "The course computes like this: small sums with their units, that you can check."
        ),
        hint="First the steps: how many are there in {minutes} minutes?",
        mistakes=(
            Mistake(
                lambda minutes, steps_a_minute: minutes * steps_a_minute,
                "Those are the steps. Each is {step_length_m} m long: multiply once more.",
            ),
            Mistake(
                lambda steps_a_minute, step_length_m: steps_a_minute * step_length_m,
                "That is the way of one minute. You walk for {minutes} of them.",
            ),
            Mistake(
                lambda minutes, step_length_m: minutes * step_length_m,
                "That leaves out the {steps_a_minute} steps a minute.",
            ),
            Mistake(
                lambda minutes, steps_a_minute, step_length_m: (
                    minutes * steps_a_minute / step_length_m
                ),
                "You divided by the length of a step. Multiply: a step is {step_length_m} m.",
            ),
        ),
        numbers={
            "minutes": (20, 25, 30, 40, 45),
            "steps_a_minute": (90, 100, 110, 120),
            "step_length_m": (0.5, 0.6, 0.7, 0.8),
        },
    ),
    Exercise(
        id="00-radians",
        objective="00c",
        title="Degrees and radians",
        working=lambda angle_deg: (
            f"{angle_deg} × π / 180 = {angle_deg} × 3.1416 / 180 = {radians(angle_deg):.3g}."
        ),
        hint="Half a turn, 180°, is π radians, and π is about 3.1416. So one degree is π / 180.",
        prompt="Computers count angles in radians. How many radians are {angle_deg}°?",
        unit="rad",
        converts=True,
        solve=radians,
        why=(
            "Half a turn is 180 degrees and π radians, so one degree is π/180 radians. The course "
            "shows degrees, which people can picture, and computes in radians, because only then "
            "is an arc its radius times its angle."
        ),
        mistakes=(
            Mistake(
                lambda angle_deg: angle_deg * 180 / math.pi,
                "You multiplied by 180/π, which turns radians into degrees. Use π/180.",
            ),
            Mistake(
                lambda angle_deg: angle_deg / 360,
                "That is the part of a whole turn. One step is left: a whole turn is 2π radians.",
            ),
            Mistake(
                lambda angle_deg: angle_deg / 180, "Nearly there: half a turn is π radians, not 1."
            ),
        ),
        numbers={"angle_deg": (5, 8, 10, 15, 20, 25, 40, 50, 70)},
    ),
)
