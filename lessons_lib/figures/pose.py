"""Which way an angle counts as positive, drawn once for the whole course."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.figures.body import LONG_HAMSTRINGS, arc, body_artists, body_axes, body_marks
from lessons_lib.mechanics.pose import Pose, joint_centres_m
from lessons_lib.stage import style
from lessons_lib.stage.draw import Axes, Stage, blank, place
from lessons_lib.stage.scene import Frame, Scene

_ANGLES = ("trunk lean", "pelvic tilt", "hip flexion", "knee flexion", "ankle dorsiflexion")
_POSITIVE = (
    "the trunk leans forward",
    "the top of the pelvis goes forward",
    "the thigh swings forward of the pelvis",
    "the shank folds behind the thigh",
    "the toes come up",
)


def _signs_stage() -> Stage:
    pose = Pose(hip_flexion_deg=25, knee_flexion_deg=25)
    figure = blank(6.4, 6.6)
    axes = body_axes(figure.subplots(), (-0.7, 0.9), (-0.92, 0.92))
    artists = body_artists(axes)
    for name, mark in body_marks(pose, dict.fromkeys(LONG_HAMSTRINGS, style.GREEN)).items():
        place(artists[name], mark)
    joints = joint_centres_m(pose)
    for start, end, centre, radius, label, where in (
        (180, 145, joints["lumbosacral"], 0.5, "trunk lean +", (0.3, 0.62)),
        (180, 125, np.zeros(2), 0.2, "pelvic tilt +", (0.22, 0.17)),
        (-5, 65, np.zeros(2), 0.36, "hip flexion +", (0.36, -0.2)),
        (20, -40, joints["knee"], 0.26, "knee flexion +", (-0.5, -0.63)),
        (80, 118, joints["ankle"], 0.22, "ankle\ndorsiflexion +", (0.44, -0.78)),
    ):
        _arrow(axes, arc(centre, radius, start, end))
        axes.text(*where, label, color=style.PURPLE, weight="bold")
    return Stage(figure, {})


def _signs_frame() -> Frame:
    words = "Angles count as positive when " + ", when ".join(_POSITIVE) + "."
    return Frame(
        {}, words, Table({"angle": np.array(_ANGLES), "positive when": np.array(_POSITIVE)})
    )


def _arrow(axes: Axes, points: NDArray[np.float64]) -> None:
    from matplotlib.patches import FancyArrowPatch

    look: Any = {"color": style.PURPLE, "linewidth": 2.4}
    axes.plot(*points.T, **look)
    head = FancyArrowPatch(tuple(points[-2]), tuple(points[-1]), arrowstyle="-|>",
                           mutation_scale=16, **look)  # fmt: skip
    axes.add_patch(head)


signs = Scene("Angles and their signs", _signs_stage, _signs_frame)
