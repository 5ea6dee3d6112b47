"""Mentions, direct messages, replies in threads that the bot is part of, and the buttons of a question back."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.slack.answers import CHOOSE
from bot.slack.conversation import Conversation
from bot.slack.payloads import read_post, read_press

EVENTS = ("app_mention", "message")
ACTIONS = re.compile(rf"{CHOOSE}:\d+\Z")


def register(app: App, conversation: Conversation) -> None:
    """Listen to every message that the app is sent; Bolt acknowledges each before the listener runs."""

    def on_message(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if said := read_post(body, context, agent=conversation.is_agent(context)):
            conversation.take_post(said, client)

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        conversation.take_choice(read_press(body, context, agent=conversation.is_agent(context)), client)

    for event in EVENTS:
        app.event(event)(on_message)
    app.action(ACTIONS)(on_choice)
