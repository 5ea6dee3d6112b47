"""Starting the Slack app tells what does not work before anything is served; a Socket Mode line that drops is renewed.

Events come again then, and each is answered once.
"""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Self

import pytest

from bot.settings import SettingError, read_settings
from bot.slack import delivery, serve
from bot.slack.serve import Socket
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import APP_TOKEN, ME, SlackDouble
from tests.slack.double.socket import SocketMode
from tests.slack.double.wire import FAULTS, Fault, Wire

MANY = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}


@pytest.fixture
def run(web_api: SlackDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs the app with some settings changed; the database that it would answer from is taken as given."""
    monkeypatch.setattr(serve, "Store", _NoStore)
    monkeypatch.setattr(delivery, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def run(http_port: int | None = None, **environ: str) -> int:
        given = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_APP_TOKEN": "xapp-test",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": web_api.address,
            "STATE_DB": str(tmp_path / "state.db"),
        }
        return serve.run(read_settings(given | environ), http_port)

    return run


class _NoStore:
    def __init__(self, path: Path) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def assure(self) -> None:
        pass


@pytest.mark.parametrize(
    ("http_port", "environ", "sentence"),
    [
        (None, {"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        (None, {"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN should begin with “xapp-”"),
        (None, {"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        (8080, {"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
        (8080, {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is not set"),
        (None, MANY | {"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        (None, MANY, "Slack says that something is wrong on its side (internal_error, HTTP 200)"),
        (None, {}, "Slack says that something is wrong on its side (internal_error, HTTP 200)"),
        (
            None,
            {"STATE_DB": "/nowhere/at/all/state.db"},
            "STATE_DB: the state database /nowhere/at/all/state.db",
        ),
    ],
)
def test_a_setting_that_does_not_work_is_named(
    run: Callable[..., int], http_port: int | None, environ: dict[str, str], sentence: str
) -> None:
    """A missing, swapped or refused setting is an error whose sentence begins with its name."""
    with pytest.raises(SettingError, match=re.escape(sentence)):
        run(http_port, **environ)


def test_a_refused_token_is_told(run: Callable[..., int], web_api: SlackDouble) -> None:
    """A bot token that Slack does not know is named together with Slack's own reason."""
    web_api.world.tokens["xoxb-test"].error = "token_revoked"
    with pytest.raises(SettingError, match=r"^SLACK_BOT_TOKEN: Slack does not accept this token \(token_revoked\)\.$"):
        run()


def test_no_network_is_told(run: Callable[..., int]) -> None:
    """Where Slack cannot be reached the sentence says at which address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
        with pytest.raises(SettingError, match=f"Slack cannot be reached at {address}"):
            run(SLACK_API_URL=address)


def test_a_port_in_use_is_told(run: Callable[..., int]) -> None:
    """A port that somebody else listens on is named."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"port {port} of this machine cannot be used"):
            run(port)


@pytest.fixture
def slack() -> Iterator[SocketMode]:
    """The other end of the socket."""
    with SocketMode() as socket_mode:
        yield socket_mode


@pytest.fixture
def wire(slack: SocketMode, web_api: SlackDouble) -> Iterator[Wire]:
    """The line between the two."""
    with Wire(slack.port) as line:
        web_api.world.socket_url = f"ws://127.0.0.1:{line.port}/link"
        yield line


@pytest.fixture
def bot(workspace: NewWorkspace, slack: SocketMode, wire: Wire) -> Iterator[Workspace]:
    """The bot, connected."""
    made = workspace()
    line = Socket(made.app, APP_TOKEN, made.web_api.address)
    line.connect()
    slack.until(1)
    yield made
    slack.drop()  # else it waits three seconds for the next word
    line.close()


def until(look: Callable[[], bool]) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + 60
    while not look():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def test_an_event_is_acknowledged_and_answered(bot: Workspace, slack: SocketMode) -> None:
    """An event over the socket is acknowledged by its envelope and answered."""
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    until(lambda: bot.texts() == ["You said “hello” after 0 before."])


def test_a_refresh_is_followed(bot: Workspace, slack: SocketMode) -> None:
    """When Slack asks for a new connection the bot makes one, and answers what comes over it."""
    slack.refresh()
    slack.until(2)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    until(lambda: len(bot.texts()) == 1)


def test_a_dropped_socket_is_replaced_and_its_event_answered_once(bot: Workspace, slack: SocketMode) -> None:
    """An event that comes again over a new connection, since the first broke off, is acknowledged and answered once."""
    said = bot.event("app_mention", f"<@{ME}> hello")
    slack.event("E1", said)
    assert slack.acknowledged.get(timeout=60) == "E1"
    slack.drop()
    slack.until(2)
    slack.event("E2", said, attempt=1)
    slack.event("E3", bot.event("app_mention", f"<@{ME}> more"))
    assert {slack.acknowledged.get(timeout=60) for _ in range(2)} == {"E2", "E3"}
    until(lambda: len(bot.texts()) >= 2)
    assert sorted(bot.texts()) == ["You said “hello” after 0 before.", "You said “more” after 0 before."]


@pytest.mark.parametrize("fault", FAULTS, ids=FAULTS.get)
def test_a_line_that_goes_bad_is_replaced(bot: Workspace, slack: SocketMode, wire: Wire, fault: Fault) -> None:
    """Whether a line is closed, reset, closed by half, silent or deaf: a new one is made, and events are answered."""
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    wire.meet(fault)
    slack.until(2)
    slack.event("E2", bot.event("app_mention", f"<@{ME}> more"))
    assert slack.acknowledged.get(timeout=60) == "E2"
    until(lambda: len(bot.texts()) >= 2)
    assert sorted(bot.texts()) == ["You said “hello” after 0 before.", "You said “more” after 0 before."]


def test_a_line_that_is_silent_from_the_first_is_replaced(bot: Workspace, slack: SocketMode, wire: Wire) -> None:
    """A new line over which nothing comes but the handshake is given up, and the next one serves."""
    wire.lame = True
    wire.meet("reset")
    wire.until(2)
    wire.lame = False
    wire.until(3)
    slack.until(3)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    until(lambda: len(bot.texts()) == 1)


def test_a_socket_that_cannot_be_had_at_once_is_asked_for_again(bot: Workspace, slack: SocketMode) -> None:
    """Where Slack gives no new address at first, the bot goes on asking until it does."""
    url, bot.web_api.world.socket_url = bot.web_api.world.socket_url, ""
    slack.drop()
    until(lambda: "internal_error" in bot.web_api.errors("apps.connections.open"))
    bot.web_api.world.socket_url = url
    slack.until(2)
    slack.event("E1", bot.event("app_mention", f"<@{ME}> hello"))
    until(lambda: len(bot.texts()) == 1)


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket")  # which the SDK leaves when a handshake fails
def test_a_socket_that_cannot_be_had_is_asked_for_ever_later(
    workspace: NewWorkspace, slack: SocketMode, wire: Wire
) -> None:
    """While no connection comes about, a new one is asked for at once, then after 1, 2, 4 … and at most 30 seconds."""
    made, now = workspace(), [0.0]
    line = Socket(made.app, APP_TOKEN, made.web_api.address, lambda: now[0])
    line.connect()
    slack.until(1)
    wire.shut = True
    wire.meet("reset")

    def refused(many: int) -> bool:
        return wire.refused >= many

    for number, moment in enumerate((0, 1, 3, 7, 15, 31, 61, 91), 1):
        now[0] = moment
        until(partial(refused, number))
        assert len(made.web_api.of("apps.connections.open")) == 1 + number
    wire.shut = False
    now[0] = 121
    slack.until(2)
    slack.event("E1", made.event("app_mention", f"<@{ME}> hello"))
    assert slack.acknowledged.get(timeout=60) == "E1"
    assert len(made.web_api.of("apps.connections.open")) == 10
    slack.drop()
    line.close()
