import asyncio
import importlib
import json
import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from ipykernel.ipkernel import IPythonKernel
from jupyter_server.gateway.connections import GatewayWebSocketConnection
from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from nbformat import v4, write

from lessons_lib.course.server import contents, line, reading, widgets
from lessons_lib.course.server.line import PromptConnection
from lessons_lib.course.server.widgets import WIDGET_VIEW

COURSE = Path(__file__).parents[1]
CONFIG = COURSE / "etc/jupyter/jupyter_server_config.d/lessons_lib.json"
SETTING = "kernel_websocket_connection_class"
NAME = "a lesson.ipynb"
STATE = {"application/vnd.jupyter.widget-state+json": {"state": {"1": {}}, "version_major": 2}}


def test_the_extension_that_is_switched_on_installs_its_parts(monkeypatch):
    (name,) = json.loads(CONFIG.read_text())["ServerApp"]["jpserver_extensions"]
    installed = []
    for part in (line, contents, reading):
        monkeypatch.setattr(part, "install", installed.append)
    module = importlib.import_module(name)
    (point,) = module._jupyter_server_extension_points()
    importlib.import_module(point["module"])._load_jupyter_server_extension("a server")
    assert installed == ["a server"] * 3


@pytest.mark.parametrize(
    ("usual", "installed"),
    [
        (ZMQChannelsWebsocketConnection, PromptConnection),
        (GatewayWebSocketConnection, GatewayWebSocketConnection),
    ],
)
def test_only_the_usual_connection_is_changed(usual, installed):
    settings = {SETTING: usual}
    line.install(SimpleNamespace(web_app=SimpleNamespace(settings=settings)))
    assert settings[SETTING] is installed


def test_the_line_is_told_not_to_wait_before_it_is_used(monkeypatch):
    calls = []

    class Handler:
        def set_nodelay(self, value):
            calls.append(("no delay", value))

    monkeypatch.setattr(PromptConnection, "websocket_handler", Handler())
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "connect", lambda _: calls.append("connect")
    )
    PromptConnection.__new__(PromptConnection).connect()
    assert calls == [("no delay", True), "connect"]


def pointing(model_id, **beside):
    return v4.new_output("display_data", {WIDGET_VIEW: {"model_id": model_id}, **beside})


class Client:
    """A kernel's client: its kernel has these widgets, or does not answer in time."""

    def __init__(self, widgets, running):
        self.widgets, self.running = widgets, running

    def start_channels(self, **_):
        self.running.append(self)

    def stop_channels(self):
        self.running.remove(self)

    async def comm_info(self, reply, timeout):
        assert reply
        assert timeout == widgets.ANSWER_TIMEOUT_S
        if self.widgets is None:
            raise TimeoutError
        return {"content": {"comms": {widget: {} for widget in self.widgets}}}


class Server:
    """What the filter knows of a server: contents, sessions and kernels."""

    def __init__(self, manager, kernels=(), **states):
        self.contents_manager = manager
        self.session_manager = self.kernel_manager = self
        self.log = logging.getLogger("server")
        self.sessions = [
            {"path": path, "kernel": {"id": path, "execution_state": states.get("state", "idle")}}
            for path, _ in kernels
        ]
        self.kernels = dict(kernels)
        self.running = []
        contents.install(self)

    async def list_sessions(self):
        return self.sessions

    def get_kernel(self, kernel_id):
        return SimpleNamespace(client=lambda: Client(self.kernels[kernel_id], self.running))

    def open(self, path=NAME, **wanted):
        async def get():
            return await self.contents_manager.get(path, **wanted)

        return asyncio.run(get())

    def save(self, model, path=NAME):
        async def put():
            return await self.contents_manager.save(model, path)

        return asyncio.run(put())

    def pointers(self):
        outputs = self.open()["content"]["cells"][0]["outputs"]
        assert not self.running
        return [
            one["data"][WIDGET_VIEW]["model_id"]
            for one in outputs
            if WIDGET_VIEW in one.get("data", {})
        ]


@pytest.fixture
def manager(tmp_path):
    notebook = v4.new_notebook(
        cells=[
            v4.new_code_cell(
                outputs=[
                    pointing("1", **{"text/plain": "words"}),
                    pointing("2", **{"image/png": "aaaa"}),
                    pointing("alone"),
                    v4.new_output("stream", text="printed"),
                ]
            ),
            v4.new_markdown_cell("A lesson."),
        ],
        metadata={"widgets": STATE, "kernelspec": {"name": "python3", "display_name": "Python"}},
    )
    write(notebook, tmp_path / NAME)
    (tmp_path / "a text.txt").write_text("a text")
    return AsyncLargeFileManager(root_dir=str(tmp_path))


def test_without_a_kernel_no_pointer_is_left_that_hides_something(manager):
    server = Server(manager, [("another.ipynb", "12")])
    outputs = server.open()["content"]["cells"][0]["outputs"]
    assert [list(one.get("data", "-")) for one in outputs] == [
        ["text/plain"],
        ["image/png"],
        [WIDGET_VIEW],
        ["-"],
    ]


@pytest.mark.parametrize(
    ("widgets", "left"), [("1", "1"), ("12", "12"), ("3", ""), ("", ""), (None, "12")]
)
def test_a_pointer_stays_while_its_widget_lives_or_may_live(manager, widgets, left):
    assert Server(manager, [(NAME, widgets)]).pointers() == [*left, "alone"]


def test_a_kernel_that_is_starting_is_not_waited_for(manager):
    assert Server(manager, [(NAME, None)], state="starting").pointers() == ["alone"]


