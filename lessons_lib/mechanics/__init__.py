"""How the body moves and pulls; degrees at the surface, radians inside.

What is useful elsewhere can be taken from here: ``from lessons_lib.mechanics import hamstrings``,
or the functions in ``__all__``, which go from anybody's angles to the course's quantities. The page
"Use it in your own notebook" shows how.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons_lib.mechanics.own_walk.arrays import from_angles
    from lessons_lib.mechanics.own_walk.chain import (
        across_zeros,
        back_over,
        hamstrings_over,
        middle,
    )
    from lessons_lib.mechanics.own_walk.recording import Choices, read, with_forces
    from lessons_lib.mechanics.own_walk.size import BodySize
    from lessons_lib.mechanics.own_walk.strides import cut

__all__ = [
    "BodySize",
    "Choices",
    "across_zeros",
    "back_over",
    "cut",
    "from_angles",
    "hamstrings_over",
    "middle",
    "read",
    "with_forces",
]

_HOMES = {
    "BodySize": "size",
    "Choices": "recording",
    "across_zeros": "chain",
    "back_over": "chain",
    "cut": "strides",
    "from_angles": "arrays",
    "hamstrings_over": "chain",
    "middle": "chain",
    "read": "recording",
    "with_forces": "recording",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, and no sooner."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.own_walk.{_HOMES[name]}"), name)
