"""Read the course's tables: columns of numbers or words, each with its unit and its source.

A table is two files in ``tables/``: ``NAME.csv`` holds the rows, ``NAME.toml`` says what they are:

    title = "..."
    source = ["key", ...]        # keys of references.bib
    licence = "..."              # of the numbers, where the source says one
    checked = "..."              # how far each number was checked against its source
    reviewed = 2026-11-22        # when somebody last looked whether it still holds

    [columns.length_m]
    description = "..."
    unit = "m"                   # "1" for a pure number; no unit at all for words
    range = [0.0, 1.0]           # optional, for numbers
    values = ["a", "b"]          # optional, for words
"""

import csv
import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FOLDER = files("lessons_lib.data") / "tables"


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from and how far it was checked."""

    title: str
    source: tuple[str, ...]
    licence: str
    checked: str
    reviewed: datetime.date
    columns: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Table:
    """Columns of equal length; numbers are float64 arrays, everything else arrays of str.

    >>> hips = Table({"leg": np.array(["left", "right"]), "hip_deg": np.array([0.0, 30.0])})
    >>> len(hips), hips.where(leg="right")["hip_deg"]
    (2, array([30.]))
    """

    columns: Mapping[str, NDArray[Any]]
    units: Mapping[str, str] = field(default_factory=dict)
    title: str = ""

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The column called `name`."""
        return self.columns[name]

    def __len__(self) -> int:
        """The number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary of float and str."""
        for values in zip(*(column.tolist() for column in self.columns.values()), strict=True):
            yield dict(zip(self.columns, values, strict=True))

    def where(self, **equals: object) -> "Table":
        """The rows in which every named column has the given value."""
        keep = np.ones(len(self), dtype=bool)
        for name, value in equals.items():
            keep &= self.columns[name] == value
        return Table({k: c[keep] for k, c in self.columns.items()}, self.units, self.title)

    def row(self, **equals: object) -> dict[str, Any]:
        """The one row in which every named column has the given value; KeyError if not one."""
        found = list(self.where(**equals).rows())
        if len(found) != 1:
            wanted = ", ".join(f"{name} = {value}" for name, value in equals.items())
            raise KeyError(f"{len(found)} rows of '{self.title}' have {wanted}; one was expected")
        return found[0]

    def html(self) -> str:
        """The table as HTML with a caption and one header cell a column."""

        def header(name: str) -> str:
            unit = self.units.get(name, "")
            return escape(f"{name} ({unit})" if unit not in {"", "1"} else name)

        head = "".join(
            f'<th scope="col"{_alignment(column)}>{header(name)}</th>'
            for name, column in self.columns.items()
        )
        columns = [_cells(column) for column in self.columns.values()]
        rows = ("".join(row) for row in zip(*columns, strict=True))
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _alignment(column: NDArray[Any]) -> str:
    """Words stand flush left; numbers are left to the page, which sets them flush right."""
    return "" if column.dtype.kind == "f" else ' style="text-align: left"'


def _cells(column: NDArray[Any]) -> list[str]:
    """A column as cells; its numbers with the same decimals and a true minus."""
    if column.dtype.kind != "f":
        return [f"<td{_alignment(column)}>{escape(str(value))}</td>" for value in column]
    finite = np.abs(column[np.isfinite(column)])
    if (finite == np.rint(finite)).all():
        decimals = 0
    else:
        decimals = int(np.clip(2 - np.floor(np.log10(finite.max())), 0, 4))
    texts = ("" if np.isnan(value) else f"{value:.{decimals}f}" for value in column)
    return [f"<td>{text.replace('-', '−')}</td>" for text in texts]


@cache
def names() -> tuple[str, ...]:
    """The names of all tables, in alphabetical order."""
    found = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(file.removesuffix(".csv") for file in found if file.endswith(".csv")))


@cache
def provenance(name: str) -> Provenance:
    """Where table `name` comes from; KeyError with the names there are if it is not one."""
    if name not in names():
        raise KeyError(f"there is no table '{name}'; the tables are: {', '.join(names())}")
    facts = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Provenance(**{**facts, "source": tuple(facts["source"])})


@cache
def load(name: str) -> Table:
    """Table `name`; a column with a unit is read as numbers (an empty cell is NaN)."""
    about = provenance(name)
    lines = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    header, *rows = csv.reader(lines)
    cells = {key: [row[i] for row in rows] for i, key in enumerate(header)}
    columns: dict[str, NDArray[Any]] = {}
    for key, texts in cells.items():
        if "unit" in about.columns[key]:
            columns[key] = np.array([float(text) if text else np.nan for text in texts])
        else:
            columns[key] = np.array(texts, dtype=str)
        columns[key].setflags(write=False)
    units = {key: str(facts.get("unit", "")) for key, facts in about.columns.items()}
    return Table(columns, units, about.title)
