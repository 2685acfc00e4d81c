import json
import math
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import answers
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from authoring import storing
from authoring.sheets import RENEW
from lessons_lib.course.exercises import check, exercises, solution
from lessons_lib.course.exercises.exercise import Exercise, Mistake, sheet
from lessons_lib.course.exercises.judging import judge
from lessons_lib.course.exercises.reading import NotReadError, read
from lessons_lib.course.exercises.units import unit_of
from lessons_lib.course.outline import lessons
from lessons_lib.data import sheets
from lessons_lib.stage.style import PALETTE

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
IDS = sorted(exercises())
ids = st.sampled_from(IDS)


def invented(unit, right, **more):
    """The sheet of an exercise that no lesson has."""
    about = {"title": "Invented", "prompt": "How much?", "working": "So.", "why": "Because."}
    return sheet(Exercise("99-a", "99a", unit=unit, solve=lambda: right, **about, **more))


A_LENGTH = invented("m", -0.05, signed=True, angles=True)
A_CHANGE = invented("mm", 9.0, signed=True)
AN_ANGLE = invented("rad", 0.5, signed=True)
A_TURN = invented("deg", 40.0, signed=True)
A_SHARE = invented("ratio", 0.3, signed=True)
A_FORCE = invented("N", 400.0, signed=True)
A_MOMENT = invented("Nm", 40.0, signed=True)
A_RATING = invented("points", 4.0, signed=True)
A_PERCENT = invented("%", 30.0, signed=True)
A_TIME = invented("min", 3.0, signed=True)
A_COUNT = invented("waves", 4.0)


class Hostile:
    """An object whose every conversion fails."""

    def _fail(self, *_args, **_kwargs):
        raise RuntimeError("no")

    __float__ = __array__ = __len__ = __iter__ = __repr__ = __str__ = __bool__ = __eq__ = _fail
    __hash__ = None


