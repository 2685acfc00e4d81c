import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_tables import reference

from lessons_lib.mechanics import gait, hamstrings
from lessons_lib.mechanics.hamstrings import MUSCLES

CURVES = [("adults", joint) for joint in gait.JOINTS[:3]] + [("young", j) for j in gait.JOINTS]

# joint, highest or lowest, its angle and its percent of the cycle, as published for the 42 adults
EXTREMES = [
    ("hip_flexion", "argmax", slice(50, 100), 31.9, 88),
    ("hip_flexion", "argmin", slice(0, 100), -8.6, 54),
    ("knee_flexion", "argmax", slice(0, 40), 15.7, 13),
    ("knee_flexion", "argmax", slice(0, 100), 62.2, 73),
    ("ankle_dorsiflexion", "argmax", slice(0, 100), 13.5, 46),
    ("ankle_dorsiflexion", "argmin", slice(0, 100), -11.8, 65),
]


@pytest.mark.parametrize(("joint", "which", "part", "angle", "percent"), EXTREMES)
def test_peaks_where_the_data_have_them(joint, which, part, angle, percent):
    curve = gait.angle_deg(joint, gait.CYCLE_PERCENT)
    at = part.start + getattr(curve[part], which)()
    assert at == pytest.approx(percent, abs=1)
    assert curve[at] == pytest.approx(angle, abs=0.35)


def test_the_pelvis_hardly_moves_in_walking():
    tilt = gait.angle_deg("pelvic_tilt", gait.CYCLE_PERCENT, "young")
    assert 10 < tilt.mean() < 11.5
    assert 1.6 < np.ptp(tilt) < 2.8


def test_the_curves_are_those_that_opensim_was_given():
    truth = reference("gait_fukuchi_gait2392.csv")
    for joint in ("hip", "knee"):
        ours = gait.angle_deg(f"{joint}_flexion", truth["pct"])
        np.testing.assert_allclose(ours, truth[f"{joint}_deg"], atol=1e-6)


@given(percent=st.floats(-200, 200), curve=st.sampled_from(CURVES))
def test_a_stride_repeats(percent, curve):
    cohort, joint = curve
    now, next_stride = gait.angle_deg(joint, [percent, percent + 100], cohort)
    assert now == pytest.approx(next_stride, abs=1e-9)


@pytest.mark.parametrize("muscle", MUSCLES[:3])
@pytest.mark.parametrize("cohort", gait.COHORTS)
def test_hamstrings_travel_56_to_70_mm_in_a_stride(muscle, cohort):
    excursion = gait.stride_excursion_m(muscle, cohort)
    assert 0.0555 < excursion < 0.0705
    hip, knee = (gait.angle_deg(joint, gait.CYCLE_PERCENT, cohort) for joint in gait.JOINTS[:2])
    length = hamstrings.length_m(muscle, hip, knee)
    assert excursion == pytest.approx(np.ptp(length))
    upright = hamstrings.length_m(muscle, 0, 0)
    np.testing.assert_allclose(gait.stride_lengthening_m(muscle, cohort), length - upright)


def test_two_groups_are_never_mixed():
    young, adults = (gait.curve("hip_flexion", cohort) for cohort in ("young", "adults"))
    tilt = gait.curve("pelvic_tilt", "young")
    thigh = gait.thigh_angle_deg(young, tilt, [0, 50])
    expected = young.angle_deg([0, 50]) - tilt.angle_deg([0, 50])
    np.testing.assert_array_equal(thigh, expected)
    with pytest.raises(ValueError, match=r"same people.*'adults'.*'young'"):
        gait.thigh_angle_deg(adults, tilt, 0)
    with pytest.raises(ValueError, match="a curve of hip_flexion and one of pelvic_tilt"):
        gait.thigh_angle_deg(tilt, young, 0)


