"""The diary's store: every read and every write, and the gate in front of them.

What it promises: a write is there in full or not at all; the same request twice counts once; an
edit of something that has changed meanwhile is refused, never laid over it; what a method returns
was read back after the save, through a second connection; and no programme begins or goes on
without the safety check that it needs.
"""

import dataclasses
import datetime
import enum
import hashlib
import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

from . import database, diary, gate, place, rows
from .errors import CannotOpenError, ConflictError, InvalidError, NotSavedError, StoreError
from .facts import (
    Activity,
    Change,
    Day,
    Diary,
    Enrolment,
    Note,
    Profile,
    Request,
    ReviewRecord,
    Screen,
    Session,
    SetLog,
)
from .lease import Lease, is_on_network
from .programme import Programme

F = TypeVar("F")
Connection = sqlite3.Connection

_CUTOFF_MIN = 180
_UNDO_REACH = 200
_UNDOABLE = ("log_session", "edit_session", "delete_session", "write_day")


class Keep(enum.Enum):
    """For arguments that may be None: leave what is there."""

    KEEP = enum.auto()


KEEP: Literal[Keep.KEEP] = Keep.KEEP


# ---------------------------------------------------------------------------------------------
# Opening


def open_store(
    now_ms: int,
    zone: str,
    *,
    synthetic: bool = False,
    path: Path | None = None,
    take_over: bool = False,
    busy_s: float = database.BUSY_S,
) -> "Store":
    """Open the diary; where nobody ever kept one, begin it.

    Args:
        now_ms: by the browser's clock.
        zone: the browser's time zone; it counts for a new diary only.
        synthetic: the synthetic person's diary instead of the learner's.
        path: another file.
        take_over: the learner decided to go on here although the diary is open elsewhere.
        busy_s: how long to wait for another window's save.

    Raises:
        CannotOpenError: if there is something else, or nothing although there was; whatever is
            there was kept.
    """
    database.refuse_old_sqlite()
    path = path or place.diary_path(synthetic=synthetic)
    place.prepare_folder(path)
    place.refuse_what_is_no_diary(path, now_ms)
    try:
        if not path.exists():
            _begin(path, now_ms, zone, synthetic=synthetic)
        return _open(path, now_ms, take_over=take_over, busy_s=busy_s)
    except OSError:
        raise _unopened(path) from None
    except sqlite3.DatabaseError as error:
        raise _why_unopened(error, path, now_ms) from None


def start_fresh(
    now_ms: int, zone: str, *, synthetic: bool = False, path: Path | None = None
) -> "Store":
    """Begin a new diary where one was lost, because the learner says so.

    Raises:
        CannotOpenError: if there still is a file.
    """
    path = path or place.diary_path(synthetic=synthetic)
    place.marker(path).unlink(missing_ok=True)
    return open_store(now_ms, zone, synthetic=synthetic, path=path)


def _begin(path: Path, now_ms: int, zone: str, *, synthetic: bool) -> None:
    diary.time_zone(zone)
    profile = Profile(uuid.uuid4().hex, now_ms, zone, _CUTOFF_MIN, None, True, synthetic, 1)

    def fill(connection: Connection) -> None:
        sha256 = hashlib.sha256(database.schema().encode()).hexdigest()
        with database.writing(connection):
            rows.insert(connection, profile)
            connection.execute(
                "INSERT INTO migration VALUES (?, ?, ?, NULL, NULL)",
                (database.SCHEMA_VERSION, now_ms, sha256),
            )

    database.new_file(path, fill)


def _open(path: Path, now_ms: int, *, take_over: bool, busy_s: float) -> "Store":
    read_only = not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
    notice = ""
    if read_only:
        notice = (
            "Your diary can be read but not written: its file or folder is read-only. Make it "
            "writable to go on with it; reading and exporting work."
        )
    connection = database.connect(path, read_only=read_only, busy_s=busy_s)
    try:
        version = database.version_of_diary(connection, path)
        database.check_pages(connection)
        if version > database.SCHEMA_VERSION:
            connection.execute("PRAGMA query_only = ON")
            read_only = True
            notice = (
                "Your diary was written by a newer version of the course. Here it can be read and "
                "exported, not written. Update the course to go on with it."
            )
        elif version < database.SCHEMA_VERSION:
            database.migrate(connection, path, now_ms)
        if version <= database.SCHEMA_VERSION:
            database.check_tables(connection, path)
        lease = None
        if not read_only:
            path.chmod(0o600)
            connection.execute("PRAGMA journal_mode = DELETE")
            place.mark(path)
            lease = Lease(path, alone=is_on_network(path))
            if not lease.take(by_force=take_over):
                notice = (
                    "Your diary is open in another notebook too. You can use both: each shows what "
                    "the other saved, and neither writes over the other."
                )
        return Store(path, connection, lease, notice=notice, busy_s=busy_s)
    except BaseException:
        connection.close()
        raise


