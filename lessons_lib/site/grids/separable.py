"""Places that are a sum of products of functions of one slider each.

The tip of a leg that turns at hip and knee is such a place, and so is the end of a bar that grows:
along one slider, with the others held, all that an artist does is a mixture of very few movements
(the cosine of the angle, its sine, standing still). So its places at a few *pivots* of that slider
tell all the others: ``place(p) = sum of weights[p, j] * place(pivot j)``. Applied to each slider in
turn, an artist over 96 million poses becomes its places in some 60 of them, and a small table of
weights a slider. Nothing is known beforehand about what moves how: weights are found from places.

Where several sliders together decide how far a body turns, they are one *axis*, whose positions are
all their combinations: the movements are as few, and only the weights are more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Axis = tuple[int, ...]
"""Numbers of the sliders that are mixed as one."""

MOST_PIVOTS = 24
"""An artist that needs more along one slider does not move as a few movements mixed."""

MOST_PLACES = 4_000
"""Nor does one that needs more combinations of pivots than this."""

_KEPT_BITS = 42
"""Of the 52 of a mantissa: what is cut off is below the rounding of the places it mixes."""

_NOISE = 1e-12
"""Relative to the largest: what is smaller is rounding, not movement."""

_SAME = 1e-12


@dataclass(frozen=True)
class Weights:
    """How places at a slider's pivots mix into its places at each position.

    Attributes:
        pivots: indices of positions, shape (pivots,).
        weights: shape (positions, pivots).
    """

    pivots: NDArray[np.intp]
    weights: Numbers

    @cached_property
    def stored(self) -> Numbers:
        """The weights as they are packed."""
        return _short(self.weights)

    def give(self, lines: Numbers) -> bool:
        """Whether these weights mix places along the slider, shape (positions, places)."""
        mixed = self.weights @ lines[self.pivots]
        return bool(np.abs(mixed - lines).max() <= _SAME * np.abs(lines).max())


@dataclass(frozen=True)
class Separated:
    """Columns whose places are mixed from places at pivots.

    Attributes:
        axes: the sliders that count.
        weights: for each axis.
        core: places at all combinations of pivots, shape (pivots of each..., columns); some of the
            columns are enough where the others follow.
        spread: how those mix into all, shape (columns, columns in `core`), or None. A stiff outline
            follows from very few of its points.
    """

    axes: tuple[Axis, ...]
    weights: tuple[Weights, ...]
    core: Numbers
    spread: Weights | None = None

    @property
    def all_weights(self) -> tuple[Weights, ...]:
        """Those of the axes, and of the columns."""
        return (*self.weights, *([self.spread] if self.spread else []))

    @property
    def size(self) -> int:
        """In bytes, before compression."""
        return self.core.nbytes + sum(one.stored.nbytes for one in self.all_weights)

    def at(self, index: NDArray[np.intp], shape: Sequence[int]) -> Numbers:
        """Places, shape (frames, columns).

        Args:
            index: positions of the scene's sliders, shape (sliders, frames).
            shape: how many positions each has.
        """
        found = np.broadcast_to(self.core, (index.shape[1], *self.core.shape))
        for weights, axis in zip(self.weights, self.axes, strict=True):
            sizes = [shape[slider] for slider in axis]
            place = np.ravel_multi_index(tuple(index[list(axis)]), sizes)
            found = np.einsum("fj,fj...->f...", weights.stored[place], found)
        return found @ self.spread.stored.T if self.spread else found


def _short(numbers: Numbers) -> Numbers:
    """Numbers whose last bits are zero, and so pack into less: the nearest of that kind."""
    cut = np.uint64(52 - _KEPT_BITS)
    half = np.uint64(1) << (cut - np.uint64(1))
    bits = np.ascontiguousarray(numbers).view(np.uint64)
    return (((bits + half) >> cut) << cut).view(np.float64)


def mix(lines: Numbers) -> Weights | None:
    """The weights of a slider from places along it, shape (positions, places), if it has any."""
    largest = np.abs(lines).max(initial=0.0)
    if not np.isfinite(largest) or largest == 0:
        return None
    pivots = _pivots(lines, _NOISE * largest * np.sqrt(lines.shape[1]))
    if pivots is None or 2 * len(pivots) > lines.shape[1]:  # too few lines would mix into anything
        return None
    weights = np.linalg.lstsq(lines[pivots].T, lines.T, rcond=None)[0].T.astype(np.float64)
    return Weights(pivots, weights)


def _pivots(lines: Numbers, noise: float) -> NDArray[np.intp] | None:
    """Positions whose places span all others', the furthest from those before it first."""
    left = lines.copy()
    pivots: list[int] = []
    for _ in range(MOST_PIVOTS + 1):
        lengths = np.linalg.norm(left, axis=1)
        furthest = int(lengths.argmax())
        if lengths[furthest] <= noise:
            return np.array(sorted(pivots), dtype=np.intp)
        pivots.append(furthest)
        along = left[furthest] / lengths[furthest]
        left -= np.outer(left @ along, along)
    return None


def separated(
    axes: tuple[Axis, ...],
    lines: Sequence[Numbers],
    places: Callable[[list[tuple[int, ...]]], Numbers],
    known: dict[Axis, list[Weights]],
) -> Separated | None:
    """Columns in this form, if they have it.

    Args:
        axes: on which the columns depend.
        lines: for each axis the columns along it, shape (positions, places).
        places: the columns at given positions on the axes, shape (combinations, columns).
        known: by axis, weights that others have; used again where they do, and added to.
    """
    weights: list[Weights] = []
    for axis, line in zip(axes, lines, strict=True):
        others = known.setdefault(axis, [])
        found = next((one for one in others if one.give(line)), None)
        if found is None:
            found = mix(line)
            if found is None:
                return None
            others.append(found)
            others.sort(key=lambda one: len(one.pivots))
        weights.append(found)
    shape = tuple(len(one.pivots) for one in weights)
    if prod(shape) > MOST_PLACES:
        return None
    pivots = list(product(*(one.pivots.tolist() for one in weights)))
    core = places(pivots)
    spread = mix(core.T)
    if spread is None or len(spread.pivots) == core.shape[1]:
        return Separated(axes, tuple(weights), _short(core).reshape(*shape, -1))
    few = _short(core[:, spread.pivots])
    return Separated(axes, tuple(weights), few.reshape(*shape, -1), spread)
