"""A JupyterHub on this computer alone, and learners who use it as their pages would.

The hub loads ``deploy/jupyterhub_config.py``, the file that real hubs load. Learners log in through
its form, and speak with their servers over HTTP and with their kernels over a web socket. All of
them belong to one user of this computer: what keeps users apart there is not tried, only what the
hub, the course and the modes of its files do.
"""

import asyncio
import base64
import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from lessons_lib.tracker.gate import questions_version
from tests.browser.lab import free_port

COURSE = Path(__file__).parents[2]
CONFIG = COURSE / "deploy" / "jupyterhub_config.py"
PROXY = COURSE / "node_modules" / ".bin" / "configurable-http-proxy"
BASE = "/class/"
PATIENCE_S = 300.0
_PROTOCOL = "v1.kernel.websocket.jupyter.org"


@dataclass(frozen=True)
class Answer:
    """What a server says: its status, and its body as text."""

    status: int
    text: str
    address: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Hub:
    """A hub that runs.

    Attributes:
        origin: scheme, host and port.
        folder: where it keeps its things; each learner has a home in there.
        password: of every learner.
        culler: a token that may do what the culler of idle servers may do, and no more.
    """

    origin: str
    folder: Path
    password: str
    culler: str

    def home(self, name: str) -> Path:
        return self.folder / "homes" / name

    def log(self) -> str:
        return (self.folder / "hub.log").read_text("utf-8", "replace")

    def troubles(self) -> list[str]:
        """What the hub and the servers had to complain about."""
        return [line for line in self.log().splitlines() if re.match(r"\[[EC] |Traceback", line)]

    def api(self, method: str, path: str, token: str) -> Answer:
        """Ask the hub, or a server behind it, with a token and without a cookie."""
        address = self.origin + BASE + path
        headers = {"Authorization": f"token {token}"}
        return ask(urllib.request.build_opener(), method, address, headers)

    def cull(self, name: str) -> None:
        """End somebody's server as the culler of idle servers does, and wait until it has ended."""
        path, end = f"hub/api/users/{name}/server", time.monotonic() + PATIENCE_S
        while (status := self.api("DELETE", path, self.culler).status) != 204:
            assert status == 202, status
            assert time.monotonic() < end
            time.sleep(0.2)


