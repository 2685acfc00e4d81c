"""The body on the floor, somewhere between the start and the end of a movement.

In side view, head to the left when lying. Where hip and knee start and end stands in the table
``movement_poses``; the rest (arms, how the trunk lies) is drawing, no result depends on it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import load
from lessons_lib.mechanics.pose import Pose, body_outline_m, joint_centres_m, to_world
from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes
from lessons_lib.stage.scene import Mark

Numbers = NDArray[np.float64]

MOVEMENTS = tuple(dict.fromkeys(load("movement_poses")["movement"].tolist()))
"""The movements that have a start and an end."""

SKIN = ("trunk", "thigh", "shank", "foot", "head")
FAR = ("thigh", "shank", "foot")
PARTS = (*(f"far_{part}" for part in FAR), "far_arm", *SKIN, "arm", "pillow")
RINGS = {
    "twist": ("buttock",),
    "strap": ("back of the thigh",),
    "knee_extension": ("back of the thigh",),
    "bridge": ("buttock", "back of the thigh"),
    "bird_dog": ("buttock",),
    "hinge": ("back of the thigh",),
}
"""Where a movement should be felt."""

_FEEL = {
    "buttock": ("pelvis", (-0.11, -0.02)),
    "back of the thigh": ("thigh", (-0.075, -0.22)),
}
_ANKLES = {
    "twist": (-30.0, -20.0, -10.0),
    "strap": (-10.0, -10.0, -30.0),
    "knee_extension": (-10.0, -10.0, -30.0),
    "bridge": (-30.0, -22.0, -30.0),
    "bird_dog": (-50.0, 0.0, -50.0),
}
"""Dorsiflexion at start and end, and of the other leg: feet stand flat, or hang loose."""

_ANKLE_AT_M = {"bridge": 0.5, "hinge": -0.05, "bird_dog": -0.5}
"""Where the foot that does not move is, from the middle of the picture."""

_HAND_M, _WRIST_M = 0.62, 0.54
_NOD = 1.6
"""How far the head nods as the bridge tips the trunk, so that it stays on its pillow."""


class Angles(NamedTuple):
    """Hip and knee of the leg that moves and of the other."""

    hip_flexion_deg: float
    knee_flexion_deg: float
    other_hip_flexion_deg: float
    other_knee_flexion_deg: float


class Body(NamedTuple):
    """Where everything is: closed outlines by part, the strap, and where to feel it, in metres."""

    outline: Mapping[str, Numbers]
    strap: Numbers
    rings: Mapping[str, Numbers]


def angles(movement: str, way: float) -> Angles:
    """Hip and knee at a point of the way, 0 at the start and 1 at the end.

    >>> angles("strap", 1).hip_flexion_deg
    80.0
    """
    start, end = (_angles(movement, phase) for phase in ("start", "end"))
    return Angles(*(a + way * (b - a) for a, b in zip(start, end, strict=True)))


@cache
def _angles(movement: str, phase: str) -> Angles:
    row = load("movement_poses").row(movement=movement, phase=phase)
    return Angles(*(row[name] for name in Angles._fields))


def body(movement: str, way: float, fallen_deg: float = 0.0) -> Body:
    """The body at a point of the way, on a floor at height 0.

    Args:
        movement: one of `MOVEMENTS`.
        way: 0 at the start and 1 at the end.
        fallen_deg: how far the thigh has sunk over, away from whoever looks.
    """
    at = angles(movement, way)
    upright = movement in {"hinge", "bird_dog"}
    near, far = _poses(movement, way, at)
    parts = {**body_outline_m(near)}
    other = body_outline_m(far)
    parts |= {f"far_{part}": other[part] for part in FAR}
    foot = joint_centres_m(near)["ball"]
    parts["arm"], parts["far_arm"], hand = _arms(movement, way, near, parts["arm"])
    strap = np.stack([hand, foot if movement == "strap" else hand])
    rings = {
        name: to_world(near)[segment](np.array(point))
        for name, (segment, point) in _FEEL.items()
        if name in RINGS[movement]
    }
    turn = 0.0 if upright else 90.0 + (_bridge_deg(parts) if movement == "bridge" else 0.0)
    if movement == "bridge":  # the head stays down
        neck = joint_centres_m(near)["neck"]
        parts["head"] = neck + _turned(parts["head"] - neck, _NOD * (90.0 - turn))
    ankle = _turned(joint_centres_m(far)["ankle"], turn)
    moved = {name: _turned(points, turn) for name, points in parts.items()}
    on_floor = ("far_shank",) if movement == "bird_dog" else ("trunk", "foot", "far_foot")
    lowest = min(float(moved[name][:, 1].min()) for name in on_floor)
    aside = _ANKLE_AT_M[movement] - float(ankle[0]) if movement in _ANKLE_AT_M else 0.0
    shift = np.array([aside, -lowest])
    outline = {name: points + shift for name, points in moved.items() if name != "pelvis"}
    if fallen_deg:
        joints = {
            name: _turned(joint_centres_m(near)[name], turn) + shift
            for name in ("hip", "knee", "ankle")
        }
        outline |= _sunk(outline, joints, fallen_deg)
    if movement == "bridge":
        shoulder = _turned(joint_centres_m(near)["shoulder"], turn) + shift
        outline["arm"] = _laid_down(outline["arm"], shoulder)
    for foot_on_floor in ("foot", "far_foot"):  # toes give way
        outline[foot_on_floor] = np.maximum(outline[foot_on_floor], [-np.inf, 0.0])
    head = outline["head"]
    outline["pillow"] = np.repeat(head[:1], 4, axis=0) if upright else _pillow(head)
    return Body(
        outline,
        _turned(strap, turn) + shift,
        {name: _turned(point, turn) + shift for name, point in rings.items()},
    )


def _sunk(
    outline: Mapping[str, Numbers], joints: Mapping[str, Numbers], fallen_deg: float
) -> dict[str, Numbers]:
    """A raised leg that has sunk over, away from whoever looks, as it is seen from the side.

    The thigh and the foot, which stand up, look shorter; the shank, which lies level, sinks along.
    """
    left = float(np.cos(np.radians(fallen_deg)))
    hip, knee, ankle = (float(joints[name][1]) for name in ("hip", "knee", "ankle"))
    down = np.array([0.0, (1 - left) * (knee - hip)])
    x, y = outline["thigh"].T
    foot_x, foot_y = outline["foot"].T
    return {
        "thigh": np.column_stack([x, hip + left * (y - hip)]),
        "shank": outline["shank"] - down,
        "foot": np.column_stack([foot_x, ankle + left * (foot_y - ankle)]) - down,
    }


def _poses(movement: str, way: float, at: Angles) -> tuple[Pose, Pose]:
    """The pose with the leg that moves and the one with the other leg, before lying down."""
    if movement == "hinge":
        # Of the pelvis, so that the shank stays upright.
        lean = at.hip_flexion_deg - at.knee_flexion_deg
        bow = Pose(lean, 1.05 * lean, at.hip_flexion_deg, at.knee_flexion_deg)
        return bow, bow
    trunk = {"pelvic_tilt_deg": 84.0, "trunk_lean_deg": 84.0} if movement == "bird_dog" else {}
    start, end, other = _ANKLES[movement]
    return (
        Pose(hip_flexion_deg=at.hip_flexion_deg, knee_flexion_deg=at.knee_flexion_deg,
             ankle_dorsiflexion_deg=start + way * (end - start), **trunk),
        Pose(hip_flexion_deg=at.other_hip_flexion_deg, knee_flexion_deg=at.other_knee_flexion_deg,
             ankle_dorsiflexion_deg=other, **trunk),
    )  # fmt: skip


def _arms(movement: str, way: float, pose: Pose, arm: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Near arm, far arm, and the near hand, before lying down."""
    joints = joint_centres_m(pose)
    shoulder = joints["shoulder"]
    nowhere = np.broadcast_to(shoulder, arm.shape).copy()

    def pointing(angle_deg: float) -> Numbers:
        points: Numbers = shoulder + _turned(arm - shoulder, angle_deg)
        return points

    match movement:
        case "twist":  # arms lie out to the sides, towards and away from whoever looks
            return nowhere, nowhere, shoulder
        case "strap" | "knee_extension":
            thigh = to_world(pose)["thigh"](np.array([0.06, -0.3]))
            aim = (joints["ball"] if movement == "strap" else thigh) - shoulder
            angle = float(np.degrees(np.arctan2(aim[0], -aim[1])))
            hand = shoulder + _HAND_M * aim / np.hypot(*aim)
            return pointing(angle), nowhere, hand
        case "bird_dog":
            hanging = arm - shoulder
            supports, reaches = _hand_folded(hanging, 0.12), _hand_folded(hanging, max(way, 0.12))
            return shoulder + supports, shoulder + _turned(reaches, 90.0 * way), shoulder
        case _:
            return arm, nowhere, shoulder


