"""Bring a newer version of a lesson into a learner's own, cell by cell: nothing of theirs is lost.

Three notebooks meet: the lesson as it was shipped (`base`), what the learner made of it (`mine`)
and the lesson as it is shipped now (`new`). Where only one side changed a cell, that change is
taken. Where both did, their lines are joined if they do not touch; if they do, the learner's words
stay and the place is named. What the learner added, moved or deleted stays so.

Cells are found again by what they hold, then by their id, then by their name (`naming`): ids of the
first versions were positions and say little across versions, and some editors drop them.

Needs nothing but Python's own library.
"""

import ast
import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from lessons_lib.course.naming import MAX_LENGTH, exercise, names, source

Cell = dict[str, Any]
Notebook = dict[str, Any]
Pairs = dict[int, int]

ALIKE = 0.6
"""From here on, two texts count as two versions of one (`difflib`'s ratio, from 0 to 1)."""

FORMAT = (4, 5)
"""The form in which notebooks are written: in it each cell has an id."""

EMPTY: Notebook = {"cells": [], "metadata": {}, "nbformat": FORMAT[0], "nbformat_minor": FORMAT[1]}
"""A notebook that holds nothing."""

_ABOUT_THE_PAGE = frozenset({"widgets"})
"""What a notebook's metadata may hold of a page that is long closed."""


