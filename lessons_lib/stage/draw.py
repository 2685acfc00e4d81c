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
from textwrap import fill
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
_LEAST_PANEL_IN, _LONE_PANEL_IN = 1.6, 4.2
_LOWER = 0.8
"""A panel that becomes narrower becomes lower too."""
_TITLES_AND_NUMBERS_IN = 0.7
"""What stands above and below a panel."""
_LETTERS_PER_IN = 9.5
_LEGEND_SIZE = 9.5
_LEGEND_ROW_IN = 0.65
"""How much higher a panel has to be for each row of its legend, which takes part of it."""


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
        if narrow:
            _stack(stage.figure)
        for artist in stage.live.values():
            artist.set_in_layout(False)
        stage.figure.draw_without_rendering()
        stage.figure.set_layout_engine("none")
    return stage


@contextmanager
def _drawing_for(*, narrow: bool) -> Iterator[None]:
    token = _NARROW.set(narrow)
    try:
        yield
    finally:
        _NARROW.reset(token)


def _stack(figure: "Figure") -> None:
    """Put panels that stand side by side one below the other, and make the figure narrow."""
    panels = sorted((one for one in figure.axes if not is_wide_only(one)), key=_reading_order)
    for axes in figure.axes:
        axes.set_visible(axes in panels)
        for text in axes.texts:
            text.set_visible(not is_wide_only(text))
    for legend in figure.legends:
        legend.set_ncols(1)
    heights = [_height_in(axes, figure, alone=len(panels) == 1) for axes in panels]
    figure.set_size_inches(NARROW_IN, sum(heights))
    rows = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    for row, axes in enumerate(panels):
        axes.set_subplotspec(rows[row, 0])
        _in_lines(axes, heights[row])


def _reading_order(axes: "Axes") -> tuple[int, int]:
    place = axes.get_subplotspec()
    return (place.colspan.start, place.rowspan.start) if place else (0, 0)


def _in_lines(axes: "Axes", height_in: float) -> None:
    """Break title and names of the axes into lines, and put the legend into one column."""
    across, up = (round(_LETTERS_PER_IN * one) for one in (NARROW_IN - 0.5, height_in - 0.4))
    for side in ("left", "center", "right"):
        if title := axes.get_title(loc=side):
            axes.set_title(fill(title, across), loc=side)
    axes.set_xlabel(fill(axes.get_xlabel(), across))
    axes.set_ylabel(fill(axes.get_ylabel(), up))
    if legend := axes.get_legend():
        legend.set_ncols(1)
        for text in legend.get_texts():
            text.set_fontsize(_LEGEND_SIZE)


def _height_in(axes: "Axes", figure: "Figure", *, alone: bool) -> float:
    """How high a panel has to be on a narrow page; one with equal scales keeps its proportions."""
    if axes.get_aspect() == "auto" and alone:
        return max(_LONE_PANEL_IN, figure.get_figheight())
    if axes.get_aspect() == "auto":
        place = axes.get_subplotspec()
        share = place.get_position(figure).height if place else 1.0
        legend = axes.get_legend()
        for_legend = _LEGEND_ROW_IN * len(legend.get_texts()) + 1 if legend else 0.0
        return max(_LEAST_PANEL_IN, for_legend, float(_LOWER * share * figure.get_figheight()))
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    edges = _TITLES_AND_NUMBERS_IN if axes.axison else 0.3
    return float((NARROW_IN - edges) * (high - low) / (right - left) + edges)


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
