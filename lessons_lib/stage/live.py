"""A stage that is drawn, and frames for it: the still part as SVG, the moving part as coordinates.

Coordinates travel as 16-bit integers, 32 to the point (1/72 inch) from the top left corner of the
figure: a fiftieth of a millimetre on screen, and figures up to 14 inches wide.

What the author has drawn is kept in files beside the topic that it belongs to, ``NAME.svg`` and
``NAME.json``, and for a narrow page ``NAME.narrow.svg``; ``python -m authoring draw`` renews them.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.stage.scene import Frame, Mark, Scene

UNITS_PER_POINT = 32
PEN_UP = -32768
"""Stands for NaN: the line is lifted here."""

LOGARITHMS: dict[float, Callable[..., NDArray[np.float64]]] = {2: np.log2, 10: np.log10}
"""Bases that an axis may have; taken as matplotlib takes them, to the last bit."""

_NARROW = ".narrow.svg"
_LARGEST = 32767
_FAR_LEFT = -1000.0
"""The logarithm of what has none, as matplotlib draws it."""


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


@dataclass(frozen=True)
class Way:
    """From the coordinates of an artist's axes to units on the page.

    Attributes:
        matrix: a, b, c, d, e, f of x' = a x + c y + e, y' = b x + d y + f.
        logarithms: the base of the logarithm that is taken of x, and of y, before that; None where
            none is.
    """

    matrix: tuple[float, float, float, float, float, float]
    logarithms: tuple[float | None, float | None] = (None, None)

    def __call__(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points on the page, shape (n, 2), of points in the coordinates of the axes."""
        if any(self.logarithms):
            pairs = zip(xy.T, self.logarithms, strict=True)
            xy = np.column_stack(
                [one if base is None else _logarithm(one, base) for one, base in pairs]
            )
        a, b, c, d, e, f = self.matrix
        # In this order: so matplotlib adds them, and the last bit is the same.
        page: NDArray[np.float64] = xy * np.array((a, d)) + xy[:, ::-1] * np.array((c, b))
        page += (e, f)
        return page


@dataclass(frozen=True)
class Narrow:
    """The still part for a narrow page: the same panels, one below the other.

    Frames are packed for the wide page; the page carries their points over.

    Attributes:
        svg: the still part as an SVG document.
        size: width and height in points.
        artists: for each moving artist its clip box, ``clip``, and how a point of the wide page
            comes to this one, ``carry``: x and y times so much, then moved right and down by so
            many points; None for what only a wide page shows.
    """

    svg: str
    size: tuple[float, float]
    artists: list[dict[str, Any]]


@dataclass(frozen=True)
class LiveStage:
    """The stage of a scene, drawn, ready to pack frames for it.

    Attributes:
        svg: the still part as an SVG document.
        size: width and height of the figure in points.
        artists: how to draw each moving artist, back to front.
        ways: where each of them finds its place on the page, by name.
        narrow: the layout for a narrow page; None where this one is narrow enough.
    """

    svg: str
    size: tuple[float, float]
    artists: list[dict[str, Any]]
    ways: dict[str, Way]
    narrow: Narrow | None = None

    @classmethod
    def of(cls, scene: Scene) -> "LiveStage":
        """The stage that is kept for a scene; drawn here and now where there is none."""
        drawing = kept(scene)
        if drawing is not None and drawing.is_file():
            return cls.read(drawing)
        from lessons_lib.stage.trace import trace

        return trace(scene)

    @classmethod
    def read(cls, drawing: Path) -> "LiveStage":
        """The stage in an SVG file and the JSON file beside it."""
        about = json.loads(drawing.with_suffix(".json").read_text(encoding="utf-8"))
        artists = about["artists"]
        ways = {
            one["name"]: Way(tuple(one.pop("matrix")), tuple(one.pop("logarithms")))
            for one in artists
        }
        svg = drawing.read_text(encoding="utf-8")
        narrow = None
        if slim := about.get("narrow"):
            other = drawing.with_suffix(_NARROW).read_text(encoding="utf-8")
            narrow = Narrow(other, tuple(slim["size"]), slim["artists"])
        return cls(svg, tuple(about["size"]), artists, ways, narrow)

    def files(self) -> dict[str, str]:
        """The texts of the files, by suffix."""
        artists = [one | asdict(self.ways[one["name"]]) for one in self.artists]
        about = _about(self.size, artists)
        if self.narrow is None:
            return {".svg": self.svg, ".json": f"{{{about}}}\n"}
        slim = _about(self.narrow.size, self.narrow.artists)
        about = f'{{{about},\n"narrow": {{{slim}}}}}\n'
        return {".svg": self.svg, _NARROW: self.narrow.svg, ".json": about}

    def pack(self, frames: Sequence[Frame]) -> Packet:
        """Pack frames, in order; what is the same in all of them is packed once."""
        layout: list[dict[str, Any]] = []
        blocks: dict[bytes, int] = {}
        size = 0
        for name in self.ways:
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
        if len(paths) == 1:
            stack = paths[0][np.newaxis]
        else:
            stack = np.full((len(paths), max(map(len, paths)), 2), np.nan)
            for row, path in zip(stack, paths, strict=True):
                row[: len(path)] = path
        return whole(self.ways[name](stack.reshape(-1, 2))).reshape(stack.shape)


def whole(page: NDArray[np.float64]) -> NDArray[np.int16]:
    """Points on the page, shape (n, 2), as whole units; where one is not there, the pen is up."""
    units = np.rint(page)
    units.clip(-_LARGEST, _LARGEST, out=units)
    units[np.isnan(units).any(axis=1)] = PEN_UP
    return units.astype(np.int16)


def _about(size: tuple[float, float], artists: Sequence[Mapping[str, Any]]) -> str:
    """Size and artists as JSON, a line an artist."""
    rows = ",\n ".join(json.dumps(one) for one in artists)
    return f'"size": {json.dumps(size)},\n"artists": [\n {rows}\n]'


def kept(scene: Scene) -> Path | None:
    """The SVG file of a scene's drawn stage, there or not; None for a scene typed in a notebook.

    It is in the folder ``stages`` beside the module of the function that draws, and is called after
    topic and function: ``hamstrings.pose.svg`` for `_pose_stage` of ``hamstrings.py``.
    """
    given = scene.stage.args if isinstance(scene.stage, partial) else ()
    drawing = scene.stage.func if isinstance(scene.stage, partial) else scene.stage
    written = getattr(sys.modules[drawing.__module__], "__file__", None)
    if written is None:
        return None
    own = drawing.__name__.removesuffix("stage").strip("_")
    name = ".".join([Path(written).stem, *filter(None, [own]), *map(str, given), "svg"])
    return Path(written).parent / "stages" / name


def _logarithm(values: NDArray[np.float64], base: float) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values <= 0, _FAR_LEFT, LOGARITHMS[base](values))


def _attributes(marks: Sequence[Mark]) -> dict[str, Any]:
    """Texts and colours of one artist in all frames; one value where all are the same."""
    found: dict[str, Any] = {}
    for name in ("text", "color"):
        values = [getattr(mark, name) for mark in marks]
        if values[0] is not None:
            found[name] = values if len(set(values)) > 1 else values[0]
    return found
