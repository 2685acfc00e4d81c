from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_tables import reference, rmse

from lessons_lib.mechanics import hamstrings
from lessons_lib.mechanics.hamstrings import MUSCLES
from lessons_lib.mechanics.pose import Pose, joint_centres_m

SHORT = dict(zip(MUSCLES, ("semimem", "semiten", "bflh", "bfsh"), strict=True))
BIARTICULAR = MUSCLES[:3]
ONE_JOINT = MUSCLES[3]

hips = st.floats(-40, 120, allow_subnormal=False)
knees = st.floats(-10, 120, allow_subnormal=False)


@pytest.mark.parametrize(
    ("table", "limits_mm"),
    [("gait_fukuchi_gait2392.csv", (0.3, 0.3, 1.6)), ("grid_hip_knee_gait2392.csv", (1.2, 0.8, 3))],
)
@pytest.mark.parametrize("muscle", MUSCLES)
def test_agrees_with_opensim(table, limits_mm, muscle):
    truth = reference(table)
    state = hamstrings.state(truth["hip_deg"], truth["knee_deg"])
    for ours, quantity, limit_mm in zip(state, ("L", "rh", "rk"), limits_mm, strict=True):
        ours_mm = 1000 * ours[MUSCLES.index(muscle)]
        assert rmse(ours_mm - truth[f"{quantity}_{SHORT[muscle]}"]) <= limit_mm, quantity


@pytest.mark.parametrize("mode", ["upright", "lean"])
@pytest.mark.parametrize("muscle", MUSCLES)
def test_pelvic_tilt_with_the_thigh_held_still(mode, muscle):
    truth = reference("pelvic_tilt_femur_fixed_gait2392.csv")
    here = truth["mode"] == mode
    assert here.sum() > 30
    poses = [
        Pose.with_thigh(
            thigh,
            pelvic_tilt_deg=tilt,
            trunk_lean_deg=tilt if mode == "lean" else 0.0,
            knee_flexion_deg=knee,
        )
        for thigh, tilt, knee in zip(
            truth["thigh_deg"][here],
            truth["ant_tilt_deg"][here],
            truth["knee_deg"][here],
            strict=True,
        )
    ]
    assert [pose.lumbar_extension_deg for pose in poses] == truth["lumbar_ext_deg"][here].tolist()
    hip, knee = (np.array([getattr(p, f"{j}_flexion_deg") for p in poses]) for j in ("hip", "knee"))
    short = SHORT[muscle]
    length_mm = 1000 * hamstrings.length_m(muscle, hip, knee)
    arm_mm = 1000 * hamstrings.hip_moment_arm_m(muscle, hip, knee)
    assert rmse(length_mm - truth[f"L_{short}"][here]) < 0.3
    assert rmse(arm_mm - truth[f"rh_{short}"][here]) < 0.5
    # What tilt changes, for each thigh on its own.
    for thigh in np.unique(truth["thigh_deg"]):
        same = truth["thigh_deg"][here] == thigh
        gain = np.ptp(length_mm[same]), np.ptp(truth[f"L_{short}"][here][same])
        assert gain[0] == pytest.approx(gain[1], abs=0.6)


@given(hip=hips, knee=knees)
def test_moment_arm_is_minus_the_slope_of_the_length(hip, knee):
    # A step along the imaginary axis gives the slope without any loss of digits.
    hip_rad, knee_rad, step = np.radians(hip), np.radians(knee), 1e-30
    state = hamstrings.state(hip, knee)
    over_hip = hamstrings._pull(hip_rad + 1j * step, np.asarray(knee_rad)).length_m.imag / step
    over_knee = hamstrings._pull(np.asarray(hip_rad), knee_rad + 1j * step).length_m.imag / step
    np.testing.assert_allclose(state.hip_moment_arm_m, -over_hip, rtol=0, atol=1e-15)
    np.testing.assert_allclose(state.knee_moment_arm_m, -over_knee, rtol=0, atol=1e-15)


@given(corners=st.lists(st.tuples(hips, knees), min_size=3, max_size=5))
def test_no_work_is_won_around_a_closed_movement(corners):
    """A constant pull of 1 N does as much work on the joints as it takes back."""
    path = np.array([*corners, corners[0]])
    at, weight = np.polynomial.legendre.leggauss(40)
    work = np.zeros(len(MUSCLES))
    for start, end in pairwise(path):
        hip, knee = (start + (at[:, None] + 1) / 2 * (end - start)).T
        state = hamstrings.state(np.clip(hip, -40, 120), np.clip(knee, -10, 120))
        turned_hip, turned_knee = np.radians(end - start)
        power = state.hip_moment_arm_m * turned_hip + state.knee_moment_arm_m * turned_knee
        work += power @ weight / 2
    np.testing.assert_allclose(work, 0, atol=1e-12)


@given(hip=hips, knee=st.floats(-10, 110))
def test_pulls_as_a_hip_extensor_and_knee_flexor(hip, knee):
    _, at_hip, at_knee = hamstrings.state(hip, knee)
    assert (at_hip[:3] < 0).all()
    assert at_hip[3] == 0
    assert (at_knee > 0).all()


@given(knee=knees, hip=hips)
def test_the_short_head_does_not_feel_the_hip(hip, knee):
    assert hamstrings.length_m(ONE_JOINT, hip, knee) == hamstrings.length_m(ONE_JOINT, 0, knee)


@pytest.mark.parametrize("muscle", BIARTICULAR)
def test_one_degree_of_tilt_is_about_one_millimetre(muscle):
    gain_mm = 1000 * np.diff(hamstrings.length_m(muscle, np.arange(0, 31), 5))
    assert 0.8 < gain_mm.mean() < 1.25


