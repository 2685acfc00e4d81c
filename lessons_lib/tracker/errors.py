"""What the diary says when it cannot do what was asked: a sentence, and a code for apps.

Nothing here carries what the learner wrote: no value, no date, no note.
"""

from pathlib import Path
from typing import TypeVar

F = TypeVar("F")

OPEN_ELSEWHERE = "open_elsewhere"
"""The code of what is said where only one place may have the diary open, and another one has it."""


class StoreError(Exception):
    """The diary could not do it.

    Attributes:
        code: a short name that an app can act on.
        sentence: what is wrong, what is allowed, what to do next.
        kept: a file that was put aside, where one was.
    """

    def __init__(self, sentence: str, code: str, kept: Path | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.kept = kept


class CannotOpenError(StoreError):
    """There is no diary to work with, and what is there was kept."""


class NotReadError(StoreError):
    """The diary could not be looked at: a lock, a damaged page, a disk that has gone."""


class NotSavedError(StoreError):
    """Nothing was written, for a reason outside of the diary: full disk, lock, read-only."""


class ConflictError(StoreError):
    """Nothing was written, because something else is there by now; read again."""


class RefusedError(StoreError):
    """The safety gate says no; every code begins with ``check`` or ``begin``."""


class InvalidError(StoreError):
    """A value that the diary does not take."""


# ---------------------------------------------------------------------------------------------
# What is said in several places


def there(fact: F | None) -> F:
    """The fact, or ConflictError if it is gone."""
    if fact is None:
        raise ConflictError(
            "This is not in the diary any more; it was deleted in another window. Nothing was "
            "saved. Look at the diary again.",
            "not_there",
        )
    return fact


def check_rev(there: int, seen: int) -> None:
    """Raise ConflictError unless a row is as it was seen."""
    if there != seen:
        raise changed()


def changed() -> ConflictError:
    """Somebody else changed it."""
    return ConflictError(
        "This was changed in another window meanwhile, so your change was not saved. Look at it "
        "again, then change it once more.",
        "changed_elsewhere",
    )


def already_there() -> ConflictError:
    """The day has a session."""
    return ConflictError(
        "That day has a session already. Go on with it or change it, or add a second one.",
        "already_there",
    )


def cannot_undo() -> ConflictError:
    """Undoing would lay over something newer."""
    return ConflictError(
        "This cannot be taken back any more, since something else was changed there. Change it by "
        "hand.",
        "cannot_undo",
    )


def deleted() -> NotReadError:
    """Another window deleted everything."""
    return NotReadError(
        "This diary was just deleted in another window. Try again to begin a new one.",
        "deleted",
    )


def not_read_back() -> NotSavedError:
    """What was written was not found afterwards."""
    return NotSavedError(
        "It could not be confirmed that this was saved. Try again; it will not be there twice.",
        "not_read_back",
    )
