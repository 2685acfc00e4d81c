"""The pages of the web edition as HTML."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from lessons_lib.apps.claim_table import claim_table
from lessons_lib.apps.claims import Card
from lessons_lib.apps.explorer import Explorer, explore
from lessons_lib.apps.reading import vocabulary
from lessons_lib.apps.safety_check import signs_html
from lessons_lib.apps.tracker import Tracker
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.course import outline
from lessons_lib.course.ways import Way, ways
from lessons_lib.evidence import claims
from lessons_lib.evidence.safety_check import SAFETY_NET, tiers
from lessons_lib.figures import stride
from lessons_lib.site import cells, hosting
from lessons_lib.site.cells import Cell
from lessons_lib.site.files import Shelf
from lessons_lib.site.prose import linked, listing, name_of, prose
from lessons_lib.site.recorded import INVENTED, recorded

TITLE = "What causes lower back pain after walking?"
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
_CAPTION = re.compile(r"# (.+): run this cell\n")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_INSTALLED_ONLY = ("environment.check()",)
"""Calls that say something about the computer that runs them, which a page has none of."""


@dataclass(frozen=True)
class Page:
    """A page of the edition, before it stands in its frame.

    Attributes:
        name: its file's name without the ending.
        title: what it is about.
        body: what stands in its main part, as HTML.
        scripts: addresses of scripts of its own, which run before those of every page.
    """

    name: str
    title: str
    body: str
    scripts: Sequence[str] = ()


def lesson(entry: outline.Entry, notebook: Path, shelf: Shelf, cache: Path | None) -> Page:
    """A lesson, with all that its notebook says and shows."""
    body = "\n".join(_parts(cells.cells(notebook), shelf, cache))
    body = body.replace("</h1>", f"</h1>\n{_contents(body)}", 1)
    return Page(
        entry.stem,
        entry.title,
        f'<article class="lesson" data-lesson="{entry.stem}" {_explained(shelf)}>\n{body}\n'
        "</article>",
    )


def markdown(name: str, text: str) -> Page:
    """A page of Markdown beside the notebooks, such as the glossary."""
    title = text.splitlines()[0].removeprefix("# ")
    return Page(name, title, f'<article class="list">\n{prose(text)}</article>')


def all_claims(shelf: Shelf, cache: Path | None) -> Page:
    """Every claim with its card, after the table to search in them."""
    cards = "".join(map(_card, claims.claims().values()))
    body = (
        f'<article class="list" {_explained(shelf)}><h1 id="Claims">Claims</h1>'
        "<p>What the article says and what it leaves out, each with a verdict, the reason, and how "
        f"sure that is.</p>{place(claim_table(), shelf, cache)}<h2 id='Cards'>All cards</h2>"
        f"{cards}</article>"
    )
    return Page("claims", "Claims", body)


def _card(one: claims.Claim) -> str:
    """A claim's card, and where it is worked out."""
    entry = outline.lesson(one.lesson)
    return (
        f'<section class="card" id="{one.id}" aria-label="Claim {one.id}">{Card(one).html()}'
        f'<p><a href="{_address(entry, one.section)}">{escape(entry.title)}</a> works it out.</p>'
        "</section>"
    )


def _explained(shelf: Shelf) -> str:
    """Marks what holds texts in which words of the glossary explain themselves."""
    return f'data-words="{shelf.value(vocabulary())}"'


