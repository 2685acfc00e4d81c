"""Predictions: sound data, asked before their own pictures, not given away by how they look."""

import ast
import copy
import importlib
import json
import re
import tomllib
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from authoring import storing
from lessons_lib.apps.prediction import predict
from lessons_lib.data import predictions
from lessons_lib.data.own_numbers import own_numbers
from lessons_lib.stage.live import kept

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
STAGES = Path(__file__).parents[1] / "lessons_lib" / "figures" / "stages"
EVERYTHING = predictions.everything()

SOUND = tomllib.loads("""
[[predictions]]
id = "04-choose"
text = "Which?"
finding = "This."
picture = {name = "stride", artist = "now", axis = "x"}
options = [
  {text = "this", right = true, at = 4},
  {text = "that", at = [[0, 4], [90, 100]]},
]

[[predictions]]
id = "04-mark"
text = "How far?"
finding = "Far."
picture = {name = "stride"}
scale = {label = "Way", low = -1, high = 1, step = 0.1, right = [0, 1]}
""")


def broken(change: Any) -> str:
    raw = copy.deepcopy(SOUND)
    change(*raw["predictions"], raw["predictions"])
    return " ".join(predictions.troubles("04_hamstrings", raw))


def test_sound_predictions_have_no_troubles():
    assert broken(lambda *_: None) == ""


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("needs 'finding'", lambda a, *_: a.update(finding=" ")),
        ("it asks nothing", lambda a, *_: a.update(text="Which.")),
        ("must look like 04-word-word", lambda a, *_: a.update(id="05-choose")),
        ("Two predictions have the id", lambda a, b, _: b.update(id=a["id"])),
        ("either options or a scale", lambda a, b, _: a.update(scale=b["scale"])),
        ("either options or a scale", lambda a, *_: a.pop("options")),
        ("it has 'hint'", lambda a, *_: a.update(hint="Look.")),
        ("its picture needs a name", lambda a, *_: a["picture"].pop("name")),
        ("an artist together with an axis", lambda a, *_: a["picture"].update(axis="z")),
        ("its picture has 'scene'", lambda a, *_: a["picture"].update(scene="stride")),
        ("1 options; 2 to 6", lambda a, *_: a["options"].pop()),
        ("2 of its options are right", lambda a, *_: a["options"][1].update(right=True)),
        ("two options say 'this'", lambda a, *_: a["options"][1].update(text="this ")),
        ("no option says where", lambda a, *_: [one.pop("at") for one in a["options"]]),
        ("its picture has no axis", lambda a, *_: a.update(picture={"name": "stride"})),
        ("at is a number", lambda a, *_: a["options"][0].update(at="4")),
        ("at is a number", lambda a, *_: a["options"][0].update(at=[4, 1])),
        ("option 1 has 'rigth'", lambda a, *_: a["options"][0].update(rigth=True)),
        ("low, high and step", lambda _, b, __: b["scale"].pop("low")),
        ("steps; a whole number", lambda _, b, __: b["scale"].update(step=0.3)),
        ("steps; a whole number", lambda _, b, __: b["scale"].update(step=0.001)),
        ("its scale needs 'right'", lambda _, b, __: b["scale"].update(right=[0, 2])),
        ("its scale needs 'label'", lambda _, b, __: b["scale"].pop("label")),
        ("has no [[predictions]]", lambda *all_: all_[-1].clear()),
    ],
)
def test_what_is_wrong_with_a_prediction_is_said(sentence, change):
    assert sentence in broken(change)


def test_only_a_guess_that_can_be_made_is_taken():
    choose, mark = predictions.parse("04_hamstrings", _toml())
    for guess in ({"choice": 0}, {"choice": 1}, {"shown": True}):
        assert choose.takes(guess)
    for guess in ({"choice": 2}, {"choice": -1}, {"choice": True}, {"value": 1}, {}, {"shown": 1}):
        assert not choose.takes(guess)
    assert not choose.takes({"choice": 1, "note": "hello"})
    for guess in ({"value": -1}, {"value": 0.5}):
        assert mark.takes(guess)
    for guess in ({"value": 1.1}, {"choice": 0}):
        assert not mark.takes(guess)


def _toml() -> str:
    return """
[[predictions]]
id = "04-choose"
text = "Which?"
finding = "This."
picture = {name = "stride"}
options = [{text = "this", right = true}, {text = "that"}]
[[predictions]]
id = "04-mark"
text = "How far?"
finding = "Far."
picture = {name = "stride"}
scale = {label = "Way", low = -1, high = 1, step = 0.1, right = [0, 1]}
"""


