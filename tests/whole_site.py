"""Read a whole web edition as somebody does who has only its folder and no network.

``python3 start.py site`` builds it, and ``python tests/whole_site.py`` takes some minutes of two
cores, so it is no part of the tests that run by themselves; those look at two of its lessons. Each
page is opened from the folder, as wide as a phone's window and as a laptop's, light and dark, with
every fold open: axe finds no fault in it, nothing is wider than the window, every place lives,
every link leads somewhere, nothing is said on the console and nothing asked for elsewhere. Then, at
a phone's size, each lesson is done to its end: guessed, dragged, sorted, answered, the quiz taken,
the safety check filled in. Pictures of all that go to ``test-results/site/``, to be looked at. It
ends with an error where one of that fails. Names of pages as arguments
(``04_hamstrings_and_pelvis``) open only those; ``--single`` reads the lessons of one file each, in
``site/single/``.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import (
    BrowserContext,
    FloatRect,
    Locator,
    Page,
    expect,
    sync_playwright,
)

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from lessons_lib.course import outline  # noqa: E402
from lessons_lib.data import quizzes, sheets  # noqa: E402
from tests.browser.edition import LAPTOP, PHONE, UNFOLD, faults, live, opened  # noqa: E402
from tests.browser.lab import new_window, open_chromium  # noqa: E402
from tests.html_pages import Reader  # noqa: E402

SITE = PROJECT / "site"
PICTURES = PROJECT / "test-results" / "site"
VALUES = "(sliders) => sliders.map(({ value }) => value)"
LINKS = "() => [...document.querySelectorAll('a[href]')].map(({ href }) => href)"
LOOKS = {
    f"{size['width']}-{colours}": {"viewport": size, "color_scheme": colours}
    for size in (PHONE, LAPTOP)
    for colours in ("light", "dark")
}


@contextmanager
def offline(first: BrowserContext, **look: object) -> Iterator[BrowserContext]:
    """A context of its own, without a network; axe is a stranger to the pages' policy."""
    context = new_window(first, **look, offline=True, bypass_csp=True)
    try:
        yield context
    finally:
        context.close()


def looked_at(context: BrowserContext, file: Path, axe: str, picture: Path) -> list[str]:
    """What is wrong with a page."""
    page, heard = opened(context, file.as_uri())
    live(page)
    found = [*faults(page, axe), *astray(page)]
    page.screenshot(path=picture, full_page=True)
    page.close()
    return [*found, *heard]


def astray(page: Page) -> list[str]:
    """The links of a live page that lead nowhere in its folder."""
    links = {one for one in page.evaluate(LINKS) if one.startswith("file:")}
    return [f"nothing is there: {one}" for one in sorted(links) if not is_there(one)]


def is_there(address: str) -> bool:
    """Whether an address is that of a page, and of a place in it."""
    path, name = Path(url2pathname(urlsplit(address).path)), unquote(urlsplit(address).fragment)
    return path.is_file() and (not name or name in names_in(path))


@cache
def names_in(page: Path) -> frozenset[str]:
    """The places of a page to which a link may lead."""
    return frozenset(Reader(page.read_text(encoding="utf-8")).names)


# A lesson done to its end


def done(context: BrowserContext, folder: Path, entry: outline.Entry) -> list[str]:
    """Do all that a lesson asks for; returns what was said on the console meanwhile."""
    page, heard = opened(context, (folder / f"{entry.stem}.html").as_uri())
    live(page)
    page.evaluate(UNFOLD)
    for number, place in enumerate(page.locator("[data-place]").all()):
        place.scroll_into_view_if_needed()
        kind = (place.get_attribute("class") or "").split()[1]
        DOING.get(kind, lambda *_: None)(place, entry)
        place.screenshot(path=PICTURES / f"{entry.stem}-{number:02}-{kind}.png")
    page.screenshot(path=PICTURES / f"{entry.stem}-done.png", full_page=True)
    page.close()
    return heard


def guess(place: Locator, _: outline.Entry) -> None:
    """Tap an answer of each question, or set a mark on its line."""
    for question in place.locator(".ll-question").all():
        if question.locator("input[type=range]").count():
            question.locator("input[type=range]").press("ArrowRight")
            question.locator("input[type=range]").press("Enter")
        else:
            question.locator(".ll-answer").first.click()
        expect(question.locator(".ll-said")).not_to_be_empty()


