"""What the store promises while everything around it is well."""

import errno
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lived import (
    DAY_MS,
    NOW_MS,
    ZONE,
    at,
    begun,
    checked,
    lived,
    new_id,
    on,
    quick_folder,
    request,
    sets,
)

from lessons_lib.tracker import archive, place
from lessons_lib.tracker.diary import LAST_MS, spans, states
from lessons_lib.tracker.disk import files, lease
from lessons_lib.tracker.errors import ConflictError, InvalidError, NotSavedError, RefusedError
from lessons_lib.tracker.facts import Day, Request
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.programme import programme
from lessons_lib.tracker.store import database, open_store, start_fresh

POSIX = os.name == "posix"


@pytest.fixture
def path():
    with quick_folder() as folder:
        yield Path(folder) / "data" / "diary.db"


@pytest.fixture
def store(path):
    with begun(path) as store:
        yield store


def refused(error, code):
    """The code, and a sentence that ends like one."""
    return pytest.raises(error, check=lambda one: one.code == code and one.sentence.endswith("."))


def rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# ---------------------------------------------------------------------------------------------
# Beginning


def test_a_new_diary_knows_the_zone_and_nobodys_name(path):
    with open_store(NOW_MS, "Pacific/Auckland", path=path) as store:
        profile = store.profile()
        assert not store.copies_hold_deleted  # of which each opening would look through all
    assert (profile.zone, profile.cutoff_min, profile.synthetic) == ("Pacific/Auckland", 180, False)
    assert len(profile.uid) == 32


def test_a_diary_begins_where_nobody_has_kept_anything_yet(path):
    deep = path.parent / "share" / "of mine" / "diary.db"
    with lived(deep) as store:
        assert store.path == deep


def test_a_diary_begins_on_a_stick_that_knows_no_second_names(path, monkeypatch):
    def refuses(*_):
        raise PermissionError(errno.EPERM, "")

    monkeypatch.setattr(os, "link", refuses)
    with lived(path) as store:
        assert store.all_two_weeks()
    place.marker(path).unlink()
    path.write_bytes(b"theirs")  # of another window, which was faster
    database.new_file(path, lambda _: None)
    assert path.read_bytes() == b"theirs"
    assert not list(path.parent.glob(".*"))


def test_what_was_saved_is_there_after_opening_again(path):
    with lived(path) as store:
        before = store.diary(at(7))
    with open_store(at(7), "Asia/Tokyo", path=path) as store:
        assert store.diary(at(7)) == before
        assert store.notice == ""


def test_the_folder_is_the_one_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path / "mine"))
    assert place.diary_path() == tmp_path / "mine" / "diary.db"
    assert place.diary_path(synthetic=True).parent == place.diary_path().parent
    monkeypatch.delenv("LESSONS_LIB_DATA")
    assert place.data_folder().is_absolute()


def test_the_synthetic_person_has_a_diary_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path))
    with open_store(NOW_MS, ZONE) as own, open_store(NOW_MS, ZONE, synthetic=True) as theirs:
        theirs.write_day(request(), on(1), 0, pain_back=7)
        assert own.diary(NOW_MS).days == ()
        assert (own.profile().synthetic, theirs.profile().synthetic) == (False, True)


if POSIX:

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_only_the_owner_reads_it_whatever_the_umask(path, umask):
        before = os.umask(umask)
        try:
            with begun(path) as store:
                checked(store, 1)
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}

    @pytest.mark.parametrize("linked", [False, True])
    def test_a_folder_that_was_there_is_left_as_open_as_it_was(tmp_path, linked):
        shared = tmp_path / "shared"
        shared.mkdir()
        shared.chmod(0o775)
        if linked:
            (tmp_path / "link").symlink_to(shared)
        with begun((tmp_path / "link" if linked else shared) / "diary.db") as store:
            archive.after_save(store, on(1))
        assert stat.S_IMODE(shared.stat().st_mode) == 0o775
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in shared.iterdir()}
        assert modes.pop("diary-backups") == 0o700
        assert set(modes.values()) == {0o600}

    def test_a_diary_that_others_could_read_is_made_private(path):
        begun(path).close()
        path.chmod(0o644)
        with begun(path) as store:
            assert store.notice == ""
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_settings_that_keep_a_diary_safe_are_on(store):
    for connection in (store._file.connection, store._file.witness):
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        }
        full, on, off = 2, 1, 0
        assert found == {
            "synchronous": full, "foreign_keys": on, "secure_delete": on, "trusted_schema": off
        }  # fmt: skip


def test_two_weeks_that_are_running_are_shown_although_others_are_dated_later(path):
    with open_store(NOW_MS, "Pacific/Auckland", path=path) as store:
        store.record_check(request(at(-2)), "start", "none", questions_version(), True)
        older = store.begin_two_weeks(request(at(-2)))
        store.end_two_weeks(request(at(-2)), older.id, "completed")
        store.record_check(request(), "start", "none", questions_version(), True)
        early = store.begin_two_weeks(request())
        store.record_check(request(), "change", "B", questions_version(), True)
        store.set_profile(request(), zone="Pacific/Honolulu")  # where it is still the day before
        store.record_check(request(), "restart", "none", questions_version(), True)
        running = store.begin_two_weeks(request())
        assert running.start_date < early.start_date
        assert store.diary(NOW_MS).two_weeks == running
        assert store.all_two_weeks()[-1] == running
        session = store.start_session(request(), new_id())
        assert session.two_weeks_id == running.id
        days = tuple(store.write_day(request(at(4)), on(day), 0, walk_min=9) for day in (1, 4))
        assert store.diary(at(4)).days == days
        assert store.diary(at(4), early.id).days == ()
        assert store.diary(at(4), older.id).days == ()
        assert all(one.first <= one.last for one in spans(store.all_two_weeks()))
        ended = store.end_two_weeks(request(at(4)), running.id, "completed")
        assert ended.status == "completed"
        assert store.diary(at(4)).two_weeks == ended


