"""JupyterLab of this environment, driven in a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from authoring.storing import away_from_the_learner

COURSE = Path(__file__).parents[2]
# Four times as long as the slowest step takes on a busy machine.
PATIENCE_MS = 120_000
READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  const kernel = panel?.context?.sessionContext?.session?.kernel;
  const splash = document.getElementById('jupyterlab-splash');
  return !splash && kernel?.status === 'idle' && kernel?.connectionStatus === 'connected';
}"""
RUN_ALL = """async () => {
  if (await window.jupyterapp.commands.execute('notebook:run-all-cells')) return '';
  const { widgets } = window.jupyterapp.shell.currentWidget.content;
  const outputs = widgets.flatMap((cell) => cell.model.outputs?.toJSON() ?? []);
  const error = outputs.find((output) => output.output_type === 'error');
  return error ? error.traceback.join('\\n') : 'not all cells have run';
}"""
# axe passes over what is scrolled away, and over everything in a body without height: JupyterLab's.
SHOW_WHOLE = """() => {
  document.body.style.height = '100vh';
  const { node } = window.jupyterapp.shell.currentWidget;
  node.querySelector('.jp-WindowedPanel-outer').scrollTop = 0;
  const boxes = [...node.querySelectorAll('.jp-Notebook-cell')].map((cell) => {
    cell.style.contentVisibility = 'visible';
    return cell.getBoundingClientRect();
  });
  return Math.ceil(boxes.at(-1).bottom - boxes[0].top);
}"""
DRAWN = "() => new Promise((on) => requestAnimationFrame(() => requestAnimationFrame(on)))"
WHOLE_SHOWN = """() => {
  const cells = window.jupyterapp.shell.currentWidget.node.querySelectorAll('.jp-Notebook-cell');
  return [...cells].at(-1).getBoundingClientRect().bottom < innerHeight;
}"""
# The command switches the setting over, whatever it was, and the setting outlives the page.
SAVE_WITH_WIDGETS = """async () => {
  const { commands, shell } = window.jupyterapp;
  const { context } = shell.currentWidget;
  const name = '@jupyter-widgets/jupyterlab-manager:saveWidgetState';
  if (!commands.isToggled(name)) await commands.execute(name);
  context.model.dirty = true;
  await context.save();
  await context.createCheckpoint();
}"""
LAB_ITSELF_PX = 300
SESSION = "window.jupyterapp.shell.currentWidget.context.sessionContext"
SHUT_DOWN = f"() => {SESSION}.shutdown()"
FILL = """(sources) => {
  const notebook = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
  notebook.deleteCellRange(0, notebook.cells.length);
  notebook.insertCells(0, sources.map((source) => ({ cell_type: 'code', source })));
}"""
IN_FRONT = "(path) => window.jupyterapp.shell.currentWidget?.context?.path === path"
BRING = "(path) => { window.jupyterapp.commands.execute('docmanager:open', { path }); }"
COLLAPSE = """() => {
  window.jupyterapp.shell.collapseLeft();
  window.jupyterapp.shell.collapseRight();
}"""
# As a reader comes to a cell: it is the active one, with its top at this share of what they see.
COME_TO = """async ([index, share]) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  const { node } = content.widgets[index];
  const scrolled = content.node.querySelector('.jp-WindowedPanel-outer');
  window.dispatchEvent(new WheelEvent('wheel'));
  Object.assign(content, { activeCellIndex: index, mode: 'command' });
  content.deselectAll();
  // What comes into sight is drawn then, and may be higher than it was thought to be.
  for (let still = 0; still < 5; still += 1) {
    const { top, height } = scrolled.getBoundingClientRect();
    const before = scrolled.scrollTop;
    scrolled.scrollTop += node.getBoundingClientRect().top - top - share * height;
    if (Math.abs(scrolled.scrollTop - before) >= 1) still = 0;
    await new Promise(requestAnimationFrame);
  }
  content.activate();
  for (const one of document.querySelectorAll('.ll')) one.dataset.before = '';
}"""
DRAWN_ANEW = """(index) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  return content.widgets[index].node.querySelector('.ll:not([data-before])');
}"""
# Where the top of a cell, and of the widget in it, is when nothing moves any more; and how high
# the part of the page is in which it is seen.
WHERE = """async (index) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  const { node } = content.widgets[index];
  const scrolled = content.node.querySelector('.jp-WindowedPanel-outer');
  let last;
  for (let still = 0; still < 10; still += 1) {
    const { scrollTop, scrollHeight } = scrolled;
    const now = [scrollTop, scrollHeight, node.offsetHeight].join();
    if (now !== last) still = 0;
    last = now;
    await new Promise(requestAnimationFrame);
  }
  const { top, height } = scrolled.getBoundingClientRect();
  const below = (element) => element && element.getBoundingClientRect().top - top;
  return {
    active: content.activeCellIndex,
    cell: below(node),
    widget: below(node.querySelector('.ll')),
    height,
  };
}"""
RUN_BUTTON = (
    ".jp-NotebookPanel:visible .jp-NotebookPanel-toolbar "
    "[data-command='notebook:run-cell-and-select-next']"
)
RUN_ACTIVE = "() => window.jupyterapp.commands.execute('notebook:run-cell')"
LAID_OUT = """() => {
  const gap = innerWidth - window.jupyterapp.shell.currentWidget.node.getBoundingClientRect().right;
  return 0 <= gap && gap < 100;
}"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
DIRTY = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
REOPEN = """async () => {
  const { commands, shell } = window.jupyterapp;
  const { path } = shell.currentWidget.context;
  shell.currentWidget.close();
  await commands.execute('docmanager:open', { path });
}"""
# What the command does when its question is answered with yes.
RELOAD_FROM_DISK = "() => window.jupyterapp.shell.currentWidget.context.revert()"
CELLS = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"
PASS_FRAMES = """(count) => new Promise((resolve) => {
  const next = () => (count-- ? requestAnimationFrame(next) : resolve());
  next();
})"""


def copy_lessons(root: Path) -> None:
    """Copy the lessons and their pictures to `root`, where they may be run and written to."""
    for name in ("notebooks", "images"):
        shutil.copytree(COURSE / name, root / name)


def find_chromium() -> str | None:
    """The browser to test with: the one named by COURSE_CHROMIUM, or one that is installed."""
    names = [os.environ.get("COURSE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def open_chromium(playwright: Playwright, home: Path, **options: Any) -> BrowserContext:
    """Chromium with a fresh profile in `home`, which calls nobody on its own."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    # Chromium refuses to run as root inside its sandbox.
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return _patient(
        playwright.chromium.launch_persistent_context(
            home / "browser", executable_path=find_chromium(), args=quiet + root, **options
        )
    )


