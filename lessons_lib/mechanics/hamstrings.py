"""The hamstrings as ropes: how long they are in any pose, and how well they pull at hip and knee.

Each muscle is one straight line from its upper end to its lower end. Three of the four start at
the sitting bone, so they cross hip and knee; the short head of biceps femoris starts at the thigh
bone and crosses the knee only. The knee is a plain hinge.

We sit on the thigh and watch. From here the two joints stand still, the pelvis turns about the hip
and carries the upper end, and the shank turns about the knee and carries the lower end:

    o = upper end, turned back by the hip angle        (from the hip)
    s = lower end, turned back by the knee angle       (from the knee)
    d = knee + s - o                                   (from the upper to the lower end)
    length = sqrt(dx² + dy² + lateral²) + constant

A moment arm says how much a muscle shortens when its joint turns: minus the slope of the length
over the angle. For a straight line that is a lever, and its sign says which way the muscle pulls:

    hip arm  = d x o / |d|     below 0 for the hamstrings: they extend the hip
    knee arm = s x d / |d|     above 0: they flex the knee

where a x b = ax by - ay bx. (The short head's upper end does not turn: its o is 0 and so is its
hip arm.) No differences, no iteration: length and arms come from the same line.

A leg also goes inward and outward, and turns about its own length. Where these two angles are
given, knee and shank are turned by them, out of the side view, before d is taken; the arms are
those of the same line.

Source: gait2392 (see the table ``hamstring_paths``), one generic adult of about 75 kg. Against
OpenSim it is right to 0.3 mm (length, hip arm) and 1.6 mm (knee arm) in walking, as a root mean
square. Two published models differ from each other by 4 to 6 mm at the hip and 7 to 10 mm at the
knee over all poses, and by twice as much at most, so nobody knows these arms better than that. With
the knee bent beyond 110° a straight line comes too close to the hinge, here as in gait2392: the
knee arm of biceps femoris fades to nothing, and beyond 119° its sign changes.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given
from lessons_lib.mechanics.pose import Pose, angle_in_range, joint_centres_m, to_world

Numbers = NDArray[np.float64]

MUSCLES = ("semimembranosus", "semitendinosus", "biceps_femoris_long", "biceps_femoris_short")
"""The four muscles, in the order of every array with one row a muscle."""

MOST_ASIDE_DEG = 45.0
"""How far a hip may turn out of the side view, either way; in walking it is some 10°."""


class HamstringState(NamedTuple):
    """All four muscles at once, in metres; arrays of shape (4, ...), one row a muscle of MUSCLES.

    Moment arms are positive for a flexor.
    """

    length_m: Numbers
    hip_moment_arm_m: Numbers
    knee_moment_arm_m: Numbers


def state(
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    *,
    hip_adduction_deg: ArrayLike | None = None,
    hip_rotation_deg: ArrayLike | None = None,
) -> HamstringState:
    """Length and both moment arms of all four hamstrings.

    Args:
        hip_flexion_deg: thigh relative to the pelvis, flexion +, any shape.
        knee_flexion_deg: flexion +, 0 straight, any shape that broadcasts with it.
        hip_adduction_deg: thigh toward the midline +, in the same shapes; the side view where
            neither this nor the next is given.
        hip_rotation_deg: thigh turned inward about its length +, likewise.

    Raises:
        ValueError: an angle that is not a finite number, or outside the tested range; or unequally
            many angles of hip and knee.

    >>> upright = state(0, 0)
    >>> (1000 * upright.length_m).round().tolist()
    [414.0, 463.0, 420.0, 246.0]
    """
    hip = np.radians(angle_in_range("hip_flexion_deg", hip_flexion_deg))
    knee = np.radians(angle_in_range("knee_flexion_deg", knee_flexion_deg))
    if hip_adduction_deg is None and hip_rotation_deg is None:
        given.alike(hip_flexion=hip, knee_flexion=knee)
        return _pull(hip, knee)
    adduction, rotation = (
        np.radians(given.numbers(label, 0 if aside is None else aside,
                                 -MOST_ASIDE_DEG, MOST_ASIDE_DEG, unit="°"))
        for label, aside in (("Hip adduction", hip_adduction_deg),
                             ("Hip rotation", hip_rotation_deg))
    )  # fmt: skip
    given.alike(hip_flexion=hip, knee_flexion=knee, hip_adduction=adduction, hip_rotation=rotation)
    return _pull_aside(hip, knee, adduction, rotation)


def _pull(hip: Numbers, knee: Numbers) -> HamstringState:
    """The model itself, angles in radians."""
    rope = _ropes(max(hip.ndim, knee.ndim))

    # Each vector has its x and y in the first axis, and a row for each muscle in the second.
    o = np.cos(hip) * rope.pelvis + np.sin(hip) * rope.pelvis_turned
    s = np.cos(knee) * rope.insertion + np.sin(knee) * rope.insertion_turned
    d = rope.knee + s - o

    (ox, oy), (sx, sy), (dx, dy) = o, s, d
    line = np.sqrt(dx * dx + dy * dy + rope.lateral * rope.lateral)
    return HamstringState(
        length_m=line + rope.constant,
        hip_moment_arm_m=(dx * oy - dy * ox) / line,
        knee_moment_arm_m=(sx * dy - sy * dx) / line,
    )


def _pull_aside(
    hip: Numbers, knee: Numbers, adduction: Numbers, rotation: Numbers
) -> HamstringState:
    """The same with a hip that turns inward and about the thigh, too, in that order.

    The sitting bone is turned back by the bending alone; knee and shank are turned by the two other
    angles, about the thigh first, and d is turned back by both where the knee's arm is taken.
    """
    rope = _ropes(max(one.ndim for one in (hip, knee, adduction, rotation)))
    (ca, sa), (cr, sr) = ((np.cos(one), np.sin(one)) for one in (adduction, rotation))
    ox, oy = np.cos(hip) * rope.pelvis + np.sin(hip) * rope.pelvis_turned
    sx, sy = np.cos(knee) * rope.insertion + np.sin(knee) * rope.insertion_turned
    kx, ky = rope.knee
    px, py, pz = kx + sx, ky + sy, rope.pelvis_z + rope.lateral
    across = cr * pz - sr * px
    dx = cr * px + sr * pz - ox
    dy = ca * py - sa * across - oy
    dz = sa * py + ca * across - rope.pelvis_z
    line = np.sqrt(dx * dx + dy * dy + dz * dz)
    back_x = cr * dx - sr * (ca * dz - sa * dy)
    back_y = ca * dy + sa * dz
    return HamstringState(
        length_m=line + rope.constant,
        hip_moment_arm_m=(dx * oy - dy * ox) / line,
        knee_moment_arm_m=(sx * back_y - sy * back_x) / line,
    )


def length_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """Length of muscle and tendon; angles as in `state`, result in their broadcast shape.

    Raises:
        KeyError: no such muscle.
        ValueError: an angle that is not a finite number, or outside the tested range.
    """
    return _one(muscle, hip_flexion_deg, knee_flexion_deg).length_m


def hip_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the hip, + flexor; arguments and errors as in `length_m`.

    >>> round(1000 * float(hip_moment_arm_m("semimembranosus", 0, 0)))
    -49
    """
    return _one(muscle, hip_flexion_deg, knee_flexion_deg).hip_moment_arm_m