@dataclass
class Merged:
    """A merged notebook, and what has happened in it.

    Attributes:
        notebook: the notebook, in the form of a file.
        renewed: how many cells are the new lesson's, other than before.
        added: how many cells are new in the lesson.
        gone: how many cells the lesson no longer has.
        kept: how many cells are the learner's: changed or added.
        joined: places where both changed something, and both changes stay.
        clashes: places where both changed the same, and the learner's words stay.
    """

    notebook: Notebook
    renewed: int = 0
    added: int = 0
    gone: int = 0
    kept: int = 0
    joined: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the course has brought anything."""
        return bool(self.renewed or self.added or self.gone or self.joined or self.clashes)


def merge(base: Notebook, mine: Notebook, new: Notebook) -> Merged:
    """What the learner made of `base`, with what `new` has made of it since.

    Args:
        base: the lesson as the learner got it; one without cells where that is not known.
        mine: the learner's notebook.
        new: the lesson as it is now.
    """
    was, own, now = base["cells"], mine["cells"], new["cells"]
    origin, place, deleted = _counterparts(was, own, now)
    unmoved = _rising([origin[j] for j in range(len(own)) if j in origin])
    words, words_now = _headings(own), _headings(now)
    result = Merged({})
    here: dict[int, Cell] = {}  # by its place in `new`: what stands where the course has it
    there: dict[int, Cell] = {}  # by its place in `mine`: what stands where the learner has it
    for j, cell in enumerate(own):
        before = was[origin[j]] if j in origin else None
        where = _place(cell, words[j])
        if j in place:
            made = _cell(before, cell, now[place[j]], where, result)
            if j in origin and origin[j] not in unmoved:
                there[j] = made
            else:
                here[place[j]] = made
        elif before is not None and _key(cell) == _key(before):
            result.gone += 1
        else:
            there[j] = cell
            result.kept += 1
            if before is not None:
                result.clashes.append(f"{where} (the course has dropped it)")
    for k, i in deleted.items():
        if _key(was[i]) != _key(now[k]):
            result.clashes.append(f"{_place(now[k], words_now[k])} (you have deleted it)")
    fresh = set(range(len(now))) - set(place.values()) - set(deleted)
    result.added = len(fresh)
    here |= {k: now[k] for k in fresh}
    metadata = _three(base, mine, new, "metadata")
    result.notebook = {
        "cells": _with_ids(_in_order(here, there, place, len(own))),
        "metadata": {key: metadata[key] for key in metadata if key not in _ABOUT_THE_PAGE},
        "nbformat": FORMAT[0],
        "nbformat_minor": FORMAT[1],
    }
    return result


def _counterparts(
    was: Sequence[Cell], own: Sequence[Cell], now: Sequence[Cell]
) -> tuple[Pairs, Pairs, Pairs]:
    """Which cells are which.

    Returns:
        For a cell of `own` by its place: its place in `was`; its place in `now`. For a cell of
        `now` that the learner has deleted: its place in `was`.
    """
    to_own = _find(was, own, [_alike_exactly, _same_id, _same_name, _alike])
    to_now = _find(was, now, [_alike_exactly, _same_name, _alike])
    # What both have added: pasted by the learner from the new version, or answered in it.
    own_left = [j for j in range(len(own)) if j not in to_own.values()]
    now_left = [k for k in range(len(now)) if k not in to_now.values()]
    both = _find(
        [own[j] for j in own_left], [now[k] for k in now_left], [_alike_exactly, _same_exercise]
    )
    place = {own_left[a]: now_left[b] for a, b in both.items()}
    place |= {j: to_now[i] for i, j in to_own.items() if i in to_now}
    deleted = {k: i for i, k in to_now.items() if i not in to_own}
    return {j: i for i, j in to_own.items()}, place, deleted


def _in_order(
    here: Mapping[int, Cell], there: Mapping[int, Cell], place: Pairs, size: int
) -> list[Cell]:
    """The cells of `here` in their order, each of `there` after the one that it came after."""
    order: list[tuple[bool, int]] = [(False, k) for k in sorted(here)]
    last = -1
    for j in range(size):
        if j in there:
            last += 1
            order.insert(last, (True, j))
        elif j in place:
            last = order.index((False, place[j]))
    return [there[number] if own else here[number] for own, number in order]


def join(base: str, mine: str, new: str) -> str | None:
    """The text with the lines that both have changed in it; None where they changed the same."""
    old = base.split("\n")
    hunks = sorted({*_hunks(old, mine.split("\n")), *_hunks(old, new.split("\n"))})
    lines: list[str] = []
    done = 0
    before: tuple[int, int, tuple[str, ...]] | None = None
    for start, stop, put in hunks:
        if before and (start < before[1] or start == before[0]):
            return None
        lines += [*old[done:start], *put]
        done, before = stop, (start, stop, put)
    return "\n".join(lines + old[done:])


def lost(base: Notebook, mine: Notebook, merged: Notebook) -> list[str]:
    """Lines that the learner has written, and that a merged notebook does not hold."""
    known = {line for cell in base["cells"] for line in _lines(cell)}
    there = {line for cell in merged["cells"] for line in _lines(cell)}
    return [
        line
        for cell in mine["cells"]
        for line in _lines(cell)
        if line not in known and line not in there
    ]


def _lines(cell: Mapping[str, Any]) -> Iterator[str]:
    return (line.strip() for line in source(cell).splitlines() if line.strip())


def _hunks(old: Sequence[str], later: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    matcher = difflib.SequenceMatcher(None, old, later, autojunk=False)
    for what, start, stop, first, end in matcher.get_opcodes():
        if what != "equal":
            yield start, stop, tuple(later[first:end])


# Which cell became which ---------------------------------------------------------------------

Finder = Callable[[Sequence[Cell], Sequence[Cell], Pairs], Iterator[tuple[int, int]]]


def _find(old: Sequence[Cell], later: Sequence[Cell], ways: Sequence[Finder]) -> Pairs:
    """The place in `later` of each cell of `old` that is found there, the surest way first."""
    pairs: Pairs = {}
    for way in ways:
        for i, j in way(old, later, pairs):
            if i not in pairs and j not in pairs.values():
                pairs[i] = j
    return pairs


def _alike_exactly(
    old: Sequence[Cell], later: Sequence[Cell], _: Pairs
) -> Iterator[tuple[int, int]]:
    before, after = list(map(_key, old)), list(map(_key, later))
    same_ids = {cell.get("id"): j for j, cell in enumerate(later)}
    for i, cell in enumerate(old):
        j = same_ids.get(cell.get("id", ""))
        if j is not None and before[i] == after[j]:
            yield i, j
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        yield from ((i + step, j + step) for step in range(size))
    for i, key in enumerate(before):
        yield from ((i, j) for j, other in enumerate(after) if key == other)


def _same_id(old: Sequence[Cell], later: Sequence[Cell], _: Pairs) -> Iterator[tuple[int, int]]:
    places = {cell["id"]: j for j, cell in enumerate(later) if "id" in cell}
    return ((i, places[cell["id"]]) for i, cell in enumerate(old) if cell.get("id") in places)


def _same_name(old: Sequence[Cell], later: Sequence[Cell], _: Pairs) -> Iterator[tuple[int, int]]:
    places = {name: j for j, name in enumerate(names(later))}
    for i, name in enumerate(names(old)):
        j = places.get(name)
        if j is None or old[i]["cell_type"] != later[j]["cell_type"]:
            continue
        # A text, or code that shows nothing with a name, is called after its place only.
        sure = old[i]["cell_type"] == "code" and "-text" not in name
        if sure or _ratio(old[i], later[j]) >= ALIKE / 2:
            yield i, j


def _same_exercise(
    old: Sequence[Cell], later: Sequence[Cell], _: Pairs
) -> Iterator[tuple[int, int]]:
    places = {exercise(cell): j for j, cell in enumerate(later)}
    for i, cell in enumerate(old):
        if exercise(cell) and exercise(cell) in places:
            yield i, places[exercise(cell)]


def _alike(old: Sequence[Cell], later: Sequence[Cell], pairs: Pairs) -> Iterator[tuple[int, int]]:
    free = [j for j in range(len(later)) if j not in pairs.values()]
    found = [
        (_ratio(cell, later[j]), -abs(i - j), i, j)
        for i, cell in enumerate(old)
        if i not in pairs
        for j in free
        if cell["cell_type"] == later[j]["cell_type"]
    ]
    return ((i, j) for ratio, _, i, j in sorted(found, reverse=True) if ratio >= ALIKE)


def _ratio(one: Cell, other: Cell) -> float:
    matcher = difflib.SequenceMatcher(None, source(one).split(), source(other).split(), False)
    return matcher.ratio()


def _rising(numbers: Sequence[int]) -> list[int]:
    """As many of the numbers as possible that rise: the cells that nobody has moved."""
    ends: list[int] = []
    tails: list[list[int]] = []
    for number in numbers:
        place = bisect_left(ends, number)
        ends[place:] = [number] if place == len(ends) else [number, *ends[place + 1 :]]
        tails[place:] = [[*(tails[place - 1] if place else []), number], *tails[place + 1 :]]
    return tails[-1] if tails else []


# What becomes of a cell ----------------------------------------------------------------------


def _key(cell: Mapping[str, Any]) -> tuple[str, str]:
    """What two cells have in common that nobody would tell apart."""
    return cell["cell_type"], source(cell).rstrip()


def _cell(before: Cell | None, mine: Cell, new: Cell, place: str, result: Merged) -> Cell:
    """One cell out of three; what has happened is written down in `result`."""
    was = None if before is None else _key(before)
    taken = {**new, "metadata": _three(before or new, mine, new, "metadata")}
    if _key(mine) == _key(new):
        ran = before is not None and _output(mine) != _output(before) == _output(new)
        return _shown(taken, mine) if ran else taken
    if _key(mine) == was:
        result.renewed += 1
        return taken
    result.kept += 1
    own = {**mine, "metadata": taken["metadata"], "id": new.get("id", mine.get("id"))}
    if _key(new) == was:
        return own
    text = _joined(before, mine, new)
    if text is None:
        result.clashes.append(place)
        return own
    result.joined.append(place)
    return {**_shown(taken, mine), "source": text}


def _shown(cell: Cell, mine: Cell) -> Cell:
    """The cell with what the learner's shows: outputs, their number, pictures in a text."""
    return {
        **cell,
        **{key: mine[key] for key in ("outputs", "execution_count", "attachments") if key in mine},
    }


