"""Run the notebooks and store them with their outputs, in one canonical form.

``python -m authoring store`` runs each notebook in a fresh kernel of this environment and
writes it back. ``store --check`` runs nothing and says which notebooks are not in that form.

The form: outputs and execution counts stay, because web pages show them and nbval compares them.
Widget ids go, because whoever opens the file would read "model not found" in place of the picture
that stands beside them. Cells are called by what they hold (`lessons_lib.course.naming`), so that
an answer is found again in the next version of its lesson, and a cell that asks for one gets a tag
with which a slip in it does not stop who runs all cells. A cell that begins with a caption,
``# Pose the leg: run this cell``, is folded to it: the code is there for who opens it. Of the
metadata there remain the kernel, the language, the fold, tags and the reason for them; a stamp says
what texts and code were stored, so that it is seen where a learner has changed them
(`lessons_lib.course.shipped`).
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from authoring import remembering
from lessons_lib.course import shipped
from lessons_lib.course.naming import exercise, names
from lessons_lib.course.server.widgets import WIDGET_VIEW

METADATA = shipped.UNTOUCHED
"""What a stored notebook says about itself, beside its stamp."""

CELL_METADATA = frozenset({"reason", "tags"})
"""What the author of a cell may say about it."""

SCROLLED = {"scrolled": True}
"""What a cell says about itself whose output is to be looked at through a window."""

FOLDED = {"jupyter": {"source_hidden": True}}
"""What a cell with a caption says about itself; JupyterLab then shows its first line alone."""

IN_PYTHON = "### The same in Python"
"""The heading under which exercises are answered in Python; the section is folded."""

COLLAPSED = {"jp-MarkdownHeadingCollapsed": True}
"""What a heading says about itself whose section JupyterLab folds."""

RUNS_ON = "raises-exception"
"""The tag of a cell that asks for an answer: a slip in it does not stop who runs all cells."""

IGNORING_TAGS = ("nbval-ignore-output", "nbval-skip")
"""With one of these tags and a reason, a cell is not compared."""

CELL_TIMEOUT_S = 60

_COMMAND = "python -m authoring store"


class CellFailedError(Exception):
    """A cell failed, so that nothing of its notebook was stored."""


def read(path: Path) -> NotebookNode:
    """The notebook in a file; ValueError with a sentence if there is none."""
    try:
        notebook: NotebookNode = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        nbformat.validate(canonical(notebook))
    except (ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise ValueError(
            f"{path.name} is not a Jupyter notebook of format 4. Open it in JupyterLab, which says "
            "where it is broken, or take it back from the last commit."
        ) from error
    return notebook


def fold(cell: NotebookNode) -> dict[str, Any]:
    r"""What of a cell's metadata keeps it short: `FOLDED` where its first line is a caption.

    >>> fold(nbformat.v4.new_code_cell("# Pose the leg: run this cell\nexplore(pose)"))
    {'jupyter': {'source_hidden': True}}
    >>> fold(nbformat.v4.new_markdown_cell("### The same in Python\n\nFor who likes it."))
    {'jp-MarkdownHeadingCollapsed': True}
    """
    if cell.cell_type == "markdown":
        return COLLAPSED if cell.source.partition("\n")[0] == IN_PYTHON else {}
    if re.match(r"# .+: run this cell(\n|$)", cell.source):
        return FOLDED
    # What name?? shows is many screens long.
    return SCROLLED if re.search(r"^\w+\?\?$", cell.source, re.MULTILINE) else {}


def _tags(cell: NotebookNode) -> dict[str, Any]:
    """The tags of a cell, with the one that is due where it asks for an answer."""
    due = [RUNS_ON] if exercise(cell) else []
    tags = list(dict.fromkeys([*cell.metadata.get("tags", []), *due]))
    return {"tags": tags} if tags else {}


def text(notebook: NotebookNode) -> str:
    """The notebook as it stands in a file: JSON as Jupyter writes it, and a last line end."""
    return str(nbformat.v4.writes(notebook)) + "\n"


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The same notebook in the form in which it is stored; the argument stays as it was.

    Doing it twice changes nothing more.
    """
    cells = []
    for cell in notebook.cells:
        kept = NotebookNode(
            cell_type=cell.cell_type,
            metadata={
                **{key: cell.metadata[key] for key in CELL_METADATA & cell.metadata.keys()},
                **_tags(cell),
                **fold(cell),
            },
            source=cell.source.rstrip(),
        )
        if cell.cell_type == "code":
            kept.execution_count = cell.execution_count
            kept.outputs = _outputs(cell)
        elif cell.get("attachments"):
            kept.attachments = cell.attachments
        cells.append(kept)
    for kept, name in zip(cells, names(cells), strict=True):
        kept.id = name
    stamp = shipped.stamped({"cells": cells})
    metadata = {**METADATA, shipped.STAMP: stamp}
    stored = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return NotebookNode(nbformat.from_dict(stored))


