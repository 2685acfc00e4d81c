"""What the tracker's screens can ask.

A request bears the name of the store's method that does it, and its fields the names of the
method's parameters. `COMPOUND` are those that are more than one write, or none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lessons_lib.apps.tracker import desk, files
from lessons_lib.apps.tracker.arguments import arguments, misread
from lessons_lib.apps.tracker.desk import Ask, Handler, Message
from lessons_lib.apps.tracker.view import earlier
from lessons_lib.stage.page import themed
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.facts import Diary
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import KEEP, Keep


def _look(_ask: Ask) -> None:
    """Only what is there."""


def _save_day(
    ask: Ask,
    local_date: date,
    rev: int,
    *,
    mark: str | Keep | None = KEEP,
    walk_min: int | Keep | None = KEEP,
    pain_back: int | Keep | None = KEEP,
    pain_leg: int | Keep | None = KEEP,
    could: str | Keep = KEEP,
    could_id: str | None = None,
    could_rev: int = 0,
    note: str | Keep = KEEP,
) -> None:
    """The answers that were given or changed; each of the two texts is a note of its own."""
    answers = {"mark": mark, "walk_min": walk_min, "pain_back": pain_back, "pain_leg": pain_leg}
    with ask.store.together():
        if set(answers.values()) != {KEEP}:
            ask.store.write_day(ask.request, local_date, rev, **answers)  # type: ignore[arg-type]
        if isinstance(could, str):
            part, body = ask.part("could"), rules.words_of(could)
            if body:
                key = could_id or part.id
                ask.store.write_note(part, key, local_date, "could", body, rev=could_rev)
            elif could_id:
                ask.store.delete_note(part, could_id, rev=could_rev)
        if isinstance(note, str) and (body := rules.words_of(note)):
            part = ask.part("note")
            ask.store.write_note(part, part.id, local_date, "note", body)


@dataclass(frozen=True)
class _Touched:
    """An activity that was named, renamed or rated; without an id it is a new one."""

    slot: int
    rev: int
    activity_id: str | None = None
    name: str | Keep = KEEP
    start: int | Keep | None = KEEP
    end: int | Keep | None = KEEP


def _save_activities(ask: Ask, two_weeks_id: str, activities: Sequence[_Touched]) -> None:
    with ask.store.together():
        for one in activities:
            _save_activity(ask, two_weeks_id, one)


def _save_activity(ask: Ask, two_weeks_id: str, one: _Touched) -> None:
    part = ask.part(f"activity {one.slot}")
    key = one.activity_id or part.id
    if isinstance(one.name, str) or not one.activity_id:
        name = rules.words_of(one.name) if isinstance(one.name, str) else ""
        if not name:
            raise InvalidError("What is rated needs a name. Write a few words.", "invalid")
        ask.store.write_activity(part, key, two_weeks_id, one.slot, name, rev=one.rev)
    for occasion, score in (("start", one.start), ("end", one.end)):
        if not isinstance(score, Keep):
            request = ask.part(f"{occasion} {one.slot}")
            ask.store.rate_activity(request, key, occasion, score)


def without_a_diary(asked: Message) -> dict[str, Any] | None:
    """What opens no diary: a movement's picture, which may be asked for when that is deleted."""
    if asked.ask != "movement":
        return None
    return _movement(asked, **arguments(_movement, asked.fields, given=1))


def _movement(_asked: object, of: str) -> dict[str, Any]:
    """A movement's picture, as the author has drawn it."""
    return {"result": movement_picture(of)}


@cache
def movement_picture(of: str) -> dict[str, str]:
    """A movement's picture, read once however often the cell is run; ``twist.chair`` on a chair."""
    from lessons_lib.figures import movements, seated
    from lessons_lib.stage.live import LiveStage

    try:
        movement, _, place = of.partition(".")
        if place not in ("", "chair"):
            raise KeyError(place)
        scene = seated.VERSIONS[movement] if place else movements.scene(movement)
    except KeyError:
        raise misread() from None
    return themed(LiveStage.of(scene).svg, scene.frame().words)


