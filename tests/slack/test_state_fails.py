"""The state database fails for a while, or for good: nobody is told of a failure that was none, nor left silent."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.slack.conversation import UNWRITTEN
from bot.slack.ledger import BEAT
from bot.state.database import StateError
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ME
from tests.slack.test_ledger import open_turns

ANSWER = "You said “hello” after 0 before."


class Trouble:
    """Statements fail that begin with one of `words`, all of them with an empty one."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        """Let it fail."""
        if self.words and statement.startswith(self.words):
            raise OperationalError(statement, {}, Exception("the server closed the connection"))


@pytest.fixture
def bot(workspace: NewWorkspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A bot that does not wait for its database."""
    monkeypatch.setattr("bot.state.database.time.sleep", lambda _: None)
    return workspace()


@pytest.fixture
def trouble(bot: Workspace) -> Trouble:
    """What goes wrong with the bot's database."""
    made = Trouble()
    event.listen(bot.state, "before_cursor_execute", made)
    return made


def asked(bot: Workspace, number: int, kind: str = "app_mention") -> int:
    """The status of one of the two events of a mention."""
    return bot.dispatch(bot.event(kind, f"<@{ME}> hello", ts=f"1700000000.{number}")).status


def test_what_cannot_be_written_down_is_not_acknowledged(bot: Workspace, trouble: Trouble) -> None:
    """Slack gets a 503, and whoever asked their one answer once the database is back, though Slack sends it again."""
    trouble.words = ("",)
    assert [asked(bot, 1), asked(bot, 1, "message")] == [503, 503]
    trouble.words = ()
    bot.look()
    assert asked(bot, 1) == 200
    assert bot.texts() == [ANSWER]


def test_what_cannot_be_written_down_for_long_is_told_once(bot: Workspace, trouble: Trouble) -> None:
    """Within a minute whoever asked is told that they are not answered, once, and are not when it is sent again."""
    trouble.words = ("",)
    for number in (1, 2):
        assert [asked(bot, number), asked(bot, number, "message")] == [503, 503]
    for _ in range(30):
        bot.seconds += BEAT
        with suppress(StateError):  # as what looks does
            bot.conversation.look()
    assert bot.seconds >= 60
    assert bot.texts() == [UNWRITTEN, UNWRITTEN]
    trouble.words = ()
    assert asked(bot, 1) == 200
    bot.look(3)
    assert bot.texts() == [UNWRITTEN, UNWRITTEN]


def test_an_answer_that_cannot_be_noted_is_no_failure(bot: Workspace, trouble: Trouble) -> None:
    """Who got an answer gets no apology after it; that it was given is noted when the database is back."""
    trouble.words = ("DELETE FROM unfinished_turns",)
    root = bot.mention("hello")["event"]["ts"]
    assert bot.texts() == [ANSWER]
    trouble.words = ()
    bot.look(3)
    bot.message("more", thread_ts=root)
    assert bot.texts() == [ANSWER, "You said “more” after 1 before."]
    assert open_turns(bot) == []


def test_a_question_waits_for_the_database(bot: Workspace, trouble: Trouble) -> None:
    """What is written down and then meets a database that fails is answered when it is back, not told."""
    trouble.words = ("SELECT threads", "UPDATE unfinished_turns SET begun")
    bot.mention("hello")
    assert bot.texts() == []
    trouble.words = ()
    bot.look(3)
    assert bot.texts() == [ANSWER]


def test_a_question_that_fails_for_long_is_told(bot: Workspace, trouble: Trouble) -> None:
    """Where nothing can be read of its thread for a minute, whoever asked is told, once."""
    trouble.words = ("SELECT threads",)
    bot.mention("hello")
    bot.look(40)
    (said,) = bot.texts()
    assert said.startswith("Sorry, something went wrong on my side")
    assert open_turns(bot) == []


def test_a_press_that_cannot_be_written_down_is_answered_later(bot: Workspace, trouble: Trouble) -> None:
    """The press of a button too is kept, until the database takes it."""
    trouble.words = ("",)
    bot.press("KR0029\npending", message={"ts": "1700000001.1", "thread_ts": "1700000000.1"})
    trouble.words = ()
    bot.look()
    assert bot.texts() == ["You chose KR0029 for pending."]
    assert bot.web_api.of("chat.postEphemeral") == []
