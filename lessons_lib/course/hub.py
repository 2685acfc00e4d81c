"""A learner's own server on a hub: the same copy, kernels and settings as at home.

A JupyterHub starts ``python3 -I -X utf8 -m lessons_lib.course.hub`` for each learner, as
``deploy/jupyterhub_config.py`` says. Nobody sees a terminal there, so a newer course comes into the
copy by itself, before any lesson is open; it can be taken back like every update. Whatever is wrong
with the copy, a full disk for one, the server starts all the same: without it nobody could mend it.
"""

import os
import sys
import tempfile
from pathlib import Path

from lessons_lib.course import lab, own_copy
from lessons_lib.course.own_copy import CopyError, OwnCopy

SOCKETS = "/tmp"
"""Where the folder of the kernels' sockets is made: on a disk of this computer, and by a short way,
for the system takes no socket whose path is longer than 104 letters."""

KERNEL = lab.KERNEL | {"HistoryManager": {"hist_file": ":memory:"}}
"""How kernels begin here: a home on the network may not bear the history's database."""


def make_ready(home: Path) -> None:
    """Bring the learner's copy up to date, and say in the environment what is to be served.

    Args:
        home: the learner's folder.
    """
    own = OwnCopy(home / own_copy.COPY)
    try:
        for line in lab.prepare(own, renew=True):
            print(line, flush=True)
    except (CopyError, OSError) as problem:
        print(problem, file=sys.stderr, flush=True)
    folder = own.folder if own.folder.is_dir() else home
    os.environ["JUPYTERHUB_ROOT_DIR"] = str(folder)
    os.environ["JUPYTERHUB_DEFAULT_URL"] = lab.first_page(folder)
    lab.settle(KERNEL)


def main() -> None:
    """Serve the learner's copy, until the hub ends this process."""
    make_ready(Path.home())
    with tempfile.TemporaryDirectory(prefix="ll-", dir=SOCKETS) as sockets:
        os.environ["JUPYTER_RUNTIME_DIR"] = sockets
        from jupyterhub.singleuser import main as serve

        serve()


if __name__ == "__main__":
    main()
