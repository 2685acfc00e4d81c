"""What is stored: every output there and compared, and nothing of the machine that made it."""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from authoring import storing
from authoring.reading import Lesson
from authoring.rules import Rules, Trouble, there_are
from lessons_lib.course import shipped
from lessons_lib.course.naming import exercise
from lessons_lib.course.server.widgets import WIDGET_VIEW

_STORE = "Run: python -m authoring store"


def counts(lesson: Lesson) -> Iterator[Trouble]:
    """Code cells were run once, from the first to the last."""
    found = [cell.execution_count for cell in lesson.code.values()]
    if found != list(range(1, len(found) + 1)):
        yield None, f"The cells were not run in order, from 1 on: {found}. {_STORE}"


def outputs(lesson: Lesson) -> Iterator[Trouble]:
    """A cell that ends in a value shows it."""
    for index, tree in lesson.trees.items():
        ends = tree.body[-1:] and isinstance(tree.body[-1], ast.Expr)
        if ends and not lesson.code[index].outputs and not _tags(lesson.code[index]):
            yield index, f"This cell ends in a value but shows nothing. {_STORE}"


def warnings(lesson: Lesson) -> Iterator[Trouble]:
    """No warning and no error is stored."""
    for index, cell in lesson.code.items():
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield (
                    index,
                    "A warning or an error stands under this cell. Mend what causes it. " + _STORE,
                )


def widget_ids(lesson: Lesson) -> Iterator[Trouble]:
    """No widget ids are stored."""
    views = [i for i, cell in lesson.code.items() for one in cell.outputs if _has_view(one)]
    for index in [*views, *([None] if "widgets" in lesson.notebook.metadata else [])]:
        yield index, f"A widget's id is stored; a reader would see 'model not found'. {_STORE}"


def metadata(lesson: Lesson) -> Iterator[Trouble]:
    """The notebook says nothing about the machine that it was written on."""
    beside = ("widgets", shipped.STAMP)
    found = {key: value for key, value in lesson.notebook.metadata.items() if key not in beside}
    if found != storing.METADATA:
        yield None, f"The notebook's metadata are not those of a stored lesson. {_STORE}"
    for index, cell in enumerate(lesson.notebook.cells):
        wanted = storing.fold(cell)
        kept = {key: cell.metadata[key] for key in cell.metadata.keys() - storing.CELL_METADATA}
        if kept != wanted:
            yield (
                index,
                f"The cell's metadata are {kept or 'empty'} and should be {wanted or 'empty'}: "
                f"what is folded is a cell that begins with a caption. {_STORE}",
            )


def markers(lesson: Lesson) -> Iterator[Trouble]:
    """A cell that is not compared says so in nbval's words, with a reason."""
    for index, cell in enumerate(lesson.notebook.cells):
        tags, comments = (
            [one for one in _tags(cell) if one != storing.RUNS_ON],
            re.findall(r"^\s*#.*nbval.*$", cell.source, re.I | re.M),
        )
        if cell.cell_type == "code" and comments:
            yield (
                index,
                f"'{comments[0].strip()}' is shown to the learner. Remove it and give the cell the "
                f"tag {storing.IGNORING_TAGS[0]} with a reason in its metadata.",
            )
        if (storing.RUNS_ON in cell.metadata.get("tags", [])) != bool(exercise(cell)):
            yield (
                index,
                f"The tag {storing.RUNS_ON} belongs to cells that ask for an answer, so that a "
                f"slip in them stops nobody, and to no other. {_STORE}",
            )
        for tag in tags:
            if tag not in storing.IGNORING_TAGS or cell.cell_type != "code":
                others = there_are(storing.IGNORING_TAGS)
                yield index, f"The tag '{tag}' does nothing here. {others}"
        if tags and not str(cell.metadata.get("reason", "")).strip():
            yield index, "The cell is not compared, and does not say why: add a 'reason' beside it."
        if tags and cell.cell_type == "code" and not cell.outputs:
            yield index, "The cell is marked as not compared but has no output. Remove the mark."


def _tags(cell: NotebookNode) -> list[str]:
    """The tags that an author gives; that of cells that ask for an answer comes by storing."""
    return [one for one in cell.metadata.get("tags", []) if one != storing.RUNS_ON]


def _has_view(output: NotebookNode) -> bool:
    return WIDGET_VIEW in output.get("data", {})


RULES: Rules = (
    counts,
    outputs,
    warnings,
    widget_ids,
    metadata,
    markers,
)
