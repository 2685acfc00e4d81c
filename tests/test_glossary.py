"""The glossary: every word is explained where the course first needs it."""

import re

import pytest

from authoring import storing
from authoring.reading import Lesson, everything_known
from lessons_lib.course import outline
from lessons_lib.evidence.glossary import term, terms
from tests.browser.lab import COURSE

KNOWN = everything_known()
LESSONS = outline.lessons()


def prose(entry):
    lesson = Lesson(
        COURSE / "notebooks" / entry.file, storing.read(COURSE / "notebooks" / entry.file), KNOWN
    )
    # Sources have titles of their own.
    return " ".join(block.text for block in lesson.blocks if block.kind != "heading")


EVERYDAY = {"disease", "moment", "sign"}
"""Words that also have a meaning of every day, in which a lesson may use them earlier."""

PROSE = {entry.stem: prose(entry) for entry in LESSONS}


@pytest.mark.parametrize("name", sorted(terms().keys() - EVERYDAY))
def test_no_lesson_needs_a_word_before_it_is_explained(name):
    one = term(name)
    stems = [entry.stem for entry in LESSONS]
    assert one.lesson in stems
    used = [
        stem
        for stem in stems[: stems.index(one.lesson)]
        if re.search(rf"\b{re.escape(one.name)}s?\b", PROSE[stem], re.IGNORECASE)
    ]
    assert used == []


def test_a_term_is_found_by_its_name():
    assert term("moment").also == "torque"
    with pytest.raises(KeyError, match="glossary has no 'torc'"):
        term("torc")
