"""Write the exercises as data: ``python -m authoring sheets`` renews the shipped file."""

import argparse
import json
from importlib.resources import files

from lessons_lib.course.exercises import exercises
from lessons_lib.course.exercises.exercise import sheet
from lessons_lib.data import sheets

RENEW = "python -m authoring sheets"


def written() -> str:
    """All sheets as JSON, in the order of the lessons."""
    made = [sheet(one) for one in exercises().values()]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main(argv: list[str]) -> int:
    """Write the file; 0 when that is done."""
    argparse.ArgumentParser(
        prog=RENEW, description="Write the exercises as data, for pages that judge without Python."
    ).parse_args(argv)
    path = files("lessons_lib.data").joinpath(sheets.FILE)
    with open(str(path), "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
        file.write(written())
    print(f"{len(exercises())} exercises are written.")
    return 0
