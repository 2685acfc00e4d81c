"""A walk of one's own: length and pull of the hamstrings over the stride, and the back at rest.

Whose walk, is a choice: one of three invented walkers, or the file that was read in this session.
What is computed of a file goes to the page as an answer and is stored nowhere.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.mechanics import lumbar, passive
from lessons_lib.mechanics.own_walk import chain, shelf
from lessons_lib.mechanics.own_walk.chain import Hamstrings, hamstrings_over
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.size import BodySize
from lessons_lib.mechanics.own_walk.strides import PERCENT, Strides
from lessons_lib.stage import style
from lessons_lib.stage.chart import STRIDE, band
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, counted, degrees, plain

Numbers = NDArray[np.float64]

WHO = {
    "average": "An average walker (invented)",
    "crouched": "A crouched walker (invented)",
    "leaning": "A walker who leans (invented)",
    "own": "Your file",
}
_MUSCLES = ("semimembranosus", "semitendinosus", "biceps femoris, long head")
_SIDES: dict[str, dict[str, Any]] = {
    "right": {"color": style.BLUE, "linestyle": "-"},
    "left": {"color": style.ORANGE, "linestyle": (0, (6, 2))},
}
_AWAY = -999.0
"""Where a curve is that is not there: below the picture, which cuts it off."""
NO_FILE = (
    "No file has been read yet. Choose one in section 1 of this lesson, and then look here again; "
    "or take one of the invented walkers."
)
NO_TRUNK = (
    "This file holds no lean of the trunk (and no lower back with a pelvis), so nothing can be "
    "said of the back. Take one of the invented walkers to see what would be."
)


def _both(walker: float, size: BodySize, shift: float) -> dict[str, Hamstrings]:
    who = shelf.WALKERS[round(walker)]
    if who == shelf.OWN:  # nothing of a learner's file is kept
        strides = shelf.take(who)
        return {side: hamstrings_over(one, size, shift) for side, one in strides.items()}
    return {side: one.sized(size) for side, one in _invented(who, shift).items()}


@cache
def _invented(who: str, shift: float) -> Mapping[str, Hamstrings]:
    """Of an invented walker as tall and heavy as the model's body."""
    return {side: hamstrings_over(one, None, shift) for side, one in shelf.take(who).items()}


@cache
def _average() -> Hamstrings:
    """Of the course's young adults, in the model's body."""
    return hamstrings_over(chain.average())


def _curves(axes: Axes) -> dict[str, Artist]:
    """A line and a band for each side, and the average of the course."""
    live: dict[str, Artist] = {}
    for side, look in _SIDES.items():
        live[f"{side}_band"] = axes.fill([0], [0], facecolor=look["color"], alpha=0.2, linewidth=0)[
            0
        ]
    live["average"] = axes.plot(
        [], [], ":", color=style.MUTED, label="24 young adults", linewidth=2.5
    )[0]
    for side, look in _SIDES.items():
        live[side] = axes.plot([], [], label=side, **look)[0]
    return live


def _marks(by_side: Mapping[str, Numbers], average: Numbers) -> dict[str, Mark]:
    """Median and spread over strides; each of shape (strides, 101).

    Drawn at every second point, and bands at every fourth: it is seen no finer, and the web edition
    holds each for thousands of positions.
    """
    line, wide = slice(None, None, 2), slice(None, None, 4)
    marks = {"average": Mark(np.column_stack([PERCENT[line], average[line]]))}
    for side in _SIDES:
        curves = by_side.get(side, np.full((1, len(PERCENT)), _AWAY))
        marks[side] = Mark(np.column_stack([PERCENT[line], np.median(curves[:, line], axis=0)]))
        low, high = curves[:, wide].min(axis=0), curves[:, wide].max(axis=0)
        marks[f"{side}_band"] = band(PERCENT[wide], low, high)
    return marks


def _over_the_stride(
    by_side: Mapping[str, Numbers], average: Numbers, unit: str, title: str
) -> Table:
    """The median over strides, beside the average, at every fifth of the percents."""
    columns = {side: np.median(one, axis=0) for side, one in by_side.items()}
    columns["24 young adults"] = average
    return Table(
        {"stride": PERCENT[::5]} | {name: one[::5] for name, one in columns.items()},
        {"stride": "%"} | dict.fromkeys((*_SIDES, "24 young adults"), unit),
        title,
    )


