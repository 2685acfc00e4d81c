"""What tight hamstrings do: how they pull, in a test, and in walking.

What they do to a pelvis that nobody holds is in `lessons_lib.figures.balance`.

"Shorter by" is the share that is cut from the slack length of the tendons: 1 % is 2.5 to 3.5 mm.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures.body import (
    MUSCLE_COLORS,
    body_artists,
    body_axes,
    body_marks,
    foot_handle,
    leg_artists,
    leg_marks,
    mass_share,
)
from lessons_lib.figures.stride import WALKERS, walking_axes, walking_marks
from lessons_lib.mechanics import gait, muscle, passive
from lessons_lib.mechanics.pose import Pose
from lessons_lib.stage import style
from lessons_lib.stage.chart import STRIDE, cursor
from lessons_lib.stage.draw import Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees, signed_nm

Numbers = NDArray[np.float64]

_STRAIGHT_KNEE, _BENT_KNEE = 15.0, 60.0
"""The two knee angles at which the hip was measured by both groups."""


def slack_factor(shorter_percent: float) -> float:
    """What `passive` calls the slack factor, from the slider's percentage."""
    return 1 - shorter_percent / 100


def shorter_in_words(shorter_percent: float) -> str:
    """How a sentence about such hamstrings begins, with what the percentage is in millimetres."""
    if shorter_percent == 0:
        return "With hamstrings as calibrated"
    least, *_, most = np.sort(
        MM_PER_M * np.abs(passive.shortening_m(slack_factor(shorter_percent)))
    )
    way = "shorter" if shorter_percent > 0 else "longer"
    return f"With hamstrings {abs(shorter_percent):g} % {way} ({least:.0f} to {most:.0f} mm)"


# ---------------------------------------------------------------------------------------------
# Two ways to pull

_LENGTHS = np.linspace(0.4, 1.7, 131)


def _relaxed(length: Numbers | float) -> Numbers:
    strain = load("passive_calibration").row(quantity="passive_strain_at_max_force")["value"]
    return muscle.passive_force(length, float(strain))


def _pull_stage() -> Stage:
    figure = blank(10, 4.4)
    length, speed = figure.subplots(1, 2, width_ratios=(1.5, 1))
    length.set(xlim=(40, 170), ylim=(0, 190), xlabel="Fibre length (% of optimal)")
    length.set_ylabel("Force (% of the greatest)")
    length.plot(
        100 * _LENGTHS, 100 * _relaxed(_LENGTHS), "--", color=style.ORANGE, label="by stretch"
    )
    live = {
        "working": length.plot([], [], color=style.BLUE, label="by working")[0],
        "together": length.plot([], [], ":", color=style.INK, label="together")[0],
    }
    length.legend(loc="upper left")
    speed.set(xlim=(-100, 100), ylim=(0, 200), xlabel="Fibre velocity (%, lengthening +)")
    speed.set_ylabel("What is left by working (%)")
    rates = np.linspace(-1, 1, 101)
    speed.plot(100 * rates, 100 * muscle.velocity_factor(rates), color=style.BLUE)
    for name, axes in (("here", length), ("rate", speed)):
        live[name] = axes.plot([], [], "o", markersize=10, color=style.PURPLE)[0]
    return Stage(figure, live)


def _pull_frame(
    fibre_length_percent: float, activation_percent: float, fibre_velocity_percent: float
) -> Frame:
    here = fibre_length_percent / 100
    factor = float(muscle.velocity_factor(fibre_velocity_percent / 100))
    work = activation_percent * max(factor, 0.0)
    working, stretched = work * muscle.active_force(_LENGTHS), 100 * _relaxed(_LENGTHS)
    mine, given = work * float(muscle.active_force(here)), 100 * float(_relaxed(here))
    marks = {
        "working": Mark(np.column_stack([100 * _LENGTHS, working])),
        "together": Mark(np.column_stack([100 * _LENGTHS, working + stretched])),
        "here": Mark(np.array([fibre_length_percent, mine + given])),
        "rate": Mark(np.array([fibre_velocity_percent, 100 * factor])),
    }
    moving = "holding its length"
    if fibre_velocity_percent:
        way = "lengthening" if fibre_velocity_percent > 0 else "shortening"
        moving = f"{way} at {abs(fibre_velocity_percent):.0f} % of its greatest velocity"
    words = (
        f"A fibre at {fibre_length_percent:.0f} % of its optimal length, working at "
        f"{activation_percent:.0f} % and {moving}: by working it pulls with {mine:.1f} %, by "
        f"stretch with {given:.1f} %, together with {mine + given:.1f} % of its greatest force."
    )
    table = Table(
        {
            "fibre length": 100 * _LENGTHS[::10],
            "by working": working[::10],
            "by stretch": stretched[::10],
        },
        {"fibre length": "%", "by working": "%", "by stretch": "%"},
        "Force of a fibre",
    )
    return Frame(marks, words, table)


