"""The movements of the course as loops, with the breath that goes with them.

One round is two breaths long. In a hold one stays for more of them; the picture shows a short one.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table, load
from lessons_lib.evidence import movements as taught
from lessons_lib.figures import movements, postures
from lessons_lib.mechanics import gait
from lessons_lib.mechanics.pose import body_outline_m
from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes, Stage, blank
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.words import counted, degrees

Numbers = NDArray[np.float64]

_SIZE = 13
_STRIDES = 6
"""In a round of walking."""
_IN_AND_OUT = 4
"""Breaths in and breaths out of a round."""

_WAYS: Mapping[str, tuple[float, ...]] = {
    "twist": (0, 0.5, 1, 1, 0),
    "hinge": (0, 1, 0, 0, 0),
}
"""How far a movement is on its way when each breath in or out begins, and when the round ends."""
_HOLD = (0, 0, 1, 1, 0)
"""The others: in the first breath out one goes there, in the second one comes back."""

_UP = 0.5
"""So far on the way of the twist the thigh points up; from here on it goes across."""
_FALLEN_DEG = 68.0
"""How far the thigh has sunk over when the knee lies on its pillow."""

_STEPS: Mapping[str, str] = {
    "landing": "the nearer foot has landed in front",
    "on one leg": "the body goes over the nearer leg",
    "pushing off": "the nearer foot pushes off behind",
    "swing": "the nearer leg swings forward",
}
"""What one does in each phase of the stride."""

_FELT_FROM = 0.9
"""From here on its way a movement is felt where it should be."""

_PILLOW_M = 0.17
"""How high the pillow under the knee is."""

_LEAST_M, _MOST_M = 0.05, 0.1
"""The circle that breathes."""


def loop(movement_id: str) -> Scene:
    """A movement of the table ``movements`` as a loop; KeyError if there is none.

    >>> loop("bridge").title
    'Bridge, in motion'
    """
    movements.scene(movement_id)  # says which there are
    return LOOPS[movement_id]


def way(movement_id: str, moment_percent: float) -> float:
    """How far a movement is on its way at a moment of its round, 0 at the start and 1 at the end.

    >>> [way("bridge", moment) for moment in (0, 25, 50, 75, 100)]
    [0.0, 0.0, 1.0, 1.0, 0.0]
    """
    ways = _WAYS.get(movement_id, _HOLD)
    phase, into = divmod(_IN_AND_OUT * moment_percent / 100, 1)
    first, last = ways[int(phase) % _IN_AND_OUT], ways[int(phase) % _IN_AND_OUT + 1]
    if moment_percent >= 100:
        return float(ways[-1])
    return float(first + (last - first) * (1 - np.cos(np.pi * into)) / 2)


def _breath(moment_percent: float) -> tuple[bool, float]:
    """Whether one breathes in, and how full one is, 0 to 1."""
    phase, into = divmod(_IN_AND_OUT * moment_percent / 100, 1)
    inward = int(phase) % 2 == 0
    full = (1 - np.cos(np.pi * into)) / 2
    return inward, float(full if inward else 1 - full)


def _stage(movement_id: str) -> Stage:
    top = _top_m(movement_id) + 0.42
    wider = 1.2 if movement_id == "bird_dog" else 1.0
    x = (wider * movements.X_M[0], wider * movements.X_M[1])
    if movement_id == "twist":
        low, high = movements.ABOVE_M
        figure = blank(5, movements.INCHES_PER_M * (top + high - low))
        side, above = figure.subplots(2, 1, height_ratios=(top, high - low))
        live = _seen_from_above(above)
        side.text(x[0], 0.45, "Seen from the side", weight="bold", size=_SIZE)
        (left, _), (right, _) = movements.PILLOW[:2]
        side.fill([left, right, right, left], [0, 0, _PILLOW_M, _PILLOW_M], facecolor=style.GRID,
                  edgecolor=style.MUTED, linewidth=1)  # fmt: skip
    else:
        figure = blank(5, 5 * top / (x[1] - x[0]) + 0.1)
        side, live = figure.subplots(), {}
    side.set(xlim=x, ylim=(-0.03, top), aspect="equal")
    side.set_axis_off()
    side.plot(x, [0, 0], color=style.MUTED, linewidth=2)
    live |= postures.artists(side)
    ring: Any = {"markersize": 19, "markerfacecolor": "none", "markeredgecolor": style.PURPLE}
    live["felt"] = side.plot([], [], "o", markeredgewidth=3, **ring)[0]
    live["felt_told"] = side.text(
        0, 0, "", color=style.PURPLE, weight="bold", size=_SIZE, ha="right", va="center"
    )
    live["breath"] = side.fill([0], [0], facecolor=style.BLUE, alpha=0.45, linewidth=0)[0]
    look: Any = {"size": _SIZE, "va": "center", "color": style.BLUE, "weight": "bold"}
    live["breath_word"] = side.text(0, 0, "", **look)
    live["breath_told"] = side.text(0, 0, "", **{**look, "weight": "normal", "color": style.INK})
    return Stage(figure, live)


@cache
def _top_m(movement_id: str) -> float:
    """How high the body reaches in a round."""
    outlines = [_body(movement_id, moment).outline.values() for moment in (0.0, 25.0, 50.0)]
    return max(float(points[:, 1].max()) for outline in outlines for points in outline)


def _body(movement_id: str, moment_percent: float) -> postures.Body:
    if movement_id == "twist":
        raised, across = _raised_and_across(way(movement_id, moment_percent))
        return postures.body(movement_id, raised, across * _FALLEN_DEG)
    if movement_id != "walk":
        return postures.body(movement_id, way(movement_id, moment_percent))
    near, far = gait.both_legs_at(_STRIDES * moment_percent % 100)
    outline = body_outline_m(near)
    outline |= {f"far_{part}": body_outline_m(far)[part] for part in postures.FAR}
    lowest = min(float(outline[foot][:, 1].min()) for foot in ("foot", "far_foot"))
    outline = {name: points - np.array([0.0, lowest]) for name, points in outline.items()}
    nowhere = outline["arm"][:1]
    outline["far_arm"] = np.repeat(nowhere, len(outline["arm"]), axis=0)
    outline["pillow"] = np.repeat(nowhere, 4, axis=0)
    return postures.Body(outline, np.repeat(nowhere, 2, axis=0), {})


def _raised_and_across(share: float) -> tuple[float, float]:
    """How far the knee of the twist has come up, and how far across, both 0 to 1."""
    return min(1.0, share / _UP), max(0.0, (share - _UP) / (1 - _UP))


def cue(movement_id: str, moment_percent: float) -> str:
    """What the body does in the breath of a moment; nothing in a walk.

    A hold has more breaths than a round, so its last step is told where one comes back.

    >>> cue("bridge", 30), cue("bridge", 80), cue("strap", 80)
    ('lift the pelvis', 'lower it slowly', 'lower the leg slowly')
    """
    about = taught.movement(movement_id)
    inward, _ = _breath(moment_percent)
    breath, last = divmod(int(_IN_AND_OUT * moment_percent / 100) % _IN_AND_OUT, 2)
    if about.manner == "hold" and breath and last:
        return movements.lower(about.steps[-1])
    cues = about.breath_in if inward else about.breath_out
    return cues[breath] if cues else ""


def _frame(movement_id: str, moment_percent: float) -> Frame:
    about = taught.movement(movement_id)
    placed = _body(movement_id, moment_percent)
    marks = postures.marks(placed)
    if movement_id == "twist":
        marks |= _from_above(way(movement_id, moment_percent))
    felt = placed.rings if way(movement_id, moment_percent) > _FELT_FROM else {}
    marks["felt"] = Mark(np.array(list(felt.values())).reshape(-1, 2))
    walks = about.manner == "walk"
    inward, full = _breath(moment_percent)
    word = "breathe as it comes" if walks else "breathe in" if inward else "breathe out"
    told = cue(movement_id, moment_percent)
    above = _top_m(movement_id) + 0.25
    middle = np.array([-0.84, above])
    around = np.linspace(0, 2 * np.pi, 25)
    # Nothing breathes in a walk: its steps and its breath have each their own time.
    radius = 0.0 if walks else _LEAST_M + (_MOST_M - _LEAST_M) * full
    marks["breath"] = Mark(middle + radius * np.column_stack([np.cos(around), np.sin(around)]))
    left = middle[0] + (-0.1 if walks else 0.16)
    marks["breath_word"] = Mark(np.array([left, above + 0.05]), text=word)
    marks["breath_told"] = Mark(np.array([left, above - 0.08]), text=told)
    # In the line of the short words: what is told below them may need all the width.
    marks["felt_told"] = Mark(np.array([1.0, above + 0.05]), text="◯ feel it here" if felt else "")
    hip, knee = _hip_and_knee(movement_id, moment_percent)
    angles = f"bent {degrees(hip)}, the knee {degrees(knee)}."
    if walks:
        words = f"{about.name}: {_step(moment_percent)}. Breathe as it comes. Its hip is {angles}"
    else:
        words = f"{about.name}: {word}, {told}. The hip is {angles}"
    if felt:
        words += f" Feel it here: {' and '.join(f'the {part}' for part in felt)}."
    moments = np.linspace(0, 100, _IN_AND_OUT + 1)
    found = np.array([_hip_and_knee(movement_id, float(one)) for one in moments])
    table = Table(
        {"moment": moments, "hip flexion": found[:, 0], "knee flexion": found[:, 1]},
        {"moment": "%", "hip flexion": "°", "knee flexion": "°"},
        f"{about.name}: a round",
    )
    return Frame(marks, f"{words} {_in_the_plan(about)}".rstrip(), table)


def _in_the_plan(about: taught.Movement) -> str:
    """How long it takes in the two weeks, since a round has only two breaths."""
    if about.manner == "walk":
        return ""
    breaths = counted(taught.breaths(about.id), "breath")
    if about.manner == "hold":
        return f"Shown short: in the plan you stay for {breaths}."
    return f"One {about.time} takes {breaths}, here as in the plan."


def _step(moment_percent: float) -> str:
    """What one does in a walk at a moment of the round."""
    return _STEPS[gait.phase_at(_STRIDES * moment_percent % 100).name]


def _hip_and_knee(movement_id: str, moment_percent: float) -> tuple[float, float]:
    if movement_id == "walk":
        near, _ = gait.both_legs_at(_STRIDES * moment_percent % 100)
        return near.hip_flexion_deg, near.knee_flexion_deg
    share = way(movement_id, moment_percent)
    if movement_id == "twist":
        share, _ = _raised_and_across(share)
    hip, knee, *_ = postures.angles(movement_id, share)
    return hip, knee


# The twist from above, where the thigh is seen to cross over: the third dimension of the side view.

Limb = tuple[tuple[float, float, float], tuple[float, float, float]]
_BEFORE: Mapping[str, Limb] = {
    "right thigh": ((0.03, -0.1, 0.1), (0.3, -0.1, 0.065)),
    "right shank": ((0.3, -0.1, 0.062), (0.13, -0.1, 0.042)),
    "right foot": ((0.13, -0.1, 0.04), (0.24, -0.1, 0.035)),
    "left arm": ((-0.47, 0.16, 0.055), (-0.4, 0.42, 0.042)),
    "left forearm": ((-0.4, 0.42, 0.042), (-0.32, 0.64, 0.036)),
}
"""What moves, before it does: joints and radii in metres, head to the left."""
_RAISED: Mapping[str, Limb] = {
    "right thigh": ((0.03, -0.1, 0.1), (0.05, -0.1, 0.075)),
    "right shank": ((0.05, -0.1, 0.07), (0.45, -0.1, 0.045)),
    "right foot": ((0.47, -0.1, 0.042), (0.53, -0.1, 0.037)),
    "left arm": ((-0.47, 0.16, 0.055), (-0.24, 0.12, 0.042)),
    "left forearm": ((-0.24, 0.12, 0.042), (0.03, -0.06, 0.036)),
}
"""The same when the thigh points up, towards whoever looks, and the hand has come to the knee."""


def _seen_from_above(axes: Axes) -> dict[str, Artist]:
    still = [name for name in movements.LIMBS if name not in _BEFORE]
    movements.draw_from_above(axes, still)
    # Right of the left arm, which is stretched out upwards.
    axes.text(1, 1, "Seen from above", transform=axes.transAxes, ha="right", va="top",
              weight="bold", size=_SIZE)  # fmt: skip
    edges = {
        f"{name} edge": axes.fill([0], [0], facecolor="none", edgecolor=style.MUTED, linewidth=2.6)
        for name in _BEFORE
    }
    fills = {name: axes.fill([0], [0], facecolor=style.SKIN, linewidth=0) for name in _BEFORE}
    return {name: shapes[0] for name, shapes in {**edges, **fills}.items()}


def _from_above(share: float) -> dict[str, Mark]:
    raised, across = _raised_and_across(share)
    # As far as a thigh that sinks over is seen to go.
    gone = np.sin(np.radians(across * _FALLEN_DEG)) / np.sin(np.radians(_FALLEN_DEG))
    marks: dict[str, Mark] = {}
    for name, before in _BEFORE.items():
        first, up, after = (np.array(one) for one in (before, _RAISED[name], movements.LIMBS[name]))
        start, end = first + raised * (up - first) + gone * (after - up)
        marks[name] = Mark(movements.capsule(start, end))
        marks[f"{name} edge"] = marks[name]
    return marks


def _scene(movement_id: str, name: str) -> Scene:
    def frame(moment_percent: float) -> Frame:
        return _frame(movement_id, moment_percent)

    about = movements.steps(movement_id)
    return Scene(f"{name}, in motion", partial(_stage, movement_id), frame, about=about)


LOOPS: Mapping[str, Scene] = {
    one["id"]: _scene(one["id"], one["name"]) for one in load("movements").rows()
}
"""Every movement of the table ``movements`` as a loop, by its id."""
