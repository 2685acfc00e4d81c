"""What a class has handed in, read from a folder: nothing in it is run, and nothing passed over.

A person is a folder in it, whatever lies in there; a file that lies in it alone is a person of its
own, unless a learning platform has put the same person's number before several
(``ada_123_456_04.ipynb`` of Canvas, ``Ada_123_assignsubmission_file_04.ipynb`` of Moodle).

Two kinds of files count. A lesson as it was saved holds, below each exercise in Python, what the
course said to the last answer. The file that a learner makes at the end of the course map
(``lessons_lib/apps/web/course_map/handing_in.js``) holds what was answered first and last, in
quizzes too; it is judged anew. Each other file, and each that is not as it has to be, is named with
the reason. Which learner a name belongs to does not get further than this module.
"""

import hashlib
import json
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lessons_lib.course import naming
from lessons_lib.course.exercises.exercise import shown
from lessons_lib.course.exercises.judging import judge
from lessons_lib.course.merging import FORMAT as NOTEBOOK_FORM
from lessons_lib.data import items, quizzes, sheets
from lessons_lib.data.quizzes import Question

MADE_BY = "lessons_lib, a hand-in"
FORMAT = 1
MOST_BYTES = 10_000_000
MOST_CELLS = 2_000
MOST_FILES = 20_000
MOST_FOLDERS = 8
"""How deep folders may lie in one another."""

_PLATFORM = re.compile(r"(.+?_(?:LATE_)?\d+)_(?:\d+|assignsubmission_file)_.+")
_PACKED = frozenset({".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz"})
_HAND_IN = "~"
"""The kind of the file that the course map makes; sorts after every lesson's number."""
_HEAD = {"made_by", "format", "edition", "number", "answers"}
_SAID = re.compile(r"([✓✗]) [\w-]+\. (?:Right|Not yet): (.*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Slip:
    """A wrong answer that has a name.

    Attributes:
        answer: it, in words.
        says: what it is told.
    """

    answer: str
    says: str


@dataclass(frozen=True)
class Answer:
    """How somebody did with an item.

    Attributes:
        right: whether it is right by now.
        slips: what was wrong with the first answer that is known, each as an option that was
            chosen or left out, or as a feedback of an exercise; empty where nothing was, or where
            it has no name.
        at_once: whether the first answer was right; None where only the last one is known.
    """

    right: bool
    slips: tuple[Slip, ...] = ()
    at_once: bool | None = None


@dataclass(frozen=True)
class Named:
    """A file of which something has to be said; its name is for the lecturer's terminal alone."""

    name: str
    why: str


@dataclass
class Class:
    """What was found.

    Attributes:
        people: what each person answered, by item; in no order that says who it is.
        read: how many files count.
        skipped: those that do not, and why.
        remarks: what is said of some that do.
    """

    people: list[dict[str, Answer]] = field(default_factory=list)
    read: int = 0
    skipped: list[Named] = field(default_factory=list)
    remarks: list[Named] = field(default_factory=list)


class NotReadError(Exception):
    """Why a file does not count, as the end of a sentence."""


@dataclass(frozen=True)
class _Read:
    """A file that was understood: what it is of, by what it is known, and its answers."""

    name: str
    kind: str
    fingerprint: str
    answers: Mapping[str, Answer]


def read(folder: Path) -> Class:
    """Read all that lies in a folder."""
    found = Class()
    people: dict[str, list[_Read]] = defaultdict(list)
    seen: dict[str, str] = {}
    for name, path in _files(folder, found.skipped):
        try:
            one = _read(name, path)
            first = seen.setdefault(one.fingerprint, name) if one.answers else name
            if first != name and _person(first) != _person(name):
                _twice(name, first, one, found)
        except NotReadError as error:
            found.skipped.append(Named(name, str(error)))
        else:
            people[_person(name)].append(one)
    for files in people.values():
        found.people.append(_together(files, found))
    return found


def _twice(name: str, first: str, one: _Read, found: Class) -> None:
    """What to say where two people have handed in the same file.

    Each file that the course map makes has a number of its own. Notebooks have none: two people who
    did the same have the same one, and only where no folder tells people apart is it a copy.
    """
    if one.kind == _HAND_IN or _person(name) == name:
        raise NotReadError(f"it is the same file as {first}, which counts")
    found.remarks.append(Named(name, f"it is the same file as {first}; both count"))


def _together(files: list[_Read], found: Class) -> dict[str, Answer]:
    """What one person answered; of two files on the same, the one with more answers counts."""
    best: dict[str, _Read] = {}
    for one in files:
        other = best.setdefault(one.kind, one)
        if other is one:
            continue
        more, less = (one, other) if len(one.answers) > len(other.answers) else (other, one)
        best[one.kind] = more
        why = f"the same person has handed in {more.name}, which counts"
        found.skipped.append(Named(less.name, why))
    found.read += len(best)
    answers: dict[str, Answer] = {}
    for kind in sorted(best):  # what the page remembers knows more than a notebook: it comes last
        for item, answer in best[kind].answers.items():
            right = answer.right or (item in answers and answers[item].right)
            answers[item] = replace(answer, right=right)
    return answers


def _files(folder: Path, skipped: list[Named]) -> Iterator[tuple[str, Path]]:
    """Every file in a folder that may be opened, by its name from there."""
    waiting = [(folder, "")]
    count = 0
    while waiting:
        place, before = waiting.pop(0)
        try:
            entries = sorted(os.scandir(place), key=lambda one: one.name)
        except OSError as error:
            skipped.append(Named(before, f"it cannot be opened: {error.strerror}"))
            continue
        for entry in entries:
            name = f"{before}{entry.name}"
            count += 1
            if count > MOST_FILES:
                more = f"there are more than {MOST_FILES} files; these and all after it wait"
                skipped.append(Named(name, more))
                return
            if why := _not_opened(entry, name):
                skipped.append(Named(name, why))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), f"{name}/"))
            else:
                yield name, Path(entry.path)


