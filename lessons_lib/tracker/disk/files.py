"""Files as a diary needs them: private, whole or not there at all, and never trusted.

What the diary writes appears under its name only when all of it is on the disk. What it reads from
elsewhere is a plain file of bounded size, checked before the first byte.
"""

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a pipe that nobody writes to would wait for ever
_BINARY = getattr(os, "O_BINARY", 0)

_CANNOT_SYNC = {
    errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP,
}  # fmt: skip
"""What systems and network folders answer that put no folder on the disk when they are asked to."""

_REPLACE_TRIES = 20
_REPLACE_WAIT_S = 0.05


class UnfitFileError(Exception):
    """A file that is not read; the message is a sentence for the learner."""


def private_folder(path: Path) -> Path:
    """A folder, made if it is not there: then only its owner enters it.

    One that is there is left as it is, for others may have their own things in it.
    """
    if path.is_dir():
        return path
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix":
        path.chmod(PRIVATE_FOLDER)  # whatever is masked here
    return path


def new_private_file(path: Path) -> None:
    """Make an empty file that only its owner reads; FileExistsError if there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, PRIVATE_FILE))


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` under `path` so that a crash leaves either the old file or the new one.

    Args:
        path: the file; its folder is there.
        data: what it holds afterwards.

    Raises:
        OSError: if the disk does not take it; the old file stays then.
    """
    with taking_the_place_of(path) as draft:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)


@contextmanager
def taking_the_place_of(path: Path) -> Iterator[Path]:
    """A name for a draft, which takes the place of `path` when the block ends well.

    The draft is written to the disk before it gets the name; if the block fails it is removed.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}.draft")
    try:
        yield draft
        sync(draft)
        _replace(draft, path)
        sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _replace(draft: Path, path: Path) -> None:
    """os.replace, which Windows refuses for as long as a virus scanner looks at the file."""
    for _ in range(_REPLACE_TRIES if os.name == "nt" else 0):
        with suppress(PermissionError):
            draft.replace(path)
            return
        time.sleep(_REPLACE_WAIT_S)
    draft.replace(path)


def sync(path: Path) -> None:
    """Return when the file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the folder's list of names is on the disk, where the system can do that."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def read_plain(path: Path, most_bytes: int) -> bytes:
    """The content of a plain file, refused before it is read if it is anything else.

    Args:
        path: the file.
        most_bytes: a longer file is not read.

    Raises:
        UnfitFileError: if there is no such file, it is a link, a folder, a pipe or a device, it is
            too long or it cannot be read.
    """
    try:
        if path.is_symlink():
            raise UnfitFileError(
                "This is a link to another place, not a file. Choose the file itself."
            )
        descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT | _BINARY)
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                raise UnfitFileError("This is not a plain file. Choose a file that was exported.")
            refuse_long(about.st_size, most_bytes)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(most_bytes + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise UnfitFileError("There is no such file. Look at its name and folder.") from None
    except (OSError, ValueError):  # ValueError: a name that no file can have
        raise UnfitFileError("This file cannot be read. May you open it yourself?") from None
    refuse_long(len(data), most_bytes)
    return data


def refuse_long(length: int, most_bytes: int) -> None:
    """Raise UnfitFileError if a file of `length` bytes is longer than `most_bytes`."""
    if length > most_bytes:
        raise UnfitFileError(
            f"This file has {length / 1e6:,.0f} MB. A diary, even of many years, has less than "
            f"{most_bytes / 1e6:.0f} MB, so this is something else."
        )


def wipe(path: Path) -> None:
    """Overwrite a file with zeros and remove it; a link or a pipe is removed and not followed.

    A disk that writes elsewhere what is written over may be too full for it; it is removed then.
    """
    if stat.S_ISREG(path.lstat().st_mode):
        if os.name == "posix":
            path.chmod(PRIVATE_FILE)  # somebody may have made it read-only
        try:
            _overwrite(path)
        except PermissionError:
            raise
        except OSError:
            pass
    path.unlink()


def _overwrite(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | _NO_FOLLOW | _NO_WAIT | _BINARY)
    with os.fdopen(descriptor, "wb") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
