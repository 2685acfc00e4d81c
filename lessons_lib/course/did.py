"""Write down from the terminal that the movements of a day were done: all of them.

What is written passes the same desk, and so the same gate, as a tap on the tracker's page; what
was saved was read back before it is said.
"""

import argparse
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lessons_lib.apps.tracker.words import day_words
from lessons_lib.course.own_copy import ME
from lessons_lib.evidence import movements
from lessons_lib.tracker import place
from lessons_lib.tracker.diary import zone_or_offset
from lessons_lib.tracker.errors import OPEN_ELSEWHERE

OPEN = f"To see it: {ME} today"


class NotWrittenError(Exception):
    """Why nothing was written, as a sentence for the learner."""


def ask(request: str, **fields: Any) -> dict[str, Any]:
    """What the tracker's desk answers to a request.

    Args:
        request: its name.
        fields: its arguments.

    Raises:
        NotWrittenError: if it was refused.
    """
    from lessons_lib.apps import tracker
    from lessons_lib.apps.tracker import desk

    now = datetime.now().astimezone()
    offset_min = (now.utcoffset() or timedelta()) // timedelta(minutes=1)
    now_ms = time.time_ns() // 1_000_000
    answers: list[dict[str, Any]] = []
    message = {
        "ask": request,
        "id": str(uuid.uuid4()),
        "now": now_ms,
        "sent": now_ms,
        # Its name counts only where a diary begins, and none begins here.
        "zone": zone_or_offset("", offset_min),
        "offset": offset_min,
        "synthetic": False,
        "fields": fields,
    }
    desk.hear(answers.append, message, tracker.answer)
    (answer,) = answers
    if not answer["ok"]:
        raise NotWrittenError(_refusal(answer))
    if answer["view"] is None:
        raise NotWrittenError("The diary cannot be shown just now. " + OPEN)
    return answer


def _refusal(answer: Mapping[str, Any]) -> str:
    """Why something was refused, and where that can be done which a terminal cannot."""
    if answer["code"] == OPEN_ELSEWHERE:
        return (
            "Your diary is open elsewhere and lies in a network folder, where two at once could "
            "spoil it; so nothing was written. Close the other one and try again, or take the "
            f"diary over on its page: {ME} today"
        )
    if answer["offers"] or answer["safety"]:
        return f"{answer['sentence']} All that is done on its page: {ME} today"
    return str(answer["sentence"])


def log(day: str) -> list[str]:
    """Write down that all movements of a day were done.

    Args:
        day: ``today``, ``yesterday`` or a date such as ``2026-11-30``.

    Returns:
        What was written, and how to take it back.

    Raises:
        NotWrittenError: if nothing was.
    """
    _find_diary()
    view = ask("look")["view"]
    when = _date(day, date.fromisoformat(view["today"]))
    planned = next((one for one in view["days"] if one["date"] == when.isoformat()), None)
    if planned is None:
        raise NotWrittenError(_why_not(view, when))
    if planned["session"] or planned["others"]:
        raise NotWrittenError(
            f"Something is logged for {day_words(when)} already: {_state(planned)}. Nothing was "
            f"written. To see or change it: {ME} today"
        )
    # All that the plan asks for, as it is read back.
    sets = [
        {name: one[name] for name in ("position", "movement", "side", "target_breaths")}
        | {"done_breaths": one["target_breaths"]}
        for one in planned["sets"]
    ]
    fields = {"session_id": str(uuid.uuid4()), "local_date": when.isoformat(), "sets": sets}
    view = ask("log_session", **fields)["view"]
    written = next(one for one in view["days"] if one["date"] == when.isoformat())
    return [
        f"Saved {_time(view['saved_ms'])} for {day_words(when)}, day {written['n']} of "
        f"{len(view['days'])}:",
        *_done(written["session"]["sets"]),
        f"To take it back: {ME} did --undo",
        f"The walk and how the day was: {ME} today",
        *view["notices"],
    ]


def undo() -> list[str]:
    """Take back what was written last, if the diary can.

    Raises:
        NotWrittenError: if there is nothing to take back, or it was refused.
    """
    _find_diary()
    last = ask("look")["view"]["undo"]
    if last is None:
        raise NotWrittenError("There is nothing from the last 24 hours to take back.")
    ask("undo", change=last["change"])
    return [f"Taken back: {last['words']}.", OPEN]


def _find_diary() -> None:
    path = place.diary_path()
    if path.exists():
        return
    if place.marker(path).exists():
        raise NotWrittenError(
            f"Your diary is not where it was, {path}, so nothing was written. To bring a backup "
            f"back, or begin anew: {ME} today"
        )
    raise NotWrittenError(
        f"There is no diary here yet, so nothing was written. Begin one: {ME} today"
    )


def _date(day: str, today: date) -> date:
    if day in ("today", "yesterday"):
        return today - timedelta(days=day == "yesterday")
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotWrittenError(
            f"'{day}' is no day. Say today, yesterday or a date such as {today}."
        ) from None


def _why_not(view: Mapping[str, Any], when: date) -> str:
    if not view["days"]:
        return f"No two weeks have begun, so nothing was written. Begin them: {ME} today"
    first, last = (day_words(date.fromisoformat(view["days"][n]["date"])) for n in (0, -1))
    return (
        f"{day_words(when)} is none of your two weeks, which are {first} to {last}. Nothing was "
        "written."
    )


def _state(day: Mapping[str, Any]) -> str:
    from lessons_lib.tracker.diary import State

    return State(day["state"]).words


def _done(sets: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was done, a line a movement."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in sets:
        found.setdefault(one["movement"], []).append(one)
    return [
        f"  {movements.movement(name).name}: "
        + ", ".join(
            f"{one['done_breaths']} breaths" + ("" if one["side"] == "none" else f" {one['side']}")
            for one in each
        )
        for name, each in found.items()
    ]


def _time(instant_ms: int) -> str:
    return f"{datetime.fromtimestamp(instant_ms / 1000).astimezone():%H:%M}"


def main(argv: Sequence[str]) -> int:
    """Write down a day, or take it back, and say what became of it.

    Args:
        argv: a day, or ``--undo``.

    Returns:
        0 when it was written, 1 when it was not.
    """
    parser = argparse.ArgumentParser(prog=f"{ME} did", description="Write down a day as done.")
    parser.add_argument("day", nargs="?", default="today")
    parser.add_argument("--undo", action="store_true", help="take what was written last back")
    options = parser.parse_args(argv)
    from lessons_lib.apps.tracker import desk

    try:
        said = undo() if options.undo else log(options.day)
    except NotWrittenError as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        desk.close()
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
