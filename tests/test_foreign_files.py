"""What lies beside the diary and was not made by the tracker is nobody's to delete."""

import datetime
import os
import shutil
import time
from pathlib import Path

import pytest

from lessons_lib.apps.tracker import files as my_data
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.disk.backups import Kind
from lessons_lib.tracker.errors import CannotOpenError
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.store import Store, open_store, start_fresh
from tests.diaries import CANARY, NOW_MS, TODAY, ZONE, kept_in, small

DAY = datetime.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path):
    with kept_in(tmp_path / "data" / "diary.db", small()) as kept:
        yield kept


def say(store: Store, pain: int, day: datetime.date = TODAY) -> None:
    """Rate a day."""
    rev = next((one.rev for one in store.diary(NOW_MS).days if one.local_date == day), 0)
    store.write_day(Request(f"say {pain} {day}", NOW_MS), day, rev, pain_back=pain)


def old(path: Path) -> Path:
    """A file that nobody has touched for a week."""
    os.utime(path, (time.time() - 7 * 86_400,) * 2)
    return path


def strangers(folder: Path, diary: bytes) -> dict[Path, bytes]:
    """Files of all kinds that somebody put beside backups, with what is in them."""
    folder.mkdir(exist_ok=True)
    (folder / "holidays").mkdir()
    found = {
        folder / "diary-2026-11-20.db": diary,  # exported, and put where it seems to belong
        folder / "birds.db": b"SQLite format 3\0 of another program",
        folder / "daily-2026-11-01-0123456789ab.db": b"a name like ours, and nothing of ours",
        folder / "daily-2026-11-02-0123456789ab.db": diary,
        folder / ".birds.db.1.2.draft": b"somebody else's draft",
        folder / "letter.txt": b"Dear",
        folder / "holidays" / "photo.jpg": b"\xff\xd8",
        folder / "holidays" / "daily-2026-11-01-0123456789ab.db": b"in a folder of its own",
    }
    for path, content in found.items():
        path.write_bytes(content)
        old(path)
    return found


def there(found: dict[Path, bytes]) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in found if path.exists()}


def a_note(store: Store) -> str:
    return store.diary(NOW_MS).notes[0].id


@pytest.mark.parametrize(
    "work",
    [
        lambda store: archive.settle(store, TODAY),
        lambda store: archive.after_save(store, TODAY),
        lambda store: (
            store.delete_note(Request("delete", NOW_MS), a_note(store)),
            archive.forget_deleted_notes(store),
        ),
        archive.delete_everything,
    ],
    ids=["settle", "save", "forget", "delete"],
)
@pytest.mark.parametrize("linked", [False, True])
def test_what_somebody_put_beside_the_backups_stays_as_it_is(store, tmp_path, work, linked):
    place = backups.folder(store.path)
    if linked:  # with a folder that a sync service looks after
        (tmp_path / "synced").mkdir()
        place.symlink_to(tmp_path / "synced")
    found = strangers(place, exchange.as_database(store.path, notes=True))
    archive.after_save(store, TODAY - DAY)
    work(store)
    assert there(found) == found


def test_deleting_everything_leaves_what_is_behind_a_link_and_says_so(store, tmp_path):
    (tmp_path / "synced").mkdir()
    place = backups.folder(store.path)
    place.symlink_to(tmp_path / "synced")
    archive.after_save(store, TODAY)
    copies = sorted(place.iterdir())
    said = archive.delete_everything(store)
    assert sorted(place.iterdir()) == copies
    assert str(place) in said
    assert not store.path.exists()


def test_deleting_everything_names_what_it_could_not_know(store):
    beside = [store.path.with_name(name) for name in ("diary (conflicted copy).db", "diary.db.bak")]
    for path in beside:
        path.write_text(CANARY, "utf-8")
    found = strangers(backups.folder(store.path), b"x")
    said = archive.delete_everything(store)
    assert there(found) == found
    for path in (*beside, backups.folder(store.path) / "daily-2026-11-01-0123456789ab.db"):
        assert path.exists()
        assert path.name in said


def test_copies_that_were_rescued_without_their_notes_are_offered_and_stay(store, tmp_path):
    archive.after_save(store, TODAY - DAY)
    say(store, 1)
    archive.settle(store, TODAY)
    rescued = sorted(backups.folder(store.path).glob("daily-*.db"))
    assert len(rescued) == 2
    new = tmp_path / "new computer" / "diary.db"
    place = backups.folder(new)
    place.mkdir(parents=True)
    for path in rescued:
        old(Path(shutil.copy(path, place)))
    assert [one.day for one in backups.existing(new)] == [TODAY, TODAY - DAY]
    assert archive.prove(new).ok
    with open_store(NOW_MS, ZONE, path=new) as opened:
        say(opened, 5)
        archive.after_save(opened, TODAY + DAY)
        kept = {one.path.name for one in backups.existing(new)}
        assert {path.name for path in rescued} <= kept
        newest = next(one for one in backups.existing(new) if one.day == TODAY)
        assert exchange.accepted(backups.content(newest)) == exchange.diary(store.path)


def test_a_copy_that_lost_its_note_is_never_newer_than_what_was_made_here(store):
    ahead = datetime.date(2999, 1, 1)  # a clock was ahead for a while
    with exchange.looking(store.path) as connection:
        stray = backups.keep(connection, store.path, Kind.DAILY, ahead)
    content = stray.path.read_bytes()
    backups._remove(stray.path)
    say(store, 1)
    with exchange.looking(store.path) as connection:
        last = backups.keep(connection, store.path, Kind.DAILY, TODAY)
    stray.path.write_bytes(content)
    assert [one.path for one in backups.existing(store.path)] == [last.path, stray.path]


