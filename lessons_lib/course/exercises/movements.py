"""The exercises of the lesson on the three movements."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake
from lessons_lib.evidence.dose import dose, published
from lessons_lib.mechanics import hamstrings, passive


def twist() -> float:
    """The straight leg raise that is like the twist for biceps femoris, in degrees."""
    from lessons_lib.mechanics.passive import like_leg_raise_deg

    # In the twist hip and knee are both bent by a right angle.
    return like_leg_raise_deg("biceps_femoris_long", 90, 90)


def _mm(hip_flexion_deg: float, knee_flexion_deg: float) -> float:
    return 1000 * float(
        hamstrings.length_m("biceps_femoris_long", hip_flexion_deg, knee_flexion_deg)
    )


def _lengths_for_twist() -> dict[str, str]:
    raises = {f"in a leg raise of {one}°": f"{_mm(one, 0):.1f} mm" for one in (20, 30, 40, 50)}
    return {"length in the twist": f"{_mm(90, 90):.1f} mm"} | raises


def _twist_by_hand() -> str:
    beyond, step = _mm(90, 90) - _mm(30, 0), _mm(40, 0) - _mm(30, 0)
    return (
        f"{_mm(90, 90):.1f} mm lie between the raises of 30° and 40°: {beyond:.1f} of "
        f"{step:.1f} mm further than 30°, which is {twist():.1f}°."
    )


def week() -> float:
    """Minutes a week of the article's hold, at the slow end."""
    breaths, breaths_per_min = 5, 12
    minutes_per_hold = breaths / breaths_per_min
    holds_per_session, sessions_per_week = 1, 7
    return minutes_per_hold * holds_per_session * sessions_per_week


def breaths(breaths_a_minute: int = 10) -> float:
    """How many breaths the trial's hold lasts."""
    seconds_per_breath = 60 / breaths_a_minute
    return 30 / seconds_per_breath


EXERCISES = (
    Exercise(
        id="07-twist",
        objective="07b",
        title="As long as a leg raise",
        working=_twist_by_hand,
        hint="Find the length of the twist between two rows of the list.",
        given=_lengths_for_twist,
        prompt=(
            "In the twist hip and knee are bent by 90 degrees. Which straight leg raise, in "
            "degrees of hip flexion, makes the long head of biceps femoris as long as that?"
        ),
        unit="deg",
        tolerance=0.02,
        solve=twist,
        why=(
            "About 39°; for the two inner hamstrings it is 23° and 27°. In the twist biceps "
            "femoris is the longest of the three, since bending the knee shortens it least. A "
            "leg raised to 70° is far beyond all three. In the other published model the answer "
            "is about 34°."
        ),
        mistakes=(
            Mistake(
                lambda: passive.like_leg_raise_deg("semimembranosus", 90, 90),
                "That is for semimembranosus. The question is about biceps femoris.",
            ),
            Mistake(
                lambda: passive.like_leg_raise_deg("semitendinosus", 90, 90),
                "That is for semitendinosus. The question is about biceps femoris.",
            ),
            Mistake(
                lambda: 90.0,
                "That is how far the hip is bent. The knee is bent as well, which takes back "
                "a part of the length: look for the raise with a straight knee.",
            ),
            Mistake(
                lambda: 1000 * float(hamstrings.lengthening_m("biceps_femoris_long", 90, 90)),
                "That is how many millimetres longer it is. The question is for the leg raise, in "
                "degrees.",
            ),
        ),
    ),
    Exercise(
        id="07-week",
        objective="07c",
        title="The article's week",
        working="5 / 12 = 0.417 minutes; × 7 = 2.92 minutes.",
        hint="One hold lasts 5/12 of a minute.",
        prompt=(
            "The article's hold at its longest: 5 breaths, at 12 breaths a minute, once a day on "
            "each side, every day. How many minutes a week is that for one side?"
        ),
        unit="min",
        tolerance=0.03,
        solve=week,
        why=(
            "A hold is 25 seconds, and seven of them are not quite 3 minutes. That is more than "
            "the 2.5 minutes a week of the trial in which hamstrings became more flexible, and "
            "less than a third of the 10 minutes at which gains level off."
        ),
        mistakes=(
            Mistake(
                lambda: dose(5, 12, 1, 7).hold_s,
                "That is one hold in seconds. Divide by 60 for minutes, and take it seven times.",
            ),
            Mistake(
                lambda: 60 * dose(5, 12, 1, 7).week_min,
                "That is seconds a week. Divide by 60.",
            ),
            Mistake(
                lambda: dose(5, 12, 1, 7).session_min,
                "That is one day in minutes. A week has seven.",
            ),
            Mistake(
                lambda: dose(3, published("breaths a minute at rest").high, 1, 7).week_min,
                "That is the article's shortest: 3 breaths at 20 a minute. Take 5 breaths at 12.",
                0.05,
            ),
            Mistake(2.5, "That is the trial's week: 30 seconds on 5 days. Take the article's."),
            Mistake(
                lambda: 2 * dose(5, 12, 1, 7).week_min,
                "That is for both sides together. Each side has its own muscles: count one.",
            ),
        ),
    ),
    Exercise(
        id="07-breaths",
        objective="07c",
        title="Your own measure",
        working=lambda breaths_a_minute: (
            f"60 / {breaths_a_minute} = {60 / breaths_a_minute:g} seconds a breath; 30 / "
            f"{60 / breaths_a_minute:g} = {breaths(breaths_a_minute):g} breaths."
        ),
        hint="How long does one breath last, in and out?",
        prompt=(
            "You breathe {breaths_a_minute} times a minute when you lie still. How many breaths "
            "last as long as the 30 seconds of the trial?"
        ),
        unit="breaths",
        tolerance=0.02,
        solve=breaths,
        why=lambda breaths_a_minute: (
            f"One breath, in and out, lasts {60 / breaths_a_minute:g} seconds, so "
            f"{breaths(breaths_a_minute):g} breaths are 30 seconds. Somebody who breathes 16 times "
            "a minute needs 8. Breaths are a fine measure once you know your own."
        ),
        mistakes=(
            Mistake(
                lambda breaths_a_minute: 60 / breaths_a_minute,
                "That is how many seconds one breath lasts. How many of them are 30 seconds?",
            ),
            Mistake(
                lambda breaths_a_minute: breaths_a_minute,
                "That is how many breaths there are in a minute. The hold lasts half of it.",
            ),
            Mistake(
                lambda breaths_a_minute: 30 / breaths_a_minute,
                lambda breaths_a_minute: (
                    f"30 divided by {breaths_a_minute} is not it: {breaths_a_minute} is breaths a "
                    f"minute, so a breath lasts {60 / breaths_a_minute:g} seconds."
                ),
            ),
        ),
        numbers={"breaths_a_minute": (6, 8, 10, 12, 15, 20)},
    ),
)
