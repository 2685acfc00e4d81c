"""The course where there are no threads, no hard links, no process ids and no Jupyter.

So it is where Python runs in a browser's page.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

TAKEN_AWAY = """
import importlib.util, json, os, sys, threading

del os.link
def no_start(thread): raise RuntimeError("can't start new thread")
threading.Thread.start = no_start
found = importlib.util.find_spec
def find_spec(name, *more): return None if name == "jupyter_core" else found(name, *more)
importlib.util.find_spec = find_spec
sys.modules["jupyter_core"] = None
from lessons_lib.tracker.disk import lease
lease.HAS_PROCESSES = False
"""
ONE_VISIT = """
from lessons_lib.apps import tracker
from lessons_lib.apps.explorer import explore
from lessons_lib.apps.quiz import quiz
from lessons_lib.course import environment
from lessons_lib.figures import hamstrings

def ask(what, number, **fields):
    return tracker.answer({
        "ask": what, "id": f"00000000-0000-4000-8000-00000000000{number}", "now": 1795348800000,
        "sent": 1795348800000, "zone": "Europe/London", "offset": 0, "synthetic": False,
        "fields": fields, "asker": "page",
    })

explore(hamstrings.pose), quiz("00_start_here")
looked = ask("look", 1)
host = environment.facts().host
print(json.dumps({"ok": looked["ok"], "notices": looked["view"]["notices"], "host": host,
                  "checks": [one.words for one in environment.check()]}))
os._exit(0)  # as a page that is closed: nobody leaves
"""


def visit(folder: Path) -> dict[str, object]:
    told = subprocess.run(
        [sys.executable, "-c", TAKEN_AWAY + ONE_VISIT],
        env=os.environ | {"LESSONS_LIB_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, object] = json.loads(told.stdout)
    return found


def test_everything_opens_and_the_next_visit_is_alone(tmp_path: Path) -> None:
    first = visit(tmp_path)
    assert first["ok"]
    assert first["host"] == "browser"
    assert not any("JupyterLab" in words for words in first["checks"])
    assert [one.name for one in tmp_path.glob("*.db")] == ["diary.db"]
    (left,) = tmp_path.glob("*.open")
    # In a browser every page has the same number, so it seems to be alive.
    left.write_text(json.dumps(json.loads(left.read_text()) | {"pid": os.getpid()}))
    again = visit(tmp_path)
    assert again["ok"]
    assert again["notices"] == first["notices"]
