"""Slack's side of the bot's two doors, signed HTTP and Socket Mode: the same requests through either of them."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.slack.serve import Socket
from bot.slack.web import FORM, JSON, listen
from tests.present import present
from tests.slack.conftest import Workspace
from tests.slack.double import ALICE, APP_TOKEN, CHANNEL, TEAM
from tests.slack.double.socket import SocketMode

SECRET = "secret"
PATIENCE = 60.0  # seconds until a test gives up

Answer = tuple[int, Any]
"""The status of a request, and what its answer says: JSON, or text where it is none."""


class Requests:
    """What Slack sends, whichever door takes it: `handed(kind, payload)` gives it to the door."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def handed(self, kind: str, payload: dict[str, Any]) -> Answer:
        """Hand a request to the door, as the kind of its envelope in Socket Mode is called."""
        raise NotImplementedError

    def event(self, kind: str, **event: Any) -> Answer:
        """Something happened in the workspace."""
        body = self.bot.event(kind, "") | {"token": "t", "api_app_id": "A1"}
        return self.handed("events_api", body | {"event": {"type": kind, **event}})

    def command(self, text: str) -> Answer:
        """Alice types the command."""
        return self.handed(
            "slash_commands",
            {
                "token": "t",
                "team_id": TEAM,
                "team_domain": "test",
                "channel_id": CHANNEL,
                "channel_name": "general",
                "user_id": ALICE,
                "user_name": "alice",
                "command": "/commitment",
                "text": text,
                "api_app_id": "A1",
                "is_enterprise_install": "false",
                "response_url": self.world.response_url(),
                "trigger_id": self.world.trigger(),
            },
        )

    def interact(self, kind: str, **payload: Any) -> Answer:
        """Alice uses something: a button, a form, a shortcut, a menu that is filled as she types."""
        common = {
            "type": kind,
            "team": {"id": TEAM, "domain": "test"},
            "user": {"id": ALICE, "team_id": TEAM},
            "api_app_id": "A1",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.world.trigger(),
        }
        return self.handed("interactive", common | payload)

    def in_channel(self) -> dict[str, Any]:
        """What an interaction with a message says besides."""
        return {"channel": {"id": CHANNEL, "name": "general"}, "response_url": self.world.response_url()}

    @property
    def seen(self) -> list[tuple[str, str | None, str]]:
        """What was posted: where, for whom alone, and all its text."""
        posts = self.bot.web_api.posts
        return [(one["channel"], one.get("ephemeral"), json.dumps(one, ensure_ascii=False)) for one in posts]

    def form(self) -> dict[str, Any]:
        """The search form as Slack has it, opened by the shortcut."""
        assert self.interact("shortcut", callback_id="search", action_ts="1.5") == (200, "")
        return next(iter(self.world.views.values()))


class OverHttp(Requests):
    """Slack signs, and sends events as JSON and all else as forms; a command's form has no payload."""

    def __init__(self, bot: Workspace, port: int) -> None:
        super().__init__(bot)
        self.port = port

    def handed(self, kind: str, payload: dict[str, Any]) -> Answer:
        """Send a request."""
        if kind == "events_api":
            return self.send(json.dumps(payload).encode(), JSON)
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return self.send(urlencode(form).encode(), FORM)

    def send(
        self,
        body: bytes,
        kind: str | None,
        *,
        method: str = "POST",
        path: str = "/slack/events",
        signed: bool = True,
        age: int = 0,
    ) -> Answer:
        """The status of a request, and what its answer says."""
        headers = {"Content-Type": kind} if kind else {}
        if signed:
            timestamp = str(int(time.time()) - age)
            signature = present(SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body))
            headers |= {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            said = response.read().decode()
        finally:
            connection.close()
        return response.status, json.loads(said) if said.startswith("{") else said


class OverSocket(Requests):
    """Slack sends envelopes. One that is acknowledged is a 200; what the acknowledgement carries is the answer."""

    def __init__(self, bot: Workspace, socket_mode: SocketMode) -> None:
        super().__init__(bot)
        self.socket_mode, self._numbers = socket_mode, itertools.count(1)

    def handed(self, kind: str, payload: dict[str, Any]) -> Answer:
        """Send an envelope, and wait until it is acknowledged."""
        envelope = f"E{next(self._numbers)}"
        self.socket_mode.send(
            {
                "type": kind,
                "envelope_id": envelope,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        assert self.socket_mode.acknowledged.get(timeout=PATIENCE) == envelope
        return 200, self.socket_mode.answers.get(envelope, "")


@contextmanager
def over_http(bot: Workspace) -> Iterator[OverHttp]:
    """The bot behind its own server."""
    server = listen(bot.app, SECRET, 0)
    thread = Thread(target=server.run)
    thread.start()
    yield OverHttp(bot, server.socket.getsockname()[1])
    # it closes in its own thread, after which its loop has nothing left, and may do so before it is woken to
    with suppress(OSError):
        server.trigger.pull_trigger(server.close)
    thread.join()


@contextmanager
def over_socket(bot: Workspace) -> Iterator[OverSocket]:
    """The bot connected in Socket Mode."""
    with SocketMode() as socket_mode:
        bot.web_api.world.socket_url = socket_mode.url
        line = Socket(bot.app, APP_TOKEN, bot.web_api.address)
        line.connect()
        socket_mode.until(1)
        yield OverSocket(bot, socket_mode)
        socket_mode.drop()  # else it waits three seconds for the next word
        line.close()
