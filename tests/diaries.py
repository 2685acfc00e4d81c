"""Diaries for tests: any that the format allows, and one that is small."""

import datetime
import json
import uuid
from pathlib import Path

from hypothesis import strategies as st

from lessons_lib.tracker.archive import contents
from lessons_lib.tracker.archive.contents import Contents, Row
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import Store, changes, database, open_store

NOW_MS = 1_795_370_400_000  # 22 November 2026, 18:00 UTC
TODAY = datetime.date(2026, 11, 22)
ZONE = "Europe/London"
VERSION = questions_version()
CANARY = "CANARY zebra 4711"

FIRST = datetime.date(2026, 10, 1)
DAYS = st.integers(0, 80).map(lambda days: (FIRST + datetime.timedelta(days)).isoformat())
IDS = st.uuids(version=4).map(str)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
INSTANTS = st.integers(0, 2**42)
PAIN = st.none() | st.integers(0, 10)
REVS = st.integers(1, 9)


def mixed(*strategies: st.SearchStrategy) -> st.SearchStrategy[Row]:
    return st.tuples(*strategies)


def several(row: st.SearchStrategy[Row], most: int, *by: int) -> st.SearchStrategy[list[Row]]:
    """Rows that differ in the columns with the numbers `by`."""
    return st.lists(row, max_size=most, unique_by=lambda one: tuple(one[i] for i in by))


