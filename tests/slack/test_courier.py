"""A digest is posted once, whatever Slack's weather is, and one look tells whether it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.digest.deliver import LEASE, SendError
from bot.digest.model import Digest, Window
from bot.settings import read_settings
from bot.slack.contacts import Disclosure
from bot.slack.delivery import slack_client
from bot.slack.digest_courier import SlackCourier
from bot.slack.fallbacks import lines
from bot.state.database import open_state
from bot.state.subscriptions import Subscription
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, TEAM, Broken, Dropped, Garbled, Refused, SlackDouble

DIGEST = Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), (), 0)


ONE = Subscription(
    "S1", TEAM, CHANNEL, ALICE, "code", "KR0032", "Europe/Kyiv", "09:00", (0,), True, 30, (), True, "en", (), None,
    None, 0, None, (), "2026-01-01",
)  # fmt: skip
FAULTS = [Broken(503), Dropped(), Garbled(), Refused("internal_error")]
TAKEN = [Broken(503, taken=True), Dropped(taken=True), Garbled(taken=True)]


@pytest.fixture
def courier(web_api: SlackDouble, tmp_path: Path) -> SlackCourier:
    """The courier of one workspace, to which Slack gives fifteen messages a look."""
    web_api.world.most = 15
    state = open_state(str(tmp_path / "state.db"))
    client = slack_client(BOT_TOKEN, web_api.address, lambda _seconds: None)
    return SlackCourier(lambda _team: client, Disclosure.of(read_settings({}), state))


def send(courier: SlackCourier) -> str:
    """Have the digest sent, as its round does."""
    courier.sees(ONE)
    return courier.send(ONE, DIGEST, "token")


def chat(web_api: SlackDouble, count: int) -> None:
    """So much is written in the channel."""
    world = web_api.world
    for number in range(count):
        world.messages.append({"channel": CHANNEL, "ts": world.ts(), "user": ALICE, "text": str(number)})


@pytest.mark.parametrize("fault", TAKEN, ids=str)
def test_a_digest_that_slack_took_unheard_is_found_at_once(
    courier: SlackCourier, web_api: SlackDouble, fault: Broken | Dropped | Garbled
) -> None:
    """Where Slack took a digest without saying so it is found with one look, under what was written before."""
    web_api.clock.pass_(-300)
    chat(web_api, 100)
    web_api.clock.pass_(300)
    web_api.weather.next("chat.postMessage", fault)
    assert send(courier) == f"{CHANNEL}/{web_api.posts[-1]['ts']}"
    assert len(web_api.of("chat.postMessage")) == len(web_api.of("conversations.history")) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_digest_that_slack_did_not_take_is_tried_later(
    courier: SlackCourier, web_api: SlackDouble, fault: Broken | Dropped | Garbled | Refused
) -> None:
    """Where Slack did not take a digest, one look says so, and its round hears that it was not sent."""
    web_api.weather.next("chat.postMessage", fault)
    with pytest.raises(SendError):
        send(courier)
    assert len(web_api.of("conversations.history")) == 1
    assert web_api.posts == []


def test_a_digest_is_found_under_what_was_written_long_after(courier: SlackCourier, web_api: SlackDouble) -> None:
    """Whoever takes a digest on asks for the time in which it was sent, whatever was written since."""
    began = datetime.fromtimestamp(web_api.clock(), UTC)
    message = send(courier)
    web_api.clock.pass_(2 * LEASE.total_seconds())
    chat(web_api, 100)
    assert courier.find(ONE, "token", began) == message
    assert courier.find(ONE, "another", began) is None
    assert [call["limit"] for call in web_api.of("conversations.history")] == ["15", "15"]


def test_a_look_that_does_not_tell_is_no_answer(courier: SlackCourier, web_api: SlackDouble) -> None:
    """Where more was written meanwhile than one look gives, the digest is neither found nor taken for not sent."""
    began = datetime.fromtimestamp(web_api.clock(), UTC)
    send(courier)
    chat(web_api, 15)
    with pytest.raises(SendError, match="too much else"):
        courier.find(ONE, "token", began)


def test_a_digest_that_slack_refuses_becomes_plainer(courier: SlackCourier, web_api: SlackDouble) -> None:
    """A digest whose blocks Slack does not take is posted with its words."""
    web_api.weather.next("chat.postMessage", Refused("invalid_blocks"))
    send(courier)
    (post,) = web_api.posts
    assert {block["type"] for block in post["blocks"]} == {"section"}
    assert "KR0032" in "".join(lines(post["blocks"]))
