from contextlib import contextmanager
from itertools import pairwise

import pytest

from lessons_lib.data.tables import load
from lessons_lib.tracker.programme import WALK, plan, programme

DAYS = range(1, 15)


def test_every_row_of_the_table_is_planned_on_each_side_it_has():
    sides = {row["id"]: 2 if row["sides"] == "both" else 1 for row in load("movements").rows()}
    for row in load("programme").rows():
        if row["movement"] != WALK:
            found = [one for one in plan(int(row["day"])) if one.movement == row["movement"]]
            assert [one.holds for one in found] == [row["holds"]] * sides[row["movement"]]
            assert {one.breaths for one in found} == {row["breaths"]}


def test_nothing_is_planned_that_the_table_does_not_ask_for():
    rows = load("programme").rows()
    asked = {(int(row["day"]), row["movement"]) for row in rows if row["movement"] != WALK}
    assert {(day, one.movement) for day in DAYS for one in plan(day)} == asked


def test_positions_count_from_0_and_a_movement_is_finished_before_the_next():
    for day in DAYS:
        assert [one.position for one in plan(day)] == list(range(len(plan(day))))
        movements = [one.movement for one in plan(day)]
        changes = sum(a != b for a, b in pairwise(movements))
        assert changes == len(set(movements)) - 1


def test_a_movement_with_sides_has_as_much_left_as_right():
    for day in DAYS:
        doses = {(one.movement, one.side): one.target_breaths for one in plan(day)}
        for (movement, side), breaths in doses.items():
            other = {"left": "right", "right": "left", "none": "none"}[side]
            assert doses[movement, other] == breaths


def test_every_day_has_a_walk_and_two_days_are_lighter():
    days = programme().days
    assert len(days) == 14
    assert all(day.walk for day in days)
    assert [day.number for day in days if day.effort == "light"] == [4, 11]


def test_a_lighter_day_asks_for_less_than_its_neighbours():
    breaths = [sum(one.target_breaths for one in plan(day)) for day in DAYS]
    for light in (4, 11):
        assert breaths[light - 1] < min(breaths[light - 2], breaths[light])


def test_after_the_last_day_nothing_is_planned_and_before_the_first_is_a_mistake():
    assert plan(15) == ()
    with pytest.raises(ValueError, match="begins with day 1"):
        plan(0)


@contextmanager
def programme_of(monkeypatch, tables):
    """For a while the programme is of other tables."""
    monkeypatch.setattr("lessons_lib.tracker.programme.load", tables)
    programme.cache_clear()
    try:
        yield programme()
    finally:
        monkeypatch.undo()
        programme.cache_clear()


def test_the_programme_is_named_by_its_content(monkeypatch):
    sha256 = programme().sha256
    with programme_of(monkeypatch, _with_one_breath_more) as other:
        assert other.sha256 != sha256
    assert programme().sha256 == sha256


def test_a_day_has_a_walk_where_the_table_asks_for_one(monkeypatch):
    with programme_of(monkeypatch, _without_walks) as other:
        assert not any(day.walk for day in other.days)


def test_two_weeks_that_began_under_a_programme_name_it_for_ever():
    """Diaries hold these two words."""
    assert (programme().id, programme().version) == ("two_weeks", "1")


def _with_one_breath_more(name):
    table = load(name)
    if name != "programme":
        return table
    breaths = table["breaths"].copy()
    breaths[0] += 1
    return type(table)({**table.columns, "breaths": breaths}, table.units, table.title)


def _without_walks(name):
    table = load(name)
    if name != "programme":
        return table
    is_other = table["movement"] != WALK
    columns = {column: values[is_other] for column, values in table.columns.items()}
    return type(table)(columns, table.units, table.title)
