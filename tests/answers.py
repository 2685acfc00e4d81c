"""Answers to all exercises as somebody types them, with what they are told: for Python and page.

``python tests/answers.py`` writes them for the page's test, ``tests/web/exercise.test.js``.
"""

import json
from pathlib import Path
from typing import Any

from lessons_lib.course.exercises import check
from lessons_lib.data import sheets

FILE = Path(__file__).parent / "reference" / "answers.json"
RENEW = "python tests/answers.py"

ANYWHERE = (
    *("", " ", "0", "-0", "-5", "+5", "1e-2", "1E3", "1e400", "−3,5", "20.6", "20,6", "7.", ".5"),
    *("1,040", "1.040", "1 040", "1’040,5", "1,234,567", "1.2.3", "1,2,3", "12,34.5", "5 6 7"),
    *("about 12", "~ 12", "ca. 12", "is 12", "= 12", "12!", "twelve", "-", "NaN", "Infinity"),
    *("5 to 6", "4-23", "5 or 6", "36 of 100", "36 in 100", "36 %", "36 percent", "36 per cent"),
    *(
        "5 cm",
        "5mm",
        "0,05 m",
        "5 °",
        "5° of flexion",
        "0.5 rad",
        "5 kN",
        "5 N·m",
        "5 Newton-metres",
    ),
    *(
        "5 minutes",
        "90 s",
        "2 h",
        "5 people",
        "5 breaths",
        "5 apples",
        "5 points of 10",
        "5 toString",
    ),
    *(
        "3*4",
        "3 x 4",
        "3x",
        "3 × 4 ÷ 2",
        "1/3",
        "1 / 0",
        "0/0",
        "2^3^2",
        "-2^2",
        "2**-1",
        "(2+3)*4",
    ),
    *("((1)", "()", "√2", "√(2", "sqrt 2", "root of 9 mm", "√-1", "2²", "1.02*√2", "1,9 / 0,43"),
    *("5 * m", "5 ** ", "0x10", "５", "1e5.5", "9" * 101, "a" * 40 + "1"),
)


def judged() -> list[dict[str, Any]]:
    """What is typed, whether it is right and what is said.

    Each exercise has the ends of its intervals; what can be typed anywhere is typed into one
    exercise of each unit.
    """
    first = {sheets.load(name)["unit"]: name for name in reversed(sheets.names())}
    return [
        {"id": name, "typed": typed, "right": judgement.right, "says": judgement.sentence}
        for name in sheets.names()
        for typed in [*ANYWHERE * (name in first.values()), *_ends(sheets.load(name))]
        for judgement in [check(name, typed)]
    ]


def _ends(sheet: Any) -> list[str]:
    """The middle of each interval and its ends, and a little beyond them."""
    found: set[float] = set()
    for one in sheet["answers"]:
        low, high = one["from"], one["to"]
        if low is not None and high is not None:
            step = (high - low) * 1e-6 or 1e-9
            found |= {(low + high) / 2, low, high, low - step, high + step}
    return [repr(one) for one in sorted(found)]


if __name__ == "__main__":
    rows = [json.dumps(one, ensure_ascii=False) for one in judged()]
    FILE.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
