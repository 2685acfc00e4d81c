"""From a file to hamstrings, pelvis and back: dialects, damage, strides, size, what survives."""

import dataclasses
import tracemalloc

import gait_files
import numpy as np
import pytest
from gait_files import DIALECTS, HIP, KNEE, LEAN, TILT, T
from reference_tables import reference, rmse

from authoring import walkers
from lessons_lib.mechanics import hamstrings, lumbar
from lessons_lib.mechanics.own_walk import chain, invented
from lessons_lib.mechanics.own_walk.naming import meaning
from lessons_lib.mechanics.own_walk.reading import UnreadableError, read_sheet, refuse_size
from lessons_lib.mechanics.own_walk.recording import Choices, read, with_forces
from lessons_lib.mechanics.own_walk.size import BodySize
from lessons_lib.mechanics.own_walk.strides import PERCENT, cut


@pytest.mark.parametrize("name", DIALECTS)
def test_the_same_walk_in_every_dialect(name):
    walk = read(DIALECTS[name])
    if name.startswith("the course's"):
        assert walk.sides == ("right", "left")
        return
    at = walk.time_s + (T[-1] - walk.time_s[-1] if "missing" in name else 0)
    for side in ("right", "left"):
        for ours, truth in ((walk.hip_deg, HIP), (walk.knee_deg, KNEE)):
            there = np.isfinite(ours[side])
            assert there.mean() > 0.97
            expected = np.interp(at, T, truth[side])
            np.testing.assert_allclose(
                ours[side][there], expected[there], atol=1 if "gaps" in name else 0.25
            )
    np.testing.assert_allclose(walk.pelvic_tilt_deg, np.interp(at, T, TILT), atol=0.05)
    np.testing.assert_allclose(walk.trunk_lean_deg, np.interp(at, T, LEAN), atol=0.1)
    assert {len(one) for one in cut(walk).values()} <= {3, 4}


def test_one_leg_alone_is_enough():
    walk = read(gait_files.mot(gait_files.opensim(-1.0, sides="l"), gait_files.SHORT))
    assert walk.sides == ("left",)
    assert len(cut(walk)["left"]) == 4


def test_a_lying_header_is_said():
    said = " ".join(read(DIALECTS["header promises more rows"]).notes)
    assert "99999" in said
    assert "radians" in " ".join(read(DIALECTS["header says degrees, values are radians"]).notes)


def test_columns_that_have_no_names_can_be_told():
    columns = {"a": T, "b": HIP["right"], "c": KNEE["right"], "d": TILT}
    content = gait_files.csv(columns)
    with pytest.raises(UnreadableError, match="hip and knee"):
        read(content, Choices(rate_hz=60))
    told = {("time", ""): 0, ("hip", "right"): 1, ("knee", "right"): 2, ("pelvis", ""): 3}
    walk = read(content, Choices(columns=told, turned=frozenset([("pelvis", "")])))
    np.testing.assert_allclose(walk.hip_deg["right"], HIP["right"], atol=0.01)
    np.testing.assert_allclose(walk.pelvic_tilt_deg, -TILT, atol=0.01)
    assert ("pelvis", "") in walk.asked
    with pytest.raises(UnreadableError, match="no such column"):
        read(content, Choices(columns={("hip", "right"): 99}))


def test_a_file_without_time_asks_for_frames_in_a_second():
    columns = {"hip right": HIP["right"], "knee right": KNEE["right"]}
    content = gait_files.csv(columns)
    with pytest.raises(UnreadableError, match="frames there are in a second"):
        read(content)
    walk = read(content, Choices(rate_hz=60))
    assert walk.time_s[-1] == pytest.approx(T[-1], abs=0.02)


def test_a_mean_stride_over_percents_is_one_stride():
    stride = invented.strides("average")["right"]
    columns = {
        "% gait cycle": PERCENT, "Hip R": stride.hip_deg[0], "Knee R": stride.knee_deg[0]
    }  # fmt: skip
    found = cut(read(gait_files.csv(columns)))["right"]
    assert (len(found), found.by) == (1, "whole file")
    np.testing.assert_allclose(found.hip_deg[0], stride.hip_deg[0], atol=0.2)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("hip_flexion_r", ("hip", "right")),
        ("/jointset/hip_l/hip_flexion_l/value", ("hip", "left")),
        ("Subj:RKneeAngles X", ("knee", "right")),
        ("LEFT_KNEE_ANGLE X", ("knee", "left")),
        ("linkes Knie", ("knee", "left")),
        ("Right Hip Flexion/Extension", ("hip", "right")),
        ("RightHip", ("hip", "right")),
        ("ground_force_l_vy", ("force", "left")),
        ("time", ("time", "")),
        ("hip_adduction_r", ("adduction", "right")),
        ("/jointset/hip_l/hip_rotation_l/value", ("rotation", "left")),
        ("Subj:LHipAngles Y", ("adduction", "left")),
        ("RHipAngles Z", ("rotation", "right")),
        ("hip_rotation_r_moment", None),
        ("pelvis_rotation", None),
        ("Subj:RKneeAngles Y", None),
        ("knee_angle_r_beta", None),
        ("/jointset/hip_l/hip_flexion_l/speed", None),
        ("hip_flexion_r_moment", None),
        ("pelvis_tx", None),
        ("elbow_flex_r", None),
        ("hip", None),
    ],
)
def test_what_a_name_says(name, what):
    found = meaning(name)
    assert (found and (found.what, found.side)) == what


