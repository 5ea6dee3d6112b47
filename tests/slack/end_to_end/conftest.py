"""An independent Slack server and the bot as its own process, reached in Socket Mode and over signed HTTP."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import socket
import sqlite3
import struct
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.forking import python

ROOT = Path(__file__).parents[3]
DEFAULT = ROOT / ".cache/local-slack/node_modules/local-slack-linux-x64/bin/local-slack"
MISSING = "the local Slack server is missing: install it with .ci/local-slack, or name it in LOCAL_SLACK"
PATIENCE = 60.0  # seconds until a test gives up; none asserts that something is fast

GENERAL, ALICE, ME, SECRET = "C01GEN", "U01ALICE", "U0BOT", "test-signing-secret"
WORKSPACE: dict[str, Any] = {
    "workspace": {"name": "Test Workspace", "domain": "test-workspace", "teamId": "T01TEST"},
    "app": {
        "appId": "A01APP",
        "botUserId": ME,
        "botName": "commitmentbot",
        "botToken": "xoxb-test-token",
        "appToken": "xapp-test-token",
        "signingSecret": SECRET,
    },
    "users": [{"id": ALICE, "name": "alice", "real_name": "Alice Anderson", "email": "alice@example.com"}],
    "channels": [{"id": GENERAL, "name": "general", "members": [ALICE, ME]}],
}


def until(look: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """The first truthy thing that `look` gives; the test fails where it gives none in time."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)
    return found


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def own_network() -> Iterator[None]:
    """A network of our own where that is allowed, loopback only: the server listens on every interface."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as before:  # noqa: PTH123 - its file descriptor is what matters
        if libc.unshare(0x40000000) != 0:  # CLONE_NEWNET
            yield
            return
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
                fcntl.ioctl(control, 0x8914, struct.pack("16sh22x", b"lo", 1))  # SIOCSIFFLAGS: loopback is up
            yield
        finally:
            libc.setns(before.fileno(), 0)


@contextmanager
def running(command: list[str], log: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended by its id, with what it says in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            env=os.environ | environ,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Slack:
    """The local Slack server, driven as a person would."""

    def __init__(self, folder: Path, port: int, mode: dict[str, str]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.config = folder / "workspace.json"
        self.config.write_text(json.dumps(WORKSPACE | {"app": WORKSPACE["app"] | mode}))

    def call(self, path: str, body: dict | None = None) -> dict:
        """An answer of the server's control interface."""
        request = urllib.request.Request(
            f"{self.address}/_control/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def is_up(self) -> bool:
        """Whether the server answers yet."""
        try:
            return self.call(f"messages/{GENERAL}") is not None
        except (urllib.error.URLError, ConnectionError):
            return False

    def say(self, text: str, channel: str = GENERAL, thread_ts: str | None = None) -> dict:
        """Alice writes; gives her message. Her own id as the channel is a direct message to the bot."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        return self.call("message", {"channel": channel, "user": ALICE, "text": text} | thread)["message"]

    def press(self, message: dict, button: dict) -> None:
        """Alice presses a button of a message of the bot's."""
        action = {
            "type": "button",
            "action_id": button["action_id"],
            "value": button["value"],
            "block_id": "b",
        }
        press = {"channel": message["channel"], "messageTs": message["ts"], "user": ALICE, "action": action}
        self.call("interact", press)

    def replies(self, root: dict) -> list[dict]:
        """What the bot posted in the thread of a message."""
        messages = self.call(f"messages/{root['channel']}")["messages"]
        return [one for one in messages if one["user"] == ME and one.get("thread_ts") == root["ts"]]

    def reply(self, root: dict, number: int = 1) -> dict:
        """The bot's reply of that number in the thread of a message, once it is there."""
        return until(lambda: self.replies(root)[number - 1 : number], f"reply {number} to {root['text']}")[0]

    def below(self, said: dict) -> dict:
        """What the bot posted below a message and outside its thread, once it is there."""

        def posted() -> list[dict]:
            messages = self.call(f"messages/{said['channel']}")["messages"]
            later = [one for one in messages if one["user"] == ME and float(one["ts"]) > float(said["ts"])]
            return [one for one in later if not one.get("thread_ts")]

        return until(posted, f"an answer below {said['text']}")[0]


Asked = TypeVar("Asked")
"""The Slack of a door: the local server, or another."""


class Door(Generic[Asked]):
    """One way in which Slack reaches the bot: the server, the bot's process and what it logs."""

    def __init__(self, folder: Path, slack: Asked, command: list[str], ready: str, **environ: str) -> None:
        self.slack, self.log, self.ready = slack, folder / "bot.log", ready
        self.command, self.environ = command, environ
        self.processes = ExitStack()

    def start(self) -> None:
        """Start a bot, and wait until it listens; there may be several."""
        started = self.says(self.ready)
        self.bot = self.processes.enter_context(running(self.command, self.log, **self.environ))
        self.until_it_says(self.ready, started + 1)

    def restart(self) -> None:
        """End every bot of this door and start one anew."""
        self.processes.close()
        self.start()

    def kill(self) -> None:
        """Kill the bot that was started last, which hears of nothing."""
        self.bot.kill()
        self.bot.wait(PATIENCE)

    @property
    def over_http(self) -> bool:
        """Whether Slack sends its events by HTTP."""
        return "--http" in self.command

    @property
    def waiting(self) -> int:
        """How many turns are not ended."""
        with closing(sqlite3.connect(self.environ["STATE_DB"])) as state:
            return state.execute("SELECT count(*) FROM unfinished_turns").fetchone()[0]

    def says(self, words: str) -> int:
        """How often the log holds these words."""
        return self.log.read_text("utf-8").count(words) if self.log.exists() else 0

    def until_it_says(self, words: str, times: int) -> None:
        """Wait until the log holds these words so often."""
        until(lambda: self.says(words) >= times, f"“{words}” in {self.log}")

    def send(self, body: bytes, secret: str = SECRET) -> int:
        """The status with which the bot's HTTP door answers a request that we sign."""
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}
        headers["Content-Type"] = "application/json"
        address = f"http://127.0.0.1:{self.command[-1]}/slack/events"
        try:
            with urllib.request.urlopen(urllib.request.Request(address, data=body, headers=headers)) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code


