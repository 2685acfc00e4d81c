"""Keeping a diary safe: copies that are made by themselves, their proof, and deleting it all."""

import datetime
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons_lib.tracker import place
from lessons_lib.tracker.disk import backups, copies, files
from lessons_lib.tracker.disk.backups import Backup, BackupError, Kind
from lessons_lib.tracker.errors import CannotOpenError, NotSavedError, StoreError
from lessons_lib.tracker.store import Store, changes, database, reading, troubles

from . import contents, elsewhere, exchange, lineage, restoring
from .exchange import ExchangeError

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


def old_last_save(path: Path) -> Path:
    """The file in which versions up to 1.0.0 kept what was saved last."""
    return backups.folder(path) / "latest.json"


def after_save(store: Store, day: datetime.date) -> None:
    """Keep copies of what was just saved; call it when the learner has been told of the save.

    The last save is kept each time, in the place of the one before; the first save of a day makes
    the day's backup too.

    Args:
        store: the diary.
        day: the learner's day.

    Raises:
        BackupError: if the copies could not be made. The save itself stands.
    """
    with exchange.looking(store.path) as connection:
        _keep(connection, store.path, Kind.LATEST, day)
        daily = [one for one in backups.existing(store.path) if one.kind is Kind.DAILY]
        if not any(one.day == day for one in daily):
            _keep(connection, store.path, Kind.DAILY, day)
    _drop_old_last_save(store.path)


def settle(store: Store, day: datetime.date) -> Backup | None:
    """Bring the last save and the day's backup up to date.

    Call it when the app opens and when a session ends.

    Returns:
        The newest backup of a day; None where the diary is empty still.

    Raises:
        BackupError: as in `after_save`.
    """
    with exchange.looking(store.path) as connection:
        counts = copies.counts(connection)
        if not any(counts[table] for table in _SAID):
            return None
        for kind in (Kind.LATEST, Kind.DAILY):
            there = (one for one in backups.existing(store.path) if one.kind is kind)
            newest = next(there, None)
            if newest is None or backups.is_behind(connection, newest):
                newest = _keep(connection, store.path, kind, day)
    _drop_old_last_save(store.path)
    return newest


_SAID = ("enrolment", "screen", "day", "note")
"""Where the first thing that a learner says goes."""


def _keep(connection: sqlite3.Connection, path: Path, kind: Kind, day: datetime.date) -> Backup:
    try:
        return backups.keep(connection, path, kind, day)
    except OSError:  # the folder is not to be entered, or a name in it is somebody's
        raise BackupError(
            "Your entry was saved, but no copy of the diary could be written beside it. Look "
            f"whether you may write in {backups.folder(path)}; until then, export the diary to "
            "another place.",
            "backup_failed",
        ) from None


def hold_last_save(path: Path) -> None:
    """Keep what was saved last beside what comes now: a new diary, or one from an older backup.

    Raises:
        BackupError: if it could not be kept.
    """
    take_in_old_last_save(path)
    backups.hold_latest(path)


def hold_what_was_newer(store: Store, day: datetime.date) -> str:
    """Look whether all of what was saved here last is in the diary; if not, keep both.

    A sync service or a system that was set back can put an older file in the diary's place, also
    while it is open; call it before that is copied as what was saved last. Two computers that save
    while nothing goes between them leave two of what was saved last. A safety check that asked to
    stop holds in the older diary too.

    Args:
        store: the diary.
        day: the learner's day.

    Returns:
        What to tell the learner; empty where the diary is the newest.

    Raises:
        StoreError: if it cannot be looked at, or the newer one could not be kept.
    """
    lost = None
    for last, data in _whole(store.path, Kind.LATEST):
        with copies.opened(data) as then:
            with exchange.looking(store.path) as now:
                if lineage.follows(now, then):
                    continue
                is_same = lineage.uid(now) == lineage.uid(then)
                is_meant = changes.brought_in(now) - changes.brought_in(then)
            if is_meant and _is_held(store.path, then):
                continue
            lost = lost or last
            backups.hold(store.path, last, data)
            if is_same and not store.read_only:
                with store.transaction() as connection:
                    restoring.carry_check(connection, contents.read(then), day)
    if lost is None:
        return ""
    return (
        f"This is not the diary that was saved here last, on {lost.day.day} {lost.day:%b %Y}: "
        "perhaps a "
        "program that keeps folders alike, or a system that was set back, has put an older file in "
        "its place. Both are kept. In My data, under Backups, look at the one from before "
        "something was brought back."
    )


