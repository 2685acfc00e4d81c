"""One word for one thing, from the page's buttons to the diary's rows and to every file."""

import csv
import inspect
import io
import json
import re
import uuid
import zipfile
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from typing import get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lived import at, begun, checked, new_id, on, request, sets
from test_tracker_app import close_all

from lessons_lib.apps import review as review_app
from lessons_lib.apps import tracker as app
from lessons_lib.apps.tracker import answers, desk
from lessons_lib.apps.tracker.arguments import arguments
from lessons_lib.apps.tracker.view import earlier, view
from lessons_lib.data.tables import load
from lessons_lib.figures import diary as pictures
from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.diary import State, marks, spans
from lessons_lib.tracker.facts import Diary
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import Store
from lessons_lib.tracker.takeaway import fhir, spreadsheets, summary

# ---------------------------------------------------------------------------------------------
# What became of a day, wherever it is said


def a_life(path):
    """A diary with a day of every kind; stopped on day 9, gone on with on day 11."""
    store = begun(path)
    store.log_session(request(at(1)), new_id(), on(1), sets(1))
    store.log_session(request(at(2)), new_id(), on(2), sets(2), status="stopped_pain")
    for day, mark in enumerate(marks(), start=3):
        store.write_day(request(at(day)), on(day), 0, mark=mark, pain_back=day)
    checked(store, 7)
    checked(store, 9, tier="B", occasion="change")
    store.write_day(request(at(9)), on(9), 0, pain_back=1)
    return store


def went_on(store):
    checked(store, 11, occasion="restart")
    store.resume_two_weeks(request(at(11)), store.all_two_weeks()[-1].id)


BEFORE = ["done", "partly done", *["day off"] * 5, "nothing logged"]
LIVES = {
    "running": (11, went_on, ["paused"] * 2 + ["open"] * 4),
    "paused": (11, lambda _: None, ["paused"] * 6),
    "over": (20, went_on, ["paused"] * 2 + ["nothing logged"] * 4),
    "begun anew": (13, lambda store: begin_anew(store, 12), ["paused"] * 3 + ["ended"] * 3),
    "ended": (
        13,
        lambda store: end(store, 12),
        [*["paused"] * 2, "nothing logged", *["ended"] * 3],
    ),
}
"""The day on which one looks, what happens after day 9, and what days 9 to 14 are called then."""


def begin_anew(store, day):
    checked(store, day, occasion="restart")
    store.begin_two_weeks(request(at(day)))


def end(store, day):
    went_on(store)
    store.end_two_weeks(request(at(day)), store.all_two_weeks()[-1].id, "abandoned")


