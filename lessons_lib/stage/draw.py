"""What the author draws with: matplotlib, imported only when something is drawn.

A kernel shows stages that the author has drawn and shipped (`lessons_lib.stage.live`), so the
modules that say where the moving artists stand must not wait for matplotlib. They take its names
for annotations and a blank figure from here, and whatever else they need of it inside the function
that draws.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons_lib.stage.style import style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from lessons_lib.stage.scene import Mark, Scene
else:
    Artist = Axes = Figure = Any

__all__ = [
    "Artist",
    "Axes",
    "Figure",
    "Stage",
    "blank",
    "is_narrow",
    "is_wide_only",
    "place",
    "settled",
    "wide_only",
]


@dataclass(frozen=True)
class Stage:
    """A figure whose still part is drawn, and its moving artists by name, back to front."""

    figure: Figure
    live: Mapping[str, Artist]


def blank(width_in: float, height_in: float) -> Figure:
    """An empty figure, so many inches wide and high."""
    from matplotlib import figure

    return figure.Figure(figsize=(width_in, height_in))


NARROW_IN = 5.0
"""How wide a picture is on a narrow page."""


_NARROW = ContextVar("narrow", default=False)
_WIDE_ONLY = "only on a wide page"


def is_narrow() -> bool:
    """Whether a stage is being drawn for a narrow page; for words that need other lines there."""
    return _NARROW.get()


def wide_only(*artists: Artist) -> None:
    """Leave out on a narrow page what has no room there, and what the words say anyway.

    Args:
        artists: moving artists, texts, or axes with all that is in them.
    """
    for artist in artists:
        artist.set_gid(_WIDE_ONLY)


def is_wide_only(artist: Artist) -> bool:
    """Whether an artist, or the axes that it is in, is left out on a narrow page."""
    return _WIDE_ONLY in {artist.get_gid(), artist.axes.get_gid() if artist.axes else None}


def settled(scene: "Scene", *, narrow: bool = False) -> Stage:
    """The stage of a scene with its layout settled, so that moving artists move nothing else.

    Args:
        scene: the picture.
        narrow: with its panels one below the other, for a narrow page.
    """
    with style(), _drawing_for(narrow=narrow):
        stage = scene.stage()
        for artist in stage.live.values():
            artist.set_in_layout(False)
        if narrow:
            from lessons_lib.stage.narrow import keep_inside, stack

            stack(stage.figure)
        stage.figure.draw_without_rendering()
        stage.figure.set_layout_engine("none")
        if narrow:
            keep_inside(stage.figure, set(stage.live.values()))
    return stage


@contextmanager
def _drawing_for(*, narrow: bool) -> Iterator[None]:
    token = _NARROW.set(narrow)
    try:
        yield
    finally:
        _NARROW.reset(token)


def place(artist: Artist, mark: "Mark") -> None:
    """Move an artist to where `mark` says.

    Raises:
        TypeError: it is neither a line, nor a polygon, nor a text.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

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
