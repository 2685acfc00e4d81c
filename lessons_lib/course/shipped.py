"""The lessons as they were shipped, each version: what a learner's notebook once was.

A learner's own copy holds the lessons as they were when it was made. Who worked in the lessons
themselves has nothing like it: there it is found here, by what their notebook still holds of it.
Only texts and code are kept, no outputs. ``python -m authoring remember`` adds those of today.

Needs nothing but Python's own library.
"""

import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lessons_lib.course.naming import source

FILE = Path(__file__).parents[1] / "data" / "shipped.json.xz"

STAMP = "lessons_lib"
"""Where a stored lesson bears its stamp, in its metadata."""

UNTOUCHED = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What a lesson without a stamp says about itself for as long as no Jupyter has saved it."""

Notebook = dict[str, Any]
Content = list[tuple[str, str]]


def content(notebook: Notebook) -> Content:
    """What a learner would miss: type and text of each cell."""
    return [(cell["cell_type"], source(cell).rstrip()) for cell in notebook["cells"]]


@cache
def versions() -> Mapping[str, list[Content]]:
    """All versions of each lesson and page, by its file's name, the oldest first."""
    return unpack(FILE.read_bytes())


def nearest(name: str, mine: Notebook) -> Notebook:
    """The version that a learner's notebook has most in common with.

    Args:
        name: the lesson's file name.
        mine: the learner's notebook.

    Returns:
        That version, without outputs; one without cells where no version has anything of it.
    """
    held = Counter(content(mine))
    best: Content = []
    for version in versions().get(name, []):
        if _shared(version, held) >= _shared(best, held):
            best = version
    return {
        "cells": [
            {"cell_type": kind, "source": text, "metadata": {}}
            for kind, text in (best if _shared(best, held) > 0 else [])
        ]
    }


def is_shipped(name: str, notebook: Notebook) -> bool:
    """Whether a lesson is as it was shipped; running it changes nothing in that.

    Args:
        name: the lesson's file name.
        notebook: what the file holds.
    """
    stamp = notebook["metadata"].get(STAMP)
    if stamp:
        return bool(stamp == stamped(notebook))
    # The first versions bore no stamp. A Jupyter that has saved one has left traces in it.
    return is_known(name, content(notebook)) or notebook["metadata"] == UNTOUCHED


def is_known(name: str, held: Content) -> bool:
    """Whether a file with this content is among the versions that are kept."""
    return held in versions().get(name, [])


def page(text: str) -> Content:
    """A page that is no notebook, as `content` has it."""
    return [("page", text.rstrip())]


def stamped(notebook: Notebook) -> str:
    """What a stored lesson says about its texts and code, so that it is seen when they change."""
    text = json.dumps(content(notebook), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def pack(lessons: Mapping[str, Iterable[Content]]) -> bytes:
    """Versions of lessons as a file holds them: each cell once, compressed."""
    cells: dict[tuple[str, str], int] = {}
    numbers = {
        name: [[cells.setdefault(cell, len(cells)) for cell in version] for version in held]
        for name, held in sorted(lessons.items())
    }
    text = json.dumps({"cells": list(cells), "lessons": numbers}, ensure_ascii=False)
    return lzma.compress(text.encode(), preset=9)


def unpack(packed: bytes) -> dict[str, list[Content]]:
    """What `pack` has packed."""
    held = json.loads(lzma.decompress(packed))
    cells = [(kind, text) for kind, text in held["cells"]]
    return {
        name: [[cells[number] for number in version] for version in numbers]
        for name, numbers in held["lessons"].items()
    }


def _shared(version: Content, held: Counter[tuple[str, str]]) -> float:
    """How many cells a version shares with a notebook, less a little for each that it lacks."""
    shared = (Counter(version) & held).total()
    return shared - (len(version) - shared) / 1000
