"""What a learner can vary: each slider's label, unit, range and start, from one table."""

from dataclasses import dataclass
from functools import cache
from math import isnan

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data.tables import load


@dataclass(frozen=True)
class Parameter:
    """One quantity or choice that a learner can vary.

    A quantity has `low`, `high` and `step` in `unit`; a choice has `options` and its value is the
    index of one of them. `seconds` says how long one pass takes when the quantity is time-like
    (the gait cycle), and is None otherwise.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    default: float
    options: tuple[str, ...]
    seconds: float | None

    @property
    def positions(self) -> NDArray[np.float64]:
        """Every value that the slider can stand at, from low to high."""
        count = round((self.high - self.low) / self.step) + 1
        return np.linspace(self.low, self.high, count)

    @property
    def allowed(self) -> str:
        """What it can be, in words.

        >>> parameter("hip_flexion_deg").allowed
        'any number from -20 to 120 °'
        >>> parameter("gait_joint").allowed
        "'hip', 'knee' or 'ankle'"
        """
        if self.options:
            *most, last = map(repr, self.options)
            return f"{', '.join(most)} or {last}"
        unit = " " + self.unit if self.unit else ""
        return f"any number from {self.low:g} to {self.high:g}{unit}"

    @property
    def start(self) -> float | str:
        """Where it stands at the start, a choice by its option."""
        return self.options[round(self.default)] if self.options else self.default

    def checked(self, value: object) -> float:
        """`value` as a number in range; ValueError with a sentence otherwise.

        A choice may be given by its option too.

        >>> parameter("hip_flexion_deg").checked(30)
        30.0
        >>> parameter("gait_joint").checked("knee")
        1.0
        """
        if isinstance(value, str) and value in self.options:
            return float(self.options.index(value))
        number = float(value) if isinstance(value, int | float | np.number) else float("nan")
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.label} is {value!r}; it can be {self.allowed}.")
        return number


@cache
def parameter(name: str) -> Parameter:
    """The parameter called `name`; KeyError if the table has none of that name."""
    row = load("parameters").row(name=name)
    options = tuple(option for option in row["options"].split("|") if option)
    return Parameter(
        name=name,
        label=row["label"],
        unit=row["unit"],
        low=row["low"],
        high=row["high"],
        step=row["step"],
        default=row["default"],
        options=options,
        seconds=None if isnan(row["seconds"]) else row["seconds"],
    )
