"""One plot, shown five ways: what `live_figure.py` measures, one function a notebook.

Two lines of 400 points, the second dashed, and one slider that moves both.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.data.parameters import parameter
from lessons_lib.stage.style import BLUE, ORANGE

SIZE_INCHES = (8, 4)
LIMITS = {"xlim": (0, 360), "ylim": (-1.1, 1.1)}
X = np.linspace(0, 360, 400)


def curves(hip_flexion_deg: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The heights of the two lines."""
    return np.sin(np.radians(X + hip_flexion_deg)), np.cos(np.radians(2 * X - hip_flexion_deg))


def streamed() -> Any:
    from lessons_lib.apps import explorer

    explorer.MOST_POSITIONS = 0
    return explorer.Explorer(_scene())


def swept() -> Any:
    from lessons_lib.apps.explorer import Explorer

    return Explorer(_scene())


def interact() -> None:
    from ipywidgets import interact
    from matplotlib import pyplot as plt

    def draw(hip_flexion_deg: float) -> None:
        _, axes = plt.subplots(figsize=SIZE_INCHES)
        axes.set(**LIMITS)
        first, second = curves(hip_flexion_deg)
        axes.plot(X, first, color=BLUE)
        axes.plot(X, second, "--", color=ORANGE)
        plt.show()

    interact(draw, hip_flexion_deg=_slider())


def ipympl() -> Any:
    import matplotlib as mpl
    from ipywidgets import VBox

    mpl.use("module://ipympl.backend_nbagg")
    from matplotlib import pyplot as plt

    with plt.ioff():
        figure, axes = plt.subplots(figsize=SIZE_INCHES)
    axes.set(**LIMITS)
    slider = _slider()
    first, second = curves(slider.value)
    solid = axes.plot(X, first, color=BLUE)[0]
    dashed = axes.plot(X, second, "--", color=ORANGE)[0]

    def follow(change: Any) -> None:
        first, second = curves(change.new)
        solid.set_data(X, first)
        dashed.set_data(X, second)
        figure.canvas.draw_idle()

    slider.observe(follow, "value")
    return VBox([slider, figure.canvas])


def bqplot() -> Any:
    from bqplot import Axis, Figure, LinearScale, Lines
    from ipywidgets import VBox

    scales = {
        "x": LinearScale(min=LIMITS["xlim"][0], max=LIMITS["xlim"][1]),
        "y": LinearScale(min=LIMITS["ylim"][0], max=LIMITS["ylim"][1]),
    }
    slider = _slider()
    first, second = curves(slider.value)
    solid = Lines(x=X, y=first, scales=scales, colors=[BLUE])
    dashed = Lines(x=X, y=second, scales=scales, colors=[ORANGE], line_style="dashed")
    axes = [Axis(scale=scales["x"]), Axis(scale=scales["y"], orientation="vertical")]
    figure = Figure(marks=[solid, dashed], axes=axes)
    figure.layout.width, figure.layout.height = (f"{100 * inches}px" for inches in SIZE_INCHES)

    def follow(change: Any) -> None:
        solid.y, dashed.y = curves(change.new)

    slider.observe(follow, "value")
    return VBox([slider, figure])


def _slider() -> Any:
    from ipywidgets import IntSlider

    one = parameter("hip_flexion_deg")
    return IntSlider(
        value=int(one.default),
        min=int(one.low),
        max=int(one.high),
        step=int(one.step),
        description=one.label,
    )


def _scene() -> Any:
    from lessons_lib.stage.draw import Stage, blank
    from lessons_lib.stage.scene import Frame, Mark, Scene

    def stage() -> Stage:
        figure = blank(*SIZE_INCHES)
        axes = figure.subplots()
        axes.set(**LIMITS)
        solid = axes.plot([], [], color=BLUE)[0]
        dashed = axes.plot([], [], "--", color=ORANGE)[0]
        return Stage(figure, {"solid": solid, "dashed": dashed})

    def frame(hip_flexion_deg: float) -> Frame:
        first, second = curves(hip_flexion_deg)
        marks = {
            "solid": Mark(np.column_stack([X, first])),
            "dashed": Mark(np.column_stack([X, second])),
        }
        words = f"The waves start at {first[0]:.2f} and {second[0]:.2f}."
        return Frame(marks, words, Table({"x": X, "first": first, "second": second}))

    return Scene("Two waves", stage, frame)
