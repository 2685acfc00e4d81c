"""From arrays of anybody's angles to a recording, for who has them in Python already."""

import numpy as np
from numpy.typing import ArrayLike

from lessons_lib.mechanics import given
from lessons_lib.mechanics.own_walk.naming import SIDES
from lessons_lib.mechanics.own_walk.recording import Recording


def from_angles(
    time_s: ArrayLike,
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    *,
    hip_adduction_deg: ArrayLike | None = None,
    hip_rotation_deg: ArrayLike | None = None,
    pelvic_tilt_deg: ArrayLike | None = None,
    trunk_lean_deg: ArrayLike | None = None,
    ground_force_n: ArrayLike | None = None,
    side: str = "right",
) -> Recording:
    """A recording of one leg, out of arrays with the signs of the course.

    Args:
        time_s: seconds, shape (n,), rising, at least 10 of them.
        hip_flexion_deg: thigh relative to the pelvis, flexion +, shape (n,).
        knee_flexion_deg: flexion +, 0 straight, shape (n,).
        hip_adduction_deg: toward the midline +, shape (n,), if there is one.
        hip_rotation_deg: inward +, shape (n,), if there is one.
        pelvic_tilt_deg: forward +, shape (n,), if there is one.
        trunk_lean_deg: from the vertical, forward +, shape (n,), if there is one.
        ground_force_n: upward, shape (n,), if there is one; it then says when the foot lands.
        side: "right" or "left".

    Raises:
        ValueError: not numbers, not equally many, or a time that does not rise.
        KeyError: no such side.

    >>> time = np.linspace(0, 4, 401)
    >>> walk = from_angles(time, 15 + 25 * np.cos(6 * time), 30 - 30 * np.cos(6 * time - 1))
    >>> walk.sides
    ('right',)
    """
    given.one_of("side", side, SIDES)
    told = {
        "The time": (time_s, " s"),
        "Hip flexion": (hip_flexion_deg, "°"),
        "Knee flexion": (knee_flexion_deg, "°"),
        "Hip adduction": (hip_adduction_deg, "°"),
        "Hip rotation": (hip_rotation_deg, "°"),
        "Pelvic tilt": (pelvic_tilt_deg, "°"),
        "Trunk lean": (trunk_lean_deg, "°"),
        "The ground's force": (ground_force_n, " N"),
    }
    arrays = {
        what: given.numbers(what, value, unit=unit)
        for what, (value, unit) in told.items()
        if value is not None
    }
    time = arrays["The time"]
    for what, array in arrays.items():
        if array.shape != time.shape or array.ndim != 1:
            raise ValueError(
                f"{what} has shape {array.shape}, the time has {time.shape}; each has to be one "
                "row of as many numbers."
            )
    if len(time) < 10 or not (np.diff(time) > 0).all():
        raise ValueError("The time has to rise from number to number, over at least 10 of them.")
    steps = round(float((time[-1] - time[0]) / np.median(np.diff(time)))) + 1
    even = np.linspace(time[0], time[-1], min(max(steps, 10), 200_000))
    at = {what: np.interp(even, time, array) for what, array in arrays.items()}
    force = at.get("The ground's force")
    return Recording(
        time_s=even - even[0],
        hip_deg={side: at["Hip flexion"]},
        knee_deg={side: at["Knee flexion"]},
        pelvic_tilt_deg=at.get("Pelvic tilt"),
        trunk_lean_deg=at.get("Trunk lean"),
        force_n={} if force is None else {side: force},
        dialect="course",
        found={},
        asked=(),
        notes=(),
        hip_adduction_deg={side: at["Hip adduction"]} if "Hip adduction" in at else {},
        hip_rotation_deg={side: at["Hip rotation"]} if "Hip rotation" in at else {},
    )
