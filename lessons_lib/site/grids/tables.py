"""Whole numbers over a few sliders, as differences between neighbours.

A table has the shape (sliders..., columns). Along each slider it is replaced by its differences,
once, twice or not at all, as is best for each column; sums bring it back, modulo 2^16. What is left
is small: it goes to its bytes, the low ones first, and those to deflate.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int32]
Orders = tuple[int, ...]

_MOST_TRIED = 27
_LOOKED_AT = 40_000


def best_orders(table: Whole) -> list[Orders]:
    """For each column of a table how often differences are best taken along each slider."""
    sliders = table.ndim - 1
    tried = list(product(range(3), repeat=sliders))
    if len(tried) > _MOST_TRIED:
        tried = list(product(range(2), repeat=sliders))
    looked_at = _corner(table)
    costs = np.array([_cost(differences(looked_at, orders)) for orders in tried])
    return [tried[best] for best in costs.argmin(axis=0)]


def _corner(table: Whole) -> Whole:
    """As much of a large table as is needed to choose."""
    share = (_LOOKED_AT / np.prod(table.shape[:-1])) ** (1 / max(1, table.ndim - 1))
    if share >= 1:
        return table
    return table[tuple(slice(max(2, int(share * count))) for count in table.shape[:-1])]


def _cost(left: Whole) -> NDArray[np.float64]:
    """About how many bits the columns take."""
    flat = np.abs(left.reshape(-1, left.shape[-1])).astype(np.float64)
    bits: NDArray[np.float64] = np.log2(1 + 2 * flat).sum(axis=0)
    return bits


def differences(table: Whole, orders: Orders) -> Whole:
    """What sums along the sliders turn into the table again; the first of each stays."""
    left = table
    for slider, order in enumerate(orders):
        for _ in range(order):
            left = np.diff(left, axis=slider, prepend=np.zeros_like(left.take([0], axis=slider)))
    return left


def packed(table: Whole, orders: Orders) -> Iterator[bytes]:
    """A table as bytes, column after column: the low bytes of all numbers, then the high ones."""
    left = np.moveaxis(differences(table, orders), -1, 0).astype(np.int16)
    folded = ((left.astype(np.uint16) << 1) ^ (left >> 15).astype(np.uint16)).astype("<u2")
    low_and_high = folded.reshape(-1, 1).view(np.uint8)
    yield low_and_high[:, 0].tobytes()
    yield low_and_high[:, 1].tobytes()
