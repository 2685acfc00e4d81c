"""Write the three invented walkers, each a small file in a dialect of its own.

    python -m authoring.walkers

They are made of the curves of the course's 24 young adults, bent, raised and made a little uneven;
nobody walked like that. `tests/test_own_walk.py` holds that the files are what this writes.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lessons_lib.mechanics import gait
from lessons_lib.mechanics.own_walk import invented

Numbers = NDArray[np.float64]

_RATE_HZ = 60
_STRIDES = 4.6


def angles(name: str) -> dict[str, Numbers]:
    """Time and angles of a walker, with the signs of the course, in degrees."""
    chance = np.random.default_rng(sum(name.encode()))
    stride_s = {"average": 1.08, "crouched": 1.02, "leaning": 1.16}[name]
    time = np.arange(0, _STRIDES * stride_s, 1 / _RATE_HZ)
    # Strides a little longer and shorter, and a start in the middle of one.
    phase = time / stride_s + 0.012 * np.sin(2 * np.pi * time / stride_s / 2.7) + 0.3
    found = {"time": time}
    for side, ahead in (("right", 0.0), ("left", 0.5)):
        percent = 100 * ((phase + ahead) % 1)
        hip, knee = (
            gait.angle_deg(joint, percent, "young") for joint in ("hip_flexion", "knee_flexion")
        )
        if name == "crouched":
            hip, knee = 24 + 0.85 * hip, 32 + 0.6 * knee
            knee += 3 if side == "left" else 0
        if name == "leaning":
            hip = hip + 9
        wobble = 0.6 * np.sin(2 * np.pi * time / 3.1 + chance.uniform(0, 6))
        found[f"hip {side}"] = hip + wobble
        found[f"knee {side}"] = knee + wobble / 2
    twice = 4 * np.pi * (phase - 0.05)
    lean, moves, tilt = {
        "average": (1.0, 1.0, 0.0), "crouched": (9.0, 2.0, 4.0), "leaning": (17.0, 1.6, 9.0)
    }[name]  # fmt: skip
    found["pelvis"] = gait.angle_deg("pelvic_tilt", 100 * (phase % 1), "young") + tilt
    found["trunk"] = lean + moves * np.cos(twice)
    return found


def _rows(columns: list[Numbers], form: str, separator: str) -> list[str]:
    return [separator.join(form % value for value in row) for row in np.column_stack(columns)]


def average(a: dict[str, Numbers]) -> str:
    """As OpenSim's older models write it: a bent knee is negative, a forward pelvis too."""
    columns = {
        "time": a["time"],
        "pelvis_tilt": -a["pelvis"],
        "pelvis_list": 2 * np.sin(2 * np.pi * a["time"] / 1.08),
        **{f"hip_flexion_{s[0]}": a[f"hip {s}"] for s in ("right", "left")},
        **{f"knee_angle_{s[0]}": -a[f"knee {s}"] for s in ("right", "left")},
        "lumbar_extension": a["pelvis"] - a["trunk"],
    }
    rows = _rows(list(columns.values()), "%.3f", "\t")
    head = [
        "invented_average", "version=1", f"nRows={len(rows)}", f"nColumns={len(columns)}",
        "inDegrees=yes", "endheader", "\t".join(columns),
    ]  # fmt: skip
    return "\n".join([*head, *rows]) + "\n"


def crouched(a: dict[str, Numbers]) -> str:
    """As OpenSim writes states: whole paths, radians, a bent knee positive; and speeds beside."""
    angle = {
        "/jointset/ground_pelvis/pelvis_tilt": -a["pelvis"],
        **{f"/jointset/hip_{s[0]}/hip_flexion_{s[0]}": a[f"hip {s}"] for s in ("right", "left")},
        **{f"/jointset/knee_{s[0]}/knee_angle_{s[0]}": a[f"knee {s}"] for s in ("right", "left")},
        "/jointset/back/lumbar_extension": a["pelvis"] - a["trunk"],
    }
    columns = {"time": a["time"]}
    for path, degrees in angle.items():
        columns[f"{path}/value"] = np.radians(degrees)
        columns[f"{path}/speed"] = np.gradient(np.radians(degrees), a["time"])
    rows = _rows(list(columns.values()), "%10.5f", "\t")
    head = [
        "invented_crouched", "inDegrees=no", f"nColumns={len(columns)}", f"nRows={len(rows)}",
        "DataType=double", "version=3", "OpenSimVersion=4.5", "endheader", "\t".join(columns),
    ]  # fmt: skip
    return "\n".join([*head, *rows]) + "\n"


def leaning(a: dict[str, Numbers]) -> str:
    """As a laboratory may export Plug-in Gait: three columns an angle, decimal commas."""
    triples = {
        **{f"{s[0].upper()}HipAngles": a[f"hip {s}"] for s in ("left", "right")},
        **{f"{s[0].upper()}KneeAngles": a[f"knee {s}"] for s in ("left", "right")},
        "RPelvisAngles": a["pelvis"],
        "RThoraxAngles": a["trunk"],
    }
    zero = np.zeros_like(a["time"])
    columns = [np.arange(1.0, len(zero) + 1), zero]
    for sagittal in triples.values():
        columns += [sagittal, zero, zero]
    names = "".join(f";Invented:{name};;" for name in triples)
    head = [
        "Model Outputs", f"{_RATE_HZ}", f";{names}",
        "Frame;Sub Frame" + ";X;Y;Z" * len(triples), ";" + ";deg;deg;deg" * len(triples),
    ]  # fmt: skip
    rows = [
        ";".join(
            f"{value:.0f}" if i < 2 else f"{value:.2f}".replace(".", ",")
            for i, value in enumerate(row)
        )
        for row in np.column_stack(columns)
    ]
    return "\n".join([*head, *rows]) + "\n"


WRITERS = {"average": average, "crouched": crouched, "leaning": leaning}


def written() -> dict[str, str]:
    """The text of each file, by its name."""
    return {invented.FILES[name]: writer(angles(name)) for name, writer in WRITERS.items()}


if __name__ == "__main__":
    for file, text in written().items():
        Path(str(invented.FOLDER), file).write_text(text, encoding="utf-8", newline="\n")
