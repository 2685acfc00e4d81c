"""Backups are verified, rolled, proven and, when the learner wants it, gone."""

import datetime
import json
import os
import random
import sqlite3
import stat
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.tracker import archive, place
from lessons_lib.tracker.archive import exchange, restoring
from lessons_lib.tracker.archive.contents import Contents
from lessons_lib.tracker.disk import backups, files
from lessons_lib.tracker.disk.backups import Backup, BackupError, Kind
from lessons_lib.tracker.errors import CannotOpenError, StoreError
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.store import Store, database, open_store, start_fresh
from tests.diaries import CANARY, NOW_MS, TODAY, ZONE, but_for_its_line, kept_in, small

DAY = datetime.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with kept_in(tmp_path / "data" / "diary.db", small()) as one:
        yield one


def keep(store: Store, day: datetime.date = TODAY, kind: Kind = Kind.DAILY) -> Backup:
    with exchange.looking(store.path) as connection:
        return backups.keep(connection, store.path, kind, day)


def say(store: Store, number: int) -> None:
    """Save something."""
    request = Request(f"request {number}", NOW_MS)
    day = next(one for one in store.diary(NOW_MS).days if one.local_date == TODAY)
    store.write_day(request, TODAY, day.rev, walk_min=number)


def without_the_note() -> Contents:
    return Contents({**small().tables, "note": ()}, small().schema_version)


DRAFT = ".daily-2026-11-01-0123456789ab.db.77.1.draft"
"""What is left of a backup that broke off while it was being written."""


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@given(st.sets(st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)), min_size=1))
def test_a_week_of_days_and_a_month_of_weeks_stay(days: set[datetime.date]) -> None:
    stay = backups.kept(sorted(days, reverse=True))
    newest = sorted(days)[-backups.DAYS :]
    older = stay - set(newest)
    assert set(newest) <= stay <= days
    weeks = [day.isocalendar()[:2] for day in older]
    assert len(weeks) == len(set(weeks)) <= backups.WEEKS
    assert all(day < min(newest) for day in older)


def test_the_last_days_stay_although_a_clock_was_a_year_ahead_for_a_while(store: Store) -> None:
    ahead = [TODAY + (365 + number) * DAY for number in range(9)]
    days = [TODAY + number * DAY for number in range(5)]
    for number, day in enumerate([*ahead, *days]):
        say(store, number)
        keep(store, day)
    assert [one.day for one in backups.existing(store.path)][:5] == days[::-1]


def test_backups_of_two_months_reach_back_four_weeks_and_more(store: Store) -> None:
    for number in range(60):
        say(store, number)
        keep(store, TODAY + number * DAY)
    days = sorted(one.day for one in backups.existing(store.path))
    last = TODAY + 59 * DAY
    assert days[-backups.DAYS :] == [last - ago * DAY for ago in range(6, -1, -1)]
    assert len(days) == backups.DAYS + backups.WEEKS
    assert last - days[0] >= 28 * DAY


def test_a_backup_has_its_sum_and_its_counts_beside_it(store: Store) -> None:
    backup = keep(store)
    note = json.loads(backup.path.with_name(backup.path.name + ".json").read_text("utf-8"))
    assert note["sha256"] == sha256(backup.path.read_bytes()).hexdigest() == backup.sha256
    assert note["counts"] == small().counts == backup.counts
    assert note["schema_version"] == database.SCHEMA_VERSION
    assert backups.existing(store.path) == (backup,)


def test_the_newest_is_the_last_one_made_although_a_clock_was_ahead(store: Store) -> None:
    ahead = keep(store, TODAY - DAY)
    note = ahead.path.with_name(ahead.path.name + ".json")
    note.write_text(note.read_text().replace(ahead.made_utc, "2036-01-01T00:00:00+00:00"))
    say(store, 1)
    last = keep(store)
    assert backups.existing(store.path)[0] == last
    assert archive.prove(store.path).backup == last


