"""Whether a process lives and can take questions, and what it counts: for a supervisor, a load balancer and Prometheus.

It stands on an address of its own (`HEALTH_ADDRESS`), beside either door, and says nothing of people.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]  # it has no types

from bot.records.store import Store, StoreError
from bot.slack import metrics
from bot.slack.conversation import Conversation
from bot.slack.ledger import BEAT
from bot.state.database import StateError
from bot.state.unfinished_turns import count_waiting

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

STUCK = 20 * BEAT
"""Seconds after which a process is taken for stuck whose regular jobs hang; one may wait out a failover."""
_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"


class Pulse:
    """What a process does every few seconds, and when, by `now`, each of it was done last, be it in vain."""

    def __init__(self, *jobs: Callable[[], object], now: Callable[[], float] = time.monotonic) -> None:
        self.jobs, self.now = jobs, now
        self._last = [now()] * len(jobs)

    def beat(self, number: int) -> None:
        """That job was done just now."""
        self._last[number] = self.now()

    @property
    def is_stuck(self) -> bool:
        """Whether one of them hangs."""
        return self.now() - min(self._last) > STUCK


def health(conversation: Conversation, database: Path, pulse: Pulse) -> WSGIApplication:
    """A WSGI application of `/healthz`, `/readyz` and `/metrics`; all else is not found."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _say(HTTPStatus.METHOD_NOT_ALLOWED, "", _TEXT, start_response)
        if path == "/healthz":
            status = HTTPStatus.SERVICE_UNAVAILABLE if pulse.is_stuck else HTTPStatus.OK
            return _say(status, "stuck\n" if pulse.is_stuck else "ok\n", _TEXT, start_response)
        if path == "/readyz":
            ready, said = readiness(conversation, database)
            status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
            return _say(status, json.dumps(said) + "\n", _JSON, start_response)
        if path == "/metrics" and metrics.COUNTED:
            return _metrics(conversation)(environ, start_response)
        missing = "pip install 'commitment-bot[metrics]'\n" if path == "/metrics" else ""
        return _say(HTTPStatus.NOT_FOUND, missing, _TEXT, start_response)

    return answer


def readiness(conversation: Conversation, database: Path) -> tuple[bool, dict[str, Any]]:
    """Whether questions can be taken and answered now, and what was seen: state, snapshot, Slack's last answers.

    An outage of Slack makes nobody unready: what is asked is kept, and no other process is better off.
    """
    said: dict[str, Any] = {"stopping": conversation.leaving.is_set()}
    fine = not said["stopping"]
    try:
        said["waiting"] = count_waiting(conversation.state)
        said["state"] = "ok"
    except StateError as error:
        fine, said["state"] = False, str(error)
    try:
        with Store(database) as store:
            said["snapshot"], said["commitments"] = store.name, store.totals()[0]
    except StoreError as error:
        fine, said["snapshot"] = False, str(error)
    last, now = metrics.LAST, time.time()
    said["slack"] = {
        "answered_seconds_ago": round(now - last.answered) if last.answered else None,
        "failed_seconds_ago": round(now - last.failed) if last.failed else None,
        "failed_with": last.result or None,
    }
    return fine, {"ready": fine} | said


def _metrics(conversation: Conversation) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app
    from prometheus_client.metrics_core import GaugeMetricFamily

    class Waiting:
        """What stands in the state database now; nothing where it cannot be read."""

        def collect(self) -> Iterator[Any]:
            try:
                waiting = count_waiting(conversation.state)
            except StateError:
                return
            yield GaugeMetricFamily("commitment_bot_waiting", "Questions that wait for an answer", value=waiting)

    registry = CollectorRegistry()
    registry.register(REGISTRY)
    registry.register(Waiting())
    return make_wsgi_app(registry)


def _say(status: HTTPStatus, text: str, kind: str, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", kind)])
    return [text.encode()]


def listen(application: WSGIApplication, host: str, port: int) -> BaseWSGIServer:
    """A server of the application; OSError where the address is not to be had."""
    return create_server(application, sockets=[socket.create_server((host, port))], threads=2, ident=None)
