"""The picture that stands in where nothing moves."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from scenes import SCENES
from waves import frame, waves

from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import UNITS_PER_POINT, LiveStage
from lessons_lib.stage.scene import Mark
from lessons_lib.stage.style import BLUE, PAPER, RED

STAGE = LiveStage.of(waves)
SVG = "{http://www.w3.org/2000/svg}"


def composed(**marks):
    """The document with these marks in place of the usual ones, and its moving elements."""
    usual = frame(30.0, 40.0, 0.0, 1.0)
    root = ElementTree.fromstring(
        compose(STAGE, replace(usual, marks=usual.marks | marks), "Waves & <shores>")
    )
    still = len(ElementTree.fromstring(STAGE.svg))
    return root, list(root)[still + 3 :]  # behind title, description and paper


def points(path):
    """The places of a path that is one open line: a place, and steps from there."""
    steps = np.array([float(one) for one in re.findall(r"-?\d*\.?\d+", path)]).reshape(-1, 2)
    return np.cumsum(steps, axis=0)


def test_it_says_what_it_is_and_what_it_shows():
    root, _ = composed()
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Waves & <shores>"
    assert root[1].tag == f"{SVG}desc"
    assert root[1].text == frame(30.0, 40.0, 0.0, 1.0).words


def test_it_can_be_read_on_every_page_because_it_brings_its_paper():
    root, _ = composed()
    assert root[2].attrib == {"width": "100%", "height": "100%", "fill": PAPER}


def test_lines_stand_where_they_are_sent():
    usual = frame(30.0, 40.0, 0.0, 1.0)
    packet = STAGE.pack([usual])
    names = [one["name"] for one in STAGE.artists]
    about = packet.head["layout"][names.index("wave")]
    sent = np.frombuffer(packet.coordinates, np.int16)[about["start"] :][: 2 * about["points"]]
    root, _ = composed()
    (wave,) = [one for one in root.iter(f"{SVG}path") if one.get("stroke") == BLUE
               and one.get("fill") == "none"]  # fmt: skip
    drawn = points(wave.get("d"))
    np.testing.assert_allclose(drawn, sent.reshape(-1, 2) / UNITS_PER_POINT, atol=0.006)


def test_a_gap_lifts_the_pen_and_what_is_nowhere_is_not_drawn():
    gap = np.array([[0, 0], [10, 1], [np.nan, 0], [20, 1], [30, 0]])
    root, _ = composed(wave=Mark(gap), label=Mark(np.full(2, np.nan), text="nowhere"))
    (wave,) = [one for one in root.iter(f"{SVG}path") if one.get("stroke") == BLUE
               and one.get("fill") == "none"]  # fmt: skip
    assert re.sub(r"[^A-Za-z]", "", wave.get("d")) == "Mlml"
    assert not list(root.iter(f"{SVG}text"))


def test_a_frames_own_colour_and_text_are_used():
    root, _ = composed(
        dot=Mark(np.zeros(2), color=RED), label=Mark(np.array([30, 1.0]), text="5 < 6 & 7")
    )
    (label,) = root.iter(f"{SVG}text")
    assert label.text == "5 < 6 & 7"
    dots = [one for one in root.iter() if one.get("fill") == RED]
    assert len(dots) == 1
    assert dots[0].get("stroke") == RED


def test_what_leaves_the_axes_is_cut_off():
    root, _ = composed()
    boxes = {one.get("id") for one in root.iter(f"{SVG}clipPath")}
    used = re.findall(r"url\(#([^)]+)\)", ElementTree.tostring(root, encoding="unicode"))
    assert set(used) <= boxes
    clipped = sum(one["clip"] is not None for one in STAGE.artists)
    assert clipped
    assert sum(one.startswith("b") for one in used) == clipped


@pytest.mark.parametrize("name", SCENES)
def test_it_is_the_same_in_every_run_and_every_name_in_it_is_there(name):
    scene = SCENES[name]
    stage, shown = LiveStage.of(scene), scene.frame(**scene.values())
    svg = compose(stage, shown, scene.title)
    assert svg == compose(LiveStage.of(scene), scene.frame(**scene.values()), scene.title)
    root = ElementTree.fromstring(svg)
    names = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(names) == len(set(names))
    wanted = re.findall(r'(?:url\(#|href="#)([^)"]+)', svg)
    assert set(wanted) == set(names)
