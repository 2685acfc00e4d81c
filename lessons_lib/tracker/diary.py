"""The rules of the diary: which day it is, what became of each day, and what adds up.

Everything here is computed from facts and stored nowhere.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from lessons_lib.data.tables import load

from .errors import InvalidError
from .facts import Check, Diary, Session, SetLog, TwoWeeks
from .programme import length_days, plan, programme

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FIRST_MS, LAST_MS = 0, 253_370_764_799_999
"""The instants that a diary takes: from 1970 to the end of 9998, so that two weeks still follow."""


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


def zone_or_offset(name: str, offset_min: int) -> str:
    """A zone that is known: this one, or one that keeps to an offset.

    A browser that does not know its computer's zone calls it ``Etc/Unknown``; one that is newer
    than this computer may know one more. Zones of an offset have whole hours and no summer time.

    Args:
        name: as the browser says it.
        offset_min: how far its clock is ahead of UTC now, in minutes.

    >>> zone_or_offset("Europe/London", 0)
    'Europe/London'
    >>> zone_or_offset("Etc/Unknown", 120)  # the sign of these names is the other way round
    'Etc/GMT-2'
    >>> zone_or_offset("Etc/Unknown", -20)
    'UTC'
    """
    try:
        return time_zone(name).key
    except InvalidError:
        hours = min(14, max(-12, round(offset_min / 60)))
        return f"Etc/GMT{-hours:+d}" if hours else "UTC"


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

    >>> local_date(1_795_400_100_000, "Europe/London", 180)  # 23 November 2026, 02:15
    datetime.date(2026, 11, 22)
    """
    return _there(instant_ms, zone, earlier_min=cutoff_min).date()


def offset_min(instant_ms: int, zone: str) -> int:
    """How far a zone's clocks are ahead of UTC at an instant, in minutes, rounded down."""
    ahead = _there(instant_ms, zone).utcoffset() or timedelta()
    return ahead // timedelta(minutes=1)


def _there(instant_ms: int, zone: str, earlier_min: int = 0) -> datetime:
    try:
        since = timedelta(milliseconds=instant_ms, minutes=-earlier_min)
        return (_EPOCH + since).astimezone(time_zone(zone))
    except (OverflowError, TypeError):
        raise _no_such_time() from None


def check_clock(instant_ms: int) -> None:
    """Raise InvalidError where a clock shows an instant that a diary does not take."""
    if not FIRST_MS <= instant_ms <= LAST_MS:
        raise _no_such_time()


def _no_such_time() -> InvalidError:
    """A clock that is far out."""
    return InvalidError(
        "This device's clock shows a time that no diary has. Set the clock, then try again.",
        "invalid",
    )


# ---------------------------------------------------------------------------------------------
# What became of the days


class State(StrEnum):
    """What became of a day of the two weeks; its words and its sign are the table `day_states`."""

    DONE = "done"
    PARTLY_DONE = "partly_done"
    DAY_OFF = "day_off"
    NOTHING_LOGGED = "nothing_logged"
    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """What everybody reads, on every page, in every picture and file."""
        return str(_state_rows()[self.value]["words"])

    @property
    def sign(self) -> str:
        """Stands beside the words."""
        return str(_state_rows()[self.value]["sign"])

    @property
    def meaning(self) -> str:
        """When a day is called so."""
        return str(_state_rows()[self.value]["meaning"])


@cache
def _state_rows() -> dict[str, dict[str, object]]:
    return {row["state"]: row for row in load("day_states").rows()}


@cache
def marks() -> Mapping[str, str]:
    """The kinds of a day off and their words."""
    return {row["mark"]: row["words"] for row in load("day_marks").rows()}


@dataclass(frozen=True)
class DayState:
    """A day of the programme, counted from 1, and what became of it."""

    day: int
    local_date: date
    state: State


def states(diary: Diary) -> tuple[DayState, ...]:
    """What became of each day of the two weeks; empty before the first ones.

    - *done*: a session was done, also on a day that is marked.
    - *day off*: marked as rest, ill, travel, flare-up or other, and nothing done.
    - *partly done*: begun, or stopped early for whatever reason.
    - with none of these, *ended*: other two weeks had begun, or these were ended;
    - *paused*: a safety check asked for help, and none had been answered since that lets go on;
    - *nothing logged*: over;
    - *open*: today or later.
    """
    return tuple(
        DayState(number, when, _state(diary, when))
        for number, when in enumerate(_dates(diary), start=1)
    )


