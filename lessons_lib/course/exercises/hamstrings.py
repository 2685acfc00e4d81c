"""The exercises of the lesson on hamstrings and pelvis."""

import math

from lessons_lib.course.exercises.exercise import Exercise, Mistake, Rounded
from lessons_lib.mechanics.hamstrings import (
    hip_moment_arm_m,
    knee_moment_arm_m,
    length_m,
    lengthening_m,
)


def slope(hip_deg: int = 30) -> float:
    """Minus the slope of length over the hip angle, in metres."""
    import math

    from lessons_lib.mechanics.hamstrings import length_m

    longer = length_m("semimembranosus", hip_flexion_deg=hip_deg + 1, knee_flexion_deg=0)
    shorter = length_m("semimembranosus", hip_flexion_deg=hip_deg - 1, knee_flexion_deg=0)
    slope_m_per_rad = (longer - shorter) / math.radians(2)
    return -float(slope_m_per_rad)


def tilt(tilt_deg: int = 10) -> float:
    """How much longer the muscle gets, in millimetres."""
    from lessons_lib.mechanics.hamstrings import length_m

    # The thigh stays, so tilting the pelvis forward flexes the hip by the same angle.
    standing = length_m("semimembranosus", hip_flexion_deg=0, knee_flexion_deg=0)
    tilted = length_m("semimembranosus", hip_flexion_deg=tilt_deg, knee_flexion_deg=0)
    return 1000 * float(tilted - standing)


def knee(hip_deg: int = 30) -> float:
    """The knee angle at which the muscle is as long as when standing, in degrees."""
    import numpy as np

    from lessons_lib.mechanics.hamstrings import length_m

    standing = length_m("semimembranosus", hip_flexion_deg=0, knee_flexion_deg=0)
    knee_deg = np.linspace(0, 120, 1201)
    lengths = length_m("semimembranosus", hip_flexion_deg=hip_deg, knee_flexion_deg=knee_deg)
    # Bending the knee shortens the muscle; np.interp wants rising lengths, hence [::-1].
    return float(np.interp(standing, lengths[::-1], knee_deg[::-1]))


def _mm(hip_flexion_deg: float, knee_flexion_deg: float) -> float:
    return 1000 * float(length_m("semimembranosus", hip_flexion_deg, knee_flexion_deg))


def _around(hip_deg: int) -> dict[str, str]:
    return {f"length at hip {hip}°": f"{_mm(hip, 0):.3f} mm" for hip in (hip_deg - 1, hip_deg + 1)}


def _slope_by_hand(hip_deg: int) -> str:
    longer, shorter = _mm(hip_deg + 1, 0), _mm(hip_deg - 1, 0)
    return (
        f"{longer:.3f} − {shorter:.3f} = {longer - shorter:.3f} mm, over 2 × 0.01745 = 0.0349 "
        f"radians: {(longer - shorter) / 0.0349:.1f} mm. With the minus sign, and in metres: "
        f"−{-slope(hip_deg):.4f}."
    )


def _lengths_for_tilt(tilt_deg: int) -> dict[str, str]:
    poses = (0, 0), (tilt_deg, 0), (-tilt_deg, 0), (0, tilt_deg)
    return {
        f"length at hip {hip}°, knee {knee}°".replace("-", "−"): f"{_mm(hip, knee):.2f} mm"
        for hip, knee in poses
    }


def _tilt_by_hand(tilt_deg: int) -> str:
    return f"{_mm(tilt_deg, 0):.2f} − {_mm(0, 0):.2f} = {tilt(tilt_deg):.2f} mm."


