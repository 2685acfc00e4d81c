"""A shortcut on the desktop that opens the tracker; only files that were made here are changed."""

import shlex
import sys
from pathlib import Path

from lessons_lib.course.own_copy import COURSE, ME

MARK = "made by start.py of the course on back pain"
NAME = "My two weeks"


def content(platform: str, python: str, start: Path) -> tuple[str, str]:
    """The shortcut's file name and text.

    Args:
        platform: as `sys.platform` calls it.
        python: the Python that starts.
        start: the course's ``start.py``.
    """
    if platform == "win32":
        return f"{NAME}.bat", f'@rem {MARK}\r\n@"{python}" "{start}" today\r\n'
    line = f"{shlex.quote(python)} {shlex.quote(str(start))} today"
    if platform == "darwin":
        return f"{NAME}.command", f"#!/bin/sh\n# {MARK}\nexec {line}\n"
    escaped = " ".join(
        '"' + "".join(f"\\{c}" if c in '"`$\\' else c for c in word).replace("%", "%%") + '"'
        for word in (python, str(start))
    ).replace("\\", "\\\\")
    return f"{NAME}.desktop", (
        f"[Desktop Entry]\n# {MARK}\nType=Application\nName={NAME}\nTerminal=true\n"
        f"Exec={escaped} today\n"
    )


def make(folder: Path) -> str:
    """Put the shortcut into a folder; what became of it, in a sentence."""
    name, text = content(sys.platform, sys.executable, COURSE / "start.py")
    path = folder / name
    if not folder.is_dir():
        return f"There is no folder {folder}, so no shortcut was made. To open it: {ME} today"
    if path.is_symlink() or (path.exists() and MARK not in path.read_text("utf-8", "replace")):
        return f"{path} is there already and was not made by the course; it was left as it is."
    path.write_text(text, "utf-8", newline="")
    path.chmod(0o755)
    return f"Made: {path}. To take it away, delete it."
