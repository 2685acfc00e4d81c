"""One walk in many dialects, and files that nobody should have to read.

``python tests/gait_files.py FILE ...`` says what the reader makes of files of your own.
"""

import random
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from lessons_lib.mechanics.own_walk import invented
from lessons_lib.mechanics.own_walk.recording import read

WALK = invented.walker("average")
T = WALK.time_s
HIP, KNEE = WALK.hip_deg, WALK.knee_deg
TILT, LEAN = WALK.pelvic_tilt_deg, WALK.trunk_lean_deg
LUMBAR = TILT - LEAN


def mot(columns, header, separator="\t", *, form="{:.6f}", comma=False, blank=""):
    rows = []
    for values in zip(*columns.values(), strict=True):
        cells = [blank if np.isnan(v) else form.format(v) for v in values]
        rows.append(separator.join(cells))
    text = "\n".join([*header, "endheader", separator.join(columns), *rows]) + "\n"
    return (text.replace(".", ",") if comma else text).encode()


def csv(columns, separator=",", *, comma=False, form="{:.5f}", units=None):
    lines = [separator.join(columns)]
    if units:
        lines.append(separator.join(units))
    for values in zip(*columns.values(), strict=True):
        cells = ["" if np.isnan(v) else form.format(v) for v in values]
        lines.append(separator.join(c.replace(".", ",") if comma else c for c in cells))
    return ("\n".join(lines) + "\n").encode()


def opensim(knee=1.0, radians=False, sides="rl", paths=False, more=False):
    turn = np.radians if radians else np.asarray
    full = {"r": "right", "l": "left"}
    columns = {"time": T}
    name = "/jointset/{joint}/{what}/value" if paths else "{what}"
    columns[name.format(joint="ground_pelvis", what="pelvis_tilt")] = turn(-TILT)
    columns[name.format(joint="back", what="lumbar_extension")] = turn(LUMBAR)
    for s in sides:
        if more:
            columns[f"hip_adduction_{s}"] = turn(5 + 0 * T)
            columns[f"knee_angle_{s}_beta"] = turn(0.2 * KNEE[full[s]])
        columns[name.format(joint=f"hip_{s}", what=f"hip_flexion_{s}")] = turn(HIP[full[s]])
        columns[name.format(joint=f"knee_{s}", what=f"knee_angle_{s}")] = turn(knee * KNEE[full[s]])
    return columns


SHORT = ["made", "version=1", f"nRows={len(T)}", "nColumns=9", "inDegrees=yes"]
LONG = [
    "Coordinates", "version=1", f"nRows={len(T)}", "nColumns=9", "inDegrees=yes", "",
    "Units are S.I. units (second, meters, Newtons, ...)",
    "If the header above contains a line with 'inDegrees', this indicates what is meant.", "",
]  # fmt: skip
STATES = ["made", "inDegrees=no", "nColumns=9", "DataType=double", "version=3", "OpenSimVersion=4"]
WORDS = {
    "Zeit": T, "Hüfte rechts": HIP["right"], "Knie rechts": KNEE["right"],
    "Hüfte links": HIP["left"], "Knie links": KNEE["left"], "Becken": TILT, "Rumpf": LEAN,
}  # fmt: skip


def plug_in_gait(trunk=True):
    """As a C3D's labels are called, and as Vicon's ASCII puts them: three columns an angle."""
    joints = {
        **{f"{s[0].upper()}{j.title()}Angles": a[s]
           for j, a in (("hip", HIP), ("knee", KNEE)) for s in ("left", "right")},
        "RPelvisAngles": TILT,
    }  # fmt: skip
    return joints | ({"RThoraxAngles": LEAN} if trunk else {})


def vicon():
    at = np.arange(0, T[-1], 0.01)
    joints = {k: np.interp(at, T, v) for k, v in plug_in_gait().items()}
    lines = [
        "Trajectories", "100", ",,Subj:LASI,,,Subj:RASI,,",
        "Frame,Sub Frame" + ",X,Y,Z" * 2, ",,mm,mm,mm,mm,mm,mm",
        *(f"{i + 1},0,{i},2,3,4,5,6" for i in range(len(at))), "",
        "Model Outputs", "100", ",," + ",,,".join(f"Subj:{name}" for name in joints) + ",,",
        "Frame,Sub Frame" + ",X,Y,Z" * len(joints), ",," + ",".join(["deg"] * 3 * len(joints)),
    ]  # fmt: skip
    for i, values in enumerate(zip(*joints.values(), strict=True)):
        lines.append(f"{i + 1},0," + ",".join(f"{v:.4f},1,2" for v in values))
    return "\n".join(lines).encode()


