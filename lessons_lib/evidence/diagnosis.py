"""Let a finding change a probability, as far as studies allow, and no further.

The odds of something are its probability p over 1 - p. A finding multiplies the odds by its
*likelihood ratio*: how often people who have it show the finding, over how often the others do.
A ratio is an estimate with an interval, so the answer is a band. Several ratios may be multiplied
only if each tells a story of its own; `after` takes at most one of a cluster, and their intervals
are joined on the scale of logarithms (the method of variance estimates recovery, MOVER), which
gives back the published interval when there is one finding.

Nothing here diagnoses. What is dangerous has no probability here: it goes to the safety check.

>>> [round(one, 2) for one in after(0.25, {"no_pain_seated": True})]
[0.71, 0.39, 0.91]
>>> people(0.7115)
712
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data.tables import load
from lessons_lib.evidence import safety_check
from lessons_lib.evidence.estimate import Estimate

CONFIDENCE = "95 % confidence interval"
"""What the ends of a ratio have to be before a band can be made of them."""


@dataclass(frozen=True)
class Target:
    """What a finding speaks for or against.

    Attributes:
        id: its name in code.
        name: its name in words.
        meant: what counted as having it in the studies.
        sign: the sign of the safety check that takes its place; empty where there is none.
    """

    id: str
    name: str
    meant: str
    sign: str


@dataclass(frozen=True)
class Finding:
    """A finding with its likelihood ratios, and where they were measured.

    Attributes:
        id: its name in code.
        target: what it speaks for or against.
        words: the finding in plain words.
        explained: the field's word for it, or what it means; may be empty.
        cluster: findings of one target and cluster tell the same story.
        setting: where it was measured, and in whom.
        sensitivity: share of people with the target who have it; NaN where unknown.
        specificity: share of people without the target who do not have it; NaN where unknown.
        present: the ratio when it is there.
        absent: the ratio when it is not there.
        interval: what the ends of the ratios are, such as `CONFIDENCE`.
        sources: keys of the bibliography.
        note: what else one must know; mostly empty.
    """

    id: str
    target: Target
    words: str
    explained: str
    cluster: str
    setting: str
    sensitivity: float
    specificity: float
    present: Estimate
    absent: Estimate
    interval: str
    sources: tuple[str, ...]
    note: str

    def ratio(self, present: bool) -> Estimate:
        """The ratio of its presence or of its absence."""
        return self.present if present else self.absent


@dataclass(frozen=True)
class Start:
    """A probability to begin with, and of whom it was counted.

    Attributes:
        people: the people in a few words.
        band: how many of them have it, 0 to 1, with the ends of its interval.
        denominator: of whom, in words.
        source: a key of the bibliography.
    """

    people: str
    band: Estimate
    denominator: str
    source: str


@cache
def targets() -> Mapping[str, Target]:
    """Everything that a finding can speak for or against, by its id."""
    return {
        row["target"]: Target(row["target"], row["name"], row["meant"], row["sign"])
        for row in load("targets").rows()
    }


@cache
def findings() -> Mapping[str, Finding]:
    """Every finding by its id."""
    return {row["finding"]: _finding(row) for row in load("likelihood_ratios").rows()}


@cache
def starts(target: str) -> tuple[Start, ...]:
    """The probabilities to begin with that were counted for a target; mostly none."""
    return tuple(
        Start(
            row["people"],
            Estimate(*(row[name] / 100 for name in ("percent", "low", "high"))),
            row["denominator"],
            row["source"],
        )
        for row in load("pretest").where(target=target).rows()
    )


def update(probability: float, ratio: float) -> float:
    """The probability after a finding with this likelihood ratio.

    Args:
        probability: before the finding, from 0 to 1.
        ratio: likelihood ratio, 0 or more.

    Raises:
        ValueError: a probability or a ratio that cannot be.

    >>> round(update(0.25, 7.4), 3)
    0.712
    """
    if not 0 <= probability <= 1:
        raise ValueError(
            f"A probability lies between 0 and 1, and {probability} does not. "
            f"25 % is written as 0.25."
        )
    if not ratio >= 0:
        raise ValueError(f"A likelihood ratio is 0 or more; {ratio} is not.")
    return probability * ratio / (1 - probability + probability * ratio)


def after(probability: float, answers: Mapping[str, bool]) -> Estimate:
    """The probability after some findings, with its band.

    Args:
        probability: before the findings, from 0 to 1.
        answers: for each finding, by its id, whether it is there; at most one of a cluster.

    Returns:
        The probability and the ends of its band. The ends are NaN where one of the ratios comes
        without a confidence interval. The band knows the intervals of the ratios only: neither
        how unsure the start is, nor how far the findings still hang together.

    Raises:
        KeyError: a finding that the table does not have.
        ValueError: findings that must not be used like this, with a sentence that says why.
    """
    chosen = [_known(name) for name in answers]
    _must_be_usable(chosen)
    ratios = [_usable_ratio(finding, answers[finding.id]) for finding in chosen]
    joint = joined(ratios)
    return Estimate(*(update(probability, one) if math.isfinite(one) else one for one in joint))


def joined(ratios: Sequence[Estimate]) -> Estimate:
    """The product of ratios that do not depend on each other, with its interval.

    On the scale of logarithms the distance from each value to its ends is squared, summed, and
    the root is taken, for lower and upper ends apart. Where an interval is symmetric there, this
    is the interval of the sum of independent normal variables. It takes for granted that the
    estimates are independent too; ratios from the same study are not, and nobody published how
    far they go together, so a joint interval may be too narrow.

    >>> [round(one, 1) for one in joined([Estimate(7.4, 1.9, 30.0)])]
    [7.4, 1.9, 30.0]
    """
    value = math.prod(one.value for one in ratios)
    below = math.hypot(*(math.log(one.value / one.low) for one in ratios))
    above = math.hypot(*(math.log(one.high / one.value) for one in ratios))
    return Estimate(value, value / math.exp(below), value * math.exp(above))


def people(probability: float, of: int = 1000) -> int:
    """A probability as a number of people: "712 of 1,000" is easier to think about than 0.712."""
    return round(of * probability)


def in_a_sentence(before: float, band: Estimate) -> str:
    """What a learner may take from a band; never more than a reason to ask."""
    if not math.isfinite(band.low):
        return "Without a confidence interval nobody can say how sure that is."
    if band.low <= before <= band.high:
        return "The band holds the start, so this may say nothing at all."
    if band.low > before:
        return "That makes it more likely: with complaints, ask a clinician. It is no diagnosis."
    return "That makes it less likely and does not rule it out; with complaints, ask all the same."


def _finding(row: Mapping[str, Any]) -> Finding:
    def ratio(kind: str) -> Estimate:
        return Estimate(*(row[kind + end] for end in ("", "_low", "_high")))

    return Finding(
        id=row["finding"],
        target=targets()[row["target"]],
        words=row["words"],
        explained=row["explained"],
        cluster=row["cluster"],
        setting=row["setting"],
        sensitivity=row["sensitivity"],
        specificity=row["specificity"],
        present=ratio("present"),
        absent=ratio("absent"),
        interval=row["interval"],
        sources=tuple(row["source"].split()),
        note=row["note"],
    )


def _known(name: str) -> Finding:
    try:
        return findings()[name]
    except KeyError:
        raise KeyError(
            f"there is no finding '{name}'; the findings are: {', '.join(findings())}"
        ) from None


_WHOLE = "score"
"""The cluster of a score that is made of the other findings, and so goes with none of them."""


def _must_be_usable(chosen: Sequence[Finding]) -> None:
    for finding in chosen:
        if finding.target.sign:
            sign = safety_check.signs()[finding.target.sign]
            raise ValueError(
                f"For {finding.target.name} there is no probability here. Take the safety check: "
                f"{safety_check.tiers()[sign.tier].headline}"
            )
    names = {finding.target.id for finding in chosen}
    if len(names) > 1:
        raise ValueError(
            f"These findings speak about different things ({', '.join(sorted(names))}). "
            f"Take findings of one of them at a time."
        )
    seen: dict[str, Finding] = {}
    for finding in chosen:
        if finding.cluster in seen:
            raise ValueError(
                f"'{seen[finding.cluster].words}' and '{finding.words}' tell the same story "
                f"({finding.cluster}), so their ratios must not be multiplied. Choose one of them."
            )
        seen[finding.cluster] = finding
    if _WHOLE in seen and len(seen) > 1:
        raise ValueError(
            f"'{seen[_WHOLE].words}' already contains the other findings. Take it alone."
        )


def _usable_ratio(finding: Finding, present: bool) -> Estimate:
    ratio = finding.ratio(present)
    if math.isfinite(ratio.value):
        return ratio
    which = "presence" if present else "absence"
    if math.isfinite(ratio.low):
        raise ValueError(
            f"For the {which} of '{finding.words}' there are only the two ends of what studies "
            f"found, {ratio.low:g} and {ratio.high:g}. That is no ratio to compute with."
        )
    raise ValueError(
        f"For the {which} of '{finding.words}' the source gives no ratio, so nothing can be said."
    )


# ---------------------------------------------------------------------------------------------
# What goes wrong when findings that hang together are multiplied


SAME_STORY = ("no_pain_seated", "better_bending", "claudication")
"""Three findings of one cluster, whose sensitivity and specificity are published."""

INVENTED = 100_000


class Chance(NamedTuple):
    """How likely something is after some findings that are all there.

    Attributes:
        naive: with the findings' ratios multiplied.
        true: in the invented people, by the formula.
        counted: in the invented people, counted; NaN when nobody has all findings.
        with_all: how many of the invented people have all findings.
    """

    naive: float
    true: float
    counted: float
    with_all: int


Share = TypeVar("Share", float, NDArray[np.float64])


def share_with_all(together: Share, rates: Sequence[float]) -> Share:
    """How many have all findings, if for some people these are one story and for others not.

    For a share `together` of the people a single lot decides about all findings, so that who has
    the rarest has them all; for the others each finding has a lot of its own.

    Args:
        together: that share, 0 to 1, any shape.
        rates: how many have each finding, 0 to 1.

    >>> share_with_all(0.0, [0.5, 0.5]), share_with_all(1.0, [0.5, 0.5])
    (0.25, 0.5)
    """
    return together * min(rates) + (1 - together) * math.prod(rates)


def same_story(probability: float, together: float, number: int) -> Chance:
    """What multiplying does to invented people whose findings hang together.

    The people are 100,000, always the same lots. Each finding alone is as frequent in those with
    stenosis, and in those without, as was published for the first `number` of `SAME_STORY`.

    Args:
        probability: how many have stenosis, 0 to 1.
        together: for how many all findings are one story, 0 to 1; with stenosis as without.
        number: of findings, 1 to 3; all of them are there.
    """
    rates = _rates(number)
    have, have_not = (share_with_all(together, one) for one in rates)
    naive = math.prod(a / b for a, b in zip(*rates, strict=True))
    lots = _lots()
    ill, one_story = lots[0] < probability, lots[1] < together
    (one_ill, one_well), (each_ill, each_well) = _as_one(number), _each_alone(number)
    ill_with_all = np.count_nonzero(ill & (one_story & one_ill | ~one_story & each_ill))
    well_with_all = np.count_nonzero(~ill & (one_story & one_well | ~one_story & each_well))
    with_all = int(ill_with_all + well_with_all)
    counted = float(ill_with_all / with_all) if with_all else math.nan
    return Chance(
        update(probability, naive), update(probability, have / have_not), counted, with_all
    )


def true_after_all(probability: float, together: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many have stenosis of those who have all of `SAME_STORY`, by the formula of `same_story`.

    Args:
        probability: how many have stenosis, 0 to 1.
        together: for how many all findings are one story, 0 to 1, any shape.
    """
    have, have_not = (share_with_all(together, rates) for rates in _rates(len(SAME_STORY)))
    chance: NDArray[np.float64] = (
        probability * have / (probability * have + (1 - probability) * have_not)
    )
    return chance


