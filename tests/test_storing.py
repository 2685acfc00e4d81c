"""Storing: one form for every notebook, reached in one step, and nothing stored from a failure."""

import base64
import json
import re
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring import storing
from lessons_lib.course import shipped
from lessons_lib.course.server.widgets import WIDGET_VIEW

PNG = base64.b64encode(b"a picture").decode()
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
DATA = st.dictionaries(
    st.sampled_from(["text/plain", "text/html", WIDGET_VIEW, "image/png"]),
    st.sampled_from(["some words", "two\nlines", PNG, PNG + "\n"]),
)
OUTPUTS = st.one_of(
    st.builds(
        lambda name, text: new_output("stream", name=name, text=text),
        st.sampled_from(["stdout", "stderr"]),
        LINES,
    ),
    st.builds(lambda data: new_output("display_data", data), DATA),
    st.builds(lambda data: new_output("execute_result", data, execution_count=3), DATA),
    st.just(new_output("error", ename="E", evalue="e", traceback=["e"])),
)
EXTRA = st.dictionaries(st.sampled_from(["reason", "author", "execution"]), st.just({"a": "b"}))
CELLS = st.one_of(
    st.builds(
        lambda source, metadata: new_markdown_cell(source, metadata=metadata),
        st.one_of(LINES, LINES.map("# {}".format), st.just("## Your turn\n\nmore\n")),
        EXTRA,
    ),
    st.builds(
        lambda source, outputs, count, metadata: new_code_cell(
            source, outputs=outputs, execution_count=count, metadata=metadata
        ),
        LINES,
        st.lists(OUTPUTS, max_size=4),
        st.one_of(st.none(), st.integers(1, 9)),
        EXTRA,
    ),
)
NOTEBOOKS = st.lists(CELLS, max_size=6).map(
    lambda cells: new_notebook(cells=cells, metadata={"widgets": {}, "author": "me"})
)


@given(NOTEBOOKS)
def test_canonical_is_canonical_and_survives_the_file(notebook: NotebookNode):
    once = storing.canonical(notebook)
    nbformat.validate(once)
    assert storing.canonical(once) == once
    assert storing.canonical(nbformat.v4.reads(storing.text(once))) == once


@given(NOTEBOOKS)
def test_canonical_leaves_its_argument_alone(notebook: NotebookNode):
    before = json.dumps(notebook)
    storing.canonical(notebook)
    assert json.dumps(notebook) == before


