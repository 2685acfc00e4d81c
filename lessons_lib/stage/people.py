"""People as tiles: of so many, so many.

A crowd fills its columns one after the other from the left, and each from below. A number that is
not sure has two shades and a line: who is counted at least, who may be at most, and the likeliest
number between them. The line needs no colour to be seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes
from lessons_lib.stage.scene import Mark

Numbers = NDArray[np.float64]

_ENDS, _COUNT, _TOP = 1.015, 1.095, 1.19
"""How high the lower and the upper line of words stand, and where the picture ends, in crowds."""
_NOTHING = np.empty((0, 2))


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
        """A crowd with two lines of words above it, to be placed by `marks`.

        Args:
            axes: what it fills; loses its numbers.
            name: what the artists' names begin with.
            color: of the people who are counted; a fainter shade for those who may be.
        """
        axes.set(xlim=(-0.1, self.columns + 0.1), ylim=(-0.1, self.rows * _TOP))
        axes.set_aspect("equal")
        axes.set_axis_off()
        corners = [(0, 0), (self.columns, 0), (self.columns, self.rows), (0, self.rows)]
        axes.fill(*np.transpose(corners), facecolor=style.GRID, linewidth=0)
        look: Any = {"facecolor": color, "linewidth": 0}
        return {
            f"{name}_unsure": axes.fill([0], [0], alpha=0.4, **look)[0],
            f"{name}_people": axes.fill([0], [0], **look)[0],
            f"{name}_gaps": axes.plot([], [], color=style.PAPER, linewidth=1.1)[0],
            f"{name}_line": axes.plot([], [], color=style.INK, linewidth=2.4)[0],
            f"{name}_count": axes.text(0, 0, "", color=color, weight="bold", va="bottom"),
            f"{name}_ends": axes.text(0, 0, "", color=color, va="bottom"),
        }

    def marks(
        self,
        name: str,
        text: str,
        *,
        sure: int,
        likeliest: int | None = None,
        possible: int | None = None,
    ) -> dict[str, Mark]:
        """So many people in colour, and the words above.

        Args:
            name: as for `artists`.
            text: the words above, which name the likeliest number.
            sure: how many are in full colour.
            likeliest: where a line stands, if the number is not sure.
            possible: how many there may be, the rest of them in a fainter shade.
        """
        most = sure if possible is None else possible
        edge, ends = _NOTHING, ""
        if likeliest is not None and sure < most:
            edge = self.edge(likeliest)
            text, ends = f"{text} (line)", f"from {sure} (dark) to {most} (pale)"
        return {
            f"{name}_unsure": Mark(self.between(sure, most)),
            f"{name}_people": Mark(self.between(0, sure)),
            f"{name}_gaps": Mark(self.gaps()),
            f"{name}_line": Mark(edge),
            f"{name}_count": Mark(np.array([0.0, _COUNT * self.rows]), text=text),
            f"{name}_ends": Mark(np.array([0.0, _ENDS * self.rows]), text=ends),
        }

    def edge(self, last: int) -> Numbers:
        """The line after so many people, from the bottom to the top, shape (4, 2).

        >>> Crowd(3, 2).edge(3).tolist()
        [[2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0]]
        """
        left, high = divmod(last, self.rows)
        right = min(left + 1, self.columns) if high else left
        corners = [(right, 0), (right, high), (left, high), (left, self.rows)]
        return np.array(corners, dtype=np.float64)

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
