"""A kept question gives the same answer again, where and to whom it was given before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.slack.answers import answer_message, choice
from bot.slack.contacts import Audience, Disclosure
from bot.slack.payloads import Place
from bot.slack.questions import FromDatabase, NotKeptError, Questions
from bot.state.database import State, open_state
from tests.present import present

PLACE = Audience(Place("C01GEN", "1.1", False, "T01TEST", frozenset({"T01TEST"}), "U01ALICE"), WebClient(), "Ev1")
ELSEWHERE = Audience(Place("C02OTHER", "1.1", False, "T01TEST", frozenset({"T01TEST"}), "U01ALICE"), WebClient(), "Ev1")
BOB = Audience(Place("C01GEN", "", False, "T01TEST", frozenset({"T01TEST"}), "U02BOB"), WebClient(), "Ev1")
THREAD = ("who leads KR0032?", "and her phone number?", "¿cuándo termina?", "which commitments end before 2019?", "hi")


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A new state database."""
    return open_state(str(tmp_path / "state.db"))


@pytest.fixture
def questions(state: State, database: str) -> Questions:
    """Questions about the commitments of `corpus/`, asked on a day in the past."""
    answering = FromDatabase(Path(database), today=lambda: date(2017, 12, 1))
    return Questions(state, answering, 30, Disclosure(state, Path(database), "all", 90))


def test_the_same_question_is_the_same_message(questions: Questions, database: str) -> None:
    """Each answer of a thread is given again to the byte, on a later day too: its memory and its day are kept."""
    later = replace(questions, answering=FromDatabase(Path(database), today=lambda: date(2026, 11, 21)))
    memory = None
    for question in THREAD:
        given = questions.ask(PLACE, question, memory)
        memory = given.memory
        answer, _asked = later.again(present(given.key), PLACE)
        assert answer_message(answer, given.key) == answer_message(given.answer, given.key)


def test_a_choice_is_given_again(questions: Questions) -> None:
    """The answer to a choice is given again for the commitment that was chosen."""
    offer = questions.ask(PLACE, "who leads the citizen commitment?", None)
    pending, code = choice(f"KR0032\n{offer.answer.pending}")
    given = questions.choose(PLACE, pending, code, offer.memory)
    answer, asked = questions.again(present(given.key), PLACE)
    assert answer_message(answer) == answer_message(given.answer)
    assert (asked.question, asked.pending) == ("KR0032", pending)


def test_the_whole_of_a_list(questions: Questions) -> None:
    """A long list shows as much as a message holds here and how many there are, the whole list names all of them."""
    given = questions.ask(PLACE, "list the commitments of South Korea", None)
    lists = [questions.again(present(given.key), PLACE, whole=whole)[0] for whole in (False, True)]
    codes = present(lists[1].result)["value"]
    shown = [list(dict.fromkeys(item.code for item in one.items)) for one in lists]
    assert shown == [codes[: questions.kit.rows], codes]
    assert {one.total for one in (given.answer, *lists)} == {len(codes)}
    assert "18 more" in lists[0].text
    assert "more" not in lists[1].text


@pytest.mark.parametrize(
    ("place", "private", "given_again"),
    [(PLACE, False, True), (BOB, False, True), (ELSEWHERE, False, False), (PLACE, True, True), (BOB, True, False)],
)
def test_who_is_given_it_again(questions: Questions, place: Audience, private: bool, given_again: bool) -> None:
    """An answer is given again in its channel, and to its asker alone where it was private."""
    given = questions.ask(PLACE, "who leads KR0032?", None, private=private)
    if given_again:
        assert questions.again(present(given.key), place)[0].items == given.answer.items
    else:
        with pytest.raises(NotKeptError):
            questions.again(present(given.key), place)


def test_what_is_kept(questions: Questions) -> None:
    """A question is kept with who asked it where, as it was understood and answered."""
    given = questions.ask(PLACE, "who leads KR9999?", None)
    _answer, asked = questions.again(present(given.key), PLACE)
    assert (asked.user, asked.channel, asked.thread_ts, asked.team) == ("U01ALICE", "C01GEN", "1.1", "T01TEST")
    assert (asked.question, asked.outcome, asked.reason) == ("who leads KR9999?", "abstain", "no_such_code")
    assert (asked.as_of, asked.language) == ("2017-12-01", "en")
    assert json.loads(asked.frame)["fields"] == ["lead_institution", "person"]


def test_nothing_is_kept_where_nothing_shall_be(questions: Questions) -> None:
    """With 0 days a question is answered and not kept."""
    given = replace(questions, days=0).ask(PLACE, "who leads KR0032?", None)
    assert given.key is None
    assert given.answer.outcome == "answer"
