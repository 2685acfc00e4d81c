"""A stride of walking: the body that walks, its angles as waves, its speeds and steps."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures.body import (
    LONG_HAMSTRINGS,
    MUSCLE_LABELS,
    body_artists,
    body_axes,
    leg_artists,
)
from lessons_lib.figures.stride import GROUND_M, WALKERS, walking_marks
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.pose import joint_centres_m
from lessons_lib.stage import style
from lessons_lib.stage.chart import (
    STRIDE,
    bar,
    beside,
    cursor,
    named_rows,
    numbered_bar,
    numbered_bars,
    sided_label,
)
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import counted, degrees, plain, signed

Numbers = NDArray[np.float64]

_HALF = 0.3
"""Half the height of a bar in its row."""

_MOVING = gait.JOINTS[:3]
_JOINT_NAMES = dict(zip(_MOVING, ("hip", "knee", "ankle"), strict=True))
_JOINT_LOOKS: dict[str, dict[str, Any]] = {
    "hip_flexion": {"color": style.BLUE, "linestyle": "-"},
    "knee_flexion": {"color": style.ORANGE, "linestyle": (0, (6, 2))},
    "ankle_dorsiflexion": {"color": style.GREEN, "linestyle": (0, (2, 1.5))},
}
_SPEED_LOOKS: dict[str, dict[str, Any]] = {
    "slow": {"color": style.BLUE, "linestyle": (0, (6, 2))},
    "comfortable": {"color": style.GREEN, "linestyle": "-"},
    "fast": {"color": style.ORANGE, "linestyle": (0, (2, 1.5))},
}


# ---------------------------------------------------------------------------------------------
# A body that walks


_CONTACT = ("this foot", "other foot")
_STRIPS = (*_CONTACT, *LONG_HAMSTRINGS)
_STRIP_LABELS = (*_CONTACT, *(MUSCLE_LABELS[m].lower() for m in LONG_HAMSTRINGS))
_ANGLES, _ROWS = (-25.0, 85.0), (-4.5, 0.5)
_DOTS_APART_M = 0.1875


def _walker_stage() -> Stage:
    figure = blank(10, 5.4)
    grid = figure.add_gridspec(2, 2, width_ratios=(1, 1.35), height_ratios=(1.35, 1))
    body, curves, strips = (figure.add_subplot(grid[place]) for place in _WALKER_PLACES)
    body_axes(body, (-0.75, 0.75), (GROUND_M - 0.1, 0.98))
    body.axhline(GROUND_M, color=style.MUTED, linewidth=2)
    live: dict[str, Artist] = {"ground": body.plot([], [], "s", color=style.MUTED, markersize=6)[0]}
    live |= {**leg_artists(body), **body_artists(body)}
    live["phase"] = body.text(-0.72, 0.9, "", color=style.PURPLE, weight="bold", size=12)
    curves.set(xlim=(0, 100), ylim=_ANGLES, ylabel="Angle (°)")
    curves.axhline(0, color=style.INK, linewidth=1)
    for joint in _MOVING:
        label = _JOINT_NAMES[joint]
        live[joint] = curves.plot([], [], label=label, **_JOINT_LOOKS[joint])[0]
    curves.legend(loc="upper left", ncols=3)
    _strips(strips)
    for foot in ("this", "other_first", "other_last"):
        live[foot] = strips.fill([0], [0], facecolor=style.INK, linewidth=0)[0]
    for name, axes in (("now", curves), ("now_below", strips)):
        live[name] = axes.plot([], [], color=style.PURPLE, linewidth=1.5)[0]
    live["here"] = curves.plot([], [], "o", markersize=8, color=style.PURPLE)[0]
    return Stage(figure, live)


_WALKER_PLACES: Any = ((slice(None), 0), (0, 1), (1, 1))


def _strips(axes: Axes) -> None:
    """Rows of bars over the stride: feet on the ground, and when each hamstring works."""
    axes.set(xlim=(0, 100), ylim=_ROWS, xlabel=STRIDE)
    named_rows(axes, [-row for row in range(len(_STRIPS))], _STRIP_LABELS)
    axes.tick_params(axis="y", labelsize=9)
    for row in load("hamstring_activity").rows():
        y = -_STRIPS.index(row["muscle"])
        for start, end in ((0, row["off_percent"]), (row["on_percent"], 100)):
            axes.fill(*bar(start, end, y, _HALF).T, facecolor=style.ORANGE, linewidth=0)


@cache
def _drawn_stride_m(speed: str) -> float:
    """Two steps of the drawn body; its flat pelvis makes them shorter than those measured."""
    front, back = (joint_centres_m(gait.pose_at(p, speed))["ankle"][0] for p in (0, 50))
    return float(2 * (front - back))


def _walker_frame(cycle_percent: float, walking_speed: float) -> Frame:
    speed = gait.SPEEDS[round(walking_speed)]
    walk = gait.walk(speed)
    working = {m: bool(gait.at_work(m, cycle_percent)) for m in LONG_HAMSTRINGS}
    colors = {m: style.ORANGE if works else style.MUTED for m, works in working.items()}
    marks = walking_marks(*gait.both_legs_at(cycle_percent, speed), colors)
    dots = np.arange(-0.75, 0.75, _DOTS_APART_M)
    moved = (dots - _drawn_stride_m(speed) * cycle_percent / 100 + 0.75) % 1.5 - 0.75
    marks["ground"] = Mark(np.column_stack([moved, np.full(len(moved), GROUND_M - 0.04)]))
    phase = gait.phase_at(cycle_percent, speed).name
    marks["phase"] = Mark(np.array([-0.72, 0.9]), text=phase)
    angles = {}
    for joint in _MOVING:
        angles[joint] = float(gait.at_speed(joint, speed, WALKERS).angle_deg(cycle_percent))
        marks[joint] = Mark(_percent_and_angle(joint, speed, WALKERS))
    stance = walk.stance_percent
    marks["this"] = Mark(bar(0, stance, 0, _HALF))
    marks["other_first"] = Mark(bar(0, stance - 50, -1, _HALF))
    marks["other_last"] = Mark(bar(50, 100, -1, _HALF))
    marks["now"] = cursor(cycle_percent, _ANGLES)
    marks["now_below"] = cursor(cycle_percent, _ROWS)
    marks["here"] = Mark(np.array([(cycle_percent, angle) for angle in angles.values()]))
    feet = [
        name
        for name, half in (("this foot", 0), ("the other foot", 50))
        if gait.on_ground(cycle_percent + half, speed)
    ]
    standing = "both feet" if len(feet) == 2 else feet[0]
    busy = [MUSCLE_LABELS[m].lower() for m, works in working.items() if works]
    hip, knee, ankle = (degrees(angle) for angle in angles.values())
    words = (
        f"{cycle_percent:.0f} % of a stride at {speed} speed: {phase}, with {standing} on the "
        f"ground. Hip {hip}, knee {knee}, ankle {ankle}. Hamstrings usually at work: "
        f"{'; '.join(busy) if busy else 'none'}. At this speed a foot is on the ground for "
        f"{stance:.1f} % of the stride."
    )
    percent = gait.CYCLE_PERCENT[::5]
    grounded = gait.on_ground(percent, speed)
    table = Table(
        {
            "stride": percent,
            **{
                _JOINT_NAMES[j]: gait.at_speed(j, speed, WALKERS).angle_deg(percent)
                for j in _MOVING
            },
            "this foot": np.where(grounded, "on the ground", "in the air"),
        },
        {"stride": "%", **dict.fromkeys(_JOINT_NAMES.values(), "°")},
        f"A stride at {speed} speed",
    )
    return Frame(marks, words, table)


@cache
def _percent_and_angle(joint: str, speed: str, cohort: str) -> Numbers:
    angle = gait.at_speed(joint, speed, cohort).angle_deg(gait.CYCLE_PERCENT)
    return np.column_stack([gait.CYCLE_PERCENT, angle])


walker = Scene(
    "A body that walks",
    _walker_stage,
    _walker_frame,
    (Handle("line in the stride", "now", (0, 1), x="cycle_percent"),),
)


# ---------------------------------------------------------------------------------------------
# A curve as a sum of waves


def _waves_stage() -> Stage:
    figure = blank(10, 4.6)
    curve, error = figure.subplots(1, 2, width_ratios=(1.5, 1))
    curve.set(xlim=(0, 100), ylim=(-35, 75), xlabel=STRIDE)
    curve.set_ylabel("Angle (°)")
    curve.axhline(0, color=style.INK, linewidth=1)
    wide: Any = {"color": style.GRID, "linewidth": 8, "solid_capstyle": "round"}
    live: dict[str, Artist] = {
        "measured": curve.plot([], [], label="the average of 42 adults", **wide)[0],
        "newest": curve.plot([], [], ":", color=style.ORANGE, label="the last wave, alone")[0],
        "sum": curve.plot([], [], color=style.PURPLE, label="mean and waves, added up")[0],
    }
    curve.legend(loc="upper left")
    error.set(xlim=(-0.4, 8.4), ylim=(0, 22), xlabel="Waves", ylabel="Distance from the data (°)")
    error.axhline(1, color=style.INK, linewidth=1, linestyle=":")
    live["errors"] = error.plot([], [], color=style.MUTED)[0]
    live["error"] = error.plot([], [], "o", color=style.PURPLE, markersize=10)[0]
    live["error_value"] = error.text(0, 0, "", color=style.PURPLE, weight="bold", va="bottom")
    return Stage(figure, live)


def _waves_frame(gait_joint: float, waves: float) -> Frame:
    joint, count = _MOVING[round(gait_joint)], round(waves)
    whole = gait.curve(joint)
    sums = gait.first_waves(whole, count).angle_deg(gait.CYCLE_PERCENT)
    before = gait.first_waves(whole, max(count - 1, 0)).angle_deg(gait.CYCLE_PERCENT)
    every = np.arange(len(whole.cosine_deg))
    errors = np.array([gait.fit_error_deg(joint, one) for one in range(len(every))])
    height = gait.wave_height_deg(whole, count) if count else 0.0
    percent, error = gait.CYCLE_PERCENT, errors[count]
    side = -2.4 if count > 5 else 0.3
    marks = {
        "measured": Mark(_stride_curve(whole)),
        "newest": Mark(np.column_stack([percent, sums - before])),
        "sum": Mark(np.column_stack([percent, sums])),
        "errors": Mark(np.column_stack([every, errors])[: count + 1]),
        "error": Mark(np.array([count, error])),
        "error_value": Mark(np.array([count + side, error + 0.7]), text=f"{error:.2g}°"),
    }
    newest = (
        f"Wave {count} alone fits {count} times into the stride and swings {height:.1f}° to "
        f"either side."
        if count
        else f"No wave yet, only the mean, {degrees(float(whole.cosine_deg[0]))}."
    )
    words = (
        f"The {_JOINT_NAMES[joint]} in a stride, built from its mean and "
        f"{counted(count, 'wave')}. {newest} The sum lies {error:.2g}° from the data (root mean "
        f"square)."
    )
    table = Table(
        {
            "waves": every.astype(np.float64),
            "height of the last wave": np.array(
                [0.0, *(gait.wave_height_deg(whole, one) for one in every[1:])]
            ),
            "distance from the data": errors,
        },
        {"height of the last wave": "°", "distance from the data": "°"},
        f"The {_JOINT_NAMES[joint]} as a sum of waves",
    )
    return Frame(marks, words, table)


def _stride_curve(curve: gait.Curve) -> Numbers:
    return np.column_stack([gait.CYCLE_PERCENT, curve.angle_deg(gait.CYCLE_PERCENT)])


waves = Scene(
    "A curve, built from waves", _waves_stage, _waves_frame, (Handle("dot", "error", x="waves"),)
)


# ---------------------------------------------------------------------------------------------
# Three speeds


_QUANTITIES = {
    "speed_mps": ("speed", "m/s", 2),
    "step_length_m": ("step length", "m", 2),
    "cadence_per_min": ("steps a minute", "", 0),
    "stance_percent": ("time on this foot", "%", 1),
    "double_support_percent": ("time on both feet", "%", 1),
}


def _speeds_stage() -> Stage:
    figure = blank(10, 4.8)
    curve, bars = figure.subplots(1, 2, width_ratios=(1.4, 1))
    curve.set(xlim=(0, 100), ylim=(-26, 90), xlabel=STRIDE)
    curve.set_ylabel("Angle (°)")
    curve.axhline(0, color=style.INK, linewidth=1)
    live: dict[str, Artist] = {
        "chosen": curve.plot([], [], color=style.GRID, linewidth=9, label="chosen")[0]
    }
    for speed, look in _SPEED_LOOKS.items():
        live[speed] = curve.plot([], [], label=speed, **look)[0]
    live["spread"] = curve.plot([], [], color=style.INK, linewidth=3)[0]
    spread_value: Any = {"weight": "bold", "ha": "center", "va": "center"}
    live["spread_value"] = curve.text(0, 0, "", color=style.INK, **spread_value)
    curve.legend(loc="upper left", ncols=2)
    bars.set(xlim=(-42, 42), ylim=(-4.6, 0.6), xlabel="Change from comfortable speed (%)")
    names = [name for name, _, _ in _QUANTITIES.values()]
    named_rows(bars, [-row for row in range(len(names))], names)
    bars.axvline(0, color=style.INK, linewidth=1)
    live |= numbered_bars(bars, dict.fromkeys(_QUANTITIES, style.PURPLE))
    return Stage(figure, live)


def _speeds_frame(gait_joint: float, walking_speed: float) -> Frame:
    joint, speed = _MOVING[round(gait_joint)], gait.SPEEDS[round(walking_speed)]
    lines = {one: _percent_and_angle(joint, one, "adults") for one in gait.SPEEDS}
    marks = {one: Mark(line) for one, line in lines.items()}
    marks["chosen"] = marks[speed]
    downwards = load("gait_peaks").row(joint=joint, speed=speed)["extreme"] == "lowest"
    end = int((np.argmin if downwards else np.argmax)(lines[speed][:, 1]))
    at, peak = lines[speed][end]
    sd = gait.peak_sd_deg(joint, speed)
    known = bool(np.isfinite(sd))
    reach = sd if known else 0.0
    marks["spread"] = Mark(np.array([(at, peak - reach), (at, peak + reach)]))
    named = f"{plain(peak, 1)}°"
    label = f"{named} ± {sd:.1f}°" if known else named
    ends = [peak - reach, peak + reach, *(line[end, 1] for line in lines.values())]
    beyond_all = min(ends) - 5.0 if downwards else max(ends) + 5.0
    marks["spread_value"] = Mark(np.array([at, beyond_all]), text=label)
    usual, here = gait.walk(), gait.walk(speed)
    told = []
    for row, (name, (called, unit, digits)) in enumerate(_QUANTITIES.items()):
        value = getattr(here, name)
        change = 100 * (value / getattr(usual, name) - 1)
        text = f"{value:.{digits}f} {unit}".rstrip()
        beyond = change + 1.5 if change >= 0 else 1.5
        marks |= numbered_bar(name, change, -row, text, half_height=_HALF, text_at=beyond)
        told.append(f"{called} {text} ({signed(change)} %)" if change else f"{called} {text}")
    people = (
        f"about two of three people lie within {sd:.1f}° of it"
        if known
        else "how far people differ there, the source does not say"
    )
    compared = "" if here == usual else ", with the change from comfortable"
    verb = "goes down to" if downwards else "goes up to"
    words = (
        f"The {_JOINT_NAMES[joint]} at {speed} speed: the average curve {verb} {named}, at "
        f"{at:.0f} % of the stride; {people}. At this speed{compared}: {', '.join(told)}."
    )
    table = Table(
        {
            "speed class": np.array(gait.SPEEDS),
            **{
                called: np.array([getattr(gait.walk(one), name) for one in gait.SPEEDS])
                for name, (called, _, _) in _QUANTITIES.items()
            },
            "peak": np.array([(min if downwards else max)(line[:, 1]) for line in lines.values()]),
        },
        {**{called: unit for called, unit, _ in _QUANTITIES.values()}, "peak": "°"},
        f"Three speeds; peak of the {_JOINT_NAMES[joint]}",
    )
    return Frame(marks, words, table)


speeds = Scene("Three speeds of walking", _speeds_stage, _speeds_frame)


# ---------------------------------------------------------------------------------------------
# Steps: the same speed in long or in short ones


_KMH_PER_MPS = 3.6
_STEP = parameter("step_length_m").positions


def _steps_stage() -> Stage:
    figure = blank(9, 4.8)
    axes = figure.subplots()
    axes.set(xlim=(0.38, 0.92), ylim=(30, 310), xlabel="Step length (m)")
    axes.set_ylabel("Steps a minute")
    for row in load("walking_speeds").rows():
        look = _SPEED_LOOKS[row["speed"]]["color"]
        x, y = row["step_length_m"], row["cadence_per_min"]
        axes.errorbar(
            x, y, row["cadence_sd_per_min"], row["step_length_sd_m"], color=look, fmt="s",
            markersize=7, capsize=3, label=f"{row['speed']}, {row['speed_mps']:.2f} m/s",
        )  # fmt: skip
    axes.legend(loc="upper right")
    return Stage(
        figure,
        {
            "same": axes.plot([], [], color=style.PURPLE)[0],
            "you": axes.plot([], [], "o", color=style.PURPLE, markersize=11)[0],
            **sided_label(axes, "value", color=style.PURPLE, va="bottom"),
        },
    )


def _steps_frame(pace_mps: float, step_length_m: float) -> Frame:
    cadence = 60 * pace_mps / step_length_m
    per_km = 1000 / step_length_m
    here = np.array([step_length_m, cadence])
    marks = {
        "same": Mark(np.column_stack([_STEP, 60 * pace_mps / _STEP])),
        "you": Mark(here),
        **beside(
            "value",
            (step_length_m, step_length_m),
            cadence + 20,
            f"{cadence:.0f} steps a minute",
            gap=0.012,
            left=step_length_m > 0.65,
        ),
    }
    words = (
        f"At {pace_mps:.2f} m/s ({_KMH_PER_MPS * pace_mps:.1f} km/h) with steps of "
        f"{step_length_m:.2f} m it takes {cadence:.0f} steps a minute, and {per_km:.0f} "
        f"steps for a kilometre."
    )
    shown = _STEP[::5]
    table = Table(
        {"step length": shown, "steps a minute": 60 * pace_mps / shown,
         "steps a kilometre": 1000 / shown},
        {"step length": "m"},
        f"The same speed, {pace_mps:.2f} m/s, in steps of different length",
    )  # fmt: skip
    return Frame(marks, words, table)


steps = Scene(
    "The same speed in long or short steps",
    _steps_stage,
    _steps_frame,
    (Handle("dot on the curve", "you", along="step_length_m"),),
)
