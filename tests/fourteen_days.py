"""Live fourteen days of a moved clock with one diary, by three doors in turn.

``python tests/fourteen_days.py`` takes about a minute and needs a C compiler, so it is no part of
the tests that run by themselves. The doors are the page of its own over HTTP, the notebook's
tracker, and the terminal. On day 6 a sync service puts the file of day 3 back, on day 9 the diary
moves to a new computer as an exported file, on day 11 somebody begins again. After each day all
that was ever called saved is looked for; it ends with an error where something is missing.
"""

import base64
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from tests.five_days import CLOCK  # noqa: E402

DAY_MS = 86_400_000
NOTEBOOK = """
import json, sys
from lessons_lib.apps.tracker import tracker
shown = tracker()
shown.send = lambda content, buffers=None: print(json.dumps(content), flush=True)
for line in sys.stdin:
    shown._handle_custom_msg(json.loads(line), [])
from lessons_lib.apps.tracker import desk
desk.close()
"""
Ask = Callable[..., dict[str, Any]]


class Life:
    """Somebody with a computer whose calendar is moved."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.day, self.computer = folder, 0, 1
        self.clock = folder / "clock.so"
        command = ["cc", "-shared", "-fPIC", "-o", self.clock, "-x", "c", "-"]
        subprocess.run(command, input=CLOCK, text=True, check=True)
        self.saved: set[str] = set()

    @property
    def data(self) -> Path:
        """The diary's folder on this computer."""
        return self.folder / f"computer {self.computer}"

    def variables(self) -> dict[str, str]:
        """Those of this computer on this day."""
        moved = {"LD_PRELOAD": str(self.clock), "DAYS_AHEAD": str(self.day)}
        own = {"LESSONS_LIB_DATA": str(self.data), "XDG_STATE_HOME": str(self.data) + " state"}
        return os.environ | own | moved

    def message(self, ask: str, fields: dict[str, Any]) -> dict[str, Any]:
        """As the page sends it."""
        now_ms = time.time_ns() // 1_000_000 + self.day * DAY_MS
        about = {"ask": ask, "id": str(uuid.uuid4()), "asker": "page", "synthetic": False}
        moment = {"now": now_ms, "sent": now_ms, "zone": "Etc/UTC", "offset": 0}
        return {**about, **moment, "fields": fields}

    def page(self, act: Callable[[Ask], None]) -> None:
        """Act by the page of its own."""
        command = [sys.executable, "-m", "lessons_lib.course.today", "--no-browser"]
        server = subprocess.Popen(
            command, env=self.variables(), cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout
        address = r"127.0.0.1:(\d+)/#(\S+)"
        found = next(filter(None, (re.search(address, line) for line in server.stdout)))
        port, word = found.groups()

        def post(path: str, token: str, content: object) -> Any:
            connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
            headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
            headers["Authorization"] = f"token {token}"
            connection.request("POST", path, json.dumps(content), headers)
            return json.loads(connection.getresponse().read())

        token = post("/begin", word, {})["token"]
        act(lambda ask, /, **fields: post("/ask", token, self.message(ask, fields)))
        server.terminate()
        server.wait()

    def notebook(self, act: Callable[[Ask], None]) -> None:
        """Act by the tracker in a notebook's kernel."""
        kernel = subprocess.Popen(
            [sys.executable, "-c", NOTEBOOK], env=self.variables(), cwd=PROJECT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert kernel.stdin
        assert kernel.stdout

        def ask(name: str, /, **fields: object) -> dict[str, Any]:
            kernel.stdin.write(json.dumps(self.message(name, fields)) + "\n")  # type: ignore[union-attr]
            kernel.stdin.flush()  # type: ignore[union-attr]
            found: dict[str, Any] = json.loads(kernel.stdout.readline())  # type: ignore[union-attr]
            return found

        act(ask)
        kernel.stdin.close()
        kernel.wait()

    def terminal(self, *words: str) -> str:
        """What `did` says."""
        command = [sys.executable, "-m", "lessons_lib.course.did", *words]
        done = subprocess.run(
            command, env=self.variables(), cwd=PROJECT, text=True, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    # What is done

    def log(self, ask: Ask) -> None:
        """One tap: I did all of it."""
        view = good(ask("look"))["view"]
        if view["safety"]["due"] or view["stage"] in ("new", "ready"):
            self.check(ask)
            view = good(ask("look"))["view"]
        if view["stage"] == "ready":
            view = good(ask("begin_two_weeks", walk_min_start=10))["view"]
        today = next(one for one in view["days"] if one["date"] == view["today"])
        sets = [
            {name: one[name] for name in ("position", "movement", "side", "target_breaths")}
            | {"done_breaths": one["target_breaths"]}
            for one in today["sets"]
        ]
        session = str(uuid.uuid4())
        good(ask("log_session", session_id=session, local_date=view["today"], sets=sets))
        self.saved.add(view["today"])

    def check(self, ask: Ask) -> None:
        """Answer the safety questions calmly."""
        from lessons_lib.tracker.gate import questions_version

        good(ask("record_check", occasion="change", tier="none", version=questions_version(),
                 acknowledged=True))  # fmt: skip

    def look_for_all(self, ask: Ask) -> None:
        """All that was called saved is there."""
        view = good(ask("look"))["view"]
        found = {one["date"] for one in view["days"] if one["session"]}
        for span in view["spans"][1:]:
            days = good(ask("earlier", two_weeks_id=span["id"]))["result"]["days"]
            found |= {one["date"] for one in days if one["session"]}
        if found != self.saved:
            raise RuntimeError(f"day {self.day + 1}: {sorted(self.saved ^ found)} differ")


def good(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer, if it did what was asked."""
    if not answer["ok"]:
        raise RuntimeError(answer["sentence"])
    return answer


def bring_in(ask: Ask, previewed: dict[str, Any], how: str) -> None:
    """Say yes to what a preview shows."""
    print("   ", json.dumps({k: v for k, v in previewed.items() if k != "token"})[:300])
    good(ask("bring_in", token=previewed["token"], how=how))


def main() -> None:
    """Live them."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        life = Life(Path(folder))
        taken: dict[str, bytes] = {}

        def back_from_sync(ask: Ask) -> None:
            view = good(ask("look"))["view"]
            print("    told:", *view["notices"], sep="\n      ")
            found = {one["date"] for one in view["days"] if one["session"]}
            if found == life.saved:
                print("    nothing was lost by it")
                return
            for backup in view["data"]["backups"]:
                previewed = good(ask("preview_backup", name=backup["name"]))["result"]
                print("   ", backup["name"], backup["words"])
                bring_in(ask, previewed, "restore")
                now = good(ask("look"))["view"]
                if {one["date"] for one in now["days"] if one["session"]} == life.saved:
                    return
            raise RuntimeError("no backup has what the sync service took")

        def begin_again(ask: Ask) -> None:
            life.check(ask)
            view = good(ask("look"))["view"]
            good(ask("begin_two_weeks", walk_min_start=10, instead_of=view["two_weeks_id"]))

        def take_along(ask: Ask) -> None:
            file = good(ask("export", kind="json", notes=True))["result"]
            taken["file"] = base64.b64decode(file["base64"])

        def unpack(ask: Ask) -> None:
            good(ask("look"))
            text = base64.b64encode(taken["file"]).decode()
            bring_in(ask, good(ask("preview_file", base64=text))["result"], "restore")

        doors = (life.page, life.notebook, None)
        for day in range(14):
            life.day = day
            door = doors[day % 3]
            name = ("page", "notebook", "terminal")[day % 3]
            print(f"day {day + 1}: {name}", flush=True)
            if day == 3:
                shutil.copy(life.data / "diary.db", life.folder / "of day 3.db")
            if day == 5:
                shutil.copy(life.folder / "of day 3.db", life.data / "diary.db")
                life.notebook(back_from_sync)
                life.notebook(life.look_for_all)
            if day == 8:
                life.computer = 2
                life.page(unpack)
                life.page(life.look_for_all)
            if day == 10:
                life.notebook(begin_again)
            if door:
                door(life.log)
            else:
                said = life.terminal("today")
                print("   ", said.splitlines()[0])
                life.saved.add(time.strftime("%Y-%m-%d", time.gmtime(time.time() + day * 86_400)))
            if day in (6, 7):
                life.notebook(life.look_for_all)
            if day == 7:
                life.page(take_along)
            life.page(life.look_for_all)
        print(f"lived: {len(life.saved)} days saved, and all of them found")


if __name__ == "__main__":
    main()
