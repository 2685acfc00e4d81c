"""What is known about walking and lower back pain: differences, a trial, a cohort, a false cause.

The models behind the pictures are in `lessons_lib.evidence.walking`.
"""

from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import walking
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.stage import style
from lessons_lib.stage.chart import (
    bell,
    beside,
    column,
    cursor,
    dot_with_interval,
    named_rows,
    sided_label,
)
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import signed

Numbers = NDArray[np.float64]


def _dots(axes: Axes, rows: list[dict[str, Any]], color: str, marker: str, first: int) -> None:
    """One line with a dot for each effect, from `first` downwards, with its interval."""
    for place, row in enumerate(rows, start=first):
        if np.isfinite(row["smd"]):
            found = Estimate(row["smd"], row["smd_low"], row["smd_high"])
            dot_with_interval(axes, -place, found, color=color, marker=marker)
        else:
            axes.text(0.08, -place, "no difference found", color=style.MUTED, va="center")


def _effect_axes(axes: Axes, labels: list[str], low: float, high: float) -> None:
    axes.set(xlim=(low, high), ylim=(0.6 - len(labels), 0.6))
    axes.set_xlabel("Standardised mean difference")
    named_rows(axes, [-row for row in range(len(labels))], labels)
    axes.axvline(0, color=style.INK, linewidth=1)


def _effect(row: Mapping[str, Any]) -> str:
    """An effect as it stands in a sentence."""
    if not np.isfinite(row["smd"]):
        return f"{row['finding']}: no difference found"
    value, low, high = (_smd(row[name]) for name in ("smd", "smd_low", "smd_high"))
    return f"{row['finding']} {value} ({low} to {high})"


def _smd(value: float) -> str:
    return signed(value, 2) if round(value, 2) else "0"


# ---------------------------------------------------------------------------------------------
# What distinguishes people with back pain when they walk


_SPREADS = np.linspace(-4.5, 4.5, 91)
_BELL_HEIGHT = 1 / np.sqrt(2 * np.pi)


def _differences_stage() -> Stage:
    figure = blank(10, 4.6)
    dots, bells = figure.subplots(1, 2, width_ratios=(1, 1.1))
    rows = list(walking.effects("difference").rows())
    labels = [_folded(row["finding"]) for row in rows]
    _effect_axes(dots, labels, -1.55, 1.55)
    _dots(dots, rows, style.BLUE, "o", 0)
    dots.set_title("People with back pain: less (−), more (+)")
    live: dict[str, Artist] = {"here": dots.plot([], [], "--", color=style.PURPLE)[0]}
    bells.set(xlim=(-4.5, 4.5), ylim=(0, 0.52), yticks=[])
    bells.set_xlabel("Spread between people (standard deviations)")
    without = bell(_SPREADS, 0)
    bells.fill_between(_SPREADS, without, color=style.GRID)
    bells.plot(_SPREADS, without, color=style.INK, label="without back pain")
    live["bell"] = bells.plot([], [], "--", color=style.ORANGE, label="with back pain")[0]
    live["mean"] = bells.plot([], [], color=style.ORANGE, linewidth=1)[0]
    live["smd"] = bells.text(0, 0, "", color=style.ORANGE, weight="bold", ha="center")
    bells.plot([0, 0], [0, _BELL_HEIGHT], color=style.INK, linewidth=1)
    bells.legend(loc="upper left")
    return Stage(figure, live)


def _folded(finding: str) -> str:
    """A long label on two lines."""
    words = finding.split()
    half = (len(words) + 1) // 2
    return finding if len(finding) < 18 else f"{' '.join(words[:half])}\n{' '.join(words[half:])}"


def _differences_frame(smd: float) -> Frame:
    apart, found = walking.people_apart(smd), walking.effects("difference")
    marks = {
        "here": cursor(smd, (0.6, -4.4)),
        "bell": Mark(np.column_stack([_SPREADS, bell(_SPREADS, smd)])),
        "mean": cursor(smd, (0.0, _BELL_HEIGHT)),
        "smd": Mark(np.array([smd, _BELL_HEIGHT + 0.015]), text=_smd(smd)),
    }
    words = (
        f"With a standardised mean difference of {_smd(smd)} the two bells overlap "
        f"by {100 * apart.overlap:.0f} %. Of 100 pairs, one person with back pain and "
        f"one without, the one with pain has more in {100 * apart.larger:.0f}. Found in "
        f"{found['review_studies'][0]:.0f} studies together: "
        f"{'; '.join(_effect(row) for row in found.rows())}."
    )
    table = Table(
        {
            "finding": found["finding"],
            "difference": found["smd"],
            "from": found["smd_low"],
            "to": found["smd_high"],
        },
        {},
        "Standardised mean differences with 95 % confidence intervals",
    )
    return Frame(marks, words, table)