def test_a_copy_without_a_note_that_is_not_what_its_name_says_is_not_offered(store):
    archive.settle(store, TODAY)
    (path,) = backups.folder(store.path).glob("daily-*.db")
    path.with_name(path.name + ".json").unlink()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert path not in [one.path for one in backups.existing(store.path)]
    archive.after_save(store, TODAY + DAY)
    assert path.exists()


# The freshest copy


def lose(store: Store) -> None:
    """The file is damaged while nobody has it open."""
    store.close()
    store.path.write_bytes(b"x" * store.path.stat().st_size)


def lost_and_brought_back(store: Store) -> Store:
    """The diary after its file was damaged and the first backup that is offered was taken."""
    lose(store)
    with pytest.raises(CannotOpenError) as lost:
        open_store(NOW_MS, ZONE, path=store.path)
    first, *_ = my_data.offers(lost.value, store.path)
    return my_data.bring_back(store.path, first["fields"]["name"], NOW_MS, ZONE, synthetic=False)


def test_what_was_saved_last_is_offered_first_and_comes_back_whole(store):
    archive.settle(store, TODAY)
    say(store, 9)
    store.write_note(Request("note", NOW_MS), "n", TODAY, "note", "what came after the backup")
    archive.after_save(store, TODAY)
    whole = exchange.diary(store.path)
    with lost_and_brought_back(store):
        assert exchange.diary(store.path) == whole
        assert archive.prove(store.path).ok


@pytest.mark.parametrize("way", ["an older backup", "a new diary"])
def test_whoever_takes_something_older_keeps_what_was_saved_last(store, way):
    older = archive.settle(store, TODAY - DAY)
    say(store, 9)
    archive.after_save(store, TODAY)
    whole = exchange.diary(store.path)
    lose(store)
    with pytest.raises(CannotOpenError):
        open_store(NOW_MS, ZONE, path=store.path)
    if way == "a new diary":
        archive.hold_last_save(store.path)
        again = start_fresh(NOW_MS, ZONE, path=store.path)
    else:
        again = my_data.bring_back(store.path, older.path.name, NOW_MS, ZONE, synthetic=False)
    with again:
        for after in range(3):
            say(again, after)
            archive.after_save(again, TODAY + after * DAY)
        found = [exchange.accepted(backups.content(one)) for one in backups.existing(again.path)]
        assert whole in found


def test_there_is_one_copy_of_the_last_save_and_it_is_forgotten_like_every_other(store):
    for pain in (1, 2, 3):
        say(store, pain)
        archive.after_save(store, TODAY)
    latest = [one for one in backups.existing(store.path) if one.kind is Kind.LATEST]
    assert len(latest) == 1
    assert exchange.accepted(backups.content(latest[0])) == exchange.diary(store.path)
    store.delete_note(Request("delete", NOW_MS), a_note(store))
    archive.forget_deleted_notes(store)
    every = b"".join(one.read_bytes() for one in store.path.parent.rglob("*") if one.is_file())
    assert b"=1+1" not in every


def test_the_copy_of_the_version_before_is_offered_once_and_gives_way_to_the_next(store):
    archive.settle(store, TODAY)
    say(store, 9)
    whole = exchange.diary(store.path)
    before = archive.old_last_save(store.path)
    before.write_bytes(exchange.as_json(whole, notes=True))
    with lost_and_brought_back(store) as again:
        assert exchange.diary(store.path) == whole
        say(again, 1)
        archive.after_save(again, TODAY)
        assert not before.exists()


def test_a_link_in_the_place_of_a_note_is_not_ours_and_stays(store, tmp_path):
    archive.after_save(store, TODAY)
    (path,) = backups.folder(store.path).glob("daily-*.db")
    note, theirs = path.with_name(path.name + ".json"), tmp_path / "theirs.json"
    note.rename(theirs)
    note.symlink_to(theirs)
    content = theirs.read_bytes()
    archive.after_save(store, TODAY + DAY)
    archive.delete_everything(store)
    assert note.is_symlink()
    assert theirs.read_bytes() == content
    assert not path.exists()


@pytest.mark.parametrize("kind", ["a link", "a folder"])
def test_what_is_no_file_and_bears_the_name_of_that_copy_is_in_nobodys_way(store, tmp_path, kind):
    there, theirs = archive.old_last_save(store.path), tmp_path / "theirs"
    there.parent.mkdir()
    theirs.write_bytes(exchange.as_json(small(), notes=True))
    there.mkdir() if kind == "a folder" else there.symlink_to(theirs)
    archive.after_save(store, TODAY)
    archive.hold_last_save(store.path)
    assert archive.delete_everything(store).startswith("Deleted")
    assert there.is_dir() if kind == "a folder" else there.is_symlink()
    assert exchange.accepted_file(theirs) == small()


def test_a_file_that_only_bears_the_name_of_that_copy_stays(store):
    before = archive.old_last_save(store.path)
    before.parent.mkdir()
    before.write_text('{"weather": "fine"}', "utf-8")
    archive.after_save(store, TODAY)
    archive.delete_everything(store)
    assert before.read_text("utf-8") == '{"weather": "fine"}'
