"""The tracker alone: `start.py today` in a browser, its server stopped and started again."""

import time
import uuid
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from test_today import Server, begin

from lessons_lib.evidence.cautions import cautions
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.store import open_store


def opened(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.clock.install()
    page.goto(f"http://127.0.0.1:{server.port}/#{server.word}")
    expect(page.get_by_text("Your day:")).to_be_visible()
    return page


def test_a_day_is_logged_with_one_tap_and_what_waits_is_saved_by_the_next_server(
    context: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "data" / "diary.db"
    begin(path)
    now_ms = time.time_ns() // 1_000_000
    with open_store(now_ms, "UTC", path=path) as store:
        store.answer_cautions(Request(str(uuid.uuid4()), now_ms), [*cautions()], [])
    server = Server(tmp_path)
    try:
        page = opened(context, server)
        page.get_by_role("button", name="I did all of it").click()
        said = page.get_by_role("status").and_(page.locator(".ll-said"))
        expect(said).to_contain_text("Saved")
        server.process.terminate()
        server.process.wait()
        page.get_by_label("Today I could …").fill("walk the dog")
        page.get_by_role("button", name="Save the day").click()
        expect(page.get_by_role("alert")).to_contain_text("NOT saved yet")
        page.clock.fast_forward("01:00:00")
        server = Server(tmp_path)
        opened(context, server).close()
        expect(page.get_by_role("alert")).to_be_empty()
        expect(said).to_contain_text("Saved")
        page.close()
    finally:
        server.process.kill()
        server.process.wait()
    with open_store(now_ms, "UTC", path=path) as store:
        diary = store.diary(now_ms)
    assert [one.status for one in diary.sessions] == ["done"]
    assert [one.body for one in diary.notes] == ["walk the dog"]
