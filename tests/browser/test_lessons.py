"""Every written lesson as a learner walks through it: opened, run, and played with by keyboard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Locator, expect

from lessons_lib.course.outline import lessons
from lessons_lib.course.server.widgets import WIDGET_VIEW
from lessons_lib.stage.page import SVG_DATA

from .lab import CELLS, COURSE, PASS_FRAMES, Lesson, copy_lessons

STEMS = [entry.stem for entry in lessons()]
# Every lesson is opened and run. The rest is tried with each kind of cell once, and where the way
# down is long in a lesson; that each explorer moves at each slider is asked of all of them in
# test_grids.py.
EACH_KIND = "each_kind"
LONG = "04_hamstrings_and_pelvis"
MOVED = [stem for stem in STEMS if stem[:2] in {"04", "07", "11"}]
INPUTS = ("range", "radio", "checkbox")
# The outputs on the page, cell by cell, with what can be read there and whether pictures are drawn.
SHOWN = """() => [...document.querySelectorAll('.jp-CodeCell')].map((cell) =>
  [...cell.querySelectorAll('.jp-OutputArea-output')].map((output) => [
    output.textContent.trim(),
    [...output.querySelectorAll('img')].map((img) => img.naturalWidth),
  ]))"""
STORED = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(
  (cell) => cell.model.outputs?.toJSON() ?? [])"""
ALL_SHOWN = f"""() =>
  document.querySelectorAll('.jp-OutputArea-output').length >= ({STORED})().length &&
  [...document.querySelectorAll('.jp-Notebook img')].every((img) => img.complete)"""
INTERACTIVE = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .flatMap((cell, index) => cell.node.querySelector('.jp-OutputArea .ll') ? [index] : [])"""
# The cells of each kind of widget, such as "ll-quiz".
KINDS = """() => {
  const kinds = {};
  for (const [index, cell] of window.jupyterapp.shell.currentWidget.content.widgets.entries()) {
    const kind = cell.node.querySelector('.jp-OutputArea .ll')?.classList.item(1);
    if (kind) (kinds[kind] ??= []).push(index);
  }
  return kinds;
}"""
CODE = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .flatMap((cell, index) => cell.model.type === 'code' ? [index] : [])"""
# What a widget asks for when it is drawn, such as the review's pictures, is there.
# A widget's output as JupyterLab leaves it where it looks for the widget before that has come.
GIVE_UP = """async (view) => {
  const { widgets } = window.jupyterapp.shell.currentWidget.content;
  const { outputArea } = widgets.find((cell) => cell.node.querySelector('.jp-OutputArea .ll'));
  const place = outputArea.widgets[0].widgets.find((one) => one.renderModel);
  for (const one of [...place.widgets]) one.dispose();
  const output = outputArea.model.get(0);
  const id = output.data[view].model_id;
  const manager = await place._manager.promise;
  const widget = manager._models[id];
  delete manager._models[id];
  await place.renderModel(output);
  const left = place.node.textContent;
  manager._models[id] = widget;
  return left;
}"""
ALL_CAME = "() => !document.querySelector('.ll [aria-busy=true]')"
WINDOWS = [(1280, 800), (390, 844)]
# How a cell is run, and where in what is seen its top is then, as a share of the height.
WAYS = [("Shift+Enter", 0.0), ("button", 0.4), ("Shift+Enter", 0.8), ("Control+Enter", 0.4)]
LOOKS = [("JupyterLab Light", 1), ("JupyterLab Dark", 2)]
# A still picture that would answer a question is folded until somebody has guessed.
FOLDED = "xpath=ancestor::*[contains(@class, 'll-answer-folded')]"
IN_VIEW_PX = 50  # so much of a widget's top is seen at least
# What an explorer shows: all that moves in its picture, and its words.
PICTURE = """(element) => [...element.querySelectorAll('[data-artist]')].map((one) => one.outerHTML)
  .join(' ').replaceAll(/ll-[a-z]+-[-a-z0-9]+/g, '')"""
CHANGED = f"([element, before]) => ({PICTURE})(element) !== before"
# The same, with the words below it: a loop ends as it begins, and its words say where it is.
SHOWS = f"(element) => ({PICTURE})(element) + element.querySelector('.ll-words').textContent"
OTHER = f"([element, before]) => ({SHOWS})(element) !== before"


@dataclass
class Walk:
    """A lesson in the browser, with what it showed and saved before anything was run."""

    lesson: Lesson
    stored: nbformat.NotebookNode
    shown_first: list[list[tuple[str, list[int]]]]
    path: str
    dirty_first: bool
    same_file: bool  # as saved as it was, byte for byte
    interactive: list[int]  # numbers of the cells that show a widget
    before_all: dict[str, float]  # where its reader was when all cells were run
    after_all: dict[str, float]  # and where they were then

    @property
    def explorers(self) -> list[Locator]:
        return self.lesson.widgets("explorer").all()


