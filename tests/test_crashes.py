"""kill -9 while it writes, and four that write at once: nothing torn, nothing lost."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from crashes import SHARED_WRITES, SHARERS
from lived import NOW_MS, ZONE, begun, checked, on, quick_folder, request
from thoroughness import some

from lessons_lib.tracker.store import open_store

CRASHES = Path(__file__).with_name("crashes.py")
RUNS = some(500) if hasattr(os, "fork") else 20
"""A fork costs a few milliseconds; a new Python half a second."""
RESTORES = 62 if hasattr(os, "fork") else 2


@pytest.fixture
def folder():
    with quick_folder() as name:
        yield Path(name)


def run(*arguments):
    """One of the programs of crashes.py, in a process that has a single thread and so may fork."""
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, str(CRASHES), *map(str, arguments)],
        stdout=subprocess.PIPE,
        env=one_thread,
        text=True,
    )


def test_a_kill_at_any_moment_tears_nothing_and_loses_nothing_that_was_saved(folder):
    with run("kill", folder, RUNS, 7) as killer:
        said, _ = killer.communicate()
    assert killer.returncode == 0
    report = json.loads(said)
    assert report["runs"] == RUNS
    assert report["acknowledged"] > RUNS
    assert report["half_written"] > RUNS / 50  # some were hit in the middle, or this tests nothing


def test_a_kill_at_any_moment_of_a_restore_leaves_one_diary_or_the_other(folder):
    with run("restore", folder, RESTORES, 7) as killer:
        said, _ = killer.communicate()
    assert killer.returncode == 0
    report = json.loads(said)
    assert report["runs"] == RESTORES
    assert report["acknowledged"] > RESTORES / 8
    # Some were hit in the middle: of the diary or of a backup, whose turn is shorter.
    assert report["half_written"] + report["unfinished"] > 0


def test_four_processes_that_write_at_once_lose_nothing(folder):
    path = folder / "diary.db"
    with begun(path) as store:
        checked(store, 7)
        store.write_day(request(), on(1), 0, walk_min=0)
    writers = [run("share", path, number) for number in range(SHARERS)]
    for writer in writers:
        with writer:
            writer.communicate()
        assert writer.returncode == 0
    own = SHARED_WRITES // 2
    with open_store(NOW_MS, ZONE, path=path) as store:
        sessions = store.diary(NOW_MS).sessions
        assert {one.id for one in sessions} == {
            f"{number}-{turn}" for number in range(SHARERS) for turn in range(own)
        }
        assert {len(one.sets) for one in sessions} == {4}
        assert store.diary(NOW_MS).days[0].walk_min == SHARERS * own
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
