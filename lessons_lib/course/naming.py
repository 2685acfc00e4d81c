"""What the cells of a lesson are called: by what they hold, so that each keeps its name for good.

A cell of code is called after what it shows or asks: an exercise or a prediction by its id
(``04-slope``), an explorer, a claim or a quiz by its own name (``hamstrings-pose``, ``claim-c17``).
The text before it is called after it, and a text with a heading after that. So a new cell renames
no other, and a learner's answer is found again in a later version of its lesson.
"""

import ast
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain, count, zip_longest
from typing import Any

Cell = Mapping[str, Any]

MAX_LENGTH = 64
"""What Jupyter allows for the name of a cell."""

_OWN_NAME = frozenset({"check", "explore", "predict"})
"""Functions that only show what they are given: its name is name enough."""


def names(cells: Sequence[Cell]) -> list[str]:
    """A name for each cell of a notebook, in order; no two are the same."""
    given: set[str] = set()
    section = "top"
    found = []
    for cell, after in zip_longest(cells, cells[1:]):
        heading = _heading(cell)
        section = heading or section
        name = heading or _shown(cell)
        if not name and cell["cell_type"] == "markdown" and after is not None:
            name = _shown(after) and f"before-{_shown(after)}"
        found.append(_unique(name or f"{section}-text", given))
    return found


def exercise(cell: Cell) -> str:
    """The id of the exercise that a cell asks, ``04-slope``; nothing for any other cell."""
    asked = re.search(r"^check\(\s*[\"']([\w-]+)", source(cell), re.MULTILINE)
    return asked[1] if asked and cell["cell_type"] == "code" else ""


def source(cell: Cell) -> str:
    """The text of a cell, which a file may hold as one string or as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def _unique(name: str, given: set[str]) -> str:
    name = name[: MAX_LENGTH - 5].rstrip("-")
    numbered = chain([name], (f"{name}-{number}" for number in count(2)))
    found = next(one for one in numbered if one not in given)
    given.add(found)
    return found


def _heading(cell: Cell) -> str:
    """The first heading of a text without its number, or nothing."""
    if cell["cell_type"] != "markdown":
        return ""
    heading = re.search(r"^#{1,6} +(?:\d+\. +)?(.+)$", source(cell), re.MULTILINE)
    return (_plain(heading[1]) or "section") if heading else ""


def _shown(cell: Cell) -> str:
    """What the last line of a cell of code shows, or nothing where it has no name."""
    if cell["cell_type"] != "code":
        return ""
    try:
        statements = ast.parse(source(cell)).body
    except (SyntaxError, ValueError):  # name??
        return ""
    if not statements or not isinstance(statements[-1], ast.Expr):
        return ""
    call = statements[-1].value
    words = _words(call) if isinstance(call, ast.Call) else []
    if len(words) > 1 and words[0] in _OWN_NAME:
        del words[0]
    return "" if words[:1] == ["print"] else "-".join(filter(None, map(_plain, words)))


def _words(node: ast.expr) -> list[str]:
    """The names of a call and of what it is first given: picture, scene and twist, say."""
    if isinstance(node, ast.Call):
        return [word for part in [node.func, *node.args[:1]] for word in _words(part)]
    if isinstance(node, ast.Attribute):
        return [*_words(node.value), node.attr]
    if isinstance(node, ast.Name):
        return [node.id]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _plain(words: str) -> str:
    """Words with nothing but what Jupyter takes in the name of a cell."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").lower()[:50].rstrip("-")
