"""The class seen: what was misunderstood can be named, nobody can, and no file is run or hidden."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import invented_class
import pytest
from test_remembering import _of_the_safety_check_and_the_tracker

from lessons_lib.classroom import handed_in, looking, seen
from lessons_lib.classroom.handed_in import Answer, Slip
from lessons_lib.classroom.seen import State
from lessons_lib.data import items

REFERENCE = Path(__file__).parent / "reference" / "my_answers.json"
SIGN = {"first": [0], "chosen": [2], "right": True, "tries": 2}


def hand_in(number: int = 1, **answers: object) -> str:
    return invented_class.hand_in(answers, number)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "handed in"
    invented_class.write(folder)
    return folder


def test_the_two_misunderstandings_of_the_invented_class_are_named(thirty):
    found = handed_in.read(thirty)
    assert (len(found.people), found.skipped) == (30, [])
    looked = seen.look(found.people)
    named = [item.key for slip in looked.first for item, _ in slip.places]
    put_in = {*invented_class.TIMES_THE_CHANCE, *invented_class.THIGH_COMES_ALONG}
    assert put_in <= set(named)
    assert set(named[:3]) <= put_in
    told = {slip.says for slip in looked.first}
    assert any("ratio of risks" in says for says in told)
    assert any("if the thigh turned" in says for says in told)
    (rows,) = (rows for entry, rows in looked.lessons if entry.stem == invented_class.LESSON)
    slope = next(row for row in rows if row.item.key == "exercise/04-slope")
    assert slope.counts[State.OPEN] == 8, "who is absent has answered nothing"
    assert [state is State.OPEN for state in slope.states] == [False] * 22 + [True] * 8


def test_the_page_needs_nothing_and_names_nobody(thirty, capsys):
    assert looking.main([str(thirty)]) == 0
    path = thirty.with_name("handed in_class.html")
    html = path.read_text(encoding="utf-8")
    assert str(path) in capsys.readouterr().out
    assert "Student" not in html
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|https?:", html)
    for table in re.findall(r"<table.*?</table>", html, re.S):
        assert "<caption>" in table
    assert looking.main([str(thirty), "--lesson", "4", "--at-least", "5"]) == 0
    assert "Lesson 1:" not in path.read_text(encoding="utf-8"), "our own page is renewed"
    path.write_text("my own notes", encoding="utf-8")
    assert looking.main([str(thirty)]) == 1
    assert path.read_text(encoding="utf-8") == "my own notes"
    assert looking.main([str(thirty / "not there")]) == 1
    assert looking.main([str(thirty), "--lesson", "44"]) == 1


def test_no_cell_stands_for_fewer_people_than_the_teacher_says(tmp_path):
    for number in range(9):
        path = tmp_path / f"{number}.json"
        path.write_text(hand_in(number, **{"quiz/04-sign": SIGN}), encoding="utf-8")
    people = handed_in.read(tmp_path).people
    ten, nine = seen.look(people), seen.look(people, at_least=9)
    assert not any(row.states or row.slips for _, rows in ten.lessons for row in rows)
    assert ten.first == ()
    (shown,) = (row for _, rows in nine.lessons for row in rows if row.states)
    assert shown.counts[State.LATER] == 9
    assert nine.first[0].people == 9


def test_of_what_equally_many_got_wrong_what_is_wrong_still_comes_first():
    slips = {"quiz/05-posture": "It does.", "quiz/05-chain": "A link.", "quiz/05-when": "It bends."}
    still = {"quiz/05-posture": 1, "quiz/05-chain": 3, "quiz/05-when": 2}
    people = [
        {
            item: Answer(right=number >= still[item], slips=(Slip("This", says),), at_once=False)
            for item, says in slips.items()
        }
        for number in range(4)
    ]
    first = seen.look(people, at_least=4).first
    assert [(one.says, one.people, one.still) for one in first] == [
        ("A link.", 4, 3),
        ("It bends.", 4, 2),
        ("It does.", 4, 1),
    ]


def test_what_the_page_makes_is_what_is_read(tmp_path, monkeypatch):
    """The same file is made in tests/web/widgets.test.js."""
    monkeypatch.setattr(items, "edition", lambda: "0123456789ab")
    (tmp_path / "my_answers.json").write_bytes(REFERENCE.read_bytes())
    found = handed_in.read(tmp_path)
    assert found.skipped == []
    (person,) = found.people
    assert person.keys() == {"exercise/04-slope", "quiz/04-sign"}
    slope, sign = person["exercise/04-slope"], person["quiz/04-sign"]
    assert (slope.right, slope.at_once) == (False, False)
    assert "millimetres" in slope.slips[0].says
    assert (sign.right, sign.at_once, len(sign.slips)) == (True, False, 1)


def test_nothing_of_the_safety_check_or_the_tracker_is_taken(tmp_path):
    good = {"quiz/04-sign": SIGN}
    words = sorted(_of_the_safety_check_and_the_tracker() - {"", *SIGN})
    path = tmp_path / "my_answers.json"
    head = json.loads(hand_in(**good))
    for word in words:
        for content in (
            {**head, word: 1},
            {**head, "answers": {**good, word: SIGN}},
            {**head, "answers": {**good, f"own/{word}": {"value": 3}}},
            {**head, "answers": {"quiz/04-sign": {**SIGN, word: 1}}},
        ):
            with pytest.raises(handed_in.NotReadError):
                handed_in._from_hand_in(content)
    for kept_back in ("prediction/04-tilted", "own/leg_raise_deg"):
        value = {"choice": 1} if kept_back.startswith("pred") else {"value": 60}
        assert items.fits(kept_back, value)
        path.write_text(hand_in(**good, **{kept_back: value}), encoding="utf-8")
        assert "something else" in handed_in.read(tmp_path).skipped[0].why


def test_what_is_doubled_counts_once_and_is_named(tmp_path):
    def put(name: str, text: str) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    lesson = invented_class.notebook({"04-slope": 57.7})
    put("Ada/04.ipynb", lesson)
    put("Ada/04 (1).ipynb", invented_class.notebook({"04-slope": 57.7, "04-tilt": 9.02}))
    put("Ada/answers.json", hand_in(1, **{"quiz/04-sign": SIGN}))
    put("Ben/04.ipynb", lesson)
    put("Ben/answers.json", hand_in(1, **{"quiz/04-sign": SIGN}))
    put("lovelace_77_901_04.ipynb", lesson)
    put("lovelace_LATE_77_902_my_answers.json", hand_in(2, **{"quiz/04-sign": SIGN}))
    put("someone.ipynb", lesson)
    found = handed_in.read(tmp_path)
    assert len(found.people) == 3
    skipped = {"Ben/answers.json", "someone.ipynb", "Ada/04.ipynb"}
    assert {one.name for one in found.skipped} == skipped
    assert len(found.remarks) == 2, "two who did the same in a notebook may have the same one"
    both = [one for one in found.people if len(one) == 3]
    assert len(both) == 1
    assert both[0]["exercise/04-tilt"].right


def _hostile(marker: Path) -> list[bytes]:
    """Files that are damaged, old, deep, or made to do harm."""
    run = f"open({str(marker)!r}, 'w')"
    cell = {"cell_type": "code", "source": f'{run}\ncheck("04-slope", 1)', "outputs": []}
    lesson = {"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    good = json.loads(hand_in(**{"quiz/04-sign": SIGN}))
    script = "<script>alert(1)</script>"

    def answers(**given: object) -> dict[str, object]:
        return {**good, "answers": given}

    told = {"text/plain": "✓ 04-slope. Right: of another course"}
    texts = [
        "", "{", "[]", "null", "NaN", '"text"', "\0\0\0", "\ufeff{}", "[" * 100_000, '{"a":' * 999,
        '{"cells": [], "nbformat": NaN}', "1" * 5_000, '{"worksheets": []}', script, "PK\3\4",
        "(lp0\n", run,
    ]  # fmt: skip
    contents = [
        {**lesson, "nbformat": 3},
        {**lesson, "nbformat": 10**30},
        {**lesson, "cells": []},
        {**lesson, "cells": {}},
        {**lesson, "cells": [{}] * 3_000},
        {**lesson, "cells": [None, 1, "cell", [], {"cell_type": ["code"]}]},
        {**lesson, "cells": [{**cell, "source": [1, {}]}]},
        {**lesson, "cells": [{**cell, "source": 'check("99-none", 1)'}]},
        {**lesson, "cells": [{**cell, "outputs": [{"data": told}]}]},
        {**good, "edition": "000000000000"},
        {**good, "format": 2},
        {**good, "number": script},
        {**good, "name": script},
        answers(**{"exercise/04-slope": {"typed": script, "right": False, "tries": 1}}),
        answers(**{"exercise/04-slope": {"typed": "1" * 999, "right": False, "tries": 1}}),
        answers(**{"quiz/04-sign": {**SIGN, "chosen": [99]}}),
        answers(**{"quiz/04-sign": {**SIGN, "first": [True]}}),
        answers(**{"quiz/04-sign": {**SIGN, "tries": 10**400}}),
        answers(**{script: SIGN}),
        answers(**{"quiz/04-sign": script}),
        answers(**{"quiz/04-sign": {**SIGN, "day": "2026-11-29"}}),
        {**good, "answers": [script]},
    ]
    return [*(text.encode() for text in texts), *(json.dumps(one).encode() for one in contents),
            b"\xff\xfe\xfa", b'{"made_by": "\xff"}']  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are made as POSIX makes them")
def test_of_a_thousand_hostile_files_none_is_run_and_none_hidden(tmp_path, capsys):
    folder, marker = tmp_path / "handed in", tmp_path / "it ran"
    folder.mkdir()
    for number in range(10):
        own = folder / f"good {number}.json"
        own.write_text(hand_in(100 + number, **{"quiz/04-sign": SIGN}), encoding="utf-8")
    endings = cycle([".json", ".ipynb"])
    for number, content in enumerate(islice(cycle(_hostile(marker)), 1_000)):
        (folder / f"{number:04}{next(endings) if number % 40 else ' <script>.ipynb'}").write_bytes(
            content
        )
    (folder / "large.ipynb").touch()
    os.truncate(folder / "large.ipynb", 3_000_000_000)
    (folder / "link.ipynb").symlink_to(folder / "good 1.json")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.json")
    (folder / "packed.zip").write_bytes(b"PK\3\4")
    (folder / "\x1b[31mred\n.ipynb").write_bytes(b"{")
    (folder / ("deep/" * 12)).mkdir(parents=True)
    handed_in.read(tmp_path / "handed in")  # all that it needs is imported before one looks
    with _watched() as events:
        found = handed_in.read(folder)
    assert not {"exec", "compile", "import", "os.system", "subprocess.Popen"} & set(events)
    assert not marker.exists()
    assert (found.read, len(found.people)) == (10, 10)
    assert len(found.skipped) == 1_000 + 7
    assert looking.main([str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.count("Not counted: ") == 1_007
    assert "\x1b" not in out
    html = folder.with_name("handed in_class.html").read_text(encoding="utf-8")
    assert "1007 more files" in html
    assert "<script" not in html


_events: list[list[str]] = []


@cache
def _hook() -> None:
    """Python takes no hook away again, so there is one, and it is asked only while one watches."""
    sys.addaudithook(lambda event, _: [one.append(event) for one in _events])


@contextmanager
def _watched() -> Iterator[list[str]]:
    """What Python does meanwhile that could run a program, by its audit events."""
    _hook()
    _events.append([])
    try:
        yield _events[-1]
    finally:
        _events.pop()
