"""Draw what is drawn once and shipped: ``python -m authoring draw``.

The stages of the explorers, each topic's or all, and with all the pictures in ``images/`` that code
can draw.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from authoring import stages
from lessons_lib.figures.pose import signs
from lessons_lib.stage.plot import Plot

DRAWN: Mapping[str, Callable[[], Plot]] = {"pose/signs.png": signs.plot}
"""Each picture by its place in ``images/``, and the function that draws it."""


def main(argv: list[str]) -> int:
    """Draw stages and pictures.

    Args:
        argv: topics whose stages to draw, modules of ``lessons_lib.figures``; everything where
            there is none; ``--into`` another folder than ``images``.

    Returns:
        0; 2 where a topic is not known.
    """
    parser = argparse.ArgumentParser(prog=stages.COMMAND, description=__doc__)
    parser.add_argument("topics", nargs="*", help="only the stages of these modules of figures")
    parser.add_argument("--into", type=Path, default=Path("images"), help="folder (images)")
    options = parser.parse_args(argv)
    topics = frozenset(options.topics)
    if unknown := topics - {name.partition(".")[0] for name in stages.scenes()}:
        parser.error(f"no scene is drawn in {', '.join(sorted(unknown))}")
    for file in stages.write(topics):
        print(f"{'drew' if file.exists() else 'removed'} {file.name}")
    for name, draw in ({} if topics else DRAWN).items():
        target = options.into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(draw().png())
        print(f"drew {target}")
    return 0
