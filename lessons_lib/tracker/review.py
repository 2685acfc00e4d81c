"""What two weeks of pain ratings say: the review rule, for one person or for a hundred thousand.

One day's rating says little, so the rule compares two means: the first days with the last days.
Its numbers are the table ``review_rule``. In the order in which it decides:

1. *safety*: a safety check asks for help; ratings do not matter then.
2. *worse*: the mean pain of back or leg rose by 2 points or more, or leg pain is new. Leg pain is
   new when it was 0 on every rated day of the start and its mean at the end is 1 or more. One
   of these is enough, whatever the other does: leg pain that grows while the back gets better
   is worse.
3. *not enough data*: fewer than 3 back ratings at the start or at the end. Leg pain with fewer
   than 3 ratings on either side is not compared, and holds nothing else up.
4. *improved*: the mean of the back fell by 2 points or more, and by 30 % of the start or more.
5. *small change*: it fell by 1 point or more, but is not improved: 1 to under 2 points however
   many per cent that is, or 2 points or more that are under 30 % of the start.
6. *no clear change*: everything else, a rise of less than 2 points included.

Within each window the order of the days does not matter, and the days between the windows play no
part. Who starts below 2 points cannot improve by this rule, and above 8 cannot get worse by it:
what they can do says more.

>>> ratings = [6, 5, 6, 7, None, 5, 4, 5, 4, 4, 3, 4, 3, 2]
>>> review(ratings).outcome
<Outcome.IMPROVED: 'improved'>
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load

from .facts import ReviewRecord
from .programme import length_days

Numbers = NDArray[np.float64]

FIRST_IMPRESSION = "own_view_before"
"""What a review's inputs call the learner's own view from before they had seen the ratings."""

_HAIR = 1e-9
"""Means of three are not exact: a drop of 2 may be computed as a hair less."""


class Outcome(StrEnum):
    """What a review can say."""

    IMPROVED = "improved"
    SMALL_CHANGE = "small change"
    NO_CLEAR_CHANGE = "no clear change"
    WORSE = "worse"
    NOT_ENOUGH_DATA = "not enough data"
    SAFETY = "safety"


_BY_RATINGS = (Outcome.IMPROVED, Outcome.SMALL_CHANGE, Outcome.NO_CLEAR_CHANGE, Outcome.WORSE)


@dataclass(frozen=True)
class Rule:
    """The numbers of the rule.

    Attributes:
        version: changes with any other number.
        start_days: first and last day of the start, counted from 1.
        end_days: first and last day of the end.
        min_ratings: needed in each of the two.
        improved_drop_points: improved takes at least this drop (points of 0 to 10) ...
        improved_drop_percent: ... and at least this share of the start (%).
        small_drop_points: a small change takes at least this drop (points).
        worse_rise_points: worse is a rise of at least this (points).
        new_leg_points: leg pain that was not there is new from this mean on (points).
    """

    version: int
    start_days: tuple[int, int]
    end_days: tuple[int, int]
    min_ratings: int
    improved_drop_points: float
    improved_drop_percent: float
    small_drop_points: float
    worse_rise_points: float
    new_leg_points: float


@cache
def rule() -> Rule:
    """The rule that the tracker uses, from the table ``review_rule``.

    >>> rule().start_days, rule().end_days
    ((1, 4), (11, 14))
    """
    table = load("review_rule")
    numbers = dict(zip(table["quantity"].tolist(), table["value"].tolist(), strict=True))
    return Rule(
        version=int(numbers["version"]),
        start_days=(int(numbers["start_first_day"]), int(numbers["start_last_day"])),
        end_days=(int(numbers["end_first_day"]), int(numbers["end_last_day"])),
        min_ratings=int(numbers["min_ratings"]),
        improved_drop_points=numbers["improved_drop_points"],
        improved_drop_percent=numbers["improved_drop_percent"],
        small_drop_points=numbers["small_drop_points"],
        worse_rise_points=numbers["worse_rise_points"],
        new_leg_points=numbers["new_leg_points"],
    )


def window_rule(days: int) -> Rule:
    """The tracker's rule with so many days at each end, of which one may be missing (none of one).

    >>> window_rule(4) == rule()
    True
    """
    last = length_days()
    return replace(
        rule(),
        start_days=(1, days),
        end_days=(last - days + 1, last),
        min_ratings=max(1, days - 1),
    )


def outcomes(
    pain_back: ArrayLike,
    pain_leg: ArrayLike | None = None,
    *,
    safety: ArrayLike = False,
    by: Rule | None = None,
) -> NDArray[np.str_]:
    """What the rule says about many diaries at once.

    Args:
        pain_back: ratings 0 to 10 of the 14 days, shape (..., 14); NaN: not answered.
        pain_leg: the same for the leg, a shape that broadcasts; None: not rated at all.
        safety: whether a safety check asks for help, a shape that broadcasts to (...).
        by: the rule; without one, the tracker's.

    Returns:
        The values of `Outcome`, shape (...).

    Raises:
        ValueError: not 14 days, or a rating outside 0 to 10.

    >>> outcomes([[6] * 4 + [5] * 6 + [3] * 4, [6] * 14]).tolist()
    ['improved', 'no clear change']
    """
    by = by or rule()
    back = _means(pain_back, by)
    worse = _rose(back, by)
    if pain_leg is not None:
        leg = _means(pain_leg, by)
        worse = worse | _rose(leg, by) | _is_new(leg, by)
    improved = (back.drop >= by.improved_drop_points - _HAIR) & (
        back.drop >= by.improved_drop_percent / 100 * back.start - _HAIR
    )
    decided = {
        Outcome.SAFETY: np.asarray(safety, dtype=np.bool_),
        Outcome.WORSE: worse,
        Outcome.NOT_ENOUGH_DATA: ~back.compared,
        Outcome.IMPROVED: improved,
        Outcome.SMALL_CHANGE: back.drop >= by.small_drop_points - _HAIR,
    }
    return np.select(
        np.broadcast_arrays(*decided.values()),
        [np.array(outcome.value) for outcome in decided],
        np.array(Outcome.NO_CLEAR_CHANGE.value),
    )


class Shares(NamedTuple):
    """How often each outcome is said of many diaries.

    Attributes:
        said: of 100 diaries with enough ratings; NaN where none has.
        too_few: of 100 diaries, how many have too few ratings.
    """

    said: dict[Outcome, Numbers]
    too_few: Numbers


def shares(said: NDArray[np.str_]) -> Shares:
    """Count what `outcomes` says of the ratings of the back, over the last axis.

    Args:
        said: values of `Outcome`, shape (..., diaries).

    >>> counted = shares(outcomes([[6] * 4 + [5] * 6 + [3] * 4, [6] * 14]))
    >>> counted.said[Outcome.IMPROVED].tolist(), counted.too_few.tolist()
    (50.0, 0.0)
    """
    compared = (said != Outcome.NOT_ENOUGH_DATA).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        found = {each: 100 * (said == each).sum(axis=-1) / compared for each in _BY_RATINGS}
    return Shares(found, 100 * (1 - compared / said.shape[-1]))


@dataclass(frozen=True)
class Comparison:
    """The mean pain of one person at the start and at the end.

    Attributes:
        start: mean of the start (0 to 10); None where nothing was rated.
        end: mean of the end.
        start_ratings: days rated at the start.
        end_ratings: days rated at the end.
        compared: whether both have enough ratings.
    """

    start: float | None
    end: float | None
    start_ratings: int
    end_ratings: int
    compared: bool


@dataclass(frozen=True)
class Review:
    """A person's two weeks, reviewed.

    Attributes:
        outcome: what the rule says.
        rule_version: of the rule that said it.
        pain_back: the 14 ratings that went in, None where not answered.
        pain_leg: the same for the leg.
        safety: whether a safety check asked for help.
        back: the two means of the back.
        leg: the two means of the leg.
        steps: the working, in sentences; no number where the safety check asks for help.
    """

    outcome: Outcome
    rule_version: int
    pain_back: tuple[float | None, ...]
    pain_leg: tuple[float | None, ...]
    safety: bool
    back: Comparison
    leg: Comparison
    steps: tuple[str, ...]


def review(
    pain_back: Sequence[float | None],
    pain_leg: Sequence[float | None] | None = None,
    *,
    safety: bool = False,
    by: Rule | None = None,
) -> Review:
    """Review one person's diary, with the working in words.

    Args:
        pain_back: ratings 0 to 10 of days 1 to 14; None or NaN: not answered.
        pain_leg: the same for the leg; None: never answered.
        safety: whether the safety check of the review asks for help.
        by: the rule; without one, the tracker's.

    Raises:
        ValueError: not 14 days, or a rating outside 0 to 10.

    >>> found = review([7, 6, 7, 6] + [6] * 6 + [5, 5, 6, 5])
    >>> for step in found.steps[:3]:
    ...     print(step)
    Back, days 1 to 4: mean 6.5 from 4 ratings. Days 11 to 14: mean 5.25 from 4 ratings.
    Back: 1.25 points less, which is 19.2 % of the start.
    Leg: not compared. Days 1 to 4 have 0 ratings and days 11 to 14 have 0; each needs 3.
    >>> found.outcome
    <Outcome.SMALL_CHANGE: 'small change'>
    """
    by = by or rule()
    nothing = [None] * length_days()
    ratings = [
        np.array(given, dtype=np.float64)
        for given in (pain_back, nothing if pain_leg is None else pain_leg)
    ]
    outcome = Outcome(outcomes(*ratings, safety=safety, by=by).item())
    back, leg = (_means(given, by) for given in ratings)
    back_given, leg_given = (
        tuple(None if np.isnan(value) else float(value) for value in given) for given in ratings
    )
    numbers = (*_told("Back", back, by), *_told("Leg", leg, by))
    steps = (
        *(() if outcome is Outcome.SAFETY else numbers),
        f"{_why(outcome, back, leg, by)} So: {outcome.value}.",
    )
    return Review(outcome, by.version, back_given, leg_given, safety, back.one(), leg.one(), steps)


# ---------------------------------------------------------------------------------------------
# Means


def first_impression(kept: ReviewRecord) -> int | None:
    """The learner's own view before they had seen the ratings; None where they gave none by then.

    Where the review does not say, it is the view that is kept.
    """
    inputs = json.loads(kept.inputs)
    if not isinstance(inputs, dict) or FIRST_IMPRESSION not in inputs:
        return kept.own_view
    first = inputs[FIRST_IMPRESSION]
    return first if type(first) is int and first in range(1, 8) else None


@dataclass(frozen=True)
class _Means:
    """As `Comparison`, for any number of people; NaN where nothing was rated."""

    start: Numbers
    end: Numbers
    start_ratings: NDArray[np.int_]
    end_ratings: NDArray[np.int_]
    compared: NDArray[np.bool_]

    @property
    def drop(self) -> Numbers:
        """By how many points pain fell; a rise is negative."""
        return self.start - self.end

    def one(self) -> Comparison:
        start, end = (None if np.isnan(mean) else float(mean) for mean in (self.start, self.end))
        counts = int(self.start_ratings), int(self.end_ratings)
        return Comparison(start, end, *counts, bool(self.compared))


def _means(pain: ArrayLike, by: Rule) -> _Means:
    ratings = np.asarray(pain, dtype=np.float64)
    if ratings.ndim == 0 or ratings.shape[-1] != length_days():
        raise ValueError(
            f"A diary has {length_days()} days; this one has the shape {ratings.shape}. "
            "Put None or NaN where a day was not answered."
        )
    if ((ratings < 0) | (ratings > 10)).any():
        raise ValueError("A pain rating is a number from 0 to 10, or None where not answered.")
    (start, start_ratings), (end, end_ratings) = (
        _window(ratings, days) for days in (by.start_days, by.end_days)
    )
    enough = (start_ratings >= by.min_ratings) & (end_ratings >= by.min_ratings)
    return _Means(start, end, start_ratings, end_ratings, enough)


def _window(ratings: Numbers, days: tuple[int, int]) -> tuple[Numbers, NDArray[np.int_]]:
    """The mean of the answered days, NaN where there are none, and how many there are."""
    first, last = days
    within = ratings[..., first - 1 : last]
    answered = ~np.isnan(within)
    count = answered.sum(axis=-1)
    total = np.where(answered, within, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan), count


def _rose(means: _Means, by: Rule) -> NDArray[np.bool_]:
    rose: NDArray[np.bool_] = -means.drop >= by.worse_rise_points - _HAIR
    return means.compared & rose


def _is_new(leg: _Means, by: Rule) -> NDArray[np.bool_]:
    """Whether leg pain is new; a mean of 0 is a 0 on every rated day."""
    new: NDArray[np.bool_] = (leg.start == 0) & (leg.end >= by.new_leg_points - _HAIR)
    return leg.compared & new


# ---------------------------------------------------------------------------------------------
# Words


def _told(where: str, means: _Means, by: Rule) -> tuple[str, ...]:
    start, end = (_span(days) for days in (by.start_days, by.end_days))
    if not means.compared:
        return (
            f"{where}: not compared. {start.capitalize()} have {_count(means.start_ratings)} and "
            f"{end} have {means.end_ratings}; each needs {by.min_ratings}.",
        )
    drop, before = float(means.drop), float(means.start)
    if abs(drop) < _HAIR:
        moved = "no change"
    else:
        moved = f"{_points(abs(drop))} {'less' if drop > 0 else 'more'}"
        moved += (
            f", which is {_plain(100 * abs(drop) / before, 1)} % of the start" if before else ""
        )
    return (
        f"{where}, {start}: mean {_plain(before)} from {_count(means.start_ratings)}. "
        f"{end.capitalize()}: mean {_plain(means.end)} from {_count(means.end_ratings)}.",
        f"{where}: {moved}.",
    )


def _why(outcome: Outcome, back: _Means, leg: _Means, by: Rule) -> str:
    match outcome:
        case Outcome.SAFETY:
            return "The safety check asks for help, and that comes before any number."
        case Outcome.WORSE:
            higher = f"higher by {_points(by.worse_rise_points)} or more"
            reasons = {
                f"the pain of the back is {higher}": _rose(back, by),
                f"the pain of the leg is {higher}": _rose(leg, by),
                "the pain of the leg is new": _is_new(leg, by),
            }
            found = " and ".join(reason for reason, holds in reasons.items() if holds)
            return f"One reason is enough for worse: {found}."
        case Outcome.NOT_ENOUGH_DATA:
            return "With so few ratings of the back, a comparison of means would say little."
        case _:
            return (
                f"Improved takes {_points(by.improved_drop_points)} and "
                f"{_plain(by.improved_drop_percent)} % less, a small change "
                f"{_points(by.small_drop_points)} less, worse {_points(by.worse_rise_points)} more."
            )


def _plain(value: float | Numbers, digits: int = 2) -> str:
    text = f"{float(value):.{digits}f}"
    return text.rstrip("0").rstrip(".")


def _points(value: float) -> str:
    return f"{_plain(value)} point{'' if value == 1 else 's'}"


def _span(days: tuple[int, int]) -> str:
    first, last = days
    return f"days {first} to {last}" if first != last else f"day {first}"


def _count(ratings: NDArray[np.int_]) -> str:
    return f"{ratings} rating{'' if ratings == 1 else 's'}"
