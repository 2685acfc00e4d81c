"""Nothing that is no diary comes in, whatever it pretends; it is refused in words, and at once."""

import hashlib
import os
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest

from lessons_lib.tracker.archive import exchange, restoring
from lessons_lib.tracker.archive.exchange import ExchangeError
from lessons_lib.tracker.disk import copies, strict_json
from tests.diaries import CANARY, TODAY, kept_in, small
from tests.hostile_files import GOOD, KINDS, good_database, hostile_files
from tests.thoroughness import some

SEED = 20261122


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_the_hostile_files_are_made_from_comes_in() -> None:
    assert exchange.accepted(GOOD) == small()
    assert exchange.accepted(good_database()) == small()


def test_ten_thousand_hostile_files_are_refused_and_change_nothing(tmp_path: Path) -> None:
    refused = 0
    with kept_in(tmp_path / "diary.db", small()) as store:
        before, names = digest(store.path), sorted(tmp_path.iterdir())
        for kind, files in groupby(hostile_files(SEED), key=lambda one: one[0]):
            for _, data in files:
                with pytest.raises(ExchangeError) as caught:
                    restoring.restore(store, exchange.accepted(data), TODAY)
                assert caught.value.code in {"bad_file", "newer"}, kind
                assert caught.value.sentence.endswith(". Nothing was changed."), kind
                assert CANARY not in caught.value.sentence, kind
                refused += 1
            assert digest(store.path) == before, kind
        assert sorted(tmp_path.iterdir()) == names
    assert refused == sum(map(some, KINDS.values()))
    assert sum(KINDS.values()) >= 10_000


def link(path: Path) -> None:
    path.with_name("diary.json").write_bytes(GOOD)
    path.symlink_to("diary.json")


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endpoint(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)  # in the current folder, for a socket's name must be short


def folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    assert not path.exists()


def hundred_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


def endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (link, "link"), (link_to_nothing, "link"), (link_to_itself, "link"), (device, "link"),
        (pipe, "not a plain file"), (endpoint, "cannot be read"), (folder, "plain file"),
        (nothing, "no such file"), (hundred_megabytes, "100 MB"), (endless, "MB"),
    ],
)  # fmt: skip
def test_only_a_plain_file_of_a_diarys_size_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "file")
    with pytest.raises(ExchangeError, match=words) as caught:
        exchange.accepted_file(tmp_path / "file")
    assert caught.value.sentence.endswith("Nothing was changed.")
    assert caught.value.code == "bad_file"


def test_devices_and_impossible_names_are_refused() -> None:
    for path in (Path("/dev/zero"), Path("/proc/self/mem"), Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(ExchangeError, match="Nothing was changed"):
            exchange.accepted_file(path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (b"3.5", "fraction"),
        (b"3e1", "fraction"),
        (b"NaN", "NaN"),
        (b"-Infinity", "Infinity"),
        (b"9223372036854775808", "larger"),
        (b"-9223372036854775808", "larger"),
        (b"1" * 5000, "larger"),
        (b'{"b": 1, "b": 2}', "two values"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 100_000, "deeper"),
        (b"1\n,", "line 2"),
    ],
)
def test_what_is_no_whole_number_or_comes_twice_is_named(value: bytes, words: str) -> None:
    with pytest.raises(strict_json.NotJsonError, match=words):
        strict_json.loads(b'{"a": ' + value + b"}")


def test_the_largest_numbers_of_a_column_are_read() -> None:
    assert strict_json.loads(b"\xef\xbb\xbf[9223372036854775807, -9223372036854775807]") == [
        2**63 - 1,
        1 - 2**63,
    ]


def test_a_table_of_any_name_is_counted() -> None:
    names = ['"', 'a"; DROP TABLE "b', "b", "sqlite", "xsqlite_y"]
    with closing(sqlite3.connect(":memory:")) as connection:
        for name in names:
            connection.execute(f"CREATE TABLE {copies.quoted(name)} (x)")
        connection.execute("INSERT INTO b VALUES (1)")
        assert copies.counts(connection) == {name: int(name == "b") for name in sorted(names)}


def test_bytes_beyond_the_limit_are_not_looked_at() -> None:
    with pytest.raises(ExchangeError, match="100 MB"):
        exchange.accepted(bytes(100_000_000))


def test_a_small_file_cannot_become_a_large_one() -> None:
    with pytest.raises(ExchangeError, match="more values"):
        exchange.accepted(b"[" + b"[]," * 3_100_000 + b"[]]")
