"""What the store does when something around it is not well: a sentence, and nothing is lost."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from lived import NOW_MS, ZONE, at, lived, new_id, on, quick_folder, request, sets

from lessons_lib.tracker import place
from lessons_lib.tracker.archive import contents
from lessons_lib.tracker.disk import files
from lessons_lib.tracker.errors import CannotOpenError, NotReadError, NotSavedError, StoreError
from lessons_lib.tracker.store import database, open_store, opening, start_fresh, troubles

POSIX = os.name == "posix"
ROOT = POSIX and os.geteuid() == 0


@pytest.fixture
def path():
    with quick_folder() as folder:
        yield Path(folder) / "data" / "diary.db"


@pytest.fixture
def lived_path(path):
    lived(path).close()
    return path


def opened(path, **options):
    return open_store(NOW_MS, ZONE, path=path, **options)


def refusal(path, code, **options):
    """The error of opening, which has this code and a whole sentence."""
    with pytest.raises(CannotOpenError) as caught:
        opened(path, **options)
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert str(caught.value) == caught.value.sentence
    return caught.value


def put(path, content):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


# ---------------------------------------------------------------------------------------------
# Something else is there


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 4096, b"<!doctype html><p>Sign in to continue</p>", b"SQLite format 2\0" * 100],
    ids=["nothing", "zeros", "a web page", "an old database"],
)
@pytest.mark.parametrize("new", [True, False], ids=["nobody's", "somebody's"])
def test_what_is_no_database_is_kept_and_nobody_is_started_anew(path, content, new):
    if not new:
        lived(path).close()
    put(path, content)
    kept = refusal(path, "damaged").kept
    assert kept.read_bytes() == content
    assert ".corrupt-2026-11-09" in kept.name
    refusal(path, "missing")
    assert not path.exists()
    start_fresh(NOW_MS, ZONE, path=path).close()
    assert kept.read_bytes() == content


def test_damaged_files_of_one_day_are_all_kept(path):
    kept = []
    for number in range(3):
        put(path, bytes(100 + number))
        kept.append(refusal(path, "damaged").kept)
    assert [len(one.read_bytes()) for one in kept] == [100, 101, 102]


def test_a_journal_is_kept_with_the_file_that_it_belongs_to(path):
    put(path, b"")
    path.with_name("diary.db-journal").write_bytes(b"half a page")
    kept = refusal(path, "damaged").kept
    assert kept.with_name(kept.name + "-journal").read_bytes() == b"half a page"


def test_the_journal_of_a_lost_diary_is_not_played_into_a_new_one(lived_path):
    journal = lived_path.with_name("diary.db-journal")
    with closing(sqlite3.connect(lived_path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")  # writes before it is told to
        writer.execute("BEGIN")
        for number in range(200):
            writer.execute(
                "INSERT INTO note VALUES (?, '2026-11-09', 'note', ?, 1)", (number, "x" * 2000)
            )
        left = journal.read_bytes()
        writer.execute("ROLLBACK")
    lived_path.unlink()
    journal.write_bytes(left)
    start_fresh(NOW_MS, ZONE, path=lived_path).close()
    with opened(lived_path) as store:
        assert store.all_two_weeks() == ()
        store.write_day(request(), on(1), 0, pain_back=1)
    assert left in [one.read_bytes() for one in lived_path.parent.iterdir()]


def test_opening_takes_no_locks_away_from_who_writes(held):
    """Whoever closes a file loses, on most systems, all locks that their process has on it."""
    path, holder = held
    holder.execute("BEGIN IMMEDIATE")
    opened(path).close()
    code = (
        "import sqlite3, sys; other = sqlite3.connect(sys.argv[1], timeout=0);"
        "other.execute('BEGIN IMMEDIATE')"
    )
    command = [sys.executable, "-c", code, str(path)]
    other = subprocess.run(command, check=False, capture_output=True)
    assert b"locked" in other.stderr


def test_a_window_on_a_diary_that_was_just_emptied_is_told(lived_path):
    with opened(lived_path) as store:
        with store.transaction() as db:
            contents.empty(db)
        with pytest.raises(NotReadError, match="deleted in another window"):
            store.diary(NOW_MS)
        if POSIX:  # elsewhere a file that is open stays
            files.wipe(lived_path)
            with pytest.raises(NotReadError, match="deleted in another window"):
                store.diary(NOW_MS)


def test_a_diary_that_is_gone_is_said_to_be_gone(lived_path):
    away = lived_path.with_name("away.db")
    lived_path.rename(away)
    refusal(lived_path, "missing")
    assert not lived_path.exists()
    away.rename(lived_path)
    with opened(lived_path) as store:
        assert len(store.diary(at(7)).sessions) == 4


def test_the_database_of_another_program_is_left_as_it_is(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    content = path.read_bytes()
    refusal(path, "foreign")
    assert path.read_bytes() == content
    assert not place.marker(path).exists()


@pytest.mark.skipif(not POSIX, reason="Windows has no such files")
@pytest.mark.parametrize("name", ["diary.db.open", "diary.db-journal", "diary.db"])
def test_a_pipe_beside_the_diary_keeps_nobody_waiting(lived_path, name):
    place = lived_path.with_name(name)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    if name == "diary.db.open":
        with open_store(at(7), ZONE, path=lived_path) as store:
            assert store.write_day(request(at(7)), on(7), 0, pain_back=1).pain_back == 1
    else:
        with pytest.raises(CannotOpenError):
            open_store(at(7), ZONE, path=lived_path)


def test_a_folder_in_its_place_is_named(path):
    path.mkdir(parents=True)
    assert "diary.db" in refusal(path, "a_folder").sentence


def test_a_file_in_place_of_the_data_folder_is_named(tmp_path):
    (tmp_path / "data").write_text("notes")
    assert str(tmp_path / "data") in refusal(tmp_path / "data" / "diary.db", "permission").sentence
    assert (tmp_path / "data").read_text() == "notes"


def test_a_diary_without_one_of_its_tables_is_refused_and_left(lived_path):
    with closing(sqlite3.connect(lived_path)) as other:
        other.execute("DROP TABLE note")
    content = lived_path.read_bytes()
    refusal(lived_path, "unexpected")
    assert lived_path.read_bytes() == content


def test_a_trigger_that_somebody_put_in_is_not_run(lived_path):
    with closing(sqlite3.connect(lived_path)) as other:
        other.execute("CREATE TRIGGER sqliteevil AFTER INSERT ON day BEGIN DELETE FROM note; END")
    refusal(lived_path, "unexpected")


def test_a_write_ahead_log_is_folded_back_into_the_file(lived_path):
    with closing(sqlite3.connect(lived_path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    with opened(lived_path) as store:
        store.write_day(request(at(7)), on(7), 0, pain_back=2)
    assert lived_path.read_bytes()[18:20] == b"\x01\x01"


# ---------------------------------------------------------------------------------------------
# Flipped bytes


def test_flipped_bytes_never_start_a_new_diary_and_never_lose_the_file(lived_path):
    """Some flips cannot be noticed by anybody (a 4 becomes a 5); all others are said, and kept."""
    whole = lived_path.read_bytes()
    used = [place for place, byte in enumerate(whole) if byte]
    dice = random.Random(4)
    noticed = 0
    for _ in range(500):
        at_byte, bit = dice.choice(used), 1 << dice.randrange(8)
        flipped = bytearray(whole)
        flipped[at_byte] ^= bit
        lived_path.write_bytes(flipped)
        try:
            with opened(lived_path) as store:
                diary = store.diary(at(7))
            assert len(diary.sessions) + len(diary.days) > 0
        except StoreError as error:
            noticed += 1
            left = error.kept or lived_path
            assert left.read_bytes() == flipped
            if error.kept:
                error.kept.unlink()
    assert noticed > 200


def test_a_damaged_page_is_noticed_although_nothing_was_read_from_it(lived_path):
    with closing(sqlite3.connect(lived_path)) as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'review_by_enrolment'"
        ).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = bytearray(lived_path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    lived_path.write_bytes(content)
    assert refusal(lived_path, "damaged").kept.read_bytes() == content


@pytest.mark.parametrize("length", [1, 99, 512, 4095, 4096, 10_000, 40_000])
def test_a_file_that_was_cut_short_is_kept_aside(lived_path, length):
    whole = lived_path.read_bytes()
    assert length < len(whole)
    lived_path.write_bytes(whole[:length])
    assert refusal(lived_path, "damaged").kept.read_bytes() == whole[:length]


# ---------------------------------------------------------------------------------------------
# A newer version of the course was here


@pytest.fixture
def newer_path(lived_path):
    with closing(sqlite3.connect(lived_path)) as other:
        other.execute("ALTER TABLE day ADD COLUMN sleep_h REAL")
        other.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    return lived_path


def test_a_newer_diary_can_be_read_and_is_not_changed(newer_path):
    content = newer_path.read_bytes()
    with opened(newer_path) as store:
        assert store.read_only
        assert "newer version" in store.notice
        assert store._file.connection.execute("PRAGMA query_only").fetchone() == (1,)
        assert len(store.diary(at(7)).sessions) == 4
        with pytest.raises(NotSavedError, match="newer version") as caught:
            store.write_day(request(at(7)), on(7), 0, pain_back=1)
        assert caught.value.code == "newer"
        with pytest.raises(NotSavedError), store.transaction():
            pass
    assert newer_path.read_bytes() == content


def test_a_newer_diary_whose_tables_are_others_still_opens(newer_path):
    with closing(sqlite3.connect(newer_path)) as other:
        other.execute("DROP TABLE day")
    with opened(newer_path) as store:
        assert store.profile().zone == ZONE
        with pytest.raises(StoreError):
            store.diary(at(7))


# ---------------------------------------------------------------------------------------------
# Locks


@pytest.fixture
def held(lived_path):
    """The diary, and a connection that holds it."""
    with closing(sqlite3.connect(lived_path, isolation_level=None)) as holder:
        yield lived_path, holder


def test_a_lock_that_lasts_is_said_and_the_same_tap_counts_once_it_is_gone(held):
    path, holder = held
    with opened(path, busy_s=0.05) as store:
        holder.execute("BEGIN EXCLUSIVE")
        tap = request(at(7))
        with pytest.raises(NotSavedError) as caught:
            store.write_day(tap, on(7), 0, pain_back=4)
        assert caught.value.code == "busy"
        with pytest.raises(StoreError):
            store.diary(at(7))
        holder.execute("ROLLBACK")
        assert store.write_day(tap, on(7), 0, pain_back=4).pain_back == 4


def test_a_diary_that_is_held_cannot_be_opened_and_is_not_put_aside(held):
    path, holder = held
    holder.execute("BEGIN EXCLUSIVE")
    refusal(path, "busy", busy_s=0.05)
    holder.execute("ROLLBACK")
    opened(path).close()


def test_a_save_that_cannot_be_read_back_is_not_called_saved_and_counts_once(
    lived_path, monkeypatch
):
    with opened(lived_path, busy_s=0.05) as store:
        tap = request(at(7))
        monkeypatch.setattr(store._file, "witness", _Blind())
        with pytest.raises(NotSavedError):
            store.write_day(tap, on(7), 0, pain_back=4)
        assert store.saved_ms is None
        monkeypatch.undo()
        assert store.write_day(tap, on(7), 0, pain_back=4).rev == 1


def test_a_save_that_the_file_does_not_hold_is_not_called_saved(lived_path, monkeypatch):
    with opened(lived_path) as store, closing(sqlite3.connect(":memory:")) as stale:
        stale.deserialize(lived_path.read_bytes())
        monkeypatch.setattr(store._file, "witness", stale)
        for day, rev in ((7, 0), (1, 1)):  # a new row, and an older one
            with pytest.raises(NotSavedError) as caught:
                store.write_day(request(at(7)), on(day), rev, pain_back=9)
            assert caught.value.code == "not_read_back"
        assert store.saved_ms is None
        monkeypatch.undo()


class _Blind:
    """A connection that fails, as a network folder does that has gone."""

    def execute(self, *_):
        raise sqlite3.OperationalError("disk I/O error")

    def close(self):
        pass


# ---------------------------------------------------------------------------------------------
# The disk


def fill(store):
    for number in range(200):
        store.write_note(request(at(7)), f"n{number}", on(7), "note", "x" * 2000)


def test_a_full_disk_is_said_and_what_was_there_stays(lived_path):
    with opened(lived_path) as store:
        before = store.diary(at(7))
        pages = store._file.connection.execute("PRAGMA page_count").fetchone()[0]
        store._file.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NotSavedError, match="disk is full") as caught:
            fill(store)
        assert caught.value.code == "disk_full"
        saved = [one for one in store.diary(at(7)).notes if one.id.startswith("n")]
        assert [one.id for one in saved] == [f"n{number}" for number in range(len(saved))]
        store._file.connection.execute("PRAGMA max_page_count = 1000000")
        tap = request(at(7))
        store.write_note(tap, "after", on(7), "note", "there is room again")
    with opened(lived_path) as store:
        assert store.diary(at(7)).sessions == before.sessions
        assert [one.id for one in store.diary(at(7)).notes][-1] == "after"


if POSIX:
    import resource

    def test_a_disk_that_takes_no_more_bytes_is_said_and_the_save_comes_through_later(lived_path):
        with opened(lived_path) as store:
            tap = request(at(7))
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (lived_path.stat().st_size, hard))
            try:
                with pytest.raises(NotSavedError) as caught:
                    fill(store)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            assert caught.value.code in {"broken", "disk_full"}
            assert store.write_day(tap, on(7), 0, pain_back=1).pain_back == 1
        with opened(lived_path) as store:
            assert len(store.diary(at(7)).sessions) == 4

    def test_a_diary_that_is_moved_away_while_open_is_not_written_behind_its_back(lived_path):
        with opened(lived_path) as store:
            shutil.copy(lived_path, lived_path.with_name("copy.db"))
            lived_path.with_name("copy.db").replace(lived_path)
            with pytest.raises(NotSavedError) as caught:
                store.write_day(request(at(7)), on(7), 0, pain_back=1)
            assert caught.value.code == "moved"


def test_a_disk_that_is_full_at_the_very_start_leaves_nothing_behind(path, monkeypatch):
    monkeypatch.setattr(database, "create", _full)
    refusal(path, "disk_full")
    assert list(path.parent.iterdir()) == []
    monkeypatch.undo()
    opened(path).close()


def _full(_):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    raise error


# ---------------------------------------------------------------------------------------------
# Permissions; a test that runs as root is let in everywhere, so there the question is answered


def forbid(monkeypatch, path, what):
    mode = {os.W_OK: 0o500 if path.is_dir() else 0o400, os.R_OK: 0o000}[what]
    if not ROOT:
        path.chmod(mode)
        return
    real = os.access

    def access(asked, how, **options):
        return False if (asked, how) == (path, what) else real(asked, how, **options)

    monkeypatch.setattr(os, "access", access)


def test_a_file_that_may_only_be_read_is_read(lived_path, monkeypatch):
    forbid(monkeypatch, lived_path, os.W_OK)
    try:
        with opened(lived_path) as store:
            assert store.read_only
            assert "read-only" in store.notice
            assert len(store.diary(at(7)).sessions) == 4
            with pytest.raises(NotSavedError) as caught:
                store.log_session(request(at(7)), new_id(), on(6), sets(6))
            assert caught.value.code == "read_only"
    finally:
        lived_path.chmod(0o600)


if POSIX:

    def test_a_file_that_may_not_be_read_is_said_and_left(lived_path, monkeypatch):
        content = lived_path.read_bytes()
        forbid(monkeypatch, lived_path, os.R_OK)
        refusal(lived_path, "permission")
        monkeypatch.undo()
        lived_path.chmod(0o600)
        assert lived_path.read_bytes() == content


def test_a_look_that_the_disk_has_ended_leaves_the_window_able_to_look_again(lived_path):
    with closing(database.connect(lived_path)) as connection:
        with database.reading(connection):
            connection.execute("ROLLBACK")  # as SQLite does by itself on some errors
        with database.reading(connection):
            assert connection.in_transaction
        assert not connection.in_transaction


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_BUSY_SNAPSHOT", "busy"),
        ("SQLITE_LOCKED", "busy"),
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_READONLY_DBMOVED", "moved"),
        ("SQLITE_READONLY_DIRECTORY", "read_only"),
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_NOTADB", "damaged"),
        ("SQLITE_CANTOPEN", "permission"),
        ("SQLITE_PERM", "permission"),
        ("SQLITE_AUTH", "permission"),
        ("SQLITE_IOERR", "broken"),
        ("", "broken"),
    ],
)
def test_whatever_sqlite_says_there_is_a_sentence_for_it(tmp_path, name, code):
    error = sqlite3.OperationalError("in words of its own")
    error.sqlite_errorname = name
    with pytest.raises(NotSavedError, match="nothing was saved") as caught:  # noqa: SIM117
        with troubles.saving_in_words(tmp_path / "diary.db"):
            raise error
    assert caught.value.code == code
    with pytest.raises(NotReadError, match="Try again") as caught, troubles.reading_in_words():
        raise error
    assert caught.value.code == code
    unopened = troubles.unopened(error, tmp_path / "diary.db", NOW_MS)
    assert unopened.code == (code if code in {"busy", "disk_full", "damaged"} else "permission")
    assert unopened.sentence.endswith(".")


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    def no(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lessons_lib.tracker.disk.files.private_folder", no)
    refusal(tmp_path / "theirs" / "diary.db", "permission")


def test_a_damaged_file_in_a_folder_that_takes_no_mark_is_left_where_it_is(path, monkeypatch):
    put(path, b"")

    def refuses(*_):
        raise PermissionError

    monkeypatch.setattr(files, "new_private_file", refuses)
    refusal(path, "damaged")
    assert path.exists()


def test_a_damaged_file_that_cannot_be_renamed_is_left_where_it_is(path, monkeypatch):
    def no(*_, **__):
        raise PermissionError(13, "Permission denied")

    put(path, b"no database")
    monkeypatch.setattr(place, "set_aside", no)
    assert refusal(path, "damaged").kept == path
    assert path.read_bytes() == b"no database"


# ---------------------------------------------------------------------------------------------
# Network folders


def test_on_a_network_folder_only_one_process_writes(lived_path, monkeypatch):
    monkeypatch.setattr(opening, "is_on_network", lambda _: True)
    code = (
        "import sys; from pathlib import Path; from lessons_lib.tracker.store import opening;"
        "opening.is_on_network = lambda path: True;"
        "from lessons_lib.tracker.store import open_store;"
        f"store = open_store({NOW_MS}, '{ZONE}', path=Path(sys.argv[1]));"
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lived_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"open"
        refusal(lived_path, "open_elsewhere")
        with opened(lived_path, take_over=True) as store:
            store.write_day(request(at(7)), on(7), 0, pain_back=1)
        other.kill()


def test_who_lost_a_network_diary_to_another_process_writes_no_more(lived_path, monkeypatch):
    monkeypatch.setattr(opening, "is_on_network", lambda _: True)
    with opened(lived_path) as store:
        lease_file = lived_path.with_name("diary.db.open")
        lease_file.write_text('{"token": "another process"}')
        with pytest.raises(StoreError) as caught:
            store.write_day(request(at(7)), on(7), 0, pain_back=1)
        assert caught.value.code == "open_elsewhere"
        lease_file.unlink()
        store.write_day(request(at(7)), on(7), 0, pain_back=1)


def test_an_old_sqlite_is_said(path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    refusal(path, "old_sqlite")
    assert not path.exists()


# ---------------------------------------------------------------------------------------------


def test_no_sentence_repeats_what_the_learner_wrote(lived_path):
    with opened(lived_path) as store:
        for answer in ({"pain_back": 4711}, {"mark": "canary"}, {"walk_min": "canary"}):
            with pytest.raises(StoreError) as caught:
                store.write_day(request(at(7)), on(7), 0, **answer)
            assert "canary" not in caught.value.sentence
            assert "4711" not in caught.value.sentence
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__
