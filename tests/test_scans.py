import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.evidence import scans
from lessons_lib.evidence.diagnosis import update

AGES = (20, 30, 40, 50, 80)


def test_findings_become_more_frequent_with_age_in_people_without_pain():
    for finding in ("disc degeneration", "disc bulge", "disc protrusion", "annular fissure"):
        shares = [scans.pain_free(finding, age) for age in AGES]
        assert shares == sorted(shares)
    assert scans.pain_free("disc degeneration", 20) == 0.37
    assert scans.pain_free("disc degeneration", 80) == 0.96


@given(st.floats(0.01, 0.99), st.floats(0.1, 50))
def test_the_share_with_pain_has_that_odds_ratio(share, ratio):
    with_pain = scans.with_pain(share, ratio)
    assert with_pain / (1 - with_pain) / (share / (1 - share)) == pytest.approx(ratio)


def test_wear_hardly_changes_a_probability_at_forty_and_fifty():
    for age in (40, 50):
        share = scans.pain_free("disc degeneration", age)
        value, _, _ = scans.odds_ratio("disc degeneration", age)
        ratio = scans.with_pain(share, value) / share
        assert 1.1 < ratio < 1.25
        assert update(0.5, ratio) < 0.56


def test_only_what_was_compared_has_an_odds_ratio():
    assert scans.odds_ratio("disc degeneration", 80) is None
    assert scans.odds_ratio("annular fissure", 40) is None
    assert scans.odds_ratio("disc protrusion", 50) == (2.65, 1.52, 4.62)


def test_an_age_that_nobody_counted_is_not_made_up():
    with pytest.raises(KeyError):
        scans.pain_free("disc bulge", 65)
