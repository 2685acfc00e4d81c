"""The pictures of a diary: what is drawn is what the rules say, and the words say the same."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle
from scenes import numbers
from thoroughness import some

from lessons_lib.figures import diary as pictures
from lessons_lib.stage.page import CSS_DPI
from lessons_lib.stage.style import PALETTE
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.facts import Day, Diary, Profile, Session, SetLog, TwoWeeks
from lessons_lib.tracker.programme import plan, programme
from lessons_lib.tracker.review import review

START = date(2026, 11, 22)
PICTURES = [pictures.calendar, pictures.pain, pictures.dose, pictures.walking]
NARROW_PX = 320
SMALLEST_PX = 8


def session(day: int, status: str, share: float) -> Session:
    """A session of a day of the programme, with a share of its breaths."""
    logs = tuple(
        SetLog(one.position, one.movement, one.side, one.target_breaths, round(share * 10))
        for one in plan(day)
    )
    when = START + timedelta(days=day - 1)
    return Session(
        id=f"s{day}",
        two_weeks_id="e",
        local_date=when,
        slot=1,
        zone="Europe/London",
        offset_min=0,
        started_ms=None,
        ended_ms=None,
        duration_ms=None,
        entry="live",
        status=status,
        deleted_ms=None,
        rev=1,
        sets=logs,
    )


def a_diary(days=(), sessions=(), lived=14, walk_min_start=None, begun=True) -> Diary:
    weeks = TwoWeeks(
        "e", "two_weeks", "1", programme().sha256, START, walk_min_start, "active", None, None, 1
    )
    return Diary(
        today=START + timedelta(days=lived - 1),
        profile=Profile("u", 0, "Europe/London", 180, None, True, True, 1),
        two_weeks=weeks if begun else None,
        checks=(),
        sessions=tuple(sessions),
        days=tuple(days),
        notes=(),
        activities=(),
        reviews=(),
        undoable=None,
    )


@st.composite
def diaries(draw) -> Diary:
    """Any two weeks: kept, forgotten, half lived, rated now and then."""
    lived = draw(st.integers(1, 16))
    pain = st.none() | st.integers(0, 10)
    days, sessions = [], []
    for day in range(1, min(lived, 14) + 1):
        when = START + timedelta(days=day - 1)
        if draw(st.booleans()):
            mark = draw(st.sampled_from([None, None, "ill", "travel"]))
            walked = draw(st.none() | st.integers(0, 240))
            days.append(Day(when, mark, draw(pain), draw(pain), walked))
        if draw(st.booleans()):
            status = draw(st.sampled_from(["done", "partial", "stopped_pain"]))
            sessions.append(session(day, status, draw(st.floats(0, 1))))
    return a_diary(days, sessions, lived, draw(st.none() | st.integers(1, 90)))


@pytest.mark.parametrize("picture", PICTURES)
@settings(max_examples=some(25))
@given(diary=diaries())
def test_every_diary_can_be_drawn(picture, diary):
    plot = picture(diary)
    plot.figure.draw_without_rendering()
    assert len(plot.table) == 14
    assert not re.search(r"\bnan\b|None", plot.words)


@settings(max_examples=some(25))
@given(diaries())
def test_the_calendar_shows_each_day_as_what_became_of_it(diary):
    plot = pictures.calendar(diary)
    (axes,) = plot.figure.axes
    shown = [text.get_text().replace("\n", " ") for text in axes.texts]
    states = rules.states(diary)
    assert shown == [
        words for one in states for words in (str(one.day), one.state.sign, one.state.words)
    ]
    said = dict(re.findall(r"\d+ ([a-z ]+) \(days? ([\d, ]+)\)", plot.words))
    names = dict(zip(states, plot.table["state"].tolist(), strict=True))
    for one in states:
        assert str(one.day) in said[names[one]].split(", ")
    assert sum(len(days.split(", ")) for days in said.values()) == 14


@settings(max_examples=some(25))
@given(diaries())
def test_pain_is_drawn_as_rated_with_the_means_of_the_review(diary):
    plot = pictures.pain(diary)
    found = review(rules.answers(diary, "pain_back"), rules.answers(diary, "pain_leg"))
    spoken = plot.words.split("Pain of the ")[1:]
    for axes, name, change, said in zip(
        plot.figure.axes, ("back", "leg"), (found.back, found.leg), spoken, strict=True
    ):
        ratings = rules.answers(diary, f"pain_{name}")
        drawn = [line.get_ydata() for line in axes.lines]
        means = [mean for mean in (change.start, change.end) if mean is not None]
        assert [tuple(line) for line in drawn[:-1]] == [(mean, mean) for mean in means]
        given_ = [np.nan if one is None else one for one in ratings]
        np.testing.assert_array_equal(drawn[-1], given_)
        np.testing.assert_array_equal(plot.table[f"pain_{name}"], given_)
        for mean in means:
            assert f"mean {mean:.1f} on" in said
        swing = rules.pain_swing(ratings)
        assert ("moved by" in said) == (swing is not None)
        if swing is not None:
            assert f"moved by {swing:.1f} points" in said


def test_no_answer_is_no_dot_and_nought_is_one():
    rated = a_diary([Day(START, pain_back=0)])
    line = pictures.pain(rated).figure.axes[0].lines[-1]
    assert line.get_ydata()[0] == 0
    assert np.isnan(line.get_ydata()[1:]).all()
    assert "Pain of the leg: no ratings." in pictures.pain(rated).words


@settings(max_examples=some(25))
@given(diaries())
def test_bars_are_as_high_as_the_words_say_in_all(diary):
    plot = pictures.dose(diary)
    bars = [one.get_height() for one in plot.figure.axes[0].patches if isinstance(one, Rectangle)]
    target, done = bars[:14], bars[14:]
    assert plot.table["planned"].tolist() == target
    assert plot.table["done"].tolist() == done
    if sum(target):
        whole = [sum(done), sum(target), round(100 * (sum(done) / sum(target)))]
        assert numbers(plot.words)[:3] == pytest.approx(whole)
    else:
        assert numbers(plot.words) == [sum(done)]


@settings(max_examples=some(25))
@given(diaries())
def test_walks_add_up(diary):
    plot = pictures.walking(diary)
    answered = [one for one in rules.walking(diary).minutes if one is not None]
    assert [bar.get_height() for bar in plot.figure.axes[0].patches] == answered
    start = diary.two_weeks.walk_min_start
    expected = [sum(answered), sum(one > 0 for one in answered), len(answered)]
    if answered:
        assert numbers(plot.words)[:3] == expected
    if start is not None:
        assert numbers(plot.words)[-1] == start
        (line,) = plot.figure.axes[0].lines
        assert set(line.get_ydata()) == {start}


@pytest.mark.parametrize("picture", PICTURES)
def test_letters_stay_readable_on_a_telephone(picture):
    plot = picture(a_diary([Day(START, pain_back=3, walk_min=20)], [session(1, "done", 0.5)]))
    shrunk = NARROW_PX / (CSS_DPI * plot.figure.get_size_inches()[0])
    texts = list(plot.figure.findobj(lambda one: hasattr(one, "get_fontsize")))
    sizes = [one.get_fontsize() * CSS_DPI / 72 * shrunk for one in texts if one.get_text()]
    assert min(sizes) >= SMALLEST_PX


@pytest.mark.parametrize("picture", PICTURES)
def test_a_dark_page_gets_dark_colours_only(picture):
    plot = picture(a_diary([Day(START, pain_back=3, walk_min=20)], [session(1, "done", 0.5)]))
    themed = plot.themed()
    light, dark = themed["light"], themed["dark"]
    used = [shade for shade in PALETTE.values() if shade.light in light]
    assert used
    for shade in used:
        assert shade.light not in dark
        assert shade.dark in dark
    assert plot.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("picture", PICTURES)
def test_before_the_first_day_there_is_a_sentence(picture):
    with pytest.raises(ValueError, match="Begin the two weeks first"):
        picture(a_diary(begun=False))
