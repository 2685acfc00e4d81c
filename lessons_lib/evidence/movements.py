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
        time: what one time of it is called, such as a lift.
        both_sides: whether it is done on one side and then on the other.
        from_article: whether the article describes it; the others are this course's choice.
        why: what it is good for.
        start: the posture to begin from.
        steps: what to do, in order.
        breath_in: what the body does while breathing in, in the first breath and in each one after
            it; nothing in a walk.
        breath_out: the same while breathing out.
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
    time: str
    both_sides: bool
    from_article: bool
    why: str
    start: str
    steps: tuple[str, ...]
    breath_in: tuple[str, ...]
    breath_out: tuple[str, ...]
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
            time=row["time"],
            both_sides=row["sides"] == "both",
            from_article=row["origin"] == "article",
            why=row["why"],
            start=row["start"],
            steps=_parts(row["steps"]),
            breath_in=cues(row["breath_in"]),
            breath_out=cues(row["breath_out"]),
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
    (('1 hold of 8 breaths', '2 holds of 8 breaths'), True)
    """
    time = movement(movement_id).time
    rows = _usual(movement_id).rows()
    return tuple(dict.fromkeys(said(row["holds"], time, row["breaths"]) for row in rows))


def breaths(movement_id: str) -> int:
    """How many breaths one time of a movement takes on the usual days of the programme.

    >>> breaths("twist"), breaths("hinge")
    (5, 2)
    """
    (each,) = set(_usual(movement_id)["breaths"].tolist())
    return int(each)


def _usual(movement_id: str) -> tables.Table:
    asked = movement(movement_id).instead_of or movement_id
    return tables.load("programme").where(movement=asked, effort="usual")


def said(times: float, time: str, breaths: float) -> str:
    """A dose in words; a walk has neither times nor breaths.

    >>> said(3, "hold", 5), said(float("nan"), "walk", float("nan"))
    ('3 holds of 5 breaths', 'by your own measure')
    """
    if isnan(times):
        return "by your own measure"
    many = "" if times == 1 else "s"
    return f"{times:.0f} {time}{many} of {breaths:.0f} breath{'' if breaths == 1 else 's'}"


def cues(text: str) -> tuple[str, ...]:
    """What is said in a breath, the first and those after it; nothing where the table is empty."""
    return _parts(text) if text else ()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))