def _why_unopened(error: sqlite3.DatabaseError, path: Path, now_ms: int) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CannotOpenError(
            "Another window or program is holding the diary. Wait a moment, then run this cell "
            "again; if it stays like this, close other notebooks that show the diary.",
            "busy",
        )
    if name.startswith("SQLITE_FULL"):
        return CannotOpenError(
            "The disk is full, so the diary could not be opened; it was left as it is. Delete "
            "files that you do not need, then run this cell again.",
            "disk_full",
        )
    if not name or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return place.damaged(path, now_ms)
    return _unopened(path)


def _unopened(path: Path) -> CannotOpenError:
    return CannotOpenError(
        f"The diary {path} could not be opened; it was left as it is. Look whether you may read "
        "and write it and its folder, and whether the disk has room. Then run this cell again.",
        "permission",
    )


# ---------------------------------------------------------------------------------------------


class Store:
    """An open diary; made by `open_store`.

    Attributes:
        path: its file.
        notice: a sentence that the learner should see; mostly empty.
        read_only: whether it can only be read.
        saved_ms: when the last save was done that was read back; None before the first.
    """

    def __init__(
        self, path: Path, connection: Connection, lease: Lease | None, *, notice: str, busy_s: float
    ) -> None:
        self.path = path
        self.notice = notice
        self.read_only = lease is None
        self.saved_ms: int | None = None
        self._connection = connection
        self._lease = lease
        self._witness = database.connect(path, read_only=True, busy_s=busy_s)
        self._seen = self._data_version()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._witness.close()
        self._connection.close()
        if self._lease is not None:
            self._lease.release()

    # -----------------------------------------------------------------------------------------
    # Reading

    def changed_elsewhere(self) -> bool:
        """Whether somebody else wrote into the diary since this was last asked."""
        with self._in_words():
            seen, self._seen = self._seen, self._data_version()
        return seen != self._seen

    def profile(self) -> Profile:
        """Whose diary it is."""
        with self._in_words():
            return _profile(self._connection)

    def today(self, now_ms: int) -> datetime.date:
        """The learner's day, in the profile's zone."""
        with self._in_words():
            return _today(self._connection, now_ms)

    def enrolments(self) -> tuple[Enrolment, ...]:
        """Every two weeks that were ever begun, oldest first."""
        with self._in_words():
            return tuple(rows.select(self._connection, Enrolment, "ORDER BY start_date, rowid"))

    def diary(self, now_ms: int, enrolment_id: str | None = None) -> Diary:
        """Everything about one enrolment, as of one moment.

        Args:
            now_ms: by the browser's clock.
            enrolment_id: which one; without it, the latest.

        Raises:
            ConflictError: if there is no such enrolment.
        """
        with self._in_words(), database.reading(self._connection) as db:
            return _diary(db, now_ms, enrolment_id)

    def session(self, session_id: str) -> Session | None:
        """A session, also a deleted one; None if there is none."""
        with self._in_words():
            return rows.one(self._connection, Session, session_id)

    # -----------------------------------------------------------------------------------------
    # Profile, safety check, enrolment

    def set_profile(
        self,
        request: Request,
        *,
        zone: str | Keep = KEEP,
        cutoff_min: int | Keep = KEEP,
        breath_ms: int | Keep | None = KEEP,
        show_pain: bool | Keep = KEEP,
    ) -> Profile:
        """Change what is named, the last one counts; days that were written stay what they are."""
        if isinstance(zone, str):
            diary.time_zone(zone)
        changes = _named(zone=zone, cutoff_min=cutoff_min, breath_ms=breath_ms, show_pain=show_pain)

        def work(db: Connection) -> None:
            rows.update(db, Profile, _profile(db).uid, **changes)

        return self._write(request, Profile, self.profile().uid, "set_profile", work)

    def record_screen(
        self, request: Request, occasion: str, tier: str, version: str, acknowledged: bool
    ) -> Screen:
        """Keep the result of a safety check; tier A or B stops a running programme."""
        screen_id = request.id

        def work(db: Connection) -> None:
            today = _today(db, request.now_ms)
            rows.insert(
                db,
                Screen(screen_id, request.now_ms, today, occasion, tier, version, acknowledged),
            )
            active = _active(db)
            if tier in gate.URGENT and active:
                rows.update(db, Enrolment, active.id, status="stopped_safety", ended_date=today)

        return self._write(request, Screen, screen_id, "record_screen", work)

    def enrol(
        self, request: Request, programme: Programme, walk_min_start: int | None = None
    ) -> Enrolment:
        """Begin two weeks today.

        Raises:
            RefusedError: without a safety check of today that lets the learner go on.
            ConflictError: if two weeks are running.
        """
        enrolment_id = request.id

        def work(db: Connection) -> None:
            today = _today(db, request.now_ms)
            gate.check_start(_screens(db, today), today, _active(db))
            last = _last_enrolment(db)
            rows.insert(
                db,
                Enrolment(
                    id=enrolment_id,
                    programme_id=programme.id,
                    programme_version=programme.version,
                    programme_sha256=programme.sha256,
                    start_date=today,
                    walk_min_start=walk_min_start,
                    status="active",
                    ended_date=None,
                    previous_id=last.id if last else None,
                    rev=1,
                ),
            )

        return self._write(request, Enrolment, enrolment_id, "enrol", work)

    def resume(self, request: Request, enrolment_id: str) -> Enrolment:
        """Go on with two weeks that a safety check had stopped, after a calm one today.

        Raises:
            RefusedError: without that safety check.
            ConflictError: if these two weeks are not stopped, or others began since.
        """

        def work(db: Connection) -> None:
            today = _today(db, request.now_ms)
            gate.check_start(_screens(db, today), today, _active(db))
            last = _last_enrolment(db)
            if last is None or last.id != enrolment_id or last.status != "stopped_safety":
                raise _changed()
            rows.update(db, Enrolment, enrolment_id, status="active", ended_date=None)

        return self._write(request, Enrolment, enrolment_id, "resume", work)

    def end_enrolment(self, request: Request, enrolment_id: str, status: str) -> Enrolment:
        """End running two weeks: ``completed`` or ``abandoned``."""
        if status not in {"completed", "abandoned"}:
            raise InvalidError("Two weeks end as completed or abandoned.", "invalid")

        def work(db: Connection) -> None:
            found = _there(rows.one(db, Enrolment, enrolment_id))
            if found.status != "active":
                raise _changed()
            today = _today(db, request.now_ms)
            rows.update(db, Enrolment, enrolment_id, status=status, ended_date=today)

        return self._write(request, Enrolment, enrolment_id, "end_enrolment", work)

    # -----------------------------------------------------------------------------------------
    # Sessions, set by set

    def start_session(self, request: Request, session_id: str, *, another: bool = False) -> Session:
        """Begin a session of today; its date stays what it is now, also after midnight.

        Args:
            request: whose instant is the start.
            session_id: a UUID made by the browser.
            another: a second session of the same day is meant.

        Raises:
            RefusedError: the safety gate.
            ConflictError: if today has a session already.
        """

        def work(db: Connection) -> None:
            if rows.one(db, Session, session_id):
                return  # the browser asked again under another request, after a reload
            profile, today = _profile(db), _today(db, request.now_ms)
            enrolment = self._gate(db, today, today, live=True)
            rows.insert(
                db,
                Session(
                    id=session_id,
                    enrolment_id=enrolment.id,
                    local_date=today,
                    slot=_free_slot(db, enrolment.id, today, another=another),
                    zone=profile.zone,
                    offset_min=diary.offset_min(request.now_ms, profile.zone),
                    started_ms=request.now_ms,
                    ended_ms=None,
                    duration_ms=None,
                    entry="live",
                    status="in_progress",
                    deleted_ms=None,
                    rev=1,
                ),
            )

        return self._write(request, Session, session_id, "start_session", work)

    def log_set(self, request: Request, session_id: str, one: SetLog) -> Session:
        """Keep a finished set; at a position that is there already, it takes its place."""

        def work(db: Connection) -> None:
            session = _there(rows.one(db, Session, session_id))
            if session.status != "in_progress" or session.deleted_ms is not None:
                raise _changed()
            db.execute(
                "DELETE FROM set_log WHERE session_id = ? AND position = ?",
                (session_id, one.position),
            )
            rows.insert(db, one, session_id=session_id)
            rows.update(db, Session, session_id)

        return self._write(request, Session, session_id, "log_set", work)

    def set_technique(
        self, request: Request, session_id: str, movement: str, technique: str | None
    ) -> Session:
        """Say of all sets of a movement in a session how sure the learner was; also afterwards."""

        def work(db: Connection) -> None:
            _there(rows.one(db, Session, session_id))
            db.execute(
                "UPDATE set_log SET technique = ? WHERE session_id = ? AND movement = ?",
                (technique, session_id, movement),
            )
            rows.update(db, Session, session_id)

        return self._write(request, Session, session_id, "set_technique", work)

    def finish_session(
        self, request: Request, session_id: str, status: str, duration_ms: int | None = None
    ) -> Session:
        """End a session that is in progress: done, partial, stopped_pain or stopped_other."""
        _check_final(status)

        def work(db: Connection) -> None:
            session = _there(rows.one(db, Session, session_id))
            if session.status != "in_progress" or session.deleted_ms is not None:
                raise _changed()
            rows.update(
                db,
                Session,
                session_id,
                status=status,
                ended_ms=request.now_ms,
                duration_ms=duration_ms,
            )

        return self._write(request, Session, session_id, "finish_session", work)

    # -----------------------------------------------------------------------------------------
    # Sessions as a whole

    def log_session(
        self,
        request: Request,
        session_id: str,
        local_date: datetime.date,
        sets: Sequence[SetLog],
        *,
        status: str = "done",
        duration_ms: int | None = None,
        another: bool = False,
    ) -> Session:
        """Write down a session that was done, today or on an earlier day.

        Raises:
            RefusedError: the safety gate.
            ConflictError: if that day has a session already.
            InvalidError: if the day is not one of the programme's, or a value is not taken.
        """
        _check_final(status)

        def work(db: Connection) -> None:
            profile, today = _profile(db), _today(db, request.now_ms)
            enrolment = self._gate(db, local_date, today, live=False)
            session = Session(
                id=session_id,
                enrolment_id=enrolment.id,
                local_date=local_date,
                slot=_free_slot(db, enrolment.id, local_date, another=another),
                zone=profile.zone,
                offset_min=diary.offset_min(request.now_ms, profile.zone),
                started_ms=None,
                ended_ms=None,
                duration_ms=duration_ms,
                entry="manual" if local_date == today else "backfill",
                status=status,
                deleted_ms=None,
                rev=1,
            )
            rows.insert(db, session)
            _write_sets(db, session_id, sets)

        return self._write(request, Session, session_id, "log_session", work)

    def edit_session(
        self,
        request: Request,
        session_id: str,
        rev: int,
        *,
        sets: Sequence[SetLog] | Keep = KEEP,
        status: str | Keep = KEEP,
        duration_ms: int | Keep | None = KEEP,
    ) -> Session:
        """Change what is named of a session."""
        if isinstance(status, str):
            _check_final(status)

        def work(db: Connection) -> str:
            session = _session(db, session_id, rev)
            rows.update(db, Session, session_id, **_named(status=status, duration_ms=duration_ms))
            if not isinstance(sets, Keep):
                _write_sets(db, session_id, sets)
            return _before(session)

        return self._write(request, Session, session_id, "edit_session", work)

    def delete_session(self, request: Request, session_id: str, rev: int) -> Session:
        """Take a session out of the diary; `undo` brings it back."""

        def work(db: Connection) -> str:
            session = _session(db, session_id, rev)
            rows.update(db, Session, session_id, deleted_ms=request.now_ms)
            return _before(session)

        return self._write(request, Session, session_id, "delete_session", work)

    # -----------------------------------------------------------------------------------------
    # Days

    def write_day(
        self,
        request: Request,
        local_date: datetime.date,
        rev: int,
        *,
        mark: str | Keep | None = KEEP,
        pain_back: int | Keep | None = KEEP,
        pain_leg: int | Keep | None = KEEP,
        walk_min: int | Keep | None = KEEP,
        walk_bouts: int | Keep | None = KEEP,
    ) -> Day:
        """Answer what is named about a day; None takes an answer away. Always allowed.

        Raises:
            InvalidError: pain or a walk of a day that is still to come.
        """
        answers = _named(pain_back=pain_back, pain_leg=pain_leg, walk_min=walk_min,
                         walk_bouts=walk_bouts)  # fmt: skip

        def work(db: Connection) -> str | None:
            if answers and local_date > _today(db, request.now_ms):
                raise InvalidError(
                    "Pain and walks can be written for days up to today. Choose another day; marks "
                    "such as travel may be set ahead.",
                    "invalid",
                )
            key = local_date.isoformat()
            before = rows.one(db, Day, key)
            _check_rev(before.rev if before else 0, rev)
            if before is None:
                rows.insert(db, Day(local_date))
            rows.update(db, Day, key, **answers, **_named(mark=mark))
            return _before(before) if before else None

        return self._write(request, Day, local_date.isoformat(), "write_day", work)

    # -----------------------------------------------------------------------------------------
    # Undo

    def undo(self, request: Request, seq: int) -> Session | Day:
        """Take back a change of a session or a day; repeated, it goes further back.

        Args:
            request: the undoing.
            seq: of the change, as in `Diary.undoable`.

        Raises:
            ConflictError: if something else was changed there since.
        """
        with self._in_words():
            found = self._connection.execute(
                "SELECT entity, entity_id FROM change WHERE seq = ?", (seq,)
            ).fetchone()
        if found is None:
            raise _cannot_undo()
        entity, key = found
        kind: type[Session | Day] = Session if entity == "session" else Day

        def work(db: Connection) -> None:
            if not _can_undo(db, seq):
                raise _cannot_undo()
            (text,) = db.execute("SELECT before_json FROM change WHERE seq = ?", (seq,)).fetchone()
            before = json.loads(text) if text else None
            if kind is Session:
                _restore_session(db, key, before, request.now_ms)
            else:
                _restore_day(db, key, before)

        return self._write(request, kind, key, "undo", work, undoes=seq)

    # -----------------------------------------------------------------------------------------
    # The learner's own words: in no log

    def write_note(
        self,
        request: Request,
        note_id: str,
        local_date: datetime.date,
        kind: str,
        body: str,
        *,
        rev: int = 0,
    ) -> Note:
        """Write a note, or change the one that has this id."""
        _check_text(body)

        def work(db: Connection) -> None:
            before = rows.one(db, Note, note_id)
            if before is None:
                _check_rev(0, rev)
                rows.insert(db, Note(note_id, local_date, kind, body, 1))
            elif (before.local_date, before.kind, before.body) != (local_date, kind, body):
                _check_rev(before.rev, rev)
                rows.update(db, Note, note_id, local_date=local_date, kind=kind, body=body)

        return self._write(request, Note, note_id, "", work)

    def delete_note(self, request: Request, note_id: str) -> None:
        """Delete a note for good; its place in the file is overwritten."""
        with self._saving(request) as db:
            db.execute("DELETE FROM note WHERE id = ?", (note_id,))
        with self._in_words():
            if rows.one(self._witness, Note, note_id) is not None:
                raise _not_read_back()

    # -----------------------------------------------------------------------------------------
    # Activities and reviews

    def write_activity(
        self,
        request: Request,
        activity_id: str,
        enrolment_id: str,
        slot: int,
        name: str,
        *,
        rev: int = 0,
    ) -> Activity:
        """Name something that the learner wants to do again, or change its name."""
        _check_text(name)

        def work(db: Connection) -> None:
            before = rows.one(db, Activity, activity_id)
            _check_rev(before.rev if before else 0, rev)
            if before is None:
                rows.insert(db, Activity(activity_id, enrolment_id, slot, name, None, None, 1))
            else:
                rows.update(db, Activity, activity_id, slot=slot, name=name)

        return self._write(request, Activity, activity_id, "write_activity", work)

    def rate_activity(
        self, request: Request, activity_id: str, occasion: str, score: int | None
    ) -> Activity:
        """Say how well it goes, at the ``start`` or at the ``end``; None takes it away."""
        if occasion not in {"start", "end"}:
            raise InvalidError("An activity is rated at the start and at the end.", "invalid")

        def work(db: Connection) -> None:
            _there(rows.one(db, Activity, activity_id))
            rows.update(db, Activity, activity_id, **{f"score_{occasion}": score})

        return self._write(request, Activity, activity_id, "rate_activity", work)

    def save_review(
        self, request: Request, review_id: str, rule_version: int, inputs: str, outcome: str
    ) -> ReviewRecord:
        """Keep a review of the latest two weeks as it was shown.

        Raises:
            RefusedError: without a safety check of today.
        """

        def work(db: Connection) -> None:
            today = _today(db, request.now_ms)
            gate.check_review(_screens(db, today), today)
            enrolment = _there(_last_enrolment(db))
            rows.insert(
                db,
                ReviewRecord(
                    id=review_id,
                    enrolment_id=enrolment.id,
                    at_ms=request.now_ms,
                    local_date=today,
                    rule_version=rule_version,
                    inputs=inputs,
                    outcome=outcome,
                    own_view=None,
                    choice=None,
                    rev=1,
                ),
            )

        return self._write(request, ReviewRecord, review_id, "save_review", work)

    def answer_review(
        self,
        request: Request,
        review_id: str,
        rev: int,
        *,
        own_view: int | Keep | None = KEEP,
        choice: str | Keep | None = KEEP,
    ) -> ReviewRecord:
        """Add the learner's own view of the two weeks, and what they decided."""

        def work(db: Connection) -> None:
            _check_rev(_there(rows.one(db, ReviewRecord, review_id)).rev, rev)
            rows.update(db, ReviewRecord, review_id, **_named(own_view=own_view, choice=choice))

        return self._write(request, ReviewRecord, review_id, "answer_review", work)

    # -----------------------------------------------------------------------------------------
    # How a write goes

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction for the archive: all of the block is saved, or nothing."""
        return self._saving(None)

    @contextmanager
    def _saving(self, request: Request | None) -> Iterator[Connection]:
        if self._lease is None:
            raise NotSavedError(f"Nothing was saved. {self.notice}", "read_only")
        self._lease.hold()
        with self._in_words(), database.writing(self._connection) as db:
            yield db
        if request is not None:
            self.saved_ms = request.now_ms

    def _write(
        self,
        request: Request,
        kind: type[F],
        key: str,
        op: str,
        work: Callable[[Connection], str | None],
        *,
        undoes: int | None = None,
    ) -> F:
        """Do `work` once for this request, and return the fact as the file holds it afterwards.

        Args:
            request: counted by its id, unless `op` is empty.
            kind: of the fact.
            key: of the fact.
            op: for the log; empty for what is in no log.
            work: writes, and returns what `undo` needs.
            undoes: the change that this takes back.
        """
        with self._saving(request) as db:
            done = _done(db, request) if op else None
            if done is None:
                before = work(db)
                if op:
                    entity = rows.TABLE[kind]
                    _log(db, request, Change(0, request.now_ms, entity, key, op), before, undoes)
            else:
                key = done
            written = rows.one(db, kind, key)
        with self._in_words():
            found = rows.one(self._witness, kind, key)
        if found is None or (found != written and _rev(found) <= _rev(written)):
            raise _not_read_back()
        return found

    def _gate(
        self, db: Connection, day: datetime.date, today: datetime.date, *, live: bool
    ) -> Enrolment:
        enrolment = _last_enrolment(db)
        start = enrolment.start_date if enrolment else today
        gate.check_session(enrolment, _screens(db, min(start, today)), day, today, live=live)
        return _there(enrolment)

    def _data_version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _in_words(self) -> AbstractContextManager[None]:
        return database.in_words(self.path)


# ---------------------------------------------------------------------------------------------
# Looking things up


def _profile(db: Connection) -> Profile:
    return rows.select(db, Profile)[0]


def _today(db: Connection, now_ms: int) -> datetime.date:
    profile = _profile(db)
    return diary.local_date(now_ms, profile.zone, profile.cutoff_min)


def _active(db: Connection) -> Enrolment | None:
    return next(iter(rows.select(db, Enrolment, "WHERE status = 'active'")), None)


def _last_enrolment(db: Connection) -> Enrolment | None:
    return next(
        iter(rows.select(db, Enrolment, "ORDER BY start_date DESC, rowid DESC LIMIT 1")), None
    )


def _screens(db: Connection, since: datetime.date) -> tuple[Screen, ...]:
    """Safety checks by day, and on one day in the order in which they were written."""
    rest = "WHERE local_date >= ? ORDER BY local_date, rowid"
    return tuple(rows.select(db, Screen, rest, (since.isoformat(),)))


def _diary(db: Connection, now_ms: int, enrolment_id: str | None) -> Diary:
    profile, today = _profile(db), _today(db, now_ms)
    enrolment = (
        _last_enrolment(db)
        if enrolment_id is None
        else _there(rows.one(db, Enrolment, enrolment_id))
    )
    start = min(enrolment.start_date, today) if enrolment else datetime.date.min
    sessions: dict[str, Session] = {}
    if enrolment:
        of_it = "enrolment_id = ? AND deleted_ms IS NULL"
        found = rows.select(
            db, Session, f"WHERE {of_it} ORDER BY local_date, slot", (enrolment.id,)
        )
        sets = _sets(db, enrolment.id)
        sessions = {
            one.id: dataclasses.replace(one, sets=tuple(sets.get(one.id, ()))) for one in found
        }
    own = ("WHERE enrolment_id = ? ORDER BY rowid", (enrolment.id if enrolment else "",))
    since = ("WHERE local_date >= ? ORDER BY local_date", (start.isoformat(),))
    return Diary(
        today=today,
        profile=profile,
        enrolment=enrolment,
        screens=_screens(db, start),
        sessions=tuple(sessions.values()),
        days=tuple(rows.select(db, Day, *since)),
        notes=tuple(rows.select(db, Note, since[0] + ", rowid", since[1])),
        activities=tuple(rows.select(db, Activity, *own)),
        reviews=tuple(rows.select(db, ReviewRecord, *own)),
        undoable=_undoable(db),
    )


def _sets(db: Connection, enrolment_id: str) -> dict[str, list[SetLog]]:
    """The sets of an enrolment's sessions, by session, in order."""
    names = ", ".join(rows.columns(SetLog))
    found: dict[str, list[SetLog]] = {}
    for session_id, *values in db.execute(
        f"SELECT session_id, {names} FROM set_log WHERE session_id IN "
        "(SELECT id FROM session WHERE enrolment_id = ? AND deleted_ms IS NULL) "
        "ORDER BY session_id, position",
        (enrolment_id,),
    ):
        fields = dict(zip(rows.columns(SetLog), values, strict=True))
        found.setdefault(session_id, []).append(
            SetLog(**{**fields, "paced": bool(fields["paced"])})
        )
    return found


