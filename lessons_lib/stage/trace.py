"""From a stage that matplotlib has drawn to one that needs no matplotlib: what a kernel is shipped.

Runs when the author draws, and for a scene that somebody has just written.
"""

import re
from dataclasses import replace
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from lessons_lib.stage import path
from lessons_lib.stage.draw import NARROW_IN, Stage, is_wide_only, settled
from lessons_lib.stage.live import LOGARITHMS, UNITS_PER_POINT, LiveStage, Narrow, Way
from lessons_lib.stage.page import POINTS_PER_INCH
from lessons_lib.stage.scene import Scene
from lessons_lib.stage.style import style

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BASELINES = {
    "top": "hanging",
    "center": "central",
    "center_baseline": "central",
    "baseline": "alphabetic",
    "bottom": "text-after-edge",
}

_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_INVISIBLE = "fill:none"
_MOVED = re.compile(r"translate\((\S+) (\S+)\)")


def trace(scene: Scene) -> LiveStage:
    """Draw the stage of a scene and take down what is needed to put frames on it."""
    wide = _traced(settled(scene))
    if wide.size[0] <= POINTS_PER_INCH * NARROW_IN:
        return wide
    stage = settled(scene, narrow=True)
    narrow = _traced(stage)
    places = [
        {
            "clip": one["clip"],
            "carry": None
            if is_wide_only(stage.live[one["name"]])
            else _carry(wide.ways[one["name"]], narrow.ways[one["name"]]),
        }
        for one in narrow.artists
    ]
    return replace(wide, narrow=Narrow(narrow.svg, narrow.size, places))


def _traced(stage: Stage) -> LiveStage:
    figure = stage.figure
    figure.set_dpi(POINTS_PER_INCH)
    width, height = (float(POINTS_PER_INCH * inches) for inches in figure.get_size_inches())
    downwards = Affine2D().scale(1, -1).translate(0, height).scale(UNITS_PER_POINT)
    ways = {name: _way(name, artist, downwards) for name, artist in stage.live.items()}
    artists = [_look(name, artist, height) for name, artist in stage.live.items()]
    for artist in stage.live.values():
        artist.set_visible(False)
    return LiveStage(svg(figure), (width, height), artists, ways)


def _carry(wide: Way, narrow: Way) -> list[float]:
    """How points of the wide page come to the narrow one: x and y times so much, and moved."""
    a, b, c, d, e, f = wide.matrix
    u, _, _, v, g, h = narrow.matrix
    if b or c:
        raise TypeError("what moves on axes that are turned cannot be carried to a narrow page")
    moved = ((g - e * u / a) / UNITS_PER_POINT, (h - f * v / d) / UNITS_PER_POINT)
    return [round(one, 5) for one in (u / a, v / d, *moved)]


def svg(figure: Figure, ground: str = "none") -> str:
    """A figure as a small SVG document, on a clear ground or one of this colour.

    It is the same in every run.
    """
    file = StringIO()
    with style():
        figure.savefig(file, format="svg", facecolor=ground, metadata={"Date": None})
    return _small(file.getvalue())


def _way(name: str, artist: Artist, downwards: Affine2D) -> Way:
    """How an artist's coordinates come to the page, as the layout has settled it."""
    to_page = artist.get_transform() + downwards
    (a, c, e), (b, d, f), _ = to_page.get_affine().get_matrix().tolist()
    matrix = (a, b, c, d, e, f)
    axes = artist.axes
    if to_page.is_affine or axes is None:
        return Way(matrix)
    scales = (axes.xaxis.get_transform(), axes.yaxis.get_transform())
    x_base, y_base = (getattr(one, "base", None) for one in scales)
    known = all(one.is_affine or getattr(one, "base", None) in LOGARITHMS for one in scales)
    if not known or artist.get_transform() != axes.transData:
        raise TypeError(f"'{name}' moves on axes that are neither straight nor logarithmic")
    return Way(matrix, (x_base, y_base))


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
    edge = (
        marker.get_path().transformed(marker.get_transform()).transformed(Affine2D().scale(enlarge))
    )
    outline = np.asarray(edge.to_polygons()[0]) * [1, -1] * artist.get_markersize() / enlarge
    points: list[list[float]] = outline.round(2).tolist()
    return points


def _dashes(artist: Line2D) -> list[float]:
    """Lengths of dashes and gaps in points; empty for a solid line."""
    offset_and_dashes: Any = getattr(artist, "_dash_pattern", (0, None))
    return list(offset_and_dashes[1] or ())


def _small(svg: str) -> str:
    """The same picture in fewer letters: one line an element, numbers to a hundredth of a point.

    Gone are what nobody sees or refers to: who made it, names and groups without a use, the empty
    background.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    root.attrib.pop("version", None)
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    _lessen(root, {name: f"a{number}" for number, name in enumerate(used)})
    ElementTree.indent(root, "")
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def _lessen(element: ElementTree.Element, names: dict[str, str]) -> list[ElementTree.Element]:
    """What remains of an element after its parts were lessened: itself, its parts or nothing."""
    kind = element.tag.removeprefix(f"{{{_SVG}}}")
    if kind == "metadata":
        return []
    parts = [one for part in element for one in _lessen(part, names)]
    element[:] = parts
    about = element.attrib
    if (name := about.pop("id", "")) in names:
        about["id"] = names[name]
    if link := about.pop(_XLINK_HREF, ""):
        about["href"] = f"#{names[link[1:]]}" if link.startswith("#") else link
    if kind == "use" and (moved := _MOVED.fullmatch(about.get("transform", ""))):
        del about["transform"]
        about |= {"x": moved[1]} | ({"y": moved[2]} if float(moved[2]) else {})
    for name in {"x", "y", "width", "height"} & about.keys():
        about[name] = re.sub(r"-?\d+\.\d+", _hundredths, about[name])
    if "d" in about:
        about["d"] = path.short(
            (command, [float(one) for one in numbers.split()])
            for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", about["d"])
        )
    for name, value in about.items():
        about[name] = re.sub(r"url\(#([^)]+)\)", lambda named: f"url(#{names[named[1]]})", value)
    if "style" in about:
        about["style"] = re.sub(r"\s*([:;])\s*", r"\1", about["style"])
    if kind == "path" and about.get("style") == _INVISIBLE:
        return []
    if kind == "g" and not (about and parts):
        return parts
    return [element]


def _hundredths(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2) + 0.0:.2f}".rstrip("0").rstrip(".")
