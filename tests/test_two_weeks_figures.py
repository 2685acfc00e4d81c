"""The scenes of lesson 08: pictures and words say what the models say, wherever sliders stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import frames, numbers, positions
from thoroughness import some

from lessons_lib.evidence import single_case as days
from lessons_lib.evidence import two_weeks as evidence
from lessons_lib.figures import single_case, two_weeks
from lessons_lib.stage.scene import Frame
from lessons_lib.tracker.review import Outcome


def share(frame: Frame, name: str) -> float:
    """How long a bar is."""
    return float(frame.marks[f"{name}_bar"].xy[:, 0].max())


@given(week=positions("week"))
def test_the_course_says_both_readings(week: float) -> None:
    frame = two_weeks.course.frame(week)
    for duration in evidence.DURATIONS:
        readings = [round(float(pain)) for pain in evidence.between(week, duration)]
        told = numbers(frame.marks[f"{duration}_now"].text or "")
        assert set(told) == set(readings)


@settings(max_examples=some(30))
@given(frame=frames(two_weeks.joining))
def test_the_crowds_bars_are_its_words(frame: Frame) -> None:
    told = numbers(frame.words.split("Of 100 who joined, we count ")[1])
    assert told[0] == pytest.approx(share(frame, "points"), abs=0.5)
    assert told[2] == pytest.approx(share(frame, "percent"), abs=0.5)
    assert told[4] == pytest.approx(share(frame, "worse"), abs=0.5)
    edge = frame.marks["line"].xy[0, 0]
    first = {name: frame.marks[name].xy[:, 0] for name in ("out", "same", "better")}
    drawn = {name: ~np.isnan(places) for name, places in first.items()}
    assert (sum(one.astype(int) for one in drawn.values()) == 1).all(), "each person once"
    assert (first["out"][drawn["out"]] < edge).all()
    for joined in ("same", "better"):
        assert (first[joined][drawn[joined]] >= edge).all()


def test_the_crowd_of_the_lesson_shows_the_illusion_and_nothing_without_swing() -> None:
    still = two_weeks.joining.frame(0, 0, 0, 0, 0)
    assert (share(still, "points"), share(still, "percent")) == (0, 0)
    for exact in (False, True):
        swinging = two_weeks.joining.frame(4, 1, 0, 0, float(exact))
        known = evidence.expected(1, 4, exact=exact)
        for name in ("points", "percent", "worse"):
            assert share(swinging, name) == pytest.approx(100 * getattr(known, name), abs=0.6)


@given(frame=frames(two_weeks.added))
def test_the_shift_brings_people_past_the_line(frame: Frame) -> None:
    assert share(frame, "with") >= share(frame, "without")
    x, height = frame.marks["without"].xy.T
    moved = frame.marks["with"].xy[:, 1]
    apart = np.average(x, weights=moved) - np.average(x, weights=height)
    assert min(abs(apart + 0.8), abs(apart + 15)) < 0.3
    assert (frame.marks["past"].xy[:, 0] <= frame.marks["line"].xy[0, 0] + 1e-9).all()


@given(swing=positions("swing_points"), alike=positions("alike"), window=positions("window_days"))
def test_what_can_be_told_from_chance(swing: float, alike: float, window: float) -> None:
    marks = single_case.noise.frame(swing, alike, window).marks
    error = days.error_of_mean(swing, round(window), alike)
    here = days.detectable_change(error)
    assert marks["here"].xy == pytest.approx(np.array([window, here]))
    assert marks["value"].text == f"{here:.1f}"
    assert (marks["apart"].xy[:, 1] <= marks["alike"].xy[:, 1] + 1e-9).all()


@settings(max_examples=some(15))
@given(frame=frames(single_case.design))
def test_the_design_shares_out_all_diaries_that_can_be_compared(frame: Frame) -> None:
    said = [
        share(frame, outcome.name)
        for outcome in (
            Outcome.IMPROVED, Outcome.SMALL_CHANGE, Outcome.NO_CLEAR_CHANGE, Outcome.WORSE,
        )
    ]  # fmt: skip
    assert sum(said) == pytest.approx(100) or sum(said) == 0
    assert frame.marks["dot"].xy[1] == pytest.approx(said[0], nan_ok=True)


@pytest.mark.parametrize(("missing", "rough"), [(15, False), (50, True)])
def test_counts_that_rest_on_few_diaries_say_so(missing: float, rough: bool) -> None:
    words = single_case.design.frame(1.5, 0, 7, 0.4, missing).words
    assert ("rest on" in words) == rough
    assert ("Nearly all have too few" in words) == rough


@pytest.mark.parametrize(("chosen", "count"), [(0, 8), (1, 4)])
def test_the_boxes_say_what_the_rule_concludes(chosen: int, count: int) -> None:
    frame = single_case.verdicts.frame(chosen)
    signs = [mark.text for name, mark in frame.marks.items() if name.endswith("_sign")]
    assert len(signs) == 8
    assert sum("✓" in (sign or "") for sign in signs) == count == numbers(frame.words)[0]


@settings(max_examples=some(20))
@given(
    trend=positions("trend_per_week"),
    effect=positions("effect_points"),
    phase=positions("phase_days"),
    swing=st.sampled_from([0.5, 1.0, 1.5]),
)
def test_a_b_a_is_right_on_average_and_before_and_after_carries_the_trend(
    trend: float, effect: float, phase: float, swing: float
) -> None:
    frame = single_case.phases.frame(phase, trend, effect, swing, 1)
    mean = {name: frame.marks[f"{name}_mean"].xy[0, 0] for name in ("aba", "before_after")}
    # The scale ends at 0 and 10, which takes up to half a point off large changes.
    assert mean["aba"] == pytest.approx(effect, abs=0.45)
    assert mean["before_after"] == pytest.approx(effect + 2 * phase * trend / 7, abs=0.9)
    for name, centre in mean.items():
        low, high = frame.marks[f"{name}_range"].xy[[0, 1], 0]
        assert low < centre < high


@given(person=positions("person"))
def test_a_persons_dot_is_what_the_days_shown_say(person: float) -> None:
    frame = single_case.phases.frame(5, -0.5, -1, 1.5, person)
    first, middle, last = np.split(frame.marks["ratings"].xy[:, 1], 3)
    expected = middle.mean() - (first.mean() + last.mean()) / 2
    assert frame.marks["aba_person"].xy[0] == pytest.approx(expected)


def test_ratings_that_reach_the_floor_are_told() -> None:
    at_the_floor = single_case.phases.frame(14, -1, -3, 1.5, 1)
    assert "of 100 ratings are 0" in at_the_floor.words
    table = at_the_floor.table["on average"]
    assert -3 < table[0] < -2.8  # What the floor cut off is missing.
    assert "ratings are 0" not in single_case.phases.frame(5, 0, 0, 1.5, 1).words
