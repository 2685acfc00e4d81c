r"""The structure check: what every lesson has, and how to write it so that the check sees it.

``python -m lessons_lib.course check`` reads the stored notebooks (it runs nothing) and says for
each finding which rule it is, what is wrong, what is allowed and what to do.

**A lesson, from top to bottom**

=====================  ===========================================================================
``# Title``            As in ``course.toml``; the first paragraph is one sentence: why it matters.
``## You will be       A list, each item an objective of ``course.toml``: its id as code, then its
able to``              words: "- `04a` compute a moment arm as ...".
``## Before you        Contains "about 60 minutes" as in ``course.toml``, and a link to each lesson
start``                to do first, ``[Start here](00_start_here.ipynb)``, and to no other.
``## 1. ...``          The lesson itself, in sections numbered from 1. Round each explorer come
                       three paragraphs: ``**Predict.**`` with a question, ``**Try.**`` just before
                       the explorer, ``**Explain.**`` after it. An explorer is a cell that shows a
                       picture made by something of ``lessons_lib.apps``; a still one,
                       ``picture(scene)``, needs none of this.
``## Your turn``       At least one exercise, ``check("04-slope", answer)``, and in the text how to
                       see its worked solution, ```solution("04-slope")```.
``## Quiz``            At least one quiz, ``quiz("04_hamstrings_and_pelvis")``.
``## Take away``       A list or a paragraph.
``## Sources``         A cell that calls ``bibliography(["thelen2013", ...])``, then, as the last
                       cell, the line with the links to the lessons before and after.
=====================  ===========================================================================

**In the text.** A source is cited as a link with its name, ``[Thelen 2013](#Sources)``, and its key
stands in the bibliography. A claim of the article is called by its id, ``C17``; where its verdict
goes with it, the two are written as code, ```C17: supported```. Each claim that ``claims.csv``
gives to a lesson has its card there, ``claim("C17")``, under the heading in the column ``section``,
and each word that ``glossary.csv`` gives to it is bold where it is explained. Links lead to files
and headings that exist (a heading is called ``#Take-away``, with hyphens for spaces) or to
``https:`` pages; pictures are files, with words for those who cannot see them. HTML is not used.

**Code cells.** Text comes before each. Two to six lines of code, a statement a line (blank lines
and comments are free); no functions, classes or magics, but ``name??`` shows a learner the source.
A cell that ends in a value shows it. A cell that nbval cannot compare carries the tag
``nbval-ignore-output`` (or ``nbval-skip``) and, in its metadata, a ``reason``.
"""

import argparse
import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nbformat import NotebookNode

from lessons_lib.course import outline, storing
from lessons_lib.course.reading import (
    Block,
    Lesson,
    everything_known,
    ipython_lines,
    python,
    strings,
)

OPENING = ("You will be able to", "Before you start")
CLOSING = ("Your turn", "Quiz", "Take away", "Sources")
FEWEST_LINES, MOST_LINES = 2, 6


@dataclass(frozen=True)
class Finding:
    """Something that a lesson must not be.

    Attributes:
        file: the notebook's name.
        cell: its cell, counted from 1, or None where it is about the whole notebook.
        rule: the name of the rule.
        sentence: what is wrong, what is allowed, what to do.
    """

    file: str
    cell: int | None
    rule: str
    sentence: str

    def __str__(self) -> str:
        place = self.file if self.cell is None else f"{self.file}, cell {self.cell}"
        return f"{place}: {self.sentence} [{self.rule}]"


Trouble = tuple[int | None, str]
"""The index of a cell (None for the whole notebook), and the sentence for the author."""


# The frame of a lesson


def in_the_course(lesson: Lesson) -> Iterator[Trouble]:
    """The course knows the lesson."""
    if lesson.entry is None:
        yield (
            None,
            f"The course has no written lesson '{lesson.path.stem}'. Add it to course.toml, or, "
            "if it stands there as planned, set written = true.",
        )


