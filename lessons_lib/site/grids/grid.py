"""All frames of a scene in few bytes: what depends on which sliders, and the best form for each."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.site.grids import tables
from lessons_lib.site.grids.columns import Frames, Key, Sheet, Taken, Whole, in_order
from lessons_lib.site.grids.separable import Numbers, Separated, Weights, separated
from lessons_lib.stage.live import PEN_UP
from lessons_lib.stage.scene import Scene

MOST_FRAMES = 60_000
"""A scene with more combinations is not computed whole; nor is what depends on so many."""

_BASES = 12
_PROBES = 400
_ROUNDS = 6
_WORTH_SEPARATING = 2_000
_WORTH_MIXING = 16
"""Bytes a combination: three weights, about, which is the least that turns a body."""

_LARGEST = 32767

_TOO_LARGE = (
    "Too much of this picture depends on too many sliders at once. In the table page_steps some of "
    "them can be given larger steps for the pages that have no kernel."
)

At = tuple[int, ...]
Sliders = tuple[int, ...]


class TooLargeError(ValueError):
    """A scene of which too much depends on too many sliders at once."""


@dataclass(frozen=True)
class _Table:
    """Columns over the sliders on which they depend, shape (positions of each..., columns)."""

    sliders: Sliders
    keys: tuple[Key, ...]
    values: Whole

    def at(self, indices: Sequence[NDArray[np.intp]]) -> Whole:
        found: Whole = self.values[tuple(indices)]
        return found

    def only(self, which: list[int]) -> "_Table":
        """The table with these of its columns."""
        keys = tuple(self.keys[number] for number in which)
        return _Table(self.sliders, keys, self.values[..., which])


@dataclass
class Grid:
    """All frames of a scene over its sliders' positions.

    Attributes:
        shape: the number of positions of each slider.
        parts: by name ("grid", "numbers") what a page loads, packed.
    """

    shape: tuple[int, ...]
    parts: dict[str, bytes] = field(default_factory=dict)


def build(
    scene: Scene,
    start: Mapping[str, float],
    positions: Mapping[str, Sequence[float]] | None = None,
) -> Grid:
    """All frames of a scene.

    Args:
        scene: the picture.
        start: a value for each of its parameters.
        positions: by name, where a slider can stand; at all its positions if not given.

    Raises:
        TooLargeError: it would take too many frames.
    """
    frames = Frames(scene, start, positions)
    whole = prod(frames.shape) <= MOST_FRAMES
    finder = _Whole(frames) if whole else _Sampled(frames)
    tables_found, separated_found = finder.found()
    grid = Grid(frames.shape)
    for name in ("grid", "numbers"):
        grid.parts[name] = _packed(frames, finder.sheet, tables_found, separated_found, name)
    return grid


class _Finder:
    """What every way to find the columns has in common."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.sheet = Sheet()
        self._known: dict[Sliders, list[Weights]] = {}

    def separate(self, sliders: Sliders, keys: Sequence[Key]) -> Separated | None:
        """Columns of one artist in separated form, if they have it; not yet compared."""
        artist, numbers = keys[0][1], [key[2] for key in keys]
        lines = []
        for slider in sliders:
            along = [self._places(at, artist, numbers) for at in self._line(slider)]
            if any(place is None for place in along):
                return None
            line = np.array(along).reshape(-1, self.frames.shape[slider], len(numbers))
            lines.append(np.moveaxis(line, 0, 1).reshape(self.frames.shape[slider], -1))

        def places(combinations: list[At]) -> Numbers:
            return np.array(
                [self._places(self._put(sliders, one), artist, numbers) for one in combinations]
            )

        return separated(tuple((one,) for one in sliders), lines, places, self._known)

    def _line(self, slider: int) -> Iterator[At]:
        """Positions along a slider, with the others in different places."""
        for base in self.bases[:_BASES]:
            for position in range(self.frames.shape[slider]):
                yield (*base[:slider], position, *base[slider + 1 :])

    def _places(self, at: At, artist: int, numbers: Sequence[int]) -> Numbers | None:
        page = self.frames.page(at)[artist].ravel()
        if len(page) <= max(numbers):
            return None
        found: Numbers = page[list(numbers)]
        return found if np.isfinite(found).all() else None

    def _put(self, sliders: Sliders, positions: At) -> At:
        at = list(self.frames.start)
        for slider, position in zip(sliders, positions, strict=True):
            at[slider] = position
        return tuple(at)

    @property
    def bases(self) -> list[At]:
        """Where lines along the sliders are taken: the start, both ends, and anywhere."""
        chance = np.random.default_rng(len(self.frames.shape))
        shape = self.frames.shape
        anywhere = [tuple(int(chance.integers(n)) for n in shape) for _ in range(_BASES)]
        return [self.frames.start, (0,) * len(shape), tuple(n - 1 for n in shape), *anywhere]

    def over(self, sliders: Sliders) -> list[At]:
        """All combinations of some sliders, the others at the start."""
        ranges = [
            range(n) if number in sliders else [self.frames.start[number]]
            for number, n in enumerate(self.frames.shape)
        ]
        return list(product(*ranges))