differences = Scene(
    "How people with back pain walk",
    _differences_stage,
    _differences_frame,
    (Handle("mean of those in pain", "mean", (0, 1), x="smd"),),
)


# ---------------------------------------------------------------------------------------------
# Walking as a treatment


_AGAINST: dict[str, tuple[str, str, float, str]] = {
    "little or nothing": (style.BLUE, "o", 0.1, "left"),
    "another treatment": (style.ORANGE, "s", -0.1, "right"),
}


def _treatment_stage() -> Stage:
    figure = blank(9, 4.2)
    axes = figure.subplots()
    groups = {against: list(walking.effects(against).rows()) for against in _AGAINST}
    labels = [row["finding"] for rows in groups.values() for row in rows]
    _effect_axes(axes, labels, -1.15, 1.7)
    axes.set_xlabel("Standardised mean difference: walking is better (−), worse (+)")
    first = 0
    for against, rows in groups.items():
        color, marker, x, side = _AGAINST[against]
        _dots(axes, rows, color, marker, first)
        axes.text(x, -first, f"against {against}", color=color, weight="bold", ha=side,
                  va="center")  # fmt: skip
        first += len(rows)
    return Stage(figure, {})


def _treatment_frame() -> Frame:
    groups = {against: walking.effects(against) for against in _AGAINST}
    told = (
        f"Against {against}: {'; '.join(_effect(row) for row in rows.rows())}"
        for against, rows in groups.items()
    )
    words = (
        f"Walking or running as a treatment of back pain that lasts or returns; minus means less "
        f"pain or disability with walking. {'. '.join(told)}."
    )
    columns = {
        "against": np.array([a for a, rows in groups.items() for _ in range(len(rows))]),
        **{
            called: np.concatenate([rows[name] for rows in groups.values()])
            for called, name in (
                ("outcome", "finding"), ("difference", "smd"), ("from", "smd_low"),
                ("to", "smd_high"), ("trials", "trials"), ("certainty", "certainty"),
            )
        },
    }  # fmt: skip
    return Frame({}, words, Table(columns, {}, "Walking as a treatment"))


treatment = Scene("Walking as a treatment", _treatment_stage, _treatment_frame)


# ---------------------------------------------------------------------------------------------
# WalkBack: two medians, one hazard ratio, and the shape behind them


_DAYS = parameter("day").positions
_GROUPS: dict[str, tuple[str, dict[str, Any]]] = {
    "walking": ("walking programme", {"color": style.GREEN, "linestyle": "-"}),
    "control": ("no treatment", {"color": style.ORANGE, "linestyle": (0, (6, 2))}),
}


def _medians() -> dict[str, Estimate]:
    trial = walking.walkback()
    return {"walking": trial.walking_days, "control": trial.control_days}


def _recurrence_stage() -> Stage:
    trial = walking.walkback()
    figure = blank(10, 4.8)
    curves, ratio = figure.subplots(1, 2, width_ratios=(1.5, 1))
    curves.set(xlim=(0, 730), ylim=(0, 105), xlabel="Days since the start")
    curves.set_ylabel("Free of a new episode so far (of 100)")
    live: dict[str, Artist] = {}
    for group, (label, look) in _GROUPS.items():
        live[group] = curves.plot([], [], label=label, **look)[0]
        median = _medians()[group]
        pale: Any = {"linewidth": 7, "alpha": 0.35, "solid_capstyle": "butt"}
        curves.plot([median.low, median.high], [50, 50], color=look["color"], **pale)
        curves.plot(median.value, 50, "D", color=look["color"], markersize=8)
    curves.plot([], [], "D", color=style.MUTED, label="published medians, with intervals")
    live["today"] = curves.plot([], [], color=style.PURPLE, linewidth=1.5)[0]
    live["shares"] = curves.plot([], [], "o", color=style.PURPLE, markersize=8)[0]
    curves.legend(loc="upper right")
    published = trial.hazard_ratio
    ratio.set(xlim=(0.25, 1.55), ylim=(0.3, 1.0), xlabel="Shape of the curves")
    ratio.set_ylabel("Hazard ratio, walking over no treatment")
    ratio.axhspan(published.low, published.high, color=style.GRID)
    ratio.axhline(published.value, color=style.INK, linewidth=1.5)
    ratio.text(1.53, published.value + 0.008, "published", ha="right", va="bottom")
    live["ratio"] = ratio.plot([], [], "o", color=style.PURPLE, markersize=10)[0]
    live |= sided_label(ratio, "ratio_value", color=style.PURPLE, va="bottom")
    return Stage(figure, live)


