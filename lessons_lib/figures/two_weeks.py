"""What two weeks bring: the course of pain, chance in a crowd, and what exercise adds.

The models behind the pictures are in `lessons_lib.evidence.two_weeks`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import two_weeks
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.stage import style
from lessons_lib.stage.chart import (
    bell,
    cursor,
    dot_with_interval,
    named_rows,
    numbered_bar,
    numbered_bars,
)
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import plain, signed

Numbers = NDArray[np.float64]


# ---------------------------------------------------------------------------------------------
# The course of pain


_WEEKS = parameter("week").positions
_LAST_WEEK = float(_WEEKS[-1])
_DURATIONS: dict[str, tuple[str, str, Any, float]] = {
    "lasting": (style.PURPLE, "s", (0, (6, 2)), 45),
    "some weeks": (style.ORANGE, "^", (0, (2, 1.5)), 31),
    "new": (style.BLUE, "o", "-", 19),
}
_DURATION_LABELS = {
    "new": "new (under 6 weeks)",
    "some weeks": "some weeks (6 to 12)",
    "lasting": "lasting (over 12 weeks)",
}


def _course_stage() -> Stage:
    figure = blank(10, 5)
    axes = figure.subplots()
    axes.set(xlim=(-0.5, _LAST_WEEK + 6), ylim=(0, 70), xlabel="Weeks since joining a study")
    axes.set_ylabel("Average pain (0 to 100)")
    axes.set_xticks([0, 2, 6, 12, 18, 26])
    fine = np.linspace(0, _LAST_WEEK, 261)
    live: dict[str, Artist] = {"here": axes.plot([], [], color=style.INK, linewidth=1)[0]}
    for duration, (color, marker, dashes, label_at) in _DURATIONS.items():
        straight, curved = two_weeks.between(fine, duration)
        axes.fill_between(fine, curved, straight, color=color, alpha=0.25, linewidth=0)
        axes.plot(fine, straight, color=color, linestyle=dashes, linewidth=1.5)
        known = two_weeks.course(duration)
        seen = known["week"] <= _LAST_WEEK
        axes.plot(known["week"][seen], known["pain"][seen], marker, color=color, markersize=9,
                  label=_DURATION_LABELS[duration])  # fmt: skip
        live[f"{duration}_now"] = axes.text(
            _LAST_WEEK + 0.8, label_at, "", color=color, weight="bold", va="center"
        )
    for duration in ("lasting", "new"):
        older = two_weeks.course(duration, review="2012")
        seen = older["week"] <= _LAST_WEEK
        color, marker, _, _ = _DURATIONS[duration]
        axes.errorbar(
            older["week"][seen] + 0.35, older["pain"][seen],
            yerr=[np.abs(older["pain"] - older[end])[seen] for end in ("low", "high")],
            fmt=marker, color=color, markerfacecolor=style.PAPER, markersize=7, elinewidth=1.2,
        )  # fmt: skip
    axes.plot([], [], "o", color=style.MUTED, markerfacecolor=style.PAPER,
              label="hollow: older review, since onset, 95 % intervals")  # fmt: skip
    axes.legend(loc="upper right", ncols=2, borderaxespad=0)
    return Stage(figure, live)


def _course_frame(week: float) -> Frame:
    marks = {"here": cursor(week, (0.0, 56.0 if week > 8 else 70.0))}
    told = []
    for duration in _DURATIONS:
        read = _read_off(week, duration)
        marks[f"{duration}_now"] = Mark(
            np.array([_LAST_WEEK + 0.8, _DURATIONS[duration][3]]), text=read
        )
        start = float(two_weeks.course(duration)["pain"][0])
        named = "pain of some weeks" if duration == "some weeks" else f"{duration} pain"
        told.append(f"{named} {read} ({start:.0f} at the start)")
    words = (
        f"Average pain (0 to 100) in week {week:.0f} after joining a study, read off between "
        f"published weeks in two ways: {', '.join(told)}."
    )
    columns = ("review", "duration", "week", "pain", "low", "high", "certainty")
    table = load("pain_course")
    return Frame(
        marks,
        words,
        Table(
            {name: table[name] for name in columns},
            {name: table.units[name] for name in columns},
            table.title,
        ),
    )


def _read_off(week: float, duration: str) -> str:
    straight, curved = (plain(float(x)) for x in two_weeks.between(week, duration))
    return straight if straight == curved else f"{curved} to {straight}"


course = Scene(
    "The course of back pain",
    _course_stage,
    _course_frame,
    (Handle("line of the week", "here", (0, 1), x="week"),),
)


# ---------------------------------------------------------------------------------------------
# Who joins when it is bad


_PEOPLE = 50_000
_SHOWN = 260
_JITTER = 0.36
_POINTS, _PERCENT = two_weeks.important()
_GROUPS: dict[str, tuple[str, dict[str, Any]]] = {
    "out": ("does not join", {"color": style.MUTED, "marker": "o", "markersize": 3}),
    "same": ("joins", {"color": style.BLUE, "marker": "o", "markersize": 5}),
    "better": (
        f"joins, better by {_PERCENT:.0f} % or more",
        {"color": style.ORANGE, "marker": "s", "markersize": 5},
    ),
}
_SHARES = {
    "points": f"better by {_POINTS:.0f} points or more",
    "percent": f"better by {_PERCENT:.0f} % or more",
    "worse": f"worse by {_POINTS:.0f} points or more",
}


def _joining_stage() -> Stage:
    figure = blank(10, 5)
    dots, side = figure.subplots(1, 2, width_ratios=(1.15, 1))
    dots.set(xlim=(-0.6, 10.6), ylim=(-0.6, 10.6), xlabel="Rating on joining (0 to 10)")
    dots.set_ylabel("Rating two weeks later (0 to 10)")
    dots.plot([-0.6, 10.6], [-0.6, 10.6], color=style.MUTED, linewidth=1)
    live: dict[str, Artist] = {}
    for name, (label, look) in _GROUPS.items():
        live[name] = dots.plot([], [], linestyle="none", label=label, **look)[0]
    live["line"] = dots.plot([], [], color=style.INK, linewidth=1.5)[0]
    dots.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=9.5, handletextpad=0.2,
                columnspacing=1, borderaxespad=0.2)  # fmt: skip
    side.set(xlim=(0, 112), ylim=(-3.6, 0.6), xlabel="Of 100 who joined", axisbelow=True)
    side.set_xticks([0, 20, 40, 60, 80, 100])
    named_rows(
        side,
        [-row for row in range(len(_SHARES))],
        [label.replace("by ", "by\n") for label in _SHARES.values()],
    )
    live |= numbered_bars(
        side, {name: style.MUTED if name == "worse" else style.ORANGE for name in _SHARES}
    )
    live["first"] = side.text(2, -2.8, "", va="center")
    live["second"] = side.text(2, -3.3, "", va="center")
    return Stage(figure, live)


def _joining_frame(
    join_at: float,
    swing_points: float,
    change_percent: float,
    added_points: float,
    rating_kind: float,
) -> Frame:
    exact = bool(round(rating_kind))
    ratings = two_weeks.crowd(swing_points, change_percent, added_points, _PEOPLE, exact=exact)
    found = two_weeks.responders(ratings, join_at)
    first, second = (each[:_SHOWN] for each in ratings)
    joins = first >= join_at
    better = joins & (second <= two_weeks.better_at_most(first)[1])
    places = np.column_stack([first, second]) + (0 if exact else _jitter())
    marks = {
        "out": Mark(_those(places, ~joins)),
        "same": Mark(_those(places, joins & ~better)),
        "better": Mark(_those(places, better)),
        "line": cursor(join_at if exact else join_at - 0.5, (-0.6, 10.6)),
        "first": Mark(np.array([2.0, -2.8]), text=f"mean on joining: {found.first:.1f}"),
        "second": Mark(np.array([2.0, -3.3]), text=f"mean two weeks later: {found.second:.1f}"),
    }
    for row, name in enumerate(_SHARES):
        share = 100 * getattr(found, name)
        marks |= _share(name, share, row)
    told = ", ".join(
        f"{100 * getattr(found, name):.0f} as {label}" for name, label in _SHARES.items()
    )
    words = (
        f"Invented people whose ratings swing by {swing_points:.1f} points from day to day and are "
        f"{'as exact as pain is felt' if exact else 'whole numbers'}. True "
        f"pain changes by {signed(change_percent)} %, and exercise takes off {added_points:.1f} "
        f"points. Those with a first rating of {join_at:.0f} or more join, "
        f"{100 * found.joined:.0f} of 100. Their mean goes from {found.first:.1f} to "
        f"{found.second:.1f}. Of 100 who joined, we count {told}."
    )
    table = Table(
        {
            "what": np.array(
                ["mean on joining (points)", "mean two weeks later (points)", "join (of 100)"]
                + [f"{label} (of 100 who joined)" for label in _SHARES.values()]
            ),
            "value": np.array(
                [found.first, found.second, 100 * found.joined]
                + [100 * getattr(found, name) for name in _SHARES]
            ),
        },
        {},
        f"Counted in {_PEOPLE:,} invented people",
    )
    return Frame(marks, words, table)


def _share(name: str, share: float, row: int) -> dict[str, Mark]:
    return numbered_bar(name, share, -row, f"{share:.0f}", half_height=0.3, text_at=share + 1.5)


def _those(places: Numbers, shown: NDArray[np.bool_]) -> Numbers:
    """Some of the people; each keeps their row, so that a page without a kernel needs little."""
    return np.where(shown[:, None], places, np.nan)


def _jitter() -> Numbers:
    """Small steps aside, so that people with the same two ratings do not hide each other."""
    row = np.arange(_SHOWN)
    return _JITTER * (2 * np.column_stack([row * 0.618034 % 1, row * 0.754878 % 1]) - 1)


joining = Scene(
    "Who joins when it is bad",
    _joining_stage,
    _joining_frame,
    (Handle("line for joining", "line", (0, 1), along="join_at"),),
)


# ---------------------------------------------------------------------------------------------
# What exercise adds


_LOOKS = {"new": (style.BLUE, "o"), "lasting": (style.PURPLE, "s")}


def _effects_stage() -> Stage:
    figure = blank(10, 6.8)
    panels = figure.subplots(2, 1, height_ratios=(6, 5))
    limits = {"points": (-22, 12), "smd": (-2.8, 1.0)}
    titles = {
        "points": "In points of 100: exercise less (−), more (+)",
        "smd": "As a standardised mean difference: exercise less (−), more (+)",
    }
    for axes, (scale, (low, high)) in zip(panels, limits.items(), strict=True):
        rows = list(two_weeks.effects(scale).rows())
        axes.set(xlim=(low, high), ylim=(0.6 - len(rows), 0.6))
        axes.set_title(titles[scale])
        named_rows(axes, [-row for row in range(len(rows))], [_named(row) for row in rows])
        axes.axvline(0, color=style.INK, linewidth=1)
        for place, row in enumerate(rows):
            _dot(axes, place, row)
    for duration, (color, marker) in _LOOKS.items():
        panels[0].plot([], [], marker, color=color, label=f"{duration} pain")
    panels[0].legend(loc="upper left")
    return Stage(figure, {})


def _dot(axes: Axes, place: int, row: Mapping[str, Any]) -> None:
    color, marker = _LOOKS[row["duration"]]
    if np.isnan(row["value"]):
        axes.text(0.05, -place, "no difference found", color=style.MUTED, va="center")
        return
    found = Estimate(row["value"], row["low"], row["high"])
    dot_with_interval(axes, -place, found, color=color, marker=marker)


def _named(row: Mapping[str, Any]) -> str:
    return f"{row['duration']}: {row['measure']}\nagainst {row['comparison']}"


def _effects_frame() -> Frame:
    rows = load("exercise_effects")
    told = "; ".join(
        f"{row['duration']} pain, {row['measure']} against {row['comparison']}: {_effect(row)}"
        for row in rows.rows()
    )
    columns = (
        "duration", "measure", "scale", "comparison", "value", "low", "high", "trials", "certainty",
    )  # fmt: skip
    return Frame(
        {},
        f"What reviews of trials found for exercise, minus is less: {told}.",
        Table({name: rows[name] for name in columns}, {}, rows.title),
    )


def _effect(row: Mapping[str, Any]) -> str:
    if np.isnan(row["value"]):
        return "no difference found"
    numbers = [float(row[name]) for name in ("value", "low", "high")]
    whole = all(np.isnan(number) or number.is_integer() for number in numbers)
    digits = 2 if row["scale"] == "smd" else int(not whole)
    value, low, high = (signed(number, digits) for number in numbers)
    unit = " points of 100" if row["scale"] == "points" else ""
    return f"{value}{unit}" if np.isnan(row["low"]) else f"{value}{unit} ({low} to {high})"


effects = Scene("What exercise adds, in trials", _effects_stage, _effects_frame)


# ---------------------------------------------------------------------------------------------
# A shift, and a line that counts


_CHANGES = np.linspace(-110, 60, 171)


def _without_points(duration: str, week: float) -> float:
    """Mean change of pain without exercise, halfway between the two readings of the course."""
    pain = np.mean([float(x) for x in two_weeks.between(week, duration)])
    return float(pain - two_weeks.course(duration)["pain"][0])


def _added_stage() -> Stage:
    figure = blank(10, 4.8)
    bells, side = figure.subplots(1, 2, width_ratios=(1.5, 1))
    bells.set(xlim=(-110, 60), ylim=(0, 0.024), yticks=[])
    bells.set_xlabel("Change of pain (points of 100; less is left)")
    live: dict[str, Artist] = {}
    live["past"] = bells.fill([0], [0], facecolor=style.ORANGE, alpha=0.3, linewidth=0)[0]
    live["without"] = bells.plot([], [], color=style.INK, label="without exercise")[0]
    live["with"] = bells.plot([], [], "--", color=style.ORANGE, label="with exercise")[0]
    live["line"] = bells.plot([], [], color=style.GREEN, linewidth=2)[0]
    live["line_value"] = bells.text(0, 0, "", color=style.GREEN, weight="bold", ha="center")
    bells.legend(loc="upper right")
    side.set(xlim=(0, 100), ylim=(-1.6, 0.6), xlabel="Get past the line (of 100)", axisbelow=True)
    named_rows(side, [0, -1], ["without\nexercise", "with\nexercise"])
    live |= numbered_bars(side, {"without": style.INK, "with": style.ORANGE})
    return Stage(figure, live)


def _added_frame(pain_duration: float, fall_points: float) -> Frame:
    duration = parameter("pain_duration").options[round(pain_duration)]
    effect = two_weeks.effects("points").row(duration=duration, measure="pain")
    spread = two_weeks.matters("group_spread_points")
    week = effect["week"]
    without = _without_points(duration, week)
    shift = effect["value"]
    reach = two_weeks.reaching(fall_points, without, shift, spread)
    gains = [
        100 * (two_weeks.reaching(fall_points, without, end, spread).with_exercise - reach.without)
        for end in (effect["high"], effect["low"])
    ]
    shares = {"without": 100 * reach.without, "with": 100 * reach.with_exercise}
    heights = {
        "without": bell(_CHANGES, without, spread),
        "with": bell(_CHANGES, without + shift, spread),
    }
    past = np.linspace(_CHANGES[0], -fall_points, 81)
    area = np.r_[0, bell(past, without + shift, spread), 0]
    marks = {
        "past": Mark(np.column_stack([np.r_[past[0], past, past[-1]], area])),
        "line": cursor(-fall_points, (0.0, 0.021)),
        "line_value": Mark(np.array([-fall_points, 0.0214]), text=f"{plain(-fall_points)}"),
    }
    for row, name in enumerate(shares):
        marks[name] = Mark(np.column_stack([_CHANGES, heights[name]]))
        marks |= _share(name, shares[name], row)
    added_points = _effect(effect)
    words = (
        f"{duration.capitalize()} pain after {week:.0f} weeks. Without exercise it "
        f"changes by {signed(without)} points of 100 on average, and exercise adds {added_points}. "
        f"People's changes differ by {spread:.0f} points (standard deviation). Of 100 people, "
        f"{shares['without']:.0f} fall by {fall_points:.0f} points or more without exercise and "
        f"{shares['with']:.0f} with: {_more(shares['with'] - shares['without'])}. With the ends of "
        f"the interval it would be {_more(gains[0])} or {_more(gains[1])}."
    )
    table = Table(
        {
            "group": np.array(["without exercise", "with exercise"]),
            "mean change": np.array([without, without + shift]),
            "get past the line": np.array(list(shares.values())),
        },
        {"mean change": "points of 100", "get past the line": "of 100"},
        f"{duration.capitalize()} pain, a fall of {fall_points:.0f} points or more",
    )
    return Frame(marks, words, table)


def _more(people: float) -> str:
    whole = round(people)
    return "no difference" if whole == 0 else f"{abs(whole)} {'more' if whole > 0 else 'fewer'}"


added = Scene(
    "A shift, and a line that counts",
    _added_stage,
    _added_frame,
    (Handle("line that counts", "line", (0, 1), along="fall_points"),),
)
