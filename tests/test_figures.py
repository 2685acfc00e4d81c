"""What holds for every scene of the course, wherever its sliders stand."""

import itertools
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from matplotlib.text import Text
from scenes import SCENES, frames
from thoroughness import some

from lessons_lib.stage.draw import place, settled
from lessons_lib.stage.live import LiveStage, Packet
from lessons_lib.stage.scene import Frame

BYTES_OF_A_MOVE = 10_000
BYTES_OF_A_SWEEP = 500_000
OF_SOME = {"two_weeks.joining": {"out", "same", "better"}}
"""By scene the artists that show some rows only: what stands for no number is meant there."""


def assert_sound(scene: str, frame: Frame, live: set[str]) -> None:
    """Every moving artist has a place, the table can be shown, and no word is a slip of code."""
    assert frame.marks.keys() == live
    for name, mark in frame.marks.items():
        some = ~np.isnan(mark.xy).all(axis=-1) if name in OF_SOME.get(scene, ()) else ...
        assert np.isfinite(mark.xy[some]).all()
    assert frame.table.html().count("<tr>") == 1 + len(frame.table)
    assert not re.search(r"\bnan\b|\binf\b|None|[−-]0(\.0+)?(?![.\d])", frame.words)


@pytest.mark.parametrize("name", SCENES)
def test_every_frame_is_whole(name: str) -> None:
    live = set(settled(SCENES[name]).live)

    @settings(max_examples=some(40), deadline=None)
    @given(frames(SCENES[name]))
    def everywhere(frame: Frame) -> None:
        assert_sound(name, frame, live)

    everywhere()


@pytest.mark.parametrize("name", SCENES)
def test_corners_of_all_sliders_have_an_answer(name: str) -> None:
    scene = SCENES[name]
    live = set(settled(scene).live)
    names = [one.name for one in scene.parameters]
    for values in itertools.product(*((one.low, one.high) for one in scene.parameters)):
        assert_sound(name, scene.frame(**dict(zip(names, values, strict=True))), live)


@pytest.mark.parametrize("name", SCENES)
def test_no_label_leaves_the_picture(name: str) -> None:
    scene = SCENES[name]
    stage = settled(scene)
    labels = {key: one for key, one in stage.live.items() if isinstance(one, Text)}
    ends = [{one.name: end} for one in scene.parameters for end in (one.low, one.high)]
    names = [one.name for one in scene.parameters]
    corners = itertools.product(*((one.low, one.high) for one in scene.parameters))
    for values in [*ends, *(dict(zip(names, corner, strict=True)) for corner in corners)]:
        frame = scene.frame(**scene.values(**values))
        for key, label in labels.items():
            place(label, frame.marks[key])
            if not label.get_text():  # of a label for either side one says nothing
                continue
            box = label.get_window_extent()
            outside = max(-box.x0, -box.y0, *(box.max - stage.figure.bbox.max))
            assert outside <= 1.5, (values, label.get_text())


@pytest.mark.parametrize("name", SCENES)
def test_moves_and_sweeps_are_small(name: str) -> None:
    scene = SCENES[name]
    stage, start = LiveStage.of(scene), scene.values()

    def size(packet: Packet) -> int:
        return len(packet.coordinates) + len(json.dumps(packet.head))

    assert size(stage.pack([scene.frame(**start)])) < BYTES_OF_A_MOVE
    for one in scene.parameters:
        sweep = [scene.frame(**{**start, one.name: value}) for value in one.positions.tolist()]
        assert size(stage.pack(sweep)) < BYTES_OF_A_SWEEP