def _output(cell: Cell) -> Any:
    return cell.get("outputs", [])


def _joined(before: Cell | None, mine: Cell, new: Cell) -> str | None:
    if before is None or len({one["cell_type"] for one in (before, mine, new)}) > 1:
        return None
    text = join(source(before), source(mine), source(new))
    whole = mine["cell_type"] != "code" or not (_parses(source(mine)) and _parses(source(new)))
    return text if text is None or whole or _parses(text) else None


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True


def _three(base: Cell, mine: Cell, new: Cell, part: str) -> dict[str, Any]:
    """Each entry as the learner has changed it, else as the course has it now."""
    was, own, now = (one.get(part) or {} for one in (base, mine, new))
    changed = {key for key in {*was, *own} if was.get(key) != own.get(key)}
    kept = {key: value for key, value in now.items() if key not in changed}
    return kept | {key: own[key] for key in own if key in changed}


def _headings(cells: Sequence[Cell]) -> list[str]:
    """The heading under which each cell stands."""
    heading, found = "", []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            lines = [line for line in source(cell).splitlines() if line.startswith("#")]
            heading = lines[0].lstrip("#").strip() if lines else heading
        found.append(heading)
    return found


def _place(cell: Cell, heading: str) -> str:
    """A cell in words, as somebody would look for it."""
    marks = "[#*`]" if cell["cell_type"] == "markdown" else "^#+"
    lines = [re.sub(marks, "", line).strip() for line in source(cell).splitlines()]
    first = next((line for line in lines if line and line != heading), "")
    what = exercise(cell) or (f"{first[:50].rstrip()} ..." if len(first) > 50 else first)
    return ": ".join(filter(None, [heading, what])) or "an empty cell"


def _with_ids(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, each with an id that no other has."""
    wanted = [str(cell.get("id") or "") for cell in cells]
    given: set[str] = set()
    result = []
    for cell, name in zip(cells, wanted, strict=True):
        plain = name.replace("-", "").replace("_", "")
        fits = plain.isascii() and plain.isalnum() and len(name) <= MAX_LENGTH
        others = (one for one in (f"own-{number}" for number in count(1)) if one not in wanted)
        choice = chain([name] if fits else [], others)
        given.add(own := next(one for one in choice if one not in given))
        result.append({**cell, "id": own})
    return result
