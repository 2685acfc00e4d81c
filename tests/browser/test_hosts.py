"""Every widget without Jupyter: on a plain page, answered by Python directly, then by a recording.

The page knows a model with `get`, `on`, `off` and `send`, and not who stands behind it: here, a
host of 30 lines, with Python first, and afterwards with nothing but the answers that it gave.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import waves
from playwright.sync_api import BrowserContext, Locator, Page, expect
from test_tracker_app import data  # noqa: F401

from lessons_lib.apps.article import grade
from lessons_lib.apps.claim_table import claim_table
from lessons_lib.apps.explorer import Explorer
from lessons_lib.apps.modules import script
from lessons_lib.apps.prediction import predict
from lessons_lib.apps.quiz import quiz
from lessons_lib.apps.review import review
from lessons_lib.apps.safety_check import safety_check
from lessons_lib.apps.tracker import tracker
from lessons_lib.apps.widget import CourseWidget
from lessons_lib.data.parameters import parameter

HIP = parameter("hip_flexion_deg").label
STATE = {"content", "questions", "predictions", "_spec", "_first", "_anywidget_id"}
WHOLE_PAGE = """<!doctype html><html lang="en"><title>A plain page</title>
<body><main></main></body></html>"""
NOON = "2026-11-22T12:00:00Z"
# What belongs to one asking only; a recording knows nothing of it.
HOST = """
const fleeting = ['id', 'asker', 'clock', 'now', 'sent', 'zone', 'offset'];
const keyOf = (question) => JSON.stringify(
  Object.entries(question).filter(([name]) => !fleeting.includes(name)).sort(),
);
const bytes = (text) =>
  new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
globalThis.recorded = {};
globalThis.Host = class {
  listeners = new Set();
  constructor(state) {
    this.state = state;
    if (state._first) state._first = bytes(state._first);
  }
  get(name) { return this.state[name]; }
  on(event, listener) { if (event === 'msg:custom') this.listeners.add(listener); }
  off(event, listener) { if (event === 'msg:custom') this.listeners.delete(listener); }
  async send(question) {
    const key = keyOf(question);
    if (globalThis.python) recorded[key] = JSON.parse(await python(JSON.stringify(question)));
    else await null;
    for (const { content, buffers } of recorded[key] ?? []) {
      const now = { ...content, asker: question.asker };
      if ('clock' in question) now.clock = question.clock;
      if ('id' in question) now.answer = question.id;
      for (const listener of [...this.listeners]) listener(now, buffers.map(bytes));
    }
  }
};
globalThis.mount = async ({ script, state }) => {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const { default: page } = await import(address);
  const { initialize, render } = typeof page === 'function' ? page() : page;
  const model = new Host(state);
  await initialize?.({ model });
  render({ model, el: document.querySelector('main') });
};
"""


def answers(widget: CourseWidget, question: str) -> str:
    """What a widget's Python says to a question of its page."""
    sent: list[dict[str, Any]] = []

    def send(content: Any, buffers: list[bytes] | None = None) -> None:
        found = [b64encode(one).decode() for one in buffers or []]
        sent.append({"content": content, "buffers": found})

    widget.send = send
    widget._handle_custom_msg(json.loads(question), [])
    return json.dumps(sent)


def state(widget: CourseWidget) -> dict[str, Any]:
    found = {name: value for name, value in widget.get_state().items() if name in STATE}
    if "_first" in found:
        found["_first"] = b64encode(found["_first"]).decode()
    return found


