"""Where a lying twist comes from: the body seen from its feet, and how far each part turns."""

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.mechanics import twist
from lessons_lib.stage import style
from lessons_lib.stage.chart import named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Artist, Stage, blank
from lessons_lib.stage.handle import Handle, Turn
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import degrees

Numbers = NDArray[np.float64]

_HIP_HALF_M, _PELVIS_M, _CHEST_M, _THIGH_M = 0.085, (0.36, 0.2), (0.46, 0.22), 0.42
_PAST_KNEE_M = np.array([0.17, 0.11])
"""How far beyond the knee its name stands, across and up, to be clear of the ring round it."""
_TURNS = {
    "hip": ("the hip", style.BLUE),
    "lower_back": ("lower back,\nall joints", style.ORANGE),
    "above": ("chest and\nshoulders", style.GREEN),
}


def _twist_stage() -> Stage:
    figure = blank(10, 4.2)
    seen, axes = figure.subplots(1, 2, width_ratios=(1, 1.15))
    seen.set(xlim=(-0.4, 0.75), ylim=(-0.04, 0.72), aspect="equal")
    seen.set_title("Seen from the feet")
    seen.set_axis_off()
    seen.axhline(0, color=style.MUTED, linewidth=2)
    seen.text(-0.24, 0.2, "chest", color=style.MUTED, ha="right")
    live: dict[str, Artist] = {
        "chest": seen.plot([], [], "--", color=style.MUTED, linewidth=1.5)[0],
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
    hip, lower_back, above = _that_add_up(knee_across_deg, roll_share_percent)
    roll = lower_back + above
    back = _turning(roll)
    rolled = _ring(_PELVIS_M) @ back
    middle = np.array([0.0, -float(rolled[:, 1].min())])
    joint = middle + np.array([-_HIP_HALF_M, 0.0]) @ back
    # The lowest ribs: they lag behind the pelvis by what the lower back turns, and lead the
    # shoulders, which stay on the floor, by what chest and shoulders turn.
    ribs = _ring(_CHEST_M) @ _turning(above)
    across = np.radians(knee_across_deg)
    knee = joint + _THIGH_M * np.array([np.sin(across), np.cos(across)])
    marks = {
        "chest": Mark(ribs - [0.0, float(ribs[:, 1].min())]),
        "pelvis": Mark(rolled + middle),
        "thigh": Mark(np.stack([joint, knee])),
        "hip": Mark(joint),
        "pelvis_label": Mark(middle + np.array([0.04, -0.05]), text="pelvis"),
        "knee_label": Mark(knee + (knee - joint) / _THIGH_M * _PAST_KNEE_M, text="knee"),
    }
    for row, name, value in zip((2, 1, 0), _TURNS, (hip, lower_back, above), strict=True):
        marks |= numbered_bar(
            name, value, row, f"{value:g}°", half_height=0.25, text_at=value + 1.5
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
        f"The knee has come {degrees(knee_across_deg)} across; for {roll:g}° of that the "
        f"pelvis has rolled along. If the shoulders stay on the floor, the hip turns {hip:g}°, "
        f"the joints of the lower back at most {lower_back:g}° together, and chest and shoulder "
        f"girdle the other {above:g}°."
    )
    table = Table(
        {"part": np.array(["hip", "lower back, at most", "chest and above"]),
         "turns by": np.array([hip, lower_back, above])},
        {"turns by": "°"},
        "Where the twist comes from",
    )  # fmt: skip
    return Frame(marks, words, table)


def _that_add_up(across_deg: float, roll_share_percent: float) -> tuple[float, float, float]:
    """What hip, lower back and all above it turn, to a tenth of a degree and with the right sum."""
    parts = twist.shares(across_deg, roll_share_percent / 100)
    hip, lower_back = (round(float(part), 1) for part in parts[:2])
    return hip, lower_back, round(across_deg - hip - lower_back, 1) + 0.0


def _ring(wide_and_high_m: tuple[float, float]) -> Numbers:
    around = np.linspace(0, 2 * np.pi, 25)
    wide, high = (size / 2 for size in wide_and_high_m)
    return np.column_stack([wide * np.cos(around), high * np.sin(around)])


def _turning(angle_deg: float) -> Numbers:
    """What turns points to the side to which the knee goes."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, -s], [s, c]])


shares = Scene(
    "Where the twist comes from",
    _twist_stage,
    _twist_frame,
    (Handle("knee", "thigh", (1,), (Turn("knee_across_deg", ("hip", 0), -1),)),),
)
