"""Addresses of commitment pages in messages: each gets one card, where the bot is allowed to speak."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import answer
from bot.asking.frames import Lookup
from bot.slack.blocks import Block
from bot.slack.doors import Doors, asker_of
from bot.slack.unfurl import FIELDS, LINKS, card, page_of
from bot.state.seen_events import claim

log = logging.getLogger(__name__)

EVENT = "link_shared"
_UNSENT = "COMPOSER"  # Slack's channel of a message that is still being written: nobody knows where it will go


def register(app: App, doors: Doors) -> None:
    """Listen to links. Nobody asked anything: where there is no card to show, nothing is said."""

    def on_link(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        event, asker = body["event"], asker_of(body, context, client)
        # a channel that may be shared with another organisation gets none
        if event["channel"] == _UNSENT or body.get("is_ext_shared_channel") is not False or doors.refusal(asker):
            return
        addresses = dict.fromkeys(one["url"] for one in event["links"])
        cards = {address: blocks for address in addresses if (blocks := _card(doors, address))}
        chosen = dict(list(cards.items())[:LINKS])
        new = {address: {"blocks": blocks} for address, blocks in chosen.items() if _is_new(doors, event, address)}
        if new:
            _unfurl(client, event, new)

    app.event(EVENT)(on_link)


def _card(doors: Doors, address: str) -> list[Block]:
    """The card of a commitment page that we know; empty for any other address."""
    found = page_of(address)
    if found is None:
        return []
    code, language = found
    with doors.store() as store:
        if not store.existing([code]):
            return []
        given = answer(store, Lookup((code,), FIELDS), as_of=doors.today(), lang=language)
    return card(given, address)


def _is_new(doors: Doors, event: dict[str, Any], address: str) -> bool:
    """Whether this link of this message has no card yet; the same event may come twice, and after an edit."""
    name = f"{event['channel']}/{event['message_ts']}/{address}"
    return claim(doors.conversation.state, f"unfurl/{hashlib.sha256(name.encode()).hexdigest()}")


def _unfurl(client: WebClient, event: dict[str, Any], cards: dict[str, dict[str, Any]]) -> None:
    try:
        client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=cards)
    except SlackApiError as error:
        log.info("No cards for links in %s: %s", event["channel"], error.response.get("error"))
