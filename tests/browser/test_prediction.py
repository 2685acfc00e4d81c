"""Guess first, in JupyterLab: by keyboard, drawn into the picture, and only then explained."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from lessons_lib.data import predictions

from .lab import Lesson, write_notebook

TILT = predictions.everything()["04-tilted"]
LONGEST = predictions.everything()["04-longest"]
EXPLAINED = ("They get longer, by about 10 mm.", "Just before the foot lands.")
CELLS = (
    'from lessons_lib.apps.prediction import predict\n\npredict("04-tilted")',
    "**Try.** Move it.",
    "from lessons_lib.apps.explorer import explore\n"
    "from lessons_lib.figures import pelvis\n\nexplore(pelvis.tilt)",
    f"**Explain.** {EXPLAINED[0]}",
    'predict("04-longest")',
    "**Try.** Move it.",
    "from lessons_lib.figures import stride\n\nexplore(stride.stride)",
    f"**Explain.** {EXPLAINED[1]}",
    'from lessons_lib.apps.guesses import guesses\n\nguesses("04_hamstrings_and_pelvis")',
)


BOX = "(shape) => shape.getBoundingClientRect().toJSON()"


def write(path: Path) -> None:
    write_notebook(path, [])
    notebook = nbformat.read(path, 4)
    notebook.cells = [
        nbformat.v4.new_markdown_cell(one)
        if one.startswith("**")
        else nbformat.v4.new_code_cell(one)
        for one in CELLS
    ]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def lesson(root: Path, visit: Any) -> Iterator[Lesson]:
    write(root / "predictions.ipynb")
    with visit("predictions.ipynb") as opened:
        opened.run_all()
        yield opened


def explained(page: Page, place: int) -> Locator:
    return page.locator(".jp-RenderedMarkdown p").filter(has_text=EXPLAINED[place])


def test_the_explanation_waits_for_a_guess_which_the_picture_then_shows(lesson, axe):
    first, second = lesson.widgets("prediction").all()
    pictures = lesson.widgets("explorer")
    for place in range(2):
        expect(explained(lesson.page, place)).to_be_hidden()
    assert lesson.axe(axe, ".ll-prediction, .ll-explanation, .ll-guesses") == []

    wrong = first.get_by_role("button", name="About 10 mm shorter")
    wrong.press("Enter")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(first.get_by_role("status")).to_contain_text("Now try")
    expect(explained(lesson.page, 0)).to_be_visible()
    expect(explained(lesson.page, 1)).to_be_hidden()
    picture = pictures.first.locator(".ll-picture")
    mark = picture.locator(".ll-marks line")
    expect(mark).to_have_count(1)
    inside, whole = (one.evaluate(BOX) for one in (mark, picture))  # a line has no height
    assert whole["y"] < inside["y"] < whole["y"] + whole["height"]
    assert inside["width"] > whole["width"] / 4
    expect(pictures.first.locator(".ll-marks-words")).to_contain_text("About 10 mm shorter")
    expect(pictures.nth(1).locator(".ll-marks line")).to_have_count(0)

    slider = second.get_by_role("slider")
    slider.press("End")
    expect(explained(lesson.page, 1)).to_be_hidden()
    slider.press("Enter")
    expect(explained(lesson.page, 1)).to_be_visible()
    expect(pictures.nth(1).locator(".ll-marks line")).to_have_count(1)


def test_guesses_stand_beside_findings_and_are_kept_only_when_asked(lesson, lab, window):
    own = lesson.widgets("guesses")
    own.locator("summary").press("Enter")
    row = own.get_by_role("row").filter(has_text=TILT.text)
    expect(row).to_contain_text("About 10 mm shorter")
    expect(row).to_contain_text(TILT.finding)
    own.get_by_role("button", name="Remember it").press("Enter")
    expect(own.get_by_role("button", name="Forget this")).to_be_focused()

    again = Lesson(window, lab, "predictions.ipynb")
    again.run_all()
    kept = again.widgets("prediction").first.get_by_role("button", name="About 10 mm shorter")
    expect(kept).to_have_attribute("aria-pressed", "true")
    expect(explained(again.page, 0)).to_be_visible()
    again.widgets("guesses").get_by_role("button", name="Forget this").press("Enter")
    again.widgets("guesses").get_by_role("button", name="Yes, forget all of it").press("Enter")
    expect(kept).to_have_attribute("aria-pressed", "false")
    expect(explained(again.page, 0)).to_be_hidden()
    assert again.errors == []
    again.close()
