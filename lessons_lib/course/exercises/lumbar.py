"""The exercises of the lesson on the load on the lower back."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake
from lessons_lib.mechanics.lumbar import stride


def moment(mass_kg: int = 37, distance_m: float = 0.11) -> float:
    """The moment of the upper body about the disc, in newton-metres."""
    weight_n = mass_kg * 9.81
    return weight_n * distance_m


def load(moment_nm: int = 40, lever_m: float = 0.05, weight_along_spine_n: int = 240) -> float:
    """The load on the disc, in newtons."""
    pull_n = moment_nm / lever_m
    return weight_along_spine_n + pull_n


def band() -> float:
    """How much more the muscles pull with the short lever than with the long one, in percent."""
    moment_nm = 40
    short_n = moment_nm / 0.04
    long_n = moment_nm / 0.06
    return 100 * (short_n / long_n - 1)


def _cm(length_m: float) -> str:
    return f"{100 * length_m:g} cm"


def lean() -> float:
    """By how much ten degrees of lean raise the mean load of a stride, in percent."""
    from lessons_lib.mechanics.lumbar import stride

    walked_n = stride("sideways and turning").compression_n.mean()
    leaning_n = stride("sideways and turning", leaning_deg=10).compression_n.mean()
    return 100 * float(leaning_n / walked_n - 1)


def _newtons(leaning_deg: float) -> float:
    return float(stride("sideways and turning", leaning_deg=leaning_deg).compression_n.mean())


def _means() -> dict[str, str]:
    return {
        "mean load as walked": f"{_newtons(0):.0f} N",
        "mean load with the lean": f"{_newtons(10):.0f} N",
    }


def _lean_by_hand() -> str:
    return (
        f"{_newtons(10):.0f} / {_newtons(0):.0f} = {_newtons(10) / _newtons(0):.3f}, which is "
        f"{lean():.1f} % more."
    )


def _peak_percent() -> float:
    walked, leaning = (
        stride("sideways and turning", angle).compression_n.max() for angle in (0, 10)
    )
    return 100 * float(leaning / walked - 1)


EXERCISES = (
    Exercise(
        id="06-moment",
        objective="06a",
        title="The moment",
        working=lambda mass_kg, distance_m: (
            f"{mass_kg} × 9.81 × {distance_m} = {moment(mass_kg, distance_m):.3g} Nm."
        ),
        hint=(
            "A mass pulls with its weight: kilograms times 9.81. Then times the distance in metres."
        ),
        prompt=lambda mass_kg, distance_m: (
            f"The part of the body above the cut has a mass of {mass_kg} kg, and its centre of "
            f"mass lies {_cm(distance_m)} in front of the disc. Which moment do the back muscles "
            "have to supply, in newton-metres?"
        ),
        unit="Nm",
        solve=moment,
        why=lambda mass_kg, distance_m: (
            f"Weight is mass times gravity, {mass_kg} kg times 9.81 m/s² or {mass_kg * 9.81:.0f} "
            f"N, and it pulls {distance_m} m in front of the disc: {mass_kg * 9.81:.0f} times "
            f"{distance_m} is {moment(mass_kg, distance_m):.0f} Nm. That is as if you held a "
            f"{mass_kg * distance_m:.0f} kg bag with an arm stretched out by one metre."
        ),
        tolerance=0.025,
        mistakes=(
            Mistake(
                lambda mass_kg, distance_m: mass_kg * distance_m,
                "That is mass times distance. A mass pulls with its weight: times 9.81 m/s².",
            ),
            Mistake(
                lambda mass_kg, distance_m: mass_kg * 9.81 * (100 * distance_m),
                lambda distance_m: (
                    f"The distance is in centimetres here. {_cm(distance_m)} are {distance_m} m."
                ),
            ),
            Mistake(
                lambda mass_kg: mass_kg * 9.81 * 0.05,
                lambda distance_m: (
                    f"5 cm is the lever of the muscles. The weight acts {_cm(distance_m)} in front "
                    "of the disc."
                ),
            ),
            Mistake(
                lambda mass_kg: mass_kg * 9.81,
                "That is the weight in newtons. The moment is the weight times its distance.",
            ),
        ),
        numbers={"mass_kg": (34, 37, 40, 42), "distance_m": (0.07, 0.09, 0.11, 0.12)},
    ),
    Exercise(
        id="06-load",
        objective="06b",
        title="The load",
        working=lambda moment_nm, lever_m, weight_along_spine_n: (
            f"{moment_nm} / {lever_m} = {moment_nm / lever_m:.0f} N; {moment_nm / lever_m:.0f} + "
            f"{weight_along_spine_n} = {moment_nm / lever_m + weight_along_spine_n:.0f} N."
        ),
        hint="How hard must the muscles pull? A moment is a pull times its lever.",
        prompt=lambda moment_nm, lever_m, weight_along_spine_n: (
            f"The back muscles have to supply {moment_nm} Nm with a lever of {_cm(lever_m)}, "
            f"and {weight_along_spine_n} N of the weight press along the spine. How large is the "
            "load on the disc, in newtons?"
        ),
        unit="N",
        solve=load,
        why=lambda moment_nm, lever_m, weight_along_spine_n: (
            f"The pull is the moment divided by its lever: {moment_nm} Nm by {lever_m} m is "
            f"{moment_nm / lever_m:.0f} N. The disc has to push against both, "
            f"{moment_nm / lever_m:.0f} N of pull and {weight_along_spine_n} N of weight. More "
            "than three quarters of the load come from the muscles that hold the weight, not from "
            "the weight itself."
        ),
        mistakes=(
            Mistake(
                lambda moment_nm, lever_m: moment_nm / lever_m,
                "That is the pull of the muscles. The weight presses on the disc as well.",
            ),
            Mistake(
                lambda moment_nm, lever_m, weight_along_spine_n: (
                    weight_along_spine_n + moment_nm * lever_m
                ),
                "You multiplied by the lever. The shorter the lever, the more they must pull: "
                "divide.",
            ),
            Mistake(
                lambda moment_nm, lever_m, weight_along_spine_n: (
                    weight_along_spine_n + moment_nm / (100 * lever_m)
                ),
                lambda lever_m: (
                    f"The lever is in centimetres here. {_cm(lever_m)} are {lever_m} m."
                ),
            ),
            Mistake(
                lambda moment_nm, lever_m, weight_along_spine_n: (
                    moment_nm / lever_m - weight_along_spine_n
                ),
                "Pull and weight both press the spine together, so they add up.",
            ),
        ),
        numbers={
            "moment_nm": (40, 44, 48, 50, 60),
            "lever_m": (0.04, 0.05),
            "weight_along_spine_n": (200, 220, 240),
        },
    ),
    Exercise(
        id="06-band",
        objective="06b",
        title="The band",
        working="Pulls are as 6 to 4: 6 / 4 = 1.5, which is 50 % more.",
        hint="Pull is moment divided by lever. Take any moment, 40 Nm for instance, and compare.",
        prompt=(
            "Nobody knows the lever of the back muscles exactly: 4 cm or 6 cm would both do. By "
            "how many percent do the muscles pull harder with 4 cm than with 6 cm, for the same "
            "moment?"
        ),
        unit="%",
        solve=band,
        why=(
            "Pull is moment over lever, so the pulls are as 6 to 4, whatever the moment is: 1.5 "
            "times, or 50 % more. A small doubt about a short lever is a large doubt about the "
            "load. That is why this lesson shows bands."
        ),
        mistakes=(
            Mistake(
                lambda: 100 * (1 - 4 / 6),
                "That is how much less 6 cm needs than 4 cm. Compare with the pull at 6 cm.",
            ),
            Mistake(
                lambda: 150,
                "They pull 150 % of it. How much is that more than 100 %?",
            ),
            Mistake(
                lambda: 20,
                "Twenty percent is how far each lever lies from 5 cm. Compare the two pulls.",
            ),
            Mistake(
                lambda: -100 * (1 - 4 / 6),
                "The shorter lever needs more pull, not less. Compare with the pull at 6 cm.",
            ),
        ),
    ),
    Exercise(
        id="06-lean",
        objective="06d",
        title="The lean",
        working=_lean_by_hand,
        hint="New divided by old, less 1, times 100. Or read both from section 5.",
        given=_means,
        prompt=(
            "By how many percent does a lean of 10° raise the mean load over the stride, by the "
            "free body with the moments sideways and turning?"
        ),
        unit="%",
        solve=lean,
        why=(
            "From 0.93 to 1.24 body weights, 33 % more. The full-body model says about 30 % for "
            "another person's stride. The size is uncertain, that it rises is not, and it says "
            "nothing about harm."
        ),
        tolerance=0.04,
        mistakes=(
            Mistake(
                _peak_percent,
                "That is the peak of the stride. Take the mean.",
            ),
            Mistake(
                lambda: 100 + lean(),
                "That is the new load in percent of the old. How much is it more than 100 %?",
            ),
            Mistake(
                30,
                "So the full-body model says, of another person's stride. Here it is the free "
                "body's own two means that are asked for.",
            ),
        ),
    ),
)
