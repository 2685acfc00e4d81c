"""Two weeks lived in a diary: what tests of the store begin with."""

import os
import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path

from lessons_lib.tracker.facts import Request, SetLog
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.programme import plan
from lessons_lib.tracker.store import open_store

ZONE = "Europe/London"
START = date(2026, 11, 9)
NOW_MS = 1_794_247_200_000  # 9 November 2026, 18:00 in London
DAY_MS = 86_400_000


_IN_MEMORY = Path("/dev/shm")


def quick_folder():
    """A folder for a while, in memory where there is such a place.

    A killed process loses nothing that it had written there, so all but a power cut can be tried.
    """
    quick = _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK)
    return tempfile.TemporaryDirectory(dir=_IN_MEMORY if quick else None)


def at(day=1, minutes=0):
    """The instant on a day of the programme at six in the evening, or minutes later."""
    return NOW_MS + (day - 1) * DAY_MS + minutes * 60_000


def on(day):
    return START + timedelta(days=day - 1)


def request(now_ms=NOW_MS, id=None):
    return Request(id or str(uuid.uuid4()), now_ms)


def new_id():
    return str(uuid.uuid4())


def sets(day=1, count=None, done=True):
    return [
        SetLog(
            one.position,
            one.movement,
            one.side,
            one.target_breaths,
            one.target_breaths if done else 0,
            outcome="done" if done else "skipped",
        )
        for one in plan(day)[:count]
    ]


def begun(path, **options):
    """A store with a calm safety check and a programme that began on day 1."""
    store = open_store(NOW_MS, ZONE, path=path, **options)
    if not store.all_two_weeks():
        store.record_check(request(), "start", "none", questions_version(), True)
        store.begin_two_weeks(request(), 20)
    return store


def checked(store, day, tier="none", occasion="day7"):
    return store.record_check(request(at(day)), occasion, tier, questions_version(), True)


def lived(path):
    """A store with something in every table."""
    store = begun(path)
    weeks = store.all_two_weeks()[0].id
    for day in (1, 2, 3):
        store.log_session(request(at(day)), new_id(), on(day), sets(day), duration_ms=600_000)
        store.write_day(request(at(day)), on(day), 0, pain_back=5, pain_leg=0, walk_min=15)
    store.write_day(request(at(4)), on(4), 0, mark="ill")
    live = new_id()
    store.start_session(request(at(5)), live)
    store.log_set(request(at(5, 1)), live, sets(5)[0])
    store.write_note(request(at(5)), new_id(), on(5), "could", "carry the shopping upstairs")
    activity = new_id()
    store.write_activity(request(at(5)), activity, weeks, 1, "sit through a film")
    store.rate_activity(request(at(5)), activity, "start", 4)
    checked(store, 7)
    store.save_review(request(at(7)), new_id(), 1, "{}", "not enough data")
    return store
