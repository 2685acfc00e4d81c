import numpy as np
import pytest

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter

PARAMETERS = [parameter(name) for name in load("parameters")["name"].tolist()]
EACH = pytest.mark.parametrize("one", PARAMETERS, ids=lambda one: one.name)


@EACH
def test_a_slider_reaches_both_ends_and_its_start(one):
    positions = one.positions
    assert (positions[0], positions[-1]) == (one.low, one.high)
    assert np.diff(positions) == pytest.approx(one.step)
    assert np.isclose(positions, one.default).any()


@EACH
def test_every_position_is_allowed(one):
    assert [one.checked(value) for value in one.positions] == one.positions.tolist()


@EACH
def test_a_choice_has_one_option_a_position(one):
    if one.options:
        assert (one.low, one.step) == (0, 1)
        assert len(one.options) == len(set(one.options)) == len(one.positions)


@EACH
def test_play_lasts_for_quantities_that_pass_like_time(one):
    assert one.seconds is None or one.seconds > 0


@pytest.mark.parametrize("value", [-20.1, 120.1, float("nan"), float("inf"), "30", None, [30]])
def test_what_cannot_be_is_answered_with_what_can(value):
    hip = parameter("hip_flexion_deg")
    with pytest.raises(ValueError, match=r"^Hip flexion is .*; .* from -20 to 120 °\.$"):
        hip.checked(value)


@EACH
def test_a_choice_may_be_given_by_its_option(one):
    assert [one.checked(option) for option in one.options] == list(range(len(one.options)))


@pytest.mark.parametrize("value", ["elbow", "", "0", 3])
def test_a_choice_that_is_not_there_is_answered_with_those_that_are(value):
    with pytest.raises(ValueError, match=r"^Joint is .*; it can be 'hip', 'knee' or 'ankle'\.$"):
        parameter("gait_joint").checked(value)


@pytest.mark.parametrize("value", [30, 30.0, np.float32(30), np.int64(30)])
def test_any_kind_of_number_will_do(value):
    checked = parameter("hip_flexion_deg").checked(value)
    assert checked == 30
    assert type(checked) is float
