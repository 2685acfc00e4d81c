"""The page's decoder against the scenes: both give the same frames."""

import json
from base64 import b64encode
from itertools import product
from typing import Any

import legs
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page

from authoring import stages
from lessons_lib.apps.explorer import Explorer
from lessons_lib.apps.modules import script
from lessons_lib.site import hosting
from lessons_lib.site.grids import build
from lessons_lib.site.hosting import hosted, larger_steps
from lessons_lib.stage.live import PEN_UP

ASK = """
async ({ scripts, state, parts, cases }) => {
  const [{ host }, { Packet }] = await Promise.all(
    scripts.map((text) => import(`data:text/javascript,${encodeURIComponent(text)}`)),
  );
  const model = host('explorer', state, async (part) => parts[part]);
  let hear;
  model.on('msg:custom', (content, buffers) => hear({ content, buffers }));
  const ask = (question) => new Promise((resolve) => {
    hear = resolve;
    model.send({ ...question, asker: 'test' });
  });
  const told = (frame) => [frame.words, frame.marks.map(({ xy, text, color }) => {
    let end = xy.length;
    while (end && xy[end - 2] === PEN_UP) end -= 2;
    return [[...xy.subarray(0, end)], text || '', color || ''];
  })];
  const answers = [];
  for (const values of cases) {
    const { content, buffers } = await ask({ ask: 'frame', values, clock: 1 });
    const table = await ask({ ask: 'table', values, clock: 1 });
    const frame = buffers.length && new Packet(content.head, buffers[0]).frame(0);
    answers.push(JSON.stringify(
      frame ? [...told(frame), table.content.html] : content.sentence,
    ));
  }
  return answers;
}
""".replace("PEN_UP", str(PEN_UP))


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    return context.new_page()


def answers(
    page: Page, state: dict[str, Any], parts: dict[str, str], cases: list[dict[str, float]]
) -> list[Any]:
    """What the page's host says to these values of the sliders."""
    scripts = [script("host/host.js"), script("explorer/packet.js")]
    about = {"scripts": scripts, "state": state, "parts": parts, "cases": cases}
    return [json.loads(one) for one in page.evaluate(ASK, about)]


def expected(explorer: Explorer, values: dict[str, float]) -> Any:
    """What the scene itself says."""
    try:
        frame = explorer.scene.frame(**values)
    except ValueError as error:
        return str(error)
    packet = explorer._stage.pack([frame])
    numbers = np.frombuffer(packet.coordinates, np.int16).tolist()
    marks = []
    for about in packet.head["layout"]:
        xy = numbers[about["start"] :][: 2 * about["points"]]
        while xy and xy[-2] == PEN_UP:
            del xy[-2:]
        marks.append([xy, about.get("text", ""), about.get("color", "")])
    return [frame.words, marks, frame.table.html()]


def thinned(explorer: Explorer) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """A few positions of each slider, and a state whose controls have just these."""
    number = len(explorer.scene.parameters)
    most = {1: 9, 2: 4, 3: 3}.get(number, 2)
    few = {}
    for one in explorer.scene.parameters:
        positions = one.positions
        picked = np.unique(np.linspace(0, len(positions) - 1, most).round().astype(int))
        few[one.name] = sorted({*positions[picked].tolist(), explorer.start[one.name]})
    state = hosted_state(explorer)
    for control in state["_spec"]["controls"]:
        control |= {"low": 0, "step": 1}
    return few, state


def hosted_state(explorer: Explorer) -> dict[str, Any]:
    first = b64encode(explorer._first).decode()
    return {"_spec": json.loads(json.dumps(explorer._spec)), "_first": first}


SCENES = {name: scene for name, scene in stages.scenes().items() if scene.parameters}


@pytest.mark.parametrize("name", SCENES)
def test_every_explorer_shows_what_its_scene_says(page: Page, name: str) -> None:
    explorer = Explorer(SCENES[name])
    few, state = thinned(explorer)
    grid = build(explorer.scene, explorer.start, few)
    parts = {part: b64encode(data).decode() for part, data in grid.parts.items()}
    places = list(product(*(range(len(positions)) for positions in few.values())))
    cases = [dict(zip(few, map(float, place), strict=True)) for place in places]
    said = answers(page, state, parts, cases)
    for place, answer in zip(places, said, strict=True):
        values = {name: few[name][at] for name, at in zip(few, place, strict=True)}
        assert answer == expected(explorer, values), values


def test_millions_of_positions_are_a_few_kilobytes(page: Page) -> None:
    explorer = Explorer(legs.legs)
    found = hosted(explorer)
    assert sum(map(len, found.parts.values())) < 60_000
    chance = np.random.default_rng(0)
    cases = [
        {one.name: float(chance.choice(one.positions)) for one in explorer.scene.parameters}
        for _ in range(60)
    ]
    assert answers(page, found.state, found.parts, cases) == [
        expected(explorer, values) for values in cases
    ]


def test_what_is_too_large_moves_one_slider_at_a_time(page: Page) -> None:
    explorer = Explorer(legs.noise)
    found = hosted(explorer)
    assert found.state["_spec"]["alone"]
    first, second, *_ = explorer.scene.parameters
    one_moved = [explorer.start | {first.name: float(value)} for value in first.positions[::20]]
    both = explorer.start | {first.name: first.high, second.name: second.high}
    said = answers(page, found.state, found.parts, [explorer.start, *one_moved, both])
    assert said[:-1] == [expected(explorer, values) for values in (explorer.start, *one_moved)]
    assert said[-1] == found.state["_spec"]["note"]


def test_all_sliders_move_together_in_larger_steps(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = {"hip_flexion_deg": 35.0, "knee_flexion_deg": 25.0, "pelvic_tilt_deg": 20.0}
    monkeypatch.setattr(hosting, "_steps", lambda _: steps)
    explorer = Explorer(legs.noise, hip_flexion_deg=10)
    found = hosted(explorer)
    together = found.together
    assert found.state["_spec"]["alone"]
    assert together
    there = [one.positions.tolist() for one in larger_steps(explorer)]
    assert there == [[-60 + 35 * k for k in range(6)][2:], [0, 25, 50, 75, 100], [-20, 0, 20]]
    cases = [dict(zip(steps, place, strict=True)) for place in product(*there)]
    state = found.state | {"_spec": found.state["_spec"] | together.spec}
    assert answers(page, state, together.parts, cases) == [
        expected(explorer, values) for values in cases
    ]
