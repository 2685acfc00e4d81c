"""An explorer's side in the kernel: what it answers, and what stands in for it."""

import json
import logging
import re
from base64 import b64encode

import numpy as np
import pytest
from waves import BROKEN_DEG, NO_ANSWER_DEG, SENTENCE, waves

from lessons_lib.apps import explorer as module
from lessons_lib.apps.explorer import Explorer, explore, picture
from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures.loops import loop
from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import LiveStage

GENERIC = "The model has no answer here."
VIEW = "application/vnd.jupyter.widget-view+json"
START = waves.values()


class Browser:
    """Stands in for the page: asks as it asks, through ipywidgets, and keeps what it is told."""

    def __init__(self, scene=waves, **start):
        self.explorer = Explorer(scene, **start)
        self.heard = []
        self.explorer.send = self.hear

    def hear(self, content, buffers=()):
        # As on the wire: what JSON cannot hold must not be in there.
        self.heard.append((json.loads(json.dumps(content, allow_nan=False)), list(buffers)))

    def ask(self, ask, **content):
        before = len(self.heard)
        self.explorer._handle_custom_msg({"ask": ask, **content}, [])
        assert len(self.heard) == before + 1
        return self.heard[-1]

    def frame(self, **values):
        return self.ask("frame", values={**START, **values}, clock=1)

    def sweep(self, name, **values):
        return self.ask("sweep", name=name, values={**START, **values}, key="k")


@pytest.fixture
def browser():
    return Browser()


def test_a_move_is_answered_with_the_frame_that_it_asked_for(browser):
    content, (coordinates,) = browser.frame(hip_flexion_deg=30)
    wanted = browser.explorer._stage.pack([waves.frame(**{**START, "hip_flexion_deg": 30})])
    assert content["answer"] == "frame"
    assert content["clock"] == 1
    assert content["head"] == wanted.head
    assert coordinates == wanted.coordinates


@pytest.mark.parametrize("ask", ["frame", "table", "sweep", "nonsense"])
def test_an_answer_says_who_asked(browser, ask):
    content, _ = browser.ask(ask, name="hip_flexion_deg", values=START, key="k", asker="this page")
    assert content["asker"] == "this page"
    refused, _ = browser.ask(ask, name="hip", values={"hip": 1}, asker="another page")
    assert (refused["answer"], refused["asker"]) == ("trouble", "another page")


@pytest.mark.parametrize("name", START)
def test_a_sweep_is_all_frames_of_its_slider_with_the_others_held(browser, name):
    held = {"knee_flexion_deg": 20.0, "cycle_percent": 40.0, "hip_flexion_deg": 12.0}
    content, (coordinates,) = browser.sweep(name, **held)
    assert (content["answer"], content["key"]) == ("sweep", "k")
    layout = content["head"]["layout"]
    sweep = np.frombuffer(coordinates, np.int16)
    failing = content["trouble"]
    positions = parameter(name).positions.tolist()
    assert len(content["head"]["words"]) == len(positions)
    for index, position in enumerate(positions):
        if str(index) in failing:
            continue
        head, (alone,) = browser.frame(**{**held, name: position})
        single = np.frombuffer(alone, np.int16)
        assert content["head"]["words"][index] == head["head"]["words"][0]
        for about, one in zip(layout, head["head"]["layout"], strict=True):
            count = 2 * about["points"]
            start = about["start"] + (0 if about["still"] else count * index)
            np.testing.assert_array_equal(
                sweep[start : start + count], single[one["start"] : one["start"] + count]
            )
            for what in ("text", "color"):
                value = about.get(what)
                assert (value[index] if isinstance(value, list) else value) == one.get(what)


def test_a_sweep_goes_around_places_without_an_answer(browser):
    content, _ = browser.sweep("hip_flexion_deg")
    positions = parameter("hip_flexion_deg").positions.tolist()
    no_answer, broken = (str(positions.index(one)) for one in (NO_ANSWER_DEG, BROKEN_DEG))
    assert content["trouble"].keys() == {no_answer, broken}
    assert content["trouble"][no_answer] == SENTENCE
    assert content["trouble"][broken].startswith(GENERIC)


def test_a_sweep_without_any_answer_is_one_sentence(browser):
    content, _ = browser.sweep("knee_flexion_deg", hip_flexion_deg=NO_ANSWER_DEG)
    assert (content["answer"], content["sentence"]) == ("trouble", SENTENCE)


def test_the_numbers_are_those_of_the_values(browser):
    content, _ = browser.ask("table", values={**START, "hip_flexion_deg": 30}, clock=1)
    assert content["html"] == waves.plot(hip_flexion_deg=30).table.html()


