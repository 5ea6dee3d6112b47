"""Posting to Slack: a client that waits out Slack's limits and failures, and the news of our own failure."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from bot.slack.blocks import Message, notice
from bot.slack.payloads import Place

log = logging.getLogger(__name__)

SLACK = "https://slack.com/api/"


def slack_client(token: str, address: str | None) -> WebClient:
    """A Web API client at `address` (default: Slack's) that waits as told on 429 and repeats a 5xx."""
    client = WebClient(token=token, base_url=address or SLACK)
    client.retry_handlers += [RateLimitErrorRetryHandler(max_retry_count=5), ServerErrorRetryHandler()]
    return client


def post(client: WebClient, place: Place, message: Message) -> None:
    """Post `message` in the thread of `place`; SlackApiError where Slack refuses it."""
    client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread_ts,
        text=message.text,
        blocks=message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        parse="none",
        link_names=False,
    )


@contextmanager
def failure_told(client: WebClient, place: Place) -> Iterator[None]:
    """The edge of a turn: whatever fails within, the person is told so, and the log has the traceback."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("A turn failed; reference %s, channel %s", reference, place.channel)
        sentence = f"Sorry, something went wrong on my side, and this stays unanswered. Reference: `{reference}`"
        post(client, place, notice(sentence))
