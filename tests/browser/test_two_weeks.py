"""Two weeks with the tracker, lived in one go: in JupyterLab, in a browser with a moved clock.

Each day is a function that does what somebody does on it, by mouse or by keyboard, and returns what
should be in the diary of that day at the end. The two weeks begin in London on 18 October 2026; the
clocks go back on day 8, which is also the day of a journey.
"""

import datetime
import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from .lab import Lesson, new_window, write_notebook
from .test_tracker import Diary

HOME, AWAY = "Europe/London", "Asia/Tokyo"
FIRST = datetime.date(2026, 10, 18)
EVENING = {HOME: "18:00+01:00", AWAY: "18:00+09:00"}
BREATH_MS = 4000
READY_MS, TURN_MS, REST_MS = 5000, 6000, 5000
ACTIVITIES = ("stand in a queue", "put on socks", "sit through a film")
MOST_TABS = 120
NOTHING = {"session": None, "mark": None, "walk": None, "back": None, "leg": None, "could": None}
STORED = """
SELECT local_date, session.entry, session.status, sum(done_breaths), mark, walk_min, pain_back,
       pain_leg, could.body
FROM (SELECT local_date FROM session UNION SELECT local_date FROM day UNION
      SELECT local_date FROM note)
LEFT JOIN session USING (local_date) LEFT JOIN set_log ON session_id = session.id
LEFT JOIN day USING (local_date)
LEFT JOIN (SELECT local_date, body FROM note WHERE kind = 'could') AS could USING (local_date)
WHERE deleted_ms IS NULL GROUP BY local_date, session.id ORDER BY local_date
"""


class Life(Diary):
    """A tracker in a window whose clock the test can move, and the days that were lived in it."""

    zone = HOME

    def __init__(self, lesson, data):
        super().__init__(lesson, data)
        self.kernel = data.parent / "kernel"
        self.keyboard = lesson.page.keyboard
        self.travel = lesson.page.context.new_cdp_session(lesson.page)
        self.go_to_zone(HOME)

    def go_to_zone(self, zone):
        self.zone = zone
        # What is overridden once can only be overridden anew after it was given back.
        for one in ("", zone):
            self.travel.send("Emulation.setTimezoneOverride", {"timezoneId": one})

    def open(self, app="tracker"):
        self.lesson.fill(
            f"import os\nos.environ['LESSONS_LIB_DATA'] = {str(self.data)!r}\n"
            f"open({str(self.kernel)!r}, 'w').write(str(os.getpid()))\n"
            f"from lessons_lib.apps.{app} import {app}\n{app}()",
        )
        self.lesson.run_all()
        if app == "tracker":
            expect(self.widget.get_by_text("Your day:")).to_be_visible()

    def kill_the_kernel(self):
        os.kill(int(self.kernel.read_text()), signal.SIGKILL)

    def wake_up_on(self, number):
        """Evening of a day of the two weeks; the notebook is open still, and notices."""
        date = FIRST + datetime.timedelta(days=number - 1)
        evening = datetime.datetime.fromisoformat(f"{date}T{EVENING[self.zone]}")
        self.page.clock.set_system_time(evening)
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        expect(self.widget.get_by_text(f"Your day: {date:%a} {date.day} {date:%b}")).to_be_visible()

    def saved_in_session(self):
        """Wait until Python has nothing left to answer."""
        self.page.wait_for_function(
            "() => document.querySelector('.ll-tracker').ariaBusy !== 'true'"
            " && !document.querySelector('.ll-waiting')"
        )

    def saved(self):
        """Wait until Python has saved what was given."""
        self.saved_in_session()
        self.says("Saved")

    def breathe(self, holds, breaths, *, turn=False):
        """Let the time of a set pass in the guided session."""
        self.page.clock.run_for(
            READY_MS + holds * breaths * BREATH_MS + (holds - 1) * REST_MS + turn * TURN_MS
        )

    def straps(self):
        """Let both sides of the second movement pass, from its own start on."""
        self.button("Start").click()
        self.breathe(1, 8)
        self.breathe(1, 8, turn=True)

    def evening(self, **answers):
        """Say how the day was, by mouse; returns what was said."""
        panel = self.widget.get_by_role("tabpanel")
        if "could" in answers:
            panel.get_by_label("Today I could …").fill(answers["could"])
        if "walk" in answers:
            field = panel.get_by_role("textbox", name="Walked, minutes in all")
            field.fill(str(answers["walk"]))
        pain = [name for name in ("back", "leg") if name in answers]
        if pain:
            self.unfold("Pain, if you want to note it")
        for name in pain:
            group = panel.get_by_role("group", name=f"{name.capitalize()} pain, the average")
            group.get_by_role("radio").nth(answers[name]).check()
        self.button("Save the day").click()
        self.saved()
        return answers

    def tab_to(self, target):
        """Press Tab until this control has the focus."""
        for _ in range(MOST_TABS):
            if target.count() and target.first.evaluate("(one) => one === document.activeElement"):
                return
            self.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, name):
        """Find a button by keyboard, and press it."""
        self.tab_to(self.button(name))
        self.keyboard.press("Enter")

    def unfold(self, words):
        fold = (
            self.widget.get_by_role("tabpanel")
            .locator("details", has=self.page.get_by_text(words, exact=False))
            .last
        )
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()

    def session(self):
        return self.widget.get_by_role("region", name="Guided session")


