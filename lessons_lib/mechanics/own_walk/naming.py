"""Which column is what, by the words in its name; and whose dialect it is."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from lessons_lib.data.tables import load

ASIDE = ("adduction", "rotation")
"""How a hip turns out of the side view; of other joints these are not needed."""
JOINTS = ("hip", "knee", "ankle", "pelvis", "trunk", "lumbar")
PAIRED = ("hip", "knee", "ankle", "force")
SIDES = ("right", "left")
_PLUG_IN_GAIT = re.compile(r"\b[RL](Hip|Knee|Ankle|Pelvis|Thorax|Spine)Angles\b")
_OURS = re.compile(r"(hip_flexion|knee_flexion|pelvic_tilt|trunk_lean|lumbar_extension)_deg")


class Meaning(NamedTuple):
    """What a column's name says: what it is of, on which side, and how sure that is.

    rank: 0 for an angle in the side view called so, higher where it is less sure.
    """

    what: str
    side: str
    rank: int
    radians: bool


@cache
def _words() -> dict[str, str]:
    return {row["word"]: row["means"] for row in load("gait_words").rows()}


def _tokens(name: str) -> list[str]:
    """A name's words: as it falls apart at signs, digits and capitals."""
    # OpenSim writes /jointset/hip_r/hip_flexion_r/value, and the same with speed.
    if name.startswith("/"):
        *_, coordinate, kind = name.split("/")
        name = f"{coordinate} {'' if kind == 'value' else kind}"
    apart = re.sub(r"(?<=[a-zäöü])(?=[A-Z])|(?<=[RL])(?=[A-Z][a-z])", " ", name)
    found = []
    for word in re.split(r"[\W_\d]+", apart):
        low = word.lower()
        if low and low not in _words() and low[0] in "rl" and low[1:] in _words():
            found += [low[0], low[1:]]  # RHIP
        elif low:
            found.append(low)
    return found


def meaning(name: str) -> Meaning | None:
    """What a column is of by its name; None where it is nothing that is needed.

    >>> meaning("/jointset/knee_l/knee_angle_l/value")
    Meaning(what='knee', side='left', rank=0, radians=False)
    >>> meaning("elbow_flex_l")
    """
    words = _tokens(name)
    means = [_words().get(word, "") for word in words]
    radians = "radians" in means
    sides = {one for one in means if one in SIDES}
    side = sides.pop() if len(sides) == 1 else ""
    if "force" in means:
        upward = "upward" in means or words[-1:] == ["z"]
        return Meaning("force", side or "right", 0, False) if upward else None
    if _PLUG_IN_GAIT.search(name):  # flexion, adduction and rotation are its x, y and z
        means[-1] = {"y": "adduction", "z": "rotation"}.get(words[-1], means[-1])
    if "other" in means:
        return None
    joints = [one for one in means if one in JOINTS]
    aside = [one for one in means if one in ASIDE]
    if aside:
        of_a_hip = side and len(aside) == 1 and set(joints) == {"hip"}
        return Meaning(aside[0], side, 0, radians) if of_a_hip else None
    if not joints:
        for what in ("time", "percent", "frame"):
            if what in means:
                return Meaning(what, "", int("milliseconds" in means), False)
        return None
    joint, paired = joints[-1], joints[-1] in PAIRED
    # flexion, tilt, angle: any word more than joint and side makes it surer; x is the side view.
    rank = 0 if len(words) > 1 + bool(side) else 1
    found = Meaning(joint, side if paired else "", rank, radians)
    return None if paired and not side else found


def names_a_part(text: str) -> bool:
    """Whether a text has the word of a joint or a side in it."""
    return any(_words().get(word) in (*JOINTS, *SIDES) for word in _tokens(text))


def joint_columns(names: Iterable[str]) -> int:
    """How many columns are angles of a joint, by their names."""
    meanings = map(meaning, names)
    return sum(one is not None and one.what in JOINTS for one in meanings)


def find(names: Iterable[str]) -> dict[tuple[str, str], int]:
    """For each joint and side the index of its column, by the surest name; the first of equals."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for index, name in enumerate(names):
        one = meaning(name)
        if one is None:
            continue
        key = (one.what, one.side)
        if key not in found or one.rank < found[key][0]:
            found[key] = (one.rank, index)
    return {key: index for key, (_, index) in found.items()}


def dialect(kind: str, names: Iterable[str]) -> str:
    """Whose names these are: a row of the table ``gait_dialects``."""
    whole = " ".join(names)
    if _PLUG_IN_GAIT.search(whole):
        return "plug_in_gait"
    if kind == "opensim" or re.search(r"\bknee_angle_[rl]\b", whole):
        return "opensim"
    return "course" if _OURS.search(whole) else "other"
