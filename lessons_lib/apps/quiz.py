"""A quiz to answer in the page: feedback on every choice, and as many tries as one likes."""

from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from itertools import groupby
from typing import Any

import traitlets

from lessons_lib.apps.widget import CourseWidget
from lessons_lib.data import quizzes


class QuizWidget(CourseWidget):
    """The questions of a lesson; answers are judged in the browser and never leave it."""

    _page = "quiz"
    wanted_for = "to answer here"
    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def words(self) -> str:
        """Questions and options as plain text, for a page without widgets."""
        return "\n\n".join(
            part
            for title, questions in _by_lesson(self.questions)
            for part in ([title] if title else []) + [_words(*one) for one in questions]
        )

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Questions with folded answers, for a page without widgets."""
        lists = (
            (title, questions[0][0], "".join(_question_html(one) for _, one in questions))
            for title, questions in _by_lesson(self.questions)
        )
        html = "".join(
            f"{f'<p><b>{escape(title)}</b></p>' if title else ''}"
            f"<ol{f' start={first}' if first > 1 else ''}>{items}</ol>"
            for title, first, items in lists
        )
        return {"text/html": html}, {}


def quiz(name: str) -> QuizWidget:
    """The quiz of a lesson, such as ``"04_hamstrings_and_pelvis"``; KeyError if there is none."""
    return QuizWidget(questions=[asdict(question) for question in quizzes.load(name).questions])


def course_quiz() -> QuizWidget:
    """A question for each objective of the lessons before the last one, folded by lesson.

    An objective that only exercises serve has none; the last lesson's quiz stands on the same page.
    """
    *earlier, _last = quizzes.names()
    first = {
        question.objective: asdict(question) | {"lesson": _title(name)}
        for name in reversed(earlier)
        for question in reversed(quizzes.load(name).questions)
    }
    return QuizWidget(questions=[first[objective] for objective in sorted(first)])


def _title(name: str) -> str:
    """The lesson of a quiz, in words.

    >>> _title("04_hamstrings_and_pelvis")
    'Lesson 4: hamstrings and pelvis'
    """
    number, _, words = name.partition("_")
    return f"Lesson {int(number)}: {words.replace('_', ' ')}"


def _by_lesson(
    questions: list[dict[str, Any]],
) -> Iterator[tuple[str, list[tuple[int, dict[str, Any]]]]]:
    """Numbered questions under the lesson that they name; under "" where they name none."""
    numbered = enumerate(questions, start=1)
    for title, group in groupby(numbered, lambda one: str(one[1].get("lesson", ""))):
        yield title, list(group)


def _words(number: int, question: dict[str, Any]) -> str:
    options = [f"   ( ) {option['text']}" for option in question["options"]]
    return "\n".join([f"{number}. {question['text']}", *options])


def _question_html(question: dict[str, Any]) -> str:
    options = "".join(f"<li>{escape(one['text'])}</li>" for one in question["options"])
    answers = "".join(
        f"<li><b>{'✓ Right' if one['right'] else '✗ Not right'}:</b> "
        f"{escape(one['text'])}<br>{escape(one['feedback'])}</li>"
        for one in question["options"]
    )
    return (
        f"<li><p>{escape(question['text'])}</p><ul>{options}</ul>"
        f"<details><summary>Answers to question {escape(question['id'])}</summary>"
        f"<ul>{answers}</ul></details></li>"
    )
