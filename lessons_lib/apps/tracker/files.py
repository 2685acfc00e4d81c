"""My data: where the diary lies, backups, files to take along or bring back, and how to erase."""

import base64
import datetime
import json
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons_lib.apps.tracker.view import earlier, view
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import elsewhere, exchange, restoring
from lessons_lib.tracker.archive.contents import Contents
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.errors import OPEN_ELSEWHERE, InvalidError, StoreError
from lessons_lib.tracker.facts import Diary, TwoWeeks
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import Store, open_store
from lessons_lib.tracker.takeaway import fhir, reminders, spreadsheets, summary

MOST_BYTES = 7_000_000
"""Of a file that is brought in: the connection between page and kernel takes a message of 10 MB, in
which a file is a third longer."""

_MOST_OFFERED = 3
_MOST_SHOWN = 2_000_000
"""Characters of a view: two weeks with a page of notes on each of their days have a tenth of it."""

_KINDS = {
    backups.Kind.LATEST: "of the last save",
    backups.Kind.DAILY: "of the day",
    backups.Kind.BEFORE_RESTORE: "from before something was brought back",
    backups.Kind.BEFORE_MIGRATION: "from before the course was renewed",
}


def about(store: Store) -> dict[str, Any]:
    """What My data shows without being asked."""
    return {
        "path": str(store.path),
        "saved_ms": store.saved_ms,
        "counts": _counts(store),
        "second_place": _second_place(store.path),
        "backups": [
            {"name": one.path.name, "at": one.made_utc, "words": _KINDS[one.kind]}
            for one in backups.existing(store.path)
        ],
    }


def _second_place(path: Path) -> dict[str, Any] | None:
    also = elsewhere.chosen(path)
    if also is None:
        return None
    return {"folder": str(also.folder), "made_ms": also.made_ms, "is_there": also.is_there}


def keep_also(store: Store, folder: str, day: datetime.date) -> dict[str, Any]:
    """Keep copies in a second place from now on; the first one is made at once."""
    before = elsewhere.chosen(store.path)
    also = elsewhere.choose(store.path, folder)
    try:
        copy = elsewhere.keep(store.path, day)
    except StoreError:
        elsewhere.remember(store.path, before)
        raise
    return {"words": f"From now on a copy is kept in {also.folder}: {copy and copy.name}."}


def keep_also_no_more(store: Store) -> dict[str, Any]:
    """Keep no more copies in the second place."""
    elsewhere.remember(store.path, None)
    return {"words": "No more copies are written there. Those that are there stay."}


def _counts(store: Store) -> str:
    """What is in the diary, of all two weeks that were ever begun; empty where nothing is."""
    sessions, days, notes = store.counts()
    parts = [
        _many(sessions, "session"),
        _many(days, "day with an answer", "days with an answer"),
        _many(notes, "note"),
    ]
    return ", ".join(parts) if sessions or days or notes else ""


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


# Copies that are made by themselves


def keep_copies(store: Store, day: datetime.date, *, settle: bool) -> str:
    """Keep copies of what was saved; the learner has been told of the save by then.

    Args:
        store: the diary.
        day: the learner's day.
        settle: whether this is a good moment to bring the day's backup up to date.

    Returns:
        What to tell the learner if it did not work, or not all of it; empty when it did.
    """
    told = []
    try:
        if store.copies_hold_deleted:
            told.append(archive.forget_deleted_notes(store))
        if settle:
            archive.settle(store, day)
        else:
            archive.after_save(store, day)
        elsewhere.keep(store.path, day)
    except StoreError as error:
        told.append(error.sentence)
    return " ".join(filter(None, told))


def prove(path: Path) -> dict[str, Any]:
    """Whether the last backup can be restored."""
    proof = archive.prove(path)
    return {"result": {"ok": proof.ok, "words": proof.sentence}}


# Files to take along