def place(
    widget: CourseWidget, shelf: Shelf, cache: Path | None, *, shown: Explorer | None = None
) -> str:
    """Where a widget stands: what is seen until it lives, and what it needs for that.

    Args:
        widget: what lives there.
        shelf: where the page puts what it needs.
        cache: a folder for what takes long to compute.
        shown: for an explorer that fills the screen, the same at the settings at which it begins.
    """
    hosted = hosting.hosted(widget, cache)
    state = hosted.state
    if isinstance(widget, Tracker):
        state = state | {"content": state["content"] | {"invented": INVENTED}}
    about: dict[str, Any] = {
        "page": hosted.page,
        "script": shelf.page(hosted.page),
        "state": shelf.value(state),
        "parts": {name: shelf.value(part) for name, part in hosted.parts.items()},
        "recorded": {name: shelf.value(part) for name, part in recorded(widget).items()},
    }
    if hosted.together:
        about["together"] = {
            "spec": hosted.together.spec,
            "kilobytes": hosted.together.kilobytes,
            "parts": {name: shelf.later(part) for name, part in hosted.together.parts.items()},
        }
    still = _still(shown or widget, shelf)
    begins = ""
    if shown and isinstance(widget, Explorer):
        moved = {k: value for k, value in shown.start.items() if value != widget.start[k]}
        begins = f' data-begin="{escape(json.dumps(moved))}"'
    return (
        f'<div class="place {hosted.page}" data-place="{escape(json.dumps(about))}"{begins}>'
        f"{still}</div>"
    )


def _still(widget: CourseWidget, shelf: Shelf) -> str:
    """What stands for a widget where no script runs, and until its own has come."""
    if not isinstance(widget, Explorer):
        html = str(widget.stand_in()[0].get("text/html", ""))
        return linked(html) or f"<pre>{escape(widget.words())}</pre>"
    width, height = (round(one) for one in widget.size)
    address = shelf.picture(widget.still())
    return (
        f'<figure><div class="frame" style="aspect-ratio: {width} / {height}"><noscript>'
        f'<img alt="{escape(widget.title)}" width="{width}" height="{height}" src="{address}">'
        f"</noscript></div><figcaption>{escape(widget.words())}</figcaption></figure>"
    )


def _parts(stored: Sequence[Cell], shelf: Shelf, cache: Path | None) -> Iterator[str]:
    """The cells in order; what a notebook folds under a heading is folded here, too."""
    is_open = False
    for one in stored:
        if is_open and not one.is_code and (one.is_folded or one.source.startswith("## ")):
            yield "</details>"
            is_open = False
        if one.is_folded:
            yield '<details class="folded">'
            is_open = True
        yield _cell(one, shelf, cache, is_summary=one.is_folded)
    if is_open:
        yield "</details>"


def _cell(cell: Cell, shelf: Shelf, cache: Path | None, *, is_summary: bool = False) -> str:
    if is_summary:
        heading, _, rest = prose(cell.source).partition("\n")
        return f'<summary>{heading}</summary><div class="prose" data-cell>{rest}</div>'
    if not cell.is_code:
        return f'<div class="prose" data-cell>\n{prose(cell.source)}</div>'
    if cell.source.rstrip().endswith(_INSTALLED_ONLY):
        return ""
    shown, is_picture = _shown(cell, shelf, cache)
    caption = _CAPTION.match(cell.source)
    folded = ""
    if is_picture or not caption:  # the rest only calls for what is shown
        source = cell.source[caption.end() :] if caption else cell.source
        title = f"Python: {caption[1][0].lower()}{caption[1][1:]}" if caption else "Python"
        folded = _fold(title, listing(source))
    return f'<div class="cell" id="cell-{escape(cell.id)}" data-cell>{shown}{folded}</div>'


def _shown(cell: Cell, shelf: Shelf, cache: Path | None) -> tuple[str, bool]:
    """What a cell shows, and whether that is a picture."""
    if cell.may_fail:  # it says that it was not run
        return "", False
    looked_up = cells.looked_up(cell)
    if looked_up:
        name, source = looked_up
        return _fold(f"The source of {name}", listing(source)), False
    html = linked(_STYLE.sub("", cells.html(cell)))
    printed = cells.text(cell)
    widget = cells.widget(cell) if html else None
    if widget:
        html = place(widget, shelf, cache)
    text = (
        f'<pre class="printed" tabindex="0">{escape(printed, quote=False)}</pre>' if printed else ""
    )
    shown = f'{text}<div class="shown">{html}</div>' if html else text
    return shown, isinstance(widget, Explorer)


