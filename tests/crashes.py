"""Writers that are killed, many times over; run as a program by tests of the store.

    python tests/crashes.py kill FOLDER RUNS SEED      a report as JSON
    python tests/crashes.py restore FOLDER RUNS SEED   the same of one that restores
    python tests/crashes.py write DATABASE SEED        writes until somebody kills it
    python tests/crashes.py swap DATABASE SEED         restores until somebody kills it
    python tests/crashes.py share DATABASE NUMBER      one of four that write 500 times each

The writer says on its standard output, one line a time, what it was told to be saved. Everything
that it writes carries one number in several places, so that half of a write would show.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from diaries import but_for_its_line
from lived import ZONE, at, begun, checked, lived, new_id, on, request, sets

from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import exchange, restoring
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.errors import ConflictError
from lessons_lib.tracker.store import open_store

SHARERS, SHARED_WRITES = 4, 500
LATER = 20_000  # days after the start: whatever day is written has been
RUNS_A_FILE = 25
SAVES = 6  # at most so many words of a writer are waited for before it is killed


# ---------------------------------------------------------------------------------------------
# Killed


def write(store, seed, say):
    """Sessions, edits of sessions and days, for ever."""
    dice = random.Random(seed)
    while True:
        day = dice.randrange(1, LATER)
        session, count = new_id(), dice.randrange(1, 5)
        try:
            kept = store.log_session(
                request(at(LATER)), session, on(day), marked(count), duration_ms=count
            )
        except ConflictError:
            continue
        say(session, kept.rev)
        count = dice.randrange(1, 5)
        kept = store.edit_session(
            request(at(LATER)), session, kept.rev, sets=marked(count), duration_ms=count
        )
        say(session, kept.rev)
        number = dice.randrange(11)
        found = store.write_day(
            request(at(LATER)), on(day), _day_rev(store, day), pain_back=number, pain_leg=number
        )
        say(found.local_date.isoformat(), found.rev)


def marked(count):
    """So many sets, each of which says how many there are."""
    return [replace(one, done_breaths=count) for one in sets(2)[:count]]


def _day_rev(store, day):
    connection = store._file.connection
    query = "SELECT rev FROM day WHERE local_date = ?"
    found = connection.execute(query, (on(day).isoformat(),)).fetchone()
    return found[0] if found else 0


def swap(store, say):
    """Put one of two diaries in place of the other, for ever."""
    both = [exchange.accepted(one.read_bytes()) for one in _two_diaries(store.path)]
    turn = 0
    while True:
        turn += 1
        say("began", turn)
        restoring.restore(store, both[turn % 2], on(7))
        say("restored", turn)
        archive.settle(store, on(turn % 9 + 1))


def _two_diaries(path):
    return path.with_name("0.json"), path.with_name("1.json")


def restore(folder, runs, seed):
    """Kill one who restores and backs up, and look at what is left; so many times."""
    dice = random.Random(seed)
    path = folder / "data" / "diary.db"
    with lived(path) as store:
        for number, file in enumerate(_two_diaries(path)):
            store.write_day(request(at(20)), on(20), number, walk_min=number)
            for day in range(8, 20 if number else 8):
                store.log_session(request(at(20)), new_id(), on(day), marked(4), duration_ms=4)
            file.write_bytes(exchange.as_json(exchange.diary(path), notes=True))
        both = [exchange.accepted(one.read_bytes()) for one in _two_diaries(path)]
        start = time.perf_counter()
        restoring.restore(store, both[0], on(7))
        archive.settle(store, on(7))
        once_s = time.perf_counter() - start
    report = Counter(runs=0, acknowledged=0, half_written=0, unfinished=0)
    for _ in range(runs):
        said = _killed(path, dice, once_s, program="swap")
        report["half_written"] += path.with_name("diary.db-journal").exists()
        # Who opens it next clears away what was not finished.
        copies = set(backups.folder(path).glob("*.db")) | set(backups.folder(path).glob(".*"))
        with open_store(at(20), ZONE, path=path) as store:
            assert store.notice == "", store.notice
        found = but_for_its_line(exchange.diary(path))
        assert found in both
        if said and said[-1][0] == "restored":
            assert found == both[int(said[-1][1]) % 2]
            report["acknowledged"] += 1
        finished = backups.existing(path)
        assert finished
        assert all(map(backups.is_sound, finished))
        report["unfinished"] += len(copies - {one.path for one in finished}) > 0
        report["runs"] += 1
    return dict(report)


def kill(folder, runs, seed):
    """Kill a writer at a random moment, and look at what is left; so many times."""
    dice = random.Random(seed)
    report = Counter(runs=0, acknowledged=0, half_written=0)
    for run in range(runs):
        path = folder / f"{run // RUNS_A_FILE}" / "diary.db"
        if run % RUNS_A_FILE == 0:
            save_s = _begin(path)
        said = _killed(path, dice, save_s)
        report["half_written"] += path.with_name("diary.db-journal").exists()
        with open_store(at(LATER), ZONE, path=path) as store:
            assert store.notice == "", store.notice
        _check(path, said)
        report["runs"] += 1
        report["acknowledged"] += len(said)
    return dict(report)


def _begin(path):
    """Begin a diary, and say how long a save takes here."""
    with begun(path) as store:
        checked(store, 7)
        start = time.perf_counter()
        for number in range(9):
            store.set_profile(request(at(7)), breath_ms=4000 + number)
        return (time.perf_counter() - start) / 9


def _killed(path, dice, once_s, program="write"):
    """What a writer said that was killed somewhere in what it does after its last word.

    It is waited for by its words, so that it has done as much on a slow machine as on a fast one;
    `once_s` is how long it takes from one word to the next, more or less.
    """
    read, written = os.pipe()
    seed, words, pause_s = dice.random(), dice.randrange(SAVES + 1), dice.uniform(0, 1.5 * once_s)
    command = [sys.executable, __file__, program, str(path), str(seed)]
    if hasattr(os, "fork"):
        child = os.fork()
        if child == 0:
            os.close(read)
            os.dup2(written, 1)
            PROGRAMS[program](path, seed)
        os.close(written)
    else:
        process = subprocess.Popen(command, stdout=written)
        os.close(written)
    with os.fdopen(read, "rb") as lines:
        first = lines.readline()
        said = [lines.readline() for _ in range(words)]
        time.sleep(pause_s)
        if hasattr(os, "fork"):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        else:
            process.kill()
            process.wait()
        said += lines.readlines()
    assert first == b"ready\n", first
    return [line.decode().split() for line in said if line.endswith(b"\n")]


def _write(path, seed):
    with open_store(at(LATER), ZONE, path=path) as store:
        os.write(1, b"ready\n")
        write(store, seed, _say)


def _swap(path, _):
    with open_store(at(20), ZONE, path=path) as store:
        os.write(1, b"ready\n")
        swap(store, _say)


def _say(*what):
    os.write(1, f"{what[0]} {what[1]}\n".encode())


PROGRAMS = {"write": _write, "swap": _swap}


def _check(path, said):
    """Nothing torn, nothing lost that was said to be saved."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchone() is None
        torn = (
            "SELECT count(*) FROM session WHERE duration_ms <> "
            "(SELECT count(*) FROM set_log WHERE session_id = id AND done_breaths = duration_ms) "
            "OR duration_ms <> (SELECT count(*) FROM set_log WHERE session_id = id)"
        )
        assert db.execute(torn).fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM day WHERE pain_back <> pain_leg").fetchone() == (0,)
        logged = "SELECT sum(rev) FROM (SELECT rev FROM session UNION ALL SELECT rev FROM day)"
        lines = "SELECT count(*) FROM change WHERE entity IN ('session', 'day')"
        if db.execute("SELECT min(seq) FROM change").fetchone() == (1,):  # later the oldest go
            assert (db.execute(logged).fetchone()[0] or 0) == db.execute(lines).fetchone()[0]
        for key, rev in said:
            found = db.execute(
                "SELECT rev FROM session WHERE id = ? UNION ALL "
                "SELECT rev FROM day WHERE local_date = ?",
                (key, key),
            ).fetchone()
            assert found is not None, key
            assert found[0] >= int(rev), key


