"""The safety gate: when a programme may begin, go on, and be reviewed. The store asks it each time.

It needs only the results of safety checks. Pain, walks, marks and notes may always be written; and
what was done may be written down although nothing more may be started.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from .errors import ConflictError, InvalidError, RefusedError
from .facts import Enrolment, Screen

URGENT = frozenset({"A", "B"})
"""Tiers that stop a programme."""

SECOND_SCREEN_DAY = 7
"""Sessions from this day on need a safety check that was done on it or later."""


def check_start(screens: Sequence[Screen], today: date, active: Enrolment | None) -> None:
    """Raise RefusedError unless a programme may begin, or begin again, today."""
    if active is not None:
        raise ConflictError(
            "A programme is running already. Go on with it, or end it first.", "already_enrolled"
        )
    _check_last(screens)
    if not any(one.local_date == today for one in screens):
        raise RefusedError(
            "Before the first day comes the safety check: a few questions, about two minutes. "
            "Do it today, then start.",
            "screen_needed",
        )


def check_session(
    enrolment: Enrolment | None, screens: Sequence[Screen], day: date, today: date, *, live: bool
) -> None:
    """Raise RefusedError unless a session of `day` may be started or written down.

    Args:
        enrolment: the two weeks that it belongs to.
        screens: safety checks, oldest first.
        day: the session's date.
        today: the learner's day.
        live: whether it is about to be done, and not only written down.
    """
    if enrolment is None or enrolment.status == "abandoned":
        raise RefusedError(
            "There is no programme to do exercises of. Do the safety check, then start one.",
            "enrol_first",
        )
    if not enrolment.start_date <= day <= today:
        raise InvalidError(
            "A session belongs to a day from the programme's first day to today. Choose another "
            "day.",
            "invalid",
        )
    if enrolment.status == "stopped_safety":
        if live or enrolment.ended_date is None or day > enrolment.ended_date:
            raise RefusedError(
                "The programme was stopped because the safety check asked you to get help first. "
                "When that is done, do the safety check again.",
                "stopped_safety",
            )
        return
    _check_last(screens)
    second = enrolment.start_date + timedelta(days=SECOND_SCREEN_DAY - 1)
    if day >= second and not any(second <= one.local_date <= today for one in screens):
        raise RefusedError(
            f"From day {SECOND_SCREEN_DAY} on the programme needs a second safety check, since "
            "signs can appear later. Do it now, then go on.",
            "screen_day7",
        )


def check_review(screens: Sequence[Screen], today: date) -> None:
    """Raise RefusedError unless a safety check was done today; a review says what it found."""
    if not any(one.local_date == today for one in screens):
        raise RefusedError(
            "The review begins with the safety check. Do it today, then look back.",
            "screen_review",
        )


def _check_last(screens: Sequence[Screen]) -> None:
    if screens and screens[-1].tier in URGENT:
        raise RefusedError(
            "Your last safety check asks you to get help before you exercise. When that is done, "
            "do the safety check again.",
            "screen_urgent",
        )
