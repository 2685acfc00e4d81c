"""Exercises that say what is off, and show a worked solution on request.

>>> check("00-radians", ...)
○ 00-radians. Not answered yet: How many radians are 10 degrees? Three digits are enough. \
Put your number in place of None and run the cell again.
>>> check("00-radians", 10)
✗ 00-radians. Not yet: That looks like degrees; the answer is asked in radians.
"""

from collections.abc import Mapping
from functools import cache

from lessons_lib.course.exercises.exercise import Exercise, Judgement, Solution, judge

__all__ = ["check", "exercises", "solution"]


@cache
def exercises() -> Mapping[str, Exercise]:
    """Every exercise by its id, in the order of the lessons."""
    from lessons_lib.course.exercises import (
        article,
        causes,
        hamstrings,
        lumbar,
        movements,
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
    )
    return {one.id: one for lesson in modules for one in lesson.EXERCISES}


def check(exercise_id: str, answer: object) -> Judgement:
    """Judge an answer, whatever it is: ``...`` while it is open, a number, or anything else.

    Args:
        exercise_id: such as "04-slope"; KeyError with a sentence if there is none.
        answer: one number in the exercise's unit. A sign or a unit that went wrong, and mistakes
            that are typical of the exercise, are recognised and named.

    Returns:
        A judgement that shows itself as a sentence; its `right` is True, False or None.
    """
    return judge(_exercise(exercise_id), answer)


def solution(exercise_id: str) -> Solution:
    """The worked solution: code, result and reason; KeyError with a sentence if there is none."""
    return Solution(_exercise(exercise_id))


def _exercise(exercise_id: str) -> Exercise:
    try:
        return exercises()[exercise_id]
    except KeyError:
        raise KeyError(
            f"there is no exercise '{exercise_id}'; the exercises are: {', '.join(exercises())}"
        ) from None
