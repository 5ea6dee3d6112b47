"""What Slack refuses still arrives: plainer where it calls blocks invalid, shorter where it calls them too long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import Message, literal
from bot.slack.fallbacks import SHORTENED, fallback, lines
from bot.slack.listeners.answers import SHARE
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, TEAM, Refused

TABLE = "compare KR0029 and KR0032"
VALUES = ("Citizen Services Application", "31 December 2017", "30 June 2018", "Pending IRM Review", "KR0029", "KR0032")
INVALID = Refused("invalid_blocks")


@pytest.fixture
def bot(workspace: NewWorkspace, database: str) -> Workspace:
    """The bot with the commitments of `corpus/`, on a fixed day, in a Slack with feedback buttons."""
    return workspace(FromDatabase(Path(database), today=lambda: date(2018, 1, 15)), FEEDBACK_BUTTONS="native")


def kinds(post: dict) -> list[str]:
    """The types of a message's blocks."""
    return [block["type"] for block in post["blocks"]]


def said(post: dict) -> str:
    """All that a message shows."""
    return "\n".join(lines(post["blocks"])) if post.get("blocks") else post["text"]


def missing(post: dict) -> list[str]:
    """The values of the comparison that a message does not show."""
    return [value for value in VALUES if value not in said(post)]


def test_a_row_that_slack_does_not_know_is_left_out(bot: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack does not know the feedback buttons, only they are missing, and the log has Slack's own words."""
    bot.web_api.world.unknown = {"context_actions"}
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert kinds(post) == ["table", "actions"]
    assert "unsupported type: context_actions [json-pointer:/blocks/2/type]" in caplog.text


def test_a_table_that_slack_does_not_know_becomes_lines(bot: Workspace) -> None:
    """Where Slack does not know tables, their rows are lines with every value, and the buttons stay."""
    bot.web_api.world.unknown = {"table", "context_actions"}
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert kinds(post) == ["section", "actions"]
    assert missing(post) == []
    assert "Status | " in said(post)


def test_a_message_that_stays_invalid_becomes_lines(bot: Workspace) -> None:
    """Where Slack refuses the plainer blocks too, all of it is lines, with every value and nothing of "too long"."""
    bot.web_api.weather.next("chat.postMessage", INVALID, INVALID)
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert kinds(post) == ["section"]
    assert missing(post) == []
    assert SHORTENED not in said(post)


def test_a_message_whose_lines_are_invalid_becomes_text(bot: Workspace) -> None:
    """Where Slack refuses every block, the text says it all."""
    bot.web_api.weather.next("chat.postMessage", INVALID, INVALID, INVALID)
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert not post.get("blocks")
    assert missing(post) == []


def test_what_slack_never_takes_is_told_with_its_reason(bot: Workspace) -> None:
    """Where Slack takes nothing of it, the person is told so, with Slack's reason and not another."""
    bot.web_api.weather.always["chat.postMessage"] = INVALID
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert post["ephemeral"] == ALICE
    assert "(invalid_blocks)" in post["text"]


def test_lines_that_are_too_long_are_shortened(bot: Workspace) -> None:
    """What became lines and is too long then is shortened, and says so."""
    bot.web_api.weather.next("chat.postMessage", INVALID, INVALID, INVALID, Refused("msg_too_long"))
    bot.mention(TABLE)
    (post,) = bot.web_api.posts
    assert post["text"].endswith(SHORTENED)


def test_what_one_person_sees_becomes_lines(bot: Workspace) -> None:
    """An answer through a response address keeps its values too."""
    bot.web_api.world.unknown = {"table", "context_actions"}
    address = bot.web_api.world.response_url()
    body = {"command": "/commitment", "text": TABLE, "user_id": ALICE, "team_id": TEAM, "channel_id": CHANNEL}
    bot.dispatch(body | {"response_url": address, "trigger_id": bot.web_api.world.trigger()})
    (post,) = bot.web_api.posts
    assert post["ephemeral"] == ALICE
    assert missing(post) == []


def test_what_is_shared_becomes_lines(bot: Workspace) -> None:
    """An answer that is shared in the channel keeps its values too."""
    world = bot.web_api.world
    body = {"command": "/commitment", "text": TABLE, "user_id": ALICE, "team_id": TEAM, "channel_id": CHANNEL}
    bot.dispatch(body | {"response_url": world.response_url(), "trigger_id": world.trigger()})
    alone = bot.web_api.posts[-1]
    share = next(one for block in alone["blocks"] for one in block.get("elements", ()) if one.get("action_id") == SHARE)
    world.unknown = {"table", "context_actions"}
    bot.press(share["value"], message=alone, action_id=SHARE, response_url=world.response_url())
    shared = next(post for post in bot.web_api.posts if "ephemeral" not in post)
    assert missing(shared) == []


def test_a_choice_keeps_its_codes(workspace: NewWorkspace) -> None:
    """Where no block can be shown, what there is to choose from is still named."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", INVALID, INVALID)
    bot.mention("which one?")
    (post,) = bot.web_api.posts
    assert "Citizen Groups · KR0029" in said(post)


def test_a_refusal_for_another_reason_changes_nothing(bot: Workspace) -> None:
    """Of what Slack refuses for other reasons there is nothing less to send."""
    bot.mention(TABLE)
    message = Message(bot.web_api.posts[0]["text"], bot.web_api.posts[0]["blocks"])
    assert [fallback(message, said) for said in ({"error": "not_in_channel"}, {}, "<html>")] == [None] * 3


@given(st.lists(st.lists(st.text(min_size=1), min_size=1), min_size=1))
def test_lines_keep_every_cell(rows: list[list[str]]) -> None:
    """Whatever the cells of a table say, its lines say it too, in its order."""
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    told = list(lines([{"type": "table", "rows": cells}]))
    assert told == [" | ".join(map(literal, row)) for row in rows]
