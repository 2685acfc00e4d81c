"""The pieces of lesson 01 that are no pictures: its cards to sort, and Hill's viewpoints."""

from dataclasses import dataclass
from html import escape

from lessons_lib.apps import sources
from lessons_lib.apps.sorting import SortingWidget
from lessons_lib.evidence import article, sorting


def grade() -> SortingWidget:
    """The article's claims, to be graded before the evidence is seen."""
    return SortingWidget(
        sorting.claims_to_grade(),
        title="Grade the claims",
        here="the evidence",
        one="claim",
        many="claims",
    )


def sort(deck: str) -> SortingWidget:
    """Cards to sort: the deck ``"terms"`` or ``"testable"``; KeyError if there is none."""
    return SortingWidget(
        sorting.deck(deck), title="Sort the cards", here="the lesson", one="card", many="cards"
    )


@dataclass(frozen=True, repr=False)
class Viewpoints:
    """Hill's viewpoints with what was found; shows itself as HTML and as plain text."""

    def __repr__(self) -> str:
        return "\n".join(
            f"{one.name}. {one.asks} {one.found} {_SPEAKS[one.speaks]}"
            + (f" ({sources.named(one.sources)})" if one.sources else "")
            for one in article.viewpoints()
        )

    def _repr_html_(self) -> str:
        left = 'style="text-align: left"'
        columns = ("Viewpoint", "It asks", "What is known", "Speaks", "Sources")
        head = "".join(f'<th scope="col" {left}>{column}</th>' for column in columns)
        rows = "".join(
            f'<tr><th scope="row" {left}>{escape(one.name)}</th>'
            f"<td {left}>{escape(one.asks)}</td><td {left}>{escape(one.found)}</td>"
            f'<td style="text-align: left; white-space: nowrap">{_SPEAKS[one.speaks]}</td>'
            f"<td {left}>{sources.linked(one.sources)}</td></tr>"
            for one in article.viewpoints()
        )
        return (
            "<table><caption>Walking too long as a cause of lower back pain in general</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def viewpoints() -> Viewpoints:
    """Hill's nine viewpoints, for walking too long as a cause."""
    return Viewpoints()


_SPEAKS = {"for": "+ for", "against": "− against", "open": "? open"}
