"""Write the glossary and the bibliography of the course: ``python -m authoring pages``.

Both are Markdown beside the notebooks, generated from the tables, the bibliography and the lessons
that use them, so that a term or a source can be looked up without running anything.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from authoring import storing
from authoring.reading import Lesson, everything_known
from lessons_lib.course import outline
from lessons_lib.data import tables
from lessons_lib.evidence.glossary import terms
from lessons_lib.evidence.sources import reference, sources

RENEW = "python -m authoring pages"


def glossary() -> str:
    """The glossary as Markdown: a heading a term, which JupyterLab lists as contents."""
    known = {entry.stem: entry for entry in outline.lessons()}
    parts = [
        "# Glossary",
        "The words of the field, as this course uses them. Each is explained in the lesson it "
        "leads to, where it is first needed.",
    ]
    for one in terms().values():
        also = f" Also: {one.also}." if one.also else ""
        parts += [f"## {one.name}", f"{one.meaning}{also} {_link(known[one.lesson])}"]
    return "\n\n".join(parts) + "\n"


def bibliography(folder: Path) -> str:
    """All sources as Markdown, with how far each was read and which lessons and tables use it."""
    used = _used_by(folder)
    in_tables = _tables_from()
    parts = [
        "# Sources",
        f"All {len(sources())} works that this course rests on, was warned by, or means to read. "
        "Each says how far it was read.",
    ]
    ordered = sorted(sources().values(), key=lambda one: one.short.casefold())
    for letter, group in groupby(ordered, key=lambda one: one.short[0].upper()):
        parts.append(f"## {letter}")
        for one in group:
            uses = [*map(_link, used[one.key]), *(f"`{name}`" for name in in_tables[one.key])]
            where = f" Used in: {', '.join(uses)}." if uses else ""
            parts.append(f"- **{one.short}.** {_markdown(reference(one.key))}{where}")
    return "\n\n".join(parts) + "\n"


def pages(folder: Path) -> Mapping[str, str]:
    """Each page's file name and text, for the lessons in a folder."""
    return {"glossary.md": glossary(), "sources.md": bibliography(folder)}


def main(argv: list[str]) -> int:
    """Write the pages, or only say whether they are as they should be.

    Returns:
        0 when they are written, or are right; 1 when ``--check`` finds one that is not.
    """
    parser = argparse.ArgumentParser(prog=RENEW, description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("notebooks"), help="(notebooks)")
    parser.add_argument("--check", action="store_true", help="write nothing")
    asked = parser.parse_args(argv)
    stale = 0
    for name, text in pages(asked.folder).items():
        path: Path = asked.folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if asked.check:
            print(f"{path} is not what the data say. Run: {RENEW}", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path}")
    return 1 if asked.check and stale else 0


def _used_by(folder: Path) -> Mapping[str, list[outline.Entry]]:
    """The lessons whose list of sources names a work, by its key."""
    known = everything_known()
    used: dict[str, list[outline.Entry]] = defaultdict(list)
    for entry in outline.lessons():
        path = folder / entry.file
        if path.is_file():
            calls = Lesson(path, storing.read(path), known).calls("bibliography")
            for key in sorted({key for _, keys in calls for key in keys}):
                used[key].append(entry)
    return used


def _tables_from() -> Mapping[str, list[str]]:
    """The tables with numbers from a work, by its key."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in tables.names():
        table = tables.load(name)
        cells: Iterable[str] = tables.provenance(name).source
        for column in {"source", "sources"} & set(table.columns):
            cells = [*cells, *table[column].tolist()]
        for key in sorted({word for cell in cells for word in cell.split()} & sources().keys()):
            found[key].append(name)
    return found


def _link(entry: outline.Entry) -> str:
    return f"[{entry.title}]({entry.file})"


def _markdown(text: str) -> str:
    """Plain text as Markdown that shows the same characters, with its address as a link."""
    words = text.split(" ")
    return " ".join(f"<{one}>" if one.startswith("https://") else _escape(one) for one in words)


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)
