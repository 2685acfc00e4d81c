"""Putting a start right that a wrong clock has dated: all that was written since moves with it."""

import dataclasses
import sqlite3
import uuid
from datetime import UTC, date, datetime, timedelta

from lessons_lib.tracker.diary import FIRST_MS
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.facts import Change, Day, Request, Session, TwoWeeks
from lessons_lib.tracker.programme import length_days

from . import changes, rows

Connection = sqlite3.Connection

MOVED = "move_start"

_EARLIEST = datetime.fromtimestamp(FIRST_MS / 1000, UTC).date()


def move(db: Connection, request: Request, weeks: TwoWeeks, start: date, today: date) -> None:
    """Let two weeks begin on another day, with their sessions, days, notes and safety checks.

    Args:
        db: in a transaction.
        request: the putting right.
        weeks: as they are.
        start: day 1, as it should be.
        today: the learner's day.

    Raises:
        InvalidError: if day 1 is before anybody's clock; if it, or something that was written,
            would lie ahead; or if that would meet another answer of the same day.
    """
    if start < _EARLIEST:
        raise InvalidError(f"Day 1 is {_EARLIEST.year} or later. Choose a later day.", "invalid")
    by = start - weeks.start_date
    last = weeks.start_date + timedelta(days=length_days() - 1)
    span = weeks.start_date.isoformat(), last.isoformat()
    days = rows.select(db, Day, "WHERE local_date BETWEEN ? AND ?", span)
    sessions = db.execute(
        "SELECT id, local_date FROM session WHERE enrolment_id = ?", (weeks.id,)
    ).fetchall()
    others = db.execute(
        "SELECT local_date FROM note WHERE local_date BETWEEN :first AND :last "
        "UNION SELECT local_date FROM screen WHERE local_date BETWEEN :first AND :last",
        {"first": span[0], "last": span[1]},
    ).fetchall()
    # A safety check of the days to come would hold for nobody today.
    written = [date.fromisoformat(when) for *_, when in (*sessions, *others)]
    written += [one.local_date for one in days]
    if start > today or any(when + by > today for when in written):
        raise InvalidError(
            "Then day 1, or something that you wrote down, would lie in the days to come. Choose "
            "an earlier day.",
            "invalid",
        )
    for key, when in sorted(sessions, key=lambda one: one[1], reverse=by > timedelta()):
        moved = date.fromisoformat(when) + by
        rows.update(db, Session, key, local_date=moved)
        _bar_undoing(db, request, "session", key)
    _move_days(db, request, days, by)
    for table, count in (("note", ", rev = rev + 1"), ("screen", "")):
        db.execute(
            f"UPDATE {table} SET local_date = date(local_date, ?){count} "
            "WHERE local_date BETWEEN ? AND ?",
            (f"{by.days:+d} days", *span),
        )
    ended = weeks.ended_date and {"ended_date": weeks.ended_date + by}
    rows.update(db, TwoWeeks, weeks.id, start_date=start, **(ended or {}))


def _move_days(db: Connection, request: Request, days: list[Day], by: timedelta) -> None:
    for one in days:
        db.execute("DELETE FROM day WHERE local_date = ?", (one.local_date.isoformat(),))
        _bar_undoing(db, request, "day", one.local_date.isoformat())
    for one in days:
        when = one.local_date + by
        there = rows.one(db, Day, when.isoformat())
        if there is None:
            rows.insert(db, dataclasses.replace(one, local_date=when, rev=one.rev + 1))
            continue
        answers = {
            name: (getattr(there, name), getattr(one, name))
            for name in rows.columns(Day)
            if name not in {"local_date", "rev"}
        }
        if any(None not in both and both[0] != both[1] for both in answers.values()):
            raise InvalidError(
                "One of those days has another answer already. Clear one of the two in Log, then "
                "put the start right.",
                "invalid",
            )
        kept = {name: new if old is None else old for name, (old, new) in answers.items()}
        rows.update(db, Day, when.isoformat(), **kept)
        _bar_undoing(db, request, "day", when.isoformat())


def _bar_undoing(db: Connection, request: Request, entity: str, key: str) -> None:
    """What was written before the move would be put back on the wrong day."""
    part = uuid.uuid5(uuid.NAMESPACE_OID, f"{request.id} {entity} {key}")
    change = Change(0, request.now_ms, entity, key, MOVED)
    changes.log(db, Request(str(part), request.now_ms), change, None, None)
