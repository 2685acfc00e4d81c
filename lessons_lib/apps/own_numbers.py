"""A number of the learner's own: asked for once, and drawn as "you" in pictures from then on."""

from dataclasses import asdict
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import own_numbers


class OwnNumberWidget(RememberingWidget):
    """A field for one number; it stays in the page unless the learner agrees that it is kept."""

    _page = "own_numbers"
    wanted_for = "to give your own number"
    number = traitlets.Dict().tag(sync=True)

    def words(self) -> str:
        """What is asked for and how to get it, for a page without widgets."""
        return f"Yours: {self.number['label']} ({self.number['unit']}). {self.number['how']}"

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same, for a page without widgets."""
        return {"text/html": f"<p>{escape(self.words())}</p>"}, {}


def own_number(name: str) -> OwnNumberWidget:
    """The learner's own `name`, such as ``"leg_raise_deg"``.

    Raises:
        KeyError: it is none of the numbers that the course asks for.
    """
    known = own_numbers.own_numbers()
    if name not in known:
        raise KeyError(f"there is no number '{name}'; there are: {', '.join(known)}")
    return OwnNumberWidget(number=asdict(known[name]))