@st.composite
def diaries(draw: st.DrawFn, *, tiers: str = "A B C none") -> Contents:
    """Any diary that the format allows, a small one; its safety checks are of these tiers."""
    profile = (1, draw(IDS), draw(INSTANTS), draw(st.sampled_from([ZONE, "Asia/Kolkata"])), 180,
               draw(st.none() | st.integers(1000, 20000)), 1, 0, 1)  # fmt: skip
    screens = draw(several(mixed(IDS, INSTANTS, DAYS, st.sampled_from(["start", "change"]),
                                 st.sampled_from(tiers.split()), st.just(VERSION),
                                 st.integers(0, 1)),
                           3, 0))  # fmt: skip
    newest = max(reversed(screens), key=lambda one: one[2], default=(None,) * 7)
    may_run = newest[4] not in {"A", "B"}
    enrolments: list[Row] = []
    ids = draw(st.lists(IDS, max_size=3, unique=True))
    for number, one in enumerate(ids):
        active = may_run and number == len(ids) - 1 and draw(st.booleans())
        status = "active" if active else draw(st.sampled_from(["completed", "stopped_safety"]))
        previous = draw(st.none() | st.sampled_from(ids[: number + 1]))
        enrolments.append((one, "two_weeks", "1", "ab" * 32, draw(DAYS),
                           draw(st.none() | st.integers(0, 90)), status,
                           None if active else draw(DAYS), previous, draw(REVS)))  # fmt: skip
    parents = st.sampled_from(ids or ["nobody"])
    sessions = several(mixed(IDS, parents, DAYS, st.integers(1, 3), st.just(ZONE),
                             st.integers(-720, 840), st.none() | INSTANTS, st.none() | INSTANTS,
                             st.none() | st.integers(0, 10**7),
                             st.sampled_from(["live", "manual", "backfill", "import"]),
                             st.sampled_from(["in_progress", "done", "partial", "stopped_pain"]),
                             st.none(), REVS), 4, 0)  # fmt: skip
    found = [one for one in draw(sessions) if ids]
    found = list({one[1:4]: one for one in found}.values())
    if found and draw(st.booleans()):  # a deleted session may share its place
        gone = (draw(IDS), *found[0][1:-2], draw(INSTANTS), 2)
        found.append(gone)
    sets = [
        (session[0], position, "twist", draw(st.sampled_from(["left", "right", "none"])), 10,
         draw(st.integers(0, 12)), draw(st.none() | st.integers(0, 10**6)), 1,
         draw(st.sampled_from(["done", "skipped"])), draw(st.none() | st.just("unsure")))
        for session in sorted(found)
        for position in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    days = several(mixed(DAYS, st.none() | st.sampled_from(["rest", "ill"]), PAIN, PAIN,
                         st.none() | st.integers(0, 200), st.none() | st.integers(0, 9), REVS),
                   5, 0)  # fmt: skip
    notes = several(mixed(IDS, DAYS, st.sampled_from(["could", "note"]), TEXTS, REVS), 3, 0)
    activities = several(mixed(IDS, parents, st.integers(1, 3), TEXTS, PAIN, PAIN, REVS), 2, 0)
    reviews = several(mixed(IDS, parents, INSTANTS, DAYS, st.just(1),
                            TEXTS.map(lambda text: json.dumps({"said": text})),
                            st.just("improved"), st.none() | st.integers(1, 7), st.none(), REVS),
                      2, 0)  # fmt: skip
    requests = draw(st.lists(IDS, max_size=4, unique=True))
    changes = [
        (seq, request, draw(INSTANTS), "day", "2026-11-05", "write_day",
         draw(st.none() | st.just('{"pain_back": 3}')), seq - 1 if seq == 2 else None)
        for seq, request in enumerate(requests, start=1)
    ]  # fmt: skip
    tables = {
        "profile": [profile], "enrolment": enrolments, "screen": screens, "session": found,
        "set_log": sets, "day": sorted(draw(days)), "note": draw(notes),
        "activity": list({(one[1], one[2]): one for one in draw(activities)}.values())
        if ids else [],
        "review": draw(reviews) if ids else [], "change": changes,
        "migration": [(1, NOW_MS, "cd" * 32, None, None)],
    }  # fmt: skip
    return Contents({name: tuple(rows) for name, rows in tables.items()}, database.SCHEMA_VERSION)


def small(*, notes: bool = True) -> Contents:
    """Two weeks under way: three sessions, a day each, a note with the canary in it."""
    weeks = "00000000-0000-4000-8000-000000000001"
    dates = [f"2026-11-{day:02d}" for day in (20, 21, 22)]
    sessions = [
        (_id(f"session {day}"), weeks, day, 1, ZONE, 0, NOW_MS, NOW_MS + 9, 9, "live", "done",
         None, 1)
        for day in dates
    ]  # fmt: skip
    sets = [
        (one[0], position, "twist", side, 10, 10, 41_000, 1, "done", None)
        for one in sorted(sessions)
        for position, side in enumerate(("left", "right"))
    ]
    tables: dict[str, list[Row]] = {
        "profile": [(1, "someone", NOW_MS, ZONE, 180, 4200, 1, 0, 1)],
        "enrolment": [(weeks, "two_weeks", "1", "ab" * 32, dates[0], 15, "active", None, None, 1)],
        "screen": [(_id("check"), NOW_MS, dates[0], "start", "none", VERSION, 1)],
        "session": sessions,
        "set_log": sets,
        "day": [(day, None, pain, 0, 20, 1, 1) for day, pain in zip(dates, (5, 4, 6), strict=True)],
        "activity": [(_id("activity"), weeks, 1, f"walk {CANARY}", 4, None, 1)],
        "review": [],
        "change": [(1, _id("request"), NOW_MS, "day", dates[0], "write_day", None, None)],
        "migration": [(1, NOW_MS, "cd" * 32, None, None)],
    }
    if notes:
        tables["note"] = [(_id("note"), dates[0], "note", f"=1+1 {CANARY}", 1)]
    return Contents({name: tuple(rows) for name, rows in tables.items()}, database.SCHEMA_VERSION)


def but_for_its_line(diary: Contents) -> Contents:
    """A diary without the lines that say that something was brought into it."""
    lines = [row for row in diary.tables["change"] if changes.BROUGHT_IN not in row]
    return Contents({**diary.tables, "change": tuple(lines)}, diary.schema_version)


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def kept_in(path: Path, diary: Contents) -> Store:
    """An open diary with this content."""
    path.parent.mkdir(exist_ok=True)
    database.new_file(path, lambda connection: contents.replace(connection, diary))
    return open_store(NOW_MS, ZONE, path=path)
