"""A recording cut into strides: from one landing of a foot to the next of the same foot.

Where the ground's force was recorded, a foot lands when it rises over a threshold. Otherwise the
knee tells: it is straightest for a moment just before the foot lands. In two people with recorded
forces that moment came 18 to 51 ms before the landing (the bending of the hip, which many take, was
146 ms before to 82 ms after it, and is not used). The offset shifts all landings alike, so the
length of a stride hardly depends on it; what is read off *at* the landing does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lessons_lib.mechanics import given
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.reading import UnreadableError
from lessons_lib.mechanics.own_walk.recording import Recording

Numbers = NDArray[np.float64]

PERCENT = np.linspace(0, 100, 101)
"""The moments of a stride, from one landing to the next."""
PERCENT.setflags(write=False)


@dataclass(frozen=True)
class Strides:
    """The strides of one side, each at `PERCENT`; arrays of shape (strides, 101), in degrees.

    Attributes:
        side: "right" or "left".
        landing_s: when each begins, shape (strides,); 0 where the file is one stride by itself.
        duration_s: shape (strides,); NaN where the file has no clock.
        hip_deg: flexion +.
        knee_deg: flexion +.
        pelvic_tilt_deg: forward +, or None.
        trunk_lean_deg: forward +, or None.
        hip_adduction_deg: toward the midline +, or None.
        hip_rotation_deg: inward +, or None.
        toe_off_percent: when the foot leaves the ground, shape (strides,); NaN where not found.
        by: what the landings were found by: "force", "knee", or "whole file".
        left_out: how many strides were not used, because of gaps or a length far off.
    """

    side: str
    landing_s: Numbers
    duration_s: Numbers
    hip_deg: Numbers
    knee_deg: Numbers
    pelvic_tilt_deg: Numbers | None
    trunk_lean_deg: Numbers | None
    toe_off_percent: Numbers
    by: str
    left_out: int
    hip_adduction_deg: Numbers | None = None
    hip_rotation_deg: Numbers | None = None

    def __len__(self) -> int:
        return len(self.hip_deg)

    @property
    def turns_aside(self) -> bool:
        """Whether the hip's turning out of the side view was recorded."""
        return not (self.hip_adduction_deg is None and self.hip_rotation_deg is None)


def cut(walk: Recording) -> Mapping[str, Strides]:
    """The strides of each side that has one.

    Raises:
        UnreadableError: there is no whole stride in it.
    """
    given.a(Recording, walk)
    found = {side: one for side in walk.sides if (one := _cut_side(walk, side)) is not None}
    if not found:
        raise UnreadableError(
            f"No whole stride was found in these {walk.time_s[-1]:.1f} seconds: from one landing "
            "of a foot to the next of the same foot. Choose a longer piece of the recording, or "
            "look whether the right columns were taken."
        )
    return found


def _cut_side(walk: Recording, side: str) -> Strides | None:
    time, knee, hip = walk.time_s, walk.knee_deg[side], walk.hip_deg[side]
    if walk.one_cycle:
        return _whole(walk, side)
    landings, by = _by_force(walk, side), "force"
    if len(landings) < 2:
        landings, by = _by_knee(time, knee, hip), "knee"
    starts, ends = landings[:-1], landings[1:]
    length = ends - starts
    usual = np.median(length) if len(length) else 0
    far = limit("stride_off_median_percent") / 100
    sane = (length > limit("shortest_stride_s")) & (length < limit("longest_stride_s"))
    sane &= np.abs(length - usual) <= far * usual
    inside = (starts >= time[0]) & (ends <= time[-1] + 1e-9)
    at = starts[:, None] + length[:, None] * PERCENT / 100
    curves = [_sampled(time, curve, at) for curve in (hip, knee)]
    complete = np.isfinite(curves[0]).all(axis=1) & np.isfinite(curves[1]).all(axis=1)
    keep = sane & inside & complete
    if not keep.any():
        return _whole(walk, side) if _closes(walk, side) else None
    tilt, lean, adduction, rotation = (
        None if curve is None or np.isnan(one := _sampled(time, curve, at)[keep]).any() else one
        for curve in _beside(walk, side)
    )
    return Strides(
        side=side,
        landing_s=starts[keep],
        duration_s=length[keep],
        hip_deg=curves[0][keep],
        knee_deg=curves[1][keep],
        pelvic_tilt_deg=tilt,
        trunk_lean_deg=lean,
        toe_off_percent=_toe_off(curves[0][keep], length[keep]),
        by=by,
        left_out=int((~keep).sum()),
        hip_adduction_deg=adduction,
        hip_rotation_deg=rotation,
    )


def _beside(walk: Recording, side: str) -> tuple[Numbers | None, ...]:
    """What a stride may do without: pelvis, trunk, and the hip out of the side view."""
    return (
        walk.pelvic_tilt_deg,
        walk.trunk_lean_deg,
        walk.hip_adduction_deg.get(side),
        walk.hip_rotation_deg.get(side),
    )


def _by_force(walk: Recording, side: str) -> Numbers:
    """When the ground begins to carry the foot."""
    force = walk.force_n.get(side)
    if force is None or not np.isfinite(force).any():
        return np.zeros(0)
    force = np.nan_to_num(force)
    highest = force.max()
    # Forces over the body's weight or mass are small numbers; then a part of the highest counts.
    threshold = limit("contact_force_n") if highest > 100 else highest / 20
    up = np.flatnonzero((force[:-1] < threshold) & (force[1:] >= threshold))
    step = walk.time_s[1] - walk.time_s[0]
    steady = [
        i for i in up if force[i + 1 : i + 1 + max(int(0.1 / step), 1)].min() >= threshold / 2
    ]
    low, high = force[steady], force[np.array(steady, dtype=int) + 1]
    return np.asarray(walk.time_s[steady] + step * (threshold - low) / np.maximum(high - low, 1e-9))


