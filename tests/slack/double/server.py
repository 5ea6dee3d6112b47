"""The double itself: tokens and scopes checked, methods run, errors as Slack gives them, and all of it kept."""

from __future__ import annotations

import json
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

from tests.slack.double.clock import Clock
from tests.slack.double.door import Door
from tests.slack.double.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES
from tests.slack.double.methods import (
    Method,
    Request,
    agents,
    auth,
    blocks,
    chat,
    conversations,
    entity,
    files,
    streaming,
    views,
)
from tests.slack.double.weather import Gauge, Weather
from tests.slack.double.world import Call, SlackError, Token, World
from tests.slack.judge.dump import keep_call

METHODS: dict[str, Method] = {}
for module in (agents, auth, blocks, chat, conversations, entity, files, streaming, views):
    METHODS |= module.METHODS

Answer = dict[str, Any]


class SlackDouble(ThreadingHTTPServer):
    """Slack's Web API on a port of 127.0.0.1, with what it holds in `world` and all that reached it in `calls`.

    `weather` makes calls fail, `gauge.rates` limits them by `clock`. Within `with double:` it serves.
    """

    daemon_threads = False
    request_queue_size = 512

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.clock = clock or Clock()
        self.address = f"http://127.0.0.1:{self.server_port}/api/"
        self.world = World(self.clock)
        self.world.address = f"http://127.0.0.1:{self.server_port}/"
        self.weather, self.gauge = Weather(), Gauge(self.clock)
        self.calls: list[Call] = []
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.005})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def of(self, method: str) -> list[Answer]:
        """What a method was called with, whatever came of it."""
        return [call.args for call in self.calls if call.method == method]

    def errors(self, method: str) -> list[str]:
        """The errors with which calls of a method were refused."""
        return [call.answer["error"] for call in self.calls if call.method == method and not call.answer["ok"]]

    @property
    def called(self) -> set[str]:
        """The names of the methods that were called."""
        return {call.method for call in self.calls}

    @property
    def posts(self) -> list[Answer]:
        """The messages that stand somewhere, with the options that they were posted with."""
        return [one | one.get("options", {}) for one in self.world.messages]

    def call(self, method: str, args: Answer, name: str) -> tuple[Answer, dict[str, str]]:
        """Run a method; its answer, and the headers that tell of scopes."""
        headers: dict[str, str] = {}
        keep_call(method, args)
        with self.world.lock:
            try:
                answer: Answer = {"ok": True} | self._run(method, args, name, headers)
            except SlackError as error:
                answer = {"ok": False, "error": error.name} | error.others
                if error.complaints:
                    messages = [f"[ERROR] {one}" for one in error.complaints]
                    answer |= {"errors": error.complaints, "response_metadata": {"messages": messages}}
            self.calls.append(Call(method, args, name, answer, self.clock()))
        return answer, headers

    def _run(self, method: str, args: Answer, name: str, headers: dict[str, str]) -> Answer:
        found = METHODS.get(method)
        if found is None or method in self.world.missing:
            raise SlackError("unknown_method", req_method=method)
        if found.open:
            return found.run(Request(self.world, Token(frozenset()), args | {"token": name}))
        token = self._token(found, name)
        headers["x-oauth-scopes"] = ",".join(sorted(token.scopes))
        if found.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(found.scopes)
        if found.scopes and not token.scopes & set(found.scopes):
            raise SlackError("missing_scope", needed=found.scopes[0], provided=",".join(sorted(token.scopes)))
        for field in found.required:
            if args.get(field) is None or (args[field] == "" and field != "status"):
                raise SlackError("invalid_arguments", [f"missing required field: {field}"])
        return found.run(Request(self.world, token, args))

    def _token(self, method: Method, name: str) -> Token:
        if not name:
            raise SlackError("not_authed")
        token = self.world.tokens.get(name)
        if token is None:
            raise SlackError("invalid_auth")
        if token.error:
            raise SlackError(token.error)
        if token.expires is not None and self.clock() >= token.expires:
            raise SlackError("token_expired")
        if name.startswith("xapp-") != method.app:
            raise SlackError("not_allowed_token_type")
        return token

    def respond(self, key: str, body: Answer) -> tuple[int, str]:
        """Take an answer to an interaction's address; a status and a text."""
        with self.world.lock:
            found = self.world.response_urls.get(key)
            if found is None or self.clock() - found.made > RESPONSE_URL_SECONDS:
                return 404, '{"ok":false,"error":"expired_url"}'
            if found.uses >= RESPONSE_URL_USES:
                return 404, '{"ok":false,"error":"used_url"}'
            found.uses += 1
            try:
                said = chat.content(self.world, body) if not body.get("delete_original") else {}
            except SlackError as error:
                self.calls.append(Call("response_url", body, "", {"ok": False, "error": error.name}))
                return 400, json.dumps({"ok": False, "error": error.name, "errors": error.complaints})
            self.calls.append(Call("response_url", body, "", {"ok": True}))
            if said:
                message = {
                    "type": "message",
                    "channel": found.channel,
                    "user": "U0BOT",
                    "ts": self.world.ts(),
                    "text": "",
                }
                alone = body.get("response_type", "ephemeral") == "ephemeral"
                message |= said | ({"ephemeral": found.user} if alone else {})
                self.world.messages.append(message | {key: body[key] for key in ("thread_ts",) if key in body})
            return 200, "ok"
