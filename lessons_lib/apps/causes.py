"""The explorers of lesson 02; each takes start values by name and returns a live figure."""

from lessons_lib.apps.explorer import Explorer
from lessons_lib.figures import causes, diagnosis, scans


def patterns(**start: float) -> Explorer:
    """Two causes side by side: what brings the pain on, what eases it, where it is."""
    return Explorer(causes.patterns, **start)


def finding(**start: float) -> Explorer:
    """One finding, and what it does to a probability."""
    return Explorer(diagnosis.finding, **start)


def several(**start: float) -> Explorer:
    """Lumbar stenosis: a few findings, one of each cluster."""
    return Explorer(diagnosis.several, **start)


def same_story(**start: float) -> Explorer:
    """Invented people whose findings hang together, and what multiplying says of them."""
    return Explorer(diagnosis.same_story, **start)


def scan(**start: float) -> Explorer:
    """What a scan shows in people without back pain, and in people with it."""
    return Explorer(scans.wear, **start)
