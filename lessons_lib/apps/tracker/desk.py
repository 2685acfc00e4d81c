"""The tracker's desk in the kernel: takes what a page asks, one after the other, and answers.

Contract between browser and kernel: health data travel as custom messages only. The browser asks
with a `Message`, and the kernel answers, ``{answer, asker, news, synthetic, ok, view, ...}``, where
`view` is all that the page shows. An answer comes to every page that shows the widget: `asker` says
whose it is, and `news` that something was saved, so that the others may look. No trait, no output,
no log and no exception ever carries what the learner typed.
"""

import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from lessons_lib.apps.tracker import files, threads
from lessons_lib.apps.tracker.arguments import arguments, misread
from lessons_lib.tracker import archive, place
from lessons_lib.tracker.diary import check_clock, zone_or_offset
from lessons_lib.tracker.errors import (
    OPEN_ELSEWHERE,
    CannotOpenError,
    ConflictError,
    InvalidError,
    RefusedError,
    StoreError,
)
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.persona import open_persona
from lessons_lib.tracker.store import Store, open_store, start_fresh

Result = TypeVar("Result")

INVENTED_DAYS = 11
"""How far into their two weeks the invented person is when the learner first meets them."""


@cache
def _turns() -> Executor:
    """Kernels may hand each message to another thread; a diary belongs to one only."""
    return threads.one_thread("tracker")


_open: dict[Path, Store] = {}
"""The diaries that this kernel has open, however often the cell is run."""

_LOST = frozenset({"damaged", "deleted", "moved"})
"""What is said of a file that can only be left: it is broken, or it is not the diary's any more."""

_not_shown: set[Path] = set()
"""Diaries that were opened and could not be shown; a backup may take their place."""

_newer: dict[Path, str] = {}
"""What was found beside a diary when it was opened that is newer than it."""

_untold: dict[Path, str] = {}
"""Why the last copies could not be kept, to be told with the next answer."""


# What is asked


@dataclass(frozen=True)
class Message:
    """What the browser sends.

    Attributes:
        ask: the name of a request.
        id: a UUID; the same id twice is done once.
        now: when the learner did it, by the browser's clock.
        sent: when it was sent, which is later when it had to wait.
        zone: the browser's time zone.
        offset: how many minutes its clock is ahead of UTC.
        synthetic: whether it is about the invented person's diary.
        fields: the request's arguments by name.
        asker: which page asks; it goes back with the answer.
    """

    ask: str
    id: str
    now: int
    sent: int
    zone: str
    offset: int
    synthetic: bool
    fields: Mapping[str, Any]
    asker: str = ""

    @property
    def known_zone(self) -> str:
        """The browser's time zone, or one with its offset where nobody here knows it."""
        return zone_or_offset(self.zone, self.offset)

    @property
    def path(self) -> Path:
        """The diary that it is about."""
        return place.diary_path(synthetic=self.synthetic)


def read(message: Any) -> Message:
    """A message as it came, held to its types.

    Raises:
        InvalidError: if it is none.
        CannotOpenError: if there is no place for any diary.
    """
    found = Message(**arguments(Message, message, given=0))
    check_clock(found.now)
    check_clock(found.sent)
    place.data_folder()
    return found


@dataclass(frozen=True)
class Ask:
    """A request with the diary that it is about.

    Attributes:
        request: its id, and when the learner did it by the browser's clock.
        store: the diary.
    """

    request: Request
    store: Store

    def part(self, name: str) -> Request:
        """A request for one of several writes: the same name again is the same request."""
        return Request(
            str(uuid.uuid5(uuid.NAMESPACE_OID, self.request.id + name)), self.request.now_ms
        )


Handler = Callable[[Ask, Mapping[str, Any]], dict[str, Any] | None]
"""Does what is asked with these fields; returns what goes into the answer beside the view."""

View = Callable[[Message, Store], dict[str, Any]]
"""Gives what goes with every answer about a diary: all that a page shows of it."""


