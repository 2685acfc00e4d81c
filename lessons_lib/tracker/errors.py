"""What the diary says when it cannot do what was asked: a sentence, and a code for apps.

Nothing here carries what the learner wrote: no value, no date, no note.
"""

from pathlib import Path


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


class NotSavedError(StoreError):
    """Nothing was written, for a reason outside of the diary: full disk, lock, read-only."""


class ConflictError(StoreError):
    """Nothing was written, because something else is there by now; read again."""


class RefusedError(StoreError):
    """The safety gate says no; every code begins with ``screen`` or ``stopped`` or ``enrol``."""


class InvalidError(StoreError):
    """A value that the diary does not take."""
