"""A thousand strides of one's own walk: from the bytes of a file to everything said of it.

python benchmarks/own_walk.py
"""

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from lessons_lib.apps.own_walk import look
from lessons_lib.mechanics.own_walk import chain, shelf
from lessons_lib.mechanics.own_walk.recording import read
from lessons_lib.mechanics.own_walk.size import BodySize
from lessons_lib.mechanics.own_walk.strides import PERCENT, cut

SIZE = BodySize(1.68, 64)
STRIDE_S = 1.1
RATE_HZ = 100


def content(strides: int) -> bytes:
    """The average stride of the course, again and again, each a little different: a .mot file."""
    chance = np.random.default_rng(1)
    time = np.arange(round(strides * STRIDE_S * RATE_HZ)) / RATE_HZ
    percent = 100 * time / STRIDE_S
    knots = np.arange(0, percent[-1] + 50, 50)
    swing = 1 + 0.03 * np.interp(percent, knots, chance.standard_normal(len(knots)))
    one = chain.average()

    def again(curve: NDArray[np.float64], later: float) -> NDArray[np.float64]:
        return swing * np.interp((percent + later) % 100, PERCENT, curve[0])

    tilt = again(one.pelvic_tilt_deg, 0) if one.pelvic_tilt_deg is not None else 0 * time
    columns = {"time": time, "pelvis_tilt": -tilt, "lumbar_extension": tilt - 8}
    for side, later in (("r", 0.0), ("l", 50.0)):
        columns[f"hip_flexion_{side}"] = again(one.hip_deg, later)
        columns[f"knee_angle_{side}"] = again(one.knee_deg, later)
    rows = ["\t".join(f"{cell:.5f}" for cell in row) for row in zip(*columns.values(), strict=True)]
    head = ["walk", "inDegrees=yes", "endheader", "\t".join(columns)]
    return "\n".join([*head, *rows, ""]).encode()


def main() -> None:
    for strides in (60, 500):
        data = content(strides)
        times = [perf_counter()]
        walk = read(data)
        times.append(perf_counter())
        found = cut(walk)
        times.append(perf_counter())
        for one in found.values():
            chain.hamstrings_over(one, SIZE)
            chain.back_over(one)
        times.append(perf_counter())
        chain.across_zeros(found, SIZE)
        times.append(perf_counter())
        shelf.put(found)
        look(shelf.OWN, walk, SIZE, 0.0, strides=found)
        times.append(perf_counter())
        steps = ("read", "cut", "chain", "other zeros", "page and pictures")
        told = ", ".join(
            f"{name} {1000 * took:.0f} ms" for name, took in zip(steps, np.diff(times), strict=True)
        )
        count = sum(map(len, found.values()))
        print(f"{count:5} strides of both legs, {len(data) / 1000:.0f} kB: {told}")


if __name__ == "__main__":
    main()
