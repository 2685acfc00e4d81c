"""A diary survives every way out and back; what comes in is shown first, and does what it says."""

import datetime
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import some

from lessons_lib.apps.tracker import files as my_data
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import contents, exchange, restoring
from lessons_lib.tracker.archive.contents import Contents
from lessons_lib.tracker.archive.exchange import ExchangeError
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.errors import (
    ConflictError,
    InvalidError,
    NotReadError,
    NotSavedError,
    RefusedError,
    StoreError,
)
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import database, open_store
from tests.diaries import CANARY, NOW_MS, TODAY, ZONE, but_for_its_line, diaries, kept_in, small

slow = settings(max_examples=some(25))


def with_rows(diary: Contents, **tables: tuple) -> Contents:
    return Contents({**diary.tables, **tables}, diary.schema_version)


@slow
@given(diaries())
def test_json_holds_everything(diary: Contents) -> None:
    assert exchange.accepted(exchange.as_json(diary, notes=True)) == diary


@slow
@given(diaries())
def test_one_file_database_holds_everything(diary: Contents) -> None:
    with TemporaryDirectory() as folder, kept_in(Path(folder) / "diary.db", diary) as store:
        assert exchange.diary(store.path) == diary
        assert exchange.accepted(exchange.as_database(store.path, notes=True)) == diary


@slow
@given(diaries(tiers="C none"), diaries(tiers="C none"))
def test_a_restored_backup_is_what_was_backed_up(before: Contents, after: Contents) -> None:
    with TemporaryDirectory() as folder, kept_in(Path(folder) / "diary.db", before) as store:
        with exchange.looking(store.path) as connection:
            backup = backups.keep(connection, store.path, backups.Kind.DAILY, TODAY)
        restoring.restore(store, after, TODAY)
        assert but_for_its_line(exchange.diary(store.path)) == after
        done = restoring.restore(store, exchange.accepted(backups.content(backup)), TODAY)
        assert but_for_its_line(exchange.diary(store.path)) == before
        assert but_for_its_line(exchange.accepted(backups.content(done.backup))) == after


@slow
@given(diaries(), diaries(), st.data())
def test_adding_twice_is_adding_once(ours: Contents, theirs: Contents, data: st.DataObject) -> None:
    if data.draw(st.booleans(), label="a copy that went on elsewhere"):
        kept = {"profile", "change", "migration"}
        theirs = Contents(
            {
                table: rows
                if table in kept
                else tuple(sorted({*rows, *ours.tables[table]}, key=str))
                for table, rows in theirs.tables.items()
            },
            ours.schema_version,
        )
        try:
            contents.accept(theirs)
        except contents.UnfitContentsError:
            return
    with TemporaryDirectory() as folder, kept_in(Path(folder) / "diary.db", ours) as store:
        shown = restoring.preview(store, theirs, TODAY)
        if shown.only_restore:
            with pytest.raises(ExchangeError, match="End yours first"):
                restoring.add(store, theirs, TODAY)
            assert exchange.diary(store.path) == ours
            return
        done = restoring.add(store, theirs, TODAY)
        once = but_for_its_line(exchange.diary(store.path))
        assert done.added == shown.new
        assert done.clashes == shown.clashes
        for table, rows in ours.tables.items():
            assert len(once.tables[table]) == len(rows) + done.added.get(table, 0)
        again = restoring.add(store, theirs, TODAY)
        assert not again.added
        assert but_for_its_line(exchange.diary(store.path)) == once


def test_files_hold_no_notes_unless_asked(tmp_path: Path) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        note = CANARY.encode()
        silent = exchange.as_json(exchange.diary(store.path)), exchange.as_database(store.path)
        for data in silent:
            assert b"=1+1" not in data
        assert exchange.as_json(small(), notes=True).count(note) == 2
        assert exchange.as_database(store.path, notes=True).count(note) == 2
        assert not exchange.accepted(silent[0]).with_notes


def test_a_file_without_notes_leaves_the_notes_alone(tmp_path: Path) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        for data in (exchange.as_json(small()), exchange.as_database(store.path)):
            file = exchange.accepted(data)
            assert file == small().without_notes()
            assert "no notes; yours stay" in " ".join(restoring.preview(store, file, TODAY).words)
            restoring.restore(store, file, TODAY)
            assert but_for_its_line(exchange.diary(store.path)) == small()


