"""The HTTP door: what reaches Bolt is well-formed and signed by Slack, or asks for a page of the installation.

All else gets a 4xx; Slack's check of the certificate gets an empty 200. A body is read here, once, after its signature
is checked: Bolt would read it before, so that malformed JSON would end as a 500, and would make nothing at all of a
command whose text has the word “payload”.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import socket
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse
from slack_sdk.signature import SignatureVerifier
from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]  # it has no types

from bot.slack.metrics import count_refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

PATH = "/slack/events"
LONGEST_QUERY = 4_096  # characters; a code and a state of Slack's are some hundred
LARGEST_BODY = 1 << 20  # bytes; Slack's own payloads stay far below
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CONNECTIONS = 2_000
"""Connections at the same time, where the machine lets a process have twice as many files open."""
HALF_OPEN = 10
"""Seconds after which a connection that says nothing is closed; Slack sends a request at once."""
OLD = 300
"""Seconds by which a request may differ from this machine's clock (docs.slack.dev, verifying requests from Slack)."""
TOLD_EVERY = 60.0
_MOST_FIELDS = 100  # of a form; a command has about fifteen
_SECONDS = re.compile(r"[0-9]{1,12}")

_COMMAND = ("command", "team_id", "channel_id", "user_id")
_NEEDED = {
    "event_callback": ("event.type",),
    "url_verification": ("challenge",),
    "block_actions": ("user.id", "actions.0.action_id"),
    "block_suggestion": ("user.id", "action_id"),
    "view_submission": ("user.id", "view.type", "view.callback_id", "view.private_metadata", "view.state.values"),
    "view_closed": ("user.id", "view.type", "view.callback_id"),
    "shortcut": ("user.id", "callback_id", "trigger_id"),
    "message_action": ("user.id", "callback_id", "trigger_id", "channel.id", "message"),
}
"""What a payload of a kind says in any case (Slack's reference of interaction payloads); other kinds are Bolt's."""
_OBJECTS = frozenset({"message", "view.state.values"})
"""What of that is an object; the rest is text."""


def listen(app: App, signing_secret: str, port: int, host: str = "127.0.0.1") -> BaseWSGIServer:
    """A server of `PATH` and of the pages of the installation; its `run()` ends with SystemExit or KeyboardInterrupt.

    OSError where the port is not to be had, ValueError where the secret is empty and would prove nothing.
    """
    return create_server(
        application(app, signing_secret),
        sockets=[socket.create_server((host, port))],
        threads=8,
        connection_limit=min(CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2),
        asyncore_use_poll=True,  # `select` knows 1,024 connections at most
        channel_timeout=HALF_OPEN,
        cleanup_interval=HALF_OPEN // 2,
        max_request_body_size=LARGEST_BODY,
        ident=None,
    )


def application(app: App, signing_secret: str) -> WSGIApplication:
    """A WSGI application that hands signed, well-formed requests to `app`, and those for its pages if it has any."""
    handler = SlackRequestHandler(app, PATH)
    verifier = SignatureVerifier(signing_secret)
    refusals = _Refusals()
    flow = app.oauth_flow
    pages = (flow.install_path, flow.redirect_uri_path) if flow else ()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ.get("PATH_INFO") in pages:
            problem = _page_problem(environ, body)
            environ["wsgi.input"] = BytesIO(body)
            return _plain(problem, start_response) if problem else handler(environ, start_response)
        if _is_ssl_check(environ, body):
            return _plain(HTTPStatus.OK, start_response)
        payload = _signed_payload(environ, body, verifier)
        if isinstance(payload, HTTPStatus):
            count_refusal(payload)
            if payload is HTTPStatus.UNAUTHORIZED:
                refusals.tell(environ)
            return _plain(payload, start_response)
        try:
            request = BoltRequest(mode="socket_mode", body=payload)  # Bolt's name for a body that is read and checked
        except (AttributeError, LookupError, TypeError):  # of what Slack gives as an object, some part is none
            return _plain(HTTPStatus.BAD_REQUEST, start_response)
        said = app.dispatch(request)
        response = WsgiHttpResponse(status=said.status, headers=said.headers, body=said.body)
        start_response(response.status, response.get_headers())
        return response.get_body()

    return answer


