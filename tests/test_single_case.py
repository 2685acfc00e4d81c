"""One person's days: chance, error, comparisons, and a rule that cannot fail."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import some

from lessons_lib.evidence import single_case
from lessons_lib.evidence.single_case import CASES
from lessons_lib.tracker.review import Outcome, Rule, outcomes, rule

START = 5


def improved(change: float, swing: float = 1.5, by: Rule | None = None) -> float:
    """Of 100 diaries that can be compared, how many are called improved."""
    true_pain = single_case.falling(START, change, 14)
    said = outcomes(single_case.diaries(true_pain, swing, alike=0.4, missing_percent=15), by=by)
    return 100 * float((said[said != Outcome.NOT_ENOUGH_DATA] == Outcome.IMPROVED).mean())


def test_diaries_have_the_mean_the_swing_and_the_likeness_asked_for() -> None:
    days = single_case.diaries([5] * 14, 1.5, alike=0.4)
    assert days.mean() == pytest.approx(5, abs=0.01)
    # Rounding to whole numbers adds a twelfth to the variance; the ends of the scale take a little.
    assert days.std() == pytest.approx(np.sqrt(1.5**2 + 1 / 12), abs=0.02)
    for apart in (1, 2, 5):
        together = np.corrcoef(days[:, 0], days[:, apart])[0, 1]
        assert together == pytest.approx(0.4**apart * 1.5**2 / (1.5**2 + 1 / 12), abs=0.015)


def test_unanswered_days_come_by_chance_alone() -> None:
    days = single_case.diaries([5] * 14, 1.5, alike=0.4, missing_percent=15)
    assert np.isnan(days).mean(axis=0) == pytest.approx(np.full(14, 0.15), abs=0.006)
    answered = days[~np.isnan(days)]
    assert answered.mean() == pytest.approx(5, abs=0.01)


def test_the_same_chances_meet_every_course() -> None:
    still, less = single_case.diaries([[6.0] * 5, [4.0] * 5], 1, alike=0.4, people=50)
    assert (less <= still).all()
    with pytest.raises(ValueError, match="not 1"):
        single_case.diaries([5, 5], 1, alike=1)


@settings(max_examples=some(12))
@given(days=st.integers(1, 7), alike=st.sampled_from([0, 0.2, 0.4, 0.8]))
def test_the_error_of_a_mean_is_what_simulation_shows(days: int, alike: float) -> None:
    ratings = single_case.diaries([5] * 7, 1.2, alike)[:, :days]
    known = single_case.error_of_mean(1.2, days, alike)
    assert np.hypot(known, np.sqrt(1 / 12 / days)) == pytest.approx(
        ratings.mean(axis=1).std(), rel=0.03
    )


@given(days=st.integers(1, 7), alike=st.floats(0, 0.95), swing=st.floats(0.1, 3))
def test_averaging_helps_and_likeness_takes_some_of_it_away(
    days: int, alike: float, swing: float
) -> None:
    one, mean = (single_case.error_of_mean(swing, n, alike) for n in (1, days))
    apart = single_case.error_of_mean(swing, days, 0)
    assert apart - 1e-9 <= mean <= one + 1e-9
    assert one == pytest.approx(swing)
    assert apart == pytest.approx(swing / np.sqrt(days))


def test_the_review_rule_of_the_tracker_was_chosen_with_these_figures() -> None:
    # The chances of the rule that stand in lessons 08 and 10, and in the reference they came from.
    assert improved(0) == pytest.approx(10, abs=1)
    assert [improved(change) for change in (-2, -3, -4)] == pytest.approx([39, 60, 77], abs=1)
    assert improved(0, swing=2) == pytest.approx(16, abs=1)
    single = replace(rule(), start_days=(1, 1), end_days=(14, 14), min_ratings=1)
    assert improved(0, by=single) == pytest.approx(20, abs=1)
    assert improved(0, by=replace(single, improved_drop_percent=0)) == pytest.approx(23, abs=1)


@given(
    start=st.floats(0, 10),
    trend=st.floats(-1, 1),
    effect=st.floats(-3, 3),
    phase_days=st.integers(1, 14),
)
def test_a_b_a_takes_an_even_trend_out_and_before_and_after_does_not(
    start: float, trend: float, effect: float, phase_days: int
) -> None:
    both = single_case.true_pain(start, trend, effect, phase_days)
    found = single_case.estimates(both.aba, both.before_after)
    assert found.aba == pytest.approx(effect, abs=1e-9)
    assert found.before_after == pytest.approx(effect + 2 * phase_days * trend / 7, abs=1e-9)


def test_only_a_comparison_can_speak_against_the_exercise() -> None:
    assert len(set(CASES)) == 8
    assert all(single_case.held_to_work(case, comparison=False) for case in CASES)
    against = [case for case in CASES if not single_case.held_to_work(case, comparison=True)]
    assert against == [case for case in CASES if not case.better]
