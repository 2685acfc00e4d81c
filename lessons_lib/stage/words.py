"""Numbers as they stand in a sentence."""

MM_PER_M = 1000.0


def signed_mm(value_m: float) -> str:
    """A change of length in words.

    >>> signed_mm(0.0262), signed_mm(-0.004), signed_mm(0.0001)
    ('26 mm longer', '4 mm shorter', 'unchanged')
    """
    whole = round(MM_PER_M * value_m)
    if whole == 0:
        return "unchanged"
    return f"{abs(whole)} mm {'longer' if whole > 0 else 'shorter'}"


def plain(value: float, digits: int = 0) -> str:
    """A number with a true minus sign; what rounds to nothing has no sign.

    >>> plain(12.3), plain(-0.96, 1), plain(-0.04, 1)
    ('12', '−1.0', '0.0')
    """
    rounded = round(value, digits) + 0.0  # without the sign of a zero
    return f"{rounded:.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 0) -> str:
    """A change: as `plain`, with a plus where it is more.

    >>> signed(12.3), signed(-0.96, 1), signed(-0.04, 1)
    ('+12', '−1.0', '0.0')
    """
    return f"{'+' if round(value, digits) > 0 else ''}{plain(value, digits)}"


def signed_nm(value: float, digits: int = 1) -> str:
    """A moment with its sign.

    >>> signed_nm(-4.15), signed_nm(38, 0)
    ('−4.2 Nm', '+38 Nm')
    """
    return f"{signed(value, digits)} Nm"


def counted(count: float, thing: str) -> str:
    """So many of a thing.

    >>> counted(5, "breath"), counted(1, "day"), counted(0, "wave")
    ('5 breaths', '1 day', 'no waves')
    """
    if count == 1:
        return f"1 {thing}"
    return f"{count:.0f} {thing}s" if count else f"no {thing}s"


def degrees(value: float) -> str:
    """An angle as it stands in a sentence, with a true minus sign.

    >>> degrees(-5.0), degrees(-0.1)
    ('−5°', '0°')
    """
    return f"{plain(value)}°"
