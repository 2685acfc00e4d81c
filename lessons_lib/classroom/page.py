"""The class as one page that needs nothing else: no network, no script, nobody's name."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from lessons_lib.apps.document import head
from lessons_lib.apps.widget import colours
from lessons_lib.classroom.seen import Common, Row, Seen, State
from lessons_lib.course.outline import Entry

MARK = b"<!-- Written by start.py class -->"

LOOK = {
    State.RIGHT: ("right", "✓"),
    State.LATER: ("later", "(✓)"),
    State.NOT_YET: ("not-yet", "✗"),
    State.OPEN: ("open", "·"),
}
"""The class in the style sheet and the sign of each state."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TITLE = "The class seen · Lower back pain after walking"
_MOST_SLIPS = 2


def document(seen: Seen, read: int, skipped: int) -> bytes:
    """The page.

    Args:
        seen: the class.
        read: how many files it comes from.
        skipped: how many were not counted.
    """
    body = "\n".join(_body(seen, read, skipped))
    return f"""<!doctype html>
{MARK.decode()}
<html lang="en">
<head>
{head(_TITLE, _POLICY)}
<style>
{_style()}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
""".encode()


def _style() -> str:
    light, dark = colours(":root", ":root").splitlines()
    sheet = (files("lessons_lib.classroom") / "class.css").read_text(encoding="utf-8")
    return f"{light}\n@media screen and (prefers-color-scheme: dark){{{dark}}}\n{sheet}"


def _body(seen: Seen, read: int, skipped: int) -> Iterator[str]:
    yield "<h1>The class seen</h1>"
    yield f"<p>{_many(seen.people, 'person has', 'people have')} handed something in, " + (
        f"in {_many(read, 'file', 'files')}. "
        + (
            f"{_many(skipped, 'more file was', 'more files were')} not counted; the terminal has "
            "said which, and why. "
            if skipped
            else ""
        )
        + (f"{_many(seen.silent, 'person', 'people')} answered nothing. " if seen.silent else "")
        + "Nothing in the files was run.</p>"
    )
    yield (
        f"<p><small>Shown is what at least {_many(seen.at_least, 'person', 'people')} answered. "
        "Nobody is here by name: people have numbers, from who has most right to who has least, "
        "and of those with as much by lot. Who knows a class well may still know somebody by their "
        "answers, so keep this page to yourself. Only what people chose to hand in is known, and "
        "solutions are open in this course: the page says what to explain, not what to mark."
        "</small></p>"
    )
    if not any(row.states for _, rows in seen.lessons for row in rows):
        yield (
            "<p><b>There is nothing to show.</b> No question was answered by "
            f"{_many(seen.at_least, 'person', 'people')}. In a smaller class "
            "<code>--at-least</code> sets how few may be shown; tell the class that you do so.</p>"
        )
        return
    yield "<h2>Take this up again first</h2>"
    if seen.first:
        yield (
            "<p>What several people got wrong in the same way, at first; on top where the largest "
            "part of those who answered did.</p>"
        )
        yield f'<ol class="first">{"".join(map(_slip, seen.first))}</ol>'
    else:
        yield "<p>No two people went wrong in the same way.</p>"
    for entry, rows in seen.lessons:
        yield f'<section id="lesson-{entry.stem[:2]}">'
        yield f"<h2>Lesson {entry.number}: {escape(entry.title)}</h2>"
        yield from _lesson(entry, rows, seen)
        yield "</section>"


def _slip(slip: Common) -> str:
    places = "".join(
        f"<p><b>{escape(answer)}</b> <small>Lesson {item.lesson}, "
        f"{escape(_small(item.title))}: {escape(item.text)}</small></p>"
        for item, answer in slip.places
    )
    still = f", {slip.still} of them not right yet" if slip.still else ""
    return (
        f"<li>{slip.people} of the {slip.answered} who answered{still}:{places}"
        f'<p class="says">{escape(slip.says)}</p></li>'
    )


def _lesson(entry: Entry, rows: Iterable[Row], seen: Seen) -> Iterator[str]:
    told = list(rows)
    shown = [row for row in told if row.states]
    if not shown:
        yield f"<p>No question here was answered by {seen.at_least} people.</p>"
        return
    hardest = max(shown, key=lambda row: row.hard)
    yield (
        f"<p>{len(shown)} of {len(told)} questions are shown. Hardest was “"
        f"{escape(hardest.item.title)}”: {hardest.counts[State.RIGHT]} of {hardest.answered} who "
        "answered had it right at once.</p>"
    )
    yield _map(entry, told, seen)
    yield _figures(entry, shown)


def _map(entry: Entry, rows: Iterable[Row], seen: Seen) -> str:
    head = "".join(f'<th scope="col">{place}</th>' for place in range(1, seen.people + 1))
    lines = "".join(
        f'<tr><th scope="row">{escape(row.item.title)}</th>{_cells(row, seen)}</tr>' for row in rows
    )
    key = "".join(
        f'<li><span class="{LOOK[state][0]}">{LOOK[state][1]}</span>{state.value}</li>'
        for state in State
    )
    name = f"Lesson {entry.number}, question by person"
    return (
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0"><table class="map">'
        f"<caption>{name}</caption>"
        f'<thead><tr><th scope="col">Question</th>{head}</tr></thead><tbody>{lines}</tbody>'
        f'</table></div><ul class="key">{key}</ul>'
    )


def _cells(row: Row, seen: Seen) -> str:
    if not row.states:
        few = f"answered by fewer than {seen.at_least}"
        return f'<td class="few" colspan="{seen.people}">{few}</td>'
    return "".join(
        f'<td class="{LOOK[state][0]}" title="{state.value}">{LOOK[state][1]}</td>'
        for state in row.states
    )


def _figures(entry: Entry, rows: Iterable[Row]) -> str:
    columns = ("Question", "Answered", "Right at once", "After a mistake", "Not yet")
    head = "".join(f'<th scope="col">{one}</th>' for one in (*columns, "Commonest wrong answers"))
    lines = "".join(_line(row) for row in rows)
    name = f"Lesson {entry.number} in figures"
    return (
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">'
        f'<table class="figures"><caption>{name}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(row: Row) -> str:
    numbers = [row.answered, *(row.counts[one] for one in list(State)[:3])]
    cells = "".join(f'<td class="n">{one}</td>' for one in numbers)
    wrong = "".join(
        f"<p>{count} × <b>{escape(one.answer)}</b><br><small>{escape(one.says)}</small></p>"
        for one, count in row.slips[:_MOST_SLIPS]
    )
    return (
        f'<tr><th scope="row">{escape(row.item.title)}'
        f"<p><small>{escape(row.item.text)}</small></p></th>{cells}<td>{wrong}</td></tr>"
    )


def _small(title: str) -> str:
    return title[0].lower() + title[1:]


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
