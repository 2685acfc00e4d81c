"""Patterns of pain that walking brings on: what starts it, what eases it, where it is.

A pattern is how a cause typically shows itself. People do not keep to it: two causes can look
alike, one person can have both, and most have none of those that have a name.

>>> causes()["arteries"].eased_by
'standing still, within minutes; posture does not matter'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lessons_lib.data.tables import load
from lessons_lib.evidence.diagnosis import starts


@dataclass(frozen=True)
class Cause:
    """How a cause typically shows itself.

    Attributes:
        id: its name in code.
        name: what it is called.
        plainly: what that is, in plain words.
        brought_on_by: what typically starts the pain.
        eased_by: what typically ends it.
        places: where it is, regions of the body's drawing.
        other_clues: what else goes with it.
        how_common: how many have it, and of whom.
        clinician: what a clinician would check.
        sources: keys of the bibliography.
        checked: "read" if the pattern stands in a source, "partly" if only its numbers do.
        sign: the sign of the safety check that it belongs to; empty where there is none.
    """

    id: str
    name: str
    plainly: str
    brought_on_by: str
    eased_by: str
    places: tuple[str, ...]
    other_clues: str
    how_common: str
    clinician: str
    sources: tuple[str, ...]
    checked: str
    sign: str


@cache
def causes() -> Mapping[str, Cause]:
    """Every cause by its id; the most frequent kind, without a single cause, is the first."""
    return {row["cause"]: _cause(row) for row in load("causes").rows()}


def _cause(row: Mapping[str, str]) -> Cause:
    return Cause(
        id=row["cause"],
        name=row["name"],
        plainly=row["plainly"],
        brought_on_by=row["brought_on_by"],
        eased_by=row["eased_by"],
        places=tuple(row["places"].split()),
        other_clues=row["other_clues"],
        how_common=_how_common(row["cause"], row["how_common"]),
        clinician=row["clinician"],
        sources=tuple(row["sources"].split()),
        checked=row["checked"],
        sign=row["sign"],
    )


def _how_common(cause: str, remark: str) -> str:
    counted = [f"{100 * one.band.value:.0f} of 100: {one.people}" for one in starts(cause)]
    return "; ".join([*counted, remark])
