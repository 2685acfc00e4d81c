from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.data.tables import load
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.diary import State
from lessons_lib.tracker.errors import InvalidError
from lessons_lib.tracker.facts import Check, Day, Diary, Profile, Session, SetLog, TwoWeeks
from lessons_lib.tracker.programme import plan, programme

START = date(2026, 11, 9)
ZONES = sorted(available_timezones() - {"localtime"})
CUTOFFS = (0, 60, 179, 180, 360)
DAY_MS = 86_400_000


# ---------------------------------------------------------------------------------------------
# Which day it is


def instant_ms(*parts, zone="UTC"):
    return round(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def edges_ms(zone, year):
    """The instants in a year at which a zone's clocks are changed, to the minute."""
    tz = ZoneInfo(zone)
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=h) for h in range(0, 366 * 24, 12)]
    for before, after in pairwise(hours):
        if before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            low, high = before, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(tz).utcoffset() == before.astimezone(tz).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield round(high.timestamp() * 1000)


def test_the_day_at_every_clock_change_of_every_zone_and_cutoff():
    """Against another way to say it: the date on the wall at the instant less the cut-off."""
    checked = 0
    for zone in ZONES:
        tz = ZoneInfo(zone)
        for edge in edges_ms(zone, 2026):
            for cutoff in CUTOFFS:
                for minutes in (-cutoff - 1, -1, 0, 1, cutoff - 1, cutoff, cutoff + 1):
                    at = edge + minutes * 60_000
                    wall = datetime.fromtimestamp((at - cutoff * 60_000) / 1000, tz)
                    assert rules.local_date(at, zone, cutoff) == wall.date()
                    checked += 1
    assert checked > 5000


@given(
    st.sampled_from(ZONES),
    st.sampled_from(CUTOFFS),
    st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1)),
    st.integers(0, 3 * DAY_MS),
)
def test_days_follow_each_other_and_never_go_back(zone, cutoff, start, later_ms):
    """A zone that crosses the date line may leave a day out or have one twice."""
    at = round(start.replace(tzinfo=UTC).timestamp() * 1000)
    first, second = (rules.local_date(at + ms, zone, cutoff) for ms in (0, later_ms))
    assert second >= first - timedelta(days=1)
    assert second - first <= timedelta(days=later_ms // DAY_MS + 2)
    if zone == "UTC":
        assert second >= first


@pytest.mark.parametrize(
    ("zone", "when", "expected"),
    [
        ("Europe/London", (2026, 11, 23, 2, 59), date(2026, 11, 22)),
        ("Europe/London", (2026, 11, 23, 3, 0), date(2026, 11, 23)),
        ("Pacific/Auckland", (2026, 11, 23, 0, 0), date(2026, 11, 22)),
        ("America/New_York", (2028, 2, 29, 20, 0), date(2028, 2, 29)),
        ("America/New_York", (2028, 3, 1, 2, 0), date(2028, 2, 29)),
    ],
)
def test_a_day_lasts_until_three_at_night(zone, when, expected):
    assert rules.local_date(instant_ms(*when, zone=zone), zone, 180) == expected


def test_the_cutoff_is_taken_off_the_instant_not_off_the_wall():
    """In London on 29 March 2026 02:00 does not exist: three hours before 03:30 was 23:30."""
    at = instant_ms(2026, 3, 29, 3, 30, zone="Europe/London")
    assert rules.local_date(at, "Europe/London", 180) == date(2026, 3, 28)


def test_offsets_are_those_of_the_instant():
    assert rules.offset_min(instant_ms(2026, 7, 1), "Europe/Paris") == 120
    assert rules.offset_min(instant_ms(2026, 1, 1), "Europe/Paris") == 60
    assert rules.offset_min(instant_ms(2026, 1, 1), "America/St_Johns") == -210
    assert rules.offset_min(instant_ms(2026, 3, 29, 1), "Europe/London") == 60  # just then
    assert rules.offset_min(0, "Africa/Monrovia") == -45  # 44 and a half behind in those days


def test_a_zone_that_nobody_knows_is_one_whose_clock_is_right_to_half_an_hour():
    for offset in range(-12 * 60, 14 * 60 + 1, 15):
        zone = rules.zone_or_offset("Etc/Unknown", offset)
        assert abs(rules.offset_min(1_795_400_100_000, zone) - offset) <= 30


@pytest.mark.parametrize(("offset", "zone"), [(20 * 60, "Etc/GMT-14"), (-20 * 60, "Etc/GMT+12")])
def test_an_offset_beyond_all_zones_is_that_of_the_last_one(offset, zone):
    assert rules.zone_or_offset("Etc/Unknown", offset) == zone


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "a\0b", None, 7]
)
def test_a_zone_that_is_none_is_refused_in_a_sentence(zone):
    with pytest.raises(InvalidError, match="does not know this time zone"):
        rules.local_date(0, zone, 180)