def _free_slot(db: Connection, enrolment_id: str, day: datetime.date, *, another: bool) -> int:
    taken = {
        slot
        for (slot,) in db.execute(
            "SELECT slot FROM session WHERE enrolment_id = ? AND local_date = ? "
            "AND deleted_ms IS NULL",
            (enrolment_id, day.isoformat()),
        )
    }
    if taken and not another:
        raise _already_there()
    return next(slot for slot in range(1, len(taken) + 2) if slot not in taken)


def _session(db: Connection, session_id: str, rev: int) -> Session:
    session = _there(rows.one(db, Session, session_id))
    _check_rev(session.rev, rev)
    if session.deleted_ms is not None:
        raise _changed()
    return session


def _write_sets(db: Connection, session_id: str, sets: Sequence[SetLog]) -> None:
    db.execute("DELETE FROM set_log WHERE session_id = ?", (session_id,))
    for one in sets:
        rows.insert(db, one, session_id=session_id)


# ---------------------------------------------------------------------------------------------
# The log of changes


def _done(db: Connection, request: Request) -> str | None:
    """The key of what this request wrote, if it was done before."""
    found = db.execute(
        "SELECT entity_id FROM change WHERE request_id = ?", (request.id,)
    ).fetchone()
    return found[0] if found else None


