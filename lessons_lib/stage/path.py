"""The outlines of SVG in few letters: hundredths of a point, each from where the pen is."""

from collections.abc import Iterable

PER_POINT = 100
"""Numbers are rounded to a hundredth."""

Step = tuple[str, list[float]]
"""A command of an SVG path, M, L, Q, C or Z, and its coordinates, x and y in turn, absolute."""


def short(steps: Iterable[Step]) -> str:
    """A path's ``d``; repeated commands share their letter.

    >>> short([("M", [10, 10]), ("L", [10.5, 12]), ("L", [10, 10.254]), ("Z", []), ("M", [1, 1])])
    'M10 10l.5 2-.5-1.75zm-9-9'
    """
    written, last = "", ""
    pen = begin = (0, 0)
    for command, coordinates in steps:
        if command in "Zz":
            written, last, pen = f"{written}z", "z", begin
            continue
        places = [round(PER_POINT * one) for one in coordinates]
        relative = [place - pen[index % 2] for index, place in enumerate(places)]
        pen = (places[-2], places[-1])
        letter = command.lower()
        if command == "M":
            begin = pen
            letter = "m" if written else "M"
        numbers = "".join(_after(_number(one), index > 0) for index, one in enumerate(relative))
        again = letter == last and letter != "m"
        written += _after(numbers, separated=True) if again else letter + numbers
        last = letter
    return written


def _number(hundredths: int) -> str:
    whole, part = divmod(abs(hundredths), PER_POINT)
    fraction = f".{part:02}".rstrip("0") if part else ""
    return f"{'-' if hundredths < 0 else ''}{whole if whole or not part else ''}{fraction}"


def _after(number: str, separated: bool) -> str:
    """The number behind another one; a minus parts it from that by itself."""
    return f" {number}" if separated and not number.startswith("-") else number