def gaps():
    columns = opensim(-1.0)
    columns["knee_angle_l"] = columns["knee_angle_l"].copy()
    columns["knee_angle_l"][[0, 1, 2, 60, 61, -1]] = np.nan
    return mot(columns, SHORT, blank="NaN")


DIALECTS = {
    "gait2392: knees negative, short header": mot(opensim(-1.0), SHORT),
    "gait2392, long header with free text": mot(opensim(-1.0), LONG, "\t      "),
    "Rajagopal2016: knees positive": mot(opensim(), LONG),
    "OpenCap with more columns": mot(opensim(more=True), LONG),
    "states with whole paths, in radians": mot(opensim(radians=True, paths=True), STATES),
    "trailing tabs in each line": mot(opensim(-1.0), [line + "\t" * 8 for line in SHORT]).replace(
        b"\n", b"\t\t\n"
    ),
    "blanks between columns": mot(opensim(-1.0), SHORT, "    "),
    "SIMM's header": mot(opensim(-1.0), ["datacolumns 9", f"datarows {len(T)}", "range 0 5"]),
    "decimal commas": mot(opensim(-1.0), SHORT, comma=True),
    "gaps and missing ends": gaps(),
    "DOS lines": mot(opensim(-1.0), SHORT).replace(b"\n", b"\r\n"),
    "header says degrees, values are radians": mot(opensim(radians=True), SHORT),
    "header promises more rows": mot(opensim(-1.0), [*SHORT[:2], "nRows=99999", *SHORT[3:]]),
    "CSV with names of the course": csv(
        {"time_s": T} | {f"hip_flexion_deg_{s}": a for s, a in HIP.items()}
        | {f"knee_flexion_deg_{s}": a for s, a in KNEE.items()}
        | {"pelvic_tilt_deg": TILT, "trunk_lean_deg": LEAN}),
    "CSV with semicolons, commas, German": csv(WORDS, separator=";", comma=True),
    "CSV with lines about the recording, units, Italian": (
        b"Laboratorio di analisi del movimento;;;;;;\nPaziente;anonimo;;;;;\n"
        + csv({"Tempo (s)": T, "Anca_dx": -HIP["right"], "Ginocchio_dx": -KNEE["right"],
               "Anca_sx": -HIP["left"], "Ginocchio_sx": -KNEE["left"], "Bacino": TILT,
               "Tronco": LEAN}, separator=";", comma=True, units=["s", *["gradi"] * 6])),
    "CSV with sides over joints": csv(
        {"Time": T, "Hip": HIP["right"], "Knee": KNEE["right"], "Hip ": HIP["left"],
         "Knee ": KNEE["left"], "Pelvis": TILT, "Trunk": LEAN}, separator=";"
    ).replace(b"Time", b";Right;;Left;;;\nTime", 1),
    "CSV in UTF-16": csv(WORDS, separator=";").decode().encode("utf-16"),
    "CSV in Latin 1": csv(WORDS, separator="\t").decode().encode("latin-1"),
    "CSV with a row of units and milliseconds": csv(
        {"Time ms": 1000 * T, "R Hip Flexion": HIP["right"], "R Knee Flexion": KNEE["right"],
         "L Hip Flexion": HIP["left"], "L Knee Flexion": KNEE["left"], "Pelvis Tilt": TILT,
         "Trunk Lean": LEAN}, units=["ms", *["deg"] * 6]),
    "CSV whose knees and hips count the other way": csv(
        {"t": T, "RHIP": -HIP["right"], "RKNEE": -KNEE["right"], "LHIP": -HIP["left"],
         "LKNEE": -KNEE["left"], "PELVIS": TILT, "TRUNK": LEAN}),
    "CSV in radians without a word": csv(
        {"t": T} | {f"hip {s}": np.radians(a) for s, a in HIP.items()}
        | {f"knee {s}": np.radians(a) for s, a in KNEE.items()}
        | {"pelvis": np.radians(TILT), "trunk": np.radians(LEAN)}),
    "CSV with a column of remarks": csv(WORDS).replace(b"\n", b",fine\n"),
    "Vicon's ASCII with markers above": vicon(),
    "the course's invented, leaning": invented.content("leaning"),
}  # fmt: skip


