import ctypes
import json
import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from lessons_lib.tracker.disk.lease import STALE_S, Lease, is_on_network
from lessons_lib.tracker.errors import CannotOpenError, ConflictError

MOUNTS = """\
/dev/vda / ext4 rw 0 0
overlay /var overlay rw 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
//box/share /mnt/my\\040share cifs rw 0 0
tmpfs /home/jo/scratch tmpfs rw 0 0
gcsfuse /data fuse.gcsfuse rw 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
pool /scratch lustre rw 0 0
server:/old /moved nfs4 rw 0 0
/dev/sdc1 /moved ext4 rw 0 0

nonsense
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "diary.db"


def lease(path, token, *, alone=False):
    return Lease(path, alone=alone, token=token)


def leave_behind(path, **facts):
    """What a process leaves that did not get round to leaving."""
    file = path.with_name("diary.db.open")
    file.write_text(json.dumps({"token": "gone", **facts}))
    return file


def test_the_first_has_it_the_second_is_told_and_after_that_it_is_free(path):
    first, second = lease(path, "first"), lease(path, "second")
    assert first.take()
    assert not second.take()
    second.release()
    assert not second.take()
    first.release()
    assert second.take()


def test_a_process_does_not_stand_in_its_own_way(path):
    assert lease(path, "same").take()
    assert lease(path, "same", alone=True).take()


def test_where_only_one_may_write_the_second_is_refused_and_may_take_over(path):
    first, second = lease(path, "first", alone=True), lease(path, "second", alone=True)
    first.take()
    first.hold()
    with pytest.raises(CannotOpenError, match="network folder"):
        second.take()
    assert second.take(by_force=True)
    second.hold()
    with pytest.raises(ConflictError, match="nothing was saved from here"):
        first.hold()


def test_on_a_disk_of_this_computer_both_may_write(path):
    first, second = lease(path, "first"), lease(path, "second")
    first.take()
    second.take()
    first.hold()
    second.hold()


def test_a_lease_that_was_removed_is_taken_again_before_the_next_save(path):
    first = lease(path, "first", alone=True)
    first.take()
    lease(path, "first").release()
    first.hold()
    assert not lease(path, "second").take()


def test_what_a_dead_process_left_behind_is_in_nobodys_way(path):
    ended = subprocess.run(
        [sys.executable, "-c", "import os, socket; print(os.getpid(), socket.gethostname())"],
        capture_output=True,
        text=True,
        check=True,
    )
    pid, host = ended.stdout.split()
    leave_behind(path, pid=int(pid), host=host)
    assert lease(path, "next", alone=True).take()


def windows(process):
    """What Windows answers to who asks as its manual says: of one process, and whatever it is."""

    def open_process(access, inherits, number):
        may = access == 0x00100000 and not inherits and number == 77
        return 4711 if may and process in {"works", "has ended"} else 0

    def wait(handle, milliseconds):
        assert (handle, milliseconds) == (4711, 0)
        return 258 if process == "works" else 0

    return SimpleNamespace(
        OpenProcess=open_process,
        WaitForSingleObject=wait,
        GetLastError=lambda: 5 if process == "is another user's" else 87,
        CloseHandle=lambda handle: handle == 4711,
    )


@pytest.mark.parametrize(
    ("process", "is_free"),
    [("works", False), ("has ended", True), ("is another user's", False), ("never was", True)],
)
def test_windows_is_asked_for_a_process_which_stays_unharmed(path, monkeypatch, process, is_free):
    """There os.kill ends a process, whatever signal it is given."""
    leave_behind(path, pid=77, host=socket.gethostname())
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=windows(process)), raising=False)
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("the process was ended"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert lease(path, "next").take() is is_free


@pytest.mark.parametrize("pid", [2**31, 2**62, 10**30])
def test_a_number_that_no_process_has_keeps_nobody_out_for_long(path, pid):
    file = leave_behind(path, pid=pid, host=socket.gethostname())
    os.utime(file, (0, 0))
    assert lease(path, "next", alone=True).take()


@pytest.mark.parametrize("pid", [1, 2**31 - 1], ids=["a number in use", "a number that is free"])
def test_a_process_of_another_computer_is_believed_until_it_was_silent_for_long(path, pid):
    file = leave_behind(path, pid=pid, host="another computer")
    with pytest.raises(CannotOpenError):
        lease(path, "next", alone=True).take()
    long_ago = file.stat().st_mtime - STALE_S - 60
    os.utime(file, (long_ago, long_ago))
    assert lease(path, "next", alone=True).take()


@pytest.mark.parametrize("alone", [True, False])
def test_one_who_works_is_not_silent(path, alone):
    first = lease(path, "first", alone=alone)
    first.take()
    file = path.with_name("diary.db.open")
    facts = json.loads(file.read_text())
    file.write_text(json.dumps({**facts, "host": "another computer"}))
    os.utime(file, (0, 0))
    first.hold()
    assert file.stat().st_mtime > 0
    assert not lease(path, "second").take()


@pytest.mark.parametrize("content", ["", "[]", "{", "\0\0", "[" * 9000, '{"token": 1e999}'])
def test_a_file_that_says_nothing_is_somebody_until_it_is_old(path, content):
    file = path.with_name("diary.db.open")
    file.write_text(content)
    assert not lease(path, "next").take()
    os.utime(file, (0, 0))
    assert lease(path, "next").take()


@pytest.mark.parametrize(
    ("place", "network"),
    [
        ("/etc/diary.db", False),
        ("/var/lib/diary.db", False),
        ("/home/jo/.local/share/diary.db", True),
        ("/home/jo/scratch/diary.db", False),
        ("/homework/diary.db", False),
        ("/mnt/my share/diary.db", True),
        ("/data/diary.db", True),
        ("/media/stick/diary.db", False),
        ("/scratch/diary.db", True),
        ("/moved/diary.db", False),
        (r"\\uni\home\jo\diary.db", True),
    ],
)
def test_network_folders_are_told_by_what_is_mounted_there(tmp_path, place, network):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert is_on_network(_Place(place), mounts) is network


class _Place:
    """A path of a system that has these mounts, whatever this one has."""

    def __init__(self, name):
        self.name = name

    def resolve(self):
        return self

    def as_posix(self):
        return self.name

    __str__ = as_posix


def test_a_name_in_another_encoding_among_what_is_mounted_is_in_nobodys_way(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_bytes(b"/dev/sdb1 /media/St\xfcck ext4 rw 0 0\n" + MOUNTS.encode())
    assert is_on_network(_Place("/home/jo/diary.db"), mounts)


def test_where_the_system_does_not_tell_it_is_a_disk(tmp_path):
    assert not is_on_network(tmp_path, tmp_path / "no such list")
