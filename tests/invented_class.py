"""Thirty invented students of three kinds, and what they hand in; run it for a folder to look at.

    python tests/invented_class.py FOLDER

Ten are quick: nearly all right at once. Twelve are lost: they try much, and two misunderstandings
are put into them. Eight are absent: they hand in a lesson as it was, or two answers. No student is
real, and no lesson is run: what the course would say to an answer is put below it.
"""

import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessons_lib.course.exercises.judging import judge
from lessons_lib.course.naming import exercise
from lessons_lib.data import items, quizzes, sheets

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSON = "04_hamstrings_and_pelvis"

TIMES_THE_CHANCE = {"exercise/01-from-odds": 57.0, "quiz/01-odds": 1, "exercise/02-younger": 4.4}
"""An odds ratio is taken for how many times as likely something is."""

THIGH_COMES_ALONG = {"exercise/04-tilt": 0.0, "quiz/04-tilt": 0}
"""Tilting the pelvis is taken to leave the hamstrings alone, as if the thigh turned with it."""

Student = tuple[str, str, Mapping[str, Any], Mapping[str, float]]
"""A name, a kind, the answers that a page would remember, and those in a notebook."""


def students(seed: int = 14) -> Iterator[Student]:
    """The thirty, the same ones for the same seed."""
    chance = random.Random(seed)
    kinds = ["quick"] * 10 + ["lost"] * 12 + ["absent"] * 8
    for place, kind in enumerate(kinds):
        name = f"Student {place:02} {kind}"
        if kind == "absent":
            yield name, kind, {}, {}
            continue
        wrong = 0.08 if kind == "quick" else 0.4
        known: dict[str, Any] = {}
        for stem in ("01_reading_the_article", "02_causes", LESSON):
            for item in items.items_of(stem):
                if not item.startswith("prediction/") and (
                    kind == "quick" or chance.random() < 0.9
                ):
                    known[item] = _answered(item, chance.random() < wrong, chance)
        if kind == "lost":
            known |= {
                item: _value(item, given, chance.random() < 0.5)
                for slip in (TIMES_THE_CHANCE, THIGH_COMES_ALONG)
                for item, given in slip.items()
                if chance.random() < 0.8
            }
        yield name, kind, known, {"04-slope": -0.0577 if chance.random() > wrong else 0.0577}


def _answered(item: str, wrong: bool, chance: random.Random) -> dict[str, Any]:
    kind, _, key = item.partition("/")
    if kind == "quiz":
        options = quizzes.everything()[key].options
        right = [place for place, one in enumerate(options) if one.right]
        others = [[place] for place in range(len(options)) if [place] != right]
        return _value(item, chance.choice(others) if wrong else right, mended=True)
    told = [one for one in sheets.load(key)["answers"] if None not in (one["from"], one["to"])]
    one = chance.choice(told[1:]) if wrong else told[0]
    return _value(item, (one["from"] + one["to"]) / 2, mended=True)


def _value(item: str, given: Any, mended: bool) -> dict[str, Any]:
    """What is remembered of an item that was answered so, and then, perhaps, right."""
    kind, _, key = item.partition("/")
    if kind == "quiz":
        right = [place for place, one in enumerate(quizzes.everything()[key].options) if one.right]
        first = given if isinstance(given, list) else [given]
        last = right if mended else first
        tries = 1 if first == last else 2
        return {"first": first, "chosen": last, "right": last == right, "tries": tries}
    sheet = sheets.load(key)
    span = sheet["answers"][0]
    first, best = f"{given:.6g}", f"{(span['from'] + span['to']) / 2:.6g}"
    last = best if mended else first
    right = bool(judge(sheet, last).right)
    return {"first": first, "typed": last, "right": right, "tries": 1 if first == last else 2}


def hand_in(answers: Mapping[str, Any], number: int) -> str:
    """The file that the course map makes."""
    return json.dumps(
        {
            "made_by": "lessons_lib, a hand-in",
            "format": 1,
            "edition": items.edition(),
            "number": f"{number:016x}",
            "answers": answers,
        }
    )


def notebook(answers: Mapping[str, float], stem: str = LESSON) -> str:
    """A lesson with what the course says to some answers below their exercises."""
    lesson = json.loads((NOTEBOOKS / f"{stem}.ipynb").read_text(encoding="utf-8"))
    for cell in lesson["cells"]:
        key = exercise(cell)
        if key in answers:
            said = repr(judge(sheets.load(key), answers[key]))
            cell["outputs"][-1]["data"] = {"text/plain": [said]}
    return json.dumps(lesson)


def write(folder: Path) -> None:
    """A folder for each student, with a notebook and, where they agreed, the file of the map."""
    for number, (name, _, known, solved) in enumerate(students()):
        own = folder / name
        own.mkdir(parents=True)
        (own / f"{LESSON}.ipynb").write_text(notebook(solved), encoding="utf-8")
        if known:
            (own / "my_answers.json").write_text(hand_in(known, number), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
