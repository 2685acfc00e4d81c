"""How a finding changes a probability: one at a time, a few together, and too many at once."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import numpy as np

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import diagnosis
from lessons_lib.evidence.diagnosis import Finding, Start
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.evidence.sources import cite
from lessons_lib.stage import style
from lessons_lib.stage.chart import bar, beside, named_rows, sided_label
from lessons_lib.stage.draw import Artist, Axes, Stage, blank, wide_only
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.people import Crowd
from lessons_lib.stage.scene import Frame, Mark, Scene

_CROWD = Crowd(columns=40, rows=25)
_ALL = f"{_CROWD.size:,}"
_WIDEST = 112
_COLORS = {"before": style.PURPLE, "after": style.BLUE}


# ---------------------------------------------------------------------------------------------
# What pictures of an update share: lines of text, a scale, and people before and after


def _update_stage(lines: int) -> Stage:
    figure = blank(10, 5.2 + 0.24 * lines)
    grid = figure.add_gridspec(3, 2, height_ratios=(0.24 * lines, 0.75, 2.9))
    told = figure.add_subplot(grid[0, :])
    told.set(xlim=(0, 1), ylim=(-lines, 0))
    told.set_axis_off()
    wide_only(told)
    live: dict[str, Artist] = {
        f"line_{line}": told.text(0, 0, "", va="top", fontsize=10) for line in range(lines)
    }
    live |= _scale(figure.add_subplot(grid[1, :]))
    for place, (name, color) in enumerate(_COLORS.items()):
        live |= _CROWD.artists(figure.add_subplot(grid[2, place]), name, color)
    return Stage(figure, live)


def _scale(axes: Axes) -> dict[str, Artist]:
    axes.set(xlim=(0, 100), ylim=(-0.6, 1.6), xlabel="Probability (%)")
    named_rows(axes, [1, 0], list(_COLORS))
    dot: Any = {"linestyle": "none", "markersize": 10}
    return {
        "band": axes.fill([0], [0], facecolor=style.BLUE, linewidth=0, alpha=0.35)[0],
        "before": axes.plot([], [], "D", color=_COLORS["before"], **dot)[0],
        "after": axes.plot([], [], "o", color=_COLORS["after"], **dot)[0],
        **sided_label(axes, "before_value", color=_COLORS["before"], va="center"),
        **sided_label(axes, "after_value", color=_COLORS["after"], va="center"),
    }


def _update_marks(
    before: float, band: Estimate, lines: Sequence[str], room: int
) -> dict[str, Mark]:
    marks = {
        f"line_{line}": Mark(
            np.array([0.0, -float(line)]), text=lines[line] if line < len(lines) else ""
        )
        for line in range(room)
    }
    known = np.isfinite(band.low)
    low, high = (band.low, band.high) if known else (band.value, band.value)
    marks["band"] = Mark(bar(100 * low, 100 * high, 0, 0.3))
    for name, value, height, text in (
        ("before", before, 1.0, _percent(before)),
        ("after", band.value, 0.0, _banded(band)),
    ):
        marks[name] = Mark(np.array([100 * value, height]))
        start, end = (low, high) if name == "after" else (value, value)
        # Names stand at the left of the scale, and a dot with its ring is wider than a band.
        gap = 2 if start < end else 4.5
        # A letter is about as wide as one percent of the scale; a little beyond it there is room.
        marks |= beside(
            f"{name}_value", (100 * start, 100 * end), height, text,
            gap=gap, left=100 * end + gap + len(text) > 102,
        )  # fmt: skip
    have, sure, possible = (diagnosis.people(one) for one in (before, low, high))
    likeliest = diagnosis.people(band.value)
    after = f"After: {likeliest} of {_ALL}{'' if known else ', no interval'}"
    marks |= _CROWD.marks("before", f"Before: {have} of {_ALL} have it", sure=have)
    return marks | _CROWD.marks("after", after, sure=sure, likeliest=likeliest, possible=possible)


def _percent(probability: float) -> str:
    """A probability in percent, with a decimal where a whole number would say too little.

    >>> _percent(0.712), _percent(0.0471), _percent(0.9963), _percent(0.9999)
    ('71 %', '4.7 %', '99.6 %', 'over 99.9 %')
    """
    rounded = 100 * probability
    if rounded > 99.9:
        return "over 99.9 %"
    return f"{rounded:.1f} %" if rounded < 9.5 or rounded > 95 else f"{rounded:.0f} %"


def _banded(band: Estimate) -> str:
    if not np.isfinite(band.low):
        return f"{_percent(band.value)} (no interval)"
    if band.low == band.high:
        return _percent(band.value)
    low, high = _percent(band.low).removesuffix(" %"), _percent(band.high)
    return f"{_percent(band.value)} ({low} to {high})"


def _so_many(band: Estimate) -> str:
    value = f"{diagnosis.people(band.value)}"
    if not np.isfinite(band.low):
        return f"{value}, without an interval"
    return f"{value}, from {diagnosis.people(band.low)} to {diagnosis.people(band.high)}"


def _ratio(finding: Finding, present: bool) -> str:
    """A ratio with its interval as it stands in a sentence."""
    ratio = finding.ratio(present)
    if not np.isfinite(ratio.value):
        return "no ratio is given"
    if not np.isfinite(ratio.low):
        return f"likelihood ratio {ratio.value:g}, without an interval"
    return f"likelihood ratio {ratio.value:g} ({ratio.low:g} to {ratio.high:g})"


def _answer(finding: Finding, present: bool) -> str:
    return f"“{finding.words}” {'is' if present else 'is not'} there"


def _explained_answer(finding: Finding, present: bool) -> str:
    explained = f" ({finding.explained})" if finding.explained else ""
    there = "is there" if present else "is not there"
    return f"“{finding.words}”{explained} {there}: {_ratio(finding, present)}"


def _of_whom(start: Start) -> str:
    value, low, high = (100 * one for one in start.band)
    interval = f"{low:.0f} to {high:.0f} %" if np.isfinite(low) else "no interval"
    return f"{value:.0f} % ({interval}) of {start.denominator}"


def _wrapped(sentences: Sequence[str]) -> list[str]:
    return [line for sentence in sentences for line in wrap(sentence, _WIDEST)]


def _sources(keys: Sequence[str]) -> str:
    return " and ".join(cite(key) for key in keys)


def _usable(finding: Finding, present: bool) -> bool:
    return bool(np.isfinite(finding.ratio(present).value))


def _table(answers: Mapping[str, bool], before: float, band: Estimate) -> Table:
    chosen = [diagnosis.findings()[name] for name in answers]
    said = [one.ratio(present) for one, present in zip(chosen, answers.values(), strict=True)]
    nothing = Estimate(np.nan, np.nan, np.nan)
    ratios = [nothing, *said, nothing]
    percents = [nothing._replace(value=before), *(nothing for _ in said), band]
    told = [_answer(*one) for one in zip(chosen, answers.values(), strict=True)]
    return Table(
        {
            "": np.array(["before", *told, "after"]),
            "ratio": np.array([one.value for one in ratios]),
            "ratio from": np.array([one.low for one in ratios]),
            "ratio to": np.array([one.high for one in ratios]),
            "probability": 100 * np.array([one.value for one in percents]),
            "from": 100 * np.array([one.low for one in percents]),
            "to": 100 * np.array([one.high for one in percents]),
            "measured in": np.array(["", *(one.setting for one in chosen), ""]),
        },
        {"probability": "%", "from": "%", "to": "%"},
        "From before to after",
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------
# One finding


SINGLE = (
    "no_pain_seated", "better_bending", "worse_standing", "claudication", "both_sides",
    "below_buttocks", "age_over_65", "calf_standing_eases", "cool_skin", "pulse",
    "provocation_pooled", "centralisation", "squat", "stairs", "press_and_lift",
)  # fmt: skip
"""The findings of the picture of one finding, as the parameter `single_finding` lists them."""

_SINGLE_LINES = 7


def _single_stage() -> Stage:
    return _update_stage(_SINGLE_LINES)


def _finding_frame(start_percent: float, single_finding: float, finding_there: float) -> Frame:
    finding = diagnosis.findings()[SINGLE[round(single_finding)]]
    present, before = not finding_there, start_percent / 100
    answers = {finding.id: present} if _usable(finding, present) else {}
    band = diagnosis.after(before, answers)
    lines = [
        f"{_explained_answer(finding, present)}.",
        f"Measured in: {finding.setting} ({_sources(finding.sources)}).",
        f"Having {finding.target.name} means in these studies: {finding.target.meant}.",
        f"Counted so far: {_counted(finding.target.id)}.",
    ]
    marks = _update_marks(before, band, _wrapped(lines), _SINGLE_LINES)
    words = "\n".join([*lines, ""]) + (
        f"Suppose that of {_ALL} people like these {diagnosis.people(before)} have "
        f"{finding.target.name}. "
    )
    if answers:
        words += (
            f"Of {_ALL} in whom it {'is there' if present else 'is not there'} it would be "
            f"{_so_many(band)}: from {_percent(before)} to {_banded(band)}. "
            f"{diagnosis.in_a_sentence(before, band)}"
        )
    else:
        words += "Its absence changes nothing here, since the source says nothing about it."
    return Frame(marks, words, _table(answers, before, band))


def _counted(target: str) -> str:
    starts = diagnosis.starts(target)
    if not starts:
        return "no number that we have read says how many have it among people like these"
    counted_by = _sources(list(dict.fromkeys(one.source for one in starts)))
    return f"{'; '.join(map(_of_whom, starts))} ({counted_by})"


finding = Scene(
    "One finding",
    _single_stage,
    _finding_frame,
    (Handle("mark of before", "before", x="start_percent"),),
)


# ---------------------------------------------------------------------------------------------
# A few findings, one of each cluster


CLUSTERS = ("posture_finding", "place_finding", "age_finding")
"""The choices of the picture; each offers "not asked", then findings with yes and no."""

_SEVERAL_LINES = 7
_UNASKED = "not asked"


def chosen(choice: str, position: float) -> tuple[str, bool] | None:
    """The finding and the answer that a choice stands at; None where it is not asked."""
    option = parameter(choice).options[round(position)]
    if option == _UNASKED:
        return None
    answer, _, words = option.partition(": ")
    of_stenosis = (one for one in diagnosis.findings().values() if one.target.id == "stenosis")
    return next(one.id for one in of_stenosis if one.words == words), answer == "yes"


def _several_stage() -> Stage:
    return _update_stage(_SEVERAL_LINES)


def _several_frame(
    stenosis_people: float,
    posture_finding: float,
    place_finding: float,
    age_finding: float,
) -> Frame:
    start = diagnosis.starts("stenosis")[round(stenosis_people)]
    asked = zip(CLUSTERS, (posture_finding, place_finding, age_finding), strict=True)
    answers = dict(one for one in (chosen(*each) for each in asked) if one is not None)
    before = start.band.value
    band = diagnosis.after(before, answers)
    told = [
        f"{_explained_answer(one, present)}; measured in {one.setting} ({_sources(one.sources)})"
        for one, present in ((diagnosis.findings()[name], there) for name, there in answers.items())
    ]
    lines = [f"To begin with: {_of_whom(start)} ({cite(start.source)}).", *told]
    if not told:
        lines.append("Nothing is asked yet.")
    marks = _update_marks(before, band, _wrapped(lines), _SEVERAL_LINES)
    words = (
        f"To begin with, {_of_whom(start)}, have lumbar stenosis ({cite(start.source)}): "
        f"{diagnosis.people(before)} of {_ALL} people.\n"
    )
    if answers:
        words += "".join(f"{one}.\n" for one in told) + (
            f"Of {_ALL} in whom it is like this it would be {_so_many(band)}: "
            f"{_banded(band)}. {diagnosis.in_a_sentence(before, band)}"
        )
    else:
        words += "Nothing is asked yet."
    if len(answers) > 1:
        words += (
            "\nFindings of different groups are taken as independent, which nobody has shown, so "
            "do not rely on this answer."
        )
    return Frame(marks, words, _table(answers, before, band))


several = Scene("Lumbar stenosis: a few findings", _several_stage,
                _several_frame)  # fmt: skip


# ---------------------------------------------------------------------------------------------
# Findings that tell the same story


_NUMBERS = np.arange(1, len(diagnosis.SAME_STORY) + 1)
_SHARES = np.linspace(0, 100, 101)


def _story_stage() -> Stage:
    figure = blank(10, 4.8)
    steps, shares = figure.subplots(1, 2, sharey=True)
    live: dict[str, Artist] = {}
    steps.set(xlim=(0.6, 3.4), ylim=(0, 104), xlabel="Findings that are all there")
    steps.set_xticks(_NUMBERS)
    steps.set_ylabel("Have lumbar stenosis (of 100)")
    shares.set(xlim=(-2, 102), xlabel="The findings are one story for (% of people)")
    for axes, name in ((steps, "steps"), (shares, "shares")):
        live[f"{name}_naive"] = axes.plot(
            [], [], "--", color=style.ORANGE, label="ratios multiplied"
        )[0]
        live[f"{name}_true"] = axes.plot([], [], color=style.BLUE, label="true in these people")[0]
    dot: Any = {"linestyle": "none", "markersize": 9}
    live["naive_dots"] = steps.plot([], [], "s", color=style.ORANGE, **dot)[0]
    live["counted"] = steps.plot([], [], "o", color=style.BLUE, **dot)[0]
    live["here_naive"] = shares.plot([], [], "s", color=style.ORANGE, **dot)[0]
    live["here"] = shares.plot([], [], "o", color=style.BLUE, **dot)[0]
    live |= sided_label(shares, "naive_value", color=style.ORANGE, va="bottom")
    live |= sided_label(shares, "true_value", color=style.BLUE, va="top")
    steps.plot([], [], "o", color=style.BLUE, label=f"counted in {diagnosis.INVENTED:,} people")
    steps.legend(loc="lower right")
    return Stage(figure, live)


def _story_frame(start_percent: float, together_percent: float) -> Frame:
    before, together = start_percent / 100, together_percent / 100
    chances = [diagnosis.same_story(before, together, number) for number in _NUMBERS.tolist()]
    last = chances[-1]
    naive, true, counted = (
        100 * np.array([getattr(one, name) for one in chances])
        for name in ("naive", "true", "counted")
    )
    all_shares = 100 * diagnosis.true_after_all(before, _SHARES / 100)
    marks = {
        "steps_naive": Mark(np.column_stack([_NUMBERS, naive])),
        "steps_true": Mark(np.column_stack([_NUMBERS, true])),
        "naive_dots": Mark(np.column_stack([_NUMBERS, naive])),
        "counted": Mark(np.column_stack([_NUMBERS, counted])),
        "shares_naive": Mark(np.array([(0, naive[-1]), (100, naive[-1])])),
        "shares_true": Mark(np.column_stack([_SHARES, all_shares])),
        "here_naive": Mark(np.array([together_percent, naive[-1]])),
        "here": Mark(np.array([together_percent, true[-1]])),
    }
    for name, value, y in (
        ("naive_value", naive[-1], naive[-1] + 0.5),
        ("true_value", true[-1], true[-1] - 7),
    ):
        marks |= beside(
            name, (together_percent, together_percent), y, f"{value:.0f}",
            gap=6, left=together_percent >= 80,
        )  # fmt: skip
    words = (
        f"Of {diagnosis.INVENTED:,} invented people {_percent(before)} have lumbar stenosis, and "
        f"for {together_percent:.0f} % the three findings are one story. All three are there in "
        f"{last.with_all:,}. Multiplying three ratios says that {_percent(last.naive)} of these "
        f"have it; by the formula it is {_percent(last.true)}, counted {_percent(last.counted)}. "
        f"With the first finding alone it is {_percent(chances[0].true)}."
    )
    table = Table(
        {
            "findings": _NUMBERS.astype(float),
            "people who have them all": np.array([float(one.with_all) for one in chances]),
            "ratios multiplied": naive,
            "by the formula": true,
            "counted": counted,
        },
        dict.fromkeys(("ratios multiplied", "by the formula", "counted"), "%"),
        f"Have lumbar stenosis, when the findings are one story for {together_percent:.0f} %",
    )
    return Frame(marks, words, table)


same_story = Scene(
    "Findings that tell the same story",
    _story_stage,
    _story_frame,
    (Handle("dot on the curve", "here", x="together_percent"),),
)
