"""Cards under the addresses of commitment pages: which addresses, where, how often, as what, and without contacts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.asking import answer_frame
from bot.asking.frames import Lookup
from bot.records.known_contacts import MARK
from bot.records.store import Store
from bot.slack.listeners.links import FIELDS, KIND, card, card_blocks, page_of
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, Refused
from tests.slack.double.blocks import message_error
from tests.slack.double.entities import unfurled

SITE = "https://www.opengovpartnership.org"
PAGE = f"{SITE}/members/republic-of-korea/commitments/KR0032/"
AS_OF = date(2026, 11, 21)


class Links:
    """Alice writes messages with links."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def share(self, *addresses: str, ts: str = "1700000000.1", channel: str = CHANNEL, **others: Any) -> dict:
        """Write a message with these links; gives the cards that it got then, by address."""
        before = len(self.world.unfurls)
        body = self.bot.event("link_shared", "", is_ext_shared_channel=others.pop("shared", False))
        links = [{"domain": "www.opengovpartnership.org", "url": address} for address in addresses]
        event = {"type": "link_shared", "user": ALICE, "channel": channel, "message_ts": ts, "links": links}
        body["event"] = event | others.pop("event", {})
        self.bot.dispatch(body | others)
        given = self.world.unfurls[before:]
        assert all((one.get("channel"), one.get("ts")) in ((channel, ts), (None, None)) for one in given)
        blocks = {address: card["blocks"] for one in given for address, card in one.get("unfurls", {}).items()}
        entities = [entity for one in given for entity in one.get("metadata", {}).get("entities", [])]
        return {entity["app_unfurl_url"]: entity for entity in entities} | blocks

    def compose(self, *addresses: str, **others: Any) -> dict:
        """Write the links, and do not send the message yet."""
        name = "U01ALICE-909b5454-75f8-4ac4-b325-1b40e230bbd8"
        composer = {"source": "composer", "unfurl_id": name}
        return self.share(*addresses, ts=name, channel="COMPOSER", shared=None, event=composer, **others)


@pytest.fixture
def links(workspace: NewWorkspace, database: str) -> Callable[..., Links]:
    """The links of a bot that answers from the corpus; settings may be given by name."""

    def make(**environ: str) -> Links:
        return Links(workspace(FromDatabase(Path(database)), COMMITMENTS_DB=database, **environ))

    return make


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (PAGE, ("KR0032", "en")),
        (PAGE.removesuffix("/"), ("KR0032", "en")),
        (PAGE.replace("https://www.", "http://"), ("KR0032", "en")),
        (f"{PAGE}?utm=x#overview", ("KR0032", "en")),
        (f"{SITE}/es/members/republic-of-korea/commitments/kr0032/", ("KR0032", "es")),
        (f"{SITE}/fr/members/nandi-kenya/commitments/KENDC0001/", ("KENDC0001", "fr")),
        (f"{SITE}/members/republic-of-korea/", None),
        (f"{SITE}/members/republic-of-korea/commitments/", None),
        (f"{PAGE}edit", None),
        (f"https://evil.example/?{PAGE}", None),
        (PAGE.replace("opengovpartnership.org", "opengovpartnership.org.evil.example"), None),
        (PAGE.replace(".org", "xorg"), None),
    ],
)
def test_which_addresses_are_commitment_pages(address: str, page: tuple[str, ...] | None) -> None:
    """A commitment page has its member and its code, in one of three languages, and nothing after them."""
    assert page_of(address) == page


def shown(entity: dict) -> dict[str, tuple[str, str | None]]:
    """What the fields of an entity say, by their labels: the value and its colour."""
    fields = entity["entity_payload"]["custom_fields"]
    return {one["label"]: (one["value"], one.get("tag_color")) for one in fields}


