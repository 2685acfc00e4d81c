"""What the movements do: how long they make the hamstrings, and how hard muscles work in them.

Where a twist comes from is in `lessons_lib.figures.twist`, how much is enough in `dose`. Lengths
are in percent of the length when standing upright (hip 0, knee 0).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures import postures
from lessons_lib.figures.body import LONG_HAMSTRINGS, MUSCLE_COLORS, MUSCLE_LABELS
from lessons_lib.figures.stride import WALKERS
from lessons_lib.mechanics import gait, hamstrings, published
from lessons_lib.stage import style
from lessons_lib.stage.chart import bar, named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees, signed

Numbers = NDArray[np.float64]

_SHORT = {
    "semimembranosus": "semimembranosus",
    "semitendinosus": "semitendinosus",
    "biceps_femoris_long": "biceps femoris",
}
_MARKERS = dict(zip(LONG_HAMSTRINGS, ("o", "s", "^"), strict=True))


class Posture(NamedTuple):
    """A posture by name."""

    name: str
    hip_flexion_deg: float
    knee_flexion_deg: float


@cache
def compared() -> tuple[Posture, ...]:
    """The ends of the movements beside everyday postures, from the shortest hamstrings on."""
    everyday = load("postures")

    def usual(name: str) -> Posture:
        row = everyday.row(posture=name)
        return Posture(name, row["hip_flexion_deg"], row["knee_flexion_deg"])

    def end(movement: str, name: str) -> Posture:
        return Posture(name, *postures.angles(movement, 1.0)[:2])

    return (
        end("bridge", "bridge, at the top"),
        usual("standing"),
        usual("sitting upright"),
        end("twist", "lying twist"),
        _landing(),
        end("knee_extension", "knee straightening"),
        end("hinge", "hip hinge"),
        usual("leg raised straight"),
        end("strap", "leg raise with a strap"),
    )


@cache
def _landing() -> Posture:
    hip, knee = (float(gait.angle_deg(joint, 0, WALKERS))
                 for joint in ("hip_flexion", "knee_flexion"))  # fmt: skip
    return Posture("foot lands in walking", hip, max(knee, 0.0))


@cache
def _percent(model: Any, muscle: str, at: Posture) -> float:
    return 100.0 * (
        float(model.relative_length(muscle, at.hip_flexion_deg, at.knee_flexion_deg)) - 1.0
    )


@cache
def _mm_per_percent(muscle: str) -> float:
    return MM_PER_M * float(hamstrings.length_m(muscle, 0, 0)) / 100.0


# ---------------------------------------------------------------------------------------------
# All movements on one axis of length


def _lengths_stage() -> Stage:
    figure = blank(10, 5.6)
    axes = figure.subplots()
    places = [-float(row) for row in range(len(compared()))]
    named_rows(axes, places, [_name(at) for at in compared()])
    axes.set(xlim=(-18, 23), ylim=(places[-1] - 0.6, 0.6))
    least, *_, most = sorted(_mm_per_percent(muscle) for muscle in LONG_HAMSTRINGS)
    axes.set_xlabel(f"Longer than standing upright (%; 1 % is {least:.0f} to {most:.0f} mm)")
    axes.axvline(0, color=style.INK, linewidth=1)
    for place, at in zip(places, compared(), strict=True):
        axes.axhspan(place - 0.42, place + 0.42, color=style.GRID, alpha=0.35, linewidth=0)
        for step, muscle in enumerate(LONG_HAMSTRINGS):
            row = place + 0.25 * (1 - step)
            ours, other = (_percent(model, muscle, at) for model in (hamstrings, published))
            look: Any = {"color": MUSCLE_COLORS[muscle]}
            axes.plot([ours, other], [row, row], linewidth=1.6, **look)
            axes.plot(other, row, "|", markersize=8, markeredgewidth=1.6, **look)
            axes.plot(ours, row, _MARKERS[muscle], markersize=7, **look,
                      label=MUSCLE_LABELS[muscle] if place == 0 else None)  # fmt: skip
    axes.plot([], [], "-|", color=style.MUTED, label=f"by the other model, {published.MODEL}")
    axes.legend(loc="lower left")
    return Stage(figure, {})


def _name(at: Posture) -> str:
    return f"{at.name} ({degrees(at.hip_flexion_deg)}, {degrees(at.knee_flexion_deg)})"


def _lengths_frame() -> Frame:
    lengths = {at.name: {m: _percent(hamstrings, m, at) for m in LONG_HAMSTRINGS}
               for at in compared()}  # fmt: skip
    told = "; ".join(
        f"{name} {signed(min(of.values()), 1)} to {signed(max(of.values()), 1)} %"
        for name, of in lengths.items()
        if name != "standing"
    )
    words = (
        "Length of the hamstrings beside standing upright, from the least of the three to the "
        f"greatest: {told}. Angles behind the names are of hip and knee."
    )
    columns: dict[str, NDArray[Any]] = {"posture": np.array([at.name for at in compared()])}
    units = {}
    for muscle in LONG_HAMSTRINGS:
        percent = np.array([lengths[at.name][muscle] for at in compared()])
        others = np.array([_percent(published, muscle, at) for at in compared()])
        for label, unit, values in (
            (_SHORT[muscle], "%", percent),
            (f"{_SHORT[muscle]}, change", "mm", percent * _mm_per_percent(muscle)),
            (f"{_SHORT[muscle]}, {published.MODEL}", "%", others),
        ):
            columns[label], units[label] = values, unit
    return Frame({}, words, Table(columns, units, "Longer than standing upright"))


lengths = Scene("What each movement does to the hamstrings", _lengths_stage, _lengths_frame)


# ---------------------------------------------------------------------------------------------
# From the start of a movement to its end

_TRAVELS = ("twist", "strap", "knee_extension", "bridge", "hinge")
"""In the order of the options of the parameter ``movement``."""
_FLAT = {"twist": " That the knee then goes across is left out here."}
"""What a model that is flat, and its picture, cannot show of a movement."""


@cache
def _farthest(movement_id: str) -> tuple[str, int]:
    """The point of the body that a movement takes farthest: its outline, and the place in it."""
    start, end = (postures.marks(postures.body(movement_id, way)) for way in (0.0, 1.0))
    ways = {
        name: np.hypot(*(end[name].xy - start[name].xy).T)
        for name in ("head", "trunk", "thigh", "shank", "foot")
    }
    name = max(ways, key=lambda one: float(ways[one].max()))
    return name, int(ways[name].argmax())


def _travel_stage() -> Stage:
    figure = blank(10, 4.6)
    side, axes = figure.subplots(1, 2, width_ratios=(1.1, 1))
    side.set(xlim=(-1.0, 1.1), ylim=(-0.05, 1.85), aspect="equal")
    side.set_axis_off()
    side.axhline(0, color=style.MUTED, linewidth=2)
    live = postures.artists(side)
    live["farthest"] = side.plot([], [], "o", markersize=5, color=style.PURPLE)[0]
    live["angles"] = side.text(-0.98, 1.3, "", color=style.PURPLE, weight="bold", va="top")
    axes.set(xlim=(-18, 30), ylim=(-0.6, 3.6), xlabel="Longer than standing upright (%)")
    named_rows(axes, range(3), [MUSCLE_LABELS[m].replace(", ", ",\n") for m in LONG_HAMSTRINGS])
    axes.axvline(0, color=style.INK, linewidth=1)
    raised = next(at for at in compared() if at.name == "leg raised straight")
    to = degrees(raised.hip_flexion_deg)
    # Their names keep clear of each other, and leave the top to the learner's guess.
    for at, color, label, line, side in (
        (_landing(), style.GREEN, "foot\nlands", "-", "center"),
        (raised, style.ORANGE, f"leg raised\nto {to}", (0, (4, 1.5)), "left"),
    ):
        for row, muscle in enumerate(LONG_HAMSTRINGS):
            here = _percent(hamstrings, muscle, at)
            axes.plot([here, here], [row - 0.38, row + 0.38], color=color, linestyle=line,
                      linewidth=2.5)  # fmt: skip
        axes.text(here - 0.8, 2.46, label, color=color, ha=side, va="bottom", weight="bold")
    live |= numbered_bars(axes, dict.fromkeys(LONG_HAMSTRINGS, style.BLUE))
    return Stage(figure, live)


def _travel_frame(movement: float, way_percent: float) -> Frame:
    movement_id = _TRAVELS[round(movement)]
    placed = postures.body(movement_id, way_percent / 100)
    hip, knee, *_ = postures.angles(movement_id, way_percent / 100)
    at = Posture("on the way", hip, knee)
    marks = postures.marks(placed)
    name, point = _farthest(movement_id)
    marks["farthest"] = Mark(marks[name].xy[point : point + 1])
    marks["angles"] = Mark(np.array([-0.98, 1.3]), text=f"hip {degrees(hip)}, knee {degrees(knee)}")
    change = {muscle: _percent(hamstrings, muscle, at) for muscle in LONG_HAMSTRINGS}
    landing = {muscle: _percent(hamstrings, muscle, _landing()) for muscle in LONG_HAMSTRINGS}
    for row, muscle in enumerate(LONG_HAMSTRINGS):
        value = change[muscle]
        text = f"{signed(value, 1)} %"
        marks |= numbered_bar(muscle, value, row, text, half_height=0.2, text_at=21.5)
    name = parameter("movement").options[round(movement)]
    told = ", ".join(
        f"{_SHORT[m]} {signed(change[m], 1)} % ({signed(landing[m], 1)} %)" for m in LONG_HAMSTRINGS
    )
    words = (
        f"{name.capitalize()}, {way_percent:.0f} % of the way: hip bent {degrees(hip)}, knee "
        f"{degrees(knee)}.{_FLAT.get(movement_id, '')} Compared with standing, and in brackets "
        f"when the foot lands in walking: {told}."
    )
    millimetres = [change[muscle] * _mm_per_percent(muscle) for muscle in LONG_HAMSTRINGS]
    table = Table(
        {
            "muscle": np.array([MUSCLE_LABELS[muscle] for muscle in LONG_HAMSTRINGS]),
            "longer": np.array(list(change.values())),
            "change": np.array(millimetres),
            "when the foot lands": np.array(list(landing.values())),
            f"longer, {published.MODEL}": np.array(
                [_percent(published, muscle, at) for muscle in LONG_HAMSTRINGS]
            ),
        },
        {"longer": "%", "change": "mm", "when the foot lands": "%",
         f"longer, {published.MODEL}": "%"},
        "Longer than standing upright",
    )  # fmt: skip
    return Frame(marks, words, table)


travel = Scene(
    "From the start of a movement to its end",
    _travel_stage,
    _travel_frame,
    (Handle("body", "farthest", along="way_percent"),),
)


# ---------------------------------------------------------------------------------------------
# How hard muscles work


def _effort_stage() -> Stage:
    figure = blank(10, 4.4)
    axes = figure.subplots()
    rows = list(load("muscle_effort").rows())
    places = [-float(row) for row in range(len(rows))]
    named_rows(axes, places, [f"{row['movement']}: {row['muscle']}" for row in rows])
    axes.set(xlim=(0, 100), ylim=(places[-1] - 0.6, 1.0))
    axes.set_xlabel("Effort (% of the greatest effort, MVIC)")
    line = effort_line_percent()
    axes.axvline(line, color=style.INK, linewidth=2)
    axes.text(line, 0.6, f" the {line:.0f} % line", va="bottom", weight="bold")
    for place, row in zip(places, rows, strict=True):
        low, high = row["at_least_percent"], row["at_most_percent"]
        known = np.isfinite(low) and np.isfinite(high)
        left, right = (0.0 if np.isnan(low) else low), (100.0 if np.isnan(high) else high)
        look: Any = (
            {"facecolor": style.BLUE, "linewidth": 0}
            if known
            else {"facecolor": "none", "edgecolor": style.MUTED, "hatch": "///", "linewidth": 0.8}
        )
        axes.fill(*bar(left, right, place, 0.28).T, **look)
        text = f"{low:.0f} to {high:.0f} %" if known else (
            "somewhere below" if np.isnan(low) else "near the line or above"
        )  # fmt: skip
        beside = (left - 1, "right") if known and right < line else (right + 1, "left")
        x, side = beside if known else ((left + right) / 2, "center")
        axes.text(x, place, text, va="center", ha=side, bbox=style.ON_PAPER)
    return Stage(figure, {})


def effort_line_percent() -> float:
    """The effort above which a movement is counted as one for strength."""
    (upper,) = set(load("muscle_effort").where(source="ekstrom2007", movement="bridge")[
        "at_most_percent"].tolist())  # fmt: skip
    return float(upper)


def _effort_frame() -> Frame:
    rows = list(load("muscle_effort").rows())
    told = "; ".join(f"{row['movement']}, {row['muscle']}: {_effort(row)}" for row in rows)
    told = told[0].upper() + told[1:]
    words = (
        f"Effort in percent of the greatest, with a line at {effort_line_percent():.0f} %. {told}. "
        "Hatched bars are bounds: the abstract says on which side of the line a muscle was, not "
        "where."
    )
    effort = load("muscle_effort")
    table = Table(
        {"movement": effort["movement"], "muscle": effort["muscle"],
         "at least": effort["at_least_percent"], "at most": effort["at_most_percent"],
         "source": effort["source"]},
        {"at least": "%", "at most": "%"},
        "Effort of muscles, as averages of healthy people",
    )  # fmt: skip
    return Frame({}, words, table)


def _effort(row: Mapping[str, Any]) -> str:
    low, high = row["at_least_percent"], row["at_most_percent"]
    if np.isnan(low):
        return f"below {high:.0f} %"
    return f"near {low:.0f} % or above" if np.isnan(high) else f"{low:.0f} to {high:.0f} %"


effort = Scene("How hard muscles work in the bridge and the bird-dog", _effort_stage, _effort_frame)
