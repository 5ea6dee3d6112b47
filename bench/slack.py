"""Slack: 200 questions at once from 50 people through the whole app, and the memory of 10,000 questions.

The strict Slack of `tests/slack/double` runs in a process of its own. A time is from an event's arrival to the moment
when Slack has the reply; the reference posts as many bare messages with as many threads.
"""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from slack_bolt import App, BoltRequest

import ingest
from bench import Ratio
from bot.settings import read_settings
from bot.slack.app import build_app
from bot.slack.delivery import slack_client
from bot.slack.questions import FromDatabase
from bot.slack.turns import AT_ONCE, Turns
from bot.state.database import open_state
from tests.slack.double import BOT_TOKEN, ME, RATES, TEAM, Channel, SlackDouble, User, WallClock

PEOPLE, EACH, CHANNELS = 50, 4, 10
ASKED = PEOPLE * EACH
MANY = int(os.environ.get("BENCH_QUESTIONS", "10000"))
PATIENCE = 120.0  # seconds
QUESTIONS = (
    "who leads KR0032?",
    "when does KR0029 end?",
    "which commitments are about open data?",
    "what is the status of KR0032?",
    "open data",
    "how many commitments does South Korea have?",
)


def measure() -> Iterator[Ratio]:
    """The burst as fast as this machine goes, the burst under Slack's limits, and the memory of many questions."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        subprocess.run([sys.executable, ingest.__file__, "--db", database], check=True, capture_output=True)
        with _slack(limited=False) as slack:
            floor = _bare(slack)
        with _slack(limited=False) as slack:
            taken = _burst(slack, database, f"{folder}/burst.db")
        yield Ratio(f"{ASKED} questions at once, p50", median(taken), "bare posts", median(floor), "ms")
        yield Ratio(f"{ASKED} questions at once, p95", _p95(taken), "bare posts", _p95(floor), "ms")
        with _slack(limited=True) as slack:
            taken = _burst(slack, database, f"{folder}/limited.db")
        allowed = [1_000.0 * number for number in range(ASKED // CHANNELS)]
        what = f"{ASKED} questions at once, one reply a second in each of {CHANNELS} channels, p95"
        yield Ratio(what, _p95(taken), "what that allows", _p95(allowed), "ms")
        with _slack(limited=False) as slack:
            early, late = _memory(slack, database, f"{folder}/many.db")
        yield Ratio(f"memory after {MANY:,} questions", late, f"after {MANY // 10:,}", early, "MiB")


def _p95(times: list[float]) -> float:
    return quantiles(times, n=100)[94]


class _Slack:
    """The double in its own process, spoken to over a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe, self.address = pipe, str(pipe.recv())

    def posted(self) -> dict[str, tuple[float, int]]:
        """For each thread, when its first reply came, and how many there are; what was kept is forgotten."""
        self.pipe.send("posted")
        found: dict[str, tuple[float, int]] = self.pipe.recv()
        return found


@contextmanager
def _slack(limited: bool) -> Iterator[_Slack]:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there, limited))
    process.start()
    try:
        yield _Slack(here)
    finally:
        here.send("end")
        process.join()


def _serve(pipe: Connection, limited: bool) -> None:
    with SlackDouble(WallClock()) as double:
        double.gauge.rates = RATES if limited else {}
        double.world.users |= {one.id: one for one in (User(f"U9{number:03}") for number in range(PEOPLE))}
        for number in range(CHANNELS):
            double.world.channels[f"C9{number:03}"] = Channel(f"C9{number:03}", members={ME})
        pipe.send(double.address)
        while pipe.recv() == "posted":
            with double.world.lock:
                found: dict[str, tuple[float, int]] = {}
                for call in double.calls:
                    if call.method == "chat.postMessage" and call.answer["ok"]:
                        first, count = found.get(call.args["thread_ts"], (call.at, 0))
                        found[call.args["thread_ts"]] = (first, count + 1)
                double.calls.clear()
                double.world.messages.clear()
            pipe.send(found)


def _bare(slack: _Slack) -> list[float]:
    """Milliseconds until each of as many messages, posted by as many threads, has arrived."""
    client = slack_client(BOT_TOKEN, slack.address)
    began = time.time()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number in range(ASKED):
            place = {"channel": f"C9{number % CHANNELS:03}", "thread_ts": f"1700000000.{number:06}"}
            threads.submit(client.chat_postMessage, text="hello", **place)
    return [(at - began) * 1000 for at, _ in slack.posted().values()]


def _burst(slack: _Slack, database: Path, state: str) -> list[float]:
    """Milliseconds until each of the questions has its reply; an error where one is lost or doubled."""
    with _app(slack, database, state) as app:
        asked = {body["event"]["ts"]: body for body in itertools.islice(_events(), ASKED)}
        began: dict[str, float] = {}

        def dispatch(body: dict[str, Any]) -> None:
            began[body["event"]["ts"]] = time.time()
            app.dispatch(BoltRequest(mode="socket_mode", body=body))

        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(dispatch, asked.values()))
    posted = slack.posted()
    if set(posted) != set(asked) or any(count != 1 for _, count in posted.values()):
        raise RuntimeError(f"{len(set(asked) - set(posted))} questions without a reply, or some with two")
    return [(at - began[ts]) * 1000 for ts, (at, _) in posted.items()]


def _memory(slack: _Slack, database: Path, state: str) -> tuple[float, float]:
    """MiB of this process after a tenth of the questions, and after all."""
    figures = []
    with _app(slack, database, state, PERSON_QUESTIONS="0", CHANNEL_QUESTIONS="0", QUESTIONS_WAITING="1000") as app:
        events = _events()
        answered = 0
        for part in (MANY // 10, MANY - MANY // 10):
            for _ in range(part // 100):
                for body in itertools.islice(events, 100):
                    app.dispatch(BoltRequest(mode="socket_mode", body=body))
                answered += _await(slack, 100)
            gc.collect()
            figures.append(_resident())
    if answered != MANY // 100 * 100:
        raise RuntimeError(f"{answered} replies to {MANY} questions")
    return figures[0], figures[1]


def _await(slack: _Slack, wanted: int) -> int:
    """Wait for so many replies; an error where they do not come."""
    got, deadline = 0, time.monotonic() + PATIENCE
    while got < wanted:
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {got} of {wanted} replies came")
        time.sleep(0.05)
        got += sum(count for _, count in slack.posted().values())
    return got


def _resident() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@contextmanager
def _app(slack: _Slack, database: Path, state: str, **environ: str) -> Iterator[App]:
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": slack.address,
            "STATE_DB": state,
            "COMMITMENTS_DB": str(database),
        }
        | environ
    )
    turns = Turns(settings.questions_waiting)
    app = build_app(settings, state=open_state(settings.state_db), answering=FromDatabase(database), turns=turns)
    yield app
    app.listener_runner.listener_executor.shutdown()  # those who listen hand on to the turns: they end first
    turns.close()


def _events() -> Iterator[dict[str, Any]]:
    """Mentions of the bot, each by the next person, in the next channel, in a thread of its own."""
    for number in itertools.count():
        event = {"type": "app_mention", "user": f"U9{number % PEOPLE:03}", "channel": f"C9{number % CHANNELS:03}"}
        event |= {"text": f"<@{ME}> {QUESTIONS[number % len(QUESTIONS)]}", "ts": f"17{number:08}.000001"}
        authorized = [{"team_id": TEAM, "enterprise_id": None, "user_id": ME, "is_bot": True}]
        body = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": TEAM, "authorizations": authorized}
        yield body | {"event": event}
