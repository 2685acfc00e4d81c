"""Patterns of pain that walking brings on, two at a time: words, and where on a body."""

from collections.abc import Mapping
from functools import cache
from textwrap import wrap
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons_lib.data import Table
from lessons_lib.evidence import safety_check
from lessons_lib.evidence.causes import Cause, causes
from lessons_lib.stage import style
from lessons_lib.stage.draw import Artist, Axes, Stage, blank, is_narrow, wide_only
from lessons_lib.stage.scene import Frame, Mark, Scene

Numbers = NDArray[np.float64]

_SIZE = (10.0, 7.4)
_LINE = 0.185
_WIDEST = 50
"""Letters in a line. A page reckons six tenths of their size for each, and pushes a line that would
leave it to the left, away from the lines below."""
_NAME_LETTERS, _NAME_LINE, _PLAINLY = 19, 0.35, 0.27
_NAMES = ("name", "more_name")
"""A name has two lines at most: on a narrow page there is room for no more beside the other."""
_COLUMNS = {"first": (1.4, style.BLUE), "second": (5.65, style.ORANGE)}
_ROWS = {
    "where": ("Where", 1),
    "brought_on_by": ("Brought on by", 2),
    "eased_by": ("Eased by", 2),
    "other_clues": ("Other clues", 3),
    "how_common": ("How common", 4),
    "clinician": ("A clinician\nwould check", 3),
}
_VIEWS = {"back": 0.9, "front": 2.5}
_FEET = 3.9

# The right half of a lower body, from the ribs round the foot to the crotch, in inches.
_HALF = np.reshape(
    [0.40, 2.45, 0.34, 2.15, 0.47, 1.72, 0.45, 1.40, 0.30, 0.80, 0.32, 0.55, 0.19, 0.12, 0.30, 0.0,
     0.08, 0.0, 0.10, 0.12, 0.08, 0.50, 0.08, 0.80, 0.03, 1.38, 0.0, 1.40],
    (-1, 2),
)  # fmt: skip
# Where a region is drawn: the view, the middle of an ellipse on the right, and its half axes.
_REGIONS: dict[str, tuple[str, str, tuple[float, float], tuple[float, float]]] = {
    "back": ("middle of the lower back", "back", (0.0, 2.1), (0.06, 0.22)),
    "back_sides": ("beside the spine", "back", (0.16, 2.1), (0.07, 0.22)),
    "sacroiliac": ("below the belt line", "back", (0.15, 1.76), (0.07, 0.11)),
    "buttock": ("buttock", "back", (0.22, 1.5), (0.16, 0.16)),
    "hip_side": ("side of the hip", "back", (0.41, 1.62), (0.06, 0.17)),
    "thigh_back": ("back of the thigh", "back", (0.23, 1.08), (0.11, 0.24)),
    "calf": ("calf", "back", (0.2, 0.56), (0.09, 0.2)),
    "groin": ("groin", "front", (0.16, 1.52), (0.12, 0.09)),
    "thigh_front": ("front of the thigh", "front", (0.24, 1.08), (0.11, 0.24)),
}


def _stage() -> Stage:
    figure = blank(*_SIZE)
    axes = figure.subplots()
    axes.set(xlim=(0, _SIZE[0]), ylim=(0, _SIZE[1]))
    axes.set_axis_off()
    if is_narrow():
        axes.set(ylim=(_FEET - 0.5, _SIZE[1]), aspect="equal")
    for name, (label, _) in _ROWS.items():
        wide_only(axes.text(0.1, _tops()[name], label, va="top", weight="bold", fontsize=10))
    live: dict[str, Artist] = {}
    for side, (left, color) in _COLUMNS.items():
        live |= _bodies(axes, side, left, color)
        live |= _lines(axes, side, color)
    return Stage(figure, live)


def _bodies(axes: Axes, side: str, left: float, color: str) -> dict[str, Artist]:
    for view, at in _VIEWS.items():
        place = (left + at, _FEET)
        axes.fill(*(_outline() + place).T, facecolor=style.SKIN, edgecolor=style.MUTED)
        told = view if is_narrow() else f"from the {view}"
        axes.text(place[0], _FEET - 0.06, told, ha="center", va="top", color=style.MUTED,
                  fontsize=9)  # fmt: skip
    return {
        f"{side}_{region}": axes.fill([0], [0], facecolor=color, linewidth=0, alpha=0.75)[0]
        for region in _REGIONS
    }


def _lines(axes: Axes, side: str, color: str) -> dict[str, Artist]:
    at: Any = {"va": "top", "fontsize": 10}
    lines = {
        **{
            f"{side}_{name}": axes.text(
                0, 0, "", **{**at, "fontsize": 11.5}, color=color, weight="bold"
            )
            for name in _NAMES
        },
        f"{side}_plainly": axes.text(0, 0, "", **at, color=style.MUTED),
    }
    for name, (_, number) in _ROWS.items():
        for line in range(number):
            lines[f"{side}_{name}_{line}"] = axes.text(0, 0, "", **at)
    wide_only(*(line for name, line in lines.items() if not name.endswith("_name")))
    return dict(lines)


