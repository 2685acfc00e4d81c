"""The lock holds what pyproject.toml asks for, everywhere, and drift is found."""

import subprocess
import sys
from pathlib import Path

import pytest

from authoring.lock import PROJECT, drift

PYPROJECT = """
[project]
dependencies = ["anywidget>=0.9,<1", "numpy>=2.1,<3"]
[project.optional-dependencies]
lab = ["jupyterlab>=4.4,<5"]
test = ["Import_Linter>=2.5,<3", "pamela>=1; sys_platform != 'win32'"]
"""
LOCK = """
anywidget==0.11.0
    # via lessons-lib
import-linter==2.5
jupyterlab==4.6.6
numpy==2.4.6 ; python_full_version < '3.12'
numpy==2.5.5 ; python_full_version >= '3.12'
pamela==1.2.0 ; sys_platform != 'win32'
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project of which both files agree."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (tmp_path / "requirements.lock").write_text(LOCK, "utf-8")
    return tmp_path


def test_the_lock_of_the_course_agrees():
    assert drift() == []


def test_files_that_agree_are_left_in_peace(small):
    assert drift(small) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("pyproject.toml", '["Import', '["hypothesis", "Import', "no pin for hypothesis on Linux"),
        ("requirements.lock", "import-linter==2.5\n", "", "no pin for Import_Linter"),
        ("requirements.lock", "linter==2.5", "linter==2.4", "has ['2.4'] for Import_Linter"),
        ("requirements.lock", "4.6.6", "5.0.0", "has ['5.0.0'] for jupyterlab"),
        ("requirements.lock", "==0.11.0", ">=0.11.0", "no pin for anywidget"),
        (
            "requirements.lock",
            "numpy==2.5.5 ; python_full_version >= '3.12'",
            "",
            "no pin for numpy<3,>=2.1 on macOS, Python 3.13",
        ),
        (
            "requirements.lock",
            "anywidget==0.11.0",
            "anywidget==0.11.0 ; sys_platform != 'win32'",
            "no pin for anywidget<1,>=0.9 on Windows, Python 3.11",
        ),
        (
            "requirements.lock",
            "pamela==1.2.0 ; sys_platform != 'win32'",
            "pamela==1.2.0 ; sys_platform == 'linux'",
            "on macOS, Python 3.11",
        ),
    ],
)
def test_drift_is_found_where_it_is(small, file, old, new, found):
    text = (small / file).read_text("utf-8")
    assert old in text
    (small / file).write_text(text.replace(old, new), "utf-8")
    assert any(found in sentence for sentence in drift(small))


def test_the_lock_names_its_own_renewal_and_no_one_s_machine():
    text = (PROJECT / "requirements.lock").read_text("utf-8")
    assert "python -m authoring lock" in text
    assert "://" not in text
    assert "-e " not in text


@pytest.mark.parametrize(
    "given",
    [
        "share/jupyter/lab/settings/overrides.d/lessons_lib.json",
        "etc/ipython/ipython_kernel_config.json",
    ],
)
def test_installed_in_any_way_the_course_brings_its_settings(given):
    installed = Path(sys.prefix) / given
    assert installed.read_text("utf-8") == (PROJECT / given).read_text("utf-8")


@pytest.mark.parametrize("words", [["--help"], ["lock", "--help"]])
def test_the_command_line_explains_itself(words):
    asked = _course(*words)
    assert asked.returncode == 0
    assert "lock" in asked.stdout


def test_an_unknown_command_is_answered_with_those_that_exist():
    asked = _course("lokc")
    assert asked.returncode == 2
    assert "lock" in asked.stderr


def _course(*words):
    command = [sys.executable, "-m", "authoring", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)
