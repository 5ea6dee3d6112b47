"""Posting to Slack once: a client that waits out limits and failures, and answers that are looked up before a repeat.

`chat.postMessage` knows no idempotency key. So each answer carries the name of its turn as metadata, and where Slack
may have taken a post without our hearing of it, it is looked for before it is posted again. Slack gives some apps one
look a minute of fifteen messages (docs.slack.dev, conversations.replies): so one look, from the post's own time on,
has to tell.

The SDK by itself repeats every call whose connection broke off: a message that Slack took stands there twice then. Here
only what does no harm twice is made again. Whoever waits holds up a turn.
"""

from __future__ import annotations

import logging
import random
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.records.store import StoreError
from bot.slack.blocks import Message, notice
from bot.slack.fallbacks import send_fitting
from bot.slack.metrics import CountingHandler
from bot.slack.payloads import Place

log = logging.getLogger(__name__)

# -- what is repeated, and after what wait ------------------------------------------------------------------------

Sleep = Callable[[float], None]

LONGEST = 60  # seconds; a longer Retry-After is not waited out, and the person is told instead
LIMITED_TRIES = 5
FAILED_TRIES = 3
JITTER = 0.25  # seconds at most beyond what Slack says: a channel has one turn at a time, so few come back at once
FIRST_WAIT = 0.5  # seconds before a call is repeated; twice as long before each further time

# What these do they do again when they are repeated: a post is looked up first, a code is good for one token.
ONCE = frozenset(
    {
        "chat.postMessage",
        "chat.postEphemeral",
        "files.completeUploadExternal",
        "oauth.v2.access",
        "oauth.v2.exchange",
    }
)
NEVER_SENT = (ConnectionRefusedError, socket.gaierror)  # Slack was not reached: nothing of the call arrived


class RateLimitHandler(RetryHandler):
    """Waits as long as Slack's `Retry-After` says, and a little more, so that not all who wait come back at once."""

    def __init__(self, sleep: Sleep = time.sleep, longest: float = LONGEST) -> None:
        super().__init__(LIMITED_TRIES)
        self._sleep, self._longest = sleep, longest

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK's signature
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code == 429 and _retry_after(response) <= self._longest

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        """Wait, and have the call made again."""
        state.next_attempt_requested = True
        self._sleep((_retry_after(response) if response else 1) + random.uniform(0, JITTER))  # noqa: S311 - no secret
        state.increment_current_attempt()


class FailureHandler(RetryHandler):
    """Repeats a call that met a 5xx or a broken connection, where doing it twice does no harm."""

    def __init__(self, sleep: Sleep = time.sleep) -> None:
        super().__init__(FAILED_TRIES)
        self._sleep = sleep

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if isinstance(error, URLError) and isinstance(error.reason, NEVER_SENT):
            return True
        if request.url.partition("?")[0].rsplit("/", 1)[-1] in ONCE:
            return False
        if response is not None:
            return response.status_code >= 500
        return isinstance(error, (OSError, HTTPException))

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,  # noqa: ARG002
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        """Wait, and have the call made again."""
        state.next_attempt_requested = True
        self._sleep(FIRST_WAIT * 2**state.current_attempt)
        state.increment_current_attempt()


def _retry_after(response: HttpResponse) -> float:
    """Seconds; Slack always says how many, a proxy in between may not."""
    said = {name.lower(): values for name, values in response.headers.items()}.get("retry-after")
    text = said[0] if said else ""
    return float(text) if text.isdecimal() else 1.0


def unrepeated(client: WebClient) -> WebClient:
    """The same client, but one that only waits out rate limits: what Slack refuses for its rate it has not done.

    After a server's error or a broken connection it may have. Slack knows no idempotency keys, so a request that is
    repeated then posts twice; whoever calls looks first whether it was done.
    """
    return WebClient(
        client.token,
        base_url=client.base_url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=5)],
    )


# -- what is posted, once -----------------------------------------------------------------------------------------

SLACK = "https://slack.com/api/"
TIMEOUT = 15  # seconds for an answer of Slack's
EVENT = "commitment_answer"
WAITS = (0.0, 1.0, 3.0, 9.0)  # seconds before each try of a post; the last only looks whether it stands there

