"""The pelvis as a body in balance: what it takes to tilt it by a degree.

The thighs are held still and the pelvis tilts over them (+ forward). Then the hip angle of each
leg grows with the tilt, so a moment that flexes the hip tilts the pelvis forward, and one that
extends it, such as the hamstrings', tilts it backward. Three things hold the pelvis by being
stretched: the hamstrings, everything else at the two hips (above all what is stretched in front of
a leg that is behind the body), and the trunk.

Start from any posture in which something holds the pelvis still. Then shorten the hamstrings and
change nothing else. The pelvis tilts backward until the moments that have changed are in balance:

    both legs: [hamstrings(hip + tilt, tight) - hamstrings(hip, as before)]
             + [everything else(hip + tilt)   - everything else(hip)]       = trunk stiffness x tilt

"Everything else" is the passive moment that Riener and Edrich (1999) measured with the knee bent
to 90°, where the hamstrings are slack.

This is the balance of resting tissue alone. Left out are muscles that work, which stiffen the
joints and correct the posture; thighs that give way; and the weight of the upper body, which pushes
a tilting pelvis further. So it is no prediction: it says what there is for working muscles to
answer.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.passive import passive, riener_edrich_nm
from lessons_lib.mechanics.pose import angle_limits_deg

Numbers = NDArray[np.float64]

_KNEE_WITHOUT_HAMSTRINGS_DEG = 90.0
_STEP_DEG = 0.5
_TILTS_DEG = np.linspace(-20.0, 20.0, 401)


class Leg(NamedTuple):
    """Where one leg stands to the pelvis, flexion +."""

    hip_flexion_deg: float
    knee_flexion_deg: float


class Stiffness(NamedTuple):
    """What resists tilting the pelvis, each in Nm a degree."""

    hamstrings: float
    other_hip_tissue: float
    trunk: float

    @property
    def whole(self) -> float:
        """The moment that tilts the pelvis by one degree, in Nm."""
        return self.hamstrings + self.other_hip_tissue + self.trunk


def postures() -> dict[str, tuple[Leg, Leg]]:
    """Both legs in a few postures, from the table ``pelvis_postures``; landing is from walking.

    >>> front, back = postures()["foot landing"]
    >>> round(front.hip_flexion_deg), round(back.hip_flexion_deg)
    (31, -5)
    """
    legs: dict[str, tuple[Leg, Leg]] = {}
    for row in load("pelvis_postures").rows():
        if np.isnan(row["cycle_percent"]):
            leg = Leg(row["hip_flexion_deg"], row["knee_flexion_deg"])
            legs[row["posture"]] = leg, leg
        else:
            front, back = (
                Leg(pose.hip_flexion_deg, pose.knee_flexion_deg)
                for pose in gait.both_legs_at(row["cycle_percent"])
            )
            legs[row["posture"]] = front, back
    return legs


def hamstring_moment_nm(
    legs: tuple[Leg, Leg], tilt_deg: ArrayLike, slack_factor: float = 1.0
) -> Numbers:
    """What the hamstrings of both legs do to the pelvis, + forward, after a further tilt.

    Args:
        legs: both legs, thighs held still.
        tilt_deg: from the posture on, + forward, any shape.
        slack_factor: of all hamstrings, 1 as calibrated, below 1 tighter.

    Raises:
        ValueError: an angle or a factor outside the tested range.
    """
    hips, knees = _tilted(legs, tilt_deg)
    return np.asarray(passive(hips, knees, slack_factor).hip_moment_nm.sum(axis=0))


def other_moment_nm(legs: tuple[Leg, Leg], tilt_deg: ArrayLike) -> Numbers:
    """What everything else at both hips does to the pelvis, + forward; as `hamstring_moment_nm`."""
    hips, _ = _tilted(legs, tilt_deg)
    return np.asarray(riener_edrich_nm("hip", hips, _KNEE_WITHOUT_HAMSTRINGS_DEG).sum(axis=0))


def _tilted(legs: tuple[Leg, Leg], tilt_deg: ArrayLike) -> tuple[Numbers, Numbers]:
    """Hip and knee angles of both legs after a further tilt, one row a leg."""
    tilt = np.asarray(tilt_deg, dtype=np.float64)
    hips, knees = np.array(legs, dtype=np.float64).T.reshape(2, 2, *[1] * tilt.ndim)
    return hips + tilt, knees


def stiffness(
    legs: tuple[Leg, Leg], slack_factor: float = 1.0, trunk_stiffness: float = 0.0
) -> Stiffness:
    """What resists the next degree of tilt, in Nm a degree.

    Args:
        legs: both legs, thighs held still.
        slack_factor: of all hamstrings, 1 as calibrated, below 1 tighter.
        trunk_stiffness: of the trunk, in Nm a degree, 0 or more.

    Raises:
        ValueError: an angle or a factor outside the tested range, or a stiffness below 0.

    >>> round(stiffness(postures()["standing"]).whole, 2)
    0.54
    """
    _check_trunk(trunk_stiffness)
    here = np.array([-_STEP_DEG, _STEP_DEG])
    pulls, others = hamstring_moment_nm(legs, here, slack_factor), other_moment_nm(legs, here)
    return Stiffness(
        hamstrings=float(pulls[0] - pulls[1]),
        other_hip_tissue=float(others[0] - others[1]),
        trunk=trunk_stiffness,
    )


def tilt_deg(legs: tuple[Leg, Leg], slack_factor: float, trunk_stiffness: float = 0.0) -> float:
    """How far the pelvis tilts (+ forward) when the hamstrings change and nothing answers.

    Arguments and errors as in `stiffness`. The balance is looked for within 20° to each side, and
    where hips are known.

    >>> round(tilt_deg(postures()["standing"], 0.97), 1)
    -0.4
    """
    _check_trunk(trunk_stiffness)
    least, most = angle_limits_deg("hip_flexion_deg")
    lowest = least - min(leg.hip_flexion_deg for leg in legs)
    highest = most - max(leg.hip_flexion_deg for leg in legs)
    tilts = _TILTS_DEG[(lowest <= _TILTS_DEG) & (highest >= _TILTS_DEG)]
    now = hamstring_moment_nm(legs, tilts, slack_factor) + other_moment_nm(legs, tilts)
    before = hamstring_moment_nm(legs, 0.0) + other_moment_nm(legs, 0.0)
    # Each part falls as the pelvis tilts forward, so what is out of balance is 0 once.
    return float(np.interp(0.0, -(now - before - trunk_stiffness * tilts), tilts))


def _check_trunk(trunk_stiffness: float) -> None:
    if not (np.isfinite(trunk_stiffness) and trunk_stiffness >= 0):
        raise ValueError("The stiffness of the trunk is 0 or more, in Nm a degree.")