def title(lesson: Lesson) -> Iterator[Trouble]:
    """It starts with its title and one sentence of why it matters."""
    if lesson.entry is None:
        return
    first = lesson.blocks[0] if lesson.blocks else Block(0, "")
    wanted = lesson.entry.title
    if (first.level, first.text) != (1, wanted):
        yield 0, f"A lesson starts with its title from course.toml: '# {wanted}'."
    why = lesson.blocks[1] if len(lesson.blocks) > 1 else Block(0, "")
    if why.kind != "paragraph" or len(re.findall(r"[.!?](?=\s|$)", why.text)) != 1:
        yield 0, "After the title comes a paragraph of one sentence that says why it matters."


def one_title(lesson: Lesson) -> Iterator[Trouble]:
    """It has one heading of level 1."""
    for block in lesson.blocks[1:]:
        if block.level == 1:
            yield (
                block.cell,
                f"'# {block.text}' is a second title. A lesson has one; write '## {block.text}'.",
            )


def heading_order(lesson: Lesson) -> Iterator[Trouble]:
    """No heading leaves out a level."""
    last = 0
    for block in lesson.blocks:
        if block.level > last + 1 and last:
            yield (
                block.cell,
                f"'{'#' * block.level} {block.text}' leaves out a level. After level {last} comes "
                f"at most level {last + 1}; write '{'#' * (last + 1)} {block.text}'.",
            )
        last = block.level or last


def sections(lesson: Lesson) -> Iterator[Trouble]:
    """Its sections are those of every lesson, in order."""
    titles = [section.title for section in lesson.sections]
    numbered = [one for one in titles if re.match(r"\d", one)]
    wanted = [*OPENING, *(numbered or ["1. ..."]), *CLOSING]
    for place, numbered_title in enumerate(numbered, start=1):
        if not re.fullmatch(rf"{place}\. \S.*", numbered_title):
            yield (
                None,
                f"'## {numbered_title}' stands where section {place} is due. Number the sections "
                f"from 1, without a gap: '## {place}. ...'.",
            )
    for place in range(max(len(titles), len(wanted))):
        found, due = (one[place] if place < len(one) else None for one in (titles, wanted))
        if found != due:
            yield (
                lesson.sections[place].cell if found else None,
                (f"Here is '## {found}'" if found else "The lesson ends")
                + (f", where '## {due}' is due." if due else " after the last section.")
                + f" The sections of a lesson are, in order: {', '.join(wanted)}.",
            )
            return


def objectives(lesson: Lesson) -> Iterator[Trouble]:
    """The objectives are those of course.toml."""
    section = lesson.section(OPENING[0])
    if lesson.entry is None or section is None:
        return
    found = [block.text for block in section.blocks if block.kind == "item"]
    wanted = [f"{key} {words}" for key, words in lesson.entry.objectives.items()]
    if [one.rstrip(".;") for one in found] != wanted:
        lines = "\n".join(f"- `{key}` {words}" for key, words in lesson.entry.objectives.items())
        yield section.cell, f"The objectives are not those of course.toml. Write:\n{lines}"


def before_you_start(lesson: Lesson) -> Iterator[Trouble]:
    """Minutes and prerequisites are those of course.toml."""
    section = lesson.section(OPENING[1])
    if lesson.entry is None or section is None:
        return
    words = " ".join(block.text for block in section.blocks)
    found = re.findall(r"(\d+) minutes", words)
    if found != [str(lesson.entry.minutes)]:
        yield (
            section.cell,
            f"The lesson takes {lesson.entry.minutes} minutes by course.toml. Write 'about "
            f"{lesson.entry.minutes} minutes' here, once, or change course.toml.",
        )
    links = [address for block in section.blocks for _, address in block.links]
    linked = {urlsplit(address).path for address in links if ".ipynb" in address}
    wanted = {f"{stem}.ipynb" for stem in lesson.entry.needs}
    if linked != wanted:
        yield (
            section.cell,
            f"The lessons to do first are, by course.toml: {', '.join(sorted(wanted)) or 'none'}. "
            "Link to these here, and to no other.",
        )


