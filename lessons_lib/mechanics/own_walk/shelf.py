"""Whose walk is looked at: one of the invented ones, or the one that was read last.

The learner's own strides are held here, in the memory of this Python, and nowhere else.
"""

from collections.abc import Mapping

from lessons_lib.mechanics import given
from lessons_lib.mechanics.own_walk import invented
from lessons_lib.mechanics.own_walk.strides import Strides

OWN = "own"
WALKERS = (*invented.FILES, OWN)
"""Who can be looked at, in the order of the parameter ``walker``."""

_read: dict[str, Mapping[str, Strides]] = {}


def put(strides: Mapping[str, Strides] | None) -> None:
    """Hold the learner's own strides in place of those before; None to forget them."""
    _read.clear()
    if strides is not None:
        _read[OWN] = strides


def take(who: str) -> Mapping[str, Strides]:
    """The strides of a walker, by side; none of the learner's own where no file was read yet.

    Raises:
        KeyError: no such walker.
    """
    if given.one_of("walker", who, WALKERS) != OWN:
        return invented.strides(who)
    return _read.get(OWN, {})
