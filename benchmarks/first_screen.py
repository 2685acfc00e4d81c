"""From the tracker's cell to a tracker that can be used: with no diary, and with ten years of one.

    python benchmarks/first_screen.py

Each time a kernel that has run nothing yet: the time starts when the cell is run, imports and all,
and ends when the page has painted the tracker's first screen with the learner's day on it.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright
from tracker import START_MS, ZONE, fill

from lessons_lib.tracker.store import open_store

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.lab import Lesson, jupyterlab, open_chromium, write_notebook

TIMES = 7
USABLE_S = 2.0
RUN = """async () => {
  const before = performance.now();
  const shown = new Promise((resolve) => {
    const look = () => {
      const day = document.querySelector('.ll-tracker')?.textContent.includes('Your day:');
      if (day) requestAnimationFrame(() => setTimeout(resolve));
      else requestAnimationFrame(look);
    };
    look();
  });
  window.jupyterapp.commands.execute('notebook:run-all-cells');
  await shown;
  return (performance.now() - before) / 1000;
}"""


@contextmanager
def course(folder: Path) -> Iterator[tuple[BrowserContext, str]]:
    """Chromium, and the address of a JupyterLab with one notebook for each diary."""
    for name in ("empty", "full"):
        write_notebook(
            folder / "root" / f"{name}.ipynb",
            [
                "import os\n"
                f"os.environ['LESSONS_LIB_DATA'] = {str(folder / name)!r}\n"
                "from lessons_lib.apps.tracker import tracker\n"
                "tracker()"
            ],
        )
    home = folder / "home"
    home.mkdir()
    with jupyterlab(folder / "root", home) as address, sync_playwright() as playwright:
        context = open_chromium(playwright, home, viewport={"width": 1200, "height": 1000})
        yield context, address
        context.close()


def main() -> int:
    """Print both; 1 if one of them takes longer than was asked for, most of the times."""
    reached = True
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with open_store(START_MS, ZONE, path=folder / "full" / "diary.db") as store:
            fill(store)
        with course(folder) as (context, address):
            for diary in ("empty", "full"):
                taken = []
                for _ in range(TIMES):
                    lesson = Lesson(context, address, f"{diary}.ipynb")
                    taken.append(lesson.page.evaluate(RUN))
                    lesson.close()
                median = statistics.median(taken)
                reached &= median < USABLE_S
                print(f"{diary:6} median {median:.2f} s, slowest {max(taken):.2f} s")
    print(f"asked for: under {USABLE_S:.0f} s: {'reached' if reached else 'NOT reached'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