class _Whole(_Finder):
    """Of a scene whose frames can all be computed."""

    def found(self) -> tuple[list[_Table], list[tuple[tuple[Key, ...], Separated]]]:
        shape = self.frames.shape
        everything = tuple(range(len(shape)))
        columns = self.sheet.columns(self.frames.taken(self.over(everything)))
        groups: dict[Sliders, list[Key]] = defaultdict(list)
        for key, column in columns.items():
            groups[_depends(column.reshape(shape))].append(key)
        found: list[_Table] = []
        apart: list[tuple[tuple[Key, ...], Separated]] = []
        for sliders, keys in groups.items():
            table = _Table(sliders, tuple(keys), _cut(columns, keys, shape, sliders))
            rest = self._mix_together(self._separate_artists(table, apart), apart)
            if rest.keys:
                found.append(rest)
        return found, apart

    def _separate_artists(
        self, table: _Table, apart: list[tuple[tuple[Key, ...], Separated]]
    ) -> _Table:
        """What is left of a table when all that is smaller in separated form was put there."""
        if len(table.sliders) < 2 or table.values.size < _WORTH_SEPARATING:
            return table
        stay = list(range(len(table.keys)))
        for which in _artists(table.keys):
            one = self.separate(table.sliders, [table.keys[number] for number in which])
            if one is not None and self._is_better(one, table, which):
                apart.append((tuple(table.keys[number] for number in which), one))
                stay = [number for number in stay if number not in set(which)]
        return table.only(stay)

    def _mix_together(
        self, table: _Table, apart: list[tuple[tuple[Key, ...], Separated]]
    ) -> _Table:
        """What is left of a table when all artists that a few movements move were mixed of them.

        The sliders are one axis for it, so its weights have to be worth it.
        """
        combinations = prod(table.values.shape[:-1])
        if len(table.sliders) < 2 or not table.keys:
            return table
        if _bytes(table.values) < _WORTH_MIXING * combinations:
            return table
        which: list[int] = []
        lines: list[Numbers] = []
        everywhere = self.over(table.sliders)
        for some in _artists(table.keys):
            artist, numbers = table.keys[some[0]][1], [table.keys[number][2] for number in some]
            places = [self._places(at, artist, numbers) for at in everywhere]
            if not any(place is None for place in places):
                which += some
                lines.append(np.array(places))
        if not which:
            return table
        line = np.concatenate(lines, axis=1)

        def places_at(some: list[At]) -> Numbers:
            found: Numbers = line[[place for (place,) in some]]
            return found

        one = separated((table.sliders,), [line], places_at, self._known)
        if one is None or not self._is_better(one, table, which):
            return table
        apart.append((tuple(table.keys[number] for number in which), one))
        mixed = set(which)
        return table.only([number for number in range(len(table.keys)) if number not in mixed])

    def _is_better(self, one: Separated, table: _Table, which: Sequence[int]) -> bool:
        """Whether a form is smaller than columns of a table, and gives them, to the unit."""
        if one.size > _bytes(table.values[..., which]):
            return False
        shape = self.frames.shape
        sizes = table.values.shape[:-1]
        index = np.zeros((len(shape), prod(sizes)), np.intp)
        index[list(table.sliders)] = np.indices(sizes).reshape(len(sizes), -1)
        flat = table.values[..., which].reshape(-1, len(which))
        for first in range(0, len(flat), 2000):
            some = slice(first, first + 2000)
            if (_rounded(one.at(index[:, some], shape)) != flat[some]).any():
                return False
        return True


