"""The page for a clinician is one sheet of A4, also when the diary has all that it can hold."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext

from lessons_lib.data.tables import load
from lessons_lib.tracker import persona
from lessons_lib.tracker.facts import ReviewRecord
from lessons_lib.tracker.store import open_store
from lessons_lib.tracker.takeaway import summary
from tests.diaries import NOW_MS, TODAY, ZONE

PAGE = re.compile(rb"/Type\s*/Page\b")
PICTURE = Path(__file__).parents[2] / "test-results" / "summary.png"


def test_the_page_prints_on_one_sheet(browser: BrowserContext, tmp_path: Path) -> None:
    with open_store(NOW_MS, ZONE, path=tmp_path / "synthetic.db", synthetic=True) as store:
        persona.live(store, TODAY)
        diary = store.diary(NOW_MS)
    movements = [name for name in load("movements")["id"] if name != "walk"]
    session, day = diary.sessions[0], diary.days[0]
    sets = tuple(replace(session.sets[0], movement=name) for name in movements)
    review = ReviewRecord(
        "r", "e", NOW_MS, TODAY, 1, '{"own_view_before": null}', "not enough data", 4, None, 1
    )
    full = replace(
        diary,
        sessions=(replace(session, sets=sets), *diary.sessions[1:]),
        days=(replace(day, mark="flare_up"), *diary.days[1:]),
        checks=tuple(replace(diary.checks[0], id=str(n), tier="B") for n in range(8)),
        activities=tuple(replace(one, name="W" * 120) for one in diary.activities),
        reviews=(review,),
    )
    page = browser.new_page()
    try:
        page.set_content(summary.page(full).decode())
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE, full_page=True)
        assert len(PAGE.findall(page.pdf(prefer_css_page_size=True))) == 1
        page.set_content(summary.page(full, notes=True).decode())
        assert len(PAGE.findall(page.pdf(prefer_css_page_size=True))) == 2
    finally:
        page.close()
