import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.data.parameters import parameter
from lessons_lib.data.tables import load
from lessons_lib.mechanics.pose import Pose, body_outline_m, joint_centres_m

FORWARD, UP = 0, 1
LIMITS = {
    row["angle"]: (row["lowest_deg"], row["highest_deg"]) for row in load("pose_angles").rows()
}
poses = st.builds(Pose, **{name: st.floats(*limits) for name, limits in LIMITS.items()})

SIGNS = [
    # angle, point that moves, relative to, axis, direction in which it moves
    ("hip_flexion_deg", "knee", "hip", FORWARD, +1),
    ("knee_flexion_deg", "ankle", "knee", FORWARD, -1),
    ("ankle_dorsiflexion_deg", "toe", "heel", UP, +1),
    ("pelvic_tilt_deg", "lumbosacral", "hip", FORWARD, +1),
    ("pelvic_tilt_deg", "ischial_tuberosity", "hip", FORWARD, -1),
    ("pelvic_tilt_deg", "ischial_tuberosity", "hip", UP, +1),
    ("pelvic_tilt_deg", "asis", "psis", UP, -1),
    ("trunk_lean_deg", "head", "lumbosacral", FORWARD, +1),
]


@pytest.mark.parametrize(("angle", "point", "base", "axis", "direction"), SIGNS)
def test_a_positive_angle_moves_the_body_the_way_its_name_says(angle, point, base, axis, direction):
    def place(pose):
        centres = joint_centres_m(pose)
        return (centres[point] - centres[base])[axis]

    moved = place(Pose(**{angle: 20})) - place(Pose())
    assert direction * moved > 0.005


def test_standing_is_upright():
    at = joint_centres_m(Pose())
    order = ["heel", "ankle", "knee", "hip", "lumbosacral", "shoulder", "neck", "head"]
    heights = [at[name][UP] for name in order]
    assert heights == sorted(heights)
    assert max(abs(at[name][FORWARD]) for name in order) < 0.06
    assert at["psis"][FORWARD] < at["hip"][FORWARD] < at["asis"][FORWARD]
    assert at["heel"][FORWARD] < at["ankle"][FORWARD] < at["ball"][FORWARD] < at["toe"][FORWARD]
    assert at["hip"].tolist() == [0, 0]


@given(pose=poses)
def test_bones_keep_their_length(pose):
    now, standing = joint_centres_m(pose), joint_centres_m(Pose())
    for one, other in [
        ("hip", "knee"),
        ("knee", "ankle"),
        ("heel", "toe"),
        ("hip", "lumbosacral"),
        ("lumbosacral", "head"),
        ("asis", "ischial_tuberosity"),
        ("shoulder", "wrist"),
    ]:
        length = math.dist(standing[one], standing[other])
        assert math.dist(now[one], now[other]) == pytest.approx(length, abs=1e-12)


@given(pose=poses)
def test_derived_angles_are_those_of_the_picture(pose):
    at, standing = joint_centres_m(pose), joint_centres_m(Pose())

    def turned(start, end):
        """By how much the line between two points turned, counter-clockwise."""
        now, then = (complex(*(c[end] - c[start])) for c in (at, standing))
        return np.angle(now / then, deg=True)

    def same(one, other):
        assert (one - other + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)

    same(turned("hip", "knee"), pose.thigh_angle_deg)
    same(turned("knee", "ankle"), pose.shank_angle_deg)
    same(turned("heel", "toe"), pose.foot_angle_deg)
    same(turned("psis", "asis"), -pose.pelvic_tilt_deg)
    same(turned("neck", "head") - turned("hip", "lumbosacral"), pose.lumbar_extension_deg)


