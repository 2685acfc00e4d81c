"""The numbers in the lessons are those of the models and tables, to the last digit that is shown.

Below stand fragments of the lessons' texts, quizzes and exercises, each with a place for every
number that a model or a table gives. Where a model moves, the fragment that its numbers fill is no
longer in the text. Where a sentence is written anew, its fragment is written anew here.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest

from authoring import storing
from lessons_lib.course.exercises import exercises
from lessons_lib.data import load, predictions, quizzes
from lessons_lib.evidence import article, diagnosis, scans, single_case, two_weeks, walking
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.figures import single_case as days
from lessons_lib.mechanics import (
    balance,
    gait,
    hamstrings,
    lumbar,
    muscle,
    passive,
    published,
    twist,
)
from lessons_lib.mechanics.own_walk import chain, invented

FOLDER = Path(__file__).parents[2] / "notebooks"
MM = 1000.0
PACE = ("speed_mps", "step_length_m", "cadence_per_min")
MEASURES = ("mean_bw", "peak_bw")
LONG = hamstrings.MUSCLES[:3]


class Written(Formatter):
    """Numbers as they stand in a text: with a true minus."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(super().format_field(value, format_spec)).replace("-", "−")


@cache
def text_of(number: str) -> str:
    """All that a lesson says: text, predictions, quiz, and what its exercises ask and explain."""
    (path,) = FOLDER.glob(f"{number}_*.ipynb")
    cells = [cell.source for cell in storing.read(path).cells if cell.cell_type == "markdown"]
    for asked in predictions.load(path.stem) if path.stem in predictions.names() else ():
        cells += [asked.text, *(option.text for option in asked.options), asked.finding]
    for question in quizzes.load(path.stem).questions:
        cells += [question.text, *(f"{one.text}\n{one.feedback}" for one in question.options)]
    for key, exercise in exercises().items():
        if key.startswith(f"{number}-"):
            cells += [exercise.prompt, exercise.why]
    return "\n".join(cells)


# What the lessons speak of


def medians() -> tuple[float, float]:
    trial = walking.walkback()
    return trial.walking_days.value, trial.control_days.value


def slower(people: int) -> Estimate:
    """Points of pain for each 0.1 m/s slower, in a crowd in which walking does nothing."""
    slope = article.regression(article.crowd(0.03, 0, people))
    return Estimate(-slope.value / 10, -slope.high / 10, -slope.low / 10)


def percent_after(start: float, **answers: bool) -> list[float]:
    return [100 * one for one in diagnosis.after(start, answers)]


def halves(speed: str) -> tuple[float, float]:
    people = walking.invented_people(0.06)
    return walking.slow_and_fast_percent(people.in_pain, getattr(people, speed))


def walkers() -> list[float]:
    return sorted(-moment for moment in passive.landing_hip_moments_nm().values())


def both_walkers() -> float:
    return float(np.mean(walkers()))


def deepest(shorter_percent: float) -> float:
    return float(passive.in_walking(1 - shorter_percent / 100).hip_moment_nm.min())


def at_landing(shorter_percent: float) -> float:
    return float(passive.in_walking(1 - shorter_percent / 100).hip_moment_nm[0])


def while_landing(shorter_percent: float) -> float:
    """The mean over the first tenth of the stride, over which the walkers' moments are averaged."""
    landing = gait.phases()[0].to_percent >= gait.CYCLE_PERCENT
    by_stretch_nm = passive.in_walking(1 - shorter_percent / 100).hip_moment_nm
    return float(by_stretch_nm[landing].mean())


def resting_hips(posture: str, shorter_percent: float = 0.0) -> float:
    """What resting tissue at both hips resists a degree of tilt with, in Nm."""
    legs = balance.postures()[posture]
    found = balance.stiffness(legs, 1 - shorter_percent / 100, 0.0)
    return found.hamstrings + found.other_hip_tissue


def raised(shorter_percent: float, stop_nm: float | None = None) -> float:
    found = passive.leg_raise_deg(1 - shorter_percent / 100, stop_nm)
    assert found is not None
    return found


def popliteal(shorter_percent: float) -> float:
    return passive.popliteal_angle_deg(1 - shorter_percent / 100)


def tilts(posture: str, *trunks: float) -> list[float]:
    found = [balance.tilt_deg(balance.postures()[posture], 0.97, trunk) for trunk in trunks]
    return [-one for one in found if one is not None]


def riener(hip: float, knee: float) -> float:
    return float(passive.riener_edrich_nm("hip", hip, knee))


def silder(hip: float, knee: float) -> float:
    return float(passive.silder_nm("hip", hip, other_deg=knee))


def gap_of_measurements(joint: str, from_deg: float) -> np.ndarray:
    """Silder less Riener and Edrich, where Silder measured."""
    table = load("passive_moments_silder").where(joint=joint)
    angles = (table[f"{one}_flexion_deg"] for one in ("hip", "knee"))
    theirs = passive.riener_edrich_nm(joint, *angles, table["ankle_dorsiflexion_deg"])
    return np.asarray((table["moment_nm"] - theirs)[table[f"{joint}_flexion_deg"] >= from_deg])


def deepest_with_another_zero(shift: float) -> float:
    hip, knee = (gait.angle_deg(one, gait.CYCLE_PERCENT, "young") for one in gait.JOINTS[:2])
    return float(passive.passive(hip - shift, knee).hip_moment_nm.min())


