"""A thousand digests at nine o'clock: the real delivery against Slack's documented limits, on a clock that is moved.

The limits are those of Slack's documentation of rate limits: `chat.postMessage` one message a second in a channel
and “several hundred a minute” in a workspace, for which 300 stands here; methods of tier 3 fifty times a minute.
Whatever is beyond gets 429 with `Retry-After`. Nobody sleeps: whoever waits moves the clock.
"""

from __future__ import annotations

import json
import math
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_sdk.http_retry import builtin_handlers

from bot.digest.deliver import send_due
from bot.digest.model import SECTIONS
from bot.slack.contacts import Disclosure
from bot.slack.delivery import slack_client
from bot.slack.digest_courier import SlackCourier
from bot.state.deliveries import claimed_days
from bot.state.subscriptions import Subscription, add, running
from tests.digest.simulation import quick_state

NINE = datetime(2018, 6, 18, 9, tzinfo=UTC)
A_CHANNEL, A_MINUTE, TIER_3 = 1.0, 300, 50
ANSWER = 0.2
"""Seconds that Slack takes for an answer."""
FATES = ("ok", "refused", "posted, then 503", "posted, then hung up")


@dataclass
class Rush:
    """What came of it: which subscription got how many, how long it took, and what it took."""

    posted: Counter[str] = field(default_factory=Counter)
    last: float = 0.0
    limited: int = 0
    lost: int = 0


class LimitedSlack(ThreadingHTTPServer):
    """A Web API that keeps Slack's limits on a clock of its own, and now and then fails as it is drawn."""

    daemon_threads = False

    def __init__(self, trouble: float) -> None:
        super().__init__(("127.0.0.1", 0), _Methods)
        self.address = f"http://127.0.0.1:{self.server_port}/api/"
        self.seconds = 0.0
        self.rush = Rush()
        self.messages: dict[str, list[dict]] = defaultdict(list)
        self.fates = random.Random(7)
        self.weights = (1 - trouble, trouble / 3, trouble / 3, trouble / 3)
        self._next: dict[str, float] = defaultdict(float)
        self._used: Counter[tuple[str, int]] = Counter()

    def now(self) -> datetime:
        """The moment that the clock shows."""
        return NINE + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        """Let somebody wait."""
        self.seconds += seconds

    def wait(self, method: str, channel: str) -> int:
        """Whole seconds that a caller has to wait, 0 where the call is within the limits, and counts."""
        minute = int(self.seconds // 60)
        most = A_MINUTE if method == "chat.postMessage" else TIER_3
        waits = [60 * (minute + 1) - self.seconds] if self._used[method, minute] >= most else []
        if method == "chat.postMessage" and self.seconds < self._next[channel]:
            waits.append(self._next[channel] - self.seconds)
        if waits:
            self.rush.limited += 1
            return math.ceil(max(waits))
        self._used[method, minute] += 1
        if method == "chat.postMessage":
            self._next[channel] = self.seconds + A_CHANNEL
        return 0


class _Methods(BaseHTTPRequestHandler):
    server: LimitedSlack

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        body: dict[str, Any] = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        method, slack = self.path.rsplit("/", 1)[-1], self.server
        slack.seconds += ANSWER
        wait = slack.wait(method, body["channel"])
        if wait:
            return self._answer(429, {"ok": False, "error": "ratelimited"}, wait)
        if method == "conversations.history":
            return self._answer(200, {"ok": True, "messages": slack.messages[body["channel"]]})
        fate = slack.fates.choices(FATES, slack.weights)[0]
        if fate == "refused":
            return self._answer(500, {"ok": False, "error": "internal_error"})
        ts = f"{slack.now().timestamp():.6f}"
        slack.messages[body["channel"]].append(body | {"ts": ts})
        slack.rush.posted[str(body["metadata"]["event_payload"]["token"])] += 1
        slack.rush.last = slack.seconds
        if fate == "ok":
            return self._answer(200, {"ok": True, "channel": body["channel"], "ts": ts})
        slack.rush.lost += 1
        if fate == "posted, then 503":
            return self._answer(503, {"ok": False, "error": "service_unavailable"})
        self.close_connection = True
        return None

    def _answer(self, status: int, body: dict, wait: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if wait:
            self.send_header("Retry-After", str(wait))
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Keep standard error for what matters."""


def rush(folder: Path, database: Path, subscriptions: int, channels: int, trouble: float = 0.0) -> Rush:
    """Deliver so many digests, all due at nine, to so many channels, a round each minute until none is left."""
    state = quick_state(folder)
    for number in range(subscriptions):
        add(state, subscription(number, f"C{number % channels:04}"), NINE)
    with _slack(trouble) as slack:
        client = slack_client("xoxb-test", slack.address)
        courier = SlackCourier(lambda _team: client, Disclosure(state, database, "all", days=0))
        while slack.seconds < 5 * 3600:
            send_due(state, database, courier, lambda: None, slack.now)
            if all(one.sent_on for one in running(state)):
                break
            slack.sleep(60 - slack.seconds % 60)
        slack.rush.posted = _by_subscription(slack, len(claimed_days(state, "2018-06-18")))
    state.dispose()
    return slack.rush


def _by_subscription(slack: LimitedSlack, claimed: int) -> Counter[str]:
    """How often each digest was posted: a claim's token is its own."""
    assert len(slack.rush.posted) == claimed, "a digest that was claimed was never posted"
    return slack.rush.posted


@contextmanager
def _slack(trouble: float) -> Iterator[LimitedSlack]:
    """The server; while it runs, whoever waits out a rate limit moves its clock."""
    slack = LimitedSlack(trouble)
    thread = threading.Thread(target=slack.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(builtin_handlers, "time", SimpleNamespace(sleep=slack.sleep))
            yield slack
    finally:
        slack.shutdown()
        thread.join()
        slack.server_close()


def subscription(number: int, channel: str) -> Subscription:
    """Everything that is known, posted in a channel at nine."""
    return Subscription(
        id=f"S{number:04}",
        team="T1",
        channel=channel,
        owner="U1",
        kind="everything",
        value="",
        zone="UTC",
        at="09:00",
        days=tuple(range(7)),
        weekly=False,
        ahead=30,
        sections=SECTIONS,
        heartbeat=True,
        language="en",
        muted=(),
        paused_until=None,
        stopped=None,
        told=0,
        sent_on=None,
        followed=(),
        created_on="2018-06-01",
    )
