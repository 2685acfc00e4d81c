"""Real set-ups in hostile surroundings, from an empty folder to a cell that has run.

``python tests/set_ups.py`` takes some minutes and fetches packages, so it is no part of the tests
that run by themselves. Each case sets the course up in a folder of its own with a user's home full
of settings that would break it, opens it as a learner does, runs a cell, and looks where its parts
came from. Words choose cases by their names; other Pythons take part where PATH has them.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import websocket

PROJECT = Path(__file__).parents[1]
PATIENCE_S = 600
LOOK = """
import json, sys, warnings
import numpy, matplotlib, lessons_lib, own_module
from lessons_lib.course import environment
print(json.dumps([sys.prefix, numpy.__file__, lessons_lib.__file__, own_module.__file__,
                  matplotlib.rcParams["axes.facecolor"], environment.check().well]))
"""
STRANGE = "raise ImportError('a stranger')"


@dataclass(frozen=True)
class Case:
    """One computer.

    Attributes:
        name: what is hostile there.
        folder: what the folder above the course is called.
        python: with which Python it is started.
        uv: whether there is uv.
        variables: what the user has set.
        files: what lies in the user's home, by path.
        stray: whether PYTHONPATH and the learner's copy have files called like packages.
    """

    name: str
    folder: str = "plain"
    python: str = "python3"
    uv: bool = True
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    stray: bool = False


CASES = [
    Case("umlaut and the C locale", "Rücken ü", variables={"LC_ALL": "C"}),
    Case("umlaut and POSIX, Python 3.12", "Größe", "python3.12", variables={"LC_ALL": "POSIX"}),
    Case("emoji and no UTF-8, Python 3.13", "😀 x", "python3.13", variables={"PYTHONUTF8": "0"}),
    Case("Python 3.14", "3.14", "python3.14"),
    Case(
        "pip told to install elsewhere",
        "it's 50% #1; a",
        uv=False,
        variables={"PIP_USER": "1"},
        files={".config/pip/pip.conf": "[install]\nuser = true\ntarget = /nowhere\n"},
    ),
    Case("strange packages on the way", stray=True),
    Case(
        "uv told to install elsewhere",
        variables={"UV_TARGET": "/nowhere", "UV_RESOLUTION": "lowest"},
        files={".config/uv/uv.toml": '[pip]\ntarget = "/nowhere"\nno-deps = true\n'},
    ),
    Case(
        "settings of Jupyter, IPython and matplotlib",
        variables={"MPLBACKEND": "nothing", "JUPYTER_PREFER_ENV_PATH": "0"},
        files={
            ".jupyter/jupyter_server_config.py": "c.ServerApp.preferred_dir = '/nowhere'\n"
            "c.ServerApp.root_dir = '/nowhere'\nc.ServerApp.port = 1\n",
            ".jupyter/jupyter_lab_config.json": "no JSON at all",
            ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(
                {"argv": ["/bin/false"], "display_name": "Mine", "language": "python"}
            ),
            ".ipython/profile_default/startup/00.py": "raise SystemExit('a stranger')",
            ".ipython/profile_default/ipython_config.py": "c.InteractiveShellApp.exec_lines = ['?'",
            ".config/matplotlib/matplotlibrc": "axes.facecolor: red\n",
        },
    ),
]


def live(case: Case, place: Path) -> str:
    """Set the course up, open it, and run a cell; what is wrong, or nothing."""
    root, home = place / case.folder / "course", place / "home"
    home.mkdir()
    tracked = subprocess.run(
        ["git", "-C", PROJECT, "ls-files", "-z"], capture_output=True, check=True
    ).stdout.split(b"\0")
    for name in filter(None, tracked):
        source = PROJECT / os.fsdecode(name)
        if source.is_file() and not name.startswith((b"tests/", b"benchmarks/", b"images/")):
            target = root / os.fsdecode(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for path, text in case.files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, "utf-8")
    (root / "my_course").mkdir()
    (root / "my_course" / "own_module.py").touch()
    (root / "my_course" / "00_start_here.ipynb").write_bytes(
        (root / "notebooks" / "00_start_here.ipynb").read_bytes()
    )
    python = which(case.python)
    if not python:
        return "not here"
    search = [Path(python).parent, *([Path(shutil.which("uv")).parent] if case.uv else [])]
    variables = {"HOME": str(home), "PATH": os.pathsep.join([*map(str, search), "/usr/bin"])}
    variables |= {"UV_CACHE_DIR": str(Path.home() / ".cache" / "uv")} | network() | case.variables
    if case.stray:
        stray = place / "stray"
        stray.mkdir()
        for folder in (stray, root / "my_course"):
            for module in ("numpy", "tornado", "json", "IPython", "matplotlib", "pathlib"):
                (folder / f"{module}.py").write_text(STRANGE, "utf-8")
        variables["PYTHONPATH"] = str(stray)
    command = [python, root / "start.py", "--no-browser"]
    with (place / "said.txt").open("w+") as said:
        course = subprocess.Popen(
            command, env=variables, cwd=place, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            address, token = wait_for_address(course, place / "said.txt")
            found = run(address, token)
        except (RuntimeError, OSError) as trouble:
            return f"{trouble}\n{(place / 'said.txt').read_text()[-1500:]}"
        finally:
            course.send_signal(signal.SIGTERM)
            course.wait()
    prefix, numpy, package, own, colour, well = found
    wrong = [
        place
        for place, home in [
            (prefix, root / ".venv"),
            (numpy, root / ".venv"),
            (package, root / "lessons_lib"),
            (own, root / "my_course"),
        ]
        if not Path(place).absolute().is_relative_to(home) and place != "own_module.py"
    ]
    if wrong or colour != "white" or not well:
        return f"wrong: {wrong}, colour {colour}, environment well: {well}"
    return ""


def which(python: str) -> str | None:
    """A Python of this name that runs; those of pyenv are on PATH even where they do not."""
    for folder in os.environ["PATH"].split(os.pathsep):
        found = shutil.which(python, path=folder)
        if found and not subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL):
            return found
    return None


def network() -> dict[str, str]:
    """What this computer needs to fetch packages."""
    wanted = re.compile(
        r"(?i)(https?_|all_|no_)proxy|(PIP|UV)_.*(INDEX|CERT|HOST)|.*_CA_BUNDLE|SSL_"
    )
    return {name: value for name, value in os.environ.items() if wanted.match(name)}


def wait_for_address(course: "subprocess.Popen[bytes]", said: Path) -> tuple[str, str]:
    """Where JupyterLab listens, and its token."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*\?token=(\w+)", said.read_text("utf-8"))
        if found:
            return found[1], found[2]
        try:
            course.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError("it ended")
    raise RuntimeError("it did not begin")


