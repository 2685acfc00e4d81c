"""Doses counted in breaths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.evidence.dose import article_week, dose, published

COUNTS = st.integers(1, 20)
RATES = st.floats(4, 30)


@given(breaths=COUNTS, rate=RATES, holds=COUNTS, days=st.integers(1, 7))
def test_a_week_is_its_sessions_and_a_session_its_holds(breaths, rate, holds, days):
    one = dose(breaths, rate, holds, days)
    assert one.session_min == pytest.approx(holds * one.hold_s / 60)
    assert one.week_min == pytest.approx(days * one.session_min)


@given(breaths=COUNTS, rate=RATES)
def test_breathing_half_as_fast_holds_twice_as_long(breaths, rate):
    assert dose(breaths, rate / 2, 1, 1).hold_s == pytest.approx(
        2 * dose(breaths, rate, 1, 1).hold_s
    )


def test_article_is_between_one_and_three_minutes_a_week():
    least, most = article_week()
    assert (least.hold_s, most.hold_s) == pytest.approx((9, 25))
    assert (least.week_min, most.week_min) == pytest.approx((1.05, 35 / 12))


def test_article_stays_below_where_gains_level_off():
    _, most = article_week()
    assert 3 < published("a week levels off").low / most.week_min < 4


@pytest.mark.parametrize("wrong", [(0, 12, 1, 1), (3, 0, 1, 1), (3, 12, -1, 1), (3, 12, 1, 0)])
def test_nothing_is_not_a_dose(wrong):
    with pytest.raises(ValueError, match="above 0"):
        dose(*wrong)
