"""The recipes for hubs agree with each other and with the course."""

import json
import re
import tomllib
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from traitlets.config.loader import PyFileConfigLoader

from deploy import links
from lessons_lib.course import outline, own_copy

COURSE = own_copy.COURSE
DEPLOY = COURSE / "deploy"
IMAGE = (DEPLOY / "Dockerfile").read_text("utf-8")
CHART = yaml.safe_load((DEPLOY / "values.yaml").read_text("utf-8"))
SETTINGS = PyFileConfigLoader(str(DEPLOY / "jupyterhub_config.py")).load_config()


def test_an_image_begins_as_a_hub_begins_a_server():
    command = re.search(r"^CMD (.+)$", IMAGE, re.M)[1]
    assert json.loads(command) == SETTINGS.Spawner.cmd


def test_an_image_holds_what_its_build_asks_for():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8")
    there = re.findall(r"^!(.+)$", ignored, re.M)
    assert all((COURSE / name).exists() for name in there)
    about = tomllib.loads((COURSE / "pyproject.toml").read_text("utf-8"))
    project, wheel = about["project"], about["tool"]["hatch"]["build"]["targets"]["wheel"]
    shared = [name.partition("/")[0] for name in wheel["shared-data"]]
    wanted = {project["readme"], *project["license-files"], *wheel["packages"], *shared}
    assert {*wanted, own_copy.LESSONS, "pyproject.toml", "requirements.lock"} == set(there)
    extras = re.search(r"\.\[(.+?)\]", IMAGE)[1].split(",")
    assert set(extras) <= project["optional-dependencies"].keys()


def test_the_chart_leaves_to_the_shared_settings_what_they_say():
    place = CHART["hub"]["extraFiles"]["course"]["mountPath"]
    assert place.startswith("/usr/local/etc/jupyterhub/jupyterhub_config.d/")
    assert place.endswith(".py")
    assert set(CHART["singleuser"]["memory"].values()) == {None}
    assert "cmd" not in CHART["singleuser"]


@pytest.mark.parametrize("hub", ["https://hub.example.org", "https://hub.example.org/class/"])
def test_links_lead_to_lessons_that_there_are(hub, capsys):
    repository = "https://git.example.org/someone/course.git"
    links.main([hub])
    links.main([hub, "--repository", repository, "--branch", "spring"])
    printed = [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()]
    files = [lesson.file for lesson in outline.lessons()]
    here = f"{hub.rstrip('/')}/hub/user-redirect/"
    own, pulled = printed[: len(files)], printed[len(files) :]
    assert [unquote(one) for one in own] == [f"{here}lab/tree/{file}" for file in files]
    for one, file in zip(pulled, files, strict=True):
        assert one.startswith(f"{here}git-pull?")
        assert parse_qs(urlsplit(one).query) == {
            "repo": [repository],
            "branch": ["spring"],
            "targetPath": ["course"],
            "urlpath": [f"lab/tree/course/notebooks/{file}"],
        }
        assert (COURSE / "notebooks" / file).exists()
