"""What does a drag cost beside a slider? ``hamstrings.pose`` moved both ways in a real JupyterLab.

    python benchmarks/drag.py

The same picture is moved 90 times, 30 times a second: by keys on the first slider, whose sweep has
been fetched, and by the pointer on each handle, which sets one slider or two by the inverse. As in
`live_figure.py`: painted pictures a second, bytes over the kernel's web socket for each move, and
CPU time of kernel and browser for each picture shown. A handle that is at the end of its slider has
nothing new to show, so beside the pictures stands how often a value changed: where the two are
alike, no picture came late.
"""

import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# A script finds its own folder only; the browser helpers are with the tests.
sys.path.insert(0, str(Path(__file__).parents[1]))

from live_figure import KEYS, KEYS_PER_SECOND, PROBE, Traffic, cpu_ms
from playwright.sync_api import FloatRect, Page, sync_playwright

from tests.browser.lab import Lesson, jupyterlab, open_chromium, write_notebook

CELL = """from lessons_lib.apps.explorer import explore
from lessons_lib.figures import hamstrings

explore(hamstrings.pose)"""


# How often what the sliders say has changed.
VALUES = """() => {
  const read = () =>
    [...document.querySelectorAll('.ll-slider output')].map((one) => one.textContent).join();
  const values = (window.values = { changes: 0, last: read() });
  new MutationObserver(() => {
    const now = read();
    if (now !== values.last) values.changes += 1;
    values.last = now;
  }).observe(document.querySelector('.ll-controls'), { subtree: true, childList: true });
}"""


def measure(name: str, page: Page, traffic: Traffic, move: Callable[[int], None]) -> None:
    """Move 90 times and print a row."""
    page.evaluate("() => { probe.watch(); values.changes = 0; }")
    bytes_before = traffic.bytes
    before = cpu_ms("ipykernel_launcher"), cpu_ms("--type=renderer")
    begin = time.perf_counter()
    for index in range(KEYS):
        time.sleep(max(0.0, begin + index / KEYS_PER_SECOND - time.perf_counter()))
        move(index)
    seconds = time.perf_counter() - begin
    _, pictures = page.evaluate("() => probe.still(400)")
    after = cpu_ms("ipykernel_launcher"), cpu_ms("--type=renderer")
    shown, changes = len(pictures), page.evaluate("() => values.changes")
    kernel, browser = ((late - early) / shown for early, late in zip(before, after, strict=True))
    sent = (traffic.bytes - bytes_before) / KEYS
    print(
        f"{name:22} {KEYS / seconds:6.1f} moves/s {changes / seconds:6.1f} values/s "
        f"{shown / seconds:6.1f} pictures/s "
        f"{sent:9,.0f} B/move  kernel {kernel:5.1f} ms  browser {browser:5.1f} ms CPU a picture"
    )


def measure_drag(page: Page, traffic: Traffic, name: str, box: FloatRect) -> None:
    """Drag what is in a box round and round."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()

    def drag_to(index: int) -> None:
        turn = 2 * math.pi * index / 60
        page.mouse.move(x + 60 * math.sin(turn), y - 30 + 30 * math.cos(turn))

    measure(f"drag {name.partition(':')[0]}", page, traffic, drag_to)
    page.mouse.up()


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root, home = Path(folder, "root"), Path(folder, "home")
        home.mkdir()
        write_notebook(root / "drag.ipynb", [CELL])
        with jupyterlab(root, home) as address, sync_playwright() as playwright:
            context = open_chromium(playwright, home, viewport={"width": 1200, "height": 1000})
            traffic = Traffic(context)
            lesson = Lesson(context, address, "drag.ipynb")
            page = lesson.page
            lesson.run_all()
            slider = page.get_by_role("slider").first
            slider.wait_for()
            page.evaluate(PROBE)
            page.evaluate(VALUES)
            before = traffic.bytes
            with traffic.until_swept():
                slider.focus()
            print(f"a sweep: {traffic.bytes - before:,} B")
            measure(
                "slider, swept ahead",
                page,
                traffic,
                lambda index: page.keyboard.press("ArrowRight" if index % 60 < 30 else "ArrowLeft"),
            )
            for grip in page.locator(".ll-grip").all():
                grip.scroll_into_view_if_needed()
                box = grip.bounding_box()
                assert box is not None
                measure_drag(page, traffic, grip.get_attribute("aria-label") or "", box)
            context.close()


if __name__ == "__main__":
    main()
