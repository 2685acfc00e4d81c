"""Out of a file, a sheet: named columns of numbers, whatever program has written it.

Nothing in a file is carried out and nothing of it is believed: not its name, not the number of rows
that its header promises, not its length. What cannot be read is refused with a sentence that says
what to do, before memory is taken for it.
"""

import re
import zlib
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from lessons_lib.mechanics.own_walk.limits import limit

Numbers = NDArray[np.float64]

_HEAD_LINES = 500
_HEADER_ROWS = 12
_MOST_BLOCKS = 12
_LEAST_ROWS = 10
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "Unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV"),
    (b"%PDF", "a PDF", "Ask for the numbers as CSV"),
    (b"MATLAB", "a file of MATLAB", "Write the angles with writetable to a CSV"),
    (b"\x89HDF", "an HDF5 file", "Export the angles as CSV"),
    (b"\x1f\x8b", "a compressed file", "Unpack it"),
    (b"<?xml", "an XML file", "Of OpenSim choose the .mot or .sto file with the angles"),
    (b"<html", "a web page", "Download the file itself"),
    (b"<!DOC", "a web page", "Download the file itself"),
    (b"version https://git-lfs", "a pointer to a file that is kept elsewhere", "Download it"),
)
_UNITS = {"deg", "degree", "degrees", "°", "grad", "gradi", "grados", "degrés", "graden", "rad",
          "radians", "mm", "m", "n", "s", "sec", "n/kg"}  # fmt: skip
_NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?")
_MISSING = {"", "nan", "-nan", "na", "n/a", "#n/a", "null", "none", "-", "inf", "-inf", "+inf"}


class UnreadableError(ValueError):
    """A file that cannot be read; its text is the sentence for the learner."""


@dataclass(frozen=True)
class Sheet:
    """What a file holds, before anybody knows which column is what.

    Attributes:
        kind: "opensim", "csv" or "c3d".
        names: of the columns, as in the file.
        values: shape (rows, columns); NaN where something is missing.
        in_degrees: what the file says of its angles; None where it says nothing.
        rate_hz: frames in a second, where the file says it apart from its columns.
        notes: what was odd about it, a sentence each.
    """

    kind: str
    names: tuple[str, ...]
    values: Numbers
    in_degrees: bool | None = None
    rate_hz: float | None = None
    notes: tuple[str, ...] = field(default=())


def read_sheet(content: bytes) -> Sheet:
    """The sheet of a file's content.

    Args:
        content: the bytes of a file of OpenSim (.mot, .sto), a CSV, or a C3D with angles in it.

    Raises:
        UnreadableError: with a sentence that says what is wrong and what to do.
    """
    if not isinstance(content, bytes | bytearray | memoryview):
        raise UnreadableError(f"A file's content is bytes, and this is a {type(content).__name__}.")
    content = bytes(content)
    refuse_size(len(content))
    _refuse_kind(content)
    if content[1:2] == b"\x50" and b"\x00" in content[:512]:
        from lessons_lib.mechanics.own_walk.c3d import read_c3d

        return read_c3d(content)
    return _read_text(_decoded(content))


def refuse_size(size: int) -> None:
    """Refuse a file that is empty or far too large, before it is read; UnreadableError."""
    if size == 0:
        raise UnreadableError("This file is empty: it has no bytes. Export it again.")
    most = limit("most_bytes")
    if size > most:
        raise UnreadableError(
            f"This file has {size / 1e6:,.0f} MB; up to {most / 1e6:.0f} MB are read. Angles of "
            "some strides need less than one: cut the recording, or export the joint angles alone."
        )


