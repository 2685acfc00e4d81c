"""How long a lesson takes: counted from what it has, by one rule for all of them and for classes.

Doing everything once was reckoned by hand for two lessons, *How we walk* and *Two weeks*: 65 to
76 minutes. The shares below give that back, and are this course's choice: people read faster than
this, but not sentences with numbers.

In a class hands are counted, somebody explains it to a neighbour, and two are late. A lesson of
four hours and a quarter, published for teachers, took six and a half when it was taught
(datacarpentry, r-socialsci): half as much again, which is what the higher number of a plan says.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from lessons_lib.data import quizzes

WORDS_A_MINUTE = 200

MINUTES = {
    "predict": 0.5,
    "explore": 3,
    "picture": 1,
    "claim": 0.7,
    "exercise": 4,
    "how_to": 1,
    "safety_check": 3,
    "claim_table": 5,
    "grade": 5,
    "sort": 3,
    "viewpoints": 4,
    "tracker": 6,
    "review": 5,
    "course_quiz": 30,
}
"""What each thing to do takes, by the function that shows it."""

DISCUSSION_MINUTES = 6
IN_A_CLASS = 1.5
"""So many times as long a class takes at most."""

QUESTION_MINUTES = 0.75
STEP_MINUTES = 5
"""Minutes are said in fives."""

TO_DO = frozenset(MINUTES) - {"picture", "claim"} | {"quiz"}
"""What one does something with; a picture and a card are to look at."""

MOST_WORDS = 600
"""So many words stand between two things to do at most; folded ones are not counted."""

_FOLD = re.compile(r"<details>.*?</details>", re.DOTALL)


class Cell(Protocol):
    """A cell of a notebook, as far as it is counted."""

    @property
    def is_code(self) -> bool:
        """Whether it is code; else it is text."""

    @property
    def source(self) -> str:
        """What is in it."""


def minutes(cells: Iterable[Cell]) -> int:
    """How many minutes a newcomer needs who does all of it once; what is folded is not counted."""
    return in_fives(reckoned(cells))


def in_fives(found: float) -> int:
    """Minutes as they are said."""
    return max(STEP_MINUTES, STEP_MINUTES * round(found / STEP_MINUTES))


def reckoned(cells: Iterable[Cell], heading: str = "") -> float:
    """The minutes of a lesson, or of what stands under one of its headings."""
    return sum(
        words / WORDS_A_MINUTE + (of(*call) if call else 0)
        for _, section, words, call in pieces(cells)
        if heading in ("", section)
    )


def of(name: str, given: Sequence[str]) -> float:
    """The minutes of a thing to do: the function that shows it, and the words that it is given."""
    if name == "quiz" and given and given[0] in quizzes.names():
        return QUESTION_MINUTES * len(quizzes.load(given[0]).questions)
    return MINUTES.get(name, 0) * (len(given) if name == "predict" else 1)


def stretches(cells: Iterable[Cell]) -> Iterator[tuple[int, int]]:
    """How many words stand before each thing to do, since the last one, with its cell."""
    words = 0
    for index, _, told, call in pieces(cells):
        words += told
        if call and call[0] in TO_DO:
            yield index, words
            words = 0


def pieces(
    cells: Iterable[Cell],
) -> Iterator[tuple[int, str, int, tuple[str, list[str]] | None]]:
    """Cell by cell up to the sources: its index, under which heading, its words, what it shows."""
    heading = ""
    for index, cell in enumerate(cells):
        if cell.is_code:
            if call := shown(cell.source):
                yield index, heading, 0, call
            continue
        for part in re.split(r"^(?=## )", _FOLD.sub("", cell.source), flags=re.MULTILINE):
            if part.startswith("## "):
                heading = part.splitlines()[0].removeprefix("## ")
            if heading == "Sources":
                return
            yield index, heading, len(part.split()), None


def strings(tree: ast.AST) -> list[str]:
    """Every string in a piece of code."""
    nodes = ast.walk(tree)
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def shown(source: str) -> tuple[str, list[str]] | None:
    """The function whose result a cell shows, and the words among its arguments."""
    try:
        last = ast.parse(source).body[-1:]
    except SyntaxError:  # a line that only IPython understands
        return None
    call = last[0].value if last and isinstance(last[0], ast.Expr) else None
    if not isinstance(call, ast.Call):
        return None
    return ast.unparse(call.func).split(".")[-1], strings(call)
