"""The tracker: fourteen days of exercises and walks, logged with care for what is private.

Contract between browser and kernel: health data travel as custom messages only. The browser asks,
``{ask, id, now, sent, zone, synthetic, ...}``, and the kernel answers, ``{answer, ok, view, ...}``,
where `view` is all that the screens show (`lessons_lib.apps.tracker_view`). No trait, no output,
no log and no exception ever carries what the learner typed.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import traitlets

from lessons_lib.apps import tracker_files
from lessons_lib.apps.screening import LEAD, questions, version
from lessons_lib.apps.tracker_view import view
from lessons_lib.apps.tracker_words import EXPORTS, SCREENS, TITLE, WORDS, why_so_little
from lessons_lib.apps.widget import CourseWidget, themed, web
from lessons_lib.data import tables
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker import place
from lessons_lib.tracker.errors import CannotOpenError, InvalidError, StoreError
from lessons_lib.tracker.facts import Request, SetLog
from lessons_lib.tracker.persona import open_persona
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import KEEP, Store, open_store, start_fresh

Result = TypeVar("Result")

SESSION = (
    "session/timeline.js",
    "session/tones.js",
    "session/words.js",
    "session/keeping.js",
    "session/pacer.js",
    "session.js",
)
"""The scripts of the guided session, which needs neither the rest of the tracker nor a kernel."""

_INVENTED_DAYS = 11
"""How far into their two weeks the invented person is when the learner first meets them."""

_CLOCKS_DIFFER_MS = 10 * 60_000
_LISTS = ("steps", "not_feel", "ask_first", "signs")

_turns = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tracker")
"""Kernels may hand each message to another thread; a diary belongs to the one that opened it."""

_open: dict[Path, Store] = {}
"""The diaries that this kernel has open, however often the cell is run."""

_untold: dict[Path, str] = {}
"""Why the last copies could not be kept, to be told with the next answer."""


class Tracker(CourseWidget):
    """The screens; what they show comes and goes as messages."""

    _esm = web(
        "questions.js",
        *SESSION,
        "tracker/desk.js",
        "tracker/parts.js",
        "tracker/safety.js",
        "tracker/day.js",
        "tracker/activities.js",
        "tracker/today.js",
        "tracker/log.js",
        "tracker/progress.js",
        "tracker/data.js",
        "tracker.js",
    )
    _css = web("screening.css", "session.css", "tracker.css")
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
        self.send(in_turn(answer, message))
        # The learner has been told by now; the next message waits for this one's copies.
        _turns.submit(_keep_copies, message)


def tracker() -> Tracker:
    """The tracker; the diary is opened when its screens ask for it, not before."""
    return Tracker()


def in_turn(work: Callable[..., Result], *arguments: object) -> Result:
    """Call `work` in the one thread in which this kernel's diaries are opened, read and written."""
    return _turns.submit(work, *arguments).result()


def content() -> dict[str, Any]:
    """What the screens say that is the same for everybody, on every day."""
    return {
        "safety": questions(),
        "movements": {row["id"]: row | {"picture": None} for row in _rows("movements")},
        "traffic": _rows("traffic_light"),
        "exports": EXPORTS,
        "words": WORDS | {"lead": LEAD, "little": why_so_little()},
    }


def _rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table for the browser, with a list where a cell holds several things."""
    return [
        {
            name: [part.strip() for part in value.split(";")] if name in _LISTS and value else value
            for name, value in row.items()
        }
        for row in tables.load(table).rows()
    ]


# What is asked


@dataclass(frozen=True)
class Ask:
    """What the browser asks, with the diary that it is about.

    Attributes:
        fields: the message as it came.
        request: its id, and when the learner did it by the browser's clock.
        store: the diary.
    """

    fields: Mapping[str, Any]
    request: Request
    store: Store

    def text(self, name: str) -> str:
        """A field that must be there."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise _misread()
        return value

    def number(self, name: str) -> int | None:
        """A whole number, or None where it was not answered."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise InvalidError(
                "Only whole numbers can be kept. Change it, then save again.", "invalid"
            )
        return int(value)

    def day(self) -> date:
        """The day that is written, as it stood on the screen."""
        try:
            return date.fromisoformat(self.text("date"))
        except ValueError:
            raise _misread() from None

    def part(self, name: str) -> Request:
        """A request for one of several writes: the same name again is the same request."""
        return Request(
            str(uuid.uuid5(uuid.NAMESPACE_OID, self.request.id + name)), self.request.now_ms
        )


Handler = Callable[[Ask], dict[str, Any] | None]
"""Does what is asked; returns what goes into the answer beside the view, if anything."""


def answer(
    message: Any,
    handlers: Mapping[str, Handler] | None = None,
    show: Callable[[Mapping[str, Any], Store], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The answer to a message of the browser; whatever goes wrong becomes a sentence in it.

    Args:
        message: ``{ask, id, now, sent, zone, synthetic, ...}``; `now` is when the learner did it,
            `sent` when it was sent, which is later when it had to wait.
        handlers: what can be asked; without any, what the tracker's screens ask.
        show: gives the view that goes with every answer; without it, the tracker's.
    """
    try:
        reply, store = _answered(message, handlers or HANDLERS)
    except StoreError as error:
        reply, store = {"ok": False, "code": error.code, "sentence": error.sentence}, None
        if isinstance(error, CannotOpenError):
            reply["offers"] = tracker_files.offers(error, _path(message))
    except Exception as error:
        # Only the kind of error: its words might hold what was typed.
        reply, store = _unexpected(error), None
    try:
        reply["view"] = (
            None if "erased" in reply else (show or _view)(message, store or _store(message))
        )
    except Exception:  # what cannot be opened has been said above
        reply["view"] = None
    return {"answer": message.get("id") if isinstance(message, dict) else None, **reply}


