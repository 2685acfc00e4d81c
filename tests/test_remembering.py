"""What is remembered: nothing before the learner agrees, only items of the course, all deleted."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.apps import remembering, safety_check, tracker
from lessons_lib.apps.prediction import predict
from lessons_lib.apps.remembering import answer_from_memory
from lessons_lib.apps.tracker import answers
from lessons_lib.course.exercises import exercises
from lessons_lib.course.outline import lessons
from lessons_lib.data import items, predictions, quizzes
from lessons_lib.data.own_numbers import own_numbers
from lessons_lib.tracker.place import data_folder

GUESS = {"choice": 1, "day": "2026-11-29"}
SIGN = {"chosen": [1], "right": True, "tries": 2, "day": "2026-11-29"}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path / "data"))


def ask(**question: Any) -> dict[str, Any]:
    answer = answer_from_memory({"asker": "me", **question})
    assert answer is not None
    assert answer["asker"] == "me"
    return answer


def remember(item: str, value: object) -> dict[str, Any]:
    return ask(ask="remember", item=item, value=value)


def test_nothing_is_written_before_the_learner_agrees():
    assert remember("prediction/04-tilted", GUESS)["keeps"] is False
    assert ask(ask="recall")["items"] == {}
    assert not data_folder().exists()


def test_what_was_agreed_to_is_there_again_and_forgotten_whole():
    assert ask(ask="keep", items={"prediction/04-tilted": GUESS})["keeps"] is True
    remember("quiz/04-sign", SIGN)
    remember("prediction/04-tilted", {"choice": 3})
    known = ask(ask="recall")
    assert known["items"] == {"quiz/04-sign": SIGN, "prediction/04-tilted": {"choice": 3}}
    assert list(known["items"])[-1] == "prediction/04-tilted"
    assert [path.name for path in data_folder().iterdir()] == ["remembered.json"]
    assert remembering.place().stat().st_mode & 0o077 == 0
    assert ask(ask="forget") == {
        "answer": "memory", "asker": "me", "keeps": False, "items": {}, "trouble": "",
    }  # fmt: skip
    assert list(data_folder().iterdir()) == []
    assert remember("quiz/04-sign", SIGN)["keeps"] is False


def test_another_question_is_not_the_memorys():
    assert answer_from_memory({"ask": "frame", "values": {}}) is None


@pytest.mark.parametrize("content", ["{", '{"items": {}}', "[]", '{"made_by": "me", "items": {}}'])
def test_a_file_that_the_course_did_not_write_is_left_alone(content):
    data_folder().mkdir()
    remembering.place().write_text(content)
    for question in (
        {"ask": "recall"},
        {"ask": "keep", "items": {}},
        {"ask": "remember", "item": "quiz/04-sign", "value": SIGN},
        {"ask": "forget"},
    ):
        answer = ask(**question)
        assert answer["keeps"] is False
        assert "Move it" in answer["trouble"]
    assert remembering.place().read_text() == content


def test_what_a_later_course_dropped_is_left_out_when_it_is_read():
    ask(ask="keep", items={"quiz/04-sign": SIGN})
    path = remembering.place()
    content = json.loads(path.read_text())
    content["items"] |= {"quiz/99-gone": SIGN, "quiz/04-units": {"chosen": ["a sentence"]}}
    path.write_text(json.dumps(content))
    assert ask(ask="recall")["items"] == {"quiz/04-sign": SIGN}


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "data").write_text("a file")
    answer = ask(ask="keep", items={})
    assert answer["keeps"] is False
    assert "cannot be" in answer["trouble"]


def test_every_item_of_the_course_can_be_remembered():
    known = {f"quiz/{one.id}" for name in quizzes.names() for one in quizzes.load(name).questions}
    for item in known:
        assert items.fits(item, {"chosen": [0], "right": False, "tries": 1})
    for key in exercises():
        assert items.fits(f"exercise/{key}", {"typed": "−20,6 mm", "right": True, "tries": 3})
    for one in predictions.everything().values():
        guess = {"value": one.scale.low} if one.scale else {"choice": 0}
        assert items.fits(f"prediction/{one.id}", guess)
    for own in own_numbers().values():
        assert items.fits(f"own/{own.name}", {"value": own.high})
    asked = [item for entry in lessons() for item in items.items_of(entry.stem)]
    listed = [item.partition("/")[2] for item in asked if item.startswith("exercise/")]
    assert sorted(listed) == sorted(exercises())


def _walk(content: object) -> list[str]:
    """All keys and texts of something that a page was given."""
    if isinstance(content, dict):
        return [*map(str, content), *(one for part in content.values() for one in _walk(part))]
    if isinstance(content, list | tuple):
        return [one for part in content for one in _walk(part)]
    return [content] if isinstance(content, str) else []


KINDS = ("prediction", "quiz", "exercise", "own")


def _of_the_safety_check_and_the_tracker() -> set[str]:
    """Every name and every text that the safety check's page and the diary's tables know."""
    schema = (files("lessons_lib.tracker.store") / "schema.sql").read_text(encoding="utf-8")
    asked = _walk([safety_check.questions(), list(safety_check.signs()), tracker.content()])
    return {*asked, *re.findall(r"\w+", schema), *answers.METHODS}


def test_nothing_of_the_safety_check_or_the_tracker_can_be_remembered():
    """Whatever they know and however it is dressed up: neither as an item nor within a value."""
    words = _of_the_safety_check_and_the_tracker() - {"", "choice", "value", *SIGN}
    assert {"saddle_numbness", "pain", "screen"} <= words
    values = ({"value": 3}, {"choice": 0}, {"shown": True}, SIGN)
    for word in words:
        for kind in (*KINDS, "", word):
            assert not any(items.fits(f"{kind}/{word}", value) for value in values), word
        assert not items.fits("quiz/04-sign", SIGN | {word: True})
        assert not items.fits("quiz/04-sign", SIGN | {"first": [word]})
        assert not items.fits("prediction/04-tilted", {"choice": 0, word: 1})
        assert not items.fits("own/leg_raise_deg", {"value": 60, word: 1})
        assert not items.fits("own/leg_raise_deg", {"value": word})
        assert not items.fits("exercise/04-slope", {"typed": word, "right": True, "tries": 1}) or (
            re.match(r"\W*\d", word)
        )


def test_what_is_no_item_is_refused_and_changes_nothing():
    ask(ask="keep", items={})
    before = remembering.place().read_bytes()
    assert "no answer to a question" in remember("safety/numb", {"value": 1})["trouble"]
    assert "no answer" in ask(ask="keep", items={"quiz/04-sign": {"note": "pain"}})["trouble"]
    assert remembering.place().read_bytes() == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    item=st.text() | st.sampled_from(["quiz/04-sign", "prediction/04-tilted", "own/leg_raise_deg"]),
    value=json_values
    | st.dictionaries(
        st.sampled_from(["choice", "value", "chosen", "right", "tries"]), json_values
    ),
)
def test_what_fits_holds_no_free_words(item, value):
    if items.fits(item, value):
        assert set(_walk(value)) <= {
            "choice",
            "value",
            "first",
            "chosen",
            "right",
            "tries",
            "shown",
            "day",
        }


def test_a_page_is_answered_by_its_widget():
    widget = predict("04-tilted")
    sent: list[Any] = []
    widget.send = lambda content, **_: sent.append(content)
    widget._handle_custom_msg({"ask": "recall", "asker": "me"}, [])
    assert [one["answer"] for one in sent] == ["memory"]
