"""Build the web edition: ``python3 start.py site``, or ``python -m lessons_lib.site``.

The folder holds pages that work under any address and from a disk. With ``--single`` a lesson is
one file, for a stick, a mail or a school's learning platform.
"""

import argparse
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path

from lessons_lib.apps import modules
from lessons_lib.apps.widget import colours
from lessons_lib.course import outline, own_copy
from lessons_lib.site import ahead, frame, icons, pages
from lessons_lib.site.files import Folder, OneFile, Shelf, digest, key_of
from lessons_lib.site.pages import Page

COURSE = Path(__file__).parents[2]
NOTEBOOKS = COURSE / "notebooks"
CACHE = COURSE / "build" / "web-edition"
"""Where grids are kept from build to build."""

MARK = ".web-edition"
"""A file in every folder that was written here: no other is ever written into."""

_WEB = resources("lessons_lib.apps") / "web"
WORKER = "offline.js"
"""The service worker's file; it lies where the pages do, and answers for what lies below."""


def main(argv: Sequence[str]) -> int:
    """Build what the command line asks for.

    Returns:
        0 when it is built; 1 where it may not be written there, or there is no such lesson.
    """
    parser = argparse.ArgumentParser(prog="start.py site", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=COURSE / "site", help="(site)")
    parser.add_argument("--single", metavar="LESSON", help="one file: a lesson's number, or all")
    asked = parser.parse_args(argv)
    folder: Path = asked.folder.absolute() / ("single" if asked.single else "")
    entries = [one for one in outline.lessons() if asked.single in (None, "all", one.stem[:2])]
    if not entries:
        numbers = ", ".join(one.stem[:2] for one in outline.lessons())
        print(f"There is no lesson {asked.single}; there are {numbers}.", file=sys.stderr)
        return 1
    if is_foreign(folder):
        return 1
    say_how_long(CACHE)
    built = single(entries, CACHE) if asked.single else edition(entries, CACHE)
    write(folder, built)
    first = folder / ("index.html" if not asked.single else f"{entries[0].stem}.html")
    print(f"The web edition is there: open {first}")
    return 0


def is_foreign(folder: Path) -> bool:
    """Whether a folder holds what is not ours, so that it may not be written into; it is said."""
    if not folder.exists() or not any(folder.iterdir()) or (folder / MARK).exists():
        return False
    print(
        f"{folder}\nholds something that was not written by this command. Give another folder, "
        "or move that one away.",
        file=sys.stderr,
    )
    return True


def say_how_long(cache: Path) -> None:
    """Say that a first build takes long, before it does."""
    if not cache.exists():
        print(
            "Pictures are computed at all positions of their sliders. This takes some minutes, and "
            "the next time much less.",
            flush=True,
        )


def edition(entries: Sequence[outline.Entry], cache: Path | None = None) -> dict[str, bytes]:
    """All files of the edition by their path: pages, what they load, and what keeps them offline.

    Args:
        entries: the lessons to build; the map shows all of them.
        cache: a folder that keeps from build to build what takes long to compute.
    """
    shelf = Folder()
    return bound(whole(entries, shelf, cache), shelf)


def bound(built: Sequence[Page], shelf: Folder, menu: frame.Menu = frame.MENU) -> dict[str, bytes]:
    """All files of an edition of these pages, whose data are on the shelf."""
    sheet = shelf.add("course", "css", style().encode())
    first = shelf.add("first", "js", modules.classic("site/first.js").encode())
    course = shelf.add("course", "js", modules.classic("site/site.js").encode())
    written = dict(shelf.files)
    for page in built:
        html = frame.in_folder(
            page, sheet=sheet, first=first, script=course, worker=WORKER, menu=menu
        )
        written[f"{page.name}.html"] = html.encode()
    written |= icons.files()
    written[WORKER] = worker(written, shelf.wanted).encode()
    return written


def single(entries: Sequence[outline.Entry], cache: Path | None = None) -> dict[str, bytes]:
    """A file for each lesson, which needs no other."""
    _ahead(entries, cache)
    sheet = style()
    there = {one.stem for one in entries}
    written = {}
    for entry in entries:
        shelf = OneFile(there)
        page = pages.lesson(entry, NOTEBOOKS / entry.file, shelf, cache)
        first = modules.classic("site/first.js")
        script = modules.classic("site/site.js") + "".join(shelf.pages.values())
        whole = frame.in_one(
            page, sheet=sheet, first=first, script=script, data=shelf.blocks(), there=there
        )
        written[f"{entry.stem}.html"] = whole.encode()
    return written


def write(folder: Path, built: Mapping[str, bytes]) -> None:
    """Write an edition into a folder of its own, and take away what an older one left there."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    held = mark.read_text(encoding="utf-8").splitlines() if mark.exists() else []
    mark.write_text("\n".join(sorted({*held, *built})), encoding="utf-8")
    for name, content in built.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    for name in set(held) - set(built):
        (folder / name).unlink(missing_ok=True)
    mark.write_text("\n".join(sorted(built)), encoding="utf-8")


def style() -> str:
    """The one style sheet: the widgets' own, and the page's around them."""
    folders = sorted(one.name for one in _WEB.iterdir() if one.is_dir())
    own = [f"{name}/{name}.css" for name in folders if (_WEB / name / f"{name}.css").is_file()]
    last = "site/site.css"
    # The page's own colours are dark where its script has said so, and before that where the
    # system is.
    here = colours(".ll-site", ".ll-site[data-jp-theme-light='false']")
    unsaid = ".ll-site:not([data-jp-theme-light])"
    early = f"@media (prefers-color-scheme: dark){{{colours(unsaid, f'{unsaid}, {unsaid} .ll')}}}\n"
    return colours() + here + early + modules.styles([*(one for one in own if one != last), last])


def _ahead(entries: Sequence[outline.Entry], cache: Path | None) -> None:
    """Compute what takes long for these lessons on all cores, where it is kept."""
    if cache is not None:
        ahead.compute([NOTEBOOKS / one.file for one in entries], cache)


def whole(entries: Sequence[outline.Entry], shelf: Shelf, cache: Path | None) -> list[Page]:
    """The pages of the edition, in order."""
    _ahead(entries, cache)
    lessons = [pages.lesson(one, NOTEBOOKS / one.file, shelf, cache) for one in entries]
    lists = [
        pages.markdown(Path(name).stem, (NOTEBOOKS / name).read_text(encoding="utf-8"))
        for name in own_copy.PAGES
    ]
    return [pages.front(shelf, cache), *lessons, pages.all_claims(shelf, cache), *lists]


def worker(written: Mapping[str, bytes], later: Collection[str] = ()) -> str:
    """The service worker of these files, which knows each by what is in it.

    Args:
        written: the files by their path.
        later: paths of those that are kept only when somebody wanted them.
    """
    known = {name: digest(content) for name, content in sorted(written.items())}
    script = modules.classic("offline/offline.js")
    version = key_of(json.dumps([known, script]).encode())
    edition = json.dumps({"version": version, "files": known, "later": sorted(later)})
    return f"self.edition = {edition};\n{script}"
