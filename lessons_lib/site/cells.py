"""The cells of a lesson: text, code with what it showed, and the widget that it makes.

The notebook is the only source. A cell of code is run here, in this process, to have the widget
itself; all that is no widget is shown as it was stored.
"""

import ast
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from inspect import getsource
from pathlib import Path
from typing import Any

from lessons_lib.apps.widget import CourseWidget


@dataclass(frozen=True)
class Cell:
    """A cell as it is stored.

    Attributes:
        id: its name, unique in the lesson.
        is_code: whether it is code; else it is text.
        source: what is in it.
        outputs: what it showed, as nbformat has it.
        may_fail: whether it waits for a learner's answer, and may stop with an error until then.
        is_folded: whether what follows it, up to the next section, is folded away.
    """

    id: str
    is_code: bool
    source: str
    outputs: Sequence[dict[str, Any]] = ()
    may_fail: bool = False
    is_folded: bool = False


def cells(notebook: Path) -> list[Cell]:
    """The cells of a notebook, in order."""
    stored = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [
        Cell(
            id=one["id"],
            is_code=one["cell_type"] == "code",
            source="".join(one["source"]),
            outputs=one.get("outputs", ()),
            is_folded=bool(one["metadata"].get("jp-MarkdownHeadingCollapsed")),
            may_fail="raises-exception" in one["metadata"].get("tags", ()),
        )
        for one in stored
    ]


def widget(cell: Cell) -> CourseWidget | None:
    """The widget that a cell makes, if it makes one.

    A cell starts cold, so it is run alone. What is no Python, such as ``model??``, makes none, and
    neither does what waits for a learner's answer.
    """
    if cell.may_fail:
        return None
    found, _ = _run(cell.source)
    return found if isinstance(found, CourseWidget) else None


def looked_up(cell: Cell) -> tuple[str, str] | None:
    """What a cell such as ``model??`` shows in JupyterLab: a name, and its source."""
    *before, last = cell.source.strip().splitlines() or [""]
    if not last.endswith("??"):
        return None
    name = last.removesuffix("??")
    found, _ = _run("\n".join([*before, name]))
    return getattr(found, "__name__", name), getsource(found)


def html(cell: Cell) -> str:
    """What a cell showed, as HTML; nothing where it showed nothing, or plain text only."""
    return "".join(
        "".join(one["data"]["text/html"])
        for one in cell.outputs
        if "text/html" in one.get("data", {})
    )


def text(cell: Cell) -> str:
    """What a cell printed, or showed in no richer form than text."""
    parts = []
    for one in cell.outputs:
        data = one.get("data", {})
        if "text/html" not in data:
            parts.append("".join(one.get("text", data.get("text/plain", ""))))
    return "".join(parts)


def _run(source: str) -> tuple[Any, str]:
    """The value of the last statement, and what was printed on the way."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None, ""
    names: dict[str, Any] = {"__name__": "__main__"}
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    return value, printed.getvalue()
