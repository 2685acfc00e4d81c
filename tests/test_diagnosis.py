"""Bayes with likelihood ratios: worked checks, the rules, and what multiplying does."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.course.exercises import exercises
from lessons_lib.data.tables import load
from lessons_lib.evidence import diagnosis, safety_check, scans
from lessons_lib.evidence.diagnosis import after, findings, joined, update
from lessons_lib.evidence.estimate import Estimate
from lessons_lib.evidence.sources import source

FINDINGS = pytest.mark.parametrize("finding", findings().values(), ids=lambda one: one.id)
DANGEROUS = [one for one in findings().values() if one.target.sign]
DERIVED = [one for one in findings().values() if "derived from sensitivity" in one.note]
ANSWERS = [
    (one.id, present)
    for one in findings().values()
    for present in (True, False)
    if not one.target.sign and np.isfinite(one.ratio(present)).all()
]
probabilities = st.floats(0.001, 0.999)
ratios = st.floats(0.01, 100)


# One finding


@pytest.mark.parametrize(
    ("before_percent", "ratio", "after_percent"),
    [
        (25, 7.4, 71.2),
        (25, 6.4, 68.1),
        (25, 0.23, 7.1),
        (11, 0.40, 4.7),
        (10, 5.9, 39.6),
        (10, 0.38, 4.1),
        (0.66, 15.5, 9.3),
        (0.2, 15.5, 3.0),
    ],
)
def test_worked_checks(before_percent, ratio, after_percent):
    assert 100 * update(before_percent / 100, ratio) == pytest.approx(after_percent, abs=0.05)


@given(probabilities, ratios, ratios)
def test_odds_are_multiplied(probability, one, other):
    def odds(p):
        return p / (1 - p)

    assert odds(update(probability, one)) == pytest.approx(odds(probability) * one)
    assert update(update(probability, one), other) == pytest.approx(
        update(probability, one * other)
    )
    assert update(probability, 1) == pytest.approx(probability)
    assert 1 - update(probability, one) == pytest.approx(update(1 - probability, 1 / one))


@given(probabilities, st.floats(0.01, 1), st.floats(0, 0.99))
def test_counting_people_gives_the_same(probability, sensitivity, specificity):
    with_finding = probability * sensitivity + (1 - probability) * (1 - specificity)
    counted = probability * sensitivity / with_finding
    assert update(probability, sensitivity / (1 - specificity)) == pytest.approx(counted)


@pytest.mark.parametrize("probability", [-0.1, 25, math.nan])
def test_a_probability_is_no_percentage(probability):
    with pytest.raises(ValueError, match=r"between 0 and 1.*0\.25"):
        update(probability, 2)


@pytest.mark.parametrize("ratio", [-1, math.nan])
def test_a_ratio_is_not_negative(ratio):
    with pytest.raises(ValueError, match="0 or more"):
        update(0.25, ratio)


# The band


def test_the_interval_of_the_ratio_makes_the_band():
    band = after(0.25, {"no_pain_seated": True})
    assert [round(100 * one) for one in band] == [71, 39, 91]


@given(probabilities, st.sampled_from(ANSWERS))
def test_the_band_of_one_finding_has_the_published_ends(probability, answer):
    name, present = answer
    ratio = findings()[name].ratio(present)
    band = after(probability, {name: present})
    assert band == pytest.approx([update(probability, one) for one in ratio])
    assert band.low < band.value < band.high


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 1)), min_size=1, max_size=3))
def test_joined_intervals_are_those_of_independent_log_normal_ratios(logs):
    def ratio(mean, sd):
        return Estimate(*np.exp([mean, mean - 1.96 * sd, mean + 1.96 * sd]).tolist())

    joint = joined([ratio(*one) for one in logs])
    mean = sum(one for one, _ in logs)
    sd = math.hypot(*(one for _, one in logs))
    assert joint == pytest.approx(ratio(mean, sd))


def test_the_band_is_what_sampling_gives():
    answers = {"better_bending": True, "below_buttocks": True, "age_over_65": True}
    rng = np.random.default_rng(1)
    odds = np.full(200_000, 0.25 / 0.75)
    for name in answers:
        ratio = findings()[name].present
        spread = math.log(ratio.high / ratio.low) / 3.92
        odds *= ratio.value * np.exp(rng.normal(0, spread, len(odds)))
    low, high = np.quantile(odds / (1 + odds), [0.025, 0.975])
    band = after(0.25, answers)
    assert (band.low, band.high) == pytest.approx((low, high), abs=0.01)


def test_without_an_interval_there_is_no_band():
    band = after(0.5, {"calf_standing_eases": True})
    assert band.value == pytest.approx(20 / 21)
    assert math.isnan(band.low)
    assert math.isnan(band.high)
    assert "how sure" in diagnosis.in_a_sentence(0.5, band)


@given(probabilities)
def test_nothing_found_changes_nothing(probability):
    assert after(probability, {}) == pytest.approx((probability,) * 3)


def test_the_sentence_never_goes_beyond_a_reason_to_ask():
    def said(name, present):
        return diagnosis.in_a_sentence(0.25, after(0.25, {name: present}))

    assert "ask a clinician" in said("no_pain_seated", True)
    assert "no diagnosis" in said("no_pain_seated", True)
    assert "does not rule it out" in said("claudication", False)
    assert "may say nothing" in said("below_buttocks", True)


# The rules


@pytest.mark.parametrize(
    "pair",
    [("no_pain_seated", "better_bending"), ("better_seated", "claudication"),
     ("age_over_65", "age_over_70"), ("both_sides", "below_buttocks")],
)  # fmt: skip
def test_two_of_a_cluster_are_refused(pair):
    with pytest.raises(ValueError, match=r"tell the same story.*Choose one"):
        after(0.25, dict.fromkeys(pair, True))


def test_a_score_stands_alone():
    after(0.25, {"konno_score": True})
    with pytest.raises(ValueError, match="already contains"):
        after(0.25, {"konno_score": True, "age_over_65": True})


def test_findings_about_different_things_are_refused():
    with pytest.raises(ValueError, match="different things"):
        after(0.25, {"no_pain_seated": True, "cool_skin": True})


@pytest.mark.parametrize("finding", DANGEROUS, ids=lambda one: one.id)
def test_what_is_dangerous_goes_to_the_safety_check(finding):
    tier = safety_check.signs()[finding.target.sign].tier
    assert tier in {"A", "B"}
    with pytest.raises(ValueError, match="Take the safety check") as caught:
        after(0.25, {finding.id: True})
    assert safety_check.tiers()[tier].headline in str(caught.value)


def test_fractures_and_aneurysms_are_among_the_dangerous():
    assert {one.target.id for one in DANGEROUS} == {"fracture", "aneurysm"}


def test_a_range_of_studies_is_no_ratio():
    with pytest.raises(ValueError, match=r"two ends.*0\.25 and 0\.58"):
        after(0.34, {"pain_walking": False})


def test_a_missing_ratio_is_not_made_up():
    with pytest.raises(ValueError, match="gives no ratio"):
        after(0.1, {"cool_skin": False})


def test_an_unknown_finding_says_which_there_are():
    with pytest.raises(KeyError, match=r"no finding 'trolley'.*no_pain_seated"):
        after(0.25, {"trolley": True})


# The table


@FINDINGS
def test_no_ratio_without_setting_and_source(finding):
    assert finding.setting
    assert finding.sources
    for key in finding.sources:
        assert source(key).checked != "no"


@FINDINGS
def test_ratios_and_their_ends_are_in_order(finding):
    for ratio in (finding.present, finding.absent):
        known = [one for one in (ratio.low, ratio.value, ratio.high) if math.isfinite(one)]
        assert known == sorted(known)
        if finding.interval == diagnosis.CONFIDENCE:
            assert math.isfinite(ratio.low) == math.isfinite(ratio.high)
            assert math.isfinite(ratio.value) or not math.isfinite(ratio.low)
        else:
            assert math.isfinite(ratio.low) == (
                finding.interval == "range over studies" and not math.isfinite(ratio.value)
                and math.isfinite(ratio.high)
            )  # fmt: skip


@pytest.mark.parametrize("finding", DERIVED, ids=lambda one: one.id)
def test_derived_ratios_follow_from_sensitivity_and_specificity(finding):
    assert load("likelihood_ratios").row(finding=finding.id)["checked"] == "derived"
    sensitivity, specificity = finding.sensitivity, finding.specificity
    assert finding.absent.value == pytest.approx((1 - sensitivity) / specificity, abs=0.006)
    if finding.note.startswith("ratios"):
        assert finding.present.value == pytest.approx(sensitivity / (1 - specificity), rel=0.005)


def test_the_ratios_of_the_lateral_hip_follow_from_the_published_change():
    finding = findings()["press_and_lift"]
    assert update(0.59, finding.present.value) == pytest.approx(0.96, abs=0.005)
    assert update(0.59, finding.absent.value) == pytest.approx(0.14, abs=0.005)


def test_starts_name_their_denominator():
    people = [one.people for one in diagnosis.starts("stenosis")]
    assert people == [
        "the general population",
        "patients in primary care",
        "patients of specialists",
    ]
    assert [one.band.value for one in diagnosis.starts("stenosis")] == [0.11, 0.25, 0.29]
    assert all(one.denominator for name in diagnosis.targets() for one in diagnosis.starts(name))
    assert diagnosis.starts("arteries") == ()


# Findings that tell the same story


def test_multiplying_three_of_a_story_explodes():
    naive = math.prod(findings()[name].present.value for name in diagnosis.SAME_STORY)
    assert update(0.25, naive) == pytest.approx(0.98, abs=0.005)
    assert diagnosis.same_story(0.25, 0.25, 3).naive == pytest.approx(0.98, abs=0.005)


@given(st.floats(0.02, 0.98), st.integers(1, 3))
def test_multiplying_is_right_only_without_a_common_story(probability, number):
    apart = diagnosis.same_story(probability, 0, number)
    assert apart.true == pytest.approx(apart.naive)
    one_story = diagnosis.same_story(probability, 1, number)
    assert one_story.true == pytest.approx(diagnosis.same_story(probability, 1, 1).true)


@given(st.floats(0.02, 0.98), st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_the_more_one_story_the_less_three_findings_say(probability, shares):
    less, more = sorted(shares)
    said = [diagnosis.same_story(probability, one, 3).true for one in (less, more)]
    assert said[1] <= said[0] + 1e-12


@given(st.floats(0.05, 0.95), st.floats(0, 1), st.integers(1, 3))
def test_counting_invented_people_agrees_with_the_formula(probability, together, number):
    chance = diagnosis.same_story(probability, together, number)
    error = math.sqrt(chance.true * (1 - chance.true) / chance.with_all)
    assert chance.counted == pytest.approx(chance.true, abs=4.5 * error)


@given(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_each_finding_alone_stays_as_frequent(together, rates):
    assert diagnosis.share_with_all(together, rates[:1]) == pytest.approx(rates[0])
    both = diagnosis.share_with_all(together, rates)
    assert math.prod(rates) - 1e-12 <= both <= min(rates) + 1e-12


# The worked solutions of the lesson, which write their numbers out


def test_the_worked_solutions_start_from_the_numbers_of_the_tables():
    everybody = diagnosis.starts("stenosis")[0].band.value
    younger = update(everybody, findings()["age_under_60"].present.value)
    assert exercises()["02-younger"].solve() == pytest.approx(100 * younger)
    worn = "disc degeneration", 50
    without = scans.pain_free(*worn)
    ratio = scans.with_pain(without, scans.odds_ratio(*worn).value) / without
    assert exercises()["02-wear"].solve() == pytest.approx(ratio)
    improved = load("nsaids").row(row="improved")
    more = round(improved["medicine_per_100"]) - round(improved["placebo_per_100"])
    assert exercises()["02-treat"].solve() == pytest.approx(100 / more)
