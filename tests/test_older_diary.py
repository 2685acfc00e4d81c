"""What was saved last is never laid over by something older, whoever puts that in its place.

A sync service, a system that was set back or a new computer brings an older file; and no safety
check that asked to stop goes with the newer one.
"""

# ruff: noqa: F811 - fixtures of the tracker's tests are arguments here

import base64
import os
import shutil
from pathlib import Path

import pytest
from test_tracker_app import (
    FIRST_DAY,
    Browser,
    browser,  # noqa: F401
    close_all,
    data,  # noqa: F401
    new_id,
)

from lessons_lib.apps.tracker import desk
from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.disk import backups, files
from lessons_lib.tracker.disk.backups import Kind

WORDS = "the newest"


def keep_copies(browser: Browser, ask: str = "save_day") -> None:
    desk.in_turn(desk._keep_copies, browser.message(ask))


def done(browser: Browser, ask: str, **fields: object) -> dict:
    """The view after something that is kept in the copies, too."""
    view = browser.done(ask, **fields)
    keep_copies(browser, ask)
    return view


def words_in(path: Path) -> set[str]:
    """What a learner can have back: the notes in the diary and in its backups."""
    kept = [exchange.accepted(backups.content(one)) for one in backups.existing(path)]
    return {row["body"] for one in (exchange.diary(path), *kept) for row in one.dicts("note")}


def is_told(view: dict) -> bool:
    return any("is not the diary that was saved here last" in one for one in view["notices"])


@pytest.mark.parametrize("way", ["while it is closed", "while it is open", "into the same file"])
@pytest.mark.parametrize("newer", [{"note": WORDS}, {"note": WORDS, "walk_min": 7}])
def test_an_older_file_takes_no_copy_of_the_newer_away(browser, data, tmp_path, way, newer):
    browser.begun()
    keep_copies(browser)
    if way == "while it is closed":
        desk.in_turn(close_all)
    older = shutil.copy(data / "diary.db", tmp_path / "older.db")
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, **newer)
    if way == "into the same file":
        with (data / "diary.db").open("r+b") as file:
            file.write(older.read_bytes())
            file.truncate()
    else:
        if way == "while it is closed":
            desk.in_turn(close_all)
        older.replace(data / "diary.db")
    for pain in range(3):  # the first may be refused, for the file is another than was opened
        browser.ask("save_day", local_date=FIRST_DAY, rev=pain, pain_back=pain)
        keep_copies(browser)
    assert is_told(browser.done("look"))
    assert WORDS in words_in(data / "diary.db")


def test_what_two_computers_saved_with_nothing_between_them_stays(
    browser, data, tmp_path, monkeypatch
):
    """Then a sync service lays the files of both into one folder, and one diary in its place."""
    browser.begun()
    keep_copies(browser)
    desk.in_turn(close_all)
    other = shutil.copytree(data, tmp_path / "other")
    for place, words in ((other, "of the other"), (data, WORDS)):
        monkeypatch.setenv("LESSONS_LIB_DATA", str(place))
        done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=words)
        desk.in_turn(close_all)
    for path in backups.folder(other / "diary.db").iterdir():
        shutil.copy(path, backups.folder(data / "diary.db"))
    for pain in range(3):
        view = done(browser, "save_day", local_date=FIRST_DAY, rev=pain, pain_back=pain)
    assert is_told(view)
    assert words_in(data / "diary.db") == {WORDS, "of the other"}


def test_who_brings_an_older_state_back_is_told_of_no_stranger(browser, data):
    browser.begun()
    keep_copies(browser, "look")
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    name = next(
        one.path.name for one in backups.existing(data / "diary.db") if one.kind is Kind.DAILY
    )
    seen = browser.ask("preview_backup", name=name)["result"]
    done(browser, "bring_in", token=seen["token"], how="restore")
    view = done(browser, "save_day", local_date=FIRST_DAY, rev=0, pain_back=3)
    assert not is_told(view)
    assert not is_told(browser.done("look"))
    assert WORDS in words_in(data / "diary.db")


@pytest.mark.parametrize("how", ["restore", "add"])
def test_what_was_brought_in_is_not_taken_away_silently(browser, data, tmp_path, how):
    """Neither by the diary as it was before, nor by an older one where a file brought nothing."""
    browser.begun()
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, walk_min=7)
    early = shutil.copy(data / "diary.db", tmp_path / "early")
    done(browser, "save_day", local_date=FIRST_DAY, rev=1, walk_min=7, note=WORDS)
    late = shutil.copy(data / "diary.db", tmp_path / "late")
    brought, comes = (early, late) if how == "restore" else (late, early)
    content = base64.b64encode(brought.read_bytes()).decode()
    seen = browser.ask("preview_file", base64=content)["result"]
    assert not is_told(done(browser, "bring_in", token=seen["token"], how=how))
    desk.in_turn(close_all)
    comes.replace(data / "diary.db")
    assert is_told(browser.done("look"))
    assert WORDS in words_in(data / "diary.db")


