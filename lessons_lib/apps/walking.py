"""The explorers of lesson 03; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import gait
from lessons_lib.figures import walking as evidence


def walker(**start: float) -> Explorer:
    """A body that walks, with its angles, its feet on the ground and its hamstrings at work."""
    return Explorer(gait.walker, **start)


def waves(**start: float) -> Explorer:
    """An angle over the stride, built from its mean and waves."""
    return Explorer(gait.waves, **start)


def speeds(**start: float) -> Explorer:
    """What differs between slow, comfortable and fast walking."""
    return Explorer(gait.speeds, **start)


def steps(**start: float) -> Explorer:
    """The same speed in long or in short steps."""
    return Explorer(gait.steps, **start)


def differences(**start: float) -> Explorer:
    """How people with back pain walk, and what a standardised mean difference means."""
    return Explorer(evidence.differences, **start)


def association(**start: float) -> Explorer:
    """Invented people in whom pain slows walking, and walking does nothing to pain."""
    return Explorer(evidence.association, **start)


def recurrence(**start: float) -> Explorer:
    """A trial's survival curves and the shape that its published numbers need."""
    return Explorer(evidence.recurrence, **start)


def dose(**start: float) -> Explorer:
    """Minutes of walking a day, and lasting back pain years later."""
    return Explorer(evidence.dose, **start)
