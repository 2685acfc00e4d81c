"""The guided session inside the tracker, in JupyterLab: a hidden tab, and a kernel that dies."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from .lab import Lesson, new_window, write_notebook
from .test_tracker import Diary

HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
FIRST_SET_MS = 51_000  # get ready, twice five breaths of four seconds, a rest
SECOND_SET_MS = 57_000
SETS = "SELECT position, outcome, done_breaths FROM set_log ORDER BY position"


@pytest.fixture
def diary(browser: BrowserContext, lab: str, root, tmp_path) -> Iterator[Diary]:
    """A tracker on day 1, in a window whose clock the test can push forward."""
    write_notebook(root / "guided.ipynb", ["pass"])
    context = new_window(browser, viewport={"width": 1000, "height": 900})
    context.clock.install()
    lesson = Lesson(context, lab, "guided.ipynb")
    diary = Diary(lesson, tmp_path / "data")
    diary.open()
    diary.begin()
    yield diary
    lesson.close()
    context.close()


def start(diary: Diary):
    diary.button("Start the session").click()
    diary.button("Use 4 seconds a breath").click()
    diary.button("Start").click()
    return diary.widget.get_by_role("region", name="Guided session")


def wait_for_sets(diary: Diary, sets: list[tuple[int, str, int]]) -> None:
    """Wait until Python has nothing left to answer; then exactly these sets are stored."""
    diary.page.wait_for_function(
        "() => document.querySelector('.ll-tracker').ariaBusy !== 'true'"
        " && !document.querySelector('.ll-waiting')"
    )
    assert diary.rows(SETS) == sets


def test_a_hidden_tab_keeps_time_and_saves_its_set(diary):
    session = start(diary)
    diary.page.clock.run_for(2_000)
    diary.page.evaluate(HIDE, True)
    diary.page.clock.fast_forward(60_000)
    diary.page.evaluate(HIDE, False)
    expect(session.locator(".ll-where")).to_contain_text("Set 2 of 4")
    wait_for_sets(diary, [(0, "done", 10)])


def test_a_kernel_that_dies_between_two_sets_loses_neither(diary):
    session = start(diary)
    diary.page.clock.run_for(FIRST_SET_MS)
    expect(session.locator(".ll-where")).to_contain_text("Set 2 of 4")
    wait_for_sets(diary, [(0, "done", 10)])
    diary.lesson.restart()
    diary.page.clock.run_for(SECOND_SET_MS)
    expect(session).to_contain_text("1 set waits to be saved")
    assert diary.rows(SETS) == [(0, "done", 10)]
    diary.open()
    wait_for_sets(diary, [(0, "done", 10), (1, "done", 10)])
    diary.button("Continue at set 3").click()
    expect(session.locator(".ll-where")).to_contain_text("Set 3 of 4")
    expect(session.get_by_role("heading")).to_contain_text("Leg raise with a strap")
    diary.button("Start").click()
    diary.page.clock.run_for(10_000)
    diary.button("Stop because of pain").click()
    wait_for_sets(diary, [(0, "done", 10), (1, "done", 10), (2, "stopped_pain", 1)])
