"""A copy in a second place that the learner names: a synced folder, or a stick.

What is written there stays there: one file a day, which can be brought back like any export. It is
never cleaned, and no file is written over but the day's own, by what became of it.
"""

import datetime
import itertools
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons_lib.tracker.diary import FIRST_MS, LAST_MS
from lessons_lib.tracker.disk import backups, copies, files, strict_json
from lessons_lib.tracker.disk.backups import BackupError
from lessons_lib.tracker.errors import InvalidError

from . import exchange, lineage

_MOST_BYTES = 10_000


@dataclass(frozen=True)
class Elsewhere:
    """The second place.

    Attributes:
        folder: which.
        made_ms: when the last copy there was read back; None before the first.
    """

    folder: Path
    made_ms: int | None = None

    @property
    def is_there(self) -> bool:
        """Whether it can be reached now; a stick may be in a drawer."""
        return self.folder.is_dir()


def record(path: Path) -> Path:
    """The file beside a diary that says where its second place is: on this computer, no other."""
    return path.with_name(f"{path.stem}.elsewhere.json")


def chosen(path: Path) -> Elsewhere | None:
    """The second place of a diary, if there is one."""
    try:
        facts = strict_json.loads(files.read_plain(record(path), _MOST_BYTES))
        also = Elsewhere(Path(facts["folder"]), facts["made_ms"])
        is_fit = also.made_ms is None or FIRST_MS <= also.made_ms <= LAST_MS
    except (files.UnfitFileError, strict_json.NotJsonError, TypeError, KeyError):
        return None
    return also if is_fit and also.folder.is_absolute() else None


def choose(path: Path, folder: str) -> Elsewhere:
    """Name the second place; `keep` writes the first copy.

    Raises:
        InvalidError: if it is no folder that is there, or one that the tracker keeps itself.
    """
    try:
        place = Path(folder.strip()).expanduser()
        found = place.is_absolute() and place.is_dir()
    except (RuntimeError, ValueError, OSError):
        found = False
    if not found:
        raise InvalidError(
            "There is no such folder on the computer that keeps your diary. Write the whole way to "
            "it, such as /home/me/Dropbox or D:\\Backup; a stick has to be plugged in.",
            "invalid",
        )
    real = place.resolve()
    if real in {path.resolve().parent, backups.folder(path).resolve()}:
        raise InvalidError(
            "Your diary and its backups lie there already. Choose a folder in another place: what "
            "happens to this one should not happen to both.",
            "invalid",
        )
    also = Elsewhere(real)
    remember(path, also)
    return also


def remember(path: Path, also: Elsewhere | None) -> None:
    """Keep copies there from now on, or in no second place; copies that are there stay."""
    if also is None:
        record(path).unlink(missing_ok=True)
        return
    facts = {"folder": str(also.folder), "made_ms": also.made_ms}
    files.write_whole(record(path), json.dumps(facts).encode())


def keep(path: Path, day: datetime.date) -> Path | None:
    """Write the diary into its second place.

    Args:
        path: the diary.
        day: the learner's day.

    Returns:
        The copy, read back; None where there is no second place, or it cannot be reached now.

    Raises:
        BackupError: if it is there and does not take the copy.
    """
    also = chosen(path)
    if also is None or not also.is_there:
        return None
    with exchange.looking(path) as connection:
        data, _ = copies.copied(connection)
        uid = lineage.uid(connection)
        names = _names(also.folder, f"diary-{day.isoformat()}-{uid[:8]}")
        copy = next(one for one in names if _may_be_written(one, connection))
    try:
        files.write_whole(copy, data)
        if files.read_plain(copy, copies.MOST_BYTES) != data:
            raise OSError
        remember(path, Elsewhere(also.folder, round(1000 * time.time())))
    except (OSError, files.UnfitFileError):
        raise BackupError(
            f"No copy of the diary could be written to {also.folder}; the diary itself is as it "
            "was. Look whether you may write there and whether there is room.",
            "elsewhere_failed",
        ) from None
    return copy


def _names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"{stem}.db"
    yield from (folder / f"{stem}-{number}.db" for number in itertools.count(2))


def _may_be_written(place: Path, now: lineage.Connection) -> bool:
    """Whether a name is free, or bears what the diary was earlier on this day."""
    if not os.path.lexists(place):
        return True
    try:
        data = files.read_plain(place, copies.MOST_BYTES)
        with copies.opened(data) as then:
            return bool(lineage.uid_in(data)) and lineage.follows(now, then)
    except (files.UnfitFileError, copies.UnsoundError):
        return False
