"""Answers through a `response_url`: what only the person who typed or pressed sees."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import HTTPException
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookResponse

from bot.slack.blocks import Message
from bot.slack.delivery import UndeliveredError, failure_told
from bot.slack.fallbacks import fallback, tell_elsewhere
from bot.slack.payloads import Place


def say(respond: Respond, message: Message, *, instead: bool = False, thread_ts: str | None = None) -> None:
    """Show `message` to the person alone, beside what is there or `instead`; UndeliveredError where Slack refuses it.

    It stands in the channel, or in the thread `thread_ts`. An address takes five answers within thirty minutes. What
    Slack refuses is shown as it takes it.
    """
    try:
        response = respond(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=instead,
            thread_ts=thread_ts,
        )
    except (HTTPException, OSError) as error:
        raise UndeliveredError("unreachable") from error
    refusal = _refusal(response)
    if refusal is None:
        return
    less = fallback(message, refusal)
    if less is None:
        raise UndeliveredError(str(refusal["error"]))
    say(respond, less, instead=instead, thread_ts=thread_ts)


def say_or_tell(respond: Respond, client: WebClient, place: Place, message: Message) -> bool:
    """Show `message` to the person alone; where that fails, tell them another way that it did. False where both do."""
    try:
        say(respond, message)
    except UndeliveredError as error:
        return tell_elsewhere(client, place, error.code)
    return True


def told_alone(
    respond: Respond, client: WebClient, place: Place, untold: Callable[[], object] = lambda: None
) -> AbstractContextManager[None]:
    """The edge of what one person typed or pressed: what fails within, they alone are told; else `untold` is called."""
    return failure_told(lambda message: say_or_tell(respond, client, place, message) or untold(), place.channel)


def _refusal(response: WebhookResponse) -> dict[str, Any] | None:
    """What Slack says in refusing the answer, as JSON or in a word; None where it took it, which is a plain `ok`."""
    if response.body.startswith("{"):
        said: dict[str, Any] = json.loads(response.body)
        return None if said.get("ok") else {"error": "unreachable"} | said
    if response.status_code == 200:
        return None
    word = response.body.strip()
    return {"error": word if response.status_code < 500 and word.isidentifier() else "unreachable"}