class _Sampled(_Finder):
    """Of a scene with too many combinations: what each column depends on is found by samples."""

    def found(self) -> tuple[list[_Table], list[tuple[tuple[Key, ...], Separated]]]:
        bases = self.bases
        for _ in range(_ROUNDS):
            tables_found, apart = self._from(bases)
            wrong = self._wrong(tables_found, apart)
            if not wrong:
                return tables_found, apart
            bases = [*bases, *wrong[:_BASES]]
        raise TooLargeError(_TOO_LARGE)

    @cached_property
    def _probes(self) -> tuple[list[At], dict[Key, Whole]]:
        """Frames to compare with: any, and all in which every slider is at an end."""
        chance = np.random.default_rng(1)
        shape = self.frames.shape
        probes = [tuple(int(chance.integers(n)) for n in shape) for _ in range(_PROBES)]
        probes += list(product(*({0, n - 1} for n in shape)))
        return probes, self.sheet.columns(self.frames.taken(probes))

    def _holds(self, keys: Sequence[Key], one: Separated) -> bool:
        """Whether a separated form gives what the probes have."""
        probes, columns = self._probes
        index = np.array(probes).T
        places = _rounded(one.at(index, self.frames.shape))
        return all((columns[key] == places[:, k]).all() for k, key in enumerate(keys))

    def _from(
        self, bases: Sequence[At]
    ) -> tuple[list[_Table], list[tuple[tuple[Key, ...], Separated]]]:
        shape = self.frames.shape
        depends: dict[Key, set[int]] = defaultdict(set)
        for slider, positions in enumerate(shape):
            for base in bases:
                line = [(*base[:slider], p, *base[slider + 1 :]) for p in range(positions)]
                for key, column in self.sheet.columns(self.frames.taken(line)).items():
                    depends[key] |= {slider} if (column != column[0]).any() else set()
        groups: dict[Sliders, list[Key]] = defaultdict(list)
        for key, moved_by in depends.items():
            groups[tuple(sorted(moved_by))].append(key)
        apart: list[tuple[tuple[Key, ...], Separated]] = []
        rest: dict[Sliders, list[Key]] = {}
        for sliders, keys in groups.items():
            stay = set(keys)
            if len(sliders) > 1:
                for which in _artists(keys):
                    some = tuple(keys[number] for number in which)
                    one = self.separate(sliders, some)
                    if one is not None and self._holds(some, one):
                        apart.append((some, one))
                        stay -= set(some)
            if stay:
                rest[sliders] = [key for key in keys if key in stay]
        return self._tables(rest), apart

    def _tables(self, groups: Mapping[Sliders, Sequence[Key]]) -> list[_Table]:
        shape = self.frames.shape
        widest = [one for one in groups if not any(set(one) < set(other) for other in groups)]
        if sum(prod(shape[slider] for slider in one) for one in widest) > MOST_FRAMES:
            raise TooLargeError(_TOO_LARGE)
        found: list[_Table] = []
        for wide in widest:
            small = tuple(n if slider in wide else 1 for slider, n in enumerate(shape))
            columns = self.sheet.columns(self.frames.taken(self.over(wide)))
            for sliders, keys in list(groups.items()):
                if set(sliders) <= set(wide) and not any(one.sliders == sliders for one in found):
                    known = [key for key in keys if key in columns]
                    found.append(
                        _Table(sliders, tuple(known), _cut(columns, known, small, sliders))
                    )
        return found

    def _wrong(
        self,
        tables_found: Sequence[_Table],
        apart: Sequence[tuple[tuple[Key, ...], Separated]],
    ) -> list[At]:
        """The probes at which a frame is not what the forms give."""
        probes, columns = self._probes
        index = np.array(probes).T
        bad = np.zeros(len(probes), bool)
        known: set[Key] = set()
        for table in tables_found:
            values = table.at([index[slider] for slider in table.sliders])
            for number, key in enumerate(table.keys):
                known.add(key)
                if key in columns:
                    bad |= columns[key] != values[..., number]
        known.update(key for keys, _ in apart for key in keys)
        for key, column in columns.items():
            if key not in known:
                bad |= column != (PEN_UP if key[0] == "xy" else 0)
        return [at for at, is_bad in zip(probes, bad, strict=True) if is_bad]


def _depends(column: Whole) -> Sliders:
    """Along which axes a column changes."""
    return tuple(
        axis
        for axis in range(column.ndim)
        if column.shape[axis] > 1 and (column != column.take([0], axis=axis)).any()
    )


def _cut(
    columns: Mapping[Key, Whole], keys: Sequence[Key], shape: tuple[int, ...], sliders: Sliders
) -> Whole:
    """Columns over the sliders on which they depend, the rest cut off."""
    corner = tuple(slice(None) if axis in sliders else 0 for axis in range(len(shape)))
    sizes = [shape[slider] for slider in sliders]
    if not keys:
        return np.zeros((*sizes, 0), np.int32)
    return np.stack([columns[key].reshape(shape)[corner] for key in keys], axis=-1)


