from collections import Counter

import pytest

from lessons_lib.apps.claims import claim as card
from lessons_lib.evidence.claims import claim, claims, verdicts
from lessons_lib.evidence.sources import source


def test_every_claim_and_omission_is_there_in_order():
    expected = [f"C{n}" for n in range(1, 35)] + [f"O{n}" for n in range(1, 5)]
    assert list(claims()) == expected


def test_the_verdicts_add_up():
    counts = Counter(one.verdict.word for one in claims().values())
    assert counts == {
        "supported": 5,
        "partly": 14,
        "unsupported": 11,
        "wrong": 1,
        "self-contradictory": 3,
        "left out": 4,
    }


def test_each_verdict_has_its_own_sign():
    assert len({verdict.sign for verdict in verdicts().values()}) == len(verdicts())


def test_no_verdict_rests_on_a_source_that_nobody_has_read():
    for one in claims().values():
        for key in one.sources:
            assert source(key).checked != "no", (one.id, key)


def test_a_claim_that_rests_on_abstracts_alone_says_so():
    for one in claims().values():
        read = {source(key).checked for key in one.sources}
        if read and read <= {"abstract", "summary"}:
            assert "abstract" in one.certainty or "summary" in one.certainty, one.id


def test_the_card_says_the_same_in_html_and_in_words():
    for one in claims().values():
        shown = card(one.id)
        html, words = shown._repr_html_(), repr(shown)
        for part in (one.quotation, one.verdict.sign, one.verdict.word, one.why, one.certainty):
            assert part in words, one.id
            assert part in html, one.id
        for key in one.sources:
            assert source(key).short in words, one.id
            assert source(key).short in html, one.id


def test_a_source_known_by_its_abstract_is_marked_on_the_card():
    assert "Thelen 2013 (abstract only)" in repr(card("C17"))
    assert "Thelen 2013 (abstract only)" in card("C17")._repr_html_()


def test_an_unknown_claim_says_which_there_are():
    with pytest.raises(KeyError, match=r"no claim 'C35'.*C1 to C34.*O1 to O4"):
        claim("C35")
    with pytest.raises(KeyError, match="no claim 'c17'"):
        card("c17")
