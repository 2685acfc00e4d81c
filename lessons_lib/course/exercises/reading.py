"""What somebody types as an answer: a number with point or comma, a unit, or a small calculation.

The page reads in the same way, ``apps/web/exercise/reading.js``; tests hold both to the same cases.

>>> read("20,6 cm", {"cm": 10.0}, "millimetres", any_unit=False)
[206.0]
>>> read("37 × 9.81", {}, "newtons", any_unit=False)
[362.97]
>>> read("about twenty", {}, "metres", any_unit=False)
Traceback (most recent call last):
...
lessons_lib.course.exercises.reading.NotReadError: “about twenty” has no number in it. Write one \
number, such as 20.6 or 20,6.
"""

import math
import re
from collections.abc import Mapping

_SIGN = re.compile("[+-]")
_OVER = re.compile("/")
_POWER = re.compile(r"\^")
_OPEN = re.compile(r"\(")
_CLOSE = re.compile(r"\)")
_NUMBER = re.compile(
    r"(?:[0-9]+(?:[.,][0-9]+)*(?:[ '’_][0-9]{3}(?![0-9])(?:[.,][0-9]+)*)*|[.,][0-9]+)"
    r"(?:[eE][+-]?[0-9]+(?![0-9.,]))?"
)
_PI = re.compile(r"π|pi(?![a-z])", re.I)
_ROOT = re.compile(r"√|sqrt\b|root of\b", re.I)
_TIMES = re.compile(r"\*|x(?=\s*[0-9(√.,-])", re.I)
_GROUPS = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_LEAD = re.compile(
    r"^\s*(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.|nearly|answer|it is|"
    r"is|[~≈=])\s*)+",
    re.I,
)
_SIGNS = (
    (re.compile("[−–—]"), "-"),
    (re.compile("[×·⋅]"), "*"),
    (re.compile("÷"), "/"),
    (re.compile(r"\*\*"), "^"),
    (re.compile("²"), "^2"),
    (re.compile("[\u00a0\u2009\u202f]"), " "),
)
_MOST = 30
_LONGEST = 100


class NotReadError(ValueError):
    """Why a text means no number, as a sentence for who typed it."""


def read(text: str, units: Mapping[str, float], words: str, *, any_unit: bool) -> list[float]:
    """The numbers that a text may mean, the likelier first.

    Args:
        text: what was typed.
        units: what may stand after the number, with its factor.
        words: the name of the unit that is asked for.
        any_unit: whether other words after the number do no harm.

    Raises:
        NotReadError: it means no number.
    """
    typed = text.strip()
    shown = f"{typed[:_MOST]}…" if len(typed) > _MOST else typed
    plain = _plain(typed, shown)
    readings = [_Reader(plain, grouped).read() for grouped in (False, True)]
    value, rest = readings[0]
    if value is None:
        raise NotReadError(
            f"I cannot read “{shown}” as a number. Write one number, such as 20.6 or 20,6, or a "
            "calculation, such as 3 * (2 + 0.5)."
        )
    if not math.isfinite(value):
        raise NotReadError("That comes out as no number. Look for a division by 0.")
    factor = _factor(rest, units, any_unit=any_unit)
    if factor is None and re.search("[0-9]", rest):
        raise NotReadError(f"“{shown}” has more than one number. Write one, and no other after it.")
    if factor is None:
        raise NotReadError(
            f"The number is clear, but not “{rest.strip()[:_MOST]}”. Asked is {words}; you can "
            "leave the unit out."
        )
    values = [number * factor for number, _ in readings if number is not None]
    return list(dict.fromkeys(values))


def _plain(typed: str, shown: str) -> str:
    """What was typed, without words before it, in the signs that are understood."""
    if not typed:
        raise NotReadError("Write a number first, such as 20.6 or 20,6.")
    if len(typed) > _LONGEST:
        raise NotReadError(
            f"“{shown}” is too long for one number. Write one, such as 20.6 or 20,6."
        )
    plain = _LEAD.sub("", typed)
    for pattern, sign in _SIGNS:
        plain = pattern.sub(sign, plain)
    if not re.search(r"[0-9π]|\bpi\b", plain, re.I):
        raise NotReadError(
            f"“{shown}” has no number in it. Write one number, such as 20.6 or 20,6."
        )
    return plain


def _factor(rest: str, units: Mapping[str, float], *, any_unit: bool) -> float | None:
    """The factor of the unit that is left after the number; None where it is none."""
    whole = _squeezed(rest)
    if not whole:
        return 1.0
    if whole in units:
        return units[whole]
    if re.search("[0-9]", rest):
        return None
    first = _squeezed(rest.split(maxsplit=1)[0])
    if first in units:
        return units[first]
    return 1.0 if any_unit else None


def _squeezed(rest: str) -> str:
    return re.sub(r"[\s.,;!*^'-]", "", rest).lower()


class _UnreadableError(Exception):
    """What stands here is no number and no calculation."""


class _Reader:
    """A calculation at the start of a text; `grouped` reads 1,040 as a thousand and forty."""

    def __init__(self, text: str, grouped: bool) -> None:
        self._text = text
        self._grouped = grouped
        self._place = 0

    def read(self) -> tuple[float | None, str]:
        """The value, None where there is none, and what is left of the text."""
        try:
            value = self._sum()
        except _UnreadableError:
            return None, ""
        except (ArithmeticError, ValueError):
            return math.nan, ""
        return value, self._text[self._place :]

    def _takes(self, pattern: re.Pattern[str]) -> str | None:
        while self._text[self._place : self._place + 1].isspace():
            self._place += 1
        found = pattern.match(self._text, self._place)
        if not found:
            return None
        self._place = found.end()
        return found[0]

    def _sum(self) -> float:
        value = self._product()
        while sign := self._takes(_SIGN):
            value += self._product() if sign == "+" else -self._product()
        return value

    def _product(self) -> float:
        value = self._factor()
        while True:
            if self._takes(_TIMES):
                value *= self._factor()
            elif self._takes(_OVER):
                value /= self._factor()
            else:
                return value

    def _factor(self) -> float:
        if sign := self._takes(_SIGN):
            return self._factor() if sign == "+" else -self._factor()
        base = self._atom()
        return math.pow(base, self._factor()) if self._takes(_POWER) else base

    def _atom(self) -> float:
        if self._takes(_PI):
            return math.pi
        if self._takes(_ROOT):
            return math.sqrt(self._atom())
        if self._takes(_OPEN):
            value = self._sum()
            if not self._takes(_CLOSE):
                raise _UnreadableError
            return value
        number = self._takes(_NUMBER)
        if number is None:
            raise _UnreadableError
        return self._number(number)

    def _number(self, raw: str) -> float:
        mantissa, _, exponent = re.sub("[ '’_]", "", raw).lower().partition("e")
        marks = re.sub("[0-9]", "", mantissa)
        if len(marks) > 1 and marks[-1] not in marks[:-1]:
            head, _, tail = mantissa.rpartition(marks[-1])
            if not _GROUPS.fullmatch(head):
                raise _UnreadableError
            mantissa = f"{re.sub('[.,]', '', head)}.{tail}"
        elif len(marks) > 1 or (self._grouped and _AMBIGUOUS.fullmatch(mantissa)):
            if not _GROUPS.fullmatch(mantissa):
                raise _UnreadableError
            mantissa = re.sub("[.,]", "", mantissa)
        return float(f"{mantissa.replace(',', '.')}e{exponent or 0}")
