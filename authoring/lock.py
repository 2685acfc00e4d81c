"""Keep requirements.lock in step with pyproject.toml: ``python -m authoring lock``.

``pyproject.toml`` says what the project needs, in ranges, so that a host keeps its own kernel;
``requirements.txt`` only points to it. ``requirements.lock`` is the exact set for every supported
system and Python, with the tools of the tests.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
RENEW = "python -m authoring lock"
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def drift(project: Path = PROJECT) -> list[str]:
    """Where the two files disagree, as far as that can be seen without the network.

    Args:
        project: the folder that holds them.

    Returns:
        One sentence for each disagreement; an empty list when there is none.
    """
    about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    extras = about["optional-dependencies"]
    lines = (project / "requirements.lock").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    needs = map(Requirement, about["dependencies"] + extras["lab"] + extras["test"])
    return [sentence for need in needs for sentence in _unpinned(need, pins)]


def main(argv: list[str]) -> int:
    """Renew the lock, or say whether it needs it.

    Args:
        argv: ``--check`` to change nothing, ``--upgrade`` to take the newest versions.

    Returns:
        0 when the files agree at the end, 1 when they do not.
    """
    parser = argparse.ArgumentParser(
        prog=RENEW, description="Renew requirements.lock from pyproject.toml."
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="change nothing, fail on a difference")
    mode.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    options = parser.parse_args(argv)
    lock = PROJECT / "requirements.lock"
    if options.check:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(lock, folder))
            code = _compile(copy)
            found = drift()
            if code == 0 and copy.read_text("utf-8") != lock.read_text("utf-8"):
                found.append("requirements.lock is not what pyproject.toml leads to.")
        if found:
            print(*found, f"To renew it: {RENEW}", sep="\n", file=sys.stderr)
        return 1 if found else code
    return _compile(lock, *(["--upgrade"] if options.upgrade else []))


def _unpinned(need: Requirement, pins: list[Requirement]) -> list[str]:
    found = []
    for system, names in SYSTEMS.items():
        for python in PYTHONS:
            place = {**names, "python_version": python, "python_full_version": f"{python}.9"}
            if need.marker and not need.marker.evaluate(place):
                continue
            held = [
                pin.specifier
                for pin in pins
                if canonicalize_name(pin.name) == canonicalize_name(need.name)
                and (pin.marker is None or pin.marker.evaluate(place))
            ]
            versions = [str(one.version) for pin in held for one in pin if one.operator == "=="]
            if len(versions) != 1 or not need.specifier.contains(versions[0], prereleases=True):
                what = f"has {versions}" if versions else "has no pin"
                found.append(f"requirements.lock {what} for {need} on {system}, Python {python}.")
    return found


def _compile(target: Path, *more: str) -> int:
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--universal",
        "--no-annotate",
        "--quiet",
    ]
    # A learner has no compiler, so only what exists as a wheel may be pinned.
    command += ["--only-binary", ":all:", "--python-version", PYTHONS[0], "--no-python-downloads"]
    command += ["--extra", "lab", "--extra", "test", "--custom-compile-command", RENEW, *more]
    return subprocess.call([*command, "pyproject.toml", "-o", str(target)], cwd=PROJECT)