def opened(context: BrowserContext, widget: CourseWidget, errors: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.set_fixed_time(NOON)
    page.set_content(WHOLE_PAGE)
    page.add_style_tag(content=widget._css)
    page.add_script_tag(content=HOST)
    return page


def follow_a_slider(page: Page) -> str:
    start = page.locator(".ll-words").text_content() or ""
    page.get_by_label(HIP, exact=True).press("ArrowRight")
    expect(page.locator(".ll-words")).not_to_have_text(start)
    page.get_by_text("The numbers", exact=True).click()
    expect(page.locator(".ll-numbers table")).to_be_visible()
    # What stands still for a moment is read aloud, too.
    words = page.locator(".ll-words").text_content() or ""
    expect(page.locator(".ll-explorer > .ll-unseen[aria-live]")).to_have_text(words)
    return text(page.locator(".ll-explorer"))


def answer_a_question(page: Page) -> str:
    page.locator("input").first.check()
    page.get_by_role("button", name="Check question 1").click()
    return text(page.locator(".ll-feedback").first)


def say_what_you_think(page: Page) -> str:
    page.get_by_role("button", name="About 10 mm longer").click()
    page.get_by_role("slider").press("End")
    page.get_by_role("button", name="That is my guess").click()
    said = page.get_by_role("status")
    expect(said.last).to_contain_text("Now try")
    return text(said.first) + text(said.last)


def tick_a_sign(page: Page) -> str:
    page.locator("[data-rank='0'] input").first.check()
    return text(page.get_by_role("alert"))


def grade_a_claim(page: Page) -> str:
    page.locator("input").first.check()
    page.get_by_role("button", name="Compare with").click()
    return text(page.locator(".ll-summary"))


def search(page: Page) -> str:
    page.get_by_label("Search").fill("hamstrings")
    return text(page.locator(".ll-count"))


def begin(page: Page) -> str:
    expect(page.get_by_text("Your day:")).to_be_visible()
    for box in page.get_by_label("None of these").all():
        box.check()
    page.get_by_role("button", name="Save the result and go on").click()
    page.get_by_role("button", name="Begin my two weeks today").click()
    page.get_by_role("button", name="None of these, go on").click()
    expect(page.get_by_role("button", name="Start the session")).to_be_visible()
    return text(page.locator(".ll-next"))


def guess(page: Page) -> str:
    expect(page.locator("figure")).to_have_count(3)
    page.get_by_label("about the same").check()
    page.get_by_role("button", name="Show what the ratings say").click()
    expect(page.locator("figure")).to_have_count(4)
    return text(page.locator(".ll-review"))


def text(place: Locator) -> str:
    found = place.inner_text()
    assert found
    return found


def test_modules_that_use_the_same_names_do_not_meet(
    context: BrowserContext, tmp_path: Path
) -> None:
    (tmp_path / "a.js").write_text(
        'const name = "a";\nexport function told() {\n  return name;\n}\n'
    )
    (tmp_path / "b.js").write_text(
        'import { told as other } from "./a.js";\nconst name = "b";\n'
        "export function told() {\n  return other() + name;\n}\n"
    )
    page = context.new_page()
    read = (
        "(text) => import(`data:text/javascript,${encodeURIComponent(text)}`).then(m => m.told())"
    )
    assert page.evaluate(read, script("b.js", tmp_path)) == "ab"
    page.close()


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("make", "act"),
    [
        (lambda: Explorer(waves.waves), follow_a_slider),
        (lambda: quiz("04_hamstrings_and_pelvis"), answer_a_question),
        (lambda: predict("04-tilted", "04-longest"), say_what_you_think),
        (safety_check, tick_a_sign),
        (grade, grade_a_claim),
        (claim_table, search),
        (tracker, begin),
        (review, guess),
    ],
)
def test_a_widget_lives_wherever_somebody_answers(
    context: BrowserContext,
    make: Callable[[], CourseWidget],
    act: Callable[[Page], str],
) -> None:
    widget = make()
    mounted = {"script": widget._esm, "state": state(widget)}
    errors: list[str] = []

    live = opened(context, widget, errors)
    live.expose_function("python", lambda question: answers(widget, question))
    live.evaluate("(widget) => mount(widget)", mounted)
    said = act(live)
    recorded = live.evaluate("() => recorded")
    live.close()

    page = opened(context, widget, errors)
    page.evaluate("(answers) => { recorded = answers; }", recorded)
    page.evaluate("(widget) => mount(widget)", mounted)
    assert act(page) == said
    page.close()
    assert errors == []