def test_what_was_brought_in_is_what_a_loss_brings_back(browser, data):
    """Also into a diary that was begun anew, where it is the day's backup byte for byte."""
    browser.done("look")
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    path = data / "diary.db"
    daily = next(one.path.name for one in backups.existing(path) if one.kind is Kind.DAILY)
    desk.in_turn(close_all)
    path.unlink()
    browser.done("start_fresh")
    seen = browser.ask("preview_backup", name=daily)["result"]
    browser.done("bring_in", token=seen["token"], how="restore")
    keep_copies(browser, "look")
    desk.in_turn(close_all)
    path.unlink()
    offer = browser.ask("look")["offers"][0]
    browser.done(offer["ask"], **offer["fields"])
    assert [row["body"] for row in exchange.diary(path).dicts("note")] == [WORDS]


def test_a_note_that_was_deleted_is_no_loss_that_is_told(browser):
    browser.begun()
    view = done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    (note,) = view["days"][0]["notes"]
    done(browser, "delete_note", note_id=note["id"])
    assert not is_told(done(browser, "look"))


@pytest.mark.parametrize("way", ["an older file", "an older backup"])
def test_an_urgent_check_of_the_newer_diary_holds_in_the_older(browser, data, tmp_path, way):
    browser.begun()
    keep_copies(browser, "look")
    desk.in_turn(close_all)
    older = shutil.copy(data / "diary.db", tmp_path / "older.db")
    done(browser, "record_check", occasion="change", tier="A")
    desk.in_turn(close_all)
    if way == "an older file":
        older.replace(data / "diary.db")
        view = browser.done("look")
    else:
        (data / "diary.db").write_bytes(b"x" * 5000)
        offers = browser.ask("look")["offers"]
        offer = next(one for one in offers if "daily" in one["fields"].get("name", ""))
        view = browser.done(offer["ask"], **offer["fields"])
    assert view["stage"] == "paused"
    assert not browser.ask("start_session", session_id=new_id())["ok"]


def test_another_persons_urgent_check_stops_nobody(tmp_path, monkeypatch):
    """Two diaries whose backups lie in one folder that a sync service looks after."""
    shared = tmp_path / "shared"
    shared.mkdir()
    browser = Browser()
    for who, tier in (("one", "A"), ("the other", "none")):
        desk.in_turn(close_all)
        folder = tmp_path / who
        folder.mkdir()
        (folder / "diary-backups").symlink_to(shared)
        monkeypatch.setenv("LESSONS_LIB_DATA", str(folder))
        browser.begun()
        keep_copies(browser)
        done(browser, "record_check", occasion="change", tier=tier)
        desk.in_turn(close_all)
    assert browser.done("look")["stage"] == "active"
    desk.in_turn(close_all)


def test_on_a_new_computer_the_last_save_comes_before_the_backup_of_its_day(
    browser, data, tmp_path
):
    browser.begun()
    keep_copies(browser, "look")
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    new = tmp_path / "new computer" / "diary.db"
    backups.folder(new).mkdir(parents=True)
    for path in backups.folder(data / "diary.db").glob("*.db"):
        shutil.copy(path, backups.folder(new))
    assert [one.kind for one in backups.existing(new)] == [Kind.LATEST, Kind.DAILY]


@pytest.mark.parametrize("when", ["before the copy", "after the copy"])
def test_a_crash_while_the_last_save_is_kept_leaves_it_first_or_unfinished(
    browser, data, monkeypatch, when
):
    browser.begun()
    keep_copies(browser, "look")
    browser.done("save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    real, path = files.write_whole, data / "diary.db"

    def write(place: Path, content: bytes) -> None:
        is_copy = place.suffix == ".db"
        if not (is_copy and when == "before the copy"):
            real(place, content)
        if is_copy:
            raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(files, "write_whole", write)
        with pytest.raises(KeyboardInterrupt):
            keep_copies(browser)
    first = exchange.accepted(backups.content(backups.existing(path)[0]))
    assert (first == exchange.diary(path)) is (when == "after the copy")
    for note in backups.folder(path).glob("*.json"):
        os.utime(note, (0, 0))
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, pain_back=1)
    copies = {one.name for one in backups.folder(path).glob("*.db")}
    assert {one.name for one in backups.folder(path).iterdir()} == copies | {
        f"{one}.json" for one in copies
    }


def test_who_had_a_diary_brought_back_is_told_of_an_older_one_too(browser, data, tmp_path):
    """What was brought back is held as it was; what takes its place afterwards is a stranger."""
    browser.begun()
    keep_copies(browser)
    older = shutil.copy(data / "diary.db", tmp_path / "older.db")
    done(browser, "save_day", local_date=FIRST_DAY, rev=0, note=WORDS)
    keep_copies(browser, "look")
    desk.in_turn(close_all)
    (data / "diary.db").write_bytes(b"x" * 5000)
    offer = browser.ask("look")["offers"][0]
    done(browser, offer["ask"], **offer["fields"])
    desk.in_turn(close_all)
    older.replace(data / "diary.db")
    assert is_told(browser.done("look"))
