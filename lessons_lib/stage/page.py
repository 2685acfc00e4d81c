"""A picture and its words as they stand on a page."""

from base64 import b64encode
from html import escape

from lessons_lib.stage.style import PALETTE

SVG_DATA = "data:image/svg+xml;base64,"
"""How the address of a picture begins that stands in the page itself."""

POINTS_PER_INCH = 72
CSS_DPI = 96


def image(svg: str, size: tuple[float, float], title: str, words: str) -> str:
    """A picture as HTML that every page shows, and its words below it.

    It is an image and not SVG among the elements of the page: so JupyterLab shows it in a notebook
    that it does not trust, and GitHub, nbviewer and nbconvert leave it whole.

    Args:
        svg: the picture, a whole document.
        size: its width and height in points.
        title: what it is of, for who cannot see it; they hear the words after it.
        words: what it shows.
    """
    width, height = (round(CSS_DPI / POINTS_PER_INCH * points) for points in size)
    data = b64encode(svg.encode()).decode("ascii")
    return (
        f'<p><img alt="{escape(title)}" width="{width}" height="{height}" '
        f'src="{SVG_DATA}{data}"></p>\n<p>{escape(words)}</p>'
    )


def themed(svg: str, words: str) -> dict[str, str]:
    """A picture on a clear ground for both themes of a page, and its words.

    Returns:
        ``light`` and ``dark``, named after the theme that the colours are for, and ``words``.
    """
    dark = svg
    for shade in PALETTE.values():
        dark = dark.replace(shade.light, shade.dark)
    return {"light": svg, "dark": dark, "words": words}
