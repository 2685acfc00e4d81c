"""What a lesson asks before its learner moves a picture: guesses as data, one TOML file a lesson.

    [[predictions]]
    id = "04-tilted"                  # unique in the course, after the number of its lesson
    text = "You tilt the pelvis ..."  # the question
    finding = "They get about ..."    # what one finds, in a sentence; stands beside the guess
    picture = {name = "pelvis.tilt", artist = "here", axis = "y", label = "..."}
    options = [                       # 2 to 6 answers, one of them right
      {text = "About 10 mm shorter", at = -10},
      {text = "About 10 mm longer", right = true, at = 10},
    ]

The picture is the explorer that follows, called as its stage is (``lessons_lib/figures/stages``);
without ``picture`` the text itself goes on to answer. Where it has an axis for the
guess, ``artist`` is one that moves in that axis's coordinates, and the guess is drawn there: ``at``
is where an option lies on it, a number, a range ``[low, high]`` or several ranges. A ``label``
tells two guesses in one picture apart. In place of options there may be a mark to set,

    scale = {label = "Hip bent", unit = "°", low = 0, high = 90, step = 5, right = [25, 35]}

whose values are those of the axis; ``right`` holds what counts as found. Where cells that follow
the explanation at once show the answer, too, ``after`` says how many: they are folded with it.

>>> [one.id for one in load("00_start_here")]
['00-hip-at-landing']
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files("lessons_lib.data.predictions")
_FEWEST, _MOST = 2, 6
_MOST_STEPS = 200
_KEYS = {"id", "text", "finding", "picture", "options", "scale", "after"}
_MOST_AFTER = 3
_PICTURE_KEYS = {"name", "artist", "axis", "label"}
_SCALE_KEYS = {"label", "unit", "low", "high", "step", "right"}
_OPTION_KEYS = {"text", "right", "at"}

Range = tuple[float, float]


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Attributes:
        at: the ranges of the picture's axis in which it lies; none where it has no place there.
    """

    text: str
    right: bool = False
    at: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A line on which to set a mark, in the units of the picture's axis."""

    label: str
    low: float
    high: float
    step: float
    right: tuple[Range, ...]
    unit: str = ""


@dataclass(frozen=True)
class Picture:
    """Where a guess is seen while one tries.

    Attributes:
        name: the explorer, as its stage is called; "" where none follows.
        artist: one that moves in the coordinates in which the guess is drawn; "" where it is not.
        axis: "x" or "y".
        label: what is guessed, in a word, where a picture shows two guesses.
    """

    name: str = ""
    artist: str = ""
    axis: str = ""
    label: str = ""


@dataclass(frozen=True)
class Prediction:
    """A question to answer before one tries: by one of its options, or on its scale.

    Attributes:
        after: how many cells of code, right after the explanation, show the answer, too.
    """

    id: str
    text: str
    finding: str
    picture: Picture
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    after: int = 0

    @property
    def lesson(self) -> str:
        """The two digits of its lesson."""
        return self.id[:2]

    def takes(self, guess: Mapping[str, Any]) -> bool:
        """Whether such a guess can be made: ``{"choice": 1}`` or ``{"value": 20}``."""
        match dict(guess):
            case {"choice": int(place), **rest} if not rest and not isinstance(place, bool):
                return 0 <= place < len(self.options)
            case {"value": int(value) | float(value), **rest} if not rest:
                return self.scale is not None and self.scale.low <= value <= self.scale.high
            case {"shown": True, **rest}:
                return not rest
        return False


@cache
def names() -> tuple[str, ...]:
    """The lessons that ask for guesses, in order, by the names of their notebooks."""
    found = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(file.removesuffix(".toml") for file in found if file.endswith(".toml")))


