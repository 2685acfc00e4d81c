"""A learner's server on a hub: what it serves, and that it starts whatever is wrong."""

import json
import os
from functools import partial

import pytest

from lessons_lib.course import hub, lab, outline, own_copy
from lessons_lib.course.own_copy import OwnCopy

LESSON = outline.lessons()[0].file


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A learner's home, and a course of one lesson beside it."""
    originals = tmp_path / "notebooks"
    originals.mkdir()
    lesson = (own_copy.COURSE / own_copy.LESSONS / LESSON).read_bytes()
    (originals / LESSON).write_bytes(lesson)
    monkeypatch.setattr(hub, "OwnCopy", partial(OwnCopy, originals=originals))
    monkeypatch.setattr(lab, "settle", lambda _: None)
    for name in ("JUPYTERHUB_ROOT_DIR", "JUPYTERHUB_DEFAULT_URL"):
        monkeypatch.setenv(name, "/what/the/hub/says")
    return tmp_path


def served():
    return os.environ["JUPYTERHUB_ROOT_DIR"], os.environ["JUPYTERHUB_DEFAULT_URL"]


def test_a_learner_s_own_copy_is_made_and_served(home):
    hub.make_ready(home)
    assert served() == (str(home / "my_course"), f"/lab/tree/{LESSON}")
    assert (home / "my_course" / LESSON).exists()


def test_a_newer_course_is_there_the_next_time_with_what_the_learner_wrote(home, monkeypatch):
    hub.make_ready(home)
    mine = home / "my_course" / LESSON
    book = json.loads(mine.read_text("utf-8"))
    book["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Mine."})
    mine.write_text(json.dumps(book), "utf-8")
    newer = json.loads((home / "notebooks" / LESSON).read_text("utf-8"))
    newer["cells"][0]["source"] = "# A newer one"
    newer["metadata"].pop("lessons_lib", None)
    (home / "notebooks" / LESSON).write_text(json.dumps(newer), "utf-8")

    hub.make_ready(home)
    assert ends(mine) == ("# A newer one", "Mine.")

    monkeypatch.chdir(home / "my_course")  # where a learner's cells run
    assert own_copy.main(["undo"]) == 0
    hub.make_ready(home)
    assert ends(mine) == ("".join(book["cells"][0]["source"]), "Mine.")


def ends(lesson):
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    return "".join(cells[0]["source"]), "".join(cells[-1]["source"])


@pytest.mark.parametrize("there", [False, True])
def test_the_server_starts_whatever_is_wrong_with_the_copy(home, capsys, monkeypatch, there):
    if there:
        hub.make_ready(home)

    def full(*_, **__):
        raise OSError(122, "Disk quota exceeded")

    monkeypatch.setattr(lab, "prepare", full)
    hub.make_ready(home)
    copy = (str(home / "my_course"), f"/lab/tree/{LESSON}")
    assert served() == (copy if there else (str(home), "/lab"))
    assert "quota" in capsys.readouterr().err