pull = Scene(
    "Two ways to pull",
    _pull_stage,
    _pull_frame,
    (
        Handle("dot for the length", "here", x="fibre_length_percent"),
        Handle("dot for the velocity", "rate", x="fibre_velocity_percent"),
    ),
)


# ---------------------------------------------------------------------------------------------
# Two measurements of the same thing

_ANKLE_UP, _ANKLE_DOWN = 20.0, -15.0
_AT_HIP_NM, _AT_KNEE_NM = (-10.0, 40.0), (-10.0, 25.0)


def _measured_stage() -> Stage:
    figure = blank(10, 4.8)
    hip, knee = figure.subplots(1, 2)
    hip.set(xlim=(-15, 40), ylim=_AT_HIP_NM, xlabel="Hip flexion (°)")
    hip.set(ylabel="Passive moment (Nm, + flexor)", title="Hip")
    knee.set(xlim=(0, 75), ylim=_AT_KNEE_NM, xlabel="Knee flexion (°)", title="Knee, hip at 0°")
    live = {}
    for axes, angles, looks in (
        (hip, parameter("measured_hip_deg").positions, _hip_curves()),
        (knee, parameter("measured_knee_deg").positions, _knee_curves()),
    ):
        axes.axhline(0, color=style.INK, linewidth=1)
        for (label, curve), (color, line) in zip(looks, _CURVE_LOOKS, strict=True):
            axes.plot(angles, curve, color=color, linestyle=line, label=label)
        axes.legend(loc="upper right")
    live["hip_now"] = hip.plot([], [], color=style.MUTED, linewidth=1.2)[0]
    live["knee_now"] = knee.plot([], [], color=style.MUTED, linewidth=1.2)[0]
    live["hip_here"] = hip.plot([], [], "o", markersize=8, color=style.PURPLE)[0]
    live["knee_here"] = knee.plot([], [], "o", markersize=8, color=style.PURPLE)[0]
    return Stage(figure, live)


_CURVE_LOOKS = (
    (style.BLUE, "solid"),
    (style.BLUE, "dotted"),
    (style.ORANGE, "solid"),
    (style.ORANGE, "dotted"),
)


@cache
def _hip_curves() -> tuple[tuple[str, Numbers], ...]:
    angles = parameter("measured_hip_deg").positions
    return tuple(
        (
            f"{who}, knee {degrees(knee)}",
            passive.silder_nm("hip", angles, other_deg=knee)
            if who == "Silder"
            else passive.riener_edrich_nm("hip", angles, knee),
        )
        for who in ("Riener", "Silder")
        for knee in (_STRAIGHT_KNEE, _BENT_KNEE)
    )


@cache
def _knee_curves() -> tuple[tuple[str, Numbers], ...]:
    angles = parameter("measured_knee_deg").positions
    return tuple(
        (
            f"{who}, toes {'up' if ankle > 0 else 'down'} {degrees(abs(ankle))}",
            passive.silder_nm("knee", angles, other_deg=0.0, ankle_dorsiflexion_deg=ankle)
            if who == "Silder"
            else passive.riener_edrich_nm("knee", 0.0, angles, ankle),
        )
        for who in ("Riener", "Silder")
        for ankle in (_ANKLE_UP, _ANKLE_DOWN)
    )


