"""A notebook as the structure check reads it: headings, paragraphs, links, code and names.

What a lesson may name (claims, sources, exercises and the like) comes with it, as `Known`.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbformat import NotebookNode

from lessons_lib.course import outline
from lessons_lib.course.minutes import strings

_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Known:
    """What a lesson may refer to.

    Attributes:
        course: the lessons in order.
        claims: the verdict of each claim by its id.
        claims_of: for each lesson by its stem, the claims it works out, and under which heading.
        sources: how the text cites each source, by its key.
        exercises: the objective of each exercise by its id.
        quizzes: the objectives that each quiz serves, by its name.
        terms_of: the words of the glossary that each lesson explains, by the lesson's stem.
        predictions_of: the ids of what each lesson asks before one tries, by the lesson's stem.
    """

    course: Sequence[outline.Entry]
    claims: Mapping[str, str]
    claims_of: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, str]
    exercises: Mapping[str, str]
    quizzes: Mapping[str, Iterable[str]]
    terms_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    predictions_of: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, table cell or code cell, in the order of reading.

    Attributes:
        cell: index of its cell.
        kind: heading, paragraph, item, table, html or code.
        text: its words, without marks.
        level: of a heading, 1 to 6.
        lead: the bold words that it starts with.
        bold: each stretch of bold words.
        links: words and address of each link.
        images: alternative text and address of each picture.
        code: each stretch of code within the text.
        html: each piece of HTML in it.
        unlinked: its words outside of links and code.
    """

    cell: int
    kind: str
    text: str = ""
    level: int = 0
    lead: str = ""
    bold: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    images: Sequence[tuple[str, str]] = ()
    code: Sequence[str] = ()
    html: Sequence[str] = ()
    unlinked: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of level 2 with what follows it, up to the next one."""

    title: str
    cell: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Counted:
    """A cell, as the rule of minutes counts it (`lessons_lib.course.minutes`)."""

    is_code: bool
    source: str


@dataclass(frozen=True)
class Lesson:
    """A notebook as the rules read it."""

    path: Path
    notebook: NotebookNode
    known: Known

    @cached_property
    def entry(self) -> outline.Entry | None:
        """Its place in the course, unless the course does not know it."""
        return next((one for one in self.known.course if one.stem == self.path.stem), None)

    @cached_property
    def blocks(self) -> list[Block]:
        """Everything in it, in the order of reading."""
        blocks: list[Block] = []
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type == "markdown":
                blocks += _blocks(cell.source, index)
            elif cell.cell_type == "code":
                blocks.append(Block(index, "code"))
        return blocks

    @cached_property
    def sections(self) -> list[Section]:
        """Its sections, each with a heading of level 2."""
        sections: list[Section] = []
        for block in self.blocks:
            if block.kind == "heading" and block.level == 2:
                sections.append(Section(block.text, block.cell))
            elif sections:
                sections[-1].blocks.append(block)
        return sections

    def section(self, title: str) -> Section | None:
        """The section called `title`, unless there is none."""
        return next((one for one in self.sections if one.title == title), None)

    @cached_property
    def code(self) -> Mapping[int, NotebookNode]:
        """Its code cells by their index."""
        cells = enumerate(self.notebook.cells)
        return {index: cell for index, cell in cells if cell.cell_type == "code"}

    @cached_property
    def counted(self) -> Sequence[Counted]:
        """Its cells as the rule of minutes counts them."""
        cells = self.notebook.cells
        return [Counted(one.cell_type == "code", one.source) for one in cells]

    @cached_property
    def trees(self) -> Mapping[int, ast.Module]:
        """The code of each cell that is Python, by its index; IPython's own lines left out."""
        trees = {}
        for index, cell in self.code.items():
            try:
                trees[index] = ast.parse(python(cell.source))
            except SyntaxError:
                continue
        return trees

    @cached_property
    def explorers(self) -> frozenset[int]:
        """The code cells with a picture to move, ``explore(...)``, by their index.

        A still one, ``picture(...)``, has nothing to predict and nothing to try.
        """
        return frozenset(index for index, _ in self.calls("explore"))

    def calls(self, name: str, section: Section | None = None) -> list[tuple[int, list[str]]]:
        """Each call of a function: the cell's index, and the words among its arguments."""
        within = {one.cell for one in section.blocks} if section else self.trees.keys()
        return [
            (index, strings(call))
            for index, tree in self.trees.items()
            if index in within
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == name
        ]


