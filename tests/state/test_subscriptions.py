"""Subscriptions are kept as they were given, and who did what to them stays known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.state.database import State, open_state
from bot.state.deliveries import Delivery, claim
from bot.state.subscriptions import Subscription, acts, add, change, get, of_channel, remove, running, stop
from bot.state.tables import DELIVERIES
from tests.present import present

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ONE = Subscription(
    id="S1",
    team="T1",
    channel="C1",
    owner="U1",
    kind="question",
    value="commitments with “<b>” and 한국어",
    zone="Asia/Seoul",
    at="09:30",
    days=(0, 4),
    weekly=False,
    ahead=30,
    sections=("changed",),
    heartbeat=True,
    language="ko",
    muted=(),
    paused_until="2026-12-01",
    stopped=None,
    told=3,
    sent_on=None,
    followed=("KR0029",),
    created_on="2026-11-01",
)


def test_it_is_kept_as_given(state: State, address: str) -> None:
    """What is kept comes back the same, to another process too."""
    add(state, ONE, NOW)
    another = open_state(address)
    assert get(another, "S1") == ONE
    assert get(another, "S2") is None
    another.dispose()


def test_a_change_is_noted_with_who_made_it(state: State) -> None:
    """Changed values are there, and the acts say who did what and when."""
    add(state, ONE, NOW)
    assert change(state, "S1", "U2", "mute", {"muted": ("KR0032",)}, NOW)
    assert get(state, "S1") == replace(ONE, muted=("KR0032",))
    assert [(one.user, one.act, one.at) for one in acts(state, "S1")] == [
        ("U1", "subscribe", "2026-11-21T09:00:00Z"),
        ("U2", "mute", "2026-11-21T09:00:00Z"),
    ]
    assert "KR0032" in acts(state, "S1")[-1].detail
    assert not change(state, "S2", "U2", "mute", {"muted": ()}, NOW)


def test_it_is_stopped_once(state: State) -> None:
    """The first to stop a subscription learns that it was, and it runs no more."""
    add(state, ONE, NOW)
    assert [stop(state, "S1", "archived", NOW), stop(state, "S1", "archived again", NOW)] == [True, False]
    assert present(get(state, "S1")).stopped == "archived"
    assert running(state) == []


def test_a_channel_has_its_own(state: State) -> None:
    """A channel's subscriptions are those of its workspace, the oldest first."""
    for key, channel, day in (("S1", "C1", "2026-11-03"), ("S2", "C2", "2026-11-01"), ("S3", "C1", "2026-11-02")):
        add(state, replace(ONE, id=key, channel=channel, created_on=day), NOW)
    assert [one.id for one in of_channel(state, "T1", "C1")] == ["S3", "S1"]
    assert of_channel(state, "T2", "C1") == []


def test_what_is_removed_takes_its_deliveries_along(state: State) -> None:
    """An unsubscribed digest leaves no delivery, but the acts."""
    add(state, ONE, NOW)
    claim(state, Delivery("S1", "2026-11-21", "t", "2026-11-01", 7, "", "", 1), NOW + timedelta(minutes=1))
    assert remove(state, "S1", "U2", NOW)
    assert not remove(state, "S1", "U2", NOW)
    with state.connect() as connection:
        assert connection.execute(select(func.count()).select_from(DELIVERIES)).scalar() == 0
    assert [one.act for one in acts(state, "S1")] == ["subscribe", "unsubscribe"]
