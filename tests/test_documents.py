"""README and its neighbours say what is so: the map, the version, and where things are."""

import datetime
import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from lessons_lib.course import outline
from lessons_lib.tracker.store import database

PROJECT = Path(__file__).parents[1]
DOCUMENTS = ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "tests/mutation.md")

BUILT = ("build/", "site/", "teach/")
"""What a command of the course makes, and nobody commits."""

_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]*)+|[\w-]+\.(?:css|csv|js|md|py|toml)")


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def paths(document: str) -> set[str]:
    """Every file and folder that a text names as code."""
    stretches = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", document)
    return {one for one in stretches if _PATH.fullmatch(one)}


def is_there(path: str) -> bool:
    """Whether the project has it, named from its root; TOPIC and NN_topic stand for any name."""
    return any(PROJECT.glob(re.sub("TOPIC|NN_topic", "*", path.rstrip("/"))))


def releases() -> dict[str, datetime.date]:
    """The day of each version in the change log, the newest first."""
    found = re.findall(r"^## (\d+\.\d+\.\d+) - (\S+)$", text("CHANGELOG.md"), re.MULTILINE)
    return {version: datetime.date.fromisoformat(day) for version, day in found}


def test_map_of_the_readme_is_the_map_of_the_course() -> None:
    rows = re.findall(r"^\| (.+?) \| .+? \| (\d+) \|$", text("README.md"), re.MULTILINE)
    assert rows == [
        (f"[{entry.number}. {entry.title}](notebooks/{entry.file})", str(entry.minutes))
        for entry in outline.lessons()
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    for one, other in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text(name)):
        target = one or other
        assert target.startswith("https:") or (PROJECT / name).parent.joinpath(target).exists()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_named_is_there(name: str) -> None:
    assert [
        one for one in paths(text(name)) if not one.startswith(BUILT) and not is_there(one)
    ] == []


def test_a_path_that_is_not_there_is_found() -> None:
    named = paths("Look at `lessons_lib/figures/TOPIC.py`, `tests/gone.py` and `x = 1`.")
    assert {one for one in named if not is_there(one)} == {"tests/gone.py"}


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    newest, day = next(iter(releases().items()))
    assert version == newest
    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert f'\ndate-released: "{day}"\n' in text("CITATION.cff")
    assert metadata.version("lessons-lib") == version


def test_versions_go_up_with_time() -> None:
    numbers = [tuple(map(int, version.split("."))) for version in releases()]
    assert numbers == sorted(numbers, reverse=True)
    assert list(releases().values()) == sorted(releases().values(), reverse=True)


def test_each_format_of_the_diary_was_written_by_a_version_that_exists() -> None:
    assert list(database.LAST_WRITTEN_BY) == list(range(1, database.SCHEMA_VERSION + 1))
    assert set(database.LAST_WRITTEN_BY.values()) <= releases().keys()


def test_the_lab_extension_has_the_version_of_the_course_and_loads_what_is_there() -> None:
    folder = PROJECT / "share/jupyter/labextensions/lessons-lib"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == metadata.version("lessons-lib")
    assert (folder / package["jupyterlab"]["_build"]["load"]).is_file()
