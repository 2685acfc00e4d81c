"""The exercises of the lesson on tight hamstrings."""

from statistics import mean

from lessons_lib.course.exercises.exercise import Exercise, Mistake, Rounded
from lessons_lib.mechanics import balance, gait, hamstrings, passive


def leg_raise() -> float:
    """The straight leg raise that is like the instant after landing, in degrees."""
    from lessons_lib.mechanics import gait, passive

    hip = float(gait.angle_deg("hip_flexion", 10, "young"))
    knee = float(gait.angle_deg("knee_flexion", 10, "young"))
    return passive.like_leg_raise_deg("semimembranosus", hip, knee)


def share() -> float:
    """The part of the hip's moment at landing that stretch provides, in percent."""
    from statistics import mean

    from lessons_lib.mechanics import passive

    # The stride's numbers stand in a row, and the foot lands at the first of them.
    by_stretch_nm = passive.in_walking(slack_factor=0.97).hip_moment_nm[0]
    in_all_nm = mean(passive.landing_hip_moments_nm().values())
    return 100 * float(by_stretch_nm / in_all_nm)


def tilt() -> float:
    """How far the pelvis tilts if nothing answers, in degrees, backward below 0."""
    from lessons_lib.mechanics import balance

    legs = balance.postures()["foot landing"]
    tight_nm = balance.hamstring_moment_nm(legs, tilt_deg=0, slack_factor=0.97)
    usual_nm = balance.hamstring_moment_nm(legs, tilt_deg=0, slack_factor=1)
    resists = balance.stiffness(legs, slack_factor=0.97, trunk_stiffness=1)
    return float(tight_nm - usual_nm) / resists.whole


def _raise_mm(angle_deg: float) -> float:
    return 1000 * float(hamstrings.length_m("semimembranosus", angle_deg, 0))


def _at_10_percent_mm() -> float:
    hip, knee = (float(gait.angle_deg(j, 10, "young")) for j in ("hip_flexion", "knee_flexion"))
    return 1000 * float(hamstrings.length_m("semimembranosus", hip, knee))


def _lengths_for_leg_raise() -> dict[str, str]:
    there = {"length at 10 % of the stride": f"{_at_10_percent_mm():.1f} mm"}
    raises = {
        f"in a leg raise of {one}°": f"{_raise_mm(one):.1f} mm" for one in (0, 10, 20, 30, 40)
    }
    return there | raises


def _leg_raise_by_hand() -> str:
    beyond, step = _at_10_percent_mm() - _raise_mm(20), _raise_mm(30) - _raise_mm(20)
    return (
        f"{_at_10_percent_mm():.1f} mm lie between the raises of 20° and 30°: {beyond:.1f} of "
        f"{step:.1f} mm further than 20°, which is {leg_raise():.1f}°."
    )


def _by_stretch() -> dict[str, str]:
    return {
        "moment by stretch, 3 % shorter": f"{-_landing_nm(0.97):.2f} Nm",
        "moment by stretch, as calibrated": f"{-_landing_nm(1.0):.2f} Nm",
    }


def _share_by_hand() -> str:
    return f"{-_landing_nm(0.97):.2f} / {-_WHOLE_NM:.1f} = {share() / 100:.3f}: {share():.1f} %."


def _balance() -> dict[str, str]:
    one = _stiffness()
    return {
        "change of the moment": f"{-_change_nm():.2f} Nm, backward",
        "the trunk resists with": f"{one.trunk:.2f} Nm a degree",
        "resting hips resist with, hamstrings 3 % shorter": (
            f"{one.hamstrings + one.other_hip_tissue:.2f} Nm a degree"
        ),
        "the weight above takes away": f"{-one.weight:.2f} Nm a degree",
    }


def _tilt_by_hand() -> str:
    one = _stiffness()
    return (
        f"{one.trunk:.2f} + {one.hamstrings + one.other_hip_tissue:.2f} − {-one.weight:.2f} = "
        f"{one.whole:.2f} Nm a degree; {-_change_nm():.2f} / {one.whole:.2f} = {-tilt():.1f}, and "
        f"backward: −{-tilt():.1f}°."
    )


def _over_landing_percent(slack_factor: float) -> float:
    """The part of the hips' mean moment while the foot lands that stretch provides then."""
    landing = gait.phases()[0].to_percent >= gait.CYCLE_PERCENT
    by_stretch_nm = passive.in_walking(slack_factor).hip_moment_nm[landing]
    return 100 * float(by_stretch_nm.mean()) / _WHOLE_NM


def _change_nm() -> float:
    legs = balance.postures()["foot landing"]
    return float(balance.hamstring_moment_nm(legs, 0, 0.97) - balance.hamstring_moment_nm(legs, 0))


def _stiffness() -> balance.Stiffness:
    return balance.stiffness(balance.postures()["foot landing"], 0.97, 1.0)


