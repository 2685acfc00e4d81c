import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_tables import reference, rmse
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.mechanics import gait, hamstrings, passive
from lessons_lib.mechanics.passive import MUSCLES

hips = st.floats(-20, 120, allow_subnormal=False)
knees = st.floats(0, 120, allow_subnormal=False)
factors = st.floats(0.91, 1.03)
REFERENCE = reference("passive_hamstrings.csv")


def coupling(moment, hip):
    """What goes away at the hip when the knee bends from 15 to 60 degrees."""
    return moment(hip, 15.0) - moment(hip, 60.0)


def hip_moment(hip, knee):
    return passive.passive(hip, knee).hip_moment_nm


def riener_hip(hip, knee):
    return passive.riener_edrich_nm("hip", hip, knee)


def test_coupling_of_hip_and_knee_is_that_of_riener_and_edrich():
    hip = np.array([30.0, 60.0, 75.0, 90.0])
    assert coupling(riener_hip, hip) == pytest.approx([-4.3, -10.8, -17.1, -27.0], abs=0.06)
    assert rmse(coupling(hip_moment, hip) - coupling(riener_hip, hip)) < 2.5
    all_hips = np.arange(0.0, 91.0, 5.0)
    assert rmse(coupling(hip_moment, all_hips) - coupling(riener_hip, all_hips)) < 3


@pytest.mark.parametrize("row", range(len(REFERENCE["slack"])))
@pytest.mark.parametrize("moment", [20, 30, 40])
def test_leg_raise_agrees_with_the_reference(row, moment):
    expected = str(REFERENCE[f"raise_{moment}"][row])
    found = passive.leg_raise_deg(REFERENCE["slack"][row], moment)
    if expected:
        assert found == pytest.approx(float(expected), abs=1.0)
    else:
        assert found is None


@pytest.mark.parametrize("row", range(len(REFERENCE["slack"])))
def test_popliteal_angle_agrees_with_the_reference(row):
    angle = passive.popliteal_angle_deg(REFERENCE["slack"][row], 10)
    assert angle == pytest.approx(REFERENCE["popliteal"][row], abs=1.5)


@pytest.mark.parametrize("row", range(len(REFERENCE["slack"])))
def test_walking_agrees_with_the_reference(row):
    moment = passive.in_walking(REFERENCE["slack"][row], "adults").hip_moment_nm
    assert moment.min() == pytest.approx(REFERENCE["gait_peak"][row], rel=0.05)
    assert abs(gait.CYCLE_PERCENT[moment.argmin()] - 97) <= 1


def test_young_walkers_differ_from_all_adults_by_a_tenth():
    peaks = [passive.in_walking(cohort=cohort).hip_moment_nm.min() for cohort in gait.COHORTS]
    assert peaks[1] == pytest.approx(peaks[0], rel=0.1)


@given(hips, knees, factors)
def test_moments_are_the_slopes_of_the_energy(hip, knee, factor):
    hip, knee = np.clip(hip, -19, 119), np.clip(knee, 1, 119)
    here = passive.passive(hip, knee, factor)
    step = 1e-3
    for moment, way in ((here.hip_moment_nm, (step, 0)), (here.knee_moment_nm, (0, step))):
        rise = passive.energy_j(hip + way[0], knee + way[1], factor) - passive.energy_j(
            hip - way[0], knee - way[1], factor
        )
        assert -rise / np.radians(2 * step) == pytest.approx(float(moment), rel=2e-4, abs=2e-3)


