"""The limits of what is read, from the table ``gait_file_limits``."""

from functools import cache

from lessons_lib.data.tables import load


@cache
def limit(quantity: str) -> float:
    """The value of a quantity of the table, in its row's unit; KeyError if there is none."""
    return float(load("gait_file_limits").row(quantity=quantity)["value"])