# ---------------------------------------------------------------------------------------------
# Shared


def share(path, number):
    """Write sessions of one's own, and count on a day that all count on."""
    with open_store(at(LATER), ZONE, path=path, busy_s=60) as store:
        for turn in range(SHARED_WRITES // 2):
            day = 10 + turn * SHARERS + number
            store.log_session(
                request(at(LATER)), f"{number}-{turn}", on(day), marked(4), duration_ms=4
            )
            _count(store)


def _count(store):
    """Add one minute to the first day's walk; whoever was overtaken looks again."""
    tap = request(at(LATER))
    query = "SELECT rev, walk_min FROM day WHERE local_date = ?"
    while True:
        rev, minutes = store._file.connection.execute(query, (on(1).isoformat(),)).fetchone()
        try:
            store.write_day(tap, on(1), rev, walk_min=minutes + 1)
            return
        except ConflictError:
            continue


def main(arguments):
    match arguments:
        case ["kill", folder, runs, seed]:
            print(json.dumps(kill(Path(folder), int(runs), int(seed))))
        case ["restore", folder, runs, seed]:
            print(json.dumps(restore(Path(folder), int(runs), int(seed))))
        case ["write" | "swap" as program, path, seed]:
            PROGRAMS[program](Path(path), float(seed))
        case ["share", path, number]:
            share(Path(path), int(number))


if __name__ == "__main__":
    main(sys.argv[1:])
