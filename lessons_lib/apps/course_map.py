"""The course map: all lessons, and where the learner is among them."""

from typing import Any

import traitlets

from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import items


class CourseMapWidget(RememberingWidget):
    """A table of lessons; its page adds how far the learner has come in each.

    Below it stands what the learner could hand in: a file that the page makes, and nobody sends.

    Args:
        lessons: of each lesson ``file``, ``title``, ``afterwards``, ``minutes``, what to do
            ``first`` (pairs of file and title), and its ``items`` that can be remembered.
        text: the map in plain words.
        html: the map as a table, for a page without widgets.
    """

    _page = "course_map"
    wanted_for = ""
    lessons: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    edition = traitlets.Unicode().tag(sync=True)

    def __init__(self, lessons: list[dict[str, Any]], text: str, html: str) -> None:
        self._text, self._html = text, html
        super().__init__(lessons=lessons, edition=items.edition())

    def words(self) -> str:
        """The map in plain words."""
        return self._text

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The map as a table."""
        return {"text/html": self._html}, {}
