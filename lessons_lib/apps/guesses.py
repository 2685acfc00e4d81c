"""At the end of a lesson: what was guessed, beside what one finds."""

from dataclasses import asdict
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import predictions


class GuessesWidget(RememberingWidget):
    """The predictions of a lesson with the learner's guesses and the findings."""

    _page = "guesses"
    wanted_for = "to see your guesses here"
    predictions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def words(self) -> str:
        """Questions and findings as plain text, for a page without widgets."""
        found = (f"{one['text']}\n   {one['finding']}" for one in self.predictions)
        return "\n".join(["What was asked, and what one finds", *found])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same, folded: nobody reads a finding before its question by accident."""
        rows = "".join(
            f"<dt>{escape(one['text'])}</dt><dd>{escape(one['finding'])}</dd>"
            for one in self.predictions
        )
        title = "What was asked, and what one finds"
        return {"text/html": f"<details><summary>{title}</summary><dl>{rows}</dl></details>"}, {}


def guesses(name: str) -> GuessesWidget:
    """The guesses of a lesson, such as ``"04_hamstrings_and_pelvis"``, beside what one finds.

    Raises:
        KeyError: the lesson asks for no guess.
    """
    return GuessesWidget(predictions=[asdict(one) for one in predictions.load(name)])