def landing_change() -> float:
    legs = balance.postures()["foot landing"]
    tight, usual = (balance.hamstring_moment_nm(legs, 0, slack) for slack in (0.97, 1.0))
    return float(tight - usual)


def hip_by_stretch(hip: float, knee: float) -> float:
    return float(passive.passive(hip, knee).hip_moment_nm)


def bw(load_: lumbar.Load) -> np.ndarray:
    return np.asarray(load_.compression_n) / lumbar.build().body_weight_n


def stride(unseen: str, lean: float = 0.0, arm_mm: float = 50.0) -> np.ndarray:
    return bw(lumbar.stride(unseen, lean, replace(lumbar.build(), extensor_arm_m=arm_mm / MM)))


def whole_body() -> np.ndarray:
    return load("lumbar_stride")["compression_n"] / lumbar.build().body_weight_n


def rms(difference: np.ndarray) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def off_percent(unseen: str) -> np.ndarray:
    return 100 * np.abs(stride(unseen) / whole_body() - 1)


def in_the_band(unseen: str) -> int:
    low, high = (bw(lumbar.stride(unseen, body=lumbar.build(level))) for level in ("low", "high"))
    return int(((low <= whole_body()) & (whole_body() <= high)).sum())


def more(after: float, before: float) -> float:
    return 100 * (after / before - 1)


def both_ways(lean: float) -> np.ndarray:
    return stride("sideways and turning", lean)


def from_the_hips(lean: float, **of_the_build: float) -> float:
    return float(bw(lumbar.lean(lean, lean, replace(lumbar.build(), **of_the_build))))


def from_the_back(lean: float) -> float:
    return float(bw(lumbar.lean(0, lean)))


def standing_still(bend: str, lean: float) -> float:
    return float(load("lumbar_static_lean").row(bend=bend, lean_deg=lean)["compression_n"])


def too_low(bend: str, **of_the_build: float) -> tuple[float, float]:
    """By how many percent the free body lies below the full-body model, from 10° to 45°."""
    body = replace(lumbar.build(), **of_the_build)
    table = load("lumbar_static_lean").where(bend=bend)
    leans = table["lean_deg"]
    mine = lumbar.lean(leans if bend == "hips" else 0 * leans, leans, body).compression_n
    compared = (leans >= 10) & (leans <= 45)
    return least_and_most(100 * (1 - mine / table["compression_n"])[compared])


def ends(table: str, moment: str) -> tuple[float, float]:
    """How large a moment gets to one side, and to the other, the larger one first."""
    moments = load(table)[f"{moment}_moment_nm"]
    least, most = sorted((abs(moments.min()), abs(moments.max())))
    return most, least


def another_walker(scenario: str, lean: float, inertia: str = "none") -> dict[str, float]:
    return load("lumbar_walking_lean").row(scenario=scenario, lean_deg=lean, inertia=inertia)


def added(measure: str, scenario: str = "leaning from the hips") -> float:
    return another_walker(scenario, 10)[measure] - another_walker("as walked", 0)[measure]


def share_added(measure: str, scenario: str, inertia: str) -> float:
    return 100 * added(measure, scenario) / another_walker("as walked", 0, inertia)[measure]


HIPS, KNEES = np.linspace(-20, 120, 141)[:, None], np.linspace(0, 120, 121)


def apart(quantity: str, muscle_: str, hips: Any = HIPS, knees: Any = KNEES) -> np.ndarray:
    own, other = (getattr(one, quantity)(muscle_, hips, knees) for one in (hamstrings, published))
    return np.abs(MM * (own - other))


def least_and_most(values: Iterable[float]) -> tuple[float, float]:
    found = sorted(values)
    return found[0], found[-1]


def largest_gap(quantity: str) -> tuple[float, float]:
    return least_and_most(apart(quantity, one).max() for one in LONG)


def typical_gap(quantity: str) -> tuple[float, float]:
    return least_and_most(rms(apart(quantity, one)) for one in LONG)


STRAIGHTER = KNEES[KNEES <= 70]


def knee_arms(hips: Any, knees: Any) -> list[float]:
    """The moment arm at the knee of each muscle in each pose, in mm, by both models."""
    return [
        float(one)
        for muscle_ in LONG
        for model in (hamstrings, published)
        for one in (MM * model.knee_moment_arm_m(muscle_, hips, knees)).ravel()
    ]


def where_knees_part() -> list[tuple[float, float, float]]:
    """For each muscle the knee at which its arms differ most, and both of them there, in mm."""
    found = []
    for one in LONG:
        hip, knee = np.unravel_index(apart("knee_moment_arm_m", one).argmax(), (141, 121))
        pose = one, HIPS[hip, 0], KNEES[knee]
        own, other = (MM * float(m.knee_moment_arm_m(*pose)) for m in (hamstrings, published))
        found.append((float(KNEES[knee]), own, other))
    return found


def landing_raises() -> list[float]:
    """The leg raise that is like the landing: as drawn, and with the zero 12° and 6° off."""
    hip, knee = (float(gait.angle_deg(one, 0, "young")) for one in gait.JOINTS[:2])
    return [passive.like_leg_raise_deg(LONG[0], hip - shift, knee) for shift in (0, 12, 6)]


def opposite_percent() -> tuple[float, float]:
    def share(one: str) -> float:
        own, other = (model.lengthening_m(one, HIPS, KNEES) for model in (hamstrings, published))
        return 100 * float((own * other < 0).mean())

    return least_and_most(share(one) for one in LONG)