def _measured_frame(measured_hip_deg: float, measured_knee_deg: float) -> Frame:
    hip_angles = parameter("measured_hip_deg").positions
    knee_angles = parameter("measured_knee_deg").positions
    at_hip = [float(np.interp(measured_hip_deg, hip_angles, curve)) for _, curve in _hip_curves()]
    at_knee = [
        float(np.interp(measured_knee_deg, knee_angles, curve)) for _, curve in _knee_curves()
    ]
    marks = {
        "hip_now": cursor(measured_hip_deg, _AT_HIP_NM),
        "knee_now": cursor(measured_knee_deg, _AT_KNEE_NM),
        "hip_here": Mark(np.array([(measured_hip_deg, moment) for moment in at_hip])),
        "knee_here": Mark(np.array([(measured_knee_deg, moment) for moment in at_knee])),
    }
    riener, riener_bent, silder, silder_bent = at_hip
    model = [
        float(passive.passive(measured_hip_deg, knee).hip_moment_nm)
        for knee in (_STRAIGHT_KNEE, _BENT_KNEE)
    ]
    words = (
        f"First panel, knee held at {degrees(_STRAIGHT_KNEE)}, hip flexed "
        f"{degrees(measured_hip_deg)}: at the hip "
        f"Riener and Edrich measured {signed_nm(riener)}, Silder and colleagues "
        f"{signed_nm(silder)}. When the knee goes from {degrees(_BENT_KNEE)} to "
        f"{degrees(_STRAIGHT_KNEE)}, this changes by {signed_nm(riener - riener_bent)} and "
        f"{signed_nm(silder - silder_bent)}; the hamstrings of this course change it by "
        f"{signed_nm(model[0] - model[1])}. Second panel, hip held at 0°, toes up "
        f"{degrees(_ANKLE_UP)}, knee flexed {degrees(measured_knee_deg)}: at the knee "
        f"{signed_nm(at_knee[0])} and {signed_nm(at_knee[2])}."
    )
    labels = [f"hip: {name}" for name, _ in _hip_curves()]
    labels += [f"knee: {name}" for name, _ in _knee_curves()]
    table = Table(
        {"joint and measurement": np.array(labels), "moment": np.array(at_hip + at_knee)},
        {"moment": "Nm, + flexor"},
        f"Hip {degrees(measured_hip_deg)}, knee {degrees(measured_knee_deg)}",
    )
    return Frame(marks, words, table)


measured = Scene(
    "Two measurements of the same thing",
    _measured_stage,
    _measured_frame,
    (
        Handle("line at the hip", "hip_now", (0, 1), x="measured_hip_deg"),
        Handle("line at the knee", "knee_now", (0, 1), x="measured_knee_deg"),
    ),
)


# ---------------------------------------------------------------------------------------------
# A leg is raised

_RAISES = parameter("leg_raise_deg").positions


_UNDER_THE_LEG_M = (0.25, -0.24)


def _lying(leg_raise_deg: float) -> Pose:
    return Pose(pelvic_tilt_deg=-90, trunk_lean_deg=-90, hip_flexion_deg=leg_raise_deg)


@cache
def _resistance_nm(shorter_percent: float) -> Numbers:
    """What a straight leg resists with at each of `_RAISES`, above 0."""
    return -passive.passive(_RAISES, 0.0, slack_factor(shorter_percent)).hip_moment_nm


def _raise_stage() -> Stage:
    figure = blank(10, 4.6)
    body, curve = figure.subplots(1, 2, width_ratios=(1.25, 1))
    body_axes(body, (-0.95, 1.05), (-0.3, 1.0))
    live = {**leg_artists(body), **body_artists(body)}
    live["angle"] = body.text(*_UNDER_THE_LEG_M, "", color=style.PURPLE, weight="bold")
    # A little beyond 0 either way, where the ring of a handle stands at the start.
    curve.set(xlim=(-5, 90), ylim=(-7, 150), xlabel="Hip flexion, knee straight (°)")
    curve.set_ylabel("Hamstrings resist with (Nm)")
    curve.axhspan(_measured_up_to_nm(), 150, facecolor=style.GRID, alpha=0.45, linewidth=0)
    curve.text(2, 88, "not checked by\na measurement", color=style.MUTED, va="center")
    curve.plot(_RAISES, _resistance_nm(0.0), color=style.MUTED, label="as calibrated")
    live["now"] = curve.plot([], [], "--", color=style.ORANGE, label="as set")[0]
    live["stop"] = curve.plot([], [], ":", color=style.INK, linewidth=1.5, label="test stops")[0]
    live["here"] = curve.plot([], [], "o", markersize=10, color=style.PURPLE)[0]
    curve.legend(loc="upper left")
    return Stage(figure, live)


