"""The exercises of the lesson on the tracker."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake
from lessons_lib.data import tables
from lessons_lib.tracker.diary import pain_swing


def overcount() -> float:
    """By how much the diaries of the study said more than the sensor, in percent."""
    from lessons_lib.data import tables

    medians = tables.load("self_report").where(source="nicolson2018")
    diary = medians.row(quantity="diary")["value"]
    sensor = medians.row(quantity="sensor")["value"]
    return float(100 * (diary - sensor) / sensor)


def count() -> float:
    """Of how many days the tracker counts in the exercise's two weeks."""
    days, ill, travelling = 14, 1, 1
    return float(days - ill - travelling)


def swing() -> float:
    """How far the ratings of the exercise move from one to the next, in points."""
    from itertools import pairwise

    ratings = [4, 6, 3, 5, 5]
    steps = [abs(later - earlier) for earlier, later in pairwise(ratings)]
    return sum(steps) / len(steps)


def _median(quantity: str) -> float:
    found = tables.load("self_report").row(source="nicolson2018", quantity=quantity)
    return float(found["value"])


EXERCISES = (
    Exercise(
        id="09-overcount",
        objective="09c",
        title="How generous is a diary?",
        working="220 − 176 = 44; 44 / 176 = 0.25, which is 25 %.",
        hint="How many more, and what part of the sensor's count is that?",
        prompt=(
            "In a study, diaries told of 220 exercises in twelve weeks (median), and a hidden "
            "sensor of 176. By how many percent did the diaries say more than the sensor?"
        ),
        unit="%",
        solve=overcount,
        why=(
            "44 exercises more, on 176: a quarter. That sets the middle of all diaries against the "
            "middle of all sensors. Some diaries were close to their sensor, others far from it, "
            "and nobody can tell from inside which kind theirs is."
        ),
        mistakes=(
            Mistake(
                lambda: 100 * (_median("diary") - _median("sensor")) / _median("diary"),
                "That is the part of the diary's count that the sensor did not see. How much more "
                "the diary says is measured against the sensor: divide by 176.",
            ),
            Mistake(
                lambda: _median("diary") - _median("sensor"),
                "That is the difference in exercises. Divide it by what the sensor counted.",
            ),
            Mistake(
                lambda: 100 * _median("diary") / _median("sensor"),
                "That is the diary as a share of the sensor. How much more is that than 100 %?",
            ),
        ),
    ),
    Exercise(
        id="09-count",
        objective="09d",
        title="Days that count",
        working="14 − 1 − 1 = 12.",
        hint="Which days did not have to be done?",
        prompt=(
            "Two weeks are over: 8 days done, 2 partly done, 1 marked as ill, 1 as travelling, on "
            "2 days nothing was logged. The tracker says “8 of ...”: of how many?"
        ),
        unit="days",
        solve=count,
        why=(
            "Days off are taken out of the count, so 12 of the 14 were expected. Days that were "
            "partly done or empty stay in it: they were expected, and 8 were done."
        ),
        mistakes=(
            Mistake(lambda: 14.0, "Days that are marked as ill or travelling are not expected."),
            Mistake(
                lambda: 10.0,
                "Those are the days on which something was logged. Days on which nothing was "
                "logged were expected too; only days off are taken out.",
            ),
        ),
    ),
    Exercise(
        id="09-swing",
        objective="09d",
        title="Swing",
        working="The steps are 2, 3, 2 and 0; 2 + 3 + 2 + 0 = 7; 7 / 4 = 1.75 points.",
        hint="Write down the four steps without their signs, and take their mean.",
        prompt=(
            "Somebody rates their pain 4, 6, 3, 5, 5 on five days. How far does it move from one "
            "rating to the next, on average and whatever the direction, in points?"
        ),
        unit="points",
        solve=swing,
        why=(
            "The steps are 2, 3, 2 and 0, on average 1.75 points. With a swing like this a single "
            "rating that is a point lower says nothing yet; that is why the review compares the "
            "means of several days."
        ),
        mistakes=(
            Mistake(
                lambda: 1 / 4,
                "There the ups and downs cancel each other. Drop the signs before you add.",
            ),
            Mistake(
                lambda: float(pain_swing([4, 6, 3, 5, 5]) or 0) * 4 / 5,
                "Five ratings have four steps between them: divide by 4.",
            ),
        ),
    ),
)