def test_the_same_diary_is_not_kept_twice_a_day(store: Store) -> None:
    first = keep(store)
    assert keep(store) == first
    say(store, 1)
    second = keep(store)
    assert [one for one in backups.existing(store.path) if one.kind is Kind.DAILY] == [second]
    assert second.sha256 != first.sha256


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_reads_backups(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with kept_in(tmp_path / "diary.db", small()) as store:
            archive.after_save(store, TODAY)
            folder = backups.folder(store.path)
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_any_flipped_bit_is_noticed(store: Store) -> None:
    backup, dice = keep(store), random.Random(4711)
    good = backup.path.read_bytes()
    for _ in range(300):
        data = bytearray(good)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        backup.path.write_bytes(data)
        with pytest.raises(BackupError, match="damaged or gone") as caught:
            backups.content(backup)
        assert caught.value.code == "backup_damaged"
    backup.path.write_bytes(good)
    assert backups.is_sound(backup)


def test_a_backup_that_was_never_finished_is_not_used(store: Store) -> None:
    backup = keep(store)
    note = backup.path.with_name(backup.path.name + ".json")
    backup.path.write_bytes(backup.path.read_bytes()[:5000])
    note.unlink()
    assert backups.existing(store.path) == ()
    assert backups.is_sound(keep(store))


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"sha256": 1}', b"\xff", b"[" * 9000])
def test_a_backup_whose_note_is_broken_is_known_by_its_content(store: Store, note: bytes) -> None:
    backup = keep(store)
    backup.path.with_name(backup.path.name + ".json").write_bytes(note)
    (found,) = backups.existing(store.path)
    assert (found.sha256, found.counts) == (backup.sha256, backup.counts)


