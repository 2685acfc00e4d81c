"""Claims graded, cards sorted and the table of claims searched by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from lessons_lib.evidence import sorting
from lessons_lib.evidence.claims import claims

from .lab import write_notebook

DECK = sorting.claims_to_grade()
CELLS = [
    "from lessons_lib.apps import article\n\narticle.grade()",
    "from lessons_lib.apps.claim_table import claim_table\n\nclaim_table()",
]
HERE = "notebooks/a.ipynb"
# In sight at the top, and still there after its neighbours had the time to be drawn.
HEADING_ON_TOP = """async (words) => {
  const { node } = window.jupyterapp.shell.currentWidget;
  const top = node.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect().top;
  const heading = () => [...node.querySelectorAll('h2')].find((h2) => h2.innerText.includes(words));
  const there = () => Math.abs((heading()?.getBoundingClientRect().top ?? 1e9) - top) < 60;
  for (let frame = 0; frame < 60 && there(); frame += 1) await new Promise(requestAnimationFrame);
  return there();
}"""
NARROW = "(element) => { element.style.boxSizing = 'border-box'; element.style.width = '320px'; }"


@pytest.fixture(scope="module")
def lesson(root, visit):
    write_notebook(root / HERE, CELLS)
    with visit(HERE) as opened:
        opened.run_all()
        yield opened


@pytest.fixture
def cards(lesson):
    """The claims to grade, with none graded."""
    cards = lesson.widgets("sorting")
    cards.get_by_role("button", name="Start again").press("Enter")
    return cards


@pytest.fixture
def table(lesson):
    """The table of claims, with all of them shown and closed."""
    table = lesson.widgets("claims")
    table.get_by_role("button", name="Show all, closed").press("Enter")
    return table


def card(cards, claim_id):
    return cards.get_by_role("group", name=re.compile(rf"^{claim_id} "))


def choose(cards, claim_id, verdict):
    card(cards, claim_id).get_by_label(re.compile(rf"\b{verdict}$")).press("Space")


def compare(cards):
    cards.get_by_role("button", name="Compare with the evidence").press("Enter")


def test_nothing_is_told_before_it_is_compared(cards):
    choose(cards, "C17", "supported")
    for one in DECK.cards[: DECK.first]:
        expect(cards).not_to_contain_text(one.why)
    expect(cards.locator(".ll-summary")).to_be_empty()


def test_without_a_choice_there_is_nothing_to_compare(cards):
    compare(cards)
    expect(cards.locator(".ll-summary")).to_have_text(
        "Nothing is chosen yet. Choose for at least one claim, then compare."
    )


def test_where_learner_and_evidence_differ_is_said_in_words_and_counts(cards):
    choose(cards, "C17", "supported")
    choose(cards, "C18", "supported")
    choose(cards, "C29", "wrong")
    choose(cards, "C15", "unsupported")
    compare(cards)
    summary = cards.locator(".ll-summary")
    expect(summary).to_contain_text("You chose for 4 of 8 claims.")
    expect(summary).to_contain_text("agree on 1 and differ on 3 (C15, C18, C29).")
    expect(summary).to_contain_text(
        "On 1 you trusted the article more than the evidence does, on 1 you trusted it less, "
        "on 1 the question is whether it contradicts itself."
    )
    expect(card(cards, "C17")).to_contain_text("Same as the evidence: ✓ supported.")
    verdict = claims()["C18"].verdict
    told = f"You: supported. The evidence: {verdict.sign} {verdict.word}."
    expect(card(cards, "C18")).to_contain_text(told)
    expect(card(cards, "C18")).to_contain_text(claims()["C18"].why)
    expect(card(cards, "C28").locator(".ll-answer")).to_be_empty()


def test_a_new_choice_takes_the_comparison_back(cards):
    choose(cards, "C18", "supported")
    compare(cards)
    choose(cards, "C18", "wrong")
    expect(card(cards, "C18").locator(".ll-answer")).to_be_empty()
    expect(cards.locator(".ll-summary")).to_be_empty()


def test_all_claims_can_be_graded(cards):
    more = cards.get_by_role("button", name=f"Show the other {len(DECK.cards) - DECK.first} claims")
    more.press("Enter")
    expect(more).to_be_hidden()
    expect(cards.locator("fieldset")).to_have_count(len(DECK.cards))
    for one in DECK.cards:
        choose(cards, one.name, one.belongs)
    compare(cards)
    expect(cards.locator(".ll-summary")).to_have_text(
        f"You chose for {len(DECK.cards)} of {len(DECK.cards)} claims. "
        f"You and the evidence agree on {len(DECK.cards)}."
    )


def shown(table):
    return table.locator("li:visible .ll-id").all_text_contents()


def test_search_and_filters_narrow_the_table(table):
    assert shown(table) == list(claims())
    table.get_by_label("Search").press_sequentially("pelvis")
    found = shown(table)
    assert "C17" in found
    assert 0 < len(found) < 10
    expect(table.get_by_role("status")).to_have_text(f"{len(found)} of 38 shown.")
    table.get_by_label("Search").fill("c5")
    assert shown(table) == ["C5"]
    table.get_by_label("Search").fill("")
    table.get_by_label("Verdict").select_option("left out")
    assert shown(table) == ["O1", "O2", "O3", "O4"]
    table.get_by_label("Worked out in lesson").select_option("03_walking")
    assert shown(table) == ["O3"]
    table.get_by_label("Search").fill("nothing like this")
    expect(table.get_by_role("status")).to_contain_text("Nothing fits.")


def opened(lesson, table, claim_id):
    row = table.locator("li").filter(has=lesson.page.get_by_text(claim_id, exact=True))
    row.locator("summary").press("Enter")
    return row


def test_a_row_opens_to_its_card(lesson, table):
    row = opened(lesson, table, "C17")
    one = claims()["C17"]
    expect(row.locator(".ll-claim")).to_contain_text(one.why)
    expect(row.locator(".ll-claim")).to_contain_text("Thelen 2013 (abstract only)")


def test_a_row_leads_to_its_section_also_when_its_lesson_is_open_already(lesson, table):
    one = claims()["C31"]
    link = opened(lesson, table, one.id).locator(".ll-place a")
    for _ in ("for the first time", "again"):
        link.press("Enter")
        lesson.wait_until_in_front(f"notebooks/{one.lesson}.ipynb")
        lesson.page.wait_for_function(HEADING_ON_TOP, arg=one.section)
        lesson.bring(HERE)


def test_links_out_of_the_course_open_a_page_of_their_own(table):
    row = table.locator("li").filter(has_text="“low back pain is not a disease”")
    row.locator("summary").press("Enter")
    link = row.get_by_role("link", name="Hartvigsen 2018")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")


@pytest.mark.parametrize("widget", ["sorting", "claims"])
def test_everything_fits_into_320_pixels(lesson, cards, table, widget):
    choose(cards, "C18", "supported")
    compare(cards)
    table.locator("summary").first.press("Enter")
    place = lesson.widgets(widget)
    before = place.get_attribute("style")
    place.evaluate(NARROW)
    assert place.evaluate("(element) => element.scrollWidth - element.clientWidth") <= 0
    place.evaluate("(element, style) => element.setAttribute('style', style ?? '')", before)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_no_serious_violation(lesson, cards, table, axe, theme):
    choose(cards, "C18", "supported")
    choose(cards, "C17", "supported")
    compare(cards)
    table.locator("summary").first.press("Enter")
    lesson.theme(theme)
    assert lesson.axe(axe) == []
