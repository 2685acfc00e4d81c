"""What travels to the browser is the picture that matplotlib would draw."""

import re
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from thoroughness import some
from waves import frame, waves

from lessons_lib.data import Table
from lessons_lib.stage.draw import Stage, place, settled
from lessons_lib.stage.live import PEN_UP, UNITS_PER_POINT, LiveStage
from lessons_lib.stage.scene import Frame, Mark, Scene
from lessons_lib.stage.style import BLUE, ORANGE, RED

STAGE = LiveStage.of(waves)
HALF_A_UNIT = 0.5 / UNITS_PER_POINT
SVG = "{http://www.w3.org/2000/svg}"


def unpack(packet, index=0):
    """Points of each artist in frame `index`, as the browser reads them: page points, y down."""
    numbers = np.frombuffer(packet.coordinates, np.int16)
    found = {}
    for artist, about in zip(STAGE.artists, packet.head["layout"], strict=False):
        start = about["start"] + (0 if about["still"] else 2 * about["points"] * index)
        xy = numbers[start : start + 2 * about["points"]].reshape(-1, 2)
        found[artist["name"]] = np.where(xy == PEN_UP, np.nan, xy / UNITS_PER_POINT)
    return found


def at(hip=0.0, knee=0.0, cycle=0.0, muscle=0.0):
    return frame(hip, knee, cycle, muscle)


def drawn_by_matplotlib(marks):
    """Points of each artist in an SVG that matplotlib draws of the whole figure."""
    stage = settled(waves)
    for name, artist in stage.live.items():
        artist.set_gid(name)
        place(artist, marks[name])
    file = StringIO()
    with mpl.rc_context({"path.simplify": False, "svg.fonttype": "none"}):
        stage.figure.savefig(file, format="svg")
    root = ElementTree.fromstring(file.getvalue())
    found = {}
    for name in stage.live:
        group = next(one for one in root.iter(f"{SVG}g") if one.get("id") == name)
        use, text = group.find(f".//{SVG}use"), group.find(f".//{SVG}text")
        if use is not None:
            points = [(float(use.get("x")), float(use.get("y")))]
        elif text is not None:
            points = [(float(text.get("x", "nan")), float(text.get("y", "nan")))]
        else:
            path = group.find(f".//{SVG}path").get("d")
            points = [tuple(map(float, pair)) for pair in re.findall(r"[ML] (\S+) (\S+)", path)]
        found[name] = np.array(points)
    return found


@settings(max_examples=some(15))
@given(st.integers(-20, 76), st.integers(0, 120), st.integers(0, 100), st.integers(0, 2))
def test_the_browser_draws_where_matplotlib_draws(hip, knee, cycle, muscle):
    shown = at(hip, knee, cycle, muscle)
    streamed = unpack(STAGE.pack([shown]))
    drawn = drawn_by_matplotlib(shown.marks)
    assert drawn.keys() == streamed.keys()
    for name, points in streamed.items():
        visible = points[~np.isnan(points[:, 0])]
        # Beside the quantum, matplotlib writes six decimals; a closed shape may repeat its first.
        np.testing.assert_allclose(visible, drawn[name][: len(visible)], atol=HALF_A_UNIT + 2e-6)
        assert len(drawn[name]) - len(visible) in ({0, 1} if name == "area" else {0}), name


@given(arrays(float, (7, 2), elements=st.floats(0, 1)))
def test_coordinates_decode_to_the_data(places):
    low, high = np.array([-20, -2]), np.array([120, 2])
    data = low + places * (high - low)
    shown = at()
    sent = unpack(STAGE.pack([replace(shown, marks={**shown.marks, "wave": Mark(data)})]))["wave"]
    # The box of the axes as the browser has it: it cuts the wave off where the axes end.
    x, y, width, height = next(one["clip"] for one in STAGE.artists if one["name"] == "wave")
    back = low + (sent - [x, y + height]) / [width, -height] * (high - low)
    assert np.all(np.abs(back - data) <= (high - low) / [width, height] / UNITS_PER_POINT)


def test_what_is_far_away_stays_on_its_side():
    far = np.array([[-1e9, 1e9], [1e9, -1e9]])
    shown = at()
    sent = unpack(STAGE.pack([replace(shown, marks={**shown.marks, "wave": Mark(far)})]))["wave"]
    limit = 32767 / UNITS_PER_POINT
    np.testing.assert_array_equal(sent, [[-limit, -limit], [limit, limit]])


def test_a_gap_lifts_the_pen():
    gaps = np.isnan(at(knee=40).marks["dashed"].xy[:, 1])
    assert gaps.any()
    sent = unpack(STAGE.pack([at(knee=40)]))["dashed"]
    np.testing.assert_array_equal(np.isnan(sent).all(axis=1), gaps)
    np.testing.assert_array_equal(np.isnan(sent).any(axis=1), gaps)


def test_a_path_may_have_more_points_in_one_frame_than_in_another():
    short, long = np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [10.0, 1.0], [20.0, 0.0]])
    both = [replace(at(), marks={**at().marks, "wave": Mark(xy)}) for xy in (short, long)]
    packet = STAGE.pack(both)
    first, second = (unpack(packet, index)["wave"] for index in (0, 1))
    assert np.isnan(first[1:]).all()
    assert not np.isnan(second).any()
    np.testing.assert_array_equal(first[0], second[0])


