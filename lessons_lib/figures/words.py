"""Numbers as they stand in a sentence."""


def signed_mm(value_m: float) -> str:
    """A change of length in words.

    >>> signed_mm(0.0262), signed_mm(-0.004), signed_mm(0.0001)
    ('26 mm longer', '4 mm shorter', 'unchanged')
    """
    whole = round(1000 * value_m)
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


def degrees(value: float) -> str:
    """An angle as it stands in a sentence, with a true minus sign.

    >>> degrees(-5.0), degrees(-0.1)
    ('−5°', '0°')
    """
    return f"{plain(value)}°"
