"""How hard a muscle pulls: by working, which depends on length and speed, and by being stretched.

Everything here is relative, so that one set of curves serves all muscles: a fibre's length in
optimal fibre lengths (at 1 it can pull hardest), a tendon's in slack lengths, velocity in the
greatest velocity at which the muscle can shorten, force in the greatest force it can hold.

Working, after De Groote and colleagues (2016), smooth everywhere:

    active(l)   = sum of three bells  b1 exp(-½ (l - b2)² / (b3 + b4 l)²)
    velocity(v) = d1 ln(x + sqrt(x² + 1)) + d4   with x = d2 v + d3;  v > 0 lengthening
    tendon(l)   = c (exp(k (l - 1)) - 1)

Being stretched, after Thelen (2003): nothing up to optimal length, then an exponential that reaches
1 at `strain` beyond it:

    passive(l)  = (exp(k (l - 1) / strain) - 1) / (exp(k) - 1)   for l > 1, else 0

De Groote's own passive curve is smooth instead, and pays for it with a small force in a slack
muscle: 0.018 at optimal length, more than 20 N in semimembranosus. Where "slack" has to mean zero,
Thelen's form is the one to use; `passive.py` does.

Coefficients: table ``muscle_curves``. Left out: fatigue, history, and how fast a muscle switches
on.
"""

from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessons_lib.data.tables import load
from lessons_lib.mechanics import given

Numbers = NDArray[np.float64]


def active_force(fibre_length: ArrayLike) -> Numbers:
    """Force of a fully active muscle that holds its length; source: degroote2016.

    Args:
        fibre_length: in optimal fibre lengths, any shape, 0 or more.

    Returns:
        In maximal isometric forces, the same shape.

    Raises:
        ValueError: a length that is not a finite number, or below 0.

    >>> active_force([0.5, 1.0, 1.5]).round(2).tolist()
    [0.05, 1.0, 0.23]
    """
    length = _length("A fibre's length", fibre_length)
    return _bells(length)


def passive_force(fibre_length: ArrayLike, strain: float | None = None) -> Numbers:
    """Force of a stretched fibre that does not work; 0 up to optimal length; source: thelen2003.

    Args:
        fibre_length: in optimal fibre lengths, any shape, 0 or more.
        strain: how far beyond optimal length the force reaches 1, above 0; None for gait2392's.

    Returns:
        In maximal isometric forces, the same shape.

    Raises:
        ValueError: a length that is not a finite number or below 0, or a strain not above 0.

    >>> passive_force([0.7, 1.0, 1.6]).round(12).tolist()
    [0.0, 0.0, 1.0]
    """
    length = _length("A fibre's length", fibre_length)
    shape, strain = _number("passive", "shape"), _strain("passive", strain)
    stretch = np.maximum(length - 1, 0)
    return np.asarray(np.expm1(shape * stretch / strain) / np.expm1(shape))


def passive_energy(fibre_length: ArrayLike, strain: float | None = None) -> Numbers:
    """Energy stored in a stretched fibre: what `passive_force` adds up to on the way there.

    Returns:
        In maximal isometric forces times optimal fibre lengths. Arguments and errors as in
        `passive_force`.

    >>> float(passive_energy(1.0))
    0.0
    """
    length = _length("A fibre's length", fibre_length)
    shape, strain = _number("passive", "shape"), _strain("passive", strain)
    stretch = np.maximum(length - 1, 0)
    rise = strain / shape * np.expm1(shape * stretch / strain)
    return np.asarray((rise - stretch) / np.expm1(shape))


def smooth_passive_force(fibre_length: ArrayLike, strain: float | None = None) -> Numbers:
    """De Groote's passive curve, smooth and therefore never quite 0; source: degroote2016.

    Arguments, result and errors as in `passive_force`.

    >>> smooth_passive_force([0.2, 1.0, 1.6]).round(3).tolist()
    [0.0, 0.018, 1.0]
    """
    length = _length("A fibre's length", fibre_length)
    shape, strain = _number("passive", "shape"), _strain("passive", strain)
    least = np.exp(shape * (_number("passive", "least_length") - 1) / strain)
    return np.asarray((np.exp(shape * (length - 1) / strain) - least) / (np.exp(shape) - least))


def velocity_factor(velocity: ArrayLike) -> Numbers:
    """By what movement multiplies the active force; source: degroote2016.

    Args:
        velocity: in maximal velocities of shortening, any shape; + lengthening, - shortening. No
            muscle shortens faster than -1.

    Returns:
        1 at rest, 0 at -1, above 1 when the muscle is lengthened while it works.

    Raises:
        ValueError: a velocity that is not a finite number, or below -1.

    >>> velocity_factor([-1, 0, 1]).round(2).tolist()
    [0.0, 1.0, 1.79]
    """
    speed = given.numbers("A velocity", velocity, -1)
    d1, d2, d3, d4 = (_number("velocity", f"d{i}") for i in (1, 2, 3, 4))
    x = d2 * speed + d3
    return np.asarray(d1 * np.log(x + np.sqrt(x * x + 1)) + d4)


def tendon_force(tendon_length: ArrayLike, strain: float | None = None) -> Numbers:
    """Force of a stretched tendon; source: degroote2016.

    Args:
        tendon_length: in slack lengths, any shape, 0 or more.
        strain: how far beyond slack length the force reaches 1, above 0.

    Returns:
        In maximal isometric forces; 0 at slack length, and a little below 0 under it.

    Raises:
        ValueError: a length that is not a finite number or below 0, or a strain not above 0.

    >>> tendon_force([1.0, 1.049]).round(12).tolist()
    [0.0, 1.0]
    """
    length = _length("A tendon's length", tendon_length)
    scale, strain = _number("tendon", "scale"), _strain("tendon", strain)
    stiffness = np.log((1 + scale) / scale) / strain
    return np.asarray(scale * np.exp(stiffness * (length - 1)) - scale)


def _bells(length: Numbers) -> Numbers:
    total = np.zeros(length.shape)
    for height, centre, width, slant in _bell_coefficients():
        total = total + height * np.exp(
            -0.5 * (length - centre) ** 2 / (width + slant * length) ** 2
        )
    return np.asarray(total)


def _length(what: str, value: ArrayLike) -> Numbers:
    return given.numbers(what, value, 0)


def _strain(curve: str, strain: float | None) -> float:
    chosen = _number(curve, "strain_at_max_force") if strain is None else strain
    return given.number("A strain (such as 0.6 for 60 %)", chosen, above=0)


def _number(curve: str, symbol: str) -> float:
    return _numbers()[curve, symbol]


@cache
def _numbers() -> MappingProxyType[tuple[str, str], float]:
    rows = load("muscle_curves").where(term=1).rows()
    return MappingProxyType({(row["curve"], row["symbol"]): row["value"] for row in rows})


@cache
def _bell_coefficients() -> tuple[tuple[float, ...], ...]:
    table = load("muscle_curves").where(curve="active")
    symbols = ("height", "centre", "width", "slant")
    return tuple(
        tuple(float(table.row(term=term, symbol=symbol)["value"]) for symbol in symbols)
        for term in np.unique(table["term"])
    )
