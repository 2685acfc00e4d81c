"""Files that must not come in: ten thousand of them, each of another kind or in another place.

Each is made from a file that would come in, so that what is refused is what was done to it. Where
a checksum would be what refuses it, the checksum is made right again.
"""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from sqlite3 import Connection, connect
from typing import Any

from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.store import database
from tests.diaries import small
from tests.thoroughness import some

Whole = dict[str, Any]

GOOD = exchange.as_json(small(), notes=True)


def signed(whole: Whole) -> bytes:
    """The file with a checksum that fits, as the format describes it."""
    text = json.dumps({**whole, "sha256": None}, sort_keys=True, separators=(",", ":"))
    whole["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(whole).encode()


def counted(whole: Whole) -> bytes:
    """The same with numbers of entries that fit too."""
    whole["counts"] = {name: len(table["rows"]) for name, table in whole["tables"].items()}
    return signed(whole)


def cell(whole: Whole, dice: random.Random, fits: Callable[[object], bool]) -> tuple[list, int]:
    """A row and a place in it that holds a value of some kind."""
    places = [
        (row, place)
        for table in whole["tables"].values()
        for row in table["rows"]
        for place, value in enumerate(row)
        if fits(value)
    ]
    return dice.choice(places)


def is_text(value: object) -> bool:
    return isinstance(value, str)


def is_number(value: object) -> bool:
    return isinstance(value, int)


def column(whole: Whole, table: str, name: str) -> int:
    return whole["tables"][table]["columns"].index(name)


# ---------------------------------------------------------------------------------------------
# Bytes


def cut_off(dice: random.Random) -> bytes:
    return GOOD[: dice.randrange(len(GOOD.rstrip()) - 1)]


def random_bytes(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(400))


def not_utf8(dice: random.Random) -> bytes:
    wrong = dice.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80"])
    place = dice.randrange(len(GOOD))
    return GOOD[:place] + wrong + GOOD[place:]


def other_encoding(dice: random.Random) -> bytes:
    return GOOD.decode().encode(dice.choice(["utf-16", "utf-32", "utf-16-le", "utf-7"])) + b"\xff"


def raw_control(dice: random.Random) -> bytes:
    place = GOOD.index(b"CANARY") + dice.randrange(6)
    return GOOD[:place] + bytes([dice.randrange(32)]) + GOOD[place:]


def other_program(dice: random.Random) -> bytes:
    beginning = dice.choice(
        [b"<!DOCTYPE html><html>", b"\x89PNG\r\n", b"%PDF-1.7", b"GIF89a", b"\x1f\x8b", b"MZ",
         b"[]", b"null", b'"diary"', b"0", b"true", b"{}", b"", b" \n\t", b"\xef\xbb\xbf",
         b"date,pain\n"]
    )  # fmt: skip
    return beginning + bytes(dice.randrange(3))


def deep(dice: random.Random) -> bytes:
    depth = dice.choice([500, 5_000, 50_000])
    opening, closing_ = dice.choice([(b"[", b"]"), (b'{"a":', b"}"), (b'[{"tables":', b"}]")])
    bomb = opening * depth + b"1" + closing_ * depth
    return dice.choice(
        [
            bomb,
            bomb[: len(bomb) // 2],
            GOOD.replace(b'"tables": {', b'"tables": ' + bomb + b', "x": {'),
        ]
    )


def zipped(dice: random.Random) -> bytes:
    found = io.BytesIO()
    names = ["../../.bashrc", "/etc/cron.d/x", "..\\..\\x", "diary.json", "a/" * 40 + "x"]
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dice.sample(names, 2):
            archive.writestr(name, GOOD * dice.randrange(1, 3))
    return found.getvalue()


# ---------------------------------------------------------------------------------------------
# JSON


def doubled_key(dice: random.Random) -> bytes:
    names = ["format", "schema_version", "tables", "counts", "sha256", "rows", "columns", "day"]
    name = json.dumps(dice.choice(names)).encode()
    return GOOD.replace(name + b": ", name + b": 0, " + name + b": ", 1)


def no_number(dice: random.Random) -> bytes:
    word = dice.choice(
        ["NaN", "Infinity", "-Infinity", "1e309", "-1e309", "1e5", "0.5", "5.0", "1E400", "01",
         "+1", "0x10", "1_000", ".5", "5.", "--1", "9" * 20, "-" + "9" * 40, "1" * 6000]
    )  # fmt: skip
    whole = json.loads(GOOD)
    row, place = cell(whole, dice, is_number)
    row[place] = "HERE"
    return counted(whole).replace(b'"HERE"', word.encode())


def wrong_type(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    row, place = cell(whole, dice, lambda _: True)
    was = row[place]
    others: list[Any] = [True, False, [], {}, [was], {"a": was}]
    others += ["five", f"{was}"] if is_number(was) else []
    others += [7, 0, -1] if is_text(was) else []
    row[place] = dice.choice(others)
    return counted(whole)


def too_large(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    row, place = cell(whole, dice, is_number)
    row[place] = dice.choice([2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**63, -(2**64)])
    return counted(whole)


# Values that a diary does not take, by table and column.
_UNFIT: dict[tuple[str, str], list[Any]] = {
    ("profile", "only_one"): [0, 2, None],
    ("profile", "zone"): ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", "", "x" * 300, None],
    ("profile", "cutoff_min"): [-1, 361, None],
    ("profile", "breath_ms"): [0, 999, 20_001],
    ("profile", "created_ms"): [-1, 253_402_300_800_000],
    ("profile", "synthetic"): [2, -1, None],
    ("enrolment", "start_date"): [
        "2026-13-01", "2026-02-30", "22.11.2026", "2026-11-2", "-4713-11-24", "0000-01-01", "today",
        "now", "2026-11-20T10:00", "", "2026-W47-7", "9999-12-31", None,
    ],
    ("enrolment", "status"): ["stopped_safety", "winning", "", None],
    ("enrolment", "ended_date"): ["2026-11-22", "never"],
    ("enrolment", "previous_id"): ["nobody"],
    ("screen", "tier"): ["D", "none ", "a", None],
    ("screen", "occasion"): ["whenever", None],
    ("session", "id"): [None, "", "x" * 65, "a\nb", "\u202e"],
    ("session", "enrolment_id"): ["nobody", None],
    ("session", "local_date"): ["2026-11-31", None],
    ("session", "slot"): [0, 10, None],
    ("session", "zone"): ["Nowhere", None],
    ("session", "offset_min"): [-1441, 1441, None],
    ("session", "started_ms"): [-5, 253_402_300_800_000],
    ("session", "duration_ms"): [-1, 86_400_001],
    ("session", "status"): ["perfect", None],
    ("set_log", "position"): [-1, 100, None],
    ("set_log", "side"): ["up", None],
    ("set_log", "movement"): ["", "x" * 41, "a\u202eb", "a\u0007b", None],
    ("set_log", "done_breaths"): [-1, 1001, None],
    ("set_log", "session_id"): ["nobody"],
    ("day", "local_date"): ["2026-11-32", None],
    ("day", "pain_back"): [-1, 11, 100],
    ("day", "walk_min"): [-1, 1441],
    ("day", "mark"): ["holiday"],
    ("note", "body"): ["", "x" * 2001, "nul \0", "half \ud800", "\udfff", None],
    ("note", "kind"): ["secret"],
    ("activity", "name"): ["", "x" * 121, "nul \0", "half \udc00"],
    ("activity", "score_start"): [11, -1],
    ("change", "request_id"): ["", None],
    ("change", "before_json"): ["{", "not json", "[" * 9000],
    ("change", "undoes"): [99],
}  # fmt: skip


def unfit_value(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    (table, name), values = dice.choice(list(_UNFIT.items()))
    row = dice.choice(whole["tables"][table]["rows"])
    row[column(whole, table, name)] = dice.choice(values)
    return counted(whole)


def bad_text(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    row, place = cell(whole, dice, is_text)
    bad = dice.choice(["\0", "\ud800", "\udfff", "\0" * 50, "\ud800x", "y" * 20_001])
    where = dice.randrange(len(row[place]) + 1)
    row[place] = row[place][:where] + bad + row[place][where:]
    return counted(whole)


def very_long(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    row, place = cell(whole, dice, is_text)
    row[place] = dice.choice("ab=<\u202e") * dice.choice([20_001, 100_000])
    return counted(whole)


def said_twice(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    table = dice.choice([one for one in whole["tables"].values() if one["rows"]])
    table["rows"].append(list(dice.choice(table["rows"])))
    return counted(whole)


def torn_from_its_parent(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    table = dice.choice(["enrolment", "session", "profile"])
    rows = whole["tables"][table]["rows"]
    del rows[dice.randrange(len(rows))]
    return counted(whole)


def other_shape(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    tables = whole["tables"]
    name = dice.choice(list(tables))
    table = tables[name]
    filled = dice.choice([one for one in tables.values() if one["rows"]])
    row = dice.choice(filled["rows"])
    dice.choice(
        [
            lambda: tables.pop(name),
            lambda: tables.update({"virus": table}),
            lambda: tables.update({name: dice.choice([None, [], "x", 5, {}, table["rows"]])}),
            lambda: table.pop(dice.choice(["columns", "rows"])),
            lambda: table.update(more=1),
            lambda: table.update(rows=dice.choice([None, {}, "rows", 1, [1], [None], [{}]])),
            lambda: table.update(columns=dice.choice([None, [], {}, [*table["columns"], "x"]])),
            lambda: table["columns"].append("extra"),
            table["columns"].reverse,
            lambda: row.append(dice.choice([None, 1, "x"])),
            row.pop,
            row.clear,
        ]
    )()
    try:
        return counted(whole)
    except (TypeError, KeyError):
        return signed(whole)


def other_head(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    name, values = dice.choice(
        [
            ("format", ["", "other", None, 1, [], "lessons_lib Diary"]),
            ("schema_version", [0, -1, 2, 99, 2**62, None, "1", True, [1], {}]),
            ("notes", [None, "", "maybe", 1, True, exchange.WITHOUT_NOTES]),
            ("counts", [None, {}, [], 1, {**whole["counts"], "day": 999}]),
            ("tables", [None, [], 1, "x", {}]),
        ]
    )
    whole[name] = dice.choice(values)
    return signed(whole)


def lacking_or_more(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    if dice.random() < 0.5:
        del whole[dice.choice([name for name in whole if name != "sha256"])]
    else:
        whole[dice.choice(["", "__proto__", "notes ", "Tables"])] = dice.choice([1, None, {}])
    return signed(whole)


def other_checksum(dice: random.Random) -> bytes:
    whole = json.loads(GOOD)
    right = whole["sha256"]
    wrong = [right.upper(), right[:-1], "", None, 0, right[::-1], "0" * 64]
    whole["sha256"] = dice.choice(wrong)
    return json.dumps(whole).encode()


def touched(dice: random.Random) -> bytes:
    """One character of the values changed, and nothing else."""
    start = GOOD.index(b'"tables"')
    while True:
        place = dice.randrange(start, len(GOOD))
        if chr(GOOD[place]).isalnum():
            other = dice.choice(b"abcxyz0123456789")
            if other != GOOD[place]:
                return GOOD[:place] + bytes([other]) + GOOD[place + 1 :]


# ---------------------------------------------------------------------------------------------
# Databases


def built(change: Callable[[Connection], object]) -> bytes:
    with closing(connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(good_database())
        change(connection)
        return connection.serialize()


_GOOD_DATABASE: list[bytes] = []


def good_database() -> bytes:
    from lessons_lib.tracker.archive import contents

    if not _GOOD_DATABASE:
        with contents.fresh() as connection:
            contents.replace(connection, small())
            _GOOD_DATABASE.append(connection.serialize())
    return _GOOD_DATABASE[0]


def database_cut_off(dice: random.Random) -> bytes:
    data = good_database()
    return data[: dice.randrange(1, len(data) - 4096)]


def database_page_lost(dice: random.Random) -> bytes:
    """A page in use overwritten: with noise, zeros or another page."""
    data = good_database()
    page = dice.randrange(len(data) // 4096)
    other = dice.choice([dice.randbytes(4096), b"\xff" * 4096])
    return data[: page * 4096] + other + data[(page + 1) * 4096 :]


def database_head(dice: random.Random) -> bytes:
    data = bytearray(good_database())
    place, values = dice.choice(
        [(0, b"X"), (15, b"1"), (16, b"\x01\x02\x03"), (18, b"\x02\x09"), (19, b"\x02\x07"),
         (68, b"\x00\xff"), (71, b"\x00\xff"), (63, b"\x00\x02\x63"), (60, b"\x01\x7f")]
    )  # fmt: skip
    data[place] = dice.choice(values)
    return bytes(data)


_SCHEMES = (
    "CREATE TRIGGER evil AFTER INSERT ON day BEGIN DELETE FROM note; END",
    "CREATE TRIGGER sqliteevil AFTER UPDATE ON day BEGIN DELETE FROM note; END",
    "CREATE VIEW look AS SELECT * FROM note",
    "CREATE TABLE more (x)",
    "CREATE INDEX more ON day (mark)",
    "ALTER TABLE day ADD COLUMN mood TEXT",
    "ALTER TABLE day RENAME COLUMN mark TO sign",
    "ALTER TABLE note RENAME TO notes",
    "DROP INDEX one_active_enrolment",
    "DROP TABLE review",
    "DROP TABLE day; CREATE TABLE day (local_date TEXT PRIMARY KEY, mark, pain_back, pain_leg)",
    "DROP TABLE note; CREATE VIEW note AS SELECT 'a' AS id, 'b' AS local_date, 'c' AS kind, "
    "'d' AS body, 1 AS rev",
    "DROP TABLE note; CREATE TABLE note (id, local_date, kind, "
    "body AS (hex(zeroblob(100000000))), rev)",
    "CREATE VIRTUAL TABLE words USING fts5(x)",
    "PRAGMA application_id = 7",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 2",
    "PRAGMA user_version = 123456",
)

_ROWS = (
    "UPDATE day SET pain_back = {n}",
    "UPDATE day SET local_date = local_date || '{n}'",
    "UPDATE session SET enrolment_id = 'nobody {n}'",
    "UPDATE set_log SET session_id = session_id || '{n}'",
    "UPDATE note SET body = replace(hex(zeroblob(1{n})), '0', 'x')",
    "UPDATE note SET body = CAST(x'610062' AS TEXT) || {n}",
    "UPDATE note SET body = CAST(x'61ff' AS TEXT) || {n}",
    "UPDATE session SET zone = 'Planet/{n}'",
    "UPDATE profile SET created_ms = 9{n}0000000000000",
    "UPDATE session SET slot = {n}",
    "UPDATE screen SET tier = '{n}'",
    "UPDATE change SET undoes = {n}",
    "DELETE FROM profile",
    "DELETE FROM enrolment",
)


def database_scheme(dice: random.Random) -> bytes:
    return built(lambda db: db.executescript(dice.choice(_SCHEMES)))


def database_rows(dice: random.Random) -> bytes:
    """Rows that the constraints forbid, written with the constraints switched off."""
    statement = dice.choice(_ROWS).format(n=dice.randrange(1000, 9000))

    def change(db: Connection) -> None:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(statement)

    return built(change)


def database_of_another_program(dice: random.Random) -> bytes:
    with closing(connect(":memory:", isolation_level=None)) as connection:
        if dice.random() < 0.5:
            connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION}")
        connection.execute(f"CREATE TABLE history{dice.randrange(99)} (x)")
        return connection.serialize()


KINDS = {
    cut_off: 500, random_bytes: 500, not_utf8: 500, other_encoding: 40, raw_control: 100,
    other_program: 100, deep: 60, zipped: 200, doubled_key: 100, no_number: 900, wrong_type: 1200,
    too_large: 500, unfit_value: 1500, bad_text: 600, very_long: 100, said_twice: 300,
    torn_from_its_parent: 200, other_shape: 800, other_head: 400, lacking_or_more: 200,
    other_checksum: 100, touched: 500, database_cut_off: 150, database_page_lost: 150,
    database_head: 60, database_scheme: 60, database_rows: 150, database_of_another_program: 30,
}  # fmt: skip


def hostile_files(seed: int) -> Iterator[tuple[str, bytes]]:
    """Each file with the name of its kind."""
    dice = random.Random(seed)
    for kind, number in KINDS.items():
        for _ in range(some(number)):
            yield kind.__name__, kind(dice)
