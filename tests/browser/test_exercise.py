"""Exercises in Python: a comma is understood, and a slip stops nothing."""

import nbformat
import pytest
from playwright.sync_api import expect

from authoring import storing

CELLS = (
    'from lessons_lib.apps.exercise import exercise\n\nexercise("06-load")',
    'from lessons_lib.course.exercises import check\n\nanswer = -0,058\ncheck("04-slope", answer)',
    'answer = 1 / 0\ncheck("06-load", answer)',
    'from lessons_lib.apps.quiz import quiz\n\nquiz("06_lumbar_load")',
)


@pytest.fixture(scope="module")
def lesson(root, visit):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = storing.canonical(nbformat.v4.new_notebook(cells=cells))
    (root / "exercise.ipynb").write_text(storing.text(notebook), encoding="utf-8")
    with visit("exercise.ipynb") as opened:
        opened.page.evaluate(
            "() => window.jupyterapp.commands.execute('notebook:run-all-cells')",
        )
        yield opened


def test_enter_checks_an_answer(lesson):
    exercise = lesson.widgets("exercise").first
    field = exercise.get_by_role("textbox", name="Your answer")
    field.fill("1")
    field.press("Enter")
    expect(exercise.get_by_role("status")).to_contain_text("Not yet")
    expect(field).to_be_focused()


def test_a_slip_in_python_stops_nobody_before_the_quiz(lesson):
    expect(lesson.page.get_by_text("✓ 04-slope.")).to_be_visible()
    expect(lesson.page.get_by_text("ZeroDivisionError").first).to_be_attached()
    quiz = lesson.widgets("quiz")
    expect(quiz.get_by_role("button", name="Check question 1", exact=True)).to_be_attached()
