"""Out of a sheet, a recording: joint angles with the signs of the course, both sides, over time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given
from lessons_lib.mechanics.hamstrings import MOST_ASIDE_DEG
from lessons_lib.mechanics.own_walk import naming
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.naming import SIDES
from lessons_lib.mechanics.own_walk.reading import Sheet, UnreadableError, read_sheet

Numbers = NDArray[np.float64]
Place = tuple[str, str]
"""A joint or "time", and a side, which is empty for what has none."""

PLACES: tuple[Place, ...] = (
    ("hip", "right"),
    ("knee", "right"),
    ("hip", "left"),
    ("knee", "left"),
    ("adduction", "right"),
    ("rotation", "right"),
    ("adduction", "left"),
    ("rotation", "left"),
    ("pelvis", ""),
    ("trunk", ""),
    ("lumbar", ""),
    ("force", "right"),
    ("force", "left"),
    ("time", ""),
)
"""What can be taken from a file; ankles are found, too, and nothing here needs them."""

_ASIDE = ("adduction", "rotation")
_ANGLES = ("hip", "knee", "pelvis", "trunk", "lumbar", *_ASIDE)
_MOST_RADIANS = 3.0
_LEAST_KNEE_TRAVEL_DEG = 25.0


@dataclass(frozen=True)
class Choices:
    """What is taken from which column, and how; what is not said here is found out.

    Attributes:
        columns: for a place the index of its column, or None for none.
        turned: places whose sign is turned over from what was found.
        radians: whether angles are in radians; None to find out.
        rate_hz: frames in a second, for a file without a time.
    """

    columns: Mapping[Place, int | None] = field(default_factory=dict)
    turned: frozenset[Place] = frozenset()
    radians: bool | None = None
    rate_hz: float | None = None


@dataclass(frozen=True)
class Recording:
    """Joint angles over time, in degrees, with the signs of `lessons_lib.mechanics.pose`.

    Attributes:
        time_s: shape (n,), evenly spaced, from 0.
        hip_deg: for each side that is there, shape (n,), flexion +; NaN in gaps.
        knee_deg: the same sides.
        pelvic_tilt_deg: shape (n,), forward +; None where it was not recorded.
        trunk_lean_deg: shape (n,), from the vertical, forward +; None likewise.
        force_n: upward force of the ground for each foot that has one.
        dialect: a row of the table ``gait_dialects``.
        found: which column each place was taken from.
        asked: places whose sign no rule knows, so that the learner has to say.
        notes: what was odd, a sentence each.
        one_cycle: whether the file is one stride, averaged or cut out, over percents.
        hip_adduction_deg: for each side where it is there, shape (n,), toward the midline +.
        hip_rotation_deg: likewise, inward +.
    """

    time_s: Numbers
    hip_deg: Mapping[str, Numbers]
    knee_deg: Mapping[str, Numbers]
    pelvic_tilt_deg: Numbers | None
    trunk_lean_deg: Numbers | None
    force_n: Mapping[str, Numbers]
    dialect: str
    found: Mapping[Place, str]
    asked: tuple[Place, ...]
    notes: tuple[str, ...]
    one_cycle: bool = False
    hip_adduction_deg: Mapping[str, Numbers] = field(default_factory=dict)
    hip_rotation_deg: Mapping[str, Numbers] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides with hip and knee, right before left."""
        return tuple(side for side in SIDES if side in self.hip_deg)


def read(content: bytes, choices: Choices | None = None) -> Recording:
    """The recording in a file.

    Args:
        content: the bytes of the file.
        choices: what the learner has said about its columns.

    Raises:
        UnreadableError: with a sentence that says what is wrong and what to do.
    """
    return recording(read_sheet(content), choices)


def recording(sheet: Sheet, choices: Choices | None = None) -> Recording:
    """The recording in a sheet; arguments and errors as in `read`."""
    choices = choices or Choices()
    columns = _columns(sheet, choices)
    notes = list(sheet.notes)
    time, one_cycle = _time(sheet, columns, choices)
    curves = {place: sheet.values[:, index] for place, index in columns.items() if place in PLACES}
    in_order = np.flatnonzero(np.isfinite(time))
    highest = np.maximum.accumulate(time[in_order])
    in_order = in_order[np.diff(highest, prepend=-np.inf) > 0]
    if len(in_order) < len(time):
        notes.append(f"{len(time) - len(in_order)} rows whose time does not go on were left out.")
    if len(in_order) < 10:
        raise UnreadableError("The times in this file do not go forward. Choose another column.")
    time = time[in_order]
    even = np.linspace(time[0], time[-1], _samples(time))
    curves = {
        place: _filled(time, curve[in_order], even)
        for place, curve in curves.items()
        if place[0] != "time"
    }
    kind = naming.dialect(sheet.kind, sheet.names)
    curves, said = _in_degrees(sheet, curves, columns, choices)
    notes += said
    curves, asked, said = _signed(curves, kind, choices, even)
    notes += said
    hips, knees, adductions, rotations = (
        {side: curves[joint, side] for side in SIDES if (joint, side) in curves}
        for joint in ("hip", "knee", *_ASIDE)
    )
    both = [side for side in SIDES if side in hips and side in knees]
    if not both:
        raise UnreadableError(_nothing_found(sheet))
    lost = [side for side in SIDES if (side in hips) != (side in knees)]
    notes += [
        f"Of the {side} side only one of hip and knee is there; it was left out." for side in lost
    ]
    tilt = curves.get(("pelvis", ""))
    return Recording(
        time_s=even - even[0],
        hip_deg={side: hips[side] for side in both},
        knee_deg={side: knees[side] for side in both},
        pelvic_tilt_deg=tilt,
        trunk_lean_deg=_lean(curves, tilt),
        force_n={side: curves["force", side] for side in SIDES if ("force", side) in curves},
        dialect=kind,
        found={
            place: sheet.names[index]
            for place, index in columns.items()
            if place in curves or place[0] == "time"
        },
        asked=asked,
        notes=tuple(notes),
        one_cycle=one_cycle,
        hip_adduction_deg=adductions,
        hip_rotation_deg=rotations,
    )


