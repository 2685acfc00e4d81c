"""Pictures of the running course, to be looked at by people.

    python -m tests.browser.screenshots FOLDER      every lesson, light and dark, 100 % and 200 %
    python -m tests.browser.screenshots --readme    the pictures of the README, in images/

Each lesson is run in JupyterLab in Chromium. FOLDER gets, for each theme and zoom, every output of
the lesson in its full height, each explorer as it stands in the window, and each screen of the
tracker. Explorers are shown moved and with their numbers unfolded, the quiz with an answer to every
question, the safety check with a sign of each urgency, the review with its number, and the tracker
with the invented person.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, expect, sync_playwright

from lessons_lib.course.outline import lessons
from lessons_lib.figures.hamstrings import pose

from .lab import COURSE, Lesson, copy_lessons, jupyterlab, open_chromium

WINDOW = (1280, 900)
ZOOMS = (100, 200)
THEMES = ("JupyterLab Light", "JupyterLab Dark")
UNFOLD = "(folds) => folds.forEach((fold) => { fold.open = true; })"
TOOLBARS = 300  # px of height that JupyterLab itself takes, and some air

README_PICTURE = COURSE / "images" / "course.png"
README_TRACKER = COURSE / "images" / "tracker.png"
README_NARROW = (960, 860)
README_WINDOW = (1280, 860)
README_LESSON = "04_hamstrings_and_pelvis.ipynb"
README_LOG = "09_tracker.ipynb"
README_POSE = {"Hip flexion": 60, "Knee flexion": 20}


@contextmanager
def running_course(**window: Any) -> Iterator[tuple[BrowserContext, str]]:
    """A browser with this window, and the address of a JupyterLab with a copy of the lessons."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root, home = Path(folder, "root"), Path(folder, "home")
        home.mkdir()
        copy_lessons(root)
        with jupyterlab(root, home) as address, sync_playwright() as playwright:
            context = open_chromium(playwright, home, **window)
            yield context, address
            context.close()


def opened(context: BrowserContext, address: str, file: str) -> Lesson:
    """The lesson, run, with nothing beside it."""
    lesson = Lesson(context, address, f"notebooks/{file}")
    lesson.collapse_sides()
    lesson.run_all()
    return lesson


def walk_through(folder: Path) -> None:
    """Pictures of all lessons, in every theme and zoom."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = WINDOW
    for zoom in ZOOMS:
        scale = zoom / 100
        window = {"width": round(width / scale), "height": round(height / scale)}
        with running_course(viewport=window, device_scale_factor=scale) as (context, address):
            for entry in lessons():
                lesson = opened(context, address, entry.file)
                use(lesson)
                for theme in THEMES:
                    lesson.theme(theme)
                    kind = f"{entry.stem[:2]}-{zoom}-{theme.split()[-1].lower()}"
                    explorers_in_window(lesson, folder / kind)
                    whole_outputs(lesson, folder / kind)
                    tracker_screens(lesson, folder / kind)
                    lesson.page.set_viewport_size(window)
                    print(kind, *lesson.errors, flush=True)
                lesson.page.close()


def use(lesson: Lesson) -> None:
    """Leave a trace in each widget: moved, unfolded, answered, ticked."""
    for explorer in lesson.widgets("explorer").all():
        for slider in explorer.locator("input[type=range]").all():
            slider.press("PageUp")
        explorer.locator("summary").click()
        explorer.locator(".ll-numbers table").wait_for()
    lesson.widgets("quiz").locator("details").evaluate_all(UNFOLD)
    for question in lesson.widgets("question").all():
        question.locator("input").first.check()
        question.get_by_role("button").click()
    for group in lesson.widgets("group").all():
        group.locator("input").first.check()
    for review in lesson.widgets("review").all():
        review.get_by_role("button", name="Show what the ratings say").click()
        review.locator("figure").nth(3).wait_for()
    for tracker in lesson.widgets("tracker:not(.ll-review)").all():
        show_invented_person(tracker)


def show_invented_person(tracker: Locator) -> None:
    """Bring the invented person's diary into the tracker, with the pictures of their progress."""
    tracker.get_by_role("tab", name="My data").click()
    tracker.get_by_role("button", name="Show me the invented person").click()
    tracker.get_by_role("heading", name=" of 14").wait_for()
    tracker.get_by_role("tab", name="Progress").click()
    pictures = tracker.get_by_role("button", name="Show the picture")
    for left in reversed(range(pictures.count())):
        pictures.first.click()
        expect(pictures).to_have_count(left)


