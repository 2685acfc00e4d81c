"""How fast is a figure that moves? Five ways to show one plot, in a real JupyterLab.

    python benchmarks/live_figure.py [--json FILE]

Two lines of 400 points and one slider (`five_ways.py`) are shown by this course's explorer, with
sweeps off (*streamed*) and on (*swept*), by `ipywidgets.interact` with the inline backend, by
ipympl with ``set_data`` and ``draw_idle``, and by bqplot: each in a notebook and a kernel of its
own, one after the other, in one JupyterLab and one Chromium.

What is measured, and how, alike for all five:

- *From key to picture.* The slider has the focus, and a key moves it by one step. The time starts
  with the browser's own time stamp of that key. The picture changes when, inside the output, the
  ``d`` of a vector path takes a new value, or an image has loaded, or something is drawn onto a
  visible canvas. A callback in every animation frame posts itself a message, which arrives when
  that frame has been painted: the first such message after the change ends the time. The next key
  comes when the picture has stood still for a while, so that each picture belongs to its key.
- *Pictures a second.* 90 keys, 30 a second, as when the slider is dragged; how many painted frames
  show a new picture, and how long after the last key the last of them comes.
- *Bytes.* What goes over the kernel's web socket, both ways, in the first measurement; a sweep is
  what goes over it between the focus and the arrival of the sweep.
- *CPU.* Of the kernel's process and of the browser's page processes while the 90 keys are pressed,
  for each picture shown.

The targets compare ways within one run, so that a slow or busy machine slows all of them. ipympl
and bqplot are no part of the course; without them this says how to get them.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import BrowserContext, Page, WebSocket, sync_playwright

# A script finds its own folder only; the browser helpers are with the tests.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.lab import (
    Lesson,
    find_chromium,
    jupyterlab,
    open_chromium,
    write_notebook,
)

WARM_UP = 10
SAMPLES = 60
KEYS = 90
KEYS_PER_SECOND = 30

WAYS = {
    "streamed": "this explorer, streamed",
    "swept": "this explorer, swept ahead",
    "interact": "ipywidgets.interact, inline",
    "ipympl": "ipympl, set_data",
    "bqplot": "bqplot",
}

PROBE = """() => {
  const output = document.querySelector('.jp-OutputArea');
  const probe = (window.probe = { keys: [], pictures: [], watching: false });
  let changed = false;
  let last = 0;
  const change = () => {
    changed = true;
    last = performance.now();
  };
  addEventListener('keydown', (event) => {
    probe.keys.push(event.timeStamp);
    last = performance.now();
  }, true);

  new MutationObserver((all) => {
    if (all.some((one) => one.target.getAttribute('d') !== one.oldValue)) change();
  }).observe(output, { subtree: true, attributeFilter: ['d'], attributeOldValue: true });
  output.addEventListener('load', (event) => event.target.matches('img') && change(), true);
  const canvas = CanvasRenderingContext2D.prototype;
  for (const name of ['drawImage', 'putImageData']) {
    const draw = canvas[name];
    canvas[name] = function (...given) {
      draw.apply(this, given);
      if (output.contains(this.canvas)) change();
    };
  }

  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (changed) probe.pictures.push(performance.now());
    changed = false;
  };
  const frame = () => {
    if (!probe.watching) return;
    port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  probe.watch = () => {
    Object.assign(probe, { keys: [], pictures: [], watching: true });
    frame();
  };
  // Resolves when there is a picture and nothing has changed for a while.
  probe.still = (quiet) => new Promise((resolve, reject) => {
    const begin = performance.now();
    const look = () => {
      const now = performance.now();
      if (probe.pictures.length && !changed && now - last > quiet) {
        probe.watching = false;
        resolve([probe.keys, probe.pictures]);
      } else if (now - begin > 10_000) reject(new Error('no picture within 10 s'));
      else setTimeout(look, 20);
    };
    look();
  });
}"""


@dataclass(frozen=True)
class Result:
    """What was measured for one way."""

    median_ms: float
    p95_ms: float
    pictures_per_s: float
    keys_per_s: float
    lag_ms: float
    bytes_per_move: float
    bytes_per_sweep: float
    kernel_cpu_ms: float
    browser_cpu_ms: float


class Traffic:
    """Counts the bytes between the pages of a browser and their kernels."""

    def __init__(self, context: BrowserContext) -> None:
        self.bytes = 0
        self.kernel: WebSocket | None = None
        context.on("page", lambda page: page.on("websocket", self._meet))

    def _meet(self, socket: WebSocket) -> None:
        if "/channels" in socket.url:
            self.kernel = socket
            socket.on("framesent", self._count)
            socket.on("framereceived", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload if isinstance(payload, bytes) else payload.encode())

    @contextmanager
    def until_swept(self) -> Iterator[None]:
        """Wait, at the end of the block, for the arrival of a sweep."""
        assert self.kernel is not None
        with self.kernel.expect_event(
            "framereceived", lambda data: b'"answer"' in data and b'"sweep"' in data
        ):
            yield


def cpu_ms(pattern: str) -> float:
    """CPU time so far of all processes below this one whose command line has `pattern`."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if any(pattern in part for part in process.cmdline()):
                used = process.cpu_times()
                total += 1000 * (used.user + used.system)
        except psutil.NoSuchProcess:
            continue
    return total


