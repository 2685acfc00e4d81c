"""Moodle XML, the format that Moodle's question bank takes in whole.

https://docs.moodle.org/en/Moodle_XML_format
"""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from lessons_lib.classroom.platforms import questions
from lessons_lib.classroom.platforms.questions import COURSE, Lesson, Sheet
from lessons_lib.data.quizzes import Question

FILE = "moodle.xml"
MARK = b"<!--Written by start.py export-->"


def document(lessons: Sequence[Lesson]) -> bytes:
    """The questions of some lessons: a category for each, and one for each varied exercise."""
    root = ET.Element("quiz")
    root.append(ET.Comment(MARK[4:-3].decode()))
    for lesson in lessons:
        root.append(_category(lesson.name))
        root.extend(_choice(one) for one in lesson.choices)
        for forms in lesson.numbers:
            if len(forms) > 1:  # a quiz may then draw one of them
                root.append(_category(lesson.name, forms[0]["title"]))
            root.extend(_number(one, name) for name, one in questions.named(forms))
            if len(forms) > 1:
                root.append(_category(lesson.name))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def fraction(parts: int) -> str:
    """One part of the mark, in percent, as Moodle's fixed list of fractions writes it.

    >>> fraction(1), fraction(2), fraction(3), fraction(6)
    ('100', '50', '33.33333', '16.66667')
    """
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def shares(question: Question) -> Iterator[str]:
    """What each option counts, in percent.

    Where several are right, the right ones share the mark and the wrong ones take it away again:
    who chooses all of them gets nothing.
    """
    right = sum(option.right for option in question.options)
    for option in question.options:
        if option.right:
            yield fraction(right)
        elif question.kind == "one":
            yield "0"
        else:
            yield f"-{fraction(len(question.options) - right)}"


def category(*names: str) -> str:
    """The place of a category in the question bank; a stroke in a name is doubled."""
    return "/".join(["$course$", "top", *(one.replace("/", "//") for one in (COURSE, *names))])


def _category(*names: str) -> ET.Element:
    question = ET.Element("question", type="category")
    _text(ET.SubElement(question, "category"), category(*names))
    return question


def _choice(asked: Question) -> ET.Element:
    question = _question("multichoice", asked.id, asked.id, questions.paragraph(asked.text))
    _set(question, "single", "true" if asked.kind == "one" else "false")
    _set(question, "shuffleanswers", "false")  # the course has mixed them already
    _set(question, "answernumbering", "none")
    for option, share in zip(asked.options, shares(asked), strict=True):
        answer = ET.SubElement(question, "answer", fraction=share, format="html")
        _text(answer, questions.paragraph(option.text))
        _html(answer, "feedback", questions.paragraph(option.feedback))
    return question


def _number(sheet: Sheet, name: str) -> ET.Element:
    title = f"{name} {sheet['title']}"
    question = _question(
        "numerical", title, name, questions.asked(sheet), general=questions.way(sheet)
    )
    for one in questions.answers(sheet):
        share = "100" if one.right else "0"
        answer = ET.SubElement(question, "answer", fraction=share, format="plain_text")
        _text(answer, "*" if one.value is None else questions.number(one.value))
        _html(answer, "feedback", questions.paragraph(one.says))
        _set(answer, "tolerance", questions.number(one.margin))
    if sheet["hint"]:
        _html(question, "hint", questions.paragraph(sheet["hint"]))
    return question


def _question(kind: str, title: str, name: str, text: str, general: str = "") -> ET.Element:
    question = ET.Element("question", type=kind)
    _text(ET.SubElement(question, "name"), title)
    _html(question, "questiontext", text)
    _html(question, "generalfeedback", general)
    _set(question, "defaultgrade", "1")
    _set(question, "idnumber", name)
    return question


def _html(parent: ET.Element, tag: str, html: str) -> None:
    _text(ET.SubElement(parent, tag, format="html"), html)


def _text(parent: ET.Element, words: str) -> None:
    _set(parent, "text", words)


def _set(parent: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(parent, tag).text = words