def test_a_folder_of_the_environment_stays_the_same_wherever_the_notebook_is(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSONS_LIB_DATA", "mine")
    with begun(place.diary_path()) as store:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.write_day(request(), on(1), 0, pain_back=3)
        assert store.path == tmp_path / "mine" / "diary.db"
    monkeypatch.setenv("LESSONS_LIB_DATA", "~/mine")
    assert place.diary_path().is_relative_to(Path.home())


def test_the_file_has_the_journal_that_works_on_network_folders(path):
    begun(path).close()
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]
    assert rows(path, "PRAGMA application_id") == [(int.from_bytes(b"LLbp"),)]


# ---------------------------------------------------------------------------------------------
# The safety gate


@pytest.mark.parametrize("tier", ["none", "C"])
def test_a_calm_check_of_today_lets_the_programme_begin(path, tier):
    with open_store(NOW_MS, ZONE, path=path) as store:
        checked(store, 1, tier, "start")
        weeks = store.begin_two_weeks(request(), 20)
        assert (weeks.start_date, weeks.status) == (on(1), "active")
        assert weeks.programme_sha256 == programme().sha256


def test_without_a_check_of_today_it_does_not_begin(path):
    with open_store(NOW_MS, ZONE, path=path) as store:
        with refused(RefusedError, "check_needed"):
            store.begin_two_weeks(request())
        checked(store, 1, "none", "start")
        with refused(RefusedError, "check_needed"):
            store.begin_two_weeks(request(at(2)))
        assert store.all_two_weeks() == ()


@pytest.mark.parametrize("tier", ["A", "B"])
def test_an_urgent_check_keeps_it_from_beginning_until_a_calm_one(path, tier):
    with open_store(NOW_MS, ZONE, path=path) as store:
        checked(store, 1, "none", "start")
        checked(store, 1, tier, "start")
        with refused(RefusedError, "check_urgent"):
            store.begin_two_weeks(request())
        checked(store, 1, "none", "start")
        assert store.begin_two_weeks(request()).status == "active"


@pytest.mark.parametrize("tier", ["A", "B"])
def test_an_urgent_check_stops_the_programme_at_once(store, tier):
    checked(store, 3, tier, "change")
    weeks = store.diary(at(3)).two_weeks
    assert (weeks.status, weeks.ended_date) == ("stopped_safety", on(3))
    with refused(RefusedError, "check_paused"):
        store.start_session(request(at(3)), new_id())
    with refused(RefusedError, "check_paused"):
        store.log_session(request(at(4)), new_id(), on(4), sets(4))


def test_after_a_stop_what_was_done_can_still_be_written_down(store):
    live = new_id()
    store.start_session(request(at(3)), live)
    checked(store, 3, "A", "change")
    waiting = store.log_set(request(at(3)), live, sets(3)[0])
    assert len(waiting.sets) == 1
    assert store.end_session(request(at(3)), live, "stopped_pain").status == "stopped_pain"
    assert store.log_session(request(at(5)), new_id(), on(2), sets(2)).entry == "backfill"
    store.write_day(request(at(5)), on(5), 0, pain_back=8, pain_leg=2, walk_min=0, mark="ill")
    store.write_note(request(at(5)), new_id(), on(5), "note", "resting")


def test_going_on_after_a_stop_takes_a_calm_check_of_that_day(store):
    weeks = store.all_two_weeks()[0].id
    checked(store, 3, "B", "change")
    with refused(RefusedError, "check_urgent"):
        store.resume_two_weeks(request(at(3)), weeks)
    checked(store, 4, "none", "restart")
    with refused(RefusedError, "check_needed"):
        store.resume_two_weeks(request(at(5)), weeks)
    again = store.resume_two_weeks(request(at(4)), weeks)
    assert (again.status, again.start_date, again.ended_date) == ("active", on(1), None)
    assert store.start_session(request(at(4)), new_id()).status == "in_progress"


def test_beginning_anew_after_a_stop_remembers_what_came_before(store):
    checked(store, 3, "B", "change")
    checked(store, 3, "none", "restart")
    anew = store.begin_two_weeks(request(at(3)))
    first, second = store.all_two_weeks()
    assert (second, second.previous_id) == (anew, first.id)
    with refused(ConflictError, "already_begun"):
        store.resume_two_weeks(request(at(3)), first.id)


def test_the_day_of_the_stop_can_be_written_down_and_later_ones_cannot(store):
    checked(store, 3, "B", "change")
    assert store.log_session(request(at(5)), new_id(), on(3), sets(3)).local_date == on(3)
    with refused(RefusedError, "check_paused"):
        store.log_session(request(at(5)), new_id(), on(4), sets(4))


def test_an_urgent_check_bars_the_way_after_completed_weeks_too(store):
    store.end_two_weeks(request(at(3)), store.all_two_weeks()[0].id, "completed")
    store.start_session(request(at(3)), new_id())
    checked(store, 4, "B", "change")
    with refused(RefusedError, "check_urgent"):
        store.start_session(request(at(4)), new_id())


def test_from_day_7_on_a_second_check_is_needed_and_one_late_is_enough(store):
    store.start_session(request(at(6)), new_id())
    checked(store, 6)
    for day in (7, 9):
        with refused(RefusedError, "check_day7"):
            store.start_session(request(at(day)), new_id())
        with refused(RefusedError, "check_day7"):
            store.log_session(request(at(day)), new_id(), on(day), sets(day))
    assert store.log_session(request(at(9)), new_id(), on(5), sets(5)).local_date == on(5)
    checked(store, 9)
    store.log_session(request(at(9)), new_id(), on(7), sets(7))
    store.start_session(request(at(9)), new_id())


def test_a_review_needs_a_check_of_its_day_and_takes_an_urgent_one_too(store):
    with refused(RefusedError, "check_review"):
        store.save_review(request(at(14)), new_id(), 1, "{}", "improved")
    checked(store, 14, "B", "review")
    review = store.save_review(request(at(14)), new_id(), 1, '{"pain": [1]}', "safety")
    assert (review.outcome, review.inputs, review.local_date) == ("safety", '{"pain": [1]}', on(14))