def c3d(path: Path, angles=True) -> None:
    """A C3D file with or without joint angles, as ezc3d writes it."""
    import ezc3d

    file = ezc3d.c3d()
    joints = plug_in_gait() if angles else {}
    labels = ["LASI", "RASI", *joints]
    points = np.zeros((4, len(labels), len(T)))
    points[3] = 1
    for index, curve in enumerate(joints.values()):
        points[0, index + 2] = curve
    rate = 1 / np.median(np.diff(T))
    file["parameters"]["POINT"]["RATE"]["value"] = [rate]
    file["parameters"]["POINT"]["LABELS"]["value"] = labels
    file["data"]["points"] = points
    file.write(str(path))


def hostile(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Files damaged or made to harm, each with a name; the same ones for the same seed."""
    rng = random.Random(seed)
    good = list(DIALECTS.values())
    fixed: dict[str, bytes] = {
        "empty": b"", "one byte": b"7", "zeros": b"\0" * 5000, "blank lines": b"\n" * 5000,
        "a million blank lines": b"\n" * 1_000_000,
        "ten million columns": b"endheader\n" + b"a\t" * 7_000_000,
        "many columns": (b"c," * 9000 + b"\n") + (b"1," * 9000 + b"\n") * 15,
        "one long line": b"1" * 15_000_000, "too large": b"1,2\n" * 4_100_000,
        "only a header": b"a\nversion=1\nnRows=3\nendheader\n",
        "header without end": b"a\nversion=1\nnRows=3\nnColumns=2\ntime\tx\n0\t1\n",
        "names and no rows": b"time,hip_flexion_r,knee_angle_r\n",
        "no numbers": b"time,hip_flexion_r,knee_angle_r\n" + b"a,b,c\n" * 50,
        "all the same": b"time,hip_flexion_r,knee_angle_r\n" + b"1,1,1\n" * 50,
        "time backward": b"time,hip_flexion_r,knee_angle_r\n"
        + b"".join(b"%d,5,5\n" % -i for i in range(50)),
        "all missing": b"time,hip_flexion_r,knee_angle_r\n" + b"0,nan,nan\n" * 50,
        "huge numbers": b"time,hip_flexion_r,knee_angle_r\n"
        + b"".join(b"%d,1e308,-1e308\n" % i for i in range(50)),
        "code": b"__import__('os').system('touch OWNED')\n" * 30,
        "a formula": b"time,hip_flexion_r,knee_angle_r\n" + b"=cmd|' /C calc'!A0,1,2\n" * 40,
        "a pickle": b"cos\nsystem\n(S'touch OWNED'\ntR." * 20,
        "a zip": b"PK\x03\x04" + b"\1" * 500, "a PDF": b"%PDF-1.7\n" + b"x" * 500,
        "a web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        "a C3D that lies": bytes([2, 0x50])
        + struct.pack("<HHHHH", 65535, 65535, 1, 65535, 0) + b"\xff" * 5000,
        "half a C3D": bytes([2, 0x50]) + b"\0" * 510,
        "deep nesting": b"[" * 100_000, "right to left": "\u202e".encode() * 3000,
        "two thousand blocks": b"\n\n".join(b"a,b\n" + b"1,2\n" * 12 for _ in range(2000)),
    }  # fmt: skip
    yield from list(fixed.items())[:count]
    damages: list[Callable[[bytearray], bytes]] = [
        lambda b: bytes(b[: rng.randrange(len(b))]),
        lambda b: bytes(b[rng.randrange(len(b)) :]),
        lambda b: bytes(b) + bytes(rng.randrange(256) for _ in range(200)),
        lambda b: _sprinkled(b, rng), lambda b: _repeated(b, rng), lambda b: _swapped(b, rng),
        lambda b: bytes(b).replace(b"\t", rng.choice([b",", b" ", b"\0", b""])),
        lambda b: bytes(b).replace(b".", rng.choice([b",", b"", b"..", b"e"])),
        lambda b: bytes(b).replace(b"\n", b"", rng.randrange(400)),
        lambda b: bytes(b).replace(b"1", rng.choice([b"NaN", b"1e400", b"x", b"-"])),
    ]  # fmt: skip
    for index in range(count - min(count, len(fixed))):
        damage = rng.randrange(len(damages))
        yield f"damage {index} ({damage})", damages[damage](bytearray(rng.choice(good)))


def _sprinkled(content: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice([1, 20, 2000])):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def _repeated(content: bytearray, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join(lines[:at] + [lines[at]] * 300 + lines[at:])


def _swapped(content: bytearray, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(argument, read(Path(argument).read_bytes()))
