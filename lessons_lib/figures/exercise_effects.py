"""What the movements do: to the length of the hamstrings, to the trunk, and in which dose.

Each scene is a figure function: parameters in, `Plot` out; `lessons_lib.apps.exercises` makes them
live. Lengths are in percent of the length when standing upright (hip 0, knee 0).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import dose as doses_of
from lessons_lib.figures import postures, style
from lessons_lib.figures.body import LONG_HAMSTRINGS, MUSCLE_COLORS, MUSCLE_LABELS
from lessons_lib.figures.chart import bar, named_rows, numbered_bar, numbered_bars
from lessons_lib.figures.scene import Frame, Mark, Scene, Stage
from lessons_lib.figures.stride import WALKERS
from lessons_lib.figures.words import degrees, plain, signed
from lessons_lib.mechanics import gait, hamstrings, published, twist

Numbers = NDArray[np.float64]

_MM = 1000.0
_SHORT = {
    "semimembranosus": "semimembranosus",
    "semitendinosus": "semitendinosus",
    "biceps_femoris_long": "biceps femoris",
}
_MARKERS = dict(zip(LONG_HAMSTRINGS, ("o", "s", "^"), strict=True))


class Posture(NamedTuple):
    """A posture by name, with the angles of hip and knee in degrees."""

    name: str
    hip: float
    knee: float


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
    return 100.0 * (float(model.relative_length(muscle, at.hip, at.knee)) - 1.0)


@cache
def _mm_per_percent(muscle: str) -> float:
    return _MM * float(hamstrings.length_m(muscle, 0, 0)) / 100.0


# ---------------------------------------------------------------------------------------------
# All movements on one axis of length


def _lengths_stage() -> Stage:
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    places = [-float(row) for row in range(len(compared()))]
    named_rows(axes, places, [_name(at) for at in compared()])
    axes.set(xlim=(-18, 23), ylim=(places[-1] - 0.6, 0.6))
    axes.set_xlabel("Longer than standing upright (%; 1 % is 4 to 5 mm)")
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
    return f"{at.name} ({degrees(at.hip)}, {degrees(at.knee)})"


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
"""In the order of the options of the parameter ``exercise``."""


def _travel_stage() -> Stage:
    figure = Figure(figsize=(10, 4.6))
    side, axes = figure.subplots(1, 2, width_ratios=(1.1, 1))
    side.set(xlim=(-1.0, 1.1), ylim=(-0.05, 1.85), aspect="equal")
    side.set_axis_off()
    side.axhline(0, color=style.MUTED, linewidth=2)
    live = postures.artists(side)
    live["angles"] = side.text(-0.98, 1.3, "", color=style.PURPLE, weight="bold", va="top")
    axes.set(xlim=(-18, 30), ylim=(-0.6, 3.15), xlabel="Longer than standing upright (%)")
    named_rows(axes, range(3), [MUSCLE_LABELS[m].replace(", ", ",\n") for m in LONG_HAMSTRINGS])
    axes.axvline(0, color=style.INK, linewidth=1)
    raised = next(at for at in compared() if at.name == "leg raised straight")
    for at, color, label, line in (
        (_landing(), style.GREEN, "foot lands", "-"),
        (raised, style.ORANGE, "leg raised\nto 70°", (0, (4, 1.5))),
    ):
        for row, muscle in enumerate(LONG_HAMSTRINGS):
            here = _percent(hamstrings, muscle, at)
            axes.plot([here, here], [row - 0.38, row + 0.38], color=color, linestyle=line,
                      linewidth=2.5)  # fmt: skip
        axes.text(here, 2.46, label, color=color, ha="center", va="bottom", weight="bold")
    live |= numbered_bars(axes, dict.fromkeys(LONG_HAMSTRINGS, style.BLUE))
    return Stage(figure, live)


def _travel_frame(exercise: float, way_percent: float) -> Frame:
    movement = _TRAVELS[round(exercise)]
    placed = postures.body(movement, way_percent / 100)
    hip, knee, *_ = postures.angles(movement, way_percent / 100)
    at = Posture("on the way", hip, knee)
    marks = postures.marks(placed)
    marks["angles"] = Mark(np.array([-0.98, 1.3]), text=f"hip {degrees(hip)}, knee {degrees(knee)}")
    change = {muscle: _percent(hamstrings, muscle, at) for muscle in LONG_HAMSTRINGS}
    landing = {muscle: _percent(hamstrings, muscle, _landing()) for muscle in LONG_HAMSTRINGS}
    for row, muscle in enumerate(LONG_HAMSTRINGS):
        value = change[muscle]
        text = f"{signed(value, 1)} %"
        marks |= numbered_bar(muscle, value, row, text, half_height=0.2, text_at=21.5)
    name = parameter("exercise").options[round(exercise)]
    told = ", ".join(
        f"{_SHORT[m]} {signed(change[m], 1)} % ({signed(landing[m], 1)} %)" for m in LONG_HAMSTRINGS
    )
    words = (
        f"{name.capitalize()}, {way_percent:.0f} % of the way: hip bent {degrees(hip)}, knee "
        f"{degrees(knee)}. Compared with standing, and in brackets when the foot lands in walking: "
        f"{told}."
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


travel = Scene("From the start of a movement to its end", _travel_stage, _travel_frame)


# ---------------------------------------------------------------------------------------------
# Where a twist comes from

_HIP_HALF_M, _PELVIS_M, _THIGH_M = 0.085, (0.36, 0.2), 0.42
_TURNS = {
    "hip": ("the hip", style.BLUE),
    "lower_back": ("lower back,\nall joints", style.ORANGE),
    "above": ("chest and\nshoulders", style.GREEN),
}


def _twist_stage() -> Stage:
    figure = Figure(figsize=(10, 4.2))
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
        "pelvis_label": seen.text(0, 0, "pelvis", ha="center", va="center", size=9),
        "knee_label": seen.text(0, 0, "knee", color=style.INK, weight="bold", ha="center"),
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
        "knee_label": Mark(knee + np.array([0.02, 0.04]), text="knee"),
    }
    for row, (name, value) in zip((2, 1, 0), zip(_TURNS, (hip, lower_back, above), strict=True),
                                  strict=True):  # fmt: skip
        marks |= numbered_bar(
            name, value, row, degrees(value), half_height=0.25, text_at=value + 1.5
        )
    limit = twist.lower_back_limit_deg()
    reached = lower_back >= limit  # shown only then: the learner is asked to predict it
    marks["limit_line"] = Mark(np.array([(limit, 0.6), (limit, 1.4 if reached else 0.6)]))
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


twist_shares = Scene("Where the twist comes from", _twist_stage, _twist_frame)


# ---------------------------------------------------------------------------------------------
# How hard muscles work


def _effort_stage() -> Stage:
    figure = Figure(figsize=(10, 4.4))
    axes = figure.subplots()
    rows = list(load("muscle_effort").rows())
    places = [-float(row) for row in range(len(rows))]
    named_rows(axes, places, [f"{row['exercise']}: {row['muscle']}" for row in rows])
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
    """The effort above which an exercise is counted as one for strength."""
    (upper,) = set(load("muscle_effort").where(source="ekstrom2007", exercise="bridge")[
        "at_most_percent"].tolist())  # fmt: skip
    return float(upper)


def _effort_frame() -> Frame:
    rows = list(load("muscle_effort").rows())
    told = "; ".join(f"{row['exercise']}, {row['muscle']}: {_effort(row)}" for row in rows)
    told = told[0].upper() + told[1:]
    words = (
        f"Effort in percent of the greatest, with a line at {effort_line_percent():.0f} %. {told}. "
        "Hatched bars are bounds: the abstract says on which side of the line a muscle was, not "
        "where."
    )
    effort = load("muscle_effort")
    table = Table(
        {"exercise": effort["exercise"], "muscle": effort["muscle"],
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


# ---------------------------------------------------------------------------------------------
# The dose

GAUGES = (
    ("hold_s", "One hold (s)", (2, 120), (2, 5, 10, 20, 30, 60, 120)),
    ("session_min", "One session (min)", (0.04, 10), (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10)),
    ("week_min", "A week (min)", (0.04, 64), (0.1, 0.3, 1, 3, 10, 30, 60)),
)
"""What a dose is shown in: name, label, ends of its axis, ticks."""

_LOOKS = {
    "guideline": (style.BLUE, "-", "////"),
    "article": (style.ORANGE, "-", "...."),
    "trial": (style.GREEN, "--", ""),
    "levels off": (style.INK, ":", ""),
}
"""Colour, line and filling of what stands beside the learner's own dose."""

