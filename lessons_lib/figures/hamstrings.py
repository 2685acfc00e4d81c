"""How long the hamstrings are, how well they pull, and how sure anyone is of that.

Lengths are shown relative to standing upright (hip 0, knee 0).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures.body import (
    LONG_HAMSTRINGS,
    MUSCLE_LABELS,
    arc,
    body_artists,
    body_axes,
    body_marks,
    changes_m,
    foot_handle,
    knee_handle,
    pelvis_handle,
    thigh_handle,
    trunk_handle,
)
from lessons_lib.figures.stride import WALKERS, average_stride_m
from lessons_lib.mechanics import gait, hamstrings, published
from lessons_lib.mechanics.pose import Pose, body_outline_m, joint_centres_m
from lessons_lib.stage import style
from lessons_lib.stage.chart import band, named_rows, numbered_bar, numbered_bars
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import MM_PER_M, degrees, plain, signed, signed_mm

Numbers = NDArray[np.float64]

_HIP = parameter("hip_flexion_deg").positions[::2]
_FAR_LEG_STANDING = Pose()


def _reach(muscle: str, lengthening_m: float) -> tuple[str, str]:
    """How a length compares with standing and walking, in words, and its colour."""
    if lengthening_m > average_stride_m()[muscle][1]:
        return "beyond an average stride", style.ORANGE
    if lengthening_m > 0:
        return "within an average stride", style.GREEN
    return "no longer than standing", style.BLUE


# ---------------------------------------------------------------------------------------------
# A body to pose


def _pose_stage() -> Stage:
    figure = blank(10, 5.4)
    body, bars = figure.subplots(1, 2, width_ratios=(1.15, 1))
    body_axes(body, (-0.8, 1.0), (-0.95, 0.95))
    still = body_outline_m(_FAR_LEG_STANDING)
    for part in ("thigh", "shank", "foot"):
        body.fill(*still[part].T, facecolor=style.PAPER, edgecolor=style.GRID, linewidth=1.5)
    live = body_artists(body)
    live["arc"] = body.plot([], [], color=style.PURPLE, linewidth=2)[0]
    for name in ("hip", "knee", "pelvis", "trunk"):
        live[f"{name}_angle"] = body.text(0, 0, "", color=style.PURPLE, weight="bold", va="center")

    bars.set(xlim=(-110, 190), ylim=(-0.6, 2.9), xlabel="Longer than standing upright (mm)")
    named_rows(bars, range(3), [MUSCLE_LABELS[m].replace(", ", ",\n") for m in LONG_HAMSTRINGS])
    for row, (low, high) in enumerate(average_stride_m().values()):
        bars.fill_between(
            [MM_PER_M * low, MM_PER_M * high], row - 0.36, row + 0.36, color=style.GRID
        )
    top_low, top_high = average_stride_m()[LONG_HAMSTRINGS[-1]]
    bars.text(
        MM_PER_M * (top_low + top_high) / 2, 2.42, "an average stride",
        ha="center", va="bottom", color=style.MUTED, bbox=style.ON_PAPER,
    )  # fmt: skip
    bars.axvline(0, color=style.INK, linewidth=1)
    live |= numbered_bars(bars, dict.fromkeys(LONG_HAMSTRINGS, style.BLUE))
    return Stage(figure, live)


def _pose_frame(
    hip_flexion_deg: float, knee_flexion_deg: float, pelvic_tilt_deg: float, trunk_lean_deg: float
) -> Frame:
    stance = Pose(
        pelvic_tilt_deg=pelvic_tilt_deg,
        trunk_lean_deg=trunk_lean_deg,
        hip_flexion_deg=hip_flexion_deg,
        knee_flexion_deg=knee_flexion_deg,
    )
    change = changes_m(hip_flexion_deg, knee_flexion_deg)
    reach = {muscle: _reach(muscle, change[muscle]) for muscle in LONG_HAMSTRINGS}
    marks = body_marks(stance, {muscle: color for muscle, (_, color) in reach.items()})
    joints = joint_centres_m(stance)
    marks["arc"] = Mark(arc(joints["hip"], 0.19, -pelvic_tilt_deg, stance.thigh_angle_deg))
    # Behind the hip, since a thigh that is raised lies in front of it.
    marks["hip_angle"] = Mark(np.array([-0.64, -0.05]), text=f"hip {degrees(hip_flexion_deg)}")
    # From the knee alone: a place that hung on the shank, too, would be too much for a web page.
    front = joints["knee"] + [0.13, 0.0]
    marks["knee_angle"] = Mark(front, text=f"knee {degrees(knee_flexion_deg)}")
    behind = np.array([-0.64, 0.16])
    marks["pelvis_angle"] = Mark(behind, text=f"tilt {degrees(pelvic_tilt_deg)}")
    marks["trunk_angle"] = Mark(
        joints["shoulder"] + [-0.5, 0.12], text=f"lean {degrees(trunk_lean_deg)}"
    )
    for row, muscle in enumerate(LONG_HAMSTRINGS):
        length, color = MM_PER_M * change[muscle], reach[muscle][1]
        marks |= numbered_bar(
            muscle, length, row, f"{signed(length)} mm",
            half_height=0.2, text_at=max(length, 0) + 6, color=color,
        )  # fmt: skip
    told = "; ".join(
        f"{MUSCLE_LABELS[muscle].lower()} {signed_mm(change[muscle])} ({reach[muscle][0]})"
        for muscle in LONG_HAMSTRINGS
    )
    words = (
        f"Hip bent {degrees(hip_flexion_deg)}, knee {degrees(knee_flexion_deg)}, pelvis tilted "
        f"{degrees(pelvic_tilt_deg)}, trunk leaning {degrees(trunk_lean_deg)}; the thigh points "
        f"{_way(stance.thigh_angle_deg)}. Compared with standing upright: {told}."
    )
    least, most = MM_PER_M * np.array(list(average_stride_m().values())).T
    table = Table(
        {
            "muscle": np.array(list(MUSCLE_LABELS.values())),
            "longer than standing": MM_PER_M * np.array(list(change.values())),
            "least in a stride": least,
            "most in a stride": most,
        },
        dict.fromkeys(("longer than standing", "least in a stride", "most in a stride"), "mm"),
        "Length of the hamstrings in this pose",
    )
    return Frame(marks, words, table)


def _way(thigh_angle_deg: float) -> str:
    """Which way a thigh points, from straight down.

    >>> _way(30.0), _way(-20.0), _way(0.0)
    ('30° forward', '20° backward', 'straight down')
    """
    if round(thigh_angle_deg) == 0:
        return "straight down"
    return f"{degrees(abs(thigh_angle_deg))} {'forward' if thigh_angle_deg > 0 else 'backward'}"


pose = Scene(
    "A body to pose, and what its hamstrings do",
    _pose_stage,
    _pose_frame,
    (trunk_handle(), pelvis_handle(), knee_handle(), foot_handle()),
)


# ---------------------------------------------------------------------------------------------
# The length of one muscle over all poses of hip and knee


def _surface_stage() -> Stage:
    figure = blank(8.4, 5.6)
    axes = figure.subplots()
    knee = parameter("knee_flexion_deg").positions
    hip_grid, knee_grid = np.meshgrid(_HIP, knee)
    height = MM_PER_M * hamstrings.lengthening_m("semimembranosus", hip_grid, knee_grid)
    levels = np.arange(-80, 100, 10)
    looks: list[Any] = [
        (style.BLUE, "dashed", levels[levels < 0]),
        (style.INK, "solid", np.array([0])),
        (style.ORANGE, "solid", levels[levels > 0]),
    ]
    for color, line, some in looks:
        widths = [2.2 if level % 50 == 0 else 1.0 for level in some]
        lines = axes.contour(
            hip_grid, knee_grid, height, levels=some, colors=color, linestyles=line,
            linewidths=widths,
        )  # fmt: skip
        axes.clabel(lines, some[::2], fontsize=9, fmt=_contour_name)
    loop = (gait.angle_deg(j, gait.CYCLE_PERCENT, WALKERS) for j in ("hip_flexion", "knee_flexion"))
    axes.plot(*loop, color=style.GREEN, linewidth=3)
    axes.text(12, 66, "walking", color=style.GREEN, weight="bold", bbox=style.ON_PAPER)
    for name, hip, bend in _postures():
        axes.plot(hip, bend, "s", color=style.MUTED, markersize=7)
        axes.annotate(name, (hip, bend), (7, 7), textcoords="offset points", bbox=style.ON_PAPER)
    axes.set(xlim=(-20, 120), ylim=(-4, 120), xlabel="Hip flexion (°)", ylabel="Knee flexion (°)")
    axes.set_title("Semimembranosus: how much longer than when standing upright")
    axes.grid(visible=False)
    look: Any = {"markersize": 13, "markerfacecolor": style.PURPLE, "markeredgecolor": style.PAPER}
    live = {
        "you": axes.plot([], [], "o", markeredgewidth=1.5, clip_on=False, **look)[0],
        "value": axes.text(0, 0, "", color=style.PURPLE, weight="bold", size=13, va="bottom"),
    }
    return Stage(figure, live)


def _contour_name(lengthening_mm: float) -> str:
    return f"{signed(lengthening_mm)} mm" if lengthening_mm else "as standing"


def _postures() -> list[tuple[str, float, float]]:
    rows = load("postures").rows()
    return [(row["posture"], row["hip_flexion_deg"], row["knee_flexion_deg"]) for row in rows]


def _surface_frame(hip_flexion_deg: float, knee_flexion_deg: float) -> Frame:
    change = changes_m(hip_flexion_deg, knee_flexion_deg)
    here = np.array([hip_flexion_deg, knee_flexion_deg])
    mine = change["semimembranosus"]
    # Clear of the posture's name above the dot, and inside the map at its edges.
    side = -19.0 if hip_flexion_deg > 95 else 3.0
    above = -10.0 if knee_flexion_deg > 100 else 8.0
    marks = {
        "you": Mark(here),
        "value": Mark(here + np.array([side, above]), text=f"{signed(MM_PER_M * mine)} mm"),
    }
    arm_hip, arm_knee = (
        MM_PER_M * float(arm("semimembranosus", hip_flexion_deg, knee_flexion_deg))
        for arm in (hamstrings.hip_moment_arm_m, hamstrings.knee_moment_arm_m)
    )
    per_degree = np.radians(1.0)
    words = (
        f"At {degrees(hip_flexion_deg)} of hip and {degrees(knee_flexion_deg)} of knee flexion, "
        f"compared with standing upright, semimembranosus is {signed_mm(mine)}. One more degree at "
        f"the hip changes it by {signed(-arm_hip * per_degree, 1)} mm, one more at the knee by "
        f"{signed(-arm_knee * per_degree, 1)} mm."
    )
    table = Table(
        {
            "muscle": np.array(list(MUSCLE_LABELS.values())),
            "longer than standing": MM_PER_M * np.array(list(change.values())),
        },
        {"longer than standing": "mm"},
        f"Hip {degrees(hip_flexion_deg)}, knee {degrees(knee_flexion_deg)}",
    )
    return Frame(marks, words, table)


surface = Scene(
    "Length over hip and knee",
    _surface_stage,
    _surface_frame,
    (Handle("dot", "you", x="hip_flexion_deg", y="knee_flexion_deg"),),
)


# ---------------------------------------------------------------------------------------------
# The moment arm, as a lever and as a slope


def _slope_stage() -> Stage:
    from matplotlib.transforms import offset_copy

    figure = blank(10, 4.8)
    body, curve = figure.subplots(1, 2, width_ratios=(1, 1.2))
    body_axes(body, (-0.22, 0.32), (-0.36, 0.2))
    body.set_title("A lever: from the hip to the line of pull")
    live = body_artists(body, muscles=())
    # After the body, which would cover them: a raised thigh lies there.
    live["scale"] = body.plot([], [], color=style.MUTED, linewidth=2)[0]
    live["scale_value"] = body.text(0, 0, "", color=style.MUTED, ha="center", va="bottom")
    live["pull"] = body.plot([], [], color=style.ORANGE, linewidth=4)[0]
    live["lever"] = body.plot([], [], color=style.PURPLE, linewidth=3)[0]
    # Whole points beside the lever's end, which is where the value's mark then stands itself: a
    # page without a kernel need not keep its places a second time.
    left = offset_copy(body.transData, figure, x=-8, units="points")
    live["lever_value"] = body.text(
        0, 0, "", color=style.PURPLE, weight="bold", ha="right", transform=left
    )
    curve.set(xlim=(-20, 120), ylim=(300, 630), xlabel="Hip flexion (°)", ylabel="Length (mm)")
    curve.set_title("A slope: length over angle")
    live["length"] = curve.plot([], [], color=style.ORANGE)[0]
    live["tangent"] = curve.plot([], [], "--", color=style.PURPLE)[0]
    live["here"] = curve.plot([], [], "o", markersize=10, color=style.PURPLE)[0]
    live["slope_value"] = curve.text(0, 0, "", color=style.PURPLE, weight="bold", va="top")
    return Stage(figure, live)


def _slope_frame(hip_flexion_deg: float, knee_flexion_deg: float, muscle: float) -> Frame:
    name = LONG_HAMSTRINGS[round(muscle)]
    stance = Pose(hip_flexion_deg=hip_flexion_deg, knee_flexion_deg=knee_flexion_deg)
    line = hamstrings.path_m(name, stance)
    length, arms = (
        MM_PER_M * each(name, _HIP, knee_flexion_deg)
        for each in (hamstrings.length_m, hamstrings.hip_moment_arm_m)
    )
    here = MM_PER_M * float(hamstrings.length_m(name, hip_flexion_deg, knee_flexion_deg))
    arm = MM_PER_M * float(hamstrings.hip_moment_arm_m(name, hip_flexion_deg, knee_flexion_deg))
    marks = body_marks(stance, {})
    marks["scale"] = Mark(np.array([(0.2, -0.34), (0.3, -0.34)]))
    marks["scale_value"] = Mark(np.array([0.25, -0.33]), text="10 cm")
    marks["pull"] = Mark(line)
    foot = _nearest(line)
    marks["lever"] = Mark(np.stack([np.zeros(2), foot]))
    marks["lever_value"] = Mark(foot, text=f"{abs(arm):.0f} mm")
    marks["length"] = Mark(np.column_stack([_HIP, length]))
    reach = np.array([-35.0, 35.0])
    tangent = here - arm * np.radians(reach)
    marks["tangent"] = Mark(np.column_stack([hip_flexion_deg + reach, tangent]))
    marks["here"] = Mark(np.array([hip_flexion_deg, here]))
    # The curve climbs: what stands left of the dot has room above it, what stands right, below.
    beside = np.array([-48.0, 32.0] if hip_flexion_deg > 60 else [4.0, -14.0])
    marks["slope_value"] = Mark(
        np.array([hip_flexion_deg, here]) + beside, text=f"{signed(-arm)} mm per radian"
    )
    words = (
        f"{MUSCLE_LABELS[name]} at {degrees(hip_flexion_deg)} of hip and "
        f"{degrees(knee_flexion_deg)} of knee flexion is {here:.0f} mm long and passes "
        f"{abs(arm):.0f} mm behind the hip. Its length grows by {-arm:.0f} mm per radian of hip "
        f"flexion, {-arm * np.radians(1.0):.2f} mm per degree: the same number. With the sign of "
        f"an extensor its moment arm is {signed(arm)} mm."
    )
    table = Table(
        {"hip flexion": _HIP[::5], "length": length[::5], "hip moment arm": arms[::5]},
        {"hip flexion": "°", "length": "mm", "hip moment arm": "mm, + flexor"},
        f"{MUSCLE_LABELS[name]}, knee {degrees(knee_flexion_deg)}",
    )  # fmt: skip
    return Frame(marks, words, table)


def _nearest(line: Numbers) -> Numbers:
    """The point of a line's endless continuation that lies nearest to the hip."""
    along = (line[-1] - line[0]) / np.hypot(*(line[-1] - line[0]))
    foot: Numbers = line[0] - (line[0] @ along) * along
    return foot