def new_window(browser: BrowserContext, **options: Any) -> BrowserContext:
    """A context with a clock and a memory of its own in the same Chromium."""
    assert browser.browser
    return _patient(browser.browser.new_context(**options))


def _patient(context: BrowserContext) -> BrowserContext:
    """Nothing that is waited for is given up because the machine is slow."""
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return context


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def jupyterlab(root: Path, home: Path, *options: str) -> Iterator[str]:
    """A JupyterLab server on `root` with fresh settings in `home`; gives its address.

    It saves only what it is told to save: no test meets a file that another has saved in passing.
    """
    settings = home / "settings/@jupyterlab/docmanager-extension/plugin.jupyterlab-settings"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"autosave": False}))
    port = free_port()
    folders = {
        f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    folders |= {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    folders |= away_from_the_learner(home)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
    ]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={root}"]
    command += ["--LabApp.expose_app_in_browser=True", "--ServerApp.log_level=ERROR", *options]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, env={**os.environ, **folders}, stdout=log, stderr=log)
        try:
            _wait_for_server(server, port, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE_MS / 1000)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for_server(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status", timeout=5).close()
            return
        except OSError:
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


class Lesson:
    """A notebook that is open in JupyterLab."""

    def __init__(self, context: BrowserContext, address: str, path: str) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", self._notice)
        self.page.on("console", self._listen)
        self.address = f"{address}/lab/tree/{path}?reset"
        self.page.goto(self.address)
        self.wait_until_ready()

    def _notice(self, error: Any) -> None:
        # anywidget says so two seconds after it was given a widget that was taken away before its
        # code had come. One that stays and is late by that much does not answer: tests notice that.
        if str(error) != "[anywidget] Failed to initialize model.":
            self.errors.append(str(error))

    def _listen(self, message: Any) -> None:
        url = message.location.get("url", "")
        # JupyterLab asks for the kernels every ten seconds; for the milliseconds in which one is
        # being added jupyter_server answers 500 (it has no `last_activity` yet). It asks again.
        # And on a slow computer it looks for widgets before they have come; they are drawn then.
        asked = urlsplit(url).path == "/api/kernels"
        early = message.text.startswith("Error: widget model not found")
        if message.type == "error" and not asked and not early:
            self.errors.append(f"{message.text} ({url})")

    def wait_until_ready(self) -> None:
        """Wait until its kernel can be asked."""
        self.page.wait_for_function(READY)

    def run_all(self) -> None:
        """Run all cells and wait until the kernel has done them; RuntimeError if one fails."""
        trouble = self.page.evaluate(RUN_ALL)
        if trouble:
            raise RuntimeError(trouble)
        self.page.wait_for_function(READY)

    def fill(self, *sources: str) -> None:
        """Put these code cells in place of its own."""
        self.page.evaluate(FILL, sources)

    def restart(self) -> None:
        """Restart its kernel."""
        self.page.evaluate(f"() => {SESSION}.session.kernel.restart()")

    def lose_kernel(self) -> None:
        """Shut its kernel down, and wait until the page knows."""
        self.page.evaluate(SHUT_DOWN)
        self.page.wait_for_function(f"() => !{SESSION}.session?.kernel")

    def wait_until_in_front(self, path: str) -> None:
        """Wait until JupyterLab shows the notebook of this path."""
        self.page.wait_for_function(IN_FRONT, arg=path)

    def bring(self, path: str) -> None:
        """Bring the notebook of this path to the front."""
        self.page.evaluate(BRING, path)
        self.wait_until_in_front(path)

    def come_to(self, index: int, share: float) -> None:
        """Make a cell the active one, its top at this share of the height that is seen."""
        self.page.evaluate(COME_TO, [index, share])

    def run_cell(self, index: int, way: str = "") -> None:
        """Run the active cell by a key, by the toolbar's "button" or by command, and wait for it.

        Args:
            index: the active cell's; by a key or the button it has to show a widget.
            way: a key as Playwright calls it, "button", or nothing for the command.
        """
        if not way:
            self.page.evaluate(RUN_ACTIVE)
            return
        if way == "button":
            self.page.locator(RUN_BUTTON).click()
        else:
            self.page.keyboard.press(way)
        self.page.wait_for_function(DRAWN_ANEW, arg=index)
        self.page.wait_for_function(READY)

    def where(self, index: int) -> dict[str, float]:
        """Where a cell and its widget begin, below the top of what is seen, and its height."""
        where: dict[str, float] = self.page.evaluate(WHERE, index)
        return where

    def collapse_sides(self) -> None:
        """Leave the whole width to the notebook."""
        self.page.evaluate(COLLAPSE)

    @property
    def dirty(self) -> bool:
        """Whether JupyterLab holds changes that are not saved."""
        return bool(self.page.evaluate(DIRTY))

    def save(self) -> None:
        """Save it."""
        self.page.evaluate(SAVE)

    def reload_page(self) -> None:
        """Load its page again, with its kernel as it is and no other tab.

        What the old page says of its end does not count.
        """
        seen = list(self.errors)
        self.page.goto(self.address)
        self.wait_until_ready()
        self.errors[:] = seen

    def next_day(self) -> None:
        """Shut its kernel down and open it again; what JupyterLab says of that does not count."""
        seen = list(self.errors)
        self.lose_kernel()
        self.page.evaluate(REOPEN)
        self.wait_until_ready()
        self.errors[:] = seen

    def reload_from_disk(self) -> None:
        """Have JupyterLab read the file again."""
        self.page.evaluate(RELOAD_FROM_DISK)

    def close(self) -> None:
        """Stop its kernel and close its page; what JupyterLab says of that does not count."""
        seen = list(self.errors)
        self.page.evaluate(SHUT_DOWN)
        self.page.close()
        self.errors[:] = seen

    def widgets(self, kind: str) -> Locator:
        """The course's widgets of one kind (explorer, quiz, safety), in order."""
        return self.page.locator(f".ll-{kind}")

    def axe(
        self, source: str, within: str = ".ll", options: dict[str, Any] | None = None
    ) -> list[str]:
        """Serious accessibility violations inside the course's own widgets, in words.

        `options` are axe's own: which rules to look at.
        """
        window = self.page.viewport_size
        assert window
        end = time.monotonic() + PATIENCE_MS / 1000
        whole, before = 0, -1
        while whole != before or not self.page.evaluate(WHOLE_SHOWN):
            # What comes into sight is drawn then, and pictures take the room that they are given.
            if time.monotonic() > end:
                raise RuntimeError("the page never fitted its window")
            before, whole = whole, self.page.evaluate(SHOW_WHOLE) + LAB_ITSELF_PX
            self.page.set_viewport_size({"width": window["width"], "height": whole})
            self.page.evaluate(DRAWN)
        self.page.evaluate(source)
        script = """async ([within, options]) => {
          const found = await axe.run(
            { include: [[within]] }, { resultTypes: ['violations'], ...options });
          return found.violations.map((one) =>
            [one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')]);
        }"""
        violations = self.page.evaluate(script, [within, options or {}])
        self.page.set_viewport_size(window)
        return [": ".join(one) for one in violations if one[0] in {"serious", "critical"}]

    def set_width(self, width: int) -> None:
        """Make the window as wide as this, in pixels, and wait until JupyterLab has followed."""
        window = self.page.viewport_size
        assert window
        self.set_window(width, window["height"])

    def set_window(self, width: int, height: int) -> None:
        """Make the window as large as this, in pixels, and wait until JupyterLab has followed."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(LAID_OUT)

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme, for example to "JupyterLab Dark"."""
        change = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
        self.page.evaluate(change, name)
        light = json.dumps(str("Dark" not in name).lower())
        changed = f"() => document.body.dataset.jpThemeLight === {light}"
        splash = "document.getElementById('jupyterlab-splash')"
        self.page.wait_for_function(f"{changed} && !{splash}")


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """A notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
