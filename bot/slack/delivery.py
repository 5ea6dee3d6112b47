"""Posting to Slack once: a client that waits out limits and failures, and answers that are looked up before a repeat.

`chat.postMessage` knows no idempotency key. So each answer carries the name of its turn as metadata, and where Slack
may have taken a post without our hearing of it, the thread is looked through before it is posted again.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.blocks import Message, notice
from bot.slack.payloads import Place
from bot.slack.retries import FailureHandler, RateLimitHandler, Sleep
from bot.slack.shortening import shortened
from bot.slack.undelivered import tell_elsewhere

log = logging.getLogger(__name__)

SLACK = "https://slack.com/api/"
TIMEOUT = 15  # seconds for an answer of Slack's
EVENT = "commitment_answer"
WAITS = (0.0, 1.0, 3.0, 9.0)  # seconds before each try of a post; the last only looks whether it stands there

# Slack says these where something went wrong on its side: it may have done what was asked, in whole or in part
_UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
TOO_LONG = frozenset({"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})
_PAGE, _PAGES = 1_000, 20  # replies of a thread, all looked through: no two clocks agree on what is recent


class UndeliveredError(Exception):
    """A message cannot be posted; `code` is Slack's error, or `unreachable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def slack_client(token: str, address: str | None, sleep: Sleep = time.sleep) -> WebClient:
    """A Web API client at `address` (default: Slack's) that waits as told on 429 and repeats what may be repeated."""
    handlers = [RateLimitHandler(sleep), FailureHandler(sleep)]
    return WebClient(token=token, base_url=address or SLACK, timeout=TIMEOUT, retry_handlers=handlers)


def post(
    client: WebClient,
    place: Place,
    message: Message,
    turn: str = "",
    sleep: Sleep = time.sleep,
    *,
    unsure: bool = False,
) -> None:
    """Post `message` in the thread of `place`, once, however often it takes; UndeliveredError where it cannot be.

    `turn` names what is answered: the same name in any process is the same answer. `unsure`: it may stand there
    already. A message that Slack finds too long is shortened, and says so.
    """
    turn = turn or secrets.token_hex(8)
    for number, wait in enumerate(WAITS):
        sleep(wait)
        try:
            if unsure and _stands(client, place, turn):
                return
            if number < len(WAITS) - 1:
                _send(client, place, message, turn)
                return
        except SlackApiError as error:
            code = _code(error)
            if code in TOO_LONG and message != shortened(message):
                log.warning("Slack refused a message of %d blocks (%s); it is shortened", len(message.blocks), code)
                message = shortened(message)
            elif code in _UNSURE:
                unsure = True
            else:
                raise UndeliveredError(code) from error
        except (HTTPException, OSError):
            unsure = True
    raise UndeliveredError("unreachable")


def deliver(
    client: WebClient,
    place: Place,
    message: Message,
    turn: str = "",
    sleep: Sleep = time.sleep,
    *,
    unsure: bool = False,
) -> bool:
    """Post `message`; where it cannot be, tell the person elsewhere that it could not. False where neither worked."""
    try:
        post(client, place, message, turn, sleep, unsure=unsure)
    except UndeliveredError as error:
        return tell_elsewhere(client, place, error.code)
    return True


@contextmanager
def failure_told(tell: Callable[[Message], object], where: str) -> Iterator[None]:
    """The edge of whatever a person asked for: what fails within is told to them, and the log has the traceback."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("Something that was asked failed; reference %s, channel %s", reference, where)
        tell(notice(f"Sorry, something went wrong on my side, and this stays unanswered. Reference: `{reference}`"))


def _send(client: WebClient, place: Place, message: Message, turn: str) -> None:
    client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread_ts or None,
        text=message.text,
        blocks=message.blocks,
        metadata={"event_type": EVENT, "event_payload": {"turn": turn}},
        unfurl_links=False,
        unfurl_media=False,
        parse="none",
        link_names=False,
    )


def _stands(client: WebClient, place: Place, turn: str) -> bool:
    """Whether the answer of this turn stands in its thread, or where direct messages have none, among them."""
    cursor = ""
    for _ in range(_PAGES):
        page = _messages(client, place, limit=_PAGE, cursor=cursor, include_all_metadata=True)
        for message in page["messages"]:
            metadata = message.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("turn") == turn:
                return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return False
    raise UndeliveredError("unreachable")


def _messages(client: WebClient, place: Place, **which: Any) -> SlackResponse:
    if place.thread_ts:
        return client.conversations_replies(channel=place.channel, ts=place.thread_ts, **which)
    return client.conversations_history(channel=place.channel, **which)


def _code(error: SlackApiError) -> str:
    """Slack's error; `internal_error` where something else answered in its place."""
    response = error.response
    if response.status_code == 429:
        return "ratelimited"
    code = str(response.get("error") or "")
    return "internal_error" if response.status_code >= 500 or not code.isidentifier() else code
