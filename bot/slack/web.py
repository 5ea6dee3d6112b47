"""The HTTP door: what reaches Bolt is well-formed and signed by Slack, or asks for a page of the installation.

All else gets a 4xx. Bolt parses a body before it checks the signature, so that malformed JSON would end as a 500.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]  # it has no types

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/slack/events"
LONGEST_QUERY = 4_096  # characters; a code and a state of Slack's are some hundred
LARGEST_BODY = 1 << 20  # bytes; Slack's own payloads stay far below
_SECONDS = re.compile(r"[0-9]{1,12}")


def listen(app: App, signing_secret: str, port: int, host: str = "127.0.0.1") -> BaseWSGIServer:
    """A server of `PATH` and of the pages of the installation; its `run()` ends with SystemExit or KeyboardInterrupt.

    OSError where the port is not to be had, ValueError where the secret is empty and would prove nothing.
    """
    return create_server(
        application(app, signing_secret),
        sockets=[socket.create_server((host, port))],
        threads=8,
        connection_limit=500,
        max_request_body_size=LARGEST_BODY,
        ident=None,
    )


def application(app: App, signing_secret: str) -> WSGIApplication:
    """A WSGI application that hands signed, well-formed requests to `app`, and those for its pages if it has any."""
    handler = SlackRequestHandler(app, PATH)
    verifier = SignatureVerifier(signing_secret)
    flow = app.oauth_flow
    pages = (flow.install_path, flow.redirect_uri_path) if flow else ()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ.get("PATH_INFO")
        problem = _page_problem(environ, body) if path in pages else _problem(environ, body, verifier)
        if problem:
            start_response(f"{problem.value} {problem.phrase}", [("Content-Type", "text/plain")])
            return [problem.phrase.encode()]
        environ["wsgi.input"] = BytesIO(body)
        return handler(environ, start_response)

    return answer


def _problem(environ: WSGIEnvironment, body: bytes, verifier: SignatureVerifier) -> HTTPStatus | None:
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
    return None if _is_payload(text) else HTTPStatus.BAD_REQUEST


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


def _is_payload(text: str) -> bool:
    """A JSON object, or a form whose `payload` is one; with an `event` that is one too."""
    try:
        payload = json.loads(text if text.startswith("{") else parse_qs(text).get("payload", [""])[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(payload, dict) and isinstance(payload.get("event", {}), dict)
