"""The pelvis as a body in balance: how far it tilts when hamstrings change and nothing answers."""

from functools import cache
from typing import Any, NamedTuple

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
from lessons_lib.mechanics.balance import (
    FURTHEST_DEG,
    Leg,
    Stiffness,
    hamstring_moment_nm,
    postures,
    stiffness,
    tilt_deg,
)
from lessons_lib.mechanics.pose import Pose, body_outline_m
from lessons_lib.stage import style
from lessons_lib.stage.chart import named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import degrees, signed, signed_nm

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
_OUTCOME_M, _MORE_M = (-0.47, 0.43), (-0.47, 0.41)
"""Where it says what comes of the pelvis, and a second line of that."""


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
    look: Any = {"color": style.PURPLE, "weight": "bold"}
    live["tilt_value"] = body.text(*_OUTCOME_M, "", **look, size=13)
    live["tilt_more"] = body.text(*_MORE_M, "", **look, va="top")
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
    outcome = _outcome(parts, stiffness(legs, 1.0, trunk_stiffness), tilt, change)
    shown = outcome.tilt_deg
    marks = {**leg_marks(start.pose(1, shown)), **body_marks(start.pose(0, shown), MUSCLE_COLORS)}
    marks["before"] = Mark(_pelvis_before(round(pelvis_posture)))
    marks["tilt_value"] = Mark(np.array(_OUTCOME_M), text=outcome.label)
    marks["tilt_more"] = Mark(np.array(_MORE_M), text=outcome.more)
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
        f"{outcome.words}"
    )
    table = Table(
        {"part": np.array(_PART_LABELS), "stiffness": np.array(values)},
        {"stiffness": "Nm/°"},
        f"{start.name}; tilt: {' '.join(filter(None, (outcome.label, outcome.more)))}",
    )
    return Frame(marks, words, table)


def _way(tilt: float) -> str:
    """How far and which way a pelvis tilts, in degrees."""
    size = round(abs(tilt), 1)
    if size == 0:
        return "0.0°"
    return f"{size:.1f}° {'forward' if tilt > 0 else 'backward'}"


class _Outcome(NamedTuple):
    """What comes of the pelvis: how it is drawn, in two short lines, and in a sentence."""

    tilt_deg: float
    label: str
    more: str
    words: str


def _outcome(now: Stiffness, before: Stiffness, tilt: float | None, change: float) -> _Outcome:
    """Tell a pelvis that nothing holds from one that is held but tilts further than is followed."""
    if tilt is not None:
        return _Outcome(
            tilt, _way(tilt), "", f"If nothing else answers, the pelvis tilts {_way(tilt)}."
        )
    if now.whole <= 0:
        return _Outcome(
            0.0, "no balance", "",
            "Nothing here holds the pelvis: there is no balance, and something has to answer.",
        )  # fmt: skip
    if before.whole <= 0:
        return _Outcome(
            0.0, "no balance", "before",
            "With hamstrings as calibrated nothing here holds the pelvis: there is no balance to "
            "begin from, though these would resist.",
        )  # fmt: skip
    way = "forward" if change > 0 else "backward"
    return _Outcome(
        float(np.copysign(FURTHEST_DEG, change)), f"over {degrees(FURTHEST_DEG)}", way,
        f"A degree is resisted with too little: the pelvis tilts {way} by more than "
        f"{degrees(FURTHEST_DEG)}, further than is followed here.",
    )  # fmt: skip


balance = Scene("A pelvis that nobody holds", _balance_stage, _balance_frame)
