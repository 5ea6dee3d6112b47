"""The pane of a commitment's card: what its reader sees, in which language, with which sources, and who sees none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.metadata import (
    CustomFieldType,
    EntityAttributes,
    EntityCustomField,
    EntityMetadata,
    EntityPayload,
)

from bot.asking import answer_frame
from bot.asking.frames import Lookup
from bot.records.fields import FIELD
from bot.records.store import Store
from bot.slack.listeners.links import FIELDS, card, pane
from bot.slack.questions import FromDatabase
from bot.state.questions import showings
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, CHANNEL, DIRECT, TEAM, Channel, Refused, SlackDouble, User
from tests.slack.double.entities import entity

PAGE = "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/"
PHONE, EMAIL = "+82-2-2100-3418", "leehs30@korea.kr"
GUEST, STRANGER, SHARED, PARTNER = "U03GUEST", "U04STRANGER", "C02SHARED", "T09PARTNER"
AS_OF = date(2026, 11, 21)


class Panes:
    """Somebody opens panes beside cards."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def open(self, code: str = "KR0032", *, shared: bool | None = None, trigger: str = "", **event: Any) -> dict:
        """Open the pane of a commitment; gives what it is filled with, nothing where it is not."""
        trigger = trigger or self.world.open_pane(code)
        body = self.bot.event("entity_details_requested", "")
        body["is_ext_shared_channel"] = shared
        address = PAGE.replace("KR0032", code)
        opened: dict[str, Any] = {
            "type": "entity_details_requested",
            "user": ALICE,
            "channel": CHANNEL,
            "event_ts": "1.5",
        }
        opened |= {"entity_url": address, "external_ref": {"id": code}, "trigger_id": trigger, "user_locale": "en-US"}
        body["event"] = opened | event
        if body["event"]["channel"] is None:
            del body["event"]["channel"]
        before = len(self.world.panes)
        self.bot.dispatch(body)
        return next(iter(self.world.panes[before:]), {})


@pytest.fixture
def panes(workspace: NewWorkspace, database: str, web_api: SlackDouble) -> Callable[..., Panes]:
    """Panes of the corpus, a guest, somebody of another workspace, and a channel that is shared with it."""
    web_api.world.users |= {
        GUEST: User(GUEST, "gail", guest=True),
        STRANGER: User(STRANGER, "sam", team=PARTNER, stranger=True),
    }
    web_api.world.channels[SHARED] = Channel(SHARED, members={"U0BOT", ALICE, STRANGER}, shared=True)
    return lambda **environ: Panes(workspace(FromDatabase(Path(database), lambda: AS_OF), **environ))


def said(content: dict) -> dict[str, str]:
    """What the fields of a pane say, by their labels."""
    told: dict[str, str] = {}
    for one in content["metadata"]["entity_payload"]["custom_fields"]:
        told[one["label"]] = "\n".join(filter(None, (told.get(one["label"]), one["value"])))
    return told


def test_all_that_the_documents_say_with_its_sources(panes: Callable[..., Panes]) -> None:
    """Every field is there, numbered, and below them the document's name, the line, and the quote of each number."""
    content = panes().open()
    told = said(content)
    assert told["Lead institution"] == "Ministry of the Interior [6]"
    assert told["Status"] == "– left blank on the page [5]"
    assert "[6] KR0032.txt, line 18: “Lead Institution: Ministry of the Interior”" in told["Sources"].splitlines()
    assert len(told) > 30


def test_the_pane_is_of_the_same_entity_as_the_card(panes: Callable[..., Panes], database: str) -> None:
    """Card and pane have one code, one address and one time: of a newer pane, Slack would refresh everybody's card."""
    with Store(database) as store:
        given = answer_frame(store, Lookup(("KR0032",), FIELDS), as_of=AS_OF, lang="en")
    shown, opened = card(given, f"{PAGE}?utm=x"), panes().open()["metadata"]
    assert [shown[name] for name in ("url", "external_ref", "entity_type")] == [
        opened[name] for name in ("url", "external_ref", "entity_type")
    ]
    assert shown["entity_payload"]["attributes"] == opened["entity_payload"]["attributes"]


def test_slack_s_own_models_know_all_of_it(panes: Callable[..., Panes]) -> None:
    """The models of Slack's library know the type, and each property of an entity, its attributes and its fields."""
    made = panes().open()["metadata"]
    model = EntityMetadata(**made)
    model.validate_json()
    assert made.keys() <= EntityMetadata.attributes
    payload = made["entity_payload"]
    assert payload.keys() <= EntityPayload.attributes
    assert payload["attributes"].keys() <= EntityAttributes.attributes
    for one in payload["custom_fields"]:
        assert one.keys() <= EntityCustomField.attributes
        assert one["type"] in CustomFieldType