def _not_opened(entry: os.DirEntry[str], name: str) -> str:
    """Why a file or a folder is not even opened; nothing where it may be."""
    if entry.is_symlink():
        return "it is a link to something else"
    if entry.name.startswith((".", "__MACOSX")):
        return "it is hidden, a copy that a program keeps for itself"
    if entry.is_dir(follow_symlinks=False):
        deep = name.count("/") >= MOST_FOLDERS
        return "its folders lie too deep in one another" if deep else ""
    if not entry.is_file(follow_symlinks=False):
        return "it is no file to read"
    ending = Path(entry.name).suffix.lower()
    if ending in _PACKED:
        return "it is packed; unpack it, then run this again"
    return "" if ending in (".ipynb", ".json") else "it is neither a notebook nor my_answers.json"


def _person(name: str) -> str:
    """To whom a file belongs, by its name; known to this module alone."""
    folder, inside, _ = name.partition("/")
    platform = None if inside else _PLATFORM.fullmatch(name)
    return platform[1].replace("_LATE_", "_") if platform else folder


def _read(name: str, path: Path) -> _Read:
    raw = _bytes(path)
    try:
        content = json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise NotReadError("it is nested too deep to be one of ours") from None
    except (ValueError, MemoryError):
        raise NotReadError("it is damaged, or no notebook at all") from None
    match content:
        case {"made_by": made_by, **_rest} if made_by == MADE_BY:
            number = str(content.get("number"))
            return _Read(name, _HAND_IN, number, _from_hand_in(content))
        case {"cells": list(cells), "nbformat": version} if not isinstance(version, bool):
            if version != NOTEBOOK_FORM[0]:
                raise NotReadError("its form is older or newer than what this course writes")
            digest = hashlib.sha256(raw).hexdigest()
            lesson, answers = _from_notebook(cells)
            return _Read(name, lesson, digest, answers)
        case {"worksheets": list()}:
            raise NotReadError("its form is older than what this course writes")
    raise NotReadError("it is no lesson of this course, and no file that the course map made")


