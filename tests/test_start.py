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
(here / "variables.json").write_text(json.dumps(dict(os.environ)))
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
called = "if __name__ == '__main__': import json, os, sys; "
called += "print(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)])); sys.exit(3)"
(place / "pytest.py").write_text(called)
for name in ("jupyterlab", "ipykernel", "ipywidgets", "anywidget", "numpy"):
    (place / f"{name}.py").touch()
if (here / "without").exists():
    (place / f"{(here / 'without').read_text()}.py").unlink()
(place / "_editable_impl_lessons_lib.pth").write_text(os.getcwd(), "utf-8")
"""
MODULES = ("__init__", "__main__", "lab", "today", "did")
NEEDED = ("jupyterlab", "ipykernel", "ipywidgets", "anywidget", "numpy")
CALLED = """
if __name__ == "__main__":
    import json, os, sys
    print(json.dumps([[sys.argv[0], *sys.argv[1:]], os.getcwd(), dict(os.environ)]))
"""


class Course:
    """A small course in a folder of its own, with a stand-in for uv beside it."""

    def __init__(self, folder: Path, name: str = "Rücken schmerzen") -> None:
        self.root = folder / name / "course"
        self.tools = folder / "tools"
        self.home = folder / "home"
        self.variables: dict[str, str] = {}
        self.home.mkdir()
        self.env = self.root / ".venv"
        (self.root / "lessons_lib" / "course").mkdir(parents=True)
        modules = ("__init__", *(f"course/{name}" for name in MODULES))
        for module in modules:
            (self.root / "lessons_lib" / f"{module}.py").write_text(CALLED, "utf-8")
        self.tools.mkdir()
        shutil.copy(START, self.root)
        for file in ("requirements.txt", "requirements.lock", "pyproject.toml"):
            (self.root / file).touch()
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
        home |= {"HOME": str(self.home), "USERPROFILE": str(self.home)} | self.variables
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
    words, folder, _ = json.loads(result.stdout.splitlines()[-1])
    return words, folder


def variables(result):
    """With which variables JupyterLab was called."""
    return json.loads(result.stdout.splitlines()[-1])[2]


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


def test_opens_the_learner_s_copy_from_anywhere(course):
    result = course.start("--no-browser", "--port", str(free_port()))
    assert result.returncode == 0, result.stderr
    words, folder = opened(result)
    assert folder == str(course.root)
    assert words[0].endswith("lab.py")
    assert words[1:3] == ["--copy", str(course.root / "my_course")]
    assert "--ServerApp.ip=127.0.0.1" in words
    assert "--no-browser" in words
    assert not any("token" in word or "password" in word for word in words)


def test_the_copy_lies_where_the_learner_wants_it_and_is_found_again(course, tmp_path):
    wanted = tmp_path / "my documents" / "back"
    assert opened(course.start("--copy", str(wanted)))[0][2] == str(wanted)
    wanted.mkdir(parents=True)
    assert opened(course.start())[0][2] == str(wanted)
    assert opened(course.start("update"))[0][1:] == ["update", "--copy", str(wanted)]
    wanted.rename(tmp_path / "moved")
    gone = course.start()
    assert gone.returncode == 1
    assert str(wanted) in gone.stderr
    here = str(course.root / "my_course")
    assert opened(course.start("--copy", here))[0][2] == here
    assert opened(course.start())[0][2] == here


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["update"], ["update"]),
        (["update", "--undo"], ["undo"]),
        (["reset", "04"], ["reset", "04"]),
    ],
)
def test_what_changes_the_copy_is_handed_on(course, words, asked):
    called, _ = opened(course.start(*words))
    assert called[0].endswith("__main__.py")
    assert called[1:] == [*asked, "--copy", str(course.root / "my_course")]


def test_a_newer_course_from_elsewhere_takes_the_copy_over(course, tmp_path):
    newer = tmp_path / "Downloads" / "course-main"
    shutil.copytree(course.root, newer)
    (course.root / "my_course").mkdir()
    (course.root / "my_course" / "mine.txt").write_text("mine", "utf-8")
    result = course.start("update", str(newer.parent))
    assert result.returncode == 0, result.stderr
    assert (newer / "my_course" / "mine.txt").read_text("utf-8") == "mine"
    assert str(newer) in result.stdout
    made, updated = (json.loads(line)[0] for line in result.stdout.splitlines() if "[[" in line)
    assert made[1:] == ["make", "--copy", str(course.root / "my_course")]
    assert updated[1:] == ["update", "--copy", str(course.root / "my_course")]
    # Both courses know where it is now.
    assert opened(course.start())[0][2] == str(newer / "my_course")
    course.root = newer
    assert opened(course.start())[0][2] == str(newer / "my_course")


def test_a_newer_course_that_has_a_copy_of_its_own_leaves_the_other_where_it_is(course, tmp_path):
    newer = tmp_path / "newer"
    shutil.copytree(course.root, newer)
    for root in (newer, course.root):
        (root / "my_course").mkdir()
    course.start("update", str(newer))
    assert (course.root / "my_course").is_dir()
    course.root, old = newer, course.root
    assert opened(course.start())[0][2] == str(old / "my_course")


@pytest.mark.parametrize("name", ["Downloads", "."])
def test_where_there_is_no_newer_course_nothing_is_done(course, tmp_path, name):
    (tmp_path / "Downloads").mkdir()
    result = course.start("update", str(tmp_path / "Downloads" if name != "." else course.root))
    assert result.returncode == 1
    assert "newer" in result.stderr or "no course" in result.stderr
    assert course.leftovers == set()


def test_the_version_is_said_without_any_set_up(course):
    (course.root / "pyproject.toml").write_text('name = "x"\nversion = "1.2.3"\n', "utf-8")
    old = course.start("--version", before="sys.version_info = (3, 7, 0, 'final', 0)")
    assert old.stdout == course.start("--version").stdout == "1.2.3\n"
    assert course.leftovers == set()


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


def with_node(course, answer=0):
    """Put stand-ins for Node beside uv, and what the browser code's checks need into the course."""
    if POSIX:
        for name in ("node", "npm"):
            path = course.tools / name
            path.write_text(f'#!/bin/sh\necho "npm $@"\nexit {answer}\n', "utf-8")
            path.chmod(0o755)
    else:
        for name in ("node", "npm"):
            script = f"@echo npm %*\n@exit /b {answer}\n"
            (course.tools / f"{name}.bat").write_text(script, "utf-8")
    course.variables["CI"] = "false"
    for name in ("package.json", "package-lock.json"):
        (course.root / name).write_text("{}", "utf-8")


