"""Verdicts and unanswered questions: one a person and answer, changed by pressing again, linked to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.state.database import State
from bot.state.questions import (
    BAD,
    GOOD,
    UNANSWERED,
    AnsweredQuestion,
    Details,
    explain,
    forget,
    keep,
    keep_unanswered,
    listed,
    vote,
    voter,
)
from bot.state.retention import forget as forget_workspace
from tests.state.test_questions import ONE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SUBJECT = AnsweredQuestion(
    team="T01TEST", question="and hers?", thread=("who leads KR0032?",), answer="Lee", outcome="answer",
    intent="lookup", reason=None, frame='{"codes": ["KR0032"]}', language="en", as_of="2026-11-21",
)  # fmt: skip
ALICE, BOB = voter("token", "U01ALICE"), voter("token", "U02BOB")
AGREED = Details("wrong_value", "it is Kim", "U01ALICE")


def test_a_verdict_is_read_as_it_was_given(state: State) -> None:
    """A verdict is kept with the question, its thread, the frame and the answer; so is an unanswered question."""
    vote(state, ALICE, GOOD, SUBJECT, NOW)
    keep_unanswered(state, replace(SUBJECT, outcome="abstain", reason="out_of_scope"), NOW)
    unanswered, good = listed(state)
    assert (good.verdict, good.subject, good.details) == (GOOD, SUBJECT, Details())
    assert (unanswered.verdict, unanswered.subject.reason) == (UNANSWERED, "out_of_scope")


def test_pressing_again_changes_the_verdict(state: State) -> None:
    """One person has one verdict on an answer, the last; another person has one of their own."""
    for name, verdict in ((ALICE, GOOD), (BOB, GOOD), (ALICE, BAD)):
        vote(state, name, verdict, SUBJECT, NOW)
    assert sorted(one.verdict for one in listed(state)) == [BAD, GOOD]


def test_details_stay_with_their_verdict(state: State) -> None:
    """What was wrong stays when the same verdict is given again, and goes with the verdict, the person too."""
    vote(state, ALICE, BAD, SUBJECT, NOW)
    assert explain(state, ALICE, AGREED, NOW)
    assert vote(state, ALICE, BAD, SUBJECT, NOW) == AGREED
    assert vote(state, ALICE, GOOD, SUBJECT, NOW) == Details()
    assert [one.details for one in listed(state)] == [Details()]


@pytest.mark.parametrize("verdict", [None, GOOD])
def test_only_a_bad_verdict_is_explained(state: State, verdict: str | None) -> None:
    """Details without a bad verdict of the same person are not kept."""
    vote(state, BOB, BAD, SUBJECT, NOW)
    if verdict:
        vote(state, ALICE, verdict, SUBJECT, NOW)
    assert not explain(state, ALICE, AGREED, NOW)
    assert {one.details for one in listed(state)} == {Details()}


def test_nobody_is_named(state: State) -> None:
    """Without consent no row of the database holds the person or the token that the hash was made with."""
    token = keep(state, replace(ONE, user="U09ASKER"), NOW)
    vote(state, voter(token, "U01ALICE"), BAD, SUBJECT, NOW)
    explain(state, voter(token, "U01ALICE"), Details("other", "?"), NOW)
    with state.connect() as connection:
        tables = ("feedback", "asked_questions")
        rows = [row for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    assert rows
    assert not any(secret in str(rows) for secret in (token, "U01ALICE"))


def test_the_newest_is_listed_first(state: State) -> None:
    """Entries are listed newest first, those of a day on and of one verdict where that is asked for."""
    for day, verdict in enumerate((GOOD, BAD, GOOD)):
        vote(state, voter("token", str(day)), verdict, replace(SUBJECT, question=str(day)), NOW + timedelta(days=day))
    assert [one.subject.question for one in listed(state)] == ["2", "1", "0"]
    assert [one.subject.question for one in listed(state, since="2026-11-22")] == ["2", "1"]
    assert [one.subject.question for one in listed(state, verdict=GOOD)] == ["2", "0"]
    assert [one.subject.question for one in listed(state, "2026-11-22", GOOD)] == ["2"]


def test_a_person_who_agreed_is_forgotten(state: State) -> None:
    """Forgetting a person removes what is linked to them, and nothing else."""
    for name in (ALICE, BOB):
        vote(state, name, BAD, SUBJECT, NOW)
    explain(state, ALICE, AGREED, NOW)
    assert forget(state, "U01ALICE") == 1
    assert forget(state, "U01ALICE") == 0
    assert [one.details.person for one in listed(state)] == [None]


def test_a_workspace_that_leaves_takes_its_entries_along(state: State) -> None:
    """What people of a workspace asked and said goes with it; that of another workspace stays."""
    keep_unanswered(state, SUBJECT, NOW)
    vote(state, ALICE, GOOD, SUBJECT, NOW)
    vote(state, BOB, GOOD, replace(SUBJECT, team="T02OTHER"), NOW)
    forget_workspace(state, "T01TEST")
    assert [one.subject.team for one in listed(state)] == ["T02OTHER"]
