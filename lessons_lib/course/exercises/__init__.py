"""Exercises that say what is off, and show a worked solution on request.

>>> check("00-radians", ...)
○ 00-radians. Not answered yet: Write your answer in place of None and run the cell again.
>>> check("00-radians", "π/18").right
True
>>> check("00-radians", 10)
✗ 00-radians. Not yet: That looks like degrees; the answer is asked in radians.
"""

from collections.abc import Mapping
from functools import cache

from lessons_lib.apps import typed
from lessons_lib.course.exercises.exercise import Exercise
from lessons_lib.course.exercises.judging import Judgement, Solution, judge
from lessons_lib.course.exercises.numbers import with_numbers
from lessons_lib.data import sheets

__all__ = ["check", "exercises", "solution"]


@cache
def exercises() -> Mapping[str, Exercise]:
    """Every exercise by its id, in the order of the lessons, with its own numbers."""
    return {key: with_numbers(one) for key, one in as_written().items()}


@cache
def as_written() -> Mapping[str, Exercise]:
    """Every exercise as it was written: texts and functions of some ask for numbers."""
    from lessons_lib.course.exercises import (
        article,
        causes,
        hamstrings,
        lumbar,
        movements,
        own_walk,
        review,
        start_here,
        tight_hamstrings,
        tracker,
        two_weeks,
        walking,
    )

    modules = (
        start_here,
        article,
        causes,
        walking,
        hamstrings,
        tight_hamstrings,
        lumbar,
        movements,
        two_weeks,
        tracker,
        review,
        own_walk,
    )
    return {one.id: one for lesson in modules for one in lesson.EXERCISES}


def check(exercise_id: str, answer: object) -> Judgement:
    """Judge an answer, whatever it is: ``...`` while it is open, a number, text, or anything else.

    Args:
        exercise_id: such as "04-slope"; KeyError with a sentence if there is none.
        answer: one number in the exercise's unit, or text as one would type it into the page, such
            as "20,6 mm". A sign or a unit that went wrong, and mistakes that are typical of the
            exercise, are recognised and named.

    Returns:
        A judgement that shows itself as a sentence; its `right` is True, False or None.
    """
    typed.watch()
    return judge(sheets.load(exercise_id), answer)


def solution(exercise_id: str) -> Solution:
    """The worked solution: code, result and reason; KeyError with a sentence if there is none."""
    return Solution(sheets.load(exercise_id))
