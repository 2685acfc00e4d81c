"""What the course remembers of a learner, where the learner has agreed: a file beside the diary.

Until then nothing is written. What is written are items of the course's own tables
(`lessons_lib.data.items`), and nothing else: neither the safety check nor the tracker is asked, and
what they know fits no item. The diary is neither read nor touched.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lessons_lib.apps.widget import CourseWidget
from lessons_lib.data import items
from lessons_lib.tracker.disk import files
from lessons_lib.tracker.place import data_folder

QUESTIONS = frozenset({"recall", "keep", "remember", "forget"})
"""What a page may ask of the memory."""

_MADE_BY = "lessons_lib, what the course remembers"
_MOST_BYTES = 1_000_000

Items = dict[str, dict[str, Any]]


class NotRememberedError(Exception):
    """Why something is not remembered, as a sentence for the learner."""


def place() -> Path:
    """The file, there or not."""
    return data_folder() / "remembered.json"


def recall() -> Items | None:
    """All that is remembered, the last one changed at the end; None where nothing is kept.

    Raises:
        NotRememberedError: there is a file of this name that the course did not write.
    """
    path = place()
    try:
        size = path.stat().st_size
        content = json.loads(path.read_bytes()) if size <= _MOST_BYTES else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        content = None
    match content:
        case {"made_by": str(made_by), "items": dict(found)} if made_by == _MADE_BY:
            # An item that a later course dropped, or that somebody wrote by hand, is left out.
            return {item: value for item, value in found.items() if items.fits(item, value)}
    raise NotRememberedError(
        f"Nothing is remembered, because the file {path} cannot be read. Move it to another place, "
        "then try again."
    )


def keep(given: Mapping[str, Any]) -> None:
    """Remember from now on, and what was answered so far.

    Raises:
        NotRememberedError: it cannot be written, or something given is no item of the course.
    """
    _write({**(recall() or {}), **_checked(given)})


def remember(item: str, value: object) -> None:
    """Remember one item; nothing happens where the learner has not agreed.

    Raises:
        NotRememberedError: it cannot be written, or it is no item of the course.
    """
    known = recall()
    if known is None:
        return
    new = _checked({item: value})
    known.pop(item, None)
    _write(known | new)


def forget() -> None:
    """Delete all of it, and remember nothing any more.

    Raises:
        NotRememberedError: the file is not the course's own, or cannot be deleted.
    """
    if recall() is None:
        return
    try:
        place().unlink()
    except OSError:
        raise NotRememberedError(
            f"The file {place()} cannot be deleted. Delete it yourself; it holds all of it."
        ) from None


def _checked(given: Mapping[str, Any]) -> Items:
    for item, value in given.items():
        if not items.fits(item, value):
            raise NotRememberedError(
                "This is not remembered: it is no answer to a question of the course."
            )
    return dict(given)


def _write(known: Items) -> None:
    path = place()
    text = json.dumps({"made_by": _MADE_BY, "items": known}, ensure_ascii=False, indent=1)
    try:
        files.private_folder(path.parent)
        files.write_whole(path, text.encode())
        if recall() == known:
            return
    except (OSError, NotRememberedError):
        pass
    raise NotRememberedError(
        f"Nothing is remembered, because the folder {path.parent} cannot be written to."
    )


class RememberingWidget(CourseWidget):
    """A widget whose page may ask for what is remembered (``shared/memory.js``)."""

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self.on_msg(self._remember)

    def _remember(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        answer = answer_from_memory(content)
        if answer is not None:
            self.send(answer)


def answer_from_memory(question: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a page hears that asks its memory; None for any other question."""
    trouble = ""
    known: Items | None = None
    try:
        match question:
            case {"ask": "recall"}:
                pass
            case {"ask": "keep", "items": dict(given)}:
                keep(given)
            case {"ask": "remember", "item": str(item), "value": value}:
                remember(item, value)
            case {"ask": "forget"}:
                forget()
            case _:
                return None
    except NotRememberedError as error:
        trouble = str(error)
    try:
        known = recall()
    except NotRememberedError as error:
        trouble = trouble or str(error)
    return {
        "answer": "memory",
        "asker": question.get("asker"),
        "keeps": known is not None,
        "items": known or {},
        "trouble": trouble,
    }