def test_a_full_disk_costs_no_older_backup(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    older = keep(store, TODAY - DAY)
    say(store, 1)

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_whole", full)
    with pytest.raises(BackupError, match="Make room") as caught:
        keep(store)
    assert caught.value.code == "backup_failed"
    monkeypatch.undo()
    assert backups.existing(store.path) == (older,)
    assert backups.is_sound(older)
    assert len(list(backups.folder(store.path).iterdir())) == 2


def test_a_disk_that_gives_back_something_else_makes_no_backup(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.write_whole

    def lying(path: Path, data: bytes) -> None:
        write(path, data[:-1] + b"?")

    monkeypatch.setattr(files, "write_whole", lying)
    with pytest.raises(BackupError):
        keep(store)
    assert backups.existing(store.path) == ()


def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "latest.json"
    files.write_whole(path, b"old")

    def crash(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "sync", crash)
    with pytest.raises(KeyboardInterrupt):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_diary_that_another_window_holds_is_not_copied_and_that_is_said(store: Store) -> None:
    older = keep(store)
    with exchange.looking(store.path) as connection:
        connection.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(store.path, isolation_level=None)
        try:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(BackupError, match="Another window") as caught:
                backups.keep(connection, store.path, Kind.LATEST, TODAY)
        finally:
            other.close()
    assert caught.value.code == "backup_unreadable"
    assert backups.existing(store.path) == (older,)


@pytest.mark.skipif(os.name != "posix", reason="Windows puts no folder on the disk")
def test_a_file_is_on_the_disk_before_its_name_and_the_name_before_anybody_relies_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, synced = tmp_path / "copy.db", []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_ino, path.exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    files.write_whole(path, b"all of it")
    assert synced == [(path.stat().st_ino, False), (tmp_path.stat().st_ino, True)]


def test_two_windows_may_make_the_folder_at_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real, looks = tmp_path / "backups", Path.is_dir, iter([False])
    folder.mkdir()
    monkeypatch.setattr(Path, "is_dir", lambda path: next(looks, None) is not False and real(path))
    assert files.private_folder(folder) == folder


@pytest.mark.parametrize(("system", "looks"), [("nt", 3), ("posix", 0)])
def test_a_virus_scanner_that_looks_at_a_file_keeps_no_save_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, looks: int
) -> None:
    """Windows refuses meanwhile; elsewhere a refusal lasts, and nobody is kept waiting for it."""
    real, refused, waited = Path.replace, [], []

    def replace(draft: Path, path: Path) -> Path:
        if len(refused) < (looks or 99):
            refused.append(path)
            raise PermissionError(13, "in use")
        return real(draft, path)

    class System:
        name = system

        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

    path = tmp_path / "diary.db"
    monkeypatch.setattr(files, "os", System())
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(Path, "replace", replace)
    if looks:
        files.write_whole(path, b"new")
        assert path.read_bytes() == b"new"
    else:
        with pytest.raises(PermissionError):
            files.write_whole(path, b"new")
    assert (len(refused), len(waited)) == ((looks, looks) if looks else (1, 0))
    assert not list(tmp_path.glob(".*"))


def test_after_a_save_there_are_copies(store: Store) -> None:
    archive.after_save(store, TODAY)
    daily, last = backups.existing(store.path)
    assert (daily.kind, last.kind) == (Kind.DAILY, Kind.LATEST)
    say(store, 7)
    archive.after_save(store, TODAY)
    last, same = backups.existing(store.path)
    assert same == daily
    assert exchange.accepted(backups.content(daily)) == small()
    assert exchange.accepted(backups.content(last)) == exchange.diary(store.path)


def test_settling_takes_in_what_was_saved_since(store: Store) -> None:
    first = archive.settle(store, TODAY)
    assert archive.settle(store, TODAY) == first
    say(store, 7)
    second = archive.settle(store, TODAY)
    assert exchange.accepted(backups.content(second)) == exchange.diary(store.path)
    assert [one for one in backups.existing(store.path) if one.kind is Kind.DAILY] == [second]


def test_an_empty_diary_needs_no_backup(tmp_path: Path) -> None:
    nothing = {"profile", "migration"}
    empty = {table: rows if table in nothing else () for table, rows in small().tables.items()}
    with kept_in(tmp_path / "diary.db", Contents(empty, database.SCHEMA_VERSION)) as store:
        assert archive.settle(store, TODAY) is None


def test_the_proof_restores_and_compares(store: Store) -> None:
    assert archive.prove(store.path).sentence.startswith("There is no backup yet.")
    keep(store)
    proof = archive.prove(store.path)
    assert proof.ok
    assert f"all its {sum(small().counts.values())} entries" in proof.sentence
    assert proof.sentence.endswith("Your diary is the same now.")
    say(store, 3)
    assert archive.prove(store.path).sentence.endswith("the next backup takes it in.")


def test_the_proof_fails_for_a_damaged_backup(store: Store) -> None:
    backup = keep(store)
    backup.path.write_bytes(backup.path.read_bytes().replace(b"CANARY", b"canary"))
    proof = archive.prove(store.path)
    assert not proof.ok
    assert proof.sentence.startswith("No: ")


def test_the_proof_needs_no_diary(store: Store) -> None:
    keep(store)
    store.close()
    store.path.write_bytes(b"broken")
    assert archive.prove(store.path).ok


def test_a_deleted_note_can_be_taken_out_of_every_copy(store: Store) -> None:
    secret = b"=1+1 " + CANARY.encode()
    keep(store, TODAY - DAY)
    say(store, 1)
    keep(store)
    keep(store, kind=Kind.BEFORE_RESTORE)
    archive.after_save(store, TODAY)
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    assert secret in everything_in(store.path.parent)
    archive.forget_deleted_notes(store)
    assert secret not in everything_in(store.path.parent)
    found = backups.existing(store.path)
    assert {one.kind for one in found} == {Kind.LATEST, Kind.DAILY, Kind.BEFORE_RESTORE}
    assert all(map(backups.is_sound, found))
    assert all(one.counts["note"] == 0 and one.counts["session"] == 3 for one in found)


def test_forgetting_one_note_leaves_those_that_a_restore_or_a_loss_took_away(store: Store) -> None:
    backup = restoring.restore(store, without_the_note(), TODAY).backup
    store.write_note(Request("write", NOW_MS), "slip", TODAY, "note", "a slip of the finger")
    archive.settle(store, TODAY)
    store.delete_note(Request("delete", NOW_MS), "slip")
    archive.forget_deleted_notes(store)
    assert b"slip of the finger" not in everything_in(store.path.parent)
    store.close()
    store.path.unlink()
    with start_fresh(NOW_MS, ZONE, path=store.path) as new:
        new.write_note(Request("write", NOW_MS), "slip", TODAY, "note", "another slip")
        new.delete_note(Request("delete", NOW_MS), "slip")
        archive.forget_deleted_notes(new)
        restoring.restore(new, exchange.accepted(backups.content(backup)), TODAY)
        assert but_for_its_line(exchange.diary(new.path)) == small()


def test_a_note_may_still_be_in_a_damaged_diary_that_was_put_aside_and_that_is_said(
    store: Store,
) -> None:
    aside = store.path.with_name("diary.corrupt-2026-11-20.db")
    aside.write_bytes(b"all that there is")
    keep(store)
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    assert aside.name in archive.forget_deleted_notes(store)
    assert archive.forget_deleted_notes(store) == ""  # it is told once
    assert aside.exists()
    archive.delete_everything(store)
    assert not aside.exists()


def test_a_backup_that_another_window_takes_away_keeps_no_note_from_being_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = keep(store, TODAY - DAY)
    say(store, 1)
    newer = keep(store)
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    content, looks = backups.content, []

    def goes_after_the_second_look(backup: Backup) -> bytes:
        data = content(backup)
        looks.append(backup)
        if looks.count(newer) == 2:
            newer.path.unlink(missing_ok=True)
        return data

    monkeypatch.setattr(backups, "content", goes_after_the_second_look)
    archive.forget_deleted_notes(store)
    assert older.path not in [one.path for one in backups.existing(store.path)]
    assert b"=1+1" not in everything_in(store.path.parent)


def test_a_note_that_a_file_brought_again_stays_in_the_backups(store: Store) -> None:
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    restoring.add(store, small(), TODAY)
    store.write_note(Request("write", NOW_MS), "other", TODAY, "note", "something else")
    backup = keep(store)
    store.delete_note(Request("delete the other", NOW_MS), "other")
    archive.forget_deleted_notes(store)
    assert [
        one.counts["note"] for one in backups.existing(store.path) if one.kind is backup.kind
    ] == [1]


def test_a_note_that_was_not_forgotten_in_time_is_forgotten_with_the_next(store: Store) -> None:
    keep(store)
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)  # and then the kernel stopped
    store.write_note(Request("write", NOW_MS), "other", TODAY, "note", "something else")
    store.delete_note(Request("delete the other", NOW_MS), "other")
    archive.forget_deleted_notes(store)
    assert b"=1+1" not in everything_in(store.path.parent)


