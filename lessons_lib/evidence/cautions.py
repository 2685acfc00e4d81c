"""What is asked once before the first movement, and what each answer changes in the programme.

>>> caution("pregnancy").chair[0], caution("operation").chair
('twist', ())
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lessons_lib.data.tables import load
from lessons_lib.evidence.movements import cues


@dataclass(frozen=True)
class Caution:
    """A question that is asked once.

    Attributes:
        id: its name in code, and in the diary.
        question: what the learner ticks when it is true.
        change: what changes then.
        chair: movements that are shown on a chair first.
        ask: movements before which somebody is asked first.
        sources: keys of the bibliography.
    """

    id: str
    question: str
    change: str
    chair: tuple[str, ...]
    ask: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """A movement on a chair.

    Attributes:
        start: the posture to begin from.
        steps: what to do, in order.
        breath_in: what the body does while breathing in, in the first breath and in each one after
            it; nothing in a walk.
        breath_out: the same while breathing out.
        feel: what it should feel like.
    """

    start: str
    steps: tuple[str, ...]
    breath_in: tuple[str, ...]
    breath_out: tuple[str, ...]
    feel: str


@cache
def cautions() -> Mapping[str, Caution]:
    """Every question by its id, in the order in which they are asked."""
    return {
        row["id"]: Caution(
            id=row["id"],
            question=row["question"],
            change=row["change"],
            chair=tuple(row["chair"].split()),
            ask=tuple(row["ask"].split()),
            sources=tuple(key for key in row["sources"].split() if key != "course"),
        )
        for row in load("cautions").rows()
    }


def caution(caution_id: str) -> Caution:
    """The question with an id; KeyError if there is none."""
    return cautions()[caution_id]


@cache
def on_a_chair() -> Mapping[str, Version]:
    """How each movement is done on a chair."""
    return {
        row["movement"]: Version(
            start=row["start"],
            steps=tuple(row["steps"].split(";")),
            breath_in=cues(row["breath_in"]),
            breath_out=cues(row["breath_out"]),
            feel=row["feel"],
        )
        for row in load("movement_versions").rows()
    }
