"""Every figure of the lumbar load model: how far from a full-body model, and how fast.

python benchmarks/lumbar.py
"""

import numpy as np
from timing import median_ms

from lessons_lib.data import load
from lessons_lib.mechanics import lumbar
from lessons_lib.mechanics.lumbar import LEVELS, UNSEEN, build

BODY_WEIGHT_N = build().body_weight_n


def standing() -> None:
    print("Standing and leaning: load on L5/S1 in body weights, the free body against full-body")
    print(f"{'bend':12}{'lean':>6}{'least':>8}{'typical':>9}{'highest':>9}{'full':>7}{'error':>8}")
    for row in load("lumbar_static_lean").rows():
        lean = row["lean_deg"]
        tilt = lean if row["bend"] == "hips" else 0.0
        loads = [float(lumbar.lean(tilt, lean, build(one)).compression_n) for one in LEVELS]
        low, typical, high = (one / BODY_WEIGHT_N for one in loads)
        truth = row["compression_n"] / BODY_WEIGHT_N
        held = "in the band" if low <= truth <= high else "outside the band"
        print(
            f"{row['bend']:12}{lean:5.0f}°{low:8.2f}{typical:9.2f}{high:9.2f}{truth:7.2f}"
            f"{100 * (typical / truth - 1):+7.0f} %  {held}"
        )


def walking() -> None:
    truth = load("lumbar_stride")["compression_n"] / BODY_WEIGHT_N
    print(f"\nWalking, one stride: full-body mean {truth.mean():.2f}, peak {truth.max():.2f}")
    print(f"{'unseen moments':28}{'build':>9}{'RMSE':>7}{'bias':>7}{'r':>6}{'mean':>6}{'peak':>6}")
    for source in UNSEEN:
        for level in LEVELS:
            mine = lumbar.stride(source, body=build(level)).compression_n / BODY_WEIGHT_N
            error = mine - truth
            print(
                f"{source:28}{level:>9}{np.sqrt(np.mean(error**2)):7.2f}{error.mean():+7.2f}"
                f"{np.corrcoef(mine, truth)[0, 1]:6.2f}{mine.mean():6.2f}{mine.max():6.2f}"
            )
    print("\nA lean added to the stride: mean and peak, and what they gain")
    base = lumbar.stride("sideways and turning").compression_n / BODY_WEIGHT_N
    for lean in (0, 5, 10, 15, 20):
        mine = lumbar.stride("sideways and turning", lean).compression_n / BODY_WEIGHT_N
        print(
            f"  {lean:2}°: mean {mine.mean():.2f} (+{mine.mean() - base.mean():.2f}), peak "
            f"{mine.max():.2f} (+{mine.max() - base.max():.2f}), hips "
            f"+{float(lumbar.hip_moment_nm(lean)):.0f} Nm"
        )
    print("  full-body model, another stride:")
    for row in load("lumbar_walking_lean").rows():
        print(f"  {row['scenario']}, {row['lean_deg']:.0f}°, inertia {row['inertia']}: "
              f"mean {row['mean_bw']:.2f}, peak {row['peak_bw']:.2f}")  # fmt: skip


def speed() -> None:
    print("\nMedian time")
    print(f"  a stride of 51 frames, all loads: {median_ms(lumbar.stride):.3f} ms")
    million = np.linspace(0, 60, 1_000_000)
    print(f"  a million leans: {median_ms(lambda: lumbar.lean(million, million), 5):.0f} ms")


def main() -> None:
    standing()
    walking()
    speed()


if __name__ == "__main__":
    main()
