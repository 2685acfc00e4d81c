"""The scenes of lesson 05: the words say what the picture shows, wherever the sliders stand."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from scenes import numbers, positions
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures import tight_hamstrings as figures
from lessons_lib.figures.balance import PARTS
from lessons_lib.figures.balance import balance as balance_scene
from lessons_lib.mechanics import balance, passive


@given(
    positions("fibre_length_percent"),
    positions("activation_percent"),
    positions("fibre_velocity_percent"),
)
def test_pull_adds_up(length: float, working: float, velocity: float) -> None:
    frame = figures.pull.frame(length, working, velocity)
    by_working, by_stretch, together = numbers(frame.words)[-3:]
    assert abs(by_working + by_stretch - together) < 0.11
    assert float(frame.marks["here"].xy[1]) == pytest.approx(together, abs=0.0501)
    if working == 0:
        assert by_working == 0
    if length <= 100:
        assert by_stretch == 0


@given(positions("measured_hip_deg"), positions("measured_knee_deg"))
def test_measured_says_the_height_of_its_dots(hip: float, knee: float) -> None:
    frame = figures.measured.frame(hip, knee)
    dots = frame.marks["hip_here"].xy[:, 1]
    told = re.findall(r"([-+]?\d+\.\d) Nm", frame.words.replace("−", "-"))
    expected = (dots[0], dots[2], dots[0] - dots[1], dots[2] - dots[3])
    assert [float(one) for one in told[:4]] == pytest.approx(expected, abs=0.0501)


@given(positions("leg_raise_deg"), positions("shorter_percent"), positions("stop_moment_nm"))
def test_leg_raise_stops_where_its_curve_meets_the_line(
    raised: float, shorter: float, stop: float
) -> None:
    frame = figures.leg_raise.frame(raised, shorter, stop)
    angle, resists = frame.marks["now"].xy.T
    found = re.search(r"stops at (\d+)°", frame.words)
    if found:
        assert np.interp(float(found[1]), angle, resists) == pytest.approx(stop, abs=1.0)
    else:
        assert resists.max() < stop


@given(positions("cycle_percent"), positions("shorter_percent"), positions("about_mass_kg"))
@settings(max_examples=some(30))
def test_walking_says_the_depth_of_its_curve(percent: float, shorter: float, mass: float) -> None:
    frame = figures.walking.frame(percent, shorter, mass)
    curve = frame.marks["set"].xy[:, 1]
    usual = figures.walking.frame(percent, shorter, 75).marks["set"].xy[:, 1]
    assert curve == pytest.approx(mass / 75 * usual)
    assert (f"{mass:.0f} kg" in frame.words) == (mass != 75)
    told = [float(one) for one in re.findall(r"(-?\d+\.\d) Nm", frame.words.replace("−", "-"))]
    assert told[1] == pytest.approx(curve.min(), abs=0.0501)
    assert told[0] == pytest.approx(frame.marks["here"].xy[1], abs=0.0501)
    least, greatest = figures.whole_moments_nm()
    assert least.min() < curve.min() <= curve.max() < greatest.max()
    assert told[2:] == []


@given(positions("pelvis_posture"), positions("shorter_percent"), positions("trunk_stiffness"))
@settings(max_examples=some(30))
def test_balance_draws_the_tilt_that_it_tells(which: float, shorter: float, trunk: float) -> None:
    frame = balance_scene.frame(which, shorter, trunk)
    before, after = frame.marks["before"].xy[:-1], frame.marks["pelvis"].xy
    first, second = (points - points.mean(axis=0) for points in (before, after))
    turn = np.arctan2(
        np.sum(first[:, 1] * second[:, 0] - first[:, 0] * second[:, 1]), np.sum(first * second)
    )
    text = frame.marks["tilt_value"].text or ""
    told = 0.0 if text == "no balance" else numbers(text)[0]
    more = frame.marks["tilt_more"].text or ""
    told = -told if "backward" in f"{text} {more}" else told
    assert np.degrees(turn) == pytest.approx(told, abs=0.06)
    if text == "no balance":
        assert "there is no balance" in frame.words.lower()
    elif "over" in text:
        assert "further than is followed" in frame.words
    else:
        assert numbers(frame.words)[-1] == abs(told)
    bars = [numbers(frame.marks[f"{part}_value"].text or "")[0] for part in PARTS]
    assert sum(bars[:-1]) == pytest.approx(bars[-1], abs=0.021)
    if bars[-1] < 0:
        assert (text, more) == ("no balance", "")
    if text == "no balance" and not more:
        assert bars[-1] <= 0
    assert ("to begin from" in frame.words) == (more == "before")


@given(positions("leg_raise_deg"), positions("shorter_percent"), positions("stop_moment_nm"))
def test_a_leg_raised_past_the_stop_is_said_to_be(
    raised: float, shorter: float, stop: float
) -> None:
    frame = figures.leg_raise.frame(raised, shorter, stop)
    here = float(frame.marks["here"].xy[1])
    assert ("past the stop" in frame.words) == (here > stop)
    assert ("a guess" in frame.words) == (here > stop and here > 30.43)


def test_choices_are_the_postures_of_the_table() -> None:
    assert parameter("pelvis_posture").options == tuple(load("pelvis_postures")["posture"])
    assert parameter("pelvis_posture").options == tuple(balance.postures())


def test_slider_stays_within_what_was_tested() -> None:
    slider = parameter("shorter_percent")
    for end in (slider.low, slider.high):
        assert passive.passive(90, 0, figures.slack_factor(end)).tension_n.min() > 0
