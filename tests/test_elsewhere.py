"""A copy in a second place: after each save, read back, never cleaned, over nobody's file."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lessons_lib.apps.tracker import files as my_data
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import elsewhere, exchange
from lessons_lib.tracker.disk import backups, files
from lessons_lib.tracker.errors import InvalidError, StoreError
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.store import Store, open_store
from tests.diaries import NOW_MS, TODAY, ZONE, kept_in, small

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with kept_in(tmp_path / "data" / "diary.db", small()) as one:
        yield one


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def save(store: Store, pain: int, day=TODAY) -> str:
    """What the learner is told after a save on a day."""
    rev = next(one.rev for one in store.diary(NOW_MS).days if one.local_date == TODAY)
    store.write_day(Request(f"save {pain}", NOW_MS), TODAY, rev, pain_back=pain)
    return my_data.keep_copies(store, day, settle=False)


def held(folder: Path) -> list:
    return [exchange.accepted(one.read_bytes()) for one in sorted(folder.iterdir())]


def test_each_day_leaves_one_copy_that_can_be_brought_back(store, stick):
    my_data.keep_also(store, str(stick), TODAY)
    assert held(stick) == [exchange.diary(store.path)]
    wanted = []
    for after in range(3):
        for pain in range(3):
            assert save(store, 3 * after + pain, TODAY + after * DAY) == ""
        wanted.append(exchange.diary(store.path))
    assert held(stick) == wanted
    about = my_data.about(store)["second_place"]
    assert (about["folder"], about["is_there"]) == (str(stick), True)
    assert about["made_ms"]


def test_a_stick_in_a_drawer_is_no_trouble_and_is_told(store, stick):
    my_data.keep_also(store, str(stick), TODAY)
    away = stick.rename(stick.with_name("drawer"))
    assert save(store, 1) == ""
    assert not stick.exists()
    assert not my_data.about(store)["second_place"]["is_there"]
    away.rename(stick)
    save(store, 2)
    assert held(stick) == [exchange.diary(store.path)]


def test_what_somebody_else_has_there_stays(store, stick, tmp_path):
    """Another person's copy of the day, a newer one of one's own, and what only bears the name."""
    first = elsewhere.choose(store.path, str(stick)) and elsewhere.keep(store.path, TODAY)
    with open_store(NOW_MS, ZONE, path=tmp_path / "other" / "diary.db") as other:
        strangers = [b"a letter", other.path.read_bytes()]
    for content in strangers:
        first.write_bytes(content)
        copy = elsewhere.keep(store.path, TODAY)
        assert first.read_bytes() == content
        assert exchange.accepted(copy.read_bytes()) == exchange.diary(store.path)
        copy.unlink()
    save(store, 1)
    newer = Path(shutil.copy(store.path, first)).read_bytes()
    older = tmp_path / "older" / "diary.db"
    kept_in(older, small()).close()
    elsewhere.choose(older, str(stick))
    assert elsewhere.keep(older, TODAY) != first
    assert first.read_bytes() == newer


@pytest.mark.parametrize("name", ["", "stick", "/no/such/folder", "~nobody-of-this-name/x", "\0"])
def test_what_is_no_folder_is_refused(store, name):
    with pytest.raises(InvalidError, match="no such folder"):
        my_data.keep_also(store, name, TODAY)
    assert elsewhere.chosen(store.path) is None


def test_the_folders_of_the_diary_itself_are_no_second_place(store):
    archive.after_save(store, TODAY)
    for place in (store.path.parent, backups.folder(store.path)):
        with pytest.raises(InvalidError, match="already"):
            my_data.keep_also(store, str(place), TODAY)


def test_a_place_that_takes_nothing_is_told_and_not_kept(store, stick, tmp_path, monkeypatch):
    full = tmp_path / "full"
    full.mkdir()
    my_data.keep_also(store, str(stick), TODAY)
    real = files.write_whole

    def write(path: Path, data: bytes) -> None:
        if path.parent == full:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(files, "write_whole", write)
    with pytest.raises(StoreError, match="room"):
        my_data.keep_also(store, str(full), TODAY)
    assert elsewhere.chosen(store.path).folder == stick


def test_deleting_everything_leaves_the_second_place_and_names_it(store, stick):
    my_data.keep_also(store, str(stick), TODAY)
    said = archive.delete_everything(store)
    assert len(held(stick)) == 1
    assert str(stick) in said
    assert list(store.path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "{",
        "[" * 9000,
        '{"folder": 5, "made_ms": null}',
        '{"folder": "", "made_ms": null}',
        '{"folder": "beside whatever runs", "made_ms": null}',
        '{"folder": "/", "made_ms": 1e999}',
        '{"folder": "/", "made_ms": "now"}',
        '{"folder": "/", "made_ms": 99999999999999999}',
    ],
)
def test_a_record_that_somebody_spoilt_is_none(store, content):
    elsewhere.record(store.path).write_text(content, "utf-8")
    assert elsewhere.chosen(store.path) is None
    assert save(store, 1) == ""
