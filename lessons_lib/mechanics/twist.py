"""Where a lying twist comes from: hip, lower back, and everything above it.

Seen along the body, the knee is carried across by so many degrees. Part of them is the thigh
turning in the hip, the rest is the pelvis rolling along. If the shoulders stay on the floor, what
the pelvis rolls has to be turned somewhere in the trunk: in the joints of the lower back, as far as
they go, and above them in chest and shoulder girdle. Source: pearcy1984 (table
``lumbar_rotation``).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given

Numbers = NDArray[np.float64]


class Shares(NamedTuple):
    """Degrees of rotation, each of the arguments' shape; together the angle of the knee."""

    hip_deg: Numbers
    lower_back_deg: Numbers
    above_deg: Numbers


def lower_back_limit_deg() -> float:
    """How far all joints of the lower back turn together.

    >>> lower_back_limit_deg()
    10.0
    """
    (row,) = load("lumbar_rotation").rows()
    return float(row["joints"] * row["rotation_deg"])


def shares(knee_across_deg: ArrayLike, roll_share: ArrayLike) -> Shares:
    """Which part turns how far, at most, when the shoulders stay on the floor.

    Args:
        knee_across_deg: how far the thigh has come from straight up, 0 to 90, any shape.
        roll_share: the part of it that is the pelvis rolling, 0 to 1, a shape that broadcasts.

    Returns:
        The lower back turns first, as far as it can: the largest share that it can have.

    Raises:
        ValueError: an angle or a share outside its range.

    >>> [round(float(part)) for part in shares(60, 0.5)]
    [30, 10, 20]
    """
    across = given.numbers("The angle of the knee", knee_across_deg, 0, 90, unit="°")
    share = given.numbers("The part that the pelvis rolls", roll_share, 0, 1)
    given.alike(knee_across=across, roll_share=share)
    roll = across * share
    lower_back = np.minimum(roll, lower_back_limit_deg())
    return Shares(across - roll, lower_back, roll - lower_back)
