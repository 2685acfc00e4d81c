"""A picture put together for a page where nothing moves: stage and frame as one SVG.

It is drawn as the browser draws the live figure (``apps/web/explorer``), from the same numbers.
"""

from collections.abc import Collection, Iterator
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.stage import path
from lessons_lib.stage.live import PEN_UP, UNITS_PER_POINT, LiveStage
from lessons_lib.stage.scene import Frame
from lessons_lib.stage.style import PAPER

FONT = "'DejaVu Sans', Verdana, system-ui, sans-serif"
"""What moving texts are set in; the still ones are outlines."""

_CAPS = "stroke-linecap:round;stroke-linejoin:round"
"""As style and not as attributes: the stage's own style would go before those."""
_HALO = f"paint-order:stroke;stroke:{PAPER};stroke-width:3px;stroke-linejoin:round"

_USUAL = {"opacity": "1", "stroke-dasharray": "", "font-weight": "normal"}

Points = NDArray[np.float64]


def compose(stage: LiveStage, frame: Frame, title: str, only: Collection[str] | None = None) -> str:
    """One frame on its stage, on white paper, as an SVG document with title and description.

    Args:
        stage: on which it stands.
        frame: what to draw.
        title: of the picture.
        only: names of the moving artists that are drawn; all if not given.
    """
    packet = stage.pack([frame])
    numbers = np.frombuffer(packet.coordinates, np.int16)
    moving: list[str] = []
    for look, about in zip(stage.artists, packet.head["layout"], strict=True):
        if only is not None and look["name"] not in only:
            continue
        xy = numbers[about["start"] :][: 2 * about["points"]].reshape(-1, 2)
        points = np.where(xy == PEN_UP, np.nan, xy / UNITS_PER_POINT)
        moving.append(_piece(look, points, about, f"b{len(moving)}"))
    head, still = stage.svg.split(">", 1)
    words = f"<title>{escape(title)}</title>\n<desc>{escape(frame.words)}</desc>\n"
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    still = still.strip().removesuffix("</svg>")
    return "".join([head, ' role="img">\n', words, paper, "\n", still, *moving, "</svg>\n"])


def _piece(look: dict[str, Any], points: Points, about: dict[str, Any], name: str) -> str:
    """A moving artist as SVG; nothing where none of it is seen.

    Args:
        look: how to draw it.
        points: where, shape (n, 2), in points.
        about: its text and its colour in this frame, where it has them.
        name: for what has to be referred to.
    """
    color = about.get("color", look["color"])
    if look["kind"] == "text":
        drawn = _text(look, points[0], about["text"], color)
    elif look["kind"] == "markers":
        drawn = _markers(look, points, color, f"{name}m")
    else:
        drawn = _path(look, points, color)
    if not drawn or not look["clip"]:
        return drawn
    x, y, width, height = (f"{one:.2f}" for one in look["clip"])
    box = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<clipPath id="{name}">{box}</clipPath>\n<g clip-path="url(#{name})">\n{drawn}</g>\n'


def _path(look: dict[str, Any], points: Points, color: str) -> str:
    """A line or a closed shape."""
    steps = list(_steps(points))
    if not steps:
        return ""
    if look["kind"] == "shape":
        steps.append(("Z", []))
        ink = {"fill": color, "stroke": look["edge"]}
    else:
        dashes = " ".join(f"{one:g}" for one in look["dashes"])
        ink = {"fill": "none", "stroke": color, "stroke-dasharray": dashes}
    return _element("path", {"d": path.short(steps)} | ink | _pen(look))


def _markers(look: dict[str, Any], points: Points, color: str, name: str) -> str:
    """The same outline in many places."""
    outline = path.short([*_steps(np.array(look["shape"])), ("Z", [])])
    places = [
        f'<use href="#{name}" x="{_number(x)}" y="{_number(y)}"/>\n'
        for x, y in points.tolist()
        if not np.isnan(x)
    ]
    if not places:
        return ""
    ink = {"fill": color, "stroke": look["edge"] or color} | _pen(look)
    marker = _element("defs", {}, f'<path id="{name}" d="{outline}"/>')
    return _element("g", ink, "".join(["\n", marker, *places]))


def _pen(look: dict[str, Any]) -> dict[str, str]:
    about = {"stroke-width": f"{look['width']:g}", "opacity": f"{look['opacity']:g}"}
    return about | {"style": _CAPS}


def _text(look: dict[str, Any], point: Points, text: str, color: str) -> str:
    if not text or np.isnan(point[0]):
        return ""
    about = {
        "x": _number(point[0]),
        "y": _number(point[1]),
        "fill": color,
        "font-family": FONT,
        "font-size": f"{look['size']:g}",
        "font-weight": str(look["weight"]),
        "text-anchor": look["anchor"],
        "dominant-baseline": look["baseline"],
        "opacity": f"{look['opacity']:g}",
        "style": _HALO,
    }
    return _element("text", about, escape(text))


def _element(tag: str, attributes: dict[str, str], content: str = "") -> str:
    """An SVG element and a line end; what says only the usual is left out."""
    said = "".join(f' {k}="{v}"' for k, v in attributes.items() if _USUAL.get(k) != v)
    return f"<{tag}{said}>{content}</{tag}>\n" if content else f"<{tag}{said}/>\n"


def _steps(points: Points) -> Iterator[path.Step]:
    """An open line through points; NaN lifts the pen."""
    down = False
    for x, y in points.tolist():
        if not np.isnan(x):
            yield "L" if down else "M", [x, y]
        down = not np.isnan(x)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
