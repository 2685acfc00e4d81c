"""The lessons as they are stored: built as lessons are, in canonical form, and all there."""

from pathlib import Path

import pytest

from authoring import storing, structure
from authoring.reading import Lesson, everything_known
from lessons_lib.course import outline

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
