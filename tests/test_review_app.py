"""The review: what it says of a diary, what it keeps, and what it never shows."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from test_tracker_app import Browser, close_all, data  # noqa: F401

from lessons_lib.apps import review as app
from lessons_lib.apps.tracker import desk
from lessons_lib.data import tables
from lessons_lib.evidence.safety_check import tiers
from lessons_lib.tracker.facts import Day
from lessons_lib.tracker.review import Outcome

MARKER = 9


class Reader(Browser):
    """A page with the review, behind two weeks in the tracker."""

    def say(self, message):
        answer = desk.in_turn(app.ReviewApp._answer, self.widget, message)
        json.dumps(answer)
        return answer

    def lived(self, pain):
        """The page after 14 days that were rated like this."""
        home = Browser()
        home.now = self.now
        home.begun()
        for after, rating in enumerate(pain):
            home.now = self.now + after * 86_400_000
            day = home.done("look")["days"][after]
            if rating is not None:
                home.done("save_day", local_date=day["date"], rev=day["rev"], pain_back=rating)
        self.now = home.now
        return self


@pytest.fixture(scope="module")
def widget():
    return app.review()


@pytest.fixture
def reader(data, widget):  # noqa: F811
    assert not data.exists()
    reader = Reader()
    reader.widget = widget
    return reader


def rows(data, query):  # noqa: F811
    address = f"file:{data / 'diary.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return connection.execute(query).fetchall()


def what(kept):
    """The impression, the one from before the ratings were seen, and the choice."""
    return kept["own_view"], kept["before"], kept["choice"]


IMPROVED = [6, 6, 7, 6, 5, 5, None, 4, 4, 4, 3, 3, 3, 2]


def diary(pain, tier="none"):
    """The invented person's diary with other ratings and a check of today."""
    lived = app.invented(1)
    start = lived.two_weeks.start_date
    days = [Day(start + timedelta(days=after), pain_back=one) for after, one in enumerate(pain)]
    check = replace(lived.checks[-1], local_date=lived.today, tier=tier)
    return replace(lived, days=tuple(days), checks=(*lived.checks, check))