def _answered(message: Any, handlers: Mapping[str, Handler]) -> tuple[dict[str, Any], Store | None]:
    if not isinstance(message, dict):
        raise _misread()
    name, path = str(message.get("ask")), _path(message)
    if name in _OPENERS:
        _open[path] = _OPENERS[name](message)
        return {"ok": True}, _open[path]
    if name not in handlers:
        raise _misread()
    ask = Ask(message, Request(str(message.get("id")), int(message["now"])), _store(message))
    return {"ok": True, **(handlers[name](ask) or {})}, ask.store


def _path(message: Any) -> Path:
    synthetic = isinstance(message, dict) and message.get("synthetic") is True
    return place.diary_path(synthetic=synthetic)


def _store(message: Mapping[str, Any]) -> Store:
    path = _path(message)
    if path not in _open:
        now_ms, zone = int(message["now"]), str(message["zone"])
        if message.get("synthetic") is True:
            _open[path] = open_persona(now_ms, zone, days=_INVENTED_DAYS, screening=version())
        else:
            _open[path] = open_store(now_ms, zone)
    return _open[path]


def _keep_copies(message: Any) -> None:
    """Keep copies of what a message saved."""
    if not isinstance(message, dict) or message.get("ask") in _WITHOUT_COPIES:
        return
    store = _open.get(_path(message))
    if store is None or store.read_only:
        return
    name = message.get("ask")
    try:
        _untold[store.path] = tracker_files.keep_copies(
            store,
            store.today(int(message["sent"])),
            settle=name in _SETTLING,
            forget=name == "delete_note" or message.get("could") == "",
        )
    except Exception as error:
        _untold[store.path] = f"No backup could be made ({type(error).__name__})."


def _view(message: Mapping[str, Any], store: Store) -> dict[str, Any]:
    now_ms = int(message["sent"])
    diary = store.diary(now_ms)
    return view(diary, programme(), now_ms) | {
        "saved_ms": store.saved_ms,
        "new_zone": _new_zone(str(message["zone"]), diary.profile.zone, now_ms),
        "notices": _notices(store, now_ms),
        "data": tracker_files.about(store, diary),
    }


def _new_zone(seen: str, kept: str, now_ms: int) -> str | None:
    """The browser's zone, where its clock shows another time than the diary's."""
    try:
        same = rules.offset_min(now_ms, seen) == rules.offset_min(now_ms, kept)
    except StoreError:
        return None
    return None if same else seen


def _notices(store: Store, now_ms: int) -> list[str]:
    notices = [one for one in (store.notice, _untold.get(store.path)) if one]
    if store.changed_elsewhere():
        notices.append(
            "Another window or notebook has written into this diary. You see what is stored now."
        )
    hours = abs(time.time() * 1000 - now_ms) / 3_600_000
    if hours * 3_600_000 > _CLOCKS_DIFFER_MS:
        notices.append(
            f"The clock of this browser and the clock of the computer that runs Python differ by "
            f"{hours:.1f} hours. The browser's is used; the day that is written stands above."
        )
    return notices


def _misread() -> InvalidError:
    return InvalidError(
        "The page and Python did not understand each other, and nothing was saved. Run the cell "
        "again; if that does not help, restart the kernel.",
        "invalid",
    )


def _unexpected(error: Exception) -> dict[str, Any]:
    sentence = (
        f"Something went wrong that nobody had thought of ({type(error).__name__}), and nothing "
        "was saved. Try again; if it stays, restart the kernel and run the cell again."
    )
    return {"ok": False, "code": "unexpected", "sentence": sentence}


