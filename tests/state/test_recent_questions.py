"""How much one person and one channel may ask in a minute, counted in the state database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.settings import read_settings
from bot.state.recent_questions import CHANNEL, PERSON, WINDOW, Limits, Ruling, Verdict, check
from bot.state.retention import prune
from bot.state.tables import RECENT_QUESTIONS

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TAKEN = Ruling(Verdict.TAKEN)


def test_after_a_minute_one_may_ask_again(state):
    """A question counts for a minute; a refused one does not count, and is told again only after a minute."""
    seen = [
        check(state, Limits(2, 0), "U1", "C1", NOON + timedelta(seconds=after)).verdict
        for after in (0, 30, 31, 59, 60, 61, 91, 119)
    ]
    taken, told, known = Verdict.TAKEN, Verdict.TOLD, Verdict.KNOWN
    assert seen == [taken, taken, told, known, taken, known, taken, told]


def test_a_ruling_says_whose_limit_it_is(state):
    """A person's own limit is told before that of the channel, and counts there alone."""
    limits = Limits(1, 2)
    assert check(state, limits, "U1", "C1", NOON) == TAKEN
    assert check(state, limits, "U1", "C1", NOON) == (Verdict.TOLD, PERSON)
    assert check(state, limits, "U2", "C1", NOON) == TAKEN
    assert check(state, limits, "U3", "C1", NOON) == (Verdict.TOLD, CHANNEL)
    assert check(state, limits, "U3", "C2", NOON) == TAKEN


def test_what_only_its_asker_sees_counts_for_no_channel(state):
    """Without a channel only the person is counted."""
    for _ in range(5):
        assert check(state, Limits(0, 1), "U1", None, NOON) == TAKEN


def test_without_limits_nothing_is_written(state):
    """0 is any number, and nothing is kept of who asks."""
    assert check(state, Limits(), "U1", "C1", NOON) == TAKEN
    assert _rows(state) == 0


def test_a_clock_that_is_off_burdens_nobody_else(state):
    """What a machine wrote down whose clock is an hour ahead, or behind, is not of the last minute."""
    for hours in (-1, 1):
        assert check(state, Limits(1, 0), "U1", "C1", NOON + timedelta(hours=hours)) == TAKEN
    assert check(state, Limits(1, 0), "U1", "C1", NOON) == TAKEN


def test_whoever_is_silent_is_forgotten(state):
    """Nobody is kept for longer than a minute: a year of people takes no more room than that."""
    for number in range(50):
        check(state, Limits(1, 1), f"U{number}", f"C{number}", NOON + number * WINDOW / 10)
    prune(state, read_settings({}), NOON + 50 * WINDOW / 10)
    assert _rows(state) == 2 * 10


def _rows(state) -> int:
    with state.connect() as connection:
        return connection.execute(select(func.count()).select_from(RECENT_QUESTIONS)).scalar_one()