@pytest.mark.parametrize("instant", [10**18, -(10**18), None, "today"])
def test_an_instant_beyond_calendars_is_refused_in_a_sentence(instant):
    with pytest.raises(InvalidError, match="clock") as caught:
        rules.local_date(instant, "UTC", 180)
    assert caught.value.code == "invalid"


def test_a_clock_is_taken_from_1970_to_the_last_year_but_one_of_calendars():
    for instant in (rules.FIRST_MS, rules.LAST_MS):
        rules.check_clock(instant)
    for instant in (rules.FIRST_MS - 1, rules.LAST_MS + 1):
        with pytest.raises(InvalidError, match="clock") as caught:
            rules.check_clock(instant)
        assert caught.value.code == "invalid"


# ---------------------------------------------------------------------------------------------
# A diary made of facts


def diary(today=20, sessions=(), days=(), ended=None, status="active"):
    """A diary on a day of the programme (20: afterwards); what is in it is given by its day."""
    return Diary(
        today=on(today),
        profile=Profile("p", 0, "UTC", 180, None, True, False, 1),
        two_weeks=TwoWeeks(
            "e", "two_weeks", "1", programme().sha256, START, 20, status,
            on(ended) if ended else None, None, 1,
        ),
        checks=(), sessions=tuple(sessions), days=tuple(days), notes=(), activities=(), reviews=(),
        undoable=None,
    )  # fmt: skip


def on(day):
    return START + timedelta(days=day - 1)


def test_two_weeks_last_fourteen_days_or_until_others_begin():
    starts = [on(1), on(6), on(6), on(40)]
    kept = [replace(diary().two_weeks, id=str(n), start_date=s) for n, s in enumerate(starts)]
    found = [(one.two_weeks_id, one.first, one.last) for one in rules.spans(kept)]
    assert found == [
        ("3", on(40), on(53)),
        ("2", on(6), on(19)),
        ("1", on(6), on(6)),
        ("0", on(1), on(6)),
    ]
    assert rules.spans(()) == ()


def session(day, status="done", share=1.0, sets=None):
    """A session of a day in which a share of its sets was done."""
    planned = plan(day) if sets is None else plan(day)[:sets]
    logs = [
        SetLog(one.position, one.movement, one.side, one.target_breaths,
               int(share * one.target_breaths))
        for one in planned
    ]  # fmt: skip
    return Session(
        f"s{day}",
        "e",
        on(day),
        1,
        "UTC",
        0,
        None,
        None,
        None,
        "manual",
        status,
        None,
        1,
        tuple(logs),
    )


def what(found):
    return {one.day: one.state for one in rules.states(found)}


PROGRAMME_DAYS = st.integers(1, 14)
STATUSES = st.sampled_from(["in_progress", "done", "partial", "stopped_pain", "stopped_other"])
MARKS = st.sampled_from([None, "rest", "ill", "travel", "flare_up", "other"])
SESSIONS = st.lists(
    st.builds(session, PROGRAMME_DAYS, STATUSES, st.floats(0, 1), st.integers(0, 6)), max_size=20
)
DAYS = st.dictionaries(PROGRAMME_DAYS, MARKS, max_size=14).map(
    lambda marks: [Day(on(day), mark) for day, mark in marks.items()]
)
DIARIES = st.builds(diary, st.integers(-2, 30), SESSIONS, DAYS, st.none() | PROGRAMME_DAYS)