@pytest.mark.parametrize("percent", range(0, 101, 4))
def test_every_moment_of_the_stride_is_a_pose(percent):
    pose = gait.pose_at(percent)
    hip, tilt = (gait.curve(joint, "young") for joint in ("hip_flexion", "pelvic_tilt"))
    assert pose.thigh_angle_deg == pytest.approx(float(gait.thigh_angle_deg(hip, tilt, percent)))
    assert pose.trunk_lean_deg == 0
    knee, ankle = (float(gait.angle_deg(joint, percent, "young")) for joint in gait.JOINTS[1:3])
    assert pose.knee_flexion_deg == pytest.approx(max(knee, 0))
    assert pose.ankle_dorsiflexion_deg == pytest.approx(ankle)


def test_the_leg_is_in_front_at_landing_and_behind_at_push_off():
    assert gait.pose_at(0).thigh_angle_deg > 15
    assert gait.pose_at(54).thigh_angle_deg < -10


def test_refuses_what_it_does_not_have():
    with pytest.raises(KeyError, match=r"no curve of 'pelvic_tilt' for 'adults'.*'young' only"):
        gait.angle_deg("pelvic_tilt", 0)
    with pytest.raises(KeyError, match="no joint 'elbow'"):
        gait.angle_deg("elbow", 0)
    for wrong in (np.nan, np.inf, "50", None, True):
        with pytest.raises(ValueError, match="has to be"):
            gait.angle_deg("hip_flexion", wrong)


def test_arrays_keep_their_shape():
    assert gait.angle_deg("hip_flexion", 20).shape == ()
    assert gait.angle_deg("hip_flexion", np.zeros((2, 3))).shape == (2, 3)


# Waves

SPEEDS_AND_JOINTS = [(speed, joint) for speed in gait.SPEEDS for joint in gait.JOINTS[:3]]


@pytest.mark.parametrize(
    ("joint", "of_six", "of_eight"),
    [
        ("hip_flexion", 0.12, 0.09),
        ("knee_flexion", 0.27, 0.21),
        ("ankle_dorsiflexion", 0.65, 0.33),
    ],
)
def test_errors_of_the_fit_are_those_found_when_it_was_made(joint, of_six, of_eight):
    assert gait.fit_error_deg(joint, 6) == pytest.approx(of_six, abs=0.005)
    assert gait.fit_error_deg(joint, 8) == pytest.approx(of_eight, abs=0.005)


@given(joint=st.sampled_from(gait.JOINTS[:3]), waves=st.integers(0, 7))
def test_each_wave_brings_the_curve_nearer_by_half_its_square(joint, waves):
    whole = gait.curve(joint)
    before, after = (gait.fit_error_deg(joint, n) for n in (waves, waves + 1))
    assert before**2 - after**2 == pytest.approx(gait.wave_height_deg(whole, waves + 1) ** 2 / 2)
    # The same error, by looking at the curves themselves.
    percent = np.arange(0, 100, 0.5)
    gap = whole.angle_deg(percent) - gait.first_waves(whole, waves).angle_deg(percent)
    assert np.mean(gap**2) == pytest.approx(before**2 - gait.fit_error_deg(joint, 8) ** 2)


def test_no_wave_is_the_mean_and_all_waves_are_the_curve():
    whole = gait.curve("knee_flexion")
    flat = gait.first_waves(whole, 0).angle_deg(gait.CYCLE_PERCENT)
    assert flat == pytest.approx(whole.angle_deg(np.arange(0, 100)).mean())
    every = gait.first_waves(whole, 8).angle_deg(gait.CYCLE_PERCENT)
    np.testing.assert_array_equal(every, whole.angle_deg(gait.CYCLE_PERCENT))
    for wrong in (-1, 9, 2.5, np.nan):
        with pytest.raises(ValueError, match=r"whole number from 0 to 8|finite"):
            gait.first_waves(whole, wrong)


# Speed