@cache
def load(name: str) -> tuple[Prediction, ...]:
    """The predictions of a lesson, in order; KeyError with the lessons that have some."""
    if name not in names():
        raise KeyError(f"'{name}' asks for no guess; the lessons that do are: {', '.join(names())}")
    return parse(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def everything() -> Mapping[str, Prediction]:
    """Every prediction of the course, by its id."""
    return {one.id: one for name in names() for one in load(name)}


def parse(name: str, text: str) -> tuple[Prediction, ...]:
    """The predictions in `text`; ValueError with every trouble that `troubles` finds."""
    raw = tomllib.loads(text)
    found = list(troubles(name, raw))
    if found:
        raise ValueError(f"the predictions of '{name}' cannot be used: {' '.join(found)}")
    return tuple(_prediction(one) for one in raw["predictions"])


def troubles(name: str, raw: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a file of predictions, a sentence each; nothing if it is sound."""
    predictions = raw.get("predictions", [])
    if not predictions:
        yield "It has no [[predictions]]."
    ids = Counter(one.get("id") for one in predictions)
    yield from (f"Two predictions have the id '{key}'." for key, n in ids.items() if n > 1)
    for place, one in enumerate(predictions, start=1):
        known = one.get("id") or f"number {place}"
        yield from (f"Prediction {known}: {trouble}" for trouble in _troubles(name, one))


def _troubles(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    for key in ("text", "finding"):
        if not str(one.get(key, "")).strip():
            yield f"it needs '{key}'."
    if "?" not in str(one.get("text", "")):
        yield "it asks nothing; its text needs a question."
    if not re.fullmatch(rf"{name[:2]}-[a-z0-9-]+", str(one.get("id", ""))):
        yield f"its id must look like {name[:2]}-word-word."
    if one.get("after", 0) not in range(_MOST_AFTER + 1):
        yield f"after is a number of cells, {_MOST_AFTER} at most."
    if ("options" in one) == ("scale" in one):
        yield "it needs either options or a scale."
    yield from _unknown("it", one, _KEYS)
    picture = one.get("picture", {})
    if "picture" in one and not picture.get("name"):
        yield "its picture needs a name; where none follows, leave it out."
    if ("artist" in picture) != (picture.get("axis") in ("x", "y")):
        yield "its picture needs an artist together with an axis, x or y."
    yield from _unknown("its picture", picture, _PICTURE_KEYS)
    if "options" in one:
        yield from _option_troubles(one["options"], drawn="artist" in picture)
    if "scale" in one:
        yield from _scale_troubles(one["scale"])


def _option_troubles(options: list[dict[str, Any]], *, drawn: bool) -> Iterator[str]:
    if not _FEWEST <= len(options) <= _MOST:
        yield f"it has {len(options)} options; {_FEWEST} to {_MOST} are allowed."
    right = sum(option.get("right") is True for option in options)
    if right != 1:
        yield f"{right} of its options are right; exactly one has to be."
    texts = Counter(str(option.get("text", "")).strip() for option in options)
    yield from (f"two options say '{text}'." for text, n in texts.items() if n > 1)
    if drawn and not any("at" in option for option in options):
        yield "its picture has an axis, but no option says where on it (at)."
    for place, option in enumerate(options, start=1):
        if not str(option.get("text", "")).strip():
            yield f"option {place} needs 'text'."
        if "at" in option and not drawn:
            yield f"option {place} has a place, but its picture has no axis."
        if "at" in option and _ranges(option["at"]) is None:
            yield f"option {place}: at is a number, a range [low, high], or several ranges."
        yield from _unknown(f"option {place}", option, _OPTION_KEYS)


def _scale_troubles(scale: Mapping[str, Any]) -> Iterator[str]:
    if not str(scale.get("label", "")).strip():
        yield "its scale needs 'label'."
    yield from _unknown("its scale", scale, _SCALE_KEYS)
    try:
        low, high, step = (float(scale[key]) for key in ("low", "high", "step"))
    except (KeyError, TypeError, ValueError):
        yield "its scale needs low, high and step, as numbers."
        return
    steps = (high - low) / step if step > 0 else 0
    if not 1 <= steps <= _MOST_STEPS or not math.isclose(steps, round(steps), abs_tol=1e-6):
        yield f"its scale has {steps:g} steps; a whole number from 1 to {_MOST_STEPS} is needed."
    right = _ranges(scale.get("right"))
    if not right or any(not low <= start <= end <= high for start, end in right):
        yield "its scale needs 'right': a range [low, high] on it, or several."


def _unknown(what: str, raw: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    yield from (f"{what} has '{key}', which means nothing here." for key in raw.keys() - known)


def _ranges(at: object) -> tuple[Range, ...] | None:
    """The ranges that a place stands for; None where it is no place.

    >>> _ranges(4), _ranges([0, 10]), _ranges([[0, 10], [85, 100]]), _ranges("four")
    (((4, 4),), ((0, 10),), ((0, 10), (85, 100)), None)
    """
    match at:
        case bool():
            return None
        case int() | float():
            return ((at, at),)
        case [int() | float() as low, int() | float() as high] if low <= high:
            return ((low, high),)
        case [list(), *_]:
            found = [_ranges(one) if isinstance(one, list) else None for one in at]
            whole = [one[0] for one in found if one is not None and len(one) == 1]
            return tuple(whole) if len(whole) == len(found) else None
    return None


def _prediction(raw: Mapping[str, Any]) -> Prediction:
    options = tuple(
        Option(**{**option, "at": _ranges(option.get("at")) or ()})
        for option in raw.get("options", [])
    )
    scale = raw.get("scale")
    return Prediction(
        **{
            **raw,
            "picture": Picture(**raw.get("picture", {})),
            "options": options,
            "scale": scale and Scale(**{**scale, "right": _ranges(scale["right"]) or ()}),
        }
    )
