"""Answers from the real database, as a conversation asks for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.records.known_contacts import MARK
from bot.slack.answers import answer_message, choice
from bot.slack.questions import FromDatabase


@pytest.fixture
def answers(database: str) -> FromDatabase:
    """Answers from the commitments of `corpus/`, on a fixed day."""
    return FromDatabase(Path(database), today=lambda: date(2026, 11, 21))


def test_a_memory_makes_a_follow_up_understood(answers: FromDatabase) -> None:
    """The memory that one answer gives lets the next question point back to it."""
    first, memory = answers.ask("who leads KR0032?", None)
    second, _ = answers.ask("and the phone number?", memory, lambda: True)
    assert "Ministry of the Interior" in first.statement
    assert "+82-2-2100-3418" in second.statement


def test_contacts_are_for_those_of_whom_it_is_said(answers: FromDatabase) -> None:
    """Where nobody says that an answer may have contacts, it has none."""
    answer, _ = answers.ask("phone of KR0032", None)
    assert "+82" not in f"{answer}"
    assert MARK in answer.statement


def test_the_value_of_a_button_answers_the_question(answers: FromDatabase) -> None:
    """What a button of a real choice carries is answered for its commitment."""
    offer, memory = answers.ask("who leads the citizen commitment?", None)
    buttons = [block["accessory"] for block in answer_message(offer).blocks if "accessory" in block]
    (value,) = [button["value"] for button in buttons if button["text"]["text"] == "KR0032"]
    answer, _ = answers.choose(*choice(value), memory)
    assert [item.code for item in answer.items if item.raw == "Ministry of the Interior"] == ["KR0032"]


@pytest.mark.parametrize("memory", ["", "{}", "no JSON", '{"version": 0}'])
def test_a_memory_of_another_version_is_forgotten(answers: FromDatabase, memory: str) -> None:
    """A memory that cannot be read does not keep a thread from being answered."""
    answer, _ = answers.ask("when does KR0029 end?", memory)
    assert "30 June 2018" in answer.statement


def test_the_day_is_todays(answers: FromDatabase) -> None:
    """Each answer is as of the day on which it is asked."""
    answer, _ = answers.ask("who leads KR0032?", None)
    assert answer.as_of == "2026-11-21"
