import inspect
import re
import subprocess
import sys
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from scenes import SCENES
from thoroughness import some
from waves import BROKEN_DEG, NO_ANSWER_DEG, SENTENCE, frame, stage, waves

from lessons_lib.data.parameters import parameter
from lessons_lib.figures import hamstrings
from lessons_lib.stage.scene import Mark, Scene

NAMES = ("hip_flexion_deg", "knee_flexion_deg", "cycle_percent", "muscle")


def test_what_is_not_given_stands_at_its_start():
    assert waves.values(knee_flexion_deg=20) == {
        **{name: parameter(name).default for name in NAMES},
        "knee_flexion_deg": 20.0,
    }


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(TypeError, match=f"no 'hip'; what you can set is: {', '.join(NAMES)}"):
        waves.plot(hip=30)


@pytest.mark.parametrize("value", [121, -21, float("nan"), "30", None, [30]])
def test_a_value_that_cannot_be_is_answered_with_those_that_can(value):
    with pytest.raises(ValueError, match=r"^Hip flexion is .* from -20 to 120 °\.$"):
        waves.plot(hip_flexion_deg=value)


def test_the_models_own_sentence_comes_through():
    with pytest.raises(ValueError, match=SENTENCE):
        waves.plot(hip_flexion_deg=77)


@settings(max_examples=some(10))
@given(st.fixed_dictionaries({name: st.sampled_from(parameter(name).positions) for name in NAMES}))
def test_the_picture_shows_the_frame(given_values):
    given_values = {name: float(value) for name, value in given_values.items()}
    assume(given_values["hip_flexion_deg"] not in (NO_ANSWER_DEG, BROKEN_DEG))
    wanted = frame(**given_values)
    plot = waves.plot(**given_values)
    left, right = plot.figure.axes
    wave, dashed, dot = left.lines
    for line, name in [(wave, "wave"), (dashed, "dashed"), (dot, "dot"), (right.lines[0], "edge")]:
        np.testing.assert_array_equal(line.get_xydata(), np.atleast_2d(wanted.marks[name].xy))
    (area,) = left.patches
    assert isinstance(area, Polygon)
    np.testing.assert_array_equal(area.get_xy()[:-1], wanted.marks["area"].xy)
    (label,) = right.texts
    assert label.get_text() == wanted.marks["label"].text
    assert label.get_position() == tuple(wanted.marks["label"].xy)
    assert to_hex(dot.get_markerfacecolor()) == wanted.marks["dot"].color
    assert to_hex(dot.get_markeredgecolor()) == wanted.marks["dot"].color
    assert plot.words == wanted.words


def test_moving_artists_move_nothing_else():
    def far_away(hip_flexion_deg):
        usual = frame(hip_flexion_deg, 0.0, 0.0, 0.0)
        label = Mark(np.array([1e3, 40.0]), text="far and wide " * 30)
        return replace(usual, marks={**usual.marks, "label": label})

    def boxes(plot):
        plot.figure.draw_without_rendering()
        return [axes.get_position().bounds for axes in plot.figure.axes]

    assert boxes(waves.plot()) == boxes(Scene("Waves", stage, far_away).plot())


def test_the_learners_settings_stay_as_they_are_and_stay_out():
    before = dict(mpl.rcParams)
    usual = waves.plot().figure.axes[0].xaxis.label.get_fontsize()
    assert dict(mpl.rcParams) == before
    with mpl.rc_context({"axes.labelsize": 30}):
        assert waves.plot().figure.axes[0].xaxis.label.get_fontsize() == usual


IMPORT_ALL = """
import importlib, pkgutil, sys
import lessons_lib
heavy = {"matplotlib", "numpy", "ipywidgets", "anywidget", "IPython", "jupyter_server"}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
import matplotlib
before, backend = dict(matplotlib.rcParams), matplotlib.get_backend(auto_select=False)
for module in pkgutil.walk_packages(lessons_lib.__path__, "lessons_lib."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
assert dict(matplotlib.rcParams) == before
assert matplotlib.get_backend(auto_select=False) == backend
"""


def test_importing_costs_nothing_and_changes_nothing():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_scene_says_what_can_be_set(scene):
    starts = {name: one.default for name, one in inspect.signature(scene).parameters.items()}
    lines = inspect.getdoc(scene).splitlines()
    for one in scene.parameters:
        (line,) = (line for line in lines if line.startswith(f"{one.name}={one.start!r}: "))
        assert all(part in line for part in (one.label, one.unit, *one.options))
    # What is shown can be called as it is shown.
    assert scene.values(**starts) == scene.values()


def test_shift_and_tab_show_what_can_be_set():
    """As JupyterLab asks a kernel, with the cursor at the bar."""
    manager, kernel = start_new_kernel(kernel_name="python3")
    try:
        kernel.execute_interactive(
            "from lessons_lib.apps.explorer import explore\n"
            "from lessons_lib.figures import hamstrings"
        )
        for cell in (
            "hamstrings.surface(|",
            "explore(hamstrings.surf|ace, ",
            "explore(hamstrings.surface, |)",
            "explore(hamstrings.pose)\nexplore(\n    hamstrings.surface,\n    muscle=|",
        ):
            answer = kernel.inspect(cell.replace("|", ""), cell.index("|"), reply=True)
            shown = re.sub(r"\x1b\[[\d;]*m", "", answer["content"]["data"]["text/plain"])
            for one in hamstrings.surface.parameters:
                assert f"{one.name}={one.start!r}: {one.label}, {one.allowed}." in shown
    finally:
        kernel.stop_channels()
        manager.shutdown_kernel(now=True)
