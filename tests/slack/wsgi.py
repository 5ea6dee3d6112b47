"""A request to a door of the bot without a server between."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from wsgiref.types import WSGIApplication, WSGIEnvironment


class Answer(NamedTuple):
    """What a door answers."""

    status: int
    headers: dict[str, str]
    body: bytes


def answer_of(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """What it answers to a request."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        started.append((status, headers))
        return print

    body = b"".join(app(environ, start))
    ((status, headers),) = started
    return Answer(int(status.split()[0]), dict(headers), body)
