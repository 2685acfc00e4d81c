"""The muscles that work against the hamstrings: hip flexors, knee extensors, and their helpers.

Their paths wrap and bend more than the hamstrings' do, so they are not ropes here but polynomials
of the two joint angles, fitted to gait2392 (``reference/antagonist_lengths.csv``). Length and
moment arms come from the same polynomial, so that no work is lost or gained around a closed
movement.

No lesson needs them yet; here they are held against OpenSim until one does.

Where to be careful: the arms of iliacus and psoas are right to 1 to 5 mm only, and published
models differ by 14 mm and more on them.
"""

from functools import cache

import numpy as np
from numpy.polynomial import polynomial
from numpy.typing import ArrayLike, NDArray
from reference_tables import reference

from lessons_lib.mechanics import given
from lessons_lib.mechanics.pose import angle_in_range

Numbers = NDArray[np.float64]

MUSCLES = (
    "gluteus_maximus_superior",
    "gluteus_maximus_middle",
    "gluteus_maximus_inferior",
    "rectus_femoris",
    "iliacus",
    "psoas",
    "adductor_magnus",
)
"""Gluteus maximus and adductor magnus extend the hip; iliacus, psoas and rectus femoris flex it."""


def length_m(muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike) -> Numbers:
    """Length of muscle and tendon.

    Args:
        muscle: one of MUSCLES.
        hip_flexion_deg: flexion +, any shape.
        knee_flexion_deg: flexion +, 0 straight, any shape that broadcasts with it.

    Raises:
        KeyError: no such muscle.
        ValueError: an angle that is not a finite number, or outside the tested range.

    >>> round(1000 * float(length_m("rectus_femoris", 0, 0)))
    410
    """
    return _value(_coefficients(muscle), hip_flexion_deg, knee_flexion_deg)


def hip_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the hip, + flexor; arguments and errors as in `length_m`."""
    return -_value(_slope(muscle, axis=0), hip_flexion_deg, knee_flexion_deg)


def knee_moment_arm_m(
    muscle: str, hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike
) -> Numbers:
    """Moment arm at the knee, + flexor; 0 for a muscle that does not cross it.

    Arguments and errors as in `length_m`.
    """
    return -_value(_slope(muscle, axis=1), hip_flexion_deg, knee_flexion_deg)


def _value(coefficients: Numbers, hip_deg: ArrayLike, knee_deg: ArrayLike) -> Numbers:
    hip = np.radians(angle_in_range("hip_flexion_deg", hip_deg))
    knee = np.radians(angle_in_range("knee_flexion_deg", knee_deg))
    given.alike(hip_flexion=hip, knee_flexion=knee)
    hip, knee = np.broadcast_arrays(hip, knee)
    return np.asarray(polynomial.polyval2d(hip, knee, coefficients), dtype=np.float64)


def _slope(muscle: str, axis: int) -> Numbers:
    return np.asarray(polynomial.polyder(_coefficients(muscle), axis=axis), dtype=np.float64)


def _coefficients(muscle: str) -> Numbers:
    """Coefficients of the length; the row is the power of the hip angle, the column the knee's."""
    return _table(given.one_of("muscle", muscle, MUSCLES))


@cache
def _table(muscle: str) -> Numbers:
    table = reference("antagonist_lengths.csv")
    rows = {name: column[table["muscle"] == muscle] for name, column in table.items()}
    hip_power, knee_power = (rows[f"{joint}_power"].astype(int) for joint in ("hip", "knee"))
    coefficients = np.zeros((hip_power.max() + 1, knee_power.max() + 1))
    coefficients[hip_power, knee_power] = rows["coefficient_m"]
    return coefficients
