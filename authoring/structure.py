r"""The structure check: what every lesson has, and how to write it so that the check sees it.

``python -m authoring check`` reads the stored notebooks (it runs nothing) and says for
each finding which rule it is, what is wrong, what is allowed and what to do.

**A lesson, from top to bottom**

=====================  ===========================================================================
``# Title``            As in ``course.toml``; the first paragraph is one sentence: why it matters.
``## You will be       A list, each item an objective of ``course.toml``: its id as code, then its
able to``              words: "- `04a` compute a moment arm as ...".
``## Before you        Contains "about 60 minutes" as in ``course.toml``, and a link to each lesson
start``                to do first, ``[Start here](00_start_here.ipynb)``, and to no other.
``## 1. ...``          The lesson itself, in sections numbered from 1. Round each explorer come a
                       cell with ``predict("04-tilted")``, a paragraph ``**Try.**`` just before the
                       explorer, and ``**Explain.**`` after it, at the top of a cell of its own.
                       Predictions are data, ``lessons_lib/data/predictions``: a lesson asks all of
                       its own, once and in order. An explorer is a cell with ``explore(scene)``; a
                       still picture, ``picture(scene)``, needs none of this.
``## Your turn``       At least one exercise, ``exercise("04-slope")``. Then, folded under ``### The
                       same in Python``, each once more as ``check("04-slope", answer)``, and in the
                       text how to see it worked out, ```solution("04-slope")```.
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

**Quizzes** have to be read: over the whole course no way to guess by place, length or words such as
"always" beats chance by more than ten points (``authoring/rules/guessing.py``).

**Plans**, ``lessons_lib/data/plans``, name what their lesson has, show each of its explorers, ask
before they show, and fit their time where a class takes longest (``lessons_lib/teach/taught.py``).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring import stages, storing
from authoring.reading import Lesson, everything_known
from authoring.rules import Rules, cells, frame, guessing, references, stored
from lessons_lib.course import outline
from lessons_lib.data import quizzes
from lessons_lib.teach import taught

RULES: Rules = (*frame.RULES, *references.RULES, *cells.RULES, *stored.RULES)


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


def check(lesson: Lesson) -> list[Finding]:
    """What all rules find in a lesson."""
    return [
        Finding(lesson.path.name, None if index is None else index + 1, rule.__name__, sentence)
        for rule in RULES
        for index, sentence in rule(lesson)
    ]


def missing(folder: Path, course: Sequence[outline.Entry]) -> list[Finding]:
    """The lessons of the course that are not in a folder."""
    return [
        Finding(
            entry.file,
            None,
            frame.in_the_course.__name__,
            "This lesson is not in the folder. Write it, or take it out of course.toml.",
        )
        for entry in course
        if not (folder / entry.file).is_file()
    ]


def _plans(course: Sequence[outline.Entry]) -> Iterator[Finding]:
    """What in the teacher's plans their lessons do not have, or what does not fit its time."""
    for entry in course:
        try:
            found = list(taught.troubles(taught.taught(entry.stem)))
        except (OSError, ValueError) as error:
            found = [str(error)]
        yield from (Finding(f"{entry.stem}.toml", None, "plan", one) for one in found)


def main(argv: list[str]) -> int:
    """Check notebooks, their explorers' stages, quizzes and plans, and say what is wrong with them.

    Args:
        argv: notebooks or folders, to look at these only; where there is none, at ``notebooks``, at
            all stages, quizzes and plans.

    Returns:
        0 when nothing is wrong, 1 when something is, 2 when there is no notebook to check.
    """
    parser = argparse.ArgumentParser(
        prog="python -m authoring check",
        description="Say where notebooks are not built as lessons are.",
    )
    parser.add_argument("paths", nargs="*", help="notebooks or folders (all of the course)")
    given = parser.parse_args(argv).paths
    paths = given or ["notebooks"]
    notebooks = storing.notebooks(paths)
    if not notebooks:
        print("There is no notebook here. Give a path, or start in the project.", file=sys.stderr)
        return 2
    known = everything_known()
    findings = [
        one for path in paths if Path(path).is_dir() for one in missing(Path(path), known.course)
    ]
    if not given:
        findings += [Finding(one, None, "drawn", why) for one, why in stages.differing().items()]
        findings += _plans(known.course)
        asked = [one for name in quizzes.names() for one in quizzes.load(name).questions]
        findings += [
            Finding("quizzes", None, guessing.beaten.__name__, why)
            for why in guessing.beaten(asked)
        ]
    for path in notebooks:
        try:
            findings += check(Lesson(path, storing.read(path), known))
        except ValueError as error:
            findings.append(Finding(path.name, None, "format", str(error)))
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(notebooks)} notebook(s) read, {len(RULES)} rules, {len(findings)} finding(s).")
    return 1 if findings else 0
