"""A newer lesson comes into a learner's own: nothing of theirs is lost, from whatever version."""

import copy
import json
import random
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring import remembering
from lessons_lib.course import merging, shipped
from lessons_lib.course.naming import exercise, names, source

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
NEW = {path.name: json.loads(path.read_text("utf-8")) for path in LESSONS}


def by_position(cells):
    """The cells with ids as the first versions had them, each a position in its section."""
    section, count, done = "top", Counter(), []
    for kind, text in cells:
        heading = re.search(r"^#+ +(.+)$", text, re.MULTILINE) if kind == "markdown" else None
        section = re.sub(r"[^a-z0-9]+", "-", heading[1].lower())[:50] if heading else section
        count[section] += 1
        made = {"cell_type": kind, "metadata": {}, "source": text}
        made["id"] = f"{section}-{count[section]}"
        if kind == "code":
            made |= {"execution_count": 1, "outputs": []}
        done.append(made)
    return {"cells": done, "metadata": {"x": 1}, "nbformat": 4, "nbformat_minor": 5}


VERSIONS = [
    (name, by_position(version))
    for name, held in shipped.versions().items()
    for version in held
    if name in NEW
]
# The archive lacks none of them. Where the project's history is at hand (it is not in a shallow
# clone), its files are tried too, with the ids and outputs that they had.
VERSIONS += [(name, json.loads(text)) for name, text in remembering.history() if name in NEW]


def notebook(*sources, **metadata):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": text, "id": f"x-{number}"}
        if text.startswith(("#", "Text"))
        else {
            "cell_type": "code",
            "metadata": {},
            "source": text,
            "id": f"x-{number}",
            "execution_count": None,
            "outputs": [],
        }
        for number, text in enumerate(sources)
    ]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def texts(book):
    return [source(cell) for cell in book["cells"]]


def merged(base, mine, new):
    before = copy.deepcopy((base, mine, new))
    result = merging.merge(base, mine, new)
    assert (base, mine, new) == before
    nbformat.validate(nbformat.from_dict(result.notebook))
    assert merging.lost(base, mine, result.notebook) == []
    return result


def test_the_archive_holds_the_lessons_of_the_course():
    assert len(VERSIONS) > 70
    assert NEW.keys() <= shipped.versions().keys()


@pytest.mark.parametrize("name", NEW)
def test_from_every_version_there_was_an_untouched_lesson_becomes_today_s(name):
    for base in (book for lesson, book in VERSIONS if lesson == name):
        result = merged(base, base, NEW[name])
        assert result.notebook["cells"] == NEW[name]["cells"]
        assert not result.clashes
        assert not result.kept


@pytest.mark.parametrize("name", NEW)
def test_from_every_version_there_was_each_answer_stays_with_its_exercise(name):
    for base in (book for lesson, book in VERSIONS if lesson == name):
        mine = copy.deepcopy(base)
        for number, cell in enumerate(mine["cells"]):
            cell["source"] = source(cell).replace("answer = None", f"answer = {number} / 7")
        answered = {
            exercise(cell): re.findall(r"answer = \d+ / 7", source(cell)) for cell in mine["cells"]
        }
        result = merged(base, mine, NEW[name])
        there = {exercise(cell): source(cell) for cell in result.notebook["cells"]}
        for key, answers in answered.items():
            assert all(answer in there[key] for answer in answers)


MARK = "mine {}"


def change(book, kind, place, number):
    """Do one thing to a notebook that a learner does; the words that must be there afterwards."""
    cells, word = book["cells"], MARK.format(number)
    place %= len(cells) or 1
    if kind == "add" or not cells:
        text = {"cell_type": "markdown", "metadata": {}, "source": f"Text of {word}."}
        cells.insert(place, text | {"id": f"{number:08x}"})
        return word
    cell = cells[place]
    if kind == "answer":
        cell["source"] = source(cell).replace("None", f"None  # {word}")
        return word if word in source(cell) else ""
    if kind == "write":
        cell["source"] = source(cell) + f"\n\n# {word}"
        return word
    if kind == "rewrite":
        cell["source"] = f"# {word}"
        return word
    if kind == "delete":
        del cells[place]
    elif kind == "move":
        cells.insert(number % len(cells), cells.pop(place))
    return ""


def count(marks, book):
    whole = "\n".join(texts(book))
    return {mark: len(re.findall(rf"{mark}\b", whole)) for mark in marks if mark}


WHICH = st.integers(0, len(VERSIONS) - 1)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "write", "rewrite", "add", "delete", "move"]),
        st.integers(0, 80),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(WHICH, EDITS, st.booleans(), st.booleans())
def test_nothing_that_a_learner_has_done_is_lost(which, edits, ids, known):
    name, base = VERSIONS[which]
    mine, marks = copy.deepcopy(base), []
    for number, (kind, place) in enumerate(edits):
        marks.append(change(mine, kind, place, number))
    if not ids:  # as Colab leaves them
        for cell in mine["cells"]:
            cell.pop("id", None)
    if not known:  # worked in the lessons themselves, before there were copies
        base = shipped.nearest(name, mine)
    result = merged(base, mine, NEW[name])

    assert count(marks, result.notebook) == count(marks, mine)
    # What nobody has touched is today's.
    missing = Counter(texts(NEW[name])) - Counter(texts(result.notebook))
    assert missing.total() <= len(edits)
    # To bring the same lesson twice brings nothing more.
    again = merged(NEW[name], result.notebook, NEW[name])
    assert texts(again.notebook) == texts(result.notebook)
    assert not again.changed


