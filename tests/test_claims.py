import json
import re
from collections import Counter
from pathlib import Path

import pytest

from lessons_lib.apps.claims import claim as card
from lessons_lib.data import load
from lessons_lib.evidence.article import viewpoints
from lessons_lib.evidence.claims import claim, claims, verdicts
from lessons_lib.evidence.sources import source

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
QUIZZES = Path(__file__).parents[1] / "lessons_lib" / "data" / "quizzes"
COUNTS = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
]  # fmt: skip


def prose(lesson: str) -> str:
    """The text of a lesson, its code left out."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")


def numbers(text: str) -> set[float]:
    return {float(one.replace("−", "-")) for one in re.findall(r"[−-]?\d+(?:\.\d+)?", text)}


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


# Numbers in the text that a table gives


def test_the_first_lesson_counts_the_verdicts_as_the_table_does():
    found = re.search(
        r"(\w+) of the claims are supported and (\w+) partly; for (\w+) there[^;]*; "
        r"(\w+) (?:is|are) wrong, and (\w+) do not agree",
        prose("00"),
    )
    assert found, "the sentence that counts the verdicts is gone; count them here in another way"
    counts = Counter(one.verdict.word for one in claims().values())
    words = ("supported", "partly", "unsupported", "wrong", "self-contradictory")
    assert [COUNTS.index(word.lower()) for word in found.groups()] == [counts[w] for w in words]


def test_viewpoints_are_counted_in_lesson_and_quiz_as_the_table_does():
    against = COUNTS[sum(one.speaks == "against" for one in viewpoints())]
    assert f"{against} of nine is no mark" in prose("01")
    quiz = (QUIZZES / "01_reading_the_article.toml").read_text(encoding="utf-8")
    assert f"{against.capitalize()} of Hill's nine viewpoints speak against" in quiz


@pytest.mark.parametrize("degrees", [10, 15])
def test_an_odds_ratio_for_one_degree_is_multiplied_out_as_lesson_and_card_say(degrees):
    row = load("hamstring_odds").row(outcome="back pain later")
    less = [(1 / row[name]) ** degrees for name in ("odds_ratio", "high", "low")]
    digits = 1 if degrees == 10 else 2
    told = next(one for one in prose("05").split("\n\n") if "multiplies with each" in one)
    assert {round(one, digits) for one in less} <= numbers(told)
    if degrees == 15:
        assert round(less[0], 1) in numbers(claim("C21").why)


def test_what_exercise_adds_is_told_as_the_table_has_it():
    rows = load("exercise_effects")
    for row in rows.where(source="hayden2021").rows():
        told = next(one for one in prose("08").split("\n\n") if "In *lasting* pain exercise" in one)
        assert {-row["value"]} <= numbers(told)
        assert {-row["value"]} <= numbers(claim("C8").why)
    placebo = rows.row(source="cashin2025", duration="lasting")
    assert -placebo["value"] in numbers(prose("08"))
    assert round(-placebo["value"]) in numbers(claim("C8").why)
