"""Who is shown contacts in Slack, what the others are told, and what is kept of it."""

from __future__ import annotations

import ast
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import bot.slack
from bot.asking import ask
from bot.records.store import Store
from bot.review import report
from bot.settings import Settings, read_settings
from bot.slack.contacts import SECONDS, Membership, asks_by_contact
from bot.slack.delivery import slack_client
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from bot.state.questions import Showing, recall, record, showings
from tests.present import present
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOB, BOT_TOKEN, CHANNEL, DIRECT, TEAM, Channel, Refused, SlackDouble, User

PHONE, EMAIL = "+82-2-2100-3418", "leehs30@korea.kr"
ONLY_MEMBERS = "are shown only to members of this workspace"
GUEST, STRANGER, SHARED, PARTNER = "U03GUEST", "U04STRANGER", "C02SHARED", "T09PARTNER"

IN_SHARED = {"channel": SHARED, "is_ext_shared_channel": True, "user_team": TEAM}


@pytest.fixture
def asked(workspace: NewWorkspace, database: str, web_api: SlackDouble) -> NewWorkspace:
    """The bot with its documents, a guest, somebody of another workspace, and a channel that is shared with it."""
    web_api.world.users |= {
        GUEST: User(GUEST, "gail", guest=True),
        STRANGER: User(STRANGER, "sam", team=PARTNER, stranger=True),
    }
    web_api.world.channels[SHARED] = Channel(SHARED, members={"U0BOT", ALICE, STRANGER}, shared=True)
    answering = FromDatabase(Path(database), today=lambda: date(2026, 11, 21))
    return lambda **environ: workspace(answering, **environ)


def said(bot: Workspace, question: str, **event: Any) -> str:
    """What is posted when somebody mentions the bot: blocks and fallback text."""
    before = len(bot.web_api.posts)
    bot.mention(question, **event)
    (post,) = bot.web_api.posts[before:]
    return json.dumps(post, ensure_ascii=False)


# -- who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "event", "shown"),
    [
        pytest.param({}, {}, True, id="a member"),
        pytest.param({}, {"user": GUEST}, False, id="a guest"),
        pytest.param({}, IN_SHARED, False, id="a member in a shared channel"),
        pytest.param(
            {"ALLOWED_TEAMS": f"{TEAM} {PARTNER}"}, {"user": STRANGER, "user_team": PARTNER}, False, id="a stranger"
        ),
        pytest.param({}, {"user": "U09UNKNOWN"}, False, id="one whom Slack does not know"),
        pytest.param({}, {"channel": DIRECT, "channel_type": "im"}, True, id="a member alone with the bot"),
        pytest.param({"SHOW_CONTACTS": "never"}, {}, False, id="never: a member"),
        pytest.param({"SHOW_CONTACTS": "all"}, {"user": GUEST}, True, id="all: a guest"),
        pytest.param({"SHOW_CONTACTS": "all"}, IN_SHARED, True, id="all"),
    ],
)
@pytest.mark.parametrize("question", ["phone and email of KR0032", "contact details of KR0032"])
def test_who_is_shown_contacts(
    asked: NewWorkspace, environ: dict[str, str], event: dict[str, Any], shown: bool, question: str
) -> None:
    """Full members see contacts, outside shared channels; nobody or everybody by setting."""
    post = said(asked(**environ), question, **event)
    assert (PHONE in post and EMAIL in post) is shown
    assert (PHONE in post or EMAIL in post) is shown
    assert ("are shown only to members" in post or "are not shown in Slack" in post) is not shown


@pytest.mark.parametrize("error", ["missing_scope", "user_not_found", "fatal_error"])
def test_where_slack_does_not_say_nothing_is_shown(asked: NewWorkspace, error: str) -> None:
    """Where Slack does not say who somebody is, they are taken for a stranger."""
    bot = asked()
    bot.web_api.weather.always["users.info"] = Refused(error)
    assert ONLY_MEMBERS in said(bot, "phone of KR0032")