@pytest.fixture
def life(browser: BrowserContext, lab: str, root, tmp_path) -> Iterator[Life]:
    """A tracker that was just opened for the first time, on the evening of day 1."""
    write_notebook(root / "two_weeks.ipynb", ["pass"])
    context = new_window(browser, viewport={"width": 800, "height": 1000})
    context.clock.install(time=f"{FIRST}T{EVENING[HOME]}")
    lesson = Lesson(context, lab, "two_weeks.ipynb")
    life = Life(lesson, tmp_path / "data")
    life.open()
    yield life
    lesson.close()
    context.close()


def test_two_weeks_are_lived_and_kept(life, tmp_path):
    lived = {number: NOTHING | day(life) for number, day in enumerate(DAYS, start=1)}
    look_back(life, tmp_path)
    stored = dict.fromkeys(lived, NOTHING)
    for date, entry, status, breaths, mark, walk, back, leg, could in life.rows(STORED):
        number = (datetime.date.fromisoformat(date) - FIRST).days + 1
        stored[number] = {
            "session": status and (entry, status, breaths),
            "mark": mark,
            "walk": walk,
            "back": back,
            "leg": leg,
            "could": could,
        }
    assert stored == lived
    assert life.rows("SELECT body FROM note WHERE kind = 'note'") == [("<b>rain</b> all day",)]
    assert life.rows("SELECT name, score_start, score_end FROM activity ORDER BY slot") == [
        (name, 3 + slot, 6 + slot) for slot, name in enumerate(ACTIVITIES)
    ]
    assert life.rows("SELECT local_date, occasion, tier FROM screen ORDER BY at_ms") == [
        ("2026-10-18", "start", "none"),
        ("2026-10-24", "day7", "none"),
        ("2026-10-29", "change", "none"),
        ("2026-10-31", "review", "none"),
    ]
    begin_again(life)
    assert life.lesson.errors == []


