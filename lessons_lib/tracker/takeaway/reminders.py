"""Reminders for a calendar: one entry a day, at the learner's time, silent about health.

A calendar is read by other people and synchronised by other companies, so titles are neutral. Times
have no zone: a reminder at six comes at six wherever the learner is.
"""

import datetime
import uuid

from icalendar import Alarm, Calendar, Event

from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.programme import length_days

TITLE = "Course, day {day} of {days}"
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
    """An .ics file with a reminder on every day of the course.

    Args:
        first: day 1.
        at: when, by the clock on the wall.
        days: how many days there are; those of the two weeks, if not given.
        from_day: the first day that still needs a reminder.
        series: names the two weeks, such as their id, so that a second import changes
            the entries and does not double them.
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
    written = now or datetime.datetime.now(datetime.UTC)
    found = Calendar()
    found.add("prodid", "-//lessons_lib//reminders//EN")
    found.add("version", "2.0")
    for day in range(from_day, days + 1):
        start = datetime.datetime.combine(
            first + datetime.timedelta(days=day - 1),
            at.replace(tzinfo=None, second=0, microsecond=0),
        )
        event = Event()
        event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_OID, f"{series or first}/{day}")))
        event.add("dtstamp", written)
        event.add("dtstart", start)
        event.add("duration", datetime.timedelta(minutes=MINUTES))
        event.add("summary", TITLE.format(day=day, days=days))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        event.add_component(_alarm(TITLE.format(day=day, days=days)))
        found.add_component(event)
    return bytes(found.to_ical())


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", datetime.timedelta(minutes=-AHEAD_MIN))
    return alarm
