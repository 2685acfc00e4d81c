"""One person's days: what can be told from chance, how often a rule errs, and how to compare.

The models are in `lessons_lib.evidence.single_case`; the rule is that of the diary,
`lessons_lib.tracker.review`.
"""

from functools import lru_cache
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import single_case
from lessons_lib.evidence.two_weeks import invented, matters
from lessons_lib.stage import style
from lessons_lib.stage.chart import (
    bar,
    beside,
    cursor,
    named_rows,
    numbered_bar,
    numbered_bars,
    sided_label,
)
from lessons_lib.stage.draw import Artist, Stage, blank, is_narrow, wide_only
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import counted, plain, signed
from lessons_lib.tracker.programme import length_days
from lessons_lib.tracker.review import Outcome, Shares, outcomes, shares, window_rule

Numbers = NDArray[np.float64]


# ---------------------------------------------------------------------------------------------
# The smallest change that can be told from chance


_AVERAGED = parameter("window_days").positions
_TALLEST = 9.2


def _noise_stage() -> Stage:
    figure = blank(9, 4.8)
    axes = figure.subplots()
    axes.set(
        xlim=(0.5, 8.6), ylim=(0, _TALLEST), xlabel="Days averaged at each end", xticks=range(1, 8)
    )
    axes.set_ylabel("Smallest detectable change (points)")
    axes.plot(
        [1, 1], [matters("detectable_low_points"), matters("detectable_high_points")],
        color=style.PURPLE, linewidth=9, alpha=0.4, solid_capstyle="butt",
        label="measured, two ratings a day or less apart",
    )  # fmt: skip
    axes.axhline(matters("important_points"), color=style.GREEN, linewidth=1.5)
    axes.text(7.2, matters("important_points"), "a change\nthat matters", va="center",
              color=style.GREEN, bbox=style.ON_PAPER)  # fmt: skip
    live: dict[str, Artist] = {}
    live["apart"] = axes.plot([], [], ":", color=style.MUTED, label="if no day were like the next")[
        0
    ]
    live["alike"] = axes.plot([], [], color=style.BLUE, label="with days as alike as chosen")[0]
    live["here"] = axes.plot([], [], "o", color=style.BLUE, markersize=9)[0]
    live["value"] = axes.text(0, 0, "", color=style.BLUE, weight="bold", va="bottom")
    axes.legend(loc="upper right")
    return Stage(figure, live)


def _detectable(swing_points: float, alike: float) -> Numbers:
    return np.array(
        [
            single_case.detectable_change(single_case.error_of_mean(swing_points, round(n), alike))
            for n in _AVERAGED
        ]
    )


def _noise_frame(swing_points: float, alike: float, window_days: float) -> Frame:
    chosen, apart = _detectable(swing_points, alike), _detectable(swing_points, 0)
    days = round(window_days)
    here = float(chosen[days - 1])
    marks = {
        "apart": Mark(np.column_stack([_AVERAGED, apart])),
        "alike": Mark(np.column_stack([_AVERAGED, chosen])),
        "here": Mark(np.array([days, here])),
        "value": Mark(np.array([days + 0.3, here + 0.12]), text=f"{here:.1f}"),
    }
    error = single_case.error_of_mean(swing_points, days, alike)
    words = (
        f"Ratings swing by {swing_points:.1f} points from day to day, and neighbouring days are "
        f"alike by {alike:.1f}. A mean of {counted(days, 'day')} is off by {error:.2f} (standard "
        f"error), so the smallest detectable change between two of them is {here:.1f} points; it "
        f"would be {apart[days - 1]:.1f} if no day were like the next. A change that matters is "
        f"{matters('important_points'):.0f} points."
    )
    table = Table(
        {"days averaged": _AVERAGED, "alike as chosen": chosen, "no day like the next": apart},
        dict.fromkeys(("alike as chosen", "no day like the next"), "points"),
        "Smallest detectable change",
    )
    return Frame(marks, words, table)


noise = Scene(
    "The smallest detectable change",
    _noise_stage,
    _noise_frame,
    (Handle("dot on the curve", "here", x="window_days"),),
)


# ---------------------------------------------------------------------------------------------
# How often the review rule errs