def _state(diary: Diary, when: date) -> State:
    sessions = [one for one in diary.sessions if one.local_date == when]
    if any(one.status == "done" for one in sessions):
        return State.DONE
    if any(one.local_date == when and one.mark for one in diary.days):
        return State.DAY_OFF
    if any(one.sets or one.status != "in_progress" for one in sessions):
        return State.PARTLY_DONE
    return _untouched(diary, when)


def _untouched(diary: Diary, when: date) -> State:
    """What a day is on which no movements were logged, and which is not marked."""
    weeks = diary.two_weeks
    ended = weeks.ended_date if weeks else None
    over = ended is not None and when >= min(ended, diary.today)
    is_paused = weeks is not None and weeks.status == "stopped_safety"
    if (over and not is_paused) or (diary.followed_on and when >= diary.followed_on):
        return State.ENDED
    if over or _was_shut(diary.checks, when):
        return State.PAUSED
    return State.NOTHING_LOGGED if when < diary.today else State.OPEN


def _was_shut(checks: Sequence[Check], when: date) -> bool:
    """Whether the last safety check of a day, or before it, asked for help first."""
    by_then = [one for one in checks if one.local_date <= when]
    return bool(by_then) and is_urgent(by_then[-1].tier)


@cache
def _urgent_tiers() -> frozenset[str]:
    return frozenset(load("tiers").where(urgent="yes")["tier"].tolist())


def is_urgent(tier: str) -> bool:
    """Whether a safety check of this tier asks for help first, and pauses the two weeks."""
    return tier in _urgent_tiers()


def _dates(diary: Diary) -> tuple[date, ...]:
    if diary.two_weeks is None:
        return ()
    start = diary.two_weeks.start_date
    return tuple(start + timedelta(days=after) for after in range(length_days()))


@dataclass(frozen=True)
class Span:
    """Two weeks that were begun.

    Attributes:
        two_weeks_id: which.
        first: day 1.
        last: day 14, or the day on which the next two weeks began, if that came before.
    """

    two_weeks_id: str
    first: date
    last: date


def spans(all_two_weeks: Sequence[TwoWeeks]) -> tuple[Span, ...]:
    """All two weeks that were ever begun, the newest first.

    Args:
        all_two_weeks: oldest first.
    """
    length = timedelta(days=length_days() - 1)
    starts = [one.start_date for one in all_two_weeks]
    ends = [
        max(start, min(start + length, following))
        for start, following in pairwise([*starts, date.max])
    ]
    found = zip(all_two_weeks, starts, ends, strict=True)
    return tuple(Span(one.id, first, last) for one, first, last in found)[::-1]


def is_over(weeks: TwoWeeks, today: date) -> bool:
    """Whether the last of the days has gone by."""
    return today >= weeks.start_date + timedelta(days=length_days())


_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
"""Blanks and controls; what this Python's Unicode does not know yet may be a new emoji."""

_FILLERS = frozenset("\u034f\u115f\u1160\u180e\u2800\u3164\uffa0")
"""Letters by name that show nothing."""


def words_of(text: str) -> str:
    r"""What somebody typed, without blanks around it; empty where nothing of it can be seen.

    >>> words_of(" the stairs "), words_of(" \u200b\u2800 ")
    ('the stairs', '')
    """
    shows = any(unicodedata.category(c) not in _UNSEEN and c not in _FILLERS for c in text)
    return text.strip() if shows else ""


def status_of(sets: Sequence[SetLog]) -> str:
    """How a session ended whose sets are these and no others: done, partial or stopped_pain.

    Raises:
        InvalidError: if nothing was done in any of them.
    """
    if not any(one.done_breaths for one in sets):
        raise InvalidError(
            "There is nothing to save yet. Count at least one hold with the plus button, then "
            "save; a day without any needs no entry.",
            "invalid",
        )
    if any(one.outcome == "stopped_pain" for one in sets):
        return "stopped_pain"
    return "done" if all(one.done_breaths >= one.target_breaths for one in sets) else "partial"


