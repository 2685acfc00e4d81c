"""The scenes of lesson 06: the words say what the picture shows, wherever the sliders stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from scenes import SCENES, frames, numbers, positions
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.figures import free_body as cut
from lessons_lib.figures import lumbar
from lessons_lib.mechanics import lumbar as model
from lessons_lib.stage.draw import settled
from lessons_lib.stage.scene import Frame


@pytest.mark.parametrize(
    "name", [name for name in SCENES if name.startswith(("free_body.", "lumbar."))]
)
def test_nothing_that_moves_leaves_its_axes(name):
    scene = SCENES[name]
    stage = settled(scene)

    @settings(max_examples=some(60))
    @given(frames(scene))
    def everywhere(frame):
        for key, mark in frame.marks.items():
            axes = stage.live[key].axes
            # The limbs of the drawn body end below the picture.
            if key.removesuffix("_edge") in {"thigh", "shank", "foot", "arm", "joints"}:
                continue
            x, y = np.atleast_2d(mark.xy).T
            assert x.min() >= axes.get_xlim()[0]
            assert x.max() <= axes.get_xlim()[1]
            assert y.min() >= axes.get_ylim()[0]
            assert y.max() <= axes.get_ylim()[1]

    if scene is not lumbar.pressure:
        everywhere()


# The free body


@given(
    hip=positions("hip_lean_deg"),
    back=positions("lumbar_flexion_deg"),
    mass=positions("about_mass_kg"),
)
@settings(max_examples=some(60))
def test_weight_and_muscles_make_the_load(hip, back, mass):
    frame = cut.free_body.frame(hip, back, mass)
    widths = {
        part: frame.marks[f"{part}_bar"].xy[:, 0].max() for part in ("weight", "muscle", "disc")
    }
    assert widths["weight"] + widths["muscle"] == pytest.approx(widths["disc"])
    assert f"{widths['disc']:.2f} body weights" in frame.words
    low, high = frame.marks["band"].xy[[0, -1], 0]
    assert low <= widths["disc"] <= high
    assert f"between {low:.2f} and {high:.2f}" in frame.words
    # Its newtons grow with the mass, its body weights do not.
    one_n = numbers(frame.marks["one"].text or "")[1]
    assert one_n == pytest.approx(lumbar.BODY_WEIGHT_N * mass / 75, abs=0.501)
    (load_n,) = frame.table["newtons"][2:3]
    assert load_n == pytest.approx(widths["disc"] * lumbar.BODY_WEIGHT_N * mass / 75)
    assert f"carries {load_n:.0f} N" in frame.words


@given(hip=positions("hip_lean_deg"), back=positions("lumbar_flexion_deg"))
@settings(max_examples=some(60))
def test_drawn_forces_balance_about_the_disc(hip, back):
    frame = cut.free_body.frame(hip, back, 75)
    tail, head = {}, {}
    for part in ("weight", "muscle", "disc"):
        outline = frame.marks[f"{part}_arrow"].xy
        tail[part], head[part] = (outline[0] + outline[-1]) / 2, outline[3]
    disc = head["disc"]

    def moment(part):
        (x, y), (fx, fy) = tail[part] - disc, head[part] - tail[part]
        return x * fy - y * fx

    size = sum(abs(moment(part)) for part in ("weight", "muscle"))
    assert moment("weight") + moment("muscle") == pytest.approx(0, abs=1e-6 + 1e-6 * size)
    # Along the spine the three cancel; across it the disc and its ligaments hold the rest.
    along = (head["disc"] - tail["disc"]) / np.hypot(*(head["disc"] - tail["disc"]))
    forces = sum((head[part] - tail[part]) @ along for part in tail)
    assert forces == pytest.approx(0, abs=1e-9)


def test_an_arrow_points_from_tail_to_head():
    outline = cut.arrow(np.zeros(2), np.array([0.0, 0.3]))
    assert outline[3].tolist() == [0.0, 0.3]
    assert outline[:, 1].min() == 0
    assert np.ptp(cut.arrow(np.ones(2), np.ones(2)), axis=0).tolist() == [0, 0]


def test_it_says_where_nothing_was_compared():
    assert "not compared" in cut.free_body.frame(60, 1, 75).words
    assert "not compared" not in cut.free_body.frame(60, 0, 75).words


# Leaning


@given(bend=positions("bend"), arm=positions("extensor_arm_mm"))
@settings(max_examples=some(30))
def test_leaning_says_the_loads_that_it_draws(bend, arm):
    frame = lumbar.leaning.frame(bend, arm, 50)
    lean, load_ = frame.marks["mine"].xy.T
    listed = ", ".join(f"{np.interp(at, lean, load_):.2f}" for at in (10, 20, 30, 45))
    assert f"gives {listed} body weights" in frame.words
    squares = frame.marks["reference"].xy
    inside = [_inside(frame, x, y) for x, y in squares]
    assert f"it holds {sum(inside)} of the 8 angles" in frame.words


def band(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    outline = frame.marks["band"].xy
    half = len(outline) // 2
    return outline[:half, 1], outline[half:, 1][::-1]


def _inside(frame: Frame, lean: float, load_: float) -> bool:
    x = frame.marks["band"].xy[: len(frame.marks["band"].xy) // 2, 0]
    low, high = (np.interp(lean, x, edge) for edge in band(frame))
    return bool(low <= load_ <= high)


def test_the_lever_matters_more_than_the_share_of_weight():
    def at_30(arm, share):
        return lumbar.leaning.frame(0, arm, share).marks["mine"].xy[30, 1]

    arms = at_30(40, 50) - at_30(60, 50)
    shares = at_30(50, 54) - at_30(50, 45)
    assert arms > 1.5 * shares > 0


# One man's disc


def test_pressure_names_every_activity_with_its_value():
    plot = lumbar.pressure()
    for row in load("disc_pressure").rows():
        assert f"{row['activity']} {row['pressure_mpa']:.2f}" in plot.words
    assert "2.2 times" in plot.words
    assert "n = 1" in plot.words


# Walking


@given(percent=positions("cycle_percent"), source=positions("unseen_moments"))
@settings(max_examples=some(40))
def test_stride_says_where_its_dot_stands(percent, source):
    frame = lumbar.stride.frame(percent, source)
    dot = frame.marks["here"].xy
    assert dot[0] == percent
    assert f"gives {dot[1]:.2f} body weights" in frame.words
    assert f"the mean is {frame.marks['mine'].xy[:, 1].mean():.2f}" in frame.words


def test_each_choice_of_moments_changes_the_load():
    curves = [lumbar.stride.frame(0, source).marks["mine"].xy[:, 1] for source in range(4)]
    means = [curve.mean() for curve in curves]
    assert means[0] < means[1] < means[2] < means[3]
    assert parameter("unseen_moments").options == model.UNSEEN


@given(lean=positions("walking_lean_deg"), arm=positions("extensor_arm_mm"))
@settings(max_examples=some(40))
def test_bars_are_mean_and_peak_of_the_curves(lean, arm):
    frame = lumbar.walking_lean.frame(lean, arm)
    for name in ("walked", "leaning"):
        curve = frame.marks[name].xy[:, 1]
        for measure, size in (("mean", curve.mean()), ("peak", curve.max())):
            assert frame.marks[f"{measure}_{name}"].xy[:, 1].max() == pytest.approx(size)
            assert frame.marks[f"{measure}_{name}_value"].text == f"{size:.2f}"
            assert f"{size:.2f}" in frame.words


def test_no_lean_changes_nothing():
    frame = lumbar.walking_lean.frame(0, 50)
    assert (frame.marks["walked"].xy == frame.marks["leaning"].xy).all()
    assert frame.words.count("unchanged") == 2
    assert numbers(frame.words)[-1] == 0
