"""A diary as tables for a spreadsheet: one row a session, one a set, one a day, and what they mean.

It is not a backup and cannot be read back. Spreadsheets run what looks like a formula, also when it
stands in somebody's note, so every text is made neutral; numbers and dates are left as they are.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.archive import contents
from lessons_lib.tracker.archive.contents import NOTES, Contents, Value
from lessons_lib.tracker.diary import State
from lessons_lib.tracker.store import reading

READ_ME = """This is your exercise diary for spreadsheets. It is not a backup: it cannot be
read back. For that, export the .json or the .db file.

- codebook.csv says what every column means, and in which unit.
- Files are UTF-8 with a byte-order mark; in Python, read them with encoding="utf-8-sig".
- Days are dates (2026-11-22) as you counted them; times are UTC. An empty cell: not answered.
- A ' in front of = + - @ in your own words keeps a spreadsheet from taking them for a formula.
{synthetic}"""

_SYNTHETIC = "- The person is invented: nobody lived these days.\n"

# What each file holds: columns in order, with unit and meaning.
_FILES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "two_weeks": {
        "two_weeks_id": ("", "names the two weeks"),
        "day": ("1", "day of the two weeks, from 1"),
        "local_date": ("date", "the day"),
        "state": ("", "what became of the day; the words are explained below"),
    },
    "sessions": {
        "session_id": ("", "names the session; the same in sets.csv"),
        "two_weeks_id": ("", "the two weeks that it belongs to; the same in two_weeks.csv"),
        "local_date": ("date", "the day it counts for"),
        "slot": ("1", "1 for the day's first session, 2 for its second"),
        "status": ("", "in_progress, done, partial, stopped_pain or stopped_other"),
        "entry": ("", "live: guided; manual: written down on the day; backfill: later; import"),
        "started_utc": ("time", "when it began; empty where it was written down afterwards"),
        "ended_utc": ("time", "when it ended"),
        "duration_s": ("s", "how long it took"),
        "zone": ("", "time zone in which the day was counted"),
        "offset_min": ("min", "of that zone from UTC at that time"),
        "target_breaths": ("1", "breaths planned in all sets that were logged"),
        "done_breaths": ("1", "breaths done in them"),
    },
    "sets": {
        "session_id": ("", "the session that it belongs to"),
        "local_date": ("date", "the day of that session"),
        "position": ("1", "place in the day's plan, from 0"),
        "movement": ("", "name of the movement in the course"),
        "side": ("", "left, right or none"),
        "target_breaths": ("1", "breaths planned, all holds together"),
        "done_breaths": ("1", "breaths done"),
        "hold_s": ("s", "how long the holds took together"),
        "paced": ("1", "1: counted by the pacer; 0: by the learner"),
        "outcome": ("", "done, skipped or stopped_pain"),
        "technique": ("", "sure or unsure, where asked"),
    },
    "days": {
        "local_date": ("date", "the day"),
        "mark": (
            "",
            "rest, ill, travel, flare_up or other: a day off",
        ),
        "pain_back": ("points", "0 (none) to 10 (worst imaginable), self-reported"),
        "pain_leg": ("points", "the same for the leg"),
        "walk_min": ("min", "minutes walked, self-reported"),
        "walk_bouts": ("1", "in how many walks"),
    },
    "activities": {
        "two_weeks_id": ("", "the two weeks that it belongs to"),
        "slot": ("1", "1, 2 or 3"),
        "name": ("", "the learner's own words"),
        "score_start": ("points", "0 (cannot do it) to 10 (as before), at the start"),
        "score_end": ("points", "the same at the review"),
    },
    "notes": {
        "local_date": ("date", "the day"),
        "kind": ("", "could: today I could ...; note"),
        "body": ("", "the learner's own words"),
    },
}

_RISKY = re.compile(
    # At the beginning, or where a program that splits at something else would begin a cell; blanks
    # and marks that cannot be seen may stand before it.
    "(^|[,;|\t\r\n\"'])([\\s\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*)"
    "([=+\\-@\uff1d\uff0b\uff0d\uff20\u2212])"
)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("[\u2028\u2029]")
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]"
)


def spreadsheets(diary: Contents, now_ms: int, *, notes: bool = False) -> bytes:
    """The tables as a zip of CSV files.

    Args:
        diary: what to write.
        now_ms: by the browser's clock: what became of a day depends on today.
        notes: whether the learner's notes go with it.

    Returns:
        The zip; always the same for the same diary.
    """
    synthetic = any(row["synthetic"] for row in diary.dicts("profile"))
    rows: dict[str, Iterable[Mapping[str, Value]]] = {
        "two_weeks": _two_weeks(diary, now_ms),
        "sessions": _sessions(diary),
        "sets": _sets(diary),
        "days": diary.dicts("day"),
        "activities": map(_of_two_weeks, diary.dicts("activity")),
        "codebook": _codebook(notes),
    }
    if notes:
        rows["notes"] = diary.dicts(NOTES)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        readme = READ_ME.format(synthetic=_SYNTHETIC if synthetic else "")
        archive.writestr(_entry("READ_ME.txt"), readme.encode())
        for name, table in rows.items():
            columns: Iterable[str] = _FILES.get(name, ("file", "column", "unit", "meaning"))
            archive.writestr(_entry(f"{name}.csv"), _csv(columns, table))
    return found.getvalue()


def neutral(text: str) -> str:
    r"""A text that no spreadsheet takes for a formula, and none chokes on.

    Whatever could begin a formula, at the start or after a character at which some program splits
    cells, gets a ' in front, also behind blanks and characters that cannot be seen. Control
    characters other than line ends and tabs become a visible mark. What turns the direction of
    writing is left out, for it would turn the cells beside it too, and every line end is one that a
    program for tables knows.

    >>> neutral('=HYPERLINK("x")'), neutral("walked 3 - 4 km"), neutral("ok;=1+1")
    ('\'=HYPERLINK("x")', 'walked 3 - 4 km', "ok;'=1+1")
    """
    safe = _UNSEEN.sub("\ufffd", _LINE_END.sub("\n", _TURNING.sub("", text)))
    safe = _RISKY.sub(r"\1\2'\3", safe)
    return f"'{safe}" if safe[:1] in {"\t", "\r", "\n", "\ufffd"} else safe


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Value]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    names = tuple(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str | int:
    if isinstance(value, str):
        return neutral(value)
    return "" if value is None else value


def _two_weeks(diary: Contents, now_ms: int) -> Iterable[Mapping[str, Value]]:
    with contents.fresh() as connection:
        connection.execute("BEGIN")
        contents.replace(connection, diary.without_notes())
        for weeks in reading.all_two_weeks(connection):
            for one in rules.states(reading.diary(connection, now_ms, weeks.id)):
                yield {
                    "two_weeks_id": weeks.id,
                    "day": one.day,
                    "local_date": one.local_date.isoformat(),
                    "state": one.state.words,
                }


def _of_two_weeks(row: Mapping[str, Value]) -> Mapping[str, Value]:
    return {**row, "two_weeks_id": row["enrolment_id"]}


def _sessions(diary: Contents) -> Iterable[Mapping[str, Value]]:
    breaths: dict[Value, list[int]] = {}
    for one in diary.dicts("set_log"):
        sums = breaths.setdefault(one["session_id"], [0, 0])
        sums[0] += _number(one["target_breaths"])
        sums[1] += _number(one["done_breaths"])
    for row in diary.dicts("session"):
        if row["deleted_ms"] is None:
            target, done = breaths.get(row["id"], (0, 0))
            yield {
                **_of_two_weeks(row),
                "session_id": row["id"],
                "started_utc": _utc(row["started_ms"]),
                "ended_utc": _utc(row["ended_ms"]),
                "duration_s": _seconds(row["duration_ms"]),
                "target_breaths": target,
                "done_breaths": done,
            }


def _sets(diary: Contents) -> Iterable[Mapping[str, Value]]:
    dates = {
        row["id"]: row["local_date"] for row in diary.dicts("session") if row["deleted_ms"] is None
    }
    for row in diary.dicts("set_log"):
        if row["session_id"] in dates:
            date = dates[row["session_id"]]
            yield {**row, "local_date": date, "hold_s": _seconds(row["hold_ms"])}


def _codebook(notes: bool) -> Iterable[Mapping[str, Value]]:
    for name, columns in _FILES.items():
        if notes or name != "notes":
            for column, (unit, meaning) in columns.items():
                yield {"file": f"{name}.csv", "column": column, "unit": unit, "meaning": meaning}
    for state in State:
        yield {
            "file": "two_weeks.csv",
            "column": "state",
            "unit": "",
            "meaning": f"{state.words}: {state.meaning}",
        }


def _utc(instant_ms: Value) -> str | None:
    if instant_ms is None:
        return None
    when = datetime.datetime.fromtimestamp(_number(instant_ms) / 1000, datetime.UTC)
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _seconds(duration_ms: Value) -> Value:
    return None if duration_ms is None else round(_number(duration_ms) / 1000)


def _number(value: Value) -> int:
    assert isinstance(value, int), "held by the table"
    return value
