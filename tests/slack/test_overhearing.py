"""What the bot answers in its thread though nobody names it, and what it leaves to people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.slack.questions import FromDatabase
from tests.slack.channel import play, read_script
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, DIRECT, TEAM

PAGE = "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/"
LEAD = "Ministry of the Interior"


@pytest.fixture
def bot(workspace: NewWorkspace, database: str) -> Workspace:
    """A bot that answers from the commitments of `corpus/`."""
    return workspace(FromDatabase(Path(database), lambda: date(2026, 11, 21)))


def test_a_hundred_lines_of_three_people(bot: Workspace) -> None:
    """Of a hundred lines in its thread the bot answers the twenty-five that are for it, and no other."""
    lines = read_script()
    assert (len(lines), sum(line.meant for line in lines), len({line.who for line in lines})) == (100, 25, 3)
    assert [line.text for line, answered in play(bot, lines) if answered != line.meant] == []


def test_each_is_answered_once_in_the_thread(bot: Workspace) -> None:
    """A line of the script gets one post, in the thread that it stands in."""
    lines = read_script()
    play(bot, lines)
    assert {post["thread_ts"] for post in bot.web_api.posts} == {"1600000000.000001"}
    assert len(bot.web_api.posts) == 25


@pytest.mark.parametrize("said", ["ok, I'll write to her tomorrow", ":thumbsup:", "Maria can you take this?"])
def test_a_direct_message_is_always_answered(bot: Workspace, said: str) -> None:
    """In a direct message whatever is said gets an answer, for there it is said to the bot."""
    bot.message(said, channel=DIRECT, channel_type="im")
    assert len(bot.web_api.posts) == 1


def test_what_people_say_does_not_count_as_questions(workspace: NewWorkspace, database: str) -> None:
    """Remarks use up nobody's questions of a minute: the question after them is answered."""
    answering = FromDatabase(Path(database), lambda: date(2026, 11, 21))
    bot = workspace(answering, PERSON_QUESTIONS="2")
    root = bot.mention("who leads KR0032?")["event"]["ts"]
    for _ in range(5):
        bot.message("good to know, thanks", thread_ts=root)
    bot.message("and when does it end?", thread_ts=root)
    assert len(bot.texts()) == 2
    assert "31 December 2017" in bot.texts()[1]


def test_a_failure_over_a_remark_is_not_told(
    bot: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the judgement itself fails, nobody who did not speak to the bot hears of it; the log does."""
    root = bot.mention("who leads KR0032?")["event"]["ts"]

    def fail(self: FromDatabase, said: str, memory: str | None) -> bool:
        raise RuntimeError("no judgement")

    monkeypatch.setattr(FromDatabase, "asks", fail)
    bot.message("lunch?", thread_ts=root)
    assert len(bot.texts()) == 1
    assert "no judgement" in caplog.text


@pytest.mark.parametrize(
    "address", [f"<{PAGE}>", f"<{PAGE}|the page>", f"<{PAGE}?ref=mail#top|opengovpartnership.org>"]
)
@pytest.mark.parametrize("door", ["mention", "thread", "direct", "follow-up"])
def test_a_pages_address_is_its_code(bot: Workspace, door: str, address: str) -> None:
    """The address of a commitment's page in a question, with a label or without, is the commitment's code."""
    said = f"who leads {address}?"
    if door == "mention":
        bot.mention(said)
    elif door == "direct":
        bot.message(said, channel=DIRECT, channel_type="im")
    else:
        root = bot.mention("who leads KR0029?")["event"]["ts"]
        bot.message(f"same for {address}" if door == "follow-up" else said, thread_ts=root)
    assert "KR0032" in bot.texts()[-1]
    assert LEAD in bot.texts()[-1]


def test_a_shared_link_asks_nothing(bot: Workspace) -> None:
    """The address of a page by itself, in a thread of the bot's, is a link that somebody shares."""
    root = bot.mention("who leads KR0029?")["event"]["ts"]
    bot.message(f"<{PAGE}>", thread_ts=root)
    assert len(bot.texts()) == 1


@pytest.mark.parametrize("address", [PAGE, f"<{PAGE}>", f"<{PAGE}|the page>"])
def test_a_pages_address_behind_the_slash_command(bot: Workspace, address: str) -> None:
    """Behind `/commitment` an address is its code too, as Slack sends it with and without escaping."""
    body = {
        "command": "/commitment",
        "text": f"who leads {address}?",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": ALICE,
        "trigger_id": bot.web_api.world.trigger(),
        "response_url": bot.web_api.world.response_url(CHANNEL, ALICE),
    }
    bot.dispatch(body)
    (said,) = bot.web_api.of("response_url")
    assert "KR0032" in said["text"]
    assert LEAD in said["text"]
