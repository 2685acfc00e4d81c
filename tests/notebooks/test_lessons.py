"""The lessons as they are stored: built as lessons are, in canonical form, and all there."""

import re
from pathlib import Path

import pytest

from authoring import storing, structure
from authoring.reading import Lesson, everything_known
from lessons_lib.course import minutes, outline, ways

FOLDER = Path(__file__).parents[2] / "notebooks"


def test_the_folder_holds_the_lessons_and_nothing_else():
    assert {path.name for path in FOLDER.glob("*.ipynb")} == {
        entry.file for entry in outline.lessons()
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_is_built_as_lessons_are(path):
    lesson = Lesson(path, storing.read(path), everything_known())
    assert [str(finding) for finding in structure.check(lesson)] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_is_stored_in_canonical_form(path):
    assert path.read_text(encoding="utf-8") == storing.text(storing.canonical(storing.read(path)))


def test_the_shortest_way_takes_the_minutes_that_it_says():
    way = ways.ways()[0]
    said = re.match(r"About (\d+) minutes", way.about)
    found = 0.0
    for step in way.steps:
        path = FOLDER / step.lesson.file
        lesson = Lesson(path, storing.read(path), everything_known())
        assert lesson.section(step.heading)
        found += minutes.reckoned(lesson.counted, step.heading)
    assert said
    assert minutes.in_fives(found) == int(said[1])