# The answers: one function for each thing that the screens ask


def _look(_ask: Ask) -> None:
    """Only what is there."""


def _record_screen(ask: Ask) -> None:
    ask.store.record_screen(
        ask.request, ask.text("occasion"), ask.text("tier"), version(), acknowledged=True
    )


def _start_programme(ask: Ask) -> None:
    ask.store.enrol(ask.request, programme(), ask.number("walk_min_start"))


def _resume(ask: Ask) -> None:
    ask.store.resume(ask.request, ask.text("enrolment_id"))


def _start_session(ask: Ask) -> None:
    ask.store.start_session(ask.request, ask.text("session_id"))


def _save_set(ask: Ask) -> None:
    technique = ask.fields.get("technique")
    one = SetLog(
        position=_whole(ask.number("position")),
        movement=ask.text("movement"),
        side=ask.text("side"),
        target_breaths=_whole(ask.number("target_breaths")),
        done_breaths=_whole(ask.number("done_breaths")),
        hold_ms=ask.number("hold_ms"),
        paced=ask.fields.get("paced") is True,
        outcome=ask.text("outcome"),
        technique=None if technique is None else str(technique),
    )
    ask.store.log_set(ask.request, ask.text("session_id"), one)


def _set_technique(ask: Ask) -> None:
    ask.store.set_technique(
        ask.request, ask.text("session_id"), ask.text("movement"), ask.text("technique")
    )


def _end_session(ask: Ask) -> None:
    ask.store.finish_session(
        ask.request, ask.text("session_id"), ask.text("status"), ask.number("duration_ms")
    )


def _log_session(ask: Ask) -> None:
    sets = [_by_hand(one) for one in ask.fields.get("sets", ())]
    if not any(one.done_breaths for one in sets):
        raise InvalidError(
            "There is nothing to save yet. Count at least one hold with the plus button, then "
            "save; a day without any needs no entry.",
            "invalid",
        )
    done = all(one.done_breaths >= one.target_breaths for one in sets)
    status = "done" if done else "partial"
    rev = ask.number("rev")
    if rev is None:
        session_id = ask.part("session").id
        ask.store.log_session(ask.request, session_id, ask.day(), sets, status=status)
    else:
        session_id = ask.text("session_id")
        ask.store.edit_session(ask.request, session_id, rev, sets=sets, status=status)


def _by_hand(one: Mapping[str, Any]) -> SetLog:
    done = int(one["done_breaths"])
    return SetLog(
        position=int(one["position"]),
        movement=str(one["movement"]),
        side=str(one["side"]),
        target_breaths=int(one["target_breaths"]),
        done_breaths=done,
        outcome="done" if done else "skipped",
    )


def _whole(number: int | None) -> int:
    if number is None:
        raise _misread()
    return number


def _delete_session(ask: Ask) -> None:
    ask.store.delete_session(ask.request, ask.text("session_id"), _whole(ask.number("rev")))


def _save_day(ask: Ask) -> None:
    """The answers that were given or changed; each of the two texts is a note of its own."""
    day = ask.day()
    walk_min, pain_back, pain_leg = (
        ask.number(name) if name in ask.fields else KEEP
        for name in ("walk_min", "pain_back", "pain_leg")
    )
    if {walk_min, pain_back, pain_leg} != {KEEP}:
        ask.store.write_day(
            ask.request,
            day,
            _whole(ask.number("rev")),
            walk_min=walk_min,
            pain_back=pain_back,
            pain_leg=pain_leg,
        )
    if "could" in ask.fields:
        _write_could(ask, day)
    if "note" in ask.fields and ask.text("note").strip():
        part = ask.part("note")
        ask.store.write_note(part, part.id, day, "note", ask.text("note").strip())


def _write_could(ask: Ask, day: date) -> None:
    part, body = ask.part("could"), ask.text("could").strip()
    there = ask.fields.get("could_id")
    if body:
        rev = _whole(ask.number("could_rev"))
        ask.store.write_note(part, str(there or part.id), day, "could", body, rev=rev)
    elif there:
        ask.store.delete_note(part, str(there), rev=_whole(ask.number("could_rev")))


def _mark_day(ask: Ask) -> None:
    mark = ask.fields.get("mark")
    ask.store.write_day(
        ask.request,
        ask.day(),
        _whole(ask.number("rev")),
        mark=None if mark is None else str(mark),
    )


