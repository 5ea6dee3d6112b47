"""The strict Slack double, a stand-in for the asking room, a workspace's events."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.asking.answer import Answer, Option
from bot.charts.drawings import TimelineSpan
from bot.records.withholding import Sees, nobody
from bot.settings import read_settings
from bot.slack.app import build
from bot.slack.ledger import BEAT
from bot.slack.questions import Answering, FromDatabase
from bot.slack.turns import Turns
from bot.state.database import open_state
from tests.forking import python
from tests.slack.digest_bot import Bot, DigestApi
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, ME, TEAM, SlackDouble
from tests.slack.judge.dump import keep_shown
from tests.slack.judging import Judging

ROOT = Path(__file__).parents[2]


@pytest.fixture
def web_api() -> Iterator[SlackDouble]:
    """The strict Slack double for one test; it waits for nobody."""
    with SlackDouble() as double:
        yield double


def an_answer(statement: str, **others: Any) -> Answer:
    """An answer that says `statement`."""
    given: dict[str, Any] = {
        "query": "",
        "as_of": "2026-11-21",
        "lang": "en",
        "outcome": "answer",
        "intent": "lookup",
        "frame": {},
    }
    given |= {"statement": statement, "text": statement} | others
    return Answer(**given)


class Parrot:
    """Says what it was asked and how many the thread heard before; “which” offers a choice of two."""

    def ask(
        self, question: str, memory: str | None, sees: Sees = nobody, rows: int | None = None
    ) -> tuple[Answer, str]:
        """The question back; an error where it says “fail”."""
        heard = json.loads(memory)["heard"] if memory else 0
        if "fail" in question:
            raise RuntimeError("the parrot fell off its perch")
        if "which" in question:
            options = (Option("KR0029", "Citizen Groups"), Option("KR0032", "Citizen Services"))
            answer = an_answer("Which one?", outcome="clarify", options=options, pending=json.dumps(question))
        else:
            answer = an_answer(f"You said “{question}” after {heard} before.")
        return answer, json.dumps({"heard": heard + 1})

    def asks(self, said: str, memory: str | None) -> bool:
        """Whatever is said to it."""
        return True

    def choose(self, pending: str, code: str, memory: str | None, sees: Sees = nobody) -> tuple[Answer, str]:
        """The choice back."""
        return an_answer(f"You chose {code} for {pending}."), json.dumps({"heard": 9})

    def again(
        self,
        question: str,
        pending: str | None,
        memory: str | None,
        as_of: date,
        sees: Sees = nobody,
        rows: int | None = None,
    ) -> Answer:
        """What it said before."""
        return (self.choose(pending, question, memory) if pending else self.ask(question, memory))[0]

    def spans(self, codes: Sequence[str]) -> list[TimelineSpan]:
        """It knows of no dates."""
        return []


class Inline(Executor):
    """Runs each turn at once, so that a test sees all that came of an event when `dispatch` returns."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `call` and give its future, already done."""
        done: Future = Future()
        done.set_result(call(*args, **kwargs))
        return done


