"""How to read an article: closed forms of base rates, of a false cause and of an odds ratio."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import some

from lessons_lib.course.exercises import exercises
from lessons_lib.data import load
from lessons_lib.evidence import article
from lessons_lib.evidence.claims import claims
from lessons_lib.evidence.sources import source
from lessons_lib.evidence.two_weeks import invented

slowings = st.floats(0, 0.1)
effects = st.floats(0, 5)
ratios = st.floats(0.05, 20)
percents = st.floats(0, 100)


# Contradictions and viewpoints


def test_every_contradiction_is_between_claims_of_the_article():
    found = article.contradictions()
    for one in found:
        assert set(one.ids) <= claims().keys()
        assert all(len(set(pair)) == 2 for pair in one.pairs)
    clashing = {key for one in found for key in one.ids}
    contradictory = {
        key for key, one in claims().items() if one.verdict.word == "self-contradictory"
    }
    assert contradictory <= clashing


def test_worry_clashes_four_times():
    (worry,) = (one for one in article.contradictions() if one.name == "Worry")
    assert set(worry.pairs) == {("C3", "C14"), ("C3", "C33"), ("C7", "C14"), ("C7", "C33")}


def test_there_are_hills_nine_viewpoints_and_what_was_found_has_a_source_that_was_read():
    found = article.viewpoints()
    assert [one.name for one in found] == [
        "Strength", "Consistency", "Specificity", "Temporality", "Gradient", "Plausibility",
        "Coherence", "Experiment", "Analogy",
    ]  # fmt: skip
    for one in found:
        assert one.sources
        assert all(source(key).checked != "no" for key in one.sources)


# Base rates


@given(st.integers(0, 11))
def test_people_are_counted_once(both):
    rate = article.base_rate(both)
    assert rate.flagged_and_well + rate.both == rate.flagged
    assert rate.flagged + rate.unflagged == rate.people
    assert rate.both + rate.unflagged_and_serious == rate.serious
    assert 0 <= rate.serious_percent_of_unflagged <= 100 * 11 / 230 + 1e-9


def test_published_counts_and_what_holds_whatever_the_overlap():
    rate = article.base_rate(11)
    assert (rate.people, rate.serious) == (1172, 11)
    assert round(100 * rate.flagged / rate.people, 1) == 80.4
    assert min(article.base_rate(both).flagged_and_well for both in range(12)) == 931
    assert rate.well_percent_of_flagged == pytest.approx(98.8, abs=0.05)


@pytest.mark.parametrize("both", [-1, 12])
def test_more_overlap_than_there_are_people_is_refused(both):
    with pytest.raises(ValueError, match="choose from 0 to 11"):
        article.base_rate(both)


# A false cause


@settings(max_examples=some(30))
@given(slowings, effects)
def test_the_regression_agrees_with_its_closed_form(slowing, effect):
    fit = article.regression(article.crowd(slowing, effect))
    wide = (fit.high - fit.low) / 2
    slope = article.expected(slowing, effect)
    assert fit.value == pytest.approx(slope, abs=2.5 * wide + 1e-9)


@settings(max_examples=some(15))
@given(slowings, effects, st.integers(20, 2000))
def test_the_regression_is_that_of_numpy(slowing, effect, people):
    crowd = article.crowd(slowing, effect, people)
    fit = article.regression(crowd)
    assert fit.value == pytest.approx(np.polyfit(*crowd, 1)[0], rel=1e-6, abs=1e-9)


def test_the_interval_is_that_of_the_textbook():
    crowd = article.crowd(0.03, 0, 500)
    fit = article.regression(crowd)
    slope, middle = np.polyfit(*crowd, 1)
    left_over = crowd.pain - middle - slope * crowd.speed_mps
    variance = left_over @ left_over / 498
    x = crowd.speed_mps - crowd.speed_mps.mean()
    half = 1.96 * math.sqrt(variance / (x @ x))
    assert fit.high - fit.value == pytest.approx(half, rel=1e-3)


@given(effects)
def test_without_slowing_the_slope_is_the_effect(effect):
    assert article.expected(0, effect) == pytest.approx(-effect)


@given(st.floats(0.005, 0.1))
def test_with_slowing_alone_the_slope_is_not_the_effect(slowing):
    assert article.expected(slowing, 0) < -1


def test_both_mechanisms_hold_in_every_person():
    slowing, effect = 0.04, 2.0
    calm, crowd = article.crowd(0, 0, 50), article.crowd(slowing, effect, 50)
    usual = load("walking_speeds").row(speed="comfortable")["speed_mps"]
    by_chance = calm.speed_mps - usual, calm.pain - invented("walker_mean_points")
    more, faster = crowd.pain - invented("walker_mean_points"), crowd.speed_mps - usual
    assert faster == pytest.approx(-slowing * more + by_chance[0])
    assert more == pytest.approx(-effect * faster + by_chance[1])


def test_the_same_people_come_each_time():
    one, other = article.crowd(0.03, 1), article.crowd(0.03, 1)
    assert len(one.pain) == article.PEOPLE == 100_000
    np.testing.assert_array_equal(one.pain, other.pain)
    few = article.crowd(0.03, 1, 100)
    np.testing.assert_array_equal(few.pain, one.pain[:100])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ((-0.1, 0), "0 or more"),
        ((0, -1), "0 or more"),
        ((0.5, 2), "feed each other"),
        ((math.nan, 0), "0 or more"),
        ((0, 0, 2), "from 3 to 100000"),
        ((0, 0, 100_001), "from 3 to 100000"),
    ],
)
def test_a_crowd_that_cannot_be_is_refused(values, says):
    with pytest.raises(ValueError, match=says):
        article.crowd(*values)


# An odds ratio


def test_the_published_interval_is_even_on_a_scale_of_factors():
    ratio = article.sleeping_on_the_back()
    assert math.sqrt(ratio.low * ratio.high) == pytest.approx(ratio.value, rel=0.02)


@given(st.floats(1, 400))
def test_a_larger_study_has_a_narrower_interval_about_the_same_ratio(times):
    ratio = article.sleeping_on_the_back()
    larger = article.larger_study(ratio, times)
    for end in ("low", "high"):
        before, after = (math.log(getattr(one, end) / ratio.value) for one in (ratio, larger))
        assert after == pytest.approx(before / math.sqrt(times))
    assert article.larger_study(ratio, 1) == pytest.approx(ratio)


def test_one_is_out_from_six_times_as_many_people():
    ratio = article.sleeping_on_the_back()
    assert article.larger_study(ratio, 5).low < 1 < article.larger_study(ratio, 6).low
    times = (math.log(ratio.value / ratio.low) / math.log(ratio.value)) ** 2
    assert article.larger_study(ratio, times).low == pytest.approx(1)


@given(ratios, st.floats(0.1, 99.9))
def test_odds_and_people_agree(ratio, without):
    with_it = article.percent_with(ratio, without)
    assert 0 < with_it < 100
    odds = [p / (100 - p) for p in (with_it, without)]
    assert odds[0] / odds[1] == pytest.approx(ratio, rel=1e-6)
    assert article.percent_with(1 / ratio, with_it) == pytest.approx(without, rel=1e-6)


def test_an_odds_ratio_is_a_ratio_of_risks_only_where_something_is_rare():
    assert article.percent_with(1.9, 0.1) == pytest.approx(0.19, rel=0.01)
    assert article.percent_with(1.9, 20) == pytest.approx(32.2, abs=0.05)


@pytest.mark.parametrize(
    "call",
    [
        lambda: article.percent_with(0, 20),
        lambda: article.percent_with(2, 101),
        lambda: article.larger_study(article.sleeping_on_the_back(), 0),
    ],
)
def test_an_odds_ratio_that_cannot_be_is_refused(call):
    with pytest.raises(ValueError, match="positive"):
        call()


def test_the_worked_solutions_start_from_the_numbers_of_the_table():
    ratio = article.sleeping_on_the_back()
    on_the_back = article.percent_with(ratio.value, 30)
    assert exercises()["01-from-odds"].solve() == pytest.approx(on_the_back)
    assert exercises()["01-larger"].solve() == pytest.approx(article.larger_study(ratio, 4).low)
