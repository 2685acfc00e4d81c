"""Worksheets: what a class guesses, draws and works out on paper, and the key apart."""

from collections.abc import Iterator
from dataclasses import replace

from lessons_lib.apps.explorer import Explorer
from lessons_lib.data import sheets
from lessons_lib.data.plans import View
from lessons_lib.site.files import Shelf
from lessons_lib.site.pages import Page
from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import LiveStage
from lessons_lib.teach import parts
from lessons_lib.teach.parts import words
from lessons_lib.teach.taught import Taught

_LINES = 3 * '<div class="lines"></div>'
"""Where to write."""


def pages(lesson: Taught, shelf: Shelf) -> Iterator[Page]:
    """The worksheet, the same in large print, and its key."""
    number, title = lesson.entry.stem[:2], lesson.entry.title
    sheet = _sheet(lesson, shelf)
    yield Page(f"{number}-sheet", f"{title}: worksheet", _paper(lesson, "Worksheet", sheet))
    large = _paper(lesson, "Worksheet", sheet, look=" large")
    yield Page(f"{number}-sheet-large", f"{title}: worksheet in large print", large)
    key = _paper(lesson, "Key to the worksheet", _key(lesson, shelf))
    yield Page(f"{number}-key", f"{title}: key to the worksheet", key)


def _paper(lesson: Taught, what: str, content: str, look: str = "") -> str:
    number = lesson.entry.stem[:2]
    return (
        f'<article class="paper{look}"><p class="on-screen"><a href="{number}-teach.html">The plan'
        "</a>. Print this page; header and footer of the browser are better left out.</p>"
        f"<h1>{words(lesson.entry.title)}</h1><p>{what}. Lesson {lesson.entry.number}. Nobody "
        f"collects or marks it.</p>{content}</article>"
    )


def _sheet(lesson: Taught, shelf: Shelf) -> str:
    sheet = lesson.plan.sheet
    html = "<h2>Guess first</h2>" if sheet.predict else ""
    for key in sheet.predict:
        one = lesson.predictions[key]
        html += f'<div class="box"><p>{words(one.text)}</p>{parts.guess(one, keyed=False)}</div>'
    for drawing in sheet.draw:
        explorer = _picture(lesson, drawing.picture)
        html += f"<h2>Draw</h2><p>{words(drawing.task)}</p>"
        html += parts.image(to_draw_into(explorer), f"{explorer.title}: axes", explorer.size, shelf)
    html += "<h2>Work it out</h2>" if sheet.exercises else ""
    for key in sheet.exercises:
        about = sheets.load(key)
        given = [f"{words(name)}: {words(value)}" for name, value in about["given"]]
        html += (
            f'<div class="box"><p><b>{words(about["title"])}.</b> {words(about["prompt"])}</p>'
            f"{parts.listed(given) if given else ''}"
            f"{_LINES}</div>"
        )
    return html


def _key(lesson: Taught, shelf: Shelf) -> str:
    sheet = lesson.plan.sheet
    html = "<h2>Guess first</h2>" if sheet.predict else ""
    for key in sheet.predict:
        one = lesson.predictions[key]
        html += (
            f'<div class="box"><p>{words(one.text)}</p>{parts.guess(one, keyed=True)}'
            f"<p><b>{words(one.finding)}</b></p></div>"
        )
    for drawing in sheet.draw:
        explorer = _picture(lesson, drawing.picture)
        html += f"<h2>Draw</h2><p>{words(drawing.task)}</p>"
        html += parts.figure(explorer, shelf, words(explorer.words()))
    html += "<h2>Work it out</h2>" if sheet.exercises else ""
    return html + "".join(solved(key) for key in sheet.exercises)


def solved(key: str) -> str:
    """An exercise, worked out."""
    about = sheets.load(key)
    return (
        f'<div class="box"><p><b>{words(about["title"])}.</b> {words(about["prompt"])}</p>'
        f"<p>{words(about['working'])}</p><p><b>{words(about['result'])}.</b> "
        f"{words(about['why'])}</p></div>"
    )


def to_draw_into(explorer: Explorer) -> str:
    """A picture at its start with axes and body, as an SVG; without lines, bars and values."""
    stage = LiveStage.of(explorer.scene)
    moving = [one for one in stage.artists if one["kind"] in {"shape", "markers"}]
    panel = next((one["clip"] for one in moving if one["name"] == "trunk"), None)
    body = [one["name"] for one in moving if panel and one["clip"] == panel]
    frame = replace(explorer.scene.frame(**explorer.start), words="")
    return compose(stage, frame, explorer.title, body)


def _picture(lesson: Taught, picture: str) -> Explorer:
    """A picture at the last of its views, which shows most; a still one as it is."""
    if picture in lesson.stills:
        return lesson.stills[picture]
    views = lesson.views(picture) or [View(picture, "")]
    return lesson.shown(views[-1])
