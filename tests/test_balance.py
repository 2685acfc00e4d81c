import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.mechanics import balance, gait, lumbar, passive
from lessons_lib.mechanics.balance import Leg

legs = st.builds(Leg, st.floats(-5, 45), st.floats(0, 60))
pairs = st.tuples(legs, legs)
factors = st.floats(0.93, 1.03)
trunks = st.floats(0, 3)


@given(pairs, trunks)
def test_unchanged_hamstrings_leave_the_pelvis_where_it_is_if_anything_holds_it(pair, trunk):
    held = balance.stiffness(pair, 1.0, trunk).whole > 0
    assert balance.tilt_deg(pair, 1.0, trunk) == (0 if held else None)


@given(pairs, factors, trunks)
def test_tighter_tilts_backward_and_looser_forward(pair, factor, trunk):
    tilt = balance.tilt_deg(pair, factor, trunk)
    if tilt is not None:
        assert tilt * (1 - factor) <= 1e-12


def how_far(tilt):
    """In which order tilts stand; where there is no balance the pelvis goes on and on."""
    return math.inf if tilt is None else abs(tilt)


@given(pairs, st.floats(0.93, 1.0), st.floats(0.93, 1.0), trunks)
def test_tighter_tilts_further(pair, a, b, trunk):
    tight, loose = (balance.tilt_deg(pair, one, trunk) for one in sorted((a, b)))
    assert how_far(tight) >= how_far(loose) - 1e-9


@given(pairs, factors, trunks, trunks)
def test_a_stiffer_trunk_lets_it_tilt_less(pair, factor, a, b):
    soft, stiff = (balance.tilt_deg(pair, factor, one) for one in sorted((a, b)))
    assert how_far(stiff) <= how_far(soft) + 1e-9


@given(pairs, factors, trunks)
def test_legs_can_be_swapped(pair, factor, trunk):
    swapped = (pair[1], pair[0])
    ways = [balance.tilt_deg(one, factor, trunk) for one in (swapped, pair)]
    assert (ways[0] is None) == (ways[1] is None)
    assert how_far(ways[0]) == pytest.approx(how_far(ways[1]))
    stiff = [balance.stiffness(one, factor, trunk).whole for one in (swapped, pair)]
    assert stiff[0] == pytest.approx(stiff[1])


@given(pairs, factors, trunks)
def test_every_tissue_resists_and_the_weight_does_not(pair, factor, trunk):
    parts = balance.stiffness(pair, factor, trunk)
    assert min(parts.hamstrings, parts.other_hip_tissue, parts.trunk) >= 0
    assert parts.weight < 0
    assert parts.whole == pytest.approx(sum(parts))


@given(st.floats(-20, 20))
def test_the_weight_gives_back_what_lowering_it_gave(tilt):
    """Closed form: the moment is minus the slope of weight times height."""
    body, step = lumbar.build(), 1e-3
    ends = np.radians([tilt - step, tilt + step])
    height = body.disc_up_m * np.cos(ends)
    slope = body.weight_n * (height[0] - height[1]) / (ends[1] - ends[0])
    assert float(balance.weight_moment_nm(tilt)) == pytest.approx(slope, abs=1e-4)


def test_the_weight_pushes_by_what_it_weighs_and_how_high_it_sits():
    a_degree = lumbar.build().weight_n * lumbar.build().disc_up_m * math.pi / 180
    assert a_degree == pytest.approx(0.77, abs=0.005)
    parts = balance.stiffness(balance.postures()["standing"], 1.0, 0.0)
    assert parts.weight == pytest.approx(-a_degree, rel=1e-4)


def test_resting_tissue_alone_holds_no_pelvis():
    for posture, pair in balance.postures().items():
        assert balance.stiffness(pair, 1.0, 0.0).whole < 0.05, posture
    assert balance.tilt_deg(balance.postures()["standing"], 0.97, 0.0) is None
    assert balance.tilt_deg(balance.postures()["hips bent forward"], 0.97, 0.0) is None


