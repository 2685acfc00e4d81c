"""The web edition's files: whole, closed to the outside, and with all that the lessons say."""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from html_pages import Reader

from authoring import stages
from lessons_lib.apps.claim_table import claim_table
from lessons_lib.apps.explorer import Explorer, picture
from lessons_lib.apps.own_walk import own_walk
from lessons_lib.course import outline
from lessons_lib.course.ways import ways
from lessons_lib.data import load
from lessons_lib.evidence.safety_check import signs
from lessons_lib.figures.nsaids import balance
from lessons_lib.site import building, cells
from lessons_lib.site.files import as_json, digest
from lessons_lib.site.hosting import hosted, larger_steps
from lessons_lib.site.prose import BEFORE_UNIT, name_of, prose
from lessons_lib.site.recorded import recorded

FIRST = outline.lessons()[0]
NOTEBOOKS = building.NOTEBOOKS


@cache
def made() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Two lessons as pages, and the first as one file; all of it is built where it is published."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        diary = Path(name, "diary")
        patch.setenv("LESSONS_LIB_DATA", str(diary))  # the builder's own is out of reach
        lessons = [FIRST, outline.lesson("09_tracker")]
        both = building.edition(lessons, building.CACHE), building.single([FIRST], building.CACHE)
        assert not diary.exists()
    return both


def built() -> dict[str, bytes]:
    return made()[0]


def alone() -> str:
    return made()[1][f"{FIRST.stem}.html"].decode()


def places(*names: str) -> list[dict[str, Any]]:
    """What stands in the pages for each widget."""
    html = "".join(built()[name].decode() for name in names)
    return [json.loads(unescape(one)) for one in re.findall(r'data-place="([^"]*)"', html)]


def value(key: str) -> Any:
    """What is kept under a key."""
    script = built()[f"files/{key}.js"].decode()
    return json.loads(script.removeprefix(f'course.give("{key}", ').removesuffix(");\n"))


@cache
def look_round() -> Mapping[str, Any]:
    """What the page has recorded of the invented person's diary."""
    (tracker,) = [one for one in places("09_tracker.html") if one["page"] == "tracker"]
    return {name: value(key) for name, key in tracker["recorded"].items()}


@cache
def pages() -> dict[str, Reader]:
    found = {name: one.decode() for name, one in built().items() if name.endswith(".html")}
    return {name: Reader(html) for name, html in found.items()}


def test_every_page_loads_only_what_lies_beside_it() -> None:
    for name, page in pages().items():
        assert page.loaded, name
        assert set(page.loaded) <= built().keys(), name
    words = re.findall(rb'data-words="([^"]*)"', b"".join(built().values()))
    assert words
    assert {f"files/{key.decode()}.js" for key in words} <= built().keys()
    for about in places(*pages()):
        keys = [about["state"], *about["parts"].values(), *about["recorded"].values()]
        assert {about["script"], *(f"files/{key}.js" for key in keys)} <= built().keys()


def test_names_in_a_page_are_its_own() -> None:
    for name, page in pages().items():
        twice = {one for one in page.names if page.names.count(one) > 1}
        assert twice == set(), name


def test_every_picture_has_words() -> None:
    assert [one for page in pages().values() for one in page.unnamed] == []


def test_the_front_page_says_of_each_sign_what_counts_and_what_to_do_besides() -> None:
    page = unescape(built()["index.html"].decode())
    said = [(sign.question, *sign.details, sign.note) for sign in signs().values()]
    assert [words for sign in said for words in sign if words not in page] == []


def test_steps_of_the_ways_are_headings() -> None:
    for way in ways():
        for step in way.steps:
            stored = cells.cells(NOTEBOOKS / step.lesson.file)
            headings = re.findall(r"^## (.+)$", "\n".join(one.source for one in stored), re.M)
            assert not step.heading or step.heading in headings, (way.title, step.heading)


def test_a_lesson_holds_every_paragraph_of_its_notebook() -> None:
    page = built()[f"{FIRST.stem}.html"].decode()
    texts = [one.source for one in cells.cells(NOTEBOOKS / FIRST.file) if not one.is_code]
    missing = [line for text in texts for line in prose(text).splitlines() if line not in page]
    assert missing == []


def test_what_is_said_of_the_installed_course_is_left_out() -> None:
    text = (
        "One. <!-- installed -->Run it.<!-- /installed --><!-- web: Press *Play*. --> Two.\n\n"
        "<!-- installed -->\n\nThree\n\n<!-- /installed -->\n\nFour"
    )
    assert prose(text) == "<p>One. Press <em>Play</em>. Two.</p>\n<p>Four</p>\n"


def test_a_heading_is_named_as_jupyterlab_names_it() -> None:
    assert name_of("1. Is it safe to go on?") == "1.-Is-it-safe-to-go-on?"
    assert '<h2 id="1.-A-rope">' in prose("## 1. A rope")


def test_formulas_are_set_when_the_page_is_built() -> None:
    shown = prose("Half: $\\frac{1}{2}$")
    assert "<mfrac>" in shown
    assert "$" not in shown


