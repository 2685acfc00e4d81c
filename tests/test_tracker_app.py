"""The tracker as its screens meet it: messages in, answers out, and nothing of it anywhere else."""

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
import uuid
from datetime import date
from pathlib import Path

import nbclient
import nbformat
import pytest

from authoring.storing import away_from_the_learner
from lessons_lib.apps import tracker as app
from lessons_lib.apps.tracker import desk
from lessons_lib.apps.tracker.words import SCREENS
from lessons_lib.evidence.safety_check import signs, tiers
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import contents, exchange
from lessons_lib.tracker.facts import Request, SetLog
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import changes, open_store, opening

DAY_MS = 86_400_000
NOON_MS = 1_795_348_800_000  # 22 Nov 2026, 12:00 UTC
FIRST_DAY = "2026-11-22"


def always(ask):
    """What a page sends with each request of a kind."""
    if ask == "record_check":
        return {"version": questions_version(), "acknowledged": True}
    return {"session_id": new_id()} if ask == "log_session" else {}


class Browser:
    """A page that asks: each request has an id of its own, and the browser's clock."""

    def __init__(self, zone="Europe/London", synthetic=False):
        self.now, self.zone, self.offset, self.synthetic = NOON_MS, zone, 0, synthetic

    def message(self, ask, **fields):
        moment = {"now": self.now, "sent": self.now, "zone": self.zone, "offset": self.offset}
        about = {"ask": ask, "id": new_id(), "asker": new_id(), "synthetic": self.synthetic}
        return {**about, **moment, "fields": {**always(ask), **fields}}

    def ask(self, ask, **fields):
        return self.say(self.message(ask, **fields))

    def say(self, message):
        answer = desk.in_turn(app.answer, message)
        assert answer["answer"] == message["id"]
        assert answer["asker"] == message["asker"]
        assert answer["synthetic"] is message["synthetic"]
        json.dumps(answer)
        return answer

    def done(self, ask, **fields):
        """The view after something that must have worked."""
        answer = self.ask(ask, **fields)
        assert answer["ok"], answer
        return answer["view"]

    def begun(self):
        """The view on day 1."""
        self.done("record_check", occasion="start", tier="none")
        return self.done("begin_two_weeks", walk_min_start=20)

    def after(self, days):
        self.now += days * DAY_MS
        return self


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Where the diary of this test lies."""
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path / "data"))
    yield tmp_path / "data"
    desk.in_turn(close_all)


def close_all():
    for store in desk._open.values():
        store.close()
    desk._open.clear()
    desk._untold.clear()
    desk._newer.clear()


@pytest.fixture
def browser(data):
    assert not data.exists()
    return Browser()


def new_id():
    return str(uuid.uuid4())


def on(view, date=FIRST_DAY):
    return next(one for one in view["days"] if one["date"] == date)


def sets_of(day, holds=None):
    planned = ("position", "movement", "side", "target_breaths")
    return [
        {name: one[name] for name in planned}
        | {"done_breaths": (one["holds"] if holds is None else holds) * one["breaths"]}
        for one in day["sets"]
    ]


# What comes first


def test_showing_the_tracker_opens_no_diary(data):
    widget = app.tracker()
    assert not data.exists()
    for bundle in (widget._repr_mimebundle_()[0], app.tracker()._repr_mimebundle_()[0]):
        assert all(name in bundle["text/plain"] for name in SCREENS)
        assert all(name in bundle["text/html"] for name in SCREENS)


def test_the_tracker_opens_without_waiting_for_matplotlib():
    code = "import sys, lessons_lib.apps.tracker as app; app.tracker(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert "lessons_lib.apps.tracker" in loaded
    assert "matplotlib" not in loaded


FIRST_SCREEN = """
import sys, threading, uuid
from lessons_lib.apps import tracker as app

page = app.tracker()
answers = []
page.send = lambda answer: answers.append((answer, "matplotlib" in sys.modules))

def ask(name, **fields):
    now = 1_795_348_800_000
    about = {"ask": name, "id": str(uuid.uuid4()), "now": now, "sent": now}
    browser = {"zone": "UTC", "offset": 0, "synthetic": False}
    page._handle_custom_msg({**about, **browser, "fields": fields}, [])
    return answers[-1]

first, was_waiting = ask("look")
assert first["ok"] and not was_waiting
fetching = [one for one in threading.enumerate() if one.name == "drawing"]
ask("look")
for one in fetching:
    one.join()
