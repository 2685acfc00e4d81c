"""The movements of the course as pictures, small enough for a telephone.

What a movement does is in `lessons_lib.figures.movement_effects`.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.figures import postures
from lessons_lib.figures.body import body_artists, body_marks, leg_artists, leg_marks
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.pose import body_outline_m
from lessons_lib.stage import style
from lessons_lib.stage.draw import Axes, Stage, blank, place
from lessons_lib.stage.scene import Frame, Scene
from lessons_lib.stage.words import degrees

Numbers = NDArray[np.float64]

_SIZE = 13
X_M = (-0.98, 1.02)
INCHES_PER_M = 2.45
_LANDING_PERCENT = 2.0


def scene(movement_id: str) -> Scene:
    """Start and end of a movement of the table ``movements``, as a scene that stands still.

    Raises:
        KeyError: no such movement.
    """
    if movement_id not in SCENES:
        raise KeyError(f"there is no movement '{movement_id}'; there are: {', '.join(SCENES)}")
    return SCENES[movement_id]


def _stage(movement_id: str) -> Stage:
    if movement_id == "walk":
        return _walking_stage()
    ends = [postures.body(movement_id, way) for way in (0.0, 1.0)]
    tops = [_top(placed) + 0.14 for placed in ends]
    if movement_id == "hinge":
        figure = blank(5, 4.6)
        panels = figure.subplots(1, 2)
        for axes in panels:
            _floor(axes, (-0.48, 0.68), max(tops))
    elif movement_id == "twist":
        height = tops[0] + ABOVE_M[1] - ABOVE_M[0]
        figure = blank(5, INCHES_PER_M * height + 0.3)
        panels = figure.subplots(2, 1, height_ratios=(tops[0], ABOVE_M[1] - ABOVE_M[0]))
        _floor(panels[0], X_M, tops[0])
    else:
        wide = 1.15 if movement_id == "bird_dog" else 1.0
        figure = blank(5, INCHES_PER_M * sum(tops) / wide + 0.3)
        panels = figure.subplots(2, 1, height_ratios=tops)
        for axes, top in zip(panels, tops, strict=True):
            _floor(axes, (wide * X_M[0], wide * X_M[1]), top)
    _side_view(panels[0], ends[0])
    _title(panels[0], "Start, seen from the side" if movement_id == "twist" else "Start")
    if movement_id == "twist":
        _twist_from_above(panels[1])
        _title(panels[1], "End, seen from above")
    else:
        _side_view(panels[1], ends[1])
        for ring in ends[1].rings.values():
            _ring(panels[1], ring)
        _title(panels[1], "End")
        _key(panels[1])
    if movement_id == "strap":
        _label(panels[1], (-0.24, 0.98), "strap", style.ORANGE)
    return Stage(figure, {})


def _top(placed: postures.Body) -> float:
    return max(float(points[:, 1].max()) for points in placed.outline.values())


def _floor(axes: Axes, x: tuple[float, float], top: float) -> None:
    axes.set(xlim=x, ylim=(-0.03, top), aspect="equal")
    axes.set_axis_off()
    axes.plot(x, [0, 0], color=style.MUTED, linewidth=2)


def _side_view(axes: Axes, placed: postures.Body) -> None:
    artists = postures.artists(axes)
    for name, mark in postures.marks(placed).items():
        place(artists[name], mark)


def _title(axes: Axes, text: str) -> None:
    axes.text(0, 1, text, transform=axes.transAxes, va="top", weight="bold", size=_SIZE + 2)


def _label(axes: Axes, where: tuple[float, float], text: str, color: str = style.INK) -> None:
    axes.text(*where, text, color=color, size=_SIZE, va="center", bbox=style.ON_PAPER)


def _ring(axes: Axes, where: Numbers) -> None:
    axes.plot(*where, "o", markersize=19, markerfacecolor="none", markeredgecolor=style.PURPLE,
              markeredgewidth=3)  # fmt: skip


def _key(axes: Axes) -> None:
    look: Any = {"transform": axes.transAxes, "clip_on": False}
    axes.text(1, 1, "◯ feel it here", color=style.PURPLE, weight="bold", size=_SIZE, ha="right",
              va="top", **look)  # fmt: skip


def steps(movement_id: str) -> str:
    """From where a movement starts, and its steps, in words."""
    about = load("movements").row(id=movement_id)
    then = "; ".join(about["steps"].split(";")).lower()
    return f"Start: {lower(about['start'])} Then: {then}."


def _frame(movement_id: str) -> Frame:
    about = load("movements").row(id=movement_id)
    words = f"{about['name']}. {steps(movement_id)}"
    if movement_id == "walk":
        near, far = gait.both_legs_at(_LANDING_PERCENT)
        table = _poses_table(
            ["leg in front", "leg behind"],
            [(leg.hip_flexion_deg, leg.knee_flexion_deg) for leg in (near, far)],
        )
        return Frame({}, f"{words} The picture shows the moment after a foot has landed.", table)
    poses = [postures.angles(movement_id, way)[:2] for way in (0.0, 1.0)]
    (_, _), (hip, knee) = poses
    words += f" At the end of the picture the hip is bent {degrees(hip)}, the knee {degrees(knee)}."
    where = " and ".join(f"the {part}" for part in postures.RINGS[movement_id])
    words += f" Feel it here: {where}."
    return Frame({}, words, _poses_table(["start", "end"], poses))


def lower(sentence: str) -> str:
    """A sentence that goes on after a colon."""
    return sentence[0].lower() + sentence[1:]


def _poses_table(phases: list[str], poses: Sequence[tuple[float, ...]]) -> Table:
    hips, knees = np.array(poses).T
    return Table(
        {"where": np.array(phases), "hip flexion": hips, "knee flexion": knees},
        {"hip flexion": "°", "knee flexion": "°"},
        "The angles of the picture",
    )


# From above, head to the left: the right leg crosses to the left side.

ABOVE_M = (-0.74, 0.74)
PILLOW = ((-0.02, 0.27), (0.3, 0.27), (0.3, 0.55), (-0.02, 0.55))
LIMBS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "left thigh": ((0.02, 0.1, 0.085), (0.44, 0.1, 0.062)),
    "left shank": ((0.44, 0.1, 0.06), (0.84, 0.09, 0.038)),
    "left foot": ((0.85, 0.09, 0.045), (0.92, 0.11, 0.045)),
    "trunk": ((-0.44, 0.0, 0.19), (-0.02, 0.02, 0.14)),
    "shoulders": ((-0.47, -0.14, 0.075), (-0.47, 0.14, 0.075)),
    "neck": ((-0.56, 0.0, 0.055), (-0.64, 0.0, 0.055)),
    "head": ((-0.73, 0.0, 0.1), (-0.75, 0.0, 0.1)),
    "right arm": ((-0.47, -0.16, 0.055), (-0.4, -0.42, 0.042)),
    "right forearm": ((-0.4, -0.42, 0.042), (-0.32, -0.64, 0.036)),
    "right thigh": ((0.03, -0.02, 0.1), (0.09, 0.38, 0.065)),
    "right shank": ((0.09, 0.38, 0.062), (0.48, 0.42, 0.042)),
    "right foot": ((0.5, 0.42, 0.04), (0.57, 0.36, 0.035)),
    "left arm": ((-0.47, 0.16, 0.055), (-0.24, 0.32, 0.042)),
    "left forearm": ((-0.24, 0.32, 0.042), (0.06, 0.32, 0.036)),
}
_UNDER = ("left thigh", "left shank", "left foot")
_OVER = ("left arm", "left forearm")


def _twist_from_above(axes: Axes) -> None:
    draw_from_above(axes, list(LIMBS))
    _ring(axes, np.array([0.03, -0.06]))
    _label(axes, (0.34, 0.6), "pillow")
    _label(axes, (-0.94, -0.3), "shoulders\nheavy")
    _label(axes, (-0.52, 0.46), "hand helps")
    axes.text(0.14, -0.16, "◯ feel it here", color=style.PURPLE, weight="bold", size=_SIZE)


def draw_from_above(axes: Axes, names: Sequence[str]) -> None:
    """Draw limbs of `LIMBS` as they are at the end of the twist, and the pillow."""
    axes.set(xlim=X_M, ylim=ABOVE_M, aspect="equal")
    axes.set_axis_off()
    axes.fill(*np.array(PILLOW).T, facecolor=style.GRID, edgecolor=style.MUTED, linewidth=1)
    _capsules(axes, [name for name in names if name in _UNDER], style.PAPER)
    _capsules(axes, [name for name in names if name not in _UNDER + _OVER], style.SKIN)
    _capsules(axes, [name for name in names if name in _OVER], style.SKIN)


def _capsules(axes: Axes, names: Sequence[str], color: str) -> None:
    shapes = [capsule(*LIMBS[name]) for name in names]
    for shape in shapes:
        axes.fill(*shape.T, facecolor="none", edgecolor=style.MUTED, linewidth=2.6)
    for shape in shapes:
        axes.fill(*shape.T, facecolor=color, linewidth=0)


def capsule(start: Sequence[float] | Numbers, end: Sequence[float] | Numbers) -> Numbers:
    """A limb from joint to joint: two half circles, each (x, y, radius), and what is between."""
    (x0, y0, r0), (x1, y1, r1) = start, end
    along = np.arctan2(y1 - y0, x1 - x0)
    half = np.linspace(np.pi / 2, 3 * np.pi / 2, 13) + along
    first = np.column_stack([x0 + r0 * np.cos(half), y0 + r0 * np.sin(half)])
    last = np.column_stack([x1 - r1 * np.cos(half), y1 - r1 * np.sin(half)])
    points: Numbers = np.concatenate([first, last])
    return points


def _walking_stage() -> Stage:
    figure = blank(5, 4.4)
    axes = figure.subplots()
    near, far = gait.both_legs_at(_LANDING_PERCENT)
    lowest = min(float(body_outline_m(leg)["foot"][:, 1].min()) for leg in (near, far))
    axes.set(xlim=X_M, ylim=(lowest - 0.03, 0.95), aspect="equal")
    axes.set_axis_off()
    axes.plot(X_M, [lowest, lowest], color=style.MUTED, linewidth=2)
    behind = leg_artists(axes)
    for leg in behind.values():
        leg.set(edgecolor=style.MUTED, linewidth=1)
    artists = {**behind, **body_artists(axes, muscles=())}
    for name, mark in {**leg_marks(far), **body_marks(near, {})}.items():
        place(artists[name], mark)
    for hidden in ("pelvis", "joints"):
        artists[hidden].remove()
    axes.text(0.32, 0.55, "at a pace at which\nyou can talk", size=_SIZE, va="center")
    axes.text(-0.95, 0.55, "in several\nshort walks,\nif you like", size=_SIZE, va="center")
    return Stage(figure, {})


SCENES: Mapping[str, Scene] = {
    one["id"]: Scene(one["name"], partial(_stage, one["id"]), partial(_frame, one["id"]))
    for one in load("movements").rows()
}
"""Every movement of the table ``movements`` by its id."""