def _log(
    db: Connection, request: Request, change: Change, before: str | None, undoes: int | None
) -> None:
    db.execute(
        "INSERT INTO change (request_id, at_ms, entity, entity_id, op, before_json, undoes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (request.id, change.at_ms, change.entity, change.entity_id, change.op, before, undoes),
    )


_STANDS = "undoes IS NULL AND NOT EXISTS (SELECT 1 FROM change AS u WHERE u.undoes = {}.seq)"
_CAN_BE_UNDONE = (
    f"op IN {_UNDOABLE} AND {_STANDS.format('change')} AND NOT EXISTS ("
    "SELECT 1 FROM change AS later WHERE later.entity = change.entity "
    "AND later.entity_id = change.entity_id AND later.seq > change.seq "
    f"AND later.{_STANDS.format('later')})"
)
"""Neither undone nor an undoing itself, and everything later there is undone."""


def _undoable(db: Connection) -> Change | None:
    found = rows.select(
        db,
        Change,
        f"WHERE seq > (SELECT max(seq) FROM change) - {_UNDO_REACH} AND {_CAN_BE_UNDONE} "
        "ORDER BY seq DESC LIMIT 1",
    )
    return found[0] if found else None


def _can_undo(db: Connection, seq: int) -> bool:
    return bool(rows.select(db, Change, f"WHERE seq = ? AND {_CAN_BE_UNDONE}", (seq,)))


