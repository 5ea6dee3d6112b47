"""The manifest asks for exactly what the app uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bot.slack
from bot.slack.listeners import commands, messages

MANIFEST = json.loads((Path(bot.slack.__file__).parent / "manifest.json").read_text("utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

# Slack's reference: the scope that each event and each Web API method needs
NEEDED = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "auth.test": None,
    "assistant.threads.setStatus": "chat:write",
    "chat.postMessage": "chat:write",
    "slash commands": "commands",
    "users.info": "users:read",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
FILES = ("files.getUploadURLExternal", "files.completeUploadExternal")  # what test_buttons.py sees the buttons call
DIGESTS = ("slash commands", "users.info", "conversations.open", *FILES)  # what test_digests.py sees them call besides


def test_the_events_are_those_that_are_listened_to():
    """Every kind of event in the manifest has its listener, and every listener its event."""
    assert {event.partition(".")[0] for event in EVENTS} == set(messages.EVENTS)


@pytest.mark.parametrize("kind", messages.EVENTS)
def test_every_event_finds_its_listener(workspace, kind, caplog):
    """Bolt finds a listener for every event of the manifest."""
    workspace().dispatch(workspace().event(kind, "hello"))
    assert "Nothing listens" not in caplog.text


def test_the_scopes_are_those_that_are_used(workspace):
    """The scopes are those of the events and of every method that a conversation with buttons calls."""
    bot = workspace()
    bot.mention("which?")
    bot.press("KR0029\npending", message={"ts": "1700000001.1"})
    bot.mention("fail")
    used = {NEEDED[name] for name in [*EVENTS, *bot.web_api.called, *DIGESTS, *FILES]}
    assert used - {None} == SCOPES


def test_buttons_are_switched_on():
    """The manifest switches interactivity on, without which Slack shows a warning beside each button."""
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_people_can_write_to_the_bot():
    """The messages tab is there and not read-only: else nobody could send the bot a direct message."""
    home = MANIFEST["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_the_command_is_the_one_that_is_listened_to():
    """The manifest declares the one slash command that the app has a listener for."""
    assert [one["command"] for one in MANIFEST["features"]["slash_commands"]] == [commands.COMMAND]
