"""Every widget in a second window on the same kernel."""

import shutil
from collections.abc import Iterator

import pytest
import waves
from playwright.sync_api import Locator, expect

from lessons_lib.data.parameters import parameter

from .lab import DIRTY, Lesson, write_notebook
from .test_review import own  # noqa: F401

HIP = parameter("hip_flexion_deg").label
CELLS = [
    "import waves\nfrom lessons_lib.apps.explorer import Explorer\nExplorer(waves.waves)",
    "from lessons_lib.apps.quiz import quiz\nquiz('04_hamstrings_and_pelvis')",
    "from lessons_lib.apps.safety_check import safety_check\nsafety_check()",
    "from lessons_lib.apps.article import grade\ngrade()",
    "from lessons_lib.apps.claim_table import claim_table\nclaim_table()",
    "from lessons_lib.apps.tracker import tracker\ntracker()",
    "from lessons_lib.apps.review import review\nreview()",
]
KINDS = ("explorer", "quiz", "safety", "sorting", "claims", "tracker", "review")


@pytest.fixture(scope="module")
def path(root, own) -> str:  # noqa: F811
    """A notebook with one widget of each kind; its kernel has a diary of two weeks."""
    shutil.copy(waves.__file__, root)
    setting = f"import os\nos.environ['LESSONS_LIB_DATA'] = {str(own)!r}\n"
    write_notebook(root / "windows.ipynb", [setting + CELLS[0], *CELLS[1:]])
    return "windows.ipynb"


@pytest.fixture(scope="module")
def windows(context, lab, path) -> Iterator[tuple[Lesson, Lesson]]:
    """Two windows with the notebook, after it was run and saved in the first."""
    first = Lesson(context, lab, path)
    first.run_all()
    for kind in KINDS:
        expect(one(first, kind)).to_be_visible()
    first.save()
    first.page.wait_for_function(f"() => !({DIRTY})()")
    second = Lesson(context, lab, path)
    yield first, second
    second.page.close()
    first.close()
    assert first.errors == second.errors == []


def one(lesson: Lesson, kind: str) -> Locator:
    """The widget of a kind; the review looks like a tracker, too."""
    widget = lesson.widgets(kind)
    return widget.first if kind != "tracker" else lesson.page.locator(".ll-tracker:not(.ll-review)")


def move(lesson: Lesson, times: int = 1) -> None:
    slider = one(lesson, "explorer").get_by_label(HIP, exact=True)
    for _ in range(times):
        slider.press("ArrowRight")


def words(lesson: Lesson) -> Locator:
    return one(lesson, "explorer").locator(".ll-words")


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_window_shows_what_is_alive(windows, kind):
    _, second = windows
    expect(one(second, kind)).to_be_visible()
    expect(second.page.get_by_text("model not found")).to_have_count(0)


def test_an_explorer_follows_its_own_window_only(windows):
    first, second = windows
    start = words(second).text_content()
    move(first, 3)
    expect(words(first)).not_to_have_text(start)
    moved = words(first).text_content()
    move(second)
    expect(words(second)).not_to_have_text(start)
    other = words(second).text_content()
    assert other != moved
    move(second)
    expect(words(second)).not_to_have_text(other)
    expect(words(first)).to_have_text(moved)
    for lesson in windows:
        expect(one(lesson, "explorer").locator(".ll-status")).to_have_text("")


def test_what_one_tracker_saves_the_other_shows(windows):
    first, second = windows
    for lesson in windows:
        one(lesson, "tracker").get_by_role("tab", name="Log", exact=True).click()
    tracker = one(first, "tracker")
    typed = one(second, "tracker").get_by_label("Today I could …")
    typed.fill("half a sentence")
    tracker.get_by_label("A note for yourself").fill("from the first window")
    tracker.get_by_role("button", name="Save the day").click()
    expect(tracker.locator(".ll-said")).to_contain_text("Saved")
    notes = one(second, "tracker").locator(".ll-notes")
    expect(notes.get_by_text("from the first window")).to_be_visible()
    expect(typed).to_have_value("half a sentence")
    expect(one(second, "tracker").locator(".ll-said")).not_to_contain_text("Saved")


def test_a_review_in_one_window_leaves_the_other_at_the_invented_person(windows):
    first, second = windows
    one(first, "review").get_by_role("button", name="Read my own record").press("Enter")
    expect(one(first, "review").get_by_role("heading", name="Your two weeks")).to_be_visible()
    expect(one(first, "review").get_by_label("None of these").first).to_be_visible()
    other = one(second, "review")
    expect(other.get_by_role("heading", name="An invented person's two weeks")).to_be_visible()
    other.get_by_role("button", name="Read my own record").press("Enter")
    expect(other.get_by_label("None of these").first).to_be_visible()


@pytest.mark.parametrize("kind", ["quiz", "safety", "sorting", "claims"])
def test_what_needs_no_python_is_each_windows_own(windows, kind):
    _, second = windows
    needs_no_python(second, kind)


def needs_no_python(lesson: Lesson, kind: str) -> None:
    """Do something in a widget that asks nobody, and see what comes of it."""
    widget = one(lesson, kind)
    if kind == "quiz":
        widget.locator("input").first.check()
        widget.get_by_role("button", name="Check question 1").click()
        expect(widget.locator(".ll-right, .ll-wrong").first).to_be_visible()
    elif kind == "safety":
        widget.locator("[data-rank='0'] input").first.check()
        expect(widget.get_by_role("alert")).to_be_visible()
    elif kind == "sorting":
        widget.locator("input").first.check()
        widget.get_by_role("button", name="Compare with").click()
        expect(widget.locator(".ll-summary")).to_contain_text("You chose for 1 of")
    else:
        widget.get_by_label("Search").fill("C3")
        expect(widget.locator(".ll-count")).to_contain_text("1 of")