def test_a_database_without_notes_is_a_diary_that_can_be_opened(tmp_path: Path) -> None:
    moved = tmp_path / "moved" / "diary.db"
    moved.parent.mkdir()
    with kept_in(tmp_path / "diary.db", small()) as store:
        moved.write_bytes(exchange.as_database(store.path))
    with open_store(NOW_MS, ZONE, path=moved) as store:
        assert store.counts() == (3, 3, 0)
        store.write_note(Request("write", NOW_MS), "a", TODAY, "note", "a new one")
        assert len(exchange.accepted(exchange.as_database(moved, notes=True)).tables["note"]) == 1


def test_preview_tells_both_sides_and_changes_nothing(tmp_path: Path) -> None:
    mine, file = small(), small()
    fewer = {"session": mine.tables["session"][:2], "set_log": ()}
    added = ("2026-11-05", "ill", None, None, None, None, 1)
    told = ("2026-11-20", None, 9, 0, 20, 1, 1)
    file = with_rows(file, **fewer, day=(added, told, *mine.tables["day"][1:]))
    with kept_in(tmp_path / "diary.db", mine) as store:
        seen = restoring.preview(store, file, TODAY)
        assert exchange.diary(store.path) == mine
        assert not backups.existing(store.path)
    assert seen.words[0] == (
        "This file: 2 sessions, 1 note, 5 Nov to 22 Nov 2026. "
        "Yours: 3 sessions, 1 note, 20 Nov to 22 Nov 2026."
    )
    assert seen.lost == {"session": 1, "set_log": 6}
    assert seen.new == {"day": 1}
    assert {clash.what for clash in seen.clashes} == {
        "the day of 20 Nov 2026", "the session of 20 Nov 2026", "the session of 21 Nov 2026",
    }  # fmt: skip


def test_what_both_tell_differently_stays_ours(tmp_path: Path) -> None:
    mine = small()
    theirs = with_rows(mine, day=tuple((*row[:2], 1, *row[3:]) for row in mine.tables["day"]))
    with kept_in(tmp_path / "diary.db", mine) as store:
        done = restoring.add(store, theirs, TODAY)
        assert but_for_its_line(exchange.diary(store.path)) == mine
    assert len(done.clashes) == 3
    assert "the day of 20 Nov 2026" in " ".join(done.words)


def test_what_has_no_place_beside_ours_is_left_out_whole_and_named(tmp_path: Path) -> None:
    """Of a session also its sets; the others come in all the same."""
    session, *others = small().tables["session"]
    (activity,) = small().tables["activity"]
    theirs = with_rows(
        small(),
        session=(("another", *session[1:]), *others),
        set_log=(("another", *small().tables["set_log"][0][1:]),),
        activity=(("another", *activity[1:]),),
        note=(("new", "2026-11-20", "note", "comes in", 1),),
    )
    with kept_in(tmp_path / "diary.db", small()) as store:
        done = restoring.add(store, theirs, TODAY)
        after = but_for_its_line(exchange.diary(store.path))
    new = (*small().tables["note"], *theirs.tables["note"])
    assert after == with_rows(small(), note=new)
    assert done.added == {"note": 1}
    found = {clash.what for clash in done.clashes if "something else in its place" in clash.why}
    assert found == {"the session of 20 Nov 2026", "one of your activities"}


@pytest.mark.parametrize(("count", "more"), [(5, ""), (6, " and 1 more")])
def test_only_so_much_that_stays_is_named_and_the_rest_is_counted(
    tmp_path: Path, count: int, more: str
) -> None:
    days = tuple((f"2026-11-{day:02d}", None, 5, 0, 20, 1, 1) for day in range(1, count + 1))
    theirs = with_rows(small(), day=tuple((*row[:2], 1, *row[3:]) for row in days))
    with kept_in(tmp_path / "diary.db", with_rows(small(), day=days)) as store:
        words = " ".join(restoring.preview(store, theirs, TODAY).words)
    named = ", ".join(f"the day of {day} Nov 2026" for day in range(1, 6))
    assert f"{count} days" not in words
    assert f"{count} entries would stay as you have it: {named}{more}." in words


