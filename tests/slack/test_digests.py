"""Digests in Slack: the command, the buttons, the form, and the courier, over a Web API on loopback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from slack_bolt import BoltRequest

from bot.digest.deliver import GoneError, SendError
from bot.digest.model import SECTIONS, Digest, Item, Section, Source, Window
from bot.settings import read_settings
from bot.slack.answering import FromDatabase
from bot.slack.app import build_app
from bot.slack.contacts import Disclosure
from bot.slack.delivery import slack_client
from bot.slack.digest_blocks import digest_message
from bot.slack.digest_courier import SlackCourier, send_digests
from bot.state.database import open_state
from bot.state.subscriptions import acts, get, running

ROOT = Path(__file__).parents[2]
TEAM, CHANNEL, ALICE, DIRECT = "T01TEST", "C01GEN", "U01ALICE", "D01ALICE"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 09:00 in Kyiv


class WebApi(ThreadingHTTPServer):
    """A workspace on loopback: keeps what is posted, gives it back, and refuses what it is told to refuse."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Methods)
        self.address = f"http://127.0.0.1:{self.server_port}/api/"
        self.calls: list[tuple[str, dict]] = []
        self.messages: list[dict] = []
        self.errors: dict[str, str] = {}

    def of(self, method: str) -> list[dict]:
        """The bodies with which a method was called."""
        return [body for name, body in self.calls if name == method]


class _Methods(BaseHTTPRequestHandler):
    server: WebApi

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        method = self.path.rsplit("/", 1)[-1]
        self.server.calls.append((method, body))
        answer = {"ok": True} | self._result(method, body)
        if method in self.server.errors:
            answer = {"ok": False, "error": self.server.errors[method]}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def _result(self, method: str, body: dict) -> dict:
        if method == "auth.test":
            return {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": TEAM, "url": "https://test.slack.com/"}
        if method == "users.info":
            return {"user": {"id": body["user"], "tz": "Europe/Kyiv"}}
        if method == "conversations.open":
            return {"channel": {"id": DIRECT}}
        if method == "conversations.history":
            return {"messages": [one for one in self.server.messages if one["channel"] == body["channel"]]}
        if method == "chat.postMessage" and method not in self.server.errors:
            ts = f"{len(self.server.messages)}.1"
            self.server.messages.append(body | {"ts": ts})
            return {"channel": body["channel"], "ts": ts}
        return {}

    def log_message(self, *_: object) -> None:
        """Keep standard error for what matters."""


class Bot:
    """The bot in one workspace, and the documents that it reads."""

    def __init__(self, api: WebApi, folder: Path) -> None:
        self.api, self.corpus, self.day = api, folder / "corpus", date(2026, 11, 20)
        shutil.copytree(ROOT / "corpus", self.corpus)
        environ = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": api.address, "DIGEST_DAYS": "mon-sun"}
        environ |= {"STATE_DB": str(folder / "state.db"), "COMMITMENTS_DB": str(folder / "commitments.db")}
        self.settings = read_settings(environ)
        self.ingest()
        self.state = open_state(self.settings.state_db)
        answering = FromDatabase(self.settings.commitments_db)
        self.app = build_app(self.settings, state=self.state, answering=answering)

    def ingest(self) -> None:
        """Read the documents."""
        command = [sys.executable, str(ROOT / "ingest.py"), str(self.corpus), "--db", str(self.settings.commitments_db)]
        subprocess.run([*command, "--as-of", self.day.isoformat()], check=True, capture_output=True, cwd=ROOT)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change words of a document; the next digest's round reads it."""
        text = (self.corpus / name).read_text("utf-8")
        assert old in text
        (self.corpus / name).write_text(text.replace(old, new, 1), "utf-8")

    def dispatch(self, body: dict):
        """Give a payload to Bolt, and wait until its listener is done."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        pool = self.app.listener_runner.listener_executor
        pool.shutdown(wait=True)
        self.app.listener_runner.listener_executor = type(pool)(2)
        return response

    def command(self, text: str, channel: str = CHANNEL, team: str = TEAM) -> dict:
        """Alice types the command; gives what only she sees."""
        body = {"command": "/commitment", "text": text, "user_id": ALICE, "team_id": team, "channel_id": channel}
        self.dispatch(body | {"response_url": f"{self.api.address}respond", "trigger_id": "1.2"})
        return self.api.of("respond")[-1]

    def press(self, button: dict, channel: str = CHANNEL) -> dict | None:
        """Alice presses a button; gives the last of what only she sees."""
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": ALICE, "team_id": TEAM}}
        body |= {"channel": {"id": channel}, "container": {"type": "message", "message_ts": "1.1"}}
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"], "block_id": "b"}
        self.dispatch(body | {"actions": [action], "response_url": f"{self.api.address}respond", "trigger_id": "1.2"})
        return (self.api.of("respond") or [None])[-1]

    def submit(self, view: dict, **changed: dict):
        """Alice saves the form as it was opened, some fields changed; gives Bolt's response."""
        values = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = dict(block["element"])
                for name in ("time", "date", "option", "options"):
                    if f"initial_{name}" in element:
                        element[f"selected_{name}"] = element[f"initial_{name}"]
                element["value"] = element.get("initial_value")
                values[block["block_id"]] = {block["block_id"]: element | changed.get(block["block_id"], {})}
        view = {"type": "modal", "callback_id": view["callback_id"], "private_metadata": view["private_metadata"]}
        user = {"id": ALICE, "team_id": TEAM}
        body = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": user,
            "view": view | {"state": {"values": values}},
        }
        return self.dispatch(body)

    def send(self, now: datetime) -> list[str]:
        """Run a round at a moment; gives what was posted, as JSON text."""
        before = len(self.api.messages)
        self.day = now.date()
        send_digests(self.settings, self.ingest, lambda: now)
        return [json.dumps(one, ensure_ascii=False) for one in self.api.messages[before:]]