def test_running_the_start_again_does_not_get_round_the_gate(path, store):
    checked(store, 2, "A", "change")
    with begun(path) as again, refused(RefusedError, "check_urgent"):
        again.begin_two_weeks(request(at(2)))
    with refused(ConflictError, "already_begun"), begun(path.with_name("other.db")) as other:
        other.begin_two_weeks(request())


@pytest.mark.parametrize("ahead", [1, 365])
def test_a_calm_check_from_a_clock_that_was_ahead_hides_no_urgent_one(store, ahead):
    checked(store, 2 + ahead)
    checked(store, 2, "A", "change")
    weeks = store.all_two_weeks()[0].id
    assert store.diary(at(2)).checks[-1].tier == "A"
    with refused(RefusedError, "check_urgent"):
        store.resume_two_weeks(request(at(2)), weeks)
    checked(store, 2, "none", "restart")
    assert store.resume_two_weeks(request(at(2)), weeks).status == "active"


def test_going_back_a_day_hides_no_urgent_check(store):
    """Who flies east to west has the same day twice; a clock can be put back too."""
    checked(store, 3, occasion="change")
    checked(store, 4, "B", "change")
    with refused(RefusedError, "check_urgent"):
        store.resume_two_weeks(request(at(3)), store.all_two_weeks()[0].id)


def test_a_check_from_a_clock_that_was_ahead_is_not_the_one_of_day_7(store):
    checked(store, 60)
    with refused(RefusedError, "check_day7"):
        store.start_session(request(at(8)), new_id())


def test_beginning_again_ends_the_running_weeks_and_keeps_what_was_written(store):
    first = store.all_two_weeks()[0].id
    store.log_session(request(at(2)), new_id(), on(2), sets(2))
    with refused(RefusedError, "check_needed"):
        store.begin_two_weeks(request(at(3)), instead_of=first)
    with refused(ConflictError, "already_begun"):
        store.begin_two_weeks(request(at(3)), instead_of=new_id())
    checked(store, 3, occasion="change")
    anew = store.begin_two_weeks(request(at(3)), 15, instead_of=first)
    assert (anew.start_date, anew.status, anew.previous_id) == (on(3), "active", first)
    older = store.diary(at(3), first)
    assert (older.two_weeks.status, older.two_weeks.ended_date) == ("abandoned", on(3))
    assert [one.local_date for one in older.sessions] == [on(2)]
    with refused(ConflictError, "already_begun"):
        store.resume_two_weeks(request(at(3)), first)


def test_weeks_that_were_ended_by_mistake_go_on_after_a_check(store):
    weeks = store.all_two_weeks()[0].id
    store.end_two_weeks(request(at(3)), weeks, "abandoned")
    with refused(RefusedError, "check_needed"):
        store.resume_two_weeks(request(at(3)), weeks)
    checked(store, 3, occasion="restart")
    assert store.resume_two_weeks(request(at(3)), weeks).status == "active"


YEAR = 365


def test_a_start_in_a_wrong_year_is_put_right_with_all_that_was_written(path):
    later = open_store(at(1 + YEAR), ZONE, path=path)
    later.record_check(request(at(1 + YEAR)), "start", "none", questions_version(), True)
    weeks = later.begin_two_weeks(request(at(1 + YEAR)), 20)
    day = later.log_session(request(at(1 + YEAR)), new_id(), on(1 + YEAR), sets(1))
    gone = later.log_session(request(at(2 + YEAR)), new_id(), on(2 + YEAR), sets(2))
    later.delete_session(request(at(2 + YEAR)), gone.id, gone.rev)
    later.write_day(request(at(2 + YEAR)), on(2 + YEAR), 0, walk_min=10, pain_back=3)
    later.write_note(request(at(2 + YEAR)), new_id(), on(2 + YEAR), "could", "stairs")
    later.write_day(request(at(2)), on(2), 0, walk_min=10, pain_leg=1)  # the clock is right again
    with later as store:
        for wrong in (on(2), on(3)):
            with refused(InvalidError, "invalid"):
                store.move_start(request(at(2)), weeks.id, weeks.rev, wrong)
        moved = store.move_start(request(at(2)), weeks.id, weeks.rev, on(1))
        assert (moved.start_date, moved.status) == (on(1), "active")
        diary = store.diary(at(2))
        assert [(one.id, one.local_date) for one in diary.sessions] == [(day.id, on(1))]
        assert store.session(gone.id).local_date == on(2)
        (found,) = diary.days
        assert (found.local_date, found.walk_min, found.pain_back, found.pain_leg) == (
            on(2),
            10,
            3,
            1,
        )
        assert [one.local_date for one in diary.notes] == [on(2)]
        assert [one.local_date for one in diary.checks] == [on(1)]
        assert diary.undoable is None  # it would be put back on the wrong day
        with refused(ConflictError, "changed_elsewhere"):
            store.move_start(request(at(2)), weeks.id, weeks.rev, on(1))
        store.start_session(request(at(2)), new_id())


@pytest.mark.parametrize("what", ["a note", "a safety check that asks to stop"])
def test_nothing_that_was_written_is_put_into_the_days_to_come(store, what):
    weeks = store.all_two_weeks()[0]
    if what == "a note":
        store.write_note(request(at(4)), new_id(), on(4), "note", "stairs")
    else:
        checked(store, 4, "A", "change")
    with refused(InvalidError, "invalid"):
        store.move_start(request(at(4)), weeks.id, store.all_two_weeks()[0].rev, on(2))
    assert store.all_two_weeks()[0].start_date == on(1)


