"""Cards to sort into bins: choose first, compare afterwards, as often as one likes."""

from dataclasses import asdict
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.widget import CourseWidget
from lessons_lib.evidence.sorting import Bin, Deck


class SortingWidget(CourseWidget):
    """A deck of cards; choices are compared in the browser and never leave it.

    Args:
        deck: the cards and where they can go.
        title: the widget's name for somebody who cannot see it.
        here: what the learner's choice is compared with, such as "the evidence".
        one: what a card is called, such as "claim".
        many: the same, of several.
    """

    _page = "sorting"
    wanted_for = "to sort them here"
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, deck: Deck, *, title: str, here: str, one: str, many: str) -> None:
        self._deck = deck
        wording = {"title": title, "here": here, "one": one, "many": many}
        super().__init__(content=asdict(deck) | wording)

    def words(self) -> str:
        """Bins and cards as plain text, for a page without widgets."""
        bins = (f"{_called(one)}: {one.meaning}" for one in self._deck.bins)
        cards = (f"- {card.name} {card.text}".replace("-  ", "- ") for card in self._deck.cards)
        return "\n".join(["Where does each belong?", *bins, "", *cards])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Cards with folded answers, for a page without widgets."""
        called = {one.word: _called(one) for one in self._deck.bins}
        bins = "".join(
            f"<li><b>{escape(_called(one))}</b>: {escape(one.meaning)}</li>"
            for one in self._deck.bins
        )
        cards = "".join(
            f"<li><p>{f'<b>{card.name}</b> ' if card.name else ''}{escape(card.text)}</p>"
            f"<details><summary>Answer{f' for {card.name}' if card.name else ''}</summary>"
            f"<p><b>{escape(called[card.belongs])}</b>. "
            f"{escape(card.why)}</p></details></li>"
            for card in self._deck.cards
        )
        return {"text/html": f"<p>Where does each belong?</p><ul>{bins}</ul><ol>{cards}</ol>"}, {}


def _called(one: Bin) -> str:
    """A bin's word, with its sign where it has one."""
    return f"{one.sign} {one.word}".strip()
