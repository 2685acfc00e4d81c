"""The muscles at the front of the hip: iliacus and psoas, and rectus femoris with the kneecap.

Iliacus and psoas (together the iliopsoas) come down inside the pelvis, run over its rim and end at
the top of the thigh bone. Rectus femoris starts at the front of the pelvis and ends, by way of the
kneecap, at the shank. Of each, only the piece between the last point on the pelvis and the first on
the thigh changes its length when the hip turns, and that piece is a straight line; the knee adds
what a rope over a pulley would. Seen from the thigh, with o for the point on the pelvis, turned
back by the hip angle, and e for the point on the thigh:

    d = e - o
    length  = sqrt(dx² + dy² + lateral²) + constant + pulley(knee)
    hip arm = d x o / |d|          above 0: they flex the hip
    knee arm = - slope of the pulley, below 0: rectus femoris extends the knee

Source: gait2392 (table ``hip_flexor_paths``, which says how close to OpenSim this is: well under a
millimetre). That is not how well anyone knows these muscles. Another published model has arms of
the psoas that are 14 to 16 mm shorter in walking, of 33 to 43. And the published polynomials for
the same model smooth over the place where its psoas leaves the pelvis at a hip of 45°: there their
arm is up to 11 mm off. Lengths *as they change* are safer than arms.

Resting, the three pull as in `lessons_lib.mechanics.passive`, with the model's own numbers (table
``hip_flexor_forces``), which nobody has calibrated. What people's hips were measured to resist when
extended is several times as much, since capsule and ligaments resist as well.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given
from lessons_lib.mechanics.passive import Parts
from lessons_lib.mechanics.pose import angle_in_range

Numbers = NDArray[np.float64]

MUSCLES = ("iliacus", "psoas", "rectus_femoris")
"""The three muscles, in the order of every array with one row a muscle."""


class HipFlexorState(NamedTuple):
    """All three muscles at once, in metres; arrays of shape (3, ...), one row a muscle of MUSCLES.

    Moment arms are positive for a flexor.
    """

    length_m: Numbers
    hip_moment_arm_m: Numbers
    knee_moment_arm_m: Numbers


class PassiveFlexors(NamedTuple):
    """What the three do at rest: tension_n of shape (3, ...), and moments, + flexor."""

    tension_n: Numbers
    hip_moment_nm: Numbers
    knee_moment_nm: Numbers


def state(hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> HipFlexorState:
    """Length and both moment arms of all three.

    Args:
        hip_flexion_deg: flexion +, any shape.
        knee_flexion_deg: flexion +, 0 straight, any shape that broadcasts with it.

    Raises:
        ValueError: an angle that is not a finite number, or outside the tested range; or unequally
            many angles of hip and knee.

    >>> upright = state(0, 0)
    >>> (1000 * upright.hip_moment_arm_m).round().tolist()
    [39.0, 39.0, 41.0]
    """
    hip_deg = angle_in_range("hip_flexion_deg", hip_flexion_deg)
    knee_deg = angle_in_range("knee_flexion_deg", knee_flexion_deg)
    given.alike(hip_flexion=hip_deg, knee_flexion=knee_deg)
    hip_deg, knee_deg = np.broadcast_arrays(hip_deg, knee_deg)
    hip, knee = np.radians(hip_deg), np.radians(knee_deg)
    rows = [_muscle(name, hip_deg, hip, knee) for name in MUSCLES]
    return HipFlexorState(*(np.stack(one) for one in zip(*rows, strict=True)))


def _muscle(
    name: str, hip_deg: Numbers, hip: Numbers, knee: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    length, hip_arm, knee_arm = (np.empty(hip.shape) for _ in range(3))
    for piece in _pieces(name):
        here = (hip_deg >= piece.from_deg) & (hip_deg < piece.to_deg)
        x, y = piece.origin
        ox = np.cos(hip[here]) * x + np.sin(hip[here]) * y
        oy = np.cos(hip[here]) * y - np.sin(hip[here]) * x
        dx, dy = piece.end[0] - ox, piece.end[1] - oy
        line = np.sqrt(dx * dx + dy * dy + piece.lateral_m**2)
        bent = knee[here]
        powers = np.arange(1, len(piece.pulley) + 1)
        length[here] = line + piece.constant_m + np.power.outer(bent, powers) @ piece.pulley
        hip_arm[here] = (dx * oy - dy * ox) / line
        knee_arm[here] = -np.power.outer(bent, powers - 1) @ (powers * piece.pulley)
    return length, hip_arm, knee_arm


def lengthening_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """How much longer than when standing upright (hip 0, knee 0); below 0 if shorter.

    Args:
        muscle: one of MUSCLES.
        hip_flexion_deg: as in `state`.
        knee_flexion_deg: as in `state`.

    Raises:
        KeyError: no such muscle.
        ValueError: as in `state`.

    >>> round(1000 * float(lengthening_m("psoas", -20, 0)))
    13
    """
    row = MUSCLES.index(given.one_of("muscle", muscle, MUSCLES))
    length = state(hip_flexion_deg, knee_flexion_deg).length_m[row]
    return np.asarray(length - state(0, 0).length_m[row])


def passive(hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> PassiveFlexors:
    """Tension of the three at rest and their moments; arguments and errors as in `state`.

    >>> round(float(passive(-20, 40).hip_moment_nm))
    7
    """
    length, hip_arm, knee_arm = state(hip_flexion_deg, knee_flexion_deg)
    tension = _parts(length.ndim - 1).tension_n(length)
    return PassiveFlexors(
        tension_n=tension,
        hip_moment_nm=np.asarray((tension * hip_arm).sum(axis=0)),
        knee_moment_nm=np.asarray((tension * knee_arm).sum(axis=0)),
    )


class _Piece(NamedTuple):
    """A muscle's line over a range of hip angles."""

    from_deg: float
    to_deg: float
    origin: tuple[float, float]
    end: tuple[float, float]
    lateral_m: float
    constant_m: float
    pulley: Numbers


@cache
def _pieces(muscle: str) -> tuple[_Piece, ...]:
    rows = list(load("hip_flexor_paths").where(muscle=muscle).rows())
    last = max(row["hip_to_deg"] for row in rows)
    return tuple(
        _Piece(
            row["hip_from_deg"],
            row["hip_to_deg"] if row["hip_to_deg"] < last else np.inf,
            (row["origin_x_m"], row["origin_y_m"]),
            (row["end_x_m"], row["end_y_m"]),
            row["lateral_m"],
            row["constant_m"],
            np.array([row[f"knee_{power}_m"] for power in range(1, 5)]),
        )
        for row in rows
    )


@cache
def _parts(dimensions: int) -> Parts:
    return Parts.of("hip_flexor_forces", MUSCLES, dimensions)