_TRUE = parameter("true_change_points").positions
_DIARIES = 3000
_SAID: dict[Outcome, str] = {
    Outcome.IMPROVED: style.GREEN,
    Outcome.SMALL_CHANGE: style.BLUE,
    Outcome.NO_CLEAR_CHANGE: style.MUTED,
    Outcome.WORSE: style.ORANGE,
}


@lru_cache(maxsize=2)
def _drawn(swing_points: float, alike: float, missing_percent: float) -> Numbers:
    """Diaries of each true change, shape (changes, diaries, days)."""
    true_pain = single_case.falling(invented("diary_start_points"), _TRUE, length_days())
    return single_case.diaries(true_pain, swing_points, alike, missing_percent, _DIARIES)


@lru_cache(maxsize=512)
def _compared(
    swing_points: float, alike: float, missing_percent: float, days: int
) -> tuple[Shares, Shares]:
    """What comparing some days at each end says, and what comparing single days says."""
    drawn = _drawn(swing_points, alike, missing_percent)
    chosen, single = (shares(outcomes(drawn, by=window_rule(each))) for each in (days, 1))
    return chosen, single


def _design_stage() -> Stage:
    figure = blank(10, 4.8)
    curves, side = figure.subplots(1, 2, width_ratios=(1.2, 1))
    curves.set(xlim=(0.3, -5.3), ylim=(0, 106), xlabel="True change in the two weeks (points)")
    curves.set_yticks(range(0, 101, 20))
    curves.set_ylabel("Called improved (of 100)")
    live: dict[str, Artist] = {"here": curves.plot([], [], color=style.INK, linewidth=1)[0]}
    live["single"] = curves.plot([], [], ":", color=style.ORANGE, label="first and last day only")[
        0
    ]
    live["chosen"] = curves.plot([], [], color=style.GREEN, label="means of the days chosen")[0]
    live["dot"] = curves.plot([], [], "o", color=style.GREEN, markersize=9)[0]
    live |= sided_label(curves, "value", color=style.GREEN, va="top")
    curves.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    side.set(xlim=(0, 112), ylim=(-4.5, 0.6), xlabel="Of 100 diaries with enough ratings")
    side.set(axisbelow=True, xticks=[0, 20, 40, 60, 80, 100])
    named_rows(side, [-row for row in range(len(_SAID))], [outcome.value for outcome in _SAID])
    live |= numbered_bars(side, {outcome.name: color for outcome, color in _SAID.items()})
    live["too_few"] = side.text(1, -4.1, "", va="center", color=style.MUTED)
    return Stage(figure, live)


def _design_frame(
    swing_points: float,
    true_change_points: float,
    window_days: float,
    alike: float,
    missing_percent: float,
) -> Frame:
    days = round(window_days)
    chosen, single = _compared(swing_points, alike, missing_percent, days)
    row_here = int(np.abs(_TRUE - true_change_points).argmin())
    here = {outcome: float(of_100[row_here]) for outcome, of_100 in chosen.said.items()}
    too_few, improved = float(chosen.too_few[row_here]), here[Outcome.IMPROVED]
    marks = {
        "here": cursor(true_change_points, (0.0, 100.0)),
        "single": _curve(single),
        "chosen": _curve(chosen),
        "dot": Mark(np.array([true_change_points, improved])),
        # The axis goes from right to left, and so does the gap.
        **beside(
            "value",
            (true_change_points, true_change_points),
            improved,
            _share(improved),
            gap=-0.35,
            left=true_change_points < -4,
        ),
        "too_few": Mark(np.array([1.0, -4.1]), text=_too_few(too_few)),
    }
    for row, (outcome, share) in enumerate(here.items()):
        length = float(np.nan_to_num(share))
        marks |= numbered_bar(
            outcome.name, length, -row, _share(share), half_height=0.3, text_at=length + 1.5
        )
    told = ", ".join(f"{outcome.value} {_share(share)}" for outcome, share in here.items())
    what = (
        "True pain does not change"
        if true_change_points == 0
        else f"True pain changes by {signed(true_change_points)} "
        f"point{'' if abs(true_change_points) == 1 else 's'}"
    )
    words = (
        f"{what} in the two weeks; ratings swing by {swing_points:.1f} points, neighbouring days "
        f"are alike by {alike:.1f}, and {missing_percent:.0f} % of days have no answer. Of 100 "
        f"diaries with enough ratings, comparing {counted(days, 'day')} at each end says: {told}. "
        f"{_too_few(too_few).capitalize()}{_resting_on(too_few)}. Comparing the first and the last "
        f"day only says improved for {_share(float(single.said[Outcome.IMPROVED][row_here]))}."
    )
    table = Table(
        {
            "true change": _TRUE,
            f"improved, {counted(days, 'day')}": chosen.said[Outcome.IMPROVED],
            "improved, 1 day": single.said[Outcome.IMPROVED],
            **{
                f"{outcome.value}, {counted(days, 'day')}": chosen.said[outcome]
                for outcome in list(_SAID)[1:]
            },
        },
        {},
        f"What the rule says, of 100 diaries with enough ratings ({_DIARIES:,} drawn for each row)",
    )
    return Frame(marks, words, table)


