"""Four ways to open a lesson: how much comes over the wire, when one can read, when one can move.

    python benchmarks/web_edition.py                       the web edition, nbconvert, JupyterLab
    python benchmarks/web_edition.py --lite jupyter-lite   and JupyterLite, by that command
    python benchmarks/web_edition.py --lesson 02           another lesson than 4

Each over a local server, with nothing in the browser's cache. What is sent is counted as it would
be with gzip. The first move is a step of the first slider, asked for as soon as it is there, until
the words below the picture have followed. Of moves the web edition shows 60.

JupyterLite's command is that of an environment with ``jupyterlite-core``,
``jupyterlite-pyodide-kernel`` and ``jupyter-server``, without which it builds no notebooks. Its
Python comes from another server, which is not asked: this says which one, and measures the rest.
"""

import argparse
import gzip
import http.server
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

from lessons_lib.course import outline
from lessons_lib.site import building

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.lab import copy_lessons, find_chromium, jupyterlab

SLIDER = ".ll-explorer input[type=range]"
WORDS = ".ll-explorer:has(input[type=range]) .ll-words"
PATIENCE_MS = 120_000
ALL_LIVE = "() => !document.querySelector('[data-place]:not(.is-live)')"
LOOK_AT = """async (place) => {
  for (let fold = place.closest('details'); fold; fold = fold.parentElement.closest('details'))
    fold.open = true;
  place.scrollIntoView();
  await new Promise((resolve) => setTimeout(resolve, 100));
}"""
MOVES = """async ([slider, words]) => {
  const one = document.querySelector(slider), said = document.querySelector(words);
  const [low, high, step] = [one.min, one.max, one.step || 1].map(Number);
  const positions = Math.round((high - low) / step) + 1;
  const taken = [];
  for (let move = 0; move < 60; move += 1) {
    const followed = new Promise((resolve, reject) => {
      const late = setTimeout(reject, 5000, new Error(`${one.value}: the words did not follow.`));
      const watching = new MutationObserver(() => {
        watching.disconnect();
        clearTimeout(late);
        resolve();
      });
      watching.observe(said, { childList: true, characterData: true, subtree: true });
    });
    const before = performance.now();
    const here = Math.round((Number(one.value) - low) / step);
    one.value = low + step * ((here + 7) % positions);
    one.dispatchEvent(new Event('input', { bubbles: true }));
    await followed;
    taken.push(performance.now() - before);
    await new Promise(requestAnimationFrame);
  }
  return taken;
}"""


class Counting(http.server.SimpleHTTPRequestHandler):
    """Files, and what they would be with gzip."""

    sent = 0

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Count, then send."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            Counting.sent += len(gzip.compress(path.read_bytes(), 6))
        super().do_GET()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    Counting.sent = 0
    handler = partial(Counting, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def text_s(page: Page, address: str) -> tuple[float, float]:
    """When the page was opened, and how long it took until its text could be read."""
    start = perf_counter()
    page.goto(address, wait_until="commit")
    page.get_by_role("heading", name="1. ").first.wait_for(timeout=PATIENCE_MS)
    return start, perf_counter() - start


def first_move_s(page: Page, start: float) -> float:
    """From the opening to the first words that follow a slider."""
    slider, words = page.locator(SLIDER).first, page.locator(WORDS).first
    slider.wait_for(timeout=PATIENCE_MS)
    before = words.text_content()
    slider.press("ArrowRight")
    while words.text_content() == before:
        if perf_counter() - start > PATIENCE_MS / 1000:
            raise TimeoutError("The words under the picture do not follow its slider.")
    return perf_counter() - start


def line(name: str, sent: float | None, text: float | None, move: float | str) -> None:
    size = f"{sent / 1000:9,.0f} kB" if sent is not None else "           -"
    when = f"{text:6.2f} s" if text is not None else "       -"
    print(f"{name:28}{size}   text {when}   first move " + (f"{move:6.2f} s" if isinstance(move, float) else move))  # noqa: E501  # fmt: skip


def web_edition(new_page: Callable[[], Page], folder: Path, entry: outline.Entry) -> None:
    frames = folder.with_name("frames")  # computed once for both forms
    start = perf_counter()
    building.write(folder, building.edition([entry], frames))
    built = perf_counter() - start
    with served(folder) as address:
        page = new_page()
        opened, text = text_s(page, f"{address}/{entry.stem}.html")
        move = first_move_s(page, opened)
        page.wait_for_function(ALL_LIVE, timeout=PATIENCE_MS)
        for place in page.locator("[data-place]").all():  # grids come when they are near
            place.evaluate(LOOK_AT)
        page.wait_for_load_state("networkidle")
        line("this edition", Counting.sent, text, move)
        page.locator(SLIDER).first.scroll_into_view_if_needed()
        first, *rest = page.evaluate(MOVES, [SLIDER, WORDS])
        late = statistics.quantiles(rest, n=20)[-1]
        print(
            f"{'':28}first touch {first:.0f} ms, every further move {late:.1f} ms (95th percentile)"
        )
        print(f"{'':28}built in {built:.0f} s, nothing kept from before")
    one = building.single([entry], frames)[f"{entry.stem}.html"]
    print(f"{'':28}as one file {len(one) / 1000:,.0f} kB")


def nbconvert(new_page: Callable[[], Page], folder: Path, entry: outline.Entry) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(folder)]
    subprocess.run(
        [*command, str(building.NOTEBOOKS / entry.file)], check=True, capture_output=True
    )
    with served(folder) as address:
        page = new_page()
        outside = []
        page.on("request", lambda one: one.url.startswith(address) or outside.append(one.url))
        _, text = text_s(page, f"{address}/{entry.stem}.html")
        line("nbconvert's HTML", Counting.sent, text, "never: it stands still")
        unseen = page.locator("img[alt='No description has been provided for this image']").count()
        asks = len({one.split("/")[2] for one in outside if "//" in one})
        print(f"{'':28}pictures without words {unseen}, other servers asked {asks}")


