"""The menu behind a digest's line: the commitment with its sources, or what is to be done about it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.slack.answers import answer_message
from bot.slack.blocks import Message, notice
from bot.slack.blocks import context as small
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import DETAILS, LINE_MENU, read_line_menu
from bot.slack.doors import announce
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.following import Caller, Following
from bot.slack.listeners.sharing import with_share
from bot.slack.payloads import placed


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the menus of digests' lines."""

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
        with failure_told(partial(say_or_tell, respond, client, place), place.channel):
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

    app.action(re.compile(rf"{LINE_MENU}:\w+:\d+"))(on_choice)


def _details(conversation: Conversation, audience: Audience, code: str) -> Message:
    given = conversation.questions.ask(audience, code, None, private=True)
    message = answer_message(given.answer, given.key, conversation.kit)
    return with_share(message, given.key, audience.place.channel, given.answer.lang)
