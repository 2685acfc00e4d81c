"""An explorer as a learner meets it: in JupyterLab, in a browser, by keyboard."""

import re
import shutil

import pytest
import waves
from playwright.sync_api import expect

from lessons_lib.data.parameters import parameter
from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import LiveStage

from .lab import CELLS, PASS_FRAMES, SESSION, write_notebook

SWEPT, STREAMED = (
    f"import waves\nfrom lessons_lib.apps import explorer\nexplorer.MOST_POSITIONS = {most}\n"
    for most in (400, 0)
)
SHOW = "shown = explorer.Explorer(waves.waves)\nshown"
SLOW = """
import time
from dataclasses import replace
def slow(hip_flexion_deg, knee_flexion_deg):
    time.sleep(0.2)
    return waves.frame(hip_flexion_deg, knee_flexion_deg, 0, 0)
explorer.Explorer(replace(waves.waves, frame=slow))
"""
LOST_NUMBERS = """
from dataclasses import replace
class Lost:
    def html(self):
        raise ValueError("These numbers are lost.")
def lost(hip_flexion_deg):
    return replace(waves.frame(hip_flexion_deg, 0, 0, 0), table=Lost())
explorer.Explorer(replace(waves.waves, frame=lost))
"""
BUSY = """
try:
    print("started")
    while True: pass
except KeyboardInterrupt:
    print("stopped")
"""

TIME = parameter("cycle_percent").label
# What stands in, drawn by the same browser out of sight, beside what moves: alike in every respect.
LOOKS = """([svg, names]) => {
  const host = document.body.appendChild(document.createElement('div'));
  host.attachShadow({ mode: 'open' }).innerHTML = svg;
  const about = (piece) => {
    const { x, y, width, height } = piece.getBBox();
    const looks = getComputedStyle(piece);
    const ink = ['fill', 'stroke', 'strokeWidth', 'strokeDasharray', 'opacity', 'strokeLinecap'];
    const type = ['fontSize', 'fontFamily', 'fontWeight', 'textAnchor', 'dominantBaseline',
      'paintOrder'];
    const names = piece.matches('text') ? [...ink, ...type] : ink;
    return [[x, y, width, height], piece.textContent.trim(), ...names.map((name) => looks[name])];
  };
  const clipped = (piece) => (piece.matches('[clip-path]') ? piece.firstElementChild : piece);
  const stood = [...host.shadowRoot.querySelector('svg').children].slice(-names.clips)
    .filter((one) => !one.matches('clipPath')).map(clipped).map(about);
  host.remove();
  const live = (name) => document.querySelector(`[data-artist=${name}]`);
  return [stood, names.artists.map((name) => about(live(name)))];
}"""
KERNEL = f"{SESSION}.session.kernel"
RUN_IN_LAST_CELL = """(code) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  notebook.activeCell.model.sharedModel.setSource(code);
  window.jupyterapp.commands.execute('notebook:run-cell');
}"""
# Keeps all that the words of the first explorer say from now on.
LISTEN = """() => {
  const words = document.querySelector('.ll-explorer .ll-words');
  window.said = [];
  new MutationObserver(() => said.push(words.textContent)).observe(words, { childList: true });
}"""
STICKING_OUT = """(explorer) => {
  const whole = explorer.parentElement.getBoundingClientRect();
  return [explorer, ...explorer.querySelectorAll('*:not(svg *)')]
    .filter((part) => !part.matches('.ll-unseen, .ll-window *'))
    .map((part) => [part, part.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .filter(([, box]) => box.left < whole.left - 0.5 || box.right > whole.right + 0.5)
    .map(([part]) => part.outerHTML.slice(0, 80));
}"""

# In one go, so that no answer can come in between, however slow the machine is.
TO_THE_END_AND_BACK = """(explorer) => {
  const slider = explorer.querySelector('input[type=range]');
  slider.value = slider.max;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  [...explorer.querySelectorAll('button')].find((one) => one.textContent === 'Reset').click();
}"""


@pytest.fixture(scope="module")
def scratch(root, visit):
    """A notebook that the tests fill in turn: quicker than one page and one kernel each."""
    shutil.copy(waves.__file__, root)
    write_notebook(root / "scratch.ipynb", ["pass"])
    with visit("scratch.ipynb") as lesson:
        yield lesson


