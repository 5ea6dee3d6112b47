"""The bot as processes of its own, which are killed and stopped, and what people ask it over the strict double."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from slack_sdk.signature import SignatureVerifier

from tests.forking import python
from tests.slack.double import APP_TOKEN, BOT_TOKEN, ME, TEAM, Channel, SlackDouble, User, WallClock
from tests.slack.double.socket import SocketMode
from tests.slack.end_to_end.conftest import free_port, until

ROOT = Path(__file__).parents[2]
SECRET = "secret"
PEOPLE, CHANNELS = 50, 10
FIRST, NEXT = "who leads KR0032?", "and when does it end?"
HURRIED = """
import sys
from bot.__main__ import main
from bot.slack import delivery, ledger, serve
ledger.BEAT = serve.BEAT = 1.0
ledger.FIRST_WAIT = 1.5
delivery.WAITS = tuple(wait / 3 for wait in delivery.WAITS)
sys.exit(main())
"""
"""The bot with a third of its waits: for tests in which nothing happens meanwhile."""


@contextmanager
def many_people() -> Iterator[SlackDouble]:
    """A workspace of fifty people and ten channels, in the time of this machine, with its socket."""
    with SlackDouble(WallClock()) as double:
        people = [f"U9{number:03}" for number in range(PEOPLE)]
        double.world.users |= {one: User(one) for one in people}
        for number in range(CHANNELS):
            place = Channel(f"C9{number:03}", members={ME, *people})
            double.world.channels[place.id] = place
        yield double


class Process:
    """One bot: over HTTP where it has a port, else in Socket Mode. What it says is in `log`."""

    def __init__(
        self,
        slack: SlackDouble,
        database: str,
        state: str,
        folder: Path,
        *,
        http: bool,
        hurried: bool = False,
        **more: str,
    ) -> None:
        self.port = free_port() if http else None
        self.log = folder / f"bot-{time.monotonic_ns()}.log"
        environ = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.address,
            "STATE_DB": state,
            "COMMITMENTS_DB": database,
            "CORPUS": str(ROOT / "corpus"),
            "PERSON_QUESTIONS": "0",
            "CHANNEL_QUESTIONS": "0",
        }
        bot = ["-c", HURRIED] if hurried else ["-m", "bot"]
        way = ["--http", str(self.port)] if http else []
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*python(), *bot, "slack", *way],
                cwd=folder,
                env=os.environ | environ | more,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
        until(lambda: self.is_there or self.process.poll() is not None, f"a bot, see {self.log}")
        assert self.is_there, self.said

    @property
    def is_there(self) -> bool:
        """Whether it takes questions."""
        return "Listening on" in self.said or "Connected to Slack" in self.said

    @property
    def said(self) -> str:
        """What it logged so far."""
        return self.log.read_text("utf-8")

    def end(self, how: int = signal.SIGKILL) -> int:
        """End it; gives its exit code."""
        self.process.send_signal(how)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it at once, where it still runs."""
        if self.process.poll() is None:
            self.end()

    def send(self, body: dict[str, Any]) -> int:
        """Send it an event as Slack does; gives the status, 0 where it did not answer."""
        raw, now = json.dumps(body).encode(), str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=raw) or ""
        headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/slack/events", raw, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except OSError:
            return 0


class Asked:
    """What people asked, and what they got."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack
        self.roots: dict[str, int] = {}  # the first question of each thread, and which it was
        self._numbers, self._lock = itertools.count(1), Lock()

    def event(self, text: str = FIRST, thread: str = "", *, named: bool = True) -> dict[str, Any]:
        """The event of the next question; a new thread's beginning unless `thread` is given."""
        with self._lock:
            number = next(self._numbers)
            ts = f"{int(time.time())}.{number:06}"
            place = self.roots.setdefault(thread or ts, len(self.roots))
        said = {"user": f"U9{place % PEOPLE:03}", "channel": f"C9{place % CHANNELS:03}", "ts": ts}
        said |= {"type": "app_mention" if named else "message", "text": f"<@{ME}> {text}" if named else text}
        said |= {"thread_ts": thread} if thread else {}
        authorized = [{"team_id": TEAM, "enterprise_id": None, "user_id": ME, "is_bot": True}]
        body = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": TEAM, "authorizations": authorized}
        return body | {"event": said, "is_ext_shared_channel": False}

    def answers(self) -> dict[str, list[str]]:
        """What stands in the thread of each question, and what was told to its asker alone."""
        found: dict[str, list[str]] = {root: [] for root in self.roots}
        with self.slack.world.lock:
            for one in self.slack.world.messages:
                if (thread := one.get("thread_ts")) in found:
                    found[thread].append(one["text"])
        return found

    def settled(self, each: int = 1) -> Counter[int]:
        """How many threads have how many answers, once each has `each`, and after a while in which more might come."""
        until(lambda: all(len(texts) >= each for texts in self.answers().values()), f"{each} answers in each thread")
        time.sleep(1)
        return Counter(map(len, self.answers().values()))


@contextmanager
def socket_of(slack: SlackDouble) -> Iterator[SocketMode]:
    """The socket that the workspace's app connects to."""
    with SocketMode() as socket_mode:
        slack.world.socket_url = socket_mode.url
        yield socket_mode
