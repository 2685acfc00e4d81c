"""The body in side view, as moving artists of a scene: skin, pelvis, joints and hamstrings."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data.parameters import parameter
from lessons_lib.mechanics import hamstrings
from lessons_lib.mechanics.pose import Pose, body_outline_m, joint_centres_m
from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes
from lessons_lib.stage.handle import Handle, Turn
from lessons_lib.stage.scene import Mark
from lessons_lib.stage.words import signed_mm

LONG_HAMSTRINGS = hamstrings.MUSCLES[:3]
"""The three hamstrings that cross both hip and knee."""

MUSCLE_LABELS = {
    "semimembranosus": "Semimembranosus",
    "semitendinosus": "Semitendinosus",
    "biceps_femoris_long": "Biceps femoris, long head",
}
MUSCLE_COLORS = dict(zip(LONG_HAMSTRINGS, (style.BLUE, style.ORANGE, style.GREEN), strict=True))
MUSCLE_LOOKS: dict[str, dict[str, Any]] = {
    muscle: {"color": MUSCLE_COLORS[muscle], "linestyle": line}
    for muscle, line in zip(LONG_HAMSTRINGS, ("-", (0, (6, 2)), (0, (2, 1.5))), strict=True)
}
"""How its curve is drawn: each muscle has a line of its own, so that colour is never alone."""

_BESIDE_M = dict(zip(LONG_HAMSTRINGS, (0.021, -0.021, 0.0), strict=True))
_TENDON_SHARE, _TENDON_M, _BELLY_M = 0.2, 0.0035, 0.0125
"""The part of a standing muscle that each tendon is, and half its and the belly's thickness."""
_ILIAC_CREST, _CHEST, _MID_THIGH = (12,), (16, 88), (16, 52)
"""Points of the outlines of pelvis, trunk and thigh (`body_outline_m`)."""
_SKIN = ("trunk", "thigh", "shank", "foot", "head")
_LEG = ("thigh", "shank", "foot")
_JOINTS = ("hip", "knee", "ankle", "lumbosacral")
_HIP, _KNEE, _LOWEST_DISC = (
    ("joints", _JOINTS.index(name)) for name in ("hip", "knee", "lumbosacral")
)


