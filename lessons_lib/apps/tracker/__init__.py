"""The tracker: fourteen days of exercises and walks, logged with care for what is private.

What its screens show comes and goes as messages: `desk` takes them one after the other, `answers`
says what a page may ask, `view` and `progress` what it shows, `files` what leaves and comes back,
`drawing` when there are pictures, and `words` what the screens say.
"""

import time
from dataclasses import asdict
from datetime import timedelta
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.safety_check import questions
from lessons_lib.apps.tracker import desk, drawing, files
from lessons_lib.apps.tracker.answers import HANDLERS, without_a_diary
from lessons_lib.apps.tracker.desk import Message
from lessons_lib.apps.tracker.view import view
from lessons_lib.apps.tracker.words import EXPORTS, SCREENS, TITLE, WORDS, why_so_little
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.evidence import cautions, movements
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.programme import length_days, programme
from lessons_lib.tracker.store import Store, database

_CLOCKS_DIFFER = timedelta(minutes=10)


class Tracker(CourseWidget):
    """The screens; what they show comes and goes as messages."""

    _page = "tracker"
    wanted_for = "to open it"
    content = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(content=content())
        self.on_msg(self._hear)

    def words(self) -> str:
        """What the tracker is, for a page without widgets."""
        return "\n".join([TITLE, *(f"- {name}: {what}." for name, what in SCREENS.items())])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same as a list."""
        items = "".join(
            f"<li><b>{name}</b>: {escape(what)}.</li>" for name, what in SCREENS.items()
        )
        return {"text/html": f"<p>{escape(TITLE)}</p><ul>{items}</ul>"}, {}

    def _hear(self, _widget: object, message: Any, _buffers: object) -> None:
        desk.hear(self.send, message, answer)
        drawing.fetch()


def tracker() -> Tracker:
    """The tracker; the diary is opened when its screens ask for it, not before."""
    return Tracker()


def content() -> dict[str, Any]:
    """What the screens say that is the same for everybody, on every day."""
    return {
        "safety": questions() | {"version": questions_version()},
        "movements": {
            one.id: asdict(one)
            | {"picture": None, "chair": asdict(cautions.on_a_chair()[one.id]) | {"picture": None}}
            for one in movements.movements().values()
        },
        "cautions": [asdict(one) for one in cautions.cautions().values()],
        "traffic": [asdict(one) for one in movements.lights()],
        "states": {one.value: {"sign": one.sign, "words": one.words} for one in rules.State},
        "marks": list(rules.marks().items()),
        "limits": limits(),
        "exports": EXPORTS,
        "words": WORDS | {"little": why_so_little()},
    }


def limits() -> dict[str, Any]:
    """What fields take, which the diary holds them to: the least and the most of each number."""
    bounds = database.bounds()
    return {
        "days": length_days(),
        "walk_min": bounds["day", "walk_min"],
        "pain": bounds["day", "pain_back"],
        "activities": bounds["activity", "slot"][1],
        "activity_name": bounds["activity", "name"][1],
        "activity_score": bounds["activity", "score_start"],
        "note": bounds["note", "body"][1],
        "file_bytes": files.MOST_BYTES,
    }


# What goes with every answer


def answer(message: Any) -> dict[str, Any]:
    """The answer to a message of the tracker's page."""
    return desk.answer(message, HANDLERS, _view, at_once=without_a_diary)


def _view(message: Message, store: Store) -> dict[str, Any]:
    shown = all_shown(store, message.sent)
    new_zone = _new_zone(message.known_zone, shown["zone"], message.sent)
    return shown | {
        "new_zone": new_zone,
        "zone_declined": new_zone is not None and store.has_declined(new_zone),
        "notices": _notices(store, message),
    }


def all_shown(store: Store, now_ms: int) -> dict[str, Any]:
    """What the screens show of a diary, whoever looks at it."""
    diary = store.diary(now_ms)
    reach = store.reach_of(diary.undoable) if diary.undoable else None
    return view(diary, programme(), now_ms, reach) | {
        "spans": _spans(store),
        "cautions": _cautions(store),
        "saved_ms": store.saved_ms,
        "new_zone": None,
        "zone_declined": False,
        "notices": [],
        "data": files.about(store),
    }


def _cautions(store: Store) -> list[str] | None:
    """The cautions that hold, by id; None where one of today's questions was never asked."""
    asked, true = store.cautions() or (frozenset(), frozenset())
    known = cautions.cautions()
    return [one for one in known if one in true] if asked >= known.keys() else None


def _spans(store: Store) -> list[dict[str, str]]:
    return [
        {"id": one.two_weeks_id, "first": one.first.isoformat(), "last": one.last.isoformat()}
        for one in rules.spans(store.all_two_weeks())
    ]


def _new_zone(seen: str, kept: str, now_ms: int) -> str | None:
    """The browser's zone, where its clock shows another time than the diary's."""
    same = rules.offset_min(now_ms, seen) == rules.offset_min(now_ms, kept)
    return None if same else seen


def _notices(store: Store, message: Message) -> list[str]:
    notices = [one for one in (store.notice, *desk.untold(store)) if one]
    if store.changed_elsewhere():
        notices.append(
            "Another window or notebook has written into this diary. You see what is stored now."
        )
    if message.known_zone != message.zone:
        notices.append(
            "This browser's time zone is not known here, so what counts is how far its clock is "
            "ahead of UTC now. When that changes, you are asked whether your days should follow."
        )
    apart = timedelta(milliseconds=abs(time.time() * 1000 - message.sent))
    if apart > _CLOCKS_DIFFER:
        hours = apart / timedelta(hours=1)
        words = f"{hours:.1f} hours" if apart < timedelta(days=2) else f"{apart.days} days"
        notices.append(
            "The clock of this browser and the clock of the computer that runs Python differ by "
            f"{words}. The browser's is used; the day that is written stands above."
        )
    return notices