assert "matplotlib" in sys.modules
"""


def test_the_first_screen_is_sent_before_anything_to_draw_with_is_fetched(tmp_path):
    environment = {**os.environ, "LESSONS_LIB_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", FIRST_SCREEN], env=environment, check=True)


MOVEMENT = """
import sys
from lessons_lib.apps.tracker import answers
picture = answers.movement_picture("twist")
assert picture["words"] and picture["light"].startswith("<svg")
assert picture["dark"] != picture["light"]
assert "matplotlib" not in sys.modules
"""


def test_no_save_waits_until_a_movement_is_drawn():
    subprocess.run([sys.executable, "-c", MOVEMENT], check=True)


def test_the_page_can_tell_what_to_do_before_the_kernel_says_anything():
    safety = app.content()["safety"]
    sent = [sign["question"] for group in safety["groups"] for sign in group["signs"]]
    assert sent == [sign.question for sign in signs().values()]
    assert safety["advice"]["0"]["action"] == tiers()["A"].action


def test_no_state_can_hold_what_is_typed():
    state = app.tracker().get_state()
    ours = {key for key in state if not key.startswith("_")} - {"layout", "tabbable", "tooltip"}
    assert ours == {"content"}


def test_other_pages_have_news_only_where_something_was_saved(browser):
    assert not browser.ask("begin_two_weeks", walk_min_start=None)["news"]  # it was refused
    assert not browser.ask("look")["news"]
    assert browser.ask("record_check", occasion="start", tier="none")["news"]
    browser.done("begin_two_weeks", walk_min_start=None)
    assert not browser.ask("picture", of="sessions")["news"]
    assert browser.ask("set_profile", show_pain=False)["news"]
    assert browser.ask("delete_everything")["news"]


def test_a_programme_begins_only_behind_the_safety_questions(browser):
    refused = browser.ask("begin_two_weeks", walk_min_start=None)
    assert (refused["ok"], refused["code"]) == (False, "check_needed")
    assert refused["view"]["stage"] == "new"
    assert browser.done("record_check", occasion="start", tier="C")["stage"] == "ready"
    view = browser.done("begin_two_weeks", walk_min_start=None)
    assert (view["stage"], view["day"], len(view["days"])) == ("active", 1, 14)


@pytest.mark.parametrize("tier", ["A", "B"])
def test_an_urgent_answer_pauses_and_a_clear_one_of_the_same_day_offers_to_go_on(browser, tier):
    browser.begun()
    view = browser.after(2).done("record_check", occasion="change", tier=tier)
    assert (view["stage"], view["safety"]["occasion"]) == ("paused", "restart")
    refused = browser.ask("start_session", session_id=str(uuid.uuid4()))
    assert not refused["ok"]
    assert refused["code"] == "check_paused"
    assert (refused["safety"], refused["again"]) == (True, False)
    # Pain, notes and walks may be written all the while.
    assert on(browser.done("save_day", local_date=FIRST_DAY, rev=0, walk_min=5))["walk_min"] == 5
    view = browser.after(3).done("record_check", occasion="restart", tier="none")
    assert view["stage"] == "again"
    view = browser.done("resume_two_weeks", two_weeks_id=view["two_weeks_id"])
    assert (view["stage"], view["day"]) == ("active", 6)


def test_half_time_asks_again_before_anything_more_is_logged(browser):
    day = on(browser.begun())
    assert not browser.after(5).done("look")["safety"]["due"]
    view = browser.after(1).done("look")
    assert (view["safety"]["due"], view["safety"]["occasion"]) == (True, "day7")
    today = on(view, view["today"])
    refused = browser.ask("log_session", local_date=view["today"], sets=sets_of(today))
    assert refused["code"] == "check_day7"
    earlier = browser.ask("log_session", local_date=day["date"], sets=sets_of(day))
    assert earlier["ok"]
    assert not browser.done("record_check", occasion="day7", tier="none")["safety"]["due"]
    assert browser.ask("log_session", local_date=view["today"], sets=sets_of(today))["ok"]


def test_after_two_weeks_the_tracker_is_at_its_end(browser):
    browser.begun()
    assert browser.after(13).done("look")["stage"] == "active"
    assert browser.after(1).done("look")["stage"] == "finished"


# Logging


def test_all_of_it_in_one_tap_and_the_same_tap_twice_is_once(browser):
    day = on(browser.begun())
    message = browser.message("log_session", local_date=day["date"], sets=sets_of(day))
    first, second = browser.say(message), browser.say(message)
    assert first["ok"]
    assert second["ok"]
    logged = on(second["view"])
    assert (logged["state"], logged["session"]["rev"]) == ("done", 1)
    assert second["view"]["progress"][0]["headline"] == "1 of 1"
    assert second["view"]["saved_ms"]


def test_one_hold_of_each_is_partly_done_and_can_be_made_whole(browser):
    day = on(browser.begun())
    view = browser.done("log_session", local_date=day["date"], sets=sets_of(day, holds=1))
    session = on(view)["session"]
    assert on(view)["state"] == "partly_done"
    about = {"session_id": session["id"], "rev": session["rev"]}
    view = browser.done("edit_session", **about, sets=sets_of(day))
    assert on(view)["state"] == "done"
    stale = browser.ask("edit_session", **about, sets=sets_of(day, holds=1))
    assert stale["code"] == "changed_elsewhere"
    assert on(stale["view"])["state"] == "done"


def test_nothing_counted_is_nothing_saved(browser):
    day = on(browser.begun())
    answer = browser.ask("log_session", local_date=day["date"], sets=sets_of(day, holds=0))
    assert (answer["ok"], answer["code"]) == (False, "invalid")
    assert on(answer["view"])["session"] is None


def test_undo_takes_back_one_thing_after_the_other(browser):
    day = on(browser.begun())
    browser.done("log_session", local_date=day["date"], sets=sets_of(day))
    view = browser.done("save_day", local_date=day["date"], rev=0, walk_min=30)
    view = browser.done("undo", change=view["undo"]["change"])
    assert (on(view)["walk_min"], on(view)["state"]) == (None, "done")
    view = browser.done("undo", change=view["undo"]["change"])
    assert on(view)["session"] is None
    assert view["undo"] is None


def test_what_was_deleted_comes_back(browser):
    day = on(browser.begun())
    view = browser.done("log_session", local_date=day["date"], sets=sets_of(day))
    session = on(view)["session"]
    view = browser.done("delete_session", session_id=session["id"], rev=session["rev"])
    assert on(view)["session"] is None
    view = browser.done("undo", change=view["undo"]["change"])
    assert on(view)["session"]["id"] == session["id"]


def test_another_session_of_a_day_is_shown_beside_the_first_and_can_be_deleted(browser):
    day = on(browser.begun())
    browser.done("log_session", local_date=day["date"], sets=sets_of(day, 1))
    [store] = desk._open.values()
    sets = [SetLog(0, "twist", "left", 10, 10)]
    request = Request(str(uuid.uuid4()), browser.now)
    store.log_session(request, request.id, date.fromisoformat(FIRST_DAY), sets, another=True)
    view = browser.done("look")
    [other] = on(view)["others"]
    assert (other["id"], other["breaths"]) == (request.id, 10)
    assert view["data"]["counts"].startswith("2 sessions")
    view = browser.done("delete_session", session_id=other["id"], rev=other["rev"])
    assert on(view)["others"] == []
    assert on(view)["session"] is not None


def test_another_two_weeks_begin_after_the_questions_and_lose_nothing(browser):
    day = on(browser.begun())
    browser.done("log_session", local_date=day["date"], sets=sets_of(day))
    view = browser.after(14).done("look")
    assert (view["stage"], view["clear"]) == ("finished", False)
    refused = browser.ask("begin_two_weeks", walk_min_start=None)
    assert refused["code"] == "check_needed"
    assert refused["view"]["stage"] == "finished"
    assert browser.done("record_check", occasion="restart", tier="none")["clear"]
    message = browser.message("begin_two_weeks", walk_min_start=None)
    for view in (browser.say(message)["view"], browser.say(message)["view"]):
        assert (view["stage"], view["day"]) == ("active", 1)
        assert [one["session"] for one in view["days"]] == [None] * 14
        assert view["data"]["counts"].startswith("1 session")


def test_earlier_two_weeks_can_be_looked_back_at(browser):
    first = on(browser.begun())
    browser.done("log_session", local_date=first["date"], sets=sets_of(first))
    texts = {"could": "walk the dog", "could_id": None, "could_rev": 0, "note": "mine"}
    view = browser.done("save_day", local_date=FIRST_DAY, rev=0, walk_min=20, pain_back=6, **texts)
    (only,) = view["spans"]
    assert (only["first"], only["last"]) == (FIRST_DAY, "2026-12-05")
    browser.after(14).done("record_check", occasion="restart", tier="none")
    view = browser.done("begin_two_weeks", walk_min_start=None)
    browser.done("save_day", local_date=view["today"], rev=0, walk_min=99)
    latest, before = view["spans"]
    assert (latest["first"], before["id"]) == (view["today"], only["id"])
    past = browser.ask("earlier", two_weeks_id=before["id"])["result"]
    assert len(past["days"]) == 14
    day = past["days"][0]
    assert (day["state"], day["walk_min"], day["pain_back"]) == ("done", 20, 6)
    assert day["could"]["body"] == "walk the dog"
    assert [note["body"] for note in day["notes"]] == ["mine"]
    assert day["done"][0] == "Lying twist, left side: 10 of 10 breaths"
    sessions, _, walking, _ = past["progress"]
    assert (sessions["headline"], walking["headline"]) == ("1 of 14", "20 minutes")
    pictures = [
        browser.ask("picture", of="walking", **weeks)["result"]["words"]
        for weeks in ({}, {"two_weeks_id": before["id"]})
    ]
    assert "99 minutes" in pictures[0]
    assert "20 minutes" in pictures[1]
    page = browser.ask("export", kind="html", notes=False, remind_at="", two_weeks_id=before["id"])
    assert b"22 Nov 2026 to 5 Dec 2026" in base64.b64decode(page["result"]["base64"])
    assert browser.ask("earlier", two_weeks_id="nobody's")["code"] == "not_there"


def test_two_weeks_that_were_stopped_end_where_others_began(browser):
    begun = browser.begun()
    browser.after(2).done("record_check", occasion="change", tier="B")
    browser.done("save_day", local_date="2026-11-24", rev=0, walk_min=8)
    browser.after(3).done("record_check", occasion="restart", tier="none")
    view = browser.done("begin_two_weeks", walk_min_start=None)
    browser.done("save_day", local_date=view["today"], rev=0, walk_min=99)
    past = browser.ask("earlier", two_weeks_id=begun["two_weeks_id"])["result"]
    assert [one["date"][-2:] for one in past["days"]] == ["22", "23", "24", "25", "26", "27"]
    assert [one["walk_min"] for one in past["days"]] == [None, None, 8, None, None, None]
    sessions, _, walking, _ = past["progress"]
    words = [row[-1] for row in sessions["table"]["rows"]]
    assert words == ["nothing logged"] * 2 + ["paused"] * 3 + ["ended"]
    assert walking["headline"] == "8 minutes"


def test_what_was_reached_and_reviewed_stands_with_its_two_weeks(browser):
    weeks = browser.begun()["two_weeks_id"]
    queue = {"slot": 1, "activity_id": None, "rev": 0, "name": "queue", "start": 3, "end": 7}
    view = browser.done("save_activities", two_weeks_id=weeks, activities=[queue])
    assert view["progress"][-1]["words"] == [
        "Queue: 3 at the start, 7 at the end (0 not at all, 10 as before)."
    ]
    [store] = desk._open.values()
    request = Request(str(uuid.uuid4()), browser.now)
    kept = store.save_review(request, request.id, 1, "{}", "improved")
    request = Request(str(uuid.uuid4()), browser.now)
    store.answer_review(request, kept.id, kept.rev, own_view=3, choice="taper")
    words = " ".join(browser.done("look")["progress"][-1]["words"])
    assert "a little better" in words
    assert "Taper to walking" in words


def test_only_what_was_answered_is_written(browser):
    browser.begun()
    view = browser.done("save_day", local_date=FIRST_DAY, rev=0, pain_back=0)
    day = on(view)
    assert (day["pain_back"], day["pain_leg"], day["walk_min"]) == (0, None, None)
    view = browser.done("save_day", local_date=FIRST_DAY, rev=day["rev"], walk_min=12)
    assert (on(view)["pain_back"], on(view)["walk_min"]) == (0, 12)
    view = browser.done("save_day", local_date=FIRST_DAY, rev=on(view)["rev"], mark="ill")
    assert (on(view)["state"], on(view)["pain_back"]) == ("day_off", 0)
    view = browser.done("save_day", local_date=FIRST_DAY, rev=on(view)["rev"], pain_back=None)
    assert (on(view)["pain_back"], on(view)["mark"]) == (None, "ill")


def test_the_same_save_of_a_day_twice_leaves_one_note(browser):
    browser.begun()
    texts = {"could": "climb the stairs", "could_id": None, "could_rev": 0, "note": "<b>tired</b>"}
    message = browser.message("save_day", local_date=FIRST_DAY, rev=0, walk_min=5, **texts)
    browser.say(message)
    day = on(browser.say(message)["view"])
    assert day["could"]["body"] == "climb the stairs"
    assert [note["body"] for note in day["notes"]] == ["<b>tired</b>"]
    could = {"could": "", "could_id": day["could"]["id"], "could_rev": day["could"]["rev"]}
    day = on(browser.done("save_day", local_date=FIRST_DAY, rev=day["rev"], **could))
    assert day["could"] is None
    assert not on(browser.done("delete_note", note_id=day["notes"][0]["id"]))["notes"]


@pytest.mark.parametrize("note", ["x" * 2001, "half \ud800 a character", "a sign\0in it"])
def test_a_note_that_cannot_be_saved_takes_the_whole_day_back_with_it(browser, note):
    """Nothing was saved, as the sentence says; the next try saves all of it."""
    browser.begun()
    message = browser.message("save_day", local_date=FIRST_DAY, rev=0, walk_min=7, note=note)
    day = on(browser.say(message)["view"])
    assert (day["walk_min"], day["notes"], day["rev"]) == (None, [], 0)
    message["fields"]["note"] = "fine"
    day = on(browser.say(message)["view"])
    assert (day["walk_min"], len(day["notes"])) == (7, 1)


def test_of_several_activities_all_are_saved_or_none(browser):
    weeks = browser.begun()["two_weeks_id"]
    names = [{"slot": slot, "rev": 0, "name": name} for slot, name in ((1, "walk"), (2, "x" * 121))]
    answer = browser.ask("save_activities", two_weeks_id=weeks, activities=names)
    assert not answer["ok"]
    assert answer["view"]["activities"] == []


@pytest.mark.parametrize("blank", ["   ", "\u200b\u2800", "\u3164\n\t"])
def test_what_shows_nothing_is_no_words_and_takes_them_out_of_every_copy(browser, data, blank):
    browser.begun()
    could = on(browser.done("save_day", local_date=FIRST_DAY, rev=0, could="CANARY"))["could"]
    for ask in ("save_day", "look"):
        desk.in_turn(desk._keep_copies, browser.message(ask))
    about = {"could_id": could["id"], "could_rev": could["rev"]}
    view = browser.done("save_day", local_date=FIRST_DAY, rev=0, could=blank, note=blank, **about)
    assert (on(view)["could"], on(view)["notes"]) == (None, [])
    desk.in_turn(desk._keep_copies, browser.message("save_day"))
    assert not [one for one in data.rglob("*") if one.is_file() and b"CANARY" in one.read_bytes()]


def test_the_worst_pain_is_asked_about_until_the_questions_were_answered(browser):
    browser.begun()
    assert browser.done("save_day", local_date=FIRST_DAY, rev=0, pain_back=9)["question"] == ""
    view = browser.done("save_day", local_date=FIRST_DAY, rev=1, pain_back=10, pain_leg=10)
    assert "back and your leg" in view["question"]
    assert browser.after(1).done("look")["question"]
    assert browser.done("record_check", occasion="change", tier="none")["question"] == ""
    view = browser.done("save_day", local_date="2026-11-23", rev=0, pain_leg=10)
    assert view["question"] == ""  # answered today already
    assert browser.after(5).done("look")["question"] == ""


def test_where_nobody_says_whose_files_these_are_that_is_said(monkeypatch, browser):
    monkeypatch.setenv("LESSONS_LIB_DATA", "~nobody-of-this-name/diary")
    answer = browser.ask("look")
    assert (answer["ok"], answer["code"]) == (False, "no_home")
    desk.in_turn(desk._keep_copies, browser.message("look"))


def test_three_things_to_do_again_are_named_rated_and_rated_at_the_end(browser):
    weeks = browser.begun()["two_weeks_id"]

    def save(**activity):
        message = browser.message("save_activities", two_weeks_id=weeks, activities=[activity])
        browser.say(message)
        return browser.say(message)

    queue = {"slot": 1, "activity_id": None, "rev": 0}
    assert not save(**queue, start=3)["ok"]
    (kept,) = save(**queue, name="stand in a queue", start=3)["view"]["activities"]
    assert (kept["name"], kept["score_start"], kept["score_end"]) == ("stand in a queue", 3, None)
    browser.after(14)
    rated = save(slot=1, activity_id=kept["id"], rev=kept["rev"], end=7)["view"]
    assert rated["stage"] == "finished"
    assert [one["score_end"] for one in rated["activities"]] == [7]
    assert rated["activities"][0]["name"] == "stand in a queue"


@pytest.mark.parametrize("walk", [1.5, "ten", True, -1, 10**9])
def test_a_walk_that_is_no_whole_number_of_minutes_is_refused_in_a_sentence(browser, walk):
    browser.begun()
    answer = browser.ask("save_day", local_date=FIRST_DAY, rev=0, walk_min=walk)
    assert not answer["ok"]
    assert answer["sentence"]
    assert on(answer["view"])["walk_min"] is None


# The guided session


def test_a_session_set_by_set_can_be_continued_after_the_kernel_has_gone(browser):
    day = on(browser.begun())
    session = str(uuid.uuid4())
    browser.done("start_session", session_id=session)
    first, second, *_ = sets_of(day)
    more = {"hold_ms": 41_000, "paced": True, "outcome": "done", "technique": None}
    browser.done("log_set", session_id=session, set_log=first | more)
    desk.in_turn(close_all)
    left = browser.done("look")["open_session"]
    assert (left["id"], left["date"]) == (session, day["date"])
    assert [one["log"] and one["log"]["outcome"] for one in left["sets"]][:2] == ["done", None]
    browser.done("log_set", session_id=session, set_log=second | more)
    about = {"session_id": session, "movement": first["movement"], "technique": "unsure"}
    browser.done("set_technique", **about)
    view = browser.done("end_session", session_id=session, status="partial", duration_ms=None)
    assert view["open_session"] is None
    assert (on(view)["state"], view["unsure"]) == ("partly_done", {first["movement"]: 1})


def test_a_session_that_waited_past_midnight_stays_on_its_day(browser):
    browser.begun()
    session = str(uuid.uuid4())
    message = browser.message("start_session", session_id=session)
    view = browser.say({**message, "sent": NOON_MS + DAY_MS})["view"]
    assert view["today"] == "2026-11-23"
    assert on(view)["session"]["id"] == session


# Days and zones


def test_the_day_is_the_browsers_and_begins_at_three(browser):
    browser.now = NOON_MS + 14 * 3_600_000 + 59 * 60_000  # 02:59 the next morning
    assert browser.done("look")["today"] == FIRST_DAY
    browser.now += 60_000
    assert browser.done("look")["today"] == "2026-11-23"


def test_another_zone_is_asked_about_once_its_clock_differs(browser):
    browser.begun()
    browser.zone = "Europe/Lisbon"  # another name, the same clock
    assert browser.done("look")["new_zone"] is None
    browser.now += 3 * 3_600_000  # 15:00 in London, 04:00 the next day in Auckland
    browser.zone = "Pacific/Auckland"
    view = browser.done("look")
    assert (view["new_zone"], view["today"]) == ("Pacific/Auckland", FIRST_DAY)
    view = browser.done("set_profile", zone="Pacific/Auckland")
    assert (view["new_zone"], view["today"]) == (None, "2026-11-23")
    assert view["days"][0]["date"] == FIRST_DAY


def test_a_zone_that_was_declined_is_not_asked_about_again_and_can_be_taken_later(browser):
    browser.begun()
    browser.now += 3 * 3_600_000
    browser.zone = "Pacific/Auckland"
    assert not browser.done("look")["zone_declined"]
    view = browser.done("decline_zone", seen="Pacific/Auckland")
    assert (view["zone"], view["zone_declined"]) == ("Europe/London", True)
    desk.in_turn(close_all)  # the kernel is restarted, the page is loaded anew
    view = browser.done("look")
    assert (view["new_zone"], view["zone_declined"]) == ("Pacific/Auckland", True)
    browser.zone = "Asia/Tokyo"  # another journey is another question
    assert not browser.done("look")["zone_declined"]
    assert browser.ask("decline_zone", seen="Mars/Olympus")["code"] == "no_zone"
    browser.zone = "Pacific/Auckland"
    view = browser.done("set_profile", zone="Pacific/Auckland")
    assert (view["new_zone"], view["zone_declined"]) == (None, False)
    browser.zone = "Europe/London"  # and back home it is a new question too
    assert not browser.done("look")["zone_declined"]


@pytest.mark.parametrize("zone", ["Etc/Unknown", "undefined", "Mars/Olympus"])
def test_a_zone_that_nobody_knows_begins_a_diary_by_the_browsers_clock(browser, zone, monkeypatch):
    monkeypatch.setattr(app.time, "time", lambda: browser.now / 1000)
    browser.now += 3 * 3_600_000
    browser.zone, browser.offset = zone, 13 * 60
    view = browser.done("look")
    assert (view["zone"], view["today"]) == ("Etc/GMT-13", "2026-11-23")
    assert "not known" in view["notices"][0]
    browser.offset = 12 * 60  # summer is over, or it was a journey
    view = browser.done("look")
    assert (view["zone"], view["new_zone"]) == ("Etc/GMT-13", "Etc/GMT-12")
    assert browser.done("set_profile", zone=view["new_zone"])["new_zone"] is None
    browser.zone = "Pacific/Auckland"
    assert browser.done("look")["notices"] == []


def test_clocks_that_differ_are_named_with_the_one_that_counts(browser, monkeypatch):
    monkeypatch.setattr(app.time, "time", lambda: NOON_MS / 1000)
    assert browser.done("look")["notices"] == []
    browser.now += 3 * 3_600_000
    (notice,) = browser.done("look")["notices"]
    assert "3.0 hours" in notice
    assert "browser's is used" in notice
    browser.now += 6 * 86_400_000
    assert "6 days" in browser.done("look")["notices"][0]


# My data


@pytest.mark.parametrize("kind", [one["id"] for one in app.EXPORTS])
def test_every_export_arrives_and_leaves_notes_out_unless_asked(browser, kind):
    browser.begun()
    texts = {"could": "", "could_id": None, "could_rev": 0, "note": "CANARY"}
    browser.done("save_day", local_date=FIRST_DAY, rev=0, pain_back=4, **texts)
    answer = browser.ask("export", kind=kind, notes=False, remind_at="18:00")
    assert answer["ok"], answer
    assert FIRST_DAY in answer["result"]["name"]
    assert b"CANARY" not in base64.b64decode(answer["result"]["base64"])


def test_what_was_exported_comes_back_after_a_preview(browser):
    browser.begun()
    browser.done("save_day", local_date=FIRST_DAY, rev=0, pain_back=4, note="mine")
    file = browser.ask("export", kind="json", notes=True, remind_at="")["result"]["base64"]
    view = browser.done("save_day", local_date=FIRST_DAY, rev=1, pain_back=9)
    seen = browser.ask("preview_file", base64=file)["result"]
    assert on(browser.done("look"))["pain_back"] == 9
    assert [choice["how"] for choice in seen["choices"]] == ["add", "restore"]
    stale = browser.ask("bring_in", token="another", how="restore")
    assert not stale["ok"]
    view = browser.done("bring_in", token=seen["token"], how="restore")
    assert on(view)["pain_back"] == 4
    assert [note["body"] for note in on(view)["notes"]] == ["mine"]
    names = [one["name"] for one in view["data"]["backups"]]
    back = browser.ask("preview_backup", name=names[0])["result"]
    assert on(browser.done("bring_in", token=back["token"], how="restore"))["pain_back"] == 9


@pytest.mark.parametrize("content", ["", "!!", base64.b64encode(b"{}").decode()])
def test_a_file_that_is_no_diary_changes_nothing(browser, content):
    before = browser.begun()
    answer = browser.ask("preview_file", base64=content)
    assert not answer["ok"]
    assert answer["sentence"]
    assert answer["view"]["days"] == before["days"]


def test_a_backup_is_made_by_itself_and_proved(browser, monkeypatch):
    widget = app.tracker()
    sent = []
    monkeypatch.setattr(widget, "send", sent.append)
    widget._handle_custom_msg(browser.message("record_check", occasion="start", tier="none"), [])
    assert sent[0]["ok"]
    proof = browser.ask("prove")
    assert proof["result"]["ok"], proof
    assert proof["view"]["data"]["backups"]


def test_a_deleted_note_is_in_no_copy_either(browser, data, monkeypatch):
    widget = app.tracker()
    monkeypatch.setattr(widget, "send", lambda _: None)
    browser.begun()
    note = browser.message("save_day", local_date=FIRST_DAY, rev=0, note="CANARY")
    widget._handle_custom_msg(note, [])
    (kept,) = on(browser.done("look"))["notes"]
    assert holding(data, b"CANARY")
    widget._handle_custom_msg(browser.message("delete_note", note_id=kept["id"]), [])
    browser.done("look")
    assert holding(data, b"CANARY") == []


def test_the_invented_person_is_marked_and_kept_apart(browser):
    browser.begun()
    invented = Browser(synthetic=True)
    view = invented.done("look")
    assert view["synthetic"]
    assert view["stage"] == "active"
    assert any(day["state"] == "done" for day in view["days"])
    assert not browser.done("look")["synthetic"]
    assert browser.done("look")["days"][0]["session"] is None
    assert invented.ask("delete_everything")["erased"]
    assert browser.done("look")["stage"] == "active"


def test_everything_is_deleted_and_the_next_look_is_a_first_one(browser, data):
    browser.begun()
    browser.done("save_day", local_date=FIRST_DAY, rev=0, note="CANARY")
    answer = browser.ask("delete_everything")
    assert answer["ok"]
    assert answer["view"] is None
    assert holding(data, b"CANARY") == []
    # Pictures of movements come one after the other, and the last ones after this.
    assert browser.ask("movement", of="twist")["result"]
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert browser.done("look")["stage"] == "new"


def holding(folder: Path, marker: bytes):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if marker in path.read_bytes()]


# When something is wrong


def test_a_diary_that_is_gone_is_offered_back_and_never_begun_anew_by_itself(browser, monkeypatch):
    widget = app.tracker()
    monkeypatch.setattr(widget, "send", lambda _: None)
    browser.begun()
    widget._handle_custom_msg(
        browser.message("save_day", local_date=FIRST_DAY, rev=0, walk_min=7), []
    )
    path = Path(browser.done("look")["data"]["path"])
    desk.in_turn(close_all)
    path.unlink()
    answer = browser.ask("look")
    assert (answer["ok"], answer["code"], answer["view"]) == (False, "missing", None)
    assert not path.exists()
    back, fresh = answer["offers"][0], answer["offers"][-1]
    assert fresh["ask"] == "start_fresh"
    assert browser.done(back["ask"], **back["fields"])["stage"] == "active"


def test_a_diary_that_was_replaced_is_opened_anew_when_the_save_is_tried_again(browser, data):
    browser.begun()
    path, copy = data / "diary.db", data / "copy.db"
    shutil.copy(path, copy)
    copy.replace(path)  # as a program does that keeps two folders alike
    save = browser.message("save_day", local_date=FIRST_DAY, rev=0, walk_min=7)
    assert browser.say(save)["code"] == "moved"
    again = browser.say(save)
    assert again["ok"]
    assert on(again["view"])["walk_min"] == 7


def test_a_diary_that_breaks_while_it_is_open_is_kept_and_its_backup_offered(browser, data):
    browser.begun()
    desk.in_turn(desk._keep_copies, browser.message("look"))
    path = data / "diary.db"
    path.write_bytes(b"x" * path.stat().st_size)
    looked = browser.ask("look")
    assert (looked["ok"], looked["code"], looked["view"]) == (False, "damaged", None)
    again = browser.ask("look")
    assert again["code"] == "damaged"
    assert list(data.glob("diary.corrupt-*"))
    back = again["offers"][0]
    assert browser.done(back["ask"], **back["fields"])["stage"] == "active"


def test_a_diary_that_another_window_deletes_is_begun_anew_by_the_next_look(browser):
    browser.begun()
    with open_store(NOON_MS, browser.zone) as other:
        with other.transaction() as db:  # the first step of deleting everything
            contents.empty(db)
        assert browser.ask("look")["code"] == "deleted"
        archive.delete_everything(other)
    assert browser.done("look")["stage"] == "new"


def test_an_invented_person_who_was_lost_lives_anew(data):
    page = Browser(synthetic=True)
    lived = page.done("look")["days"]
    desk.in_turn(close_all)
    (data / "synthetic.db").unlink()
    (fresh,) = page.ask("look")["offers"]
    assert page.done(fresh["ask"], **fresh["fields"])["days"] == lived


def test_what_two_pages_wrote_of_one_day_is_all_to_be_seen(browser):
    browser.begun()
    for words in ("walk to the shop", "climb the stairs"):
        view = browser.done("save_day", local_date=FIRST_DAY, rev=0, could=words, could_rev=0)
    day = on(view)
    assert day["could"]["body"] == "walk to the shop"
    (other,) = day["notes"]
    assert other["body"] == "climb the stairs"
    assert on(browser.done("delete_note", note_id=other["id"]))["notes"] == []


def test_what_nobody_thought_of_becomes_a_sentence_without_what_was_typed(browser, monkeypatch):
    browser.begun()

    def fail(*_):
        raise KeyError("CANARY")

    monkeypatch.setitem(app.HANDLERS, "save_day", fail)
    answer = browser.ask("save_day", local_date=FIRST_DAY, rev=0, note="CANARY")
    assert (answer["ok"], answer["code"]) == (False, "unexpected")
    assert "KeyError" in answer["sentence"]
    assert "CANARY" not in json.dumps(answer)


@pytest.mark.parametrize("whose", ["one's own", "another person's"])
def test_an_older_diary_in_the_place_of_the_newer_is_noticed_and_both_are_kept(
    browser, data, tmp_path, whose
):
    browser.begun()
    older = tmp_path / "older.db"
    if whose == "another person's":
        with open_store(NOON_MS, browser.zone, path=older):
            pass
    else:
        shutil.copy(data / "diary.db", older)
    browser.done("save_day", local_date=FIRST_DAY, rev=0, walk_min=7, note="the newest")
    desk.in_turn(desk._keep_copies, browser.message("save_day"))
    desk.in_turn(close_all)
    shutil.copy(older, data / "diary.db")  # as a sync service does
    view = browser.done("look")
    (notice,) = (one for one in view["notices"] if "older" in one)
    (held,) = (one for one in view["data"]["backups"] if "brought back" in one["words"])
    seen = browser.ask("preview_backup", name=held["name"])["result"]
    view = browser.done("bring_in", token=seen["token"], how="restore")
    assert on(view)["walk_min"] == 7
    desk.in_turn(desk._keep_copies, browser.message("bring_in"))
    desk.in_turn(close_all)
    assert notice not in browser.done("look")["notices"]


def test_a_diary_that_cannot_be_shown_gives_way_to_a_backup(browser, data, monkeypatch):
    browser.begun()
    desk.in_turn(desk._keep_copies, browser.message("look"))

    def fail(*_):
        raise KeyError("CANARY")

    monkeypatch.setattr(app, "view", fail)
    lost = browser.ask("look")
    assert (lost["ok"], lost["code"], lost["view"]) == (False, "unexpected", None)
    back = lost["offers"][0]
    monkeypatch.undo()
    monkeypatch.setenv("LESSONS_LIB_DATA", str(data))
    assert browser.done(back["ask"], **back["fields"])["stage"] == "active"
    assert list(data.glob("diary.corrupt-*"))
    refused = browser.ask(back["ask"], **back["fields"])  # the one that is there can be shown
    assert refused["code"] == "not_missing"


@pytest.mark.parametrize("message", [None, [], {}, {"ask": "look"}, {"ask": 5, "id": "x"}])
def test_a_message_that_makes_no_sense_gets_an_answer_and_does_no_harm(data, message):
    answer = desk.in_turn(app.answer, message)
    assert not answer["ok"]
    assert answer["sentence"]
    assert not data.exists()


def test_two_notebooks_on_one_diary_are_told_of_each_other(browser):
    browser.begun()
    code = (
        "import sys, uuid\n"
        "from lessons_lib.apps import tracker as app\n"
        "print(app.answer({'ask': 'save_day', 'id': str(uuid.uuid4()), 'now': int(sys.argv[1]),"
        " 'sent': int(sys.argv[1]), 'zone': 'Europe/London', 'offset': 0, 'synthetic': False,"
        " 'fields': {'local_date': sys.argv[2], 'rev': 0, 'walk_min': 3}})['ok'])"
    )
    command = [sys.executable, "-c", code, str(NOON_MS), FIRST_DAY]
    other = subprocess.run(command, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "True"
    mine = browser.ask("save_day", local_date=FIRST_DAY, rev=0, walk_min=9)
    assert mine["code"] == "changed_elsewhere"
    assert on(mine["view"])["walk_min"] == 3
    assert any("written into this diary" in notice for notice in mine["view"]["notices"])


def test_messages_may_come_in_any_thread(browser, monkeypatch):
    widget = app.tracker()
    answers = []
    monkeypatch.setattr(widget, "send", answers.append)
    messages = [
        browser.message("record_check", occasion="start", tier="none"),
        browser.message("begin_two_weeks", walk_min_start=None),
    ]
    for message in messages:
        thread = threading.Thread(target=widget._handle_custom_msg, args=(message, []))
        thread.start()
        thread.join()
    assert [answer["ok"] for answer in answers] == [True, True]


def test_the_questions_are_named_by_their_content():
    assert questions_version() == questions_version()
    assert len(questions_version()) == 12


# Privacy

DRIVE = """
import os, uuid

