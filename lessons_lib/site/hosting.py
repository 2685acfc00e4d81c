"""Widgets without a kernel: what a page needs in place of one, computed beforehand.

The page's side is ``apps/web/host/``. Quiz, exercise, sorting, claim table and safety check ask
nothing, so their state is all they need. An explorer's frames come as a grid
(`lessons_lib.site.grids`).
"""

import base64
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import anywidget
import numpy as np

from lessons_lib.apps.explorer import Explorer
from lessons_lib.apps.own_walk import OwnWalk
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.site.grids import TooLargeError, build

ALONE = "On this page one slider moves at a time here: the others go back to where they start."
"""What is said of an explorer that has too many positions for a page."""

NO_FILES = (
    "This page has no Python to read a file with, and shows the invented walkers as they are. Your "
    "own file, another body size and another zero are for the installed course."
)

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
    """

    page: str
    state: dict[str, Any]
    parts: dict[str, str] = field(default_factory=dict)


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
    parts = _parts(widget, cache)
    if widget.start and "grid" not in parts:
        state["_spec"] = {**state["_spec"], "alone": True, "note": ALONE}
    return Hosted(widget.page, state, parts)


def is_kept(explorer: Explorer, cache: Path) -> bool:
    """Whether the cache holds what would be computed for an explorer now."""
    return _kept(explorer, cache) is not None


def _parts(explorer: Explorer, cache: Path | None) -> dict[str, str]:
    """The grid of an explorer, or one a slider where that is too large; from the cache if there."""
    parts = _kept(explorer, cache) if cache else None
    if parts is not None:
        return parts
    parts = {name: base64.b64encode(part).decode() for name, part in _computed(explorer)}
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        written = json.dumps({"of": _all_it_is_of(explorer), "parts": parts})
        with NamedTemporaryFile("w", encoding="utf-8", dir=cache, delete=False) as unfinished:
            unfinished.write(written)
        Path(unfinished.name).replace(_file(explorer, cache))
    return parts


def _kept(explorer: Explorer, cache: Path) -> dict[str, str] | None:
    path = _file(explorer, cache)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    parts: dict[str, str] = kept["parts"]
    return parts if kept["of"] == _all_it_is_of(explorer) else None


def _file(explorer: Explorer, cache: Path) -> Path:
    """Where the parts of an explorer are kept; those of today replace those of yesterday."""
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
        return
    try:
        yield from build(scene, start).parts.items()
    except TooLargeError:
        for one in scene.parameters:
            still = {name: [value] for name, value in start.items() if name != one.name}
            for name, part in build(scene, start, still).parts.items():
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