class Cells(HTMLParser):
    """The words of a page's table cells, row by row."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, _attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def on_the_screen(diary: Diary, now_ms: int) -> list[str]:
    states = app.content()["states"]
    return [states[one["state"]]["words"] for one in view(diary, programme(), now_ms)["days"]]


def in_the_numbers(diary: Diary, now_ms: int) -> list[str]:
    sessions, *_ = view(diary, programme(), now_ms)["progress"]
    return [words for _, _, words in sessions["table"]["rows"]]


def in_the_picture(diary: Diary) -> list[str]:
    """In its cells, in its words and in its table."""
    plot = pictures.calendar(diary)
    (axes,) = plot.figure.axes
    drawn = [text.get_text().replace("\n", " ") for text in axes.texts]
    found = dict(re.findall(r"\d+ ([a-z ]+) \(days? ([\d, ]+)\)", plot.words))
    said = {int(day): words for words, days in found.items() for day in days.split(", ")}
    assert [drawn[place + 2] for place in range(0, len(drawn), 3)] == list(plot.table["state"])
    assert [said[day] for day in sorted(said)] == list(plot.table["state"])
    return list(plot.table["state"])


def in_the_spreadsheet(diary: Diary, store: Store, now_ms: int) -> list[str]:
    data = spreadsheets.spreadsheets(exchange.diary(store.path), now_ms)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("two_weeks.csv").decode("utf-8-sig")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(text))
        if row["two_weeks_id"] == diary.two_weeks.id
    ]
    assert [int(row["day"]) for row in rows] == list(range(1, 15))
    return [row["state"] for row in rows]


def on_the_clinicians_page(diary: Diary) -> list[tuple[str, str]]:
    """The words of each day, and of which kind a day off is."""
    rows = [row for row in Cells(summary.page(diary)).rows if len(row) == 6 and row[0].isdigit()]
    found = [re.fullmatch(r"([a-z ]+?)(?: \(([a-z -]+)\))?", row[2]) for row in rows]
    return [(each[1], each[2] or "") for each in found]


@pytest.mark.parametrize("life", LIVES)
def test_a_day_has_one_word_on_every_page_and_in_every_file(tmp_path, life):
    today, goes_on, after = LIVES[life]
    expected = BEFORE + after
    now_ms = at(today)
    with a_life(tmp_path / "diary.db") as store:
        goes_on(store)
        first = store.all_two_weeks()[0]
        diary = store.diary(now_ms, first.id)
        (span,) = (one for one in spans(store.all_two_weeks()) if one.two_weeks_id == first.id)
        assert on_the_screen(diary, now_ms) == expected
        past = earlier(diary, programme(), span.last)["days"]
        states = app.content()["states"]
        assert [states[one["state"]]["words"] for one in past] == expected[: len(past)]
        assert in_the_picture(diary) == expected
        assert in_the_numbers(diary, now_ms) == expected[: min(today, 14)]
        assert in_the_spreadsheet(diary, store, now_ms) == expected
        page = on_the_clinicians_page(diary)
        assert [words for words, _ in page] == expected
        assert [kind for words, kind in page if words == "day off"] == list(marks().values())
        for state in State:
            said = f"{state.words}: {expected.count(state.words)}"
            if state in {State.DAY_OFF, State.PAUSED} and expected.count(state.words):
                assert said in " ".join(" ".join(row) for row in Cells(summary.page(diary)).rows)
        # A record of ratings has every day that was rated, whatever else became of it, and no more.
        entries = json.loads(fhir.bundle(exchange.diary(store.path)))["entry"]
        dates = [one["resource"].get("effectiveDateTime") for one in entries]
        assert dates == [None, *(on(day).isoformat() for day in (3, 4, 5, 6, 7, 9))]


def test_a_day_is_called_what_the_table_calls_it():
    rows = {row["state"]: row for row in load("day_states").rows()}
    assert rows.keys() == set(State)
    assert app.content()["states"] == {
        name: {"sign": row["sign"], "words": row["words"]} for name, row in rows.items()
    }


# ---------------------------------------------------------------------------------------------
# Requests

WEB = files("lessons_lib.apps") / "web"
ASKED = re.compile(
    r"\b(?:(?:ask|act|save|keep|send|compare|again)\((?:\s*|`[^`]*`, )|ask === )\"([a-z_]+)\""
)
OFFERED = re.compile(r'"ask": "([a-z_]+)"')
PAGES = {
    "tracker": (answers.HANDLERS, ["tracker", "session"]),
    "review": (review_app._HANDLERS, ["review"]),
}


def asked_by(*pages: str) -> set[str]:
    """The names of the requests in the scripts of some pages."""
    scripts = [path for page in pages for path in (WEB / page).glob("*.js")]
    assert scripts
    return {name for path in scripts for name in ASKED.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("page", PAGES)
def test_every_request_of_a_page_is_known_and_none_is_known_in_vain(page):
    handlers, scripts = PAGES[page]
    assert asked_by(*scripts) == set(handlers)


def test_what_is_offered_where_no_diary_opens_is_known():
    source = inspect.getsource(desk.files)
    assert set(OFFERED.findall(source)) == set(desk.OPENERS)


def test_a_request_is_a_method_of_the_store_or_one_of_the_compound_ones():
    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction)}
    assert set(answers.METHODS) <= methods
    assert not set(answers.COMPOUND) & methods
    assert set(answers.HANDLERS) == set(answers.METHODS) | set(answers.COMPOUND)
    assert set(review_app._HANDLERS) <= {*answers.HANDLERS, "answer_review", "keep_review"}
    assert set(answers.COMPOUND) > desk.READING


def test_a_line_of_the_log_bears_the_name_of_the_method_that_wrote_it(tmp_path):
    from lived import lived

    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction)}
    with lived(tmp_path / "diary.db") as store:
        note = store.diary(at(7)).notes[0]
        store.delete_note(request(at(7)), note.id)
        session = store.diary(at(7)).sessions[0]
        store.delete_session(request(at(7)), session.id, session.rev)
        store.undo(request(at(7)), store.diary(at(7)).undoable)
        with store.transaction() as db:
            ops = {op for (op,) in db.execute("SELECT DISTINCT op FROM change")}
    assert {"begin_two_weeks", "record_check", "log_set", "write_day", "undo"} <= ops <= methods


# ---------------------------------------------------------------------------------------------
# What a page may send

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from(
        ["", "2026-11-22", "9999-12-31", "none", "B", "start", "twist", "\ud800", "a\0b",
         "x" * 9000, -1, 2**53, 2**63, 2**64, 10**400, float("inf"), 1e308]
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
MOMENT = {"now": at(1), "sent": at(1), "zone": "Europe/London", "offset": 0, "synthetic": False}
FUNCTIONS = {
    **{name: (getattr(Store, name), 2) for name in answers.METHODS},
    **{name: (does, 1) for name, does in answers.COMPOUND.items()},
    **{name: (does, 1) for name, does in desk.OPENERS.items()},
}


def right(annotation):
    """Values of the type that a parameter has, mostly."""
    if annotation in (str, int, bool, date):
        return {
            str: st.text(max_size=20) | st.uuids().map(str),
            int: st.integers(-5, 2000),
            bool: st.booleans(),
            date: st.dates().map(str),
        }[annotation]
    parts = getattr(annotation, "__args__", ())
    if parts:
        return (
            st.lists(right(parts[0]), max_size=3)
            if len(parts) == 1
            else st.none() | right(parts[0])
        )
    return st.fixed_dictionaries({}, optional={
        name: right(one) for name, one in get_type_hints(annotation).items()
    })  # fmt: skip


@st.composite
def hostile(draw, name):
    """Fields of a request: the right names with right or wrong values, and others."""
    function, given_ = FUNCTIONS[name]
    takes = list(inspect.signature(function).parameters)[given_:]
    hints = get_type_hints(function)
    fields = {
        each: draw(right(hints[each]) if draw(st.booleans()) else ANYTHING)
        for each in takes
        if draw(st.integers(0, 9))
    }
    return fields | draw(st.dictionaries(st.text(max_size=9), ANYTHING, max_size=1))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A diary of its own for messages that do their worst."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONS_LIB_DATA", str(tmp_path_factory.mktemp("data")))
        yield
        desk.in_turn(close_all)


def holds(answer):
    """Whether an answer is one: done, or a sentence that says why not, and never an accident."""
    json.dumps(answer)
    assert answer["ok"] or answer["sentence"].endswith((".", '."'))
    assert answer.get("code") != "unexpected", answer


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_page_sends_gets_an_answer_in_words(name, data):
    fields = data.draw(hostile(name) | ANYTHING)
    message = {"ask": name, "id": str(uuid.uuid4()), **MOMENT, "fields": fields}
    holds(desk.in_turn(app.answer, message))
    holds(desk.in_turn(app.answer, {"ask": "look", "id": "l", **MOMENT, "fields": {}}))


@pytest.mark.usefixtures("kept")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from([*MOMENT, "ask", "id", "fields", "more"]), ANYTHING) | ANYTHING
)
def test_whatever_stands_around_a_request_gets_an_answer_in_words(wrong):
    message = {"ask": "look", "id": "l", **MOMENT, "fields": {}}
    holds(desk.in_turn(app.answer, message | wrong if isinstance(wrong, dict) else wrong))


def test_every_parameter_of_a_request_can_be_read_from_a_message():
    for function, given_ in FUNCTIONS.values():
        takes = list(inspect.signature(function).parameters)[given_:]
        hints = get_type_hints(function)
        for name in takes:
            # A type that nobody can read is a mistake of ours, and no refusal.
            try:
                arguments(function, dict.fromkeys(takes, object()), given=given_)
            except KeyError:
                pytest.fail(f"{name}: {hints[name]}")
            except answers.InvalidError:
                pass
