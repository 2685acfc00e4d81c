"""A diary as a file to keep elsewhere, and the way back from a file to rows that can be believed.

Two formats hold everything and can be read back: JSON, which any program can read, and the database
itself in one file. What comes in is a stranger's until every byte of it has been held to the rules
of `contents`. What it would then do to the diary, and doing it, is in `restoring`.

Notes are left out of files unless they are asked for.
"""

import datetime
import hashlib
import json
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from lessons_lib.tracker.disk import copies, files, strict_json
from lessons_lib.tracker.errors import CannotOpenError, StoreError
from lessons_lib.tracker.store import database, troubles

from . import contents, kinds
from .contents import Contents, Row, UnfitContentsError

FORMAT = "lessons_lib diary"

_FIELDS = {"format", "schema_version", "written_utc", "notes", "counts", "sha256", "tables"}
WITH_NOTES, WITHOUT_NOTES = "in the file", "left out"
_LEFT_OUT = "left_out"
_APPLICATION = slice(68, 72)  # of a database; it stands there also where the rest is damaged
_HEAD = 1000  # a diary says in its first line what it is


class ExchangeError(StoreError):
    """A file that was not taken; nothing was changed."""


# ---------------------------------------------------------------------------------------------
# Out


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads; what goes wrong comes out as a StoreError."""
    with (
        troubles.reading_in_words(),
        closing(database.connect(path, read_only=True)) as connection,
    ):
        yield connection


def diary(path: Path) -> Contents:
    """Everything in the diary at `path`, as one moment saw it.

    Raises:
        ExchangeError: if it is of a newer format, of which this version would lose a part.
    """
    with looking(path) as connection, database.reading(connection):
        if database.version_of_diary(connection, path) > database.SCHEMA_VERSION:
            raise ExchangeError(
                "Your diary was written by a newer version of the course, and this one knows only "
                "a part of it. Export it as a database, which holds everything, or update.",
                "newer",
            )
        return contents.read(connection)


def as_json(diary: Contents, *, notes: bool = False) -> bytes:
    """A diary as JSON that `accepted` reads back without loss.

    Args:
        diary: what to write.
        notes: whether the learner's own words go with it.

    Returns:
        UTF-8, one entry a line, with the number of entries and a SHA-256 of all the rest.
    """
    if not notes:
        diary = diary.without_notes()
    head = {
        "format": FORMAT,
        "schema_version": diary.schema_version,
        "written_utc": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "notes": WITH_NOTES if diary.with_notes else WITHOUT_NOTES,
        "counts": diary.counts,
    }
    head["sha256"] = _sum({**head, "tables": _tables(diary)})
    lines = [f"{json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    tables = ",\n".join(_lines(name, table) for name, table in _tables(diary).items())
    return "\n".join(["{", *lines, '"tables": {', tables, "}", "}", ""]).encode()


def as_database(path: Path, *, notes: bool = False) -> bytes:
    """A diary as a database in one file, which `accepted` reads back without loss.

    Args:
        path: the diary.
        notes: whether the learner's own words go with it.
    """
    with looking(path) as connection:
        data, _ = copies.copied(connection)
        version = database.version_of_diary(connection, path)
    with copies.opened(data) as copy:
        if not notes:
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute(f"DELETE FROM {contents.NOTES}")
            if version == database.SCHEMA_VERSION:
                _mark_left_out(copy)
        copy.execute("VACUUM")
        return copy.serialize()


def _mark_left_out(copy: sqlite3.Connection) -> None:
    """Say in the log that notes are lacking: an empty table would say that there never were any."""
    copy.execute(
        "INSERT INTO change (request_id, at_ms, entity, entity_id, op) VALUES (?, 0, ?, 'all', ?)",
        (uuid.uuid4().hex, contents.NOTES, _LEFT_OUT),
    )


def _unmarked(found: Contents) -> Contents:
    """What was read from a database, without a table of notes if they were left out of it."""
    lines = list(found.dicts("change"))
    if found.tables[contents.NOTES] or not lines or lines[-1]["op"] != _LEFT_OUT:
        return found
    rest = {**found.tables, "change": found.tables["change"][:-1]}
    return Contents(rest, found.schema_version).without_notes()


def _tables(diary: Contents) -> dict[str, dict[str, Any]]:
    return {
        name: {"columns": contents.shapes()[name].columns, "rows": rows}
        for name, rows in diary.tables.items()
    }


def _lines(name: str, table: Mapping[str, Any]) -> str:
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table["rows"])
    return f'{json.dumps(name)}: {{"columns": {json.dumps(table["columns"])}, "rows": [\n{rows}]}}'


def _sum(whole: Mapping[str, Any]) -> str:
    """Of everything but the checksum itself."""
    text = json.dumps({**whole, "sha256": None}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------------------------------------
# In: from bytes to a diary that can be believed


def accepted_file(path: Path) -> Contents:
    """The diary in a file on this computer; otherwise as `accepted`."""
    try:
        data = files.read_plain(path, copies.MOST_BYTES)
    except files.UnfitFileError as error:
        raise _refused(error, "bad_file") from None
    return accepted(data)


def accepted(data: bytes) -> Contents:
    """The diary in a file's bytes, when every one of them is fit.

    Args:
        data: JSON or a database, as exported or as in a backup.

    Returns:
        Rows that a fresh diary has taken, with every constraint and reference.

    Raises:
        ExchangeError: with the reason in words; codes: bad_file, newer.
    """
    try:
        files.refuse_long(len(data), copies.MOST_BYTES)
        if not data.strip():
            raise UnfitContentsError("This file is empty.")
        if data.startswith(b"SQLite format 3\0"):
            found = _from_database(data)
        else:
            _refuse_kind(kinds.of_bytes(data))
            found = _from_json(data)
        contents.accept(found)
    except (
        files.UnfitFileError,
        strict_json.NotJsonError,
        copies.UnsoundError,
        UnfitContentsError,
    ) as error:
        raise _refused(error, "bad_file") from None
    return found


def _refused(error: Exception, code: str) -> ExchangeError:
    return ExchangeError(f"{str(error).strip()} Nothing was changed.", code)


def _refuse_kind(kind: str) -> None:
    if kind:
        raise UnfitContentsError(
            f"This is {kind}. Choose the .json or .db file that this tracker exported."
        )


def _from_json(data: bytes) -> Contents:
    try:
        whole = strict_json.loads(data)
    except strict_json.TooMuchError:
        raise
    except strict_json.NotJsonError:
        if FORMAT.encode() not in data[:_HEAD]:
            _refuse_kind(kinds.of_json(data))
        raise
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        _refuse_kind(kinds.of_json(data))
    version = whole.get("schema_version")
    _refuse_other_versions(version)
    if set(whole) != _FIELDS or whole["notes"] not in (WITH_NOTES, WITHOUT_NOTES):
        raise UnfitContentsError("This file has other parts than an exported diary.")
    given = whole["tables"]
    if not isinstance(given, dict):
        raise UnfitContentsError("This file has no tables.")
    if whole["sha256"] != _sum(whole):
        raise UnfitContentsError(
            "This file was changed or damaged after it was written: its checksum does not fit. "
            "Export it again, or choose another one."
        )
    left_out = {contents.NOTES} if whole["notes"] == WITHOUT_NOTES else set()
    expected = set(contents.shapes()) - left_out
    if set(given) != expected:
        raise UnfitContentsError("This file has other tables than a diary.")
    found = Contents({name: _rows_of(name, given[name]) for name in given}, database.SCHEMA_VERSION)
    if whole["counts"] != found.counts:
        raise UnfitContentsError("This file has another number of entries than it says.")
    return found


def _rows_of(name: str, table: Any) -> tuple[Row, ...]:
    if not isinstance(table, dict) or set(table) != {"columns", "rows"}:
        raise UnfitContentsError(f"This file's table '{name}' is not a table.")
    if table["columns"] != list(contents.shapes()[name].columns):
        raise UnfitContentsError(f"This file's table '{name}' has other columns than a diary's.")
    rows = table["rows"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise UnfitContentsError(f"This file's table '{name}' is not a table.")
    return tuple(tuple(row) for row in rows)


def _from_database(data: bytes) -> Contents:
    if data[_APPLICATION] != database.APPLICATION_ID.to_bytes(4):
        _refuse_kind("a database of another program")
    with copies.opened(data) as copy:
        _refuse_other_versions(copy.execute("PRAGMA user_version").fetchone()[0])
        # Before anything in it is asked: a view or a trigger would be a program of the stranger's.
        try:
            database.check_tables(copy, Path())
        except CannotOpenError:
            raise UnfitContentsError("This database has other tables than a diary.") from None
        copies.check(copy)
        return _unmarked(contents.read(copy))


def _refuse_other_versions(version: object) -> None:
    if version == database.SCHEMA_VERSION and type(version) is int:
        return
    if type(version) is int and version > database.SCHEMA_VERSION:
        raise ExchangeError(
            f"This file is from a newer version of the course (its format is {version}, this "
            f"version reads {database.SCHEMA_VERSION}). Update the course, then try again. "
            "Nothing was changed.",
            "newer",
        )
    raise UnfitContentsError("This file does not say which format it has, or one that never was.")
