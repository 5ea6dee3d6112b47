"""Mentions, direct messages, replies in threads that the bot is part of, and the buttons of a question back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.slack.answers import CHOOSE
from bot.slack.conversation import Conversation
from bot.slack.payloads import read_post, read_press

EVENTS = ("app_mention", "message")
ACTIONS = re.compile(rf"{CHOOSE}:\d+\Z")


TAKEN = "taken"  # under which the request's context has what was taken


def register(app: App, conversation: Conversation) -> None:
    """Listen to every message that the app is sent.

    Bolt acknowledges an event before its listener runs, but after the listener's middleware: there it is written down.
    Where it cannot be, Slack gets a 503 or no word, and sends the event again.
    """

    def write_down(body: dict[str, Any], context: BoltContext, client: WebClient, next_: Callable[[], Any]) -> None:
        said = read_post(body, context, agent=conversation.is_agent(context))
        context[TAKEN] = conversation.take(said, client) if said else None
        next_()

    def on_message(context: BoltContext, client: WebClient) -> None:
        if turn := context[TAKEN]:
            conversation.answer(turn, client)

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        turn = conversation.take(read_press(body, context, agent=conversation.is_agent(context)), client)
        ack()
        if turn:
            conversation.answer(turn, client)

    for event in EVENTS:
        app.event(event, middleware=[write_down])(on_message)
    app.action(ACTIONS)(on_choice)