# ---------------------------------------------------------------------------------------------
# What became of the days


def test_what_becomes_of_days_while_the_two_weeks_run():
    found = what(
        diary(
            today=8,
            sessions=[
                session(1),
                session(2, "partial", 0.5),
                session(4),
                session(5, "partial", 0.5),
            ],
            days=[
                Day(on(3), "ill"),
                Day(on(4), "rest"),
                Day(on(5), "travel"),
                Day(on(9), "travel"),
            ],
        )
    )
    assert found[1] is State.DONE
    assert found[2] is State.PARTLY_DONE
    assert found[3] is State.DAY_OFF
    assert found[4] is State.DONE  # a mark takes nothing away
    assert found[5] is State.DAY_OFF
    assert found[6] is State.NOTHING_LOGGED
    assert found[8] is State.OPEN  # today
    assert found[9] is State.DAY_OFF
    assert found[14] is State.OPEN


@pytest.mark.parametrize("status", ["partial", "stopped_pain", "stopped_other"])
def test_stopping_early_is_partial_whatever_the_reason(status):
    assert what(diary(sessions=[session(1, status, sets=0)]))[1] is State.PARTLY_DONE


def test_a_session_in_progress_counts_once_a_set_is_there():
    assert what(diary(today=1, sessions=[session(1, "in_progress", sets=0)]))[1] is State.OPEN
    assert (
        what(diary(today=1, sessions=[session(1, "in_progress", sets=1)]))[1] is State.PARTLY_DONE
    )
    assert (
        what(diary(today=2, sessions=[session(1, "in_progress", sets=0)]))[1]
        is State.NOTHING_LOGGED
    )


def test_one_of_two_sessions_done_is_a_day_done():
    twice = [session(1, "stopped_pain"), replace(session(1), id="again", slot=2)]
    assert what(diary(sessions=twice))[1] is State.DONE


def test_after_the_end_nothing_is_missed():
    found = diary(today=12, sessions=[session(1)], ended=3, status="stopped_safety")
    assert [one.state for one in rules.states(found)] == (
        [State.DONE, State.NOTHING_LOGGED] + [State.PAUSED] * 12
    )
    assert rules.adherence(found) == rules.Adherence(done=1, expected=2, days=14)


def check(day, tier):
    return Check(f"c{day}{tier}", 0, on(day), "change", tier, "1", True)


def test_a_pause_stays_one_after_going_on():
    checks = (check(1, "none"), check(3, "B"), check(3, "A"), check(6, "C"))
    went_on = replace(diary(today=8, sessions=[session(6)]), checks=checks)
    assert [one.state for one in rules.states(went_on)] == (
        [State.NOTHING_LOGGED] * 2
        + [State.PAUSED] * 3
        + [State.DONE, State.NOTHING_LOGGED]
        + [State.OPEN] * 7
    )
    assert rules.adherence(went_on) == rules.Adherence(done=1, expected=4, days=14)
    still = diary(today=4, ended=3, status="stopped_safety")
    still = replace(still, checks=checks[:3])
    assert what(still)[5] is State.PAUSED


def test_one_check_that_lets_go_on_takes_back_the_one_before_it_on_the_same_day():
    same_day = replace(diary(today=3), checks=(check(2, "B"), check(2, "none")))
    assert State.PAUSED not in what(same_day).values()


def test_two_weeks_that_were_ended_or_followed_have_ended_days():
    ended = diary(today=12, sessions=[session(1)], ended=3, status="abandoned")
    assert list(what(ended).values()) == ([State.DONE, State.NOTHING_LOGGED] + [State.ENDED] * 12)
    paused = diary(today=12, ended=3, status="stopped_safety")
    followed = replace(paused, followed_on=on(6))
    assert list(what(followed).values())[2:] == [State.PAUSED] * 3 + [State.ENDED] * 9