@pytest.mark.parametrize(
    "lacking", [{}, {"is_restricted": None}, {"is_restricted": False, "is_ultra_restricted": True}]
)
def test_a_person_of_whom_slack_says_too_little(
    asked: NewWorkspace, web_api: SlackDouble, monkeypatch: pytest.MonkeyPatch, lacking: dict[str, Any]
) -> None:
    """A person of whom Slack does not say that they are no guest is taken for one."""
    monkeypatch.setattr(User, "to_json", lambda self: {"id": self.id, "team_id": TEAM} | lacking)
    assert ONLY_MEMBERS in said(asked(), "phone of KR0032")


def test_names_are_shown_to_everybody(asked: NewWorkspace) -> None:
    """The person who answers for a commitment is named, whoever asks."""
    assert "Lee, hyo soon" in said(asked(), "who leads KR0032?", user=GUEST)


def test_an_answer_without_contacts_asks_slack_nothing(asked: NewWorkspace) -> None:
    """Slack is asked who somebody is only when there is something to withhold."""
    bot = asked()
    said(bot, "when does KR0029 end?", user=GUEST)
    assert "users.info" not in bot.web_api.called


def test_a_button_shows_no_more_than_a_question(asked: NewWorkspace) -> None:
    """Of a choice that a guest makes by a button, the answer has no contacts either; a member's has."""
    bot = asked()
    bot.mention("phone of the citizen commitment", user=GUEST)
    offer = bot.web_api.posts[-1]
    values = {
        one["accessory"]["text"]["text"]: one["accessory"]["value"] for one in offer["blocks"] if "accessory" in one
    }
    for user, shown in ((GUEST, False), (ALICE, True)):
        action = {"type": "button", "action_id": "choose:0", "value": values["KR0032"], "action_ts": user}
        bot.press("", message=offer, user={"id": user, "team_id": TEAM}, actions=[action])
        assert (PHONE in json.dumps(bot.web_api.posts[-1])) is shown


def command(bot: Workspace, text: str, user: str = ALICE, channel: str = CHANNEL) -> str:
    """What the one who types the command sees."""
    body = {"command": "/commitment", "text": text, "user_id": user, "team_id": TEAM, "channel_id": channel}
    before = len(bot.web_api.of("response_url"))
    bot.dispatch(body | {"response_url": bot.web_api.world.response_url(channel, user), "trigger_id": "1.2"})
    return json.dumps(bot.web_api.of("response_url")[before:], ensure_ascii=False)


@pytest.mark.parametrize(
    ("user", "channel", "shown"),
    [
        (ALICE, CHANNEL, True),
        (GUEST, CHANNEL, False),
        (ALICE, SHARED, False),
        (ALICE, DIRECT, True),
        (ALICE, "C0NO", False),
    ],
)
def test_the_command_is_held_to_the_same(asked: NewWorkspace, user: str, channel: str, shown: bool) -> None:
    """The command's payload does not say whether its channel is shared: Slack is asked, and believed only then."""
    reply = command(asked(), "phone of KR0032", user, channel)
    assert (PHONE in reply) is shown
    assert (ONLY_MEMBERS in reply) is not shown


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("teléfono de KR0032", "solo se muestran a miembros"),
        ("téléphone de KR0032", "ne sont affichés qu’aux membres"),
        ("KR0032 전화번호", "이 워크스페이스의 구성원에게만"),
    ],
)
def test_it_is_said_in_the_language_of_the_question(asked: NewWorkspace, question: str, sentence: str) -> None:
    """Why there is no contact is said in the language of the question."""
    post = said(asked(), question, user=GUEST)
    assert sentence in post
    assert PHONE not in post


# -- threads and questions by contact ------------------------------------------------------------------------------