class _Refusals:
    """Logs, once a minute at most, that requests come which are not signed as Slack signs, and why that may be."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._told, self._since = now, float("-inf"), 0

    def tell(self, environ: WSGIEnvironment) -> None:
        """One more was refused."""
        self._since += 1
        if self._now() - self._told < TOLD_EVERY:
            return
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        apart = abs(time.time() - int(stamp)) if _SECONDS.fullmatch(stamp) else 0
        if apart > OLD:
            why = f"it is dated {round(apart)} seconds from this machine's clock: check whether that clock is right"
        else:
            why = "check whether SLACK_SIGNING_SECRET is the app's"
        log.warning("Refused %d requests since this was last said: not signed as Slack signs; %s", self._since, why)
        self._told, self._since = self._now(), 0


def _plain(status: HTTPStatus, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain")])
    return [b"" if status is HTTPStatus.OK else status.phrase.encode()]


def _is_ssl_check(environ: WSGIEnvironment, body: bytes) -> bool:
    """Slack looks at the certificate from time to time, by POST or by GET, unsigned: nothing comes of it but a 200."""
    if environ.get("PATH_INFO") != PATH or environ["REQUEST_METHOD"] not in ("GET", "POST"):
        return False
    form = environ.get("QUERY_STRING", "") if environ["REQUEST_METHOD"] == "GET" else body.decode("utf-8", "replace")
    if len(form) > LONGEST_QUERY:
        return False
    return ("ssl_check", "1") in parse_qsl(form, keep_blank_values=True)


def _signed_payload(environ: WSGIEnvironment, body: bytes, verifier: SignatureVerifier) -> dict[str, Any] | HTTPStatus:
    """What a request of Slack's says, or the status with which it is refused."""
    if environ.get("PATH_INFO") != PATH:
        return HTTPStatus.NOT_FOUND
    if environ["REQUEST_METHOD"] != "POST":
        return HTTPStatus.METHOD_NOT_ALLOWED
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return HTTPStatus.BAD_REQUEST
    timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if not (_SECONDS.fullmatch(timestamp) and signature.isascii() and verifier.is_valid(text, timestamp, signature)):
        return HTTPStatus.UNAUTHORIZED
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    return _payload(text, kind) or HTTPStatus.BAD_REQUEST


def _payload(text: str, kind: str) -> dict[str, Any] | None:
    """The JSON object of an event, that of a form's `payload`, or a form that is a command; None where it is neither.

    What its kind needs is there.
    """
    try:
        if kind == FORM:
            form = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
            if "payload" not in form:
                return form if all(map(form.get, _COMMAND)) else None
            text = form["payload"]
        payload = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(payload, dict) or not isinstance(payload.get("type"), str):
        return None
    return payload if all(_says(payload, path) for path in _NEEDED.get(payload["type"], ())) else None


def _says(found: Any, path: str) -> bool:
    """Whether a payload has an object or a text, as it should be, at a path; `0` is the first of a list."""
    kind = dict if path in _OBJECTS else str
    for name in path.split("."):
        if isinstance(found, list) and name == "0" and found:
            found = found[0]
        elif isinstance(found, dict):
            found = found.get(name)
        else:
            return False
    return isinstance(found, kind)


def _page_problem(environ: WSGIEnvironment, body: bytes) -> HTTPStatus | None:
    """A browser asks for a page by GET, without a body, with a query that is plain text and says each thing once."""
    if environ["REQUEST_METHOD"] != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED
    query = environ.get("QUERY_STRING", "")
    if body or len(query) > LONGEST_QUERY or not query.isascii():
        return HTTPStatus.BAD_REQUEST
    try:
        values = parse_qs(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except ValueError:
        return HTTPStatus.BAD_REQUEST
    plain = all(len(given) == 1 and given[0].isprintable() for given in values.values())
    return None if plain else HTTPStatus.BAD_REQUEST
