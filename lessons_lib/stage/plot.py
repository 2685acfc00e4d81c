"""A Plot: one picture, the words that say what it shows, and the numbers behind it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lessons_lib.data import Table
from lessons_lib.stage import page
from lessons_lib.stage.draw import Figure
from lessons_lib.stage.style import PAPER, style

PNG_DPI = 144


@dataclass(frozen=True)
class Plot:
    """Picture, words and numbers of one state of the world.

    Attributes:
        title: what the picture is of, in a few words.
        figure: the matplotlib figure; what is changed in it is seen when the plot is shown.
        words: what the picture shows, with its numbers, for somebody who cannot see it.
        table: the numbers behind the picture, with units.
    """

    title: str
    figure: Figure
    words: str
    table: Table

    def png(self) -> bytes:
        """The picture as PNG, on white."""
        file = BytesIO()
        with style():
            self.figure.savefig(file, format="png", dpi=PNG_DPI, facecolor=PAPER)
        return file.getvalue()

    def themed(self) -> dict[str, str]:
        """The picture as SVG for both themes of a page, and its words (`page.themed`)."""
        from lessons_lib.stage.trace import svg

        return page.themed(svg(self.figure), self.words)

    def html(self) -> str:
        """Picture, words and, folded, the table."""
        from lessons_lib.stage.trace import svg

        width, height = (page.POINTS_PER_INCH * self.figure.get_size_inches()).tolist()
        picture = svg(self.figure, ground=PAPER)
        return (
            page.image(picture, (width, height), self.title, self.words)
            + f"<details><summary>The numbers</summary>{self.table.html()}</details>"
        )

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.words}