slope = Scene(
    "The moment arm, seen twice",
    _slope_stage,
    _slope_frame,
    (thigh_handle(), Handle("dot on the curve", "here", x="hip_flexion_deg")),
)


# ---------------------------------------------------------------------------------------------
# Two published models


def _models_stage() -> Stage:
    figure = blank(10, 4.6)
    change, arm = figure.subplots(1, 2)
    change.set(xlim=(-20, 120), ylim=(-120, 130), ylabel="Longer than standing upright (mm)")
    arm.set(xlim=(-20, 120), ylim=(-80, 0), ylabel="Moment arm at the hip (mm, + flexor)")
    live = {}
    for name, axes in (("change", change), ("arm", arm)):
        axes.set_xlabel("Hip flexion (°)")
        live[f"{name}_gap"] = axes.fill([0], [0], color=style.GRID, label="where they differ")[0]
        ours = axes.plot([], [], color=style.BLUE, label="gait2392 (this course)")[0]
        other = axes.plot([], [], "--", color=style.ORANGE, label=published.MODEL)[0]
        live |= {f"{name}_ours": ours, f"{name}_other": other}
    change.legend(loc="upper left")
    return Stage(figure, live)


def _models_frame(muscle: float, knee_flexion_deg: float) -> Frame:
    name = LONG_HAMSTRINGS[round(muscle)]
    pair = {
        "change": (hamstrings.lengthening_m, published.lengthening_m),
        "arm": (hamstrings.hip_moment_arm_m, published.hip_moment_arm_m),
    }
    marks: dict[str, Mark] = {}
    both: dict[str, tuple[Numbers, Numbers]] = {}
    for what, (own, others) in pair.items():
        ours, theirs = (MM_PER_M * model(name, _HIP, knee_flexion_deg) for model in (own, others))
        both[what] = ours, theirs
        marks[f"{what}_ours"] = Mark(np.column_stack([_HIP, ours]))
        marks[f"{what}_other"] = Mark(np.column_stack([_HIP, theirs]))
        marks[f"{what}_gap"] = band(_HIP, ours, theirs)
    stride = gait.angle_deg("hip_flexion", gait.CYCLE_PERCENT, WALKERS)
    least, most = stride.min(), stride.max()
    walking = (least <= _HIP) & (most >= _HIP)
    gaps = {what: np.abs(ours - theirs) for what, (ours, theirs) in both.items()}
    knee_arms = [
        MM_PER_M * model.knee_moment_arm_m(name, _HIP, knee_flexion_deg)
        for model in (hamstrings, published)
    ]
    words = (
        f"{MUSCLE_LABELS[name]} with the knee at {degrees(knee_flexion_deg)}. At the hip angles of "
        f"walking the two models differ by up to {gaps['change'][walking].max():.0f} mm in "
        f"lengthening and {gaps['arm'][walking].max():.0f} mm in moment arm at the hip; over all "
        f"angles by up to {gaps['change'].max():.0f} and {gaps['arm'].max():.0f} mm. In moment arm "
        f"at the knee, about {plain(float(knee_arms[0].mean()))} mm here and "
        f"{plain(float(knee_arms[1].mean()))} mm there, they differ by up to "
        f"{np.abs(knee_arms[0] - knee_arms[1]).max():.0f} mm."
    )
    rows = slice(None, None, 5)
    table = Table(
        {
            "hip flexion": _HIP[rows],
            "longer, gait2392": both["change"][0][rows],
            f"longer, {published.MODEL}": both["change"][1][rows],
            "arm, gait2392": both["arm"][0][rows],
            f"arm, {published.MODEL}": both["arm"][1][rows],
            "arm at the knee, gait2392": knee_arms[0][rows],
            f"arm at the knee, {published.MODEL}": knee_arms[1][rows],
        },
        {
            "hip flexion": "°",
            "longer, gait2392": "mm",
            f"longer, {published.MODEL}": "mm",
            "arm, gait2392": "mm",
            f"arm, {published.MODEL}": "mm",
            "arm at the knee, gait2392": "mm",
            f"arm at the knee, {published.MODEL}": "mm",
        },
        f"{MUSCLE_LABELS[name]}, knee {degrees(knee_flexion_deg)}",
    )
    return Frame(marks, words, table)


models = Scene("Two published models of the same muscle", _models_stage, _models_frame)
