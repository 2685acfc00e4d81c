"""All scenes of the course, and how tests ask them for frames."""

import re

from hypothesis import strategies as st

from authoring import stages
from lessons_lib.data.parameters import parameter
from lessons_lib.stage.scene import Frame, Scene

SCENES = stages.scenes()


def numbers(words: str) -> list[float]:
    """Every number in a sentence, with true minus signs."""
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", words.replace("−", "-"))]


def positions(name: str) -> st.SearchStrategy[float]:
    """Every value that a slider can stand at."""
    return st.sampled_from(parameter(name).positions.tolist())


def frames(scene: Scene) -> st.SearchStrategy[Frame]:
    """Frames of a scene, wherever its sliders stand."""
    places = {one.name: positions(one.name) for one in scene.parameters}
    return st.fixed_dictionaries(places).map(lambda values: scene.frame(**values))
