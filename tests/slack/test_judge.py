"""What the tests produce can be kept and judged: the dump, each judge's verdict, Slack's own word. No npm is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.slack.conftest import NewWorkspace
from tests.slack.double import CHANNEL, Limited, SlackDouble
from tests.slack.judge.__main__ import main
from tests.slack.judge.dump import VARIABLE, Payload, payloads
from tests.slack.judge.live import by_slack
from tests.slack.judge.newer import known
from tests.slack.judge.verdicts import by_models, lines, read_tsc

DIVIDER = {"type": "divider"}
UNTITLED = {"type": "modal", "blocks": [DIVIDER]}
NAMELESS = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}


def payload(kind: str, value: Any) -> Payload:
    """A payload that no test made."""
    return Payload(kind, value, "nowhere")


def rich(*elements: dict) -> dict:
    """Rich text of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def test_what_the_bot_posts_is_kept_once(
    workspace: NewWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the bot posts is kept once, with the test that made it first, where a folder is named and nowhere else."""
    folder = tmp_path / "dump"
    folder.mkdir()
    bot = workspace()
    bot.mention("hello")
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/slack/test_some.py::test_one (call)")
    for _ in range(2):
        bot.web_api.call("chat.postMessage", {"channel": CHANNEL, "text": "x", "blocks": [DIVIDER]}, "xoxb-test")
    found = list(payloads(folder))
    assert [one for one in found if one.kind != "manifest"] == [
        Payload("message", {"blocks": [DIVIDER]}, "tests/slack/test_some.py::test_one")
    ]
    assert [one.test for one in found if one.kind == "manifest"] == [
        "bot/slack/manifest-agent.json",
        "bot/slack/manifest.json",
    ]


def test_cards_and_entities_are_kept(web_api: SlackDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cards of links and the entities of Work Objects are kept as what they are."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/slack/test_some.py::test_one (call)")
    entity = {"entity_type": "slack#/entities/item"}
    web_api.call("chat.unfurl", {"unfurls": {"https://x.test": {"blocks": [DIVIDER]}}}, "xoxb-test")
    web_api.call("chat.unfurl", {"metadata": {"entities": [entity]}}, "xoxb-test")
    web_api.call("entity.presentDetails", {"metadata": json.dumps(entity)}, "xoxb-test")
    kept = [(one.kind, one.value) for one in payloads(tmp_path) if one.kind in ("unfurls", "entity")]
    assert kept == [("entity", entity), ("unfurls", {"https://x.test": {"blocks": [DIVIDER]}})]


def test_a_line_is_a_value() -> None:
    """Each value has a line of its own, which reads as JSON with the others and knows its pointer."""
    value = {"blocks": [{"type": "image", "alt_text": "a\nb"}, {}], "a/b": None}
    said = list(lines(value))
    assert json.loads("".join(line for line, _ in said).replace(",}", "}").replace(",]", "]")) == value
    assert ('"alt_text": "a\\nb",', "/blocks/0/alt_text") in said
    assert said[-2] == ('"a/b": null,', "/a~1b")


def test_what_tsc_says_points_at_a_value() -> None:
    """A complaint of tsc about a line is a refusal of the value there; one about no payload is the judge's error."""
    one = payload("message", {})
    said = "payloads/dump000000.ts(7,3): error TS2353: '\"colour\"' does not exist in type 'SectionBlock'.\n  more"
    (refusal,) = read_tsc(said, {("dump000000", 7): (one, "/blocks/1/colour")})
    assert str(refusal).splitlines() == [
        "@slack/types: message /blocks/1/colour: '\"colour\"' does not exist in type 'SectionBlock'.",
        "    nowhere",
    ]
    with pytest.raises(RuntimeError, match="could not judge"):
        list(read_tsc("error TS18003: No inputs were found", {}))


def test_what_is_newer_than_the_types_is_judged_by_itself() -> None:
    """A part that the published types do not know is given with its pointer; what they know takes its place."""
    tag, chart = {"type": "tag", "text": "Late"}, {"type": "data_visualization", "title": "x"}
    header = {"type": "header", "text": {"type": "plain_text", "text": "x"}}
    whole, parts = known({"blocks": [rich(tag), chart, header | {"level": 2}]})
    assert [tuple(part) for part in parts] == [
        ("/blocks/0/elements/0/elements/0", "Tag", tag),
        ("/blocks/1", "DataVisualization", chart),
        ("/blocks/2/level", "Level", 2),
    ]
    assert whole["blocks"] == [rich({"type": "text", "text": "x"}), DIVIDER, header]


def test_the_models_refuse() -> None:
    """slack_sdk's models refuse a block and a view beyond their limits, and count what they do not know."""
    table = {"type": "data_table", "caption": "x", "rows": []}
    found = by_models([payload("message", {"blocks": [DIVIDER, NAMELESS, table]}), payload("view", UNTITLED)])
    assert [one.pointer for one in found.refusals] == ["/blocks/1"]
    assert (found.judged, found.unknown["data_table"]) == (4, 1)


def test_slack_itself_refuses(web_api: SlackDouble) -> None:
    """Each payload goes to `blocks.validate`, again after the wait that Slack names; its refusals have pointers."""
    web_api.weather.next("blocks.validate", Limited(0))
    asked = [
        payload("message", {"blocks": [DIVIDER, NAMELESS]}),
        payload("view", UNTITLED),
        payload("unfurls", {"https://x.test": {"blocks": [{"type": "section"}]}}),
        payload("manifest", {}),
    ]
    found = by_slack(asked, web_api.address)
    assert [(one.payload.kind, one.pointer) for one in found.refusals] == [
        ("message", "/blocks/1/text/text"),
        ("view", ""),
        ("unfurls", "/attachments/0/blocks/0"),
    ]
    assert (found.judged, found.unknown["manifest"]) == (3, 1)


def test_what_is_needed_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where npm is missing, one sentence says so, and the exit code is not 0."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", ["judge"])
    assert main() == 2
    assert capsys.readouterr().err == (
        "make judge needs npm and Node 20 or newer, to run TypeScript over Slack's published types.\n"
    )