def _refuse_kind(content: bytes) -> None:
    start = content[:64].lstrip()
    for signature, what, remedy in _SIGNATURES:
        if start[: len(signature)].lower() == signature.lower():
            raise UnreadableError(
                f"This is {what}, not a table of angles. {remedy}, and choose that."
            )


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")
    ):  # fmt: skip
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").replace("\x00", "")
    if b"\x00" in content[:65536]:
        raise UnreadableError(
            "This file is not text. What is read are OpenSim's .mot and .sto, CSV, and C3D with "
            "joint angles. Export the angles as CSV and choose that."
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_text(text: str) -> Sheet:
    longest = limit("longest_line")
    if text.count("\n") + text.count("\r") > 2 * limit("most_rows"):
        raise UnreadableError(_too_many("rows", limit("most_rows")))
    lines = text.splitlines()
    if max(map(len, lines), default=0) > longest:
        raise UnreadableError(
            f"A line of this file is longer than {longest:,.0f} characters, so it holds far more "
            "columns than joint angles need. Export the joint angles alone."
        )
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.strip().rstrip(",;").lower() == "endheader":
            return _read_opensim(lines[:index], lines[index + 1 :])
    if lines and re.match(r"\s*endheader|.*\bnColumns\s*=", "\n".join(lines[:40]), re.S | re.I):
        raise UnreadableError(
            "This looks like a file of OpenSim whose header has no end (no line 'endheader'). It "
            "was cut or changed; export it again."
        )
    return _read_csv(lines)


# Files of OpenSim


def _read_opensim(header: list[str], rest: list[str]) -> Sheet:
    keys: dict[str, str] = {}
    for line in header:
        name, equals, value = line.partition("=")
        if not equals:
            name, _, value = line.strip().partition(" ")  # as SIMM writes it: datacolumns 24
        keys[name.strip().lower()] = value.strip().rstrip("\t ,;")
    body = [line for line in rest if line.strip()]
    if not body:
        raise UnreadableError("After its header this file is empty. Export it again.")
    separator = "\t" if "\t" in body[0].strip() else None
    names = [one.strip() for one in body[0].strip().split(separator) if one.strip()]
    values, notes = _numbers(body[1:], separator, len(names))
    promised = keys.get("nrows") or keys.get("nr") or keys.get("datarows") or ""
    if promised.isdigit() and int(promised) != len(values):
        notes.append(f"The header promises {promised} rows; there are {len(values)}.")
    promised = keys.get("ncolumns") or keys.get("nc") or keys.get("datacolumns") or ""
    if promised.isdigit() and int(promised) != len(names):
        notes.append(f"The header promises {promised} columns; there are {len(names)}.")
    said = keys.get("indegrees", "").lower()[:1]
    in_degrees = said == "y" if said else None
    return Sheet("opensim", tuple(names), values, in_degrees, None, tuple(notes))


# Everything else that is rows and columns


def _read_csv(lines: list[str]) -> Sheet:
    blocks = _blocks(lines)
    sheets, trouble = [], None
    for block in blocks[:_MOST_BLOCKS]:
        try:
            sheets.append(_read_block(block))
        except UnreadableError as error:
            trouble = trouble or error
    if not sheets:
        raise trouble or UnreadableError(
            "No table of numbers was found in this file. What is read are OpenSim's .mot and .sto, "
            "CSV with a row of names above the numbers, and C3D with joint angles."
        )
    from lessons_lib.mechanics.own_walk.naming import joint_columns

    return max(sheets, key=lambda sheet: (joint_columns(sheet.names), sheet.values.size))


def _blocks(lines: list[str]) -> list[list[str]]:
    """Tables that stand one below the other, each with what stands above its numbers."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip(" \t,;"):
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    merged: list[list[str]] = []
    for block in filter(None, blocks):
        if merged and len(merged[-1]) < _LEAST_ROWS:
            merged[-1] = merged[-1] + block  # a title above a blank line
        else:
            merged.append(block)
    return merged


def _read_block(lines: list[str]) -> Sheet:
    separator = _separator(lines)
    head = [_split(line, separator) for line in lines[:_HEAD_LINES]]
    first = next((i for i, cells in enumerate(head) if _is_numbers(cells)), None)
    if first is None or len(lines) - first < _LEAST_ROWS:
        raise UnreadableError(
            f"Fewer than {_LEAST_ROWS} rows of numbers were found in this file. A stride needs at "
            "least that many; a whole recording is best."
        )
    width = max(len(cells) for cells in head[first : first + 20])
    if width > limit("most_columns"):
        raise UnreadableError(_too_many("columns", limit("most_columns")))
    names = _names(head[max(0, first - _HEADER_ROWS) : first], width)
    values, notes = _numbers(lines[first:], separator, width)
    return Sheet("csv", names, values, None, _rate(head[:first]), tuple(notes))


def _separator(lines: list[str]) -> str | None:
    """What stands between cells; None for blanks. A comma may be a decimal comma instead."""
    sample = lines[-20:]
    for mark in ("\t", ";"):
        if all(mark in line.strip("\r\n") for line in sample):
            return mark
    if all("," in line for line in sample):
        blank_too = all(len(line.split()) > 2 for line in sample)
        decimal = blank_too and all(
            _is_number(cell) for line in sample for cell in line.split() if "," in cell
        )
        return None if decimal else ","
    return None


def _split(line: str, separator: str | None) -> list[str]:
    cells = line.split(separator) if separator else line.split()
    return [cell.strip().strip("\"'").strip() for cell in cells]


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _is_numbers(cells: list[str]) -> bool:
    there = [cell for cell in cells if cell.lower() not in _MISSING]
    numbers = sum(map(_is_number, there))
    return numbers >= 2 and numbers >= 0.6 * len(there)  # a column of remarks may be among them


def _names(rows: list[list[str]], width: int) -> tuple[str, ...]:
    """A name for each column out of the rows above it.

    A row of names fills the width. What stands above it in fewer cells is a name over several
    columns where it speaks of joints or sides, or where x, y and z stand below it, and otherwise a
    line about the recording.
    """
    from lessons_lib.mechanics.own_walk.naming import names_a_part

    cut = [[cell for cell, _ in zip_longest(row[:width], range(width), fillvalue="")]
           for row in rows]  # fmt: skip
    whole = [2 * sum(map(bool, row)) >= width for row in cut]
    last = max((i for i, fills in enumerate(whole) if fills and not _only_units(cut[i])), default=0)
    by_axis = any({"x", "y", "z"} <= {cell.lower() for cell in row} for row in cut)
    columns: list[list[str]] = [[] for _ in range(width)]
    for i, row in enumerate(cut):
        several = sum(map(bool, row)) >= 2 and (by_axis or any(map(names_a_part, row)))
        if not (whole[i] or several):
            continue
        carried = ""
        for index in range(width):
            over = not whole[i] or (by_axis and i < last)
            carried = row[index] or (carried if over and i < last else "")
            if carried and not _is_unit(carried):
                columns[index].append(carried)
            elif _bare_unit(carried) in {"rad", "radians"}:
                columns[index].append("rad")
    return tuple(" ".join(dict.fromkeys(one)) or f"column {i + 1}" for i, one in enumerate(columns))


def _bare_unit(cell: str) -> str:
    return cell.lower().strip("[]() ")


def _is_unit(cell: str) -> bool:
    return _bare_unit(cell) in _UNITS


def _only_units(row: list[str]) -> bool:
    return all(_is_unit(cell) or _bare_unit(cell) in {"", "ms", "%"} for cell in row)


def _rate(rows: list[list[str]]) -> float | None:
    """Frames in a second, where a line above the names holds one number alone or says so."""
    for row in rows:
        cells = [cell for cell in row if cell]
        said = any(re.search(r"rate|freq|fps|hz", cell, re.I) for cell in cells)
        numbers = [float(cell.replace(",", ".")) for cell in cells if _is_number(cell)]
        if numbers and (said or len(cells) == 1) and 5 <= numbers[0] <= 2000:
            return numbers[0]
    return None


def _numbers(lines: list[str], separator: str | None, width: int) -> tuple[Numbers, list[str]]:
    """The cells of all rows, shape (rows, width), and what was odd about them."""
    if len(lines) > limit("most_rows"):
        raise UnreadableError(_too_many("rows", limit("most_rows")))
    if width > limit("most_columns"):
        raise UnreadableError(_too_many("columns", limit("most_columns")))
    decimal_comma = separator != "," and any("," in line for line in lines[:20])
    if decimal_comma:
        lines = [line.replace(",", ".") for line in lines]
    rows, short, strange = [], 0, 0
    empty = np.full(width, np.nan)
    for line in lines:
        cells = line.split(separator) if separator else line.split()
        try:
            row = np.array(cells[:width], dtype=np.float64)
        except ValueError:
            row, odd = _row(cells[:width])
            strange += odd
        if len(row) < width:
            short += 1
            row = np.concatenate([row, empty[len(row) :]])
        rows.append(row)
    if rows and short and len(lines[-1].split(separator)) < width:
        rows.pop()  # the last line was cut off
    if len(rows) < _LEAST_ROWS:
        raise UnreadableError(
            f"There are {len(rows)} rows of numbers in this file; a stride needs at least "
            f"{_LEAST_ROWS}. Perhaps it was cut off: export it again."
        )
    values = np.array(rows)
    values[~np.isfinite(values) | (np.abs(values) > 1e9)] = np.nan
    if np.isnan(values).mean() > 0.9:
        raise UnreadableError(
            "Nearly nothing in this file is a number. What is read are OpenSim's .mot and .sto, "
            "CSV with a row of names above the numbers, and C3D with joint angles."
        )
    notes = []
    if short > 1:
        notes.append(f"{short} of {len(lines)} rows are shorter than the row of names.")
    if strange:
        notes.append(f"{strange} cells are not numbers and count as missing.")
    return values, notes


def _row(cells: list[str]) -> tuple[Numbers, int]:
    row, odd = np.full(len(cells), np.nan), 0
    for index, cell in enumerate(cells):
        bare = cell.strip().strip("\"'").strip()
        if _is_number(bare):
            row[index] = float(bare.replace(",", "."))
        elif bare.lower() not in _MISSING and "#" not in bare:
            odd += 1
    return row, odd


def _too_many(what: str, most: float) -> str:
    return (
        f"This file has more than {most:,.0f} {what}. Angles of some strides need far less: cut "
        "the recording, or export the joint angles alone."
    )


def fingerprint(content: bytes) -> str:
    """A short mark of a file's content, to see whether two are the same."""
    return f"{zlib.crc32(content):08x}"
