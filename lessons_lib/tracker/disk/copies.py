"""A diary as bytes: copied out of the database, opened again in memory, checked.

The copy goes through SQLite and never through the file: a program that opens and closes a database
file beside SQLite takes away the locks that keep another window's half-written page out of sight.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

MOST_BYTES = 64_000_000
"""More than a diary of many decades has; a longer file is not read."""

_HEADER = b"SQLite format 3\0"
_JOURNAL_BYTES = slice(18, 20)  # 1: rollback journal, 2: write-ahead log
_STEPS_BETWEEN_LOOKS = 1_000_000
_MOST_LOOKS = 2_000


class UnsoundError(Exception):
    """Bytes that are not a whole database; the message is a sentence for the learner."""


def copied(connection: sqlite3.Connection) -> tuple[bytes, dict[str, int]]:
    """The database as one moment saw it, and how many rows each table had in that moment.

    Args:
        connection: open on the diary, in autocommit mode or inside a transaction.

    Raises:
        sqlite3.Error: if another window holds the diary for longer than the connection waits.
    """
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        rows = counts(connection)  # this read keeps writers out until the end
        return connection.serialize(), rows
    finally:
        if alone:
            connection.execute("ROLLBACK")


def tables(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the diary's tables, in alphabetical order."""
    query = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' "
        "ESCAPE '~' ORDER BY name"
    )
    return tuple(name for (name,) in connection.execute(query))


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]
        for name in tables(connection)
    }


def quoted(name: str) -> str:
    """A table's or column's name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """A copy in memory to look at, never to trust: it runs nothing of its own and cannot hang.

    Args:
        data: what `copied` or a file gave.

    Raises:
        UnsoundError: if it is not a database with a rollback journal.
    """
    if not data.startswith(_HEADER):
        raise UnsoundError("This is no database file.")
    if data[_JOURNAL_BYTES] != b"\x01\x01":
        raise UnsoundError(
            "This database is only half of a pair: its newest entries are in a second file beside "
            "it (…-wal). Make a backup in the program that wrote it, and use that."
        )
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(data)
        connection.execute("PRAGMA temp_store = MEMORY")  # nothing goes into a shared folder
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        looks = iter(range(_MOST_LOOKS))
        connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS_BETWEEN_LOOKS)
        yield connection
    except sqlite3.Error:
        raise UnsoundError("This database is damaged or not whole.") from None
    finally:
        connection.close()


def check(connection: sqlite3.Connection, expected: Mapping[str, int] | None = None) -> None:
    """Hold an opened copy to what a sound diary is.

    Args:
        connection: the copy.
        expected: rows of each table, where that is known.

    Raises:
        UnsoundError: if a page, a constraint, a reference or a count is not right.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise UnsoundError("Some of this database's pages are damaged.")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise UnsoundError("In this database some entries belong to others that are not there.")
    if expected is not None and counts(connection) != dict(expected):
        raise UnsoundError("This database has another number of entries than when it was written.")
