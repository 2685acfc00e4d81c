"""The diary's file as SQLite: opened with care, written whole, brought to new formats.

Why these settings: a rollback journal and not a write-ahead log, because home folders of a
JupyterHub often lie on a network, where the latter loses data; ``synchronous = FULL``, so that what
was saved survives a power cut (`saving` sees to the folder, for ``EXTRA`` fails on folders that
cannot be put on the disk); ``BEGIN IMMEDIATE``, so that two kernels never read the same old value
and both write; ``secure_delete``, so that a deleted note is gone from the file.
"""

import datetime
import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path, PurePath

from lessons_lib.tracker import place
from lessons_lib.tracker.disk import backups, copies, files
from lessons_lib.tracker.errors import CannotOpenError

APPLICATION_ID = int.from_bytes(b"LLbp")
"""Stands in the file's header; says that it is one of ours."""

LAST_WRITTEN_BY = {1: "1.0.0"}
"""Each format of the diary, and the last version of the course that writes it."""

SCHEMA_VERSION = max(LAST_WRITTEN_BY)
BUSY_S = 5.0
"""How long to wait for another window's save."""

TABLES = (
    "profile", "enrolment", "screen", "session", "set_log", "day", "note", "activity", "review",
    "change", "migration",
)  # fmt: skip
"""In an order in which rows can be inserted."""

OLDEST_SQLITE = (3, 37, 0)


@dataclass(frozen=True)
class Migration:
    """A step from one format to the next, as SQL."""

    version: int
    sql: str

    @property
    def sha256(self) -> str:
        """Of the SQL, in hexadecimal."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


MIGRATIONS: tuple[Migration, ...] = ()
"""From version 1 on, in order.

To change the format after a release: change ``schema.sql``, add a line to `LAST_WRITTEN_BY`, add
the step here that leads to the same tables, add the dump of a diary of the new version to the
tests' references, and let ``archive.exchange`` read backups and files of the old one. A step that
was released is never changed.
"""


@cache
def schema() -> str:
    """The newest format, as SQL."""
    return (package_files("lessons_lib.tracker.store") / "schema.sql").read_text(encoding="utf-8")


@cache
def bounds() -> Mapping[tuple[str, str], tuple[int, int]]:
    """Between what a number lies, and how many characters a text has, by table and column.

    >>> bounds()["day", "pain_back"], bounds()["note", "body"]
    ((0, 10), (1, 2000))
    """
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for table, columns in re.findall(r"CREATE TABLE (\w+) \((.*?)^\)", schema(), re.S | re.M):
        checks = re.findall(r"CHECK \((?:length\()?(\w+)\)? BETWEEN (-?\d+) AND (\d+)\)", columns)
        found |= {(table, column): (int(low), int(high)) for column, low, high in checks}
    return found


# ---------------------------------------------------------------------------------------------
# Connections


def connect(path: Path, *, read_only: bool = False, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """A connection to a file that is there, with the diary's settings.

    Any thread may use it, one at a time: JupyterLab's kernel answers messages in several.

    Raises:
        sqlite3.Error: if SQLite cannot open it.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{uri(path.absolute())}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=busy_s,
        check_same_thread=False,
    )
    try:
        for setting in (
            "trusted_schema = OFF", "foreign_keys = ON", "secure_delete = ON", "synchronous = FULL",
            "cell_size_check = ON", "temp_store = MEMORY",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {setting}")
    except Exception:  # of a damaged file even SQLite's words can be unreadable
        connection.close()
        raise
    return connection


def uri(path: PurePath) -> str:
    r"""A path as SQLite takes it; a Windows share is part of the path there, not its server.

    >>> from pathlib import PureWindowsPath
    >>> uri(PureWindowsPath(r"\\uni\home\jo\diary.db"))
    'file:////uni/home/jo/diary.db'
    """
    plain = path.as_uri()
    return plain if plain.startswith("file:///") else f"file://{plain.removeprefix('file:')}"


def create(connection: sqlite3.Connection) -> None:
    """Write the newest format into an empty database, all of it or nothing."""
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema()}; PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )


