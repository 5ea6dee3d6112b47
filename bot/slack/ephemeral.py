"""Answers through a `response_url`: what only the person who typed or pressed sees."""

from __future__ import annotations

import json
from http.client import HTTPException

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookResponse

from bot.slack.blocks import Message
from bot.slack.delivery import TOO_LONG, UndeliveredError
from bot.slack.payloads import Place
from bot.slack.shortening import shortened
from bot.slack.undelivered import tell_elsewhere


def say(respond: Respond, message: Message, *, instead: bool = False) -> None:
    """Show `message` to the person alone, beside what is there or `instead`; UndeliveredError where Slack refuses it.

    An address takes five answers within thirty minutes. A message that Slack finds too long is shortened.
    """
    try:
        response = respond(
            text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=instead
        )
    except (HTTPException, OSError) as error:
        raise UndeliveredError("unreachable") from error
    code = _refusal(response)
    if code is None:
        return
    if code in TOO_LONG and message != shortened(message):
        say(respond, shortened(message), instead=instead)
        return
    raise UndeliveredError(code)


def say_or_tell(respond: Respond, client: WebClient, place: Place, message: Message) -> None:
    """Show `message` to the person alone; where that fails, tell them another way that it did."""
    try:
        say(respond, message)
    except UndeliveredError as error:
        tell_elsewhere(client, place, error.code)


def _refusal(response: WebhookResponse) -> str | None:
    """Slack's error; None where it took the answer, which it says with a plain `ok`."""
    if response.body.startswith("{"):
        said = json.loads(response.body)
        return None if said.get("ok") else str(said.get("error"))
    return None if response.status_code == 200 else "unreachable"
