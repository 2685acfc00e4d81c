"""Widgets without a kernel: what a page needs in place of one, computed beforehand.

The page's side is ``apps/web/host/``. Quiz, exercise, sorting, claim table and safety check ask
nothing, so their state is all they need. An explorer's frames come as a grid
(`lessons_lib.site.grids`). One whose sliders have too many positions together moves one slider at a
time; and all together in larger steps, which the table `page_steps` says, if the reader wants that
and what it takes to load.
"""

import base64
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from math import floor
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import anywidget
import numpy as np

from lessons_lib.apps.explorer import Explorer, control
from lessons_lib.apps.own_walk import OwnWalk
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.data import load
from lessons_lib.data.parameters import Parameter
from lessons_lib.site.grids import TooLargeError, build

ALONE = "Here one slider moves at a time: the others go back to where they start."
LARGER_STEPS = "Here some sliders move in larger steps than in the installed course."
"""What is said of an explorer that has too many positions for a page, in its two forms."""

NO_FILES = (
    "This page has no Python to read a file with, and shows the invented walkers as they are. Your "
    "own file, another body size and another zero are for the installed course."
)

_TOGETHER = "together "
"""Begins the names of the parts for all sliders together."""

_HAIR = 1e-9

_CODE = {"_esm", "_css"}
_ROOMS = ("data", "evidence", "figures", "mechanics", "site/grids", "stage", "tracker")
"""Those on which a frame can depend."""

_NO_FRAMES = ("data/plans/", "data/predictions/", "data/quizzes/")
"""What is in them and moves no picture."""


@dataclass(frozen=True)
class Hosted:
    """A widget as a page without a kernel gets it.

    Attributes:
        page: the folder of ``apps/web`` whose module shows it.
        state: what the page knows at once; bytes as base64.
        parts: by name, what is loaded when it is wanted; deflated bytes as base64.
        together: of an explorer that moves one slider at a time, the other form of it.
    """

    page: str
    state: dict[str, Any]
    parts: dict[str, str] = field(default_factory=dict)
    together: "Together | None" = None


@dataclass(frozen=True)
class Together:
    """An explorer all of whose sliders move together, some of them in larger steps.

    Attributes:
        spec: what is different in its specification.
        parts: in place of the others.
    """

    spec: dict[str, Any]
    parts: dict[str, str]

    @property
    def kilobytes(self) -> int:
        """What there is to load, as it comes over the wire."""
        return round(sum(map(len, self.parts.values())) * 3 / 4 / 1000)


def hosted(widget: CourseWidget, cache: Path | None = None) -> Hosted:
    """A widget with all that its page may ask for.

    Args:
        widget: any of the course's.
        cache: a folder in which grids are kept from one run to the next, a file an explorer; each
            is computed anew when anything changed on which it may depend.
    """
    given = set(anywidget.AnyWidget.class_trait_names(sync=True)) | _CODE
    own = {name: value for name, value in widget.get_state().items() if name not in given}
    state = {name: _plain(value) for name, value in own.items()}
    if isinstance(widget, OwnWalk):
        state["content"] = {**state["content"], "alone": NO_FILES}
    if not isinstance(widget, Explorer):
        return Hosted(widget.page, state)
    all_parts = _parts(widget, cache)
    large = {name for name in all_parts if name.startswith(_TOGETHER)}
    parts = {name: part for name, part in all_parts.items() if name not in large}
    if widget.start and "grid" not in parts:
        state["_spec"] = {**state["_spec"], "alone": True, "note": ALONE}
    return Hosted(
        widget.page, state, parts, _together(widget, {name: all_parts[name] for name in large})
    )


def _together(explorer: Explorer, parts: dict[str, str]) -> Together | None:
    if not parts:
        return None
    controls = [control(one, explorer.start[one.name]) for one in larger_steps(explorer)]
    return Together(
        {"controls": controls, "alone": False, "note": LARGER_STEPS},
        {name.removeprefix(_TOGETHER): part for name, part in parts.items()},
    )


def larger_steps(explorer: Explorer) -> list[Parameter]:
    """An explorer's parameters with the steps by which all its sliders move together on a page.

    Where it starts is one of the positions, so an end of the range may be left out.
    """
    steps = _steps(explorer)
    return [
        _in_steps(one, steps[one.name], explorer.start[one.name]) if one.name in steps else one
        for one in explorer.scene.parameters
    ]


def _steps(explorer: Explorer) -> dict[str, float]:
    """By parameter, the steps that are larger on a page."""
    larger = load("page_steps").where(picture=explorer.picture)
    return {row["parameter"]: row["step"] for row in larger.rows()}


def _in_steps(one: Parameter, step: float, start: float) -> Parameter:
    below, above = (floor(abs(start - end) / step + _HAIR) for end in (one.low, one.high))
    return replace(one, low=start - below * step, high=start + above * step, step=step)


def is_kept(explorer: Explorer, cache: Path) -> bool:
    """Whether the cache holds what would be computed for an explorer now."""
    return _kept(explorer, cache) is not None


def _parts(explorer: Explorer, cache: Path | None) -> dict[str, str]:
    """The grids of an explorer, from the cache if they are there."""
    parts = _kept(explorer, cache) if cache else None
    if parts is not None:
        return parts
    parts = {name: base64.b64encode(part).decode() for name, part in _computed(explorer)}
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        written = json.dumps({"of": _all_it_is_of(explorer), "parts": parts})
        with NamedTemporaryFile("w", encoding="utf-8", dir=cache, delete=False) as unfinished:
            unfinished.write(written)
        Path(unfinished.name).replace(kept_in(explorer, cache))
    return parts


def _kept(explorer: Explorer, cache: Path) -> dict[str, str] | None:
    path = kept_in(explorer, cache)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    parts: dict[str, str] = kept["parts"]
    return parts if kept["of"] == _all_it_is_of(explorer) else None


def kept_in(explorer: Explorer, cache: Path) -> Path:
    """The file in which the parts of an explorer are kept; today's replace yesterday's."""
    name = json.dumps([repr(explorer.scene), explorer.start])
    return cache / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"


def _all_it_is_of(explorer: Explorer) -> str:
    """A digest of all from which the parts are computed."""
    about = json.dumps([explorer._spec, np.__version__], sort_keys=True)
    return hashlib.sha256(about.encode() + _everything()).hexdigest()


def _computed(explorer: Explorer) -> Iterator[tuple[str, bytes]]:
    scene, start = explorer.scene, explorer.start
    if not start:  # nothing moves
        yield "numbers", build(scene, start).parts["numbers"]
    elif _steps(explorer):
        yield from _one_at_a_time(explorer)
        positions = {one.name: one.positions.tolist() for one in larger_steps(explorer)}
        for name, part in build(scene, start, positions).parts.items():
            yield _TOGETHER + name, part
    else:
        try:
            yield from build(scene, start).parts.items()
        except TooLargeError:
            yield from _one_at_a_time(explorer)


def _one_at_a_time(explorer: Explorer) -> Iterator[tuple[str, bytes]]:
    for one in explorer.scene.parameters:
        still = {name: [value] for name, value in explorer.start.items() if name != one.name}
        for name, part in build(explorer.scene, explorer.start, still).parts.items():
            yield f"{name} {one.name}", part


@functools.cache
def _everything() -> bytes:
    """A digest of all files on which a frame can depend."""
    digest = hashlib.sha256()
    package = Path(str(files("lessons_lib")))
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*")):
            name = path.relative_to(package).as_posix()
            if path.is_file() and path.suffix != ".pyc" and not name.startswith(_NO_FRAMES):
                digest.update(name.encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