def method(name: str, *, words: str = "") -> Handler:
    """The handler of a request that is a method of the store.

    Args:
        name: of the method, which takes the request first.
        words: what to say when it is done, if anything.
    """
    does = getattr(Store, name)

    def handle(ask: Ask, fields: Mapping[str, Any]) -> dict[str, Any] | None:
        does(ask.store, ask.request, **arguments(does, fields, given=2))
        return {"words": words} if words else None

    return handle


def compound(does: Callable[..., dict[str, Any] | None]) -> Handler:
    """The handler of a request that is several things at once, or that only reads.

    Args:
        does: takes the `Ask`, and the fields as its other parameters.
    """

    def handle(ask: Ask, fields: Mapping[str, Any]) -> dict[str, Any] | None:
        return does(ask, **arguments(does, fields, given=1))

    return handle


# Answering


def hear(
    send: Callable[[dict[str, Any]], object],
    message: Any,
    answer: Callable[[Any], dict[str, Any]],
) -> None:
    """Answer a message of a page, then keep copies of what it saved.

    Args:
        send: takes the answer to the page.
        message: as it came.
        answer: gives the answer.
    """
    send(in_turn(answer, message))
    # The learner has been told by now; the next message waits for this one's copies.
    _turns().submit(_keep_copies, message)


def in_turn(work: Callable[..., Result], *arguments: object) -> Result:
    """Call `work` in the one thread in which this kernel's diaries are opened, read and written."""
    return _turns().submit(work, *arguments).result()


def answer(
    message: Any,
    handlers: Mapping[str, Handler],
    view: View,
    *,
    at_once: Callable[[Message], dict[str, Any] | None] = lambda _: None,
) -> dict[str, Any]:
    """The answer to a message of the browser; whatever goes wrong becomes a sentence in it.

    Args:
        message: as it came; see `Message`.
        handlers: what can be asked.
        view: what goes with every answer.
        at_once: gives what is answered without opening a diary, if anything.
    """
    about = message if isinstance(message, dict) else {}
    reply = _reply(message, handlers, view, at_once)
    return {
        "answer": about.get("id"),
        "asker": about.get("asker"),
        "synthetic": about.get("synthetic") is True,
        "news": reply["ok"] and about.get("ask") not in READING,
        **reply,
    }


def _reply(
    message: Any,
    handlers: Mapping[str, Handler],
    view: View,
    at_once: Callable[[Message], dict[str, Any] | None],
) -> dict[str, Any]:
    try:
        asked = read(message)
        known = at_once(asked)
    except Exception as error:
        return {**_refused(error), "view": None}
    if known is not None:
        return {"ok": True, "view": None, **known}
    try:
        reply, store = _answered(asked, handlers)
    except Exception as error:
        reply, store = _refused(error, asked), None
    reply["view"] = None
    if "erased" not in reply and reply.get("code") not in _LOST:
        try:
            reply["view"] = view(asked, store or _store(asked))
        except Exception as error:
            refused = _refused(error, asked)
            if not isinstance(error, StoreError):  # it is there, whole, and cannot be shown
                _not_shown.add(asked.path)
                refused["offers"] = files.backups_to_bring_back(asked.path)
            if reply["ok"] and asked.ask == "look":  # of all else it has been said what became
                reply |= refused
        else:
            _not_shown.discard(asked.path)
    return reply


def _refused(error: Exception, asked: Message | None = None) -> dict[str, Any]:
    """What is said of an error; a diary whose file is lost is opened anew the next time.

    Returns:
        With the sentence: whether trying once more may help, whether the safety check would, and
        what else can be done about a diary that cannot be opened.
    """
    if not isinstance(error, StoreError):
        # Only the kind of error: its words might hold what was typed.
        return _unexpected(error)
    if asked and error.code in _LOST and asked.path in _open:
        _open.pop(asked.path).close()
    cannot_go_on = isinstance(error, CannotOpenError) or error.code == OPEN_ELSEWHERE
    offers = files.offers(error, asked.path) if asked and cannot_go_on else []
    return {
        "ok": False,
        "code": error.code,
        "sentence": error.sentence,
        "again": not isinstance(error, ConflictError | InvalidError | RefusedError),
        "safety": isinstance(error, RefusedError) and error.code != "begin_first",
        "offers": offers,
    }


