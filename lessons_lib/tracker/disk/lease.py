"""Who has the diary open: a small file beside it, so that a second kernel is told.

On a disk of this computer SQLite's locks keep two kernels apart, so the second one is told and may
write. On a network folder locks may do nothing; there only the one that holds the file writes. It
says which process holds it and is touched as long as that one works, so that after a crash the next
one need not wait for long.
"""

import json
import math
import os
import socket
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path, PurePosixPath

from lessons_lib.tracker.errors import OPEN_ELSEWHERE, CannotOpenError, ConflictError

from . import files, strict_json

STALE_S = 600.0
"""Whoever did not touch the file for so long has gone."""

_TOUCH_EVERY_S = 15.0
_MOST_BYTES = 10_000
_NETWORK = ("nfs", "cifs", "smb", "9p", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs")
_MOUNTS = Path("/proc/self/mounts")
_LOCAL_FUSE = {"fuse.ext4", "fuse.fuse-overlayfs", "fuseblk", "fusectl"}

HAS_PROCESSES = sys.platform not in {"emscripten", "wasi"}
"""Whether others can be there at the same time; in a browser's page all have the same number."""

TOKEN = uuid.uuid4().hex
"""Of this process: all its diaries are one writer, for it does one thing at a time."""


class Lease:
    """The file ``NAME.open`` of one diary.

    Args:
        path: the diary.
        alone: whether only one process may write, as on a network folder.
        token: names the process; tests give their own.
    """

    def __init__(self, path: Path, *, alone: bool, token: str = TOKEN) -> None:
        self._file = path.with_name(path.name + ".open")
        self._alone = alone
        self._token = token
        self._touched_s = -math.inf

    def take(self, *, by_force: bool = False) -> bool:
        """Become the one who has the diary open; False if somebody else has it.

        Args:
            by_force: the learner decided that this one goes on, whoever else is there.

        Raises:
            CannotOpenError: if somebody else has it and only one may write.
        """
        if self._try() or ((by_force or self._is_left_behind()) and self._try(over=True)):
            return True
        if self._alone:
            raise CannotOpenError(
                "Your diary is open elsewhere, in a notebook or on its own page, and it lies in a "
                "network folder, where two at once could spoil it. Close the other one and try "
                "again, or choose to go on here.",
                OPEN_ELSEWHERE,
            )
        return False

    def hold(self) -> None:
        """Before each write: make sure that no other process took over.

        Raises:
            ConflictError: if one did, and only one may write.
        """
        if time.monotonic() - self._touched_s < _TOUCH_EVERY_S and not self._alone:
            return
        if self._holder() == self._token:
            with suppress(OSError):
                self._file.touch()
            self._touched_s = time.monotonic()
        elif not self._try() and self._alone:
            raise ConflictError(
                "Your diary was opened elsewhere meanwhile, and it lies in a network folder, where "
                "two at once could spoil it; so nothing was saved from here. Close the other one, "
                "then use the diary here: what was not saved is saved then.",
                OPEN_ELSEWHERE,
            )

    def release(self) -> None:
        """Leave; whoever comes next is alone."""
        if self._holder() == self._token:
            with suppress(OSError):
                self._file.unlink()

    def _try(self, *, over: bool = False) -> bool:
        """Write the file if there is none, or over the one that is there; whether it is ours."""
        facts = {"token": self._token, "host": socket.gethostname(), "pid": os.getpid()}
        content = json.dumps(facts).encode()
        with suppress(OSError):
            if over:
                files.write_whole(self._file, content)
            else:
                flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
                with os.fdopen(os.open(self._file, flags, files.PRIVATE_FILE), "wb") as file:
                    file.write(content)
        return self._holder() == self._token

    def _read(self) -> dict[str, object]:
        """What the file says; nothing where there is none or somebody is just writing it."""
        try:
            found = strict_json.loads(files.read_plain(self._file, _MOST_BYTES))
        except (files.UnfitFileError, strict_json.NotJsonError):
            return {}
        return found if isinstance(found, dict) else {}

    def _holder(self) -> object:
        """Whose it is: a token."""
        return self._read().get("token")

    def _is_left_behind(self) -> bool:
        """Whether the holder has gone without leaving."""
        try:
            idle_s = time.time() - self._file.stat().st_mtime
        except OSError:
            return False
        found = self._read()
        same_host = found.get("host") == socket.gethostname()
        return idle_s > STALE_S or (same_host and not _lives(found.get("pid")))


def _lives(pid: object) -> bool:
    """Whether a process of this computer is there."""
    if not isinstance(pid, int) or not HAS_PROCESSES:
        return HAS_PROCESSES
    if sys.platform == "win32":  # there os.kill would end it
        import ctypes

        synchronize, access_denied, timed_out = 0x00100000, 5, 258
        windows = ctypes.windll.kernel32
        handle = windows.OpenProcess(synchronize, False, pid)
        if not handle:
            return bool(windows.GetLastError() == access_denied)
        try:
            return bool(windows.WaitForSingleObject(handle, 0) == timed_out)
        finally:
            windows.CloseHandle(handle)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # gone, or no number of a process at all
        return False
    except OSError:
        return True
    return True


def is_on_network(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a file lies on a network file system, where the system tells (not on macOS).

    Args:
        path: the file; it need not be there.
        mounts: the list of what is mounted where.
    """
    if str(path.resolve()).startswith("\\\\"):  # a Windows share
        return True
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    place = PurePosixPath(path.resolve().as_posix())
    best, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePosixPath(fields[1].replace("\\040", " "))
        depth = len(point.parts)
        if depth >= best and place.is_relative_to(point):
            best, kind = depth, fields[2]
    is_fuse = kind.startswith("fuse") and kind not in _LOCAL_FUSE
    return is_fuse or kind.startswith(_NETWORK)
