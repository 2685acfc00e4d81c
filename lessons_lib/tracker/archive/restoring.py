"""What a file would do to the diary, shown first and tried on a copy; then done, whole or not.

- *restore* puts the file in place of the diary. A file without notes leaves the notes alone, and
  a safety check that asked to stop outlives every restore.
- *add* takes over what the diary does not have. What both have and tell differently stays as the
  diary has it, and is named. Doing it twice is doing it once.

Both make a backup of what was there, and are one transaction: another window sees the diary from
before or the one from after.
"""

import datetime
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lessons_lib.tracker.diary import is_urgent, time_zone
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.disk.copies import quoted
from lessons_lib.tracker.facts import Diary
from lessons_lib.tracker.store import Store, changes, reading

from . import contents, exchange
from .contents import Contents, Row
from .exchange import ExchangeError

_OWN = ("profile", "change", "migration")
"""What every diary has for itself; of it, adding a file takes over no more than the answers to the
questions before the first movement, where they were not asked here."""


@dataclass(frozen=True)
class Side:
    """What one side holds, for the learner to compare.

    Attributes:
        sessions: that are not deleted.
        days: on which anything was written.
        notes: None where the notes were left out.
        first: the first day on which there is anything; None for an empty diary.
        last: the last one.
    """

    sessions: int
    days: int
    notes: int | None
    first: datetime.date | None
    last: datetime.date | None

    @property
    def words(self) -> str:
        """Such as "23 sessions on 5 Nov to 18 Nov 2026"."""
        if self.first is None or self.last is None:
            return "nothing yet"
        notes = "" if self.notes is None else f", {_many(self.notes, 'note')}"
        return f"{_many(self.sessions, 'session')}{notes}, {_span(self.first, self.last)}"


@dataclass(frozen=True)
class Clash:
    """Something that both sides have and tell differently, or that cannot stand beside ours.

    Attributes:
        what: such as "the session of 12 Nov 2026".
        why: in a sentence.
    """

    what: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What a file would do, before it does it.

    Attributes:
        file: what is in the file.
        yours: what is in the diary.
        new: entries of the file that the diary does not have, by table.
        lost: entries of the diary that a restore would take away, by table.
        clashes: what adding the file would leave as it is.
        only_restore: why the file cannot be added, only restored; empty where it can.
        words: all of it for the learner, one sentence each.
    """

    file: Side
    yours: Side
    new: Mapping[str, int]
    lost: Mapping[str, int]
    clashes: tuple[Clash, ...]
    only_restore: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What was done with a file.

    Attributes:
        added: entries that came in, by table.
        clashes: what was left as it was.
        backup: of the diary as it was before.
        words: all of it for the learner, one sentence each.
    """

    added: Mapping[str, int]
    clashes: tuple[Clash, ...]
    backup: backups.Backup
    words: tuple[str, ...]


def preview(store: Store, file: Contents, day: datetime.date) -> Preview:
    """What a file would do to the diary; nothing is changed.

    Args:
        store: the diary.
        file: what `accepted` gave.
        day: the learner's day.
    """
    ours = exchange.diary(store.path)
    new, clashes = _rehearsed_add(ours, file, day)
    lost = {
        table: count
        for table in file.tables
        if table not in _OWN and (count := len(ours.by_key(table).keys() - file.by_key(table)))
    }
    file_side, our_side, stop = side(file), side(ours), _only_restore(ours, file)
    words = [f"This file: {file_side.words}. Yours: {our_side.words}."]
    if not file.with_notes:
        words.append("The file holds no notes; yours stay as they are.")
    words.append(_restoring(lost))
    words.append(stop or _adding(new, clashes))
    if _carried(ours, file, day):
        words.append(
            "Your last safety check asked you to stop, and the file does not know of it. It holds "
            "after a restore too: do the check again before you go on."
        )
    return Preview(file_side, our_side, new, lost, clashes, stop, tuple(words))