def _bytes(path: Path) -> bytes:
    """What a file holds; it is opened once, and only where it is a plain one of a fitting size."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NotReadError("it is no file to read")
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotReadError(f"it cannot be opened: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise NotReadError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return raw


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _from_hand_in(content: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers in a file that the course map made, judged anew."""
    if content.get("format") != FORMAT or content.get("edition") != items.edition():
        raise NotReadError(
            "it was made with another version of the course; bring both to the same one "
            "(start.py update), then let it be made again"
        )
    answers = content.get("answers")
    number = re.fullmatch("[0-9a-f]{16}", str(content.get("number")))
    if not isinstance(answers, dict) or set(content) != _HEAD or number is None:
        raise NotReadError("it is not as the course map makes it")
    found = {}
    for item, value in answers.items():
        kind, _, key = item.partition("/")
        if kind not in ("exercise", "quiz") or not items.fits(item, value) or "day" in value:
            raise NotReadError("it is not as the course map makes it: something else stands in it")
        if kind == "quiz":
            question = quizzes.everything()[key]
            first = _choice(question, value["first"]) if "first" in value else None
            last = _choice(question, value["chosen"])
        else:
            first = _number(key, value["first"]) if "first" in value else None
            last = _number(key, value["typed"])
        told = last if first is None else first
        at_once = None if first is None else first.right
        # What was right once stays so, whatever is tried afterwards; the page keeps it like this.
        found[item] = Answer(value["right"] or last.right, told.slips, at_once)
    return found


def _choice(question: Question, chosen: list[int]) -> Answer:
    """How a choice does; what was left out counts where nothing wrong was chosen."""
    options = list(enumerate(question.options))
    wrong = [
        Slip(option.text, option.feedback)
        for place, option in options
        if place in chosen and not option.right
    ]
    left = [
        Slip(f"Left out: {option.text}", option.feedback)
        for place, option in options
        if place not in chosen and option.right
    ]
    return Answer(not wrong and not left, tuple(wrong or left))


def _number(key: str, typed: str) -> Answer:
    said = judge(sheets.load(key), typed)
    return Answer(bool(said.right), () if said.right else tuple(_told(key, said.sentence)))


def _told(key: str, sentence: str) -> Iterator[Slip]:
    """The mistake to which an exercise says a sentence; nothing where it has no size of its own."""
    sheet = sheets.load(key)
    right = sheet["answers"][0]
    for one in sheet["answers"]:
        low, high = one["from"], one["to"]
        if one["says"] == sentence and None not in (low, high) and not low <= right["to"] <= high:
            yield Slip(shown((low + high) / 2, sheet["unit"]), sentence)
            return


def _from_notebook(cells: list[Any]) -> tuple[str, dict[str, Answer]]:
    """The lesson of a notebook, and what the course said to the answers in it."""
    if len(cells) > MOST_CELLS:
        raise NotReadError(f"it has more than {MOST_CELLS} cells")
    asked: list[str] = []
    found: dict[str, Answer] = {}
    for cell in cells:
        key, said = _exercise(cell)
        if key not in sheets.names():
            continue
        asked.append(key)
        answer = _judged(key, said)
        # A cell that was copied asks the same twice: what is right counts.
        if answer and not (f"exercise/{key}" in found and found[f"exercise/{key}"].right):
            found[f"exercise/{key}"] = answer
    if not asked:
        raise NotReadError("it is no lesson of this course: it asks none of its exercises")
    return max(asked, key=[one[:2] for one in asked].count)[:2], found


def _exercise(cell: Any) -> tuple[str, str]:
    """Which exercise a cell asks, and what stands below it; nothing for any other cell."""
    match cell:
        case {"cell_type": "code", "source": str() | list(), "outputs": list(outputs)}:
            try:
                key = naming.exercise(cell)
            except TypeError:
                raise NotReadError("it is damaged: a cell of it is no text") from None
            texts = (
                one["data"]["text/plain"]
                for one in outputs
                if isinstance(one, dict)
                and isinstance(one.get("data"), dict)
                and isinstance(one["data"].get("text/plain"), str | list)
            )
            lines = [text if isinstance(text, str) else "".join(map(str, text)) for text in texts]
            return key, lines[-1] if lines else ""
    return "", ""


def _judged(key: str, said: str) -> Answer | None:
    """What the course said below an exercise; None where it is open."""
    if not said.startswith((f"✓ {key}.", f"✗ {key}.")):
        return None
    words = _SAID.fullmatch(said)
    if words is None:
        return None
    right = words[1] == "✓"
    known = {one["says"] for one in sheets.load(key)["answers"] if one["right"]}
    if right and words[2] not in known:
        raise NotReadError("it is of another version of the course: its exercises are others")
    return Answer(right, () if right else tuple(_told(key, words[2])))
