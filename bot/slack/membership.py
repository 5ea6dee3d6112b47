"""Who is a full member, and which channels are shared, as Slack says; where it does not say, neither is taken for so.

Asked of Slack (`users.info`, `conversations.info`, `conversations.members`) when it matters, and remembered for a few
minutes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from http.client import HTTPException
from threading import Lock
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)

SECONDS = 300.0  # a member who is made a guest is taken for a member for so long
READERS = 100  # people of a channel of whom each is looked at; Slack is asked of each
_MOST = 5_000


class Membership:
    """What Slack said of people and channels, for `SECONDS`; used by every thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._said: dict[tuple[str, ...], tuple[float, bool]] = {}

    def is_full_member(self, client: WebClient, team: str, user: str) -> bool:
        """Whether a person is one of a workspace's own: no guest of any kind, no stranger, no program, not gone."""
        return bool(user) and self._asked(
            (team, user), lambda: _is_full(client.users_info(user=user)["user"], team), False
        )

    def is_shared(self, client: WebClient, team: str, channel: str) -> bool:
        """Whether a channel is shared with another organisation, or is about to be."""
        return self._asked(
            (team, channel), lambda: _is_shared(client.conversations_info(channel=channel)["channel"]), True
        )

    def are_full_members(self, client: WebClient, team: str, channel: str) -> bool:
        """Whether everybody in a channel is a full member, programs aside; of more than `READERS` people it is not."""

        def ask() -> bool:
            page = client.conversations_members(channel=channel, limit=READERS)
            if (page.get("response_metadata") or {}).get("next_cursor"):
                return False
            return all(self._is_own_reader(client, team, user) for user in page["members"])

        return self._asked((team, channel, "members"), ask, False)

    def _is_own_reader(self, client: WebClient, team: str, user: str) -> bool:
        def ask() -> bool:
            said = client.users_info(user=user)["user"]
            return said.get("is_bot") is True or _is_full(said, team)

        return self._asked((team, user, "reader"), ask, False)

    def _asked(self, key: tuple[str, ...], ask: Callable[[], bool], unknown: bool) -> bool:
        now = self._clock()
        with self._lock:
            until, said = self._said.get(key, (now, unknown))
        if until > now:
            return said
        try:
            said = ask()
        except (SlackApiError, URLError, HTTPException, OSError, KeyError, TypeError, AttributeError) as error:
            reason = error.response.get("error") if isinstance(error, SlackApiError) else error
            log.warning("Slack does not say what %s is: %s; no contacts are shown", key[1], reason)
            return unknown
        with self._lock:
            if len(self._said) >= _MOST:
                self._said.clear()
            self._said[key] = now + SECONDS, said
        return said


def _is_full(user: Any, team: str) -> bool:
    own = {user.get("team_id"), (user.get("enterprise_user") or {}).get("enterprise_id"), None} - {None}
    if own and team not in own:
        return False  # somebody of another organisation, whom a shared channel brings here
    limits = ("is_ultra_restricted", "is_stranger", "is_bot", "deleted", "is_invited_user")
    return user.get("is_restricted") is False and not any(user.get(name) for name in limits)


def _is_shared(channel: Any) -> bool:
    return channel.get("is_ext_shared") is not False or bool(channel.get("is_pending_ext_shared"))
