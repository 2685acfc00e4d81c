"""From breaths to minutes under stretch, beside guideline, trial and article."""

from typing import NamedTuple

import numpy as np

from lessons_lib.data import Table
from lessons_lib.evidence.dose import article_week, dose, published
from lessons_lib.stage import style
from lessons_lib.stage.chart import bar, beside, named_rows, sided_label
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import counted, plain

GAUGES = (
    ("hold_s", "One hold (s)", (2, 120), (2, 5, 10, 20, 30, 60, 120)),
    ("session_min", "One session (min)", (0.04, 10), (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10)),
    ("week_min", "A week (min)", (0.04, 64), (0.1, 0.3, 1, 3, 10, 30, 60)),
)
"""What a dose is shown in: name, label, ends of its axis, ticks."""

_LOOKS = {
    "guideline": (style.BLUE, "-", "////"),
    "article": (style.ORANGE, "-", ".."),
    "trial": (style.GREEN, "--", ""),
    "levels off": (style.INK, ":", ""),
}
"""Colour, line and filling of what stands beside the learner's own dose."""

_YOURS_UP_TO = -0.05
_ROWS = {"guideline": 1.0, "article": 0.25}


class _Reference(NamedTuple):
    label: str
    low: float
    high: float


def _references() -> dict[str, tuple[_Reference, ...]]:
    """What stands beside each gauge: guideline, trial, and where gains level off.

    The article says only how long to hold; what it makes in a week is the learner's to find.
    """
    hold, total = (published(name) for name in ("hold", "total for one muscle"))
    days, trial = (published(name) for name in ("days a week at least", "hold in the trial"))
    session, week = (published(f"{which} levels off") for which in ("one session", "a week"))
    a, b = article_week()
    trial_days = published("days a week in the trial").low
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
    figure = blank(10, 5.4)
    panels = figure.subplots(3, 1)
    live: dict[str, Artist] = {}
    for axes, (name, label, ends, ticks) in zip(panels, GAUGES, strict=True):
        axes.set(xlim=np.log10(ends), ylim=(-1.0, 2.9), xlabel=label)
        axes.set_xticks(np.log10(ticks), [f"{tick:g}" for tick in ticks])
        ranges = [one.label for one in _references()[name] if one.low < one.high]
        rows = {"yours": -0.5, **{label: _ROWS[label] for label in ranges}}
        named_rows(axes, list(rows.values()), list(rows))
        for one in _references()[name]:
            _draw_reference(axes, one)
        live[f"{name}_line"] = axes.plot([], [], color=style.PURPLE, linewidth=2)[0]
        live[f"{name}_dot"] = axes.plot([], [], "o", markersize=11, color=style.PURPLE)[0]
        live |= sided_label(axes, f"{name}_value", color=style.PURPLE, size=13, va="center")
    return Stage(figure, live)


def _draw_reference(axes: Axes, one: _Reference) -> None:
    """A range as a filled bar in its row, a single value as a line with its name."""
    color, line, hatch = _LOOKS[one.label]
    low, high = np.log10([one.low, one.high])
    if low == high:
        # Only as far as the row of the learner's own, where a number may stand.
        axes.plot([low, low], [_YOURS_UP_TO, 1.4], color=color, linestyle=line, linewidth=2.5)
        axes.text(low, 1.5, one.label, color=color, ha="center", va="bottom", weight="bold")
    else:
        axes.fill(*bar(low, high, _ROWS[one.label], 0.3).T, facecolor="none", edgecolor=color,
                  hatch=hatch, linewidth=1.2)  # fmt: skip


def _doses_frame(
    hold_breaths: float, breaths_per_min: float, hold_repeats: float, days_per_week: float
) -> Frame:
    yours = dose(hold_breaths, breaths_per_min, hold_repeats, days_per_week)
    marks: dict[str, Mark] = {}
    for (name, _, ends, _), unit in zip(GAUGES, ("s", "min", "min"), strict=True):
        value = getattr(yours, name)
        x = float(np.log10(value))
        marks[f"{name}_line"] = Mark(np.array([(x, -0.95), (x, 1.4)]))
        marks[f"{name}_dot"] = Mark(np.array([x, -0.5]))
        reach = float(np.log10(ends[1] / ends[0]))
        marks |= beside(
            f"{name}_value", (x, x), -0.5, f"{_rounded(value)} {unit}",
            gap=0.06 * reach, left=x > np.log10(ends[1]) - 0.3 * reach,
        )  # fmt: skip
    least, most = published("breaths a minute at rest")
    weeks = [dose(hold_breaths, rate, hold_repeats, days_per_week).week_min
             for rate in (most, least)]  # fmt: skip
    level = published("a week levels off").low
    lasts = "lasts" if hold_breaths == 1 else "last"
    words = (
        f"At {breaths_per_min:g} breaths a minute, {counted(hold_breaths, 'breath')} {lasts} "
        f"{_rounded(yours.hold_s)} seconds. With {counted(hold_repeats, 'hold')} on a side a "
        f"session has {_rounded(yours.session_min)} minutes, and a week with "
        f"{counted(days_per_week, 'session')} {_rounded(yours.week_min)} minutes for each side: "
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


def _rounded(value: float) -> str:
    """Two digits where it is small, whole numbers where it is large."""
    return plain(value, 2 if value < 1 else 1 if value < 10 else 0)


doses = Scene(
    "From breaths to minutes a week",
    _doses_stage,
    _doses_frame,
    (
        Handle("dot for one hold", "hold_s_dot", along="hold_breaths"),
        Handle("dot for one session", "session_min_dot", along="hold_repeats"),
        Handle("dot for one week", "week_min_dot", along="days_per_week"),
    ),
)
