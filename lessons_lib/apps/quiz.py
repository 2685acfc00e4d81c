"""A quiz to answer in the page: feedback on every choice, and as many tries as one likes."""

from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from itertools import chain, groupby, islice, zip_longest
from typing import Any

import traitlets

from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import quizzes
from lessons_lib.data.items import title_of

COME_BACK = 3
"""How many questions of older lessons open a later one."""

MOST_AT_HAND = 30
"""Among how many they are chosen."""


class QuizWidget(RememberingWidget):
    """Questions whose answers are judged in the browser.

    Attributes:
        questions: all that can be asked.
        picks: how many of them are asked, those that are due; 0 for all.
    """

    _page = "quiz"
    wanted_for = "to answer here"
    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    picks = traitlets.Int().tag(sync=True)

    def words(self) -> str:
        """Questions and options as plain text, for a page without widgets."""
        return "\n\n".join(
            part
            for title, questions in _by_lesson(self._asked())
            for part in ([title] if title else []) + [_words(*one) for one in questions]
        )

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Questions with folded answers, for a page without widgets."""
        lists = (
            (title, questions[0][0], "".join(_question_html(one) for _, one in questions))
            for title, questions in _by_lesson(self._asked())
        )
        html = "".join(
            f"{f'<p><b>{escape(title)}</b></p>' if title else ''}"
            f"<ol{f' start={first}' if first > 1 else ''}>{items}</ol>"
            for title, first, items in lists
        )
        return {"text/html": html}, {}

    def _asked(self) -> list[dict[str, Any]]:
        """What is asked of somebody of whom nothing is remembered."""
        return self.questions[: self.picks] if self.picks else self.questions


def quiz(name: str) -> QuizWidget:
    """The quiz of a lesson, such as ``"04_hamstrings_and_pelvis"``; KeyError if there is none."""
    return QuizWidget(questions=[asdict(question) for question in quizzes.load(name).questions])


_REVIEW = "10_review"
"""The lesson that ends with the quiz of the whole course."""


def course_quiz() -> QuizWidget:
    """A question for each objective of the lessons before the review's, folded by lesson.

    An objective that only exercises serve has none; the review's quiz stands on the same page.
    """
    earlier = [name for name in quizzes.names() if name < _REVIEW]
    return QuizWidget(questions=[one for name in earlier for one in _one_per_objective(name)])


def from_before(name: str) -> QuizWidget:
    """Three questions from lessons before `name`, such as ``"04_hamstrings_and_pelvis"``.

    Where the learner lets the course remember, those come back that were wrong, then those that
    were right longest ago. Of somebody else it asks a question of each of the last lessons.
    """
    earlier = quizzes.names()[: quizzes.names().index(name)]
    lessons = [_one_per_objective(one) for one in reversed(earlier)]
    turns = chain.from_iterable(zip_longest(*lessons))
    questions = islice((one for one in turns if one is not None), MOST_AT_HAND)
    return QuizWidget(questions=list(questions), picks=COME_BACK)


def _one_per_objective(name: str) -> list[dict[str, Any]]:
    """The first question of each objective of a lesson, in order, with the lesson's title."""
    first = {one.objective: one for one in reversed(quizzes.load(name).questions)}
    return [asdict(first[key]) | {"lesson": _title(name)} for key in sorted(first)]


def _title(name: str) -> str:
    """The lesson of a quiz, in words.

    >>> _title("04_hamstrings_and_pelvis")
    'Lesson 4: Hamstrings and pelvis'
    """
    return f"Lesson {int(name.partition('_')[0])}: {title_of(name)}"


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
