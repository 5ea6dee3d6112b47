"""“Share in channel” under the private answers of the slash command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.slack.blocks import Message, actions, button
from bot.slack.doors import words
from bot.slack.listeners.answers import shared_message, with_share
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, ME, TEAM, Refused, User
from tests.slack.double.blocks import message_error

SAY = words("en")["share"]


class Command:
    """Alice asks with the slash command, so that only she sees the answer."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def ask(self, text: str, channel: str = CHANNEL) -> dict:
        """Ask; gives what she sees."""
        body = {"command": "/commitment", "text": text, "user_id": ALICE, "team_id": TEAM, "channel_id": channel}
        return self._sent(body, channel)

    def press(self, button: dict, user: str = ALICE, channel: str = CHANNEL) -> dict:
        """Press a button; gives what the person who pressed it sees."""
        action = {"type": "button", "block_id": "b", "action_ts": "1.5", **button}
        body = {"type": "block_actions", "actions": [action], "team": {"id": TEAM}, "channel": {"id": channel}}
        body |= {"user": {"id": user, "team_id": TEAM}}
        container = {"type": "message", "message_ts": "1.1", "is_ephemeral": True}
        return self._sent(body | {"container": container}, channel, user)

    @property
    def posted(self) -> list[dict]:
        """What everybody sees."""
        return [message for message in self.world.messages if not message.get("ephemeral")]

    def _sent(self, body: dict, channel: str, user: str = ALICE) -> dict:
        body |= {"trigger_id": self.world.trigger(user), "response_url": self.world.response_url(channel, user)}
        self.bot.dispatch(body)
        return [message for message in self.world.messages if message.get("ephemeral") == user][-1]


@pytest.fixture
def command(workspace: NewWorkspace, database: str) -> Callable[..., Command]:
    """The command of a bot that answers from the corpus; settings may be given by name."""

    def make(**environ: str) -> Command:
        return Command(workspace(FromDatabase(Path(database)), COMMITMENTS_DB=database, **environ))

    return make


def share(answer: dict) -> list[dict]:
    """The Share buttons of an answer."""
    return [one for block in answer["blocks"] for one in block.get("elements", ()) if one.get("action_id") == "share"]


def test_a_private_answer_is_shared_on_a_click(command: Callable[..., Command]) -> None:
    """Nothing is posted until the asker presses Share; then the channel sees the same answer, and whose it is."""
    one = command()
    answer = one.ask("when does KR0029 end?")
    assert one.posted == []
    told = one.press(share(answer)[0])
    (post,) = one.posted
    assert post["channel"] == CHANNEL
    assert "30 June 2018" in post["text"]
    assert f"<@{ALICE}> asked “when does KR0029 end?”" in json.dumps(post["blocks"], ensure_ascii=False)
    assert told["text"] == SAY["done"]


def test_contacts_are_shared_only_with_those_who_may_see_them(command: Callable[..., Command]) -> None:
    """A member sees a contact in private; shared where a guest reads too, the answer is without it."""
    one = command()
    (button,) = share(answer := one.ask("email of KR0032?"))
    assert "leehs30@korea.kr" in json.dumps(answer["blocks"])
    one.world.users["U0GUEST"] = User("U0GUEST", "guest", guest=True)
    one.world.channels[CHANNEL].members.add("U0GUEST")
    one.press(button)
    (post,) = one.posted
    assert "leehs30" not in json.dumps(post)


def test_it_is_shared_once(command: Callable[..., Command]) -> None:
    """A second press posts nothing more and says so."""
    one = command()
    (button,) = share(one.ask("when does KR0029 end?"))
    one.press(button)
    assert one.press(button)["text"] == SAY["already"]
    assert len(one.posted) == 1


