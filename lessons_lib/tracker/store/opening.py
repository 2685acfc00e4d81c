"""Opening the diary: nothing that is there is replaced, and nobody is silently started anew."""

import hashlib
import os
import sqlite3
import uuid
from pathlib import Path
from typing import NamedTuple

from lessons_lib.tracker import diary, place
from lessons_lib.tracker.disk.lease import Lease, is_on_network
from lessons_lib.tracker.facts import Profile

from . import database, rows, troubles
from .saving import DiaryFile

_CUTOFF_MIN = 180


class Start(NamedTuple):
    """What a diary begins with: an instant, a time zone, and whether the person is invented."""

    now_ms: int
    zone: str
    synthetic: bool


def opened(path: Path, start: Start, *, take_over: bool, busy_s: float) -> DiaryFile:
    """Open a diary, or begin one where there never was any.

    Args:
        path: where it is.
        start: for a new one; the instant also names what is put aside.
        take_over: go on here although it is open elsewhere.
        busy_s: how long to wait for another window's save.

    Raises:
        CannotOpenError: if there is something else, or nothing although there was.
        InvalidError: if the instant is beyond those that a diary takes, or there is no such zone.
    """
    diary.check_clock(start.now_ms)
    database.refuse_old_sqlite()
    place.prepare_folder(path)
    place.refuse_what_is_no_diary(path, start.now_ms)
    try:
        if not path.exists():
            _begin(path, start)
        return _open(path, start.now_ms, take_over=take_over, busy_s=busy_s)
    except (OSError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise troubles.unopened(error, path, start.now_ms) from None


def _begin(path: Path, start: Start) -> None:
    now_ms, zone, synthetic = start
    diary.time_zone(zone)
    profile = Profile(uuid.uuid4().hex, now_ms, zone, _CUTOFF_MIN, None, True, synthetic, 1)

    def fill(connection: sqlite3.Connection) -> None:
        sha256 = hashlib.sha256(database.schema().encode()).hexdigest()
        with database.writing(connection):
            rows.insert(connection, profile)
            connection.execute(
                "INSERT INTO migration VALUES (?, ?, ?, NULL, NULL)",
                (database.SCHEMA_VERSION, now_ms, sha256),
            )

    database.new_file(path, fill)


def _open(path: Path, now_ms: int, *, take_over: bool, busy_s: float) -> DiaryFile:
    read_only = not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
    notice = ""
    if read_only:
        notice = (
            "Your diary can be read but not written: its file or folder is read-only. Make it "
            "writable to go on with it; reading and exporting work."
        )
    connection = database.connect(path, read_only=read_only, busy_s=busy_s)
    try:
        version = database.version_of_diary(connection, path)
        if version == database.SCHEMA_VERSION:
            database.check_tables(connection, path)
        database.check_pages(connection)
        if version > database.SCHEMA_VERSION:
            connection.execute("PRAGMA query_only = ON")
            read_only = True
            notice = (
                "Your diary was written by a newer version of the course. Here it can be read and "
                "exported, not written. Update the course to go on with it."
            )
        elif version < database.SCHEMA_VERSION:
            database.migrate(connection, path, now_ms)
        lease = None
        if not read_only:
            connection.execute("PRAGMA journal_mode = DELETE")
            place.mark(path)
            lease = Lease(path, alone=is_on_network(path))
            if not place.make_private(path):
                notice = (
                    f"Others on this computer may be able to read your diary, {path}. Its file "
                    "belongs to another user; ask whoever looks after this computer."
                )
            if not lease.take(by_force=take_over):
                notice = (
                    "Your diary is open elsewhere too, in a notebook or on its own page. You can "
                    "use both: each shows what the other saved, and neither writes over the other."
                )
        return DiaryFile(path, connection, lease, notice, busy_s)
    except BaseException:
        connection.close()
        raise