def test_an_urgent_check_outlives_a_restore(tmp_path: Path) -> None:
    calm = small()
    ahead = ("ahead", NOW_MS, "2026-11-23", "change", "none", "1", 1)  # before, by another clock
    urgent = ("later", 1_795_370_500_000, "2026-11-22", "change", "B", "1", 1)
    weeks = calm.tables["enrolment"][0]
    stopped = (*weeks[:6], "stopped_safety", "2026-11-22", None, 2)
    mine = with_rows(calm, screen=(*calm.tables["screen"], ahead, urgent), enrolment=(stopped,))
    with kept_in(tmp_path / "diary.db", mine) as store:
        assert "safety check" in restoring.preview(store, calm, TODAY).words[-1]
        restoring.restore(store, calm, TODAY)
        after = exchange.diary(store.path)
    assert urgent in after.tables["screen"]
    assert after.tables["enrolment"][0][6:8] == ("stopped_safety", "2026-11-22")


@pytest.mark.parametrize(
    ("table", "column"), [("day", -1), ("session", -1), ("enrolment", -1), ("change", 0)]
)
def test_a_counter_without_room_to_go_on_is_refused(
    tmp_path: Path, table: str, column: int
) -> None:
    """After one more save of such a file no export and no backup of it was accepted any more."""
    row = list(small().tables[table][-1])
    row[column] = 2**53
    file = with_rows(small(), **{table: (*small().tables[table][:-1], tuple(row))})
    with pytest.raises(ExchangeError, match="beyond anything"):
        exchange.accepted(exchange.as_json(file, notes=True))
    row[column] = 2**40  # the last that is taken: what comes of it is tried before it is done
    file = with_rows(small(), **{table: (*small().tables[table][:-1], tuple(row))})
    with kept_in(tmp_path / "diary.db", small()) as store:
        with pytest.raises(ExchangeError, match="Nothing was changed"):
            restoring.restore(store, exchange.accepted(exchange.as_json(file, notes=True)), TODAY)
        assert exchange.diary(store.path) == small()


def test_what_a_diary_does_not_take_is_said_of_a_file_too() -> None:
    (*rest, day) = small().tables["day"]
    file = with_rows(small(), day=(*rest, (day[0], None, 11, *day[3:])))
    with pytest.raises(ExchangeError, match="Pain is a whole number from 0 to 10"):
        exchange.accepted(exchange.as_json(file, notes=True))
    (*rest, session) = small().tables["session"]
    other = with_rows(small(), session=(*rest, (*session[:10], "paused", *session[11:])))
    with pytest.raises(ExchangeError, match=r"does not take\. Nothing was changed\.$"):
        exchange.accepted(exchange.as_json(other, notes=True))
    twice = with_rows(small(), day=(day, day))
    with pytest.raises(ExchangeError, match=r"does not take\. Nothing was changed\.$"):
        exchange.accepted(exchange.as_json(twice, notes=True))


@pytest.mark.parametrize(("table", "most"), [("review", 20_000), ("change", 100_000)])
def test_what_a_review_or_an_undoing_needs_is_long_and_comes_back(table: str, most: int) -> None:
    def file(length: int) -> Contents:
        text = '{"said": "' + "x" * (length - 12) + '"}'
        weeks = small().tables["enrolment"][0][0]
        review = ("r", weeks, NOW_MS, "2026-11-22", 1, text, "improved", None, None, 1)
        line = (*small().tables["change"][0][:6], text, None)
        return with_rows(small(), **{table: ({"review": review, "change": line}[table],)})

    assert exchange.accepted(exchange.as_json(file(most), notes=True)) == file(most)
    with pytest.raises(ExchangeError, match="too long"):
        exchange.accepted(exchange.as_json(file(most + 1), notes=True))


@pytest.mark.parametrize("table", ["note", "screen", "review", "day", "session"])
def test_a_side_reaches_from_the_first_to_the_last_day_of_anything(table: str) -> None:
    rows = {
        "note": ("n", "2026-12-24", "note", "x", 1),
        "screen": ("s", NOW_MS, "2026-12-24", "start", "none", "1", 1),
        "review": ("r", small().tables["enrolment"][0][0], NOW_MS, "2026-12-24", 1, "{}",
                   "improved", None, None, 1),
        "day": ("2026-12-24", None, 1, None, None, None, 1),
        "session": ("d", *small().tables["session"][0][1:2], "2026-12-24",
                    *small().tables["session"][0][3:]),
    }  # fmt: skip
    side = restoring.side(with_rows(small(), **{table: (rows[table],)}))
    assert side.last == datetime.date(2026, 12, 24)
    assert side.words.endswith("20 Nov to 24 Dec 2026")


