"""What a supervisor, a load balancer and Prometheus are told of a bot, and one log line's way from event to post."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.records.store import Store
from bot.slack.conversation import Conversation
from bot.slack.serve import STUCK, Pulse, health
from bot.state.database import open_state
from tests.slack.conftest import NewWorkspace
from tests.slack.double import Broken
from tests.slack.end_to_end.conftest import free_port, until
from tests.slack.processes import Asked, Process, many_people
from tests.slack.wsgi import answer_of


def _get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_a_running_bot_says_how_it_is(database: str, tmp_path: Path) -> None:
    """A bot tells at an address of its own that it lives, what it reads, what waits, and what it counted; no words."""
    port = free_port()
    with many_people() as slack:
        environ = {"HEALTH_ADDRESS": str(port), "LOG_FORMAT": "json"}
        bot = Process(slack, database, str(tmp_path / "state.db"), tmp_path, http=True, hurried=False, **environ)
        try:
            asked = Asked(slack)
            assert bot.send(asked.event()) == 200
            until(lambda: all(asked.answers().values()), "the answer")
            assert _get(port, "/healthz") == (200, "ok\n")
            status, said = _get(port, "/readyz")
            with Store(Path(database)) as store:
                read = {"snapshot": store.name, "commitments": store.totals()[0]}
            seen = {"ready": True, "stopping": False, "state": "ok", **read}
            assert (status, {name: json.loads(said)[name] for name in seen}) == (200, seen)
            assert json.loads(said)["slack"]["failed_seconds_ago"] is None
            _status, counted = _get(port, "/metrics")
            assert 'commitment_bot_questions_total{outcome="answer"} 1.0' in counted
            assert 'commitment_bot_slack_calls_total{method="chat.postMessage",result="ok"} 1.0' in counted
            assert "commitment_bot_waiting 0.0" in counted
            assert "KR0032" not in counted + said
            assert _get(port, "/elsewhere")[0] == 404
            lines = [json.loads(line) for line in bot.said.splitlines()]
            assert [line["turn"] for line in lines if " answer, lookup" in line["message"]] == ["Ev1"]
        finally:
            assert bot.end(signal.SIGTERM) == 0


@pytest.fixture
def asked_of(tmp_path: Path, database: str) -> Callable[..., tuple[int, str]]:
    """Asks for a path of a process with a state database, a commitments database and a pulse."""

    def asked_of(path: str, *, database: str = database, stopping: bool = False, idle: float = 0.0) -> tuple[int, str]:
        clock = SimpleNamespace(now=0.0)
        state = open_state(str(tmp_path / "state.db"))
        conversation = SimpleNamespace(state=state, leaving=SimpleNamespace(is_set=lambda: stopping))
        pulse = Pulse(print, now=lambda: clock.now)
        clock.now = idle
        door = health(cast(Conversation, conversation), Path(database), pulse)
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
        said = answer_of(door, environ)
        return said.status, said.body.decode()

    return asked_of


def test_a_process_whose_jobs_hang_is_stuck(asked_of: Callable[..., tuple[int, str]]) -> None:
    """Whose regular jobs did not end for a minute is told to be stuck, so that a supervisor starts it anew."""
    assert asked_of("/healthz", idle=STUCK - 1) == (200, "ok\n")
    assert asked_of("/healthz", idle=STUCK + 1) == (503, "stuck\n")


def test_who_cannot_answer_is_not_ready(asked_of: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    """Without a database of commitments, or while it stops, a process takes no more questions from a load balancer."""
    status, said = asked_of("/readyz", database=str(tmp_path / "none.db"))
    assert (status, "none.db" in json.loads(said)["snapshot"]) == (503, True)
    assert asked_of("/readyz", stopping=True)[0] == 503


def test_an_outage_of_slack_is_seen(workspace: NewWorkspace, asked_of: Callable[..., tuple[int, str]]) -> None:
    """What Slack last failed with is told; it makes nobody unready, for what is asked is kept."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", *[Broken(502)] * 4)
    bot.mention("who?")
    status, said = asked_of("/readyz")
    assert (status, json.loads(said)["slack"]["failed_with"]) == (200, "502")