@pytest.mark.parametrize(
    ("environ", "event", "shown"),
    [
        pytest.param({}, {}, True, id="a member"),
        pytest.param({}, {"channel": None}, True, id="a member outside any channel"),
        pytest.param({}, {"channel": DIRECT}, True, id="a member alone with the bot"),
        pytest.param({}, {"user": GUEST}, False, id="a guest"),
        pytest.param({}, {"channel": SHARED}, False, id="a member in a shared channel"),
        pytest.param({}, {"channel": SHARED, "shared": True}, False, id="where the event says that it is shared"),
        pytest.param({}, {"channel": "C0NO"}, False, id="a channel that Slack does not know"),
        pytest.param(
            {"ALLOWED_TEAMS": f"{TEAM} {PARTNER}"}, {"user": STRANGER, "channel": SHARED}, False, id="a stranger"
        ),
        pytest.param({"SHOW_CONTACTS": "never"}, {}, False, id="never: a member"),
        pytest.param({"SHOW_CONTACTS": "all"}, {"user": GUEST}, True, id="all: a guest"),
    ],
)
def test_who_is_shown_contacts(
    panes: Callable[..., Panes], environ: dict[str, str], event: dict[str, Any], shown: bool
) -> None:
    """Contacts are shown by the rule of every door, of the one who looks; who is not shown them is told why."""
    one = panes(**environ)
    told = said(one.open(**event))
    assert (PHONE in told["Phone"], EMAIL in told["Email"]) == (shown, shown)
    assert ("▒▒▒" in json.dumps(told, ensure_ascii=False)) is not shown
    assert ("are shown only to members" in str(told) or "are not shown in Slack" in str(told)) is not shown
    assert {one.field for one in showings(one.bot.state)} == ({"email", "phone"} if shown else set())


@pytest.mark.parametrize(
    ("environ", "event", "words"),
    [
        pytest.param({"ALLOWED_TEAMS": "T0OTHER"}, {}, "only people of the workspaces", id="another workspace"),
        pytest.param({}, {"user": STRANGER}, "only people of the workspaces", id="a stranger, as Slack says"),
        pytest.param({}, {"user": STRANGER, "channel": None}, "only people of the workspaces", id="and in no channel"),
        pytest.param({}, {"user": "U09UNKNOWN"}, "only people of the workspaces", id="one whom Slack does not know"),
        pytest.param({"ALLOWED_CHANNELS": "C0OTHER"}, {}, "ask me in <#C0OTHER>", id="another channel"),
        pytest.param({}, {"code": "KR9999"}, "No document has KR9999.", id="a code that no document has"),
        pytest.param({}, {"entity_url": "https://x.test/a"}, "No document has https://x.test/a.", id="no such page"),
    ],
)
def test_who_gets_a_sentence_instead(
    panes: Callable[..., Panes], environ: dict[str, str], event: dict[str, Any], words: str
) -> None:
    """Who is not answered there, and who opens what no document has, gets a sentence and nothing of a commitment."""
    content = panes(**environ).open(**event)
    assert "metadata" not in content
    assert content["error"]["status"] == "custom"
    assert words in content["error"]["custom_message"]


def test_panes_are_counted_as_questions(panes: Callable[..., Panes]) -> None:
    """Who opens too many in a minute is told so."""
    one = panes(PERSON_QUESTIONS="2")
    assert ["metadata" in one.open() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("locale", "label", "line", "unknown"),
    [
        ("es-ES", "Institución líder", "línea 18", "Ningún documento tiene KR9999."),
        ("fr-FR", "Institution chef de file", "ligne 18", "Aucun document n’a KR9999."),
        ("ko-KR", "주관기관", "18행", "KR9999"),
        ("it-IT", "Lead institution", "line 18", "No document has KR9999."),
    ],
)
def test_the_reader_s_language(panes: Callable[..., Panes], locale: str, label: str, line: str, unknown: str) -> None:
    """A pane speaks the language that Slack knows of its reader, whatever that of the address; else English."""
    one = panes()
    one.world.users[ALICE].locale = locale
    told = said(one.open(entity_url=PAGE.replace("/members", "/es/members")))
    assert told[label] == "Ministry of the Interior [6]"
    assert any(line in value for value in told.values())
    assert unknown in one.open("KR9999")["error"]["custom_message"]


def test_what_fails_is_told_in_the_pane(
    panes: Callable[..., Panes], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where Slack refuses the content, or it cannot be made, the pane says that something went wrong; the log knows."""
    one = panes()
    with monkeypatch.context() as patched:
        patched.setattr("bot.slack.listeners.links.KIND", "slack#/entities/commitment")
        assert "something went wrong" in one.open()["error"]["custom_message"]
    assert "/metadata/entity_type" in caplog.text
    monkeypatch.setattr("bot.slack.doors.answer_frame", lambda *_, **__: 1 / 0)
    assert "something went wrong" in one.open()["error"]["custom_message"]


def test_a_pane_that_comes_too_late_is_no_failure(
    panes: Callable[..., Panes], caplog: pytest.LogCaptureFixture
) -> None:
    """What Slack does not wait for any more is a line in the log."""
    caplog.set_level("INFO")
    one = panes()
    assert one.open(trigger="1.over") == {}
    assert "too late" in caplog.text
    assert "Traceback" not in caplog.text


def test_where_slack_does_not_say_who_looks(panes: Callable[..., Panes]) -> None:
    """Where Slack does not say who looks, nothing is shown."""
    one = panes()
    one.bot.web_api.weather.always["users.info"] = Refused("fatal_error")
    assert "only people of the workspaces" in one.open()["error"]["custom_message"]


def test_what_finds_no_room_is_counted(database: str) -> None:
    """Of a commitment with very much text the pane holds what Slack takes, and says how many fields are missing."""
    with Store(database) as store:
        given = answer_frame(store, Lookup(("KR0032",), tuple(FIELD), card=True), as_of=AS_OF, lang="ko")
    (entry,) = given.entries
    findings = tuple(
        replace(one, items=tuple(replace(item, raw="공약 <&*" * 900) for item in one.items)) for one in entry.findings
    )
    made = pane(replace(given, entries=(replace(entry, findings=findings, title="공" * 900),)), PAGE)
    assert list(entity(made, "")) == []
    assert len(json.dumps(made, ensure_ascii=False).encode()) < 16_000
    assert "공약" in str(made)
    assert any(one["key"] == "rest" for one in made["entity_payload"]["custom_fields"])
