"""Questions are kept with what gives their answers again, for as long as they are wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.state.asked_questions import AskedQuestion, find, keep
from bot.state.database import open_state

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE = AskedQuestion(
    team="T1", channel="C1", thread_ts="1.1", user="U1", private=True, question="and hers?", pending=None,
    memory='{"focus": ["KR0032"]}', as_of="2026-11-21", language="en", intent="lookup", outcome="answer", reason=None,
    frame="{}",
)  # fmt: skip


def test_a_question_is_found_as_it_was_kept(tmp_path):
    """A question is found under its id, by a new process too, and under no other."""
    path = str(tmp_path / "state.db")
    choice = replace(ONE, question="KR0032", pending='{"intent": "lookup"}', private=False, intent=None, reason="x")
    keys = [keep(open_state(path), one, 30, NOW) for one in (ONE, choice)]
    assert [find(open_state(path), key) for key in keys] == [ONE, choice]
    assert find(open_state(path), "another") is None


def test_no_two_questions_have_one_id(tmp_path):
    """The same question asked again is another question."""
    state = open_state(str(tmp_path / "state.db"))
    assert len({keep(state, ONE, 30, NOW) for _ in range(20)}) == 20


def test_old_questions_are_swept(tmp_path):
    """A question is kept for its days, and gone with the first question after that."""
    state = open_state(str(tmp_path / "state.db"))
    key = keep(state, ONE, 30, NOW)
    keep(state, ONE, 30, NOW + timedelta(days=30))
    assert find(state, key) == ONE
    keep(state, ONE, 30, NOW + timedelta(days=30, seconds=1))
    assert find(state, key) is None
