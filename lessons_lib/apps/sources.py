"""How sources are named and linked in what the course shows, with how far each was read."""

from collections.abc import Iterable
from html import escape

from lessons_lib.evidence.sources import Source, source

_LIMIT = {
    "yes": "",
    "partly": "read in part",
    "abstract": "abstract only",
    "summary": "summary only",
}


def named(keys: Iterable[str]) -> str:
    """Sources by name, with how far each was read where that is not all of it.

    >>> named(["thelen2013"])
    'Thelen 2013 (abstract only)'
    """
    return ", ".join(_name(source(key)) for key in keys)


def linked(keys: Iterable[str]) -> str:
    """The same as HTML, each name a link to where the source can be read."""
    return ", ".join(_link(source(key)) for key in keys)


def paragraph(keys: Iterable[str]) -> str:
    """A paragraph of HTML with the sources behind something; empty where there are none."""
    links = linked(keys)
    return f"<p><small><b>Sources:</b> {links}</small></p>" if links else ""


def _name(one: Source) -> str:
    limit = _LIMIT[one.checked]
    return f"{one.short} ({limit})" if limit else one.short


def _link(one: Source) -> str:
    name = escape(_name(one), quote=False)
    return f'<a href="{escape(one.url)}">{name}</a>' if one.url else name
