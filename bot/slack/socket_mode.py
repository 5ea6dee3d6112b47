"""The Socket Mode connection, and how soon a line that is cut or dead is noticed: within four seconds.

The SDK's client takes a line for dead after five pings that fail, or after more than four intervals without a pong,
counted in whole seconds; it then waits until its reading gives up, three seconds after the last word. At its own
interval of 10 seconds that makes a minute.
"""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.slack.delivery import slack_client

PING = 0.45
"""Seconds between pings: two without a pong are then a dead line, which is found out before reading gives up."""
FIRST_PONG = 1.4
"""Seconds between looks whether a new line was ever answered on; twice as many are less than reading takes."""


class Socket:
    """A Socket Mode connection that is made anew by itself. It answers nothing before `connect`."""

    def __init__(self, app: App, token: str, address: str | None) -> None:
        handler = SocketModeHandler(app, token, web_client=slack_client(token, address), ping_interval=PING)
        self._client: SocketModeClient = handler.client
        self._watch = IntervalRunner(self._look, FIRST_PONG)
        self._unanswered: Connection | None = None

    def connect(self) -> None:
        """Connect. SlackApiError where Slack does not accept the token; URLError where it cannot be reached."""
        self._client.connect()
        self._watch.start()

    def close(self) -> None:
        """End the connection, and the threads that held it."""
        self._watch.shutdown()  # type: ignore[no-untyped-call]
        self._client.close()

    def _look(self) -> None:
        """Cut a line that was not answered on since the last look: the SDK counts from the first pong on only."""
        line = self._client.current_session
        if line is None or line.last_ping_pong_time is not None:
            self._unanswered = None
        elif line is self._unanswered:
            line.disconnect()
        else:
            self._unanswered = line
