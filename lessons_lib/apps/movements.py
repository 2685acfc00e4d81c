"""The cards of lesson 07: how to do a movement, when to stop, and what is due on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from lessons_lib.apps import sources
from lessons_lib.apps.widget import style
from lessons_lib.data import Table, load
from lessons_lib.evidence import movements
from lessons_lib.evidence.movements import Light, Movement
from lessons_lib.stage.style import PALETTE

_STYLE = style("movements/movements.css")
_SHAPES = {"circle": "●", "triangle": "▲", "square": "■", "octagon": "⬣"}
_NOT_TODAY = "–"
_SHADES = {"green": "green", "amber": "orange", "red": "red", "stop": "red"}


@dataclass(frozen=True, repr=False)
class Guide:
    """How to do a movement, as HTML and as plain text."""

    movement: Movement

    def __repr__(self) -> str:
        one = self.movement
        lines = [f"{one.name} ({_origin(one)}). {one.why}", f"Start: {one.start}"]
        lines += [f"{number}. {step}" for number, step in enumerate(one.steps, 1)]
        lines += [f"{title}: {'; '.join(parts)}" for title, parts in _facts(one)]
        if one.sources:
            lines.append(f"Sources: {sources.named(one.sources)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        one = self.movement
        steps = "".join(f"<li>{escape(step, quote=False)}</li>" for step in one.steps)
        facts = "".join(_fact_html(title, parts) for title, parts in _facts(one))
        return (
            f'{_STYLE}<div class="ll-guide"><p><b>{escape(one.name)}</b> '
            f'<span class="ll-origin">{_origin(one)}</span></p>'
            f"<p>{escape(one.why, quote=False)}</p>"
            f"<p><b>Start.</b> {escape(one.start, quote=False)}</p>"
            f"<ol>{steps}</ol>{facts}{sources.paragraph(one.sources)}</div>"
        )


@dataclass(frozen=True, repr=False)
class TrafficLight:
    """When to go on, when to do less, when to stop; as HTML and as plain text."""

    lights: tuple[Light, ...]

    def __repr__(self) -> str:
        return "\n".join(
            f"{_SHAPES[one.shape]} {one.light}: {one.title}. When: {'; '.join(one.signs)}. "
            f"{one.action}"
            for one in self.lights
        )

    def _repr_html_(self) -> str:
        return f'{_STYLE}<div class="ll-lights">{"".join(map(_light_html, self.lights))}</div>'


def how_to(movement_id: str) -> Guide:
    """How to do a movement (``"twist"``); KeyError with a sentence if there is none."""
    return Guide(movements.movement(movement_id))


def traffic_light() -> TrafficLight:
    """When to go on and when to stop."""
    return TrafficLight(movements.lights())


@dataclass(frozen=True, repr=False)
class Plan:
    """The two weeks as a table with a row a day."""

    table: Table

    def __repr__(self) -> str:
        return "\n".join(
            ", ".join(f"{name}: {value}" for name, value in row.items())
            for row in self.table.rows()
        )

    def _repr_html_(self) -> str:
        # On a narrow page it is scrolled sideways, by keyboard, too.
        return (
            '<div role="region" aria-label="The two weeks" tabindex="0" style="overflow-x: auto">'
            f"{self.table.html()}</div>"
        )


def two_weeks() -> Plan:
    """The programme: for each day what to do, on each side where a movement has sides."""
    programme = load("programme")
    of_programme = set(programme["movement"].tolist())
    names = [name for name in movements.movements() if name in of_programme]
    columns: dict[str, list[str]] = {name: [] for name in ("day", *names)}
    for day in np.unique(programme["day"]):
        of_day = programme.where(day=day)
        light = "light" in of_day["effort"]
        columns["day"].append(f"{day:.0f} (lighter)" if light else f"{day:.0f}")
        rows = {row["movement"]: row for row in of_day.rows()}
        for name in names:
            columns[name].append(_asked(rows.get(name), light))
    title = (
        "Holds × breaths on each side; of the bridge, lifts × breaths; "
        f"{_NOT_TODAY} = not on that day"
    )
    return Plan(Table({name: np.array(cells) for name, cells in columns.items()}, {}, title))


def _asked(row: Mapping[str, Any] | None, light: bool) -> str:
    """What the programme asks of a movement on a day, in a word."""
    if row is None:
        return _NOT_TODAY
    if np.isnan(row["holds"]):
        return "about half" if light else "yours"
    return f"{row['holds']:.0f} × {row['breaths']:.0f}"


def _origin(one: Movement) -> str:
    return "the article's, corrected" if one.from_article else "this course's choice"


def _facts(one: Movement) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("Feel", (one.feel,)),
        ("Not", one.not_feel),
        ("Easier", (one.easier,)),
        ("Dose in the two weeks", (_dose(one),)),
        ("Ask first, or take care", one.ask_first),
    ]


def _dose(one: Movement) -> str:
    dose = ", then ".join(movements.doses(one.id)) + (", on each side" if one.both_sides else "")
    if not one.instead_of:
        return dose
    return f"{dose}, in place of the {movements.movement(one.instead_of).name.lower()}"


def _fact_html(title: str, parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return f"<p><b>{title}.</b> {escape(parts[0], quote=False)}</p>"
    return f"<p><b>{title}.</b></p>{_listed(parts)}"


def _listed(parts: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(part, quote=False)}</li>' for part in parts)}</ul>"


def _light_html(one: Light) -> str:
    shade = PALETTE[_SHADES[one.light]]
    return (
        f'<div style="--light: {shade.light}; --dark: {shade.dark}">'
        f'<p><span class="ll-shape" aria-hidden="true">{_SHAPES[one.shape]}</span> '
        f"<b>{one.light.capitalize()}: {escape(one.title)}</b></p>"
        f"{_listed(one.signs)}<p>{escape(one.action, quote=False)}</p></div>"
    )