def test_a_shared_answer_is_not_shared_on(command: Callable[..., Command]) -> None:
    """What stands in the channel has no Share button, and everybody may press its other buttons."""
    one = command()
    one.press(share(one.ask("which commitments are of South Korea?"))[0])
    (post,) = one.posted
    assert share(post) == []
    (sources,) = [e for b in post["blocks"] for e in b.get("elements", ()) if e.get("action_id") == "answer:sources"]
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": BOB, "team_id": TEAM}, "message": post}
    body |= {"channel": {"id": CHANNEL}, "container": {"type": "message", "message_ts": post["ts"]}}
    body |= {"trigger_id": one.world.trigger(BOB), "response_url": one.world.response_url(CHANNEL, BOB)}
    one.bot.dispatch(body | {"actions": [{"type": "button", "block_id": "b", "action_ts": "1.7", **sources}]})
    assert len(one.world.views) == 1


def test_nobody_shares_the_answer_of_another(command: Callable[..., Command]) -> None:
    """The id of somebody else's private question shares nothing."""
    one = command()
    (button,) = share(one.ask("when does KR0029 end?"))
    assert "no longer have this question" in one.press(button, user=BOB)["text"]
    assert one.posted == []


def test_it_is_shared_nowhere_else(command: Callable[..., Command]) -> None:
    """A private answer of one channel is not posted in another."""
    one = command()
    (button,) = share(one.ask("when does KR0029 end?"))
    one.press(button, channel=DIRECT)
    assert one.posted == []


def test_a_channel_without_the_bot(command: Callable[..., Command]) -> None:
    """Where the bot cannot post, the asker is told what to do, and can press again after that."""
    one = command()
    (button,) = share(one.ask("when does KR0029 end?"))
    one.world.channels[CHANNEL].members.remove(ME)
    assert one.press(button)["text"] == SAY["cannot"]
    one.world.channels[CHANNEL].members.add(ME)
    assert one.press(button)["text"] == SAY["done"]
    assert len(one.posted) == 1


def test_a_post_that_may_stand_there_is_not_repeated(command: Callable[..., Command]) -> None:
    """Where Slack does not say whether it took the answer, the asker is told, and a second press posts nothing more."""
    one = command()
    (button,) = share(one.ask("when does KR0029 end?"))
    one.bot.web_api.weather.next("chat.postMessage", Refused("internal_error"))
    assert "Reference" in one.press(button)["text"]
    assert one.press(button)["text"] == SAY["already"]
    assert len(one.bot.web_api.of("chat.postMessage")) == 1


def test_a_full_row_takes_no_sixth_button() -> None:
    """Where five buttons stand under an answer, sharing begins a row of its own."""
    full = Message("a", [actions([button(f"{number}", "Press", "-") for number in range(5)])])
    shown = with_share(full, "key", CHANNEL, "en")
    assert [len(row["elements"]) for row in shown.blocks] == [5, 1]


@pytest.mark.parametrize(("channel", "environ"), [(DIRECT, {}), (CHANNEL, {"QUESTIONS_KEPT": "0"})])
def test_where_there_is_nothing_to_share(
    command: Callable[..., Command], channel: str, environ: dict[str, str]
) -> None:
    """No button in a direct message, where there is nobody to share with, nor where questions are not kept."""
    assert share(command(**environ).ask("when does KR0029 end?", channel)) == []


def test_help_is_not_shared(command: Callable[..., Command]) -> None:
    """The help of the command has no Share button."""
    assert share(command().ask("help")) == []


@pytest.mark.parametrize("language", ["en", "es", "fr", "ko"])
def test_the_longest_question_fits(language: str) -> None:
    """A very long question above a full answer, and a full row of buttons, stay within Slack's limits."""
    row = actions([button(f"a:{number}", "x", "y") for number in range(25)])
    shared = shared_message(with_share(Message("x", [row]), "key", CHANNEL, language), ALICE, "*<&" * 2_000, language)
    assert message_error(shared.blocks) == ("", [])
    assert len(share({"blocks": shared.blocks})) == 1
