"""What hamstrings do without working: they are slack, or they pull like a stretched band.

A muscle in this picture is a fibre and a tendon in a row. The tendon is taken as rigid: it is as
long as when it is slack, and whatever the whole muscle is longer than that, the fibre has to be.
The fibre lies at an angle (pennation), as the diagonal of a strip whose thickness stays the same:

    along = length of the whole muscle - tendon slack length
    fibre = sqrt(along² + thickness²),    thickness = optimal length x sin(pennation)
    pull  = greatest force x passive(fibre / optimal length) x along / fibre

and at a joint the pull makes a moment, pull times moment arm (`hamstrings.py`), + flexor. At the
hip it is below 0: it extends the hip. The stored energy has a closed form too, and the moments are
minus its slopes, so a movement that returns to its start costs nothing (a real muscle loses some
as heat).

Two numbers are fitted (table ``passive_calibration``), because a published model as it stands is
far stiffer or slacker than people are: how far a fibre stretches, and one factor for the slack
lengths of all tendons. They were fitted to what only a muscle over both joints can do, the part of
the hip's moment that goes away when the knee bends, as Riener and Edrich (1999) measured it.

`slack_factor` makes hamstrings tight: it multiplies the slack lengths again. 1 is the calibrated
muscle, 0.97 has a tendon 3 % shorter. That is a picture of "tight", not the only one: fibres could
also be stiffer, or a stretch may simply be felt earlier.

Beside the hamstrings a joint has ligaments, a capsule and other muscles. All of that is in two
published measurements of the whole passive moment, `riener_edrich_nm` and `silder_nm`. At the hip
they differ by 5.5 Nm (root mean square over what both measured), and by up to 17 Nm where it is
extended, so no model of it can be surer than that.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import Table, load
from lessons_lib.mechanics import gait, given, hamstrings, muscle
from lessons_lib.mechanics.pose import angle_in_range, angle_limits_deg

Numbers = NDArray[np.float64]

_JOINTS = ("hip", "knee")
MUSCLES = hamstrings.MUSCLES[:3]
"""The hamstrings that cross hip and knee, in the order of every array with one row a muscle."""


class Passive(NamedTuple):
    """What the three resting hamstrings do together in a pose.

    tension_n has shape (3, ...), one row a muscle of MUSCLES; the moments have the angles' shape,
    + flexor.
    """

    tension_n: Numbers
    hip_moment_nm: Numbers
    knee_moment_nm: Numbers


def passive(
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    slack_factor: float = 1.0,
    *,
    hip_adduction_deg: ArrayLike | None = None,
    hip_rotation_deg: ArrayLike | None = None,
) -> Passive:
    """Tension of the resting hamstrings, and their moments at hip and knee.

    Args:
        hip_flexion_deg: flexion +, any shape.
        knee_flexion_deg: flexion +, 0 straight, any shape that broadcasts with it.
        slack_factor: 1 as calibrated, below 1 tighter.
        hip_adduction_deg: as in `hamstrings.state`.
        hip_rotation_deg: likewise.

    Raises:
        ValueError: an angle or a factor that is not a finite number, or outside the tested range.

    >>> raised = passive(70, 0)
    >>> round(float(raised.hip_moment_nm)), round(float(raised.knee_moment_nm))
    (-31, 19)
    """
    state = hamstrings.state(
        hip_flexion_deg,
        knee_flexion_deg,
        hip_adduction_deg=hip_adduction_deg,
        hip_rotation_deg=hip_rotation_deg,
    )
    length, hip_arm, knee_arm = (of_all[: len(MUSCLES)] for of_all in state)
    part = _parts(length.ndim - 1).with_slack(_slack_factor(slack_factor))
    tension = part.tension_n(length, _calibration("passive_strain_at_max_force"))
    return Passive(
        tension_n=tension,
        hip_moment_nm=(tension * hip_arm).sum(axis=0),
        knee_moment_nm=(tension * knee_arm).sum(axis=0),
    )


def energy_j(
    hip_flexion_deg: ArrayLike, knee_flexion_deg: ArrayLike, slack_factor: float = 1.0
) -> Numbers:
    """Energy stored in the three resting hamstrings; arguments and errors as in `passive`.

    >>> float(energy_j(0, 90))
    0.0
    """
    length = hamstrings.state(hip_flexion_deg, knee_flexion_deg).length_m[: len(MUSCLES)]
    part = _parts(length.ndim - 1).with_slack(_slack_factor(slack_factor))
    fibre_m, _ = part.fibre(length)
    stored = muscle.passive_energy(
        fibre_m / part.optimal_m, _calibration("passive_strain_at_max_force")
    )
    return np.asarray((part.force_n * part.optimal_m * stored).sum(axis=0))


def shortening_m(slack_factor: float) -> Numbers:
    """By how much each of MUSCLES is shorter than calibrated, shape (3,); errors as in `passive`.

    >>> (1000 * shortening_m(0.97)).round(1).tolist()
    [10.6, 7.5, 9.6]
    """
    part = _parts(0)
    return part.slack_m * (1 - _slack_factor(slack_factor))


# Two tests that clinics use, on the virtual body


def stop_moment_nm() -> float:
    """The moment at which both virtual tests stop, from the table ``test_stop``."""
    return float(load("test_stop")["moment_nm"][0])


def leg_raise_deg(slack_factor: float = 1.0, stop_nm: float | None = None) -> float | None:
    """Straight leg raise: the hip angle at which the hamstrings hold with `stop_nm`.

    Args:
        slack_factor: 1 as calibrated, below 1 tighter.
        stop_nm: the moment about the hip at which the test stops; None for `stop_moment_nm`.

    Returns:
        The hip angle, or None where 90° are reached first. In a clinic the pelvis turns along, so
        the leg is higher above the table than the hip is bent.

    Raises:
        ValueError: a moment that is not above 0, or a factor outside the tested range.

    >>> round(leg_raise_deg()), round(leg_raise_deg(0.97))
    (65, 52)
    """
    knee = _test("straight leg raise", "knee_flexion_deg")
    hips = np.linspace(0, 90, 361)
    moment = -passive(hips, knee, slack_factor).hip_moment_nm
    return _where_reached(_stop(stop_nm), moment, hips)


def popliteal_angle_deg(slack_factor: float = 1.0, stop_nm: float | None = None) -> float:
    """Knee extension test: the knee flexion that is left when the hamstrings stop the knee.

    The hip is held at 90°. The larger the angle, the tighter; 0 is a straight knee, reached before
    anything stops it or just then. Arguments and errors as in `leg_raise_deg`, the moment about the
    knee.

    >>> round(popliteal_angle_deg()), round(popliteal_angle_deg(0.97))
    (20, 37)
    """
    hip = _test("knee extension", "hip_flexion_deg")
    knees = np.linspace(120, 0, 481)
    moment = passive(hip, knees, slack_factor).knee_moment_nm
    found = _where_reached(_stop(stop_nm), moment, knees)
    return 0.0 if found is None else found


def like_leg_raise_deg(name: str, hip_flexion_deg: float, knee_flexion_deg: float) -> float:
    """The straight leg raise, in degrees of hip flexion, at which a hamstring is as long as here.

    A pose in which it is shorter or longer than at any hip angle of the model gives that end.

    Raises:
        KeyError: no such muscle.
        ValueError: an angle outside the tested range.

    >>> round(like_leg_raise_deg("semimembranosus", 70, 0))
    70
    """
    for joint, angle in (("Hip", hip_flexion_deg), ("Knee", knee_flexion_deg)):
        given.number(f"{joint} flexion", angle)
    hips = np.linspace(*angle_limits_deg("hip_flexion_deg"), 1401)
    lengths = hamstrings.length_m(name, hips, 0)
    here = hamstrings.length_m(name, hip_flexion_deg, knee_flexion_deg)
    return float(np.interp(here, lengths, hips))


# Walking


def in_walking(slack_factor: float = 1.0, cohort: str = "young") -> Passive:
    """The resting hamstrings over an average stride, at each of `gait.CYCLE_PERCENT`.

    Walking is taken as it is, with no change of the movement for tighter muscles.

    Raises:
        KeyError: no such group of people.
        ValueError: a factor outside the tested range.
    """
    hip, knee = (
        gait.angle_deg(joint, gait.CYCLE_PERCENT, cohort)
        for joint in ("hip_flexion", "knee_flexion")
    )
    return passive(hip, knee, slack_factor)


# What was measured


def walking_hip_moments_nm() -> dict[str, Numbers]:
    """The whole moment about a hip of each recorded walker, working muscles above all, + flexor.

    At each of `gait.CYCLE_PERCENT`, from one landing of the foot to the next. Table
    ``walking_hip_moments``.

    >>> {walker: round(float(moment[0])) for walker, moment in walking_hip_moments_nm().items()}
    {'subject of gait2392': -9, 'subject of Rajagopal2016': -53}
    """
    table = load("walking_hip_moments")
    return {person: table.where(person=person)["moment_nm"] for person in _people(table)}


def landing_hip_moments_nm() -> dict[str, float]:
    """The mean of `walking_hip_moments_nm` while the foot lands, for each walker.

    Landing is the first of `gait.phases`, about a tenth of the stride. Of one moment alone two
    people can tell nothing: at the first they differ six-fold.

    >>> {walker: round(moment) for walker, moment in landing_hip_moments_nm().items()}
    {'subject of gait2392': -36, 'subject of Rajagopal2016': -48}
    """
    landing = gait.phases()[0].to_percent >= gait.CYCLE_PERCENT
    return {
        person: float(moment[landing].mean()) for person, moment in walking_hip_moments_nm().items()
    }


def _people(table: Table) -> list[str]:
    return list(dict.fromkeys(table["person"].tolist()))


def riener_edrich_nm(
    joint: str,
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    ankle_dorsiflexion_deg: ArrayLike = 0.0,
) -> Numbers:
    """The whole passive moment of a joint, all tissues together, + flexor; source: riener1999.

    Args:
        joint: "hip" or "knee".
        hip_flexion_deg: flexion +, any shape.
        knee_flexion_deg: flexion +, any shape that broadcasts with it.
        ankle_dorsiflexion_deg: dorsiflexion +; counts at the knee only.

    Raises:
        KeyError: no such joint.
        ValueError: an angle that is not a finite number, or outside the tested range.

    >>> round(float(riener_edrich_nm("hip", 30, 15)), 1)
    1.7
    """
    hip, knee, ankle = (
        angle_in_range(name, angle)
        for name, angle in (
            ("hip_flexion_deg", hip_flexion_deg),
            ("knee_flexion_deg", knee_flexion_deg),
            ("ankle_dorsiflexion_deg", ankle_dorsiflexion_deg),
        )
    )
    given.alike(hip_flexion=hip, knee_flexion=knee, ankle_dorsiflexion=ankle)
    terms = _riener_terms(given.one_of("joint", joint, _JOINTS))
    return np.asarray(
        sum(
            factor * np.exp(constant + a * ankle + k * knee + h * hip)
            for factor, constant, a, k, h in terms
        )
    )


def silder_nm(
    joint: str, angle_deg: ArrayLike, *, other_deg: float, ankle_dorsiflexion_deg: float = 0.0
) -> Numbers:
    """The whole passive moment as measured by Silder and colleagues, + flexor; source: silder2007.

    Between the angles of the table in straight lines.

    Args:
        joint: "hip" or "knee".
        angle_deg: angle of that joint, flexion +, any shape.
        other_deg: the other joint's angle at which it was measured.
        ankle_dorsiflexion_deg: the ankle's, likewise.

    Raises:
        KeyError: no such joint.
        ValueError: a combination that the table does not hold, or an angle outside it.

    >>> silder_nm("hip", 0, other_deg=15).tolist()
    7.29
    """
    other = "knee" if given.one_of("joint", joint, _JOINTS) == "hip" else "hip"
    other_deg = given.number("The angle of the other joint", other_deg, unit="°")
    ankle_dorsiflexion_deg = given.number("Ankle dorsiflexion", ankle_dorsiflexion_deg, unit="°")
    curve = load("passive_moments_silder").where(
        **{
            "joint": joint,
            f"{other}_flexion_deg": other_deg,
            "ankle_dorsiflexion_deg": ankle_dorsiflexion_deg,
        }
    )
    if not len(curve):
        raise ValueError(
            f"There is no measured curve of the {joint} with the other joint at {other_deg:g}° and "
            f"the ankle at {ankle_dorsiflexion_deg:g}°. See load('passive_moments_silder')."
        )
    angles, moments = curve[f"{joint}_flexion_deg"], curve["moment_nm"]
    asked = given.numbers(
        f"The {joint}, as it was measured,", angle_deg, *angles[[0, -1]], unit="°"
    )
    return np.asarray(np.interp(asked, angles, moments))


# The parts of the muscles


class Parts(NamedTuple):
    """A table of muscles as columns that broadcast against arrays of angles, one row a muscle."""

    force_n: Numbers
    optimal_m: Numbers
    slack_m: Numbers
    thickness_m: Numbers

    @classmethod
    def of(cls, table: str, muscles: Sequence[str], dimensions: int) -> "Parts":
        """The muscles of a table, for arrays of angles of so many dimensions."""
        columns = load(table)
        rows = [columns["muscle"].tolist().index(name) for name in muscles]
        shape = (-1, *[1] * dimensions)
        force, optimal, slack, angle = (
            columns[column][rows].reshape(shape)
            for column in ("max_force_n", "optimal_fibre_m", "tendon_slack_m", "pennation_deg")
        )
        return cls(force, optimal, slack, optimal * np.sin(np.radians(angle)))

    def with_slack(self, factor: float) -> "Parts":
        """The same muscles with other tendons: slack lengths times a factor."""
        return self._replace(slack_m=self.slack_m * factor)

    def fibre(self, length_m: Numbers) -> tuple[Numbers, Numbers]:
        """Length of the fibres, and their reach along the tendon, in metres."""
        along = np.maximum(length_m - self.slack_m, 0)
        return np.hypot(along, self.thickness_m), along

    def tension_n(self, length_m: Numbers, strain: float | None = None) -> Numbers:
        """The pull of the resting muscles, by the first lines of this file."""
        fibre, along = self.fibre(length_m)
        relaxed = muscle.passive_force(fibre / self.optimal_m, strain)
        # Under optimal length the force is 0 whatever the angle; this keeps 0 / 0 out.
        pull: Numbers = self.force_n * relaxed * along / np.maximum(fibre, self.optimal_m)
        return pull


@cache
def _parts(dimensions: int) -> Parts:
    """The hamstrings, with calibrated slack lengths."""
    uncalibrated = Parts.of("hamstring_forces", MUSCLES, dimensions)
    return uncalibrated.with_slack(_calibration("tendon_slack_factor"))


@cache
def _calibration(quantity: str) -> float:
    return float(load("passive_calibration").row(quantity=quantity)["value"])


@cache
def _test(test: str, column: str) -> float:
    return float(load("hamstring_tests").row(test=test)[column])


@cache
def _riener_terms(joint: str) -> tuple[tuple[float, ...], ...]:
    rows = load("passive_moments_riener").where(joint=joint)
    columns = ("factor_nm", "constant", "ankle_coefficient", "knee_coefficient", "hip_coefficient")
    return tuple(tuple(float(row[name]) for name in columns) for row in rows.rows())


def _slack_factor(factor: float) -> float:
    tightest, loosest = _calibration("least_slack_factor"), _calibration("greatest_slack_factor")
    return given.number("slack_factor (1 is the calibrated muscle)", factor, tightest, loosest)


def _stop(moment_nm: float | None) -> float:
    chosen = stop_moment_nm() if moment_nm is None else moment_nm
    return given.number("The moment at which a test stops", chosen, above=0, unit=" Nm")


def _where_reached(level: float, moment: Numbers, angle: Numbers) -> float | None:
    """The first angle at which a moment reaches a level, in a straight line between two samples."""
    beyond = np.flatnonzero(moment >= level)
    if not len(beyond):
        return None
    last = beyond[0]
    if last == 0:
        return float(angle[0])
    return float(np.interp(level, moment[last - 1 : last + 1], angle[last - 1 : last + 1]))
