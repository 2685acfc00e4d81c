"""Open JupyterLab on the learner's own copy, with nothing of this computer's in its way.

Settings, kernels, extensions and start-up files that were made for other work stay out: those of
the user, those of all users, and files in the learner's folder that are called like a package. So
the course is on every computer what it was on its author's, and JupyterLab keeps what a learner
sets here (a dark theme, say) in a folder of the course's own.

``python -I -m lessons_lib.course.lab``, which is what start.py does.
"""

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from lessons_lib.course import outline, own_copy
from lessons_lib.course.own_copy import CopyError, OwnCopy

KERNEL = {
    "InteractiveShellApp": {
        # A learner's own module is found, and never taken for a package of the same name.
        "ignore_cwd": True,
        "exec_lines": ["__import__('sys').path.append('')"],
        "exec_files": [],
        "extensions": [],
    }
}
"""How the course's kernels begin."""


def state_folder() -> Path:
    """Where JupyterLab keeps what a learner sets in it, made if it is not there."""
    folder = platformdirs.user_config_path("lessons_lib", appauthor=False) / "jupyter"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(10_000))
    except OSError:  # a home that is full or may not be written to: then for this time only
        return Path(tempfile.mkdtemp(prefix="lessons_lib-"))
    return folder


def surroundings(folder: Path) -> dict[str, str]:
    """The variables with which Jupyter and its kernels find the course's own, and only that.

    Args:
        folder: where they keep their state.
    """
    found = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "data" / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        found["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return found


def for_all_users() -> list[Path]:
    """Start-up files that every Python kernel on this computer runs, and no user can leave out."""
    from IPython.core.application import SYSTEM_CONFIG_DIRS

    return [
        path
        for folder in map(Path, SYSTEM_CONFIG_DIRS)
        for path in (*folder.glob("ipython*_config.*"), *folder.glob("startup/*.*py"))
    ]


def prepare(own: OwnCopy, *, renew: bool = False) -> list[str]:
    """Make the copy, or finish what was broken off in it; what there is to say, in words.

    Args:
        own: the learner's copy.
        renew: bring a newer course in without being asked, unless the learner took one back.
    """
    said = own.make() if not own.is_made or own.was_broken_off else []
    if not own.is_behind():
        return said
    if said or (renew and not own.last_update_was_undone):
        return [*said, *own.update()]
    return [f"The course here is newer than your copy. To bring it in: {own_copy.ME} update"]


def settle(kernel: Mapping[str, Any] = KERNEL) -> None:
    """Have Jupyter and its kernels, in this process and below it, find the course's own.

    Args:
        kernel: how its kernels begin.
    """
    state = state_folder()
    os.environ.update(surroundings(state))
    profile = state / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(json.dumps(kernel), "utf-8")


def first_page(folder: Path) -> str:
    """Where JupyterLab begins in a learner's copy."""
    lesson = outline.lessons()[0].file
    return f"/lab/tree/{lesson}" if (folder / lesson).exists() else "/lab"


def open_lab(folder: Path, words: Sequence[str]) -> None:
    """Run JupyterLab on a folder until the learner stops it.

    Args:
        folder: the learner's copy.
        words: what else JupyterLab is told.
    """
    settle()
    from jupyter_core import paths

    # What there is for all users of this computer was made for another Jupyter.
    paths.SYSTEM_CONFIG_PATH[:] = paths.ENV_CONFIG_PATH
    paths.SYSTEM_JUPYTER_PATH[:] = paths.ENV_JUPYTER_PATH
    from jupyterlab.labapp import main

    main(
        [
            f"--LabApp.default_url={first_page(folder)}",
            f"--ServerApp.root_dir={folder}",
            f"--ServerApp.preferred_dir={folder}",
            *words,
        ]
    )


def main(argv: Sequence[str]) -> int:
    """Open the learner's copy in JupyterLab.

    Args:
        argv: ``--copy`` with the folder of the copy, then words for JupyterLab.

    Returns:
        0 when it was closed, 1 when it could not be opened.
    """
    parser = argparse.ArgumentParser(
        prog="python -m lessons_lib.course.lab", description="Open the course in JupyterLab."
    )
    copy = own_copy.COURSE / own_copy.COPY
    parser.add_argument("--copy", type=Path, default=copy, help="the learner's copy")
    options, words = parser.parse_known_args(argv)
    own = OwnCopy(options.copy.absolute())
    try:
        for line in prepare(own):
            print(line, flush=True)
        for path in for_all_users():
            print(f"If a lesson fails at once, {path} may be why: it is run in every lesson.")
        with own_copy.locked(own.hidden / "lock", alone=False):
            open_lab(own.folder, words)
    except CopyError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(problem, own_copy.NOT_WRITTEN.format(own.folder), sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
