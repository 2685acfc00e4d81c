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


@pytest.mark.parametrize("value", [30, 30.0, np.float32(30), np.int64(30)])
def test_any_kind_of_number_will_do(value):
    checked = parameter("hip_flexion_deg").checked(value)
    assert checked == 30
    assert type(checked) is float
