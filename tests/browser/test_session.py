"""The guided session in a page of its own, with a clock that the test moves and a kernel of paper.

The session needs neither JupyterLab nor Python: what it says and saves depends on its plan, on what
the learner does, and on the time.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from lessons_lib.apps import modules
from lessons_lib.apps.tracker import content
from lessons_lib.apps.widget import look
from lessons_lib.tracker.programme import Set

WHOLE_PAGE = """<!doctype html><html lang="en"><title>Session</title>
<body data-jp-theme-light="true"><main class="ll"></main></body></html>"""
# Saves are kept in `saved`, tones in `tones`; a kernel that is busy answers only when it is let.
STAND_INS = """
globalThis.saved = [];
globalThis.tones = [];
globalThis.kernel = { busy: false, refuses: null, owed: [] };
globalThis.save = (ask, fields) => {
  saved.push({ ask, ...fields });
  const { refuses } = kernel;
  const answer = refuses ? { ok: false, sentence: refuses } : { ok: true };
  if (!kernel.busy) return Promise.resolve(answer);
  return new Promise((resolve) => kernel.owed.push(() => resolve(answer)));
};
kernel.wakes = () => {
  kernel.busy = false;
  kernel.owed.splice(0).forEach((answer) => answer());
};
class Silent {
  gain = { value: 0, setValueAtTime() {}, linearRampToValueAtTime() {}, setTargetAtTime() {} };
  connect(next) { return next; }
  disconnect() { this.cut = true; }
}
globalThis.AudioContext = class {
  destination = new Silent();
  get currentTime() { return performance.now() / 1000; }
  createGain() { return new Silent(); }
  resume() {}
  close() {}
};
globalThis.OscillatorNode = class extends Silent {
  constructor(context, { frequency }) { super(); this.frequency = frequency; tones.push(this); }
  start(at) { this.at = at; }
  stop() {}
};
globalThis.hide = (hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};
globalThis.mount = (options) => {
  globalThis.left = null;
  globalThis.session = guidedSession({
    ...options,
    save,
    onClose: (result) => { left = result; session.element.remove(); },
    onSafety: () => { left = { status: 'safety' }; session.element.remove(); },
  });
  document.querySelector('main').replaceChildren(session.element);
};
"""
LOAD = """async (script) => {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  Object.assign(globalThis, await import(address));
}"""
BREATH_MS = 4000
PLAN = [
    asdict(one) | {"target_breaths": one.target_breaths}
    for one in (
        Set(0, "twist", "left", 2, 3),
        Set(1, "twist", "right", 2, 3),
        Set(2, "bridge", "none", 2, 2),
    )
]
READY, TURN, REST = 5000, 6000, 5000
SET_MS = {0: READY + 6 * BREATH_MS + REST, 2: READY + 4 * BREATH_MS}
SET_MS[1] = TURN + SET_MS[0]


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Iterator[Page]:
    """A page with the session's script and style, whose clock stands until a test moves it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install(time=1_800_000_000_000)
    page.set_content(WHOLE_PAGE)
    page.add_style_tag(content=look("session"))
    page.evaluate(LOAD, modules.script("session/session.js"))
    page.add_script_tag(content=STAND_INS)
    page.clock.pause_at(1_800_000_100_000)
    yield page
    assert errors == []


@pytest.fixture
def mount(page: Page) -> Iterator[Callable[..., Locator]]:
    """Open a session with this plan; what is not named is as on a first evening."""

    def mount(sets: list[dict[str, Any]] = PLAN, **options: Any) -> Locator:
        page.evaluate(
            "(options) => { saved.length = tones.length = 0; mount(options); }",
            {
                "sets": [{"log": None, **one} for one in sets],
                "breathMs": BREATH_MS,
                "session": None,
                **{name: content()[name] for name in ("movements", "traffic")},
                **options,
            },
        )
        return page.locator(".ll-session")

    yield mount
    page.evaluate("() => { session.close(); kernel.wakes(); kernel.refuses = null; hide(false); }")


def lights():
    """The rows of the traffic light, by light."""
    return {row["light"]: row for row in content()["traffic"]}


def press(session: Locator, name: str) -> None:
    session.get_by_role("button", name=name, exact=True).press("Enter")


def saves(page: Page, ask: str) -> list[dict[str, Any]]:
    return [one for one in page.evaluate("saved") if one["ask"] == ask]


