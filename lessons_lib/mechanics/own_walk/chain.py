"""The chain of the article over somebody's strides: hamstrings, pelvis, and the back.

All of it is geometry and resting muscle put to recorded angles. A file of angles says nothing of
forces: not how hard a muscle works, not what the ground does, not what a stride adds to the load on
the back. What is given here of the back is the load of standing still, as far forward as recorded.

Where zero is, a laboratory decides: of hip and pelvis together, by 6° to 12°. So each quantity can
be asked for with the zero shifted, and `across_zeros` says what is left of it then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lessons_lib.mechanics import gait, given, hamstrings, hip_flexors, lumbar, passive
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.size import BodySize
from lessons_lib.mechanics.own_walk.strides import PERCENT, Strides
from lessons_lib.mechanics.pose import angle_limits_deg

Numbers = NDArray[np.float64]

MUSCLES = passive.MUSCLES
"""The hamstrings that cross hip and knee, in the order of every array with one row a muscle."""


def zeros_deg() -> tuple[float, ...]:
    """The shifts of the zero of hip and pelvis that laboratories differ by, none among them.

    >>> zeros_deg()
    (-12.0, -6.0, 0.0, 6.0, 12.0)
    """
    low, high = limit("laboratory_zero_low_deg"), limit("laboratory_zero_high_deg")
    return (-high, -low, 0.0, low, high)


@dataclass(frozen=True)
class Hamstrings:
    """The three long hamstrings and the front of the hip over strides of one side.

    Attributes:
        lengthening_m: longer than when standing upright, shape (3, strides, 101).
        hip_moment_nm: of the resting hamstrings, shape (strides, 101), below 0: they extend.
        landing_leg_raise_deg: the straight leg raise in which each is as long as at the landing,
            shape (3, strides).
        flexor_lengthening_m: of iliacus, psoas and rectus femoris, shape (3, strides, 101).
        flexor_moment_nm: of these at rest, shape (strides, 101), above 0: they flex.
    """

    lengthening_m: Numbers
    hip_moment_nm: Numbers
    landing_leg_raise_deg: Numbers
    flexor_lengthening_m: Numbers
    flexor_moment_nm: Numbers

    def sized(self, size: BodySize) -> "Hamstrings":
        """The same strides in a body of that size, where these are in the model's own."""
        return Hamstrings(
            lengthening_m=size.length_factor * self.lengthening_m,
            hip_moment_nm=size.moment_factor * self.hip_moment_nm,
            landing_leg_raise_deg=self.landing_leg_raise_deg,
            flexor_lengthening_m=size.length_factor * self.flexor_lengthening_m,
            flexor_moment_nm=size.moment_factor * self.flexor_moment_nm,
        )

    @property
    def excursion_m(self) -> Numbers:
        """How far each muscle's length travels in each stride, shape (3, strides)."""
        return np.asarray(np.ptp(self.lengthening_m, axis=-1))

    @property
    def strongest_nm(self) -> Numbers:
        """The strongest passive pull of each stride at the hip, shape (strides,), below 0."""
        return np.asarray(self.hip_moment_nm.min(axis=-1))

    @property
    def strongest_percent(self) -> Numbers:
        """When in the stride that is."""
        return np.asarray(PERCENT[self.hip_moment_nm.argmin(axis=-1)])

    @property
    def longest_percent(self) -> Numbers:
        """When in the stride each muscle is longest, shape (3, strides)."""
        return np.asarray(PERCENT[self.lengthening_m.argmax(axis=-1)])


def hamstrings_over(
    strides: Strides, size: BodySize | None = None, zero_shift_deg: float = 0.0
) -> Hamstrings:
    """Length and passive pull of the hamstrings over strides.

    Where the hip's turning out of the side view was recorded, the hamstrings follow it; the front
    of the hip is always that of the side view.

    Args:
        strides: of one side.
        size: height and mass; the model's own where there is none.
        zero_shift_deg: added to the hip, as if the laboratory's zero lay elsewhere.

    Raises:
        ValueError: a hip or knee beyond what the models answer for.
    """
    given.a(Strides, strides)
    shift = given.number("The shift of the zero", zero_shift_deg, -15, 15, unit="°")
    hip, knee = strides.hip_deg + shift, strides.knee_deg
    aside = {
        "hip_adduction_deg": strides.hip_adduction_deg,
        "hip_rotation_deg": strides.hip_rotation_deg,
    }
    held = passive.passive(hip, knee, 1.0, **aside)
    length = hamstrings.state(hip, knee, **aside).length_m[: len(MUSCLES)]
    upright = hamstrings.state(0.0, 0.0).length_m[: len(MUSCLES), None, None]
    front = hip_flexors.state(hip, knee).length_m
    front_upright = hip_flexors.state(0.0, 0.0).length_m[:, None, None]
    return Hamstrings(
        lengthening_m=length - upright,
        hip_moment_nm=held.hip_moment_nm,
        landing_leg_raise_deg=_like_leg_raise_deg(length[:, :, 0]),
        flexor_lengthening_m=front - front_upright,
        flexor_moment_nm=hip_flexors.passive(hip, knee).hip_moment_nm,
    ).sized(size or BodySize())


