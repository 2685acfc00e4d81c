"""What an exercise is, and how an answer is judged: never with an error, always with a next step.

The right value is computed by the worked solution each time it is needed; it is stored nowhere.
"""

import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import numpy as np

from lessons_lib.apps.widget import style
from lessons_lib.stage.style import PALETTE

_CLOSE = 0.15
_PER_DEGREE = math.pi / 180


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people arrive at, computed by `answer`, and what to tell them."""

    answer: Callable[[], float]
    feedback: str


@dataclass(frozen=True)
class Exercise:
    """A question with one number as its answer.

    Attributes:
        id: its name, such as "04-slope".
        objective: the objective of the lesson that it serves, such as "04a".
        prompt: the question, short; the unit of the answer is in it.
        unit: the unit of the answer: m, mm, deg, rad, %, N, Nm, points or 1.
        solve: the worked solution; its source is what the learner gets to read.
        why: a paragraph on the result.
        tolerance: how far off a right answer may be, as a part of the right value.
        mistakes: wrong answers of this exercise alone; units and signs are recognised anyway.
    """

    id: str
    objective: str
    prompt: str
    unit: str
    solve: Callable[[], float]
    why: str
    tolerance: float = 0.01
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, repr=False)
class Judgement:
    """What `check` says; `right` is True, False, or None while there is no answer yet."""

    exercise: Exercise
    right: bool | None
    sentence: str

    def __repr__(self) -> str:
        sign, word, _ = _LOOK[self.right]
        return f"{sign} {self.exercise.id}. {word}: {self.sentence}"

    def _repr_html_(self) -> str:
        sign, word, colour = _LOOK[self.right]
        shade = PALETTE[colour]
        return (
            f"{style('exercises/answer.css')}"
            f'<p class="ll-answer" style="--light: {shade.light}; --dark: {shade.dark}">'
            f"{sign} {escape(self.exercise.id)}. <b>{word}:</b> "
            f"{escape(self.sentence, quote=False)}</p>"
        )


_LOOK = {
    True: ("✓", "Right", "green"),
    False: ("✗", "Not yet", "orange"),
    None: ("○", "Not answered yet", "muted"),
}


@dataclass(frozen=True, repr=False)
class Solution:
    """A worked solution: the question, the code, its result, and what that means."""

    exercise: Exercise

    @property
    def code(self) -> str:
        """The source of the function that computes the right value."""
        return textwrap.dedent(inspect.getsource(self.exercise.solve)).rstrip()

    def __repr__(self) -> str:
        one = self.exercise
        code = textwrap.indent(self.code, "    ")
        return f"{one.prompt}\n\n{code}\n\nResult: {_shown(one)}\n\n{one.why}"

    def _repr_html_(self) -> str:
        one = self.exercise
        return (
            f"<p>{escape(one.prompt, quote=False)}</p>"
            f"<pre><code>{escape(self.code, quote=False)}</code></pre>"
            f"<p><b>Result:</b> {_shown(one)}</p><p>{escape(one.why, quote=False)}</p>"
        )


def judge(exercise: Exercise, answer: object) -> Judgement:
    """What to say to `answer`, whatever it is; nothing that a learner can hand over raises."""
    if answer is None or answer is ...:
        return Judgement(
            exercise,
            None,
            f"{exercise.prompt} Put your number in place of None and run the cell again.",
        )
    value = _number(answer)
    if isinstance(value, str):
        return Judgement(exercise, False, f"{value} The unit is {_UNITS[exercise.unit]}.")
    right = float(exercise.solve())
    if _agree(value, right, exercise, right):
        return Judgement(exercise, True, f"{_shown(exercise)}.")
    for wrong, feedback in _wrong_answers(exercise, right):
        if _agree(value, wrong, exercise, right):
            return Judgement(exercise, False, feedback)
    return Judgement(exercise, False, _direction(value, right))


def _number(answer: object) -> float | str:
    """The answer as one finite number, or a sentence that says why it is none."""
    try:
        return _read(answer)
    except Exception:
        return f"This asks for one number, and got something of type '{type(answer).__name__}'."


def _read(answer: object) -> float | str:
    if isinstance(answer, str | bytes):
        return "That is text. Write the number without quotation marks, such as -0.25."
    if isinstance(answer, bool | np.bool_):
        return "That is a yes or no. Write the number itself."
    array = np.asarray(answer)
    if array.size != 1:
        return f"This asks for one number, and got {array.size}."
    if array.dtype.kind not in "iufO":
        return f"This asks for a real number, and got one of type '{array.dtype}'."
    return _finite(float(array.item()))


def _finite(value: float) -> float | str:
    if math.isnan(value):
        return "The result is 'nan', which is no number. Look for a division of 0 by 0."
    if math.isinf(value):
        return "The result is infinite. Look for a division by 0."
    return value


def _wrong_answers(exercise: Exercise, right: float) -> Iterator[tuple[float, str]]:
    """Wrong answers worth recognising, the most telling first, each with its feedback."""
    for mistake in exercise.mistakes:
        yield float(mistake.answer()), mistake.feedback
    for factor, feedback in _slips(exercise.unit):
        yield factor * right, feedback
    flip = "The sign is the other way round, too."
    yield -right, "The size is right and the sign is wrong. Ask which way positive is here."
    for factor, feedback in _slips(exercise.unit):
        yield -factor * right, f"{feedback} {flip}"


def _slips(unit: str) -> Iterator[tuple[float, str]]:
    """Factors by which units go wrong, alone and together with degrees for radians."""
    scales = list(_SCALES[unit])
    yield from scales
    if unit in {"rad", "deg"}:
        return
    yield _PER_DEGREE, f"{_ANGLE} Here an angle in degrees stands where radians belong."
    yield 1 / _PER_DEGREE, f"{_ANGLE} Here an angle seems to be converted the wrong way or twice."
    for factor, feedback in scales:
        yield factor * _PER_DEGREE, f"{feedback} And an angle is in degrees, not in radians."
        yield factor / _PER_DEGREE, f"{feedback} And an angle is converted the wrong way or twice."


_ANGLE = "It is off by a factor of π/180."
_SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "m": (
        (1000, "That looks like millimetres; the answer is asked in metres."),
        (1 / 1000, "It is 1000 times too small. Lengths here are in metres already."),
        (100, "That looks like centimetres; the answer is asked in metres."),
        (1 / 100, "It is 100 times too small. Lengths here are in metres already."),
    ),
    "mm": (
        (1 / 1000, "That looks like metres; the answer is asked in millimetres."),
        (1000, "It is 1000 times too large. Convert from metres to millimetres only once."),
        (1 / 10, "That looks like centimetres; the answer is asked in millimetres."),
        (10, "It is 10 times too large. Convert from metres to millimetres only once."),
    ),
    "rad": (
        (1 / _PER_DEGREE, "That looks like degrees; the answer is asked in radians."),
        (_PER_DEGREE, "It is π/180 times too small. Convert from degrees to radians only once."),
    ),
    "deg": (
        (_PER_DEGREE, "That looks like radians; the answer is asked in degrees."),
        (1 / _PER_DEGREE, "It is 180/π times too large. Convert to degrees only once."),
    ),
    "%": (
        (1 / 100, "That looks like a fraction; the answer is asked in percent."),
        (100, "It is 100 times too large. Convert to percent only once."),
    ),
    "N": (
        (1 / 1000, "That looks like kilonewtons; the answer is asked in newtons."),
        (1 / 9.81, "That looks like kilograms. A weight in newtons is the mass times 9.81."),
        (9.81, "It is 9.81 times too large. Multiply by gravity only once."),
    ),
    "Nm": (
        (100, "A length seems to be in centimetres; with metres, newtons give newton-metres."),
        (1000, "A length seems to be in millimetres; with metres, newtons give newton-metres."),
        (1 / 9.81, "A mass seems to stand for a weight. A weight in newtons is mass times 9.81."),
        (9.81, "It is 9.81 times too large. Multiply by gravity only once."),
    ),
    "points": (
        (10, "That looks like points of 100; the answer is asked in points of 10."),
        (1 / 10, "It is 10 times too small. Points of 0 to 10 are asked; do not convert."),
    ),
    "1": (
        (100, "That looks like percent; the answer is asked as a fraction."),
        (1 / 100, "It is 100 times too small. No percent are involved here."),
    ),
}

_UNITS = {
    "m": "metres",
    "mm": "millimetres",
    "deg": "degrees",
    "rad": "radians",
    "%": "percent",
    "N": "newtons",
    "Nm": "newton-metres",
    "points": "points of 0 to 10",
    "1": "none, a pure number",
}


def _agree(value: float, target: float, exercise: Exercise, right: float) -> bool:
    return math.isclose(value, target, rel_tol=exercise.tolerance, abs_tol=1e-6 * abs(right))


def _direction(value: float, right: float) -> str:
    if abs(value - right) <= _CLOSE * abs(right):
        return "Close, but not close enough. Keep all digits until the end, and check each step."
    if value * right < 0:
        return "Neither sign nor size fit yet. Begin with the sign: which way is positive here?"
    much = "large" if abs(value) > abs(right) else "small"
    return f"That is too {much}. Go through it step by step, with the unit written at each."


def _shown(exercise: Exercise) -> str:
    unit = "" if exercise.unit == "1" else f" {exercise.unit}"
    return f"{float(exercise.solve()):.3g}{unit}".replace("-", "−")