@given(st.lists(st.tuples(hips, knees), min_size=3, max_size=6), factors)
@settings(max_examples=some(20))
def test_a_closed_path_costs_nothing(corners, factor):
    """Work round a polygon in hip and knee, by Gauss's rule on short pieces."""
    nodes, weights = np.polynomial.legendre.leggauss(3)
    work, largest = 0.0, 1.0
    for (h0, k0), (h1, k1) in zip(corners, corners[1:] + corners[:1], strict=True):
        edges = np.linspace(0, 1, 2001)
        middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1] - edges[0]) / 2
        t = (middle[:, None] + half * nodes).ravel()
        dt = np.tile(half * weights, 2000)
        pull = passive.passive(h0 + t * (h1 - h0), k0 + t * (k1 - k0), factor)
        turn = np.radians([h1 - h0, k1 - k0])
        work += float(dt @ (pull.hip_moment_nm * turn[0] + pull.knee_moment_nm * turn[1]))
        largest = max(largest, float(passive.energy_j(h1, k1, factor)))
    # Where tension sets in the rule meets a kink; away from it, what is left is rounding.
    assert abs(work) < 1e-7 * largest


def test_a_stride_costs_nothing():
    percent = np.arange(0, 100, 0.1)
    hip, knee = (gait.angle_deg(j, percent, "adults") for j in ("hip_flexion", "knee_flexion"))
    speed = [gait.angle_deg(j, percent + 1e-4, "adults") for j in ("hip_flexion", "knee_flexion")]
    before = [gait.angle_deg(j, percent - 1e-4, "adults") for j in ("hip_flexion", "knee_flexion")]
    rate = np.radians((np.array(speed) - before) / 2e-4)
    pull = passive.passive(hip, knee, 0.93)
    power = pull.hip_moment_nm * rate[0] + pull.knee_moment_nm * rate[1]
    assert np.abs(power).max() > 0.1
    assert abs(power.sum() * 0.1) < 1e-5


@given(hips, knees, factors)
def test_resting_hamstrings_extend_the_hip_and_flex_the_knee(hip, knee, factor):
    state = passive.passive(hip, knee, factor)
    assert (state.tension_n >= 0).all()
    assert state.hip_moment_nm <= 0
    assert state.knee_moment_nm >= -1e-9 or knee > 100
    assert np.isfinite([state.hip_moment_nm, state.knee_moment_nm]).all()


@given(hips, knees, factors, factors)
def test_tighter_is_never_less_tense(hip, knee, a, b):
    tight, loose = sorted((a, b))
    tenser = passive.passive(hip, knee, tight).tension_n
    assert (tenser >= passive.passive(hip, knee, loose).tension_n - 1e-9).all()


@given(hips, hips, factors)
def test_a_raised_leg_is_never_less_tense(a, b, factor):
    low, high = sorted((a, b))
    first, second = (passive.passive(hip, 0, factor).tension_n for hip in (low, high))
    assert (second >= first - 1e-9).all()


@given(factors)
def test_no_jump_where_tension_sets_in(factor):
    hip = np.linspace(-20, 120, 14001)
    moment = passive.passive(hip, 0, factor).hip_moment_nm
    assert np.abs(np.diff(moment)).max() < 0.25


@given(factors, factors)
def test_tests_of_the_clinic_know_tight_from_loose(a, b):
    tight, loose = sorted((a, b))
    assert passive.popliteal_angle_deg(tight) >= passive.popliteal_angle_deg(loose) - 1e-9
    raises = [passive.leg_raise_deg(factor, 20) for factor in (tight, loose)]
    assert raises[0] <= raises[1] + 1e-9


@given(st.floats(0.05, 15), st.floats(0.91, 1.0))
def test_a_leg_raise_stops_at_its_moment(moment, factor):
    angle = passive.leg_raise_deg(factor, moment)
    if -passive.passive(0, 0, factor).hip_moment_nm >= moment:
        assert angle == 0
    else:
        found = -float(passive.passive(angle, 0, factor).hip_moment_nm)
        assert found == pytest.approx(moment, abs=0.02)


@given(st.floats(0.2, 60), factors)
def test_a_knee_extension_stops_at_its_moment(knee, factor):
    stop = float(passive.passive(90, knee, factor).knee_moment_nm)
    if stop > 0.1:
        assert passive.popliteal_angle_deg(factor, stop) == pytest.approx(knee, abs=0.02)


