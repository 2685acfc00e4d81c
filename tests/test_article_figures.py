"""The scenes of lesson 01: pictures and words say what the models say, whatever is chosen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import numbers, positions
from thoroughness import some

from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import article as evidence
from lessons_lib.figures import article

CLASHES = evidence.contradictions()


def arcs(frame):
    return {name: mark for name, mark in frame.marks.items() if name.startswith("arc_")}


def test_there_is_a_choice_for_none_for_each_and_for_all():
    assert len(parameter("contradiction").options) == len(CLASHES) + 2


def test_at_the_start_nothing_gives_the_contradictions_away():
    frame = article.contradictions.frame(0)
    assert all(len(mark.xy) == 0 for mark in arcs(frame).values())
    said = frame.words + frame.table.html()
    assert not any(one.name in frame.words or one.why in said for one in CLASHES)


@pytest.mark.parametrize("number", range(1, len(CLASHES) + 2))
def test_a_contradiction_is_drawn_between_its_sentences_and_told(number):
    frame = article.contradictions.frame(number)
    shown = CLASHES if number > len(CLASHES) else CLASHES[number - 1 : number]
    drawn = {name for name, mark in arcs(frame).items() if len(mark.xy)}
    assert len(drawn) == sum(len(one.pairs) for one in shown)
    for one in CLASHES:
        assert (one.why in frame.words) == (one in shown)
        for pair in one.pairs:
            name = f"arc_{CLASHES.index(one) + 1}_{'_'.join(pair)}"
            assert (name in drawn) == (one in shown)
            if one in shown:
                ends = frame.marks[name].xy[[0, -1], 1]
                assert ends == pytest.approx([article._row(key) for key in pair])


@pytest.mark.parametrize("shown", range(6))
def test_every_person_is_one_dot(shown):
    frame = article.base_rate.frame(shown)
    kinds = ("people", "flagged", "unflagged", "serious")
    dots = np.concatenate([frame.marks[kind].xy for kind in kinds])
    assert len(dots) == len(np.unique(dots, axis=0)) == evidence.base_rate(0).people


@pytest.mark.parametrize(("shown", "both"), [(3, 11), (4, 6), (5, 0)])
def test_squares_stand_on_the_side_that_was_chosen(shown, both):
    marks = article.base_rate.frame(shown).marks
    rate = evidence.base_rate(both)
    assert len(marks["serious"].xy) == rate.serious
    assert len(marks["flagged"].xy) == rate.flagged_and_well
    assert len(marks["unflagged"].xy) == rate.unflagged - rate.unflagged_and_serious
    words = article.base_rate.frame(shown).words
    assert f"{rate.flagged_and_well} of {rate.flagged} with a sign" in words


def test_what_is_not_marked_is_not_told():
    for shown, hidden in ((0, ("serious", "sign")), (1, ("sign",)), (2, ("serious",))):
        frame = article.base_rate.frame(shown)
        for word in hidden:
            assert word not in frame.words
            assert all(word not in (mark.text or "") for mark in frame.marks.values())


@settings(max_examples=some(40))
@given(
    slowing=positions("slowing_mps_per_point"),
    effect=positions("pain_per_tenth_mps"),
    size=st.integers(0, 2),
)
def test_lines_have_the_slopes_that_are_told(slowing, effect, size):
    frame = article.false_cause.frame(slowing, effect, size)
    for line, dot in (("line", "slope"), ("truth", "effect")):
        (x0, y0), (x1, y1) = frame.marks[line].xy
        assert (y1 - y0) / (x1 - x0) * -0.1 == pytest.approx(frame.marks[dot].xy[0], abs=1e-9)
    low, high = frame.marks["interval"].xy[:, 0]
    assert low < frame.marks["slope"].xy[0] < high
    assert ("does not hold 0" in frame.words) == (low > 0 or high < 0)
    assert frame.marks["effect"].xy[0] == pytest.approx(effect)


def test_the_numbers_of_the_lesson_on_a_false_cause():
    few, many = (article.false_cause.frame(0.03, 0, size).words for size in (1, 2))
    assert "finds 0.55 points" in few
    assert "from 0.47 to 0.62" in few
    assert "finds 0.56 points" in many
    assert "from 0.55 to 0.57" in many
    real = [article.false_cause.frame(0, 0.3, size).words for size in (1, 2)]
    assert "finds 0.27" in real[0]
    assert "finds 0.29" in real[1]


@settings(max_examples=some(40))
@given(times=positions("times_people"), without=positions("side_sleepers_percent"))
def test_bars_are_the_interval_in_people(times, without):
    frame = article.odds.frame(times, without)
    heights = [frame.marks[f"bar_{row}"].xy[:, 1].max() for row in range(4)]
    assert heights[0] == pytest.approx(without)
    assert heights[1] < heights[2] < heights[3]
    low, high = frame.marks["interval"].xy[:, 0]
    odds = [height / (100 - height) for height in heights]
    assert odds[1] / odds[0] == pytest.approx(low)
    assert odds[3] / odds[0] == pytest.approx(high)
    assert ("no longer holds 1" in frame.words) == (low > 1)
    told = [numbers(frame.marks[f"value_{row}"].text or "")[0] for row in range(4)]
    assert told == pytest.approx(heights, abs=0.51)


def test_six_times_as_many_people_leave_one_out():
    said = {times: article.odds.frame(times, 20).words for times in (1, 5, 6)}
    assert "from 0.43 to 8.56" in said[1]
    assert "holds 1 (no difference)" in said[5]
    assert "from 1.04" in said[6]
    assert "no longer holds 1" in said[6]
