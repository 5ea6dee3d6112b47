"""Whatever documents, file names and people write, no text that goes to Slack hides or turns its order round."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import ingest
from bot.records.snapshots import seal
from bot.settings import read_settings
from bot.slack.digest_courier import send_digests
from bot.slack.questions import FromDatabase
from bot.slack.subscription_blocks import UNSUBSCRIBE
from tests.hostile import ADDRESS, FILE, NASTY, unsafe, write
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, DIRECT, TEAM

JOINER = "\u2060"  # our own, where Slack would read markup
AS_OF = date(2026, 11, 21)
MOST = 150  # presses of buttons of one conversation
QUESTIONS = (
    "KR0032",
    "who leads KR0032?",
    "list the commitments of Korea",
    "which commitments are overdue?",
    "how many commitments by lead institution?",
    "compare KR0029 and KR0032",
    "what does KR0032 say about strange labels?",
    "what is the completion of KR0032?",
    "what changed in KR0032?",
    "when does the citizen service end?",
    "when does the disclosure commitment end?",
    f"when does the citizen service end {NASTY}?",
    f"who {NASTY} leads {NASTY}?",
    f"KR0032 {NASTY}",
    "help",
)


class Everything:
    """Alice asks, presses every button that she sees, and opens every door; `said` is all that Slack was sent."""

    def __init__(self, bot: Workspace, database: str) -> None:
        self.bot, self.world, self.database = bot, bot.web_api.world, database
        self.answers: list[str] = []
        self.pressed: set[tuple[str, str]] = set()

    def interact(self, kind: str, **body: Any) -> None:
        """Alice uses something."""
        common = {"type": kind, "team": {"id": TEAM}, "user": {"id": ALICE, "team_id": TEAM}}
        common |= {"trigger_id": self.world.trigger(), "response_url": self.world.response_url()}
        self.answers.append(self.bot.dispatch(common | body).body or "")

    def ask(self, question: str) -> None:
        """Ask in the channel, directly and by the command."""
        self.bot.mention(question)
        self.bot.message(question, channel=DIRECT, channel_type="im")
        body = {"command": "/commitment", "text": question, "user_id": ALICE, "team_id": TEAM, "channel_id": CHANNEL}
        body |= {"response_url": self.world.response_url(), "trigger_id": self.world.trigger()}
        self.answers.append(self.bot.dispatch(body).body or "")

    def press_everything(self) -> None:
        """Press each button that is anywhere, and those that then appear."""
        before = -1
        while before < len(self.pressed) < MOST:
            before = len(self.pressed)
            for message in list(self.world.messages):
                place = {"channel": {"id": message["channel"]}, "message": message}
                place["container"] = {"type": "message", "message_ts": message["ts"]}
                self._press(message.get("blocks") or (), place)
            for view in [*self.world.views.values(), *self.world.homes.values()]:
                self._press(view["blocks"], {"view": view | {"state": {"values": {}}}, "container": {"type": "view"}})

    def _press(self, blocks: Any, place: dict[str, Any]) -> None:
        for element in elements(blocks):
            if element.get("type") != "button" or element["action_id"] == UNSUBSCRIBE:
                continue
            name = element["action_id"], element.get("value", "")
            if name not in self.pressed:
                self.pressed.add(name)
                action = {"type": "button", "block_id": "b", "action_ts": f"{len(self.pressed)}.5"}
                self.interact(
                    "block_actions", actions=[action | dict(zip(("action_id", "value"), name, strict=True))], **place
                )

    @property
    def said(self) -> Iterator[tuple[str, str]]:
        """Every text of every call and answer, with where it was sent."""
        for call in self.bot.web_api.calls:
            yield from ((call.method, text) for text in strings(call.args))
        yield from (("an answer", text) for body in self.answers for text in strings(json.loads(body) if body else ""))


def strings(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def elements(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in blocks."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from elements(inner)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hostile documents, read twice, so that there are changes; one has a hostile address."""
    folder = tmp_path_factory.mktemp("hostile")
    pages, database = write(folder / "pages"), str(folder / "commitments.db")
    ingest.main([str(pages), "--db", database, "--as-of", "2026-11-18"])
    page = pages / FILE
    page.write_text(page.read_text("utf-8").replace("Ministry of", f"Mini{NASTY}stry for"), "utf-8")
    ingest.main([str(pages), "--db", database, "--as-of", "2026-11-20"])
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE documents SET url = ? WHERE path = ?", [ADDRESS, FILE])
    connection.close()
    seal(Path(database))
    return database