def test_a_number_and_its_unit_stand_on_one_line() -> None:
    assert (
        prose("47 % of 6 mm, 3 men <")
        == "<p>47\N{NO-BREAK SPACE}% of 6\N{NO-BREAK SPACE}mm, 3 men &lt;</p>\n"
    )
    in_widgets = (building.COURSE / "lessons_lib/apps/web/shared/words.js").read_text(
        encoding="utf-8"
    )
    assert f"/{BEFORE_UNIT.pattern}/g" in in_widgets, "two patterns: the units would differ"


def test_what_is_wider_than_a_phone_is_scrolled_by_keyboard() -> None:
    assert '<table tabindex="0">' in prose("| a | b |\n|---|---|\n| 1 | 2 |")
    assert '<pre tabindex="0">' in prose("```python\nimport numpy\n```")


def test_links_to_lessons_lead_to_pages() -> None:
    assert 'href="04_a.html#Sources"' in prose("[four](04_a.ipynb#Sources)")
    assert 'href="glossary.html"' in prose("[words](glossary.md)")
    assert 'href="claims.html#C17"' in prose("`C17: supported`")


def test_data_end_no_script() -> None:
    text = as_json({"a": "</script><!-- 04_pose.ipynb"})
    assert "</script" not in text
    assert "<!--" not in text
    assert json.loads(text) == {"a": "</script><!-- 04_pose.html"}


def test_the_policy_lets_nothing_in_from_outside() -> None:
    for html in [alone(), *(built()[name].decode() for name in pages())]:
        rules = re.search(r'Security-Policy" content="([^"]*)"', html)
        assert rules
        said = dict(one.split(" ", 1) for one in rules[1].split("; "))
        assert said["default-src"] == "'none'"
        assert "unsafe" not in said["script-src"]
        assert "http" not in rules[1]


def test_one_file_needs_no_other() -> None:
    page = Reader(alone())
    assert all(one.startswith("data:") for one in page.loaded)
    inside = {one for one in page.linked if not one.startswith(("https://", "mailto:"))}
    assert {one.partition("#")[0] for one in inside} <= {"", f"{FIRST.stem}.html"}


def test_the_worker_knows_every_file_by_what_is_in_it() -> None:
    script = built()["offline.js"].decode()
    known = json.loads(script.splitlines()[0].removeprefix("self.edition = ").removesuffix(";"))
    held = {name: digest(one) for name, one in built().items() if name != "offline.js"}
    assert known["files"] == held


def test_a_folder_of_somebody_elses_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "thesis.txt"
    own.write_text("mine", "utf-8")
    assert building.main([str(tmp_path)]) == 1
    assert [own] == list(tmp_path.iterdir())
    assert str(tmp_path) in capsys.readouterr().err


def test_an_older_edition_leaves_nothing_behind(tmp_path: Path) -> None:
    building.write(tmp_path, {"a.html": b"old", "files/one.js": b"1"})
    (tmp_path / "notes.txt").write_text("put here by a reader", "utf-8")
    building.write(tmp_path, {"a.html": b"new", "files/two.js": b"2"})
    held = {one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*") if one.is_file()}
    assert held == {building.MARK, "a.html", "files/two.js", "notes.txt"}


def test_a_lesson_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert building.main([str(tmp_path / "site"), "--single", "77"]) == 1
    assert "There is no lesson 77" in capsys.readouterr().err


def test_an_invented_person_answers_all_that_can_be_looked_at() -> None:
    said = look_round()
    view = said["look"]
    assert view["synthetic"]
    assert view["stage"] == "active"
    for day in view["days"]:
        for one in day["sets"]:
            assert said[f"movement {one['movement']}"]["light"].startswith("<svg")
    for part in view["progress"]:
        assert not part["picture"] or f"picture {part['id']}" in said
    assert recorded(claim_table()) == {}


def test_a_picture_that_stands_still_brings_its_numbers() -> None:
    assert hosted(picture(balance)).parts.keys() == {"numbers"}


@pytest.mark.parametrize("name", sorted({*load("page_steps")["picture"].tolist()}))
def test_larger_steps_lead_to_positions_that_the_installed_sliders_have(name: str) -> None:
    scene = stages.scenes()[name]
    for end in ("low", "default", "high"):
        explorer = Explorer(scene, **{one.name: getattr(one, end) for one in scene.parameters})
        for given, here in zip(scene.parameters, larger_steps(explorer), strict=True):
            assert {*here.positions.round(9)} <= {*given.positions.round(9)}
            assert explorer.start[given.name] in here.positions
    named = load("page_steps").where(picture=name)["parameter"].tolist()
    assert {*named} == {one.name for one in larger_steps(explorer) if one not in scene.parameters}


def test_a_walk_offers_no_file_where_nothing_reads_it() -> None:
    walk = own_walk()
    assert "no Python" in hosted(walk).state["content"]["alone"]
    assert "alone" not in walk.content


def test_the_recording_holds_nothing_of_the_builders() -> None:
    text = json.dumps(look_round())
    assert str(Path.home()) not in text
    assert tempfile.gettempdir() not in text
