"""Every widget when its kernel starts anew, dies or is shut down."""

import re

from playwright.sync_api import expect

from .lab import SESSION, Lesson
from .test_review import own  # noqa: F401
from .test_windows import move, needs_no_python, one, path, words  # noqa: F401

DIES = f"""() => {{
  {SESSION}.session.kernel.requestExecute({{ code: 'import os; os._exit(1)' }});
}}"""
STARTED_AGAIN = f"() => {SESSION}.session?.kernel?.status === 'idle'"


def shut_down(lesson: Lesson) -> None:
    lesson.lose_kernel()


def restart(lesson: Lesson) -> None:
    lesson.restart()
    lesson.page.wait_for_function(STARTED_AGAIN)


def die(lesson: Lesson) -> None:
    """The process is gone; JupyterLab says so and has another one."""
    lesson.page.evaluate(DIES)
    lesson.page.get_by_role("button", name="Ok", exact=True).click()
    lesson.page.wait_for_function(STARTED_AGAIN)


ANEW = re.compile("Python was started anew.*Run this cell again")
STOPPED = re.compile("Python has stopped.*Restart Kernel.*run this cell again")
ENDS = {restart: ANEW, die: ANEW, shut_down: STOPPED}


def test_who_does_not_answer_any_more_is_named_in_every_widget(context, lab, path):  # noqa: F811
    lesson = Lesson(context, lab, path)
    for happens, told in ENDS.items():
        lesson.run_all()
        expect(one(lesson, "tracker").get_by_text("Your day:")).to_be_visible()
        assert lesson.errors == []
        happens(lesson)
        before = says_who_is_gone(lesson, told)
        lesson.errors.clear()  # what JupyterLab says of a kernel that is gone
    for kind in ("quiz", "safety", "sorting", "claims"):
        needs_no_python(lesson, kind)

    lesson.page.evaluate(f"() => {SESSION}.startKernel()")
    lesson.page.wait_for_function(STARTED_AGAIN)
    lesson.run_all()
    move(lesson)
    expect(words(lesson)).not_to_have_text(before)
    expect(one(lesson, "explorer").locator(".ll-status")).to_have_text("")
    expect(one(lesson, "tracker").get_by_text("Your day:")).to_be_visible()
    expect(one(lesson, "tracker").locator(".ll-alarm")).to_have_count(0)
    lesson.close()


def says_who_is_gone(lesson: Lesson, told: re.Pattern[str]) -> str:
    """Each widget that needs Python says this; gives the explorer's words."""
    before = words(lesson).text_content() or ""
    move(lesson)
    expect(one(lesson, "explorer").locator(".ll-status")).to_have_text(told)
    expect(words(lesson)).to_have_text(before)
    expect(one(lesson, "tracker").get_by_role("alert").first).to_contain_text(told)
    review = one(lesson, "review")
    review.get_by_role("button", name="Read my own record").press("Enter")
    expect(review.get_by_role("alert").first).to_contain_text(told)
    return before
