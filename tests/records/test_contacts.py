"""People, email addresses and telephone numbers, as documents write them, and masked in what people write."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.contacts import (
    find_emails,
    find_phones,
    find_positions,
    masked,
    masked_values,
    person_key,
    person_name,
    split_people,
)
from bot.records.fields import FIELD
from bot.records.values import normalise


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("Leehs30@korea.kr", "Leehs30@korea.kr", "leehs30@korea.kr"),
        ("Ana <ana.ruiz@min-hacienda.gob.es>.", "ana.ruiz@min-hacienda.gob.es", "ana.ruiz@min-hacienda.gob.es"),
        ("name (at) domain.org", "name (at) domain.org", "name@domain.org"),
        ("name [at] domain [dot] org", "name [at] domain [dot] org", "name@domain.org"),
        ("nombre arroba dominio.com", "nombre arroba dominio.com", "nombre@dominio.com"),
        ("leehs30@ korea.kr", "leehs30@ korea.kr", "leehs30@korea.kr"),
    ],
)
def test_an_email_is_found_as_written(text: str, found: str, value: str) -> None:
    """A damaged address is found whole, and its value is the address that it means, in lower case."""
    assert [text[start:end] for start, end in find_emails(text)] == [found]
    assert normalise(FIELD["email"], found, None) == (value, None)


@pytest.mark.parametrize("text", ["someone@", "look at www.gov.uk", "@twitter", "a @ b", "50 @ 3.20 each"])
def test_what_is_no_email_is_not_found(text: str) -> None:
    """An address without a domain, a site and a handle are no addresses."""
    assert find_emails(text) == []


def test_several_addresses_behind_one_label_are_a_list() -> None:
    """Each address has a place of its own; the value of all of them is a JSON list."""
    text = "A.b@x.org, c@y.gov.kr;d@z.net"
    assert [text[start:end] for start, end in find_emails(text)] == ["A.b@x.org", "c@y.gov.kr", "d@z.net"]
    assert normalise(FIELD["email"], text, None)[0] == '["a.b@x.org", "c@y.gov.kr", "d@z.net"]'


@pytest.mark.parametrize(
    ("text", "prefix", "value"),
    [
        ("+82-2-2100-3418", "KR", "+82221003418"),
        ("02-2100-3466", "KR", "+82221003466"),
        ("(02) 2100-3466 ext. 12", "KR", "+82221003466"),
        ("2901 0176", "UY", "+59829010176"),
        ("+44 (0)20 7276 1234", None, "+442072761234"),
        ("020 7276 1234", "UK", "+442072761234"),
        ("0722-123-456", "KENDC", "+254722123456"),
        ("0722-123-456", "KEXYZ", "+254722123456"),
        ("00 216 71 550 133", "TN", "+21671550133"),
        ("71 550 133", "TN", "+21671550133"),
        ("2100-3418", "KR", None),
        ("02-2100-3466", None, None),
        ("12345678901234", "KR", None),
    ],
)
def test_a_phone_number_is_international_where_valid(text: str, prefix: str | None, value: str | None) -> None:
    """A number takes its country from its own digits or the code's letters; one that lacks a part has no value."""
    assert [text[start:end] for start, end in find_phones(text, prefix)] == [text]
    assert normalise(FIELD["phone"], text, prefix) == (value, None)


@pytest.mark.parametrize(
    "text",
    [
        "1 / 9 / 2018 - 30 / 6 / 2020",
        "30.06.2018",
        "2016-2018",
        "2016 2017 2018",
        "some 1 000 000 people",
        "20,000,000",
    ],
)
def test_what_is_no_phone_number_is_not_found(text: str) -> None:
    """Dates, years and sums are no telephone numbers."""
    assert find_phones(text) == []


def test_several_numbers_are_apart() -> None:
    """Two numbers behind one label have two places."""
    text = "+216 71 550 133; +216 71 550 184 / +1 (202) 555-0123"
    found = [text[start:end] for start, end in find_phones(text)]
    assert found == ["+216 71 550 133", "+216 71 550 184", "+1 (202) 555-0123"]


