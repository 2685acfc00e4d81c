"""Why pain is less after two weeks, in people: its course, chance, and what exercise adds.

*The course.* `course` is what reviews found on average, `between` reads off the weeks between.

*Chance.* Who joins when pain is bad has, on average, less pain the next time somebody asks, even
if nothing changed: regression to the mean. In the crowd of `crowd` everybody has a true pain, and
a rating is that plus the swing of the day, as a whole number from 0 to 10. Those whose first
rating is high enough join. `responders` counts who looks better the second time, and `expected`
says what that count comes to in the long run: an integral over what lies behind the first rating,
since what lies behind the second is then a bell again.

*Rounding.* Between whole numbers a fall of 2 can be one of little more than 1 that was felt, so
whole numbers make more people look better, and worse, than changed by that much. Both functions
also know ratings that are as exact as pain is felt.

*Exercise.* `effects` are the pooled differences between those who exercised and those who did
not, and `reaching` says how many people more that brings past a line that matters.
"""

import math
from functools import cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import Table, load

Numbers = NDArray[np.float64]

DURATIONS = ("new", "some weeks", "lasting")
"""How long pain had lasted when people joined a study: under 6 weeks, 6 to 12, more than 12."""

_MOST = 10
_FAR = 9.0
_HAIR = 1e-9
_below = np.vectorize(NormalDist().cdf, otypes=[np.float64])
"""The share of a normal distribution that lies below so many standard deviations."""


# ---------------------------------------------------------------------------------------------
# The course of pain


def course(duration: str, review: str = "2024") -> Table:
    """Average pain (0 to 100) in the weeks after people joined a study, from ``pain_course``.

    Raises:
        KeyError: the review has no such duration.

    >>> course("new")["pain"].tolist()
    [56.0, 26.0, 22.0, 21.0]
    """
    found = load("pain_course").where(duration=duration, review=review)
    if not len(found):
        raise KeyError(
            f"the review of {review} has no course of '{duration}' pain; "
            f"durations are: {', '.join(DURATIONS)}"
        )
    return found


class Between(NamedTuple):
    """Pain (0 to 100) between two published weeks, read off in two ways."""

    straight: Numbers
    curved: Numbers


def between(week: ArrayLike, duration: str) -> Between:
    """Average pain in a week that the review does not give, from the weeks around it.

    *Straight* joins them by a line. *Curved* lets pain change by the same share each week, as
    it does where recovery is quickest at first. The truth need not lie between the two.

    Args:
        week: weeks since joining, 0 to 52, any shape.
        duration: one of `DURATIONS`.

    Raises:
        KeyError: no such duration.
        ValueError: a week before the first or after the last.

    >>> [round(float(pain)) for pain in between(2, "new")]
    [46, 43]
    """
    known = course(duration)
    weeks = np.asarray(week, dtype=np.float64)
    first, last = known["week"][[0, -1]]
    if not ((weeks >= first) & (weeks <= last)).all():
        raise ValueError(f"Pain was followed from week {first:.0f} to week {last:.0f} only.")
    straight = np.interp(weeks, known["week"], known["pain"])
    curved = np.exp(np.interp(weeks, known["week"], np.log(known["pain"])))
    return Between(straight, curved)


# ---------------------------------------------------------------------------------------------
# Regression to the mean


class Crowd(NamedTuple):
    """Two ratings of each of many invented people, whole numbers from 0 to 10."""

    first: Numbers
    second: Numbers


class Responders(NamedTuple):
    """Those whose first rating let them join.

    Attributes:
        joined: share of the crowd that joins, 0 to 1.
        first: their mean first rating.
        second: their mean second rating.
        points: share of them whose rating fell by the points that matter, or more.
        percent: share of them whose rating fell by the percentage that matters, or more.
        worse: share of them whose rating rose by the points that matter, or more.
    """

    joined: float
    first: float
    second: float
    points: float
    percent: float
    worse: float


