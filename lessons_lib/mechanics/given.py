"""What a model is given: only what it can answer for goes in, everything else is said aloud.

A missing value that slips into a model comes out as a number, a mask is dropped without a word, and
two lists of unequal length end in an error about shapes. So every public function here passes what
it is given through one of these, and each refuses in words that say what was wrong and what is
allowed.
"""

from collections.abc import Collection
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Kind = TypeVar("Kind")

_INFINITY = float("inf")


def numbers(
    what: str,
    value: ArrayLike,
    least: float = -_INFINITY,
    most: float = _INFINITY,
    *,
    above: float | None = None,
    unit: str = "",
) -> Numbers:
    """`value` as an array of float, if all of it is finite and in range.

    Args:
        what: its name at the beginning of a sentence.
        value: a number or an array of numbers, any shape.
        least: the least that is allowed.
        most: the most that is allowed.
        above: instead of `least`, what all of it has to be more than.
        unit: that of the numbers, as it follows a number.

    Raises:
        ValueError: not numbers, missing (None, NaN, masked), not finite, or out of range.

    >>> numbers("A length", [1, 2.5], 0).tolist()
    [1.0, 2.5]
    """
    array = _array(what, value, unit)
    if array.size == 0:
        return array
    low, high = array.min(), array.max()
    if not (np.isfinite(low) and np.isfinite(high)):  # NaN is in both, infinity in one
        raise ValueError(f"{what} has to be finite: no infinity, no missing value (NaN).")
    if not (low >= least and high <= most and (above is None or low > above)):
        wrong = high if high > most else low
        raise ValueError(f"{what} is {wrong:g}{unit}{_allowed(least, most, above, unit)}.")
    return array


def number(
    what: str,
    value: ArrayLike,
    least: float = -_INFINITY,
    most: float = _INFINITY,
    *,
    above: float | None = None,
    unit: str = "",
) -> float:
    """`value` as one float; arguments and errors as in `numbers`, and no array.

    >>> number("A stiffness", 1, 0)
    1.0
    """
    array = numbers(what, value, least, most, above=above, unit=unit)
    if array.ndim:
        raise ValueError(f"{what} is one number, not an array of them.")
    return float(array)


def alike(**arrays: Numbers) -> tuple[int, ...]:
    """The shape that arrays have together, each of it or one value for all.

    Raises:
        ValueError: there are unequally many.

    >>> alike(hips=np.zeros(3), knees=np.zeros(()))
    (3,)
    """
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        counts = ", ".join(
            f"{name.replace('_', ' ')} {' x '.join(map(str, array.shape)) or '1'}"
            for name, array in arrays.items()
        )
        raise ValueError(
            f"These do not go together: {counts}. Give equally many values of each, or one for all."
        ) from None


def one_of(what: str, value: object, options: Collection[str]) -> str:
    """`value`, if it is one of `options`.

    Raises:
        KeyError: it is not.

    >>> one_of("speed", "slow", ("slow", "fast"))
    'slow'
    """
    if not (isinstance(value, str) and value in options):
        raise KeyError(f"There is no {what} {value!r}; there are: {', '.join(options)}.")
    return value


def a(kind: type[Kind], value: object) -> Kind:
    """`value`, if it is of that kind.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(value, kind):
        raise ValueError(f"This has to be a {kind.__name__}, and it is {value!r}.")
    return value


def _array(what: str, value: Any, unit: str) -> Numbers:
    # Asked for only where there can be a mask: every kernel would pay 6 MB for numpy.ma.
    if hasattr(value, "mask") and np.ma.is_masked(value):
        raise ValueError(f"{what} has masked values. Leave them out, or give numbers for them.")
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.array(None)
    if array.dtype.kind not in "iuf":
        in_unit = {"°": ", in degrees", "": ""}.get(unit, f", in {unit.strip()}")
        raise ValueError(f"{what} has to be a number or an array of numbers{in_unit}.")
    return array.astype(np.float64, copy=False)


def _allowed(least: float, most: float, above: float | None, unit: str) -> str:
    if above is not None:
        return f"; it has to be above {above:g}{unit}"
    if most == _INFINITY:
        return f"; it has to be {least:g}{unit} or more"
    if least == -_INFINITY:
        return f"; it has to be {most:g}{unit} or less"
    return (
        f", which lies outside {least:g}{unit} to {most:g}{unit}, the range in which this model "
        "can answer. Choose one inside it"
    )
