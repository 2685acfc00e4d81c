"""The frame of a lesson: its title, its sections in order, and what has to stand in each."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from authoring.reading import Block, Lesson
from authoring.rules import Rules, Trouble
from lessons_lib.course import minutes as reckoning
from lessons_lib.course import outline

OPENING = ("You will be able to", "Before you start")
CLOSING = ("Your turn", "Quiz", "Take away", "Sources")


def in_the_course(lesson: Lesson) -> Iterator[Trouble]:
    """The course knows the lesson."""
    if lesson.entry is None:
        yield (
            None,
            f"The course has no lesson '{lesson.path.stem}'. Add it to course.toml.",
        )


def title(lesson: Lesson) -> Iterator[Trouble]:
    """It starts with its title and one sentence of why it matters."""
    if lesson.entry is None:
        return
    first = lesson.blocks[0] if lesson.blocks else Block(0, "")
    wanted = lesson.entry.title
    if (first.level, first.text) != (1, wanted):
        yield 0, f"A lesson starts with its title from course.toml: '# {wanted}'."
    why = lesson.blocks[1] if len(lesson.blocks) > 1 else Block(0, "")
    if why.kind != "paragraph" or len(re.findall(r"[.!?](?=\s|$)", why.text)) != 1:
        yield 0, "After the title comes a paragraph of one sentence that says why it matters."


def one_title(lesson: Lesson) -> Iterator[Trouble]:
    """It has one heading of level 1."""
    for block in lesson.blocks[1:]:
        if block.level == 1:
            yield (
                block.cell,
                f"'# {block.text}' is a second title. A lesson has one; write '## {block.text}'.",
            )


def heading_order(lesson: Lesson) -> Iterator[Trouble]:
    """No heading leaves out a level."""
    last = 0
    for block in lesson.blocks:
        if block.level > last + 1 and last:
            yield (
                block.cell,
                f"'{'#' * block.level} {block.text}' leaves out a level. After level {last} comes "
                f"at most level {last + 1}; write '{'#' * (last + 1)} {block.text}'.",
            )
        last = block.level or last


def sections(lesson: Lesson) -> Iterator[Trouble]:
    """Its sections are those of every lesson, in order."""
    titles = [section.title for section in lesson.sections]
    numbered = [one for one in titles if re.match(r"\d", one)]
    wanted = [*OPENING, *(numbered or ["1. ..."]), *CLOSING]
    for place, numbered_title in enumerate(numbered, start=1):
        if not re.fullmatch(rf"{place}\. \S.*", numbered_title):
            yield (
                None,
                f"'## {numbered_title}' stands where section {place} is due. Number the sections "
                f"from 1, without a gap: '## {place}. ...'.",
            )
    for place in range(max(len(titles), len(wanted))):
        found, due = (one[place] if place < len(one) else None for one in (titles, wanted))
        if found != due:
            yield (
                lesson.sections[place].cell if found else None,
                (f"Here is '## {found}'" if found else "The lesson ends")
                + (f", where '## {due}' is due." if due else " after the last section.")
                + f" The sections of a lesson are, in order: {', '.join(wanted)}.",
            )
            return


def objectives(lesson: Lesson) -> Iterator[Trouble]:
    """The objectives are those of course.toml."""
    section = lesson.section(OPENING[0])
    if lesson.entry is None or section is None:
        return
    found = [block.text for block in section.blocks if block.kind == "item"]
    wanted = [f"{key} {words}" for key, words in lesson.entry.objectives.items()]
    if [one.rstrip(".;") for one in found] != wanted:
        lines = "\n".join(f"- `{key}` {words}" for key, words in lesson.entry.objectives.items())
        yield section.cell, f"The objectives are not those of course.toml. Write:\n{lines}"


def before_you_start(lesson: Lesson) -> Iterator[Trouble]:
    """Minutes and prerequisites are those of course.toml."""
    section = lesson.section(OPENING[1])
    if lesson.entry is None or section is None:
        return
    words = " ".join(block.text for block in section.blocks)
    found = re.findall(r"(\d+) minutes", words)
    if found != [str(lesson.entry.minutes)]:
        yield (
            section.cell,
            f"The lesson takes {lesson.entry.minutes} minutes by course.toml. Write 'about "
            f"{lesson.entry.minutes} minutes' here, once, or change course.toml.",
        )
    links = [address for block in section.blocks for _, address in block.links]
    linked = {urlsplit(address).path for address in links if ".ipynb" in address}
    wanted = {f"{stem}.ipynb" for stem in lesson.entry.needs}
    if linked != wanted:
        yield (
            section.cell,
            f"The lessons to do first are, by course.toml: {', '.join(sorted(wanted)) or 'none'}. "
            "Link to these here, and to no other.",
        )


def minutes(lesson: Lesson) -> Iterator[Trouble]:
    """It takes the minutes that it says, by the rule for all lessons."""
    if lesson.entry is None:
        return
    counted = reckoning.minutes(lesson.counted)
    if abs(counted - lesson.entry.minutes) > reckoning.STEP_MINUTES:
        yield (
            None,
            f"By its words and by what there is to do it takes {counted} minutes, and course.toml "
            f"says {lesson.entry.minutes}. Say {counted} there, in the lesson and in the README.",
        )


def something_to_do(lesson: Lesson) -> Iterator[Trouble]:
    """Words never go on for long before there is something to do."""
    for index, words in reckoning.stretches(lesson.counted):
        if words > reckoning.MOST_WORDS:
            yield (
                index,
                f"{words} words stand before this, since the last thing to do; at most "
                f"{reckoning.MOST_WORDS} may. Ask a guess between them, or fold what not all need.",
            )


def predict_try_explain(lesson: Lesson) -> Iterator[Trouble]:
    """Round each explorer: a prediction before, what to try, what it showed."""
    marks = {"Try.": "T", "Explain.": "E"}
    asking = {index for index, _ in lesson.calls("predict")}
    for section in lesson.sections:
        round_ = "".join(
            "P" * (block.cell in asking) + "X" * (block.cell in lesson.explorers)
            if block.kind == "code"
            else marks.get(block.lead, "")
            for block in section.blocks
        )
        if "X" in round_ and not re.fullmatch(r"(P+(TX+)*E+)+", round_):
            yield (
                section.cell,
                f"In '{section.title}' an explorer is not framed as a lesson does it: a cell with "
                'predict("..."), a paragraph that starts with **Try.**, the explorer, then one '
                "that starts with **Explain.** Add the one that is missing, or bring them into "
                "this order.",
            )


def predictions(lesson: Lesson) -> Iterator[Trouble]:
    """It asks all of its predictions, once and in order."""
    calls = lesson.calls("predict")
    asked = [one for _, words in calls for one in words]
    due = list(lesson.known.predictions_of.get(lesson.path.stem, ()))
    if asked != due:
        yield (
            calls[0][0] if calls else None,
            f"The lesson asks these predictions: {', '.join(asked) or 'none'}. In data/predictions "
            f"it has, in order: {', '.join(due) or 'none'}. Ask each once, in this order.",
        )


def explanations(lesson: Lesson) -> Iterator[Trouble]:
    """An explanation is a cell of its own: it is folded until its reader has guessed."""
    for block in lesson.blocks:
        if block.lead == "Explain.":
            first = next(one for one in lesson.blocks if one.cell == block.cell)
            if first is not block:
                yield (
                    block.cell,
                    "**Explain.** stands in the middle of a cell. Begin a cell with it, so that it "
                    "can be folded until its reader has guessed.",
                )


def your_turn(lesson: Lesson) -> Iterator[Trouble]:
    """'Your turn' has an exercise, each also in Python, and says how to see it worked out."""
    section = lesson.section("Your turn")
    if section is None:
        return
    asked, in_python = (
        {word for _, words in lesson.calls(name, section) for word in words[:1]}
        for name in ("exercise", "check")
    )
    if not asked:
        yield section.cell, "'Your turn' has no exercise. Add a cell with exercise(\"...\")."
    for key in sorted(asked ^ in_python):
        yield (
            section.cell,
            f"'{key}' has either no cell with exercise(\"{key}\"), for who answers in the page, or "
            f'none with check("{key}", answer), for who likes Python. Add the other.',
        )
    cells = {section.cell, *(block.cell for block in section.blocks)}
    if not any("solution(" in lesson.notebook.cells[index].source for index in cells):
        yield (
            section.cell,
            "'Your turn' does not say how to see a worked solution in Python. Write, for instance: "
            '`solution("...")` shows it worked out.',
        )


def quiz(lesson: Lesson) -> Iterator[Trouble]:
    """'Quiz' has a quiz."""
    section = lesson.section("Quiz")
    if section and not lesson.calls("quiz", section):
        yield section.cell, f"'Quiz' has no quiz. Add a cell with quiz(\"{lesson.path.stem}\")."


def take_away(lesson: Lesson) -> Iterator[Trouble]:
    """'Take away' says something."""
    section = lesson.section("Take away")
    if section and not any(block.kind in {"item", "paragraph"} for block in section.blocks):
        yield section.cell, "'Take away' is empty. Say in a few lines what to remember."


def navigation(lesson: Lesson) -> Iterator[Trouble]:
    """The last cell leads to the lessons before and after."""
    if lesson.entry is None:
        return
    wanted = outline.navigation(lesson.entry, lesson.known.course)
    cells = lesson.notebook.cells
    if wanted and (not cells or cells[-1].source.strip() != wanted):
        last = len(cells) - 1 if cells else None
        yield last, f"The last cell leads to the lessons before and after. Write:\n{wanted}"


RULES: Rules = (
    in_the_course,
    title,
    one_title,
    heading_order,
    sections,
    objectives,
    before_you_start,
    minutes,
    something_to_do,
    predict_try_explain,
    predictions,
    explanations,
    your_turn,
    quiz,
    take_away,
    navigation,
)
