"""The buttons under a question that fits several commitments."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.slack.conversation import Conversation
from bot.slack.options import CHOOSE
from bot.slack.payloads import read_press

ACTIONS = re.compile(rf"{CHOOSE}:\d+\Z")


def register(app: App, conversation: Conversation) -> None:
    """Listen to the buttons of `clarify`."""

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        conversation.take_choice(read_press(body, context, agent=conversation.is_agent(context)), client)

    app.action(ACTIONS)(on_choice)