def say(ask, **fields):
    now = 1_795_348_800_000
    moment = {"now": now, "sent": now, "zone": "Europe/London", "offset": 0, "synthetic": False}
    message = {"ask": ask, "id": str(uuid.uuid4()), **moment, "fields": fields}
    app._handle_custom_msg(message, [])

say("record_check", occasion="start", tier="none", version="1", acknowledged=True)
say("begin_two_weeks", walk_min_start=None)
say("save_day", local_date="2026-11-22", rev=0, pain_back=7, note=os.environ["CANARY"])
say("save_day", local_date="2026-11-22", rev=0, pain_back=8, note=os.environ["CANARY"])
say("no such thing", note=os.environ["CANARY"])
say("export", kind="html", notes=True, remind_at="")
say("look")
"""


def test_nothing_typed_reaches_a_notebook_a_log_or_the_history(tmp_path):
    canary = f"canary-{uuid.uuid4()}"
    sources = ["from lessons_lib.apps.tracker import tracker\n\napp = tracker()\napp", DRIVE, "app"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    environment = {**os.environ, **away_from_the_learner(tmp_path), "CANARY": canary}
    client = nbclient.NotebookClient(notebook, store_widget_state=True, timeout=60)
    with (tmp_path / "kernel.log").open("w") as log:
        client.execute(env=environment, stderr=log, stdout=log)
    page = tmp_path / "run.ipynb"
    nbformat.write(notebook, page)
    assert "widget-state" in page.read_text()
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(page)]
    subprocess.run(command, check=True, capture_output=True)
    marked = {path for path in tmp_path.rglob("*") if path.is_file()}
    holders = {path for path in marked if canary.encode() in path.read_bytes()}
    assert page.with_suffix(".html") in marked
    assert tmp_path / "data" / "diary.db" in holders
    assert {path.relative_to(tmp_path).parts[0] for path in holders} == {"data"}


def test_the_four_questions_are_asked_once_and_change_what_is_shown(browser):
    browser.begun()
    asked = [one["id"] for one in app.content()["cautions"]]
    assert len(asked) == 4
    assert browser.done("look")["cautions"] is None
    view = browser.done("answer_cautions", asked=asked, true=["floor"])
    assert view["cautions"] == ["floor"]
    assert browser.done("answer_cautions", asked=asked, true=[])["cautions"] == []
    # A question that is new is asked.
    assert browser.done("answer_cautions", asked=asked[1:], true=[])["cautions"] is None


def test_what_is_asked_once_stays_answered_when_the_log_lets_its_lines_go(browser, monkeypatch):
    monkeypatch.setattr(changes, "_KEPT", 5)
    browser.begun()
    asked = [one["id"] for one in app.content()["cautions"]]
    for true in (["operation"], ["floor"]):
        browser.done("answer_cautions", asked=asked, true=true)
    browser.done("decline_zone", seen="Asia/Tokyo")
    desk.in_turn(desk._keep_copies, browser.message("decline_zone"))
    for rev in range(12):
        browser.done("save_day", local_date=FIRST_DAY, rev=rev, walk_min=rev)
    browser.zone, browser.offset = "Asia/Tokyo", 540
    desk.in_turn(close_all)  # and the older copy beside it is known for what the diary was once
    view = browser.done("look")
    assert (view["cautions"], view["zone_declined"]) == (["floor"], True)
    assert not [one for one in view["notices"] if "saved here last" in one]
    (path,) = desk._open
    lines = exchange.diary(path).by_key("change").values()
    assert not [one for one in lines if '"true":["operation"]' in str(one)]
    assert len(lines) == 7


@pytest.mark.parametrize("how", ["restore", "add"])
def test_the_four_questions_come_along_to_a_new_computer(browser, how):
    browser.begun()
    asked = [one["id"] for one in app.content()["cautions"]]
    browser.done("answer_cautions", asked=asked, true=["floor"])
    file = browser.ask("export", kind="json", notes=False, remind_at="")["result"]["base64"]
    browser.ask("delete_everything")
    assert browser.done("look")["cautions"] is None
    for _ in range(2):  # the second time it brings nothing new
        seen = browser.ask("preview_file", base64=file)["result"]
        view = browser.done("bring_in", token=seen["token"], how=how)
        assert view["cautions"] == ["floor"]
        assert view["undo"] is None
    # What was said here stays.
    browser.done("answer_cautions", asked=asked, true=["operation"])
    seen = browser.ask("preview_file", base64=file)["result"]
    assert browser.done("bring_in", token=seen["token"], how="add")["cautions"] == ["operation"]


def test_a_diary_that_another_place_took_over_can_be_taken_back(browser, data, monkeypatch):
    monkeypatch.setattr(opening, "is_on_network", lambda _: True)
    browser.begun()
    lease = data / "diary.db.open"
    lease.write_text('{"token": "another place"}')
    message = browser.message("save_day", local_date=FIRST_DAY, rev=0, walk_min=7)
    answer = browser.say(message)
    assert not answer["ok"]
    assert [one["ask"] for one in answer["offers"]] == ["take_over"]
    assert browser.ask("take_over")["ok"]
    assert on(browser.say(message)["view"])["walk_min"] == 7
    assert "another place" not in lease.read_text()


def test_every_movement_can_be_done_on_a_chair_and_is_drawn_there(browser):
    for name, movement in app.content()["movements"].items():
        assert movement["chair"]["steps"]
        drawn = browser.ask("movement", of=f"{name}.chair")["result"]
        assert drawn["light"] != browser.ask("movement", of=name)["result"]["light"]
    known = app.content()["movements"].keys()
    for one in app.content()["cautions"]:
        assert {*one["chair"], *one["ask"]} <= known
        assert one["chair"] or one["ask"]
