"""The safety check: which signs ask for help, and how fast. One table and one function.

It gives no score and no probability. Single signs say little about what somebody has, so the
answer is only how soon a person who can examine you should know.

>>> decide({"worse", "saddle_numbness"}).headline
'Stop here and get emergency help now.'
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from lessons_lib.data import tables

SAFETY_NET = (
    "Most back pain is not dangerous, and most new episodes ease within weeks. If one of these "
    "signs appears, today or later, stop and get help as fast as it asks for. "
    "You do not need to finish the course first."
)
"""What every answer ends with that lets somebody go on; beside an urgent one it would soothe."""


@dataclass(frozen=True)
class Sign:
    """One statement that the learner ticks when it is true.

    Attributes:
        id: its name in code.
        tier: how urgent it is, a key of `tiers`.
        question: what the learner reads.
        details: what counts, where that needs saying.
        cause: what a clinician will want to rule out; empty where it is nothing in particular.
        note: what to do or say besides the tier's action; mostly empty.
        sources: keys of the bibliography; none where the sign is general safety practice.
        checked: read, partly or practice (no source read yet).
    """

    id: str
    tier: str
    question: str
    details: tuple[str, ...]
    cause: str
    note: str
    sources: tuple[str, ...]
    checked: str


@dataclass(frozen=True)
class Advice:
    """What to do, and by when.

    Attributes:
        tier: A (emergency), B (today), C (soon) or none.
        rank: 0 for the most urgent tier, rising.
        urgent: whether help comes before anything else, and exercise waits for it.
        title: what the signs of the tier have in common.
        how_fast: by when to act.
        headline: what to do, in a sentence.
        action: how to do it.
        told: what a check of this tier found, for whoever reads of it afterwards.
        safety_net: what holds all the same; empty where help is due now or today.
    """

    tier: str
    rank: int
    urgent: bool
    title: str
    how_fast: str
    headline: str
    action: str
    told: str
    safety_net: str


@cache
def tiers() -> Mapping[str, Advice]:
    """The advice of each tier, the most urgent first and "none" last."""
    rows = tables.load("tiers").rows()
    return {
        row["tier"]: Advice(
            rank=rank,
            **(row | {"urgent": row["urgent"] == "yes"}),
            safety_net="" if row["urgent"] == "yes" else SAFETY_NET,
        )
        for rank, row in enumerate(rows)
    }


@cache
def signs() -> Mapping[str, Sign]:
    """Every sign by its id, the most urgent tier first."""
    return {row["id"]: _sign(row) for row in tables.load("safety_check").rows()}


def decide(ticked: Collection[str]) -> Advice:
    """What to do when the signs named in `ticked` are there: the most urgent answer wins.

    Args:
        ticked: ids of `signs`, in any order; empty when none of them is there.

    Returns:
        The advice of the most urgent tier among them; without any sign the calm advice, which
        carries the safety net too.

    Raises:
        KeyError: if an id is not one of `signs`.
    """
    if isinstance(ticked, str):
        raise TypeError(f"give the signs as a set, such as {{{ticked!r}}}, not as one text")
    unknown = sorted(set(ticked) - set(signs()))
    if unknown:
        raise KeyError(
            f"the safety check has no sign called {', '.join(unknown)}; "
            f"its signs are: {', '.join(signs())}"
        )
    found = {signs()[sign].tier for sign in ticked}
    return next(advice for tier, advice in tiers().items() if tier in found or tier == "none")


def _sign(row: Mapping[str, str]) -> Sign:
    return Sign(
        id=row["id"],
        tier=row["tier"],
        question=row["question"],
        details=tuple(part for part in row["details"].split("; ") if part),
        cause=row["cause"],
        note=row["note"],
        sources=tuple(row["sources"].split()),
        checked=row["checked"],
    )
