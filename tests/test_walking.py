"""The evidence on walking: closed forms of the survival curves, of bells, and of a false cause."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.data import load
from lessons_lib.evidence import walking

days = st.floats(0, 2000)
medians = st.floats(1, 1000)
shapes = st.floats(0.2, 3)


def hazard_per_day(day, median_days, shape):
    """The risk of a new episode on a day, among those who are free of it so far."""
    since = np.asarray(day) / median_days
    return math.log(2) * shape / median_days * since ** (shape - 1)


def test_one_shape_gives_both_medians_and_the_hazard_ratio():
    trial = walking.walkback()
    walk, rest = trial.walking_days.value, trial.control_days.value
    shape = walking.shape_behind(walk, rest, trial.hazard_ratio.value)
    assert shape == pytest.approx(0.53, abs=0.005)
    assert float(walking.survival(walk, walk, shape)) == 0.5
    assert float(walking.survival(rest, rest, shape)) == 0.5
    assert walking.hazard_ratio(walk, rest, shape) == pytest.approx(0.72)
    # The same ratio on each day, as a hazard ratio has to be.
    day = np.array([1, 30, 365, 1000])
    ratio = hazard_per_day(day, walk, shape) / hazard_per_day(day, rest, shape)
    assert ratio == pytest.approx(0.72)


def test_the_exponential_misses_the_hazard_ratio_and_its_interval():
    trial = walking.walkback()
    ratio = walking.hazard_ratio(trial.walking_days.value, trial.control_days.value, 1)
    assert ratio == pytest.approx(112 / 208)
    assert ratio < trial.hazard_ratio.low


def test_the_medians_own_intervals_would_let_the_exponential_in():
    # What the lesson says of its limits: the published points exclude it, their intervals do not.
    trial = walking.walkback()
    ratio = walking.hazard_ratio(trial.walking_days.low, trial.control_days.high, 1)
    assert ratio > trial.hazard_ratio.value


def test_published_numbers_of_the_trial():
    trial = walking.walkback()
    assert trial.people == 701
    assert trial.walking_days == (208, 149, 295)
    assert trial.control_days == (112, 89, 140)
    assert trial.hazard_ratio == (0.72, 0.60, 0.85)


@given(st.lists(days, min_size=2, max_size=9), medians, shapes)
def test_survival_falls_from_one_and_stays_above_zero(some, median, shape):
    share = walking.survival(sorted(some), median, shape)
    assert ((share >= 0) & (share <= 1)).all()
    assert (np.diff(share) <= 0).all()
    assert float(walking.survival(0, median, shape)) == 1


@given(medians, st.floats(0.3, 3), st.floats(0.05, 5))
def test_hazard_is_the_slope_of_the_logarithm_of_survival(median, shape, part):
    day = part * median
    step = 1e-5 * day
    before, after = np.log(walking.survival([day - step, day + step], median, shape))
    assert hazard_per_day(day, median, shape) == pytest.approx(
        (before - after) / (2 * step), rel=1e-5
    )


@given(medians, shapes, st.floats(0.3, 0.95))
def test_shape_behind_undoes_hazard_ratio(control, shape, part):
    longer = control / part
    ratio = walking.hazard_ratio(longer, control, shape)
    assert walking.shape_behind(longer, control, ratio) == pytest.approx(shape)


def test_risk_falls_with_time_below_shape_one_and_is_the_same_at_one():
    early, late = hazard_per_day([10, 300], 112, 0.53)
    assert early > late
    assert hazard_per_day([10, 300], 112, 1) == pytest.approx(math.log(2) / 112)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: walking.survival(-1, 112, 1), "0 or more"),
        (lambda: walking.survival(math.nan, 112, 1), "0 or more"),
        (lambda: walking.survival(1, 0, 1), "median_days is 0"),
        (lambda: walking.survival(1, 112, -1), "shape is -1"),
        (lambda: walking.survival(1, 112, math.inf), "shape is inf"),
        (lambda: walking.hazard_ratio(0, 112, 1), "walking_days is 0"),
        (lambda: walking.shape_behind(112, 112, 0.7), "every shape gives a hazard ratio of 1"),
        (lambda: walking.shape_behind(208, 112, 0), "hazard_ratio is 0"),
        (lambda: walking.expected_cases(101), "101 of 100 people"),
    ],
)
def test_refuses_what_cannot_be(call, says):
    with pytest.raises(ValueError, match=says):
        call()


# Standardised mean differences


@given(st.floats(-3, 3))
def test_people_apart_by_a_difference(smd):
    apart = walking.people_apart(smd)
    standard = NormalDist()
    assert apart.overlap == pytest.approx(standard.overlap(NormalDist(smd)), abs=1e-9)
    assert apart.above_mean == pytest.approx(1 - NormalDist(smd).cdf(0))
    assert apart.larger == pytest.approx(standard.cdf(smd / math.sqrt(2)))
    mirrored = walking.people_apart(-smd)
    assert mirrored.overlap == pytest.approx(apart.overlap)
    assert mirrored.larger == pytest.approx(1 - apart.larger)


def test_effects_lie_in_their_intervals_and_have_the_published_direction():
    for question in ("difference", "little or nothing", "another treatment"):
        for row in walking.effects(question).rows():
            if not math.isnan(row["smd"]):
                assert row["smd_low"] < row["smd"] < row["smd_high"]
    speed = walking.effects("difference").row(finding="walking speed")
    assert (speed["smd"], speed["smd_low"], speed["smd_high"]) == (-0.59, -0.77, -0.42)
    assert (walking.effects("little or nothing")["smd_high"] < 0).all()
    assert (walking.effects("another treatment")["smd_low"] > 0).all()
    with pytest.raises(KeyError, match="no effects for 'magic'; the questions are: another"):
        walking.effects("magic")


# The cohort


@given(st.floats(0, 100))
def test_more_walking_goes_with_fewer_cases_in_every_class(lowest):
    cases = walking.expected_cases(lowest)
    assert cases[0] == lowest
    assert (np.diff(cases) <= 0).all()
    assert cases[-1] >= 0


def test_classes_of_minutes_follow_each_other():
    dose = load("walking_dose")
    assert (dose["from_min"][1:] >= dose["to_min"][:-1]).all()
    assert np.isnan(dose["to_min"][-1])


# A false cause


@given(st.floats(0, 0.3))
def test_invented_people_differ_by_the_slowing_and_by_nothing_else(slowing):
    people = walking.invented_people(slowing)
    pain, free = people.speed_mps[people.in_pain], people.speed_mps[~people.in_pain]
    assert free.mean() - pain.mean() == pytest.approx(slowing, abs=1e-12)
    assert pain.std() == pytest.approx(free.std())
    drawn = people.drawn_mps
    assert drawn[people.in_pain].mean() == pytest.approx(drawn[~people.in_pain].mean())


def test_pain_is_commoner_among_the_slow_only_where_pain_slows():
    people = walking.invented_people(0.06)
    slow, fast = walking.slow_and_fast_percent(people.in_pain, people.speed_mps)
    assert slow > fast + 20
    slow, fast = walking.slow_and_fast_percent(people.in_pain, people.drawn_mps)
    assert abs(slow - fast) < 10
    assert slow + fast == pytest.approx(100)
