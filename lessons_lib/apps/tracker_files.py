"""My data: where the diary lies, backups, files to take along or bring back, and how to erase."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lessons_lib.tracker import backups, exchange
from lessons_lib.tracker.errors import CannotOpenError
from lessons_lib.tracker.facts import Diary
from lessons_lib.tracker.store import Store

_MOST_OFFERED = 3


def about(store: Store, diary: Diary) -> dict[str, Any]:
    """What My data shows without being asked."""
    return {
        "path": str(store.path),
        "saved_ms": store.saved_ms,
        "counts": _counts(diary),
        "backups": [
            {"name": one.path.name, "at": one.made_utc, "words": one.kind}
            for one in backups.existing(store.path)
        ],
    }


def _counts(diary: Diary) -> str:
    parts = [
        _many(len(diary.sessions), "session"),
        _many(len(diary.days), "day with an answer", "days with an answer"),
        _many(len(diary.notes), "note"),
    ]
    return ", ".join(parts)


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def offers(error: CannotOpenError, path: Path) -> list[dict[str, Any]]:
    """What the learner can do about a diary that cannot be opened."""
    if error.code == "open_elsewhere":
        return [{"ask": "take_over", "label": "Use the diary here", "fields": {}}]
    if error.code not in {"damaged", "missing"}:
        return []
    kept = [
        {
            "ask": "bring_back",
            "label": f"Bring back the backup of {one.day:%d %b %Y}",
            "fields": {"name": one.path.name},
        }
        for one in backups.existing(path)[:_MOST_OFFERED]
    ]
    return [*kept, {"ask": "start_fresh", "label": "Begin a new diary", "fields": {}}]


def back_up(path: Path, diary_day: Any) -> None:
    """Make the backup of the day."""
    with exchange.looking(path) as connection:
        backups.keep(connection, path, backups.Kind.DAILY, diary_day)


def invent(now_ms: int, zone: str) -> None:
    """Make the invented person's diary."""


def bring_back(message: Mapping[str, Any], path: Path) -> Store:
    """Put a backup in place of a diary that is lost or damaged."""
    raise NotImplementedError


def erase(message: Mapping[str, Any], path: Path, store: Store | None) -> dict[str, Any]:
    """Delete the diary and everything that was made from it here."""
    raise NotImplementedError
