"""How to read an article: where it contradicts itself, base rates, a false cause, an odds ratio.

The models behind the pictures are in `lessons_lib.evidence.article`.
"""

from collections.abc import Mapping
from functools import cache
from textwrap import fill
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import article
from lessons_lib.evidence.claims import claim, in_order
from lessons_lib.stage import style
from lessons_lib.stage.chart import column, dot_with_interval, named_rows
from lessons_lib.stage.draw import Artist, Stage, blank, is_narrow
from lessons_lib.stage.handle import Pick
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import plain

Numbers = NDArray[np.float64]

_HIDDEN = Mark(np.empty((0, 2)))
"""An artist that has nothing to show."""


# ---------------------------------------------------------------------------------------------
# Where the article contradicts itself


_WIDEST_ARC = 0.8
_ARCS: Mapping[str, dict[str, Any]] = {
    "both cannot hold": {"color": style.RED, "linestyle": "-"},
    "works against the other": {"color": style.PURPLE, "linestyle": (0, (6, 2))},
    "does not follow": {"color": style.BLUE, "linestyle": (0, (1.5, 1.5))},
}


@cache
def _sentences() -> tuple[str, ...]:
    """The claims that clash with another, by id and in the article's order."""
    clashing = {one for clash in article.contradictions() for one in clash.ids}
    return in_order(clashing)


_NARROW_LETTERS = 34


def _row(claim_id: str) -> float:
    return -float(_sentences().index(claim_id))


def _arc(pair: tuple[str, str]) -> Numbers:
    """A bow at the right of the sentences, from one row to another; shape (n, 2)."""
    one, other = (_row(claim_id) for claim_id in pair)
    turn = np.linspace(0, np.pi, 41)
    return np.column_stack(
        [
            # Less than in proportion, so that short arcs leave room for their number.
            _WIDEST_ARC * (abs(other - one) / len(_sentences())) ** 0.6 * np.sin(turn),
            (one + other) / 2 + (one - other) / 2 * np.cos(turn),
        ]
    )


def _name(number: int, pair: tuple[str, str]) -> str:
    return f"arc_{number}_{'_'.join(pair)}"


def _in_lines(quotation: str) -> str:
    return fill(quotation, _NARROW_LETTERS) if is_narrow() else quotation