def _answered(asked: Message, handlers: Mapping[str, Handler]) -> tuple[dict[str, Any], Store]:
    if asked.ask in OPENERS:
        opens = OPENERS[asked.ask]
        _open[asked.path] = opens(asked, **arguments(opens, asked.fields, given=1))
        return {"ok": True}, _open[asked.path]
    if asked.ask not in handlers:
        raise misread()
    ask = Ask(Request(asked.id, asked.now), _store(asked))
    return {"ok": True, **(handlers[asked.ask](ask, asked.fields) or {})}, ask.store


def _store(asked: Message) -> Store:
    path, now_ms, here = asked.path, asked.now, asked.known_zone
    if path not in _open:
        if asked.synthetic:
            _open[path] = open_persona(now_ms, here, days=INVENTED_DAYS)
        else:
            _open[path] = open_store(now_ms, here)
            with suppress(StoreError):  # the diary is open; what is beside it can wait
                _look_for_newer(_open[path], now_ms)
    return _open[path]


def _look_for_newer(store: Store, now_ms: int) -> None:
    found = archive.hold_what_was_newer(store, store.today(now_ms))
    _newer[store.path] = found or _newer.get(store.path, "")


def _keep_copies(message: Any) -> None:
    """Keep copies of what a message saved."""
    try:
        asked = read(message)
    except StoreError:
        return
    store = _open.get(asked.path)
    if asked.ask in READING - {"look"} or store is None or store.read_only:
        return
    try:
        _look_for_newer(store, asked.sent)
        _untold[store.path] = files.keep_copies(
            store, store.today(asked.sent), settle=asked.ask in _SETTLING
        )
    except StoreError as error:
        _untold[store.path] = error.sentence
    except Exception as error:
        _untold[store.path] = f"No backup could be made ({type(error).__name__})."


def _unexpected(error: Exception) -> dict[str, Any]:
    sentence = (
        f"Something went wrong that nobody had thought of ({type(error).__name__}), and nothing "
        "was saved. Try again; if it stays, stop the program behind this page (in a notebook, the "
        "kernel) and start it anew."
    )
    return {
        "ok": False,
        "code": "unexpected",
        "sentence": sentence,
        "again": True,
        "safety": False,
        "offers": [],
    }


def untold(store: Store) -> list[str]:
    """What is to be said of a diary's copies; mostly nothing."""
    return [one for one in (_newer.get(store.path), _untold.get(store.path)) if one]


def forget(store: Store) -> None:
    """A diary is not open any more."""
    del _open[store.path]
    _newer.pop(store.path, None)


def close() -> None:
    """Let go of every diary that is open here, when all that was asked is done."""

    def let_go() -> None:
        while _open:
            _open.popitem()[1].close()

    in_turn(let_go)


def _start_fresh(asked: Message) -> Store:
    archive.hold_last_save(asked.path)
    start_fresh(asked.now, asked.known_zone, synthetic=asked.synthetic).close()
    return _store(asked)  # where the invented person lives anew


def _take_over(asked: Message) -> Store:
    if asked.path in _open:  # here, too, until another place took it
        _open.pop(asked.path).close()
    return open_store(asked.now, asked.known_zone, path=asked.path, take_over=True)


def _bring_back(asked: Message, name: str) -> Store:
    instead = asked.path in _not_shown
    if instead and asked.path in _open:
        _open.pop(asked.path).close()
    return files.bring_back(
        asked.path, name, asked.now, asked.known_zone, synthetic=asked.synthetic, instead=instead
    )


OPENERS: Mapping[str, Callable[..., Store]] = {
    "start_fresh": _start_fresh,
    "take_over": _take_over,
    "bring_back": _bring_back,
}
"""What can be asked where no diary is open."""

READING = frozenset(
    {
        "look",
        "movement",
        "picture",
        "earlier",
        "prove",
        "export",
        "preview_file",
        "preview_backup",
    }
)
"""After these the diary is as it was: no news for other pages, and nothing to keep copies of."""
_SETTLING = frozenset({"look", "end_session"})
