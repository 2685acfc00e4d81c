"""What the learner takes out of the diary: for spreadsheets, a clinician, a calendar, records."""

import csv
import datetime
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.observation import Observation
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from thoroughness import some

from lessons_lib.data.tables import load
from lessons_lib.tracker import persona
from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.archive.contents import Contents
from lessons_lib.tracker.diary import State, adherence, answers, states
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.facts import Diary, ReviewRecord
from lessons_lib.tracker.review import review
from lessons_lib.tracker.store import open_store
from lessons_lib.tracker.takeaway import fhir, reminders, summary
from lessons_lib.tracker.takeaway.spreadsheets import neutral, spreadsheets
from tests.diaries import CANARY, NOW_MS, TODAY, ZONE, diaries, kept_in, small

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "\u00a0=1", "\u200b=1",
    "\u202e=1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠A1", "=cmd|'/C calc'!A0", '"=1', '","=1',
    "';=1",
    '=HYPERLINK("http://x/?"&A1,"click")', "a;=1", "a\t=1", "a\n=1", "a\r\n=1", "a|=1", "a,=1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</bdi></td><td>", "&lt;b&gt;",
    '" onmouseover="alert(1)', "javascript:alert(1)", "{{7*7}}", "${7*7}", "\u202eevil\u202c",
    "\u2066a\u2069\u2069\u202e", "\x1b[31m", "\x07\x08\x0b", "\u0085\u2028", "a" * 2000, "🦵🏽‍♀️",
]  # fmt: skip
FORMULA = "=+-@\t\r\n\0＝＋－＠−"
UNSEEN = re.compile(
    "[\\s\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
)


def tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(
                csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in archive.namelist()
            if name.endswith(".csv")
        }


# ---------------------------------------------------------------------------------------------
# Spreadsheets


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_begins_a_formula(text: str, separator: str) -> None:
    """Neither as written, nor where a program splits at something else, or at line ends."""
    cell = neutral(text)
    assert cell[:1] not in FORMULA or not cell
    for part in re.split(f'[{separator}\r\n"]', cell):
        assert UNSEEN.sub("", part, count=1)[:1] not in FORMULA or not UNSEEN.sub("", part, count=1)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_turns_the_cells_beside_it_or_breaks_a_line_in_a_way_of_its_own(text: str) -> None:
    turning = "[\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\x85]"
    assert not re.search(turning, neutral(text))


@settings(max_examples=some(300))
@given(st.text())
def test_neutral_text_stays_readable(text: str) -> None:
    cell = neutral(text)
    assert cell[:1] not in FORMULA or not cell
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", cell)
    assert [c for c in cell if c.isalnum()] == [c for c in text if c.isalnum()]


@settings(max_examples=some(25))
@given(diaries())
def test_every_row_is_there_once(diary: Contents) -> None:
    found = tables(spreadsheets(diary, NOW_MS, notes=True))
    live = {row["id"] for row in diary.dicts("session") if row["deleted_ms"] is None}
    assert {row["session_id"] for row in found["sessions.csv"]} == live
    assert len(found["sessions.csv"]) == len(live)
    sets = [row for row in diary.dicts("set_log") if row["session_id"] in live]
    assert [row["position"] for row in found["sets.csv"]] == [str(row["position"]) for row in sets]
    for row, day in zip(found["days.csv"], diary.dicts("day"), strict=True):
        assert {name: row[name] for name in row} == {
            name: "" if day[name] is None else str(day[name]) for name in row
        }
    assert len(found["notes.csv"]) == len(diary.tables["note"])
    assert spreadsheets(diary, NOW_MS) == spreadsheets(diary, NOW_MS)


def test_hostile_notes_come_back_from_the_csv() -> None:
    notes = tuple((f"n{n}", "2026-11-20", "note", text, 1) for n, text in enumerate(HOSTILE))
    diary = Contents({**small().tables, "note": notes}, 1)
    found = tables(spreadsheets(diary, NOW_MS, notes=True))
    assert [row["body"] for row in found["notes.csv"]] == [neutral(text) for text in HOSTILE]


