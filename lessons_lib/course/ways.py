"""The ways through the course, for who does not want all of it: ``lessons_lib/data/ways.toml``.

>>> ways()[0].title
'My back hurts'
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote

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
        later: where to go on another day.
    """

    title: str
    about: str
    steps: Sequence[Step]
    later: Sequence[Step] = ()


@cache
def ways() -> tuple[Way, ...]:
    """All ways, the shortest first."""
    text = (files("lessons_lib") / "data" / "ways.toml").read_text(encoding="utf-8")
    return tuple(
        Way(
            title=one["title"],
            about=one["about"],
            steps=_steps(one["steps"]),
            later=_steps(one.get("later", ())),
        )
        for one in tomllib.loads(text)["ways"]
    )


class Ways(tuple[Way, ...]):
    """All ways, shown as lists of links, and as plain text."""

    def __repr__(self) -> str:
        return "\n".join(["Three ways through the course", *map(self._line, self)])

    def _line(self, way: Way) -> str:
        steps = "; ".join(f"{one.words} ({one.lesson.title})" for one in way.steps)
        later = "; ".join(f"{one.words} ({one.lesson.title})" for one in way.later)
        return f"{way.title}. {way.about} {steps}.{f' Another day: {later}.' if later else ''}"

    def _repr_html_(self) -> str:
        return "".join(map(self._list, self))

    def _list(self, way: Way) -> str:
        steps = "".join(f"<li>{_link(one)}</li>" for one in way.steps)
        later = " · ".join(map(_link, way.later))
        return (
            f"<p><b>{escape(way.title)}.</b> {escape(way.about)}</p><ol>{steps}</ol>"
            f"{f'<p>Another day: {later}</p>' if later else ''}"
        )


def show() -> Ways:
    """The ways through the course, to stand in a notebook."""
    return Ways(ways())


def _steps(rows: Iterable[Sequence[str]]) -> tuple[Step, ...]:
    return tuple(Step(outline.lesson(stem), heading, words) for stem, heading, words in rows)


def _link(step: Step) -> str:
    place = f"#{quote(step.heading.replace(' ', '-'))}" if step.heading else ""
    return f'<a href="{step.lesson.file}{place}">{escape(step.words)}</a>'
