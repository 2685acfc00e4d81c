"""The layout of a stage for a narrow page: its panels one below the other, and nothing cut off.

Each panel gets a heading: its title and its legend, which begin at the left edge of the picture
and so have all its width, however long the names beside the panel are. Runs when the author draws.
"""

from collections.abc import Sequence
from textwrap import fill
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec, SubplotSpec
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import blended_transform_factory

from lessons_lib.stage.draw import NARROW_IN, is_wide_only

_LEAST_PANEL_IN, _LONE_PANEL_IN = 1.6, 4.2
_TITLES_AND_NUMBERS_IN = 0.7
"""What stands above and below a panel."""
_LETTERS_PER_IN = 9.5
_EDGE_IN = 0.08
_EDGE_PX = 2.0
"""Left free at the edges by words in a panel, since a browser's letters are not quite as wide."""
_LINE_IN = 0.2
"""A line of a title, of a legend or of the name of a row, with the room around it."""
_LEGEND_SIZE = 9.5
_NAME_LETTERS = 21
"""How long a line of the name of a row is."""


class _Heading(NamedTuple):
    """What stands above a panel."""

    title: str
    handles: list[Artist]
    labels: list[str]

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(one.count("\n") + 1 for one in (self.title, *self.labels) if one)


def stack(figure: Figure) -> None:
    """Put panels that stand side by side one below the other, and make the figure narrow.

    Settle the layout afterwards, then see to it with `keep_inside` that nothing is cut off.
    """
    panels = sorted((one for one in figure.axes if not is_wide_only(one)), key=_reading_order)
    for axes in figure.axes:
        axes.set_visible(axes in panels)
        for text in axes.texts:
            text.set_visible(not is_wide_only(text))
            # Words inside a panel fit themselves to it, not the panel to them.
            where = text.get_transform().transform(text.get_position())
            text.set_in_layout(text.get_in_layout() and not axes.bbox.contains(*where))
        _give_its_own_numbers(axes)
    beside_in = max(_names_in_lines(axes) for axes in panels) / _LETTERS_PER_IN
    heights = [_height_in(axes, figure, alone=len(panels) == 1) for axes in panels]
    headings = [_taken_heading(axes) for axes in panels]
    rows_in = [
        one
        for heading, height in zip(headings, heights, strict=True)
        for one in (heading.lines * _LINE_IN + 0.01, height)
    ]
    figure.set_size_inches(NARROW_IN, sum(rows_in))
    if isinstance(engine := figure.get_layout_engine(), ConstrainedLayoutEngine):
        engine.set(w_pad=_EDGE_IN)
    _lay_legends_anew(figure)
    grid = figure.add_gridspec(len(rows_in), 1, height_ratios=rows_in)
    above = []
    for row, (axes, heading) in enumerate(zip(panels, headings, strict=True)):
        axes.set_subplotspec(grid[2 * row + 1, 0])
        axes.set_xlabel(fill(axes.get_xlabel(), _letters(NARROW_IN - 0.7 - beside_in)))
        axes.set_ylabel(fill(axes.get_ylabel(), _letters(heights[row] - 0.4)))
        above.append(_draw_heading(figure, grid[2 * row, 0], heading))
    _give_headings_their_height(figure, grid, above, panels, rows_in[::2])


def _give_its_own_numbers(axes: Axes) -> None:
    """What a panel's axis is, where it stood beside another that said so for both."""
    both = axes.get_shared_y_axes().get_siblings(axes)
    if len(both) > 1:
        axes.tick_params(axis="y", labelleft=True)
        axes.set_ylabel(next(filter(None, (one.get_ylabel() for one in (axes, *both))), ""))


def keep_inside(figure: Figure, live: set[Artist]) -> None:
    """Break words inside panels that leave the figure into lines, and move what still does.

    Args:
        figure: narrow, its layout settled.
        live: what moves, and is left alone.
    """
    for axes in figure.axes:
        for text in axes.texts:
            if text.get_visible() and text not in live and (out := sticks_out_px(text)):
                width = text.get_window_extent().width
                letters = max(map(len, text.get_text().split("\n")))
                least = max(map(len, text.get_text().split()))
                text.set_text(fill(text.get_text(), max(least, int(letters * (1 - out / width)))))
                _move_inside(text)


def sticks_out_px(text: Text) -> float:
    """How far a text stands out at the left or the right of where it belongs, in pixels."""
    left, right = _room_px(text)
    extent = text.get_window_extent()
    return float(max(0.0, left - extent.x0, extent.x1 - right))


def _room_px(text: Text) -> tuple[float, float]:
    """From where to where words may reach: not into the names of rows, not out of the figure."""
    figure, axes = text.get_figure(root=True), text.axes
    if figure is None:
        raise ValueError("a text without a figure has no room")
    left = axes.bbox.x0 if isinstance(axes, Axes) and _names(axes) else figure.bbox.x0
    return left + _EDGE_PX, figure.bbox.x1 - _EDGE_PX


