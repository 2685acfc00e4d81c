"""Bring a walk: a file of joint angles, or an invented walker, and one page about it.

A file travels from the page to this Python as messages, a part at a time, and what is found in it
goes back as an answer. Neither becomes widget state or output, so no notebook can hold it; it is in
the memory of this Python until it is forgotten or Python ends.
"""

import binascii
import logging
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.remembering import QUESTIONS, RememberingWidget
from lessons_lib.figures import own_walk as pictures
from lessons_lib.figures.own_walk_report import report, said_of
from lessons_lib.mechanics.own_walk import invented, shelf
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.reading import (
    Sheet,
    UnreadableError,
    read_sheet,
    refuse_size,
)
from lessons_lib.mechanics.own_walk.recording import (
    Choices,
    Place,
    Recording,
    recording,
    with_forces,
)
from lessons_lib.mechanics.own_walk.size import BodySize, fact
from lessons_lib.mechanics.own_walk.strides import Strides, cut
from lessons_lib.stage.compose import compose
from lessons_lib.stage.live import LiveStage
from lessons_lib.stage.page import themed
from lessons_lib.stage.scene import Scene

_LOG = logging.getLogger(__name__)
_FIRST = "average"
_PART_CHARACTERS = 2_000_000
_LABELS: dict[Place, str] = {
    ("time", ""): "Time",
    ("hip", "right"): "Right hip",
    ("knee", "right"): "Right knee",
    ("hip", "left"): "Left hip",
    ("knee", "left"): "Left knee",
    ("adduction", "right"): "Right hip, in and out",
    ("rotation", "right"): "Right hip, about the thigh",
    ("adduction", "left"): "Left hip, in and out",
    ("rotation", "left"): "Left hip, about the thigh",
    ("pelvis", ""): "Pelvis",
    ("trunk", ""): "Trunk against the room",
    ("lumbar", ""): "Lower back (trunk on pelvis)",
    ("force", "right"): "Ground force, right",
    ("force", "left"): "Ground force, left",
}
_UNEXPECTED = (
    "Something in this file was not foreseen, and it could not be read. Nothing of it was kept. "
    "Try a CSV with a row of names above the numbers."
)


@dataclass
class _Brought:
    """What the learner has brought: the parts of a file on its way, and the file that is here."""

    parts: list[bytes] = field(default_factory=list)
    sheet: Sheet | None = None
    forces: bytes | None = None


class OwnWalk(RememberingWidget):
    """A walk to look at: an invented one at first, one's own where the learner brings it."""

    _page = "own_walk"
    wanted_for = "to bring a file, or to choose another walker"
    content = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        self._brought = _Brought()
        self._look = look(_FIRST, invented.walker(_FIRST), BodySize(), 0.0)
        super().__init__(
            content={
                "walkers": [[name, pictures.WHO[name]] for name in invented.FILES],
                "mostBytes": limit("most_bytes"),
                "partCharacters": _PART_CHARACTERS,
                "height": [fact("least_height_m"), fact("greatest_height_m"), 1.8],
                "mass": [fact("least_mass_kg"), fact("greatest_mass_kg"), 75],
                "zeros": [limit("laboratory_zero_low_deg"), limit("laboratory_zero_high_deg")],
                "first": self._look,
            }
        )
        self.on_msg(self._hear)

    def words(self) -> str:
        """The page about the first invented walker."""
        lines = [self._look["title"]]
        for heading, sentences in self._look["parts"]:
            lines += [f"{heading}:", *sentences]
        return "\n".join(lines)

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same as headings and paragraphs."""
        parts = "".join(
            f"<p><b>{escape(heading)}</b><br>{escape(' '.join(sentences), quote=False)}</p>"
            for heading, sentences in self._look["parts"]
        )
        return {"text/html": f"<p><b>{escape(self._look['title'])}</b></p>{parts}"}, {}

    def _hear(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, Mapping) and message.get("ask") in QUESTIONS:
            return  # it is the memory that is asked
        if isinstance(message, Mapping) and "ask" in message:
            self.send(self.answer(message))

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """What is answered to a message of the page: a look or a sentence, never an error."""
        told: dict[str, Any] = {"answer": message.get("ask"), "asker": message.get("asker")}
        told["number"] = message.get("number")
        try:
            told |= self._answer(message)
        except UnreadableError as error:
            told |= {"sentence": str(error)} | self._columns(None, _choices(message))
        except ValueError as error:
            told |= {"sentence": str(error)}
        except Exception as error:
            _LOG.error("a gait file could not be read", exc_info=error)
            told |= {"sentence": _UNEXPECTED}
        return told

    def _answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        match message["ask"]:
            case "part":
                return self._take(message)
            case "walker":
                who = str(message.get("who"))
                return {"look": look(who, invented.walker(who), *_body(message))}
            case "look":
                return self._look_at(message)
            case "forget file":
                self._brought = _Brought()
                shelf.put(None)
                return {"forgotten": True}
        raise ValueError("This page asked for something that is not known. Run the cell again.")

    def _take(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """A part of a file; with its last part the file is read."""
        if message.get("first"):
            self._brought.parts = []
        text = message.get("text")
        if not isinstance(text, str) or len(text) > 2 * _PART_CHARACTERS:
            raise UnreadableError("A part of the file did not arrive. Choose the file once more.")
        try:
            self._brought.parts.append(b64decode(text, validate=True))
        except binascii.Error:
            raise UnreadableError(
                "A part of the file did not arrive whole. Choose the file once more."
            ) from None
        refuse_size(sum(map(len, self._brought.parts)) or 1)
        if not message.get("last"):
            return {"took": len(self._brought.parts)}
        content, self._brought.parts = b"".join(self._brought.parts), []
        if message.get("what") == "forces":
            self._brought.forces = content
        else:
            self._brought = _Brought()
            shelf.put(None)
            self._brought.sheet = read_sheet(content)
        return self._look_at(message)

    def _look_at(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The learner's own walk as it is to be read and shown."""
        if self._brought.sheet is None:
            raise UnreadableError("No file has been read yet. Choose one above.")
        choices = _choices(message)
        walk = recording(self._brought.sheet, choices)
        extra = ""
        if self._brought.forces is not None:
            try:
                walk = with_forces(walk, self._brought.forces)
            except UnreadableError as error:
                self._brought.forces, extra = None, str(error)
        columns = self._columns(walk, choices)
        strides = cut(walk)
        shelf.put(strides)
        shown = look(shelf.OWN, walk, *_body(message), strides=strides)
        return {"look": shown, "sentence": extra} | columns

    def _columns(self, walk: Recording | None, choices: Choices) -> dict[str, Any]:
        """The dialog of columns: what each place was taken from, and what it does then."""
        sheet = self._brought.sheet
        if sheet is None:
            return {}
        found = walk.found if walk else {}
        rows = []
        for place, label in _LABELS.items():
            name = found.get(place)
            chosen = choices.columns.get(place, sheet.names.index(name) if name else None)
            rows.append(
                {
                    "key": " ".join(place).strip(),
                    "label": label,
                    "column": chosen,
                    "asked": bool(walk and place in walk.asked),
                    "turned": place in choices.turned,
                    "angle": place[0] not in {"time", "force"},
                    "says": said_of(place, walk) if walk and chosen is not None else "",
                }
            )
        return {"columns": [name[:60] for name in sheet.names], "rows": rows}


