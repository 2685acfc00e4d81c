"""What is shipped is what matplotlib draws, and with it a kernel needs no matplotlib."""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from everything_shown import digests
from matplotlib.axis import Axis
from matplotlib.text import Text
from scenes import SCENES
from waves import stage, waves

from authoring import pictures, stages
from lessons_lib.stage.draw import NARROW_IN, Stage, blank, settled
from lessons_lib.stage.live import PEN_UP, UNITS_PER_POINT, LiveStage, kept
from lessons_lib.stage.narrow import stack
from lessons_lib.stage.page import POINTS_PER_INCH
from lessons_lib.stage.trace import trace

SAMPLES = 12
LETTER = 6.0
"""About as wide as a letter, in points: words that are pushed less are not seen to be."""
EACH = pytest.mark.parametrize("name", SCENES)


@EACH
def test_what_is_shipped_is_what_matplotlib_draws(name):
    shipped, drawn = LiveStage.read(kept(SCENES[name])), trace(SCENES[name])
    for suffix, text in drawn.files().items():
        assert stages.same(shipped.files()[suffix], text), f"Run: {stages.COMMAND}"


@EACH
def test_frames_stand_where_matplotlib_puts_them(name):
    scene, choice = SCENES[name], random.Random(name)
    stage, drawn = LiveStage.of(scene), settled(scene)
    drawn.figure.set_dpi(POINTS_PER_INCH)
    height = POINTS_PER_INCH * drawn.figure.get_figheight()
    for _ in range(SAMPLES if scene.parameters else 1):
        frame = scene.frame(
            **{one.name: choice.choice(one.positions.tolist()) for one in scene.parameters}
        )
        packet = stage.pack([frame])
        numbers = np.frombuffer(packet.coordinates, np.int16)
        for artist, about in zip(stage.artists, packet.head["layout"], strict=True):
            mark = frame.marks[artist["name"]]
            sent = numbers[about["start"] :][: 2 * about["points"]].reshape(-1, 2)
            pixels = drawn.live[artist["name"]].get_transform().transform(np.atleast_2d(mark.xy))
            page = UNITS_PER_POINT * (pixels * [1, -1] + [0, height])
            seen = ~np.isnan(page).any(axis=1)
            assert (sent[~seen] == PEN_UP).all()
            # Two ways to round: at most half a unit, and a hair for another order of operations.
            limits = np.clip(page[seen], -32767, 32767)
            np.testing.assert_allclose(sent[seen], limits, rtol=0, atol=0.5 + 1e-6)
            if isinstance(drawn.live[artist["name"]], Text) and mark.text:
                assert abs(_pushed(mark.text, pixels[0, 0], artist, stage.size[0])) < LETTER


def _pushed(text, x, look, width):
    """How far to the right a page moves words to keep them on it: as ``picture.js`` reckons."""
    long = len(text) * look.get("size", 0) * (0.7 if look.get("weight") == "bold" else 0.6)
    before = long * {"start": 0, "middle": 0.5, "end": 1}[look.get("anchor", "start")]
    return max(before, min(x, width - long + before)) - x


@EACH
def test_on_a_narrow_page_they_stand_there_too_and_no_words_leave_it(name):
    scene = SCENES[name]
    stage = LiveStage.of(scene)
    if stage.narrow is None:
        assert stage.size[0] <= POINTS_PER_INCH * NARROW_IN
        return
    drawn = settled(scene, narrow=True)
    assert _leaving(drawn) == set()
    drawn.figure.set_dpi(POINTS_PER_INCH)
    height = POINTS_PER_INCH * drawn.figure.get_figheight()
    frame = scene.frame(**scene.values())
    for artist, slim in zip(stage.artists, stage.narrow.artists, strict=True):
        mark = np.atleast_2d(frame.marks[artist["name"]].xy)
        if slim["carry"] is None:
            assert artist["kind"] == "text"  # words below the picture say what it says
            continue
        x_times, y_times, right, down = slim["carry"]
        carried = stage.ways[artist["name"]](mark) / UNITS_PER_POINT
        carried = carried * [x_times, y_times] + [right, down]
        pixels = drawn.live[artist["name"]].get_transform().transform(mark)
        np.testing.assert_allclose(carried, pixels * [1, -1] + [0, height], atol=0.05)


