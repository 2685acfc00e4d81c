"""How long a class takes to read: thirty hand-ins, from a start in the terminal to the page.

    python benchmarks/classroom.py

Each of the invented students hands in a lesson, and all but the absent ones the answers that the
course map puts together; then all lessons of the course. A whole start of Python is in the time.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import invented_class

TIMES = 5
MOST_S = 2.0


def main() -> int:
    """Print the times; 0 where a lesson and the answers of each are read in time."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "handed in"
        invented_class.write(folder)
        one = seconds(folder)
        print(
            f"a lesson and the answers of each: {size(folder)}: {one:.2f} s (at most {MOST_S:g} s)"
        )
        for own in folder.iterdir():
            for lesson in invented_class.NOTEBOOKS.glob("*.ipynb"):
                if lesson.stem != invented_class.LESSON:
                    (own / lesson.name).write_bytes(lesson.read_bytes())
        print(f"all lessons and the answers of each: {size(folder)}: {seconds(folder):.2f} s")
    return int(one > MOST_S)


def seconds(folder: Path) -> float:
    """From a start of Python to the page."""
    command = [sys.executable, "-m", "lessons_lib.classroom", str(folder)]
    taken = []
    for _ in range(TIMES):
        start = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(perf_counter() - start)
    return statistics.median(taken)


def size(folder: Path) -> str:
    """How much there is to read."""
    files = list(folder.rglob("*.*"))
    return f"{len(files)} files, {sum(one.stat().st_size for one in files) / 1e6:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