def own_walk() -> OwnWalk:
    """Bring a file of joint angles, or take an invented walker, and get one page about the walk."""
    return OwnWalk()


def look(
    who: str,
    walk: Recording,
    size: BodySize,
    zero_shift_deg: float,
    *,
    strides: Mapping[str, Strides] | None = None,
) -> dict[str, Any]:
    """All that the page shows of a walk, as plain data."""
    by_side = invented.strides(who) if strides is None else strides
    parts = report(walk, by_side, size, zero_shift_deg)
    index = float(shelf.WALKERS.index(who))
    shift = round(zero_shift_deg)
    return {
        "who": who,
        "title": pictures.WHO[who],
        "parts": [[part.heading, list(part.sentences)] for part in parts],
        "pictures": [
            _drawn(pictures.lengths, pictures.lengths.frame(index, 0.0, shift, size.height_m)),
            _drawn(pictures.pull, pictures.pull.frame(index, shift, size.height_m, size.mass_kg)),
        ],
        "body": [size.height_m, size.mass_kg, zero_shift_deg],
    }


def _drawn(scene: Scene, frame: Any) -> dict[str, str]:
    stage = LiveStage.of(scene)
    return themed(compose(stage, frame, scene.title), frame.words) | {"title": scene.title}


def _body(message: Mapping[str, Any]) -> tuple[BodySize, float]:
    """Height, mass and zero of a message."""
    size = BodySize()
    for name in ("height_m", "mass_kg"):
        if message.get(name) is not None:
            size = replace(size, **{name: message[name]})
    shift = message.get("zero_shift_deg") or 0.0
    if not isinstance(shift, int | float):
        raise ValueError("The shift of the zero has to be a number of degrees.")
    return size, float(shift)


def _choices(message: Mapping[str, Any]) -> Choices:
    """What the learner has said of the columns."""
    places = {" ".join(place).strip(): place for place in _LABELS}
    told = message.get("choices")
    told = told if isinstance(told, Mapping) else {}
    columns = {
        places[key]: index
        for key, index in dict(told.get("columns") or {}).items()
        if key in places and (index is None or type(index) is int)
    }
    turned = frozenset(places[key] for key in told.get("turned") or () if key in places)
    radians = told.get("radians")
    rate = told.get("rate_hz")
    return Choices(
        columns=columns,
        turned=turned,
        radians=radians if isinstance(radians, bool) else None,
        rate_hz=float(rate) if isinstance(rate, int | float) and 5 <= rate <= 2000 else None,
    )
