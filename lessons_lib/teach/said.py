"""What a class will say, and what to answer: gathered from the lesson's quizzes and exercises."""

from collections.abc import Iterator
from dataclasses import dataclass

from lessons_lib.course.exercises import exercises
from lessons_lib.course.exercises.exercise import shown
from lessons_lib.course.exercises.units import unit_of
from lessons_lib.teach.taught import Taught


@dataclass(frozen=True)
class Said:
    """A wrong answer: to what, what is said, and what to answer."""

    asked: str
    says: str
    answer: str


def by_objective(lesson: Taught) -> Iterator[tuple[str, str, list[Said]]]:
    """Each objective with its words and what is said wrongly of it; those without are left out."""
    for key, words in lesson.entry.objectives.items():
        said = [*_in_quizzes(lesson, key), *_in_exercises(lesson, key)]
        if said:
            yield key, words, said


def _in_quizzes(lesson: Taught, objective: str) -> Iterator[Said]:
    for question in lesson.questions.values():
        if question.objective != objective:
            continue
        for option in question.options:
            if not option.right:
                yield Said(question.text, option.text, option.feedback)


def _in_exercises(lesson: Taught, objective: str) -> Iterator[Said]:
    for key in lesson.exercises:
        exercise = exercises()[key]
        if exercise.objective != objective:
            continue
        sign = unit_of(exercise.unit).sign
        for mistake in exercise.mistakes:
            yield Said(f"Exercise “{exercise.title}”", shown(mistake.value, sign), mistake.says)