def _hand_folded(arm: Numbers, left: float) -> Numbers:
    """An arm that hangs from the origin, with so much left of what is beyond the wrist."""
    x, y = arm.T
    return np.column_stack([x, np.where(y < -_WRIST_M, -_WRIST_M + left * (y + _WRIST_M), y)])


def _bridge_deg(parts: Mapping[str, Numbers]) -> float:
    """How far a body lying on its back is tipped so that shoulders and feet both touch."""
    low, high = -15.0, 45.0
    for _ in range(24):
        middle = (low + high) / 2
        trunk, foot = (_turned(parts[part], 90 + middle)[:, 1].min() for part in ("trunk", "foot"))
        low, high = (middle, high) if trunk > foot else (low, middle)
    return middle


def _laid_down(arm: Numbers, shoulder: Numbers) -> Numbers:
    """An arm of a body lying on its back, turned about its shoulder until it lies on the floor."""
    up, down = 0.0, -60.0
    for _ in range(24):
        middle = (up + down) / 2
        lowest = (shoulder + _turned(arm - shoulder, middle))[:, 1].min()
        up, down = (middle, down) if lowest > 0 else (up, middle)
    laid: Numbers = shoulder + _turned(arm - shoulder, up)
    return laid


def _pillow(head: Numbers) -> Numbers:
    (left, _), (right, _) = head.min(axis=0), head.max(axis=0)
    top = float(head[:, 1].min()) + 0.03
    return np.array([(left - 0.04, 0.0), (right, 0.0), (right - 0.02, top), (left, top)])


