"""A stranger's notebook that brings a widget with a script of its own: nothing of it runs."""

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from .lab import Lesson, jupyterlab

SCRIPT = "globalThis.mark = 'set'; export default { render() {} };"
STATE = {
    "application/vnd.jupyter.widget-state+json": {
        "version_major": 2,
        "version_minor": 0,
        "state": {
            "a" * 32: {
                "model_name": "AnyModel",
                "model_module": "anywidget",
                "model_module_version": "~0.11.*",
                "state": {
                    "_model_name": "AnyModel",
                    "_view_name": "AnyView",
                    "_anywidget_id": "stranger.Widget",
                    "_esm": SCRIPT,
                    "_model_module": "anywidget",
                    "_model_module_version": "~0.11.*",
                    "_view_module": "anywidget",
                    "_view_module_version": "~0.11.*",
                },
            }
        },
    }
}
OURS = "from lessons_lib.apps.quiz import quiz\n\nquiz('00_start_here')"
MARK = "() => globalThis.mark ?? ''"
# The ways by which a file gets into the folder, each followed by opening it.
CONTENTS = "window.jupyterapp.serviceManager.contents"
UPLOAD = f"""([path, content]) => {CONTENTS}.save(path, {{
  type: 'file', format: 'text', content: JSON.stringify(content) }})"""
PUT = f"""([path, content]) => {CONTENTS}.save(path, {{
  type: 'notebook', format: 'json', content }})"""
TRUST = """async ([path]) => {
  const { baseUrl } = window.jupyterapp.serviceManager.serverSettings;
  const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
  const answer = await fetch(`${baseUrl}api/contents/${path}/trust`, {
    method: 'POST', headers: { 'X-XSRFToken': token } });
  if (!answer.ok) throw new Error(answer.status);
}"""
COPY = f"async ([path]) => (await {CONTENTS}.copy(path, '')).path"
GO_BACK = f"""async ([path]) => {{
  const {{ id }} = await {CONTENTS}.createCheckpoint(path);
  await {CONTENTS}.restoreCheckpoint(path, id);
}}"""


def stranger() -> nbformat.NotebookNode:
    output = nbformat.v4.new_output(
        "display_data",
        {
            "application/vnd.jupyter.widget-view+json": {
                "model_id": "a" * 32,
                "version_major": 2,
                "version_minor": 0,
            },
            "text/plain": "a picture",
        },
    )
    cells = [
        nbformat.v4.new_code_cell("'a picture'", outputs=[output], execution_count=1),
        nbformat.v4.new_code_cell(OURS),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": STATE, "kernelspec": kernel})


def write(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    nbformat.write(stranger(), path)


def nothing_has_run(lesson: Lesson) -> None:
    """The mark is not there when a widget of ours, which is made last, is drawn."""
    shown = lesson.page.locator(".jp-NotebookPanel:visible")
    expect(shown.locator(".jp-OutputArea-output").first).to_contain_text("a picture")
    lesson.run_all()
    expect(shown.locator(".ll-quiz")).to_be_visible()
    assert lesson.page.evaluate(MARK) == ""


def test_a_server_without_ours_runs_it(browser, tmp_path):
    root, home = tmp_path / "root", tmp_path / "home"
    home.mkdir()
    write(root / "a.ipynb")
    off = "--ServerApp.jpserver_extensions={'lessons_lib.course.server': False}"
    with jupyterlab(root, home, off) as address:
        lesson = Lesson(browser, address, "a.ipynb")
        lesson.page.wait_for_function(MARK)
        lesson.close()


@pytest.fixture(scope="module")
def lesson(root, visit):
    write(root / "strangers/by address.ipynb")
    with visit("strangers/by address.ipynb") as opened:
        yield opened


def test_by_its_address_and_when_the_page_is_loaded_again(lesson):
    nothing_has_run(lesson)
    lesson.save()
    lesson.reload_page()
    nothing_has_run(lesson)


@pytest.mark.parametrize(
    ("bring", "then"),
    [
        (None, None),
        (UPLOAD, None),
        (PUT, None),
        (UPLOAD, TRUST),
        (UPLOAD, COPY),
        (UPLOAD, GO_BACK),
    ],
    ids=["found", "uploaded", "put", "trusted", "copied", "gone back to"],
)
def test_however_it_came(lesson, root, request, bring, then):
    path = f"strangers/{request.node.callspec.id}.ipynb"
    if bring:
        lesson.page.evaluate(bring, [path, stranger()])
    else:
        write(root / path)
    assert "widgets" in json.loads((root / path).read_text())["metadata"]
    opened = (lesson.page.evaluate(then, [path]) if then else None) or path
    lesson.bring(opened)
    lesson.wait_until_ready()
    nothing_has_run(lesson)


def test_a_saved_file_holds_nothing_of_it_any_more(lesson, root):
    path = "strangers/saved.ipynb"
    write(root / path)
    assert SCRIPT in (root / path).read_text()
    lesson.bring(path)
    lesson.wait_until_ready()
    lesson.save()
    # Where a learner lets JupyterLab save the state of widgets, that of living ones is there.
    assert SCRIPT not in (root / path).read_text()
