"""The card of a claim: what the article says, the verdict, why, and how sure that is.

The card is plain HTML. It looks the same in every lesson and needs no widget.
"""

from dataclasses import dataclass
from html import escape

from lessons_lib.apps import sources
from lessons_lib.apps.widget import style
from lessons_lib.evidence import claims as evidence
from lessons_lib.stage.style import PALETTE

_COLOUR = {
    "supported": "green",
    "partly": "blue",
    "unsupported": "muted",
    "wrong": "red",
    "self-contradictory": "purple",
    "left out": "orange",
}


@dataclass(frozen=True, repr=False)
class Card:
    """A claim that shows itself as HTML and as plain text."""

    claim: evidence.Claim

    def __repr__(self) -> str:
        claim = self.claim
        lines = (
            f"{claim.id}: {claim.quotation}",
            f"{claim.verdict.sign} {claim.verdict.word}. {claim.verdict.meaning}",
            f"Why: {claim.why}",
            f"How sure: {claim.certainty}",
            f"Sources: {sources.named(claim.sources)}" if claim.sources else "",
        )
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        return style("claims/claims.css") + self.html()

    def html(self) -> str:
        """The card without its style, to stand in a page that has ``claims.css``."""
        claim, verdict = self.claim, self.claim.verdict
        shade = PALETTE[_COLOUR[verdict.word]]
        return (
            f'<div class="ll-claim" style="--light: {shade.light}; --dark: {shade.dark}">'
            f'<p><b>{claim.id}</b> <b class="ll-verdict">{verdict.sign} {verdict.word}</b> '
            f"<small>{escape(verdict.meaning)}</small></p>"
            f"<blockquote>{escape(claim.quotation, quote=False)}</blockquote>"
            f"<p>{escape(claim.why, quote=False)}</p>"
            f"<p><small><b>How sure:</b> {escape(claim.certainty, quote=False)}</small></p>"
            f"{sources.paragraph(claim.sources)}</div>"
        )


def claim(claim_id: str) -> Card:
    """The card of a claim (``"C17"``) or an omission (``"O1"``); KeyError if there is none."""
    return Card(evidence.claim(claim_id))
