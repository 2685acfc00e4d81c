"""All claims and omissions as a table to search: each row opens to the card of its claim."""

from collections import Counter
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps import sources
from lessons_lib.apps.claims import Card
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.evidence.claims import Claim, claims, verdicts

_LEFT = 'style="text-align: left"'  # JupyterLab sets tables flush right, which suits numbers only


class ClaimTable(CourseWidget):
    """Every claim of the article; what a learner searches for stays in the browser."""

    _page = "claim_table"
    wanted_for = "to search and filter the table"
    content = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        every = claims().values()
        found = Counter(one.verdict.word for one in every)
        super().__init__(
            content={
                "rows": [_row(one) for one in every],
                "verdicts": [[one.word, one.sign, found[one.word]] for one in verdicts().values()],
                "lessons": sorted({(one.lesson, _lesson(one)) for one in every}),
            }
        )

    def words(self) -> str:
        """Each claim on a line, with its verdict and where it is worked out."""
        return "\n".join(
            f"{one.id} {one.verdict.sign} {one.verdict.word}: {one.quotation} ({_place(one)})"
            for one in claims().values()
        )

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """A plain table, for a page without widgets."""
        columns = ("", "The article", "Verdict", "Why", "How sure", "Sources", "Worked out in")
        head = "".join(f'<th scope="col" {_LEFT}>{column}</th>' for column in columns)
        rows = "".join(map(_row_html, claims().values()))
        table = (
            "<table><caption>The article's claims, and what it leaves out</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
        return {"text/html": table}, {}


def claim_table() -> ClaimTable:
    """All 34 claims and 4 omissions, to search and to filter by verdict and lesson."""
    return ClaimTable()


def _row(one: Claim) -> dict[str, Any]:
    return {
        "id": one.id,
        "quotation": one.quotation,
        "verdict": one.verdict.word,
        "sign": one.verdict.sign,
        "lesson": one.lesson,
        "card": Card(one).html(),
        "text": f"{one.why} {one.certainty} {sources.named(one.sources)}",
        "address": one.address,
        "place": _place(one),
    }


def _lesson(one: Claim) -> str:
    """A lesson as its number and name: "4. Hamstrings and pelvis"."""
    number, _, name = one.lesson.partition("_")
    return f"{int(number)}. {name.replace('_', ' ').capitalize()}"


def _place(one: Claim) -> str:
    """Where a claim is worked out, in words."""
    return f"lesson {int(one.lesson[:2])}, section {one.section}"


def _row_html(one: Claim) -> str:
    cells = (
        escape(one.quotation, quote=False),
        f"{one.verdict.sign} {one.verdict.word}",
        escape(one.why, quote=False),
        escape(one.certainty, quote=False),
        sources.linked(one.sources),
        f'<a href="{one.address}">{escape(_place(one))}</a>',
    )
    row = "".join(f"<td {_LEFT}>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{one.id}</th>{row}</tr>'
