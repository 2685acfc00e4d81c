"""The free body above the lowest disc: the forces that hold it, as arrows and as bars.

Forces are shown in body weights, so that they can be felt and compared; the table gives newtons.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.figures.body import (
    body_artists,
    body_axes,
    body_marks,
    mass_share,
    pelvis_handle,
    trunk_handle,
)
from lessons_lib.figures.lumbar import BODY_WEIGHT_N, LARGEST_TESTED_DEG, body_weights
from lessons_lib.mechanics import lumbar
from lessons_lib.mechanics.lumbar import Build, build
from lessons_lib.mechanics.pose import Pose
from lessons_lib.stage import style
from lessons_lib.stage.chart import named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees, plain

Numbers = NDArray[np.float64]

_METRES_PER_BODY_WEIGHT = 0.24
_ARROW_WIDTH_M = 0.02
_ABOVE_BARS = (4.15, 2.55)
_PARTS = ("weight", "muscle", "disc")
_PART_LABELS = ("Weight above,\nalong the spine", "Pull of\nmuscles", "Load on\nthe disc")
_LETTERS = dict(zip(_PARTS, "WFC", strict=True))
_PART_COLORS = dict(zip(_PARTS, (style.BLUE, style.ORANGE, style.INK), strict=True))


def _stage() -> Stage:
    figure = blank(10, 5.4)
    body, bars = figure.subplots(1, 2, width_ratios=(1.2, 1))
    body_axes(body, (-0.7, 0.86), (-0.42, 0.92))
    body.set_title("What lies above the cut, and what holds it")
    live = body_artists(body, muscles=())
    live["cut"] = body.plot([], [], "--", color=style.PURPLE, linewidth=1.8)[0]
    live["distance"] = body.plot([], [], color=style.PURPLE, linewidth=2)[0]
    for part in _PARTS:
        live[f"{part}_arrow"] = body.fill([0], [0], facecolor=_PART_COLORS[part], linewidth=0)[0]
    look: Any = {"markersize": 9, "markerfacecolor": style.PAPER, "markeredgecolor": style.BLUE}
    live["centre"] = body.plot([], [], "o", markeredgewidth=2, **look)[0]
    middle: Any = {"weight": "bold", "ha": "center", "va": "center"}
    for part in _PARTS:
        live[f"{part}_name"] = body.text(0, 0, "", color=_PART_COLORS[part], **middle)
    live["distance_name"] = body.text(0, 0, "", color=style.PURPLE, weight="bold", va="center")
    key = zip(_PARTS, ("weight", "muscles", "disc"), strict=True)
    for line, (part, name) in enumerate(key):
        where = (-0.68, 0.82 - 0.085 * line)
        body.text(*where, f"{_LETTERS[part]}  {name}", color=_PART_COLORS[part], weight="bold")
    bars.set_axisbelow(True)
    bars.set(xlim=(0, 4.2), ylim=(-0.6, 2.6), xlabel="Force (body weights)")
    named_rows(bars, (2, 1, 0), _PART_LABELS)
    bars.set_title("The forces along the spine")
    live |= numbered_bars(bars, {part: _PART_COLORS[part] for part in _PARTS})
    live["band"] = bars.plot([], [], color=style.PURPLE, linewidth=3)[0]
    live["band_value"] = bars.text(0, 0, "", va="top", color=style.PURPLE, weight="bold")
    live["one"] = bars.text(*_ABOVE_BARS, "", ha="right", va="top", color=style.MUTED)
    return Stage(figure, live)


def _frame(hip_lean_deg: float, lumbar_flexion_deg: float, about_mass_kg: float) -> Frame:
    trunk = hip_lean_deg + lumbar_flexion_deg
    share = mass_share(about_mass_kg)
    body = build()
    held = lumbar.lean(hip_lean_deg, trunk, body)
    typical = float(held.compression_n)
    low, high = (
        float(lumbar.lean(hip_lean_deg, trunk, build(level)).compression_n)
        for level in ("low", "high")
    )
    stance = Pose(pelvic_tilt_deg=hip_lean_deg, trunk_lean_deg=trunk, hip_flexion_deg=hip_lean_deg)
    marks = body_marks(stance, {}) | _forces(held, hip_lean_deg, trunk, body)
    sizes = {
        "weight": float(held.weight_along_spine_n),
        "muscle": float(held.muscle_n),
        "disc": typical,
    }
    for row, (part, force) in zip((2, 1, 0), sizes.items(), strict=True):
        width = float(body_weights(force))
        marks |= numbered_bar(
            part, width, row, f"{width:.2f}", half_height=0.22, text_at=width + 0.08
        )
    left, right, level = float(body_weights(low)), float(body_weights(high)), -0.36
    # One line that ends in a short stroke on either side.
    strokes = [(left, -0.06), (left, 0.06), (left, 0), (right, 0), (right, -0.06), (right, 0.06)]
    marks["band"] = Mark(np.add(strokes, (0, level)))
    marks["band_value"] = Mark(
        np.array([left, level - 0.09]),
        text=f"between {left:.2f} and {right:.2f}",
    )
    marks["one"] = Mark(np.array(_ABOVE_BARS), text=f"1 body weight: {share * BODY_WEIGHT_N:.0f} N")
    words = (
        f"{_posture(hip_lean_deg, lumbar_flexion_deg)} The weight above the cut is "
        f"{share * body.weight_n:.0f} N, half of the body. {_moment_words(held, body, share)} "
        f"Together with the {share * sizes['weight']:.0f} N of weight along the spine, the disc "
        f"carries {share * typical:.0f} N, {body_weights(typical):.2f} body weights; with what is "
        f"uncertain, between {left:.2f} and {right:.2f}.{_untested(trunk)}"
    )
    table = Table(
        {
            "quantity": np.array([*_PART_NAMES, "load, least", "load, highest"]),
            "newtons": share * np.array([*sizes.values(), low, high]),
            "body weights": body_weights(np.array([*sizes.values(), low, high])),
        },
        {"newtons": "N", "body weights": "1"},
        "The forces along the spine at the lowest disc",
    )
    return Frame(marks, words, table)


_PART_NAMES = ("weight along the spine", "pull of muscles", "load on the disc")


def _posture(hip_lean_deg: float, lumbar_flexion_deg: float) -> str:
    if hip_lean_deg == lumbar_flexion_deg == 0:
        return "Standing upright."
    way = "forward" if lumbar_flexion_deg >= 0 else "backward"
    bent = f"the lower back bent {degrees(abs(lumbar_flexion_deg))} {way}"
    if hip_lean_deg == 0:
        return f"Standing with {bent}."
    leaning = f"Leaning {degrees(hip_lean_deg)} from the hips"
    return f"{leaning}, {bent}." if lumbar_flexion_deg else f"{leaning}."


def _moment_words(held: lumbar.Load, body: Build, share: float) -> str:
    moment, pull = float(held.moment_nm), float(held.muscle_n)
    distance_mm = MM_PER_M * abs(moment) / body.weight_n
    side, who, arm = (
        ("in front of", "back", body.extensor_arm_m)
        if moment >= 0
        else ("behind", "belly", body.abdominal_arm_m)
    )
    return (
        f"Its line passes {distance_mm:.0f} mm {side} the disc, a moment of "
        f"{share * abs(moment):.0f} Nm; the muscles of the {who}, with a lever of "
        f"{MM_PER_M * arm:.0f} mm, hold it with {share * pull:.0f} N."
    )


def _untested(trunk_deg: float) -> str:
    if trunk_deg <= LARGEST_TESTED_DEG:
        return ""
    return (
        f" Beyond {degrees(LARGEST_TESTED_DEG)} of lean the model was not compared with anything."
    )


def _forces(held: lumbar.Load, tilt_deg: float, trunk_deg: float, body: Build) -> dict[str, Mark]:
    """The three arrows of the free body, with their names, in the world of the drawn body."""
    tilt = np.radians(tilt_deg)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    disc = np.array([body.disc_forward_m, body.disc_up_m]) @ turn
    slope = np.radians(body.disc_slope_deg) + tilt
    along = np.array([np.sin(slope), np.cos(slope)])
    across = np.array([along[1], -along[0]])
    forward, up = lumbar.centre_of_mass_m(tilt_deg, trunk_deg, body)
    centre = disc + np.array([float(forward), float(up)])
    down = np.array([0.0, -1.0])
    scale = _METRES_PER_BODY_WEIGHT / BODY_WEIGHT_N
    back = float(held.moment_nm) >= 0
    muscle = disc - body.extensor_arm_m * across if back else disc + body.abdominal_arm_m * across
    end = centre + scale * body.weight_n * down
    pull, push = scale * float(held.muscle_n), scale * float(held.compression_n)
    beside = 0.04
    return {
        "cut": Mark(np.stack([disc - 0.13 * across, disc + 0.13 * across])),
        "distance": Mark(np.stack([disc, [centre[0], disc[1]]])),
        "weight_arrow": Mark(arrow(centre, end)),
        "muscle_arrow": Mark(arrow(muscle, muscle - pull * along)),
        "disc_arrow": Mark(arrow(disc - push * along, disc)),
        "centre": Mark(centre),
        "weight_name": Mark(end + np.array([0.09, 0.0]), text=_LETTERS["weight"]),
        "muscle_name": Mark(muscle - (pull + beside) * along, text=_LETTERS["muscle"]),
        "disc_name": Mark(disc - (push + beside) * along, text=_LETTERS["disc"]),
        "distance_name": Mark(
            np.array([max(disc[0], centre[0]) + 0.16, disc[1]]),
            text=f"d = {plain(100 * float(forward))} cm",
        ),
    }


def arrow(tail: Numbers, head: Numbers) -> Numbers:
    """An arrow as a closed outline, shape (7, 2); one without length is a point."""
    path = head - tail
    length = float(np.hypot(*path))
    if length == 0:
        return np.tile(tail, (7, 1))
    along = path / length
    across = np.array([-along[1], along[0]])
    tip = min(1.8 * _ARROW_WIDTH_M, length)
    neck = head - tip * along
    half = _ARROW_WIDTH_M / 2
    outline: Numbers = np.array(
        [
            tail + half * across,
            neck + half * across,
            neck + 2 * half * across,
            head,
            neck - 2 * half * across,
            neck - half * across,
            tail - half * across,
        ]
    )
    return outline


free_body = Scene(
    "The free body above the lowest disc",
    _stage,
    _frame,
    (trunk_handle("lumbar_flexion_deg"), pelvis_handle("hip_lean_deg")),
)
