"""An invented person's two weeks, to try the tracker and the review without data of one's own.

They live through the store's own doors, with a clock that is set to each of their days: the safety
check before day 1 and on day 7, guided sessions, walks, a rating on most evenings. Two sessions
stay unfinished, one day they are ill, one day nothing happens. Their pain has ups and downs that
carry over to the next day, around a slow easing that new back pain shows by itself; the movements
do nothing for it. Their diary is a file of its own, and it says of itself that nobody lived it.
"""

import datetime
import math
import random
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from lessons_lib.data.tables import load

from .archive import contents, exchange
from .facts import Request, SetLog
from .gate import SECOND_CHECK_DAY, questions_version
from .programme import PlannedDay, length_days, programme
from .store import Store, open_store

_EVENING = datetime.time(18, 10)
_WEEK_D = 7
_ACTIVITIES = ("walk to the bakery and back", "put on socks standing", "sit through a film")
_COULD = {
    2: "walk to the bakery without stopping",
    6: "carry the shopping up the stairs",
    11: "play on the floor with my niece",
    13: "walk around the pond, all of it",
}


def open_persona(now_ms: int, zone: str, *, seed: int = 1, days: int | None = None) -> Store:
    """Open the invented person's diary; the first time, let them live it.

    Args:
        now_ms: by the browser's clock; their last day is today.
        zone: the browser's time zone.
        seed: the same seed is the same person.
        days: how many of the days they have lived; all, if not given.
    """
    store = open_store(now_ms, zone, synthetic=True)
    if not store.all_two_weeks():
        # Elsewhere first: whoever breaks off on the way finds nobody, and not half a life.
        with TemporaryDirectory() as folder:
            path = Path(folder, store.path.name)
            with open_store(now_ms, zone, synthetic=True, path=path) as draft:
                live(draft, draft.today(now_ms), seed=seed, days=days)
            life = exchange.diary(path)
        with store.transaction() as connection:
            contents.replace(connection, life)
    return store


def live(
    store: Store,
    last_day: datetime.date,
    *,
    seed: int = 1,
    days: int | None = None,
) -> None:
    """Let the invented person live their two weeks in an empty diary.

    Args:
        store: the synthetic person's.
        last_day: the last day that they live.
        seed: the same seed is the same person.
        days: how many of the days; all, if not given.

    Raises:
        ValueError: if the diary is somebody's own, or not 1 to 14 days.
    """
    if not store.profile().synthetic:
        raise ValueError("This diary is a real person's; an invented one has no place in it.")
    days = length_days() if days is None else days
    if not 1 <= days <= length_days():
        raise ValueError(f"The invented person lives 1 to {length_days()} days, not {days}.")
    _Life(store, last_day - datetime.timedelta(days=days - 1), seed).live(days)


@cache
def _numbers() -> dict[str, float]:
    table = load("persona")
    return dict(zip(table["quantity"].tolist(), table["value"].tolist(), strict=True))


def pain_by_day(dice: random.Random) -> list[float]:
    """Back pain of each day before it is rounded to a rating: easing, with ups and downs.

    The ups and downs are an AR(1) process that starts in its long-run spread. The easing is that of
    the mean pain of people with new back pain from the first to the sixth week.
    """
    person = _numbers()
    alike, spread = person["alike"], person["swing_points"]
    fresh = spread * math.sqrt(1 - alike**2)
    up, found = dice.gauss(0, spread), []
    for day in range(length_days()):
        found.append(person["start_points"] * eased(day) + up)
        up = alike * up + dice.gauss(0, fresh)
    return found


def eased(day: float) -> float:
    """What is left of pain after some days, on its way from the first to the next reported week.

    Between the middles of days 1 to 4 and of days 11 to 14, what the review compares, little goes:

    >>> round(_numbers()["start_points"] * (eased(1.5) - eased(11.5)), 1)
    0.9
    """
    course = load("pain_course").where(source="wallwork2024", duration="new")
    (start, later), (_, week) = course["pain"][:2], course["week"][:2]
    return float((later / start) ** (day / (week * _WEEK_D)))


