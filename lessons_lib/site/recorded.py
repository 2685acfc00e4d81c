"""What invented people's diaries and walks show, recorded for pages that no Python answers.

A page can look at all of it, save nothing and read no file: what it says then is here, too.
"""

import datetime
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lessons_lib.apps.own_walk import OwnWalk
from lessons_lib.apps.review import ReviewApp
from lessons_lib.apps.tracker import Tracker, all_shown
from lessons_lib.apps.tracker.answers import movement_picture, picture
from lessons_lib.apps.tracker.desk import INVENTED_DAYS
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.evidence import movements
from lessons_lib.site.hosting import NO_FILES
from lessons_lib.tracker.persona import live
from lessons_lib.tracker.store import open_store

PICTURES = ("sessions", "dose", "walking", "pain")
INVENTED = (
    "Nobody lived these two weeks, and nothing that you do here is kept. Your own need a diary "
    "that does not forget: a browser clears its storage when it likes and makes no copies. In the "
    "installed course the diary is a file of yours; python3 start.py today opens it."
)
_REFUSAL = (
    "Nothing was saved: this page only shows an invented person's diary. For your own there is the "
    "installed course; python3 start.py today opens it."
)
_EVENING = datetime.datetime(2026, 11, 22, 18, 30, tzinfo=datetime.UTC)
_ZONE = "Europe/London"


def recorded(widget: CourseWidget) -> Mapping[str, Any]:
    """What a widget's page hears, by what it asks: its name and what it is of, if anything.

    Empty for a widget that asks for no diary. What is not there is refused with ``refusal``.
    """
    if isinstance(widget, Tracker):
        return _tracker() | {"refusal": _REFUSAL}
    if isinstance(widget, OwnWalk):
        return _walks(widget)
    if isinstance(widget, ReviewApp):
        shown = {f"picture {of}": picture(of, widget.diary) for of in PICTURES}
        return shown | {"refusal": _REFUSAL}
    return {}


def _tracker() -> dict[str, Any]:
    now_ms = round(1000 * _EVENING.timestamp())
    with TemporaryDirectory() as folder:
        path = Path(folder, "synthetic.db")
        with open_store(now_ms, _ZONE, synthetic=True, path=path) as store:
            live(store, store.today(now_ms), days=INVENTED_DAYS)
            shown, diary = all_shown(store, now_ms), store.diary(now_ms)
    shown["data"] |= {"path": "Nowhere: it came with this page.", "backups": []}
    drawn = {
        f"movement {of}": movement_picture(of)
        for one in movements.movements()
        for of in (one, f"{one}.chair")
    }
    return {"look": shown, **drawn, **{f"picture {of}": picture(of, diary) for of in PICTURES}}


def _walks(widget: OwnWalk) -> dict[str, Any]:
    """The invented walkers, with the body and the zero that the page begins with."""
    content = widget.content
    body = {"height_m": content["height"][-1], "mass_kg": content["mass"][-1], "zero_shift_deg": 0}
    questions = [{"who": who, **body} for who, _ in content["walkers"]]
    looks = {
        f"walker {one['who']}": widget.answer({"ask": "walker", **one})["look"] for one in questions
    }
    return {**looks, "body": body, "refusal": NO_FILES}
