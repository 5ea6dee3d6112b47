"""Contacts behind the buttons of answers and digests: pages, sources, files and whole sections show no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.records.known_contacts import MARK
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from bot.state.questions import showings
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, DIRECT, TEAM, Refused, SlackDouble, User
from tests.slack.double.world import World
from tests.slack.test_buttons import asked_privately, buttons, files, press, privately
from tests.slack.test_digest_places import Place

EMAIL, GUEST, ROBOT = "leehs30@korea.kr", "U03GUEST", "U05ROBOT"
LIST, GROUPS, CARD = "which commitments have an email?", "how many commitments per email?", "contact details of KR0032"
NAMED = f"list the commitments with the email {EMAIL}"
ONLY_MEMBERS = "only to members of this workspace"


@pytest.fixture
def bot(workspace: NewWorkspace, database: str, web_api: SlackDouble) -> Workspace:
    """The bot with its documents, and a guest."""
    web_api.world.users[GUEST] = User(GUEST, "gail", guest=True)
    return workspace(FromDatabase(Path(database), today=lambda: date(2026, 11, 21)))


def answered(bot: Workspace, question: str, user: str = ALICE) -> dict:
    """The message that answers a question."""
    bot.mention(question, user=user)
    return bot.web_api.posts[-1]


def sent(bot: Workspace) -> str:
    """The text of the last file."""
    return files(bot)[-1]["content"].decode("utf-8-sig")


def told(bot: Workspace) -> str:
    """What was last said to one person alone."""
    return bot.web_api.of("response_url")[-1]["text"]


def kept(bot: Workspace, table: str = "asked_questions") -> str:
    """All that a table of the state database holds."""
    with open_state(bot.state_db).connect() as connection:
        return str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())


@pytest.mark.parametrize(("by", "shown"), [(ALICE, True), (GUEST, False)])
def test_the_sources_of_an_answer_are_for_whoever_opens_them(bot: Workspace, by: str, shown: bool) -> None:
    """A guest who opens the sources of a member's answer sees them without contacts; a member sees all."""
    press(bot, answered(bot, LIST), "sources", by=by)
    (view,) = bot.web_api.world.views.values()
    assert (EMAIL in json.dumps(view)) is shown
    assert "KR0032.txt" in json.dumps(view)


def test_sources_that_a_guest_was_refused_open_for_a_member(bot: Workspace) -> None:
    """Under the answer that a guest got without contacts, a member opens the sources with them."""
    message = answered(bot, LIST, GUEST)
    assert EMAIL not in json.dumps(message)
    press(bot, message, "sources")
    assert EMAIL in json.dumps(list(bot.web_api.world.views.values()))


def test_a_file_for_members_alone_has_contacts(bot: Workspace) -> None:
    """In a channel of members and programs the CSV has the contacts, and it is kept who had it made."""
    bot.web_api.world.users[ROBOT] = User(ROBOT, "robot", bot=True)
    bot.web_api.world.channels[CHANNEL].members.add(ROBOT)
    press(bot, answered(bot, LIST), "csv")
    assert EMAIL in sent(bot)
    assert [one.user for one in showings(open_state(bot.state_db)) if "csv" in one.question] == [ALICE, ALICE]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda world: world.channels[CHANNEL].members.add(GUEST), id="a guest reads along"),
        pytest.param(lambda world: setattr(world.channels[CHANNEL], "shared", True), id="shared"),
        pytest.param(lambda world: world.channels[CHANNEL].members.add("U0GONE"), id="one unknown reads along"),
        pytest.param(lambda world: world.channels[CHANNEL].members.update(map(str, range(200))), id="very many"),
    ],
)
def test_a_file_in_a_channel_is_for_everybody_there(bot: Workspace, change: Callable[[World], object]) -> None:
    """A CSV that is posted has no contacts where anybody may read it who is not shown any, whoever had it made."""
    message = answered(bot, LIST)
    change(bot.web_api.world)
    bot.start()
    press(bot, message, "csv")
    assert EMAIL not in sent(bot)
    assert MARK in sent(bot)
    assert "KR0032.txt" in sent(bot)


def test_a_file_that_one_person_gets_is_for_that_person(bot: Workspace) -> None:
    """The CSV of a private answer has contacts for a member, though a guest reads the channel where it was asked."""
    bot.web_api.world.channels[CHANNEL].members.add(GUEST)
    message = asked_privately(bot, LIST)
    press(bot, message, "csv", **privately(message))
    assert [one["channel"] for one in bot.web_api.posts if one.get("files")] == [DIRECT]
    assert EMAIL in sent(bot)


