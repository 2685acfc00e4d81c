"""Any history of two people tapping in two windows, against a model that is a few dictionaries.

The model says what each tap should answer, the refusals included, and what the diary then holds.
"""

import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from lived import DAY_MS, NOW_MS, ZONE, new_id, quick_folder, request, sets
from thoroughness import some

from lessons_lib.tracker.diary import local_date
from lessons_lib.tracker.errors import StoreError
from lessons_lib.tracker.facts import Check, Day
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import open_store, rows

MARKS = st.sampled_from([None, "rest", "ill"])
PAIN = st.none() | st.integers(0, 10)
WINDOWS = st.integers(0, 1)
FINAL = st.sampled_from(["done", "partial", "stopped_pain"])
COUNTS = st.integers(0, 4)


class Model:
    """What the diary should hold, in the simplest form that says it."""

    def __init__(self):
        self.now_ms = NOW_MS
        self.checks = []  # (date, tier)
        self.enrolments = []  # {"start", "status", "ended"}
        self.sessions = {}  # id: {"enrolment", "date", "slot", "status", "sets", "deleted"}
        self.days = {}  # date: {"mark", "pain_back"}
        self.notes = {}  # id: body
        self.undoable = []  # (kind, key, what was there before)

    @property
    def today(self):
        return local_date(self.now_ms, ZONE, 180)

    def urgent(self):
        """Whether the last check since the programme began, or of today, asks for help."""
        start = self.enrolments[-1]["start"] if self.enrolments else self.today
        found = [tier for day, tier in self.checks if day >= min(start, self.today)]
        return bool(found) and found[-1] in {"A", "B"}

    def is_active(self):
        return bool(self.enrolments) and self.enrolments[-1]["status"] == "active"

    def is_over(self):
        return self.today >= self.enrolments[-1]["start"] + timedelta(days=14)

    def may_start(self, anew=False):
        if self.is_active() and not (anew and self.is_over()):
            return "already_begun"
        of_today = [tier for day, tier in self.checks if day == self.today]
        if of_today and of_today[-1] in {"A", "B"}:
            return "check_urgent"
        return None if of_today else "check_needed"

    def may_train(self, day, live):
        if not self.enrolments or self.enrolments[-1]["status"] == "abandoned":
            return "begin_first"
        last = self.enrolments[-1]
        if not last["start"] <= day <= self.today:
            return "invalid"
        if last["status"] == "stopped_safety":
            return "check_paused" if live or day > last["ended"] else None
        if self.urgent():
            return "check_urgent"
        second = last["start"] + timedelta(days=6)
        if day >= second and not any(found >= second for found, _ in self.checks):
            return "check_day7"
        return None

    def of_day(self, day):
        number = len(self.enrolments) - 1
        return [
            one
            for one in self.sessions.values()
            if not one["deleted"] and (one["enrolment"], one["date"]) == (number, day)
        ]

    def add_session(self, key, day, status, count, another):
        taken = {one["slot"] for one in self.of_day(day)}
        if taken and not another:
            return "already_there"
        self.sessions[key] = {
            "enrolment": len(self.enrolments) - 1,
            "date": day,
            "slot": min(set(range(1, 99)) - taken),
            "status": status,
            "sets": {one.position: one for one in sets(2)[:count]},
            "deleted": False,
        }
        return None

    def changes(self, kind, key, *, undoable=True):
        """Remember how it was; what cannot be taken back bars the way to what came before it."""
        table = self.sessions if kind == "session" else self.days
        if undoable:
            self.undoable.append((kind, key, copy.deepcopy(table.get(key))))
        else:
            self.undoable = [one for one in self.undoable if one[:2] != (kind, key)]

    def undo(self):
        kind, key, before = self.undoable[-1]
        if kind == "day":
            self.days[key] = before or {"mark": None, "pain_back": None}
        elif before is None:
            self.sessions[key]["deleted"] = True
        else:
            same = [
                other
                for name, other in self.sessions.items()
                if name != key
                and not other["deleted"]
                and all(other[x] == before[x] for x in ("enrolment", "date", "slot"))
            ]
            if same and not before["deleted"]:
                return "already_there"
            self.sessions[key] = before
        self.undoable.pop()
        return None


