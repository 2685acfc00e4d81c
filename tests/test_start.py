"""start.py as a learner meets it: what it sets up, notices, refuses and repairs.

Most tests let a stand-in for uv do the installing, so that a set-up takes a moment; it makes a
real environment, holding stand-ins for JupyterLab and pytest that say how they were called.
"""

import ast
import json
import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

START = Path(__file__).parents[1] / "start.py"
POSIX = os.name == "posix"
UV = """
import json, os, subprocess, sys, time, venv
from pathlib import Path

here = Path(__file__).parent
with (here / "calls.txt").open("a") as calls:
    print(json.dumps(sys.argv[1:]), file=calls)
if sys.argv[1] == "venv":
    venv.create(sys.argv[-1], symlinks=os.name == "posix")
    sys.exit()
if (here / "hang").exists():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (here / "hangs").write_text(str(child.pid))
    while (here / "hang").exists():
        time.sleep(0.01)
    child.kill()
if (here / "fail").exists():
    print((here / "fail").read_text())
    sys.exit(2)
python = sys.argv[sys.argv.index("--python") + 1]
place = "import sysconfig; print(sysconfig.get_path('purelib'))"
place = Path(subprocess.run([python, "-c", place], capture_output=True, text=True).stdout.strip())
called = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd()])); sys.exit({})"
(place / "jupyterlab.py").write_text(called.format(0))
(place / "pytest.py").write_text(called.format(3))
"""


