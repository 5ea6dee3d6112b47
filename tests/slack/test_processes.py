"""Processes that are killed, stopped, or cut off from Slack: each question is answered once, or its person is told."""

from __future__ import annotations

import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.slack.conversation import STOPPING
from bot.slack.serve import LEFT
from tests.slack.double import RATES, Broken, Limited, SlackDouble
from tests.slack.end_to_end.conftest import until
from tests.slack.processes import CHANNELS, FIRST, NEXT, Asked, Process, many_people, socket_of
from tests.state_databases import KINDS, new_address

THIRTY = 30
LEAD, ENDS = "Ministry of the Interior", "31 December 2017"


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """A workspace of fifty people."""
    with many_people() as double:
        yield double


@pytest.fixture
def start(slack: SlackDouble, database: str, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts a bot; those that still run at the end of the test are killed."""
    started: list[Process] = []

    def start(
        state: str = str(tmp_path / "state.db"), *, http: bool = True, hurried: bool = False, **environ: str
    ) -> Process:
        started.append(Process(slack, database, state, tmp_path, http=http, hurried=hurried, **environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture(params=KINDS)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a state database that several bots share."""
    with new_address(request.param, tmp_path) as address:
        yield address


def test_a_burst_survives_a_kill(slack: SlackDouble, start: Callable[..., Process]) -> None:
    """Of thirty questions that were acknowledged before a kill, the next process answers each that was not, once."""
    asked = Asked(slack)
    slack.weather.next("chat.postMessage", *[None, Limited(30)] * THIRTY)
    bot = start(hurried=True)
    with ThreadPoolExecutor(10) as people:
        statuses = list(people.map(bot.send, [asked.event() for _ in range(THIRTY)]))
    bot.end()
    assert set(statuses) == {200}
    assert sum(map(bool, asked.answers().values())) < THIRTY
    slack.weather.clear()
    start(hurried=True)
    assert asked.settled() == Counter({1: THIRTY})


def test_a_socket_that_dies_with_its_process_loses_nothing(slack: SlackDouble, start: Callable[..., Process]) -> None:
    """Over the socket too: what was acknowledged is answered by the next process, what was not Slack sends again."""
    asked = Asked(slack)
    with socket_of(slack) as line:
        bot = start(http=False, hurried=True)
        line.until(1)
        events = {f"E{number}": asked.event() for number in range(THIRTY)}
        for name, event in events.items():
            line.event(name, event)
        taken = {line.acknowledged.get(timeout=60) for _ in range(THIRTY // 3)}
        bot.end()
        taken |= {line.acknowledged.get() for _ in range(line.acknowledged.qsize())}
        start(http=False, hurried=True)
        line.until(2)
        for name in events.keys() - taken:
            line.event(name, events[name], attempt=1)
        assert asked.settled() == Counter({1: THIRTY})


def test_an_outage_of_slack_loses_nothing(slack: SlackDouble, start: Callable[..., Process]) -> None:
    """Who asks while Slack answers 503 to everything is answered once it is back, and once."""
    asked = Asked(slack)
    bot = start(hurried=True)
    slack.weather.always["*"] = Broken(503)
    assert {bot.send(asked.event()) for _ in range(THIRTY // 2)} == {200}
    until(lambda: "Slack takes nothing" in bot.said, "an outage that is noticed")
    assert {bot.send(asked.event()) for _ in range(THIRTY // 2)} == {200}
    slack.weather.clear()
    assert asked.settled() == Counter({1: THIRTY})


@pytest.mark.parametrize("named", [True, False], ids=["with a mention", "without"])
def test_a_follow_up_that_another_bot_takes_knows_what_it_follows(
    slack: SlackDouble, shared: str, start: Callable[..., Process], named: bool
) -> None:
    """A follow-up that is sent at once, to another of two bots, is answered after its question, and goes on from it."""
    asked = Asked(slack)
    bots = [start(shared) for _ in range(2)]

    def converse(number: int) -> set[int]:
        first = asked.event(FIRST)
        after = asked.event(NEXT, first["event"]["ts"], named=named)
        return {bots[number % 2].send(first), bots[(number + 1) % 2].send(after)}

    with ThreadPoolExecutor(5) as people:
        assert set().union(*people.map(converse, range(THIRTY))) == {200}
    assert asked.settled(2) == Counter({2: THIRTY})
    assert all(LEAD in lead and ENDS in ends for lead, ends in asked.answers().values())


def waiting(state: str) -> int:
    """How many questions wait in a state database."""
    with closing(sqlite3.connect(state)) as connection:
        return connection.execute("SELECT count(*) FROM unfinished_turns").fetchone()[0]


def test_a_bot_that_is_stopped_answers_what_it_took(
    slack: SlackDouble, start: Callable[..., Process], tmp_path: Path
) -> None:
    """On SIGTERM all that was acknowledged is answered, though Slack takes a message a second in each channel."""
    asked, bot = Asked(slack), start()
    slack.gauge.rates = RATES
    assert {bot.send(asked.event()) for _ in range(THIRTY)} == {200}
    assert bot.end(signal.SIGTERM) == 0
    assert Counter(map(len, asked.answers().values())) == Counter({1: THIRTY})
    assert waiting(str(tmp_path / "state.db")) == 0
    assert "Traceback" not in bot.said


def test_a_bot_whose_time_is_over_tells_those_who_wait(
    slack: SlackDouble, start: Callable[..., Process], tmp_path: Path
) -> None:
    """Who cannot be answered in time is told; what Slack does not take meanwhile is left to the next bot, once."""
    asked, bot = Asked(slack), start(STOP_SECONDS="5", hurried=True)
    slack.weather.next("chat.postMessage", *[Limited(50)] * CHANNELS)
    assert {bot.send(asked.event()) for _ in range(THIRTY)} == {200}
    until(lambda: len(slack.weather.met) == CHANNELS, "ten answers that Slack does not take yet")
    assert bot.end(signal.SIGTERM) == LEFT
    told = [texts for texts in asked.answers().values() if texts]
    assert told == [[STOPPING]] * (THIRTY - CHANNELS)
    assert waiting(str(tmp_path / "state.db")) == CHANNELS
    start(hurried=True)
    assert asked.settled() == Counter({1: THIRTY})


def test_a_second_signal_ends_at_once(slack: SlackDouble, start: Callable[..., Process]) -> None:
    """Who cannot wait sends the signal again; the exit code is that of a program that a signal ended."""
    asked, bot = Asked(slack), start()
    slack.weather.always["chat.postMessage"] = Limited(50)
    bot.send(asked.event())
    bot.process.send_signal(signal.SIGTERM)
    until(lambda: bot.send(asked.event()) == 0, "a door that is closed")
    assert bot.end(signal.SIGTERM) == 128 + signal.SIGTERM
