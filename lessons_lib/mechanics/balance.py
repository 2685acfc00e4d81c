"""The pelvis as a body in balance: what it takes to tilt it by a degree, and what can hold it.

The thighs are held still and the pelvis tilts over them (+ forward). Then the hip angle of each
leg grows with the tilt, so a moment that flexes the hip tilts the pelvis forward, and one that
extends it, such as the hamstrings', tilts it backward. Three things hold the pelvis by being
stretched: the hamstrings, everything else at the two hips (above all what is stretched in front of
a leg that is behind the body), and the trunk. One thing pushes it over: the weight of the upper
body, which rests on the pelvis at the lowest disc, well above the hips, and moves the way the
pelvis tilts while the trunk itself is kept as it was.

Start from any posture in which something holds the pelvis still. Then shorten the hamstrings and
change nothing else. The pelvis tilts backward until the moments that have changed are in balance:

    both legs: [hamstrings(hip + tilt, tight) - hamstrings(hip, as before)]
             + [everything else(hip + tilt)   - everything else(hip)]
             + weight x height of the disc above the hips x sin(tilt)       = trunk stiffness x tilt

"Everything else" is the passive moment that Riener and Edrich (1999) measured with the knee bent
to 90°, where the hamstrings are slack. The disc is taken to lie straight above the hips.

Resting hips resist a tilt with about as much as the weight pushes: with nothing more, there is
hardly any balance or none. So this is no prediction of what a pelvis does. It says that something
has to hold it, at the trunk or at the hips, and that muscles which work, stiffen the joints and
correct the posture are what does. They are left out here, and so are thighs that give way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import gait, given, lumbar
from lessons_lib.mechanics.passive import passive, riener_edrich_nm
from lessons_lib.mechanics.pose import angle_limits_deg

Numbers = NDArray[np.float64]

_KNEE_WITHOUT_HAMSTRINGS_DEG = 90.0
_STEP_DEG = 0.5
FURTHEST_DEG = 20.0
"""How far a tilt is followed; what tilts further is left at that."""

_SAMPLES = 401


class Leg(NamedTuple):
    """Where one leg stands to the pelvis, flexion +."""

    hip_flexion_deg: float
    knee_flexion_deg: float


class Stiffness(NamedTuple):
    """What resists tilting the pelvis, each in Nm a degree; the weight does the opposite."""

    hamstrings: float
    other_hip_tissue: float
    trunk: float
    weight: float

    @property
    def whole(self) -> float:
        """The moment that tilts the pelvis by one degree, in Nm; 0 or less: nothing holds it."""
        return sum(self)


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


def weight_moment_nm(tilt_deg: ArrayLike) -> Numbers:
    """What the weight of the upper body does to the pelvis, + forward, after a further tilt.

    Arguments and errors as in `hamstring_moment_nm`. Mass and height: ``lumbar_free_body``.

    >>> round(float(weight_moment_nm(1)), 2)
    0.77
    """
    body = lumbar.build()
    return np.asarray(body.weight_n * body.disc_up_m * np.sin(np.radians(_tilt(tilt_deg))))


def _tilted(legs: tuple[Leg, Leg], tilt_deg: ArrayLike) -> tuple[Numbers, Numbers]:
    """Hip and knee angles of both legs after a further tilt, one row a leg."""
    tilt = _tilt(tilt_deg)
    hips, knees = _angles(legs).reshape(2, 2, *[1] * tilt.ndim)
    return hips + tilt, knees


def _tilt(tilt_deg: ArrayLike) -> Numbers:
    return given.numbers("A further tilt", tilt_deg, unit="°")


def _angles(legs: tuple[Leg, Leg]) -> Numbers:
    """Hips in the first row, knees in the second."""
    angles = given.numbers("The legs", legs, unit="°")
    if angles.shape != (2, 2):
        raise ValueError("There are two legs, each with an angle of the hip and one of the knee.")
    return angles.T


def _room_deg(legs: tuple[Leg, Leg]) -> tuple[float, float]:
    """How far the pelvis can tilt backward and forward, as far as hips are known."""
    hips, least, most = _angles(legs)[0], *angle_limits_deg("hip_flexion_deg")
    return (
        float(max(least - hips.min(), -FURTHEST_DEG)),
        float(min(most - hips.max(), FURTHEST_DEG)),
    )


def stiffness(legs: tuple[Leg, Leg], slack_factor: float, trunk_stiffness: float) -> Stiffness:
    """What resists the next degree of tilt, in Nm a degree.

    Args:
        legs: both legs, thighs held still.
        slack_factor: of all hamstrings, 1 as calibrated, below 1 tighter.
        trunk_stiffness: of the trunk, in Nm a degree, 0 or more; 0 is a trunk that resists nothing.

    Raises:
        ValueError: an angle or a factor outside the tested range, or a stiffness below 0.

    >>> round(stiffness(postures()["standing"], 1, trunk_stiffness=0).whole, 2)
    -0.24
    """
    here = np.clip([-_STEP_DEG, _STEP_DEG], *_room_deg(legs))
    wide = float(here[1] - here[0])
    if not wide > 0:
        raise ValueError("These hips leave the pelvis no room to tilt: choose angles less extreme.")
    pulls, others = hamstring_moment_nm(legs, here, slack_factor), other_moment_nm(legs, here)
    weight = weight_moment_nm(here)
    return Stiffness(
        hamstrings=float(pulls[0] - pulls[1]) / wide,
        other_hip_tissue=float(others[0] - others[1]) / wide,
        trunk=_trunk(trunk_stiffness),
        weight=float(weight[0] - weight[1]) / wide,
    )


def tilt_deg(legs: tuple[Leg, Leg], slack_factor: float, trunk_stiffness: float) -> float | None:
    """How far the pelvis tilts (+ forward) when the hamstrings change and nothing answers.

    Arguments and errors as in `stiffness`.

    Returns:
        The tilt, or None if there is no balance: nothing holds the pelvis to begin with, or it
        tilts further than 20°, or further than hips are known.

    >>> round(tilt_deg(postures()["foot landing"], 0.97, trunk_stiffness=1), 1)
    -3.4
    >>> tilt_deg(postures()["standing"], 0.97, trunk_stiffness=0)
    """
    if stiffness(legs, 1.0, trunk_stiffness).whole <= 0:
        return None
    change = float(hamstring_moment_nm(legs, 0.0, slack_factor) - hamstring_moment_nm(legs, 0.0))
    if change == 0:
        return 0.0
    tilts = np.linspace(0.0, _room_deg(legs)[change > 0], _SAMPLES)
    now = hamstring_moment_nm(legs, tilts, slack_factor) + other_moment_nm(legs, tilts)
    before = hamstring_moment_nm(legs, 0.0) + other_moment_nm(legs, 0.0)
    unbalanced = now - before + weight_moment_nm(tilts) - trunk_stiffness * tilts
    beyond = np.flatnonzero(unbalanced[1:] * change <= 0)
    if not len(beyond):
        return None
    # Away from the start the imbalance goes down to 0, where the pelvis comes to rest.
    pair = slice(beyond[0], beyond[0] + 2)
    return float(np.interp(0.0, -np.sign(change) * unbalanced[pair], tilts[pair]))


def _trunk(stiffness_nm: float) -> float:
    return given.number("The stiffness of the trunk", stiffness_nm, 0, unit=" Nm a degree")
