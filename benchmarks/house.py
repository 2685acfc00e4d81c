"""What the house costs a learner, before it was built anew and now, side by side.

    python benchmarks/house.py [--repeat TIMES]

The course as it was (commit c155c2d) is unpacked into a folder of its own, and both are run by this
environment, in turn, so that a busy machine slows both. What is measured:

- *CPU of a lesson.* A fresh kernel runs all cells of the stored lesson, one after the other, as
  JupyterLab would have it do; user and system time of its process from the moment it is idle.
- *CPU to the first explorer.* The same for one cell that shows a body to pose.
- *Memory.* What the kernel's process takes of the machine after lesson 3, where pages that it
  shares with others are shared out (PSS; Linux only), beside that of a kernel that has run nothing.
- *A move.* Model and packing for one position of a slider, and what is sent for it.
- *Size* of all notebooks, and *lines* of the library.

The least of several runs counts: whatever else a machine does only adds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

COURSE = Path(__file__).resolve().parents[1]
BEFORE = "c155c2d"
LESSONS = ("03_walking", "04_hamstrings_and_pelvis", "08_two_weeks")
IN_MEMORY = "03_walking"
FIRST_EXPLORER = """
try:
    from lessons_lib.apps.explorer import explore
    from lessons_lib.figures import hamstrings
    shown = explore(hamstrings.pose)
except ImportError:
    from lessons_lib.apps import hamstrings
    shown = hamstrings.pose()
shown
"""
NOTHING = "assert True"
A_MOVE = """
import json, statistics
from time import perf_counter
from lessons_lib.figures import hamstrings
try:
    from lessons_lib.stage.live import LiveStage
    stage = LiveStage.of(hamstrings.pose)
except ImportError:
    from lessons_lib.figures.live import LiveStage
    stage = LiveStage(hamstrings.pose)
start, taken = hamstrings.pose.values(), []
for at in range(500):
    begin = perf_counter()
    packet = stage.pack([hamstrings.pose.frame(**{**start, "hip_flexion_deg": at % 120})])
    taken.append(perf_counter() - begin)
size = len(packet.coordinates) + len(json.dumps(packet.head))
print(1000 * statistics.median(taken), size / 1000)
"""
ALLOWED_MB = 75 / 103
"""What the memory may be, as a part of what it was: in MB it depends on the machine."""

NO_WORSE = 1.1
SECONDS_FOR_A_CELL = 300
MB = 1e6


class Cost(NamedTuple):
    """What a kernel has taken: seconds of CPU, and bytes (0 where nobody can say)."""

    cpu_s: float
    pss: float


class Row(NamedTuple):
    """A line of the table: what, before, now, its unit, and the most that it may be."""

    what: str
    before: float
    now: float
    unit: str
    most: float


@contextmanager
def kernel(course: Path) -> Iterator[tuple[BlockingKernelClient, psutil.Process]]:
    """An idle kernel that has the library of this course, away from anybody's own files."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = os.environ | {
            "PYTHONPATH": str(course),
            "IPYTHONDIR": home,
            "LESSONS_LIB_DATA": home,
        }
        manager, client = start_new_kernel(
            stderr=subprocess.DEVNULL,
            kernel_name="python3",
            cwd=str(course / "notebooks"),
            env=environment,
        )
        try:
            run(
                client,
                f"assert __import__('lessons_lib').__path__ == [{str(course)!r} + '/lessons_lib']",
            )
            yield client, psutil.Process(manager.provisioner.process.pid)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, source: str) -> None:
    """Run a cell, and fail where it fails."""
    answer = client.execute_interactive(
        source, store_history=False, timeout=SECONDS_FOR_A_CELL, output_hook=lambda _: None
    )
    if answer["content"]["status"] != "ok":
        raise RuntimeError("\n".join(answer["content"]["traceback"]))


