"""Code cells: short, plain Python, with words before each."""

import ast
import io
import tokenize
from collections.abc import Iterator

from authoring import storing
from authoring.reading import Lesson, ipython_lines, python
from authoring.rules import Rules, Trouble

FEWEST_LINES, MOST_LINES = 2, 6


def prose(lesson: Lesson) -> Iterator[Trouble]:
    """Words come before each code cell; what asks something has words of its own."""
    told = {block.cell for block in lesson.blocks if block.kind in {"item", "paragraph", "table"}}
    asking = {index for name in ("predict", "exercise", "check") for index, _ in lesson.calls(name)}
    for index in lesson.code:
        if index - 1 not in told and index not in asking:
            yield index, "No words stand before this code cell. Say what it is for in a cell above."


def syntax(lesson: Lesson) -> Iterator[Trouble]:
    """Each code cell is Python."""
    for index in lesson.code:
        if index not in lesson.trees:
            yield index, "This cell is not Python. Run it to see where it goes wrong."


def magics(lesson: Lesson) -> Iterator[Trouble]:
    """No magics, except ``name??``."""
    for index, cell in lesson.code.items():
        for line in ipython_lines(cell.source):
            yield (
                index,
                f"'{line}' is a command of IPython. Lessons are plain Python; only 'name??' alone "
                "on its line is allowed, to show a learner the source.",
            )


def code_length(lesson: Lesson) -> Iterator[Trouble]:
    """Code cells have two to six lines."""
    for index, cell in lesson.code.items():
        lines = [one for one in cell.source.splitlines() if one.strip() and one.lstrip()[0] != "#"]
        if not FEWEST_LINES <= len(lines) <= MOST_LINES:
            yield (
                index,
                f"This cell has {len(lines)} line(s) of code; {FEWEST_LINES} to {MOST_LINES} are "
                "allowed. Import, call, read: move the rest into lessons_lib, or join small cells.",
            )


def captions(lesson: Lesson) -> Iterator[Trouble]:
    """A cell that only shows what the course has is folded to a caption."""
    for index, tree in lesson.trees.items():
        cell = lesson.code[index]
        if _only_shows(tree) and not ipython_lines(cell.source) and not storing.fold(cell):
            yield (
                index,
                "This cell shows something of the course, and its code is of no use to most. "
                "Begin it with a caption that says what to do, '# Pose the leg: run this cell'.",
            )


def _only_shows(tree: ast.Module) -> bool:
    """Whether a cell ends in what a function of the course gives, and asks for no answer."""
    from_the_course = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lessons_lib")
        for alias in node.names
    }
    last = tree.body[-1] if tree.body else None
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return False
    called = last.value.func
    while isinstance(called, ast.Attribute):
        called = called.value
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return isinstance(called, ast.Name) and called.id in from_the_course and "answer" not in names


def definitions(lesson: Lesson) -> Iterator[Trouble]:
    """No functions or classes in notebooks."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    for index, tree in lesson.trees.items():
        if any(isinstance(node, kinds) for node in ast.walk(tree)):
            yield index, "This cell defines a function or a class. Move it into lessons_lib."


def semicolons(lesson: Lesson) -> Iterator[Trouble]:
    """No semicolons."""
    for index in lesson.trees:
        reader = io.StringIO(python(lesson.code[index].source)).readline
        if any(one.string == ";" for one in tokenize.generate_tokens(reader)):
            yield (
                index,
                "This cell has a semicolon. Put each statement on a line of its own; to show "
                "nothing, give the value a name, for instance '_ = ...'.",
            )


RULES: Rules = (
    prose,
    syntax,
    magics,
    code_length,
    captions,
    definitions,
    semicolons,
)