def export(
    store: Store, diary: Diary, kind: str, now_ms: int, *, notes: bool, remind_at: str
) -> dict[str, Any]:
    """A file for the browser to download.

    Args:
        store: the diary.
        diary: what is in it.
        kind: json, db, csv, html, ics, ics_away or fhir.
        now_ms: by the browser's clock.
        notes: whether the learner's notes go with it.
        remind_at: HH:MM, for reminders.
    """
    makers: Mapping[str, tuple[str, str, Callable[[], bytes]]] = {
        "json": (
            "diary-{}.json",
            "application/json",
            lambda: exchange.as_json(exchange.diary(store.path), notes=notes),
        ),
        "db": (
            "diary-{}.db",
            "application/vnd.sqlite3",
            lambda: exchange.as_database(store.path, notes=notes),
        ),
        "csv": (
            "diary-{}-tables.zip",
            "application/zip",
            lambda: spreadsheets.spreadsheets(exchange.diary(store.path), now_ms, notes=notes),
        ),
        "html": ("diary-{}.html", "text/html", lambda: summary.page(diary, notes=notes)),
        "ics": ("reminders-{}.ics", "text/calendar", lambda: _reminders(diary, remind_at)),
        "ics_away": (
            "reminders-away-{}.ics",
            "text/calendar",
            lambda: _reminders(diary, remind_at, away=True),
        ),
        "fhir": (
            "diary-{}-fhir.json",
            "application/fhir+json",
            lambda: fhir.bundle(exchange.diary(store.path)),
        ),
    }
    if kind not in makers:
        raise InvalidError("There is no export of this kind. Choose one of the list.", "invalid")
    name, mime, make = makers[kind]
    whose = "invented-" if diary.profile.synthetic else ""
    data = base64.b64encode(make()).decode("ascii")
    return {"result": {"name": whose + name.format(diary.today), "mime": mime, "base64": data}}


def _reminders(diary: Diary, at: str, *, away: bool = False) -> bytes:
    weeks: TwoWeeks | None = diary.two_weeks
    if weeks is None:
        raise InvalidError("Reminders need a day 1. Begin your two weeks first.", "invalid")
    try:
        clock = datetime.time.fromisoformat(at)
    except ValueError:
        raise InvalidError(
            "The reminder needs a time such as 18:00. Choose one, then try again.", "invalid"
        ) from None
    if away:
        return reminders.taking_away(weeks.start_date, clock, series=weeks.id)
    first_open = (diary.today - weeks.start_date).days + 1
    return reminders.calendar(weeks.start_date, clock, from_day=max(1, first_open), series=weeks.id)


# Files to bring back


@dataclass(frozen=True)
class _Pending:
    """A file that was shown and waits for the learner's decision."""

    token: str
    path: Path
    file: Contents


_pending: dict[Path, _Pending] = {}
"""For each diary, the file that was looked at last."""


def preview_file(store: Store, content: str, day: datetime.date) -> dict[str, Any]:
    """What a file from the learner's computer would do; nothing is changed.

    Args:
        store: the diary.
        content: the file's bytes as base64.
        day: the learner's day.
    """
    try:
        data = base64.b64decode(content, validate=True)
    except ValueError:
        raise InvalidError("The file did not arrive whole. Choose it again.", "invalid") from None
    return _preview(store, exchange.accepted(data), day)


def preview_backup(store: Store, name: str, day: datetime.date) -> dict[str, Any]:
    """What bringing back a backup would do; nothing is changed."""
    return _preview(store, exchange.accepted(backups.content(_backup(store.path, name))), day)