def _save_activities(ask: Ask) -> None:
    """The activities that were named, renamed or rated; one without a name is none."""
    for one in ask.fields.get("activities", ()):
        each = Ask(one, ask.request, ask.store)
        slot = _whole(each.number("slot"))
        part = ask.part(f"activity {slot}")
        key = str(one.get("activity_id") or part.id)
        if "name" in one or not one.get("activity_id"):
            name = str(one.get("name", "")).strip()
            if not name:
                raise InvalidError("What is rated needs a name. Write a few words.", "invalid")
            rev = _whole(each.number("rev"))
            ask.store.write_activity(part, key, ask.text("enrolment_id"), slot, name, rev=rev)
        for occasion in ("start", "end"):
            if occasion in one:
                request = ask.part(f"{occasion} {slot}")
                ask.store.rate_activity(request, key, occasion, each.number(occasion))


def _delete_note(ask: Ask) -> None:
    ask.store.delete_note(ask.request, ask.text("note_id"))


def _undo(ask: Ask) -> dict[str, Any]:
    ask.store.undo(ask.request, _whole(ask.number("seq")))
    return {"words": "Taken back."}


def _set_zone(ask: Ask) -> None:
    ask.store.set_profile(ask.request, zone=ask.text("use"))


def _set_pace(ask: Ask) -> None:
    ask.store.set_profile(ask.request, breath_ms=ask.number("breath_ms"))


def _show_pain(ask: Ask) -> None:
    ask.store.set_profile(ask.request, show_pain=ask.fields.get("show") is True)


def _movement(ask: Ask) -> dict[str, Any]:
    from lessons_lib.figures import exercises

    return {"result": themed(exercises.movement(ask.text("of")))}


def _picture(ask: Ask) -> dict[str, Any]:
    from lessons_lib.figures import diary as pictures

    drawn = {
        "sessions": pictures.calendar,
        "dose": pictures.dose,
        "walking": pictures.walking,
        "pain": pictures.pain,
    }
    if ask.text("of") not in drawn:
        raise _misread()
    return {"result": themed(drawn[ask.text("of")](ask.store.diary(ask.request.now_ms)))}


def _prove(ask: Ask) -> dict[str, Any]:
    return tracker_files.prove(ask.store.path)


def _export(ask: Ask) -> dict[str, Any]:
    return tracker_files.export(
        ask.store,
        ask.store.diary(ask.request.now_ms),
        ask.text("kind"),
        notes=ask.fields.get("notes") is True,
        remind_at=ask.text("at"),
    )


def _preview_file(ask: Ask) -> dict[str, Any]:
    return tracker_files.preview_file(ask.store, ask.text("base64"))


def _preview_backup(ask: Ask) -> dict[str, Any]:
    return tracker_files.preview_backup(ask.store, ask.text("name"))


def _bring_in(ask: Ask) -> dict[str, Any]:
    today = ask.store.today(ask.request.now_ms)
    return tracker_files.bring_in(ask.store, ask.text("token"), ask.text("how"), today)


def _delete_everything(ask: Ask) -> dict[str, Any]:
    erased = tracker_files.erase(ask.store)
    del _open[ask.store.path]
    return erased


_OPENERS: Mapping[str, Callable[[Mapping[str, Any]], Store]] = {
    "start_fresh": lambda message: start_fresh(
        int(message["now"]),
        str(message["zone"]),
        synthetic=message.get("synthetic") is True,
        path=_path(message),
    ),
    "take_over": lambda message: open_store(
        int(message["now"]), str(message["zone"]), path=_path(message), take_over=True
    ),
    "bring_back": lambda message: tracker_files.bring_back(
        _path(message),
        str(message["name"]),
        int(message["now"]),
        str(message["zone"]),
        synthetic=message.get("synthetic") is True,
    ),
}
"""What can be asked while there is no diary to open."""

HANDLERS: Mapping[str, Handler] = {
    "look": _look,
    "record_screen": _record_screen,
    "start_programme": _start_programme,
    "resume": _resume,
    "start_session": _start_session,
    "save_set": _save_set,
    "set_technique": _set_technique,
    "end_session": _end_session,
    "log_session": _log_session,
    "delete_session": _delete_session,
    "save_day": _save_day,
    "mark_day": _mark_day,
    "save_activities": _save_activities,
    "delete_note": _delete_note,
    "undo": _undo,
    "set_zone": _set_zone,
    "set_pace": _set_pace,
    "show_pain": _show_pain,
    "movement": _movement,
    "picture": _picture,
    "prove": _prove,
    "export": _export,
    "preview_file": _preview_file,
    "preview_backup": _preview_backup,
    "bring_in": _bring_in,
    "delete_everything": _delete_everything,
}

_WITHOUT_COPIES = frozenset(
    {
        "movement",
        "picture",
        "prove",
        "export",
        "preview_file",
        "preview_backup",
        "delete_everything",
    }
)
_SETTLING = frozenset({"look", "end_session"})