def test_what_goes_wrong_leaves_the_pointers_and_opens_the_notebook(manager):
    server = Server(manager, [(NAME, "1")])
    server.sessions[0]["kernel"] = None
    assert server.pointers() == ["1", "2", "alone"]


def test_no_state_of_widgets_comes_along_and_the_file_stays_as_it_is(manager, tmp_path):
    before = (tmp_path / NAME).read_bytes()
    opened = Server(manager, [(NAME, None)]).open(require_hash=True)
    assert opened["content"]["metadata"].keys() == {"kernelspec"}
    assert opened["hash"]
    assert (tmp_path / NAME).read_bytes() == before


def test_a_signed_notebook_brings_no_state_and_stays_trusted(manager, tmp_path):
    manager.notary.db_file = ":memory:"
    asyncio.run(_signed(manager))
    opened = Server(manager).open()["content"]
    assert opened["metadata"].keys() == {"kernelspec"}
    assert opened["cells"][0]["metadata"]["trusted"]
    assert "widgets" in json.loads((tmp_path / NAME).read_text())["metadata"]


async def _signed(manager):
    await manager.trust_notebook(NAME)


@pytest.mark.usefixtures("manager")
def test_a_manager_that_does_not_wait_gives_no_state_either(tmp_path):
    server = Server(LargeFileManager(root_dir=str(tmp_path)), [(NAME, "")])
    opened = server.contents_manager.get(NAME)["content"]
    assert opened["metadata"].keys() == {"kernelspec"}
    assert opened["cells"][0]["outputs"][0]["data"].keys() == {WIDGET_VIEW, "text/plain"}
    assert server.contents_manager.get("a text.txt")["content"] == "a text"


@pytest.mark.parametrize("wanted", [{"content": False}, {"type": "file"}])
def test_what_is_not_opened_as_a_notebook_comes_as_it_is(manager, tmp_path, wanted):
    usual = asyncio.run(AsyncLargeFileManager(root_dir=str(tmp_path)).get(NAME, **wanted))
    assert Server(manager).open(**wanted) == usual


def test_the_kernel_of_this_environment_describes_the_language_like_this():
    assert IPythonKernel.language_info == contents.WRITTEN_OUT


RUBY = {"name": "ruby"}


@pytest.mark.parametrize(
    ("stored", "in_page", "saved"),
    [
        (contents.SHORT, contents.WRITTEN_OUT, contents.SHORT),
        (contents.WRITTEN_OUT, contents.WRITTEN_OUT, contents.WRITTEN_OUT),
        (contents.SHORT | {"version": "3.9"}, contents.WRITTEN_OUT, contents.WRITTEN_OUT),
        (contents.SHORT, RUBY, RUBY),
        (RUBY, RUBY, RUBY),
        (None, contents.WRITTEN_OUT, contents.WRITTEN_OUT),
    ],
)
def test_the_language_stays_as_short_as_it_was_described(manager, tmp_path, stored, in_page, saved):
    notebook = v4.new_notebook(metadata={} if stored is None else {"language_info": stored})
    write(notebook, tmp_path / NAME)
    server = Server(manager)
    model = server.open()
    opened = model["content"]["metadata"].get("language_info")
    assert opened == (contents.WRITTEN_OUT if stored == contents.SHORT else stored)
    model["content"]["metadata"]["language_info"] = in_page
    server.save(model)
    assert json.loads((tmp_path / NAME).read_text())["metadata"]["language_info"] == saved


def test_a_lesson_that_is_only_opened_and_saved_stays_what_it_was(manager, tmp_path):
    for lesson in sorted((COURSE / "notebooks").glob("*.ipynb")):
        (tmp_path / NAME).write_bytes(lesson.read_bytes())
        server = Server(manager)
        model = server.open()
        assert model["content"]["metadata"]["language_info"] == contents.WRITTEN_OUT
        server.save(json.loads(json.dumps(model, default=str)))
        assert (tmp_path / NAME).read_bytes() == lesson.read_bytes()


def test_a_new_notebook_and_one_in_place_of_something_else_are_saved(manager, tmp_path):
    server = Server(manager)
    (tmp_path / "b.ipynb").write_text("no notebook")
    for name in ("a.ipynb", "b.ipynb"):
        server.save({"type": "notebook", "content": v4.new_notebook()}, name)
        assert server.open(name)["content"]["cells"] == []


def test_folders_and_other_files_come_as_they_are(manager):
    server = Server(manager)
    assert {one["name"] for one in server.open("")["content"]} == {NAME, "a text.txt"}
    assert server.open("a text.txt")["content"] == "a text"


def test_a_copy_brings_no_state(manager, tmp_path):
    server = Server(manager)

    async def copy():
        return await server.contents_manager.copy(NAME)

    copied = json.loads((tmp_path / asyncio.run(copy())["name"]).read_text())
    assert copied["metadata"].keys() == {"kernelspec"}


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '{"cells": 1, "metadata": [], "nbformat": 4, "nbformat_minor": 5}',
        '{"cells": [{"cell_type": "code", "outputs": [{"output_type": "display_data", "data": '
        f'{{"{WIDGET_VIEW}": 1, "text/plain": "a"}}}}]}}], "metadata": {{}}, "nbformat": 4, '
        '"nbformat_minor": 5}',
    ],
)
def test_a_strange_notebook_opens_as_it_would_without_us(manager, tmp_path, content):
    (tmp_path / NAME).write_text(content)
    usual = AsyncLargeFileManager(root_dir=str(tmp_path))
    assert _result(Server(manager).open) == _result(lambda: asyncio.run(usual.get(NAME)))


def _result(read):
    try:
        return read()
    except Exception as error:
        return str(error)
