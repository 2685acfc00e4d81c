"""What a file is that is no diary: its kind comes before the question whether it is whole.

Somebody who chose the export of another app, a photo or the tracker's own tables is told so, and
not that their file is damaged.
"""

import csv
import json
import re

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"bplist", "a file of settings"),
    (b"RIFF", "a recording, a film or a picture"),
    (b"\xff\xfe", "a text in another encoding (UTF-16), as some spreadsheets write"),
    (b"\xfe\xff", "a text in another encoding (UTF-16), as some spreadsheets write"),
)

_IN_ZIPS: tuple[tuple[bytes, str], ...] = (
    (b"codebook.csv", "the tables for a spreadsheet that this tracker wrote; they are no backup"),
    (b"word/", "a Word document"),
    (b"xl/", "a spreadsheet"),
    (b"opendocument.spreadsheet", "a spreadsheet"),
    (b"opendocument.text", "a text document"),
    (b"epub", "a book"),
)

_LINES: tuple[tuple[str, str], ...] = (
    ("BEGIN:VCALENDAR", "a calendar, such as the reminders"),
    ("BEGIN:VCARD", "an address book"),
    ("From ", "e-mail"),
)

_OUR_TABLES = ("local_date", "two_weeks_id", "session_id", "file,column")
_SOME, _LOOKED_AT = 100_000, 3
_SEPARATORS = ",;\t|"


def of_bytes(data: bytes) -> str:
    r"""What a file is, where it is neither JSON nor a database; empty where it may be one.

    >>> of_bytes(b"Date,Habit,Done\n2026-11-20,Walk,1\n")
    'a table (CSV), such as a spreadsheet or another app writes'
    """
    known = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "")
    if known or data[4:8] == b"ftyp":
        return known or "a film or a picture"
    if data.startswith(b"PK"):
        return next((kind for inside, kind in _IN_ZIPS if inside in data), "a zip")
    if b"\0" in data:
        return ""
    try:
        text = data.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        return _of_table(data.decode("latin-1"))
    return "" if text[:1] in ("{", "[") else _of_text(text)


def of_json(data: bytes) -> str:
    """What JSON is that is no diary's; empty where it is not whole.

    Args:
        data: of which `strict_json` has looked how much it may become.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    about = value if isinstance(value, dict) else {}
    if about.get("resourceType") == "Bundle":
        return "a file for health records (FHIR); it holds only a part of a diary"
    return "a Jupyter notebook" if "nbformat" in about else "JSON of another program"


def _of_text(text: str) -> str:
    beginning = text[:_SOME].lower()
    if re.match(r"<(\?xml|!--|!doctype|\w)", beginning):
        is_page = re.search(r"<html|<!doctype html", beginning)
        return "a web page, such as the one for a clinician" if is_page else "an XML file"
    for line, kind in _LINES:
        if text.startswith(line):
            return kind
    return _of_table(text) or "a text"


def _of_table(text: str) -> str:
    """Whether the first lines have the same separator, equally often."""
    lines = [one for one in text[:_SOME].splitlines() if one.strip()][:_LOOKED_AT]
    for separator in _SEPARATORS:
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=separator)}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths != {1}:
            if any(name in lines[0] for name in _OUR_TABLES):
                return "a table for a spreadsheet that this tracker wrote; it is no backup"
            return "a table (CSV), such as a spreadsheet or another app writes"
    return ""