def test_where_slack_does_not_say_who_reads_a_file_has_none(bot: Workspace) -> None:
    """A CSV has no contacts where Slack does not say who is in the channel."""
    bot.web_api.weather.always["conversations.members"] = Refused("fatal_error")
    press(bot, answered(bot, LIST), "csv")
    assert EMAIL not in sent(bot)


@pytest.mark.parametrize("name", ["csv", "chart"])
def test_of_groups_that_are_contacts_there_is_no_file(bot: Workspace, name: str) -> None:
    """Groups by email are no file where a guest reads along; whoever asked for it is told why."""
    message = answered(bot, GROUPS)
    bot.web_api.world.channels[CHANNEL].members.add(GUEST)
    press(bot, message, name)
    assert files(bot) == []
    assert ONLY_MEMBERS in told(bot)


@pytest.mark.parametrize("name", ["csv", "sources"])
def test_a_question_that_names_a_contact_is_refused_at_its_buttons_too(bot: Workspace, name: str) -> None:
    """Whose a contact is, a guest is not told by the buttons under a member's answer either."""
    message = answered(bot, NAMED)
    buttons(message)["csv"]["action_id"] = f"answer:{name}"  # whatever the button, it carries the same
    press(bot, message, name, by=GUEST)
    assert files(bot) == []
    assert bot.web_api.world.views == {}
    assert ONLY_MEMBERS in told(bot)


def test_nothing_is_kept_of_a_refused_question(bot: Workspace) -> None:
    """The contact that a guest typed is in no table, and the refusal has no buttons."""
    message = answered(bot, NAMED, GUEST)
    assert ONLY_MEMBERS in message["text"]
    assert buttons(message) == {}
    assert kept(bot) == "[]"
    assert "@" not in kept(bot, "threads")


# -- digests -------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(web_api: SlackDouble, tmp_path: Path) -> Place:
    """A workspace with a digest of more changed addresses than it shows, and the button for all of them."""
    here = Place(web_api, tmp_path)
    web_api.world.users[GUEST] = User(GUEST, "gail", guest=True)
    page = here.corpus / "KR0032.txt"
    for number in range(20):
        text = page.read_text("utf-8").replace("KR0032", f"KR05{number:02}")
        (here.corpus / f"KR05{number:02}.txt").write_text(text, "utf-8")
    here.ingest(date(2026, 11, 20))
    here.command("subscribe")
    for copy in here.corpus.glob("KR05*.txt"):
        copy.write_text(copy.read_text("utf-8").replace(EMAIL, "new@korea.kr"), "utf-8")
    here.tomorrow()
    return here


@pytest.mark.parametrize("by", [ALICE, GUEST])
def test_all_the_news_of_a_digest_show_no_contact(place: Place, by: str) -> None:
    """Whoever opens all the news of a digest sees that contacts changed, and neither the old ones nor the new."""
    (posted,) = [one for one in place.api.posts if "Show all" in json.dumps(one["blocks"])]
    (button,) = [
        one for block in posted["blocks"] for one in block.get("elements", ()) if "happened" in one.get("value", "")
    ]
    user = {"id": by, "team_id": TEAM}
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": user, "channel": {"id": CHANNEL}}
    body |= {"container": {"type": "message", "message_ts": posted["ts"]}, "trigger_id": place.api.world.trigger(by)}
    place.bot.dispatch(body | {"actions": [button | {"block_id": "b"}]})
    view = json.dumps(place.api.of("views.update")[-1]["view"])
    assert "KR0519" in view
    assert "a contact changed" in view
    assert "new@korea.kr" not in view
    assert EMAIL not in view


def test_a_section_is_for_nobody_of_elsewhere(place: Place) -> None:
    """Who is of another workspace, or of one that Slack does not name, is refused in the modal."""
    (posted,) = [one for one in place.api.posts if "Show all" in json.dumps(one["blocks"])]
    (button,) = [
        one for block in posted["blocks"] for one in block.get("elements", ()) if "happened" in one.get("value", "")
    ]
    for user in ({"id": ALICE}, {"id": ALICE, "team_id": "T09PARTNER"}):
        body = {"type": "block_actions", "team": {"id": "T09PARTNER"}, "user": user, "channel": {"id": CHANNEL}}
        body |= {"container": {"type": "message", "message_ts": posted["ts"]}, "trigger_id": place.api.world.trigger()}
        place.bot.dispatch(body | {"actions": [button | {"block_id": "b"}]})
        assert "I answer only people of the workspaces" in json.dumps(place.api.of("views.update")[-1]["view"])
