"""Where the diary lies, and what is done with a file there that cannot be a diary.

A diary is ``diary.db`` in the user's data folder, outside of any course folder; the environment
variable ``LESSONS_LIB_DATA`` names another folder. The synthetic person has ``synthetic.db``.
Beside each stands an empty file ``NAME.began``: a diary that is gone or empty is then not taken for
a new learner's.
"""

import datetime
import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from .disk import files
from .errors import CannotOpenError

_HEADER_BYTES = 100  # at the beginning of every database
_COMPANIONS = ("-journal", "-wal", "-shm")
"""How the files end that SQLite keeps beside a database while it is in use."""


def data_folder() -> Path:
    """The folder of the diary.

    Raises:
        CannotOpenError: if nobody says where it is.
    """
    chosen = os.environ.get("LESSONS_LIB_DATA")
    try:
        if chosen:  # whole, so that a change of the working folder later leads nowhere else
            return Path(chosen).expanduser().absolute()
        found = platformdirs.user_data_path("lessons_lib", appauthor=False)
    except RuntimeError:
        found = Path()
    if not found.is_absolute():
        raise CannotOpenError(
            "This computer does not say where your own files belong (HOME is not set), so there is "
            "no place for a diary. Set LESSONS_LIB_DATA to a folder of yours, such as "
            "/home/me/diary, then start JupyterLab again.",
            "no_home",
        )
    return found


def diary_path(*, synthetic: bool = False) -> Path:
    """The file of the learner's diary, or of the synthetic person's."""
    return data_folder() / ("synthetic.db" if synthetic else "diary.db")


def marker(path: Path) -> Path:
    """The file that says: a diary began here."""
    return path.with_name(path.name + ".began")


def mark(path: Path) -> None:
    """Say that a diary began here."""
    with suppress(FileExistsError):
        files.new_private_file(marker(path))


def prepare_folder(path: Path) -> None:
    """Make the diary's folder, for its owner only.

    Raises:
        CannotOpenError: if it cannot be made or entered.
    """
    try:
        files.private_folder(path.parent)
    except (FileExistsError, NotADirectoryError):
        raise CannotOpenError(
            f"The diary needs the folder {path.parent}, and there is a file of that name. Move the "
            "file to another place, then try again.",
            "permission",
        ) from None
    except OSError:
        if path.parent.is_dir():  # somebody else's, or read-only: what can be done shows later
            return
        raise CannotOpenError(
            f"The folder {path.parent} cannot be made or entered. Ask whoever looks after this "
            "computer to let you write there, then try again.",
            "permission",
        ) from None


def make_private(path: Path) -> bool:
    """Let only its owner read the diary; False if others still can."""
    if os.name != "posix":
        return True  # there a user's own folders are private
    with suppress(OSError):
        path.chmod(files.PRIVATE_FILE)
    return not path.stat().st_mode & 0o077


def refuse_what_is_no_diary(path: Path, now_ms: int) -> None:
    """Look at what lies at `path`, and keep what cannot be a database out of the way.

    Raises:
        CannotOpenError: if nothing is there although a diary began here, or a folder is, or what is
            there cannot be read, or is as good as empty.
    """
    # Nothing here opens the file: closing it again would take away the locks that another thread's
    # connection of this process may hold on it just then.
    if path.is_dir():
        raise CannotOpenError(
            f"There is a folder called {path.name} where the diary's file belongs, in "
            f"{path.parent}. Move or rename that folder, then try again.",
            "a_folder",
        )
    for end in _COMPANIONS:  # SQLite would wait for ever for what a pipe has to say
        beside = path.with_name(path.name + end)
        if beside.exists() and not beside.is_file():
            raise CannotOpenError(
                f"Beside the diary there is something called {beside.name} that is no file. It was "
                f"left as it is. Move it away from {path.parent}, then try again.",
                "permission",
            )
    if not path.exists():
        if marker(path).exists():
            raise CannotOpenError(
                f"Your diary is not where it was: {path}. If you moved it, move it back and try "
                "again. Otherwise restore a backup, or start a new diary.",
                "missing",
            )
        return
    if not os.access(path, os.R_OK):
        raise CannotOpenError(
            f"The diary {path} is there and may not be read. Ask whoever looks after this computer "
            "to let you read and write it, then try again. Nothing was changed.",
            "permission",
        )
    if path.stat().st_size < _HEADER_BYTES:  # SQLite might take it for a new database
        raise damaged(path, now_ms)


def damaged(path: Path, now_ms: int) -> CannotOpenError:
    """Put a damaged diary aside under a new name, and say so."""
    try:
        mark(path)  # the next one to look must not take the learner for a new one
        kept = set_aside(path, now_ms)
    except OSError:
        return CannotOpenError(
            f"The diary {path} is damaged, and it could not be put aside. It was left as it is. "
            "Copy it to another place, remove it, then restore a backup.",
            "damaged",
            path,
        )
    return CannotOpenError(
        f"The diary's file is damaged. It was kept as {kept.name} in {kept.parent}; nothing was "
        "thrown away. Restore the last good backup, or start a new diary.",
        "damaged",
        kept,
    )


def set_aside(path: Path, now_ms: int) -> Path:
    """Rename a file, and its journal with it, so that nothing is lost and the name is free."""
    when = datetime.datetime.fromtimestamp(now_ms / 1000, datetime.UTC)
    name = f"{path.stem}.corrupt-{when:%Y-%m-%d}"
    kept = path.with_name(name + path.suffix)
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{name}-{number}{path.suffix}")
    path.rename(kept)
    for end in _COMPANIONS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(kept.with_name(kept.name + end))
    return kept


def set_orphans_aside(path: Path) -> None:
    """Rename the journal of a diary that has gone.

    SQLite would play it back into the next file of this name, page by page.
    """
    if path.exists():
        return
    for end in _COMPANIONS:
        orphan, number = path.with_name(path.name + end), 1
        while (kept := path.with_name(f"{path.stem}.corrupt{end}-{number}")).exists():
            number += 1
        with suppress(FileNotFoundError):
            orphan.rename(kept)
