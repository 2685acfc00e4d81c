"""Resting hamstrings and force curves: every figure that the course claims for them, and how fast.

    python benchmarks/tight_hamstrings.py

Needs nothing but the course and the reference tables of its tests.
"""

import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from reference import rows
from timing import median_ms

from lessons_lib.data import load
from lessons_lib.mechanics import balance, gait, muscle, passive

Numbers = NDArray[np.float64]


def rmse(difference: Numbers) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def print_curves() -> None:
    print("Force curves, greatest difference from OpenSim 4.6 (to reach: 1e-12)")
    table = list(rows("muscle_curves.csv"))
    for ours, at, name in (
        (muscle.active_force, "fibre_length", "active"),
        (muscle.smooth_passive_force, "fibre_length", "passive"),
        (muscle.velocity_factor, "velocity", "velocity_factor"),
        (muscle.tendon_force, "tendon_length", "tendon"),
    ):
        points, theirs = (np.array([float(row[key]) for row in table]) for key in (at, name))
        answered = points >= -1  # No muscle shortens faster.
        difference = ours(points[answered]) - theirs[answered]
        print(f"    {name:20}{np.abs(difference).max():12.1e}")


def print_coupling() -> None:
    print("\nHip moment that goes when the knee bends from 15° to 60° (Nm; to reach: 3 RMSE)")
    print("    hip      this course  Riener & Edrich")

    def ours(hip: Numbers) -> Numbers:
        bent, straight = (passive.passive(hip, knee).hip_moment_nm for knee in (60, 15))
        return straight - bent

    def theirs(hip: Numbers) -> Numbers:
        bent, straight = (passive.riener_edrich_nm("hip", hip, knee) for knee in (60, 15))
        return straight - bent

    shown = np.array([30.0, 60.0, 75.0, 90.0])
    for hip, own, other in zip(shown, ours(shown), theirs(shown), strict=True):
        print(f"    {hip:3.0f}°  {own:14.1f}{other:17.1f}")
    every = np.arange(0.0, 91.0, 5.0)
    print(f"    RMSE at these {rmse(ours(shown) - theirs(shown)):.2f}, over 0° to 90° "
          f"{rmse(ours(every) - theirs(every)):.2f}")  # fmt: skip


def print_measurements() -> None:
    print("\nSilder less Riener & Edrich, where Silder measured (Nm)")
    table = load("passive_moments_silder")
    for joint in ("hip", "knee"):
        part = table.where(joint=joint)
        angles = (part[f"{name}_deg"] for name in ("hip_flexion", "knee_flexion"))
        riener = passive.riener_edrich_nm(joint, *angles, part["ankle_dorsiflexion_deg"])
        difference = part["moment_nm"] - riener
        print(f"    {joint:6}RMSE {rmse(difference):.1f}, greatest {np.abs(difference).max():.1f}")


def print_tightness() -> None:
    print("\nTightness (reference in brackets: the same muscles on OpenSim's path)")
    print("    slack   leg raise 20 Nm    30 Nm       40 Nm       popliteal   walking, least (Nm)")

    def pair(own: float | None, reference: str) -> str:
        return f"{'-' if own is None else f'{own:.1f}'} [{reference or '-'}]"

    for row in rows("passive_hamstrings.csv"):
        slack = float(row["slack"])
        cells = [pair(passive.leg_raise_deg(slack, nm), row[f"raise_{nm}"]) for nm in (20, 30, 40)]
        cells.append(pair(passive.popliteal_angle_deg(slack, 10), row["popliteal"]))
        walking = passive.in_walking(slack, "adults").hip_moment_nm
        at = gait.CYCLE_PERCENT[walking.argmin()]
        cells.append(f"{pair(float(walking.min()), row['gait_peak'])} at {at:.0f} %")
        print(f"    {slack:.2f}    " + "".join(f"{cell:14}" for cell in cells))
    young = passive.in_walking().hip_moment_nm
    print(f"    the lesson's walkers (24 young adults), slack 1: {young.min():.2f} Nm")


def print_energy() -> None:
    print("\nWork over a closed path in hip and knee (J; to reach: 0 to rounding)")
    nodes, weights = np.polynomial.legendre.leggauss(8)
    corners = np.array([(0, 0), (100, 0), (110, 60), (40, 100), (0, 0)], dtype=np.float64)
    for slack in (1.0, 0.93):
        work = 0.0
        for start, end in pairwise(corners):
            edges = np.linspace(0, 1, 20001)
            half = (edges[1] - edges[0]) / 2
            t = ((edges[1:] + edges[:-1])[:, None] / 2 + half * nodes).ravel()
            pull = passive.passive(*(start[:, None] + np.outer(end - start, t)), slack)
            turn = np.radians(end - start)
            power = pull.hip_moment_nm * turn[0] + pull.knee_moment_nm * turn[1]
            work += float(np.tile(half * weights, len(t) // len(nodes)) @ power)
        most = float(passive.energy_j(*corners[1], slack))
        print(f"    slack {slack:.2f}: {work:9.1e}, of at most {most:.0f} stored on the way")


def print_balance() -> None:
    print("\nPelvis: Nm that tilt it by a degree; tilt (°) with hamstrings 3 % shorter")
    for name, legs in balance.postures().items():
        parts = balance.stiffness(legs, 1.0, 0.0)
        found = (balance.tilt_deg(legs, 0.97, trunk) for trunk in (0, 1, 3))
        tilts = ", ".join("none" if one is None else f"{one:.1f}" for one in found)
        print(f"    {name:20} {parts.whole:.2f} (hamstrings {parts.hamstrings:.2f}, weight "
              f"{parts.weight:.2f}); {tilts} with a trunk of 0, 1, 3 Nm/°")  # fmt: skip


def print_speed() -> None:
    print("\nTime, median (ms; to reach: a whole gait cycle below 1)")
    percent = gait.CYCLE_PERCENT
    hip, knee = (gait.angle_deg(j, percent, "young") for j in ("hip_flexion", "knee_flexion"))
    legs = balance.postures()["foot landing"]
    jobs: dict[str, Callable[[], object]] = {
        "a gait cycle (101 moments), from its Fourier curves": passive.in_walking,
        "the same from angles, all moments": lambda: passive.passive(hip, knee, 0.97),
        "the same, and both measurements' formula": lambda: (
            passive.passive(hip, knee, 0.97),
            passive.riener_edrich_nm("hip", hip, knee),
            passive.riener_edrich_nm("knee", hip, knee),
        ),
        "where a leg raise stops": lambda: passive.leg_raise_deg(0.97),
        "how far a pelvis tilts": lambda: balance.tilt_deg(legs, 0.97, 1.0),
    }
    for name, job in jobs.items():
        print(f"    {name:55}{median_ms(job):7.3f}")


def main() -> int:
    for part in (
        print_curves,
        print_coupling,
        print_measurements,
        print_tightness,
        print_energy,
        print_balance,
        print_speed,
    ):
        part()
    return 0


if __name__ == "__main__":
    sys.exit(main())
