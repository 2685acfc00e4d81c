"""The course's hamstrings against OpenSim: the same numbers, and how much sooner.

    python benchmarks/against_opensim.py --accuracy    errors against stored OpenSim results
    python benchmarks/against_opensim.py               speed as well; needs `pip install opensim`
    python benchmarks/against_opensim.py --store       writes OpenSim's gait cycle for the tests

Two OpenSim models are built and timed, both with gait2392's four hamstrings and its knee. One is
the skeleton that people load: pelvis free in space, trunk, two legs, 23 coordinates. The other is
the least that gives the same numbers: pelvis, thigh, shank and two coordinates. The published file
holds 88 muscles more than either.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from reference import FOLDER, rows
from timing import median_ms

from lessons_lib.mechanics import gait, hamstrings

GAIT = "gait_fukuchi_gait2392.csv"
GRID = "grid_hip_knee_gait2392.csv"
SHORT = dict(zip(hamstrings.MUSCLES, ("semimem", "semiten", "bflh", "bfsh"), strict=True))
QUANTITIES = {"length": "L", "hip arm": "rh", "knee arm": "rk"}
HIP_CENTRE_M = (-0.0707, -0.0661, 0.0835)
# The rest of the skeleton: no result depends on where it is, only how long OpenSim takes.
BACK_M = (-0.1007, 0.0815, 0.0)
FOOT_M = {"talus": (0, -0.43, 0), "calcn": (-0.04877, -0.04195, 0.00792), "toes": (0.1788, 0, 0)}

Numbers = NDArray[np.float64]


def stored(name: str) -> tuple[Numbers, Numbers, Numbers]:
    """Hip and knee angles, and lengths and moment arms (3, 4, n) in mm, of a reference table."""
    table = list(rows(name))
    hip, knee = (
        np.array([float(row[f"{joint}_deg"]) for row in table]) for joint in ("hip", "knee")
    )
    columns = [[f"{q}_{m}" for m in SHORT.values()] for q in QUANTITIES.values()]
    return hip, knee, np.array([[[float(r[c]) for r in table] for c in each] for each in columns])


def ours_mm(hip_deg: Numbers, knee_deg: Numbers) -> Numbers:
    return 1e3 * np.array(hamstrings.state(hip_deg, knee_deg))


def print_errors(title: str, difference_mm: Numbers) -> None:
    print(f"\n{title}\n{'mm':24}" + "".join(f"{quantity:>10}" for quantity in QUANTITIES))
    for index, muscle in enumerate(hamstrings.MUSCLES):
        errors = np.sqrt(np.mean(difference_mm[:, index] ** 2, axis=-1))
        print(f"{muscle:24}" + "".join(f"{error:10.2f}" for error in errors))


def import_opensim() -> Any:
    try:
        import opensim
    except ImportError:
        sys.exit(
            "OpenSim is not installed here. `pip install opensim` brings it (Python 3.11 to 3.13 "
            "on Linux x86_64, Windows and macOS); `--accuracy` works without it."
        )
    opensim.Logger.setLevelString("error")
    return opensim


class Skeleton:
    """An OpenSim model under construction."""

    def __init__(self, osim: Any) -> None:
        self.osim = osim
        self.model = osim.Model()
        self.bodies = {"ground": self.model.getGround()}

    def attach(
        self,
        child: str,
        parent: str,
        place: tuple[float, ...],
        motions: dict[str, tuple[str, str, Any]],
    ) -> Any:
        """Add a body and its joint; `motions`: for each axis, the coordinate and its function."""
        osim = self.osim
        body = osim.Body(child, 1.0, osim.Vec3(0), osim.Inertia(0.1, 0.1, 0.1, 0, 0, 0))
        self.bodies[child] = body
        self.model.addBody(body)
        ends = (self.bodies[parent], osim.Vec3(*place), osim.Vec3(0))
        ends += (body, osim.Vec3(0), osim.Vec3(0))
        if not motions:
            self.model.addJoint(osim.WeldJoint(f"to_{child}", *ends))
            return None
        transform = osim.SpatialTransform()
        for part, (axis, coordinate, function) in motions.items():
            motion = getattr(transform, f"upd_{part}")()
            motion.setCoordinateNames(osim.ArrayStr(coordinate, 1))
            motion.setAxis(osim.Vec3(*(float(axis == each) for each in "xyz")))
            motion.set_function(function)
        joint = osim.CustomJoint(f"to_{child}", *ends, transform)
        self.model.addJoint(joint)
        return joint

    def hinges(self, coordinates: str, axes: str) -> dict[str, tuple[str, str, Any]]:
        """One turn about z, or three turns one after the other."""
        names = coordinates.split()
        parts = range(1, 4) if len(names) > 1 else (3,)  # the third axis is z by default
        return {
            f"rotation{part}": (axis, name, self.osim.LinearFunction(1.0, 0.0))
            for part, name, axis in zip(parts, names, axes, strict=True)
        }

    def leg(self, side: str, hip: dict[str, tuple[str, str, Any]]) -> Any:
        """Thigh and shank of one side; the knee joint is returned."""
        x, y, z = HIP_CENTRE_M
        self.attach(f"femur{side}", "pelvis", (x, y, -z if side else z), hip)
        name = f"knee_angle{side}"
        motions = self.hinges(name, "z")
        knots: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for row in rows("knee_spline_gait2392.csv"):
            knots[row["axis"]].append((float(row["knee_rad"]), float(row["place_m"])))
        for part, axis in (("translation1", "x"), ("translation2", "y")):
            spline = self.osim.SimmSpline()
            for angle, place in knots[axis]:
                spline.addPoint(angle, place)
            motions[part] = (axis, name, spline)
        return self.attach(f"tibia{side}", f"femur{side}", (0, 0, 0), motions)

    def foot(self, side: str) -> None:
        above = f"tibia{side}"
        for body, place in FOOT_M.items():
            self.attach(f"{body}{side}", above, place, self.hinges(f"{body}_angle{side}", "z"))
            above = f"{body}{side}"


def bare_leg(osim: Any) -> tuple[Skeleton, Any]:
    """Pelvis held still, thigh and shank: 2 coordinates; with the right knee joint."""
    skeleton = Skeleton(osim)
    skeleton.attach("pelvis", "ground", (0, 0, 0), {})
    return skeleton, skeleton.leg("", skeleton.hinges("hip_flexion", "z"))


def whole_body(osim: Any) -> tuple[Skeleton, Any]:
    """The skeleton of gait2392: 23 coordinates; with the right knee joint."""
    skeleton = Skeleton(osim)
    free = skeleton.hinges("tilt list rotation", "zxy")
    for number, axis in enumerate("xyz", start=1):
        function = osim.LinearFunction(1.0, 0.0)
        free[f"translation{number}"] = (axis, f"pelvis_t{axis}", function)
    skeleton.attach("pelvis", "ground", (0, 0, 0), free)
    skeleton.attach("torso", "pelvis", BACK_M, skeleton.hinges("back_z back_x back_y", "zxy"))
    knees = []
    for side in ("", "_left"):
        names = " ".join(
            f"{turn}{side}" for turn in ("hip_flexion", "hip_adduction", "hip_rotation")
        )
        knees.append(skeleton.leg(side, skeleton.hinges(names, "zxy")))
        skeleton.foot(side)
    return skeleton, knees[0]


def build(skeleton: Skeleton, knee: Any) -> Callable[[Numbers, Numbers], Numbers]:
    """OpenSim's side: a function from hip and knee angles to (3, 4, n) lengths and arms in mm."""
    osim, model, bodies = skeleton.osim, skeleton.model, skeleton.bodies
    muscles = {name: osim.PathActuator() for name in hamstrings.MUSCLES}
    for name, muscle in muscles.items():
        muscle.setName(name)
        model.addForce(muscle)
    seen: dict[str, int] = defaultdict(int)
    for row in rows("hamstring_points_gait2392.csv"):
        name, body = row["muscle"], bodies[row["body"]]
        place = osim.Vec3(*(float(row[f"{axis}_m"]) for axis in "xyz"))
        seen[name] += 1
        label = f"{name}_{seen[name]}"
        if row["knee_from_rad"]:
            point = osim.ConditionalPathPoint()
            point.setName(label)
            point.setParentFrame(body)
            point.setLocation(place)
            point.setCoordinate(knee.updCoordinate(0))
            point.setRangeMin(float(row["knee_from_rad"]))
            point.setRangeMax(float(row["knee_to_rad"]))
            muscles[name].updGeometryPath().updPathPointSet().adoptAndAppend(point)
            point.this.disown()
        else:
            muscles[name].addNewPathPoint(label, body, place)
    model.finalizeConnections()
    state = model.initSystem()
    hip_angle, knee_angle = (model.updCoordinateSet().get(n) for n in ("hip_flexion", "knee_angle"))
    paths = [muscles[name].getGeometryPath() for name in hamstrings.MUSCLES]

    def solve(hip_deg: Numbers, knee_deg: Numbers) -> Numbers:
        result = np.empty((3, 4, len(hip_deg)))
        hips, knees = np.radians(hip_deg), np.radians(knee_deg)
        for frame, (h, k) in enumerate(zip(hips.tolist(), knees.tolist(), strict=True)):
            hip_angle.setValue(state, h, False)
            knee_angle.setValue(state, -k, False)
            model.realizePosition(state)
            for index, path in enumerate(paths):
                result[0, index, frame] = path.getLength(state)
                result[1, index, frame] = path.computeMomentArm(state, hip_angle)
                # The model counts knee flexion as negative.
                result[2, index, frame] = -path.computeMomentArm(state, knee_angle)
        return 1e3 * result

    return solve


