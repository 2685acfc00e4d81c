"""How long the diary takes with ten years in it: to open, to save, to read, to look damaged.

    python benchmarks/tracker.py [FOLDER]

Somebody has done two weeks after two weeks for ten years, every session set by set, and rated their
pain each day. FOLDER is where to put the diary: a disk's own time is most of what a save takes. A
save asks the disk five times to keep what it was given: the journal twice, its name in the folder,
the database, and the folder once more when the journal has gone. What that costs by itself on this
disk is timed between the saves.
"""

import os
import statistics
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from lessons_lib.tracker import diary
from lessons_lib.tracker.facts import Change, Check, Day, Request, Session, SetLog, TwoWeeks
from lessons_lib.tracker.programme import plan, programme
from lessons_lib.tracker.store import Store, changes, open_store, rows

ZONE = "Europe/London"
YEARS = 10
START_MS = 1_479_664_800_000  # 20 November 2016, 18:00 in London
DAY_MS = 86_400_000
DAYS = 365 * YEARS
END_MS = START_MS + DAYS * DAY_MS

PROMISES = 5
SAVE_P95_MS = 20.0
OPEN_MS = 300.0


def request(now_ms: int = END_MS) -> Request:
    return Request(new_id(), now_ms)


def fill(store: Store) -> None:
    """Ten years, written in one transaction."""
    first = diary.local_date(START_MS, ZONE, 180)
    weeks = ""
    with store.transaction() as db:
        for number in range(DAYS):
            day, date = 1 + number % 14, first + timedelta(days=number)
            now_ms = START_MS + number * DAY_MS
            if day in {1, 7, 14}:
                rows.insert(db, Check(new_id(), now_ms, date, "day7", "none", "1", True))
            if day == 1:
                db.execute("UPDATE enrolment SET status = 'completed', ended_date = ? "
                           "WHERE status = 'active'", (date.isoformat(),))  # fmt: skip
                weeks = new_id()
                rows.insert(db, TwoWeeks(weeks, "two_weeks", "1", programme().sha256, date,
                                          20, "active", None, None, 1))  # fmt: skip
            session, planned = new_id(), plan(day)
            rows.insert(db, Session(session, weeks, date, 1, ZONE, 0, now_ms, now_ms + 600_000,
                                    600_000, "live", "done", None, 3 + len(planned)))  # fmt: skip
            for one in planned:
                rows.insert(db, logged(one.position, day), session_id=session)
            rows.insert(db, Day(date, None, number % 11, 0, 20, 1, 1))
            for op in ["start_session", *["log_set"] * len(planned), "end_session"]:
                log(store, now_ms, "session", session, op)
            log(store, now_ms, "day", date.isoformat(), "write_day")


def logged(position: int, day: int) -> SetLog:
    one = plan(day)[position]
    breaths = one.target_breaths
    return SetLog(position, one.movement, one.side, breaths, breaths, 40_000, True, "done", "sure")


def log(store: Store, now_ms: int, entity: str, key: str, op: str) -> None:
    with_it = Change(0, now_ms, entity, key, op)
    changes.log(store._file.connection, request(now_ms), with_it, None, None)


class Saving:
    """What a learner saves on a day, each timed in milliseconds."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.disk: list[float] = []
        self.taken: dict[str, list[float]] = {}
        self.last = store.diary(END_MS)
        self.rev = 1

    def once(self) -> None:
        """A live session with one set, a session as a whole, and the day."""
        store, live, whole, today = self.store, new_id(), new_id(), self.last.today
        sets = [logged(one.position, 2) for one in plan(2)]
        self.time("a session's start", lambda: store.start_session(request(), live, another=True))
        self.time("a set", lambda: store.log_set(request(), live, sets[0]))
        self.time("a session's end", lambda: store.end_session(request(), live, "done"))
        store.delete_session(request(), live, 3)
        self.time(
            "a whole session",
            lambda: store.log_session(request(), whole, today, sets, another=True),
        )
        store.delete_session(request(), whole, 1)
        self.time("a day", lambda: store.write_day(request(), today, self.rev - 1, walk_min=9))
        self.rev += 1
        self.disk.append(milliseconds(lambda: promise(self.store.path.with_name("page"))))

    def time(self, what: str, run: Callable[[], object]) -> None:
        self.taken.setdefault(what, []).append(milliseconds(run))


def milliseconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return 1000 * (perf_counter() - start)


def promise(path: Path) -> None:
    """Give the disk a page five times, and wait each time until it is there."""
    with path.open("wb") as file:
        for _ in range(PROMISES):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())


def main(arguments: list[str]) -> int:
    """Print it all; 1 if one of the two figures that were asked for is not reached."""
    with tempfile.TemporaryDirectory(dir=arguments[0] if arguments else None) as folder:
        path = Path(folder) / "diary.db"
        with open_store(START_MS, ZONE, path=path) as store:
            fill(store)
        taken = {"opening": [milliseconds(lambda: opened(path).close()) for _ in range(30)]}
        with opened(path) as store:
            saving = Saving(store)
            for _ in range(60):
                saving.once()
            taken["reading it all"] = [milliseconds(lambda: store.diary(END_MS)) for _ in range(60)]
        megabytes = path.stat().st_size / 1e6

    print(f"{YEARS} years, {DAYS} sessions: {megabytes:.1f} MB")
    print(f"{'':28}{'median':>9}{'95 %':>9}  ms")
    for what, times in {
        "the disk alone": saving.disk, **taken, **saving.taken
    }.items():  # fmt: skip
        print(f"{what:28}{statistics.median(times):9.1f}{p95(times):9.1f}")
    worst = max(p95(times) for times in saving.taken.values())
    reached = worst < SAVE_P95_MS and p95(taken["opening"]) < OPEN_MS
    print(f"asked for: a save under {SAVE_P95_MS:.0f} ms in 95 % of cases, opening under "
          f"{OPEN_MS:.0f} ms: {'reached' if reached else 'NOT reached'}")  # fmt: skip
    if p95(saving.disk) > SAVE_P95_MS / 2:
        print("The disk is slow or busy just now, and most of it is the disk.")
    return 0 if reached else 1


def opened(path: Path) -> Store:
    return open_store(END_MS, ZONE, path=path)


def new_id() -> str:
    return str(uuid.uuid4())


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
