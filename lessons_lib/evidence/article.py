"""How to read an article: contradictions, base rates, false causes, odds ratios, viewpoints.

*Base rates.* A study counted people with a serious disease and people with a warning sign. How the
two overlap is not known here, so `base_rate` takes it as a question and gives what follows.

*A false cause.* In an invented crowd pain slows people down, slow walking adds pain, or both:

    speed = usual speed - slowing x (pain - mean pain) + chance
    pain  = mean pain   - effect  x (speed - usual speed) + chance

Both are solved together, and pain is regressed on speed. With p for the spread of pain by chance,
v for that of speed, s for slowing and e for the effect, the slope in an endless crowd is
-(e v^2 + s p^2) / (v^2 + s^2 p^2). With s = 0 it is -e, as it should be; with e = 0 it is not 0.

*An odds ratio.* Its interval is even on a logarithmic scale, so a study n times as large, with the
same ratio, has an interval whose ends are nearer by the square root of n on that scale.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data.tables import load
from lessons_lib.evidence.claims import in_order
from lessons_lib.evidence.diagnosis import update
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.evidence.two_weeks import invented

Numbers = NDArray[np.float64]


# ---------------------------------------------------------------------------------------------
# Contradictions and viewpoints


@dataclass(frozen=True)
class Contradiction:
    """Claims that clash.

    Attributes:
        name: what it is about.
        pairs: the ids of two claims each.
        kind: how they clash.
        why: why, in a sentence.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    kind: str
    why: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims in it, in the article's order."""
        among = {one for pair in self.pairs for one in pair}
        return in_order(among)


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Where the article contradicts itself.

    >>> [one.ids for one in contradictions()][:2]
    [('C6', 'C15'), ('C3', 'C7', 'C14', 'C33')]
    """
    return tuple(
        Contradiction(
            row["name"],
            tuple((one, other) for one in row["these"].split() for other in row["those"].split()),
            row["kind"],
            row["why"],
        )
        for row in load("contradictions").rows()
    )


@dataclass(frozen=True)
class Viewpoint:
    """One of Hill's nine viewpoints, applied to walking too long as a cause.

    Attributes:
        name: Hill's word for it.
        asks: the question.
        found: what is known.
        speaks: for, against or open.
        sources: keys of the bibliography.
    """

    name: str
    asks: str
    found: str
    speaks: str
    sources: tuple[str, ...]


@cache
def viewpoints() -> tuple[Viewpoint, ...]:
    """Hill's nine viewpoints in his order (hill1965)."""
    return tuple(
        Viewpoint(
            row["viewpoint"],
            row["asks"],
            row["found"],
            row["speaks"],
            tuple(row["sources"].split()),
        )
        for row in load("viewpoints").rows()
    )


# ---------------------------------------------------------------------------------------------
# Base rates


@dataclass(frozen=True)
class BaseRate:
    """People with new back pain, by warning sign and by serious disease.

    Attributes:
        people: all of them.
        flagged: with at least one warning sign.
        serious: with a serious disease.
        both: with a warning sign and a serious disease.
    """

    people: int
    flagged: int
    serious: int
    both: int

    @property
    def flagged_and_well(self) -> int:
        """With a warning sign, and no serious disease."""
        return self.flagged - self.both

    @property
    def unflagged(self) -> int:
        """Without any warning sign."""
        return self.people - self.flagged

    @property
    def unflagged_and_serious(self) -> int:
        """Without a warning sign, and with a serious disease."""
        return self.serious - self.both

    @property
    def well_percent_of_flagged(self) -> float:
        """How many of 100 people with a warning sign have no serious disease."""
        return 100 * self.flagged_and_well / self.flagged

    @property
    def serious_percent_of_unflagged(self) -> float:
        """How many of 100 people without a warning sign have a serious disease."""
        return 100 * self.unflagged_and_serious / self.unflagged


def base_rate(both: int) -> BaseRate:
    """The people of ``serious_disease`` (henschke2009), if `both` of the serious had a sign.

    Raises:
        ValueError: fewer than none, or more than had a serious disease.

    >>> base_rate(11).well_percent_of_flagged > 98.8
    True
    """
    rows = load("serious_disease")
    found = {quantity: rows.row(quantity=quantity)["value"] for quantity in rows["quantity"]}
    people, serious = int(found["people"]), int(found["serious"])
    if not 0 <= both <= serious:
        raise ValueError(
            f"{both} of the {serious} people with a serious disease cannot have had a warning "
            f"sign; choose from 0 to {serious}."
        )
    return BaseRate(people, round(people * found["flagged"] / 100), serious, both)


# ---------------------------------------------------------------------------------------------
# A false cause


PEOPLE = 100_000
"""How many invented people there are."""


class Crowd(NamedTuple):
    """Invented people: how fast each walks, and how much pain each has from 0 to 10."""

    speed_mps: Numbers
    pain: Numbers


