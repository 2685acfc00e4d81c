import copy
import tomllib

import pytest

from authoring.rules import guessing
from lessons_lib.apps.quiz import COME_BACK, course_quiz, from_before, quiz
from lessons_lib.course.outline import lesson, lessons
from lessons_lib.data import quizzes

SOUND = tomllib.loads("""
[[questions]]
id = "04-a"
objective = "04a"
kind = "one"
text = "Which?"
options = [
  {text = "this", right = true, feedback = "Because."},
  {text = "that", feedback = "Rather not."},
]
""")


def broken(change):
    raw = copy.deepcopy(SOUND)
    change(raw["questions"][0], raw["questions"])
    return " ".join(quizzes.troubles(raw))


def test_a_sound_quiz_has_no_troubles():
    assert broken(lambda *_: None) == ""


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("needs 'text'", lambda q, _: q.update(text=" ")),
        ("number 1: it needs 'id'", lambda q, _: q.pop("id")),
        ("must look like 04a", lambda q, _: q.update(objective="4a")),
        ("kind must be one of: one, several", lambda q, _: q.update(kind="many")),
        ("1 options; 2 to 6", lambda q, _: q["options"].pop()),
        (
            "8 options; 2 to 6",
            lambda q, _: q["options"].extend(
                {"text": f"more {n}", "feedback": "No."} for n in range(6)
            ),
        ),
        ("0 of its options are right", lambda q, _: q["options"][0].update(right=False)),
        ("2 of its options are right", lambda q, _: q["options"][1].update(right=True)),
        (
            "0 of its options are right",
            lambda q, _: (q.update(kind="several"), q["options"][0].pop("right")),
        ),
        ("two options say 'this'", lambda q, _: q["options"][1].update(text="this ")),
        ("option 2 needs 'feedback'", lambda q, _: q["options"][1].pop("feedback")),
        ("04-a: it has 'hint', which", lambda q, _: q.update(hint="Look closer.")),
        ("keep_order must be true", lambda q, _: q.update(keep_order="yes")),
        ("option 2 has 'rigth'", lambda q, _: q["options"][1].update(rigth=True)),
        ("Two questions have the id '04-a'", lambda q, all_: all_.append(copy.deepcopy(q))),
        ("has no [[questions]]", lambda _, all_: all_.clear()),
    ],
)
def test_each_trouble_is_named(sentence, change):
    assert sentence in broken(change)


def test_a_quiz_with_troubles_is_refused_as_a_whole():
    with pytest.raises(ValueError, match=r"'x' cannot be used.*needs 'text'"):
        quizzes.parse("x", '[[questions]]\nid = "04-a"')


def test_every_question_serves_an_objective_of_its_lesson():
    for name in quizzes.names():
        for question in quizzes.load(name).questions:
            assert question.id.startswith(name[:2]), question.id
            assert question.objective in lesson(name).objectives, question.id


def test_an_unknown_quiz_says_which_there_are():
    with pytest.raises(KeyError, match=r"no quiz '04'.*04_hamstrings_and_pelvis"):
        quiz("04")


@pytest.mark.parametrize("name", quizzes.names())
def test_a_page_without_widgets_has_every_question_option_and_folded_answer(name):
    widget = quiz(name)
    bundle, _ = widget._repr_mimebundle_()
    questions = quizzes.load(name).questions
    for question in questions:
        for option in question.options:
            assert option.text in bundle["text/plain"]
            assert option.feedback not in bundle["text/plain"]
    assert bundle["text/html"].count("<details>") == len(questions)
    assert bundle["text/html"].count("✓ Right") == sum(
        option.right for question in questions for option in question.options
    )


def test_no_state_can_hold_an_answer():
    state = quiz("00_start_here").get_state()
    ours = {key for key in state if not key.startswith("_")} - {"layout", "tabbable", "tooltip"}
    assert ours == {"questions", "picks"}


def test_the_last_page_asks_for_each_objective_of_the_course_that_a_question_serves():
    earlier, last = lessons()[:10], lessons()[10]
    served = {one.objective for name in quizzes.names() for one in quizzes.load(name).questions}
    asked = [question["objective"] for question in course_quiz().questions]
    assert asked == [one for entry in earlier for one in entry.objectives if one in served]
    assert {one.objective for one in quizzes.load(last.stem).questions} == set(last.objectives)


def test_the_quiz_of_the_course_is_folded_by_lesson():
    words = course_quiz().words().splitlines()
    folds = [line for line in words if line.startswith("Lesson ")]
    assert len(folds) == 10
    assert folds[4] == "Lesson 4: Hamstrings and pelvis"
    bundle, _ = course_quiz()._repr_mimebundle_()
    assert bundle["text/html"].count("<ol") == len(folds)


