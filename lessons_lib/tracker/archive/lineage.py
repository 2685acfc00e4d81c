"""Whose a diary is, and whether one is what became of another."""

import sqlite3

from lessons_lib.tracker.disk import copies
from lessons_lib.tracker.store import changes, database

Connection = sqlite3.Connection


def uid(connection: Connection) -> str:
    """What a diary is known by, on every computer."""
    (found,) = connection.execute("SELECT uid FROM profile").fetchone() or ("",)
    return str(found)


def uid_in(data: bytes) -> str:
    """The same of a file's bytes; empty where they are the database of another program.

    Raises:
        UnsoundError: if they are no whole database.
    """
    with copies.opened(data) as copy:
        (application,) = copy.execute("PRAGMA application_id").fetchone()
        return uid(copy) if application == database.APPLICATION_ID else ""


def follows(now: Connection, then: Connection) -> bool:
    """Whether a diary is what became of another, with nothing lost on the way."""
    if uid(now) != uid(then):
        return False
    for seq, request in then.execute(_LINES + " DESC LIMIT 1"):
        lines = dict(now.execute(_LINES))
        if seq >= changes.oldest(now) and lines.get(seq) != request:  # the oldest go in time
            return False
    notes, gone = dict(now.execute(_NOTES)), changes.deleted_notes(now)
    return all(notes.get(one, 0) >= rev for one, rev in then.execute(_NOTES) if one not in gone)


_LINES = "SELECT seq, request_id FROM change ORDER BY seq"
_NOTES = "SELECT id, rev FROM note"