def test_two_weeks_are_over_when_their_last_day_has_gone_by():
    weeks = diary().two_weeks
    assert [rules.is_over(weeks, on(day)) for day in (14, 15)] == [False, True]


def test_a_day_off_is_of_one_of_the_kinds_that_have_words():
    assert list(rules.marks()) == ["rest", "ill", "travel", "flare_up", "other"]
    assert rules.marks()["ill"] == load("day_marks").row(mark="ill")["words"]


@pytest.mark.parametrize(
    ("done", "outcome", "status"),
    [
        ((10, 10), "done", "done"),
        ((12, 10), "done", "done"),
        ((10, 9), "done", "partial"),
        ((0, 10), "done", "partial"),
        ((10, 10), "stopped_pain", "stopped_pain"),
        ((1, 0), "stopped_pain", "stopped_pain"),
    ],
)
def test_a_session_ended_as_its_sets_say(done, outcome, status):
    first, last = (SetLog(n, "twist", "left", 10, breaths) for n, breaths in enumerate(done))
    assert rules.status_of([first, replace(last, outcome=outcome)]) == status


@pytest.mark.parametrize("done", [(), (0, 0)])
def test_a_session_in_which_nothing_was_done_is_none(done):
    with pytest.raises(InvalidError, match="nothing to save") as caught:
        rules.status_of([SetLog(n, "twist", "left", 10, breaths) for n, breaths in enumerate(done)])
    assert caught.value.code == "invalid"


def test_each_state_has_words_and_a_sign_of_its_own():
    assert {row["state"] for row in load("day_states").rows()} == set(State)
    for said in ("words", "sign", "meaning"):
        assert len({getattr(state, said) for state in State}) == len(State)


def test_before_the_first_two_weeks_there_are_no_days():
    empty = replace(diary(), two_weeks=None)
    assert rules.states(empty) == ()
    assert rules.adherence(empty).share is None
    assert rules.answers(empty, "pain_back") == ()


# ---------------------------------------------------------------------------------------------
# Adherence


def test_eleven_of_fourteen():
    found = rules.adherence(diary(today=15, sessions=[session(day) for day in range(1, 12)]))
    assert (found.done, found.expected, found.days) == (11, 14, 14)


def test_doing_everything_is_everything_on_each_day():
    for today in range(1, 15):
        found = diary(today=today, sessions=[session(day) for day in range(1, today + 1)])
        assert rules.adherence(found).share == 1


def test_today_is_not_held_against_anybody():
    yesterday = [session(1)]
    assert rules.adherence(diary(today=2, sessions=yesterday)).share == 1
    begun = [*yesterday, session(2, "in_progress", sets=1)]
    assert rules.adherence(diary(today=2, sessions=begun)).share == 1


@given(DIARIES)
def test_adherence_is_a_share(found):
    adherence = rules.adherence(found)
    assert 0 <= adherence.done <= adherence.expected <= adherence.days
    assert adherence.share is None or 0 <= adherence.share <= 1


@given(DIARIES, PROGRAMME_DAYS, MARKS.filter(bool))
def test_a_mark_never_lowers_it(found, day, mark):
    marked = replace(found, days=(*(one for one in found.days if one.local_date != on(day)),
                                  Day(on(day), mark)))  # fmt: skip
    was, now = rules.adherence(found).share, rules.adherence(marked).share
    assert was is None or now is None or now >= was


@given(DIARIES, PROGRAMME_DAYS, STATUSES)
def test_one_more_session_never_lowers_it(found, day, status):
    more = replace(found, sessions=(*found.sessions, replace(session(day, status), id="more")))
    was, now = rules.adherence(found).share, rules.adherence(more).share
    assert was is None or (now is not None and now >= was)


@given(DIARIES, st.randoms())
def test_the_order_of_rows_does_not_matter(found, random):
    sessions, days = list(found.sessions), list(found.days)
    random.shuffle(sessions)
    random.shuffle(days)
    shuffled = replace(found, sessions=tuple(sessions), days=tuple(days))
    for rule in (rules.states, rules.adherence, rules.dose, rules.walking):
        assert rule(shuffled) == rule(found)