def _picture(ask: Ask, of: str, two_weeks_id: str | None = None) -> dict[str, Any]:
    return {"result": picture(of, _diary(ask, two_weeks_id))}


def _diary(ask: Ask, two_weeks_id: str | None = None) -> Diary:
    """The two weeks that are asked about: the latest, or those that are named."""
    return ask.store.diary(ask.request.now_ms, two_weeks_id)


def _earlier(ask: Ask, two_weeks_id: str) -> dict[str, Any]:
    diary = _diary(ask, two_weeks_id)
    known = {one.two_weeks_id: one for one in rules.spans(ask.store.all_two_weeks())}
    return {"result": earlier(diary, programme(), known[two_weeks_id].last)}


def picture(of: object, diary: Diary) -> dict[str, str]:
    """A picture of a diary in the colours of both themes: sessions, dose, walking or pain."""
    from lessons_lib.figures import diary as pictures
    from lessons_lib.stage.plot import Plot

    drawn: Mapping[object, Callable[[Diary], Plot]] = {
        "sessions": pictures.calendar,
        "dose": pictures.dose,
        "walking": pictures.walking,
        "pain": pictures.pain,
    }
    if not isinstance(of, str) or of not in drawn or diary.two_weeks is None:
        raise misread()
    return drawn[of](diary).themed()


def _prove(ask: Ask) -> dict[str, Any]:
    return files.prove(ask.store.path)


def _export(
    ask: Ask,
    kind: str,
    notes: bool = False,
    remind_at: str = "",
    two_weeks_id: str | None = None,
) -> dict[str, Any]:
    return files.export(
        ask.store,
        _diary(ask, two_weeks_id),
        kind,
        ask.request.now_ms,
        notes=notes,
        remind_at=remind_at,
    )


def _preview_file(ask: Ask, base64: str) -> dict[str, Any]:
    return files.preview_file(ask.store, base64, _today(ask))


def _preview_backup(ask: Ask, name: str) -> dict[str, Any]:
    return files.preview_backup(ask.store, name, _today(ask))


def _bring_in(ask: Ask, token: str, how: str) -> dict[str, Any]:
    return files.bring_in(ask.store, token, how, _today(ask))


def _keep_also(ask: Ask, folder: str) -> dict[str, Any]:
    return files.keep_also(ask.store, folder, _today(ask))


def _keep_also_no_more(ask: Ask) -> dict[str, Any]:
    return files.keep_also_no_more(ask.store)


def _today(ask: Ask) -> date:
    return ask.store.today(ask.request.now_ms)


def _delete_everything(ask: Ask) -> dict[str, Any]:
    erased = files.erase(ask.store)
    desk.forget(ask.store)
    return erased


METHODS = {
    "record_check": "",
    "answer_cautions": "",
    "begin_two_weeks": "",
    "resume_two_weeks": "",
    "start_session": "",
    "log_set": "",
    "set_technique": "",
    "end_session": "",
    "log_session": "",
    "edit_session": "",
    "delete_session": "",
    "delete_note": "",
    "undo": "Taken back.",
    "end_two_weeks": "",
    "move_start": "",
    "set_profile": "",
    "decline_zone": "",
}
"""Methods of the store that a page may ask for, and what is said when it is done, if anything."""

COMPOUND: Mapping[str, Callable[..., dict[str, Any] | None]] = {
    "look": _look,
    "save_day": _save_day,
    "save_activities": _save_activities,
    "movement": _movement,
    "picture": _picture,
    "earlier": _earlier,
    "prove": _prove,
    "export": _export,
    "preview_file": _preview_file,
    "preview_backup": _preview_backup,
    "bring_in": _bring_in,
    "keep_also": _keep_also,
    "keep_also_no_more": _keep_also_no_more,
    "delete_everything": _delete_everything,
}

HANDLERS: Mapping[str, Handler] = {
    **{name: desk.method(name, words=words) for name, words in METHODS.items()},
    **{name: desk.compound(does) for name, does in COMPOUND.items()},
}
