"""The movements, the programme and the traffic light, as the lesson and the tracker need them."""

import numpy as np
import pytest

from lessons_lib.apps import movements as app
from lessons_lib.data import load
from lessons_lib.evidence import movements

PROGRAMME = load("programme")
LIGHT_DAYS = {4, 11}


def days(movement: str) -> list[int]:
    return PROGRAMME.where(movement=movement)["day"].astype(int).tolist()


def breaths(movement: str) -> dict[int, float]:
    """All breaths of a day on a side."""
    rows = PROGRAMME.where(movement=movement).rows()
    return {int(row["day"]): row["holds"] * row["breaths"] for row in rows}


def test_programme_is_of_movements_that_are_not_in_place_of_another():
    for name in set(PROGRAMME["movement"].tolist()):
        assert movements.movement(name).instead_of == ""


def test_what_stands_in_place_of_a_movement_names_one_of_the_programme():
    instead = {one.instead_of for one in movements.movements().values()} - {""}
    assert instead <= set(PROGRAMME["movement"].tolist())


@pytest.mark.parametrize("movement", ["twist", "walk"])
def test_twist_and_walk_are_daily(movement):
    assert days(movement) == list(range(1, 15))


@pytest.mark.parametrize("first", [1, 8])
def test_strap_is_on_five_days_a_week_and_bridge_on_three_that_do_not_touch(first):
    week = range(first, first + 7)
    assert len([day for day in days("strap") if day in week]) == 5
    assert len([day for day in days("bridge") if day in week]) == 3
    assert min(np.diff(days("bridge"))) > 1


def test_lighter_days_are_lighter():
    light = PROGRAMME.where(effort="light")
    assert set(light["day"].astype(int).tolist()) == LIGHT_DAYS
    for day in LIGHT_DAYS:
        assert set(PROGRAMME.where(day=day)["movement"].tolist()) == {"twist", "walk"}
        assert breaths("twist")[day] < min(breaths("twist")[day + step] for step in (-1, 1))


@pytest.mark.parametrize("movement", ["twist", "strap", "bridge"])
def test_dose_of_usual_days_never_falls(movement):
    usual = [of_day for day, of_day in breaths(movement).items() if day not in LIGHT_DAYS]
    assert usual == sorted(usual)


def test_walk_is_by_own_measure():
    assert np.isnan(PROGRAMME.where(movement="walk")["breaths"]).all()
    assert movements.doses("walk") == ("by your own measure",)


def test_every_light_has_a_shape_of_its_own():
    lights = movements.lights()
    assert [one.light for one in lights] == ["stop", "red", "amber", "green"]
    assert len({one.shape for one in lights}) == len(lights)


@pytest.mark.parametrize("movement_id", movements.movements())
def test_a_card_says_everything_in_both_forms(movement_id):
    one, card = movements.movement(movement_id), app.how_to(movement_id)
    for form in (repr(card), card._repr_html_()):
        for said in (one.start, *one.steps, one.feel, *one.not_feel, one.easier, *one.ask_first):
            assert said in form


def test_a_card_says_whose_movement_it_is():
    assert "the article's, corrected" in repr(app.how_to("twist"))
    assert "this course's choice" in repr(app.how_to("strap"))


def test_traffic_light_says_everything_in_both_forms():
    card = app.traffic_light()
    for form in (repr(card), card._repr_html_()):
        for one in movements.lights():
            assert one.action in form
            assert all(sign in form for sign in one.signs)


def test_plan_has_a_row_a_day():
    assert repr(app.two_weeks()).count("\n") == 13
    assert app.two_weeks()._repr_html_().count("<tr>") == 15


def test_plan_says_what_a_dash_means():
    html = app.two_weeks()._repr_html_()
    assert "– = not on that day" in html
    assert ">–<" in html


def test_a_dose_says_what_is_counted():
    assert "6 bends of 2 breaths" in repr(app.how_to("hinge"))
    assert "6 lifts of 2 breaths" in repr(app.how_to("bridge"))
    assert "2 holds of 5 breaths" in repr(app.how_to("twist"))


def test_unknown_movement_is_told_which_there_are():
    with pytest.raises(KeyError, match=r"no movement 'headstand'; there are: twist, strap"):
        app.how_to("headstand")
