"""The rules of the diary: which day it is, what became of each day, and what adds up.

Everything here is computed from facts and stored nowhere.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from .errors import InvalidError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def time_zone(name: str) -> ZoneInfo:
    """The time zone with an IANA name.

    Raises:
        InvalidError: if there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):  # ZoneInfoNotFoundError is a KeyError
        raise InvalidError(
            "The diary does not know this time zone. Choose one by its region and city, such as "
            "Europe/London.",
            "no_zone",
        ) from None


def local_date(instant_ms: int, zone: str, cutoff_min: int) -> date:
    """The learner's day at an instant: it lasts until the cut-off in the night.

    The cut-off is taken off the instant and not off the clock on the wall, so that the day that
    begins summer time has its 23 hours and no minute belongs to two days.

    Args:
        instant_ms: milliseconds since 1970, UTC.
        zone: IANA name.
        cutoff_min: minutes after midnight at which a new day begins.

    Raises:
        InvalidError: if there is no such zone, or the instant is beyond all calendars.

    >>> local_date(1_795_486_500_000, "Europe/London", 180)  # 23 November 2026, 02:15
    datetime.date(2026, 11, 22)
    """
    return _there(instant_ms - cutoff_min * 60_000, zone).date()


def offset_min(instant_ms: int, zone: str) -> int:
    """How far a zone's clocks are ahead of UTC at an instant, in minutes, rounded down."""
    ahead = _there(instant_ms, zone).utcoffset() or timedelta()
    return ahead // timedelta(minutes=1)


def _there(instant_ms: int, zone: str) -> datetime:
    try:
        return (_EPOCH + timedelta(milliseconds=instant_ms)).astimezone(time_zone(zone))
    except (OverflowError, TypeError):
        raise InvalidError(
            "This device's clock shows a time that no calendar has. Set the clock, then try again.",
            "invalid",
        ) from None