def day_1(life):
    """Safety, the beginning, three things to do again, and a guided session, by mouse."""
    life.clear_screen()
    walk = life.widget.get_by_role("textbox", name="A walk that you know you can do")
    walk.fill("20")
    life.button("Begin my two weeks today").click()
    life.button("None of these, go on").click()
    expect(life.button("Start the session")).to_be_visible()
    life.unfold("Up to three things you want to do again")
    for slot, name in enumerate(ACTIVITIES):
        life.widget.locator(".ll-activity").get_by_role("textbox").nth(slot).fill(name)
        scale = life.widget.get_by_role("group", name="How well does it go at the start").nth(slot)
        scale.get_by_role("radio", name=str(3 + slot), exact=True).check()
        life.button("Save these").click()
        life.saved()
        expect(life.widget.get_by_text(f"do again ({slot + 1} of 3)")).to_be_visible()
    life.button("Start the session").click()
    for _ in range(5):
        life.button("A breath comes in").click()
        life.page.clock.run_for(BREATH_MS)
    life.button("Tap again").click()
    life.button("Use 4 seconds a breath").click()
    life.button("Start").click()
    life.page.clock.run_for(2000)
    life.page.clock.run_for(9000)
    life.breathe(2, 5)
    expect(life.session()).to_contain_text("Set 2 of 4")
    life.breathe(2, 5, turn=True)
    expect(life.session()).to_contain_text("Set 3 of 4")
    life.button("I am sure").click()
    life.straps()
    expect(life.session()).to_contain_text("4 of 4 sets, 36 breaths")
    life.button("I am not sure").click()
    life.button("Back to today").click()
    expect(life.widget.get_by_text("All of today's movements are logged.")).to_be_visible()
    said = life.evening(walk=20, back=6, leg=2, could="walk the dog")
    return {"session": ("live", "done", 36), **said}


def day_2(life):
    """All by keyboard."""
    life.wake_up_on(2)
    life.tab("Today").focus()
    life.press("I did all of it")
    life.saved()
    panel = life.widget.get_by_role("tabpanel")
    life.tab_to(panel.get_by_role("textbox", name="Today I could …"))
    life.keyboard.type("carry the shopping")
    life.tab_to(panel.get_by_role("textbox", name="Walked, minutes in all"))
    life.keyboard.type("25")
    life.tab_to(panel.locator("summary", has_text="Pain, if you want to note it"))
    life.keyboard.press("Enter")
    life.tab_to(panel.get_by_role("radio", name="0, no pain"))
    for _ in range(6):
        life.keyboard.press("ArrowRight")
    life.press("Save the day")
    life.saved()
    return {
        "session": ("manual", "done", 48),
        "walk": 25,
        "back": 6,
        "could": "carry the shopping",
    }


def day_3(life):
    """Logged by hand, movement by movement; a note."""
    life.wake_up_on(3)
    life.unfold("Log it movement by movement")
    for side in ("left", "right"):
        name = f"Lying twist, {side} side: holds done, of 2: more"
        life.button(name).click()
    life.button("Save the movements").click()
    life.saved()
    life.widget.get_by_label("A note for yourself").fill("<b>rain</b> all day")
    said = life.evening(back=5, leg=2)
    return {"session": ("manual", "partial", 10), **said}


def day_4(_life):
    """Ill: nothing is opened today; tomorrow it is written down."""
    return {"mark": "ill", "walk": 0, "back": 7, "leg": 3}


def day_5(life):
    """Yesterday is filled in; a session, in which the kernel is killed between two sets."""
    life.wake_up_on(5)
    log = life.screen("Log")
    log.get_by_role("button", name="Day 4, Wed 21 Oct: nothing logged").click()
    life.unfold("A day off")
    log.get_by_label("ill", exact=True).check()
    life.evening(walk=0, back=7, leg=3)
    expect(log.get_by_role("button", name="Day 4, Wed 21 Oct: day off")).to_be_visible()
    life.screen("Today")
    life.button("Start the session").click()
    life.button("Start").click()
    life.breathe(3, 5)
    expect(life.session()).to_contain_text("Set 2 of 5")
    life.saved_in_session()
    assert life.lesson.errors == []
    life.kill_the_kernel()
    life.breathe(3, 5, turn=True)
    expect(life.session()).to_contain_text("1 set waits to be saved")
    died = life.page.get_by_role("dialog").filter(has_text="appears to have died")
    died.get_by_role("button").last.click()
    life.open()
    life.button("Continue at set 3").wait_for()
    life.button("Continue at set 3").click()
    life.straps()
    expect(life.session()).to_contain_text("Set 5 of 5")
    life.button("Start").click()
    life.page.clock.run_for(READY_MS + 12 * BREATH_MS)
    expect(life.session()).to_contain_text("5 of 5 sets, 58 breaths")
    life.button("Back to today").click()
    life.saved_in_session()
    life.lesson.errors.clear()  # what JupyterLab says of a kernel that is gone
    return {"session": ("live", "done", 58), **life.evening(walk=30, back=6)}