def _turned(points: Numbers, angle_deg: float) -> Numbers:
    """Points turned about the origin, anticlockwise +."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    turned: Numbers = points @ np.array([[c, s], [-s, c]])
    return turned


def artists(axes: Axes) -> dict[str, Artist]:
    """Everything that `marks` places, back to front."""
    thin: Any = {"edgecolor": style.MUTED, "linewidth": 1.0}
    made: dict[str, Artist] = {
        "pillow": axes.fill([0], [0], facecolor=style.GRID, **thin)[0],
        "far_arm": axes.fill([0], [0], facecolor=style.PAPER, **thin)[0],
    }
    for part in FAR:
        made[f"far_{part}"] = axes.fill([0], [0], facecolor=style.PAPER, **thin)[0]
    # Behind the leg that it holds, round whose foot it goes.
    made["strap"] = axes.plot([], [], color=style.ORANGE, linewidth=3)[0]
    for part in SKIN:
        edge = axes.fill([0], [0], facecolor="none", edgecolor=style.MUTED, linewidth=2.6)
        made[f"{part}_edge"] = edge[0]
    for part in SKIN:
        made[part] = axes.fill([0], [0], facecolor=style.SKIN, linewidth=0)[0]
    made["arm"] = axes.fill([0], [0], facecolor=style.SKIN, **thin)[0]
    return made


def marks(placed: Body) -> dict[str, Mark]:
    """Where the body of `body` is, for `artists`."""
    found = {part: Mark(placed.outline[part]) for part in PARTS}
    found |= {f"{part}_edge": Mark(placed.outline[part]) for part in SKIN}
    hand, foot = placed.strap
    found["strap"] = Mark(_round(hand, foot) if (hand != foot).any() else _NO_STRAP)
    return found


_NO_STRAP = np.empty((0, 2))
_SAG_M, _LOOP_M = 0.06, 0.075


def _round(hand: Numbers, foot: Numbers) -> Numbers:
    """A slack strap from the hand round the foot and back, shape (33, 2)."""
    along = (foot - hand) / np.hypot(*(foot - hand))
    across = np.array([-along[1], along[0]])
    turn = np.linspace(-np.pi / 2, np.pi / 2, 9)[:, np.newaxis]
    loop = foot + _LOOP_M * (np.cos(turn) * along + np.sin(turn) * across)
    share = np.linspace(0, 1, 12)[:, np.newaxis]
    sag = _SAG_M * np.sin(np.pi * share) * np.array([0.0, -1.0])
    there, back = (hand + share * (end - hand) + sag for end in (loop[0], loop[-1]))
    strap: Numbers = np.concatenate([there, loop, back[::-1]])
    return strap
