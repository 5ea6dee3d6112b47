"""What people see while they wait: a session that is processing with an agent, a status beside a thread elsewhere.

Both are courtesies: where Slack refuses them the answer comes all the same, as soon, and nobody is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.mrkdwn import fitted, plain
from bot.slack.payloads import Place

log = logging.getLogger(__name__)

IN_LINE = "has other questions to answer first…"  # Slack puts the app's name before it, and clears it at the answer
TITLE = 200  # characters of a session's title
_TIMEOUT = 5  # seconds: an answer waits for no courtesy longer than that
# What Slack says where a workspace, or what the app was granted, has no statuses at all
_NONE_HERE = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled"})


class Working:
    """Shows that a question waits, except in workspaces of which Slack said once that they have no statuses."""

    def __init__(self) -> None:
        self._without: set[str] = set()

    def show(self, client: WebClient, place: Place, title: str = "") -> None:
        """Say beside the thread of `place` what keeps the answer, or open the session that it will stand in."""
        if place.session:
            _set_session(client, place, "processing", title)
        elif place.thread_ts and place.workspace not in self._without:
            say = _quick(client).assistant_threads_setStatus
            error = _tried(partial(say, channel_id=place.channel, thread_ts=place.thread_ts, status=IN_LINE))
            if error in _NONE_HERE:
                log.info("There are no statuses in %s: %s", place.workspace, error)
                self._without.add(place.workspace)


@contextmanager
def session(client: WebClient, place: Place, title: str = "") -> Iterator[None]:
    """While an agent answers in direct messages, their thread is open and processing; a new one is called `title`.

    Elsewhere nothing is done.
    """
    if place.session:
        _set_session(client, place, "processing", title)
    try:
        yield
    finally:
        if place.session:
            _set_session(client, place, "active")


def _set_session(client: WebClient, place: Place, status: str, title: str = "") -> None:
    named = fitted(plain(" ".join(title.split())), TITLE) or None
    set_status = _quick(client).agents_sessions_setStatus
    call = partial(set_status, channel_id=place.channel, thread_ts=place.thread_ts, status=status, title=named)
    if error := _tried(call):
        log.info("The session in %s is not %s: %s", place.channel, status, error)


def _tried(call: Callable[[], object]) -> str:
    """Slack's error, or what became of the call; empty where it was taken."""
    try:
        call()
    except SlackApiError as error:
        return str(error.response.get("error"))
    except (HTTPException, OSError) as error:
        return type(error).__name__
    return ""


def _quick(client: WebClient) -> WebClient:
    """The same client without patience: it repeats nothing, and waits for no rate limit."""
    return WebClient(token=client.token, base_url=client.base_url, timeout=_TIMEOUT, retry_handlers=[])
