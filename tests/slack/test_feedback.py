"""Judging an answer: the buttons under it, the form behind them, and what people are told."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import delete

from bot.records.languages import LANGUAGES, is_complete, own
from bot.slack.feedback import feedback_words
from bot.state.database import open_state
from bot.state.questions import BAD, GOOD, Details
from bot.state.tables import ASKED_QUESTIONS, FEEDBACK
from tests.slack.conftest import NewWorkspace
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, ME, TEAM, Refused
from tests.slack.judging import ASKED, Judging, chosen, judges


@pytest.mark.parametrize("question", [ASKED, "open data", "who leads KR9999?", "weather?", "list all"])
def test_every_answer_can_be_judged(people: Judging, question: str) -> None:
    """Under every answer, or the word that there is none, stand a good and a bad button with the question's key."""
    answer = people.ask(question)
    found = judges(answer["blocks"])
    assert found.keys() == {GOOD, BAD}
    assert len({one["value"].partition(" ")[2] for one in found.values()}) == 1
    assert people.slack.errors("chat.postMessage") == []


@pytest.mark.parametrize("question", ["hello", "help", "thanks", "who leads citizen?"])
def test_greetings_and_questions_back_are_not_judged(people: Judging, question: str) -> None:
    """A greeting, thanks, help and a choice of commitments are neither right nor wrong."""
    assert judges(people.ask(question)["blocks"]) == {}