class Histories(RuleBasedStateMachine):
    """Two windows on one diary."""

    @initialize()
    def begin(self):
        self.folder = quick_folder()
        self.path = Path(self.folder.name) / "diary.db"
        self.windows = [open_store(NOW_MS, ZONE, path=self.path) for _ in range(2)]
        self.model = Model()
        self.last = None

    def teardown(self):
        if hasattr(self, "folder"):
            for window in self.windows:
                window.close()
            self.folder.cleanup()

    def tap(self, window, expected, act):
        """Do it with one request, and hold the answer to what the model says."""
        one = request(self.model.now_ms)
        code = None
        try:
            act(self.windows[window], one)
        except StoreError as error:
            code = error.code
        assert code == expected
        if code is None:
            self.last = (one, act)

    # --- time passes, windows are opened again, taps come twice

    @rule(days=st.sampled_from([0, 0, 1, 2, 5, 40]), hours=st.integers(0, 12))
    def time_passes(self, days, hours):
        self.model.now_ms += days * DAY_MS + hours * 3_600_000

    @rule(window=WINDOWS)
    def run_the_cell_again(self, window):
        self.windows[window].close()
        self.windows[window] = open_store(self.model.now_ms, "Asia/Tokyo", path=self.path)
        assert self.windows[window].notice == ""

    @precondition(lambda self: self.last is not None)
    @rule(window=WINDOWS)
    def the_last_tap_comes_twice(self, window):
        one, act = self.last
        act(self.windows[window], one)

    # --- the gate

    @rule(window=WINDOWS, tier=st.sampled_from(["none", "none", "none", "C", "B"]))
    def check_safety(self, window, tier):
        model = self.model
        self.tap(
            window,
            None,
            lambda to, one: to.record_check(one, "change", tier, questions_version(), True),
        )
        model.checks.append((model.today, tier))
        if tier == "B" and model.enrolments and model.enrolments[-1]["status"] == "active":
            model.enrolments[-1].update(status="stopped_safety", ended=model.today)

    @rule(window=WINDOWS)
    def begin_two_weeks(self, window):
        model = self.model
        expected = model.may_start(anew=True)
        self.tap(window, expected, lambda to, one: to.begin_two_weeks(one))
        if expected is None:
            if model.is_active():
                model.enrolments[-1].update(status="completed", ended=model.today)
            model.enrolments.append({"start": model.today, "status": "active", "ended": None})

    @precondition(lambda self: self.model.enrolments)
    @rule(window=WINDOWS)
    def go_on_after_a_stop(self, window):
        model = self.model
        last = self.windows[window].all_two_weeks()[-1].id
        expected = model.may_start()
        if expected is None and model.enrolments[-1]["status"] == "completed":
            expected = "changed_elsewhere"
        self.tap(window, expected, lambda to, one: to.resume_two_weeks(one, last))
        if expected is None:
            model.enrolments[-1].update(status="active", ended=None)

    @precondition(lambda self: self.model.enrolments)
    @rule(window=WINDOWS, status=st.sampled_from(["completed", "abandoned"]))
    def end(self, window, status):
        model = self.model
        last = self.windows[window].all_two_weeks()[-1].id
        active = model.enrolments[-1]["status"] == "active"
        self.tap(
            window,
            None if active else "changed_elsewhere",
            lambda to, one: to.end_two_weeks(one, last, status),
        )
        if active:
            model.enrolments[-1].update(status=status, ended=model.today)

    # --- sessions

    @rule(window=WINDOWS, another=st.booleans())
    def start(self, window, another):
        model, key = self.model, new_id()
        day = model.today
        expected = model.may_train(day, live=True) or model.add_session(
            key, day, "in_progress", 0, another
        )
        self.tap(window, expected, lambda to, one: to.start_session(one, key, another=another))
        if expected is None:
            model.changes("session", key, undoable=False)

    @precondition(lambda self: self.model.sessions)
    @rule(window=WINDOWS, which=st.integers(0, 9), position=st.integers(0, 4))
    def finish_a_set(self, window, which, position):
        key, session = self.pick(which)
        open_ = session["status"] == "in_progress" and not session["deleted"]
        one_set = sets(2)[position]
        self.tap(
            window,
            None if open_ else "changed_elsewhere",
            lambda to, one: to.log_set(one, key, one_set),
        )
        if open_:
            session["sets"][position] = one_set
            self.model.changes("session", key, undoable=False)

    @precondition(lambda self: self.model.sessions)
    @rule(window=WINDOWS, which=st.integers(0, 9), status=FINAL)
    def finish(self, window, which, status):
        key, session = self.pick(which)
        open_ = session["status"] == "in_progress" and not session["deleted"]
        self.tap(
            window,
            None if open_ else "changed_elsewhere",
            lambda to, one: to.end_session(one, key, status),
        )
        if open_:
            session["status"] = status
            self.model.changes("session", key, undoable=False)

    @rule(
        window=WINDOWS, back=st.integers(-1, 9), status=FINAL, count=COUNTS, another=st.booleans()
    )
    def write_down(self, window, back, status, count, another):
        model, key = self.model, new_id()
        day = model.today - timedelta(days=back)
        expected = model.may_train(day, live=False)
        before = set(model.sessions)
        expected = expected or model.add_session(key, day, status, count, another)
        self.tap(
            window,
            expected,
            lambda to, one: to.log_session(
                one, key, day, sets(2)[:count], status=status, another=another
            ),
        )
        if expected is None:
            assert set(model.sessions) - before == {key}
            model.undoable.append(("session", key, None))

    @precondition(lambda self: self.model.sessions)
    @rule(window=WINDOWS, which=st.integers(0, 9), stale=st.booleans(), count=COUNTS, status=FINAL)
    def edit(self, window, which, stale, count, status):
        key, session = self.pick(which)
        rev = self.windows[window].session(key).rev - stale
        expected = "changed_elsewhere" if stale or session["deleted"] else None
        self.tap(
            window,
            expected,
            lambda to, one: to.edit_session(one, key, rev, sets=sets(2)[:count], status=status),
        )
        if expected is None:
            self.model.changes("session", key)
            session["sets"] = {one.position: one for one in sets(2)[:count]}
            session["status"] = status

    @precondition(lambda self: self.model.sessions)
    @rule(window=WINDOWS, which=st.integers(0, 9), stale=st.booleans())
    def delete(self, window, which, stale):
        key, session = self.pick(which)
        rev = self.windows[window].session(key).rev - stale
        expected = "changed_elsewhere" if stale or session["deleted"] else None
        self.tap(window, expected, lambda to, one: to.delete_session(one, key, rev))
        if expected is None:
            self.model.changes("session", key)
            session["deleted"] = True

    def pick(self, which):
        found = list(self.model.sessions.items())
        return found[which % len(found)]

    # --- days, notes, undo

    @rule(window=WINDOWS, back=st.integers(-1, 3), stale=st.booleans(), mark=MARKS, pain=PAIN)
    def answer(self, window, back, stale, mark, pain):
        model = self.model
        day = model.today - timedelta(days=back)
        days = {one.local_date: one.rev for one in self.all_days()}
        rev = days.get(day, 0) + stale
        expected = "invalid" if back < 0 else "changed_elsewhere" if stale else None
        self.tap(
            window,
            expected,
            lambda to, one: to.write_day(one, day, rev, mark=mark, pain_back=pain),
        )
        if expected is None:
            model.changes("day", day)
            model.days[day] = {"mark": mark, "pain_back": pain}

    @rule(window=WINDOWS, body=st.text(st.characters(exclude_characters="\0",
          exclude_categories=["Cs"]), min_size=1, max_size=9))  # fmt: skip
    def write_a_note(self, window, body):
        key, day = new_id(), self.model.today
        self.tap(window, None, lambda to, one: to.write_note(one, key, day, "note", body))
        self.model.notes[key] = body

    @precondition(lambda self: self.model.notes)
    @rule(window=WINDOWS)
    def delete_a_note(self, window):
        key = next(iter(self.model.notes))
        self.last = None  # a note that is sent again after it was deleted is written again
        self.windows[window].delete_note(request(self.model.now_ms), key)
        del self.model.notes[key]

    @precondition(lambda self: self.model.undoable)
    @rule(window=WINDOWS)
    def undo(self, window):
        found = self.windows[window].diary(self.model.now_ms).undoable
        kind, key, _ = self.model.undoable[-1]
        assert (found.entity, found.entity_id) == (kind, str(key))
        self.tap(window, self.model.undo(), lambda to, one: to.undo(one, found))

    # --- what the diary then holds

    @invariant()
    def both_windows_show_what_the_model_holds(self):
        if not hasattr(self, "model"):
            return
        model = self.model
        first, second = (one.diary(model.now_ms) for one in self.windows)
        assert first == second
        assert [(one.local_date, one.tier) for one in self.all_checks()] == model.checks
        assert [
            (one.start_date, one.status, one.ended_date) for one in self.windows[0].all_two_weeks()
        ] == [(one["start"], one["status"], one["ended"]) for one in model.enrolments]
        for key, session in model.sessions.items():
            found = self.windows[0].session(key)
            assert (found.local_date, found.slot) == (session["date"], session["slot"])
            assert found.status == session["status"]
            assert (found.deleted_ms is not None) == session["deleted"]
            assert found.sets == tuple(one for _, one in sorted(session["sets"].items()))
        assert {one.local_date: replace(one, rev=0) for one in self.all_days()} == {
            day: Day(day, **answers) for day, answers in model.days.items()
        }
        assert (first.undoable is None) == (not model.undoable)

    def all_days(self):
        return self.rows(Day, "ORDER BY local_date")

    def all_checks(self):
        return self.rows(Check, "ORDER BY rowid")

    def rows(self, kind, rest):
        return rows.select(self.windows[0]._file.connection, kind, rest)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=some(80), stateful_step_count=40)