def _last_save(path: Path) -> Backup | None:
    """The copy of the last save, if it is whole and of the present format."""
    return next((one for one, _ in _whole(path, Kind.LATEST)), None)


def _whole(path: Path, kind: Kind) -> Iterator[tuple[Backup, bytes]]:
    """The backups of a kind that are whole and of the present format, the newest first.

    One that another window has just laid a newer one over is not among them.
    """
    for one in backups.existing(path):
        if one.kind is kind and one.schema_version == database.SCHEMA_VERSION:
            with suppress(BackupError):
                yield one, backups.content(one)


def _is_held(path: Path, last_save: sqlite3.Connection) -> bool:
    """Whether a backup from before a restore has all of the last save."""
    for _, data in _whole(path, Kind.BEFORE_RESTORE):
        with copies.opened(data) as copy:
            if lineage.follows(copy, last_save):
                return True
    return False


def take_in_old_last_save(path: Path) -> None:
    """Make a backup of what a version up to 1.0.0 kept of the last save, where that is whole."""
    try:
        found = exchange.accepted_file(old_last_save(path))
    except ExchangeError:
        return
    written = datetime.date.fromtimestamp(old_last_save(path).stat().st_mtime)
    with contents.fresh() as copy:
        copy.execute("BEGIN")
        contents.replace(copy, found)
        copy.execute("COMMIT")
        backups.keep(copy, path, Kind.LATEST, written)
    _drop_old_last_save(path)


def _drop_old_last_save(path: Path) -> None:
    """Remove it, if it is that file and not somebody's."""
    if not backups.folder(path).is_symlink() and _is_old_last_save(old_last_save(path)):
        with suppress(FileNotFoundError):
            files.wipe(old_last_save(path))


def _is_old_last_save(path: Path) -> bool:
    try:
        beginning = files.read_plain(path, copies.MOST_BYTES)[:100]
    except files.UnfitFileError:
        return False
    return beginning.startswith(b'{\n"format": "' + exchange.FORMAT.encode() + b'"')


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