# Slack says these where something went wrong on its side: it may have done what was asked, in whole or in part
UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
LOOK = 15
"""Messages that one look gives, the first of the thread among them."""
CLOCKS = 60.0
"""Seconds by which Slack's clock may differ from ours."""
_LOOK_WAIT = 10  # seconds at most before a look: a channel waits meanwhile


class UndeliveredError(Exception):
    """A message cannot be posted; `code` is Slack's error, `unreachable` or `unconfirmed`: it may stand there."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def slack_client(
    token: str | None, address: str | None, sleep: Sleep = time.sleep, longest: float = LONGEST
) -> WebClient:
    """A Web API client at `address` (default: Slack's) that waits as told on 429 and repeats what may be repeated.

    `longest`: seconds that it waits on a 429.
    """
    handlers = [CountingHandler(), RateLimitHandler(sleep, longest), FailureHandler(sleep)]
    return WebClient(token=token, base_url=address or SLACK, timeout=TIMEOUT, retry_handlers=handlers)


def post(
    client: WebClient,
    place: Place,
    message: Message,
    turn: str = "",
    sleep: Sleep = time.sleep,
    *,
    unsure_since: float | None = None,
) -> None:
    """Post `message` in the thread of `place`, once, however often it takes; UndeliveredError where it cannot be.

    `turn` names what is answered: the same name in any process is the same answer. `unsure_since`: it may stand
    there already, posted after that time (seconds since the epoch). What Slack refuses is sent as it takes it.
    """
    turn = turn or secrets.token_hex(8)
    unsure, since = unsure_since is not None, time.time() if unsure_since is None else unsure_since
    for number, wait in enumerate(WAITS):
        sleep(wait)
        try:
            if unsure and _stands(slack_client(client.token, client.base_url, sleep, _LOOK_WAIT), place, turn, since):
                return
            if number < len(WAITS) - 1:
                send_fitting(lambda less: _send(client, place, less, turn), message)
                return
        except SlackApiError as error:
            code = code_of(error)
            if code not in UNSURE:
                raise UndeliveredError(code) from error
            unsure = True
        except (HTTPException, OSError):
            unsure = True
    raise UndeliveredError("unreachable")


@contextmanager
def failure_told(tell: Callable[[Message], object], where: str) -> Iterator[None]:
    """The edge of whatever a person asked for: what fails within is told to them, and the log has the traceback."""
    try:
        yield
    except Exception as error:  # the edge: whatever fails, its person is told
        reference = secrets.token_hex(4)
        log.exception("Something that was asked failed; reference %s, channel %s", reference, where)
        unread = isinstance(error, StoreError)  # what to do about it the log says, to whoever can
        wrong = "I cannot read my documents just now" if unread else "something went wrong on my side"
        tell(notice(f"Sorry, {wrong}, and this stays unanswered. Reference: `{reference}`"))


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


def _stands(client: WebClient, place: Place, turn: str, since: float) -> bool:
    """Whether the answer of this turn stands in its thread, or where direct messages have none, among them.

    UndeliveredError where one look does not tell.
    """
    try:
        page = _messages(client, place, oldest=f"{max(0, since - CLOCKS):.6f}", limit=LOOK, include_all_metadata=True)
    except SlackApiError as error:
        if code_of(error) == "ratelimited":
            raise UndeliveredError("unconfirmed") from error
        raise
    if any(payload_of(message).get("turn") == turn for message in page["messages"]):
        return True
    if page.get("has_more"):
        raise UndeliveredError("unconfirmed")
    return False


def _messages(client: WebClient, place: Place, **which: Any) -> SlackResponse:
    if place.thread_ts:
        return client.conversations_replies(channel=place.channel, ts=place.thread_ts, **which)
    return client.conversations_history(channel=place.channel, **which)


def payload_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was posted with a message as its metadata."""
    payload: Mapping[str, Any] = (message.get("metadata") or {}).get("event_payload") or {}
    return payload


def code_of(error: SlackApiError) -> str:
    """Slack's error; `internal_error` where something else answered in its place."""
    response = error.response
    if response.status_code == 429:
        return "ratelimited"
    code = str(response.get("error") or "")
    return "internal_error" if response.status_code >= 500 or not code.isidentifier() else code
