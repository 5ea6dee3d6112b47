"""The bot as its own process against an independent Slack server, in Socket Mode and over signed HTTP."""

from __future__ import annotations

import json

import pytest

from tests.slack.end_to_end.conftest import Door, Slack, until

GENERAL, ALICE, ME, SECRET = "C01GEN", "U01ALICE", "U0BOT", "test-signing-secret"


def an_event(root: dict, event_id: str) -> bytes:
    """The payload of a mention that stands in the thread of a message."""
    event = {"type": "app_mention", "user": ALICE, "channel": GENERAL, "thread_ts": root["ts"]}
    event |= {"ts": f"{root['ts']}9", "text": f"<@{ME}> when does KR0029 end?"}
    body = {"type": "event_callback", "event_id": event_id, "team_id": "T01TEST", "event": event}
    return json.dumps(body).encode()


def test_a_mention_and_its_thread(door: Door[Slack]) -> None:
    """A mention is answered in its thread with its source; follow-ups need no mention, after a restart too."""
    root = door.slack.say(f"<@{ME}> who leads KR0032?")
    first = door.slack.reply(root)
    assert "Ministry of the Interior" in first["text"]
    assert "KR0032.txt" in json.dumps(first["blocks"])
    door.slack.say("and her phone number?", thread_ts=root["ts"])
    assert "+82-2-2100-3418" in door.slack.reply(root, 2)["text"]
    door.restart()
    door.slack.say("what about KR0029?", thread_ts=root["ts"])
    assert "KR0029" in door.slack.reply(root, 3)["text"]
    assert len(door.slack.replies(root)) == 3


def test_a_direct_message(door: Door[Slack]) -> None:
    """A direct message is answered without a mention, below it; the next one goes on from it."""
    assert "30 June 2018" in door.slack.below(door.slack.say("when does KR0029 end?", channel=ALICE))["text"]
    assert "Ministry of the Interior" in door.slack.below(door.slack.say("who leads it?", channel=ALICE))["text"]


def test_a_button(door: Door[Slack]) -> None:
    """A question that fits several commitments offers buttons, and a press is answered in the thread."""
    root = door.slack.say(f"<@{ME}> who leads the citizen commitment?")
    offer = door.slack.reply(root)
    buttons = {
        block["accessory"]["text"]["text"]: block["accessory"] for block in offer["blocks"] if "accessory" in block
    }
    door.slack.press(offer, buttons["KR0032"])
    assert "Ministry of the Interior" in door.slack.reply(root, 2)["text"]


def test_people_among_themselves_are_left_alone(door: Door[Slack]) -> None:
    """A message that is not for the bot gets no reply, while the mention after it does."""
    unasked = door.slack.say("who leads KR0032, I wonder?")
    door.slack.reply(door.slack.say(f"<@{ME}> who leads KR0032?"))
    assert door.slack.replies(unasked) == []


def test_remarks_in_its_thread_are_left_alone(door: Door[Slack]) -> None:
    """What people say to each other in its thread gets no reply; the follow-up between the remarks gets one."""
    root = door.slack.say(f"<@{ME}> who leads KR0032?")
    door.slack.reply(root)
    for remark in ("ok, I'll write to her tomorrow", ":thumbsup:", "Maria can you take this?", "KR0032 is the one"):
        door.slack.say(remark, thread_ts=root["ts"])
    door.slack.say("same for KR0029", thread_ts=root["ts"])
    assert "KR0029" in door.slack.reply(root, 2)["text"]
    assert len(door.slack.replies(root)) == 2


def test_a_burst_is_answered_once_each(door: Door[Slack]) -> None:
    """Thirty questions at the same moment get thirty answers, each in its thread."""
    roots = [door.slack.say(f"<@{ME}> who leads KR0032? ({number})") for number in range(30)]
    for root in roots:
        assert "Ministry of the Interior" in door.slack.reply(root)["text"]
    assert [len(door.slack.replies(root)) for root in roots] == [1] * 30


def test_after_a_kill_it_goes_on(door: Door[Slack]) -> None:
    """A bot that is killed and started anew knows its threads, and answers nothing twice."""
    root = door.slack.say(f"<@{ME}> who leads KR0032?")
    door.slack.reply(root)
    # this Slack keeps no metadata, by which an answer is found that a kill left unnoted
    until(lambda: not door.waiting, "the end of the turn")
    door.kill()
    door.restart()
    door.slack.say("and when does it end?", thread_ts=root["ts"])
    assert "31 December 2017" in door.slack.reply(root, 2)["text"]
    assert len(door.slack.replies(root)) == 2


def test_an_event_that_comes_twice(door: Door[Slack]) -> None:
    """An event delivered twice is answered once: over HTTP to one bot, in Socket Mode to two."""
    before = door.says("was taken on already")
    if door.over_http:
        root = door.slack.say("a thread of Alice's")
        assert [door.send(an_event(root, "Ev0TWICE")) for _ in range(2)] == [200, 200]
        expected = before + 1
    else:
        door.start()
        root = door.slack.say(f"<@{ME}> when does KR0029 end?")
        expected = before + 3  # a mention is an app_mention and a message, for each of the two
    assert "30 June 2018" in door.slack.reply(root)["text"]
    door.until_it_says("was taken on already", expected)
    assert len(door.slack.replies(root)) == 1


@pytest.mark.parametrize("door", ["http"], indirect=True)
def test_a_forged_request(door: Door[Slack]) -> None:
    """A wrong signature is refused with 401 and a malformed body with 400, and neither is answered."""
    root = door.slack.say("a thread of Alice's")
    assert door.send(an_event(root, "Ev0FORGED"), secret="another") == 401
    assert door.send(b"{") == 400
    assert door.send(an_event(root, "Ev0HONEST")) == 200
    door.slack.reply(root)
    assert len(door.slack.replies(root)) == 1


def test_no_token_is_logged(door: Door[Slack]) -> None:
    """Not even at DEBUG does the log hold a token or the signing secret."""
    door.slack.reply(door.slack.say(f"<@{ME}> who leads KR0032?"))
    assert door.says("who leads KR0032?")
    for secret in ("xoxb-test-token", "xapp-test-token", SECRET):
        assert not door.says(secret)
