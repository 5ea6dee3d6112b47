"""Days off and clicks of subscriptions, and whether anybody is asked if a digest is still wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.state.database import State, moment
from bot.state.deliveries import Delivery, claim, claimed_days, end, leave_out, take_back
from bot.state.subscriptions import add, ask_once, change, clicked, days_off, get, remove, set_days_off, silent
from tests.state.test_deliveries import ONE

LATER = datetime(2026, 11, 21, 9, tzinfo=UTC)
BEGUN = LATER - timedelta(200)


def sent(state: State, day: datetime, status: str = "sent") -> None:
    """A digest that came on a day."""
    made = Delivery(
        "S1", day.date().isoformat(), "t", "2026-01-01", 0, moment(day), moment(day + timedelta(hours=4)), 1
    )
    assert claim(state, made, day + timedelta(hours=1))
    assert end(state, made, status)


@pytest.fixture
def followed(state: State) -> State:
    """A subscription of long ago, of which digests came."""
    add(state, ONE, BEGUN)
    for number in range(3):
        sent(state, LATER - timedelta(10 + number))
    return state


def silent_now(state: State) -> list[str]:
    """Those of which nothing was heard in four months."""
    return silent(state, ["S1"], LATER - timedelta(120), 3)


def test_days_off_are_kept_and_go_with_the_subscription(state: State) -> None:
    """A country's holidays can be set, changed and taken away, and go when the subscription does."""
    add(state, ONE, BEGUN)
    set_days_off(state, "S1", "KR")
    set_days_off(state, "S1", "UA")
    assert days_off(state) == {"S1": "UA"}
    set_days_off(state, "S1", None)
    assert days_off(state) == {}
    set_days_off(state, "S1", "UA")
    assert remove(state, "S1", "U1", LATER)
    assert days_off(state) == {}


def test_a_day_that_is_left_out_is_claimed_by_nobody(state: State) -> None:
    """A day off can be left out once, is no delivery, moves nothing, and can be taken back."""
    add(state, ONE, BEGUN)
    off = Delivery("S1", "2026-11-21", "t", "2026-11-21", 9, moment(LATER), moment(LATER), 0)
    assert leave_out(state, off)
    assert not leave_out(state, off)
    assert not claim(state, off, LATER)
    assert get(state, "S1") == ONE
    take_back(state, "S1")
    assert claimed_days(state, "2026-01-01") == set()
    assert not leave_out(state, Delivery("S9", "2026-11-21", "t", "", 0, "", "", 0))


def test_silence_after_digests(followed: State) -> None:
    """Months without any act are silence where digests came; each of few digests, an act and a click ends it."""
    assert silent_now(followed) == ["S1"]
    assert silent(followed, ["S2"], LATER - timedelta(120), 3) == []
    assert silent(followed, ["S1"], LATER - timedelta(120), 4) == []
    clicked(followed, "S1", LATER - timedelta(121))
    assert silent_now(followed) == ["S1"]
    clicked(followed, "S1", LATER - timedelta(119))
    assert silent_now(followed) == []


def test_a_change_is_no_silence(followed: State) -> None:
    """Whoever changed a digest did something with it; what the bot itself did to it is nobody's act."""
    assert change(followed, "S1", "", "zone", {"zone": "UTC"}, LATER)
    assert silent_now(followed) == ["S1"]
    assert change(followed, "S1", "U2", "change", {"ahead": 7}, LATER)
    assert silent_now(followed) == []


def test_it_is_asked_once(followed: State) -> None:
    """The first who asks is the only one, ever; a click long after makes nobody ask again."""
    assert ask_once(followed, "S1", LATER)
    assert not ask_once(followed, "S1", LATER)
    assert silent_now(followed) == []
    clicked(followed, "S1", LATER - timedelta(150))
    assert silent_now(followed) == []
    assert not ask_once(followed, "S1", LATER + timedelta(400))


def test_what_has_ended_is_not_noted(state: State) -> None:
    """A press under a digest that has ended leaves nothing behind."""
    clicked(state, "S1", LATER)
    add(state, ONE, BEGUN)
    assert silent(state, ["S1"], LATER, 0) == []