def _raise_frame(leg_raise_deg: float, shorter_percent: float, stop_moment_nm: float) -> Frame:
    factor = slack_factor(shorter_percent)
    curve = _resistance_nm(shorter_percent)
    here = float(np.interp(leg_raise_deg, _RAISES, curve))
    marks = {**leg_marks(_lying(0.0)), **body_marks(_lying(leg_raise_deg), MUSCLE_COLORS)}
    marks["angle"] = Mark(np.array(_UNDER_THE_LEG_M), text=f"hip {degrees(leg_raise_deg)}")
    marks["now"] = Mark(np.column_stack([_RAISES, curve]))
    marks["stop"] = Mark(np.array([(0.0, stop_moment_nm), (90.0, stop_moment_nm)]))
    marks["here"] = Mark(np.array([leg_raise_deg, here]))
    end = passive.leg_raise_deg(factor, stop_moment_nm)
    stops = "does not stop below 90°" if end is None else f"stops at {degrees(end)} of hip flexion"
    popliteal = passive.popliteal_angle_deg(factor, stop_moment_nm)
    knee = f"stops {degrees(popliteal)} short of straight" if popliteal else "gets straight"
    words = (
        f"{shorter_in_words(shorter_percent)}, a straight leg raised until the hip is flexed "
        f"{degrees(leg_raise_deg)} resists with {here:.1f} Nm. {_beyond(here, stop_moment_nm)}A "
        f"test that ends at {stop_moment_nm:.0f} Nm {stops}. In the other test, hip held at 90° "
        f"and with the same moment about the knee, the knee {knee}."
    )
    rows = slice(None, None, 10)
    table = Table(
        {
            "hip flexion": _RAISES[rows],
            "as calibrated": _resistance_nm(0.0)[rows],
            "as set": curve[rows],
        },
        {"hip flexion": "°", "as calibrated": "Nm", "as set": "Nm"},
        f"{shorter_in_words(shorter_percent)}: moment at the hip of a straight leg",
    )
    return Frame(marks, words, table)


def _beyond(moment_nm: float, stop_moment_nm: float) -> str:
    """What is to be said of a moment to which no test goes, and of one that nobody measured."""
    if moment_nm <= stop_moment_nm:
        return ""
    if moment_nm <= _measured_up_to_nm():
        return "That is past the stop: the test would have ended before. "
    return (
        f"That is past the stop, and past the {_measured_up_to_nm():.0f} Nm up to which these "
        "hamstrings were checked by a measurement: a guess, no more. "
    )


@cache
def _measured_up_to_nm() -> float:
    """The most that calibrated hamstrings give where they were fitted: hip 90°, knee 15°."""
    return -float(passive.passive(90, _STRAIGHT_KNEE).hip_moment_nm)


leg_raise = Scene(
    "A straight leg is raised",
    _raise_stage,
    _raise_frame,
    (
        foot_handle("leg_raise_deg", straight=True),
        Handle("dot on the curve", "here", x="leg_raise_deg"),
        Handle("line at which tests stop", "stop", y="stop_moment_nm"),
    ),
)


# ---------------------------------------------------------------------------------------------
# The same hamstrings in walking


def whole_moments_nm() -> tuple[Numbers, Numbers]:
    """Least and greatest whole moment about a hip in the recorded strides, + flexor.

    Of the two walkers, at each of `gait.CYCLE_PERCENT`.
    """
    of_all = np.array(list(passive.walking_hip_moments_nm().values()))
    return of_all.min(axis=0), of_all.max(axis=0)


