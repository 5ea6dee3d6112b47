"""Mentions, direct messages, and replies in threads that the bot is part of."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack.conversation import Conversation
from bot.slack.payloads import read_post

EVENTS = ("app_mention", "message")


def register(app: App, conversation: Conversation) -> None:
    """Listen to every message that the app is sent; Bolt acknowledges each before the listener runs."""

    def on_message(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        said = read_post(body, context, agent=conversation.is_agent(context))
        if said:
            conversation.hear(said, client)

    for event in EVENTS:
        app.event(event)(on_message)