def strides_said(strides: Mapping[str, Strides]) -> str:
    """How many strides there are, side by side, in words."""
    return " and ".join(f"{counted(len(one), 'stride')} {side}" for side, one in strides.items())


# ---------------------------------------------------------------------------------------------
# Length


def _lengths_stage() -> Stage:
    figure = blank(9.4, 5)
    axes = figure.subplots()
    axes.set(xlim=(0, 100), ylim=(-70, 95), xlabel=STRIDE)
    axes.set(ylabel="Longer than standing upright (mm)")
    axes.axhline(0, color=style.INK, linewidth=1)
    live = _curves(axes)
    axes.legend(loc="lower left")
    return Stage(figure, live)


def _lengths_frame(
    walker: float, muscle: float, zero_shift_deg: float, body_height_m: float
) -> Frame:
    size = BodySize(height_m=body_height_m)
    row = round(muscle)
    found = _both(walker, size, zero_shift_deg)
    average = _average().sized(size)
    curves = {side: MM_PER_M * one.lengthening_m[row] for side, one in found.items()}
    usual = MM_PER_M * average.lengthening_m[row, 0]
    who = shelf.WALKERS[round(walker)]
    told = []
    for side, one in found.items():
        travel = chain.middle(MM_PER_M * one.excursion_m[row])
        when = float(np.median(one.longest_percent[row]))
        told.append(
            f"{side} it travels {plain(travel.median)} mm in a stride (in single strides "
            f"{plain(travel.low)} to {plain(travel.high)}) and is longest at {plain(when)} %"
        )
    words = (
        f"{WHO[who]}, {strides_said(shelf.take(who))}. {_MUSCLES[row].capitalize()}: "
        f"{'; '.join(told)}. In the 24 young adults of the course it travels "
        f"{plain(np.ptp(usual))} mm. Body height {body_height_m:.2f} m; zero of hip and pelvis "
        f"moved by {degrees(zero_shift_deg)}."
    )
    title = f"{_MUSCLES[row].capitalize()}, longer than standing upright"
    table = _over_the_stride(curves, usual, "mm", title)
    return Frame(_marks(curves, usual), words if found else NO_FILE, table)


lengths = Scene("The hamstrings over your stride", _lengths_stage, _lengths_frame)


# ---------------------------------------------------------------------------------------------
# Passive pull


def _pull_stage() -> Stage:
    figure = blank(9.4, 5)
    axes = figure.subplots()
    axes.set(xlim=(0, 100), ylim=(-52, 6), xlabel=STRIDE)
    axes.set(ylabel="Moment at the hip (Nm), extending below 0")
    axes.axhline(0, color=style.INK, linewidth=1)
    whole = sorted(passive.landing_hip_moments_nm().values())
    axes.axhspan(whole[0], whole[-1], facecolor=style.GRID, alpha=0.6, linewidth=0)
    axes.text(
        50, float(np.mean(whole)), "all that two recorded walkers' hips held at landing",
        ha="center", va="center", color=style.MUTED,
    )  # fmt: skip
    live = _curves(axes)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 0.32))
    return Stage(figure, live)


def _pull_frame(
    walker: float, zero_shift_deg: float, body_height_m: float, body_mass_kg: float
) -> Frame:
    size = BodySize(body_height_m, body_mass_kg)
    found = _both(walker, size, zero_shift_deg)
    average = _average().sized(size).hip_moment_nm[0]
    curves = {side: one.hip_moment_nm for side, one in found.items()}
    who = shelf.WALKERS[round(walker)]
    told = []
    for side, one in found.items():
        pull = chain.middle(one.strongest_nm)
        raised = chain.middle(one.landing_leg_raise_deg[0])
        told.append(
            f"{side} they pull with {plain(-pull.median, 1)} Nm at most (single strides "
            f"{plain(-pull.high, 1)} to {plain(-pull.low, 1)}), at "
            f"{plain(float(np.median(one.strongest_percent)))} % of the stride, and "
            f"semimembranosus is as long at the landing as in a leg raise of "
            f"{degrees(raised.median)}"
        )
    whole = sorted(-one for one in passive.landing_hip_moments_nm().values())
    words = (
        f"{WHO[who]}, {strides_said(shelf.take(who))}. The three hamstrings at rest: "
        f"{'; '.join(told)}. In the 24 young adults of the course it is "
        f"{plain(-average.min(), 1)} Nm. All muscles together held {plain(whole[0])} and "
        f"{plain(whole[-1])} Nm at landing in two recorded walkers. Body {body_height_m:.2f} m, "
        f"{body_mass_kg:.0f} kg; zero of hip and pelvis moved by {degrees(zero_shift_deg)}."
    )
    title = "Moment of the resting hamstrings at the hip, below 0 where they extend it"
    table = _over_the_stride(curves, average, "Nm", title)
    return Frame(_marks(curves, average), words if found else NO_FILE, table)


