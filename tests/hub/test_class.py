"""A class on a hub with the course's own settings: all work at once, and nobody meets another.

Thirty learners in waves; ``python benchmarks/hub.py`` says what they take.
"""

import asyncio
import html
import json
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from traitlets.config.loader import PyFileConfigLoader

from deploy import links
from lessons_lib.figures import gait
from lessons_lib.stage.live import LiveStage

from .hub import BASE, CONFIG, PROXY, Hub, Learner, Visit, running

AT_ONCE = 6
NAMES = [f"learner{number}" for number in range(1, 31)]
WAVES = [NAMES[first : first + AT_ONCE] for first in range(0, len(NAMES), AT_ONCE)]
WAVES[-1].append(NAMES[0])  # who was here before, and whose server was ended
DATA = "Library/Application Support" if sys.platform == "darwin" else ".local/share"
DATA += "/lessons_lib"
FORM = 'name="password"'


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    if not PROXY.exists():
        pytest.skip("no proxy for the hub: npm ci brings it")
    with running(tmp_path_factory.mktemp("hub"), NAMES) as hub:
        yield hub


def own_note(name: str) -> str:
    """What only this learner writes."""
    return f"only {name} knows of the stile behind the mill"


def own_speed(name: str) -> float:
    """How fast only this learner walks."""
    return round(0.1 + 0.05 * NAMES.index(name), 2)


async def use(hub: Hub, name: str) -> Learner:
    """Look at the walk, and write into the diary; what comes back is this learner's own."""
    stage, speed = LiveStage.of(gait.walker), own_speed(name)
    async with Visit.of(hub, name) as visit:
        for at in (10, 60):
            answer, coordinates = await visit.move(walking_speed=speed, cycle_percent=at)
            wanted = stage.pack([gait.walker.frame(walking_speed=speed, cycle_percent=at)])
            assert answer["asker"] == visit.asker
            assert answer["head"]["words"] == wanted.head["words"]
            assert coordinates == wanted.coordinates
        if not (hub.home(name) / DATA).exists():
            await visit.write(own_note(name))
        # Copies are kept after the answer; the next question waits for them.
        assert notes((await visit.track("look"))["view"]) == [own_note(name)]
    return visit.learner


def notes(view: dict[str, Any]) -> list[str]:
    return [note["body"] for day in view["days"] for note in day["notes"]]


@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: f"{wave[0]} to {wave[-1]}")
def test_a_class_works_at_once_and_nobody_meets_another(hub: Hub, wave: Sequence[str]) -> None:
    async def all_of_them() -> list[Learner]:
        return await asyncio.gather(*(use(hub, name) for name in wave))

    me, other, *_ = asyncio.run(all_of_them())
    for name in wave:
        assert_private(hub, name)
    assert_kernels_are_heard_by_their_servers_only(len(wave))

    path = f"user/{other.name}/api/contents"
    assert hub.api("GET", path, other.token()).status == 200
    for token in (me.token(), hub.culler, "wrong"):
        assert hub.api("GET", path, token).status == 403
    assert me.get(other.root + "api/contents").status == 403

    front, lesson = hub.origin + BASE, "05_tight_hamstrings.ipynb"
    arrived = me.get(links.link(front, lesson))
    assert (arrived.status, arrived.address) == (200, f"{me.root}lab/tree/{lesson}")

    other.log_out()
    for address in (other.root, front):
        assert FORM in other.get(address).text
    for name in wave:
        hub.cull(name)
    assert hub.troubles() == []


def assert_private(hub: Hub, name: str) -> None:
    """The diary is the owner's alone, and nothing of it is anywhere else."""
    data = hub.home(name) / DATA
    kept = [data, *data.rglob("*")]
    assert {data / "diary.db", data / "diary.db.began"} <= set(kept)
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    others = [path for path in hub.folder.rglob("*") if not path.is_relative_to(data)]
    for path in others:
        held = path.read_bytes() if path.is_file() else b""
        assert own_note(name).encode() not in held, path
        is_database = held.startswith(b"SQLite format 3")
        assert not (is_database and path.is_relative_to(hub.home(name))), path


def assert_kernels_are_heard_by_their_servers_only(count: int) -> None:
    """No other user of the computer can listen to what a kernel says."""
    commands = [one.cmdline() for one in psutil.Process().children(recursive=True)]
    kernels = [Path(words[-1]) for words in commands if "ipykernel_launcher" in words]
    assert len(kernels) == count
    for connection in kernels:
        assert json.loads(connection.read_text("utf-8"))["transport"] == "ipc"
        assert stat.S_IMODE(connection.parent.stat().st_mode) & 0o077 == 0


def test_only_the_class_gets_in_and_is_told_who_can_read_what_it_writes(hub: Hub) -> None:
    settings = PyFileConfigLoader(str(CONFIG)).load_config()
    told = settings.JupyterHub.template_vars.get_value({})["announcement_login"]
    front = hub.origin + BASE
    assert told in html.unescape(Learner(hub, NAMES[0]).get(front).text)
    for name, password in ((NAMES[0], "a guess"), ("stranger", hub.password)):
        someone = Learner(hub, name)
        assert someone.log_in(password).status == 403
        assert FORM in someone.get(front).text