ANYTHING = st.one_of(
    st.floats(),
    st.integers(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.booleans(),
    st.decimals(),
    st.fractions(),
    st.datetimes(),
    st.lists(st.one_of(st.floats(), st.text(), st.none()), max_size=4),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    arrays.arrays(
        dtype=st.one_of(
            arrays.floating_dtypes(), arrays.integer_dtypes(), arrays.datetime64_dtypes()
        ),
        shape=arrays.array_shapes(min_dims=0, min_side=0, max_side=3),
    ),
    # Hypothesis may show a strategy, and with it the things to sample: a Hostile is not among them.
    st.builds(Hostile),
    st.sampled_from([object(), object, 10**400, print, {1, 2}, np.ma.masked, [[1], 2]]),
)


@given(ids, ANYTHING)
def test_nothing_that_a_learner_hands_over_raises(exercise_id, answer):
    judgement = check(exercise_id, answer)
    assert judgement.right in {True, False}
    assert judgement.sentence
    assert exercise_id in repr(judgement)
    assert "<p" in judgement._repr_html_()


@pytest.mark.parametrize(("answer", "colour"), [(0.1745, "green"), (10, "orange"), (None, "muted")])
def test_what_is_said_has_an_edge_in_the_colours_of_both_themes(answer, colour):
    shown = check("00-radians", answer)._repr_html_()
    assert all(shade in shown for shade in PALETTE[colour])
    assert '[data-jp-theme-light="false"]' in shown


@pytest.mark.parametrize("exercise_id", IDS)
@pytest.mark.parametrize("answer", [None, ...])
def test_an_open_exercise_is_neither_right_nor_wrong(exercise_id, answer):
    judgement = check(exercise_id, answer)
    assert judgement.right is None
    assert "None" in repr(judgement)


@given(ids, st.floats(-0.99, 0.99))
def test_right_within_tolerance(exercise_id, part):
    one = exercises()[exercise_id]
    assert check(exercise_id, one.solve() * (1 + part * one.tolerance)).right is True


@given(ids, st.floats(1.2, 30), st.sampled_from([-1, 1]))
def test_not_right_beyond_tolerance(exercise_id, part, side):
    one = exercises()[exercise_id]
    right = one.solve()
    answer = right * (1 + side * part * one.tolerance)
    also_right = [float(f"{right:.2g}"), *(also.answer for also in one.rounded)]
    if all(abs(answer - also) > 0.01 * abs(also) for also in also_right):
        assert check(exercise_id, answer).right is False


@pytest.mark.parametrize(
    ("exercise_id", "answer"), [("00-radians", 0.17), ("02-wear", 1.1), ("02-younger", 5)]
)
def test_who_gives_two_digits_is_right_and_told_the_third(exercise_id, answer):
    judgement = check(exercise_id, answer)
    assert judgement.right is True
    assert f"{exercises()[exercise_id].solve():.3g}" in judgement.sentence


@pytest.mark.parametrize(
    "wrap",
    [np.float64, np.array, Fraction, Decimal, lambda value: np.array([value])],
    ids=["numpy number", "array without axes", "fraction", "decimal", "array of one"],
)
def test_a_right_number_is_right_in_any_wrapping(wrap):
    assert check("00-radians", wrap(math.radians(10))).right is True


@pytest.mark.parametrize("exercise_id", IDS)
def test_each_typical_mistake_is_recognised_as_itself(exercise_id):
    one = exercises()[exercise_id]
    assert one.mistakes
    for mistake in one.mistakes:
        judgement = check(exercise_id, mistake.value)
        assert judgement.right is False
        assert judgement.sentence == mistake.feedback


DEG = math.pi / 180


def right_of(made):
    """The right value of a sheet: the middle of its first answer."""
    first = made["answers"][0]
    return (first["from"] + first["to"]) / 2


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("exercise", "factor", "words"),
    [
        (A_LENGTH, 1000, ["are millimetres"]),
        (A_LENGTH, 1 / 1000, ["1000 times too small"]),
        (A_LENGTH, 100, ["centimetres"]),
        (A_LENGTH, DEG, ["factor of π/180", "degrees"]),
        (A_LENGTH, 1 / DEG, ["factor of 180/π"]),
        (A_TIME, 60, ["seconds"]),
        (A_CHANGE, 1 / 1000, ["are metres"]),
        (A_CHANGE, 1 / 10, ["centimetres"]),
        (A_CHANGE, 1000, ["1000 times too large"]),
        (AN_ANGLE, 1 / DEG, ["looks like degrees"]),
        (AN_ANGLE, DEG, ["too small"]),
        (A_TURN, DEG, ["looks like radians"]),
        (A_SHARE, 100, ["percent"]),
        (A_PERCENT, 1 / 100, ["fraction"]),
        (A_RATING, 10, ["points of 100"]),
        (A_FORCE, 1 / 9.81, ["kilograms"]),
        (A_FORCE, 1 / 1000, ["kilonewtons"]),
        (A_MOMENT, 1 / 9.81, ["mass", "weight"]),
        (A_MOMENT, 100, ["centimetres"]),
    ],
)
def test_units_that_go_wrong_are_named_with_or_without_the_sign(exercise, factor, words, sign):
    judgement = judge(exercise, sign * factor * right_of(exercise))
    assert judgement.right is False
    for word in words:
        assert word in judgement.sentence
    assert ("sign" in judgement.sentence) == (sign < 0)


@pytest.mark.parametrize("exercise", [A_LENGTH, A_CHANGE, AN_ANGLE, A_TURN, A_SHARE, A_PERCENT])
def test_a_wrong_sign_alone_is_named(exercise):
    judgement = judge(exercise, -right_of(exercise))
    assert judgement.right is False
    assert "sign is wrong" in judgement.sentence


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("about seventeen", "no number in it"),
        ((0, 17), "two numbers of one"),
        (True, "yes or no"),
        (1j, "real number"),
        (math.nan, "0 by 0"),
        (math.inf, "infinite"),
        ([1.0, 2.0], "got 2"),
        (object(), "'object'"),
    ],
)
def test_what_is_no_number_is_said_so(answer, word):
    judgement = check("00-radians", answer)
    assert judgement.right is False
    assert word in judgement.sentence


@pytest.mark.parametrize("exercise_id", IDS)
def test_the_solution_shown_computes_the_value_that_counts_as_right(exercise_id):
    shown = solution(exercise_id)
    scope = {}
    exec(shown.code, scope)
    computed = scope[exercises()[exercise_id].solve.__name__]
    assert check(exercise_id, computed()).right is True
    assert shown.code in shown._repr_html_().replace("&gt;", ">").replace("&lt;", "<")
    assert shown.sheet["working"] in repr(shown)


