"""A quiz answered by keyboard, rightly and wrongly."""

import pytest
from playwright.sync_api import expect

from lessons_lib.data import quizzes

from .lab import write_notebook

NAME = "00_start_here"  # has questions of both kinds
QUESTIONS = quizzes.load(NAME).questions
ONE = next(one for one in QUESTIONS if one.kind == "one")
SEVERAL = next(one for one in QUESTIONS if one.kind == "several")


@pytest.fixture(scope="module")
def lesson(root, visit):
    cell = f"from lessons_lib.apps.quiz import quiz\n\nquiz({NAME!r})"
    write_notebook(root / "quiz.ipynb", [cell])
    with visit("quiz.ipynb") as opened:
        opened.run_all()
        yield opened


@pytest.fixture
def quiz(lesson):
    """The quiz with nothing answered."""
    quiz = lesson.widgets("quiz")
    quiz.get_by_role("button", name="Start again").press("Enter")
    expect(progress(quiz)).to_have_text(f"0 of {len(QUESTIONS)} right.")
    return quiz


def part(quiz, question):
    return quiz.get_by_role("group").nth(QUESTIONS.index(question))


def progress(quiz):
    return quiz.locator(".ll-progress")


def feedback(quiz, question):
    return part(quiz, question).get_by_role("status")


def choose_one(quiz, question, option):
    """Walk to the option with Tab and the arrow keys, then to "Check", and press Enter."""
    radios = part(quiz, question).get_by_role("radio")
    radios.first.focus()
    page = quiz.page
    page.keyboard.press("Space")
    for _ in range(question.options.index(option)):
        page.keyboard.press("ArrowDown")
    expect(radios.nth(question.options.index(option))).to_be_checked()
    page.keyboard.press("Tab")
    expect(part(quiz, question).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")


def choose_several(quiz, question, options):
    """Tick exactly these options with Space, each reached with Tab, then press Enter on "Check"."""
    boxes = part(quiz, question).get_by_role("checkbox")
    boxes.first.focus()
    page = quiz.page
    for number, option in enumerate(question.options):
        if boxes.nth(number).is_checked() != (option in options):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one.kind == "one"], ids=lambda one: one.id
)
def test_every_option_says_what_it_shows_and_only_the_right_one_counts(quiz, question):
    for option in sorted(question.options, key=lambda one: one.right):
        choose_one(quiz, question, option)
        said = feedback(quiz, question)
        expect(said).to_contain_text(option.feedback)
        expect(said).to_contain_text("✓ Right." if option.right else "✗ Not this one.")
        expect(progress(quiz)).to_have_text(f"{int(option.right)} of {len(QUESTIONS)} right.")


def test_several_answers_are_right_only_together(quiz):
    right = [one for one in SEVERAL.options if one.right]
    wrong = [one for one in SEVERAL.options if not one.right]
    said = feedback(quiz, SEVERAL)
    choose_several(quiz, SEVERAL, right[:1])
    expect(said).to_contain_text("There is more to find.")
    expect(progress(quiz)).to_contain_text("0 of")
    choose_several(quiz, SEVERAL, [*right, *wrong])
    for option in SEVERAL.options:
        expect(said).to_contain_text(option.feedback)
    expect(said.locator("p", has_text="✗ Not this one.")).to_have_count(len(wrong))
    expect(progress(quiz)).to_contain_text("0 of")
    choose_several(quiz, SEVERAL, right)
    expect(said).to_contain_text("That is all of them.")
    expect(progress(quiz)).to_contain_text("1 of")


def test_feedback_is_announced_from_a_region_that_was_there_before(quiz):
    said = feedback(quiz, ONE)
    expect(said).to_be_empty()
    region = said.element_handle()
    choose_one(quiz, ONE, ONE.options[0])
    assert ONE.options[0].feedback in region.text_content()
    assert region.is_visible()
    expect(progress(quiz)).to_have_attribute("role", "status")


def test_without_an_answer_it_asks_for_one(quiz):
    part(quiz, ONE).get_by_role("button").press("Enter")
    expect(feedback(quiz, ONE)).to_contain_text("Choose an answer first")


def test_another_choice_takes_the_old_feedback_away(quiz):
    choose_one(quiz, ONE, ONE.options[0])
    expect(feedback(quiz, ONE)).not_to_be_empty()
    part(quiz, ONE).get_by_role("radio").first.press("ArrowDown")
    expect(feedback(quiz, ONE)).to_be_empty()


def test_start_again_clears_all_and_leads_back_to_the_first_question(quiz):
    for question in QUESTIONS:
        right = [one for one in question.options if one.right]
        if question.kind == "several":
            choose_several(quiz, question, right)
        else:
            choose_one(quiz, question, right[0])
    expect(progress(quiz)).to_have_text(f"{len(QUESTIONS)} of {len(QUESTIONS)} right.")
    quiz.get_by_role("button", name="Start again").press("Enter")
    expect(progress(quiz)).to_have_text(f"0 of {len(QUESTIONS)} right.")
    expect(quiz.locator("input:checked")).to_have_count(0)
    expect(part(quiz, QUESTIONS[0]).get_by_role("radio").first).to_be_focused()
    for question in QUESTIONS:
        expect(feedback(quiz, question)).to_be_empty()


def test_the_quiz_of_the_course_opens_one_lesson_at_a_time(root, visit):
    write_notebook(
        root / "course.ipynb", ["from lessons_lib.apps.quiz import course_quiz\n\ncourse_quiz()"]
    )
    with visit("course.ipynb") as opened:
        opened.run_all()
        quiz = opened.widgets("quiz")
        expect(quiz.get_by_role("radio")).to_have_count(0)
        fold = quiz.locator("details").first
        fold.locator("summary").press("Enter")
        question = quizzes.load("00_start_here").questions[0]
        right = next(one for one in question.options if one.right)
        fold.get_by_label(right.text).press("Space")
        fold.get_by_role("button", name="Check question 1", exact=True).press("Enter")
        expect(fold.locator("summary")).to_contain_text("1 of 3 right")
        expect(progress(quiz)).to_contain_text("1 of")
