"""How long a stretch lasts when it is counted in breaths, beside the doses of guideline and trials.

One breath is in and out. The doses stand in the table ``stretch_doses``.
"""

from typing import NamedTuple

from lessons_lib.data.tables import load


class Range(NamedTuple):
    """From a least to a greatest value, in the unit of its quantity."""

    low: float
    high: float


class Dose(NamedTuple):
    """Time under stretch of one muscle on one side."""

    hold_s: float
    session_min: float
    week_min: float


def dose(breaths: float, breaths_per_min: float, holds: float, days_per_week: float) -> Dose:
    """The time that a muscle is stretched.

    Args:
        breaths: breaths in one hold.
        breaths_per_min: breaths a minute.
        holds: holds of the muscle in a session, on one side.
        days_per_week: sessions a week.

    Raises:
        ValueError: a number that is not above 0.

    >>> dose(breaths=5, breaths_per_min=15, holds=3, days_per_week=7)
    Dose(hold_s=20.0, session_min=1.0, week_min=7.0)
    """
    if min(breaths, breaths_per_min, holds, days_per_week) <= 0:
        raise ValueError("Breaths, rate, holds and days are numbers above 0.")
    minutes = breaths / breaths_per_min
    return Dose(60 * minutes, minutes * holds, minutes * holds * days_per_week)


def published(quantity: str) -> Range:
    """A dose of the table ``stretch_doses``, in its unit; KeyError if there is none.

    >>> published("hold")
    Range(low=10.0, high=30.0)
    """
    row = load("stretch_doses").row(quantity=quantity)
    return Range(row["low"], row["high"])


def article_week() -> tuple[Dose, Dose]:
    """Least and greatest dose of the article's instruction: one hold a side, every day.

    >>> [round(dose.hold_s) for dose in article_week()]
    [9, 25]
    """
    breaths, rate = published("breaths of the article"), published("breaths a minute at rest")
    return dose(breaths.low, rate.high, 1, 7), dose(breaths.high, rate.low, 1, 7)
