"""A plan put to its lesson: steps found, minutes counted, pictures at the plan's settings."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from lessons_lib.apps.explorer import Explorer
from lessons_lib.course import minutes, outline
from lessons_lib.data import plans, predictions, quizzes, sheets
from lessons_lib.data.plans import Plan, Step, View
from lessons_lib.site import cells
from lessons_lib.site.cells import Cell
from lessons_lib.site.hosting import larger_steps

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

TOLD = ("picture", "claim", "how_to")
"""What is looked at while a section is told; all else that a section shows is a step of its own."""

_OWN = {"predict", "explore", "exercise", "quiz", "check", *TOLD}
_HEADING = re.compile(r"## (.+)")
_BEFORE_HEADING = re.compile(r"^(?=## )", re.MULTILINE)
_FULLEST, _EMPTIEST = 1.0, 0.8
"""What part of its time a plan fills at most, and at least, where the class takes longest."""


@dataclass(frozen=True)
class Timed:
    """A step with its minutes: at least, as for one who learns alone, and at most, in a class."""

    step: Step
    low: float
    high: float


@dataclass(frozen=True)
class Section:
    """What stands under a heading of level 2: its cells, in order."""

    heading: str
    cells: Sequence[Cell]

    def calls(self, *names: str) -> Iterator[tuple[Cell, str, list[str]]]:
        """Cells that show the result of one of these functions, with it and its words."""
        for cell in self.cells:
            call = minutes.shown(cell.source) if cell.is_code else None
            if call and call[0] in names:
                yield cell, *call


class Taught:
    """A lesson as it is taught."""

    def __init__(self, entry: outline.Entry, plan: Plan, notebook: Path | None = None) -> None:
        self.entry = entry
        self.plan = plan
        self.cells = cells.cells(notebook or NOTEBOOKS / entry.file)

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Its sections by their headings."""
        found: dict[str, list[Cell]] = {}
        heading = ""
        for cell in self.cells:
            parts = [cell.source] if cell.is_code else _BEFORE_HEADING.split(cell.source)
            for part in parts:
                begun = None if cell.is_code else _HEADING.match(part)
                heading = begun[1] if begun else heading
                found.setdefault(heading, []).append(replace(cell, source=part))
        return {name: Section(name, content) for name, content in found.items()}

    @cached_property
    def explorers(self) -> Mapping[str, Explorer]:
        """Its explorers as the lesson shows them, by the names of their pictures."""
        return {_name(one): one for name, one in self._made.values() if name == "explore"}

    @cached_property
    def stills(self) -> Mapping[str, Explorer]:
        """Its pictures without sliders."""
        return {_name(one): one for name, one in self._made.values() if name == "picture"}

    @cached_property
    def _made(self) -> Mapping[str, tuple[str, Explorer]]:
        """Its pictures by the cells that show them, with the functions that do."""
        found = {}
        for section in self.sections.values():
            for cell, name, _ in section.calls("explore", "picture"):
                widget = cells.widget(cell)
                if isinstance(widget, Explorer):
                    found[cell.id] = name, widget
        return found

    def still(self, cell: Cell) -> Explorer:
        """The picture that a cell shows."""
        return self._made[cell.id][1]

    @cached_property
    def predictions(self) -> Mapping[str, predictions.Prediction]:
        """What it asks before one tries."""
        return {one.id: one for one in predictions.load(self.entry.stem)}

    @cached_property
    def questions(self) -> Mapping[str, quizzes.Question]:
        """The questions of its quiz."""
        return {one.id: one for one in quizzes.load(self.entry.stem).questions}

    @cached_property
    def exercises(self) -> list[str]:
        """The ids of its exercises."""
        return [one for one in sheets.names() if one[:2] == self.entry.stem[:2]]

    def shown(self, view: View) -> Explorer:
        """An explorer at the settings of a view."""
        base = self.explorers[view.picture]
        return Explorer(base.scene, **{**base.start, **view.at})

    def views(self, picture: str) -> list[View]:
        """The views of an explorer, in order."""
        return [one for one in self.plan.views if one.picture == picture]

    def to_do(self, name: str) -> Cell | None:
        """The cell of a ``do`` step such as ``grade`` or ``sort terms``; None if there is none."""
        function, *given = name.split()
        for section in self.sections.values():
            for cell, _, words in section.calls(function):
                if words == given or not given:
                    return cell
        return None

    def steps(self, length: int) -> list[Timed]:
        """The steps of a plan with their minutes."""
        return [timed(one, self) for one in self.plan.plans[length]]

    def left(self, length: int) -> list[Step]:
        """What the lesson has beside a plan: for home, and for a class that is quick."""
        used = {
            (one.kind, name)
            for one in self.plan.plans[length]
            if one.lesson == self.entry.stem[:2]
            for name in one.names
        }
        return [one for one in self.everything() if (one.kind, one.name) not in used]

    def everything(self) -> Iterator[Step]:
        """All that can be a step, in the order of the lesson; quiz and exercises one by one."""
        own = self.entry.stem[:2]
        for section in self.sections.values():
            if section.heading[:1].isdigit():
                yield Step("tell", section.heading, own)
            for cell in section.cells:
                call = minutes.shown(cell.source) if cell.is_code else None
                if not call:
                    continue
                name, given = call
                if name == "predict":
                    yield from (Step("predict", one, own) for one in given)
                elif name == "explore":
                    yield Step("explore", _name(self.still(cell)), own)
                elif name == "exercise":
                    yield Step("exercise", given[0], own)
                elif name == "quiz":
                    yield from (Step("quiz", one, own) for one in self.questions)
                elif name in minutes.MINUTES and name not in _OWN:
                    yield Step("do", " ".join([name, *given]), own)


def _name(explorer: Explorer) -> str:
    return str(explorer._spec["picture"])