def _ratio(shape: float) -> float:
    trial = walking.walkback()
    return walking.hazard_ratio(trial.walking_days.value, trial.control_days.value, shape)


def _recurrence_frame(weibull_shape: float, day: float) -> Frame:
    published = walking.walkback().hazard_ratio
    medians = _medians()
    share = {
        group: 100 * float(walking.survival(day, median.value, weibull_shape))
        for group, median in medians.items()
    }
    marks = {
        group: Mark(
            np.column_stack([_DAYS, 100 * walking.survival(_DAYS, median.value, weibull_shape)])
        )
        for group, median in medians.items()
    }
    ratio = _ratio(weibull_shape)
    marks["today"] = cursor(day, (0.0, 100.0))
    marks["shares"] = Mark(np.array([(day, each) for each in share.values()]))
    marks["ratio"] = Mark(np.array([weibull_shape, ratio]))
    marks |= beside(
        "ratio_value", (weibull_shape, weibull_shape), ratio + 0.012, f"{ratio:.2f}",
        gap=0.07, left=weibull_shape > 1.2,
    )  # fmt: skip
    inside = published.low <= ratio <= published.high
    words = (
        f"With the shape {weibull_shape:.2f} and the published medians the hazard ratio is "
        f"{ratio:.2f}; published is {published.value:.2f} ({published.low:.2f} to "
        f"{published.high:.2f}), so this shape lies {'inside' if inside else 'outside'} the "
        f"interval. On day {day:.0f}, the curves have {share['walking']:.0f} of 100 still free of "
        f"a new episode with the walking programme and {share['control']:.0f} of 100 without."
    )
    some = _DAYS[::6]
    table = Table(
        {
            "day": some,
            **{
                label: 100 * walking.survival(some, medians[group].value, weibull_shape)
                for group, (label, _) in _GROUPS.items()
            },
        },
        {label: "of 100" for label, _ in _GROUPS.values()},
        f"Free of a new episode so far, shape {weibull_shape:.2f}",
    )
    return Frame(marks, words, table)


recurrence = Scene(
    "Until the pain comes back",
    _recurrence_stage,
    _recurrence_frame,
    (
        Handle("line of the day", "today", (0, 1), x="day"),
        Handle("dot of the shape", "ratio", x="weibull_shape"),
    ),
)


# ---------------------------------------------------------------------------------------------
# HUNT: minutes a day


def _classes() -> list[str]:
    rows = list(load("walking_dose").rows())
    first, last = rows[0], rows[-1]
    between = [f"{row['from_min']:.0f} to {row['to_min']:.0f}" for row in rows[1:-1]]
    return [f"under {first['to_min']:.0f}", *between, f"{last['from_min']:.0f} or more"]


def _dose_stage() -> Stage:
    figure = blank(9, 4.4)
    axes = figure.subplots()
    axes.set(xlim=(-0.6, 3.6), ylim=(0, 46), xlabel="Walking a day (minutes)")
    axes.set_ylabel("Lasting back pain years later (of 100)")
    axes.set_xticks(range(4), _classes())
    axes.grid(visible=False, axis="x")
    live: dict[str, Artist] = {}
    for row in range(4):
        live[f"bar_{row}"] = axes.fill([0], [0], facecolor=style.BLUE, linewidth=0)[0]
    for row in range(4):
        live[f"value_{row}"] = axes.text(0, 0, "", ha="center", va="bottom", weight="bold")
    return Stage(figure, live)


