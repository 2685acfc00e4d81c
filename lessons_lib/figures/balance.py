"""The pelvis as a body in balance: how far it tilts when hamstrings change and nothing answers."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.figures.body import (
    MUSCLE_COLORS,
    body_artists,
    body_axes,
    body_marks,
    leg_artists,
    leg_marks,
)
from lessons_lib.figures.tight_hamstrings import shorter_in_words, slack_factor
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.balance import Leg, hamstring_moment_nm, postures, stiffness, tilt_deg
from lessons_lib.mechanics.pose import Pose, body_outline_m
from lessons_lib.stage import style
from lessons_lib.stage.chart import named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import signed, signed_nm

Numbers = NDArray[np.float64]

PARTS = {
    "hamstrings": style.BLUE,
    "other_hip_tissue": style.GREEN,
    "trunk": style.ORANGE,
    "weight": style.PURPLE,
    "whole": style.INK,
}
_PART_LABELS = (
    "hamstrings",
    "other tissue at the hips",
    "trunk",
    "weight of the upper body",
    "all together",
)
_BARS_NM = (-1.1, 5.4)


_IN_TWO_LINES = {
    "other tissue at the hips": "other tissue\nat the hips",
    "weight of the upper body": "weight of the\nupper body",
}


class _Start(NamedTuple):
    """A posture before anything changes."""

    name: str
    legs: tuple[Leg, Leg]
    pelvic_tilt_deg: float
    trunk_lean_deg: float

    def pose(self, leg: int, further_deg: float) -> Pose:
        """The body after a further tilt over still thighs, with one of its legs."""
        return Pose(
            pelvic_tilt_deg=self.pelvic_tilt_deg + further_deg,
            trunk_lean_deg=self.trunk_lean_deg,
            hip_flexion_deg=self.legs[leg].hip_flexion_deg + further_deg,
            knee_flexion_deg=self.legs[leg].knee_flexion_deg,
        )


@cache
def _start(index: int) -> _Start:
    row = list(load("pelvis_postures").rows())[index]
    legs = postures()[row["posture"]]
    if np.isnan(row["cycle_percent"]):
        # Thighs upright: as far as the hips are flexed, pelvis and trunk lean together.
        lean = legs[0].hip_flexion_deg
        return _Start(row["posture"], legs, lean, lean)
    return _Start(row["posture"], legs, gait.pose_at(row["cycle_percent"]).pelvic_tilt_deg, 0.0)


@cache
def _pelvis_before(index: int) -> Numbers:
    """The outline of the pelvis before anything changes, closed."""
    outline = body_outline_m(_start(index).pose(0, 0.0))["pelvis"]
    return np.vstack([outline, outline[:1]])


def _balance_stage() -> Stage:
    figure = blank(10, 4.6)
    body, bars = figure.subplots(1, 2, width_ratios=(1, 1.2))
    body_axes(body, (-0.5, 0.6), (-0.5, 0.5))
    live = {**leg_artists(body), **body_artists(body)}
    live["before"] = body.plot([], [], "--", color=style.INK, linewidth=1.6)[0]
    live["tilt_value"] = body.text(-0.47, 0.43, "", color=style.PURPLE, weight="bold", size=13)
    rows = range(len(_PART_LABELS))
    bars.set(xlim=_BARS_NM, ylim=(rows.stop - 0.4, -0.6))
    bars.set_xlabel("Resists one degree of tilt with (Nm)")
    named_rows(bars, rows, [_IN_TWO_LINES.get(label, label) for label in _PART_LABELS])
    bars.axvline(0, color=style.INK, linewidth=1)
    bars.set_axisbelow(True)
    live |= numbered_bars(bars, PARTS)
    return Stage(figure, live)


def _balance_frame(pelvis_posture: float, shorter_percent: float, trunk_stiffness: float) -> Frame:
    start = _start(round(pelvis_posture))
    legs = start.legs
    factor = slack_factor(shorter_percent)
    parts = stiffness(legs, factor, trunk_stiffness)
    tilt = tilt_deg(legs, factor, trunk_stiffness)
    change = float(hamstring_moment_nm(legs, 0.0, factor) - hamstring_moment_nm(legs, 0.0))
    shown = 0.0 if tilt is None else tilt
    marks = {**leg_marks(start.pose(1, shown)), **body_marks(start.pose(0, shown), MUSCLE_COLORS)}
    marks["before"] = Mark(_pelvis_before(round(pelvis_posture)))
    outcome = "no balance" if tilt is None else _way(tilt)
    marks["tilt_value"] = Mark(np.array([-0.47, 0.43]), text=outcome)
    values = (*parts, parts.whole)
    for row, (part, value) in enumerate(zip(PARTS, values, strict=True)):
        marks |= numbered_bar(
            part, value, row, signed(value, 2), half_height=0.25, text_at=max(value, 0) + 0.08
        )
    words = (
        f"{shorter_in_words(shorter_percent)}, {start.name}: before anything moves, the "
        f"hamstrings' moment on the pelvis has changed by {signed_nm(change)} (+ forward). One "
        f"degree of tilt is resisted with {signed_nm(parts.whole, 2)}: hamstrings "
        f"{parts.hamstrings:.2f}, other tissue at the hips {parts.other_hip_tissue:.2f}, trunk "
        f"{parts.trunk:.2f}, weight of the upper body {signed(parts.weight, 2)}. "
        f"{_in_words(legs, tilt, trunk_stiffness)}"
    )
    table = Table(
        {"part": np.array(_PART_LABELS), "stiffness": np.array(values)},
        {"stiffness": "Nm/°"},
        f"{start.name}; tilt: {outcome}",
    )
    return Frame(marks, words, table)


def _way(tilt: float) -> str:
    """How far and which way a pelvis tilts, in degrees."""
    size = round(abs(tilt), 1)
    if size == 0:
        return "0.0°"
    return f"{size:.1f}° {'forward' if tilt > 0 else 'backward'}"


def _in_words(legs: tuple[Leg, Leg], tilt: float | None, trunk_stiffness: float) -> str:
    if tilt is not None:
        return f"If nothing else answers, the pelvis tilts {_way(tilt)}."
    if stiffness(legs, 1.0, trunk_stiffness).whole <= 0:
        return "Nothing here holds the pelvis: there is no balance, and something has to answer."
    return "There is no balance as far as hips are known: something has to answer."


balance = Scene("A pelvis that nobody holds", _balance_stage, _balance_frame)
