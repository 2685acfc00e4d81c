"""What is known about walking and lower back pain: a trial, a cohort, two reviews, and a warning.

*A trial* (WalkBack) published two medians and a hazard ratio. `survival` draws the curves that lie
behind them, if the times until pain comes back follow a Weibull distribution: then the share still
free of it after t days is one half to the power (t / median)^shape. With shape 1 this is the
exponential distribution, and the risk of each day is the same. With a smaller shape it is highest
at first and falls. If both groups share a shape, the ratio of their risks is the same on all days:
(control's median / walking's median)^shape.

*Two reviews* give standardised mean differences: the difference of two means, in units of the
spread between people. `people_apart` says what such a number means for two people picked at random.

*A cohort* (HUNT) followed people who walked as much as they happened to. `invented_people` shows
why that is less than a trial: there pain slows people down, slowness harms nobody, and the two go
together all the same.
"""

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist, median
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import Table, load
from lessons_lib.evidence.estimate import Estimate

Numbers = NDArray[np.float64]


# ---------------------------------------------------------------------------------------------
# WalkBack: how long until the pain comes back


@dataclass(frozen=True)
class Trial:
    """What WalkBack published: days until half had a new episode, and the hazard ratio."""

    walking_days: Estimate
    control_days: Estimate
    hazard_ratio: Estimate
    people: int


@cache
def walkback() -> Trial:
    """The trial as in the table ``walkback`` (pocovi2024).

    >>> walkback().hazard_ratio
    Estimate(value=0.72, low=0.6, high=0.85)
    """
    rows = load("walkback")

    def estimate(quantity: str, group: str) -> Estimate:
        row = rows.row(quantity=quantity, group=group)
        return Estimate(row["value"], row["low"], row["high"])

    return Trial(
        estimate("median_days", "walking"),
        estimate("median_days", "control"),
        estimate("hazard_ratio", "walking"),
        int(rows.where(quantity="people")["value"].sum()),
    )


def survival(day: ArrayLike, median_days: float, shape: float) -> Numbers:
    """The share of people still free of a new episode after `day` days, any shape, 1 to 0.

    Args:
        day: days since the start, 0 or more.
        median_days: when half of the people have had an episode.
        shape: of the Weibull distribution; 1 is the exponential.

    Raises:
        ValueError: a negative day, or a median or shape that is not positive.

    >>> survival([0, 112, 365], 112, 1).round(2).tolist()
    [1.0, 0.5, 0.1]
    """
    days = np.asarray(day, dtype=np.float64)
    if not (days >= 0).all():
        raise ValueError("A day is counted from the start: 0 or more.")
    _positive(median_days=median_days, shape=shape)
    share: Numbers = 0.5 ** ((days / median_days) ** shape)
    return share


def hazard_ratio(walking_days: float, control_days: float, shape: float) -> float:
    """Risk of each day with walking over that without, from two medians and a common shape.

    Raises:
        ValueError: a median or a shape that is not positive.

    >>> round(hazard_ratio(208, 112, 1), 2)
    0.54
    """
    _positive(walking_days=walking_days, control_days=control_days, shape=shape)
    return math.pow(control_days / walking_days, shape)


def shape_behind(walking_days: float, control_days: float, ratio: float) -> float:
    """The shape with which two medians and a hazard ratio belong together.

    Raises:
        ValueError: something that is not positive, or medians that are equal.

    >>> round(shape_behind(208, 112, 0.72), 2)
    0.53
    """
    _positive(walking_days=walking_days, control_days=control_days, hazard_ratio=ratio)
    if walking_days == control_days:
        raise ValueError("With equal medians every shape gives a hazard ratio of 1.")
    return math.log(ratio) / math.log(control_days / walking_days)


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} is {value}; it has to be a positive number.")


# ---------------------------------------------------------------------------------------------
# Standardised mean differences


@dataclass(frozen=True)
class Apart:
    """What a standardised mean difference means, if both groups spread like a bell.

    Attributes:
        overlap: the share that the two bells have in common, 0 to 1.
        above_mean: the share of the second group that lies above the mean of the first.
        larger: how often one person of the second group has more than one of the first, each
            picked at random.
    """

    overlap: float
    above_mean: float
    larger: float


def people_apart(smd: float) -> Apart:
    """What a standardised mean difference means for people.

    >>> people_apart(0)
    Apart(overlap=1.0, above_mean=0.5, larger=0.5)
    >>> round(people_apart(-0.59).larger, 2)
    0.34
    """
    below = NormalDist().cdf
    return Apart(2 * below(-abs(smd) / 2), below(smd), below(smd / math.sqrt(2)))


def effects(question: str) -> Table:
    """The pooled differences of ``walking_effects`` that answer a question.

    Raises:
        KeyError: no such question.
    """
    found = load("walking_effects").where(question=question)
    if not len(found):
        known = sorted(set(load("walking_effects")["question"].tolist()))
        raise KeyError(f"no effects for '{question}'; the questions are: {', '.join(known)}")
    return found


# ---------------------------------------------------------------------------------------------
# HUNT: minutes of walking and the risk of lasting pain


def expected_cases(lowest_percent: float) -> Numbers:
    """People out of 100 with lasting pain years later, in each class of ``walking_dose``.

    Args:
        lowest_percent: how many it would be among those who walk least; the study's ratios do the
            rest.

    Raises:
        ValueError: not from 0 to 100.
    """
    if not 0 <= lowest_percent <= 100:
        raise ValueError(f"{lowest_percent} of 100 people cannot be; choose from 0 to 100.")
    cases: Numbers = lowest_percent * load("walking_dose")["risk_ratio"]
    return cases


# ---------------------------------------------------------------------------------------------
# Association is not cause


class People(NamedTuple):
    """Invented people: whether each is in pain, how fast each walks, and a speed drawn by lot."""

    in_pain: NDArray[np.bool_]
    speed_mps: Numbers
    drawn_mps: Numbers


def invented_people(slowing_mps: float) -> People:
    """A population in which pain slows walking, and walking speed does nothing to pain.

    Half of 240 people are in pain. Without pain all would walk at the comfortable speed of
    ``walking_speeds``, with its spread between people; pain takes `slowing_mps` off.

    Args:
        slowing_mps: how much pain slows a person, in metres a second.
    """
    comfortable = load("walking_speeds").row(speed="comfortable")
    spread, lot = _draws()
    mean, sd = comfortable["speed_mps"], comfortable["speed_sd_mps"]
    in_pain = np.arange(len(spread)) < len(spread) // 2
    return People(in_pain, mean + sd * spread - slowing_mps * in_pain, mean + sd * lot)


def slow_and_fast_percent(in_pain: NDArray[np.bool_], speed_mps: Numbers) -> tuple[float, float]:
    """How many of 100 are in pain among the slower half, and among the faster half."""
    slow = speed_mps <= median(speed_mps.tolist())  # numpy's own costs a kernel 6 MB
    return 100 * float(in_pain[slow].mean()), 100 * float(in_pain[~slow].mean())


@cache
def _draws() -> tuple[Numbers, Numbers]:
    """Two draws for each person, always the same ones, with mean 0 and spread 1 in each half."""
    draws = np.random.default_rng(2022).normal(size=(2, 2, 120))
    draws -= draws.mean(axis=2, keepdims=True)
    draws /= draws.std(axis=2, ddof=1, keepdims=True)
    spread, lot = draws.reshape(2, -1)
    spread.setflags(write=False)
    lot.setflags(write=False)
    return spread, lot