_ROWS = {"guideline": 1.0, "article": 0.25}


class _Reference(NamedTuple):
    label: str
    low: float
    high: float


def _references() -> dict[str, tuple[_Reference, ...]]:
    """What stands beside each gauge: guideline, trial, and where gains level off.

    The article says only how long to hold; what it makes in a week is the learner's to find.
    """
    hold, total = (doses_of.published(name) for name in ("hold", "total for one muscle"))
    days, trial = (
        doses_of.published(name) for name in ("days a week at least", "hold in the trial")
    )
    session, week = (
        doses_of.published(f"{which} levels off") for which in ("one session", "a week")
    )
    a, b = doses_of.article_week()
    trial_days = doses_of.published("days a week in the trial").low
    per_week = trial.low * trial_days / 60
    return {
        "hold_s": (
            _Reference("guideline", *hold),
            _Reference("article", a.hold_s, b.hold_s),
            _Reference("trial", *trial),
        ),
        "session_min": (
            _Reference("guideline", total.low / 60, total.high / 60),
            _Reference("levels off", *session),
        ),
        "week_min": (
            _Reference("guideline", days.low * total.low / 60, days.high * total.high / 60),
            _Reference("trial", per_week, per_week),
            _Reference("levels off", *week),
        ),
    }


def _doses_stage() -> Stage:
    figure = Figure(figsize=(10, 5.4))
    panels = figure.subplots(3, 1)
    live: dict[str, Artist] = {}
    for axes, (name, label, ends, ticks) in zip(panels, GAUGES, strict=True):
        axes.set(xlim=np.log10(ends), ylim=(-1.0, 2.35), xlabel=label)
        axes.set_xticks(np.log10(ticks), [f"{tick:g}" for tick in ticks])
        ranges = [one.label for one in _references()[name] if one.low < one.high]
        rows = {"yours": -0.5, **{label: _ROWS[label] for label in ranges}}
        named_rows(axes, list(rows.values()), list(rows))
        for one in _references()[name]:
            _beside(axes, one)
        live[f"{name}_line"] = axes.plot([], [], color=style.PURPLE, linewidth=2)[0]
        live[f"{name}_dot"] = axes.plot([], [], "o", markersize=11, color=style.PURPLE)[0]
        live[f"{name}_value"] = axes.text(0, 0, "", color=style.PURPLE, weight="bold", size=13,
                                          va="center")  # fmt: skip
    return Stage(figure, live)