def _like_leg_raise_deg(length_m: Numbers) -> Numbers:
    """The leg raise at which each muscle is so long; shape (3, strides) to the same."""
    hips, lengths = _raised()
    rows = [np.interp(row, lengths[index], hips) for index, row in enumerate(length_m)]
    return np.stack(rows)


@cache
def _raised() -> tuple[Numbers, Numbers]:
    hips = np.linspace(*angle_limits_deg("hip_flexion_deg"), 1601)
    return hips, hamstrings.state(hips, 0.0).length_m[: len(MUSCLES)]


class Back(NamedTuple):
    """The static load on the lowest disc in body weights: least, typical, highest; and its lean."""

    lean_deg: float
    tilt_deg: float
    low: float
    typical: float
    high: float


def back_over(strides: Strides, lean_shift_deg: float = 0.0) -> Back | None:
    """The load of standing still in the mean posture of the strides, in body weights.

    None where the trunk was not recorded. Where the pelvis was not, it is taken as upright. The
    size of the body drops out: weight and levers scale alike.

    Args:
        strides: of one side.
        lean_shift_deg: added to the lean of the trunk, as if its zero lay elsewhere.
    """
    given.a(Strides, strides)
    if strides.trunk_lean_deg is None:
        return None
    lean = float(np.median(strides.trunk_lean_deg.mean(axis=1))) + lean_shift_deg
    tilt = 0.0
    if strides.pelvic_tilt_deg is not None:
        tilt = float(np.median(strides.pelvic_tilt_deg.mean(axis=1)))
    loads = []
    for level in lumbar.LEVELS:
        body = lumbar.build(level)
        loads.append(float(lumbar.lean(tilt, lean, body).compression_n) / body.body_weight_n)
    return Back(lean, tilt, min(loads), loads[1], max(loads))


def trunk_was_set(strides: Strides) -> bool:
    """Whether the trunk does not move at all, as no living one does: it was set, not recorded."""
    lean = strides.trunk_lean_deg
    return lean is not None and bool(np.ptp(lean) < limit("still_trunk_deg"))


class Middle(NamedTuple):
    """A median over strides, and the least and greatest."""

    median: float
    low: float
    high: float
    strides: int


def middle(values: Numbers) -> Middle:
    """Median and spread of one number a stride, shape (strides,).

    >>> middle(np.array([1.0, 2.0, 9.0]))
    Middle(median=2.0, low=1.0, high=9.0, strides=3)
    """
    values = given.numbers("A number of each stride", values)
    if values.ndim != 1 or not values.size:
        raise ValueError("There has to be one number for each stride, and at least one stride.")
    median = float(np.median(values))
    return Middle(median, float(values.min()), float(values.max()), values.size)


class Kept(NamedTuple):
    """What is left of a finding when the zero of hip and pelvis is elsewhere.

    Attributes:
        finding: name in code.
        values: at each of `zeros_deg`.
        holds: whether what is said of it is the same at all of them.
    """

    finding: str
    values: tuple[float, ...]
    holds: bool


def across_zeros(by_side: Mapping[str, Strides], size: BodySize | None = None) -> list[Kept]:
    """Which findings survive a shift of the zero by what laboratories differ by.

    A zero that would take the hip out of the models' range is left out.

    Args:
        by_side: strides of one side or both.
        size: as in `hamstrings_over`.
    """
    at: list[dict[str, Hamstrings]] = []
    for shift in zeros_deg():
        try:
            at.append({s: hamstrings_over(one, size, shift) for s, one in by_side.items()})
        except ValueError:
            continue
    kept = []
    for side in by_side:
        travel = tuple(float(np.median(one[side].excursion_m[0])) for one in at)
        kept.append(Kept(f"excursion {side}", travel, np.ptp(travel) < 0.1 * np.mean(travel)))
        when = tuple(float(np.median(one[side].longest_percent[0])) for one in at)
        late = [percent >= 80 or percent <= 10 for percent in when]
        kept.append(Kept(f"longest {side}", when, len(set(late)) == 1))
        pull = tuple(float(np.median(one[side].strongest_nm)) for one in at)
        small = [abs(one) < 0.25 * _landing_moment_nm(size) for one in pull]
        kept.append(Kept(f"pull {side}", pull, len(set(small)) == 1))
        level = tuple(float(np.median(one[side].landing_leg_raise_deg[0])) for one in at)
        kept.append(Kept(f"leg raise {side}", level, bool(np.ptp(level) < 5)))
    if len(by_side) == 2:
        apart = tuple(
            float(np.subtract(*(np.median(one[side].excursion_m[0]) for side in by_side)))
            for one in at
        )
        kept.append(Kept("right less left", apart, len({np.sign(one) for one in apart}) == 1))
    return kept


def _landing_moment_nm(size: BodySize | None) -> float:
    """What the hips of two recorded walkers held while the foot landed, the smaller, by mass."""
    least = min(abs(one) for one in passive.landing_hip_moments_nm().values())
    return least * (size or BodySize()).moment_factor


@cache
def average() -> Strides:
    """The stride of the 24 young adults of the course, with their pelvis and no trunk."""
    hip, knee, tilt = (
        gait.angle_deg(joint, PERCENT, "young")[None, :]
        for joint in ("hip_flexion", "knee_flexion", "pelvic_tilt")
    )
    nothing = np.full(1, np.nan)
    return Strides("right", np.zeros(1), nothing, hip, knee, tilt, None, nothing, "whole file", 0)
