"""The course of pain, chance in a crowd, and what exercise adds: against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.evidence import two_weeks
from lessons_lib.evidence.two_weeks import DURATIONS

# The course


@given(duration=st.sampled_from(DURATIONS))
def test_published_weeks_are_met_exactly(duration: str) -> None:
    known = two_weeks.course(duration)
    for reading in two_weeks.between(known["week"], duration):
        assert reading == pytest.approx(known["pain"])


@given(duration=st.sampled_from(DURATIONS), week=st.floats(0, 52))
def test_the_curved_reading_never_lies_above_the_straight_one(duration: str, week: float) -> None:
    straight, curved = two_weeks.between(week, duration)
    assert curved <= straight + 1e-9


def test_two_weeks_bring_much_in_new_pain_and_little_in_lasting_pain() -> None:
    falls = {
        duration: [
            two_weeks.course(duration)["pain"][0] - x for x in two_weeks.between(2, duration)
        ]
        for duration in DURATIONS
    }
    assert falls["new"] == pytest.approx([10, 12.6], abs=0.05)
    assert falls["some weeks"] == pytest.approx([11.3, 14.4], abs=0.05)
    assert falls["lasting"] == pytest.approx([2.7, 2.8], abs=0.05)


def test_weeks_that_nobody_followed_are_refused() -> None:
    with pytest.raises(ValueError, match="week 0 to week 52"):
        two_weeks.between(60, "new")
    with pytest.raises(KeyError, match="some weeks"):
        two_weeks.course("some weeks", review="2012")


# Regression to the mean


def pulled_to(first_mean: float, swing: float) -> float:
    """Closed form: the distance from the crowd's mean shrinks by the reliability."""
    mean = two_weeks.invented("mean_points")
    return mean + two_weeks.reliability(swing) * (first_mean - mean)


def test_the_responder_illusion_without_and_with_the_course_of_new_pain() -> None:
    nothing = two_weeks.responders(two_weeks.crowd(1), 4)
    assert (nothing.points, nothing.percent) == pytest.approx((0.18, 0.12), abs=0.005)
    fall = 100 * (float(two_weeks.between(2, "new").curved) / 56 - 1)
    course = two_weeks.responders(two_weeks.crowd(1, fall), 4)
    assert (course.points, course.percent) == pytest.approx((0.5, 0.4), abs=0.015)


@settings(max_examples=some(25))
@given(
    swing=st.floats(0.1, 3),
    join_at=st.integers(0, 8),
    change=st.floats(-60, 20),
    added=st.floats(0, 3),
    exact=st.booleans(),
)
def test_a_crowd_agrees_with_the_integral(
    swing: float, join_at: int, change: float, added: float, exact: bool
) -> None:
    people = 100_000
    crowd = two_weeks.crowd(swing, change, added, people, exact=exact)
    drawn = two_weeks.responders(crowd, join_at)
    known = two_weeks.expected(swing, join_at, change, added, exact=exact)
    counted = people * known.joined
    # Five standard errors of a share, and of a mean that spreads by 3 points at most.
    assert drawn.joined == pytest.approx(known.joined, abs=5 * 0.5 / math.sqrt(people))
    for share in ("points", "percent", "worse"):
        room = 5 * 0.5 / math.sqrt(counted)
        assert getattr(drawn, share) == pytest.approx(getattr(known, share), abs=room)
    for mean in ("first", "second"):
        room = 5 * 3 / math.sqrt(counted)
        assert getattr(drawn, mean) == pytest.approx(getattr(known, mean), abs=room)


@given(swing=st.floats(0.3, 1.5))
def test_without_rounding_the_means_follow_the_truncated_bell(swing: float) -> None:
    # Joining with 5 or more is a first rating above 4.5, just below the crowd's mean of 5.
    whole = math.hypot(2, swing)
    edge = (4.5 - 5) / whole
    joined = 0.5 * math.erfc(edge / math.sqrt(2))
    first = 5 + whole * math.exp(-(edge**2) / 2) / math.sqrt(2 * math.pi) / joined
    known = two_weeks.expected(swing, 5)
    assert known.joined == pytest.approx(joined, abs=1e-9)
    assert known.first == pytest.approx(first, abs=0.06)
    assert known.second == pytest.approx(pulled_to(first, swing), abs=0.06)


