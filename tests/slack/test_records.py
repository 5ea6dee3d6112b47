"""The rest of a card: a modal of every field that a commitment's documents state, with its sources."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking.answer import Answer
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.slack.answers import record_view
from bot.slack.blocks import words
from bot.slack.questions import FromDatabase
from tests.present import present
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, TEAM, Refused, User
from tests.slack.double.views import view_error
from tests.slack.test_answers import answers

CARD = "tell me about KR0032"
EMAIL = "leehs30@korea.kr"


@pytest.fixture
def card(workspace: NewWorkspace, database: str) -> NewWorkspace:
    """A bot whose last post is the card of a commitment; settings may be given by name."""

    def make(question: str = CARD, **environ: str) -> Workspace:
        bot = workspace(FromDatabase(Path(database), today=lambda: date(2018, 1, 15)), **environ)
        bot.mention(question)
        return bot

    return make


def button(message: dict) -> dict | None:
    """The button for the rest of a card."""
    elements = [one for block in message["blocks"] for one in block.get("elements", [])]
    return next((one for one in elements if one.get("action_id") == "answer:record"), None)


def press(bot: Workspace, user: str = ALICE, team: str = TEAM) -> None:
    """Somebody presses it under the last answer."""
    message, world = bot.web_api.posts[-1], bot.web_api.world
    bot.press(
        present(button(message))["value"],
        message=message,
        action_id="answer:record",
        user={"id": user, "team_id": team},
        channel={"id": CHANNEL},
        trigger_id=world.trigger(user),
        response_url=world.response_url(CHANNEL, user),
    )


def opened(bot: Workspace) -> dict:
    """The modal that is open."""
    (view,) = bot.web_api.world.views.values()
    return view


def said(view: dict) -> str:
    """What a modal says."""
    return json.dumps(view, ensure_ascii=False)


def test_a_card_leads_to_every_field(card: NewWorkspace, database: str) -> None:
    """The button under a card opens every field that the record states, each with its source below it."""
    bot = card()
    press(bot)
    view = opened(bot)
    fields = [block["text"]["text"].splitlines()[0] for block in view["blocks"] if block["type"] == "section"]
    with Store(database) as store:
        stated = {one.field for one in store.values(["KR0032"])["KR0032"]}
    assert len(set(fields)) == len(stated) > 25
    assert view["title"]["text"] == "KR0032"
    sections = [at for at, block in enumerate(view["blocks"]) if block["type"] == "section"]
    assert all(view["blocks"][at + 1]["type"] == "context" for at in sections)
    assert all("KR0032.txt, line " in said(view["blocks"][at + 1]) for at in sections if at + 1 not in sections)


@pytest.mark.parametrize("question", ["who leads KR0032?", "compare KR0029 and KR0032", "list all", "hello", "KR9999"])
def test_what_is_no_card_has_no_button(card: NewWorkspace, question: str) -> None:
    """Where nothing is left out of a card, there is no button for it."""
    assert button(card(question).web_api.posts[-1]) is None


@pytest.mark.parametrize(("user", "shown"), [(ALICE, True), ("U03GUEST", False)])
def test_contacts_in_a_record_are_for_whoever_may_see_them(card: NewWorkspace, user: str, shown: bool) -> None:
    """The modal holds contacts for a member, and none for a guest, whoever asked."""
    bot = card()
    bot.web_api.world.users["U03GUEST"] = User("U03GUEST", "gail", guest=True)
    press(bot, user)
    assert (EMAIL in said(opened(bot))) is shown


def test_a_record_speaks_the_language_of_the_answer(card: NewWorkspace) -> None:
    """The fields are called as the answer calls them."""
    bot = card("cuéntame sobre KR0032")
    press(bot)
    assert "Institución" in said(opened(bot))


def test_a_record_that_comes_too_late_is_told(card: NewWorkspace) -> None:
    """Where Slack takes no window any more, whoever pressed is asked to press again."""
    bot = card()
    bot.web_api.weather.always["views.open"] = Refused("expired_trigger_id")
    press(bot)
    assert words("en")["late"] in bot.texts()


def test_a_record_is_for_whom_the_bot_answers(card: NewWorkspace) -> None:
    """A press of another organisation's person opens nothing and says why."""
    bot = card()
    bot.web_api.world.users["U09OTHER"] = User("U09OTHER", "olga", team="T09OTHER")
    press(bot, "U09OTHER", "T09OTHER")
    assert bot.web_api.world.views == {}
    assert "only people of the workspaces" in bot.texts()[-1]


@settings(deadline=None, max_examples=60)
@given(answers(), st.sampled_from(LANGUAGES))
def test_slack_takes_every_record(answer: Answer, language: str) -> None:
    """Whatever a record holds, its modal stays within what Slack takes."""
    shown = replace(answer, lang=language, statement=answer.statement.strip() or "?")
    assert view_error(record_view(shown, "KR0001"), "modal") == ("", [])


def test_fields_without_room_are_counted(database: str) -> None:
    """Where a modal has no room for all fields, it says how many are missing."""
    answer = FromDatabase(Path(database)).ask(CARD, None)[0]
    (entry,) = answer.entries
    long = [replace(item, raw="word " * 2_000) for item in answer.items]
    findings = tuple(
        replace(one, items=tuple(item for item in long if item.field == one.field)) for one in entry.findings
    )
    many = replace(answer, items=tuple(long), entries=(replace(entry, findings=findings * 4),))
    view = record_view(many, "KR0032")
    assert view_error(view, "modal") == ("", [])
    assert "more fields: ask for them by name" in said(view["blocks"][-1])
