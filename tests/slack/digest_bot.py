"""The bot with its digests over a Web API on loopback, and the documents that it reads."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import BoltRequest, BoltResponse

from bot.settings import read_settings
from bot.slack.app import build_app
from bot.slack.digest_courier import send_digests
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from tests.digest.documents import ingest
from tests.slack.judge.dump import keep_shown

ROOT = Path(__file__).parents[2]
TEAM, CHANNEL, ALICE, DIRECT = "T01TEST", "C01GEN", "U01ALICE", "D01ALICE"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 09:00 in Kyiv


class DigestApi(ThreadingHTTPServer):
    """A workspace on loopback: keeps what is posted, gives it back, and refuses what it is told to refuse."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Methods)
        self.address = f"http://127.0.0.1:{self.server_port}/api/"
        self.calls: list[tuple[str, dict]] = []
        self.messages: list[dict] = []
        self.errors: dict[str, str] = {}
        self.statuses: dict[str, list[int]] = {}
        self.uploaded: list[bytes] = []
        self.person: dict[str, str] = {"tz": "Europe/Kyiv"}

    def of(self, method: str) -> list[dict]:
        """The bodies with which a method was called."""
        return [body for name, body in self.calls if name == method]


class _Methods(BaseHTTPRequestHandler):
    server: DigestApi

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = self.path.rsplit("/", 1)[-1]
        if method == "upload":
            self.server.uploaded.append(content)
            content = b""
        raw = content.decode()
        body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        self.server.calls.append((method, body))
        keep_shown(body)
        answer = {"ok": True} | self._result(method, body)
        if method in self.server.errors:
            answer = {"ok": False, "error": self.server.errors[method]}
        content = json.dumps(answer).encode()
        waiting = self.server.statuses.get(method)
        self.send_response(waiting.pop(0) if waiting else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(content)

    def _result(self, method: str, body: dict) -> dict:
        if method == "auth.test":
            return {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": TEAM, "url": "https://test.slack.com/"}
        if method == "users.info":
            return {"user": {"id": body["user"]} | self.server.person}
        if method == "conversations.open":
            return {"channel": {"id": DIRECT}}
        if method == "views.open":
            return {"view": {"id": "V01VIEW", "hash": "1.opened"}}
        if method == "views.update":
            return {"view": {"id": body["view_id"], "hash": f"{body.get('hash', '1')}.updated"}}
        if method == "files.getUploadURLExternal":
            return {"file_id": "F01FILE", "upload_url": f"{self.server.address}upload"}
        if method == "files.completeUploadExternal":
            return {"files": [{"id": "F01FILE"}]}
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

    def __init__(self, api: DigestApi, folder: Path) -> None:
        self.api, self.corpus, self.day = api, folder / "corpus", date(2026, 11, 20)
        self.acts = itertools.count(1)
        shutil.copytree(ROOT / "corpus", self.corpus)
        for page in self.corpus.iterdir():  # a plan that is not over
            page.write_text(page.read_text("utf-8").replace("Plan 2016-2018", "Plan 2025-2027"), "utf-8")
        environ = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": api.address, "DIGEST_DAYS": "mon-sun"}
        environ |= {"STATE_DB": str(folder / "state.db"), "COMMITMENTS_DB": str(folder / "commitments.db")}
        self.settings = read_settings(environ)
        self.ingest()
        self.state = open_state(self.settings.state_db)
        answering = FromDatabase(self.settings.commitments_db)
        self.app = build_app(self.settings, state=self.state, answering=answering)

    def ingest(self) -> None:
        """Read the documents."""
        ingest(self.corpus, self.settings.commitments_db, self.day)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change words of a document; the next digest's round reads it."""
        text = (self.corpus / name).read_text("utf-8")
        assert old in text
        (self.corpus / name).write_text(text.replace(old, new, 1), "utf-8")

    def dispatch(self, body: dict) -> BoltResponse:
        """Give a payload to Bolt, and wait until its listener is done."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        pool = self.app.listener_runner.listener_executor
        pool.shutdown(wait=True)
        self.app.listener_runner.listener_executor = ThreadPoolExecutor(2)
        return response

    def command(self, text: str, channel: str = CHANNEL, team: str = TEAM) -> dict:
        """Alice types the command; gives what only she sees."""
        body = {"command": "/commitment", "text": text, "user_id": ALICE, "team_id": team, "channel_id": channel}
        self.dispatch(body | {"response_url": f"{self.api.address}respond", "trigger_id": "1.2"})
        return self.api.of("respond")[-1]

    def turn(self, button: dict, view: dict) -> dict:
        """Alice presses a button of a modal; gives what the modal then shows."""
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"], "block_id": "b"}
        action["action_ts"] = f"{next(self.acts)}.5"
        user = {"id": ALICE, "team_id": TEAM}
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": user, "trigger_id": "1.2"}
        self.dispatch(body | {"view": view | {"id": "V01VIEW", "hash": self.hash()}, "actions": [action]})
        return self.shown()

    def hash(self) -> str:
        """The hash of the modal as it stands."""
        updated = self.api.of("views.update")
        return f"{updated[-1].get('hash', '1')}.updated" if updated else "1.opened"

    def shown(self) -> dict:
        """What the modal was filled with last."""
        return plain(self.api.of("views.update")[-1]["view"])

    def copy(self, name: str, codes: Iterable[str]) -> None:
        """Add documents that differ from another in their codes alone, and read them."""
        text = (self.corpus / name).read_text("utf-8")
        for code in codes:
            (self.corpus / f"{code}.txt").write_text(text.replace(Path(name).stem, code), "utf-8")
        self.ingest()

    def choose(self, choice: dict, channel: str = CHANNEL) -> dict:
        """Alice chooses from a menu, by its `action_id` and `selected_option`; gives the last of what only she sees."""
        return self._act({"type": "overflow", "block_id": "b", **choice}, channel)

    def press(self, button: dict, channel: str = CHANNEL) -> dict:
        """Alice presses a button; gives the last of what only she sees."""
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"], "block_id": "b"}
        action["action_ts"] = f"{next(self.acts)}.5"
        return self._act(action, channel)

    def _act(self, action: dict, channel: str) -> dict:
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": ALICE, "team_id": TEAM}}
        body |= {"channel": {"id": channel}, "container": {"type": "message", "message_ts": "1.1"}}
        self.dispatch(body | {"actions": [action], "response_url": f"{self.api.address}respond", "trigger_id": "1.2"})
        seen = self.api.of("respond")
        return seen[-1] if seen else {}

    def submit(self, view: dict, **changed: dict) -> BoltResponse:
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
        send_digests(self.settings, self.ingest, now)
        return [json.dumps(one, ensure_ascii=False) for one in self.api.messages[before:]]


def plain(value: str | Mapping[str, Any]) -> dict:
    """A part of a call's body, which a form holds as JSON text."""
    return json.loads(value) if isinstance(value, str) else dict(value)


def buttons(message: dict) -> dict[str, dict]:
    """The buttons of a message by their labels."""
    blocks = message["blocks"] if isinstance(message["blocks"], list) else json.loads(message["blocks"])
    elements = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return {one["text"]["text"]: one for one in elements if one["type"] == "button"}
