"""The movements where there is no mat: in a chair, in a wheelchair, on a bed.

The angles stand in the table ``seated_poses``. The body in the chair is a larger one than that of
the other pictures; how bodies and furniture look is drawing, no result depends on it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.figures import postures
from lessons_lib.mechanics.pose import Pose, body_outline_m, joint_centres_m, to_world
from lessons_lib.stage import style
from lessons_lib.stage.draw import Axes, Stage, blank, place
from lessons_lib.stage.scene import Frame, Scene
from lessons_lib.stage.words import degrees

Numbers = NDArray[np.float64]

_SIZE = 13
_LARGER = {"trunk": 1.42, "thigh": 1.3, "shank": 1.2, "arm": 1.25}
"""How much thicker the parts of the larger body are."""

_BED_M = np.array([0.0, 0.42])
"""From the floor to the top of the bed."""
_LIFT = 0.45
"""How far along its way the bridge on the bed is: a hand's breadth."""

_FEEL_THIGH = (-0.075, -0.22)


def _poses(place_name: str) -> tuple[Pose, Pose]:
    """The leg that moves, and the other."""
    return _sitting_poses(load("seated_poses").row(place=place_name))


def _sitting_poses(row: Mapping[str, Any]) -> tuple[Pose, Pose]:
    """The leg that moves, and the other, of a row of angles."""
    trunk = {"pelvic_tilt_deg": row["pelvic_tilt_deg"], "trunk_lean_deg": row["trunk_lean_deg"]}
    near = Pose(hip_flexion_deg=row["hip_flexion_deg"], knee_flexion_deg=row["knee_flexion_deg"],
                **trunk)  # fmt: skip
    far = Pose(hip_flexion_deg=row["other_hip_flexion_deg"],
               knee_flexion_deg=row["other_knee_flexion_deg"], **trunk)  # fmt: skip
    return near, far


def _thicker(points: Numbers, factor: float) -> Numbers:
    """An outline made thicker across its longest direction."""
    middle = points.mean(axis=0)
    _, _, directions = np.linalg.svd(points - middle, full_matrices=False)
    across = directions[1]
    wider: Numbers = points + (factor - 1) * np.outer((points - middle) @ across, across)
    return wider


def _sitting(
    axes: Axes,
    poses: tuple[Pose, Pose],
    larger: bool,
    *,
    feel: bool = True,
    reach_out: bool = False,
) -> tuple[float, float]:
    """Draw who sits there; return the height of the seat and how far forward its back is."""
    near, far = poses
    factors = _LARGER if larger else {}
    parts = body_outline_m(near)
    parts |= {f"far_{part}": points for part, points in body_outline_m(far).items()
              if part in postures.FAR}  # fmt: skip
    parts = {
        name: _thicker(points, factors.get(name.removeprefix("far_"), 1.0))
        for name, points in parts.items()
        if name != "pelvis"
    }
    shoulder = joint_centres_m(near)["shoulder"]
    knee = joint_centres_m(near)["knee"] + np.array([0.0, 0.09])
    aim = np.array([0.62, -0.05]) if reach_out else knee - shoulder
    turn = np.arctan2(aim[0], -aim[1])
    c, s = np.cos(turn), np.sin(turn)
    reach = min(1.0, float(np.hypot(*aim)) / 0.62)
    arm = (parts["arm"] - shoulder) * [1.0, reach]
    upright = to_world(near)["arm"](np.zeros((1, 2)))[0]
    parts["arm"] = upright + arm @ np.array([[c, s], [-s, c]])
    up = np.array([0.0, -min(float(parts[name][:, 1].min()) for name in ("far_foot", "foot"))])
    parts = {name: points + up for name, points in parts.items()}
    thin: Any = {"edgecolor": style.MUTED, "linewidth": 1.0}
    for part in postures.FAR:
        axes.fill(*parts[f"far_{part}"].T, facecolor=style.PAPER, **thin)
    for part in postures.SKIN:
        axes.fill(*parts[part].T, facecolor="none", edgecolor=style.MUTED, linewidth=2.6)
    for part in postures.SKIN:
        axes.fill(*parts[part].T, facecolor=style.SKIN, linewidth=0)
    axes.fill(*parts["arm"].T, facecolor=style.SKIN, **thin)
    if feel:
        where = to_world(near)["thigh"](np.array(_FEEL_THIGH)) + up
        axes.plot(*where, "o", markersize=19, markerfacecolor="none",
                  markeredgecolor=style.PURPLE, markeredgewidth=3)  # fmt: skip
    seat = float(parts["far_thigh"][:, 1].min())
    return seat, float(parts["trunk"][:, 0].min())


