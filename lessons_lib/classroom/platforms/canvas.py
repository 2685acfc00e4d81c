"""QTI 1.2 in a package as Canvas takes it in: a quiz for practice out of each lesson.

Canvas takes every interval of a question for a number to be a right one, whatever score it sets,
so wrong answers have no interval there: what they are told stands in the comment that all of them
get.

https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from xml.etree import ElementTree as ET

from lessons_lib.classroom.platforms import questions
from lessons_lib.classroom.platforms.questions import COURSE, Lesson, Sheet
from lessons_lib.data.quizzes import Question

FILE = "canvas.zip"
MARK = b"Written by start.py export"

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_META = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_THEN = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the package: the same questions are the same package."""


def document(lessons: Sequence[Lesson]) -> bytes:
    """The package."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = MARK
        for name, root in _files([one for one in lessons if one.choices or one.numbers]):
            ET.indent(root)
            content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
            package.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _files(lessons: Sequence[Lesson]) -> Iterator[tuple[str, ET.Element]]:
    manifest = ET.Element("manifest", identifier="lessons_lib", xmlns=_PACKAGE)
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    for place, lesson in enumerate(lessons, start=1):
        ident = f"lesson{place}"
        quiz, meta = f"{ident}/{ident}.xml", f"{ident}/assessment_meta.xml"
        one = ET.SubElement(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
        ET.SubElement(one, "file", href=quiz)
        ET.SubElement(one, "dependency", identifierref=f"{ident}_meta")
        other = ET.SubElement(
            resources, "resource", identifier=f"{ident}_meta", type=_META, href=meta
        )
        ET.SubElement(other, "file", href=meta)
        yield quiz, _assessment(ident, lesson)
        yield meta, _meta(ident, lesson)
    yield "imsmanifest.xml", manifest


def _meta(ident: str, lesson: Lesson) -> ET.Element:
    quiz = ET.Element("quiz", identifier=ident, xmlns=_CANVAS)
    for tag, words in {
        "title": f"{COURSE} · {lesson.name}",
        "description": "",
        "shuffle_answers": "false",
        "scoring_policy": "keep_highest",
        "hide_results": "",
        "quiz_type": "practice_quiz",
        "points_possible": f"{len(lesson.choices) + len(lesson.numbers)}.0",
        "allowed_attempts": "-1",
        "available": "false",
    }.items():
        ET.SubElement(quiz, tag).text = words
    return quiz


def _assessment(ident: str, lesson: Lesson) -> ET.Element:
    root = ET.Element("questestinterop", xmlns=_QTI)
    assessment = ET.SubElement(root, "assessment", ident=ident, title=lesson.name)
    section = ET.SubElement(assessment, "section", ident="root_section")
    for question in lesson.choices:
        section.append(_choice(f"{ident}_item{len(section)}", question))
    for forms in lesson.numbers:
        item = f"{ident}_item{len(section)}"
        items = [
            _number(f"{item}_{place}", name, one)
            for place, (name, one) in enumerate(questions.named(forms))
        ]
        if len(items) == 1:
            section.extend(items)
            continue
        # One of the group is drawn for each learner.
        group = ET.SubElement(section, "section", ident=item, title=forms[0]["title"])
        selection = ET.SubElement(ET.SubElement(group, "selection_ordering"), "selection")
        ET.SubElement(selection, "selection_number").text = "1"
        extension = ET.SubElement(selection, "selection_extension")
        ET.SubElement(extension, "points_per_item").text = "1.0"
        group.extend(items)
    return root


def _choice(ident: str, question: Question) -> ET.Element:
    one = question.kind == "one"
    kind = "multiple_choice_question" if one else "multiple_answers_question"
    item = _item(ident, question.id, kind)
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, questions.paragraph(question.text))
    how_many = "Single" if one else "Multiple"
    response = ET.SubElement(presentation, "response_lid", ident="response1", rcardinality=how_many)
    options = ET.SubElement(response, "render_choice")
    named = [(f"{ident}_answer{place}", option) for place, option in enumerate(question.options)]
    for name, option in named:
        _material(ET.SubElement(options, "response_label", ident=name), escape(option.text))
    processing = _processing(item)
    for name, _ in named:
        _told(_condition(processing, name), f"{name}_fb")
    right = ET.SubElement(processing, "respcondition", {"continue": "No"})
    condition = ET.SubElement(right, "conditionvar")
    if one:
        _equal(condition, next(name for name, option in named if option.right))
    else:
        whole = ET.SubElement(condition, "and")
        for name, option in named:
            _equal(whole if option.right else ET.SubElement(whole, "not"), name)
    _full(right)
    for name, option in named:
        _feedback(item, f"{name}_fb", questions.paragraph(option.feedback))
    return item


def _number(ident: str, name: str, sheet: Sheet) -> ET.Element:
    item = _item(ident, f"{name} {sheet['title']}", "numerical_question")
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, questions.asked(sheet))
    response = ET.SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
    field = ET.SubElement(response, "render_fib", fibtype="Decimal")
    ET.SubElement(field, "response_label", ident="answer1")
    processing = _processing(item)
    told = list(questions.answers(sheet))
    for one in told:
        if one.right and one.value is not None:
            right = ET.SubElement(processing, "respcondition", {"continue": "No"})
            condition = ET.SubElement(right, "conditionvar")
            ends = {"vargte": one.value - one.margin, "varlte": one.value + one.margin}
            for tag, end in ends.items():
                ET.SubElement(condition, tag, respident="response1").text = questions.number(end)
            _full(right)
            _told(right, "correct_fb")
    other = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    ET.SubElement(ET.SubElement(other, "conditionvar"), "other")
    _told(other, "general_incorrect_fb")
    says = next(one.says for one in told if one.right)
    _feedback(item, "correct_fb", questions.paragraph(says) + questions.way(sheet))
    _feedback(item, "general_incorrect_fb", _slips(sheet))
    return item


def _slips(sheet: Sheet) -> str:
    """What wrong answers are told, in HTML."""
    rows = "".join(f"<li>{escape(one, quote=False)}</li>" for one in questions.slips(sheet))
    return f"<p>Not yet. One of these may be it:</p><ul>{rows}</ul>"


def _item(ident: str, title: str, kind: str) -> ET.Element:
    item = ET.Element("item", ident=ident, title=title)
    metadata = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in {"question_type": kind, "points_possible": "1"}.items():
        field = ET.SubElement(metadata, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry
    return item


def _processing(item: ET.Element) -> ET.Element:
    processing = ET.SubElement(item, "resprocessing")
    ET.SubElement(
        ET.SubElement(processing, "outcomes"),
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )
    return processing


def _condition(processing: ET.Element, name: str) -> ET.Element:
    condition = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    _equal(ET.SubElement(condition, "conditionvar"), name)
    return condition


def _equal(parent: ET.Element, name: str) -> None:
    ET.SubElement(parent, "varequal", respident="response1").text = name


def _full(condition: ET.Element) -> None:
    ET.SubElement(condition, "setvar", action="Set", varname="SCORE").text = "100"


def _told(condition: ET.Element, name: str) -> None:
    ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=name)


def _feedback(item: ET.Element, name: str, html: str) -> None:
    _material(ET.SubElement(ET.SubElement(item, "itemfeedback", ident=name), "flow_mat"), html)


def _material(parent: ET.Element, html: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = html