def test_all_tests_begin_with_those_of_the_browser_code(course):
    with_node(course)
    said = course.start("test").stdout
    assert "npm ci" in said
    assert said.index("npm ci") < said.index("npm run check") < said.index("--dist=loadfile")
    (course.root / "node_modules").mkdir()
    (course.root / "node_modules" / ".package-lock.json").touch()
    assert "npm ci" not in course.start("test", "--quick").stdout
    assert "npm" not in course.start("test", "-k", "pose").stdout


def test_a_fault_in_the_browser_code_fails_the_tests(course):
    with_node(course, answer=5)
    assert course.start("test").returncode == 5


def test_without_node_it_is_said_that_this_part_is_skipped(course, tmp_path):
    course.start("test", "-k", "pose")
    with_node(course)
    result = course.start("test", path=tmp_path)
    assert "Node.js is not installed" in result.stdout
    assert result.returncode == 3  # pytest's


def test_ci_has_a_step_of_its_own_for_the_browser_code(course):
    with_node(course)
    course.variables["CI"] = "true"
    assert "npm" not in course.start("test").stdout


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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["today", "--no-browser", "--port", "8123"], ["--no-browser", "--port", "8123"]),
        (["did"], []),
        (["did", "yesterday"], ["yesterday"]),
        (["did", "--undo"], ["--undo"]),
    ],
)
def test_the_daily_way_needs_no_copy_of_the_lessons(course, words, told):
    words, _ = opened(course.start(*words))
    assert words[1:] == told
    assert not (course.root / "my_course").exists()


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


@pytest.mark.parametrize("name", [*NEEDED, "lessons_lib"])
def test_a_set_up_that_lacks_a_part_is_not_called_done(course, name):
    (course.tools / "without").write_text(name.replace("lessons_lib", "_"), "utf-8")
    if name == "lessons_lib":
        (course.root / name).rename(course.root / "away")
        (course.root / name).touch()
    result = course.start()
    assert result.returncode == 1
    assert "set-up is done" not in result.stdout
    assert course.leftovers == set()


