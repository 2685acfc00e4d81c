"""The load on the lowest disc: standing and leaning, one disc measured, walking.

Loads are shown in body weights, so that they can be felt and compared. The forces that make them
are in `lessons_lib.figures.free_body`.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.mechanics import lumbar
from lessons_lib.mechanics.lumbar import LEVELS, UNSEEN, Build, build
from lessons_lib.stage import style
from lessons_lib.stage.chart import STRIDE, band, bar, column, cursor, named_rows
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees, plain

Numbers = NDArray[np.float64]

BODY_WEIGHT_N = build().body_weight_n
LARGEST_TESTED_DEG = float(load("lumbar_static_lean")["lean_deg"].max())
"""The largest lean at which the model was compared with another one."""

_LEANS = parameter("hip_lean_deg").positions
_LOAD_LABEL = "Load on the lowest disc (body weights)"
_BAND_LOOK: Any = {
    "facecolor": style.BLUE,
    "alpha": 0.18,
    "linewidth": 0,
    "label": "free body, least to highest",
}


def body_weights(force_n: Numbers | float) -> Any:
    """A force in body weights."""
    return np.asarray(force_n) / BODY_WEIGHT_N


# ---------------------------------------------------------------------------------------------
# Leaning and standing still, beside a full-body model

_BENDS = ("hips", "lower back")
_AT_DEG = (10.0, 20.0, 30.0, 45.0)


@cache
def implant(quantity: str) -> float:
    """A finding about the force on implants, from the table ``implant_flexion``."""
    return float(load("implant_flexion").row(quantity=quantity)["value"])


def _leaning_stage() -> Stage:
    figure = blank(9.4, 5.2)
    axes = figure.subplots()
    plateau = implant("plateau_from_deg")
    axes.set(xlim=(-1.5, LARGEST_TESTED_DEG + 1.5), ylim=(0, 3.4))
    axes.set(xlabel="Lean of the trunk (°)", ylabel=_LOAD_LABEL)
    axes.axvspan(plateau, LARGEST_TESTED_DEG + 1.5, facecolor=style.GRID, alpha=0.45, linewidth=0)
    axes.text(
        plateau + 0.7, 0.06,
        f"beyond {plateau:.0f}°, the force on the implants\nof five people hardly rose further",
        color=style.MUTED, va="bottom",
    )  # fmt: skip
    live = {
        "band": axes.fill([0], [0], **_BAND_LOOK)[0],
        "other": axes.plot([], [], ":", color=style.PURPLE, label="upper body of gait2392")[0],
        "mine": axes.plot([], [], color=style.BLUE, label="free body as set")[0],
        "reference": axes.plot(
            [], [], "s", color=style.ORANGE, markersize=8, label="full-body model"
        )[0],
    }
    axes.legend(loc="upper left")
    return Stage(figure, live)


def _leaning_frame(bend: float, extensor_arm_mm: float, mass_share_percent: float) -> Frame:
    way = _BENDS[round(bend)]
    body = replace(
        build(),
        extensor_arm_m=extensor_arm_mm / MM_PER_M,
        upper_body_mass_fraction=mass_share_percent / 100,
    )
    reference = load("lumbar_static_lean").where(bend=way)
    at, truth = reference["lean_deg"], body_weights(reference["compression_n"])
    low, high = (_still(way, _LEANS, build(level)) for level in ("low", "high"))
    mine, other = _still(way, _LEANS, body), _still(way, _LEANS, _with_gait2392(body))
    marks = {
        "band": band(_LEANS, low, high),
        "other": Mark(np.column_stack([_LEANS, other])),
        "mine": Mark(np.column_stack([_LEANS, mine])),
        "reference": Mark(np.column_stack([at, truth])),
    }
    own_at, low_at, high_at = (np.interp(at, _LEANS, curve) for curve in (mine, low, high))
    inside = (low_at <= truth) & (truth <= high_at)
    compared = (at >= _AT_DEG[0]) & (at <= _AT_DEG[-1])
    worst = 100 * np.abs(own_at / truth - 1)[compared].max()
    rows = np.isin(at, _AT_DEG)

    def listed(values: Numbers) -> str:
        return ", ".join(f"{value:.2f}" for value in values)

    words = (
        f"Leaning from {'the hips' if way == 'hips' else 'the lower back'}, lever "
        f"{extensor_arm_mm:.0f} mm, {mass_share_percent:.0f} % of the weight above the cut. At "
        f"{', '.join(degrees(one) for one in at[rows])} the free body gives "
        f"{listed(own_at[rows])} body weights, the full-body model {listed(truth[rows])}: from "
        f"{degrees(_AT_DEG[0])} to {degrees(_AT_DEG[-1])} they differ by up to {worst:.0f} %. At "
        f"30° the band runs from {low_at[at == 30][0]:.2f} to {high_at[at == 30][0]:.2f}; it holds "
        f"{inside.sum()} of the {len(at)} angles of the full-body model, all from "
        f"{degrees(at[inside].min())} on. With the upper body of gait2392 it would be "
        f"{np.interp(30, _LEANS, other):.2f} at 30°."
    )
    table = Table(
        {
            "lean": at,
            "free body": own_at,
            "least": low_at,
            "highest": high_at,
            "full-body model": truth,
            "upper body of gait2392": np.interp(at, _LEANS, other),
        },
        {"lean": "°"},
        f"Load on the lowest disc in body weights, leaning from the {way}",
    )
    return Frame(marks, words, table)


def _still(way: str, lean_deg: Numbers, body: Build) -> Numbers:
    """The load in body weights, standing still."""
    tilt = lean_deg if way == "hips" else np.zeros_like(lean_deg)
    loads: Numbers = body_weights(lumbar.lean(tilt, lean_deg, body).compression_n)
    return loads


def _with_gait2392(body: Build) -> Build:
    """The same body with the upper body of another published model."""
    other = load("lumbar_upper_bodies").row(model="gait2392")
    return replace(
        body,
        upper_body_mass_fraction=other["mass_fraction"],
        centre_forward_m=other["centre_forward_m"],
        centre_up_m=other["centre_up_m"],
    )


leaning = Scene("Leaning and standing still, beside other models", _leaning_stage, _leaning_frame)


# ---------------------------------------------------------------------------------------------
# Pressure in one man's disc


def _pressure_stage() -> Stage:
    table = load("disc_pressure")
    order = np.argsort(table["pressure_mpa"], kind="stable")
    names, values = table["activity"][order], table["pressure_mpa"][order]
    figure = blank(9, 4.4)
    axes = figure.subplots()
    upright = np.char.startswith(names, "standing")
    axes.set_axisbelow(True)
    axes.barh(
        range(len(names)), values, height=0.66, color=np.where(upright, style.ORANGE, style.BLUE)
    )
    for row, value in enumerate(values):
        axes.text(value + 0.03, row, f"{value:.2f}", va="center", weight="bold")
    named_rows(axes, range(len(names)), names.tolist())
    axes.set(xlim=(0, 2.6), xlabel="Pressure in the disc L4/L5 (MPa)")
    axes.set_title("One man of 45 years and 70 kg: n = 1")
    return Stage(figure, {})


def _pressure_frame() -> Frame:
    table = load("disc_pressure")
    values = {row["activity"]: row["pressure_mpa"] for row in table.rows()}
    standing, bent = values["standing relaxed"], values["standing, bent forward"]
    told = "; ".join(f"{name} {value:.2f}" for name, value in values.items())
    words = (
        f"Pressure in one disc of one man, in MPa: {told}. Standing bent forward is "
        f"{bent / standing:.1f} times standing upright. It is one person (n = 1)."
    )
    return Frame({}, words, table)


pressure = Scene("Pressure in one man's disc", _pressure_stage, _pressure_frame)


# ---------------------------------------------------------------------------------------------
# Walking, with and without the moments that a side view misses


def _stride_stage() -> Stage:
    figure = blank(10, 5.6)
    grid = figure.add_gridspec(2, 2, width_ratios=(0.62, 1))
    front, moments, loads = (figure.add_subplot(grid[place]) for place in _STRIDE_PLACES)
    walk, other = load("lumbar_stride"), load("lumbar_inverse_dynamics")
    percent = lumbar.stride_percent()
    for axes in (moments, loads):
        # A little before the landing, where the ring of a handle stands at the start.
        axes.set(xlim=(-3, 100), xlabel=STRIDE)
    moments.set(ylim=(-45, 82), ylabel="Moment about the\nlowest disc (Nm)")
    moments.axhline(0, color=style.INK, linewidth=1)
    moments.plot(
        percent, walk["extension_moment_nm"], color=style.BLUE, label="against bending forward"
    )
    moments.plot(
        percent,
        walk["frontal_moment_nm"],
        "--",
        color=style.ORANGE,
        label="sideways, full-body model",
    )
    moments.plot(
        other["cycle_percent"], other["frontal_moment_nm"], ":", color=style.PURPLE,
        label="sideways, model of walking",
    )  # fmt: skip
    moments.plot(
        percent,
        walk["turning_moment_nm"],
        "-.",
        color=style.GREEN,
        label="turning, full-body model",
    )
    moments.legend(loc="upper left", ncols=2, fontsize=9.5)
    loads.set(ylim=(0, 3.7), ylabel="Load on the lowest\ndisc (body weights)")
    live = _from_the_front(front)
    live["band"] = loads.fill([0], [0], **_BAND_LOOK)[0]
    loads.plot(
        percent, body_weights(walk["compression_n"]), "--", color=style.INK, label="full-body model"
    )
    live["mine"] = loads.plot([], [], color=style.BLUE, label="free body, typical")[0]
    loads.legend(loc="upper left", fontsize=9.5)
    thin: Any = {"color": style.MUTED, "linewidth": 1.2}
    live |= {"now": moments.plot([], [], **thin)[0], "now_too": loads.plot([], [], **thin)[0]}
    live["here"] = loads.plot([], [], "o", color=style.BLUE, markersize=9)[0]
    return Stage(figure, live)


_STRIDE_PLACES: Any = ((slice(None), 0), (0, 1), (1, 1))
# Half of an upright body from the front, from the neck to the crotch, in metres from the disc.
_HALF_FRONT = np.array([
    (0.0, 0.52), (0.05, 0.5), (0.13, 0.46), (0.2, 0.42), (0.19, 0.3), (0.15, 0.18), (0.135, 0.08),
    (0.16, -0.03), (0.18, -0.13), (0.17, -0.3), (0.14, -0.5), (0.05, -0.5), (0.02, -0.24),
    (0.0, -0.2),
])  # fmt: skip


def _from_the_front(axes: Axes) -> dict[str, Artist]:
    """What a side view misses: how far beside the disc the weight passes, in effect."""
    axes.set(xlim=(-0.3, 0.3), ylim=(-0.5, 0.82), aspect="equal")
    axes.set_axis_off()
    axes.set_title("From the front")
    turn = np.linspace(0, 2 * np.pi, 25)
    outline = np.concatenate([_HALF_FRONT, (_HALF_FRONT * (-1, 1))[::-1]])
    head = np.array([0.0, 0.64]) + np.column_stack([0.085 * np.cos(turn), 0.12 * np.sin(turn)])
    for shape in (outline, head):
        axes.fill(*shape.T, facecolor=style.SKIN, edgecolor=style.MUTED, linewidth=1.2)
    axes.fill(*bar(-0.035, 0.035, 0.0, 0.012).T, facecolor=style.INK, linewidth=0)
    axes.text(0.05, -0.02, "disc", va="top")
    dot: Any = {"markersize": 11, "color": style.BLUE}
    return {
        "beside": axes.plot([], [], color=style.PURPLE, linewidth=3)[0],
        "weight": axes.plot([], [], color=style.BLUE, linewidth=4)[0],
        "weight_tip": axes.plot([], [], "v", **dot)[0],
        "beside_told": axes.text(0, 0, "", color=style.PURPLE, weight="bold", ha="center"),
    }


def _stride_frame(cycle_percent: float, unseen_moments: float) -> Frame:
    unseen = UNSEEN[round(unseen_moments)]
    percent, walk = lumbar.stride_percent(), load("lumbar_stride")
    truth: Numbers = body_weights(walk["compression_n"])
    low, mine, high = (
        body_weights(lumbar.stride(unseen, body=build(level)).compression_n) for level in LEVELS
    )
    now, reference = (float(np.interp(cycle_percent, percent, one)) for one in (mine, truth))
    marks = {
        "band": band(percent, low, high),
        "mine": Mark(np.column_stack([percent, mine])),
        "now": cursor(cycle_percent, (-45.0, 36.0)),
        "now_too": cursor(cycle_percent, (0.0, 2.75)),
        "here": Mark(np.array([cycle_percent, now])),
    }
    forward, sideways, turning, other = (
        float(np.interp(cycle_percent, table["cycle_percent"], table[name]))
        for table, name in (
            (walk, "extension_moment_nm"),
            (walk, "frontal_moment_nm"),
            (walk, "turning_moment_nm"),
            (load("lumbar_inverse_dynamics"), "frontal_moment_nm"),
        )
    )
    beside_m = sideways / build().weight_n
    marks |= {
        "beside": Mark(np.array([(0.0, 0.0), (beside_m, 0.0)])),
        "weight": Mark(np.array([(beside_m, 0.34), (beside_m, 0.03)])),
        "weight_tip": Mark(np.array([beside_m, 0.02])),
        "beside_told": Mark(np.array([beside_m, 0.37]), text=f"{100 * abs(beside_m):.0f} cm"),
    }
    error = np.sqrt(np.mean((mine - truth) ** 2))
    off = 100 * np.abs(mine / truth - 1)
    words = (
        f"{cycle_percent:.0f} % of the stride. Moment against bending forward "
        f"{plain(forward)} Nm, sideways {plain(sideways)} Nm (full-body model) or {plain(other)} "
        f"Nm (model of walking), turning {plain(turning)} Nm. {_UNSEEN_WORDS[unseen]} the free "
        f"body gives {now:.2f} body weights, the full-body model {reference:.2f}. Over the stride "
        f"the mean is {mine.mean():.2f} (full-body model {truth.mean():.2f}), the peak "
        f"{mine.max():.2f} ({truth.max():.2f}), and the typical distance between the two (root "
        f"mean square) {error:.2f} body weights; at {100 * np.mean(off > 30):.0f} of 100 moments "
        f"they lie more than 30 % apart, and {off.max():.0f} % at most. Seen from the front, the "
        f"sideways moment is that of the weight above if it passed {100 * abs(beside_m):.0f} cm "
        f"beside the disc."
    )
    rows = slice(None, None, 5)
    table = Table(
        {
            "stride": percent[rows],
            "free body": mine[rows],
            "least": low[rows],
            "highest": high[rows],
            "full-body model": truth[rows],
        },
        {"stride": "%"},
        f"Load on the lowest disc in body weights, what a side view misses: {unseen}",
    )
    return Frame(marks, words, table)


_UNSEEN_WORDS = {
    "left out": "Seen from the side only,",
    "sideways": "With the sideways moment",
    "sideways and turning": "With the moments sideways and turning",
    "both by the model of walking": "With both moments by the model of walking",
}


stride = Scene(
    "Walking, with and without what a side view misses",
    _stride_stage,
    _stride_frame,
    (Handle("dot on the curve", "here", x="cycle_percent"),),
)


# ---------------------------------------------------------------------------------------------
# Walking and leaning

_MEASURES = ("mean", "peak")


def _walking_lean_stage() -> Stage:
    figure = blank(10, 4.8)
    curve, bars = figure.subplots(1, 2, width_ratios=(1.4, 1))
    curve.set(xlim=(0, 100), ylim=(0, 3), xlabel=STRIDE)
    curve.set_ylabel(_LOAD_LABEL)
    bars.set_axisbelow(True)
    bars.set(xlim=(-0.6, 1.6), ylim=(0, 3))
    bars.set_xticks([0, 1], ["mean of the stride", "peak of the stride"])
    bars.tick_params(axis="x", length=0)
    bars.grid(visible=False, axis="x")
    live = {
        "walked": curve.plot([], [], "--", color=style.MUTED, label="as walked")[0],
        "leaning": curve.plot([], [], color=style.BLUE, label="with the added lean")[0],
    }
    curve.legend(loc="upper left")
    for measure in _MEASURES:
        live[f"{measure}_walked"] = bars.fill([0], [0], facecolor=style.MUTED, linewidth=0)[0]
        live[f"{measure}_leaning"] = bars.fill([0], [0], facecolor=style.BLUE, linewidth=0)[0]
    text: Any = {"ha": "center", "va": "bottom", "weight": "bold"}
    for measure in _MEASURES:
        live[f"{measure}_walked_value"] = bars.text(0, 0, "", color=style.MUTED, **text)
        live[f"{measure}_leaning_value"] = bars.text(0, 0, "", color=style.BLUE, **text)
    return Stage(figure, live)


def _walking_lean_frame(walking_lean_deg: float, extensor_arm_mm: float) -> Frame:
    body = replace(build(), extensor_arm_m=extensor_arm_mm / MM_PER_M)
    percent = lumbar.stride_percent()
    curves: dict[str, Numbers] = {
        name: body_weights(lumbar.stride("sideways and turning", lean, body).compression_n)
        for name, lean in (("walked", 0.0), ("leaning", walking_lean_deg))
    }
    marks = {name: Mark(np.column_stack([percent, curve])) for name, curve in curves.items()}
    sizes = {
        (measure, name): float(curve.mean() if measure == "mean" else curve.max())
        for measure in _MEASURES
        for name, curve in curves.items()
    }
    for (measure, name), size in sizes.items():
        centre = _MEASURES.index(measure) + (-0.19 if name == "walked" else 0.19)
        marks[f"{measure}_{name}"] = Mark(column(centre, size, 0.17))
        marks[f"{measure}_{name}_value"] = Mark(np.array([centre, size + 0.06]), text=f"{size:.2f}")
    hips = float(lumbar.hip_moment_nm(walking_lean_deg, body))
    mean, peak = (
        f"{sizes[measure, 'walked']:.2f} to {sizes[measure, 'leaning']:.2f} body weights "
        f"({_more(sizes[measure, 'leaning'] / sizes[measure, 'walked'])})"
        for measure in _MEASURES
    )
    words = (
        f"The stride as walked, and with {degrees(walking_lean_deg)} of lean from the hips added; "
        f"lever {extensor_arm_mm:.0f} mm. The load goes from {mean} on average, and from {peak} at "
        f"its peak. The muscles behind both hips together have to hold {hips:.0f} Nm more than in "
        f"standing upright."
    )
    rows = slice(None, None, 5)
    table = Table(
        {
            "stride": percent[rows],
            "as walked": curves["walked"][rows],
            "with the lean": curves["leaning"][rows],
        },
        {"stride": "%"},
        f"Load on the lowest disc in body weights, {degrees(walking_lean_deg)} of lean added",
    )
    return Frame(marks, words, table)


def _more(ratio: float) -> str:
    percent = round(100 * (ratio - 1))
    if percent == 0:
        return "unchanged"
    return f"{abs(percent)} % {'more' if percent > 0 else 'less'}"


walking_lean = Scene(
    "A stride, and the same with a lean",
    _walking_lean_stage,
    _walking_lean_frame,
    (Handle("bar of the mean", "mean_leaning", (2,), along="walking_lean_deg"),),
)
