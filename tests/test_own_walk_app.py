"""Bring a walk: what goes to the page and what never gets into a notebook."""

import json
import re
from base64 import b64encode
from pathlib import Path

import gait_files
import numpy as np
import pytest

from lessons_lib.apps import remembering
from lessons_lib.apps.own_walk import own_walk
from lessons_lib.figures import own_walk as pictures
from lessons_lib.figures.own_walk_report import CANNOT, report
from lessons_lib.mechanics import from_angles
from lessons_lib.mechanics.own_walk import invented, shelf
from lessons_lib.mechanics.own_walk.recording import read
from lessons_lib.mechanics.own_walk.strides import cut

PAGE = Path(__file__).parents[1] / "notebooks" / "your_own_notebook.md"
MARKER = "marker_7391"


@pytest.fixture
def widget():
    yield own_walk()
    shelf.put(None)


def bring(widget, content, what="angles", size=20_000, **more):
    """Send a file as the page does, part by part; the last answer."""
    starts = list(range(0, max(len(content), 1), size))
    for start in starts:
        answer = widget.answer(
            {
                "ask": "part", "asker": "a page", "number": start, "what": what,
                "text": b64encode(content[start : start + size]).decode(),
                "first": start == 0, "last": start == starts[-1], **more,
            }
        )  # fmt: skip
    return answer


def said(look):
    return " ".join(" ".join([heading, *sentences]) for heading, sentences in look["parts"])


def test_a_file_in_parts_becomes_a_page_and_pictures(widget):
    answer = bring(widget, gait_files.DIALECTS["gait2392, long header with free text"])
    assert answer["look"]["who"] == "own"
    assert {row["key"] for row in answer["rows"] if row["column"] is not None} >= {
        "hip right", "knee right", "hip left", "knee left", "pelvis", "time"
    }  # fmt: skip
    assert any("bends up to 6" in row["says"] for row in answer["rows"])
    assert [set(one) >= {"light", "dark", "words"} for one in answer["look"]["pictures"]]
    assert "Your file" in pictures.lengths.frame(3, 0, 0, 1.8).words


def test_without_a_file_the_own_walk_is_a_sentence(widget):
    for frame in (pictures.pull.frame(3, 0, 1.8, 75), pictures.back.frame(3, 0)):
        assert frame.words == pictures.NO_FILE
    assert "Choose one above" in widget.answer({"ask": "look"})["sentence"]


def test_nothing_of_a_file_becomes_state_or_output(widget):
    content = gait_files.DIALECTS["gait2392: knees negative, short header"]
    content = content.replace(b"made", MARKER.encode(), 1).replace(b"pelvis_tilt", MARKER.encode())
    answer = bring(widget, content)
    assert MARKER in json.dumps(answer)  # as the name of a column, on its way to the page
    assert MARKER not in json.dumps(widget.get_state(), default=str)
    bundle = widget._repr_mimebundle_()
    assert MARKER not in json.dumps(bundle, default=str)
    before = widget.get_state()["content"]
    assert before["first"]["who"] == "average"
    assert widget.answer({"ask": "forget file"})["forgotten"]
    assert "sentence" in widget.answer({"ask": "look"})


def test_who_forgets_a_file_keeps_what_is_remembered(widget, monkeypatch, tmp_path):
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path / "data"))
    remembering.keep({"own/body_height_m": {"value": 1.62, "day": "2026-11-29"}})
    sent = []
    monkeypatch.setattr(widget, "send", lambda content, *_: sent.append(content))
    for asked in ("recall", "forget file"):
        widget._handle_custom_msg({"ask": asked, "asker": "a", "number": 1}, [])
    memory, walk = sent
    assert memory["items"]["own/body_height_m"]["value"] == 1.62
    assert walk["forgotten"]
    assert remembering.recall() == memory["items"]


