"""The safety gate by itself: each refusal, and the day before it and after it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lived import START, on

from lessons_lib.data.tables import load
from lessons_lib.tracker import gate
from lessons_lib.tracker.errors import ConflictError, InvalidError, RefusedError
from lessons_lib.tracker.facts import Check, TwoWeeks

WEEKS = TwoWeeks("w", "two_weeks", "1", "ab", START, 20, "active", None, None, 1)


def check(day: int, tier: str = "none", version: str = "") -> Check:
    version = version or gate.questions_version()
    return Check(f"{day} {tier}", 0, on(day), "change", tier, version, True)


def code(kind: type, work, *arguments, **options) -> str:
    with pytest.raises(kind) as caught:
        work(*arguments, **options)
    assert caught.value.sentence
    return caught.value.code


def may_begin(checks, active=None) -> None:
    gate.check_start(checks, START, active)


def may_train(checks, day=1, today=1, weeks=WEEKS, live=True) -> None:
    gate.check_session(weeks, checks, on(day), on(today), live=live)


def test_nothing_begins_without_a_check_of_the_day_that_lets_it() -> None:
    may_begin([check(1)])
    may_begin([check(1, "B"), check(1, "C")])
    assert code(RefusedError, may_begin, []) == "check_needed"
    assert code(RefusedError, may_begin, [check(0)]) == "check_needed"
    for tier in "AB":
        assert code(RefusedError, may_begin, [check(1), check(1, tier)]) == "check_urgent"
    assert code(ConflictError, may_begin, [check(1)], WEEKS) == "already_begun"


def test_a_session_belongs_to_a_day_of_two_weeks_that_are_under_way() -> None:
    may_train([check(1)])
    may_train([check(1)], day=2, today=2)
    may_train([check(1)], day=1, today=5, live=False)
    assert code(RefusedError, may_train, [check(1)], weeks=None) == "begin_first"
    abandoned = replace(WEEKS, status="abandoned", ended_date=on(1))
    assert code(RefusedError, may_train, [check(1)], weeks=abandoned) == "begin_first"
    assert code(InvalidError, may_train, [check(1)], day=0) == "invalid"
    assert code(InvalidError, may_train, [check(1)], day=2, today=1) == "invalid"
    for tier in "AB":
        assert code(RefusedError, may_train, [check(1), check(1, tier)]) == "check_urgent"


def test_what_was_done_before_a_stop_may_be_written_down_and_nothing_more_begun() -> None:
    stopped = replace(WEEKS, status="stopped_safety", ended_date=on(3))
    urgent = [check(1), check(3, "A")]
    may_train(urgent, day=3, today=5, weeks=stopped, live=False)
    for day, live in ((4, False), (3, True), (5, True)):
        refused = code(RefusedError, may_train, urgent, day=day, today=5, weeks=stopped, live=live)
        assert refused == "check_paused"
    never_ended = replace(stopped, ended_date=None)
    assert code(RefusedError, may_train, urgent, weeks=never_ended, live=False) == "check_paused"


def test_from_day_seven_on_a_second_check_of_that_day_or_later_is_asked_for() -> None:
    may_train([check(1)], day=6, today=6)
    may_train([check(1)], day=6, today=9, live=False)
    may_train([check(1), check(7)], day=7, today=7)
    may_train([check(1), check(8)], day=7, today=8)
    for checks in ([check(1)], [check(1), check(6)], [check(1), check(8)]):
        assert code(RefusedError, may_train, checks, day=7, today=7) == "check_day7"
    assert gate.SECOND_CHECK_DAY == 7


def test_other_questions_are_asked_before_today_and_never_of_what_was_done() -> None:
    old, new = check(1, version="of before"), check(2)
    assert code(RefusedError, may_train, [old], day=2, today=2) == "check_changed"
    may_train([old], day=1, today=2, live=False)
    may_train([old, new], day=2, today=2)
    assert code(RefusedError, may_train, [new, old], day=2, today=2) == "check_changed"


class OtherSigns:
    """The table of signs with one cell changed."""

    def __init__(self, name: str = "", change: str = "") -> None:
        self.name, self.change = name, change

    def rows(self) -> list[dict]:
        first, *others = load("safety_check").rows()
        return [{**first, self.name: self.change} if self.name else first, *others]


def test_another_sign_or_another_word_makes_other_questions(monkeypatch) -> None:
    def version_of(*change: str) -> str:
        monkeypatch.setattr(gate, "load", {"safety_check": OtherSigns(*change)}.__getitem__)
        gate.questions_version.cache_clear()
        return gate.questions_version()

    now = version_of()
    names = ("id", "tier", "question", "details")
    try:
        found = [version_of(name, "another") for name in names]
        assert version_of("source", "another") == version_of() == now
    finally:
        monkeypatch.undo()
        gate.questions_version.cache_clear()
    assert len({now, *found}) == 5
    assert gate.questions_version() == now
    assert len(now) == 12
    assert not gate.is_outdated([])


def test_a_review_begins_with_a_check_of_today_whatever_it_says() -> None:
    for tier in ("none", "A"):
        gate.check_review([check(14, tier)], on(14))
    for checks in ([], [check(13)], [check(15)]):
        assert code(RefusedError, gate.check_review, checks, on(14)) == "check_review"
    assert on(14) - START == timedelta(days=13)