@pytest.fixture
def narrow(root, visit):
    """A page of its own, to be made as narrow as a test wants it."""
    shutil.copy(waves.__file__, root)
    write_notebook(root / "narrow.ipynb", [SWEPT + SHOW])
    with visit("narrow.ipynb") as lesson:
        lesson.run_all()
        yield lesson


@pytest.fixture
def show(scratch, watch):
    """Fills the notebook with these cells, runs it, and gives it and its first explorer."""
    watch(scratch)
    scratch.theme("JupyterLab Light")

    def run(*cells):
        scratch.fill(*cells)
        scratch.run_all()
        explorer = scratch.widgets("explorer").first
        expect(words(explorer)).to_contain_text("Hip 0, knee 0")
        return scratch, explorer

    return run


def control(explorer, name):
    return explorer.get_by_label(parameter(name).label, exact=True)


def words(explorer):
    return explorer.locator(".ll-words")


def status(explorer):
    return explorer.locator(".ll-status")


def says(hip=0, knee=0, cycle=0, muscle=0):
    return f"Hip {hip}, knee {knee}, cycle {cycle}, muscle {muscle}:"


def drawing(explorer, artist):
    return explorer.locator(f"[data-artist={artist}]")


@pytest.mark.parametrize("kind", [SWEPT, STREAMED], ids=["swept", "streamed"])
def test_every_slider_moves_picture_and_words_by_keyboard(show, kind):
    _, explorer = show(kind + SHOW)
    moves = {"hip": "hip_flexion_deg", "knee": "knee_flexion_deg", "cycle": "cycle_percent"}
    drawn = {"hip": "wave", "knee": "wave", "cycle": "dashed"}
    for short, name in moves.items():
        one = parameter(name)
        slider = control(explorer, name)
        slider.focus()
        path = drawing(explorer, drawn[short])
        before = path.get_attribute("d")
        for key, value in [
            ("Home", one.low),
            ("ArrowRight", one.low + 1),
            ("ArrowUp", one.low + 2),
            ("ArrowLeft", one.low + 1),
            ("End", one.high),
            ("ArrowDown", one.high - 1),
        ]:
            slider.press(key)
            expect(words(explorer)).to_contain_text(says(**{short: f"{value:.0f}"}))
            degrees = "degree" if abs(value) == 1 else "degrees"
            spoken = degrees if one.unit == "°" else one.unit
            said = f"{value:.0f} {spoken}".replace("-", "\u2212")
            expect(slider).to_have_attribute("aria-valuetext", said)
        expect(path).not_to_have_attribute("d", before)
        slider.press("PageDown")
        expect(words(explorer)).not_to_contain_text(says(**{short: f"{one.high - 1:.0f}"}))
        assert float(slider.input_value()) < one.high - 2
        explorer.get_by_role("button", name="Reset").press("Enter")
        expect(words(explorer)).to_contain_text(says())
        expect(path).to_have_attribute("d", before)


def test_a_choice_is_made_by_keyboard(show):
    _, explorer = show(SWEPT + SHOW)
    choice = control(explorer, "muscle")
    edge = drawing(explorer, "edge").get_attribute("d")
    choice.focus()
    choice.press("ArrowDown")
    expect(words(explorer)).to_contain_text(says(muscle=1))
    choice.press("End")
    expect(words(explorer)).to_contain_text(says(muscle=2))
    expect(drawing(explorer, "edge")).not_to_have_attribute("d", edge)


def test_jupyterlab_does_not_take_the_keys(show):
    opened, explorer = show(SWEPT + SHOW, "1", "2")
    page = opened.page
    cells = page.evaluate(CELLS)
    focusable = explorer.locator("button, input, select, summary")
    buttons = 2 * explorer.locator("input[type=range]").count() + len(
        ["Play", "Reset", "grip", "screen"]
    )
    assert focusable.count() == buttons + len(["hip", "knee", "cycle", "muscle", "numbers"])
    for one in focusable.all():
        one.focus()
        for key in ("d", "d", "b", "a", "x"):
            one.press(key)
        expect(one).to_be_focused()
    # Beside the explorer the same key does what JupyterLab means by it: it would have been seen.
    page.locator(".jp-InputPrompt").last.click()
    page.keyboard.press("b")
    page.wait_for_function(f"(count) => ({CELLS})() !== count", arg=cells)
    assert page.evaluate(CELLS) == cells + 1


