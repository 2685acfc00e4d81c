import json
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from lessons_lib.apps.typed import as_typed
from lessons_lib.course.exercises import check

CELL = 'from lessons_lib.course.exercises import check\n\nanswer = {}\ncheck("04-slope", answer)\n'
KERNEL = Path(__file__).parents[1] / "etc/ipython/ipython_kernel_config.json"
KNOWN = {"check", "shorter", "longer"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("-0,058", "-0,058"),
        ("−0.058", "−0.058"),
        ("-0,058 m", "-0,058 m"),
        ("20,6", "20,6"),
        ("about twenty", "about twenty"),
        ("twenty", "twenty"),
        ("-57.7 mm  # by hand", "-57.7 mm"),
        ("lenght / 2", "lenght / 2"),
        ("it's small", "it's small"),
    ],
)
def test_what_is_no_python_is_handed_on_as_text(written, read):
    changed = as_typed(CELL.format(written), KNOWN)
    scope = {}
    exec(changed.replace('check("04-slope", answer)', ""), scope)
    assert scope["answer"] == read


@pytest.mark.parametrize(
    "written",
    [
        "None",
        "-0.058",
        "(shorter - longer) / 0.0349",
        "sum(one for one in [1, 2])",
        "(lambda x: x)(3)",
        "max(1, 2)",
        "(1, 2)",
        "'20,6'",
        "...",
        "[1,\n    2]",
    ],
)
def test_what_is_python_stays(written):
    assert as_typed(CELL.format(written), KNOWN) == CELL.format(written)


@pytest.mark.parametrize(
    "cell",
    ["answer = 0,5", "answer = twenty\nprint(answer)", 'answer = twenty\nif :\ncheck("x", answer)'],
)
def test_other_cells_stay(cell):
    assert as_typed(cell, set()) == cell


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    made = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    yield made
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("written", "right"), [("-0,0577", True), ("-57,7 mm", True), ("0,058", False), ("no", False)]
)
def test_a_kernel_that_has_checked_once_reads_answers_as_they_are_typed(shell, written, right):
    assert check("04-slope", None).right is None
    done = shell.run_cell(CELL.format(written))
    assert done.success
    assert done.result.right is right


def test_the_first_cell_of_a_kernel_is_read_as_it_was_typed(shell):
    settings = json.loads(KERNEL.read_text("utf-8"))["InteractiveShellApp"]
    for name in settings["extensions"]:
        shell.extension_manager.load_extension(name)
    done = shell.run_cell(CELL.format("-0,058"))
    assert done.success
    assert done.result.right


def test_a_kernel_is_watched_once(shell):
    check("04-slope", None)
    watching = len(shell.input_transformers_cleanup)
    check("04-slope", None)
    assert len(shell.input_transformers_cleanup) == watching