def explorers_in_window(lesson: Lesson, stem: Path) -> None:
    """Each explorer as a learner with this window sees it."""
    for number, explorer in enumerate(lesson.widgets("explorer").all(), start=1):
        explorer.evaluate("(element) => element.scrollIntoView({ block: 'start' })")
        lesson.page.screenshot(path=f"{stem}-window-{number}.png")


def whole_outputs(lesson: Lesson, stem: Path) -> None:
    """Each output in its full height, which may be more than a window's."""
    for number, output in enumerate(lesson.page.locator(".jp-OutputArea-output").all(), start=1):
        whole(lesson, output, Path(f"{stem}-output-{number:02}.png"))


def whole(lesson: Lesson, element: Locator, path: Path) -> None:
    """A picture of an element in its full height."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    size = lesson.page.viewport_size
    if box and size and box["height"] + TOOLBARS > size["height"]:
        height = round(box["height"]) + TOOLBARS
        lesson.page.set_viewport_size({"width": size["width"], "height": height})
        element.scroll_into_view_if_needed()
    element.screenshot(path=path)


def tracker_screens(lesson: Lesson, stem: Path) -> None:
    """Each screen of the tracker; its last one is left open."""
    tracker = lesson.widgets("tracker:not(.ll-review)")
    for tab in tracker.get_by_role("tab").all():
        tab.click()
        name = tab.inner_text().lower().replace(" ", "-")
        whole(lesson, tracker, Path(f"{stem}-screen-{name}.png"))


def set_slider(explorer: Locator, label: str, value: int) -> None:
    """Bring the slider called `label` to `value` with the keyboard."""
    slider = explorer.get_by_role("slider", name=label, exact=True)
    while (now := int(slider.input_value())) != value:
        slider.press("ArrowRight" if now < value else "ArrowLeft")


def readme_picture() -> None:
    """The pose explorer of the hamstring lesson in JupyterLab."""
    width, height = README_WINDOW
    with running_course(viewport={"width": width, "height": height}) as (context, address):
        lesson = opened(context, address, README_LESSON)
        explorer = lesson.page.get_by_role("group", name=pose.title, exact=True)
        for label, value in README_POSE.items():
            set_slider(explorer, label, value)
        words = "Hip bent {}°, knee {}°".format(*README_POSE.values())
        explorer.locator(".ll-words", has_text=words).wait_for()
        keep_window(lesson, explorer, README_PICTURE)


def readme_tracker() -> None:
    """The invented person's log in JupyterLab."""
    width, height = README_NARROW
    window = {"width": width, "height": height}
    with running_course(viewport=window, reduced_motion="reduce") as (context, address):
        lesson = opened(context, address, README_LOG)
        tracker = lesson.widgets("tracker")
        show_invented_person(tracker)
        tracker.get_by_role("tab", name="Log").click()
        keep_window(lesson, tracker, README_TRACKER)


def keep_window(lesson: Lesson, element: Locator, path: Path) -> None:
    """Keep the window with an element at its top."""
    lesson.page.mouse.move(0, 0)
    lesson.page.evaluate("""async () => {
      document.activeElement.blur();
      await window.jupyterapp.commands.execute('statusbar:toggle');
    }""")
    element.evaluate("(element) => element.scrollIntoView({ block: 'start' })")
    picture = Image.open(io.BytesIO(lesson.page.screenshot()))
    picture.convert("RGB").quantize(256).save(path, optimize=True)
    print(f"wrote {path}, {path.stat().st_size / 1000:.0f} kB")


def main() -> int:
    """Take the pictures; returns 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description="Pictures of the running course."
    )
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures of all lessons go")
    parser.add_argument("--readme", action="store_true", help="take the pictures of the README")
    options = parser.parse_args()
    if not (options.folder or options.readme):
        parser.error("give a folder for the pictures, or --readme")
    if options.readme:
        readme_picture()
        readme_tracker()
    if options.folder:
        walk_through(options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
