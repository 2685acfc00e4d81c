"""The tracker as a learner lives with it: in JupyterLab, by keyboard, with a moved clock."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lessons_lib.apps.tracker import content
from lessons_lib.evidence.safety_check import decide, signs, tiers

from .lab import SAVE_WITH_WIDGETS, write_notebook

STICKING_OUT = """(tracker) => {
  const room = tracker.parentElement.getBoundingClientRect();
  return [...tracker.querySelectorAll('*')]
    .filter((part) => !part.closest('.ll-unseen, .ll-table'))
    .map((part) => [part, part.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .filter(([, box]) => box.left < room.left - 0.5 || box.right > room.right + 0.5)
    .map(([part]) => part.outerHTML.slice(0, 80));
}"""
TOO_SMALL = """(tracker) =>
  [...tracker.querySelectorAll('button, select, summary, textarea, input')]
    .map((part) => [part, (part.closest('label') ?? part).getBoundingClientRect()])
    .filter(([, box]) => box.height && (box.height < 43.5 || box.width < 43.5))
    .filter(([part]) => !part.closest('.ll-safety'))
    .map(([part]) => part.outerHTML.slice(0, 80))"""
UNNAMED = """(tracker) =>
  [...tracker.querySelectorAll('button, input, textarea, [role=tabpanel]')]
    .filter((part) => !part.textContent.trim() && !part.labels?.length
      && !part.ariaLabel && !part.getAttribute('aria-labelledby'))
    .map((part) => part.outerHTML.slice(0, 80))"""
UNFOLD = "(tracker) => tracker.querySelectorAll('details').forEach((one) => { one.open = true; })"
SCREENS = ("Safety", "Today", "Log", "Progress", "My data")
NOON = "2026-11-22T12:00:00Z"


@pytest.fixture(scope="module")
def page_of_its_own(root, visit):
    write_notebook(root / "tracker.ipynb", ["pass"])
    with visit("tracker.ipynb") as lesson:
        lesson.collapse_sides()
        yield lesson


class Diary:
    """An open tracker on a diary of its own."""

    def __init__(self, lesson, data):
        self.lesson, self.page, self.data = lesson, lesson.page, data
        self.widget = lesson.widgets("tracker")

    def open(self):
        self.lesson.fill(
            f"import os\nos.environ['LESSONS_LIB_DATA'] = {str(self.data)!r}\n"
            "from lessons_lib.apps.tracker import tracker\ntracker()",
        )
        self.lesson.run_all()
        expect(self.widget.get_by_text("Your day:")).to_be_visible()

    def at(self, instant):
        """The browser's clock stands still at this instant; the tracker has noticed."""
        self.page.clock.set_fixed_time(instant)
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    def button(self, name, **options):
        return self.widget.get_by_role("button", name=name, exact=True, **options)

    def tab(self, name):
        return self.widget.get_by_role("tab", name=name, exact=True)

    def screen(self, name):
        self.tab(name).click()
        return self.widget.get_by_role("tabpanel", name=name, exact=True)

    def says(self, words):
        expect(self.widget.locator(".ll-said")).to_contain_text(words)

    def clear_screen(self):
        """Answer the safety questions: nothing there."""
        for box in self.widget.get_by_label("None of these").all():
            box.check()
        self.button("Save the result and go on").click()

    def begin(self):
        self.clear_screen()
        self.button("Begin my two weeks today").click()
        self.button("None of these, go on").click()
        expect(self.button("Start the session")).to_be_visible()

    def rows(self, query):
        address = f"file:{self.data / 'diary.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def new(page_of_its_own, watch, tmp_path):
    """A tracker that was just opened for the first time, at noon on 22 Nov 2026."""
    watch(page_of_its_own)
    diary = Diary(page_of_its_own, tmp_path / "data")
    diary.page.clock.set_fixed_time(NOON)
    diary.open()
    return diary


@pytest.fixture
def diary(new):
    """A tracker on day 1."""
    new.begin()
    return new


# Safety first


def test_the_first_screen_is_safety_and_its_advice_needs_no_button(new):
    expect(new.tab("Safety")).to_have_attribute("aria-selected", "true")
    sign = next(sign for sign in signs().values() if sign.tier == "A")
    new.widget.get_by_label(sign.question, exact=True).check()
    expect(new.widget.get_by_role("alert").filter(has_text="999")).to_contain_text(
        decide({sign.id}).action
    )
    assert new.rows("SELECT * FROM screen") == []
    new.button("Note in my diary that I need help first").click()
    new.says("Saved")
    assert new.rows("SELECT tier, occasion FROM screen") == [("A", "start")]
    expect(new.widget.get_by_role("alert").filter(has_text="999")).to_be_visible()
    new.screen("Today")
    expect(new.button("Answer the safety questions")).to_be_visible()


def test_symptoms_that_change_stop_the_two_weeks_until_answered_again(diary):
    diary.button("My symptoms have changed").click()
    sign = next(sign for sign in signs().values() if sign.tier == "B")
    diary.widget.get_by_label(sign.question, exact=True).check()
    diary.button("Note in my diary that I need help first").click()
    diary.says("Saved")
    today = diary.screen("Today")
    expect(today).to_contain_text("paused")
    expect(today).to_contain_text(tiers()["B"].action)
    expect(diary.button("Start the session")).to_have_count(0)
    diary.button("Answer the questions again").click()
    diary.widget.get_by_label(sign.question, exact=True).uncheck()
    diary.clear_screen()
    diary.button("Go on with day 1").click()
    expect(diary.button("Start the session")).to_be_visible()


# By keyboard alone


def test_from_the_questions_to_a_logged_day_by_keyboard_alone(new):
    keyboard, page = new.page.keyboard, new.page

    def go_to(name, role="button"):
        """Tab on until the control of this name has the focus."""
        target = new.widget.get_by_role(role, name=name, exact=True)
        for _ in range(90):
            if target.count() and target.first.evaluate("(one) => one === document.activeElement"):
                return
            keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}")

    new.tab("Safety").focus()
    for group in range(len([tier for tier in tiers() if tier != "none"])):
        boxes = new.widget.get_by_label("None of these")
        while not boxes.nth(group).evaluate("(one) => one === document.activeElement"):
            keyboard.press("Tab")
        keyboard.press("Space")
    go_to("Save the result and go on")
    keyboard.press("Enter")
    expect(new.widget.get_by_role("heading", name="Today", exact=True)).to_be_focused()
    go_to("Begin my two weeks today")
    keyboard.press("Enter")
    expect(new.widget.get_by_role("heading", name="Day 1 of 14")).to_be_focused()
    go_to("I did all of it")
    keyboard.press("Enter")
    expect(new.widget.locator(".ll-next")).to_contain_text("All of today's movements are logged.")
    go_to("Today I could …", "textbox")
    keyboard.type("walk the dog")
    go_to("Save the day")
    keyboard.press("Enter")
    new.says("Saved")
    expect(new.button("Save the day")).to_be_focused()
    assert new.rows("SELECT kind, body FROM note") == [("could", "walk the dog")]
    new.tab("Today").focus()
    for key, name in [
        ("ArrowRight", "Log"),
        ("End", "My data"),
        ("ArrowRight", "Safety"),
        ("ArrowLeft", "My data"),
        ("Home", "Safety"),
    ]:
        keyboard.press(key)
        expect(new.tab(name)).to_be_focused()
        expect(new.tab(name)).to_have_attribute("aria-selected", "true")
        expect(new.widget.get_by_role("tabpanel")).to_have_count(1)
    assert page.evaluate("() => document.querySelectorAll('.jp-Cell').length") == 1


# Saving


def test_two_quick_taps_are_one_session(diary):
    diary.button("I did all of it").dblclick()
    diary.says("Saved")
    assert diary.rows("SELECT rev, status FROM session") == [(1, "done")]
    diary.button(re.compile("^Undo: the movements of ")).click()
    diary.says("Taken back: the movements of ")
    expect(diary.button("Start the session")).to_be_visible()


def test_what_is_typed_stays_with_its_focus_when_another_answer_arrives(diary):
    note = diary.widget.get_by_label("A note for yourself")
    note.fill("half a sen")
    note.press("End")
    diary.button("I did all of it").evaluate("(one) => one.click()")
    expect(diary.button("I did all of it")).to_have_count(0)
    expect(note).to_be_focused()
    note.press_sequentially("tence")
    expect(note).to_have_value("half a sentence")
    diary.button("Save the day").click()
    expect(note).to_have_value("")


def test_pain_has_no_default_can_be_zero_and_can_be_taken_back(diary):
    diary.widget.get_by_text("Pain, if you want to note it").click()
    expect(diary.widget.get_by_role("radio", checked=True)).to_have_count(0)
    back = diary.widget.get_by_role("group", name="Back pain, the average of the day")
    back.get_by_role("radio").nth(0).check()
    diary.button("Save the day").click()
    diary.says("Saved")
    assert diary.rows("SELECT pain_back, pain_leg FROM day") == [(0, None)]
    back.get_by_role("button").click()
    diary.button("Save the day").click()
    expect(back.get_by_role("radio", checked=True)).to_have_count(0)
    diary.says("Saved")
    assert diary.rows("SELECT pain_back, pain_leg FROM day") == [(None, None)]


def test_notes_are_text_whatever_they_hold(diary):
    hostile = "<img src=x onerror=alert(1)>\u202e=HYPERLINK(1)"
    diary.widget.get_by_label("A note for yourself").fill(hostile)
    diary.button("Save the day").click()
    expect(diary.widget.locator(".ll-notes p")).to_have_text(hostile)
    expect(diary.widget.locator(".ll-notes img")).to_have_count(0)


def test_a_refused_save_is_loud_keeps_the_form_and_is_tried_again(diary):
    diary.widget.get_by_label("A note for yourself").fill("keep me")
    with closing(sqlite3.connect(diary.data / "diary.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        diary.button("Save the day").click()
        alarm = diary.widget.get_by_role("alert")
        expect(alarm).to_contain_text("NOT saved")
        expect(diary.widget.get_by_label("A note for yourself")).to_have_value("keep me")
        other.execute("ROLLBACK")
    diary.button("Try again").click()
    expect(diary.widget.locator(".ll-notes p")).to_have_text("keep me")
    expect(alarm).to_be_empty()


# Days


def test_days_go_by_and_an_earlier_one_can_be_filled_in(diary):
    diary.at("2026-11-24T12:00:00Z")
    expect(diary.widget.get_by_text("Your day: Tue 24 Nov")).to_be_visible()
    expect(diary.widget.get_by_role("heading", name="Day 3 of 14")).to_be_visible()
    log = diary.screen("Log")
    log.get_by_role("button", name="Day 1, Sun 22 Nov: nothing logged").click()
    diary.button("I did all of it").click()
    done = log.get_by_role("button", name="Day 1, Sun 22 Nov: done")
    expect(done).to_have_attribute("aria-pressed", "true")
    log.get_by_role("button", name="Day 2, Mon 23 Nov: nothing logged").click()
    log.get_by_text("A day off: resting").click()
    log.get_by_label("ill", exact=True).check()
    diary.button("Save the day").click()
    expect(log.get_by_role("button", name="Day 2, Mon 23 Nov: day off")).to_be_visible()
    expect(log.get_by_role("button", name="Day 4, Wed 25 Nov: open")).to_have_attribute(
        "aria-disabled", "true"
    )
    expect(diary.screen("Progress")).to_contain_text("1 of 1")
    assert diary.rows("SELECT local_date, entry FROM session") == [("2026-11-22", "backfill")]


def test_earlier_two_weeks_are_there_to_be_read(diary, axe):
    diary.button("I did all of it").click()
    diary.says("Saved")
    diary.widget.get_by_label("Today I could …").fill("walk the dog")
    diary.widget.get_by_label("A note for yourself").fill("an old note")
    diary.widget.get_by_role("textbox", name="Walked, minutes in all").fill("25")
    diary.button("Save the day").click()
    diary.says("Saved")
    log = diary.screen("Log")
    weeks = diary.widget.get_by_role("combobox", name="Which two weeks?")
    expect(log.get_by_role("button", name="Day 1, Sun 22 Nov: done")).to_be_visible()
    expect(weeks).to_have_count(0)
    diary.at("2026-12-06T12:00:00Z")
    diary.screen("Today")
    diary.widget.get_by_text("Another two weeks?").click()
    diary.button("Answer the safety questions").click()
    diary.clear_screen()
    diary.button("Begin my two weeks today").click()
    expect(diary.widget.get_by_role("heading", name="Day 1 of 14")).to_be_visible()
    diary.screen("Log")
    latest, before = weeks.get_by_role("option").all_text_contents()
    assert latest.startswith("6 Dec to 19 Dec 2026")
    assert before == "22 Nov to 5 Dec 2026"
    weeks.focus()
    weeks.select_option(before)
    expect(weeks).to_be_focused()
    expect(log.get_by_role("button", name="Day 1, Sun 22 Nov: done")).to_be_visible()
    expect(log).to_contain_text("You see 22 November to 5 December 2026.")
    expect(log).to_contain_text("Lying twist, left side: 10 of 10 breaths")
    expect(log).to_contain_text("Walked: 25 minutes")
    expect(log).to_contain_text("Today I could … walk the dog")
    expect(log.locator("input, textarea")).to_have_count(0)
    assert diary.lesson.axe(axe) == []
    diary.widget.get_by_role("button", name="Delete this note for good: an old note").click()
    expect(log.get_by_text("an old note")).to_have_count(0)
    assert diary.rows("SELECT kind FROM note") == [("could",)]
    progress = diary.screen("Progress")
    expect(progress).to_contain_text("1 of 14")
    with diary.page.expect_download() as download:
        progress.get_by_role("button", name="One page for a clinician").click()
    assert "22 Nov 2026 to 5 Dec 2026" in Path(download.value.path()).read_text()
    diary.button("Back to the latest two weeks").click()
    expect(progress).to_contain_text("Nothing due yet")
    expect(diary.screen("Log").get_by_role("button", name="Day 1, Sun 6 Dec: open")).to_be_visible()
    expect(diary.button("Save the day")).to_be_visible()


def test_movement_by_movement_counts_what_was_done(diary):
    diary.widget.get_by_text("Log it movement by movement").click()
    more = diary.widget.get_by_role("button", name="Lying twist, left side: holds done, of 2: more")
    more.click()
    diary.button("Save the movements").click()
    diary.says("Saved")
    assert diary.rows("SELECT sum(done_breaths), count(*) FROM set_log") == [(5, 4)]
    assert diary.rows("SELECT status FROM session") == [("partial",)]


def test_a_session_that_was_left_is_continued_where_it_stopped(diary):
    diary.button("Start the session").click()
    session = diary.widget.get_by_role("region", name="Guided session")
    expect(session).to_be_visible()
    expect(diary.button("My symptoms have changed")).to_be_hidden()
    diary.button("Use 4 seconds a breath").click()
    diary.button("Skip this movement").click()
    diary.button("Leave").click()
    expect(session).to_have_count(0)
    diary.open()
    expect(diary.button("Continue at set 3")).to_be_visible()
    diary.button("Continue at set 3").click()
    expect(session).to_be_visible()


def test_on_a_small_screen_a_session_is_read_from_its_top_and_its_clock_is_seen(diary):
    window = diary.page.viewport_size
    diary.page.set_viewport_size({"width": 360, "height": 640})
    diary.button("Start the session").click()
    diary.button("Use 4 seconds a breath").click()
    heading = diary.widget.get_by_role("heading", name="Lying twist, left side")
    expect(heading).to_be_in_viewport()
    diary.button("Start").click()
    expect(diary.widget.locator(".ll-circle")).to_be_in_viewport(ratio=1)
    expect(diary.button("Pause")).to_be_in_viewport()
    diary.button("Pause").click()
    expect(diary.button("Go on")).to_be_in_viewport()
    diary.button("Leave for now").click()
    diary.button("Continue at set 1").focus()
    diary.page.keyboard.press("Enter")
    expect(heading).to_be_focused()
    diary.page.set_viewport_size(window)


def test_on_a_small_screen_a_day_that_is_chosen_comes_into_view(diary):
    window = diary.page.viewport_size
    diary.page.set_viewport_size({"width": 360, "height": 640})
    diary.at("2026-11-23T12:00:00Z")
    expect(diary.widget.get_by_text("Your day: Mon 23 Nov")).to_be_visible()
    diary.screen("Log").get_by_role("button", name="Day 1,").click()
    expect(diary.widget.get_by_role("heading", name="Day 1, Sun 22 Nov")).to_be_in_viewport()
    diary.page.set_viewport_size(window)


def test_a_session_that_was_left_can_be_ended_where_it_is(diary):
    def leave(*steps):
        for step in steps:
            diary.button(step).click()
        expect(diary.button("End it here")).to_be_visible()
        diary.button("End it here").click()
        diary.says("Saved")

    diary.button("Start the session").click()
    leave("Use 4 seconds a breath", "Start", "Pause", "Leave for now")
    expect(diary.button("Start the session")).to_be_visible()  # nothing was done
    diary.button("Start the session").click()
    leave("Skip this movement", "Leave")
    expect(diary.widget.locator(".ll-next")).to_contain_text("Part of today's movements")
    kept = diary.rows("SELECT status FROM session WHERE deleted_ms IS NULL")
    assert kept == [("partial",)]


def test_something_to_do_again_is_named_and_rated(diary):
    diary.widget.get_by_text("Up to three things you want to do again").click()
    diary.widget.get_by_role("textbox", name="Something you want to do again").fill("queue")
    scale = diary.widget.get_by_role("group", name="How well does it go at the start")
    scale.get_by_role("radio", name="4").check()
    diary.button("Save these").click()
    expect(diary.widget.get_by_role("textbox", name="A second one")).to_be_visible()
    assert diary.rows("SELECT name, score_start FROM activity") == [("queue", 4)]


# My data


def test_a_file_leaves_and_comes_back_after_a_look_at_both_sides(diary, tmp_path):
    diary.widget.get_by_role("textbox", name="Walked, minutes in all").fill("25")
    diary.button("Save the day").click()
    diary.says("Saved")
    screen = diary.screen("My data")
    with diary.page.expect_download() as download:
        diary.button("A copy to bring back").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text())["counts"]["day"] == 1
    diary.screen("Today")
    diary.widget.get_by_role("textbox", name="Walked, minutes in all").fill("99")
    diary.button("Save the day").click()
    diary.says("Saved")
    diary.screen("My data")
    chooser = screen.get_by_label("A file that this tracker wrote")
    chooser.set_input_files(file)
    expect(screen.get_by_role("table", name="Compare before you choose")).to_be_visible()
    assert diary.rows("SELECT walk_min FROM day") == [(99,)]
    diary.button("Put it in place of my diary").click()
    diary.says("Restored")
    assert diary.rows("SELECT walk_min FROM day") == [(25,)]
    diary.button("Prove that my backup works").click()
    expect(screen.locator(".ll-good", has_text="Yes")).to_be_visible()


def test_a_file_that_is_too_long_is_not_even_sent(diary, tmp_path):
    long = tmp_path / "long.json"
    with long.open("wb") as file:
        file.truncate(content()["limits"]["file_bytes"] + 1)
    screen = diary.screen("My data")
    screen.get_by_label("A file that this tracker wrote").set_input_files(long)
    expect(screen.locator(".ll-bad")).to_contain_text("8 MB")


def test_the_invented_person_is_marked_on_every_screen_and_left_again(diary):
    diary.screen("My data")
    diary.button("Show me the invented person").click()
    for name in SCREENS:
        diary.screen(name)
        expect(diary.widget.get_by_text("An invented person.")).to_be_visible()
    diary.widget.get_by_role("button", name="Back to my own diary").first.click()
    expect(diary.widget.get_by_text("An invented person.")).to_have_count(0)
    expect(diary.widget.get_by_role("heading", name="Day 1 of 14")).to_be_visible()


def test_everything_is_deleted_only_for_who_types_it(diary):
    screen = diary.screen("My data")
    screen.get_by_text("I want to delete it").click()
    diary.button("Delete for good").click()
    diary.says("Nothing is deleted.")
    screen.get_by_label("Type “delete everything”").fill("delete everything")
    diary.button("Delete for good").click()
    expect(diary.widget.get_by_text("Deleted: your diary")).to_be_visible()
    assert not (diary.data / "diary.db").exists()
    diary.button("Begin a new diary").click()
    expect(diary.widget.get_by_text("Your day:")).to_be_visible()


# Another zone


def test_another_zone_is_asked_about_once_and_can_be_taken_later(diary):
    session = diary.page.context.new_cdp_session(diary.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    diary.at(NOON)
    question = diary.widget.get_by_text("You seem to be in Asia/Tokyo.")
    expect(question).to_be_visible()
    keep = diary.widget.get_by_role("button", name="Keep ")
    keep.click()
    expect(question).to_have_count(0)
    diary.lesson.restart()
    diary.open()
    expect(question).to_have_count(0)
    diary.screen("My data")
    diary.button("Use Asia/Tokyo from today on").click()
    expect(diary.widget.get_by_text("(Asia/Tokyo)")).to_be_visible()
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Etc/GMT-10"})
    diary.at(NOON)
    expect(diary.widget.get_by_text("You seem to be in UTC+10.")).to_be_visible()
    session.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    session.detach()


# Looks


def test_every_screen_fits_a_small_window_in_both_themes_and_for_everybody(diary, axe):
    lesson = diary.lesson
    diary.screen("My data")
    diary.button("Show me the invented person").click()
    expect(diary.widget.get_by_text("An invented person.")).to_be_visible()
    for theme, width in (("JupyterLab Light", 320), ("JupyterLab Dark", 800)):
        lesson.theme(theme)
        lesson.set_width(width)
        for name in SCREENS:
            diary.screen(name)
            diary.widget.evaluate(UNFOLD)
            assert diary.widget.evaluate(STICKING_OUT) == [], (name, width)
            assert diary.widget.evaluate(TOO_SMALL) == [], (name, width)
            assert diary.widget.evaluate(UNNAMED) == [], (name, width)
            assert lesson.axe(axe) == [], (name, theme, width)
    lesson.set_width(1280)
    lesson.theme("JupyterLab Light")


# What stays private, and what stays at all


def test_nothing_typed_reaches_the_notebook_its_checkpoint_or_the_history(diary, root, home):
    marker = "marker-7f3a"
    diary.widget.get_by_label("A note for yourself").fill(marker)
    diary.widget.get_by_label("Today I could …").fill(marker)
    diary.button("Save the day").click()
    expect(diary.widget.locator(".ll-notes p")).to_have_text(marker)
    diary.screen("Progress")
    diary.page.evaluate(SAVE_WITH_WIDGETS)
    assert "widget-state" in (root / "tracker.ipynb").read_text()
    files = [path for folder in (root, home) for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if marker.encode() in path.read_bytes()] == []
    held = [path for path in diary.data.rglob("*") if path.is_file()]
    assert any(marker.encode() in path.read_bytes() for path in held)
    stored = diary.page.evaluate(
        "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
    )
    assert marker not in stored


@pytest.fixture
def mortal(root, visit, tmp_path):
    """A tracker whose kernel may die: on a page of its own."""
    write_notebook(root / "mortal.ipynb", ["pass"])
    with visit("mortal.ipynb") as lesson:
        diary = Diary(lesson, tmp_path / "data")
        diary.open()
        diary.begin()
        yield diary
        lesson.errors.clear()  # what JupyterLab says of a kernel that is gone


def test_a_save_survives_the_kernel_and_is_sent_when_the_cell_is_run_again(mortal):
    mortal.lesson.restart()
    mortal.widget.get_by_label("A note for yourself").fill("written into the void")
    mortal.button("Save the day").click()
    alarm = mortal.widget.get_by_role("alert")
    expect(alarm).to_contain_text("NOT saved yet.")
    expect(alarm).to_contain_text("1 save waits in this page.")
    mortal.open()
    mortal.says("Saved")
    expect(mortal.widget.locator(".ll-notes p")).to_have_text("written into the void")
    assert mortal.rows("SELECT count(*) FROM note") == [(1,)]


def test_emergency_advice_needs_no_kernel(mortal):
    mortal.screen("Safety")
    mortal.lesson.lose_kernel()
    sign = next(sign for sign in signs().values() if sign.tier == "A")
    mortal.widget.get_by_label(sign.question, exact=True).check()
    alarm = mortal.widget.get_by_role("alert").filter(has_text=tiers()["A"].headline)
    expect(alarm).to_contain_text(tiers()["A"].action)
