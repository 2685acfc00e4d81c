"""The base of everything that a learner touches: a widget that never leaves a hole."""

from importlib.resources import files
from typing import Any

import anywidget

from lessons_lib.stage.style import PALETTE


def web(*names: str) -> str:
    """The texts of these files of ``apps/web``, all scripts or all styles, one after the other.

    In front come the helpers and the look that every widget shares.
    """
    folder = files("lessons_lib.apps") / "web"
    kind = names[0].rpartition(".")[2]
    shared = "" if kind == "js" else _colours()
    texts = ((folder / name).read_text(encoding="utf-8") for name in ("common." + kind, *names))
    return shared + "".join(texts)


def style(name: str) -> str:
    """A style sheet of ``apps/web`` for HTML that needs no widget, without the shared look."""
    css = (files("lessons_lib.apps") / "web" / name).read_text(encoding="utf-8")
    return f"<style>{css}</style>"


def _colours() -> str:
    light = "".join(f"--ll-{name}:{shade.light};" for name, shade in PALETTE.items())
    dark = "".join(f"--ll-{name}:{shade.dark};" for name, shade in PALETTE.items())
    return f".ll{{{light}}}\n[data-jp-theme-light='false'] .ll{{{dark}}}\n"


class CourseWidget(anywidget.AnyWidget):
    """A widget whose output also holds what stands in for it where widgets do not run.

    A subclass sets ``_esm`` and ``_css`` (``web("NAME.js")``, ``web("NAME.css")``) and says in
    `words` and, where there is more to show, in `stand_in` what a page without widgets gets.
    """

    def words(self) -> str:
        """What the widget says at its start, in plain words; nbval compares it."""
        raise NotImplementedError

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Further representations by MIME type, and their metadata."""
        return {}, {}

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        more, more_metadata = self.stand_in()
        return {**data, **more, "text/plain": self.words()}, {**metadata, **more_metadata}
