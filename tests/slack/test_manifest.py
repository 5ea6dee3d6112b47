"""The manifest asks for exactly what the app uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bot.slack
from bot.slack import installing
from bot.slack.listeners import commands, home, links, messages, searches
from tests.slack.conftest import NewWorkspace
from tests.slack.double import DIRECT, SlackDouble

ROOM = Path(bot.slack.__file__).parent
MANIFEST = json.loads((ROOM / "manifest.json").read_text("utf-8"))
AGENT = json.loads((ROOM / "manifest-agent.json").read_text("utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

# Slack's reference: the scope that each event and each Web API method needs
NEEDED = {
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "tokens_revoked": None,
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "auth.test": None,
    "blocks.validate": None,
    "views.open": None,
    "views.update": None,
    "assistant.threads.setStatus": "chat:write",
    "chat.postMessage": "chat:write",
    "slash commands": "commands",
    "users.info": "users:read",
    "conversations.open": "im:write",
    "conversations.info of a channel": "channels:read",
    "conversations.info of a private channel": "groups:read",
    "conversations.info of a group message": "mpim:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "app_home_opened": None,
    "link_shared": "links:read",
    "chat.unfurl": "links:write",
    "entity_details_requested": None,
    "entity.presentDetails": None,
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "agents.sessions.setStatus": "chat:write",
}
HEARD = {*messages.EVENTS, *installing.LEAVING, home.EVENT, links.EVENT, links.DETAILS}
DOORS = ("chat.unfurl", "entity.presentDetails")  # what the tests of the other doors see them call besides
FILES = ("files.getUploadURLExternal", "files.completeUploadExternal")  # what test_buttons.py sees the buttons call
DIGESTS = ("slash commands", "users.info", "conversations.open", *FILES)  # what test_digests.py sees them call besides
CONTACTS = tuple(name for name in NEEDED if name.startswith("conversations.info"))  # what test_contacts.py sees


def test_the_events_are_those_that_are_listened_to() -> None:
    """Every kind of event in the manifest has its listener, and every listener its event."""
    assert {event.partition(".")[0] for event in EVENTS} == HEARD


@pytest.mark.parametrize("kind", sorted(HEARD))
def test_every_event_finds_its_listener(workspace: NewWorkspace, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """Bolt finds a listener for every event of the manifest."""
    workspace().dispatch(workspace().event(kind, "hello", links=[], entity_url="", trigger_id="1"))
    assert "Nothing listens" not in caplog.text


def test_the_scopes_are_those_that_are_used(workspace: NewWorkspace) -> None:
    """The scopes are those of the events and of every method that a conversation with buttons calls."""
    bot = workspace()
    bot.mention("which?")
    bot.press("KR0029\npending", message={"ts": "1700000001.1"})
    bot.mention("fail")
    used = {NEEDED[name] for name in [*EVENTS, *bot.web_api.called, *DIGESTS, *FILES, *DOORS, *CONTACTS]}
    assert used - {None} == SCOPES


def test_buttons_are_switched_on() -> None:
    """The manifest switches interactivity on, without which Slack shows a warning beside each button."""
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_people_can_write_to_the_bot() -> None:
    """The messages tab is there and not read-only: else nobody could send the bot a direct message."""
    tabs = MANIFEST["features"]["app_home"]
    assert (tabs["messages_tab_enabled"], tabs["messages_tab_read_only_enabled"]) == (True, False)


def test_the_home_tab_is_there() -> None:
    """The manifest switches the Home tab on."""
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True


def test_an_agent_differs_in_what_makes_it_one() -> None:
    """The other manifest adds the agent feature, the scope that Slack wants beside it, and nothing else."""
    agent = json.loads(json.dumps(AGENT))
    view = agent["features"].pop("agent_view")
    agent["oauth_config"]["scopes"]["bot"].remove("assistant:write")
    assert agent == MANIFEST
    assert 1 <= len(view["agent_description"]) <= 300
    assert 1 <= len(view["suggested_prompts"]) <= 4


def test_what_an_agent_calls_it_may(workspace: NewWorkspace, web_api: SlackDouble) -> None:
    """An agent calls what its manifest's scopes allow: sessions, and prompts."""
    web_api.world.agent()
    bot = workspace()
    bot.message("hello", channel=DIRECT, channel_type="im")
    used = {NEEDED[name] for name in [*bot.web_api.called, "assistant.threads.setSuggestedPrompts"]}
    assert used - {None} <= set(AGENT["oauth_config"]["scopes"]["bot"])
    assert "agents.sessions.setStatus" in bot.web_api.called


def test_the_command_is_the_one_that_is_listened_to() -> None:
    """The manifest declares the one slash command that the app has a listener for."""
    assert [one["command"] for one in MANIFEST["features"]["slash_commands"]] == [commands.COMMAND]


def test_the_shortcuts_are_those_that_are_listened_to() -> None:
    """The manifest declares the shortcuts that the app has listeners for, each of its kind."""
    declared = {(one["type"], one["callback_id"]) for one in MANIFEST["features"]["shortcuts"]}
    assert declared == {("message", links.CALLBACK), ("global", searches.CALLBACK)}


def test_the_links_are_those_that_get_cards() -> None:
    """Slack is asked to tell of the addresses that there are cards for."""
    assert MANIFEST["features"]["unfurl_domains"] == [links.DOMAIN]


def test_the_entities_are_those_that_are_made() -> None:
    """Previews are switched on, for the type of entity that cards and panes are."""
    assert MANIFEST["features"]["rich_previews"] == {"is_active": True, "entity_types": [links.KIND]}