@pytest.mark.parametrize("by", [-1, 1, 2])
def test_sessions_of_neighbouring_days_move_with_their_start(store, by):
    for day in (1, 2, 3):
        store.log_session(request(at(5)), new_id(), on(day), sets(day))
    before = store.diary(at(5)).sessions
    weeks = store.all_two_weeks()[0]
    store.move_start(request(at(5)), weeks.id, weeks.rev, on(1 + by))
    after = store.diary(at(5)).sessions
    assert [one.id for one in after] == [one.id for one in before]
    assert [one.local_date for one in after] == [on(day + by) for day in (1, 2, 3)]


def test_a_start_may_be_moved_up_to_today(store):
    weeks = store.all_two_weeks()[0]
    assert store.move_start(request(at(4)), weeks.id, weeks.rev, on(4)).start_date == on(4)
    with refused(InvalidError, "invalid"):
        store.move_start(request(at(4)), weeks.id, weeks.rev + 1, on(5))


def test_what_is_asked_once_is_kept_as_every_version_finds_it(store):
    store.decline_zone(request(), "Asia/Tokyo")
    store.answer_cautions(request(), ["bones", "hip"], ["hip"])
    with store.transaction() as db:
        kept = db.execute("SELECT op, before_json FROM change WHERE before_json IS NOT NULL")
        assert dict(kept) == {
            "decline_zone": '{"kept":"Europe/London","seen":"Asia/Tokyo"}',
            "answer_cautions": '{"asked":["bones","hip"],"true":["hip"]}',
        }
    assert store.has_declined("Asia/Tokyo")
    assert not store.has_declined("Asia/Seoul")
    assert store.cautions() == (frozenset({"bones", "hip"}), frozenset({"hip"}))


def test_no_start_lies_before_anybody_s_clock(store):
    weeks = store.all_two_weeks()[0]
    with refused(InvalidError, "invalid"):
        store.move_start(request(at(1)), weeks.id, weeks.rev, date(1, 1, 1))


def test_no_answer_is_laid_over_another_when_a_start_is_put_right(store):
    weeks = store.all_two_weeks()[0]
    store.write_day(request(at(4)), on(1), 0, walk_min=10)
    store.write_day(request(at(4)), on(-2), 0, walk_min=20)
    with refused(InvalidError, "invalid"):
        store.move_start(request(at(4)), weeks.id, weeks.rev, on(-2))
    moved = store.move_start(request(at(4)), weeks.id, weeks.rev, on(0))
    store.move_start(request(at(4)), weeks.id, moved.rev, on(1))  # days that overlap, both ways
    found = {one.local_date: one.walk_min for one in store.diary(at(4)).days}
    assert found == {on(1): 10}


def test_what_an_undo_reaches_is_named(store):
    day = store.write_day(request(at(2)), on(2), 0, walk_min=10, pain_back=3)
    store.write_day(request(at(2)), on(2), day.rev, pain_back=4, mark="ill")
    assert store.reach_of(store.diary(at(2)).undoable) == (on(2), ("mark", "pain_back"))
    session = store.log_session(request(at(3)), new_id(), on(1), sets(1))
    store.delete_session(request(at(3)), session.id, session.rev)
    assert store.reach_of(store.diary(at(3)).undoable) == (on(1), ())


def test_changed_questions_are_asked_anew_before_the_next_session(store):
    store.record_check(request(at(2)), "change", "none", "other questions", True)
    for act in (
        lambda: store.start_session(request(at(2)), new_id()),
        lambda: store.log_session(request(at(2)), new_id(), on(2), sets(2)),
    ):
        with refused(RefusedError, "check_changed"):
            act()
    store.log_session(request(at(2)), new_id(), on(1), sets(1))  # what was done is written down
    checked(store, 2, occasion="change")
    store.start_session(request(at(2)), new_id())


def test_ended_weeks_take_no_new_days_of_exercise(store):
    weeks = store.all_two_weeks()[0].id
    ended = store.end_two_weeks(request(at(3)), weeks, "abandoned")
    assert (ended.status, ended.ended_date) == ("abandoned", on(3))
    with refused(RefusedError, "begin_first"):
        store.start_session(request(at(3)), new_id())


# ---------------------------------------------------------------------------------------------
# Once, and never over something newer


def test_the_same_request_twice_is_done_once(path, store):
    first = request(at(1))
    session = new_id()
    answers = [store.log_session(first, session, on(1), sets(1)) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert rows(path, "SELECT count(*) FROM session") == [(1,)]
    assert rows(path, "SELECT count(*) FROM set_log") == [(len(sets(1)),)]


def test_an_edit_that_is_sent_twice_is_no_conflict(store):
    edit = request()
    first = store.write_day(edit, on(1), 0, pain_back=3)
    assert store.write_day(edit, on(1), 0, pain_back=3) == first
    assert first.rev == 1


def test_two_things_under_one_request_are_not_taken_for_one(store):
    tap = request()
    store.write_day(tap, on(1), 0, pain_back=3)
    with refused(ConflictError, "request_taken"):
        store.write_day(replace(tap, now_ms=at(2)), on(2), 0, pain_back=4)
    with refused(ConflictError, "request_taken"):
        store.log_session(tap, new_id(), on(1), sets(1))
    assert [one.local_date for one in store.diary(at(2)).days] == [on(1)]


def test_a_second_tap_with_another_request_finds_the_day_taken(store):
    store.log_session(request(), new_id(), on(1), sets(1))
    with refused(ConflictError, "already_there"):
        store.log_session(request(), new_id(), on(1), sets(1))
    with refused(ConflictError, "already_there"):
        store.start_session(request(), new_id())
    second = store.log_session(request(), new_id(), on(1), sets(1), another=True)
    assert second.slot == 2


@pytest.mark.parametrize("id", ["", "x" * 65, "a\nb", "a\0b", "\ud800"])
def test_an_id_that_no_file_could_carry_is_refused(store, id):
    with refused(InvalidError, "invalid"):
        store.log_session(request(), id, on(1), sets(1))
    with refused(InvalidError, "invalid"):
        store.write_day(request(id=id) if id else Request("", NOW_MS), on(1), 0, mark="ill")
    with refused(InvalidError, "invalid"):
        store.log_session(request(), new_id(), on(1), [replace(sets(1)[0], movement="a\tb")])


def test_threads_take_turns(store):
    """JupyterLab's kernel answers messages in several."""

    def count(_):
        while True:
            days = store.diary(NOW_MS).days
            rev, minutes = (days[0].rev, days[0].walk_min) if days else (0, 0)
            with suppress(ConflictError):
                store.write_day(request(), on(1), rev, walk_min=minutes + 1)
                return

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, range(40)))
    assert store.diary(NOW_MS).days[0].walk_min == 40


