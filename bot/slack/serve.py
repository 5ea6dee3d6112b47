"""Starting the Slack app: Socket Mode, or the signed HTTP door; and whether its process lives and can take questions.

A Socket Mode line that is cut or dead is noticed within four seconds. The SDK's client takes a line for dead after five
pings that fail, or after more than four intervals without a pong, counted in whole seconds; it then waits until its
reading gives up, three seconds after the last word. At its own interval of 10 seconds that makes a minute. It asks for
a new line at each interval until it has one; here each try that brings none that holds makes it wait twice as long, for
Slack gives few a minute.

What tells a supervisor, a load balancer and Prometheus how it is stands on an address of its own (`HEALTH_ADDRESS`),
beside either door, and says nothing of people.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread, Timer
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.error import URLError

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.socket_mode.request import SocketModeRequest
from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]  # it has no types

from bot.records.store import Store, StoreError
from bot.records.withholding import WithholdingStore
from bot.settings import SettingError, Settings
from bot.slack import metrics, web
from bot.slack.app import build
from bot.slack.conversation import Conversation
from bot.slack.delivery import SLACK, UNSURE, code_of, slack_client
from bot.slack.ledger import BEAT
from bot.slack.questions import FromDatabase
from bot.state.database import StateError, open_state
from bot.state.unfinished_turns import count_waiting

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


log = logging.getLogger(__name__)

PASSING = UNSURE | {"ratelimited"}
"""What Slack says of itself, not of a token."""
LEFT = 3
"""The exit code of a bot that could not answer or tell everybody in its time: what is left waits for the next one."""
MARGIN = 2.0  # seconds after its time that it ends in any case, whatever still holds it up
SIGNALS = (signal.SIGTERM, signal.SIGINT)

# Bolt reads these by itself; it is given what it needs, and would make of these another app than the settings say
BOLTS_OWN = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SCOPES",
    "SLACK_USER_SCOPES",
    "SLACK_REDIRECT_URI",
    "SLACK_INSTALL_PATH",
    "SLACK_REDIRECT_URI_PATH",
)


def run(settings: Settings, http_port: int | None) -> int:
    """Serve until told to stop: over Socket Mode, or on `http_port` of this machine where one is given.

    Gives the exit code, but does not return where questions are left: the process ends with `LEFT` then.
    SettingError where a setting, a token or the state database is missing or does not work; StoreError where
    `commitments.db` does not open.
    """
    name, prefix = ("SLACK_APP_TOKEN", "xapp-") if http_port is None else ("SLACK_SIGNING_SECRET", "")
    key = settings.require(name, prefix)
    with Store(settings.database) as store:  # better to hear of it now than at the first question
        store.assure()
    _quieten_libraries()
    told = _told_to_stop(settings.stop_seconds)
    app, conversation = _connected_app(settings)
    pulse = Pulse(conversation.ledger.live, conversation.look)
    with _every_beat(pulse), _health_told(settings, conversation, pulse):
        if http_port is None:
            _serve_socket(app, key, settings.slack_api_url)
        else:
            _serve_http(app, key, http_port)
        left = conversation.stop(settings.stop_seconds - told())
    if left:
        log.warning("Stopped; %d questions wait in the state database for whoever comes next", left)
        logging.shutdown()
        os._exit(LEFT)  # some thread may still wait for Slack, with a question that is somebody else's now
    log.info("Stopped; all that was asked is answered or told")
    return 0


def _told_to_stop(seconds: float) -> Callable[[], float]:
    """End in order on the first SIGTERM or Ctrl-C, at once on the second, and in any case a little after `seconds`.

    Gives what tells how many seconds have passed since the first.
    """
    since: list[float] = []

    def at_once(number: int, _frame: FrameType | None) -> NoReturn:
        os._exit(128 + number)

    def in_order(_number: int, _frame: FrameType | None) -> NoReturn:
        since.append(time.monotonic())
        for each in SIGNALS:
            signal.signal(each, at_once)
        end = Timer(seconds + MARGIN, os._exit, (LEFT,))
        end.daemon = True
        end.start()
        raise SystemExit(0)

    for each in SIGNALS:
        signal.signal(each, in_order)
    return lambda: time.monotonic() - since[0] if since else 0.0


@contextmanager
def _every_beat(pulse: Pulse) -> Iterator[None]:
    """Do each of its jobs at once and every few seconds, in a thread of its own: none is held up by another."""
    stopped = Event()

    def repeat(number: int, job: Callable[[], object]) -> None:
        while True:
            try:
                job()
            except StateError as error:
                log.warning("What waits cannot be looked after: %s", error)
            except Exception:  # the last edge: these threads must live
                log.exception("What waits cannot be looked after")
            pulse.beat(number)
            if stopped.wait(BEAT):
                return

    threads = [Thread(target=repeat, args=each, daemon=True) for each in enumerate(pulse.jobs)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()


@contextmanager
def _health_told(settings: Settings, conversation: Conversation, pulse: Pulse) -> Iterator[None]:
    """Tell at `HEALTH_ADDRESS`, meanwhile, how the process is; SettingError where that address is not to be had."""
    if settings.health_address is None:
        yield
        return
    host, port = settings.health_address
    try:
        server = _listen(health(conversation, settings.database, pulse), host, port)
    except OSError as error:
        raise SettingError(f"HEALTH_ADDRESS: {host}:{port} cannot be used: {error.strerror}.") from error
    Thread(target=server.run, daemon=True).start()
    log.info("How the process is stands at http://%s:%d/readyz", host, port)
    try:
        yield
    finally:
        server.close()


def _connected_app(settings: Settings) -> tuple[App, Conversation]:
    for name in BOLTS_OWN:
        os.environ.pop(name, None)
    try:
        state = open_state(settings.state_db)
        return build(settings, state=state, answering=FromDatabase(settings.database))
    except StateError as error:
        raise SettingError(str(error)) from error
    except BoltError as error:
        raise _refused("SLACK_BOT_TOKEN", error.__context__) from error
    except URLError as error:
        raise _unreachable(settings.slack_api_url, error) from error


def _serve_socket(app: App, token: str, address: str | None) -> None:
    line = Socket(app, token, address)
    try:
        line.connect()
    except SlackApiError as error:
        raise _refused("SLACK_APP_TOKEN", error) from error
    except URLError as error:
        raise _unreachable(address, error) from error
    log.info("Connected to Slack in Socket Mode")
    if app.oauth_flow:
        # Slack sends browsers, unlike events, to an address that is reachable from outside
        log.info("Workspaces install the app at the HTTP door: run `python -m bot slack --http PORT` beside this")
    try:
        Event().wait()
    except SystemExit:
        pass
    finally:
        line.close()


def _serve_http(app: App, signing_secret: str, port: int) -> None:
    try:
        server = web.listen(app, signing_secret, port)
    except OSError as error:
        raise SettingError(f"--http: port {port} of this machine cannot be used: {error.strerror}.") from error
    log.info("Listening on http://127.0.0.1:%d%s", port, web.PATH)
    if app.oauth_flow:
        log.info("The page to install the app is http://127.0.0.1:%d%s", port, app.oauth_flow.install_path)
    server.run()  # until SystemExit
    server.close()


def _quieten_libraries() -> None:
    """At DEBUG the libraries log whole payloads and one-time addresses; those never go to a log."""
    for name in ("slack_bolt", "slack_sdk", "waitress"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))


def _refused(name: str, error: BaseException | None) -> SettingError:
    if not isinstance(error, SlackApiError):
        return SettingError(f"{name}: Slack does not accept this token.")
    code = code_of(error)
    if code in PASSING:
        wrong = f"{code}, HTTP {error.response.status_code}"
        return SettingError(f"Slack says that something is wrong on its side ({wrong}): start again in a while.")
    return SettingError(f"{name}: Slack does not accept this token ({code}).")


def _unreachable(address: str | None, error: URLError) -> SettingError:
    return SettingError(f"Slack cannot be reached at {address or SLACK} ({error.reason}); check the network.")


# -- the Socket Mode line -----------------------------------------------------------------------------------------

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
        self.closed, self.auto_reconnect_enabled = True, False
        line = self.current_session
        if line is not None and line.sock is not None:
            with suppress(OSError):
                # else the SDK waits until reading gives up, which takes seconds in which nothing else comes
                socket.socket.shutdown(line.sock, socket.SHUT_RD)
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
        with WithholdingStore(database) as store:
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


def _listen(application: WSGIApplication, host: str, port: int) -> BaseWSGIServer:
    """A server of the application; OSError where the address is not to be had."""
    return create_server(application, sockets=[socket.create_server((host, port))], threads=2, ident=None)
