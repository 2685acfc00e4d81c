"""The base of everything that a learner touches: a widget that never leaves a hole."""

from typing import Any

import anywidget

from lessons_lib.apps import modules
from lessons_lib.stage.style import PALETTE


def style(name: str) -> str:
    """A style sheet of ``apps/web`` for HTML that needs no widget, without the shared look."""
    return f"<style>{modules.style(name)}</style>"


def look(page: str) -> str:
    """The style sheet of a page of ``apps/web``, with the colours of both themes."""
    return colours() + modules.style(f"{page}/{page}.css")


def colours(light: str = ".ll", dark: str = "[data-jp-theme-light='false'] .ll") -> str:
    """The palette as properties.

    Args:
        light: selects what bears the light colours.
        dark: selects what bears the dark ones.
    """
    lights = "".join(f"--ll-{name}:{shade.light};" for name, shade in PALETTE.items())
    darks = "".join(f"--ll-{name}:{shade.dark};" for name, shade in PALETTE.items())
    return f"{light}{{{lights}}}\n{dark}{{{darks}}}\n"


_ASLEEP = '<p class="ll-asleep" style="border-left: 4px solid #767676; padding: 2px 10px">{}</p>'


class CourseWidget(anywidget.AnyWidget):
    """A widget whose output also holds what stands in for it where widgets do not run.

    A subclass names its page, a folder of ``apps/web``, says what it is `wanted_for`, and in
    `words` and `stand_in` what a front end without widgets gets.
    """

    _page: str

    wanted_for: str
    """What the learner runs its cell for, "to move it"; empty where a stand-in says it all."""

    @property
    def _esm(self) -> str:
        return modules.script(f"{self._page}/{self._page}.js")

    @property
    def _css(self) -> str:
        return look(self._page)

    @property
    def page(self) -> str:
        """The folder of ``apps/web`` whose module shows it."""
        return self._page

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
        # A front end that shows the widget shows no HTML; one that shows HTML has no live widget.
        if self.wanted_for and "text/html" in more:
            waking = f"▶ Run this cell (Shift + Enter) {self.wanted_for}."
            more["text/html"] = _ASLEEP.format(waking) + more["text/html"]
        return {**data, **more, "text/plain": self.words()}, {**metadata, **more_metadata}