def _fold(title: str, html: str) -> str:
    return f'<details class="code"><summary>{escape(title)}</summary>{html}</details>'


def _contents(body: str) -> str:
    """Links to the sections of a lesson."""
    links = "".join(
        f'<li><a href="#{name}">{title}</a></li>' for name, title in _HEADING.findall(body)
    )
    return (
        '<nav class="contents" aria-label="Sections of this lesson"><details><summary>On this '
        f"page</summary><ul>{links}</ul></details></nav>"
    )


def _way(one: Way) -> str:
    steps, later = (
        [
            f'<a href="{_address(step.lesson, step.heading)}">{escape(step.words)}</a>'
            for step in part
        ]
        for part in (one.steps, one.later)
    )
    listed = "".join(f"<li>{step}</li>" for step in steps)
    more = f"<p>Another day: {' · '.join(later)}</p>" if later else ""
    title, about = escape(one.title), escape(one.about)
    return f"<section><h3>{title}</h3><p>{about}</p><ol>{listed}</ol>{more}</section>"


def _address(entry: outline.Entry, heading: str = "") -> str:
    """Where a lesson is, or one of its headings."""
    return escape(f"{entry.stem}.html{f'#{name_of(heading)}' if heading else ''}")


def front(shelf: Shelf, cache: Path | None) -> Page:
    """The front page: safety first, the ways through, something to move, the map."""
    groups: list[str] = []
    for tier, one in tiers().items():
        listed = signs_html(tier)
        if not listed:
            continue
        what = f"<p><b>{escape(one.headline)}</b> {escape(one.action)}</p>{listed}"
        folded = f"<details><summary>{escape(one.title)}</summary>{what}</details>"
        groups.append(f"<h3>{escape(one.title)}</h3>{what}" if not groups else folded)
    lessons = "".join(
        f'<li><a href="{_address(one)}">{escape(one.title)}</a> <small>{one.minutes} minutes'
        f"</small><br>Afterwards you can {escape(one.afterwards)}.</li>"
        for one in outline.lessons()
    )
    paths = "".join(map(_way, ways()))
    body = f"""<article class="front">
<h1>{escape(TITLE)}</h1>
<p class="lead">A popular web article with this title, checked claim by claim, in front of you. It
is education, not medical advice, and it never diagnoses.</p>
<section class="signs" aria-labelledby="first">
<h2 id="first">First: is it safe to go on?</h2>
{"".join(groups)}
<p>{escape(SAFETY_NET)}</p>
<p><a class="main" href="{_address(outline.lessons()[0], "1. Is it safe to go on?")}">Fill in the
safety check</a></p>
</section>
<h2 id="ways">Three ways through</h2>
<div class="ways">{paths}</div>
<h2 id="try">Take it in your hands</h2>
<p>Nearly every picture moves. Press <em>Play</em>, or move the slider: 0&nbsp;% is when a foot
lands, 100&nbsp;% its next landing.</p>
{place(explore(stride.stride, cycle_percent=50), shelf, cache)}
<h2 id="map">The map</h2>
<ol class="map" start="0">{lessons}</ol>
<p>Words of the field: <a href="glossary.html">glossary</a>. What it rests on:
<a href="sources.html">sources</a>. What the article says, and what became of it:
<a href="claims.html">claims</a>.</p>
<h2 id="install">Your own two weeks</h2>
<p>Everything here runs in your browser, needs nothing installed, and sends nothing anywhere. A
browser forgets, though: for a diary of your own there is the installed course, where it is a file
of yours, with copies. It needs Python 3.11 or newer and the course's folder; there,
<code>python3 start.py</code> opens it (on Windows <code>py start.py</code>).</p>
</article>"""
    return Page("index", TITLE, body)
