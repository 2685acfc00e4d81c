"""A skipped test is a message on a learner's machine and a failure in CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
TESTS = {
    "test_one.py": """
import pytest

def test_skipped_inside():
    pytest.skip("no browser here")

@pytest.mark.skipif(True, reason="no browser here")
def test_skipped_by_a_mark(): ...

@pytest.mark.xfail
def test_expected_to_fail():
    assert False
""",
    "test_whole.py": "import pytest\npytest.skip('no browser here', allow_module_level=True)\n",
}


def test_without_ci_what_is_skipped_is_only_said(tmp_path):
    code, said = _run(tmp_path)
    assert code == 0
    assert "3 skipped, 1 xfailed" in said


def test_in_ci_what_is_skipped_fails_with_its_reason(tmp_path):
    code, said = _run(tmp_path, CI="true")
    assert code == 1
    assert "1 failed, 1 xfailed, 2 errors" in said
    assert said.count("which CI does not allow") >= 3
    assert "no browser here" in said


def _run(folder, **environment):
    shutil.copy(PROJECT / "conftest.py", folder)
    for name, test in TESTS.items():
        (folder / name).write_text(test, "utf-8")
    outside = {name: value for name, value in os.environ.items() if name != "CI"}
    options = ["-p", "no:cacheprovider", "--continue-on-collection-errors", "--rootdir=."]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "."],
        cwd=folder,
        env=outside | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
