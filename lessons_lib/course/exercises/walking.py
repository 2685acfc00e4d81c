"""The exercises of the lesson on walking."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake, Rounded
from lessons_lib.evidence.walking import walkback
from lessons_lib.mechanics.gait import fit_error_deg, walk


def both_feet() -> float:
    """Share of the stride with both feet on the ground, in percent."""
    from lessons_lib.mechanics.gait import walk

    stance_percent = walk("comfortable").stance_percent
    # The other leg does the same, half a stride later; in each half stride, one overlap.
    overlap_percent = stance_percent - 50
    return 2 * overlap_percent


def waves() -> int:
    """The fewest waves that bring the knee's curve within one degree of the data."""
    from lessons_lib.mechanics.gait import fit_error_deg

    errors_deg = [fit_error_deg("knee_flexion", number) for number in range(9)]
    near_enough = [number for number, error in enumerate(errors_deg) if error < 1]
    return near_enough[0]


def _distances() -> dict[str, str]:
    said = {0: "no wave", 1: "1 wave"}
    return {
        said.get(number, f"{number} waves"): f"{fit_error_deg('knee_flexion', number):.2f}°"
        for number in range(7)
    }


def _first_near_enough() -> str:
    missed, reached = (fit_error_deg("knee_flexion", waves() - less) for less in (1, 0))
    return (
        f"{waves() - 1} waves are {missed:.2f}° off, which is more than 1°. {waves()} waves are "
        f"{reached:.2f}° off, the first below it: {waves()}."
    )


def steps(step_length_m: float = 0.55) -> float:
    """Steps a minute at 1.2 metres a second, in steps of some length."""
    speed_mps = 1.2
    steps_a_second = speed_mps / step_length_m
    return 60 * steps_a_second


def slower(mean_mps: float = 1.3, spread_mps: float = 0.2) -> float:
    """How much slower the average is, in percent of the other group's average."""
    standardised_difference = -0.59
    difference_mps = standardised_difference * spread_mps
    return 100 * -difference_mps / mean_mps


def exponential() -> float:
    """The hazard ratio that goes with the published medians if the risk is the same every day."""
    from lessons_lib.evidence.walking import walkback

    trial = walkback()
    shape = 1
    return float((trial.control_days.value / trial.walking_days.value) ** shape)