@given(NOTEBOOKS)
def test_nothing_random_and_no_widget_is_stored(notebook: NotebookNode):
    stored = storing.canonical(notebook)
    assert WIDGET_VIEW not in storing.text(stored)
    assert stored.metadata == {**storing.METADATA, shipped.STAMP: shipped.stamped(stored)}
    ids = [cell.id for cell in stored.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        cell.id = "random"
    assert storing.canonical(notebook) == stored


def test_words_stay_where_a_widget_goes():
    bundle = {WIDGET_VIEW: {"model_id": "1"}, "text/plain": "37 mm", "image/png": PNG}
    about = {"image/png": {"width": 300}, WIDGET_VIEW: {}}
    cell = new_code_cell("x", outputs=[new_output("display_data", bundle, metadata=about)])
    (output,) = storing.canonical(new_notebook(cells=[cell])).cells[0].outputs
    assert output.data == {"text/plain": "37 mm", "image/png": PNG}
    assert output.metadata == {"image/png": {"width": 300}}


def names(*cells: NotebookNode) -> list[str]:
    return [cell.id for cell in storing.canonical(new_notebook(cells=list(cells))).cells]


def test_cells_are_called_by_what_they_hold():
    assert names(
        new_markdown_cell("# Ropes"),
        new_markdown_cell("## 12. Übung"),
        new_markdown_cell("**Try.** Move it."),
        new_code_cell("from lessons_lib.apps import ropes\n\nexplore(ropes.pose, percent=40)"),
        new_markdown_cell("**Explain.** It moved."),
        new_markdown_cell("Its claim."),
        new_code_cell('claim("C17")'),
        new_code_cell('picture(scene("twist"))'),
        new_code_cell("pose??"),
        new_code_cell("print(37)"),
        new_markdown_cell("**How far?**"),
        new_code_cell('answer = None\ncheck("04-slope", answer)'),
        new_code_cell('bibliography(["thelen2013"])'),
        new_code_cell('bibliography(["riener1999"])'),
    ) == [
        *("ropes", "ubung", "before-ropes-pose", "ropes-pose", "ubung-text", "before-claim-c17"),
        *(
            "claim-c17",
            "picture-scene-twist",
            "ubung-text-2",
            "ubung-text-3",
            "before-04-slope",
            "04-slope",
        ),
        *("bibliography", "bibliography-2"),
    ]


def test_a_new_cell_renames_no_exercise_no_explorer_and_no_section():
    cells = [
        new_markdown_cell("# Ropes"),
        new_markdown_cell("## 1. Pull"),
        new_code_cell("explore(ropes.pose)"),
        new_markdown_cell("## Your turn"),
        new_code_cell('check("04-slope", None)'),
        new_markdown_cell("How much?"),
        new_code_cell('check("04-tilt", None)'),
    ]
    before = names(*cells)
    for place in range(len(cells) + 1):
        added = names(*cells[:place], new_markdown_cell("## New"), *cells[place:])
        del added[place]
        assert [a for a, b in zip(added, before, strict=True) if a != b] in ([], ["your-turn-text"])


@pytest.fixture
def lesson(tmp_path):
    cells = [
        new_markdown_cell("# A lesson"),
        new_code_cell("import os\nfrom pathlib import Path", metadata={"collapsed": True}),
        new_code_cell("print(Path.cwd().name)\n6 * 7"),
        new_code_cell("os.environ['IPYTHONDIR'] != os.path.expanduser('~/.ipython')"),
    ]
    path = tmp_path / "00_lesson.ipynb"
    path.write_text(nbformat.v4.writes(new_notebook(cells=cells)), encoding="utf-8")
    return path


def store(*options: object) -> subprocess.CompletedProcess[str]:
    """The command as an author types it."""
    command = [sys.executable, "-m", "authoring", "store", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_storing_runs_the_notebook_in_its_folder_away_from_the_learner(lesson):
    assert storing.main(["--check", str(lesson)]) == 1
    assert store(lesson).returncode == 0
    cells = storing.read(lesson).cells
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2, 3]
    assert cells[2].outputs[0].text == f"{lesson.parent.name}\n"
    assert cells[2].outputs[1].data == {"text/plain": "42"}
    assert cells[3].outputs[0].data == {"text/plain": "True"}
    assert storing.main(["--check", str(lesson.parent)]) == 0
    assert re.search(r"\n \"cells\"", lesson.read_text(encoding="utf-8"))
    assert lesson.read_text(encoding="utf-8").endswith("}\n")
    assert [path.name for path in lesson.parent.iterdir()] == [lesson.name]


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [("1 / 0", (), "ZeroDivisionError"), ("while True:\n    pass", ("--timeout", 1), "timed out")],
)
def test_a_failed_cell_stores_nothing_and_is_named(lesson, source, options, said):
    notebook = storing.read(lesson)
    notebook.cells[2].source = source
    lesson.write_text(storing.text(storing.canonical(notebook)), encoding="utf-8")
    before = lesson.read_bytes()
    result = store(lesson, *options)
    assert result.returncode == 1
    assert "00_lesson.ipynb, cell 3," in result.stderr
    assert said in result.stderr
    assert lesson.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"nbformat": 3, "cells": []}', '{"cells": 1}'])
@pytest.mark.parametrize("options", [[], ["--check"]])
def test_what_is_no_notebook_is_said_to_be_none(tmp_path, capsys, text, options):
    path = tmp_path / "00_lesson.ipynb"
    path.write_text(text, encoding="utf-8")
    assert storing.main([*options, str(path)]) == 1
    assert "00_lesson.ipynb is not a Jupyter notebook" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--check"], ["nowhere"]])
def test_storing_nothing_is_a_failure(tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    assert storing.main(options) == 2
