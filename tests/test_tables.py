"""Every table says what its columns are, in which unit and range, and where they are from."""

import csv
import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lessons_lib.data import tables
from lessons_lib.evidence.sources import sources

FOLDER = Path(tables.__file__).parent / "tables"
PROVENANCE = {"title", "source", "licence", "checked", "reviewed", "columns"}
COLUMN = {"description", "unit", "range", "values"}
UNITS_IN_NAMES = {"_m": "m", "_mm": "mm", "_deg": "°", "_percent": "%", "_kg": "kg", "_s": "s"}
OURS = "course"
"""Stands in a row's source for a choice of this course."""

KEYS = frozenset(sources())


def problems(folder: Path, name: str) -> Iterator[str]:
    """What is wrong with a table, one sentence each."""
    for suffix in (".csv", ".toml"):
        if not (folder / (name + suffix)).exists():
            yield f"there is no {name}{suffix}"
            return
    about = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    yield from _provenance_problems(about)
    yield from _shape_problems(header, rows)
    columns: Mapping[str, Mapping[str, Any]] = about.get("columns", {})
    if list(columns) != header:
        yield f"described columns {list(columns)} are not the columns {header}"
        return
    for index, key in enumerate(header):
        cells = [row[index] for row in rows if index < len(row)]
        for problem in _column_problems(key, columns[key], cells):
            yield f"{key}: {problem}"
    has_numbers = any("unit" in facts for facts in columns.values())
    if has_numbers and not about.get("source") and not {"source", "sources"} & set(header):
        yield "numbers without a source"


def _provenance_problems(about: Mapping[str, Any]) -> Iterator[str]:
    if set(about) != PROVENANCE:
        yield f"provenance fields that are missing or unknown: {sorted(set(about) ^ PROVENANCE)}"
    for field in ("title", "licence", "checked"):
        if not str(about.get(field, "")).strip():
            yield f"empty {field}"
    for key in about.get("source", []):
        if key not in KEYS:
            yield f"source '{key}' is not in references.bib"
    reviewed = about.get("reviewed")
    if not isinstance(reviewed, datetime.date):
        yield "reviewed is not a date"


def _shape_problems(header: list[str], rows: list[list[str]]) -> Iterator[str]:
    if not rows:
        yield "no rows"
    if len(set(header)) != len(header):
        yield "two columns of one name"
    if any(len(row) != len(header) for row in rows):
        yield "a row that is longer or shorter than the header"
    if len({tuple(row) for row in rows}) != len(rows):
        yield "two rows that are the same"


def _column_problems(key: str, facts: Mapping[str, Any], cells: list[str]) -> Iterator[str]:
    if unknown := set(facts) - COLUMN:
        yield f"unknown fields {sorted(unknown)}"
    if not facts.get("description", "").strip():
        yield "no description"
    if any(cell != cell.strip() for cell in cells):
        yield "a cell with blanks at its end"
    if "unit" in facts:
        yield from _number_problems(key, facts, cells)
    else:
        yield from _word_problems(key, facts, cells)


def _number_problems(key: str, facts: Mapping[str, Any], cells: list[str]) -> Iterator[str]:
    if not facts["unit"].strip():
        yield "an empty unit; a pure number has the unit 1"
    for suffix, unit in UNITS_IN_NAMES.items():
        if key.endswith(suffix) and facts["unit"] != unit:
            yield f"the name says {unit}, the unit says {facts['unit']}"
    if "values" in facts:
        yield "a list of values for numbers"
    try:
        numbers = np.array([float(cell) for cell in cells if cell])
    except ValueError as error:
        yield f"not a number: {error}"
        return
    if not np.isfinite(numbers).all():
        yield "a number that is not finite; leave the cell empty instead"
    low, high = facts.get("range", (-np.inf, np.inf))
    if low > high:
        yield "a range upside down"
    if ((numbers < low) | (numbers > high)).any():
        yield f"a number outside {low} to {high}"


def _word_problems(key: str, facts: Mapping[str, Any], cells: list[str]) -> Iterator[str]:
    if "range" in facts:
        yield "a range for words"
    if "values" in facts and (strange := set(cells) - set(facts["values"])):
        yield f"values that are not allowed: {sorted(strange)}"
    if key in {"source", "sources"}:
        named = {word for cell in cells for word in cell.split()}
        if strange := named - KEYS - {OURS}:
            yield f"not in references.bib: {sorted(strange)}"


FILES = sorted({path.stem for path in FOLDER.iterdir()})


@pytest.mark.parametrize("name", FILES)
def test_table_holds(name):
    assert list(problems(FOLDER, name)) == []


@pytest.mark.parametrize("name", FILES)
def test_table_loads_as_described(name):
    table, about = tables.load(name), tables.provenance(name)
    assert table.title == about.title
    for key, facts in about.columns.items():
        assert table[key].dtype.kind == ("f" if "unit" in facts else "U")
    assert len(list(table.rows())) == len(table)


def test_every_file_is_a_table():
    assert tuple(FILES) == tables.names()


