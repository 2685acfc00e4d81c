"""The tracker's desk in the kernel: takes what a page asks, one after the other, and answers.

Contract between browser and kernel: health data travel as custom messages only. The browser asks,
``{ask, id, now, sent, zone, offset, synthetic, ...}``, and the kernel answers,
``{answer, ok, view, ...}``, where `view` is all that the page shows. No trait, no output, no log
and no exception ever carries what the learner typed.
"""

import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from lessons_lib.apps.safety_check import version
from lessons_lib.apps.tracker import files
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.tracker import place
from lessons_lib.tracker.diary import zone_or_offset
from lessons_lib.tracker.errors import CannotOpenError, InvalidError, StoreError
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.persona import open_persona
from lessons_lib.tracker.store import Store, open_store, start_fresh

Result = TypeVar("Result")

_INVENTED_DAYS = 11
"""How far into their two weeks the invented person is when the learner first meets them."""

_turns = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tracker")
"""Kernels may hand each message to another thread; a diary belongs to the one that opened it."""

_open: dict[Path, Store] = {}
"""The diaries that this kernel has open, however often the cell is run."""

_LOST = frozenset({"damaged", "deleted", "moved"})
"""What is said of a file that can only be left: it is broken, or it is not the diary's any more."""

_untold: dict[Path, str] = {}
"""Why the last copies could not be kept, to be told with the next answer."""


# What is asked