def test_a_c3d_gives_its_angles_and_refuses_markers_alone(tmp_path):
    gait_files.c3d(tmp_path / "angles.c3d")
    walk = read((tmp_path / "angles.c3d").read_bytes())
    assert walk.dialect == "plug_in_gait"
    np.testing.assert_allclose(walk.knee_deg["left"], KNEE["left"], atol=0.01)
    gait_files.c3d(tmp_path / "markers.c3d", angles=False)
    with pytest.raises(UnreadableError, match=r"2 markers and no joint angles.*inverse kinematics"):
        read((tmp_path / "markers.c3d").read_bytes())
    whole = (tmp_path / "angles.c3d").read_bytes()
    for damaged in (whole[:3000], whole[:600] + b"\xff" * 4000, whole[:1024]):
        with pytest.raises(UnreadableError, match=r"C3D|frames"):
            read(damaged)


def test_a_c3d_without_the_extra_says_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UnreadableError, match=r"pip install ezc3d"):
        read_sheet(bytes([2, 0x50]) + b"\0" * 600)


def test_damaged_and_hostile_files_get_a_sentence_and_bounded_memory(tmp_path, monkeypatch):
    """500 files: each is read, or refused in a sentence; nothing is carried out."""
    monkeypatch.chdir(tmp_path)
    refused: dict[str, str] = {}
    for name, content in gait_files.hostile(500):
        try:
            for one in cut(read(content)).values():
                assert np.isfinite(one.hip_deg).all(), name
        except UnreadableError as error:
            refused[name] = str(error)
    wordy = {name: said for name, said in refused.items() if not 8 <= len(said.split()) <= 90}
    assert wordy == {}
    assert len(refused) > 100
    assert not (tmp_path / "OWNED").exists()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnreadableError, match="MB"):
        refuse_size(10**9)


def test_the_memory_for_a_file_is_bounded():
    """The largest table that is read takes memory in proportion to its file, not to its claims."""
    widest = b"\n".join([b"1," * 1999 + b"1"] * 3900)
    assert len(widest) < 16e6
    tracemalloc.start()
    assert read_sheet(widest).values.shape == (3900, 2000)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 20 * len(widest)


def test_strides_by_force_and_by_knee_agree():
    walk = invented.walker("average")
    by_knee = cut(walk)
    for side, found in by_knee.items():
        assert found.by == "knee"
        assert np.all(np.abs(found.duration_s - 1.08) < 0.04)
        # A walker whose foot lands 5 ms sooner, by the force of the ground.
        starts = np.append(found.landing_s, found.landing_s[-1] + found.duration_s[-1]) - 0.005
        force = sum(
            700 * ((walk.time_s >= at) & (walk.time_s < at + 0.65)) for at in starts
        ).astype(float)
        columns = {"time": walk.time_s, f"ground_force_{side[0]}_vy": force}
        forced = with_forces(walk, gait_files.mot(columns, ["grf", "version=1"]))
        landed = cut(forced)[side]
        assert landed.by == "force"
        np.testing.assert_allclose(landed.landing_s, found.landing_s - 0.005, atol=0.02)


def test_a_recording_without_a_stride_says_so():
    short = {key: one[:40] for key, one in gait_files.opensim(-1.0).items()}
    with pytest.raises(UnreadableError, match=r"No whole stride .* 0\.[67] seconds"):
        cut(read(gait_files.mot(short, gait_files.SHORT)))


def test_a_stride_with_a_long_gap_is_left_out_and_counted():
    columns = gait_files.opensim(-1.0)
    columns["knee_angle_l"] = columns["knee_angle_l"].copy()
    columns["knee_angle_l"][100:115] = np.nan
    found = cut(read(gait_files.mot(columns, gait_files.SHORT, blank="")))["left"]
    assert len(found) + found.left_out == 4
    assert found.left_out >= 1


