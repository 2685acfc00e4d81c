"""Draw the pictures in ``images/`` that code can draw: ``python -m authoring draw``."""

import argparse
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path

from lessons_lib.figures.signs import signs
from lessons_lib.stage.plot import Plot

DRAWN: Mapping[str, Callable[[], Plot]] = {"pose/signs.png": signs}
"""Each picture by its place in ``images/``, and the function that draws it."""


def main(argv: list[str]) -> int:
    """Draw all pictures; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m authoring draw", description=__doc__)
    parser.add_argument("--into", type=Path, default=Path("images"), help="folder (images)")
    folder: Path = parser.parse_args(argv).into
    for name, draw in DRAWN.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b64decode(draw().png()[0]))
        print(f"drew {target}")
    return 0