def test_a_page_gets_an_entity(links: Callable[..., Links]) -> None:
    """The card is an entity that names the commitment, who leads it, its dates, its statuses, and the document."""
    address = f"{PAGE.replace('KR0032', 'kr0029')}?utm=x#top"
    entity = links().share(address)[address]
    assert (entity["entity_type"], entity["external_ref"]) == (KIND, {"id": "KR0029"})
    assert (entity["app_unfurl_url"], entity["url"]) == (address, PAGE.replace("KR0032", "kr0029"))
    named = entity["entity_payload"]["attributes"]
    assert named["title"] == {"text": "Citizen Groups Government Service Design"}
    assert (named["display_id"], named["display_type"]) == ("KR0029", "Commitment")
    assert (
        shown(entity).items()
        >= {
            "Lead institution": ("Ministry of the Interior", None),
            "Start date": ("1 July 2016", None),
            "End date": ("30 June 2018", None),
            "Status": ("■ Inactive", "gray"),
            "Sources": ("KR0029.txt", None),
        }.items()
    )


@pytest.mark.parametrize("refused", ["error_processing_metadata", "feature_not_enabled", "invalid_arguments"])
def test_where_slack_takes_no_entity_the_card_is_blocks(
    links: Callable[..., Links], refused: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What Slack refuses as an entity it gets as blocks, with the same values; the log has its words."""
    one = links()
    one.bot.web_api.weather.next("chat.unfurl", Refused(refused))
    caplog.set_level("INFO")
    said = json.dumps(one.share(PAGE)[PAGE], ensure_ascii=False)
    for words in ("Citizen Services Application", "Ministry of the Interior", "31 December 2017", "KR0032.txt"):
        assert words in said
    assert f"<{PAGE}|KR0032>" in said
    assert refused in caplog.text


def test_a_warning_that_the_entity_was_dropped_is_a_refusal(
    links: Callable[..., Links], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack may answer that all is well and drop an entity: its warning counts, and the card is blocks."""
    monkeypatch.setattr("bot.slack.listeners.links.KIND", "slack#/entities/commitment")
    caplog.set_level("INFO")
    assert isinstance(links().share(PAGE)[PAGE], list)
    assert "invalid_metadata_format" in caplog.text
    assert "/metadata/entities/0/entity_type" in caplog.text


def test_the_composer_gets_the_card_too(links: Callable[..., Links]) -> None:
    """Who is still writing sees the card; Slack knows the link by an id, and the sent message gets its own card."""
    one = links()
    assert set(one.compose(PAGE)) == {PAGE}
    assert (one.world.unfurls[0]["unfurl_id"][:8], one.world.unfurls[0]["source"]) == (ALICE, "composer")
    assert set(one.share(PAGE)) == {PAGE}


@pytest.mark.parametrize("environ", [{"ALLOWED_CHANNELS": CHANNEL}, {"ALLOWED_TEAMS": "T0OTHER"}])
def test_the_composer_where_not_everybody_is_answered(links: Callable[..., Links], environ: dict[str, str]) -> None:
    """Where only some channels are answered the composer gets no card, for it is in none; nor do others' people."""
    assert links(**environ).compose(PAGE) == {}


def test_somebody_asks_for_the_card_anew(links: Callable[..., Links]) -> None:
    """The card's own button for a refresh gets it made anew, however often."""
    one = links()
    for event in ({}, {"is_unfurl_refresh": True}, {"is_unfurl_refresh": True}):
        assert set(one.share(PAGE, event=event)) == {PAGE}


@pytest.mark.parametrize(("language", "word"), [("es", "Institución"), ("fr", "Institution chef de file")])
def test_a_card_is_in_the_language_of_the_address(links: Callable[..., Links], language: str, word: str) -> None:
    """A Spanish or French address gets a card with labels in its language."""
    address = PAGE.replace("/members", f"/{language}/members")
    assert word in json.dumps(links().share(address)[address], ensure_ascii=False)


def test_every_link_has_its_card_and_only_one(links: Callable[..., Links]) -> None:
    """Each link of a message gets one card, however often Slack tells of it; an added one gets its own."""
    one, other = links(), PAGE.replace("KR0032", "KR0029")
    assert set(one.share(PAGE, PAGE)) == {PAGE}
    assert one.share(PAGE) == {}
    assert set(one.share(PAGE, other)) == {other}
    assert set(one.share(PAGE, ts="1700000001.1")) == {PAGE}


def test_more_links_than_slack_takes(links: Callable[..., Links], database: str) -> None:
    """Of very many links the first five that are known get cards."""
    with Store(database) as store:
        codes = store.select("1", [])[:8]
    addresses = [PAGE.replace("KR0032", code) for code in ("KR9999", *codes)]
    assert list(links().share(*addresses)) == addresses[1:6]


def test_what_is_not_known_gets_none(links: Callable[..., Links]) -> None:
    """A code that no document has, and any other page, get no card and no call to Slack."""
    one = links()
    assert one.share(PAGE.replace("KR0032", "KR9999"), f"{SITE}/about/") == {}
    assert "chat.unfurl" not in one.bot.web_api.called


@pytest.mark.parametrize(
    ("others", "environ"),
    [
        ({"shared": True}, {}),
        ({"shared": None}, {}),
        ({}, {"ALLOWED_CHANNELS": "C0OTHER"}),
        ({}, {"ALLOWED_TEAMS": "T0OTHER"}),
    ],
)
def test_where_there_are_no_cards(links: Callable[..., Links], others: dict[str, Any], environ: dict[str, str]) -> None:
    """No cards in channels that are shared or may be, and where the bot is not allowed."""
    one = links(**environ)
    assert one.share(PAGE, **others) == {}
    assert "chat.unfurl" not in one.bot.web_api.called


def test_a_card_has_no_contacts(links: Callable[..., Links], database: str) -> None:
    """No card of the corpus holds an email, a phone or a person of its commitment, as entity or as blocks."""
    one = links()
    with Store(database) as store:
        for code in store.select("c.has_page = 1", []):
            address = PAGE.replace("KR0032", code)
            cards = [one.share(address)[address]]
            one.bot.web_api.weather.next("chat.unfurl", Refused("invalid_arguments"))
            cards.append(one.share(address, ts="1700000002.1")[address])
            said = json.dumps(cards, ensure_ascii=False)
            stored = store.values([code], ("email", "phone", "person"))[code]
            assert stored
            assert not [value.raw for value in stored if value.raw and value.raw in said]


def test_a_value_that_holds_a_contact_is_left_out(database: str) -> None:
    """Where an address was withheld from another field, the card does without that field."""
    with Store(database) as store:
        given = answer_frame(store, Lookup(("KR0032",), FIELDS), as_of=AS_OF, lang="en")
    assert "Ministry of the Interior" in json.dumps([card(given, PAGE), card_blocks(given, PAGE)])
    (entry,) = given.entries
    for raw in (f"Ministry of the Interior, {MARK}", f"Ministry of the Interior ({MARK})"):
        findings = tuple(
            replace(one, items=tuple(replace(item, raw=raw) for item in one.items)) if one.field != "title" else one
            for one in entry.findings
        )
        written = replace(given, entries=(replace(entry, findings=findings),))
        assert "Ministry of the Interior" not in json.dumps([card(written, PAGE), card_blocks(written, PAGE)])


def test_a_refusal_of_slacks_is_logged(links: Callable[..., Links], caplog: pytest.LogCaptureFixture) -> None:
    """Nobody asked: where Slack does not take a card, only the log says so."""
    one = links()
    one.world.tokens[BOT_TOKEN].scopes -= {"links:write"}
    caplog.set_level("INFO")
    assert one.share(PAGE) == {}
    assert "missing_scope" in caplog.text
    assert one.world.messages == []


def test_the_longest_card_fits(database: str) -> None:
    """Very long values and addresses stay within Slack's limits."""
    with Store(database) as store:
        given = answer_frame(store, Lookup(("KR0032",), FIELDS), as_of=AS_OF, lang="en")
    (entry,) = given.entries
    findings = tuple(
        replace(one, items=tuple(replace(item, raw="*<&" * 3_000, doc="<&" * 900) for item in one.items) * 9)
        for one in entry.findings
    )
    long = replace(given, entries=(replace(entry, title="*<&" * 3_000, findings=findings),))
    address = PAGE + "?" + "é" * 2_900
    assert message_error(card_blocks(long, address)) == ("", [])
    assert list(unfurled(card(long, address), "")) == []