def test_notes_stay_out_of_spreadsheets_unless_asked() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheets(small(), NOW_MS))) as archive:
        assert "notes.csv" not in archive.namelist()
        assert all(b"=1+1" not in archive.read(name) for name in archive.namelist())


def test_the_codebook_has_every_column() -> None:
    found = tables(spreadsheets(small(), NOW_MS, notes=True))
    told = {(row["file"], row["column"]) for row in found.pop("codebook.csv")}
    assert told == {(name, column) for name, rows in found.items() for column in rows[0]}


# ---------------------------------------------------------------------------------------------
# A page for a clinician


class Reader(HTMLParser):
    """What a browser would make of a page: tags, attributes and words."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.words = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Diary:
    path = tmp_path_factory.mktemp("person") / "synthetic.db"
    with open_store(NOW_MS, ZONE, path=path, synthetic=True) as store:
        persona.live(store, TODAY)
        return store.diary(NOW_MS)


def test_hostile_words_are_words_on_the_page(person: Diary) -> None:
    plain = Reader(summary.page(person, notes=True))
    note, activity = person.notes[0], person.activities[0]
    hostile = replace(
        person,
        notes=tuple(replace(note, body=text) for text in HOSTILE),
        activities=tuple(replace(activity, name=text) for text in HOSTILE),
    )
    page = Reader(summary.page(hostile, notes=True))
    assert page.tags == plain.tags
    assert page.attributes == plain.attributes
    assert "<script>alert(1)</script>" in page.words
    assert not re.search("[\0-\x08\x0b-\x1f\x7f]", page.words)


def test_the_page_is_whole_in_itself(person: Diary) -> None:
    page = summary.page(person)
    seen = Reader(page)
    assert not seen.tags & {"script", "img", "link", "iframe", "object", "a", "form", "base"}
    assert not {name for name, _ in seen.attributes} & {"src", "href", "action", "onclick"}
    assert b"http" not in page.replace(b"http-equiv", b"")
    assert any("default-src 'none'" in str(value) for _, value in seen.attributes)


def test_the_page_says_what_the_diary_says(person: Diary) -> None:
    words = Reader(summary.page(person)).words
    count = adherence(person)
    found = review(answers(person, "pain_back"), answers(person, "pain_leg"))
    assert "Self-reported, not a diagnosis" in words
    assert "The person is invented" in words
    assert f"{count.done} of {count.expected} sessions" in words
    assert f"mean {found.back.start:.1f} ({found.back.start_ratings} ratings)" in words
    assert f"mean {found.leg.end:.1f}" in words
    for day in person.days:
        assert f"{day.local_date.day} {day.local_date:%b %Y}" in words
    assert person.notes[0].body not in words
    assert person.notes[0].body in Reader(summary.page(person, notes=True)).words


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"own_view_before": 3}, "a little better"),
        (
            {"own_view_before": 5},
            "a little better (before they had seen what the ratings say: a little worse)",
        ),
        (
            {"own_view_before": None},
            "a little better (before they had seen what the ratings say: "
            "not asked or not answered)",
        ),
        ({}, "a little better"),
    ],
)
def test_the_page_tells_both_impressions(person: Diary, inputs: object, said: str) -> None:
    kept = ReviewRecord("r", "e", NOW_MS, TODAY, 1, json.dumps(inputs), "improved", 3, None, 1)
    words = Reader(summary.page(replace(person, reviews=(kept,)))).words
    assert f"in the person's own view, {said}. The rule" in words


def test_a_diary_without_two_weeks_has_a_page_that_says_so(tmp_path: Path) -> None:
    with open_store(NOW_MS, ZONE, path=tmp_path / "diary.db") as store:
        assert (
            "nothing to report yet" in Reader(summary.page(store.diary(NOW_MS), notes=True)).words
        )


# ---------------------------------------------------------------------------------------------
# Calendar


def test_reminders_are_at_the_learners_time_and_silent_about_health() -> None:
    first, at = datetime.date(2026, 10, 20), datetime.time(18, 30)
    data = reminders.calendar(first, at, series="two weeks", from_day=3)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["dtstart"].dt == datetime.datetime(2026, 10, 22, 18, 30)
    assert event["dtstart"].dt.tzinfo is None  # half past six on the wall, also in winter time
    assert dict(event["rrule"]) == {"FREQ": ["DAILY"], "COUNT": [12]}
    words = " ".join(
        [event["summary"], event["description"], event.walk("VALARM")[0]["description"]]
    )
    for word in ("pain", "back", "exercise", "health", "stretch", "walk", "diary", "safety"):
        assert word not in words.lower()
    assert "start.py today" in words


def test_when_the_last_day_is_over_there_is_no_calendar_without_entries() -> None:
    with pytest.raises(InvalidError):
        reminders.calendar(TODAY, datetime.time(18), from_day=15)


def test_a_later_file_changes_the_entry_and_one_takes_it_away() -> None:
    def entry(make: Callable[..., bytes], minute: int, **more: object) -> tuple[Calendar, Event]:
        now = datetime.datetime(2026, 11, 22, 12, minute, tzinfo=datetime.UTC)
        file = Calendar.from_ical(
            make(TODAY, datetime.time(8), series="two weeks", now=now, **more)
        )
        return file, file.walk("VEVENT")[0]

    (_, first), (_, later) = entry(reminders.calendar, 0), entry(reminders.calendar, 1, from_day=4)
    file, away = entry(reminders.taking_away, 2)
    assert first["uid"] == later["uid"] == away["uid"]
    assert first["sequence"] < later["sequence"] < away["sequence"]
    assert (file["method"], away["status"]) == ("CANCEL", "CANCELLED")


# ---------------------------------------------------------------------------------------------
# FHIR


@settings(max_examples=some(25))
@given(diaries())
def test_each_rating_is_one_observation(diary: Contents) -> None:
    whole = json.loads(fhir.bundle(diary))
    entries = [entry["resource"] for entry in whole["entry"]]
    person, *observations = entries
    given_ = {
        (day["local_date"], site, day[column])
        for day in diary.dicts("day")
        for column, site in (("pain_back", "Lower back"), ("pain_leg", "Leg"))
        if day[column] is not None
    }
    assert (whole["resourceType"], whole["type"]) == ("Bundle", "collection")
    assert set(person) == {"resourceType", "id"}
    assert {
        (one["effectiveDateTime"], one["bodySite"]["text"], one["valueInteger"])
        for one in observations
    } == given_
    assert len({entry["fullUrl"] for entry in whole["entry"]}) == 1 + len(given_)
    for one in observations:
        assert one["status"] == "final"
        assert type(one["valueInteger"]) is int
        (coding,) = one["code"]["coding"]
        assert (coding["system"], coding["code"]) == ("http://loinc.org", "72514-3")
        assert one["subject"]["reference"] == whole["entry"][0]["fullUrl"]


def checked_by_the_standard(data: bytes) -> dict:
    """A bundle after a library of the standard's own definitions has read it and written it."""
    read = Bundle.model_validate_json(data)
    statuses = Observation.model_fields["status"].json_schema_extra["enum_values"]
    for entry in read.entry:
        assert entry.fullUrl == f"urn:uuid:{entry.resource.id}"
        if entry.resource.__resource_type__ == "Observation":
            assert entry.resource.status in statuses
    return json.loads(read.model_dump_json(exclude_none=True))