def _curve(found: Shares) -> Mark:
    return Mark(np.column_stack([_TRUE, found.said[Outcome.IMPROVED]]))


def _share(share: float) -> str:
    return "none" if np.isnan(share) else f"{share:.0f}"


def _too_few(of_100: float) -> str:
    many = "nearly all" if 99.5 <= of_100 < 100 else f"{of_100:.0f} of all 100"
    return f"{many} have too few ratings"


def _resting_on(too_few: float) -> str:
    """How many diaries the counts rest on, where they are so few that the counts are rough."""
    compared = round(_DIARIES * (1 - too_few / 100))
    return f"; the counts rest on {compared} diaries and are rough" if 0 < compared < 300 else ""


design = Scene(
    "How often the review errs",
    _design_stage,
    _design_frame,
    (Handle("dot on the curve", "dot", x="true_change_points"),),
)


# ---------------------------------------------------------------------------------------------
# A rule that cannot fail


_RULES = parameter("verdict_rule").options
_COLUMNS = (
    ("better", "done properly"),
    ("better", "not done properly"),
    ("not better", "done properly"),
    ("not better", "not done properly"),
)
_ROWS = ("the exercise works", "the exercise does nothing")
_COLUMN_LETTERS = 9
_PARTS: dict[str, dict[str, Any]] = {
    "sign": {"weight": "bold", "fontsize": 15},
    "says": {"weight": "bold", "fontsize": 12},
    "why": {"fontsize": 10},
}
"""What stands in a cell; on a narrow page only its sign has room."""


def _cell(case: single_case.Case) -> tuple[int, int]:
    """Row and column of a case."""
    return int(not case.works), 2 * int(not case.better) + int(not case.properly)


def _verdicts_stage() -> Stage:
    figure = blank(10, 4)
    axes = figure.subplots()
    axes.set(xlim=(-0.02, 4.02), ylim=(-1.05, 1.3))
    truth = ("it works", "no effect") if is_narrow() else _ROWS
    axes.set_yticks([0.5, -0.5], [f"In truth\n{row}" for row in truth])
    columns = [f"pain is {pain},\n{how}" for pain, how in _COLUMNS]
    if is_narrow():
        axes.set_title("✓ it works\n○ no sign of it")
        columns = [fill(one, _COLUMN_LETTERS) for one in columns]
    axes.set_xticks([0.5, 1.5, 2.5, 3.5], columns)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
    live: dict[str, Artist] = {}
    for case in single_case.CASES:
        row, column = _cell(case)
        name = f"{row}{column}"
        axes.fill(
            *bar(column + 0.03, column + 0.97, 0.5 - row, 0.45).T, fill=False, edgecolor=style.MUTED
        )
        for part, look in _PARTS.items():
            live[f"{name}_{part}"] = axes.text(0, 0, "", ha="center", va="center", **look)
        wide_only(live[f"{name}_says"], live[f"{name}_why"])
    live["count"] = axes.text(2, 1.05, "", ha="center", va="bottom", weight="bold", fontsize=12)
    wide_only(live["count"])
    return Stage(figure, live)


def _because(case: single_case.Case, comparison: bool) -> str:
    if comparison:
        return "better than without" if case.better else "no better than without"
    if case.better:
        return "because pain is better"
    return "“other conditions”" if case.properly else "“not properly” done"