def _rates(number: int) -> tuple[list[float], list[float]]:
    """How many have each finding: with the target, and without."""
    chosen = [findings()[name] for name in SAME_STORY[:number]]
    return [one.sensitivity for one in chosen], [1 - one.specificity for one in chosen]


Booleans = NDArray[np.bool_]


@cache
def _lots() -> NDArray[np.float64]:
    """Lots from 0 to 1 for each of the invented people.

    The rows: for stenosis, for findings that are one story, the lot of that story, and one lot for
    each finding.
    """
    lots = np.random.default_rng(2010).random((3 + len(SAME_STORY), INVENTED))
    lots.setflags(write=False)
    return lots


@cache
def _as_one(number: int) -> tuple[Booleans, Booleans]:
    """Who has all findings if one lot decides about them: with stenosis, and without."""
    with_it, without = (min(rates) for rates in _rates(number))
    return _lots()[2] < with_it, _lots()[2] < without


@cache
def _each_alone(number: int) -> tuple[Booleans, Booleans]:
    """Who has all findings if each has its own lot: with stenosis, and without."""
    own = _lots()[3 : 3 + number]
    with_it, without = (np.array(rates)[:, np.newaxis] for rates in _rates(number))
    ill: Booleans = np.logical_and.reduce(own < with_it)
    well: Booleans = np.logical_and.reduce(own < without)
    return ill, well
