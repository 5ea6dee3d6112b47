"""Direct messages where the app is an agent: each thread is a session, processing while it is answered."""

from __future__ import annotations

import pytest

from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import DIRECT, Broken, Limited, Refused, SlackDouble
from tests.slack.test_ledger import Killed, crash


@pytest.fixture
def agent(web_api: SlackDouble, workspace: NewWorkspace) -> NewWorkspace:
    """Makes a bot that was installed from the agent's manifest."""

    def make(**environ: str) -> Workspace:
        web_api.world.agent()
        return workspace(**environ)

    return make


def order(bot: Workspace) -> list[str]:
    """What the bot told of the session and when it posted, in order."""
    seen = [(call.method, call.args) for call in bot.web_api.calls]
    return [
        args.get("status", "posted")
        for method, args in seen
        if method in ("agents.sessions.setStatus", "chat.postMessage")
    ]


def test_a_direct_message_opens_a_session(agent: NewWorkspace) -> None:
    """A direct message's thread becomes a session that is called as the question, and processing until its answer."""
    bot = agent()
    ts = bot.message("who <leads>  it?", channel=DIRECT, channel_type="im")["event"]["ts"]
    assert bot.web_api.world.sessions == {
        (DIRECT, ts): {"title": "who <leads> it?", "statuses": ["processing", "active"]}
    }
    assert order(bot) == ["processing", "posted", "active"]
    assert bot.web_api.posts[0]["thread_ts"] == ts


def test_a_session_keeps_its_title(agent: NewWorkspace) -> None:
    """What is asked on in a session is answered in it, and it is called as before."""
    bot = agent()
    ts = bot.message("one", channel=DIRECT, channel_type="im")["event"]["ts"]
    bot.message("two", channel=DIRECT, channel_type="im", thread_ts=ts)
    assert [one["title"] for one in bot.web_api.world.sessions.values()] == ["one"]
    assert [post["thread_ts"] for post in bot.web_api.posts] == [ts, ts]


def test_a_long_question_is_a_title_that_slack_takes(agent: NewWorkspace) -> None:
    """A title has 200 characters at most, and is never empty."""
    bot = agent()
    bot.message("word " * 100, channel=DIRECT, channel_type="im")
    bot.message("", channel=DIRECT, channel_type="im")
    long, none = (one["title"] for one in bot.web_api.world.sessions.values())
    assert len(long) <= 200
    assert none is None


@pytest.mark.parametrize("text", ["fail", "which?"])
def test_a_session_always_ends_its_work(agent: NewWorkspace, text: str) -> None:
    """A failure that is told and a question back leave no session processing."""
    bot = agent()
    bot.message(text, channel=DIRECT, channel_type="im")
    assert order(bot) == ["processing", "posted", "active"]


def test_whoever_is_not_answered_is_told_in_the_session(agent: NewWorkspace) -> None:
    """A refusal, and the news of too many questions, stand in a session of their own."""
    bot = agent(PERSON_QUESTIONS="1")
    bot.message("one", channel=DIRECT, channel_type="im", user_team="T99ELSE")
    bot.message("two", channel=DIRECT, channel_type="im")
    assert order(bot) == ["processing", "posted", "active"] * 2


@pytest.mark.parametrize("weather", [Refused("internal_error"), Refused("unknown_method"), Limited(), Broken()])
def test_a_session_that_cannot_be_set_is_no_ones_business(
    agent: NewWorkspace, weather: Broken | Limited | Refused
) -> None:
    """Where Slack takes no session's status, the answer comes all the same, and nothing is waited for."""
    bot = agent()
    bot.web_api.weather.always["agents.sessions.setStatus"] = weather
    bot.message("one", channel=DIRECT, channel_type="im")
    assert bot.texts() == ["You said “one” after 0 before."]
    assert bot.slept == [0.0]


def test_what_was_left_behind_is_answered_in_its_session(agent: NewWorkspace) -> None:
    """Who asked just before a crash is answered in the session that they began, which is processing no more."""
    bot = agent()
    bot.turns.pool = Killed()
    ts = bot.message("one", channel=DIRECT, channel_type="im")["event"]["ts"]
    crash(bot)
    assert [(post["text"], post.get("thread_ts")) for post in bot.web_api.posts] == [
        ("You said “one” after 0 before.", ts)
    ]
    assert bot.web_api.world.sessions[DIRECT, ts]["statuses"] == ["processing", "active"]


def test_channels_have_no_sessions(agent: NewWorkspace) -> None:
    """A mention in a channel opens no session."""
    bot = agent()
    bot.mention("hello")
    assert bot.web_api.world.sessions == {}


def test_without_the_agent_feature_there_are_no_sessions(workspace: NewWorkspace) -> None:
    """An app that is no agent sets no session's status."""
    bot = workspace()
    bot.message("hello", channel=DIRECT, channel_type="im")
    assert order(bot) == ["posted"]
