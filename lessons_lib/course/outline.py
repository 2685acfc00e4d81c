"""The map of the course: its lessons in order, what each is for, and what to do before it.

Everything comes from ``lessons_lib/data/course.toml``.

>>> lesson("04_hamstrings_and_pelvis").title
'Hamstrings and pelvis'
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons_lib.apps.course_map import CourseMapWidget

_LEFT = 'style="text-align: left"'  # JupyterLab sets tables flush right, which suits numbers only


@dataclass(frozen=True)
class Entry:
    """One lesson as the course map knows it.

    Attributes:
        stem: the notebook's file name without its ending.
        title: the lesson's title.
        afterwards: completes "Afterwards you can ...".
        minutes: how long a newcomer needs.
        needs: stems of the lessons to do first.
        objectives: what the learner can do afterwards, by id.
    """

    stem: str
    title: str
    afterwards: str
    minutes: int
    needs: Sequence[str] = ()
    objectives: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The notebook's file name."""
        return f"{self.stem}.ipynb"

    @property
    def number(self) -> int:
        """The lesson's place in the course, from 0."""
        return int(self.stem[:2])


class CourseMap(tuple[Entry, ...]):
    """All lessons with minutes and prerequisites; shown as a table, and as plain text."""

    def __repr__(self) -> str:
        return "\n".join(["The course, lesson by lesson", *map(self._line, self)])

    def _line(self, entry: Entry) -> str:
        first = ", ".join(one.title for one in self._needed(entry))
        return (
            f"{entry.number}. {entry.title} ({entry.minutes} minutes"
            + (f"; first do {first}" if first else "")
            + f"): afterwards you can {entry.afterwards}."
        )

    def _repr_html_(self) -> str:
        columns = ("Lesson", "Afterwards you can", "Minutes", "Do first")
        head = "".join(f'<th scope="col" {_LEFT}>{column}</th>' for column in columns)
        rows = "".join(map(self._row, self))
        return (
            "<table><caption>The course, lesson by lesson</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _row(self, entry: Entry) -> str:
        first = ", ".join(map(_link, self._needed(entry)))
        return (
            f'<tr><th scope="row" {_LEFT}>{entry.number}. {_link(entry)}</th>'
            f"<td {_LEFT}>{escape(entry.afterwards)}</td>"
            f"<td {_LEFT}>{entry.minutes}</td><td {_LEFT}>{first}</td></tr>"
        )

    def _needed(self, entry: Entry) -> list[Entry]:
        return [one for one in self if one.stem in entry.needs]


@cache
def lessons() -> tuple[Entry, ...]:
    """All lessons in order."""
    text = (files("lessons_lib") / "data" / "course.toml").read_text(encoding="utf-8")
    return tuple(Entry(**facts) for facts in tomllib.loads(text)["lessons"])


def lesson(stem: str) -> Entry:
    """The lesson whose notebook is called `stem`; KeyError with the stems there are if none is."""
    for entry in lessons():
        if entry.stem == stem:
            return entry
    stems = ", ".join(entry.stem for entry in lessons())
    raise KeyError(f"the course has no lesson '{stem}'; its lessons are: {stems}")


def show() -> "CourseMapWidget":
    """The course map, to stand in a notebook: it shows where the learner is."""
    from lessons_lib.apps.course_map import CourseMapWidget
    from lessons_lib.data.items import items_of

    course = CourseMap(lessons())
    rows = [
        {
            "file": entry.file,
            "title": entry.title,
            "afterwards": entry.afterwards,
            "minutes": entry.minutes,
            "first": [(one.file, one.title) for one in course if one.stem in entry.needs],
            "items": items_of(entry.stem),
        }
        for entry in course
    ]
    return CourseMapWidget(rows, repr(course), course._repr_html_())


def navigation(entry: Entry, course: Sequence[Entry]) -> str:
    """The last line of a lesson: links to the lessons before and after it, as Markdown."""
    place = course.index(entry)
    before, after = course[:place][-1:], course[place + 1 :][:1]
    links = [f"Previous: [{one.title}]({one.file})" for one in before]
    links += [f"Next: [{one.title}]({one.file})" for one in after]
    return " · ".join(links)


def _link(entry: Entry) -> str:
    return f'<a href="{entry.file}">{escape(entry.title)}</a>'
