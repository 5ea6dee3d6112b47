"""Feedback against an independent Slack server: buttons, the form, and what the command lists of them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from tests.forking import python
from tests.slack.end_to_end.conftest import ALICE, GENERAL, ME, ROOT, Door, Slack, until
from tests.slack.judging import chosen, judges


class Screen:
    """Slack as Alice has it open in her browser: the forms that she sees, and a way to send them."""

    def __init__(self, address: str) -> None:
        self.forms: list[dict] = []
        log = logging.getLogger(__name__)
        self.connection = Connection(f"{address.replace('http', 'ws')}/ui", log, on_message_listener=self._seen)

    def _seen(self, text: str) -> None:
        message = json.loads(text)
        if message["t"] == "view":
            self.forms = message.get("stack") or []

    def form(self, words: str) -> dict:
        """The form that she sees, once it holds these words."""
        return until(lambda: [one for one in self.forms if words in json.dumps(one, ensure_ascii=False)], words)[-1]

    def send(self, **values: dict) -> None:
        """Fill the form in and send it."""
        filled = {name: {name: value} for name, value in values.items()}
        self.connection.send(json.dumps({"t": "view_submit", "user": ALICE, "values": filled}))


@contextmanager
def opened(address: str) -> Iterator[Screen]:
    """Her browser, open."""
    screen, state = Screen(address), ConnectionState()
    screen.connection.connect()
    reading = Thread(target=screen.connection.run_until_completion, args=(state,))
    reading.start()
    try:
        yield screen
    finally:
        state.terminated = True
        screen.connection.disconnect()
        reading.join()


@contextmanager
def with_setting(door: Door[Slack], **environ: str) -> Iterator[None]:
    """The bot started anew with a setting, and after that without it."""
    before = dict(door.environ)
    door.environ.update(environ)
    door.restart()
    try:
        yield
    finally:
        door.environ = before
        door.restart()


def kept(door: Door[Slack], *arguments: str) -> list[dict]:
    """What the command lists as JSON, newest first."""
    command = [*python(), "-m", "bot", "feedback", "--json", *arguments]
    done = subprocess.run(command, env=os.environ | door.environ, cwd=ROOT, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def press(door: Door[Slack], answer: dict, verdict: str) -> None:
    """Alice presses a button under an answer."""
    body = {"channel": answer["channel"], "messageTs": answer["ts"], "user": ALICE}
    door.slack.call("interact", body | {"action": judges(answer["blocks"])[verdict] | {"block_id": "b"}})


def private(door: Door[Slack], words: str) -> list[dict]:
    """What the bot told Alice alone, with these words."""
    found = door.slack.call(f"messages/{GENERAL}")["messages"]
    return [one for one in found if one["user"] == ME and one.get("subtype") == "ephemeral" and words in one["text"]]


def test_an_answer_is_judged(door: Door[Slack]) -> None:
    """An answer is called good and its judge thanked; then bad, with a form that says what was wrong, and is kept."""
    answer = door.slack.reply(door.slack.say(f"<@{ME}> who leads KR0032?"))
    before = len(private(door, "Thank you"))
    press(door, answer, "good")
    until(lambda: len(private(door, "Thank you")) > before, "thanks")
    assert kept(door)[0]["verdict"] == "good"
    with opened(door.slack.address) as screen:
        press(door, answer, "bad")
        screen.form("What was wrong?")
        screen.send(**chosen("wrong_commitment", "ask anna@example.org about KR0029", agreed=True))
        screen.form("It was passed on")
    one = until(lambda: [one for one in kept(door, "--verdict", "bad") if one["kind"]], "the details")[0]
    assert (one["question"], one["kind"]) == ("who leads KR0032?", "wrong_commitment")
    assert (one["comment"], one["person"]) == ("ask [email] about KR0029", ALICE)
    assert "Ministry of the Interior" in one["answer"]


@pytest.mark.parametrize("door", ["socket"], indirect=True)
def test_slacks_own_buttons(door: Door[Slack]) -> None:
    """The same with Slack's own feedback buttons, where the setting wants them."""
    with with_setting(door, FEEDBACK_BUTTONS="native"):
        answer = door.slack.reply(door.slack.say(f"<@{ME}> when does KR0029 end?"))
        assert "feedback_buttons" in json.dumps(answer["blocks"])
        press(door, answer, "good")
        until(lambda: [one for one in kept(door) if one["question"] == "when does KR0029 end?"], "the verdict")


def test_an_unanswered_question(door: Door[Slack]) -> None:
    """A question that finds no answer is kept without who asked it."""
    door.slack.reply(door.slack.say(f"<@{ME}> what is the budget of KR0032?"))
    (one,) = kept(door, "--verdict", "unanswered")
    assert (one["question"], one["reason"]) == ("what is the budget of KR0032?", "field_unknown")
    assert ALICE not in json.dumps(one)
