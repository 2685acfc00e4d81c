"""A lesson's text in JupyterLab: words that explain themselves, a way back, lines one can read."""

import re

import nbformat
from playwright.sync_api import expect

LESSON = "notebooks/02_causes.ipynb"
WIDEST = """() => Math.max(...[...document.querySelectorAll('.jp-MarkdownCell p')]
  .map((one) => one.getBoundingClientRect().width))"""
# The next that Tab comes to, in the same text or in one below.
NEXT_IS_FOCUSED = """(word) => document.activeElement !== word
  && document.activeElement.closest('.jp-Notebook') !== null
  && Boolean(word.compareDocumentPosition(document.activeElement) & 4)"""
IN_SIGHT = """(element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


def test_a_word_explains_itself_and_a_source_leads_back(visit, axe):
    with visit(LESSON) as lesson:
        page = lesson.page
        page.wait_for_selector(".ll-term")
        word = page.get_by_role("button", name=re.compile("^likelihood ratio", re.I)).first
        word.press("Enter")
        card = page.get_by_role("dialog", name="likelihood ratio")
        expect(card).to_be_visible()
        expect(card).to_contain_text("(LR)")
        assert lesson.axe(axe, ".ll-term-card") == []
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        expect(word).to_be_focused()
        word.press("Enter")
        expect(card).to_be_visible()
        page.keyboard.press("Tab")
        expect(card).to_be_hidden()
        assert word.evaluate(NEXT_IS_FOCUSED)

        source = page.locator(".jp-MarkdownCell a[href='#Sources']").first
        back = page.get_by_role("button", name="Back to where you were")
        expect(back).to_be_hidden()
        source.press("Enter")
        expect(back).to_be_visible()
        page.wait_for_function(f"(link) => !({IN_SIGHT})(link)", arg=source.element_handle())
        expect(page.get_by_role("heading", name="Sources")).to_be_focused()
        page.keyboard.press("Tab")
        expect(back).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_function(IN_SIGHT, arg=source.element_handle())
        expect(source).to_be_focused()
        expect(back).to_be_hidden()
        assert not lesson.dirty

        lesson.set_window(1920, 1000)
        assert page.evaluate(WIDEST) < 800


def test_a_notebook_of_somebody_else_is_left_alone(root, visit):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("A likelihood ratio, and [a link](#there).")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, root / "mine.ipynb")
    with visit("mine.ipynb") as lesson:
        expect(lesson.page.locator(".jp-MarkdownCell a[href='#there']")).to_be_visible()
        assert lesson.page.locator(".ll-reading, .ll-term, .ll-back").count() == 0
