"""Live with one copy of the course for five days of a moved clock, in a real browser.

``python tests/five_days.py`` takes some minutes, needs git, a Chromium and a C compiler and fetches
packages, so it is no part of the tests that run by themselves. Somebody answers, adds and deletes
cells, opens two windows, closes the lid, loses power, updates from a clone and from a ZIP, resets a
lesson and takes an update back. After each step all that they wrote is looked for; it ends with an
error where a word is missing, or where a page says that something is broken.
"""

import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import psutil
from playwright.sync_api import BrowserContext, sync_playwright

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from tests.browser.lab import READY, Lesson, open_chromium  # noqa: E402

THIRD, FOURTH = "03_walking.ipynb", "04_hamstrings_and_pelvis.ipynb"
BROKEN = ("model not found", "Error displaying widget", "Unreadable Notebook", "Traceback")
ANSWER = """([exercise, text]) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  const asks = (cell) => cell.model.sharedModel.getSource().includes(`check("${exercise}"`);
  const place = content.widgets.findIndex(asks);
  const shared = content.widgets[place].model.sharedModel;
  shared.setSource(shared.getSource().replace(/answer = .*/, `answer = ${text}`));
  content.activeCellIndex = place;
  return window.jupyterapp.commands.execute('notebook:run-cell');
}"""
ADD = """(source) => window.jupyterapp.shell.currentWidget.content.model.sharedModel
  .insertCell(4, { cell_type: 'markdown', source })"""
DELETE = """(words) => {
  const { sharedModel } = window.jupyterapp.shell.currentWidget.content.model;
  const place = sharedModel.cells.findIndex((cell) => cell.getSource().includes(words));
  sharedModel.deleteCell(place);
}"""


CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*ask)(clockid_t, struct timespec *);
  if (!ask) ask = dlsym(RTLD_NEXT, "clock_gettime");
  const char *days = getenv("DAYS_AHEAD");
  int code = ask(clock, now);
  if (days && clock == CLOCK_REALTIME) now->tv_sec += 86400L * atol(days);
  return code;
}
"""  # only the calendar is moved; what measures waiting stays


class Life:
    """Somebody with a clone of the course and a copy that is theirs."""

    def __init__(self, place: Path, browser: BrowserContext) -> None:
        self.upstream, self.course = place / "upstream", place / "my studies" / "course"
        self.home, self.browser = place / "home", browser
        self.written: list[str] = []
        self.day = 0
        self.server = subprocess.Popen([sys.executable, "-c", ""])
        self.home.mkdir()
        self.clock = place / "clock.so"
        command = ["cc", "-shared", "-fPIC", "-o", self.clock, "-x", "c", "-"]
        subprocess.run(command, input=CLOCK, text=True, check=True)
        git(place, "clone", "--quiet", PROJECT, self.upstream)
        git(place, "clone", "--quiet", self.upstream, self.course)

    @property
    def copy(self) -> Path:
        """The folder of the copy."""
        return self.course / "my_course"

    def variables(self) -> dict[str, str]:
        """The user's, with the clock of this day."""
        kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
        moved = {"LD_PRELOAD": str(self.clock), "DAYS_AHEAD": str(self.day)}
        cache = {"UV_CACHE_DIR": str(Path.home() / ".cache" / "uv")}
        return cache | kept | moved | {"HOME": str(self.home)}

    def start(self, *words: str | Path) -> str:
        """What start.py says; it must succeed."""
        command = [sys.executable, self.course / "start.py", *words]
        done = subprocess.run(
            command, env=self.variables(), capture_output=True, text=True, check=False
        )
        said = "\n".join(f"      {line}" for line in done.stdout.splitlines())
        print(f"    start.py {' '.join(map(str, words))}\n{said}", flush=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    @contextmanager
    def opened(self, end: signal.Signals = signal.SIGTERM) -> Iterator[str]:
        """The address of the course, opened as start.py does, until it ends by a signal."""
        python = self.course / ".venv" / "bin" / "python"
        command = [python, "-I", "-X", "utf8", "-m", "lessons_lib.course.lab"]
        command += ["--copy", self.copy, "--no-browser", "--allow-root", "--ServerApp.log_level=30"]
        command += ["--LabApp.expose_app_in_browser=True"]
        log = self.home / f"day{self.day}.log"
        with log.open("w") as said:
            self.server = subprocess.Popen(
                command, env=self.variables(), cwd=self.course, stdout=said, stderr=said
            )
        address = r"(http://[\d.:]+\d)/lab\S*(\?token=\w+)"
        found = wait_for(lambda: re.search(address, log.read_text("utf-8")))
        page = self.browser.new_page()
        page.goto(f"{found[1]}/lab{found[2]}")
        page.close()
        try:
            yield found[1]
        finally:
            for one in self.processes():  # a battery that is empty ends them all at once
                one.send_signal(end if one.pid == self.server.pid or end == 9 else 0)
            self.server.wait()
            for page in self.browser.pages[1:]:
                page.close()

    def processes(self) -> list[psutil.Process]:
        """The server and its kernels."""
        server = psutil.Process(self.server.pid)
        return [server, *server.children(recursive=True)]

    def lid(self) -> None:
        """Close the lid for a while, and open it."""
        asleep = self.processes()
        for one in asleep:
            one.suspend()
        time.sleep(5)
        for one in asleep:
            one.resume()

    def lesson(self, address: str, name: str) -> Lesson:
        """A lesson in a window of its own, where nothing is broken."""
        lesson = Lesson(self.browser, address, name)
        self.look(lesson)
        return lesson

    def look(self, lesson: Lesson) -> None:
        """Nothing on the page says that something is broken."""
        text = lesson.page.inner_text("body")
        broken = [word for word in BROKEN if word in text]
        if broken:
            raise RuntimeError(f"day {self.day}: {broken}")

    def write(self, lesson: Lesson, script: str, text: str, *more: str) -> None:
        """Write something, run it, save it."""
        lesson.page.evaluate(script, [*more, text] if more else text)
        lesson.page.wait_for_function(READY, timeout=120_000)
        self.written.append(text)
        lesson.save()

    def everything_is_there(self) -> None:
        """All that was written is in a notebook of the copy, and each notebook opens."""
        texts = []
        for path in self.copy.glob("*.ipynb"):
            book = nbformat.read(path, as_version=4)
            nbformat.validate(book)
            texts += [cell.source for cell in book.cells]
        whole = "\n".join(texts)
        missing = [text for text in self.written if text not in whole]
        if missing:
            raise RuntimeError(f"day {self.day}: {missing} are lost")
        print(f"    day {self.day}: all {len(self.written)} things written are there", flush=True)

    def newer(self, version: str) -> None:
        """The course's authors bring a new version out."""
        for path in sorted((self.upstream / "notebooks").glob("*.ipynb")):
            book = json.loads(path.read_text("utf-8"))
            first = book["cells"][0]
            first["source"] = "".join(first["source"]) + f"\n\nNew in {version}."
            text = {"cell_type": "markdown", "metadata": {}, "source": f"It came with {version}."}
            book["cells"].insert(2, text | {"id": f"new-{version[-1]}"})
            path.write_text(json.dumps(book, indent=1), "utf-8")
        git(self.upstream, "commit", "--quiet", "--all", "-m", version)


def live(life: Life) -> None:
    """Five days."""
    life.day = 1
    life.start("update")
    with life.opened() as address:
        lesson = life.lesson(address, FOURTH)
        lesson.run_all()
        life.write(lesson, ANSWER, "0.0601", "04-slope")
        life.write(lesson, ADD, "My own words of the first day")
        second = life.lesson(address, FOURTH)  # another window on the same lesson
        life.write(second, ANSWER, "7.25", "04-tilt")
        life.lid()
        lesson.reload_page()
        life.look(lesson)
        life.write(lesson, ADD, "After the lid was open again")
    life.everything_is_there()

    life.day = 2
    with life.opened(signal.SIGKILL) as address:
        lesson = life.lesson(address, FOURTH)
        third = life.lesson(address, THIRD)
        third.run_all()
        life.write(third, ANSWER, "4321", "03-steps")
        third.page.evaluate(DELETE, "## Take away")
        life.write(third, ADD, "Just before the battery was empty")
    life.everything_is_there()
    life.newer("1.1")
    git(life.course, "pull", "--quiet")
    life.start("update")
    life.everything_is_there()
    assert "New in 1.1" in (life.copy / FOURTH).read_text("utf-8")
    assert "## Take away" not in (life.copy / THIRD).read_text("utf-8")

    life.day = 3
    with life.opened() as address:
        life.look(life.lesson(address, THIRD))
        lesson = life.lesson(address, FOURTH)
        life.write(lesson, ANSWER, "33.5", "04-knee")
    kept = life.start("reset", "04")
    ahead = datetime.date.today() + datetime.timedelta(days=life.day)
    assert f"04_hamstrings_and_pelvis_{ahead}.ipynb" in kept
    life.everything_is_there()
    with life.opened() as address:
        lesson = life.lesson(address, FOURTH)
        assert "0.0601" not in lesson.page.inner_text("body")
        life.write(lesson, ANSWER, "0.0602", "04-slope")

    life.day = 4
    life.newer("1.2")
    zipped = life.course.parent / "Downloads" / "course-main"
    zipped.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "-C", life.upstream, "archive", "HEAD"], capture_output=True, check=True
    )
    subprocess.run(["tar", "-x", "-C", zipped], input=packed.stdout, check=True)
    life.start("update", zipped)
    life.course = zipped
    life.everything_is_there()
    assert "New in 1.2" in (life.copy / THIRD).read_text("utf-8")

    life.day = 5
    with life.opened() as address:
        lesson = life.lesson(address, THIRD)
        life.write(lesson, ADD, "On the fifth day")
    life.start("update", "--undo")
    life.everything_is_there()
    assert "New in 1.2" not in (life.copy / THIRD).read_text("utf-8")
    life.start("update")
    life.everything_is_there()
    with life.opened() as address:
        for name in (THIRD, FOURTH):
            life.lesson(address, name).run_all()
    life.everything_is_there()


def git(folder: Path, *words: object) -> None:
    """Run git in a folder."""
    who = ["-c", "user.name=Author", "-c", "user.email=author@example.org"]
    subprocess.run(["git", "-C", folder, *who, *map(str, words)], check=True)


def wait_for(look: Callable[[], Any], seconds: float = 300) -> Any:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError("nothing was found in time")
        time.sleep(0.1)
    return found


def main() -> None:
    """Live the five days in a folder that is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="five-days-"))
    try:
        with sync_playwright() as playwright:
            browser = open_chromium(playwright, place, viewport={"width": 1280, "height": 900})
            live(Life(place, browser))
            browser.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print("Five days, and nothing was lost.")


if __name__ == "__main__":
    main()
