import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.mechanics import balance, gait, passive
from lessons_lib.mechanics.balance import Leg

legs = st.builds(Leg, st.floats(-5, 45), st.floats(0, 60))
pairs = st.tuples(legs, legs)
factors = st.floats(0.93, 1.03)
trunks = st.floats(0, 3)


@given(pairs, trunks)
def test_unchanged_hamstrings_leave_the_pelvis_where_it_is(pair, trunk):
    assert balance.tilt_deg(pair, 1.0, trunk) == pytest.approx(0, abs=1e-9)


@given(pairs, factors, trunks)
def test_tighter_tilts_backward_and_looser_forward(pair, factor, trunk):
    tilt = balance.tilt_deg(pair, factor, trunk)
    assert tilt * (1 - factor) <= 1e-12


@given(pairs, factors, factors, trunks)
def test_tighter_tilts_further(pair, a, b, trunk):
    tight, loose = sorted((a, b))
    assert balance.tilt_deg(pair, tight, trunk) <= balance.tilt_deg(pair, loose, trunk) + 1e-9


@given(pairs, factors, trunks, trunks)
def test_a_stiffer_trunk_lets_it_tilt_less(pair, factor, a, b):
    soft, stiff = sorted((a, b))
    assert (
        abs(balance.tilt_deg(pair, factor, stiff))
        <= abs(balance.tilt_deg(pair, factor, soft)) + 1e-9
    )


@given(pairs, factors)
def test_legs_can_be_swapped(pair, factor):
    swapped = (pair[1], pair[0])
    assert balance.tilt_deg(swapped, factor) == pytest.approx(balance.tilt_deg(pair, factor))
    assert balance.stiffness(swapped, factor).whole == pytest.approx(
        balance.stiffness(pair, factor).whole
    )


@given(pairs, factors, trunks)
def test_every_part_resists(pair, factor, trunk):
    parts = balance.stiffness(pair, factor, trunk)
    assert min(parts) >= 0
    assert parts.whole == pytest.approx(sum(parts))


def test_a_small_change_divided_by_the_stiffness_is_the_tilt():
    pair = balance.postures()["foot landing"]
    change = float(
        balance.hamstring_moment_nm(pair, 0, 0.999) - balance.hamstring_moment_nm(pair, 0)
    )
    expected = change / balance.stiffness(pair, 0.999, 1.0).whole
    assert balance.tilt_deg(pair, 0.999, 1.0) == pytest.approx(expected, rel=0.02)


def test_what_is_out_of_balance_is_in_balance_after_the_tilt():
    pair = balance.postures()["foot landing"]
    tilt = balance.tilt_deg(pair, 0.95, 1.0)
    now = balance.hamstring_moment_nm(pair, tilt, 0.95) + balance.other_moment_nm(pair, tilt)
    before = balance.hamstring_moment_nm(pair, 0) + balance.other_moment_nm(pair, 0)
    assert float(now - before) == pytest.approx(1.0 * tilt, abs=0.01)


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
    parts = balance.stiffness(pair, factor)
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
    far = (Leg(-19.0, 0.0), Leg(119.0, 0.0))
    assert np.isfinite(balance.tilt_deg(far, 0.93))


def test_other_tissue_is_what_was_measured_with_slack_hamstrings():
    pair = (Leg(0.0, 0.0), Leg(30.0, 10.0))
    measured = [float(passive.riener_edrich_nm("hip", leg.hip_flexion_deg, 90)) for leg in pair]
    assert float(balance.other_moment_nm(pair, 0)) == pytest.approx(sum(measured))
    slack = [float(passive.passive(leg.hip_flexion_deg, 90).hip_moment_nm) for leg in pair]
    assert slack == [0, 0]