def body_axes(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """Axes in metres from the hip, with equal scales and not drawn, on which a body stands."""
    axes.set(xlim=x, ylim=y)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return axes


def mass_share(about_mass_kg: float) -> float:
    """What moments and forces of the models' body are multiplied by for a body of another mass.

    The slider goes by 15 kg, since people of one mass differ by more than that in what their
    muscles hold (the table ``body_size``). Where it starts, at 75 kg, it stands for the models'
    own bodies, which have 75.16 and 75.3 kg.
    """
    return about_mass_kg / parameter("about_mass_kg").default


def leg_artists(axes: Axes) -> dict[str, Artist]:
    """A second leg, behind the first and fainter."""
    look: Any = {"facecolor": style.PAPER, "edgecolor": style.GRID, "linewidth": 1.5}
    return {f"far_{part}": axes.fill([0], [0], **look)[0] for part in _LEG}


def leg_marks(pose: Pose) -> dict[str, Mark]:
    """Where the second leg stands in `pose`."""
    outline = body_outline_m(pose)
    return {f"far_{part}": Mark(outline[part]) for part in _LEG}


def body_artists(axes: Axes, muscles: Sequence[str] = LONG_HAMSTRINGS) -> dict[str, Artist]:
    """Everything that `body_marks` places, back to front."""
    artists: dict[str, Artist] = {}
    # All edges first, then all fills: only the outline of the whole body remains.
    for part in _SKIN:
        edge = axes.fill([0], [0], facecolor="none", edgecolor=style.MUTED, linewidth=2.4)
        artists[f"{part}_edge"] = edge[0]
    for part in _SKIN:
        artists[part] = axes.fill([0], [0], facecolor=style.SKIN, linewidth=0)[0]
    thin: Any = {"edgecolor": style.MUTED, "linewidth": 0.8}
    artists["arm"] = axes.fill([0], [0], facecolor=style.SKIN, **thin)[0]
    artists["pelvis"] = axes.fill([0], [0], facecolor=style.PAPER, **thin)[0]
    for muscle in muscles:
        look: Any = {"facecolor": style.INK, "edgecolor": style.PAPER, "linewidth": 0.8}
        artists[muscle] = axes.fill([0], [0], **look)[0]
    dots: Any = {"markersize": 7, "markerfacecolor": style.PAPER, "markeredgecolor": style.INK}
    artists["joints"] = axes.plot([], [], "o", **dots)[0]
    return artists


def body_marks(pose: Pose, colors: Mapping[str, str]) -> dict[str, Mark]:
    """Where the body stands in `pose`, with the hamstrings that have a colour in `colors`."""
    outline = body_outline_m(pose)
    marks = {f"{part}_edge": Mark(outline[part]) for part in _SKIN}
    marks |= {part: Mark(outline[part]) for part in (*_SKIN, "arm", "pelvis")}
    for muscle, color in colors.items():
        line = beside(hamstrings.path_m(muscle, pose), _BESIDE_M[muscle])
        marks[muscle] = Mark(belly_m(line, _standing_m(muscle)), color=color)
    joints = joint_centres_m(pose)
    marks["joints"] = Mark(np.stack([joints[name] for name in _JOINTS]))
    return marks


# Where a body is taken hold of. Each says which slider its joints are turned by.


def pelvis_handle(tilted_by: str = "pelvic_tilt_deg") -> Handle:
    """The crest of the pelvis, which turns about the hip."""
    return Handle("pelvis", "pelvis", _ILIAC_CREST, (Turn(tilted_by, _HIP, -1),))


def trunk_handle(leaned_by: str = "trunk_lean_deg") -> Handle:
    """The middle of the chest, which turns about the lowest disc."""
    return Handle("trunk", "trunk", _CHEST, (Turn(leaned_by, _LOWEST_DISC, -1),))


def thigh_handle(flexed_by: str = "hip_flexion_deg") -> Handle:
    """The middle of the thigh."""
    return Handle("thigh", "thigh", _MID_THIGH, (Turn(flexed_by, _HIP, 1),))


def knee_handle(flexed_by: str = "hip_flexion_deg") -> Handle:
    """The knee, which turns about the hip."""
    return Handle("knee", "joints", (_KNEE[1],), (Turn(flexed_by, _HIP, 1),))


def foot_handle(flexed_by: str = "hip_flexion_deg", *, straight: bool = False) -> Handle:
    """The ankle, which turns about hip and knee, or of a straight leg about the hip alone."""
    knee = () if straight else (Turn("knee_flexion_deg", _KNEE, -1),)
    return Handle("foot", "joints", (_JOINTS.index("ankle"),), (Turn(flexed_by, _HIP, 1), *knee))


def changes_m(hip_flexion_deg: float, knee_flexion_deg: float) -> dict[str, float]:
    """How much longer each long hamstring is than standing upright; below 0 if shorter."""
    return {
        muscle: float(hamstrings.lengthening_m(muscle, hip_flexion_deg, knee_flexion_deg))
        for muscle in LONG_HAMSTRINGS
    }


def changes_in_words(change_m: Mapping[str, float]) -> str:
    """How much longer or shorter each muscle is, as part of a sentence.

    >>> changes_in_words({"semimembranosus": 0.026, "semitendinosus": -0.004})
    'semimembranosus 26 mm longer, semitendinosus 4 mm shorter'
    """
    return ", ".join(
        f"{MUSCLE_LABELS[muscle].lower()} {signed_mm(change)}"
        for muscle, change in change_m.items()
    )


def belly_m(line: NDArray[np.float64], standing_m: float) -> NDArray[np.float64]:
    """A muscle along a straight line: two tendons, and a belly that thickens as it shortens.

    The tendons keep their length, so the belly takes all of a change; its volume stays the same.
    Drawing only, no result depends on it.

    Args:
        line: from the upper to the lower end, shape (2, 2), in metres.
        standing_m: how long it is when its owner stands upright.

    Returns:
        A closed outline, shape (26, 2).
    """
    along = line[-1] - line[0]
    length = float(np.hypot(*along))
    tendon = _TENDON_SHARE * standing_m
    fleshy, standing = max(length - 2 * tendon, 0.05), standing_m - 2 * tendon
    thick = _BELLY_M * np.sqrt(standing / fleshy)
    share = np.linspace(0, 1, 11)
    place = np.r_[0.0, (tendon + share * (length - 2 * tendon)), length] / length
    half = np.r_[_TENDON_M, np.maximum(_TENDON_M, thick * np.sin(np.pi * share) ** 0.7), _TENDON_M]
    across = np.array([-along[1], along[0]]) / length
    middle = line[0] + place[:, np.newaxis] * along
    side = half[:, np.newaxis] * across
    outline: NDArray[np.float64] = np.concatenate([middle + side, (middle - side)[::-1]])
    return outline


@cache
def _standing_m(muscle: str) -> float:
    start, end = hamstrings.path_m(muscle, Pose())
    return float(np.hypot(*(end - start)))


def beside(line: NDArray[np.float64], distance_m: float) -> NDArray[np.float64]:
    """A line moved sideways, so that muscles that lie on each other can be told apart."""
    along = line[-1] - line[0]
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    moved: NDArray[np.float64] = line + distance_m * across
    return moved


def arc(
    centre: NDArray[np.float64], radius_m: float, from_deg: float, to_deg: float
) -> NDArray[np.float64]:
    """Points on an arc; angles from straight down, + forward. Shape (24, 2)."""
    angle = np.radians(np.linspace(from_deg, to_deg, 24))
    points: NDArray[np.float64] = centre + radius_m * np.column_stack(
        [np.sin(angle), -np.cos(angle)]
    )
    return points
