"""A stride of walking: the body that walks, and what the stride does to the hamstrings."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from lessons_lib.data import Table
from lessons_lib.figures import style
from lessons_lib.figures.body import (
    LONG_HAMSTRINGS,
    MUSCLE_COLORS,
    MUSCLE_LABELS,
    MUSCLE_LINES,
    body_artists,
    body_axes,
    body_marks,
    leg_artists,
    leg_marks,
)
from lessons_lib.figures.scene import Frame, Mark, Scene, Stage
from lessons_lib.figures.words import degrees, signed_mm
from lessons_lib.mechanics import gait, hamstrings
from lessons_lib.mechanics.pose import body_outline_m

WALKERS = "young"
"""The group of people whose pelvis was measured too, so that body and muscles are of one kind."""

_MM = 1000.0
_GROUND_M = -0.9


@cache
def average_stride_m() -> Mapping[str, tuple[float, float]]:
    """For each long hamstring its least and largest lengthening in an average stride."""
    curves = {muscle: gait.stride_lengthening_m(muscle, WALKERS) for muscle in LONG_HAMSTRINGS}
    return {muscle: (float(curve.min()), float(curve.max())) for muscle, curve in curves.items()}


def stride_change_m() -> tuple[float, float]:
    """Least and largest of the three muscles' change of length in an average stride."""
    changes = [gait.stride_excursion_m(muscle, WALKERS) for muscle in LONG_HAMSTRINGS]
    return min(changes), max(changes)


def _stride_stage() -> Stage:
    figure = Figure(figsize=(10, 4.8))
    body, curve = figure.subplots(1, 2, width_ratios=(1, 1.3))
    body_axes(body, (-0.75, 0.75), (_GROUND_M - 0.05, 0.95))
    body.axhline(_GROUND_M, color=style.MUTED, linewidth=2)
    live = {**leg_artists(body), **body_artists(body)}
    curve.set(xlim=(0, 100), ylim=(-45, 50), xlabel="Stride, from landing to landing (%)")
    curve.set_ylabel("Longer than standing upright (mm)")
    curve.axhline(0, color=style.INK, linewidth=1)
    for muscle in LONG_HAMSTRINGS:
        look = {"color": MUSCLE_COLORS[muscle], "linestyle": MUSCLE_LINES[muscle]}
        change = _MM * gait.stride_lengthening_m(muscle, WALKERS)
        curve.plot(gait.CYCLE_PERCENT, change, label=MUSCLE_LABELS[muscle], **look)
    curve.legend(loc="lower left")
    live["now"] = curve.plot([], [], color=style.PURPLE, linewidth=1.5)[0]
    live["here"] = curve.plot([], [], "o", markersize=9, color=style.PURPLE)[0]
    return Stage(figure, live)


def _stride_frame(cycle_percent: float) -> Frame:
    near, far = gait.pose_at(cycle_percent), gait.pose_at((cycle_percent + 50) % 100)
    # Both feet belong to one pelvis: the lower one stands on the ground.
    lowest = min(float(body_outline_m(one)["foot"][:, 1].min()) for one in (near, far))
    marks = {
        name: Mark(mark.xy + np.array([0.0, _GROUND_M - lowest]), color=mark.color)
        for name, mark in {**leg_marks(far), **body_marks(near, MUSCLE_COLORS)}.items()
    }
    hip, knee = near.hip_flexion_deg, near.knee_flexion_deg
    now = {m: _MM * float(hamstrings.lengthening_m(m, hip, knee)) for m in LONG_HAMSTRINGS}
    marks["now"] = Mark(np.array([(cycle_percent, -45.0), (cycle_percent, 50.0)]))
    marks["here"] = Mark(np.array([(cycle_percent, change) for change in now.values()]))
    told = ", ".join(f"{MUSCLE_LABELS[m].lower()} {signed_mm(now[m] / _MM)}" for m in now)
    words = (
        f"{cycle_percent:.0f} % of the stride: hip bent {degrees(hip)}, knee {degrees(knee)}. "
        f"Compared with standing upright: {told}. Over the whole stride "
        f"{_range_words()}."
    )
    table = Table(
        {
            "stride": gait.CYCLE_PERCENT[::5],
            **{
                MUSCLE_LABELS[m]: _MM * gait.stride_lengthening_m(m, WALKERS)[::5]
                for m in LONG_HAMSTRINGS
            },
        },
        {"stride": "%", **{MUSCLE_LABELS[m]: "mm" for m in LONG_HAMSTRINGS}},
        "Longer than standing upright, over a stride",
    )
    return Frame(marks, words, table)


def _range_words() -> str:
    low, high = (_MM * change for change in stride_change_m())
    return f"their lengths travel {low:.0f} to {high:.0f} mm"


stride = Scene("A stride, and what it does to the hamstrings", _stride_stage, _stride_frame)