def new_file(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a diary's file that appears under its name only when it is whole.

    Args:
        path: where; if another kernel was faster, its file stays.
        fill: writes the first rows.

    Raises:
        sqlite3.Error, OSError: if the disk does not take it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    files.new_private_file(draft)
    try:
        with closing(connect(draft)) as connection:
            create(connection)
            fill(connection)
        files.sync(draft)
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    place.mark(path)


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished file the diary's name if the name is free; otherwise leave both."""
    place.set_orphans_aside(path)
    with suppress(FileExistsError):
        try:
            os.link(draft, path)  # fails if something is there, in one step
        except FileExistsError:
            raise
        except (AttributeError, OSError):  # a system, or a file system, without hard links
            if not path.exists():
                draft.rename(path)
    files.sync_folder(path.parent)


# ---------------------------------------------------------------------------------------------
# Transactions


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of the block is saved, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of the block sees the diary of one moment."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


# ---------------------------------------------------------------------------------------------
# Is it a diary, and of which format?


def refuse_old_sqlite() -> None:
    """Raise CannotOpenError if this Python's SQLite does not know strict tables."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise CannotOpenError(
            f"The diary needs SQLite 3.37 or newer, and this Python brings "
            f"{sqlite3.sqlite_version}. Set the course up with a newer Python (3.11 or later from "
            "python.org brings one).",
            "old_sqlite",
        )


def version_of_diary(connection: sqlite3.Connection, path: Path) -> int:
    """The format of a file's diary.

    Raises:
        CannotOpenError: if it is another program's database.
        sqlite3.DatabaseError: if it is no whole database.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise CannotOpenError(
            f"The file {path} is the database of another program. It was left as it is. Move it to "
            "another place, then try again.",
            "foreign",
        )
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def check_pages(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DataError if SQLite finds a page of the file damaged."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DataError("damaged pages")


def check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Hold the file to the newest format.

    Raises:
        CannotOpenError: if its tables are others.
        sqlite3.DataError: if it belongs to nobody.
    """
    if _tables(connection) != _fresh_tables():
        raise CannotOpenError(
            f"The diary {path} does not have the tables that this version of the course expects. "
            "It was left as it is. Update the course, or restore a backup.",
            "unexpected",
        )
    if connection.execute("SELECT count(*) FROM profile").fetchone()[0] != 1:
        raise sqlite3.DataError("no profile")


_SPACE = re.compile(r"\s*([(),])\s*")


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema "
        "WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'"
    )
    return frozenset(
        (kind, name, _SPACE.sub(r"\1", " ".join(str(sql).split()))) for kind, name, sql in rows
    )


@cache
def _fresh_tables() -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        create(fresh)
        return _tables(fresh)


# ---------------------------------------------------------------------------------------------
# From one format to the next


def migrate(connection: sqlite3.Connection, path: Path, now_ms: int) -> None:
    """Bring a diary to the newest format, after a backup that was verified.

    All steps and the new version number are one transaction: afterwards the diary is of the new
    format and whole, or it is what it was.

    Args:
        connection: open on the diary.
        path: its file, beside which the backup is made.
        now_ms: by the learner's clock.

    Raises:
        CannotOpenError: if a step failed; the diary is what it was.
        BackupError: if there is no good backup; nothing was tried then.
    """
    day = datetime.datetime.fromtimestamp(now_ms / 1000, datetime.UTC).date()
    backup = backups.keep(connection, path, backups.Kind.BEFORE_MIGRATION, day)
    before = version_of_diary(connection, path)
    connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside the transaction
    try:
        with writing(connection):
            current: int = connection.execute("PRAGMA user_version").fetchone()[0]
            for step in MIGRATIONS:
                if step.version > current:
                    _run(connection, step, now_ms, backup)
            copies.check(connection)
            check_tables(connection, path)
    except (sqlite3.Error, copies.UnsoundError, CannotOpenError):
        raise CannotOpenError(
            "The diary could not be brought to the format of this version of the course. It is "
            f"unchanged, and {backup.path.name} is a copy of it. Go on with version "
            f"{LAST_WRITTEN_BY[before]} of the course, and tell the authors.",
            "migration_failed",
        ) from None
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _run(
    connection: sqlite3.Connection, step: Migration, now_ms: int, backup: backups.Backup
) -> None:
    for statement in _statements(step.sql):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.version}")
    connection.execute(
        "INSERT INTO migration VALUES (?, ?, ?, ?, ?)",
        (step.version, now_ms, step.sha256, backup.path.name, backup.sha256),
    )


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script; executescript would end the transaction that they belong in."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
