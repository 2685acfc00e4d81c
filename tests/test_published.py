import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.data.tables import load
from lessons_lib.mechanics import hamstrings, published
from lessons_lib.mechanics.published import MUSCLES

QUANTITIES = {
    "length": published.length_m,
    "hip_arm": published.hip_moment_arm_m,
    "knee_arm": published.knee_moment_arm_m,
}


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("muscle", MUSCLES)
def test_gives_the_table_back_at_its_own_poses(muscle, quantity):
    table = load("hamstrings_rajagopal2016")
    ours = QUANTITIES[quantity](muscle, table["hip_flexion_deg"], table["knee_flexion_deg"])
    column = table.columns.get(f"{muscle}_{quantity}_mm", np.zeros(len(table)))
    np.testing.assert_allclose(1000 * ours, column, atol=1e-9)


@given(hip=st.floats(-20, 120), knee=st.floats(0, 120), muscle=st.sampled_from(MUSCLES))
def test_stays_between_the_four_poses_around(hip, knee, muscle):
    around_hip = np.clip([5 * np.floor(hip / 5), 5 * np.floor(hip / 5) + 5], -20, 120)
    around_knee = np.clip([5 * np.floor(knee / 5), 5 * np.floor(knee / 5) + 5], 0, 120)
    corners = published.length_m(muscle, around_hip[:, None], around_knee)
    value = published.length_m(muscle, hip, knee)
    assert corners.min() - 1e-12 <= value <= corners.max() + 1e-12


@given(
    row=st.integers(0, 27),
    column=st.integers(0, 23),
    across=st.floats(0, 1),
    muscle=st.sampled_from(MUSCLES),
)
def test_goes_in_straight_lines_from_one_pose_to_the_next(row, column, across, muscle):
    hip, knee = 5 * row - 20, 5 * column
    for start, end in (((hip, knee), (hip + 5, knee)), ((hip, knee), (hip, knee + 5))):
        way = [a + across * (b - a) for a, b in zip(start, end, strict=True)]
        first, last = published.length_m(muscle, *start), published.length_m(muscle, *end)
        expected = first + across * (last - first)
        assert published.length_m(muscle, *way) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_arms_are_roughly_the_slope_of_the_length(muscle):
    hip, knee = np.meshgrid(np.arange(-15, 116, 5), np.arange(5, 116, 5), indexing="ij")
    step = np.radians(10)
    over_hip = published.length_m(muscle, hip + 5, knee) - published.length_m(muscle, hip - 5, knee)
    off = published.hip_moment_arm_m(muscle, hip, knee) + over_hip / step
    assert np.sqrt(np.mean(off**2)) < 0.001


def test_the_two_models_agree_on_standing_and_differ_by_millimetres_elsewhere():
    hip, knee = np.meshgrid(np.arange(-20, 46, 5), np.arange(0, 71, 5))
    for muscle in MUSCLES[:3]:
        assert published.disagreement_m(muscle, 0, 0) == 0
        assert published.relative_length(muscle, 0, 0) == 1
        apart_mm = 1000 * np.sqrt(np.mean(published.disagreement_m(muscle, hip, knee) ** 2))
        assert 1 < apart_mm < 6
        ours, theirs = (m.hip_moment_arm_m(muscle, hip, knee) for m in (hamstrings, published))
        assert 3 < 1000 * np.sqrt(np.mean((ours - theirs) ** 2)) < 9


def test_refuses_what_it_does_not_know():
    with pytest.raises(KeyError, match="no hamstring 'gracilis'"):
        published.length_m("gracilis", 0, 0)
    with pytest.raises(ValueError, match="Knee flexion is 200°"):
        published.knee_moment_arm_m(MUSCLES[0], 0, 200)


HIPS, KNEES = np.linspace(-20, 120, 141)[:, None], np.linspace(0, 120, 121)


def apart_mm(quantity, muscle):
    own, other = (
        getattr(model, quantity)(muscle, HIPS, KNEES) for model in (hamstrings, published)
    )
    return 1000 * (own - other)


@pytest.mark.parametrize(
    ("quantity", "most", "typical"),
    [("hip_moment_arm_m", (8.5, 11.5), (4.4, 5.8)), ("knee_moment_arm_m", (12, 18.3), (7.3, 9.7))],
)
def test_how_far_the_arms_of_the_two_models_lie_apart(quantity, most, typical):
    apart = [apart_mm(quantity, muscle) for muscle in published.MUSCLES[:3]]
    largest = [np.abs(one).max() for one in apart]
    assert (min(largest), max(largest)) == pytest.approx(most, abs=0.1)
    squares = [np.sqrt(np.mean(one**2)) for one in apart]
    assert (min(squares), max(squares)) == pytest.approx(typical, abs=0.1)


def test_the_two_models_agree_on_signs_but_not_everywhere():
    for muscle in published.MUSCLES[:3]:
        arms, longer, knee_arms = (
            [getattr(model, quantity)(muscle, HIPS, KNEES) for model in (hamstrings, published)]
            for quantity in ("hip_moment_arm_m", "lengthening_m", "knee_moment_arm_m")
        )
        assert (np.sign(arms[0]) == np.sign(arms[1])).all()
        opposite = longer[0] * longer[1] < 0
        assert 0.035 < opposite.mean() < 0.07
        changed = (knee_arms[0] < 0) & (knee_arms[1] > 0)
        assert changed.any() == (muscle == "biceps_femoris_long")
        assert not (changed & (KNEES < 119)).any()
