"""The article's claims, each with a verdict, the reason, and how sure that is.

>>> one = claim("C17")
>>> one.quotation, one.verdict.word, one.sources
('hamstrings “pull the pelvis posteriorly”', 'supported', ('thelen2013',))
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from lessons_lib.data import tables


@dataclass(frozen=True)
class Verdict:
    """One step of the scale: a word, a sign that goes with it, and what it says of a claim."""

    word: str
    sign: str
    meaning: str


@dataclass(frozen=True)
class Claim:
    """A claim of the article, or an omission.

    Attributes:
        id: C1 to C34 for claims, O1 to O4 for omissions.
        quotation: the article's own words in quotation marks, ours around them.
        verdict: what the evidence says of it.
        why: the reason, in one or two sentences.
        sources: keys of the bibliography; none where logic decides or no test exists.
        certainty: how sure the verdict is, and what it rests on.
        lesson: the name of the notebook that works it out.
        section: the heading there under which its card stands.
    """

    id: str
    quotation: str
    verdict: Verdict
    why: str
    sources: tuple[str, ...]
    certainty: str
    lesson: str
    section: str

    @property
    def address(self) -> str:
        """Where its card stands, as a link from another lesson.

        >>> claim("C17").address
        '04_hamstrings_and_pelvis.ipynb#6.-What-the-article-says'
        """
        # JupyterLab calls a heading by its words, with hyphens for spaces, and finds no other
        # spelling: what may stand as it is in a link has to.
        return f"{self.lesson}.ipynb#{quote(self.section.replace(' ', '-'), safe=',?')}"


@cache
def verdicts() -> Mapping[str, Verdict]:
    """The scale of verdicts by their word, from the kindest on."""
    rows = tables.load("verdicts").rows()
    return {row["verdict"]: Verdict(row["verdict"], row["sign"], row["meaning"]) for row in rows}


@cache
def claims() -> Mapping[str, Claim]:
    """Every claim and omission by its id, in the article's order."""
    return {row["id"]: _claim(row) for row in tables.load("claims").rows()}


def claim(claim_id: str) -> Claim:
    """The claim called `claim_id`; KeyError with a sentence if there is none."""
    try:
        return claims()[claim_id]
    except KeyError:
        raise KeyError(
            f"there is no claim '{claim_id}'; the article's claims are C1 to C34, "
            f"and what it leaves out is O1 to O4"
        ) from None


def in_order(ids: Collection[str]) -> tuple[str, ...]:
    """The claims called so, in the article's order, each once.

    >>> in_order(["C10", "C2", "C10"])
    ('C2', 'C10')
    """
    return tuple(one for one in claims() if one in ids)


def _claim(row: Mapping[str, str]) -> Claim:
    return Claim(
        id=row["id"],
        quotation=row["quotation"],
        verdict=verdicts()[row["verdict"]],
        why=row["why"],
        sources=tuple(row["sources"].split()),
        certainty=row["certainty"],
        lesson=row["lesson"],
        section=row["section"],
    )
