"""One JupyterLab and one Chromium for all browser tests.

They last for this package, not for the whole session: while Playwright runs, an event loop is
running, and other tests start kernels with one of their own.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, sync_playwright

from .lab import Lesson, find_chromium, jupyterlab, open_chromium

COURSE = Path(__file__).parents[2]
PICTURES = COURSE / "test-results"
WINDOW = {"width": 1280, "height": 1000}
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()

SHUT_DOWN = "() => window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.shutdown()"


@pytest.fixture(scope="package")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the lessons and their pictures, where tests may write."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("notebooks", "images"):
        shutil.copytree(COURSE / name, folder / name)
    return folder


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where JupyterLab and its kernels keep settings, history and logs."""
    return tmp_path_factory.mktemp("jupyter")


@pytest.fixture(scope="package")
def lab(root: Path, home: Path) -> Iterator[str]:
    """The address of a JupyterLab on `root`."""
    with jupyterlab(root, home) as address:
        yield address


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Chromium."""
    if find_chromium() is None:
        pytest.skip("no Chromium: install it, or name it in the variable COURSE_CHROMIUM")
    with sync_playwright() as playwright:
        context = open_chromium(playwright, tmp_path_factory.mktemp("chromium"), viewport=WINDOW)
        # Under load JupyterLab may take a while; waiting for a condition ends when it holds.
        context.set_default_timeout(30_000)
        yield context
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, for `Lesson.axe`."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Callable[[Lesson], None]]:
    """Takes an open lesson: what its page says on the console fails the test."""
    watched: list[Lesson] = []
    yield watched.append
    if any(report.failed for report in request.node.stash.get(REPORTS, {}).values()):
        for number, one in enumerate(watched):
            name = f"{request.node.name}-{number}".replace("/", "-")
            one.page.screenshot(path=PICTURES / f"{name}.png")
    errors = [error for one in watched for error in one.errors]
    for one in watched:
        one.errors.clear()
    assert errors == []


@pytest.fixture
def opened() -> Iterator[list[Lesson]]:
    """Lessons to close when everything about them has been said."""
    lessons: list[Lesson] = []
    yield lessons
    for one in lessons:
        one.page.evaluate(SHUT_DOWN)
        one.page.close()


@pytest.fixture
def lesson(
    browser: BrowserContext, lab: str, opened: list[Lesson], watch: Callable[[Lesson], None]
) -> Callable[[str], Lesson]:
    """Opens a notebook by its path in `root`, watches it, and closes it in the end."""

    def open_lesson(path: str) -> Lesson:
        one = Lesson(browser, lab, path)
        opened.append(one)
        watch(one)
        one.theme("JupyterLab Light")  # the server remembers what another test has chosen
        return one

    return open_lesson


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Leave each report with its test, for the screenshot of a failed one."""
    report = yield
    item.stash.setdefault(REPORTS, {})[call.when] = report
    return report