def test_the_models_own_sentence_reaches_the_learner(browser):
    content, _ = browser.frame(hip_flexion_deg=NO_ANSWER_DEG)
    assert (content["answer"], content["sentence"]) == ("trouble", SENTENCE)


def test_a_fault_of_the_model_is_a_sentence_for_the_learner_and_a_record_for_us(browser, caplog):
    with caplog.at_level(logging.ERROR):
        content, _ = browser.frame(hip_flexion_deg=BROKEN_DEG)
    assert content["sentence"].startswith(GENERIC)
    assert "secret" not in json.dumps(content)
    assert "a secret of the model" in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"values": None},
        {"values": {"hip": 1}},
        {"values": {"hip_flexion_deg": "30"}},
        {"values": {"hip_flexion_deg": None}},
        {"values": {"hip_flexion_deg": float("nan")}},
        {"values": {"hip_flexion_deg": 1e9}},
        {"values": {"hip_flexion_deg": [1]}},
    ],
)
@pytest.mark.parametrize("ask", ["frame", "sweep", "table"])
def test_whatever_a_page_sends_is_answered_and_the_next_move_works(browser, ask, content):
    name = {"name": "hip_flexion_deg"} if ask == "sweep" else {}
    answer, _ = browser.ask(ask, **name, **content)
    assert answer["answer"] == "trouble"
    assert answer["sentence"].endswith(".")
    assert browser.frame()[0]["answer"] == "frame"


def test_a_sweep_of_something_else_is_trouble(browser):
    assert browser.ask("sweep", name="hip", values={}, key="")[0]["answer"] == "trouble"


def test_the_sliders_are_those_of_the_parameter_table():
    controls = {one["name"]: one for one in Explorer(waves, knee_flexion_deg=20)._spec["controls"]}
    assert list(controls) == list(START)
    for name, control in controls.items():
        one = parameter(name)
        assert (control["label"], control["unit"]) == (one.label, one.unit)
        assert (control["low"], control["high"], control["step"]) == (one.low, one.high, one.step)
        assert tuple(control["options"]) == one.options
    assert controls["knee_flexion_deg"]["start"] == 20
    assert controls["hip_flexion_deg"]["start"] == parameter("hip_flexion_deg").default


def test_a_slider_with_too_many_positions_is_not_swept(monkeypatch):
    monkeypatch.setattr(module, "MOST_POSITIONS", 101)
    sweeps = {one["name"]: one["sweeps"] for one in Explorer(waves)._spec["controls"]}
    assert sweeps == {
        "hip_flexion_deg": False,
        "knee_flexion_deg": False,
        "cycle_percent": True,
        "muscle": True,
    }


def test_where_a_loop_does_not_run_the_steps_of_its_movement_stand_in():
    explorer = Explorer(loop("bridge"))
    about = load("movements").row(id="bridge")
    data, _ = explorer._repr_mimebundle_()
    for step in (about["start"], *about["steps"].split(";")):
        assert step[1:] in data["text/plain"]
        assert step[1:] in data["text/html"]
    assert explorer._spec["head"]["words"] == [explorer.scene.frame(moment_percent=0.0).words]


def test_where_widgets_do_not_run_the_picture_and_its_words_stand_in():
    start = {"hip_flexion_deg": 40.0}
    explorer = Explorer(waves, **start)
    frame = waves.frame(**waves.values(**start))
    data, _ = explorer._repr_mimebundle_()
    assert data[VIEW]["model_id"] == explorer.model_id
    assert data["text/plain"] == repr(explorer) == explorer.words() == frame.words
    picture = compose(LiveStage.of(waves), frame, waves.title)
    assert b64encode(picture.encode()).decode() in data["text/html"]
    assert 'alt="Waves"' in data["text/html"]
    assert frame.words in data["text/html"]


def test_moving_changes_nothing_of_what_is_stored(browser):
    before = browser.explorer._repr_mimebundle_()
    browser.frame(hip_flexion_deg=30)
    browser.sweep("knee_flexion_deg", hip_flexion_deg=30)
    assert browser.explorer._repr_mimebundle_() == before


def test_a_wrong_start_is_answered_when_the_cell_runs():
    with pytest.raises(ValueError, match=re.escape("from -20 to 120 °.")):
        Explorer(waves, hip_flexion_deg=200)
    with pytest.raises(TypeError, match="no 'hip'"):
        Explorer(waves, hip=20)


@pytest.mark.parametrize("show", [explore, picture])
@pytest.mark.parametrize("other", [module, waves.frame, "waves", None])
def test_what_is_no_scene_is_answered_with_what_is(show, other):
    with pytest.raises(TypeError, match=rf"such as hamstrings\.pose .* a {type(other).__name__}"):
        show(other)