def _tops() -> dict[str, float]:
    """The height of the first line of each row."""
    tops, height = {}, _FEET - 0.4
    for name, (_, number) in _ROWS.items():
        tops[name] = height
        height -= number * _LINE + 0.12
    return tops


def _outline() -> Numbers:
    """A lower body, its corners rounded, shape (n, 2)."""
    points = np.concatenate([_HALF, (_HALF * (-1, 1))[::-1]])
    for _ in range(3):
        follow = np.roll(points, -1, axis=0)
        cut = np.stack([0.75 * points + 0.25 * follow, 0.25 * points + 0.75 * follow], axis=1)
        points = cut.reshape(-1, 2)
    return points


def _region(region: str, left: float) -> Numbers:
    """A region on both sides of the body, as one line that passes from one to the other."""
    _, view, (x, y), (wide, high) = _REGIONS[region]
    angle = np.linspace(0, 2 * np.pi, 25)
    right = np.column_stack([x + wide * np.cos(angle), y + high * np.sin(angle)])
    # Its mirror image runs backward, so that both turn the same way: where they meet, they would
    # otherwise wipe each other out.
    mirrored = right[::-1] * (-1, 1)
    both: Numbers = np.concatenate([right, mirrored, right[:1]])
    both[:] += (left + _VIEWS[view], _FEET)
    return both


def _frame(first_cause: float, second_cause: float) -> Frame:
    known = list(causes().values())
    pair = {"first": known[round(first_cause)], "second": known[round(second_cause)]}
    marks: dict[str, Mark] = {}
    for side, cause in pair.items():
        marks |= _side(side, cause)
    said = "\n\n".join(_words(cause) for cause in dict.fromkeys(pair.values()))
    if pair["first"] == pair["second"]:
        said += "\nChoose two different ones to compare them."
    rows = ["name", "plainly", "where", *list(_ROWS)[1:], "checked"]
    table = Table(
        {
            "": np.array([_ROWS[name][0].replace("\n", " ") if name in _ROWS else _HEADS[name]
                          for name in rows]),
            **{f"{side} pattern": np.array([_cell(cause, name) for name in rows])
               for side, cause in pair.items()},
        },
        {},
        "Two patterns",
    )  # fmt: skip
    return Frame(marks, said, table)


_HEADS = {"name": "Called", "plainly": "That is", "checked": "How far it was read"}
_READ = {
    "read": "the pattern was read in its sources",
    "partly": "in part; most of the pattern is common clinical teaching",
}


@cache
def _side(side: str, cause: Cause) -> Mapping[str, Mark]:
    left, _ = _COLUMNS[side]
    nowhere = np.full((1, 2), (left, _FEET))
    marks = {
        f"{side}_{region}": Mark(_region(region, left) if region in cause.places else nowhere)
        for region in _REGIONS
    }
    top = np.array([left, _SIZE[1] - 0.12])
    called = wrap(cause.name, _NAME_LETTERS)
    for line, name in enumerate(_NAMES):
        text = called[line] if line < len(called) else ""
        marks[f"{side}_{name}"] = Mark(top - (0, line * _NAME_LINE), text=text)
    marks[f"{side}_plainly"] = Mark(
        top - (0, (len(called) - 1) * _NAME_LINE + _PLAINLY), text=cause.plainly
    )
    for name, (_, number) in _ROWS.items():
        lines = wrap(_cell(cause, name), _WIDEST)
        for line in range(number):
            at = np.array([left, _tops()[name] - line * _LINE])
            marks[f"{side}_{name}_{line}"] = Mark(at, text=lines[line] if line < len(lines) else "")
    return MappingProxyType(marks)


def _cell(cause: Cause, name: str) -> str:
    if name == "where":
        return ", ".join(_REGIONS[region][0] for region in cause.places)
    if name == "checked":
        return _READ[cause.checked]
    return str(getattr(cause, name))


def _words(cause: Cause) -> str:
    said = (
        f"{cause.name[0].upper()}{cause.name[1:]} ({cause.plainly})\n"
        f"Brought on by: {cause.brought_on_by}.\n"
        f"Eased by: {cause.eased_by}.\n"
        f"Where: {_cell(cause, 'where')}.\n"
        f"How common: {cause.how_common}."
    )
    if not cause.sign:
        return said
    sign = safety_check.signs()[cause.sign]
    return f"{said}\nIt is in the safety check: {safety_check.tiers()[sign.tier].headline}"


patterns = Scene("Two patterns of pain that walking brings on", _stage, _frame)
