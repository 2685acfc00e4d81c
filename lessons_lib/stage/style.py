"""One look for every picture: colours for light and dark pages, and matplotlib settings.

The data colours descend from Okabe and Ito's colour-blind safe set, shifted until each has a
contrast of at least 3:1 with its page (WCAG 2.2, 1.4.11), and words at least 4.5:1.
"""

from contextlib import AbstractContextManager
from typing import Any, NamedTuple


class Shade(NamedTuple):
    """A colour as it stands on a light and on a dark page."""

    light: str
    dark: str


PALETTE = {
    "paper": Shade("#ffffff", "#111111"),
    "ink": Shade("#1c1e21", "#eceff3"),
    "muted": Shade("#5b6068", "#a9b0ba"),
    "grid": Shade("#d9dce1", "#3a3f47"),
    "skin": Shade("#ebe4da", "#34302b"),
    "blue": Shade("#0072b2", "#5ab4ec"),
    "orange": Shade("#c65102", "#f08a4b"),
    "green": Shade("#00805d", "#35c79d"),
    "purple": Shade("#a0447c", "#e39ac4"),
    "red": Shade("#b3261e", "#ff6f66"),
}
"""Every colour that a picture or a widget may use, by name."""

INK, MUTED, GRID, PAPER, SKIN = (
    PALETTE[name].light for name in ("ink", "muted", "grid", "paper", "skin")
)
BLUE, ORANGE, GREEN, PURPLE, RED = (
    PALETTE[name].light for name in ("blue", "orange", "green", "purple", "red")
)

ON_PAPER: Any = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
"""The box of a label that stands where lines pass behind it."""

_SETTINGS = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "svg.fonttype": "path",
    "svg.hashsalt": "lessons_lib",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}


def style() -> AbstractContextManager[None]:
    """Matplotlib's settings for a picture of this course, inside a ``with`` block only.

    Whatever the learner has set elsewhere does not reach the picture.
    """
    import matplotlib as mpl  # widgets want the palette without waiting for it

    settings: dict[Any, Any] = {**mpl.rcParamsDefault, **_SETTINGS}
    del settings["backend"]
    return mpl.rc_context(settings)
