"""When pictures can be drawn: what they are drawn with takes seconds to import.

A kernel that has drawn nothing yet fetches it in a thread of its own, after the first screen has
been sent, so that no save waits for it.
"""

import importlib
import threading

_FIGURES = ("lessons_lib.figures.movements", "lessons_lib.figures.diary")

_begun = threading.Lock()
_ready = threading.Event()


def fetch() -> None:
    """Begin to import what pictures need, unless that was begun before."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_import, name="figures", daemon=True).start()


def ready() -> bool:
    """Whether a picture can be drawn without waiting."""
    return _ready.is_set()


def _import() -> None:
    try:
        for name in _FIGURES:
            importlib.import_module(name)
    finally:  # what is missing is said where it is used
        _ready.set()