def gait_angles_deg() -> tuple[Numbers, Numbers]:
    """Hip and knee over a stride, 101 frames; to 0.1 µdeg, as they are stored for the tests."""
    hip, knee = (gait.angle_deg(joint, gait.CYCLE_PERCENT) for joint in gait.JOINTS[:2])
    return hip.round(7), knee.round(7)


def store(opensim_mm: Callable[[Numbers, Numbers], Numbers], version: str) -> None:
    hip, knee = gait_angles_deg()
    values = opensim_mm(hip, knee)
    names = [f"{q}_{m}" for q in QUANTITIES.values() for m in SHORT.values()]
    with (FOLDER / GAIT).open("w", encoding="utf-8", newline="") as file:
        file.writelines(
            f"# {line}\n"
            for line in (
                "The hamstrings of gait2392 (Delp and colleagues, CC BY 3.0) over a stride.",
                f"OpenSim {version}; written by benchmarks/against_opensim.py --store.",
                "Hip and knee: mean of 42 adults (Fukuchi and colleagues 2018, CC BY 4.0).",
                "L length, rh and rk moment arm at hip and knee, mm; flexion +, + flexor.",
            )
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pct", "hip_deg", "knee_deg", *names])
        for frame, percent in enumerate(gait.CYCLE_PERCENT):
            angles = (f"{angle[frame]:.7f}" for angle in (hip, knee))
            numbers = (f"{number:.4f}" for number in values[:, :, frame].ravel())
            writer.writerow([f"{percent:g}", *angles, *numbers])


def print_accuracy() -> None:
    """How far the course's muscles are from OpenSim's, from the stored tables."""
    for title, name in (("one stride", GAIT), ("whole grid", GRID)):
        hip, knee, truth_mm = stored(name)
        print_errors(f"The course against OpenSim, {title} ({len(hip)} poses): RMSE",
                     ours_mm(hip, knee) - truth_mm)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accuracy", action="store_true", help="errors only, without OpenSim")
    parser.add_argument("--store", action="store_true", help="write the gait cycle for the tests")
    parser.add_argument("--repeats", type=int, default=15, help="timed runs of OpenSim")
    choice = parser.parse_args()

    if not choice.accuracy:
        osim = import_opensim()
        models = {"23 coordinates": whole_body(osim), "2 coordinates": bare_leg(osim)}
        solvers = {size: build(*model) for size, model in models.items()}
        hip, knee, grid_mm = stored(GRID)
        for size, opensim_mm in solvers.items():
            title = f"OpenSim model of {size} against the published file, whole grid: RMSE"
            print_errors(title, opensim_mm(hip, knee) - grid_mm)
        if choice.store:
            store(solvers["23 coordinates"], osim.GetVersion().split("-")[0])

    print_accuracy()

    if not choice.accuracy:
        hip, knee = gait_angles_deg()
        version = osim.GetVersion().split("-")[0]
        ours = median_ms(lambda: hamstrings.state(hip, knee), 200 * choice.repeats)
        print(f"\n{len(hip)} frames x 4 muscles x length and two moment arms, median time")
        print(f"hamstrings.state {ours:29.4f} ms ({200 * choice.repeats} runs)")
        for size, opensim_mm in solvers.items():
            theirs = median_ms(partial(opensim_mm, hip, knee), choice.repeats)
            name = f"OpenSim {version}, {size}"
            print(f"{name:34} {theirs:11.2f} ms ({choice.repeats} runs)", end="")
            print(f"   {theirs / ours:,.0f} times longer")


if __name__ == "__main__":
    main()
