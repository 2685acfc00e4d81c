"""A Scene: a picture with a part that stands still and a part that moves.

The still part (axes, labels, background) is drawn once, by `stage`. The moving part is a handful
of named artists; `frame` says, for given parameters, where they stand. Called with parameters, a
scene gives a `Plot`; a live figure asks it for frames only, and sends their coordinates.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import Parameter, parameter
from lessons_lib.stage.plot import Plot
from lessons_lib.stage.style import style


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
class Stage:
    """A figure whose still part is drawn, and its moving artists by name, back to front."""

    figure: Figure
    live: Mapping[str, Artist]


@dataclass(frozen=True)
class Frame:
    """The moving part for one set of parameters, with its words and its numbers."""

    marks: Mapping[str, Mark]
    words: str
    table: Table


@dataclass(frozen=True)
class Scene:
    """A figure function: parameters in, `Plot` out.

    Attributes:
        title: what the picture is of, in a few words.
        stage: draws everything that stands still.
        frame: says where the moving artists stand; its arguments are names of the parameter table.
    """

    title: str
    stage: Callable[[], Stage]
    frame: Callable[..., Frame]

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

    def set_stage(self) -> Stage:
        """The stage with its layout settled, so that moving artists move nothing else."""
        with style():
            stage = self.stage()
            for artist in stage.live.values():
                artist.set_in_layout(False)
            stage.figure.draw_without_rendering()
            stage.figure.set_layout_engine("none")
        return stage

    def __call__(self, **given: float | str) -> Plot:
        """The plot for these parameters; those not given are at their start."""
        frame = self.frame(**self.values(**given))
        stage = self.set_stage()
        for name, mark in frame.marks.items():
            place(stage.live[name], mark)
        return Plot(self.title, stage.figure, frame.words, frame.table)


def place(artist: Artist, mark: Mark) -> None:
    """Move a matplotlib artist to where `mark` says."""
    xy = np.atleast_2d(mark.xy)
    match artist:
        case Line2D():
            artist.set_data(xy[:, 0], xy[:, 1])
            if mark.color is not None:
                artist.set_color(mark.color)
                artist.set_markerfacecolor(mark.color)
        case Polygon():
            artist.set_xy(xy)
            if mark.color is not None:
                artist.set_facecolor(mark.color)
        case Text():
            artist.set_position((float(xy[0, 0]), float(xy[0, 1])))
            artist.set_text(mark.text or "")
            if mark.color is not None:
                artist.set_color(mark.color)
        case _:
            raise TypeError(f"a moving artist is a Line2D, Polygon or Text, not {artist!r}")