def test_a_part_that_comes_from_elsewhere_is_not_called_the_course_s(course):
    (course.root / "lessons_lib" / "__init__.py").write_text("__file__ = '/elsewhere'", "utf-8")
    result = course.start()
    assert result.returncode == 1
    assert "/elsewhere" in result.stderr
    assert course.leftovers == set()


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
            for name in NEEDED:
                wheel.writestr(f"{name}.py", "")
            wheel.writestr("_editable_impl_lessons_lib.pth", str(course.root))
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
    assert opened(result)[0][0].endswith("lab.py")
    assert [path.name for path in course.env.rglob("small-*.dist-info")] == ["small-1.dist-info"]


def test_without_network_pip_s_failure_becomes_a_sentence(course, tmp_path):
    (course.root / "requirements.txt").write_text("no-such-package-anywhere>=1\n", "utf-8")
    result = course.start(path=tmp_path, before="import os; os.environ['PIP_NO_INDEX'] = '1'")
    assert result.returncode == 1
    assert "Is this computer on the internet?" in result.stderr
    assert course.leftovers == set()


# Hostile surroundings: what a user has set for other programs -----------------------------------

NAMES = ["course", "Rücken ü", "it's 50% #1; a", "😀", "-x"]
LOCALES = ["C", "C.UTF-8", "POSIX", ""]
STRAY = ("json", "numpy", "tornado", "argparse", "tempfile", "pathlib", "random", "lessons_lib")
FOREIGN = {
    "none": {},
    "python": {
        "PYTHONSTARTUP": "/nowhere",
        "PYTHONWARNINGS": "error",
        "PYTHONUTF8": "0",
        "PYTHONUSERBASE": "/nowhere",
    },
    "pip": {"PIP_USER": "1", "PIP_TARGET": "/nowhere", "PIP_REQUIRE_VIRTUALENV": "0"},
    "uv": {"UV_TARGET": "/nowhere", "UV_PYTHON": "2.7", "UV_RESOLUTION": "lowest"},
    "jupyter": {
        "JUPYTER_CONFIG_DIR": "/nowhere",
        "JUPYTER_PATH": "/nowhere",
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTERLAB_SETTINGS_DIR": "/nowhere",
        "IPYTHONDIR": "/nowhere",
        "MPLBACKEND": "nothing",
        "VIRTUAL_ENV": "/nowhere",
        "CONDA_PREFIX": "/nowhere",
    },
}


def hostile(folder: Path, name: str, locale: str, foreign: dict, neighbours: bool) -> Course:
    course = Course(folder, name)
    course.variables = {"LC_ALL": locale, **foreign}
    for config in ("pip/pip.conf", "uv/uv.toml"):
        path = course.home / ".config" / config
        path.parent.mkdir(parents=True)
        path.write_text(
            "[install]\nuser = true\ntarget = /nowhere\n"
            if path.suffix == ".conf"
            else 'native-tls = true\n[pip]\ntarget = "/nowhere"\n[[index]]\nurl = "https://x/"\n',
            "utf-8",
        )
    if neighbours:
        stray = folder / "stray"
        stray.mkdir()
        for place in (stray, course.root):
            for module in STRAY:
                if not (place / module).exists():
                    (place / f"{module}.py").write_text("raise SystemExit('a stranger')", "utf-8")
        course.variables["PYTHONPATH"] = str(stray)
    return course


def test_a_python_that_was_told_another_home_tells_it_nobody(course):
    result = course.start(before="import os; os.environ['PYTHONHOME'] = '/nowhere'")
    assert result.returncode == 0, result.stderr
    assert "PYTHONHOME" not in variables(result)


def test_what_a_school_s_network_asks_for_stays(course):
    course.variables = {
        "PIP_INDEX_URL": "https://mirror/",
        "PIP_CERT": "/school.pem",
        "UV_DEFAULT_INDEX": "https://mirror/",
        "UV_INDEX_SCHOOL_PASSWORD": "x",
        "SSL_CERT_FILE": "/school.pem",
        "HTTPS_PROXY": "http://proxy",
        "REQUESTS_CA_BUNDLE": "/school.pem",
    }
    course.start()
    given = json.loads((course.tools / "variables.json").read_text("utf-8"))
    assert course.variables.items() <= given.items()


