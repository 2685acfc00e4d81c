"""What a class did not understand: of each item how many have it, and which slips they share.

Nobody has a name here. People stand in the order of how much they have right, those with as much in
an order by lot, and their numbers are their places in it.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count

from lessons_lib.classroom.handed_in import Answer, Slip
from lessons_lib.course import outline
from lessons_lib.data import items, quizzes, sheets

AT_LEAST = 10
"""How many people have to have answered an item for it to be shown."""

MOST_FIRST = 6
"""How many slips are put on top."""

FEWEST_ALIKE = 2
"""How many people make a slip one of the class."""


class State(Enum):
    """How somebody stands with an item."""

    RIGHT = "right"
    LATER = "right after a mistake"
    NOT_YET = "not right yet"
    OPEN = "not answered"


@dataclass(frozen=True)
class Item:
    """A question of a quiz or an exercise.

    Attributes:
        key: by which it is remembered, such as "quiz/04-sign".
        lesson: the number of its lesson.
        title: what the learner sees it called.
        text: what is asked.
    """

    key: str
    lesson: int
    title: str
    text: str


@dataclass(frozen=True)
class Row:
    """An item and the class.

    Attributes:
        item: the item.
        states: how each person stands with it; none where too few answered.
        counts: how many stand how.
        slips: wrong first answers of several people, the commonest first.
    """

    item: Item
    states: tuple[State, ...]
    counts: Mapping[State, int]
    slips: tuple[tuple[Slip, int], ...]

    @property
    def answered(self) -> int:
        """How many answered it."""
        return sum(self.counts.values()) - self.counts[State.OPEN]

    @property
    def hard(self) -> float:
        """The part of those who answered that did not have it right at once."""
        return 1 - self.counts[State.RIGHT] / self.answered if self.answered else 0.0


@dataclass(frozen=True)
class Common:
    """What several people got wrong in the same way, perhaps in several items.

    Attributes:
        says: what they are told.
        people: how many they are.
        still: how many of them have not got it right by now.
        answered: how many answered one of the items.
        places: the items, each with the answer.
    """

    says: str
    people: int
    still: int
    answered: int
    places: tuple[tuple[Item, str], ...]


@dataclass(frozen=True)
class Seen:
    """A class as its lecturer sees it.

    Attributes:
        people: how many handed something in.
        silent: how many of them answered nothing.
        at_least: how many have to have answered an item for it to be shown.
        first: what to take up again, what most people share first.
        lessons: the rows of each lesson in which anything was answered.
    """

    people: int
    silent: int
    at_least: int
    first: tuple[Common, ...]
    lessons: tuple[tuple[outline.Entry, tuple[Row, ...]], ...]


def look(people: Iterable[Mapping[str, Answer]], at_least: int = AT_LEAST, only: str = "") -> Seen:
    """The class out of what each person answered.

    Args:
        people: the answers of each, by item.
        at_least: how many have to have answered an item for it to be shown.
        only: the two digits of the one lesson to look at; else all.
    """
    known = _in_order(people)
    lessons = []
    for entry in outline.lessons():
        rows = tuple(_row(item, known, at_least) for item in asked(entry))
        if only in ("", entry.stem[:2]) and any(row.answered for row in rows):
            lessons.append((entry, rows))
    shown = [row.item for _, rows in lessons for row in rows if row.states]
    first = _first(_shared(shown, known))
    silent = sum(not one for one in known)
    return Seen(len(known), silent, at_least, tuple(first[:MOST_FIRST]), tuple(lessons))


def asked(entry: outline.Entry) -> list[Item]:
    """The items of a lesson that can be right or wrong, in its order."""
    found = []
    place = count(1)
    for key in items.items_of(entry.stem):
        kind, _, name = key.partition("/")
        if kind == "exercise":
            one = sheets.load(name)
            found.append(Item(key, entry.number, f"Exercise: {one['title']}", one["prompt"]))
        elif kind == "quiz":
            title = f"Quiz, question {next(place)}"
            found.append(Item(key, entry.number, title, quizzes.everything()[name].text))
    return found


def _in_order(people: Iterable[Mapping[str, Answer]]) -> list[Mapping[str, Answer]]:
    """The people, those who have most right first; who comes first of equals is drawn by lot."""
    known = list(people)
    random.SystemRandom().shuffle(known)
    return sorted(known, key=lambda one: -sum(answer.right for answer in one.values()))


def _row(item: Item, people: Sequence[Mapping[str, Answer]], at_least: int) -> Row:
    states = tuple(_state(one.get(item.key)) for one in people)
    counts = {state: states.count(state) for state in State}
    if len(people) - counts[State.OPEN] < max(at_least, 1):
        return Row(item, (), counts, ())
    made = Counter(slip for one in people if item.key in one for slip in one[item.key].slips)
    common = sorted(made.items(), key=lambda pair: (-pair[1], pair[0]))
    return Row(item, states, counts, tuple(one for one in common if one[1] >= FEWEST_ALIKE))


def _state(answer: Answer | None) -> State:
    if answer is None:
        return State.OPEN
    if not answer.right:
        return State.NOT_YET
    return State.LATER if answer.at_once is False else State.RIGHT


def _shared(shown: Sequence[Item], people: Sequence[Mapping[str, Answer]]) -> list[Common]:
    """The slips of several people; the same words in several items are one slip."""
    places: dict[str, dict[Item, str]] = {}
    made: Counter[str] = Counter()
    still: Counter[str] = Counter()
    for one in people:
        slips, open_ones = set(), set()
        for item in shown:
            for slip in one[item.key].slips if item.key in one else ():
                places.setdefault(slip.says, {}).setdefault(item, slip.answer)
                slips.add(slip.says)
                if not one[item.key].right:
                    open_ones.add(slip.says)
        made.update(slips)
        still.update(open_ones)
    found = [
        Common(says, made[says], still[says], _answered(where, people), tuple(where.items()))
        for says, where in places.items()
        if made[says] >= FEWEST_ALIKE
    ]
    return sorted(
        found,
        key=lambda one: (-one.people / one.answered, -one.people, -one.still, one.says),
    )


def _first(slips: Iterable[Common]) -> list[Common]:
    """The commonest slip of each item: its others stand beside the item."""
    told: set[Item] = set()
    found = []
    for slip in slips:
        places = {item for item, _ in slip.places}
        if not places <= told:
            found.append(slip)
            told |= places
    return found


def _answered(where: Iterable[Item], people: Sequence[Mapping[str, Answer]]) -> int:
    """How many people answered at least one of some items."""
    return sum(any(item.key in one for item in where) for one in people)
