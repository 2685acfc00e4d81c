"""What presses on the lowest disc of the back: one cut, one balance.

Cut the body in thought through the disc between the last lumbar vertebra and the sacrum (L5/S1),
and keep what lies above: about half of the body. Three forces make the load on the disc:

- its **weight** W, down from its centre of mass, which lies the distance d in front of the disc
- the **pull** F of the back muscles, along the spine, the lever r behind the disc
- the **push** C of the disc from below, along the spine: the compression we are after

Moments about the disc give the pull, forces along the spine give the push:

    M = W d                      the moment that the muscles have to supply
    F = M / r                    below 0 the muscles of the belly pull, with their own lever
    C = W cos(slope) + F         slope: how far the disc is tipped forward

The rest of the weight, W sin(slope), slides along the cut. Disc, small joints and ligaments hold
that shear close to the disc, so it changes neither line.

The lever r is five centimetres, d soon becomes much more: that is why leaning costs so much.

What is not known well is carried along as a band. A `Build` holds all that the balance needs to
know of a body, and there are three, for the least, a typical and the highest load. They differ in
the part of the body above the cut and in the levers of the muscles, nothing else.

Walking adds moments that a picture from the side cannot show. `stride` takes the moments of one
person's stride from tables and puts them through the same cut, with or without the moment against
bending *sideways*, which the muscles at the sides of the spine supply with a lever r_side, and the
one against *turning* about the long axis, for which slanting muscles have only a short lever:

    C = axial force + |M| / r + |M_sideways| / r_side + |M_turning| / r_turning

Without these the load in the valleys of a stride, where the moment forward and back is nothing, is
far too low: a third of all moments of the stride are more than 30 percent off. With them none is.

Where to be careful. Nothing here knows of ligaments, of pressure in the belly, or of muscles that
work against each other to keep the spine steady; all of these change the load. Beside a full-body
model, values are right to about 30 percent; compare situations rather than values. Close to
standing upright the moment is so small that even its sign is uncertain. The places of weight and
disc are fitted to the moments of a full-body model, so that its loads (``lumbar_static_lean``, up
to 60° of lean) test the muscles only; and in living people the load stops rising well before.

Signs as in `lessons_lib.mechanics.pose`; forces in newtons, moments in newton-metres, + where the
back muscles have to pull.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given
from lessons_lib.mechanics.pose import angle_in_range

Numbers = NDArray[np.float64]

GRAVITY_N_PER_KG = 9.80665
LEVELS = ("low", "typical", "high")
"""The three builds: for the least, a typical and the highest load."""

UNSEEN = ("left out", "sideways", "sideways and turning", "both by the model of walking")
"""Which moments that a side view misses count in `stride`; but for the last, the full-body model's.
"""


@dataclass(frozen=True)
class Build:
    """What the balance needs to know of a body; source: the table ``lumbar_free_body``.

    Places are in metres in the standing body: forward and up, from the disc L5/S1; the disc itself
    from the hip.

    Raises:
        ValueError: not a finite number, or a mass, a part of it or a lever that is not above 0.
    """

    body_mass_kg: float
    upper_body_mass_fraction: float
    centre_forward_m: float
    centre_up_m: float
    pivot_forward_m: float
    pivot_up_m: float
    disc_forward_m: float
    disc_up_m: float
    disc_slope_deg: float
    extensor_arm_m: float
    abdominal_arm_m: float
    lateral_arm_m: float
    turning_arm_m: float

    def __post_init__(self) -> None:
        for one in fields(self):
            above = 0.0 if one.name.endswith(("_kg", "_fraction", "_arm_m")) else None
            given.number(one.name, getattr(self, one.name), above=above)

    @property
    def body_weight_n(self) -> float:
        """Weight of the whole body, the unit in which loads are compared."""
        return self.body_mass_kg * GRAVITY_N_PER_KG

    @property
    def weight_n(self) -> float:
        """Weight of what lies above the cut."""
        return self.upper_body_mass_fraction * self.body_weight_n


def build(level: str = "typical") -> Build:
    """The build for the least ("low"), a "typical" or the highest ("high") load.

    Raises:
        KeyError: no such level.

    >>> round(build().weight_n), build().extensor_arm_m
    (369, 0.05)
    """
    return _build(given.one_of("build", level, LEVELS))


@cache
def _build(level: str) -> Build:
    rows = {row["quantity"]: row for row in load("lumbar_free_body").rows()}
    return Build(**{one.name: rows[one.name][level] for one in fields(Build)})


def _known(body: Build | None) -> Build:
    return build() if body is None else given.a(Build, body)


class Load(NamedTuple):
    """The free body in balance; arrays of one shape.

    Attributes:
        moment_nm: what the muscles have to supply about the disc, + the back muscles.
        weight_along_spine_n: the part of the weight that presses straight onto the disc.
        muscle_n: the pull of the muscles that hold the balance, never below 0.
        compression_n: the push of the disc.
    """

    moment_nm: Numbers
    weight_along_spine_n: Numbers
    muscle_n: Numbers
    compression_n: Numbers


def lean(pelvic_tilt_deg: ArrayLike, trunk_lean_deg: ArrayLike, body: Build | None = None) -> Load:
    """The load while standing still with the trunk leaning.

    Args:
        pelvic_tilt_deg: forward +, any shape. Equal to the lean when you lean from the hips; 0 when
            only the lower back bends.
        trunk_lean_deg: forward +, any shape that broadcasts with it.
        body: a build; the typical one if there is none.

    Raises:
        ValueError: an angle that is not a finite number, or out of range.

    >>> upright, from_the_hips = lean(0, 0), lean(30, 30)
    >>> round(float(from_the_hips.moment_nm)), round(float(from_the_hips.compression_n))
    (39, 1033)
    """
    body = _known(body)
    forward, _ = centre_of_mass_m(pelvic_tilt_deg, trunk_lean_deg, body)
    slope = np.radians(body.disc_slope_deg + angle_in_range("pelvic_tilt_deg", pelvic_tilt_deg))
    axial = np.broadcast_to(body.weight_n * np.cos(slope), forward.shape)
    return balance(body.weight_n * forward, axial, body=body)


def centre_of_mass_m(
    pelvic_tilt_deg: ArrayLike, trunk_lean_deg: ArrayLike, body: Build | None = None
) -> tuple[Numbers, Numbers]:
    """How far forward of the disc L5/S1 the centre of mass of the upper body lies, and how far up.

    The pelvis carries a point in the lower back, and the trunk turns about that point: a stand-in
    for the five joints that share the bending. Arguments and errors as in `lean`.
    """
    body = _known(body)
    tilt = np.radians(angle_in_range("pelvic_tilt_deg", pelvic_tilt_deg))
    trunk = np.radians(angle_in_range("trunk_lean_deg", trunk_lean_deg))
    given.alike(pelvic_tilt=tilt, trunk_lean=trunk)
    pivot = _turned(body.pivot_forward_m, body.pivot_up_m, tilt)
    above = _turned(
        body.centre_forward_m - body.pivot_forward_m, body.centre_up_m - body.pivot_up_m, trunk
    )
    return pivot[0] + above[0], pivot[1] + above[1]


def _turned(forward: float, up: float, angle: Numbers) -> tuple[Numbers, Numbers]:
    """A point turned forward about the origin."""
    return (
        forward * np.cos(angle) + up * np.sin(angle),
        up * np.cos(angle) - forward * np.sin(angle),
    )


def balance(
    moment_nm: ArrayLike,
    axial_n: ArrayLike,
    sideways_nm: ArrayLike = 0.0,
    turning_nm: ArrayLike = 0.0,
    body: Build | None = None,
) -> Load:
    """The cut itself: from moments and axial force to the pull of muscles and the push of the disc.

    Args:
        moment_nm: against bending forward, + for the back muscles, any shape.
        axial_n: what presses along the spine without muscles, a shape that broadcasts with it.
        sideways_nm: against bending sideways; its sign does not matter.
        turning_nm: against turning about the long axis; its sign does not matter.
        body: a build; the typical one if there is none.

    Raises:
        ValueError: not finite numbers, or unequally many.

    >>> round(float(balance(30, 300).compression_n))
    900
    """
    body = _known(body)
    moment, axial, sideways, turning = (
        given.numbers(what, one, unit=unit)
        for what, one, unit in (
            ("The moment against bending forward", moment_nm, " Nm"),
            ("The force along the spine", axial_n, " N"),
            ("The moment against bending sideways", sideways_nm, " Nm"),
            ("The moment against turning", turning_nm, " Nm"),
        )
    )
    given.alike(moment=moment, axial_force=axial, sideways_moment=sideways, turning_moment=turning)
    moment, axial, sideways, turning = np.broadcast_arrays(moment, axial, sideways, turning)
    arm = np.where(moment >= 0, body.extensor_arm_m, body.abdominal_arm_m)
    muscle = (
        np.abs(moment) / arm
        + np.abs(sideways) / body.lateral_arm_m
        + np.abs(turning) / body.turning_arm_m
    )
    return Load(moment, axial, muscle, axial + muscle)


def stride_percent() -> Numbers:
    """The moments of the stride for which `stride` answers, 0 to 100 in steps of 2 percent."""
    return load("lumbar_stride")["cycle_percent"]


def stride(unseen: str = "left out", leaning_deg: float = 0.0, body: Build | None = None) -> Load:
    """The load over one person's stride, at each of `stride_percent`.

    Args:
        unseen: one of UNSEEN: which moments count that a side view misses, and from which model.
            The full-body model gives 14 to 20 Nm at most sideways and 8 to 9 Nm turning, the model
            of walking 29 to 34 and 10 to 18 Nm (scaled here to the body mass).
        leaning_deg: lean of pelvis and trunk as one block, added to the stride as it was, with
            nothing else changed; as if the body stood still at each moment.
        body: a build; the typical one if there is none. Its levers count; its mass counts for the
            added lean only, since the stride brings its own forces.

    Raises:
        KeyError: no such choice of moments.
        ValueError: a lean out of range.

    Sources: tables ``lumbar_stride`` and ``lumbar_inverse_dynamics``.

    >>> [round(float(stride(side).compression_n.mean())) for side in UNSEEN]
    [506, 577, 690, 836]
    """
    body = _known(body)
    walk = load("lumbar_stride")
    leaning_deg = given.number("The added lean", leaning_deg, unit="°")
    added = lean(leaning_deg, leaning_deg, body)
    upright = lean(0.0, 0.0, body)
    return balance(
        walk["extension_moment_nm"] + added.moment_nm - upright.moment_nm,
        walk["weight_along_spine_n"] + added.weight_along_spine_n - upright.weight_along_spine_n,
        *_unseen_nm(unseen),
        body,
    )


def _unseen_nm(choice: str) -> tuple[Numbers, Numbers]:
    """The moments sideways and turning that count, at each of `stride_percent`."""
    walk = load("lumbar_stride")
    match given.one_of("choice of moments", choice, UNSEEN):
        case "left out":
            return np.zeros(len(walk)), np.zeros(len(walk))
        case "sideways":
            return walk["frontal_moment_nm"], np.zeros(len(walk))
        case "sideways and turning":
            return walk["frontal_moment_nm"], walk["turning_moment_nm"]
    other = load("lumbar_inverse_dynamics")
    masses = load("lumbar_free_body")
    scale = build().body_mass_kg / masses.row(quantity="walker_mass_kg")["typical"]
    sideways, turning = (
        scale * np.interp(walk["cycle_percent"], other["cycle_percent"], other[name])
        for name in ("frontal_moment_nm", "turning_moment_nm")
    )
    return sideways, turning


def hip_moment_nm(leaning_deg: ArrayLike, body: Build | None = None) -> Numbers:
    """How much more the muscles behind the hips must supply when pelvis and trunk lean as a block.

    Compared with standing upright, both hips together, the weight of the pelvis itself left out.
    These muscles are the hamstrings and gluteus maximus.

    Raises:
        ValueError: an angle that is not a finite number, or out of range.

    >>> round(float(hip_moment_nm(10)))
    23
    """
    body = _known(body)
    angle = np.radians(angle_in_range("trunk_lean_deg", leaning_deg))
    forward = body.disc_forward_m + body.centre_forward_m
    leaning, _ = _turned(forward, body.disc_up_m + body.centre_up_m, angle)
    return body.weight_n * (leaning - forward)
