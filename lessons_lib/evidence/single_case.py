"""One person's ratings day by day: what chance alone does, and how to compare fairly.

Every day has a true pain; a rating is that plus the day's swing, as a whole number from 0 to 10.
The swing of one day resembles that of the day before: a first-order autoregressive process, with
`alike` the correlation of two neighbouring days and alike^k that of days k apart.

*How much change can be told from chance.* The mean of n days is off by its standard error, and a
change between two such means by the square root of 2 times that. 1.96 times this is the smallest
detectable change: without a true change, 95 of 100 differences are smaller.

*A fair comparison.* In A/B/A the treatment is added in the middle phase only. The mean of B less
the mean of both A takes an even trend out, since the two A lie evenly round B. Before-and-after,
the last phase less the first, keeps the whole trend in.

*A rule that cannot fail.* `held_to_work` lists what two rules conclude about an exercise in all
eight cases.
"""

import math
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.evidence.two_weeks import rated

Numbers = NDArray[np.float64]

SPREADS_OF_95 = 1.96
"""So many standard errors on either side of its middle, 95 of 100 values of a bell lie."""

PHASES = 3
"""Phases of both designs: A, B, A; or A, B, B."""

_DAYS_A_WEEK = 7


# ---------------------------------------------------------------------------------------------
# Diaries


def diaries(
    true_pain: ArrayLike,
    swing_points: float,
    alike: float,
    missing_percent: float = 0,
    people: int = 100_000,
) -> Numbers:
    """Ratings of many people with the same true pain each day; always the same chances.

    Args:
        true_pain: of each day (0 to 10), shape (..., days).
        swing_points: standard deviation of one day's rating around the true pain.
        alike: correlation of the swing of neighbouring days, from 0 to below 1.
        missing_percent: how many of 100 days are not answered, whichever they are.
        people: how many.

    Returns:
        Whole numbers from 0 to 10, NaN where not answered, shape (..., people, days).

    Raises:
        ValueError: a correlation outside 0 to below 1.

    >>> diaries([6, 6, 6], swing_points=0, alike=0, people=2).tolist()
    [[6.0, 6.0, 6.0], [6.0, 6.0, 6.0]]
    """
    if not 0 <= alike < 1:
        raise ValueError(f"Neighbouring days can be alike from 0 to below 1, not {alike:g}.")
    level = np.asarray(true_pain, dtype=np.float64)
    bells, lots = _draws(people, level.shape[-1])
    swing = swing_points * bells
    news = math.sqrt(1 - alike**2)
    for day in range(1, level.shape[-1]):
        swing[:, day] = alike * swing[:, day - 1] + news * swing[:, day]
    ratings = rated(level[..., None, :] + swing)
    ratings[..., lots < missing_percent / 100] = np.nan
    return ratings


def falling(start: float, change_points: ArrayLike, days: int) -> Numbers:
    """True pain that changes evenly from the first day to the last, shape (..., days).

    >>> falling(6, [0, -2], 5).tolist()
    [[6.0, 6.0, 6.0, 6.0, 6.0], [6.0, 5.5, 5.0, 4.5, 4.0]]
    """
    change = np.asarray(change_points, dtype=np.float64)
    return np.linspace(start, start + change, days, axis=-1)


@cache
def _draws(people: int, days: int) -> tuple[Numbers, Numbers]:
    """A bell-shaped and an even draw for each person and day, always the same ones."""
    random = np.random.default_rng(2026)
    bells, lots = random.standard_normal((people, days)), random.random((people, days))
    bells.setflags(write=False)
    lots.setflags(write=False)
    return bells, lots


# ---------------------------------------------------------------------------------------------
# Error and change


def error_of_mean(swing_points: float, days: int, alike: float) -> float:
    """Standard error of the mean of consecutive days, in points.

    Args:
        swing_points: standard deviation of one day.
        days: how many, 1 or more.
        alike: correlation of neighbouring days.

    >>> error_of_mean(1.5, days=1, alike=0.4)
    1.5
    >>> error_of_mean(1.5, days=4, alike=0)
    0.75
    """
    apart = np.arange(1, days)
    together = 1 + 2 * float(((1 - apart / days) * alike**apart).sum())
    return swing_points * math.sqrt(together / days)


def detectable_change(error_points: float) -> float:
    """The smallest detectable change between two values with this standard error (95 %).

    >>> round(detectable_change(1.02), 1)
    2.8
    """
    return SPREADS_OF_95 * math.sqrt(2) * error_points


def swing_of_steps(step_points: float, alike: float) -> float:
    """The swing of a day that makes neighbouring days differ by so much on average.

    Of two bell-shaped ratings that are alike by r, the mean absolute difference is
    2 * swing * sqrt((1 - r) / pi).

    Args:
        step_points: mean absolute difference of neighbouring days.
        alike: correlation of neighbouring days, from 0 to below 1.

    Returns:
        The standard deviation of a day's rating, in points.

    >>> round(swing_of_steps(1.0, alike=0), 2)
    0.89
    """
    return step_points * math.sqrt(math.pi / (1 - alike)) / 2


# ---------------------------------------------------------------------------------------------
# A/B/A


class Designs(NamedTuple):
    """The same quantity for the two designs; true pain has the shape (days,)."""

    aba: Numbers
    before_after: Numbers


def true_pain(
    start: float, trend_per_week: float, effect_points: float, phase_days: int
) -> Designs:
    """True pain of each day in both designs, three phases of equal length.

    Args:
        start: on the first day.
        trend_per_week: what it changes by itself, in points a week.
        effect_points: by how much the treatment changes it, at once and as long as it is used.
        phase_days: days of one phase.
    """
    day = np.arange(PHASES * phase_days)
    phase = day // phase_days
    own_course = start + trend_per_week * day / _DAYS_A_WEEK
    return Designs(
        own_course + effect_points * (phase == 1), own_course + effect_points * (phase > 0)
    )


def estimates(aba: ArrayLike, before_after: ArrayLike) -> Designs:
    """What each design says the treatment does, from ratings of shape (..., days).

    >>> both = true_pain(start=6, trend_per_week=-1, effect_points=-1, phase_days=7)
    >>> [round(float(one), 2) for one in estimates(*both)]
    [-1.0, -3.0]
    """
    first, middle, last = _phase_means(aba)
    before, _, after = _phase_means(before_after)
    return Designs(middle - (first + last) / 2, after - before)


def _phase_means(ratings: ArrayLike) -> tuple[Numbers, ...]:
    days = np.asarray(ratings, dtype=np.float64)
    return tuple(phase.mean(axis=-1) for phase in np.split(days, PHASES, axis=-1))


# ---------------------------------------------------------------------------------------------
# A rule that cannot fail


class Case(NamedTuple):
    """What can be the case after two weeks."""

    works: bool
    better: bool
    properly: bool


CASES = tuple(Case(*each) for each in product((True, False), repeat=3))
"""All eight: the exercise works or not, pain is better or not, it was done properly or not."""


def held_to_work(case: Case, comparison: bool) -> bool:
    """Whether the exercise is still held to work.

    Args:
        case: what is the case; a rule does not see `works`.
        comparison: False for the article's rule: better, so it works; not better, so it was not
            done properly, or something else is the matter, and it works all the same. True for
            a comparison fixed beforehand, where `better` means better than without it.

    >>> sum(held_to_work(case, comparison=False) for case in CASES)
    8
    """
    return case.better or not comparison
