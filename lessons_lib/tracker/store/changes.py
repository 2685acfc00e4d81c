"""The log of changes: it makes a request count once, and takes back what was a mistake.

Each write is a line, but for those of notes: of them there is only the id of one that was deleted.
So is each time that a file or a backup was brought in.
A change of a session or a day keeps with it what was there before; undoing puts that back, and is a
line itself. The line of a time zone that was declined keeps the two zones, and that of the
questions before the first movement which of them were true. The oldest lines go, but for such
answers: what is asked once stays answered, and goes with the diary wherever its log does.
"""

import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from lessons_lib.tracker.errors import ConflictError, already_there, cannot_undo
from lessons_lib.tracker.facts import Change, Day, Request, Session, SetLog

from . import rows

Connection = sqlite3.Connection

_KEPT = 2000
"""Lines that stay; a request that comes again is never so old."""
_UNDO_REACH = 200

ANSWER_CAUTIONS = "answer_cautions"
DECLINE_ZONE = "decline_zone"
_ASKED_ONCE = (
    f"SELECT max(seq) FROM change WHERE op = '{ANSWER_CAUTIONS}' GROUP BY op "
    f"UNION ALL SELECT max(seq) FROM change WHERE op = '{DECLINE_ZONE}' GROUP BY before_json"
)
"""The lines that hold answers to what is asked once, each as it was given last."""

_UNDOABLE = ("log_session", "edit_session", "delete_session", "write_day")


def done(db: Connection, request: Request, entity: str, key: str, op: str) -> bool:
    """Whether this request was done before.

    Raises:
        ConflictError: if it was another thing that was done under its id.
    """
    found = db.execute(
        "SELECT entity, entity_id, op FROM change WHERE request_id = ?", (request.id,)
    ).fetchone()
    if found not in {None, (entity, str(key), op)}:
        raise ConflictError(
            "Two different things came under one number, so the second was not saved. Save it "
            "once more.",
            "request_taken",
        )
    return found is not None


def log(
    db: Connection, request: Request, change: Change, before: str | None, undoes: int | None
) -> None:
    """Add a line, and let go of the oldest beyond those that stay."""
    rows.check_names({"id": request.id})
    db.execute(
        "INSERT INTO change (request_id, at_ms, entity, entity_id, op, before_json, undoes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (request.id, change.at_ms, change.entity, change.entity_id, change.op, before, undoes),
    )
    db.execute(f"DELETE FROM change WHERE seq < ? AND seq NOT IN ({_ASKED_ONCE})", (oldest(db),))


def oldest(db: Connection) -> int:
    """The least number of those lines that stay whatever they are."""
    (newest,) = db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
    return int(newest) - _KEPT + 1


_NOTE_DELETED = "delete_note"


def log_deleted_note(db: Connection, request: Request, note_id: str) -> None:
    """Add the line that says which note went; until its copies have gone it is looked up there."""
    log(db, request, Change(0, request.now_ms, "note", note_id, _NOTE_DELETED), None, None)


BROUGHT_IN = "bring_in"


def log_brought_in(db: Connection) -> None:
    """Add the line that says: here something was brought in or back.

    What it brought has a log that says nothing of that, and would be taken for what it was copied
    from. The line has no instant; where it stands is what counts.
    """
    change = Change(0, 0, "profile", "own", BROUGHT_IN)
    log(db, Request(str(uuid.uuid4()), change.at_ms), change, None, None)


def brought_in(db: Connection) -> set[str]:
    """By what each time is known that something was brought in or back."""
    found = db.execute("SELECT request_id FROM change WHERE op = ?", (BROUGHT_IN,))
    return {request for (request,) in found}


def deleted_notes(db: Connection) -> list[str]:
    """The ids of notes that the learner deleted, and that are not there again."""
    found = db.execute(
        "SELECT entity_id FROM change WHERE op = ? AND entity_id NOT IN (SELECT id FROM note)",
        (_NOTE_DELETED,),
    )
    return [note for (note,) in found]


_STANDS = "undoes IS NULL AND NOT EXISTS (SELECT 1 FROM change AS u WHERE u.undoes = {}.seq)"
_CAN_BE_UNDONE = (
    f"op IN {_UNDOABLE} AND {_STANDS.format('change')} AND NOT EXISTS ("
    "SELECT 1 FROM change AS later WHERE later.entity = change.entity "
    "AND later.entity_id = change.entity_id AND later.seq > change.seq "
    f"AND later.{_STANDS.format('later')})"
)
"""Neither undone nor an undoing itself, and everything later there is undone."""