def test_each_exercise_serves_an_objective_of_its_lesson():
    objectives = {key for entry in lessons() for key in entry.objectives}
    for one in exercises().values():
        assert one.objective in objectives, one.id
        assert one.objective[:2] == one.id[:2], one.id


def test_an_unknown_exercise_says_which_there_are():
    for ask in (lambda: check("04-slop", 1), lambda: solution("04-slop")):
        with pytest.raises(KeyError, match=r"no exercise '04-slop'.*04-slope"):
            ask()


@pytest.mark.parametrize("exercise_id", IDS)
def test_the_way_by_hand_ends_in_what_counts_as_right(exercise_id):
    working = sheets.load(exercise_id)["working"]
    last = re.findall(r"[−-]?\d[\d,.]*", working.replace("of 100.", "").rstrip("."))[-1]
    assert check(exercise_id, last).right is True, working


@pytest.mark.parametrize("exercise_id", IDS)
def test_a_right_answer_gets_its_reason(exercise_id):
    one = exercises()[exercise_id]
    assert one.why in check(exercise_id, one.solve()).sentence


def test_sheets_are_those_of_the_exercises():
    made = [sheet(one) for one in exercises().values()]
    shipped = [dict(sheets.load(name)) for name in sheets.names()]
    assert near(json.loads(json.dumps(made)), shipped), f"Renew them: {RENEW}"


def near(one, other):
    """Whether two pieces of JSON are the same, up to the last digits of numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(near, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300)
    return one == other


@pytest.mark.parametrize("exercise_id", IDS)
def test_every_number_is_told_something(exercise_id):
    answers = sheets.load(exercise_id)["answers"]
    below, above = answers[-2:]
    assert below["from"] is None
    assert above["to"] is None
    assert below["to"] == above["from"]


@pytest.mark.parametrize(
    "exercise", [A_PERCENT, A_COUNT, A_TURN, A_MOMENT], ids=lambda one: one["unit"]
)
def test_no_angle_is_looked_for_where_the_exercise_has_none(exercise):
    right = right_of(exercise)
    for factor in (DEG, 1 / DEG, 100 * DEG, 0.01 / DEG):
        if exercise["unit"] != "°":
            assert "π" not in judge(exercise, factor * right).sentence


def test_what_is_counted_is_no_percentage_and_has_no_sign():
    assert judge(A_COUNT, 400).sentence.startswith("That is too large.")
    assert "minus" in judge(A_COUNT, -4).sentence


def test_only_who_made_a_slip_is_told_of_it():
    made = invented("%", 50.0, mistakes=(Mistake(20.0, "Twenty is something else."),))
    assert judge(made, 20).sentence == "Twenty is something else."
    assert judge(made, 20.5).sentence.startswith("That is too small.")


NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:[.,]\d+)*(?!\w)")


def prose(lesson):
    """The numbers of a lesson's text with what stands round them, once each."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    found = {}
    for cell in storing.read(path).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)", " ", cell.source)
            for match in NUMBER.finditer(text):
                plain = re.sub(r"(?<=\d),(?=\d{3})", "", match[0].replace("−", "-"))
                if plain.count(".") < 2 and "," not in plain:
                    found.setdefault(
                        float(plain), text[max(0, match.start() - 60) : match.end() + 40]
                    )
    return found


# Numbers of the text that are told of a slip, and rightly so: looked at one by one.
LOOKED_AT = {
    "00-radians": {10},
    "02-score": {1.1, 97.5, 98},
    "02-wear": {2.24},
    "03-both-feet": {60.3},
    "03-waves": {5},
    "03-steps": {120, 133},
    "03-exponential": {0.72, 28, 54},
    "04-slope": {58},
    "04-tilt": {0},
    "04-knee": {30},
    "05-tilt": {3.4, 3.5},
    "06-band": {0.5, 20},
    "06-lean": {24, 30},
    "07-twist": {27, 90},
    "07-week": {1, 2.5, 25},
    "07-breaths": {3, 6, 10},
    "08-detectable": {-4, -2, 2, 4},
    "09-count": {14},
    "10-change": {2},
    "10-needed": {2, 24},
    "11-size": {57},
    "11-zero": {5.1, 8},
    "11-travel": {51, 57},
}
DIRECTIONS = ("That is too", "Without its sign", "Neither", "Nearly", "That is below")


