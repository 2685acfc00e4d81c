"""The learner's own copy: made, updated, reset, taken back, and never a word of it lost."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from lessons_lib.course import own_copy, shipped
from lessons_lib.course.own_copy import CopyError, OwnCopy

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
BROKEN_OFF = Path(__file__).with_name("broken_off.py")
FIRST, FOURTH = "00_start_here.ipynb", "04_hamstrings_and_pelvis.ipynb"
SAVED = {**shipped.UNTOUCHED, "language_info": {"name": "python", "version": "3.12.1"}}


def lesson(*sources, metadata=shipped.UNTOUCHED):
    cells = [
        nbformat.v4.new_markdown_cell(text, id=f"c{number}")
        if text.startswith("#")
        else nbformat.v4.new_code_cell(text, id=f"c{number}", execution_count=number)
        for number, text in enumerate(sources)
    ]
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="shown")]
    book = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(book) + "\n"


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def edit(path, change):
    """Change a notebook as JupyterLab would: through its cells, and with its traces in it."""
    book = json.loads(path.read_text("utf-8"))
    change(book["cells"])
    book["metadata"] = SAVED
    path.write_text(json.dumps(book), "utf-8")


def answer(path, number, text):
    edit(path, lambda cells: cells[number].update(source=text))


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def visible(folder):
    return {name: data for name, data in everything(folder).items() if not name.startswith(".")}


@pytest.fixture
def own(tmp_path):
    originals = tmp_path / "course" / "notebooks"
    originals.mkdir(parents=True)
    (originals / FIRST).write_text(lesson("# Start", "a = None", "b = 1"), "utf-8")
    (originals / FOURTH).write_text(lesson("# Ropes", "c = None"), "utf-8")
    (originals / "glossary.md").write_text("# Words\n\nrope\n\npulley\n", "utf-8")
    return OwnCopy(tmp_path / "course" / "my_course", originals)


def ship(own, **texts):
    """The course brings new lessons."""
    for name, text in texts.items():
        file = {"first": FIRST, "fourth": FOURTH, "glossary": "glossary.md"}[name]
        (own.originals / file).write_text(text, "utf-8")


def test_the_copy_is_the_course_and_the_originals_stay_as_they_are(own):
    before = everything(own.originals)
    assert str(own.folder) in "\n".join(own.make())
    assert visible(own.folder) == before
    answer(own.folder / FIRST, 1, "a = 7")
    assert own.make() == []
    assert sources(own.folder / FIRST)[1] == "a = 7"
    assert everything(own.originals) == before
    assert not own.is_behind()


def test_an_update_brings_what_is_new_and_keeps_what_is_the_learner_s(own):
    own.make()
    answer(own.folder / FIRST, 1, "a = 7")
    (own.folder / "notes.txt").write_text("mine", "utf-8")
    ship(own, first=lesson("# Start", "a = None", "new", "b = 2"), glossary="# Words\n\nlever\n")
    ship(own, fourth=lesson("# Ropes and pulleys", "c = None"))
    assert own.is_behind()
    said = "\n".join(own.update())
    assert sources(own.folder / FIRST) == ["# Start", "a = 7", "new", "b = 2"]
    assert (own.folder / FOURTH).read_bytes() == (own.originals / FOURTH).read_bytes()
    assert (own.folder / "notes.txt").read_text("utf-8") == "mine"
    assert (own.folder / "glossary.md").read_text("utf-8") == "# Words\n\nlever\n"
    assert all(name in said for name in (FIRST, FOURTH, "glossary.md"))
    assert not own.is_behind()
    assert "nothing new" in own.update()[0]


def test_the_places_where_both_changed_the_same_are_named(own):
    own.make()
    answer(own.folder / FIRST, 2, "b = 3")
    ship(own, first=lesson("# Start", "a = None", "b = 2"))
    said = own.update()
    assert sources(own.folder / FIRST)[2] == "b = 3"
    assert any("yours stays" in line and "b = 3" in line for line in said)


def test_an_update_can_be_taken_back_to_the_byte(own):
    own.make()
    answer(own.folder / FIRST, 1, "a = 7")
    before = visible(own.folder)
    ship(own, first=lesson("# Start", "a = None", "new"), glossary="# Words\n")
    own.update()
    assert visible(own.folder) != before
    own.undo()
    assert visible(own.folder) == before
    assert own.is_behind()
    assert "no update" in own.undo()[0]
    own.update()
    assert sources(own.folder / FIRST) == ["# Start", "a = 7", "new"]


def test_what_was_written_after_an_update_outlives_its_undoing(own):
    own.make()
    answer(own.folder / FIRST, 1, "a = 7")
    ship(own, first=lesson("# Start", "a = None", "b = 2"))
    own.update()
    edit(own.folder / FIRST, lambda cells: cells[1].update(source="a = 8"))
    own.undo()
    assert sources(own.folder / FIRST) == ["# Start", "a = 8", "b = 1"]


def test_two_updates_are_taken_back_one_after_the_other(own):
    own.make()
    for text in ("one", "two"):
        ship(own, first=lesson("# Start", text))
        own.update()
    own.undo()
    assert sources(own.folder / FIRST) == ["# Start", "one"]
    own.undo()
    assert sources(own.folder / FIRST) == ["# Start", "a = None", "b = 1"]


def test_what_is_kept_for_taking_back_does_not_grow_for_ever(own):
    own.make()
    for number in range(9):
        ship(own, first=lesson("# Start", f"x = {number}"))
        own.update()
    kept = {path.parts[-1] for path in (own.hidden / "done").iterdir()}
    assert kept == {"0006", "0007", "0008", "0009"}
    for number in (7, 6, 5, 4):
        own.undo()
        assert sources(own.folder / FIRST) == ["# Start", f"x = {number}"]
    assert "no update" in own.undo()[0]
    own.update()
    own.undo()
    assert sources(own.folder / FIRST) == ["# Start", "x = 4"]


@pytest.mark.parametrize("which", ["04", "4", FOURTH, "hamstrings"])
def test_a_reset_lesson_is_fresh_and_the_old_one_is_kept_with_its_date(own, which):
    own.make()
    answer(own.folder / FOURTH, 1, "c = 5")
    written = (own.folder / FOURTH).read_bytes()
    own.reset(which)
    assert (own.folder / FOURTH).read_bytes() == (own.originals / FOURTH).read_bytes()
    (kept,) = set(visible(own.folder)) - set(visible(own.originals))
    assert kept.startswith("04_hamstrings_and_pelvis_20")
    assert (own.folder / kept).read_bytes() == written
    answer(own.folder / FOURTH, 1, "c = 6")
    own.reset(which)
    assert len(visible(own.folder)) == len(visible(own.originals)) + 2
    own.undo()
    assert sources(own.folder / FOURTH)[1] == "c = 6"


def test_a_lesson_that_was_deleted_stays_away_until_it_is_wanted(own):
    own.make()
    (own.folder / FOURTH).unlink()
    ship(own, fourth=lesson("# New"))
    assert any(FOURTH in line and "reset" in line for line in own.update())
    assert not (own.folder / FOURTH).exists()
    own.reset("04")
    assert sources(own.folder / FOURTH) == ["# New"]


@pytest.mark.parametrize("which", ["", "99", "s", "../x"])
def test_an_unclear_lesson_is_asked_for(own, which):
    own.make()
    with pytest.raises(CopyError, match="04"):
        own.reset(which)


def test_a_lesson_that_cannot_be_read_stays_and_is_named(own):
    own.make()
    (own.folder / FIRST).write_text("<<<<<<< HEAD\n{}", "utf-8")
    ship(own, first=lesson("# New"))
    assert any(FIRST in line and "cannot be read" in line for line in own.update())
    assert (own.folder / FIRST).read_text("utf-8").startswith("<<<<<<<")
    own.reset("00")
    assert sources(own.folder / FIRST) == ["# New"]


def test_a_new_lesson_does_not_take_the_place_of_an_own_file(own):
    own.make()
    name = "05_tight_hamstrings.ipynb"
    (own.folder / name).write_text(lesson("mine"), "utf-8")
    (own.originals / name).write_text(lesson("# New"), "utf-8")
    own.update()
    assert sources(own.folder / name) == ["# New"]
    (kept,) = own.folder.glob("05_tight_hamstrings_*.ipynb")
    assert sources(kept) == ["mine"]


def test_a_lesson_that_the_course_drops_goes_only_where_nothing_was_written(own):
    own.make()
    answer(own.folder / FOURTH, 1, "c = 5")
    (own.originals / FOURTH).unlink()
    (own.originals / FIRST).unlink()
    own.update()
    assert sources(own.folder / FOURTH)[1] == "c = 5"
    assert not (own.folder / FIRST).exists()


def test_a_folder_with_other_things_in_it_is_left_alone(own):
    own.folder.mkdir()
    (own.folder / "thesis.docx").touch()
    with pytest.raises(CopyError, match="other things"):
        own.make()
    assert set(everything(own.folder)) == {"thesis.docx"}


def test_an_update_that_brings_nothing_is_none_that_could_be_taken_back(own):
    own.make()
    ship(own, first=lesson("# New"))
    own.update()
    own.update()
    own.undo()
    assert sources(own.folder / FIRST) == ["# Start", "a = None", "b = 1"]


def test_a_full_disk_changes_nothing_and_is_said(own, monkeypatch, capsys):
    own.make()
    answer(own.folder / FIRST, 1, "a = 7")
    ship(own, first=lesson("# New"), fourth=lesson("# New"))
    before = visible(own.folder)
    write, left = own_copy._write, 3

    def fill(path, data):
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.chdir(own.folder.parent)
    monkeypatch.setattr(own_copy, "_write", fill)
    assert own_copy.main(["update"]) == 1
    assert "disk is not full" in capsys.readouterr().err
    assert visible(own.folder) == before
    monkeypatch.setattr(own_copy, "_write", write)
    assert own_copy.main(["update"]) == 0
    assert "a = 7" in sources(own.folder / FIRST)


def test_what_the_course_remembers_may_be_damaged(own):
    own.make()
    answer(own.folder / FIRST, 1, "a = 7")
    (own.hidden / "shipped" / FIRST).write_bytes(b"")
    ship(own, first=lesson("# Start", "a = None", "new"))
    own.update()
    assert {"a = 7", "new"} <= set(sources(own.folder / FIRST))


# A learner who has worked in the lessons themselves ------------------------------------------


@pytest.fixture
def old(tmp_path):
    """A course from before there were copies, all its lessons in their first version."""
    originals = tmp_path / "course" / "notebooks"
    originals.mkdir(parents=True)
    for name, held in shipped.versions().items():
        if name.endswith(".md"):
            (originals / name).write_text(held[0][0][1] + "\n", "utf-8")
            continue
        cells = [
            nbformat.v4.new_markdown_cell(text) if kind == "markdown" else
            nbformat.v4.new_code_cell(text)
            for kind, text in held[0]
        ]  # fmt: skip
        for number, cell in enumerate(cells):
            cell.id = f"your-turn-{number}"
        book = nbformat.v4.new_notebook(cells=cells, metadata=SAVED)
        nbformat.write(book, originals / name)
    return OwnCopy(tmp_path / "course" / "my_course", originals)


def test_who_worked_in_the_lessons_is_taken_over_and_brought_up_to_date(old):
    for path in sorted(old.originals.glob("*.ipynb"))[::2]:
        book = nbformat.read(path, as_version=4)
        for cell in book.cells:
            cell.source = cell.source.replace("answer = None", f"answer = {path.name!r}")
        book.cells.insert(3, nbformat.v4.new_markdown_cell(f"My own words on {path.stem}"))
        nbformat.write(book, path)
    (old.originals / "mine.ipynb").write_text(lesson("mine"), "utf-8")
    worked_in = visible(old.originals)

    said = "\n".join(old.make())
    assert "04_hamstrings_and_pelvis.ipynb" in said
    assert visible(old.folder) == worked_in
    shutil.rmtree(old.originals)
    shutil.copytree(NOTEBOOKS, old.originals)
    assert old.is_behind()
    old.update()

    assert visible(old.folder)["mine.ipynb"] == worked_in["mine.ipynb"]
    for path in NOTEBOOKS.glob("*.ipynb"):
        nbformat.validate(nbformat.read(old.folder / path.name, as_version=4))
        now, was = sources(old.folder / path.name), worked_in.get(path.name, b"").decode()
        assert was.count("My own words") == "\n".join(now).count("My own words")
        assert was.count(f"answer = {path.name!r}") == "\n".join(now).count(f"= {path.name!r}")
        # All of today's lesson is there, but for the questions that were answered.
        missing = [text for text in sources(path) if text not in now]
        assert all("answer = None" in text for text in missing)
        assert (path.name in said) == ("My own words" in was)
    for page in own_copy.PAGES:
        assert (old.folder / page).read_bytes() == (NOTEBOOKS / page).read_bytes()


def test_what_is_written_into_an_original_later_is_kept_too(old):
    shutil.rmtree(old.originals)
    shutil.copytree(NOTEBOOKS, old.originals)
    old.make()
    edit(old.originals / FOURTH, lambda cells: cells[2].update(source="my words elsewhere"))
    said = old.update()
    assert any(FOURTH in line and "not as it was shipped" in line for line in said)
    (kept,) = old.folder.glob("04_hamstrings_and_pelvis_*.ipynb")
    assert "my words elsewhere" in sources(kept)
    old.update()
    assert len(list(old.folder.glob("04_hamstrings_and_pelvis_*.ipynb"))) == 1


def test_a_copy_needs_nothing_but_python(tmp_path):
    command = [
        sys.executable,
        "-S",
        "-m",
        "lessons_lib.course",
        "make",
        "--copy",
        tmp_path / "mine",
    ]
    subprocess.run(command, cwd=NOTEBOOKS.parent, check=True)
    assert (tmp_path / "mine" / FOURTH).read_bytes() == (NOTEBOOKS / FOURTH).read_bytes()


def test_a_folder_of_old_lessons_becomes_the_copy(old):
    old.originals.rename(old.folder)
    answer(old.folder / FOURTH, 2, "mine = 4")
    shutil.copytree(NOTEBOOKS, old.originals)
    old.make()
    old.update()
    assert "mine = 4" in sources(old.folder / FOURTH)
    assert (old.folder / FIRST).exists()


# Broken off at any moment ---------------------------------------------------------------------

if os.name == "posix":  # elsewhere nothing can be forked, and open files guard themselves

    @pytest.mark.parametrize("what", ["make", "update", "reset", "undo"])
    def test_a_change_that_is_killed_at_any_moment_loses_nothing(own, what):
        if what != "make":
            own.make()
            answer(own.folder / FIRST, 1, "a = 'precious 1'")
            answer(own.folder / FOURTH, 1, "c = 'precious 2'")
            ship(own, first=lesson("# Start", "a = None", "new"), glossary="# Words\n")
        if what == "undo":
            own.update()
            edit(own.folder / FIRST, lambda cells: cells[1].update(source="a = 'precious 3'"))
        command = [sys.executable, BROKEN_OFF, own.folder.parent, what]
        result = subprocess.run(command, check=False, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        assert int(result.stdout) > 15

    def test_while_the_course_is_open_nothing_is_changed_under_it(own):
        own.make()
        ship(own, first=lesson("# New"))
        code = (
            "import sys; from pathlib import Path; from lessons_lib.course import own_copy\n"
            "with own_copy.locked(Path(sys.argv[1]), alone=False):\n"
            "    print('open', flush=True); input()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, own.hidden / "lock"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as open_course:
            assert open_course.stdout.readline() == b"open\n"
            for change in (own.update, own.undo, lambda: own.reset("04")):
                with pytest.raises(CopyError, match="close JupyterLab"):
                    change()
            open_course.kill()
        own.update()
        assert sources(own.folder / FIRST) == ["# New"]
