"""Backups that were opened before they were believed.

A backup is a copy of the whole database in the folder ``NAME-backups`` beside it, with a note of
the same name and ``.json`` that holds its SHA-256 and how many rows each table has. The note is
there first, so that a copy never stands without its place in the order; the copy is then read back,
opened and counted. There stay one a day for the last seven days on which something was saved, one a
week for four weeks before those, the last save, and the last few from before a restore and before a
change of format.

The folder may hold what others put there, and may be a link to a place of theirs. A file is ours
when its name, which has the beginning of a checksum, fits what is in it or in its note; one that
was carried here without its note is taken in again. Nothing else is touched.
"""

import dataclasses
import datetime
import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lessons_lib.tracker.errors import StoreError

from . import copies, files, strict_json

DAYS = 7
WEEKS = 4
OTHERS = 3
"""How many stay: of the last days, of the weeks before, and of each other kind."""

NAME = r"(?P<kind>[a-z-]+?)-(?P<day>\d{4}-\d\d-\d\d)-(?P<digest>[0-9a-f]{12})"
"""What a backup is called, without its ending."""

_NAME = re.compile(rf"{NAME}\.db")
_DRAFT = re.compile(rf"\.({_NAME.pattern}(\.json)?|latest\.json)\.\d+\.\d+\.draft")
_DIGEST = 12
_MOST_NOTE_BYTES = 100_000
_LEFT_BEHIND_S = 86_400.0


class BackupError(StoreError):
    """A backup that was not made, or that cannot be trusted."""


class Kind(StrEnum):
    """Why a backup was made."""

    LATEST = "latest"
    DAILY = "daily"
    BEFORE_RESTORE = "before-restore"
    BEFORE_MIGRATION = "before-migration"


_BEFORE = (Kind.BEFORE_RESTORE, Kind.BEFORE_MIGRATION)


@dataclass(frozen=True)
class Backup:
    """One verified copy.

    Attributes:
        path: the copy, a database that can be opened by itself.
        kind: why it was made.
        day: the learner's day on which it was made.
        made_utc: when, ISO 8601.
        sha256: of the file, in hexadecimal.
        counts: rows of each table.
        schema_version: the format of the database.
        number: counts the backups of a diary, because clocks are put right and wrong.
    """

    path: Path
    kind: Kind
    day: datetime.date
    made_utc: str
    sha256: str
    counts: Mapping[str, int]
    schema_version: int
    number: int


def folder(database: Path) -> Path:
    """Where the backups of a database are."""
    return database.with_name(f"{database.stem}-backups")