def everything_known() -> Known:
    """What the lessons of this course may refer to."""
    from lessons_lib.course.exercises import exercises
    from lessons_lib.data import predictions, quizzes
    from lessons_lib.evidence.claims import claims
    from lessons_lib.evidence.glossary import terms
    from lessons_lib.evidence.sources import cite, sources

    claims_of: dict[str, dict[str, str]] = {}
    for claim in claims().values():
        claims_of.setdefault(claim.lesson, {})[claim.id] = claim.section
    terms_of: dict[str, list[str]] = {}
    for term in terms().values():
        terms_of.setdefault(term.lesson, []).append(term.name)
    return Known(
        course=outline.lessons(),
        claims={key: claim.verdict.word for key, claim in claims().items()},
        claims_of=claims_of,
        sources={key: cite(key) for key in sources()},
        exercises={key: exercise.objective for key, exercise in exercises().items()},
        quizzes={
            name: {question.objective for question in quizzes.load(name).questions}
            for name in quizzes.names()
        },
        terms_of=terms_of,
        predictions_of={
            name: [one.id for one in predictions.load(name)] for name in predictions.names()
        },
    )


def python(source: str) -> str:
    """The code of a cell with nothing in the place of what only IPython understands."""
    return _FOR_IPYTHON.sub(r"\1pass", source)


def ipython_lines(source: str) -> list[str]:
    """The lines of a cell that only IPython understands, except ``name??``."""
    lines = (line[0].strip() for line in _FOR_IPYTHON.finditer(source))
    return [line for line in lines if not re.fullmatch(r"[\w.]+\?\?", line)]


_FOR_IPYTHON = re.compile(r"^([ \t]*+)(?!#)(?:[%!?].*|.*\?)[ \t]*$", re.MULTILINE)


def _blocks(source: str, cell: int) -> Iterator[Block]:
    """The blocks of a Markdown cell."""
    lists = 0
    opening = Token("", "", 0)
    for token in _MARKDOWN.parse(source):
        if token.type in {"list_item_open", "list_item_close"}:
            lists += token.nesting
        elif token.type == "html_block":
            yield Block(cell, "html", html=[token.content])
        elif token.type == "inline":
            kind = "item" if lists else _KINDS[opening.type]
            level = int(opening.tag[1]) if kind == "heading" else 0
            yield _block(token.children or [], cell, kind, level)
        opening = token


_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "th_open": "table",
    "td_open": "table",
}


def _block(tokens: Sequence[Token], cell: int, kind: str, level: int) -> Block:
    """What stands in a heading, a paragraph, a list item or a cell of a table."""
    links = list(_between(tokens, "link"))
    linked = {id(one) for _, inner in links for one in inner}
    bold = list(_between(tokens, "strong"))
    starts_bold = bold and not _plain(tokens[: tokens.index(bold[0][0])])
    return Block(
        cell,
        kind,
        _plain(tokens),
        level,
        lead=_plain(bold[0][1]) if starts_bold else "",
        bold=[_plain(inner) for _, inner in bold],
        links=[(_plain(inner), str(link.attrs["href"])) for link, inner in links],
        images=[(one.content, str(one.attrs["src"])) for one in tokens if one.type == "image"],
        code=[one.content for one in tokens if one.type == "code_inline"],
        html=[one.content for one in tokens if one.type == "html_inline"],
        unlinked=_plain([t for t in tokens if t.type == "text" and id(t) not in linked]),
    )


def _between(tokens: Sequence[Token], mark: str) -> Iterator[tuple[Token, list[Token]]]:
    """Each opening mark of a kind, with what stands between it and its close."""
    for place, token in enumerate(tokens):
        if token.type == f"{mark}_open":
            rest = tokens[place + 1 :]
            yield token, list(takewhile(lambda one: one.type != f"{mark}_close", rest))


def _plain(tokens: Iterable[Token]) -> str:
    """The words of a stretch of text, those that stand for a picture too."""
    return "".join(
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in tokens
        if token.type != "html_inline"
    )
