"""A number with its interval, as a study gives it or as it follows from one."""

from typing import NamedTuple


class Estimate(NamedTuple):
    """A number with the ends of its interval, mostly 95 %; NaN for ends that nobody gave."""

    value: float
    low: float
    high: float
