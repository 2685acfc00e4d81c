"""What a diary is drawn with takes seconds to import: it is fetched before anybody asks for it.

In a thread of its own, and after the first screen has been sent, so that no save waits for it. The
pictures of the movements are not drawn here but shipped.
"""

import importlib
import threading

from lessons_lib.apps.tracker import threads

_NEEDED = ("lessons_lib.figures.diary", "lessons_lib.stage.trace")

_begun = threading.Lock()


def fetch() -> None:
    """Begin to import what pictures of a diary need, unless that was begun before.

    Where there are no threads, it waits until a picture is asked for.
    """
    if threads.are_here() and _begun.acquire(blocking=False):
        # Python's end waits for it: one that ends amid the import of compiled code crashes.
        threading.Thread(target=_import, name="drawing").start()


def _import() -> None:
    for name in _NEEDED:
        importlib.import_module(name)