@dataclass(frozen=True)
class Ask:
    """What the browser asks, with the diary that it is about.

    Attributes:
        fields: the message as it came.
        request: its id, and when the learner did it by the browser's clock.
        store: the diary.
    """

    fields: Mapping[str, Any]
    request: Request
    store: Store

    def text(self, name: str) -> str:
        """A field that must be there."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise misread()
        return value

    def number(self, name: str) -> int | None:
        """A whole number, or None where it was not answered."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise InvalidError(
                "Only whole numbers can be kept, such as 7 or 20. Change it, then save again.",
                "invalid",
            )
        return int(value)

    def whole(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.number(name)
        if value is None:
            raise misread()
        return value

    def day(self) -> date:
        """The day that is written, as it stood on the screen."""
        try:
            return date.fromisoformat(self.text("date"))
        except ValueError:
            raise misread() from None

    def part(self, name: str) -> Request:
        """A request for one of several writes: the same name again is the same request."""
        return Request(
            str(uuid.uuid5(uuid.NAMESPACE_OID, self.request.id + name)), self.request.now_ms
        )


Handler = Callable[[Ask], dict[str, Any] | None]
"""Does what is asked; returns what goes into the answer beside the view, if anything."""

View = Callable[[Mapping[str, Any], Store], dict[str, Any]]
"""Gives what goes with every answer about a diary: all that a page shows of it."""


# Answering


def hear(widget: CourseWidget, message: Any, answer: Callable[[Any], Mapping[str, Any]]) -> None:
    """Answer a message of a widget's page, then keep copies of what it saved."""
    widget.send(in_turn(answer, message))
    # The learner has been told by now; the next message waits for this one's copies.
    _turns.submit(_keep_copies, message)


def in_turn(work: Callable[..., Result], *arguments: object) -> Result:
    """Call `work` in the one thread in which this kernel's diaries are opened, read and written."""
    return _turns.submit(work, *arguments).result()


def answer(message: Any, handlers: Mapping[str, Handler], view: View) -> dict[str, Any]:
    """The answer to a message of the browser; whatever goes wrong becomes a sentence in it.

    Args:
        message: ``{ask, id, now, sent, zone, offset, synthetic, ...}``; `now` is when the learner
            did it, `sent` when it was sent, which is later when it had to wait; `zone` and `offset`
            are the browser's time zone and how many minutes its clock is ahead of UTC.
        handlers: what can be asked.
        view: what goes with every answer.
    """
    try:
        reply, store = _answered(message, handlers)
    except Exception as error:
        reply, store = _refused(error, message), None
    reply["view"] = None
    if "erased" not in reply and reply.get("code") not in _LOST:
        try:
            reply["view"] = view(message, store or _store(message))
        except Exception as error:
            refused = _refused(error, message)
            if reply["ok"] and message["ask"] == "look":  # of all else it has been said what became
                reply |= refused
    return {"answer": message.get("id") if isinstance(message, dict) else None, **reply}


def _refused(error: Exception, message: Any) -> dict[str, Any]:
    """What is said of an error; a diary whose file is lost is opened anew the next time."""
    if not isinstance(error, StoreError):
        # Only the kind of error: its words might hold what was typed.
        return _unexpected(error)
    path = _path(message)
    if error.code in _LOST and path in _open:
        _open.pop(path).close()
    offers = files.offers(error, path) if isinstance(error, CannotOpenError) else None
    reply = {"ok": False, "code": error.code, "sentence": error.sentence}
    return reply if offers is None else reply | {"offers": offers}


def _answered(message: Any, handlers: Mapping[str, Handler]) -> tuple[dict[str, Any], Store | None]:
    if not isinstance(message, dict):
        raise misread()
    name, path = str(message.get("ask")), _path(message)
    if name in _OPENERS:
        _open[path] = _OPENERS[name](message)
        return {"ok": True}, _open[path]
    if name not in handlers:
        raise misread()
    ask = Ask(message, Request(str(message.get("id")), int(message["now"])), _store(message))
    return {"ok": True, **(handlers[name](ask) or {})}, ask.store


def _path(message: Any) -> Path:
    synthetic = isinstance(message, dict) and message.get("synthetic") is True
    return place.diary_path(synthetic=synthetic)


def zone(message: Mapping[str, Any]) -> str:
    """The browser's time zone, or one with its offset where nobody here knows it."""
    return zone_or_offset(str(message["zone"]), int(message["offset"]))


def _store(message: Mapping[str, Any]) -> Store:
    path = _path(message)
    if path not in _open:
        now_ms, here = int(message["now"]), zone(message)
        if message.get("synthetic") is True:
            _open[path] = open_persona(now_ms, here, days=_INVENTED_DAYS, screening=version())
        else:
            _open[path] = open_store(now_ms, here)
    return _open[path]


def _keep_copies(message: Any) -> None:
    """Keep copies of what a message saved."""
    if not isinstance(message, dict) or message.get("ask") in _WITHOUT_COPIES:
        return
    store = _open.get(_path(message))
    if store is None or store.read_only:
        return
    name = message.get("ask")
    try:
        _untold[store.path] = files.keep_copies(
            store,
            store.today(int(message["sent"])),
            settle=name in _SETTLING,
            forget=name == "delete_note" or message.get("could") == "",
        )
    except Exception as error:
        _untold[store.path] = f"No backup could be made ({type(error).__name__})."


def _unexpected(error: Exception) -> dict[str, Any]:
    sentence = (
        f"Something went wrong that nobody had thought of ({type(error).__name__}), and nothing "
        "was saved. Try again; if it stays, restart the kernel and run the cell again."
    )
    return {"ok": False, "code": "unexpected", "sentence": sentence}


def untold(store: Store) -> str:
    """Why the last copies of a diary could not be kept; empty when they could."""
    return _untold.get(store.path, "")


def forget(store: Store) -> None:
    """A diary is not open any more."""
    del _open[store.path]


def misread() -> InvalidError:
    """What is raised about a message that makes no sense."""
    return InvalidError(
        "The page and Python did not understand each other, and nothing was saved. Run the cell "
        "again; if that does not help, restart the kernel.",
        "invalid",
    )


def _started_fresh(message: Mapping[str, Any]) -> Store:
    synthetic = message.get("synthetic") is True
    start_fresh(int(message["now"]), zone(message), synthetic=synthetic).close()
    return _store(message)  # where the invented person lives anew


_OPENERS: Mapping[str, Callable[[Mapping[str, Any]], Store]] = {
    "start_fresh": _started_fresh,
    "take_over": lambda message: open_store(
        int(message["now"]), zone(message), path=_path(message), take_over=True
    ),
    "bring_back": lambda message: files.bring_back(
        _path(message),
        str(message["name"]),
        int(message["now"]),
        zone(message),
        synthetic=message.get("synthetic") is True,
    ),
}

_WITHOUT_COPIES = frozenset(
    {
        "movement",
        "picture",
        "earlier",
        "prove",
        "export",
        "preview_file",
        "preview_backup",
        "delete_everything",
    }
)
_SETTLING = frozenset({"look", "end_session"})