def with_forces(walk: Recording, content: bytes) -> Recording:
    """The same recording with the ground forces of a second file, which has the same clock.

    Raises:
        UnreadableError: the file holds no upward force, or another time.
    """
    sheet = read_sheet(content)
    columns = naming.find(sheet.names)
    forces = {side: columns["force", side] for side in SIDES if ("force", side) in columns}
    if not forces or ("time", "") not in columns:
        raise UnreadableError(
            "In this file no upward force of the ground was found (ground_force_r_vy, say), with "
            "its time. The angles alone will do."
        )
    time = sheet.values[:, columns["time", ""]]
    start = walk.time_s + time[0]
    there = {side: np.interp(start, time, sheet.values[:, i]) for side, i in forces.items()}
    return replace(walk, force_n=there)


def _columns(sheet: Sheet, choices: Choices) -> dict[Place, int]:
    columns = naming.find(sheet.names)
    for place, index in choices.columns.items():
        if index is None:
            columns.pop(place, None)
        elif place in PLACES and 0 <= index < len(sheet.names):
            columns[place] = index
        else:
            raise UnreadableError("There is no such column in this file. Choose one of the list.")
    return columns


def _time(sheet: Sheet, columns: Mapping[Place, int], choices: Choices) -> tuple[Numbers, bool]:
    """Seconds, and whether the file is one stride over percents."""
    rows = len(sheet.values)
    if ("time", "") in columns:
        index = columns["time", ""]
        time = sheet.values[:, index]
        steps = np.diff(time[np.isfinite(time)])
        step = float(np.median(steps)) if steps.size else 0.0
        named = naming.meaning(sheet.names[index])
        if (named and named.rank) or step >= 1:
            return time / 1000, False
        return time, False
    if ("percent", "") in columns:
        percent = sheet.values[:, columns["percent", ""]]
        if 90 <= _ptp(percent) <= 110:
            return percent / 100, True
    rate = choices.rate_hz or sheet.rate_hz
    if rate is not None:
        return np.arange(rows) / given.number("The frames in a second", rate, 5, 2000), False
    if rows == 101:
        return np.linspace(0, 1, 101), True
    raise UnreadableError(
        "This file has no column with the time. Say how many frames there are in a second, or "
        "which column the time is in."
    )


def _samples(time: Numbers) -> int:
    """How many even steps a time has: as many as its own, within what can be held."""
    whole = float(time[-1] - time[0])
    # Rounded times have a median off the true step; a gap makes the mean too long.
    step = min(float(np.median(np.diff(time))), whole / (len(time) - 1))
    return int(np.clip(round(whole / step) + 1, 10, limit("most_rows")))


def _filled(time: Numbers, curve: Numbers, even: Numbers) -> Numbers:
    """A curve at even times; short gaps bridged, long ones and missing ends left as NaN."""
    there = np.isfinite(curve)
    if there.sum() < 2:
        return np.full(len(even), np.nan)
    at, value = time[there], curve[there]
    filled = np.interp(even, at, value, left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(at, even), 1, len(at) - 1)
    step = np.median(np.diff(time))
    gap = at[after] - at[after - 1] > max(limit("longest_gap_s"), 1.5 * step)
    on_sample = np.isclose(even, at[after], atol=step / 100) | np.isclose(
        even, at[after - 1], atol=step / 100
    )
    filled[gap & ~on_sample] = np.nan
    return filled


