"""The exercises of the lesson on a walk of one's own."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def lean(pelvis_tilt: int = -9, lumbar_extension: int = -11) -> float:
    """The lean of the trunk out of two columns of OpenSim, in degrees."""
    # OpenSim counts a pelvis that tips backward as positive.
    pelvis_forward_deg = -pelvis_tilt
    return pelvis_forward_deg - lumbar_extension


def size(height_m: float = 1.62) -> float:
    """The travel of a hamstring in a smaller body, in millimetres."""
    travel_mm = 57
    return travel_mm * height_m / 1.80


def zero(mean_tilt_deg: float = 5.1, shift_deg: int = 8) -> float:
    """The mean tilt in the frame of another laboratory, in degrees."""
    return mean_tilt_deg + shift_deg


def travel() -> float:
    """The median travel of semimembranosus of the crouched walker's right leg, in millimetres."""
    import numpy as np

    from lessons_lib.mechanics import hamstrings_over
    from lessons_lib.mechanics.own_walk.invented import strides

    found = hamstrings_over(strides("crouched")["right"])
    return 1000 * float(np.median(found.excursion_m[0]))


EXERCISES = (
    Exercise(
        id="11-lean",
        objective="11a",
        title="The lean",
        working=lambda pelvis_tilt, lumbar_extension: (
            f"Pelvis {-pelvis_tilt}° forward, lower back rounded by {-lumbar_extension}°: "
            f"{-pelvis_tilt} + {-lumbar_extension} = {-pelvis_tilt - lumbar_extension}°."
        ),
        hint="First turn the sign of the pelvis over: how far is it tipped forward?",
        signed=True,
        prompt=(
            "A file of OpenSim has pelvis_tilt = {pelvis_tilt} and lumbar_extension = "
            "{lumbar_extension} at some moment. There a pelvis that tips backward is positive, and "
            "so is a back that is hollowed. How far does the trunk lean forward from upright, in "
            "degrees?"
        ),
        unit="deg",
        solve=lean,
        why=lambda pelvis_tilt, lumbar_extension: (
            f"The pelvis is {-pelvis_tilt}° forward. The lower back is hollowed by "
            f"{lumbar_extension}°, so it is rounded by {-lumbar_extension}°, which brings the "
            f"trunk {-lumbar_extension}° further forward than the pelvis: "
            f"{-pelvis_tilt - lumbar_extension}°."
        ),
        tolerance=0.02,
        mistakes=(
            Mistake(
                lambda pelvis_tilt, lumbar_extension: lumbar_extension - pelvis_tilt,
                "The pelvis is not tipped backward: in OpenSim {pelvis_tilt} is forward.",
            ),
            Mistake(
                lambda pelvis_tilt: -pelvis_tilt,
                "That is the pelvis alone. The lower back bends as well.",
            ),
            Mistake(
                lambda lumbar_extension: -lumbar_extension,
                "That is the lower back alone. The pelvis leans as well.",
            ),
        ),
        numbers={"pelvis_tilt": (-5, -7, -9), "lumbar_extension": (-11, -13, -14, -16)},
    ),
    Exercise(
        id="11-size",
        objective="11b",
        title="The size",
        working=lambda height_m: f"57 × {height_m:.2f} / 1.80 = {size(height_m):.1f} mm.",
        hint="All lengths of the smaller body are smaller by one factor.",
        prompt=(
            "In the model of 1.80 m semimembranosus travels 57 mm in a stride. How far in a body "
            "of {height_m:.2f} m that walks with the same angles and is alike in everything, in "
            "millimetres?"
        ),
        unit="mm",
        solve=size,
        why=lambda height_m: (
            f"Lengths go with the height: 57 mm times {height_m:.2f} / 1.80, which is "
            f"{height_m / 1.80:.2f}."
        ),
        tolerance=0.01,
        mistakes=(
            Mistake(57, "The angles are the same; the body is smaller in every length."),
            Mistake(
                lambda height_m: 57 / height_m * 1.80,
                "That body is larger. Divide by 1.80, times {height_m:.2f}.",
            ),
            Mistake(
                lambda height_m: 57 * (height_m / 1.80) ** 2,
                "One factor is enough: a travel is a length.",
            ),
        ),
        numbers={"height_m": (1.48, 1.53, 1.58, 1.62, 1.66)},
    ),
    Exercise(
        id="11-zero",
        objective="11c",
        title="The zero",
        working=lambda mean_tilt_deg, shift_deg: (
            f"{mean_tilt_deg} + {shift_deg} = {zero(mean_tilt_deg, shift_deg):g}°."
        ),
        hint="Nobody moves. Only the place from which one counts does.",
        prompt=(
            "In one laboratory the mean tilt of a pelvis is {mean_tilt_deg}° forward. Another puts "
            "zero so that every pelvis counts {shift_deg}° more forward. What does it write for "
            "the same person, in degrees?"
        ),
        unit="deg",
        solve=zero,
        why=lambda mean_tilt_deg, shift_deg: (
            f"The same pelvis, counted from elsewhere: {mean_tilt_deg}° and {shift_deg}° are "
            f"{zero(mean_tilt_deg, shift_deg):g}°. Nobody has moved."
        ),
        tolerance=0.01,
        mistakes=(
            Mistake(
                lambda mean_tilt_deg, shift_deg: mean_tilt_deg - shift_deg,
                "It counts more forward, so the number becomes larger.",
            ),
            Mistake(
                lambda mean_tilt_deg: mean_tilt_deg, "The person is the same, the number is not."
            ),
            Mistake(
                lambda shift_deg: shift_deg,
                "That is the shift alone. The tilt itself comes on top.",
            ),
        ),
        numbers={"mean_tilt_deg": (3.4, 4.2, 5.1, 6.3), "shift_deg": (5, 7, 8, 9)},
    ),
    Exercise(
        id="11-travel",
        objective="11b",
        title="The crouched walker",
        working="The words of the picture in section 2 say it for the right leg: 42 mm.",
        hint="Choose the crouched walker in section 2, and read the words below the picture.",
        prompt=(
            "Read from the course's models, or from the picture of section 2: how far does "
            "semimembranosus travel in the median stride of the crouched walker's right leg, in "
            "millimetres?"
        ),
        unit="mm",
        solve=travel,
        why=(
            "`hamstrings_over` gives the travel of each muscle in each stride; its first row is "
            "semimembranosus. The median over the strides is 42 mm."
        ),
        tolerance=0.015,
        mistakes=(
            Mistake(lambda: 57, "That is the average walker. Ask for the crouched one."),
            Mistake(lambda: 51, "That is semitendinosus, the second row."),
        ),
    ),
)