def knee_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the knee, + flexor; arguments and errors as in `length_m`."""
    return _one(muscle, hip_flexion_deg, knee_flexion_deg).knee_moment_arm_m


def relative_length(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Length as a multiple of the length when standing upright (hip 0, knee 0).

    Arguments and errors as in `length_m`.
    """
    length = length_m(muscle, hip_flexion_deg, knee_flexion_deg)
    return length / length_m(muscle, 0.0, 0.0)


def lengthening_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """How much longer than when standing upright (hip 0, knee 0); below 0 if shorter.

    Arguments and errors as in `length_m`.

    >>> round(1000 * float(lengthening_m("biceps_femoris_long", 90, 0)))
    91
    """
    length = length_m(muscle, hip_flexion_deg, knee_flexion_deg)
    return length - length_m(muscle, 0.0, 0.0)


def path_m(muscle: str, pose: Pose) -> Numbers:
    """The muscle's line in the picture of `pose`: upper and lower end, shape (2, 2), world frame.

    The picture leaves out what lies across it, and the constant part of the length.

    Raises:
        KeyError: no such muscle.
    """
    rope, index = _ropes(0), _index(muscle)
    carry = to_world(pose)
    upper = carry["pelvis" if rope.crosses_hip[index] else "thigh"](rope.origin[:, index])
    lower = carry["shank"](rope.insertion[:, index])
    return np.stack([upper, lower])


def _one(muscle: str, hip_deg: ArrayLike, knee_deg: ArrayLike) -> HamstringState:
    index = _index(muscle)
    return HamstringState(*(rows[index] for rows in state(hip_deg, knee_deg)))


def _index(muscle: str) -> int:
    return MUSCLES.index(given.one_of("hamstring", muscle, MUSCLES))


class _Ropes(NamedTuple):
    """What does not move, in metres: vectors of shape (2, 4, ...), numbers of shape (4, ...).

    A vector and the same turned back by 90° make it turn: cos(angle) * v + sin(angle) * turned.
    The upper end has a part that turns with the pelvis and a part that stays with the thigh; one
    of the two is 0, so a muscle that does not cross the hip has no moment arm there.
    """

    origin: Numbers
    pelvis: Numbers
    pelvis_turned: Numbers
    insertion: Numbers
    insertion_turned: Numbers
    knee: Numbers  # seen from the part of the upper end that stays with the thigh
    pelvis_z: Numbers  # the upper end outward of the hip; 0 for one on the thigh
    lateral: Numbers
    constant: Numbers
    crosses_hip: NDArray[np.bool_]


@cache
def _ropes(dimensions: int) -> _Ropes:
    """The ropes, shaped to broadcast against angle arrays of so many dimensions."""
    table = load("hamstring_paths")
    rows = [table["muscle"].tolist().index(muscle) for muscle in MUSCLES]
    column = {
        name: values[rows].reshape(-1, *[1] * dimensions) for name, values in table.columns.items()
    }
    crosses_hip = column["origin_segment"] == "pelvis"
    origin = np.stack([column["origin_x_m"], column["origin_y_m"]])
    pelvis = crosses_hip * origin
    insertion = np.stack([column["insertion_x_m"], column["insertion_y_m"]])
    knee = joint_centres_m(Pose())["knee"].reshape(2, *[1] * (dimensions + 1))
    return _Ropes(
        origin=origin,
        pelvis=pelvis,
        pelvis_turned=_turned_back(pelvis),
        insertion=insertion,
        insertion_turned=_turned_back(insertion),
        knee=knee - ~crosses_hip * origin,
        pelvis_z=crosses_hip * column["origin_z_m"],
        lateral=column["lateral_m"],
        constant=column["constant_m"],
        crosses_hip=crosses_hip,
    )


def _turned_back(vectors: Numbers) -> Numbers:
    """Vectors, x and y in the first axis, turned clockwise by 90°."""
    return np.stack([vectors[1], -vectors[0]])
