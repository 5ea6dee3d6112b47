"""What a crash or a long outage left unanswered is told to whoever asked, once."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.slack.delivery import INTERRUPTED
from bot.state.database import moment
from bot.state.tables import UNFINISHED_TURNS
from bot.state.unfinished_turns import LEFT_BEHIND
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, ME, Channel, Dropped


class Killed(Executor):
    """Takes work and never does it, as a process that is killed."""

    def submit(self, call, /, *args, **kwargs):
        """Forget the call."""
        return Future()


def much_later(bot) -> None:
    """Start the bot anew when every turn of before is long past."""
    past = moment(datetime.now(UTC) - LEFT_BEHIND - timedelta(minutes=1))
    bot.start()
    with bot.state.begin() as connection:
        connection.execute(update(UNFINISHED_TURNS).values(taken_at=past))


@pytest.mark.parametrize(("channel", "kind"), [(CHANNEL, "channel"), (DIRECT, "im")])
def test_a_question_of_before_a_crash_is_told(workspace, channel, kind):
    """Who asked just before a crash is told where they asked, once, as soon as the bot hears of anybody again."""
    bot = workspace()
    bot.turns.pool = Killed()
    asked = bot.message(f"<@{ME}> hello", channel=channel, channel_type=kind)["event"]["ts"]
    much_later(bot)
    bot.mention("more", user=BOB)
    much_later(bot)
    bot.mention("more", user=BOB)
    told = [(post["channel"], post.get("thread_ts")) for post in bot.web_api.posts if post["text"] == INTERRUPTED]
    assert told == [(channel, asked if channel == CHANNEL else None)]


def test_an_answer_that_arrived_before_the_crash_is_not_excused(workspace):
    """Where the answer stands in the thread, though nobody noted it, nothing more is said."""
    bot = workspace()
    bot.turns.pool = Killed()
    said = bot.mention("hello")
    metadata = {"event_type": "commitment_answer", "event_payload": {"turn": said["event_id"]}}
    place = {"channel": CHANNEL, "thread_ts": said["event"]["ts"], "ts": bot.web_api.world.ts()}
    bot.web_api.world.messages.append(place | {"user": ME, "text": "the answer", "metadata": metadata})
    much_later(bot)
    bot.mention("more", user=BOB)
    assert INTERRUPTED not in bot.texts()


def test_an_outage_is_told_when_it_is_over(workspace):
    """A question that met an outage of all of Slack is told when Slack is back."""
    bot = workspace()
    bot.web_api.weather.always["*"] = Dropped()
    asked = bot.mention("hello")["event"]["ts"]
    bot.web_api.weather.always.clear()
    much_later(bot)
    bot.mention("more", user=BOB)
    told = [post["thread_ts"] for post in bot.web_api.posts if post["text"] == INTERRUPTED]
    assert told == [asked]


def test_what_was_answered_told_or_refused_is_ended(workspace):
    """An answer, a failure that was told, a closed channel, a stranger and a throttled question leave nothing open."""
    bot = workspace(PERSON_QUESTIONS="3")
    bot.web_api.world.channels["C0OLD"] = Channel("C0OLD", members={ME, ALICE}, archived=True)
    bot.mention("hello")
    bot.mention("fail")
    bot.mention("hello", channel="C0OLD")
    for _ in range(3):
        bot.mention("hello")
    bot.mention("hello", user=BOB, user_team="T02OTHER")
    before = len(bot.texts())
    much_later(bot)
    bot.mention("more", user=BOB)
    assert len(bot.texts()) == before + 1


def test_a_question_that_is_still_being_answered_is_left_alone(workspace):
    """What was asked a moment ago is not told to be interrupted, though another process may answer it."""
    bot = workspace()
    bot.turns.pool = Killed()
    bot.mention("hello")
    bot.start()
    bot.mention("more", user=BOB)
    assert INTERRUPTED not in bot.texts()