def test_a_thread_remembers_no_contact(asked: NewWorkspace) -> None:
    """In the thread of a member who was shown a contact, a guest who asks on gets none; nor is one kept in it."""
    bot = asked()
    root = bot.mention("email of KR0032?")["event"]["ts"]
    assert EMAIL in json.dumps(bot.web_api.posts[-1])
    for follow_up in ("and the phone?", "email again?", "and that of KR0029?"):
        bot.message(follow_up, user=GUEST, thread_ts=root)
        post = json.dumps(bot.web_api.posts[-1])
        assert ONLY_MEMBERS in post
        assert not any(contact in post for contact in (PHONE, EMAIL, "3466", "Gskim5810"))
    assert "@" not in present(recall(open_state(bot.state_db), CHANNEL, root))


@pytest.mark.parametrize(
    "question",
    [
        f"whose number is {PHONE}?",
        "whose number is +82-2-9999-9999?",
        f"who is {EMAIL}",
        f"is {EMAIL} the email of KR0032?",
        "is nobody@nowhere.example the email of KR0032?",
    ],
)
def test_whose_a_contact_is_is_told_to_those_who_may_see_it(asked: NewWorkspace, question: str) -> None:
    """A guest who types a contact is not told whose it is, nor whether it is known at all; a member is."""
    bot = asked()
    root = bot.mention(question, user=GUEST)["event"]["ts"]
    (post,) = bot.web_api.posts
    assert "I say only to members of this workspace" in json.dumps(post)
    assert "KR0032" not in json.dumps(post)
    # nor does the thread know of it afterwards
    bot.message("and who leads it?", user=GUEST, thread_ts=root)
    assert "KR0032" not in json.dumps(bot.web_api.posts[-1])
    assert "I say only to" not in said(bot, question)


# -- what is remembered of people ----------------------------------------------------------------------------------


def test_slack_is_asked_once_in_five_minutes(web_api: SlackDouble) -> None:
    """What Slack said of a person and of a channel holds for five minutes; then it is asked again."""
    now = [0.0]
    membership, client = Membership(clock=lambda: now[0]), slack_client(BOT_TOKEN, web_api.address)
    for _ in range(3):
        assert membership.is_full_member(client, TEAM, ALICE)
        assert not membership.is_shared(client, TEAM, CHANNEL)
    assert (len(web_api.of("users.info")), len(web_api.of("conversations.info"))) == (1, 1)
    web_api.world.users[ALICE].guest = True
    assert membership.is_full_member(client, TEAM, ALICE)
    now[0] = SECONDS
    assert not membership.is_full_member(client, TEAM, ALICE)


def test_a_failure_is_not_remembered(web_api: SlackDouble) -> None:
    """Slack is asked again after a failure: who was taken for a stranger for want of an answer is not for long."""
    membership, client = Membership(), slack_client(BOT_TOKEN, web_api.address)
    web_api.weather.next("users.info", Refused("fatal_error"))
    assert [membership.is_full_member(client, TEAM, ALICE) for _ in range(2)] == [False, True]


@pytest.mark.parametrize("who", [{"guest": True}, {"stranger": True}, {"bot": True}, {"gone": True}])
def test_who_is_no_full_member(web_api: SlackDouble, who: dict[str, Any]) -> None:
    """Guests, strangers, programs and deactivated accounts are no full members."""
    web_api.world.users[BOB] = User(BOB, **who)
    assert not Membership().is_full_member(slack_client(BOT_TOKEN, web_api.address), TEAM, BOB)


# -- the audit -----------------------------------------------------------------------------------------------------


def test_a_showing_is_kept_without_the_contact(asked: NewWorkspace) -> None:
    """Who was shown whose contact where, for which question: not the contact, and nothing of what was withheld."""
    bot = asked()
    body = bot.mention("phone and email of KR0032")
    bot.mention("phone of KR0029", user=GUEST)
    kept = showings(open_state(bot.state_db))
    assert {(one.team, one.channel, one.user, one.code, one.question) for one in kept} == {
        (TEAM, CHANNEL, ALICE, "KR0032", body["event_id"])
    }
    assert sorted(one.field for one in kept) == ["email", "phone"]
    assert not any(contact in f"{kept}" for contact in (PHONE, EMAIL))


