"""The buttons for the whole of a digest's section: a modal opens at once and is filled when it is composed."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.digest.text import DigestWording
from bot.slack.blocks import Message
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import ALL, read_page_button
from bot.slack.following import Caller, Following
from bot.slack.payloads import placed
from bot.slack.section_modal import sentence_modal
from bot.slack.views import OpenViews, show


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the buttons under long sections, and to those that turn the pages."""
    views = OpenViews()

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = body.get("view")
        channel = view["private_metadata"] if view else body["channel"]["id"]
        if view is None:
            # what opens a modal holds for three seconds, which composing may take
            waiting = sentence_modal(DigestWording("en").everything("loading"), channel, conversation.kit, "info")
            view = show(client.views_open, waiting, trigger_id=body["trigger_id"])["view"]
        place = placed(context, body["user"].get("team_id"), channel, body["user"]["id"])

        def shown() -> dict[str, Any]:
            if reason := conversation.refusal(place):
                return sentence_modal(reason, channel, conversation.kit)
            token, section, skip = read_page_button(body["actions"][0]["value"])
            seen_by = partial(conversation.sight, place, client)
            return following.whole_section(Caller.at(place), token, section, skip, seen_by)

        def tell(message: Message) -> None:
            show(client.views_update, sentence_modal(message.text, channel, conversation.kit), view_id=view["id"])

        with failure_told(tell, channel):
            views.change(client, body | {"view": view}, shown)

    app.action(re.compile(rf"{ALL}:\w+:\d+"))(on_button)