@pytest.fixture(scope="module")
def binary() -> str:
    """The local Slack server's program."""
    found = Path(os.environ.get("LOCAL_SLACK") or DEFAULT)
    if not found.is_file():
        (pytest.fail if os.environ.get("REQUIRE_LOCAL_SLACK") else pytest.skip)(MISSING)
    return str(found)


@pytest.fixture(scope="module", params=["socket", "http"])
def door(
    request: pytest.FixtureRequest, binary: str, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door[Slack]]:
    """A workspace with the bot in it, reached in one of the two ways."""
    folder = tmp_path_factory.mktemp(request.param)
    with own_network(), ExitStack() as stack:
        port, http_port = free_port(), free_port()
        command, ready = [*python(), "-m", "bot", "slack"], "Connected to Slack in Socket Mode"
        mode = {"mode": "socket"}
        if request.param == "http":
            mode = {"mode": "events", "requestUrl": f"http://127.0.0.1:{http_port}/slack/events"}
            command, ready = (
                [*command, "--http", str(http_port)],
                f"Listening on http://127.0.0.1:{http_port}",
            )
        slack = Slack(folder, port, mode)
        server = [binary, "--config", str(slack.config), "--port", str(port), "--base-host", "127.0.0.1"]
        stack.enter_context(running(server, folder / "server.log"))
        until(slack.is_up, "the local Slack server")
        tokens = {"SLACK_BOT_TOKEN": "xoxb-test-token", "SLACK_APP_TOKEN": "xapp-test-token"}
        door = Door(
            folder,
            slack,
            command,
            ready,
            **tokens,
            SLACK_SIGNING_SECRET=SECRET,
            SLACK_API_URL=f"{slack.address}/api/",
            COMMITMENTS_DB=database,
            STATE_DB=str(folder / "state.db"),
            SHOW_CONTACTS="all",  # this Slack does not say who is a guest, so that nobody would be taken for a member
            PERSON_QUESTIONS="0",
            CHANNEL_QUESTIONS="0",
            LOG_LEVEL="DEBUG",
        )
        stack.callback(door.processes.close)
        door.start()
        yield door