def test_a_deleted_note_is_in_no_copy_that_broke_off(store: Store) -> None:
    folder = backups.folder(store.path)
    unfinished, damaged = keep(store, TODAY - DAY), keep(store)
    unfinished.path.with_name(unfinished.path.name + ".json").unlink()
    damaged.path.write_bytes(damaged.path.read_bytes()[:-1] + b"?")
    (folder / f".{damaged.path.name}.77.123.draft").write_text(CANARY, "utf-8")
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    archive.forget_deleted_notes(store)
    assert b"=1+1" not in everything_in(store.path.parent)
    (whole,) = backups.existing(store.path)
    assert whole.day == unfinished.day
    assert len(list(folder.iterdir())) == 2


def test_what_broke_off_long_ago_goes_and_what_is_being_written_stays(store: Store) -> None:
    folder = backups.folder(store.path)
    keep(store, TODAY - DAY)
    for name in (DRAFT, f"{DRAFT.removesuffix('.77.1.draft')}.json.77.1.draft"):
        for age_s in (0, 90_000):
            path = folder / name.replace(".77.", f".{77 + age_s}.")
            path.write_bytes(b"half")
            os.utime(path, (time.time() - age_s, time.time() - age_s))
    older = keep(store, TODAY - 2 * DAY)
    notes = [one.path.with_name(one.path.name + ".json") for one in backups.existing(store.path)]
    for note in notes:
        os.utime(note, (0, 0))
    older.path.unlink()  # of its note nothing is left that it could stand beside
    say(store, 1)
    keep(store)
    assert [note.exists() for note in notes] == [note.name[6:16] != "2026-11-20" for note in notes]
    left = [one.name for one in folder.iterdir() if one.read_bytes() == b"half"]
    assert len(left) == 2
    assert all(".77." in name for name in left)