def test_numbers_that_are_grouped_by_are_kept_as_shown(asked: NewWorkspace) -> None:
    """A list of the numbers that there are shows contacts, of no single commitment."""
    bot = asked()
    bot.mention("how many commitments per phone?")
    assert [(one.code, one.field) for one in showings(open_state(bot.state_db))] == [("", "phone")]


@pytest.fixture
def audited(tmp_path: Path) -> Settings:
    """Settings of a state database with three showings."""
    settings = read_settings({"STATE_DB": str(tmp_path / "state.db"), "AUDIT_DAYS": "3650"})
    state = open_state(settings.state_db)
    for day, user, code in ((1, ALICE, "KR0032"), (2, BOB, "KR0032"), (3, ALICE, "KR0029")):
        record(
            state, [Showing(TEAM, CHANNEL, user, code, "phone", f"Ev{day}")], 3650, datetime(2026, 11, day, tzinfo=UTC)
        )
    return settings


def test_the_audit_as_csv(audited: Settings) -> None:
    """As CSV: a heading and a line a showing."""
    assert report(audited, "csv", "2026-11-02", "", ALICE).splitlines() == [
        "at,team,channel,user,code,field,question",
        f"2026-11-03T00:00:00Z,{TEAM},{CHANNEL},{ALICE},KR0029,phone,Ev3",
    ]


def test_the_audit_as_json(audited: Settings) -> None:
    """As JSON: a list of objects."""
    found = json.loads(report(audited, "json", "", "kr0032", ""))
    assert [(one["user"], one["question"]) for one in found] == [(ALICE, "Ev1"), (BOB, "Ev2")]


def test_the_audit_for_people(audited: Settings) -> None:
    """Without a form: a sentence a showing, or that there is none."""
    assert report(audited, "text", "2026-11-03", "", "") == (
        f"2026-11-03T00:00:00Z  {ALICE} in {CHANNEL} of {TEAM}: phone of KR0029 (Ev3)"
    )
    assert report(audited, "text", "2026-11-04", "", "") == "Nobody was shown a contact in that time."


# -- no way around it ----------------------------------------------------------------------------------------------


def test_questions_are_asked_in_one_place() -> None:
    """Only where contacts are decided on are questions asked, and values read: no other module gets round it."""
    room = Path(bot.slack.__file__).parent
    asking = set()
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and ".answering." in f".{ast.unparse(called)}":
                asking.add(str(file.relative_to(room)))
    assert asking == {"questions.py"}


def test_commitments_are_read_without_contacts_but_in_one_place() -> None:
    """Slack's doors open a store that withholds contacts; one that does not, only to know, count or try it."""
    room, openings = Path(bot.slack.__file__).parent, re.compile(r"\bStore\(|\.whole\(\)")
    opening = {
        str(file.relative_to(room)): len(openings.findall(file.read_text("utf-8"))) for file in room.rglob("*.py")
    }
    assert {name: count for name, count in opening.items() if count} == dict.fromkeys(
        ("contacts.py", "serve.py", "subscribing.py"), 1
    )


@pytest.mark.parametrize(
    ("question", "by_contact"),
    [
        ("whose number is +82-2-2100-3418?", True),
        ("whose email is nobody@nowhere.example", True),
        ("is the email of KR0032 leehs30@korea.kr?", True),
        ("¿de quién es el correo leehs30@korea.kr?", True),
        ("how many commitments per phone?", True),
        ("do KR0029 and KR0032 have the same email?", True),
        ("email of KR0032?", False),
        ("which commitments have no email?", False),
        ("who is Lee, hyo soon?", False),
        ("when does KR0029 end?", False),
        ("what about kr 0029 0032 from 2016-07-01 to 2018-06-30", False),
    ],
)
def test_a_question_that_names_or_compares_contacts(database: str, question: str, by_contact: bool) -> None:
    """Whose a contact is, and whether two are the same, are questions about contacts, be they known or not."""
    with Store(database) as store:
        answer, _ = ask(store, question, as_of=date(2026, 11, 21))
        assert asks_by_contact(answer, store.known) is by_contact