def test_a_swept_slider_moves_while_the_kernel_is_busy(show):
    opened, explorer = show(SWEPT + SHOW, "pass")
    page = opened.page
    slider = control(explorer, "hip_flexion_deg")
    slider.focus()
    # The kernel answers in order: once this cell runs, the sweep has arrived.
    page.evaluate(RUN_IN_LAST_CELL, BUSY)
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("started")
    for _ in range(5):
        slider.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=5))
    expect(drawing(explorer, "label")).to_have_text("hip 5°")
    assert page.evaluate(f"{KERNEL}.status") == "busy"
    page.evaluate(f"{KERNEL}.interrupt()")
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("stopped")


def test_a_busy_kernel_is_named_and_the_last_value_follows(show):
    opened, explorer = show(STREAMED + SHOW, "pass")
    page = opened.page
    page.evaluate(RUN_IN_LAST_CELL, BUSY)
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("started")
    slider = control(explorer, "hip_flexion_deg")
    for _ in range(5):
        slider.press("ArrowRight")
    expect(explorer.locator("output").first).to_have_text("5°")
    expect(status(explorer)).to_contain_text("Python is busy")
    expect(words(explorer)).to_contain_text(says(hip=0))
    page.evaluate(f"{KERNEL}.interrupt()")
    expect(words(explorer)).to_contain_text(says(hip=5))
    expect(status(explorer)).to_be_empty()


def test_the_last_of_many_quick_moves_arrives_and_those_between_are_dropped(show):
    opened, explorer = show(STREAMED + SLOW)
    slider = control(explorer, "hip_flexion_deg")
    opened.page.evaluate(LISTEN)
    for _ in range(40):
        slider.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=40))
    said = opened.page.evaluate("said")
    hips = [int(one.split(",")[0].removeprefix("Hip ")) for one in said]
    assert hips == sorted(hips)
    assert len(hips) < 40


def test_an_answer_that_is_out_of_date_is_not_shown(show):
    opened, explorer = show(STREAMED + SLOW)
    slider = control(explorer, "hip_flexion_deg")
    opened.page.evaluate(LISTEN)
    explorer.evaluate(TO_THE_END_AND_BACK)
    expect(slider).to_have_value("0")
    # Asked only when the answer for the end has come.
    slider.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=1))
    assert not [one for one in opened.page.evaluate("said") if one.startswith("Hip 120")]


def test_sliders_moved_in_turn_end_where_they_stand(show):
    _, explorer = show(SWEPT + SHOW)
    hip, knee = (control(explorer, name) for name in ("hip_flexion_deg", "knee_flexion_deg"))
    for _ in range(6):
        hip.press("ArrowRight")
        knee.press("ArrowRight")
    hip.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=7, knee=6))
    knee.press("ArrowLeft")
    expect(words(explorer)).to_contain_text(says(hip=7, knee=5))


def test_play_runs_until_it_is_paused(show):
    opened, explorer = show(SWEPT + SHOW)
    page = opened.page
    cycle = control(explorer, "cycle_percent")
    page.evaluate(LISTEN)
    explorer.get_by_role("button", name=f"Play: {TIME}").press("Enter")
    page.wait_for_function("() => new Set(said).size > 10")
    explorer.get_by_role("button", name=f"Pause: {TIME}").press("Enter")
    where = cycle.input_value()
    page.evaluate(PASS_FRAMES, 20)
    expect(cycle).to_have_value(where)
    expect(words(explorer)).to_contain_text(says(cycle=where))

    explorer.get_by_role("button", name=f"Play: {TIME}").press("Enter")
    expect(cycle).not_to_have_value(where)
    explorer.get_by_role("button", name="Reset").press("Enter")
    page.evaluate(PASS_FRAMES, 20)
    expect(words(explorer)).to_contain_text(says(cycle=0))
    assert explorer.get_by_role("button", name=f"Play: {TIME}").is_visible()


def test_play_goes_on_when_another_slider_moves_and_ends_at_a_hand_on_its_own(show):
    opened, explorer = show(SWEPT + SHOW)
    page = opened.page
    explorer.get_by_role("button", name=f"Play: {TIME}").press("Enter")
    control(explorer, "hip_flexion_deg").press("End")
    expect(words(explorer)).to_contain_text("Hip 120")
    page.evaluate(LISTEN)
    page.wait_for_function("() => new Set(said).size > 10")
    control(explorer, "cycle_percent").press("Home")
    page.evaluate(PASS_FRAMES, 20)
    expect(words(explorer)).to_contain_text(says(hip=120, cycle=0))


