"""Joint angles over one stride of comfortable walking, from the moment a foot lands.

The curves are sums of a few waves (a Fourier series) fitted to a published dataset; see the table
``gait_curves``. There are two groups, and they do not mix: "adults", the mean of 42 volunteers,
with hip, knee and ankle; and "young", the median of the 24 young ones among them, with the pelvis
as well. How a laboratory defines the pelvis shifts hip angle and pelvic tilt together, by 6° and
more between laboratories, so a hip angle from one source and a tilt from another give a thigh that
nobody has. Functions that combine curves refuse to mix groups.

A mean curve hides the spread between people, which is 5° to 7°.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import hamstrings
from lessons_lib.mechanics.pose import Pose

Numbers = NDArray[np.float64]

COHORTS = ("adults", "young")
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
        percent = np.asarray(cycle_percent)
        if percent.dtype.kind not in "iuf" or not np.isfinite(percent).all():
            raise ValueError("A moment of the stride is a finite number of percent, 0 to 100.")
        turn = np.multiply.outer(2 * np.pi * percent / 100, np.arange(len(self.cosine_deg)))
        value: Numbers = np.cos(turn) @ self.cosine_deg + np.sin(turn) @ self.sine_deg
        return value


@cache
def curve(joint: str, cohort: str = "adults") -> Curve:
    """The curve of `joint` in a group of people.

    Raises:
        KeyError: no such joint or group, or the group has no curve of that joint.
    """
    rows = load("gait_curves").where(joint=joint, cohort=cohort)
    if not len(rows):
        raise KeyError(
            f"There is no curve of '{joint}' for '{cohort}'. Joints: {', '.join(JOINTS)}; groups: "
            f"{', '.join(COHORTS)}; pelvic_tilt is there for 'young' only."
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
    if (hip_flexion.joint, pelvic_tilt.joint) != ("hip_flexion", "pelvic_tilt"):
        raise ValueError("The thigh angle takes a curve of hip_flexion and one of pelvic_tilt.")
    if hip_flexion.cohort != pelvic_tilt.cohort:
        raise ValueError(
            f"Hip angle and pelvic tilt have to come from the same people: this hip is of "
            f"'{hip_flexion.cohort}', this pelvis of '{pelvic_tilt.cohort}'."
        )
    return hip_flexion.angle_deg(cycle_percent) - pelvic_tilt.angle_deg(cycle_percent)


def pose_at(cycle_percent: float) -> Pose:
    """The body at a moment of the stride, trunk upright, from the young adults' curves.

    >>> landing, push_off = pose_at(0), pose_at(54)
    >>> round(landing.thigh_angle_deg), round(push_off.thigh_angle_deg)
    (20, -17)
    """
    hip, knee, ankle, tilt = (float(angle_deg(j, cycle_percent, "young")) for j in JOINTS)
    return Pose(
        pelvic_tilt_deg=tilt,
        hip_flexion_deg=hip,
        knee_flexion_deg=max(knee, 0.0),
        ankle_dorsiflexion_deg=ankle,
    )


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
