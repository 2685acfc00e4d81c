"""Progress: what the record says, part by part: a headline, words and a table.

Pure, as `view` is; the pictures are drawn when they are asked for.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lessons_lib.data import tables
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.facts import Activity, Day, Diary, ReviewRecord
from lessons_lib.tracker.review import first_impression


def progress(diary: Diary, last: date) -> list[dict[str, Any]]:
    """The parts of the screen.

    Args:
        diary: with two weeks in it.
        last: the last day that counts: today, or the end of two weeks that others have followed.
    """
    days = [one for one in rules.states(diary) if one.local_date <= last]
    answered = [said(diary, one.local_date) for one in days]
    return [
        _sessions(diary, days),
        _dose(diary),
        _walking(answered),
        _pain(answered),
        *_activities(went(diary.activities)),
        *(_review(one) for one in diary.reviews[-1:]),
    ]


def said(diary: Diary, when: date) -> Day:
    """What was said of a day, whether or not anything was."""
    return next((one for one in diary.days if one.local_date == when), Day(when))


def _short(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"


def _sessions(diary: Diary, days: Sequence[rules.DayState]) -> dict[str, Any]:
    so_far = rules.adherence(diary)
    words = [
        "A day counts as done when all its movements are logged. Today counts once it is done or "
        "over. Days off, such as ill or travelling, and days of a pause are taken out of the count."
    ]
    return {
        "id": "sessions",
        "title": "Sessions",
        "headline": f"{so_far.done} of {so_far.expected}" if so_far.expected else "Nothing due yet",
        "words": words,
        "table": {
            "caption": "The days so far",
            "columns": ["day", "date", "state"],
            "rows": [[str(one.day), _short(one.local_date), one.state.words] for one in days],
        },
        "picture": True,
    }


def _dose(diary: Diary) -> dict[str, Any]:
    dose = rules.dose(diary)
    done, target = sum(dose.done_breaths), sum(dose.target_breaths)
    each = zip(rules.states(diary), dose.done_breaths, dose.target_breaths, strict=True)
    counted = [(one.local_date, did, planned) for one, did, planned in each if did or planned]
    share = (
        ""
        if dose.share is None
        else f" That is {100 * dose.share:.0f} % of what those days asked for."
    )
    return {
        "id": "dose",
        "title": "Dose",
        "headline": f"{done} of {target} breaths" if counted else "No breaths counted yet",
        "words": ["Holds are counted in breaths, side by side with what was planned." + share],
        "table": {
            "caption": "Breaths held",
            "columns": ["date", "done", "planned"],
            "rows": [[_short(when), str(did), str(planned)] for when, did, planned in counted],
        },
        "picture": bool(counted),
    }


def _walking(days: Sequence[Day]) -> dict[str, Any]:
    walks = [(one.local_date, one.walk_min) for one in days]
    given = [minutes for _, minutes in walks if minutes is not None]
    total = sum(given)
    return {
        "id": "walking",
        "title": "Walking",
        "headline": f"{total} minutes" if given else "No walk noted yet",
        "words": [
            f"On {len(given)} of {len(walks)} days you noted how long you walked; a day without a "
            "number is not a day without a walk."
        ]
        if given
        else [],
        "table": {
            "caption": "Minutes walked",
            "columns": ["date", "minutes"],
            "rows": [[_short(when), _number(minutes)] for when, minutes in walks],
        },
        "picture": bool(given),
    }


def _pain(days: Sequence[Day]) -> dict[str, Any]:
    rows = [[_short(one.local_date), _number(one.pain_back), _number(one.pain_leg)] for one in days]
    words = []
    for where in ("back", "leg"):
        ratings = [getattr(one, f"pain_{where}") for one in days]
        given = [one for one in ratings if one is not None]
        swing = rules.pain_swing(ratings)
        if not given:
            continue
        mean = sum(given) / len(given)
        times = "once" if len(given) == 1 else f"{len(given)} times"
        words.append(f"{where.capitalize()}: rated {times}, {mean:.1f} of 10 on average.")
        if swing is not None:
            words.append(
                f"From one rating to the next it changed by {swing:.1f} on average; a change "
                "smaller than about that means little."
            )
    return {
        "id": "pain",
        "title": "Pain",
        "headline": "" if words else "Nothing noted, and nothing need be",
        "words": words,
        "table": {
            "caption": "Pain, 0 to 10",
            "columns": ["date", "back", "leg"],
            "rows": rows if words else [],
        },
        "picture": bool(words),
    }


def went(activities: Sequence[Activity]) -> list[str]:
    """How it goes with what the learner wants to do again, where it was rated twice."""
    return [
        f"{one.name[:1].upper()}{one.name[1:]}: {one.score_start} at the start, {one.score_end} "
        "at the end (0 not at all, 10 as before)."
        for one in activities
        if one.score_start is not None and one.score_end is not None
    ]


def _activities(words: list[str]) -> list[dict[str, Any]]:
    title = "What you wanted to do again"
    return [_in_words("activities", title, "", words)] if words else []


def _review(kept: ReviewRecord) -> dict[str, Any]:
    """A review that is kept; the words of one that was computed elsewhere may be unknown here."""
    headlines = _words("review_outcomes", "outcome", "headline")
    views = _words("own_view", "score", "words")
    steps = _words("next_steps", "step", "title")
    words = [f"Kept on {_short(kept.local_date)}."]
    first = first_impression(kept)
    if kept.own_view is not None:
        words.append(f"Your own impression: {views[str(kept.own_view)]}.")
    if first is not None and first != kept.own_view:
        words.append(f"Before you had seen the ratings: {views[str(first)]}.")
    if first is None and kept.own_view is not None:
        words.append("You gave it after you had seen the ratings.")
    if kept.choice is not None:
        words.append(f"What you chose for the time after: {steps.get(kept.choice, kept.choice)}.")
    return _in_words("review", "Review", headlines.get(kept.outcome, kept.outcome), words)


def _in_words(part: str, title: str, headline: str, words: list[str]) -> dict[str, Any]:
    """A part that has neither a table nor a picture."""
    table = {"caption": "", "columns": [], "rows": []}
    return {
        "id": part,
        "title": title,
        "headline": headline,
        "words": words,
        "table": table,
        "picture": False,
    }


def _words(table: str, key: str, words: str) -> dict[str, str]:
    return {str(row[key]): str(row[words]) for row in tables.load(table).rows()}


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)
