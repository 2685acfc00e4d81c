"""The exercises of the lesson on a walk of one's own."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake


def lean() -> float:
    """The lean of the trunk out of two columns of OpenSim, in degrees."""
    pelvis_tilt = -9  # OpenSim counts backward as positive
    lumbar_extension = -11
    pelvis_forward_deg = -pelvis_tilt
    return pelvis_forward_deg - lumbar_extension


def size() -> float:
    """The travel of a hamstring in a smaller body, in millimetres."""
    travel_mm = 57
    return travel_mm * 1.62 / 1.80


def zero() -> float:
    """The mean tilt in the frame of another laboratory, in degrees."""
    mean_tilt_deg = 5.1
    return mean_tilt_deg + 8


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
        working="Pelvis 9° forward, lower back rounded by 11°: 9 + 11 = 20°.",
        hint="First turn the sign of the pelvis over: how far is it tipped forward?",
        signed=True,
        prompt=(
            "A file of OpenSim has pelvis_tilt = -9 and lumbar_extension = -11 at some moment. "
            "There a pelvis that tips backward is positive, and so is a back that is hollowed. How "
            "far does the trunk lean forward from upright, in degrees?"
        ),
        unit="deg",
        solve=lean,
        why=(
            "The pelvis is 9° forward. The lower back is hollowed by -11°, so it is rounded by "
            "11°, which brings the trunk 11° further forward than the pelvis: 20°."
        ),
        tolerance=0.02,
        mistakes=(
            Mistake(lambda: -2, "The pelvis is not tipped backward: in OpenSim -9 is forward."),
            Mistake(lambda: 9, "That is the pelvis alone. The lower back bends as well."),
            Mistake(lambda: 11, "That is the lower back alone. The pelvis leans as well."),
        ),
    ),
    Exercise(
        id="11-size",
        objective="11b",
        title="The size",
        working="57 × 1.62 / 1.80 = 51.3 mm.",
        hint="All lengths of the smaller body are smaller by one factor.",
        prompt=(
            "In the model of 1.80 m semimembranosus travels 57 mm in a stride. How far in a body "
            "of 1.62 m that walks with the same angles and is alike in everything, in millimetres?"
        ),
        unit="mm",
        solve=size,
        why="Lengths go with the height: 57 mm times 1.62 / 1.80, which is nine tenths.",
        tolerance=0.01,
        mistakes=(
            Mistake(lambda: 57, "The angles are the same; the body is smaller in every length."),
            Mistake(lambda: 57 / 1.62 * 1.80, "That body is larger. Divide by 1.80, times 1.62."),
            Mistake(lambda: 57 * (1.62 / 1.80) ** 2, "One factor is enough: a travel is a length."),
        ),
    ),
    Exercise(
        id="11-zero",
        objective="11c",
        title="The zero",
        working="5.1 + 8 = 13.1°.",
        hint="Nobody moves. Only the place from which one counts does.",
        prompt=(
            "In one laboratory the mean tilt of a pelvis is 5.1° forward. Another puts zero so "
            "that every pelvis counts 8° more forward. What does it write for the same person, in "
            "degrees?"
        ),
        unit="deg",
        solve=zero,
        why="The same pelvis, counted from elsewhere: 5.1° and 8° are 13.1°. Nobody has moved.",
        tolerance=0.01,
        mistakes=(
            Mistake(lambda: -2.9, "It counts more forward, so the number becomes larger."),
            Mistake(lambda: 5.1, "The person is the same, the number is not."),
            Mistake(lambda: 8, "That is the shift alone. The tilt itself comes on top."),
        ),
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
