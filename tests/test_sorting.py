"""Cards to sort, and the table of all claims: what they hold, and what stands in for them."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from authoring import storing
from authoring.reading import Lesson, everything_known
from lessons_lib.apps import article as pieces
from lessons_lib.apps.claim_table import claim_table
from lessons_lib.evidence import sorting
from lessons_lib.evidence.article import viewpoints
from lessons_lib.evidence.claims import claims
from lessons_lib.evidence.sources import source

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
DECKS = {
    "terms": sorting.deck("terms"),
    "testable": sorting.deck("testable"),
    "claims": sorting.claims_to_grade(),
}


@pytest.mark.parametrize("name", DECKS)
def test_every_card_belongs_somewhere_and_every_bin_gets_one(name):
    deck = DECKS[name]
    words = [one.word for one in deck.bins]
    assert {card.belongs for card in deck.cards} == set(words)
    assert all(source(key).checked != "no" for card in deck.cards for key in card.sources)


def test_every_claim_can_be_graded_and_the_first_ones_show_each_verdict():
    deck = DECKS["claims"]
    every = [key for key in claims() if key.startswith("C")]
    assert sorted(card.name for card in deck.cards) == sorted(every)
    first = deck.cards[: deck.first]
    assert {card.belongs for card in first} == {one.word for one in deck.bins}
    assert all(card.belongs == claims()[card.name].verdict.word for card in deck.cards)


def test_trust_falls_with_the_verdict_and_a_contradiction_is_no_step_of_it():
    trust = {one.word: one.trust for one in DECKS["claims"].bins}
    assert trust.pop("self-contradictory") is None
    assert list(trust) == sorted(trust, key=lambda word: -trust[word])
    assert len(set(trust.values())) == len(trust)


def test_an_unknown_deck_says_which_there_are():
    with pytest.raises(KeyError, match="no deck 'tarot'; the decks are: terms, testable"):
        sorting.deck("tarot")


@pytest.mark.parametrize("widget", [pieces.grade(), pieces.sort("terms")])
def test_where_widgets_do_not_run_cards_stand_with_folded_answers(widget):
    data, _ = widget._repr_mimebundle_()
    deck = widget._deck
    html = unescape(data["text/html"])
    assert html.count("<details>") == len(deck.cards)
    for card in deck.cards:
        assert card.text in html
        assert card.why in html
        assert card.text in data["text/plain"]
        assert card.why not in data["text/plain"]


def test_the_viewpoints_say_the_same_in_html_and_in_words():
    shown = pieces.viewpoints()
    html, words = unescape(shown._repr_html_()), repr(shown)
    for one in viewpoints():
        for part in (one.name, one.asks, one.found, *(source(key).short for key in one.sources)):
            assert part in html
            assert part in words


# The table of all claims


def test_the_table_has_every_claim_with_its_verdict_reason_and_sources():
    data, _ = claim_table()._repr_mimebundle_()
    html = unescape(data["text/html"])
    assert html.count('<th scope="row">') == 38
    for one in claims().values():
        for part in (one.quotation, one.verdict.word, one.why, one.certainty):
            assert part in html, one.id
        for key in one.sources:
            assert source(key).short in html, one.id
        assert f"{one.id} {one.verdict.sign} {one.verdict.word}" in data["text/plain"]


def test_the_widget_has_what_its_stand_in_has():
    content = claim_table().content
    assert [row["id"] for row in content["rows"]] == list(claims())
    for row in content["rows"]:
        one = claims()[row["id"]]
        assert one.why in unescape(row["card"])
        assert row["address"] == one.address
    assert sum(found for _, _, found in content["verdicts"]) == 38
    assert {name for name, _ in content["lessons"]} == {one.lesson for one in claims().values()}


def stored_table():
    """Each row of the table as it is stored in lesson 01: the claim's id, and its links."""
    notebook = storing.read(NOTEBOOKS / "01_reading_the_article.ipynb")
    tables = [
        output["data"]["text/html"]
        for cell in notebook.cells
        if cell.source.endswith("claim_table()")
        for output in cell.outputs
    ]
    assert len(tables) == 1
    rows = re.findall(r'<th scope="row">(\w+)</th>(.*?)</tr>', tables[0])
    return {key: re.findall(r'href="([^"]+\.ipynb[^"]*)"', row) for key, row in rows}


def test_lesson_01_leads_to_the_section_in_which_each_claim_is_worked_out():
    known = everything_known()
    found = stored_table()
    assert list(found) == list(claims())
    for one in claims().values():
        assert found[one.id] == [one.address], one.id
        parts = urlsplit(one.address)
        path = NOTEBOOKS / parts.path
        lesson = Lesson(path, storing.read(path), known)
        # JupyterLab calls a heading by its words, with hyphens for spaces.
        (section,) = (
            section
            for section in lesson.sections
            if section.title.replace(" ", "-") == unquote(parts.fragment)
        )
        assert [one.id] in [words for _, words in lesson.calls("claim", section)], one.id
