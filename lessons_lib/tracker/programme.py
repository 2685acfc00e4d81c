"""The programme: two weeks, day by day, from the table ``programme``.

>>> first = plan(1)[0]
>>> first.movement, first.side, first.target_breaths
('twist', 'left', 10)
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from lessons_lib.data.tables import load

PROGRAMME_ID = "two_weeks"

WALK = "walk"


@dataclass(frozen=True)
class Set:
    """One movement on one side, with all its holds.

    Attributes:
        position: its place in the day, from 0.
        movement: an id of the table ``movements``.
        side: left, right or none.
        holds: how many holds or repeats.
        breaths: in each of them.
    """

    position: int
    movement: str
    side: str
    holds: int
    breaths: int

    @property
    def target_breaths(self) -> int:
        """Breaths in the whole set."""
        return self.holds * self.breaths


@dataclass(frozen=True)
class PlannedDay:
    """One day of the programme.

    Attributes:
        number: from 1.
        effort: usual or light.
        walk: whether a walk belongs to it.
        sets: in order; the side changes before the movement does.
    """

    number: int
    effort: str
    walk: bool
    sets: tuple[Set, ...]


@dataclass(frozen=True)
class Programme:
    """A version of the programme, named by its content.

    Attributes:
        sha256: of what the days ask for.
    """

    id: str
    version: str
    sha256: str
    days: tuple[PlannedDay, ...]


@cache
def programme() -> Programme:
    """The programme of the course."""
    rows = list(load("programme").rows())
    sides = {row["id"]: row["sides"] for row in load("movements").rows()}
    days = tuple(
        _day(number, [row for row in rows if row["day"] == number], sides)
        for number in range(1, 1 + int(max(row["day"] for row in rows)))
    )
    content = json.dumps(
        [
            [day.number, day.effort, day.walk, [list(vars(one).values()) for one in day.sets]]
            for day in days
        ]
    )
    return Programme(
        PROGRAMME_ID, rows[0]["version"], hashlib.sha256(content.encode()).hexdigest(), days
    )


def length_days() -> int:
    """How many days the two weeks have."""
    return len(programme().days)


def plan(day: int) -> tuple[Set, ...]:
    """The sets of a day, counted from 1; none at all after the programme's last day.

    Raises:
        ValueError: if the day is below 1.
    """
    if day < 1:
        raise ValueError(f"The programme begins with day 1; there is no day {day}.")
    days = programme().days
    return days[day - 1].sets if day <= len(days) else ()


def _day(number: int, rows: list[dict[str, object]], sides: dict[str, str]) -> PlannedDay:
    sets: list[Set] = []
    for row in rows:
        movement = str(row["movement"])
        if movement != WALK:
            for side in ("left", "right") if sides[movement] == "both" else ("none",):
                holds, breaths = (int(float(str(row[name]))) for name in ("holds", "breaths"))
                sets.append(Set(len(sets), movement, side, holds, breaths))
    walk = any(row["movement"] == WALK for row in rows)
    return PlannedDay(number, str(rows[0]["effort"]), walk, tuple(sets))
