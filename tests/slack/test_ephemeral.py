"""What only one person sees, through a `response_url`: it arrives, or they are told another way that it did not."""

from __future__ import annotations

import pytest

from bot.slack.fallbacks import SHORTENED
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, TEAM, Broken, Channel, Dropped, Refused


def ask(bot: Workspace, text: str, address: str | None = None, user: str = ALICE) -> str:
    """Somebody types the command; gives the address for its answers."""
    address = address or bot.web_api.world.response_url(user=user)
    body = {"command": "/commitment", "text": text, "user_id": user, "team_id": TEAM, "channel_id": CHANNEL}
    bot.dispatch(body | {"response_url": address, "trigger_id": bot.web_api.world.trigger()})
    return address


def seen(bot: Workspace) -> list[tuple[str, str | None, str]]:
    """What stands where, and who alone sees it."""
    return [(one["channel"], one.get("ephemeral"), one["text"]) for one in bot.web_api.posts]


def test_an_answer_to_a_command_is_for_the_asker_alone(workspace: NewWorkspace) -> None:
    """What the command is asked is answered once, to the asker."""
    bot = workspace()
    ask(bot, "hello")
    assert seen(bot) == [(CHANNEL, ALICE, "You said “hello” after 0 before.")]


def test_an_address_that_is_used_up_is_told(workspace: NewWorkspace) -> None:
    """After five answers the address takes no more: the asker is told in the channel, alone."""
    bot = workspace()
    address = bot.web_api.world.response_url()
    for _ in range(6):
        ask(bot, "hello", address)
    assert len(seen(bot)) == 6
    channel, alone, text = seen(bot)[-1]
    assert (channel, alone) == (CHANNEL, ALICE)
    assert text.startswith("Sorry, Slack did not take my answer (used_url)")


@pytest.mark.parametrize("fault", [Broken(500), Dropped()], ids=str)
def test_an_address_that_fails_is_told(workspace: NewWorkspace, fault: Broken | Dropped) -> None:
    """Where Slack breaks off, the asker is told that no answer came."""
    bot = workspace()
    bot.web_api.weather.always["response_url"] = fault
    ask(bot, "hello")
    assert seen(bot) == [
        (CHANNEL, ALICE, "Slack did not confirm my answer. If you do not see it in the thread, please ask again.")
    ]


def test_where_the_bot_is_not_the_asker_is_told_directly(workspace: NewWorkspace) -> None:
    """A command works where the bot is no member; what goes wrong there is told in a direct message."""
    bot = workspace()
    bot.web_api.world.channels[CHANNEL] = Channel(CHANNEL, members={ALICE})
    bot.web_api.weather.always["response_url"] = Broken(500)
    ask(bot, "hello")
    assert [(channel, alone) for channel, alone, _text in seen(bot)] == [(DIRECT, None)]


def test_a_failure_is_told_through_the_address(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """What fails while a command is answered is told with a reference that the log has too."""
    bot = workspace()
    ask(bot, "fail")
    ((_, alone, text),) = seen(bot)
    assert alone == ALICE
    assert text.split("`")[1] in caplog.text


@pytest.mark.parametrize("error", ["msg_too_long", "msg_blocks_too_long"])
def test_an_answer_too_long_for_the_address_is_shortened(workspace: NewWorkspace, error: str) -> None:
    """What Slack finds too long is shortened, and says so, to the asker alone."""
    bot = workspace()
    bot.web_api.weather.next("response_url", Refused(error))
    ask(bot, "hello")
    (post,) = bot.web_api.posts
    assert [block["text"]["text"] for block in post["blocks"]] == ["You said “hello” after 0 before.", SHORTENED]
    assert post["ephemeral"] == ALICE


def test_a_person_who_asks_too_often_is_told_each_time(workspace: NewWorkspace) -> None:
    """What one asks alone counts for oneself only, and is never answered with silence."""
    bot = workspace(PERSON_QUESTIONS="2", CHANNEL_QUESTIONS="1")
    for _ in range(4):
        ask(bot, "hello")
    ask(bot, "hello", user=BOB)
    assert ["Please wait" in text for _, _, text in seen(bot)] == [False, False, True, True, False]