@cache
def taught(stem: str) -> Taught:
    """A lesson as it is taught, by the name of its notebook."""
    return Taught(outline.lesson(stem), plans.load(stem))


@cache
def _numbered(number: str) -> Taught:
    return taught(next(one.stem for one in outline.lessons() if one.stem[:2] == number))


def of(step: Step, home: Taught) -> Taught:
    """The lesson that has a step of the plan of `home`."""
    return home if step.lesson == home.entry.stem[:2] else _numbered(step.lesson)


def timed(step: Step, home: Taught) -> Timed:
    """A step of the plan of `home` with its minutes, in halves."""
    if step.kind == "activity":
        low, high = next(one.minutes for one in home.plan.activities if one.id == step.name)
        return Timed(step, low, high)
    if step.kind == "pause":
        return Timed(step, float(step.name), float(step.name))
    alone = reckoned(step, of(step, home))
    return Timed(step, _halves(alone), _halves(minutes.IN_A_CLASS * alone))


def reckoned(step: Step, lesson: Taught) -> float:
    """The minutes of a step by the rule that also gives a lesson's own."""
    match step.kind:
        case "tell":
            return sum(
                words / minutes.WORDS_A_MINUTE
                + (minutes.of(*call) if call and call[0] in TOLD else 0)
                for _, heading, words, call in minutes.pieces(lesson.cells)
                if heading == step.name
            )
        case "quiz":
            return minutes.QUESTION_MINUTES * len(step.names)
        case "discuss":
            return minutes.DISCUSSION_MINUTES
        case "do":
            return minutes.of(step.name.split()[0], [])
    return minutes.of(step.kind, step.names)


def total(steps: Sequence[Timed]) -> tuple[float, float]:
    """The minutes of steps together, at least and at most."""
    return sum(one.low for one in steps), sum(one.high for one in steps)


def _halves(found: float) -> float:
    """Minutes in halves, and a half at least.

    >>> _halves(0.2), _halves(4.6), _halves(4.8)
    (0.5, 4.5, 5.0)
    """
    return max(0.5, math.floor(2 * found + 0.5) / 2)


def troubles(lesson: Taught) -> Iterator[str]:
    """What in a plan its lesson does not have, or what does not fit, a sentence each."""
    plan = lesson.plan
    shown = [one.picture for one in plan.views]
    yield from (
        f"The explorer '{one}' has no view: say in [[views]] what is shown and where to point."
        for one in lesson.explorers
        if one not in shown
    )
    for view in plan.views:
        if view.picture not in lesson.explorers:
            there = _listed(lesson.explorers)
            yield f"The lesson has no explorer '{view.picture}'; it has {there}."
            continue
        try:
            start = lesson.shown(view).start
        except (TypeError, ValueError) as error:
            yield f"A view of '{view.picture}' cannot be set: {error}"
            continue
        yield from (
            f"A view of '{view.picture}' has {one.name} = {start[one.name]:g}, where its slider "
            f"does not stand on a wall: there it goes from {one.low:g} to {one.high:g}, by "
            f"{one.step:g}."
            for one in larger_steps(lesson.explorers[view.picture])
            if not np.isclose(one.positions, start[one.name]).any()
        )
    for length, steps in plan.plans.items():
        missing = [one for one in steps if not _is_there(one, lesson)]
        yield from (
            f"The plan of {length} minutes has '{one.kind} {one.name}', which lesson {one.lesson} "
            "has not."
            for one in missing
        )
        if missing:
            continue
        _, high = total(lesson.steps(length))
        if not _EMPTIEST * length <= high <= _FULLEST * length:
            yield (
                f"The plan of {length} minutes takes {high:g} at most; {_EMPTIEST * length:g} to "
                f"{length} are allowed. Leave something out, or put something in."
            )
        yield from _late(lesson, steps)
    yield from _not_on_a_sheet(lesson)


def _late(lesson: Taught, steps: Sequence[Step]) -> Iterator[str]:
    """A guess comes before its picture."""
    seen: set[str] = set()
    for step in steps:
        if step.kind == "explore":
            seen.add(step.name)
        for one in step.names if step.kind == "predict" else ():
            if of(step, lesson).entry is lesson.entry and (
                lesson.predictions[one].picture.name in seen
            ):
                yield f"The plan asks '{one}' after its picture was shown; ask before."


def _not_on_a_sheet(lesson: Taught) -> Iterator[str]:
    sheet = lesson.plan.sheet
    pictures = {**lesson.explorers, **lesson.stills}
    for one in sheet.predict:
        if one not in lesson.predictions:
            yield f"The worksheet asks '{one}', which the lesson does not ask."
    for one in sheet.exercises:
        if one not in lesson.exercises:
            yield f"The worksheet sets '{one}', which the lesson does not set."
    for drawing in sheet.draw:
        if drawing.picture not in pictures:
            yield f"The worksheet draws '{drawing.picture}'; the lesson has {_listed(pictures)}."


def _is_there(step: Step, home: Taught) -> bool:
    if step.lesson not in {one.stem[:2] for one in outline.lessons()}:
        return False
    lesson = of(step, home)
    known: Mapping[str, object] = {
        "tell": lesson.sections,
        "predict": lesson.predictions,
        "explore": lesson.explorers,
        "exercise": lesson.exercises,
        "quiz": lesson.questions,
        "discuss": [one.id for one in home.plan.discuss],
        "activity": [one.id for one in home.plan.activities],
    }
    if step.kind == "do":
        name = step.name.split()[0]
        return name in minutes.MINUTES and name not in _OWN and lesson.to_do(step.name) is not None
    if step.kind == "pause":
        return step.name.isdigit()
    there = known[step.kind]
    return all(one in there for one in step.names)  # type: ignore[operator]


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)
