"""The pictures of lesson 07: bodies on the floor, and words that say what the bars show."""

import inspect
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import Polygon
from matplotlib.text import Text
from scenes import numbers, positions
from thoroughness import some

from lessons_lib.data import load
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import movements as taught
from lessons_lib.figures import dose, loops, movements, postures, seated, twist
from lessons_lib.figures import movement_effects as effects
from lessons_lib.mechanics import gait, hamstrings, published
from lessons_lib.mechanics.twist import lower_back_limit_deg
from lessons_lib.stage.draw import settled

EACH = pytest.mark.parametrize("movement", postures.MOVEMENTS)


@pytest.mark.parametrize("movement", movements.SCENES)
def test_a_picture_reads_on_a_telephone(movement):
    plot = movements.scene(movement).plot()
    width = plot.figure.get_size_inches()[0]
    on_screen = 360 / (96 * width)
    texts = [text for text in plot.figure.findobj(Text) if text.get_text()]
    assert texts
    for text in texts:
        assert text.get_fontsize() * 96 / 72 * on_screen >= 12  # CSS pixels
        if text.axes is not None and text.axes.axison is False:
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert box.x1 <= plot.figure.bbox.x1


def test_unknown_movement_is_told_which_there_are():
    with pytest.raises(KeyError, match="no movement 'headstand'; there are: twist"):
        movements.scene("headstand")


@EACH
def test_a_body_lies_on_the_floor_all_the_way(movement):
    for way in np.linspace(0, 1, 11):
        outline = postures.body(movement, float(way)).outline
        lowest = min(float(points[:, 1].min()) for points in outline.values())
        assert lowest == pytest.approx(0, abs=0.02)


def test_bridge_keeps_shoulders_arms_and_feet_on_the_floor_and_lifts_the_rest():
    heights = []
    for way in np.linspace(0, 1, 6):
        outline = postures.body("bridge", float(way)).outline
        for part in ("trunk", "foot", "arm"):
            assert float(outline[part][:, 1].min()) == pytest.approx(0, abs=1e-3)
        heights.append(float(outline["thigh"][:, 1].min()))
    assert heights == sorted(heights)


def test_strap_ends_at_the_foot():
    for way in (0.0, 0.5, 1.0):
        placed = postures.body("strap", way)
        foot = placed.outline["foot"]
        assert np.hypot(*(foot - placed.strap[1]).T).min() < 0.06


def test_lying_twist_is_sitting_for_the_hamstrings():
    lying, sitting = (next(at for at in effects.compared() if at.name == name)
                      for name in ("lying twist", "sitting upright"))  # fmt: skip
    assert lying[1:] == sitting[1:]


def test_what_the_lesson_says_of_lengths():
    def between(name: str, low: float, high: float, model=hamstrings) -> None:
        at = next(at for at in effects.compared() if at.name == name)
        for muscle in hamstrings.MUSCLES[:3]:
            percent = 100 * (float(model.relative_length(muscle, *at[1:])) - 1)
            assert low <= percent <= high

    between("lying twist", 5, 10.5)
    between("foot lands in walking", 7, 8.5)
    between("leg raised straight", 15.5, 18.5)
    between("leg raise with a strap", 17.5, 20.5)
    between("hip hinge", 14.5, 17.5)
    between("knee straightening", 12.5, 16.5)
    between("bridge, at the top", -14, -10)
    between("lying twist", 2.5, 8.5, published)


@given(movement=positions("movement"), way=positions("way_percent"))
@settings(max_examples=some(30))
def test_travel_says_the_length_of_its_bars(movement, way):
    frame = effects.travel.frame(movement, way)
    told = numbers(frame.words.split(": ")[-1])[::2]
    for muscle, value in zip(hamstrings.MUSCLES, told, strict=False):
        ends = frame.marks[f"{muscle}_bar"].xy[:, 0]
        length = ends[np.abs(ends).argmax()]
        assert round(length, 1) == pytest.approx(value)
        assert numbers(frame.marks[f"{muscle}_value"].text or "")[0] == pytest.approx(value)


def test_travel_has_an_option_for_each_of_its_movements():
    options = parameter("movement").options
    ends = {option: effects.travel.frame(index, 100) for index, option in enumerate(options)}
    assert numbers(ends["twist"].words)[1:3] == [90, 90]
    assert numbers(ends["bridge"].words)[1:3] == [0, 80]


