"""What an exercise is, and its sheet: the answers that are worth a word, as intervals.

Here the solution and the slips have their home, as functions that compute them. The sheet that is
made of them is plain data, so that a page judges without Python (``lessons_lib.data.sheets``).
"""

import inspect
import math
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lessons_lib.course.exercises.units import unit_of

Words = Callable[..., str] | str
"""A text, or what says it; in an exercise with other numbers, with their names in braces."""

_ROUNDED = 0.0035
_CONVERTED = 0.005
_NEAR = 0.03
_TYPED = 0.0004
_PER_DEGREE = math.pi / 180


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people arrive at, and what to tell them.

    Attributes:
        answer: the wrong answer, or what computes it.
        feedback: what to tell somebody who gives it.
        tolerance: how far off it may be and still be taken for this one, as a part of it. Small, so
            that no other number is taken for it: who is told of a slip has to have made it.
    """

    answer: Callable[..., float] | float
    feedback: Words
    tolerance: float = _ROUNDED

    @property
    def value(self) -> float:
        """The wrong answer."""
        return _value(self.answer)

    @property
    def says(self) -> str:
        """The feedback, for the exercise's own numbers."""
        return _words(self.feedback)


@dataclass(frozen=True)
class Rounded:
    """An answer that the lesson itself gives in round numbers: right, with a word on it."""

    answer: Callable[..., float] | float
    note: str

    @property
    def value(self) -> float:
        """The round number."""
        return _value(self.answer)


def _value(answer: Callable[..., float] | float) -> float:
    return float(answer() if callable(answer) else answer)


def _words(words: Words) -> str:
    return words if isinstance(words, str) else words()


@dataclass(frozen=True)
class Exercise:
    """A question with one number as its answer.

    Attributes:
        id: its name, such as "04-slope".
        objective: the objective of the lesson that it serves, such as "04a".
        title: a few words.
        prompt: the question, short; the unit of the answer is in it.
        unit: the unit of the answer: m, mm, deg, rad, %, N, Nm, points, min, ratio, or what is
            counted, such as "people".
        solve: the worked solution in Python; its source is what the learner gets to read. Its
            parameters, if any, are the numbers of the question.
        working: the same by hand, or a function that says it; it ends in the result.
        why: a paragraph on the result.
        hint: where to begin.
        given: a function that says what one has to know for it and cannot reckon by hand.
        tolerance: how far off a right answer may be, as a part of the right value.
        mistakes: wrong answers of this exercise alone; units and signs are recognised anyway.
        rounded: answers that are right in round numbers.
        signed: whether the sign of the answer is part of the question.
        converts: whether converting its unit is the question, so that no other unit is taken.
        angles: whether degrees and radians can be mixed up on the way to it.
        numbers: what the parameters of `solve` may be for the same exercise with other numbers
            (`lessons_lib.course.exercises.numbers`).
    """

    id: str
    objective: str
    title: str
    prompt: Words
    unit: str
    solve: Callable[..., float]
    working: Words
    why: Words
    hint: Words = ""
    given: Callable[..., Mapping[str, str]] | None = None
    tolerance: float = 0.01
    mistakes: tuple[Mistake, ...] = ()
    rounded: tuple[Rounded, ...] = ()
    signed: bool = False
    converts: bool = False
    angles: bool = False
    numbers: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def sheet(exercise: Exercise) -> dict[str, Any]:
    """All that is needed to set, judge and explain an exercise, as plain data.

    Args:
        exercise: one whose texts and functions ask for no number any more.
    """
    unit = unit_of(exercise.unit)
    right = float(exercise.solve())
    solved_by = exercise.solve.func if isinstance(exercise.solve, partial) else exercise.solve
    given = exercise.given() if exercise.given else {}
    return {
        "id": exercise.id,
        "objective": exercise.objective,
        "title": exercise.title,
        "prompt": _words(exercise.prompt),
        "hint": _words(exercise.hint),
        "given": [list(pair) for pair in given.items()],
        "unit": unit.sign,
        "unit_words": unit.words,
        "units": {
            word: factor
            for word, factor in unit.spellings.items()
            if factor == 1 or not exercise.converts
        },
        "any_unit": unit.counts,
        "answers": list(_answers(exercise, right)),
        "result": shown(right, unit.sign),
        "working": _words(exercise.working),
        "why": _words(exercise.why),
        "code": textwrap.dedent(inspect.getsource(solved_by)).rstrip(),
    }


