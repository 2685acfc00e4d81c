"""JSON from a stranger: read strictly, within bounds, or refused in a sentence.

Python's reader takes more than JSON: ``NaN``, a key that comes twice (the last one wins), numbers
without end. A diary's file has none of them, so whoever sends them sends something else.
"""

import json
from typing import Any, NoReturn

MOST_VALUES = 3_000_000
"""More than a diary of many decades holds; what a small file can blow up to in memory."""

_LARGEST = 2**63 - 1  # what a column of whole numbers holds


class NotJsonError(Exception):
    """Data that are not the JSON of a diary; the message is a sentence for the learner."""


class TooMuchError(NotJsonError):
    """Data of which more would become than any diary is."""


def loads(data: bytes) -> Any:
    """The value of a JSON text.

    Args:
        data: UTF-8, with or without a byte-order mark.

    Returns:
        dict, list, str, int, bool or None. There are no floats: a diary has whole numbers only.

    Raises:
        NotJsonError: if it is not UTF-8 or not JSON, holds a key twice, a fraction, a number
            beyond 64 bits, or text that cannot be written down, or is nested without end.

    >>> loads(b'{"pain_back": 3}')
    {'pain_back': 3}
    >>> loads(b'{"pain_back": NaN}')
    Traceback (most recent call last):
    lessons_lib.tracker.disk.strict_json.NotJsonError: This file holds NaN where a number should be.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotJsonError("This file is not UTF-8 text, so it is no exported diary.") from None
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise TooMuchError("This file holds more values than any diary.")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_fraction,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise NotJsonError(
            f"This file is not whole, or no JSON: it breaks off or goes wrong in line "
            f"{error.lineno}."
        ) from None
    except RecursionError:
        raise NotJsonError("This file is nested deeper than any diary.") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJsonError("In this file something has two values under one name.")
    return found


def _constant(name: str) -> NoReturn:
    raise NotJsonError(f"This file holds {name} where a number should be.")


def _fraction(_: str) -> NoReturn:
    raise NotJsonError("This file holds a number with a fraction; a diary counts in whole numbers.")


def _whole(digits: str) -> int:
    if len(digits) > len(str(-_LARGEST)) or abs(number := int(digits)) > _LARGEST:
        raise NotJsonError("This file holds a number that is larger than anything in a diary.")
    return number
