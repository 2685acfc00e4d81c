"""Nothing but numbers goes into a model: each public function refuses the rest in our words."""

import inspect
import pkgutil
import traceback
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import some

from lessons_lib import mechanics
from lessons_lib.mechanics import balance, gait, lumbar, passive, pose

HOME = Path(mechanics.__file__).parent
LEGS = balance.postures()["standing"]
KNEE, HIP = gait.curve("knee_flexion", "young"), gait.curve("hip_flexion", "young")
TILT = gait.curve("pelvic_tilt", "young")

MUSCLE, ANGLES = {"muscle": "semitendinosus"}, {"hip_flexion_deg": 30, "knee_flexion_deg": 10}
OF_A_HAMSTRING = dict.fromkeys(
    ("length_m", "hip_moment_arm_m", "knee_moment_arm_m", "relative_length", "lengthening_m"),
    MUSCLE | ANGLES,
)
MOMENT = {"cycle_percent": 20, "speed": "slow"}
LEGS_TILTED = {"legs": LEGS, "tilt_deg": 1}
# A call of each public function that it answers.
ANSWERED = {
    "balance": {
        "postures": {},
        "hamstring_moment_nm": LEGS_TILTED | {"slack_factor": 0.97},
        "other_moment_nm": LEGS_TILTED,
        "weight_moment_nm": {"tilt_deg": 1},
        "stiffness": {"legs": LEGS, "slack_factor": 0.97, "trunk_stiffness": 1},
        "tilt_deg": {"legs": LEGS, "slack_factor": 0.97, "trunk_stiffness": 1},
    },
    "gait": {
        "curve": {"joint": "hip_flexion", "cohort": "young"},
        "angle_deg": {"joint": "hip_flexion", "cycle_percent": 20, "cohort": "young"},
        "thigh_angle_deg": {"hip_flexion": HIP, "pelvic_tilt": TILT, "cycle_percent": 20},
        "first_waves": {"whole": KNEE, "waves": 2},
        "wave_height_deg": {"whole": KNEE, "wave": 2},
        "fit_error_deg": {"joint": "knee_flexion", "waves": 2},
        "walk": {"speed": "slow"},
        "phases": {"speed": "slow"},
        "phase_at": MOMENT,
        "on_ground": MOMENT,
        "at_work": MUSCLE | {"muscle": "semimembranosus", "cycle_percent": 20},
        "at_speed": {"joint": "hip_flexion", "speed": "slow", "cohort": "young"},
        "peak_sd_deg": {"joint": "hip_flexion", "speed": "slow"},
        "pose_at": MOMENT,
        "both_legs_at": MOMENT,
        "stride_lengthening_m": MUSCLE | {"cohort": "young"},
        "stride_excursion_m": MUSCLE | {"cohort": "young"},
    },
    "given": {},
    "hamstrings": OF_A_HAMSTRING
    | {"state": ANGLES, "path_m": MUSCLE | {"pose": pose.Pose(hip_flexion_deg=30)}},
    "hip_flexors": {
        "state": ANGLES, "lengthening_m": {"muscle": "psoas"} | ANGLES, "passive": ANGLES
    },
    "lumbar": {
        "build": {"level": "low"},
        "lean": {"pelvic_tilt_deg": 10, "trunk_lean_deg": 10, "body": lumbar.build()},
        "centre_of_mass_m": {"pelvic_tilt_deg": 10, "trunk_lean_deg": 10, "body": lumbar.build()},
        "balance": {
            "moment_nm": 10, "axial_n": 300, "sideways_nm": 5, "turning_nm": 2,
            "body": lumbar.build(),
        },
        "stride_percent": {},
        "stride": {"unseen": "left out", "leaning_deg": 5, "body": lumbar.build()},
        "hip_moment_nm": {"leaning_deg": 10, "body": lumbar.build()},
    },
    "muscle": {
        "active_force": {"fibre_length": 1.1},
        "passive_force": {"fibre_length": 1.1, "strain": 0.6},
        "passive_energy": {"fibre_length": 1.1, "strain": 0.6},
        "smooth_passive_force": {"fibre_length": 1.1, "strain": 0.6},
        "velocity_factor": {"velocity": -0.5},
        "tendon_force": {"tendon_length": 1.02, "strain": 0.05},
    },
    "passive": {
        "passive": ANGLES | {"slack_factor": 0.97},
        "energy_j": ANGLES | {"slack_factor": 0.97},
        "shortening_m": {"slack_factor": 0.97},
        "stop_moment_nm": {},
        "leg_raise_deg": {"slack_factor": 0.97, "stop_nm": 20},
        "popliteal_angle_deg": {"slack_factor": 0.97, "stop_nm": 20},
        "like_leg_raise_deg": {"name": "semimembranosus"} | ANGLES,
        "in_walking": {"slack_factor": 0.97, "cohort": "young"},
        "walking_hip_moments_nm": {},
        "landing_hip_moments_nm": {},
        "riener_edrich_nm": {"joint": "hip", "ankle_dorsiflexion_deg": 5} | ANGLES,
        "silder_nm": {
            "joint": "hip", "angle_deg": 10, "other_deg": 15, "ankle_dorsiflexion_deg": 0
        },
    },
    "pose": {
        "angle_in_range": {"name": "hip_flexion_deg", "value": 10},
        "angle_limits_deg": {"name": "hip_flexion_deg"},
        "to_world": {"pose": pose.Pose()},
        "joint_centres_m": {"pose": pose.Pose()},
        "body_outline_m": {"pose": pose.Pose()},
    },
    "published": OF_A_HAMSTRING | {"disagreement_m": MUSCLE | ANGLES},
    "twist": {
        "lower_back_limit_deg": {},
        "shares": {"knee_across_deg": 40, "roll_share": 0.5},
    },
}  # fmt: skip
CALLS = [
    (getattr(import_module(f"lessons_lib.mechanics.{module}"), name), call)
    for module, functions in ANSWERED.items()
    for name, call in functions.items()
]
CALLS += [
    (pose.Pose, {"hip_flexion_deg": 3, "knee_flexion_deg": 3, "pelvic_tilt_deg": 3}),
    (pose.Pose.with_thigh, {"thigh_angle_deg": 3, "pelvic_tilt_deg": 3}),
    (KNEE.angle_deg, {"cycle_percent": 3}),
    (lumbar.Build, dict(vars(lumbar.build()))),
]
PLACES = [(function, call, name) for function, call in CALLS for name in call]
# What None stands for is said where it stands for something.
DEFAULT_NONE = {"body", "strain", "stop_nm"}

