"""The web edition in a browser: from a folder, over a server, offline, and as it is renewed."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import legs
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lessons_lib.apps.explorer import Explorer
from lessons_lib.course import outline
from lessons_lib.site import building, hosting, pages
from lessons_lib.site.files import Folder
from lessons_lib.stage.style import PALETTE

from .edition import LAPTOP, PHONE, faults, live, opened
from .lab import new_window

LESSONS = [outline.lesson("00_start_here"), outline.lesson("09_tracker")]
IS_CONTROLLED = (
    "() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
)
BROKEN_OFF = """() => navigator.serviceWorker.register('offline.js').then(({ installing: one }) =>
  one && new Promise((on) => { one.onstatechange = () => on(one.state); }))"""
COPIES = "() => caches.keys()"
LOOK_FOR_NEWER = """() => navigator.serviceWorker.getRegistration()
  .then((one) => one.update()).catch(() => null)"""


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return building.edition(LESSONS, building.CACHE)


@pytest.fixture(scope="module")
def folder(built: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web edition")
    building.write(folder, built)
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class Weak(Quiet):
    """A server that does not get as far as the last files, until it is well again."""

    lost: ClassVar[set[str]] = set()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        name = self.path[1:]
        self.asked.append(name)
        if name in self.lost:
            self.send_error(503)
        else:
            super().do_GET()


@contextmanager
def served(folder: Path, kind: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of a server that knows nothing but files."""
    handler = functools.partial(kind, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


Open = Callable[..., tuple[Page, list[str]]]


@pytest.fixture
def open_page(browser: BrowserContext) -> Iterator[Open]:
    """Opens an address in a context of its own; the list fills with what goes wrong there."""
    contexts = []

    def open_page(address: str, **look: Any) -> tuple[Page, list[str]]:
        context = new_window(browser, **({"viewport": LAPTOP} | look))
        contexts.append(context)
        return opened(context, address)

    yield open_page
    for context in contexts:
        context.close()


def test_a_lesson_from_a_folder_is_done_to_the_end(folder: Path, open_page: Open) -> None:
    page, heard = open_page((folder / "00_start_here.html").as_uri(), viewport=PHONE)
    live(page)
    page.locator(".ll-safety-check input, .ll-safety input").first.check()
    expect(page.get_by_role("alert").first).not_to_be_empty()
    words = page.locator(".ll-explorer .ll-words").first
    before = words.inner_text()
    page.locator(".ll-explorer input[type=range]").first.press("ArrowRight")
    expect(words).not_to_have_text(before)
    source = page.locator(".prose a[href='#Sources']:visible").first
    source.scroll_into_view_if_needed()
    source.click()
    expect(source).not_to_be_in_viewport()
    page.go_back()
    expect(source).to_be_in_viewport()
    quiz = page.locator(".ll-quiz").last
    quiz.locator("input").first.check()
    quiz.get_by_role("button", name="Check question 1").click()
    expect(quiz.locator(".ll-feedback").first).not_to_be_empty()
    assert heard == []


def test_a_word_of_the_glossary_explains_itself(folder: Path, open_page: Open) -> None:
    page, heard = open_page((folder / "claims.html").as_uri(), viewport=PHONE)
    word = page.locator(".card .ll-term").first
    word.press("Enter")
    card = page.get_by_role("dialog", name=re.compile(word.inner_text().removesuffix("s"), re.I))
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(word).to_be_focused()
    assert heard == []


def test_on_paper_are_the_answers_to_choose_from_and_nothing_to_press(
    folder: Path, open_page: Open
) -> None:
    page, heard = open_page((folder / "09_tracker.html").as_uri())
    live(page)
    answers = page.locator(".ll-prediction .ll-answer")
    checks = page.get_by_role("button", name="Check", exact=False)
    on_screen = [answers.count(), checks.count()]
    page.emulate_media(media="print")
    for answer in answers.all():
        expect(answer).to_be_visible()
    expect(checks).to_have_count(0)
    assert min(on_screen) > 0
    assert heard == []


def test_one_file_lives_alone(tmp_path: Path, open_page: Open) -> None:
    building.write(tmp_path, building.single(LESSONS[:1], building.CACHE))
    page, heard = open_page((tmp_path / "00_start_here.html").as_uri())
    live(page)
    assert heard == []


def test_a_learning_platform_may_show_it_in_a_frame_that_may_keep_nothing(
    folder: Path, open_page: Open, tmp_path: Path
) -> None:
    outer = tmp_path / "platform.html"
    with served(folder) as address:
        frame = f'<iframe sandbox="allow-scripts" src="{address}/00_start_here.html"></iframe>'
        outer.write_text(frame)
        page, heard = open_page(outer.as_uri())
        course = page.frame_locator("iframe")
        expect(course.locator("[data-place]").first).to_be_attached()
        expect(course.locator("[data-place]:not(.is-live)")).to_have_count(0)
        course.get_by_role("button", name="Erase all").click()
        expect(course.locator(".site-kept")).to_contain_text("is erased")
    assert [one for one in heard if not one.startswith("asked for")] == []


def write_noise(
    folder: Path, monkeypatch: pytest.MonkeyPatch, shown: Explorer | None = None
) -> None:
    """A page of one picture that is too large for all its sliders in small steps."""
    large = {"hip_flexion_deg": 20.0, "knee_flexion_deg": 20.0, "pelvic_tilt_deg": 10.0}
    monkeypatch.setattr(hosting, "_steps", lambda _: large)
    shelf = Folder()
    body = pages.place(Explorer(legs.noise), shelf, None, shown=shown)
    building.write(folder, building.bound([pages.Page("noise", "Chance", body)], shelf))


def test_what_moves_one_slider_at_a_time_moves_all_together_if_that_is_wanted(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_noise(tmp_path, monkeypatch)
    with served(tmp_path) as address:
        page, heard = open_page(f"{address}/noise.html")
        live(page)
        page.wait_for_function(IS_CONTROLLED)
        hip, knee = (page.get_by_role("slider", name=name) for name in ("Hip", "Knee"))
        words = page.locator(".ll-words")
        knee.press("End")
        hip.press("ArrowRight")
        assert [hip.input_value(), knee.input_value()] == ["1", "0"]
        page.get_by_role("button", name="Move all sliders together").click()
        back = page.get_by_role("button", name="Move one slider at a time")
        expect(back).to_be_focused()
        knee.press("End")
        hip.press("ArrowRight")
        assert [hip.input_value(), knee.input_value()] == ["20", "120"]
        expect(words).to_have_text(legs.noise.frame(20, 120, 0).words)
    page.reload()  # what was wanted once is there without a network
    page.get_by_role("button", name="Move all sliders together").click()
    back.click()
    knee.press("ArrowRight")
    expect(words).to_have_text(legs.noise.frame(0, 1, 0).words)
    assert heard == []


def test_on_a_wall_all_sliders_move_together_at_once(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Explorer(legs.noise, hip_flexion_deg=20, knee_flexion_deg=40)
    write_noise(tmp_path, monkeypatch, shown)
    page, heard = open_page((tmp_path / "noise.html").as_uri())
    live(page)
    expect(page.locator(".ll-words")).to_have_text(legs.noise.frame(20, 40, 0).words)
    assert heard == []


def test_the_invented_person_can_be_looked_at_and_not_changed(
    folder: Path, open_page: Open
) -> None:
    page, heard = open_page((folder / "09_tracker.html").as_uri())
    live(page)
    tracker = page.locator(".ll-tracker")
    expect(tracker.get_by_text("An invented person.")).to_be_visible()
    for name in ("Log", "Progress", "My data", "Safety", "Today"):
        tracker.get_by_role("tab", name=name).click()
        expect(tracker.get_by_role("tabpanel", name=name)).not_to_be_empty()
    tracker.get_by_role("tab", name="Progress").click()
    tracker.get_by_role("button", name="Show the picture").first.click()
    expect(tracker.locator(".ll-themed").first).to_be_visible()
    tracker.get_by_role("tab", name="Today").click()
    today = tracker.get_by_role("tabpanel", name="Today")
    today.get_by_label("A note for yourself").fill("It snowed.")
    today.get_by_role("button", name="Save the day").click()
    expect(tracker.get_by_role("alert")).to_contain_text("Nothing was saved")
    assert heard == []


def test_pictures_bring_their_paper_where_the_browser_sets_all_colours(
    folder: Path, open_page: Open
) -> None:
    look = {"color_scheme": "dark", "forced_colors": "active"}
    page, _ = open_page((folder / "09_tracker.html").as_uri(), **look)
    live(page)
    tracker = page.locator(".ll-tracker")
    tracker.get_by_role("tab", name="Progress").click()
    tracker.get_by_role("button", name="Show the picture").first.click()
    red, green, blue = bytes.fromhex(PALETTE["paper"].dark.removeprefix("#"))
    picture = tracker.locator(".ll-themed img:visible").first
    expect(picture).to_have_css("background-color", f"rgb({red}, {green}, {blue})")


@pytest.mark.parametrize("look", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_page_can_be_read_by_everybody(
    folder: Path, open_page: Open, axe: str, look: dict[str, int]
) -> None:
    names = sorted(one.name for one in folder.glob("*.html"))
    if look == LAPTOP:  # the lists are the same there
        names = ["index.html", "00_start_here.html"]
    with served(folder) as address:
        # axe is a stranger to the page's policy. Each size has its colours; tests/whole_site.py
        # looks at all of them.
        colours = "dark" if look == LAPTOP else "light"
        page, heard = open_page(
            f"{address}/{names[0]}", viewport=look, color_scheme=colours, bypass_csp=True
        )
        for name in names:
            page.goto(f"{address}/{name}")
            assert faults(page, axe) == [], name
        assert heard == []


def test_it_is_dark_where_the_system_is(folder: Path, open_page: Open) -> None:
    address = (folder / "index.html").as_uri()
    page, _ = open_page(address, color_scheme="dark")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    unscripted, _ = open_page(address, color_scheme="dark", java_script_enabled=False)
    expect(unscripted.locator("body")).to_have_css("background-color", dark)
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate(ground) != dark
    page.reload()
    assert page.evaluate(ground) != dark
    page.get_by_role("button", name="Erase all").click()
    expect(page.locator(".site-kept [role=status]")).to_contain_text("erased")
    page.reload()
    assert page.evaluate(ground) == dark


def test_without_scripts_text_and_pictures_are_there(folder: Path, open_page: Open) -> None:
    page, heard = open_page((folder / "00_start_here.html").as_uri(), java_script_enabled=False)
    expect(page.locator(".place img").first).to_be_visible()
    expect(page.locator("figcaption").first).not_to_be_empty()
    expect(page.get_by_text("Most back pain is not dangerous").first).to_be_visible()
    assert heard == []


def changed(built: dict[str, bytes], words: str) -> dict[str, bytes]:
    """A newer edition, in which every page says so."""
    pages = {
        name: re.sub(rb"<h1\b", f"<p>{words}</p><h1".encode(), one)
        for name, one in built.items()
        if name.endswith(".html")
    }
    newer = built | pages
    del newer[building.WORKER]
    return newer | {building.WORKER: building.worker(newer).encode()}


def test_it_is_read_offline_and_a_newer_edition_comes_whole_or_not_at_all(
    built: dict[str, bytes], tmp_path: Path, open_page: Open
) -> None:
    building.write(tmp_path, built)
    newer = changed(built, "The second edition.")
    with served(tmp_path) as address:
        page, _ = open_page(f"{address}/claims.html")
        page.evaluate(IS_CONTROLLED)
        page.reload()
        assert page.evaluate(IS_CONTROLLED)

        # Half of a newer one is on the server: nothing of it is taken.
        (tmp_path / building.WORKER).write_bytes(newer[building.WORKER])
        page.evaluate(LOOK_FOR_NEWER)
        page.goto(f"{address}/glossary.html")
        expect(page.get_by_text("The second edition.")).to_have_count(0)

        # All of it is there: it is offered, and shown when it is wanted.
        building.write(tmp_path, newer)
        page.goto(f"{address}/claims.html")
        expect(page.get_by_text("The second edition.")).to_have_count(0)
        other = page.context.new_page()
        other.goto(f"{address}/00_start_here.html")
        live(other)
        chosen = other.locator(".ll-quiz input").first
        chosen.check()
        page.get_by_role("button", name="Show it").click()
        expect(page.get_by_text("The second edition.")).to_be_visible()
        # Nobody asked for it in the other window, where something was answered.
        expect(other.get_by_role("button", name="Show it")).to_be_visible()
        expect(chosen).to_be_checked()
        other.get_by_role("button", name="Show it").click()
        expect(other.get_by_text("The second edition.")).to_be_visible()
    # The server is gone.
    page.goto(f"{address}/00_start_here.html")
    expect(page.get_by_text("The second edition.")).to_be_visible()
    live(page)
    page.goto(f"{address}/")
    expect(page.get_by_text("The second edition.")).to_be_visible()


def test_what_is_kept_for_offline_goes_on_where_it_broke_off(folder: Path, open_page: Open) -> None:
    last = "your_own_notebook.html"
    Weak.lost.add(last)
    with served(folder, Weak) as address:
        page, _ = open_page(f"{address}/claims.html")
        assert page.evaluate(BROKEN_OFF) in (None, "redundant")
        assert last in Weak.asked
        assert len(page.evaluate(COPIES)) == 1
        page.get_by_role("button", name="Erase all").click()
        expect(page.get_by_text("is erased")).to_be_visible()
        assert page.evaluate(COPIES) == []
        page.reload()
        assert page.evaluate(BROKEN_OFF) in (None, "redundant")
        Weak.lost.clear()
        Weak.asked.clear()
        page.reload()
        page.evaluate(IS_CONTROLLED)
        assert last in Weak.asked
        assert not {"00_start_here.html", "09_tracker.html"} & {*Weak.asked}
    page.goto(f"{address}/{last}")
    page.goto(f"{address}/00_start_here.html")
    live(page)