@pytest.mark.parametrize("name", predictions.names())
def test_a_prediction_is_asked_before_the_picture_in_which_it_is_drawn(name):
    drawn = {one.id: one.picture.name for one in predictions.load(name) if one.picture.name}
    asked: list[str] = []
    before: dict[str, str] = {}
    for cell in storing.read(NOTEBOOKS / f"{name}.ipynb").cells:
        if cell.cell_type != "code" or "??" in cell.source:
            continue
        tree = ast.parse(cell.source)
        imported = {
            alias.name: node.module
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        last = tree.body[-1]
        if not isinstance(last, ast.Expr) or not isinstance(last.value, ast.Call):
            continue
        call = last.value
        if ast.unparse(call.func) == "predict":
            asked += [one for one in map(ast.literal_eval, call.args) if one in drawn]
        elif ast.unparse(call.func) == "explore":
            module, *rest = ast.unparse(call.args[0]).split(".")
            topic = importlib.import_module(f"{imported[module]}.{module}")
            drawing = kept(reduce(getattr, rest, topic))
            assert drawing is not None
            before |= dict.fromkeys(asked, drawing.stem)
            asked = []
    assert before == drawn


@pytest.mark.parametrize("name", predictions.names())
def test_a_finding_says_no_number_that_its_explanation_does_not_say(name):
    """The explanation is held to models and tables by tests/notebooks; so is the finding by it."""
    asked: list[str] = []
    for cell in storing.read(NOTEBOOKS / f"{name}.ipynb").cells:
        if cell.cell_type == "code":
            asked += re.findall(rf'"({name[:2]}-[\w-]+)"', cell.source) * (
                "predict(" in cell.source
            )
        elif cell.source.startswith("**Explain.**"):
            for known in (EVERYTHING[one] for one in asked):
                said = set(_NUMBER.findall(cell.source)) | set(_NUMBER.findall(known.text))
                assert set(_NUMBER.findall(known.finding)) <= said, known.id
            asked = []
    assert asked == []


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _places() -> list[tuple[str, str, str]]:
    guesses = [(one.id, one.picture) for one in EVERYTHING.values()]
    own = [(one.name, place) for one in own_numbers().values() for place in one.pictures]
    return [(key, where.name, where.artist) for key, where in [*guesses, *own] if where.artist]


@pytest.mark.parametrize(("_key", "picture", "artist"), _places())
def test_what_is_drawn_in_a_picture_has_axes_there(_key, picture, artist):
    artists = json.loads((STAGES / f"{picture}.json").read_text(encoding="utf-8"))["artists"]
    (one,) = (one for one in artists if one["name"] == artist)
    assert one["clip"] is not None


def test_a_guess_lies_where_the_picture_can_show_it():
    """What is right is never out of sight, and most that can be guessed is not."""
    for one in EVERYTHING.values():
        if not one.picture.artist:
            continue
        low, high = _ends(one.picture)
        right = one.scale.right if one.scale else [r for o in one.options if o.right for r in o.at]
        assert right, one.id
        assert all(low - 1e-6 <= a <= b <= high + 1e-6 for a, b in right), one.id


def _ends(picture: predictions.Picture) -> tuple[float, float]:
    """Where the axis of a picture begins and ends, in its data."""
    about = json.loads((STAGES / f"{picture.name}.json").read_text(encoding="utf-8"))
    (artist,) = (one for one in about["artists"] if one["name"] == picture.artist)
    a, _, _, d, e, f = artist["matrix"]
    x, y, width, height = artist["clip"]
    scale, shift, start, size = (a, e, x, width) if picture.axis == "x" else (d, f, y, height)
    base = artist["logarithms"][0 if picture.axis == "x" else 1]
    ends = sorted((32 * one - shift) / scale for one in (start, start + size))
    return tuple(ends if base is None else (base**one for one in ends))  # type: ignore[return-value]


def test_no_strategy_that_does_not_read_finds_the_right_option():
    """Neither a place nor a length gives the answer away: at most ten points above chance."""
    chosen = [one.options for one in EVERYTHING.values() if one.options]
    chance = sum(1 / len(options) for options in chosen) / len(chosen)
    strategies = {
        **{f"place {n}": lambda all_, n=n: all_[min(n, len(all_) - 1)] for n in range(3)},
        "last": lambda all_: all_[-1],
        "longest": lambda all_: max(all_, key=lambda one: len(one.text)),
        "shortest": lambda all_: min(all_, key=lambda one: len(one.text)),
    }
    for strategy, choose in strategies.items():
        share = sum(choose(options).right for options in chosen) / len(chosen)
        assert share <= chance + 0.1, (strategy, share, chance)


def test_the_right_place_of_a_scale_is_not_always_in_the_middle():
    scales = [one.scale for one in EVERYTHING.values() if one.scale]
    middle = [
        any(low <= (scale.low + scale.high) / 2 <= high for low, high in scale.right)
        for scale in scales
    ]
    assert sum(middle) <= len(scales) / 4


def test_the_question_stands_as_text_without_widgets_and_gives_nothing_away():
    widget = predict("04-tilted", "04-longest")
    data, _ = widget._repr_mimebundle_()
    known = EVERYTHING["04-tilted"]
    for form in ("text/plain", "text/html"):
        assert known.text in data[form]
        assert all(option.text in data[form] for option in known.options)
        assert EVERYTHING["04-longest"].text.split("?")[0] in data[form]
        assert known.finding not in data[form]
    assert "right" not in json.dumps(widget.predictions)
    assert known.finding not in json.dumps(widget.predictions)


def test_an_unknown_prediction_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match="04-tilted"):
        predict("04-tilt")


@pytest.mark.parametrize("name", [one.id for one in EVERYTHING.values() if one.after])
def test_what_is_folded_along_follows_its_explanation_at_once(name):
    one = EVERYTHING[name]
    (file,) = NOTEBOOKS.glob(f"{one.lesson}_*.ipynb")
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    asked = next(place for place, source in enumerate(sources) if f'"{name}"' in source)
    explained = next(
        place for place in range(asked, len(cells)) if sources[place].startswith("**Explain.")
    )
    along = cells[explained + 1 : explained + 1 + one.after]
    assert [cell["cell_type"] for cell in along] == ["code"] * one.after
