"""The review of two weeks: an invented person's at first, one's own where the learner asks for it.

The invented person's two weeks are part of the output. The learner's own travel as custom messages
only, as in `lessons_lib.apps.tracker.desk`, and the diary refuses a review without a safety check
of today.
"""

import json
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import traitlets

from lessons_lib.apps.safety_check import questions
from lessons_lib.apps.tracker import answers, desk
from lessons_lib.apps.tracker.desk import Ask, Handler, Message
from lessons_lib.apps.tracker.progress import went
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.data import tables
from lessons_lib.data.parameters import parameter
from lessons_lib.evidence import two_weeks
from lessons_lib.evidence.safety_check import tiers
from lessons_lib.evidence.single_case import diaries, falling, swing_of_steps
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker import place
from lessons_lib.tracker.facts import Diary, ReviewRecord
from lessons_lib.tracker.gate import questions_version
from lessons_lib.tracker.persona import live
from lessons_lib.tracker.programme import length_days
from lessons_lib.tracker.review import (
    FIRST_IMPRESSION,
    Outcome,
    Review,
    first_impression,
    outcomes,
    rule,
    shares,
)
from lessons_lib.tracker.review import review as reviewed
from lessons_lib.tracker.store import Store, open_store

_ZONE = "Europe/London"
_DIARIES = 3000
_TOP = 10
_BESIDE = {
    ("better", "better"): "Your impression and the ratings point the same way: better.",
    ("same", "same"): "Your impression and the ratings say the same: about as before.",
    ("worse", "worse"): "Your impression and the ratings point the same way: worse. Let a "
    "clinician look at it.",
    ("better", "same"): "You feel better than the ratings say. Pain is not all there is: perhaps "
    "you can do more, sleep better or worry less. That counts.",
    ("same", "better"): "The ratings fell and you notice little. A number can move without a "
    "difference in your days; go by your days.",
    ("better", "worse"): "You feel better, and the ratings went up. Look at the days at the end: "
    "a few bad ones move a mean. If the leg hurts more, show it to a clinician all the same.",
    ("worse", "better"): "The ratings fell, and you feel worse. Take that seriously: something "
    "that was not rated may have changed. Talk to somebody about it.",
    ("same", "worse"): "The ratings went up and you feel as before. It may be a few bad days. If "
    "it is the leg, or if it goes on, show it to a clinician.",
    ("worse", "same"): "You feel worse than the ratings say. The ratings ask for pain alone; what "
    "you can no longer do is as good a reason to talk to somebody.",
}
_ALONE = {
    "better": "The ratings cannot be compared; your impression can: better.",
    "same": "The ratings cannot be compared; your impression can: about as before.",
    "worse": "The ratings cannot be compared; your impression can: worse. That is reason enough "
    "to talk to somebody.",
}


