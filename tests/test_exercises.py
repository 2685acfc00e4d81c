import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lessons_lib.course.exercises import check, exercises, solution
from lessons_lib.course.exercises.exercise import Exercise, judge
from lessons_lib.course.outline import lessons
from lessons_lib.stage.style import PALETTE

IDS = sorted(exercises())
ids = st.sampled_from(IDS)

A_LENGTH = Exercise(
    "99-length", "99a", "How long?", "m", solve=lambda: -0.05, why="Because.", tolerance=0.01
)
A_CHANGE = Exercise("99-change", "99a", "How much?", "mm", solve=lambda: 9.0, why="Because.")
AN_ANGLE = Exercise("99-angle", "99a", "Which angle?", "rad", solve=lambda: 0.5, why="Because.")
A_TURN = Exercise("99-turn", "99a", "How far?", "deg", solve=lambda: 40.0, why="Because.")
A_SHARE = Exercise("99-share", "99a", "Which part?", "1", solve=lambda: 0.3, why="Because.")
A_FORCE = Exercise("99-force", "99a", "How strong?", "N", solve=lambda: 400.0, why="Because.")
A_MOMENT = Exercise("99-moment", "99a", "How much?", "Nm", solve=lambda: 40.0, why="Because.")
A_RATING = Exercise("99-pain", "99a", "How bad?", "points", solve=lambda: 4.0, why="Because.")
A_PERCENT = Exercise("99-percent", "99a", "How many?", "%", solve=lambda: 30.0, why="Because.")


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
    assert repr(judgement) == repr(check(exercise_id, answer))
    assert exercises()[exercise_id].prompt in repr(judgement)


@given(ids, st.floats(-0.99, 0.99))
def test_right_within_tolerance(exercise_id, part):
    one = exercises()[exercise_id]
    assert check(exercise_id, one.solve() * (1 + part * one.tolerance)).right is True


@given(ids, st.floats(1.2, 30), st.sampled_from([-1, 1]))
def test_not_right_beyond_tolerance(exercise_id, part, side):
    one = exercises()[exercise_id]
    assert check(exercise_id, one.solve() * (1 + side * part * one.tolerance)).right is False


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
        judgement = check(exercise_id, mistake.answer())
        assert judgement.right is False
        assert judgement.sentence == mistake.feedback


DEG = math.pi / 180


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("exercise", "factor", "words"),
    [
        (A_LENGTH, 1000, ["looks like millimetres"]),
        (A_LENGTH, 1 / 1000, ["1000 times too small"]),
        (A_LENGTH, 100, ["centimetres"]),
        (A_LENGTH, DEG, ["factor of π/180", "degrees"]),
        (A_LENGTH, 1 / DEG, ["factor of π/180"]),
        (A_LENGTH, 1000 * DEG, ["millimetres", "degrees"]),
        (A_LENGTH, 100 * DEG, ["centimetres", "degrees"]),
        (A_CHANGE, 1 / 1000, ["looks like metres"]),
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
    judgement = judge(exercise, sign * factor * exercise.solve())
    assert judgement.right is False
    for word in words:
        assert word in judgement.sentence
    assert ("sign" in judgement.sentence) == (sign < 0)


@pytest.mark.parametrize("exercise", [A_LENGTH, A_CHANGE, AN_ANGLE, A_TURN, A_SHARE, A_PERCENT])
def test_a_wrong_sign_alone_is_named(exercise):
    judgement = judge(exercise, -exercise.solve())
    assert judgement.right is False
    assert "sign is wrong" in judgement.sentence


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("0.17", "quotation marks"),
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


def test_each_exercise_serves_an_objective_of_its_lesson():
    objectives = {key for entry in lessons() for key in entry.objectives}
    for one in exercises().values():
        assert one.objective in objectives, one.id
        assert one.objective[:2] == one.id[:2], one.id


def test_an_unknown_exercise_says_which_there_are():
    for ask in (lambda: check("04-slop", 1), lambda: solution("04-slop")):
        with pytest.raises(KeyError, match=r"no exercise '04-slop'.*04-slope"):
            ask()
