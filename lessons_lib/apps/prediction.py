"""Guess before you try: questions whose answers are drawn into the picture that follows."""

from dataclasses import asdict
from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.data import predictions
from lessons_lib.data.predictions import Prediction


class PredictionWidget(RememberingWidget):
    """Questions to answer before one tries; what they have to do with a picture is the page's."""

    _page = "prediction"
    wanted_for = "to guess here"
    predictions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def words(self) -> str:
        """Questions and answers as plain text, for a page without widgets."""
        return "\n\n".join(_words(one) for one in self.predictions)

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The questions with their answers, for a page without widgets."""
        return {"text/html": "".join(_html(one) for one in self.predictions)}, {}


def predict(*ids: str) -> PredictionWidget:
    """The predictions of these ids, such as ``"04-tilted"``, in one place.

    Raises:
        KeyError: there is no prediction with this id.
    """
    known = predictions.everything()
    for one in ids:
        if one not in known:
            raise KeyError(f"there is no prediction '{one}'; there are: {', '.join(known)}")
    return PredictionWidget(predictions=[question(known[one]) for one in ids])


def question(prediction: Prediction) -> dict[str, Any]:
    """What the page needs to ask it: all but what is right and what one finds."""
    asked = asdict(prediction)
    del asked["finding"]
    for option in asked["options"]:
        del option["right"]
    if asked["scale"]:
        del asked["scale"]["right"]
    return asked


def _words(asked: dict[str, Any]) -> str:
    return "\n".join([f"Predict. {asked['text']}", *(f"   ( ) {one}" for one in _answers(asked))])


def _html(asked: dict[str, Any]) -> str:
    answers = "".join(f"<li>{escape(one)}</li>" for one in _answers(asked))
    return f"<p><b>Predict.</b> {escape(asked['text'])}</p><ul>{answers}</ul>"


def _answers(asked: dict[str, Any]) -> list[str]:
    """The options; for a scale, where it begins and ends."""
    scale = asked["scale"]
    if not scale:
        return [one["text"] for one in asked["options"]]
    ends = f"{scale['low']:g} to {scale['high']:g}".replace("-", "−")
    unit = scale["unit"] if scale["unit"] == "°" else f" {scale['unit']}".rstrip()
    return [f"{scale['label']}: a mark from {ends}{unit}"]
