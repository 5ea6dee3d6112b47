"""Contacts taken out of answers and digests: pure functions, over the whole question bank and over texts by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import EMPTY, ask
from bot.asking.draft import Entry
from bot.asking.evidence import Finding
from bot.asking.query import Answer, Item
from bot.charts.timeline import Span
from bot.digest.model import Digest, Said, Section, Source, Timeline, Window
from bot.digest.model import Item as DigestItem
from bot.records.store import Store
from bot.slack.answers import answer_message
from bot.slack.contact_patterns import FIELDS, Contacts
from bot.slack.sources import sources_view
from bot.slack.spreadsheet import csv_file
from bot.slack.withholding import asks_by_contact, withhold, withhold_from_digest
from tests.generator import write
from tests.questions.asked import CORPUS, PAGES, SEED
from tests.questions.bank import AS_OF, load

MASK = "▒▒▒"
SAVED = Path(__file__).parents[1] / "reading" / "pages"  # pages of many countries, as they were saved
LANGUAGES = ("en", "es", "fr", "ko")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The corpus of the bank together with saved pages of many countries."""
    folder = tmp_path_factory.mktemp("withholding")
    generated = write(folder, SEED, PAGES).now
    files = [*generated.glob("*.txt"), *CORPUS.glob("*.txt"), *SAVED.glob("*.txt"), *SAVED.glob("*.html")]
    database = folder / "commitments.db"
    assert ingest.main([*map(str, sorted(files)), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(store: Store) -> dict[str, dict[str, str]]:
    """Every contact of that corpus, by commitment."""
    found: dict[str, dict[str, str]] = {}
    for field in FIELDS:
        for code, raw, value in store.contacts(field):
            found.setdefault(code, {}).update({raw: field, value: field})
    return found


def shown(answer: Answer) -> str:
    """All that blocks can be made of, and those that are made."""
    parts = [answer.statement, answer.text, answer.lead, answer.entries, answer.notes, answer.sources]
    parts += [answer.items, answer.result, answer.options, answer_message(answer), answer_message(answer, "key")]
    parts += [sources_view(answer), csv_file(answer).decode("utf-8-sig")]
    return " ".join(f"{parts}".split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_of_the_bank_lets_a_contact_through(store, known, language):
    """For every question of the bank: no contact of its commitments is left anywhere in what is shown."""
    met = 0
    for case in load(language):
        thread = EMPTY
        for earlier in case.thread:
            _, thread = ask(store, earlier, thread=thread, as_of=AS_OF)
        answer, _ = ask(store, case.question, thread=thread, as_of=AS_OF)
        own = {code: known.get(code, {}) for code in {item.code for item in answer.items}}
        hidden, found = withhold(answer, Contacts.of(own, MASK))
        contacts = {one for texts in own.values() for one in texts if sum(map(str.isalnum, one)) > 4}
        assert not [one for one in contacts if one in shown(hidden)], case.question
        before = shown(answer)
        if not asks_by_contact(answer):
            # what is found is there, and what is there is found
            assert bool(found) == (hidden is not answer) == any(one in before for one in contacts), case.question
        met += bool(found)
    assert met


def test_everything_stays_in_its_place(store, known):
    """An answer without its contacts has the same lines, items and sources, so that numbers name the same sources."""
    answer, _ = ask(store, "contact details of KR0032", as_of=AS_OF)
    hidden, found = withhold(answer, Contacts.of(known, MASK))
    assert found == {("KR0032", "email"), ("KR0032", "phone")}
    assert len(hidden.text.splitlines()) == len(answer.text.splitlines())
    assert hidden.text.startswith(hidden.statement)
    assert [(one.code, one.field, one.start) for one in hidden.items] == [
        (one.code, one.field, one.start) for one in answer.items
    ]
    assert "Lee, hyo soon" in hidden.statement  # a name is no contact
    assert f"Email: {MASK} [" in hidden.statement


def an_item(field: str, raw: str, **more: object) -> Item:
    """A value of a commitment."""
    return Item("XX0001", field, raw, "XX0001.txt", 0, len(raw), **more)


def an_answer(statement: str, *items: Item, **more: object) -> Answer:
    """An answer with these values and no sources in words."""
    given = {"query": "", "as_of": "2026-11-21", "lang": "en", "outcome": "answer", "intent": "lookup", "frame": {}}
    return Answer(**given | {"statement": statement, "text": statement, "items": items} | more)


STORED = {"XX0001": {"02 2100 3418 ext. 7": "phone", "kim (at) korea.kr": "email", "none": "phone", "2100-1": "phone"}}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to kim.lee@korea.kr today", "Write to ▒▒▒ today"),
        ("kim.lee (at) korea (dot) kr or 02-2100-3418", "▒▒▒ or ▒▒▒"),
        ("Tel. +82-2-2100-3418, fax 2100 3419", "Tel. ▒▒▒, fax ▒▒▒"),
        ("02  2100\n3418 EXT. 7", "▒▒▒"),
        ("call 02 2100 …", "call ▒▒▒ …"),
        ("… 3418 ext. 7 is the number", "… ▒▒▒ is the number"),
        ("… korea.kr", "… ▒▒▒"),
        ("extension 2100-1", "extension ▒▒▒"),
        # none of these is a contact
        ("1 July 2016 ~ 30 June 2018", None),
        ("2016-07-01 to 2018-06-30, 2016.07.01, 01/07/2016", None),
        ("12.500.000 won for 1 200 000 people in 2017-2018", None),
        ("there is none of it", None),
        ("KR0032, KR0029 and 47 others; law 2013", None),
        ("3418 households in Korea", None),
    ],
)
def test_what_is_a_contact(text, left):
    """Addresses and numbers, as written, damaged, or cut at the edge of an excerpt; dates, sums and codes are none."""
    contacts = Contacts.of(STORED, MASK)
    assert contacts.hide(text) == contacts.hide(text, "XX0001") == (left or text)


def test_a_value_of_a_contact_field_is_one_whatever_it_says():
    """What stands in a field of contacts is withheld there though it reads as nothing of the kind."""
    item = an_item("email", "ask at the front desk", value="ask at the front desk", before="Email: ")
    answer = an_answer("Email: ask at the front desk [1]", item, result={"type": "email", "value": "x"})
    answer = replace(answer, text=answer.statement + "\n[1] XX0001.txt, line 1: “Email: ask at the front desk”")
    hidden, found = withhold(answer, Contacts.of({}, MASK))
    assert found == {("XX0001", "email")}
    assert hidden.text == f"Email: {MASK} [1]\n[1] XX0001.txt, line 1: “Email: {MASK}”"
    assert (hidden.items[0].raw, hidden.items[0].value, hidden.result) == (MASK, None, None)


@pytest.mark.parametrize(
    "item",
    [
        an_item("summary", "Citizens write to a@b.org for help"),
        an_item("start", "2016", before="Email: a@b.org; Start: "),
        an_item("start", "2016", after="; Email: a@b.org"),
        an_item("email", "c@d.org", old="a@b.org"),
        an_item("person", "Kim, a@b.org", value="Kim, a@b.org"),
    ],
)
def test_a_contact_is_found_wherever_it_stands(item):
    """A contact in a sentence, in the words around a quote, in what stood there before, or in another field."""
    hidden, found = withhold(an_answer(f"{item.raw} [1] a@b.org", item), Contacts.of({}, MASK))
    assert ("XX0001", "email") in found
    assert "a@b.org" not in f"{hidden}"


def test_titles_are_rid_of_contacts_wherever_they_are_laid_out():
    """A contact in a title is found, and is in no heading, list or picture of it."""
    item = an_item("end", "2018", title="Write to a@b.org")
    answer = an_answer(
        "2018 [1]", item, entries=(Entry("XX0001", item.title, (Finding("XX0001", "end", "value", (item,)),)),)
    )
    hidden, found = withhold(answer, Contacts.of({}, MASK))
    assert found == {("XX0001", "email")}
    assert "@" not in f"{hidden}{answer_message(hidden)}"


def test_an_answer_without_contacts_is_left_alone(store):
    """Where there is no contact the answer is the very same."""
    answer, _ = ask(store, "when does KR0029 end?", as_of=AS_OF)
    without = replace(answer, items=tuple(replace(one, before="", after="") for one in answer.items))
    without = replace(without, text=without.statement)
    assert withhold(without, Contacts.of({}, MASK)) == (without, frozenset())


def test_nothing_is_shown_by_counting(store):
    """A result that groups by contact is dropped whole: its keys are contacts."""
    answer = an_answer("a@b.org: 2", result={"type": "group", "value": {"a@b.org": 2}})
    hidden, found = withhold(answer, Contacts.of({}, MASK))
    assert (hidden.result, hidden.statement, found) == (None, f"{MASK}: 2", {("", "email")})


@pytest.mark.parametrize(
    ("question", "by_contact"),
    [
        ("whose number is +82-2-2100-3418?", True),
        ("whose email is nobody@nowhere.example", True),
        ("is the email of KR0032 leehs30@korea.kr?", True),
        ("¿de quién es el correo leehs30@korea.kr?", True),
        ("email of KR0032?", False),
        ("which commitments have no email?", False),
        ("who is Lee, hyo soon?", False),
        ("when does KR0029 end?", False),
    ],
)
def test_a_question_that_names_a_contact(store, question, by_contact):
    """Whose a contact is, and whether it is somebody's, are questions that name one, be it known or not."""
    assert asks_by_contact(ask(store, question, as_of=AS_OF)[0]) is by_contact


def test_a_digest_without_contacts():
    """Of a digest, values, old values, quotes, what stands beside them and its picture are rid of contacts alone."""
    source = Source("XX0001.txt", 0, 9, "new@b.org")
    items = (
        DigestItem("XX0001", "Title", "email", "new@b.org", "new@b.org", "old@b.org", -1, source, "2026-11-20"),
        DigestItem("XX0001", "Title", "end", "2018", "2018", None, -1, replace(source, quote="2018"), None,
                   (Said("status", "ask a@b.org", replace(source, quote="ask a@b.org")),)),
    )  # fmt: skip
    window = Window(date(2026, 11, 21), date(2026, 11, 20), 30)
    digest = Digest(window, (Section("changed", 2, items),), 1, 0, 0, True)
    hidden, found = withhold_from_digest(digest, Contacts.of({}, MASK))
    assert found == {("XX0001", "email")}
    assert "@" not in json.dumps(hidden.to_json(""))
    assert hidden.sections[0].items[1].raw == "2018"
    spans = (Span("XX0001", "Write to a@b.org", None, None),)
    drawn, found = withhold_from_digest(
        replace(digest, sections=(), timeline=Timeline(spans, 0)), Contacts.of({}, MASK)
    )
    assert (drawn.timeline.spans[0].title, found) == (f"Write to {MASK}", {("XX0001", "email")})
    plain = replace(digest, sections=(Section("changed", 1, (replace(items[1], beside=()),)),))
    assert withhold_from_digest(plain, Contacts.of({}, MASK)) == (plain, frozenset())
