"""An exercise with other numbers is asked, worked and judged with them."""

import re

import pytest

from lessons_lib.course.exercises import as_written, exercises
from lessons_lib.course.exercises.judging import judge
from lessons_lib.course.exercises.numbers import varied, with_numbers

VARIED = sorted(key for key, one in as_written().items() if one.numbers)


@pytest.mark.parametrize("key", VARIED)
def test_question_and_worked_solution_go_with_the_numbers(key):
    forms = varied(as_written()[key], 4, seed=3)
    assert len({one["prompt"] for one in [*forms, {"prompt": exercises()[key].prompt}]}) == 5
    for one in forms:
        said = re.findall(r"−?\d[\d,]*(?:\.\d+)?", one["working"])
        assert any(judge(one, number.replace(",", "")).right for number in said), one["working"]
        texts = [one[name] for name in ("prompt", "working", "why", "hint")]
        for text in [*texts, *(answer["says"] for answer in one["answers"])]:
            assert "{" not in text
    assert varied(as_written()[key], 4, seed=3) == forms
    assert varied(as_written()[key], 4, seed=4) != forms


def test_what_a_study_found_has_one_form():
    assert varied(as_written()["02-younger"], 9, seed=1) == []
    one = as_written()["03-both-feet"]
    assert with_numbers(one) is one


def test_a_number_of_a_question_is_drawn_from_what_it_may_be():
    one = as_written()["00-radians"]
    assert len(varied(one, 99, seed=1)) == len(one.numbers["angle_deg"]) - 1