def test_a_record_that_was_taken_can_be_read_from_further_in() -> None:
    def taken(depth: int) -> bool:
        weeks = small().tables["enrolment"][0][0]
        inputs = "[" * depth + "]" * depth
        review = ("r", weeks, NOW_MS, "2026-11-22", 1, inputs, "improved", None, None, 1)
        try:
            contents.accept(with_rows(small(), review=(review,)))
        except contents.UnfitContentsError:
            return False
        return True

    def from_further_in(levels: int, depth: int) -> object:
        if levels:
            return from_further_in(levels - 1, depth)
        return json.loads("[" * depth + "]" * depth)

    deepest = max(depth for depth in range(10, 2000, 50) if taken(depth))
    assert from_further_in(100, deepest)


@pytest.mark.parametrize("name", ["", "x" * 65, "a\nb"])
@pytest.mark.parametrize(
    ("table", "column"), [("profile", 1), ("enrolment", 1), ("note", 0), ("change", 4)]
)
def test_what_names_an_entry_is_short_and_can_be_seen(table: str, column: int, name: str) -> None:
    row = list(small().tables[table][-1])
    row[column] = name
    file = with_rows(small(), **{table: (tuple(row),)})
    with pytest.raises(ExchangeError, match="names its entries"):
        exchange.accepted(exchange.as_json(file, notes=True))


def test_a_file_with_more_than_anybody_lives_or_a_page_can_show_is_refused_at_once(tmp_path):
    """Each of them would be a diary that answers no more, and no way back to the one before."""
    diary = small()
    (weeks,) = diary.tables["enrolment"]
    many = [(f"w{n}", *weeks[1:6], "completed", weeks[4], None, 1) for n in range(1001)]
    lives = Contents({**diary.tables, "enrolment": (weeks, *many)}, diary.schema_version)
    with pytest.raises(ExchangeError, match="more two weeks"):
        exchange.accepted(exchange.as_json(lives, notes=True))
    notes = tuple((f"n{n}", weeks[4], "note", "x" * 2000, 1) for n in range(1100))
    long = Contents({**diary.tables, "note": notes}, diary.schema_version)
    with kept_in(tmp_path / "diary.db", small()) as store:
        with pytest.raises(ExchangeError, match="could not be shown"):
            restoring.restore(store, long, TODAY, look=my_data._show)
        assert exchange.diary(store.path) == small()


@pytest.mark.parametrize("does", [restoring.add, restoring.restore])
def test_a_file_with_which_the_diary_could_not_be_shown_is_not_taken(tmp_path: Path, does) -> None:
    def look(diary) -> None:
        if diary.two_weeks:
            raise KeyError("what nobody had thought of")

    with kept_in(tmp_path / "diary.db", small()) as store:
        before = exchange.diary(store.path)
        with pytest.raises(ExchangeError, match="KeyError"):
            does(store, small(), TODAY, look=look)
        assert exchange.diary(store.path) == before


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("does", [restoring.add, restoring.restore])
def test_a_file_is_looked_at_as_it_will_be_shown_on_the_learners_day(
    tmp_path: Path, does, zone: str
) -> None:
    """All two weeks, and first the latest, which the page shows when it is opened."""
    (profile,) = small().tables["profile"]
    diary = with_rows(small(), profile=((*profile[:3], zone, *profile[4:]),))
    seen = []
    with kept_in(tmp_path / "diary.db", diary) as store:
        does(store, diary, TODAY, look=seen.append)
    assert [one.today for one in seen] == [TODAY, TODAY]
    assert {one.two_weeks.id for one in seen} == {diary.tables["enrolment"][0][0]}
    assert all(len(one.sessions) == len(diary.tables["session"]) for one in seen)


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22"])
def test_no_calm_check_of_a_restored_file_ends_what_our_urgent_one_began(
    tmp_path: Path, day: str
) -> None:
    """What is said after a restore is what the gate then says."""
    urgent = ("ours", NOW_MS, day, "change", "B", "1", 1)
    calm = ("theirs", NOW_MS, "2026-11-22", "restart", "none", "1", 1)
    mine = with_rows(small(), screen=(*small().tables["screen"], urgent))
    file = with_rows(small(), screen=(*small().tables["screen"], calm))
    with kept_in(tmp_path / "diary.db", mine) as store:
        words = " ".join(restoring.restore(store, file, TODAY).words)
        assert "do the check again" in words
        with pytest.raises(RefusedError):
            store.resume_two_weeks(Request("resume", NOW_MS), file.tables["enrolment"][0][0])
        store.record_check(
            Request("new", NOW_MS), "restart", "none", questions_version(), acknowledged=True
        )
        weeks = store.resume_two_weeks(Request("again", NOW_MS), file.tables["enrolment"][0][0])
        assert weeks.status == "active"


