"""What people see while they wait: a status beside the thread, where Slack has it. Decided once, at start-up.

A status is a courtesy: where it fails the answer comes all the same, and nobody is told.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.payloads import Place

log = logging.getLogger(__name__)

IN_LINE = "has other questions to answer first…"  # Slack puts the app's name before it, and clears it at the answer
_NOWHERE = "C00000000"
# What Slack says of a status in a channel that there is not, where it would take one in a channel that there is
_SUPPORTED = frozenset({"channel_not_found", "invalid_thread_ts"})


@dataclass(frozen=True, slots=True)
class Working:
    """Shows a status where `supported`, and nothing where not."""

    supported: bool = False

    def show(self, client: WebClient, place: Place, status: str = IN_LINE) -> None:
        """Say beside the thread of `place` what keeps the answer."""
        if not self.supported:
            return
        try:
            client.assistant_threads_setStatus(channel_id=place.channel, thread_ts=place.thread_ts, status=status)
        except (SlackApiError, HTTPException, OSError):
            log.debug("No status in %s", place.channel, exc_info=True)


def status_is_supported(client: WebClient) -> bool:
    """Whether this workspace and the granted scopes let us show a status: asked with one that goes nowhere."""
    try:
        client.assistant_threads_setStatus(channel_id=_NOWHERE, thread_ts="1.000000", status="")
    except SlackApiError as error:
        supported = error.response.get("error") in _SUPPORTED
        log.info("Statuses are %s", "shown" if supported else f"not shown: {error.response.get('error')}")
        return supported
    except (HTTPException, OSError):
        return False
    return True
