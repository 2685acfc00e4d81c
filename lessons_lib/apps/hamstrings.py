"""The explorers of lesson 04; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import hamstrings, pelvis
from lessons_lib.figures import stride as strides


def pose(**start: float) -> Explorer:
    """A body to pose, with its hamstrings coloured by how they compare with walking."""
    return Explorer(hamstrings.pose, **start)


def surface(**start: float) -> Explorer:
    """The length of one hamstring over all poses of hip and knee."""
    return Explorer(hamstrings.surface, **start)


def slope(**start: float) -> Explorer:
    """The moment arm as a lever and as the slope of the length."""
    return Explorer(hamstrings.slope, **start)


def tilt(**start: float) -> Explorer:
    """The pelvis tilts while the thigh stands still."""
    return Explorer(pelvis.tilt, **start)


def stride(**start: float) -> Explorer:
    """A stride of walking and the length of the hamstrings in it."""
    return Explorer(strides.stride, **start)


def models(**start: float) -> Explorer:
    """The same muscle in two published models."""
    return Explorer(hamstrings.models, **start)
