"""Ibuprofen and its relatives for new back pain: benefit and harm side by side."""

from textwrap import fill
from typing import Any

from lessons_lib.data import Table, load
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.stage import style
from lessons_lib.stage.chart import dot_with_interval, named_rows
from lessons_lib.stage.draw import Axes, Stage, blank, place
from lessons_lib.stage.people import Crowd
from lessons_lib.stage.scene import Frame, Scene
from lessons_lib.stage.words import plain

_CROWD = Crowd(columns=10, rows=10)


def _row(name: str) -> dict[str, Any]:
    return load("nsaids").row(row=name)


def _harms() -> list[dict[str, Any]]:
    return list(load("nsaids").where(side="harm").rows())


def _better() -> tuple[int, int, int, int]:
    """How many of 100 feel better overall: with a placebo, with the medicine, and its interval."""
    row = _row("improved")
    placebo = row["placebo_per_100"]
    low, high = (round(placebo * row[end]) for end in ("low", "high"))
    return round(placebo), round(row["medicine_per_100"]), low, high


def _stage() -> Stage:
    figure = blank(10, 6.2)
    without, with_it, harms = figure.subplots(1, 3, width_ratios=(1, 1, 1.3))
    placebo, medicine, low, high = _better()
    for axes, name, color, marks in (
        (without, "placebo", style.PURPLE,
         _CROWD.marks("placebo", f"Placebo: {placebo} of 100", sure=placebo)),
        (with_it, "medicine", style.BLUE,
         _CROWD.marks("medicine", f"Medicine: {medicine} of 100",
                      sure=low, likeliest=medicine, possible=high)),
    ):  # fmt: skip
        artists = _CROWD.artists(axes, name, color)
        for artist, mark in marks.items():
            place(artists[artist], mark)
    without.set_title("Feel better overall")
    _draw_harms(harms)
    return Stage(figure, {})


def _draw_harms(axes: Axes) -> None:
    from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

    rows = _harms()
    axes.set(xscale="log", xlim=(0.5, 8), ylim=(0.6 - len(rows), 0.6))
    axes.xaxis.set_major_locator(FixedLocator([0.5, 1, 2, 5]))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("With the medicine over without (ratio)")
    axes.set_title("Harms, as ratios")
    named_rows(axes, [-row for row in range(len(rows))],
               [fill(row["outcome"], 24) for row in rows])  # fmt: skip
    axes.axvline(1, color=style.INK, linewidth=1)
    for height, row in enumerate(rows):
        ratio = Estimate(row["value"], row["low"], row["high"])
        if row["told"]:  # no interval: a hollow mark
            axes.plot(ratio.value, -height, "s", color=style.RED, fillstyle="none", markersize=9)
        else:
            dot_with_interval(axes, -height, ratio, color=style.RED, marker="s")


def _frame() -> Frame:
    placebo, medicine, low, high = _better()
    pain, improved = _row("pain"), _row("improved")
    harms = "; ".join(map(_harm, _harms()))
    words = (
        f"New back pain, at most three weeks: of 100 people with a placebo {placebo} feel better "
        f"overall, of 100 with a medicine of this kind {medicine}, from {low} to {high} "
        f"({improved['certainty']} certainty). On a scale of pain from 0 to 100 it makes a "
        f"difference of {plain(pain['value'], 1)} ({plain(pain['low'], 1)} to "
        f"{plain(pain['high'], 1)}; {pain['certainty']} certainty), where "
        f"{pain['important']:g} count as important. Harms, with the medicine over without: {harms}."
    )
    about = load("nsaids")
    columns = ("side", "outcome", "people", "measure", "value", "low", "high", "told",
               "certainty")  # fmt: skip
    return Frame({}, words, Table({name: about[name] for name in columns}, {}, about.title))


def _harm(row: dict[str, Any]) -> str:
    number = row["told"] or f"{row['value']:g}"
    interval = "no interval" if row["told"] else f"{row['low']:g} to {row['high']:g}"
    return f"{row['outcome']} {number} ({interval}; {row['people']})"


balance = Scene("Ibuprofen and its relatives: benefit and harm", _stage, _frame)