GOOD_CSV = "bone,length_m,count,side,source\nfemur,0.4,2,left,li1996\ntibia,,2,right,course\n"
GOOD_TOML = """
title = "Bones"
source = ["li1996"]
licence = "facts"
checked = "against the source"
reviewed = 2026-11-22

[columns.bone]
description = "name"
[columns.length_m]
description = "length"
unit = "m"
range = [0.1, 0.6]
[columns.count]
description = "how many"
unit = "1"
[columns.side]
description = "which side"
values = ["left", "right"]
[columns.source]
description = "where from"
"""


def _write(folder: Path, csv_text: str, toml_text: str) -> list[str]:
    (folder / "bones.csv").write_text(csv_text, encoding="utf-8")
    (folder / "bones.toml").write_text(toml_text, encoding="utf-8")
    return list(problems(folder, "bones"))


def test_a_good_table_has_no_problem(tmp_path):
    assert _write(tmp_path, GOOD_CSV, GOOD_TOML) == []


BROKEN = [
    # file, what is replaced, by what, what the check says
    ("toml", 'licence = "facts"\n', "", "missing or unknown: ['licence']"),
    ("toml", 'title = "Bones"', 'title = "Bones"\nauthor = "me"', "missing or unknown: ['author']"),
    ("toml", '"against the source"', '" "', "empty checked"),
    ("toml", 'title = "Bones"', 'title = ""', "empty title"),
    ("toml", '["li1996"]', '["li1996", "nobody1900"]', "'nobody1900' is not in references.bib"),
    ("toml", "2026-11-22", '"lately"', "reviewed is not a date"),
    ("toml", '[columns.count]\ndescription = "how many"\nunit = "1"\n', "", "described columns"),
    ("toml", 'description = "length"', 'description = ""', "length_m: no description"),
    ("toml", 'description = "length"\n', "", "length_m: no description"),
    ("toml", 'description = "length"', 'description = "length"\nunits = "m"', "unknown fields"),
    ("toml", 'unit = "1"', 'unit = ""', "count: an empty unit"),
    ("toml", 'unit = "m"', 'unit = "mm"', "length_m: the name says m, the unit says mm"),
    ("toml", "[0.1, 0.6]", "[0.1, 0.3]", "length_m: a number outside 0.1 to 0.3"),
    ("toml", "[0.1, 0.6]", "[0.6, 0.1]", "length_m: a range upside down"),
    ("toml", 'unit = "1"', 'unit = "1"\nvalues = ["2"]', "count: a list of values for numbers"),
    ("toml", '["left", "right"]', '["left"]', "side: values that are not allowed: ['right']"),
    ("toml", '["left", "right"]', '["left", "right"]\nrange = [0, 1]', "side: a range for words"),
    ("csv", "0.4", "0,4", "a row that is longer or shorter"),
    ("csv", "0.4", "long", "length_m: not a number"),
    ("csv", "0.4", "nan", "length_m: a number that is not finite"),
    ("csv", "0.4", "400", "length_m: a number outside 0.1 to 0.6"),
    ("csv", "femur,", "femur ,", "bone: a cell with blanks"),
    ("csv", "left", "middle", "side: values that are not allowed: ['middle']"),
    ("csv", ",li1996", ",li1996 nobody1900", "source: not in references.bib: ['nobody1900']"),
    ("csv", "bone,length_m,count", "bone,length_m,bone", "two columns of one name"),
    ("csv", GOOD_CSV.split("\n", 1)[1], "", "no rows"),
    ("csv", "tibia,,2,right,course\n", "femur,0.4,2,left,li1996\n", "two rows that are the same"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), BROKEN, ids=[each[3] for each in BROKEN])
def test_each_rule_can_fail(tmp_path, file, old, new, says):
    texts = {"csv": GOOD_CSV, "toml": GOOD_TOML}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    assert any(says in problem for problem in _write(tmp_path, texts["csv"], texts["toml"]))


def test_numbers_need_a_source(tmp_path):
    csv_text = GOOD_CSV.replace(",source", "").replace(",li1996", "").replace(",course", "")
    toml_text = GOOD_TOML.partition("[columns.source]")[0].replace('["li1996"]', "[]")
    assert _write(tmp_path, csv_text, toml_text) == ["numbers without a source"]


@pytest.mark.parametrize("missing", ["csv", "toml"])
def test_a_table_is_two_files(tmp_path, missing):
    _write(tmp_path, GOOD_CSV, GOOD_TOML)
    (tmp_path / f"bones.{missing}").unlink()
    assert list(problems(tmp_path, "bones")) == [f"there is no bones.{missing}"]


def test_a_header_stands_on_the_side_of_its_column():
    table = tables.Table({"angle": np.array(["hip"]), "at": np.array([1.5])}, {"at": "°"})
    headers, cells = (re.findall(rf"<{tag}\b([^>]*)>[^<]", table.html()) for tag in ("th", "td"))
    assert ["left" in one for one in headers] == ["left" in one for one in cells] == [True, False]
