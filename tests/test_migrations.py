"""From one format of the diary to the next, and never half of the way."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from lived import ZONE, at, lived, on, quick_folder, request

from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.errors import CannotOpenError, StoreError
from lessons_lib.tracker.store import database, open_store
from lessons_lib.tracker.store.database import Migration

RELEASED = sorted((Path(__file__).parent / "reference").glob("diary_v*.sql"))
"""A diary as each released version wrote it."""

NEXT = database.SCHEMA_VERSION + 1
STEP = """
CREATE TABLE sleep (
    local_date TEXT NOT NULL PRIMARY KEY,
    hours INTEGER CONSTRAINT "A night; it has 24 hours at most." CHECK (hours BETWEEN 0 AND 24)
) STRICT;
INSERT INTO sleep SELECT local_date, 8 FROM day;  -- a statement; with a comment
ALTER TABLE day ADD COLUMN steps INTEGER;
"""


@pytest.fixture
def path():
    with quick_folder() as folder:
        yield Path(folder) / "diary.db"


def written(path, script):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def next_release(monkeypatch):
    """What a next version of the course would bring, with the step that is given."""

    def release(step, fresh):
        monkeypatch.setattr(database, "MIGRATIONS", (Migration(NEXT, step),))
        monkeypatch.setattr(database, "SCHEMA_VERSION", NEXT)
        monkeypatch.setattr(database, "schema", lambda: fresh)
        database._fresh_tables.cache_clear()

    yield release
    monkeypatch.undo()
    database._fresh_tables.cache_clear()


def with_the_step():
    """The format of today and the step, written as one new format."""
    create = STEP.partition("INSERT INTO sleep")[0]
    day = database.schema().partition("CREATE TABLE day (")[2].partition("\n)")[0]
    return database.schema().replace(day, f"{day}, steps INTEGER") + create


def test_every_released_version_has_a_diary_here():
    assert [one.stem for one in RELEASED] == [
        f"diary_v{number}" for number in range(1, database.SCHEMA_VERSION + 1)
    ]


@pytest.mark.parametrize("released", RELEASED, ids=lambda one: one.stem)
def test_a_diary_of_every_released_version_opens_with_all_that_is_in_it(path, released):
    written(path, released.read_text(encoding="utf-8"))
    with open_store(at(7), ZONE, path=path) as store:
        diary = store.diary(at(7))
        assert not store.read_only
        store.write_day(request(at(7)), on(7), 0, pain_back=2)
    assert [(one.local_date, one.status, len(one.sets)) for one in diary.sessions] == [
        (on(1), "done", 4), (on(2), "done", 5), (on(3), "done", 4), (on(5), "in_progress", 1),
    ]  # fmt: skip
    assert [(one.pain_back, one.pain_leg, one.walk_min, one.mark) for one in diary.days] == [
        (5, 0, 15, None), (5, 0, 15, None), (5, 0, 15, None), (None, None, None, "ill"),
    ]  # fmt: skip
    assert [(one.kind, one.body) for one in diary.notes] == [
        ("could", "carry the shopping upstairs")
    ]
    assert [(one.name, one.score_start) for one in diary.activities] == [("sit through a film", 4)]
    assert [one.occasion for one in diary.checks] == ["start", "day7"]
    assert [one.outcome for one in diary.reviews] == ["not enough data"]


@pytest.mark.parametrize("released", RELEASED, ids=lambda one: one.stem)
def test_a_backup_of_every_released_version_can_be_brought_back(path, released):
    written(path, released.read_text(encoding="utf-8"))
    with exchange.looking(path) as connection:
        backup = backups.keep(connection, path, backups.Kind.DAILY, on(7))
    path.unlink()
    archive.bring_back(path, backup, at(7))
    with open_store(at(7), ZONE, path=path) as store:
        assert len(store.diary(at(7)).sessions) == 4


def test_the_newest_release_is_the_format_of_today(path):
    lived(path).close()
    old = path.with_name("released.db")
    written(old, RELEASED[-1].read_text(encoding="utf-8"))
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(old)) as released:
        assert database._tables(new) == database._tables(released)


def test_a_step_keeps_everything_and_a_verified_backup_from_before(path, next_release):
    lived(path).close()
    before = dump(path)
    next_release(STEP, with_the_step())
    with open_store(at(7), ZONE, path=path) as store:
        assert len(store.diary(at(7)).sessions) == 4
        store.write_day(request(at(7)), on(7), 0, pain_back=2)
    (backup,) = backups.existing(path)
    assert backup.kind is backups.Kind.BEFORE_MIGRATION
    assert backups.is_sound(backup)
    assert dump(backup.path) == before
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT DISTINCT hours FROM sleep").fetchall() == [(8,)]
        assert db.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert db.execute("SELECT version, backup_sha256 FROM migration").fetchall() == [
            (1, None),
            (NEXT, backup.sha256),
        ]


def test_a_migrated_diary_has_the_tables_of_a_new_one(path, next_release):
    lived(path).close()
    next_release(STEP, with_the_step())
    new = path.with_name("new.db")
    open_store(at(7), ZONE, path=path).close()
    open_store(at(7), ZONE, path=new).close()
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(new)) as other:
        assert database._tables(one) == database._tables(other)


@pytest.mark.parametrize(
    "bad",
    [
        "INSERT INTO nothing_of_that_name VALUES (1);",
        "INSERT INTO sleep VALUES ('2026-11-09', 99);",
        "DELETE FROM enrolment;",
        "UPDATE session SET enrolment_id = 'nobody';",
    ],
    ids=["a missing table", "a constraint", "rows left alone", "a broken reference"],
)
def test_a_step_that_fails_changes_nothing(path, next_release, monkeypatch, bad):
    lived(path).close()
    before = dump(path)
    next_release(STEP + bad, with_the_step())
    with pytest.raises(CannotOpenError, match="It is unchanged") as caught:
        open_store(at(7), ZONE, path=path)
    assert caught.value.code == "migration_failed"
    assert f"version {database.LAST_WRITTEN_BY[NEXT - 1]} of the course" in str(caught.value)
    assert dump(path) == before
    monkeypatch.undo()
    database._fresh_tables.cache_clear()
    with open_store(at(7), ZONE, path=path) as store:
        assert len(store.diary(at(7)).sessions) == 4


def test_without_a_good_backup_nothing_is_tried(path, next_release, monkeypatch):
    lived(path).close()
    before = dump(path)
    next_release(STEP, with_the_step())

    def no_room(*_):
        raise backups.BackupError("No backup was made: there is no room.", "backup_failed")

    monkeypatch.setattr(backups, "keep", no_room)
    with pytest.raises(StoreError, match="No backup"):
        open_store(at(7), ZONE, path=path)
    assert dump(path) == before


def test_a_step_that_leads_to_other_tables_than_the_new_format_has_is_taken_back(
    path, next_release
):
    lived(path).close()
    before = dump(path)
    next_release("CREATE TABLE sleep (x INTEGER) STRICT;", with_the_step())
    with pytest.raises(CannotOpenError, match="It is unchanged"):
        open_store(at(7), ZONE, path=path)
    assert dump(path) == before
