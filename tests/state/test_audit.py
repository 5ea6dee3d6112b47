"""The audit: who was shown whose contact, for so many days and no longer."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.state.database import State
from bot.state.questions import Showing, record, showings

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ONE = Showing("T1", "C1", "U1", "KR0032", "phone", "Ev1")


def test_what_is_shown_is_kept_in_its_order(state: State) -> None:
    """Showings are found in the order in which they were kept, by day, commitment and person."""
    other = Showing("T1", "C1", "U2", "KR0029", "email", "Ev2")
    record(state, [ONE, other], 90, NOW)
    assert [(one.user, one.at) for one in showings(state)] == [
        ("U1", "2026-11-21T00:00:00Z"),
        ("U2", "2026-11-21T00:00:00Z"),
    ]
    assert [one.user for one in showings(state, code="KR0029")] == ["U2"]
    assert [one.user for one in showings(state, user="U1")] == ["U1"]
    assert showings(state, since="2026-11-22") == []


def test_with_no_days_nothing_is_kept(state: State) -> None:
    """With 0 days no showing is kept."""
    record(state, [ONE], 0, NOW)
    assert showings(state) == []