@settings(max_examples=some(25))
@given(diaries(), st.booleans())
def test_every_bundle_is_what_the_standard_says(diary: Contents, invented: bool) -> None:
    (profile,) = diary.tables["profile"]
    profile = (*profile[:7], int(invented), *profile[8:])
    data = fhir.bundle(Contents({**diary.tables, "profile": (profile,)}, 1))
    assert checked_by_the_standard(data) == json.loads(data)


@pytest.mark.parametrize(
    "change",
    [{"valueInteger": "five"}, {"effectiveDateTime": "yesterday"}, {"code": 5}, {"mood": 1}],
)
def test_the_standard_refuses_what_is_none_of_it(change: dict) -> None:
    whole = json.loads(fhir.bundle(small()))
    whole["entry"][1]["resource"] |= change
    with pytest.raises(ValueError, match="validation error"):
        checked_by_the_standard(json.dumps(whole).encode())


def test_a_bundle_has_no_words_of_the_learner_and_marks_the_invented(tmp_path: Path) -> None:
    assert CANARY.encode() not in fhir.bundle(small())
    assert b"HTEST" not in fhir.bundle(small())
    with open_store(NOW_MS, ZONE, path=tmp_path / "synthetic.db", synthetic=True) as store:
        persona.live(store, TODAY)
        whole = json.loads(fhir.bundle(exchange.diary(store.path)))
    for one in [whole, *(entry["resource"] for entry in whole["entry"])]:
        assert one["meta"]["security"][0]["code"] == "HTEST"