EXERCISES = (
    Exercise(
        id="03-both-feet",
        objective="03a",
        title="Both feet",
        working="60.3 − 50 = 10.3; 2 × 10.3 = 20.6 %.",
        hint=(
            "Draw two bars below each other, the second one shifted by 50 %, and add up where they"
            " overlap."
        ),
        rounded=(Rounded(20, "A fifth it is, in round numbers. To three digits:"),),
        prompt=(
            "At comfortable speed a foot is on the ground for 60.3 % of the stride, and the other "
            "leg does the same half a stride later. For how many percent of the stride are both "
            "feet on the ground?"
        ),
        unit="%",
        tolerance=0.02,
        solve=both_feet,
        why=(
            "Each foot stays down 10.3 % longer than half a stride, and the other lands at half. "
            "So they overlap for 10.3 %, twice in a stride. Measured was 20.4 %: real legs are not "
            "exactly alike, and published numbers are rounded."
        ),
        mistakes=(
            Mistake(
                lambda: both_feet() / 2,
                "That is one of the two overlaps: there is one at each end of the time on the "
                "ground.",
            ),
            Mistake(
                lambda: 100 - walk().stance_percent,
                "That is the swing, when this foot is in the air.",
            ),
            Mistake(
                lambda: walk().stance_percent,
                "That is the time of one foot on the ground. Ask how much of it the other shares.",
            ),
            Mistake(
                lambda: 100 - both_feet(),
                "That is the time on one leg, left and right together. The rest is what is asked.",
            ),
        ),
    ),
    Exercise(
        id="03-waves",
        objective="03a",
        title="Enough waves",
        working=_first_near_enough,
        hint="The list begins with no wave at all. You can also read it off in section 2.",
        given=_distances,
        prompt=(
            "How many waves does the curve of the knee need at least, so that the sum lies within "
            "1° of the data (root mean square)? How far it is off with each number is listed."
        ),
        unit="waves",
        tolerance=0.001,
        solve=waves,
        why=(
            "With three waves the sum is still 1.2° off, with four 0.9°. People differ by about 4° "
            "at the peak of the knee, so four waves say as much about a person as eight."
        ),
        mistakes=(
            Mistake(
                lambda: waves() - 1,
                "Nearly: with that many the distance is still above 1°. One wave more.",
            ),
            Mistake(
                lambda: waves() + 1,
                "That is near enough, and so is one less. If you counted along the list: it begins "
                "with no wave, so its fifth number is that of four waves.",
            ),
        ),
    ),
    Exercise(
        id="03-steps",
        objective="03b",
        title="Steps",
        working=lambda step_length_m: (
            f"1.2 / {step_length_m} = {1.2 / step_length_m:.2f} steps a second; × 60 = "
            f"{steps(step_length_m):.0f} a minute."
        ),
        hint="How many such steps fit into 1.2 m, the way of one second?",
        prompt=(
            "You walk at 1.2 m/s in steps of {step_length_m} m. How many steps a minute is that, "
            "both feet counted?"
        ),
        unit="steps a minute",
        solve=steps,
        why=(
            "Speed is step length times steps a second. At the same speed, shorter steps have to "
            "come more often: with 0.60 m it would be 120 a minute."
        ),
        mistakes=(
            Mistake(
                lambda step_length_m: steps(step_length_m) / 60,
                "That is steps a second. A minute has 60 seconds.",
            ),
            Mistake(
                lambda step_length_m: steps(step_length_m) / 2,
                "That is strides a minute. A stride is two steps; count both feet.",
            ),
            Mistake(
                lambda step_length_m: 60 * 1.2 * step_length_m,
                "You multiplied by the step length. Divide by it: longer steps, fewer of them.",
            ),
            Mistake(
                120,
                "That is for steps of 0.60 m, as in section 3. Here they are {step_length_m} m.",
            ),
            Mistake(
                60 * 1.2 / 0.54,
                "That is for steps a tenth shorter than 0.60 m, as in section 3, which is 0.54 m. "
                "Here they are {step_length_m} m.",
            ),
        ),
        numbers={"step_length_m": (0.5, 0.52, 0.55, 0.64, 0.68, 0.7, 0.75)},
    ),
    Exercise(
        id="03-slower",
        objective="03c",
        title="How much slower?",
        working=lambda mean_mps, spread_mps: (
            f"0.59 × {spread_mps} = {0.59 * spread_mps:.3g} m/s; {0.59 * spread_mps:.3g} / "
            f"{mean_mps} = {0.59 * spread_mps / mean_mps:.3g}, which is "
            f"{slower(mean_mps, spread_mps):.3g} %."
        ),
        hint="First the difference in m/s, then its share of {mean_mps} m/s.",
        prompt=(
            "Suppose people without back pain walk at {mean_mps} m/s on average, with a spread "
            "between them (standard deviation) of {spread_mps} m/s. By how many percent slower is "
            "the average person with back pain, if the standardised mean difference is −0.59? "
            "(Mean and spread are made up.) Give a positive number."
        ),
        unit="%",
        tolerance=0.02,
        solve=slower,
        why=lambda mean_mps, spread_mps: (
            f"The difference is 0.59 spreads: 0.59 times {spread_mps} m/s is about "
            f"{0.59 * spread_mps:.2f} m/s, and that is {slower(mean_mps, spread_mps):.0f} % of "
            f"{mean_mps} m/s. The standardised difference alone cannot tell this; one has to know "
            "the spread. The mean and the spread here are made up to compute with."
        ),
        mistakes=(
            Mistake(
                lambda: 59.0,
                "A standardised difference of 0.59 is not 59 %. It counts spreads: first turn it "
                "into metres a second.",
            ),
            Mistake(
                lambda spread_mps: 100 * 0.59 * spread_mps,
                "That is the difference in metres a second, times 100. Divide by the mean speed.",
            ),
            Mistake(
                lambda spread_mps: 0.59 * spread_mps,
                "That is the difference in metres a second. Give it in percent of the mean speed.",
            ),
            Mistake(
                lambda mean_mps, spread_mps: (
                    100 * 0.59 * spread_mps / (mean_mps - 0.59 * spread_mps)
                ),
                "That is in percent of the slower group. Divide by that of people without pain.",
            ),
        ),
        numbers={"mean_mps": (1.1, 1.2, 1.3, 1.4), "spread_mps": (0.15, 0.2, 0.25, 0.3)},
    ),
    Exercise(
        id="03-exponential",
        objective="03d",
        title="A constant risk",
        working="112 / 208 = 0.538.",
        hint="With a constant risk, half the risk means twice the median.",
        prompt=(
            "In WalkBack half of the people had a new episode after 208 days with the walking "
            "programme and after 112 days without. If the risk were the same on all days, which "
            "hazard ratio would belong to these medians? Walking over no treatment, as a decimal "
            "number."
        ),
        unit="ratio",
        solve=exponential,
        why=(
            "With a constant risk, twice the risk halves the median, so the hazard ratio is the "
            "medians the other way round: 112 over 208. The trial found 0.72, so the risk was not "
            "the same on all days, as far as these numbers go."
        ),
        mistakes=(
            Mistake(
                lambda: 1 / exponential(),
                "That is the other way round. More risk means a shorter median, and walking has "
                "the longer one: its risk is the smaller.",
            ),
            Mistake(
                lambda: 1 - exponential(),
                "That is by how much the risk would be lower. The ratio is what is left of it.",
            ),
            Mistake(
                lambda: walkback().hazard_ratio.value,
                "That is the published one. Here the question is which one a constant risk gives.",
            ),
            *(
                Mistake(
                    number * (1 - walkback().hazard_ratio.value),
                    "The risk was 28 % lower: that is the published ratio of 0.72. Here the "
                    "question is which ratio a constant risk gives.",
                )
                for number in (1, 100)
            ),
        ),
    ),
)