def run(path: Path, timeout_s: float = CELL_TIMEOUT_S) -> NotebookNode:
    """The notebook in a file, freshly run in its own folder and in canonical form.

    The kernel is this environment's, with neither the learner's data nor their IPython start-up
    files in reach.

    Args:
        path: the notebook.
        timeout_s: how many seconds a cell may take.

    Raises:
        ValueError: the file holds no notebook.
        CellFailedError: a cell failed or took too long; the sentence says which.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

    notebook = canonical(read(path))
    # The very kernel that nbval will compare with.
    manager = AsyncKernelManager(
        kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
    )
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=timeout_s,
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, **away_from_the_learner(Path(folder))}
        with client.setup_kernel(env=environment, stderr=subprocess.DEVNULL):
            for index, cell in enumerate(notebook.cells):
                try:
                    client.execute_cell(cell, index)
                except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                    said = re.sub(r"\x1b\[[\d;]*m", "", str(error))
                    raise CellFailedError(
                        f"{path.name}, cell {index + 1}, failed, and the notebook stays as it was. "
                        f"Mend the cell and store again. It said:\n\n{said}"
                    ) from error
    return canonical(notebook)


def store(path: Path, timeout_s: float = CELL_TIMEOUT_S) -> bool:
    """Run a notebook and write it back; whether the file changed. Raises what `run` raises."""
    new = text(run(path, timeout_s))
    if new == path.read_text(encoding="utf-8"):
        return False
    half = path.with_suffix(".half")
    half.write_text(new, encoding="utf-8", newline="\n")
    half.replace(path)
    return True


def away_from_the_learner(folder: Path) -> dict[str, str]:
    """Environment variables for a kernel that must not meet anybody's own files.

    Args:
        folder: an empty folder for what the kernel keeps; the caller removes it.
    """
    return {"IPYTHONDIR": str(folder / "ipython"), "LESSONS_LIB_DATA": str(folder / "data")}


def notebooks(paths: Iterable[str]) -> list[Path]:
    """The notebooks that the paths name, a folder meaning those in it; none at all for no path."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(path.glob("*.ipynb")) if path.is_dir() else [path]
    return [path for path in found if path.is_file()]


def main(argv: list[str]) -> int:
    """Store notebooks, or say which are not in canonical form.

    Args:
        argv: notebooks or folders (``notebooks`` when there is none); ``--check`` to run and change
            nothing; ``--timeout`` with the seconds that a cell may take.

    Returns:
        0 when all is well, 1 when a cell failed or the form is not canonical, 2 when there is no
        notebook.
    """
    parser = argparse.ArgumentParser(
        prog=_COMMAND,
        description="Run notebooks and store them with their outputs, in canonical form.",
    )
    parser.add_argument("paths", nargs="*", default=["notebooks"], help="notebooks or folders")
    parser.add_argument("--check", action="store_true", help="run nothing, fail on another form")
    parser.add_argument(
        "--timeout", type=float, default=CELL_TIMEOUT_S, help="seconds a cell may take"
    )
    options = parser.parse_args(argv)
    found = notebooks(options.paths)
    if not found:
        print("There is no notebook here. Give a path, or start in the project.", file=sys.stderr)
        return 2
    if options.check:
        return max([_check(path) for path in found])
    code = max([_store(path, options.timeout) for path in found])
    if options.paths == parser.get_default("paths"):
        remembering.main([])
    return code


def _check(path: Path) -> int:
    try:
        if path.read_text(encoding="utf-8") == text(canonical(read(path))):
            return 0
        trouble = f"{path.name} is not as it would be stored. Run: {_COMMAND} {path}"
    except ValueError as error:
        trouble = str(error)
    print(trouble, file=sys.stderr)
    return 1


def _store(path: Path, timeout_s: float) -> int:
    try:
        print(f"{path.name}: {'stored' if store(path, timeout_s) else 'nothing new'}", flush=True)
    except (ValueError, CellFailedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _outputs(cell: NotebookNode) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for output in cell.outputs:
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1]["text"] += output.text
        elif output.output_type in {"stream", "error"}:
            kept.append({**output})
        elif data := {m: _content(m, output.data[m]) for m in output.data if m != WIDGET_VIEW}:
            about = {mime: output.metadata[mime] for mime in output.metadata if mime in data}
            kept.append({**output, "data": data, "metadata": about})
            if output.output_type == "execute_result":
                kept[-1]["execution_count"] = cell.execution_count
    return kept


def _content(mime: str, content: Any) -> Any:
    return content.strip() if mime.startswith("image/") else content