def installed(new_page: Callable[[], Page], folder: Path, entry: outline.Entry) -> None:
    root, home = folder / "root", folder / "home"
    root.mkdir()
    home.mkdir()
    copy_lessons(root)
    with jupyterlab(root, home) as address:
        page = new_page()
        sizes: list[int] = []
        page.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
        where = next(root.rglob(entry.file)).relative_to(root).as_posix()
        opened, text = text_s(page, f"{address}/lab/tree/{where}?reset")
        page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel"
            "?.status === 'idle'",
            timeout=PATIENCE_MS,
        )
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        move = first_move_s(page, opened)
        line("the installed course", sum(sizes), text, move)
        print(f"{'':28}from this computer; Run All as soon as the kernel is there")


def jupyterlite(
    new_page: Callable[[], Page], folder: Path, entry: outline.Entry, command: str
) -> None:
    out = folder / "out"
    build = [*shlex.split(command), "build", "--contents", str(building.NOTEBOOKS)]
    start = perf_counter()
    try:
        done = subprocess.run(
            [*build, "--output-dir", str(out)],
            check=False,
            capture_output=True,
            text=True,
            cwd=folder,
        )
    except OSError as error:
        line("JupyterLite", None, None, f"cannot be had here: {error}")
        return
    if done.returncode:
        line("JupyterLite", None, None, f"cannot be had here: {why(done.stdout + done.stderr)}")
        return
    built = perf_counter() - start
    size = sum(one.stat().st_size for one in out.rglob("*") if one.is_file())
    with served(out) as address:
        page = new_page()
        outside: set[str] = set()

        def inside_only(route: Route) -> None:
            if route.request.url.startswith(address):
                route.continue_()
                return
            outside.add(urlsplit(route.request.url).netloc)
            route.abort()

        page.route("**", inside_only)
        _, text = text_s(page, f"{address}/lab/index.html?path={entry.file}")
        page.wait_for_load_state("networkidle")
        servers = " and ".join(sorted(outside)) or "another server"
        line("JupyterLite", Counting.sent, text, f"not measured: its Python is on {servers}")
        print(f"{'':28}a folder of {size / 1e6:,.0f} MB without Python, built in {built:.0f} s")


def why(said: str) -> str:
    """The last error that a command told of, as a sentence."""
    errors = [one.partition("Error: ")[2] for one in said.splitlines() if "Error: " in one]
    return errors[-1] if errors else said.strip().rpartition("\n")[2]


def main() -> None:
    """Print them all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lite", metavar="COMMAND", help="what builds a JupyterLite")
    parser.add_argument("--lesson", default="04", help="its number")
    asked = parser.parse_args()
    entry = next(one for one in outline.lessons() if one.stem[:2] == asked.lesson)
    print(f"{entry.number}. {entry.title}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser: Browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )

        def new_page() -> Page:
            # What the web edition's worker fetches for reading offline is not what a reader waits
            # for.
            context = browser.new_context(
                viewport={"width": 1280, "height": 800}, service_workers="block"
            )
            return context.new_page()

        ways = [web_edition, nbconvert, installed]
        if asked.lite:
            ways.append(partial(jupyterlite, command=asked.lite))
        for number, way in enumerate(ways):
            folder = Path(name, str(number))
            folder.mkdir()
            way(new_page, folder, entry)
        if not asked.lite:
            line("JupyterLite", None, None, "not asked for: --lite jupyter-lite")
        browser.close()


if __name__ == "__main__":
    main()
