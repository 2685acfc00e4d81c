"""The fields of a request as arguments of the function that it names: by its signature, no other.

A page may send anything. What a function does not take, what has another type than its annotation,
or what is lacking is refused with a sentence before the function is called. How long a text and how
large a number may be is the diary's own rule, and is held there.
"""

import dataclasses
import datetime
import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from lessons_lib.tracker.archive.contents import LARGEST
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.store import Keep

MOST_OF_A_LIST = 100


def arguments(function: Callable[..., Any], fields: Any, *, given: int) -> dict[str, Any]:
    """The arguments by name.

    Args:
        function: its parameters are annotated with `str`, `int`, `bool`, `date`, a dataclass or a
            sequence of these, or with one of them or None or `Keep`.
        fields: as they came.
        given: how many parameters, from the first, come from elsewhere.

    Raises:
        InvalidError: if the fields are not what the function takes.
    """
    if not isinstance(fields, Mapping):
        raise misread()
    takes = _parameters(function, given)
    if not takes.keys() >= fields.keys():
        raise misread()
    found = {}
    for name, (annotation, is_needed) in takes.items():
        if name in fields:
            found[name] = _value(annotation, fields[name])
        elif is_needed:
            raise misread()
    return found


def misread() -> InvalidError:
    """What is raised about a message that makes no sense."""
    return InvalidError(
        "The page and Python did not understand each other, and nothing was saved. Load the "
        "page again; if that does not help, stop the program behind it (in a notebook, the kernel) "
        "and start it anew.",
        "invalid",
    )


@cache
def _parameters(function: Callable[..., Any], given: int) -> Mapping[str, tuple[Any, bool]]:
    """The annotation of each parameter, and whether it has to be there."""
    hints = get_type_hints(function)
    listed = list(inspect.signature(function).parameters.values())[given:]
    return {one.name: (hints[one.name], one.default is inspect.Parameter.empty) for one in listed}


def _value(annotation: Any, value: Any) -> Any:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (types.UnionType, Union):
        if value is None and type(None) in parts:
            return None
        (annotation,) = (one for one in parts if one not in (type(None), Keep))
        return _value(annotation, value)
    if origin is Sequence:
        if not isinstance(value, list) or len(value) > MOST_OF_A_LIST:
            raise misread()
        return [_value(parts[0], one) for one in value]
    if dataclasses.is_dataclass(annotation):
        assert isinstance(annotation, type)
        return annotation(**arguments(annotation, value, given=0))
    return _READERS[annotation](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise misread()
    return value


def _whole_number(value: Any) -> int:
    """A whole number, as somebody may have typed it: what is none comes as it was typed."""
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not is_whole or isinstance(value, bool):
        raise InvalidError(
            "Only whole numbers can be kept, such as 7 or 20. Change it, then save again.",
            "invalid",
        )
    if abs(value) > LARGEST:
        raise InvalidError("This number is too large for the diary.", "invalid")
    return int(value)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise misread()
    return value


def _fields(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise misread()
    return value


def _date(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(_text(value))
    except ValueError:
        raise misread() from None


_READERS: Mapping[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole_number,
    bool: _yes_or_no,
    datetime.date: _date,
    Mapping[str, Any]: _fields,
}
