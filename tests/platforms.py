"""Learning platforms in small: each reads what was exported by itself, and marks an answer.

They share no code with what writes the files. Moodle marks as its `qtype_numerical` and its
`qtype_multichoice` do, Canvas by the conditions of QTI 1.2 and by its own rule for numbers.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree as ET

FRACTIONS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571,
    12.5, 11.11111, 10, 5, 0,
)  # fmt: skip
"""The parts of a mark that Moodle takes, also below 0; all others it refuses."""

Marked = tuple[float, str]
"""What an answer gets, from 0 to 1, and what it is told."""


@dataclass
class Asked:
    """A question as a platform has it: options to choose, or numbers that are told apart."""

    name: str
    number: bool
    single: bool = True
    answers: list[tuple[float, str, float, str]] = field(default_factory=list)
    """Percent, text, tolerance, feedback; in a question for a number the first that fits counts."""

    def marked(self, given: float | list[int]) -> Marked:
        """What a number, or a choice of options by their places, gets."""
        if isinstance(given, list):
            chosen = [self.answers[place] for place in given]
            return max(0.0, sum(one[0] for one in chosen) / 100), "\n".join(
                one[3] for one in chosen
            )
        for percent, text, tolerance, told in self.answers:
            if text == "*":
                return percent / 100, told
            value, tiny = float(text), 1e-14
            margin = tolerance + tiny * max(tolerance, abs(value), tiny)
            if value - margin <= given <= value + margin:
                return percent / 100, told
        return 0.0, ""


def moodle(content: bytes) -> dict[str, Asked]:
    """The questions of a file in Moodle XML, by name."""
    found = {}
    for one in ET.fromstring(content).iter("question"):
        kind = one.get("type")
        if kind == "category":
            continue
        assert kind in ("multichoice", "numerical")
        asked = Asked(_said(one.find("name")), kind == "numerical")
        asked.single = one.findtext("single") != "false"
        for answer in one.iter("answer"):
            percent = float(answer.get("fraction", ""))
            assert any(abs(abs(percent) - allowed) <= 1e-5 for allowed in FRACTIONS)
            tolerance = float(answer.findtext("tolerance") or 0)
            told = _plain(_said(answer.find("feedback")))
            asked.answers.append((percent, _plain(_said(answer)), tolerance, told))
        assert _said(one.find("questiontext"))
        assert asked.name not in found
        found[asked.name] = asked
    return found


def gift(content: bytes) -> dict[str, Asked]:
    """The questions of a GIFT file, by name, as Moodle reads them."""
    found = {}
    for block in re.split(r"\n\s*\n", content.decode()):
        text = "\n".join(line for line in block.split("\n") if not line.startswith("//")).strip()
        if not text or text.startswith("$CATEGORY:"):
            continue
        text = re.sub(r"\\([\\:#={}~])", lambda one: f"\0{ord(one[1]):03}", text)
        parts = re.fullmatch(r"::(.*?)::\[html\](.+?)\{(#?)(.*)\}", text, re.S)
        assert parts, block
        name, _, number, body = parts.groups()
        asked = Asked(_unhidden(name), bool(number), single=bool(number) or "\t=" in body)
        for sign, weight, words, told in re.findall(
            r"([=~])(?:%(-?[\d.]+)%)?([^#=~]*)#([^=~#]*)", body.partition("####")[0]
        ):
            percent = float(weight) if weight else 100.0 if sign == "=" else 0.0
            assert any(abs(abs(percent) - allowed) <= 1e-5 for allowed in FRACTIONS)
            value, _, margin = words.partition(":") if number else (_unhidden(words), "", "0")
            value = _plain(value) if value else "*"
            asked.answers.append((percent, value, float(margin or 0), _plain(_unhidden(told))))
        assert asked.name not in found
        found[asked.name] = asked
    return found


def _unhidden(text: str) -> str:
    return re.sub("\0(\\d{3})", lambda one: chr(int(one[1])), text)


def _said(element: ET.Element | None) -> str:
    return (element.findtext("text") if element is not None else "") or ""


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


@dataclass
class CanvasItem:
    """An item of QTI 1.2, and what Canvas makes of it."""

    item: ET.Element
    places: list[str]

    def marked(self, given: float | list[int]) -> Marked:
        """What a number, or a choice of options by their places, gets."""
        chosen = {self.places[one] for one in given} if isinstance(given, list) else given
        score, shown = 0.0, []
        for condition in self.item.iter(f"{QTI}respcondition"):
            (variables,) = condition.iter(f"{QTI}conditionvar")
            if not all(_holds(one, chosen) for one in variables):
                continue
            score = float(condition.findtext(f"{QTI}setvar") or score)
            links = condition.iter(f"{QTI}displayfeedback")
            shown.extend(self._feedback(link.get("linkrefid", "")) for link in links)
            if condition.get("continue") == "No":
                break
        return score / 100, "\n".join(shown)

    def right_by_canvas(self, number: float) -> bool:
        """Whether Canvas takes a number for right: each interval counts, whatever it sets."""
        return any(
            all(_holds(one, number) for one in variables)
            for variables in self.item.iter(f"{QTI}conditionvar")
            if variables.find(f"{QTI}vargte") is not None
        )

    def _feedback(self, name: str) -> str:
        (found,) = (one for one in self.item.iter(f"{QTI}itemfeedback") if one.get("ident") == name)
        return _plain("\n".join(one.text or "" for one in found.iter(f"{QTI}mattext")))


QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"


def canvas(content: bytes) -> dict[str, CanvasItem]:
    """The items of a package, by title, found from its manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        named = [one.get("href", "") for one in manifest.iter(f"{PACKAGE}file")]
        assert sorted([*named, "imsmanifest.xml"]) == sorted(package.namelist())
        quizzes = [
            ET.fromstring(package.read(one.find(f"{PACKAGE}file").get("href")))  # type: ignore[union-attr, arg-type]
            for one in manifest.iter(f"{PACKAGE}resource")
            if one.get("type") == "imsqti_xmlv1p2"
        ]
    items = [item for quiz in quizzes for item in quiz.iter(f"{QTI}item")]
    assert len({item.get("ident") for item in items}) == len(items)
    found = {}
    for item in items:
        places = [one.get("ident", "") for one in item.iter(f"{QTI}response_label")]
        title = item.get("title", "")
        assert title not in found
        found[title] = CanvasItem(item, places)
    return found


def _holds(one: ET.Element, given: float | set[str]) -> bool:
    tag, text = one.tag.removeprefix(QTI), one.text or ""
    match tag, given:
        case "and", _:
            return all(_holds(part, given) for part in one)
        case "not", _:
            return not any(_holds(part, given) for part in one)
        case "other", _:
            return True
        case "varequal", set():
            return text in given
        case "vargte", float():
            return given >= float(text)
        case "varlte", float():
            return given <= float(text)
    raise AssertionError(f"{tag} means nothing for {given}")


def choices(count: int) -> Iterator[list[int]]:
    """Every way to choose among options, none at all left out."""
    for bits in range(1, 2**count):
        yield [place for place in range(count) if bits >> place & 1]