def test_with_less_motion_wanted_play_is_one_step(scratch, show, request):
    scratch.page.emulate_media(reduced_motion="reduce")
    request.addfinalizer(lambda: scratch.page.emulate_media(reduced_motion="no-preference"))
    opened, explorer = show(SWEPT + SHOW)
    step = explorer.get_by_role("button", name=f"Next step: {TIME}")
    step.press("Enter")
    expect(words(explorer)).to_contain_text(says(cycle=5))
    opened.page.evaluate(PASS_FRAMES, 20)
    expect(words(explorer)).to_contain_text(says(cycle=5))
    step.press("Enter")
    expect(words(explorer)).to_contain_text(says(cycle=10))


def test_two_views_of_one_explorer_stay_together(show):
    opened, first = show(SWEPT + SHOW, "shown")
    second = opened.widgets("explorer").nth(1)
    control(first, "hip_flexion_deg").press("ArrowRight")
    for view in (first, second):
        expect(words(view)).to_contain_text(says(hip=1))
        expect(control(view, "hip_flexion_deg")).to_have_value("1")
    control(second, "hip_flexion_deg").press("ArrowRight")
    expect(words(first)).to_contain_text(says(hip=2))
    moved = drawing(second, "wave").get_attribute("d")
    expect(drawing(first, "wave")).to_have_attribute("d", moved)
    # A hand on the slider in one view ends Play in the other.
    first.get_by_role("button", name=f"Play: {TIME}").press("Enter")
    expect(control(second, "cycle_percent")).not_to_have_value("0")
    control(second, "cycle_percent").press("Home")
    opened.page.evaluate(PASS_FRAMES, 20)
    for view in (first, second):
        expect(words(view)).to_contain_text(says(hip=2, cycle=0))


@pytest.mark.parametrize("kind", [SWEPT, STREAMED], ids=["swept", "streamed"])
def test_a_place_without_an_answer_is_a_sentence_and_the_next_works(show, kind):
    _, explorer = show(kind + SHOW)
    slider = control(explorer, "hip_flexion_deg")
    slider.press("End")
    for _ in range(120 - 79):
        slider.press("ArrowLeft")
    expect(words(explorer)).to_contain_text(says(hip=79))
    slider.press("ArrowLeft")
    expect(status(explorer)).to_contain_text("The model has no answer here.")
    slider.press("ArrowLeft")
    expect(status(explorer)).to_have_text(waves.SENTENCE)
    expect(words(explorer)).to_contain_text(says(hip=79))
    slider.press("ArrowLeft")
    expect(words(explorer)).to_contain_text(says(hip=76))
    expect(status(explorer)).to_be_empty()
    expect(explorer).not_to_contain_text("secret")


def test_numbers_that_fail_are_a_sentence_that_stays_until_the_next_move(show):
    _, explorer = show(SWEPT + LOST_NUMBERS)
    slider = control(explorer, "hip_flexion_deg")
    slider.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=1))
    explorer.locator("summary").press("Enter")
    expect(status(explorer)).to_have_text("These numbers are lost.")
    explorer.locator("summary").press("Enter")
    slider.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=2))
    expect(status(explorer)).to_be_empty()


def test_what_has_settled_is_read_aloud_and_the_numbers_follow(show):
    opened, explorer = show(SWEPT + SHOW)
    voice = explorer.locator("[aria-live=polite]")
    expect(voice).to_be_empty()
    slider = control(explorer, "hip_flexion_deg")
    for _ in range(10):
        slider.press("ArrowRight")
    expect(voice).to_contain_text(says(hip=10))
    numbers = explorer.locator("details td").first
    expect(numbers).to_have_count(0)
    explorer.locator("summary").press("Enter")
    expect(numbers).to_have_text("10")
    slider.press("ArrowRight")
    expect(numbers).to_have_text("11")
    figure = explorer.get_by_role("figure", name=words(explorer).inner_text())
    expect(figure.get_by_role("img", name="Waves")).to_be_visible()
    assert opened.page.locator("[aria-live=polite]", has_text="Hip").count() == 1