def run(address: str, token: str) -> list:
    """Run a cell in a kernel of the learner's first lesson; what it printed, as JSON."""

    def ask(where: str, **body: object) -> dict:
        request = urllib.request.Request(f"{address}{where}", json.dumps(body).encode())
        request.add_header("Authorization", f"token {token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    kernel = {"name": "python3"}
    lesson = "00_start_here.ipynb"
    session = ask("/api/sessions", name=lesson, path=lesson, type="notebook", kernel=kernel)
    number = session["kernel"]["id"]
    socket = f"{address.replace('http', 'ws')}/api/kernels/{number}/channels?token={token}"
    line = websocket.create_connection(socket, timeout=120)
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
    header |= {"username": "", "session": uuid.uuid4().hex}
    content = {"code": LOOK, "silent": False, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    line.send(json.dumps(message | {"channel": "shell"}))
    while True:
        answer = json.loads(line.recv())
        if answer["msg_type"] == "error":
            raise RuntimeError("\n".join(answer["content"]["traceback"]))
        if answer["msg_type"] == "stream" and answer["content"]["name"] == "stdout":
            return json.loads(answer["content"]["text"])


def main(words: list[str]) -> int:
    """Live all cases, or those whose names hold one of the words; 1 when one is wrong."""
    code = 0
    for case in CASES:
        if words and not any(word in case.name for word in words):
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            (Path(place) / "it").mkdir()
            trouble = live(case, Path(place) / "it")
        print(f"{case.name}: {trouble or 'well'} ({time.monotonic() - begun:.0f} s)", flush=True)
        code |= trouble not in ("", "not here")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
