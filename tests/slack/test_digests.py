"""Digests in Slack: the command, the buttons, the form, and the courier, over a Web API on loopback."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.digest.deliver import GoneError, SendError
from bot.digest.model import Citation, Digest, News, NewsLine, RelatedValue, Told, Window
from bot.slack.contacts import Disclosure
from bot.slack.delivery import slack_client
from bot.slack.digest_blocks import digest_message
from bot.slack.digest_courier import SlackCourier
from bot.state.subscriptions import acts, get, running
from tests.present import present
from tests.slack.digest_bot import ALICE, CHANNEL, DIRECT, MONDAY, Bot, buttons, plain


def test_subscribe(bot: Bot) -> None:
    """The asker sees the new digest with its buttons, the channel sees who did it, the zone is the person's."""
    reply = bot.command("subscribe KR0032")
    assert reply["response_type"] == "ephemeral"
    assert set(buttons(reply)) == {"Preview", "Change…", "Unsubscribe"}
    (one,) = running(bot.state)
    assert (one.kind, one.value, one.channel, one.zone, one.at) == ("code", "KR0032", CHANNEL, "Europe/Kyiv", "09:00")
    assert f"<@{ALICE}> set up a digest: code: KR0032." in bot.api.messages[-1]["text"]


def test_subscribe_alone(bot: Bot) -> None:
    """With “me” the digest goes to the person's direct messages."""
    bot.command("subscribe me South Korea")
    assert [(one.kind, one.channel) for one in running(bot.state)] == [("country", DIRECT)]


@pytest.mark.parametrize(
    "words", ["inactive commitments", "everything", "area: Fiscal Openness", "Ministry of the Interior"]
)
def test_what_can_be_followed(bot: Bot, words: str) -> None:
    """A question that gives a list, everything, a named kind and a bare name can each be followed, and once only."""
    bot.command(f"subscribe {words}")
    assert len(running(bot.state)) == 1
    assert "already" in bot.command(f"subscribe {words}")["text"]
    assert len(running(bot.state)) == 1


def test_what_is_not_understood_is_not_followed(bot: Bot) -> None:
    """Words that name nothing and give no list are answered with a sentence and followed by nothing."""
    assert "Zzyzx" in bot.command("subscribe Zzyzx")["text"]
    assert running(bot.state) == []


def test_a_channel_that_the_bot_is_not_in(bot: Bot) -> None:
    """Where the bot cannot post nothing is followed, and the asker is told what to do."""
    bot.api.errors["chat.postMessage"] = "not_in_channel"
    assert "Invite me" in bot.command("subscribe")["text"]
    assert running(bot.state) == []


def test_a_stranger_is_refused(bot: Bot) -> None:
    """A person of another workspace can neither ask nor subscribe."""
    for text in ("subscribe", "who leads KR0032?"):
        assert "only people of the workspaces" in bot.command(text, team="T99OTHER")["text"]
    assert running(bot.state) == []


def test_a_question_is_answered_to_the_asker_alone(bot: Bot) -> None:
    """Anything else is a question: its answer is ephemeral and nothing is posted."""
    reply = bot.command("who leads KR0032?")
    assert "Ministry of the Interior" in reply["text"]
    assert (reply["response_type"], bot.api.messages) == ("ephemeral", [])


def test_help(bot: Bot) -> None:
    """`help` and nothing at all say what can be done."""
    assert "/commitment subscribe" in bot.command("help")["text"]
    assert "/commitment subscribe" in bot.command("")["text"]


def test_a_digest_at_its_time(bot: Bot) -> None:
    """The first comes at its time and once; then nothing until a document changes, which it names with old and new."""
    bot.command("subscribe")
    assert bot.send(MONDAY - timedelta(minutes=1)) == []
    (first,) = bot.send(MONDAY)
    assert "31 December 2017" in first
    assert bot.send(MONDAY + timedelta(minutes=1)) == []
    assert bot.send(MONDAY + timedelta(days=1)) == []
    bot.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    (changed,) = bot.send(MONDAY + timedelta(days=2))
    assert "end date moved from 31 December 2017 to 30 November 2027" in changed
    assert bot.send(MONDAY + timedelta(days=3)) == []


def test_a_message_that_is_there_is_not_sent_again(bot: Bot) -> None:
    """After a send whose answer was lost the message is found by its metadata, and the digest counts as sent."""
    bot.command("subscribe")
    bot.api.errors["chat.postMessage"] = "fatal_error"
    assert bot.send(MONDAY) == []
    token = plain(bot.api.of("chat.postMessage")[-1]["metadata"])["event_payload"]["token"]
    metadata = {"event_type": "commitment_digest", "event_payload": {"token": token}}
    bot.api.messages.append({"channel": CHANNEL, "ts": "99.1", "text": "", "blocks": [], "metadata": metadata})
    del bot.api.errors["chat.postMessage"]
    assert bot.send(MONDAY + timedelta(minutes=10)) == []
    assert present(get(bot.state, running(bot.state)[0].id)).sent_on == "2026-11-23"