def _leaving(drawn):
    """The words of the still part that stand out of the picture by a pixel or more."""
    drawn.figure.draw_without_rendering()
    unseen = {
        label
        for axis in drawn.figure.findobj(Axis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not axis.axes.get_visible() or not _within(tick.get_loc(), axis.get_view_interval())
    }
    page = drawn.figure.bbox
    leaving = set()
    for text in drawn.figure.findobj(Text):
        hidden = text.axes is not None and not text.axes.get_visible()
        if hidden or text in unseen or text in drawn.live.values() or not text.get_visible():
            continue
        extent = text.get_window_extent()
        beyond = (page.xmin - extent.xmin, extent.xmax - page.xmax)
        beyond += (page.ymin - extent.ymin, extent.ymax - page.ymax)
        if text.get_text() and max(beyond) >= 1:
            leaving.add(text.get_text())
    return leaving


def _within(place, interval):
    return min(interval) <= place <= max(interval)


def test_words_that_leave_a_picture_are_found():
    figure = blank(1, 1)
    figure.text(0.5, 0.5, "wider than this")
    figure.text(0, 0.5, "a")
    assert _leaving(Stage(figure, {})) == {"wider than this"}


def test_a_panel_that_came_below_another_has_its_own_numbers():
    figure = blank(8, 4)
    first, second = figure.subplots(1, 2, sharey=True)
    first.set(ylim=(0, 3), ylabel="Of 100")
    stack(figure)
    figure.draw_without_rendering()
    assert second.get_ylabel() == "Of 100"
    assert {"0.0", "3.0"} <= {label.get_text() for label in second.get_yticklabels()}
    assert all(label.get_visible() for label in second.get_yticklabels())


@pytest.mark.parametrize("name", [name for name, scene in SCENES.items() if scene.handles])
@pytest.mark.parametrize("narrow", [False, True])
def test_what_can_be_dragged_does_not_hide_what_the_picture_says(name, narrow):
    scene = SCENES[name]
    if narrow and LiveStage.of(scene).narrow is None:
        return
    drawn = settled(scene, narrow=narrow)
    drawn.figure.set_dpi(POINTS_PER_INCH)
    for values in _ends(scene):
        marks = scene.frame(**values).marks
        hidden = [
            (text, handle.name)
            for text, box in _letters(drawn, marks)
            for handle in scene.handles
            if (at := _place(drawn, marks, handle)) is not None and box.contains(*at)
        ]
        assert hidden == [], values


def _ends(scene):
    """Where the sliders stand at first, and with one of them at either end."""
    start = scene.values()
    yield start
    for one in scene.parameters:
        for end in one.positions[[0, -1]].tolist():
            yield start | {one.name: end}


def _letters(drawn, marks):
    """What moving words say, and where on the page."""
    for name, artist in drawn.live.items():
        mark = marks[name]
        if isinstance(artist, Text) and mark.text and artist.axes.get_visible():
            artist.set(text=mark.text, position=mark.xy)
            yield mark.text, artist.get_window_extent()


def _place(drawn, marks, handle):
    """The middle of a handle on the page; None where it is out of its panel."""
    artist = drawn.live[handle.mark]
    points = np.atleast_2d(marks[handle.mark].xy)[list(handle.points)]
    place = artist.get_transform().transform(points).mean(axis=0)
    return place if artist.axes.bbox.padded(1).contains(*place) else None


SHOW_ALL = """
import hashlib, json, sys

class Missing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] == "matplotlib":
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

sys.meta_path.insert(0, Missing())
sys.path.insert(0, sys.argv[1])
from everything_shown import digests
print(*(f"{name} {digest}" for name, digest in digests().items()), sep="\\n")
assert not any(one.partition(".")[0] == "matplotlib" for one in sys.modules)
"""


def test_every_explorer_shows_the_same_where_there_is_no_matplotlib():
    here = Path(__file__).parent
    command = [sys.executable, "-c", SHOW_ALL, str(here)]
    done = subprocess.run(command, cwd=here.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    known = digests()
    assert done.stdout.splitlines() == [f"{name} {digest}" for name, digest in known.items()]
    assert known.keys() == SCENES.keys()


def test_a_scene_that_nobody_has_shipped_is_drawn():
    assert not kept(waves).is_file()
    assert LiveStage.of(waves) == trace(waves)


def test_a_scene_typed_in_a_notebook_has_no_place(monkeypatch):
    monkeypatch.setattr(stage, "__module__", "__main__")
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    assert kept(waves) is None


def test_what_is_written_is_read_back_to_the_last_bit(tmp_path):
    drawn = trace(waves)
    for suffix, text in drawn.files().items():
        (tmp_path / f"waves{suffix}").write_text(text, encoding="utf-8")
    assert LiveStage.read(tmp_path / "waves.svg") == drawn


@pytest.fixture
def one_topic(monkeypatch, tmp_path):
    """Only the waves of the tests, kept in a folder that is still empty."""
    monkeypatch.setattr(stages, "scenes", lambda: {"topic.waves": waves})
    monkeypatch.setattr(stages, "kept", lambda _: tmp_path / "waves.svg")
    return tmp_path


def test_the_check_finds_what_is_missing_changed_and_left_over(one_topic):
    files = {"waves.svg", "waves.narrow.svg", "waves.json"}
    assert stages.differing().keys() == files
    assert {one.name for one in stages.write()} == files
    assert stages.differing() == {}
    assert stages.write() == []

    drawing = one_topic / "waves.svg"
    text = drawing.read_text(encoding="utf-8")
    drawing.write_text(text.replace("#5b6068", "#5b6069", 1), encoding="utf-8")
    ((name, sentence),) = stages.differing().items()
    assert name == "waves.svg"
    assert stages.COMMAND in sentence
    (one_topic / "gone.svg").touch()
    assert stages.differing().keys() == {"waves.svg", "gone.svg"}
    assert {one.name for one in stages.write()} == {"waves.svg", "gone.svg"}
    assert stages.differing() == {}


def test_drawings_are_the_same_whose_numbers_were_rounded_otherwise():
    assert stages.same('d="M1.01 2" fill="#0072b2"', 'd="M1.02 2" fill="#0072b2"')
    assert not stages.same('d="M1 2"', 'd="M1.1 2"')
    assert not stages.same('d="M1 2"', 'd="L1 2"')
    assert not stages.same('fill="#0072b2"', 'fill="#0072b3"')


def test_a_topic_that_is_not_drawn_is_refused(capsys):
    with pytest.raises(SystemExit):
        pictures.main(["hamstring"])
    assert "hamstring" in capsys.readouterr().err