def day_6(life):
    """A guided session by keyboard; the second movement is left out."""
    life.wake_up_on(6)
    life.tab("Today").focus()
    life.press("Start the session")
    life.press("Start")
    life.breathe(3, 5)
    life.breathe(3, 5, turn=True)
    expect(life.session()).to_contain_text("Set 3 of 4")
    life.press("Skip this movement")
    expect(life.session()).to_contain_text("2 of 4 sets, 30 breaths")
    life.press("Back to today")
    expect(life.widget.get_by_text("Part of today's movements is logged.")).to_be_visible()
    return {"session": ("live", "partial", 30)}


def day_7(life):
    """Half time: the safety questions come first."""
    life.wake_up_on(7)
    expect(life.button("Start the session")).to_have_count(0)
    life.button("Answer the safety questions").click()
    life.clear_screen()
    life.button("I did all of it").click()
    life.saved()
    return {"session": ("manual", "done", 42), **life.evening(walk=30, could="hoover")}


def day_8(life):
    """The clocks have gone back, and there is a journey: the zone is asked about once."""
    life.go_to_zone(AWAY)
    life.wake_up_on(8)
    question = life.widget.get_by_text(f"You seem to be in {AWAY}.")
    expect(question).to_be_visible()
    life.button(f"Use {AWAY}").click()
    expect(question).to_have_count(0)
    expect(life.widget.get_by_text(f"Your day: Sun 25 Oct ({AWAY})")).to_be_visible()
    life.tab("Today").focus()
    life.press("I did one of each")
    life.saved()
    return {"session": ("manual", "partial", 26)}


def day_9(life):
    """Nothing: a gap is a gap."""
    life.wake_up_on(9)
    return {}


def day_10(life):
    """Everything is deleted by mistake, and comes back from a file."""
    life.wake_up_on(10)
    expect(life.widget.get_by_text("You seem to be in")).to_have_count(0)
    life.button("I did all of it").click()
    life.saved()
    said = life.evening(walk=35, could="sit through a dinner")
    data = life.screen("My data")
    life.widget.get_by_label("with my notes").check()
    with life.page.expect_download() as download:
        life.button("A copy to bring back").click()
    file = life.data.parent / download.value.suggested_filename
    download.value.save_as(file)
    data.get_by_text("I want to delete it").click()
    data.get_by_label("Type “delete everything”").fill("delete everything")
    life.button("Delete for good").click()
    expect(life.widget.get_by_text("Deleted: your diary")).to_be_visible()
    assert not (life.data / "diary.db").exists()
    life.button("Begin a new diary").click()
    expect(life.widget.get_by_text("Your day:")).to_be_visible()
    data = life.screen("My data")
    data.get_by_label("A file that this tracker wrote").set_input_files(file)
    compared = data.get_by_role("table", name="Compare before you choose")
    expect(compared.get_by_role("row", name="sessions")).to_contain_text("8")
    assert life.rows("SELECT count(*) FROM session") == [(0,)]
    life.button("Put it in place of my diary").click()
    life.says("Restored")
    life.button("Prove that my backup works").click()
    expect(data.locator(".ll-good", has_text="Yes")).to_be_visible()
    return {"session": ("manual", "done", 62), **said}


