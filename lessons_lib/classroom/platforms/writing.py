"""Write the course's questions for a learning platform: ``python3 start.py export moodle``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lessons_lib.classroom import made
from lessons_lib.classroom.platforms import canvas, gift, moodle, questions

FORMATS = {"moodle": moodle, "canvas": canvas, "gift": gift}
OTHERS = "ask exercises so often again with other numbers, where the numbers are made up (0)"
HOW = {
    "moodle": "In Moodle: Question bank, Import, Moodle XML format.",
    "canvas": "In Canvas: Settings, Import course content, QTI .zip file.",
    "gift": "In Moodle and others: import questions, GIFT format, text in UTF-8.",
}


def main(argv: Sequence[str]) -> int:
    """Write the file that the command line asks for.

    Returns:
        0 when it is written; 1 where it may not be written there, or there is no such lesson.
    """
    parser = argparse.ArgumentParser(prog="start.py export", description=__doc__)
    parser.add_argument("format", choices=FORMATS, help="what the platform reads")
    parser.add_argument("lesson", nargs="?", default="", help="a lesson's number (all)")
    parser.add_argument("--others", type=int, default=0, metavar="N", help=OTHERS)
    parser.add_argument("--seed", type=int, default=1, help="of the lot that draws those numbers")
    parser.add_argument("--to", type=Path, default=Path("export"), metavar="DIR", help="where to")
    asked = parser.parse_args(argv)
    only = asked.lesson and asked.lesson.zfill(2)
    lessons = questions.lessons(only, max(asked.others, 0), asked.seed)
    if not lessons:
        print(f"There is no lesson {asked.lesson}; the first is 00.", file=sys.stderr)
        return 1
    form = FORMATS[asked.format]
    path: Path = asked.to.absolute() / form.FILE
    try:
        made.write(path, form.document(lessons), form.MARK)
    except made.NotOursError as error:
        print(error, file=sys.stderr)
        return 1
    choices = sum(len(one.choices) for one in lessons)
    forms = [len(forms) for one in lessons for forms in one.numbers]
    print(f"{path}\nholds {choices} questions with options and {len(forms)} that ask for a number.")
    if asked.others > 0:
        more = sum(forms) - len(forms)
        print(f"{more} more are the same with other numbers, where no study has found them.")
    print(HOW[asked.format])
    return 0
