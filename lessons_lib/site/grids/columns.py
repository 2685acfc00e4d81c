"""Frames as rows of whole numbers: coordinates, and indices into what texts can say.

A text is cut into clauses, and each clause into its *shape*, which is its words with a gap for each
number, and the numbers that fill the gaps. "The hip is bent 30°, the knee 60°." so becomes two
shapes that never change and two numbers of which each follows one slider.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.apps.explorer import sentence
from lessons_lib.stage.live import PEN_UP, LiveStage, whole
from lessons_lib.stage.scene import Frame, Scene

Whole = NDArray[np.int32]

GAP = "\x00"
"""Stands in a shape where a number goes."""

_AT_ONCE = 512
"""So many frames are held while they are taken down."""

_CLAUSE = re.compile(r"(?<=[.;:,])(?=\s)|(?<=</t[dhr]>)")
_NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?(?<!,)")

Key = tuple[Any, ...]
"""A column's name: ("xy", artist, number), or (a text's name, clause, gap); gap 0 is the shape."""


@dataclass(frozen=True)
class Taken:
    """A frame as it is taken down.

    Attributes:
        places: for each artist its coordinates in units, int16, x and y in turn.
        texts: what its texts say, by name: "text ARTIST", "color ARTIST", "words", "table" and
            "trouble".
    """

    places: tuple[NDArray[np.int16], ...]
    texts: Mapping[str, str]


class Frames:
    """The frames of a scene by the indices of its sliders' positions; each is computed once."""

    def __init__(
        self,
        scene: Scene,
        start: Mapping[str, float],
        positions: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.scene = scene
        self.stage = LiveStage.of(scene)
        given = positions or {}
        self.positions = [
            list(given.get(one.name, one.positions.tolist())) for one in scene.parameters
        ]
        self.shape = tuple(map(len, self.positions))
        self.start = tuple(
            int(np.argmin(np.abs(np.subtract(positions, start[one.name]))))
            for one, positions in zip(scene.parameters, self.positions, strict=True)
        )
        self._names = [one.name for one in scene.parameters]
        self._spare = scene.frame(**start)
        self._taken: dict[tuple[int, ...], Taken] = {}
        self._pages: dict[tuple[int, ...], list[NDArray[np.float64]]] = {}

    def frame(self, at: Sequence[int]) -> tuple[Frame, str]:
        """The frame at these positions, or the first one and why there is none here."""
        values = {
            name: positions[index]
            for name, positions, index in zip(self._names, self.positions, at, strict=True)
        }
        try:
            return self.scene.frame(**values), ""
        except Exception as error:
            return self._spare, sentence(error)

    def taken(self, places: Sequence[tuple[int, ...]]) -> list[Taken]:
        """The frames at these positions, taken down; many at once cost a fraction of one by one."""
        wanted = [at for at in dict.fromkeys(places) if at not in self._taken]
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            self._taken.update(zip(some, self._take([self.frame(at) for at in some]), strict=True))
        return [self._taken[at] for at in places]

    def _take(self, found: Sequence[tuple[Frame, str]]) -> Iterator[Taken]:
        frames = [frame for frame, _ in found]
        units = [self._units(name, frames) for name in self.stage.ways]
        # Scenes keep what they use again: while the frames are held, its identity tells it.
        tables = {id(frame.table): frame.table for frame in frames}
        html = {one: table.html() for one, table in tables.items()}
        for number, (frame, trouble) in enumerate(found):
            texts: dict[str, str] = {}
            for name in self.stage.ways:
                mark = frame.marks[name]
                if mark.text is not None:
                    texts[f"text {name}"] = mark.text
                if mark.color is not None:
                    texts[f"color {name}"] = mark.color
            texts["words"] = frame.words
            texts["table"] = html[id(frame.table)]
            texts["trouble"] = trouble
            yield Taken(tuple(places[number] for places in units), texts)

    def _units(self, name: str, frames: Sequence[Frame]) -> list[NDArray[np.int16]]:
        """Where an artist stands in each frame, in whole units."""
        different = {id(frame.marks[name].xy): frame.marks[name].xy for frame in frames}
        paths = [np.atleast_2d(xy) for xy in different.values()]
        units = whole(self.stage.ways[name](np.concatenate(paths))).ravel()
        cut = np.split(units, 2 * np.cumsum([len(path) for path in paths])[:-1])
        known = dict(zip(different, cut, strict=True))
        return [known[id(frame.marks[name].xy)] for frame in frames]

    def page(self, at: tuple[int, ...]) -> list[NDArray[np.float64]]:
        """Where each artist stands on the page, in units that are not yet rounded."""
        found = self._pages.get(at)
        if found is None:
            found = self._pages[at] = self._page(self.frame(at)[0])
        return found

    def _page(self, frame: Frame) -> list[NDArray[np.float64]]:
        return [way(np.atleast_2d(frame.marks[name].xy)) for name, way in self.stage.ways.items()]


@lru_cache(maxsize=200_000)
def clauses(text: str) -> tuple[tuple[str, ...], ...]:
    r"""A text in clauses, each as its shape and its numbers.

    >>> clauses("Hip 30°, knee −5.5°.")
    (('Hip \x00°,', '30'), (' knee \x00°.', '−5.5'))
    """
    return tuple(
        (_NUMBER.sub(GAP, clause), *_NUMBER.findall(clause))
        for clause in _CLAUSE.split(text)
        if clause
    )


class Sheet:
    """Rows of frames as columns of whole numbers, with what the numbers of texts stand for."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {"": 0}
        """Each piece of a text, and the number that stands for it in all columns."""

    def columns(self, rows: Sequence[Taken]) -> dict[Key, Whole]:
        """The columns of some frames, each of shape (frames,)."""
        found: dict[Key, Whole] = {}
        for artist in range(len(rows[0].places)):
            for number, column in enumerate(_stack([row.places[artist] for row in rows])):
                found["xy", artist, number] = column
        for name in rows[0].texts:
            found |= self._text(name, [row.texts.get(name, "") for row in rows])
        return found

    def _text(self, name: str, texts: list[str]) -> dict[Key, Whole]:
        different = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        which = np.fromiter((different[text] for text in texts), np.int64, len(texts))
        cut = [((text,),) if name.startswith("color") else clauses(text) for text in different]
        found: dict[Key, Whole] = {}
        for clause in range(max(map(len, cut), default=0)):
            pieces = [one[clause] if clause < len(one) else ("",) for one in cut]
            for gap in range(max(map(len, pieces))):
                codes = [self._code(one[gap] if gap < len(one) else "") for one in pieces]
                found[name, clause, gap] = np.array(codes, np.int32)[which]
        return found

    def _code(self, piece: str) -> int:
        return self.words.setdefault(piece, len(self.words))


def _stack(places: list[NDArray[np.int16]]) -> Iterable[Whole]:
    """Coordinates as columns; where one frame has fewer points, the pen is up."""
    most = max(map(len, places))
    stack = np.full((len(places), most), PEN_UP, np.int32)
    for row, place in zip(stack, places, strict=True):
        row[: len(place)] = place
    return np.ascontiguousarray(stack.T)


def in_order(pieces: Iterable[str], code: Callable[[str], int]) -> list[str]:
    """Pieces of a text, like beside like: numbers by size, words as they were first seen."""

    def place(piece: str) -> tuple[int, float]:
        if _NUMBER.fullmatch(piece):
            return 1, float(piece.replace("−", "-").replace(",", ""))
        return 0, code(piece)

    return sorted(pieces, key=place)
