"""The check of the environment: silent about the machine when all is well, helpful when not."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from lessons_lib.course import environment
from lessons_lib.course.environment import FRONT_ENDS, Facts

HEALTHY = Facts(
    host="jupyterlab",
    python="3.12.1",
    interpreter="/home/ada/course/.venv/bin/python",
    own=True,
    course="1.0.0",
    wants_python=">=3.11",
    wants=["numpy<3,>=2.1", "jupyterlab<5,>=4.4"],
    versions={"numpy": "2.4.6", "jupyterlab": "4.6.6"},
    front_ends=frozenset(FRONT_ENDS),
    writable=True,
)
OTHER = replace(
    HEALTHY,
    python="3.13.0",
    interpreter="C:\\Python\\python.exe",
    own=False,
    versions={"numpy": "2.1.0", "jupyterlab": "4.4.0"},
)

OFF = {
    "an old Python": (replace(HEALTHY, python="3.10.4"), "3.10.4"),
    "no course in this Python": (
        replace(HEALTHY, course="", wants_python="", wants=[]),
        "not installed",
    ),
    "a package is missing": (replace(HEALTHY, versions={"jupyterlab": "4.6.6"}), "numpy<3,>=2.1"),
    "a package is too old": (
        replace(HEALTHY, versions={"numpy": "1.26.4", "jupyterlab": "4.6.6"}),
        "1.26.4",
    ),
    "an old JupyterLab": (
        replace(HEALTHY, versions={"numpy": "2.4.6", "jupyterlab": "3.6.8"}),
        "jupyterlab<5,>=4.4 (here is 3.6.8)",
    ),
    "no front end of anywidget": (replace(HEALTHY, front_ends=frozenset(FRONT_ENDS[:1])), "anywid"),
    "no front end of widgets": (replace(HEALTHY, front_ends=frozenset(FRONT_ENDS[1:])), "manager"),
    "a folder that cannot be written to": (replace(HEALTHY, writable=False), "saved"),
}


def test_all_healthy_machines_say_the_same():
    first, second = environment.judge(HEALTHY), environment.judge(OTHER)
    assert first.well
    assert repr(first) == repr(second)
    assert first._repr_html_() == second._repr_html_()


@pytest.mark.parametrize(("found", "named"), OFF.values(), ids=OFF.keys())
def test_what_is_off_is_named_with_what_to_do(found, named):
    report = environment.judge(found)
    (off,) = (check for check in report if not check.well)
    assert named in off.words
    assert off.to_do
    assert off.words in repr(report)
    assert off.to_do in repr(report)
    assert not report.well


def test_trouble_in_a_foreign_python_says_which_one():
    assert OTHER.interpreter in repr(environment.judge(replace(OTHER, writable=False)))


def test_other_front_ends_need_no_jupyterlab():
    bare = replace(HEALTHY, front_ends=frozenset())
    assert all(environment.judge(replace(bare, host=host)).well for host in ("colab", "vscode"))


@pytest.mark.parametrize(("version", "advised"), [("7.4.0", True), ("6.31.0", False)])
def test_vscode_is_told_about_the_kernel_that_hangs(version, advised):
    versions = {**HEALTHY.versions, "ipykernel": version}
    report = environment.judge(replace(HEALTHY, host="vscode", versions=versions))
    assert report.well
    assert ("ipykernel<7" in repr(report)) is advised


def test_this_environment_is_ready():
    assert environment.check().well


def test_a_missing_package_is_seen_on_this_machine(monkeypatch):
    real = environment.metadata.version

    def version(name: str) -> str:
        if name == "anywidget":
            raise environment.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(environment.metadata, "version", version)
    assert "anywidget" in repr(environment.check())


def test_the_course_imported_but_not_installed_is_seen(monkeypatch):
    monkeypatch.setattr(environment, "COURSE", "no-such-course")
    assert not environment.check().well


def test_missing_front_ends_are_seen_on_this_machine(monkeypatch, tmp_path):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    assert FRONT_ENDS[0] in repr(environment.check())


def test_a_folder_that_is_gone_cannot_be_written_to(monkeypatch, tmp_path):
    monkeypatch.setattr(environment.Path, "cwd", lambda: tmp_path / "gone")
    assert not environment.facts().writable


def test_looking_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    environment.check()
    assert list(tmp_path.iterdir()) == []


def test_the_html_is_a_list_and_holds_no_markup_from_the_machine():
    found = replace(OTHER, writable=False, interpreter="/home/<b>ada</b>/python")
    tags = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: tags.append(tag)
    reader.feed(environment.judge(found)._repr_html_())
    assert set(tags) == {"p", "ul", "li"}