def _preview(store: Store, file: Contents, day: datetime.date) -> dict[str, Any]:
    seen = restoring.preview(store, file, day)
    token = str(uuid.uuid4())
    _pending[store.path] = _Pending(token, store.path, file)
    add = {"how": "add", "label": "Add what is new"}
    restore = {"how": "restore", "label": "Put it in place of my diary"}
    rows = [
        ["sessions", str(seen.file.sessions), str(seen.yours.sessions)],
        ["days", str(seen.file.days), str(seen.yours.days)],
        ["notes", _or_none(seen.file.notes), _or_none(seen.yours.notes)],
        ["first day", _or_none(seen.file.first), _or_none(seen.yours.first)],
        ["last day", _or_none(seen.file.last), _or_none(seen.yours.last)],
    ]
    return {
        "result": {
            "token": token,
            "table": {
                "caption": "Compare before you choose",
                "columns": ["", "the file", "yours"],
                "rows": rows,
            },
            "words": list(seen.words[1:]),
            "choices": [restore] if seen.only_restore else [add, restore],
        }
    }


def _or_none(value: object) -> str:
    return "–" if value is None else str(value)


def bring_in(store: Store, token: str, how: str, day: datetime.date) -> dict[str, Any]:
    """Do with the file that was shown what the learner decided."""
    pending = _pending.get(store.path)
    if pending is None or pending.token != token or how not in {"add", "restore"}:
        raise InvalidError("Choose the file again: it is not the one that was shown.", "invalid")
    does = restoring.add if how == "add" else restoring.restore
    done = does(store, pending.file, day, look=_show)
    del _pending[store.path]
    return {"words": " ".join(done.words)}


def _show(diary: Diary) -> None:
    """Show a diary in each way in which a page will ask for it.

    Raises:
        ValueError: if it is more than a page can be sent with each answer.
    """
    if len(json.dumps(view(diary, programme(), 0))) > _MOST_SHOWN:
        raise ValueError("more than a page can show")
    if diary.two_weeks is not None:
        earlier(diary, programme(), diary.today)
    summary.page(diary, notes=True)


# A diary that cannot be opened


def offers(error: StoreError, path: Path) -> list[dict[str, Any]]:
    """What the learner can do about a diary that cannot be opened or kept, as buttons."""
    if error.code == OPEN_ELSEWHERE:
        here = {"ask": "take_over", "label": "Use the diary here", "fields": {}}
        return [here | {"again": True}]  # what was refused is asked again then
    if error.code not in {"damaged", "missing"}:
        return []
    fresh = {"ask": "start_fresh", "label": "Begin a new diary", "fields": {}}
    return [*backups_to_bring_back(path), fresh]


def backups_to_bring_back(path: Path) -> list[dict[str, Any]]:
    """The newest backups, each with the request that puts it in place of the diary."""
    with suppress(StoreError):  # then what is there already is offered
        archive.take_in_old_last_save(path)
    different: dict[str, backups.Backup] = {}
    for one in backups.existing(path):
        different.setdefault(one.sha256, one)
    return [
        {
            "ask": "bring_back",
            "label": f"Bring back the backup {_of(one)}",
            "fields": {"name": one.path.name},
        }
        for one in list(different.values())[:_MOST_OFFERED]
    ]


def _of(one: backups.Backup) -> str:
    day = f"{one.day:%a} {one.day.day} {one.day:%b}"
    return f"of the last save, {day}" if one.kind is backups.Kind.LATEST else f"of {day}"


def bring_back(
    path: Path, name: str, now_ms: int, zone: str, *, synthetic: bool, instead: bool = False
) -> Store:
    """Begin a diary in place of one that is lost, or cannot be shown, with what a backup holds."""
    archive.bring_back(path, _backup(path, name), now_ms, instead=instead)
    return open_store(now_ms, zone, path=path, synthetic=synthetic)


def _backup(path: Path, name: str) -> backups.Backup:
    found = next((one for one in backups.existing(path) if one.path.name == name), None)
    if found is None:
        raise InvalidError("That backup is not there any more. Choose another one.", "invalid")
    return found


def erase(store: Store) -> dict[str, Any]:
    """Delete the diary and everything that was made from it here; the store is closed then."""
    _pending.pop(store.path, None)
    return {"erased": archive.delete_everything(store)}
