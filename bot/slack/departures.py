"""What becomes of a workspace's data when it removes the app, or takes its token away.

Removed: everything of the workspace goes at once, since nobody there could ask for it any more. What is kept is the
audit, for its own time: it is there for those whose contacts were shown. A token that was revoked means less: an
administrator's precaution, or the step before a removal. The token goes, digests stand still, and go on when the app
is installed again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.slack.installations import Installations
from bot.slack.payloads import Payload
from bot.state.database import State
from bot.state.retention import forget, silence
from bot.state.unfinished_turns import claim

log = logging.getLogger(__name__)

KEPT = frozenset({"audit"})
EVENTS = ("app_uninstalled", "tokens_revoked")


@dataclass(frozen=True, slots=True)
class Departures:
    """What the events of a departure do. Without `installations` there is one workspace, by a bot token."""

    state: State
    installations: Installations | None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def leave(self, body: Payload) -> None:
        """`app_uninstalled`: delete what is kept of the workspace."""
        team = self._team(body)
        if team is None:
            return
        if self.installations:
            self.installations.forget(team)
        forget(self.state, team, KEPT)
        log.info("The app was removed from %s; what was kept of it is deleted", team)

    def revoke(self, body: Payload) -> None:
        """`tokens_revoked`: delete the token, and let digests stand still. Nobody's own token is ever asked for."""
        tokens: dict[str, Any] = body["event"].get("tokens") or {}
        team = self._team(body) if tokens.get("bot") else None
        if team is None:
            return
        if self.installations is None:
            log.error("SLACK_BOT_TOKEN was revoked: install the app again, and start the bot with the new token")
            return
        self.installations.forget(team)
        log.warning("The token of %s was revoked; %d digests stand still", team, silence(self.state, team, self.now()))

    def _team(self, body: Payload) -> str | None:
        """The workspace of an event that is not seen yet, and is not older than its present installation."""
        team = body.get("team_id")
        if not team or not claim(self.state, f"{body.get('event_id')}/{body['event']['type']}"):
            return None
        installed = self.installations.stored(team) if self.installations else None
        if installed and installed.installed_at > body.get("event_time", 0) + 1:
            log.info("An event of %s is older than its installation", team)
            return None
        return str(team)


def listen_to_departures(app: App, departures: Departures) -> None:
    """Listen to both events; Slack sends them in either order."""

    def on_uninstalled(body: dict[str, Any]) -> None:
        departures.leave(body)

    def on_revoked(body: dict[str, Any]) -> None:
        departures.revoke(body)

    for event, listener in zip(EVENTS, (on_uninstalled, on_revoked), strict=True):
        app.event(event)(listener)
