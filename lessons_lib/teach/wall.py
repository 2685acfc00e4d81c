"""A plan as screens for the wall: its questions, its pictures to move, and what one finds."""

import re
from collections.abc import Collection, Iterator
from html import escape
from pathlib import Path

from lessons_lib.apps.claims import Card
from lessons_lib.apps.explorer import Explorer
from lessons_lib.data import sheets
from lessons_lib.data.plans import Step
from lessons_lib.data.predictions import Prediction
from lessons_lib.evidence.claims import claim
from lessons_lib.site import cells
from lessons_lib.site.files import Shelf
from lessons_lib.site.pages import Page, place
from lessons_lib.site.prose import elsewhere, linked, prose
from lessons_lib.teach import parts
from lessons_lib.teach.parts import words
from lessons_lib.teach.taught import Taught, of

Screen = tuple[str, str, str, str]
"""Its name for links, its look, its heading and its body, both HTML."""


def name(lesson: Taught, length: int) -> str:
    """The page of a plan."""
    return f"{lesson.entry.stem[:2]}-wall-{length}"


def page(lesson: Taught, length: int, shelf: Shelf, cache: Path | None, script: str) -> Page:
    """All screens of a plan; without scripts they stand one below the other."""
    screens = list(_screens(lesson, length, shelf, cache))
    body = "".join(
        f'<section class="wall-screen {look}" data-name="{escape(called)}" '
        f'aria-labelledby="screen-{number}"><h2 id="screen-{number}" tabindex="-1">{heading}</h2>'
        f"{content}</section>"
        for number, (called, look, heading, content) in enumerate(screens, start=1)
    )
    title = f"{lesson.entry.title}, {length} minutes, for the wall"
    return Page(
        name(lesson, length),
        title,
        f'<div class="wall"><h1 class="ll-unseen">{words(title)}</h1><div class="wall-screens">'
        f"{body}</div>"
        '<nav class="wall-bar" aria-label="Screens">'
        f'<a href="{lesson.entry.stem[:2]}-teach.html">The plan</a></nav></div>',
        scripts=(script,),
    )


def _screens(lesson: Taught, length: int, shelf: Shelf, cache: Path | None) -> Iterator[Screen]:
    yield "title", "", words(lesson.entry.title), _body(_first(lesson))
    asked: list[Prediction] = []
    steps = lesson.plan.plans[length]
    for number, step in enumerate(steps):
        there = of(step, lesson)
        ahead = {one.name for one in steps[number:] if one.kind == "explore"}
        yield from _found(asked, ahead)
        match step.kind:
            case "predict":
                guesses = [there.predictions[one] for one in step.names]
                for one in guesses:
                    yield one.id, "", "Guess first", _asks(one)
                asked += guesses
            case "explore":
                yield from _explorer(step, there, shelf, cache)
            case "tell":
                yield from _told(step, there, shelf, cache)
            case "exercise":
                yield step.name, "", "Work it out", _exercise(step.name)
            case "quiz":
                yield from _quiz(step, there)
            case "discuss":
                asks = next(one for one in lesson.plan.discuss if one.id == step.name)
                yield asks.id, "", "Discuss", _body(f'<p class="asked">{words(asks.question)}</p>')
            case "activity":
                activity = next(one for one in lesson.plan.activities if one.id == step.name)
                yield activity.id, "", "Together", _body(f"<p>{words(activity.text)}</p>")
            case "do":
                yield from _to_do(step, there, lesson, shelf, cache)
            case "pause":
                yield "pause", "", "Pause", _body(f"<p>{step.name} minutes.</p>")
    yield from _found(asked)
    if parts.TAKE_AWAY not in [one.name for one in steps if one.kind == "tell"]:
        yield parts.TAKE_AWAY, "", parts.TAKE_AWAY, _body(parts.take_away(lesson))


def _body(html: str) -> str:
    return f'<div class="body">{html}</div>'


def _cover(html: str) -> str:
    """Something that is seen when it is asked for."""
    return f"<div data-cover>{html}</div>"


def _first(lesson: Taught) -> str:
    """What the lesson is for, and what one can do afterwards."""
    why = _paragraph(lesson, lesson.cells[0].source)
    return (
        f"{why}<p>Afterwards you can:</p>"
        f"{parts.listed(map(words, lesson.entry.objectives.values()))}"
    )


