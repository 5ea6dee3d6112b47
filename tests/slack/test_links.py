"""Cards under the addresses of commitment pages: which addresses, where, how often, and without contacts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.asking import answer
from bot.asking.frames import Lookup
from bot.records.known_contacts import MARK
from bot.records.store import Store
from bot.slack.answering import FromDatabase
from bot.slack.unfurl import FIELDS, card, page_of
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL
from tests.slack.double.blocks import message_error

SITE = "https://www.opengovpartnership.org"
PAGE = f"{SITE}/members/republic-of-korea/commitments/KR0032/"
AS_OF = date(2026, 11, 21)


class Links:
    """Alice writes messages with links."""

    def __init__(self, bot) -> None:
        self.bot, self.world = bot, bot.web_api.world

    def share(self, *addresses: str, ts: str = "1700000000.1", channel: str = CHANNEL, **others) -> dict:
        """Write a message with these links; gives the cards that it got then."""
        before = len(self.world.unfurls)
        body = self.bot.event("link_shared", "", is_ext_shared_channel=others.pop("shared", False))
        links = [{"domain": "www.opengovpartnership.org", "url": address} for address in addresses]
        body["event"] = {"type": "link_shared", "user": ALICE, "channel": channel, "message_ts": ts, "links": links}
        self.bot.dispatch(body | others)
        given = self.world.unfurls[before:]
        assert all((one["channel"], one["ts"]) == (channel, ts) for one in given)
        return {address: blocks for one in given for address, blocks in one["unfurls"].items()}


@pytest.fixture
def links(workspace, database):
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
def test_which_addresses_are_commitment_pages(address, page):
    """A commitment page has its member and its code, in one of three languages, and nothing after them."""
    assert page_of(address) == page


def test_a_page_gets_a_card(links):
    """The card names the commitment, who leads it, its dates and statuses, and the document."""
    said = json.dumps(links().share(PAGE)[PAGE]["blocks"], ensure_ascii=False)
    for words in ("Citizen Services Application", "Ministry of the Interior", "31 December 2017", "KR0032.txt"):
        assert words in said
    assert f"<{PAGE}|KR0032>" in said


@pytest.mark.parametrize(("language", "word"), [("es", "Institución"), ("fr", "Institution chef de file")])
def test_a_card_is_in_the_language_of_the_address(links, language, word):
    """A Spanish or French address gets a card with labels in its language."""
    address = PAGE.replace("/members", f"/{language}/members")
    assert word in json.dumps(links().share(address)[address]["blocks"], ensure_ascii=False)


def test_every_link_has_its_card_and_only_one(links):
    """Each link of a message gets one card, however often Slack tells of it; an added one gets its own."""
    one, other = links(), PAGE.replace("KR0032", "KR0029")
    assert set(one.share(PAGE, PAGE)) == {PAGE}
    assert one.share(PAGE) == {}
    assert set(one.share(PAGE, other)) == {other}
    assert set(one.share(PAGE, ts="1700000001.1")) == {PAGE}


def test_more_links_than_slack_takes(links, database):
    """Of very many links the first five that are known get cards."""
    with Store(database) as store:
        codes = store.select("1", [])[:8]
    addresses = [PAGE.replace("KR0032", code) for code in ("KR9999", *codes)]
    assert list(links().share(*addresses)) == addresses[1:6]


def test_what_is_not_known_gets_none(links):
    """A code that no document has, and any other page, get no card and no call to Slack."""
    one = links()
    assert one.share(PAGE.replace("KR0032", "KR9999"), f"{SITE}/about/") == {}
    assert "chat.unfurl" not in one.bot.web_api.called


@pytest.mark.parametrize(
    ("others", "environ"),
    [
        ({"shared": True}, {}),
        ({"shared": None}, {}),
        ({"channel": "COMPOSER"}, {}),
        ({}, {"ALLOWED_CHANNELS": "C0OTHER"}),
        ({}, {"ALLOWED_TEAMS": "T0OTHER"}),
    ],
)
def test_where_there_are_no_cards(links, others, environ):
    """No cards in channels that are shared or may be, before a message is sent, and where the bot is not allowed."""
    one = links(**environ)
    assert one.share(PAGE, **others) == {}
    assert "chat.unfurl" not in one.bot.web_api.called


def test_a_card_has_no_contacts(links, database):
    """No card of the corpus holds an email, a phone or a person of its commitment."""
    one = links()
    with Store(database) as store:
        for code in store.select("c.has_page = 1", []):
            address = PAGE.replace("KR0032", code)
            said = json.dumps(one.share(address)[address]["blocks"], ensure_ascii=False)
            stored = store.values([code], ("email", "phone", "person"))[code]
            assert stored
            assert not [value.raw for value in stored if value.raw and value.raw in said]


def test_a_value_that_holds_a_contact_is_left_out(database):
    """Where an address was withheld from another field, the card does without that field."""
    with Store(database) as store:
        given = answer(store, Lookup(("KR0032",), FIELDS), as_of=AS_OF, lang="en")
    assert "Ministry of the Interior" in json.dumps(card(given, PAGE))
    (entry,) = given.entries
    for raw in (f"Ministry of the Interior, {MARK}", f"Ministry of the Interior ({MARK})"):
        findings = tuple(
            replace(one, items=tuple(replace(item, raw=raw) for item in one.items)) if one.field != "title" else one
            for one in entry.findings
        )
        written = replace(given, entries=(replace(entry, findings=findings),))
        assert "Ministry of the Interior" not in json.dumps(card(written, PAGE))


def test_a_refusal_of_slacks_is_logged(links, caplog):
    """Nobody asked: where Slack does not take a card, only the log says so."""
    one = links()
    one.world.tokens[BOT_TOKEN].scopes -= {"links:write"}
    caplog.set_level("INFO")
    assert one.share(PAGE) == {}
    assert "missing_scope" in caplog.text
    assert one.world.messages == []


def test_the_longest_card_fits(database):
    """Very long values and addresses stay within Slack's limits."""
    with Store(database) as store:
        given = answer(store, Lookup(("KR0032",), FIELDS), as_of=AS_OF, lang="en")
    (entry,) = given.entries
    findings = tuple(
        replace(one, items=tuple(replace(item, raw="*<&" * 3_000, doc="<&" * 900) for item in one.items) * 9)
        for one in entry.findings
    )
    long = replace(given, entries=(replace(entry, title="*<&" * 3_000, findings=findings),))
    assert message_error(card(long, PAGE + "?" + "é" * 2_900)) == ("", [])
