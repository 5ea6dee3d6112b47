"""The buttons under answers on an independent Slack server: all fields, sources and files."""

from __future__ import annotations

import json
import urllib.request

from tests.slack.end_to_end.conftest import GENERAL, ME, Door, Slack, until


def buttons(message: dict) -> dict[str, dict]:
    """The buttons of a message by their labels."""
    elements = [element for block in message["blocks"] for element in block.get("elements", [])]
    return {one["text"]["text"]: one for one in elements if one["type"] == "button"}


def called(door: Door[Slack], method: str) -> list[dict]:
    """The bodies with which the bot called a method."""
    entries = [one for log in door.slack.call("log").values() for one in log]
    return [one["detail"] for one in entries if one["kind"] == "web_api" and one["summary"] == method]


def test_a_list_is_one_message(door: Door[Slack]) -> None:
    """A long list is one message that says how much of the list it shows."""
    root = door.slack.say(f"<@{ME}> list the commitments of South Korea")
    shown = json.dumps(door.slack.reply(root)["blocks"])
    assert "KR0030" in shown
    assert "1\\u201330 of 48" in shown
    assert len(door.slack.replies(root)) == 1


def test_a_list_comes_as_csv(door: Door[Slack]) -> None:
    """A press posts the list as a CSV file in the thread."""
    root = door.slack.say(f"<@{ME}> which commitments end before 2019?")
    message = door.slack.reply(root)
    door.slack.press(message, buttons(message)["CSV"])
    (file,) = door.slack.reply(root, 2)["files"]
    request = urllib.request.Request(file["url_private"], headers={"Authorization": "Bearer xoxb-test-token"})
    with urllib.request.urlopen(request) as content:
        text = content.read().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("code,title,field,state,raw,value")
    assert "31 December 2017,2017-12-31,day,KR0032.txt" in text


def test_dates_come_as_a_picture(door: Door[Slack]) -> None:
    """A press posts the dates as a picture with words for who does not see it."""
    root = door.slack.say(f"<@{ME}> which commitments end before 2019?")
    message = door.slack.reply(root)
    door.slack.press(message, buttons(message)["Timeline"])
    (file,) = door.slack.reply(root, 2)["files"]
    assert file["name"].endswith(".png")


def test_sources_open_as_a_form(door: Door[Slack]) -> None:
    """A press opens the sources, each with its quote."""
    root = door.slack.say(f"<@{ME}> tell me about KR0032")
    message = door.slack.reply(root)
    door.slack.press(message, buttons(message)["Sources (10)"])
    (opened,) = until(lambda: called(door, "views.open"), "the form")
    assert opened["view"]["title"]["text"] == "Sources"
    assert "“… Start and End Date: New / 1 July 2016 ~ 31 December 2017" in json.dumps(opened, ensure_ascii=False)


def test_all_fields_open_in_a_window(door: Door[Slack]) -> None:
    """A press under a card opens what it left out."""
    root = door.slack.say(f"<@{ME}> tell me about KR0032")
    message = door.slack.reply(root)
    assert "Relevance" not in json.dumps(message["blocks"])
    door.slack.press(message, buttons(message)["All fields"])
    opened = until(lambda: [one for one in called(door, "views.open") if "Relevance" in str(one)], "the window")
    assert opened[0]["view"]["title"]["text"] == "KR0032"


def test_nothing_else_was_said(door: Door[Slack]) -> None:
    """None of the presses above left a word in the main channel."""
    messages = door.slack.call(f"messages/{GENERAL}")["messages"]
    assert [one for one in messages if one["user"] == ME and not one.get("thread_ts")] == []