# ---------------------------------------------------------------------------------------------
# What adds up


@dataclass(frozen=True)
class Adherence:
    """Sessions done of those expected so far.

    Attributes:
        done: days with a session that was done.
        expected: days up to yesterday, and today if it is done, without days off and pauses.
        days: of the whole programme.
    """

    done: int
    expected: int
    days: int

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was expected yet."""
        return self.done / self.expected if self.expected else None


def adherence(diary: Diary) -> Adherence:
    """How many of the days so far were done.

    A mark never lowers it, since a day that is done counts although it is marked; nor does a
    session that is added, for today is expected only when it is done.
    """
    found = states(diary)
    done = sum(one.state is State.DONE for one in found)
    return Adherence(done, sum(_is_due(diary, one) for one in found), len(found))


def _is_due(diary: Diary, one: DayState) -> bool:
    if one.state is State.PARTLY_DONE:
        return _untouched(diary, one.local_date) is State.NOTHING_LOGGED
    return one.state in {State.DONE, State.NOTHING_LOGGED}


@dataclass(frozen=True)
class Dose:
    """Breaths held of those planned, day by day.

    Attributes:
        done_breaths: of each day of the programme.
        target_breaths: the same; 0 on days that are off, paused, ended or open.
    """

    done_breaths: tuple[int, ...]
    target_breaths: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """All breaths done over all planned so far, above 1 for who did more; None before."""
        target = sum(self.target_breaths)
        return sum(self.done_breaths) / target if target else None


def dose(diary: Diary) -> Dose:
    """How much of the planned breaths was done.

    A day's plan is what its session says was planned on that day, or what the programme asks for
    if that is more: after an early stop the sets that were not reached are not in the session.
    """
    done, target = [], []
    for one in states(diary):
        sessions = [each for each in diary.sessions if each.local_date == one.local_date]
        done.append(sum(each.done_breaths for each in _sets(sessions)))
        logged = max((sum(s.target_breaths for s in each.sets) for each in sessions), default=0)
        target.append(max(logged, _planned(diary, one.day)) if _is_due(diary, one) else 0)
    return Dose(tuple(done), tuple(target))


def _sets(sessions: Iterable[Session]) -> Iterator[SetLog]:
    return (one for session in sessions for one in session.sets)


def _planned(diary: Diary, day: int) -> int:
    """Breaths that the two weeks' programme asks for, if it is the one that is still taught."""
    same = diary.two_weeks is not None and diary.two_weeks.programme_sha256 == programme().sha256
    return sum(one.target_breaths for one in plan(day)) if same else 0


@dataclass(frozen=True)
class Walking:
    """Minutes walked.

    Attributes:
        minutes: of each day of the programme; None: not answered.
        start_min: what went well before the start; None: not answered.
    """

    minutes: tuple[int | None, ...]
    start_min: int | None

    @property
    def total_min(self) -> int:
        """All minutes together."""
        return sum(one or 0 for one in self.minutes)


def walking(diary: Diary) -> Walking:
    """How long the learner walked on each day."""
    start = diary.two_weeks.walk_min_start if diary.two_weeks else None
    return Walking(answers(diary, "walk_min"), start)


def answers(diary: Diary, name: str) -> tuple[int | None, ...]:
    """One answer on each day of the programme, None where there is none.

    Args:
        diary: in which two weeks were begun; without them there are no days.
        name: pain_back, pain_leg, walk_min or walk_bouts.
    """
    by_date = {one.local_date: getattr(one, name) for one in diary.days}
    return tuple(by_date.get(when) for when in _dates(diary))


def pain_swing(ratings: Sequence[float | None]) -> float | None:
    """How far pain moves from one rating to the next: the mean absolute successive difference.

    A rise and a fall count alike, so a slow trend adds little and ups and downs add up. Days
    without an answer are passed over.

    Args:
        ratings: day by day, 0 to 10 or None.

    Returns:
        Points; None with fewer than two ratings.

    >>> pain_swing([5, 4, None, 6, 6])
    1.0
    """
    given = [one for one in ratings if one is not None]
    if len(given) < 2:
        return None
    return sum(abs(b - a) for a, b in pairwise(given)) / (len(given) - 1)
