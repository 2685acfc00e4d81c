"""What learners measure on themselves, and the pictures in which it is drawn as "you".

>>> own_numbers()["leg_raise_deg"].unit
'°'
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where a number is drawn: ``times`` it, or over it, on an axis of a picture.

    Attributes:
        name: the picture, as its stage is called.
        artist: one that moves in the coordinates of the axis.
        axis: "x" or "y".
        times: factors, one for a line or two for a range.
        over: the number stands below the line.
        log10: the axis holds the logarithm.
        words: what is drawn, where it is not the number itself.
    """

    name: str
    artist: str
    axis: str
    times: tuple[float, ...] = (1.0,)
    over: bool = False
    log10: bool = False
    words: str = ""


@dataclass(frozen=True)
class OwnNumber:
    """A number of the learner's own, how to get it, and other units in which it may be given."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    how: str
    pictures: tuple[Place, ...]
    also: Mapping[str, float] = field(default_factory=dict)


@cache
def own_numbers() -> Mapping[str, OwnNumber]:
    """All of them, by name."""
    text = (files("lessons_lib.data") / "own_numbers.toml").read_text(encoding="utf-8")
    return {one["name"]: _own_number(one) for one in tomllib.loads(text)["numbers"]}


def _own_number(raw: Mapping[str, Any]) -> OwnNumber:
    places = (Place(**{**one, "times": tuple(one.get("times", (1,)))}) for one in raw["pictures"])
    return OwnNumber(**{**raw, "pictures": tuple(places)})