class Workspace:
    """The bot with its listeners, as Bolt runs it, and the events of one workspace."""

    def __init__(self, web_api: SlackDouble, state_db: str, answering: Answering, **environ: str) -> None:
        self.web_api, self.state_db, self.answering = web_api, state_db, answering
        self.environ = environ
        self.slept: list[float] = []
        self._numbers = itertools.count(1)
        self.start()

    def start(self) -> None:
        """Build the app anew, as after a restart: only the state database is the same."""
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "secret"}
        place = {"SLACK_API_URL": self.web_api.address, "STATE_DB": self.state_db}
        if isinstance(self.answering, FromDatabase):
            place["COMMITMENTS_DB"] = str(self.answering.database)
        settings = read_settings(tokens | place | self.environ)
        self.state = open_state(settings.state_db)
        self.turns = Turns(settings.questions_waiting, Inline(), Inline())
        self.app, self.conversation = build(
            settings,
            state=self.state,
            answering=self.answering,
            turns=self.turns,
            sleep=self.slept.append,
        )
        self.seconds = 0.0
        self.conversation.ledger.now = self.conversation.unwritten.now = lambda: self.seconds
        self.app.listener_runner.listener_executor.shutdown()
        self.app.listener_runner.listener_executor = Inline()

    def look(self, times: int = 1) -> None:
        """Let so many looks for what waits go by, each a beat after the one before."""
        for _ in range(times):
            self.seconds += BEAT
            self.conversation.ledger.live()
            self.conversation.look()

    def dispatch(self, body: dict) -> BoltResponse:
        """Give a payload to Bolt as Socket Mode does."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        if response.body.startswith("{"):
            keep_shown(json.loads(response.body))
        return response

    def event(self, kind: str, text: str, **others: Any) -> dict:
        """The payload of an event; `event_id` and any field of the event itself may be given."""
        number = next(self._numbers)
        event_id = others.pop("event_id", f"Ev{number:06}")
        shared = others.pop("is_ext_shared_channel", False)
        event = {
            "type": kind,
            "user": ALICE,
            "text": text,
            "channel": CHANNEL,
            "ts": f"1700000000.{number:06}",
        }
        event |= {"channel_type": "channel"} if kind == "message" else {}
        return {
            "type": "event_callback",
            "event_id": event_id,
            "team_id": TEAM,
            "event": event | others,
            "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": ME, "is_bot": True}],
            "is_ext_shared_channel": shared,
        }

    def mention(self, text: str, **others: Any) -> dict:
        """Alice mentions the bot; gives the payload."""
        body = self.event("app_mention", f"<@{ME}> {text}", **others)
        self.dispatch(body)
        return body

    def message(self, text: str, **others: Any) -> dict:
        """Alice writes a message; gives the payload."""
        body = self.event("message", text, **others)
        self.dispatch(body)
        return body

    def press(
        self, value: str, *, message: dict, container: dict | None = None, action_id: str = "choose:0", **others: Any
    ) -> None:
        """Alice presses a button that carries `value` and stands in `message`."""
        action = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b",
            "value": value,
            "action_ts": "1.5",
        }
        body = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": ALICE, "team_id": TEAM},
            "channel": {"id": CHANNEL},
            "container": container or {"type": "message", "message_ts": message["ts"]},
            "message": message,
            "trigger_id": "1.2.3",
            "actions": [action],
        }
        self.dispatch(body | others)

    def texts(self) -> list[str]:
        """The fallback texts of all that the bot posted."""
        return [post["text"] for post in self.web_api.posts]


NewWorkspace = Callable[..., Workspace]
"""Makes a workspace; whom it asks and settings may be given by name."""


@pytest.fixture
def workspace(web_api: SlackDouble, tmp_path: Path) -> NewWorkspace:
    """Makes the workspace of a test; settings may be given by name."""

    def make(answering: Answering | None = None, **environ: str) -> Workspace:
        return Workspace(web_api, str(tmp_path / "state.db"), answering or Parrot(), **environ)

    return make


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The commitments of `corpus/`, ingested."""
    path = tmp_path_factory.mktemp("records") / "commitments.db"
    subprocess.run([*python(), ROOT / "ingest.py", ROOT / "corpus", "--db", path], check=True, capture_output=True)
    return str(path)


@pytest.fixture
def judging(workspace: NewWorkspace, database: str) -> Callable[..., Judging]:
    """A bot that answers from the commitments of `corpus/`; settings may be given by name."""

    def make(**environ: str) -> Judging:
        return Judging(workspace(FromDatabase(Path(database), lambda: date(2026, 11, 21)), **environ))

    return make


@pytest.fixture(params=["native", "plain"])
def people(request: pytest.FixtureRequest, judging: Callable[..., Judging]) -> Judging:
    """People who see one of the two sorts of buttons."""
    return judging(FEEDBACK_BUTTONS=request.param)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    """A bot whose workspace lasts one test."""
    server = DigestApi()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    made = Bot(server, tmp_path)
    yield made
    made.app.listener_runner.listener_executor.shutdown()
    server.shutdown()
    thread.join()
    server.server_close()
