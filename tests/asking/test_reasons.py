"""Reasons, which no document states, and cancelled commitments, which are those that were withdrawn."""

from __future__ import annotations

import pytest

from bot.asking.frames import Count, Refuse
from bot.asking.reading import read
from bot.asking.thread import EMPTY
from bot.records.store import Store
from tests.asking.conftest import TODAY, Asks


@pytest.mark.parametrize(
    "question",
    [
        "why did Korea withdraw so many commitments?",
        "why were the Korean commitments not completed?",
        "why was KR0032 cancelled?",
        "why was KR0032 not finished?",
        "Pourquoi la Corée n'a-t-elle pas été évaluée ?",
        "warum wurden die koreanischen Verpflichtungen nicht abgeschlossen?",
    ],
)
def test_a_reason_is_not_told_by_the_problem_addressed(question: str, asked: Asks) -> None:
    """Why something did not come about is said not to be told, and no other field is given in its place."""
    answer = asked(question)
    assert (answer.outcome, answer.reason, answer.items) == ("abstain", "not_stated", ())


def test_why_commitments_are_needed_asks_for_the_problems_that_they_address(asked: Asks) -> None:
    """Where it is asked what they are good for, the field answers."""
    assert "problem" in asked("why are the Korean commitments needed?").frame["fields"]


@pytest.mark.parametrize(
    "question",
    [
        "how many commitments were cancelled?",
        "¿cuántos compromisos fueron cancelados?",
        "combien d'engagements ont été annulés ?",
        "wie viele Verpflichtungen wurden abgebrochen?",
        "quantos compromissos foram cancelados?",
        "취소된 공약은 몇 개인가요?",
    ],
)
def test_cancelled_is_withdrawn(question: str, store: Store) -> None:
    """The reviewers know one word for what was given up."""
    frame = read(question, store, EMPTY, TODAY).reading.frame
    assert not isinstance(frame, Refuse)
    assert isinstance(frame, Count)
    assert getattr(frame.where, "values", ()) == ("Withdrawn",)
