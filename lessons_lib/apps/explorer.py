"""An Explorer: a live figure with sliders, words that follow, and a picture that stands in.

The kernel sends the still part once, as the author has drawn it, and afterwards coordinates only,
in two ways. For a *move* it computes one frame. When a slider is *grabbed* it computes the whole
sweep of that slider with the others held, so that the browser can draw every position by itself,
even while the kernel is busy. The browser (``web/explorer``) drops what is out of date and always
shows the last.
"""

import inspect
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import reduce
from typing import Any

import traitlets

from lessons_lib.apps.remembering import QUESTIONS, RememberingWidget
from lessons_lib.data.own_numbers import own_numbers
from lessons_lib.data.parameters import Parameter
from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import UNITS_PER_POINT, LiveStage, Packet, kept
from lessons_lib.stage.page import image
from lessons_lib.stage.scene import Frame, Scene
from lessons_lib.stage.style import PALETTE

_LOG = logging.getLogger(__name__)

MOST_POSITIONS = 400
"""A slider with more positions than this is not swept ahead; each move asks the kernel."""


class Explorer(RememberingWidget):
    """A scene that the learner can move.

    Args:
        scene: the picture; its parameters become the sliders.
        start: values at the start and after Reset; the rest start as in the parameter table.
    """

    _page = "explorer"
    _spec = traitlets.Dict().tag(sync=True)
    _first = traitlets.Bytes().tag(sync=True)

    def __init__(self, scene: Scene, **start: float | str) -> None:
        if not isinstance(scene, Scene):
            raise TypeError(
                "What can be shown here is a scene, such as hamstrings.pose of "
                f"lessons_lib.figures; this is a {type(scene).__name__}."
            )
        self.scene = scene
        self.wanted_for = "to move it" if scene.parameters else ""
        self.start = scene.values(**start)
        self._stage = LiveStage.of(scene)
        self._first_frame = scene.frame(**self.start)
        packet = self._stage.pack([self._first_frame])
        super().__init__(_spec=self._specification(packet), _first=packet.coordinates)
        self.on_msg(self._answer)

    def words(self) -> str:
        """What the picture shows at the start."""
        return f"{self.scene.about} {self._first_frame.words}".lstrip()

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The picture at the start."""
        return {"text/html": image(self.still(), self.size, self.title, self.words())}, {}

    @property
    def title(self) -> str:
        """What the picture is of."""
        return self.scene.title

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in points."""
        return self._stage.size

    def still(self) -> str:
        """The picture at the start, as an SVG document."""
        return compose(self._stage, self._first_frame, self.title)

    @property
    def picture(self) -> str:
        """What it is called, as its stage: "hamstrings.pose"; "" where it has none of its own."""
        drawing = kept(self.scene)
        return drawing.stem if drawing else ""

    def _specification(self, packet: Packet) -> dict[str, Any]:
        return {
            "picture": self.picture,
            "own": _own_numbers(self.picture, [one.name for one in self.scene.parameters]),
            "title": self.scene.title,
            "controls": [control(one, self.start[one.name]) for one in self.scene.parameters],
            # The two side by side: deflate finds what they have in common only where it is near.
            "svg": self._stage.svg,
            "narrow": asdict(self._stage.narrow) if self._stage.narrow else None,
            "size": self._stage.size,
            "unitsPerPoint": UNITS_PER_POINT,
            "artists": [one | asdict(self._stage.ways[one["name"]]) for one in self._stage.artists],
            "pick": self.scene.pick.specification() if self.scene.pick else None,
            "handles": [one.specification() for one in self.scene.handles],
            "palette": {shade.light: [name, shade.dark] for name, shade in PALETTE.items()},
            "head": packet.head,
        }

    def _answer(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        """Answer the browser; whatever goes wrong becomes a sentence, never a traceback."""
        if content.get("ask") in QUESTIONS:  # it is the memory that is asked
            return
        # The question goes back with its answer, so that the browser knows which one it was.
        answer = {name: value for name, value in content.items() if name != "values"}
        buffers: list[bytes] = []
        try:
            values = self.scene.values(**content["values"])
            match content["ask"]:
                case "table":
                    answer |= {"html": self.scene.frame(**values).table.html()}
                case "frame":
                    packet = self._stage.pack([self.scene.frame(**values)])
                    answer |= {"head": packet.head}
                    buffers = [packet.coordinates]
                case "sweep":
                    packet, trouble = self._sweep(values, content["name"])
                    answer |= {"head": packet.head, "trouble": trouble}
                    buffers = [packet.coordinates]
            answer["answer"] = content["ask"]
        except Exception as error:
            answer |= {"answer": "trouble", "sentence": sentence(error)}
        self.send(answer, buffers=buffers)

    def _sweep(self, values: Mapping[str, float], name: str) -> tuple[Packet, dict[int, str]]:
        """All frames of one slider, and a sentence for each position that has none."""
        slider = next(one for one in self.scene.parameters if one.name == name)
        frames: list[Frame | None] = []
        trouble: dict[int, str] = {}
        for index, position in enumerate(slider.positions.tolist()):
            try:
                frames.append(self.scene.frame(**{**values, name: position}))
            except Exception as error:
                frames.append(None)
                trouble[index] = sentence(error)
        spare = next((frame for frame in frames if frame is not None), None)
        if spare is None:
            raise ValueError(next(iter(trouble.values())))
        return self._stage.pack([frame or spare for frame in frames]), trouble


def explore(scene: Scene, **start: float | str) -> Explorer:
    """A scene with a slider for each of its parameters, words that follow, and its numbers.

    Args:
        scene: what to move, for instance ``hamstrings.pose`` of `lessons_lib.figures`.
        start: where sliders stand at the start and after Reset, by the parameter's name; a choice
            by its option or its number. The rest start as in the parameter table.

    Raises:
        TypeError: a name that the scene does not have.
        ValueError: a value out of range.
    """
    return Explorer(scene, **start)


def picture(scene: Scene) -> Explorer:
    """A scene without sliders: its picture, its words and its numbers."""
    return Explorer(scene)


def _documentation() -> str:
    """What `explore` does, and before that what the scene in the cell can be set to."""
    scene = _scene_in_the_cell()
    shown = (scene, explore) if scene else (explore,)
    return "\n\n".join(inspect.getdoc(one) or "" for one in shown)


# IPython asks for it under this name, when somebody presses Shift and Tab inside of the call.
vars(explore)["getdoc"] = _documentation


def _scene_in_the_cell() -> Scene | None:
    """The scene of the call at the cursor, where a front end asks with a cell and a cursor."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else None
    match (request or {}).get("content"):
        case {"code": str(code), "cursor_pos": int(cursor)}:
            called = re.findall(r"\bexplore\(\s*([\w.]+)", code[:cursor])
            found = _named(called[-1], shell.user_ns) if called else None
            return found if isinstance(found, Scene) else None
    return None


def _named(name: str, known: Mapping[str, object]) -> object:
    first, *rest = name.split(".")
    return reduce(lambda one, part: getattr(one, part, None), rest, known.get(first))


def _own_numbers(picture: str, sliders: Sequence[str]) -> list[dict[str, Any]]:
    """The learner's own numbers that can be drawn in a picture or on its sliders.

    Each has its place in this picture, if there is one.
    """
    found = []
    for number in own_numbers().values():
        places = tuple(place for place in number.pictures if place.name == picture)
        if places or number.name in sliders:
            found.append(asdict(replace(number, pictures=places)))
    return found


def control(one: Parameter, start: float) -> dict[str, Any]:
    """A slider as the browser needs it."""
    return {
        "name": one.name,
        "label": one.label,
        "unit": one.unit,
        "low": one.low,
        "high": one.high,
        "step": one.step,
        "start": start,
        "options": one.options,
        "seconds": one.seconds,
        "sweeps": len(one.positions) <= MOST_POSITIONS,
    }


def sentence(error: Exception) -> str:
    """What to tell the learner; models raise ValueError with a sentence of their own."""
    if isinstance(error, ValueError):
        return str(error)
    _LOG.error("the model failed", exc_info=error)
    return (
        "The model has no answer here. Nothing is lost: move a slider to another place, "
        "or press Reset."
    )