@given(hip=hips)
def test_an_arm_never_exceeds_its_lever(hip):
    """The upper end cannot pull at more than its distance from the hip."""
    for muscle in BIARTICULAR:
        pose = Pose(hip_flexion_deg=hip)
        lever = np.linalg.norm(hamstrings.path_m(muscle, pose)[0])
        assert abs(hamstrings.hip_moment_arm_m(muscle, hip, 0)) <= lever


def test_angles_broadcast_and_rows_are_muscles():
    state = hamstrings.state(np.linspace(0, 90, 7)[:, None], np.linspace(0, 60, 5))
    for quantity in state:
        assert quantity.shape == (4, 7, 5)
    for row, muscle in enumerate(MUSCLES):
        alone = hamstrings.length_m(muscle, 45, np.linspace(0, 60, 5))
        np.testing.assert_array_equal(state.length_m[row, 3], alone)
    assert np.shape(hamstrings.length_m(MUSCLES[0], 10, 20)) == ()
    assert hamstrings.state([], []).length_m.shape == (4, 0)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_standing_is_where_lengthening_starts(muscle):
    assert hamstrings.relative_length(muscle, 0, 0) == 1
    assert hamstrings.lengthening_m(muscle, 0, 0) == 0
    longer = hamstrings.length_m(muscle, 60, 20) / hamstrings.length_m(muscle, 0, 0)
    assert hamstrings.relative_length(muscle, 60, 20) == longer
    gain = hamstrings.length_m(muscle, 60, 20) - hamstrings.length_m(muscle, 0, 0)
    assert hamstrings.lengthening_m(muscle, 60, 20) == gain


@given(
    hip=st.floats(-40, 110), knee=knees, tilt=st.floats(-20, 20), muscle=st.sampled_from(MUSCLES)
)
def test_the_drawn_line_is_the_computed_one(hip, knee, tilt, muscle):
    """Its length in the picture, and its distance from the joints, give back length and arms."""
    pose = Pose(pelvic_tilt_deg=tilt, hip_flexion_deg=hip, knee_flexion_deg=knee)
    upper, lower = hamstrings.path_m(muscle, pose)
    in_picture = lower - upper
    row = hamstrings.load("hamstring_paths").row(muscle=muscle)
    line = np.hypot(np.linalg.norm(in_picture), row["lateral_m"])
    length = hamstrings.length_m(muscle, hip, knee)
    assert line + row["constant_m"] == pytest.approx(length, abs=1e-12)

    def lever(joint):
        x, y = lower - joint_centres_m(pose)[joint]
        return (x * in_picture[1] - y * in_picture[0]) / line

    assert hamstrings.knee_moment_arm_m(muscle, hip, knee) == pytest.approx(
        lever("knee"), abs=1e-12
    )
    if muscle in BIARTICULAR:
        arm = hamstrings.hip_moment_arm_m(muscle, hip, knee)
        assert arm == pytest.approx(-lever("hip"), abs=1e-12)


def test_an_unknown_muscle_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"no hamstring 'gracilis'.*semitendinosus"):
        hamstrings.length_m("gracilis", 0, 0)
    with pytest.raises(KeyError, match="no hamstring"):
        hamstrings.path_m("gracilis", Pose())


@pytest.mark.parametrize(
    ("hip", "knee", "says"),
    [
        (400, 0, r"Hip flexion is 400°.*-40° to 120°"),
        ([-50, 90], 0, "Hip flexion is -50°"),
        ([-40, 130], 0, "Hip flexion is 130°"),
        ([0, 30], [0, 121], "Knee flexion is 121°"),
        (0, -15, "Knee flexion is -15°"),
        (np.nan, 0, "Hip flexion has to be finite"),
        (0, np.inf, "Knee flexion has to be finite"),
        ("30", 0, "Hip flexion has to be a number"),
        (None, 0, "Hip flexion has to be a number"),
        (1j, 0, "Hip flexion has to be a number"),
        (np.pi / 2, 0, "Hip flexion looks like 90° written in radians"),
        (np.radians([0, 15, 30]), 0, "radians"),
    ],
)
def test_an_angle_it_cannot_answer_for_is_refused_in_words(hip, knee, says):
    with pytest.raises(ValueError, match=says):
        hamstrings.state(hip, knee)


@pytest.mark.parametrize("small", [1, 0, 0.5, [0.0, 0.1, 0.2], np.linspace(0, 2, 9)])
def test_small_angles_in_degrees_are_not_mistaken_for_radians(small):
    assert np.isfinite(hamstrings.length_m(MUSCLES[0], small, 0)).all()


@given(hip=hips, knee=knees, adduction=st.floats(-45, 45), rotation=st.floats(-45, 45))
def test_aside_too_an_arm_is_minus_the_slope_of_the_length(hip, knee, adduction, rotation):
    hip_rad, knee_rad, *aside = map(np.radians, (hip, knee, adduction, rotation))
    step = 1e-30
    here = hamstrings._pull_aside(hip_rad, knee_rad, *aside)
    over_hip = hamstrings._pull_aside(hip_rad + 1j * step, knee_rad, *aside).length_m.imag / step
    over_knee = hamstrings._pull_aside(hip_rad, knee_rad + 1j * step, *aside).length_m.imag / step
    np.testing.assert_allclose(here.hip_moment_arm_m, -over_hip, rtol=0, atol=1e-15)
    np.testing.assert_allclose(here.knee_moment_arm_m, -over_knee, rtol=0, atol=1e-15)
    in_plane = hamstrings._pull_aside(hip_rad, knee_rad, np.zeros(()), np.zeros(()))
    for ours, flat in zip(in_plane, hamstrings.state(hip, knee), strict=True):
        np.testing.assert_allclose(ours, flat, rtol=0, atol=1e-15)
