"""Joint angles over one stride of comfortable walking, from the moment a foot lands.

The curves are sums of a few waves (a Fourier series) fitted to a published dataset; see the table
``gait_curves``. There are two groups, and they do not mix: "adults", the mean of 42 volunteers,
with hip, knee and ankle; and "young", the median of the 24 young ones among them, with the pelvis
as well. How a laboratory defines the pelvis shifts hip angle and pelvic tilt together, by 6° and
more between laboratories, so a hip angle from one source and a tilt from another give a thigh that
nobody has. Functions that combine curves refuse to mix groups.

Slow and fast walking are the comfortable curves with one end moved to the published peak; their
timing and their other end stay, because no number for those was at hand.

A mean curve hides the spread between people, which is 4° to 7° at the peaks of hip and knee.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given, hamstrings
from lessons_lib.mechanics.pose import Pose

Numbers = NDArray[np.float64]

COHORTS = ("adults", "young")
SPEEDS = ("slow", "comfortable", "fast")
JOINTS = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion", "pelvic_tilt")
CYCLE_PERCENT = np.linspace(0.0, 100.0, 101)
"""A stride in steps of one percent, from one landing of the foot to the next."""
CYCLE_PERCENT.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Curve:
    """One angle over a stride: its mean and its waves, and the group of people it comes from."""

    joint: str
    cohort: str
    cosine_deg: Numbers
    sine_deg: Numbers

    def angle_deg(self, cycle_percent: ArrayLike) -> Numbers:
        """The angle at a moment of the stride, any shape; it repeats every 100 percent.

        Raises:
            ValueError: `cycle_percent` is not a finite number.
        """
        percent = _moment(cycle_percent)
        turn = np.multiply.outer(2 * np.pi * percent / 100, np.arange(len(self.cosine_deg)))
        value: Numbers = np.cos(turn) @ self.cosine_deg + np.sin(turn) @ self.sine_deg
        return value


def curve(joint: str, cohort: str = "adults") -> Curve:
    """The curve of `joint` in a group of people.

    Raises:
        KeyError: no such joint or group, or the group has no curve of that joint.
    """
    return _curve(given.one_of("joint", joint, JOINTS), given.one_of("group", cohort, COHORTS))


@cache
def _curve(joint: str, cohort: str) -> Curve:
    rows = load("gait_curves").where(joint=joint, cohort=cohort)
    if not len(rows):
        raise KeyError(
            f"There is no curve of '{joint}' for '{cohort}'; pelvic_tilt is there for 'young' only."
        )
    order = np.argsort(rows["harmonic"])
    return Curve(joint, cohort, rows["cosine_deg"][order], rows["sine_deg"][order])


def angle_deg(joint: str, cycle_percent: ArrayLike, cohort: str = "adults") -> Numbers:
    """The angle of `joint` at a moment of the stride; errors as in `curve` and `Curve.angle_deg`.

    >>> round(float(angle_deg("knee_flexion", 73)))
    62
    """
    return curve(joint, cohort).angle_deg(cycle_percent)


def thigh_angle_deg(hip_flexion: Curve, pelvic_tilt: Curve, cycle_percent: ArrayLike) -> Numbers:
    """Where the thigh points, from the vertical and + forward: hip flexion less pelvic tilt.

    Raises:
        ValueError: the two curves are not hip and tilt, or come from different groups.
    """
    joints = tuple(given.a(Curve, one).joint for one in (hip_flexion, pelvic_tilt))
    if joints != ("hip_flexion", "pelvic_tilt"):
        raise ValueError("The thigh angle takes a curve of hip_flexion and one of pelvic_tilt.")
    if hip_flexion.cohort != pelvic_tilt.cohort:
        raise ValueError(
            f"Hip angle and pelvic tilt have to come from the same people: this hip is of "
            f"'{hip_flexion.cohort}', this pelvis of '{pelvic_tilt.cohort}'."
        )
    return hip_flexion.angle_deg(cycle_percent) - pelvic_tilt.angle_deg(cycle_percent)


# ---------------------------------------------------------------------------------------------
# A curve as a sum of waves


def first_waves(whole: Curve, waves: int) -> Curve:
    """The curve built from its mean and its first waves only.

    Args:
        whole: the curve with all its waves.
        waves: how many to keep; 0 leaves the mean, a flat line.

    Raises:
        ValueError: not a whole number from 0 to the number of waves that there are.
    """
    there_are = len(given.a(Curve, whole).cosine_deg) - 1
    if given.number("The number of waves", waves) not in range(there_are + 1):
        raise ValueError(
            f"The number of waves is {waves}; it can be a whole number from 0 to {there_are}."
        )
    keep = slice(waves + 1)
    return replace(whole, cosine_deg=whole.cosine_deg[keep], sine_deg=whole.sine_deg[keep])


def wave_height_deg(whole: Curve, wave: int) -> float:
    """How far wave number `wave` of a curve swings to either side, in degrees.

    Raises:
        ValueError: the curve has no such wave.
    """
    there_are = len(given.a(Curve, whole).cosine_deg) - 1
    if given.number("The number of a wave", wave) not in range(1, there_are + 1):
        raise ValueError(f"There is no wave {wave}; there are 1 to {there_are}.")
    return float(np.hypot(whole.cosine_deg[wave], whole.sine_deg[wave]))


def fit_error_deg(joint: str, waves: int) -> float:
    """How far the first waves of the adults' curve lie from the measured one, root mean square.

    Waves of different number do not disturb each other, so the squares of what is left out add up
    (Parseval's theorem): half the squared height of each missing wave, and the square of what all
    waves together still miss, which is in the table ``gait_fit``.

    Raises:
        KeyError: a joint that was not fitted.
        ValueError: as in `first_waves`.

    >>> [round(fit_error_deg("knee_flexion", waves), 1) for waves in (0, 2, 8)]
    [19.8, 4.0, 0.2]
    """
    whole = curve(joint)
    kept = len(first_waves(whole, waves).cosine_deg)
    missing = [wave_height_deg(whole, wave) for wave in range(kept, len(whole.cosine_deg))]
    rest = load("gait_fit").row(joint=joint)["error_deg"]
    return float(np.sqrt(rest**2 + sum(height**2 for height in missing) / 2))


# ---------------------------------------------------------------------------------------------
# Speed, steps and phases


@dataclass(frozen=True)
class Walk:
    """How adults walk at one of the three speeds; means over people, from ``walking_speeds``.

    Attributes:
        speed: slow, comfortable or fast.
        speed_mps: metres a second.
        cadence_per_min: steps a minute, both feet counted.
        step_length_m: from one foot's landing to the other's.
        stance_percent: share of the stride in which a foot is on the ground.
        double_support_percent: share of the stride in which both feet are, as measured.
    """

    speed: str
    speed_mps: float
    cadence_per_min: float
    step_length_m: float
    stance_percent: float
    double_support_percent: float

    @property
    def stride_length_m(self) -> float:
        """Two steps: from a foot's landing to its next."""
        return 2 * self.step_length_m

    @property
    def stride_s(self) -> float:
        """How long a stride takes, in seconds."""
        return 2 * 60 / self.cadence_per_min


class Phase(NamedTuple):
    """A part of the stride, in percent of the stride."""

    name: str
    from_percent: float
    to_percent: float


def walk(speed: str = "comfortable") -> Walk:
    """How adults walk at a speed.

    Raises:
        KeyError: no such speed.

    >>> walk("fast").step_length_m, round(walk("fast").stride_s, 2)
    (0.68, 0.91)
    """
    return _walk(_known(speed))


@cache
def _walk(speed: str) -> Walk:
    row = load("walking_speeds").row(speed=speed)
    return Walk(
        speed,
        row["speed_mps"],
        row["cadence_per_min"],
        row["step_length_m"],
        row["stance_percent"],
        row["double_support_percent"],
    )


def phases(speed: str = "comfortable") -> tuple[Phase, ...]:
    """The four phases of a stride, as one foot sees it.

    Both legs are taken to do the same, half a stride apart. Then the other foot leaves the ground
    as long before 50 % as this one leaves it after 50 %, and stance alone says where all ends are.

    >>> [f"{one.name} {one.from_percent:.0f}" for one in phases()]
    ['landing 0', 'on one leg 10', 'pushing off 50', 'swing 60']
    """
    stance = walk(speed).stance_percent
    edges = (0.0, stance - 50, 50.0, stance, 100.0)
    names = ("landing", "on one leg", "pushing off", "swing")
    return tuple(Phase(*each) for each in zip(names, edges[:-1], edges[1:], strict=True))


def phase_at(cycle_percent: float, speed: str = "comfortable") -> Phase:
    """The phase in which a foot is; a stride that is over (100 %) is the next one's landing.

    Raises:
        KeyError: no such speed.
        ValueError: `cycle_percent` is not one finite number.
    """
    moment = given.number("A moment of the stride", _moment(cycle_percent)) % 100
    return next(one for one in phases(speed) if moment < one.to_percent)


def on_ground(cycle_percent: ArrayLike, speed: str = "comfortable") -> NDArray[np.bool_]:
    """Whether the foot is on the ground at a moment of its stride, any shape.

    Raises:
        KeyError: no such speed.
        ValueError: `cycle_percent` is not a finite number.
    """
    moment = _moment(cycle_percent) % 100
    return np.asarray(moment < walk(speed).stance_percent)


def at_work(muscle: str, cycle_percent: ArrayLike) -> NDArray[np.bool_]:
    """Whether a long hamstring usually works at a moment of a comfortable stride, any shape.

    From the windows of electrical activity in ``hamstring_activity``. They say when, not how hard,
    and people differ.

    Raises:
        KeyError: a muscle without a window.
        ValueError: `cycle_percent` is not a finite number.
    """
    windows = load("hamstring_activity")
    window = windows.row(muscle=given.one_of("window of", muscle, windows["muscle"].tolist()))
    moment = _moment(cycle_percent) % 100
    return np.asarray((moment >= window["on_percent"]) | (moment <= window["off_percent"]))


def at_speed(joint: str, speed: str, cohort: str = "adults") -> Curve:
    """The curve of a joint at a speed: the comfortable one, stretched to the published peak.

    The end of the curve of which no peak is published stays where it is at comfortable speed, and
    so does the timing. The peaks were measured in the adults, so theirs are met exactly; of the
    young only the change with speed is taken, because their curve starts from a median of its own.

    Raises:
        KeyError: no such joint, group or speed; no peak is published for pelvic_tilt.

    >>> peaks = [at_speed("knee_flexion", s).angle_deg(CYCLE_PERCENT).max() for s in SPEEDS]
    >>> [round(float(peak), 1) for peak in peaks]
    [57.9, 61.7, 64.0]
    """
    curve(joint, cohort)
    return _at_speed(joint, _known(speed), cohort)


@cache
def _at_speed(joint: str, speed: str, cohort: str) -> Curve:
    comfortable = curve(joint, cohort)
    published = load("gait_peaks").where(joint=joint)
    if not len(published):
        raise KeyError(
            f"No peak of '{joint}' is published for slow and fast walking; the joints that have "
            f"one are: {', '.join(JOINTS[:3])}."
        )
    peak = published.row(speed=speed)
    angles = comfortable.angle_deg(CYCLE_PERCENT)
    moves, stays = angles.max(), angles.min()
    if peak["extreme"] == "lowest":
        moves, stays = stays, moves
    target = peak["peak_deg"]
    if cohort != "adults":
        target += moves - published.row(speed="comfortable")["peak_deg"]
    stretch = (target - stays) / (moves - stays)
    cosine = stretch * comfortable.cosine_deg
    cosine[0] += (1 - stretch) * stays
    return replace(comfortable, cosine_deg=cosine, sine_deg=stretch * comfortable.sine_deg)


def peak_sd_deg(joint: str, speed: str = "comfortable") -> float:
    """Standard deviation between people at the peak of `at_speed`; NaN where none is published.

    Raises:
        KeyError: no such joint or speed, or no peak of that joint.
    """
    joint = given.one_of("peak of", joint, JOINTS[:3])
    return float(load("gait_peaks").row(joint=joint, speed=_known(speed))["peak_sd_deg"])


def _known(speed: str) -> str:
    return given.one_of("speed", speed, SPEEDS)


def _moment(cycle_percent: ArrayLike) -> Numbers:
    return given.numbers("A moment of the stride", cycle_percent, unit=" %")


def pose_at(cycle_percent: float, speed: str = "comfortable") -> Pose:
    """The body at a moment of the stride, trunk upright, from the young adults' curves.

    The pelvis tilts as at comfortable speed, whatever the speed.

    Raises:
        KeyError: no such speed.
        ValueError: `cycle_percent` is not one finite number.

    >>> landing, push_off = pose_at(0), pose_at(54)
    >>> round(landing.thigh_angle_deg), round(push_off.thigh_angle_deg)
    (20, -17)
    """
    moment = given.number("A moment of the stride", _moment(cycle_percent))
    moving = (at_speed(joint, speed, "young") for joint in JOINTS[:3])
    hip, knee, ankle = (float(one.angle_deg(moment)) for one in moving)
    tilt = float(angle_deg(JOINTS[3], moment, "young"))
    return Pose(
        pelvic_tilt_deg=tilt,
        hip_flexion_deg=hip,
        knee_flexion_deg=max(knee, 0.0),
        ankle_dorsiflexion_deg=ankle,
    )


def both_legs_at(cycle_percent: float, speed: str = "comfortable") -> tuple[Pose, Pose]:
    """`pose_at` for a leg and for the other one, which is half a stride away; errors as there.

    >>> one, other = both_legs_at(0)
    >>> round(one.hip_flexion_deg), round(other.hip_flexion_deg)
    (31, -5)
    """
    one = pose_at(cycle_percent, speed)
    return one, pose_at((cycle_percent + 50) % 100, speed)


def stride_lengthening_m(muscle: str, cohort: str = "adults") -> Numbers:
    """How much longer a hamstring is than when standing upright, at each of CYCLE_PERCENT.

    Raises:
        KeyError: no such muscle or group.
    """
    hip, knee = (angle_deg(joint, CYCLE_PERCENT, cohort) for joint in JOINTS[:2])
    return hamstrings.lengthening_m(muscle, hip, knee)


def stride_excursion_m(muscle: str, cohort: str = "adults") -> float:
    """How far the length of a hamstring travels in one stride: longest less shortest.

    Raises:
        KeyError: no such muscle or group.

    >>> round(1000 * stride_excursion_m("biceps_femoris_long"))
    58
    """
    return float(np.ptp(stride_lengthening_m(muscle, cohort)))
