"""The movements of the two weeks, the plan day by day, and when to stop.

>>> movement("twist").name, movement("bridge").steps[0]
('Lying twist', 'Breathe in')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isnan

from lessons_lib.data import tables


@dataclass(frozen=True)
class Movement:
    """How to do a movement.

    Attributes:
        id: its name in code.
        name: what the learner reads.
        instead_of: the movement of the programme that it can replace; empty for those of it.
        manner: ``hold`` or ``repeat`` with the breath; ``walk`` for a walk.
        both_sides: whether it is done on one side and then on the other.
        from_article: whether the article describes it; the others are this course's choice.
        why: what it is good for.
        start: the posture to begin from.
        steps: what to do, in order.
        breath_in: what to do while breathing in.
        breath_out: what to do while breathing out.
        feel: what it should feel like.
        not_feel: what it should not feel like, and what to change.
        easier: an easier version, and versions for a bed, a chair or a wheelchair.
        ask_first: who asks a clinician first, or takes care.
        sources: keys of the bibliography.
    """

    id: str
    name: str
    instead_of: str
    manner: str
    both_sides: bool
    from_article: bool
    why: str
    start: str
    steps: tuple[str, ...]
    breath_in: str
    breath_out: str
    feel: str
    not_feel: tuple[str, ...]
    easier: str
    ask_first: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Light:
    """One light of the traffic light: when it is lit, and what to do then."""

    light: str
    shape: str
    title: str
    signs: tuple[str, ...]
    action: str


@cache
def movements() -> Mapping[str, Movement]:
    """Every movement by its id, in the order of the table."""
    return {
        row["id"]: Movement(
            id=row["id"],
            name=row["name"],
            instead_of=row["instead_of"],
            manner=row["manner"],
            both_sides=row["sides"] == "both",
            from_article=row["origin"] == "article",
            why=row["why"],
            start=row["start"],
            steps=_parts(row["steps"]),
            breath_in=row["breath_in"],
            breath_out=row["breath_out"],
            feel=row["feel"],
            not_feel=_parts(row["not_feel"]),
            easier=row["easier"],
            ask_first=_parts(row["ask_first"]),
            sources=tuple(key for key in row["sources"].split() if key != "course"),
        )
        for row in tables.load("movements").rows()
    }


def movement(movement_id: str) -> Movement:
    """The movement called `movement_id`; KeyError with a sentence if there is none."""
    try:
        return movements()[movement_id]
    except KeyError:
        raise KeyError(
            f"there is no movement '{movement_id}'; there are: {', '.join(movements())}"
        ) from None


@cache
def lights() -> tuple[Light, ...]:
    """The traffic light, the most urgent first: nobody reads past "go on" to find "stop"."""
    return tuple(
        Light(row["light"], row["shape"], row["title"], _parts(row["signs"]), row["action"])
        for row in tables.load("traffic_light").rows()
    )


def doses(movement_id: str) -> tuple[str, ...]:
    """What the programme asks of a movement, in the order in which it grows, each once.

    One that replaces another has the other's dose.

    >>> doses("strap"), doses("knee_extension") == doses("strap")
    (('1 × 8 breaths', '2 × 8 breaths'), True)
    """
    asked = movement(movement_id).instead_of or movement_id
    rows = tables.load("programme").where(movement=asked, effort="usual").rows()
    return tuple(dict.fromkeys(said(row["holds"], row["breaths"]) for row in rows))


def said(holds: float, breaths: float) -> str:
    """Holds and breaths as a plan says them; a walk has neither.

    >>> said(3, 5), said(float("nan"), float("nan"))
    ('3 × 5 breaths', 'by your own measure')
    """
    return "by your own measure" if isnan(holds) else f"{holds:.0f} × {breaths:.0f} breaths"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))
