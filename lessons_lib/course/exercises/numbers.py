"""The same exercise with other numbers, where its numbers are made up or a model's.

An exercise says in `numbers` what they may be. Its solution takes them as parameters, and so may
each of its functions; its texts name them in braces. What a study has found is no such number.
"""

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice, product
from typing import Any

from lessons_lib.course.exercises.exercise import Exercise, Words, sheet
from lessons_lib.course.exercises.judging import judge


def with_numbers(exercise: Exercise, **others: Any) -> Exercise:
    """An exercise with its own numbers, or with others: then no text and no function asks for any.

    Args:
        exercise: as it was written.
        others: numbers in place of its own.
    """
    if not exercise.numbers:
        return exercise
    own = inspect.signature(exercise.solve).parameters
    numbers = {name: others.get(name, own[name].default) for name in exercise.numbers}

    def say(words: Words) -> str:
        return words.format(**numbers) if isinstance(words, str) else str(call(words))

    def call(function: Callable[..., Any]) -> Any:
        wanted = inspect.signature(function).parameters
        return function(**{name: one for name, one in numbers.items() if name in wanted})

    def value(answer: Callable[..., float] | float) -> float:
        return float(call(answer) if callable(answer) else answer)

    given = exercise.given
    return replace(
        exercise,
        prompt=say(exercise.prompt),
        solve=partial(exercise.solve, **numbers) if others else exercise.solve,
        working=say(exercise.working),
        why=say(exercise.why),
        hint=say(exercise.hint),
        given=(lambda: call(given)) if given else None,
        mistakes=tuple(
            replace(one, answer=value(one.answer), feedback=say(one.feedback))
            for one in exercise.mistakes
        ),
        rounded=tuple(replace(one, answer=value(one.answer)) for one in exercise.rounded),
        numbers={},
    )


def varied(exercise: Exercise, count: int, seed: int) -> list[dict[str, Any]]:
    """Sheets of an exercise with other numbers, the same ones for the same seed.

    Args:
        exercise: as it was written.
        count: how many; there are fewer where its numbers allow no more, and none where it has one
            form only.
        seed: of the lot that draws them.
    """
    return list(islice(_drawn(exercise, random.Random(f"{seed} {exercise.id}")), count))


def _drawn(exercise: Exercise, lot: random.Random) -> Iterator[dict[str, Any]]:
    if not exercise.numbers:
        return
    drawn = [
        dict(zip(exercise.numbers, one, strict=True)) for one in product(*exercise.numbers.values())
    ]
    lot.shuffle(drawn)
    own = with_numbers(exercise).prompt
    for numbers in drawn:
        one = with_numbers(exercise, **numbers)
        if one.prompt != own and _told_apart(one, made := sheet(one)):
            yield made


def _told_apart(exercise: Exercise, made: Mapping[str, Any]) -> bool:
    """Whether each slip is told its own words: with some numbers two come out alike."""
    said = [judge(made, one.value) for one in exercise.mistakes]
    return all(
        one.right is False and one.sentence == mistake.feedback
        for one, mistake in zip(said, exercise.mistakes, strict=True)
    )