@pytest.mark.parametrize("status", [500, 503])
def test_a_post_that_may_have_worked_is_not_repeated(bot: Bot, status: int) -> None:
    """After an error of Slack's own the digest is not posted again before it was looked for."""
    bot.command("subscribe")
    bot.api.statuses["chat.postMessage"] = [status]
    before = len(bot.api.of("chat.postMessage"))
    bot.send(MONDAY)
    assert len(bot.api.of("chat.postMessage")) == before + 1
    bot.send(MONDAY + timedelta(minutes=10))
    assert len(bot.api.of("chat.postMessage")) == before + 1
    assert present(get(bot.state, running(bot.state)[0].id)).sent_on == "2026-11-23"


def test_preview_settings_and_unsubscribe(bot: Bot) -> None:
    """Settings lists the digest, preview shows what would come, one press ends it; another channel's press does not."""
    bot.command("subscribe")
    shown = buttons(bot.command("settings"))
    assert "31 December 2017" in json.dumps(bot.press(shown["Preview"]))
    assert "31 December 2017" in json.dumps(bot.command("digest"))
    bot.press(shown["Unsubscribe"], channel="C02OTHER")
    (one,) = running(bot.state)
    bot.press(shown["Unsubscribe"])
    assert running(bot.state) == []
    assert [act.act for act in acts(bot.state, one.id)] == ["subscribe", "unsubscribe"]
    assert "Unsubscribed" in bot.api.messages[-1]["text"]


def test_the_form(bot: Bot) -> None:
    """What is saved in the form is kept: mute, pause and zone; what is wrong is said beside its field."""
    panel = bot.press(buttons(bot.command("subscribe"))["Change…"])
    bot.press(buttons(panel)["More…"])
    view = plain(bot.api.of("views.open")[-1]["view"])
    response = bot.submit(view, zone={"value": "Mars/Olympus"}, muted={"value": "all of them"})
    assert set(json.loads(response.body)["errors"]) == {"zone", "muted"}
    bot.submit(view, zone={"value": "Asia/Seoul"}, muted={"value": "kr0032"}, paused={"selected_date": "2026-11-25"})
    (one,) = running(bot.state)
    assert (one.zone, one.muted, one.paused_until) == ("Asia/Seoul", ("KR0032",), "2026-11-25")
    assert bot.send(datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == []
    bot.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    bot.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    (sent,) = bot.send(datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert "“Inactive” → “Active”" in sent
    assert "30 November 2027" not in sent


def test_an_archived_channel_pauses_it_and_the_owner_is_told_once(bot: Bot) -> None:
    """A digest with nowhere to go is paused with its reason; its owner hears of it once, and can resume it."""
    bot.command("subscribe")
    bot.api.errors["chat.postMessage"] = "is_archived"
    bot.send(MONDAY)
    bot.send(MONDAY + timedelta(days=1))
    told = [body for body in bot.api.of("chat.postMessage") if body["channel"] == ALICE]
    assert len(told) == 1
    assert "paused: the channel is archived." in told[0]["text"]
    assert running(bot.state) == []
    del bot.api.errors["chat.postMessage"]
    bot.press(buttons(bot.command("settings"))["Resume"])
    assert len(bot.send(MONDAY + timedelta(days=2))) == 1


@pytest.mark.parametrize(
    ("code", "error"), [("channel_not_found", GoneError), ("not_in_channel", GoneError), ("fatal_error", SendError)]
)
def test_what_slack_refuses(bot: Bot, code: str, error: type[Exception]) -> None:
    """A place that is gone is told apart from a failure that may pass."""
    bot.command("subscribe")
    (one,) = running(bot.state)
    courier = SlackCourier(
        lambda _team: slack_client("xoxb-test", bot.api.address), Disclosure.of(bot.settings, bot.state)
    )
    bot.api.errors |= {"chat.postMessage": code, "conversations.history": code}
    with pytest.raises(error):
        courier.send(one, Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), (), 0), "token")
    with pytest.raises(error):
        courier.find(one, "token", MONDAY)


def test_the_largest_digest_fits(bot: Bot) -> None:
    """Two parts of the longest lines stay within Slack's limits, and have a button for what is not shown."""
    bot.command("subscribe")
    (one,) = running(bot.state)
    source = Citation("a.txt", 0, 1, "x", url="https://example.org/" + "a" * 200)
    told = Told("overdue", "end", "<" * 5_000, None, None, "*" * 5_000, -5, "2026-11-01", source)
    said = RelatedValue("person", "&" * 5_000, source)
    line = NewsLine("QM0001", "&" * 500, "Country", said, said, (said,), source.url, (told,) * 5)
    news = News((line,) * 10, (line,) * 10, 4_000, 4_000)
    message = digest_message(Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), (), 9, news), one, "token")
    assert len(message.blocks) <= 50
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert max(map(len, texts)) <= 3_000
    assert len(json.dumps(message.blocks)) < 13_000
    assert json.dumps(message.blocks).count("Show all 4000") == 2