def cost(course: Path, cells: list[str]) -> Cost:
    """What a fresh kernel takes for these cells."""
    with kernel(course) as (client, process):
        before = sum(process.cpu_times()[:2])
        for source in cells:
            run(client, source)
        after = sum(process.cpu_times()[:2])
        pss = process.memory_full_info().pss if sys.platform == "linux" else 0
        return Cost(after - before, pss)


def cells(course: Path, lesson: str) -> list[str]:
    """The code cells of a stored lesson."""
    notebook = json.loads((course / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    return ["".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "code"]


def both(old: Path, chosen: Callable[[Path], list[str]], times: int) -> tuple[Cost, Cost]:
    """The least that the chosen cells took, before and now, in several runs of each in turn."""
    found = [(cost(old, chosen(old)), cost(COURSE, chosen(COURSE))) for _ in range(times)]
    before, now = (Cost(*map(min, zip(*costs, strict=True))) for costs in zip(*found, strict=True))
    return before, now


def a_move(course: Path) -> tuple[float, float]:
    """Milliseconds and kilobytes of one move of an explorer."""
    done = subprocess.run(
        [sys.executable, "-c", A_MOVE],
        env=os.environ | {"PYTHONPATH": str(course)},
        capture_output=True,
        check=True,
    )
    milliseconds, kilobytes = map(float, done.stdout.split())
    return milliseconds, kilobytes


def notebooks_mb(course: Path) -> float:
    """The size of all notebooks."""
    return sum(file.stat().st_size for file in (course / "notebooks").glob("*.ipynb")) / MB


def lines(course: Path) -> int:
    """Lines of Python and JavaScript of the library, and of what its authors run."""
    files = [
        file
        for room in ("lessons_lib", "authoring")
        for kind in ("py", "js")
        for file in (course / room).rglob(f"*.{kind}")
    ]
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def rows(old: Path, times: int) -> Iterator[Row]:
    """The table, line by line."""
    for lesson in LESSONS:
        before, now = both(old, partial(cells, lesson=lesson), times)
        yield Row(f"CPU of {lesson[:2]}", before.cpu_s, now.cpu_s, "s", before.cpu_s / 5)
        if lesson == IN_MEMORY and now.pss:
            most = ALLOWED_MB * before.pss / MB
            yield Row(f"memory after {lesson[:2]}", before.pss / MB, now.pss / MB, "MB", most)
    before, now = both(old, lambda _: [FIRST_EXPLORER], times)
    yield Row("CPU to the first explorer", before.cpu_s, now.cpu_s, "s", before.cpu_s / 3)
    before, now = both(old, lambda _: [NOTHING], 1)
    if now.pss:
        most = NO_WORSE * before.pss / MB
        yield Row("memory of a kernel alone", before.pss / MB, now.pss / MB, "MB", most)
    moves = [a_move(course) for course in (old, COURSE)]
    for what, unit, (was, become) in zip(
        ("time", "size"), ("ms", "kB"), zip(*moves, strict=True), strict=True
    ):
        yield Row(f"a move, {what}", was, become, unit, NO_WORSE * was)
    yield Row("all notebooks", notebooks_mb(old), notebooks_mb(COURSE), "MB", 4)
    yield Row("library, Python and JavaScript", lines(old), lines(COURSE), "lines", lines(old))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=2, help="runs of which the least counts (2)")
    times = parser.parse_args().repeat
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        archive = subprocess.run(
            ["git", "archive", BEFORE], cwd=COURSE, capture_output=True, check=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        print(f"{'':32}{BEFORE:>9}{'now':>9}{'at most':>9}")
        for row in rows(Path(folder).resolve(), times):
            holds = "holds" if row.now <= row.most else "DOES NOT HOLD"
            figures = "".join(f"{one:9.5g}" for one in (row.before, row.now, row.most))
            print(f"{row.what:32}{figures}  {row.unit:6}{holds}", flush=True)


if __name__ == "__main__":
    main()
