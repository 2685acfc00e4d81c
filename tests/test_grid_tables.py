"""Tables of a grid give back every number, however far apart neighbours are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from lessons_lib.site.grids.tables import Whole, packed
from lessons_lib.stage.live import PEN_UP

SIXTEEN_BITS = st.one_of(
    st.integers(-32768, 32767), st.sampled_from([PEN_UP, -32767, 32767]), st.integers(-3, 3)
)
TABLES = arrays(np.int32, array_shapes(min_dims=1, max_dims=4, max_side=5), elements=SIXTEEN_BITS)


def unpacked(orders: list[tuple[int, ...]], stored: bytes, shape: tuple[int, ...]) -> Whole:
    """A table as the page reads it (``apps/web/host/grid.js``)."""
    *sizes, columns = shape
    way, behind = np.frombuffer(stored[: 2 * columns], np.uint8).reshape(2, columns)
    low, high = np.frombuffer(stored[2 * columns :], np.uint8).reshape(2, -1).astype(np.int32)
    folded = low | high << 8
    numbers = (folded >> 1) ^ -(folded & 1)
    order = [column for one in range(len(orders)) for column in np.flatnonzero(way == one)]
    found = np.zeros((columns, *sizes), np.int32)
    found[order] = numbers.reshape(found.shape)
    for column, one in enumerate(way):
        for slider, times in enumerate(orders[one]):
            for _ in range(times):
                found[column] = found[column].cumsum(axis=slider)
    for column in np.flatnonzero(behind):
        found[column] += found[column - behind[column]]
    return np.moveaxis(found.astype(np.int16).astype(np.int32), 0, -1)


@given(table=TABLES)
def test_a_table_comes_back_whole(table: Whole) -> None:
    orders, stored = packed(table)
    np.testing.assert_array_equal(unpacked(orders, stored, table.shape), table)


def test_a_column_that_moves_as_one_before_it_takes_hardly_more_room() -> None:
    line = np.random.default_rng(0).integers(-9000, 9000, (500, 1)).cumsum(axis=0) % 9000
    alike = np.concatenate([line, line + 77, line - 4], axis=1).astype(np.int32)
    _, stored = packed(alike)
    zeros = (np.frombuffer(stored, np.uint8) == 0).sum()
    assert zeros >= 2 * 2 * 499, "both bytes of both columns, but for their first numbers"