def plain(value: object) -> dict:
    """A part of a call's body, which a form holds as JSON text."""
    return json.loads(value) if isinstance(value, str) else dict(value)


def buttons(message: dict) -> dict[str, dict]:
    """The buttons of a message by their labels."""
    blocks = message["blocks"] if isinstance(message["blocks"], list) else json.loads(message["blocks"])
    return {e["text"]["text"]: e for block in blocks if block["type"] == "actions" for e in block["elements"]}


@pytest.fixture
def bot(tmp_path):
    """A bot whose workspace lasts one test."""
    server = WebApi()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    made = Bot(server, tmp_path)
    yield made
    made.app.listener_runner.listener_executor.shutdown()
    server.shutdown()
    thread.join()
    server.server_close()


def test_subscribe(bot):
    """The asker sees the new digest with its buttons, the channel sees who did it, the zone is the person's."""
    reply = bot.command("subscribe KR0032")
    assert reply["response_type"] == "ephemeral"
    assert set(buttons(reply)) == {"Preview", "Change…", "Unsubscribe"}
    (one,) = running(bot.state)
    assert (one.kind, one.value, one.channel, one.zone, one.at) == ("code", "KR0032", CHANNEL, "Europe/Kyiv", "09:00")
    assert f"<@{ALICE}> set up a digest: code: KR0032." in bot.api.messages[-1]["text"]


def test_subscribe_alone(bot):
    """With “me” the digest goes to the person's direct messages."""
    bot.command("subscribe me South Korea")
    assert [(one.kind, one.channel) for one in running(bot.state)] == [("country", DIRECT)]


@pytest.mark.parametrize(
    "words", ["inactive commitments", "everything", "area: Fiscal Openness", "Ministry of the Interior"]
)
def test_what_can_be_followed(bot, words):
    """A question that gives a list, everything, a named kind and a bare name can each be followed, and once only."""
    bot.command(f"subscribe {words}")
    assert len(running(bot.state)) == 1
    assert "already" in bot.command(f"subscribe {words}")["text"]
    assert len(running(bot.state)) == 1


def test_what_is_not_understood_is_not_followed(bot):
    """Words that name nothing and give no list are answered with a sentence and followed by nothing."""
    assert "Zzyzx" in bot.command("subscribe Zzyzx")["text"]
    assert running(bot.state) == []


def test_a_channel_that_the_bot_is_not_in(bot):
    """Where the bot cannot post nothing is followed, and the asker is told what to do."""
    bot.api.errors["chat.postMessage"] = "not_in_channel"
    assert "Invite me" in bot.command("subscribe")["text"]
    assert running(bot.state) == []


def test_a_stranger_is_refused(bot):
    """A person of another workspace can neither ask nor subscribe."""
    for text in ("subscribe", "who leads KR0032?"):
        assert "only people of the workspaces" in bot.command(text, team="T99OTHER")["text"]
    assert running(bot.state) == []


def test_a_question_is_answered_to_the_asker_alone(bot):
    """Anything else is a question: its answer is ephemeral and nothing is posted."""
    reply = bot.command("who leads KR0032?")
    assert "Ministry of the Interior" in reply["text"]
    assert (reply["response_type"], bot.api.messages) == ("ephemeral", [])


def test_help(bot):
    """`help` and nothing at all say what can be done."""
    assert "/commitment subscribe" in bot.command("help")["text"]
    assert "/commitment subscribe" in bot.command("")["text"]


def test_a_digest_at_its_time(bot):
    """The first comes at its time and once; then nothing until a document changes, which it names with old and new."""
    bot.command("subscribe")
    assert bot.send(MONDAY - timedelta(minutes=1)) == []
    (first,) = bot.send(MONDAY)
    assert "31 December 2017" in first
    assert bot.send(MONDAY + timedelta(minutes=1)) == []
    assert bot.send(MONDAY + timedelta(days=1)) == []
    bot.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    (changed,) = bot.send(MONDAY + timedelta(days=2))
    assert "“31 December 2017” → “30 November 2027”" in changed
    assert bot.send(MONDAY + timedelta(days=3)) == []


