"""The quizzes: questions as data, one TOML file a lesson.

    [[questions]]
    id = "04-sign"                # unique in the file
    objective = "04a"             # the objective of the lesson that it serves
    kind = "one"                  # one right option, or "several" (one or more)
    text = "..."
    keep_order = true             # only where the order of the options has a meaning

    [[questions.options]]
    text = "..."
    right = true                  # left out where it is wrong
    feedback = "..."              # what this choice shows; every option has it

Options are shown in another order than the file's, since whoever writes them puts the right one
where it comes to mind. It is the same for everybody and each time.

>>> [question.objective for question in load("00_start_here").questions]
['00a', '00a', '00a', '00a', '00a', '00b', '00c']
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files("lessons_lib.data.quizzes")
_KINDS = ("one", "several")
_FEWEST, _MOST = 2, 6
_QUESTION_KEYS = {"id", "objective", "kind", "text", "keep_order", "options"}
_OPTION_KEYS = {"text", "right", "feedback"}


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what choosing it shows."""

    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with 2 to 6 options: exactly one right ("one") or at least one ("several").

    The options stand in the order in which they are shown.
    """

    id: str
    objective: str
    kind: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Quiz:
    """The questions at the end of a lesson."""

    name: str
    questions: tuple[Question, ...]


@cache
def names() -> tuple[str, ...]:
    """The names of all quizzes, in the order of the lessons."""
    found = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(file.removesuffix(".toml") for file in found if file.endswith(".toml")))


@cache
def load(name: str) -> Quiz:
    """Quiz `name`; KeyError with the names there are if it is not one of them."""
    if name not in names():
        raise KeyError(f"there is no quiz '{name}'; the quizzes are: {', '.join(names())}")
    return parse(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def everything() -> Mapping[str, Question]:
    """Every question of the course, by its id."""
    return {one.id: one for name in names() for one in load(name).questions}


def parse(name: str, text: str) -> Quiz:
    """The quiz written in `text`; ValueError with every trouble that `troubles` finds."""
    raw = tomllib.loads(text)
    found = list(troubles(raw))
    if found:
        raise ValueError(f"quiz '{name}' cannot be used: {' '.join(found)}")
    return Quiz(name, tuple(_question(one) for one in raw["questions"]))


def troubles(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a quiz as read from its file, a sentence each; nothing if it is sound."""
    questions = raw.get("questions", [])
    if not questions:
        yield "It has no [[questions]]."
    ids = Counter(question.get("id") for question in questions)
    yield from (f"Two questions have the id '{key}'." for key, n in ids.items() if n > 1)
    for place, question in enumerate(questions, start=1):
        name = question.get("id") or f"number {place}"
        yield from (f"Question {name}: {trouble}" for trouble in _troubles(question))


def _troubles(question: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "text"):
        if not str(question.get(key, "")).strip():
            yield f"it needs '{key}'."
    if not re.fullmatch(r"\d\d[a-z]", str(question.get("objective", ""))):
        yield "its objective must look like 04a."
    if not isinstance(question.get("keep_order", False), bool):
        yield "its keep_order must be true or left out."
    kind, options = question.get("kind"), question.get("options", [])
    if kind not in _KINDS:
        yield f"its kind must be one of: {', '.join(_KINDS)}."
    if not _FEWEST <= len(options) <= _MOST:
        yield f"it has {len(options)} options; {_FEWEST} to {_MOST} are allowed."
    right = sum(option.get("right") is True for option in options)
    if (kind == "one" and right != 1) or (kind == "several" and right < 1):
        wanted = "exactly one option" if kind == "one" else "one option or more"
        yield f"{right} of its options are right; its kind asks for {wanted}."
    texts = Counter(str(option.get("text", "")).strip() for option in options)
    yield from (f"two options say '{text}'." for text, n in texts.items() if n > 1)
    for key in question.keys() - _QUESTION_KEYS:
        yield f"it has '{key}', which means nothing here."
    for place, option in enumerate(options, start=1):
        for key in ("text", "feedback"):
            if not str(option.get(key, "")).strip():
                yield f"option {place} needs '{key}'."
        for key in option.keys() - _OPTION_KEYS:
            yield f"option {place} has '{key}', which means nothing here."


def _question(raw: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in raw["options"])
    told = {key: raw[key] for key in ("id", "objective", "kind", "text")}
    return Question(
        options=options if raw.get("keep_order") else _mixed(raw["id"], options), **told
    )


def _mixed(question_id: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options in an order that depends on the question's id and their number, and no words."""

    def lot(place: int) -> bytes:
        return hashlib.sha256(f"order {question_id} {place}".encode()).digest()

    return tuple(options[place] for place in sorted(range(len(options)), key=lot))
