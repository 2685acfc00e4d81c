"""One JupyterLab and one Chromium for all browser tests.

They last for this package, not for the whole session: while Playwright runs, an event loop is
running, and other tests start kernels with one of their own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, sync_playwright

from .lab import COURSE, Lesson, copy_lessons, find_chromium, jupyterlab, new_window, open_chromium

PICTURES = COURSE / "test-results"
WINDOW = {"width": 1280, "height": 1000}
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.fixture(scope="package")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the lessons and their pictures, where tests may write."""
    folder = tmp_path_factory.mktemp("course")
    copy_lessons(folder)
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
        yield context
        context.close()


@pytest.fixture(scope="module")
def context(browser: BrowserContext) -> Iterator[BrowserContext]:
    """A context of a file's own: its clock is moved, and no other test should feel that."""
    context = new_window(browser, viewport={"width": 800, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(browser: BrowserContext) -> Iterator[BrowserContext]:
    """The same, as large as a laptop's: where `visit` opens its pages."""
    window = new_window(browser, viewport=WINDOW)
    yield window
    window.close()


@pytest.fixture(scope="module")
def visit(window: BrowserContext, lab: str) -> Callable[[str], AbstractContextManager[Lesson]]:
    """Opens a notebook by its path in `root`; what its page says on the console fails the test."""

    @contextmanager
    def visit(path: str) -> Iterator[Lesson]:
        lesson = Lesson(window, lab, path)
        try:
            yield lesson
        finally:
            lesson.close()
        assert lesson.errors == []

    return visit


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Leave each report with its test, for the screenshot of a failed one."""
    report = yield
    item.stash.setdefault(REPORTS, {})[call.when] = report
    return report
