"""What can be dragged goes where the page believes that it goes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import SCENES, positions
from thoroughness import some

from lessons_lib.apps.explorer import MOST_POSITIONS
from lessons_lib.data.parameters import parameter
from lessons_lib.stage.live import LiveStage

HELD = [(name, k) for name, scene in SCENES.items() for k in range(len(scene.handles))]


def place(marks, mark, points):
    """Where a handle is, in the coordinates of its axes."""
    return np.atleast_2d(marks[mark].xy)[list(points)].mean(axis=0)


def turned(point, about, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return about + np.array([[c, -s], [s, c]]) @ (point - about)


@pytest.mark.parametrize(("name", "k"), HELD, ids=[f"{name}-{k}" for name, k in HELD])
@settings(max_examples=some(4))
@given(data=st.data())
def test_a_handle_goes_where_its_parameters_take_it(name, k, data):
    scene, handle = SCENES[name], SCENES[name].handles[k]
    known = {one.name for one in scene.parameters}
    assert set(handle.parameters) <= known
    values = {one: data.draw(positions(one), one) for one in known}
    moved = handle.parameters[-1]
    value = data.draw(positions(moved), f"{moved}, moved")
    try:
        before, after = (scene.frame(**found).marks for found in (values, {**values, moved: value}))
    except ValueError:
        return  # the model has no answer there, and the page keeps its picture
    was, now = (place(marks, handle.mark, handle.points) for marks in (before, after))
    if handle.turns:
        assert len(handle.turns) <= 2
        last = handle.turns[-1]
        mark, point = last.about
        joint, moved_joint = (place(marks, mark, (point,)) for marks in (before, after))
        turn = last.sign * (value - values[moved])
        # A joint may be carried along (a body whose lower foot stands on the ground).
        expected = turned(was, joint, turn) + moved_joint - joint
        np.testing.assert_allclose(now, expected, atol=2e-3)
    elif handle.along:
        assert len(parameter(moved).positions) <= MOST_POSITIONS
    else:
        side = 1 if moved == handle.y else 0
        assert now[side] == pytest.approx(value)
        assert LiveStage.of(scene).ways[handle.mark].matrix[1:3] == (0.0, 0.0)


def test_what_goes_along_a_sweep_is_somewhere_else_at_its_ends():
    for name, k in HELD:
        scene, handle = SCENES[name], SCENES[name].handles[k]
        if handle.along:
            ends = parameter(handle.along).positions[[0, -1]]
            first, last = (
                place(
                    scene.frame(**scene.values(**{handle.along: one})).marks,
                    handle.mark,
                    handle.points,
                )
                for one in ends
            )
            assert np.hypot(*(last - first)) > 0, name