def test_two_kernels_see_each_other_and_neither_writes_over_the_other(path, store):
    with begun(path) as other:
        assert not other.changed_elsewhere()
        store.write_day(request(), on(1), 0, pain_back=3)
        assert other.changed_elsewhere()
        assert not other.changed_elsewhere()
        with refused(ConflictError, "changed_elsewhere"):
            other.write_day(request(), on(1), 0, pain_back=8)
        seen = other.diary(NOW_MS).days[0]
        other.write_day(request(), on(1), seen.rev, pain_back=8)
    with refused(ConflictError, "changed_elsewhere"):
        store.write_day(request(), on(1), seen.rev, pain_back=2)
    assert store.diary(NOW_MS).days[0].pain_back == 8


def test_an_edit_of_a_session_that_changed_meanwhile_is_refused(store):
    session = store.log_session(request(), new_id(), on(1), sets(1))
    store.edit_session(request(), session.id, session.rev, status="partial")
    for edit in (
        lambda: store.edit_session(request(), session.id, session.rev, sets=sets(2)),
        lambda: store.delete_session(request(), session.id, session.rev),
    ):
        with refused(ConflictError, "changed_elsewhere"):
            edit()
    assert store.session(session.id).sets == tuple(sets(1))


def test_the_second_kernel_is_told_and_may_write(path, store):
    another_process = lease.Lease(path, alone=False, token="another process")
    store.close()
    assert another_process.take()
    with begun(path) as second:
        assert "open elsewhere too" in second.notice
        second.write_day(request(), on(1), 0, pain_back=1)
    another_process.release()
    with begun(path) as alone:
        assert alone.notice == ""


# ---------------------------------------------------------------------------------------------
# Days


def test_an_answer_leaves_the_others_alone_and_none_takes_it_away(store):
    day = store.write_day(request(), on(1), 0, pain_back=0, walk_min=20)
    assert day == Day(on(1), pain_back=0, walk_min=20, rev=1)
    day = store.write_day(request(), on(1), 1, mark="rest")
    assert day == Day(on(1), mark="rest", pain_back=0, walk_min=20, rev=2)
    day = store.write_day(request(), on(1), 2, pain_back=None, mark=None)
    assert day == Day(on(1), walk_min=20, rev=3)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"pain_back": 11}, "Pain is a whole number from 0 to 10"),
        ({"pain_leg": -1}, "Pain is a whole number from 0 to 10"),
        ({"pain_back": 2.5}, "whole numbers"),
        ({"pain_back": "3"}, None),
        ({"pain_back": "much"}, "whole numbers"),
        ({"walk_min": 1441}, "Walking is 0 to 1440"),
        ({"walk_min": 2**70}, "too large"),
        ({"walk_bouts": {}}, "whole numbers"),
        ({"mark": "lazy"}, "does not take this value"),
    ],
)
def test_what_the_diary_does_not_take_is_said_and_nothing_changes(store, answer, sentence):
    before = store.write_day(request(), on(1), 0, pain_back=4)
    if sentence is None:  # SQLite reads a number where a number is written
        assert store.write_day(request(), on(1), 1, **answer).pain_back == 3
        return
    with pytest.raises(InvalidError, match=sentence):
        store.write_day(request(), on(1), 1, **answer)
    assert store.diary(NOW_MS).days == (before,)


def test_pain_of_a_day_to_come_is_refused_and_a_mark_is_not(store):
    with refused(InvalidError, "invalid"):
        store.write_day(request(), on(2), 0, pain_back=3)
    assert store.write_day(request(), on(2), 0, mark="travel").mark == "travel"


def test_a_day_can_be_written_before_any_programme(path):
    with open_store(NOW_MS, ZONE, path=path) as store:
        store.write_day(request(), on(1), 0, pain_back=6)
        assert [one.pain_back for one in store.diary(NOW_MS).days] == [6]


def test_days_stay_dates_when_the_zone_changes(store):
    store.write_day(request(), on(1), 0, pain_back=3)
    session = store.log_session(request(), new_id(), on(1), sets(1))
    store.set_profile(request(), zone="Pacific/Auckland")
    diary = store.diary(NOW_MS)
    assert (diary.today, diary.days[0].local_date) == (on(2), on(1))
    assert diary.sessions == (session,)
    assert (session.zone, session.offset_min) == ("Europe/London", 0)


# ---------------------------------------------------------------------------------------------
# Sessions


def test_a_live_session_keeps_the_day_on_which_it_began(store):
    live, late = new_id(), at(1, minutes=9 * 60 - 5)  # 02:55, before the day ends at three
    started = store.start_session(request(late), live)
    after = store.end_session(request(late + 20 * 60_000), live, "done", 1_200_000)
    assert (started.local_date, after.local_date) == (on(1), on(1))
    assert after.ended_ms - after.started_ms == 20 * 60_000
    assert store.start_session(request(late + 30 * 60_000), new_id()).local_date == on(2)


def test_finished_sets_are_there_when_the_rest_never_came(path, store):
    live = new_id()
    store.start_session(request(), live)
    for one in sets(1)[:3]:
        store.log_set(request(), live, one)
    store.close()
    with begun(path) as again:
        left = again.diary(NOW_MS).sessions[0]
        assert (left.status, left.next_position) == ("in_progress", 3)
        assert again.log_set(request(), live, sets(1)[3]).next_position == 4