@settings(deadline=None)
@given(WHICH, EDITS)
def test_where_the_course_has_nothing_new_the_learner_s_stays_as_it_is(which, edits):
    _, base = VERSIONS[which]
    mine = copy.deepcopy(base)
    for number, (kind, place) in enumerate(edits):
        change(mine, kind, place, number)
    result = merged(base, mine, base)
    assert texts(result.notebook) == texts(mine)
    assert not result.changed


def test_an_answer_and_a_new_question_in_one_cell_are_joined():
    base = notebook("answer = None\ncheck('04-slope', answer)")
    mine = notebook("answer = 3\ncheck('04-slope', answer)")
    new = notebook("answer = None\ncheck('04-slope', answer, unit='m')")
    result = merged(base, mine, new)
    assert texts(result.notebook) == ["answer = 3\ncheck('04-slope', answer, unit='m')"]
    assert result.joined
    assert not result.clashes


def test_where_both_changed_the_same_the_learner_s_words_stay_and_the_place_is_named():
    base = notebook("# A\n\nText", "x = 1")
    result = merged(base, notebook("# A\n\nText", "x = 2"), notebook("# A\n\nText", "x = 3"))
    assert texts(result.notebook)[1] == "x = 2"
    assert result.clashes == ["A: x = 2"]


def test_joined_lines_that_are_no_code_any_more_are_not_joined():
    base = notebook("if ready:\n    a = 1\n    b = 2")
    mine = notebook("if ready:\n    b = 2")
    new = notebook("if ready:\n    a = 1")
    result = merged(base, mine, new)
    assert texts(result.notebook) == ["if ready:\n    b = 2"]
    assert result.clashes


def test_cells_stand_where_the_learner_put_them_and_new_ones_where_the_course_has_them():
    base = notebook("# A", "a", "b", "c", "d")
    mine = notebook("# A", "a", "own", "d", "b", "c")
    new = notebook("# A", "new first", "a", "b", "new", "c", "d", "new last")
    assert texts(merged(base, mine, new).notebook) == [
        *("# A", "new first", "a", "own", "d", "b", "new", "c", "new last")
    ]


def test_what_the_learner_has_deleted_stays_away():
    base, new = notebook("# A", "a", "b"), notebook("# A", "a", "b", "new")
    assert texts(merged(base, notebook("# A", "b"), new).notebook) == ["# A", "b", "new"]


def test_a_cell_that_the_course_has_dropped_stays_where_the_learner_wrote_in_it():
    base, new = notebook("# A", "a = 1", "b = 1"), notebook("# A")
    result = merged(base, notebook("# A", "a = 1", "b = 2"), new)
    assert texts(result.notebook) == ["# A", "b = 2"]
    assert "dropped" in result.clashes[0]


def test_outputs_are_the_learner_s_where_the_code_is_and_else_the_course_s():
    def showing(book, *shown):
        for cell, text in zip(book["cells"], shown, strict=True):
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
        return book

    base = showing(notebook("a", "b", "c"), "1", "2", "3")
    mine = showing(notebook("a", "b", "own"), "one", "two", "three")
    new = showing(notebook("a", "b", "c"), "1", "new", "new")
    result = merged(base, mine, new).notebook["cells"]
    assert [cell["outputs"][0]["text"] for cell in result] == ["one", "new", "three"]


def test_a_picture_pasted_into_a_text_stays():
    base, new = notebook("# A"), notebook("# A", "new")
    mine = notebook("# A\n![](attachment:me.png)")
    mine["cells"][0]["attachments"] = {"me.png": {"image/png": "AAAA"}}
    assert merged(base, mine, new).notebook["cells"][0]["attachments"]


def test_dead_widgets_do_not_come_along_and_the_learner_s_kernel_does():
    base = notebook("a", kernelspec={"name": "python3", "display_name": ""}, authors=[])
    mine = notebook(
        "a", kernelspec={"name": "mine", "display_name": ""}, widgets={"state": {}}, authors=[]
    )
    new = notebook("a", kernelspec={"name": "python3", "display_name": ""}, title="New")
    result = merged(base, mine, new).notebook["metadata"]
    assert result == {"kernelspec": {"name": "mine", "display_name": ""}, "title": "New"}


def test_names_of_cells_are_short_and_their_own():
    for book in NEW.values():
        found = names(book["cells"])
        assert len(set(found)) == len(found)
        assert all(len(name) <= 64 for name in found)


@given(st.data())
def test_lines_of_both_are_joined_or_nothing_is(data):
    line = st.sampled_from("abc")
    base, mine, new = (
        "\n".join(data.draw(st.lists(line, min_size=1, max_size=6))) for _ in range(3)
    )
    assert merging.join(base, mine, base) == mine
    assert merging.join(base, base, new) == new
    assert merging.join(base, mine, mine) == mine
    assert merging.join(base, mine, new) == merging.join(base, new, mine)


def test_a_notebook_that_was_worked_in_is_traced_to_the_version_it_was():
    random.seed(4)
    for name in NEW:
        for version in shipped.versions()[name]:
            book = by_position(version)
            assert shipped.is_shipped(name, book)
            for number in range(3):
                change(book, "write", random.randrange(len(version)), number)
            assert not shipped.is_shipped(name, book)
            found = shipped.content(shipped.nearest(name, book))
            overlap = (Counter(found) & Counter(version)).total()
            assert overlap >= len(version) - 3


def test_a_notebook_of_nobody_s_is_no_version():
    assert shipped.nearest("04_hamstrings_and_pelvis.ipynb", notebook("mine"))["cells"] == []
    assert shipped.nearest("mine.ipynb", notebook("mine"))["cells"] == []


def test_what_is_packed_is_unpacked():
    lessons = {"a": [[("code", "x"), ("markdown", "ü")], [("code", "x")]], "b": []}
    assert shipped.unpack(shipped.pack(lessons)) == lessons