def test_a_sweep_is_its_frames_one_after_the_other():
    frames = [at(hip=hip, muscle=1) for hip in range(-20, 60, 7)]
    sweep = STAGE.pack(frames)
    for index, one in enumerate(frames):
        alone, swept = unpack(STAGE.pack([one])), unpack(sweep, index)
        for name, points in alone.items():
            np.testing.assert_array_equal(points, swept[name])
        assert sweep.head["words"][index] == one.words


def test_what_stands_still_in_a_sweep_travels_once():
    frames = [at(hip=hip) for hip in range(-20, 60)]
    by_name = dict(zip(settled(waves).live, STAGE.pack(frames).head["layout"], strict=True))
    assert {name for name, about in by_name.items() if about["still"]} == {
        "dashed",
        "edge",
        "label",
    }
    numbers = sum(
        2 * about["points"] * (1 if about["still"] else len(frames)) for about in by_name.values()
    )
    assert len(STAGE.pack(frames).coordinates) == 2 * numbers


def test_two_artists_in_one_place_travel_once():
    shown = at()
    twice = replace(shown, marks={**shown.marks, "dashed": shown.marks["wave"]})
    assert len(STAGE.pack([twice]).coordinates) == len(STAGE.pack([shown]).coordinates) - 4 * 60
    np.testing.assert_array_equal(*(unpack(STAGE.pack([twice]))[one] for one in ("wave", "dashed")))


def test_texts_and_colours_travel_one_for_each_frame_or_one_for_all():
    def of(frames, name):
        layout = STAGE.pack(frames).head["layout"]
        return next(
            about
            for about, artist in zip(layout, STAGE.artists, strict=True)
            if artist["name"] == name
        )

    moving = [at(hip=30), at(hip=70)]
    assert of(moving, "label")["text"] == ["hip 30°", "hip 70°"]
    assert of(moving, "dot")["color"] == [one.marks["dot"].color for one in moving] == [BLUE, RED]
    still = [at(hip=30, knee=knee) for knee in (0, 1)]
    assert of(still, "label")["text"] == "hip 30°"
    assert of(still, "dot")["color"] == BLUE
    assert not {"text", "color"} & of(still, "wave").keys()


def test_the_still_part_is_the_same_in_every_run_and_holds_nothing_that_moves():
    assert LiveStage.of(waves).svg == STAGE.svg
    assert "<dc:date>" not in STAGE.svg
    for one in (BLUE, RED, ORANGE):
        assert one not in STAGE.svg


def live_look(draw):
    """How the browser is told to draw the one artist that `draw` puts on axes."""

    def stage():
        figure = Figure(figsize=(2, 2))
        return Stage(figure, {"one": draw(figure.subplots())})

    still = Frame({"one": Mark(np.zeros((1, 2)))}, "", Table({}))
    (artist,) = LiveStage.of(Scene("One", stage, lambda: still)).artists
    return artist


def test_a_line_keeps_its_width_and_dashes():
    look = live_look(lambda axes: axes.plot([], [], dashes=(3, 1), linewidth=2, color=BLUE)[0])
    assert (look["kind"], look["color"], look["width"], look["dashes"]) == ("line", BLUE, 2, [6, 2])


def test_markers_keep_their_outline_fill_and_edge():
    look = live_look(lambda axes: axes.plot([], [], "o", color=RED, markersize=9)[0])
    assert (look["kind"], look["color"], look["edge"]) == ("markers", RED, None)
    np.testing.assert_allclose(
        np.hypot(*np.transpose(look["shape"])), 4.5, atol=1 / UNITS_PER_POINT
    )
    hollow = live_look(lambda axes: axes.plot([], [], "o", mfc="none", mec=RED)[0])
    assert (hollow["color"], hollow["edge"]) == ("none", RED)


def test_a_shape_keeps_its_fill_edge_and_opacity():
    look = live_look(lambda axes: axes.fill([], [], fc=RED, ec="none", alpha=0.25)[0])
    assert (look["color"], look["edge"], look["opacity"]) == (RED, "none", 0.25)
    open_shape = live_look(lambda axes: axes.fill([], [], fill=False, ec=RED)[0])
    assert (open_shape["color"], open_shape["edge"]) == ("none", RED)


def test_what_leaves_the_axes_is_cut_off_but_words_are_not():
    line = live_look(lambda axes: axes.plot([], [])[0])
    assert line["clip"] is not None
    assert live_look(lambda axes: axes.plot([], [], clip_on=False)[0])["clip"] is None
    assert live_look(lambda axes: axes.text(0, 0, "", clip_on=True))["clip"] is None


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.plot([], [], "-o")[0],
        lambda axes: axes.scatter([], []),
        lambda axes: axes.add_patch(Circle((0, 0))),
    ],
)
def test_what_the_browser_could_not_draw_is_refused(draw):
    with pytest.raises(TypeError, match="moving artist"):
        live_look(draw)
