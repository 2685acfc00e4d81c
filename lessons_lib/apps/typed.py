"""What a learner writes in a cell as an answer need not be Python: ``answer = -0,058``.

Cells that check an answer are looked at before they are run: from the kernel's start where
``etc/ipython/ipython_kernel_config.json`` is in its environment, and in any other from the first
exercise that it shows or checks. Where the answer is no Python, holds words that Python does not
know, or is a number with a comma, its text is handed to the check, which reads it as the page does.
"""

import ast
import builtins
import re
from collections.abc import Collection
from typing import Any

_ANSWER = re.compile(
    r"^answer[ \t]*=[ \t]*(?P<answer>[^=\s#][^#\n]*?)[ \t]*(?:#.*)?$", re.MULTILINE
)
_CHECKS = re.compile(r"^check\(", re.MULTILINE)
_COMMA = re.compile(r"[+\-−]?\s*[0-9]+\s*,\s*[0-9]+")


def as_typed(cell: str, known: Collection[str]) -> str:
    r"""The cell, with its answer as text where it can only be read, not run.

    Args:
        cell: the source of a cell.
        known: the names that Python knows before it is run.

    >>> as_typed('answer = -0,058\ncheck("04-slope", answer)', {"check"})
    'answer = \'-0,058\'\ncheck("04-slope", answer)'
    >>> as_typed('answer = 2 * 3\ncheck("04-slope", answer)', {"check"})
    'answer = 2 * 3\ncheck("04-slope", answer)'
    """
    found = _ANSWER.search(cell)
    if not found or not _CHECKS.search(cell):
        return cell
    written = found["answer"]
    start, end = found.span("answer")
    as_text = f"{cell[:start]}{written!r}{cell[end:]}"
    try:
        rest = ast.parse(as_text)
    except SyntaxError:  # something else in the cell is no Python: that is for Python to say
        return cell
    return cell if _runs(written, {*known, *_named(rest), *dir(builtins)}) else as_text


def watch() -> None:
    """Look at each cell of this kernel from now on; nothing outside of one."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        load_ipython_extension(shell)


def load_ipython_extension(shell: Any) -> None:
    """Look at each cell of this shell from now on: as IPython loads it when a kernel starts."""
    if any(getattr(one, _MARK, False) for one in shell.input_transformers_cleanup):
        return

    def look(lines: list[str]) -> list[str]:
        return as_typed("".join(lines), shell.user_ns.keys()).splitlines(keepends=True)

    setattr(look, _MARK, True)
    shell.input_transformers_cleanup.append(look)


_MARK = "lessons_lib_answers"


def _runs(written: str, known: Collection[str]) -> bool:
    """Whether Python can run what was written, and would make of it what its writer meant."""
    if _COMMA.fullmatch(written):
        return False
    try:
        tree = ast.parse(written, mode="eval")
    except SyntaxError:
        return False
    made = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and _stores(one)}
    made |= {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
    used = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and not _stores(one)}
    return used <= {*known, *made}


def _named(tree: ast.Module) -> set[str]:
    """The names that a cell itself brings: what it imports and assigns."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return imported | {
        one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and _stores(one)
    }


def _stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)
