"""Looking things up in the diary; each function is given a connection and sees what that sees."""

import dataclasses
import datetime
import sqlite3

from lessons_lib.tracker.diary import local_date
from lessons_lib.tracker.errors import already_there, deleted, there
from lessons_lib.tracker.facts import (
    Activity,
    Check,
    Day,
    Diary,
    Note,
    Profile,
    ReviewRecord,
    Session,
    SetLog,
    TwoWeeks,
)

from . import changes, rows

Connection = sqlite3.Connection


def profile(db: Connection) -> Profile:
    """Whose diary it is.

    Raises:
        NotReadError: if it is nobody's any more.
    """
    found = rows.select(db, Profile)
    if not found:
        raise deleted()
    return found[0]


def today(db: Connection, now_ms: int) -> datetime.date:
    """The learner's day, in the profile's zone."""
    own = profile(db)
    return local_date(now_ms, own.zone, own.cutoff_min)


def active(db: Connection) -> TwoWeeks | None:
    """The two weeks that are running."""
    return next(iter(rows.select(db, TwoWeeks, "WHERE status = 'active'")), None)


def all_two_weeks(db: Connection) -> tuple[TwoWeeks, ...]:
    """Every two weeks that were ever begun, oldest first.

    Last come those that are running, or else the newest that no others followed, whatever their
    date: a clock or a time zone that was ahead, or a file that was added, can have left two weeks
    that are dated after them.
    """
    found = rows.select(db, TwoWeeks, "ORDER BY start_date, rowid")
    followed = {one.previous_id for one in found}
    last = max(
        reversed(found),
        key=lambda one: (one.status == "active", one.id not in followed),
        default=None,
    )
    return tuple(sorted(found, key=lambda one: one is last))


def last_two_weeks(db: Connection) -> TwoWeeks | None:
    """The two weeks that are running, or that were begun last."""
    return next(reversed(all_two_weeks(db)), None)


def checks(db: Connection, since: datetime.date, now: datetime.date) -> tuple[Check, ...]:
    """Safety checks by day, and on one day in the order in which they were written.

    One that is dated after today was done when a clock or a time zone was ahead. It stands among
    today's, so that it does not count as newer than a check that was written after it.
    """
    rest = "WHERE local_date >= ? ORDER BY min(local_date, ?), rowid"
    return tuple(rows.select(db, Check, rest, (since.isoformat(), now.isoformat())))


def diary(db: Connection, now_ms: int, two_weeks_id: str | None) -> Diary:
    """Everything about two weeks, or the last ones; the connection is in a transaction.

    What was said of a day belongs to the two weeks that had begun last by then.
    """
    now = today(db, now_ms)
    if two_weeks_id is None:
        weeks = last_two_weeks(db)
    else:
        weeks = there(rows.one(db, TwoWeeks, two_weeks_id))
    start = min(weeks.start_date, now) if weeks else datetime.date.min
    own = "WHERE enrolment_id = ? ORDER BY rowid", (weeks.id if weeks else "",)
    followed_on = _followed_on(db, weeks) if weeks else None
    since = (
        "WHERE local_date >= ? AND local_date < ? ORDER BY local_date",
        (start.isoformat(), (followed_on or datetime.date.max).isoformat()),
    )
    return Diary(
        today=now,
        profile=profile(db),
        two_weeks=weeks,
        checks=checks(db, start, now),
        sessions=_sessions(db, weeks.id) if weeks else (),
        days=tuple(rows.select(db, Day, *since)),
        notes=tuple(rows.select(db, Note, since[0] + ", rowid", since[1])),
        activities=tuple(rows.select(db, Activity, *own)),
        reviews=tuple(rows.select(db, ReviewRecord, *own)),
        undoable=changes.undoable(db),
        followed_on=followed_on,
    )


def _followed_on(db: Connection, weeks: TwoWeeks) -> datetime.date | None:
    """The first day of those that follow these two weeks; None if none do."""
    every = all_two_weeks(db)
    later = every[every.index(weeks) + 1 :]
    return min((one.start_date for one in later), default=None)


def _sessions(db: Connection, two_weeks_id: str) -> tuple[Session, ...]:
    """The sessions of two weeks that are not deleted, by date and slot, with their sets."""
    of_it = "enrolment_id = ? AND deleted_ms IS NULL"
    sets: dict[str, list[SetLog]] = {}
    ids = f"session_id IN (SELECT id FROM session WHERE {of_it}) ORDER BY session_id, position"
    owners = db.execute(f"SELECT session_id FROM set_log WHERE {ids}", (two_weeks_id,))
    found = rows.select(db, SetLog, f"WHERE {ids}", (two_weeks_id,))
    for (owner,), one in zip(owners, found, strict=True):
        sets.setdefault(owner, []).append(one)
    return tuple(
        dataclasses.replace(one, sets=tuple(sets.get(one.id, ())))
        for one in rows.select(
            db, Session, f"WHERE {of_it} ORDER BY local_date, slot", (two_weeks_id,)
        )
    )


def free_slot(db: Connection, two_weeks_id: str, day: datetime.date, *, another: bool) -> int:
    """The first free place for a session of a day.

    Raises:
        ConflictError: if there is a session and no other one was meant.
    """
    found = db.execute(
        "SELECT slot FROM session WHERE enrolment_id = ? AND local_date = ? AND deleted_ms IS NULL",
        (two_weeks_id, day.isoformat()),
    )
    taken = {slot for (slot,) in found}
    if taken and not another:
        raise already_there()
    return next(slot for slot in range(1, len(taken) + 2) if slot not in taken)