def test_words_of_our_own_are_not_judged(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """A refusal and the news of a failure have no such buttons."""
    bot = workspace()
    bot.mention("hello", user_team="T99ELSE")
    bot.mention("fail")
    assert [judges(post["blocks"]) for post in bot.web_api.posts] == [{}, {}]


def test_a_good_answer(people: Judging) -> None:
    """A good verdict is kept with the question, its answer and how it was understood; the person is thanked alone."""
    answer = people.ask(ASKED)
    people.press(answer, GOOD)
    (one,) = people.kept
    assert (one.verdict, one.subject.question, one.subject.outcome) == (GOOD, ASKED, "answer")
    assert "Ministry of the Interior" in one.subject.answer
    assert json.loads(one.subject.frame)["codes"] == ["KR0032"]
    assert (one.subject.language, one.subject.as_of, one.subject.thread) == ("en", "2026-11-21", ())
    (thanks,) = people.private()
    assert (thanks["ephemeral"], thanks["thread_ts"]) == (ALICE, answer["thread_ts"])
    assert thanks["text"] == feedback_words("en")["thanks"]


def test_a_bad_answer(people: Judging) -> None:
    """A bad verdict is kept at once and opens a form; what is filled in there is kept with it."""
    people.press(people.ask(ASKED), BAD)
    assert [(one.verdict, one.details) for one in people.kept] == [(BAD, Details())]
    assert ASKED in json.dumps(people.form()["blocks"])
    response = people.send(**chosen("outdated", "a new minister"))
    assert json.loads(response.body)["response_action"] == "update"
    assert people.kept[0].details == Details("outdated", "a new minister")
    assert people.slack.errors("views.open") == []


@pytest.mark.parametrize("agreed", [False, True])
def test_a_name_is_kept_where_its_owner_agrees(people: Judging, agreed: bool) -> None:
    """The tick is off at first; who judged is kept with it only, and no longer once it is taken back."""
    answer = people.ask(ASKED, user=BOB)
    people.press(answer, BAD)
    assert "initial_options" not in people.form()["blocks"][-1]["element"]
    people.send(**chosen(agreed=agreed))
    assert people.kept[0].details.person == (ALICE if agreed else None)
    assert (ALICE in people.table) is agreed
    people.press(answer, BAD)
    people.send(**chosen(agreed=False))
    assert ALICE not in people.table


def test_pressing_again_changes_it(people: Judging) -> None:
    """A person has one verdict on an answer; another person, and another answer, have theirs."""
    answer = people.ask(ASKED)
    for verdict in (BAD, BAD, GOOD, BAD, GOOD):
        people.press(answer, verdict)
    assert [one.verdict for one in people.kept] == [GOOD]
    people.press(answer, BAD, user=BOB)
    people.press(people.ask(ASKED), GOOD)
    assert [one.verdict for one in people.kept] == [GOOD, BAD, GOOD]


def test_the_form_shows_what_was_said_before(people: Judging) -> None:
    """Who presses again finds what they filled in, and nobody else does."""
    answer = people.ask(ASKED)
    people.press(answer, BAD)
    people.send(**chosen("missing", "the second ministry", agreed=True))
    people.press(answer, BAD)
    kind, comment, consent = (block["element"] for block in people.form()["blocks"][-3:])
    assert kind["initial_option"]["value"] == "missing"
    assert comment["initial_value"] == "the second ministry"
    assert len(consent["initial_options"]) == 1
    people.press(answer, BAD, user=BOB)
    assert "second ministry" not in json.dumps(people.form(BOB))


def test_a_form_without_a_choice(people: Judging) -> None:
    """A form in which nothing is chosen stays open, and says so."""
    people.press(people.ask(ASKED), BAD)
    response = people.send(comment={"value": "wrong"})
    assert json.loads(response.body) == {"response_action": "errors", "errors": {"kind": "Please choose one."}}
    assert people.kept[0].details == Details()


def test_a_press_that_comes_again(people: Judging) -> None:
    """The same press delivered twice is one: a form is opened once."""
    answer = people.ask(ASKED)
    for _ in range(2):
        people.press(answer, BAD, trigger_id="1.2.3", actions=[judges(answer["blocks"])[BAD] | {"action_ts": "1"}])
    assert len(people.slack.of("views.open")) == 1


def test_a_form_that_comes_too_late(people: Judging) -> None:
    """Where the form cannot open any more, the verdict is kept, and the person told how to say more."""
    answer = people.ask(ASKED)
    people.slack.weather.next("views.open", Refused("expired_trigger_id"))
    people.press(answer, BAD)
    assert people.kept[0].verdict == BAD
    assert people.private()[0]["text"] == feedback_words("en")["noted"]


def test_a_question_that_is_no_longer_kept(people: Judging) -> None:
    """A press under an answer whose question was swept is told so; a verdict that was given before stays."""
    answer = people.ask(ASKED)
    people.press(answer, BAD)
    with open_state(people.bot.state_db).begin() as connection:
        connection.execute(delete(ASKED_QUESTIONS))
    people.press(answer, GOOD)
    assert people.private()[0]["text"] == feedback_words("en")["not_kept"]
    people.send(**chosen("other"))
    assert [(one.verdict, one.details.kind) for one in people.kept] == [(BAD, "other")]


def test_a_form_whose_verdict_is_gone(people: Judging) -> None:
    """A form that is sent after its verdict was removed says that it was not kept."""
    people.press(people.ask(ASKED), BAD)
    with open_state(people.bot.state_db).begin() as connection:
        connection.execute(delete(FEEDBACK))
    people.send(**chosen())
    assert feedback_words("en")["not_kept"] in json.dumps(people.form(), ensure_ascii=False)


def test_a_failure_is_told(people: Judging, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a verdict or a form cannot be kept, the person gets a reference, under which the log says why."""
    monkeypatch.setattr("bot.state.database._WAITS", (0.01,))
    answer = people.ask(ASKED)
    people.press(answer, BAD)
    with open_state(people.bot.state_db).begin() as connection:
        connection.exec_driver_sql("DROP TABLE feedback")
        connection.exec_driver_sql("CREATE VIEW feedback AS SELECT 1 AS number")  # a table would be made anew
    people.press(answer, GOOD)
    told = people.private()[0]["text"]
    assert told.startswith("Sorry")
    people.send(**chosen())
    shown = people.form()["blocks"][0]["text"]["text"]
    assert shown.startswith("Sorry")
    assert all(text.split()[-1].strip("`") in caplog.text for text in (told, shown))


def test_a_private_answer(people: Judging) -> None:
    """An answer that only its asker sees can be judged by them, with thanks that stand in no thread."""
    body = {"command": "/commitment", "text": ASKED, "user_id": ALICE, "team_id": TEAM, "channel_id": CHANNEL}
    body |= {"response_url": people.slack.world.response_url(), "trigger_id": people.slack.world.trigger()}
    people.bot.dispatch(body)
    (answer,) = people.private()
    people.press(answer, GOOD, user=BOB)
    assert people.kept == []
    people.press(answer, GOOD)
    assert [one.verdict for one in people.kept] == [GOOD]
    assert "thread_ts" not in people.private()[-1]


def test_strangers_judge_nothing(people: Judging) -> None:
    """Who is not answered does not judge either, and is told so."""
    answer = people.ask(ASKED)
    people.press(answer, GOOD, user=BOB, team="T99ELSE")
    assert people.kept == []
    assert "workspaces that I was set up for" in people.private()[0]["text"]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if is_complete(one)])
def test_an_answer_is_judged_in_its_language(judging: Callable[..., Judging], language: str) -> None:
    """Buttons, thanks and form speak the language of the question."""
    people = judging()
    answer = people.ask(own(language, "answers")["examples"]["ends"].format(code="KR0032"))
    people.press(answer, GOOD)
    people.press(answer, BAD)
    assert feedback_words(language)["good"] in json.dumps(answer["blocks"], ensure_ascii=False)
    assert people.private()[0]["text"] == feedback_words(language)["thanks"]
    assert people.form()["title"]["text"] == feedback_words(language)["title"]


def test_a_button_that_carries_nothing(people: Judging) -> None:
    """A press whose value is no verdict tells the person that it failed."""
    people.press(people.ask(ASKED), GOOD, actions=[{"type": "button", "action_id": "feedback:good", "value": "?"}])
    assert people.private()[0]["text"].startswith("Sorry")


def test_a_direct_conversation(people: Judging) -> None:
    """An answer in a direct conversation is judged as any other."""
    people.bot.message(ASKED, channel=DIRECT, channel_type="im")
    people.press(people.slack.world.messages[-1], GOOD)
    assert [one.subject.question for one in people.kept] == [ASKED]
    assert ME not in people.table
