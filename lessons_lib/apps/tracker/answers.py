"""What the tracker's screens can ask, one function each."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from lessons_lib.apps.safety_check import version
from lessons_lib.apps.tracker import desk, drawing, files
from lessons_lib.apps.tracker.desk import Ask, Handler, misread
from lessons_lib.apps.tracker.view import earlier, stage_of
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.facts import Change, Diary, SetLog
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import KEEP


def _look(_ask: Ask) -> None:
    """Only what is there."""


def _record_screen(ask: Ask) -> None:
    ask.store.record_screen(
        ask.request, ask.text("occasion"), ask.text("tier"), version(), acknowledged=True
    )


def _start_programme(ask: Ask) -> None:
    """Begin two weeks; if others are over, those are complete."""
    diary = ask.store.diary(ask.request.now_ms)
    last = diary.enrolment
    if last and last.status == "active" and stage_of(diary, programme()) == "finished":
        ask.store.end_enrolment(ask.part("end"), last.id, "completed")
    ask.store.enrol(ask.request, programme(), ask.number("walk_min_start"))


def _resume(ask: Ask) -> None:
    ask.store.resume(ask.request, ask.text("enrolment_id"))


def _start_session(ask: Ask) -> None:
    ask.store.start_session(ask.request, ask.text("session_id"))


def _save_set(ask: Ask) -> None:
    one = SetLog(
        position=ask.whole("position"),
        movement=ask.text("movement"),
        side=ask.text("side"),
        target_breaths=ask.whole("target_breaths"),
        done_breaths=ask.whole("done_breaths"),
        hold_ms=ask.number("hold_ms"),
        paced=ask.fields.get("paced") is True,
        outcome=ask.text("outcome"),
        technique=_text_or_none(ask, "technique"),
    )
    ask.store.log_set(ask.request, ask.text("session_id"), one)


def _text_or_none(ask: Ask, name: str) -> str | None:
    return None if ask.fields.get(name) is None else ask.text(name)


def _set_technique(ask: Ask) -> None:
    ask.store.set_technique(
        ask.request, ask.text("session_id"), ask.text("movement"), ask.text("technique")
    )


def _end_session(ask: Ask) -> None:
    ask.store.finish_session(
        ask.request, ask.text("session_id"), ask.text("status"), ask.number("duration_ms")
    )


def _log_session(ask: Ask) -> None:
    sets = [_by_hand(Ask(one, ask.request, ask.store)) for one in ask.fields.get("sets", ())]
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


def _by_hand(one: Ask) -> SetLog:
    done = one.whole("done_breaths")
    return SetLog(
        position=one.whole("position"),
        movement=one.text("movement"),
        side=one.text("side"),
        target_breaths=one.whole("target_breaths"),
        done_breaths=done,
        outcome="done" if done else "skipped",
    )


def _delete_session(ask: Ask) -> None:
    ask.store.delete_session(ask.request, ask.text("session_id"), ask.whole("rev"))


def _save_day(ask: Ask) -> None:
    """The answers that were given or changed; each of the two texts is a note of its own."""
    day = ask.day()
    walk_min, pain_back, pain_leg = (
        ask.number(name) if name in ask.fields else KEEP
        for name in ("walk_min", "pain_back", "pain_leg")
    )
    mark = _text_or_none(ask, "mark") if "mark" in ask.fields else KEEP
    if {mark, walk_min, pain_back, pain_leg} != {KEEP}:
        ask.store.write_day(
            ask.request,
            day,
            ask.whole("rev"),
            mark=mark,
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
        rev = ask.whole("could_rev")
        ask.store.write_note(part, str(there or part.id), day, "could", body, rev=rev)
    elif there:
        ask.store.delete_note(part, str(there), rev=ask.whole("could_rev"))


def _save_activities(ask: Ask) -> None:
    """The activities that were named, renamed or rated; one without a name is none."""
    for one in ask.fields.get("activities", ()):
        each = Ask(one, ask.request, ask.store)
        slot = each.whole("slot")
        part = ask.part(f"activity {slot}")
        key = str(one.get("activity_id") or part.id)
        if "name" in one or not one.get("activity_id"):
            name = str(one.get("name", "")).strip()
            if not name:
                raise InvalidError("What is rated needs a name. Write a few words.", "invalid")
            rev = each.whole("rev")
            ask.store.write_activity(part, key, ask.text("enrolment_id"), slot, name, rev=rev)
        for occasion in ("start", "end"):
            if occasion in one:
                request = ask.part(f"{occasion} {slot}")
                ask.store.rate_activity(request, key, occasion, each.number(occasion))


def _delete_note(ask: Ask) -> None:
    ask.store.delete_note(ask.request, ask.text("note_id"))


def _undo(ask: Ask) -> dict[str, Any]:
    change = Change(
        ask.whole("seq"),
        ask.whole("at_ms"),
        ask.text("entity"),
        ask.text("entity_id"),
        ask.text("op"),
    )
    ask.store.undo(ask.request, change)
    return {"words": "Taken back."}


def _set_zone(ask: Ask) -> None:
    ask.store.set_profile(ask.request, zone=ask.text("use"))


def _decline_zone(ask: Ask) -> None:
    ask.store.decline_zone(ask.request, ask.text("seen"))


def _set_pace(ask: Ask) -> None:
    ask.store.set_profile(ask.request, breath_ms=ask.number("breath_ms"))


def _show_pain(ask: Ask) -> None:
    ask.store.set_profile(ask.request, show_pain=ask.fields.get("show") is True)


def _movement(ask: Ask) -> dict[str, Any]:
    """A movement's picture; none where drawing would keep saves waiting, to be asked for later."""
    return {"result": _drawn_movement(ask.text("of")) if drawing.ready() else None}