def _verdicts_frame(verdict_rule: float) -> Frame:
    comparison = bool(round(verdict_rule))
    marks: dict[str, Mark] = {}
    held = {case: single_case.held_to_work(case, comparison) for case in single_case.CASES}
    for case, works in held.items():
        row, column = _cell(case)
        name = f"{row}{column}"
        color = style.GREEN if works else style.ORANGE
        for part, above, text, ink in (
            ("sign", 0.74, "✓" if works else "○", color),
            ("says", 0.5, "it works" if works else "no sign of it", color),
            ("why", 0.27, _because(case, comparison), style.INK),
        ):
            at = np.array([column + 0.5, above - row])
            marks[f"{name}_{part}"] = Mark(at, text=text, color=ink)
    count = sum(held.values())
    says = f"{_RULES[int(comparison)]}: “it works” in {count} of {len(held)} cases".capitalize()
    marks["count"] = Mark(np.array([2.0, 1.05]), text=says)
    nothing = sum(works for case, works in held.items() if not case.works)
    by = _RULES[1] if comparison else "the article's rule"
    words = (
        f"By {by} the exercise is held to work in {count} of {len(held)} cases, and in {nothing} "
        f"of the 4 in which it does nothing."
    )
    table = Table(
        {
            "in truth": np.array([_ROWS[_cell(case)[0]] for case in held]),
            "after two weeks": np.array([", ".join(_COLUMNS[_cell(case)[1]]) for case in held]),
            "conclusion": np.array(
                ["it works" if works else "no sign that it works" for works in held.values()]
            ),
            "because": np.array([_because(case, comparison) for case in held]),
        },
        {},
        says,
    )
    return Frame(marks, words, table)


verdicts = Scene("A rule that cannot fail", _verdicts_stage, _verdicts_frame)


# ---------------------------------------------------------------------------------------------
# A/B/A


_PERSONS = 2000
_ALIKE = parameter("alike").default
_DESIGNS: dict[str, tuple[str, str, str]] = {
    "aba": ("A/B/A", style.BLUE, "o"),
    "before_after": ("before and after", style.ORANGE, "s"),
}


class _Study(NamedTuple):
    """Many people in one design: their ratings, and what the design says about each."""

    true_pain: Numbers
    ratings: Numbers
    estimates: Numbers


@lru_cache(maxsize=256)
def _studies(
    phase_days: int, trend_per_week: float, effect_points: float, swing_points: float
) -> dict[str, _Study]:
    start = _start(phase_days, trend_per_week, effect_points)
    true_pain = single_case.true_pain(start, trend_per_week, effect_points, phase_days)
    ratings = single_case.diaries(np.array(true_pain), swing_points, _ALIKE, people=_PERSONS)
    found = single_case.estimates(*ratings)
    return {
        design: _Study(getattr(true_pain, design), each, getattr(found, design))
        for design, each in zip(_DESIGNS, ratings, strict=True)
    }


def _start(phase_days: int, trend_per_week: float, effect_points: float) -> float:
    """True pain on the first day, so that it stays round the middle of the scale."""
    weeks = single_case.PHASES * phase_days / 7
    return 5.0 - (trend_per_week * weeks + effect_points) / 2


def _phases_stage() -> Stage:
    figure = blank(10, 5)
    days, side = figure.subplots(1, 2, width_ratios=(1.5, 1))
    days.set(
        xlim=(0, 1),
        ylim=(-0.3, 11.4),
        xlabel="Time: A, then B, then A again",
        yticks=range(0, 11, 2),
    )
    days.set_ylabel("Rating (0 to 10)")
    days.set_xticks([1 / 6, 1 / 2, 5 / 6], ["A: walking", "B: with exercise", "A: walking"])
    days.tick_params(axis="x", length=0)
    days.grid(visible=False, axis="x")
    days.axvspan(1 / 3, 2 / 3, color=style.SKIN)
    live: dict[str, Artist] = {}
    live["true"] = days.plot([], [], color=style.MUTED, linewidth=1.5, label="true pain")[0]
    live["ratings"] = days.plot([], [], "o", color=style.BLUE, markersize=5, label="ratings")[0]
    live["means"] = days.plot([], [], color=style.INK, linewidth=2.5, label="mean of the phase")[0]
    days.legend(loc="upper right", ncols=3, columnspacing=1, handlelength=1.2, fontsize=10)
    side.set(
        xlim=(-9, 5),
        ylim=(-1.8, 1.0),
        xlabel="What the comparison says (points)",
        axisbelow=True,
    )
    named_rows(
        side, [0, -1], [label.replace(" and ", "\nand ") for label, _, _ in _DESIGNS.values()]
    )
    live["truth"] = side.plot([], [], color=style.GREEN, linewidth=2)[0]
    live["truth_value"] = side.text(0, 0, "", color=style.GREEN, ha="center", va="bottom")
    for name, (_, color, marker) in _DESIGNS.items():
        live[f"{name}_range"] = side.fill([0], [0], facecolor=color, alpha=0.35, linewidth=0)[0]
        live[f"{name}_mean"] = side.plot([], [], color=color, linewidth=2.5)[0]
        live[f"{name}_person"] = side.plot([], [], linestyle="none", marker=marker, color=style.INK,
                                           markersize=8)[0]  # fmt: skip
    side.text(-8.9, -1.62, "band: 95 of 100 people; dot: this person", fontsize=10, va="center")
    return Stage(figure, live)


