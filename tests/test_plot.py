"""A plot in a notebook: picture, words and numbers, and a figure that may be changed."""

import re
from base64 import b64decode
from dataclasses import replace
from struct import unpack
from xml.etree import ElementTree

import matplotlib as mpl
from waves import waves

from lessons_lib.stage.page import CSS_DPI, SVG_DATA
from lessons_lib.stage.plot import PNG_DPI

SVG = "{http://www.w3.org/2000/svg}"


def picture(plot):
    """The SVG document in what a notebook is given."""
    html = plot._repr_mimebundle_()["text/html"]
    return b64decode(re.search(f'src="{re.escape(SVG_DATA)}([^"]+)"', html)[1]).decode()


def test_a_notebook_gets_picture_words_and_numbers():
    plot = waves.plot(hip_flexion_deg=30)
    shown = plot._repr_mimebundle_()
    assert shown["text/plain"] == repr(plot) == plot.words
    above, numbers = shown["text/html"].split("<details>")
    assert plot.words in above
    assert 'alt="Waves"' in above
    assert numbers.startswith("<summary>")
    assert plot.table.html() in numbers


def test_what_is_changed_in_the_figure_is_seen():
    plot = waves.plot()
    before = picture(plot)
    assert picture(plot) == before
    plot.figure.axes[0].lines[0].set_color("#123456")
    assert "#123456" not in before
    assert "#123456" in picture(plot)


def test_whatever_matplotlib_draws_can_be_added():
    plot = waves.plot()
    left, right = plot.figure.axes
    left.imshow([[0, 1], [1, 0]], extent=(0, 50, -1, 1), aspect="auto")
    left.scatter([0, 50], [0, 1], c=[0, 1], s=[20, 200], marker="*")
    left.annotate(
        r"$\alpha^2$", (0, 0), (50, 1), arrowprops={"arrowstyle": "->"}, url="https://a.b"
    )
    right.fill_between([1, 10, 100], [0, 1, 2], hatch="x", label="here")
    right.legend()
    plot.figure.add_axes((0.4, 0.4, 0.2, 0.2), projection="polar").bar([0, 1], [1, 2])
    root = ElementTree.fromstring(picture(plot))
    assert len(list(root.iter(f"{SVG}image"))) == 1
    drawn = ElementTree.tostring(root, encoding="unicode")
    names = {one.get("id") for one in root.iter() if one.get("id")}
    assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', drawn)) == names


def test_the_picture_has_the_size_that_it_says():
    plot = waves.plot()
    inches = tuple(plot.figure.get_size_inches())
    assert unpack(">II", plot.png()[16:24]) == tuple(PNG_DPI * side for side in inches)
    html = plot.html()
    said = tuple(int(re.search(f'{name}="([0-9]+)"', html)[1]) for name in ("width", "height"))
    assert said == tuple(CSS_DPI * side for side in inches)
    box = ElementTree.fromstring(picture(plot)).get("viewBox")
    assert [float(one) for one in box.split()[2:]] == [72 * side for side in inches]


def test_words_are_not_taken_for_html():
    plot = replace(waves.plot(), title='"A" <b>', words="A moment < 3 N·m & falling.")
    assert "A moment &lt; 3 N·m &amp; falling." in plot.html()
    assert 'alt="&quot;A&quot; &lt;b&gt;"' in plot.html()


def test_what_the_learner_has_set_does_not_reach_the_picture():
    usual = picture(waves.plot())
    with mpl.rc_context({"savefig.bbox": "tight", "font.size": 30, "savefig.transparent": True}):
        assert picture(waves.plot()) == usual