def _knees(hip_deg: int) -> tuple[int, int, int, int]:
    """Whole tens of degrees around the answer, two on each side."""
    below = int(knee(hip_deg) // 10 * 10)
    return below - 10, below, below + 10, below + 20


def _lengths_for_knee(hip_deg: int) -> dict[str, str]:
    standing = {"length when standing": f"{_mm(0, 0):.1f} mm"}
    bent = {
        f"length at hip {hip_deg}°, knee {knee}°": f"{_mm(hip_deg, knee):.1f} mm"
        for knee in _knees(hip_deg)
    }
    return standing | bent


def _knee_by_hand(hip_deg: int) -> str:
    _, below, above, _ = _knees(hip_deg)
    longer, shorter, standing = _mm(hip_deg, below), _mm(hip_deg, above), _mm(0, 0)
    return (
        f"At hip {hip_deg}° the muscle has {longer:.1f} mm with the knee at {below}° and "
        f"{shorter:.1f} mm at {above}°. The {standing:.1f} mm of standing lie between: "
        f"{longer - standing:.1f} of {longer - shorter:.1f} mm further than {below}°, "
        f"which is {knee(hip_deg):.1f}°."
    )


def _change_mm(hip_flexion_deg: float, knee_flexion_deg: float) -> float:
    return 1000 * float(lengthening_m("semimembranosus", hip_flexion_deg, knee_flexion_deg))


EXERCISES = (
    Exercise(
        id="04-slope",
        objective="04a",
        title="The slope",
        working=_slope_by_hand,
        hint=(
            "Minus the slope: the change of length, divided by the angle in radians. One degree is"
            " 0.01745 radians; see the formula in section 3."
        ),
        given=_around,
        signed=True,
        angles=True,
        prompt=(
            "From two lengths, compute the moment arm of the semimembranosus at the hip, "
            "in metres and with its sign, at hip flexion {hip_deg}° and a straight knee."
        ),
        unit="m",
        solve=slope,
        why=(
            "The moment arm is minus the slope of length over the angle in radians. It is negative "
            "because the muscle lengthens as the hip flexes, so its pull extends the hip. A step "
            "of one degree to each side is small enough here; half of it changes nothing visible."
        ),
        mistakes=(
            *(
                Mistake(
                    lambda hip_deg, sign=sign: (
                        sign
                        * 1000
                        * math.radians(float(hip_moment_arm_m("semimembranosus", hip_deg, 0)))
                    ),
                    "That is millimetres for each degree. Asked is metres for each radian, which "
                    "is about 57°.",
                )
                for sign in (1, -1)
            ),
            Mistake(
                lambda hip_deg: float(knee_moment_arm_m("semimembranosus", hip_deg, 0)),
                "That is the moment arm at the knee. Keep the knee straight and move the hip.",
            ),
            Mistake(
                lambda hip_deg: -float(knee_moment_arm_m("semimembranosus", hip_deg, 0)),
                "That is the slope over the knee's angle. Keep the knee straight and move the hip.",
            ),
            Mistake(
                lambda hip_deg: float(hip_moment_arm_m("semimembranosus", 0, hip_deg)),
                "Hip and knee seem to be swapped: that is hip 0°, knee {hip_deg}°.",
            ),
            Mistake(
                lambda: float(hip_moment_arm_m("semimembranosus", 0, 0)),
                "That is the moment arm when standing. Go to hip flexion {hip_deg}°.",
            ),
            Mistake(
                lambda hip_deg: float(hip_moment_arm_m("semitendinosus", hip_deg, 0)),
                "That is the semitendinosus, its neighbour. "
                "The question is about the semimembranosus.",
            ),
            Mistake(
                lambda hip_deg: float(hip_moment_arm_m("biceps_femoris_long", hip_deg, 0)),
                "That is the biceps femoris. The question is about the semimembranosus.",
            ),
            Mistake(
                lambda hip_deg: 2 * slope(hip_deg),
                lambda hip_deg: (
                    f"It is twice too large. From {hip_deg - 1}° to {hip_deg + 1}° are two "
                    "degrees: divide by both of them."
                ),
            ),
            Mistake(
                lambda hip_deg: slope(hip_deg) / 2,
                "It is half of what it should be. Divide by the angle between the two lengths, "
                "no more.",
            ),
        ),
        numbers={"hip_deg": (15, 20, 25, 30, 35, 40, 45, 60)},
    ),
    Exercise(
        id="04-tilt",
        objective="04b",
        title="The tilt",
        working=_tilt_by_hand,
        hint="With the thigh still, a tilt of the pelvis is a hip angle. Which one?",
        given=_lengths_for_tilt,
        angles=True,
        rounded=(
            Rounded(
                lambda tilt_deg: tilt_deg,
                "That is the rule of thumb of section 4, 1 mm a degree. This muscle alone:",
            ),
        ),
        prompt=(
            "From standing, the pelvis tilts forward by {tilt_deg}° while thigh and shank stay. "
            "By how many millimetres does the semimembranosus get longer?"
        ),
        unit="mm",
        solve=tilt,
        why=(
            "With the thigh held still, a forward tilt of the pelvis is hip flexion by the same "
            "angle. About one millimetre a degree: the moment arm, some 50 mm, times one degree "
            "in radians."
        ),
        mistakes=(
            Mistake(
                lambda: 0.0,
                "Zero would be right if the thigh turned with the pelvis. Here it stays, so the "
                "angle between them changes.",
            ),
            Mistake(
                lambda tilt_deg: _change_mm(-tilt_deg, 0),
                "That is a backward tilt, which shortens it. Forward tilt flexes the hip: "
                "+{tilt_deg}°.",
            ),
            Mistake(
                lambda tilt_deg: _change_mm(0, tilt_deg),
                "That is {tilt_deg}° at the knee. The tilt acts at the hip; the knee stays "
                "straight.",
            ),
            Mistake(
                lambda tilt_deg: _mm(tilt_deg, 0),
                "That is the whole length. Take away the length when standing.",
            ),
            Mistake(
                lambda tilt_deg: _mm(tilt_deg, 0) / 1000,
                "That is the whole length, in metres. Take away the length when standing, and give "
                "millimetres.",
            ),
        ),
        numbers={"tilt_deg": (4, 5, 6, 8, 10, 12, 15)},
    ),
    Exercise(
        id="04-knee",
        objective="04b",
        title="The knee undoes it",
        working=_knee_by_hand,
        hint=(
            "In section 2, set the hip to {hip_deg}° and bend the knee until the dot meets the "
            "black line. Or find it between two rows of the list."
        ),
        given=_lengths_for_knee,
        prompt=(
            "The hip flexes by {hip_deg}°. By how many degrees must the knee bend, until the "
            "semimembranosus is as long again as when standing?"
        ),
        unit="deg",
        tolerance=0.03,
        solve=knee,
        why=(
            "Over these angles, the muscle's moment arm at the knee is about two thirds of that at "
            "the hip, so the knee has to turn about half as far again as the hip. That is how you "
            "can lift a thigh without stretching the hamstrings: bend the knee along with it."
        ),
        mistakes=(
            Mistake(
                lambda hip_deg: hip_deg,
                "Equal angles would do if the moment arms were equal. The one at the knee is "
                "smaller, so the knee has to turn further.",
            ),
            Mistake(
                lambda hip_deg: hip_deg + knee(hip_deg),
                "That counts the hip's {hip_deg}° as well. Give the angle of the knee alone.",
            ),
        ),
        numbers={"hip_deg": (15, 20, 25, 30, 35, 40)},
    ),
)