@given(across=positions("knee_across_deg"), share=positions("roll_share_percent"))
@settings(max_examples=some(30))
def test_twist_draws_the_degrees_that_it_says(across, share):
    frame = twist.shares.frame(across, share)
    joint, knee = frame.marks["thigh"].xy
    assert np.degrees(np.arctan2(*(knee - joint))) == pytest.approx(across)
    assert float(frame.marks["pelvis"].xy[:, 1].min()) == pytest.approx(0, abs=1e-9)
    bar = frame.marks["lower_back_bar"].xy[:, 0].max()
    assert bar <= lower_back_limit_deg()
    told, roll, hip, lower_back, above = numbers(frame.words)
    assert told == across
    assert hip + roll == pytest.approx(across)
    assert lower_back + above == pytest.approx(roll)
    written = [numbers(frame.marks[f"{one}_value"].text or "")[0] for one in twist._TURNS]
    assert written == [hip, lower_back, above]


@given(across=positions("knee_across_deg"), share=positions("roll_share_percent"))
@settings(max_examples=some(30))
def test_twist_turns_the_ribs_as_far_as_chest_and_shoulders_do(across, share):
    frame = twist.shares.frame(across, share)
    ribs = frame.marks["chest"].xy
    right, up = ribs[0] - ribs[:-1].mean(axis=0)
    *_, above = numbers(frame.words)
    assert np.degrees(np.arctan2(-up, right)) == pytest.approx(above, abs=1e-6)
    assert float(frame.marks["chest"].xy[:, 1].min()) == pytest.approx(0, abs=1e-9)


DOSE = {name: positions(name) for name in inspect.signature(dose.doses.frame).parameters}


@given(st.fixed_dictionaries(DOSE))
@settings(max_examples=some(30))
def test_dose_dots_stand_where_the_table_says_and_inside_their_axes(values):
    frame = dose.doses.frame(**values)
    yours = next(frame.table.rows())
    for name, _, (low, high), _ in dose.GAUGES:
        x = frame.marks[f"{name}_dot"].xy[0]
        assert 10**x == pytest.approx(yours[name])
        assert low <= yours[name] <= high


def test_effort_bounds_are_not_drawn_as_measured():
    words = effects.effort().words
    assert "Bridge, hamstrings: below 45 %" in words
    assert "bridge, back (lumbar multifidus): 29 to 36 %" in words
    assert not re.search(r"bird-dog, hamstrings: \d", words)


def test_landing_is_that_of_the_stride():
    at = next(at for at in effects.compared() if at.name == "foot lands in walking")
    assert at.hip_flexion_deg == pytest.approx(float(gait.angle_deg("hip_flexion", 0, "young")))


def test_without_a_mat_each_way_of_sitting_is_drawn_and_told():
    frame = seated.without_a_mat.frame()
    for row in load("seated_poses").rows():
        assert f"in a {row['place']}, {row['movement']}" in frame.words.lower(), row["place"]
    drawn = seated.without_a_mat.plot().figure.axes
    for axes in drawn:
        shapes = [patch for patch in axes.patches if isinstance(patch, Polygon)]
        bodies = [patch for patch in shapes if len(patch.get_xy()) > 20]
        assert bodies
        for body in bodies:  # nobody sinks into the floor or leaves the picture
            (left, right), low = axes.get_xlim(), float(body.get_xy()[:, 1].min())
            assert low > -0.02
            assert left <= body.get_xy()[:, 0].min() <= body.get_xy()[:, 0].max() <= right


BREATHING = [one for one in loops.LOOPS if one != "walk"]
MOMENTS = range(0, 100, 5)


@pytest.mark.parametrize("movement", loops.LOOPS)
def test_what_moves_in_a_loop_is_told_in_words_that_keep_apart_and_inside(movement):
    scene = loops.loop(movement)
    drawn = settled(scene)
    page = drawn.figure.bbox
    for moment in MOMENTS:
        boxes = list(_moving_words(drawn, scene.frame(moment_percent=moment).marks))
        assert all(page.x0 <= box.x0 and box.x1 <= page.x1 for box in boxes), moment
        for index, box in enumerate(boxes):
            assert not box.padded(-1).count_overlaps(boxes[index + 1 :]), moment


