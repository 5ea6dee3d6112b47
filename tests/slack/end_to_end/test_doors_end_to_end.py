"""App Home and sharing against an independent Slack server, in Socket Mode and over signed HTTP."""

from __future__ import annotations

import json

import pytest

from tests.slack.end_to_end.conftest import ALICE, GENERAL, ME, Door, Slack, until


def test_app_home(door: Door[Slack]) -> None:
    """Whoever opens the app's page sees what the corpus holds, and questions that it answers."""

    def published() -> list[dict]:
        calls = door.slack.call("log")["log"]
        return [one["detail"]["view"] for one in calls if one["summary"] == "views.publish"]

    door.slack.call("open-home", {"user": ALICE})
    said = json.dumps(until(published, "the Home tab")[0], ensure_ascii=False)
    assert "What is here" in said
    assert "who leads KR0029?" in said


@pytest.mark.parametrize("door", ["socket"], indirect=True)
def test_a_private_answer_is_shared(door: Door[Slack]) -> None:
    """The command's answer is for its asker alone, until a press of Share posts it in the channel."""

    def answers() -> list[dict]:
        messages = door.slack.call(f"messages/{GENERAL}")["messages"]
        return [one for one in messages if one["user"] == ME and "30 June 2018" in json.dumps(one)]

    asked = {"channel": GENERAL, "user": ALICE, "command": "/commitment", "text": "when does KR0029 end?"}
    door.slack.call("command", asked)
    (private,) = until(answers, "the answer to the command")
    elements = [one for block in private["blocks"] for one in block.get("elements", ())]
    door.slack.press(private, next(one for one in elements if one.get("action_id") == "share"))
    until(lambda: len(answers()) == 2, "the answer in the channel")
    assert f"<@{ALICE}> asked" in json.dumps(answers()[1], ensure_ascii=False)
