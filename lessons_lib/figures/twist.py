"""Where a lying twist comes from: the body seen from its feet, and how far each part turns."""

import numpy as np

from lessons_lib.data import Table
from lessons_lib.mechanics import twist
from lessons_lib.stage import style
from lessons_lib.stage.chart import named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Artist, Stage, blank
from lessons_lib.stage.handle import Handle, Turn
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import degrees

_HIP_HALF_M, _PELVIS_M, _THIGH_M = 0.085, (0.36, 0.2), 0.42
_PAST_KNEE_M = np.array([0.17, 0.11])
"""How far beyond the knee its name stands, across and up, to be clear of the ring round it."""
_TURNS = {
    "hip": ("the hip", style.BLUE),
    "lower_back": ("lower back,\nall joints", style.ORANGE),
    "above": ("chest and\nshoulders", style.GREEN),
}


def _twist_stage() -> Stage:
    from matplotlib.patches import Ellipse

    figure = blank(10, 4.2)
    seen, axes = figure.subplots(1, 2, width_ratios=(1, 1.15))
    seen.set(xlim=(-0.4, 0.75), ylim=(-0.04, 0.72), aspect="equal")
    seen.set_title("Seen from the feet")
    seen.set_axis_off()
    seen.axhline(0, color=style.MUTED, linewidth=2)
    seen.add_patch(Ellipse((0, 0.11), 0.46, 0.22, facecolor="none", edgecolor=style.MUTED,
                           linestyle="--", linewidth=1.5))  # fmt: skip
    seen.text(-0.24, 0.2, "chest", color=style.MUTED, ha="right")
    live: dict[str, Artist] = {
        "pelvis": seen.fill([0], [0], facecolor=style.SKIN, edgecolor=style.INK, linewidth=2)[0],
        "thigh": seen.plot([], [], color=style.INK, linewidth=7, solid_capstyle="round")[0],
        "hip": seen.plot([], [], "o", markersize=10, color=style.PURPLE)[0],
        "pelvis_label": seen.text(0, 0, "pelvis", ha="center", va="center", size=10),
        "knee_label": seen.text(
            0, 0, "knee", color=style.INK, weight="bold", ha="center", va="center"
        ),
    }
    axes.set(xlim=(0, 96), ylim=(-0.6, 2.6), xlabel="Turns by (°)")
    named_rows(axes, (2, 1, 0), [label for label, _ in _TURNS.values()])
    live |= numbered_bars(axes, {name: color for name, (_, color) in _TURNS.items()})
    live["limit_line"] = axes.plot([], [], color=style.INK, linewidth=2)[0]
    live["limit_label"] = axes.text(0, 0, "", va="bottom")
    return Stage(figure, live)


def _twist_frame(knee_across_deg: float, roll_share_percent: float) -> Frame:
    parts = twist.shares(knee_across_deg, roll_share_percent / 100)
    hip, lower_back, above = (float(part) for part in parts)
    roll = lower_back + above
    turn = np.radians(roll)
    around = np.linspace(0, 2 * np.pi, 60)
    a, b = (half / 2 for half in _PELVIS_M)
    ring = np.column_stack([a * np.cos(around), b * np.sin(around)])
    c, s = np.cos(turn), np.sin(turn)
    rolled = ring @ np.array([[c, -s], [s, c]])
    middle = np.array([0.0, -float(rolled[:, 1].min())])
    joint = middle + np.array([-_HIP_HALF_M, 0.0]) @ np.array([[c, -s], [s, c]])
    across = np.radians(knee_across_deg)
    knee = joint + _THIGH_M * np.array([np.sin(across), np.cos(across)])
    marks = {
        "pelvis": Mark(rolled + middle),
        "thigh": Mark(np.stack([joint, knee])),
        "hip": Mark(joint),
        "pelvis_label": Mark(middle + np.array([0.04, -0.05]), text="pelvis"),
        "knee_label": Mark(knee + (knee - joint) / _THIGH_M * _PAST_KNEE_M, text="knee"),
    }
    for row, name, value in zip((2, 1, 0), _TURNS, (hip, lower_back, above), strict=True):
        marks |= numbered_bar(
            name, value, row, degrees(value), half_height=0.25, text_at=value + 1.5
        )
    limit = twist.lower_back_limit_deg()
    reached = lower_back >= limit  # shown only then: the learner is asked to predict it
    # Not even a dot of it: a line without length has round ends.
    ends = np.array([(limit, 0.6), (limit, 1.4)])
    marks["limit_line"] = Mark(ends if reached else np.empty((0, 2)))
    marks["limit_label"] = Mark(
        np.array([limit + 10, 1.42]), text="its joints go no further" if reached else ""
    )
    words = (
        f"The knee has come {degrees(knee_across_deg)} across; for {degrees(roll)} of that the "
        f"pelvis has rolled along. If the shoulders stay on the floor, the hip turns "
        f"{degrees(hip)}, the joints of the lower back at most {degrees(lower_back)} together, "
        f"and chest and shoulder girdle the other {degrees(above)}."
    )
    table = Table(
        {"part": np.array(["hip", "lower back, at most", "chest and above"]),
         "turns by": np.array([hip, lower_back, above])},
        {"turns by": "°"},
        "Where the twist comes from",
    )  # fmt: skip
    return Frame(marks, words, table)


shares = Scene(
    "Where the twist comes from",
    _twist_stage,
    _twist_frame,
    (Handle("knee", "thigh", (1,), (Turn("knee_across_deg", ("hip", 0), -1),)),),
)
