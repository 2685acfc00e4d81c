"""How a class is taught with a lesson: plans as data, one TOML file a lesson.

Only what the lesson does not say is written here; minutes, pictures, words, keys and what to answer
are computed (``lessons_lib/teach``).

    purpose = "..."                   # what a class is for, in a sentence or two
    prepare = ["...", "..."]          # what to have ready
    pain = "..."                      # for when somebody has pain, beside the common words

    [[discuss]]                       # two of them
    id = "brace"
    question = "..."
    listen = "..."                    # what to listen for, and where to lead

    [[activities]]                    # what a group does, which no rule can count
    id = "posters"
    text = "..."
    minutes = [10, 15]                # at least, at most

    [[views]]                         # each explorer of the lesson, once or more
    picture = "hamstrings.pose"       # called as its stage is
    at = {knee_flexion_deg = 60}      # where its sliders stand; the rest as the lesson has them
    look = "..."                      # where to point, what to ask

    [sheet]                           # what is on the worksheet
    predict = ["04-tilted"]
    draw = [{picture = "hamstrings.slope", task = "..."}]
    exercises = ["04-slope"]

    [plans]                           # by minutes: 45, 90 and 180
    45 = ["tell 1. A rope over two pulleys", "predict 04-tilted", "explore pelvis.tilt", ...]

A step is a kind and a name. ``tell HEADING`` is what a section says, with its cards and still
pictures; ``predict ID ...``, ``exercise ID``, ``quiz ID ...``, ``discuss ID`` and ``activity ID``
are asked; ``explore PICTURE`` moves; ``do NAME`` is another thing to do that the section has, by
the function that shows it, such as ``do grade``; ``pause 10`` is so many minutes. Ids say their
lesson; else another lesson's number stands before the name: ``tell 01 1. Grade it first``.

Words hold no numbers of the world, since those are computed: a claim is called C18, and lessons and
sections by their numbers.

>>> sorted(load("05_tight_hamstrings").plans)
[45, 90, 180]
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

LENGTHS = (45, 90, 180)
"""The minutes for which there is a plan."""

KINDS = ("tell", "predict", "explore", "do", "exercise", "quiz", "discuss", "activity", "pause")
_SEVERAL = ("predict", "quiz")
_FOLDER = files("lessons_lib.data.plans")
_KEYS = {"purpose", "prepare", "pain", "discuss", "activities", "views", "sheet", "plans"}
_DISCUSSIONS = 2
_ELSEWHERE = re.compile(r"(\d\d) (.+)")
_CALLED = re.compile(r"\b[CO]\d+\b|\b(?:lessons?|sections?) \d+(?:(?:, | and | to )\d+)*", re.I)


@dataclass(frozen=True)
class Step:
    """A step of a plan.

    Attributes:
        kind: one of `KINDS`.
        name: what it is about: a heading, a picture, a function, an id; ids are parted by spaces.
        lesson: the two digits of the lesson that has it.
    """

    kind: str
    name: str
    lesson: str

    @property
    def names(self) -> list[str]:
        """The ids, where there may be several; else the one name."""
        return self.name.split() if self.kind in _SEVERAL else [self.name]


@dataclass(frozen=True)
class Discussion:
    """A question without a key, and what to listen for."""

    id: str
    question: str
    listen: str


@dataclass(frozen=True)
class Activity:
    """Something that a group does; `minutes` are at least and at most."""

    id: str
    text: str
    minutes: tuple[float, float]


@dataclass(frozen=True)
class View:
    """An explorer as it is shown: its picture's name, its settings, and where to point."""

    picture: str
    look: str
    at: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """A picture whose curves the learner draws, and what to draw."""

    picture: str
    task: str


@dataclass(frozen=True)
class Sheet:
    """What is on a worksheet."""

    predict: Sequence[str]
    exercises: Sequence[str]
    draw: Sequence[Drawing] = ()


@dataclass(frozen=True)
class Plan:
    """How a lesson is taught; the attributes are those of the file."""

    purpose: str
    prepare: Sequence[str]
    pain: str
    discuss: Sequence[Discussion]
    activities: Sequence[Activity]
    views: Sequence[View]
    sheet: Sheet
    plans: Mapping[int, Sequence[Step]]


