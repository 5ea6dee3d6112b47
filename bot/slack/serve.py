"""Starting the Slack app: Socket Mode, or the signed HTTP door."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer
from types import FrameType
from typing import NoReturn
from urllib.error import URLError

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot.records.store import Store
from bot.settings import SettingError, Settings
from bot.slack import web
from bot.slack.app import build
from bot.slack.conversation import Conversation
from bot.slack.delivery import SLACK, UNSURE, code_of
from bot.slack.health import Pulse, health, listen
from bot.slack.ledger import BEAT
from bot.slack.questions import FromDatabase
from bot.slack.socket_mode import Socket
from bot.state.database import StateError, open_state

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
            except Exception:
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
        server = listen(health(conversation, settings.database, pulse), host, port)
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
