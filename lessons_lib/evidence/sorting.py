"""Decks of cards to sort: words for what is wrong, testable or vague, and the article's claims.

>>> [one.word for one in deck("testable").bins]
['testable', 'vague']
"""

from dataclasses import dataclass

from lessons_lib.data import tables
from lessons_lib.evidence.claims import claims, verdicts

FIRST_CLAIMS = ("C2", "C9", "C12", "C15", "C17", "C18", "C28", "C29")
"""The claims that are graded first: every verdict is among them, and most parts of the article."""


@dataclass(frozen=True)
class Bin:
    """Where a card can go.

    Attributes:
        word: the word on it.
        meaning: what belongs in it.
        sign: a sign that goes with the word; mostly none.
        trust: how far a claim in it is believed, higher for more; None where that is no question.
    """

    word: str
    meaning: str
    sign: str = ""
    trust: int | None = None


@dataclass(frozen=True)
class Card:
    """A card, the word of the bin where it belongs, and why."""

    name: str
    text: str
    belongs: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """Cards to sort.

    Attributes:
        bins: where they can go.
        cards: those that are shown at first, then the others.
        first: how many are shown at first.
    """

    bins: tuple[Bin, ...]
    cards: tuple[Card, ...]
    first: int


def deck(name: str) -> Deck:
    """The deck `name` of the table ``sorting_cards``; KeyError if there is none."""
    rows = tables.load("sorting_cards").where(deck=name)
    if not len(rows):
        known = sorted(set(tables.load("sorting_cards")["deck"].tolist()))
        raise KeyError(f"there is no deck '{name}'; the decks are: {', '.join(known)}")
    cards = tuple(
        Card("", row["card"], row["bin"], row["why"], tuple(row["sources"].split()))
        for row in rows.rows()
    )
    bins = tuple(
        Bin(row["bin"], row["meaning"])
        for row in tables.load("sorting_bins").where(deck=name).rows()
    )
    return Deck(bins, cards, len(cards))


def claims_to_grade() -> Deck:
    """The article's claims, to be sorted by verdict; those of `FIRST_CLAIMS` come first."""
    every = {key: one for key, one in claims().items() if key.startswith("C")}
    order = [*FIRST_CLAIMS, *(key for key in every if key not in FIRST_CLAIMS)]
    cards = tuple(
        Card(key, every[key].quotation, every[key].verdict.word, every[key].why, every[key].sources)
        for key in order
    )
    used = {card.belongs for card in cards}
    bins = tuple(
        Bin(one.word, one.meaning, one.sign, _TRUST.get(one.word))
        for one in verdicts().values()
        if one.word in used
    )
    return Deck(bins, cards, len(FIRST_CLAIMS))


_TRUST = {"supported": 3, "partly": 2, "unsupported": 1, "wrong": 0}
"""A claim that contradicts another line is on no such scale."""
