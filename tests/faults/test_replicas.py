"""Three bots on one PostgreSQL that are killed throughout, and the server restarted: `make faults`.

`FAULT_QUESTIONS` is how many threads are begun (each has a follow-up), `FAULT_SEED` draws what fails when.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Self

import pytest

from bot.digest.deliver import LEASE
from bot.slack.conversation import INTERRUPTED
from bot.state.database import open_state
from bot.state.subscriptions import add
from tests.slack.double import TEAM, SlackDouble
from tests.slack.end_to_end.conftest import until
from tests.slack.processes import CHANNELS, FIRST, NEXT, Asked, Process, many_people
from tests.slack.rush import subscription

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
THREADS = int(os.environ.get("FAULT_QUESTIONS", "1000"))
SEED = int(os.environ.get("FAULT_SEED", "1"))
A_SECOND = 8  # threads begun
LEAD, ENDS = "Ministry of the Interior", "31 December 2017"
TOLD = INTERRUPTED[:20]


class Server:
    """A PostgreSQL of this test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = self._run()

    def _run(self, *more: str) -> str:
        command = [str(ROOT / ".ci" / "postgres"), str(self.folder), *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self) -> None:
        """End it at once."""
        self._run("stop")

    def restart(self) -> None:
        """End it at once, and start it again after a while."""
        self.stop()
        time.sleep(2)
        assert self._run() == self.address


@pytest.fixture
def server() -> Iterator[Server]:
    """PostgreSQL, in a folder that its own user may enter."""
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    folder.chmod(0o755)
    made = Server(folder)
    yield made
    made.stop()


class Replicas:
    """Three bots over HTTP that share a state; now and then one of them is killed and started again."""

    def __init__(self, slack: SlackDouble, database: str, state: str, folder: Path) -> None:
        self._start = lambda: Process(slack, database, state, folder, http=True)
        self.luck = random.Random(SEED)
        self.running = [self._make() for _ in range(3)]
        self.ended: list[Process] = []
        self.never: list[str] = []
        self._lock = Lock()

    def _make(self) -> Process:
        """A new one; as under a supervisor it is started again where it ends at once."""
        for _ in range(10):
            with suppress(AssertionError):
                return self._start()
            time.sleep(1)
        return self._start()

    def kill_until(self, over: Event) -> None:
        """Kill one every few seconds."""
        while not over.wait(self.luck.uniform(3, 7)):
            at = self.luck.randrange(3)
            self.running[at].kill()
            self.ended.append(self.running[at])
            self.running[at] = self._make()

    def deliver(self, body: dict[str, Any]) -> None:
        """Send an event to two of them, as Slack may; again while none takes it."""
        for wait in (1, 2, 4, 8, 16, 0):
            with self._lock:
                two = self.luck.sample(range(3), 2)
            if 200 in [self.running[at].send(body) for at in two]:
                return
            time.sleep(wait)
        self.never.append(body["event_id"])

    def stop(self) -> list[int]:
        """End all in order; gives their exit codes."""
        return [one.end(signal.SIGTERM) for one in self.running]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.running:
            one.kill()


def test_kills_and_restarts_lose_and_double_nothing(
    server: Server, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each question is answered once or its person told, each follow-up knows its thread, each digest comes once."""
    with many_people() as slack, ExitStack() as stack:
        state = open_state(server.address)
        due = datetime.now(UTC) + timedelta(minutes=1)
        for number in range(CHANNELS):
            one = replace(subscription(number, f"C9{number:03}"), at=f"{due:%H:%M}", days=tuple(range(7)), team=TEAM)
            add(state, one, due - timedelta(days=1))
        state.dispose()
        asked, over = Asked(slack), Event()
        replicas = stack.enter_context(Replicas(slack, database, server.address, tmp_path))
        killer = Thread(target=replicas.kill_until, args=(over,))
        killer.start()

        def converse(number: int) -> None:
            first = asked.event(FIRST)
            replicas.deliver(first)
            if number % 2:
                time.sleep(number % 7 / 2)
            replicas.deliver(asked.event(NEXT, first["event"]["ts"], named=number % 4 < 2))

        with ThreadPoolExecutor(40) as people:
            talks = []
            for number in range(THREADS):
                talks.append(people.submit(converse, number))
                time.sleep(1 / A_SECOND)
                if number == THREADS // 2:
                    server.restart()
            for talk in talks:
                talk.result()
        over.set()
        killer.join()
        until(lambda: all(len(texts) >= 2 for texts in asked.answers().values()), "two answers in each thread", 180)
        until(lambda: datetime.now(UTC) > due + timedelta(minutes=2), "the digests' time", 180)
        # one whose sender was killed is taken on when the lease is over
        until(lambda: len(_digests(slack)) == CHANNELS, "every digest", LEASE.total_seconds() + 120)
        assert set(replicas.stop()) == {0}
        answers = asked.answers()
        digests = _digests(slack)
    kinds = Counter(tuple(map(_kind, texts)) for texts in answers.values())
    with capsys.disabled():
        print(f"\n{2 * THREADS} questions, {len(replicas.ended)} kills, a restart: {dict(kinds)}; digests {digests}")
    assert replicas.never == []
    assert {len(texts) for texts in answers.values()} == {2}, [texts for texts in answers.values() if len(texts) != 2]
    assert {kind for pair in kinds for kind in pair} <= {"lead", "ends", "told"}
    assert all(pair[0] in ("lead", "told") for pair in kinds)
    assert digests == Counter({f"C9{number:03}": 1 for number in range(CHANNELS)})


def _kind(text: str) -> str:
    return "lead" if LEAD in text else "ends" if ENDS in text else "told" if TOLD in text else text


def _digests(slack: SlackDouble) -> Counter[str]:
    """How many digests stand in each channel."""
    with slack.world.lock:
        posts = [one for one in slack.world.messages if not one.get("thread_ts")]
    return Counter(one["channel"] for one in posts)
