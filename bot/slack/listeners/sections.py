"""The buttons for the whole of a digest's section: a modal opens at once and is filled when it is composed."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.digest.text import DigestWording
from bot.slack.conversation import Conversation
from bot.slack.digest_blocks import ALL, read_page_button
from bot.slack.following import Caller, Following
from bot.slack.listeners.commands import refused
from bot.slack.section_modal import sentence_modal

log = logging.getLogger(__name__)


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the buttons under long sections, and to those that turn the pages."""

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = body.get("view")
        channel = view["private_metadata"] if view else body["channel"]["id"]
        if view is None:
            # what opens a modal holds for three seconds, which composing may take
            waiting = sentence_modal(DigestWording("en").everything("loading"), channel)
            view = client.views_open(trigger_id=body["trigger_id"], view=waiting)["view"]
        try:
            team = body["user"].get("team_id") or body["team"]["id"]
            reason = refused(conversation, context, team, channel, body["user"]["id"])
            caller = Caller(body["user"]["id"], team, channel)
            token, section, skip = read_page_button(body["actions"][0]["value"])
            shown = sentence_modal(reason, channel) if reason else following.whole_section(caller, token, section, skip)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("A section could not be shown; reference %s", reference)
            shown = sentence_modal(f"Sorry, something went wrong on my side. Reference: {reference}", channel)
        client.views_update(view_id=view["id"], view=shown)

    app.action(re.compile(rf"{ALL}:\w+:\d+"))(on_button)