def test_pip_s_configuration_gives_the_network_s_settings_and_no_others():
    said = [
        "global.index-url='https://mirror/'",
        "global.trusted-host='a\\nb'",
        "install.user='true'",
        "install.target='/nowhere'",
        "not a setting",
    ]
    found = runpy.run_path(str(START))["pip_network"](said)
    assert found == {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "https://mirror/",
        "PIP_TRUSTED_HOST": "a b",
    }


@pytest.mark.parametrize("name", ["Kurs [SS26]", "what?", "a*b"])
def test_a_folder_that_jupyterlab_cannot_take_is_refused_at_once(tmp_path, name):
    result = Course(tmp_path, name).start()
    assert result.returncode == 1
    assert "Rename that folder" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_may_not_be_written_to_is_said_before_all_else(course):
    refuse = "def refuse(**_): raise PermissionError(13, 'Permission denied')"
    result = course.start(before=f"import tempfile\n{refuse}\ntempfile.TemporaryFile = refuse")
    assert result.returncode == 1
    assert "may not be written to" in result.stderr
    assert "Close JupyterLab" not in result.stderr
    assert course.leftovers == set()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("[WinError 206] The filename or extension is too long: 'C:/...'", "too long"),
        ("OSError: [Errno 36] File name too long: '/home/...'", "too long"),
        ("OSError: [WinError 1314] A required privilege is not held by the client", "links"),
        ("failed to create symlink: Operation not permitted (os error 1)", "links"),
        (
            "PermissionError: [Errno 1] Operation not permitted: 'lib' -> '/media/usb/lib64'",
            "links",
        ),
        ("[WinError 1260] This program is blocked by group policy", "rules of this computer"),
        ("An Application Control policy has blocked this file. (os error 4551)", "rules of this"),
        ("[WinError 225] Operation did not complete successfully because ... a virus", "scanner"),
        ("OSError: [WinError 362] The cloud file provider is not running", "cloud"),
        ("OSError: [WinError 389] The cloud file provider exited unexpectedly", "cloud"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "proxy refuses"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel ... 403 Forbidden'))", "proxy"),
        ("HTTPSConnectionPool(host='org.test', port=443): Max retries exceeded", "on the internet"),
        ("OSError: [Errno 30] Read-only file system: '/course/.venv'", "may not be written to"),
        ("PermissionError: [WinError 32] The process cannot access the file", "Close JupyterLab"),
    ],
)
def test_what_systems_say_gets_an_advice(said, wanted):
    advice = runpy.run_path(str(START))["advice"](said)
    assert wanted in advice
    assert "start.py" in advice


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

    @pytest.mark.parametrize("neighbours", [False, True])
    @pytest.mark.parametrize(("foreign", "number"), [(each, n) for n, each in enumerate(FOREIGN)])
    def test_in_hostile_surroundings_the_course_is_set_up_and_opened(
        tmp_path, foreign, number, neighbours
    ):
        name, locale = NAMES[number], LOCALES[(number + neighbours) % len(LOCALES)]
        course = hostile(tmp_path, name, locale, FOREIGN[foreign], neighbours)
        command = course.command("--no-browser") | {
            "cwd": tmp_path / ("stray" if neighbours else "")
        }
        command["args"] = [sys.executable, course.root / "start.py", "--no-browser"]
        result = subprocess.run(**command, capture_output=True, check=False)
        assert result.returncode == 0, result.stderr
        words, folder = opened(result)
        assert words[2] == str(course.root / "my_course")
        assert folder == str(course.root)
        given = json.loads((course.tools / "variables.json").read_text("utf-8"))
        for found in (given, variables(result)):
            assert not {
                key for key, value in found.items() if "/nowhere" in value or value == "2.7"
            }
            assert found["PYTHONUTF8"] == "1"
            assert "PYTHONPATH" not in found
        # What the network asks for is taken along, from the user's file too.
        assert given["UV_INDEX"] == "https://x/"
        assert given["UV_NATIVE_TLS"] == "true"
        assert all(path.read_text("ascii") for path in course.env.rglob("*lessons_lib.pth"))
        again = subprocess.run(**command, capture_output=True, check=False)
        assert "Setting up" not in again.stdout
