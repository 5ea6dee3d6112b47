"""The menu behind a line of a digest: what can be done about a commitment."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.state.subscriptions import acts, running
from tests.slack.digest_bot import ALICE, CHANNEL, MONDAY, Bot

DAY = timedelta(days=1)


@pytest.fixture
def menu(bot: Bot) -> dict[str, dict[str, Any]]:
    """The menu of the one line of a digest that was posted: label -> what a choice of it sends."""
    bot.command("subscribe KR0032")
    (posted,) = bot.send(MONDAY)
    (accessory,) = [block["accessory"] for block in json.loads(posted)["blocks"] if "accessory" in block]
    action = accessory["action_id"]
    return {one["text"]["text"]: {"action_id": action, "selected_option": one} for one in accessory["options"]}


def test_what_is_checked_is_told_when_it_changes(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """A commitment that was checked is silent at its next steps, and told when a document changes."""
    assert "until it changes" in bot.choose(menu["Checked: not again until it changes"])["text"]
    assert bot.send(MONDAY + 60 * DAY) == []
    bot.edit("KR0032.txt", "Status:", "Status: Active")
    (changed,) = bot.send(MONDAY + 61 * DAY)
    assert "Active" in changed


def test_without_a_check_a_late_one_comes_back_each_month(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """What ended on the 31st comes once a month: on its last day, or on the first of the next where it has no 31st."""
    assert [day for day in range(1, 62) if bot.send(MONDAY + day * DAY)] == [8, 38]


def test_a_reminder_comes_on_its_day(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """A commitment that one wants to be reminded of in a week is told on that day and not before."""
    said = bot.choose(menu["Remind me in a week"])["text"]
    sent = [MONDAY + day * DAY for day in range(1, 16)]
    days = [day for day in sent if any("you asked to be reminded" in post for post in bot.send(day))]
    assert [f"{day:%-d %B %Y}" for day in days] == [said.rpartition(" on ")[2].rstrip(".")]


def test_what_is_muted_is_not_told(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """A commitment that was muted from its line is in no digest of the place, whatever changes."""
    assert "not told here any more" in bot.choose(menu["Mute it here"])["text"]
    (one,) = running(bot.state)
    assert one.muted == ("KR0032",)
    bot.edit("KR0032.txt", "Status:", "Status: Active")
    assert bot.send(MONDAY + DAY) == []


@pytest.mark.parametrize(
    ("choice", "act", "said"),
    [
        ("Mute it here", "mute", "is not told here any more"),
        ("Checked: not again until it changes", "checked", "is not told again until it changes"),
        ("Remind me in a week", "week", "comes again on"),
    ],
)
def test_what_one_chooses_for_all_is_said_to_all(
    bot: Bot, menu: dict[str, dict[str, Any]], choice: str, act: str, said: str
) -> None:
    """What is chosen for a commitment holds for the whole place: who chose what is posted there, once, and kept."""
    before = len(bot.api.messages)
    assert bot.choose(menu[choice])["response_type"] == "ephemeral"
    (posted,) = bot.api.messages[before:]
    assert posted["channel"] == CHANNEL
    assert posted["text"].startswith(f"<@{ALICE}>: “")
    assert said in posted["text"]
    (one,) = running(bot.state)
    assert [(kept.user, kept.act) for kept in acts(bot.state, one.id)] == [(ALICE, "subscribe"), (ALICE, act)]


def test_details_have_the_sources_and_who_follows(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """The details are the commitment's card with its sources, to whoever asks alone, and who follows it here."""
    shown = bot.choose(menu["Details"])
    assert shown["response_type"] == "ephemeral"
    assert "Ministry of the Interior" in json.dumps(shown)
    assert "It is followed here by: <@U01ALICE>" in json.dumps(shown)


def test_of_an_ended_digest_nothing_is_done(bot: Bot, menu: dict[str, dict[str, Any]]) -> None:
    """A choice under a digest that was ended meanwhile says so."""
    bot.command("unsubscribe")
    before = len(bot.api.messages)
    assert "ended already" in bot.choose(menu["Mute it here"])["text"]
    assert len(bot.api.messages) == before
