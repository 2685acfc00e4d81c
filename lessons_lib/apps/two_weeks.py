"""The explorers of lesson 08; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import single_case, two_weeks


def course(**start: float) -> Explorer:
    """Average pain in the weeks after people joined a study."""
    return Explorer(two_weeks.course, **start)


def enrolment(**start: float) -> Explorer:
    """Invented people who join when pain is bad, and what they say two weeks later."""
    return Explorer(two_weeks.enrolment, **start)


def added(**start: float) -> Explorer:
    """How many people more exercise brings past a line that counts."""
    return Explorer(two_weeks.added, **start)


def noise(**start: float) -> Explorer:
    """The smallest change that can be told from chance."""
    return Explorer(single_case.noise, **start)


def design(**start: float) -> Explorer:
    """How often the tracker's review errs, and how often it finds a true change."""
    return Explorer(single_case.design, **start)


def verdicts(**start: float) -> Explorer:
    """What two rules conclude about an exercise, whatever is the case."""
    return Explorer(single_case.verdicts, **start)


def phases(**start: float) -> Explorer:
    """One person with and without an exercise: A/B/A beside before and after."""
    return Explorer(single_case.phases, **start)
