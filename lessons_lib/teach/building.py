"""Build the teacher's edition: ``python3 start.py teach``, or ``python -m lessons_lib.teach``.

The folder is the web edition with the teacher's pages beside it: the book, worksheets and plans for
the wall. It works from a disk, without a network.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from lessons_lib.apps import modules
from lessons_lib.course import outline
from lessons_lib.data.plans import LENGTHS
from lessons_lib.site import building as site
from lessons_lib.site import frame
from lessons_lib.site.files import Folder
from lessons_lib.site.pages import Page
from lessons_lib.teach import book, sheets, wall
from lessons_lib.teach.taught import taught

MENU = (*frame.MENU, (book.NAME, "Teach"))


def main(argv: Sequence[str]) -> int:
    """Build the edition.

    Returns:
        0 when it is built; 1 where it may not be written there.
    """
    parser = argparse.ArgumentParser(prog="start.py teach", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=site.COURSE / "teach", help="(teach)"
    )
    folder: Path = parser.parse_args(argv).folder.absolute()
    if site.is_foreign(folder):
        return 1
    site.say_how_long(site.CACHE)
    shelf = Folder()
    students = site.whole(outline.lessons(), shelf, site.CACHE)
    teachers = pages(outline.lessons(), shelf, site.CACHE)
    site.write(folder, site.bound([*students, *teachers], shelf, MENU))
    print(f"The teacher's edition is there: open {folder / f'{book.NAME}.html'}")
    return 0


def pages(entries: Sequence[outline.Entry], shelf: Folder, cache: Path | None = None) -> list[Page]:
    """The teacher's pages of these lessons."""
    lessons = [taught(one.stem) for one in entries]
    script = shelf.add("wall", "js", modules.classic("teach/wall.js").encode())
    found = [book.front(lessons)]
    for lesson in lessons:
        found.append(book.chapter(lesson, shelf))
        found += sheets.pages(lesson, shelf)
        found += [wall.page(lesson, length, shelf, cache, script) for length in LENGTHS]
    return found