def bring_back(path: Path, backup: Backup, now_ms: int, *, instead: bool = False) -> None:
    """Put what a backup holds where a diary was lost; open it afterwards.

    It appears under its name only when all of it is there: whoever breaks off on the way finds the
    diary still missing, and not an empty one. A safety check of the last save that asked to stop
    holds in it too.

    Args:
        path: the diary's file, which is not there any more.
        backup: one of its backups.
        now_ms: by the browser's clock.
        instead: whether it takes the place of a diary that is there and cannot be shown, which is
            put aside.

    Raises:
        CannotOpenError: if there is a diary.
        StoreError: if the backup is damaged, or the disk does not take it.
    """
    saved = exchange.accepted(backups.content(backup))
    take_in_old_last_save(path)
    last = _last_save(path)
    newest = exchange.accepted(backups.content(last)) if last else saved
    is_older = last is None or last.sha256 != backup.sha256
    if is_older:
        backups.hold_latest(path)
    if instead and path.exists():
        place.set_aside(path, now_ms)
    if path.exists():
        raise CannotOpenError(
            "There is a diary in this place again, so nothing was brought back. Run this cell "
            "again to see it.",
            "not_missing",
        )

    def fill(connection: sqlite3.Connection) -> None:
        with database.writing(connection):
            contents.replace(connection, saved)
            if is_older:
                changes.log_brought_in(connection)
            if lineage.uid(connection) == next(newest.dicts("profile"))["uid"]:
                today = reading.today(connection, now_ms)
                restoring.carry_check(connection, newest, today)

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
        Where a note may still be, or what it cost to forget it, for the learner; mostly empty.

    Raises:
        StoreError: if the diary could not be looked at.
    """
    with exchange.looking(store.path) as connection:
        gone, uid = changes.deleted_notes(connection), lineage.uid(connection)
    renewed, lost, locked = False, 0, []
    with suppress(OSError):  # the same one is in the way again below
        _drop_old_last_save(store.path)
        backups.wipe_unfit(store.path)
    for old in backups.existing(store.path):
        try:
            renewed |= backups.rewrite(old, lambda copy: _forget(copy, gone))
        except BackupError:
            lost += 1
        except OSError:
            locked.append(old.path.name)
    store.copies_hold_deleted = bool(locked)
    # Told once, with the backups that the note is taken out of; not whenever the diary is opened.
    others = [*_put_aside(store.path), *_conflicted(store.path, uid)] if renewed else []
    names = sorted(one.name for one in others)
    return " ".join(_of_forgetting(store.path, lost, locked, names))


def _of_forgetting(path: Path, lost: int, locked: list[str], others: list[str]) -> Iterator[str]:
    if locked:
        yield (
            "The note is gone from your diary, but not yet from these backups, which may not be "
            f"changed: {', '.join(locked)} in {backups.folder(path)}. Look whether you may write "
            "there; it is tried again after each save."
        )
    if lost:
        yield (
            f"The note is gone. {lost} of the backups that held it could not be written anew, for "
            "the disk is full, and went with it. Make room, then save something: a new backup is "
            "made."
        )
    if others:
        yield (
            "The note is gone from your diary and its backups. A damaged diary that was put aside, "
            f"or a copy that a sync service made, may still hold it: {', '.join(others)} in "
            f"{path.parent}. Delete that yourself when you need it no more."
        )


def _put_aside(path: Path) -> list[Path]:
    name = re.compile(
        rf"{re.escape(path.stem)}\.corrupt(-\d{{4}}-\d\d-\d\d(-\d+)?{re.escape(path.suffix)}"
        r"(-journal|-wal|-shm)?|(-journal|-wal|-shm)-\d+)"
    )
    return [one for one in path.parent.iterdir() if name.fullmatch(one.name)]


def _forget(copy: sqlite3.Connection, gone: list[str]) -> None:
    copy.executemany("DELETE FROM note WHERE id = ?", [(note,) for note in gone])


_NO_ROOM = {"disk_full", "broken"}
"""What is said of a disk that takes nothing more; what is there can be removed all the same."""


def delete_everything(store: Store) -> str:
    """Delete the diary with all its copies; the store is closed afterwards.

    Rows go first, in one transaction, so that a second window finds an empty diary and not a ghost
    of this one; then every file is overwritten and removed. A full disk takes no transaction, and
    keeps nobody from deleting.

    Returns:
        What was done and what is out of reach, for the learner.

    Raises:
        StoreError: if another window holds the diary; nothing is deleted then.
    """
    uid, is_empty = "", True
    try:
        with store.transaction() as connection:
            uid = lineage.uid(connection)
            contents.empty(connection)
    except NotSavedError as error:
        if error.code not in _NO_ROOM:
            raise
        is_empty = False
    store.close()
    second = _second_place(store.path)
    behind = store.path.resolve() if store.path.is_symlink() else None
    removed, left = 0, []
    for path in _belongings(store.path, uid):
        try:
            files.wipe(path)
            removed += 1
        except FileNotFoundError:
            pass
        except OSError:  # another window has it open, or it is another user's
            left.append(path.name)
    with suppress(OSError):
        backups.folder(store.path).rmdir()
    with suppress(OSError):
        files.sync_folder(store.path.parent)
    words = f"your diary and its copies, {removed} files in {store.path.parent}."
    rest = f"{_behind_link(behind, is_empty=is_empty)}{_beside(store.path)}{second}{BEYOND_REACH}"
    if left:
        return (
            f"Not all is deleted. These files are in use or protected: {', '.join(left)}. Close "
            f"what else shows the diary, then delete them yourself in {store.path.parent}. The "
            f"rest is gone: {words} {rest}"
        )
    return f"Deleted: {words} {rest}"


def _second_place(path: Path) -> str:
    also = elsewhere.chosen(path)
    return f"The copies in {also.folder} were left, as ever: delete them yourself. " if also else ""


def _behind_link(file: Path | None, *, is_empty: bool) -> str:
    if file is None:
        return ""
    how = "empty now" if is_empty else "with all that was in it"
    return f"The diary was a link to {file}. That file was left, {how}: delete it yourself. "


def _belongings(path: Path, uid: str) -> list[Path]:
    """Every file that was made here: the diary, its copies, what was put aside or left unfinished.

    What others made stays: a folder, a file with a name of its own, whatever is behind a link. A
    copy that a sync service made of one of these files is as much ours as that.
    """
    names = re.compile(
        rf"{re.escape(path.name)}(-journal|-wal|-shm|\.open|\.began)?"
        rf"|{re.escape(elsewhere.record(path).name)}"
        rf"|\.{re.escape(path.name)}(\.open)?(\.\d+){{1,2}}\.draft(-journal)?"
    )
    beside = [one for one in path.parent.iterdir() if names.fullmatch(one.name)]
    old = [old_last_save(path)] if _is_old_last_save(old_last_save(path)) else []
    within = backups.ours(path)
    conflicts = _conflicted(path, uid)
    found = {*beside, *_put_aside(path), *within, *(old if within else ()), *conflicts}
    # The mark that a diary began goes last: until then a diary that is gone is missed.
    return sorted(
        (one for one in found if one.is_symlink() or not one.is_dir()),
        key=lambda one: one == place.marker(path),
    )


_CONFLICT = r"(?!-\d)([ ._(-].*(?i:[ck]onfli).*| \(\d+\)| \d+|-(?=[A-Z\d-]*[A-Z])[A-Z\d-]+)\.db"
"""How sync services name the second of two files that differ on two computers; no export is so."""


def _conflicted(path: Path, uid: str) -> list[Path]:
    """Copies of the diary or of its backups that a sync service made, and that are this person's.

    An export that somebody put there may hold the same; its name says that it is none of these.
    """
    kept = backups.folder(path)
    folders = [path.parent] if kept.is_symlink() else [path.parent, kept]
    names = re.compile(f"({re.escape(path.stem)}|{backups.NAME}){_CONFLICT}")
    found = []
    for one in (file for folder in folders for file in _listed(folder)):
        if names.fullmatch(one.name):
            with suppress(files.UnfitFileError, copies.UnsoundError):
                if uid and lineage.uid_in(files.read_plain(one, copies.MOST_BYTES)) == uid:
                    found.append(one)
    return found


def _beside(path: Path) -> str:
    """What lies there still and may be of the diary, for the learner; mostly empty."""
    kept = backups.folder(path)
    if kept.is_symlink():
        return f"The folder {kept} is a link, so what is behind it was left: look there yourself. "
    found = [one.name for one in (*path.parent.iterdir(), *_listed(kept)) if _may_be(path, one)]
    if not found:
        return ""
    return (
        "Left, for it cannot be told whether the tracker made them: "
        f"{', '.join(sorted(found))}. If they are yours to delete, do it in {path.parent}. "
    )


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _may_be(path: Path, other: Path) -> bool:
    """Whether a file that stayed may be a copy of the diary, such as one of a sync service."""
    is_near = other.parent == backups.folder(path) or other.name.startswith(path.stem)
    return is_near and other.is_file() and (".db" in other.name or ".json" in other.name)
