"""The reference tables of the tests, row by row."""

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "reference"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table; lines with # say where it comes from."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