# ---------------------------------------------------------------------------------------------
# The invented person


def test_the_invented_person_lived_two_ordinary_weeks(person: Diary) -> None:
    found = [one.state for one in states(person)]
    assert found.count(State.PARTLY_DONE) == 2
    assert found.count(State.DAY_OFF) == 1
    assert found.count(State.NOTHING_LOGGED) == 1
    assert found.count(State.DONE) == 10
    assert person.profile.synthetic
    assert person.two_weeks.status == "active"
    assert [one.occasion for one in person.checks] == ["start", "day7"]
    assert all(0 <= rating <= 10 for rating in answers(person, "pain_back") if rating is not None)


def test_the_same_seed_is_the_same_person(tmp_path: Path, person: Diary) -> None:
    for name, seed, same in (("a", 1, True), ("b", 2, False)):
        path = tmp_path / f"{name}.db"
        with open_store(NOW_MS, ZONE, path=path, synthetic=True) as store:
            persona.live(store, TODAY, seed=seed)
            other = store.diary(NOW_MS)
        assert (other.days == person.days) is same
        assert (other.sessions == person.sessions) is same


def test_pain_swings_and_eases_as_the_table_says() -> None:
    table = load("persona")
    numbers = dict(zip(table["quantity"], table["value"], strict=True))
    lives = np.array([persona.pain_by_day(random.Random(seed)) for seed in range(4000)])
    ups = lives - lives.mean(axis=0)
    assert ups.std(axis=0) == pytest.approx(numbers["swing_points"], rel=0.06)
    alike = [np.corrcoef(ups[:, day], ups[:, day + 1])[0, 1] for day in range(13)]
    assert alike == pytest.approx([numbers["alike"]] * 13, abs=0.06)
    # From 56 to 26 in six weeks: after 13 days (26 / 56) ** (13 / 42) is left.
    assert lives[:, 13].mean() / lives[:, 0].mean() == pytest.approx(0.7886, abs=0.02)


def test_no_invented_day_gets_into_a_real_diary(tmp_path: Path) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        with pytest.raises(ValueError, match="real person"):
            persona.live(store, TODAY)
        assert exchange.diary(store.path) == small()


def test_the_invented_persons_file_is_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path))
    with persona.open_persona(NOW_MS, ZONE, days=5) as store, open_store(NOW_MS, ZONE) as own:
        assert len(store.diary(NOW_MS).sessions) > 0
        assert store.today(NOW_MS) == TODAY
        assert not own.all_two_weeks()
        assert store.path != own.path
    with persona.open_persona(NOW_MS, ZONE) as again:
        assert len(again.all_two_weeks()) == 1


KILLED = """
import os
from lessons_lib.tracker import persona

def killed(*_, **__):
    os._exit(9)

persona._Life._walked = killed
persona.open_persona({now_ms}, "{zone}")
"""


def test_a_kernel_that_is_killed_meanwhile_leaves_no_half_lived_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Diary
) -> None:
    for name in ("LESSONS_LIB_DATA", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    code = KILLED.format(now_ms=NOW_MS, zone=ZONE)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with persona.open_persona(NOW_MS, ZONE) as store:
        assert store.diary(NOW_MS).sessions == person.sessions