class _Life:
    def __init__(self, store: Store, first: datetime.date, seed: int) -> None:
        self.store = store
        self.first = first
        self.dice = random.Random(seed)
        self.zone = ZoneInfo(store.profile().zone)
        self.pain = pain_by_day(self.dice)
        self.special = self._special_days()

    def live(self, days: int) -> None:
        store, person = self.store, _numbers()
        store.set_profile(next(self._requests(1)), breath_ms=int(person["breath_ms"]))
        self._check(1, "start")
        first = next(self._requests(1))
        weeks = store.begin_two_weeks(first, walk_min_start=int(person["walk_start_min"]))
        for slot, name in enumerate(_ACTIVITIES, start=1):
            request, *_ = self._requests(1)
            store.write_activity(request, self._id(), weeks.id, slot, name)
        for one in store.diary(first.now_ms).activities:
            store.rate_activity(next(self._requests(1)), one.id, "start", self.dice.randint(2, 5))
        for planned in programme().days[:days]:
            if planned.number == SECOND_CHECK_DAY:
                self._check(planned.number, "day7")
            self._day(planned)
        store.answer_cautions(next(self._requests(1)), load("cautions")["id"].tolist(), ())

    def _day(self, planned: PlannedDay) -> None:
        number, happens = planned.number, self.special.get(planned.number, "")
        if happens not in {"ill", "missed"}:
            self._session(planned, unfinished=happens == "partial")
        if happens == "missed":
            return
        back = round(self.pain[number - 1])
        leg = round(self.pain[number - 1] - _numbers()["leg_below_points"])
        rated = happens != "unrated"
        self.store.write_day(
            next(self._requests(number)),
            self.first + datetime.timedelta(days=number - 1),
            0,
            mark="ill" if happens == "ill" else None,
            pain_back=min(10, max(0, back)) if rated else None,
            pain_leg=min(10, max(0, leg)) if rated else None,
            walk_min=self._walked(planned, ill=happens == "ill"),
            walk_bouts=1 if happens == "ill" else self.dice.randint(1, 2),
        )
        if number in _COULD and happens != "ill":
            date = self.first + datetime.timedelta(days=number - 1)
            request = next(self._requests(number))
            self.store.write_note(request, self._id(), date, "could", _COULD[number])

    def _session(self, planned: PlannedDay, *, unfinished: bool) -> None:
        requests, session = self._requests(planned.number), self._id()
        began = next(requests)
        self.store.start_session(began, session)
        sets = planned.sets[: len(planned.sets) // 2] if unfinished else planned.sets
        breath_ms = _numbers()["breath_ms"]
        spent_ms = 0
        for one in sets:
            hold_ms = round(one.target_breaths * breath_ms * self.dice.uniform(0.95, 1.1))
            spent_ms += hold_ms
            self.store.log_set(
                next(requests),
                session,
                SetLog(
                    one.position,
                    one.movement,
                    one.side,
                    one.target_breaths,
                    one.target_breaths,
                    hold_ms,
                    paced=True,
                ),
            )
        status = "partial" if unfinished else "done"
        self.store.end_session(next(requests), session, status, round(spent_ms * 1.3))

    def _walked(self, planned: PlannedDay, *, ill: bool) -> int:
        if ill:
            return 0
        person = _numbers()
        usual = person["walk_start_min"] + person["walk_growth_min"] * (planned.number - 1)
        part = 0.5 if planned.effort == "light" else 1.0
        return max(5, round(part * usual + self.dice.gauss(0, person["walk_spread_min"])))

    def _check(self, number: int, occasion: str) -> None:
        request = next(self._requests(number))
        self.store.record_check(request, occasion, "none", questions_version(), acknowledged=True)

    def _special_days(self) -> dict[int, str]:
        """Which days are not like the others; the first and the last ones are."""
        person = _numbers()
        kinds = [
            kind.removesuffix("_days")
            for kind in ("ill_days", "partial_days", "missed_days", "unrated_days")
            for _ in range(int(person[kind]))
        ]
        middle = [day for day in range(3, length_days() - 1) if day != SECOND_CHECK_DAY]
        return dict(zip(self.dice.sample(middle, len(kinds)), kinds, strict=True))

    def _requests(self, number: int) -> Iterator[Request]:
        """One request a minute from the evening of a day on."""
        date = self.first + datetime.timedelta(days=number - 1)
        evening = datetime.datetime.combine(date, _EVENING, self.zone)
        start_ms = round(evening.timestamp() * 1000)
        for minute in range(24 * 60):
            yield Request(self._id(), start_ms + minute * 60_000)

    def _id(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