@given(thigh=st.floats(-15, 30), tilt=st.floats(-5, 30), lean=st.floats(-20, 60))
def test_with_thigh_holds_the_leg_still_while_the_pelvis_tilts(thigh, tilt, lean):
    still = Pose.with_thigh(thigh, knee_flexion_deg=10, ankle_dorsiflexion_deg=5)
    tilted = Pose.with_thigh(thigh, tilt, lean, knee_flexion_deg=10, ankle_dorsiflexion_deg=5)
    before, after = joint_centres_m(still), joint_centres_m(tilted)
    for name in ("hip", "knee", "ankle", "heel", "toe"):
        np.testing.assert_allclose(after[name], before[name], atol=1e-12)
    assert tilted.hip_flexion_deg == pytest.approx(thigh + tilt)
    assert (tilted.knee_flexion_deg, tilted.ankle_dorsiflexion_deg) == (10, 5)
    assert Pose.with_thigh(thigh) == Pose(hip_flexion_deg=thigh)


@pytest.mark.parametrize("lean", [0, 10, 60])
def test_the_arm_hangs_down_from_a_trunk_that_leans_forward(lean):
    at, standing = joint_centres_m(Pose(trunk_lean_deg=lean)), joint_centres_m(Pose())
    for joint in ("elbow", "wrist"):
        hangs = at[joint] - at["shoulder"]
        np.testing.assert_allclose(hangs, standing[joint] - standing["shoulder"], atol=1e-12)


def test_the_arm_lies_along_a_trunk_that_lies_back():
    at, standing = joint_centres_m(Pose(trunk_lean_deg=-15)), joint_centres_m(Pose())
    for joint in ("elbow", "wrist"):
        now, then = (math.dist(c["neck"], c[joint]) for c in (at, standing))
        assert now == pytest.approx(then, abs=1e-12)


@given(pose=poses)
def test_the_outline_keeps_its_points_and_its_joints_inside(pose):
    outline, standing = body_outline_m(pose), body_outline_m(Pose())
    assert list(outline) == list(standing)
    at = joint_centres_m(pose)
    for name, points in outline.items():
        assert points.shape == standing[name].shape
        assert np.isfinite(points).all()
    for part, inside in {
        "thigh": ("hip", "knee"),
        "shank": ("knee", "ankle"),
        "foot": ("ankle", "ball"),
        "head": ("head",),
        "arm": ("shoulder", "elbow", "wrist"),
        "trunk": ("hip", "neck"),
    }.items():
        for point in inside:
            assert _encloses(outline[part], at[point]), (part, point)


def test_the_sitting_bone_and_the_iliac_spines_lie_on_the_drawn_pelvis():
    bone, at = (
        body_outline_m(Pose(pelvic_tilt_deg=17))["pelvis"],
        joint_centres_m(Pose(pelvic_tilt_deg=17)),
    )
    for landmark in ("asis", "psis", "pubis", "ischial_tuberosity"):
        assert np.linalg.norm(bone - at[landmark], axis=1).min() < 0.015


def test_a_figure_cannot_spoil_the_next_picture():
    body_outline_m(Pose())["pelvis"][:] = 0
    joint_centres_m(Pose())["knee"][:] = 0
    assert np.ptp(body_outline_m(Pose())["pelvis"]) > 0.1
    assert joint_centres_m(Pose())["knee"][UP] < -0.3


@pytest.mark.parametrize("name", LIMITS)
def test_sliders_stay_inside_what_a_pose_accepts(name):
    lowest, highest = LIMITS[name]
    if name in load("parameters")["name"]:
        slider = parameter(name)
        assert lowest <= slider.low <= slider.default <= slider.high <= highest
    assert getattr(Pose(**{name: lowest}), name) == lowest
    with pytest.raises(ValueError, match=r"outside .*°"):
        Pose(**{name: highest + 1})


@pytest.mark.parametrize("wrong", [np.nan, "20", None, [10, 20], True])
def test_a_pose_is_made_of_single_finite_numbers(wrong):
    with pytest.raises(ValueError, match=r"finite|number|not an array"):
        Pose(pelvic_tilt_deg=wrong)


def _encloses(outline, point):
    """Whether a closed outline winds around a point."""
    spokes = (outline - point) @ np.array([1, 1j])
    turned = np.angle(np.roll(spokes, -1) / spokes).sum()
    return abs(turned) > np.pi