def _dose_frame(lowest_risk_percent: float) -> Frame:
    cases = walking.expected_cases(lowest_risk_percent)
    marks: dict[str, Mark] = {}
    for row, height in enumerate(cases.tolist()):
        marks[f"bar_{row}"] = Mark(column(row, height, 0.32))
        marks[f"value_{row}"] = Mark(np.array([row, height + 0.5]), text=f"{height:.1f}")
    told = ", ".join(
        f"{height:.1f} at {minutes}"
        for minutes, height in zip(_classes()[1:], cases[1:].tolist(), strict=True)
    )
    words = (
        f"If {cases[0]:.0f} of 100 people who walk {_classes()[0]} minutes a day had lasting back "
        f"pain years later, the study's ratios would give {told} minutes. That is "
        f"{cases[0] - cases[-1]:.1f} of 100 fewer from the first class to the last."
    )
    table = Table(
        {
            "minutes a day": np.array(_classes()),
            "risk ratio": load("walking_dose")["risk_ratio"],
            "lasting pain": cases,
        },
        {"lasting pain": "of 100"},
        "Minutes of walking and lasting back pain",
    )
    return Frame(marks, words, table)


dose = Scene("Minutes of walking, and pain years later", _dose_stage, _dose_frame)


# ---------------------------------------------------------------------------------------------
# Two things that go together


_LOOKS: dict[str, dict[str, Any]] = {
    "pain": {"color": style.ORANGE, "marker": "s", "label": "in pain"},
    "free": {"color": style.BLUE, "marker": "o", "label": "free of pain"},
}
_PANELS = {"walk": "As they walk", "lot": "Speed drawn by lot"}
_HALVES = ": slower half, faster half"
_ROWS = 40


def _association_stage() -> Stage:
    figure = blank(10, 4.6)
    live: dict[str, Artist] = {}
    for (name, title), axes in zip(
        _PANELS.items(), figure.subplots(1, 2, sharey=True), strict=True
    ):
        axes.set(xlim=(0.75, 1.6), ylim=(-9, _ROWS + 8), yticks=[], xlabel="Walking speed (m/s)")
        axes.set_title(title + _HALVES)
        live[f"{name}_middle"] = axes.plot([], [], color=style.INK, linewidth=1.5)[0]
        for group, look in _LOOKS.items():
            live[f"{name}_{group}"] = axes.plot([], [], linestyle="none", markersize=6, **look)[0]
        for half, side in (("slow", "right"), ("fast", "left")):
            live[f"{name}_{half}"] = axes.text(0, 0, "", ha=side, va="center", weight="bold")
    figure.axes[0].legend(loc="lower left", ncols=2)
    return Stage(figure, live)


def _association_frame(pain_slowing_mps: float) -> Frame:
    people = walking.invented_people(pain_slowing_mps)
    heights = np.arange(len(people.in_pain)) * 17 % _ROWS
    marks: dict[str, Mark] = {}
    shares: dict[str, tuple[float, float]] = {}
    for name, speed in (("walk", people.speed_mps), ("lot", people.drawn_mps)):
        middle = median(speed.tolist())
        marks[f"{name}_middle"] = cursor(middle, (0.0, _ROWS + 8.0))
        for group, keep in (("pain", people.in_pain), ("free", ~people.in_pain)):
            marks[f"{name}_{group}"] = Mark(np.column_stack([speed[keep], heights[keep]]))
        shares[name] = walking.slow_and_fast_percent(people.in_pain, speed)
        for half, share, side in zip(("slow", "fast"), shares[name], (-0.02, 0.02), strict=True):
            place = np.array([middle + side, _ROWS + 5.0])
            marks[f"{name}_{half}"] = Mark(place, text=f"{share:.0f} of 100 in pain")
    slow, fast = shares["walk"]
    by_lot = shares["lot"]
    words = (
        f"{len(people.in_pain)} invented people, half of them in pain; pain slows a person by "
        f"{pain_slowing_mps:.2f} m/s, and speed does nothing to pain. As they walk, "
        f"{slow:.0f} of 100 are in pain in the slower half and {fast:.0f} of 100 in the faster. "
        f"When a lot decides who walks how fast: {by_lot[0]:.0f} and {by_lot[1]:.0f} of 100."
    )
    table = Table(
        {
            "speed": np.array(list(_PANELS.values())),
            "in pain, slower half": np.array([shares[name][0] for name in _PANELS]),
            "in pain, faster half": np.array([shares[name][1] for name in _PANELS]),
        },
        {"in pain, slower half": "of 100", "in pain, faster half": "of 100"},
        f"Pain slows a person by {pain_slowing_mps:.2f} m/s",
    )
    return Frame(marks, words, table)


association = Scene("Slow and in pain", _association_stage, _association_frame)
