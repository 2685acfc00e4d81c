"""Everything in a diary as plain rows: read out, held to the rules, written in again.

Rows from a stranger are believed only when they have been put into a fresh database, where every
constraint holds, and read out of it unchanged.
"""

import datetime
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from lessons_lib.tracker.diary import FIRST_MS, LAST_MS
from lessons_lib.tracker.disk.copies import quoted
from lessons_lib.tracker.store import database

Value = int | str | None
Row = tuple[Value, ...]

NOTES = "note"
"""The table of what the learner wrote in their own words."""

LARGEST = 2**53
"""Beyond it a browser rounds."""

_COUNTERS = frozenset({"rev", "seq", "undoes", "rule_version", "version"})
_LARGEST_COUNT = 2**40
"""More than anybody saves in a life, with room to go on counting."""

MOST_TWO_WEEKS = 1_000
"""One after the other they take 38 years; a page that lists more answers nobody any more."""

_SHORT = 200
_ID = 64
_FURTHER_IN = 200
"""How much deeper than here whoever reads a record may be; Python stops what is too deep."""


class UnfitContentsError(Exception):
    """Rows that are no diary's; the message is a sentence for the learner."""


@dataclass(frozen=True)
class Shape:
    """A table's columns in order, which of them name a row, and by what rows are ordered."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    order: str


@dataclass(frozen=True)
class Contents:
    """A diary's rows by table, in the order in which they were written.

    Attributes:
        tables: rows of each table, values in the order of its columns. Without notes there is no
            table of them at all.
        schema_version: of the format.
    """

    tables: Mapping[str, tuple[Row, ...]]
    schema_version: int

    @property
    def with_notes(self) -> bool:
        """Whether the notes are in it; if not, that says nothing about how many there were."""
        return NOTES in self.tables

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: len(rows) for table, rows in self.tables.items()}

    def dicts(self, table: str) -> Iterator[dict[str, Value]]:
        """The rows of a table, each by the names of its columns."""
        columns = shapes()[table].columns
        return (dict(zip(columns, row, strict=True)) for row in self.tables.get(table, ()))

    def by_key(self, table: str) -> dict[Row, Row]:
        """The rows of a table by what names them."""
        where = [shapes()[table].columns.index(name) for name in shapes()[table].key]
        return {tuple(row[i] for i in where): row for row in self.tables.get(table, ())}

    def without_notes(self) -> "Contents":
        """The same without what the learner wrote in their own words."""
        rest = {name: rows for name, rows in self.tables.items() if name != NOTES}
        return Contents(rest, self.schema_version)


@cache
def shapes() -> Mapping[str, Shape]:
    """Every table of the present format, parents before what belongs to them."""
    with fresh() as connection:
        return MappingProxyType({table: _shape(connection, table) for table in database.TABLES})


@contextmanager
def fresh() -> Iterator[sqlite3.Connection]:
    """An empty diary in memory, for the length of a `with` block."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        database.create(connection)
        yield connection


def _shape(connection: sqlite3.Connection, table: str) -> Shape:
    about = connection.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    keys = sorted((place, name) for _, name, _, _, _, place in about if place)
    columns, key = tuple(name for _, name, *_ in about), tuple(name for _, name in keys)
    listed = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,))
    (without_rowid,) = listed.fetchone()
    return Shape(columns, key, ", ".join(map(quoted, key)) if without_rowid else "rowid")


def read(connection: sqlite3.Connection) -> Contents:
    """Every row of a diary of the present format.

    Args:
        connection: open on it; if rows may change meanwhile, inside a transaction.
    """
    return Contents(
        {table: _rows(connection, table, shape) for table, shape in shapes().items()},
        database.SCHEMA_VERSION,
    )


def _rows(connection: sqlite3.Connection, table: str, shape: Shape) -> tuple[Row, ...]:
    columns = ", ".join(map(quoted, shape.columns))
    found = connection.execute(f"SELECT {columns} FROM {quoted(table)} ORDER BY {shape.order}")
    return tuple(tuple(row) for row in found)


def replace(connection: sqlite3.Connection, contents: Contents) -> None:
    """Put the rows in place of those that are there; notes stay where the contents have none.

    Args:
        connection: inside a transaction, which the caller ends.
        contents: of the present format.

    Raises:
        sqlite3.IntegrityError: if a constraint does not hold; the caller takes everything back.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in reversed(database.TABLES):
        if table in contents.tables:
            connection.execute(f"DELETE FROM {quoted(table)}")
    for table in shapes():
        insert(connection, table, contents.tables.get(table, ()))


def empty(connection: sqlite3.Connection) -> None:
    """Delete every row; inside a transaction, which the caller ends."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in reversed(database.TABLES):
        connection.execute(f"DELETE FROM {quoted(table)}")
    connection.execute("DELETE FROM sqlite_sequence")