def in_these(stems: list[str]) -> pytest.MarkDecorator:
    """Only in these lessons."""
    return pytest.mark.parametrize("walk", stems, indirect=True, scope="module")


def notebook_of(stem: str) -> Path:
    return COURSE / "notebooks" / f"{stem}.ipynb"


def each_kind() -> NotebookNode:
    """Of each thing that a cell of the lessons shows the first, below the text before it."""
    found: dict[str, list[NotebookNode]] = {}
    for stem in STEMS:
        lesson = nbformat.read(notebook_of(stem), as_version=4)
        for before, cell in pairwise(lesson.cells):
            called = re.search(r"^([a-z_.]+)\(.*\Z", cell.source, re.M)
            if cell.cell_type == "code" and called and called[1] not in found:
                found[called[1]] = [before, cell]
    lesson.cells = list({cell.id: cell for cells in found.values() for cell in cells}.values())
    return lesson


@pytest.fixture(scope="module", params=[*STEMS, EACH_KIND])
def walk(request: pytest.FixtureRequest, root: Path, visit) -> Iterator[Walk]:
    # A course of its own: no other test runs or saves anything in it.
    copy_lessons(root / request.param)
    path = f"{request.param}/notebooks/{request.param}.ipynb"
    if request.param == EACH_KIND:
        nbformat.write(each_kind(), root / path)
    stored, first = nbformat.read(root / path, as_version=4), (root / path).read_bytes()
    with visit(path) as lesson:
        usual = lesson.page.viewport_size
        lesson.set_window(*WINDOWS[0])
        lesson.page.wait_for_function(ALL_SHOWN)
        shown, dirty = lesson.page.evaluate(SHOWN), lesson.dirty
        lesson.save()
        saved = (root / path).read_bytes()
        before, after = run_all_from_the_middle(lesson, lesson.page.evaluate(CODE))
        lesson.set_window(**usual)
        interactive = lesson.page.evaluate(INTERACTIVE)
        yield Walk(lesson, stored, shown, path, dirty, saved == first, interactive, before, after)