_IN_WALKING_NM = (-125.0, 75.0)
_ABOVE_LEGEND_NM = (-75.0, 75.0)


@cache
def _walking_nm(shorter_percent: float) -> Numbers:
    return passive.in_walking(slack_factor(shorter_percent), WALKERS).hip_moment_nm


def _walking_stage() -> Stage:
    figure = blank(10, 4.8)
    body, curve = figure.subplots(1, 2, width_ratios=(1, 1.3))
    live = walking_axes(body)
    _moment_axes(curve)
    live["set"] = curve.plot([], [], "--", color=style.ORANGE, label="hamstrings, as set")[0]
    curve.legend(loc="lower left")
    live["now"] = curve.plot([], [], color=style.PURPLE, linewidth=1.5)[0]
    live["here"] = curve.plot([], [], "o", markersize=9, color=style.PURPLE)[0]
    return Stage(figure, live)


def _moment_axes(axes: Axes) -> None:
    least, greatest = whole_moments_nm()
    axes.set(xlim=(0, 100), ylim=_IN_WALKING_NM, xlabel=STRIDE)
    axes.set_ylabel("Moment at the hip (Nm, + flexor)")
    axes.fill_between(
        gait.CYCLE_PERCENT, least, greatest, color=style.GRID, label="all together, two people"
    )
    for moment in passive.walking_hip_moments_nm().values():
        axes.plot(gait.CYCLE_PERCENT, moment, color=style.MUTED, linewidth=1)
    axes.axhline(0, color=style.INK, linewidth=1)
    axes.plot(
        gait.CYCLE_PERCENT, _walking_nm(0.0), color=style.BLUE, label="hamstrings, as calibrated"
    )


def _walking_frame(cycle_percent: float, shorter_percent: float, about_mass_kg: float) -> Frame:
    curve = mass_share(about_mass_kg) * _walking_nm(shorter_percent)
    here = float(np.interp(cycle_percent, gait.CYCLE_PERCENT, curve))
    marks = walking_marks(*gait.both_legs_at(cycle_percent), MUSCLE_COLORS)
    marks["set"] = Mark(np.column_stack([gait.CYCLE_PERCENT, curve]))
    marks["now"] = cursor(cycle_percent, _ABOVE_LEGEND_NM)
    marks["here"] = Mark(np.array([cycle_percent, here]))
    peak = int(curve.argmin())
    lows, highs = whole_moments_nm()
    least, greatest = float(lows.min()), float(highs.max())
    landing = sorted(passive.landing_hip_moments_nm().values())
    words = (
        f"{shorter_in_words(shorter_percent)}, at {cycle_percent:.0f} % of the stride they make a "
        f"passive moment of {signed_nm(here)} at the hip. Over the stride it is strongest at "
        f"{gait.CYCLE_PERCENT[peak]:.0f} %, with {signed_nm(float(curve[peak]))}. All together, "
        f"working muscles first, make between {signed_nm(least, 0)} and {signed_nm(greatest, 0)} "
        f"in two recorded people, and {signed_nm(landing[0], 0)} and {signed_nm(landing[1], 0)} on "
        f"average while the foot lands, in the first tenth.{_mass_in_words(about_mass_kg)}"
    )
    rows = slice(None, None, 5)
    table = Table(
        {
            "stride": gait.CYCLE_PERCENT[rows],
            "as calibrated": _walking_nm(0.0)[rows],
            "as set": curve[rows],
        },
        {"stride": "%", "as calibrated": "Nm", "as set": "Nm"},
        f"{shorter_in_words(shorter_percent)}: passive moment at the hip, + flexor",
    )
    return Frame(marks, words, table)


def _mass_in_words(about_mass_kg: float) -> str:
    if mass_share(about_mass_kg) == 1:
        return ""
    return (
        f" The hamstrings are those of somebody of {about_mass_kg:.0f} kg; the two recorded people "
        "stay who they are."
    )


walking = Scene(
    "Resting hamstrings in a stride",
    _walking_stage,
    _walking_frame,
    (Handle("dot on the curve", "here", x="cycle_percent"),),
)
