import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.due import due, main

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))


@given(DAYS, st.integers(0, 60))
def test_a_table_becomes_due_once_and_stays_due(reviewed, months):
    later = [reviewed + datetime.timedelta(days) for days in range(0, 60 * 31, 13)]
    is_due = [bool(due([("claims", reviewed)], day, months)) for day in later]
    assert is_due == sorted(is_due)


@pytest.mark.parametrize(
    ("reviewed", "months", "first"),
    [
        ((2026, 11, 22), 12, (2027, 11, 22)),
        ((2026, 11, 22), 2, (2027, 1, 22)),
        ((2024, 2, 29), 12, (2025, 3, 1)),
        ((2026, 8, 31), 1, (2026, 10, 1)),
    ],
)
def test_the_first_day_it_is_due(reviewed, months, first):
    table = [("claims", datetime.date(*reviewed))]
    day = datetime.date(*first)
    assert due(table, day, months) == table
    assert due(table, day - datetime.timedelta(1), months) == []


def test_the_oldest_comes_first():
    old, new = datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)
    day = datetime.date(2026, 1, 1)
    assert due([("b", new), ("c", old), ("a", new)], day) == [("c", old), ("a", new), ("b", new)]


def test_the_command_says_what_to_do(capsys):
    assert main(["--on", "2000-01-01"]) == 0
    assert "0 of" in capsys.readouterr().out
    assert main(["--on", "2100-01-01"]) == 1
    said = capsys.readouterr().out
    assert "claims: The article's claims" in said
    assert "renew 'reviewed'" in said