def test_it_fits_a_narrow_window_and_a_dense_screen(narrow, watch):
    watch(narrow)
    page, explorer = narrow.page, narrow.widgets("explorer").first
    wide = explorer.locator("img").bounding_box()
    assert wide["width"] / wide["height"] == pytest.approx(2, rel=0.01)
    screen = {"width": 320, "height": 800, "deviceScaleFactor": 2, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", screen)
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.wait_for_function("() => innerWidth === 320 && devicePixelRatio === 2")
    page.wait_for_function("() => document.querySelector('.ll-explorer').clientWidth < 320")
    assert explorer.evaluate(STICKING_OUT) == []
    still = explorer.locator("img").bounding_box()
    assert explorer.locator("figure svg").bounding_box() == still
    # Its panels stand one below the other, and nothing has to be scrolled sideways for.
    narrow_in, high_in = (one / 72 for one in LiveStage.of(waves.waves).narrow.size)
    assert still["width"] / still["height"] == pytest.approx(narrow_in / high_in, rel=0.01)
    assert explorer.locator("img").get_attribute("src").startswith("data:image/svg+xml")
    across = "(element) => element.scrollWidth - element.clientWidth"
    assert explorer.locator(".ll-window").evaluate(across) == 0
    # What moves is in its place there too.
    edge, box = (drawing(explorer, one).bounding_box() for one in ("edge", "wave"))
    assert edge["y"] > box["y"] + box["height"]


def test_a_handle_is_dragged_and_the_slider_follows(show):
    opened, explorer = show(SWEPT + SHOW)
    page, grip = opened.page, explorer.locator(".ll-grip")
    expect(grip).to_have_accessible_name(re.compile("^dot: .*Hip flexion$"))
    explorer.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    hip = control(explorer, "hip_flexion_deg")
    page.wait_for_function("(slider) => slider.value > 5", arg=hip.element_handle())
    page.mouse.up()
    held = hip.input_value()
    expect(words(explorer)).to_contain_text(says(hip=held))
    moved = grip.bounding_box()
    assert moved["x"] - box["x"] == pytest.approx(60, abs=3)
    # No finger, no dragging; and the arrow keys do the same.
    page.mouse.move(x, y)
    grip.press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=int(held) + 1))
    grip.press("Enter")
    expect(hip).to_be_focused()


def test_the_whole_screen_is_given_and_taken_back(show):
    opened, explorer = show(SWEPT + SHOW)
    before = explorer.locator("img").bounding_box()["width"]
    explorer.get_by_role("button", name="Full screen").click()
    expect(explorer).to_have_class(re.compile("ll-full"))
    opened.page.wait_for_function(
        "(least) => document.querySelector('.ll-full img').clientWidth > least", arg=before
    )
    explorer.get_by_role("button", name="Back to the page").click()
    expect(explorer).not_to_have_class(re.compile("ll-full"))
    opened.page.wait_for_function(
        "(most) => document.querySelector('.ll-explorer img').clientWidth <= most", arg=before
    )


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_stands_in_the_way_of_assistive_technology(show, axe, theme):
    opened, explorer = show(SWEPT + SHOW)
    opened.theme(theme)
    explorer.locator("summary").press("Enter")
    expect(explorer.locator("details td")).to_have_count(2)
    control(explorer, "hip_flexion_deg").press("ArrowRight")
    expect(words(explorer)).to_contain_text(says(hip=1))
    assert opened.axe(axe, ".ll-explorer") == []


def test_what_stands_in_is_drawn_as_the_live_figure_is(show):
    opened, explorer = show(SWEPT + SHOW)
    expect(drawing(explorer, "wave")).to_have_attribute("d", re.compile("M.*L"))
    stage = LiveStage.of(waves.waves)
    frame = waves.waves.frame(**waves.waves.values())
    names = [one["name"] for one in stage.artists]
    pieces = len(names) + sum(one["clip"] is not None for one in stage.artists)
    svg = compose(stage, frame, waves.waves.title)
    stood, moving = opened.page.evaluate(LOOKS, [svg, {"artists": names, "clips": pieces}])
    assert len(stood) == len(moving) == len(names)
    for (box, *look), (live_box, *live_look) in zip(stood, moving, strict=True):
        assert box == pytest.approx(live_box, abs=0.02)
        assert look == live_look


def test_the_picture_follows_the_theme(show):
    opened, explorer = show(SWEPT + SHOW)
    ink = "(element) => getComputedStyle(element).stroke"
    still, moving = explorer.locator("img"), drawing(explorer, "wave")
    light = still.get_attribute("src"), moving.evaluate(ink)
    opened.theme("JupyterLab Dark")
    expect(still).not_to_have_attribute("src", light[0])
    assert moving.evaluate(ink) != light[1]
    opened.theme("JupyterLab Light")
    expect(still).to_have_attribute("src", light[0])
    assert moving.evaluate(ink) == light[1]