def _contradictions_stage() -> Stage:
    figure = blank(10, 7.4 if is_narrow() else 5.4)
    axes = figure.subplots()
    rows = _sentences()
    axes.set(xlim=(-1.9, 0.85), ylim=(0.7 - len(rows), 0.7), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    for claim_id in rows:
        axes.text(-1.88, _row(claim_id), claim_id, va="center", weight="bold")
        axes.text(
            -0.04, _row(claim_id), _in_lines(claim(claim_id).quotation),
            va="center", ha="right", fontsize=9.5,
        )  # fmt: skip
    live: dict[str, Artist] = {}
    for number, clash in enumerate(article.contradictions(), start=1):
        for pair in clash.pairs:
            live[_name(number, pair)] = axes.plot([], [], **_ARCS[clash.kind])[0]
        live[f"number_{number}"] = axes.text(
            0, 0, "", va="center", color=_ARCS[clash.kind]["color"], weight="bold"
        )
    for kind, look in _ARCS.items():
        axes.plot([], [], label=kind, **look)
    figure.legend(loc="outside lower right", ncols=3)
    return Stage(figure, live)


def _contradictions_frame(contradiction: float) -> Frame:
    clashes = list(enumerate(article.contradictions(), start=1))
    shown = {
        number: clash
        for number, clash in clashes
        if round(contradiction) in {number, len(clashes) + 1}
    }
    marks: dict[str, Mark] = {}
    for number, clash in clashes:
        widest = max((_arc(pair) for pair in clash.pairs), key=lambda xy: float(xy[:, 0].max()))
        for pair in clash.pairs:
            marks[_name(number, pair)] = Mark(_arc(pair)) if number in shown else _HIDDEN
        top = widest[len(widest) // 2] + np.array([0.02, 0.0])
        marks[f"number_{number}"] = Mark(top, text=str(number) if number in shown else "")
    if not shown:
        words = (
            f"{len(_sentences())} sentences of the article, in its order, from "
            f"{_sentences()[0]} to {_sentences()[-1]}. No contradiction is shown yet."
        )
    else:
        words = " ".join(
            f"{number}. {clash.name}, {', '.join(clash.ids)}: {clash.why}"
            for number, clash in shown.items()
        )
    table = Table(
        {
            "number": np.array([str(number) for number, _ in clashes]),
            "about": np.array([clash.name for _, clash in clashes]),
            "claims": np.array([", ".join(clash.ids) for _, clash in clashes]),
            "how": np.array([clash.kind for _, clash in clashes]),
            "why": np.array([clash.why for _, clash in clashes]),
        }
        if shown
        else {
            "claim": np.array(_sentences()),
            "sentence": np.array([claim(one).quotation for one in _sentences()]),
        },
        {},
        "Where the article contradicts itself" if shown else "Sentences of the article",
    )
    return Frame(marks, words, table)


def _clashing() -> dict[frozenset[str], int]:
    """The contradiction, by its number, that each pair of clashing claims stands for."""
    return {
        frozenset(pair): number
        for number, clash in enumerate(article.contradictions(), start=1)
        for pair in clash.pairs
    }


contradictions = Scene(
    "Sentences that clash",
    _contradictions_stage,
    _contradictions_frame,
    pick=Pick(
        "Choose two sentences that clash.",
        "contradiction",
        "number_1",
        {one: (-1.9, _row(one) - 0.45, -0.02, _row(one) + 0.45) for one in _sentences()},
        _clashing(),
        "No contradiction of this list: these two can both be true. Choose another pair.",
    ),
)


# ---------------------------------------------------------------------------------------------
# Base rates


_HIGH = 26  # dots in a column
_SHOWN = (
    (False, False, 1.0),
    (True, False, 1.0),
    (False, True, 1.0),
    (True, True, 1.0),
    (True, True, 0.5),
    (True, True, 0.0),
)
"""For each choice: whether serious disease is marked, whether warning signs are, and which share of
the seriously ill then has a sign. That share is not known, so the choices try it out."""


def _dots() -> Numbers:
    """A place for each person, column by column, shape (people, 2)."""
    place = np.arange(article.base_rate(0).people)
    return np.column_stack([place // _HIGH, _HIGH - 1 - place % _HIGH]).astype(np.float64)


def _base_rate_stage() -> Stage:
    figure = blank(10, 5.6)
    axes = figure.subplots()
    right = float(_dots()[-1, 0])
    axes.set(xlim=(-1, right + 1), ylim=(-2.6, _HIGH + 1.2), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    dots: dict[str, Any] = {"linestyle": "none", "clip_on": False}
    live: dict[str, Artist] = {
        "people": axes.plot([], [], "o", color=style.MUTED, markersize=4.5, **dots)[0],
        "unflagged": axes.plot(
            [], [], "o", markersize=5, markerfacecolor=style.PAPER, markeredgecolor=style.MUTED,
            **dots,
        )[0],
        "flagged": axes.plot([], [], "^", color=style.BLUE, markersize=6, **dots)[0],
        "serious": axes.plot([], [], "s", color=style.RED, markersize=8.5, **dots)[0],
    }  # fmt: skip
    for name, x, side, color in (
        ("told_flagged", 0.0, "left", style.BLUE),
        ("told_unflagged", right, "right", style.MUTED),
    ):
        live[name] = axes.text(x, _HIGH, "", ha=side, va="bottom", color=color, weight="bold")
    live["told_serious"] = axes.text(
        right / 2, -1.2, "", ha="center", va="top", color=style.RED, weight="bold"
    )
    return Stage(figure, live)


def _base_rate_frame(dots_shown: float) -> Frame:
    serious_on, flags_on, share = _SHOWN[round(dots_shown)]
    rate = article.base_rate(round(share * article.base_rate(0).serious))
    places = _dots()
    # The serious stand at the border, so that no other dot moves when some of them cross it.
    place = np.arange(rate.people)
    first = rate.flagged - rate.both
    serious = (place >= first) & (place < first + rate.serious)
    flagged = place < rate.flagged
    plain_dot = ~serious if serious_on else np.ones(rate.people, dtype=bool)
    marks = {
        "people": _HIDDEN if flags_on else Mark(places[plain_dot]),
        "flagged": Mark(places[plain_dot & flagged]) if flags_on else _HIDDEN,
        "unflagged": Mark(places[plain_dot & ~flagged]) if flags_on else _HIDDEN,
        "serious": Mark(places[serious]) if serious_on else _HIDDEN,
    }
    told = {
        "told_flagged": f"▲ {rate.flagged} with a warning sign" if flags_on else "",
        "told_unflagged": f"○ {rate.unflagged} without" if flags_on else "",
        "told_serious": f"■ {rate.serious} with a serious disease" if serious_on else "",
    }
    stage = {
        "told_flagged": np.array([0.0, _HIGH]),
        "told_unflagged": np.array([places[-1, 0], _HIGH]),
        "told_serious": np.array([places[-1, 0] / 2, -1.2]),
    }
    marks |= {name: Mark(stage[name], text=text) for name, text in told.items()}
    return Frame(marks, _base_rate_words(rate, serious_on, flags_on), _base_rate_table(rate))


def _base_rate_words(rate: article.BaseRate, serious_on: bool, flags_on: bool) -> str:
    words = f"{rate.people:,} people with new back pain, a dot each."
    if serious_on:
        words += f" {rate.serious} had a serious disease, {100 * rate.serious / rate.people:.1f} %."
    if flags_on:
        words += (
            f" {rate.flagged} had at least one warning sign, "
            f"{100 * rate.flagged / rate.people:.0f} %, and {rate.unflagged} had none."
        )
    if serious_on and flags_on:
        words += (
            f" If {_part(rate)} were among those with a sign, then "
            f"{rate.flagged_and_well} of {rate.flagged} with a sign had no serious disease, "
            f"{rate.well_percent_of_flagged:.1f} %; and of the {rate.unflagged} without a sign "
            f"{rate.unflagged_and_serious or 'none'} had one, "
            f"{rate.serious_percent_of_unflagged:.1f} %."
        )
    return words


def _part(rate: article.BaseRate) -> str:
    """How many of the seriously ill had a sign, in words."""
    if rate.both == rate.serious:
        return f"all {rate.serious}"
    return f"{rate.both or 'none'} of the {rate.serious}"


def _base_rate_table(rate: article.BaseRate) -> Table:
    return Table(
        {
            "people": np.array(["with a warning sign", "without", "together"]),
            "serious disease": np.array(
                [rate.both, rate.unflagged_and_serious, rate.serious], dtype=np.float64
            ),
            "none": np.array(
                [
                    rate.flagged_and_well,
                    rate.unflagged - rate.unflagged_and_serious,
                    rate.people - rate.serious,
                ],
                dtype=np.float64,
            ),
        },
        {"serious disease": "people", "none": "people"},
        f"If {rate.both} of the {rate.serious} had a warning sign (not known here)",
    )


base_rate = Scene("People with new back pain", _base_rate_stage, _base_rate_frame)


# ---------------------------------------------------------------------------------------------
# A false cause


_DRAWN = 300
_TENTH_MPS = 0.1
_SPEEDS = np.array([0.7, 1.8])
_SIZES = tuple(int(one.replace(",", "")) for one in parameter("crowd_size").options)


def _false_cause_stage() -> Stage:
    figure = blank(10, 4.8)
    people, found = figure.subplots(1, 2, width_ratios=(1.25, 1))
    people.set(xlim=(0.75, 1.75), ylim=(-0.5, 10.5))
    people.set(xlabel="Walking speed (m/s)", ylabel="Pain (points of 10)")
    live: dict[str, Artist] = {
        "people": people.plot([], [], "o", color=style.MUTED, markersize=3.5, alpha=0.5)[0],
        "truth": people.plot(
            [], [], color=style.GREEN, linestyle=(0, (6, 2)), label="what walking slower does"
        )[0],
        "line": people.plot([], [], color=style.ORANGE, label="what the regression finds")[0],
    }
    people.legend(loc="upper right")
    low, high = -0.35, 1.25
    found.set(xlim=(low, high), ylim=(-1.6, 0.8))
    found.set_xlabel("Pain with 0.1 m/s slower (points more)")
    named_rows(found, [0, -1], ["the regression", "the truth"])
    found.axvline(0, color=style.INK, linewidth=1)
    live["interval"] = found.plot([], [], color=style.ORANGE, solid_capstyle="butt")[0]
    live["slope"] = found.plot([], [], "o", linestyle="none", color=style.ORANGE, markersize=9)[0]
    live["effect"] = found.plot([], [], "D", linestyle="none", color=style.GREEN, markersize=9)[0]
    for name, color in (("slope_told", style.ORANGE), ("effect_told", style.GREEN)):
        live[name] = found.text(0, 0, "", va="bottom", weight="bold", color=color)
    return Stage(figure, live)


def _false_cause_frame(
    slowing_mps_per_point: float, pain_per_tenth_mps: float, crowd_size: float
) -> Frame:
    effect = pain_per_tenth_mps / _TENTH_MPS
    size = _SIZES[round(crowd_size)]
    people = article.crowd(slowing_mps_per_point, effect, size)
    fit = article.regression(people)
    # Points more for a tenth of a metre a second less: the slope turned round.
    value, high, low = (-_TENTH_MPS * one + 0.0 for one in fit)
    middle_x, middle_y = people.speed_mps.mean(), people.pain.mean()
    marks = {
        "people": Mark(np.column_stack([people.speed_mps[:_DRAWN], people.pain[:_DRAWN]])),
        "line": _line(fit.value, middle_x, middle_y),
        "truth": _line(-effect, middle_x, middle_y),
        "interval": Mark(np.array([(low, 0.0), (high, 0.0)])),
        "slope": Mark(np.array([value, 0.0])),
        "effect": Mark(np.array([pain_per_tenth_mps, -1.0])),
        "slope_told": Mark(np.array([value + 0.02, 0.1]), text=plain(value, 2)),
        "effect_told": Mark(
            np.array([pain_per_tenth_mps + 0.02, -0.9]), text=f"{pain_per_tenth_mps:g}"
        ),
    }
    surely = "does not hold 0" if low > 0 or high < 0 else "holds 0"
    words = (
        f"In {size:,} invented people each point of pain slows by "
        f"{slowing_mps_per_point:.2f} m/s, and walking 0.1 m/s slower really adds "
        f"{pain_per_tenth_mps:.2f} points of pain. The regression finds {plain(value, 2)} points "
        f"more for 0.1 m/s slower, with a 95 % interval from {plain(low, 2)} to {plain(high, 2)}, "
        f"which {surely}."
    )
    endless = article.expected(slowing_mps_per_point, effect)
    table = Table(
        {
            "": np.array(["found in these people", "expected in an endless crowd", "the truth"]),
            "pain with 0.1 m/s slower": np.array(
                [value, -_TENTH_MPS * endless + 0.0, pain_per_tenth_mps]
            ),
        },
        {"pain with 0.1 m/s slower": "points"},
        "Pain regressed on walking speed",
    )
    return Frame(marks, words, table)


def _line(slope: float, x: float, y: float) -> Mark:
    return Mark(np.column_stack([_SPEEDS, y + slope * (_SPEEDS - x)]))


false_cause = Scene("Pain and walking speed", _false_cause_stage, _false_cause_frame)


# ---------------------------------------------------------------------------------------------
# An odds ratio and its interval


_GROUPS = ("side\nor front", "back:\nlow end", "back:\nfound", "back:\nhigh end")


def _odds_stage() -> Stage:
    ratio = article.sleeping_on_the_back()
    figure = blank(10, 4.6)
    forest, people = figure.subplots(1, 2, width_ratios=(1.15, 1))
    ticks = [0.25, 0.5, 1, 2, 4, 8, 16]
    forest.set_xscale("log", base=2)
    forest.set(xlim=(0.2, 20), ylim=(-1.8, 0.8), xlabel="Odds ratio (equal steps, equal factors)")
    forest.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    named_rows(forest, [0, -1], ["the study", "a larger\none"])
    forest.axvline(1, color=style.INK, linewidth=1)
    dot_with_interval(forest, 0, ratio, color=style.BLUE, marker="o")
    told = f"{ratio.value:g} ({ratio.low:g} to {ratio.high:g})"
    forest.text(1.06, 0.18, told, va="bottom", color=style.BLUE, weight="bold")
    live: dict[str, Artist] = {
        "interval": forest.plot([], [], color=style.PURPLE, solid_capstyle="butt")[0],
        "ratio": forest.plot([], [], "s", linestyle="none", color=style.PURPLE, markersize=9)[0],
        "told": forest.text(
            0, 0, "", va="bottom", color=style.PURPLE, weight="bold"
        ),
    }  # fmt: skip
    people.set(xlim=(-0.6, 3.6), ylim=(0, 108), ylabel="People with back pain (of 100)")
    people.set_xticks(range(4), _GROUPS)
    people.set_xlabel("Sleeping on the …")
    people.grid(visible=False, axis="x")
    people.set_axisbelow(True)
    for row, color in enumerate((style.MUTED, style.PURPLE, style.PURPLE, style.PURPLE)):
        live[f"bar_{row}"] = people.fill([0], [0], facecolor=color, linewidth=0)[0]
        live[f"value_{row}"] = people.text(0, 0, "", ha="center", va="bottom", weight="bold")
    return Stage(figure, live)


def _odds_frame(times_people: float, side_sleepers_percent: float) -> Frame:
    ratio = article.larger_study(article.sleeping_on_the_back(), times_people)
    on_back = article.estimate_with(ratio, side_sleepers_percent)
    bars = [side_sleepers_percent, on_back.low, on_back.value, on_back.high]
    marks = {
        "interval": Mark(np.array([(ratio.low, -1.0), (ratio.high, -1.0)])),
        "ratio": Mark(np.array([ratio.value, -1.0])),
        "told": Mark(
            np.array([1.06, -0.82]),
            text=f"{ratio.value:g} ({ratio.low:.2f} to {ratio.high:.2f})",
        ),
    }
    for row, height in enumerate(bars):
        marks[f"bar_{row}"] = Mark(column(row, height, 0.32))
        marks[f"value_{row}"] = Mark(np.array([row, height + 1.5]), text=f"{height:.0f}")
    holds = "holds 1 (no difference)" if ratio.low <= 1 <= ratio.high else "no longer holds 1"
    study = (
        "In the study"
        if times_people == 1
        else f"In a study {times_people:.0f} times as large that found the same,"
    )
    words = (
        f"{study} the odds ratio is {ratio.value:g} with an interval from {ratio.low:.2f} to "
        f"{ratio.high:.2f}, which {holds}. If {side_sleepers_percent:.0f} of 100 have back pain "
        f"among those who sleep on the side or front, it would be {on_back.value:.0f} of 100 among "
        f"those who sleep on the back, and anything from {on_back.low:.0f} to "
        f"{on_back.high:.0f} would fit."
    )
    table = Table(
        {
            "": np.array(["low end", "found", "high end"]),
            "odds ratio": np.array([ratio.low, ratio.value, ratio.high]),
            "back pain, on the back": np.array(bars[1:]),
        },
        {"back pain, on the back": "of 100"},
        f"If {side_sleepers_percent:.0f} of 100 have back pain on the side or front",
    )
    return Frame(marks, words, table)


odds = Scene("Sleeping on the back", _odds_stage, _odds_frame)
