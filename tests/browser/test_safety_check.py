"""The safety check filled in by keyboard; what is ticked stays in the page."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lessons_lib.evidence.safety_check import SAFETY_NET, decide, signs, tiers

from .lab import SAVE_WITH_WIDGETS, write_notebook

GROUPS = [tier for tier in tiers() if tier != "none"]


@pytest.fixture(scope="module")
def sent():
    """What the page has sent over its web sockets, and the requests that carried something."""
    return []


@pytest.fixture(scope="module")
def lesson(root, visit, window, sent):
    def keep(data):
        if data:
            sent.append(data)

    def listen(page):
        page.on("websocket", lambda socket: socket.on("framesent", keep))
        page.on("request", keep_request)

    def keep_request(request):
        # JupyterLab puts its layout and settings away when it likes; they are read from the disk.
        if "/lab/api/" not in request.url:
            keep(request.post_data)

    cell = "from lessons_lib.apps.safety_check import safety_check\n\nsafety_check()"
    write_notebook(root / "safety_check.ipynb", [cell])
    window.on("page", listen)
    with visit("safety_check.ipynb") as opened:
        window.remove_listener("page", listen)
        opened.run_all()
        yield opened


@pytest.fixture
def check(lesson):
    """The safety check with nothing ticked."""
    check = lesson.widgets("safety")
    check.get_by_role("button", name="Start again").press("Enter")
    expect(check.locator("input:checked")).to_have_count(0)
    return check


def first_sign(tier):
    return next(sign for sign in signs().values() if sign.tier == tier)


def press_space_on(check, sign):
    check.get_by_label(sign.question, exact=True).press("Space")


def none_of_these(check, tier):
    return check.get_by_label("None of these").nth(GROUPS.index(tier))


def result(check):
    return check.locator(".ll-result")


def cards(check):
    return check.locator(".ll-advice")


def test_one_emergency_sign_gives_its_advice_at_once_beside_it(check):
    sign, advice = first_sign("A"), tiers()["A"]
    press_space_on(check, sign)
    alarm = check.get_by_role("alert")
    expect(alarm).to_contain_text(advice.headline)
    expect(alarm).to_contain_text(advice.action)
    row = check.locator(".ll-sign", has=check.page.get_by_label(sign.question, exact=True))
    assert row.evaluate("(row) => row.nextElementSibling.getAttribute('role')") == "alert"
    expect(row).to_contain_text(sign.cause)
    expect(result(check)).to_contain_text(advice.headline)
    expect(check).not_to_contain_text(SAFETY_NET)
    press_space_on(check, sign)
    expect(alarm).to_have_count(0)
    expect(cards(check)).to_have_count(0)


def test_what_was_ticked_stays_where_it_is_seen_when_the_advice_above_it_goes(check):
    press_space_on(check, first_sign("A"))
    expect(check.get_by_role("alert")).to_be_visible()
    none = none_of_these(check, "A")
    none.scroll_into_view_if_needed()
    before = none.bounding_box()
    none.press("Space")
    expect(check.get_by_role("alert")).to_have_count(0)
    assert none.bounding_box()["y"] == pytest.approx(before["y"], abs=2)


@pytest.mark.parametrize("tier", ["B", "C"])
def test_another_sign_gives_the_advice_of_its_tier_politely(check, tier):
    press_space_on(check, first_sign(tier))
    expect(check.get_by_role("alert")).to_have_count(0)
    expect(cards(check)).to_have_count(1)
    expect(result(check)).to_contain_text(tiers()[tier].headline)
    expect(result(check)).to_contain_text(tiers()[tier].action)
    expect(result(check)).to_have_role("status")
    expect(result(check)).to_have_attribute("aria-live", "polite")


def test_every_sign_alone_gives_what_the_course_decides(check):
    for sign in signs().values():
        press_space_on(check, sign)
        expect(cards(check).last).to_contain_text(decide({sign.id}).headline)
        press_space_on(check, sign)
        expect(cards(check)).to_have_count(0)


def test_the_most_urgent_sign_wins_whatever_the_order(check):
    for tier in ("C", "B", "A"):
        press_space_on(check, first_sign(tier))
        expect(result(check)).to_contain_text(tiers()[tier].headline)
    press_space_on(check, first_sign("A"))
    expect(result(check)).to_contain_text(tiers()["B"].headline)
    expect(check.get_by_role("alert")).to_have_count(0)
    none_of_these(check, "B").press("Space")
    expect(result(check)).to_contain_text(tiers()["C"].headline)


def test_a_group_without_an_answer_is_not_a_no(check):
    for number, tier in enumerate(GROUPS, start=1):
        expect(cards(check)).to_have_count(0)
        none_of_these(check, tier).press("Space")
        expect(result(check)).to_contain_text(f"{number} of {len(GROUPS)} groups answered.")
    expect(cards(check)).to_have_count(1)
    expect(result(check)).to_contain_text(tiers()["none"].headline)
    expect(result(check)).to_contain_text(SAFETY_NET)
    none_of_these(check, "C").press("Space")
    expect(cards(check)).to_have_count(0)


def test_none_of_these_and_a_sign_exclude_each_other(check):
    sign = first_sign("A")
    press_space_on(check, sign)
    none_of_these(check, "A").press("Space")
    expect(check.get_by_label(sign.question, exact=True)).not_to_be_checked()
    expect(check.get_by_role("alert")).to_have_count(0)
    press_space_on(check, sign)
    expect(none_of_these(check, "A")).not_to_be_checked()


def test_the_keyboard_alone_leads_through_and_back_to_the_start(check):
    page = check.page
    boxes = check.get_by_role("checkbox")
    count = boxes.count()
    assert count == len(signs()) + len(GROUPS)
    boxes.first.focus()
    for number in range(count):
        expect(boxes.nth(number)).to_be_focused()
        if boxes.nth(number).evaluate("(box) => !!box.closest('.ll-none')"):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    expect(result(check)).to_contain_text(tiers()["none"].headline)
    page.keyboard.press("Enter")  # on "Start again"
    expect(check.locator("input:checked")).to_have_count(0)
    expect(cards(check)).to_have_count(0)
    expect(result(check)).to_contain_text(f"0 of {len(GROUPS)} groups answered.")
    expect(boxes.first).to_be_focused()


def test_no_answer_leaves_the_page_or_is_saved(lesson, check, root, home, sent):
    page = lesson.page
    page.evaluate(SAVE_WITH_WIDGETS)  # as a learner may have switched it on in the settings
    before = texts(root, home)
    notebook = root / "safety_check.ipynb"
    assert "widget-state" in before[notebook]
    assert len(sent) > 2  # what ran and was saved has been heard
    sent.clear()

    ticked = [first_sign(tier) for tier in GROUPS]
    for sign in ticked:
        press_space_on(check, sign)
    expect(result(check)).to_contain_text(tiers()["A"].headline)
    assert sent == []

    page.evaluate(SAVE_WITH_WIDGETS)
    after = texts(root, home)
    assert after[notebook] == before[notebook]
    ids = [check.get_by_label(sign.question, exact=True).get_attribute("id") for sign in ticked]
    traces = [*ids, *(sign.question for sign in ticked), tiers()["A"].headline]
    for path, text in after.items():
        new = text.removeprefix(before.get(path, ""))
        if new != before.get(path):
            assert [(path, trace) for trace in traces if trace in new] == []


def texts(*folders: Path) -> dict[Path, str]:
    """Every file in the folders, read as text; a draft that goes while we look is none."""
    found = {}
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        with suppress(FileNotFoundError):
            found[path] = path.read_bytes().decode("utf-8", "replace")
    return found


def test_it_works_on_when_the_kernel_is_gone(lesson, check):
    lesson.lose_kernel()
    press_space_on(check, first_sign("A"))
    expect(check.get_by_role("alert")).to_contain_text(tiers()["A"].headline)