def crowd(
    swing_points: float,
    change_percent: float = 0,
    added_points: float = 0,
    people: int = 100_000,
    *,
    exact: bool = False,
) -> Crowd:
    """Two ratings of people with and without a change between them, always the same people.

    True pain spreads like a bell, with mean and spread of the table ``invented_people``; each
    rating adds a bell of its own, and is then rounded and kept on the scale.

    Args:
        swing_points: standard deviation of a rating around the true pain.
        change_percent: how much true pain changes in between, in percent; less is negative.
        added_points: by how many points a treatment lowers it on top of that.
        people: how many.
        exact: ratings as exact as pain is felt, and not whole numbers.
    """
    mean, spread = _true_pain()
    true, first, second = _draws(people)
    before = mean + spread * true
    after = before * (1 + change_percent / 100) - added_points
    return Crowd(
        rated(before + swing_points * first, exact=exact),
        rated(after + swing_points * second, exact=exact),
    )


def rated(pain: ArrayLike, *, exact: bool = False) -> Numbers:
    """Pain as people rate it: a whole number from 0 to 10, or as exact as it is felt.

    >>> rated([-0.7, 4.4, 11.0]).tolist(), rated([-0.7, 4.4, 11.0], exact=True).tolist()
    ([0.0, 4.0, 10.0], [0.0, 4.4, 10.0])
    """
    rating: Numbers = np.array(pain, dtype=np.float64)
    if not exact:
        np.rint(rating, out=rating)
    np.clip(rating, 0, _MOST, out=rating)
    rating += 0.0  # No rating is -0.
    return rating


def responders(ratings: Crowd, join_at: float) -> Responders:
    """Count those who joined with a first rating of `join_at` or more, and who looks better.

    Somebody who joins with 0 cannot get better, and does not count as better.

    Raises:
        ValueError: nobody joins.

    >>> found = responders(crowd(swing_points=1), join_at=4)
    >>> round(100 * found.points), round(100 * found.percent)
    (18, 12)
    """
    joins = ratings.first >= join_at
    if not joins.any():
        raise ValueError(f"Nobody's first rating is {join_at:g} or more, so nobody joins.")
    first, second = ratings.first[joins], ratings.second[joins]
    by_points, by_percent = better_at_most(first)
    return Responders(
        float(joins.mean()),
        float(first.mean()),
        float(second.mean()),
        float((second <= by_points).mean()),
        float((second <= by_percent).mean()),
        float((second - first >= important()[0]).mean()),
    )


def better_at_most(first: Numbers) -> tuple[Numbers, Numbers]:
    """The highest second rating that is better by enough points, and by enough percent.

    Somebody whose first rating is 0 cannot get better: -1 is no rating.
    """
    points, percent = important()
    by_percent: Numbers = (1 - percent / 100) * first + _HAIR
    return first - points, np.where(first > 0, by_percent, -1.0)


def expected(
    swing_points: float,
    join_at: int,
    change_percent: float = 0,
    added_points: float = 0,
    *,
    exact: bool = False,
) -> Responders:
    """What `responders` of a `crowd` come to in the long run, without drawing anybody.

    Args:
        swing_points: standard deviation of a rating around the true pain; above 0.
        join_at: lowest first rating with which one joins, 0 to 10.
        change_percent: change of true pain in percent; less is negative.
        added_points: what a treatment takes off on top of that.
        exact: ratings as exact as pain is felt, and not whole numbers.

    Raises:
        ValueError: a swing that is not above 0.
    """
    if not swing_points > 0:
        raise ValueError("Without swing nothing is left to chance; give a swing above 0.")
    mean, spread = _true_pain()
    whole = math.hypot(spread, swing_points)
    keeps = 1 + change_percent / 100
    points, _ = important()
    # Where a rating, or what counts as better or worse than it, takes a step.
    steps = (0, points, join_at, _MOST - points, _MOST) if exact else np.arange(_MOST) + 0.5
    z, weight = _behind_ratings((np.unique(steps) - mean) / whole)
    first = rated(mean + whole * z, exact=exact)
    # Given what lies behind the first rating, the second is a bell around a line.
    line = keeps * (mean + reliability(swing_points) * whole * z) - added_points
    around = math.sqrt(keeps**2 * spread**2 * (1 - reliability(swing_points)) + swing_points**2)

    def second_at_most(rating: Numbers) -> Numbers:
        felt = rating if exact else np.floor(rating) + 0.5
        share = _below((felt - line) / around)
        return np.where(rating < 0, 0.0, np.where(rating >= _MOST, 1.0, share))

    def second_mean() -> Numbers:
        if not exact:
            whole_numbers = (np.full_like(z, rating) for rating in range(_MOST))
            return np.asarray(sum(1 - second_at_most(rating) for rating in whole_numbers))
        low, high = -line / around, (_MOST - line) / around
        inside = line * (_below(high) - _below(low)) + around * (_bell(low) - _bell(high))
        return np.asarray(inside + _MOST * (1 - _below(high)))

    weight = np.where(first >= join_at, weight, 0.0)
    joined = weight.sum()
    by_points, by_percent = better_at_most(first)
    not_worse = first + points - (0 if exact else 1)
    averaged = (
        first,
        second_mean(),
        second_at_most(by_points),
        second_at_most(by_percent),
        1 - second_at_most(not_worse),
    )
    return Responders(float(joined), *(float((weight * x).sum() / joined) for x in averaged))


