"""A Handle: a place in a picture that can be dragged, and which parameters follow; and a Pick.

A scene declares its handles; the page does the rest (``apps/web/explorer/inverse.js``): it finds
the values at which the place comes nearest to the finger and sets them, as a slider would. There
are three ways to find them:

- ``turns``: the place turns about one joint or two, a degree for each unit of a parameter;
- ``x`` and ``y``: its coordinates on its axes are parameters;
- ``along``: it goes where the parameter's sweep takes it, and the nearest picture wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons_lib.data.parameters import parameter


@dataclass(frozen=True)
class Turn:
    """A joint about which a handle turns.

    Attributes:
        parameter: an angle in degrees.
        about: the mark, and which of its points, that is the joint.
        sign: 1 where more of it turns the handle anticlockwise, as the picture is seen; else -1.
    """

    parameter: str
    about: tuple[str, int]
    sign: int


@dataclass(frozen=True)
class Handle:
    """A place that can be dragged.

    Attributes:
        name: what it is, for who cannot see it: "foot".
        mark: the moving artist that it belongs to.
        points: which of the mark's points; the handle is in their middle.
        turns: one joint or two, that nearer to the trunk first.
        x, y: the parameters that are its coordinates on its axes.
        along: the parameter along whose sweep it goes.
    """

    name: str
    mark: str
    points: tuple[int, ...] = (0,)
    turns: tuple[Turn, ...] = ()
    x: str = ""
    y: str = ""
    along: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it moves."""
        turned = tuple(turn.parameter for turn in self.turns)
        return turned or tuple(filter(None, (self.x, self.y, self.along)))

    def specification(self) -> dict[str, Any]:
        """The handle as the page needs it."""
        return {
            "name": self.name,
            "artist": self.mark,
            "points": self.points,
            "turns": [
                {
                    "name": turn.parameter,
                    "artist": turn.about[0],
                    "point": turn.about[1],
                    "sign": turn.sign,
                }
                for turn in self.turns
            ],
            "x": self.x,
            "y": self.y,
            "along": self.along,
            "moves": [parameter(name).label for name in self.parameters],
        }


@dataclass(frozen=True)
class Pick:
    """Places of a picture of which two are chosen, and the choice that some pairs stand for.

    Attributes:
        asks: what to do, as a sentence.
        parameter: the choice that is made.
        mark: a moving artist on whose axes the places are.
        places: by name, the corners of each: left, bottom, right, top, in the data of those axes.
        pairs: names of two places, and the number of the option that they stand for.
        otherwise: what is said of two that stand for none.
    """

    asks: str
    parameter: str
    mark: str
    places: Mapping[str, tuple[float, float, float, float]]
    pairs: Mapping[frozenset[str], int]
    otherwise: str

    def specification(self) -> dict[str, Any]:
        """The places as the page needs them."""
        return {
            "asks": self.asks,
            "name": self.parameter,
            "artist": self.mark,
            "places": [{"name": name, "box": box} for name, box in self.places.items()],
            "pairs": [{"names": sorted(pair), "value": v} for pair, v in self.pairs.items()],
            "otherwise": self.otherwise,
        }
