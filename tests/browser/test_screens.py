"""The tracker's screens in a page of their own: a kernel that may be late, gone or asked by two.

What the page asks is answered by the tracker's own Python, in this process; JupyterLab is not
needed for it. So a test can hold answers back, lose them, or show one widget twice.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from test_tracker_app import data  # noqa: F401

from lessons_lib.apps import modules
from lessons_lib.apps import tracker as app
from lessons_lib.apps.tracker import desk
from lessons_lib.apps.widget import look

WHOLE_PAGE = """<!doctype html><html lang="en"><title>Tracker</title>
<body data-jp-theme-light="true"><main></main></body></html>"""
# A widget's model: what it sends is answered by Python, at once or when the kernel is let.
KERNEL = """
globalThis.kernel = { busy: false, loses: null, refuses: null, owed: [] };
kernel.wakes = () => {
  kernel.busy = false;
  kernel.owed.splice(0).forEach((answer) => answer());
};
globalThis.Model = class {
  listeners = new Set();
  constructor(content) { this.content = content; }
  get(name) { return name === 'content' ? this.content : 'tracker'; }
  on(event, listener) { if (event === 'msg:custom') this.listeners.add(listener); }
  off(event, listener) { if (event === 'msg:custom') this.listeners.delete(listener); }
  async send(message) {
    if (kernel.loses === message.ask) return;
    if (kernel.busy) await new Promise((resolve) => kernel.owed.push(resolve));
    const answer = kernel.refuses
      ? { answer: message.id, asker: message.asker, ok: false, view: null, again: true,
          safety: false, offers: [], ...kernel.refuses }
      : JSON.parse(await python(JSON.stringify(message)));
    for (const listener of [...this.listeners]) listener(answer);
  }
};
globalThis.show = (model) => {
  const el = document.createElement('div');
  document.querySelector('main').append(el);
  const close = widget.render({ model, el });
  return () => { close(); el.remove(); };
};
"""
LOAD = """async ({ script, content }) => {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  globalThis.widget = (await import(address)).default;
  globalThis.model = new Model(content);
  globalThis.close = show(model);
}"""
NOON = "2026-11-22T12:00:00Z"


class Screens:
    """A tracker in a page."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.widget = page.locator(".ll-tracker").first

    def button(self, name: str) -> Locator:
        return self.widget.get_by_role("button", name=name, exact=True)

    def screen(self, name: str) -> Locator:
        self.widget.get_by_role("tab", name=name, exact=True).click()
        return self.widget.get_by_role("tabpanel", name=name, exact=True)

    def says(self, words: str) -> None:
        expect(self.widget.locator(".ll-said")).to_contain_text(words)

    def at(self, instant: str) -> None:
        """The browser's clock stands still at this instant; the tracker has noticed."""
        self.page.clock.set_fixed_time(instant)
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    def kernel(self, change: str) -> None:
        self.page.evaluate(f"() => {{ kernel.{change}; }}")

    def clear_screen(self) -> None:
        for box in self.widget.get_by_label("None of these").all():
            box.check()
        self.button("Save the result and go on").click()

    def begin(self) -> None:
        self.clear_screen()
        self.button("Begin my two weeks today").click()
        self.button("None of these, go on").click()
        expect(self.button("Start the session")).to_be_visible()

    def note(self, words: str) -> None:
        self.widget.get_by_label("A note for yourself").fill(words)
        self.button("Save the day").click()
        self.says("Saved")

    def rows(self, query: str) -> list[Any]:
        address = f"file:{self.folder / 'diary.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def screens(context: BrowserContext, data: Path) -> Iterator[Screens]:  # noqa: F811
    """A tracker on day 1, at noon on 22 Nov 2026, with a diary of its own."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.expose_function(
        "python", lambda text: json.dumps(desk.in_turn(app.answer, json.loads(text)))
    )
    page.clock.set_fixed_time(NOON)
    page.set_content(WHOLE_PAGE)
    page.add_style_tag(content=look("tracker"))
    page.add_script_tag(content=KERNEL)
    script = modules.script("tracker/tracker.js")
    page.evaluate(LOAD, {"script": script, "content": app.content()})
    screens = Screens(page, data)
    screens.begin()
    yield screens
    page.close()
    assert errors == []


def test_a_widget_that_is_shown_twice_answers_where_it_was_asked(screens: Screens) -> None:
    screens.page.evaluate("() => { show(model); }")
    second = screens.page.locator(".ll-tracker").nth(1)
    expect(second.get_by_text("Your day:")).to_be_visible()
    note = second.get_by_label("A note for yourself")
    note.fill("once")
    second.get_by_role("button", name="Save the day").click()
    expect(second.locator(".ll-said")).to_contain_text("Saved")
    expect(note).to_have_value("")
    expect(screens.widget.locator(".ll-notes p")).to_have_text("once")
    assert screens.rows("SELECT body FROM note") == [("once",)]


def test_a_second_click_meant_for_what_is_gone_deletes_nothing_more(screens: Screens) -> None:
    for words in ("the first", "the second"):
        screens.note(words)
    notes = screens.widget.locator(".ll-notes p")
    expect(notes).to_have_count(2)
    for number, left in ((1, 1), (2, 1)):
        button = screens.widget.locator(".ll-notes button").first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        screens.page.mouse.move(box["x"] + 5, box["y"] + 5)
        screens.page.mouse.down(click_count=number)
        screens.page.mouse.up(click_count=number)
        expect(notes).to_have_count(left)
    screens.note("the third")
    expect(notes).to_have_count(2)


def test_a_key_held_down_takes_back_one_thing(screens: Screens) -> None:
    walk = screens.widget.get_by_label("Walked, minutes in all", exact=True)
    for minutes in ("10", "20"):
        walk.fill(minutes)
        screens.button("Save the day").click()
        screens.says("Saved")
        screens.page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    undo = screens.widget.get_by_role("button", name="Undo: ")
    expect(undo).to_contain_text("the walk")
    undo.focus()
    screens.page.keyboard.down("Enter")
    screens.says("Taken back: the walk of ")
    screens.page.keyboard.down("Enter")
    screens.page.keyboard.up("Enter")
    screens.note("after it")
    assert screens.rows("SELECT walk_min FROM day") == [(10,)]


def test_a_tab_held_down_goes_on_past_a_button_that_saves(screens: Screens) -> None:
    screens.button("I did all of it").focus()
    screens.page.keyboard.down("Tab")
    screens.page.keyboard.down("Tab")
    screens.page.keyboard.up("Tab")
    expect(screens.widget.get_by_text("Log it movement by movement")).to_be_focused()


def test_what_was_typed_on_after_a_refusal_outlives_the_second_try(screens: Screens) -> None:
    note = screens.widget.get_by_label("A note for yourself")
    note.fill("keep me")
    screens.kernel("refuses = { code: 'locked', sentence: 'Somebody else is saving.' }")
    screens.button("Save the day").click()
    expect(screens.widget.get_by_role("alert")).to_contain_text("NOT saved.")
    note.fill("keep me, and this")
    screens.kernel("refuses = null")
    screens.button("Try again").click()
    screens.says("Saved")
    expect(screens.widget.locator(".ll-notes p")).to_have_text("keep me")
    expect(note).to_have_value("keep me, and this")


def test_an_alarm_that_goes_leaves_the_focus_in_the_tracker(screens: Screens) -> None:
    screens.kernel("refuses = { code: 'locked', sentence: 'Somebody else is saving.' }")
    screens.button("Save the day").focus()
    screens.button("I did all of it").click()
    screens.button("Close").press("Enter")
    expect(screens.widget.get_by_role("alert")).to_be_empty()
    assert screens.page.evaluate("() => document.activeElement !== document.body")


@pytest.mark.parametrize("walk", ["7.5", "-3", "1e9", "7,5", "--", "ten"])
def test_what_is_no_number_of_minutes_is_refused_and_stays(screens: Screens, walk: str) -> None:
    field = screens.widget.get_by_label("Walked, minutes in all", exact=True)
    field.click()
    field.press_sequentially(walk)
    screens.button("Save the day").click()
    expect(screens.widget.get_by_role("alert")).to_contain_text("NOT saved.")
    assert screens.rows("SELECT * FROM day") == []


@pytest.mark.parametrize(
    ("typed", "minutes"), [("20 min", 20), (" 4 ", 4), ("２０", 20), ("7 Minutes.", 7)]
)
def test_minutes_are_read_as_people_write_them(screens: Screens, typed: str, minutes: int) -> None:
    field = screens.widget.get_by_label("Walked, minutes in all", exact=True)
    field.fill(typed)
    field.press("Enter")
    screens.says("Saved")
    expect(field).to_have_value(str(minutes))
    assert screens.rows("SELECT walk_min FROM day") == [(minutes,)]


@pytest.mark.parametrize("holds", ["1.5", "-3", "1e9", "7,5", "--"])
def test_what_is_no_number_of_holds_is_refused(screens: Screens, holds: str) -> None:
    screens.widget.get_by_text("Log it movement by movement").click()
    field = screens.widget.get_by_label("Lying twist, left side: holds done, of 2", exact=True)
    field.press("Control+a")
    field.press_sequentially(holds)
    screens.button("Save the movements").click()
    expect(screens.widget.get_by_role("alert")).to_contain_text("NOT saved.")
    expect(screens.widget.get_by_role("alert")).not_to_contain_text("nobody had thought")
    assert screens.rows("SELECT * FROM session") == []


def test_what_is_typed_waits_while_the_invented_person_is_looked_at(screens: Screens) -> None:
    note = screens.widget.get_by_label("A note for yourself")
    note.fill("not saved yet")
    screens.screen("My data")
    screens.button("Show me the invented person").click()
    expect(screens.widget.get_by_text("An invented person.")).to_be_visible()
    expect(note).to_have_value("")
    screens.button("Back to my own diary").click()
    expect(note).to_have_value("not saved yet")


def test_a_session_that_runs_stays_with_its_diary(screens: Screens) -> None:
    screens.button("Start the session").click()
    screens.button("Use 4 seconds a breath").click()
    screens.button("Start").click()
    screens.screen("My data")
    screens.button("Show me the invented person").click()
    screens.says("session")
    expect(screens.widget.get_by_text("An invented person.")).to_have_count(0)


def test_who_stopped_because_of_pain_is_not_sent_for_a_walk(screens: Screens) -> None:
    for name in ("Start the session", "Use 4 seconds a breath", "Start", "Stop because of pain"):
        screens.button(name).click()
    screens.button("Stop everything").click()
    screens.button("Leave").click()
    expect(screens.widget.locator(".ll-next")).to_contain_text("because of pain")
    expect(screens.widget.locator(".ll-next")).not_to_contain_text("a walk")
    screens.button("Answer the safety questions").click()
    expect(screens.widget.get_by_role("heading", name="Is it safe to go on?")).to_be_focused()


def test_a_new_day_says_where_the_unsaved_words_of_the_old_one_are(screens: Screens) -> None:
    screens.widget.get_by_label("A note for yourself").fill("late at night")
    screens.at("2026-11-23T03:30:00Z")
    screens.says("Sun 22 Nov")
    log = screens.screen("Log")
    log.get_by_role("button", name="Day 1, Sun 22 Nov").click()
    expect(log.get_by_label("A note for yourself")).to_have_value("late at night")


def test_a_clock_that_goes_back_before_day_1_stops_nothing(screens: Screens) -> None:
    screens.at("2026-11-21T12:00:00Z")
    expect(screens.widget.locator(".ll-next")).to_contain_text("Day 1 is Sun 22 Nov")
    screens.screen("Log")
    screens.at(NOON)
    screens.screen("Today")
    expect(screens.button("Start the session")).to_be_visible()


def test_what_is_typed_of_a_day_is_the_same_on_both_of_its_screens(screens: Screens) -> None:
    for name, words in (("Today", "one"), ("Log", "one two"), ("Today", "one two three")):
        note = screens.screen(name).get_by_label("A note for yourself")
        expect(note).to_have_value(words.rpartition(" ")[0])
        note.fill(words)


def test_no_second_session_is_offered_while_the_first_waits_for_python(screens: Screens) -> None:
    screens.button("Start the session").click()
    screens.button("Use 4 seconds a breath").click()
    screens.kernel("busy = true")
    screens.button("Start").click()
    screens.button("Pause").click()
    screens.button("Leave for now").click()
    expect(screens.widget.locator(".ll-next")).to_contain_text("is being saved")
    expect(screens.button("Start the session")).to_have_count(0)
    screens.kernel("wakes()")
    expect(screens.button("Continue at set 1")).to_be_visible()


def test_a_session_of_which_only_the_end_was_lost_is_ended_and_not_continued(
    screens: Screens,
) -> None:
    screens.button("Start the session").click()
    screens.button("Use 4 seconds a breath").click()
    screens.kernel("loses = 'end_session'")
    while screens.button("Skip this movement").count():
        screens.button("Skip this movement").click()
    screens.page.evaluate("""() => {
      close();
      delete globalThis[Symbol.for('lessons_lib.tracker.desks')];  // as a reload does
      kernel.loses = null;
      show(model);
    }""")
    expect(screens.button("End it here")).to_be_visible()
    expect(screens.widget.get_by_role("button", name="Continue at set")).to_have_count(0)
    screens.button("End it here").click()
    screens.says("Saved")


def test_what_could_not_be_opened_and_then_could_is_no_alarm_any_more(screens: Screens) -> None:
    alarm = screens.widget.get_by_role("alert")
    screens.kernel("refuses = { code: 'locked', sentence: 'Somebody else is saving.' }")
    screens.at("2026-11-22T13:00:00Z")
    expect(alarm).to_contain_text("That did not work.")
    screens.kernel("refuses = null")
    screens.at("2026-11-22T13:01:00Z")
    expect(alarm).to_be_empty()


def test_no_key_goes_to_jupyterlab_wherever_the_tracker_puts_the_focus(screens: Screens) -> None:
    suppressed = "() => document.activeElement.dataset.lmSuppressShortcuts"
    screens.button("I did all of it").press("Enter")
    expect(screens.button("I did all of it")).to_have_count(0)
    assert screens.page.evaluate(suppressed) == "true"
    screens.button("My symptoms have changed").press("Enter")
    expect(screens.widget.get_by_role("heading", name="Is it safe to go on?")).to_be_focused()
    assert screens.page.evaluate(suppressed) == "true"


def test_a_form_that_was_emptied_again_holds_nothing_up(screens: Screens) -> None:
    screens.widget.get_by_text("Up to three things you want to do again").click()
    screens.widget.get_by_role("textbox", name="Something you want to do again").fill("queue")
    screens.button("Save these").click()
    second = screens.widget.get_by_role("textbox", name="A second one")
    second.fill("so")
    second.fill("")
    first = screens.widget.get_by_role("group", name="queue")
    first.get_by_role("radio", name="4").check()
    screens.button("Save these").click()
    screens.says("Saved")
    assert screens.rows("SELECT name, score_start FROM activity") == [("queue", 4)]


def test_what_is_chosen_is_seen_also_where_the_browser_sets_all_colours(screens: Screens) -> None:
    screens.page.emulate_media(forced_colors="active")
    log = screens.screen("Log")

    def line(place: Locator) -> str:
        style = "(one) => { const its = getComputedStyle(one); return `${its.borderBottom}`; }"
        return str(place.evaluate(style))

    chosen, other = (log.locator(f"[aria-pressed={is_it}]").first for is_it in ("true", "false"))
    assert line(chosen) != line(other)
    tabs = screens.widget.get_by_role("tab")
    assert line(tabs.filter(has_text="Log")) != line(tabs.filter(has_text="Today"))
    screens.page.emulate_media(forced_colors="none")