def _beside(axes: Axes, one: _Reference) -> None:
    """A range as a filled bar in its row, a single value as a line with its name."""
    color, line, hatch = _LOOKS[one.label]
    low, high = np.log10([one.low, one.high])
    if low == high:
        axes.plot([low, low], [-0.9, 2.0], color=color, linestyle=line, linewidth=2.5)
        axes.text(low + 0.015, 1.85, one.label, color=color, va="center", weight="bold")
    else:
        axes.fill(*bar(low, high, _ROWS[one.label], 0.3).T, facecolor="none", edgecolor=color,
                  hatch=hatch, linewidth=1.2)  # fmt: skip


def _doses_frame(
    hold_breaths: float, breaths_per_min: float, hold_repeats: float, days_per_week: float
) -> Frame:
    yours = doses_of.dose(hold_breaths, breaths_per_min, hold_repeats, days_per_week)
    marks: dict[str, Mark] = {}
    for (name, _, ends, _), unit in zip(GAUGES, ("s", "min", "min"), strict=True):
        value = getattr(yours, name)
        x = float(np.log10(value))
        marks[f"{name}_line"] = Mark(np.array([(x, -0.95), (x, 1.4)]))
        marks[f"{name}_dot"] = Mark(np.array([x, -0.5]))
        reach = float(np.log10(ends[1] / ends[0]))
        beyond = -0.115 if x > np.log10(ends[1]) - 0.15 * reach else 0.018
        text = f"{_rounded(value)} {unit}"
        marks[f"{name}_value"] = Mark(np.array([x + beyond * reach, -0.5]), text=text)
    least, most = doses_of.published("breaths a minute at rest")
    weeks = [doses_of.dose(hold_breaths, rate, hold_repeats, days_per_week).week_min
             for rate in (most, least)]  # fmt: skip
    level = doses_of.published("a week levels off").low
    lasts = "lasts" if hold_breaths == 1 else "last"
    words = (
        f"At {breaths_per_min:g} breaths a minute, {_counted(hold_breaths, 'breath')} {lasts} "
        f"{_rounded(yours.hold_s)} seconds. With {_counted(hold_repeats, 'hold')} on a side a "
        f"session has {_rounded(yours.session_min)} minutes, and a week with "
        f"{_counted(days_per_week, 'session')} {_rounded(yours.week_min)} minutes for each side: "
        f"{_rounded(100 * yours.week_min / level)} % of the {level:.0f} minutes at which gains "
        f"level off. At {least:.0f} to {most:.0f} breaths a minute it would "
        f"be {_rounded(weeks[0])} to {_rounded(weeks[1])} minutes a week."
    )
    table = Table(
        {"dose": np.array(["yours"]),
         **{name: np.array([getattr(yours, name)]) for name, *_ in GAUGES}},
        {"hold_s": "s", "session_min": "min", "week_min": "min"},
        "Time under stretch, for each side",
    )  # fmt: skip
    return Frame(marks, words, table)


def _counted(count: float, thing: str) -> str:
    return f"{count:.0f} {thing}{'' if count == 1 else 's'}"


def _rounded(value: float) -> str:
    """Two digits where it is small, whole numbers where it is large."""
    return plain(value, 2 if value < 1 else 1 if value < 10 else 0)


doses = Scene("From breaths to minutes a week", _doses_stage, _doses_frame)
