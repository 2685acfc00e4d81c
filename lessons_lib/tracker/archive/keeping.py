"""Keeping a diary safe: copies that are made by themselves, their proof, and deleting it all."""

import datetime
import glob
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons_lib.tracker import place
from lessons_lib.tracker.disk import backups, copies, files
from lessons_lib.tracker.disk.backups import Backup, BackupError, Kind
from lessons_lib.tracker.errors import CannotOpenError, StoreError
from lessons_lib.tracker.store import Store, changes, database, troubles

from . import contents, exchange
from .exchange import ExchangeError

SMALL_BYTES = 400_000
"""Up to this size the whole diary is written out after each save: it takes a few milliseconds."""

BEYOND_REACH = (
    "Not in reach from here: files that you exported or sent, copies that the owner of this "
    "computer or server makes of the whole disk, and traces on the disk itself, which it "
    "overwrites in its own time. Delete what you exported yourself."
)


@dataclass(frozen=True)
class Proof:
    """What restoring the last backup showed.

    Attributes:
        ok: whether it can be restored, entry by entry.
        sentence: the same for the learner.
        backup: the one that was tried; None if there is none.
    """

    ok: bool
    sentence: str
    backup: Backup | None = None


def snapshot_file(path: Path) -> Path:
    """The JSON file that holds the diary at `path` as it was after the last save."""
    return backups.folder(path) / "latest.json"


def after_save(store: Store, day: datetime.date) -> None:
    """Keep copies of what was just saved; call it when the learner has been told of the save.

    A small diary is written out as JSON each time; the first save of a day makes the day's backup.

    Args:
        store: the diary.
        day: the learner's day.

    Raises:
        BackupError: if the copies could not be made. The save itself stands.
    """
    with exchange.looking(store.path) as connection:
        if _size(connection) <= SMALL_BYTES:
            _write_snapshot(connection, store.path)
        daily = [one for one in backups.existing(store.path) if one.kind is Kind.DAILY]
        if not any(one.day == day for one in daily):
            backups.keep(connection, store.path, Kind.DAILY, day)


def settle(store: Store, day: datetime.date) -> Backup | None:
    """Bring the day's backup up to date; call it when the app opens and when a session ends.

    Returns:
        The newest backup; None where the diary is empty still.

    Raises:
        BackupError: as in `after_save`.
    """
    with exchange.looking(store.path) as connection:
        found = backups.existing(store.path)
        if found and not backups.is_behind(connection, found[0]):
            return found[0]
        counts = copies.counts(connection)
        if not any(counts[table] for table in _SAID):
            return None
        _write_snapshot(connection, store.path)
        return backups.keep(connection, store.path, Kind.DAILY, day)


_SAID = ("enrolment", "screen", "day", "note")
"""Where the first thing that a learner says goes."""


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages * size)


def _write_snapshot(connection: sqlite3.Connection, path: Path) -> None:
    with database.reading(connection):
        diary = contents.read(connection)
    try:
        files.private_folder(backups.folder(path))
        files.write_whole(snapshot_file(path), exchange.as_json(diary, notes=True))
    except OSError:
        raise BackupError(
            "Your entry was saved, but no copy of the diary could be written beside it. Look "
            "whether the disk is full; until then, export the diary to another place.",
            "backup_failed",
        ) from None


def prove(path: Path) -> Proof:
    """Restore the last backup into a copy in memory, and compare it entry by entry.

    Args:
        path: the diary, which need not be readable any more.
    """
    found = backups.existing(path)
    if not found:
        return Proof(False, "There is no backup yet. The first one is made after your first save.")
    last = found[0]
    try:
        saved = exchange.accepted(backups.content(last))
        with contents.fresh() as copy:
            copy.execute("BEGIN")
            contents.replace(copy, saved)
            copy.execute("COMMIT")
            back = contents.read(copy)
    except (BackupError, ExchangeError) as error:
        return Proof(False, f"No: {error.sentence} Make a new backup now.", last)
    if any(back.by_key(table) != saved.by_key(table) for table in saved.tables):
        return Proof(
            False, "No: the last backup came back otherwise than it is. Export your diary.", last
        )
    number = sum(saved.counts.values())
    words = (
        f"Yes: your last backup, of {last.day.day} {last.day:%b %Y}, was restored into a copy, and "
        f"all its {number} entries came back as they are."
    )
    return Proof(True, f"{words} {_since(path, saved)}".strip(), last)