def test_what_the_learner_says_of_columns_is_heard(widget):
    columns = {"a": gait_files.T, "b": gait_files.HIP["right"], "c": gait_files.KNEE["right"]}
    refused = bring(widget, gait_files.csv(columns))
    assert refused["columns"] == ["a", "b", "c"]
    assert "look" not in refused
    told = {"columns": {"time": 0, "hip right": 1, "knee right": 2}, "turned": []}
    answer = widget.answer({"ask": "look", "choices": told, "height_m": 1.62, "mass_kg": 60})
    assert "1.62 m" in said(answer["look"])
    turned = widget.answer({"ask": "look", "choices": told | {"turned": ["knee right"]}})
    assert "sentence" in turned


@pytest.mark.parametrize(
    "message",
    [
        {"ask": "walker", "who": "nobody"},
        {"ask": "erase the disk"},
        {"ask": "part", "text": 7},
        {"ask": "part", "text": "***", "first": True, "last": True},
        {"ask": "part", "text": "", "first": True, "last": True},
        {"ask": "walker", "who": "average", "height_m": 180},
        {"ask": "walker", "who": "average", "zero_shift_deg": "a lot"},
        {"ask": "walker", "who": "average", "zero_shift_deg": 400},
        {"ask": "look", "choices": {"columns": {"hip right": 10**9}}},
    ],
)
def test_a_strange_message_gets_a_sentence(widget, message):
    answer = widget.answer(message)
    assert len(answer["sentence"].split()) > 4
    assert "look" not in answer


def test_hostile_files_get_a_sentence_from_the_page_too(widget):
    for name, content in gait_files.hostile(60, seed=3):
        answer = bring(widget, content, size=1_400_000)
        assert "look" in answer or len(answer["sentence"].split()) > 4, name


def test_the_page_says_what_a_file_cannot():
    for who in invented.FILES:
        parts = report(invented.walker(who), invented.strides(who))
        assert parts[-1].sentences == CANNOT


def test_the_page_claims_no_more_than_the_strides_carry():
    walk = read(gait_files.mot(gait_files.opensim(-1.0, sides="l"), gait_files.SHORT))
    one_side = " ".join(s for part in report(walk, cut(walk)) for s in part.sentences)
    assert "Between the sides" not in one_side
    still = gait_files.opensim(-1.0)
    still["lumbar_extension"] = -still["pelvis_tilt"] - 20
    walk = read(gait_files.mot(still, gait_files.SHORT))
    back = next(p for p in report(walk, cut(walk)) if p.heading == "Lower back")
    assert "set and not" in " ".join(back.sentences)
    assert "body weights" not in " ".join(back.sentences)
    bare = {k: v for k, v in gait_files.opensim(-1.0).items() if not k.startswith(("pel", "lum"))}
    walk = read(gait_files.mot(bare, gait_files.SHORT))
    last = {part.heading: " ".join(part.sentences) for part in report(walk, cut(walk))}
    assert "not recorded" in last["Pelvis"]
    assert "not recorded" in last["Lower back"]


def test_one_stride_is_not_compared_with_itself():
    stride = invented.strides("average")["right"]
    columns = {"percent": np.linspace(0, 100, 101)}
    columns |= {"Hip R": stride.hip_deg[0], "Knee R": stride.knee_deg[0]}
    columns |= {"Hip L": stride.hip_deg[0], "Knee L": stride.knee_deg[0]}
    walk = read(gait_files.csv(columns))
    whole = " ".join(s for part in report(walk, cut(walk)) for s in part.sentences)
    assert "too little to say" in whole
    assert "too few strides" in whole


def test_the_ten_lines_of_the_page_run(capsys):
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len([line for line in lines.splitlines() if line.strip()]) <= 10
    exec(compile(lines, str(PAGE), "exec"), {})
    assert "Middle(median=" in capsys.readouterr().out


def test_arrays_are_refused_in_words():
    time = np.arange(0, 3, 0.01)
    with pytest.raises(ValueError, match="Knee flexion has shape"):
        from_angles(time, 0 * time, 0 * time[:-1])
    with pytest.raises(ValueError, match="has to rise"):
        from_angles(time[::-1], 0 * time, 0 * time)
    with pytest.raises(ValueError, match="finite"):
        from_angles(time, 0 * time + np.nan, 0 * time)
    with pytest.raises(KeyError, match="no side"):
        from_angles(time, 0 * time, 0 * time, side="both")