def test_of_a_restored_files_checks_only_those_go_that_would_end_our_urgent_one(
    tmp_path: Path,
) -> None:
    (first,) = small().tables["screen"]
    both = ("both", NOW_MS, "2026-11-22", "change", "none", "1", 1)
    urgent = ("ours", NOW_MS, "2026-11-22", "change", "B", "1", 1)
    earlier = ("theirs earlier", NOW_MS, "2026-11-21", "change", "none", "1", 1)
    worse = ("theirs, urgent", NOW_MS, "2026-11-22", "change", "A", "1", 1)
    calm = ("theirs, calm", NOW_MS, "2026-11-22", "restart", "none", "1", 1)
    mine = with_rows(small(), screen=(first, both, urgent))
    file = with_rows(small(), screen=(first, both, earlier, worse, calm))
    with kept_in(tmp_path / "diary.db", mine) as store:
        restoring.restore(store, file, TODAY)
        assert exchange.diary(store.path).tables["screen"] == (first, both, earlier, worse, urgent)


def test_an_urgent_check_that_comes_with_a_file_stops_here_too(tmp_path: Path) -> None:
    urgent = ("later", 1_795_370_500_000, "2026-11-22", "change", "A", "1", 1)
    file = with_rows(small(), screen=(*small().tables["screen"], urgent))
    with kept_in(tmp_path / "diary.db", small()) as store:
        restoring.add(store, file, TODAY)
        assert store.all_two_weeks()[0].status == "stopped_safety"


def test_a_calm_check_that_comes_with_an_urgent_one_does_not_end_it_here(tmp_path: Path) -> None:
    weeks = small().tables["enrolment"][0]
    screen = (
        *small().tables["screen"],
        ("theirs", NOW_MS, "2026-11-21", "change", "B", "1", 1),
        ("theirs later", NOW_MS, "2026-11-22", "restart", "none", "1", 1),
    )
    with kept_in(tmp_path / "diary.db", small()) as store:
        done = restoring.add(store, with_rows(small(), screen=screen), TODAY)
        assert [clash.what for clash in done.clashes] == ["the safety check of 22 Nov 2026"]
        assert store.all_two_weeks()[0].status == "stopped_safety"
        with pytest.raises(RefusedError):
            store.resume_two_weeks(Request("resume", NOW_MS), weeks[0])


def test_what_was_to_be_undone_before_a_restore_undoes_nothing_of_the_file(tmp_path: Path) -> None:
    with kept_in(tmp_path / "there.db", small()) as there:
        there.write_day(Request("there", NOW_MS), TODAY - datetime.timedelta(1), 1, pain_back=7)
        file = exchange.accepted(exchange.as_json(exchange.diary(there.path)))
    with kept_in(tmp_path / "diary.db", small()) as store:
        store.write_day(Request("here", NOW_MS), TODAY, 1, pain_back=3)
        before = store.diary(NOW_MS).undoable
        assert before
        restoring.restore(store, file, TODAY)
        now = store.diary(NOW_MS).undoable
        assert now
        assert now.seq == before.seq
        with pytest.raises(ConflictError):
            store.undo(Request("undo", NOW_MS), before)
        store.undo(Request("undo", NOW_MS), now)


@pytest.mark.parametrize("before", ["[1]", '"x"', "5", "null", '{"pain_back": [1]}'])
@pytest.mark.parametrize("kind", ["day", "session"])
def test_a_log_that_somebody_else_made_is_shown_and_undoes_nothing(
    tmp_path: Path, kind: str, before: str
) -> None:
    """It would otherwise break every look at the diary that took the file."""
    key, op = {
        "day": ("2026-11-22", "write_day"),
        "session": (small().tables["session"][-1][0], "edit_session"),
    }[kind]
    file = with_rows(small(), change=((1, "r", NOW_MS, kind, key, op, before, None),))
    with kept_in(tmp_path / "diary.db", small()) as store:
        restoring.restore(store, exchange.accepted(exchange.as_json(file, notes=True)), TODAY)
        change = store.diary(NOW_MS).undoable
        assert change
        store.reach_of(change)
        with pytest.raises((ConflictError, InvalidError)):
            store.undo(Request("undo", NOW_MS), change)
        assert but_for_its_line(exchange.diary(store.path)) == file