@cache
def _drawn_movement(movement: str) -> dict[str, str]:
    """A movement's picture, drawn once however often the cell is run."""
    from lessons_lib.figures import movements

    return movements.movement(movement).themed()


def _picture(ask: Ask) -> dict[str, Any]:
    return {"result": picture(ask.text("of"), _diary(ask))}


def _diary(ask: Ask) -> Diary:
    """The two weeks that are asked about: the latest, or those that are named."""
    return ask.store.diary(ask.request.now_ms, _text_or_none(ask, "enrolment_id"))


def _earlier(ask: Ask) -> dict[str, Any]:
    of = ask.text("enrolment_id")
    diary = ask.store.diary(ask.request.now_ms, of)
    known = {one.enrolment_id: one for one in rules.fortnights(ask.store.enrolments())}
    return {"result": earlier(diary, programme(), known[of].last)}


def picture(of: str, diary: Diary) -> dict[str, str]:
    """A picture of a diary in the colours of both themes: sessions, dose, walking or pain."""
    from lessons_lib.figures import diary as pictures

    drawn = {
        "sessions": pictures.calendar,
        "dose": pictures.dose,
        "walking": pictures.walking,
        "pain": pictures.pain,
    }
    if of not in drawn:
        raise misread()
    return drawn[of](diary).themed()


def _prove(ask: Ask) -> dict[str, Any]:
    return files.prove(ask.store.path)


def _export(ask: Ask) -> dict[str, Any]:
    return files.export(
        ask.store,
        _diary(ask),
        ask.text("kind"),
        notes=ask.fields.get("notes") is True,
        remind_at=ask.text("at"),
    )


def _preview_file(ask: Ask) -> dict[str, Any]:
    return files.preview_file(ask.store, ask.text("base64"), _today(ask))


def _preview_backup(ask: Ask) -> dict[str, Any]:
    return files.preview_backup(ask.store, ask.text("name"), _today(ask))


def _bring_in(ask: Ask) -> dict[str, Any]:
    return files.bring_in(ask.store, ask.text("token"), ask.text("how"), _today(ask))


def _today(ask: Ask) -> date:
    return ask.store.today(ask.request.now_ms)


def _delete_everything(ask: Ask) -> dict[str, Any]:
    erased = files.erase(ask.store)
    desk.forget(ask.store)
    return erased


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
    "save_activities": _save_activities,
    "delete_note": _delete_note,
    "undo": _undo,
    "set_zone": _set_zone,
    "decline_zone": _decline_zone,
    "set_pace": _set_pace,
    "show_pain": _show_pain,
    "movement": _movement,
    "picture": _picture,
    "earlier": _earlier,
    "prove": _prove,
    "export": _export,
    "preview_file": _preview_file,
    "preview_backup": _preview_backup,
    "bring_in": _bring_in,
    "delete_everything": _delete_everything,
}
