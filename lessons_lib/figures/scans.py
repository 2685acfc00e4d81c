"""Scans of people without back pain, and what a finding on a scan is worth."""

import numpy as np

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import diagnosis, scans
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Stage, blank, wide_only
from lessons_lib.stage.people import Crowd
from lessons_lib.stage.scene import Frame, Mark, Scene

_CROWD = Crowd(columns=40, rows=25)
_COLORS = {"free": style.BLUE, "pain": style.ORANGE}
_NO_COMPARISON = "With back pain: not compared"
_EVEN = 0.5


def _stage() -> Stage:
    figure = blank(10, 4.2)
    grid = figure.add_gridspec(2, 2, height_ratios=(0.12, 1))
    told = figure.add_subplot(grid[0, :])
    told.set(xlim=(0, 1), ylim=(0, 1))
    told.set_axis_off()
    wide_only(told)
    live: dict[str, Artist] = {"ratio": told.text(0, 0, "", va="top", fontsize=11)}
    for place, (name, color) in enumerate(_COLORS.items()):
        live |= _CROWD.artists(figure.add_subplot(grid[1, place]), name, color)
    return Stage(figure, live)


def _frame(scan_finding: float, scan_age: float) -> Frame:
    finding = parameter("scan_finding").options[round(scan_finding)]
    age = float(parameter("scan_age").options[round(scan_age)])
    free = scans.pain_free(finding, age)
    odds = scans.odds_ratio(finding, age)
    have = diagnosis.people(free)
    marks = _CROWD.marks("free", f"Without back pain: {have} of {_CROWD.size:,}", sure=have)
    words = (
        f"A scan shows {finding} in {have} of {_CROWD.size:,} people aged {age:.0f} without "
        f"back pain. "
    )
    if odds is None:
        marks |= _CROWD.marks("pain", _NO_COMPARISON, sure=0)
        marks["ratio"] = Mark(np.array([0.0, 1.0]), text="No likelihood ratio can be given.")
        words += (
            "For this finding at this age we have no comparison with people who have back pain, "
            "so no likelihood ratio."
        )
        return Frame(marks, words, _table(finding, age, free, Estimate(np.nan, np.nan, np.nan)))
    pain = Estimate(*(scans.with_pain(free, one) for one in odds))
    value, low, high = (diagnosis.people(one) for one in pain)
    ratio, ratio_low, ratio_high = (one / free for one in pain)
    told = f"{ratio:.2f} ({ratio_low:.2f} to {ratio_high:.2f})"
    after, after_low, after_high = (
        f"{100 * diagnosis.update(_EVEN, one):.0f}" for one in (ratio, ratio_low, ratio_high)
    )
    turned = f"{after} % ({after_low} to {after_high} %)"
    marks |= _CROWD.marks(
        "pain",
        f"With back pain: {value} of {_CROWD.size:,}",
        sure=low,
        likeliest=value,
        possible=high,
    )
    marks["ratio"] = Mark(
        np.array([0.0, 1.0]),
        text=f"Likelihood ratio of {finding} at {age:.0f}: {told}. It turns 50 % into {turned}.",
    )
    words += (
        f"An odds ratio of {odds.value:g} ({odds.low:g} to {odds.high:g}) would give {value} of "
        f"{_CROWD.size:,} with back pain, from {low} to {high}. The likelihood ratio is {told}: "
        f"where as many people have pain as not, 50 %, having the finding makes it {turned}."
    )
    return Frame(marks, words, _table(finding, age, free, pain))


def _table(finding: str, age: float, free: float, pain: Estimate) -> Table:
    return Table(
        {
            "people": np.array(["without back pain", "with back pain", "likelihood ratio"]),
            "value": np.array([100 * free, 100 * pain.value, pain.value / free]),
            "from": np.array([np.nan, 100 * pain.low, pain.low / free]),
            "to": np.array([np.nan, 100 * pain.high, pain.high / free]),
            "unit": np.array(["%", "%", ""]),
        },
        {},
        f"{finding[0].upper()}{finding[1:]} on a scan at {age:.0f}",
    )


wear = Scene("A scan of people without back pain", _stage, _frame)