@cache
def load(name: str) -> Plan:
    """The plan of a lesson by the name of its notebook; ValueError where it cannot be used."""
    return parse(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Plan:
    """The plan in `text`; ValueError with every trouble that `troubles` finds."""
    raw = tomllib.loads(text)
    found = list(troubles(raw))
    if found:
        raise ValueError(f"the plan of '{name}' cannot be used: {' '.join(found)}")
    sheet = raw["sheet"]
    return Plan(
        purpose=raw["purpose"],
        prepare=tuple(raw["prepare"]),
        pain=raw["pain"],
        discuss=tuple(Discussion(**one) for one in raw["discuss"]),
        activities=tuple(
            Activity(one["id"], one["text"], tuple(one["minutes"]))
            for one in raw.get("activities", ())
        ),
        views=tuple(View(**one) for one in raw.get("views", ())),
        sheet=Sheet(
            predict=tuple(sheet["predict"]),
            exercises=tuple(sheet["exercises"]),
            draw=tuple(Drawing(**one) for one in sheet.get("draw", ())),
        ),
        plans={
            int(length): tuple(step(one, name[:2]) for one in steps)
            for length, steps in raw["plans"].items()
        },
    )


def step(line: str, lesson: str) -> Step:
    """A step as it is written.

    >>> step("tell 1. Grade it first", "00")
    Step(kind='tell', name='1. Grade it first', lesson='00')
    >>> step("tell 01 1. Grade it first", "00").lesson
    '01'
    """
    kind, _, name = line.partition(" ")
    if kind in ("predict", "exercise", "quiz"):
        return Step(kind, name, name[:2])
    elsewhere = _ELSEWHERE.fullmatch(name) if kind in ("tell", "explore", "do") else None
    return Step(kind, elsewhere[2], elsewhere[1]) if elsewhere else Step(kind, name, lesson)


def troubles(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a plan as read from its file, a sentence each; nothing if it is sound."""
    for key in raw.keys() - _KEYS:
        yield f"It has '{key}', which means nothing here."
    for key in ("purpose", "pain", "prepare", "sheet"):
        if not raw.get(key):
            yield f"It needs '{key}'."
    asked = raw.get("discuss", [])
    if len(asked) != _DISCUSSIONS:
        yield f"It has {len(asked)} questions to discuss; there are {_DISCUSSIONS}."
    yield from _unlike("discuss", asked, {"id", "question", "listen"})
    yield from _unlike("activities", raw.get("activities", []), {"id", "text", "minutes"})
    yield from _unlike("views", raw.get("views", []), {"picture", "look"}, {"at"})
    yield from _unlike("sheet", [raw.get("sheet", {})], {"predict", "exercises"}, {"draw"})
    for one in raw.get("activities", []):
        match one.get("minutes"):
            case [int() | float() as low, int() | float() as high] if 0 < low <= high:
                pass
            case _:
                yield f"The minutes of '{one.get('id')}' are two numbers, at least and at most."
    yield from _untold(raw.get("plans", {}))
    for words in _words(raw):
        if numbers := re.findall(r"\S*\d\S*", _CALLED.sub("", words)):
            yield (
                f"'{words}' holds {', '.join(numbers)}. Numbers are computed: say it without, or "
                "let the picture's words say it."
            )


def _untold(given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What is wrong with the steps as they are written."""
    if (said := sorted(map(str, given))) != sorted(map(str, LENGTHS)):
        yield f"It has plans for {', '.join(said) or 'no'} minutes; {LENGTHS} are needed."
    for length, steps in given.items():
        for line in steps:
            if line.partition(" ")[0] not in KINDS or not line.partition(" ")[2]:
                kinds = ", ".join(KINDS)
                yield f"The step '{line}' of {length} minutes is no kind ({kinds}) and a name."
        twice = [line for line, n in Counter(steps).items() if n > 1 and line[:5] != "pause"]
        yield from (f"The step '{line}' stands twice in {length} minutes." for line in twice)


def _unlike(
    what: str,
    rows: Sequence[Mapping[str, Any]],
    needed: set[str],
    allowed: Collection[str] = (),
) -> Iterator[str]:
    """Rows that lack something, or have what means nothing."""
    for one in rows:
        for key in sorted(needed - one.keys()):
            yield f"{what}: {one.get('id') or one.get('picture') or 'one'} needs '{key}'."
        for key in sorted(one.keys() - needed - set(allowed)):
            yield f"{what}: '{key}' means nothing here."


def _words(raw: Mapping[str, Any]) -> Iterator[str]:
    """All that is said in a plan."""
    yield from (raw.get("purpose", ""), raw.get("pain", ""), *raw.get("prepare", ()))
    for one in raw.get("discuss", []):
        yield from (one.get("question", ""), one.get("listen", ""))
    yield from (one.get("text", "") for one in raw.get("activities", []))
    yield from (one.get("look", "") for one in raw.get("views", []))
    yield from (one.get("task", "") for one in raw.get("sheet", {}).get("draw", []))
