"""What the diary knows, as plain frozen facts: one class a table, one field a column.

Instants are milliseconds since 1970 in UTC, as a browser counts them (``Date.now()``). Days are
dates, fixed when something is written and never computed again. None means *not answered*; 0 is an
answer. `rev` counts the edits of a row: who edits gives the `rev` that they saw.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Request:
    """One thing that the learner did.

    Attributes:
        id: a UUID made where it was done. The same id twice is done once.
        now_ms: when it was done, by the browser's clock.
    """

    id: str
    now_ms: int


@dataclass(frozen=True)
class Profile:
    """Whose diary it is; no name.

    Attributes:
        uid: random.
        created_ms: when the diary began.
        zone: IANA name of the time zone in which days are counted.
        cutoff_min: minutes after midnight at which a new day begins (0 to 360).
        breath_ms: how long one of the learner's breaths takes, from their own taps.
        show_pain: whether the pain chart is shown.
        synthetic: whether the person is invented.
    """

    uid: str
    created_ms: int
    zone: str
    cutoff_min: int
    breath_ms: int | None
    show_pain: bool
    synthetic: bool
    rev: int


@dataclass(frozen=True)
class TwoWeeks:
    """Two weeks of one programme.

    Attributes:
        start_date: day 1.
        walk_min_start: minutes of walking that went well before the start.
        status: active, completed, abandoned or stopped_safety.
        ended_date: the day on which it stopped being active.
        previous_id: the two weeks before these.
    """

    id: str
    programme_id: str
    programme_version: str
    programme_sha256: str
    start_date: date
    walk_min_start: int | None
    status: str
    ended_date: date | None
    previous_id: str | None
    rev: int


@dataclass(frozen=True)
class Check:
    """A safety check that was done; its answers are not kept, only how soon help is due.

    Attributes:
        occasion: start, change, restart, day7 or review.
        tier: A, B, C or none, as in ``evidence.safety_check``.
        version: of the questions.
        acknowledged: whether the learner said that they read the advice.
    """

    id: str
    at_ms: int
    local_date: date
    occasion: str
    tier: str
    version: str
    acknowledged: bool


@dataclass(frozen=True)
class SetLog:
    """One movement on one side, all its holds: what was asked and what was done.

    Attributes:
        position: its place in the day's plan, from 0.
        side: left, right or none.
        target_breaths: holds times breaths a hold, as planned on that day.
        done_breaths: as done.
        hold_ms: how long the holds took together.
        paced: whether the pacer counted.
        outcome: done, skipped or stopped_pain.
        technique: sure, unsure or None.
    """

    position: int
    movement: str
    side: str
    target_breaths: int
    done_breaths: int
    hold_ms: int | None = None
    paced: bool = False
    outcome: str = "done"
    technique: str | None = None


@dataclass(frozen=True)
class Session:
    """One go at the movements of a day.

    Attributes:
        local_date: the learner's day, fixed at the start.
        slot: 1 for the first session of the day, 2 for the second ...
        zone: in which the day was counted.
        offset_min: of that zone from UTC at that time, in minutes.
        started_ms: None where it was written down afterwards.
        entry: live, manual, backfill or import.
        status: in_progress, done, partial, stopped_pain or stopped_other.
        deleted_ms: when it was deleted; None where it was not.
        sets: by position.
    """

    id: str
    two_weeks_id: str
    local_date: date
    slot: int
    zone: str
    offset_min: int
    started_ms: int | None
    ended_ms: int | None
    duration_ms: int | None
    entry: str
    status: str
    deleted_ms: int | None
    rev: int
    sets: tuple[SetLog, ...] = ()

    @property
    def next_position(self) -> int:
        """The position after the last set that is there: where to continue."""
        return max((one.position for one in self.sets), default=-1) + 1


@dataclass(frozen=True)
class Day:
    """What the learner said about one day, with or without a programme.

    Attributes:
        mark: rest, ill, travel, flare_up, other or None. A marked day is a day off.
        pain_back: 0 to 10.
        pain_leg: 0 to 10.
        walk_min: minutes walked.
        walk_bouts: in how many walks.
        rev: 0 where nothing was ever written.
    """

    local_date: date
    mark: str | None = None
    pain_back: int | None = None
    pain_leg: int | None = None
    walk_min: int | None = None
    walk_bouts: int | None = None
    rev: int = 0


@dataclass(frozen=True)
class Note:
    """Something in the learner's own words; kept in no log, and gone when deleted.

    Attributes:
        kind: could ("today I could ...") or note.
        body: up to 2000 characters.
    """

    id: str
    local_date: date
    kind: str
    body: str
    rev: int


@dataclass(frozen=True)
class Activity:
    """One of up to three things that the learner wants to do again.

    Attributes:
        slot: 1, 2 or 3.
        name: in the learner's own words, up to 120 characters.
        score_start: how well it goes at the start, 0 (not at all) to 10 (as before).
        score_end: at the review.
    """

    id: str
    two_weeks_id: str
    slot: int
    name: str
    score_start: int | None
    score_end: int | None
    rev: int


@dataclass(frozen=True)
class ReviewRecord:
    """A review as it was shown, with what went in, so that it can be computed again.

    Attributes:
        inputs: JSON, frozen.
        outcome: what the rule said.
        own_view: the learner's own impression, 1 (very much better) to 7 (very much worse).
        choice: what the learner decided.
    """

    id: str
    two_weeks_id: str
    at_ms: int
    local_date: date
    rule_version: int
    inputs: str
    outcome: str
    own_view: int | None
    choice: str | None
    rev: int


@dataclass(frozen=True)
class Change:
    """One line of the log of changes; `Store.undo` takes it."""

    seq: int
    at_ms: int
    entity: str
    entity_id: str
    op: str


@dataclass(frozen=True)
class Diary:
    """Everything about two weeks (or about nothing but days, before the first).

    Attributes:
        today: the learner's day.
        two_weeks: the latest, or the one asked for; None before the first.
        checks: all of the two weeks' time and the ones just before it, oldest first.
        sessions: not deleted, by date and slot.
        days: by date.
        undoable: the newest change that can be undone.
        followed_on: day 1 of the two weeks after these; None where none were begun.
    """

    today: date
    profile: Profile
    two_weeks: TwoWeeks | None
    checks: tuple[Check, ...]
    sessions: tuple[Session, ...]
    days: tuple[Day, ...]
    notes: tuple[Note, ...]
    activities: tuple[Activity, ...]
    reviews: tuple[ReviewRecord, ...]
    undoable: Change | None
    followed_on: date | None = None
