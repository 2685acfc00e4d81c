"""A quiz to answer in the page: feedback on every choice, and as many tries as one likes."""

from dataclasses import asdict
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.widget import CourseWidget, web
from lessons_lib.data import quizzes


class QuizWidget(CourseWidget):
    """The questions of a lesson; answers are judged in the browser and never leave it."""

    _esm = web("quiz.js")
    _css = web("quiz.css")
    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def words(self) -> str:
        """Questions and options as plain text, for a page without widgets."""
        return "\n\n".join(
            "\n".join(
                [f"{number}. {question['text']}"]
                + [f"   ( ) {option['text']}" for option in question["options"]]
            )
            for number, question in enumerate(self.questions, start=1)
        )

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Questions with folded answers, for a page without widgets."""
        return {"text/html": f"<ol>{''.join(map(_question_html, self.questions))}</ol>"}, {}


def quiz(name: str) -> QuizWidget:
    """The quiz of a lesson, such as ``"04_hamstrings_and_pelvis"``; KeyError if there is none."""
    return QuizWidget(questions=[asdict(question) for question in quizzes.load(name).questions])


def course_quiz() -> QuizWidget:
    """One question for each objective of the course that has any, in the order of the lessons."""
    first = {
        question.objective: question
        for name in reversed(quizzes.names())
        for question in reversed(quizzes.load(name).questions)
    }
    return QuizWidget(questions=[asdict(first[objective]) for objective in sorted(first)])


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
