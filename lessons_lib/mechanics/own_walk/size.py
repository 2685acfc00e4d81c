"""The size of a body: from height and mass to lengths, arms, forces and moments.

A body twice as high, and alike in everything, has muscles and moment arms twice as long. What a
muscle holds goes with its cross-section, volume over length, and volume goes with the mass. So

    lengths and arms  x  height / 1.80 m
    forces            x  (mass / 75.16 kg) / (height / 1.80 m)
    moments           x  mass / 75.16 kg

and the load on a disc, in body weights, does not change at all. This is geometry, and people are
not alike in everything: the table ``body_size`` says how far off it may be.
"""

from dataclasses import dataclass
from functools import cache

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given


@cache
def fact(quantity: str) -> float:
    """A number of the table ``body_size``, in its row's unit; KeyError if there is none."""
    return float(load("body_size").row(quantity=quantity)["value"])


@dataclass(frozen=True)
class BodySize:
    """Height and mass of a person.

    Raises:
        ValueError: not a finite number, or outside what the table ``body_size`` allows.

    >>> round(BodySize(1.62, 60).length_factor, 2)
    0.9
    """

    height_m: float = 1.8
    mass_kg: float = 75.16

    def __post_init__(self) -> None:
        for name, label, unit in (("height_m", "Height", " m"), ("mass_kg", "Mass", " kg")):
            least, most = fact(f"least_{name}"), fact(f"greatest_{name}")
            value = given.numbers(label, getattr(self, name), unit=unit)
            if value.ndim or not least <= float(value) <= most:
                raise ValueError(
                    f"{label} is {getattr(self, name)!r}; it can be {least:g} to {most:g}{unit}."
                )
            object.__setattr__(self, name, float(value))

    @property
    def length_factor(self) -> float:
        """What lengths and moment arms of the model are multiplied by."""
        return self.height_m / fact("model_height_m")

    @property
    def moment_factor(self) -> float:
        """What moments of the model are multiplied by."""
        return self.mass_kg / fact("model_mass_kg")

    @property
    def force_factor(self) -> float:
        """What forces of the model are multiplied by."""
        return self.moment_factor / self.length_factor