def insert(connection: sqlite3.Connection, table: str, rows: tuple[Row, ...]) -> None:
    """Add rows to a table."""
    columns = shapes()[table].columns
    marks = ", ".join("?" * len(columns))
    names = ", ".join(map(quoted, columns))
    connection.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", rows)


def accept(contents: Contents) -> None:
    """Hold rows from a stranger to everything that a diary is.

    Args:
        contents: of the present format.

    Raises:
        UnfitContentsError: if a value, a constraint or a reference is not a diary's.
    """
    for table, rows in contents.tables.items():
        shape = shapes().get(table)
        if shape is None:
            raise UnfitContentsError("This file holds a table that no diary has.")
        checks = [_check_of(table, column) for column in shape.columns]
        for row in rows:
            if len(row) != len(checks):
                raise UnfitContentsError(f"In this file, an entry of '{table}' is not complete.")
            for check, value in zip(checks, row, strict=True):
                check(value)
    if len(contents.tables["enrolment"]) > MOST_TWO_WEEKS:
        raise UnfitContentsError("This file holds more two weeks than anybody lives.")
    if len(contents.tables["profile"]) != 1:
        raise UnfitContentsError("This file does not say whose diary it is, or says it twice.")
    _rehearse(contents)


def _rehearse(contents: Contents) -> None:
    with fresh() as connection:
        try:
            connection.execute("BEGIN")
            replace(connection, contents)
            connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise UnfitContentsError(
                "This file contradicts itself or holds a value that a diary does not take. "
                + _constraint(error)
            ) from None
        except sqlite3.Error:
            raise UnfitContentsError("This file's entries do not fit into a diary.") from None
        back = read(connection)
    for table, rows in contents.tables.items():
        # A text of digits in a column of numbers comes back as a number.
        if Counter(rows) != Counter(back.tables[table]):
            raise UnfitContentsError(f"This file has values of the wrong kind in '{table}'.")


def _constraint(error: sqlite3.IntegrityError) -> str:
    """The learner's sentence of a constraint that has one."""
    _, _, name = str(error).partition("CHECK constraint failed: ")
    return name if name.endswith(".") else ""


Check = Callable[[Value], None]


@cache
def _lengths() -> Mapping[tuple[str, str], int]:
    """How many characters the texts may have that can hold any; all others are short names."""
    words = {
        place: database.bounds()[place][1] for place in ((NOTES, "body"), ("activity", "name"))
    }
    return words | {("review", "inputs"): 20_000, ("change", "before_json"): 100_000}


def _check_of(table: str, column: str) -> Check:
    """What a value of this column has to be, besides what the database itself holds it to."""
    longest = _lengths().get((table, column))
    if longest is not None:
        inner = _json_text if column in {"inputs", "before_json"} else _any_text
    elif column in {"id", "uid"} or column.endswith("_id"):
        inner = _id
    elif column == "start_date":
        inner = _start
    elif column.endswith("_date"):
        inner = _date
    elif column == "zone":
        inner = _zone
    else:
        inner = _short_text

    def check(value: Value) -> None:
        if value is None:
            return
        if type(value) is int:
            _number(column, value)
        elif type(value) is str:
            if len(value) > (longest or _SHORT):
                raise UnfitContentsError(f"This file has a text in '{table}' that is too long.")
            inner(value)
        else:
            raise UnfitContentsError(f"This file has values of the wrong kind in '{table}'.")

    return check


def _number(column: str, value: int) -> None:
    instant = column.endswith("_ms") and not FIRST_MS <= value <= LAST_MS
    counter = column in _COUNTERS and not 0 <= value <= _LARGEST_COUNT
    if instant or counter or abs(value) > LARGEST:
        raise UnfitContentsError("This file has a number beyond anything that a diary counts.")


def _any_text(value: str) -> None:
    if "\0" in value:
        raise UnfitContentsError("This file has a text with a character that ends texts (NUL).")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnfitContentsError("This file has a text with half a character in it.") from None


def _json_text(value: str) -> None:
    _any_text(value)
    try:
        json.loads(value)
        json.loads("[" * _FURTHER_IN + value + "]" * _FURTHER_IN)
    except (ValueError, RecursionError):
        raise UnfitContentsError("This file has a record in it that cannot be read.") from None


def _short_text(value: str) -> None:
    if not value.isprintable():
        raise UnfitContentsError("This file has a name with characters that cannot be shown.")


def _id(value: str) -> None:
    if not 1 <= len(value) <= _ID or not value.isprintable():
        raise UnfitContentsError("This file names its entries in a way that no diary does.")


def _date(value: str) -> None:
    try:
        whole = datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        whole = False
    if not whole:
        raise UnfitContentsError("This file has a day that is not in the calendar.")


def _start(value: str) -> None:
    _date(value)
    if value >= "9999-12":
        raise UnfitContentsError("This file has two weeks that go on after the calendar's end.")


@cache
def _known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _zone(value: str) -> None:
    if not _known_zone(value):
        raise UnfitContentsError("This file counts its days in a time zone that is not known here.")