def test_two_weeks_from_a_file_do_not_hide_those_that_are_running(tmp_path: Path) -> None:
    ours = small().tables["enrolment"][0]
    other = ("other", *ours[1:4], "2026-11-22", None, "completed", "2026-11-22", None, 1)
    file = with_rows(small(), enrolment=(ours, other))
    with kept_in(tmp_path / "diary.db", small()) as store:
        shown = store.diary(NOW_MS)
        restoring.add(store, file, TODAY)
        assert store.diary(NOW_MS) == shown


def test_two_weeks_from_a_file_do_not_run_past_an_urgent_check_of_ours(tmp_path: Path) -> None:
    running = small()
    urgent = ("ours", NOW_MS, "2026-11-22", "change", "B", "1", 1)
    weeks = {"enrolment": (), "session": (), "set_log": (), "activity": (), "review": ()}
    mine = with_rows(running, **weeks, screen=(*running.tables["screen"], urgent))
    with kept_in(tmp_path / "diary.db", mine) as store:
        restoring.add(store, running, TODAY)
        assert store.all_two_weeks()[0].status == "stopped_safety"


@pytest.mark.parametrize(
    ("calm_day", "urgent_day"), [("2026-11-23", "2026-11-22"), ("2026-11-22", "2026-11-23")]
)
def test_a_check_from_a_clock_that_was_ahead_opens_no_gate_to_a_file(
    tmp_path: Path, calm_day: str, urgent_day: str
) -> None:
    weeks = small().tables["enrolment"][0]
    stopped = (*weeks[:6], "stopped_safety", "2026-11-22", None, 2)
    ahead = ("ahead", NOW_MS, calm_day, "change", "none", "1", 1)
    urgent = ("ours", NOW_MS, urgent_day, "change", "B", "1", 1)
    calm = ("theirs", NOW_MS, "2026-11-22", "restart", "none", "1", 1)
    before = small().tables["screen"]
    mine = with_rows(small(), screen=(*before, ahead, urgent), enrolment=(stopped,))
    file = with_rows(mine, screen=(*before, ahead, urgent, calm))
    with kept_in(tmp_path / "diary.db", mine) as store:
        shown = restoring.preview(store, file, TODAY)
        done = restoring.add(store, file, TODAY)
        assert [clash.what for clash in done.clashes] == ["the safety check of 22 Nov 2026"]
        assert done.clashes == shown.clashes
        with pytest.raises(RefusedError):
            store.resume_two_weeks(Request("again", NOW_MS), weeks[0])


def test_a_calm_check_from_a_file_opens_no_gate(tmp_path: Path) -> None:
    weeks = small().tables["enrolment"][0]
    stopped = (*weeks[:6], "stopped_safety", "2026-11-22", None, 2)
    urgent = ("ours", NOW_MS, "2026-11-22", "change", "B", "1", 1)
    calm = ("theirs", NOW_MS, "2026-11-22", "restart", "none", "1", 1)
    mine = with_rows(small(), screen=(*small().tables["screen"], urgent), enrolment=(stopped,))
    file = with_rows(mine, screen=(*mine.tables["screen"], calm))
    with kept_in(tmp_path / "diary.db", mine) as store:
        done = restoring.add(store, file, TODAY)
        assert [clash.what for clash in done.clashes] == ["the safety check of 22 Nov 2026"]
        with pytest.raises(RefusedError):
            store.resume_two_weeks(Request("resume", NOW_MS), weeks[0])


@pytest.mark.parametrize("action", [restoring.restore, restoring.add])
def test_an_invented_person_stays_apart(tmp_path: Path, action: object) -> None:
    profile = small().tables["profile"][0]
    invented = with_rows(small(), profile=((*profile[:7], 1, 1),))
    with kept_in(tmp_path / "diary.db", small()) as store:
        with pytest.raises(ExchangeError, match="kept apart"):
            action(store, invented, TODAY)
        assert exchange.diary(store.path) == small()