def _chair(axes: Axes) -> None:
    _chair_under(axes, *_sitting(axes, _poses("chair"), larger=True))


def _chair_under(axes: Axes, seat: float, back: float) -> None:
    look: Any = {"color": style.MUTED, "linewidth": 5, "solid_capstyle": "round", "zorder": 0}
    axes.plot([back - 0.03, 0.3], [seat - 0.02, seat - 0.02], **look)
    axes.plot([back - 0.03, back - 0.1], [seat - 0.02, seat + 0.5], **look)
    for x in (back, 0.27):
        axes.plot([x, x], [seat - 0.02, 0.02], **look)


def _wheelchair(axes: Axes) -> None:
    from matplotlib.patches import Circle

    seat, back = _sitting(axes, _poses("wheelchair"), larger=False)
    look: Any = {"color": style.MUTED, "linewidth": 4, "solid_capstyle": "round", "zorder": 0}
    axes.plot([back - 0.02, 0.34, 0.46, 0.56], [seat - 0.02, seat - 0.02, 0.08, 0.08], **look)
    axes.plot([back - 0.04, back - 0.04, back - 0.14], [seat - 0.02, 0.92, 0.94], **look)
    for x, radius in ((-0.06, 0.3), (0.36, 0.09)):
        axes.add_patch(Circle((x, radius), radius, fill=False, edgecolor=style.INK, linewidth=2.5))
    # The heel lies on a stool.
    stool = joint_centres_m(_poses("wheelchair")[0])
    hip_height = seat + 0.1
    top = hip_height + float(stool["heel"][1]) - 0.03
    heel = float(stool["heel"][0])
    axes.fill([heel - 0.1, heel + 0.14, heel + 0.14, heel - 0.1], [0, 0, top, top],
              facecolor=style.GRID, edgecolor=style.MUTED, zorder=0)  # fmt: skip


def _bed(axes: Axes) -> None:
    placed = postures.body("bridge", _LIFT)
    artists = postures.artists(axes)
    raised = {name: points + _BED_M for name, points in placed.outline.items()}
    placed = placed._replace(outline=raised, strap=placed.strap + _BED_M)
    for name, mark in postures.marks(placed).items():
        place(artists[name], mark)
    top = _BED_M[1]
    axes.fill([-1.1, 1.1, 1.1, -1.1], [0.12, 0.12, top, top], facecolor=style.GRID,
              edgecolor=style.MUTED, zorder=0)  # fmt: skip
    for x in (-1.04, 1.04):
        axes.plot([x, x], [0, 0.12], color=style.MUTED, linewidth=5)


def _stage() -> Stage:
    figure = blank(5, 6.2)
    panels = figure.subplot_mosaic(
        [["chair", "wheelchair"], ["bed", "bed"]], height_ratios=(1.55, 1)
    )
    for name, title, draw in (
        ("chair", "In a chair", _chair),
        ("wheelchair", "In a wheelchair", _wheelchair),
        ("bed", "On a bed", _bed),
    ):
        axes = panels[name]
        x = (-1.14, 1.14) if name == "bed" else (-0.5, 1.0)
        axes.set(xlim=x, ylim=(-0.03, 1.0 if name == "bed" else 1.62), aspect="equal")
        axes.set_axis_off()
        axes.plot(x, [0, 0], color=style.MUTED, linewidth=2)
        draw(axes)
        if name == "wheelchair":
            axes.text(1, 0.9, "◯ feel it here", transform=axes.transAxes, ha="right", va="top",
                      color=style.PURPLE, weight="bold", size=_SIZE)  # fmt: skip
        axes.text(0, 1, title, transform=axes.transAxes, va="top", weight="bold", size=_SIZE + 1)
    return Stage(figure, {})


