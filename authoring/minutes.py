"""How long a lesson takes: counted from what it has, by one rule for all of them.

Doing everything once was reckoned by hand for two lessons, *How we walk* and *Two weeks*: 65 to
76 minutes. The shares below give that back, and are this course's choice: people read faster than
this, but not sentences with numbers.
"""

import ast
import re
from collections.abc import Iterator

from authoring.reading import Lesson, strings
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

QUESTION_MINUTES = 0.75
STEP_MINUTES = 5
"""Minutes are said in fives."""

TO_DO = frozenset(MINUTES) - {"picture", "claim"} | {"quiz"}
"""What one does something with; a picture and a card are to look at."""

MOST_WORDS = 600
"""So many words stand between two things to do at most; folded ones are not counted."""

_FOLD = re.compile(r"<details>.*?</details>", re.DOTALL)


def minutes(lesson: Lesson) -> int:
    """How many minutes a newcomer needs who does all of it once; what is folded is not counted."""
    return in_fives(reckoned(lesson))


def in_fives(found: float) -> int:
    """Minutes as they are said."""
    return max(STEP_MINUTES, STEP_MINUTES * round(found / STEP_MINUTES))


def reckoned(lesson: Lesson, heading: str = "") -> float:
    """The minutes of a lesson, or of what stands under one of its headings."""
    found = 0.0
    for _, section, words, call in pieces(lesson):
        if heading and section != heading:
            continue
        found += words / WORDS_A_MINUTE
        if call:
            name, given = call
            found += MINUTES.get(name, 0) * (len(given) if name == "predict" else 1)
            if name == "quiz" and given and given[0] in quizzes.names():
                found += QUESTION_MINUTES * len(quizzes.load(given[0]).questions)
    return found


def stretches(lesson: Lesson) -> Iterator[tuple[int, int]]:
    """How many words stand before each thing to do, since the last one, with its cell."""
    words = 0
    for index, _, told, call in pieces(lesson):
        words += told
        if call and call[0] in TO_DO:
            yield index, words
            words = 0


def pieces(lesson: Lesson) -> Iterator[tuple[int, str, int, tuple[str, list[str]] | None]]:
    """Cell by cell up to the sources: its index, under which heading, its words, what it shows."""
    heading = ""
    for index, cell in enumerate(lesson.notebook.cells):
        if cell.cell_type == "markdown":
            for part in re.split(r"^(?=## )", _FOLD.sub("", cell.source), flags=re.MULTILINE):
                if part.startswith("## "):
                    heading = part.splitlines()[0].removeprefix("## ")
                if heading == "Sources":
                    return
                yield index, heading, len(part.split()), None
            continue
        tree = lesson.trees.get(index)
        last = tree.body[-1] if tree and tree.body else None
        call = last.value if isinstance(last, ast.Expr) else None
        if isinstance(call, ast.Call):
            yield index, heading, 0, (ast.unparse(call.func).split(".")[-1], strings(call))
