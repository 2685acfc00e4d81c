"""The same hamstrings in a second published model, Rajagopal2016: how sure is anyone?

The two models were built from different bodies. Their lengths cannot be compared as they are,
because each starts from its own skeleton; what can be compared is how much a muscle lengthens from
standing upright, and its moment arms.

The numbers are a table computed with OpenSim, 5° apart, and interpolated in straight lines between
neighbours. Length and arms are interpolated each for itself, so here an arm is the slope of the
length only roughly (about 1 mm).
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given, hamstrings
from lessons_lib.mechanics.hamstrings import MUSCLES
from lessons_lib.mechanics.pose import angle_in_range

__all__ = [
    "MODEL",
    "MUSCLES",
    "disagreement_m",
    "hip_moment_arm_m",
    "knee_moment_arm_m",
    "length_m",
    "lengthening_m",
    "relative_length",
]

Numbers = NDArray[np.float64]

MODEL = "Rajagopal2016"


def length_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """Length of muscle and tendon; arguments and errors as in `hamstrings.length_m`."""
    return _between(muscle, "length", hip_flexion_deg, knee_flexion_deg)


def hip_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the hip, + flexor; arguments and errors as in `hamstrings.length_m`."""
    return _between(muscle, "hip_arm", hip_flexion_deg, knee_flexion_deg)


def knee_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the knee, + flexor; arguments and errors as in `hamstrings.length_m`."""
    return _between(muscle, "knee_arm", hip_flexion_deg, knee_flexion_deg)


def relative_length(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Length as a multiple of the length when standing upright (hip 0, knee 0)."""
    length = length_m(muscle, hip_flexion_deg, knee_flexion_deg)
    return length / length_m(muscle, 0.0, 0.0)


def lengthening_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """How much longer than when standing upright (hip 0, knee 0); below 0 if shorter."""
    length = length_m(muscle, hip_flexion_deg, knee_flexion_deg)
    return length - length_m(muscle, 0.0, 0.0)


def disagreement_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """How much further from its standing length this model takes a muscle than the course's own.

    >>> upright = disagreement_m("semitendinosus", 0, 0)
    >>> round(1000 * float(upright), 3)
    0.0
    """
    own = hamstrings.lengthening_m(muscle, hip_flexion_deg, knee_flexion_deg)
    return lengthening_m(muscle, hip_flexion_deg, knee_flexion_deg) - own


def _between(muscle: str, quantity: str, hip_deg: ArrayLike, knee_deg: ArrayLike) -> Numbers:
    """The table between its rows, by bilinear interpolation, in metres."""
    hips, knees, grid = _grid(given.one_of("hamstring", muscle, MUSCLES), quantity)
    hip, knee = (
        given.numbers(
            f"{what}, as {MODEL} was computed,", angle_in_range(name, deg), *at[[0, -1]], unit="°"
        )
        for what, name, deg, at in (
            ("Hip flexion", "hip_flexion_deg", hip_deg, hips),
            ("Knee flexion", "knee_flexion_deg", knee_deg, knees),
        )
    )
    given.alike(hip_flexion=hip, knee_flexion=knee)
    (i, u), (j, v) = _cell(hips, hip), _cell(knees, knee)
    low = (1 - v) * grid[i, j] + v * grid[i, j + 1]
    high = (1 - v) * grid[i + 1, j] + v * grid[i + 1, j + 1]
    value: Numbers = (1 - u) * low + u * high
    return value


def _cell(edges: Numbers, angle: Numbers) -> tuple[NDArray[np.intp], Numbers]:
    """In which cell an angle lies, and how far into it, from 0 to 1."""
    index = np.clip(np.searchsorted(edges, angle, side="right") - 1, 0, len(edges) - 2)
    return index, (angle - edges[index]) / (edges[index + 1] - edges[index])


@cache
def _grid(muscle: str, quantity: str) -> tuple[Numbers, Numbers, Numbers]:
    """Hip angles, knee angles, and the quantity over both in metres."""
    table = load("hamstrings_rajagopal2016")
    hips, knees = (np.unique(table[f"{joint}_flexion_deg"]) for joint in ("hip", "knee"))
    shape = (len(hips), len(knees))
    name = f"{muscle}_{quantity}_mm"
    if name not in table.columns:
        # The short head of biceps femoris does not cross the hip; the table has no column of zeros.
        return hips, knees, np.zeros(shape)
    order = np.lexsort((table["knee_flexion_deg"], table["hip_flexion_deg"]))
    return hips, knees, table[name][order].reshape(shape) / 1000