def _behind_ratings(steps: Numbers) -> tuple[Numbers, Numbers]:
    """What can lie behind a rating: places in spreads, piece by piece, and their weights."""
    places, weights = np.polynomial.legendre.leggauss(24)
    low, high = np.r_[-_FAR, steps][:, None], np.r_[steps, _FAR][:, None]
    z = (low + high) / 2 + (high - low) / 2 * places
    return z.ravel(), ((high - low) / 2 * weights * _bell(z)).ravel()


def _bell(z: Numbers) -> Numbers:
    height: Numbers = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return height


def reliability(swing_points: float) -> float:
    """How much of the spread of ratings is spread of true pain, 0 to 1.

    >>> reliability(1)
    0.8
    """
    _, spread = _true_pain()
    return spread**2 / (spread**2 + swing_points**2)


def important() -> tuple[float, float]:
    """The change that matters to a person: points of 0 to 10, and percent of the start.

    >>> important()
    (2.0, 30.0)
    """
    return matters("important_points"), matters("important_percent")


def matters(quantity: str) -> float:
    """A number of the table ``pain_importance``; KeyError if there is none of that name."""
    return float(load("pain_importance").row(quantity=quantity)["value"])


def _true_pain() -> tuple[float, float]:
    return invented("mean_points"), invented("spread_points")


def invented(quantity: str) -> float:
    """A number of the table ``invented_people``; KeyError if there is none of that name."""
    return float(load("invented_people").row(quantity=quantity)["value"])


@cache
def _draws(people: int) -> Numbers:
    """Three draws for each person, always the same ones, shape (3, people)."""
    draws = np.random.default_rng(2014).normal(size=(3, people))
    draws.setflags(write=False)
    return draws


# ---------------------------------------------------------------------------------------------
# What exercise adds


def effects(scale: str) -> Table:
    """The pooled effects of ``exercise_effects`` on one scale, "points" (of 100) or "smd".

    Raises:
        KeyError: no such scale.
    """
    found = load("exercise_effects").where(scale=scale)
    if not len(found):
        raise KeyError(f"no effects on the scale '{scale}'; the scales are: points, smd")
    return found


class Reaching(NamedTuple):
    """Shares of people (0 to 1) whose pain falls by a given amount or more."""

    without: float
    with_exercise: float


def reaching(
    fall_points: float, without_points: float, effect_points: float, spread_points: float
) -> Reaching:
    """Who gets past a line, if changes spread like a bell and exercise shifts the whole bell.

    Args:
        fall_points: the line: how far pain has to fall (points of 100).
        without_points: mean change without exercise (points of 100); less pain is negative.
        effect_points: what exercise adds; less pain is negative.
        spread_points: standard deviation of people's changes, the same in both groups.

    >>> both = reaching(15, without_points=-10, effect_points=-15, spread_points=23)
    >>> round(100 * both.without), round(100 * both.with_exercise)
    (41, 67)
    """
    line = np.array([-fall_points - without_points, -fall_points - without_points - effect_points])
    without, with_exercise = _below(line / spread_points).tolist()
    return Reaching(without, with_exercise)