def move(place: Locator, _: outline.Entry) -> None:
    """Drag each slider to its other half, then each handle; the words follow."""
    words = place.locator(".ll-words")
    for slider in place.locator(".ll-slider input[type=range]").all():
        before = words.inner_text()
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        middle = (number_of(slider, "min") + number_of(slider, "max")) / 2
        drag(place.page, box, to=0.25 if float(slider.input_value()) > middle else 0.75)
        expect(words).not_to_have_text(before)
    for grip in place.locator(".ll-grip:visible").all():
        seen = set()
        for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
            grip.press(key)
            seen.add(tuple(place.locator("input[type=range]").evaluate_all(VALUES)))
        assert len(seen) > 1, f"{grip.get_attribute('aria-label')}: no slider follows"


def number_of(slider: Locator, name: str) -> float:
    return float(slider.get_attribute(name) or "nan")


def drag(page: Page, box: FloatRect, to: float) -> None:
    """A slider's thumb goes to where it is pressed; from there it is dragged."""
    x, y = box["x"] + to * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(x - 20, y)
    page.mouse.down()
    page.mouse.move(x, y, steps=5)
    page.mouse.up()


def sort(place: Locator, _: outline.Entry) -> None:
    """Put every card somewhere, and compare."""
    for card in place.locator(".ll-card").all():
        card.get_by_role("radio").first.check()
    place.get_by_role("button", name="Compare with").click()
    expect(place.locator(".ll-summary")).not_to_be_empty()


def answer(place: Locator, entry: outline.Entry) -> None:
    """A wrong answer first, then the right one."""
    title = place.locator(".ll-exercise").get_attribute("aria-label") or ""
    # Two lessons may call an exercise the same.
    known = (sheets.load(name) for name in sheets.names() if name[:2] == entry.stem[:2])
    sheet = next(one for one in known if f"Exercise: {one['title']}" == title)
    right = next(one for one in sheet["answers"] if one["right"])
    for typed, sign in (("987654321", "✗"), (str((right["from"] + right["to"]) / 2), "✓")):
        place.get_by_role("textbox").fill(typed)
        place.get_by_role("button", name="Check").click()
        expect(place.locator(".ll-said")).to_contain_text(sign)


def take_quiz(place: Locator, _: outline.Entry) -> None:
    """The first option of each question, then the right ones; some are of older lessons."""
    known = quizzes.everything().values()
    parts = place.locator(".ll-question").all()
    for part in parts:
        asked = part.locator("legend").inner_text()
        one = next(one for one in known if asked.endswith(one.text))
        for options in (one.options[:1], [option for option in one.options if option.right]):
            for at, option in enumerate(one.options):
                box = part.locator("input").nth(at)
                if one.kind == "several" or option in options:
                    box.set_checked(option in options)
            part.get_by_role("button").click()
            expect(part.get_by_role("status")).not_to_be_empty()
    expect(place.locator(".ll-progress")).to_contain_text(f"{len(parts)} of {len(parts)}")


def fill_in(place: Locator, _: outline.Entry) -> None:
    """None of the signs, then the gravest."""
    for none in place.get_by_label("None of these").all():
        none.check()
    expect(place.locator(".ll-result")).not_to_be_empty()
    place.locator(".ll-sign input").first.check()
    expect(place.get_by_role("alert").first).not_to_be_empty()


DOING: dict[str, Callable[[Locator, outline.Entry], None]] = {
    "prediction": guess,
    "explorer": move,
    "sorting": sort,
    "exercise": answer,
    "quiz": take_quiz,
    "safety_check": fill_in,
}


def main() -> int:
    """Look at all of it; returns 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="their names; without, all of them")
    parser.add_argument("--single", action="store_true", help="the lessons of one file each")
    asked = parser.parse_args()
    folder = SITE / "single" if asked.single else SITE
    axe = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    names = asked.pages or sorted(one.stem for one in folder.glob("*.html"))
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        first = open_chromium(playwright, Path(home))
        for title, look in LOOKS.items():
            with offline(first, **look) as context:
                for name in names:
                    picture = PICTURES / f"{name}-{title}.png"
                    found = looked_at(context, folder / f"{name}.html", axe, picture)
                    wrong += [f"{name} {title}: {one}" for one in found]
                    print(name, title, *(found or ["good"]), sep="\n    ", flush=True)
        with offline(first, viewport=PHONE) as context:
            for entry in outline.lessons():
                if entry.stem in names:
                    heard = done(context, folder, entry)
                    wrong += [f"{entry.stem} done: {one}" for one in heard]
                    print(entry.stem, "done to its end", *heard, sep="\n    ", flush=True)
        first.close()
    print(f"{len(names)} pages, {len(wrong)} troubles.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