def test_a_test_ends_where_nothing_stops_it():
    strong = 1000
    assert passive.popliteal_angle_deg(1.03, strong) == 0
    assert passive.leg_raise_deg(1.03, strong) is None
    just_above_ninety = -float(passive.passive(90.4, 0).hip_moment_nm)
    assert passive.leg_raise_deg(1, just_above_ninety) is None


def test_a_whole_grid_at_once_is_one_pose_at_a_time():
    hip, knee = np.array([[0.0], [60.0], [90.0]]), np.array([0.0, 10.0, 30.0, 60.0])
    grid = passive.energy_j(hip, knee)
    single = [[float(passive.energy_j(h, k)) for k in knee] for h in hip[:, 0]]
    np.testing.assert_allclose(grid, single)
    moments = passive.passive(hip, knee)
    for found, name in ((moments.hip_moment_nm, 1), (moments.knee_moment_nm, 2)):
        alone = [[float(passive.passive(h, k)[name]) for k in knee] for h in hip[:, 0]]
        np.testing.assert_allclose(found, alone)


@pytest.mark.parametrize("cohort", gait.COHORTS)
def test_walking_is_the_muscles_over_the_curves_of_its_group(cohort):
    hip, knee = (gait.angle_deg(joint, gait.CYCLE_PERCENT, cohort) for joint in gait.JOINTS[:2])
    for ours, expected in zip(
        passive.in_walking(0.97, cohort), passive.passive(hip, knee, 0.97), strict=True
    ):
        np.testing.assert_array_equal(ours, expected)


def test_walking_is_that_of_the_young_unless_asked():
    young = passive.in_walking(cohort="young")
    np.testing.assert_array_equal(passive.in_walking().hip_moment_nm, young.hip_moment_nm)


def test_shorter_by_ten_millimetres_costs_ten_degrees():
    mean_mm = 1000 * passive.shortening_m(0.97).mean()
    lost = passive.leg_raise_deg(1, 20) - passive.leg_raise_deg(0.97, 20)
    assert 10 <= 10 * lost / mean_mm <= 14


def test_landing_is_a_leg_raise_of_some_twenty_five_degrees():
    hip, knee = (float(gait.angle_deg(j, 0, "adults")) for j in ("hip_flexion", "knee_flexion"))
    angles = [passive.like_leg_raise_deg(name, hip, max(knee, 0)) for name in MUSCLES]
    assert 24 <= min(angles) <= max(angles) <= 32


@given(st.floats(-20, 120, allow_subnormal=False), st.sampled_from(MUSCLES))
def test_a_leg_raise_is_like_itself(hip, name):
    assert passive.like_leg_raise_deg(name, hip, 0) == pytest.approx(hip, abs=0.06)


def test_the_two_measurements_differ_most_where_the_hip_is_extended():
    rows = load("passive_moments_silder").where(joint="hip")
    hip, knee = rows["hip_flexion_deg"], rows["knee_flexion_deg"]
    differs = rows["moment_nm"] - passive.riener_edrich_nm("hip", hip, knee)
    assert rmse(differs) == pytest.approx(5.5, abs=0.1)
    assert differs.max() == pytest.approx(16.7, abs=0.1)
    assert hip[differs.argmax()] == -15
    assert np.abs(differs[hip >= 0]).max() < 6


def test_riener_knee_counts_the_ankle():
    assert float(passive.riener_edrich_nm("knee", 0, 0, 20)) == pytest.approx(19.55, abs=0.01)
    assert float(passive.riener_edrich_nm("knee", 45, 45, 0)) == pytest.approx(-1.61, abs=0.01)
    assert float(passive.riener_edrich_nm("hip", -15, 60, 0)) == pytest.approx(18.32, abs=0.01)
    assert passive.riener_edrich_nm("knee", 45, 45) == passive.riener_edrich_nm("knee", 45, 45, 0)


