"""What is kept of feedback and of questions that find no answer: for how long, with what, and without whom."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.settings import read_settings
from bot.state.database import open_state
from bot.state.questions import BAD, GOOD, UNANSWERED, Details
from bot.state.retention import prune
from bot.state.tables import ASKED_QUESTIONS, AUDIT, FEEDBACK
from tests.slack.double import ALICE
from tests.slack.judging import ASKED, Judging, chosen, judges


def test_a_follow_up_is_kept_with_its_thread(people: Judging) -> None:
    """A question that goes on from others is kept with them, a choice with the question that it answers."""
    people.press(people.ask(ASKED, "and her phone number?"), GOOD)
    assert people.kept[0].subject.thread == (ASKED,)
    offer = people.ask("who leads the citizen commitment?")
    value = next(block["accessory"]["value"] for block in offer["blocks"] if "accessory" in block)
    people.bot.press(value, message=offer)
    people.press(people.slack.world.messages[-1], BAD)
    subject = people.kept[0].subject
    assert subject.thread == ("who leads the citizen commitment?",)
    assert subject.question == value.partition("\n")[0]


def test_contacts_of_people_are_not_kept(people: Judging) -> None:
    """An address or a number in a question, a comment, the questions before and the frame is masked."""
    first, second = "whose email is anna@example.org?", "and who has +82 2 2100 9999, or <@U02BOB>?"
    people.press(people.ask(first, second), BAD)
    people.send(**chosen("other", "write to anna@example.org or 02-2100-9999"))
    everything = people.table
    assert "[email]" in everything
    for secret in ("anna", "9999", "U02BOB"):
        assert secret not in everything


def test_nothing_that_people_wrote_is_logged(people: Judging, caplog: pytest.LogCaptureFixture) -> None:
    """From INFO up, neither question nor comment is logged."""
    with caplog.at_level(logging.INFO):
        people.press(people.ask(ASKED), BAD)
        people.send(**chosen("other", "the comment"))
    assert "who leads" not in caplog.text
    assert "the comment" not in caplog.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("what is the budget of KR0032?", "field_unknown"),
        ("how is the weather in Seoul tomorrow?", "out_of_scope"),
        ("does KR0032 mention blockchain?", "not_stated"),
        ("asdf qwer zxcv", "out_of_scope"),
    ],
)
def test_an_unanswered_question_is_kept(judging: Callable[..., Judging], question: str, reason: str) -> None:
    """A question that finds no answer for a reason that may be ours is kept, and nobody is with it."""
    people = judging()
    people.ask(question)
    kept = [(one.verdict, one.subject.question, one.subject.reason, one.details) for one in people.kept]
    assert kept == [(UNANSWERED, question, reason, Details())]
    assert ALICE not in people.table


@pytest.mark.parametrize("question", [ASKED, "who leads KR9999?", "open data", "help", "thanks!", "what is the end?"])
def test_what_is_answered_is_not_kept(judging: Callable[..., Judging], question: str) -> None:
    """An answer, a commitment that there is not, a choice, help and a word of thanks leave nothing behind."""
    people = judging()
    people.ask(question)
    assert people.kept == []


@pytest.mark.parametrize("environ", [{"KEEP_UNANSWERED": "no"}, {"FEEDBACK_KEPT": "0"}])
def test_unanswered_questions_can_be_left_alone(judging: Callable[..., Judging], environ: dict[str, str]) -> None:
    """Where a setting says so, no unanswered question is kept."""
    people = judging(**environ)
    people.ask("how is the weather in Seoul tomorrow?")
    assert people.kept == []


def test_an_unanswered_question_needs_no_kept_question(judging: Callable[..., Judging]) -> None:
    """Unanswered questions are kept also where no asked question is, and answers have no buttons then."""
    people = judging(QUESTIONS_KEPT="0")
    answer = people.ask("how is the weather in Seoul tomorrow?")
    assert [one.verdict for one in people.kept] == [UNANSWERED]
    assert judges(answer["blocks"]) == {}


def test_feedback_can_be_switched_off(judging: Callable[..., Judging]) -> None:
    """With no day to be kept for, there is nothing to press."""
    assert judges(judging(FEEDBACK_KEPT="0").ask(ASKED)["blocks"]) == {}


def test_feedback_outlives_its_question(judging: Callable[..., Judging]) -> None:
    """Feedback stays when its question is swept, and goes after the days of its own setting."""
    people = judging(FEEDBACK_KEPT="60")
    people.press(people.ask(ASKED), GOOD)
    with open_state(people.bot.state_db).begin() as connection:
        connection.execute(delete(ASKED_QUESTIONS))
    people.bot.start()
    assert len(people.kept) == 1
    old = (date.today() - timedelta(days=61)).isoformat()
    with open_state(people.bot.state_db).begin() as connection:
        connection.execute(FEEDBACK.update().values(at=f"{old}T00:00:00Z"))
    prune(people.bot.state, read_settings({"FEEDBACK_KEPT": "60"}), datetime.now(UTC), [FEEDBACK])
    assert people.kept == []


@pytest.mark.parametrize("rule", ["all", "never"])
def test_contacts_are_neither_kept_nor_shown_by_a_press(judging: Callable[..., Judging], rule: str) -> None:
    """Judging an answer with contacts keeps none of them and counts as no showing, whoever may see them."""
    people = judging(SHOW_CONTACTS=rule)
    answer = people.ask("email and phone of the KR0029 contact")
    before = showings(people)
    people.press(answer, BAD)
    people.press(answer, GOOD)
    assert showings(people) == before
    assert (before == []) is (rule == "never")
    assert people.kept[0].subject.outcome == "answer"
    assert not any(contact in people.table for contact in ("korea.kr", "2100"))


def showings(people: Judging) -> list:
    """The record of who was shown whose contact."""
    with open_state(people.bot.state_db).connect() as connection:
        return list(connection.execute(AUDIT.select()))
