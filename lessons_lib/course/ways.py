"""The ways through the course, for who does not want all of it: ``lessons_lib/data/ways.toml``.

>>> ways()[0].title
'My back hurts'
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lessons_lib.course import outline


@dataclass(frozen=True)
class Step:
    """A place that a way leads to.

    Attributes:
        lesson: the lesson.
        heading: where in it; empty for its beginning.
        words: what to do there.
    """

    lesson: outline.Entry
    heading: str
    words: str


@dataclass(frozen=True)
class Way:
    """A way through the course.

    Attributes:
        title: who it is for, in their own words.
        about: how long it takes, and what it gives.
        steps: where it leads, in order.
    """

    title: str
    about: str
    steps: Sequence[Step]


@cache
def ways() -> tuple[Way, ...]:
    """All ways, the shortest first."""
    text = (files("lessons_lib") / "data" / "ways.toml").read_text(encoding="utf-8")
    return tuple(
        Way(
            title=one["title"],
            about=one["about"],
            steps=tuple(
                Step(outline.lesson(stem), heading, words) for stem, heading, words in one["steps"]
            ),
        )
        for one in tomllib.loads(text)["ways"]
    )
