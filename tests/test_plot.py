from base64 import b64decode
from dataclasses import replace
from struct import unpack

import matplotlib as mpl
import pytest
from waves import waves

from lessons_lib.stage.plot import CSS_DPI, PNG_DPI


@pytest.fixture
def shown(monkeypatch):
    """What a notebook is given to show, in order."""
    outputs = []
    monkeypatch.setattr(
        "IPython.display.publish_display_data",
        lambda data, metadata=None: outputs.append((data, metadata or {})),
    )
    return outputs


def test_a_notebook_gets_picture_words_and_numbers(shown):
    plot = waves(hip_flexion_deg=30)
    plot._ipython_display_()
    (picture, about), (text, _) = shown
    assert picture["text/plain"] == "Picture: Waves"
    assert about["image/png"]["alt"] == plot.words
    assert text["text/plain"] == plot.words
    words, numbers = text["text/html"].split("<details>")
    assert plot.words in words
    assert numbers.startswith("<summary>")
    assert plot.table.html() in numbers


def test_the_picture_has_the_size_that_it_says():
    plot = waves()
    png, about = plot.png()
    pixels = unpack(">II", b64decode(png)[16:24])
    inches = tuple(plot.figure.get_size_inches())
    assert pixels == tuple(PNG_DPI * side for side in inches)
    assert (about["width"], about["height"]) == tuple(CSS_DPI * side for side in inches)


def test_words_are_not_taken_for_html():
    plot = replace(waves(), words="A moment < 3 N·m & falling.")
    assert "A moment &lt; 3 N·m &amp; falling." in plot.html()


def test_what_the_learner_has_set_does_not_reach_the_picture():
    usual = waves().png()
    with mpl.rc_context({"savefig.bbox": "tight", "font.size": 30, "savefig.transparent": True}):
        assert waves().png() == usual
