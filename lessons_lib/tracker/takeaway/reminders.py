"""Reminders for a calendar: one entry that recurs, at the learner's time, silent about health.

A calendar is read by other people and synchronised by other companies, so its words are neutral.
Times have no zone: a reminder at six comes at six wherever the learner is. Each file changes the
entry of the one before, and one kind of file takes it away again.
"""

import datetime
import uuid

from icalendar import Alarm, Calendar, Event

from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.programme import length_days

TITLE = "Course: the page of today"
HOW_TO_OPEN = (
    "In the course's folder: python3 start.py today (on Windows: py start.py today). "
    "To take this entry away, open the file that My data has for that."
)
MINUTES = 20
AHEAD_MIN = 5


def calendar(
    first: datetime.date,
    at: datetime.time,
    *,
    days: int | None = None,
    from_day: int = 1,
    series: str = "",
    now: datetime.datetime | None = None,
) -> bytes:
    """An .ics file with one entry that recurs on every day of the course that is left.

    Args:
        first: day 1.
        at: when, by the clock on the wall.
        days: how many days there are; those of the two weeks, if not given.
        from_day: the first day that still needs a reminder.
        series: names the two weeks, such as their id, so that a later file changes the entry and
            does not double it.
        now: when the file is written; now, if not given.

    Returns:
        RFC 5545, UTF-8.

    Raises:
        InvalidError: if no day is left; a calendar without an entry is none.
    """
    days = length_days() if days is None else days
    if from_day > days:
        raise InvalidError(
            "The last day is over, so there is nothing left to be reminded of. Begin another two "
            "weeks first.",
            "invalid",
        )
    event = _entry(first, at, from_day, series, now)
    event.add("rrule", {"freq": "daily", "count": days - from_day + 1})
    event.add("duration", datetime.timedelta(minutes=MINUTES))
    event.add("description", HOW_TO_OPEN)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", TITLE)
    alarm.add("trigger", datetime.timedelta(minutes=-AHEAD_MIN))
    event.add_component(alarm)
    return _file("PUBLISH", event)


def taking_away(
    first: datetime.date,
    at: datetime.time,
    *,
    series: str = "",
    now: datetime.datetime | None = None,
) -> bytes:
    """An .ics file that takes the entry of earlier ones away; arguments as for `calendar`."""
    event = _entry(first, at, 1, series, now)
    event.add("status", "CANCELLED")
    return _file("CANCEL", event)


def _entry(
    first: datetime.date,
    at: datetime.time,
    from_day: int,
    series: str,
    now: datetime.datetime | None,
) -> Event:
    written = now or datetime.datetime.now(datetime.UTC)
    start = datetime.datetime.combine(
        first + datetime.timedelta(days=from_day - 1),
        at.replace(tzinfo=None, second=0, microsecond=0),
    )
    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_OID, series or first.isoformat())))
    event.add("dtstamp", written)
    event.add("sequence", int(written.timestamp()))  # a later file counts as the newer one
    event.add("dtstart", start)
    event.add("summary", TITLE)
    return event


def _file(method: str, event: Event) -> bytes:
    found = Calendar()
    found.add("prodid", "-//lessons_lib//reminders//EN")
    found.add("version", "2.0")
    found.add("method", method)
    found.add_component(event)
    return bytes(found.to_ical())
