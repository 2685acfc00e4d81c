"""The diary's store: every read and every write, and the gate in front of them.

What it promises: a write is there in full or not at all; the same request twice counts once; an
edit of something that has changed meanwhile is refused, never laid over it; what a method returns
was read back after the save, through a second connection; and no programme begins or goes on
without the safety check that it needs.
"""

import datetime
import enum
import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from lessons_lib.tracker import diary, gate, place
from lessons_lib.tracker.errors import (
    InvalidError,
    changed,
    check_rev,
    there,
)
from lessons_lib.tracker.facts import (
    Activity,
    Change,
    Check,
    Day,
    Diary,
    Note,
    Profile,
    Request,
    ReviewRecord,
    Session,
    SetLog,
    TwoWeeks,
)
from lessons_lib.tracker.programme import programme

from . import changes, database, moving, opening, reading, rows
from .saving import DiaryFile

Connection = sqlite3.Connection


class Keep(enum.Enum):
    """For arguments that may be None: leave what is there."""

    KEEP = enum.auto()


KEEP: Literal[Keep.KEEP] = Keep.KEEP


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
    path = path or place.diary_path(synthetic=synthetic)
    start = opening.Start(now_ms, zone, synthetic)
    return Store(opening.opened(path, start, take_over=take_over, busy_s=busy_s))


def start_fresh(
    now_ms: int, zone: str, *, synthetic: bool = False, path: Path | None = None
) -> "Store":
    """Begin a new diary where one was lost, because the learner says so.

    Raises:
        CannotOpenError: if there is something in its place.
    """
    path = path or place.diary_path(synthetic=synthetic)
    if not path.exists():
        place.marker(path).unlink(missing_ok=True)
    return open_store(now_ms, zone, synthetic=synthetic, path=path)


