"""A stride, and what it does to the hamstrings; and the body that walks, for other scenes too."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.figures.body import (
    LONG_HAMSTRINGS,
    MUSCLE_COLORS,
    MUSCLE_LABELS,
    MUSCLE_LOOKS,
    body_artists,
    body_axes,
    body_marks,
    changes_in_words,
    changes_m,
    leg_artists,
    leg_marks,
)
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.own_walk.size import BodySize
from lessons_lib.mechanics.pose import Pose, body_outline_m
from lessons_lib.stage import style
from lessons_lib.stage.chart import STRIDE, cursor
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees

WALKERS = "young"
"""The group of people whose pelvis was measured too, so that body and muscles are of one kind."""

GROUND_M = -0.9
"""Where the ground is drawn, from the hip in the middle of the axes."""

CHANGES_MM = (-45.0, 50.0)


# ---------------------------------------------------------------------------------------------
# How far a stride takes the hamstrings


@cache
def average_stride_m() -> Mapping[str, tuple[float, float]]:
    """For each long hamstring its least and largest lengthening in an average stride."""
    curves = {muscle: gait.stride_lengthening_m(muscle, WALKERS) for muscle in LONG_HAMSTRINGS}
    return {muscle: (float(curve.min()), float(curve.max())) for muscle, curve in curves.items()}


@cache
def stride_change_m() -> tuple[float, float]:
    """Least and largest of the three muscles' change of length in an average stride."""
    changes = [gait.stride_excursion_m(muscle, WALKERS) for muscle in LONG_HAMSTRINGS]
    return min(changes), max(changes)


# ---------------------------------------------------------------------------------------------
# The body that walks


def walking_axes(axes: Axes) -> dict[str, Artist]:
    """Axes with the ground, and everything that `walking_marks` places, back to front."""
    body_axes(axes, (-0.75, 0.75), (GROUND_M - 0.05, 0.95))
    axes.axhline(GROUND_M, color=style.MUTED, linewidth=2)
    return {**leg_artists(axes), **body_artists(axes)}


def walking_marks(near: Pose, far: Pose, colors: Mapping[str, str]) -> dict[str, Mark]:
    """Where the body stands on the ground, with a second leg in the pose `far`."""
    # Both feet belong to one pelvis: the lower one stands on the ground.
    lowest = min(float(body_outline_m(one)["foot"][:, 1].min()) for one in (near, far))
    return {
        name: Mark(mark.xy + np.array([0.0, GROUND_M - lowest]), color=mark.color)
        for name, mark in {**leg_marks(far), **body_marks(near, colors)}.items()
    }


# ---------------------------------------------------------------------------------------------
# What a stride does to the hamstrings


_ANGLES_AT = {"hip": (-0.73, 0.82), "knee": (-0.73, 0.7)}


def _stage() -> Stage:
    figure = blank(10, 4.8)
    body, curve = figure.subplots(1, 2, width_ratios=(1, 1.3))
    live = walking_axes(body)
    for joint, at in _ANGLES_AT.items():
        live[f"{joint}_angle"] = body.text(*at, "", color=style.INK)
    curve.set(xlim=(0, 100), ylim=CHANGES_MM, xlabel=STRIDE)
    curve.set_ylabel("Longer than standing upright (mm)")
    curve.axhline(0, color=style.INK, linewidth=1)
    for muscle, look in MUSCLE_LOOKS.items():
        live[f"{muscle}_curve"] = curve.plot([], [], label=MUSCLE_LABELS[muscle], **look)[0]
    curve.legend(loc="lower left", frameon=True, facecolor=style.PAPER, edgecolor="none")
    live["now"] = curve.plot([], [], color=style.PURPLE, linewidth=1.5)[0]
    live["here"] = curve.plot([], [], "o", markersize=9, color=style.PURPLE, clip_on=False)[0]
    return Stage(figure, live)


def _frame(cycle_percent: float, body_height_m: float) -> Frame:
    size = BodySize(height_m=body_height_m).length_factor
    hip, knee, changes, body = _moment(cycle_percent)
    now = {muscle: size * change for muscle, change in changes.items()}
    marks = {**body}
    marks["hip_angle"] = Mark(np.array(_ANGLES_AT["hip"]), text=f"hip bent {degrees(hip)}")
    marks["knee_angle"] = Mark(np.array(_ANGLES_AT["knee"]), text=f"knee {degrees(knee)}")
    for muscle, change in _changes_mm(size).items():
        marks[f"{muscle}_curve"] = Mark(np.column_stack([gait.CYCLE_PERCENT, change]))
    marks["now"] = cursor(cycle_percent, CHANGES_MM)
    marks["here"] = Mark(np.array([(cycle_percent, MM_PER_M * change) for change in now.values()]))
    low, high = (MM_PER_M * size * change for change in stride_change_m())
    words = (
        f"{cycle_percent:.0f} % of the stride: hip bent {degrees(hip)}, knee {degrees(knee)}. "
        f"Compared with standing upright: {changes_in_words(now)}. Over the whole stride their "
        f"lengths travel {low:.0f} to {high:.0f} mm.{_height_in_words(body_height_m)}"
    )
    return Frame(marks, words, _changes_table(size))


@lru_cache(maxsize=256)
def _moment(
    cycle_percent: float,
) -> tuple[float, float, Mapping[str, float], Mapping[str, Mark]]:
    """Hip and knee at an instant of the stride, what it does to each muscle, and the body there.

    Kept, because a slider of the body's height asks for the same one at every position.
    """
    near, far = gait.both_legs_at(cycle_percent)
    hip, knee = near.hip_flexion_deg, near.knee_flexion_deg
    return hip, knee, changes_m(hip, knee), walking_marks(near, far, MUSCLE_COLORS)


def _height_in_words(body_height_m: float) -> str:
    if body_height_m == BodySize().height_m:
        return ""
    return (
        f" This is for somebody {body_height_m:.2f} m tall; the body of the model has "
        f"{BodySize().height_m:.2f} m."
    )


@cache
def _changes_mm(size: float) -> Mapping[str, NDArray[np.float64]]:
    """How much longer than standing upright over a stride, in a body so many times as long."""
    return {m: MM_PER_M * size * gait.stride_lengthening_m(m, WALKERS) for m in LONG_HAMSTRINGS}


@cache
def _changes_table(size: float) -> Table:
    rows = slice(None, None, 5)
    changes = {MUSCLE_LABELS[m]: change[rows] for m, change in _changes_mm(size).items()}
    hip, knee = (gait.angle_deg(j, gait.CYCLE_PERCENT[rows], WALKERS) for j in gait.JOINTS[:2])
    return Table(
        {"stride": gait.CYCLE_PERCENT[rows], "hip bent": hip, "knee": knee, **changes},
        {"stride": "%", "hip bent": "°", "knee": "°", **dict.fromkeys(changes, "mm")},
        "Hip, knee, and how much longer than standing upright, over a stride",
    )


stride = Scene(
    "A stride, and what it does to the hamstrings",
    _stage,
    _frame,
    (Handle("line in the stride", "now", (0, 1), x="cycle_percent"),),
)
