"""A notebook that is not what it was fails the run, and so does one that is not compared at all."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring import storing

PROJECT = Path(__file__).parents[2]


def shown(text: str, count: int) -> NotebookNode:
    return new_output("execute_result", {"text/plain": text}, execution_count=count)


def good() -> NotebookNode:
    """A notebook with four values to compare: a stream, two results and an HTML."""
    html = {"text/html": "<b>1</b>", "text/plain": "HTML(1)", "image/png": "aGVsbG8="}
    cells = [
        new_code_cell("import os\nfrom pathlib import Path\nPath.home??", execution_count=1),
        new_code_cell(
            "print('rope')\n6 * 7",
            execution_count=2,
            outputs=[new_output("stream", name="stdout", text="rope\n"), shown("42", 2)],
        ),
        new_code_cell(
            "from IPython.display import display\n"
            "display({'text/html': '<b>1</b>', 'text/plain': 'HTML(1)'}, raw=True)",
            execution_count=3,
            outputs=[new_output("display_data", html)],
        ),
        new_code_cell(
            "Path(os.environ['IPYTHONDIR']) == Path.home() / '.ipython'",
            execution_count=4,
            outputs=[shown("False", 4)],
        ),
    ]
    return storing.canonical(new_notebook(cells=cells))


def run(folder: Path, notebooks: Mapping[str, NotebookNode], *chosen: str) -> tuple[int, str]:
    """Run pytest over notebooks in a folder that has this project's settings and guard."""
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(PROJECT / name, folder)
    for name, notebook in notebooks.items():
        (folder / f"{name}.ipynb").write_text(storing.text(notebook), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", *(chosen or ["."])],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def outcomes(said: str) -> set[tuple[str, str]]:
    """Each notebook and cell with what pytest said of it."""
    return set(re.findall(r"^(PASSED|FAILED|SKIPPED) (\S+::Cell \d+)", said, re.MULTILINE))


SHARED = (), ("-n", "2", "--dist", "loadfile")
"""One process, or two that share the notebooks."""


@pytest.mark.parametrize("shared", SHARED, ids=["alone", "shared"])
def test_good_notebooks_pass_and_all_their_values_are_counted(tmp_path, shared):
    excused = good()
    excused.cells[1].source = "import time\ntime.time_ns()"
    excused.cells[1].metadata.update(tags=["nbval-ignore-output"], reason="shows the time")
    notebooks = {"good": good(), "excused": excused, "part": good()}
    chosen = ("good.ipynb", "excused.ipynb", "part.ipynb::Cell 0", "part.ipynb::Cell 1")
    code, said = run(tmp_path, notebooks, *shared, *chosen)
    assert code == 0, said
    assert f"nbval compared {5 + 3 + 2} values in 3 notebook(s)." in said


def test_what_changed_fails_in_its_cell(tmp_path):
    changed = good()
    changed.cells[0].source = "import os, warnings\nfrom pathlib import Path\nwarnings.warn('no')"
    changed.cells[1].outputs[1].data["text/plain"] = "43"
    changed.cells[2].outputs[0].data["text/html"] = "<b>2</b>"
    changed.cells[3].outputs = [new_output("stream", name="stderr", text="careful\n")]
    code, said = run(tmp_path, {"changed": changed, "good": good()})
    assert code == 1
    expected = {("FAILED", f"changed.ipynb::Cell {cell}") for cell in range(4)}
    assert outcomes(said) == expected | {
        ("PASSED", f"good.ipynb::Cell {cell}") for cell in range(4)
    }


@pytest.mark.parametrize("shared", SHARED, ids=["alone", "shared"])
def test_what_nbval_lets_through_without_a_look_fails_the_run(tmp_path, shared):
    cleared, half, hidden = good(), good(), good()
    for cell in [*cleared.cells, half.cells[1]]:
        cell.execution_count, cell.outputs = None, []
    hidden.cells[0].metadata.tags = ["nbval-skip"]
    hidden.cells[1].metadata.tags = ["nbval-ignore-output"]
    hidden.cells[2].source += "\n# NBVAL_IGNORE_OUTPUT"
    hidden.cells[2].metadata.reason = "a reason belongs to a tag, not to a comment"
    hidden.cells[3].source = "False"
    bare, empty = good(), good()
    bare.cells, empty.cells = bare.cells[:1], []
    notebooks = {"cleared": cleared, "half": half, "hidden": hidden, "bare": bare, "empty": empty}
    code, said = run(tmp_path, notebooks, *shared, ".")
    assert code == 1, said
    assert "FAILED" not in {outcome for outcome, _ in outcomes(said)}
    for cell in ("cleared", "hidden"):
        assert all(f"{cell}.ipynb, code cell {number}: " in said for number in (1, 2, 3))
    assert "half.ipynb, code cell 2: " in said
    assert "half.ipynb, code cell 1: " not in said
    assert "hidden.ipynb, code cell 4: " not in said
    assert all(f"{name}.ipynb: nbval compared nothing" in said for name in ("bare", "empty"))
