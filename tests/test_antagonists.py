from itertools import pairwise

import antagonists
import numpy as np
import pytest
from antagonists import MUSCLES
from hypothesis import given
from hypothesis import strategies as st
from reference_tables import reference, rmse

# Limits in mm for length and hip arm; iliacus and psoas jump in the model that they come from.
LIMITS_MM = {
    "gluteus_maximus_superior": ("glmax1", 0.1, 0.3),
    "gluteus_maximus_middle": ("glmax2", 0.3, 1.3),
    "gluteus_maximus_inferior": ("glmax3", 0.3, 1.3),
    "rectus_femoris": ("recfem", 0.3, 0.6),
    "iliacus": ("iliacus", 0.8, 5.0),
    "psoas": ("psoas", 0.8, 5.0),
    "adductor_magnus": ("addmag", 0.1, 0.4),
}
hips, knees, muscles = st.floats(1, 119), st.floats(0, 119), st.sampled_from(MUSCLES)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_agrees_with_opensim(muscle):
    truth = reference("grid_hip_knee_gait2392.csv")
    short, length_limit, arm_limit = LIMITS_MM[muscle]
    pose = truth["hip_deg"], truth["knee_deg"]
    length = 1000 * antagonists.length_m(muscle, *pose)
    at_hip = 1000 * antagonists.hip_moment_arm_m(muscle, *pose)
    at_knee = 1000 * antagonists.knee_moment_arm_m(muscle, *pose)
    assert rmse(length - truth[f"L_{short}"]) <= length_limit
    assert rmse(at_hip - truth[f"rh_{short}"]) <= arm_limit
    assert rmse(at_knee - truth[f"rk_{short}"]) <= 2


@given(muscle=muscles, hip=hips, knee=knees)
def test_moment_arm_is_minus_the_slope_of_the_length(muscle, hip, knee):
    step = 0.05
    around_hip = antagonists.length_m(muscle, [hip - step, hip + step], knee)
    around_knee = antagonists.length_m(muscle, hip, [knee, knee + 2 * step])
    slope = np.diff([around_hip, around_knee])[:, 0] / np.radians(2 * step)
    assert antagonists.hip_moment_arm_m(muscle, hip, knee) == pytest.approx(-slope[0], abs=1e-6)
    there = antagonists.knee_moment_arm_m(muscle, hip, knee + step)
    assert there == pytest.approx(-slope[1], abs=1e-6)


@given(muscle=muscles, corners=st.lists(st.tuples(hips, knees), min_size=3, max_size=4))
def test_no_work_is_won_around_a_closed_movement(muscle, corners):
    path = np.array([*corners, corners[0]])
    at, weight = np.polynomial.legendre.leggauss(8)
    work = 0.0
    for start, end in pairwise(path):
        hip, knee = (start + (at[:, None] + 1) / 2 * (end - start)).T
        turned_hip, turned_knee = np.radians(end - start)
        power = antagonists.hip_moment_arm_m(muscle, hip, knee) * turned_hip
        power = power + antagonists.knee_moment_arm_m(muscle, hip, knee) * turned_knee
        work += power @ weight / 2
    assert work == pytest.approx(0, abs=1e-12)


def test_which_way_they_pull():
    hip, knee = np.meshgrid(np.arange(0, 61, 10), np.arange(0, 91, 10))
    for muscle in MUSCLES:
        arm = antagonists.hip_moment_arm_m(muscle, hip, knee)
        flexes = muscle in {"rectus_femoris", "iliacus", "psoas"}
        assert ((arm > 0) == flexes).all(), muscle
    assert (antagonists.knee_moment_arm_m("rectus_femoris", hip, knee) < 0).all()
    assert (antagonists.knee_moment_arm_m("psoas", hip, knee) == 0).all()


def test_refuses_what_it_does_not_know():
    with pytest.raises(KeyError, match=r"no muscle 'soleus'.*psoas"):
        antagonists.length_m("soleus", 0, 0)
    with pytest.raises(ValueError, match="Hip flexion is 200°"):
        antagonists.hip_moment_arm_m("psoas", 200, 0)
    assert antagonists.length_m("psoas", np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)
