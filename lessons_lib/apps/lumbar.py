"""The explorers of lesson 06; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import free_body as cut
from lessons_lib.figures import lumbar


def free_body(**start: float) -> Explorer:
    """What lies above the lowest disc, and the forces that hold it."""
    return Explorer(cut.free_body, **start)


def leaning(**start: float) -> Explorer:
    """The load over the lean, beside a full-body model and a second upper body."""
    return Explorer(lumbar.leaning, **start)


def stride(**start: float) -> Explorer:
    """Walking, with and without the sideways moment."""
    return Explorer(lumbar.stride, **start)


def walking_lean(**start: float) -> Explorer:
    """A stride as walked, and the same with a lean."""
    return Explorer(lumbar.walking_lean, **start)
