"""The palette holds what it promises, on light and on dark pages."""

from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lessons_lib.stage import style
from lessons_lib.stage.style import PALETTE

PAGES = ("light", "dark")
DATA = ("blue", "orange", "green", "purple", "red")
WORDS = ("ink", "muted")

# Linear RGB as dichromats see it. G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A
# physiologically-based model for simulation of color vision deficiency, IEEE Trans. Vis. Comput.
# Graph. 15 (2009) 1291-1298, severity 1.0. https://doi.org/10.1109/TVCG.2009.113
DICHROMATS = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(color):
    """Linear RGB of a colour (IEC 61966-2-1)."""
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of WCAG 2.2."""
    lighter, darker = sorted(
        (float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other)), reverse=True
    )
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb):
    """CIELAB (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    white = np.array([0.9505, 1.0, 1.089])
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / white
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", DATA)
def test_data_colours_stand_out_from_the_page(name, page):
    assert contrast(getattr(PALETTE[name], page), getattr(PALETTE["paper"], page)) >= 3


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", WORDS)
def test_words_can_be_read_on_the_page_and_on_skin(name, page):
    for behind in ("paper", "skin"):
        assert contrast(getattr(PALETTE[name], page), getattr(PALETTE[behind], page)) >= 4.5


# A CIELAB distance of 2.3 is just noticeable side by side. Lines are thin and lie apart, and a
# reader has to match them with a label: four times that. Colour never stands alone besides.
EASILY_TOLD_APART = 10


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sight", ["all", *DICHROMATS])
@pytest.mark.parametrize(("one", "other"), list(combinations(DATA, 2)))
def test_data_colours_can_be_told_apart_by_every_eye(one, other, sight, page):
    seen = [
        lab(np.array(DICHROMATS.get(sight, np.eye(3))) @ linear(getattr(PALETTE[name], page)))
        for name in (one, other)
    ]
    assert np.linalg.norm(seen[0] - seen[1]) >= EASILY_TOLD_APART


def test_the_style_holds_inside_its_block_only():
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 31, "axes.grid": False}):
        with style.style():
            assert mpl.rcParams["font.size"] == 11
            assert mpl.rcParams["axes.grid"]
        assert mpl.rcParams["font.size"] == 31
    assert dict(mpl.rcParams) == before