DIARIES = {
    Outcome.IMPROVED: diary(IMPROVED),
    Outcome.SMALL_CHANGE: diary([6] * 7 + [5] * 7),
    Outcome.NO_CLEAR_CHANGE: diary([5] * 14),
    Outcome.WORSE: diary([3] * 7 + [6] * 7),
    Outcome.NOT_ENOUGH_DATA: diary([None] * 14),
    Outcome.SAFETY: diary(IMPROVED, tier="B"),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_meaning_and_a_next_step(outcome):
    look = app.look_back(DIARIES[outcome])
    assert look["outcome"] == outcome.value
    assert look["headline"]
    assert look["next"]
    for word in (look["headline"], look["says"], *(text for _, _, text in look["next"])):
        assert "worked" not in word  # no review can say that the exercises did


def test_an_urgent_check_shows_help_and_no_number():
    look = app.look_back(DIARIES[Outcome.SAFETY])
    assert look["advice"]["action"] == tiers()["B"].action
    assert look["facts"] == look["working"] == []
    assert look["chance"] == ""
    assert [step for step, _, _ in look["next"]] == ["help"]


def test_advice_without_hurry_stands_above_the_review():
    look = app.look_back(diary(IMPROVED, tier="C"))
    assert look["outcome"] == "improved"
    assert look["advice"]["action"] == tiers()["C"].action
    assert look["advice"]["rank"] > app.look_back(DIARIES[Outcome.SAFETY])["advice"]["rank"]


@pytest.mark.parametrize("person", [0, -1, 1.5, "me", None])
def test_an_invented_person_has_a_number(person):
    for read in (app.review, app.ratings):
        with pytest.raises(ValueError, match="numbered 1, 2, 3"):
            read(person)


def test_each_impression_is_held_beside_the_ratings():
    scores = {row["score"]: row["direction"] for row in tables.load("own_view").rows()}
    for outcome in set(Outcome) - {Outcome.SAFETY}:
        beside = app.look_back(DIARIES[outcome])["beside"]
        assert beside.keys() == scores.keys()
        for score, direction in scores.items():
            same = [one for one, other in scores.items() if other == direction]
            assert {beside[one] for one in same} == {beside[score]}
        assert len(set(beside.values())) == len(set(scores.values()))


def test_more_swing_means_more_false_alarms():
    def alarms(pain):
        words = app.look_back(diary(pain))["chance"]
        return int(words.split("improved in ")[1].split(" of")[0])

    assert alarms([5, 6] * 7) < alarms([3, 7] * 7) < alarms([0, 10] * 7)
    assert "in fewer than 1 of 100" in app.look_back(diary([5] * 14))["chance"]
    assert app.look_back(DIARIES[Outcome.NOT_ENOUGH_DATA])["chance"] == ""


def test_the_output_is_the_invented_person_and_opens_no_diary(data, widget):  # noqa: F811
    assert "An invented person's two weeks." in widget.words()
    bundle, _ = widget._repr_mimebundle_()
    for part in (*widget._look["working"], widget._look["chance"]):
        assert part in bundle["text/plain"]
    assert not data.exists()


def test_there_is_no_review_without_a_check_of_today(reader):
    view = reader.lived(IMPROVED).done("look")
    assert view["begun"]
    assert view["over"]
    assert view["look"] is None
    refused = reader.ask("keep_review", own_view=2)
    assert (refused["ok"], refused["code"]) == (False, "check_review")


def test_before_the_two_weeks_there_is_nothing_to_read(reader):
    view = reader.done("look")
    assert not view["begun"]
    assert view["look"] is None


def test_looking_for_a_record_begins_none(reader, data):  # noqa: F811
    assert not reader.done("look")["begun"]
    assert not data.exists()


def test_a_diary_that_has_gone_is_missed_and_not_taken_for_one_that_never_was(reader, data):  # noqa: F811
    reader.lived(IMPROVED)
    close_all()
    (data / "diary.db").unlink()
    answer = reader.ask("look")
    assert (answer["ok"], answer["code"]) == (False, "missing")


def test_the_review_waits_for_the_last_day(reader):
    view = reader.lived(IMPROVED[:13]).done("record_check", occasion="change", tier="none")
    assert (view["day"], view["over"], view["look"]) == (13, False, None)


@pytest.mark.parametrize(
    ("pain", "cannot"),
    [([1] * 14, "cannot say improved"), ([9] * 14, "cannot say that the back is worse")],
)
def test_at_the_ends_of_the_scale_it_says_what_the_rule_cannot(pain, cannot):
    assert cannot in app.look_back(diary(pain))["edge"]
    assert app.look_back(DIARIES[Outcome.NO_CLEAR_CHANGE])["edge"] == ""


def test_a_review_is_kept_with_its_inputs_own_view_and_choice(reader, data):  # noqa: F811
    reader.lived(IMPROVED).done("record_check", occasion="review", tier="none")
    view = reader.done("keep_review", own_view=2)
    assert view["look"]["outcome"] == "improved"
    assert what(view["kept"]) == (2, 2, None)
    about = {"review_id": view["kept"]["id"], "rev": view["kept"]["rev"]}
    view = reader.done("answer_review", **about, choice="taper")
    assert what(view["kept"]) == (2, 2, "taper")
    stale = reader.ask("answer_review", **about, choice="help")
    assert stale["code"] == "changed_elsewhere"
    view = reader.done("keep_review", own_view=5)  # another thought, the same review
    assert what(view["kept"]) == (5, 2, "taper")
    ((outcome, own_view, choice, inputs),) = rows(
        data, "SELECT outcome, own_view, choice, inputs FROM review"
    )
    assert (outcome, own_view, choice) == ("improved", 5, "taper")
    assert json.loads(inputs)["pain_back"] == IMPROVED
    assert rows(data, "SELECT occasion FROM screen ORDER BY at_ms")[-1] == ("review",)


def test_an_impression_after_the_ratings_were_seen_is_known_as_one(reader):
    reader.lived(IMPROVED).done("record_check", occasion="review", tier="none")
    assert reader.done("keep_review", own_view=None)["kept"]["before"] is None
    assert what(reader.done("keep_review", own_view=1)["kept"]) == (1, None, None)
    assert reader.after(1).done("record_check", occasion="review", tier="none")["seen"]
    kept = reader.done("keep_review", own_view=3)["kept"]  # seen yesterday is seen
    assert (kept["own_view"], kept["before"]) == (3, None)
    home = Browser()
    home.now = reader.now
    words = home.done("look")["progress"][-1]["words"]
    assert any("a little better" in one for one in words)


@pytest.mark.parametrize("inputs", ["{}", "[]", '{"own_view_before": "x"}'])
def test_a_review_that_came_with_a_file_can_be_looked_at(reader, inputs):
    reader.lived(IMPROVED).done("record_check", occasion="review", tier="none")
    reader.done("keep_review", own_view=3)
    [store] = desk._open.values()
    with store.transaction() as db:
        db.execute("UPDATE review SET inputs = ?", (inputs,))
    assert reader.done("look")["kept"]["own_view"] == 3


def test_what_a_review_saves_is_in_a_backup_too(reader, monkeypatch):
    monkeypatch.setattr(reader.widget, "send", lambda _: None)
    check = reader.lived(IMPROVED).message("record_check", occasion="review", tier="none")
    reader.widget._handle_custom_msg(check, [])
    home = Browser()
    home.now = reader.now
    proof = home.ask("prove")["result"]
    assert proof["ok"], proof


def test_the_learners_own_record_is_in_no_state(reader):
    reader.lived([MARKER] * 14).done("record_check", occasion="review", tier="none")
    view = reader.done("keep_review", own_view=4)
    assert "mean 9 from" in json.dumps(view)
    assert "mean 9 from" not in json.dumps(reader.widget.get_state(), default=str)


@pytest.mark.parametrize("of", ["sessions", "pain", "dose", "walking"])
def test_pictures_of_the_invented_and_of_oneself_differ(reader, of):
    reader.lived(IMPROVED)
    own = reader.ask("picture", of=of)["result"]
    reader.synthetic = True
    assert reader.ask("picture", of=of)["result"]["words"] != own["words"]
