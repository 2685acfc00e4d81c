"""People as tiles: of so many, so many.

A crowd fills its columns one after the other from the left, and each from below.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes
from lessons_lib.stage.scene import Mark

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """So many columns of so many people."""

    columns: int
    rows: int

    @property
    def size(self) -> int:
        """How many people there are."""
        return self.columns * self.rows

    def artists(self, axes: Axes, name: str, color: str) -> dict[str, Artist]:
        """A crowd with a line of words above it, to be placed by `marks`.

        Args:
            axes: what it fills; loses its numbers.
            name: what the artists' names begin with.
            color: of the people who are counted; a fainter shade for those who may be.
        """
        axes.set(xlim=(-0.1, self.columns + 0.1), ylim=(-0.1, self.rows * 1.1))
        axes.set_aspect("equal")
        axes.set_axis_off()
        corners = [(0, 0), (self.columns, 0), (self.columns, self.rows), (0, self.rows)]
        axes.fill(*np.transpose(corners), facecolor=style.GRID, linewidth=0)
        look: Any = {"facecolor": color, "linewidth": 0}
        return {
            f"{name}_unsure": axes.fill([0], [0], alpha=0.4, **look)[0],
            f"{name}_people": axes.fill([0], [0], **look)[0],
            f"{name}_gaps": axes.plot([], [], color=style.PAPER, linewidth=1.1)[0],
            f"{name}_count": axes.text(0, 0, "", color=color, weight="bold", va="bottom"),
        }

    def marks(self, name: str, sure: int, possible: int, text: str) -> dict[str, Mark]:
        """So many people in colour, then up to so many in a fainter shade, and the words above."""
        return {
            f"{name}_unsure": Mark(self.between(sure, possible)),
            f"{name}_people": Mark(self.between(0, sure)),
            f"{name}_gaps": Mark(self.gaps()),
            f"{name}_count": Mark(np.array([0.0, 1.015 * self.rows]), text=text),
        }

    def between(self, first: int, last: int) -> Numbers:
        """The outline of the people from number `first` up to and without number `last`.

        Args:
            first: 0 to `size`.
            last: not below `first`, at most `size`.

        Returns:
            Eight corners, shape (8, 2), a person being 1 wide and 1 high.

        >>> Crowd(3, 2).between(1, 4).tolist()[:4]
        [[0.0, 1.0], [0.0, 2.0], [2.0, 2.0], [2.0, 0.0]]
        """
        (left, low), (right, high) = divmod(first, self.rows), divmod(last, self.rows)
        after_left, after_right = (min(one + 1, self.columns) for one in (left, right))
        corners = [(left, low), (left, self.rows), (right, self.rows), (right, high)]
        corners += [(after_right, high), (after_right, 0), (after_left, 0), (after_left, low)]
        return np.array(corners, dtype=np.float64)

    def gaps(self) -> Numbers:
        """One line along everything that parts one person from the next, shape (n, 2)."""
        upright = [(x, y) for x in range(1, self.columns) for y in _there_and_back(x, self.rows)]
        border = [(0, upright[-1][1]), (0, 1)]
        level = [(x, y) for y in range(1, self.rows) for x in _there_and_back(y, self.columns)]
        return np.array([*upright, *border, *level], dtype=np.float64)


def _there_and_back(place: int, end: int) -> tuple[int, int]:
    return (0, end) if place % 2 else (end, 0)
