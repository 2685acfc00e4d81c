"""Is everything here that the course needs? A check that says what to do where it is not.

On every healthy machine the check says the same, with the course's own version and no other, and no
paths, so that a stored lesson stays what it is.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

FRONT_ENDS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
"""The parts that JupyterLab needs for whatever moves: sliders, live figures, quizzes."""

COURSE = "lessons-lib"

_START = "py start.py" if sys.platform == "win32" else "python3 start.py"
_SET_UP = f"In a terminal, in the course's folder: {_START}"


@dataclass(frozen=True)
class Facts:
    """What was found on a machine.

    Attributes:
        host: where the notebook is open: jupyterlab, vscode, colab, or a browser's own Python.
        python: the version of the kernel's Python, "3.12.1".
        interpreter: the path of that Python.
        own: whether that is the Python of the folder ``.venv``, which start.py sets up.
        course: the version of the course, "1.0.0"; empty where it is not installed in this Python.
        wants_python: which versions the course runs on, ">=3.11".
        wants: the packages that the course calls, each with its range, "numpy<3,>=2.1".
        versions: the version of each of them that is installed.
        front_ends: those of `FRONT_ENDS` that JupyterLab finds.
        writable: whether files can be written beside the notebook.
    """

    host: str
    python: str
    interpreter: str
    own: bool
    course: str
    wants_python: str
    wants: Sequence[str]
    versions: Mapping[str, str]
    front_ends: frozenset[str]
    writable: bool


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what was found, whether it is well, and what to do."""

    words: str
    well: bool
    to_do: str = ""


class Report(tuple[Check, ...]):
    """What is ready and what is not; shown as a list, and as plain text."""

    @property
    def well(self) -> bool:
        """Whether nothing is off."""
        return all(check.well for check in self)

    def __repr__(self) -> str:
        return "\n".join([self._summary(), *(f"- {' '.join(parts)}" for parts in self._parts())])

    def _repr_html_(self) -> str:
        items = (" ".join(map(escape, parts)) for parts in self._parts())
        return f"<p>{self._summary()}</p><ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"

    def _summary(self) -> str:
        return "Everything is ready." if self.well else "Not everything is ready yet."

    def _parts(self) -> list[tuple[str, ...]]:
        return [
            ("✓" if check.well else "✗ To mend:", check.words, *filter(None, [check.to_do]))
            for check in self
        ]


def check() -> Report:
    """Look at this machine and say what is ready and what is not."""
    return judge(facts())


def judge(found: Facts) -> Report:
    """What is ready and what is not, by what was found."""
    checks = [_course(found), _python(found), _packages(found)]
    if found.host == "jupyterlab":
        checks.append(_front_ends(found))
    checks.append(_folder(found))
    if not all(one.well for one in checks):
        checks.append(_whose(found))
    if found.host == "vscode" and _in_range("ipykernel>=7", found.versions):
        checks.append(
            Check(
                "VS Code opens the course.",
                True,
                'If a cell never ends: pip install "ipykernel<7", then restart VS Code.',
            )
        )
    return Report(checks)


def facts() -> Facts:
    """What there is on this machine."""
    course = _version(COURSE)
    wants_python = metadata.metadata(COURSE)["Requires-Python"] if course else ""
    declared = [Requirement(line) for line in (metadata.requires(COURSE) if course else None) or ()]
    host = _host()
    # The checks of the course need more, a learner does not.
    called = {"jupyterlab": {"ipykernel", "jupyterlab"}, "browser": set()}.get(host, {"ipykernel"})
    wants = [one for one in declared if one.marker is None or one.name in called]
    return Facts(
        host=host,
        python=".".join(map(str, sys.version_info[:3])),
        interpreter=sys.executable,
        own=Path(sys.prefix).name == ".venv",
        course=course,
        wants_python=wants_python,
        wants=[f"{one.name}{one.specifier}" for one in wants],
        versions={one.name: here for one in wants if (here := _version(one.name))},
        front_ends=frozenset(
            name for name in FRONT_ENDS if host != "browser" and _found_by_jupyter(name)
        ),
        writable=_writable(Path.cwd()),
    )


def _course(found: Facts) -> Check:
    if found.course:
        return Check(f"The course is here, in version {found.course}.", True)
    return Check(
        "The course is not installed in the Python that runs this notebook.", False, _SET_UP
    )


def _python(found: Facts) -> Check:
    if SpecifierSet(found.wants_python).contains(found.python):
        return Check("Python is new enough.", True)
    return Check(
        f"This notebook runs on Python {found.python}; the course needs {found.wants_python}.",
        False,
        "Get a newer one from https://www.python.org/downloads/ and start with it: start.py",
    )


def _packages(found: Facts) -> Check:
    off = [
        f"{wanted} (here is {found.versions.get(Requirement(wanted).name, 'none')})"
        for wanted in found.wants
        if not _in_range(wanted, found.versions)
    ]
    if not off:
        return Check("The packages that the course calls are here.", True)
    return Check(
        f"The course calls packages that are missing or of another version: {', '.join(off)}.",
        False,
        _SET_UP,
    )


def _front_ends(found: Facts) -> Check:
    off = [name for name in FRONT_ENDS if name not in found.front_ends]
    if not off:
        return Check("JupyterLab can show sliders, live figures and quizzes.", True)
    return Check(
        f"JupyterLab lacks what shows sliders, live figures and quizzes: {', '.join(off)}.",
        False,
        f"Close JupyterLab and start it with: {_START}. Then reload this page.",
    )


def _folder(found: Facts) -> Check:
    if found.writable:
        return Check("Your work can be saved in this folder.", True)
    return Check(
        "Nothing can be saved in this folder.",
        False,
        "Copy the course to a folder of your own, for instance your documents, and start it there.",
    )


def _whose(found: Facts) -> Check:
    if found.own:
        return Check("This notebook runs in the course's own Python, in .venv.", True)
    return Check(
        f"This notebook does not run in the course's own Python, in .venv, but in "
        f"{found.interpreter}.",
        True,
        "That may be meant. If not, choose another kernel: menu Kernel, Change Kernel.",
    )


def _in_range(wanted: str, versions: Mapping[str, str]) -> bool:
    requirement = Requirement(wanted)
    version = versions.get(requirement.name)
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def _version(name: str) -> str:
    """The version of a package that is installed; empty where it is not."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _host() -> str:
    from IPython.core.getipython import get_ipython

    if "google.colab" in sys.modules:
        return "colab"
    if not find_spec("jupyter_core"):
        return "browser"  # its kernel is none of Jupyter's
    shell = get_ipython()
    return "vscode" if shell and "__vsc_ipynb_file__" in shell.user_ns else "jupyterlab"


def _found_by_jupyter(extension: str) -> bool:
    from jupyter_core.paths import jupyter_path

    return any((Path(folder) / extension).is_dir() for folder in jupyter_path("labextensions"))


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
