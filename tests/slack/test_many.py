"""A hundred questions at once from twenty-five people, through the real app, its threads and its database."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slack_bolt import BoltRequest

from bot.settings import read_settings
from bot.slack.app import build_app
from bot.slack.questions import FromDatabase
from bot.slack.turns import Turns
from bot.state.database import open_state
from tests.slack.double import BOT_TOKEN, ME, TEAM, Channel, Dropped, SlackDouble, User
from tests.thorough import THOROUGH

PEOPLE, EACH, CHANNELS = 50 if THOROUGH else 25, 4, 10
QUESTIONS = ("who leads KR0032?", "when does KR0029 end?", "email of KR0029", "what is the status of KR0032?")


def events() -> list[dict]:
    """Each of them asks four questions, in ten channels; Slack sends each mention twice."""
    made = []
    for person, number in itertools.product(range(PEOPLE), range(EACH)):
        said = {
            "user": f"U9{person:03}",
            "channel": f"C9{person % CHANNELS:03}",
            "text": f"<@{ME}> {QUESTIONS[number]}",
        }
        said["ts"] = f"1700000000.{person * EACH + number:06}"
        for kind in ("app_mention", "message"):
            body = {"type": "event_callback", "event_id": f"Ev{kind}{said['ts']}", "team_id": TEAM}
            authorized = [{"team_id": TEAM, "enterprise_id": None, "user_id": ME, "is_bot": True}]
            made.append(body | {"event": said | {"type": kind}, "authorizations": authorized})
    return made


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """A workspace of these people and ten channels."""
    with SlackDouble() as double:
        people = [User(f"U9{number:03}") for number in range(PEOPLE)]
        double.world.users |= {one.id: one for one in people}
        for number in range(CHANNELS):
            place = Channel(f"C9{number:03}", members={ME, *(one.id for one in people)})
            double.world.channels[place.id] = place
        yield double


@pytest.mark.parametrize("stormy", [False, True], ids=["in calm", "in storm"])
def test_none_is_lost_and_none_doubled(slack: SlackDouble, database: str, tmp_path: Path, stormy: bool) -> None:
    """Each question gets one answer of its own in its own thread, though two posts in five break off."""
    environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.address, "STATE_DB": str(tmp_path / "state.db")}
    settings = read_settings(environ | {"COMMITMENTS_DB": database})
    turns = Turns(settings.questions_waiting)
    app = build_app(
        settings,
        state=open_state(settings.state_db),
        answering=FromDatabase(Path(database)),
        turns=turns,
        sleep=lambda _: None,
    )
    if stormy:
        slack.weather.next("chat.postMessage", *[None, Dropped(), None, None, Dropped(taken=True)] * 40)
    asked = events()
    with ThreadPoolExecutor(PEOPLE) as people:
        statuses = list(people.map(lambda body: app.dispatch(BoltRequest(mode="socket_mode", body=body)).status, asked))
    app.listener_runner.listener_executor.shutdown(wait=True)
    turns.close()
    assert set(statuses) == {200}
    answered = Counter(post["thread_ts"] for post in slack.posts)
    assert answered == Counter({body["event"]["ts"]: 1 for body in asked})
    by_question = {body["event"]["ts"]: body["event"]["text"] for body in asked}
    answers = {by_question[post["thread_ts"]]: post["text"] for post in slack.posts}
    assert all(answers[by_question[post["thread_ts"]]] == post["text"] for post in slack.posts)
    assert len(set(answers.values())) == len(QUESTIONS)
