"""A diary in pictures: its days, pain, dose and walking, small enough for a telephone.

Each function takes the diary as it was read and returns a `Plot`. Days go by their number, from 1;
what was not answered is left out and said to be so, and 0 is an answer.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.stage import style
from lessons_lib.stage.draw import Axes, Figure, blank
from lessons_lib.stage.plot import Plot
from lessons_lib.stage.words import counted, plain
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.diary import State
from lessons_lib.tracker.facts import Diary
from lessons_lib.tracker.programme import length_days
from lessons_lib.tracker.review import review, rule

Numbers = NDArray[np.float64]

WIDTH_IN = 4.6
_WEEK_D = 7
_TOP = 10.0

_COLORS = {
    State.DONE: style.GREEN,
    State.PARTLY_DONE: style.BLUE,
    State.DAY_OFF: style.PURPLE,
    State.NOTHING_LOGGED: style.MUTED,
    State.OPEN: style.GRID,
    State.PAUSED: style.GRID,
    State.ENDED: style.GRID,
}


def calendar(diary: Diary) -> Plot:
    """What became of each day: two weeks as two rows of cells.

    Raises:
        ValueError: before the first enrolment there are no days to draw.
    """
    found = _states(diary)
    with style.style():
        figure, axes = _paper(1.9)
        axes.set_axis_off()
        axes.set_xlim(-0.03, _WEEK_D)
        axes.set_ylim(2, -0.03)
        for one in found:
            _cell(axes, one.day, one.state)
    counted = {state: [one.day for one in found if one.state is state] for state in State}
    parts = [
        f"{len(days)} {state.words} ({'day' if len(days) == 1 else 'days'} {_listed(days)})"
        for state, days in counted.items()
        if days
    ]
    table = Table(
        {
            "day": _floats(one.day for one in found),
            "date": np.array([one.local_date.isoformat() for one in found]),
            "state": np.array([one.state.words for one in found]),
        }
    )
    title = f"Your {len(found)} days"
    return Plot(title, figure, f"Of your {len(found)} days: {'; '.join(parts)}.", table)


def _cell(axes: Axes, day: int, state: State) -> None:
    from matplotlib.patches import Rectangle

    color, lines = _COLORS[state], state.words.replace(" ", "\n")
    row, column = divmod(day - 1, _WEEK_D)
    filled = state is State.DONE
    box = Rectangle(
        (column, row),
        0.94,
        0.92,
        facecolor=color if filled else "none",
        edgecolor=color,
        linewidth=1.6,
        linestyle=":" if color == style.GRID else "-",
    )
    axes.add_patch(box)
    ink = style.PAPER if filled else style.INK
    axes.text(column + 0.08, row + 0.08, str(day), va="top", size=9, color=ink)
    axes.text(column + 0.56, row + 0.34, state.sign, ha="center", va="center", size=15, color=ink)
    axes.text(column + 0.47, row + 0.71, lines, ha="center", va="center", size=8.5, color=ink)


def pain(diary: Diary) -> Plot:
    """Pain of back and leg, with the means that the review compares.

    Each mean stands over its days with a band as wide as pain moves from one rating to the next
    (`tracker.diary.pain_swing`) on either side.

    Raises:
        ValueError: as in `calendar`.
    """
    days = _floats(one.day for one in _states(diary))
    ratings = {
        "back": rules.answers(diary, "pain_back"),
        "leg": rules.answers(diary, "pain_leg"),
    }
    seen = review(ratings["back"], ratings["leg"])
    windows = (rule().start_days, rule().end_days)
    said = []
    with style.style():
        figure = blank(WIDTH_IN, 4.4)
        for axes, (place, color), change in zip(
            figure.subplots(2, sharex=True),
            (("back", style.BLUE), ("leg", style.ORANGE)),
            (seen.back, seen.leg),
            strict=True,
        ):
            swing = rules.pain_swing(ratings[place])
            means = (change.start, change.end)
            _pain_axes(axes, place)
            for window, mean in zip(windows, means, strict=True):
                _window(axes, window, mean, swing, color)
            given = _answered(ratings[place])
            axes.plot(days, given, color=color, marker="o", markersize=5, linewidth=1.2, zorder=3)
            counts = (change.start_ratings, change.end_ratings)
            said.append(_pain_words(place, given, means, counts, swing))
        axes.set_xlabel("Day")
    words = " ".join([*said, "One day's rating says little; the review compares means of days."])
    table = Table(
        {"day": days, **{f"pain_{place}": _answered(ratings[place]) for place in ratings}},
        {"pain_back": "0 to 10", "pain_leg": "0 to 10"},
    )
    return Plot("Pain of back and leg", figure, words, table)


def _pain_axes(axes: Axes, place: str) -> None:
    axes.set_ylabel(f"Pain, {place}\n(0 to 10)")
    axes.set_ylim(-0.4, _TOP + 2)
    axes.set_yticks([0, 5, 10])
    _day_axis(axes)


def _window(
    axes: Axes, window: tuple[int, int], mean: float | None, swing: float | None, color: str
) -> None:
    first, last = window[0] - 0.5, window[1] + 0.5
    axes.axvspan(first, last, facecolor=style.SKIN, edgecolor="none", zorder=0)
    axes.text(
        (first + last) / 2,
        _TOP + 1.8,
        f"days {window[0]}–{window[1]}",
        ha="center",
        va="top",
        size=9,
    )
    if mean is None:
        return
    if swing is not None:
        axes.fill_between(
            [first, last],
            max(0.0, mean - swing),
            min(_TOP, mean + swing),
            facecolor=color,
            edgecolor="none",
            alpha=0.25,
            zorder=1,
        )
    axes.plot([first, last], [mean, mean], color=color, linewidth=3, zorder=2)


def _pain_words(
    place: str,
    given: Numbers,
    means: tuple[float | None, float | None],
    counts: tuple[int, int],
    swing: float | None,
) -> str:
    answered = int(np.isfinite(given).sum())
    if not answered:
        return f"Pain of the {place}: no ratings."
    spans = [f"days {first} to {last}" for first, last in (rule().start_days, rule().end_days)]
    parts = [
        f"mean {plain(mean, 1)} on {span} ({counted(count, 'rating')})"
        if mean is not None
        else f"no ratings on {span}"
        for mean, span, count in zip(means, spans, counts, strict=True)
    ]
    moved = (
        f" From one rating to the next it moved by {plain(swing, 1)} points on average."
        if swing is not None
        else ""
    )
    return f"Pain of the {place}, {counted(answered, 'rating')} in all: {', '.join(parts)}.{moved}"


def dose(diary: Diary) -> Plot:
    """Breaths done beside breaths planned, day by day.

    Raises:
        ValueError: as in `calendar`.
    """
    days = _floats(one.day for one in _states(diary))
    found = rules.dose(diary)
    done, target = _floats(found.done_breaths), _floats(found.target_breaths)
    with style.style():
        figure, axes = _paper(2.4)
        axes.bar(
            days, target, 0.8, facecolor="none", edgecolor=style.MUTED, linewidth=1.4, zorder=3
        )
        axes.bar(days, done, 0.5, color=style.GREEN, zorder=2)
        axes.set_ylabel("Breaths")
        axes.set_ylim(0, 1.1 * max(done.max(), target.max(), 10))
        _day_axis(axes)
        axes.set_xlabel("Day (outline: planned, filled: done)")
    planned = plain(float(target.sum()))
    if found.share is None:
        words = f"Nothing was due yet; {plain(float(done.sum()))} breaths are done."
    else:
        words = (
            f"{plain(float(done.sum()))} breaths done of {planned} planned so far, "
            f"{plain(100 * found.share)} %. Days off and days to come count as 0 planned."
        )
    table = Table({"day": days, "done": done, "planned": target}, {"done": "breaths"})
    return Plot("Breaths done and planned", figure, words, table)


def walking(diary: Diary) -> Plot:
    """Minutes walked, day by day.

    Raises:
        ValueError: as in `calendar`.
    """
    days = _floats(one.day for one in _states(diary))
    found = rules.walking(diary)
    minutes = _answered(found.minutes)
    there = np.isfinite(minutes)
    start = found.start_min
    with style.style():
        figure, axes = _paper(2.4)
        axes.bar(days[there], minutes[there], 0.7, color=style.BLUE, zorder=2)
        for day in days[there & (minutes == 0)]:
            axes.text(float(day), 0, "0", ha="center", va="bottom", size=9)
        if start is not None:
            axes.axhline(start, color=style.INK, linestyle="--", linewidth=1.4, zorder=3)
        axes.set_ylabel("Walked (min)")
        axes.set_ylim(0, 1.15 * max(minutes[there].max(initial=10), start or 0))
        _day_axis(axes)
        axes.set_xlabel("Day" + (" (dashed: before the start)" if start is not None else ""))
    words = _walking_words(minutes[there], start)
    return Plot(
        "Walking", figure, words, Table({"day": days, "walked": minutes}, {"walked": "min"})
    )


def _walking_words(minutes: Numbers, start: int | None) -> str:
    before = "" if start is None else f" Before the start, {start} minutes went well."
    if not len(minutes):
        return f"No walks are written down yet.{before}"
    return (
        f"{plain(float(minutes.sum()))} minutes walked in all, on {int((minutes > 0).sum())} of "
        f"{len(minutes)} days with an answer; {plain(float(np.median(minutes)))} minutes is the "
        f"middle of those days.{before}"
    )


# ---------------------------------------------------------------------------------------------
# Pieces


def _states(diary: Diary) -> tuple[rules.DayState, ...]:
    found = rules.states(diary)
    if not found:
        raise ValueError("There are no days to draw yet. Begin the two weeks first.")
    return found


def _paper(height_in: float) -> tuple[Figure, Axes]:
    figure = blank(WIDTH_IN, height_in)
    return figure, figure.subplots()


def _day_axis(axes: Axes) -> None:
    axes.set_xlim(0.3, length_days() + 0.7)
    axes.set_xticks(range(1, length_days() + 1))
    axes.tick_params(axis="x", labelsize=9, length=0)
    axes.grid(visible=False, axis="x")


def _answered(values: Sequence[int | None]) -> Numbers:
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)


def _floats(values: Iterable[float]) -> Numbers:
    return np.array(list(values), dtype=np.float64)


def _listed(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))
