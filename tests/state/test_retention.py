"""All that grows with use is kept for its time, and one job that goes by the clock deletes the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, insert, select

from bot.settings import read_settings
from bot.state import retention
from bot.state.recent_questions import WINDOW
from bot.state.retention import BASES, EVENTS, SENT, prune
from bot.state.subscriptions import add
from bot.state.tables import METADATA
from tests.state.test_deliveries import ONE

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KEPT = replace(read_settings({}), feedback_kept=20, threads_kept=50)
DAYS = {
    "seen_events": EVENTS,
    "recent_questions": WINDOW,
    "unfinished_turns": EVENTS,
    "asked_questions": timedelta(30),
    "audit": timedelta(90),
    "feedback": timedelta(20),
    "threads": timedelta(50),
    "digest_bases": BASES,
    "digest_sources": SENT,
    "deliveries": SENT,
    "subscription_acts": BASES,
}
STAYS = {
    "places", "subscriptions", "subscription_days_off", "subscription_clicks", "digest_journal", "digest_known",
    "digest_marks", "digest_journal_state", "digest_snapshots", "state_version",
}  # fmt: skip
TABLES = {table.name: table for table in METADATA.sorted_tables}


@pytest.fixture
def state(state):
    """A state database with one subscription."""
    add(state, ONE, NOW)
    return state


def fill(state, name: str, when: datetime, key: str) -> None:
    """Put a row of that time into a table."""
    table = TABLES[name]
    at = next(rule.when for rule in retention._rules(KEPT) if rule.table is table)
    row: dict[str, object] = {
        column.name: {str: key, int: 1, bool: True}[column.type.python_type]
        for column in table.columns
        if not (column.autoincrement is True and column.primary_key) and not column.nullable
    }
    row |= {"subscription": "S1"} if table.c.get("subscription") is not None and name != "subscription_acts" else {}
    row[at.name] = when.date().isoformat() if at.name == "day" else when.strftime("%Y-%m-%dT%H:%M:%SZ")
    with state.begin() as connection:
        connection.execute(insert(table).values(row))


def count(state, name: str) -> int:
    """How many rows a table has."""
    with state.connect() as connection:
        return connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one()


def test_every_table_is_kept_for_a_time_or_known_to_stay():
    """A new table has a rule of its own, or is bounded by something else."""
    assert {rule.table.name for rule in retention._rules(KEPT)} == set(DAYS) == TABLES.keys() - STAYS


@pytest.mark.parametrize("name", DAYS)
def test_what_is_too_old_is_deleted(state, name):
    """What is as old as it may be stays, what is older goes; acts of a running digest and what is claimed stay."""
    before, a_moment = count(state, name), timedelta(days=1) if name == "deliveries" else timedelta(seconds=1)
    fill(state, name, NOW - DAYS[name] + (a_moment if name == "deliveries" else timedelta()), "a")
    assert prune(state, KEPT, NOW) == 0
    assert count(state, name) == before + 1
    fill(state, name, NOW - DAYS[name] - a_moment, "b")
    assert prune(state, KEPT, NOW) == (name == "unfinished_turns")
    assert count(state, name) == before + 1


def test_much_goes_in_parts(state, monkeypatch):
    """What is too old is deleted in several transactions where there is much, and all of it."""
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for number in range(5):
        fill(state, "audit", NOW - timedelta(100), f"{number}")
    prune(state, KEPT, NOW)
    assert count(state, "audit") == 0


def test_where_nothing_is_old_nothing_is_written(state):
    """The job of a minute in which nothing became too old commits nothing."""
    commits = []
    event.listen(state, "commit", lambda *_: commits.append(1))
    statements = []
    event.listen(state, "before_cursor_execute", lambda *given: statements.append(given[2]))
    prune(state, KEPT, NOW)
    assert [one for one in statements if not one.startswith("SELECT")] == []