def predict_try_explain(lesson: Lesson) -> Iterator[Trouble]:
    """Round each explorer: a question before, what to try, what it showed."""
    marks = {"Predict.": "P", "Try.": "T", "Explain.": "E"}
    for section in lesson.sections:
        round_ = "".join(
            ("X" if lesson.is_explorer(block.cell) else "")
            if block.kind == "code"
            else marks.get(block.lead, "")
            for block in section.blocks
        )
        if "X" in round_ and not re.fullmatch(r"(P+(TX+)+E+)+", round_):
            yield (
                section.cell,
                f"In '{section.title}' an explorer is not framed as a lesson does it: a paragraph "
                "that starts with **Predict.**, then **Try.**, the explorer, then **Explain.** "
                "Add the one that is missing, or bring them into this order.",
            )
        for block in section.blocks:
            if block.lead == "Predict." and "?" not in block.text:
                yield block.cell, "**Predict.** asks nothing. End it with a question."


def your_turn(lesson: Lesson) -> Iterator[Trouble]:
    """'Your turn' has an exercise, and says how to see a worked solution."""
    section = lesson.section("Your turn")
    if section is None:
        return
    if not lesson.calls("check", section):
        yield section.cell, "'Your turn' has no exercise. Add a cell with check(\"...\", answer)."
    cells = {section.cell, *(block.cell for block in section.blocks)}
    if not any("solution(" in lesson.notebook.cells[index].source for index in cells):
        yield (
            section.cell,
            "'Your turn' does not say how to see a worked solution. Write, for instance: "
            'Stuck? Run `solution("...")`.',
        )


def quiz(lesson: Lesson) -> Iterator[Trouble]:
    """'Quiz' has a quiz."""
    section = lesson.section("Quiz")
    if section and not lesson.calls("quiz", section):
        yield section.cell, f"'Quiz' has no quiz. Add a cell with quiz(\"{lesson.path.stem}\")."


def take_away(lesson: Lesson) -> Iterator[Trouble]:
    """'Take away' says something."""
    section = lesson.section("Take away")
    if section and not any(block.kind in {"item", "paragraph"} for block in section.blocks):
        yield section.cell, "'Take away' is empty. Say in a few lines what to remember."


def navigation(lesson: Lesson) -> Iterator[Trouble]:
    """The last cell leads to the lessons before and after."""
    if lesson.entry is None:
        return
    wanted = outline.navigation(lesson.entry, lesson.known.course)
    cells = lesson.notebook.cells
    if wanted and (not cells or cells[-1].source.strip() != wanted):
        last = len(cells) - 1 if cells else None
        yield last, f"The last cell leads to the lessons before and after. Write:\n{wanted}"


# What a lesson refers to


def objectives_served(lesson: Lesson) -> Iterator[Trouble]:
    """Each objective is served by an exercise or a quiz item that exists."""
    served: set[str] = set()
    known = lesson.known
    for index, words in lesson.calls("check"):
        exercise = words[0] if words else ""
        if exercise not in known.exercises:
            yield index, f"There is no exercise '{exercise}'. {_there_are(known.exercises)}"
        else:
            served.add(known.exercises[exercise])
    for index, words in lesson.calls("quiz"):
        name = words[0] if words else ""
        if name not in known.quizzes:
            yield index, f"There is no quiz '{name}'. {_there_are(known.quizzes)}"
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
    """Its text is Markdown, without HTML."""
    for block in lesson.blocks:
        for piece in block.html:
            yield (
                block.cell,
                f"'{piece.strip()}' is HTML, which some pages drop. Write it as Markdown.",
            )


# Code cells


def prose(lesson: Lesson) -> Iterator[Trouble]:
    """Words come before each code cell."""
    told = {block.cell for block in lesson.blocks if block.kind in {"item", "paragraph", "table"}}
    for index in lesson.code:
        if index - 1 not in told:
            yield index, "No words stand before this code cell. Say what it is for in a cell above."