@contextmanager
def running(folder: Path, names: Sequence[str]) -> Iterator[Hub]:
    """A hub for these learners, as long as the block lasts.

    Raises:
        RuntimeError: if it does not start; with what it said.
    """
    hub = Hub(f"http://127.0.0.1:{free_port()}", folder, *(secrets.token_hex(16) for _ in "12"))
    (folder / "homes").mkdir()
    (folder / "config.py").write_text(_config(hub, names), "utf-8")
    command = [sys.executable, "-m", "jupyterhub", "--config", str(folder / "config.py")]
    # The learners' Python is the one that is first here; nothing else of this process is theirs.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    variables = {**kept, "PATH": path, "HOME": str(folder)}
    with (folder / "hub.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
        try:
            _wait(hub, process)
            yield hub
        finally:
            process.terminate()  # it ends its proxy and all servers
            process.wait(PATIENCE_S)


def _config(hub: Hub, names: Sequence[str]) -> str:
    homes = hub.home("{username}")
    role = {
        "name": "culler",
        "services": ["culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
    as_root = ["--allow-root"] if os.geteuid() == 0 else []  # a container
    return f"""
load_subconfig({str(CONFIG)!r})
c.JupyterHub.bind_url = {hub.origin + BASE!r}
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.command = [{str(PROXY)!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{free_port()}"
c.JupyterHub.log_level = "WARN"
c.JupyterHub.spawner_class = "simple"
c.Spawner.args += {as_root!r}
c.SimpleLocalProcessSpawner.home_dir_template = {str(homes)!r}
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = {hub.password!r}
c.Authenticator.allowed_users = {set(names)!r}
c.JupyterHub.services = [{{"name": "culler", "api_token": {hub.culler!r}}}]
c.JupyterHub.load_roles = [{role!r}]
"""


def _wait(hub: Hub, process: "subprocess.Popen[bytes]") -> None:
    """Until the proxy leads to the hub."""
    while process.poll() is None:
        with suppress(OSError):
            if hub.api("GET", "hub/api", hub.culler).status == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise RuntimeError(f"The hub did not start:\n{hub.log()}")


def ask(
    opener: urllib.request.OpenerDirector,
    method: str,
    address: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """What a server says, whether it is content or not."""
    request = urllib.request.Request(address, body, dict(headers or {}), method=method)
    try:
        with opener.open(request, timeout=PATIENCE_S) as found:
            return Answer(found.status, found.read().decode("utf-8", "replace"), found.url)
    except urllib.error.HTTPError as found:
        return Answer(found.code, found.read().decode("utf-8", "replace"), found.url)


class Form(HTMLParser):
    """The form of a page: where it goes, and its fields with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "form":
            self.action = about.get("action") or ""
        elif tag == "input" and about.get("name"):
            self.fields[about["name"] or ""] = about.get("value") or ""


class Learner:
    """Somebody at a browser, with cookies of their own."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self.root = f"{hub.origin}{BASE}user/{name}/"
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )

    def get(self, address: str) -> Answer:
        return ask(self._opener, "GET", address)

    def log_in(self, password: str | None = None) -> Answer:
        """Fill in the form, and see what comes then."""
        page = self.get(self.hub.origin + BASE)
        form = Form(page.text)
        filled = {"username": self.name, "password": password or self.hub.password}
        assert filled.keys() <= form.fields.keys()
        body = urlencode(form.fields | filled).encode()
        return ask(self._opener, "POST", urljoin(page.address, form.action), body=body)

    def log_out(self) -> Answer:
        return self.get(f"{self.hub.origin}{BASE}hub/logout")

    def arrive(self) -> Answer:
        """Wait as the hub's page does until the server has started, then open the server's page.

        Raises:
            RuntimeError: if it does not start; with what the hub said.
        """
        token = self._cookie("_xsrf", f"{BASE}hub/")
        path = f"hub/api/users/{self.name}/server/progress?" + urlencode({"_xsrf": token})
        request = urllib.request.Request(self.hub.origin + BASE + path)
        request.add_header("Referer", f"{self.hub.origin}{BASE}hub/spawn-pending/{self.name}")
        with self._opener.open(request, timeout=PATIENCE_S) as events:
            for line in events:
                event = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if event.get("ready"):
                    return self.get(urljoin(self.hub.origin, event["url"]))
                if event.get("failed"):
                    break
        raise RuntimeError(f"The server of {self.name} did not start:\n{self.hub.log()}")

    def api(self, method: str, path: str, content: Any = None) -> Answer:
        """Ask the learner's server."""
        headers = {"X-XSRFToken": self._cookie("_xsrf", f"{BASE}user/{self.name}/")}
        body = None if content is None else json.dumps(content).encode()
        return ask(self._opener, method, f"{self.root}api/{path}", headers, body)

    def lesson(self, file: str) -> list[str]:
        """Open a lesson: what its cells of code hold."""
        found = self.api("GET", f"contents/{file}")
        assert found.status == 200, found
        cells = found.json()["content"]["cells"]
        return [cell["source"] for cell in cells if cell["cell_type"] == "code"]

    async def kernel(self, file: str) -> "Kernel":
        """Start the kernel of a lesson and connect to it."""
        about = {"path": file, "name": file, "type": "notebook", "kernel": {"name": "python3"}}
        found = await asyncio.to_thread(self.api, "POST", "sessions", about)
        assert found.status == 201, found
        key = found.json()["kernel"]["id"]
        address = f"{self.root}api/kernels/{key}/channels?session_id={uuid.uuid4().hex}"
        headers = {"Cookie": self.cookie_header(address), "Origin": self.hub.origin}
        request = HTTPRequest(address.replace("http", "ws", 1), headers=headers)
        return Kernel(key, await websocket_connect(request, subprotocols=[_PROTOCOL]))

    def cookie_header(self, address: str) -> str:
        """The cookies that go with a request to this address."""
        request = urllib.request.Request(address)
        self._cookies.add_cookie_header(request)
        return request.get_header("Cookie") or ""

    def token(self) -> str:
        """What lets this learner's page into this learner's server; the cookie holds it, signed."""
        signed = self._cookie(f"jupyterhub-user-{self.name}", f"{BASE}user/{self.name}/")
        value = signed.strip('"').split("|")[-2].partition(":")[2]
        return base64.b64decode(value).decode()

    def _cookie(self, name: str, path: str) -> str:
        found = [one.value for one in self._cookies if one.name == name and one.path == path]
        return found[0] or "" if found else ""


@dataclass
class Heard:
    """What a kernel said of one message, from busy to idle."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    def widget(self) -> tuple[str, dict[str, Any]]:
        """The course's widget that was made: its comm, and its state."""
        for one in self._contents("comm_open"):
            state = one["data"].get("state", {})
            if "_spec" in state or "_anywidget_id" in state:
                return one["comm_id"], state
        raise LookupError("no widget was made")

    def answers(self) -> list[tuple[dict[str, Any], list[bytes]]]:
        """What widgets sent to their pages, with its buffers."""
        return [
            (one["content"]["data"]["content"], [bytes(each) for each in one["buffers"]])
            for one in self.messages
            if one["msg_type"] == "comm_msg" and one["content"]["data"]["method"] == "custom"
        ]

    def failures(self) -> list[str]:
        return [f"{one['ename']}: {one['evalue']}" for one in self._contents("error")]

    def _contents(self, kind: str) -> list[dict[str, Any]]:
        return [one["content"] for one in self.messages if one["msg_type"] == kind]


class Kernel:
    """A page's line to its kernel; one message at a time."""

    def __init__(self, key: str, socket: WebSocketClientConnection) -> None:
        self.key, self._socket, self._session = key, socket, Session(key=b"signed by the server")

    async def run(self, code: str) -> Heard:
        """Run a cell."""
        asked = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        return await self._say("execute_request", asked)

    async def tell(self, comm: str, content: Mapping[str, Any]) -> Heard:
        """Send a widget what its page sends it."""
        data = {"method": "custom", "content": content}
        return await self._say("comm_msg", {"comm_id": comm, "data": data})

    async def close(self) -> None:
        """Leave; the kernel stays."""
        self._socket.close()
        while await self._socket.read_message() is not None:
            pass

    async def _say(self, kind: str, content: Mapping[str, Any]) -> Heard:
        message = self._session.msg(kind, content)
        sent = serialize_msg_to_ws_v1(message, "shell", self._session.pack)
        await self._socket.write_message(sent, binary=True)
        heard = Heard()
        while True:
            found = await asyncio.wait_for(self._socket.read_message(), PATIENCE_S)
            if found is None:
                raise ConnectionError("the kernel's line was cut")
            channel, said = deserialize_msg_from_ws_v1(found)
            head, parent, _, about = (self._session.unpack(part) for part in said[:4])
            if parent.get("msg_id") != message["header"]["msg_id"] or channel != "iopub":
                continue
            heard.messages.append(
                {"msg_type": head["msg_type"], "content": about, "buffers": said[4:]}
            )
            if head["msg_type"] == "status" and about["execution_state"] == "idle":
                return heard


class Visit:
    """A learner in lesson 3, with an explorer and the tracker before them.

    Attributes:
        learner: who it is.
        kernel: of the lesson.
        cells: the lesson's cells of code.
        controls: what the explorer can be set to.
    """

    LESSON, TRACKER = "03_walking.ipynb", "09_tracker.ipynb"

    def __init__(self, learner: Learner, kernel: Kernel, cells: Sequence[str]) -> None:
        self.learner, self.kernel, self.cells = learner, kernel, cells
        self.asker = uuid.uuid4().hex
        self.controls: list[dict[str, Any]] = []
        self._explorer = self._tracker = ""

    @classmethod
    @asynccontextmanager
    async def of(cls, hub: Hub, name: str) -> "AsyncIterator[Visit]":
        """Log in, wait for the server, open the lesson, and run the cells of the two widgets."""
        learner = Learner(hub, name)
        await asyncio.to_thread(learner.log_in)
        page = await asyncio.to_thread(learner.arrive)
        assert page.status == 200, page
        cells = await asyncio.to_thread(learner.lesson, cls.LESSON)
        tracker = await asyncio.to_thread(learner.lesson, cls.TRACKER)
        visit = cls(learner, await learner.kernel(cls.LESSON), cells)
        visit._explorer, state = await visit._show(cells, "explore(gait.walker")
        visit.controls = state["_spec"]["controls"]
        visit._tracker, _ = await visit._show(tracker, "tracker()")
        try:
            yield visit
        finally:
            await visit.kernel.close()

    async def _show(self, cells: Sequence[str], call: str) -> tuple[str, dict[str, Any]]:
        heard = await self.kernel.run(next(cell for cell in cells if call in cell))
        assert heard.failures() == []
        return heard.widget()

    async def move(self, **values: float) -> tuple[dict[str, Any], bytes]:
        """Move sliders: the answer, and the picture's coordinates."""
        values = {one["name"]: one["start"] for one in self.controls} | values
        asked = {"ask": "frame", "clock": 1, "asker": self.asker, "values": values}
        ((answer, (coordinates,)),) = (await self.kernel.tell(self._explorer, asked)).answers()
        return answer, coordinates

    async def grab(self, name: str) -> int:
        """Take hold of a slider: how many bytes the pictures of all its positions have."""
        values = {one["name"]: one["start"] for one in self.controls}
        asked = {"ask": "sweep", "name": name, "key": name, "asker": self.asker, "values": values}
        ((_, (coordinates,)),) = (await self.kernel.tell(self._explorer, asked)).answers()
        return len(coordinates)

    async def track(self, request: str, **fields: Any) -> dict[str, Any]:
        """Ask the tracker for something that it must do: its answer."""
        now_ms = time.time_ns() // 1_000_000
        when = {"now": now_ms, "sent": now_ms, "zone": "Europe/London", "offset": 0}
        about = {"id": str(uuid.uuid4()), "asker": self.asker, "synthetic": False}
        asked = {"ask": request, **about, **when, "fields": fields}
        ((answer, _),) = (await self.kernel.tell(self._tracker, asked)).answers()
        assert answer["ok"], answer
        assert answer["answer"] == about["id"]
        return answer

    async def write(self, note: str) -> dict[str, Any]:
        """Pass the safety check, begin two weeks and write a note: what the tracker shows then."""
        check = {"version": questions_version(), "acknowledged": True}
        await self.track("record_check", occasion="start", tier="none", **check)
        begun = await self.track("begin_two_weeks", walk_min_start=20)
        today = next(day for day in begun["view"]["days"] if day["date"] == begun["view"]["today"])
        answer = await self.track("save_day", local_date=today["date"], rev=today["rev"], note=note)
        return dict(answer["view"])
