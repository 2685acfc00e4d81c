"""What SQLite and the disk say, as sentences: while opening, while reading, while saving.

Values never appear in them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lessons_lib.tracker import place
from lessons_lib.tracker.errors import (
    CannotOpenError,
    InvalidError,
    NotReadError,
    NotSavedError,
    StoreError,
    changed,
)


def unopened(error: Exception, path: Path, now_ms: int) -> CannotOpenError:
    """What to say of a diary that could not be opened; one that is damaged is put aside.

    Args:
        error: of the system, of SQLite, or of a text that is not even text.
        path: the diary.
        now_ms: names what is put aside.
    """
    code = "permission" if isinstance(error, OSError) else _code(error)
    if code == "damaged":
        return place.damaged(path, now_ms)
    sentences = {
        "busy": "Another window or program is holding the diary. Wait a moment, then try "
        "again; if it stays like this, close what else shows the diary.",
        "disk_full": "The disk is full, so the diary could not be opened; it was left as it is. "
        "Delete files that you do not need, then try again.",
        "permission": f"The diary {path} could not be opened; it was left as it is. Look whether "
        "you may read and write it and its folder, and whether the disk has room. Then try "
        "again.",
    }
    code = code if code in sentences else "permission"
    return CannotOpenError(sentences[code], code)


@contextmanager
def saving_in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says while saving into a StoreError: NotSavedError, or what was not right.

    Args:
        path: the diary.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _not_saved(error, path) from None
    except UnicodeEncodeError:
        raise InvalidError(
            "This text holds half a character, which cannot be saved. Type it again.", "invalid"
        ) from None
    except OverflowError:
        raise InvalidError("This number is too large for the diary.", "invalid") from None


@contextmanager
def reading_in_words() -> Iterator[None]:
    """The same while only looking: NotReadError, or InvalidError for what no diary can hold."""
    try:
        yield
    except UnicodeEncodeError:
        raise InvalidError("There is nothing of this name in the diary.", "invalid") from None
    except (sqlite3.Error, ValueError) as error:
        code = _code(error)
        raise NotReadError(_NOT_READ.get(code, _NOT_READ["broken"]), code) from None


_NOT_READ = {
    "busy": "Another window or program is holding the diary, so it could not be read. Try again in "
    "a moment; if it stays like this, close what else shows the diary.",
    "damaged": "The diary's file is damaged. Try again: it keeps the damaged file and "
    "offers the last good backup.",
    "broken": "The diary could not be read. Try again; if it fails again, look whether the disk or "
    "network folder that it lies on is still there.",
}

_CODES = (
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    ("SQLITE_FULL", "disk_full"),
    ("SQLITE_READONLY_DBMOVED", "moved"),
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_CANTOPEN", "permission"),
    ("SQLITE_PERM", "permission"),
    ("SQLITE_AUTH", "permission"),
)


def _code(error: Exception) -> str:
    name: str = getattr(error, "sqlite_errorname", "")
    if isinstance(error, (ValueError, sqlite3.DataError)) or "decode" in str(error):
        return "damaged"  # our own checks say so, or a text was not even text
    return next((code for beginning, code in _CODES if name.startswith(beginning)), "broken")


def _not_saved(error: Exception, path: Path) -> StoreError:
    if str(error).startswith("UNIQUE constraint failed"):
        return changed()  # what has its place or its name came from another window
    if isinstance(error, sqlite3.IntegrityError) or _is_of_no_type(error):
        return InvalidError(_constraint(str(error)), "invalid")
    code = _code(error)
    sentences = {
        "busy": "Another window or program was holding the diary, so nothing was saved. Try again; "
        "if it stays like this, close what else shows the diary.",
        "disk_full": "The disk is full, so nothing was saved; what was saved before is safe. "
        "Delete files that you do not need, then try again.",
        "moved": "The diary was moved or replaced while it was open, so nothing was saved. It "
        f"belongs at {path}. Put it back if you moved it, then try again.",
        "read_only": "The diary can be read but not written, so nothing was saved. Make the file "
        f"{path} and its folder writable, then try again.",
        "damaged": "The diary's file is damaged, so nothing was saved. Try again: it "
        "keeps the damaged file and offers the last good backup.",
        "permission": f"The diary's file or its folder, {path.parent}, cannot be written, so "
        "nothing was saved. Look whether it is still there and yours, then try again.",
        "broken": "The disk did not take what was to be saved, so nothing was saved; what was "
        "saved before is safe. Try again; if it fails again, export your diary to another place.",
    }
    return NotSavedError(sentences[code], code)


def _is_of_no_type(error: Exception) -> bool:
    """Whether a value is of a type that SQLite has not; Python's releases say it differently."""
    return isinstance(error, (sqlite3.ProgrammingError, sqlite3.InterfaceError)) and (
        "binding" in str(error)
    )


def _constraint(message: str) -> str:
    said = message.partition("CHECK constraint failed: ")[2]
    if said.endswith("."):
        return said
    if "cannot store" in message or "binding" in message:
        return "The diary takes whole numbers and text, each in its place; this was something else."
    return "The diary does not take this value. Go back to the form and choose again."