@pytest.mark.parametrize(
    ("joint", "peaks"),
    [
        ("hip_flexion", (29.9, 30.7, 35.3)),
        ("knee_flexion", (57.9, 61.7, 64.0)),
        ("ankle_dorsiflexion", (-8.6, -11.6, -14.0)),
    ],
)
def test_curves_at_each_speed_reach_the_published_peaks(joint, peaks):
    for speed, peak in zip(gait.SPEEDS, peaks, strict=True):
        curve = gait.at_speed(joint, speed).angle_deg(gait.CYCLE_PERCENT)
        assert (curve.max() if peak > 0 else curve.min()) == pytest.approx(peak, abs=1e-9)


@pytest.mark.parametrize(("speed", "joint"), SPEEDS_AND_JOINTS)
@pytest.mark.parametrize("cohort", gait.COHORTS)
def test_speed_moves_one_end_of_a_curve_and_nothing_else(speed, joint, cohort):
    slowed = gait.at_speed(joint, speed, cohort).angle_deg(gait.CYCLE_PERCENT)
    usual = gait.curve(joint, cohort).angle_deg(gait.CYCLE_PERCENT)
    held = np.argmax if joint == "ankle_dorsiflexion" else np.argmin
    moved = np.argmin if joint == "ankle_dorsiflexion" else np.argmax
    assert slowed[held(usual)] == pytest.approx(usual[held(usual)])
    assert (held(slowed), moved(slowed)) == (held(usual), moved(usual))


@pytest.mark.parametrize("joint", gait.JOINTS[:3])
def test_the_young_change_with_speed_as_the_adults_do(joint):
    def reach(cohort):
        curves = (
            gait.at_speed(joint, s, cohort).angle_deg(gait.CYCLE_PERCENT) for s in gait.SPEEDS
        )
        return np.array([c.min() if joint == "ankle_dorsiflexion" else c.max() for c in curves])

    assert np.diff(reach("young")) == pytest.approx(np.diff(reach("adults")))
    usual = gait.angle_deg(joint, gait.CYCLE_PERCENT, "young")
    comfortable = gait.at_speed(joint, "comfortable", "young").angle_deg(gait.CYCLE_PERCENT)
    np.testing.assert_allclose(comfortable, usual, atol=1e-12)


@given(
    percent=st.floats(-200, 200),
    one=st.sampled_from(SPEEDS_AND_JOINTS),
    cohort=st.sampled_from(gait.COHORTS),
)
def test_a_stride_repeats_at_every_speed(percent, one, cohort):
    speed, joint = one
    now, later = gait.at_speed(joint, speed, cohort).angle_deg([percent, percent + 100])
    assert now == pytest.approx(later, abs=1e-9)


def test_speed_does_not_make_groups_mix():
    tilt = gait.curve("pelvic_tilt", "young")
    for speed in gait.SPEEDS:
        hips = [gait.at_speed("hip_flexion", speed, cohort) for cohort in gait.COHORTS]
        with pytest.raises(ValueError, match=r"same people.*'adults'.*'young'"):
            gait.thigh_angle_deg(hips[0], tilt, 0)
        pose = gait.pose_at(0, speed)
        assert pose.thigh_angle_deg == pytest.approx(float(gait.thigh_angle_deg(hips[1], tilt, 0)))
    with pytest.raises(KeyError, match="No peak of 'pelvic_tilt' is published"):
        gait.at_speed("pelvic_tilt", "fast", "young")


@pytest.mark.parametrize("speed", gait.SPEEDS)
def test_speed_is_step_length_times_cadence(speed):
    walk = gait.walk(speed)
    assert walk.step_length_m * walk.cadence_per_min / 60 == pytest.approx(
        walk.speed_mps, abs=0.011
    )
    assert walk.stride_length_m / walk.stride_s == pytest.approx(walk.speed_mps, abs=0.011)


def test_people_who_walk_faster_step_further_and_more_often_and_have_less_time_on_two_feet():
    walks = [gait.walk(speed) for speed in gait.SPEEDS]
    for name in ("speed_mps", "cadence_per_min", "step_length_m"):
        assert sorted(walks, key=lambda one, name=name: getattr(one, name)) == walks
    for name in ("stance_percent", "double_support_percent"):
        assert sorted(walks, key=lambda one, name=name: -getattr(one, name)) == walks