_WALKERS_NM = sorted(passive.landing_hip_moments_nm().values(), key=abs)
_WHOLE_NM = mean(_WALKERS_NM)


def _landing_nm(slack_factor: float) -> float:
    return float(passive.in_walking(slack_factor).hip_moment_nm[0])


EXERCISES = (
    Exercise(
        id="05-leg-raise",
        objective="05c",
        title="After the landing",
        working=_leg_raise_by_hand,
        hint="Find the length between two rows of the list.",
        given=_lengths_for_leg_raise,
        prompt=(
            "At 10 % of the stride the leg has just taken the weight. Which straight leg raise, in "
            "degrees of hip flexion, makes the semimembranosus as long as it is there?"
        ),
        unit="deg",
        tolerance=0.03,
        solve=leg_raise,
        why=(
            "The knee gives way a little when it takes the weight, and that undoes more than a "
            "quarter of what the hip's flexion does. So the muscle is longest just before and at "
            "the landing, and already shorter a tenth of a stride later."
        ),
        mistakes=(
            Mistake(
                lambda: float(gait.angle_deg("hip_flexion", 10, "young")),
                "That is near the hip's angle. The knee is bent as well, which shortens the "
                "muscle: look for the raise with a straight knee that gives the same length.",
            ),
        ),
    ),
    Exercise(
        id="05-share",
        objective="05c",
        title="The share",
        working=_share_by_hand,
        hint="By stretch, divided by all, times 100.",
        given=_by_stretch,
        rounded=(Rounded(20, "A fifth it is, in round numbers. To three digits:"),),
        prompt=(
            "Hamstrings are 3 % shorter than calibrated. While the foot lands, the hips of two "
            f"walkers are extended with {-_WALKERS_NM[0]:.0f} and {-_WALKERS_NM[1]:.0f} Nm on "
            f"average; the mean of both is {-_WHOLE_NM:.1f} Nm. At the very landing the stretch of "
            "these hamstrings is at its largest. What part of that mean is it, in percent?"
        ),
        unit="%",
        tolerance=0.03,
        solve=share,
        why=(
            "About a fifth, and rather too much: the greatest pull beside an average. Over the "
            f"same tenth of the stride it is {_over_landing_percent(0.97):.0f} %, and as "
            f"calibrated {_over_landing_percent(1.0):.0f} %. The hip is extended at landing in any "
            "case, mostly by working muscles. A little more stretch can be met by "
            "a little less work. Only beyond what walking needs would it have to change."
        ),
        mistakes=(
            Mistake(
                lambda: 100 * _landing_nm(1.0) / _WHOLE_NM,
                "That is for hamstrings as calibrated. Take those that are 3 % shorter.",
            ),
            Mistake(
                lambda: _landing_nm(0.97) / _WHOLE_NM,
                "That is the part as a number from 0 to 1. Times 100 it is percent.",
            ),
            Mistake(
                lambda: _landing_nm(0.97),
                "That is the moment by stretch in Nm. Divide it by the whole moment.",
            ),
            Mistake(
                lambda: 100 * _landing_nm(0.93) / _WHOLE_NM,
                "That is for 7 % shorter. Take those that are 3 % shorter.",
            ),
        ),
    ),
    Exercise(
        id="05-tilt",
        objective="05d",
        title="The tilt",
        working=_tilt_by_hand,
        hint=(
            "Divide the change of the moment by what resists one degree, all of it. The weight of "
            "the upper body does not resist: it helps to fall."
        ),
        given=_balance,
        signed=True,
        prompt=(
            "A foot lands, hamstrings are 3 % shorter, the trunk resists with 1 Nm a degree and "
            "nothing else answers. By how many degrees does the pelvis tilt? Forward is +."
        ),
        unit="deg",
        tolerance=0.05,
        solve=tilt,
        why=(
            "Moment divided by stiffness: about −4 Nm over 1.2 Nm a degree. The explorer says "
            "nearly the same, though it follows the curves as they bend. Working muscles are left "
            "out, so it is no forecast for a walking pelvis."
        ),
        mistakes=(
            Mistake(
                _change_nm,
                "That is the change of the moment in Nm. Divide it by what resists one degree.",
                0.01,
            ),
            Mistake(
                lambda: _change_nm() / (_stiffness().whole - _stiffness().weight),
                "That leaves the weight of the upper body out, which takes away 0.77 Nm a degree.",
            ),
            Mistake(
                lambda: _change_nm() / (_stiffness().whole - 2 * _stiffness().weight),
                "That adds the weight of the upper body. It helps to fall: take its 0.77 Nm away.",
            ),
            Mistake(
                lambda: _change_nm() / (_stiffness().whole - _stiffness().trunk),
                "That leaves the trunk out, which resists with 1 Nm a degree.",
            ),
            Mistake(
                lambda: -_change_nm() / _stiffness().whole,
                "The size is right. The hamstrings pull the pelvis backward, and forward is +.",
                0.01,
            ),
        ),
    ),
)