def test_a_message_that_is_there_is_not_sent_again(bot):
    """After a send whose answer was lost the message is found by its metadata, and the digest counts as sent."""
    bot.command("subscribe")
    bot.api.errors["chat.postMessage"] = "fatal_error"
    assert bot.send(MONDAY) == []
    token = plain(bot.api.of("chat.postMessage")[-1]["metadata"])["event_payload"]["token"]
    metadata = {"event_type": "commitment_digest", "event_payload": {"token": token}}
    bot.api.messages.append({"channel": CHANNEL, "ts": "99.1", "text": "", "blocks": [], "metadata": metadata})
    del bot.api.errors["chat.postMessage"]
    assert bot.send(MONDAY + timedelta(minutes=10)) == []
    assert get(bot.state, running(bot.state)[0].id).sent_on == "2026-11-23"


def test_preview_settings_and_unsubscribe(bot):
    """Settings lists the digest, preview shows what would come, one press ends it; another channel's press does not."""
    bot.command("subscribe")
    shown = buttons(bot.command("settings"))
    assert "31 December 2017" in json.dumps(bot.press(shown["Preview"]))
    assert "31 December 2017" in json.dumps(bot.command("digest"))
    bot.press(shown["Unsubscribe"], channel="C02OTHER")
    (one,) = running(bot.state)
    bot.press(shown["Unsubscribe"])
    assert running(bot.state) == []
    assert [act.act for act in acts(bot.state, one.id)] == ["subscribe", "unsubscribe"]
    assert "Unsubscribed" in bot.api.messages[-1]["text"]


def test_the_form(bot):
    """What is saved in the form is kept: mute, pause and zone; what is wrong is said beside its field."""
    change = buttons(bot.command("subscribe"))["Change…"]
    bot.press(change)
    view = plain(bot.api.of("views.open")[-1]["view"])
    response = bot.submit(view, zone={"value": "Mars/Olympus"}, muted={"value": "all of them"})
    assert set(json.loads(response.body)["errors"]) == {"zone", "muted"}
    bot.submit(view, zone={"value": "Asia/Seoul"}, muted={"value": "kr0032"}, paused={"selected_date": "2026-11-25"})
    (one,) = running(bot.state)
    assert (one.zone, one.muted, one.paused_until) == ("Asia/Seoul", ("KR0032",), "2026-11-25")
    assert bot.send(datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == []
    bot.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    bot.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    (sent,) = bot.send(datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert "“Inactive” → “Active”" in sent
    assert "30 November 2027" not in sent


def test_an_archived_channel_pauses_it_and_the_owner_is_told_once(bot):
    """A digest with nowhere to go is paused with its reason; its owner hears of it once, and can resume it."""
    bot.command("subscribe")
    bot.api.errors["chat.postMessage"] = "is_archived"
    bot.send(MONDAY)
    bot.send(MONDAY + timedelta(days=1))
    told = [body for body in bot.api.of("chat.postMessage") if body["channel"] == ALICE]
    assert len(told) == 1
    assert "paused: the channel is archived." in told[0]["text"]
    assert running(bot.state) == []
    del bot.api.errors["chat.postMessage"]
    bot.press(buttons(bot.command("settings"))["Resume"])
    assert len(bot.send(MONDAY + timedelta(days=2))) == 1


@pytest.mark.parametrize(
    ("code", "error"), [("channel_not_found", GoneError), ("not_in_channel", GoneError), ("fatal_error", SendError)]
)
def test_what_slack_refuses(bot, code, error):
    """A place that is gone is told apart from a failure that may pass."""
    bot.command("subscribe")
    (one,) = running(bot.state)
    courier = SlackCourier(
        lambda _team: slack_client("xoxb-test", bot.api.address), Disclosure.of(bot.settings, bot.state)
    )
    bot.api.errors |= {"chat.postMessage": code, "conversations.history": code}
    with pytest.raises(error):
        courier.send(one, Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), (), 0, 0, 0, news=False), "token")
    with pytest.raises(error):
        courier.find(one, "token", MONDAY)


def test_the_largest_digest_fits(bot):
    """Six sections of long lines stay within Slack's limits, and say how many lines are not shown."""
    bot.command("subscribe")
    (one,) = running(bot.state)
    source = Source("a.txt", 0, 1, "x", url="https://example.org/" + "a" * 200)
    item = Item("QM0001", "&" * 500, "end", "<" * 5_000, None, "*" * 5_000, -5, source, at="2026-11-01")
    sections = tuple(Section(name, 4_000, (item,) * 10) for name in SECTIONS)
    message = digest_message(Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), sections, 9, 9, 9, news=True), one)
    assert len(message.blocks) <= 50
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert max(map(len, texts)) <= 3_000
    assert len(json.dumps(message.blocks)) < 13_000
    assert all("more" in text for text in texts[1:])