def _phases_frame(
    phase_days: float,
    trend_per_week: float,
    effect_points: float,
    swing_points: float,
    person: float,
) -> Frame:
    each_days, who = round(phase_days), round(person) - 1
    # Whole tenths, so that the same place of a slider is the same study.
    studies = _studies(each_days, round(trend_per_week, 1), effect_points, round(swing_points, 1))
    aba = studies["aba"]
    count = single_case.PHASES * each_days
    place = (np.arange(count) + 0.5) / count
    means = aba.ratings[who].reshape(single_case.PHASES, -1).mean(axis=1)
    edges = np.array([0, 1, 1, 2, 2, 3]) / 3
    marks = {
        "true": Mark(np.column_stack([place, aba.true_pain])),
        "ratings": Mark(np.column_stack([place, aba.ratings[who]])),
        "means": Mark(np.column_stack([edges, np.repeat(means, 2)])),
        "truth": cursor(effect_points, (-1.4, 0.5)),
        "truth_value": Mark(
            np.array([effect_points, 0.55]), text=f"truth {plain(effect_points, 1)}"
        ),
    }
    said: dict[str, tuple[float, float, float, float]] = {}
    for row, (name, study) in enumerate(studies.items()):
        low, high = np.percentile(study.estimates, [2.5, 97.5]).tolist()
        said[name] = (float(study.estimates.mean()), low, high, float(study.estimates[who]))
        marks[f"{name}_range"] = Mark(bar(low, high, -row, 0.28))
        marks[f"{name}_mean"] = cursor(said[name][0], (-row - 0.28, -row + 0.28))
        marks[f"{name}_person"] = Mark(np.array([said[name][3], -row]))
    told = "; ".join(
        f"{label} says {signed(mean, 1)} on average ({signed(low, 1)} to {signed(high, 1)} for 95 "
        f"of 100 people), and {signed(one, 1)} for this person"
        for (label, _, _), (mean, low, high, one) in zip(
            _DESIGNS.values(), said.values(), strict=True
        )
    )
    words = (
        f"Three phases of {counted(each_days, 'day')}. Pain changes by {signed(trend_per_week, 1)} "
        f"points a week by itself, exercise truly changes it by {signed(effect_points, 1)}, and "
        f"ratings swing by {swing_points:.1f}. {told}.{_at_the_floor(studies)}"
    )
    columns = np.array(list(said.values())).T
    table = Table(
        {
            "comparison": np.array([label for label, _, _ in _DESIGNS.values()]),
            "on average": columns[0],
            "from": columns[1],
            "to": columns[2],
            "this person": columns[3],
        },
        dict.fromkeys(("on average", "from", "to", "this person"), "points"),
        f"What each comparison says; the truth is {signed(effect_points, 1)}",
    )
    return Frame(marks, words, table)


def _at_the_floor(studies: dict[str, _Study]) -> str:
    """How many ratings are 0, if any: what would have fallen further was cut off there."""
    ratings = np.concatenate([study.ratings.ravel() for study in studies.values()])
    percent = 100 * float((ratings == 0).mean())
    if percent < 0.5:
        return ""
    return (
        f" {percent:.0f} of 100 ratings are 0: pain can fall no further there, so some is missed."
    )


phases = Scene("Without, with, and without again", _phases_stage, _phases_frame)
