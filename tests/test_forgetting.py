"""Words that should be gone are gone: a deleted note from every copy, and everything when asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons_lib.apps.tracker import files as my_data
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import contents
from lessons_lib.tracker.disk import backups, files
from lessons_lib.tracker.disk.backups import BackupError, Kind
from lessons_lib.tracker.errors import NotSavedError
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.store import Store, database, open_store
from tests.diaries import CANARY, NOW_MS, TODAY, ZONE, kept_in, small

WORDS = b"=1+1"
"""How the note of the small diary begins; other rows bear the canary too."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with kept_in(tmp_path / "data" / "diary.db", small()) as one:
        archive.after_save(one, TODAY)
        yield one


def delete_the_note(store: Store) -> None:
    (note,) = store.diary(NOW_MS).notes
    store.delete_note(Request("delete", NOW_MS), note.id)


def said_after_a_save(store: Store, pain: int = 1) -> str:
    """What the learner is told when the copies of a save were kept."""
    day = next(one for one in store.diary(NOW_MS).days if one.local_date == TODAY)
    store.write_day(Request(f"save {pain}", NOW_MS), TODAY, day.rev, pain_back=pain)
    return my_data.keep_copies(store, TODAY, settle=False)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_was_left_in_the_copies_is_forgotten_when_the_diary_is_opened_again(store):
    delete_the_note(store)
    assert WORDS in everything_in(store.path.parent)
    store.close()  # before any copy could be written anew
    with open_store(NOW_MS, ZONE, path=store.path) as again:
        assert again.copies_hold_deleted
        my_data.keep_copies(again, TODAY, settle=True)
        assert WORDS not in everything_in(store.path.parent)
        assert not again.copies_hold_deleted


def test_a_full_disk_costs_backups_before_it_keeps_a_deleted_note(store, monkeypatch):
    delete_the_note(store)
    real = backups._write
    tries: list[Path] = []

    def tight(backup, data):
        """Room for a backup only where another one has gone."""
        tries.append(backup.path)
        if len(list(backup.path.parent.glob("*.db"))) > 1:
            raise BackupError("full", "backup_failed")
        real(backup, data)

    monkeypatch.setattr(backups, "_write", tight)
    assert archive.forget_deleted_notes(store) == ""
    assert WORDS not in everything_in(store.path.parent)
    assert {one.kind for one in backups.existing(store.path)} == {Kind.LATEST, Kind.DAILY}
    assert len(tries) > 2


def test_where_no_backup_can_be_written_anew_the_note_goes_with_them_and_that_is_said(
    store, monkeypatch
):
    delete_the_note(store)
    monkeypatch.setattr(files, "write_whole", full)
    said = said_after_a_save(store)
    assert "note is gone" in said
    assert WORDS not in everything_in(store.path.parent)
    monkeypatch.undo()
    assert said_after_a_save(store, 2) == ""
    assert archive.prove(store.path).ok


def test_a_backup_that_may_not_be_changed_is_named_and_tried_again(store, monkeypatch):
    delete_the_note(store)
    real = files.wipe
    locked = next(one.path for one in backups.existing(store.path) if one.kind is Kind.DAILY)

    def wipe(path: Path) -> None:
        if path == locked:
            raise PermissionError(13, "in use", str(path))
        real(path)

    monkeypatch.setattr(files, "wipe", wipe)
    for pain in (1, 2):
        assert locked.name in said_after_a_save(store, pain)
    monkeypatch.undo()
    assert said_after_a_save(store, 3) == ""
    assert WORDS not in everything_in(store.path.parent)


CONFLICTS = [
    "diary (Jo's conflicted copy 2026-11-20).db", "diary.sync-conflict-20261120-101010-ABCDEFG.db",
    "diary (SFConflict jo 2026-11-20).db", "diary (Konfliktkopie von Jo).db", "diary (1).db",
    "diary 2.db", "diary-LAPTOP-7.db", "{latest} (conflicted copy).db", "{latest}-LAPTOP.db",
]  # fmt: skip
NOBODY_KNOWS = ["diary-2026-11-20.db", "diary-2026-11-20 (1).db", "diary old.db", "diary-old.db"]
"""What somebody may have exported or copied themselves."""


def placed(store: Store, names: list[str], content: bytes) -> dict[Path, bytes]:
    """Files of these names beside the diary and its backups."""
    latest = next(one.path for one in backups.existing(store.path) if one.kind is Kind.LATEST)
    found = {
        (latest.parent if "{latest}" in name else store.path.parent)
        / name.format(latest=latest.stem)
        for name in names
    }
    for path in found:
        path.write_bytes(content)
    return dict.fromkeys(found, content)


def test_copies_that_a_sync_service_made_go_with_everything_and_are_named_before(store):
    places = placed(store, CONFLICTS, store.path.read_bytes())
    delete_the_note(store)
    said = archive.forget_deleted_notes(store)
    assert [path for path in places if path.name not in said] == []
    said = archive.delete_everything(store)
    assert [path for path in places if path.exists() or path.name in said] == []


@pytest.mark.parametrize("whose", ["another person's", "another program's", "text"])
def test_what_only_bears_such_a_name_stays_and_is_named(store, tmp_path, whose):
    with open_store(NOW_MS, ZONE, path=tmp_path / "other" / "diary.db") as other:
        content = other.path.read_bytes()
    if whose == "another program's":
        content = store.path.read_bytes().replace(database.APPLICATION_ID.to_bytes(4), b"bird")
    if whose == "text":
        content = CANARY.encode()
    places = placed(store, CONFLICTS + NOBODY_KNOWS, content)
    said = archive.delete_everything(store)
    assert {path: path.read_bytes() for path in places} == places
    assert [path for path in places if path.name not in said] == []


def test_copies_that_somebody_made_themselves_stay(store):
    places = placed(store, NOBODY_KNOWS, store.path.read_bytes())
    said = archive.delete_everything(store)
    assert {path: path.read_bytes() for path in places} == places
    assert [path for path in places if path.name not in said] == []


def test_a_full_disk_keeps_nobody_from_deleting(store, monkeypatch):
    monkeypatch.setattr(files, "_overwrite", full)

    def no_room(_: object) -> None:
        raise NotSavedError("full", "disk_full")

    monkeypatch.setattr("lessons_lib.tracker.archive.contents.empty", no_room)
    said = archive.delete_everything(store)
    assert said.startswith("Deleted")
    assert list(store.path.parent.iterdir()) == []


def test_of_a_diary_behind_a_link_the_link_goes_and_the_file_is_named(tmp_path):
    real = tmp_path / "synced" / "mine.db"
    kept_in(real, small()).close()
    link = tmp_path / "data" / "diary.db"
    link.parent.mkdir()
    link.symlink_to(real)
    with open_store(NOW_MS, ZONE, path=link) as store:
        said = archive.delete_everything(store)
    assert not link.is_symlink()
    assert WORDS not in real.read_bytes()
    assert f"{real}. That file was left, empty now" in said


def test_of_a_diary_behind_a_link_on_a_full_disk_it_is_said_that_all_is_in_it_still(
    tmp_path, monkeypatch
):
    real = tmp_path / "synced" / "mine.db"
    kept_in(real, small()).close()
    link = tmp_path / "diary.db"
    link.symlink_to(real)

    def fails(_):
        raise NotSavedError("The disk is full.", "disk_full")

    with open_store(NOW_MS, ZONE, path=link) as store:
        monkeypatch.setattr(contents, "empty", fails)
        said = archive.delete_everything(store)
    assert WORDS in real.read_bytes()
    assert f"{real}. That file was left, with all that was in it" in said
