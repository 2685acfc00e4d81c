"""The stages of the course: drawn by matplotlib, written beside the topics, compared with them.

A learner's kernel draws nothing: it loads what stands in ``lessons_lib/figures/stages``, a few
files a stage (`lessons_lib.stage.live`).
"""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np

from lessons_lib import figures
from lessons_lib.stage.live import LiveStage, kept
from lessons_lib.stage.scene import Scene

COMMAND = "python -m authoring draw"

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SAME_POINTS = 0.011
"""Two machines may round a hundredth of a point differently, and no eye sees it."""


def scenes() -> dict[str, Scene]:
    """Every scene of the course by topic and name, ``hamstrings.pose``."""
    found: dict[str, Scene] = {}
    for topic in iter_modules(figures.__path__):
        for name, value in vars(import_module(f"{figures.__name__}.{topic.name}")).items():
            if isinstance(value, Scene):
                found[f"{topic.name}.{name}"] = value
            elif isinstance(value, Mapping):
                many = {k: one for k, one in value.items() if isinstance(one, Scene)}
                found |= {f"{topic.name}.{key}": one for key, one in many.items()}
    return found


def drawn(topics: frozenset[str] = frozenset()) -> Iterator[tuple[Path, LiveStage]]:
    """The SVG file of each stage, and what matplotlib draws now.

    Args:
        topics: only these modules of ``lessons_lib.figures``; all, where there is none.
    """
    from lessons_lib.stage.trace import trace

    seen: set[Path] = set()
    for name, scene in scenes().items():
        drawing = kept(scene)
        if drawing is None:
            raise ValueError(f"The stage of {name} is drawn by nothing that has a file.")
        if drawing not in seen and (not topics or name.partition(".")[0] in topics):
            seen.add(drawing)
            yield drawing, trace(scene)


def write(topics: frozenset[str] = frozenset()) -> list[Path]:
    """Draw stages and write those that are not as they are kept; gives the files that changed.

    Files of stages that are no longer drawn are removed, when all are drawn.
    """
    changed: list[Path] = []
    for file, text in _differing(topics):
        changed.append(file)
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    return changed


def differing() -> dict[str, str]:
    """The files that are not what matplotlib draws now, with a sentence each."""
    return {
        file.name: "Nothing draws this any more. Run: " + COMMAND
        if text is None
        else "This is not what matplotlib draws now. Run: " + COMMAND
        for file, text in _differing(frozenset())
    }


def _differing(topics: frozenset[str]) -> Iterator[tuple[Path, str | None]]:
    """Each file that is not as it should be, and its text, or None where it should not be there."""
    wanted: set[Path] = set()
    for drawing, stage in drawn(topics):
        for suffix, text in stage.files().items():
            file = drawing.with_suffix(suffix)
            wanted.add(file)
            if not (file.is_file() and same(file.read_text(encoding="utf-8"), text)):
                yield file, text
    if not topics:
        for folder in {file.parent for file in wanted}:
            yield from ((file, None) for file in sorted({*folder.iterdir()} - wanted))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for how their numbers were rounded."""
    if one == other:
        return True
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other):
        return False
    was, now = (np.array(_NUMBER.findall(text), dtype=np.float64) for text in (one, other))
    return bool(np.allclose(was, now, rtol=1e-9, atol=_SAME_POINTS))
