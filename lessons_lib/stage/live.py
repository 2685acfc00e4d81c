"""A scene on its way to the browser: the still part as SVG, the moving part as coordinates.

Coordinates travel as 16-bit integers, 32 to the point (1/72 inch) from the top left corner of the
figure: a fiftieth of a millimetre on screen, and figures up to 14 inches wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform
from numpy.typing import NDArray

from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.style import style

UNITS_PER_POINT = 32
PEN_UP = -32768
"""Stands for NaN: the line is lifted here."""

_LARGEST = 32767
_POINTS_PER_INCH = 72
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BASELINES = {
    "top": "hanging",
    "center": "central",
    "center_baseline": "central",
    "baseline": "alphabetic",
    "bottom": "text-after-edge",
}


@dataclass(frozen=True)
class Packet:
    """One or many frames, packed.

    Attributes:
        head: what JSON can hold: for each artist where its coordinates start, its points per
            frame, whether they are the same in all frames, texts and colours; the words of each
            frame.
        coordinates: int16, x and y in turn.
    """

    head: dict[str, Any]
    coordinates: bytes


class LiveStage:
    """The stage of a scene, drawn once, ready to pack frames for it.

    Attributes:
        svg: the still part as an SVG document.
        size: width and height of the figure in points.
        artists: how to draw each moving artist, back to front.
    """

    def __init__(self, scene: Scene) -> None:
        stage = scene.set_stage()
        figure = stage.figure
        figure.set_dpi(_POINTS_PER_INCH)
        width, height = (_POINTS_PER_INCH * inches for inches in figure.get_size_inches())
        self.size = (float(width), float(height))
        downwards = Affine2D().scale(1, -1).translate(0, height).scale(UNITS_PER_POINT)
        self._names = tuple(stage.live)
        self._to_page = {
            name: _frozen(artist.get_transform() + downwards) for name, artist in stage.live.items()
        }
        self.artists = [_look(name, artist, height) for name, artist in stage.live.items()]
        for artist in stage.live.values():
            artist.set_visible(False)
        file = StringIO()
        with style():
            figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        self.svg = file.getvalue()

    def pack(self, frames: Sequence[Frame]) -> Packet:
        """Pack frames, in order; what is the same in all of them is packed once."""
        layout: list[dict[str, Any]] = []
        blocks: dict[bytes, int] = {}
        size = 0
        for name in self._names:
            marks = [frame.marks[name] for frame in frames]
            points = self._points(name, marks)
            if len(points) > 1 and (points == points[0]).all():
                points = points[:1]
            block = points.tobytes()
            # An edge and its fill stand in the same place: one block serves both.
            start = blocks.setdefault(block, size)
            if start == size:
                size += points.size
            about = {"start": start, "points": points.shape[1], "still": len(points) == 1}
            layout.append(about | _attributes(marks))
        head = {"layout": layout, "words": [frame.words for frame in frames]}
        return Packet(head, b"".join(blocks))

    def _points(self, name: str, marks: Sequence[Mark]) -> NDArray[np.int16]:
        """Page coordinates of one artist in all frames, shape (frames, points, 2)."""
        paths = [np.atleast_2d(mark.xy) for mark in marks]
        longest = max(len(path) for path in paths)
        stack = np.full((len(paths), longest, 2), np.nan)
        for row, path in zip(stack, paths, strict=True):
            row[: len(path)] = path
        page = np.rint(self._to_page[name].transform(stack.reshape(-1, 2)))
        np.clip(page, -_LARGEST, _LARGEST, out=page)
        page[np.isnan(page).any(axis=1)] = PEN_UP
        packed: NDArray[np.int16] = page.astype(np.int16).reshape(stack.shape)
        return packed


def _attributes(marks: Sequence[Mark]) -> dict[str, Any]:
    """Texts and colours of one artist in all frames; one value where all are the same."""
    found: dict[str, Any] = {}
    for name in ("text", "color"):
        values = [getattr(mark, name) for mark in marks]
        if values[0] is not None:
            found[name] = values if len(set(values)) > 1 else values[0]
    return found


def _frozen(transform: Transform) -> Transform:
    """The transform as it is now, as fast as matplotlib can make it."""
    return cast("Transform", transform.frozen())


def _look(name: str, artist: Artist, height: float) -> dict[str, Any]:
    """How the browser draws an artist: kind, colours, widths in points, clip box."""
    look: dict[str, Any] = {"name": name, "clip": None}
    axes = artist.axes
    if artist.get_clip_on() and axes is not None and not isinstance(artist, Text):
        box = axes.bbox
        look["clip"] = [box.x0, height - box.y1, box.width, box.height]
    alpha = artist.get_alpha()
    look["opacity"] = 1.0 if alpha is None else alpha
    match artist:
        case Line2D() if artist.get_linestyle() == "None":
            fill, edge = _ink(artist.get_markerfacecolor()), _ink(artist.get_markeredgecolor())
            # An edge that was not chosen follows the fill when that changes.
            look |= {"kind": "markers", "color": fill, "edge": None if edge == fill else edge}
            look["width"] = artist.get_markeredgewidth()
            look["shape"] = _marker(artist)
        case Line2D() if artist.get_marker() not in {"None", None, "", " "}:
            raise TypeError(f"'{name}' is a line and markers; make it two moving artists")
        case Line2D():
            look |= {"kind": "line", "color": _ink(artist.get_color())}
            look["width"] = artist.get_linewidth()
            look["dashes"] = _dashes(artist)
        case Polygon():
            look |= {"kind": "shape", "color": _ink(artist.get_facecolor())}
            look |= {"edge": _ink(artist.get_edgecolor()), "width": artist.get_linewidth()}
        case Text():
            look |= {"kind": "text", "color": _ink(artist.get_color())}
            look["size"] = artist.get_fontsize()
            look["weight"] = artist.get_fontweight()
            look["anchor"] = _ANCHORS[artist.get_horizontalalignment()]
            look["baseline"] = _BASELINES[artist.get_verticalalignment()]
        case _:
            raise TypeError(f"a moving artist is a Line2D, Polygon or Text, not {artist!r}")
    return look


def _ink(color: Any) -> str:
    """A colour as the browser writes it; how opaque it is, is the artist's alpha."""
    return to_hex(color) if to_rgba(color)[3] else "none"


def _marker(artist: Line2D) -> list[list[float]]:
    """The outline of a line's marker in points, y downwards."""
    marker = MarkerStyle(artist.get_marker())
    # Curves are flattened to a fraction of a unit, hence much larger first.
    enlarge = 64
    path = (
        marker.get_path().transformed(marker.get_transform()).transformed(Affine2D().scale(enlarge))
    )
    outline = np.asarray(path.to_polygons()[0]) * [1, -1] * artist.get_markersize() / enlarge
    points: list[list[float]] = outline.round(2).tolist()
    return points


def _dashes(artist: Line2D) -> list[float]:
    """Lengths of dashes and gaps in points; empty for a solid line."""
    offset_and_dashes: Any = getattr(artist, "_dash_pattern", (0, None))
    return list(offset_and_dashes[1] or ())
