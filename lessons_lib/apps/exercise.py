"""An exercise to answer in the page: a field, a check that says what is off, and the way."""

from html import escape
from typing import Any

import traitlets

from lessons_lib.apps import typed
from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import sheets


class ExerciseWidget(RememberingWidget):
    """One exercise; what is typed is judged in the browser, from the exercise's sheet."""

    _page = "exercise"
    wanted_for = "to answer here"
    sheet = traitlets.Dict().tag(sync=True)

    def words(self) -> str:
        """The exercise as plain text, for a page without widgets."""
        one = self.sheet
        given = [f"  {words}: {value}" for words, value in one["given"]]
        hint = [f"A hint: {one['hint']}"] if one["hint"] else []
        return "\n".join([f"{one['title']}. {one['prompt']}", *given, *hint])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The exercise with its way folded, for a page without widgets."""
        one = {key: escape(str(value), quote=False) for key, value in self.sheet.items()}
        rows = "".join(
            f"<tr><td>{escape(words)}</td><td>{escape(value)}</td></tr>"
            for words, value in self.sheet["given"]
        )
        hint = f"<details><summary>A hint</summary><p>{one['hint']}</p></details>"
        html = (
            f"<p><b>{one['title']}.</b> {one['prompt']}</p>"
            f"{f'<table>{rows}</table>' if rows else ''}{hint if one['hint'] else ''}"
            f"<details><summary>Show me how: {one['title']}</summary><p>{one['working']}</p>"
            f"<p><b>Result:</b> {one['result']}. {one['why']}</p></details>"
        )
        return {"text/html": html}, {}


def exercise(exercise_id: str) -> ExerciseWidget:
    """The exercise of an id, such as ``"04-slope"``; KeyError with a sentence if there is none."""
    typed.watch()
    return ExerciseWidget(sheet=dict(sheets.load(exercise_id)))