def syntax(lesson: Lesson) -> Iterator[Trouble]:
    """Each code cell is Python."""
    for index in lesson.code:
        if index not in lesson.trees:
            yield index, "This cell is not Python. Run it to see where it goes wrong."


def magics(lesson: Lesson) -> Iterator[Trouble]:
    """No magics, except ``name??``."""
    for index, cell in lesson.code.items():
        for line in ipython_lines(cell.source):
            yield (
                index,
                f"'{line}' is a command of IPython. Lessons are plain Python; only 'name??' alone "
                "on its line is allowed, to show a learner the source.",
            )


def code_length(lesson: Lesson) -> Iterator[Trouble]:
    """Code cells have two to six lines."""
    for index, cell in lesson.code.items():
        lines = [one for one in cell.source.splitlines() if one.strip() and one.lstrip()[0] != "#"]
        if not FEWEST_LINES <= len(lines) <= MOST_LINES:
            yield (
                index,
                f"This cell has {len(lines)} line(s) of code; {FEWEST_LINES} to {MOST_LINES} are "
                "allowed. Import, call, read: move the rest into lessons_lib, or join small cells.",
            )


def definitions(lesson: Lesson) -> Iterator[Trouble]:
    """No functions or classes in notebooks."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    for index, tree in lesson.trees.items():
        if any(isinstance(node, kinds) for node in ast.walk(tree)):
            yield index, "This cell defines a function or a class. Move it into lessons_lib."


def semicolons(lesson: Lesson) -> Iterator[Trouble]:
    """No semicolons."""
    for index in lesson.trees:
        reader = io.StringIO(python(lesson.code[index].source)).readline
        if any(one.string == ";" for one in tokenize.generate_tokens(reader)):
            yield (
                index,
                "This cell has a semicolon. Put each statement on a line of its own; to show "
                "nothing, give the value a name, for instance '_ = ...'.",
            )


# Stored outputs


def counts(lesson: Lesson) -> Iterator[Trouble]:
    """Code cells were run once, from the first to the last."""
    found = [cell.execution_count for cell in lesson.code.values()]
    if found != list(range(1, len(found) + 1)):
        yield None, f"The cells were not run in order, from 1 on: {found}. {_STORE}"


def outputs(lesson: Lesson) -> Iterator[Trouble]:
    """A cell that ends in a value shows it."""
    for index, tree in lesson.trees.items():
        ends = tree.body[-1:] and isinstance(tree.body[-1], ast.Expr)
        if ends and not lesson.code[index].outputs and not _tags(lesson.code[index]):
            yield index, f"This cell ends in a value but shows nothing. {_STORE}"


def warnings(lesson: Lesson) -> Iterator[Trouble]:
    """No warning and no error is stored."""
    for index, cell in lesson.code.items():
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield (
                    index,
                    "A warning or an error stands under this cell. Mend what causes it. " + _STORE,
                )


def widget_ids(lesson: Lesson) -> Iterator[Trouble]:
    """No widget ids are stored."""
    views = [i for i, cell in lesson.code.items() for one in cell.outputs if _has_view(one)]
    for index in [*views, *([None] if "widgets" in lesson.notebook.metadata else [])]:
        yield index, f"A widget's id is stored; a reader would see 'model not found'. {_STORE}"


def metadata(lesson: Lesson) -> Iterator[Trouble]:
    """The notebook says nothing about the machine that it was written on."""
    found = {key: value for key, value in lesson.notebook.metadata.items() if key != "widgets"}
    if found != storing.METADATA:
        yield None, f"The notebook's metadata are not those of a stored lesson. {_STORE}"
    for index, cell in enumerate(lesson.notebook.cells):
        extra = sorted(cell.metadata.keys() - storing.CELL_METADATA)
        if extra:
            yield index, f"The cell keeps {', '.join(extra)} in its metadata. {_STORE}"


def markers(lesson: Lesson) -> Iterator[Trouble]:
    """A cell that is not compared says so in nbval's words, with a reason."""
    for index, cell in enumerate(lesson.notebook.cells):
        tags, comments = _tags(cell), re.findall(r"^\s*#.*nbval.*$", cell.source, re.I | re.M)
        if cell.cell_type == "code" and comments:
            yield (
                index,
                f"'{comments[0].strip()}' is shown to the learner. Remove it and give the cell the "
                f"tag {storing.IGNORING_TAGS[0]} with a reason in its metadata.",
            )
        for tag in tags:
            if tag not in storing.IGNORING_TAGS or cell.cell_type != "code":
                there_are = _there_are(storing.IGNORING_TAGS)
                yield index, f"The tag '{tag}' does nothing here. {there_are}"
        if tags and not str(cell.metadata.get("reason", "")).strip():
            yield index, "The cell is not compared, and does not say why: add a 'reason' beside it."
        if tags and cell.cell_type == "code" and not cell.outputs:
            yield index, "The cell is marked as not compared but has no output. Remove the mark."