def _artists(keys: Sequence[Key]) -> list[list[int]]:
    """Which of some columns are the coordinates of one artist."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key[0] == "xy":
            groups[key[1]].append(number)
    return list(groups.values())


def _bytes(values: Whole) -> int:
    """About how many bytes a table takes."""
    return len(zlib.compress(tables.packed(values)[1], 6))


def _rounded(places: Numbers) -> Whole:
    return np.rint(places).clip(-_LARGEST, _LARGEST).astype(np.int32)


# What is packed


def _packed(
    frames: Frames,
    sheet: Sheet,
    tables_found: Sequence[_Table],
    apart: Sequence[tuple[tuple[Key, ...], Separated]],
    part: str,
) -> bytes:
    """A part as bytes: the length of its head in four of them, its head in JSON, and its numbers.

    The numbers are, in this order: which value each column of a frame takes; the tables; the
    weights and cores of what was separated. Both sides count values in that order.
    """
    pieces = {code: piece for piece, code in sheet.words.items()}
    values: dict[Key, int] = {}
    said: dict[Key, int] = {}
    dictionaries: dict[tuple[str, ...], int] = {}
    blocks: list[dict[str, Any]] = []
    data: list[bytes] = []
    seen: dict[bytes, int] = {}
    count = 0
    for table in tables_found:
        keys = [key for key in table.keys if _part_of(key) == part]
        wanted: list[Whole] = []
        for key in keys:
            column = table.values[..., table.keys.index(key)]
            if key[0] != "xy":
                column, dictionary = _spelled(column, pieces)
                said[key] = dictionaries.setdefault(dictionary, len(dictionaries))
            same = repr(table.sliders).encode() + column.tobytes()
            if same not in seen:
                seen[same] = count + len(wanted)
                wanted.append(column)
            values[key] = seen[same]
        if not wanted:
            continue
        orders, stored = tables.packed(np.stack(wanted, axis=-1))
        blocks.append({"sliders": table.sliders, "columns": len(wanted), "orders": orders})
        data.append(stored)
        count += len(wanted)
    mixed: list[dict[str, Any]] = []
    cores: dict[bytes, int] = {}
    pool: dict[int, int] = {}
    floats: list[Numbers] = []
    for keys_of, one in apart if part == "grid" else ():
        spread = one.spread.stored.tobytes() if one.spread else b""
        same = repr(one.axes).encode() + one.core.tobytes() + spread
        if same not in cores:
            cores[same] = count
            count += len(keys_of)
            own = [pool.setdefault(id(weights), len(pool)) for weights in one.all_weights]
            mixed.append({"axes": one.axes, "weights": own, "columns": len(keys_of)})
            floats.append(one.core)
        values |= {key: cores[same] + number for number, key in enumerate(keys_of)}
    sequence_of = _sequence(frames, values, part)
    by_id = {id(weights): weights.stored for _, one in apart for weights in one.all_weights}
    shared = [by_id[one] for one in pool]
    data += [_planes(numbers) for numbers in (*shared, *floats)]
    head = {
        "shape": frames.shape,
        "points": sequence_of.points,
        "texts": sequence_of.texts,
        "blocks": blocks,
        "weights": [numbers.shape for numbers in shared],
        "mixed": mixed,
        "said": [said[key] for key in sequence_of.keys if key[0] != "xy"],
        "dictionaries": list(dictionaries),
    }
    takes = np.diff([values[key] for key in sequence_of.keys], prepend=0).astype(np.int32)
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    whole = [len(text).to_bytes(4, "little"), text, tables.low_and_high(takes), *data]
    return zlib.compress(b"".join(whole), 9)


def _planes(numbers: Numbers) -> bytes:
    """Numbers as bytes, the first of all of them first: neighbours are alike, and pack better."""
    return numbers.astype("<f8").reshape(-1, 1).view(np.uint8).T.tobytes()


def _part_of(key: Key) -> str:
    return "numbers" if key[0] == "table" else "grid"


def _spelled(column: Whole, pieces: Mapping[int, str]) -> tuple[Whole, tuple[str, ...]]:
    """A column of texts by a dictionary of its own, in which neighbours mean similar things."""
    codes, where = np.unique(column, return_inverse=True)
    known = {pieces[code]: code for code in codes.tolist()}
    dictionary = in_order(known, known.__getitem__)
    places = {known[piece]: place for place, piece in enumerate(dictionary)}
    order = np.array([places[code] for code in codes.tolist()], np.int32)
    return order[where].reshape(column.shape), tuple(dictionary)


@dataclass
class _Sequence:
    """The columns of a frame as the page puts them together."""

    keys: list[Key]
    points: list[int]
    texts: list[tuple[str, list[int]]]


def _sequence(frames: Frames, known: Mapping[Key, int], part: str) -> _Sequence:
    keys: list[Key] = []
    points: list[int] = []
    for artist in range(len(frames.stage.ways)) if part == "grid" else ():
        own = sorted(key for key in known if key[:2] == ("xy", artist))
        keys += own
        points.append(len(own) // 2)
    texts: list[tuple[str, list[int]]] = []
    for name in dict.fromkeys(key[0] for key in known if key[0] != "xy"):
        own = sorted(key for key in known if key[0] == name)
        gaps: dict[int, int] = defaultdict(int)
        for _, clause, _ in own:
            gaps[clause] += 1
        keys += own
        texts.append((name, list(gaps.values())))
    return _Sequence(keys, points, texts)


__all__ = ["Grid", "Taken", "TooLargeError", "build"]