def _by_knee(time: Numbers, knee: Numbers, hip: Numbers) -> Numbers:
    """When the foot lands, by the knee: a little after it is straightest while the hip is bent.

    The knee is straight twice in a stride, before the landing and in the middle of stance; only the
    first time is the thigh in front.
    """
    step = time[1] - time[0]
    knee, hip = _smoothed(knee, step), _smoothed(hip, step)
    if not (np.isfinite(knee).any() and np.isfinite(hip).any()):
        return np.zeros(0)
    low, high = np.nanpercentile(hip, [2, 98])
    forward = hip > (low + high) / 2  # False where missing
    halfway = np.nanpercentile(knee, [2, 98]).mean()
    straightest = 1 + np.flatnonzero((knee[1:-1] <= knee[:-2]) & (knee[1:-1] < knee[2:]))
    swing = np.cumsum(np.diff(forward.astype(int), prepend=0) == 1)
    landings: list[float] = []
    for one in np.unique(swing[straightest[forward[straightest]]]):
        here = straightest[forward[straightest] & (swing[straightest] == one)]
        best = here[np.argmin(knee[here])]
        if knee[best] > halfway:
            continue
        landings.append(time[best] + _between(knee, best) * step)
    return np.array(landings) + limit("knee_peak_before_landing_s")


def _between(curve: Numbers, index: int) -> float:
    """Where between samples a lowest point lies, by a parabola, from -0.5 to 0.5."""
    before, here, after = curve[index - 1 : index + 2]
    bend = before - 2 * here + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend > 0 else 0.0


def _smoothed(curve: Numbers, step: float) -> Numbers:
    """The curve without what is faster than about 10 Hz, by a weighted mean; NaN stays NaN."""
    half = int(np.clip(round(0.03 / step), 1, (len(curve) - 1) // 2))
    weights = np.hanning(2 * half + 3)[1:-1]
    there = np.isfinite(curve)
    sums = np.convolve(np.where(there, curve, 0), weights, mode="same")
    counts = np.convolve(there.astype(float), weights, mode="same")
    return np.where(there, sums / np.maximum(counts, 1e-12), np.nan)


def _sampled(time: Numbers, curve: Numbers, at: Numbers) -> Numbers:
    """A curve at other times; NaN outside, and where a sample beside it is missing."""
    return np.asarray(np.interp(at, time, curve, left=np.nan, right=np.nan))


def _toe_off(hip: Numbers, duration_s: Numbers) -> Numbers:
    """When the foot leaves the ground: a little after the hip is extended furthest."""
    furthest = PERCENT[np.argmin(hip[:, 30:80], axis=1) + 30]
    return np.asarray(furthest + 100 * limit("hip_peak_before_toe_off_s") / duration_s)


# Files that are one stride


def _closes(walk: Recording, side: str) -> bool:
    """Whether a file ends as it begins, and is about as long as a stride."""
    if not limit("shortest_stride_s") < walk.time_s[-1] < limit("longest_stride_s"):
        return False
    for curve in (walk.hip_deg[side], walk.knee_deg[side]):
        if not np.isfinite(curve[[0, -1]]).all():
            return False
        if abs(curve[0] - curve[-1]) > 0.2 * np.ptp(curve[np.isfinite(curve)]):
            return False
    return True


def _whole(walk: Recording, side: str) -> Strides | None:
    """The file as one stride, turned so that it begins with the landing of this side's foot."""
    at = walk.time_s[-1] * PERCENT / 100
    hip, knee = (_sampled(walk.time_s, one[side], at) for one in (walk.hip_deg, walk.knee_deg))
    if np.isnan(hip).any() or np.isnan(knee).any():
        return None
    step = 1.0 if walk.one_cycle else walk.time_s[-1]
    thrice = [np.tile(one[:-1], 3) for one in (knee, hip)]
    found = _by_knee(np.arange(len(thrice[0])) * step / 100, *thrice)
    middle = found[(found >= step) & (found < 2 * step)]
    turn = round(100 * (middle[0] / step - 1)) % 100 if len(middle) else 0
    # Whoever averages strides begins with the landing: a start close to it is taken as such.
    if turn <= 6 or turn >= 94:
        turn = 0

    def turned(curve: Numbers) -> Numbers:
        rolled = np.roll(curve[:-1], -turn) if turn else curve[:-1]
        last = rolled[0] if turn else curve[-1]
        return np.append(rolled, last)[None, :]

    tilt, lean, adduction, rotation = (
        None
        if curve is None or np.isnan(one := _sampled(walk.time_s, curve, at)).any()
        else turned(one)
        for curve in _beside(walk, side)
    )
    duration = np.array([np.nan if walk.one_cycle else walk.time_s[-1]])
    return Strides(
        side=side,
        landing_s=np.zeros(1),
        duration_s=duration,
        hip_deg=turned(hip),
        knee_deg=turned(knee),
        pelvic_tilt_deg=tilt,
        trunk_lean_deg=lean,
        toe_off_percent=_toe_off(turned(hip), duration),
        by="whole file",
        left_out=0,
        hip_adduction_deg=adduction,
        hip_rotation_deg=rotation,
    )
