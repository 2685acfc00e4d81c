"""Every figure that the course claims for its mechanics, lesson by lesson: accuracy and speed.

    python benchmarks/mechanics.py

Needs nothing but the course and the reference tables of its tests. Beside OpenSim itself, where it
is installed: ``against_opensim.py``.
"""

import sys

import against_opensim
import lumbar
import numpy as np
import tight_hamstrings
from timing import print_moves

from lessons_lib.data import load
from lessons_lib.evidence import walking as evidence
from lessons_lib.figures import free_body, hamstrings, pelvis, stride, walking
from lessons_lib.figures import gait as walkers
from lessons_lib.figures import lumbar as loads
from lessons_lib.figures import tight_hamstrings as tightness
from lessons_lib.mechanics import gait

_FINELY = np.linspace(0, 100, 10_001)


def print_walking() -> None:
    """Lesson 03: waves, speeds, and the trial's survival curves."""
    print("Waves: distance of 6 and of 8 of them from the measured angles (°, root mean square)")
    for joint in load("gait_fit")["joint"].tolist():
        print(f"    {joint:20}" + "".join(f"{gait.fit_error_deg(joint, n):8.3f}" for n in (6, 8)))
    print("\nSpeeds: peak of the stretched curves and as published (°)")
    for row in load("gait_peaks").rows():
        curve = gait.at_speed(row["joint"], row["speed"]).angle_deg(_FINELY)
        peak = curve.max() if row["extreme"] == "highest" else curve.min()
        print(f"    {row['joint']:20}{row['speed']:12}{peak:8.2f}{row['peak_deg']:8.2f}")
    medians = [
        one.value for one in (evidence.walkback().walking_days, evidence.walkback().control_days)
    ]
    shape = evidence.shape_behind(*medians, evidence.walkback().hazard_ratio.value)
    print(f"\nWalkBack: medians {medians} days; hazard ratio "
          f"{evidence.hazard_ratio(*medians, shape):.2f} with shape {shape:.3f}, "
          f"{evidence.hazard_ratio(*medians, 1.0):.2f} with shape 1 (exponential)")  # fmt: skip


def main() -> int:
    """Print all of it."""
    for title, parts in (
        ("03 Walking", [print_walking]),
        ("04 Hamstrings and pelvis", [against_opensim.print_accuracy]),
        ("05 Tight hamstrings", [tight_hamstrings.main]),
        ("06 Lumbar load", [lumbar.main]),
    ):
        print(f"\n==== {title}\n")
        for part in parts:
            part()
    print("\n==== One slider move of each explorer, computed and packed\n")
    for module in (walkers, walking, hamstrings, pelvis, stride, tightness, free_body, loads):
        print_moves(module)
    return 0


if __name__ == "__main__":
    sys.exit(main())