@pytest.fixture
def everything(workspace: NewWorkspace, hostile: str) -> Everything:
    """Alice with a bot that answers from those documents."""
    environ = {"SHOW_CONTACTS": "all", "FEEDBACK_BUTTONS": "plain", "DIGEST_DAYS": "mon-sun"}
    environ |= {"COMMITMENTS_DB": hostile, "PERSON_QUESTIONS": "1000", "CHANNEL_QUESTIONS": "1000"}
    bot = workspace(FromDatabase(Path(hostile), lambda: AS_OF), **environ)
    return Everything(bot, hostile)


def safe(everything: Everything) -> int:
    """How many texts were sent, each of which must be safe to show."""
    texts = list(everything.said)
    assert [(where, found) for where, text in texts if (found := unsafe(text, allowed=JOINER))] == []
    return len(texts)


def test_no_answer_hides(everything: Everything) -> None:
    """An answer, a choice, sources, all fields, files, pictures, what is shared, and the form about an answer."""
    for question in QUESTIONS:
        everything.ask(question)
    everything.press_everything()
    kinds = {
        action.partition(":")[0] + ":" + action.partition(":")[2].rstrip("0123456789")
        for action, _ in everything.pressed
    }
    assert kinds >= {
        "choose:",
        "share:",
        "feedback:bad",
        *(f"answer:{one}" for one in ("record:", "sources", "csv", "chart", "timeline")),
    }
    assert safe(everything) > 1_000


def test_no_digest_hides(everything: Everything) -> None:
    """What is followed, a preview, the settings, and a digest that is sent with its picture."""
    for words in (
        "subscribe",
        f"subscribe {NASTY}Korea",
        "subscribe list the commitments of Korea",
        "settings",
        "digest",
    ):
        everything.ask(words)
    everything.press_everything()
    environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": everything.bot.web_api.address, "SHOW_CONTACTS": "all"}
    environ |= {"STATE_DB": everything.bot.state_db, "COMMITMENTS_DB": everything.database}
    before = len(everything.world.messages)
    tomorrow = datetime.now(UTC).replace(hour=8) + timedelta(days=1)
    send_digests(read_settings(environ), lambda: None, tomorrow)
    assert len(everything.world.messages) > before
    everything.press_everything()
    safe(everything)


def test_no_other_door_hides(everything: Everything) -> None:
    """The Home tab, prompts, the search form with its choices and results, the message shortcut, cards and panes."""
    for tab in ("home", "messages"):
        body = everything.bot.event("app_home_opened", "")
        body["event"] = {"type": "app_home_opened", "user": ALICE, "channel": DIRECT, "event_ts": "1.5", "tab": tab}
        everything.bot.dispatch(body)
    everything.interact("shortcut", callback_id="search")
    view = next(iter(everything.world.views.values()))
    for name in ("country", "area", "institution"):
        everything.interact(
            "block_suggestion", action_id=f"search:{name}", value="", view=view | {"state": {"values": {}}}
        )
        offered = json.loads(everything.answers[-1])["options"]
        values = {name: {f"search:{name}": {"selected_option": offered[0]}}}
        everything.interact("view_submission", view=view | {"state": {"values": values}})
    for text in ("KR0032", f"KR0032, kr 29 and KR9999 {NASTY}"):
        message = {"type": "message", "user": ALICE, "ts": "1700000000.1", "text": text}
        everything.interact("message_action", callback_id="look_up", message=message, channel={"id": CHANNEL})
    body = everything.bot.event("link_shared", "")
    address = "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/"
    links = [{"domain": "www.opengovpartnership.org", "url": address}]
    body["event"] = {"type": "link_shared", "user": ALICE, "channel": CHANNEL, "message_ts": "1.1", "links": links}
    everything.bot.dispatch(body)
    body = everything.bot.event("entity_details_requested", "", entity_url=address)
    body["event"]["trigger_id"] = everything.world.open_pane("KR0032")
    everything.bot.dispatch(body)
    everything.press_everything()
    assert everything.world.unfurls
    assert everything.world.panes
    assert everything.world.homes
    assert safe(everything) > 100
