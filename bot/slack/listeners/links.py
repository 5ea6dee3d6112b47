"""Addresses of commitment pages in messages: each gets one card, where the bot is allowed to speak, and its pane."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import answer_frame
from bot.asking.answer import Answer
from bot.asking.frames import Lookup
from bot.slack.blocks import Message, notice
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors, asker_of, reader_of, words
from bot.slack.mrkdwn import literal
from bot.slack.unfurl import FIELDS, LINKS, card, card_blocks, page_of, pane
from bot.state.seen_events import claim

log = logging.getLogger(__name__)

EVENT, DETAILS = "link_shared", "entity_details_requested"
_COMPOSER = "composer"  # where a message is still being written: its author alone sees the card
_LATE = "invalid_trigger_id"  # Slack waits for a pane's content a few seconds


def register(app: App, doors: Doors) -> None:
    """Listen to links, of which nobody asked anything: where there is no card, nothing is said. And to panes."""

    def on_link(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        event, asker = body["event"], asker_of(body, context, client)
        # a channel that may be shared with another organisation gets none
        shared = body.get("is_ext_shared_channel") is not False and event.get("source") != _COMPOSER
        if shared or doors.refusal(asker):
            return
        addresses = dict.fromkeys(one["url"] for one in event["links"])
        known = {address: given for address in addresses if (given := _known(doors, address))}
        again = event.get("is_unfurl_refresh") is True  # somebody asks Slack for the card anew
        chosen = list(known.items())[:LINKS]
        new = {address: given for address, given in chosen if again or _is_new(doors, event, address)}
        if new:
            _unfurl(client, event, new)

    def on_details(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        event, asker = body["event"], asker_of(body, context, client)
        address = event["entity_url"]
        code = (page_of(address) or (address,))[0]

        def refuse(message: Message) -> None:
            said = {"custom_title": code, "custom_message": message.text, "message_format": "markdown"}
            _present(client, event, error={"status": "custom"} | said)

        with failure_told(refuse, asker.place.channel):
            reader, language = reader_of(asker)
            if reason := doors.refusal(reader, asks=True):
                refuse(notice(reason))
            elif (given := doors.record(reader, code, language)).entries:
                _present(client, event, metadata=pane(given, address))
            else:
                refuse(notice(words(language)["lookup"]["unknown"].format(codes=literal(code))))

    app.event(EVENT)(on_link)
    app.event(DETAILS)(on_details)


def _known(doors: Doors, address: str) -> Answer | None:
    """What a card says of a commitment's page; None where there is nothing to say, or no such page."""
    found = page_of(address)
    if found is None:
        return None
    code, language = found
    with doors.store() as store:
        if not store.existing([code]):
            return None
        given = answer_frame(store, Lookup((code,), FIELDS), as_of=doors.today(), lang=language)
    return given if card(given, address) else None


def _is_new(doors: Doors, event: dict[str, Any], address: str) -> bool:
    """Whether this link of this message has no card yet; the same event may come twice, and after an edit."""
    name = f"{event['channel']}/{event['message_ts']}/{address}"
    return claim(doors.conversation.state, f"unfurl/{hashlib.sha256(name.encode()).hexdigest()}")


def _unfurl(client: WebClient, event: dict[str, Any], known: Mapping[str, Answer]) -> None:
    """Give Slack the cards: as entities, else as blocks. That it takes no entity it may say in a warning alone."""
    where = {"channel": event["channel"], "ts": event["message_ts"]}
    if event.get("source") == _COMPOSER:
        where = {"unfurl_id": event["unfurl_id"], "source": _COMPOSER}
    entities = [card(given, address) for address, given in known.items()]
    blocks = {address: {"blocks": card_blocks(given, address)} for address, given in known.items()}
    for cards in ({"metadata": {"entities": entities}}, {"unfurls": blocks}):
        try:
            said = client.chat_unfurl(**where, **cards)
            if "metadata" not in str(said.get("warning")):
                return
        except SlackApiError as error:
            said = error.response
        log.info("Slack takes no cards as %s for links in %s: %s", *cards, event["channel"], said.data)


def _present(client: WebClient, event: dict[str, Any], **content: Any) -> None:
    """Fill the pane that a reader opened."""
    try:
        client.entity_presentDetails(trigger_id=event["trigger_id"], **content)
    except SlackApiError as error:
        if error.response.get("error") != _LATE:
            raise
        log.info("A pane came too late for Slack")
