"""The exercises as data: what is asked, and what each answer is told, so that a page can judge.

A sheet is plain JSON. It is generated from ``lessons_lib.course.exercises``, where solutions and
slips are written, by ``python -m authoring sheets``; a test holds it to them.

    id, objective, title, prompt, hint   words; the hint may be empty
    given      pairs of words and value: what one has to know for it, from the models
    unit       how the unit is written after the number; empty where there is none
    unit_words the unit in words
    units      what may be written as its unit, without spaces, and its factor
    any_unit   whether other words after the number do no harm, since something is counted
    answers    in this order: from, to (null: no end), right, says. The first that holds counts
    result, working, why, code           the worked solution

>>> load("06-load")["unit"]
'N'
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "sheets.json"


@cache
def names() -> tuple[str, ...]:
    """The ids of all exercises, in the order of the lessons."""
    return tuple(_all())


def load(exercise_id: str) -> Mapping[str, Any]:
    """The sheet of an exercise; KeyError with a sentence if there is none."""
    try:
        return _all()[exercise_id]
    except KeyError:
        raise KeyError(
            f"there is no exercise '{exercise_id}'; the exercises are: {', '.join(names())}"
        ) from None


@cache
def _all() -> Mapping[str, Mapping[str, Any]]:
    text = files("lessons_lib.data").joinpath(FILE).read_text(encoding="utf-8")
    return {one["id"]: one for one in json.loads(text)}
