-- The diary, version 1. The name of a CHECK is what the learner reads when it fails.
-- Columns are those of the classes in facts.py, where their meaning stands.

CREATE TABLE profile (
    only_one INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_one = 1),
    uid TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    zone TEXT NOT NULL,
    cutoff_min INTEGER NOT NULL
        CONSTRAINT "A day may begin between 0 and 360 minutes after midnight."
        CHECK (cutoff_min BETWEEN 0 AND 360),
    breath_ms INTEGER
        CONSTRAINT "A breath takes between 1 and 20 seconds."
        CHECK (breath_ms BETWEEN 1000 AND 20000),
    show_pain INTEGER NOT NULL CHECK (show_pain IN (0, 1)),
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    rev INTEGER NOT NULL
) STRICT;

CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL,
    programme_version TEXT NOT NULL,
    programme_sha256 TEXT NOT NULL,
    start_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (start_date IS date(start_date)),
    walk_min_start INTEGER
        CONSTRAINT "Walking is 0 to 1440 minutes a day." CHECK (walk_min_start BETWEEN 0 AND 1440),
    status TEXT NOT NULL CHECK (status IN ('active', 'completed', 'abandoned', 'stopped_safety')),
    ended_date TEXT CONSTRAINT "That day is not a date." CHECK (ended_date IS date(ended_date)),
    previous_id TEXT REFERENCES enrolment (id) DEFERRABLE INITIALLY DEFERRED,
    rev INTEGER NOT NULL,
    CHECK ((status = 'active') = (ended_date IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_active_enrolment ON enrolment (status) WHERE status = 'active';

CREATE TABLE screen (
    id TEXT NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    occasion TEXT NOT NULL CHECK (occasion IN ('start', 'change', 'restart', 'day7', 'review')),
    tier TEXT NOT NULL CHECK (tier IN ('A', 'B', 'C', 'none')),
    version TEXT NOT NULL,
    acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1))
) STRICT;
CREATE INDEX screen_by_date ON screen (local_date);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 9),
    zone TEXT NOT NULL,
    offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
    started_ms INTEGER,
    ended_ms INTEGER,
    duration_ms INTEGER
        CONSTRAINT "A session takes no time below 0 and no more than a day."
        CHECK (duration_ms BETWEEN 0 AND 86400000),
    entry TEXT NOT NULL CHECK (entry IN ('live', 'manual', 'backfill', 'import')),
    status TEXT NOT NULL
        CHECK (status IN ('in_progress', 'done', 'partial', 'stopped_pain', 'stopped_other')),
    deleted_ms INTEGER,
    rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_session_a_slot ON session (enrolment_id, local_date, slot)
    WHERE deleted_ms IS NULL;

CREATE TABLE set_log (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 99),
    movement TEXT NOT NULL CHECK (length(movement) BETWEEN 1 AND 40),
    side TEXT NOT NULL CHECK (side IN ('left', 'right', 'none')),
    target_breaths INTEGER NOT NULL
        CONSTRAINT "Planned breaths are a number from 0 to 1000." CHECK (target_breaths BETWEEN 0 AND 1000),
    done_breaths INTEGER NOT NULL
        CONSTRAINT "Breaths done are a number from 0 to 1000." CHECK (done_breaths BETWEEN 0 AND 1000),
    hold_ms INTEGER
        CONSTRAINT "A set takes no time below 0 and no more than a day."
        CHECK (hold_ms BETWEEN 0 AND 86400000),
    paced INTEGER NOT NULL CHECK (paced IN (0, 1)),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'skipped', 'stopped_pain')),
    technique TEXT CHECK (technique IN ('sure', 'unsure')),
    PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE day (
    local_date TEXT NOT NULL PRIMARY KEY
        CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    mark TEXT CHECK (mark IN ('rest', 'ill', 'travel', 'flare_up', 'other')),
    pain_back INTEGER
        CONSTRAINT "Pain is a whole number from 0 to 10." CHECK (pain_back BETWEEN 0 AND 10),
    pain_leg INTEGER
        CONSTRAINT "Pain is a whole number from 0 to 10." CHECK (pain_leg BETWEEN 0 AND 10),
    walk_min INTEGER
        CONSTRAINT "Walking is 0 to 1440 minutes a day." CHECK (walk_min BETWEEN 0 AND 1440),
    walk_bouts INTEGER
        CONSTRAINT "Walks are a number from 0 to 50." CHECK (walk_bouts BETWEEN 0 AND 50),
    rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    id TEXT NOT NULL PRIMARY KEY,
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    kind TEXT NOT NULL CHECK (kind IN ('could', 'note')),
    body TEXT NOT NULL
        CONSTRAINT "A note has 1 to 2000 characters." CHECK (length(body) BETWEEN 1 AND 2000),
    rev INTEGER NOT NULL
) STRICT;
CREATE INDEX note_by_date ON note (local_date);

CREATE TABLE activity (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    slot INTEGER NOT NULL
        CONSTRAINT "There is room for three activities." CHECK (slot BETWEEN 1 AND 3),
    name TEXT NOT NULL
        CONSTRAINT "An activity has 1 to 120 characters." CHECK (length(name) BETWEEN 1 AND 120),
    score_start INTEGER
        CONSTRAINT "How well it goes is a whole number from 0 to 10." CHECK (score_start BETWEEN 0 AND 10),
    score_end INTEGER
        CONSTRAINT "How well it goes is a whole number from 0 to 10." CHECK (score_end BETWEEN 0 AND 10),
    rev INTEGER NOT NULL,
    UNIQUE (enrolment_id, slot)
) STRICT;

CREATE TABLE review (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    at_ms INTEGER NOT NULL,
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    rule_version INTEGER NOT NULL,
    inputs TEXT NOT NULL CHECK (length(inputs) <= 20000),
    outcome TEXT NOT NULL CHECK (length(outcome) BETWEEN 1 AND 40),
    own_view INTEGER
        CONSTRAINT "Your own view is a whole number from 1 to 7." CHECK (own_view BETWEEN 1 AND 7),
    choice TEXT CHECK (length(choice) BETWEEN 1 AND 40),
    rev INTEGER NOT NULL
) STRICT;
CREATE INDEX review_by_enrolment ON review (enrolment_id);

-- Every write in order, but of notes only that one was deleted: what makes a request count once,
-- and what undo needs.
-- before_json is the row as it was, for changes that can be undone and had something before.
-- Only the newest lines stay.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL UNIQUE CHECK (length(request_id) BETWEEN 1 AND 64),
    at_ms INTEGER NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    op TEXT NOT NULL,
    before_json TEXT,
    undoes INTEGER UNIQUE REFERENCES change (seq) ON DELETE SET NULL
) STRICT;
CREATE INDEX change_by_entity ON change (entity, entity_id, seq);

CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    backup_name TEXT,
    backup_sha256 TEXT
) STRICT;