def test_silder_only_where_it_was_measured():
    assert passive.silder_nm("hip", [-15, 2.5], other_deg=15) == pytest.approx([28.36, 5.92])
    for joint, other in (("hip", "knee"), ("knee", "hip")):
        for row in load("passive_moments_silder").where(joint=joint).rows():
            found = passive.silder_nm(
                joint,
                row[f"{joint}_flexion_deg"],
                other_deg=row[f"{other}_flexion_deg"],
                ankle_dorsiflexion_deg=row["ankle_dorsiflexion_deg"],
            )
            assert found == pytest.approx(row["moment_nm"])
    with pytest.raises(ValueError, match="outside -15° to 40°"):
        passive.silder_nm("hip", 41, other_deg=15)
    with pytest.raises(ValueError, match="no measured curve"):
        passive.silder_nm("hip", 0, other_deg=16)


@pytest.mark.parametrize("factor", [0.9, 1.04, math.nan, math.inf])
def test_factors_outside_the_tested_range_are_refused(factor):
    with pytest.raises(ValueError, match="slack_factor"):
        passive.passive(0, 0, factor)


@pytest.mark.parametrize("moment", [0, -1, math.nan])
def test_a_test_stops_at_a_moment_above_zero(moment):
    for test in (passive.leg_raise_deg, passive.popliteal_angle_deg):
        with pytest.raises(ValueError, match=r"above 0|finite"):
            test(1, moment)


def test_unknown_names_are_refused():
    with pytest.raises(KeyError, match="hip, knee"):
        passive.riener_edrich_nm("ankle", 0, 0)
    with pytest.raises(KeyError):
        passive.like_leg_raise_deg("psoas", 0, 0)


def test_same_muscles_in_the_same_order():
    assert hamstrings.MUSCLES[:3] == MUSCLES
    assert set(load("hamstring_forces")["muscle"]) == set(MUSCLES)
    assert passive.passive(np.zeros((4, 2)), np.zeros(2)).tension_n.shape == (3, 4, 2)


def test_both_tests_stop_at_the_same_moment_which_is_the_slider_s_start():
    stop = passive.stop_moment_nm()
    assert stop == parameter("stop_moment_nm").default
    raised, left = passive.leg_raise_deg(0.98), passive.popliteal_angle_deg(0.98)
    assert -float(passive.passive(raised, 0, 0.98).hip_moment_nm) == pytest.approx(stop, abs=0.05)
    assert float(passive.passive(90, left, 0.98).knee_moment_nm) == pytest.approx(stop, abs=0.05)


def test_the_stop_is_the_published_push_with_the_lever_of_a_shank():
    newtons, shank_m = 68.7, 0.43  # Guex 2012; from the origin of gait2392's tibia to the ankle
    levers = shank_m - np.array([0.05, 0.02])
    low, high = newtons * levers
    assert low < passive.stop_moment_nm() < high


def test_ordinary_tightness_is_one_and_a_half_to_two_and_a_half_percent():
    """Students: 17.1 to 32.2 degrees in men, 9.8 to 19.2 in women (Yıldırım 2018)."""
    usual = passive.popliteal_angle_deg()
    for shift, percent in ((32.2 - 17.1, 2.5), (19.2 - 9.8, 1.5)):
        tight = passive.popliteal_angle_deg(1 - percent / 100)
        assert tight - usual == pytest.approx(shift, abs=0.7)


def test_what_two_walkers_hips_do_while_the_foot_lands():
    moments = passive.walking_hip_moments_nm()
    assert {len(moment) for moment in moments.values()} == {len(gait.CYCLE_PERCENT)}
    landing = passive.landing_hip_moments_nm()
    for person, moment in moments.items():
        assert landing[person] == pytest.approx(moment[:11].mean())
        assert moment.min() < landing[person] < 0 < moment.max()
    mean = np.mean(list(landing.values()))
    share = [passive.in_walking(slack).hip_moment_nm[0] / mean for slack in (1.0, 0.97)]
    assert share == pytest.approx([0.11, 0.21], abs=0.005)
