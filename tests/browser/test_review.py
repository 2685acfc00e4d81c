"""The review in JupyterLab: first an invented person, then one's own record, behind the check."""

import datetime
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from lessons_lib.evidence.safety_check import signs, tiers
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import open_store

from .lab import SAVE_WITH_WIDGETS, write_notebook

MARKER = 9
DAY_MS = 86_400_000
SAVED = re.compile(r"Saved \d\d:\d\d\.")


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A folder with a diary of two weeks that end today; pain was 9 on every evening."""
    folder = tmp_path_factory.mktemp("own")
    now_ms = int(1000 * datetime.datetime.now(datetime.UTC).timestamp())
    with open_store(now_ms, "UTC", path=folder / "diary.db") as store:

        def request(day: int, of: int) -> Request:
            return Request(f"00000000-0000-4000-8000-{day:06}{of:06}", now_ms - (14 - day) * DAY_MS)

        store.record_check(request(1, 1), "start", "none", questions_version(), acknowledged=True)
        store.begin_two_weeks(request(1, 2))
        for day in range(1, 15):
            when = store.today(request(day, 3).now_ms)
            store.write_day(request(day, 3), when, 0, pain_back=MARKER)
    return folder


@pytest.fixture(scope="module")
def lesson(root, visit, own):
    setting = f"import os\nos.environ['LESSONS_LIB_DATA'] = {str(own)!r}"
    cell = "from lessons_lib.apps.review import review\n\nreview()"
    write_notebook(root / "review.ipynb", [f"{setting}\n{cell}"])
    with visit("review.ipynb") as opened:
        opened.run_all()
        yield opened


@pytest.fixture
def review(lesson):
    """The review with the invented person in it."""
    review = lesson.widgets("review")
    back = review.get_by_role("button", name="Back to the invented person")
    if back.count():
        back.press("Enter")
    expect(review.get_by_role("heading", name="An invented person's two weeks")).to_be_visible()
    return review


def reveal(review):
    review.get_by_role("button", name="Show what the ratings say").press("Enter")


def figures(review, count):
    expect(review.locator("figure")).to_have_count(count)


def test_the_number_comes_after_ones_own_impression(review):
    figures(review, 3)
    expect(review).not_to_contain_text("mean 6.67")
    expect(review).not_to_contain_text("Pain of the back")
    review.get_by_label("about the same").press("Space")
    reveal(review)
    expect(review).to_contain_text("So: improved.")
    expect(review.locator(".ll-beside")).to_contain_text("The ratings fell and you notice little.")
    figures(review, 4)
    expect(review).to_contain_text("Pain of the back")
    step = review.get_by_label("Keep going")
    step.press("Space")
    review.get_by_label("very much better").press("Space")
    expect(review.locator(".ll-beside")).to_contain_text("point the same way: better")
    expect(step).to_be_checked()


def test_ones_own_record_opens_behind_the_safety_check_and_stays_out_of_the_notebook(
    lesson, review, root, own
):
    review.get_by_role("button", name="Read my own record").press("Enter")
    expect(review.get_by_role("heading", name="Your two weeks")).to_be_focused()
    expect(review.get_by_role("radio")).to_have_count(0)
    go_on = review.get_by_role("button", name="Save the result and go on")
    expect(go_on).to_be_disabled()
    for box in review.get_by_label("None of these").all():
        box.press("Space")
    go_on.dblclick()
    expect(review).to_contain_text("Before the number")
    review.get_by_label("a little better").press("Space")
    reveal(review)
    expect(review).not_to_contain_text("Before the number")
    expect(review.locator(".ll-said")).to_have_text(SAVED)
    beside = "Show what the ratings say|Keep this impression"
    button = review.get_by_role("button", name=re.compile(beside))
    expect(button.locator("xpath=following-sibling::*[1]")).to_have_text(SAVED)
    expect(review).to_contain_text(f"mean {MARKER} from 4 ratings")
    expect(review.locator(".ll-beside")).to_contain_text("You feel better than the ratings say")
    review.get_by_label("much better", exact=True).press("Space")
    review.get_by_role("button", name="Keep this impression").press("Enter")
    expect(review).to_contain_text("Before you had seen the ratings you said: a little better.")
    review.get_by_label("Check your technique").press("Space")
    expect(review.locator(".ll-next-steps .ll-echo")).to_have_text(SAVED)
    with closing(sqlite3.connect(own / "diary.db")) as diary:
        assert diary.execute("SELECT occasion FROM screen").fetchall() == [("start",), ("review",)]
    figures(review, 4)
    lesson.page.evaluate(SAVE_WITH_WIDGETS)
    notebook = (root / "review.ipynb").read_text()
    assert "widget-state" in notebook
    assert f"mean {MARKER} from" not in notebook
    again = review.get_by_role("button", name="Back to the invented person")
    again.press("Enter")
    review.get_by_role("button", name="Read my own record").press("Enter")
    expect(review.get_by_label("much better", exact=True)).to_be_checked()
    expect(review).not_to_contain_text("Before the number")
    expect(review.get_by_label("Check your technique")).to_be_checked()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_is_in_the_way_of_anybody(lesson, review, axe, theme):
    lesson.theme(theme)
    if review.get_by_role("button", name="Show what the ratings say").is_visible():
        reveal(review)
    figures(review, 4)
    assert lesson.axe(axe) == []
    lesson.theme("JupyterLab Light")


def test_an_urgent_sign_shows_help_and_no_number(root, visit, tmp_path):
    setting = f"import os\nos.environ['LESSONS_LIB_DATA'] = {str(tmp_path)!r}"
    cell = "from lessons_lib.apps.review import review\n\nreview()"
    now_ms = int(1000 * datetime.datetime.now(datetime.UTC).timestamp())
    with open_store(now_ms, "UTC", path=tmp_path / "diary.db") as store:
        first = Request("00000000-0000-4000-8000-000000000001", now_ms - 13 * DAY_MS)
        store.record_check(first, "start", "none", questions_version(), acknowledged=True)
        second = Request("00000000-0000-4000-8000-000000000002", now_ms - 13 * DAY_MS)
        store.begin_two_weeks(second)
    write_notebook(root / "urgent.ipynb", [f"{setting}\n{cell}"])
    with visit("urgent.ipynb") as opened:
        opened.run_all()
        review = opened.widgets("review")
        review.get_by_role("button", name="Read my own record").press("Enter")
        sign = next(sign for sign in signs().values() if sign.tier == "A")
        review.get_by_label(sign.question, exact=True).press("Space")
        expect(review.get_by_role("alert").filter(has_text="999")).to_be_visible()
        review.get_by_role("button", name="Save the result and go on").press("Enter")
        expect(review).to_contain_text("Get help first")
        expect(review.locator(".ll-advice.ll-emergency")).to_contain_text(tiers()["A"].action)
        expect(review).not_to_contain_text("mean")
        expect(review.get_by_role("radio")).to_have_count(0)
