"""The safety gate: when a programme may begin, go on, and be reviewed. The store asks it each time.

It needs only the results of safety checks. Pain, walks, marks and notes may always be written; and
what was done may be written down although nothing more may be started.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from lessons_lib.data.tables import load

from .diary import is_urgent
from .errors import ConflictError, InvalidError, RefusedError
from .facts import Check, TwoWeeks

SECOND_CHECK_DAY = 7
"""Sessions from this day on need a safety check that was done on it or later."""


@cache
def questions_version() -> str:
    """Names the signs that a safety check asks for: another sign, or another word, another name."""
    asked = ("id", "tier", "question", "details")
    signs = [[row[name] for name in asked] for row in load("safety_check").rows()]
    return hashlib.sha256(json.dumps(signs).encode()).hexdigest()[:12]


def is_outdated(checks: Sequence[Check]) -> bool:
    """Whether the last safety check asked for other signs than it does now."""
    return bool(checks) and checks[-1].version != questions_version()


def check_start(checks: Sequence[Check], today: date, active: TwoWeeks | None) -> None:
    """Raise RefusedError unless a programme may begin, or begin again, today."""
    if active is not None:
        raise ConflictError(
            "A programme is running already. Go on with it, or end it first.", "already_begun"
        )
    _check_last(checks)
    if not any(one.local_date == today for one in checks):
        raise RefusedError(
            "Before the first day comes the safety check: a few questions, about two minutes. "
            "Do it today, then start.",
            "check_needed",
        )


def check_session(
    weeks: TwoWeeks | None, checks: Sequence[Check], day: date, today: date, *, live: bool
) -> None:
    """Raise RefusedError unless a session of `day` may be started or written down.

    Args:
        weeks: the two weeks that it belongs to.
        checks: safety checks, oldest first.
        day: the session's date.
        today: the learner's day.
        live: whether it is about to be done, and not only written down.
    """
    if weeks is None or weeks.status == "abandoned":
        raise RefusedError(
            "No two weeks are under way. Do the safety check, then begin them.",
            "begin_first",
        )
    if not weeks.start_date <= day <= today:
        raise InvalidError(
            "A session belongs to a day from the programme's first day to today. Choose another "
            "day.",
            "invalid",
        )
    if weeks.status == "stopped_safety":
        if live or weeks.ended_date is None or day > weeks.ended_date:
            raise RefusedError(
                "Your two weeks are paused because the safety check asked you to get help first. "
                "When that is done, do the safety check again.",
                "check_paused",
            )
        return
    _check_last(checks)
    second = weeks.start_date + timedelta(days=SECOND_CHECK_DAY - 1)
    if day >= second and not any(second <= one.local_date <= today for one in checks):
        raise RefusedError(
            f"From day {SECOND_CHECK_DAY} on the programme needs a second safety check, since "
            "signs can appear later. Do it now, then go on.",
            "check_day7",
        )
    if day == today and is_outdated(checks):
        raise RefusedError(
            "The safety questions have changed since you answered them. Answer them once more, "
            "then go on.",
            "check_changed",
        )


def check_review(checks: Sequence[Check], today: date) -> None:
    """Raise RefusedError unless a safety check was done today; a review says what it found."""
    if not any(one.local_date == today for one in checks):
        raise RefusedError(
            "The review begins with the safety check. Do it today, then look back.",
            "check_review",
        )


def _check_last(checks: Sequence[Check]) -> None:
    if checks and is_urgent(checks[-1].tier):
        raise RefusedError(
            "Your last safety check asks you to get help before you exercise. When that is done, "
            "do the safety check again.",
            "check_urgent",
        )