RULES: tuple[Callable[[Lesson], Iterable[Trouble]], ...] = (
    in_the_course,
    title,
    one_title,
    heading_order,
    sections,
    objectives,
    before_you_start,
    predict_try_explain,
    your_turn,
    quiz,
    take_away,
    navigation,
    objectives_served,
    claims,
    cards,
    terms,
    sources,
    citations,
    links,
    images,
    markdown,
    prose,
    syntax,
    magics,
    code_length,
    definitions,
    semicolons,
    counts,
    outputs,
    warnings,
    widget_ids,
    metadata,
    markers,
)
"""Every rule; its name is the function's, its docstring says what it holds."""


def check(lesson: Lesson) -> list[Finding]:
    """What all rules find in a lesson."""
    return [
        Finding(lesson.path.name, None if index is None else index + 1, rule.__name__, sentence)
        for rule in RULES
        for index, sentence in rule(lesson)
    ]


def missing(folder: Path, course: Sequence[outline.Entry]) -> list[Finding]:
    """The lessons that the course calls written and that are not in a folder."""
    return [
        Finding(
            entry.file,
            None,
            in_the_course.__name__,
            "This lesson is not in the folder. Write it, or set written = false in course.toml.",
        )
        for entry in course
        if entry.written and not (folder / entry.file).is_file()
    ]


def main(argv: list[str]) -> int:
    """Check notebooks and say what is wrong with them.

    Args:
        argv: notebooks or folders; ``notebooks`` when there is none.

    Returns:
        0 when nothing is wrong, 1 when something is, 2 when there is no notebook to check.
    """
    parser = argparse.ArgumentParser(
        prog="python -m lessons_lib.course check",
        description="Say where notebooks are not built as lessons are.",
    )
    parser.add_argument("paths", nargs="*", default=["notebooks"], help="notebooks or folders")
    paths = parser.parse_args(argv).paths
    notebooks = storing.notebooks(paths)
    if not notebooks:
        print("There is no notebook here. Give a path, or start in the project.", file=sys.stderr)
        return 2
    known = everything_known()
    findings = [
        one for path in paths if Path(path).is_dir() for one in missing(Path(path), known.course)
    ]
    for path in notebooks:
        try:
            findings += check(Lesson(path, storing.read(path), known))
        except ValueError as error:
            findings.append(Finding(path.name, None, "format", str(error)))
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(notebooks)} notebook(s) read, {len(RULES)} rules, {len(findings)} finding(s).")
    return 1 if findings else 0


_STORE = "Run: python -m lessons_lib.course store"


def _there_are(names: Iterable[str]) -> str:
    return f"There are: {', '.join(sorted(names)) or 'none'}."


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _has_view(output: NotebookNode) -> bool:
    return storing.WIDGET_VIEW in output.get("data", {})


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
