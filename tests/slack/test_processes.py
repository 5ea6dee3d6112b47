"""Processes that are killed, or cut off from Slack: each question is answered once, or its person is told."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.slack.double import Broken, Limited
from tests.slack.end_to_end.conftest import until
from tests.slack.processes import Asked, Process, many_people, socket_of

THIRTY = 30


@pytest.fixture
def slack():
    """A workspace of fifty people."""
    with many_people() as double:
        yield double


def test_a_burst_survives_a_kill(slack, database, tmp_path):
    """Of thirty questions that were acknowledged before a kill, the next process answers each that was not, once."""
    asked, state = Asked(slack), str(tmp_path / "state.db")
    slack.weather.next("chat.postMessage", *[None, Limited(30)] * THIRTY)
    bot = Process(slack, database, state, tmp_path, http=True)
    with ThreadPoolExecutor(10) as people:
        statuses = list(people.map(bot.send, [asked.event() for _ in range(THIRTY)]))
    bot.end()
    assert set(statuses) == {200}
    assert sum(map(bool, asked.answers().values())) < THIRTY
    slack.weather.clear()
    bot = Process(slack, database, state, tmp_path, http=True)
    assert asked.settled() == Counter({1: THIRTY})
    bot.end()


def test_a_socket_that_dies_with_its_process_loses_nothing(slack, database, tmp_path):
    """Over the socket too: what was acknowledged is answered by the next process, what was not Slack sends again."""
    asked, state = Asked(slack), str(tmp_path / "state.db")
    with socket_of(slack) as line:
        bot = Process(slack, database, state, tmp_path, http=False)
        line.until(1)
        events = {f"E{number}": asked.event() for number in range(THIRTY)}
        for name, event in events.items():
            line.event(name, event)
        taken = {line.acknowledged.get(timeout=60) for _ in range(THIRTY // 3)}
        bot.end()
        taken |= {line.acknowledged.get() for _ in range(line.acknowledged.qsize())}
        bot = Process(slack, database, state, tmp_path, http=False)
        line.until(2)
        for name in events.keys() - taken:
            line.event(name, events[name], attempt=1)
        assert asked.settled() == Counter({1: THIRTY})
        bot.end()


def test_an_outage_of_slack_loses_nothing(slack, database, tmp_path):
    """Who asks while Slack answers 503 to everything is answered once it is back, and once."""
    asked, state = Asked(slack), str(tmp_path / "state.db")
    bot = Process(slack, database, state, tmp_path, http=True)
    slack.weather.always["*"] = Broken(503)
    assert {bot.send(asked.event()) for _ in range(THIRTY // 2)} == {200}
    until(lambda: "Slack takes nothing" in bot.said, "an outage that is noticed")
    assert {bot.send(asked.event()) for _ in range(THIRTY // 2)} == {200}
    slack.weather.clear()
    assert asked.settled() == Counter({1: THIRTY})
    bot.end()
