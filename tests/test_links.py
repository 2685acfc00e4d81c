"""Every link of every page leads to a page that is there, and to a place in it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from html_pages import Reader

from lessons_lib.apps.explorer import Explorer
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.course import outline
from lessons_lib.site import building, hosting, pages
from lessons_lib.site.files import Folder
from lessons_lib.site.hosting import Hosted
from lessons_lib.teach import building as teaching
from lessons_lib.teach import wall

ADDRESS = re.compile(r"[\w-]+\.(?:html|ipynb|md)\b(?:#[^\s\"'<>\\)]*)?")
"""An address of a page beside this one, anywhere in a text."""

GIVEN = re.compile(r'course\.give\("\w+", (.*)\);\n', re.DOTALL)

everything_hosted = hosting.hosted


def hosted(widget: CourseWidget, cache: Path | None = None) -> Hosted:
    """What a widget's page gets; frames take long to compute and lead nowhere."""
    if isinstance(widget, Explorer):
        return Hosted(widget.page, {})
    return everything_hosted(widget, cache)


def built(build: Callable[[], Mapping[str, bytes]]) -> dict[str, str]:
    """An edition without what takes long to draw."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosting, "hosted", hosted)
        patch.setattr(pages, "recorded", lambda _: {})
        patch.setattr(wall, "_explorer", lambda *_: ())
        made = build()
    return {name: one.decode() for name, one in made.items() if not name.endswith(".png")}


def teachers() -> Mapping[str, bytes]:
    """The teacher's edition, which holds all of the web edition."""
    shelf = Folder()
    whole = building.whole(outline.lessons(), shelf, None)
    whole += teaching.pages(outline.lessons(), shelf, None)
    return building.bound(whole, shelf, teaching.MENU)


def texts(value: Any) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def broken(edition: Mapping[str, str]) -> list[str]:
    """Links that lead nowhere: of the pages, and of what their widgets show."""
    read = {name: Reader(html) for name, html in edition.items() if name.endswith(".html")}
    links = [(name, link) for name, page in read.items() for link in page.linked]
    data = [(name, one) for name, page in read.items() for one in page.data]
    data += [(name, one[1]) for name, text in edition.items() if (one := GIVEN.fullmatch(text))]
    assert data
    links += [
        (name, link)
        for name, one in data
        for text in texts(json.loads(one))
        if not text.startswith("data:")
        for link in ADDRESS.findall(text)
    ]
    return sorted({f"{name}: {link}" for name, link in links if not leads(name, link, read)})


def leads(name: str, link: str, read: Mapping[str, Reader]) -> bool:
    if link.startswith(("https://", "mailto:")):
        return True
    address, _, place = unquote(link).partition("#")
    there = read.get(address or name)
    return there is not None and (not place or place in there.names)


def test_pages_lead_somewhere() -> None:
    assert broken(built(teachers)) == []


@pytest.mark.parametrize("wanted", [range(12), [0], [1]], ids=["all", "the map", "the claims"])
def test_lessons_of_one_file_lead_only_to_those_beside_them(wanted: range | list[int]) -> None:
    entries = [outline.lessons()[number] for number in wanted]
    edition = built(lambda: building.single(entries))
    assert edition.keys() == {f"{one.stem}.html" for one in entries}
    assert broken(edition) == []