def _since(path: Path, saved: contents.Contents) -> str:
    try:
        now = exchange.diary(path)
    except StoreError:  # the diary itself may be what is broken; the backup is good all the same
        return ""
    other = sum(
        len(set(now.by_key(table).items()) ^ set(saved.by_key(table).items()))
        for table in now.tables
    )
    if not other:
        return "Your diary is the same now."
    return "You have saved something since; the next backup takes it in."


def bring_back(path: Path, backup: Backup) -> None:
    """Put what a backup holds where a diary was lost; open it afterwards.

    It appears under its name only when all of it is there: whoever breaks off on the way finds the
    diary still missing, and not an empty one.

    Args:
        path: the diary's file, which is not there any more.
        backup: one of its backups.

    Raises:
        CannotOpenError: if there is a diary.
        StoreError: if the backup is damaged, or the disk does not take it.
    """
    saved = exchange.accepted(backups.content(backup))
    if path.exists():
        raise CannotOpenError(
            "There is a diary in this place again, so nothing was brought back. Run this cell "
            "again to see it.",
            "not_missing",
        )

    def fill(connection: sqlite3.Connection) -> None:
        with database.writing(connection):
            contents.replace(connection, saved)

    try:
        with troubles.saving_in_words(path):
            database.new_file(path, fill)
    except OSError:
        raise BackupError(
            "The backup could not be brought back: the disk did not take it. The backup itself is "
            "as it was. Make room on the disk, then try again.",
            "backup_failed",
        ) from None


def forget_deleted_notes(store: Store) -> str:
    """Take the notes that the learner deleted out of all copies of the diary.

    Notes that it lacks for another reason stay in them: the backups may be those of a diary that
    lost, or from before a restore. What is left of a backup that broke off or was damaged goes
    altogether. A damaged diary that was put aside is not touched: it may be all that there is.

    Returns:
        Where a note may still be, for the learner; mostly empty.

    Raises:
        BackupError: if a copy could not be written anew; it is removed then rather than kept.
    """
    with exchange.looking(store.path) as connection:
        gone = changes.deleted_notes(connection)
        if snapshot_file(store.path).exists():
            _write_snapshot(connection, store.path)
    backups.wipe_unfit(store.path)
    for old in backups.existing(store.path):
        backups.rewrite(old, lambda copy: _forget(copy, gone))
    store.copies_hold_deleted = False
    aside = [one.name for one in sorted(_put_aside(store.path))]
    if not aside:
        return ""
    return (
        "The note is gone from your diary and its copies. A damaged diary that was put aside may "
        f"still hold it: {', '.join(aside)} in {store.path.parent}. Delete that yourself when you "
        "need it no more."
    )


def _put_aside(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{glob.escape(path.stem)}.corrupt-*"))


def _forget(copy: sqlite3.Connection, gone: list[str]) -> None:
    copy.executemany("DELETE FROM note WHERE id = ?", [(note,) for note in gone])


def delete_everything(store: Store) -> str:
    """Delete the diary with all its copies; the store is closed afterwards.

    Rows go first, in one transaction, so that a second window finds an empty diary and not a ghost
    of this one; then every file is overwritten and removed.

    Returns:
        What was done and what is out of reach, for the learner.

    Raises:
        StoreError: if another window holds the diary; nothing is deleted then.
    """
    with store.transaction() as connection:
        contents.empty(connection)
    store.close()
    removed, left = 0, []
    for path in _belongings(store.path):
        try:
            files.wipe(path)
            removed += 1
        except FileNotFoundError:
            pass
        except OSError:  # another window has it open, or it is another user's
            left.append(path.name)
    with suppress(OSError):
        backups.folder(store.path).rmdir()
    files.sync_folder(store.path.parent)
    words = f"your diary and everything beside it, {removed} files in {store.path.parent}."
    if left:
        return (
            f"Not all is deleted. These files are in use or protected: {', '.join(left)}. Close "
            f"other notebooks, then delete them yourself in {store.path.parent}. The rest is "
            f"gone: {words} {BEYOND_REACH}"
        )
    return f"Deleted: {words} {BEYOND_REACH}"


def _belongings(path: Path) -> list[Path]:
    """Every file of a diary: itself, its copies, what was put aside, what was left unfinished."""
    kept = backups.folder(path)
    name = glob.escape(path.name)
    beside = [*path.parent.glob(f"{name}*"), *path.parent.glob(f".{name}.*"), *_put_aside(path)]
    within = kept.rglob("*") if kept.is_dir() else ()
    found = {one for one in (*beside, *within) if one.is_symlink() or not one.is_dir()}
    # The mark that a diary began goes last: until then a diary that is gone is missed.
    return sorted(found, key=lambda one: one == place.marker(path))
