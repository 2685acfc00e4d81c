"""The scenes of lesson 02: pictures and words say what the models say, wherever choices stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import numbers, positions
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import diagnosis as evidence
from lessons_lib.evidence import safety_check
from lessons_lib.evidence import scans as scan_evidence
from lessons_lib.evidence.causes import causes
from lessons_lib.evidence.sources import cite
from lessons_lib.figures import causes as patterns
from lessons_lib.figures import diagnosis, nsaids, scans
from lessons_lib.stage.draw import settled
from lessons_lib.stage.people import Crowd

# People as tiles


def area(corners: np.ndarray) -> float:
    x, y = corners.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_a_crowd_colours_as_many_people_as_it_says(columns, rows, data):
    crowd = Crowd(columns, rows)
    first = data.draw(st.integers(0, crowd.size))
    last = data.draw(st.integers(first, crowd.size))
    corners = crowd.between(first, last)
    assert area(corners) == pytest.approx(last - first)
    assert (corners >= 0).all()
    assert (corners <= (columns, rows)).all()
    assert area(crowd.between(0, first)) + area(corners) == pytest.approx(last)


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_a_line_parts_as_many_people_as_it_says(columns, rows, data):
    crowd = Crowd(columns, rows)
    last = data.draw(st.integers(0, crowd.size))
    (right, low), (_, high), (left, _), (end, top) = crowd.edge(last)
    assert (low, top) == (0, rows)
    assert left == end
    assert left * rows + (right - left) * high == last


# Patterns


def test_no_line_is_so_long_that_a_page_pushes_it():
    drawn = settled(patterns.patterns)
    axes = drawn.figure.axes[0]
    for place in range(len(causes())):
        for name, mark in patterns.patterns.frame(place, place).marks.items():
            if mark.text:
                artist = drawn.live[name]
                letter = 0.7 if artist.get_weight() == "bold" else 0.6
                start = axes.transData.transform(mark.xy)[0] / drawn.figure.dpi
                wide = len(mark.text) * letter * artist.get_fontsize() / 72
                assert start + wide <= drawn.figure.get_figwidth(), mark.text


def test_the_choices_are_the_causes():
    names = tuple(one.name for one in causes().values())
    assert parameter("first_cause").options == parameter("second_cause").options == names


def test_each_pattern_is_told_whole():
    for place, cause in enumerate(causes().values()):
        frame = patterns.patterns.frame(place, 0)
        for name in ("brought_on_by", "eased_by", "other_clues", "how_common", "clinician"):
            lines = [
                mark.text or ""
                for key, mark in frame.marks.items()
                if key.startswith(f"first_{name}_")
            ]
            assert " ".join(line for line in lines if line) == getattr(cause, name)
        assert cause.brought_on_by in frame.words
        assert cause.eased_by in frame.words
        assert cause.how_common in frame.words


def test_a_place_is_drawn_only_where_the_pattern_has_it():
    for place, cause in enumerate(causes().values()):
        marks = patterns.patterns.frame(0, place).marks
        drawn = {
            name.removeprefix("second_")
            for name, mark in marks.items()
            if mark.text is None and name.startswith("second_") and np.ptp(mark.xy, axis=0).any()
        }
        assert drawn == set(cause.places)


def test_each_place_is_filled_and_not_only_outlined():
    half_axes = {region: half for region, (_, _, _, half) in patterns._REGIONS.items()}
    for place, cause in enumerate(causes().values()):
        marks = patterns.patterns.frame(0, place).marks
        for region in cause.places:
            wide, high = half_axes[region]
            # Twice the ellipse, on the middle as well: there both turn the same way.
            assert area(marks[f"second_{region}"].xy) == pytest.approx(
                2 * np.pi * wide * high, rel=0.02
            )


def test_patterns_of_the_safety_check_say_so():
    told = {one.id: one.sign for one in causes().values() if one.sign}
    assert told == {"stenosis": "stenosis", "arteries": "arteries"}
    for place, cause in enumerate(causes().values()):
        words = patterns.patterns.frame(place, place).words
        assert ("safety check" in words) == bool(cause.sign)
        assert safety_check.tiers()["C"].headline in words or not cause.sign


def test_how_common_says_of_whom():
    counted = [one for one in causes().values() if evidence.starts(one.id)]
    assert {one.id for one in counted} == {
        "stenosis", "sacroiliac", "facet", "disc", "hip", "lateral_hip",
    }  # fmt: skip
    for one in counted:
        for start in evidence.starts(one.id):
            assert f"{100 * start.band.value:.0f} of 100: {start.people}" in one.how_common


# From a finding to a probability


def test_the_listed_findings_are_those_of_the_table():
    listed = [evidence.findings()[name] for name in diagnosis.SINGLE]
    assert parameter("single_finding").options == tuple(
        f"{finding.words} ({finding.target.name})" for finding in listed
    )
    people = tuple(one.people for one in evidence.starts("stenosis"))
    assert parameter("stenosis_people").options == people


def test_no_listed_finding_belongs_to_the_safety_check_instead():
    assert not any(evidence.findings()[name].target.sign for name in diagnosis.SINGLE)


@pytest.mark.parametrize("choice", diagnosis.CLUSTERS)
def test_a_choice_offers_one_cluster_and_only_answers_with_a_ratio(choice):
    options = parameter(choice).options
    assert diagnosis.chosen(choice, 0) is None
    answers = [diagnosis.chosen(choice, place) for place in range(1, len(options))]
    found = [evidence.findings()[name] for name, _ in answers]
    assert len({one.cluster for one in found}) == 1
    for one, (_, present), option in zip(found, answers, options[1:], strict=True):
        assert np.isfinite(one.ratio(present).value)
        assert option == f"{'yes' if present else 'no'}: {one.words}"


@settings(max_examples=some(80))
@given(positions("start_percent"), positions("single_finding"), positions("finding_there"))
def test_the_answer_stands_beside_its_band(start, place, there):
    marks = diagnosis.finding.frame(start, place, there).marks
    right, left = marks["after_value"], marks["after_value_left"]
    low, high = marks["band"].xy[:, 0][[0, 1]]
    # A letter is about as wide as one of the scale's percents.
    if right.text:
        assert not left.text
        assert right.xy[0] > high
        assert right.xy[0] + len(right.text) <= 102  # there the picture ends
    else:
        assert left.xy[0] - len(left.text) >= 0
        assert left.xy[0] < low


@settings(max_examples=some(80))
@given(positions("start_percent"), positions("single_finding"), positions("finding_there"))
def test_one_finding_is_told_with_ratio_setting_source_and_people(start, place, there):
    frame = diagnosis.finding.frame(start, place, there)
    finding = evidence.findings()[diagnosis.SINGLE[round(place)]]
    ratio = finding.ratio(not there)
    assert finding.setting in frame.words
    assert all(cite(key) in frame.words for key in finding.sources)
    drawn = area(frame.marks["before_people"].xy)
    assert drawn == evidence.people(start / 100)
    assert f"of 1,000 people like these {drawn:.0f} have" in frame.words
    if np.isnan(ratio.value):
        assert frame.marks["after"].xy[0] == pytest.approx(start)
        return
    band = evidence.after(start / 100, {finding.id: not there})
    assert frame.marks["after"].xy[0] == pytest.approx(100 * band.value)
    assert f"it would be {evidence.people(band.value)}" in frame.words
    if np.isfinite(band.low):
        assert frame.marks["band"].xy[:, 0].min() == pytest.approx(100 * band.low)
        assert area(frame.marks["after_people"].xy) == evidence.people(band.low)
        light = area(frame.marks["after_unsure"].xy)
        assert light == evidence.people(band.high) - evidence.people(band.low)
    else:
        assert "nobody can say how sure" in frame.words


@settings(max_examples=some(80))
@given(
    positions("stenosis_people"),
    st.tuples(*map(positions, diagnosis.CLUSTERS)),
)
def test_a_few_findings_are_told_with_their_setting(people, places):
    frame = diagnosis.several.frame(people, *places)
    asked = [diagnosis.chosen(*each) for each in zip(diagnosis.CLUSTERS, places, strict=True)]
    answers = dict(one for one in asked if one)
    before = evidence.starts("stenosis")[round(people)].band.value
    band = evidence.after(before, answers)
    assert frame.marks["after"].xy[0] == pytest.approx(100 * band.value)
    for name in answers:
        assert evidence.findings()[name].setting in frame.words
    assert ("which nobody has shown" in frame.words) == (len(answers) > 1)


@settings(max_examples=some(40))
@given(positions("start_percent"), positions("together_percent"))
def test_the_story_draws_formula_and_count(start, together):
    frame = diagnosis.same_story.frame(start, together)
    chance = evidence.same_story(start / 100, together / 100, 3)
    assert frame.marks["here"].xy[1] == pytest.approx(100 * chance.true)
    x, y = frame.marks["shares_true"].xy.T
    assert np.interp(together, x, y) == pytest.approx(100 * chance.true)
    assert frame.marks["here_naive"].xy[1] == pytest.approx(100 * chance.naive)
    assert f"{chance.with_all:,}" in frame.words
    assert frame.marks["counted"].xy[-1, 1] == pytest.approx(100 * chance.counted)


@settings(max_examples=some(80))
@given(st.data())
def test_no_line_of_an_update_is_lost_or_runs_out_of_the_picture(data):
    scene = data.draw(st.sampled_from([diagnosis.finding, diagnosis.several]))
    values = {one.name: data.draw(positions(one.name)) for one in scene.parameters}
    marks = scene.frame(**values).marks
    lines = [mark.text for name, mark in marks.items() if name.startswith("line_")]
    told = " ".join(filter(None, lines))
    assert told.endswith(".") or "measured in" in told
    assert max(map(len, lines)) <= 112
    if scene is diagnosis.several:
        asked = filter(None, (diagnosis.chosen(one, values[one]) for one in diagnosis.CLUSTERS))
        assert all(evidence.findings()[name].setting in told for name, _ in asked)


def test_a_finding_that_can_be_an_emergency_says_so_in_words():
    both = diagnosis.SINGLE.index("both_sides")
    assert "emergency sign" in diagnosis.finding.frame(25, both, 0).words
    place = parameter("place_finding").options.index("yes: Pain in both buttocks or both legs")
    assert "emergency sign" in diagnosis.several.frame(1, 0, place, 0).words


# Scans and tablets


def test_scans_count_people_without_pain_first():
    ages = parameter("scan_age").options
    findings = parameter("scan_finding").options
    assert [float(age) for age in ages] == sorted(set(load("scans")["age_years"].tolist()))
    for place, finding in enumerate(findings):
        for row, age in enumerate(ages):
            frame = scans.wear.frame(place, row)
            have = round(1000 * scan_evidence.pain_free(finding, float(age)))
            assert area(frame.marks["free_people"].xy) == have
            compared = scan_evidence.odds_ratio(finding, float(age)) is not None
            assert ("no comparison" in frame.words) == (not compared)


def test_benefit_and_harm_stand_side_by_side():
    words = nsaids.balance.frame().words
    assert "placebo 37" in words
    assert "kind 51, from 41 to 64 (low certainty)" in words
    assert {-7.3, -11.0, -3.6, 10, 2.5, 1.2, 5.2} <= set(numbers(words))
    for row in load("nsaids").where(side="harm").rows():
        assert np.isnan(row["placebo_per_100"])
        assert f"{row['outcome']} {row['told'] or format(row['value'], 'g')}" in words
