"""One page about a walk: only sentences that a file of joint angles can carry."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lessons_lib.data.tables import load
from lessons_lib.figures.own_walk import strides_said
from lessons_lib.mechanics import passive
from lessons_lib.mechanics.own_walk import chain
from lessons_lib.mechanics.own_walk.chain import Hamstrings, hamstrings_over, middle
from lessons_lib.mechanics.own_walk.limits import limit
from lessons_lib.mechanics.own_walk.recording import Place, Recording
from lessons_lib.mechanics.own_walk.size import BodySize, fact
from lessons_lib.mechanics.own_walk.strides import Strides
from lessons_lib.stage.words import MM_PER_M, counted, degrees, plain

_NAMES = ("semimembranosus", "semitendinosus", "biceps femoris")
_ENOUGH_STRIDES = 3
_SHOWN_S = 0.01
_FOUND_BY = {
    "force": "Landings were found by the force of the ground.",
    "knee": "No ground force was recorded; landings were found by the knee, which in two people "
    "was right to about 0.02 seconds.",
    "whole file": "The file is a single stride. A foot was taken to land where it begins, or where "
    "its knee says so; when in a stride something happens is less sure for that.",
}
CANNOT = (
    "How hard any muscle worked, and how large the load on the back was while walking: for both "
    "the forces of the ground and more would be needed.",
    "Whether the hamstrings are tight: the resting pull given here is that of the model's muscles, "
    "put to these angles. Supple and tight hamstrings leave the same file.",
    "Anything else that goes sideways or turns: of knee, pelvis and trunk only the side view was "
    "used.",
    "Why something hurts, or whether it will. This is no diagnosis, and no number here is a limit.",
)
"""What a file of joint angles does not hold."""


@dataclass(frozen=True)
class Part:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


def said_of(place: Place, walk: Recording) -> str:
    """What a joint does with the signs as they stand, for the learner to confirm.

    A place that was not found gives nothing.
    """
    joint, side = place
    curve = {
        "hip": walk.hip_deg.get(side),
        "knee": walk.knee_deg.get(side),
        "adduction": walk.hip_adduction_deg.get(side),
        "rotation": walk.hip_rotation_deg.get(side),
        "pelvis": walk.pelvic_tilt_deg,
        "trunk": walk.trunk_lean_deg,
        "lumbar": walk.trunk_lean_deg,
    }.get(joint)
    if curve is None or not np.isfinite(curve).any():
        return ""
    low, high, mean = (float(of(curve)) for of in (np.nanmin, np.nanmax, np.nanmean))
    if joint == "knee":
        return f"bends up to {degrees(high)}, and is straightest at {degrees(low)}"
    if joint in {"adduction", "rotation"}:
        does = "goes" if joint == "adduction" else "turns"
        return f"the thigh {does} from {_in_or_out(low)} to {_in_or_out(high)}"
    if joint == "hip":
        behind = f"{degrees(-low)} behind it" if low < 0 else f"{degrees(low)} in front"
        return f"the thigh goes from {degrees(high)} in front of the pelvis to {behind}"
    way = "forward" if mean >= 0 else "backward"
    what = "its top is" if joint == "pelvis" else "the trunk leans"
    return f"{what} {degrees(abs(mean))} {way} on average"


def _in_or_out(inward_deg: float) -> str:
    return f"{degrees(abs(inward_deg))} {'inward' if inward_deg >= 0 else 'outward'}"


def report(
    walk: Recording | None,
    strides: Mapping[str, Strides],
    size: BodySize | None = None,
    zero_shift_deg: float = 0.0,
) -> list[Part]:
    """The page, part by part.

    Args:
        walk: the recording, for what is said of the file; None for strides from elsewhere.
        strides: by side.
        size: height and mass; the model's own where there is none.
        zero_shift_deg: how the zero of hip and pelvis is moved.

    Raises:
        ValueError: an angle that the models do not answer for, with the zero moved so.
    """
    body = size or BodySize()
    found = {side: hamstrings_over(one, body, zero_shift_deg) for side, one in strides.items()}
    return [
        Part("What was recorded", tuple(_recorded(walk, strides))),
        Part("Hip and knee", tuple(_joints(strides))),
        Part("Hamstrings: length", tuple(_lengths(strides, found, body))),
        Part("Hamstrings: resting pull", tuple(_pulls(strides, found, body))),
        Part("Front of the hip", tuple(_front(found))),
        Part("Pelvis", tuple(_pelvis(strides))),
        Part("Lower back", tuple(_back(strides))),
        Part("What this page cannot say", CANNOT),
    ]


def _recorded(walk: Recording | None, strides: Mapping[str, Strides]) -> list[str]:
    said = [f"{strides_said(strides)}."]
    lasted = np.concatenate([one.duration_s for one in strides.values()])
    lasted = lasted[np.isfinite(lasted)]
    if lasted.size:
        ends = f"{lasted.min():.2f} to {lasted.max():.2f}"
        spread = f" ({ends})" if np.ptp(lasted) >= _SHOWN_S else ""
        said.append(f"A stride took {np.median(lasted):.2f} s{spread}.")
    said += [_FOUND_BY[by] for by in dict.fromkeys(one.by for one in strides.values())]
    out = sum(one.left_out for one in strides.values())
    if out:
        said.append(
            f"{counted(out, 'stride')} with gaps, or of another length, "
            f"{'was' if out == 1 else 'were'} left out."
        )
    if max(map(len, strides.values())) < _ENOUGH_STRIDES:
        said.append("That is too little to say how one stride differs from the next.")
    if walk is not None:
        title = load("gait_dialects").row(dialect=walk.dialect)["title"]
        said.append(
            "Whose signs these are is not known; knee and hip told theirs by their curves."
            if walk.dialect == "other"
            else f"Signs were read as those of {title}."
        )
        if walk.asked:
            unsure = ", ".join(dict.fromkeys(joint for joint, _ in walk.asked))
            said.append(
                f"Which way these count no rule could tell: {unsure}. Read the other way round, "
                "what is said of them here would change."
            )
        said += walk.notes
    return said


def _joints(strides: Mapping[str, Strides]) -> list[str]:
    said = []
    for side, one in strides.items():
        hip, knee = (middle(np.ptp(curve, axis=1)) for curve in (one.hip_deg, one.knee_deg))
        bent = middle(one.knee_deg.max(axis=1))
        said.append(
            f"{side.capitalize()}: in a stride the hip travels {degrees(hip.median)} and the knee "
            f"{degrees(knee.median)}; the knee bends up to {degrees(bent.median)}."
        )
    return said


def _lengths(
    strides: Mapping[str, Strides], found: Mapping[str, Hamstrings], body: BodySize
) -> list[str]:
    usual = MM_PER_M * hamstrings_over(chain.average(), body).excursion_m[:, 0]
    said = []
    for side, one in found.items():
        each = [middle(MM_PER_M * row) for row in one.excursion_m]
        names = ", ".join(
            f"{name} {plain(m.median)} mm{_spread(m)}" for name, m in zip(_NAMES, each, strict=True)
        )
        when = float(np.median(one.longest_percent[0]))
        said.append(
            f"{side.capitalize()}: in a stride their length travels {names}; semimembranosus is "
            f"longest at {plain(when)} % of the stride."
        )
    said.append(
        f"The course's stride of 24 young adults, put to a body of the same height, gives "
        f"{', '.join(plain(one) for one in usual)} mm."
    )
    aside = [side for side, one in strides.items() if one.turns_aside]
    said.append(
        f"How the {' and the '.join(aside)} hip turned in and out was recorded and is counted here."
        if aside
        else "How a hip turned in and out is not in here. That was worth 2.5 mm in one walker, and "
        "is more where a leg turns much."
    )
    said.append(
        f"This is geometry of one generic body, scaled to {body.height_m:.2f} m. In a person of "
        f"known size its course was off by about 1 mm, and in another by up to "
        f"{fact('excursion_error_mm'):g} mm; in their build people differ by more."
    )
    if len(found) == 2:
        said.append(_sides(found))
    return said


def _sides(found: Mapping[str, Hamstrings]) -> str:
    """Right beside left, where strides and model let it be said."""
    right, left = (middle(MM_PER_M * found[side].excursion_m[0]) for side in ("right", "left"))
    if min(right.strides, left.strides) < _ENOUGH_STRIDES:
        return "For a comparison of the sides there are too few strides."
    apart = right.median - left.median
    clear = right.low > left.high or left.low > right.high
    if clear and abs(apart) > fact("excursion_error_mm"):
        more, less = ("right", "left") if apart > 0 else ("left", "right")
        return (
            f"Between the sides: {more} semimembranosus travels {plain(abs(apart))} mm further "
            f"than {less}, in each of these strides. Markers that sit a little differently on the "
            "two legs can make a part of it."
        )
    return "Between the sides these strides show no difference that is larger than the errors."


def _spread(value: chain.Middle) -> str:
    if value.strides < _ENOUGH_STRIDES:
        return ""
    return f" ({plain(value.low)} to {plain(value.high)})"


def _pulls(
    strides: Mapping[str, Strides], found: Mapping[str, Hamstrings], body: BodySize
) -> list[str]:
    said = []
    kept = {one.finding: one for one in chain.across_zeros(strides, body)}
    far = limit("laboratory_zero_high_deg")
    for side, one in found.items():
        strongest = middle(-one.strongest_nm)
        ends = [abs(value) for value in kept[f"pull {side}"].values]
        raised = kept[f"leg raise {side}"].values
        said.append(
            f"{side.capitalize()}: hamstrings like the model's, scaled to {body.mass_kg:.0f} kg "
            f"and at rest, would pull with {plain(strongest.median, 1)} Nm at most, at "
            f"{plain(float(np.median(one.strongest_percent)))} % of the stride. With another "
            f"laboratory's zero ({far:g}° either way) it would be {plain(min(ends), 1)} to "
            f"{plain(max(ends), 1)} Nm, and semimembranosus at the landing as long as in a leg "
            f"raise of {degrees(min(raised))} to {degrees(max(raised))}."
        )
    whole = sorted(-one for one in passive.landing_hip_moments_nm().values())
    said.append(
        f"Beside it: all muscles of a hip together held {plain(whole[0])} and {plain(whole[-1])} "
        "Nm at landing in two recorded walkers of 73 and 85 kg."
    )
    return said


def _front(found: Mapping[str, Hamstrings]) -> list[str]:
    said = []
    for side, one in found.items():
        psoas, rectus = (
            float(np.median(one.flexor_lengthening_m[row].max(axis=-1))) * MM_PER_M
            for row in (1, 2)
        )
        said.append(
            f"{side.capitalize()}: at its longest the psoas is {_than_standing(psoas)}, rectus "
            f"femoris {_than_standing(rectus)}."
        )
    said.append(
        "Both shift by several millimetres with the laboratory's zero, and published models of the "
        "psoas differ by 14 to 16 mm in its lever. Its pull is left out here for that reason."
    )
    return said


def _than_standing(mm: float) -> str:
    return f"{plain(abs(mm))} mm {'longer' if mm >= 0 else 'shorter'} than in standing"


def _pelvis(strides: Mapping[str, Strides]) -> list[str]:
    one = next(iter(strides.values()))
    if one.pelvic_tilt_deg is None:
        return ["It was not recorded, or only in part."]
    travel = middle(np.ptp(one.pelvic_tilt_deg, axis=1))
    level = float(one.pelvic_tilt_deg.mean())
    low, high = limit("laboratory_zero_low_deg"), limit("laboratory_zero_high_deg")
    return [
        f"In a stride its tilt changes by {degrees(travel.median)}.",
        f"Its mean is {degrees(abs(level))} {'forward' if level >= 0 else 'backward'} in this "
        f"file's own frame. Laboratories put zero {low:g}° to {high:g}° apart, so the mean says "
        "nothing of the person.",
    ]


def _back(strides: Mapping[str, Strides]) -> list[str]:
    one = next(iter(strides.values()))
    back = chain.back_over(one)
    if back is None or one.trunk_lean_deg is None:
        return ["The lean of the trunk was not recorded, so nothing is said of the back."]
    if chain.trunk_was_set(one):
        return [
            "In this file the trunk does not move against the room at all. It was set and not "
            "recorded, so nothing is said of the back."
        ]
    far = limit("laboratory_zero_high_deg")
    ends = [chain.back_over(one, float(shift)) for shift in np.linspace(-far, far, 25)]
    loads = [end.typical for end in ends if end is not None]
    return [
        f"The trunk leans {degrees(back.lean_deg)} on average in this file's own frame, and moves "
        f"by {degrees(float(np.median(np.ptp(one.trunk_lean_deg, axis=1))))} in a stride.",
        f"By the free body of lesson 6, somebody who stands still in that posture has "
        f"{back.typical:.1f} body weights on the lowest disc ({back.low:.1f} to {back.high:.1f} "
        f"for what is unknown of a back); if zero lies up to {far:g}° elsewhere, "
        f"{min(loads):.1f} to {max(loads):.1f}.",
    ]
