"""The teacher's edition in a browser: a plan on the wall, the book, and worksheets on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lessons_lib.course import outline
from lessons_lib.site import building as site
from lessons_lib.site.files import Folder
from lessons_lib.teach import book, building, sheets
from lessons_lib.teach.taught import taught

from .edition import SIDEWAYS, listen, violations
from .lab import new_window

PROJECTORS = ({"width": 1280, "height": 720}, {"width": 1024, "height": 768})
MOST_PAGES = 2
ON_THE_SCREEN = """(name) => {
  const box = document.querySelector(`.wall-screen:not([hidden]) ${name}`).getBoundingClientRect();
  return box.top >= 0 && box.left >= 0 && box.right <= innerWidth
    && box.bottom <= document.querySelector('.wall-bar').getBoundingClientRect().top;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first lesson whole; of all others the book and the worksheets."""
    folder = tmp_path_factory.mktemp("teach")
    first, *others = outline.lessons()
    shelf = Folder()
    pages = building.pages([first], shelf, tmp_path_factory.mktemp("frames"))
    for one in others:
        pages += [book.chapter(taught(one.stem), shelf), *sheets.pages(taught(one.stem), shelf)]
    site.write(folder, site.bound(pages, shelf, building.MENU))
    return folder


@pytest.fixture
def heard() -> list[str]:
    """What goes wrong on a page, or is asked for elsewhere."""
    return []


@pytest.fixture
def page(browser: BrowserContext, heard: list[str]) -> Iterator[Page]:
    context = new_window(browser, viewport=PROJECTORS[0])
    page = context.new_page()
    listen(page, heard, "file:", "data:")
    yield page
    context.close()


def test_a_plan_goes_over_the_wall(folder: Path, page: Page, heard: list[str], axe: str) -> None:
    page.goto((folder / "00-wall-90.html").as_uri())
    screen = page.locator(".wall-screen:not([hidden])")
    heading = screen.locator("h2")
    expect(heading).to_be_focused()
    first = heading.inner_text()
    page.keyboard.press("PageDown")
    expect(heading).not_to_have_text(first)
    page.keyboard.press("PageUp")
    expect(heading).to_have_text(first)
    assert violations(page, axe) == []

    page.keyboard.press("b")
    expect(page.locator(".wall-blank")).to_be_visible()
    page.keyboard.press(" ")
    expect(page.locator(".wall-blank")).to_be_hidden()
    expect(heading).to_have_text(first)

    # What is covered is uncovered before it goes on.
    page.goto(page.url.partition("#")[0] + "#step=00-evening-walk")
    page.wait_for_function("() => document.querySelector('.wall-screen:not([hidden])')")
    expect(heading).to_have_text("Work it out")
    covered = screen.locator("[data-cover]")
    expect(covered.first).to_be_hidden()
    for number in range(covered.count()):
        page.keyboard.press(" ")
        expect(covered.nth(number)).to_be_visible()
    expect(heading).to_have_text("Work it out")

    # A link says where the sliders stand, and where it cannot.
    page.goto(page.url.partition("#")[0] + "#step=stride&cycle_percent=60&height=3")
    words = screen.locator(".ll-words")
    expect(words).to_contain_text("60 % of the stride")
    expect(screen.locator(".ll-status")).to_contain_text("no height")
    screen.locator("input[type=range]").first.press("ArrowRight")
    expect(words).to_contain_text("61 % of the stride")
    screen.get_by_role("button", name="Reset").click()
    expect(words).to_contain_text("60 % of the stride")
    assert violations(page, axe) == []
    page.keyboard.press("PageDown")
    expect(words).to_contain_text("60 % of the stride")
    for size in PROJECTORS:
        page.set_viewport_size(size)
        for part in (".ll-picture", ".ll-words"):
            page.wait_for_function(ON_THE_SCREEN, arg=part)
    page.keyboard.press("PageDown")
    expect(heading).to_have_text("What one finds")
    assert heard == []


def test_the_book_is_for_everybody_and_worksheets_fit_two_pages(
    folder: Path, page: Page, heard: list[str], axe: str
) -> None:
    for name in ("teach", "05-teach", "05-sheet", "05-key"):
        page.goto((folder / f"{name}.html").as_uri())
        assert violations(page, axe) == []
        assert page.evaluate(SIDEWAYS) <= 0
    for entry in outline.lessons():
        page.goto((folder / f"{entry.stem[:2]}-sheet.html").as_uri())
        paper = page.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= MOST_PAGES
    assert heard == []
