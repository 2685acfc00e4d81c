"""The review rule: what it says, what it leaves alone, and that its words are its numbers."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.tracker.facts import ReviewRecord
from lessons_lib.tracker.programme import length_days
from lessons_lib.tracker.review import (
    Outcome,
    Review,
    first_impression,
    outcomes,
    review,
    rule,
    shares,
    window_rule,
)

DAYS = length_days()
RATINGS = st.one_of(st.none(), st.integers(0, 10))
DIARIES = st.lists(RATINGS, min_size=DAYS, max_size=DAYS)
BETTER_FIRST = [
    Outcome.IMPROVED,
    Outcome.SMALL_CHANGE,
    Outcome.NO_CLEAR_CHANGE,
    Outcome.WORSE,
]


def two_weeks(start: float, end: float, between: float = 5.0) -> list[float | None]:
    return [start] * 4 + [between] * 6 + [end] * 4


def window(diary: list, days: tuple[int, int]) -> list:
    return [value for value in diary[days[0] - 1 : days[1]] if value is not None]


@given(back=DIARIES, leg=DIARIES, safety=st.booleans())
def test_it_decides_as_the_rule_is_written_down(back: list, leg: list, safety: bool) -> None:
    # The lesson's wording, in whole numbers only: means of a and b compared as a * nb and b * na.
    (a, b), (c, d) = (
        (window(diary, rule().start_days), window(diary, rule().end_days)) for diary in (back, leg)
    )

    def enough(x: list, y: list) -> bool:
        return len(x) >= 3 and len(y) >= 3

    def drop_times_counts(x: list, y: list) -> int:
        return sum(x) * len(y) - sum(y) * len(x)

    rose = any(
        enough(x, y) and drop_times_counts(x, y) <= -2 * len(x) * len(y)
        for x, y in ((a, b), (c, d))
    )
    new = enough(c, d) and not any(c) and sum(d) >= len(d)
    fell = drop_times_counts(a, b)
    if safety:
        expected = Outcome.SAFETY
    elif rose or new:
        expected = Outcome.WORSE
    elif not enough(a, b):
        expected = Outcome.NOT_ENOUGH_DATA
    elif fell >= 2 * len(a) * len(b) and 10 * fell >= 3 * sum(a) * len(b):
        expected = Outcome.IMPROVED
    elif fell >= len(a) * len(b):
        expected = Outcome.SMALL_CHANGE
    else:
        expected = Outcome.NO_CLEAR_CHANGE
    assert review(back, leg, safety=safety).outcome == expected


@given(diaries=st.lists(st.tuples(DIARIES, DIARIES, st.booleans()), min_size=1, max_size=8))
def test_many_at_once_are_judged_as_one_by_one(diaries: list) -> None:
    backs, legs, safety = zip(*diaries, strict=True)
    together = outcomes(np.array(backs, float), np.array(legs, float), safety=safety)
    assert together.tolist() == [review(b, g, safety=s).outcome for b, g, s in diaries]


@given(back=DIARIES, leg=DIARIES, order=st.permutations(range(4)))
def test_the_order_of_days_within_a_window_does_not_matter(
    back: list, leg: list, order: list[int]
) -> None:
    def shuffled(diary: list) -> list:
        start, between, end = diary[:4], diary[4:10], diary[10:]
        return [start[i] for i in order] + between[::-1] + [end[i] for i in order]

    first, second = review(back, leg), review(shuffled(back), shuffled(leg))
    assert (first.outcome, first.steps) == (second.outcome, second.steps)


@given(back=DIARIES, between=st.lists(RATINGS, min_size=6, max_size=6))
def test_the_days_between_the_windows_play_no_part(back: list, between: list) -> None:
    changed = back[:4] + between + back[10:]
    assert review(changed).steps == review(back).steps


@given(back=DIARIES, day=st.integers(10, 13))
def test_more_pain_at_the_end_is_not_better(back: list, day: int) -> None:
    if not back[day]:
        return
    less = [*back[:day], back[day] - 1, *back[day + 1 :]]
    before, after = review(back).outcome, review(less).outcome
    if Outcome.NOT_ENOUGH_DATA in {before, after}:
        assert before == after
    else:
        assert BETTER_FIRST.index(after) <= BETTER_FIRST.index(before)


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        (6.0, 4.0, Outcome.IMPROVED),
        (9.0, 7.0, Outcome.SMALL_CHANGE),  # 2 points, 22 %
        (3.0, 1.5, Outcome.SMALL_CHANGE),  # 50 %, 1.5 points
        (5.0, 4.0, Outcome.SMALL_CHANGE),
        (5.0, 4.25, Outcome.NO_CLEAR_CHANGE),
        (10.0, 7.0, Outcome.IMPROVED),
        (10.0, 7.02, Outcome.SMALL_CHANGE),
        (5.0, 6.75, Outcome.NO_CLEAR_CHANGE),
        (5.0, 7.0, Outcome.WORSE),
        (0.0, 0.0, Outcome.NO_CLEAR_CHANGE),
        (0.0, 2.0, Outcome.WORSE),
    ],
)
def test_the_edges_of_the_rule(start: float, end: float, outcome: Outcome) -> None:
    assert review(two_weeks(start, end)).outcome == outcome


def test_many_at_once_may_say_none_for_not_answered_and_1_for_yes() -> None:
    answered = [6.0, np.nan, 4.0] + [5.0] * (DAYS - 3)
    plain = [None if np.isnan(rating) else rating for rating in answered]
    assert outcomes(plain) == outcomes(answered)
    assert outcomes([answered] * 2, safety=[0, 1]).tolist() == [outcomes(answered), Outcome.SAFETY]


def test_thirds_do_not_miss_the_edge_by_rounding() -> None:
    # Means of three: 16/3 less 10/3 is 2, and computed as a hair less.
    back = [5, 5, 6, None] + [5] * 6 + [3, 3, 4, None]
    assert review(back).outcome == Outcome.IMPROVED


def test_new_leg_pain_outranks_a_better_back() -> None:
    better, new_leg = two_weeks(7, 2), two_weeks(0, 1)
    assert review(better).outcome == Outcome.IMPROVED
    found = review(better, new_leg)
    assert found.outcome == Outcome.WORSE
    assert "the pain of the leg is new" in found.steps[-1]
    assert review(better, two_weeks(1, 2)).outcome == Outcome.IMPROVED
    assert review([None] * DAYS, new_leg).outcome == Outcome.WORSE


def test_a_safety_check_that_asks_for_help_outranks_every_number() -> None:
    assert review(two_weeks(7, 2), safety=True).outcome == Outcome.SAFETY
    assert review([None] * DAYS, two_weeks(0, 9), safety=True).outcome == Outcome.SAFETY
    assert not any(sign.isdigit() for sign in "".join(review(two_weeks(7, 2), safety=True).steps))


def test_the_words_carry_the_means_the_drop_and_the_outcome() -> None:
    found = review([7, 6, 7, 6] + [5] * 6 + [5, None, 6, 5], two_weeks(0, 0))
    said = " ".join(found.steps)
    for words in ("mean 6.5 from 4", "mean 5.33 from 3", "1.17 points less", "17.9 %", "no change"):
        assert words in said
    assert found.steps[-1].endswith("So: small change.")


@pytest.mark.parametrize(
    ("start", "end", "moved"),
    [
        (6, 3, "Back: 3 points less, which is 50 % of the start."),
        (3, 6, "Back: 3 points more, which is 100 % of the start."),
        (4, 5, "Back: 1 point more, which is 25 % of the start."),
        (5, 4.5, "Back: 0.5 points less, which is 10 % of the start."),
        (0, 5, "Back: 5 points more."),
        (5, 5, "Back: no change."),
        (0, 0, "Back: no change."),
    ],
)
def test_the_words_say_which_way_pain_moved_and_by_how_much(start, end, moved) -> None:
    assert moved in review(two_weeks(start, end)).steps


def test_the_reasons_for_worse_are_those_that_hold() -> None:
    worse = review(two_weeks(3, 6), two_weeks(0, 4)).steps[-1]
    assert "pain of the back is higher by 2 points" in worse
    assert "pain of the leg is higher" in worse
    assert "pain of the leg is new" in worse
    only_new = review(two_weeks(5, 5), two_weeks(0, 1)).steps[-1]
    assert only_new == "One reason is enough for worse: the pain of the leg is new. So: worse."
    other = review(two_weeks(5, 2)).steps[-1]
    assert "Improved takes 2 points and 30 % less" in other
    assert "small change 1 point less, worse 2 points more" in other


def test_one_day_is_called_a_day_and_one_rating_a_rating() -> None:
    single = replace(rule(), start_days=(1, 1), end_days=(14, 14), min_ratings=1)
    assert (
        "Back, day 1: mean 8 from 1 rating. Day 14: mean 5 from 1 rating."
        in review([8] + [6] * 12 + [5], by=single).steps
    )
    few = review([5] + [None] * 13).steps
    assert few[0] == (
        "Back: not compared. Days 1 to 4 have 1 rating and days 11 to 14 have 0; each needs 3."
    )
    assert few[-1].startswith("With so few ratings of the back")


def test_a_review_keeps_what_went_in() -> None:
    back = [6, None, 4] + [5] * 11
    found: Review = review(back)
    assert found.pain_back == tuple(back)
    assert found.pain_leg == (None,) * DAYS
    assert (found.back.start, found.back.start_ratings) == (5, 3)
    assert (found.leg.start, found.leg.compared) == (None, False)
    assert (found.back.end, found.back.end_ratings, found.back.compared) == (5, 4, True)
    assert found.rule_version == rule().version == 1  # a rule that says otherwise has another
    assert [review(back, safety=asks).safety for asks in (False, True)] == [False, True]


def test_another_rule_can_be_tried() -> None:
    single = replace(rule(), start_days=(1, 1), end_days=(14, 14), min_ratings=1)
    back = [8] + [6] * 12 + [5]
    assert review(back).outcome == Outcome.NO_CLEAR_CHANGE
    assert review(back, by=single).outcome == Outcome.IMPROVED


@pytest.mark.parametrize(
    ("days", "start", "end", "least"),
    [(1, (1, 1), (14, 14), 1), (2, (1, 2), (13, 14), 1), (3, (1, 3), (12, 14), 2)],
)
def test_windows_of_other_lengths_lie_at_both_ends(days, start, end, least) -> None:
    found = window_rule(days)
    assert (found.start_days, found.end_days, found.min_ratings) == (start, end, least)
    same = replace(found, start_days=(1, 4), end_days=(11, 14), min_ratings=3)
    assert same == rule()


def test_shares_are_of_the_diaries_that_can_be_compared() -> None:
    unrated = [None] * DAYS
    drawn = np.array([[two_weeks(6, 3), two_weeks(6, 6), two_weeks(3, 6), unrated], [unrated] * 4])
    found = shares(outcomes(drawn.astype(float)))
    assert found.too_few.tolist() == [25, 100]
    one_each = {Outcome.IMPROVED, Outcome.NO_CLEAR_CHANGE, Outcome.WORSE}
    for outcome, (compared, none_compared) in found.said.items():
        assert compared == pytest.approx(100 / 3 if outcome in one_each else 0)
        assert np.isnan(none_compared)


@pytest.mark.parametrize("bad", [[5] * 13, [5] * 15, 5.0])
def test_a_diary_has_fourteen_days(bad: object) -> None:
    with pytest.raises(ValueError, match="14 days"):
        outcomes(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [-1, 11, float("inf")])
def test_a_rating_lies_on_the_scale(bad: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        review([bad] + [5] * 13)


KEPT = ReviewRecord("r", "w", 0, date(2026, 11, 22), 1, "{}", "improved", 3, None, 1)


@pytest.mark.parametrize("first", ["true", "1.0", "0", "8", "-1", '"1"', "null", "[]", "{}"])
def test_an_impression_of_another_kind_is_none(first: str) -> None:
    kept = replace(KEPT, inputs=f'{{"own_view_before": {first}}}')
    assert first_impression(kept) is None


@pytest.mark.parametrize("first", [1, 7])
def test_an_impression_from_before_is_the_one_that_was_given(first: int) -> None:
    kept = replace(KEPT, inputs=f'{{"own_view_before": {first}}}')
    assert first_impression(kept) == first
    assert first_impression(replace(kept, inputs="{}")) == 3
