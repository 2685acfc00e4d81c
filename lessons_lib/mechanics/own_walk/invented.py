"""Three walkers whom nobody has met, as small files in three dialects."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from lessons_lib.mechanics import given
from lessons_lib.mechanics.own_walk.recording import Recording, read
from lessons_lib.mechanics.own_walk.strides import Strides, cut

FOLDER = files("lessons_lib.data") / "walkers"
FILES = {"average": "average.mot", "crouched": "crouched.sto", "leaning": "leaning.csv"}
"""The walkers, and their files."""


def content(name: str) -> bytes:
    """The file of a walker; KeyError if there is none of that name."""
    return (FOLDER / FILES[given.one_of("invented walker", name, FILES)]).read_bytes()


@cache
def walker(name: str) -> Recording:
    """The recording of a walker, read like anybody's; errors as in `content`.

    >>> walker("average").sides
    ('right', 'left')
    """
    return read(content(name))


@cache
def strides(name: str) -> Mapping[str, Strides]:
    """The strides of a walker, by side; errors as in `content`."""
    return cut(walker(name))