def _before(fact: Session | Day) -> str:
    return json.dumps(rows.plain(fact), separators=(",", ":"))


def _restore_session(
    db: Connection, session_id: str, before: dict[str, Any] | None, now_ms: int
) -> None:
    if before is None:
        rows.update(db, Session, session_id, deleted_ms=now_ms)
        return
    values = {name: before[name] for name in rows.columns(Session) if name not in {"id", "rev"}}
    taken = db.execute(
        "SELECT 1 FROM session WHERE enrolment_id = ? AND local_date = ? AND slot = ? "
        "AND id <> ? AND deleted_ms IS NULL",
        (before["enrolment_id"], before["local_date"], before["slot"], session_id),
    ).fetchone()
    if taken:
        raise _already_there()
    rows.update(db, Session, session_id, **values)
    _write_sets(db, session_id, [SetLog(**one) for one in before["sets"]])


def _restore_day(db: Connection, local_date: str, before: dict[str, Any] | None) -> None:
    answers = [name for name in rows.columns(Day) if name not in {"local_date", "rev"}]
    rows.update(db, Day, local_date, **{name: (before or {}).get(name) for name in answers})


# ---------------------------------------------------------------------------------------------
# Refusing


def _named(**arguments: object) -> dict[str, object]:
    """The arguments that were given."""
    return {name: value for name, value in arguments.items() if not isinstance(value, Keep)}


