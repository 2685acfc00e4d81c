"""A file that is no diary is called what it is, before anybody asks whether it is whole."""

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from lessons_lib.tracker.archive import exchange
from lessons_lib.tracker.archive.exchange import ExchangeError
from lessons_lib.tracker.takeaway import fhir
from lessons_lib.tracker.takeaway.spreadsheets import spreadsheets
from tests.diaries import NOW_MS, small

HABITS = 'Date,Habit,Done,Notes\n2026-11-20,Walk,1,"fine, thanks"\n2026-11-21,Walk,0,\n'


def zipped(**entries: str) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return found.getvalue()


def other_database(journal: str) -> bytes:
    """The database of another app; in write-ahead mode it looks like half of a pair."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE habits (x)")
        connection.commit()
        data = bytearray(connection.serialize())
    data[18:20] = b"\x02\x02" if journal == "wal" else b"\x01\x01"
    return bytes(data)


def own_table() -> bytes:
    with zipfile.ZipFile(io.BytesIO(spreadsheets(small(), NOW_MS))) as archive:
        return archive.read("days.csv")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HABITS.encode(), "a table"),
        (HABITS.replace(",", ";").encode("latin-1"), "a table"),
        ("Datum;Größe\n1;2\n".encode("latin-1"), "a table"),
        (HABITS.replace(",", "\t").encode("utf-8-sig"), "a table"),
        (HABITS.encode("utf-16"), "UTF-16"),
        (own_table(), "no backup"),
        (spreadsheets(small(), NOW_MS), "no backup"),
        (zipped(xl__workbook="x"), "a spreadsheet"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
        (zipped(word__document="x"), "a Word document"),
        (zipped(other="x"), "a zip"),
        (gzip.compress(b"x", mtime=0), "compressed"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x00\x00\x18ftypheic", "a film or a picture"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"<?xml version='1.0'?><x/>", "XML"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "a calendar"),
        (fhir.bundle(small()), "health records"),
        (b'{"habits": [{"name": "walk", "share": 0.5}]}', "JSON of another program"),
        (b'[1, 2, NaN]', "JSON of another program"),
        (b'{"cells": [], "nbformat": 4}', "a Jupyter notebook"),
        (b"Dear diary, today I could walk to the shop.", "a text"),
        (b"Milk\0bread", "no JSON"),
        (b"Milk, bread, a walk to the shop.", "a text"),
        (other_database("wal"), "a database of another program"),
        (other_database("delete"), "a database of another program"),
    ],
)  # fmt: skip
def test_a_file_is_called_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        exchange.accepted(data)
    assert kind in caught.value.sentence
    assert caught.value.sentence.endswith("Nothing was changed.")


def test_a_diary_that_broke_off_is_not_called_another_programs_file() -> None:
    whole = exchange.as_json(small(), notes=True)
    for broken in (whole[: len(whole) // 2], whole.replace(b": 1,", b": 1.5,", 1)):
        with pytest.raises(ExchangeError) as caught:
            exchange.accepted(broken)
        assert "another program" not in caught.value.sentence
    assert json.loads(whole)["format"] == exchange.FORMAT