def longer(muscle_: str, hip: float, knee: float) -> float:
    return MM * float(hamstrings.lengthening_m(muscle_, hip, knee))


def looks(join_at: int, change: float = 0, *, exact: bool = False) -> two_weeks.Responders:
    """Counted in the crowd that the lesson shows, with a swing of 1."""
    return two_weeks.responders(two_weeks.crowd(1, change, people=50_000, exact=exact), join_at)


def better(join_at: int, change: float = 0, *, exact: bool = False) -> float:
    return 100 * looks(join_at, change, exact=exact).points


def by_percent(join_at: int, change: float = 0, *, exact: bool = False) -> float:
    return 100 * looks(join_at, change, exact=exact).percent


def worse(join_at: int, *, exact: bool = False) -> float:
    return 100 * looks(join_at, exact=exact).worse


def falls(duration: str) -> tuple[float, float]:
    start = two_weeks.course(duration)["pain"][0]
    return least_and_most(start - float(one) for one in two_weeks.between(2, duration))


def detectable(mean_of: int, alike: float = 0.4) -> float:
    return single_case.detectable_change(single_case.error_of_mean(1.5, mean_of, alike))


def said_by(phase_days: float, trend: float, effect: float) -> list[float]:
    return days.phases.frame(phase_days, trend, effect, 1.5, 1).table["on average"].tolist()


def called_improved(swing: float, window_days: float = 4, change: float = 0) -> float:
    """Of 100 diaries, in the picture of the lesson, as its dot stands."""
    return float(days.design.frame(swing, change, window_days, 0.4, 15).marks["dot"].xy[1])


# The fragments, lesson by lesson


def walked(walker: str, zero_shift_deg: float = 0) -> chain.Hamstrings:
    """The hamstrings of the right leg of an invented walker."""
    return chain.hamstrings_over(invented.strides(walker)["right"], None, zero_shift_deg)


def travel(walker: str, zero_shift_deg: float = 0) -> float:
    return MM * float(np.median(walked(walker, zero_shift_deg).excursion_m[0]))


def strongest(walker: str, zero_shift_deg: float = 0) -> float:
    return float(np.median(walked(walker, zero_shift_deg).strongest_nm))


def back(lean_shift_deg: float = 0) -> chain.Back:
    found = chain.back_over(invented.strides("leaning")["right"], lean_shift_deg)
    assert found is not None
    return found