class Store:
    """An open diary; made by `open_store`. Any thread may use it; they take turns.

    Attributes:
        copies_hold_deleted: whether a note was deleted that copies of the diary may still hold;
            the archive takes it out of them, and tries again as long as it cannot.
    """

    def __init__(self, file: DiaryFile) -> None:
        self._file = file
        # Whoever deleted a note may have been killed before it was taken out of the copies.
        self.copies_hold_deleted = not file.read_only and self._has_deleted_notes()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def path(self) -> Path:
        """The diary's file."""
        return self._file.path

    @property
    def notice(self) -> str:
        """A sentence that the learner should see; mostly empty."""
        return self._file.notice

    @property
    def read_only(self) -> bool:
        """Whether the diary can only be read."""
        return bool(self._file.read_only)

    @property
    def saved_ms(self) -> int | None:
        """When the last save was made that was read back; None before the first."""
        return self._file.saved_ms

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction for the archive: all of the block is saved, or nothing."""
        return self._file.saving()

    def together(self) -> AbstractContextManager[None]:
        """For several writes in a block: all of them are saved, or none."""
        return self._file.together()

    # -----------------------------------------------------------------------------------------
    # Reading

    def changed_elsewhere(self) -> bool:
        """Whether somebody else wrote into the diary since this was last asked."""
        return self._file.changed_elsewhere()

    def profile(self) -> Profile:
        """Whose diary it is."""
        with self._file.looking() as db:
            return reading.profile(db)

    def today(self, now_ms: int) -> datetime.date:
        """The learner's day, in the profile's zone."""
        with self._file.looking() as db:
            return reading.today(db, now_ms)

    def all_two_weeks(self) -> tuple[TwoWeeks, ...]:
        """Every two weeks that were ever begun, oldest first; last those that count now."""
        with self._file.looking() as db:
            return reading.all_two_weeks(db)

    def diary(self, now_ms: int, two_weeks_id: str | None = None) -> Diary:
        """Everything about two weeks, as of one moment.

        Args:
            now_ms: by the browser's clock.
            two_weeks_id: which; without it, the latest.

        Raises:
            ConflictError: if there are none with this id.
        """
        with self._file.looking() as connection, database.reading(connection) as db:
            return reading.diary(db, now_ms, two_weeks_id)

    def counts(self) -> tuple[int, int, int]:
        """How many sessions, days with an answer and notes there are, of all time."""
        with self._file.looking() as db:
            sessions, days, notes = db.execute(
                "SELECT (SELECT count(*) FROM session WHERE deleted_ms IS NULL), "
                "(SELECT count(*) FROM day WHERE coalesce(mark, pain_back, pain_leg, walk_min, "
                "walk_bouts) IS NOT NULL), (SELECT count(*) FROM note)"
            ).fetchone()
        return sessions, days, notes

    def session(self, session_id: str) -> Session | None:
        """A session, also a deleted one; None if there is none."""
        with self._file.looking() as db:
            return rows.one(db, Session, session_id)

    def _has_deleted_notes(self) -> bool:
        with self._file.looking() as db:
            return bool(changes.deleted_notes(db))

    # -----------------------------------------------------------------------------------------
    # Profile, safety check, two weeks

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
        if not isinstance(zone, Keep):
            diary.time_zone(zone)
        changes = _named(zone=zone, cutoff_min=cutoff_min, breath_ms=breath_ms, show_pain=show_pain)

        def work(db: Connection) -> None:
            rows.update(db, Profile, reading.profile(db).uid, **changes)

        return self._file.write(request, Profile, self.profile().uid, "set_profile", work)

    def decline_zone(self, request: Request, seen: str) -> Profile:
        """Keep the diary's zone although the browser is in another, and do not ask again."""
        diary.time_zone(seen)
        own = self.profile()

        def work(_db: Connection) -> str:
            return changes.declined(own.zone, seen)

        return self._file.write(request, Profile, own.uid, changes.DECLINE_ZONE, work)

    def has_declined(self, seen: str) -> bool:
        """Whether the learner has said to keep the diary's zone when they were in another one."""
        with self._file.looking() as db:
            return changes.has_declined(db, reading.profile(db).zone, seen)

    def answer_cautions(
        self, request: Request, asked: Sequence[str], true: Sequence[str]
    ) -> Profile:
        """Keep what was answered before the first movement: it changes what the learner is shown.

        Args:
            request: the answering.
            asked: ids of the questions.
            true: of those that the learner ticked.
        """

        def work(_db: Connection) -> str:
            return changes.answered(asked, true)

        uid = self.profile().uid
        return self._file.write(request, Profile, uid, changes.ANSWER_CAUTIONS, work)

    def cautions(self) -> tuple[frozenset[str], frozenset[str]] | None:
        """The ids that were asked before the first movement and those ticked; None before that."""
        with self._file.looking() as db:
            return changes.cautions(db)

    def record_check(
        self, request: Request, occasion: str, tier: str, version: str, acknowledged: bool
    ) -> Check:
        """Keep the result of a safety check; tier A or B stops a running programme."""
        check_id = request.id

        def work(db: Connection) -> None:
            today = reading.today(db, request.now_ms)
            rows.insert(
                db,
                Check(check_id, request.now_ms, today, occasion, tier, version, acknowledged),
            )
            active = reading.active(db)
            if diary.is_urgent(tier) and active:
                rows.update(db, TwoWeeks, active.id, status="stopped_safety", ended_date=today)

        return self._file.write(request, Check, check_id, "record_check", work)

    def begin_two_weeks(
        self,
        request: Request,
        walk_min_start: int | None = None,
        *,
        instead_of: str | None = None,
    ) -> TwoWeeks:
        """Begin two weeks of the course's programme today; those whose days are over are complete.

        Args:
            request: the beginning.
            walk_min_start: minutes of walking that go well now.
            instead_of: running two weeks that end with it, since the learner begins again.

        Raises:
            RefusedError: without a safety check of today that lets the learner go on.
            ConflictError: if two weeks are running.
        """
        two_weeks_id = request.id

        def work(db: Connection) -> None:
            today, taught = reading.today(db, request.now_ms), programme()
            active = reading.active(db)
            if active and diary.is_over(active, today):
                rows.update(db, TwoWeeks, active.id, status="completed", ended_date=today)
                active = None
            if active and active.id == instead_of:
                rows.update(db, TwoWeeks, active.id, status="abandoned", ended_date=today)
                active = None
            gate.check_start(reading.checks(db, today, today), today, active)
            last = reading.last_two_weeks(db)
            rows.insert(
                db,
                TwoWeeks(
                    id=two_weeks_id,
                    programme_id=taught.id,
                    programme_version=taught.version,
                    programme_sha256=taught.sha256,
                    start_date=today,
                    walk_min_start=walk_min_start,
                    status="active",
                    ended_date=None,
                    previous_id=last.id if last else None,
                    rev=1,
                ),
            )

        return self._file.write(request, TwoWeeks, two_weeks_id, "begin_two_weeks", work)

    def resume_two_weeks(self, request: Request, two_weeks_id: str) -> TwoWeeks:
        """Go on with two weeks that were stopped or ended early, after a calm check today.

        Raises:
            RefusedError: without that safety check.
            ConflictError: if these two weeks were not stopped or ended, or others began since.
        """

        def work(db: Connection) -> None:
            today = reading.today(db, request.now_ms)
            gate.check_start(reading.checks(db, today, today), today, reading.active(db))
            last = reading.last_two_weeks(db)
            if last is None or last.id != two_weeks_id or last.status == "completed":
                raise changed()
            rows.update(db, TwoWeeks, two_weeks_id, status="active", ended_date=None)

        return self._file.write(request, TwoWeeks, two_weeks_id, "resume_two_weeks", work)

    def end_two_weeks(self, request: Request, two_weeks_id: str, status: str) -> TwoWeeks:
        """End running two weeks: ``completed`` or ``abandoned``."""
        if status not in {"completed", "abandoned"}:
            raise InvalidError("Two weeks end as completed or abandoned.", "invalid")

        def work(db: Connection) -> None:
            found = there(rows.one(db, TwoWeeks, two_weeks_id))
            if found.status != "active":
                raise changed()
            today = reading.today(db, request.now_ms)
            rows.update(db, TwoWeeks, two_weeks_id, status=status, ended_date=today)

        return self._file.write(request, TwoWeeks, two_weeks_id, "end_two_weeks", work)

    def move_start(
        self, request: Request, two_weeks_id: str, rev: int, start_date: datetime.date
    ) -> TwoWeeks:
        """Put the start of the latest two weeks right; what was written in them moves with it.

        Raises:
            ConflictError: if these two weeks were changed meanwhile, or others began since.
            InvalidError: if something would lie ahead, or meet another answer.
        """

        def work(db: Connection) -> None:
            weeks = there(reading.last_two_weeks(db))
            if weeks.id != two_weeks_id:
                raise changed()
            check_rev(weeks.rev, rev)
            moving.move(db, request, weeks, start_date, reading.today(db, request.now_ms))

        return self._file.write(request, TwoWeeks, two_weeks_id, moving.MOVED, work)

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
            profile, today = reading.profile(db), reading.today(db, request.now_ms)
            weeks = _gate(db, today, today, live=True)
            rows.insert(
                db,
                Session(
                    id=session_id,
                    two_weeks_id=weeks.id,
                    local_date=today,
                    slot=reading.free_slot(db, weeks.id, today, another=another),
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

        return self._file.write(request, Session, session_id, "start_session", work)

    def log_set(self, request: Request, session_id: str, set_log: SetLog) -> Session:
        """Keep a finished set; at a position that is there already, it takes its place."""

        def work(db: Connection) -> None:
            session = there(rows.one(db, Session, session_id))
            if session.status != "in_progress" or session.deleted_ms is not None:
                raise changed()
            db.execute(
                "DELETE FROM set_log WHERE session_id = ? AND position = ?",
                (session_id, set_log.position),
            )
            rows.insert(db, set_log, session_id=session_id)
            rows.update(db, Session, session_id)

        return self._file.write(request, Session, session_id, "log_set", work)

    def set_technique(
        self, request: Request, session_id: str, movement: str, technique: str | None
    ) -> Session:
        """Say of all sets of a movement in a session how sure the learner was; also afterwards."""

        def work(db: Connection) -> None:
            there(rows.one(db, Session, session_id))
            db.execute(
                "UPDATE set_log SET technique = ? WHERE session_id = ? AND movement = ?",
                (technique, session_id, movement),
            )
            rows.update(db, Session, session_id)

        return self._file.write(request, Session, session_id, "set_technique", work)

    def end_session(
        self, request: Request, session_id: str, status: str, duration_ms: int | None = None
    ) -> Session:
        """End a session that is in progress: done, partial, stopped_pain or stopped_other."""
        _check_final(status)

        def work(db: Connection) -> None:
            session = there(rows.one(db, Session, session_id))
            if session.status != "in_progress" or session.deleted_ms is not None:
                raise changed()
            rows.update(
                db,
                Session,
                session_id,
                status=status,
                ended_ms=request.now_ms,
                duration_ms=duration_ms,
            )

        return self._file.write(request, Session, session_id, "end_session", work)

    # -----------------------------------------------------------------------------------------
    # Sessions as a whole

    def log_session(
        self,
        request: Request,
        session_id: str,
        local_date: datetime.date,
        sets: Sequence[SetLog],
        *,
        status: str | None = None,
        duration_ms: int | None = None,
        another: bool = False,
    ) -> Session:
        """Write down a session that was done, today or on an earlier day.

        Args:
            request: the writing down.
            session_id: a UUID made by the browser.
            local_date: the day.
            sets: what was done.
            status: as in `end_session`; without one, what the sets say.
            duration_ms: how long it took.
            another: a second session of the same day is meant.

        Raises:
            RefusedError: the safety gate.
            ConflictError: if that day has a session already.
            InvalidError: if the day is not one of the programme's, or a value is not taken.
        """
        status = status or diary.status_of(sets)
        _check_final(status)

        def work(db: Connection) -> None:
            profile, today = reading.profile(db), reading.today(db, request.now_ms)
            weeks = _gate(db, local_date, today, live=False)
            session = Session(
                id=session_id,
                two_weeks_id=weeks.id,
                local_date=local_date,
                slot=reading.free_slot(db, weeks.id, local_date, another=another),
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
            changes.write_sets(db, session_id, sets)

        return self._file.write(request, Session, session_id, "log_session", work)

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
        """Change what is named of a session; without a status, new sets say how it ended."""
        if isinstance(status, Keep) and not isinstance(sets, Keep):
            status = diary.status_of(sets)
        if isinstance(status, str):
            _check_final(status)

        def work(db: Connection) -> str:
            session = _session(db, session_id, rev)
            rows.update(db, Session, session_id, **_named(status=status, duration_ms=duration_ms))
            if not isinstance(sets, Keep):
                changes.write_sets(db, session_id, sets)
            return changes.before(session)

        return self._file.write(request, Session, session_id, "edit_session", work)

    def delete_session(self, request: Request, session_id: str, rev: int) -> Session:
        """Take a session out of the diary; `undo` brings it back."""

        def work(db: Connection) -> str:
            session = _session(db, session_id, rev)
            rows.update(db, Session, session_id, deleted_ms=request.now_ms)
            return changes.before(session)

        return self._file.write(request, Session, session_id, "delete_session", work)

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
            if answers and local_date > reading.today(db, request.now_ms):
                raise InvalidError(
                    "Pain and walks can be written for days up to today. Choose another day; marks "
                    "such as travel may be set ahead.",
                    "invalid",
                )
            key = local_date.isoformat()
            before = rows.one(db, Day, key)
            check_rev(before.rev if before else 0, rev)
            if before is None:
                rows.insert(db, Day(local_date))
            rows.update(db, Day, key, **answers, **_named(mark=mark))
            return changes.before(before) if before else None

        return self._file.write(request, Day, local_date.isoformat(), "write_day", work)

    # -----------------------------------------------------------------------------------------
    # Undo

    def undo(self, request: Request, change: Change) -> Session | Day:
        """Take back a change of a session or a day; repeated, it goes further back.

        Args:
            request: the undoing.
            change: as in `Diary.undoable`.

        Raises:
            ConflictError: if something else was changed there since.
        """
        kind: type[Session | Day] = Session if change.entity == "session" else Day

        def work(db: Connection) -> None:
            changes.undo(db, request, kind, change)

        return self._file.write(request, kind, change.entity_id, "undo", work, undoes=change.seq)

    def reach_of(self, change: Change) -> tuple[datetime.date, tuple[str, ...]] | None:
        """What undoing a change would alter: the day, and which of its answers; None if nothing.

        Args:
            change: as in `Diary.undoable`; of a session no answers are named.
        """
        with self._file.looking() as db:
            if change.entity == "session":
                session = rows.one(db, Session, change.entity_id)
                return (session.local_date, ()) if session else None
            now = rows.one(db, Day, change.entity_id)
            if now is None:
                return None
            try:
                then = changes.answers_before(db, change)
            except ValueError:
                return None
            own = rows.plain(now)
            return now.local_date, tuple(name for name in then if then[name] != own[name])

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
                check_rev(0, rev)
                rows.insert(db, Note(note_id, local_date, kind, body, 1))
            elif (before.local_date, before.kind, before.body) != (local_date, kind, body):
                check_rev(before.rev, rev)
                rows.update(db, Note, note_id, local_date=local_date, kind=kind, body=body)

        return self._file.write(request, Note, note_id, "", work)

    def delete_note(self, request: Request, note_id: str, *, rev: int | None = None) -> None:
        """Delete a note for good; its place in the file is overwritten.

        The log keeps that it was deleted, so that `archive.forget_deleted_notes` can take it out of
        the copies too.

        Args:
            request: the deleting.
            note_id: of the note; one that is gone already is no mistake.
            rev: as it was seen; None where it cannot have been changed since.

        Raises:
            ConflictError: if it says something else by now.
        """

        def work(db: Connection) -> None:
            note = rows.one(db, Note, note_id)
            if note:
                if rev is not None:
                    check_rev(note.rev, rev)
                db.execute("DELETE FROM note WHERE id = ?", (note_id,))
                self.copies_hold_deleted = True
                changes.log_deleted_note(db, request, note_id)

        self._file.delete(request, Note, note_id, work)

    # -----------------------------------------------------------------------------------------
    # Activities and reviews

    def write_activity(
        self,
        request: Request,
        activity_id: str,
        two_weeks_id: str,
        slot: int,
        name: str,
        *,
        rev: int = 0,
    ) -> Activity:
        """Name something that the learner wants to do again, or change its name."""
        _check_text(name)

        def work(db: Connection) -> None:
            before = rows.one(db, Activity, activity_id)
            check_rev(before.rev if before else 0, rev)
            if before is None:
                rows.insert(db, Activity(activity_id, two_weeks_id, slot, name, None, None, 1))
            else:
                rows.update(db, Activity, activity_id, slot=slot, name=name)

        return self._file.write(request, Activity, activity_id, "write_activity", work)

    def rate_activity(
        self, request: Request, activity_id: str, occasion: str, score: int | None
    ) -> Activity:
        """Say how well it goes, at the ``start`` or at the ``end``; None takes it away."""
        if occasion not in {"start", "end"}:
            raise InvalidError("An activity is rated at the start and at the end.", "invalid")

        def work(db: Connection) -> None:
            there(rows.one(db, Activity, activity_id))
            rows.update(db, Activity, activity_id, **{f"score_{occasion}": score})

        return self._file.write(request, Activity, activity_id, "rate_activity", work)

    def save_review(
        self, request: Request, review_id: str, rule_version: int, inputs: str, outcome: str
    ) -> ReviewRecord:
        """Keep a review of the latest two weeks as it was shown.

        Raises:
            RefusedError: without a safety check of today.
            InvalidError: if the inputs are not JSON.
        """
        _check_json(inputs)

        def work(db: Connection) -> None:
            today = reading.today(db, request.now_ms)
            gate.check_review(reading.checks(db, today, today), today)
            weeks = there(reading.last_two_weeks(db))
            rows.insert(
                db,
                ReviewRecord(
                    id=review_id,
                    two_weeks_id=weeks.id,
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

        return self._file.write(request, ReviewRecord, review_id, "save_review", work)

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
            check_rev(there(rows.one(db, ReviewRecord, review_id)).rev, rev)
            rows.update(db, ReviewRecord, review_id, **_named(own_view=own_view, choice=choice))

        return self._file.write(request, ReviewRecord, review_id, "answer_review", work)


# ---------------------------------------------------------------------------------------------


def _gate(db: Connection, day: datetime.date, today: datetime.date, *, live: bool) -> TwoWeeks:
    """The two weeks that a session of `day` belongs to; RefusedError where the gate says no."""
    weeks = reading.last_two_weeks(db)
    start = weeks.start_date if weeks else today
    checks = reading.checks(db, min(start, today), today)
    gate.check_session(weeks, checks, day, today, live=live)
    return there(weeks)


def _session(db: Connection, session_id: str, rev: int) -> Session:
    session = there(rows.one(db, Session, session_id))
    check_rev(session.rev, rev)
    if session.deleted_ms is not None:
        raise changed()
    return session


def _named(**arguments: object) -> dict[str, object]:
    """The arguments that were given."""
    return {name: value for name, value in arguments.items() if not isinstance(value, Keep)}


def _check_final(status: str) -> None:
    if status not in {"done", "partial", "stopped_pain", "stopped_other"}:
        raise InvalidError(
            "A session ends as done, partial, or stopped because of pain or something else.",
            "invalid",
        )


def _check_text(text: str) -> None:
    if not isinstance(text, str) or "\0" in text:
        raise InvalidError("This text holds a sign that cannot be saved. Type it again.", "invalid")


def _check_json(text: str) -> None:
    _check_text(text)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidError(
            "What went into this review cannot be written down. Try again.", "invalid"
        ) from None
