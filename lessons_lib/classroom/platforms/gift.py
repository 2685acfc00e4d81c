"""GIFT, a text that Moodle and several other platforms read.

https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator, Sequence

from lessons_lib.classroom.platforms import moodle, questions
from lessons_lib.classroom.platforms.questions import Lesson, Sheet
from lessons_lib.data.quizzes import Question

FILE = "gift.txt"
MARK = b"// Written by start.py export"


def document(lessons: Sequence[Lesson]) -> bytes:
    """The questions of some lessons, a category for each."""
    return "\n\n".join([MARK.decode(), *_parts(lessons), ""]).encode()


def _parts(lessons: Sequence[Lesson]) -> Iterator[str]:
    for lesson in lessons:
        yield f"$CATEGORY: {moodle.category(lesson.name)}"
        yield from map(_choice, lesson.choices)
        for forms in lesson.numbers:
            if len(forms) > 1:
                yield f"$CATEGORY: {moodle.category(lesson.name, forms[0]['title'])}"
            yield from (_number(one, name) for name, one in questions.named(forms))
            if len(forms) > 1:
                yield f"$CATEGORY: {moodle.category(lesson.name)}"


def _choice(asked: Question) -> str:
    lines = [f"::{_safe(asked.id)}::[html]{_safe(questions.paragraph(asked.text))}{{"]
    for option, share in zip(asked.options, moodle.shares(asked), strict=True):
        one = asked.kind == "one"
        sign = ("=" if option.right else "~") if one else f"~%{share}%"
        words, feedback = map(questions.paragraph, (option.text, option.feedback))
        lines.append(f"\t{sign}{_safe(words)}#{_safe(feedback)}")
    return "\n".join([*lines, "}"])


def _number(sheet: Sheet, name: str) -> str:
    title = f"{name} {sheet['title']}"
    lines = [f"::{_safe(title)}::[html]{_safe(questions.asked(sheet))}{{#"]
    for one in questions.answers(sheet):
        says = _safe(questions.paragraph(one.says))
        share = 100 if one.right else 0
        held = "" if one.value is None else ":".join(map(questions.number, (one.value, one.margin)))
        lines.append(f"\t=%{share}%{held}#{says}" if held else f"\t~#{says}")
    return "\n".join([*lines, f"\t####{_safe(questions.way(sheet))}", "}"])


def _safe(words: str) -> str:
    return re.sub(r"([\\#=~{}:])", r"\\\1", words)
