import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_tables import reference

from lessons_lib.mechanics import gait
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
    assert 0.0555 < gait.stride_excursion_m(muscle, cohort) < 0.0705


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


def test_the_leg_is_in_front_at_landing_and_behind_at_push_off():
    assert gait.pose_at(0).thigh_angle_deg > 15
    assert gait.pose_at(54).thigh_angle_deg < -10


def test_refuses_what_it_does_not_have():
    with pytest.raises(KeyError, match=r"no curve of 'pelvic_tilt' for 'adults'.*'young' only"):
        gait.angle_deg("pelvic_tilt", 0)
    with pytest.raises(KeyError, match="no curve of 'elbow'"):
        gait.angle_deg("elbow", 0)
    for wrong in (np.nan, "50", None):
        with pytest.raises(ValueError, match="finite number of percent"):
            gait.angle_deg("hip_flexion", wrong)


def test_arrays_keep_their_shape():
    assert gait.angle_deg("hip_flexion", 20).shape == ()
    assert gait.angle_deg("hip_flexion", np.zeros((2, 3))).shape == (2, 3)