def _paragraph(lesson: Taught, markdown: str) -> str:
    """The first paragraph of a lesson's text, as HTML."""
    found = re.search(r"<p>.*?</p>", prose(markdown), re.DOTALL)
    return elsewhere(found[0], lesson.entry.stem) if found else ""


def _asks(one: Prediction) -> str:
    return _body(f'<p class="asked">{words(one.text)}</p>{parts.guess(one, keyed=False, tag="ol")}')


def _found(asked: list[Prediction], ahead: Collection[str] = ()) -> Iterator[Screen]:
    """What one finds, once no picture ahead is to show it; those are taken off the list."""
    for one in [one for one in asked if one.picture.name not in ahead]:
        asked.remove(one)
        found = f'<p class="found">{words(one.finding)}</p>'
        yield (
            f"{one.id}-found",
            "",
            "What one finds",
            _body(
                f'<p class="asked">{words(one.text)}</p>{parts.guess(one, keyed=True, tag="ol")}'
                f"{_cover(found)}"
            ),
        )


def _explorer(step: Step, lesson: Taught, shelf: Shelf, cache: Path | None) -> Iterator[Screen]:
    base = lesson.explorers[step.name]
    for view in lesson.views(step.name):
        live = place(base, shelf, cache, shown=lesson.shown(view))
        yield step.name, "explorer-screen", words(base.title), live


def _told(step: Step, lesson: Taught, shelf: Shelf, cache: Path | None) -> Iterator[Screen]:
    """A section's first words, all of the last one's; its still pictures, its cards: screens."""
    section = lesson.sections[step.name]
    heading = words(step.name)
    text = next((one.source for one in section.cells if not one.is_code), "")
    first = parts.take_away(lesson) if step.name == parts.TAKE_AWAY else _paragraph(lesson, text)
    yield step.name, "", heading, _body(first)
    for cell, called, given in section.calls("picture", "claim"):
        if called == "claim":
            one = claim(given[0])
            body = f'<p class="asked">{words(one.quotation)}</p>{_cover(Card(one).html())}'
            yield one.id, "", f"The article says ({one.id})", _body(body)
            continue
        still = lesson.still(cell)
        yield (
            step.name,
            "explorer-screen",
            words(still.title),
            place(still, shelf, cache, shown=Explorer(still.scene, **still.start)),
        )


def _exercise(key: str) -> str:
    one = sheets.load(key)
    given = "".join(f"<li>{words(name)}: {words(value)}</li>" for name, value in one["given"])
    hint = f"<p><b>A hint.</b> {words(one['hint'])}</p>" if one["hint"] else ""
    solved = (
        f'<p class="found"><b>{words(one["result"])}.</b> {words(one["working"])}</p>'
        f"<p>{words(one['why'])}</p>"
    )
    return _body(
        f'<p><b>{words(one["title"])}.</b></p><p class="asked">{words(one["prompt"])}</p>'
        f"{f'<ul>{given}</ul>' if given else ''}{_cover(hint) if hint else ''}{_cover(solved)}"
    )


def _quiz(step: Step, lesson: Taught) -> Iterator[Screen]:
    for key in step.names:
        one = lesson.questions[key]
        more = "" if one.kind == "one" else "<p>More than one may be right.</p>"
        answers = "".join(
            f"<li><b>{'✓' if option.right else '✗'} {words(option.text)}</b> "
            f"{words(option.feedback)}</li>"
            for option in one.options
        )
        yield (
            key,
            "",
            "Quiz",
            _body(
                f'<p class="asked">{words(one.text)}</p>{more}'
                f"{parts.options(one.options, keyed=False, tag='ol')}"
                f"{_cover(f'<ul>{answers}</ul>')}"
            ),
        )


def _to_do(
    step: Step, there: Taught, lesson: Taught, shelf: Shelf, cache: Path | None
) -> Iterator[Screen]:
    """Something to do: here to see, unless it is each one's own affair."""
    heading = parts.title(step, there, lesson)
    cell = there.to_do(step.name)
    if cell is None or step.name.split()[0] in parts.ALONE:
        address = f"{there.entry.stem}.html"
        yield (
            step.name,
            "",
            heading,
            _body(
                "<p>Each on a screen of their own, and nobody looks at another's. In the lesson "
                f'<a href="{address}">{words(there.entry.title)}</a>. You may do it for somebody '
                "invented.</p>"
            ),
        )
        return
    widget = cells.widget(cell)
    shown = place(widget, shelf, cache) if widget else linked(cells.html(cell))
    yield step.name, "", heading, _body(shown)