@pytest.mark.parametrize("exercise_id", IDS)
def test_every_number_of_the_lesson_is_answered_with_sense(exercise_id):
    """No number of a lesson's text is told of a slip that has nothing to do with it.

    Most are told which way it is to the right answer. Where more is said, somebody has looked at
    the number: it is that slip, or its size is that of the slip and nobody could tell.
    """
    told = {
        number: f"{judgement.sentence} | {text}"
        for number, text in prose(exercise_id[:2]).items()
        for judgement in [check(exercise_id, number)]
        if judgement.right is False and not judgement.sentence.startswith(DIRECTIONS)
    }
    new = {number: told[number] for number in told.keys() - LOOKED_AT.get(exercise_id, set())}
    assert not new


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("08-false-alarm", "15"),
        ("04-tilt", "about 10 mm"),
        ("03-both-feet", "20 %"),
        ("03-both-feet", 20),
        ("07-week", "3 minutes"),
        ("02-treat", "8 people"),
        ("05-share", 20),
        ("06-lean", 33),
        ("04-knee", 44),
    ],
)
def test_what_the_section_itself_says_is_right(exercise_id, answer):
    judgement = check(exercise_id, answer)
    assert judgement.right is True
    assert exercises()[exercise_id].why in judgement.sentence


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"),
    [
        ("03-steps", 120, "0.60 m"),
        ("03-steps", 133, "0.54 m"),
        ("03-waves", 400, "too large"),
        ("03-waves", 5, "begins with no wave"),
        ("03-exponential", 0.28, "28 % lower"),
        ("04-slope", "58 mm", "sign"),
        ("07-week", 2.5, "trial"),
    ],
)
def test_what_the_section_says_of_something_else_is_told_so(exercise_id, answer, words):
    judgement = check(exercise_id, answer)
    assert judgement.right is False
    assert words in judgement.sentence


def test_the_page_is_held_to_cases_of_today():
    """`tests/web/exercise.test.js` judges the same cases in the page's own code."""
    held = json.loads(answers.FILE.read_text(encoding="utf-8"))
    assert near(held, json.loads(json.dumps(answers.judged()))), f"Renew them: {answers.RENEW}"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("20.6", 20.6),
        ("20,6", 20.6),
        ("-5", -5),
        ("−5", -5),
        ("1e-2", 0.01),
        (" 7 mm ", 7),
        ("2 cm", 20),
        ("0,02 metres", 20),
        ("about 12 mm longer", 12),
        ("10 * π / 180", 0.17453292519943295),
        ("pi/18 mm", 0.17453292519943295),
        ("π", 3.141592653589793),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 040", 1040),
        (".5", 0.5),
        ("7.", 7),
        ("3 × 2,5", 7.5),
        ("2 * (3 + 4) / 7", 2),
        ("-2^2", -4),
        ("√9 mm", 3),
        ("1,9 / sqrt(4)", 0.95),
        ("2 x 3", 6),
        ("10 - 4", 6),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    units = unit_of("mm")
    assert read(typed, units.spellings, units.words, any_unit=False)[0] == pytest.approx(number)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "first"),
        ("twenty", "no number"),
        ("5 to 6", "more than one"),
        ("5 Nm", "Asked is millimetres"),
        ("3 / 0", "division by 0"),
        ("1.2.3", "cannot read"),
        ("2 * (3", "cannot read"),
        ("9" * 101, "too long"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(typed, words):
    units = unit_of("mm")
    with pytest.raises(NotReadError, match=re.escape(words)):
        read(typed, units.spellings, units.words, any_unit=False)


def test_thousands_and_decimals_are_told_apart_by_what_is_right():
    assert check("06-load", "1,040").right is True
    assert check("06-load", "1.040").right is True
    assert check("06-load", "1040 N").right is True
    assert check("06-load", "1,04 kN").right is True
