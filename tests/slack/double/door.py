"""The double's HTTP door: what comes in is read, meets the weather, and is answered."""

from __future__ import annotations

import base64
import json
import re
from contextlib import suppress
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.slack.double.methods import files
from tests.slack.double.weather import Broken, Dropped, Fault, Garbled, Limited, Refused, Silent
from tests.slack.double.world import Call

if TYPE_CHECKING:
    from tests.slack.double.server import SlackDouble

Answer = dict[str, Any]


class Door(BaseHTTPRequestHandler):
    """One connection: bodies read, faults and rate limits met, answers sent."""

    server: SlackDouble
    timeout = 60

    def do_POST(self) -> None:
        """A method of the Web API, the bytes of a file, or an answer to an interaction."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        room, _, name = self.path.partition("?")[0].strip("/").partition("/")
        with suppress(BrokenPipeError, ConnectionResetError):  # a client need not wait for its answer
            if room == "upload":
                good = files.receive(self.server.world, name, raw)
                self._send(200 if good else 400, f"OK - {len(raw)}" if good else "length mismatch")
            elif room == "response":
                if (fault := self.server.weather.meets("response_url")) is None or not self._fail(fault, "", {}, ""):
                    self._send(*self.server.respond(name, json.loads(raw or b"{}")))
            else:
                self._method(name, raw)

    def do_GET(self) -> None:
        """Slack takes every method either way."""
        self.do_POST()

    def _method(self, method: str, raw: bytes) -> None:
        args, token = self._read(raw)
        fault = self.server.weather.meets(method)
        if fault is not None and self._fail(fault, method, args, token):
            return
        wait = self.server.gauge.wait(method, str(args.get("channel") or ""))
        if wait:
            self._limited(wait)
            return
        answer, headers = self.server.call(method, args, token)
        self._send(200, json.dumps(answer), headers)

    def _fail(self, fault: Fault, method: str, args: Answer, token: str) -> bool:
        """Let a call fail as told; True where nothing is left to do."""
        if getattr(fault, "taken", False):
            self.server.call(method, args, token)
        match fault:
            case Limited(after):
                self._limited(after)
            case Broken(status):
                self._send(status, "upstream connect error")
            case Refused(error):
                answer = {"ok": False, "error": error}
                self.server.calls.append(Call(method, args, token, answer))
                self._send(200, json.dumps(answer))
            case Dropped():
                self.close_connection = True
            case Silent(release):
                release.wait(60)
                self.close_connection = True
            case Garbled():
                self._send(200, "<html>proxy</html>")
        return True

    def _read(self, raw: bytes) -> tuple[Answer, str]:
        """The arguments, each JSON text in a form read, and the token."""
        kind = self.headers.get("Content-Type") or ""
        query = dict(parse_qsl(self.path.partition("?")[2]))
        args: Answer = query | (json.loads(raw) if "json" in kind and raw else _form(raw, kind))
        scheme, _, credentials = (self.headers.get("Authorization") or "").partition(" ")
        if scheme == "Basic":
            args["client_id"], _, args["client_secret"] = base64.b64decode(credentials).decode().partition(":")
        return args, credentials if scheme == "Bearer" else args.get("token") or ""

    def _limited(self, after: int) -> None:
        self._send(429, '{"ok":false,"error":"ratelimited"}', {"Retry-After": str(after)})

    def _send(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        content = body.encode()
        self.send_response(status)
        kind = "application/json; charset=utf-8" if body.startswith("{") else "text/html"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep standard error for what matters."""


def _form(raw: bytes, kind: str) -> Answer:
    if kind.startswith("multipart/"):
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + raw).iter_parts()
        pairs = [(part["content-disposition"].params["name"], part.get_content()) for part in parts]
    else:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True)
    return {name: _value(name, value) for name, value in pairs}


_STRUCTURED = re.compile(r"blocks|attachments|view|unfurls|metadata|files|prompts|loading_messages")


def _value(name: str, value: str) -> Any:
    """JSON where the argument has a structure."""
    if not _STRUCTURED.fullmatch(name):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