def day_11(life):
    """Logged, taken back, logged otherwise."""
    life.wake_up_on(11)
    life.screen("Today")
    life.button("I did one of each").click()
    life.saved()
    life.button("Undo: the movements of Wed 28 Oct").click()
    life.says("Taken back: the movements of Wed 28 Oct.")
    life.button("I did all of it").click()
    life.saved()
    return {"session": ("manual", "done", 16), **life.evening(walk=15, back=4, leg=1)}


def day_12(life):
    """Pain in the second set: stop, the traffic light, the safety questions."""
    life.wake_up_on(12)
    life.button("Start the session").click()
    life.button("Start").click()
    life.breathe(3, 5)
    life.page.clock.run_for(TURN_MS + READY_MS + 2 * BREATH_MS + 1000)
    life.button("Stop because of pain").click()
    life.button("Stop this movement").click()
    life.button("Open the safety check").click()
    expect(life.tab("Safety")).to_have_attribute("aria-selected", "true")
    life.clear_screen()
    return {"session": ("live", "stopped_pain", 17), **life.evening(walk=30, back=5, leg=1)}


def day_13(life):
    """An ordinary day."""
    life.wake_up_on(13)
    life.button("I did all of it").click()
    life.saved()
    said = life.evening(walk=40, back=3, leg=1, could="walk around the pond")
    life.screen("Log")
    progress = life.screen("Progress")
    expect(progress).to_contain_text("7 of 12")
    for left in (3, 2, 1, 0):
        life.button("Show the picture").first.click()
        expect(life.button("Show the picture")).to_have_count(left)
    life.screen("Today")
    return {"session": ("manual", "done", 62), **said}


def day_14(life):
    """The last day."""
    life.wake_up_on(14)
    life.button("I did all of it").click()
    life.saved()
    said = life.evening(walk=40, back=3, leg=0)
    for slot, name in enumerate(ACTIVITIES):
        scale = life.widget.get_by_role("group", name=f"How well does it go now: {name}?")
        scale.get_by_role("radio", name=str(6 + slot), exact=True).check()
    life.button("Save these").click()
    life.saved()
    return {"session": ("manual", "done", 46), **said}


DAYS = (
    day_1,
    day_2,
    day_3,
    day_4,
    day_5,
    day_6,
    day_7,
    day_8,
    day_9,
    day_10,
    day_11,
    day_12,
    day_13,
    day_14,
)


def look_back(life, folder):
    """On the last evening: lesson 10's review, and the page for a clinician."""
    life.open("review")
    review = life.lesson.widgets("review")
    review.get_by_role("button", name="Read my own record").click()
    expect(review.get_by_role("heading", name="Your two weeks")).to_be_focused()
    for box in review.get_by_label("None of these").all():
        box.check()
    review.get_by_role("button", name="Save the result and go on").click()
    review.get_by_label("a little better").check()
    review.get_by_role("button", name="Show what the ratings say").click()
    expect(review).to_contain_text("So: improved.")
    review.get_by_label("Taper to walking").check()
    expect(review.locator("figure")).to_have_count(4)
    life.open()
    life.screen("My data")
    with life.page.expect_download() as download:
        life.button("One page for a clinician").click()
    page = folder / download.value.suggested_filename
    download.value.save_as(page)
    words = page.read_text()
    assert "improved; in the person" in words


def begin_again(life):
    """The day after: the two weeks are over, and others can begin, safety first."""
    life.wake_up_on(15)
    life.screen("Today")
    life.unfold("Another two weeks?")
    expect(life.button("Begin my two weeks today")).to_have_count(0)
    life.button("Answer the safety questions").click()
    life.clear_screen()
    life.button("Begin my two weeks today").click()
    expect(life.widget.get_by_role("heading", name="Day 1 of 14")).to_be_visible()
    life.screen("My data")
    expect(life.widget.get_by_text("In it: 12 sessions")).to_be_visible()
    assert life.rows("SELECT status FROM enrolment ORDER BY start_date") == [
        ("completed",),
        ("active",),
    ]
