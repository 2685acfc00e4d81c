"""The grids of many explorers, computed on all cores before pages are put together.

Nothing else in a build takes long. What is computed goes into the cache, from which the pages have
it; so it makes no difference to them whether this was done.
"""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from math import prod
from multiprocessing import get_context
from pathlib import Path

from lessons_lib.apps.explorer import Explorer
from lessons_lib.site import cells, hosting
from lessons_lib.site.cells import Cell


def compute(notebooks: Iterable[Path], cache: Path) -> None:
    """Compute what the cache lacks for the explorers of some lessons."""
    # Two lessons may show the same one.
    different = {
        hosting.kept_in(explorer, cache): (
            prod(len(one.positions) for one in explorer.scene.parameters),
            cell,
        )
        for notebook in notebooks
        for cell in cells.cells(notebook)
        if (explorer := _explorer(cell)) and not hosting.is_kept(explorer, cache)
    }
    if len(different) < 2:  # computed where it is wanted, without the cost of a second process
        return
    # The largest first, so that none is left for the end.
    lacking = sorted(different.values(), key=lambda one: one[0], reverse=True)
    # Each process starts afresh, on every system alike.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(_compute, [cell for _, cell in lacking], repeat(cache)))


def _compute(cell: Cell, cache: Path) -> None:
    explorer = _explorer(cell)
    assert explorer
    hosting.hosted(explorer, cache)


def _explorer(cell: Cell) -> Explorer | None:
    widget = cells.widget(cell) if cells.html(cell) else None
    return widget if isinstance(widget, Explorer) else None