def _frame() -> Frame:
    rows = list(load("seated_poses").rows())
    told = "; ".join(_told(row) for row in rows)
    words = (
        f"The movements without a mat. {told[0].upper()}{told[1:]}; on a bed, the bridge, lifted a "
        "hand's breadth. Rings show where the stretch is felt: at the back of the thigh."
    )
    about = load("seated_poses")
    columns = ("place", "movement", "hip_flexion_deg", "knee_flexion_deg")
    table = Table({name.replace("_deg", "").replace("_", " "): about[name] for name in columns},
                  {"hip flexion": "°", "knee flexion": "°"}, about.title)  # fmt: skip
    return Frame({}, words, table)


def _told(row: Mapping[str, Any]) -> str:
    hip, knee = degrees(row["hip_flexion_deg"]), degrees(row["knee_flexion_deg"])
    return f"in a {row['place']}, {row['movement']} (hip bent {hip}, knee {knee})"


without_a_mat = Scene("The movements in a chair, in a wheelchair and on a bed", _stage, _frame)


_FELT = {"strap", "knee_extension"}
"""Of the movements on a chair, those that are felt at the back of the thigh."""

_SAID = {"twist": ((0.36, 0.98), "the chest turns,\nthe seat stays"),
         "bridge": ((0.56, 0.16), "feet press down")}  # fmt: skip
"""What a side view does not show."""


def _version_stage(movement: str) -> Stage:
    figure = blank(5, 3.6)
    axes = figure.subplots()
    axes.set(xlim=(-0.9, 1.3), ylim=(-0.03, 1.55), aspect="equal")
    axes.set_axis_off()
    axes.plot((-0.9, 1.3), [0, 0], color=style.MUTED, linewidth=2)
    poses = _sitting_poses(load("movement_versions").row(movement=movement))
    felt = movement in _FELT
    seat, back = _sitting(axes, poses, larger=False, feel=felt, reach_out=movement == "bird_dog")
    _chair_under(axes, seat, back)
    axes.text(0, 1, "On a chair", transform=axes.transAxes, va="top", weight="bold", size=_SIZE + 2)
    if movement in _SAID:
        axes.text(*_SAID[movement][0], _SAID[movement][1], size=_SIZE, va="center")
    if felt:
        axes.text(1, 1, "◯ feel it here", transform=axes.transAxes, ha="right", va="top",
                  color=style.PURPLE, weight="bold", size=_SIZE)  # fmt: skip
    return Stage(figure, {})


def _version_frame(movement: str) -> Frame:
    row = load("movement_versions").row(movement=movement)
    name = load("movements").row(id=movement)["name"]
    steps = "; ".join(row["steps"].split(";"))
    hip, knee = row["hip_flexion_deg"], row["knee_flexion_deg"]
    words = (
        f"{name}, on a chair. {row['start']} Then: {steps[0].lower()}{steps[1:]}. In the picture "
        f"the hip is bent {degrees(hip)}, the knee {degrees(knee)}."
    )
    table = Table(
        {"leg": np.array(["moves", "other"]),
         "hip flexion": np.array([hip, row["other_hip_flexion_deg"]]),
         "knee flexion": np.array([knee, row["other_knee_flexion_deg"]])},
        {"hip flexion": "°", "knee flexion": "°"},
        "The angles of the picture",
    )  # fmt: skip
    return Frame({}, words, table)


VERSIONS: Mapping[str, Scene] = {
    movement: Scene(
        f"{movement} on a chair",
        partial(_version_stage, movement),
        partial(_version_frame, movement),
    )
    for movement in load("movement_versions")["movement"].tolist()
}
"""Each movement of the table ``movements`` on a chair, by its id."""
