"""Which calls of the Web API are made again when they fail, and after what wait. Whoever waits holds up a turn.

The SDK by itself repeats every call whose connection broke off: a message that Slack took stands there twice then.
"""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

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