missing = st.sampled_from([np.nan, np.inf, -np.inf])
ragged = st.just([[1.0, 2.0], [3.0]])
not_numbers = st.one_of(
    st.text(max_size=5), st.none(), st.booleans(), st.binary(max_size=3), st.complex_numbers(),
    st.just({}), st.lists(st.text(max_size=3), min_size=1, max_size=3), ragged,
)  # fmt: skip
masked = st.just(np.ma.masked_array([1.0, 2.0], mask=[False, True]))
hostile = st.one_of(
    missing, not_numbers, masked, st.lists(missing, min_size=1, max_size=3),
    st.just(10**400), st.just(np.array([np.datetime64("2026-11-29")])), st.just([0.5, None]),
)  # fmt: skip


def name_of(one):
    return one if isinstance(one, str) else getattr(one, "__qualname__", "")


def public_functions():
    for module in pkgutil.iter_modules(mechanics.__path__):
        here = import_module(f"lessons_lib.mechanics.{module.name}")
        for name, one in vars(here).items():
            ours = getattr(one, "__module__", "") == here.__name__ and callable(one)
            if ours and not name.startswith("_") and not inspect.isclass(one):
                yield module.name, name


def test_no_public_function_is_forgotten():
    forgotten = {
        (module, name)
        for module, name in public_functions()
        if module != "given" and name not in ANSWERED[module]
    }
    assert forgotten == set()


@pytest.mark.parametrize(("function", "call"), CALLS, ids=name_of)
def test_the_call_that_is_spoiled_below_is_answered(function, call):
    function(**call)


def refused_in_our_words(function, call):
    with pytest.raises((ValueError, KeyError)) as refusal:
        function(**call)
    last = traceback.extract_tb(refusal.value.__traceback__)[-1]
    assert Path(last.filename).is_relative_to(HOME), last
    assert "raise" in (last.line or ""), last
    assert len(str(refusal.value).split()) > 4


@pytest.mark.parametrize(("function", "call", "name"), PLACES, ids=name_of)
@settings(max_examples=some(25), deadline=None)
@given(wrong=hostile)
def test_what_is_no_answerable_number_is_refused(function, call, name, wrong):
    if wrong is None and name in DEFAULT_NONE:
        return
    if isinstance(wrong, str) and isinstance(call[name], str) and wrong in call[name]:
        return
    refused_in_our_words(function, call | {name: wrong})


TWO_ARRAYS = [
    (function, call, pair)
    for function, call in CALLS
    for pair in (
        ("hip_flexion_deg", "knee_flexion_deg"),
        ("pelvic_tilt_deg", "trunk_lean_deg"),
        ("moment_nm", "axial_n"),
        ("axial_n", "sideways_nm"),
        ("sideways_nm", "turning_nm"),
        ("knee_across_deg", "roll_share"),
        ("hip_flexion_deg", "ankle_dorsiflexion_deg"),
    )
    # One pose is all that `like_leg_raise_deg` takes.
    if set(pair) <= set(call)
    and not inspect.isclass(function)
    and function is not passive.like_leg_raise_deg
]


@pytest.mark.parametrize(("function", "call", "pair"), TWO_ARRAYS)
def test_unequally_many_are_refused_and_counted(function, call, pair):
    one, other = pair
    refused_in_our_words(function, call | {one: [0.5] * 3, other: [0.25] * 4})
    with pytest.raises(ValueError, match=r"3.* 4"):
        function(**call | {one: [0.5] * 3, other: [0.25] * 4})


def test_a_mask_that_hides_nothing_is_no_mask():
    angles = np.ma.masked_array([10.0, 20.0], mask=[False, False])
    plain = passive.passive(np.array([10.0, 20.0]), 5).hip_moment_nm
    np.testing.assert_array_equal(passive.passive(angles, 5).hip_moment_nm, plain)


def test_no_number_at_all_is_no_answer_at_all():
    assert passive.passive(np.array([]), np.array([])).hip_moment_nm.shape == (0,)