def test_a_restore_that_breaks_off_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        insert = contents.insert

        def breaking(connection: sqlite3.Connection, table: str, rows: tuple) -> None:
            if table == "day":
                raise sqlite3.OperationalError("disk I/O error")
            insert(connection, table, rows)

        monkeypatch.setattr(contents, "insert", breaking)
        with pytest.raises(Exception, match="nothing was saved"):
            restoring.restore(store, with_rows(small(), session=(), set_log=()), TODAY)
        monkeypatch.undo()
        assert exchange.diary(store.path) == small()


@pytest.mark.parametrize("table", sorted(small().tables))
def test_a_restore_that_loses_a_row_on_the_way_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """As many go in as come out of the file, in every table."""
    real = contents.insert

    def losing(connection: sqlite3.Connection, into: str, rows: tuple) -> None:
        real(connection, into, rows[1:] if into == table else rows)

    file = with_rows(small(), day=(("2026-11-01", None, 1, 1, 1, 1, 1),))
    with kept_in(tmp_path / "diary.db", small()) as store:
        monkeypatch.setattr(contents, "insert", losing)
        if file.tables[table]:
            with pytest.raises(StoreError):
                restoring.restore(store, file, TODAY)
        monkeypatch.undo()
        assert exchange.diary(store.path) == small()


@pytest.mark.parametrize("action", [restoring.restore, restoring.add])
def test_nothing_that_another_window_saves_meanwhile_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: object
) -> None:
    """It comes before, and is in the backup; or after; or it is told that it was not saved."""
    real, said = backups.keep, []

    def meanwhile(*arguments: object) -> backups.Backup:
        found = real(*arguments)
        with open_store(NOW_MS, ZONE, path=store.path, busy_s=0.01) as other:
            try:
                other.write_note(Request("n", NOW_MS), "n", TODAY, "note", "from the other window")
                said.append("saved")
            except NotSavedError as error:
                said.append(error.code)
        return found

    with kept_in(tmp_path / "diary.db", small()) as store:
        monkeypatch.setattr(backups, "keep", meanwhile)
        done = action(store, with_rows(small(), session=(), set_log=()), TODAY)
        kept = exchange.accepted(backups.content(done.backup))
        both = {**kept.by_key("note"), **exchange.diary(store.path).by_key("note")}
        assert said == ["busy"] or ("n",) in both


def test_another_window_sees_one_side_or_the_other(tmp_path: Path) -> None:
    fewer = with_rows(small(), session=(), set_log=())
    with kept_in(tmp_path / "diary.db", small()) as store, store.transaction() as connection:
        contents.replace(connection, fewer)
        with closing(database.connect(store.path, read_only=True)) as other:
            assert contents.read(other) == small()


def test_what_only_looks_never_says_that_nothing_was_saved(tmp_path: Path) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        store.path.unlink()
        for look in (
            lambda: archive.after_save(store, TODAY),
            lambda: exchange.diary(store.path),
            lambda: exchange.as_database(store.path),
        ):
            with pytest.raises(NotReadError):
                look()


def test_a_newer_file_is_refused_with_its_version() -> None:
    whole = json.loads(exchange.as_json(small()))
    whole["schema_version"] = database.SCHEMA_VERSION + 6
    with pytest.raises(ExchangeError, match="Update the course") as caught:
        exchange.accepted(json.dumps(whole).encode())
    assert caught.value.code == "newer"


@slow
@given(diaries(), st.booleans())
def test_a_side_counts_what_is_there(diary: Contents, notes: bool) -> None:
    side = restoring.side(diary if notes else diary.without_notes())
    live = [row for row in diary.dicts("session") if row["deleted_ms"] is None]
    assert side.sessions == len(live)
    assert side.notes == (len(diary.tables["note"]) if notes else None)
    dates = {row["local_date"] for row in live} | {row["local_date"] for row in diary.dicts("day")}
    for date in dates:
        assert side.first <= datetime.date.fromisoformat(date) <= side.last


def test_a_newer_diary_goes_out_whole_or_not(tmp_path: Path) -> None:
    with kept_in(tmp_path / "diary.db", small()) as store:
        path = store.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE day ADD COLUMN mood TEXT DEFAULT 'fine'")
        connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    with pytest.raises(ExchangeError, match="Export it as a database"):
        exchange.diary(path)
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(exchange.as_database(path))
        assert copy.execute("SELECT DISTINCT mood FROM day").fetchall() == [("fine",)]