@given(join_at=st.integers(1, 8), swing=st.floats(0.5, 3))
def test_the_worse_one_has_to_be_to_join_the_more_pain_falls_by_itself(
    join_at: int, swing: float
) -> None:
    less, more = (two_weeks.expected(swing, at) for at in (join_at - 1, join_at))
    assert more.first - more.second >= less.first - less.second - 1e-9


def test_where_everybody_joins_as_many_look_worse_as_better() -> None:
    everybody = two_weeks.expected(1, 0)
    assert everybody.worse == pytest.approx(everybody.points)
    chosen = two_weeks.expected(1, 4)
    assert chosen.worse < everybody.worse < chosen.points


def test_whole_numbers_make_nearly_twice_as_many_look_better() -> None:
    for join_at, change, whole, as_felt in ((4, 0, 17.6, 9.8), (0, 0, 14.5, 7.5), (4, -23, 50, 38)):
        asked = (two_weeks.expected(1, join_at, change, exact=one) for one in (False, True))
        shares = [100 * one.points for one in asked]
        assert shares == pytest.approx([whole, as_felt], abs=0.25)


@given(swing=st.floats(0.3, 1), join_at=st.integers(3, 5))
def test_exact_means_follow_the_truncated_bell(swing: float, join_at: int) -> None:
    """Closed form, as long as hardly anybody reaches the ends of the scale."""
    whole = math.hypot(2, swing)
    edge = (join_at - 5) / whole
    joined = 0.5 * math.erfc(edge / math.sqrt(2))
    first = 5 + whole * math.exp(-(edge**2) / 2) / math.sqrt(2 * math.pi) / joined
    known = two_weeks.expected(swing, join_at, exact=True)
    assert known.joined == pytest.approx(joined, abs=1e-9)
    assert known.first == pytest.approx(first, abs=0.06)
    assert known.second == pytest.approx(pulled_to(first, swing), abs=0.06)


def test_without_swing_nobody_looks_better() -> None:
    found = two_weeks.responders(two_weeks.crowd(0), 4)
    assert (found.points, found.percent, found.worse) == (0, 0, 0)
    assert found.first == found.second
    with pytest.raises(ValueError, match="swing above 0"):
        two_weeks.expected(0, 4)


def test_nobody_gets_better_from_no_pain() -> None:
    zeros = two_weeks.Crowd(np.zeros(3), np.zeros(3))
    assert two_weeks.responders(zeros, 0).percent == 0
    with pytest.raises(ValueError, match="nobody joins"):
        two_weeks.responders(zeros, 1)


def test_people_are_the_same_whatever_happens_to_them() -> None:
    one, other = two_weeks.crowd(1), two_weeks.crowd(1, added_points=1)
    assert (one.first == other.first).all()
    assert (one.second >= other.second).all()


# Exercise


@given(
    line=st.floats(0, 50), without=st.floats(-40, 10), effect=st.floats(-30, 0),
    spread=st.floats(5, 40),
)  # fmt: skip
def test_a_shift_of_the_bell_brings_more_people_past_the_line(
    line: float, without: float, effect: float, spread: float
) -> None:
    both = two_weeks.reaching(line, without, effect, spread)
    assert both.with_exercise >= both.without
    # Shifting the line and shifting the bell are the same.
    moved = two_weeks.reaching(line + effect, without, 0, spread)
    assert both.with_exercise == pytest.approx(moved.without)


def test_intervals_hold_their_value() -> None:
    for row in load("exercise_effects").rows():
        if not math.isnan(row["low"]):
            assert row["low"] < row["value"] < row["high"]
    with pytest.raises(KeyError, match="points, smd"):
        two_weeks.effects("odds")