# Phases


@pytest.mark.parametrize("speed", gait.SPEEDS)
def test_phases_fill_the_stride_and_agree_with_the_ground(speed):
    phases = gait.phases(speed)
    assert [one.from_percent for one in phases] == [0, *(one.to_percent for one in phases[:-1])]
    assert phases[-1].to_percent == 100
    for percent in [*np.arange(0, 100, 0.25), *(one.from_percent for one in phases)]:
        name = gait.phase_at(percent, speed).name
        mine, other = (bool(gait.on_ground(percent + shift, speed)) for shift in (0, 50))
        assert mine == (name != "swing")
        assert (mine and other) == (name in ("landing", "pushing off"))
        assert mine or other


@pytest.mark.parametrize("speed", gait.SPEEDS)
def test_time_on_both_feet_follows_from_stance(speed):
    both = [gait.phase_at(p, speed) for p in (0, 55)]
    total = sum(one.to_percent - one.from_percent for one in both)
    assert total == pytest.approx(2 * gait.walk(speed).stance_percent - 100)
    assert total == pytest.approx(gait.walk(speed).double_support_percent, abs=0.4)


def test_a_walk_knows_its_speed_and_nobody_can_spoil_the_stride():
    assert [gait.walk(speed).speed for speed in gait.SPEEDS] == list(gait.SPEEDS)
    with pytest.raises(ValueError, match="read-only"):
        gait.CYCLE_PERCENT[0] = 50


def test_a_finished_stride_is_the_landing_of_the_next():
    assert gait.phase_at(100).name == gait.phase_at(0).name == "landing"
    assert gait.on_ground([0, 100, 60.2, 60.4]).tolist() == [True, True, True, False]


@pytest.mark.parametrize("muscle", MUSCLES[:3])
def test_hamstrings_work_around_landing_and_rest_in_the_middle_of_stance(muscle):
    assert gait.at_work(muscle, [90, 100, 0, 3]).all()
    assert not gait.at_work(muscle, [11, 30, 50, 70, 82]).any()


@pytest.mark.parametrize("stride", [-100, 0, 100])
@pytest.mark.parametrize("muscle", MUSCLES[:3])
def test_a_hamstring_works_from_one_end_of_its_window_to_the_other(muscle, stride):
    window = gait.load("hamstring_activity").row(muscle=muscle)
    on, off = window["on_percent"] + stride, window["off_percent"] + stride
    assert gait.at_work(muscle, [on, on + 0.5, off - 0.5, off]).all()
    assert not gait.at_work(muscle, [on - 0.5, off + 0.5]).any()


def test_refuses_speeds_and_muscles_that_it_does_not_have():
    for ask in (gait.walk, gait.phases, lambda s: gait.at_speed("hip_flexion", s)):
        with pytest.raises(KeyError, match="no speed 'brisk'; there are: slow, comfortable"):
            ask("brisk")
    with pytest.raises(KeyError):
        gait.at_work("biceps_femoris_short", 0)


def test_spread_between_people_at_the_peaks():
    assert [gait.peak_sd_deg("hip_flexion", speed) for speed in gait.SPEEDS] == [6.6] * 3
    assert 4 <= gait.peak_sd_deg("knee_flexion") <= 7
    assert np.isnan(gait.peak_sd_deg("ankle_dorsiflexion"))


def test_work_begins_and_ends_with_its_window():
    edges = gait.at_work("semimembranosus", [82.9, 83, 10, 10.1])
    assert edges.tolist() == [False, True, True, False]


def test_what_is_not_said_is_comfortable_adults_in_steps_of_a_percent():
    np.testing.assert_array_equal(gait.CYCLE_PERCENT, np.arange(101))
    assert gait.walk() == gait.walk("comfortable")
    assert gait.phases() == gait.phases("comfortable")
    ours, adults = (gait.stride_lengthening_m(MUSCLES[0], *who) for who in ((), ("adults",)))
    np.testing.assert_array_equal(ours, adults)
