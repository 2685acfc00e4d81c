"""What tilting the pelvis does to the hamstrings while the thigh stands still."""

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.figures.body import (
    LONG_HAMSTRINGS,
    MUSCLE_COLORS,
    MUSCLE_LABELS,
    MUSCLE_LOOKS,
    body_artists,
    body_axes,
    body_marks,
    changes_in_words,
    knee_handle,
    pelvis_handle,
)
from lessons_lib.figures.stride import stride_change_m
from lessons_lib.mechanics import hamstrings
from lessons_lib.mechanics.pose import Pose
from lessons_lib.stage import style
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees

Numbers = NDArray[np.float64]


def _tilt_stage() -> Stage:
    figure = blank(10, 5)
    body, curve = figure.subplots(1, 2, width_ratios=(1, 1.2))
    body_axes(body, (-0.45, 0.55), (-0.62, 0.42))
    live = body_artists(body)
    live["tilt_value"] = body.text(-0.42, 0.34, "", color=style.PURPLE, weight="bold", size=13)
    curve.set(xlim=(-20, 36), ylim=(-34, 74))
    curve.set(
        xlabel="Pelvic tilt, forward + (°)", ylabel="Longer than with an untilted pelvis (mm)"
    )
    curve.axhline(0, color=style.INK, linewidth=1)
    low, high = (MM_PER_M * change for change in stride_change_m())
    curve.fill_between([31, 35], 0, high, color=style.GRID)
    curve.text(
        30.2, high, f"an average stride\nchanges them by\n{low:.0f} to {high:.0f} mm",
        ha="right", va="top", color=style.MUTED,
    )  # fmt: skip
    for muscle, look in MUSCLE_LOOKS.items():
        live[f"{muscle}_curve"] = curve.plot([], [], label=MUSCLE_LABELS[muscle], **look)[0]
    live["here"] = curve.plot([], [], "o", markersize=9, color=style.PURPLE)[0]
    curve.legend(loc="upper left")
    return Stage(figure, live)


def _tilt_frame(pelvic_tilt_deg: float, thigh_angle_deg: float, knee_flexion_deg: float) -> Frame:
    stance = Pose.with_thigh(
        thigh_angle_deg, pelvic_tilt_deg=pelvic_tilt_deg, knee_flexion_deg=knee_flexion_deg
    )
    tilts = parameter("pelvic_tilt_deg").positions

    def change_m(muscle: str, tilt: float | Numbers) -> Numbers:
        length = hamstrings.length_m(muscle, thigh_angle_deg + tilt, knee_flexion_deg)
        return length - hamstrings.length_m(muscle, thigh_angle_deg, knee_flexion_deg)

    marks = body_marks(stance, MUSCLE_COLORS)
    marks["tilt_value"] = Mark(
        np.array([-0.42, 0.34]),
        text=f"tilt {degrees(pelvic_tilt_deg)}, hip {degrees(stance.hip_flexion_deg)}",
    )
    now = {muscle: float(change_m(muscle, pelvic_tilt_deg)) for muscle in LONG_HAMSTRINGS}
    curves = {muscle: MM_PER_M * change_m(muscle, tilts) for muscle in LONG_HAMSTRINGS}
    for muscle, curve in curves.items():
        marks[f"{muscle}_curve"] = Mark(np.column_stack([tilts, curve]))
    dots = [(pelvic_tilt_deg, MM_PER_M * change) for change in now.values()]
    marks["here"] = Mark(np.array(dots, dtype=np.float64))
    per_degree = [
        -MM_PER_M * np.radians(1.0)
        * float(hamstrings.hip_moment_arm_m(m, stance.hip_flexion_deg, knee_flexion_deg))
        for m in LONG_HAMSTRINGS
    ]  # fmt: skip
    low, high = (MM_PER_M * change for change in stride_change_m())
    words = (
        f"The thigh stays {degrees(thigh_angle_deg)} in front of the vertical, the knee at "
        f"{degrees(knee_flexion_deg)}. With the pelvis tilted {degrees(pelvic_tilt_deg)} the hip "
        f"is bent {degrees(stance.hip_flexion_deg)}; compared with no tilt: "
        f"{changes_in_words(now)}. One more degree of tilt adds {min(per_degree):.1f} to "
        f"{max(per_degree):.1f} mm. An average stride changes them by {low:.0f} to {high:.0f} mm."
    )
    table = Table(
        {"pelvic tilt": tilts[::5], **{MUSCLE_LABELS[m]: curves[m][::5] for m in curves}},
        {"pelvic tilt": "°", **{MUSCLE_LABELS[m]: "mm" for m in curves}},
        f"Change of length with the thigh still at {degrees(thigh_angle_deg)}, "
        f"knee {degrees(knee_flexion_deg)}",
    )
    return Frame(marks, words, table)


tilt = Scene(
    "Tilting the pelvis while the thigh stands still",
    _tilt_stage,
    _tilt_frame,
    (
        pelvis_handle(),
        knee_handle("thigh_angle_deg"),
        Handle("dot on the curve", "here", x="pelvic_tilt_deg"),
    ),
)
