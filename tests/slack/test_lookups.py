"""The message shortcut: the commitments of a message, shown to whoever asks and to nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.asking.mentions import Citations
from bot.asking.wording import Wording
from bot.slack.doors import words
from bot.slack.listeners.links import SHOWN, found_message, message_text
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, TEAM
from tests.slack.double.blocks import message_error


class Shortcut:
    """Alice uses the shortcut on messages of a channel."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def use(self, text: str, channel: str = CHANNEL, **others: Any) -> list[dict]:
        """Use it on a message; gives what she then sees that was not there before."""
        message = {"type": "message", "user": "U02BOB", "ts": "1700000000.1", "text": text} | others
        return self._sent({"type": "message_action", "callback_id": "look_up", "message": message}, channel)

    def press(self, button: dict, channel: str = CHANNEL) -> list[dict]:
        """Press a button of what she sees."""
        action = {"type": "button", "block_id": "b", "action_ts": "1.5", **button}
        return self._sent({"type": "block_actions", "actions": [action], "container": {"is_ephemeral": True}}, channel)

    def _sent(self, body: dict, channel: str) -> list[dict]:
        before = len(self.world.messages)
        user = {"id": ALICE, "team_id": TEAM}
        body |= {"user": user, "team": {"id": TEAM}, "channel": {"id": channel}}
        body |= {"trigger_id": self.world.trigger(), "response_url": self.world.response_url(channel)}
        self.bot.dispatch(body)
        return self.world.messages[before:]


@pytest.fixture
def shortcut(workspace: NewWorkspace, database: str) -> Callable[..., Shortcut]:
    """The shortcut of a bot that answers from the corpus; settings may be given by name."""

    def make(**environ: str) -> Shortcut:
        return Shortcut(workspace(FromDatabase(Path(database)), COMMITMENTS_DB=database, **environ))

    return make


def test_one_commitment_is_shown_at_once(shortcut: Callable[..., Shortcut]) -> None:
    """A message that names one commitment gets its card, which its asker alone sees."""
    (answer,) = shortcut().use("did anybody look at Citizen Services Application?")
    assert answer["ephemeral"] == ALICE
    assert "Ministry of the Interior" in json.dumps(answer["blocks"])


def test_several_commitments_are_offered(shortcut: Callable[..., Shortcut]) -> None:
    """A message that names several gets a line with a button for each, and a press shows its card to the asker."""
    one = shortcut()
    (answer,) = one.use("KR0032 and kr 29, please")
    buttons = [block["accessory"] for block in answer["blocks"] if "accessory" in block]
    assert [button["value"] for button in buttons] == ["KR0032", "KR0029"]
    (card,) = one.press(buttons[1])
    assert card["ephemeral"] == ALICE
    assert "30 June 2018" in json.dumps(card["blocks"])


def test_no_commitment(shortcut: Callable[..., Shortcut]) -> None:
    """A message that names none gets a sentence that says what is looked for."""
    (answer,) = shortcut().use("Lunch at 12?")
    assert answer["ephemeral"] == ALICE
    assert "I see no commitment in this message" in answer["text"]


def test_a_code_that_there_is_not(shortcut: Callable[..., Shortcut]) -> None:
    """A code that no document has is named as such."""
    (answer,) = shortcut().use("what of KR9999?")
    assert "No document has KR9999." in answer["text"]


def test_nothing_is_ever_posted(shortcut: Callable[..., Shortcut]) -> None:
    """Whatever the message, and wherever it stands, nothing is posted and nobody else is written to."""
    one = shortcut()
    for channel in (CHANNEL, "C0ELSEWHERE", "D0BETWEENOTHERS"):
        for text in ("KR0032", "KR0032 KR0029", "nothing"):
            one.use(text, channel)
    assert {message.get("ephemeral") for message in one.world.messages} == {ALICE}
    assert not {"chat.postMessage", "chat.postEphemeral"} & one.bot.web_api.called


def test_the_answer_is_in_the_readers_language(shortcut: Callable[..., Shortcut]) -> None:
    """Sentences and cards are in the language that Slack knows of whoever asks."""
    one = shortcut()
    one.world.users[ALICE].locale = "fr-FR"
    assert "Je ne vois aucun engagement" in one.use("Lunch at 12?")[0]["text"]
    assert Wording("fr").heading("lead_institution") in json.dumps(one.use("KR0032")[0]["blocks"], ensure_ascii=False)


def test_places_that_are_not_allowed(shortcut: Callable[..., Shortcut]) -> None:
    """In a channel that is not allowed, the person is told where to ask, and is shown nothing."""
    (answer,) = shortcut(ALLOWED_CHANNELS="C0OTHER").use("KR0032")
    assert "I do not answer here" in answer["text"]
    assert "Ministry" not in json.dumps(answer)


def test_a_failure_is_told(shortcut: Callable[..., Shortcut], tmp_path: Path) -> None:
    """Where the commitments cannot be read, the person hears of it."""
    one = shortcut()
    one.bot.environ["COMMITMENTS_DB"] = str(tmp_path / "none.db")
    one.bot.start()
    assert "Reference" in one.use("KR0032")[0]["text"]


def test_messages_of_other_apps_are_read() -> None:
    """Other apps write in blocks and attachments: what they say there is looked at too, each text once."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "see KR0032"}}
    message = {"text": "", "blocks": [section], "attachments": [{"fallback": "old", "title": "KR0029"}]}
    assert message_text(message).split("\n") == ["see KR0032", "old", "KR0029"]


@pytest.mark.parametrize("language", ["en", "es", "fr", "ko"])
def test_the_longest_list_fits(language: str) -> None:
    """Very many commitments with very long titles fit a message, and those that are not shown are counted."""
    codes = tuple(f"KR{number:04}" for number in range(400))
    found = Citations(codes, tuple(f"XX{number:04}" for number in range(100)))
    message = found_message(found, dict.fromkeys(codes, "*<&_" * 900), "KR0032", language)
    assert message_error(message.blocks) == ("", [])
    assert str(len(codes) - SHOWN) in json.dumps(message.blocks)
    assert words(language)["lookup"]["found"] in message.text