# ---------------------------------------------------------------------------------------------
# Dose, walking, pain


def test_a_full_day_is_a_full_dose_and_half_a_day_is_half():
    assert rules.dose(diary(today=2, sessions=[session(1)])).share == 1
    assert rules.dose(diary(today=2, sessions=[session(1, "partial", 0.5)])).share == 0.5


def test_where_nothing_was_planned_there_is_no_share_and_who_did_more_has_more_than_all():
    assert rules.dose(diary(today=1)).share is None
    off = diary(today=2, days=[Day(on(1), "ill")])
    assert rules.dose(off).share is None
    assert rules.Dose((5, 3), (0, 4)).share == 2
    assert rules.Dose((0, 0), (4, 0)).share == 0
    assert rules.Dose((), ()).share is None


def test_a_session_goes_on_after_the_last_set_that_is_there():
    first = session(1, sets=0)
    assert replace(first, sets=()).next_position == 0
    assert (
        replace(first, sets=tuple(SetLog(n, "twist", "left", 5, 5) for n in (0, 4))).next_position
        == 5
    )


def test_sets_that_were_not_reached_still_count_as_planned():
    first = plan(1)[0]
    found = rules.dose(diary(today=2, sessions=[session(1, "stopped_pain", sets=1)]))
    assert found.done_breaths[0] == first.target_breaths
    assert found.target_breaths[0] == sum(one.target_breaths for one in plan(1))


def test_a_missed_day_asks_for_its_breaths_and_a_neutral_one_for_none():
    found = rules.dose(diary(today=3, sessions=[session(1)], days=[Day(on(2), "ill")]))
    assert found.share == 1
    missed = rules.dose(diary(today=3, sessions=[session(1)]))
    assert missed.target_breaths[1] == sum(one.target_breaths for one in plan(2))
    assert missed.share < 1


def test_the_plan_of_another_version_is_what_its_sessions_say():
    old = diary(today=3, sessions=[session(1, sets=1)])
    old = replace(old, two_weeks=replace(old.two_weeks, programme_sha256="of another version"))
    assert rules.dose(old).target_breaths[:2] == (plan(1)[0].target_breaths, 0)


@given(DIARIES)
def test_there_is_no_breath_that_was_not_logged(found):
    logged = sum(s.done_breaths for one in found.sessions for s in one.sets)
    assert sum(rules.dose(found).done_breaths) == logged


def test_walks_are_added_up_and_nothing_said_is_not_zero():
    found = rules.walking(diary(days=[Day(on(1), walk_min=20), Day(on(3), walk_min=0)]))
    assert found.minutes[:4] == (20, None, 0, None)
    assert (found.total_min, found.start_min) == (20, 20)
    assert rules.walking(replace(diary(), two_weeks=None)).start_min is None


def test_answers_stand_on_their_own_day():
    found = diary(
        days=[Day(on(14), pain_back=3), Day(on(15), pain_back=9), Day(on(0), pain_back=9)]
    )
    assert rules.answers(found, "pain_back") == (None,) * 13 + (3,)
    assert rules.answers(found, "pain_leg") == (None,) * 14


RATINGS = st.lists(st.none() | st.integers(0, 10), max_size=14)


@given(RATINGS)
def test_the_swing_does_not_see_gaps_level_or_direction(ratings):
    swing = rules.pain_swing(ratings)
    assert swing == rules.pain_swing([one for one in ratings if one is not None])
    assert swing == pytest.approx(rules.pain_swing(ratings[::-1]))
    assert swing == pytest.approx(
        rules.pain_swing([None if one is None else 10 - one for one in ratings])
    )


@given(st.integers(0, 10), st.integers(0, 10), st.integers(2, 14))
def test_pain_that_goes_to_and_fro_swings_by_the_difference(low, high, days):
    assert rules.pain_swing([(low, high)[day % 2] for day in range(days)]) == abs(high - low)


@pytest.mark.parametrize("ratings", [[], [5], [None, 5, None]])
def test_one_rating_has_no_swing(ratings):
    assert rules.pain_swing(ratings) is None
