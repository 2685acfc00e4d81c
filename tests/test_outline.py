"""The course map: sound as data, and readable as a table and as text."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from lessons_lib.course import outline
from lessons_lib.course.outline import CourseMap, Entry

LESSONS = outline.lessons()
COURSE = (
    Entry("00_a", "A & B", "begin", 10),
    Entry("01_b", "Bones", "go on", 20),
    Entry("02_c", "Cords", "end", 30, needs=("00_a",)),
)


def test_the_lessons_are_numbered_in_order():
    assert [entry.number for entry in LESSONS] == list(range(12))


@pytest.mark.parametrize("entry", LESSONS, ids=lambda entry: entry.stem)
def test_a_lesson_is_sound(entry):
    before = {one.stem for one in LESSONS if one.number < entry.number}
    assert re.fullmatch(r"\d\d(_[a-z]+)+", entry.stem)
    assert set(entry.needs) <= before
    assert 5 <= entry.minutes <= 120
    assert entry.objectives
    ids = [f"{entry.number:02}{letter}" for letter in "abcdefgh"[: len(entry.objectives)]]
    assert list(entry.objectives) == ids


def test_no_objective_and_no_title_stands_twice():
    words = [text for entry in LESSONS for text in (entry.title, *entry.objectives.values())]
    assert max(Counter(words).values()) == 1


def test_an_unknown_lesson_is_answered_with_those_there_are():
    with pytest.raises(KeyError, match="00_start_here, 01_reading"):
        outline.lesson("11_dancing")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (0, "Next: [Bones](01_b.ipynb)"),
        (1, "Previous: [A & B](00_a.ipynb) · Next: [Cords](02_c.ipynb)"),
        (2, "Previous: [Bones](01_b.ipynb)"),
    ],
)
def test_navigation_leads_to_the_lessons_before_and_after(place, line):
    assert outline.navigation(COURSE[place], COURSE) == line


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str | None] = []
        self.scopes: list[str | None] = []
        self.rows: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))
        if tag == "tr":
            self.rows.append("")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1] += data + "|"


def test_the_map_links_to_the_lessons_and_to_those_before_them():
    table = _Reader(CourseMap(COURSE)._repr_html_())
    assert table.links == ["00_a.ipynb", "01_b.ipynb", "02_c.ipynb", "00_a.ipynb"]
    assert [scope for scope in table.scopes if scope not in {"col", "row"}] == []
    assert "A & B" in table.rows[1]


def test_the_text_holds_what_the_table_holds():
    text = repr(CourseMap(COURSE)).splitlines()
    assert len(text) == 1 + len(COURSE)
    for entry, line in zip(COURSE, text[1:], strict=True):
        assert all(word in line for word in (entry.title, entry.afterwards, str(entry.minutes)))
    assert "A & B" in text[3]


def test_the_course_shows_all_its_lessons():
    shown = outline.show()
    assert repr(shown) == repr(CourseMap(LESSONS))
    assert [row["file"] for row in shown.lessons] == [entry.file for entry in LESSONS]
    data, _ = shown._repr_mimebundle_()
    assert data["text/html"] == CourseMap(LESSONS)._repr_html_()
