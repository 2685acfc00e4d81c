"""The explorers of lesson 05; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import balance as pelvis
from lessons_lib.figures import tight_hamstrings as scenes


def pull(**start: float) -> Explorer:
    """A fibre that works, is stretched, or both."""
    return Explorer(scenes.pull, **start)


def measured(**start: float) -> Explorer:
    """The passive moments of hip and knee in two published measurements."""
    return Explorer(scenes.measured, **start)


def leg_raise(**start: float) -> Explorer:
    """A straight leg is raised, with hamstrings of your choice."""
    return Explorer(scenes.leg_raise, **start)


def walking(**start: float) -> Explorer:
    """The same hamstrings over a stride, beside all that moves the hip."""
    return Explorer(scenes.walking, **start)


def balance(**start: float) -> Explorer:
    """A pelvis that is held by resting tissue alone."""
    return Explorer(pelvis.balance, **start)
