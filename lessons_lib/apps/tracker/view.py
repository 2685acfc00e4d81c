"""What the tracker's screens show, from what the diary knows: one plain dictionary, a few kB.

Pure, so that it can be held against a diary in a test: nothing here reads a clock or a file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from lessons_lib.apps.tracker.progress import progress, said
from lessons_lib.apps.tracker.words import day_words
from lessons_lib.evidence import movements
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.facts import Check, Diary, Session, SetLog
from lessons_lib.tracker.gate import SECOND_CHECK_DAY, is_outdated
from lessons_lib.tracker.programme import PlannedDay, Programme, Set
from lessons_lib.tracker.store import database

DAY_MS = 86_400_000
_ANSWERS = {
    "mark": "the kind of day",
    "pain_back": "back pain",
    "pain_leg": "leg pain",
    "walk_min": "the walk",
    "walk_bouts": "how many walks",
}

Reach = tuple[date, tuple[str, ...]]
"""A day, and which of its answers; no answers where its movements are meant."""


def view(
    diary: Diary, programme: Programme, now_ms: int, reach: Reach | None = None
) -> dict[str, Any]:
    """All that the screens show of a diary.

    Args:
        diary: as read in one go.
        programme: what the days ask for.
        now_ms: the browser's clock.
        reach: what undoing the newest change would alter.
    """
    stage = stage_of(diary)
    days = _days(diary, programme)
    return {
        "today": diary.today.isoformat(),
        "day": _day_number(diary),
        "zone": diary.profile.zone,
        "synthetic": diary.profile.synthetic,
        "stage": stage,
        "walk_min_start": diary.two_weeks.walk_min_start if diary.two_weeks else None,
        "breath_ms": diary.profile.breath_ms,
        "show_pain": diary.profile.show_pain,
        "two_weeks_id": diary.two_weeks.id if diary.two_weeks else None,
        "two_weeks_rev": diary.two_weeks.rev if diary.two_weeks else 0,
        "ended": diary.two_weeks and diary.two_weeks.status == "abandoned",
        "safety": _safety(diary, stage),
        "clear": _clear_today(diary),
        "question": _question(diary),
        "reviewed": bool(diary.reviews),
        "days": days,
        "activities": [asdict(one) for one in diary.activities],
        "open_session": _open_session(diary, days),
        "unsure": _unsure(diary.sessions),
        "undo": _undo(diary, now_ms, reach),
        "progress": progress(diary, diary.today) if days else [],
    }


def earlier(diary: Diary, programme: Programme, last: date) -> dict[str, Any]:
    """What the screens show of two weeks that others have followed: to be read, not changed.

    Args:
        diary: of these two weeks.
        programme: what the days ask for.
        last: the last of their days.
    """
    days = [one for one in _days(diary, programme) if one["date"] <= last.isoformat()]
    done = {
        when: [_done(one) for session in sessions for one in session.sets]
        for when, sessions in _by_date(diary.sessions).items()
    }
    return {
        "days": [one | {"done": done.get(one["date"], [])} for one in days],
        "progress": progress(diary, last),
    }


def stage_of(diary: Diary) -> str:
    """Where the learner stands.

    Returns:
        new (the safety check comes first), ready (to begin), active, paused (the check asked for
        help), again (paused, and checked again without need for help) or finished.
    """
    weeks = diary.two_weeks
    clear = _clear_today(diary)
    if weeks is None:
        return "ready" if clear else "new"
    if weeks.status == "stopped_safety":
        return "again" if clear else "paused"
    over = rules.is_over(weeks, diary.today)
    return "finished" if over or weeks.status != "active" else "active"


def _latest_check(diary: Diary) -> Check | None:
    return diary.checks[-1] if diary.checks else None


def _clear_today(diary: Diary) -> bool:
    last = _latest_check(diary)
    return last is not None and last.local_date == diary.today and not rules.is_urgent(last.tier)


def _question(diary: Diary) -> str:
    """What is asked of somebody who has just rated pain as bad as can be; empty of anybody else.

    Nothing more is asked when the safety questions were answered, because something had changed,
    on that day or later.
    """
    worst = database.bounds()["day", "pain_back"][1]
    asked = [one.local_date for one in diary.checks if one.occasion == "change"]
    for day in reversed(diary.days):
        recent = diary.today - timedelta(days=1) <= day.local_date <= diary.today
        rated = (("back", day.pain_back), ("leg", day.pain_leg))
        where = [f"your {name}" for name, pain in rated if pain == worst]
        if recent and where and not any(day.local_date <= one for one in asked):
            when = "today" if day.local_date == diary.today else "yesterday"
            return (
                f"You rated {' and '.join(where)} {worst} of {worst} {when}. Is that new, or has "
                "something changed? The safety questions take about three minutes, and say "
                "whether to get help and how soon. If you cannot wait, get help without them."
            )
    return ""


def _day_number(diary: Diary) -> int | None:
    return (diary.today - diary.two_weeks.start_date).days + 1 if diary.two_weeks else None


def _safety(diary: Diary, stage: str) -> dict[str, Any]:
    last = _latest_check(diary)
    day7 = (
        diary.two_weeks.start_date + timedelta(days=SECOND_CHECK_DAY - 1)
        if diary.two_weeks
        else None
    )
    half_time = (
        day7 is not None
        and diary.today >= day7
        and not any(one.local_date >= day7 for one in diary.checks)
    )
    due = stage == "active" and (half_time or is_outdated(diary.checks))
    if stage in ("new", "ready"):
        occasion = "start"
        why = (
            "Before day 1 comes one thing: the safety questions. They take about three minutes, "
            "and again a little in the middle and at the end of the two weeks."
        )
    elif stage in ("paused", "again"):
        occasion = "restart"
        why = (
            "Your two weeks are paused, because what you ticked asks for help first. When somebody "
            "who could examine you says that you can go on, answer the questions again. Walks, "
            "notes and what you could do can be written down all the while."
        )
    elif stage == "finished":
        occasion = "restart"
        why = "Before another two weeks the safety questions come again, because things can change."
    elif due and not half_time:
        occasion = "change"
        why = (
            "The safety questions have changed since you answered them. Answer them once more, "
            "then go on."
        )
    elif due:
        occasion = "day7"
        why = (
            "Half time: before the second week the safety questions come once more, because "
            "things can change."
        )
    else:
        occasion = "change"
        why = "Answer the questions again whenever something has changed."
    return {
        "due": due,
        "occasion": occasion,
        "why": why,
        "last": last and {"date": last.local_date.isoformat(), "tier": last.tier},
    }


def _days(diary: Diary, programme: Programme) -> list[dict[str, Any]]:
    planned = zip(rules.states(diary), programme.days, strict=False)
    return [_one_day(diary, state, plan) for state, plan in planned]


def _one_day(diary: Diary, state: rules.DayState, plan: PlannedDay) -> dict[str, Any]:
    when = state.local_date
    day = said(diary, when)
    sessions = [one for one in diary.sessions if one.local_date == when]
    notes = [one for one in diary.notes if one.local_date == when]
    could = next((one for one in notes if one.kind == "could"), None)
    return {
        "n": state.day,
        "date": when.isoformat(),
        "effort": plan.effort,
        "state": state.state.value,
        "sets": [_set(one) for one in plan.sets],
        "walks": plan.walk,
        "session": _session(sessions[0]) if sessions else None,
        "others": [
            {"id": one.id, "rev": one.rev, "breaths": sum(each.done_breaths for each in one.sets)}
            for one in sessions[1:]
        ],
        "mark": day.mark,
        "pain_back": day.pain_back,
        "pain_leg": day.pain_leg,
        "walk_min": day.walk_min,
        "rev": day.rev,
        "could": could and {"id": could.id, "body": could.body, "rev": could.rev},
        "notes": [{"id": one.id, "body": one.body} for one in notes if one is not could],
    }


def _set(one: Set) -> dict[str, Any]:
    return asdict(one) | {"target_breaths": one.target_breaths}


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "rev": session.rev,
        "status": session.status,
        "sets": [asdict(one) for one in session.sets],
    }


def _by_date(sessions: Sequence[Session]) -> dict[str, list[Session]]:
    found: dict[str, list[Session]] = {}
    for one in sessions:
        found.setdefault(one.local_date.isoformat(), []).append(one)
    return found


def _done(one: SetLog) -> str:
    """A set in words, also of a movement that is not taught any more."""
    known = movements.movements().get(one.movement)
    side = "" if one.side == "none" else f", {one.side} side"
    name = known.name if known else one.movement
    return f"{name}{side}: {one.done_breaths} of {one.target_breaths} breaths"


def _open_session(diary: Diary, days: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The session that was begun and not ended, with its plan and what is stored of it."""
    left = next((one for one in reversed(diary.sessions) if one.status == "in_progress"), None)
    day = next((one for one in days if left and one["date"] == left.local_date.isoformat()), None)
    if left is None or day is None:
        return None
    logs = {one["position"]: one for one in _session(left)["sets"]}
    return {
        "id": left.id,
        "rev": left.rev,
        "date": day["date"],
        "sets": [one | {"log": logs.get(one["position"])} for one in day["sets"]],
    }


def _unsure(sessions: Sequence[Session]) -> dict[str, int]:
    """How many sessions in a row, the newest first, left the learner unsure of a movement."""
    told: dict[str, list[str]] = {}
    for session in reversed(sessions):
        for movement in {one.movement for one in session.sets}:
            said = {one.technique for one in session.sets if one.movement == movement} - {None}
            if said:
                told.setdefault(movement, []).append("unsure" if "unsure" in said else "sure")
    return {movement: [*words, "sure"].index("sure") for movement, words in told.items()}


def _undo(diary: Diary, now_ms: int, reach: Reach | None) -> dict[str, Any] | None:
    change = diary.undoable
    if change is None or reach is None or now_ms - change.at_ms > DAY_MS:
        return None
    return {"change": asdict(change), "words": reached(reach)}


def reached(reach: Reach) -> str:
    """What a change is about: the thing and the day.

    >>> reached((date(2026, 11, 30), ("walk_min", "pain_back")))
    'back pain and the walk of Mon 30 Nov'
    """
    day, answers = reach
    things = [words for name, words in _ANSWERS.items() if name in answers]
    *first, last = things or (["the answers"] if answers else ["the movements"])
    return f"{', '.join(first)}{' and ' if first else ''}{last} of {day_words(day)}"
