"""What the course may remember of a learner: which items there are, and what fits each.

An item is called by its kind and its id: ``prediction/04-tilted``, ``quiz/04-sign``,
``exercise/04-slope``, ``own/leg_raise_deg``. Each id stands in one of the course's tables. Nothing
else can be remembered: no sign of the safety check and nothing of the tracker is an item, and a
value holds places, numbers and yes or no. The one text is what was typed as an exercise's answer.
What was answered first is kept beside what was answered last: feedback mends a misunderstanding
before a class could talk about it.

>>> fits("quiz/04-sign", {"chosen": [1], "right": True, "tries": 1, "day": "2026-11-29"})
True
>>> fits("quiz/04-sign", {"chosen": [1], "right": True, "tries": 1, "note": "it hurts"})
False
"""

import datetime
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from lessons_lib.data import predictions, quizzes, sheets
from lessons_lib.data.own_numbers import own_numbers

MOST_TRIES = 9999
MOST_TYPED = 60
_TYPED = re.compile(
    r"[\d\s.,+\-−/*()]*\d[\d\s.,+\-−/*()]*(?:[eE][+\-−]?\d+)?\s*[A-Za-z°%/²³ ]{0,20}"
)
"""What an answer to an exercise looks like: a number, perhaps with a unit."""


def fits(item: str, value: object) -> bool:
    """Whether `item` is one of the course, and `value` something that can be known of it."""
    kind, _, key = item.partition("/")
    if kind not in _FITS or not isinstance(value, dict):
        return False
    facts = dict(value)
    day = facts.pop("day", None)
    return (day is None or _is_day(day)) and _FITS[kind](key, facts)


def items_of(lesson: str) -> list[str]:
    """The items of a lesson by the name of its notebook, in the order in which it asks them.

    >>> items_of("00_start_here")[:2]
    ['prediction/00-hip-at-landing', 'exercise/00-evening-walk']
    """
    asked = predictions.load(lesson) if lesson in predictions.names() else ()
    questions = quizzes.load(lesson).questions if lesson in quizzes.names() else ()
    return [
        *(f"prediction/{one.id}" for one in asked),
        *(f"exercise/{key}" for key in sheets.names() if key[:2] == lesson[:2]),
        *(f"quiz/{one.id}" for one in questions),
    ]


@cache
def edition() -> str:
    """What the answers of this course mean, as a few digits: others where a question has changed.

    An answer is a place among options, or a number: it says something only to who has the same
    questions.
    """
    quiz = [
        [key, [[option.text, option.right] for option in one.options]]
        for key, one in quizzes.everything().items()
    ]
    ranges = [
        [key, [[one["from"], one["to"], one["right"]] for one in sheets.load(key)["answers"]]]
        for key in sheets.names()
    ]
    return hashlib.sha256(json.dumps([quiz, ranges]).encode()).hexdigest()[:12]


def title_of(lesson: str) -> str:
    """The title of a lesson by the name of its notebook.

    >>> title_of("07_exercises")
    'The three movements'
    """
    return _titles()[lesson]


@cache
def _titles() -> Mapping[str, str]:
    """The title of each lesson by the name of its notebook."""
    text = (files("lessons_lib.data") / "course.toml").read_text(encoding="utf-8")
    return {one["stem"]: one["title"] for one in tomllib.loads(text)["lessons"]}


def _prediction(key: str, facts: Mapping[str, Any]) -> bool:
    known = predictions.everything().get(key)
    return known is not None and known.takes(facts)


def _quiz(key: str, facts: Mapping[str, Any]) -> bool:
    match dict(facts):
        case {"chosen": chosen, "right": bool(), "tries": tries, **rest}:
            first = rest.pop("first", chosen)
            question = quizzes.everything().get(key)
            count = len(question.options) if question else 0
            return not rest and _choice(chosen, count) and _choice(first, count) and _tries(tries)
    return False


def _choice(chosen: object, count: int) -> bool:
    """Whether it is a choice among so many options: the places of some, each once."""
    if not isinstance(chosen, list) or count == 0:
        return False
    return all(_whole(one) and 0 <= one < count for one in chosen) and (
        len(set(chosen)) == len(chosen)
    )


def _exercise(key: str, facts: Mapping[str, Any]) -> bool:
    match dict(facts):
        case {"typed": typed, "right": bool(), "tries": tries, **rest}:
            known = key in sheets.names() and _number(typed) and _number(rest.pop("first", typed))
            return known and not rest and _tries(tries)
    return False


def _number(typed: object) -> bool:
    """Whether it is a text that looks like an answer to an exercise."""
    short = isinstance(typed, str) and len(typed) <= MOST_TYPED
    return short and _TYPED.fullmatch(str(typed)) is not None


def _own(key: str, facts: Mapping[str, Any]) -> bool:
    known = own_numbers().get(key)
    match dict(facts):
        case {"value": int() | float() as value, **rest} if known and not rest:
            return not isinstance(value, bool) and known.low <= value <= known.high
    return False


_FITS = {"prediction": _prediction, "quiz": _quiz, "exercise": _exercise, "own": _own}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _tries(value: object) -> bool:
    return isinstance(value, int) and _whole(value) and 0 <= value <= MOST_TRIES


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("2026-11-29"):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
