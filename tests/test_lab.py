"""JupyterLab opens on the learner's copy, and nothing of this computer's gets into it."""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs
import pytest

from lessons_lib.course import lab, own_copy
from lessons_lib.course.own_copy import OwnCopy

# What JupyterLab would do, said by a process of its own: paths are settled when it is imported.
SAY = """
import json, sys
from pathlib import Path
from lessons_lib.course import lab
import jupyterlab.labapp

def say(words):
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    kernel = KernelSpecManager().get_kernel_spec("python3").resource_dir
    print(json.dumps([words, jupyter_config_path(), jupyter_path(), kernel]))

jupyterlab.labapp.main = say
lab.open_lab(Path(sys.argv[1]), ["--no-browser"])
"""
RUN = """
import os, sys
from pathlib import Path
from lessons_lib.course import lab
lab.open_lab.__globals__["state_folder"] = lambda: Path(sys.argv[1])
import jupyterlab.labapp

def run(words):
    from jupyter_client.manager import start_new_kernel
    manager, client = start_new_kernel(kernel_name="python3", cwd=sys.argv[2])
    client.execute_interactive(sys.argv[3], timeout=120)
    client.stop_channels()
    manager.shutdown_kernel(now=True)

jupyterlab.labapp.main = run
lab.open_lab(Path(sys.argv[2]), [])
"""


@pytest.fixture
def home(tmp_path):
    """A user's home with settings, a kernel and start-up files of its own."""
    files = {
        ".jupyter/jupyter_server_config.py": "c.ServerApp.preferred_dir = '/nowhere'",
        ".ipython/profile_default/startup/00.py": "print('a stranger')",
        ".ipython/profile_default/ipython_config.py": "print('a stranger')",
        ".config/matplotlib/matplotlibrc": "axes.facecolor: red\n",
    }
    kernel = json.dumps({"argv": ["false"], "display_name": "Mine", "language": "python"})
    for place in (".local/share/jupyter", "Library/Jupyter", "AppData/Roaming/jupyter"):
        files[f"{place}/kernels/python3/kernel.json"] = kernel
    for name, text in files.items():
        (tmp_path / "home" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "home" / name).write_text(text, "utf-8")
    return tmp_path / "home"


def python(home, *words):
    """What .venv's Python prints for a user with this home, started as start.py does."""
    foreign = ("JUPYTER", "IPYTHON", "PYTHON", "MPL", "XDG_")
    own = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    own |= {"HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home / "AppData/Roaming")}
    command = [sys.executable, "-I", "-X", "utf8", "-c", *map(str, words)]
    return subprocess.run(command, env=own, capture_output=True, check=True, text=True).stdout


def test_settings_and_kernels_are_the_course_s_own(home, tmp_path):
    copy = tmp_path / "my course"
    copy.mkdir()
    (copy / "00_start_here.ipynb").touch()
    words, configs, data, kernel = json.loads(python(home, SAY, copy))
    assert f"--ServerApp.root_dir={copy}" in words
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in words
    assert "--no-browser" in words
    for place in (*configs, *data):
        assert Path(place).is_relative_to(sys.prefix) or "lessons_lib" in place
    assert Path(kernel).is_relative_to(sys.prefix)


def test_a_kernel_takes_no_neighbour_for_a_package_and_finds_the_learner_s_own_modules(
    home, tmp_path
):
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("numpy", "IPython", "pathlib", "random", "lessons_lib"):
        (copy / f"{name}.py").write_text("raise SystemExit('a stranger')", "utf-8")
    (copy / "own_module.py").write_text("value = 37", "utf-8")
    look = "import numpy, lessons_lib, own_module, matplotlib, sys; print(own_module.value, "
    look += "matplotlib.rcParams['axes.facecolor'], 'sys' in dir(), sys.flags.utf8_mode)"
    assert python(home, RUN, tmp_path / "state", copy, look).split() == ["37", "white", "True", "1"]


def test_what_holds_for_all_users_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("IPython.core.application.SYSTEM_CONFIG_DIRS", [str(tmp_path)])
    assert lab.for_all_users() == []
    (tmp_path / "startup").mkdir()
    (tmp_path / "startup" / "00-school.py").touch()
    (tmp_path / "ipython_config.py").touch()
    assert {path.name for path in lab.for_all_users()} == {"00-school.py", "ipython_config.py"}


def test_the_copy_is_made_once_and_a_newer_course_is_announced(tmp_path):
    originals = tmp_path / "notebooks"
    originals.mkdir()
    lesson = own_copy.COURSE / own_copy.LESSONS / "09_tracker.ipynb"
    (originals / lesson.name).write_bytes(lesson.read_bytes())
    own = OwnCopy(tmp_path / "my_course", originals)
    assert lab.prepare(own)
    assert lab.prepare(own) == []
    book = json.loads(lesson.read_text("utf-8"))
    book["cells"][0]["source"] = "# Another"
    book["metadata"].pop("lessons_lib", None)
    (originals / lesson.name).write_text(json.dumps(book), "utf-8")
    (said,) = lab.prepare(own)
    assert "update" in said


def test_a_copy_that_cannot_be_made_is_said_and_nothing_is_opened(tmp_path, capsys):
    (tmp_path / "thesis.docx").touch()
    assert lab.main(["--copy", str(tmp_path)]) == 1
    assert "other things" in capsys.readouterr().err


def test_in_a_home_that_is_full_settings_are_kept_elsewhere_for_this_time(monkeypatch, tmp_path):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(122, "Disk quota exceeded")

    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "home")
    assert lab.state_folder().is_relative_to(tmp_path / "home")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    folder = lab.state_folder()
    assert folder.is_dir()
    assert not folder.is_relative_to(tmp_path / "home")