@contextmanager
def browser_and_server() -> Iterator[tuple[BrowserContext, str]]:
    """Chromium and the address of a JupyterLab that holds one notebook for each way."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root, home = Path(folder, "root"), Path(folder, "home")
        home.mkdir()
        for way in WAYS:
            cell = f"%matplotlib inline\nimport five_ways\nfive_ways.{way}()"
            write_notebook(root / f"{way}.ipynb", [cell])
        shutil.copy(Path(__file__).with_name("five_ways.py"), root)
        with jupyterlab(root, home) as address, sync_playwright() as playwright:
            context = open_chromium(playwright, home, viewport={"width": 1200, "height": 1000})
            yield context, address
            context.close()


def measure(context: BrowserContext, address: str, traffic: Traffic, way: str) -> Result:
    """Open the notebook of one way and measure it."""
    lesson = Lesson(context, address, f"{way}.ipynb")
    page = lesson.page
    lesson.run_all()
    slider = page.get_by_role("slider").first
    slider.wait_for()
    page.evaluate(PROBE)

    before = traffic.bytes
    if way == "swept":
        with traffic.until_swept():
            slider.focus()
    else:
        slider.focus()
    sweep = traffic.bytes - before

    page.keyboard.press("Home")
    for _ in range(WARM_UP):
        one_move(page)
    before = traffic.bytes
    waits = [one_move(page) for _ in range(SAMPLES)]
    move = (traffic.bytes - before) / SAMPLES

    page.evaluate("() => probe.watch()")
    page.keyboard.press("End")
    page.evaluate("() => probe.still(400)")
    before = cpu_ms("ipykernel_launcher"), cpu_ms("--type=renderer")
    keys, pictures = drag(page)
    after = cpu_ms("ipykernel_launcher"), cpu_ms("--type=renderer")
    seconds = (keys[-1] - keys[0]) / 1000 * KEYS / (KEYS - 1)
    result = Result(
        median_ms=float(np.median(waits)),
        p95_ms=float(np.percentile(waits, 95)),
        pictures_per_s=len(pictures) / seconds,
        keys_per_s=KEYS / seconds,
        lag_ms=pictures[-1] - keys[-1],
        bytes_per_move=move,
        bytes_per_sweep=sweep if way == "swept" else float("nan"),
        kernel_cpu_ms=(after[0] - before[0]) / len(pictures),
        browser_cpu_ms=(after[1] - before[1]) / len(pictures),
    )
    page.close()
    return result


def one_move(page: Page) -> float:
    """Milliseconds from a key to its painted picture."""
    page.evaluate("() => probe.watch()")
    page.keyboard.press("ArrowRight")
    (key,), (picture, *_) = page.evaluate("() => probe.still(100)")
    return float(picture - key)


def drag(page: Page) -> tuple[list[float], list[float]]:
    """Times of the keys and of the painted pictures while the slider moves without a rest."""
    page.evaluate("() => probe.watch()")
    begin = time.perf_counter()
    for index in range(KEYS):
        time.sleep(max(0.0, begin + index / KEYS_PER_SECOND - time.perf_counter()))
        page.keyboard.press("ArrowLeft")
    keys, pictures = page.evaluate("() => probe.still(400)")
    return keys, pictures


def print_table(results: Mapping[str, Result]) -> None:
    """One row a way."""
    heads = ["median", "p95", "pictures", "lag", "bytes/move", "bytes/sweep", "kernel", "browser"]
    units = ["ms", "ms", "1/s", "ms", "B", "B", "CPU ms", "CPU ms"]
    row = "{:30}" + "{:>12}" * len(heads)
    print(row.format("", *heads))
    print(row.format("", *units))
    for way, one in results.items():
        sweep = "" if np.isnan(one.bytes_per_sweep) else f"{one.bytes_per_sweep:,.0f}"
        cells = [one.median_ms, one.p95_ms, one.pictures_per_s, one.lag_ms]
        cpu = [one.kernel_cpu_ms, one.browser_cpu_ms]
        print(
            row.format(
                WAYS[way],
                *(f"{value:.1f}" for value in cells),
                f"{one.bytes_per_move:,.0f}",
                sweep,
                *(f"{value:.1f}" for value in cpu),
            )
        )
    slowest = min(one.keys_per_s for one in results.values())
    print(f"\nmedian, p95: from key to painted picture ({SAMPLES} keys after {WARM_UP} to warm up)")
    print(f"pictures, lag: {KEYS} keys, wanted {KEYS_PER_SECOND}/s, at least {slowest:.1f}/s sent")
    print("kernel, browser: CPU time for each of these pictures\n")


def targets(results: Mapping[str, Result]) -> list[tuple[str, float, str, float, bool]]:
    """What the explorer has to reach: what, how much, at least or at most, limit, reached."""
    streamed, swept, interact = (results[way] for way in ("streamed", "swept", "interact"))
    shown = swept.pictures_per_s / swept.keys_per_s * KEYS_PER_SECOND
    goals = [
        ("streamed, p95: times faster than interact", interact.p95_ms / streamed.p95_ms, ">=", 4),
        ("swept, p95: times faster than interact", interact.p95_ms / swept.p95_ms, ">=", 6),
        ("swept: pictures shown of 30 moves a second", shown, ">=", 27),
        ("streamed: kB a move", streamed.bytes_per_move / 1000, "<=", 10),
        ("swept: kB a sweep", swept.bytes_per_sweep / 1000, "<=", 500),
        ("streamed: ms of kernel CPU a move", streamed.kernel_cpu_ms, "<=", 3),
    ]
    return [
        (what, value, sign, limit, value >= limit if sign == ">=" else value <= limit)
        for what, value, sign, limit in goals
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure five ways to show a figure that moves.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    given = parser.parse_args(arguments)
    missing = [name for name in ("ipympl", "bqplot") if find_spec(name) is None]
    if missing:
        names = " ".join(missing)
        print(
            f"Not installed: {names}. To compare with them: {sys.executable} -m pip install {names}"
        )
        return 1
    if find_chromium() is None:
        print("No Chromium found. Install it, or name it in the variable COURSE_CHROMIUM.")
        return 1
    results = {}
    with browser_and_server() as (context, address):
        traffic = Traffic(context)
        for way, name in WAYS.items():
            print(f"measuring {name} ...", file=sys.stderr)
            results[way] = measure(context, address, traffic, way)
    print_table(results)
    goals = targets(results)
    for what, value, sign, limit, reached in goals:
        print(f"{'reached' if reached else 'MISSED':8} {what:45} {value:8.1f} {sign} {limit}")
    if given.json:
        given.json.write_text(json.dumps({way: asdict(one) for way, one in results.items()}))
    return 0 if all(goal[-1] for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