pull = Scene("What the resting hamstrings pull in your stride", _pull_stage, _pull_frame)


# ---------------------------------------------------------------------------------------------
# The back, standing still


_LEANS = np.linspace(-15, 45, 121)


def _back_stage() -> Stage:
    figure = blank(9.4, 4.8)
    axes = figure.subplots()
    axes.set(xlim=(-15, 45), ylim=(0, 2.4), xlabel="Lean of the trunk (°)")
    axes.set(ylabel="Load on the lowest disc, standing still\n(body weights)")
    live: dict[str, Artist] = {
        "band": axes.fill(
            [0], [0], facecolor=style.BLUE, alpha=0.18, linewidth=0,
            label="free body, least to highest",
        )[0],
        "typical": axes.plot([], [], color=style.BLUE, label="typical")[0],
        "zeros": axes.plot(
            [], [], color=style.ORANGE, linewidth=5, solid_capstyle="butt",
            label="the same lean, if zero is elsewhere",
        )[0],
        "here": axes.plot([], [], "o", color=style.PURPLE, markersize=10, label="mean lean")[0],
    }  # fmt: skip
    axes.legend(loc="upper left")
    return Stage(figure, live)


def _back_frame(walker: float, zero_shift_deg: float) -> Frame:
    who = shelf.WALKERS[round(walker)]
    found = shelf.take(who)
    strides = next(iter(found.values()), None)
    back = chain.back_over(strides, zero_shift_deg) if strides else None
    tilt = back.tilt_deg if back else 0.0
    loads = {}
    for level in lumbar.LEVELS:
        body = lumbar.build(level)
        still = lumbar.lean(tilt, _LEANS, body).compression_n
        loads[level] = still / body.body_weight_n
    at = _LEANS[::10]
    table = Table(
        {"lean": at} | {level: one[::10] for level, one in loads.items()},
        {"lean": "°"},
        "Load on the lowest disc standing still, in body weights",
    )
    marks = {
        "band": band(_LEANS, loads["low"], loads["high"]),
        "typical": Mark(np.column_stack([_LEANS, loads["typical"]])),
    }
    if strides is None or back is None:
        marks |= {"zeros": Mark(np.full((25, 2), _AWAY)), "here": Mark(np.full((1, 2), _AWAY))}
        return Frame(marks, NO_TRUNK if found else NO_FILE, table)
    far = limit("laboratory_zero_high_deg")
    spread = np.clip(np.linspace(back.lean_deg - far, back.lean_deg + far, 25), -15, 45)
    ends = np.interp(spread, _LEANS, loads["typical"])
    marks |= {
        "zeros": Mark(np.column_stack([spread, ends])),
        "here": Mark(np.array([[back.lean_deg, back.typical]])),
    }
    lean = strides.trunk_lean_deg
    moves = float(np.median(np.ptp(lean, axis=1))) if lean is not None else 0.0
    caution = (
        " In this file the trunk does not move at all against the room: its lean was set, not "
        "recorded, so this says nothing of the person."
        if chain.trunk_was_set(strides)
        else f" Within a stride the lean moves by {degrees(moves)}."
    )
    words = (
        f"{WHO[who]}: the trunk leans {degrees(back.lean_deg)} on average. Standing still like "
        f"that, the lowest disc carries {back.typical:.2f} body weights ({back.low:.2f} to "
        f"{back.high:.2f}). If the laboratory's zero is up to {degrees(far)} elsewhere, "
        f"{ends.min():.2f} to {ends.max():.2f}.{caution} What walking adds is not in a file of "
        "angles."
    )
    return Frame(marks, words, table)


back = Scene("Your lean, and the lowest disc while standing still", _back_stage, _back_frame)
