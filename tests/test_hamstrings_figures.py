"""The scenes of lesson 04: the words say what the picture shows, wherever the sliders stand."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from scenes import numbers, positions
from thoroughness import some

from lessons_lib.figures import hamstrings, pelvis
from lessons_lib.figures import stride as strides
from lessons_lib.figures.pose import signs
from lessons_lib.mechanics import gait
from lessons_lib.mechanics import hamstrings as model
from lessons_lib.stage.style import ORANGE


@given(hip=positions("hip_flexion_deg"), knee=positions("knee_flexion_deg"))
@settings(max_examples=some(50))
def test_pose_says_the_length_of_its_bars(hip: float, knee: float) -> None:
    frame = hamstrings.pose.frame(hip, knee, 0, 0)
    told = re.findall(r"(\d+) mm (longer|shorter)|unchanged", frame.words)
    for muscle, (amount, way) in zip(model.MUSCLES, told, strict=False):
        bar = frame.marks[f"{muscle}_bar"].xy[:, 0]
        length = bar[np.abs(bar).argmax()]
        assert round(length) == (int(amount or 0) * (-1 if way == "shorter" else 1))
        assert numbers(frame.marks[f"{muscle}_value"].text or "")[0] == round(length)


@given(hip=positions("hip_flexion_deg"), knee=positions("knee_flexion_deg"))
@settings(max_examples=some(50))
def test_colour_of_a_muscle_tells_whether_walking_reaches_its_length(
    hip: float, knee: float
) -> None:
    frame = hamstrings.pose.frame(hip, knee, 0, 0)
    percent = gait.CYCLE_PERCENT
    stride = model.lengthening_m(
        "semitendinosus",
        gait.angle_deg("hip_flexion", percent, "young"),
        gait.angle_deg("knee_flexion", percent, "young"),
    )
    change = model.lengthening_m("semitendinosus", hip, knee)
    beyond = frame.marks["semitendinosus"].color == ORANGE
    assert beyond == bool(change > stride.max())


@given(hip=positions("hip_flexion_deg"), knee=positions("knee_flexion_deg"))
@settings(max_examples=some(50))
def test_lever_and_slope_are_the_same_number(hip: float, knee: float) -> None:
    frame = hamstrings.slope.frame(hip, knee, 0)
    lever = 1000 * np.hypot(*frame.marks["lever"].xy[-1])
    x, y = frame.marks["tangent"].xy.T
    slope = (y[1] - y[0]) / np.radians(x[1] - x[0])
    # The lever is drawn in the plane of the picture, the slope knows the sideways part as well.
    assert lever == pytest.approx(abs(slope), rel=0.01, abs=0.1)
    assert numbers(frame.marks["slope_value"].text or "")[0] == round(slope)


@given(tilt=positions("pelvic_tilt_deg"), thigh=positions("thigh_angle_deg"))
@settings(max_examples=some(50))
def test_tilt_counts_from_the_pelvis_untilted(tilt: float, thigh: float) -> None:
    frame = pelvis.tilt.frame(tilt, thigh, 10)
    dots = frame.marks["here"].xy
    assert (dots[:, 0] == tilt).all()
    if tilt == 0:
        assert dots[:, 1] == pytest.approx(0)
    curve = frame.marks["semimembranosus_curve"].xy
    assert dots[0, 1] == pytest.approx(np.interp(tilt, *curve.T))


def test_stride_repeats_and_keeps_a_foot_on_the_ground() -> None:
    first, last = (strides.stride.frame(percent, 1.8) for percent in (0, 100))
    for name in ("thigh", "far_shank"):
        assert first.marks[name].xy == pytest.approx(last.marks[name].xy, abs=1e-9)
    for percent in range(0, 100, 5):
        marks = strides.stride.frame(percent, 1.8).marks
        soles = [marks[f"{leg}foot"].xy[:, 1].min() for leg in ("", "far_")]
        assert min(soles) == pytest.approx(-0.9)


@given(percent=positions("cycle_percent"), height=positions("body_height_m"))
@settings(max_examples=some(30))
def test_a_stride_takes_muscles_as_far_as_the_body_is_tall(percent: float, height: float) -> None:
    usual, frame = (strides.stride.frame(percent, one) for one in (1.8, height))
    for name in ("here", "semitendinosus_curve"):
        changes = frame.marks[name].xy[:, 1]
        assert changes == pytest.approx(height / 1.8 * usual.marks[name].xy[:, 1])
        assert strides.CHANGES_MM[0] < changes.min() <= changes.max() < strides.CHANGES_MM[1]
    travels = np.ptp(frame.marks["semitendinosus_curve"].xy[:, 1])
    assert f" to {travels:.0f} mm." in frame.words
    assert (f"{height:.2f} m tall" in frame.words) == (height != 1.8)


def test_the_table_of_a_stride_has_the_angles_that_the_words_tell() -> None:
    for row in strides.stride.frame(0, 1.8).table.rows():
        words = strides.stride.frame(row["stride"], 1.8).words
        told = words.replace("−", "-")
        assert f"hip bent {row['hip bent'] + 0.0:.0f}°, knee {row['knee'] + 0.0:.0f}°" in told


@given(
    hip=positions("hip_flexion_deg"),
    knee=positions("knee_flexion_deg"),
    tilt=positions("pelvic_tilt_deg"),
    lean=positions("trunk_lean_deg"),
)
def test_the_name_of_the_knee_goes_with_the_knee_alone(
    hip: float, knee: float, tilt: float, lean: float
) -> None:
    """A page holds the picture at all positions only if each part hangs on few sliders."""
    marks = hamstrings.pose.frame(hip, knee, tilt, lean).marks
    beside = marks["knee_angle"].xy - marks["joints"].xy[1]
    assert beside == pytest.approx(np.array([0.13, 0.0]), abs=1e-12)


@given(
    hip=positions("hip_flexion_deg"),
    knee=positions("knee_flexion_deg"),
    tilt=positions("pelvic_tilt_deg"),
)
def test_which_way_the_thigh_points_is_said(hip: float, knee: float, tilt: float) -> None:
    frame = hamstrings.pose.frame(hip, knee, tilt, 0)
    thigh = hip - tilt
    way = "forward" if thigh > 0 else "backward"
    assert (f"{abs(thigh):.0f}° {way}" if thigh else "straight down") in frame.words


def test_models_differ_by_what_the_words_say() -> None:
    frame = hamstrings.models.frame(1, 60)
    gap = np.abs(frame.marks["arm_ours"].xy[:, 1] - frame.marks["arm_other"].xy[:, 1])
    own, other, at_knee = numbers(frame.words)[-3:]
    assert numbers(frame.words)[-4] == round(gap.max())
    assert abs(own - other) <= at_knee + 1


def test_signs_name_each_angle_with_its_direction() -> None:
    plot = signs.plot()
    assert len(plot.table) == 5
    for row in plot.table.rows():
        assert row["positive when"] in plot.words
