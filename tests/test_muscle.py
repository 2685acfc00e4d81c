import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_tables import reference

from lessons_lib.mechanics import muscle

lengths = st.floats(0, 2)
speeds = st.floats(-1, 1.5)
strains = st.floats(0.2, 1.5)

# The published formulas, written once more by hand, a number at a time.


def bell(x, b1, b2, b3, b4):
    return b1 * math.exp(-0.5 * (x - b2) ** 2 / (b3 + b4 * x) ** 2)


def active(x):
    return (
        bell(x, 0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465)
        + bell(x, 0.433004984392647, 0.716775413397760, -0.029947116970696, 0.200356847296188)
        + bell(x, 0.1, 1, 0.353553390593274, 0)
    )


def velocity(v):
    return -0.3211346127989808 * math.asinh(-8.149 * v - 0.374) + 0.8825327733249912


def smooth(x):
    offset = math.exp(4 * (0.2 - 1) / 0.6)
    return (math.exp(4 * (x - 1) / 0.6) - offset) / (math.exp(4) - offset)


def thelen(x):
    return 0.0 if x <= 1 else (math.exp(4 * (x - 1) / 0.6) - 1) / (math.exp(4) - 1)


def tendon(x):
    return 0.2 * math.exp(math.log(6) / 0.049 * (x - 1)) - 0.2


@pytest.mark.parametrize(
    ("ours", "published", "low", "high"),
    [
        (muscle.active_force, active, 0.2, 1.9),
        (muscle.velocity_factor, velocity, -1, 1.2),
        (muscle.smooth_passive_force, smooth, 0.2, 1.8),
        (muscle.passive_force, thelen, 0.2, 1.8),
        (muscle.tendon_force, tendon, 0.95, 1.06),
    ],
)
def test_curves_are_the_published_ones(ours, published, low, high):
    points = np.linspace(low, high, 401)
    expected = np.array([published(float(x)) for x in points])
    assert np.abs(ours(points) - expected).max() < 1e-12


def test_curves_agree_with_opensim():
    truth = reference("muscle_curves.csv")
    for ours, at, name in (
        (muscle.active_force, "fibre_length", "active"),
        (muscle.smooth_passive_force, "fibre_length", "passive"),
        (muscle.velocity_factor, "velocity", "velocity_factor"),
        (muscle.tendon_force, "tendon_length", "tendon"),
    ):
        answered = truth[at] >= -1  # No muscle shortens faster.
        assert answered.sum() > 25
        difference = ours(truth[at][answered]) - truth[name][answered]
        assert np.abs(difference).max() < 1e-12, name


def test_landmarks():
    assert float(muscle.active_force(1.0)) == pytest.approx(1, abs=2e-4)
    assert float(muscle.velocity_factor(-1)) == pytest.approx(0, abs=2e-3)
    assert float(muscle.velocity_factor(0)) == pytest.approx(1, abs=1e-3)
    assert float(muscle.tendon_force(1)) == 0


@given(lengths, lengths, strains)
def test_a_longer_fibre_is_at_least_as_tense(a, b, strain):
    short, long = sorted((a, b))
    assert muscle.passive_force(short, strain) <= muscle.passive_force(long, strain)
    assert muscle.smooth_passive_force(short) <= muscle.smooth_passive_force(long)
    assert muscle.tendon_force(short / 2 + 0.5) <= muscle.tendon_force(long / 2 + 0.5)


@given(st.floats(0, 1), strains)
def test_a_slack_fibre_pulls_and_stores_nothing(length, strain):
    assert muscle.passive_force(length, strain) == 0
    assert muscle.passive_energy(length, strain) == 0


@given(strains)
def test_tension_sets_in_without_a_jump(strain):
    just_over = muscle.passive_force(1 + 1e-9, strain)
    assert 0 < just_over < 1e-7


@given(strains)
def test_strain_is_where_force_reaches_one(strain):
    assert float(muscle.passive_force(1 + strain, strain)) == pytest.approx(1)


@given(st.floats(1.01, 1.9), strains)
def test_force_is_the_slope_of_the_energy(length, strain):
    step = 1e-6
    slope = (
        muscle.passive_energy(length + step, strain) - muscle.passive_energy(length - step, strain)
    ) / (2 * step)
    assert float(slope) == pytest.approx(float(muscle.passive_force(length, strain)), rel=1e-4)


@given(speeds, speeds)
def test_faster_shortening_pulls_less(a, b):
    slow, fast = sorted((a, b))
    assert muscle.velocity_factor(slow) <= muscle.velocity_factor(fast)


@given(lengths)
def test_active_force_is_between_nothing_and_all(length):
    assert 0 <= muscle.active_force(length) <= 1.002


@pytest.mark.parametrize(
    ("curve", "of"),
    [
        (muscle.active_force, "fibre"),
        (muscle.passive_force, "fibre"),
        (muscle.passive_energy, "fibre"),
        (muscle.smooth_passive_force, "fibre"),
        (muscle.tendon_force, "tendon"),
    ],
)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -0.1, "1", [1.0, math.nan]])
def test_what_is_no_length_is_refused(curve, of, wrong):
    with pytest.raises(ValueError, match=rf"^A {of}'s length .*(finite|0 or more|a number)"):
        curve(wrong)


@pytest.mark.parametrize("wrong", [math.nan, -math.inf, "1", [0.0, math.nan]])
def test_what_is_no_velocity_is_refused(wrong):
    with pytest.raises(ValueError, match=r"^A velocity .*(finite|a number)"):
        muscle.velocity_factor(wrong)


@pytest.mark.parametrize("wrong", [0.0, -0.5, math.nan, math.inf])
def test_what_is_no_strain_is_refused(wrong):
    for curve in (muscle.passive_force, muscle.smooth_passive_force, muscle.tendon_force):
        with pytest.raises(ValueError, match=r"above 0|finite"):
            curve(1.1, wrong)


def test_shapes_stay():
    assert muscle.active_force(np.ones((2, 3))).shape == (2, 3)
    assert muscle.passive_force(1.2).shape == ()
