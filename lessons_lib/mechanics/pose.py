"""A body in side view: the angles that pose it, where its joints are, and what it looks like.

Signs, declared here once for the whole course (seen from the right, the person faces right):

- hip flexion +: the thigh swings forward of the pelvis
- knee flexion +: the shank folds behind the thigh; 0 is straight
- ankle dorsiflexion +: the toes come up
- pelvic tilt +: anterior, the top of the pelvis goes forward and the sitting bone up and back
- trunk lean +: forward, from the vertical
- thigh and shank angles: from the vertical, + forward
- lumbar extension +: the hollow of the back deepens
- moment arm: minus the slope of the length over the angle, + for a flexor, - for an extensor

Coordinates: metres in the sagittal plane, x forward, y up, hip joint centre at the origin.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given

Numbers = NDArray[np.float64]

_POINTS_PER_CORNER = 4
_LARGEST_LIKELY_RADIANS = 2.2


def angle_in_range(name: str, value: ArrayLike) -> Numbers:
    """The angle `name` as an array of float, if a model can answer for all of it.

    Args:
        name: an angle of the table ``pose_angles``, such as "hip_flexion_deg".
        value: the angle in degrees, any shape.

    Raises:
        KeyError: no such angle.
        ValueError: not numbers, not finite, outside the table's range, which is that in which the
            models were tested, or evidently in radians.
    """
    label, lowest, highest = _limits()[given.one_of("angle", name, _limits())]
    angle = given.numbers(label, value, lowest, highest, unit="°")
    if angle.size and max(-angle.min(), angle.max()) < _LARGEST_LIKELY_RADIANS:
        _refuse_radians(label, angle)
    return angle


def angle_limits_deg(name: str) -> tuple[float, float]:
    """Between which angles a model can answer for the angle `name`; KeyError if there is none.

    >>> angle_limits_deg("hip_flexion_deg")
    (-40.0, 120.0)
    """
    _, lowest, highest = _limits()[given.one_of("angle", name, _limits())]
    return lowest, highest


def _refuse_radians(label: str, angle: Numbers) -> None:
    """No one types 0.5235987755982988 and means degrees: it is 30° in radians."""
    degrees = np.degrees(angle[angle != 0])
    whole = np.rint(degrees)
    if degrees.size and np.all((whole != 0) & (np.abs(degrees - whole) < 1e-9)):
        raise ValueError(
            f"{label} looks like {whole[0]:.0f}° written in radians. Angles are in degrees "
            f"here; np.degrees converts."
        )


@cache
def _limits() -> dict[str, tuple[str, float, float]]:
    return {
        row["angle"]: (row["label"], row["lowest_deg"], row["highest_deg"])
        for row in load("pose_angles").rows()
    }


@dataclass(frozen=True)
class Pose:
    """The angles that pose the body, in degrees; standing upright they are all 0.

    >>> bow = Pose(pelvic_tilt_deg=30, trunk_lean_deg=50, hip_flexion_deg=30)
    >>> bow.thigh_angle_deg, bow.lumbar_extension_deg
    (0.0, -20.0)

    Raises:
        ValueError: an angle outside the range in the table ``pose_angles``.
    """

    pelvic_tilt_deg: float = 0.0
    trunk_lean_deg: float = 0.0
    hip_flexion_deg: float = 0.0
    knee_flexion_deg: float = 0.0
    ankle_dorsiflexion_deg: float = 0.0

    def __post_init__(self) -> None:
        for angle in fields(self):
            value = angle_in_range(angle.name, getattr(self, angle.name))
            object.__setattr__(self, angle.name, given.number(f"A pose's {angle.name}", value))

    @classmethod
    def with_thigh(
        cls,
        thigh_angle_deg: float,
        pelvic_tilt_deg: float = 0.0,
        trunk_lean_deg: float = 0.0,
        knee_flexion_deg: float = 0.0,
        ankle_dorsiflexion_deg: float = 0.0,
    ) -> "Pose":
        """The pose whose thigh points where you say; the hip angle follows from the pelvis.

        >>> Pose.with_thigh(0, pelvic_tilt_deg=10).hip_flexion_deg
        10.0
        """
        thigh, tilt = (
            given.number(what, value, unit="°")
            for what, value in (("Thigh angle", thigh_angle_deg), ("Pelvic tilt", pelvic_tilt_deg))
        )
        return cls(
            pelvic_tilt_deg=pelvic_tilt_deg,
            trunk_lean_deg=trunk_lean_deg,
            hip_flexion_deg=thigh + tilt,
            knee_flexion_deg=knee_flexion_deg,
            ankle_dorsiflexion_deg=ankle_dorsiflexion_deg,
        )

    @property
    def thigh_angle_deg(self) -> float:
        """From the vertical, + forward: what is left of hip flexion after the pelvis has tilted."""
        return self.hip_flexion_deg - self.pelvic_tilt_deg

    @property
    def shank_angle_deg(self) -> float:
        """From the vertical, + foot forward."""
        return self.thigh_angle_deg - self.knee_flexion_deg

    @property
    def foot_angle_deg(self) -> float:
        """From the horizontal, + toes up."""
        return self.shank_angle_deg + self.ankle_dorsiflexion_deg

    @property
    def lumbar_extension_deg(self) -> float:
        """Of the trunk on the pelvis: tilting forward under an upright trunk hollows the back."""
        return self.pelvic_tilt_deg - self.trunk_lean_deg


def to_world(pose: Pose) -> dict[str, Callable[[Numbers], Numbers]]:
    """For each segment, the function that takes points of its frame, shape (..., 2), to the world.

    Segments are pelvis, thigh, shank, foot, trunk and arm; where their frames start is said in
    the table ``body_points``. Anything but a pose is refused with a ValueError.
    """
    turn = _turns(given.a(Pose, pose))
    place = _point_table()
    knee = place["knee"] @ turn["thigh"]
    ankle = knee + place["ankle"] @ turn["shank"]
    lumbosacral = place["lumbosacral"] @ turn["pelvis"]
    start = {
        "pelvis": np.zeros(2),
        "thigh": np.zeros(2),
        "shank": knee,
        "foot": ankle,
        "trunk": lumbosacral,
        "arm": lumbosacral + place["shoulder"] @ turn["trunk"],
    }

    def carrier(segment: str) -> Callable[[Numbers], Numbers]:
        return lambda points: start[segment] + points @ turn[segment]

    return {segment: carrier(segment) for segment in start}


def joint_centres_m(pose: Pose) -> dict[str, Numbers]:
    """Joint centres and landmarks in the world, each of shape (2,): x forward, y up, in metres.

    hip, knee, ankle, heel, ball, toe, lumbosacral, neck, head, shoulder, elbow, wrist, asis and
    psis (the bony points at the front and back of the pelvis), pubis and ischial_tuberosity (the
    sitting bone). Source: gait2392 where the table ``body_points`` says so, drawing otherwise.

    >>> joint_centres_m(Pose(knee_flexion_deg=90))["ankle"].round(2).tolist()
    [-0.41, -0.43]
    """
    carry = to_world(pose)
    segments = _point_segments()
    points = {name: carry[segments[name]](place) for name, place in _point_table().items()}
    return {"hip": np.zeros(2), **points}


def _turns(pose: Pose) -> dict[str, Numbers]:
    """A matrix for each segment; points stand in rows, hence ``points @ turn``."""
    # An arm hangs down when the trunk bends forward, and lies along the trunk when it lies back.
    angles = {
        "pelvis": -pose.pelvic_tilt_deg,
        "thigh": pose.thigh_angle_deg,
        "shank": pose.shank_angle_deg,
        "foot": pose.foot_angle_deg,
        "trunk": -pose.trunk_lean_deg,
        "arm": max(-pose.trunk_lean_deg, 0.0),
    }
    return {segment: _turn(angle) for segment, angle in angles.items()}


def _turn(angle_deg: float) -> Numbers:
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, s], [-s, c]])


@cache
def _point_table() -> MappingProxyType[str, Numbers]:
    rows = load("body_points").rows()
    return MappingProxyType({row["point"]: np.array([row["x_m"], row["y_m"]]) for row in rows})


@cache
def _point_segments() -> MappingProxyType[str, str]:
    rows = load("body_points").rows()
    return MappingProxyType({row["point"]: row["segment"] for row in rows})


# What follows is drawing only: no result of the course depends on it.


def body_outline_m(pose: Pose) -> dict[str, Numbers]:
    """Closed outlines of the body in side view, in the order in which they are painted.

    trunk, thigh, shank, foot, head, arm are skin; pelvis is the bone inside, to be painted over
    the skin in a colour of its own. Each has shape (n, 2) in metres, with the same n in every
    pose. Segments overlap: draw all the edges first and then all the fills, and only the outline
    of the whole body remains. Drawing only, no result depends on it.
    """
    carry = to_world(pose)
    # The skin of the trunk follows the pelvis below, the chest above, and both in between.
    by_pelvis, by_trunk, share = _trunk_shape()
    trunk = (1 - share) * carry["pelvis"](by_pelvis) + share * carry["trunk"](by_trunk)
    rigid = {name: carry[segment](points) for name, (segment, points) in _shapes().items()}
    return {"trunk": trunk, **rigid}


@cache
def _trunk_shape() -> tuple[Numbers, Numbers, Numbers]:
    """Standing outline in the frames of pelvis and trunk, and how much of each point is trunk."""
    standing = _smooth(_TRUNK)
    lowest, highest = 0.05, 0.28
    share = np.clip((standing[:, 1:] - lowest) / (highest - lowest), 0, 1)
    return standing, standing - _point_table()["lumbosacral"], share**2 * (3 - 2 * share)


@cache
def _shapes() -> dict[str, tuple[str, Numbers]]:
    """For each rigid outline its segment and its points in the frame of that segment."""
    return {
        "thigh": ("thigh", _smooth(_THIGH)),
        "shank": ("shank", _smooth(_SHANK)),
        "foot": ("foot", _smooth(_FOOT)),
        "head": ("trunk", _smooth(_HEAD) + _point_table()["head"]),
        "arm": ("arm", _smooth(_ARM)),
        "pelvis": ("pelvis", _smooth(_PELVIS)),
    }


def _smooth(corners: tuple[tuple[float, float], ...]) -> Numbers:
    """A closed Catmull-Rom curve through the corners, given in centimetres; points in metres."""
    p1 = np.array(corners) / 100
    p0, p2, p3 = (np.roll(p1, shift, axis=0) for shift in (1, -1, -2))
    t = (np.arange(_POINTS_PER_CORNER) / _POINTS_PER_CORNER)[:, None, None]
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )  # fmt: skip
    points: Numbers = curve.swapaxes(0, 1).reshape(-1, 2)
    return points


# fmt: off
_TRUNK = (
    (0.5, 64), (0.8, 59.5), (3, 55.5), (7.5, 50), (10.3, 43), (10.2, 36), (8.8, 29), (8.6, 22),
    (9.4, 15), (9.6, 8), (8.5, 1), (5, -5), (-2, -8), (-8.5, -8), (-12.6, -4.5), (-14.2, 1),
    (-13.4, 6.5), (-11, 12), (-9.5, 17.5), (-10.2, 24), (-12.4, 31), (-14.2, 39), (-14.2, 46),
    (-12.3, 53), (-9.4, 58), (-7.4, 62.5), (-5.5, 67.5),
)
_THIGH = (
    (0, 7.5), (6, 6), (8.8, 0), (9, -8), (8.2, -18), (6.6, -30), (5, -38), (4.9, -43),
    (3, -47), (-1, -48), (-5, -45.5), (-6.2, -41), (-6.9, -33), (-8.4, -21), (-9.8, -10),
    (-10.2, -2), (-7, 5),
)
_SHANK = (
    (0, 5), (4.2, 3.6), (5.8, -0.5), (4.8, -6), (4, -12), (3.6, -20), (3.2, -30), (3.6, -38),
    (4.2, -41), (1, -44), (-3.2, -42), (-3, -36), (-4.4, -28), (-6.4, -20), (-7.2, -13),
    (-6.6, -7), (-5.6, -1), (-3.8, 3.4),
)
_FOOT = (
    (-5.6, 1), (-6.4, -3), (-5.6, -6.6), (0, -6.9), (6, -6.3), (12, -7), (17.5, -7), (19.6, -5.6),
    (18, -4.2), (13, -2.6), (8.4, 0.4), (5, 4), (3.2, 7), (-1, 8), (-4, 5),
)
_HEAD = (
    (-0.5, 11.8), (5.2, 10.2), (8.2, 6), (8.9, 2.6), (8.3, 0.8), (10.6, -2.6), (9.2, -4),
    (9.2, -5.6), (8.4, -7.2), (8.2, -9.8), (5.8, -11.4), (1, -10.2), (-3.5, -8.6), (-7, -7),
    (-9.6, -2), (-10.4, 3.5), (-8.4, 8.4), (-4.6, 11.2),
)
_ARM = (
    (-0.5, 4.6), (4, 2.8), (5, -3), (4, -12), (2.8, -22), (2.6, -29), (4.6, -37), (5.2, -46),
    (5.4, -54), (7.2, -60), (7, -67), (4.6, -71.5), (2.2, -69), (1.8, -62), (1, -54), (-1, -46),
    (-3.6, -37), (-5.2, -30), (-5, -22), (-5.4, -12), (-6, -3), (-4.6, 2.8),
)
_PELVIS = (
    (7.1, 6.6), (6.2, 10), (3, 13.4), (-1.5, 14.8), (-5.6, 13.4), (-8.3, 9.6), (-8, 7.4),
    (-5, 6.2), (-4, 3.4), (-4.6, 1.4), (-5.6, 0.4), (-4.8, -1), (-6, -2.4), (-6.4, -4.2),
    (-5, -5.8), (-3.2, -5.2), (0.6, -4.2), (4, -5.2), (6.2, -3.2), (5.6, -0.8), (3.6, 0.6),
    (4, 2.6), (5, 4.2),
)
