"""How an answer is judged, whatever it is: never with an error, always with a next step.

Numbers and text are judged by the exercise's sheet, exactly as the page does it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from lessons_lib.apps.widget import style
from lessons_lib.course.exercises.reading import NotReadError, read
from lessons_lib.stage.style import PALETTE

Sheet = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class Judgement:
    """What `check` says; `right` is True, False, or None while there is no answer yet."""

    exercise_id: str
    right: bool | None
    sentence: str

    def __repr__(self) -> str:
        sign, word, _ = _LOOK[self.right]
        return f"{sign} {self.exercise_id}. {word}: {self.sentence}"

    def _repr_html_(self) -> str:
        sign, word, colour = _LOOK[self.right]
        shade = PALETTE[colour]
        return (
            f"{style('exercise/answer.css')}"
            f'<p class="ll-answer" style="--light: {shade.light}; --dark: {shade.dark}">'
            f"{sign} {escape(self.exercise_id)}. <b>{word}:</b> "
            f"{escape(self.sentence, quote=False)}</p>"
        )


_LOOK = {
    True: ("✓", "Right", "green"),
    False: ("✗", "Not yet", "orange"),
    None: ("○", "Not answered yet", "muted"),
}


@dataclass(frozen=True, repr=False)
class Solution:
    """A worked solution: the question, the way by hand and in Python, and what it means."""

    sheet: Sheet

    @property
    def code(self) -> str:
        """The source of the function that computes the right value."""
        return str(self.sheet["code"])

    def __repr__(self) -> str:
        one = self.sheet
        code = "\n".join(f"    {line}".rstrip() for line in self.code.splitlines())
        return (
            f"{one['prompt']}\n\n{one['working']}\n\n{code}\n\n"
            f"Result: {one['result']}\n\n{one['why']}"
        )

    def _repr_html_(self) -> str:
        one = {key: escape(str(value), quote=False) for key, value in self.sheet.items()}
        return (
            f"<p>{one['prompt']}</p><p>{one['working']}</p><pre><code>{one['code']}</code></pre>"
            f"<p><b>Result:</b> {one['result']}</p><p>{one['why']}</p>"
        )


def judge(sheet: Sheet, answer: object) -> Judgement:
    """What to say to `answer`, whatever it is; nothing that a learner can hand over raises."""
    if answer is None or answer is ...:
        return Judgement(
            sheet["id"], None, "Write your answer in place of None and run the cell again."
        )
    try:
        numbers = _numbers(sheet, answer)
    except NotReadError as error:
        return Judgement(sheet["id"], False, str(error))
    found = [_told(sheet, number) for number in numbers]
    best = next((one for one in found if one["right"]), found[0])
    return Judgement(sheet["id"], best["right"], best["says"])


def _told(sheet: Sheet, number: float) -> Mapping[str, Any]:
    """The first of the sheet's answers that holds the number; its last ones leave nothing over."""
    answers: list[Mapping[str, Any]] = sheet["answers"]
    return next(
        one
        for one in answers
        if (one["from"] is None or one["from"] <= number)
        and (one["to"] is None or number <= one["to"])
    )


def _numbers(sheet: Sheet, answer: object) -> list[float]:
    """The numbers that an answer may mean."""
    unit = sheet["unit_words"]
    try:
        if isinstance(answer, str):
            return read(answer, sheet["units"], unit, any_unit=sheet["any_unit"])
        return [_number(answer)]
    except NotReadError as error:
        said = str(error)
    except Exception:
        said = f"This asks for one number, and got something of type '{type(answer).__name__}'."
    raise NotReadError(said if isinstance(answer, str) else f"{said} The unit is {unit}.")


def _number(answer: object) -> float:
    if isinstance(answer, bool | np.bool_):
        raise NotReadError("That is a yes or no. Write the number itself.")
    array = np.asarray(answer)
    if isinstance(answer, tuple) and array.size == 2:
        raise NotReadError(
            "In Python a comma makes two numbers of one. Write it with a point, such as 20.6."
        )
    if array.size != 1:
        raise NotReadError(f"This asks for one number, and got {array.size}.")
    if array.dtype.kind not in "iufO":
        raise NotReadError(f"This asks for a real number, and got one of type '{array.dtype}'.")
    value = float(array.item())
    if math.isnan(value):
        raise NotReadError(
            "The result is 'nan', which is no number. Look for a division of 0 by 0."
        )
    if math.isinf(value):
        raise NotReadError("The result is infinite. Look for a division by 0.")
    return value