def keep(connection: sqlite3.Connection, database: Path, kind: Kind, day: datetime.date) -> Backup:
    """Make a backup, verify it, and let the oldest go.

    Args:
        connection: open on the database.
        database: its file, which is not opened.
        kind: why.
        day: the learner's day.

    Returns:
        The new backup; the one that is there already if it holds the same. It is the newest.

    Raises:
        BackupError: if it could not be written or is not what was copied; older ones stay.
    """
    try:
        data, counts = copies.copied(connection)
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        raise BackupError(
            "No backup was made: the diary could not be read. Another window may be using it; "
            "try again in a moment.",
            "backup_unreadable",
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    backup = Backup(
        path=_place(folder(database), kind, day, digest),
        kind=kind,
        day=day,
        made_utc=datetime.datetime.now(datetime.UTC).isoformat(),
        sha256=digest,
        counts=counts,
        schema_version=version,
        number=1 + max((one.number for one in existing(database)), default=0),
    )
    there = _read(backup.path)
    if there is None or not is_sound(there):
        _write(backup, data)
        there = backup
    elif existing(database)[0].sha256 != digest:
        there = dataclasses.replace(there, number=backup.number)
        files.write_whole(_note(there.path), _note_of(there))
    for one in existing(database):
        if not _note(one.path).exists():
            files.write_whole(_note(one.path), _note_of(one))
    _thin(database, there)
    return there


def hold_latest(database: Path) -> None:
    """Keep what was saved last among those from before a restore.

    What is saved next may be of another diary, and would take its place.

    Raises:
        BackupError: if it could not be written a second time.
    """
    for one in existing(database):
        if one.kind is Kind.LATEST:
            try:
                data = content(one)
            except BackupError:  # damaged, or another window was faster
                continue
            hold(database, one, data)


def hold(database: Path, latest: Backup, data: bytes) -> None:
    """Keep one copy of what was saved last, and what is in it, among those from before a restore.

    Raises:
        BackupError: if it could not be written a second time.
    """
    with copies.opened(data) as copy:
        keep(copy, database, Kind.BEFORE_RESTORE, latest.day)
    _remove(latest.path)


def existing(database: Path) -> tuple[Backup, ...]:
    """The finished backups of a database, the newest first, whatever the clock said."""
    names = sorted(folder(database).glob("*.db"))
    found = [backup for path in names if (backup := _read(path))]
    return tuple(sorted(found, key=_order, reverse=True))


def _order(backup: Backup) -> tuple[int, str, bool]:
    """Of one day the last save is the newest, where nothing else says so."""
    return backup.number, backup.made_utc, backup.kind is Kind.LATEST


def is_behind(connection: sqlite3.Connection, backup: Backup) -> bool:
    """Whether the diary has changed since the backup was made."""
    return hashlib.sha256(copies.copied(connection)[0]).hexdigest() != backup.sha256


def content(backup: Backup) -> bytes:
    """The bytes of a backup that is still what it was.

    Raises:
        BackupError: if it is gone or has changed since it was made.
    """
    try:
        data = files.read_plain(backup.path, copies.MOST_BYTES)
        if hashlib.sha256(data).hexdigest() != backup.sha256:
            raise copies.UnsoundError("Its content is not what was written.")
        with copies.opened(data) as copy:
            copies.check(copy, backup.counts)
    except (files.UnfitFileError, copies.UnsoundError):
        raise BackupError(
            f"The backup of {backup.day.isoformat()} is damaged or gone and cannot be used. "
            "Choose another one.",
            "backup_damaged",
        ) from None
    return data


def is_sound(backup: Backup) -> bool:
    """Whether a backup is still what it was when it was made."""
    try:
        content(backup)
    except BackupError:
        return False
    return True


def rewrite(backup: Backup, change: Callable[[sqlite3.Connection], None]) -> bool:
    """Change what is in a backup, and verify it again; one that is damaged is left alone.

    Args:
        backup: which.
        change: takes a copy in memory and changes it.

    Returns:
        Whether there was anything to change.

    Raises:
        BackupError: if it could not be written anew; the old one is removed all the same.
        OSError: if the old one cannot be removed.
    """
    try:
        there = content(backup)
    except BackupError:  # damaged, or another window was faster
        return False
    with copies.opened(there) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        change(copy)
        if not copy.total_changes:
            return False
        copy.execute("VACUUM")
        data, counts = copies.copied(copy)
    digest = hashlib.sha256(data).hexdigest()
    path = _place(backup.path.parent, backup.kind, backup.day, digest)
    renewed = dataclasses.replace(backup, path=path, sha256=digest, counts=counts)
    try:
        _write(renewed, data)
    except BackupError:  # a full disk: the old one makes room for the new
        _wipe(backup.path)
        _write(renewed, data)
    else:
        _wipe(backup.path)
    return True


def wipe_unfit(database: Path) -> None:
    """Overwrite and remove what is left of backups that were damaged or broke off."""
    for one in existing(database):
        if not is_sound(one):
            _wipe(one.path)
    for draft in _unfinished(database):
        with suppress(FileNotFoundError):
            files.wipe(draft)


def _wipe(path: Path) -> None:
    with suppress(FileNotFoundError):  # another window was faster
        files.wipe(path)
    _remove(path)


def ours(database: Path) -> tuple[Path, ...]:
    """Every file in the folder of backups that was made here; none where the folder is a link."""
    if folder(database).is_symlink():
        return ()
    found = [one.path for one in existing(database)]
    notes = [note for path in found if (note := _note(path)).is_file() and not note.is_symlink()]
    return (*found, *notes, *_unfinished(database))


def _unfinished(database: Path) -> list[Path]:
    """Drafts, and notes without their copy."""
    drafts = [path for path in folder(database).glob(".*.draft") if _DRAFT.fullmatch(path.name)]
    notes = [path for path in folder(database).glob("*.db.json") if _is_lonely(path)]
    return drafts + notes


def _is_lonely(note: Path) -> bool:
    path = note.with_suffix("")
    name = _NAME.fullmatch(path.name)
    return bool(name and not path.exists() and _noted(path, name))


def kept(days: Iterable[datetime.date]) -> set[datetime.date]:
    """Which days' backups stay: the last seven, and the last one of each of four weeks before.

    Args:
        days: of the backups, the one that was made last first; not the one that is dated last,
            for a clock may have been ahead for a while.

    >>> days = [datetime.date(2026, 11, 22) - datetime.timedelta(ago) for ago in range(53)]
    >>> sorted(f"{day:%d %b}" for day in kept(days) if day.month == 11 and day.day < 16)
    ['01 Nov', '08 Nov', '15 Nov']
    """
    newest_first = list(dict.fromkeys(days))
    stay, older = set(newest_first[:DAYS]), newest_first[DAYS:]
    there = {_week(day) for day in stay}
    weeks: dict[tuple[int, int], datetime.date] = {}
    for day in older:
        if _week(day) not in there:
            weeks.setdefault(_week(day), day)
    return stay | set(list(weeks.values())[:WEEKS])


def _week(day: datetime.date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _place(parent: Path, kind: Kind, day: datetime.date, digest: str) -> Path:
    return parent / f"{kind}-{day.isoformat()}-{digest[:_DIGEST]}.db"


def _write(backup: Backup, data: bytes) -> None:
    try:
        files.private_folder(backup.path.parent)
        files.write_whole(_note(backup.path), _note_of(backup))
        files.write_whole(backup.path, data)
        content(backup)
    except (OSError, BackupError) as error:
        _remove(backup.path)
        raise BackupError(
            "No backup was made: the disk did not take it, or gave back something else. Your diary "
            "itself is as it was. Make room on the disk, or export the diary to another place.",
            "backup_failed",
        ) from error


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _note_of(backup: Backup) -> bytes:
    facts = {
        "made_utc": backup.made_utc,
        "sha256": backup.sha256,
        "schema_version": backup.schema_version,
        "counts": dict(backup.counts),
        "number": backup.number,
    }
    return json.dumps(facts, indent=1).encode()


def _read(path: Path) -> Backup | None:
    """The backup at a path by its name and its note, or its content; None if it is none of ours."""
    name = _NAME.fullmatch(path.name)
    if name is None or name["kind"] not in set(Kind) or path.is_symlink():
        return None
    return _noted(path, name) or _carried(path, name)


def _carried(path: Path, name: re.Match[str]) -> Backup | None:
    """A backup that has lost its note on the way, if it is what its name says."""
    try:
        data = files.read_plain(path, copies.MOST_BYTES)
        digest = hashlib.sha256(data).hexdigest()
        day = datetime.date.fromisoformat(name["day"])
        if not digest.startswith(name["digest"]):
            return None
        with copies.opened(data) as copy:
            copies.check(copy)
            version: int = copy.execute("PRAGMA user_version").fetchone()[0]
            counts = copies.counts(copy)
    except (files.UnfitFileError, copies.UnsoundError, ValueError):
        return None
    # Of its day it is at least as new as the others of that day that have come with it.
    made = datetime.datetime.combine(day, datetime.time.max, datetime.UTC).isoformat()
    return Backup(path, Kind(name["kind"]), day, made, digest, counts, version, 0)


def _noted(path: Path, name: re.Match[str]) -> Backup | None:
    try:
        facts = strict_json.loads(files.read_plain(_note(path), _MOST_NOTE_BYTES))
        found = Backup(
            path=path,
            kind=Kind(name["kind"]),
            day=datetime.date.fromisoformat(name["day"]),
            made_utc=str(facts["made_utc"]),
            sha256=str(facts["sha256"]),
            counts={str(table): int(rows) for table, rows in facts["counts"].items()},
            schema_version=int(facts["schema_version"]),
            number=int(facts.get("number", 0)),
        )
    except (
        files.UnfitFileError,
        strict_json.NotJsonError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ):
        return None
    return found if found.sha256.startswith(name["digest"]) else None


def _thin(database: Path, newest: Backup) -> None:
    """Let go of what is older than the rules keep; the newest one always stays."""
    for old in _surplus(existing(database)):
        if old.path != newest.path:
            _remove(old.path)
    for draft in _unfinished(database):
        if _is_left_behind(draft):
            draft.unlink(missing_ok=True)


def _is_left_behind(path: Path) -> bool:
    """Whether whoever was writing it has stopped long ago."""
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime > _LEFT_BEHIND_S
    return False


def _surplus(backups: Sequence[Backup]) -> Iterator[Backup]:
    """What is beyond the rules, of backups of which the newest comes first."""
    daily = [one for one in backups if one.kind is Kind.DAILY]
    stay = kept(one.day for one in daily)
    for one in daily:
        if one.day in stay:
            stay.remove(one.day)  # the day's newest comes first; its earlier ones go
        else:
            yield one
    for kind, most in ((Kind.LATEST, 1), *((kind, OTHERS) for kind in _BEFORE)):
        yield from [one for one in backups if one.kind is kind][most:]


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)  # first: a copy without its note would have lost its place
    _note(path).unlink(missing_ok=True)