def _move_inside(text: Text) -> None:
    left, right = _room_px(text)
    extent = text.get_window_extent()
    across = max(0.0, left - extent.x0) or min(0.0, right - extent.x1)
    if across:
        x, y = text.get_transform().transform(text.get_position())
        x, y = text.get_transform().inverted().transform((x + across, y))
        text.set_position((x, y))


def _letters(inches: float) -> int:
    return max(10, round(_LETTERS_PER_IN * inches))


def _reading_order(axes: Axes) -> tuple[int, int]:
    place = axes.get_subplotspec()
    return (place.colspan.start, place.rowspan.start) if place else (0, 0)


def _names(axes: Axes) -> list[str]:
    """The names of the rows of a panel that has names where others have numbers."""
    if not axes.axison:
        return []
    names = [str(one.get_text()) for one in axes.get_yticklabels()]
    return names if any(letter.isalpha() for name in names for letter in name) else []


def _names_in_lines(axes: Axes) -> int:
    """Break the names of rows into lines; how many letters the longest line has."""
    names = _names(axes)
    lines = [fill(name, _NAME_LETTERS) if len(name) > _NAME_LETTERS else name for name in names]
    if lines:
        axes.set_yticks(axes.get_yticks(), lines)
    return max((len(line) for name in lines for line in name.split("\n")), default=0)


def _taken_heading(axes: Axes) -> _Heading:
    """Title and legend of a panel, which loses them."""
    titles = [axes.get_title(loc=side) for side in ("left", "center", "right")]
    for side in ("left", "center", "right"):
        axes.set_title("", loc=side)
    title = fill(" ".join(one for one in titles if one), _letters(NARROW_IN - 0.5))
    legend = axes.get_legend()
    if not legend:
        return _Heading(title, [], [])
    labels = [fill(one.get_text(), _letters(NARROW_IN)) for one in legend.get_texts()]
    handles = [one for one in legend.legend_handles if one is not None]
    legend.remove()
    return _Heading(title, handles, labels)


def _draw_heading(figure: Figure, place: SubplotSpec, heading: _Heading) -> Axes:
    axes = figure.add_subplot(place)
    axes.set_axis_off()
    from_the_edge = blended_transform_factory(figure.transFigure, axes.transAxes)
    edge = _EDGE_IN / NARROW_IN
    if heading.title:
        title = axes.text(edge, 1, heading.title, va="top", size=12, transform=from_the_edge)
        title.set_in_layout(False)
    if heading.labels:
        legend = axes.legend(
            handles=heading.handles, labels=heading.labels, loc="lower left", borderaxespad=0,
            borderpad=0, fontsize=_LEGEND_SIZE, bbox_to_anchor=(edge, 0),
            bbox_transform=from_the_edge,
        )  # fmt: skip
        legend.set_in_layout(False)
    return axes


def _give_headings_their_height(
    figure: Figure,
    grid: GridSpec,
    above: Sequence[Axes],
    panels: Sequence[Axes],
    wanted_in: Sequence[float],
) -> None:
    """Make the figure higher by what the names of axes have taken from the headings."""
    figure.draw_without_rendering()

    def height_in(axes: Axes) -> float:
        return float(axes.get_position(original=True).height * figure.get_figheight())

    missing = sum(wanted_in) - sum(map(height_in, above))
    pairs = zip(wanted_in, map(height_in, panels), strict=True)
    grid.set_height_ratios([one for pair in pairs for one in pair])
    figure.set_size_inches(NARROW_IN, figure.get_figheight() + missing)


def _lay_legends_anew(figure: Figure) -> None:
    """Legends of the whole figure, in one column below it."""
    for old in list(figure.legends):
        labels = [one.get_text() for one in old.get_texts()]
        handles = [one for one in old.legend_handles if one is not None]
        old.remove()
        figure.legend(handles, labels, loc="outside lower left", fontsize=_LEGEND_SIZE)


def _height_in(axes: Axes, figure: Figure, *, alone: bool) -> float:
    """How high a panel has to be on a narrow page; one with equal scales keeps its proportions."""
    if axes.get_aspect() == "auto":
        names = _names(axes)
        lines = max((name.count("\n") + 1 for name in names), default=0)
        for_names = len(names) * (_LINE_IN * lines + 0.06) + _TITLES_AND_NUMBERS_IN
        if alone:
            return max(_LONE_PANEL_IN, for_names, figure.get_figheight())
        place = axes.get_subplotspec()
        share = place.get_position(figure).height if place else 1.0
        return max(_LEAST_PANEL_IN, for_names, float(share * figure.get_figheight()) + 0.5)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    edges = _TITLES_AND_NUMBERS_IN if axes.axison else 0.3
    natural = (NARROW_IN - edges) * (high - low) / (right - left) + edges
    return float(min(natural, max(_LONE_PANEL_IN, figure.get_figheight())))
