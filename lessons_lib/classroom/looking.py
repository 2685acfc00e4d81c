"""See what a class did not understand: ``python3 start.py class FOLDER`` writes one page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lessons_lib.classroom import handed_in, made, page, seen
from lessons_lib.course import outline

FILE = "class.html"


def main(argv: Sequence[str]) -> int:
    """Read a folder and write its page.

    Returns:
        0 when it is written; 1 where there is no such folder or lesson, or it may not be written
        there.
    """
    parser = argparse.ArgumentParser(prog="start.py class", description=__doc__)
    parser.add_argument("folder", type=Path, help="with what was handed in")
    parser.add_argument("--lesson", default="", help="one lesson's number (all)")
    parser.add_argument("--at-least", type=int, default=seen.AT_LEAST, metavar="N")
    parser.add_argument("--to", type=Path, metavar="FILE", help="where the page goes")
    asked = parser.parse_args(argv)
    folder: Path = asked.folder.absolute()
    path: Path = (asked.to or folder.with_name(f"{folder.name}_{FILE}")).absolute()
    if not folder.is_dir():
        print(f"There is no folder {folder}. Unpack what was handed in first.", file=sys.stderr)
        return 1
    only = asked.lesson and asked.lesson.zfill(2)
    if only and only not in [one.stem[:2] for one in outline.lessons()]:
        print(f"There is no lesson {asked.lesson}; the first is 00.", file=sys.stderr)
        return 1
    found = handed_in.read(folder)
    for words, named in (("Note", found.remarks), ("Not counted", found.skipped)):
        for one in sorted(named, key=lambda one: one.name):
            print(f"{words}: {_printable(f'{one.name}: {one.why}')}.")
    looked = seen.look(found.people, max(asked.at_least, 1), only)
    try:
        made.write(path, page.document(looked, found.read, len(found.skipped)), page.MARK)
    except made.NotOursError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Read: {found.read} files, people: {len(found.people)}. The class is in\n{path}")
    return 0


def _printable(name: str) -> str:
    """A file's name as a terminal may show it."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)