def run_all_from_the_middle(
    lesson: Lesson, cells: list[int]
) -> tuple[dict[str, float], dict[str, float]]:
    """Run all from the middle one of these cells; where its reader was before and is after."""
    middle = cells[len(cells) // 2]
    lesson.come_to(middle, 0.2)
    before = lesson.where(middle)
    lesson.run_all()
    return before, lesson.where(middle)


def press_until_changed(explorer: Locator, control: Locator, key: str) -> str:
    """Press a key and wait until the picture or its words are others; gives both."""
    before = explorer.evaluate(SHOWS)
    control.press(key)
    explorer.page.wait_for_function(OTHER, arg=[explorer.element_handle(), before])
    return explorer.evaluate(SHOWS)


def words(explorer: Locator) -> str:
    """What stands below its picture, with plain spaces before its units."""
    return explorer.locator(".ll-words").text_content().replace("\u00a0", " ")


def reset(explorer: Locator) -> None:
    explorer.get_by_role("button", name="Reset").press("Enter")


def stand_ins_are_there(
    cells: list[NotebookNode], shown: list[list[tuple[str, list[int]]]]
) -> None:
    """Hold what is shown of code cells without widgets against what is stored in them."""
    assert len(shown) == len(cells)
    for cell, outputs in zip(cells, shown, strict=True):
        assert len(outputs) == len(cell.outputs)
        for output, (text, pictures) in zip(cell.outputs, outputs, strict=True):
            assert "model not found" not in text.lower()
            assert "Error displaying" not in text
            assert text
            if SVG_DATA in output.get("data", {}).get("text/html", ""):
                assert pictures
            assert all(width > 100 for width in pictures)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_before_anything_is_run_pictures_and_words_are_there(walk):
    stand_ins_are_there(code_cells(walk.stored), walk.shown_first)


def test_a_lesson_that_is_opened_and_not_run_stays_the_same_file(walk):
    assert not walk.dirty_first
    assert walk.same_file


def test_every_cell_runs_and_every_widget_is_drawn(walk):
    outputs = walk.lesson.page.evaluate(STORED)
    assert [one for one in outputs if "error" in one["output_type"]] == []
    assert [one for one in outputs if one.get("name") == "stderr"] == []
    widgets = [one for one in outputs if WIDGET_VIEW in one.get("data", {})]
    assert len(widgets) >= 1
    expect(walk.lesson.page.locator(".jp-OutputArea .ll")).to_have_count(len(widgets))
    pictures = [one for one in widgets if SVG_DATA in "".join(one["data"].get("text/html", ""))]
    expect(walk.lesson.widgets("explorer")).to_have_count(len(pictures))
    for explorer, output in zip(walk.explorers, pictures, strict=True):
        assert "".join(output["data"]["text/plain"]).endswith(words(explorer))


@in_these(MOVED)
def test_every_slider_moves_its_value_and_picture_or_words_by_keyboard(walk):
    sliders = 0
    for explorer in walk.explorers:
        start = explorer.evaluate(PICTURE), words(explorer)
        for slider in explorer.locator("input[type=range]").all():
            sliders += 1
            low, high = (float(slider.get_attribute(one)) for one in ("min", "max"))
            if float(slider.input_value()) != low:
                press_until_changed(explorer, slider, "Home")
            assert float(slider.input_value()) == low
            press_until_changed(explorer, slider, "PageUp")
            slider.press("End")  # where a round ends it begins: there may be nothing else to see
            assert float(slider.input_value()) == high
        if explorer.locator("input[type=range]").count():
            reset(explorer)
            expect(explorer.locator(".ll-words")).to_have_text(start[1])
            assert explorer.evaluate(PICTURE) == start[0]
        expect(explorer.locator(".ll-status")).to_be_empty()
    assert sliders or not walk.explorers


@in_these(MOVED)
def test_every_choice_is_made_by_keyboard(walk):
    for explorer in walk.explorers:
        for choice in explorer.get_by_role("combobox").all():
            start = words(explorer)
            if choice.input_value() != "0":
                press_until_changed(explorer, choice, "Home")
            shown = {explorer.evaluate(SHOWS)}
            options = choice.locator("option").count()
            for _ in range(options - 1):
                shown.add(press_until_changed(explorer, choice, "ArrowDown"))
            assert len(shown) == options
            reset(explorer)
            expect(explorer.locator(".ll-words")).to_have_text(start)


@in_these(MOVED)
def test_play_runs_until_pause(walk):
    page = walk.lesson.page
    for explorer in walk.lesson.widgets("explorer").filter(has=page.locator(".ll-play")).all():
        button = explorer.locator(".ll-play")
        expect(button).to_have_accessible_name(re.compile("^Play: "))
        start = words(explorer)
        button.press("Enter")
        expect(button).to_have_accessible_name(re.compile("^Pause: "))
        for _ in range(3):
            before = explorer.evaluate(PICTURE)
            page.wait_for_function(CHANGED, arg=[explorer.element_handle(), before])
        button.press("Enter")
        expect(button).to_have_accessible_name(re.compile("^Play: "))
        page.evaluate(PASS_FRAMES, 10)
        paused = explorer.evaluate(PICTURE), words(explorer)
        page.evaluate(PASS_FRAMES, 10)
        assert (explorer.evaluate(PICTURE), words(explorer)) == paused
        reset(explorer)
        expect(explorer.locator(".ll-words")).to_have_text(start)


@in_these(MOVED)
def test_the_numbers_unfold(walk):
    for explorer in walk.explorers:
        if explorer.locator(FOLDED).count():
            continue
        explorer.locator("summary").press("Enter")
        row = explorer.locator(".ll-numbers tbody tr").first
        expect(row).to_be_visible()
        assert re.search(r"\w", row.text_content())
        explorer.locator("summary").press("Enter")
        expect(row).to_be_hidden()


@in_these([EACH_KIND])
def test_jupyterlab_takes_no_key_from_a_widget(walk):
    page = walk.lesson.page
    cells = page.evaluate(CELLS)
    kinds = {
        (widget, kind): page.locator(f".ll-{widget} {kind}").first
        for widget in ("explorer", "quiz", "safety", "sorting", "claims", "tracker")
        for kind in ("button", "select", "summary", *(f"input[type={one}]" for one in INPUTS))
    }
    there = {place: one for place, one in kinds.items() if one.count()}
    moved = {("explorer", "input[type=range]")} if walk.explorers else set()
    assert moved | {("quiz", "input[type=radio]")} <= there.keys()
    for place, one in there.items():
        one.focus()
        for key in ("d", "d", "b", "a"):
            page.keyboard.press(key)
        assert (place, page.evaluate(CELLS)) == (place, cells)
        expect(one).to_be_focused()
    for select in page.locator(".ll-explorer").filter(has=page.locator("select")).all():
        reset(select)  # a letter in a list chooses the option that begins with it
    # Outside the widgets the same keys do what JupyterLab does with them.
    page.locator(".jp-InputArea .jp-InputPrompt:visible").last.click()
    page.keyboard.press("b")
    page.wait_for_function(f"(cells) => ({CELLS})() === cells + 1", arg=cells)
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.wait_for_function(f"(cells) => ({CELLS})() === cells", arg=cells)


@in_these([LONG])
def test_a_link_leads_to_the_other_lesson(walk):
    """One for all: the structure check resolves each, and every lesson opened costs a kernel."""
    page = walk.lesson.page
    notebook = page.locator(".jp-NotebookPanel:visible")
    links = notebook.locator(".jp-RenderedHTMLCommon a[href*='.ipynb']")
    targets = [re.search(r"\w+\.ipynb", one.get_attribute("href"))[0] for one in links.all()]
    other = next(one for one in reversed(targets) if one != Path(walk.path).name)
    links.and_(page.locator(f"[href*='{other}']")).last.press("Enter")
    walk.lesson.wait_until_in_front(f"{Path(walk.path).parent}/{other}")
    walk.lesson.bring(walk.path)


def serious_violations(walk, axe):
    # One table stands for all: contrast is looked at cell by cell, which takes its time.
    for explorer in walk.explorers[:1]:
        if explorer.locator("details[open]").count() == 0:
            explorer.locator("summary").press("Enter")
        expect(explorer.locator(".ll-numbers table")).to_be_visible()
    # Outputs of kind text are Python's own way to show a value, coloured by JupyterLab.
    return walk.lesson.axe(axe, ".jp-OutputArea-output:not(.jp-RenderedText)")


@in_these([EACH_KIND])
@pytest.mark.parametrize(("theme", "zoom"), LOOKS)
def test_axe_finds_no_serious_violation(walk, axe, request, theme, zoom):
    width = walk.lesson.page.viewport_size["width"]
    request.addfinalizer(lambda: walk.lesson.set_width(width))
    walk.lesson.theme(theme)
    walk.lesson.set_width(width // zoom)
    assert serious_violations(walk, axe) == []


@in_these([EACH_KIND, LONG])
def test_what_was_run_and_saved_lives_on_and_leaves_no_hole_when_its_kernel_is_gone(walk, root):
    lesson, page = walk.lesson, walk.lesson.page
    lesson.save()
    saved = code_cells(nbformat.read(root / walk.path, as_version=4))
    assert [cell.metadata for cell in saved] == [cell.metadata for cell in code_cells(walk.stored)]
    pointing = sum(WIDGET_VIEW in one.get("data", {}) for cell in saved for one in cell.outputs)
    assert pointing
    lesson.reload_page()
    expect(page.locator(".jp-OutputArea .ll")).to_have_count(pointing)
    assert "not found" in page.evaluate(GIVE_UP, WIDGET_VIEW)
    expect(page.locator(".jp-OutputArea .ll")).to_have_count(pointing)
    lesson.next_day()
    for reread in (lesson.reload_from_disk, lambda: None):
        page.wait_for_function(ALL_SHOWN)
        assert not lesson.dirty
        stand_ins_are_there(saved, page.evaluate(SHOWN))
        reread()


@in_these([EACH_KIND, LONG])
def test_a_cell_that_is_run_shows_its_widget_from_the_top(walk):
    """Of each kind of widget the first in one window, and the last in the other."""
    lesson = walk.lesson
    lesson.collapse_sides()
    lesson.run_all()
    hidden = []
    kinds = lesson.page.evaluate(KINDS)
    for turn, (window, end) in enumerate(zip(WINDOWS, (0, -1), strict=True)):
        lesson.set_window(*window)
        for number, kind in enumerate(kinds.values()):
            lesson.page.wait_for_function(ALL_CAME)
            way, share = WAYS[(turn + number) % len(WAYS)]
            lesson.come_to(kind[end], share)
            lesson.run_cell(kind[end], way)
            where = lesson.where(kind[end])
            if not 0 <= where["widget"] <= where["height"] - IN_VIEW_PX:
                hidden.append((window, kind[end], way, where))
    assert hidden == []


@in_these([EACH_KIND, LONG])
def test_all_cells_are_run_and_the_reader_stays_where_they_are(walk):
    walk.lesson.collapse_sides()
    walk.lesson.set_window(*WINDOWS[1])
    narrow = run_all_from_the_middle(walk.lesson, walk.interactive)
    for before, after in [(walk.before_all, walk.after_all), narrow]:
        assert after["active"] == before["active"]
        assert after["cell"] == pytest.approx(before["cell"], abs=2)
