"""The course's modules as the browser gets them: what is imported comes first, in its own scope."""

import re
from importlib.resources import files

import pytest

from lessons_lib.apps import modules
from lessons_lib.apps.modules import ModuleError, script, style
from lessons_lib.apps.quiz import QuizWidget
from lessons_lib.apps.remembering import RememberingWidget
from lessons_lib.apps.widget import CourseWidget

WEB = files("lessons_lib.apps") / "web"
HOSTS = {"alone", "host", "offline", "reading", "site"}
"""What is round a page, and has tests of its own: some of it asks its own server."""

PAGES = [
    folder.name
    for folder in sorted(WEB.iterdir(), key=lambda one: one.name)
    if (folder / f"{folder.name}.js").is_file() and folder.name not in HOSTS
]


@pytest.fixture
def folder(tmp_path):
    """Write files, by path; gives their folder."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_js", ".js").replace("_css", ".css")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_what_is_imported_comes_first_and_once(folder):
    root = folder(
        page__page_js='import { b } from "./b.js";\nimport { c } from "../shared/c.js";\n'
        "export default { b, c };\n",
        page__b_js='import { c } from "../shared/c.js";\nexport const b = c + 1;\n',
        shared__c_js="export const c = 1;\n",
    )
    text = script("page/page.js", root)
    assert re.findall("^// (.*)", text, re.MULTILINE) == [
        "shared/c.js",
        "page/b.js",
        "page/page.js",
    ]


def test_the_bundle_exports_what_its_entry_does(folder):
    root = folder(
        entry_js="export function one() {}\nexport async function two() {}\n"
        "export class Three {}\nexport const four = 4;\nconst five = 5;\nexport default { five };\n"
    )
    text = script("entry.js", root)
    assert re.findall("^export (?:const )?(\\w+)", text, re.MULTILINE) == [
        "one",
        "two",
        "Three",
        "four",
        "default",
    ]


def test_an_edit_shows_without_a_restart(folder):
    root = folder(a_js="export const words = 'old';\n")
    before = script("a.js", root)
    folder(a_js="export const words = 'new';\n")
    assert "'old'" in before
    assert "'new'" in script("a.js", root)


def test_a_widget_that_is_made_anew_reads_its_files_anew(monkeypatch):
    monkeypatch.setattr(modules, "script", lambda entry: f"// {entry}, edited")
    assert QuizWidget(questions=[])._esm == "// quiz/quiz.js, edited"


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"a_js": 'import { b } from "./b.js";\n'}, r"a\.js imports b\.js, and there is no such"),
        ({"a_js": 'import { b } from "b";\n'}, r"a\.js imports b\. Only files"),
        ({"a_js": 'import { b } from "../b.js";\n'}, r"a\.js imports \.\./b\.js\. Only files"),
        (
            {"a_js": 'import { b } from "./b.js";\n', "b_js": "const b = 1;\n"},
            r"a\.js imports b, which b\.js does not export",
        ),
        (
            {
                "a_js": 'import { b } from "./b.js";\n',
                "b_js": 'import { c } from "./c.js";\nexport const b = c;\n',
                "c_js": 'import { b } from "./b.js";\nexport const c = b;\n',
            },
            r"in a circle: b\.js -> c\.js -> b\.js",
        ),
    ],
)
def test_an_import_that_leads_nowhere_is_named(folder, texts, words):
    with pytest.raises(ModuleError, match=words):
        script("a.js", folder(**texts))


@pytest.mark.parametrize(
    "statement",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import "./b.js";',
        'import { b } from "./b.js"',
        'import { "b" as c } from "./b.js";',
        'export { b } from "./b.js";',
        "export { b };",
        "export let b = 1;",
        "export const { b } = {};",
        "export default function b() {}",
        "export default class {}",
        "  export const b = 1;",
        'const c = import("./b.js");',
        'export default import("./b.js");',
        "const here = import.meta.url;",
    ],
)
def test_a_statement_that_is_not_understood_is_refused(folder, statement):
    root = folder(a_js=f"const a = 1;\n{statement}\n", b_js="export const b = 1;\n")
    with pytest.raises(ModuleError, match=r"a\.js, line 2") as refused:
        script("a.js", root)
    assert statement.split()[-1] in str(refused.value)


def test_words_that_look_like_statements_pass(folder):
    text = """// import what you like
/**
 * @import {B} from "./b.js"
 * @type {import("./b.js").B}
 */
const asked = { export: 1 };
const words = "important, exported";
export const a = asked;
"""
    assert "important, exported" in script("a.js", folder(a_js=text))


def test_style_sheets_come_after_those_they_import(folder):
    root = folder(
        page__page_css='@import "../shared/common.css";\n@import "./part.css";\n\n.p {}\n',
        page__part_css='@import "../shared/common.css";\n\n.q {}\n',
        shared__common_css=".c {}\n",
    )
    assert style("page/page.css", root) == ".c {}\n.q {}\n.p {}\n"


def test_another_import_of_a_style_sheet_is_refused(folder):
    with pytest.raises(ModuleError, match=r"a\.css, line 1: @import url"):
        style("a.css", folder(a_css='@import url("b.css");\n'))


def test_every_widget_has_its_page():
    kinds = [*CourseWidget.__subclasses__(), *RememberingWidget.__subclasses__()]
    assert {kind._page for kind in kinds if kind is not RememberingWidget} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_comes_from_the_network(page):
    code, look = script(f"{page}/{page}.js"), style(f"{page}/{page}.css")
    code = code.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//cdn|\bimport\s*\(|\bfetch\(", code)
    assert not re.search(r"https?:|//cdn|@import", look)


@pytest.mark.parametrize("page", PAGES)
def test_the_shared_look_comes_first(page):
    assert style(f"{page}/{page}.css").startswith(style("shared/common.css"))
