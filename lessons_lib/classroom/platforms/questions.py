"""What is asked of a lesson, as every platform gets it.

A question with options is the quiz's own (`lessons_lib.data.quizzes`). A question that asks for a
number is an exercise's sheet (`lessons_lib.data.sheets`); beside it may stand the same exercise
with other numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from lessons_lib.course import outline
from lessons_lib.course.exercises import as_written
from lessons_lib.course.exercises.numbers import varied
from lessons_lib.data import quizzes, sheets
from lessons_lib.data.quizzes import Question

COURSE = "Lower back pain after walking"

Sheet = Mapping[str, Any]


@dataclass(frozen=True)
class Lesson:
    """A lesson's questions.

    Attributes:
        name: what the platform calls it.
        choices: the quiz.
        numbers: for each exercise its sheet, and after it the same with other numbers.
    """

    name: str
    choices: Sequence[Question]
    numbers: Sequence[Sequence[Sheet]]


@dataclass(frozen=True)
class Answer:
    """An answer to a question for a number.

    Attributes:
        value: the middle of what is taken for it; None for anything that no answer before it took.
        margin: how far off it may be.
        right: whether it is right.
        says: what to tell somebody who gives it.
    """

    value: float | None
    margin: float
    right: bool
    says: str


def lessons(only: str = "", others: int = 0, seed: int = 1) -> list[Lesson]:
    """The lessons that ask something.

    Args:
        only: the two digits of one lesson; else all.
        others: how often at most an exercise is asked again with other numbers.
        seed: of the lot that draws them.
    """

    def forms(key: str) -> list[Sheet]:
        return [sheets.load(key), *varied(as_written()[key], others, seed)]

    return [
        Lesson(
            f"Lesson {one.number}: {one.title}",
            quizzes.load(one.stem).questions if one.stem in quizzes.names() else (),
            [forms(key) for key in sheets.names() if key[:2] == one.stem[:2]],
        )
        for one in outline.lessons()
        if only in ("", one.stem[:2])
    ]


def named(forms: Sequence[Sheet]) -> Iterator[tuple[str, Sheet]]:
    """The forms of an exercise with their names, ``04-slope`` and then ``04-slope-1``."""
    for place, one in enumerate(forms):
        yield f"{one['id']}-{place}" if place else one["id"], one


_FAR = 1e6
_NEARLY_ZERO = 1e-4
"""Both as parts of the right value. A platform knows no answer without an end."""


def answers(sheet: Sheet) -> Iterator[Answer]:
    """The answers to an exercise; as on its sheet, the first that holds counts."""
    *told, last = sheet["answers"]
    size = abs(right_value(sheet))
    for one in told:
        low = -_FAR * size if one["from"] is None else max(one["from"], -_FAR * size)
        high = _FAR * size if one["to"] is None else min(one["to"], _FAR * size)
        # Zero is no side of itself; a platform's rounding would make it one.
        if one["from"] is None and abs(high) < _NEARLY_ZERO * size:
            high = -_NEARLY_ZERO * size
        if one["to"] is None and abs(low) < _NEARLY_ZERO * size:
            low = _NEARLY_ZERO * size
        yield Answer((low + high) / 2, (high - low) / 2, one["right"], one["says"])
    yield Answer(None, 0.0, last["right"], last["says"])


def right_value(sheet: Sheet) -> float:
    """The right answer to an exercise: the middle of the first interval of its sheet."""
    first = sheet["answers"][0]
    return float((first["from"] + first["to"]) / 2)


def slips(sheet: Sheet) -> list[str]:
    """What those are told whose wrong answer is known by its size, each once."""
    right = right_value(sheet)
    found: list[str] = []
    for one in sheet["answers"]:
        low, high = one["from"], one["to"]
        known = low is not None and high is not None and not low <= right <= high
        # The same slip with the other sign is told in the same words, and some more.
        if known and not any(one["says"].startswith(words) for words in found):
            found.append(one["says"])
    return found


def asked(sheet: Sheet) -> str:
    """An exercise in HTML: what is asked, and what one has to know for it."""
    rows = "".join(
        f"<tr><td>{_safe(words)}</td><td>{_safe(value)}</td></tr>"
        for words, value in sheet["given"]
    )
    return f"<p>{_safe(sheet['prompt'])}</p>" + (f"<table>{rows}</table>" if rows else "")


def way(sheet: Sheet) -> str:
    """The worked solution of an exercise, in HTML."""
    return f"<p>{_safe(sheet['working'])}</p><p>{_safe(sheet['why'])}</p>"


def paragraph(words: str) -> str:
    """Plain words in HTML."""
    return f"<p>{_safe(words)}</p>"


def number(value: float) -> str:
    """A number as platforms read it: some take no exponent.

    >>> number(1800.0), number(9.7e-05)
    ('1800', '0.000097')
    """
    return f"{Decimal(f'{value:.12g}'):f}"


def _safe(words: str) -> str:
    return escape(words, quote=False)
