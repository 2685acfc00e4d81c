"""A diary as a whole: kept safe, taken out, brought back, deleted.

`keeping` makes copies by itself, proves them and deletes everything; `exchange` is the way out as a
file, and in; `restoring` shows what a file would do, and does it; `contents` holds rows to the
rules; `kinds` says what a file is that is no diary; `lineage` whether one diary is what became of
another; `elsewhere` keeps a copy in a second place.
"""

from .keeping import (
    Proof,
    after_save,
    bring_back,
    delete_everything,
    forget_deleted_notes,
    hold_last_save,
    hold_what_was_newer,
    old_last_save,
    prove,
    settle,
    take_in_old_last_save,
)

__all__ = [
    "Proof",
    "after_save",
    "bring_back",
    "delete_everything",
    "forget_deleted_notes",
    "hold_last_save",
    "hold_what_was_newer",
    "old_last_save",
    "prove",
    "settle",
    "take_in_old_last_save",
]