@pytest.mark.parametrize("movement", BREATHING)
def test_a_cue_says_what_the_body_does_in_that_breath(movement):
    about = taught.movement(movement)
    ends = [loops.way(movement, moment) for moment in (0, 25, 50, 75, 100)]
    told = [loops.cue(movement, moment) for moment in (10, 30, 60, 80)]
    assert len(set(told)) == 4
    for before, after, words in zip(ends[:-1], ends[1:], told, strict=True):
        stays = re.match("stay|stand tall|stand and rest|lie still|keep still|hold", words)
        assert bool(stays) == (before == after), words
    for moment in MOMENTS:
        words = loops.loop(movement).frame(moment_percent=moment).words
        inward = "in" if moment % 50 < 25 else "out"
        assert f"breathe {inward}, {loops.cue(movement, moment)}." in words
    assert f"{taught.breaths(movement)} breaths" in words
    if about.manner == "repeat":  # each breath of a time has its own cue
        assert len(about.breath_in) == len(about.breath_out) == taught.breaths(movement)


def test_both_views_of_the_twist_show_the_same():
    twisting = loops.loop("twist")
    knee = [twisting.frame(moment_percent=moment).marks for moment in (25, 35, 42, 50)]
    heights = [float(marks["thigh"].xy[:, 1].max()) for marks in knee]
    across = [float(marks["right shank"].xy[:, 1].max()) for marks in knee]
    assert heights == sorted(heights, reverse=True)
    assert across == sorted(across)
    at_rest = knee[-1]["thigh"].xy
    assert float(at_rest[:, 1].min()) >= 0
    assert heights[-1] < heights[0] / 1.5
    said = {text.get_text() for text in twisting.plot(moment_percent=50).figure.findobj(Text)}
    assert {"Seen from the side", "Seen from above"} <= said


def test_a_walk_has_no_breath_of_its_own():
    for moment in MOMENTS:
        words = loops.loop("walk").frame(moment_percent=moment).words
        assert "Breathe as it comes." in words
        assert "breathe in" not in words
    assert "foot has landed in front" in loops.loop("walk").frame(moment_percent=0).words


@pytest.mark.parametrize("scene", [effects.travel, dose.doses, twist.shares])
def test_on_a_telephone_words_keep_clear_of_rings_lines_and_each_other(scene):
    drawn = settled(scene, narrow=True)
    drawn.figure.set_dpi(358 / drawn.figure.get_figwidth())
    drawn.figure.draw_without_rendering()
    panels = drawn.figure.axes
    still = [text for axes in panels for text in axes.texts if text not in drawn.live.values()]
    words = [text.get_window_extent() for text in still if text.get_text()]
    lines = [line for axes in panels for line in axes.lines if line not in drawn.live.values()]
    upright = [line for line in lines if len(set(line.get_xdata())) == 1]
    for one in scene.parameters:
        for value in one.positions.tolist():
            marks = scene.frame(**(scene.values() | {one.name: value})).marks
            boxes = [*words, *_moving_words(drawn, marks)]
            for index, box in enumerate(boxes):
                assert not box.padded(-1).count_overlaps(boxes[index + 1 :]), (one.name, value)
            for handle in scene.handles:
                points = np.atleast_2d(marks[handle.mark].xy)[list(handle.points)]
                x, y = drawn.live[handle.mark].get_transform().transform(points).mean(axis=0)
                for box in boxes:
                    nearest = np.clip((x, y), box.min, box.max)
                    assert np.hypot(*(nearest - (x, y))) > 9, (one.name, value, handle.name)
            if scene is dose.doses:
                for box in _moving_words(drawn, marks):
                    assert not any(_crosses(line, box) for line in upright), (one.name, value)


def _moving_words(drawn, marks):
    """Where the moving words of a frame are on the page."""
    for name, mark in marks.items():
        artist = drawn.live[name]
        if isinstance(artist, Text) and mark.text:
            artist.set(text=mark.text, position=mark.xy)
            yield artist.get_window_extent()


def _crosses(line, box):
    """Whether an upright line goes through a box on the page."""
    ends = line.get_transform().transform(line.get_xydata())
    low, high = ends[:, 1].min(), ends[:, 1].max()
    return box.x0 < ends[0, 0] < box.x1 and low < box.y1 and box.y0 < high
