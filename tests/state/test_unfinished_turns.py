"""A turn that was left behind is given to one caller, until it is ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.state.database import open_state
from bot.state.seen_events import KEPT
from bot.state.unfinished_turns import LEFT_BEHIND, UnfinishedTurn, begin, end, take_over

START = datetime(2026, 11, 21, tzinfo=UTC)
LATER = START + LEFT_BEHIND + timedelta(seconds=1)
TURN = UnfinishedTurn("Ev1", "T1", "C1", "1.1", "U1", direct=False)


@pytest.fixture
def state(tmp_path):
    """A new state database."""
    return open_state(str(tmp_path / "state.db"))


def test_a_turn_is_left_behind_after_a_while(state):
    """A turn of a moment ago may still be answered; one of long ago is given back as it was."""
    begin(state, TURN, START)
    assert take_over(state, "T1", START + LEFT_BEHIND) == []
    assert take_over(state, "T1", LATER) == [TURN]


def test_a_turn_that_ended_is_forgotten(state):
    """What was answered is given to nobody."""
    begin(state, TURN, START)
    end(state, "Ev1")
    assert take_over(state, "T1", LATER) == []


def test_a_turn_is_given_to_one_caller_at_a_time(state):
    """Who takes a turn over has it alone; what they leave unended is given again, after as long again."""
    begin(state, TURN, START)
    assert [take_over(state, "T1", LATER) for _ in range(2)] == [[TURN], []]
    assert take_over(state, "T1", LATER + LEFT_BEHIND + timedelta(seconds=1)) == [TURN]


def test_a_workspace_has_its_own(state):
    """Nobody is given another workspace's turns."""
    begin(state, TURN, START)
    assert take_over(state, "T2", LATER) == []


def test_what_is_long_past_is_forgotten(state):
    """What nobody took over in days is told to nobody."""
    begin(state, TURN, START)
    take_over(state, "T2", START + KEPT + timedelta(seconds=1))
    assert take_over(state, "T1", START + KEPT + timedelta(seconds=2)) == []


def test_a_turn_begins_once(state):
    """Beginning a turn again changes nothing."""
    begin(state, TURN, START)
    begin(state, TURN, LATER)
    assert take_over(state, "T1", LATER) == [TURN]