def _there(fact: F | None) -> F:
    if fact is None:
        raise ConflictError(
            "This is not in the diary any more; it was deleted in another window. Nothing was "
            "saved. Look at the diary again.",
            "not_there",
        )
    return fact


def _check_rev(there: int, seen: int) -> None:
    if there != seen:
        raise _changed()


def _changed() -> ConflictError:
    return ConflictError(
        "This was changed in another window meanwhile, so your change was not saved. Look at it "
        "again, then change it once more.",
        "changed_elsewhere",
    )


def _already_there() -> ConflictError:
    return ConflictError(
        "That day has a session already. Go on with it or change it, or add a second one.",
        "already_there",
    )


def _cannot_undo() -> ConflictError:
    return ConflictError(
        "This cannot be taken back any more, since something else was changed there. Change it by "
        "hand.",
        "cannot_undo",
    )


def _not_read_back() -> NotSavedError:
    return NotSavedError(
        "It could not be confirmed that this was saved. Try again; it will not be there twice.",
        "not_read_back",
    )


def _check_final(status: str) -> None:
    if status not in {"done", "partial", "stopped_pain", "stopped_other"}:
        raise InvalidError(
            "A session ends as done, partial, or stopped because of pain or something else.",
            "invalid",
        )


def _check_text(text: str) -> None:
    if not isinstance(text, str) or "\0" in text:
        raise InvalidError("This text holds a sign that cannot be saved. Type it again.", "invalid")


def _rev(fact: object) -> int:
    return getattr(fact, "rev", 0)