def test_a_set_that_is_done_again_takes_the_place_of_the_skipped_one(store):
    live, (skipped, done) = new_id(), (sets(1, done=False)[0], sets(1)[0])
    store.start_session(request(), live)
    store.log_set(request(), live, skipped)
    assert store.log_set(request(), live, done).sets == (done,)


def test_a_session_begun_under_another_request_is_the_same_session(store):
    live = new_id()
    first = store.start_session(request(), live)
    assert store.start_session(request(at(1, 1)), live) == first


def test_technique_can_be_said_afterwards_for_one_movement(store):
    session = store.log_session(request(), new_id(), on(1), sets(1))
    after = store.set_technique(request(), session.id, "twist", "unsure")
    said = {(one.movement, one.technique) for one in after.sets}
    assert said == {("twist", "unsure"), ("strap", None)}


def test_an_ended_session_takes_no_more_sets(store):
    live = new_id()
    store.start_session(request(), live)
    store.end_session(request(), live, "partial")
    for late in (
        lambda: store.log_set(request(), live, sets(1)[0]),
        lambda: store.end_session(request(), live, "done"),
    ):
        with refused(ConflictError, "changed_elsewhere"):
            late()


@pytest.mark.parametrize("day", [0, 2])
def test_a_session_belongs_to_a_day_that_has_been(store, day):
    with refused(InvalidError, "invalid"):
        store.log_session(request(), new_id(), on(day), sets(1))


def test_a_session_with_one_bad_set_is_not_there_at_all(path, store):
    bad = [*sets(1)[:2], replace(sets(1)[2], done_breaths=-1)]
    with pytest.raises(InvalidError, match="Breaths done"):
        store.log_session(request(), new_id(), on(1), bad)
    assert rows(path, "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM set_log)") == [
        (0, 0)
    ]


# ---------------------------------------------------------------------------------------------
# Undo


def test_undo_takes_back_an_edit_a_deletion_and_a_slip(store):
    session = store.log_session(request(), new_id(), on(1), sets(1), duration_ms=60_000)
    edited = store.edit_session(request(), session.id, session.rev, sets=[], status="partial")
    store.delete_session(request(), session.id, edited.rev)
    assert store.diary(NOW_MS).sessions == ()

    def undo():
        return store.undo(request(), store.diary(NOW_MS).undoable)

    assert replace(undo(), rev=0) == replace(edited, rev=0)
    assert replace(undo(), rev=0) == replace(session, rev=0)
    undo()
    assert store.diary(NOW_MS).sessions == ()
    assert store.diary(NOW_MS).undoable is None


def test_a_day_that_was_taken_back_is_no_day_with_an_answer(store):
    store.write_day(request(), on(1), 0, mark="ill")
    assert store.counts() == (0, 1, 0)
    store.undo(request(), store.diary(NOW_MS).undoable)
    assert store.counts() == (0, 0, 0)


def test_undo_of_a_day_gives_every_answer_back(store):
    store.write_day(request(), on(1), 0, pain_back=3, mark="ill")
    store.write_day(request(), on(1), 1, pain_back=None, walk_min=5)
    first = store.diary(NOW_MS).undoable
    after = store.undo(request(), first)
    assert replace(after, rev=0) == Day(on(1), "ill", pain_back=3)


def test_undo_never_lays_an_old_row_over_a_newer_one(store):
    session = store.log_session(request(), new_id(), on(1), sets(1))
    store.edit_session(request(), session.id, session.rev, status="partial")
    change = store.diary(NOW_MS).undoable
    store.set_technique(request(), session.id, "twist", "sure")
    assert store.diary(NOW_MS).undoable is None
    with refused(ConflictError, "cannot_undo"):
        store.undo(request(), change)


def test_undoing_twice_is_undoing_once(store):
    store.write_day(request(), on(1), 0, pain_back=3)
    change, again = store.diary(NOW_MS).undoable, request()
    first = store.undo(again, change)
    assert store.undo(again, change) == first
    with refused(ConflictError, "cannot_undo"):
        store.undo(request(), change)
    with refused(ConflictError, "cannot_undo"):
        store.undo(request(), replace(change, seq=10**6))


def test_a_deleted_session_does_not_come_back_beside_the_new_one(store):
    session = store.log_session(request(), new_id(), on(1), sets(1))
    store.delete_session(request(), session.id, session.rev)
    change = store.diary(NOW_MS).undoable
    store.log_session(request(), new_id(), on(1), sets(1))
    with refused(ConflictError, "already_there"):
        store.undo(request(), change)
    assert len(store.diary(NOW_MS).sessions) == 1


# ---------------------------------------------------------------------------------------------
# Notes, activities, reviews, profile

CANARY = "canary-8f2b"


def test_a_note_is_kept_changed_and_gone_for_good(path, store):
    note = store.write_note(request(), new_id(), on(1), "note", f"first {CANARY}")
    note = store.write_note(
        request(), note.id, on(1), "note", f"second {CANARY}" * 100, rev=note.rev
    )
    assert store.diary(NOW_MS).notes == (note,)
    assert any(CANARY.encode() in one.read_bytes() for one in path.parent.iterdir())
    for _ in range(2):
        store.delete_note(request(), note.id)
    assert store.diary(NOW_MS).notes == ()
    assert not any(CANARY.encode() in one.read_bytes() for one in path.parent.iterdir())


def test_a_note_that_says_something_else_by_now_is_not_deleted(store):
    note = store.write_note(request(), new_id(), on(1), "could", "walk")
    now = store.write_note(request(), note.id, on(1), "could", "walk far", rev=note.rev)
    with refused(ConflictError, "changed_elsewhere"):
        store.delete_note(request(), note.id, rev=note.rev)
    assert store.diary(NOW_MS).notes == (now,)
    store.delete_note(request(), note.id, rev=now.rev)
    store.delete_note(request(), note.id, rev=now.rev)  # gone already
    assert store.diary(NOW_MS).notes == ()


