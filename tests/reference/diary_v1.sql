-- A diary of version 1, as the first release of the tracker wrote it; never to be changed.
PRAGMA application_id = 1280074352;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "activity" VALUES('ec148cb4-8e73-4a47-aa90-a8f0d66b829e','78e51061-7311-48a3-82ce-6f447ed4d57b',1,'sit through a film',4,NULL,2);
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
INSERT INTO "change" VALUES(1,'1e2feb89-414c-443c-9027-c4d1c386bbc4',1794247200000,'screen','1e2feb89-414c-443c-9027-c4d1c386bbc4','record_screen',NULL,NULL);
INSERT INTO "change" VALUES(2,'78e51061-7311-48a3-82ce-6f447ed4d57b',1794247200000,'enrolment','78e51061-7311-48a3-82ce-6f447ed4d57b','enrol',NULL,NULL);
INSERT INTO "change" VALUES(3,'35bf992d-c9e9-4616-a12e-7696a6cecc1b',1794247200000,'session','e4b06ce6-0741-47a8-bce4-2c8218072e8c','log_session',NULL,NULL);
INSERT INTO "change" VALUES(4,'9b810e76-6ec9-4286-a3ca-828dd5f4b3b2',1794247200000,'day','2026-11-09','write_day',NULL,NULL);
INSERT INTO "change" VALUES(5,'b2221a58-008a-45a6-8464-7159c324c985',1794333600000,'session','cd447e35-b8b6-48fe-842e-3d437204e52d','log_session',NULL,NULL);
INSERT INTO "change" VALUES(6,'1a2b8f1f-f1fd-42a2-9755-d4c13a902931',1794333600000,'day','2026-11-10','write_day',NULL,NULL);
INSERT INTO "change" VALUES(7,'05b6e6e3-07d4-4edc-9143-1193e6c3f339',1794420000000,'session','025b413f-8a9a-421e-a648-a7dd06839eb9','log_session',NULL,NULL);
INSERT INTO "change" VALUES(8,'afbd67f9-6196-49cf-a198-8ad9f06c144a',1794420000000,'day','2026-11-11','write_day',NULL,NULL);
INSERT INTO "change" VALUES(9,'b9d179e0-6c0f-44f5-b813-0c4237730edf',1794506400000,'day','2026-11-12','write_day',NULL,NULL);
INSERT INTO "change" VALUES(10,'8d88348a-7eed-4d14-b06d-3fef701966a0',1794592800000,'session','c381e88f-38c0-48fd-8712-b8bc076f3787','start_session',NULL,NULL);
INSERT INTO "change" VALUES(11,'ad45f23d-3b1a-41df-987f-d2803bab6c39',1794592860000,'session','c381e88f-38c0-48fd-8712-b8bc076f3787','log_set',NULL,NULL);
INSERT INTO "change" VALUES(12,'a11d459a-2f97-4d87-9999-9e3fa46d6753',1794592800000,'activity','ec148cb4-8e73-4a47-aa90-a8f0d66b829e','write_activity',NULL,NULL);
INSERT INTO "change" VALUES(13,'4be03db0-dc25-44bd-b940-67edfe175330',1794592800000,'activity','ec148cb4-8e73-4a47-aa90-a8f0d66b829e','rate_activity',NULL,NULL);
INSERT INTO "change" VALUES(14,'e5446dd4-552b-42f6-be3e-dc0a1ef2a4f0',1794765600000,'screen','e5446dd4-552b-42f6-be3e-dc0a1ef2a4f0','record_screen',NULL,NULL);
INSERT INTO "change" VALUES(15,'803468b6-b610-49f7-b927-0f4eb8b333a8',1794765600000,'review','81f9c1f6-6c0f-4459-b79b-17aeefba91fc','save_review',NULL,NULL);
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
INSERT INTO "day" VALUES('2026-11-09',NULL,5,0,15,NULL,1);
INSERT INTO "day" VALUES('2026-11-10',NULL,5,0,15,NULL,1);
INSERT INTO "day" VALUES('2026-11-11',NULL,5,0,15,NULL,1);
INSERT INTO "day" VALUES('2026-11-12','ill',NULL,NULL,NULL,NULL,1);
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
INSERT INTO "enrolment" VALUES('78e51061-7311-48a3-82ce-6f447ed4d57b','two_weeks','1','6eed5b6cbaabb3c0d091531471aaea7d553399205d709d7cfd8bad945466be52','2026-11-09',20,'active',NULL,NULL,1);
CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    backup_name TEXT,
    backup_sha256 TEXT
) STRICT;
INSERT INTO "migration" VALUES(1,1794247200000,'282d482089a276f16fe54c12d589e9da97626c5881dba2491f9fbb050bd0dda2',NULL,NULL);
CREATE TABLE note (
    id TEXT NOT NULL PRIMARY KEY,
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    kind TEXT NOT NULL CHECK (kind IN ('could', 'note')),
    body TEXT NOT NULL
        CONSTRAINT "A note has 1 to 2000 characters." CHECK (length(body) BETWEEN 1 AND 2000),
    rev INTEGER NOT NULL
) STRICT;
INSERT INTO "note" VALUES('6a8ac4ba-0580-4975-ad2f-89d94a2f20aa','2026-11-13','could','carry the shopping upstairs',1);
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
INSERT INTO "profile" VALUES(1,'cd613e30d8f14adf91b7584a2265b1f5',1794247200000,'Europe/London',180,NULL,1,0,1);
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
INSERT INTO "review" VALUES('81f9c1f6-6c0f-4459-b79b-17aeefba91fc','78e51061-7311-48a3-82ce-6f447ed4d57b',1794765600000,'2026-11-15',1,'{}','not enough data',NULL,NULL,1);
CREATE TABLE screen (
    id TEXT NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    local_date TEXT NOT NULL CONSTRAINT "That day is not a date." CHECK (local_date IS date(local_date)),
    occasion TEXT NOT NULL CHECK (occasion IN ('start', 'change', 'restart', 'day7', 'review')),
    tier TEXT NOT NULL CHECK (tier IN ('A', 'B', 'C', 'none')),
    version TEXT NOT NULL,
    acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1))
) STRICT;
INSERT INTO "screen" VALUES('1e2feb89-414c-443c-9027-c4d1c386bbc4',1794247200000,'2026-11-09','start','none','1',1);
INSERT INTO "screen" VALUES('e5446dd4-552b-42f6-be3e-dc0a1ef2a4f0',1794765600000,'2026-11-15','day7','none','1',1);
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
INSERT INTO "session" VALUES('e4b06ce6-0741-47a8-bce4-2c8218072e8c','78e51061-7311-48a3-82ce-6f447ed4d57b','2026-11-09',1,'Europe/London',0,NULL,NULL,600000,'manual','done',NULL,1);
INSERT INTO "session" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d','78e51061-7311-48a3-82ce-6f447ed4d57b','2026-11-10',1,'Europe/London',0,NULL,NULL,600000,'manual','done',NULL,1);
INSERT INTO "session" VALUES('025b413f-8a9a-421e-a648-a7dd06839eb9','78e51061-7311-48a3-82ce-6f447ed4d57b','2026-11-11',1,'Europe/London',0,NULL,NULL,600000,'manual','done',NULL,1);
INSERT INTO "session" VALUES('c381e88f-38c0-48fd-8712-b8bc076f3787','78e51061-7311-48a3-82ce-6f447ed4d57b','2026-11-13',1,'Europe/London',0,1794592800000,NULL,NULL,'live','in_progress',NULL,2);
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
INSERT INTO "set_log" VALUES('025b413f-8a9a-421e-a648-a7dd06839eb9',0,'twist','left',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('025b413f-8a9a-421e-a648-a7dd06839eb9',1,'twist','right',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('025b413f-8a9a-421e-a648-a7dd06839eb9',2,'strap','left',8,8,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('025b413f-8a9a-421e-a648-a7dd06839eb9',3,'strap','right',8,8,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('c381e88f-38c0-48fd-8712-b8bc076f3787',0,'twist','left',15,15,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d',0,'twist','left',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d',1,'twist','right',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d',2,'strap','left',8,8,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d',3,'strap','right',8,8,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('cd447e35-b8b6-48fe-842e-3d437204e52d',4,'bridge','none',12,12,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('e4b06ce6-0741-47a8-bce4-2c8218072e8c',0,'twist','left',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('e4b06ce6-0741-47a8-bce4-2c8218072e8c',1,'twist','right',10,10,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('e4b06ce6-0741-47a8-bce4-2c8218072e8c',2,'strap','left',8,8,NULL,0,'done',NULL);
INSERT INTO "set_log" VALUES('e4b06ce6-0741-47a8-bce4-2c8218072e8c',3,'strap','right',8,8,NULL,0,'done',NULL);
CREATE UNIQUE INDEX one_active_enrolment ON enrolment (status) WHERE status = 'active';
CREATE INDEX screen_by_date ON screen (local_date);
CREATE UNIQUE INDEX one_session_a_slot ON session (enrolment_id, local_date, slot)
    WHERE deleted_ms IS NULL;
CREATE INDEX note_by_date ON note (local_date);
CREATE INDEX review_by_enrolment ON review (enrolment_id);
CREATE INDEX change_by_entity ON change (entity, entity_id, seq);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('change',15);
COMMIT;
