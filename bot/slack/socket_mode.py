"""The Socket Mode connection, and how soon a line that is cut or dead is noticed: within four seconds.

The SDK's client takes a line for dead after five pings that fail, or after more than four intervals without a pong,
counted in whole seconds; it then waits until its reading gives up, three seconds after the last word. At its own
interval of 10 seconds that makes a minute. It asks for a new line at each interval until it has one; here each try that
brings none that holds makes it wait twice as long, for Slack gives few a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.delivery import slack_client

PING = 0.45
"""Seconds between pings: two without a pong are then a dead line, which is found out before reading gives up."""
LOOK = 1.4
"""Seconds between looks whether a new line was ever answered on; twice as many are less than reading takes."""
HELD = 4
"""Looks after which a line holds: the next is asked for at once."""
LONGEST = 30.0
"""Seconds at most from one try for a line to the next."""


class Socket(SocketModeClient):
    """A Socket Mode connection that is made anew by itself. It answers nothing before `connect`.

    `connect` raises SlackApiError where Slack does not accept the token; URLError where it cannot be reached.
    """

    def __init__(self, app: App, token: str, address: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._wait, self._due = clock, 0.0, 0.0
        self._line: Connection | None = None
        self._looks = 0

        def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
            began = time.time()
            send_response(client, request, run_bolt_app(app, request), began)

        super().__init__(token, app.logger, slack_client(token, address), ping_interval=PING, proxy=app.client.proxy)
        self.socket_mode_request_listeners.append(handle)
        self._watch = IntervalRunner(self._look, LOOK).start()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """As the SDK's, which calls it until there is a line; nothing is done before it is time for another try."""
        now = self._clock()
        if now >= self._due:
            self._wait = min(LONGEST, 2 * self._wait or 1.0)
            self._due = now + self._wait
            super().connect_to_new_endpoint(force)

    def close(self) -> None:
        """End the connection, and the threads that held it."""
        self._watch.shutdown()  # type: ignore[no-untyped-call]
        super().close()

    def _look(self) -> None:
        """Cut a line that was not answered on since the last look: the SDK counts from the first pong on only."""
        line = self.current_session
        self._looks = self._looks + 1 if line is self._line else 1
        self._line = line
        if line is None or not line.is_active():
            return
        if line.last_ping_pong_time is None and self._looks > 1:
            line.disconnect()
        elif self._looks > HELD:
            self._wait = self._due = 0.0
