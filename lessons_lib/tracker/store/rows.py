"""Facts to rows and back: a class of `facts` is a table, its fields are the columns."""

import dataclasses
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from lessons_lib.tracker import facts
from lessons_lib.tracker.errors import InvalidError

F = TypeVar("F")

TABLE: Mapping[type, str] = {
    facts.Profile: "profile",
    facts.TwoWeeks: "enrolment",
    facts.Check: "screen",
    facts.Session: "session",
    facts.SetLog: "set_log",
    facts.Day: "day",
    facts.Note: "note",
    facts.Activity: "activity",
    facts.ReviewRecord: "review",
    facts.Change: "change",
}

KEY: Mapping[type, str] = {facts.Profile: "uid", facts.Day: "local_date"}
"""The column that names a row, where it is not ``id``."""

_NOT_COLUMNS = {"sets"}

_COLUMN: Mapping[str, str] = {"two_weeks_id": "enrolment_id"}
"""The column of a field, where they differ.

The tables `enrolment` and `screen` and the column `enrolment_id` keep their first names in the file
and in exports: renaming them would be a new format, which no older version of the course reads.
"""

_TEXTS = {"body", "name", "inputs"}
_MOST_OF_AN_ID = 64
_MOST_OF_A_NAME = 200


def columns(kind: type) -> tuple[str, ...]:
    """The columns of a fact's table."""
    return tuple(_READERS[kind])


def _optional_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _as_it_is(value: object) -> object:
    return value


def _readers(kind: type) -> dict[str, Any]:
    known: dict[Any, Any] = {date: date.fromisoformat, date | None: _optional_date, bool: bool}
    fields = [field for field in dataclasses.fields(kind) if field.name not in _NOT_COLUMNS]
    return {
        _COLUMN.get(field.name, field.name): known.get(field.type, _as_it_is) for field in fields
    }


_READERS = {kind: _readers(kind) for kind in TABLE}
"""How each column of a row becomes a field."""

_FIELD = {column: field for field, column in _COLUMN.items()}


def select(
    connection: sqlite3.Connection, kind: type[F], rest: str = "", values: Iterable[object] = ()
) -> list[F]:
    """The facts of a table.

    Args:
        connection: open on the diary.
        kind: the class of the facts.
        rest: what follows the table's name in the query.
        values: for the question marks in `rest`.

    Raises:
        sqlite3.DataError: if a damaged row is not a fact.
    """
    found = connection.execute(
        f"SELECT {', '.join(columns(kind))} FROM {TABLE[kind]} {rest}", tuple(values)
    )
    readers = _READERS[kind].values()
    try:
        return [kind(*(r(value) for r, value in zip(readers, row, strict=True))) for row in found]
    except (TypeError, ValueError):
        raise sqlite3.DataError("a row that is no fact") from None


def one(connection: sqlite3.Connection, kind: type[F], key: str) -> F | None:
    """The fact with a key, a session with its sets; None if there is none."""
    found = select(connection, kind, f"WHERE {KEY.get(kind, 'id')} = ?", (key,))
    if not found:
        return None
    fact = found[0]
    if isinstance(fact, facts.Session):
        sets = select(connection, facts.SetLog, "WHERE session_id = ? ORDER BY position", (key,))
        return dataclasses.replace(fact, sets=tuple(sets))
    return fact


def insert(connection: sqlite3.Connection, fact: object, /, **more: object) -> None:
    """Write a fact as a new row; `more` are columns that the fact has not."""
    values = {**_values(fact), **more}
    check_names(values)
    connection.execute(
        f"INSERT INTO {TABLE[type(fact)]} ({', '.join(values)}) "
        f"VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )


def update(connection: sqlite3.Connection, kind: type, key: str, /, **changes: object) -> None:
    """Change the named columns of a row, and count the change in its `rev`."""
    check_names(changes)
    assignments = ", ".join([*(f"{name} = ?" for name in changes), "rev = rev + 1"])
    connection.execute(
        f"UPDATE {TABLE[kind]} SET {assignments} WHERE {KEY.get(kind, 'id')} = ?",
        (*map(_plain, changes.values()), key),
    )


def check_names(values: Mapping[str, object]) -> None:
    """Hold names and ids to what any file format can carry; longer texts are checked elsewhere.

    Raises:
        InvalidError: if one is empty, too long or has signs that cannot be seen.
    """
    for column, value in values.items():
        if isinstance(value, str) and column not in _TEXTS:
            most = _MOST_OF_AN_ID if column.endswith("id") else _MOST_OF_A_NAME
            if not (0 < len(value) <= most and value.isprintable()):
                raise InvalidError(
                    "The diary does not take this name. Go back to the form and choose again.",
                    "invalid",
                )


def plain(fact: object) -> dict[str, Any]:
    """A fact as JSON can hold it: its columns, and its sets if it has any."""
    values = _values(fact)
    if isinstance(fact, facts.Session):
        values["sets"] = [_values(one) for one in fact.sets]
    return values


def _values(fact: object) -> dict[str, Any]:
    return {
        column: _plain(getattr(fact, _FIELD.get(column, column))) for column in columns(type(fact))
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
