"""Socket Mode under Slack's weather: sockets drop and are renewed, events come again, and each is answered once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.slack.delivery import slack_client
from tests.slack.double import APP_TOKEN, ME
from tests.slack.double.socket import SocketMode


@pytest.fixture
def slack(web_api) -> Iterator[SocketMode]:
    """The other end of the socket."""
    with SocketMode() as socket_mode:
        web_api.world.socket_url = socket_mode.url
        yield socket_mode


@pytest.fixture
def bot(workspace, slack):
    """The bot, connected."""
    made = workspace()
    client = slack_client(APP_TOKEN, made.web_api.address)
    handler = SocketModeHandler(made.app, APP_TOKEN, web_client=client, ping_interval=0.5)
    handler.client.connect()
    slack.until(1)
    yield made
    handler.client.close()


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


def test_a_socket_that_cannot_be_had_at_once_is_asked_for_again(bot, slack):
    """Where Slack gives no new address at first, the bot goes on asking until it does."""
    url, bot.web_api.world.socket_url = bot.web_api.world.socket_url, ""
    slack.drop()
    until(lambda: "internal_error" in bot.web_api.errors("apps.connections.open"))
    bot.web_api.world.socket_url = url
    slack.until(2)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    until(lambda: len(bot.texts()) == 1)
