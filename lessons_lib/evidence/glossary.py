"""The words of the field that the course uses, each explained once, where it is first needed.

>>> term("stride").lesson
'03_walking'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lessons_lib.data import tables


@dataclass(frozen=True)
class Term:
    """A word of the field.

    Attributes:
        name: the word as the course uses it.
        also: what else it is called; mostly empty.
        meaning: what it means here, in a sentence or two.
        lesson: the notebook that first needs and explains it.
        everyday: whether people say it in other senses, too, so that it is not to be explained
            wherever it stands.
    """

    name: str
    also: str
    meaning: str
    lesson: str
    everyday: bool = False

    @property
    def other_names(self) -> tuple[str, ...]:
        """What else it is called, one by one."""
        return tuple(name.strip() for name in self.also.split(";") if name.strip())


@cache
def terms() -> Mapping[str, Term]:
    """Every term by its name, in alphabetical order."""
    rows = sorted(tables.load("glossary").rows(), key=lambda row: row["term"].casefold())
    return {
        row["term"]: Term(
            row["term"], row["also"], row["meaning"], row["lesson"], row["everyday"] == "yes"
        )
        for row in rows
    }


def term(name: str) -> Term:
    """The term called `name`; KeyError with a sentence if the glossary has none."""
    try:
        return terms()[name]
    except KeyError:
        raise KeyError(
            f"the glossary has no '{name}'; its terms stand in notebooks/glossary.md"
        ) from None
