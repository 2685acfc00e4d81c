"""Every question, read back from each format by a second implementation, marks as the course."""

import re

import pytest
from platforms import canvas, choices, gift, moodle

from lessons_lib.classroom.platforms import questions, writing
from lessons_lib.course.exercises.judging import judge


@pytest.fixture(scope="module")
def lessons():
    return questions.lessons(others=3)


@pytest.fixture(scope="module", params=["moodle", "gift", "canvas"])
def platform(request, lessons):
    content = writing.FORMATS[request.param].document(lessons)
    read = {"moodle": moodle, "gift": gift, "canvas": canvas}[request.param]
    return request.param, read(content)


def test_every_question_with_options_marks_as_in_the_course(platform, lessons):
    name, asked = platform
    for question in (one for lesson in lessons for one in lesson.choices):
        right = [place for place, one in enumerate(question.options) if one.right]
        single = question.kind == "one"
        every = choices(len(question.options))
        for chosen in every if not single else ([place] for place in range(len(question.options))):
            mark, told = asked[question.id].marked(chosen)
            assert (mark == pytest.approx(1, abs=1e-4)) == (chosen == right), question.id
            assert all(question.options[place].feedback in told for place in chosen)
            if len(chosen) == 1 and not question.options[chosen[0]].right:
                assert mark == 0
        everything, _ = asked[question.id].marked(list(range(len(question.options))))
        if len(right) < len(question.options) and not single:
            assert everything == pytest.approx(0, abs=1e-4), f"{name}: all of {question.id}"


def test_every_exercise_marks_and_answers_as_in_the_course(platform, lessons):
    name, asked = platform
    forms = [form for lesson in lessons for forms in lesson.numbers for form in _named(forms)]
    assert len(asked) == len(forms) + sum(len(lesson.choices) for lesson in lessons)
    for title, sheet in forms:
        item = asked[title]
        for number in _probes(sheet):
            told = judge(sheet, number)
            mark, says = item.marked(number)
            assert mark == bool(told.right), f"{title}: {number}"
            if name != "canvas":
                assert says == told.sentence, f"{title}: {number}"
                continue
            assert item.right_by_canvas(number) == bool(told.right), f"{title}: {number}"
        if name == "canvas":
            assert all(slip in item.marked(1e30)[1] for slip in questions.slips(sheet))


def _named(forms):
    first, *others = forms
    yield f"{first['id']} {first['title']}", first
    for place, one in enumerate(others, start=1):
        yield f"{first['id']}-{place} {one['title']}", one


def _probes(sheet):
    """The middle of every answer that has two ends, and numbers on every side."""
    right = questions.right_value(sheet)
    ends = [(one["from"], one["to"]) for one in sheet["answers"]]
    middles = [(low + high) / 2 for low, high in ends if None not in (low, high)]
    return [*middles, 0.0, *(right * part for part in (-7.7, -0.31, 0.43, 1.9, 23.0))]


def test_a_file_that_somebody_else_wrote_is_left(tmp_path, capsys):
    assert writing.main(["gift", "4", "--to", str(tmp_path)]) == 0
    written = tmp_path / "gift.txt"
    assert re.findall(r"^::(\d\d)", written.read_text(encoding="utf-8"), re.M).count("04") > 5
    assert writing.main(["gift", "--to", str(tmp_path)]) == 0, "our own is renewed"
    written.write_text("my own questions", encoding="utf-8")
    assert writing.main(["gift", "--to", str(tmp_path)]) == 1
    assert written.read_text(encoding="utf-8") == "my own questions"
    assert writing.main(["gift", "44", "--to", str(tmp_path)]) == 1
    assert "no lesson 44" in capsys.readouterr().err