def _in_degrees(
    sheet: Sheet, curves: dict[Place, Numbers], columns: Mapping[Place, int], choices: Choices
) -> tuple[dict[Place, Numbers], list[str]]:
    """The angles in degrees. A knee tells: in walking it travels 40° and more, or 0.7 radians."""
    angles = [place for place in curves if place[0] in _ANGLES]
    knees = [curves[place] for place in angles if place[0] == "knee"]
    if choices.radians is None:
        travel = max((_ptp(knee) for knee in knees), default=0.0)
        far = max((float(np.nanmax(np.abs(k), initial=0.0)) for k in knees), default=0.0)
        named = any(
            (one := naming.meaning(sheet.names[columns[place]])) and one.radians for place in angles
        )
        said = "radians" if named or sheet.in_degrees is False else "degrees"
        seems = "radians" if travel and far < _MOST_RADIANS else "degrees"
        notes = []
        if travel and seems != said and (named or sheet.in_degrees is not None):
            notes = [f"The file says {said}; from how far the knee moves they are {seems}."]
        radians = (seems if travel else said) == "radians"
    else:
        radians, notes = choices.radians, []
    if radians:
        curves = curves | {place: np.degrees(curves[place]) for place in angles}
    return curves, notes


def _signed(
    curves: dict[Place, Numbers], kind: str, choices: Choices, time: Numbers
) -> tuple[dict[Place, Numbers], tuple[Place, ...], list[str]]:
    """The angles with the course's signs, and places whose sign no rule knows."""
    rules = load("gait_dialects").row(dialect=kind)
    signed, asked = dict(curves), []
    for place in sorted(curves, key=lambda one: one[0] != "knee"):  # the knee says where swing is
        if place[0] not in _ANGLES:
            continue
        match rules[place[0]]:
            case "-":
                sign = -1.0
            case "by data" if place[0] == "knee":
                sign = _knee_sign(curves[place])
            case "by data" if ("knee", place[1]) in signed:
                sign = _hip_sign(curves[place], signed["knee", place[1]], time)
            case "ask" | "by data":
                asked.append(place)
                sign = 1.0
            case "leave" if place not in choices.columns:
                del signed[place]
                continue
            case _:
                sign = 1.0
        if place in choices.turned:
            sign = -sign
        signed[place] = sign * curves[place]
    return signed, tuple(asked), _strange(signed, rules["hip"] != "by data", time)


def _strange(signed: dict[Place, Numbers], hip_as_told: bool, time: Numbers) -> list[str]:
    """What no walker does, a sentence each; what the models do not answer for is taken away."""
    notes = []
    for place in [one for one in signed if one[0] in _ASIDE]:
        if np.nanmax(np.abs(signed[place]), initial=0.0) > MOST_ASIDE_DEG:
            del signed[place]
            notes.append(
                f"{place[0].capitalize()} of the {place[1]} hip goes beyond {MOST_ASIDE_DEG:g}°; "
                "it was left out."
            )
    for side in SIDES:
        knee = signed.get(("knee", side))
        if knee is not None and np.isfinite(knee).any() and np.nanmedian(knee) < -5:
            notes.append(f"The {side} knee bends forward most of the time: turn its sign over?")
        hip = signed.get(("hip", side))
        if hip is not None and knee is not None and hip_as_told and _hip_sign(hip, knee, time) < 0:
            notes.append(f"The {side} hip goes back while the knee swings: turn its sign over?")
    return notes


def _knee_sign(knee: Numbers) -> float:
    """A knee bends one way: far to one side, hardly to the other."""
    there = knee[np.isfinite(knee)]
    if not there.size:
        return 1.0
    low, high = np.percentile(there, [2, 98])
    return 1.0 if high >= -low else -1.0


def _hip_sign(hip: Numbers, knee: Numbers, time: Numbers) -> float:
    """A thigh comes forward while its knee is bent most."""
    both = np.isfinite(hip) & np.isfinite(knee)
    if both.sum() < 10 or _ptp(knee) < _LEAST_KNEE_TRAVEL_DEG:
        return 1.0
    bent = both & (knee > np.nanpercentile(knee, 85))
    slope = np.gradient(hip, time)[bent]
    slope = slope[np.isfinite(slope)]
    return -1.0 if slope.size and np.median(slope) < 0 else 1.0


def _lean(curves: Mapping[Place, Numbers], tilt: Numbers | None) -> Numbers | None:
    """The lean of the trunk, as it is or from pelvis and lower back."""
    if ("trunk", "") in curves:
        return curves["trunk", ""]
    if ("lumbar", "") in curves and tilt is not None:
        lean: Numbers = tilt - curves["lumbar", ""]
        return lean
    return None


def _ptp(curve: Numbers) -> float:
    there = curve[np.isfinite(curve)]
    return float(np.ptp(there)) if there.size else 0.0


def _nothing_found(sheet: Sheet) -> str:
    names = ("".join(filter(str.isprintable, name))[:24].strip() for name in sheet.names[:6])
    some = "; ".join(names) + (" ..." if len(sheet.names) > 6 else "")
    markers = sum(naming.meaning(name) is None for name in sheet.names)
    hint = (
        " Places of markers are no angles: export the joint angles."
        if markers > 30 and not naming.joint_columns(sheet.names)
        else ""
    )
    return (
        "In this file no hip and knee of one side were found by their names. Say below which "
        f"columns they are in. It has {len(sheet.names)} columns: {some}.{hint}"
    )
