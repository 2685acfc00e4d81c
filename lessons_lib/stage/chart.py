"""Pieces that many diagrams are made of: bars, dots, bells, bands, a cursor, named rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.evidence.estimate import Estimate
from lessons_lib.stage.draw import Artist, Axes
from lessons_lib.stage.scene import Mark

Numbers = NDArray[np.float64]

STRIDE = "Stride, from landing to landing (%)"
"""What the axis of every diagram over the stride is called."""


def bar(start: float, end: float, row: float, half_height: float) -> Numbers:
    """The corners of a bar that lies in a row, shape (4, 2), in the coordinates of its axes.

    >>> bar(0, 2, 1, 0.25).tolist()
    [[0.0, 0.75], [2.0, 0.75], [2.0, 1.25], [0.0, 1.25]]
    """
    low, high = row - half_height, row + half_height
    return np.array([(start, low), (end, low), (end, high), (start, high)], dtype=np.float64)


def column(centre: float, height: float, half_width: float) -> Numbers:
    """The corners of a bar that stands on 0, shape (4, 2), in the coordinates of its axes."""
    left, right = centre - half_width, centre + half_width
    return np.array([(left, 0), (right, 0), (right, height), (left, height)], dtype=np.float64)


def numbered_bars(axes: Axes, colors: Mapping[str, str]) -> dict[str, Artist]:
    """Bars, ``NAME_bar``, each with its number, ``NAME_value``, to be placed by `numbered_bar`."""
    bars: dict[str, Artist] = {
        f"{name}_bar": axes.fill([0], [0], facecolor=color, linewidth=0)[0]
        for name, color in colors.items()
    }
    values = {f"{name}_value": axes.text(0, 0, "", va="center", weight="bold") for name in colors}
    return bars | values


def numbered_bar(
    name: str,
    length: float,
    row: float,
    text: str,
    *,
    half_height: float,
    text_at: float,
    color: str | None = None,
) -> dict[str, Mark]:
    """A bar of `numbered_bars` from 0 on, and its number at the place `text_at` of its row.

    Its colour is that of the stage, where none is given.
    """
    return {
        f"{name}_bar": Mark(bar(0, length, row, half_height), color=color),
        f"{name}_value": Mark(np.array([text_at, row]), text=text),
    }


def sided_label(axes: Axes, name: str, **look: Any) -> dict[str, Artist]:
    """A label for the right of what moves, ``NAME``, and one for its left, ``NAME_left``.

    `beside` places them: only so its distance is the same on either side of any layout.
    """
    return {
        name: axes.text(0, 0, "", weight="bold", **look),
        f"{name}_left": axes.text(0, 0, "", weight="bold", ha="right", **look),
    }


def beside(
    name: str, ends: tuple[float, float], y: float, text: str, *, gap: float, left: bool
) -> dict[str, Mark]:
    """A label of `sided_label` beside what reaches from one end to the other, at its left or right.

    What can be dragged has a ring of 24 pixels round it, which `gap` has to leave free.
    """
    start, end = ends
    return {
        name: Mark(np.array([end + gap, y]), text="" if left else text),
        f"{name}_left": Mark(np.array([start - gap, y]), text=text if left else ""),
    }


def dot_with_interval(
    axes: Axes, row: float, estimate: Estimate, *, color: str, marker: str
) -> None:
    """A number that stands still, as a dot in a row, on a line as long as its interval."""
    axes.plot([estimate.low, estimate.high], [row, row], color=color, solid_capstyle="butt")
    axes.plot(estimate.value, row, marker, color=color, markersize=9)


def bell(x: Numbers, mean: float, spread: float = 1.0) -> Numbers:
    """How high a normal distribution stands at `x`; the area below it is 1.

    >>> bell(np.array([0.0, 1.0]), mean=0).round(2).tolist()
    [0.4, 0.24]
    """
    height: Numbers = np.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    return height


def band(x: Numbers, low: Numbers, high: Numbers) -> Mark:
    """What lies between two curves, as a closed shape; all of shape (n,)."""
    return Mark(np.column_stack([np.r_[x, x[::-1]], np.r_[low, high[::-1]]]))


def cursor(x: float, ends: tuple[float, float]) -> Mark:
    """An upright line at `x`, from one end to the other."""
    low, high = ends
    return Mark(np.array([(x, low), (x, high)], dtype=np.float64))


def named_rows(axes: Axes, places: Sequence[float], names: Sequence[str]) -> None:
    """Names at the side instead of numbers, for bars or dots in rows."""
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