def test_a_note_is_forgotten_without_a_moment_without_backup(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)
    real, there = files.wipe, []

    def wipe(path: Path) -> None:
        there.append(any(map(backups.is_sound, backups.existing(store.path))))
        real(path)
        there.append(any(map(backups.is_sound, backups.existing(store.path))))

    monkeypatch.setattr(files, "wipe", wipe)
    archive.forget_deleted_notes(store)
    assert there
    assert all(there)


def test_deleting_everything_leaves_nothing(store: Store) -> None:
    folder = store.path.parent
    keep(store)
    keep(store, kind=Kind.BEFORE_RESTORE)
    archive.after_save(store, TODAY)
    kept = "diary.corrupt-2026-11-01.db"
    for name in (kept, f"{kept}-journal", ".diary.db.77.draft", "diary.db-journal",
                 f"diary-backups/{DRAFT}"):  # fmt: skip
        (folder / name).write_text(CANARY, "utf-8")
    backups.existing(store.path)[0].path.unlink()  # and its note is left alone
    somebodys = folder / "diary of the garden.txt"
    somebodys.write_text("tulips", "utf-8")
    gone = {"diary of the garden.txt", "diary.db-journal", "diary.db.open"}  # or go by themselves
    count = sum(one.is_file() and one.name not in gone for one in folder.rglob("*"))
    said = archive.delete_everything(store)
    assert list(folder.rglob("*")) == [somebodys]
    assert "Not in reach" in said
    assert f"{count} files in {folder}" in said
    assert "Left" not in said  # what it cannot have made is not even named


def test_a_disk_that_goes_when_all_is_deleted_does_not_deny_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.sync_folder

    def sync_folder(folder: Path) -> None:
        if not store.path.exists():
            raise OSError(5, "the stick was pulled out")
        real(folder)

    monkeypatch.setattr(files, "sync_folder", sync_folder)
    assert archive.delete_everything(store).startswith("Deleted")


def test_a_pipe_in_the_folder_does_not_keep_deleting_waiting(store: Store) -> None:
    pipe = store.path.with_name(".diary.db.77.draft")
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    said = archive.delete_everything(store)
    assert said.startswith("Deleted")
    assert not pipe.exists()


def test_deleting_goes_on_past_what_cannot_be_deleted_and_names_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    folder = store.path.parent
    (folder / "diary.db of last year").mkdir()  # a folder is somebody's, and no part of it
    real = files.wipe

    def wipe(path: Path) -> None:
        if path == store.path:
            raise PermissionError(13, "in use")
        real(path)

    monkeypatch.setattr(files, "wipe", wipe)
    said = archive.delete_everything(store)
    assert said.startswith("Not all is deleted.")
    assert "diary.db." in said
    assert {one.name for one in folder.iterdir()} == {"diary.db", "diary.db of last year"}
    assert CANARY.encode() not in everything_in(folder)