def shown(value: float, sign: str) -> str:
    """A result in three digits, with its unit.

    >>> shown(1040.0, "N"), shown(-0.05774, "m"), shown(43.8, "°")
    ('1040 N', '−0.0577 m', '43.8°')
    """
    digits = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    space = "" if sign in {"", "°"} else " "
    return f"{digits}{space}{sign}".replace("-", "−")


def _answers(exercise: Exercise, right: float) -> Iterator[dict[str, Any]]:
    """Intervals of answers, the most telling first; the last ones leave nothing over."""
    unit = unit_of(exercise.unit)
    result = f"{shown(right, unit.sign)}. {_words(exercise.why)}"
    known = list(_known(exercise, right, result))
    yield from known
    in_two_digits = float(f"{right:.2g}")
    near = abs(in_two_digits - right) < _NEAR * abs(right)
    if near and not unit.counts and not any(_holds(one, in_two_digits) for one in known):
        says = f"Right, in two digits. To three: {result}"
        yield _about(in_two_digits, _TYPED, says, right=True)
    yield from _directions(exercise, right)


def _known(exercise: Exercise, right: float, result: str) -> Iterator[dict[str, Any]]:
    """The right answer, and those that are known to be given in its place."""
    unit = unit_of(exercise.unit)
    yield _about(right, exercise.tolerance, result, right=True)
    for round_number in exercise.rounded:
        says = f"{round_number.note} {result}"
        yield _about(round_number.value, _ROUNDED, says, right=True)
    for mistake in exercise.mistakes:
        yield _about(mistake.value, mistake.tolerance, mistake.says)
    if not exercise.signed:
        for mistake in exercise.mistakes:
            yield _about(-mistake.value, mistake.tolerance, mistake.says)
    slips = [*unit.slips, *(_ANGLES if exercise.angles else ())]
    for factor, feedback in slips:
        yield _about(factor * right, _CONVERTED, feedback)
    if exercise.signed:
        yield _about(-right, exercise.tolerance, _SIGN)
        for factor, feedback in slips:
            yield _about(-factor * right, _CONVERTED, f"{feedback} {_SIGN_TOO}")
    else:
        yield _about(-right, exercise.tolerance, "The size is right. Leave the minus out.")


def _holds(answer: Mapping[str, Any], value: float) -> bool:
    """Whether an interval with two ends holds a value."""
    return bool(answer["from"] <= value <= answer["to"])


def _directions(exercise: Exercise, right: float) -> Iterator[dict[str, Any]]:
    """Which way it is to the right answer, for whatever else is said."""
    other_side = "Neither sign nor size fit yet. Begin with the sign: which way is positive here?"
    below = "That is below 0, and the answer lies above it."
    if not unit_of(exercise.unit).counts:
        near = max(3 * exercise.tolerance, _NEAR)
        says = (
            "Nearly. If you rounded on the way, keep all digits until the end; else check a step."
        )
        yield _about(right, near, says)
    about = "That is" if right > 0 else "Without its sign that is"
    small, large = (
        f"{about} too {size}. Go through it step by step, with the unit written at each."
        for size in ("small", "large")
    )
    lower, higher = (small, large) if right > 0 else (large, small)
    if right > 0:
        yield _between(None, -5e-324, other_side if exercise.signed else below)
    else:
        yield _between(5e-324, None, other_side)
    yield _between(None, right, lower)
    yield _between(right, None, higher)


def _about(value: float, tolerance: float, says: str, *, right: bool = False) -> dict[str, Any]:
    margin = tolerance * abs(value)
    return _between(value - margin, value + margin, says, right=right)


def _between(
    low: float | None, high: float | None, says: str, *, right: bool = False
) -> dict[str, Any]:
    return {"from": low, "to": high, "right": right, "says": says}


_SIGN = "The size is right and the sign is wrong. Ask which way positive is here."
_SIGN_TOO = "The sign is the other way round, too."
_ANGLES = (
    (
        _PER_DEGREE,
        "It is off by a factor of π/180. Here an angle in degrees stands where radians belong.",
    ),
    (
        1 / _PER_DEGREE,
        "It is off by a factor of 180/π. An angle seems to be converted the wrong way or twice.",
    ),
)