class ReviewApp(CourseWidget):
    """Two weeks, looked back at.

    Args:
        person: which of the invented people is shown first.
    """

    _page = "review"
    wanted_for = "to read a record"
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, person: int) -> None:
        self._person = person
        self._look = look_back(invented(person))
        rows = tables.load("own_view").rows()
        super().__init__(
            content={
                "invented": self._look,
                "views": [[int(row["score"]), row["words"]] for row in rows],
                "safety": questions() | {"version": questions_version()},
                "days": length_days(),
                "windows": [rule().start_days, rule().end_days],
            }
        )
        self.on_msg(self._hear)

    @property
    def diary(self) -> Diary:
        """The invented person's."""
        return invented(self._person)

    def words(self) -> str:
        """The invented person's review."""
        return "\n".join(["An invented person's two weeks.", *_paragraphs(self._look)])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same as paragraphs."""
        title, *rest = self.words().splitlines()
        paragraphs = "".join(f"<p>{escape(one, quote=False)}</p>" for one in rest)
        return {"text/html": f"<p><b>{escape(title)}</b></p>{paragraphs}"}, {}

    def _hear(self, _widget: object, message: Any, _buffers: object) -> None:
        desk.hear(self.send, message, self._answer)

    def _answer(self, message: Any) -> dict[str, Any]:
        return desk.answer(message, _HANDLERS, _view, at_once=self._at_once)

    def _at_once(self, asked: Message) -> dict[str, Any] | None:
        """What is answered without opening a diary."""
        if asked.synthetic and asked.ask == "picture":
            return {"result": answers.picture(asked.fields.get("of"), self.diary)}
        if not asked.synthetic and _never_begun():
            return {"view": _NOTHING_YET}
        return None


def review(person: int = 1) -> ReviewApp:
    """Two weeks, looked back at: an invented person's, and your own if you wish.

    Args:
        person: which invented person, from 1; the same number is always the same one.
    """
    return ReviewApp(person)


def ratings(person: int = 1) -> tuple[int | None, ...]:
    """An invented person's 14 ratings of the back, 0 to 10; None: not answered.

    >>> len(ratings(1))
    14
    """
    return rules.answers(invented(person), "pain_back")


@cache
def invented(person: int) -> Diary:
    """The diary of an invented person whose two weeks are over; it is on no disk afterwards.

    Raises:
        ValueError: not a whole number from 1.
    """
    if not isinstance(person, int) or person < 1:
        raise ValueError(
            f"The invented people are numbered 1, 2, 3 and so on; there is none called {person!r}."
        )
    now_ms = int(1000 * time.time())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "synthetic.db")
        with open_store(now_ms, _ZONE, synthetic=True, path=path) as store:
            live(store, store.today(now_ms), seed=person)
            return store.diary(now_ms)


# What a review shows


def look_back(diary: Diary) -> dict[str, Any]:
    """All that a review says of a diary, as plain data; if the check asks for help, only that."""
    tier = _tier(diary)
    ratings = (rules.answers(diary, "pain_back"), rules.answers(diary, "pain_leg"))
    found = reviewed(*ratings, safety=rules.is_urgent(tier))
    about = tables.load("review_outcomes").row(outcome=found.outcome.value)
    safe = found.outcome is not Outcome.SAFETY
    steps = tables.load("next_steps").where(outcome=found.outcome.value).rows()
    return {
        "outcome": found.outcome.value,
        "headline": about["headline"],
        "says": about["says"],
        "facts": _facts(diary) if safe else [],
        "working": list(found.steps) if safe else [],
        "chance": _chance(found) if safe else "",
        "edge": _edge(found) if safe else "",
        "beside": _beside(about["direction"]) if safe else {},
        "next": [[row["step"], row["title"], row["text"]] for row in steps],
        "advice": _advice(tier),
    }


def _tier(diary: Diary) -> str:
    """How urgent the safety check of today found it; none where there was no check today."""
    last = diary.checks[-1] if diary.checks else None
    return last.tier if last and last.local_date == diary.today else "none"


def _advice(tier: str) -> dict[str, Any] | None:
    return None if tier == "none" else vars(tiers()[tier])


def _facts(diary: Diary) -> list[str]:
    done = rules.adherence(diary)
    dose = rules.dose(diary)
    walked = rules.walking(diary)
    answered = sum(one is not None for one in walked.minutes)
    found = [f"Sessions done: {done.done} of {done.expected}; days off are not counted."]
    if dose.share is not None:
        found.append(f"Breaths done: {100 * dose.share:.0f} % of those planned.")
    if answered:
        found.append(f"Walked: {walked.total_min} minutes, on {answered} days with an answer.")
    return [*found, *went(diary.activities)]


def _chance(found: Review) -> str:
    """How often the rule would have spoken of change, had there been none."""
    step = rules.pain_swing(found.pain_back)
    if step is None or not found.back.compared:
        return ""
    alike = parameter("alike").default
    unchanged = falling(two_weeks.invented("diary_start_points"), 0, length_days())
    missing = 100 * sum(one is None for one in found.pain_back) / len(found.pain_back)
    by_chance = diaries(unchanged, swing_of_steps(step, alike), alike, missing, _DIARIES)
    said = shares(outcomes(by_chance)).said
    improved, worse = (
        round(float(said[one])) or "fewer than 1" for one in (Outcome.IMPROVED, Outcome.WORSE)
    )
    return (
        f"Ratings of the back moved by {step:.1f} points from one to the next. If true pain had "
        "not changed at all and days swung like that, the rule would still have said improved in "
        f"{improved} of 100 diaries, and worse in {worse} (from the back alone, in the model of "
        "lesson 8)."
    )


def _edge(found: Review) -> str:
    """What the rule could not have said of this diary, since the scale has two ends."""
    by, start = rule(), found.back.start
    if start is None or not found.back.compared:
        return ""
    if start < by.improved_drop_points:
        return (
            f"Your back began below {by.improved_drop_points:g} points. From there the rule cannot "
            "say improved, whatever happens: go by what you can do."
        )
    if start > _TOP - by.worse_rise_points:
        return (
            f"Your back began above {_TOP - by.worse_rise_points:g} points. From there the rule "
            "cannot say that the back is worse, whatever happens: go by how it is for you."
        )
    return ""


def _beside(direction: str) -> dict[str, str]:
    """What to say of each own impression beside the ratings."""
    return {
        row["score"]: _ALONE[row["direction"]]
        if direction == "unknown"
        else _BESIDE[row["direction"], direction]
        for row in tables.load("own_view").rows()
    }


def _paragraphs(look: Mapping[str, Any]) -> list[str]:
    steps = [f"- {title}: {text}" for _, title, text in look["next"]]
    return [
        *look["facts"],
        *look["working"],
        f"{look['headline']} {look['says']}",
        *(one for one in (look["edge"], look["chance"]) if one),
        "What can come next:",
        *steps,
    ]


# The learner's own

_NOTHING_YET = {
    "begun": False,
    "over": False,
    "day": None,
    "look": None,
    "seen": False,
    "kept": None,
}


def _never_begun() -> bool:
    """Whether nobody kept a diary here; looking for one must not begin it."""
    path = place.diary_path()
    return not path.exists() and not place.marker(path).exists()


def _view(message: Message, store: Store) -> dict[str, Any]:
    diary = store.diary(message.sent)
    if diary.two_weeks is None:
        return _NOTHING_YET
    day = (diary.today - diary.two_weeks.start_date).days + 1
    checked = bool(diary.checks) and diary.checks[-1].local_date == diary.today
    kept = _kept(diary)
    return {
        "begun": True,
        "over": day >= length_days(),
        "day": day,
        "look": look_back(diary) if checked and day >= length_days() else None,
        "seen": bool(diary.reviews),
        "kept": kept
        and {
            "id": kept.id,
            "rev": kept.rev,
            "own_view": kept.own_view,
            "before": first_impression(kept),
            "choice": kept.choice,
        },
        "saved_ms": store.saved_ms,
    }


def _kept(diary: Diary) -> ReviewRecord | None:
    """The review of today, if there is one already."""
    of_today = [one for one in diary.reviews if one.local_date == diary.today]
    return of_today[-1] if of_today else None


def _before(diary: Diary, own_view: int | None) -> int | None:
    """The impression before the ratings were seen, which happened with the first of the reviews."""
    return first_impression(diary.reviews[0]) if diary.reviews else own_view


def _keep_review(ask: Ask, own_view: int | None = None) -> None:
    """Keep the review as it is shown, with the learner's own view."""
    diary = ask.store.diary(ask.request.now_ms)
    kept = _kept(diary)
    if kept is None:
        ratings = (rules.answers(diary, "pain_back"), rules.answers(diary, "pain_leg"))
        tier = _tier(diary)
        found = reviewed(*ratings, safety=rules.is_urgent(tier))
        done = rules.adherence(diary)
        inputs = {
            "pain_back": found.pain_back,
            "pain_leg": found.pain_leg,
            "tier": tier,
            "done": done.done,
            "expected": done.expected,
            FIRST_IMPRESSION: _before(diary, own_view),
        }
        part = ask.part("review")
        kept = ask.store.save_review(
            part, part.id, found.rule_version, json.dumps(inputs), found.outcome.value
        )
    if own_view is not None:
        ask.store.answer_review(ask.request, kept.id, kept.rev, own_view=own_view)


_HANDLERS: Mapping[str, Handler] = {
    **{name: answers.HANDLERS[name] for name in ("look", "record_check", "picture")},
    "answer_review": desk.method("answer_review"),
    "keep_review": desk.compound(_keep_review),
}
