"""What stands in for a widget says how to have the widget itself."""

import pytest
import waves

from lessons_lib.apps import (
    article,
    claim_table,
    explorer,
    guesses,
    own_numbers,
    prediction,
    quiz,
    review,
    safety_check,
    tracker,
)
from lessons_lib.apps.widget import CourseWidget

WAKING = "Run this cell"


@pytest.mark.parametrize(
    "widget",
    [
        article.grade,
        claim_table.claim_table,
        lambda: explorer.Explorer(waves.waves),
        lambda: guesses.guesses("00_start_here"),
        lambda: own_numbers.own_number("leg_raise_deg"),
        lambda: prediction.predict("00-hip-at-landing"),
        lambda: quiz.quiz("00_start_here"),
        review.review,
        safety_check.safety_check,
        tracker.tracker,
    ],
)
def test_a_stand_in_says_how_to_wake_it_where_no_widget_is_shown(widget):
    made: CourseWidget = widget()
    data, _ = made._repr_mimebundle_()
    assert data["text/html"].count(WAKING) == 1
    assert data["text/html"].index(WAKING) < 200
    assert WAKING not in data["text/plain"]


def test_a_picture_that_cannot_be_moved_asks_for_nothing():
    still = explorer.Explorer(waves.waves)
    still.wanted_for = ""
    assert WAKING not in still._repr_mimebundle_()[0]["text/html"]
