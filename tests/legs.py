"""Scenes with more positions than can be computed: one that separates, and one that does not."""

import numpy as np

from lessons_lib.data import Table
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.style import BLUE, INK, RED

_SOLE = np.array([[0.0, 0.0], [0.2, 0.03], [0.25, -0.02], [-0.05, -0.02]])


def stage() -> Stage:
    figure = blank(4, 4)
    axes = figure.subplots()
    axes.set(xlim=(-2, 2), ylim=(-2, 2))
    live = {
        "leg": axes.plot([], [], color=BLUE)[0],
        "foot": axes.fill([0], [0], color=INK)[0],
        "label": axes.text(0, 0, "", color=RED),
    }
    return Stage(figure, live)


def _turned(deg: float) -> np.ndarray:
    turn = np.radians(deg)
    return np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def _legs(hip_flexion_deg: float, knee_flexion_deg: float, pelvic_tilt_deg: float) -> Frame:
    thigh = hip_flexion_deg - pelvic_tilt_deg
    knee = np.array([0, -0.8]) @ _turned(thigh)
    ankle = knee + np.array([0, -0.8]) @ _turned(thigh - knee_flexion_deg)
    marks = {
        "leg": Mark(np.stack([np.zeros(2), knee, ankle])),
        "foot": Mark(ankle + _SOLE @ _turned(thigh - knee_flexion_deg)),
        "label": Mark(
            [knee[0] + 0.1, knee[1]],
            text=f"knee {knee_flexion_deg:.0f}°",
            color=RED if knee_flexion_deg > 60 else BLUE,
        ),
    }
    words = f"The hip is bent {hip_flexion_deg:.0f}°. The pelvis tilts {pelvic_tilt_deg:.0f}°."
    return Frame(marks, words, Table({"hip": np.array([hip_flexion_deg])}))


legs = Scene("A leg", stage, _legs)


def _noise(hip_flexion_deg: float, knee_flexion_deg: float, pelvic_tilt_deg: float) -> Frame:
    seed = np.array([hip_flexion_deg, knee_flexion_deg, pelvic_tilt_deg]).astype(int) + 100
    xy = np.random.default_rng(seed).uniform(-2, 2, (2, 2))
    marks = {"leg": Mark(xy), "foot": Mark(xy), "label": Mark(xy[0], text=f"{xy[0, 0]:.3f}")}
    return Frame(marks, f"It stands at {xy[0, 0]:.3f}.", Table({"x": xy[:, 0]}))


noise = Scene("Chance", stage, _noise)