@pytest.mark.parametrize("length", [1, 1 << 20, 1_900_001])
def test_a_wiped_file_was_overwritten_and_a_link_is_not_followed(
    tmp_path: Path, length: int
) -> None:
    path, other = tmp_path / "one", tmp_path / "other"
    path.write_bytes(b"x" * length)
    os.link(path, other)  # the same content under a second name
    files.wipe(path)
    assert other.read_bytes() == bytes(length)
    path.symlink_to(other)
    other.write_text("kept", "utf-8")
    files.wipe(path)
    assert [one.name for one in tmp_path.iterdir()] == ["other"]
    assert other.read_text("utf-8") == "kept"


def test_another_window_finds_no_ghost_of_a_deleted_diary(store: Store) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    try:
        assert other.execute("SELECT count(*) FROM note").fetchone() == (1,)
        archive.delete_everything(store)
        assert not place.marker(store.path).exists()
        with pytest.raises(sqlite3.Error):
            other.execute("INSERT INTO note VALUES ('a', '2026-11-22', 'note', 'ghost', 1)")
    finally:
        other.close()


def test_nothing_is_deleted_while_another_window_writes(store: Store) -> None:
    path = store.path
    store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with (
            open_store(NOW_MS, ZONE, path=path, busy_s=0.01) as impatient,
            pytest.raises(StoreError, match="nothing was saved"),
        ):
            archive.delete_everything(impatient)
    finally:
        other.close()
    assert exchange.diary(path) == small()


def test_what_is_kept_once_more_is_the_newest(store: Store) -> None:
    """Also where a clock was ahead, and the notes that count were left on another computer."""
    say(store, 1)
    keep(store, TODAY + DAY)
    say(store, 2)
    newest = keep(store)
    for note in backups.folder(store.path).glob("*.json"):
        note.unlink()
    assert backups.existing(store.path)[0].day == TODAY + DAY
    assert keep(store).path == newest.path
    assert backups.existing(store.path)[0].path == newest.path


def test_a_damaged_diary_comes_back_from_its_last_good_backup(store: Store) -> None:
    keep(store, TODAY - DAY)
    say(store, 1)
    best = keep(store)
    wanted = exchange.diary(store.path)
    say(store, 2)
    broken = keep(store, TODAY + DAY)
    broken.path.write_bytes(broken.path.read_bytes()[:-1])
    store.close()
    store.path.write_bytes(b"not a database any more")
    with pytest.raises(CannotOpenError) as caught:
        open_store(NOW_MS, ZONE, path=store.path)
    assert caught.value.code == "damaged"
    last_good = next(filter(backups.is_sound, backups.existing(store.path)))
    assert last_good == best
    with start_fresh(NOW_MS, ZONE, path=store.path) as fresh:
        restoring.restore(fresh, exchange.accepted(backups.content(last_good)), TODAY)
        assert but_for_its_line(exchange.diary(fresh.path)) == wanted


def test_a_lost_diary_is_brought_back_whole_or_is_still_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, wanted, path = keep(store), exchange.diary(store.path), store.path
    store.close()
    path.unlink()

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "sync", full)
    with pytest.raises(BackupError, match="could not be brought back"):
        archive.bring_back(path, backup, NOW_MS)
    monkeypatch.undo()
    with pytest.raises(CannotOpenError) as caught:
        open_store(NOW_MS, ZONE, path=path)
    assert caught.value.code == "missing"
    archive.bring_back(path, backup, NOW_MS)
    with open_store(NOW_MS, ZONE, path=path) as back:
        assert but_for_its_line(exchange.diary(path)) == wanted
        assert back.notice == ""
    with pytest.raises(CannotOpenError, match="again"):
        archive.bring_back(path, backup, NOW_MS)
    assert but_for_its_line(exchange.diary(path)) == wanted


def test_an_entry_can_be_made_right_after_a_restore(store: Store) -> None:
    """Rows that were put back are rows that the store goes on with."""
    backup = keep(store)
    say(store, 1)
    restoring.restore(store, exchange.accepted(backups.content(backup)), TODAY)
    say(store, 2)
    assert store.diary(NOW_MS).days[-1].walk_min == 2
    assert store.all_two_weeks()[-1].status == "active"
