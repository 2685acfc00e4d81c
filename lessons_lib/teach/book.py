"""The teacher's book: its front page, and a chapter for each lesson."""

import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from lessons_lib.apps.safety_check import signs_html
from lessons_lib.course import outline
from lessons_lib.data import sheets as exercise_sheets
from lessons_lib.data.plans import LENGTHS, Step
from lessons_lib.data.predictions import Prediction
from lessons_lib.evidence.claims import claim
from lessons_lib.evidence.safety_check import SAFETY_NET, tiers
from lessons_lib.site.files import Shelf
from lessons_lib.site.pages import Page
from lessons_lib.site.prose import name_of
from lessons_lib.teach import parts, said, sheets, wall
from lessons_lib.teach.parts import words
from lessons_lib.teach.taught import Taught, Timed, of, total

NAME = "teach"
"""The book's front page."""


@cache
def every_class() -> dict[str, Any]:
    """What holds for every class, ``data/teaching.toml``."""
    text = (files("lessons_lib.data") / "teaching.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def front(lessons: Sequence[Taught]) -> Page:
    """How the book is used, what to do when somebody has pain, and all lessons."""
    rows = "".join(
        f'<tr><th scope="row"><a href="{_chapter(one)}">{one.entry.number}. '
        f"{words(one.entry.title)}</a></th><td>{one.entry.minutes}</td>"
        f"<td>{_walls(one)}</td><td>{_papers(one)}</td></tr>"
        for one in lessons
    )
    use = "".join(f"<p>{words(one)}</p>" for one in every_class()["use"])
    tier, emergency = next(iter(tiers().items()))
    pain = parts.listed(
        f"<b>{words(first)}</b> {words(rest)}" for first, rest in every_class()["pain"]
    )
    return Page(
        NAME,
        "The teacher's book",
        f"""<article class="book"><h1>The teacher's book</h1>
<p class="lead">Plans by the minute, what your class will say and what to answer, worksheets to
print, and each plan on the wall.</p>
<h2 id="use">How to use it</h2>{use}
<h2 id="pain">When somebody in the class has pain</h2>{pain}
<div class="signs">
<p><b>{words(emergency.title)}: {words(emergency.headline)}</b> {words(emergency.action)}</p>
{signs_html(tier)}</div>
<p>{words(SAFETY_NET)} Signs that can wait longer are in the
<a href="{outline.lessons()[0].stem}.html">safety check</a>.</p>
<h2 id="lessons">The lessons</h2>
<table><thead><tr><th scope="col">Lesson</th><th scope="col">Minutes, alone</th>
<th scope="col">On the wall, minutes</th><th scope="col">To print</th></tr></thead>
<tbody>{rows}</tbody></table></article>""",
    )


def chapter(lesson: Taught, shelf: Shelf) -> Page:
    """All that a teacher needs for a lesson, beside the lesson."""
    entry, plan = lesson.entry, lesson.plan
    objectives = parts.listed(
        f"<code>{key}</code> {words(one)}" for key, one in entry.objectives.items()
    )
    first = [outline.lesson(one).title for one in entry.needs]
    needs = f" First comes {words(', '.join(first))}." if first else ""
    discuss = "".join(
        f'<p class="asked">{words(one.question)}</p><p>{words(one.listen)}</p>'
        for one in plan.discuss
    )
    return Page(
        _chapter(lesson).removesuffix(".html"),
        f"{entry.title}: for teachers",
        f"""<article class="book"><h1>{words(entry.title)}</h1>
<p class="lead">{words(plan.purpose)}</p>
<p>Lesson {entry.number}; one learner alone takes about {entry.minutes} minutes.{needs}</p>
<ul class="links"><li><a href="{entry.stem}.html">The lesson</a></li>
<li>On the wall: {_walls(lesson)} minutes</li><li>To print: {_papers(lesson)}</li></ul>
<p>Afterwards the class can:</p>{objectives}
<p>And takes away:</p>{parts.take_away(lesson)}
<h2 id="prepare">Prepare</h2>{parts.listed(map(words, plan.prepare))}
<h2 id="pain">When somebody has pain</h2><p>{words(plan.pain)} What holds for every class stands in
<a href="{NAME}.html#pain">the book's front page</a>.</p>
{"".join(_plan(lesson, length) for length in LENGTHS)}
<h2 id="pictures">What the pictures show</h2>{_pictures(lesson, shelf)}
<h2 id="discuss">To discuss</h2>{discuss}
<h2 id="said">What they will say, and what to answer</h2>{_said(lesson)}
<h2 id="key">Key</h2>{_key(lesson)}</article>""",
    )


def _chapter(lesson: Taught) -> str:
    return f"{lesson.entry.stem[:2]}-{NAME}.html"


def _walls(lesson: Taught) -> str:
    return " · ".join(
        f'<a href="{wall.name(lesson, length)}.html" aria-label="{length} minutes of '
        f'{escape(lesson.entry.title)} on the wall">{length}</a>'
        for length in LENGTHS
    )


def _papers(lesson: Taught) -> str:
    number = lesson.entry.stem[:2]
    kinds = (("sheet", "worksheet"), ("sheet-large", "in large print"), ("key", "its key"))
    return " · ".join(
        f'<a href="{number}-{kind}.html" aria-label="{title}, {escape(lesson.entry.title)}">'
        f"{title}</a>"
        for kind, title in kinds
    )


def _plan(lesson: Taught, length: int) -> str:
    """A plan as a table: when at the latest, what, how long; and what is left for home."""
    rows = ""
    latest = 0.0
    steps = lesson.steps(length)
    for one in steps:
        rows += (
            f'<tr><td class="minutes">{latest:.0f}</td><td>{_step(one, lesson)}</td>'
            f'<td class="minutes">{parts.minutes(one.low, one.high)}</td></tr>'
        )
        latest += one.high
    low, high = total(steps)
    left = lesson.left(length)
    rest = parts.listed(_short(one, lesson) for one in left)
    home = f"<details><summary>Left for home</summary>{rest}</details>" if left else ""
    return (
        f'<section class="plan"><h2 id="plan-{length}">{length} minutes</h2><p>'
        f"<a href='{wall.name(lesson, length)}.html'>On the wall</a>. Together "
        f"{parts.minutes(low, high)} minutes.</p><table><thead><tr>"
        '<th scope="col">Begin by</th><th scope="col">Step</th><th scope="col">Minutes</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>{home}</section>"
    )


def _step(one: Timed, home: Taught) -> str:
    """A step of a plan as it stands in the table."""
    step = one.step
    lesson = of(step, home)
    title = parts.title(step, lesson, home)
    if step.kind == "tell":
        address = f"{lesson.entry.stem}.html#{name_of(step.name)}"
        return f'<a href="{escape(address)}">{title}</a>{_verdicts(step, lesson)}'
    return title + _detail(step, lesson, home)


def _verdicts(step: Step, lesson: Taught) -> str:
    """What became of the claims that a section works out."""
    found = [claim(given[0]) for _, _, given in lesson.sections[step.name].calls("claim")]
    return (
        parts.listed(
            f"{words(one.quotation)} (<code>{one.id}</code>): "
            f"<b>{one.verdict.sign} {words(one.verdict.word)}</b>"
            for one in found
        )
        if found
        else ""
    )


def _guess(one: Prediction) -> str:
    """A guess as a teacher asks it, and what one finds."""
    given = " · ".join(f"{words(o.text)}{' ✓' * o.right}" for o in one.options)
    offered = f" <small>({given})</small>" if given else ""
    return f"{words(one.text)}{offered} <b>{words(one.finding)}</b>"


def _detail(step: Step, lesson: Taught, home: Taught) -> str:
    """What a step asks or shows, and what comes out."""
    said = ""
    match step.kind:
        case "predict":
            guesses = [lesson.predictions[key] for key in step.names]
            said = parts.listed(map(_guess, guesses))
        case "explore":
            said = parts.listed(
                f'{words(view.look)} <small>(<a href="{_view(lesson, view.picture)}">'
                f"{words(parts.settings(lesson.shown(view)))}</a>)</small>"
                for view in lesson.views(step.name)
            )
        case "exercise":
            about = exercise_sheets.load(step.name)
            said = (
                f': <a href="{_chapter(lesson)}#{step.name}">{words(about["title"])}</a>. Result: '
                f"<b>{words(about['result'])}</b>"
            )
        case "quiz":
            said = parts.listed(
                f'<a href="{_chapter(lesson)}#{key}">{words(lesson.questions[key].text)}</a>'
                for key in step.names
            )
        case "discuss":
            found = next(one for one in home.plan.discuss if one.id == step.name)
            said = f': <a href="#discuss">{words(found.question)}</a>'
        case "activity":
            activity = next(one for one in home.plan.activities if one.id == step.name)
            said = f": {words(activity.text)}"
    return said


def _short(step: Step, lesson: Taught) -> str:
    """A step that is left out, in a line."""
    title = parts.title(step, lesson, lesson)
    match step.kind:
        case "predict":
            return f"{title}: {words(lesson.predictions[step.name].text)}"
        case "exercise":
            return f"{title}: {words(exercise_sheets.load(step.name)['title'])}"
        case "quiz":
            return f"Quiz: {words(lesson.questions[step.name].text)}"
    return title


def _view(lesson: Taught, picture: str) -> str:
    return f"{_chapter(lesson)}#{picture}"


def _pictures(lesson: Taught, shelf: Shelf) -> str:
    """Each view: its settings, its picture, its words, and where to point."""
    html = ""
    seen: set[str] = set()
    for view in lesson.plan.views:
        shown = lesson.shown(view)
        if view.picture not in seen:
            html += f'<h3 id="{escape(view.picture)}">{words(shown.title)}</h3>'
            seen.add(view.picture)
        html += f"<p><b>{words(parts.settings(shown))}.</b> {words(view.look)}</p>"
        html += parts.figure(shown, shelf, words(shown.words()))
    return html or "<p>This lesson has no picture to move.</p>"


def _said(lesson: Taught) -> str:
    html = ""
    for key, objective, wrong in said.by_objective(lesson):
        rows = ""
        last = ""
        for one in wrong:
            if one.asked != last:
                rows += f'<tr><th colspan="2" scope="rowgroup">{words(one.asked)}</th></tr>'
                last = one.asked
            rows += f"<tr><td>“{words(one.says.rstrip('.'))}”</td><td>{words(one.answer)}</td></tr>"
        html += (
            f"<h3><code>{key}</code> {words(objective)}</h3><table><thead><tr>"
            '<th scope="col">They say</th><th scope="col">You answer</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
    return html


def _key(lesson: Taught) -> str:
    """Exercises worked out, also in Python, and the right answers of the quiz."""
    html = "<h3>Exercises</h3>"
    for key in lesson.exercises:
        code = escape(exercise_sheets.load(key)["code"], quote=False)
        html += (
            f'<section id="{key}">{sheets.solved(key)}<details class="code"><summary>Python'
            f"</summary><pre><code>{code}</code></pre></details></section>"
        )
    html += "<h3>Quiz</h3><ol>"
    for one in lesson.questions.values():
        right = "".join(
            f"<p><b>✓ {words(option.text)}</b> {words(option.feedback)}</p>"
            for option in one.options
            if option.right
        )
        html += f'<li id="{one.id}"><p class="asked">{words(one.text)}</p>{right}</li>'
    return html + "</ol>"