def side(diary: Contents) -> Side:
    """What a diary holds, in numbers."""
    sessions = [one for one in diary.dicts("session") if one["deleted_ms"] is None]
    dates = {
        str(row["local_date"])
        for table in ("session", "day", "note", "screen", "review")
        for row in (sessions if table == "session" else diary.dicts(table))
    } | {str(row["start_date"]) for row in diary.dicts("enrolment")}
    days = sorted(map(datetime.date.fromisoformat, dates))
    return Side(
        sessions=len(sessions),
        days=len(days),
        notes=len(diary.tables[contents.NOTES]) if diary.with_notes else None,
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _restoring(lost: Mapping[str, int]) -> str:
    gone = _counted(lost)
    if not gone:
        return "Restoring the file takes nothing away that you have."
    return f"Restoring the file takes away what it does not have: {gone}. A backup is made first."


def _adding(new: Mapping[str, int], clashes: tuple[Clash, ...]) -> str:
    brings = _counted(new)
    words = f"Adding the file brings {brings}." if brings else "Adding the file brings nothing new."
    if clashes:
        words += f" {_many(len(clashes), 'entry')} would stay as you have it: {_named(clashes)}."
    return words


def _only_restore(ours: Contents, file: Contents) -> str:
    if _synthetic(ours) != _synthetic(file):
        return ""
    active = [{row["id"] for row in one.dicts("enrolment") if row["status"] == "active"}
              for one in (ours, file)]  # fmt: skip
    if active[0] and active[1] and active[0] != active[1]:
        return (
            "The file cannot be added, for in both of you two weeks are under way, and not the "
            "same. End yours first, or restore the file."
        )
    return ""


# ---------------------------------------------------------------------------------------------
# Doing it


_MOST_LOOKED_AT = 50
"""Of two weeks, the newest: a page shows the last ones, and earlier ones only where asked."""

Look = Callable[[Diary], object]
"""Shows a diary in every way in which it will be shown; whatever it raises refuses the file."""


def restore(
    store: Store, file: Contents, day: datetime.date, *, look: Look = lambda _: None
) -> Done:
    """Put a file in place of the diary, after a backup, in one transaction.

    Args:
        store: the diary.
        file: what `accepted` gave.
        day: the learner's day.
        look: looks at what the diary would be, before it is that.

    Raises:
        ExchangeError: if the file is another kind of person's, or the diary could not be shown,
            saved or backed up with it.
        BackupError: if what is there could not be backed up.
        StoreError: if it could not be saved. The diary is what it was in each case.
    """
    with store.transaction() as connection:
        ours = contents.read(connection)
        backup = _before(connection, store, ours, file, day)
        contents.replace(connection, file)
        _hold_same(contents.read(connection), file)
        changes.log_brought_in(connection)
        carried = carry_check(connection, ours, day)
        _rehearse(contents.read(connection), day, look)
    words = [
        f"Restored: {side(file).words}.",
        f"What was there before is kept as {backup.path.name}.",
    ]
    if carried:
        words.append(
            "Your last safety check asked you to stop. That still holds: do the check again before "
            "you go on."
        )
    return Done(file.counts, (), backup, tuple(words))


def add(store: Store, file: Contents, day: datetime.date, *, look: Look = lambda _: None) -> Done:
    """Take over what the diary does not have; otherwise as `restore`.

    Raises:
        ExchangeError: also if two weeks are under way in both, and not the same.
    """
    with store.transaction() as connection:
        ours = contents.read(connection)
        backup = _before(connection, store, ours, file, day)
        if reason := _only_restore(ours, file):
            raise ExchangeError(f"{reason} Nothing was changed.", "two_active")
        added, clashes = _add(connection, ours, file, day)
        changes.log_brought_in(connection)
        _rehearse(contents.read(connection), day, look)
    brings = _counted(added)
    words = [f"Added: {brings}." if brings else "The file had nothing that was new."]
    if clashes:
        words.append(f"Left as you have it: {_named(clashes)}.")
    words.append(f"What was there before is kept as {backup.path.name}.")
    return Done(added, clashes, backup, tuple(words))


def _before(
    connection: sqlite3.Connection,
    store: Store,
    ours: Contents,
    file: Contents,
    day: datetime.date,
) -> backups.Backup:
    """Refuse what must not be mixed, and keep what is there.

    The connection holds the diary already: what another window saves meanwhile would otherwise be
    in neither the backup nor the diary.
    """
    if _synthetic(file) != _synthetic(ours):
        whose = "the invented person's" if _synthetic(file) else "a real person's"
        raise ExchangeError(
            f"This file is {whose} diary, and the diary that is open is not. The two are kept "
            "apart. Nothing was changed.",
            "synthetic",
        )
    return backups.keep(connection, store.path, backups.Kind.BEFORE_RESTORE, day)


def _rehearse(diary: Contents, day: datetime.date, look: Look) -> None:
    """Live with a diary for a moment in memory: look at all of it, save, make a backup.

    Raises:
        ExchangeError: if any of it fails.
    """
    zone = str(next(diary.dicts("profile"))["zone"])
    noon = datetime.datetime.combine(day, datetime.time(12), time_zone(zone))
    now_ms = round(1000 * noon.timestamp())
    try:
        with contents.fresh() as copy:
            copy.execute("BEGIN")
            contents.replace(copy, diary)
            for weeks in (None, *reading.all_two_weeks(copy)[-_MOST_LOOKED_AT:]):
                look(reading.diary(copy, now_ms, weeks.id if weeks else None))
            for table, shape in contents.shapes().items():
                if "rev" in shape.columns:
                    copy.execute(f"UPDATE {quoted(table)} SET rev = rev + 1")
            copy.execute(
                "INSERT INTO change (request_id, at_ms, entity, entity_id, op) "
                "VALUES ('rehearsal', 0, 'day', 'none', 'rehearsal')"
            )
            contents.accept(contents.read(copy))
    except Exception as error:  # of whatever kind: it must not happen to the diary
        raise ExchangeError(
            "The diary could not be shown or saved any more with this file "
            f"({type(error).__name__}), so it was not taken. Nothing was changed. Choose another "
            "file or backup.",
            "bad_file",
        ) from None


def _synthetic(diary: Contents) -> bool:
    return any(row["synthetic"] for row in diary.dicts("profile"))


def _hold_same(found: Contents, wanted: Contents) -> None:
    """Counts in are counts out, and values too; otherwise all is taken back."""
    if any(found.by_key(table) != wanted.by_key(table) for table in wanted.tables):
        raise ExchangeError(
            "What was restored is not what the file holds, so it was taken back. Nothing was "
            "changed. Try another backup, and tell the authors.",
            "not_read_back",
        )


def _newest_check(
    diary: Contents, today: datetime.date, *, and_of: Contents | None = None
) -> Mapping[str, Any] | None:
    """The last safety check as the gate counts: by day, and on one day as they were written.

    Args:
        diary: whose.
        today: the learner's day.
        and_of: a file of which the checks that ask for help will be among them.
    """
    more = and_of.dicts("screen") if and_of else ()
    checks: list[Mapping[str, Any]] = [
        *diary.dicts("screen"), *(one for one in more if is_urgent(str(one["tier"])))
    ]  # fmt: skip
    now = today.isoformat()
    return max(reversed(checks), key=lambda one: min(one["local_date"], now), default=None)


def _carried(ours: Contents, file: Contents, today: datetime.date) -> Mapping[str, Any] | None:
    """Our newest safety check, if it asks to stop and the file does not know of it.

    A restore must not be a way round it.
    """
    newest = _newest_check(ours, today)
    if newest is None or not is_urgent(newest["tier"]):
        return None
    return None if (newest["id"],) in file.by_key("screen") else newest


def carry_check(connection: sqlite3.Connection, ours: Contents, today: datetime.date) -> bool:
    """Let our last check, where it asked to stop, be the last one in what takes our place.

    Calmer ones there that we do not know and that would follow it go.

    Args:
        connection: open on what takes our place, inside a transaction.
        ours: the diary that gives way.
        today: the learner's day.

    Returns:
        Whether there was such a check.
    """
    there = contents.read(connection)
    check = _carried(ours, there, today)
    if check is None:
        return False
    for key, row in there.by_key("screen").items():
        if key not in ours.by_key("screen") and _would_calm({"screen": (row,)}, check, today):
            connection.execute("DELETE FROM screen WHERE id = ?", key)
    contents.insert(connection, "screen", (tuple(check.values()),))
    _stop(connection, check)
    return True


def _stop(connection: sqlite3.Connection, check: Mapping[str, Any]) -> None:
    """Stop the two weeks that are under way, as an urgent safety check does."""
    connection.execute(
        "UPDATE enrolment SET status = 'stopped_safety', ended_date = ?, rev = rev + 1 "
        "WHERE status = 'active'",
        (check["local_date"],),
    )


def _rehearsed_add(
    ours: Contents, file: Contents, today: datetime.date
) -> tuple[dict[str, int], tuple[Clash, ...]]:
    with contents.fresh() as copy:
        copy.execute("BEGIN")
        contents.replace(copy, ours)
        return _add(copy, ours, file, today)


def _add(
    connection: sqlite3.Connection, ours: Contents, file: Contents, today: datetime.date
) -> tuple[dict[str, int], tuple[Clash, ...]]:
    added: Counter[str] = Counter()
    clashes: list[Clash] = []
    mine, last = _units(ours), _newest_check(ours, today, and_of=file)
    for name, unit in _units(file).items():
        if name not in mine and last and _would_calm(unit, last, today):
            clashes.append(Clash(_what(unit), "Yours asked you to stop; only a new one ends that."))
        elif name not in mine and _inserted(connection, unit):
            added.update({table: len(rows) for table, rows in unit.items() if rows})
        elif name not in mine:
            clashes.append(Clash(_what(unit), "You have something else in its place."))
        elif mine[name] != unit:
            clashes.append(Clash(_what(unit), "Both have it and tell it differently."))
    newest = _newest_check(contents.read(connection), today)
    if newest and is_urgent(newest["tier"]):
        _stop(connection, newest)  # two weeks that came with the file, or ours
    answers = [one for one in file.dicts("change") if one["op"] == changes.ANSWER_CAUTIONS]
    if answers and changes.cautions(connection) is None:
        changes.take_over_cautions(connection, answers[-1])
    return dict(added), tuple(clashes)


def _would_calm(unit: "Unit", last: Mapping[str, Any], today: datetime.date) -> bool:
    """Whether a unit is a calm safety check that would come after our last one, which is not."""
    if "screen" not in unit or not is_urgent(last["tier"]):
        return False
    check = dict(zip(contents.shapes()["screen"].columns, unit["screen"][0], strict=True))
    before_last = check["local_date"] < min(last["local_date"], today.isoformat())
    return not is_urgent(str(check["tier"])) and not before_last


Unit = Mapping[str, tuple[Row, ...]]
"""Rows that are taken over together or not at all: one row, or a session with its sets."""


def _units(diary: Contents) -> dict[tuple[str, Row], Unit]:
    """Everything that adding a file looks at, by table and key, in an order that fits."""
    sets: dict[Row, list[Row]] = {}
    for key, row in sorted(diary.by_key("set_log").items()):
        sets.setdefault(key[:1], []).append(row)
    units: dict[tuple[str, Row], Unit] = {}
    for table in contents.shapes():
        if table not in (*_OWN, "set_log"):
            for key, row in diary.by_key(table).items():
                unit: dict[str, tuple[Row, ...]] = {table: (row,)}
                if table == "session":
                    unit["set_log"] = tuple(sets.get(key, ()))
                units[table, key] = unit
    return units


def _inserted(connection: sqlite3.Connection, unit: Unit) -> bool:
    connection.execute("SAVEPOINT unit")
    try:
        for table, rows in unit.items():
            contents.insert(connection, table, rows)
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK TO unit")
        return False
    finally:
        connection.execute("RELEASE unit")
    return True


# ---------------------------------------------------------------------------------------------
# Words

_NAMES = {
    "enrolment": "two-week programme", "screen": "safety check", "session": "session", "day": "day",
    "note": "note", "activity": "activity", "review": "review",
}  # fmt: skip


def _what(unit: Unit) -> str:
    table, (row,) = next(iter(unit.items()))
    about = dict(zip(contents.shapes()[table].columns, row, strict=True))
    if table == "enrolment":
        return f"the two weeks from {_day(about['start_date'])}"
    if table == "activity":
        return "one of your activities"
    return f"the {_NAMES[table]} of {_day(about['local_date'])}"


def _counted(counts: Mapping[str, int]) -> str:
    named = (table for table in counts if table in _NAMES and counts[table])
    return ", ".join(_many(counts[table], _NAMES[table]) for table in named)


def _named(clashes: tuple[Clash, ...], most: int = 5) -> str:
    names = ", ".join(one.what for one in clashes[:most])
    return names if len(clashes) <= most else f"{names} and {len(clashes) - most} more"


def _many(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    return f"{count} {what[:-1] + 'ies' if what.endswith('ty') or what == 'entry' else what + 's'}"


def _day(date: object) -> str:
    when = datetime.date.fromisoformat(str(date))
    return f"{when.day} {when:%b %Y}"


def _span(first: datetime.date, last: datetime.date) -> str:
    if first == last:
        return _day(first)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} to {_day(last)}"
