"""The bibliography: who found out what, where it was published, and how far we have read it.

>>> cite("li1996")
'Li 1996'
>>> source("whitehead2007").reading
'Only its abstract was read. The details of this reference are still to be confirmed.'
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import ascii_lowercase

from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NameParts
from bibtexparser.model import Entry

_FILE = files("lessons_lib.data") / "references.bib"

_READING = {
    "yes": "Read as far as it is quoted here.",
    "partly": "Read in part; what is quoted here is in that part.",
    "abstract": "Only its abstract was read.",
    "summary": "Only a summary of it was read.",
    "no": "Not read yet, so no number is taken from it.",
}
_UNCONFIRMED = "bibliographic details recalled"


@dataclass(frozen=True)
class Source:
    """One work of the bibliography.

    Attributes:
        key: its name in ``references.bib``, such as ``li1996``.
        authors: families with initials ("Li, Y."), or one organisation; "others" for the rest.
        title: its title.
        year: when it was published; None for something that is renewed in place.
        journal: the journal with volume and pages; empty for a guideline or a web page.
        url: where to read it (the DOI where there is one); empty where none is known.
        note: what else a reader must know, such as a licence; mostly empty.
        checked: how far we have read it: yes, partly, abstract, summary or no.
        confirmed: whether volume, pages and the like were looked up, not recalled.
        short: how the text cites it, "Li 1996".
    """

    key: str
    authors: tuple[str, ...]
    title: str
    year: int | None
    journal: str
    url: str
    note: str
    checked: str
    confirmed: bool
    short: str

    @property
    def reading(self) -> str:
        """How far we have read it, as a sentence."""
        details = (
            "" if self.confirmed else " The details of this reference are still to be confirmed."
        )
        return _READING[self.checked] + details


class Bibliography(tuple[Source, ...]):
    """Sources as a list for the end of a lesson; shows itself as HTML and as plain text."""

    def __repr__(self) -> str:
        return "\n".join(reference(source.key) for source in self)

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{_reference_html(source)}</li>" for source in self)
        return f"<ul>{items}</ul>"


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key, in the order of the file."""
    entries = parse_string(
        _FILE.read_text(encoding="utf-8"),
        append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()],
    ).entries
    shorts = _shorts(entries)
    return {entry.key: _read(entry, shorts[entry.key]) for entry in entries}


def source(key: str) -> Source:
    """The source called `key`; KeyError with a sentence if the bibliography has none."""
    try:
        return sources()[key]
    except KeyError:
        raise KeyError(
            f"the bibliography has no source '{key}'; its keys look like 'li1996' and stand in "
            f"lessons_lib/data/references.bib"
        ) from None


def cite(key: str) -> str:
    """How the text names a source: first author and year, with a letter where two would agree."""
    return source(key).short


def reference(key: str) -> str:
    """The whole reference of a source on one line, with how far we have read it."""
    one = source(key)
    parts = (_who_and_when(one), _stop(one.title), one.journal, one.url, one.note, one.reading)
    return " ".join(part for part in parts if part)


def bibliography(keys: Iterable[str]) -> Bibliography:
    """The sources of a lesson by first author and year, each once; shown as HTML or text."""
    return Bibliography(sorted({source(key) for key in keys}, key=lambda one: one.short.casefold()))


def _read(entry: Entry, short: str) -> Source:
    fields = {field.key: field.value for field in entry.fields}
    doi = fields.get("doi")
    checked, _, rest = fields["checked"].partition(";")
    return Source(
        key=entry.key,
        authors=tuple(_name(parts) for parts in fields["author"]),
        title=_plain(fields["title"]),
        year=int(fields["year"]) if "year" in fields else None,
        journal=_journal(fields),
        url=f"https://doi.org/{doi}" if doi else fields.get("howpublished", ""),
        note=_stop(_plain(fields["note"])) if "note" in fields else "",
        checked=checked.partition(":")[0],
        confirmed=rest.strip() != _UNCONFIRMED,
        short=short,
    )


def _shorts(entries: Iterable[Entry]) -> dict[str, str]:
    namesakes = defaultdict(list)
    for entry in entries:
        first = entry.fields_dict["author"].value[0]
        family = _plain(" ".join([*first.von, *first.last]))
        year = entry.fields_dict["year"].value if "year" in entry.fields_dict else "undated"
        namesakes[f"{family} {year}"].append(entry.key)
    return {
        key: short + (ascii_lowercase[place] if len(keys) > 1 else "")
        for short, keys in namesakes.items()
        for place, key in enumerate(keys)
    }


def _plain(text: str) -> str:
    """A field without the braces that keep its words together; the file is UTF-8, without LaTeX."""
    return text.replace("{", "").replace("}", "")


def _name(parts: NameParts) -> str:
    family = _plain(" ".join([*parts.von, *parts.last]))
    return f"{family}, {' '.join(parts.first)}" if parts.first else family


def _journal(fields: Mapping[str, str]) -> str:
    if "journal" not in fields:
        return ""
    volume = f" {fields['volume']}" if "volume" in fields else ""
    pages = f": {fields['pages'].replace('--', '–')}" if "pages" in fields else ""
    return f"{_plain(fields['journal'])}{volume}{pages}."


def _who_and_when(one: Source) -> str:
    *most, last = one.authors
    names = f"{', '.join(most)} and {last}" if most else last
    return f"{names} ({one.short.rpartition(' ')[2]})."


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."


def _reference_html(one: Source) -> str:
    title = f"<cite>{escape(_stop(one.title))}</cite>"
    if one.url:
        title = f'<a href="{escape(one.url)}">{title}</a>'
    rest = f"{escape(one.journal)} <small>{escape(f'{one.note} {one.reading}'.strip())}</small>"
    return f"{escape(_who_and_when(one))} {title} {rest}"
