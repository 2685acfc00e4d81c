"""The structure check: a good lesson passes, and each rule sees its own fault and no other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring import storing, structure
from authoring.reading import Known, Lesson
from lessons_lib.course.outline import Entry
from lessons_lib.course.server.widgets import WIDGET_VIEW
from lessons_lib.stage.page import SVG_DATA

FIRST = Entry("00_first", "The first", "begin", 10)
ROPES = Entry(
    "01_ropes",
    "Ropes",
    "pull a rope",
    10,
    needs=("00_first",),
    objectives={"01a": "pull a rope", "01b": "let it go"},
)
KNOWN = Known(
    course=(FIRST, ROPES),
    claims={"C1": "wrong", "C2": "supported"},
    claims_of={"01_ropes": {"C1": "1. A rope"}, "02_knots": {"C2": ""}},
    sources={"rope1999": "Rope 1999", "knot2001": "Knot 2001"},
    exercises={"01-pull": "01a", "02-tie": "02a"},
    quizzes={"01_ropes": {"01b"}},
    terms_of={"01_ropes": ["taut"], "02_knots": ["hitch"]},
    predictions_of={"01_ropes": ["01-pulled"], "02_knots": ["02-tied"]},
)


def words(text: str) -> list[NotebookNode]:
    return [new_output("execute_result", {"text/plain": text})]


ROPE = f'<img alt="A rope" src="{SVG_DATA}aGVsbG8=">'
PICTURE = [new_output("execute_result", {"text/plain": "A rope", "text/html": ROPE})]

EXPLORE = """# Pull the rope: run this cell
# why a rope?
from lessons_lib.apps.explorer import explore
explore()"""
PREDICT = """# Guess first: run this cell
from lessons_lib.apps.prediction import predict
predict("01-pulled")"""
CARD = """# See its card: run this cell
from lessons_lib.apps.claims import claim
claim("C1")"""
ASK = """# Work it out: run this cell
from lessons_lib.apps.exercise import exercise
exercise("01-pull")"""
QUIZ = """# Take the quiz: run this cell
from lessons_lib.apps.quiz import quiz
quiz("01_ropes")"""

GOOD: list[tuple[str, str, list[NotebookNode]]] = [
    ("markdown", "# Ropes\n\nWho can pull a rope can move a bone.", []),
    ("markdown", "## You will be able to\n\n- `01a` pull a rope\n- `01b` let it go.", []),
    (
        "markdown",
        "## Before you start\n\nThis takes about 10 minutes. Do [The first](00_first.ipynb) first.",
        [],
    ),
    ("markdown", "## 1. A rope", []),
    (
        "code",
        PREDICT,
        words("Predict. What happens when you pull?"),
    ),
    ("markdown", "**Try.** Move the slider slowly.", []),
    ("code", EXPLORE, PICTURE),
    (
        "markdown",
        "**Explain.** It gets **Taut**, then longer ([Rope 1999](#Sources)); `C1: wrong`.\n\n"
        "![A rope over two pulleys](rope.png)",
        [],
    ),
    ("code", CARD, words("C1: wrong")),
    ("markdown", "### 1.1 Its source\n\nSee [how to pull](#Your-turn), or read the code.", []),
    ("code", "from lessons_lib.mechanics.ropes import pull\npull??", []),
    ("markdown", "## 2. No rope\n\nLook at [a page](https://example.org) about none.", []),
    ("markdown", "## Your turn\n\nPull it.", []),
    ("code", ASK, words("How hard?")),
    ("markdown", "### The same in Python\n\nStuck? Run `solution('01-pull')`.", []),
    ("code", 'answer = None\ncheck("01-pull", answer)', words("Not answered yet.")),
    ("markdown", "## Quiz\n\nTwo questions.", []),
    ("code", QUIZ, words("Two questions")),
    ("markdown", "## Take away\n\n- A rope pulls, it never pushes.", []),
    ("markdown", "## Sources\n\nWhat this lesson leans on.", []),
    ("code", 'from x import bibliography\nbibliography(["rope1999"])', words("Rope (1999).")),
    ("markdown", "Previous: [The first](00_first.ipynb)", []),
]


def good(folder: Path) -> Lesson:
    """A lesson without a fault, beside the files that it links to."""
    cells = []
    for kind, source, outputs in GOOD:
        if kind == "markdown":
            cells.append(new_markdown_cell(source))
        else:
            count = sum(cell.cell_type == "code" for cell in cells) + 1
            cells.append(new_code_cell(source, outputs=outputs, execution_count=count))
    (folder / "00_first.ipynb").write_text(
        storing.text(storing.canonical(new_notebook(cells=[new_markdown_cell("# The first")]))),
        encoding="utf-8",
    )
    (folder / "rope.png").write_bytes(b"a picture")
    return Lesson(folder / "01_ropes.ipynb", storing.canonical(new_notebook(cells=cells)), KNOWN)


def spoil(source: str, **changes: object) -> Callable[[NotebookNode], None]:
    """Change the cell whose source contains the given words."""

    def change(notebook: NotebookNode) -> None:
        (cell,) = (cell for cell in notebook.cells if source in cell.source)
        for key, value in changes.items():
            cell[key] = value

    return change


def write(old: str, new: str) -> Callable[[NotebookNode], None]:
    """Write something else in the one cell that contains the old words."""

    def change(notebook: NotebookNode) -> None:
        (cell,) = (cell for cell in notebook.cells if old in cell.source)
        cell.source = cell.source.replace(old, new)

    return change


def both(*changes: Callable[[NotebookNode], None]) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        for one in changes:
            one(notebook)

    return change


def insert(place: int, source: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells.insert(place, new_markdown_cell(source))

    return change


def drop(source: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if source not in cell.source]
        for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
            cell.execution_count = count

    return change


def about(**metadata: object) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.metadata.update(metadata)

    return change


def output(source: str, one: NotebookNode) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        (cell,) = (cell for cell in notebook.cells if source in cell.source)
        cell.outputs = [*cell.outputs, one]

    return change


WARNING = new_output("stream", name="stderr", text="careful")
ERROR = new_output("error", ename="ValueError", evalue="no", traceback=[])
VIEW = new_output("display_data", {WIDGET_VIEW: {"model_id": "1"}, "text/plain": "a"})

FAULTS: list[tuple[str, Callable[[NotebookNode], None]]] = [
    ("title", write("# Ropes", "# Strings")),
    ("title", write("a bone.", "a bone. Who cannot, cannot.")),
    ("title", write("\n\nWho can pull a rope can move a bone.", "")),
    ("one_title", write("\n\nLook at", "\n\n# Another title\n\nLook at")),
    ("heading_order", write("### 1.1", "#### 1.1")),
    ("sections", write("## Take away", "## Remember")),
    ("sections", drop("## Take away")),
    ("sections", write("## 2. No rope", "## 3. No rope")),
    ("sections", write("## 2. No rope", "## No rope")),
    ("sections", write("## Take away", "## Take away\n\nThis:\n\n## Take away")),
    ("objectives", write("pull a rope\n", "push a rope\n")),
    ("objectives", write("- `01b` let it go.", "")),
    ("objectives", write("`01b`", "`01c`")),
    ("before_you_start", write("10 minutes", "25 minutes")),
    ("before_you_start", write("about 10 minutes", "a while")),
    ("before_you_start", write("Do [The first](00_first.ipynb)", "Do it")),
    ("minutes", write("it never pushes.", "it never pushes. " + "And pulls. " * 1000)),
    ("something_to_do", write("Look at [a", "word " * 601 + "Look at [a")),
    ("predict_try_explain", write("**Try.**", "Try:")),
    ("predict_try_explain", write("**Explain.**", "Well.")),
    ("predictions", write("01-pulled", "02-tied")),
    ("predictions", write('("01-pulled")', '("01-pulled", "01-pulled")')),
    ("explanations", write("**Explain.**", "Well.\n\n**Explain.**")),
    (
        "your_turn",
        both(
            write("## Quiz\n\n", ""), write("## Your turn", "## Your turn\n\nsolution()\n\n## Quiz")
        ),
    ),
    ("your_turn", write("Stuck? Run `solution('01-pull')`", "Or not")),
    ("your_turn", write('\nexercise("01-pull")', "\nexercise")),
    ("quiz", both(write("## Quiz\n\n", ""), write("## Take away", "## Quiz\n\n## Take away"))),
    ("take_away", write("\n\n- A rope pulls, it never pushes.", "")),
    ("navigation", write("Previous: ", "Back: ")),
    (
        "objectives_served",
        both(
            write('exercise("01-pull', 'exercise("01-push'),
            write('check("01-pull', 'check("01-push'),
        ),
    ),
    (
        "objectives_served",
        both(
            write('exercise("01-pull', 'exercise("02-tie'), write('check("01-pull', 'check("02-tie')
        ),
    ),
    ("objectives_served", write('quiz("01_ropes")', 'quiz("01_rope")')),
    ("claims", write("`C1: wrong`", "`C1: supported`")),
    ("claims", write("`C1: wrong`", "C1 and C77")),
    ("cards", write('claim("C1")', 'claim("C2")')),
    ("cards", write("## 1. A rope", "## 1. A string")),
    ("terms", write("**Taut**", "taut")),
    ("sources", both(write("## Sources\n\n", ""), insert(-1, "## Sources"))),
    ("sources", write('["rope1999"]', '["rope1999", "rope2000"]')),
    ("citations", write("[Rope 1999]", "[Rope 1998]")),
    ("citations", write("[Rope 1999]", "[Knot 2001]")),
    ("citations", write("[Rope 1999](#Sources)", "Rope 1999")),
    ("links", write("#Your-turn", "#My-turn")),
    ("links", write("#Your-turn", "00_first.ipynb#The-last")),
    ("links", write("#Your-turn", "nowhere.md")),
    ("links", write("https://example.org", "http://example.org")),
    ("links", write("[a page]", "[]")),
    ("images", write("rope.png", "string.png")),
    ("images", write("rope.png", "https://example.org/rope.png")),
    ("images", write("![A rope over two pulleys]", "![]")),
    ("markdown", write("a rope can move", "a <b>rope</b> can move")),
    ("markdown", write("\n\nLook at", "\n\n<!-- later -->\n\nLook at")),
    ("prose", write("## Quiz\n\nTwo questions.", "## Quiz")),
    ("syntax", write("explore()", "explore(")),
    ("magics", write("answer = None", "%time answer = None")),
    ("magics", both(spoil("pull??", metadata={}), write("pull??", "pull?"))),
    ("magics", both(spoil("pull??", metadata={}), write("pull??", "!ls"))),
    ("code_length", write("answer = None\n", "")),
    ("code_length", write("answer = None\n", "answer = None\n" * 6)),
    (
        "captions",
        both(write("# Pull the rope: run this cell", "# Haul"), spoil("# Haul", metadata={})),
    ),
    ("captions", both(write("See its card: run", "Run"), spoil("# Run this cell", metadata={}))),
    ("definitions", write("answer = None", "def answer(): ...")),
    ("definitions", write("answer = None", "answer = lambda: 1")),
    ("semicolons", write("explore()", "explore();")),
    ("semicolons", write("answer = None", "answer = 1; answer = None")),
    ("counts", spoil("answer = None", execution_count=None)),
    ("counts", spoil("answer = None", execution_count=9)),
    ("outputs", spoil("answer = None", outputs=[])),
    ("warnings", output("answer = None", WARNING)),
    ("warnings", output("answer = None", ERROR)),
    ("widget_ids", output("answer = None", VIEW)),
    ("widget_ids", about(widgets={"a": 1})),
    ("metadata", about(language_info={"name": "python", "version": "3.99"})),
    ("metadata", spoil("pull??", metadata={"collapsed": True})),
    ("metadata", spoil("explore()", metadata={})),
    ("metadata", spoil("pull??", metadata=storing.FOLDED)),
    ("metadata", spoil("The same in Python", metadata={})),
    ("markers", spoil("answer = None", metadata={"tags": ["nbval-ignore-output"]})),
    ("markers", spoil("answer = None", metadata={"tags": ["nbval-ignore"], "reason": "random"})),
    ("markers", spoil("## Quiz", metadata={"tags": ["nbval-skip"], "reason": "slow"})),
    (
        "markers",
        spoil("pull??", metadata={**storing.SCROLLED, "tags": ["nbval-skip"], "reason": "slow"}),
    ),
    ("markers", spoil("answer = None", metadata={})),
    ("markers", spoil("pull??", metadata={**storing.SCROLLED, "tags": [storing.RUNS_ON]})),
    ("markers", write("answer = None", "answer = None  \n# NBVAL_IGNORE_OUTPUT")),
    ("markers", write("# why a rope?", "# NBVAL_IGNORE_OUTPUT - random")),
]


def test_a_good_lesson_has_no_findings(tmp_path):
    assert structure.check(good(tmp_path)) == []


@pytest.mark.parametrize(
    ("rule", "fault"), FAULTS, ids=[f"{rule}{i}" for i, (rule, _) in enumerate(FAULTS)]
)
def test_a_fault_is_seen_by_its_rule_and_by_no_other(tmp_path, rule, fault):
    lesson = good(tmp_path)
    fault(lesson.notebook)
    assert {finding.rule for finding in structure.check(lesson)} == {rule}


def test_every_rule_has_a_fault_that_it_must_see():
    rules = {rule.__name__ for rule in structure.RULES}
    assert {rule for rule, _ in FAULTS} | {"in_the_course"} == rules


def test_a_lesson_must_be_one_of_the_course(tmp_path):
    lesson = good(tmp_path)
    stranger = Lesson(tmp_path / "17_ropes.ipynb", lesson.notebook, KNOWN)
    assert "in_the_course" in {finding.rule for finding in structure.check(stranger)}


def test_every_lesson_must_be_there(tmp_path):
    good(tmp_path)
    assert [one.file for one in structure.missing(tmp_path, KNOWN.course)] == ["01_ropes.ipynb"]


def test_a_notebook_without_cells_has_findings_and_no_accident(tmp_path):
    lesson = good(tmp_path)
    lesson.notebook.cells = []
    assert {"title", "sections", "navigation"} <= {one.rule for one in structure.check(lesson)}


def test_a_cell_may_be_ignored_for_a_reason(tmp_path):
    lesson = good(tmp_path)
    tags = ["nbval-ignore-output", storing.RUNS_ON]
    mark = {"tags": tags, "reason": "shows the time of day"}
    spoil("answer = None", metadata=mark)(lesson.notebook)
    assert structure.check(lesson) == []


def test_a_finding_names_notebook_cell_and_rule(tmp_path):
    lesson = good(tmp_path)
    write("explore()", "explore();")(lesson.notebook)
    (finding,) = structure.check(lesson)
    assert str(finding).startswith("01_ropes.ipynb, cell 7: ")
    assert str(finding).endswith("[semicolons]")


def test_several_explorers_may_share_a_question(tmp_path):
    lesson = good(tmp_path)
    place = next(i for i, cell in enumerate(lesson.notebook.cells) if "explore()" in cell.source)
    again = [new_markdown_cell("**Try.** Now let go."), lesson.notebook.cells[place].copy()]
    lesson.notebook.cells[place + 1 : place + 1] = again
    assert {finding.rule for finding in structure.check(lesson)} == {"counts"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    lesson = good(tmp_path)
    lesson.path.write_text(storing.text(lesson.notebook), encoding="utf-8")
    (tmp_path / "00_first.ipynb").unlink()
    monkeypatch.setattr(structure, "everything_known", lambda: KNOWN)
    return tmp_path


def test_the_command_fails_on_a_finding(folder, capsys):
    assert structure.main([str(folder)]) == 1
    assert "00_first.ipynb" in capsys.readouterr().out


def test_the_command_passes_a_good_lesson(tmp_path, monkeypatch):
    lesson = good(tmp_path)
    lesson.path.write_text(storing.text(lesson.notebook), encoding="utf-8")
    monkeypatch.setattr(structure, "everything_known", lambda: KNOWN)
    assert structure.main([str(lesson.path)]) == 0


def test_the_command_reports_what_is_no_notebook(tmp_path, monkeypatch, capsys):
    (tmp_path / "01_ropes.ipynb").write_text("{}")
    monkeypatch.setattr(structure, "everything_known", lambda: KNOWN)
    assert structure.main([str(tmp_path / "01_ropes.ipynb")]) == 1
    assert "[format]" in capsys.readouterr().out


@pytest.mark.parametrize("argument", ["", "nowhere", "nowhere.ipynb"])
def test_checking_nothing_is_a_failure(tmp_path, monkeypatch, argument):
    monkeypatch.chdir(tmp_path)
    assert structure.main([argument] if argument else []) == 2