@pytest.mark.parametrize(("trunk", "tilt"), [(0, -12.8), (1, -3.4), (3, -1.3)])
def test_the_tilt_at_landing_with_the_weight_on_the_pelvis(trunk, tilt):
    found = balance.tilt_deg(balance.postures()["foot landing"], 0.97, trunk)
    assert found == pytest.approx(tilt, abs=0.05)


def test_a_small_change_divided_by_the_stiffness_is_the_tilt():
    pair = balance.postures()["foot landing"]
    change = float(
        balance.hamstring_moment_nm(pair, 0, 0.999) - balance.hamstring_moment_nm(pair, 0)
    )
    expected = change / balance.stiffness(pair, 0.999, 1.0).whole
    assert balance.tilt_deg(pair, 0.999, 1.0) == pytest.approx(expected, rel=0.02)


@given(pairs, factors, st.floats(0.5, 3))
def test_what_is_out_of_balance_is_in_balance_after_the_tilt(pair, factor, trunk):
    tilt = balance.tilt_deg(pair, factor, trunk)
    if tilt is None:
        return
    now = balance.hamstring_moment_nm(pair, tilt, factor) + balance.other_moment_nm(pair, tilt)
    before = balance.hamstring_moment_nm(pair, 0) + balance.other_moment_nm(pair, 0)
    pushed = balance.weight_moment_nm(tilt)
    assert float(now - before + pushed) == pytest.approx(trunk * tilt, abs=0.01)


def test_the_leg_behind_holds_the_pelvis_more_than_the_leg_in_front_lets_it_go():
    front, back = balance.postures()["foot landing"]
    assert front.hip_flexion_deg > 25
    assert back.hip_flexion_deg < 0
    forward = balance.other_moment_nm((back, back), 0) - balance.other_moment_nm((front, front), 0)
    assert forward > 0


def test_at_landing_the_legs_are_half_a_stride_apart():
    front, back = balance.postures()["foot landing"]
    for leg, percent in ((front, 0), (back, 50)):
        pose = gait.pose_at(percent)
        assert leg == (pose.hip_flexion_deg, pose.knee_flexion_deg)


@given(pairs, factors)
def test_stiffness_is_what_the_next_degree_costs(pair, factor):
    parts = balance.stiffness(pair, factor, 0.0)
    for part, moment in (
        (parts.hamstrings, balance.hamstring_moment_nm(pair, [-0.5, 0.5], factor)),
        (parts.other_hip_tissue, balance.other_moment_nm(pair, [-0.5, 0.5])),
    ):
        assert part == pytest.approx(moment[0] - moment[1])


@pytest.mark.parametrize("trunk", [-1, math.nan, math.inf])
def test_a_trunk_has_a_stiffness(trunk):
    pair = balance.postures()["standing"]
    for asked in (balance.tilt_deg, balance.stiffness):
        with pytest.raises(ValueError, match="trunk"):
            asked(pair, 1.0, trunk)


def test_ends_of_what_is_known_are_an_answer_too():
    far = (Leg(-40.0, 0.0), Leg(119.0, 0.0))
    assert np.isfinite(balance.stiffness(far, 0.93, 1.0)).all()
    assert balance.tilt_deg(far, 0.93, 1.0) is None
    with pytest.raises(ValueError, match="no room"):
        balance.stiffness((Leg(-40.0, 0.0), Leg(120.0, 0.0)), 1.0, 1.0)


def test_other_tissue_is_what_was_measured_with_slack_hamstrings():
    pair = (Leg(0.0, 0.0), Leg(30.0, 10.0))
    measured = [float(passive.riener_edrich_nm("hip", leg.hip_flexion_deg, 90)) for leg in pair]
    assert float(balance.other_moment_nm(pair, 0)) == pytest.approx(sum(measured))
    slack = [float(passive.passive(leg.hip_flexion_deg, 90).hip_moment_nm) for leg in pair]
    assert slack == [0, 0]
