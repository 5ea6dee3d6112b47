"""Socket Mode under Slack's weather: sockets drop and are renewed, events come again, and each is answered once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from bot.slack.serve import Socket
from tests.slack.double import APP_TOKEN, ME
from tests.slack.double.socket import SocketMode
from tests.slack.double.wire import FAULTS, Wire


@pytest.fixture
def slack() -> Iterator[SocketMode]:
    """The other end of the socket."""
    with SocketMode() as socket_mode:
        yield socket_mode


@pytest.fixture
def wire(slack, web_api) -> Iterator[Wire]:
    """The line between the two."""
    with Wire(slack.port) as line:
        web_api.world.socket_url = f"ws://127.0.0.1:{line.port}/link"
        yield line


@pytest.fixture
def bot(workspace, slack, wire):
    """The bot, connected."""
    made = workspace()
    line = Socket(made.app, APP_TOKEN, made.web_api.address)
    line.connect()
    slack.until(1)
    yield made
    slack.drop()  # else it waits three seconds for the next word
    line.close()


def until(look: Callable[[], bool]) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + 60
    while not look():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def test_an_event_is_acknowledged_and_answered(bot, slack):
    """An event over the socket is acknowledged by its envelope and answered."""
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    until(lambda: bot.texts() == ["You said “hello” after 0 before."])


def test_a_refresh_is_followed(bot, slack):
    """When Slack asks for a new connection the bot makes one, and answers what comes over it."""
    slack.refresh()
    slack.until(2)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    until(lambda: len(bot.texts()) == 1)


def test_a_dropped_socket_is_replaced_and_its_event_answered_once(bot, slack):
    """An event that comes again over a new connection, since the first broke off, is acknowledged and answered once."""
    said = bot.event("app_mention", f"<@{ME}> hello")
    slack.event("E1", said)
    assert slack.acknowledged.get(timeout=60) == "E1"
    slack.drop()
    slack.until(2)
    slack.event("E2", said, attempt=1)
    slack.event("E3", bot.event("app_mention", f"<@{ME}> more"))
    assert {slack.acknowledged.get(timeout=60) for _ in range(2)} == {"E2", "E3"}
    until(lambda: len(bot.texts()) >= 2)
    assert sorted(bot.texts()) == ["You said “hello” after 0 before.", "You said “more” after 0 before."]


@pytest.mark.parametrize("fault", FAULTS, ids=FAULTS.get)
def test_a_line_that_goes_bad_is_replaced(bot, slack, wire, fault):
    """Whether a line is closed, reset, closed by half, silent or deaf: a new one is made, and events are answered."""
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    wire.meet(fault)
    slack.until(2)
    slack.event("E2", bot.event("app_mention", f"<@{ME}> more"))
    assert slack.acknowledged.get(timeout=60) == "E2"
    until(lambda: len(bot.texts()) >= 2)
    assert sorted(bot.texts()) == ["You said “hello” after 0 before.", "You said “more” after 0 before."]


def test_a_line_that_is_silent_from_the_first_is_replaced(bot, slack, wire):
    """A new line over which nothing comes but the handshake is given up, and the next one serves."""
    wire.lame = True
    wire.meet("reset")
    wire.until(2)
    wire.lame = False
    wire.until(3)
    slack.until(3)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    until(lambda: len(bot.texts()) == 1)


def test_a_socket_that_cannot_be_had_at_once_is_asked_for_again(bot, slack):
    """Where Slack gives no new address at first, the bot goes on asking until it does."""
    url, bot.web_api.world.socket_url = bot.web_api.world.socket_url, ""
    slack.drop()
    until(lambda: "internal_error" in bot.web_api.errors("apps.connections.open"))
    bot.web_api.world.socket_url = url
    slack.until(2)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    until(lambda: len(bot.texts()) == 1)


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket")  # which the SDK leaves when a handshake fails
def test_a_socket_that_cannot_be_had_is_asked_for_ever_later(workspace, slack, wire):
    """While no connection comes about, a new one is asked for at once, then after 1, 2, 4 … and at most 30 seconds."""
    made, now = workspace(), [0.0]
    line = Socket(made.app, APP_TOKEN, made.web_api.address, lambda: now[0])
    line.connect()
    slack.until(1)
    wire.shut = True
    wire.meet("reset")
    for number, moment in enumerate((0, 1, 3, 7, 15, 31, 61, 91), 1):
        now[0] = moment
        until(lambda many=number: wire.refused >= many)
        assert len(made.web_api.of("apps.connections.open")) == 1 + number
    wire.shut = False
    now[0] = 121
    slack.until(2)
    slack.event("E1", made.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    assert len(made.web_api.of("apps.connections.open")) == 10
    slack.drop()
    line.close()
