"""What a lesson refers to: objectives, claims, terms, sources, links and pictures, all there."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from authoring import storing
from authoring.reading import Lesson
from authoring.rules import Rules, Trouble, there_are
from lessons_lib.course.minutes import strings


def objectives_served(lesson: Lesson) -> Iterator[Trouble]:
    """Each objective is served by an exercise or a quiz item that exists."""
    served: set[str] = set()
    known = lesson.known
    for index, words in [*lesson.calls("exercise"), *lesson.calls("check")]:
        exercise = words[0] if words else ""
        if exercise not in known.exercises:
            yield index, f"There is no exercise '{exercise}'. {there_are(known.exercises)}"
        else:
            served.add(known.exercises[exercise])
    for index, words in lesson.calls("quiz"):
        name = words[0] if words else ""
        if name not in known.quizzes:
            yield index, f"There is no quiz '{name}'. {there_are(known.quizzes)}"
        served.update(known.quizzes.get(name, ()))
    for key in lesson.entry.objectives if lesson.entry else ():
        if key not in served:
            yield (
                None,
                f"Nothing here lets the learner show objective {key}. Give an exercise or a quiz "
                "item of this lesson that objective.",
            )


def claims(lesson: Lesson) -> Iterator[Trouble]:
    """The claims that it names exist, with that verdict."""
    known = lesson.known.claims
    words = [(index, text) for index, tree in lesson.trees.items() for text in strings(tree)]
    words += [(block.cell, block.text) for block in lesson.blocks]
    found = [(index, key) for index, text in words for key in re.findall(r"\b[CO]\d+\b", text)]
    for index, key in found:
        if key not in known:
            yield index, f"The article has no claim {key}. See claims.csv for its claims."
    for block in lesson.blocks:
        for stretch in block.code:
            match = re.fullmatch(r"([CO]\d+): (.*)", stretch)
            if match and match[1] in known and known[match[1]] != match[2]:
                yield (
                    block.cell,
                    f"The verdict on {match[1]} is another by claims.csv. Write "
                    f"`{match[1]}: {known[match[1]]}`, or change it there.",
                )


def cards(lesson: Lesson) -> Iterator[Trouble]:
    """The card of each claim that it works out stands where the table of claims leads."""
    for key, heading in lesson.known.claims_of.get(lesson.path.stem, {}).items():
        section = lesson.section(heading)
        shown = [words for _, words in lesson.calls("claim", section)] if section else []
        if [key] not in shown:
            yield (
                section.cell if section else None,
                f"By claims.csv this lesson works out {key} under '## {heading or '...'}', but its "
                f'card is not there. Put claim("{key}") there, or write the heading under which '
                "it stands into the column 'section'.",
            )


def terms(lesson: Lesson) -> Iterator[Trouble]:
    """The words of the glossary that it explains stand bold where it does."""
    bold = " ".join(words.casefold() for block in lesson.blocks for words in block.bold)
    for term in lesson.known.terms_of.get(lesson.path.stem, ()):
        if term.casefold() not in bold:
            yield (
                None,
                f"By glossary.csv this lesson explains '{term}', but nothing here says it in "
                "bold. Write it in bold where it is explained, or name another lesson there.",
            )


def sources(lesson: Lesson) -> Iterator[Trouble]:
    """It lists its sources, all of them from the bibliography."""
    section = lesson.section("Sources")
    if section is None:
        return
    calls = lesson.calls("bibliography", section)
    if not calls:
        yield section.cell, "'Sources' has no list. Add a cell with bibliography([\"key\", ...])."
    for index, keys in calls:
        for key in sorted(set(keys) - lesson.known.sources.keys()):
            yield index, f"The bibliography has no '{key}'. Its keys stand in references.bib."


def citations(lesson: Lesson) -> Iterator[Trouble]:
    """What it cites is a link, and stands in its list of sources."""
    listed = {key for _, keys in lesson.calls("bibliography") for key in keys}
    names = {name: key for key, name in lesson.known.sources.items()}
    for block in lesson.blocks:
        for words, address in block.links:
            if address == "#Sources" and words not in names:
                yield block.cell, f"No source is called '{words}'. Ask cite(\"key\") for its name."
            elif address == "#Sources" and names[words] not in listed:
                yield (
                    block.cell,
                    f"'{words}' is cited, but \"{names[words]}\" is not in the list of sources.",
                )
        for name in names:
            if re.search(rf"\b{re.escape(name)}\b", block.unlinked):
                yield (
                    block.cell,
                    f"'{name}' is a source but no link. Write '[{name}](#Sources)'.",
                )


def links(lesson: Lesson) -> Iterator[Trouble]:
    """Its links lead somewhere, and say where."""
    for block in lesson.blocks:
        for words, address in block.links:
            if not words.strip():
                yield block.cell, f"The link to '{address}' has no words. Say where it leads."
            trouble = _unreachable(address, lesson)
            if trouble:
                yield block.cell, f"The link '{words}' leads nowhere: {trouble}"


def images(lesson: Lesson) -> Iterator[Trouble]:
    """Its pictures are files, with words for those who cannot see them."""
    for block in lesson.blocks:
        for words, address in block.images:
            if not words.strip():
                yield block.cell, f"The picture '{address}' has no words. Say what it shows."
            if urlsplit(address).scheme or not (lesson.path.parent / unquote(address)).is_file():
                yield (
                    block.cell,
                    f"The picture '{address}' is not a file of the project. Put the file there, or "
                    "mend the path; pictures from the network are not allowed.",
                )


def markdown(lesson: Lesson) -> Iterator[Trouble]:
    """Its text is Markdown; HTML folds a part, or marks what is for one edition only."""
    open_in: set[int] = set()
    folds: Counter[int] = Counter()
    for block in lesson.blocks:
        for piece in map(str.strip, block.html):
            if re.fullmatch(r"<details><summary>[^<>]+</summary>|</details>", piece):
                folds[block.cell] += -1 if "/" in piece[:2] else 1
                if not 0 <= folds[block.cell] <= 1:
                    yield block.cell, f"'{piece}' has no other half before it, or begins twice."
                continue
            if piece in ("<!-- installed -->", "<!-- /installed -->"):
                if ("/" in piece) != (block.cell in open_in):
                    yield block.cell, f"'{piece}' has no other half before it, or begins twice."
                open_in ^= {block.cell}
                continue
            if piece.startswith("<!-- web: ") and piece.endswith(" -->"):
                continue
            yield (
                block.cell,
                f"'{piece}' is HTML, which some pages drop. Write it as Markdown.",
            )
    for cell in sorted(+folds):
        yield cell, "A fold has no end in its cell: '</details>', between empty lines."
    for cell in sorted(open_in):
        yield cell, "'<!-- installed -->' has no end in its cell: '<!-- /installed -->'."


def _unreachable(address: str, lesson: Lesson) -> str:
    """Why a link leads nowhere; empty when it leads somewhere, as far as can be seen offline."""
    parts = urlsplit(address)
    if parts.scheme in {"https", "mailto"}:
        return ""
    if parts.scheme or parts.netloc:
        return f"'{address}' is neither a file of the project nor an https: page."
    path = lesson.path.parent / unquote(parts.path)
    if not address or parts.path.startswith("/") or not path.exists():
        return "write the path of a file as seen from this notebook."
    if not parts.fragment or (parts.path and path.suffix != ".ipynb"):
        return ""
    other = Lesson(path, storing.read(path), lesson.known) if parts.path else lesson
    headings = [block for block in other.blocks if block.kind == "heading"]
    names = [block.text.replace(" ", "-") for block in headings]
    if unquote(parts.fragment) in names:
        return ""
    return f"there is no heading for '#{parts.fragment}'; there are: #{', #'.join(names)}."


RULES: Rules = (
    objectives_served,
    claims,
    cards,
    terms,
    sources,
    citations,
    links,
    images,
    markdown,
)
