"""What is pressed in a digest: the menu behind a line, and the buttons for the whole of a section.

The section's modal opens at once and is filled when it is composed.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.digest.text import DigestWording
from bot.slack.answers import answer_message
from bot.slack.blocks import Message, notice
from bot.slack.blocks import context as small
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import ALL, DETAILS, LINE_MENU, read_line_menu, read_page_button, sentence_modal
from bot.slack.doors import OpenViews, announce, say, show, told_alone
from bot.slack.following import Caller, Following
from bot.slack.listeners.answers import with_share
from bot.slack.payloads import placed


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the menus of lines, and to the buttons under long sections and those that turn their pages."""
    views = OpenViews()

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
        with told_alone(respond, client, place):
            reason = conversation.refusal(place)
            verb, key, code = read_line_menu(body["actions"][0]["selected_option"]["value"])
            if reason:
                say(respond, notice(reason))
            elif verb == DETAILS:
                audience = Audience(place, client, f"{place.channel}/{body.get('trigger_id')}")
                message = _details(conversation, audience, code)
                followers = following.followers(Caller.at(place), key)
                say(respond, Message(message.text, [*message.blocks, *([small(followers)] if followers else [])]))
            else:
                message, done = following.act_on_line(Caller.at(place), verb, key, code)
                say(respond, message)
                if done:
                    announce(client, place.channel, f"<@{place.user}>: {message.text}")

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

    app.action(re.compile(rf"{LINE_MENU}:\w+:\d+"))(on_choice)
    app.action(re.compile(rf"{ALL}:\w+:\d+"))(on_button)


def _details(conversation: Conversation, audience: Audience, code: str) -> Message:
    given = conversation.questions.ask(audience, code, None, private=True)
    message = answer_message(given.answer, given.key, conversation.kit)
    return with_share(message, given.key, audience.place.channel, given.answer.lang)