def test_notes_are_in_no_log(path, store):
    count = rows(path, "SELECT count(*) FROM change")
    store.write_note(request(), new_id(), on(1), "could", CANARY)
    assert rows(path, "SELECT count(*) FROM change") == count


def test_a_note_that_is_sent_twice_is_there_once(store):
    note, tap = new_id(), request()
    first = store.write_note(tap, note, on(1), "note", "walked to the shop")
    assert store.write_note(tap, note, on(1), "note", "walked to the shop") == first
    with refused(ConflictError, "changed_elsewhere"):
        store.write_note(request(), note, on(1), "note", "something else", rev=0)


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", "=HYPERLINK(1)", "\u202egnirts", "🙂" * 2000, "a\tb\r\nc\x07", " "]
)
def test_a_note_keeps_every_sign(store, text):
    assert store.write_note(request(), new_id(), on(1), "note", text).body == text


@pytest.mark.parametrize("text", ["", "x" * 2001, "a\0b", "\ud800", None, b"bytes", 7])
def test_a_note_that_cannot_be_kept_is_refused_in_a_sentence(store, text):
    with refused(InvalidError, "invalid"):
        store.write_note(request(), new_id(), on(1), "note", text)


def test_two_windows_that_name_an_activity_in_one_place_are_told(path, store):
    weeks = store.all_two_weeks()[0].id
    store.write_activity(request(), new_id(), weeks, 1, "walk to the bakery")
    with open_store(NOW_MS, ZONE, path=path) as other:
        with refused(ConflictError, "changed_elsewhere"):
            other.write_activity(request(), new_id(), weeks, 1, "sit through a film")
        assert [one.name for one in other.diary(NOW_MS).activities] == ["walk to the bakery"]


def test_activities_are_rated_at_the_start_and_at_the_end(store):
    weeks = store.all_two_weeks()[0].id
    one = store.write_activity(request(), new_id(), weeks, 1, "tie my shoes")
    store.rate_activity(request(), one.id, "start", 3)
    rated = store.rate_activity(request(), one.id, "end", 8)
    assert (rated.name, rated.score_start, rated.score_end) == ("tie my shoes", 3, 8)
    with pytest.raises(InvalidError, match="room for three"):
        store.write_activity(request(), new_id(), weeks, 4, "swim")
    with refused(InvalidError, "invalid"):
        store.rate_activity(request(), one.id, "later", 3)


def test_the_learners_own_view_stands_beside_the_review(store):
    checked(store, 14, "none", "review")
    review = store.save_review(request(at(14)), new_id(), 1, "{}", "improved")
    said = store.answer_review(request(at(14)), review.id, review.rev, own_view=6, choice="keep")
    assert (said.outcome, said.own_view, said.choice) == ("improved", 6, "keep")
    with pytest.raises(InvalidError, match="from 1 to 7"):
        store.answer_review(request(at(14)), review.id, said.rev, own_view=0)


def test_the_profile_changes_where_it_is_named(store):
    before = store.profile()
    after = store.set_profile(request(), breath_ms=4200)
    assert after == replace(before, breath_ms=4200, rev=before.rev + 1)
    assert store.set_profile(request(), show_pain=False, breath_ms=None).breath_ms is None
    with pytest.raises(InvalidError, match="A breath takes"):
        store.set_profile(request(), breath_ms=10)
    with refused(InvalidError, "no_zone"):
        store.set_profile(request(), zone="Middle/Earth")


def test_saved_is_said_when_the_journal_has_gone_from_the_disk_too(path, store, monkeypatch):
    journal = path.with_name("diary.db-journal")
    synced = []
    monkeypatch.setattr(files, "sync_folder", lambda at: synced.append((at, journal.exists())))
    store.write_day(request(), on(1), 0, walk_min=5)
    assert synced == [(path.parent, False)]

    def fails(_):
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(files, "sync_folder", fails)
    tap = request()
    with refused(NotSavedError, "not_read_back"):
        store.write_day(tap, on(1), 1, walk_min=6)
    monkeypatch.undo()
    assert store.write_day(tap, on(1), 1, walk_min=6).rev == 2


def test_behind_a_link_it_is_the_folder_of_the_journal_that_is_put_on_the_disk(
    path, store, tmp_path, monkeypatch
):
    store.close()
    link = tmp_path / "link" / "diary.db"
    link.parent.mkdir()
    link.symlink_to(path)
    synced = []
    with open_store(NOW_MS, ZONE, path=link) as linked:
        monkeypatch.setattr(files, "sync_folder", synced.append)
        linked.write_day(request(), on(1), 0, walk_min=5)
    assert synced == [path.resolve().parent]


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_folder_that_cannot_be_put_on_the_disk_keeps_nobody_from_saving(store, monkeypatch, call):
    for number, code in enumerate((errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOSYS)):

        def refuses(*_, code=code):
            raise OSError(code, "")

        monkeypatch.setattr(files.os, call, refuses)
        assert store.write_day(request(), on(1), number, walk_min=number).walk_min == number
        monkeypatch.undo()


def test_saved_is_said_only_of_what_was_read_back(store):
    store.write_day(request(at(2)), on(2), 0, pain_back=1)
    assert store.saved_ms == at(2)
    with pytest.raises(InvalidError):
        store.write_day(request(at(3)), on(3), 0, pain_back=99)
    assert store.saved_ms == at(2)


def test_an_older_two_weeks_can_be_looked_at(store):
    first = store.all_two_weeks()[0]
    store.log_session(request(), new_id(), on(1), sets(1))
    store.end_two_weeks(request(at(20)), first.id, "completed")
    store.record_check(request(at(30)), "start", "none", questions_version(), True)
    second = store.begin_two_weeks(request(at(30)))
    assert store.diary(at(30)).two_weeks == second
    assert store.diary(at(30)).sessions == ()
    assert len(store.diary(at(30), first.id).sessions) == 1
    with refused(ConflictError, "not_there"):
        store.diary(at(30), "nobody's")


