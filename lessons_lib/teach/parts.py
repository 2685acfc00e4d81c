"""Pieces of HTML that book, worksheets and wall have in common."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from math import floor, log10

from lessons_lib.apps.explorer import Explorer
from lessons_lib.data import predictions, quizzes
from lessons_lib.data.plans import Step
from lessons_lib.data.predictions import Prediction, Scale
from lessons_lib.site.files import Shelf
from lessons_lib.site.prose import elsewhere, prose
from lessons_lib.teach.taught import Taught

TAKE_AWAY = "Take away"
"""The section that a lesson ends with."""

_SCALE_WIDTH, _SCALE_HEIGHT, _EDGE = 460, 46, 24
_ROUND = (1, 2, 2.5, 5)
"""A tick follows another by one of these times a power of ten."""

_PARTS = range(4, 11)
"""Into how many parts ticks cut a scale, where round ones do."""


def words(text: str) -> str:
    """Words as they stand between tags."""
    return escape(text, quote=False)


def take_away(lesson: Taught) -> str:
    """What the lesson itself ends with."""
    source = "".join(one.source for one in lesson.sections[TAKE_AWAY].cells if not one.is_code)
    return elsewhere(prose(re.sub(r"^## .*", "", source)), lesson.entry.stem)


def listed(items: Iterable[str], look: str = "") -> str:
    """Items, each HTML, as a list."""
    name = f' class="{look}"' if look else ""
    return f"<ul{name}>{''.join(f'<li>{one}</li>' for one in items)}</ul>"


def options(
    given: Sequence[predictions.Option] | Sequence[quizzes.Option], *, keyed: bool, tag: str = "ul"
) -> str:
    """Options to choose from; with the right ones marked where that is wanted."""
    items = "".join(
        f'<li class="right">{words(one.text)} <span aria-hidden="true">✓</span>'
        '<span class="ll-unseen"> (right)</span></li>'
        if keyed and one.right
        else f"<li>{words(one.text)}</li>"
        for one in given
    )
    look = "choices" if tag == "ol" else "options"
    return f'<{tag} class="{look}">{items}</{tag}>'


def guess(one: Prediction, *, keyed: bool, tag: str = "ul") -> str:
    """What a prediction offers: options, or a scale to mark."""
    if one.scale is None:
        return options(one.options, keyed=keyed, tag=tag)
    return scale(one.scale, keyed=keyed)


def scale(one: Scale, *, keyed: bool) -> str:
    """A line on which to set a mark; with what is right marked where that is wanted."""
    across = _SCALE_WIDTH - 2 * _EDGE

    def place(value: float) -> float:
        return _EDGE + across * (value - one.low) / (one.high - one.low)

    found = "".join(
        f'<rect x="{place(low):.1f}" y="10" width="{place(high) - place(low):.1f}" height="12" '
        f'fill="none" stroke="currentColor" stroke-width="2"/>'
        for low, high in (one.right if keyed else ())
    )
    ticks = ""
    for value in rounded_ticks(one.low, one.high):
        x = place(value)
        said = f"{value:g}".replace("-", "−")
        ticks += (
            f'<path d="M{x:.1f} 11v10" stroke="currentColor"/><text x="{x:.1f}" y="38" '
            f'fill="currentColor" font-size="13" text-anchor="middle">{said}</text>'
        )
    unit = f" ({words(one.unit)})" if one.unit else ""
    return (
        f"<p>{words(one.label)}{unit}:</p>"
        f'<svg class="scale" viewBox="0 0 {_SCALE_WIDTH} {_SCALE_HEIGHT}" role="img" '
        f'aria-label="A line from {one.low:g} to {one.high:g}{unit}">'
        f'<path d="M{_EDGE} 16h{across}" stroke="currentColor" stroke-width="1.5"/>'
        f"{ticks}{found}</svg>"
    )


def rounded_ticks(low: float, high: float) -> list[float]:
    """Round numbers from one end of a scale to the other, both among them.

    >>> rounded_ticks(-20, 120)
    [-20.0, 0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]
    >>> rounded_ticks(0.3, 1)
    [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    >>> rounded_ticks(25, 100)
    [25.0, 50.0, 75.0, 100.0]
    """
    largest = floor(log10(high - low))
    steps = [times * 10**power for power in (largest, largest - 1) for times in _ROUND]
    fitting = {
        round((high - low) / step)
        for step in steps
        if all(abs(end / step - round(end / step)) < 1e-9 for end in (low, high))
    }
    parts = min(fitting, key=lambda parts: (parts not in _PARTS, parts), default=1)
    return [round(low + number * (high - low) / parts, 9) for number in range(parts + 1)]


def figure(explorer: Explorer, shelf: Shelf, caption: str) -> str:
    """An explorer's picture, standing still, over a caption that is HTML."""
    return image(explorer.still(), explorer.title, explorer.size, shelf, caption)


def image(svg: str, title: str, size: tuple[float, float], shelf: Shelf, caption: str = "") -> str:
    """A picture over its caption, which is HTML."""
    width, height = (round(one) for one in size)
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure><img alt="{escape(title)}" width="{width}" height="{height}" '
        f'src="{shelf.picture(svg)}">{said}</figure>'
    )


def settings(explorer: Explorer) -> str:
    """Where the sliders of an explorer stand, in words.

    >>> from lessons_lib.figures import hamstrings
    >>> settings(Explorer(hamstrings.slope, hip_flexion_deg=30))
    'Hip flexion 30°, Knee flexion 0°, Muscle semimembranosus'
    """
    said = []
    for one in explorer.scene.parameters:
        value = explorer.start[one.name]
        if one.options:
            said.append(f"{one.label} {one.options[round(value)]}")
            continue
        unit = one.unit if one.unit in ("", "°") else f" {one.unit}"
        said.append(f"{one.label} {value:g}{unit}".replace("-", "−"))
    return ", ".join(said)


def minutes(low: float, high: float) -> str:
    """Minutes at least and at most, in halves.

    >>> minutes(0.5, 1), minutes(4.5, 7), minutes(10, 10)
    ('½–1', '4½–7', '10')
    """
    return _half(low) if low == high else f"{_half(low)}–{_half(high)}"


def _half(value: float) -> str:
    whole, rest = divmod(value, 1)
    return f"{whole:.0f}½".removeprefix("0") if rest else f"{whole:.0f}"


def title(step: Step, lesson: Taught, home: Taught) -> str:
    """What a step is, in a few words, as HTML; its lesson where that is another one."""
    where = "" if lesson is home else f"Lesson {lesson.entry.number}: "
    match step.kind:
        case "tell":
            said = f"Tell: {step.name}"
        case "explore":
            said = f"Move: {lesson.explorers[step.name].title}"
        case "predict":
            said = "Guess"
        case "exercise":
            said = "Exercise"
        case "quiz":
            said = "Quiz, by hands"
        case "discuss":
            said = "Discuss"
        case "activity":
            said = "Together"
        case "do":
            said = f"On your screens: {_DO[step.name.split()[0]]}"
        case _:
            said = "Pause"
    return words(where + said)


_DO = {
    "safety_check": "the safety check, each alone",
    "claim_table": "all claims, to search in",
    "grade": "grade the article",
    "sort": "sort into piles",
    "viewpoints": "nine viewpoints",
    "tracker": "the tracker, with its invented person",
    "review": "an invented record",
    "course_quiz": "the quiz of the whole course",
}
"""Things to do by the function that shows them."""

ALONE = ("safety_check", "tracker")
"""Those that are nobody else's business, so that no wall shows them."""