def undoable(db: Connection) -> Change | None:
    """The newest change that can be taken back."""
    found = rows.select(
        db,
        Change,
        f"WHERE seq > (SELECT max(seq) FROM change) - {_UNDO_REACH} AND {_CAN_BE_UNDONE} "
        "ORDER BY seq DESC LIMIT 1",
    )
    return found[0] if found else None


def can_undo(db: Connection, change: Change) -> bool:
    """Whether a change can be taken back without laying anything over a newer one.

    After a restore another change may stand under the same number.
    """
    return rows.select(db, Change, f"WHERE seq = ? AND {_CAN_BE_UNDONE}", (change.seq,)) == [change]


def before(fact: Session | Day) -> str:
    """A fact as the log keeps it."""
    return json.dumps(rows.plain(fact), separators=(",", ":"))


def declined(kept: str, seen: str) -> str:
    """What the line of a time zone that was declined keeps with it: both zones."""
    return json.dumps({"kept": kept, "seen": seen}, separators=(",", ":"))


def has_declined(db: Connection, kept: str, seen: str) -> bool:
    """Whether there is a line that says so."""
    found = db.execute(
        "SELECT 1 FROM change WHERE op = ? AND before_json = ?",
        (DECLINE_ZONE, declined(kept, seen)),
    ).fetchone()
    return found is not None


def answered(asked: Sequence[str], true: Sequence[str]) -> str:
    """What the line of the questions before the first movement keeps: their ids, and the ticked."""
    return json.dumps({"asked": [*asked], "true": [*true]}, separators=(",", ":"))


def cautions(db: Connection) -> tuple[frozenset[str], frozenset[str]] | None:
    """The ids that were asked and those that were ticked, of the last time; None before it."""
    found = db.execute(
        "SELECT before_json FROM change WHERE op = ? ORDER BY seq DESC LIMIT 1", (ANSWER_CAUTIONS,)
    ).fetchone()
    try:
        said = json.loads(found[0]) if found else {}
        return frozenset(map(str, said["asked"])), frozenset(map(str, said["true"]))
    except (ValueError, LookupError, TypeError):
        return None  # never asked, or the log came with a file that somebody else made


def take_over_cautions(db: Connection, answer: Mapping[str, Any]) -> None:
    """Add the line of another diary with the questions before the first movement."""
    fields = ("request_id", "at_ms", "entity", "op", "before_json")
    (uid,) = db.execute("SELECT uid FROM profile").fetchone()
    db.execute(
        f"INSERT OR IGNORE INTO change ({', '.join(fields)}, entity_id) VALUES (?, ?, ?, ?, ?, ?)",
        (*(answer[name] for name in fields), uid),
    )


def undo(db: Connection, request: Request, kind: type[Session | Day], change: Change) -> None:
    """Put back what was there before a change.

    Raises:
        ConflictError: if that would lay it over something newer.
    """
    if not can_undo(db, change):
        raise cannot_undo()
    key = change.entity_id
    try:
        then = _before(db, change)
        if kind is Day:
            rows.update(db, Day, key, **answers_before(db, change))
        elif then:
            _put_back(db, key, then)
        else:
            rows.update(db, Session, key, deleted_ms=request.now_ms)
    except (ValueError, LookupError, TypeError):
        raise cannot_undo() from None  # the log came with a file that somebody else made


def answers_before(db: Connection, change: Change) -> dict[str, Any]:
    """The answers of a day as they were before a change: those that were not there are None.

    Raises:
        ValueError: if the log came with a file that somebody else made, and does not say.
    """
    then = _before(db, change)
    return {name: then.get(name) for name in rows.columns(Day) if name not in {"local_date", "rev"}}


def _before(db: Connection, change: Change) -> dict[str, Any]:
    found = db.execute("SELECT before_json FROM change WHERE seq = ?", (change.seq,)).fetchone()
    then: object = json.loads(found[0]) if found and found[0] else {}
    if not isinstance(then, dict):
        raise ValueError("no fact was there")
    return then


def _put_back(db: Connection, session_id: str, before: dict[str, Any]) -> None:
    values = {name: before[name] for name in rows.columns(Session) if name not in {"id", "rev"}}
    taken = db.execute(
        "SELECT 1 FROM session WHERE enrolment_id = ? AND local_date = ? AND slot = ? "
        "AND id <> ? AND deleted_ms IS NULL",
        (before["enrolment_id"], before["local_date"], before["slot"], session_id),
    ).fetchone()
    if taken:
        raise already_there()
    rows.update(db, Session, session_id, **values)
    write_sets(db, session_id, [SetLog(**one) for one in before["sets"]])


def write_sets(db: Connection, session_id: str, sets: Sequence[SetLog]) -> None:
    """Give a session these sets and no others."""
    db.execute("DELETE FROM set_log WHERE session_id = ?", (session_id,))
    for one in sets:
        rows.insert(db, one, session_id=session_id)