class Course:
    """A small course in a folder of its own, with a stand-in for uv beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "Rücken schmerzen" / "course"
        self.tools = folder / "tools"
        self.env = self.root / ".venv"
        (self.root / "lessons_lib").mkdir(parents=True)
        self.tools.mkdir()
        shutil.copy(START, self.root)
        for name in ("requirements.txt", "requirements.lock", "pyproject.toml"):
            (self.root / name).touch()
        (self.tools / "uv.py").write_text(UV, "utf-8")
        uv = self.tools / ("uv" if POSIX else "uv.bat")
        uv.write_text(
            f"#!/bin/sh\nexec '{sys.executable}' '{self.tools}/uv.py' \"$@\"\n"
            if POSIX
            else f'@"{sys.executable}" "{self.tools}\\uv.py" %*\n',
            "utf-8",
        )
        uv.chmod(0o755)

    def command(self, *words: str, before: str = "", path: Path | None = None) -> dict:
        # Whoever runs the tests may have them ignore Ctrl-C (&) or the terminal's end (nohup).
        code = "import runpy, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
        code += "\nif hasattr(signal, 'SIGHUP'): signal.signal(signal.SIGHUP, signal.SIG_DFL)"
        # `before` runs first in the same Python: it fakes what a machine may lack.
        code += (
            f"\n{before}\nsys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], None, '__main__')"
        )
        home = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return {
            "args": [sys.executable, "-c", code, str(self.root / "start.py"), *words],
            "env": home | {"PATH": str(path or self.tools), "PYTHONIOENCODING": "utf-8"},
            "cwd": self.tools,
            "encoding": "utf-8",
        }

    def start(self, *words: str, **how: object) -> subprocess.CompletedProcess:
        command = self.command(*words, **how)
        return subprocess.run(**command, capture_output=True, timeout=120, check=False)

    def begin(self, *words: str) -> subprocess.Popen:
        """Start, and come back when the stand-in for uv is in the middle of its work."""
        (self.tools / "hang").touch()
        process = subprocess.Popen(
            **self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        wait_until(lambda: self.child is not None)
        return process

    @property
    def child(self) -> int | None:
        """The process id of what the stand-in for uv started."""
        hangs = self.tools / "hangs"
        return int(hangs.read_text()) if hangs.exists() and hangs.read_text() else None

    def go_on(self) -> None:
        (self.tools / "hang").unlink()
        (self.tools / "hangs").unlink()

    @property
    def calls(self) -> list[list[str]]:
        lines = (self.tools / "calls.txt").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def leftovers(self) -> set[str]:
        return {path.name for path in self.root.glob(".venv*")}


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def opened(result):
    """How JupyterLab (or pytest) was called: its words and its folder."""
    return json.loads(result.stdout.splitlines()[-1])


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


def test_opens_the_first_lesson_in_the_course_s_folder_from_anywhere(course):
    result = course.start("--no-browser", "--port", str(free_port()))
    assert result.returncode == 0, result.stderr
    words, folder = opened(result)
    assert folder == str(course.root)
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in words
    assert f"--ServerApp.root_dir={course.root}" in words
    assert "--ServerApp.ip=127.0.0.1" in words
    assert "--no-browser" in words
    assert not any("token" in word or "password" in word for word in words)


def test_installs_what_is_asked_for_at_the_pinned_versions(course):
    course.start()
    assert course.calls[-1][-4:] == ["-r", "requirements.txt", "-c", "requirements.lock"]
    course.start("test")
    assert course.calls[-1][-2:] == ["-e", ".[test]"]


def test_a_second_start_sets_nothing_up(course):
    first = course.start()
    done = len(course.calls)
    second = course.start()
    assert "Setting up" in first.stdout
    assert "Setting up" not in second.stdout
    assert opened(second) == opened(first)
    assert len(course.calls) == done


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements.lock", "pyproject.toml", "share/jupyter/new.json"]
)
def test_a_change_of_what_is_needed_is_noticed(course, name):
    course.start()
    (course.root / name).parent.mkdir(parents=True, exist_ok=True)
    (course.root / name).write_text("# changed\n", "utf-8")
    done = len(course.calls)
    assert "Bringing .venv up to date" in course.start().stdout
    assert len(course.calls) > done
    assert course.leftovers == {".venv"}


def test_a_folder_that_was_moved_is_set_up_anew(course):
    course.start()
    course.root = course.root.rename(course.root.with_name("elsewhere"))
    assert opened(course.start())[1] == str(course.root)
    assert str(course.root / ".venv") in course.calls[-2]


def test_the_tests_get_the_further_words_and_give_their_exit_code(course):
    result = course.start("test", "tests/test_pose.py", "-k", "hip", "--help")
    assert result.returncode == 3
    words, folder = opened(result)
    assert words == ["tests/test_pose.py", "-k", "hip", "--help"]
    assert folder == str(course.root)


def test_a_process_of_the_tests_that_dies_fails_the_run_and_ends_it(tmp_path):
    (tmp_path / "pytest.ini").touch()
    for name in ("first", "second", "third"):
        test = "import os\ndef test(): " + ("os.abort()" if name == "first" else "pass")
        (tmp_path / f"test_{name}.py").write_text(test, "utf-8")
    plugins = [word for name in ("nbval", "hypothesispytest") for word in ("-p", f"no:{name}")]
    all_at_once = runpy.run_path(str(START))["ALL_AT_ONCE"]
    command = [sys.executable, "-m", "pytest", *plugins, *all_at_once, "-n", "2"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "crashed while running 'test_first.py::test'" in result.stdout


def test_who_has_run_the_tests_can_open_the_course_at_once(course):
    course.start("test")
    done = len(course.calls)
    assert course.start().returncode == 0
    assert len(course.calls) == done


def test_help_says_both_commands_and_sets_nothing_up(course):
    result = course.start("--help")
    assert "start.py test" in result.stdout
    assert "--port" in result.stdout
    assert course.leftovers == set()


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            "error: ...\n  cause: failed to copy: No space left on device (os error 28)",
            "disk is full",
        ),
        ("ERROR: ... due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("OSError: [Errno 122] Disk quota exceeded", "disk is full"),
        ("error: Request failed after 3 retries\n  cause: dns error", "on the internet"),
        ("NewConnectionError('...: [Errno -2] Name or service not known')", "on the internet"),
        ("SSLError(SSLCertVerificationError(1, '... CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("ERROR: something nobody has seen before", "report these lines"),
    ],
)
def test_a_failed_set_up_leaves_nothing_and_says_what_to_do(course, said, advice):
    (course.tools / "fail").write_text(said, "utf-8")
    result = course.start()
    assert result.returncode == 1
    assert advice in result.stderr
    assert said.splitlines()[-1] in result.stderr
    assert "Traceback" not in result.stderr
    assert course.leftovers == set()


def test_a_failed_update_keeps_the_environment_from_before(course):
    course.start()
    before = (course.env / "pyvenv.cfg").stat().st_ino
    (course.root / "requirements.txt").write_text("# changed\n", "utf-8")
    (course.tools / "fail").write_text("dns error", "utf-8")
    assert "kept as it was" in course.start().stderr
    assert course.leftovers == {".venv"}
    assert (course.env / "pyvenv.cfg").stat().st_ino == before
    (course.root / "requirements.txt").write_text("", "utf-8")
    assert "up to date" not in course.start().stdout


def test_an_environment_whose_python_is_gone_is_made_anew(course):
    course.start()
    python = course.env / ("bin/python" if POSIX else "Scripts/python.exe")
    python.unlink()
    assert course.start().returncode == 0
    assert python.exists()
    assert course.leftovers == {".venv"}


def test_an_environment_that_somebody_else_made_is_left_alone(course):
    course.env.mkdir()
    (course.env / "mine.txt").write_text("precious", "utf-8")
    result = course.start()
    assert result.returncode == 1
    assert "did not make" in result.stderr
    assert (course.env / "mine.txt").read_text("utf-8") == "precious"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_taken_port_is_said_before_anything_is_set_up(course):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        result = course.start("--port", port)
    assert result.returncode == 1
    assert f"Port {port} is not free" in result.stderr
    assert course.leftovers == set()


def test_a_port_that_cannot_be_is_said(course):
    assert "Port 99999 is not free" in course.start("--port", "99999").stderr


@pytest.mark.parametrize("name", ["requirements.txt", "lessons_lib"])
def test_outside_the_course_s_folder_it_says_so(course, name):
    (course.root / name).rename(course.root / "away")
    result = course.start()
    assert result.returncode == 1
    assert "course's folder" in result.stderr
    assert course.leftovers == set()


def test_a_python_that_is_too_old_is_told_so_and_not_with_a_syntax_error(course):
    ast.parse(START.read_text("utf-8"), feature_version=(3, 7))
    result = course.start(before="sys.version_info = (3, 9, 1, 'final', 0)")
    assert result.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in result.stderr


def test_a_python_without_venv_is_told_which_package_brings_it(course, tmp_path):
    result = course.start(before="sys.modules['ensurepip'] = None", path=tmp_path)
    assert result.returncode == 1
    assert "sudo apt install python3." in result.stderr
    assert course.leftovers == set()


def test_without_uv_pip_installs_the_pinned_version(course, tmp_path):
    for version in "12":
        with zipfile.ZipFile(course.tools / f"small-{version}-py3-none-any.whl", "w") as wheel:
            about = f"small-{version}.dist-info/"
            wheel.writestr("jupyterlab.py", f"print('small {version}')")
            wheel.writestr(
                about + "METADATA", f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n"
            )
            wheel.writestr(about + "WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(about + "RECORD", "")
    (course.root / "requirements.txt").write_text("small\n", "utf-8")
    (course.root / "requirements.lock").write_text("small==1\n", "utf-8")
    only_here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(course.tools)}
    result = course.start(path=tmp_path, before=f"import os; os.environ.update({only_here})")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "small 1"


def test_without_network_pip_s_failure_becomes_a_sentence(course, tmp_path):
    (course.root / "requirements.txt").write_text("no-such-package-anywhere>=1\n", "utf-8")
    result = course.start(path=tmp_path, before="import os; os.environ['PIP_NO_INDEX'] = '1'")
    assert result.returncode == 1
    assert "Is this computer on the internet?" in result.stderr
    assert course.leftovers == set()


if POSIX:  # Windows has no such signals; there a killed start is repaired by the next one

    def is_gone(number):
        """Whether a process has ended (one that waits to be fetched by its parent has)."""
        asked = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip()[:1] in {"", "Z"}

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
    def test_an_interrupted_set_up_leaves_nothing_behind(course, name):
        process = course.begin()
        child = course.child
        process.send_signal(getattr(signal, name))
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 128 + getattr(signal, name)
        assert "nothing half-made" in said
        assert "Traceback" not in said
        assert course.leftovers == set()
        wait_until(lambda: is_gone(child))
        course.go_on()
        assert course.start().returncode == 0

    def test_an_interrupted_update_brings_the_old_environment_back(course):
        course.start()
        before = (course.env / "pyvenv.cfg").stat().st_ino
        (course.root / "requirements.lock").write_text("# changed\n", "utf-8")
        process = course.begin()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert (course.env / "pyvenv.cfg").stat().st_ino == before
        assert course.leftovers == {".venv"}

    def test_a_killed_set_up_is_repaired_by_the_next_start(course):
        process = course.begin()
        process.kill()
        process.communicate()
        os.kill(course.child, signal.SIGKILL)
        (course.env / "half").touch()
        course.go_on()
        assert course.start().returncode == 0
        assert not (course.env / "half").exists()
        assert course.leftovers == {".venv"}

    def test_a_killed_update_is_repaired_from_the_old_environment(course):
        course.start()
        before = (course.env / "pyvenv.cfg").stat().st_ino
        (course.root / "requirements.lock").write_text("# changed\n", "utf-8")
        process = course.begin()
        process.kill()
        process.communicate()
        os.kill(course.child, signal.SIGKILL)
        course.go_on()
        (course.root / "requirements.lock").write_text("", "utf-8")
        again = course.start()
        assert "..." not in again.stdout
        assert (course.env / "pyvenv.cfg").stat().st_ino == before
        assert course.leftovers == {".venv"}

    def test_a_second_start_waits_for_the_first_one_s_set_up(course):
        first = course.begin()
        second = subprocess.Popen(
            **course.command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert "waiting" in second.stdout.readline()
        course.go_on()
        assert first.communicate(timeout=60)[0].count("Setting up") == 1
        assert "Setting up" not in second.communicate(timeout=60)[0]
        assert (first.returncode, second.returncode) == (0, 0)
        assert len([call for call in course.calls if call[0] == "venv"]) == 1
