"""A digest is claimed once a subscription and local day, and ended once by whoever holds it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.state.database import State, moment
from bot.state.deliveries import Basis, Delivery, abandoned, basis, claim, claimed_days, end, hold, keep_basis, take_on
from bot.state.subscriptions import Subscription, add, get, remove
from tests.forking import python
from tests.present import present

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LEASE = NOW + timedelta(minutes=15)
ONE = Subscription(
    id="S1",
    team="T1",
    channel="C1",
    owner="U1",
    kind="everything",
    value="",
    zone="Europe/Kyiv",
    at="09:00",
    days=(0, 1, 2, 3, 4),
    weekly=False,
    ahead=30,
    sections=("changed", "overdue"),
    heartbeat=False,
    language="en",
    muted=("KR0029",),
    paused_until=None,
    stopped=None,
    told=3,
    sent_on=None,
    followed=(),
    created_on="2026-11-01",
)
CLAIM = Delivery("S1", "2026-11-21", "token", "2026-11-01", 7, moment(NOW), moment(NOW + timedelta(hours=4)), 1)


@pytest.fixture
def state(state: State) -> State:
    """A state database with one subscription."""
    add(state, ONE, NOW)
    return state


def test_a_day_is_claimed_once(state: State) -> None:
    """The second claim of the same subscription and day fails, whatever its token; another day is free."""
    assert claim(state, CLAIM, LEASE)
    assert not claim(state, replace(CLAIM, token="other"), LEASE)
    assert claim(state, replace(CLAIM, day="2026-11-22"), LEASE)
    assert claimed_days(state, "2026-11-22") == {("S1", "2026-11-22")}


def test_what_was_removed_is_not_claimed(state: State) -> None:
    """A subscription that is gone has no digest to claim."""
    remove(state, "S1", "U1", NOW)
    assert not claim(state, CLAIM, LEASE)


def test_an_abandoned_claim_is_taken_on_by_one(state: State) -> None:
    """A claim is abandoned when its lease is over; the first to take it on has it, and the one before has not."""
    claim(state, CLAIM, LEASE)
    assert abandoned(state, NOW) == []
    (left,) = abandoned(state, LEASE)
    mine = take_on(state, left, LEASE, LEASE + timedelta(minutes=15))
    assert mine == replace(CLAIM, attempts=2)
    assert take_on(state, left, LEASE, LEASE + timedelta(minutes=15)) is None
    assert not hold(state, CLAIM, LEASE)
    assert not end(state, CLAIM, "sent")
    assert end(state, mine, "sent")
    assert not end(state, mine, "sent")


def test_only_what_was_sent_moves_the_day(state: State) -> None:
    """After a quiet day the news is told and the last day stays; a failed one changes nothing."""
    claim(state, CLAIM, LEASE)
    end(state, CLAIM, "failed")
    assert (present(get(state, "S1")).told, present(get(state, "S1")).sent_on) == (3, None)
    claim(state, replace(CLAIM, day="2026-11-22"), LEASE)
    end(state, replace(CLAIM, day="2026-11-22"), "quiet", followed=("KR0032",))
    quiet = present(get(state, "S1"))
    assert (quiet.told, quiet.sent_on, quiet.followed) == (7, None, ("KR0032",))
    claim(state, replace(CLAIM, day="2026-11-23"), LEASE)
    end(state, replace(CLAIM, day="2026-11-23"), "sent", message="C1/1.1")
    assert (present(get(state, "S1")).told, present(get(state, "S1")).sent_on) == (7, "2026-11-23")


def test_a_digest_found_late_turns_nothing_back(state: State) -> None:
    """A message that is found to be there only after the next one was sent leaves the later day and number."""
    claim(state, CLAIM, LEASE)
    later = replace(CLAIM, day="2026-11-22", upto=9)
    claim(state, later, LEASE)
    end(state, later, "sent")
    end(state, CLAIM, "sent")
    assert (present(get(state, "S1")).told, present(get(state, "S1")).sent_on) == (9, "2026-11-22")


CLAIM_ALL = """
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from bot.state.database import open_state
from bot.state.deliveries import Delivery, claim
state = open_state(sys.argv[1])
soon = datetime(2026, 11, 21, 10, tzinfo=UTC)
one = Delivery("S1", "", sys.argv[2], "2026-11-01", 7, "", "", 1)
print(*[day for day in range(100) if claim(state, replace(one, day=str(date.fromordinal(740_000 + day))), soon)])
"""


def test_two_processes_never_claim_the_same_digest(state: State, address: str) -> None:
    """Of two processes that claim the same digests at the same time, each digest goes to exactly one."""
    command = [*python(), "-c", CLAIM_ALL, address]
    both = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in "ab"]
    taken = [int(day) for process in both for day in process.communicate()[0].split()]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(taken) == list(range(100))


BASIS = Basis("t1", "S1", "2026-11-21", "2026-11-14", 3, 7, 30, ("KR0029",), ("KR0032", "KR0001"), "8b42bb44ae72e71c")


def test_it_is_kept_as_given(state: State) -> None:
    """What is kept comes back the same under its token, and no other."""
    keep_basis(state, BASIS, NOW)
    assert basis(state, "t1") == BASIS
    assert basis(state, "t2") is None


def test_a_second_attempt_replaces_the_first(state: State) -> None:
    """A digest that is composed again under the same token has the later basis."""
    keep_basis(state, BASIS, NOW)
    keep_basis(state, replace(BASIS, told=5), NOW)
    assert present(basis(state, "t1")).told == 5


def test_it_goes_with_its_subscription(state: State) -> None:
    """What an ended subscription had is gone."""
    keep_basis(state, BASIS, NOW)
    remove(state, "S1", "U1", NOW)
    assert basis(state, "t1") is None
