"""The tracker alone: who its server lets in, what it answers, when it ends; and `did`."""

import http.client
import json
import os
import re
import subprocess
import sys
import time
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest

from lessons_lib.apps.tracker import desk
from lessons_lib.course import did, shortcut, today
from lessons_lib.tracker.disk.lease import Lease
from lessons_lib.tracker.facts import Request
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.store import open_store, opening

# A server whose page may be away for no longer than a moment.
SERVE = """
import sys
from lessons_lib.course import today
today.FIRST_PAGE_S, today.LAST_PAGE_S = 120.0, 0.2
sys.exit(today.main(sys.argv[1:]))
"""


class Server:
    """`start.py today` without a browser, and what a page sends to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = {name: str(folder / name) for name in ("HOME", "XDG_STATE_HOME", "LOCALAPPDATA")}
        self.variables = os.environ | own | {"LESSONS_LIB_DATA": str(folder / "data")}
        self.process = self.start()
        self.port, self.word = self.said(self.process)

    def start(self, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-I", "-X", "utf8", "-c", SERVE, "--no-browser", *words]
        return subprocess.Popen(
            command, env=self.variables, stdout=subprocess.PIPE, text=True, cwd=self.folder
        )

    @staticmethod
    def said(process: subprocess.Popen) -> tuple[int, str]:
        address = r"http://127\.0\.0\.1:(\d+)/#(\S+)"
        with process.stdout:
            found = next(filter(None, (re.search(address, line) for line in process.stdout)))
        port, word = found.groups()
        return int(port), word

    def post(self, path, word, content=None, **headers):
        own = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
            "Authorization": f"token {word}",
        }
        sent = {name: value for name, value in (own | headers).items() if value is not None}
        return self.say("POST", path, json.dumps(content or {}), sent)

    def say(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host="Host" in (headers or {}))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        data = (body or "").encode()
        connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        said = answer.status, dict(answer.getheaders()), answer.read().decode()
        connection.close()
        return said


def message(ask, **fields):
    now_ms = time.time_ns() // 1_000_000
    about = {"ask": ask, "id": str(uuid.uuid4()), "asker": "a page", "synthetic": False}
    moment = {"now": now_ms, "sent": now_ms, "zone": "Europe/London", "offset": 0}
    return {**about, **moment, "fields": fields}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("today"))
    yield server
    server.process.kill()
    server.process.wait()


@pytest.fixture(scope="module")
def token(server):
    status, _, body = server.post("/begin", server.word)
    assert status == 200
    return json.loads(body)["token"]


def test_an_address_lets_in_once(server, token):
    assert server.post("/begin", server.word)[0] == 403
    assert server.post("/begin", token)[0] == 200
    assert server.post("/ask", server.word, message("look"))[0] == 403


def test_what_a_page_asks_the_desk_answers(server, token):
    asked = message("look")
    status, headers, body = server.post("/ask", token, asked)
    answer = json.loads(body)
    assert (status, answer["ok"], answer["answer"], answer["asker"]) == (
        200,
        True,
        asked["id"],
        "a page",
    )
    assert answer["view"]["stage"] == "new"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": None}, 403),
        ({"Authorization": "token "}, 403),
        ({"Authorization": "token wröng".encode().decode("latin-1")}, 403),
        ({"Host": "tracker.example"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Origin": None}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://tracker.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": None}, 415),
    ],
)
def test_nobody_else_is_let_in(server, token, headers, status):
    for path in ("/ask", "/begin", "/arrive", "/leave"):
        found, _, body = server.post(path, token, message("look"), **headers)
        assert found == status, path
        assert token not in body
        assert "view" not in body


def test_a_page_is_no_secret_and_only_this_server_s(server):
    for path, mime in [
        ("/", "text/html"),
        ("/alone.js", "text/javascript"),
        ("/alone.css", "text/css"),
    ]:
        status, headers, body = server.say("GET", path)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, mime)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert body
        assert server.say("GET", path, headers={"Host": "tracker.example"})[0] == 403
    assert server.say("GET", "/../pyproject.toml")[0] == 404
    assert server.say("GET", "/ask")[0] == 403


def test_what_is_no_question_is_refused_and_the_server_stays(server, token):
    assert server.post("/ask", token, ["no", "question"])[0] == 200
    assert json.loads(server.post("/ask", token, {"ask": 1})[2])["ok"] is False
    headers = {"Origin": f"http://localhost:{server.port}", "Host": f"localhost:{server.port}"}
    own = headers | {"Content-Type": "application/json", "Authorization": f"token {token}"}
    assert server.say("POST", "/ask", "{", own)[0] == 400
    assert server.say("POST", "/ask", json.dumps(message("look")), own)[0] == 200


def test_a_second_start_opens_a_page_of_the_first(server):
    second = server.start()
    port, word = server.said(second)
    assert (port, second.wait(60)) == (server.port, 0)
    assert server.post("/begin", word)[0] == 200


def test_it_ends_with_its_last_page_and_lets_the_diary_go(tmp_path):
    server = Server(tmp_path)
    token = json.loads(server.post("/begin", server.word)[2])["token"]
    server.post("/arrive", token, {"page": "one"})
    server.post("/arrive", token, {"page": "two"})
    server.post("/ask", token, message("look"))
    lease = tmp_path / "data" / "diary.db.open"
    assert lease.exists()
    server.post("/leave", token, {"page": "one"})
    server.post("/leave", token, {"page": "two"})
    assert server.process.wait(60) == 0
    assert not lease.exists()
    # Where it was a page may still wait: the next one is there again, with another token.
    again = Server(tmp_path)
    assert again.port == server.port
    assert again.post("/ask", token, message("look"))[0] == 403
    again.process.terminate()
    assert again.process.wait(60) == 0


def test_a_door_waits_for_a_page_that_is_loaded_anew(monkeypatch):
    now_s = 1000.0
    monkeypatch.setattr(today.time, "monotonic", lambda: now_s)
    door = today.Door(8000)
    door.arrive("one")
    door.leave("one")
    now_s += today.LAST_PAGE_S / 2
    door.arrive("two")
    now_s += 10 * today.LAST_PAGE_S
    door.look()
    assert not door.closed.is_set()
    now_s += today.LONGEST_CALM_S
    door.look()
    assert door.closed.is_set()


# From the terminal


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONS_LIB_DATA", str(tmp_path / "data"))
    yield tmp_path / "data" / "diary.db"
    desk.close()


def begin(path, days_ago=0):
    now_ms = time.time_ns() // 1_000_000
    then_ms = now_ms - days_ago * 86_400_000
    with open_store(then_ms, "UTC", path=path) as store:
        first = Request(str(uuid.uuid4()), then_ms)
        store.record_check(first, "start", "none", questions_version(), acknowledged=True)
        store.begin_two_weeks(Request(str(uuid.uuid4()), then_ms))
        return store.today(now_ms)


def days(path):
    with open_store(time.time_ns() // 1_000_000, "UTC", path=path) as store:
        return [one.local_date for one in store.diary(time.time_ns() // 1_000_000).sessions]


def test_did_writes_all_of_a_day_once_and_takes_it_back(path, capsys):
    now = begin(path, days_ago=2)
    assert did.main(["yesterday"]) == 0
    assert did.main(["today"]) == 0
    assert f"for {now:%a} {now.day} {now:%b}" in capsys.readouterr().out
    assert days(path) == [now - timedelta(1), now]
    assert did.main(["today"]) == 1
    assert did.main(["--undo"]) == 0
    assert days(path) == [now - timedelta(1)]
    assert did.main([str(now - timedelta(2))]) == 0
    assert len(days(path)) == 2


@pytest.mark.parametrize("words", [["today"], ["yesterday"], ["--undo"]])
def test_did_begins_no_diary(path, words, capsys):
    assert did.main(words) == 1
    assert not path.parent.exists()
    assert "Traceback" not in capsys.readouterr().err


def test_did_takes_no_lost_diary_for_none_and_says_nothing_of_a_browser(path, capsys):
    begin(path)
    assert did.main([]) == 0
    assert "browser" not in capsys.readouterr().out
    path.rename(path.with_name("elsewhere.db"))
    for word in ("today", "--undo"):
        assert did.main([word]) == 1
        assert str(path) in capsys.readouterr().err
        assert not path.exists()


@pytest.mark.parametrize("why", ["open elsewhere", "damaged"])
def test_did_names_a_command_for_what_a_page_does_with_a_button(path, capsys, monkeypatch, why):
    begin(path)
    if why == "damaged":
        path.write_bytes(b"x" * 5000)
    else:
        monkeypatch.setattr(opening, "is_on_network", lambda _: True)
        other = Lease(path, alone=True, token="another")
        assert other.take()
    for word in ("today", "--undo"):
        assert did.main([word]) == 1
        assert "start.py today" in capsys.readouterr().err


def test_did_passes_the_gate(path, capsys):
    begin(path, days_ago=8)
    assert did.main(["today"]) == 1
    said = capsys.readouterr().err
    assert "safety check" in said
    assert "start.py today" in said
    for word in ("tomorrow", "2026-13-40", str(date(1999, 1, 1))):
        assert did.main([word]) == 1
    assert days(path) == []


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_shortcut_is_made_and_a_stranger_s_file_left(tmp_path, monkeypatch, platform):
    monkeypatch.setattr(shortcut.sys, "platform", platform)
    assert "Made" in shortcut.make(tmp_path)
    (made,) = tmp_path.iterdir()
    assert "start.py" in made.read_text()
    assert "Made" in shortcut.make(tmp_path)
    made.write_text("somebody's own")
    assert "Made" not in shortcut.make(tmp_path)
    assert made.read_text() == "somebody's own"
