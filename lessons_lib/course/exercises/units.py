"""The units in which exercises are answered: how they are written, and how they go wrong."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

Slip = tuple[float, str]
"""A factor by which a unit goes wrong, and what to tell somebody."""


@dataclass(frozen=True)
class Unit:
    """A unit of answers.

    Attributes:
        sign: how it is written after a number.
        words: its name.
        spellings: what people write as it, without spaces and in small letters, each with the
            factor that leads from there to this unit.
        slips: factors by which it goes wrong.
        counts: whether it is no unit but what is counted.
    """

    sign: str
    words: str
    spellings: Mapping[str, float]
    slips: tuple[Slip, ...] = ()
    counts: bool = False


def unit_of(name: str) -> Unit:
    """The unit by its name in an exercise; what is not the name of a unit is counted."""
    return _UNITS.get(name) or Unit(name, name, _OF_100, counts=True)


def _spelt(one: float, *families: tuple[float, str]) -> dict[str, float]:
    """All spellings of some units, each a size and its words, in terms of the size of one."""
    return {word: size / one for size, words in families for word in words.split()}


_LENGTHS = (
    (1.0, "m metre metres meter meters"),
    (0.01, "cm centimetre centimetres centimeter centimeters"),
    (0.001, "mm millimetre millimetres millimeter millimeters"),
    (1000.0, "km kilometre kilometres kilometer kilometers"),
)
_ANGLES = ((math.pi / 180, "° º deg degree degrees"), (1.0, "rad radian radians"))
_TIMES = (
    (1.0, "min mins minute minutes"),
    (1 / 60, "s sec secs second seconds"),
    (60.0, "h hour hours"),
)
_FORCES = (
    (1.0, "n newton newtons"),
    (1000.0, "kn kilonewton kilonewtons"),
)
_MOMENTS = (
    (1.0, "nm newtonmetre newtonmetres newtonmeter newtonmeters"),
    (0.01, "ncm"),
    (0.001, "nmm"),
)
_PARTS = (
    (0.01, "% percent pct pc of100 in100 per100 outof100"),
    (0.001, "‰"),
)

_OF_100 = {"of100": 1.0, "in100": 1.0, "outof100": 1.0, "per100": 1.0}

_UNITS: Mapping[str, Unit] = {
    "m": Unit(
        "m",
        "metres",
        _spelt(1.0, *_LENGTHS),
        (
            (1000, "It is 1000 times too large. If these are millimetres: asked is metres."),
            (1 / 1000, "It is 1000 times too small. Convert to metres only once."),
            (100, "It is 100 times too large. If these are centimetres: asked is metres."),
            (1 / 100, "It is 100 times too small. Convert to metres only once."),
        ),
    ),
    "mm": Unit(
        "mm",
        "millimetres",
        _spelt(0.001, *_LENGTHS),
        (
            (1 / 1000, "It is 1000 times too small. If these are metres: asked is millimetres."),
            (1000, "It is 1000 times too large. Convert from metres to millimetres only once."),
            (1 / 10, "It is 10 times too small. If these are centimetres: asked is millimetres."),
        ),
    ),
    "rad": Unit(
        "rad",
        "radians",
        _spelt(1.0, *_ANGLES),
        (
            (180 / math.pi, "That looks like degrees; the answer is asked in radians."),
            (math.pi / 180, "It is π/180 times too small. Convert to radians only once."),
        ),
    ),
    "deg": Unit(
        "°",
        "degrees",
        _spelt(math.pi / 180, *_ANGLES),
        (
            (math.pi / 180, "That looks like radians; the answer is asked in degrees."),
            (180 / math.pi, "It is 180/π times too large. Convert to degrees only once."),
        ),
    ),
    "%": Unit(
        "%",
        "percent",
        _spelt(0.01, *_PARTS),
        (
            (1 / 100, "That looks like a fraction; the answer is asked in percent."),
            (100, "It is 100 times too large. Convert to percent only once."),
        ),
    ),
    "N": Unit(
        "N",
        "newtons",
        _spelt(1.0, *_FORCES),
        (
            (1 / 1000, "It is 1000 times too small. If these are kilonewtons: asked is newtons."),
            (1 / 9.81, "That looks like kilograms. A weight in newtons is the mass times 9.81."),
            (9.81, "It is 9.81 times too large. Multiply by gravity only once."),
        ),
    ),
    "Nm": Unit(
        "Nm",
        "newton-metres",
        _spelt(1.0, *_MOMENTS),
        (
            (100, "A length seems to be in centimetres; with metres, newtons give newton-metres."),
            (1000, "A length seems to be in millimetres; with metres, newtons give newton-metres."),
            (
                1 / 9.81,
                "A mass seems to stand for a weight. Its weight in newtons is 9.81 times it.",
            ),
            (9.81, "It is 9.81 times too large. Multiply by gravity only once."),
        ),
    ),
    "min": Unit(
        "minutes",
        "minutes",
        _spelt(1.0, *_TIMES),
        (
            (60, "That looks like seconds; the answer is asked in minutes."),
            (1 / 60, "That looks like hours; the answer is asked in minutes."),
        ),
    ),
    "points": Unit(
        "points",
        "points of 0 to 10",
        _spelt(1.0, (1.0, "point points pt pts pointsof10 of10")),
        (
            (10, "That looks like points of 100; the answer is asked in points of 10."),
            (1 / 10, "It is 10 times too small. Points of 0 to 10 are asked; do not convert."),
        ),
    ),
    "ratio": Unit(
        "",
        "a number without a unit",
        _spelt(1.0, *_PARTS, (1.0, "times fold")),
        ((100, "That looks like percent; the answer is asked as a plain number."),),
    ),
}