def outcomes(page: Page) -> list[tuple[int, str, int]]:
    logged = [one["set_log"] for one in saves(page, "log_set")]
    return [(one["position"], one["outcome"], one["done_breaths"]) for one in logged]


def refused(page: Page, mount: Callable[..., Locator]) -> Locator:
    """A session whose first set the disk did not take; it takes none until the test says so."""
    session = mount()
    press(session, "Start")
    page.evaluate("kernel.refuses = 'The disk is full. Make room, then try again.'")
    page.clock.run_for(SET_MS[0] + 100)
    return session


def live_through(session: Locator) -> None:
    """Do all that is left, pressing nothing but "Start"."""
    page = session.page
    for _ in range(len(PLAN)):
        start = session.get_by_role("button", name="Start", exact=True)
        if start.count() == 0:
            break
        start.press("Enter")
        page.clock.run_for(sum(SET_MS.values()))
    expect(session).to_contain_text("The end of today's session")


def test_every_set_is_saved_once_when_it_is_done(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(SET_MS[0] - 300)
    assert outcomes(page) == []
    page.clock.run_for(400)
    assert outcomes(page) == [(0, "done", 6)]
    page.clock.run_for(SET_MS[1] + 300)
    expect(session).to_contain_text(content()["movements"]["bridge"]["start"])
    page.clock.run_for(60_000)  # the clock waits at the next movement
    assert outcomes(page) == [(0, "done", 6), (1, "done", 6)]
    press(session, "Start")
    page.clock.run_for(SET_MS[2] + 300)
    assert outcomes(page) == [(0, "done", 6), (1, "done", 6), (2, "done", 4)]
    (started,) = saves(page, "start_session")
    (ended,) = saves(page, "end_session")
    assert {one["session_id"] for one in page.evaluate("saved")} == {started["session_id"]}
    assert ended["status"] == "done"
    assert ended["duration_ms"] == pytest.approx(sum(SET_MS.values()), abs=1)
    assert saves(page, "log_set")[0]["set_log"] == {
        "position": 0,
        "movement": "twist",
        "side": "left",
        "target_breaths": 6,
        "done_breaths": 6,
        "hold_ms": 6 * BREATH_MS,
        "paced": True,
        "outcome": "done",
    }
    expect(session).to_contain_text("3 of 3 sets, 16 breaths.")
    press(session, "Back to today")
    assert page.evaluate("left") == {"status": "done"}


def test_pausing_changes_nothing_but_the_end(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + 1.5 * BREATH_MS)
    count = session.locator(".ll-count")
    expect(count).to_have_text("Round 1 of 2 · breath 2 of 3")
    session.press("Space")
    expect(session).to_contain_text("Paused")
    page.clock.run_for(600_000)
    assert outcomes(page) == []
    session.press("Space")
    page.clock.run_for(20)
    expect(count).to_have_text("Round 1 of 2 · breath 2 of 3")
    live_out = SET_MS[0] - READY - 1.5 * BREATH_MS
    page.clock.run_for(live_out - 300)
    assert outcomes(page) == []
    page.clock.run_for(400)
    assert outcomes(page) == [(0, "done", 6)]
    page.clock.run_for(SET_MS[1] + 300)
    live_through(session)
    (ended,) = saves(page, "end_session")
    assert ended["duration_ms"] == pytest.approx(sum(SET_MS.values()), abs=1)


def test_a_tab_that_was_hidden_for_a_minute_catches_up(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(2_000)
    page.evaluate("hide(true)")
    page.clock.fast_forward(60_000)  # as in a throttled tab, timers are late and fire once
    page.evaluate("hide(false)")
    assert outcomes(page) == [(0, "done", 6)]
    at = 62_000 - SET_MS[0]
    breath = (at - TURN - READY - 3 * BREATH_MS - REST) // BREATH_MS
    expect(session.locator(".ll-where")).to_contain_text("right side")
    expect(session.locator(".ll-count")).to_have_text(f"Round 2 of 2 · breath {breath + 1} of 3")


@pytest.mark.parametrize("how", ["lid", "long_hidden", "wall_clock"])
def test_who_was_away_is_asked_and_no_breath_is_counted(page, mount, how):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + 2.5 * BREATH_MS)
    if how == "lid":
        page.clock.fast_forward(20_000)
    elif how == "long_hidden":
        page.evaluate("hide(true)")
        page.clock.fast_forward(180_000)
        page.evaluate("hide(false)")
    else:  # asleep on a system whose monotonic clock sleeps too
        page.evaluate("""() => {
          const now = Date.now.bind(Date);
          Date.now = () => now() + 600000;
        }""")
        page.clock.run_for(300)
    expect(session.get_by_role("alert")).to_contain_text("You were away")
    assert outcomes(page) == []
    page.clock.run_for(60_000)
    assert outcomes(page) == []
    press(session, "Start this set again")
    live_through(session)
    assert outcomes(page) == [(0, "done", 6), (1, "done", 6), (2, "done", 4)]


def test_back_and_skip_leave_one_true_answer_for_each_set(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + 1.5 * BREATH_MS)
    press(session, "Skip")
    assert outcomes(page) == [(0, "skipped", 1)]
    press(session, "Back")  # just begun: back to the set before
    press(session, "Start")
    page.clock.run_for(SET_MS[0] + 100)
    assert outcomes(page) == [(0, "skipped", 1), (0, "done", 6)]
    press(session, "Back")
    press(session, "Start")
    press(session, "Skip")  # it has been done; skipping it now takes nothing away
    assert outcomes(page) == [(0, "skipped", 1), (0, "done", 6)]
    page.clock.run_for(SET_MS[1] + 100)
    press(session, "Skip this movement")
    assert outcomes(page)[2:] == [(1, "done", 6), (2, "skipped", 0)]
    assert [one["status"] for one in saves(page, "end_session")] == ["partial"]


def test_stopping_because_of_pain_is_saved_at_once_and_leads_to_what_to_do(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + 2.5 * BREATH_MS)
    press(session, "Stop because of pain")
    assert outcomes(page) == [(0, "stopped_pain", 2)]
    page.clock.run_for(60_000)
    traffic = lights()
    for row in traffic.values():
        for sign in row["signs"]:
            expect(session).to_contain_text(sign)
    expect(session.locator(".ll-light").first).to_contain_text(traffic["stop"]["title"])
    press(session, traffic["red"]["title"])
    expect(session).to_contain_text(traffic["red"]["action"])
    press(session, "Go on with the next movement")
    expect(session).to_contain_text(content()["movements"]["bridge"]["start"])
    assert outcomes(page) == [(0, "stopped_pain", 2), (1, "skipped", 0)]
    press(session, "Start")
    page.clock.run_for(SET_MS[2] + 100)
    assert [one["status"] for one in saves(page, "end_session")] == ["stopped_pain"]


def test_a_sign_of_danger_ends_the_session_and_opens_the_safety_check(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + BREATH_MS)
    press(session, "Stop because of pain")
    press(session, lights()["stop"]["title"])
    expect(session.get_by_role("alert")).to_contain_text(lights()["stop"]["action"])
    assert [one["status"] for one in saves(page, "end_session")] == ["stopped_pain"]
    press(session, "Open the safety check")
    assert page.evaluate("left") == {"status": "safety"}


def test_mild_pain_may_go_on_and_the_set_counts_when_it_is_done(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(READY + BREATH_MS)
    press(session, "Stop because of pain")
    press(session, lights()["amber"]["title"])
    expect(session).to_contain_text(content()["movements"]["twist"]["easier"])
    press(session, "Do the easier version")
    live_through(session)
    assert outcomes(page)[-3:] == [(0, "done", 6), (1, "done", 6), (2, "done", 4)]


def test_a_session_that_was_broken_off_goes_on_at_its_next_set(page, mount):
    done = {"outcome": "done", "done_breaths": 6, "technique": None}
    sets = [{**PLAN[0], "log": done}, *PLAN[1:]]
    session = mount(sets, session={"id": "abc", "rev": 1})
    expect(session.locator(".ll-where")).to_contain_text("Set 2 of 3")
    live_through(session)
    assert outcomes(page) == [(1, "done", 6), (2, "done", 4)]
    assert saves(page, "start_session") == []
    assert {one["session_id"] for one in page.evaluate("saved")} == {"abc"}
    expect(session).to_contain_text("3 of 3 sets, 16 breaths.")


def test_a_busy_kernel_stops_no_clock_and_waiting_sets_are_told(page, mount):
    page.evaluate("kernel.busy = true")
    session = mount()
    press(session, "Start")
    page.clock.run_for(SET_MS[0] + 100)
    saving = session.locator(".ll-saving")
    expect(saving).to_contain_text("1 set waits to be saved")
    page.clock.run_for(SET_MS[1] + 300)
    expect(saving).to_contain_text("2 sets wait to be saved")
    assert outcomes(page) == [(0, "done", 6), (1, "done", 6)]
    page.evaluate("kernel.wakes()")
    expect(saving).to_be_empty()


def test_a_refused_set_is_told_and_can_be_saved_again(page, mount):
    session = refused(page, mount)
    saving = session.locator(".ll-saving")
    expect(saving).to_contain_text("NOT saved. The disk is full.")
    page.evaluate("kernel.refuses = null")
    press(session, "Try to save again")
    expect(saving).to_be_empty()
    assert outcomes(page) == [(0, "done", 6), (0, "done", 6)]


def test_what_was_refused_is_tried_again_when_the_session_is_left(page, mount):
    session = refused(page, mount)
    expect(session.locator(".ll-saving")).to_contain_text("NOT saved.")
    press(session, "Pause")
    page.evaluate("kernel.refuses = null")
    press(session, "Leave for now")
    assert outcomes(page) == [(0, "done", 6), (0, "done", 6)]


def test_trying_again_leaves_the_focus_in_the_session(page, mount):
    session = refused(page, mount)
    press(session, "Try to save again")
    expect(session.locator(".ll-saving")).to_be_focused()


def test_a_second_tap_hits_nothing_that_came_in_the_place_of_the_first(mount):
    session = mount()
    press(session, "Start")
    second = {"detail": 2, "bubbles": True}
    session.get_by_role("button", name="Pause").dispatch_event("click", second)
    expect(session.get_by_role("button", name="Pause")).to_be_visible()
    press(session, "Stop because of pain")
    session.get_by_role("button", name="Leave for now").dispatch_event("click", second)
    expect(session).to_contain_text("You stopped because of pain")


def test_a_key_held_down_is_one_tap(page, mount):
    session = mount()
    session.get_by_role("button", name="Start").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(session.get_by_role("button", name="Pause")).to_be_visible()
    session.get_by_role("button", name="Skip").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert outcomes(page) == [(0, "skipped", 0)]
    expect(session.get_by_role("button", name="Pause")).to_be_visible()


def test_a_browser_that_refuses_sound_stops_no_session(page, mount):
    page.evaluate("""() => {
      globalThis.Heard = AudioContext;
      globalThis.AudioContext = class { constructor() { throw new Error('no sound'); } };
    }""")
    session = mount()
    press(session, "Start")
    expect(session.get_by_role("button", name="Pause")).to_be_visible()
    page.evaluate("() => { AudioContext = Heard; }")


def test_taps_set_the_pace_and_it_is_told_and_saved(page, mount):
    session = mount(breathMs=None)
    for gap in (0, 4800, 5200, 5000, 7000):
        page.clock.run_for(gap)
        press(session, "A breath comes in")
    expect(session).to_contain_text("One breath takes you about 5.1 seconds")
    expect(session).to_contain_text("about 12 a minute")
    press(session, "Use this pace")
    assert [one["breath_ms"] for one in saves(page, "set_profile")] == [5100]
    press(session, "Start")
    page.clock.run_for(READY + 6 * 5100 + REST + 100)
    assert outcomes(page) == [(0, "done", 6)]


def test_taps_of_the_breath_count_where_slow_ones_are_taken_for_a_double_click(page, mount):
    session = mount(breathMs=None)
    box = session.get_by_role("button", name="A breath comes in").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    for number in (1, 2, 3, 4, 5):
        page.mouse.down(click_count=number)
        page.mouse.up(click_count=number)
        page.clock.run_for(5000)
    expect(session).to_contain_text("One breath takes you about 5.0 seconds")


def test_a_second_click_does_nothing_to_what_came_with_the_first(mount):
    session = mount()
    press(session, "Start")
    session.get_by_role("button", name="Pause").dispatch_event("click", {"detail": 2})
    expect(session.get_by_role("button", name="Pause")).to_be_visible()
    session.get_by_role("button", name="Pause").dispatch_event("click", {"detail": 1})
    expect(session.get_by_role("button", name="Go on")).to_be_visible()


def test_who_is_unsure_twice_gets_three_cues(page, mount):
    steps = content()["movements"]["twist"]["steps"]
    for unsure, cues in (({}, 0), ({"twist": 1}, 3)):
        session = mount(PLAN, unsure=unsure)
        press(session, "Start")
        page.clock.run_for(SET_MS[0] + SET_MS[1] + 100)
        press(session, "I am not sure")
        (told,) = saves(page, "set_technique")
        assert (told["movement"], told["technique"]) == ("twist", "unsure")
        listed = session.locator(".ll-technique li")
        expect(listed).to_have_text(steps[:cues])
        expect(session.get_by_role("button", name="I am not sure")).to_have_count(0)
        page.evaluate("session.close()")


def test_each_tone_sounds_once_and_out_is_lower_than_in(page, mount):
    session = mount()
    press(session, "Start")
    page.clock.run_for(SET_MS[0] + SET_MS[1] + 2_000)
    press(session, "Start")
    page.clock.run_for(SET_MS[2] + 100)
    tones = page.evaluate("tones.map(({ frequency, at }) => [frequency, at])")
    breaths = [one for one in tones if one[0] in (330, 220)]
    assert [pitch for pitch, _ in breaths] == 16 * [330, 220]
    starts = [at for _, at in breaths]
    assert starts == sorted(set(starts))
    assert {pitch for pitch, _ in tones} - {330, 220}  # ends and the change of side sound otherwise
    assert starts[2] - starts[0] == pytest.approx(BREATH_MS / 1000, abs=0.05)


def test_the_listener_hears_each_breath_counted_and_no_word_every_second(page, mount):
    session = mount()
    page.evaluate("""() => {
      globalThis.heard = [];
      const voice = document.querySelector('[aria-live=polite]');
      globalThis.ear = new MutationObserver(() => {
        heard.push([performance.now(), voice.textContent]);
      });
      ear.observe(voice, { childList: true, characterData: true, subtree: true });
    }""")
    press(session, "Start")
    page.clock.run_for(SET_MS[0] + SET_MS[1])
    heard = page.evaluate("heard")
    words = [text for _, text in heard]
    for breath in (1, 2, 3):
        for hold in (1, 2):
            assert words.count(f"Round {hold} of 2 · breath {breath} of 3") == 2
    assert "Turn to the other side: right." in words
    times = [time for time, _ in heard]
    assert min(b - a for a, b in itertools.pairwise(times)) > 2_000


def test_less_motion_means_no_growing_circle_but_seconds(page, mount):
    page.emulate_media(reduced_motion="reduce")
    session = mount()
    press(session, "Start")
    circle = session.locator(".ll-circle")
    sizes = []
    for _ in range(4):
        page.clock.run_for(READY / 2)
        sizes.append(circle.bounding_box()["width"])
    page.emulate_media(reduced_motion="no-preference")
    assert len({*sizes[2:]}) == 1
    expect(session.locator(".ll-seconds")).to_have_text("1")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["pace", "gate", "run", "pain", "end"])
def test_no_screen_has_a_serious_accessibility_fault(page, mount, axe, theme, screen):
    page.evaluate("(light) => { document.body.dataset.jpThemeLight = light; }", theme == "light")
    page.evaluate(
        "(dark) => { document.body.style.background = dark ? '#111111' : '#ffffff'; }",
        theme == "dark",
    )
    show(mount, page, screen)
    page.evaluate(axe)
    # The page's clock stands, and axe waits for it: let it go on until axe has found what it finds.
    page.evaluate("""() => {
      globalThis.found = null;
      axe.run('.ll-session', { resultTypes: ['violations'] }).then((all) => { found = all; });
    }""")
    while not (found := page.evaluate("found")):
        page.clock.run_for(100)
    serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    assert json.dumps(serious) == "[]"


def show(mount: Callable[..., Locator], page: Page, screen: str) -> Locator:
    """Bring the session to one of its screens."""
    session = mount(breathMs=None if screen == "pace" else BREATH_MS)
    if screen in {"run", "pain"}:
        press(session, "Start")
        page.clock.run_for(READY + 1.5 * BREATH_MS)
    if screen == "pain":
        press(session, "Stop because of pain")
    if screen == "end":
        live_through(session)
    return session


@pytest.mark.parametrize("screen", ["pace", "gate", "run", "pain", "end"])
def test_nothing_sticks_out_on_a_narrow_screen(page, mount, screen):
    page.set_viewport_size({"width": 320, "height": 900})
    session = show(mount, page, screen)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 800, "height": 900})
    assert wide <= 320
    expect(session).to_be_visible()
