"""The learner's own numbers: asked for where they matter, and drawn in their pictures."""

import pytest

from lessons_lib.apps.explorer import Explorer
from lessons_lib.apps.own_numbers import own_number
from lessons_lib.data.own_numbers import own_numbers
from lessons_lib.figures import dose, hamstrings, stride, tight_hamstrings


@pytest.mark.parametrize("name", own_numbers())
def test_a_number_says_how_to_get_it_without_widgets(name):
    data, _ = own_number(name)._repr_mimebundle_()
    known = own_numbers()[name]
    for form in ("text/plain", "text/html"):
        assert known.label in data[form]
        assert known.how.split(",")[0] in data[form]


def test_an_unknown_number_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match="leg_raise_deg"):
        own_number("weight_kg")


@pytest.mark.parametrize(
    ("scene", "names"),
    [
        (tight_hamstrings.leg_raise, ["leg_raise_deg"]),
        (dose.doses, ["breaths_per_min"]),
        (hamstrings.pose, []),
        (stride.stride, ["body_height_m"]),
    ],
)
def test_a_picture_knows_which_numbers_it_can_draw_and_where(scene, names):
    own = Explorer(scene)._spec["own"]
    assert [one["name"] for one in own] == names
    artists = {one["name"] for one in Explorer(scene)._spec["artists"]}
    assert all(place["artist"] in artists for one in own for place in one["pictures"])
