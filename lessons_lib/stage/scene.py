"""A Scene: a picture with a part that stands still and a part that moves.

The still part (axes, labels, background) is drawn once, by the author: `stage` draws it with
matplotlib, and what it drew is shipped (`lessons_lib.stage.live`). The moving part is a handful of
named artists; `frame` says, for given parameters, where they stand, and needs no matplotlib. An
explorer asks a scene for frames and sends their coordinates; `plot` draws the whole with
matplotlib.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import Parameter, parameter
from lessons_lib.stage.draw import Stage, place, settled
from lessons_lib.stage.handle import Handle, Pick
from lessons_lib.stage.plot import Plot


@dataclass(frozen=True)
class Mark:
    """Where one moving artist stands.

    Attributes:
        xy: points in the coordinates of its axes, shape (n, 2) or (2,); NaN lifts the pen.
        text: what a text says; None for lines and shapes.
        color: its colour from the palette, where that changes too.
    """

    xy: NDArray[np.float64]
    text: str | None = None
    color: str | None = None


@dataclass(frozen=True)
class Frame:
    """The moving part for one set of parameters, with its words and its numbers."""

    marks: Mapping[str, Mark]
    words: str
    table: Table


@dataclass(frozen=True)
class Scene:
    """A figure function: parameters in, picture, words and numbers out.

    Attributes:
        title: what the picture is of, in a few words.
        stage: draws everything that stands still; its name says where the drawing is kept
            (`lessons_lib.stage.live.kept`).
        frame: says where the moving artists stand; its arguments are names of the parameter table.
        handles: what of it can be dragged.
        pick: what of it can be chosen, two at a time.
        about: what is said before the words of a frame where the picture cannot move.
    """

    title: str
    stage: Callable[[], Stage]
    frame: Callable[..., Frame]
    handles: tuple[Handle, ...] = ()
    pick: Pick | None = None
    about: str = ""

    def __post_init__(self) -> None:
        """Say what can be set where Shift-Tab and ``?`` look for it."""
        named = [
            inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=one.start)
            for one in self.parameters
        ]
        lines = [
            f"{one.name}={one.start!r}: {one.label}, {one.allowed}." for one in self.parameters
        ]
        object.__setattr__(self, "__signature__", inspect.Signature(named))
        object.__setattr__(self, "__doc__", "\n".join([f"{self.title}.", "", *lines]).rstrip())

    def __repr__(self) -> str:
        return f"<Scene: {self.title}>"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What can be varied, in the order of `frame`'s arguments."""
        return tuple(parameter(name) for name in inspect.signature(self.frame).parameters)

    def values(self, **given: float | str) -> dict[str, float]:
        """A value for every parameter: `given`, or the start of the parameter table.

        Raises:
            TypeError: a name that this scene does not have.
            ValueError: a value out of range.
        """
        known = {one.name: one for one in self.parameters}
        for name in given:
            if name not in known:
                raise TypeError(
                    f"'{self.title}' has no '{name}'; what you can set is: {', '.join(known)}."
                )
        return {name: one.checked(given.get(name, one.default)) for name, one in known.items()}

    def plot(self, **given: float | str) -> Plot:
        """The whole picture, drawn by matplotlib, as a figure that may be changed.

        Args:
            given: parameters by name; those not given are at their start.
        """
        frame = self.frame(**self.values(**given))
        stage = settled(self)
        for name, mark in frame.marks.items():
            place(stage.live[name], mark)
        return Plot(self.title, stage.figure, frame.words, frame.table)

    __call__ = plot
    """So that a scene can be called as Shift and Tab show it."""
