"""What is due for another look: ``python -m authoring due``.

Each table says when somebody last looked whether it still holds. After a year it is due again.
"""

import argparse
import datetime
from collections.abc import Iterable

from lessons_lib.data import tables

MONTHS = 12


def due(
    reviewed: Iterable[tuple[str, datetime.date]], on: datetime.date, months: int = MONTHS
) -> list[tuple[str, datetime.date]]:
    """The tables whose last look is `months` or more before a day, the oldest first.

    >>> due([("claims", datetime.date(2026, 11, 22))], datetime.date(2027, 11, 21))
    []
    >>> due([("claims", datetime.date(2026, 11, 22))], datetime.date(2027, 11, 22))
    [('claims', datetime.date(2026, 11, 22))]
    """
    late = [
        one
        for one in reviewed
        if _months_before(on, months) >= (one[1].year, one[1].month, one[1].day)
    ]
    return sorted(late, key=lambda one: (one[1], one[0]))


def _months_before(day: datetime.date, months: int) -> tuple[int, int, int]:
    """Year, month and day that many months earlier; a 31st of a shorter month stays a 31st."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return year, month + 1, day.day


def main(argv: list[str]) -> int:
    """Say which tables are due; returns 1 when one is, else 0."""
    parser = argparse.ArgumentParser(prog="python -m authoring due", description=__doc__)
    parser.add_argument("--on", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument(
        "--months", type=int, default=MONTHS, help=f"how long a look lasts ({MONTHS})"
    )
    asked = parser.parse_args(argv)
    reviewed = [(name, tables.provenance(name).reviewed) for name in tables.names()]
    late = due(reviewed, asked.on, asked.months)
    for name, when in late:
        print(f"{when}  {name}: {tables.provenance(name).title}")
    if late:
        print("\nLook whether each still holds, correct it, and renew 'reviewed' in its .toml.")
    print(f"{len(late)} of {len(reviewed)} tables are due on {asked.on}.")
    return 1 if late else 0
