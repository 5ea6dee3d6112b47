"""The events of a workspace that removes the app, or takes its token away."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.departures import Departures

EVENTS = ("app_uninstalled", "tokens_revoked")


def register(app: App, departures: Departures) -> None:
    """Listen to both; Slack sends them in either order."""

    def on_uninstalled(body: dict[str, Any]) -> None:
        departures.leave(body)

    def on_revoked(body: dict[str, Any]) -> None:
        departures.revoke(body)

    app.event(EVENTS[0])(on_uninstalled)
    app.event(EVENTS[1])(on_revoked)