# The chain


def test_a_person_of_known_size_beside_a_scaled_opensim_model():
    """Excursion and course of length, against OpenSim's own scaling of gait2392 to a subject."""
    truth = reference("scaled_subject01_gait2392.csv")
    size = BodySize(1.80, 72.6)
    side_view = hamstrings.state(truth["hip_deg"], truth["knee_deg"])
    whole = hamstrings.state(
        truth["hip_deg"],
        truth["knee_deg"],
        hip_adduction_deg=truth["hip_adduction_deg"],
        hip_rotation_deg=truth["hip_rotation_deg"],
    )
    for kind, lengths in (("L", side_view), ("L3D", whole)):
        for row, short in enumerate(("semimem", "semiten", "bflh")):
            ours = 1000 * size.length_factor * lengths.length_m[row]
            theirs = truth[f"{kind}_{short}"]
            assert rmse((ours - ours.mean()) - (theirs - theirs.mean())) < 1.1
            assert abs(np.ptp(ours) - np.ptp(theirs)) < 1.7


def test_size_scales_lengths_with_height_and_moments_with_mass():
    strides = invented.strides("average")["right"]
    plain = chain.hamstrings_over(strides)
    small = chain.hamstrings_over(strides, BodySize(1.62, 75.16))
    heavy = chain.hamstrings_over(strides, BodySize(1.8, 90))
    np.testing.assert_allclose(small.excursion_m, 0.9 * plain.excursion_m)
    np.testing.assert_allclose(heavy.strongest_nm, 90 / 75.16 * plain.strongest_nm)
    np.testing.assert_allclose(small.landing_leg_raise_deg, plain.landing_leg_raise_deg)
    size = BodySize(1.6, 60)
    assert size.force_factor * size.length_factor == pytest.approx(size.moment_factor)
    with pytest.raises(ValueError, match=r"Height is 180; it can be 1\.3 to 2\.1 m"):
        BodySize(180, 70)


def test_the_average_walker_is_the_average():
    found = chain.hamstrings_over(invented.strides("average")["right"])
    expected = chain.hamstrings_over(chain.average())
    np.testing.assert_allclose(
        np.median(found.excursion_m, axis=1), expected.excursion_m[:, 0], atol=0.001
    )
    assert np.median(found.strongest_nm) == pytest.approx(expected.strongest_nm[0], abs=0.3)


def test_crouched_hamstrings_travel_less_and_are_not_longer():
    crouched, average = (
        chain.hamstrings_over(invented.strides(name)["right"]) for name in ("crouched", "average")
    )
    assert np.median(crouched.excursion_m[0]) < 0.8 * np.median(average.excursion_m[0])
    assert crouched.lengthening_m[0].max() < average.lengthening_m[0].max() + 0.002


def test_the_back_is_the_free_body_of_lesson_six():
    back = chain.back_over(invented.strides("leaning")["left"])
    body = lumbar.build()
    expected = lumbar.lean(back.tilt_deg, back.lean_deg).compression_n / body.body_weight_n
    assert back.typical == pytest.approx(float(expected))
    assert back.low < back.typical < back.high
    shifted = chain.back_over(invented.strides("leaning")["left"], 12)
    assert shifted.lean_deg == pytest.approx(back.lean_deg + 12)
    bare = dataclasses.replace(invented.strides("leaning")["left"], trunk_lean_deg=None)
    assert chain.back_over(bare) is None


def test_a_trunk_that_was_set_is_told_from_one_that_was_recorded():
    strides = invented.strides("leaning")["left"]
    assert not chain.trunk_was_set(strides)
    still = dataclasses.replace(strides, trunk_lean_deg=np.full_like(strides.hip_deg, 20.0))
    assert chain.trunk_was_set(still)


def test_what_survives_another_zero():
    kept = {one.finding: one for one in chain.across_zeros(invented.strides("average"))}
    assert kept["excursion right"].holds
    assert kept["longest left"].holds
    assert not kept["leg raise right"].holds
    raised = kept["leg raise right"].values
    assert raised[-1] - raised[0] == pytest.approx(24, abs=0.5)
    assert len(raised) == len(chain.zeros_deg())


def test_shipped_walkers_are_what_their_author_writes():
    for file, text in walkers.written().items():
        shipped = (invented.FOLDER / file).read_text(encoding="utf-8").splitlines()
        ours = text.splitlines()
        assert len(shipped) == len(ours)
        assert shipped[:7] == ours[:7]