def crowd(slowing_mps_per_point: float, effect_per_mps: float, people: int = PEOPLE) -> Crowd:
    """People in whom pain slows walking, slow walking adds pain, or both; always the same ones.

    Without either, speed is the comfortable one of ``walking_speeds`` with its spread, and pain
    has the mean and spread of ``invented_people``.

    Args:
        slowing_mps_per_point: how much each point of pain slows a person; 0 or more.
        effect_per_mps: points of pain that walking slower by 1 m/s really adds; 0 or more.
        people: how many, up to `PEOPLE`.

    Raises:
        ValueError: a negative number, no people or too many, or two effects that feed each other
            without end (their product is 1 or more).
    """
    _sensible(slowing_mps_per_point, effect_per_mps)
    if not 3 <= people <= PEOPLE:
        raise ValueError(f"There can be from 3 to {PEOPLE} people, not {people}.")
    mean, sd = _usual_speed()
    usual_pain, pain_sd = _usual_pain()
    u, w = (draw[:people] for draw in _draws())
    share = 1 / (1 - slowing_mps_per_point * effect_per_mps)
    faster = (sd * u - slowing_mps_per_point * pain_sd * w) * share
    more = (pain_sd * w - effect_per_mps * sd * u) * share
    return Crowd(mean + faster, usual_pain + more)


def regression(people: Crowd) -> Estimate:
    """The slope of the straight line through pain over speed that misses by least (least squares).

    It is in points of pain for each m/s, with its 95 % confidence interval, which takes what is
    left over as evenly spread, as the textbook does.
    """
    x = people.speed_mps - people.speed_mps.mean()
    y = people.pain - people.pain.mean()
    xx, xy, yy = float(x @ x), float(x @ y), float(y @ y)
    slope = xy / xx
    left_over = max(yy - slope * xy, 0.0)
    half = _NORMAL_95 * math.sqrt(left_over / (len(x) - 2) / xx)
    return Estimate(slope, slope - half, slope + half)


def expected(slowing_mps_per_point: float, effect_per_mps: float) -> float:
    """The slope in an endless crowd, by the formula of this module.

    >>> expected(0, 3)
    -3.0
    """
    _sensible(slowing_mps_per_point, effect_per_mps)
    _, sd = _usual_speed()
    _, pain_sd = _usual_pain()
    speed, pain = sd**2, pain_sd**2
    together = -(effect_per_mps * speed + slowing_mps_per_point * pain)
    return together / (speed + slowing_mps_per_point**2 * pain)


_NORMAL_95 = 1.959964


def _usual_speed() -> tuple[float, float]:
    row = load("walking_speeds").row(speed="comfortable")
    return row["speed_mps"], row["speed_sd_mps"]


def _usual_pain() -> tuple[float, float]:
    return invented("walker_mean_points"), invented("walker_spread_points")


def _sensible(slowing: float, effect: float) -> None:
    if not (slowing >= 0 and effect >= 0 and slowing * effect < 1):
        raise ValueError(
            "Slowing and effect have to be 0 or more, and their product below 1: otherwise pain "
            "and slowness feed each other without end."
        )


@cache
def _draws() -> tuple[Numbers, Numbers]:
    """Chance in speed and in pain, in standard deviations."""
    speed, pain = np.random.default_rng(1965).normal(size=(2, PEOPLE))
    speed.setflags(write=False)
    pain.setflags(write=False)
    return speed, pain


# ---------------------------------------------------------------------------------------------
# An odds ratio


def sleeping_on_the_back() -> Estimate:
    """The odds ratio of ``sleep_posture`` (cary2019), with its 95 % confidence interval.

    >>> sleeping_on_the_back()
    Estimate(value=1.9, low=0.43, high=8.56)
    """
    row = load("sleep_posture").row(quantity="odds_ratio")
    return Estimate(row["value"], row["low"], row["high"])


def larger_study(ratio: Estimate, times: float) -> Estimate:
    """The interval of a study with `times` as many people, if it found the same ratio.

    Raises:
        ValueError: `times` is not positive.
    """
    if not times > 0:
        raise ValueError(f"A study is larger by a positive number of times, not by {times}.")
    nearer = 1 / math.sqrt(times)
    low, high = (ratio.value * (end / ratio.value) ** nearer for end in (ratio.low, ratio.high))
    return Estimate(ratio.value, low, high)


def percent_with(odds_ratio: float, percent_without: float) -> float:
    """How many of 100 have it with the exposure, from the odds ratio and how many have it without.

    Raises:
        ValueError: an odds ratio that is not positive, or not from 0 to 100 of 100.

    >>> round(percent_with(1.9, 20))
    32
    """
    if not (odds_ratio > 0 and 0 <= percent_without <= 100):
        raise ValueError("An odds ratio is positive, and of 100 people 0 to 100 can have it.")
    return 100 * update(percent_without / 100, odds_ratio)


def estimate_with(ratio: Estimate, percent_without: float) -> Estimate:
    """The same as `percent_with`, with the ends that the interval of the odds ratio gives it."""
    return Estimate(*(percent_with(one, percent_without) for one in ratio))