def written(question_id, texts, right, *, kind="one", **more):
    options = [
        {"text": text, "right": place in right, "feedback": "So."}
        for place, text in enumerate(texts)
    ]
    return {"id": question_id, "objective": "04a", "kind": kind, "text": "Which?", **more} | {
        "options": options
    }


def texts(raw):
    return [option.text for option in quizzes._question(raw).options]


LETTERS = ["a", "b", "c", "d"]


def test_the_order_is_each_time_the_same_and_comes_from_no_words():
    first, second = written("04-x", LETTERS, {0}), written("04-x", LETTERS[::-1], {0})
    assert texts(first) == texts(first)
    assert [LETTERS.index(one) for one in texts(first)] == [
        LETTERS[::-1].index(one) for one in texts(second)
    ]


def test_the_right_one_comes_to_stand_everywhere_unless_the_order_is_kept():
    asked = [written(f"04-{number}", LETTERS, {1}) for number in range(200)]
    places = [texts(one).index("b") for one in asked]
    assert all(30 < places.count(place) < 70 for place in range(4))
    assert all(texts(one | {"keep_order": True}) == LETTERS for one in asked)


def test_no_way_to_guess_without_reading_does_well_in_the_course():
    asked = [one for name in quizzes.names() for one in quizzes.load(name).questions]
    assert list(guessing.beaten(asked)) == []


SHORT, MIDDLE, LONG = "Yes.", "Yes, in part.", "Yes, in part, and in the other part it is not so."
GIVEN_AWAY = {
    "the second option": lambda n: written(f"a{n}", LETTERS, {1}, keep_order=True),
    "the longest option": lambda n: written(f"b{n}", [SHORT, LONG, MIDDLE], {1}),
    "the shortest option": lambda n: written(f"c{n}", [SHORT, LONG, MIDDLE], {0}),
    "the second longest option": lambda n: written(f"d{n}", [SHORT, LONG, MIDDLE], {2}),
    "the longest option where it is clearly so, else the second option": lambda n: (
        written(f"e{n}", [SHORT, MIDDLE, LONG], {2}, keep_order=True)
        if n % 2
        else written(f"e{n}", ["aa", "bb", "cc"], {1}, keep_order=True)
    ),
    "an option without extreme words": lambda n: written(
        f"f{n}", ["It is always so.", "It is so a lot.", "It is never so.."], {1}
    ),
    "an option with careful words": lambda n: written(
        f"g{n}", ["It is a lot more.", "It may be more..", "It is a lot less."], {1}
    ),
    "all options": lambda n: written(f"h{n}", LETTERS, {0, 1, 2, 3}, kind="several"),
    "all options but the last": lambda n: written(
        f"i{n}", LETTERS, {0, 1, 2}, kind="several", keep_order=True
    ),
    "all options but the longest": lambda n: written(
        f"j{n}", ["aa", "bb", LONG, "cc"], {0, 1, 3}, kind="several"
    ),
    "the first option is so": lambda n: written(
        f"k{n}", LETTERS, {0, 1 + n % 3}, kind="several", keep_order=True
    ),
}


@pytest.mark.parametrize("name", GIVEN_AWAY)
def test_quizzes_that_need_no_reading_are_found(name):
    asked = [quizzes._question(GIVEN_AWAY[name](number)) for number in range(24)]
    found = list(guessing.beaten(asked))
    assert any(name in sentence for sentence in found), found


def test_quizzes_that_chance_alone_answers_are_not_found():
    asked = [
        quizzes._question(written(f"l{n}", ["aa", "bb", "cc"], {n % 3}, keep_order=True))
        for n in range(30)
    ]
    assert list(guessing.beaten(asked)) == []


def test_three_questions_of_lessons_before_open_a_later_one():
    for name in quizzes.names()[1:]:
        widget = from_before(name)
        asked = [one["id"] for one in widget.questions]
        assert len(asked) == len(set(asked)) >= widget.picks == COME_BACK
        assert all(one[:2] < name[:2] for one in asked)
        data, _ = widget._repr_mimebundle_()
        assert data["text/plain"].count("( )") == sum(
            len(one["options"]) for one in widget.questions[:COME_BACK]
        )
    lessons_asked = [one["id"][:2] for one in from_before("08_two_weeks").questions[:COME_BACK]]
    assert lessons_asked == ["07", "06", "05"]
