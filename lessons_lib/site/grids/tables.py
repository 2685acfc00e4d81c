"""Whole numbers over a few sliders, as differences between neighbours.

A table has the shape (sliders..., columns). Most columns move nearly as another one does: of such a
column, what it is more than that one is stored. Along each slider the numbers are replaced by their
differences, once, twice or not at all, as is best for each column; sums bring them back, modulo
2^16. What is left is small: it goes to its bytes, the low ones first, and those to deflate.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int32]
Orders = tuple[int, ...]

_MOST_TRIED = 27
_LOOKED_AT = 400
_FURTHEST = 255
"""How far before a column the one like it may stand: a byte."""

_AT_LEAST = 1.25
"""What counting from another column has to save: numbers of its own repeat more for deflate."""


@dataclass(frozen=True)
class Forms:
    """How the columns of a table are stored.

    Attributes:
        orders: the ways that occur, each how often differences are taken along each slider.
        way: for each column the number of its own.
        behind: for each column how many columns before it the one stands from which its numbers are
            counted; 0 where they stand for themselves.
    """

    orders: list[Orders]
    way: NDArray[np.uint8]
    behind: NDArray[np.uint8]


def best_forms(table: Whole) -> Forms:
    """How each column of a table is stored in the fewest bits, about."""
    sliders, columns = table.ndim - 1, table.shape[-1]
    tried = list(product(range(3), repeat=sliders))
    if len(tried) > _MOST_TRIED:
        tried = list(product(range(2), repeat=sliders))
    places = int(np.prod(table.shape[:-1]))
    some = np.random.default_rng(0).permutation(places)[:_LOOKED_AT]
    least = np.full(columns, np.inf)
    way, behind = np.zeros((2, columns), np.uint8)
    for number, orders in enumerate(tried):
        left = differences(table, orders).reshape(places, columns)[some]
        for back in range(min(_FURTHEST, columns - 1) + 1):
            more = left[:, back:] - left[:, : columns - back] if back else left
            cost = _bits(more) * (_AT_LEAST if back else 1)
            better = np.flatnonzero(cost < least[back:]) + back
            least[better] = cost[better - back]
            way[better], behind[better] = number, back
    used, way_used = np.unique(way, return_inverse=True)
    return Forms([tried[number] for number in used], way_used.astype(np.uint8), behind)


def _bits(left: Whole) -> NDArray[np.float64]:
    """About how many bits the columns take."""
    bits: NDArray[np.float64] = np.log2(1 + 2 * np.abs(left).astype(np.float32)).sum(axis=0)
    return bits


def differences(table: Whole, orders: Orders) -> Whole:
    """What sums along the sliders turn into the table again; the first of each stays."""
    left = table
    for slider, order in enumerate(orders):
        for _ in range(order):
            left = np.diff(left, axis=slider, prepend=np.zeros_like(left.take([0], axis=slider)))
    return left


def packed(table: Whole) -> tuple[list[Orders], bytes]:
    """The ways in which differences were taken, and a table as bytes.

    These are: the way of each column; how far behind it stands from which it is counted; and column
    after column, those of one way together, the low bytes of all numbers, then the high ones.
    """
    forms = best_forms(table)
    counted = np.flatnonzero(forms.behind)
    more = table.copy()
    more[..., counted] -= table[..., counted - forms.behind[counted]]
    pieces = [
        np.moveaxis(differences(more[..., forms.way == number], orders), -1, 0).ravel()
        for number, orders in enumerate(forms.orders)
    ]
    columns = forms.way.tobytes() + forms.behind.tobytes()
    return forms.orders, columns + low_and_high(np.concatenate(pieces))


def low_and_high(numbers: Whole) -> bytes:
    """Numbers, modulo 2^16, as bytes, in which small ones of either sign are small."""
    left = numbers.astype(np.int16)
    folded = ((left.astype(np.uint16) << 1) ^ (left >> 15).astype(np.uint16)).astype("<u2")
    return folded.reshape(-1, 1).view(np.uint8).T.tobytes()
