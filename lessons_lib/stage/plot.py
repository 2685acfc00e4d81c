"""A Plot: one picture, the words that say what it shows, and the numbers behind it."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO, StringIO
from typing import Any

from matplotlib.figure import Figure

from lessons_lib.data import Table
from lessons_lib.stage.style import PALETTE, style

PNG_DPI = 144
CSS_DPI = 96


@dataclass(frozen=True)
class Plot:
    """Picture, words and numbers of one state of the world.

    Attributes:
        title: what the picture is of, in a few words.
        figure: the matplotlib figure.
        words: what the picture shows, with its numbers, for somebody who cannot see it.
        table: the numbers behind the picture, with units.
    """

    title: str
    figure: Figure
    words: str
    table: Table

    def png(self) -> tuple[str, dict[str, Any]]:
        """The picture as base64 PNG, and its metadata: size on the page and its words."""
        file = BytesIO()
        with style():
            self.figure.savefig(file, format="png", dpi=PNG_DPI, facecolor="white")
        width, height = (round(CSS_DPI * inches) for inches in self.figure.get_size_inches())
        about = {"width": width, "height": height, "alt": self.words}
        return b64encode(file.getvalue()).decode("ascii"), about

    def themed(self) -> dict[str, str]:
        """The picture as two SVG documents on a clear ground, ``light`` and ``dark``, and `words`.

        The names say for which theme of a page the colours are.
        """
        file = StringIO()
        with style():
            self.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        light = dark = file.getvalue()
        for shade in PALETTE.values():
            dark = dark.replace(shade.light, shade.dark)
        return {"light": light, "dark": dark, "words": self.words}

    def html(self) -> str:
        """The words and, folded, the table."""
        return (
            f"<p>{escape(self.words)}</p>"
            f"<details><summary>The numbers</summary>{self.table.html()}</details>"
        )

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        show: Callable[..., None] = publish_display_data

        png, about = self.png()
        picture = {"image/png": png, "text/plain": f"Picture: {self.title}"}
        show(picture, metadata={"image/png": about})
        show({"text/html": self.html(), "text/plain": self.words})