SAID: dict[str, list[tuple[str, Callable[[], Iterable[float]]]]] = {
    "01": [
        (
            "at least {} of the {} people with a sign had no serious disease: {:.1f} %",
            lambda: (
                article.base_rate(11).flagged_and_well,
                article.base_rate(11).flagged,
                article.base_rate(11).well_percent_of_flagged,
            ),
        ),
        (
            "Of the {} without any sign, none may have been seriously ill, or as many as 11, "
            "which is {:.1f} %",
            lambda: (
                article.base_rate(0).unflagged,
                article.base_rate(0).serious_percent_of_unflagged,
            ),
        ),
        (
            "the regression finds {:.2f} points more pain for each 0.1 m/s slower, with an "
            "interval from {:.2f} to {:.2f}",
            lambda: slower(1000),
        ),
        ("With 100,000 people it finds {:.2f}, from {:.2f} to {:.2f}", lambda: slower(100_000)),
        (
            "in 6 times as many people the interval would begin at {:.2f}",
            lambda: [article.larger_study(article.sleeping_on_the_back(), 6).low],
        ),
    ],
    "02": [
        (
            "The answer is {:.0f} %, and its band goes from {:.0f} to {:.0f} %",
            lambda: percent_after(0.25, no_pain_seated=True),
        ),
        (
            "gives {:.0f} % with a band from {:.0f} to {:.0f} %",
            lambda: percent_after(0.25, better_bending=True),
        ),
        (
            "25 % become {:.0f} % ({:.0f} to {:.0f} %)",
            lambda: percent_after(0.25, no_pain_seated=False),
        ),
        (
            "takes 25 % to {:.0f} % ({:.0f} to {:.0f} %)",
            lambda: percent_after(0.25, claudication=False),
        ),
        (
            "a start of 5 % ends at {:.0f} % ({:.0f} to {:.0f} %), and a start of 50 % at {:.0f} "
            "% ({:.0f} to {:.0f} %)",
            lambda: (
                *percent_after(0.05, no_pain_seated=True),
                *percent_after(0.5, no_pain_seated=True),
            ),
        ),
        (
            "At 0 % multiplying is right: {:.0f} %. At 20 % it is {:.0f} %, and at 100 % all "
            "three say no more than the first one: {:.0f} %",
            lambda: (100 * diagnosis.same_story(0.25, one, 3).true for one in (0.0, 0.2, 1.0)),
        ),
        (
            "In {:.0f} of 1,000. Such discs show in {:.0f} of 1,000 pain-free people aged 20 and "
            "in {:.0f} aged 80",
            lambda: (1000 * scans.pain_free("disc degeneration", age) for age in (40, 20, 80)),
        ),
    ],
    "03": [
        (
            "still the groups overlap by {:.0f} %",
            lambda: [100 * walking.people_apart(-0.59).overlap],
        ),
        (
            "With 0.06 m/s, {:.0f} of 100 are in pain in the slower half and {:.0f} in the faster",
            lambda: halves("speed_mps"),
        ),
        ("the shares become {:.0f} and {:.0f}, which is chance", lambda: halves("drawn_mps")),
        (
            "After a year {:.0f} of 100 are still free of a new episode with the programme and "
            "{:.0f} of 100 without",
            lambda: (
                100
                * float(
                    walking.survival(
                        365.25,
                        median,
                        walking.shape_behind(*medians(), walking.walkback().hazard_ratio.value),
                    )
                )
                for median in medians()
            ),
        ),
        (
            "one wave leaves a distance of {:.0f}°, two leave {:.0f}°",
            lambda: (gait.fit_error_deg("knee_flexion", waves) for waves in (1, 2)),
        ),
        (
            "needs three waves for {:.1f}°",
            lambda: [gait.fit_error_deg("hip_flexion", 3)],
        ),
        (
            "still lies {:.1f}° off with four",
            lambda: [gait.fit_error_deg("ankle_dorsiflexion", 4)],
        ),
        (
            "the speed grows by {:.0f} %, steps get {:.0f} % longer and come {:.0f} % more often",
            lambda: (
                more(getattr(gait.walk("fast"), one), getattr(gait.walk(), one)) for one in PACE
            ),
        ),
        (
            "slow means {:.0f} % shorter steps and {:.0f} % fewer of them",
            lambda: (
                -more(getattr(gait.walk("slow"), one), getattr(gait.walk(), one))
                for one in PACE[1:]
            ),
        ),
        (
            "shrinks from {:.0f} % of the stride to {:.0f} %",
            lambda: (gait.walk(speed).double_support_percent for speed in ("slow", "fast")),
        ),
        (
            "the knee's from {:.0f}° to {:.0f}°, the hip's from {:.0f}° to {:.0f}°",
            lambda: (
                gait.at_speed(joint, speed).angle_deg(gait.CYCLE_PERCENT).max()
                for joint in gait.JOINTS[1::-1]
                for speed in ("slow", "fast")
            ),
        ),
        (
            "With shape 1 the hazard ratio would be {:.2f}",
            lambda: [walking.hazard_ratio(*medians(), 1.0)],
        ),
        (
            "With a shape of about {:.2f} all three numbers agree",
            lambda: [walking.shape_behind(*medians(), walking.walkback().hazard_ratio.value)],
        ),
    ],
    "04": [
        (
            "makes the three hamstrings about {:.0f} to {:.0f} mm longer",
            lambda: least_and_most(longer(one, 30, 0) for one in LONG),
        ),
        (
            "Sitting makes semimembranosus about {:.0f} mm longer than standing; the foot lands "
            "at about {:.0f} mm. (Biceps femoris answers the other way round, about {:.0f} and "
            "{:.0f} mm",
            lambda: (
                longer(LONG[0], 90, 90),
                MM * gait.stride_lengthening_m(LONG[0], "young")[0],
                longer(LONG[2], 90, 90),
                MM * gait.stride_lengthening_m(LONG[2], "young")[0],
            ),
        ),
        (
            "changes the length by {:.0f} to {:.0f} mm",
            lambda: least_and_most(MM * gait.stride_excursion_m(one, "young") for one in LONG),
        ),
        (
            "about {:.0f} mm for semimembranosus, and shrinks towards both ends",
            lambda: [-MM * float(hamstrings.hip_moment_arm_m(LONG[0], 30, 0))],
        ),
        (
            "they agree to {:.0f} to {:.0f} mm at most with the knee straight",
            lambda: least_and_most(apart("lengthening_m", one, HIPS, 0).max() for one in LONG),
        ),
        (
            "by up to {:.0f} mm at 70° and {:.0f} mm at 120°",
            lambda: (
                max(apart("lengthening_m", one, HIPS, knee).max() for one in LONG)
                for knee in (70, 120)
            ),
        ),
        ("in {:.0f} to {:.0f} of 100 poses", opposite_percent),
        (
            "at the hip they differ by {:.0f} to {:.0f} mm at most, of about 60",
            lambda: largest_gap("hip_moment_arm_m"),
        ),
        (
            "In moment arm at the hip they differ by {:.0f} to {:.0f} mm as a root mean square "
            "over all poses. At the knee it is {:.0f} to {:.0f} mm as a root mean square. Up to "
            "70° of knee flexion it is {:.0f} to {:.0f} mm at most, of {:.0f} to {:.0f}",
            lambda: (
                *typical_gap("hip_moment_arm_m"),
                *typical_gap("knee_moment_arm_m"),
                *least_and_most(
                    apart("knee_moment_arm_m", one, HIPS, STRAIGHTER).max() for one in LONG
                ),
                *least_and_most(knee_arms(HIPS, STRAIGHTER)),
            ),
        ),
        (
            "by {:.0f} to {:.0f} mm at most, at {:.0f}° to {:.0f}°, where ours are {:.0f} to "
            "{:.0f} mm and the others {:.0f} to {:.0f}",
            lambda: (
                *largest_gap("knee_moment_arm_m"),
                *least_and_most(knee for knee, *_ in where_knees_part()),
                *least_and_most(own for _, own, _ in where_knees_part()),
                *least_and_most(other for *_, other in where_knees_part()),
            ),
        ),
        (
            "differ by up to {:.0f} mm in moment arm at the hip, and at the knee by as much up to "
            "70° of bend and by up to {:.0f} mm with the knee bent to 120°. Trust",
            lambda: (largest_gap("hip_moment_arm_m")[1], largest_gap("knee_moment_arm_m")[1]),
        ),
        (
            "a straight leg raised to {:.0f}° as drawn, and to {:.0f}° to {:.0f}° with the "
            "model's zero",
            landing_raises,
        ),
    ],
    "05": [
        (
            "working gives {:.0f} % of the greatest force and stretch less than 3 %",
            lambda: [50 * float(muscle.active_force(1.2))],
        ),
        (
            "about {:.0f} to {:.0f} newtons each",
            lambda: least_and_most(passive.in_walking().tension_n[:, 0]),
        ),
        (
            "at 15° of extension by {:.0f} Nm with the knee nearly straight and by {:.0f} Nm "
            "with it bent",
            lambda: (silder(-15, knee) - riener(-15, knee) for knee in (15, 60)),
        ),
        (
            "At 30° of hip flexion that is {:.1f} Nm by one measurement and {:.1f} Nm by the "
            "other; the hamstrings of this course say {:.1f} Nm",
            lambda: (what(30, 15) - what(30, 60) for what in (riener, silder, hip_by_stretch)),
        ),
        (
            "miss it there by {:.1f} Nm on average",
            lambda: [
                rms(
                    np.array(
                        [
                            hip_by_stretch(hip, 15)
                            - hip_by_stretch(hip, 60)
                            - riener(hip, 15)
                            + riener(hip, 60)
                            for hip in (30, 60, 75, 90)
                        ]
                    )
                )
            ],
        ),
        (
            "A test that ends at {:.0f} Nm stops at {:.0f}°, and at {:.0f}° with hamstrings 3 % "
            "shorter: {:.0f}° sooner. If the examiner stops at 20 Nm it is {:.0f}° and at 40 Nm "
            "{:.0f}°",
            lambda: (
                passive.stop_moment_nm(),
                raised(0),
                raised(3),
                raised(0) - raised(3),
                raised(0, 20) - raised(3, 20),
                raised(0, 40) - raised(3, 40),
            ),
        ),
        (
            "the popliteal angle grows from {:.0f}° to {:.0f}°",
            lambda: (popliteal(0), popliteal(3)),
        ),
        (
            "at 90° and 7 % shorter it says {:.0f} Nm",
            lambda: [-float(passive.passive(90, 0, 0.93).hip_moment_nm)],
        ),
        (
            "from −{:.0f} to +{:.0f} Nm",
            lambda: (
                -min(moment.min() for moment in passive.walking_hip_moments_nm().values()),
                max(moment.max() for moment in passive.walking_hip_moments_nm().values()),
            ),
        ),
        (
            "differ six-fold, {:.0f} Nm and {:.0f} Nm of extension",
            lambda: sorted(-moment[0] for moment in passive.walking_hip_moments_nm().values()),
        ),
        (
            "something extends their hips with {:.0f} and {:.0f} Nm on average; the mean of "
            "both is {:.0f}",
            lambda: (*walkers(), both_walkers()),
        ),
        ("there their stretch gives {:.1f} Nm", lambda: [deepest(0)]),
        (
            "it is {:.1f} Nm: {:.0f} %. With hamstrings 3 % shorter it is {:.1f} Nm: {:.0f} % "
            "({:.0f} to {:.0f} % by walker)",
            lambda: (
                -while_landing(0),
                -100 * while_landing(0) / both_walkers(),
                -while_landing(3),
                -100 * while_landing(3) / both_walkers(),
                *least_and_most(-100 * while_landing(3) / one for one in walkers()),
            ),
        ),
        (
            "at the very landing it is larger, {:.1f} and {:.1f} Nm. Held against the same "
            "{:.0f} Nm, those are about a tenth and a fifth ({:.0f} and {:.0f} %)",
            lambda: (
                -at_landing(0),
                -at_landing(3),
                both_walkers(),
                *(-100 * at_landing(shorter) / both_walkers() for shorter in (0, 3)),
            ),
        ),
        (
            "Averaged while the foot lands it is {:.0f} % of what extends the hip",
            lambda: [-100 * while_landing(0) / both_walkers()],
        ),
        (
            "a straight leg raised to {:.0f}° as drawn, and to {:.0f}° to {:.0f}° with the "
            "model's zero",
            landing_raises,
        ),
        (
            "about 25° ({:.0f}° as drawn, {:.0f}° to {:.0f}° with the model's own zero)",
            landing_raises,
        ),
        (
            "Below about 20° they give next to nothing, {:.1f} Nm or less",
            lambda: [
                max(
                    abs(hip_by_stretch(hip, 15) - hip_by_stretch(hip, 60)) for hip in range(-15, 21)
                )
            ],
        ),
        (
            "{:.0f} N, that of {:.0f} kg, half of the model's body",
            lambda: (
                lumbar.build().weight_n,
                lumbar.build().body_mass_kg * lumbar.build().upper_body_mass_fraction,
            ),
        ),
        (
            "one degree moves its {:.0f} N by {:.1f} mm",
            lambda: (
                lumbar.build().weight_n,
                MM * lumbar.build().disc_up_m * np.sin(np.radians(1)),
            ),
        ),
        (
            "makes up for the weight, with {:.2f} and {:.2f} Nm, which holds nothing either. (With "
            "hamstrings 3 % shorter it is {:.2f} and {:.2f} Nm.)",
            lambda: (
                resting_hips(posture, shorter)
                for shorter in (0, 3)
                for posture in ("foot landing", "hips bent forward")
            ),
        ),
        (
            "1½ to 2½ %, the deepest point is {:.1f} to {:.1f} Nm; at the slider's end it is "
            "{:.0f} Nm",
            lambda: (deepest(1.5), deepest(2.5), deepest(7)),
        ),
        (
            "From 0° to 40° of flexion they stay within {:.0f} Nm of each other, and at the knee "
            "within {:.0f} Nm",
            lambda: (
                max(abs(gap_of_measurements("hip", 0))),
                max(abs(gap_of_measurements("knee", 0))),
            ),
        ),
        (
            "the −4.8 Nm may be only {:.1f} to {:.1f} Nm",
            lambda: (deepest_with_another_zero(12), deepest_with_another_zero(6)),
        ),
        (
            "The hip is flexed by {:.0f}° and the knee straight; laboratories place the zero of "
            "the hip 6° to 12° apart, so with this model's zero it may be {:.0f}° to {:.0f}°",
            lambda: (
                float(gait.angle_deg("hip_flexion", 0, "young")) - shift for shift in (0, 12, 6)
            ),
        ),
        (
            "pulls the pelvis *forward*, with about {:.0f} Nm by Riener and Edrich",
            lambda: [riener(*balance.postures()["foot landing"][1])],
        ),
        (
            "At landing the pull changes by {:.0f} Nm",
            lambda: [landing_change()],
        ),
        (
            "Moment divided by stiffness: about {:.0f} Nm over {:.1f} Nm a degree",
            lambda: (
                landing_change(),
                balance.stiffness(balance.postures()["foot landing"], 0.97, 1.0).whole,
            ),
        ),
        (
            "on our slider the angle goes from {:.0f}° to {:.0f}°",
            lambda: (popliteal(0), popliteal(7)),
        ),
        (
            "Resting hips resist a degree with {:.2f} Nm, the weight pushes with {:.2f}",
            lambda: (
                resting_hips("standing"),
                float(balance.weight_moment_nm(1)),
            ),
        ),
        (
            "rests on the pelvis {:.0f} cm above the hips",
            lambda: [100 * lumbar.build().disc_up_m],
        ),
        (
            "with a trunk of 1 Nm per degree the pelvis tilts back by {:.1f}°, with 3 Nm per "
            "degree by {:.1f}°. In standing it is {:.1f}° or less",
            lambda: (*tilts("foot landing", 1, 3), *tilts("standing", 1)),
        ),
        (
            "forward by 30° over straight knees it is {:.1f}° and {:.1f}°",
            lambda: tilts("hips bent forward", 1, 3),
        ),
        (
            "With 1 Nm a degree the answer is {:.1f}°, with 3 it is {:.1f}°",
            lambda: tilts("foot landing", 1, 3),
        ),
        (
            "changes their pull on the pelvis by {:.1f} Nm",
            lambda: [
                float(
                    balance.hamstring_moment_nm(balance.postures()["standing"], 0)
                    - balance.hamstring_moment_nm(balance.postures()["standing"], 0, 0.97)
                )
            ],
        ),
        (
            "are extended with {:.0f} and {:.0f} Nm on average; the mean of both is {:.1f}",
            lambda: (*walkers(), both_walkers()),
        ),
        ("at 105 kg the deepest point is {:.1f} Nm", lambda: [105 / 75 * deepest(0)]),
        (
            "Ordinary tightness makes it {:.1f} to {:.1f} Nm",
            lambda: (deepest(1.5), deepest(2.5)),
        ),
        (
            "from 20 to 30 Nm changes the angle by {:.0f}° in our model",
            lambda: [raised(0, 30) - raised(0, 20)],
        ),
    ],
    "06": [
        (
            "{:.2f} body weights, of which the muscles make three quarters. Standing upright it "
            "is about {:.2f}",
            lambda: (from_the_hips(30), from_the_hips(0)),
        ),
        (
            "({:.2f} instead of {:.2f} body weights)",
            lambda: (from_the_back(30), from_the_hips(30)),
        ),
        (
            "the load at 30° goes from {:.2f} to {:.2f}, and from 45 to 54 % of the weight it "
            "goes from {:.2f} to {:.2f}",
            lambda: (
                *(from_the_hips(30, extensor_arm_m=arm) for arm in (0.06, 0.04)),
                *(from_the_hips(30, upper_body_mass_fraction=share) for share in (0.45, 0.54)),
            ),
        ),
        (
            "hard as the weight that they hold, with {:.2f} body weights",
            lambda: [
                float(lumbar.lean(30, 30).muscle_n / lumbar.build().body_weight_n),
            ],
        ),
        (
            "by {:.0f} % here ({:.2f} instead of {:.2f} body weights), by {:.0f} % in the "
            "full-body model. At 45° and 60° the full-body model sees hardly a difference, "
            "{:.0f} % less and {:.0f} % more",
            lambda: (
                -more(from_the_back(30), from_the_hips(30)),
                from_the_back(30),
                from_the_hips(30),
                -more(standing_still("lower back", 30), standing_still("hips", 30)),
                -more(standing_still("lower back", 45), standing_still("hips", 45)),
                more(standing_still("lower back", 60), standing_still("hips", 60)),
            ),
        ),
        (
            "lies {:.0f} to {:.0f} % below the full-body model at 10° to 45° from the hips, and "
            "{:.0f} to {:.0f} % below it for the lower back",
            lambda: (*too_low("hips"), *too_low("lower back")),
        ),
        (
            "and with that model's own share of the weight, 45 %, the free body lies {:.0f} to "
            "{:.0f} % below it from the hips",
            lambda: too_low("hips", upper_body_mass_fraction=0.45),
        ),
        (
            "The free body says {:.1f} times for 30° of lean, the full-body model {:.1f} times",
            lambda: (
                from_the_hips(30) / from_the_hips(0),
                standing_still("hips", 30) / standing_still("hips", 0),
            ),
        ),
        (
            "Sideways it is {:.0f} Nm to one side and {:.0f} Nm to the other in the full-body "
            "model, and {:.0f} and {:.0f} Nm in the model of walking (before scaling it to the "
            "lighter body); turning, {:.0f} to {:.0f} Nm and {:.0f} to {:.0f} Nm",
            lambda: (
                *ends("lumbar_stride", "frontal"),
                *ends("lumbar_inverse_dynamics", "frontal"),
                *reversed(ends("lumbar_stride", "turning")),
                *reversed(ends("lumbar_inverse_dynamics", "turning")),
            ),
        ),
        (
            "lies between {:.0f} and {:.0f} Nm. All this is one person",
            lambda: (
                load("lumbar_stride")["extension_moment_nm"].min(),
                load("lumbar_stride")["extension_moment_nm"].max(),
            ),
        ),
        (
            "Around {:.0f} to {:.0f} % of the stride (with the lever at 50 mm) the load *falls*",
            lambda: least_and_most(lumbar.stride_percent()[both_ways(10) < both_ways(0)]),
        ),
        (
            "goes from {:.2f} body weights at 33° to {:.2f} at 53°",
            lambda: (from_the_hips(33), from_the_hips(53)),
        ),
        (
            "Seen from the side only, the peak is {:.2f} body weights, with the sideways moment "
            "{:.2f} and with both {:.2f}: {:.0f} % and {:.0f} % more. The full-body model has "
            "{:.2f}",
            lambda: (
                *(stride(one).max() for one in lumbar.UNSEEN[:3]),
                *(more(stride(one).max(), stride("left out").max()) for one in lumbar.UNSEEN[1:3]),
                whole_body().max(),
            ),
        ),
        (
            "shrinks from {:.2f} to {:.2f} and {:.2f} body weights",
            lambda: (rms(stride(one) - whole_body()) for one in lumbar.UNSEEN[:3]),
        ),
        (
            "more than 30 % off, by up to {:.0f} %, and with both none is",
            lambda: [off_percent("sideways").max()],
        ),
        (
            "too low, by {:.2f} body weights on average, and its band holds the other at {} of "
            "{} moments",
            lambda: (
                float((whole_body() - both_ways(0)).mean()),
                in_the_band("sideways and turning"),
                len(whole_body()),
            ),
        ),
        (
            "the peak would be {:.2f} body weights",
            lambda: [stride("both by the model of walking").max()],
        ),
        (
            "The mean goes from {:.2f} to {:.2f} body weights, {:.0f} % more, and the peak from "
            "{:.2f} to {:.2f}, {:.0f} % more",
            lambda: (
                both_ways(0).mean(),
                both_ways(10).mean(),
                more(both_ways(10).mean(), both_ways(0).mean()),
                both_ways(0).max(),
                both_ways(10).max(),
                more(both_ways(10).max(), both_ways(0).max()),
            ),
        ),
        (
            "the lean adds {:.2f} body weights to a mean of {:.2f}, {:.0f} %, and {:.2f} to the "
            "peak of {:.2f}; if only the lower back bends, {:.2f} to the mean",
            lambda: (
                added("mean_bw"),
                another_walker("as walked", 0)["mean_bw"],
                share_added("mean_bw", "leaning from the hips", "none"),
                added("peak_bw"),
                another_walker("as walked", 0)["peak_bw"],
                added("mean_bw", "bending the lower back"),
            ),
        ),
        (
            "as walked has {:.2f} and {:.2f}. If the lean adds as much there, it is {:.0f} % and "
            "{:.0f} %, and {:.0f} % for the lower back",
            lambda: (
                *(another_walker("as walked", 0, "rotational")[one] for one in MEASURES),
                *(share_added(one, "leaning from the hips", "rotational") for one in MEASURES),
                share_added("mean_bw", "bending the lower back", "rotational"),
            ),
        ),
        (
            "With levers from 6 to 4 cm the mean with the lean goes from {:.2f} to {:.2f} body "
            "weights, by a fifth; its ratio to the stride as walked goes from {:.2f} to {:.2f}",
            lambda: (
                *(stride("sideways and turning", 10, arm).mean() for arm in (60, 40)),
                *(
                    stride("sideways and turning", 10, arm).mean()
                    / stride("sideways and turning", 0, arm).mean()
                    for arm in (60, 40)
                ),
            ),
        ),
        (
            "The free body gives {:.2f} body weights as the mean of a stride, and {:.2f} with a "
            "lean of 10°",
            lambda: (both_ways(0).mean(), both_ways(10).mean()),
        ),
        (
            "From {:.2f} to {:.2f} body weights, {:.0f} % more. The full-body model says about "
            "{:.0f} %",
            lambda: (
                both_ways(0).mean(),
                both_ways(10).mean(),
                more(both_ways(10).mean(), both_ways(0).mean()),
                share_added("mean_bw", "leaning from the hips", "rotational"),
            ),
        ),
        (
            "came out as {:.2f} instead of {:.2f} body weights, and the full-body model says "
            "{:.2f}",
            lambda: (stride("left out").max(), both_ways(0).max(), whole_body().max()),
        ),
        (
            "The free body gives {:.0f} Nm more for both hips at 10°",
            lambda: [float(lumbar.hip_moment_nm(10))],
        ),
    ],
    "07": [
        (
            "pull at the hip with {:.0f} Nm in the twist (newton metres), {:.0f} Nm when a foot "
            "lands and {:.0f} Nm in the raised leg",
            lambda: (-hip_by_stretch(90, 90), -at_landing(0), -hip_by_stretch(70, 0)),
        ),
        (
            "70 % of the way by rolling, {:.0f}° are left for chest and shoulders",
            lambda: [float(twist.shares(90, 0.7).above_deg)],
        ),
    ],
    "08": [
        ("New pain falls by {:.0f} to {:.0f} points in two weeks", partial(falls, "new")),
        ("does much the same, {:.0f} to {:.0f} points", partial(falls, "some weeks")),
        (
            "{:.0f} of 100, and {:.0f} by 30 % or more, though nothing happened to anybody",
            lambda: (better(4), by_percent(4)),
        ),
        ("{:.0f} of 100 are worse by 2 points or more", lambda: [worse(4)]),
        (
            "as many look better as worse: {:.0f} and {:.0f} when everybody joins",
            lambda: (better(0), worse(0)),
        ),
        (
            "With ratings as exact as felt it is {:.0f} and {:.0f}, and {:.0f} instead of {:.0f} "
            "of those who join from 4 on",
            lambda: (
                better(0, exact=True),
                worse(0, exact=True),
                better(4, exact=True),
                better(4),
            ),
        ),
        (
            "From 4 on the mean goes from {:.1f} to {:.1f}; from 7 on from {:.1f} to {:.1f}, and "
            "{:.0f} look better against {:.0f} that look worse",
            lambda: (
                looks(4).first,
                looks(4).second,
                looks(7).first,
                looks(7).second,
                better(7),
                worse(7),
            ),
        ),
        (
            "{:.0f} of 100 are better by 2 points or more and {:.0f} by 30 % or more (along the "
            "straight line of section 1, at −18 %, {:.0f} and {:.0f}; unrounded, at −23 %, "
            "{:.0f} and {:.0f})",
            lambda: (
                better(4, -23),
                by_percent(4, -23),
                better(4, -18),
                by_percent(4, -18),
                better(4, -23, exact=True),
                by_percent(4, -23, exact=True),
            ),
        ),
        (
            "{:.0f} of 100 with four days at each end, {:.0f} with single days",
            lambda: (called_improved(1.5, 4), called_improved(1.5, 1)),
        ),
        (
            "With a swing of 1 false alarms fall to {:.0f}, with a swing of 2 they rise to {:.0f}",
            lambda: (called_improved(1), called_improved(2)),
        ),
        (
            "A true change of −2 is called improved in {:.0f} of 100, −3 in {:.0f}, −4 in {:.0f}",
            lambda: (called_improved(1.5, change=-change) for change in (2, 3, 4)),
        ),
        (
            "{:.1f} points for single ratings, {:.1f} for means of four days",
            lambda: (detectable(1), detectable(4)),
        ),
        (
            "A/B/A says {:.1f} and before and after {:.1f}.",
            lambda: said_by(5, -1, -2),
        ),
        ("Before and after says {:.1f}: ten days", lambda: said_by(5, -1, 0)[1:]),
        (
            "give {:.0f} to {:.0f} of 100 in the crowd of this lesson",
            lambda: (better(4, -18), better(4, -23)),
        ),
        (
            "{:.0f} of 100 by 2 points or more in our crowd, nearly half of them by rounding to "
            "whole numbers, and up to {:.0f}",
            lambda: (better(4), better(4, -23)),
        ),
    ],
    "11": [
        (
            "In the crouched walker semimembranosus travels {:.0f} mm and in the average one "
            "{:.0f}",
            lambda: (travel("crouched"), travel("average")),
        ),
        (
            "resting hamstrings pull with {:.1f} Nm at most, in the average walker with {:.1f}",
            lambda: (-strongest("leaning"), -strongest("average")),
        ),
        (
            "the {:.1f} Nm of the average walker become {:.1f} or {:.0f}",
            lambda: (-strongest("average", zero) for zero in (0, -12, 12)),
        ),
        (
            "travel hardly notices: {:.0f} to {:.0f} mm",
            lambda: least_and_most(travel("average", zero) for zero in chain.zeros_deg()),
        ),
        (
            "A lean of {:.0f}° gives {:.2f} body weights on the lowest disc, with {:.2f} to {:.2f}",
            lambda: (back().lean_deg, back().typical, back().low, back().high),
        ),
        (
            "The zero does as much again: {:.2f} to {:.2f}",
            lambda: (back(zero).typical for zero in (-12, 12)),
        ),
        (
            "From {:.2f} to {:.2f} body weights: the zero alone",
            lambda: (back(zero).typical for zero in (-12, 12)),
        ),
    ],
}
CASES = [(lesson, *said) for lesson, all_of_it in SAID.items() for said in all_of_it]


@pytest.mark.parametrize(
    ("lesson", "fragment", "numbers"), CASES, ids=[f"{one}: {said[:50]}" for one, said, _ in CASES]
)
def test_the_text_says_what_the_model_says(
    lesson: str, fragment: str, numbers: Callable[[], Iterable[float]]
) -> None:
    filled = Written().format(fragment, *numbers())
    assert filled in text_of(lesson), f"Lesson {lesson} does not say: {filled}"
