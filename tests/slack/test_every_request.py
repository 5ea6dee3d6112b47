"""Every kind of request that Slack sends, through both real doors, signed HTTP and Socket Mode: what it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.slack.listeners.answers import SHARE
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace
from tests.slack.doorways import Requests, over_http, over_socket
from tests.slack.double import ALICE, CHANNEL, DIRECT

PAGE = "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/"
LEAD = "Ministry of the Interior"


@pytest.fixture(params=[over_http, over_socket], ids=["HTTP", "socket"])
def slack(request: pytest.FixtureRequest, workspace: NewWorkspace, database: str) -> Iterator[Requests]:
    """Slack at one of the doors."""
    bot = workspace(FromDatabase(Path(database), lambda: date(2026, 11, 21)), SHOW_CONTACTS="all")
    with request.param(bot) as requests:
        yield requests


def test_a_mention(slack: Requests) -> None:
    """A mention is answered in its thread."""
    assert slack.event(
        "app_mention", user=ALICE, text="<@U0BOT> who leads KR0032?", channel=CHANNEL, ts="1700000000.1"
    ) == (200, "")
    ((channel, alone, text),) = slack.seen
    assert (channel, alone) == (CHANNEL, None)
    assert LEAD in text


def test_a_direct_message(slack: Requests) -> None:
    """A direct message is answered where it stands."""
    slack.event("message", channel_type="im", user=ALICE, text="who leads KR0032?", channel=DIRECT, ts="1700000000.1")
    ((channel, _, text),) = slack.seen
    assert channel == DIRECT
    assert LEAD in text


def test_a_link(slack: Requests) -> None:
    """A link to a commitment gets its card."""
    links = [{"domain": "www.opengovpartnership.org", "url": PAGE}]
    assert slack.event("link_shared", user=ALICE, channel=CHANNEL, message_ts="1.1", links=links) == (200, "")
    ((entity,),) = [one["metadata"]["entities"] for one in slack.world.unfurls]
    assert entity["app_unfurl_url"] == PAGE


def test_a_pane(slack: Requests) -> None:
    """Who opens a card's pane gets all that the documents say."""
    trigger = slack.world.open_pane("KR0032")
    opened = {"external_ref": {"id": "KR0032"}, "entity_url": PAGE, "trigger_id": trigger, "event_ts": "1.5"}
    assert slack.event("entity_details_requested", user=ALICE, channel=CHANNEL, **opened) == (200, "")
    (pane,) = slack.world.panes
    assert LEAD in json.dumps(pane)


def test_the_home_tab(slack: Requests) -> None:
    """Who opens the app's page gets its Home tab."""
    slack.event("app_home_opened", user=ALICE, channel=DIRECT, tab="home")
    assert "KR00" in json.dumps(slack.world.homes[ALICE])


@pytest.mark.parametrize(
    ("kind", "event"), [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"oauth": [], "bot": ["U0BOT"]}})]
)
def test_a_departure(slack: Requests, kind: str, event: dict[str, Any]) -> None:
    """That the app was removed, or its token revoked, is taken note of: nobody is written to."""
    assert slack.event(kind, **event) == (200, "")
    assert slack.seen == []


@pytest.mark.parametrize("text", ["who leads KR0032?", "who leads KR0032, whatever the payload?"])
def test_a_command(slack: Requests, text: str) -> None:
    """A command is answered to its asker alone, whatever words it has."""
    assert slack.command(text) == (200, "")
    ((channel, alone, said),) = slack.seen
    assert (channel, alone) == (CHANNEL, ALICE)
    assert LEAD in said


def test_a_command_without_words(slack: Requests) -> None:
    """The bare command says what it can do."""
    assert slack.command("") == (200, "")
    assert "/commitment subscribe" in slack.seen[0][2]


def test_a_button(slack: Requests) -> None:
    """A press of a button under an answer does what it says: the answer is shared in the channel."""
    slack.command("who leads KR0032?")
    blocks = slack.bot.web_api.posts[0]["blocks"]
    share = next(one for block in blocks for one in block.get("elements", ()) if one.get("action_id") == SHARE)
    action = {"type": "button", "block_id": "b", "action_ts": "1.5"}
    action |= {name: share[name] for name in ("action_id", "value")}
    container = {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": True}
    assert slack.interact("block_actions", actions=[action], container=container, **slack.in_channel()) == (200, "")
    channel, alone, text = slack.seen[1]
    assert (channel, alone) == (CHANNEL, None)
    assert LEAD in text


def test_the_global_shortcut(slack: Requests) -> None:
    """The global shortcut opens the search form."""
    assert slack.form()["callback_id"] == "search"


def test_a_menu_that_is_filled_as_one_types(slack: Requests) -> None:
    """What fits what is typed is offered."""
    status, said = slack.interact(
        "block_suggestion",
        action_id="search:country",
        block_id="country",
        value="kor",
        view=slack.form() | {"state": {"values": {}}},
        container={"type": "view"},
    )
    assert status == 200
    assert [one["value"] for one in said["options"]] == ["KR"]


def test_a_form_is_sent(slack: Requests) -> None:
    """A form that is sent is answered with what it finds."""
    values = {"words": {"search:words": {"type": "plain_text_input", "value": "Citizen Services"}}}
    view = slack.form() | {"state": {"values": values}}
    status, said = slack.interact("view_submission", view=view, response_urls=[])
    assert (status, said["response_action"]) == (200, "update")
    assert "KR0032" in json.dumps(said["view"])


def test_a_form_is_closed(slack: Requests) -> None:
    """That a form was closed is acknowledged, and that is all."""
    view = slack.form() | {"state": {"values": {}}}
    assert slack.interact("view_closed", view=view, is_cleared=False) == (200, "")
    assert slack.seen == []


def test_a_message_shortcut(slack: Requests) -> None:
    """The shortcut on a message shows its commitments to whoever uses it."""
    message = {"type": "message", "user": "U02BOB", "ts": "1700000000.1", "text": "KR0032, please"}
    status, _ = slack.interact("message_action", callback_id="look_up", message=message, **slack.in_channel())
    ((channel, alone, text),) = slack.seen
    assert (status, channel, alone) == (200, CHANNEL, ALICE)
    assert LEAD in text


def test_an_event_that_nothing_listens_to(slack: Requests) -> None:
    """A kind of event that is new to the bot is acknowledged, so that Slack does not send it again."""
    assert slack.event("reaction_added", user=ALICE, reaction="eyes") == (200, "")
    assert slack.seen == []