def test_what_is_said_of_a_day_belongs_to_the_two_weeks_that_had_begun_last(store):
    first = store.all_two_weeks()[0]
    store.write_day(request(at(3)), on(3), 0, walk_min=3)
    store.record_check(request(at(5)), "change", "B", questions_version(), True)
    store.write_day(request(at(8)), on(8), 0, walk_min=8)
    store.record_check(request(at(9)), "restart", "none", questions_version(), True)
    store.begin_two_weeks(request(at(9)))
    store.write_day(request(at(9)), on(9), 0, walk_min=9)
    note = store.write_note(request(at(9)), new_id(), on(9), "note", "here")
    assert [one.walk_min for one in store.diary(at(10), first.id).days] == [3, 8]
    assert store.diary(at(10), first.id).notes == ()
    assert [one.walk_min for one in store.diary(at(10)).days] == [9]
    assert store.diary(at(10)).notes == (note,)


def test_an_activity_gets_another_name_and_another_place(store):
    weeks = store.all_two_weeks()[0].id
    one = store.write_activity(request(), new_id(), weeks, 1, "tie my shoes")
    two = store.write_activity(request(), one.id, weeks, 2, "swim", rev=one.rev)
    assert (two.id, two.slot, two.name) == (one.id, 2, "swim")
    assert store.diary(NOW_MS).activities == (two,)


def test_what_no_diary_can_hold_is_not_looked_for(store):
    with refused(InvalidError, "invalid"):
        store.session("half a character \ud800")
    assert store.session("nobody's") is None


def test_what_was_named_and_found_in_earlier_two_weeks_stays_there(store):
    kept = []
    for day in (1, 30):
        checked(store, day)
        if day > 1:
            store.begin_two_weeks(request(at(day)))
        weeks = store.all_two_weeks()[-1].id
        activity = store.write_activity(request(), new_id(), weeks, 1, "walk to the bakery")
        review = store.save_review(request(at(day)), new_id(), 1, "{}", "improved")
        session = store.log_session(request(at(day)), new_id(), on(day), sets(1))
        kept.append((weeks, activity, review, session))
    for weeks, activity, review, session in kept:
        diary = store.diary(at(30), weeks)
        assert (diary.activities, diary.reviews) == ((activity,), (review,))
        assert diary.sessions == (session,)


@pytest.mark.parametrize("now_ms", [-1, 10**15, 10**30])
def test_a_clock_that_is_far_out_begins_no_diary(path, now_ms):
    with refused(InvalidError, "invalid"):
        open_store(now_ms, ZONE, path=path)
    assert not path.exists()


def test_two_weeks_that_begin_with_the_last_instant_can_be_shown(path):
    with open_store(LAST_MS, "Pacific/Kiritimati", path=path) as store:
        store.record_check(request(LAST_MS), "start", "none", questions_version(), True)
        store.begin_two_weeks(request(LAST_MS))
        assert len(states(store.diary(LAST_MS))) == 14
        assert len(spans(store.all_two_weeks())) == 1


@pytest.mark.parametrize("now_ms", [-1, 10**15, 10**30])
def test_a_time_that_no_file_could_carry_is_refused(store, now_ms):
    note = store.write_note(request(), new_id(), on(1), "note", "stays")
    with refused(InvalidError, "invalid"):
        store.delete_note(request(now_ms), note.id)
    assert store.diary(NOW_MS).notes == (note,)
    with refused(InvalidError, "invalid"):
        store.write_day(request(now_ms), on(1), 0, mark="ill")
    with refused(InvalidError, "invalid"):
        store.record_check(request(now_ms), "change", "none", questions_version(), True)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "/etc/localtime", "../localtime", 5, None])
def test_a_zone_that_is_none_is_refused(store, zone):
    with refused(InvalidError, "no_zone"):
        store.set_profile(request(), zone=zone)
    assert store.profile().zone == ZONE


def test_what_went_into_a_review_can_be_read_again(store):
    checked(store, 14, occasion="review")
    with refused(InvalidError, "invalid"):
        store.save_review(request(at(14)), new_id(), 1, "{pain: 3", "improved")


def test_a_record_that_a_strange_file_brought_cannot_be_put_back(store):
    session = store.log_session(request(), new_id(), on(1), sets(1))
    store.delete_session(request(), session.id, session.rev)
    for odd in ('{"id": 1}', "[1]", "7", '{"sets": [{"position": 0}]}'):
        with store.transaction() as db:
            db.execute("UPDATE change SET before_json = ? WHERE op = 'delete_session'", (odd,))
        with refused(ConflictError, "cannot_undo"):
            store.undo(request(), store.diary(NOW_MS).undoable)


def test_the_clock_may_jump_and_nothing_is_lost(store):
    live = new_id()
    store.start_session(request(at(2)), live)
    store.log_set(request(at(2) - 400 * DAY_MS), live, sets(2)[0])
    ended = store.end_session(request(at(1)), live, "done")
    assert ended.ended_ms < ended.started_ms
    assert [one.id for one in store.diary(at(1)).sessions] == [live]


# ---------------------------------------------------------------------------------------------
# Transactions for the archive


def test_a_transaction_is_whole_or_nothing(path, store):
    def broken_off():
        with store.transaction() as connection:
            connection.execute("DELETE FROM screen")
            raise LookupError

    with pytest.raises(LookupError):
        broken_off()
    assert len(store.diary(NOW_MS).checks) == 1
    with store.transaction() as connection:
        connection.execute("DELETE FROM screen")
    assert rows(path, "SELECT count(*) FROM screen") == [(0,)]


def test_a_new_diary_begins_where_one_was_lost_only_when_asked(path):
    begun(path).close()
    path.rename(path.with_name("elsewhere.db"))
    with start_fresh(NOW_MS, ZONE, path=path) as fresh:
        assert fresh.all_two_weeks() == ()
    with start_fresh(NOW_MS, ZONE, path=path) as same:
        assert same.profile() == fresh_profile(path)


def fresh_profile(path):
    with open_store(NOW_MS, ZONE, path=path) as store:
        return store.profile()
