"""A scene with every kind of moving artist, and places where its model has no answer.

The tests draw it, and notebooks in the browser tests import it from beside them.
"""

import numpy as np

from lessons_lib.data import Table
from lessons_lib.stage.draw import Stage, blank
from lessons_lib.stage.handle import Handle
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.style import BLUE, GREEN, INK, ORANGE, RED, SKIN

NO_ANSWER_DEG, BROKEN_DEG = 77.0, 78.0
SENTENCE = "Nobody bends to 77°: go one further."


def stage() -> Stage:
    figure = blank(6, 3)
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-20, 120), ylim=(-2, 2), xlabel="Hip flexion (°)", ylabel="Height (m)")
    right.set(xlim=(1, 1000), ylim=(0, 3), xlabel="Load (N)", ylabel="Place (m)", xscale="log")
    live = {
        "area": left.fill([0], [0], color=SKIN, alpha=0.5)[0],
        "wave": left.plot([], [], color=BLUE)[0],
        "dashed": left.plot([], [], "--", color=ORANGE)[0],
        "dot": left.plot([], [], "o", color=RED, markersize=9)[0],
        "edge": right.plot([], [], color=GREEN)[0],
        "label": right.text(1, 1, "", color=INK, ha="center"),
    }
    return Stage(figure, live)


def frame(
    hip_flexion_deg: float, knee_flexion_deg: float, cycle_percent: float, muscle: float
) -> Frame:
    if hip_flexion_deg == NO_ANSWER_DEG:
        raise ValueError(SENTENCE)
    if hip_flexion_deg == BROKEN_DEG:
        raise RuntimeError("a secret of the model")
    x = np.linspace(-20, 120, 60)
    height = np.sin(np.radians(3 * x + hip_flexion_deg)) + knee_flexion_deg / 200
    gap = np.where(np.abs(x - knee_flexion_deg) < 10, np.nan, np.cos(np.radians(2 * x)))
    middle = float(np.interp(hip_flexion_deg, x, height))
    marks = {
        "area": Mark(np.column_stack([np.r_[x, x[::-1]], np.r_[height, 0 * x]])),
        "wave": Mark(np.column_stack([x, height])),
        "dashed": Mark(np.column_stack([x, gap + cycle_percent / 100])),
        "dot": Mark(np.array([hip_flexion_deg, middle]), color=RED if middle < 0 else BLUE),
        "edge": Mark(np.array([[1.0, 1.0], [1000.0, 1.0 + muscle]])),
        "label": Mark(np.array([30.0, 0.5]), text=f"hip {hip_flexion_deg:.0f}°"),
    }
    words = (
        f"Hip {hip_flexion_deg:.0f}, knee {knee_flexion_deg:.0f}, cycle {cycle_percent:.0f}, "
        f"muscle {muscle:.0f}: the wave is {middle:.3f} m high."
    )
    numbers = {"hip_deg": np.array([hip_flexion_deg]), "height_m": np.array([middle])}
    return Frame(marks, words, Table(numbers, {"hip_deg": "°", "height_m": "m"}, "The wave"))


waves = Scene("Waves", stage, frame, (Handle("dot", "dot", x="hip_flexion_deg"),))