def test_phone_numbers_cost_nothing_until_one_is_read() -> None:
    """Importing the values does not import the library of telephone numbers."""
    code = "import sys, bot.records.values; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Lee, hyo soon", ["Lee, hyo soon"]),
        ("Lee, hyo soon, Kim, young-suk", ["Lee, hyo soon", "Kim, young-suk"]),
        ("Ana Ruiz, Luis Gil", ["Ana Ruiz", "Luis Gil"]),
        ("Ana Ruiz and Luis Gil; Eva Sol", ["Ana Ruiz", "Luis Gil", "Eva Sol"]),
        ("Lic. Pedro Gil y Ing. Ana Sol Ríos", ["Lic. Pedro Gil", "Ing. Ana Sol Ríos"]),
        ("María del Carmen Pérez y García", ["María del Carmen Pérez y García"]),
        ("Juan E López", ["Juan E López"]),
        ("Juan Pérez, Director de Gobierno Abierto", ["Juan Pérez"]),
        ("Hon. Dr. Jane Doe (Deputy Minister)", ["Hon. Dr. Jane Doe"]),
        ("Chief Ade Bello", ["Chief Ade Bello"]),
        ("김철수, 이영희", ["김철수", "이영희"]),
        ("John Smith, PhD", ["John Smith"]),
        ("Ana Ruiz – Director, e-Procurement", ["Ana Ruiz"]),
        ("Ana Ruiz, Policy Manager, Electoral and Constitutional", ["Ana Ruiz"]),
        ("Ana Ruiz (Deputy Director, Data Standards)", ["Ana Ruiz"]),
        ("Ana Ruiz, Director and Luis Gil, Manager", ["Ana Ruiz", "Luis Gil"]),
        ("Atty. Ana D. Ruiz / Mr. Jose P. Gil, Jr.", ["Atty. Ana D. Ruiz", "Mr. Jose P. Gil, Jr."]),
        ("Ana Ruiz, Commissioner for Lands, P.O. Box 9132, Dar es Salaam", ["Ana Ruiz"]),
        ("Ministry of the Interior, Anti-Corruption Commission", []),
        ("NR", []),
        ("N/A", []),
        ("", []),
    ],
)
def test_people_are_split(text: str, people: list[str]) -> None:
    """Each person is found with the honorifics before the name; positions and codes for “nobody” are no people."""
    assert [text[start:end] for start, end in split_people(text)] == people


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("Ana Ruiz, Head, Companies Inspectorate; Tel: ", ["Head, Companies Inspectorate"]),
        ("Ana Ruiz (Deputy Director, Data Standards), ", ["Deputy Director, Data Standards"]),
        ("Ana Ruiz – Director, e-Procurement – ", ["Director, e-Procurement"]),
        ("Ana Ruiz, Director and Luis Gil, Manager", ["Director", "Manager"]),
        ("Ana Ruiz, Senior Officer – Data, Statistics Office", ["Senior Officer – Data, Statistics Office"]),
        ("Ana Ruiz, Commissioner for Lands, P.O. Box 9132, Dar es Salaam", ["Commissioner for Lands"]),
    ],
)
def test_a_position_goes_on_behind_a_comma(text: str, positions: list[str]) -> None:
    """A unit behind a position is a part of it; the next person and a post box are none."""
    people = split_people(text)
    assert [text[start:end] for start, end in find_positions(text, people)] == positions


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Jose P. Gil, Jr.", "Jose P. Gil"),
        ("Lee, hyo soon", "hyo soon Lee"),
        ("Dr.  Kirsi   Benzakour", "Kirsi Benzakour"),
        ("Mme Marie Curie (Bureau)", "Marie Curie"),
        ("Sra. Itziar Larrañeta", "Itziar Larrañeta"),
        ("NR", None),
    ],
)
def test_a_name_is_cleaned(raw: str, value: str | None) -> None:
    """A name's value has no honorific and has the given name first."""
    assert person_name(raw) == value


@pytest.mark.parametrize("other", ["hyo-soon Lee", "LEE Hyo Soon", "Ms. Lee Hyo-Soon", "Lee,hyo soon"])
def test_one_name_has_one_key(other: str) -> None:
    """Order, case, hyphens and honorifics do not change whom a name means."""
    assert person_key(other) == person_key("Lee, hyo soon")


def test_another_name_has_another_key() -> None:
    """A part more or less is another name."""
    assert person_key("Lee, hyo") != person_key("Lee, hyo soon")


@given(st.text() | st.text(alphabet="aB@.,;() +-019yandDr"))
def test_contacts_lie_in_order_inside_any_text(text: str) -> None:
    """People, addresses and numbers of any text lie inside it, in order and apart."""
    for find in (find_emails, find_phones, split_people):
        at = 0
        for start, end in find(text):
            assert at <= start < end <= len(text)
            at = end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whose email is leehs30@korea.kr?", "whose email is [email]?"),
        ("leehs30@korea.kr는 누구 이메일인가요?", "[email] 누구 이메일인가요?"),
        ("write to anna (at) example.org please", "write to [email] please"),
        ("who is <mailto:anna@example.org|anna@example.org>?", "who is [email]?"),
        ("¿quién contesta en el +82 2 2100 3466?", "¿quién contesta en el [phone]?"),
        ("+82-2-2100-3466은 누구 번호인가요", "[phone]은 누구 번호인가요"),
        ("call me at 5551234567", "call me at [phone]"),
        ("call <tel:+8222100|2100-3418>", "call [phone]"),
        ("ring (02) 2100-3418 ext 12", "ring [phone]"),
        ("ask <@U02BOB> or <@U02BOB|bob>", "ask [person] or [person]"),
        ("a@b.org, c@d.org and 02-2100-3418", "[email], [email] and [phone]"),
    ],
)
def test_a_contact_is_masked(text: str, expected: str) -> None:
    """An address, a number or a mention is masked, however it is written, and the words around it stay."""
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "who leads KR0032 and kr 0029 0032 0036?",
        "which end between 2016-07-01 and 2018-06-30?",
        "what ended from 2016-07-01 - 2018-06-30",
        "from 1.7.2016 to 30.06.2018, or 20180630",
        "plans of 2012 2014 2016-2018",
        "the 1,234 pages of KR-P2-3.1",
        "commitments @ work",
    ],
)
def test_what_is_no_contact_stays(text: str) -> None:
    """Codes, dates, years and counts are left as they are."""
    assert masked(text) == text


def test_every_text_of_a_frame_is_masked() -> None:
    """In what JSON holds, texts at any depth are masked, and all else stays."""
    frame = {"codes": ["KR0032"], "filters": [{"values": ["a@b.org"], "negated": False}], "limit": 21003466}
    assert masked_values(frame) == {
        "codes": ["KR0032"],
        "filters": [{"values": ["[email]"], "negated": False}],
        "limit": 21003466,
    }
