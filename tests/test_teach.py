"""The teacher's edition: plans that fit their lessons and their time, and numbers computed anew."""

import re
from functools import cache
from html import escape, unescape

import pytest

from lessons_lib.course import minutes, outline
from lessons_lib.course.exercises import exercises
from lessons_lib.course.exercises.exercise import shown
from lessons_lib.course.exercises.units import unit_of
from lessons_lib.data import plans
from lessons_lib.data.plans import LENGTHS, Step
from lessons_lib.evidence.safety_check import signs, tiers
from lessons_lib.site import building
from lessons_lib.site.files import Folder
from lessons_lib.stage.live import LiveStage
from lessons_lib.teach import book, parts, sheets, wall
from lessons_lib.teach.taught import Taught, reckoned, taught, total, troubles

STEMS = [one.stem for one in outline.lessons()]
GOOD = (building.COURSE / "lessons_lib/data/plans/04_hamstrings_and_pelvis.toml").read_text("utf-8")
"""A plan to spoil."""
GUESS = '  "predict 04-bend-hip 04-bend-knee",\n'
LOOK = '  "explore hamstrings.pose",\n'


@cache
def chapter(stem: str) -> str:
    """A lesson's chapter as text."""
    return unescape(re.sub(r"<[^>]+>", "", book.chapter(taught(stem), Folder()).body))


def test_the_book_says_which_signs_ask_for_emergency_help():
    front = unescape(book.front([taught(STEMS[0])]).body)
    most_urgent = next(iter(tiers()))
    said = [(one.question, *one.details) for one in signs().values() if one.tier == most_urgent]
    assert [words for one in said for words in one if words not in front] == []


@pytest.mark.parametrize("stem", STEMS)
def test_a_plan_has_what_its_lesson_has_and_fits_its_time(stem):
    assert list(troubles(taught(stem))) == []


@pytest.mark.parametrize("stem", STEMS)
def test_the_minutes_of_all_steps_are_those_of_the_lesson(stem):
    lesson = taught(stem)
    own = stem[:2]
    told = [Step("tell", heading, own) for heading in lesson.sections if heading != "Sources"]
    done = [one for one in lesson.everything() if one.kind != "tell"]
    assert sum(reckoned(one, lesson) for one in told + done) == pytest.approx(
        minutes.reckoned(lesson.cells)
    )


@pytest.mark.parametrize("stem", STEMS)
def test_a_plan_says_when_each_step_begins_at_the_latest(stem):
    lesson = taught(stem)
    for length in LENGTHS:
        steps = lesson.steps(length)
        body = book.chapter(lesson, Folder()).body.split(f'id="plan-{length}"')[1]
        table = body.split("</table>")[0]
        begins = [int(one) for one in re.findall(r'<tr><td class="minutes">(\d+)', table)]
        ends = [sum(one.high for one in steps[:k]) for k in range(len(steps))]
        assert begins == [round(one) for one in ends]
        assert f"Together {parts.minutes(*total(steps))} minutes" in table


@pytest.mark.parametrize("stem", STEMS)
def test_numbers_in_a_chapter_are_those_of_models_and_exercises(stem):
    lesson, text = taught(stem), chapter(stem)
    for view in lesson.plan.views:
        scene = lesson.explorers[view.picture].scene
        values = scene.values(**{**lesson.explorers[view.picture].start, **view.at})
        assert scene.frame(**values).words in text
    for key in lesson.exercises:
        one = exercises()[key]
        sign = unit_of(one.unit).sign
        assert f"{shown(float(one.solve()), sign)}." in text
        for mistake in one.mistakes:
            assert f"“{shown(mistake.value, sign).rstrip('.')}”{mistake.says}" in text


def test_a_chapter_answers_every_wrong_option_of_its_quiz():
    for stem in STEMS:
        for question in taught(stem).questions.values():
            wrong = [one for one in question.options if not one.right]
            assert [one.text for one in wrong if one.feedback not in chapter(stem)] == []


@pytest.mark.parametrize("stem", STEMS)
def test_each_plan_begins_with_what_one_can_afterwards_and_ends_with_what_one_takes_away(
    stem, monkeypatch
):
    monkeypatch.setattr(wall, "_explorer", lambda *_: ())
    monkeypatch.setattr(wall, "place", lambda *_, **__: "")
    lesson = taught(stem)
    for length in LENGTHS:
        screens = wall.page(lesson, length, Folder(), None, "").body.split("<section")[1:]
        first, *_, last = screens
        assert "Afterwards you can:" in first
        assert parts.take_away(lesson) in last
        assert sum("Take away</h2>" in one for one in screens) == 1


def test_a_worksheet_draws_axes_and_body_and_no_answer():
    lesson = taught("04_hamstrings_and_pelvis")
    shelf = Folder()
    paper, _, key = sheets.pages(lesson, shelf)
    explorer = lesson.shown(lesson.views("hamstrings.slope")[-1])
    drawn, axes = sheets.to_draw_into(explorer), LiveStage.of(explorer.scene).svg
    assert axes.count("<path") < drawn.count("<path") < explorer.still().count("<path")
    assert "<text" not in drawn
    assert "<text" in explorer.still()
    assert drawn.encode() in shelf.files.values()
    finding = escape(lesson.predictions["04-tilted"].finding, quote=False)
    assert finding in key.body
    assert finding not in paper.body


def spoilt(old: str, new: str) -> list[str]:
    """What is said of the plan after a change."""
    assert old in GOOD
    try:
        plan = plans.parse("04_hamstrings_and_pelvis", GOOD.replace(old, new, 1))
    except ValueError as error:
        return [str(error)]
    return list(troubles(Taught(outline.lesson("04_hamstrings_and_pelvis"), plan)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("purpose =", "aim =", "It has 'aim'"),
        ('id = "which-model"', 'name = "which-model"', "means nothing here"),
        ("minutes = [15, 22]", "minutes = [22, 15]", "at least and at most"),
        ("180 = [", "120 = [", "plans for 120, 45, 90 minutes"),
        ('"predict 04-tilted"', '"guess 04-tilted"', "no kind"),
        ('"predict 04-tilted"', '"predict 04-longest-lever"', "stands twice"),
        ("A metre of cord", "1 metre of cord", "Numbers are computed"),
        ('"tell 6. What the article says"', '"tell 7. Nothing"', "has 'tell 7. Nothing'"),
        ('"quiz 04-c17 04-two-models"', '"quiz 05-c17"', "which lesson 05 has not"),
        ("hip_flexion_deg = 30", "hip_flexion_deg = 300", "cannot be set"),
        ("pelvic_tilt_deg = 10", "tilt_deg = 10", "cannot be set"),
        ('picture = "hamstrings.models"', 'picture = "hamstrings.model"', "has no view"),
        ('"discuss supported"', '"pause 30"', "36 to 45 are allowed"),
        (f"{GUESS}{LOOK}", f"{LOOK}{GUESS}", "ask before"),
        ('predict = ["04-bend-hip"', 'predict = ["05-half"', "which the lesson does not ask"),
        ('exercises = ["04-tilt"]', 'exercises = ["05-tilt"]', "does not set"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(old, new, said):
    assert said in " ".join(spoilt(old, new))
